"""Reports, and results of other commands, to text, JSON, HTML and the formats of other programs: a file and a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from hamodel.host.lazy import lazy
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style

if TYPE_CHECKING:
    from hamodel.check.report import Report
    from hamodel.report.results import CommandReport


class Format(Protocol):
    """Reports to the text of a file. `outcome`: what there is to say beside them, where the format has a place for it."""

    def __call__(self, reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str: ...


class ResultFormat(Protocol):
    """The same of what another command than `check` came to."""

    def __call__(self, result: CommandReport, style: Style, outcome: Outcome = NOTHING, /) -> str: ...


FORMATS: dict[str, Format] = {
    "text": lazy("hamodel.report.text:text", "for people"),
    "json": lazy("hamodel.report.json:json", "for programs"),
    "html": lazy("hamodel.report.html:html", "a page to look at and step through"),
    "junit": lazy("hamodel.report.ci.junit:junit", "test cases, for nearly every CI"),
    "sarif": lazy("hamodel.report.ci.sarif:sarif", "for code scanning"),
    "github": lazy("hamodel.report.ci.github:github", "annotations of a workflow"),
    "gitlab": lazy("hamodel.report.ci.gitlab:gitlab", "a code quality report"),
    "markdown": lazy("hamodel.report.ci.markdown:markdown", "a comment on a merge request"),
    "itf": lazy("hamodel.report.itf:itf", "one trace, for Apalache and Quint"),
    "mermaid": lazy("hamodel.report.mermaid:mermaid", "a sequence diagram for each trace"),
}
"""By the name that `--format` and `--report` give. Each imports what it needs when it is asked, so that `--help` is quick."""

RESULT_FORMATS: dict[str, ResultFormat] = {
    name: lazy(f"hamodel.report.results.{name}:{name}", str(FORMATS[name].__doc__)) for name in ("text", "json", "html", "junit")
}
"""Those of `replay`, `conform`, `mutate` and `run`."""
