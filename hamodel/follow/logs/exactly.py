"""A run that explains a log, with a time for each step -> can the exact semantics do that? It shares nothing with zones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import State, Step, Trace
from hamodel.timing.exact import Exact, Instant

MOST_MOMENTS = 10_000
"""So many moments are kept apart, where a step may lead to several; beyond that nothing is said."""


def impossible(written: System, scope: Scope, trace: Trace, times: Sequence[Fraction]) -> str:
    """Why it is no run; empty: it is one, or there are too many to look at. `times`: of its start, and of each step."""
    exact = Exact(written, scope)
    hidden = {f"{timer.name}{part}" for timer in exact.timing.timers for part in ("", " from")}

    def agreeing(moments: Iterable[Instant], state: State) -> list[Instant]:
        found = {moment.key: moment for moment in moments if _same(moment.state, state, hidden)}
        return [*found.values()]

    now = agreeing(exact.starts(), trace.initial)
    if not now:
        return "no run starts so"
    for number, (step, before, time) in enumerate(zip(trace.steps, times[:-1], times[1:], strict=True), 1):
        waited = [*_waited(exact, now, time - before)]
        if not waited:
            return f"the time before step {number} cannot pass"
        now = agreeing(_taken(exact, waited, step), step.state)
        if not now:
            return f"step {number} cannot happen then"
        if len(now) > MOST_MOMENTS:
            return ""
    return ""


def _waited(exact: Exact, moments: Iterable[Instant], time: Fraction) -> Iterator[Instant]:
    for moment in moments:
        later = exact.later(moment, time) if time else moment
        if later is not None:
            yield later


def _taken(exact: Exact, moments: Sequence[Instant], step: Step) -> Iterator[Instant]:
    """After the step; that a timer expires may come first, where the step takes that."""
    args = tuple(value for _, value in step.arguments)
    if step.action.startswith("expire "):
        yield from _expired(exact, moments, step.action, args)
        return
    action = exact.actions[step.action]
    if step.action.startswith("expiry "):
        moments = [*moments, *_expired(exact, moments, step.action.replace("expiry", "expire", 1), args)]
    for moment in moments:
        yield from (after for after in exact.taken(moment, action, args) if isinstance(after, Instant))


def _expired(exact: Exact, moments: Iterable[Instant], name: str, args: tuple[Value, ...]) -> Iterator[Instant]:
    for moment in moments:
        for each, mine, after in exact.moves(moment):
            if (each, mine) == (name, args) and isinstance(after, Instant):
                yield after


def _same(one: State, other: State, hidden: set[str]) -> bool:
    return all(content == other[cell] for cell, content in one.items() if cell[0] not in hidden)
