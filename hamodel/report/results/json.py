"""A result to JSON: one object, whose keys do not change. What each holds is said in `report/json.schema.json`."""

from __future__ import annotations

from typing import Any

from hamodel.host.status import Exit
from hamodel.host.version import VERSION
from hamodel.model.system import System
from hamodel.report.json import state_row, step_rows
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.results import CommandReport, ShownRun
from hamodel.report.style import Style, json_text


def json(result: CommandReport, style: Style, outcome: Outcome = NOTHING) -> str:
    """What a program reads."""
    return json_text(result.row, style)


def head(command: str, system: System, status: Exit) -> dict[str, Any]:
    """What every object begins with."""
    return {
        "command": command,
        "spec": system.name,
        "path": system.span.source.path if system.span else None,
        "version": VERSION,
        "exit_status": int(status),
        "interrupted": status == Exit.INTERRUPTED,
    }


def run_row(run: ShownRun) -> dict[str, Any]:
    """Its first state, and its steps."""
    return {"initial": state_row(run.system, run.trace.initial), "trace": step_rows(run.system, run.scope, run.trace)}
