"""Reports to text, JSON, HTML and the formats of other programs: one file a format, one `FORMATS` table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style

if TYPE_CHECKING:
    from hamodel.check import Report


class Format(Protocol):
    """Reports to the text of a file. `outcome`: what there is to say beside them, where the format has a place for it."""

    def __call__(self, reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str: ...


def _text(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.text import text

    return text(reports, style, outcome)


def _json(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.json import json

    return json(reports, style, outcome)


def _junit(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.ci.junit import junit

    return junit(reports, style, outcome)


def _sarif(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.ci.sarif import sarif

    return sarif(reports, style, outcome)


def _github(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.ci.github import github

    return github(reports, style, outcome)


def _gitlab(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.ci.gitlab import gitlab

    return gitlab(reports, style, outcome)


def _markdown(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.ci.markdown import markdown

    return markdown(reports, style, outcome)


def _itf(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.itf import itf

    return itf(reports, style, outcome)


def _mermaid(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.mermaid import mermaid

    return mermaid(reports, style, outcome)


def _html(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING, /) -> str:
    from hamodel.report.html import html

    return html(reports, style, outcome)


FORMATS: dict[str, Format] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "junit": _junit,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "markdown": _markdown,
    "itf": _itf,
    "mermaid": _mermaid,
}
"""By the name that `--format` and `--report` give. Each imports what it needs when it is asked, so that `--help` is quick."""
