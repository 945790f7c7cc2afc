"""TileSearch: the nodes of a spec with timers, each with the zones at which it is reached, at a point and for all around it.

It goes like the search of zones at the point, and ends if that ends. Every bound is a row: what it has not found is at no point
of the region with which it ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hamodel.engines.parameters.bounds import (
    Bounds,
    Tile,
    at_least,
    at_zero,
    beyond,
    free,
    later,
    renamed,
    without_least,
    without_most,
)
from hamodel.engines.zones.discrete import NEVER_LATE, Discrete, DiscreteNode, FailedMove, TimedMove
from hamodel.engines.zones.search import Counting, LastingWatch
from hamodel.timing.regions import Row

ROUNDED = 1e-9
"""By so much numbers may seem to differ that are equal."""

Time: TypeAlias = Literal["none", "any", "some"]
"""How much passes: none, any with none included, or more than none."""


@dataclass(eq=False, slots=True)
class RowPlace:
    """A node, whether what is watched lasts (its clock is then the last one), and a count. `zones`: the bounds of those there
    are, and, `about`, what they are at the point of the search."""

    node: DiscreteNode
    lasts: bool
    count: int
    highs: tuple[Row | None, ...]
    later: RowPlace | None = None
    links: list[RowLink] | None = None
    zones: list[Bounds] = field(default_factory=list)
    about: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0, 0)))

    @property
    def has_most(self) -> bool:
        """Does any of its clocks have one?"""
        return any(high is not None for high in self.highs)

    @property
    def endless(self) -> bool:
        """May what is watched last here for ever?"""
        return self.lasts and self.later is self and not self.has_most


@dataclass(frozen=True, slots=True)
class RowLink:
    """A move of a place. `sources`: where the clocks of the target come from."""

    move: TimedMove
    target: RowPlace
    sources: list[int]


@dataclass(eq=False, slots=True)
class RowZone:
    """The points x of a place with x[i] - x[j] <= bounds[i, j]; clock 0 is always 0. It comes from `before` by a link (None: a
    run starts there), and then so much time passes."""

    place: RowPlace
    bounds: Bounds
    before: RowZone | None
    link: RowLink | None
    time: Time


@dataclass(frozen=True, slots=True)
class RowsMet:
    """A zone; or a move (failure) that is possible in it. `endless`: what is watched may last there for ever."""

    zone: RowZone
    of: TimedMove | FailedMove | None = None
    endless: bool = False


class TileSearch:
    """`size`: how many parts a row has."""

    def __init__(
        self, discrete: Discrete, size: int, watch: LastingWatch | None = None, counting: Counting | None = None
    ) -> None:
        self.discrete, self.size, self.watch, self.counting = discrete, size, watch, counting
        self._places: dict[tuple[DiscreteNode, bool, int], RowPlace] = {}

    def run(self, around: Tile) -> Iterator[RowsMet]:
        """Everything that is met, as it is; with nothing left to look at it ends."""
        todo: deque[RowZone] = deque()
        for place in self._places.values():
            place.zones.clear()
        for place in self.starts():
            yield from self._arrive(place, at_zero(len(place.highs), self.size), None, None, around, todo)
        while todo:
            zone = todo.popleft()
            links = self.links(zone.place)
            for failure in zone.place.node.failures:
                if self._allowed(zone.bounds, failure, around) is not None:
                    yield RowsMet(zone, failure)
            for link in links:
                allowed = self._allowed(zone.bounds, link.move, around)
                if allowed is not None:
                    yield RowsMet(zone, link.move)
                    yield from self._arrive(link.target, renamed(allowed, link.sources), zone, link, around, todo)

    # --- places ---

    def starts(self) -> Iterator[RowPlace]:
        """Where a run starts."""
        for node in self.discrete.starts():
            yield self._place(node, self.watch is not None and self.watch.lasts(False, node), 0)

    def _place(self, node: DiscreteNode, lasts: bool, count: int) -> RowPlace:
        key = (node, lasts, count)
        if key not in self._places:
            known: tuple[Any, ...] = node.highs[1:]
            highs = (None, *(None if high == NEVER_LATE else high for high in known))
            self._places[key] = place = RowPlace(node, lasts, count, (*highs, None) if lasts else highs)
            place.about = np.zeros((0, len(place.highs), len(place.highs)))
            if node.later is not None:
                open_ = self.watch is not None and self.watch.lasts(lasts, node.later)
                place.later = self._place(node.later, open_, 0)
        return self._places[key]

    def lasts_after(self, place: RowPlace, move: TimedMove) -> bool:
        """Does what is watched last after the move?"""
        return self.watch is not None and self.watch.lasts(place.lasts, move.target)

    def links(self, place: RowPlace) -> list[RowLink]:
        """Its moves."""
        if place.links is None:
            place.links = []
            for move in self.discrete.expand(place.node).moves:
                lasts = self.watch is not None and self.watch.lasts(place.lasts, move.target)
                count = 0 if self.counting is None else self.counting.after(place.count, move.name)
                target = self._place(move.target, lasts, count)
                place.links.append(RowLink(move, target, self.sources(place, move.sources, lasts)))
        return place.links

    def sources(self, place: RowPlace, sources: Sequence[int], lasts: bool) -> list[int]:
        """The same with the clock of what is watched, if that `lasts` after it."""
        return [*sources, *([len(place.highs) - 1 if place.lasts else 0] if lasts else [])]

    # --- zones ---

    def _allowed(self, bounds: Bounds, move: TimedMove | FailedMove, around: Tile) -> Bounds | None:
        if move.least is None:
            return bounds
        low: Any = move.least.low
        return at_least(bounds, move.least.clock, low, around)

    def _arrive(
        self, place: RowPlace, bounds: Bounds, before: RowZone | None, link: RowLink | None, around: Tile, todo: deque[RowZone]
    ) -> Iterator[RowsMet]:
        """What a move leads to, before any time; then what that comes to as time passes."""
        for at, found, time in self._reached(place, bounds, "none", around):
            parts = [found]
            waiting: Any = at.node.waiting
            for clock, most in waiting:
                parts = [part for each in parts for part in beyond(each, clock, most, around)]
            for reached in (RowZone(at, part, before, link, time) for part in parts):
                if at.endless:
                    yield RowsMet(reached, endless=True)
                elif not _known(reached, around):
                    todo.append(reached)
                    yield RowsMet(reached)

    def _widened(self, place: RowPlace, bounds: Bounds) -> Bounds:
        """Of what is watched only the most is of interest, or only the least."""
        if not place.lasts or self.watch is None:
            return bounds
        return (without_least if self.watch.most else without_most)(bounds, len(place.highs) - 1)

    def _reached(self, place: RowPlace, bounds: Bounds, time: Time, around: Tile) -> Iterator[tuple[RowPlace, Bounds, Time]]:
        bounds = self._widened(place, bounds)
        if place.later is None:
            yield place, bounds, time
            return
        passed = later(bounds, place.highs, around)
        if place.later is not place:
            yield place, bounds, time
            if passed is not None:
                sources = self.sources(place, range(len(place.node.highs)), place.later.lasts)
                yield from self._reached(place.later, renamed(passed, sources), "some", around)
            return
        if passed is not None:
            yield place, self._widened(place, passed), "any" if time == "none" else time
        yield place, bounds, time  # news only where a clock is above its most


def _known(zone: RowZone, around: Tile) -> bool:
    """Is it a part of one that is there? If not, it is there from now on."""
    here = around.at_point(zone.bounds).astype(np.float64)
    here[free(zone.bounds)] = np.inf
    place, count = zone.place, len(zone.place.zones)
    about = place.about[:count]
    near = np.flatnonzero((here <= about + ROUNDED * (np.abs(about) + 1)).all(axis=(1, 2)))
    others = [np.where(free(other)[..., None], 0, other - zone.bounds) for other in (place.zones[at] for at in near)]
    if any(around.always(apart) for apart in others):
        return True
    for apart in others:
        if (around.at_point(apart) >= 0).all():
            around.agree(apart)
            return True
    if count == len(place.about):
        place.about = np.concatenate([place.about, np.zeros((max(4, count), *here.shape))])
    place.about[count] = here
    place.zones.append(zone.bounds)
    return False
