"""replay, confirm_exhaustive: what an engine says, compared with the reference semantics before it counts.

A wrong trace is caught always. A wrong "unreachable" is caught by taking states out of the search that is said to be
exhaustive and expanding them again: everything that follows must be in it, and none of it may violate what was proved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeAlias

from hamodel.model.expr import Expr, reads_next
from hamodel.model.scope import Scope
from hamodel.model.semantics import (
    EvaluationError,
    cells,
    counts,
    errors,
    evaluate,
    initial_states,
    is_initial,
    outcomes,
    successors,
    sure,
    transition_errors,
)
from hamodel.model.system import Property, RunTimeError, System
from hamodel.model.trace import CellName, State, Step, Trace
from hamodel.timing.exact import replayed

SAMPLE = 200
"""How many states of a search are expanded again."""


class Disagreement(Exception):
    """An engine's evidence is wrong, or two engines contradict each other: never a verdict."""


class VisitedStates(Protocol):
    """The set of states that a search visited, up to the symmetry that it used."""

    def sample(self, count: int) -> Iterable[State]:
        """At most so many of its states; of a search that has come to a limit, of those whose successors it has seen."""
        ...

    def __contains__(self, state: State) -> bool: ...


# --- traces ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoValue:
    """That the formula of a property has no value."""

    of: Property


Shown: TypeAlias = Property | RunTimeError | NoValue | Expr


def replay(system: System, scope: Scope, shown: Shown | None, trace: Trace) -> None:
    """Raises `Disagreement` unless `trace` is an execution of the system that shows what it should.

    Its end must violate an invariant or a property, satisfy a `reachable` or an expression (over the last transition, if it
    has primed reads), cause the error, or have no value. `system` has the monitors and the fault bound of the trace.
    """
    if set(trace.initial) != set(cells(system, scope)):
        raise Disagreement("the trace's first state has other cells than the system")
    if not is_initial(system, scope, trace.initial):
        raise Disagreement(f"no run starts in the trace's first state: {_state(trace.initial)}")
    before = trace.initial
    for number, step in enumerate(trace.steps, 1):
        _replay_step(system, scope, before, step, number)
        before = step.state
    if shown is not None and not _shows(system, scope, shown, trace):
        end = f"step {len(trace.steps)}" if trace.steps else "the first state"
        raise Disagreement(f"the trace does not show {_name(shown)} at its end, {end}: {_state(before)}")
    if wrong := replayed(system, scope, trace, shown if isinstance(shown, Property) else None):
        raise Disagreement(f"the trace is none of the spec, whose timers run for exact times: {wrong}")


def shows(system: System, scope: Scope, shown: Shown, before: State | None, state: State) -> bool:
    """Does this state, or the transition to it from `before`, show it? See `replay`."""
    match shown:
        case RunTimeError(of_transition=True):
            return before is not None and shown in transition_errors(system, scope, before, state, _readable(system))
        case RunTimeError():
            return shown in errors(system, scope, state, _readable(system))
        case NoValue(of):
            return _fails(of.formula, before, state, scope)
        case Property(formula=formula, kind=kind):
            wanted, expr = kind == "reachable", formula
        case expr:
            wanted = True
    if not reads_next(expr):
        return _is(wanted, expr, state, scope, None)
    return before is not None and _is(wanted, expr, before, scope, state)


def _shows(system: System, scope: Scope, shown: Shown, trace: Trace) -> bool:
    states = trace.states
    return shows(system, scope, shown, states[-2] if len(states) > 1 else None, states[-1])


def _is(wanted: bool, expr: Expr, state: State, scope: Scope, after: State | None) -> bool:
    try:
        return evaluate(expr, {}, state, scope, after) is wanted
    except EvaluationError:
        return False


def _fails(expr: Expr, before: State | None, state: State, scope: Scope) -> bool:
    """Has it no value in this state, or in the transition to it?"""
    try:
        if not reads_next(expr):
            evaluate(expr, {}, state, scope)
        elif before is not None:
            evaluate(expr, {}, before, scope, state)
    except EvaluationError:
        return True
    return False


def _readable(system: System) -> list[Property]:
    """The properties whose monitors the system has."""
    known = {variable.name for variable in system.variables}
    return [property for property in system.declared if all(monitor.variable.name in known for monitor in property.monitors)]


def _replay_step(system: System, scope: Scope, before: State, step: Step, number: int) -> None:
    what = f"step {number}, {step.action}({', '.join(str(value) for _, value in step.arguments)})"
    action = next((action for action in system.actions if action.name == step.action), None)
    if action is None:
        raise Disagreement(f"{what}: there is no such action")
    if [name for name, _ in step.arguments] != [binder.name for binder in action.parameters]:
        raise Disagreement(f"{what}: the action has other parameters")
    found = outcomes(system, scope, before, action, tuple(value for _, value in step.arguments))
    if not any(outcome.state == step.state for outcome in found):
        results = "; or ".join(_difference(before, outcome.state) if outcome.state else "an error" for outcome in found)
        raise Disagreement(
            f"{what}: the trace goes on with {_difference(before, step.state)}, the reference semantics with "
            f"{results or 'nothing, the action cannot be taken'}; in {_state(before)}"
        )


# --- complete searches -----------------------------------------------------------------------------------------------


def confirm_exhaustive(
    system: System,
    scope: Scope,
    absent: Sequence[Property | NoValue],
    explored: VisitedStates,
    noticed: Noticed | None = None,
    count: int = SAMPLE,
) -> None:
    """Raises `Disagreement` unless the states of a search look like all the reachable ones.

    Initial states (at most `count`) are in it; so are all successors of a sample, and neither a sampled state nor a
    transition from it shows (see `shows`) what is said to be `absent`, or causes an error that was not `noticed`.
    """
    for state in islice(initial_states(system, scope), count):
        if state not in explored:
            raise Disagreement(f"a state in which a run starts was not explored: {_state(state)}")
    for state in explored.sample(count):
        if not counts(system, scope, state):
            raise Disagreement(f"a state that `assume` leaves out was explored: {_state(state)}")
        _expand(system, scope, absent, explored, noticed, state)


@dataclass(frozen=True, slots=True)
class Noticed:
    """The run-time errors that a search found possible, of all that actions and `properties` could make."""

    errors: Collection[RunTimeError]
    properties: Sequence[Property]

    def require(self, made: Iterable[RunTimeError], where: str) -> None:
        """Raises `Disagreement` unless all of these are among them."""
        for error in made:
            if error not in self.errors:
                raise Disagreement(f"the search did not notice {_name(error)} in {where}")


def _expand(
    system: System,
    scope: Scope,
    absent: Sequence[Property | NoValue],
    explored: VisitedStates,
    noticed: Noticed | None,
    state: State,
) -> None:
    of_transitions = [what for what in absent if reads_next((what.of if isinstance(what, NoValue) else what).formula)]
    fallible = [property for property in noticed.properties if not sure(property.formula)] if noticed else []
    for what in absent:
        if shows(system, scope, what, None, state):
            raise Disagreement(f"{_missed(what)} in {_state(state)}")
    following = list(successors(system, scope, state))
    if noticed:
        noticed.require(errors(system, scope, state, noticed.properties, following), _state(state))
    for action, arguments, outcome in following:
        if outcome.state is None:
            continue
        wrong = "" if outcome.state in explored else "a successor was not explored"
        for what in of_transitions:
            if shows(system, scope, what, state, outcome.state):
                wrong = _missed(what)
        step = f"{action.name}({', '.join(map(str, arguments))})"
        if wrong:
            raise Disagreement(f"{wrong}: {step}: {_difference(state, outcome.state)}; in {_state(state)}")
        if noticed and fallible:
            noticed.require(transition_errors(system, scope, state, outcome.state, fallible), f"{step}, {_state(state)}")


# --- wording ---------------------------------------------------------------------------------------------------------


def _name(shown: Shown) -> str:
    match shown:
        case NoValue(of):
            return f"that there is no {of.name}"
        case RunTimeError(kind, span):
            return f"the error `{kind}` at {span}"
        case Property(kind=kind, name=name):
            return f"{kind} {name}" if kind == "reachable" else f"a violation of {kind} {name}"
        case _:
            return "what it was asked for"


def _missed(what: Property | NoValue) -> str:
    return f"the search did not notice {_name(what) if isinstance(what, NoValue) else what.name}"


def _state(state: State) -> str:
    return ", ".join(f"{_cell(cell)} = {content}" for cell, content in state.items())


def _difference(before: State, after: State) -> str:
    changed = {cell: content for cell, content in after.items() if before.get(cell) != content}
    return _state(changed) if changed else "no change"


def _cell(cell: CellName) -> str:
    variable, indices = cell
    return f"{variable}[{', '.join(map(str, indices))}]" if indices else variable
