"""Reports to the Informal Trace Format of Apalache and Quint: one trace, as every reader of the format wants it.

It is the trace of the first property that is not as the spec says; if all are, of the first property that has one. To have
another one, ask for its property alone (`--property`). Where there is no trace the file has no states.

A variable with indices is a map, from a member or from a tuple of members; a number is a `#bigint`; `none` is the text `none`; a
channel is a map from (sender, receiver) to the list of its messages, head first, each as the spec would write it: `opened(s0)`.
Variants would say more, but not every reader takes one that is called `None`, or whose value is a tuple. Hidden variables are
left out; the options are variables that never change.

The action that led to a state is told twice: for programs as Quint tells it, in `mbt::actionTaken` with the arguments in
`mbt::nondetPicks`; for people in `#meta`, as a scenario would write it. In a run without end the last state goes back to the
state `loop`; a run after which nothing happens any more loops in its last state.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hamodel.check.report import Report
from hamodel.host.printable import printable_json
from hamodel.host.version import VERSION
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Content, State, Step, Trace
from hamodel.model.verdict import Finding
from hamodel.report import run_time_errors, words
from hamodel.report.because import run_of
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style
from hamodel.report.verdicts import mark
from hamodel.timing import telling

ACTION, PICKS = "mbt::actionTaken", "mbt::nondetPicks"

Json = dict[str, Any]


def itf(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """See `Format`. One trace in Apalache's Informal Trace Format: the one that matters most."""
    found = _chosen(reports)
    if found is None:
        why = "no property has a trace" if reports else "nothing was checked"
        meta = {"format": "ITF", "source": f"hamodel {VERSION}", "description": why}
        whole: Json = {"#meta": meta, "vars": [], "states": []}
    else:
        whole = _whole(*found, outcome)
    whole["#meta"]["description"] = "; ".join([whole["#meta"]["description"], *outcome.said()])
    return printable_json(_lines(whole, style))


def _lines(whole: Json, style: Style) -> str:
    """JSON with a line for each state."""
    ascii = not style.unicode
    rows = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=ascii)}" for key, value in whole.items() if key != "states"]
    states = ",\n".join(json.dumps(state, ensure_ascii=ascii) for state in whole["states"])
    return "{\n" + ",\n".join([*rows, f'"states": [\n{states}\n]']) + "\n}"


def _chosen(reports: Sequence[Report]) -> tuple[Report, Finding, Scope, Trace] | None:
    """The trace that tells most."""
    ordered = [(report, finding) for report in reports for finding in report.findings]
    for report, finding in sorted(ordered, key=lambda row: mark(row[1]) != "bad"):
        run = run_of(report, finding)
        if run is not None:
            return report, finding, *run
    return None


def _whole(report: Report, finding: Finding, scope: Scope, trace: Trace, outcome: Outcome) -> Json:
    system = report.system
    steps, loop = _unrolled(trace)
    moments = [(trace.initial, None), *((step.state, step) for step in steps)]
    states = [_state(system, scope, state, step, number) for number, (state, step) in enumerate(moments)]
    clock = [*telling.times(system, trace)]
    for state, time in zip(states, ["0", *clock] if clock else (), strict=False):  # a pause has no state
        state["#meta"]["time"] = time
    meta = {
        "format": "ITF",
        "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
        "source": outcome.path(system.span.source.path) if system.span else system.name,
        "description": f"hamodel {VERSION}: {finding.verdict} {finding.name}, {words.length(trace)}",
        "scope": dict(scope.sizes),
    }
    if trace.error is not None:
        meta["error"] = "; ".join(run_time_errors.lines(system, trace.error, len(steps) + 1))
    names = [name for name in states[0] if name != "#meta"]
    return {"#meta": meta, "vars": names, "states": states} | ({} if loop is None else {"loop": loop})


def _unrolled(trace: Trace) -> tuple[Sequence[Step], int | None]:
    """The steps, and the number of the state to which the last one goes back.

    The last state of ours is that to which it goes back, in the format it is the one before. It is kept, with the action that led
    to it, and goes back to the state after: the run is the same. A pause has no action, and no state of its own.
    """
    if trace.loop is None:
        return trace.steps, None
    if words.pauses(trace):
        return trace.steps[:-1], len(trace.steps) - 1
    return trace.steps, trace.loop + 1


def _state(system: System, scope: Scope, state: State, step: Step | None, number: int) -> Json:
    row: Json = {"#meta": {"index": number, **({} if step is None else _told(system, step))}}
    row |= {option.name: _value(scope.options[option.name]) for option in system.options}
    cells: dict[str, list[tuple[tuple[Value, ...], Content]]] = {}
    for (name, indices), content in state.items():
        cells.setdefault(name, []).append((indices, content))
    for variable in system.variables:
        if not variable.hidden:
            types = variable.index_types
            leaves = [(i, _value(leaf)) for i, leaf in cells.get(variable.name, ()) if not isinstance(leaf, tuple)]
            row[variable.name] = {"#map": [[_key(i), leaf] for i, leaf in leaves]} if types else leaves[0][1]
    for channel in system.channels:
        queues = [(i, queue) for i, queue in cells.get(channel.name, ()) if isinstance(queue, tuple)]
        row[channel.name] = {"#map": [[_key(i), list(map(words.message, queue))] for i, queue in queues]}
    row[ACTION] = "init" if step is None else step.action
    row[PICKS] = _picks(step)
    return row


def _told(system: System, step: Step) -> Mapping[str, str]:
    return {"action": words.action(system, step), "kind": words.kind(system, step) or "step"}


def _key(indices: Sequence[Value]) -> Any:
    keys = [_value(index) for index in indices]
    return keys[0] if len(keys) == 1 else {"#tup": keys}


def _picks(step: Step | None) -> Json:
    arguments = step.arguments if step is not None else ()
    return {words.plain(name): {"tag": "Some", "value": _value(value)} for name, value in arguments}


def _value(value: Value) -> Any:
    if value is None:
        return "none"
    return {"#bigint": str(value)} if isinstance(value, int) and not isinstance(value, bool) else value
