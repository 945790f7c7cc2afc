"""A moment of a replay, and the line that comes next -> Closest: a run of the model up to there, and on, as near as it comes.

A moment knows the moments from which it came and the lines that led from them to it, not how: the last lines are followed again,
backwards, when someone wants to see a run, and only so far as will be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from hamodel.follow.belief import Arrival
from hamodel.follow.events import Entry, LoggedAction, Place
from hamodel.follow.logs.sets import Known, Model, States, Told
from hamodel.follow.plain import Event
from hamodel.model.explain import Explanation, explain
from hamodel.model.expr import Apply, Expr
from hamodel.model.scope import Scope
from hamodel.model.semantics import Env, EvaluationError, evaluate, holds
from hamodel.model.system import Action, RunTimeError, Take
from hamodel.model.trace import CellName, Content, Sent, State, Trace

SHOWN = 20
"""So many of the last steps of a run are told."""


@dataclass(slots=True, eq=False)
class Moment:
    """The states that the model can be in when certain lines have happened, and the moments and lines that led here."""

    states: States
    ways: tuple[tuple[Moment, Entry], ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """Where the spec speaks of time. `times`: of the start of the run and of each step; `possible`: when the line would be at the
    earliest and at the latest, had it no time (None: there is no end); None: never, or nobody knows."""

    times: Sequence[Fraction] = ()
    possible: tuple[Fraction | None, Fraction | None] | None = None


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class Closest:
    """A run, or its last steps, and what there is to say about the line after it.

    `whole`: the trace begins where the run does. The first `explained` steps explain all lines before `entry`; the rest goes
    on from there, as near to it as the model comes. `told`: the steps that are lines of the log. `reason`: none (there is no such
    line), `no start`, `impossible` (the action `happening` cannot be taken there; `why`: the part of its guard that is false),
    `no message` (that it takes), `error`, or `differs` (in the cells that are named, with what the model has in them).
    """

    scope: Scope
    entry: Entry | None
    trace: Trace | None
    whole: bool
    explained: int
    told: tuple[tuple[int, Place], ...]
    states: int
    reason: Literal["", "no start", "impossible", "no message", "error", "differs"]
    happening: Event | None = None
    message: tuple[CellName, Sent] | None = None
    differing: tuple[tuple[CellName, Content], ...] = ()
    errors: tuple[RunTimeError, ...] = ()
    why: Explanation | None = None
    dated: Dated = UNDATED


def closest(model: Model, moment: Moment | None, entry: Entry | None) -> Closest:
    """What the model can do up to the moment, and towards the entry that it cannot explain there."""
    if moment is None:
        return Closest(model.scope, entry, None, True, 0, (), 0, "no start")
    if entry is None:
        return _run(model, moment, Arrival(moment.states.each[0]))
    here = model.unseen(moment.states, entry)
    possible = model.possible(moment.states, entry)
    nearest = min(
        here.ends(lambda state: model.by(state, entry)),
        key=lambda place: len(model.differing(place.state, entry.seen)),
        default=None,
    )
    if nearest is not None:
        content = model.decode(nearest.state)
        run = _run(model, moment, nearest)
        return replace(
            run,
            entry=entry,
            reason="differs",
            happening=nearest.way[0] if nearest.way is not None and nearest.way[1] is not None else None,
            differing=tuple((cell, content[cell]) for cell in model.differing(nearest.state, entry.seen)),
            dated=replace(run.dated, possible=possible),
        )
    assert entry.action is not None, "a line without an action is about the state"
    for place in here.places:
        if errors := model.errors(place.state, entry.action):
            return replace(_run(model, moment, place), entry=entry, reason="error", errors=errors)
    found = _impossible(model, moment, entry.action, here.places)
    return replace(found, entry=entry, dated=replace(found.dated, possible=possible))


def _impossible(model: Model, moment: Moment, logged: LoggedAction, here: Sequence[Arrival[Known, Told]]) -> Closest:
    """In which of the states the least is missing for one of the actions, and what that is."""
    found = [(_missing(model, place.state, event), place, event) for place in here for event in model.events_of(logged)]
    if not found:
        return replace(_run(model, moment, here[0]), reason="impossible")
    _, place, (action, arguments) = min(found, key=lambda candidate: candidate[0])
    run = replace(_run(model, moment, place), reason="impossible", happening=(action, arguments))
    env = dict(action.named(arguments))
    message = _not_there(action, env, model.decode(place.state), model.scope)
    if message is not None:
        return replace(run, reason="no message", message=message)
    assert run.trace is not None
    try:
        why = explain(action.guard, run.trace, model.scope, env)
    except EvaluationError:
        return run
    return run if why.truth else replace(run, why=why)


def _missing(model: Model, state: Known, happening: Event) -> int:
    """How many of the things that the action needs are not so."""
    action, arguments = happening
    content, env = model.decode(state), dict(action.named(arguments))
    if _not_there(action, env, content, model.scope) is not None:
        return 1000
    return sum(not _true(part, env, content, model.scope) for part in _parts(action.guard))


def _parts(guard: Expr) -> Sequence[Expr]:
    return [part for arg in guard.args for part in _parts(arg)] if isinstance(guard, Apply) and guard.op == "and" else [guard]


def _true(expr: Expr, env: Env, state: State, scope: Scope) -> bool:
    try:
        return holds(expr, env, state, scope)
    except EvaluationError:
        return False


def _not_there(action: Action, env: Env, state: State, scope: Scope) -> tuple[CellName, Sent] | None:
    """The message that the action takes, with its channel, if it is not there; of a fifo, if it is not the head."""
    for statement in action.body:
        if not isinstance(statement, Take):
            return None
        sender, receiver, *args = (
            evaluate(expr, env, state, scope) for expr in (statement.sender, statement.receiver, *statement.args)
        )
        cell = (statement.channel, (sender, receiver))
        queue = state[cell]
        assert isinstance(queue, tuple), "a channel's cell holds messages"
        sent = () if statement.message is None else (statement.message, *args)
        if not queue or (sent and sent not in queue):
            return cell, sent
    return None


# --- a run, backwards ------------------------------------------------------------------------------------------------


def _run(model: Model, moment: Moment, place: Arrival[Known, Told]) -> Closest:
    """A run to a state of the moment, or the last steps of one, and on to a place to which it leads."""
    count = len(moment.states.each)
    start, added = place.since()
    steps: list[tuple[Told, Known]] = []  # backwards
    while moment.ways and len(steps) < SHOWN:
        moment, start = _back(model, moment, start.state, steps)
    explained = steps[::-1]
    whole = [*explained, *added]
    kept, times = model.telling(start.state, whole)
    run = [whole[number] for number in kept]
    told = tuple((number, line) for number, ((_, line), _) in enumerate(run, 1) if line is not None)
    trace = Trace(model.decode(start.state), tuple(model.step(way, model.decode(after)) for way, after in run))
    if moment.first and times:
        model.confirmed(trace, times)
    before = sum(number < len(explained) for number in kept)
    return Closest(model.scope, None, trace, moment.first, before, told, count, "", dated=Dated(times))


def _back(
    model: Model, moment: Moment, state: Known, steps: list[tuple[Told, Known]]
) -> tuple[Moment, Arrival[Known, Told]]:
    """One line back: a moment before and a state of it, with the steps from there to here added in reverse."""
    for before, line in moment.ways:
        for place in model.line(before.states, line).places:
            if place.state is state:
                start, passed = place.since()
                steps += reversed(passed)
                return before, start
    raise AssertionError("a state of a moment follows from a moment before it")
