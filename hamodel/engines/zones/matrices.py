"""Difference bound matrices, many of one shape at a time: each is the points x with x[i] - x[j] <= d[i, j].

Clock 0 is always 0, so that d[i, 0] is the most that clock i can be and -d[0, i] the least. All bounds are closed, all numbers
are whole units. Every matrix is tight: no bound follows from the others. See Dill, Timing assumptions and verification of
finite-state concurrent systems, 1989, and Bengtsson, Yi, Timed automata: semantics, algorithms and tools, 2004.

An array has the shape (n, n, m): m matrices of n clocks. The last axis is the one that is long.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Matrices: TypeAlias = NDArray[np.int32]

NO_BOUND = 1 << 29
"""Stands for no bound. Twice as much is still a number of 32 bits."""

AT_A_TIME = 1 << 22
"""So many bounds are compared at a time."""


def at_zero(clocks: int) -> Matrices:
    """One matrix: every clock is 0."""
    return np.zeros((clocks, clocks, 1), np.int32)


def at_least(zones: Matrices, clock: int, low: int) -> tuple[Matrices, NDArray[np.intp]]:
    """The points of each zone at which the clock is not below `low`; and which zones have some."""
    kept = (zones[clock, 0] >= low).nonzero()[0]
    left = zones[:, :, kept]
    if low > 0 and len(kept):
        by_zero = np.minimum(left[:, 0], NO_BOUND) - np.int32(low)
        np.minimum(left, by_zero[:, None] + left[clock][None], out=left)
    return left, kept


def renamed(zones: Matrices, sources: NDArray[np.intp]) -> Matrices:
    """The zones of other clocks: clock i is what `sources[i]` was. What was 0 starts there, what is no source is forgotten."""
    return zones[sources[:, None], sources]


def within(zones: Matrices, highs: Sequence[int]) -> NDArray[np.bool_]:
    """Which zones have no point at which a clock is above its most? `highs[i]` is that of clock i."""
    clocks, most = _ends(tuple(highs))
    fits: NDArray[np.bool_] = (zones[clocks, 0] <= most).all(axis=0)
    return fits


def bounded(highs: Sequence[int]) -> list[int]:
    """The clocks that have a most."""
    return [clock for clock, high in enumerate(highs) if clock and high < NO_BOUND]


@lru_cache(maxsize=4096)
def _ends(highs: tuple[int, ...]) -> tuple[NDArray[np.intp], Matrices]:
    """The clocks that have a most, and the most of each."""
    clocks = bounded(highs)
    return np.array(clocks, np.intp), np.array([[highs[clock]] for clock in clocks], np.int32).reshape(len(clocks), 1)


def later(zones: Matrices, highs: Sequence[int]) -> tuple[Matrices, NDArray[np.intp]]:
    """The points that are reached when time passes, up to where a clock is at its most; and which zones have some.

    New bounds all end at clock 0, so that a path over two of them is never shorter: they are tight after one more step.
    """
    clocks, ends = _ends(tuple(highs))
    kept = (zones[0, clocks] + ends >= 0).all(axis=0).nonzero()[0]
    found = zones[:, :, kept]
    if len(clocks):
        most = np.minimum((found[:, clocks] + ends).min(axis=1), NO_BOUND)
        most[0] = 0
        found[:, 0] = most
        np.minimum(found[1:], most[1:, None] + found[0], out=found[1:])
    else:
        found[1:, 0] = NO_BOUND
    return found, kept


def beyond(zones: Matrices, clock: int, most: int) -> tuple[Matrices, NDArray[np.intp]]:
    """The points of each zone at which the clock is up to `most`; and those at which it is more, with all others at which it is
    at least that and the other clocks are what they are. And of which zone each of these is."""
    over = zones[clock, 0] > most
    low = np.flatnonzero(~over | (zones[0, clock] > -most))
    below = zones[:, :, low]
    if len(low):
        np.minimum(below, below[:, clock, None] + (below[0] + np.int32(most))[None], out=below)
    high = np.flatnonzero(over)
    above, _ = at_least(zones[:, :, high], clock, most)
    above[clock] = NO_BOUND
    above[:, clock] = above[:, 0] - np.int32(most)
    above[clock, clock] = 0
    return np.concatenate([below, above], axis=2), np.concatenate([low, high])


def meets(
    zones: Matrices, least: Sequence[tuple[int, int]], most: Sequence[tuple[int, int]], parts: int = 1
) -> NDArray[np.bool_]:
    """Which zones have points at which these clocks are not below, and those not above a number? Of points with so many parts of
    a unit, not above a number is less than the next one: real points there are if there are some with as many parts as clocks."""
    left = zones.astype(np.int64) * parts
    found = np.ones(zones.shape[2], np.bool_)
    for clock, low in least:
        found &= left[clock, 0] >= low * parts
        _tightened(left, 0, clock, -low * parts)
    for clock, high in most:
        below = (high + 1) * parts - 1
        found &= left[0, clock] + below >= 0
        _tightened(left, clock, 0, below)
    return found


def _tightened(zones: NDArray[np.int64], one: int, other: int, most: int) -> None:
    """The points at which a clock is not more than that above another one, in place."""
    np.minimum(zones, (zones[:, one] + most)[:, None] + zones[other][None], out=zones)


def unbounded_again(zones: Matrices) -> None:
    """What was no bound and came to less by a sum is none, in place."""
    zones[zones > NO_BOUND // 2] = NO_BOUND


def without_least(zones: Matrices, clock: int) -> None:
    """Adds all points at which the clock is less, in place."""
    zones[:, clock] = zones[:, 0]
    zones[0, clock] = 0
    zones[clock, clock] = 0


def without_most(zones: Matrices, clock: int) -> None:
    """Adds all points at which the clock is more, in place."""
    zones[clock] = NO_BOUND
    zones[clock, clock] = 0


def included(zones: Matrices, others: Matrices) -> NDArray[np.bool_]:
    """Which of the zones is a part of one of the others?"""
    size, count, many = len(zones) ** 2, zones.shape[2], others.shape[2]
    flat, whole = zones.reshape(size, count), others.reshape(size, many)
    found = np.zeros(count, np.bool_)
    if not count or not many:
        return found
    if count == 1 or many == 1:
        one: NDArray[np.bool_] = np.all(flat <= whole, axis=0)
        return one if many == 1 else np.array([one.any()])
    width = max(1, AT_A_TIME // (size * many))
    for start in range(0, count, width):
        part = flat[:, start : start + width]
        below: NDArray[np.bool_] = np.all(part[:, :, None] <= whole[:, None, :], axis=0)
        found[start : start + width] = np.any(below, axis=1)
    return found


def largest(zones: Matrices) -> NDArray[np.intp]:
    """The zones that are no part of another one; of those that are equal, the first."""
    size, count = len(zones) ** 2, zones.shape[2]
    flat = zones.reshape(size, count)
    if count == 1:
        return np.zeros(1, np.intp)
    if count * count * size > AT_A_TIME:  # too many to compare each with each: equal ones go
        return np.sort(np.unique(flat, axis=1, return_index=True)[1])
    below: NDArray[np.bool_] = np.all(flat[:, :, None] <= flat[:, None, :], axis=0)  # is the first a part of the second?
    equal = below & below.T
    np.fill_diagonal(below, False)
    earlier = np.tri(count, k=-1, dtype=np.bool_)  # of equal ones, only an earlier one counts
    return np.flatnonzero(~(below & (~equal | earlier)).any(axis=1))
