"""TileQuestion: a search around points, and what it looks for."""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.engines.parameters.bounds import Tile
from hamodel.engines.parameters.search import RowPlace, RowsMet, TileSearch
from hamodel.engines.zones.goals import Looking
from hamodel.timing.going_on import MOST_AT_ONCE
from hamodel.timing.regions import Row


@dataclass(frozen=True, slots=True)
class TileQuestion:
    """It looks for a goal; that what it watches lasts longer than `bound`; or that too many moves follow each other at once."""

    search: TileSearch
    looking: Looking | None = None
    bound: Row | None = None

    def shows(self, met: RowsMet, around: Tile) -> bool:
        """Is it there, at the point of the search? If it is not, it is nowhere in its region."""
        place = met.zone.place
        if self.looking is not None:
            return not met.endless and bool(self.looking.shown(place.node, met.of))
        if self.bound is None:
            return met.of is None and self.too_many(place)
        if met.endless:
            return True
        if met.of is not None or not place.lasts:
            return False
        most = met.zone.bounds[-1, 0]
        return not around.none_below(tuple(b - int(a) for a, b in zip(most, self.bound, strict=True)))

    def too_many(self, place: RowPlace) -> bool:
        """Moves at once that cannot wait."""
        return place.count > MOST_AT_ONCE
