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
    "text": lazy("hamodel.report.text:text"),
    "json": lazy("hamodel.report.json:json"),
    "html": lazy("hamodel.report.html:html"),
    "junit": lazy("hamodel.report.ci.junit:junit"),
    "sarif": lazy("hamodel.report.ci.sarif:sarif"),
    "github": lazy("hamodel.report.ci.github:github"),
    "gitlab": lazy("hamodel.report.ci.gitlab:gitlab"),
    "markdown": lazy("hamodel.report.ci.markdown:markdown"),
    "itf": lazy("hamodel.report.itf:itf"),
    "mermaid": lazy("hamodel.report.mermaid:mermaid"),
}
"""By the name that `--format` and `--report` give. Each imports what it needs when it is asked, so that `--help` is quick."""

RESULT_FORMATS: dict[str, ResultFormat] = {
    "text": lazy("hamodel.report.results.text:text"),
    "json": lazy("hamodel.report.results.json:json"),
    "html": lazy("hamodel.report.results.html:html"),
    "junit": lazy("hamodel.report.results.junit:junit"),
}
"""Those of `replay`, `conform`, `mutate` and `run`, by the same names."""
