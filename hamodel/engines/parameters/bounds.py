"""Zones whose bounds are rows: difference bound matrices over options, tight at one point of these, and valid for all around it.

A bound is a0 + a1 x1 + .. + an xn, for options x. Of two bounds the one that is the lesser at the point is kept: it is a bound
at every other point too, where it need not be tight. So a zone has, at each point, all times that there are, and perhaps more.
What is decided by what a zone does not have (a move that is not possible, a zone that is a part of another one) is so where it
follows from these bounds alone: the region is cut to that.

The matrices with rows are those of Hune, Romijn, Stoelinga, Vaandrager, Linear parametric model checking of timed automata, 2002.
That a search at a point is one of all around it is the inverse method of André, Chatain, Encrenaz, Fribourg, An inverse method
for parametric timed automata, 2009; it keeps bounds exact, and has smaller regions for that.

An array of bounds has the shape (clocks, clocks, options + 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hamodel.timing.regions import Region, Row, Side, times

Bounds: TypeAlias = NDArray[Any]

NO_BOUND = 1 << 52
"""The first number of a row that stands for no bound; the others are 0."""

SMALL = 1 << 61
"""No product below it is too large for 64 bits; others are computed with numbers of any length."""


class Tile:
    """`region`: the points at which everything that is not at `point`, which is one of them, is not either."""

    def __init__(self, region: Region, point: Row) -> None:
        self.region, self.point = region, point
        self._corners, self._point = _Points(region.points), _Points((point,))

    def below(self, row: Row) -> bool:
        """Is it less than 0 at the point? Then it is so in all of the region from now on."""
        if times(row, self.point) >= 0:
            return False
        self._cut(Side(tuple(-part for part in row), open=True))
        return True

    def none_below(self, row: Row) -> bool:
        """Is it 0 or more at the point? Then it is so in all of the region from now on."""
        if times(row, self.point) < 0:
            return False
        self._cut(Side(row))
        return True

    def at_point(self, rows: Bounds) -> Bounds:
        """What the rows come to at the point, each times the same number."""
        return self._point.times(rows)[..., 0]

    def agree(self, rows: Bounds) -> None:
        """All of these rows, which are not below 0 at the point, are not so in all of the region."""
        while True:
            below = (self._corners.times(rows) < 0).any(axis=-1)
            if not below.any():
                return
            first = rows[below][0]
            self._cut(Side(tuple(int(part) for part in first)))

    def always(self, rows: Bounds) -> bool:
        """Is none of the rows below 0 anywhere in the region?"""
        return bool((self._corners.times(rows) >= 0).all())

    def _cut(self, side: Side) -> None:
        region = self.region.cut(side)
        if region is not self.region:
            self.region = region
            self._corners = _Points(region.points)


class _Points:
    """Points as columns."""

    def __init__(self, points: Sequence[Row]) -> None:
        self._largest = max(abs(part) for point in points for part in point)
        self._columns: Bounds = np.array(points, dtype=np.int64 if self._largest < SMALL else object).T

    def times(self, rows: Bounds) -> Bounds:
        """What each row comes to at each point, times what that is to be divided by."""
        if int(np.abs(rows).max(initial=0)) * self._largest * rows.shape[-1] < SMALL:
            found: Bounds = rows @ self._columns
            return found
        return np.asarray(np.dot(rows.astype(object), self._columns.astype(object)))


def free(bounds: Bounds) -> NDArray[np.bool_]:
    """Which of them are no bounds?"""
    found: NDArray[np.bool_] = bounds[..., 0] >= NO_BOUND // 2
    return found


def at_zero(clocks: int, size: int) -> Bounds:
    """Every clock is 0."""
    return np.zeros((clocks, clocks, size), np.int64)


def lesser(bounds: Bounds, others: Bounds, around: Tile) -> Bounds:
    """Of each two bounds the one that is the lesser at the point."""
    less = around.at_point(others - bounds) < 0
    return np.where(less[..., None], others, bounds) if less.any() else bounds


def at_least(bounds: Bounds, clock: int, low: Row, around: Tile) -> Bounds | None:
    """The points at which the clock is not below `low`; None: there is none."""
    least = np.array(low, np.int64)
    if around.below(row_of(bounds[clock, 0] - least)):
        return None
    through = (bounds[:, 0] - least)[:, None] + bounds[clock][None]
    return _tidy(lesser(bounds, through, around))


def renamed(bounds: Bounds, sources: Sequence[int]) -> Bounds:
    """Of other clocks: clock i is what `sources[i]` was, 0: it starts."""
    places = list(sources)
    return bounds[places][:, places]


def later(bounds: Bounds, highs: Sequence[Row | None], around: Tile) -> Bounds | None:
    """The points that are reached when time passes, up to where a clock is at its most; None: it cannot."""
    limits = [(clock, np.array(high, np.int64)) for clock, high in enumerate(highs) if clock and high is not None]
    most = np.zeros(bounds.shape[1:], np.int64)
    most[:, 0] = NO_BOUND
    for clock, high in limits:
        if around.below(row_of(bounds[0, clock] + high)):
            return None
        most = lesser(most, bounds[:, clock] + high, around)
    found, most = bounds.copy(), most.copy()
    most[0] = 0
    found[:, 0] = most
    through = most[:, None] + found[0][None]
    through[0] = found[0]
    return _tidy(lesser(found, through, around))


def beyond(bounds: Bounds, clock: int, most: Row, around: Tile) -> list[Bounds]:
    """The points at which the clock is up to `most`; and those at which it is more, with all at which it is at least that."""
    end = np.array(most, np.int64)
    if around.none_below(row_of(end - bounds[clock, 0])):
        return [bounds]
    parts: list[Bounds] = []
    if not around.none_below(row_of(-end - bounds[0, clock])):
        through = bounds[:, clock, None] + (bounds[0] + end)[None]
        parts.append(_tidy(lesser(bounds, through, around)))
    above = at_least(bounds, clock, most, around)
    assert above is not None, "it is more"
    above = above.copy()
    above[clock] = 0
    above[clock, :, 0] = NO_BOUND
    above[:, clock] = above[:, 0] - end
    above[clock, clock] = 0
    return [*parts, _tidy(above)]


def _tidy(bounds: Bounds) -> Bounds:
    """What is no bound is the one that says so."""
    found = free(bounds)
    if found.any():
        bounds = bounds.copy()
        bounds[found] = 0
        bounds[found, 0] = NO_BOUND
    return bounds


def without_least(bounds: Bounds, clock: int) -> Bounds:
    """With all points at which the clock is less."""
    found = bounds.copy()
    found[:, clock] = found[:, 0]
    found[0, clock] = 0
    found[clock, clock] = 0
    return found


def without_most(bounds: Bounds, clock: int) -> Bounds:
    """With all points at which the clock is more."""
    found = bounds.copy()
    found[clock] = 0
    found[clock, :, 0] = NO_BOUND
    found[clock, clock] = 0
    return found


def row_of(bound: Bounds) -> Row:
    return tuple(int(part) for part in bound)
