"""A scenario that was played, or a random walk, to text: the steps in lanes, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from hamodel.diagnostics import Diagnostic, render
from hamodel.model.scenario import Played, Walk
from hamodel.model.scope import Scope
from hamodel.model.semantics import Slip, holds
from hamodel.model.system import Property, Scenario, System
from hamodel.model.trace import Step, Trace
from hamodel.report import mistakes, words
from hamodel.report.lanes import trace_lines
from hamodel.report.style import Style, wrapped


def scenario_text(system: System, scenario: Scenario, played: Played, failure: Diagnostic | None, style: Style) -> str:
    """One run that follows the script, to its end or as far as it goes."""
    lines = [*_heading(system, f"scenario {scenario.name}", played.scope, scenario.doc, style), ""]
    if played.trace is not None:
        lines += [*trace_lines(system, played.scope, played.trace, style), ""]
    if failure is None:
        lines.append(style.paint(style.say("✓") + " played to its end", "bold", "green"))
    else:
        lines += [style.paint(style.say("✗") + " cannot be played to its end", "bold", "red"), render(failure)]
    return _finished(lines)


def walk_text(
    system: System, walk: Walk, scope: Scope, seed: int, steps: int, faults: int | None, style: Style
) -> str:
    """A random run, and which invariants it breaks on its way; those that the spec expects to be violated are known hazards."""
    lines = [*_heading(system, f"random walk, --seed {seed}", scope, "", style, faults_line(faults)), ""]
    lines += [*trace_lines(system, scope, walk.trace, style), ""]
    for name, step, known in broken(system, walk.trace, scope):
        where = f"after step {step}" if step else "in the first state"
        if known:
            lines.append(style.paint(f"! {name} does not hold {where}: a known hazard", "bold", "yellow"))
        else:
            lines.append(style.paint(style.say("✗") + f" {name} does not hold {where}", "bold", "red"))
    if walk.made_by is not None:
        action, arguments = walk.made_by
        happening = words.action(system, _step(system, action, arguments))
        made = "; ".join(mistakes.located(system, mistake) for mistake in walk.mistakes)
        text = f" {happening} then makes a run-time mistake: {made}"
        lines.append(style.paint(style.say("✗") + text, "bold", "red"))
    elif len(walk.trace.steps) < steps:
        lines.append(f"nothing more can happen with {faults_line(faults)}" if walk.spent else "nothing more can happen")
    else:
        lines.append(style.paint(words.counted(len(walk.trace.steps), "step"), "dim"))
    return _finished(lines)


def broken(system: System, trace: Trace, scope: Scope) -> Iterator[tuple[str, int, bool]]:
    """The invariants of a state that some state of the trace breaks, each with the first step after which it does, and whether
    the spec expects that in this configuration."""
    for claim in system.properties:
        if claim.kind != "invariant" or claim.monitors or claim.liveness:
            continue
        for number, state in enumerate(trace.states):
            try:
                if not holds(claim.formula, {}, state, scope):
                    yield claim.name, number, _expected(claim, scope)
                    break
            except Slip:
                break


def faults_line(bound: int | None) -> str:
    """`at most 2 faults`."""
    if bound is None:
        return "any number of faults"
    return f"at most {words.counted(bound, 'fault')}" if bound else "no faults"


def _expected(claim: Property, scope: Scope) -> bool:
    if claim.expected is None:
        return claim.expect_violated
    try:
        return holds(claim.expected, {}, {}, scope)
    except Slip:
        return False


def _heading(system: System, what: str, scope: Scope, doc: str, style: Style, faults: str = "") -> Iterator[str]:
    path = f"  {style.paint(system.span.source.path, 'dim')}" if system.span else ""
    yield f"{style.paint(f'{system.name}: {what}', 'bold')}{path}"
    yield from wrapped(doc, style) if doc else ()
    parts = [words.extent(scope.sizes), words.combination(scope.options).replace(" and ", ", "), faults]
    if any(parts):
        yield from wrapped("; ".join(part for part in parts if part), style)


def _step(system: System, action: str, arguments: tuple[str | int | bool | None, ...]) -> Step:
    names = (binder.name for binder in system.action(action).parameters)
    return Step(action, tuple(zip(names, arguments, strict=True)), {})


def _finished(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)
