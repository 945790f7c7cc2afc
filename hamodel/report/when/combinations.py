"""Some of all combinations of options to the shortest condition that is true of exactly them: `owner_selection = first_packet`.

A condition is a disjunction of boxes; a box allows each option some of its values. The boxes that cannot grow without
taking in a combination that is not meant are the prime implicants; the fewest of them that cover everything are said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce
from itertools import combinations as choices
from itertools import permutations
from operator import or_
from typing import TypeAlias

from hamodel.model.expr import Value

Box: TypeAlias = tuple[frozenset[int], ...]
"""For each option the numbers of the values that it allows."""

MOST_ORDERS = 120
MOST_TRIED = 20_000


def condition(
    rows: Sequence[Mapping[str, Value]], chosen: Sequence[int], free: Sequence[int] = ()
) -> tuple[Mapping[str, tuple[Value, ...]], ...]:
    """The fewest boxes that hold exactly the chosen of `rows` (all the rows that there are), and any of the `free` ones.

    A box names only the options that it restricts, each with the values that it allows. No boxes: nothing is chosen; one
    empty box: everything is.
    """
    if not chosen:
        return ()
    options = tuple(rows[0])
    values = {option: list(dict.fromkeys(row[option] for row in rows)) for option in options}
    points = [tuple(values[option].index(row[option]) for option in options) for row in rows]
    wanted = {points[number] for number in chosen}
    unwanted = [point for number, point in enumerate(points) if point not in wanted and number not in free]
    full: Box = tuple(frozenset(range(len(values[option]))) for option in options)
    grown = _growing(full, unwanted)
    primes = list(dict.fromkeys(prime for point in sorted(wanted) for prime in _primes(point, grown)))
    return tuple(
        {
            option: tuple(values[option][number] for number in sorted(allowed))
            for option, allowed, every in zip(options, box, full, strict=True)
            if allowed != every
        }
        for box in sorted(
            _cover(primes, wanted, full),
            key=lambda box: [(allowed == every, *sorted(allowed)) for allowed, every in zip(box, full, strict=True)],
        )
    )


def _growing(full: Box, unwanted: Sequence[tuple[int, ...]]) -> Callable[[Box, int], Box]:
    """What makes of a box, and an option, the box with every value of the option that takes in no unwanted point.

    A set of unwanted points is a number here, with a bit for each: a report asks this thousands of times.
    """
    having = [
        {value: sum(1 << number for number, point in enumerate(unwanted) if point[option] == value) for value in values}
        for option, values in enumerate(full)
    ]

    @cache
    def grown(box: Box, option: int) -> Box:
        inside = (1 << len(unwanted)) - 1
        for other, allowed in enumerate(box):
            if other != option:
                inside &= reduce(or_, (having[other][value] for value in allowed))
        free = frozenset(value for value in full[option] if not having[option][value] & inside)
        return (*box[:option], free, *box[option + 1 :])

    return grown


def _primes(point: tuple[int, ...], grown: Callable[[Box, int], Box]) -> list[Box]:
    """Boxes around a point that cannot grow: options are freed one after the other, in several orders."""
    found: dict[Box, None] = {}
    orders = permutations(range(len(point))) if len(point) <= 5 else _rotations(len(point))
    for _, order in zip(range(MOST_ORDERS), orders, strict=False):
        found[reduce(grown, order, tuple(frozenset({value}) for value in point))] = None
    return list(found)


def _rotations(length: int) -> list[tuple[int, ...]]:
    forward = [tuple((start + step) % length for step in range(length)) for start in range(length)]
    return forward + [tuple(reversed(order)) for order in forward]


def _cover(primes: Sequence[Box], wanted: set[tuple[int, ...]], full: Box) -> tuple[Box, ...]:
    """The fewest boxes, and of those the ones that say least; greedily where there are too many to try."""
    numbered = sorted(wanted)
    covered = {box: sum(1 << number for number, point in enumerate(numbered) if _holds(box, point)) for box in primes}
    everything = (1 << len(numbered)) - 1

    def length(boxes: tuple[Box, ...]) -> int:
        return sum(1 + len(allowed) for box in boxes for allowed, every in zip(box, full, strict=True) if allowed != every)

    tried = 0
    for size in (1, 2, 3):
        best: tuple[Box, ...] | None = None
        for boxes in choices(primes, size):
            tried += 1
            if tried > MOST_TRIED:
                break
            together = reduce(or_, (covered[box] for box in boxes))
            if together == everything and (best is None or length(boxes) < length(best)):
                best = boxes
        if best is not None:
            return best
    left, taken = everything, []
    while left:
        box = max(primes, key=lambda box: ((covered[box] & left).bit_count(), -length((box,))))
        taken.append(box)
        left &= ~covered[box]
    return tuple(taken)


def _holds(box: Box, point: tuple[int, ...]) -> bool:
    return all(value in allowed for value, allowed in zip(point, box, strict=True))
