"""Ages: how long messages have been on their way, with fractions; the reference for the cells of `flights`, which it shares
nothing with.

What was in a queue before an action and is there after it is as old as it was; what is not was taken, or the queue was emptied;
what is new is 0 s old. On a channel that carried nothing before, and does now, everything is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import evaluate, holds
from hamodel.model.system import Action, Channel, Take
from hamodel.model.trace import CellName, Sent, State

Queues: TypeAlias = Mapping[CellName, tuple[Fraction, ...]]
"""By channel and ends, the age of each message in the order of the queue; of equal ones the oldest first."""

Env: TypeAlias = Mapping[str, Value]
Moved: TypeAlias = tuple[Action, Env]

YOUNG = Fraction(0)


@dataclass(frozen=True, slots=True)
class Delayed:
    """A channel, its deliveries by their messages, and how long its messages take."""

    channel: Channel
    deliveries: Mapping[str, Action]
    low: Fraction
    high: Fraction

    def after(self, scope: Scope, before: tuple[State, Queues], step: Moved, after: State) -> Iterator[Queues]:
        """What the ages may be after an action: of equal messages any may have been taken that is old enough."""
        ways = [
            [*self._between(pair, scope, before, step, after)]
            for pair in product(scope.domain(self.channel.sender), scope.domain(self.channel.receiver))
        ]
        for way in product(*ways):
            yield dict(way)

    def _between(
        self, pair: tuple[Value, Value], scope: Scope, before: tuple[State, Queues], step: Moved, after: State
    ) -> Iterator[tuple[CellName, tuple[Fraction, ...]]]:
        cell = self.channel.name, pair
        queue, ages = self.queue(before[0], pair), before[1].get(cell, ())
        now = self.queue(after, pair)
        for left in self._left([*zip(queue, ages, strict=True)], pair, scope, step):
            if not self.carries(before[0], pair, scope) and self.carries(after, pair, scope):
                yield cell, (YOUNG,) * len(now)
            elif self.channel.fifo:
                old = [age for _, age in left] if [message for message, _ in left] == [*now[: len(left)]] else []
                yield cell, (*old, *([YOUNG] * (len(now) - len(old))))
            else:
                yield cell, tuple(_aged(left, now))

    def _left(
        self, queue: list[tuple[Sent, Fraction]], pair: tuple[Value, Value], scope: Scope, step: Moved
    ) -> Iterator[list[tuple[Sent, Fraction]]]:
        """The queue without what the action takes."""
        action, env = step
        take = action.body[0] if action.body else None
        if not isinstance(take, Take) or take.channel != self.channel.name:
            yield queue
            return
        ends = tuple(evaluate(end, env, {}, scope) for end in (take.sender, take.receiver))
        if ends != pair:
            yield queue
            return
        wanted = None if take.message is None else (take.message, *(evaluate(arg, env, {}, scope) for arg in take.args))
        places = range(1) if self.channel.fifo else range(len(queue))
        for place in places:
            message, age = queue[place]
            enough = action.kind != "delivery" or age >= self.low
            if wanted in (None, message) and enough:
                yield [*queue[:place], *queue[place + 1 :]]

    def due(self, state: State, queues: Queues, scope: Scope) -> Iterator[Fraction]:
        """How much time may pass before each message that can be delivered has to be."""
        for pair in product(scope.domain(self.channel.sender), scope.domain(self.channel.receiver)):
            queue = [*zip(self.queue(state, pair), queues.get((self.channel.name, pair), ()), strict=True)]
            for message, age in queue[:1] if self.channel.fifo else queue:
                action = self.deliveries.get(str(message[0]))
                if action is None:
                    continue
                names = [parameter.name for parameter in action.parameters]
                if holds(action.guard, dict(zip(names, (*message[1:], *pair), strict=True)), state, scope):
                    yield self.high - age

    def later(self, queues: Queues, time: Fraction) -> Queues:
        """A message that waits at its last moment stays there."""
        mine = {cell: ages for cell, ages in queues.items() if cell[0] == self.channel.name}
        return {cell: tuple(min(age + time, self.high) for age in ages) for cell, ages in mine.items()}

    def queue(self, state: State, pair: tuple[Value, Value]) -> tuple[Sent, ...]:
        found: Any = state[self.channel.name, pair]
        return tuple(found)

    def carries(self, state: State, pair: tuple[Value, Value], scope: Scope) -> bool:
        ends = dict(zip(("from", "to"), pair, strict=True))
        paths = self.channel.paths
        return not paths or any(evaluate(path, ends, state, scope) is True for path in paths)


def _aged(left: list[tuple[Sent, Fraction]], now: tuple[Sent, ...]) -> Iterator[Fraction]:
    """The ages of a bag: of each message those that were there, the oldest first, then new ones; or it was emptied."""
    for message in dict.fromkeys(now):
        old = sorted((age for each, age in left if each == message), reverse=True)
        count = now.count(message)
        old = old if len(old) <= count else []
        yield from [*old, *([YOUNG] * (count - len(old)))]
