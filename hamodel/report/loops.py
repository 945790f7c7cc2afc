"""A run without end to what there is to say about it: where it goes round, which obligation it leaves unfulfilled, and why that
is fair: which fair steps its loop takes, and where the others cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hamodel.check.report import Report
from hamodel.evidence.blame import Blame, blame
from hamodel.evidence.lasso import Duty, duties
from hamodel.model.expr import Apply
from hamodel.model.scope import Scope
from hamodel.model.system import FairGroup, Property, System
from hamodel.model.trace import Step, Trace
from hamodel.model.transform import with_idle, with_monitors
from hamodel.model.verdict import Finding
from hamodel.report import words
from hamodel.report.because import because, broken_part, shown_text
from hamodel.report.style import Style, wrapped


def property_of_runs(report: Report, finding: Finding, trace: Trace) -> Property | None:
    """The property, if it is about runs without end, and the trace is one."""
    properties = (property for property in report.system.declared if property.name == finding.name and property.liveness)
    return None if trace.loop is None else next(properties, None)


def fairness(report: Report, property: Property, scope: Scope, trace: Trace) -> list[Duty]:
    """What fairness asks of the loop of the trace; what is never enabled in it is left out."""
    system = with_monitors(with_idle(report.system), [property])
    return [duty for duty in duties(system, scope, trace) if len(duty.disabled) < duty.positions]


def reasons(report: Report, finding: Finding, scope: Scope, trace: Trace, style: Style) -> Iterator[str]:
    """Why the trace is against the property, or reaches it. Of a run without end: `broken`, with what never comes; then `fair`, a
    line for each fair step that could be taken somewhere in the loop."""
    property = property_of_runs(report, finding, trace)
    if property is None:
        yield from because(report, finding, scope, trace, style)
        return
    found = blame(property, trace, scope)
    yield from broken_part(found, style)
    yield from wrapped(said(found), style, indent=11)
    rows = [_fair(report.system, duty) for duty in fairness(report, property, scope, trace)]
    for number, row in enumerate(rows or [_nothing_fair(report.system, trace)]):
        head = "    " if number else style.paint("fair", "bold")
        yield from wrapped(row, style, indent=11, first=f"  {head}     ")


def fair_rows(report: Report, property: Property, scope: Scope, trace: Trace) -> list[dict[str, Any]]:
    """The fair steps that could be taken somewhere in the loop, for JSON."""
    return [
        {
            "action": duty.name,
            "arguments": {words.plain(name): argument for name, argument in duty.named_arguments},
            "text": _text(report.system, duty),
            "fairness": duty.action.fairness,
            "taken": list(duty.taken),
            "not_enabled": list(duty.disabled),
        }
        for duty in fairness(report, property, scope, trace)
    ]


# --- sentences -------------------------------------------------------------------------------------------------------


def said(found: Blame) -> str:
    """What never comes true, or does not stay so."""
    match found.part, found.value:
        case Apply(op="leads to", args=(premise, conclusion)), False:
            return f"{shown_text(premise)} holds {_at(found.where[0])}, and from there on never {shown_text(conclusion)}"
        case Apply(op="eventually", args=(Apply(op="always", args=(inner,)),)), False:
            return f"{shown_text(inner)} does not hold {_listed([_at(place) for place in found.where])}, again and again"
        case Apply(op="eventually", args=(arg,)), False:
            return f"never {shown_text(arg)}" + (f" {_at(found.position)} or later" if found.position else "")
        case Apply(op="until", args=(left, right)), False if found.where:
            return f"{shown_text(left)} does not hold {_at(found.where[0])}, before {shown_text(right)} does"
        case Apply(op="until", args=(_, right)), False:
            return f"never {shown_text(right)}"
        case part, value:
            return f"{shown_text(part)} is {words.value(value)} {_at(found.position)}"


def _at(position: int) -> str:
    return f"after step {position}" if position else "in the first state"


def _listed(parts: Sequence[str], most: int = 4) -> str:
    return ", ".join(parts[:most]) + (f" and {len(parts) - most} more times" if len(parts) > most else "")


def _fair(system: System, duty: Duty) -> str:
    """`enter(p0): taken in step 3`, `enter(p1): cannot be taken after step 3`."""
    if duty.taken:
        return f"{_text(system, duty)} is taken: {_listed([f'step {step}' for step in duty.taken])}"
    where = _listed([_at(place) for place in duty.disabled])
    return f"{_text(system, duty)} is not taken: it cannot be {where}, again and again"


def _nothing_fair(system: System, trace: Trace) -> str:
    if not system.fair and not any(action.fairness for action in system.actions):
        return "no step is `fair`: nothing is obliged to happen"
    return "no fair step can be taken " + ("from there on" if words.pauses(trace) else "anywhere in the loop")


def _text(system: System, duty: Duty) -> str:
    if isinstance(duty.action, FairGroup):
        return str(duty.action)
    return words.action(system, Step(duty.action.name, duty.named_arguments, {}))
