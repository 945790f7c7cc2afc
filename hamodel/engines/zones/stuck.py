"""Where time cannot pass, and nothing that has to happen can: an `assume` forbids it. The points of a zone at which that is so.

Something has to happen where a clock is at its most. What could happen is a move with a least for some clock: a point at which
all of these clocks are below their least is stuck. Below is no closed bound: of whole units it is one less; of real times it
is asked with parts of a unit, of which as many as there are clocks are enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hamodel.engines.zones.discrete import Discrete, DiscreteNode
from hamodel.engines.zones.matrices import bounded


@dataclass(frozen=True, slots=True)
class Corner:
    """Points: some clocks by their places, each not below a number, and some not above one."""

    least: tuple[tuple[int, int], ...]
    most: tuple[tuple[int, int], ...]


def obliged(discrete: Discrete) -> frozenset[str]:
    """What has to happen in time, by name: that a timer expires, that this is taken, steps with a deadline, deliveries."""
    timing = discrete.timing
    names = {f"expire {timer.name}" for timer in timing.timers}
    names |= {f"expiry {timer.name}" for timer in timing.timers if timer.taken is not None}
    names |= {deadline.action for deadline in timing.deadlines}
    return frozenset(names | {action.name for channel in discrete.channels for action in channel.deliveries.values()})


def corners(node: DiscreteNode, names: Collection[str]) -> Iterator[Corner]:
    """The points of a node at which it is stuck; the node is expanded."""
    below: list[tuple[int, int]] = []
    for move in node.moves:
        if move.name in names:
            if move.least is None or move.least.low == 0:
                return
            below.append((move.least.clock, move.least.low - 1))
    if node.later is None:
        yield Corner((), tuple(below))
        return
    for clock in bounded(node.highs):
        yield Corner(((clock, node.highs[clock]),), tuple(below))
