"""Region: the values of some options that keep linear inequalities: a convex polyhedron, with some of its sides.

A point is written (w, x1, .., xn) with whole numbers: it stands for x1/w, .., xn/w, and with w = 0 for a direction without end.
A row (a0, a1, .., an) says a0 + a1 x1 + .. + an xn >= 0, or > 0. No value is negative. The corners and directions of a region
are found as its rows come, one by one: the double description of Motzkin et al. (1953), as in Fukuda, Prodon, Double description
method revisited, 1996. Two of them are adjacent if no third one is on all the sides that both are on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import gcd, lcm
from typing import TypeAlias

Row: TypeAlias = tuple[int, ...]

MOST_CORNERS = 5_000
"""A region has no more, directions included: of 12 options that have a range there may be some thousands."""

MOST_BITS = 512
"""No number of a corner has more."""

MOST_REGIONS = 10_000
"""What is left of some regions is in no more parts."""


class UnfinishedError(Exception):
    """What was asked for is not found: no time is left, or it has too many parts."""


def unlimited() -> None:
    """Where nothing ends it but that it is done."""


@dataclass(frozen=True, slots=True)
class Side:
    """`row` >= 0, or > 0 if it is `open`."""

    row: Row
    open: bool = False

    @property
    def other(self) -> Side:
        """What is not on this side."""
        return Side(tuple(-part for part in self.row), not self.open)


@dataclass(frozen=True, slots=True)
class Region:
    """`sides`: what was asked for; `points`: its corners and directions, if its open sides are taken as closed; `on`: for each of
    them the sides on which it is, as bits: first those of values that are not negative, then those of `sides`. `look` is called
    again and again while it is computed with, here and in all that is cut from it, and raises UnfinishedError to end that."""

    sides: tuple[Side, ...]
    points: tuple[Row, ...]
    on: tuple[int, ...]
    look: Callable[[], None] = field(default=unlimited, compare=False, repr=False)

    @classmethod
    def everything(cls, options: int, look: Callable[[], None] = unlimited) -> Region:
        """Every value, of so many options."""
        size = options + 1
        points = tuple(tuple(int(place == own) for place in range(size)) for own in range(size))
        return cls((), points, tuple((1 << size) - 1 - (1 << own) for own in range(size)), look)

    @property
    def size(self) -> int:
        """How many parts a row has."""
        return len(self.points[0]) if self.points else 0

    @property
    def empty(self) -> bool:
        """The sum of points, each of them within an open side, is within all of them."""
        within = all(any(times(side.row, point) > 0 for point in self.points) for side in self.sides if side.open)
        return not (within and any(point[0] for point in self.points))

    def keeps(self, side: Side) -> bool:
        """Is all of it on this side? `empty` must not be asked: of an empty one either may be said."""
        self.look()
        if all(times(side.row, point) >= 0 for point in self.points):
            return not side.open or Region.cut(self, Side(tuple(-part for part in side.row))).empty
        return self.cut(side.other).empty

    def cut(self, side: Side) -> Region:
        """What of it is on this side. Raises UnfinishedError."""
        self.look()
        row = lowest(side.row)
        side = Side(row, side.open)
        distances = [times(row, point) for point in self.points]
        if side in self.sides or all(distance > 0 if side.open else distance >= 0 for distance in distances):
            return self
        bit = 1 << (len(self.points[0]) if self.points else 0) + len(self.sides)
        found = [
            (point, on | (bit if distance == 0 else 0))
            for point, on, distance in zip(self.points, self.on, distances, strict=True)
            if distance >= 0
        ]
        inside = [number for number, distance in enumerate(distances) if distance > 0]
        outside = [number for number, distance in enumerate(distances) if distance < 0]
        for one in inside:
            for other in outside:
                self.look()
                both = self.on[one] & self.on[other]
                if any(both & on == both for number, on in enumerate(self.on) if number not in (one, other)):
                    continue
                pairs = zip(self.points[one], self.points[other], strict=True)
                between = lowest(tuple(distances[one] * far - distances[other] * near for near, far in pairs))
                found.append((between, both | bit))
                if len(found) > MOST_CORNERS or max(map(abs, between)).bit_length() > MOST_BITS:
                    raise UnfinishedError
        return Region((*self.sides, side), tuple(point for point, _ in found), tuple(on for _, on in found), self.look)

    def also(self, sides: Iterable[Side]) -> Region:
        """What of it is on all of these sides."""
        region = self
        for side in sides:
            region = region.cut(side)
        return region

    def holds(self, point: Row) -> bool:
        """Is the point one of it?"""
        return all(times(side.row, point) > (0 if side.open else -1) for side in self.sides)

    def middle(self) -> Row:
        """A point of it, which is not empty: in the middle of its corners, with all of its directions."""
        corners = [point for point in self.points if point[0]]
        common = 1
        for point in corners:
            common = lcm(common, point[0])
            if common.bit_length() > MOST_BITS:  # those that count finer weigh more then
                return lowest(tuple(sum(point[place] for point in self.points) for place in range(self.size)))
        summed = [sum(point[place] * (common // point[0]) for point in corners) for place in range(self.size)]
        for point in self.points:
            if not point[0]:
                summed = [so_far + part * summed[0] for so_far, part in zip(summed, point, strict=True)]
        return lowest(tuple(summed))


def times(row: Row, point: Row) -> int:
    return sum(a * x for a, x in zip(row, point, strict=True))


def lowest(row: Row) -> Row:
    """The same in lowest terms."""
    divisor = gcd(*row)
    return tuple(part // divisor for part in row) if divisor > 1 else row


# --- several of them ---------------------------------------------------------------------------------------------------


def without(region: Region, other: Sequence[Side]) -> Iterator[Region]:
    """What of the region is not on all of these sides, in parts that have nothing in common."""
    rest = region
    for side in other:
        part = rest.cut(side.other)
        if not part.empty:
            yield part
        rest = rest.cut(side)
        if rest.empty:
            return


def left(regions: Iterable[Region], others: Iterable[Sequence[Side]]) -> list[Region]:
    """What of the regions is in none of the others. Raises UnfinishedError."""
    rest = [region for region in regions if not region.empty]
    for other in others:
        parts: list[Region] = []
        for region in rest:
            parts += without(region, other)
            if len(parts) > MOST_REGIONS:
                raise UnfinishedError
        rest = parts
    return rest


def covered(region: Region, others: Iterable[Sequence[Side]]) -> bool:
    """Is each point of the region in one of the others?"""
    return not left([region], others)


def fewest_sides(region: Region, domain: Region) -> Region:
    """The same region of the domain, which is not empty, without the sides that follow from others."""
    needed = [side for side in region.sides if side not in domain.sides]
    needed = [side for side in needed if any(times(side.row, point) == 0 for point in region.points)]
    for side in tuple(needed):
        others = [each for each in needed if each is not side]
        if domain.also(others).keeps(side):
            needed = others
    return domain.also(needed)


def simplest(regions: Iterable[Region], domain: Region) -> list[tuple[Side, ...]]:
    """The same points of the domain, by fewer and larger regions, each by the sides that the domain does not say: no side can be
    left out, and no region."""
    found = [tuple(side for side in region.sides if not domain.keeps(side)) for region in regions if not region.empty]
    found = sorted(dict.fromkeys(found), key=lambda sides: (len(sides), repr(sides)))
    for number, sides in enumerate(found):
        for side in sides:
            fewer = tuple(each for each in found[number] if each != side)
            if covered(domain.also(fewer), found):
                found[number] = fewer
    for sides in sorted(found, key=len, reverse=True):
        others = list(found)
        others.remove(sides)
        if covered(domain.also(sides), others):
            found = others
    return found
