"""formulas(instance, property, found, ..): how long what a limit watches lasts, at least and at most, as sums of durations.

The sums are those of the runs that decide at the values that the options have: 4 * heartbeat + promotion - 1 ms. At other values
other runs may decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from hamodel.engines import Budget
from hamodel.engines.parameters.bounds import Bounds, Tile, at_least, free, row_of
from hamodel.engines.parameters.engine import Patience
from hamodel.engines.parameters.lengths import FinerError, Rows, UnfitOptionsError, UnsetDiscrete
from hamodel.engines.parameters.search import RowZone, TileSearch
from hamodel.engines.zones.discrete import Args, TimedMove
from hamodel.engines.zones.engine import unfit, watch_of
from hamodel.engines.zones.goals import written
from hamodel.engines.zones.lasting import HowLong
from hamodel.ground.instance import Instance
from hamodel.model.timing import TimeLimit
from hamodel.timing.regions import Row, UnfinishedError, times


@dataclass(frozen=True, slots=True)
class Formulas:
    """The least and the most as rows; None: there is none, or it is not known."""

    rows: Rows
    least: Row | None = None
    most: Row | None = None


def formulas(instance: Instance, property: str, found: HowLong, budget: Budget) -> Formulas | None:
    """How what was found for a limit is a sum of the options that are durations; None: not known in so many zones, or it is not
    what was found."""
    timing = instance.system.timing
    assert timing is not None, "the spec has timers"
    if found.unknown or not found.begins or not timing.options or unfit(instance, budget):
        return None
    try:
        rows = Rows(timing, timing.options, look=Patience(budget.seconds))
        system, properties = written(instance)
        discrete = UnsetDiscrete(system, instance.scope, properties, rows)
        limit = next(each for each in timing.limits if each.property == property)
        return Formulas(
            rows,
            _sum_of(discrete, limit, False, found.least, budget),
            _sum_of(discrete, limit, True, found.most, budget),
        )
    except (FinerError, UnfitOptionsError, UnfinishedError):
        return None


def _sum_of(discrete: UnsetDiscrete, limit: TimeLimit, most: bool, length: Fraction | None, budget: Budget) -> Row | None:
    """The row that comes to this length, of the run that decides."""
    if length is None:
        return None
    rows = discrete.rows
    point = rows.point(discrete.timing.values)
    for args in discrete.members(limit.binders):
        row = _best(discrete, limit, args, most, point, budget)
        if row is not None and Fraction(times(row, point), point[0] * rows.scale) * rows.unit == length:
            return row
    return None


def _best(discrete: UnsetDiscrete, limit: TimeLimit, args: Args, most: bool, point: Row, budget: Budget) -> Row | None:
    """The least or the most there is; None: there is none, or there are too many zones."""
    search = TileSearch(discrete, len(discrete.rows.free) + 1, watch_of(discrete, limit, args, most))
    tile = Tile(discrete.rows.ranges(), point)
    zones = 0
    best: Row | None = None
    for met in search.run(tile):
        zones += met.of is None
        discrete.rows.look()
        if met.endless or (budget.states is not None and zones > budget.states):
            return None
        for row in _lasting(met.zone, most, tile, met.of if isinstance(met.of, TimedMove) else None, search):
            if best is None or (times(row, point) - times(best, point)) * (1 if most else -1) > 0:
                best = row
    return best


def _lasting(zone: RowZone, most: bool, tile: Tile, move: TimedMove | None, search: TileSearch) -> Iterator[Row]:
    """How long it has lasted in a zone at most; how long at least when a move ends it."""
    if not zone.place.lasts:
        return
    if most:
        if move is None and not free(zone.bounds)[-1, 0]:
            yield row_of(zone.bounds[-1, 0])
        return
    if move is None or search.lasts_after(zone.place, move):
        return
    bounds: Bounds | None = zone.bounds
    if move.least is not None and isinstance(move.least.low, tuple):
        bounds = at_least(zone.bounds, move.least.clock, move.least.low, tile)
    if bounds is not None:
        yield tuple(-part for part in row_of(bounds[0, -1]))
