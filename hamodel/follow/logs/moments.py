"""A run that explains a log, by its states and zones -> when each of its steps happens, as the log counts time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from hamodel.engines.zones.discrete import DiscreteNode, TimedMove
from hamodel.evidence.confirm import Disagreement
from hamodel.follow.logs import zone as zones
from hamodel.follow.logs.places import node_of, sources_of, zone_of
from hamodel.follow.logs.sets import Known, Told
from hamodel.follow.logs.zone import Apart, Zone
from hamodel.follow.plain import Event
from hamodel.model.timing import TICK

STAYS = "nothing happens"
"""The step to a part of a state's times."""

Moves: TypeAlias = Callable[[DiscreteNode], Sequence[TimedMove]]
"""What can happen in a state."""


def moments(moves_of: Moves, start: Known, run: Sequence[tuple[Told, Known]], whole: bool) -> list[int]:
    """The time of the start and of each step, in units of the zones. Not `whole`: steps may be left out; nothing, if some are.

    Backwards goes what leads to the end, then forwards one point of each zone.
    """
    states = [start, *(state for _, state in run)]
    left = [zone_of(states[-1])]
    moves: list[TimedMove | str] = []
    for (way, after), before in zip(reversed(run), reversed(states[:-1]), strict=True):
        move, found = _before(moves_of, before, way[0], after, left[-1])
        if found is None:
            if whole:
                action, args = way[0]
                raise Disagreement(f"{action.name}{args} does not lead where a log was followed to")
            return []
        moves.append(move)
        left.append(found)
    here = zones.point(left.pop())
    times = [here[-1]]
    for move in reversed(moves):
        target = left.pop()
        if move == TICK:
            wait = max(0, *(-target[0][clock] - here[clock] for clock in range(1, len(here))))
            here = [0, *(time + int(wait) for time in here[1:])]
        elif isinstance(move, TimedMove):
            here = [here[source] for source in sources_of(move, here)]
        times.append(here[-1])
    return times


def _before(moves_of: Moves, before: Known, way: Event, after: Known, target: Zone) -> tuple[TimedMove | str, Zone | None]:
    """The points of a state from which a step leads to the target, if there are any; and its move, or that time passes or
    nothing happens."""
    zone, name = zone_of(before), way[0].name
    if name in (TICK, STAYS):
        found = zones.narrowed(zone, zones.back(zones.earlier(target) if name == TICK else target, range(len(zone))))
        return name, found
    for move in moves_of(node_of(before)):
        if (move.name, move.args) == (way[0].name, way[1]) and move.target is node_of(after):
            least: list[Apart] = [] if move.least is None else [(0, move.least.clock, -move.least.low)]
            found = zones.narrowed(zone, [*least, *zones.back(target, sources_of(move, zone))])
            if found is not None:
                return move, found
    return "", None
