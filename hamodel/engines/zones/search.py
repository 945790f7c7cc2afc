"""ZoneSearch: every node of a spec with timers, each with the zones of times at which it is reached, in the order of their moves.

Running timers are bounded, and what waits beyond its deadline counts as if it were at any time after it: so there are finitely
many zones without any extrapolation. A watch adds a clock: how long
something has lasted. Of that only the most is of interest, or only the least; so all points at which it is less (more) are
added. What else can happen stays as it is, since nothing asks for this clock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hamodel.engines.zones.discrete import Discrete, DiscreteNode, FailedMove, Least, TimedMove
from hamodel.engines.zones.matrices import (
    NO_BOUND,
    Matrices,
    at_least,
    at_zero,
    beyond,
    included,
    largest,
    later,
    renamed,
    unbounded_again,
    within,
    without_least,
    without_most,
)

WAITS, STAYS = -1, 0
"""How a zone comes from its move: after any time, none included; at once. Else after so many times, each of which makes it
another node."""


@dataclass(frozen=True, slots=True)
class LastingWatch:
    """What lasts from the first moment with `opens` and without `closes`, until `closes`. Is the `most` asked for?"""

    opens: Callable[[DiscreteNode], bool]
    closes: Callable[[DiscreteNode], bool]
    most: bool

    def lasts(self, open_: bool, node: DiscreteNode) -> bool:
        """In this node, if it did before?"""
        return not self.closes(node) and (open_ or self.opens(node))


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the moves that cannot wait and follow each other without any time, up to `most`. `kept`: moves that are no news."""

    obliged: Collection[str]
    kept: Collection[str]
    most: int

    def after(self, count: int, move: str) -> int:
        if move in self.kept:
            return count
        return min(count + 1, self.most) if move in self.obliged else 0


@dataclass(frozen=True, slots=True)
class PlacedMove:
    """A move of a place. `sources`: where the clocks of the target come from."""

    move: TimedMove
    target: ZonePlace
    sources: NDArray[np.intp]


@dataclass(eq=False, slots=True)
class ZonePlace:
    """A node, whether what is watched lasts (its clock is then the last one), and a count. `origins`: for each zone the zone that
    it comes from, None where a run starts; by which link; how."""

    node: DiscreteNode
    lasts: bool
    count: int
    highs: tuple[int, ...]
    later: ZonePlace | None = None
    links: list[PlacedMove] | None = None
    size: int = 0
    zones: Matrices = field(default_factory=lambda: np.zeros((1, 1, 0), np.int32))
    alive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    origins: list[tuple[ZonePlace, int, PlacedMove] | None] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    met: set[bytes] = field(default_factory=set)

    def keep(self, zones: Matrices) -> None:
        """These too, which are alive."""
        first, self.size = self.size, self.size + zones.shape[2]
        if not first:
            self.zones, self.alive = zones, np.ones(self.size, np.bool_)
            return
        if self.size > len(self.alive):
            room = max(self.size, 2 * len(self.alive)) - first
            self.zones = np.concatenate([self.zones[:, :, :first], np.zeros((*zones.shape[:2], room), np.int32)], axis=2)
            self.alive = np.concatenate([self.alive[:first], np.zeros(room, np.bool_)])
        self.zones[:, :, first : self.size] = zones
        self.alive[first : self.size] = True

    def living(self) -> NDArray[np.intp]:
        """The zones that are no part of others."""
        return self.alive[: self.size].nonzero()[0]


@dataclass(frozen=True, slots=True)
class ZoneMet:
    """Zones that are new in a place; or a link (failure) that is taken from some of them. `zone`: one of these."""

    place: ZonePlace
    zone: int
    of: PlacedMove | FailedMove | None = None


class ZoneSearch:
    """Zones of the nodes of `discrete`. `zones`: how many there are; `taken`: how many times a move led from one to some."""

    def __init__(self, discrete: Discrete, watch: LastingWatch | None = None, counting: Counting | None = None) -> None:
        self.discrete, self.watch, self.counting = discrete, watch, counting
        self.places: dict[tuple[DiscreteNode, bool, int], ZonePlace] = {}
        self.zones = self.taken = 0
        self._todo: deque[ZonePlace] = deque()

    def run(self) -> Iterator[ZoneMet]:
        """Everything that is met, as it is; with nothing left to look at it ends."""
        for node in self.discrete.starts():
            place = self._place(node, self.watch is not None and self.watch.lasts(False, node), 0)
            yield from self._arrive(place, at_zero(len(place.highs)), None, np.zeros(1, np.intp), STAYS)
        while self._todo:
            place = self._todo.popleft()
            numbers = [number for number in place.waiting if place.alive[number]]
            place.waiting.clear()
            if numbers:
                yield from self._leave(place, np.array(numbers))

    def lasting(self, place: ZonePlace) -> NDArray[np.int32]:
        """For each zone the most, or the least, that the watched clock is."""
        assert place.lasts, "it has the clock"
        zones = place.zones[:, :, : place.size]
        found: NDArray[np.int32] = zones[-1, 0] if self.watch is not None and self.watch.most else -zones[0, -1]
        return found

    # --- places ---

    def _place(self, node: DiscreteNode, lasts: bool, count: int) -> ZonePlace:
        key = (node, lasts, count)
        if key not in self.places:
            highs = (*node.highs, NO_BOUND) if lasts else node.highs
            self.places[key] = place = ZonePlace(node, lasts, count, highs, zones=np.zeros((len(highs), len(highs), 0), np.int32))
            if node.later is not None:
                open_ = self.watch is not None and self.watch.lasts(lasts, node.later)
                place.later = self._place(node.later, open_, 0)
        return self.places[key]

    def _links(self, place: ZonePlace) -> list[PlacedMove]:
        if place.links is None:
            place.links = []
            for move in self.discrete.expand(place.node).moves:
                lasts = self.watch is not None and self.watch.lasts(place.lasts, move.target)
                count = 0 if self.counting is None else self.counting.after(place.count, move.name)
                target = self._place(move.target, lasts, count)
                place.links.append(PlacedMove(move, target, self._sources(place, move.sources, lasts)))
        return place.links

    def _sources(self, place: ZonePlace, sources: tuple[int, ...], lasts: bool) -> NDArray[np.intp]:
        watched = [len(place.highs) - 1 if place.lasts else 0] if lasts else []
        return np.array([*sources, *watched], np.intp)

    # --- zones ---

    def _leave(self, place: ZonePlace, numbers: NDArray[np.intp]) -> Iterator[ZoneMet]:
        """All that can happen in these zones of a place."""
        links = self._links(place)
        zones = place.zones[:, :, numbers]
        for failure in place.node.failures:
            _, kept = allowed(zones, failure.least)
            if len(kept):
                yield ZoneMet(place, int(numbers[kept[0]]), failure)
        for link in links:
            left, kept = allowed(zones, link.move.least)
            if len(kept):
                self.taken += len(kept)
                yield ZoneMet(place, int(numbers[kept[0]]), link)
                yield from self._arrive(link.target, renamed(left, link.sources), (place, link), numbers[kept], STAYS)

    def _arrive(
        self, place: ZonePlace, zones: Matrices, origin: tuple[ZonePlace, PlacedMove] | None, numbers: NDArray[np.intp], kind: int
    ) -> Iterator[ZoneMet]:
        """Zones that a move leads to, before any time; then what they come to as time passes."""
        self._widened(place, zones)
        if place.later is None:
            yield from self._add(place, zones, origin, numbers, kind)
        elif place.later is place:
            at_once = ~within(zones, place.highs)
            if at_once.any():
                yield from self._add(place, zones[:, :, at_once], origin, numbers[at_once], kind)
            found, kept = later(zones, place.highs)
            self._widened(place, found)
            yield from self._add(place, found, origin, numbers[kept], kind or WAITS)
        else:
            yield from self._add(place, zones, origin, numbers, kind)
            found, kept = later(zones, place.highs)
            if len(kept):
                sources = self._sources(place, tuple(range(len(place.node.highs))), place.later.lasts)
                yield from self._arrive(place.later, renamed(found, sources), origin, numbers[kept], kind + 1)

    def _widened(self, place: ZonePlace, zones: Matrices) -> None:
        if place.lasts and self.watch is not None:
            (without_least if self.watch.most else without_most)(zones, len(zones) - 1)

    def _add(
        self, place: ZonePlace, zones: Matrices, origin: tuple[ZonePlace, PlacedMove] | None, numbers: NDArray[np.intp], kind: int
    ) -> Iterator[ZoneMet]:
        """Those of the zones that are no part of one that is there."""
        if zones.shape[2] == 1:
            known = zones.tobytes()
            if known in place.met:
                return
            place.met.add(known)
        for clock, most in place.node.waiting:
            zones, parts = beyond(zones, clock, most)
            numbers = numbers[parts]
        if self.discrete.channels:
            unbounded_again(zones)
        if place.size:
            old = place.living()
            there = place.zones[:, :, old]
            fresh = (~included(zones, there)).nonzero()[0]
            if not len(fresh):
                return
            if len(fresh) < zones.shape[2]:
                zones, numbers = zones[:, :, fresh], numbers[fresh]
        if zones.shape[2] > 1:
            widest = largest(zones)
            zones, numbers = zones[:, :, widest], numbers[widest]
        if place.size:
            place.alive[old[included(there, zones)]] = False
        first = place.size
        place.keep(zones)
        self.zones += zones.shape[2]
        for number in numbers.tolist():
            place.origins.append(None if origin is None else (origin[0], number, origin[1]))
            place.kinds.append(kind)
        if not place.waiting:
            self._todo.append(place)
        place.waiting.extend(range(first, place.size))
        yield ZoneMet(place, first)


def allowed(zones: Matrices, least: Least | None) -> tuple[Matrices, NDArray[np.intp]]:
    """The points at which a move is possible; and which zones have some."""
    if least is None:
        return zones, np.arange(zones.shape[2])
    return at_least(zones, least.clock, least.low)
