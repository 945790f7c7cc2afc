"""A scenario that was played, or a random walk -> CommandReport: the steps in lanes, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hamodel.check.scenarios import message
from hamodel.diagnostics import render
from hamodel.host.status import Exit
from hamodel.model.scenario import Played, Walk
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, holds
from hamodel.model.system import Property, Scenario, System
from hamodel.model.trace import Trace
from hamodel.report import run_time_errors, words
from hamodel.report.json import diagnostic_row
from hamodel.report.results import Case, CommandReport, LineOrRun, ShownRun, at, heading, standing
from hamodel.report.results.json import head, run_row
from hamodel.report.results.junit import properties_of
from hamodel.report.style import Style


def played_result(system: System, scenario: Scenario, played: Played) -> CommandReport:
    """One run that follows the script, to its end or as far as it goes."""
    failure = message(scenario, played.failure) if played.failure else None
    run = None if played.trace is None else ShownRun(system, played.scope, played.trace, f"scenario {scenario.name}")
    status = Exit.GOOD if failure is None else Exit.DIFFERS

    def parts(style: Style) -> Iterator[LineOrRun]:
        yield from heading(system, f"scenario {scenario.name}", style, at(played.scope.sizes, played.scope.options), scenario.doc)
        yield ""
        if run is not None:
            yield from (run, "")
        if failure is None:
            yield style.paint(style.say("✓") + " played to its end", "bold", "green")
        else:
            yield style.paint(style.say("✗") + " cannot be played to its end", "bold", "red")
            yield render(failure)

    case = Case(scenario.name, standing(status), "scenario-fails", failure.headline if failure else "", scenario.span)
    row = {**_row(system, run, status), "scenario": scenario.name, "failure": diagnostic_row(failure) if failure else None}
    row["scope"], row["options"] = dict(played.scope.sizes), dict(played.scope.options)
    return CommandReport(system, f"scenario {scenario.name}", status, parts, row, (case,), properties_of(played.scope))


def walk_result(system: System, walk: Walk, scope: Scope, seed: int, steps: int, faults: int | None) -> CommandReport:
    """A random run, and which invariants it breaks on its way; those that the spec expects to be violated are known hazards."""
    title = f"random walk, --seed {seed}"
    run = ShownRun(system, scope, walk.trace, title)
    violated = list(broken(system, walk.trace, scope))
    made = [run_time_errors.located(system, error) for error in walk.errors]
    by = "" if walk.made_by is None else words.call(system, *walk.made_by)
    wrong = [name for name, _, known in violated if not known]
    status = Exit.DIFFERS if wrong or made else Exit.GOOD

    def parts(style: Style) -> Iterator[LineOrRun]:
        yield from heading(system, title, style, (*at(scope.sizes, scope.options), words.faults(faults)))
        yield from ("", run, "")
        for name, step, known in violated:
            where = f"after step {step}" if step else "in the first state"
            if known:
                yield style.paint(f"! {name} does not hold {where}: a known hazard", "bold", "yellow")
            else:
                yield style.paint(style.say("✗") + f" {name} does not hold {where}", "bold", "red")
        if by:
            yield style.paint(style.say("✗") + f" {by} then causes a run-time error: {'; '.join(made)}", "bold", "red")
        elif len(walk.trace.steps) < steps:
            yield f"nothing more can happen with {words.faults(faults)}" if walk.spent else "nothing more can happen"
        else:
            yield style.paint(words.counted(len(walk.trace.steps), "step"), "dim")

    said = [f"{name} does not hold" for name in wrong] + [f"{by} causes a run-time error"] * bool(made)
    case = Case(title, standing(status), "violated" if wrong else "run-time error", "; ".join(said))
    row = {**_row(system, run, status), "seed": seed, "faults": faults, "errors": made, "made_by": by}
    row["broken"] = [{"property": name, "step": step, "known": known} for name, step, known in violated]
    row["scope"], row["options"] = dict(scope.sizes), dict(scope.options)
    return CommandReport(system, title, status, parts, row, (case,), properties_of(scope))


def _row(system: System, run: ShownRun | None, status: Exit) -> dict[str, Any]:
    """What the objects of both have; what is about the other one is null, or empty."""
    shown = {"initial": None, "trace": None} if run is None else run_row(run)
    nothing: dict[str, Any] = {"scenario": None, "seed": None, "faults": None, "failure": None}
    return {**head("run", system, status), **nothing, "broken": [], "errors": [], "made_by": "", **shown}


def broken(system: System, trace: Trace, scope: Scope) -> Iterator[tuple[str, int, bool]]:
    """The invariants of a state that some state of the trace breaks, each with the first step after which it does, and whether
    the spec expects that in this configuration."""
    for property in system.declared:
        if property.kind != "invariant" or property.monitors or property.liveness:
            continue
        for number, state in enumerate(trace.states):
            try:
                if not holds(property.formula, {}, state, scope):
                    yield property.name, number, _expected(property, scope)
                    break
            except EvaluationError:
                break


def _expected(property: Property, scope: Scope) -> bool:
    if property.expected is None:
        return property.expect_violated
    try:
        return holds(property.expected, {}, {}, scope)
    except EvaluationError:
        return False
