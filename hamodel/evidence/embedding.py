"""embed(system, large, shown, trace): the trace of a smaller scope as one of a larger scope, in which the members that
are left over never act; or None if it is none, or does not show there what it shows in the smaller one.

Quantifiers, `count` and `the` may come to something else with more members, and the members that are left over need
values in the first state, so nothing is taken over: the actions are taken again by the reference semantics, in every way that
they can be taken, and the whole trace is replayed at the larger scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hamodel.evidence.confirm import Disagreement, NoValue, replay
from hamodel.evidence.lasso import replay_lasso
from hamodel.model.scope import Scope
from hamodel.model.semantics import outcomes, starts_like
from hamodel.model.system import Property, RunTimeError, System
from hamodel.model.trace import State, Step, Trace

MOST_STARTS = 16
"""So many first states are tried for the members that are left over."""

MOST_WAYS = 32
"""So many ways are followed at once."""


def embed(system: System, large: Scope, shown: Property | RunTimeError | NoValue, trace: Trace) -> Trace | None:
    """`system` has the monitors, pauses and fault bound of the trace."""
    for start in islice(starts_like(system, large, trace.initial), MOST_STARTS):
        for steps in _ways(system, large, start, trace):
            found = Trace(start, steps, trace.loop)
            if _shows(system, large, shown, found):
                return found
    return None


def _ways(system: System, scope: Scope, start: State, trace: Trace) -> Iterator[tuple[Step, ...]]:
    """The ways to take the actions of the trace. Those come first that go through its states, as far as these say."""
    ways: list[tuple[Step, ...]] = [()]
    for step in trace.steps:
        action = system.action(step.action)
        arguments = tuple(value for _, value in step.arguments)
        longer = [
            (*way, Step(step.action, step.arguments, outcome.state))
            for way in ways
            for outcome in outcomes(system, scope, way[-1].state if way else start, action, arguments)
            if outcome.state is not None
        ]
        ways = sorted(longer, key=lambda way: _differences(step.state, way[-1].state))[:MOST_WAYS]
    yield from ways


def _differences(small: State, large: State) -> int:
    """In how many cells they differ."""
    return sum(large[cell] != content for cell, content in small.items())


def _shows(system: System, scope: Scope, shown: Property | RunTimeError | NoValue, trace: Trace) -> bool:
    try:
        if trace.loop is not None:
            assert isinstance(shown, Property)
            replay_lasso(system, scope, shown, trace)
        else:
            replay(system, scope, shown, trace)
    except Disagreement:
        return False
    return True

