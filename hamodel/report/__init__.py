"""Reports to text, JSON and HTML: one file a format, one `FORMATS` table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from hamodel.report.style import Style

if TYPE_CHECKING:
    from hamodel.check import Report

Format: TypeAlias = "Callable[[Sequence[Report], Style], str]"


def _text(reports: Sequence[Report], style: Style) -> str:
    from hamodel.report.text import text

    return text(reports, style)


def _json(reports: Sequence[Report], style: Style) -> str:
    from hamodel.report.json import json

    return json(reports, style)


def _html(reports: Sequence[Report], style: Style) -> str:
    from hamodel.report.html import html

    return html(reports, style)


FORMATS: dict[str, Format] = {"text": _text, "json": _json, "html": _html}
"""By the name that `--format` gives. Each imports what it needs when it is asked, so that `--help` is quick."""
