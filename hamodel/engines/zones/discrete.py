"""Discrete: the states of a spec with timers, without how much time has passed; what can happen in each, found out once.

A timer that runs holds the number of the length for which it was started, and `APART` more, so that a start for the same length
is told from none: that is a length itself. What can happen is asked of the reference semantics, of the system as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from hamodel.engines.zones.messages import TakenMessage, TimedChannel, queue_of, timed_channels
from hamodel.engines.zones.remembered import Clock, DiscreteStep, DiscreteTimer, RememberedSemantics, value_of
from hamodel.ground.footprint import Contents
from hamodel.model.expr import TRUE, Bound, Expr, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import errors, initial_states, sure
from hamodel.model.system import Action, Property, RunTimeError, System
from hamodel.model.timing import STOPPED, TICK
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.source import Source, Span

APART = 10**15
"""More than any length, in units or in seconds."""

NEVER_LATE = 1 << 29
"""The most of a clock that has none."""

Args: TypeAlias = tuple[Value, ...]


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
    """A state, and its `contents` in the order of cells. The clocks have `places` from 1 on, as `highs` has: what each must not
    exceed. `urgent`: time cannot pass. `waiting`: clocks without a deadline, each with a time beyond which it makes no difference
    how much it is.

    `later`: the node after time has passed, which differs only in what is remembered of the last action; None: `urgent`.
    """

    state: State
    contents: Contents
    clocks: tuple[Clock, ...]
    highs: tuple[int, ...]
    urgent: bool
    waiting: tuple[tuple[int, int], ...] = ()
    later: DiscreteNode | None = None
    moves: list[TimedMove] = field(default_factory=list)
    failures: list[FailedMove] = field(default_factory=list)
    wrong: frozenset[RunTimeError] = frozenset()
    expanded: bool = False
    places: dict[Clock, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {clock: place for place, clock in enumerate(self.clocks, 1)}

    def __repr__(self) -> str:
        return f"DiscreteNode({self.clocks})"


class Discrete:
    """The nodes of a system as it is written, at a scope, with what `properties` remember; numbers of clocks are `unit`s."""

    def __init__(self, written: System, scope: Scope, properties: Sequence[Property], unit: Fraction) -> None:
        assert written.timing is not None, "it speaks of time"
        self.written, self.timing, self.unit, self.properties = written, written.timing, unit, tuple(properties)
        self.scope = Scope(scope.sizes, {**scope.options, **self._lengths()})
        pause = Action(TICK, "step", (), TRUE, (), "", written.span or Span(Source("", ""), 0, 0), built_in=True)
        self.system = with_monitors(replace(written, actions=(*written.actions, pause)), properties)
        self.channels = timed_channels(self.system, self.timing.delays, self.scope, self._units)
        known = self._known = RememberedSemantics(self.system, self.scope, self.channels)
        self._timers = [DiscreteTimer(known, each, args) for each in self.timing.timers for args in self.members(each.binders)]
        steps = (DiscreteStep(known, each, args) for each in self.timing.deadlines for args in self.members(each.parameters))
        self._steps = {step.clock: step for step in steps}
        self._moves = [
            (action, args) for action in self.system.actions if action.name != TICK for args in self.members(action.parameters)
        ]
        self._nodes: dict[Contents, DiscreteNode] = {}
        looked_at = (*self.system.assumptions, *self.properties)
        self._partial = not all(sure(each.formula) for each in looked_at)
        self._remembers = bool(self.system.action(TICK).body or self.system.assumptions)

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
            node, _ = self._reached(tuple([state[cell] for cell in self._known.index]), None, None)
            node.wrong |= errors(self.system, self.scope, state, self.properties, ())  # also of initial values, as they are there
            yield node

    def truth(self, expr: Expr, state: State, binders: Sequence[Bound] = (), args: Args = ()) -> Value:
        """The value of an expression of a state; None: it has none."""
        return value_of(expr, state, binders, args, self.scope)

    def length(self, content: Any) -> Any:
        """For how many units a timer was started, by what its cell holds."""
        return self._known.lengths[content - APART]

    # --- nodes ---

    def _reached(
        self, state: Contents, before: DiscreteNode | None, last: Clock | None, taken: TakenMessage | None = None
    ) -> tuple[DiscreteNode, tuple[int, ...]]:
        """The node with a state that the `last` action leads to, which has `taken` a message; and where its clocks come from.
        `last`: as the clock that it has if it is a step with a deadline."""
        own = [*state]
        places = {} if before is None else before.places
        clocks: list[Clock] = []
        sources, highs = [0], [0]
        for timer in self._timers:
            length: Any = own[timer.length]
            if length == STOPPED:
                own[timer.least] = 0
                continue
            kept = type(length) is int and length >= APART
            if not kept:
                length = own[timer.length] = APART + self._known.number(self._units(length))
                own[timer.least] = self._units(own[timer.least])
            clocks.append(timer.clock)
            sources.append(places[timer.clock] if kept else 0)
            highs.append(self.length(length))
        changed = tuple(own)
        urgent = any(own[timer.expired] is True and timer.taken(changed) for timer in self._timers)
        for step in self._steps.values():
            if step.possible(changed) is not True:
                continue
            if step.high is None:
                urgent = True
                continue
            clocks.append(step.clock)
            sources.append(places.get(step.clock, 0) if step.clock != last else 0)
            highs.append(self._units(step.high(changed)))
        waiting: list[tuple[int, int]] = []
        for channel in self.channels:
            for clock, source, due in self._messages(channel, changed, before, taken):
                clocks.append(clock)
                sources.append(0 if source is None else places[source])
                highs.append(channel.high if due else NEVER_LATE)
                waiting += [] if due else [(len(clocks), channel.high)]
        if changed not in self._nodes:
            named = dict(zip(self._known.index, changed, strict=True))
            node = DiscreteNode(named, changed, tuple(clocks), tuple(highs), urgent, tuple(waiting))
            self._nodes[changed] = node
            if not urgent:
                node.later = self._paused(node)
        return self._nodes[changed], tuple(sources)

    def _messages(
        self, channel: TimedChannel, state: Contents, before: DiscreteNode | None, taken: TakenMessage | None
    ) -> Iterator[tuple[Clock, Clock | None, bool]]:
        """The clock of each message, which it was before, and whether it has a deadline."""
        name = channel.channel.name
        for cell in channel.cells():
            queue: Any = state[self._known.index[cell]]
            if not queue or not self._known.carries[cell](state):
                continue
            kept: Sequence[int | None] = [None] * len(queue)
            if before is not None and self._known.carries[cell](before.contents):
                out = taken.place if taken is not None and taken.cell == cell else None
                kept = channel.kept(queue_of(before.state, cell), queue, out)
            for place, (old, due) in enumerate(zip(kept, self._known.due[cell](state), strict=True)):
                yield ("message", name, (*cell[1], place)), None if old is None else ("message", name, (*cell[1], old)), due

    def _paused(self, node: DiscreteNode) -> DiscreteNode | None:
        passed = self._after_pause(node)
        if passed is None or passed == node.contents:
            return node if passed is not None else None
        later, sources = self._reached(passed, node, None)
        assert sources == (*range(len(node.clocks) + 1),), "time changes what is remembered, and nothing else"
        return later

    def _after_pause(self, node: DiscreteNode) -> Contents | None:
        if not self._remembers:
            return node.contents
        found = self._known.effects(node.contents, self.system.action(TICK), ())
        return next((after for after, _ in found if after is not None), None)

    def _units(self, length: Any) -> int:
        units = Fraction(length) / self.unit
        assert units.denominator == 1, "the unit divides every length"
        return units.numerator

    # --- what can happen ---

    def expand(self, node: DiscreteNode) -> DiscreteNode:
        """The node with its moves, failures, and the errors of looking at it."""
        if not node.expanded:
            node.expanded = True
            node.moves.extend(self._expiries(node))
            for action, args in self._moves:
                self._take(node, action, args)
            if self._partial:
                node.wrong |= errors(self.system, self.scope, node.state, self.properties, ())
        return node

    def _expiries(self, node: DiscreteNode) -> Iterator[TimedMove]:
        after = self._after_pause(node)
        for timer in self._timers:
            place = node.places.get(timer.clock)
            if place is None or after is None:
                continue
            state = [*after]
            low: Any = state[timer.least]
            least = Least(place, low)
            state[timer.length], state[timer.least], state[timer.expired] = STOPPED, 0, True
            if self._known.counts(tuple(state)):
                name = f"expire {timer.clock[1]}"
                yield TimedMove(name, timer.clock[2], least, *self._reached(tuple(state), node, None))

    def _take(self, node: DiscreteNode, action: Action, args: Args) -> None:
        found = self._known.effects(node.contents, action, args)
        if not found:
            return
        least: Least | None = None
        clock: Clock = ("step", action.name, args)
        step = self._steps.get(clock)
        if step is not None and step.low is not None:
            place = node.places.get(clock)
            if place is None:  # it has no value whether it is possible, or there would be nothing
                node.failures += [FailedMove(action.name, args, None, wrong) for after, wrong in found if after is None]
                return
            least = Least(place, self._units(step.low(node.contents)))
        for taken in self._taken(node, action, args):
            if taken is not None and action.kind == "delivery":
                channel = next(each for each in self.channels if each.channel.name == taken.cell[0])
                least = Least(node.places["message", taken.cell[0], (*taken.cell[1], taken.place)], channel.low)
            for after, wrong in found:
                if after is None:
                    node.failures.append(FailedMove(action.name, args, least, wrong))
                else:
                    target, sources = self._reached(after, node, clock, taken)
                    node.moves.append(TimedMove(action.name, args, least, target, sources))

    def _taken(self, node: DiscreteNode, action: Action, args: Args) -> Sequence[TakenMessage | None]:
        """The messages on their way of which it may take one; or that it takes none."""
        found = [each for channel in self.channels for each in channel.taken(action, args, node.state, self.scope)]
        return found or [None]
