"""Messages of which it is said how long they are on their way -> clocks of a node: one for each, by its place in its queue.

Equal messages stand side by side in a bag, the oldest first. A delivery takes the oldest of them: where a younger one may come
the older one may, and what it leaves then may come later. What a channel loses is any of them. On a channel that carries nothing
a message has no clock: it begins anew when the channel carries again.

A message that cannot be delivered has no deadline, and its clock no most: but how far it is beyond the deadline makes no
difference, so that zones need not tell such times apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate
from hamodel.model.system import Action, Channel, System, Take
from hamodel.model.timing import ChannelDelay
from hamodel.model.trace import CellName, Sent, State

Args: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TakenMessage:
    """What an action takes out of a queue: the message at this place."""

    cell: CellName
    place: int


@dataclass(frozen=True, slots=True)
class TimedChannel:
    """A channel, its deliveries by their messages, and how long its messages take, in units."""

    channel: Channel
    deliveries: Mapping[str, Action]
    low: int
    high: int
    pairs: tuple[tuple[Value, Value], ...]

    def cells(self) -> Iterator[CellName]:
        return ((self.channel.name, pair) for pair in self.pairs)

    def carries(self, state: State, pair: tuple[Value, ...], scope: Scope) -> bool:
        """Is it over no link, or one of its links up?"""
        ends = {"from": pair[0], "to": pair[1]}
        return not self.channel.paths or any(evaluate(path, ends, state, scope) is True for path in self.channel.paths)

    def due(self, state: State, cell: CellName, scope: Scope) -> tuple[bool, ...]:
        """For each message of a queue, whether it has to be delivered at its last moment."""
        queue = queue_of(state, cell)
        turns = [place == 0 or not self.channel.fifo for place in range(len(queue))]
        return tuple([turn and self._possible(message, state, cell, scope) for turn, message in zip(turns, queue, strict=True)])

    def _possible(self, message: Sent, state: State, cell: CellName, scope: Scope) -> bool:
        action = self.deliveries.get(str(message[0]))
        if action is None:
            return False
        env = dict(zip((each.name for each in action.parameters), (*message[1:], *cell[1]), strict=True))
        try:
            return evaluate(action.guard, env, state, scope) is True
        except EvaluationError:
            return False

    def kept(self, queue: Sequence[Sent], now: Sequence[Sent], out: int | None) -> list[int | None]:
        """For each message of the queue after an action, at which place it was before; None: it begins. `out`: the place of the
        one that was taken."""
        left = [place for place in range(len(queue)) if place != out]
        if self.channel.fifo:
            same = [queue[place] for place in left] == [*now[: len(left)]]
            return [*(left if same else ()), *([None] * (len(now) - (len(left) if same else 0)))]
        found: list[int | None] = []
        for message in dict.fromkeys(now):
            old: list[int | None] = [place for place in left if queue[place] == message]
            count = now.count(message)
            old = old if len(old) <= count else []  # the channel was emptied
            found += [*old, *([None] * (count - len(old)))]
        return found

    def taken(self, action: Action, args: Args, state: State, scope: Scope) -> list[TakenMessage]:
        """What the action may take of it; where it takes nothing, nothing."""
        take = action.body[0] if action.body else None
        if not isinstance(take, Take) or take.channel != self.channel.name:
            return []
        env = dict(zip((each.name for each in action.parameters), args, strict=True))
        ends = evaluate(take.sender, env, state, scope), evaluate(take.receiver, env, state, scope)
        cell = self.channel.name, ends
        queue = queue_of(state, cell)
        if self.channel.fifo:
            return [TakenMessage(cell, 0)]
        message = (take.message, *(evaluate(arg, env, state, scope) for arg in take.args))
        places = [place for place, each in enumerate(queue) if each == message]
        return [TakenMessage(cell, place) for place in (places[:1] if action.kind == "delivery" else places)]


def queue_of(state: State, cell: CellName) -> Sequence[Sent]:
    found: Any = state[cell]
    return found  # type: ignore[no-any-return]


def timed_channels(system: System, delays: Sequence[ChannelDelay], scope: Scope, units: Any) -> tuple[TimedChannel, ...]:
    """Those of which it is said. `units`: how many of them a length is."""
    found: list[TimedChannel] = []
    for delay in delays:
        channel, head = system.channel(delay.channel), f"deliver {delay.channel} "
        deliveries = {each.name.removeprefix(head): each for each in system.actions if each.name.startswith(head)}
        low, high = (units(evaluate(end, {}, {}, scope)) for end in (delay.low, delay.high))
        pairs = tuple(product(scope.domain(channel.sender), scope.domain(channel.receiver)))
        found.append(TimedChannel(channel, deliveries, low, high, pairs))
    return tuple(found)


def flight_cell(channel: Channel, queue: Sequence[Sent], ends: Args, place: int) -> CellName:
    """Where the system in which time passes in steps has for how long this message may still be on its way."""
    message, name = queue[place], f"flight {channel.name}"
    number = place
    if not channel.fifo:
        name += f" {message[0]}"
        number = place - list(queue).index(message)
    numbered = (number,) if channel.capacity > 1 else ()
    return name, (*(() if channel.fifo else message[1:]), *ends, *numbered)
