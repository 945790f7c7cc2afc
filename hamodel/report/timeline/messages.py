"""Messages between rows: of each one when it was sent and when it arrived, was lost, or that it is on its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from hamodel.model.expr import Value
from hamodel.model.trace import Sent
from hamodel.report import words
from hamodel.report.changes import Movement, movements, with_states_before
from hamodel.report.timeline.timed_run import TimedRun, seconds

Fate: TypeAlias = Literal["arrives", "is lost", "is on its way"]


@dataclass(frozen=True, slots=True)
class MessageWay:
    """A message on its way from a row to a row. `takes`: how long, in seconds."""

    sender: int
    receiver: int
    text: str
    first: int
    last: int
    fate: Fate
    takes: str


@dataclass(frozen=True, slots=True)
class _Sent:
    message: Sent
    at: int


_Ends: TypeAlias = tuple[str, Value, Value]


def message_ways(run: TimedRun) -> Iterator[MessageWay]:
    """Of equal ones the oldest comes first; what a fifo carries arrives in its order."""
    fifos = {channel.name for channel in run.system.channels if channel.fifo}
    there: dict[_Ends, list[_Sent]] = {}
    for channel in run.system.channels:
        for cell, held in run.trace.initial.items():
            if cell[0] == channel.name and isinstance(held, tuple):
                there[channel.name, cell[1][0], cell[1][1]] = [_Sent(message, 0) for message in held]
    for number, (before, step) in enumerate(with_states_before(run.trace), 1):
        left, entered = movements(run.system, run.scope, before, step)
        for movement in [*left, *entered]:
            ends = (movement.channel, movement.sender, movement.receiver)
            yield from _moved(run, movement, there.setdefault(ends, []), number, movement.channel in fifos)
    for ends, way in there.items():
        yield from (_way(run, ends, each, run.last, "is on its way") for each in way)


def _moved(run: TimedRun, movement: Movement, way: list[_Sent], at: int, fifo: bool) -> Iterator[MessageWay]:
    match movement.fate:
        case "sent" | "duplicated":
            way.append(_Sent(movement.message, at))
        case "merged":
            pass
        case "delivered" | "lost" | "dropped" as fate:
            place = 0 if fifo and way else next((n for n, each in enumerate(way) if each.message == movement.message), None)
            taken = _Sent(movement.message, at) if place is None else way.pop(place)
            ends = (movement.channel, movement.sender, movement.receiver)
            yield _way(run, ends, taken, at, "arrives" if fate == "delivered" else "is lost")
        case _:
            assert_never(movement.fate)


def _way(run: TimedRun, ends: _Ends, sent: _Sent, last: int, fate: Fate) -> MessageWay:
    sender, receiver = (len(run.members) if row is None else row for row in map(run.row, ends[1:]))
    takes = seconds(run.moments[last] - run.moments[sent.at])
    return MessageWay(sender, receiver, words.message(sent.message), sent.at, last, fate, takes)


def is_arrow(run: TimedRun, way: MessageWay) -> bool:
    """Is it from a member to another one?"""
    return way.sender != way.receiver and max(way.sender, way.receiver) < len(run.members)
