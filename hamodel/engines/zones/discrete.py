"""Discrete: the states of a spec with timers, without how much time has passed; what can happen in each, found out once.

A timer that runs holds for how long it was started. What an action leaves alone holds more than `APART`, so that a start for the
same length is told from none. What can happen is asked of the reference semantics, of the system as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from hamodel.engines.zones.messages import TakenMessage, TimedChannel, queue_of, timed_channels
from hamodel.model.expr import TRUE, Bound, Expr, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, counts, errors, evaluate, initial_states, outcomes, sure
from hamodel.model.system import Action, Property, RunTimeError, System
from hamodel.model.timing import STOPPED, TICK
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.source import Source, Span

APART = 10**15
"""More than any length."""

NEVER_LATE = 1 << 29
"""The most of a clock that has none."""

Args: TypeAlias = tuple[Value, ...]
Clock: TypeAlias = tuple[str, str, Args]
"""How long a timer runs, a step with a deadline has been possible, or a message is on its way: `timer`, `step` or `message`, its
name, and its arguments; of a message its ends, and its place in the queue."""


@dataclass(frozen=True, slots=True)
class Least:
    """A clock, by its place, and what it must not be below."""

    clock: int
    low: int


@dataclass(frozen=True, slots=True)
class TimedMove:
    """`sources`: for each clock of the node that it leads to, the place of the clock that it was; 0: it starts."""

    name: str
    args: Args
    least: Least | None
    target: DiscreteNode
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FailedMove:
    """An action that causes errors, and leads nowhere."""

    name: str
    args: Args
    least: Least | None
    errors: tuple[RunTimeError, ...]


@dataclass(eq=False, slots=True)
class DiscreteNode:
    """A state. The clocks have places from 1 on, as `highs` has: what each must not exceed. `urgent`: time cannot pass.
    `waiting`: clocks without a deadline, each with a time beyond which it makes no difference how much it is.

    `later`: the node after time has passed, which differs only in what is remembered of the last action; None: `urgent`.
    """

    state: State
    clocks: tuple[Clock, ...]
    highs: tuple[int, ...]
    urgent: bool
    waiting: tuple[tuple[int, int], ...] = ()
    later: DiscreteNode | None = None
    moves: list[TimedMove] = field(default_factory=list)
    failures: list[FailedMove] = field(default_factory=list)
    wrong: frozenset[RunTimeError] = frozenset()
    expanded: bool = False

    def __repr__(self) -> str:
        return f"DiscreteNode({self.clocks})"


class Discrete:
    """The nodes of a system as it is written, at a scope, with what `properties` remember; numbers of clocks are `unit`s."""

    def __init__(self, written: System, scope: Scope, properties: Sequence[Property], unit: Fraction) -> None:
        assert written.timing is not None, "it speaks of time"
        self.written, self.timing, self.unit, self.properties = written, written.timing, unit, tuple(properties)
        self.scope = Scope(scope.sizes, {**scope.options, **self._lengths()})
        self.pause = Action(TICK, "step", (), TRUE, (), "", written.span or Span(Source("", ""), 0, 0), built_in=True)
        self.system = with_monitors(replace(written, actions=(*written.actions, self.pause)), properties)
        self.pause = self.system.action(TICK)
        self._deadlines = {deadline.action: deadline for deadline in self.timing.deadlines}
        self.channels = timed_channels(self.system, self.timing.delays, self.scope, self._units)
        self._steps = [(each, args) for each in self.timing.deadlines for args in self.members(each.parameters)]
        self._timers = [(each, args) for each in self.timing.timers for args in self.members(each.binders)]
        self._nodes: dict[object, DiscreteNode] = {}
        looked_at = (*self.system.assumptions, *self.properties)
        self._partial = not all(sure(each.formula) for each in looked_at)
        self._remembers = bool(self.pause.body or self.system.assumptions)

    def _lengths(self) -> Mapping[str, Any]:
        """What names of lengths stand for: fractions, where a value of the language is none."""
        return self.timing.values

    @property
    def size(self) -> int:
        """How many nodes there are so far."""
        return len(self._nodes)

    def members(self, binders: Iterable[Bound]) -> Iterator[Args]:
        return product(*(self.scope.domain(binder.type) for binder in binders))

    def starts(self) -> Iterator[DiscreteNode]:
        """Where a run starts; every clock is 0."""
        for state in initial_states(self.system, self.scope):
            node, _ = self._reached(state, None, None)
            node.wrong |= errors(self.system, self.scope, state, self.properties, ())  # also of initial values, as they are there
            yield node

    def truth(self, expr: Expr, state: State, binders: Sequence[Bound] = (), args: Args = ()) -> Value:
        """The value of an expression of a state; None: it has none."""
        try:
            return evaluate(expr, {binder.name: arg for binder, arg in zip(binders, args, strict=True)}, state, self.scope)
        except EvaluationError:
            return None

    # --- nodes ---

    def _reached(
        self, state: State, before: DiscreteNode | None, last: tuple[str, Args] | None, taken: TakenMessage | None = None
    ) -> tuple[DiscreteNode, tuple[int, ...]]:
        """The node with a state that the `last` action leads to, which has `taken` a message; and where its clocks come from."""
        own: dict[Any, Any] = dict(state)
        places = {} if before is None else {clock: place for place, clock in enumerate(before.clocks, 1)}
        clocks: list[Clock] = []
        sources, highs = [0], [0]
        for timer, args in self._timers:
            length = own[timer.name, args]
            if length == STOPPED:
                continue
            clock = ("timer", timer.name, args)
            kept = length >= APART
            clocks.append(clock)
            sources.append(places[clock] if kept else 0)
            highs.append(self._units(length - APART if kept else length))
            own[timer.name, args] = length if kept else length + APART
        urgent = any(
            timer.taken is not None
            and own[f"{timer.name} expired", args] is True
            and self.truth(timer.taken, own, timer.binders, args) is True
            for timer, args in self._timers
        )
        for deadline, args in self._steps:
            if self.truth(deadline.possible, own, deadline.parameters, args) is not True:
                continue
            if deadline.high is None:
                urgent = True
                continue
            clock = ("step", deadline.action, args)
            clocks.append(clock)
            sources.append(places.get(clock, 0) if (deadline.action, args) != last else 0)
            highs.append(self._length(deadline.high, own, deadline.parameters, args))
        waiting: list[tuple[int, int]] = []
        for channel in self.channels:
            for clock, source, due in self._messages(channel, own, before, taken):
                clocks.append(clock)
                sources.append(0 if source is None else places[source])
                highs.append(channel.high if due else NEVER_LATE)
                waiting += [] if due else [(len(clocks), channel.high)]
        return self._node(own, tuple(clocks), tuple(highs), urgent, tuple(waiting)), tuple(sources)

    def _messages(
        self, channel: TimedChannel, state: State, before: DiscreteNode | None, taken: TakenMessage | None
    ) -> Iterator[tuple[Clock, Clock | None, bool]]:
        """The clock of each message, which it was before, and whether it has a deadline."""
        name = channel.channel.name
        for cell in channel.cells():
            queue = queue_of(state, cell)
            if not queue or not channel.carries(state, cell[1], self.scope):
                continue
            kept = [None] * len(queue) if before is None else channel.kept(before.state, state, cell, taken, self.scope)
            for place, (old, due) in enumerate(zip(kept, channel.due(state, cell, self.scope), strict=True)):
                yield ("message", name, (*cell[1], place)), None if old is None else ("message", name, (*cell[1], old)), due

    def _node(
        self, state: State, clocks: tuple[Clock, ...], highs: tuple[int, ...], urgent: bool, waiting: tuple[tuple[int, int], ...]
    ) -> DiscreteNode:
        key = tuple(state.values())
        if key not in self._nodes:
            self._nodes[key] = node = DiscreteNode(state, clocks, highs, urgent, waiting)
            if not urgent:
                node.later = self._paused(node)
        return self._nodes[key]

    def _paused(self, node: DiscreteNode) -> DiscreteNode | None:
        passed = self._after_pause(node)
        if passed is node.state:
            return node
        if passed is None or all(passed[cell] == content for cell, content in node.state.items()):
            return node if passed is not None else None
        later, sources = self._reached(passed, node, None)
        assert sources == (*range(len(node.clocks) + 1),), "time changes what is remembered, and nothing else"
        return later

    def _after_pause(self, node: DiscreteNode) -> State | None:
        if not self._remembers:
            return node.state
        return next((effect.state for effect in outcomes(self.system, self.scope, node.state, self.pause, ())), None)

    def _units(self, length: Fraction) -> int:
        units = Fraction(length) / self.unit
        assert units.denominator == 1, "the unit divides every length"
        return units.numerator

    def _length(self, expr: Expr, state: State, binders: Sequence[Bound], args: Args) -> int:
        length: Any = self.truth(expr, state, binders, args)
        return self._units(length)

    # --- what can happen ---

    def expand(self, node: DiscreteNode) -> DiscreteNode:
        """The node with its moves, failures, and the errors of looking at it."""
        if not node.expanded:
            node.expanded = True
            places = {clock: place for place, clock in enumerate(node.clocks, 1)}
            node.moves.extend(self._expiries(node, places))
            for action in self.system.actions:
                if action.name != TICK:
                    for args in self.members(action.parameters):
                        self._take(node, action, args, places)
            if self._partial:
                node.wrong |= errors(self.system, self.scope, node.state, self.properties, ())
        return node

    def _expiries(self, node: DiscreteNode, places: dict[Clock, int]) -> Iterator[TimedMove]:
        for timer, args in self._timers:
            place = places.get(("timer", timer.name, args))
            after = None if place is None else self._after_pause(node)
            if place is None or after is None:
                continue
            least = Least(place, self._units(node.state[f"{timer.name} from", args]))  # type: ignore[arg-type]
            state: dict[Any, Any] = dict(after)
            state |= {(timer.name, args): STOPPED, (f"{timer.name} from", args): 0, (f"{timer.name} expired", args): True}
            if not counts(self.system, self.scope, state):
                continue
            name = f"expire {timer.name}"
            yield TimedMove(name, args, least, *self._reached(state, node, (name, args)))

    def _take(self, node: DiscreteNode, action: Action, args: Args, places: dict[Clock, int]) -> None:
        least: Least | None = None
        deadline = self._deadlines.get(action.name)
        found = outcomes(self.system, self.scope, node.state, action, args)
        if found and deadline is not None and deadline.low is not None:
            place = places.get(("step", action.name, args))
            if place is None:  # it has no value whether it is possible, or there would be nothing
                node.failures += [FailedMove(action.name, args, None, each.errors) for each in found if each.state is None]
                return
            least = Least(place, self._length(deadline.low, node.state, deadline.parameters, args))
        for taken in self._taken(node, action, args) if found else ():
            if taken is not None and action.kind == "delivery":
                channel = next(each for each in self.channels if each.channel.name == taken.cell[0])
                least = Least(places["message", taken.cell[0], (*taken.cell[1], taken.place)], channel.low)
            for effect in found:
                if effect.state is None:
                    node.failures.append(FailedMove(action.name, args, least, effect.errors))
                    continue
                after, sources = self._reached(effect.state, node, (action.name, args), taken)
                node.moves.append(TimedMove(action.name, args, least, after, sources))

    def _taken(self, node: DiscreteNode, action: Action, args: Args) -> Sequence[TakenMessage | None]:
        """The messages on their way of which it may take one; or that it takes none."""
        found = [each for channel in self.channels for each in channel.taken(action, args, node.state, self.scope)]
        return found or [None]
