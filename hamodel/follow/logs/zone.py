"""A zone: what is known of several times, as bounds on their differences; whole numbers of any size, and no bound is infinity.

`zone[i][j]` is the most that clock i is above clock j. Clock 0 is always 0. Every zone is tight: no bound follows from others.
The
engine of zones has the same for many zones at a time and numbers of 32 bits: times of a log are those since 1970, in parts of a
nanosecond. See Dill, Timing assumptions and verification of finite-state concurrent systems, 1989.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import TypeAlias

Bound: TypeAlias = int | float
"""A number of units, or infinity."""

Zone: TypeAlias = tuple[tuple[Bound, ...], ...]

Apart: TypeAlias = tuple[int, int, Bound]
"""The first clock is above the second by at most so much."""


def begun(clocks: int) -> Zone:
    """All of them are 0, but for the last one, of which nothing is known."""
    return tuple(
        tuple(0 if i == j or (i < clocks and j < clocks) else inf for j in range(clocks + 1)) for i in range(clocks + 1)
    )


def narrowed(zone: Zone, asked: Iterable[Apart]) -> Zone | None:
    """The points at which all of this is so; None: there are none."""
    rows = [list(row) for row in zone]
    size = range(len(rows))
    for above, below, most in asked:
        if most >= rows[above][below]:
            continue
        if rows[below][above] + most < 0:
            return None
        after = [bound + most for bound in rows[below]]
        for row in rows:
            by = row[above]
            if by == inf:
                continue
            for other in size:
                if by + after[other] < row[other]:
                    row[other] = by + after[other]
    return tuple(map(tuple, rows))


def renamed(zone: Zone, sources: Sequence[int]) -> Zone:
    """The zone of other clocks: clock i is what `sources[i]` was."""
    return tuple(tuple([zone[i][j] for j in sources]) for i in sources)


def later(zone: Zone, highs: Sequence[Bound]) -> Zone | None:
    """The points that are reached when time passes, up to where a clock is at its most; None: there are none."""
    open_ = tuple((inf, *row[1:]) if clock else row for clock, row in enumerate(zone))
    return narrowed(open_, [(clock, 0, high) for clock, high in enumerate(highs) if clock and high != inf])


def earlier(zone: Zone) -> Zone:
    """The points from which these are reached when time passes. A clock may be below 0 in them."""
    _, *rest = zone
    return ((0, *(inf for _ in rest)), *rest)


def back(zone: Zone, sources: Sequence[int]) -> Iterable[Apart]:
    """What must be so of clocks before `renamed`, for the zone to be reached."""
    for i, row in enumerate(zone):
        for j, most in enumerate(row):
            if most != inf and (i, j) != (0, 0):
                yield sources[i], sources[j], most


def beyond(zone: Zone, enough: Iterable[tuple[int, int]]) -> Zone:
    """The zone, in which a clock that is above what is enough everywhere may be anything above it."""
    for clock, most in enough:
        if zone[0][clock] < -most:
            rows = [list(row) for row in zone]
            rows[clock] = [0 if other == clock else inf for other in range(len(zone))]
            for number, row in enumerate(rows):
                row[clock] = 0 if number == clock else zone[number][0] - most
            zone = tuple(map(tuple, rows))
    return zone


def undated(zone: Zone) -> Zone:
    """Without the last clock."""
    return tuple(row[:-1] for row in zone[:-1])


def postponed(zone: Zone, time: int) -> Zone:
    """The same with the last clock so much later."""
    rows = [(*row[:-1], row[-1] - time) for row in zone[:-1]]
    return (*rows, (*(bound + time for bound in zone[-1][:-1]), 0))


def at_any_time_since(zone: Zone, earlier: Zone) -> Zone:
    """Of two zones that differ in the last clock alone, one in which that is as early as in the earlier one, or any later."""
    rows = [list(row) for row in zone]
    for clock in range(len(zone) - 1):
        rows[clock][-1] = max(zone[clock][-1], earlier[clock][-1])
        rows[-1][clock] = inf
    return tuple(map(tuple, rows))


def included(zone: Zone, other: Zone) -> bool:
    """Is it a part of the other one? The last clock tells most of them apart."""
    if zone[-1][0] > other[-1][0] or zone[0][-1] > other[0][-1]:
        return False
    for row, larger in zip(zone, other, strict=True):
        for bound, most in zip(row, larger, strict=True):
            if bound > most:
                return False
    return True


def point(zone: Zone) -> list[int]:
    """One of its points: each clock as early as it can be, the last one as late."""
    found: list[int] = [0]
    for clock in range(1, len(zone)):
        least = max(found[before] - zone[before][clock] for before in range(clock))
        most = min(found[before] + zone[clock][before] for before in range(clock))
        first, second = (most, least) if clock == len(zone) - 1 else (least, most)
        chosen = first if abs(first) != inf else second
        found.append(int(chosen) if abs(chosen) != inf else 0)
    return found
