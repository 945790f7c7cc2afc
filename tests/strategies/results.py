"""A result that says one thing wherever somebody else's text can stand."""

from __future__ import annotations

from dataclasses import replace

from strategies.systems import typed

from hamodel.host.status import Exit
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states
from hamodel.model.trace import Step, Trace
from hamodel.report.results import Case, CommandReport, ShownRun

HOSTILE = "</pre></script ><script>window.pwned=1</script>]]>&lt;\x1b[2J\u202e\ufffe\ud800 \U0001f525"


def hostile_result(text: str = HOSTILE) -> CommandReport:
    """Of a spec of two boxes, with one run."""
    system = typed("spec one\nnode Box { left, right }\nvar mode[Box] : bool = false\ninput flip(b: Box) { mode[b] := true }")
    scope = Scope()
    (start,) = initial_states(system, scope)
    trace = Trace(start, (Step("flip", (("b", text),), {**start, ("mode", ("left",)): text}),))
    run = ShownRun(system, scope, trace, text)
    case = Case(text, "bad", "type", text)
    row = {"text": text}
    system = replace(system, name=text)
    return CommandReport(system, text, Exit.DIFFERS, lambda style: [text, run, text], row, (case,), {"name": text})
