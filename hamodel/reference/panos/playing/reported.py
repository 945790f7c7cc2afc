"""A report of `hamodel check --format json` -> a run that it found.

It is followed by the reference semantics: what the spec does not allow, since it is another one by now, is no run of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, successors
from hamodel.model.system import System
from hamodel.model.trace import Step, Trace
from hamodel.model.transform import IDLE, with_idle, with_monitors
from hamodel.report.json import state_row, step_row

MOST_MEMBERS = 8
ANOTHER = "is the report of another one?"


class UnreadableReport(Exception):
    """It is no report, it has no such run, or the spec does not allow it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run with what a reader must know of it."""

    title: str
    doc: str
    scope: Scope
    trace: Trace


def reported(system: System, text: str, name: str | None) -> Run:
    """The run of the property with this name; without one, of the only one that has a run. Raises `UnreadableReport`."""
    finding = _finding(system, text, name)
    chosen = f"{finding.get('property')}"
    rows = finding["trace"]
    maps = isinstance(finding.get("with"), dict) and isinstance(finding["initial"], dict)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not maps:
        raise UnreadableReport(f"the trace of `{chosen}` is not as `hamodel check` writes it")
    scope = _scope(system, finding, chosen)
    paused = "loop" in finding or any(row.get("action") == IDLE for row in rows)
    plain = with_monitors(with_idle(system) if paused else system, ())
    loop = finding.get("loop") if isinstance(finding.get("loop"), int) else None
    here = [Trace(state, loop=loop) for state in initial_states(plain, scope) if state_row(system, state) == finding["initial"]]
    for number, row in enumerate(rows, 1):
        here = [next for trace in here for next in _followed(plain, scope, trace, row)]
        if not here:
            raise UnreadableReport(f"this spec does not allow step {number} of `{chosen}`, {row.get('text')}: {ANOTHER}")
    if not here:
        raise UnreadableReport(f"the trace of `{chosen}` does not start as this spec does: {ANOTHER}")
    return Run(f"{finding.get('verdict')} {chosen}", str(finding.get("doc", "")), scope, here[0])


def _finding(system: System, text: str, name: str | None) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableReport("it is no JSON") from None
    reports = [report for report in (data if isinstance(data, list) else [data]) if isinstance(report, dict)]
    mine = [report for report in reports if report.get("spec") == system.name and isinstance(report.get("findings"), list)]
    if not mine:
        raise UnreadableReport(f"there is no report of `{system.name}` in it")
    rows = [row for report in mine for row in report["findings"] if isinstance(row, dict) and "trace" in row and "initial" in row]
    names = ", ".join(str(row.get("property")) for row in rows) or "none"
    if name is not None:
        rows = [row for row in rows if row.get("property") == name]
        if not rows:
            raise UnreadableReport(f"it has no run of `{name}`; it has runs of: {names}")
    if len(rows) != 1:
        raise UnreadableReport(f"say with --property which run is meant; it has runs of: {names}")
    return rows[0]


def _scope(system: System, finding: Mapping[str, Any], name: str) -> Scope:
    """The report does not say how many members the run has: as many as its first state has cells for."""
    options = finding["with"]
    for option in system.options:
        if options.get(option.name) not in Scope().domain(option.type):
            raise UnreadableReport(f"the run of `{name}` has no value for the option `{option.name}`")
    for sizes in product(range(1, MOST_MEMBERS + 1), repeat=len(system.sorts)):
        scope = Scope(dict(zip((sort.name for sort in system.sorts), sizes, strict=True)), options)
        first = next(initial_states(with_monitors(system, ()), scope), None)
        if first is not None and state_row(system, first).keys() == finding["initial"].keys():
            return scope
    raise UnreadableReport(f"the first state of `{name}` has other cells than this spec: {ANOTHER}")


def _followed(system: System, scope: Scope, trace: Trace, row: Mapping[str, Any]) -> Iterator[Trace]:
    """Every way in which the step can be taken with what the report says that it changed."""
    for action, arguments, outcome in successors(system, scope, trace.states[-1]):
        if action.name == row.get("action") and outcome.state is not None:
            step = Step(action.name, action.named(arguments), outcome.state)
            if step_row(system, scope, trace.states[-1], step) == row:
                yield replace(trace, steps=(*trace.steps, step))
