"""A moment of a replay, and the line that comes next -> Closest: a run of the model up to there, and on, as near as it comes.

A moment knows the moments from which it came and the lines that led from them to it, not how: a run is found backwards, when
someone wants to see it, and only so far as will be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hamodel.conformance.logs.following import Belief, Known, Model
from hamodel.conformance.logs.lines import Entry
from hamodel.conformance.logs.problems import Place
from hamodel.follow.plain import Event
from hamodel.model.explain import Explanation, explain
from hamodel.model.expr import Apply, Expr
from hamodel.model.scope import Scope
from hamodel.model.semantics import Env, EvaluationError, evaluate, holds
from hamodel.model.system import Action, Mistake, Take
from hamodel.model.trace import CellName, Content, Sent, State, Step, Trace

SHOWN = 20
"""So many of the last steps of a run are told."""


@dataclass(slots=True, eq=False)
class Moment:
    """The states that the model can be in when certain lines have happened, and the moments and lines that led here."""

    belief: Belief
    ways: tuple[tuple[Moment, Entry], ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Closest:
    """A run, or its last steps, and what there is to say about the line after it.

    `whole`: the trace begins where the run does. The first `explained` steps explain all lines before `entry`; the rest goes
    on from there, as near to it as the model comes. `told`: the steps that are lines of the log. `reason`: none (there is no such
    line), `no start`, `impossible` (the action `happening` cannot be taken there; `why`: the part of its guard that is false),
    `no message` (that it takes), `mistake`, or `differs` (in the cells that are named, with what the model has in them).
    """

    scope: Scope
    entry: Entry | None
    trace: Trace | None
    whole: bool
    explained: int
    told: tuple[tuple[int, Place], ...]
    ways: int
    reason: Literal["", "no start", "impossible", "no message", "mistake", "differs"]
    happening: Event | None = None
    message: tuple[CellName, Sent] | None = None
    differing: tuple[tuple[CellName, Content], ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    why: Explanation | None = None


def closest(model: Model, moment: Moment | None, entry: Entry | None) -> Closest:
    """What the model can do up to the moment, and towards the entry that it cannot explain there."""
    if moment is None:
        return Closest(model.scope, entry, None, True, 0, (), 0, "no start")
    ways = len(moment.belief.states)
    if entry is None:
        run = _run(model, moment, moment.belief.states[0])
        return Closest(model.scope, None, run.trace, run.whole, len(run.steps), run.told, ways, "")
    here = model.closure(moment.belief)
    after = [(len(model.differing(end, entry.seen)), state, end, by) for state in here for end, by in model.by(state, entry)]
    if after:
        _, state, end, by = min(after, key=lambda way: way[0])
        run, explained = _towards(model, moment, state, [] if by is None else [(by, end)], entry)
        differing = tuple((cell, model.content(end)[cell]) for cell in model.differing(end, entry.seen))
        return Closest(
            model.scope, entry, run.trace, run.whole, explained, run.told, ways, "differs", by, differing=differing
        )
    assert entry.deed is not None, "a line without an action is about the state"
    for state in here:
        if mistakes := model.mistakes(state, entry.deed):
            run, explained = _towards(model, moment, state, [], entry)
            return Closest(
                model.scope, entry, run.trace, run.whole, explained, run.told, ways, "mistake", mistakes=mistakes
            )
    return _impossible(model, moment, entry, here)


def _impossible(model: Model, moment: Moment, entry: Entry, here: Sequence[Known]) -> Closest:
    """In which of the states the least is missing for one of the actions, and what that is."""
    assert entry.deed is not None
    found = [(_missing(model, state, happening), state, happening) for state in here for happening in model.ways(entry.deed)]
    if not found:
        run, explained = _towards(model, moment, here[0], [], entry)
        return Closest(model.scope, entry, run.trace, run.whole, explained, run.told, len(moment.belief.states), "impossible")
    _, state, happening = min(found, key=lambda candidate: candidate[0])
    run, explained = _towards(model, moment, state, [], entry)
    action, _ = happening
    env = _env(happening)
    message = _not_there(action, env, model.content(state), model.scope)
    why = None
    if message is None:
        try:
            why = explain(action.guard, run.trace, model.scope, env)
        except EvaluationError:
            why = None
    return Closest(
        model.scope,
        entry,
        run.trace,
        run.whole,
        explained,
        run.told,
        len(moment.belief.states),
        "no message" if message else "impossible",
        happening,
        message=message,
        why=None if why is None or why.worth else why,
    )


def _missing(model: Model, state: Known, happening: Event) -> int:
    """How many of the things that the action needs are not so."""
    action, _ = happening
    content, env = model.content(state), _env(happening)
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


def _env(happening: Event) -> Env:
    action, arguments = happening
    return dict(zip((binder.name for binder in action.parameters), arguments, strict=True))


# --- a run, backwards ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    initial: State
    steps: tuple[Step, ...]
    told: tuple[tuple[int, Place], ...]
    whole: bool

    @property
    def trace(self) -> Trace:
        return Trace(self.initial, self.steps)


def _towards(
    model: Model, moment: Moment, state: Known, last: list[tuple[Event, Known]], entry: Entry
) -> tuple[_Told, int]:
    """A run up to the moment, from there to the state, and then the last steps, which are the entry; and the length of the
    first part."""
    start, path = model.path(moment.belief, {state})
    run = _run(model, moment, start)
    added = [model.step(happening, after) for happening, after in (*path, *last)]
    told = [(len(run.steps) + len(added), entry.place)] if last else []
    return _Told(run.initial, (*run.steps, *added), (*run.told, *told), run.whole), len(run.steps)


def _run(model: Model, moment: Moment, state: Known) -> _Told:
    """A run to a state of the moment, or the last steps of one."""
    steps: list[tuple[Event, Known, Place | None]] = []  # backwards
    while moment.ways and len(steps) < SHOWN:
        moment, state = _back(model, moment, state, steps)
    forwards = steps[::-1]
    told = tuple((number, place) for number, (_, _, place) in enumerate(forwards, 1) if place is not None)
    return _Told(model.content(state), tuple(model.step(by, after) for by, after, _ in forwards), told, moment.first)


def _back(
    model: Model, moment: Moment, state: Known, steps: list[tuple[Event, Known, Place | None]]
) -> tuple[Moment, Known]:
    """One line back: a moment and a state before, with the steps from there to here added in reverse."""
    for before, line in moment.ways:
        came: dict[Known, Event | None] = {}
        for earlier in model.closure(before.belief):
            for after, by in model.by(earlier, line):
                if after is state and model.shows(after, line.seen):
                    came.setdefault(earlier, by)
        if came:
            start, path = model.path(before.belief, set(came))
            end = path[-1][1] if path else start
            by = came[end]
            if by is not None:
                steps.append((by, state, line.place))
            steps.extend((happening, after, None) for happening, after in reversed(path))
            return before, start
    raise AssertionError("a state of a moment follows from a moment before it")
