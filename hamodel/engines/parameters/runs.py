"""A run to a zone -> all values of the options for which the same moves make such a run, at any times: a region.

What a run asks of its moments are distances between two of them, which are rows. The moments are eliminated one by one, as
Fourier and Motzkin do it; what is left are rows alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hamodel.engines.parameters.search import RowsMet, RowZone
from hamodel.engines.zones.discrete import FailedMove, TimedMove
from hamodel.timing.regions import Region, Row, Side


@dataclass(frozen=True, slots=True)
class RowApart:
    """The moment `later` is at least `least` after the moment `earlier`, or (`open`) more than that; it may be before it."""

    earlier: int
    later: int
    least: Row
    open: bool = False


class HazyRunError(Exception):
    """What is watched begins as time passes: at no moment of its own."""


def projected(met: RowsMet, values: Region, lasting: Row | None = None) -> Region:
    """The values of the region for which the run is one; `lasting`: and what is watched lasts longer than that at its end. Raises
    HazyRunError."""
    apart: dict[tuple[int, int], list[RowApart]] = {}
    last = 0
    for each in _asked(met, values.size, lasting):
        last = max(last, each.earlier, each.later)
        _add(apart, each, values)
    moments = set(range(last + 1))
    while moments and not values.empty:
        moment = _fewest(apart, moments)
        moments.remove(moment)
        into = [each for (_, later), found in apart.items() if later == moment for each in found]
        out = [each for (earlier, _), found in apart.items() if earlier == moment for each in found]
        apart = {key: found for key, found in apart.items() if moment not in key}
        for one in into:
            for other in out:
                both = tuple(a + b for a, b in zip(one.least, other.least, strict=True))
                through = RowApart(one.earlier, other.later, both, one.open or other.open)
                if through.earlier == through.later:
                    values = values.cut(Side(tuple(-part for part in both), through.open))
                    if values.empty:
                        return values
                else:
                    _add(apart, through, values)
    return values


def _fewest(apart: dict[tuple[int, int], list[RowApart]], moments: set[int]) -> int:
    """The moment without which there are the fewest distances."""
    into, out = Counter[int](), Counter[int]()
    for (earlier, later), found in apart.items():
        out[earlier] += len(found)
        into[later] += len(found)
    return min(moments, key=lambda moment: (into[moment] * out[moment], moment))


def _add(apart: dict[tuple[int, int], list[RowApart]], new: RowApart, values: Region) -> None:
    """Unless it follows from one that is there for all values."""
    key = new.earlier, new.later
    if new.earlier == new.later:
        return  # only asked with 0
    found = apart.setdefault(key, [])
    if not any(_says(each, new, values) for each in found):
        apart[key] = [*(each for each in found if not _says(new, each, values)), new]


def _says(one: RowApart, other: RowApart, values: Region) -> bool:
    """Does the first say all that the second one does?"""
    return (one.open or not other.open) and values.keeps(Side(tuple(a - b for a, b in zip(one.least, other.least, strict=True))))


def _asked(met: RowsMet, size: int, lasting: Row | None) -> Iterator[RowApart]:
    """What the run asks of its moments: when each of its zones is entered, and when the last one is left."""
    nothing: Row = (0,) * size
    started: list[int] = []
    stops = _way(met.zone)
    for number, zone in enumerate(stops):
        if zone.link is None:
            started = [number] * len(zone.place.highs)
        else:
            before, move = started, zone.link.move
            if move.least is not None:
                yield RowApart(before[move.least.clock], number, _row(move.least.low))
            started = [number if source == 0 else before[source] for source in zone.link.sources]
        if len(started) < len(zone.place.highs):
            raise HazyRunError
        started = started[: len(zone.place.highs)]
        end = number + 1
        yield RowApart(number, end, nothing, zone.time == "some")
        if zone.time == "none":
            yield RowApart(end, number, nothing)
            continue
        for clock, high in enumerate(zone.place.highs):
            if high is not None:
                yield RowApart(end, started[clock], tuple(-part for part in high))
    if isinstance(met.of, TimedMove | FailedMove) and met.of.least is not None:
        yield RowApart(started[met.of.least.clock], len(stops), _row(met.of.least.low))
    if lasting is not None and not met.endless:
        yield RowApart(started[-1], len(stops), lasting, open=True)


def _row(low: object) -> Row:
    assert isinstance(low, tuple), "nodes with rows for numbers"
    return low


def _way(zone: RowZone) -> list[RowZone]:
    """The zones before it, and itself."""
    found = [zone]
    while found[-1].before is not None:
        found.append(found[-1].before)
    return found[::-1]
