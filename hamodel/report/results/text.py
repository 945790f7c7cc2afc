"""A result to text for a terminal, a file or a pipe: its lines, and its runs in lanes."""

from __future__ import annotations

from collections.abc import Iterable

from hamodel.report.lanes import trace_lines
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.results import CommandReport, LineOrRun
from hamodel.report.style import Style


def text(result: CommandReport, style: Style, outcome: Outcome = NOTHING) -> str:
    """What a person reads."""
    return joined(result.parts(style), style)


def joined(parts: Iterable[LineOrRun], style: Style) -> str:
    """Lines and runs, one below the other."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        elif not part.beside:
            lines += trace_lines(part.system, part.scope, part.trace, style)
    return "\n".join(line.rstrip() for line in lines)

