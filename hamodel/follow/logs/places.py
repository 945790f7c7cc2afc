"""What a model of a spec with timers can be in: a state, and a zone of times, of which the last is that of the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from hamodel.engines.zones.discrete import DiscreteNode, TimedMove
from hamodel.follow.belief import Arrival
from hamodel.follow.logs import zone as zones
from hamodel.follow.logs.sets import Known, Told
from hamodel.follow.logs.zone import Apart, Bound, Zone


@dataclass(slots=True, eq=False)
class TimedKnown(Known):
    """A state of the spec, and the times at which the model can be in it."""

    node: DiscreteNode | None = None
    zone: Zone = ()


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a line may have happened."""

    first: Bound = -inf
    last: Bound = inf

    def within(self, zone: Zone) -> Zone | None:
        """The points at which the time of the log is in it."""
        date = len(zone) - 1
        asked: list[Apart] = [(date, 0, self.last)] if self.last != inf else []
        return zones.narrowed(zone, [*asked, (0, date, -self.first)] if self.first != -inf else asked)


def node_of(state: Known) -> DiscreteNode:
    assert isinstance(state, TimedKnown), "a state of this model"
    assert state.node is not None, "made by this model"
    return state.node


def zone_of(state: Known) -> Zone:
    assert isinstance(state, TimedKnown), "a state of this model"
    return state.zone


def sources_of(move: TimedMove, zone: Sequence[object]) -> list[int]:
    """Where the clocks of the target come from; the time of the log stays what it is."""
    return [*move.sources, len(zone) - 1]


def highs_of(node: DiscreteNode) -> list[Bound]:
    """The most of each clock."""
    waiting = {clock for clock, _ in node.waiting}
    return [inf if clock in waiting else high for clock, high in enumerate((*node.highs, inf))]


def longer(zone: Zone, after: Zone) -> int:
    """How much later the second zone has all that the first one has; 0: it has not."""
    for time in {zone[0][-1] - after[0][-1], after[-1][0] - zone[-1][0]}:
        if 0 < time < inf and zones.included(zones.postponed(zone, int(time)), after):
            return int(time)
    return 0


class Widest:
    """Places, without those whose times are a part of those of another one in the same state. `again`: what stands for a new
    one."""

    def __init__(self, again: Callable[[Arrival[Known, Told]], Arrival[Known, Told]] | None = None) -> None:
        self._again = again
        self.alive: dict[int, Arrival[Known, Told]] = {}
        self.waiting: deque[Arrival[Known, Told]] = deque()
        self._of: dict[DiscreteNode, dict[Zone, Arrival[Known, Told]]] = {}

    @property
    def places(self) -> Iterator[Arrival[Known, Told]]:
        return iter(self.alive.values())

    def add(self, place: Arrival[Known, Told]) -> None:
        zone, others = zone_of(place.state), self._of.setdefault(node_of(place.state), {})
        if any(zones.included(zone, other) for other in others):
            return
        if self._again is not None:
            place = self._again(place)
            zone = zone_of(place.state)
        for other in [each for each in others if zones.included(each, zone)]:
            del self.alive[id(others.pop(other))]
        others[zone] = place
        self.alive[id(place)] = place
        self.waiting.append(place)
