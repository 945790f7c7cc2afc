"""A result to one HTML page: what is said, and its runs in lanes to step through. See `report/html.py` for what keeps it safe.

Each run is told to the scripts as a finding of a report is; where it stands between the lines, they put its lanes.
"""

from __future__ import annotations

from typing import Any

from hamodel.report.html import page, run_beside, spec_beside
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.results import CommandReport, ShownRun, options_of
from hamodel.report.results.json import run_row
from hamodel.report.results.text import joined, text
from hamodel.report.style import Style
from hamodel.report.timeline.picture import limits_of

SCRIPTS = ("making.js", "runs.js", "lanes.js", "timeline.js", "beside.js", "stepping.js", "result.js")
"""In this order they are one script."""


def html(result: CommandReport, style: Style, outcome: Outcome = NOTHING) -> str:
    """A page that opens from disk."""
    lines: list[str] = []
    parts: list[dict[str, Any]] = []
    runs: list[ShownRun] = []
    for part in [*result.parts(Style(width=100, traces=style.traces)), None]:
        if isinstance(part, str):
            lines.append(part)
            continue
        said = joined(lines, style).strip("\n")
        if said:
            parts.append({"text": said})
        lines = []
        if part is not None:
            parts.append({"run": len(runs)})
            runs.append(part)
    data = {
        "report": {"spec": result.system.name, "path": result.path, "findings": [_finding(run) for run in runs]},
        "beside": {
            **spec_beside(result.system, [run.trace for run in runs]),
            "findings": [run_beside(run.system, (run.scope, run.trace), limits_of(run.system)) for run in runs],
        },
        "title": result.title,
        "status": int(result.exit_status),
        "parts": parts,
    }
    plain = text(result, Style(unicode=False, traces=True))
    return page(f"{result.system.name}: {result.title}", plain, data, SCRIPTS)


def _finding(run: ShownRun) -> dict[str, Any]:
    """A run in the words of a report (`report/json.py`)."""
    options = options_of(run.system, run.scope)
    return {"property": run.title, "kind": "run", "loop": run.trace.loop, "with": options, **run_row(run)}
