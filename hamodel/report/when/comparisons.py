"""Combinations of options to the comparisons that an engineer may make of them: `ttl <= loop_wait + 2 * retry`, `mode = notrack`.

A set of combinations is a number here, with a bit for each: a search looks at many thousands of them. A family is comparisons
that differ in one constant (or set of values) only. So there is a narrowest one around some combinations, and there are widest
ones beside some; and of all that separate the two, one is shortest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import gcd
from typing import Protocol, TypeAlias

from hamodel.model.alike import Ranges
from hamodel.model.expr import Value

HEAVIEST = 5
"""The coefficients of a comparison add up to no more; but for one of `FACTORS` times one option, compared with another one."""

FACTORS = range(2, 11)
MOST_SUMMANDS = 4
MOST_SUMS = 400_000
"""So many sums are computed: where there are many combinations, and many options, coefficients are smaller."""

Cost: TypeAlias = tuple[int, int, int, int, int, int, str]
"""Comparisons, terms, coefficients, constants, characters, negations; and the text, so that no two are the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`there`: the combinations of which it is true. `value`: of one option, that which it equals or does not equal."""

    there: int
    text: str
    options: tuple[str, ...]
    terms: int
    coefficients: int = 0
    constant: int = 0
    value: str = ""

    @property
    def cost(self) -> Cost:
        return 1, self.terms, self.coefficients, self.constant, len(self.text), self.text.count("!="), self.text


class Family(Protocol):
    """Comparisons that differ in a constant only."""

    @property
    def rank(self) -> tuple[int, int]:
        """What the cheapest of them costs, in terms and coefficients."""

    @property
    def about(self) -> tuple[str, ...]:
        """The options that are compared."""

    def narrowest(self, around: int) -> int:
        """Of what the narrowest one is true that is true of all these; of everything if there is none."""

    def widest(self, beside: int) -> Sequence[int]:
        """Of what those are true that are true of none of these, and could not be wider."""

    def between(self, inside: int, outside: int) -> Comparison | None:
        """The shortest one that is true of the first and false of the second."""


def families(
    rows: Sequence[Mapping[str, Value]],
    show: Callable[[Value], str],
    sizes: Collection[str] = (),
    ranges: Ranges | None = None,
) -> list[Family]:
    """What can be said of these combinations, the simplest first. Of sizes only which they are: there are always others, which
    nobody looked at. Of options in `ranges` only what is true of all combinations of an order, or of none."""
    apart = ranges.intervals if ranges else {}
    told = [option for option in rows[0] if option not in apart and len({row[option] for row in rows}) > 1]
    options = {option: [row[option] for row in rows] for option in told}
    numbers = {option: [int(each) for each in column if type(each) is int] for option, column in options.items()}
    numeric = {option: column for option, column in numbers.items() if len(column) == len(rows) and option not in sizes}
    found: list[Family] = list(_of_orders(rows, ranges)) if ranges else []
    for option, column in options.items():
        if option in numeric:
            found += [Between(option, numeric[option], {}), *_equal(option, numeric[option], show, both=True)]
        else:
            both = len(set(column)) > 3 and option not in sizes
            found += [*_equal(option, column, show, both=both), Among(option, column, show)]
    others = [option for option in options if option not in numeric and option not in sizes]
    for one, other in combinations(others, 2):
        if set(options[one]) == set(options[other]):
            found += _same(one, options[one], other, options[other])
    for coefficients in _directions(list(numeric), len(rows)):
        found += _linear(coefficients, [numeric[option] for option in coefficients])
    return sorted(found, key=lambda family: (family.rank, isinstance(family, Lone) and "!=" in family.said.text))


def _of_orders(rows: Sequence[Mapping[str, Value]], ranges: Ranges) -> Iterator[Family]:
    """Of options that are only compared: in which interval one is, and how two that are compared stand to each other."""
    for option in ranges.intervals:
        where = [ranges.interval(option, int(str(row[option]))) for row in rows]
        lows, ends = [low for low, _ in where], dict(where)
        yield Between(option, lows, ends)
        yield from _bounds({option: 1}, lows, ends)
        for said in _equal(option, lows, str, both=True):
            if ends[int(said.said.value)] == int(said.said.value):
                yield said
    for group in ranges.compared:
        for one, other in combinations(group, 2):
            sums = [int(str(row[one])) - int(str(row[other])) for row in rows]
            signs = {sign: places([(each > 0) - (each < 0) == sign for each in sums]).get(True, 0) for sign in (-1, 0, 1)}
            below, equal, above = signs.values()
            there = {"<": below, "=": equal, ">": above, "<=": below | equal, "!=": below | above, ">=": equal | above}
            for sign, which in there.items():
                yield _fixed(_said({one: 1, other: -1}, sign, 0, which), whole(len(rows)))


def whole(count: int) -> int:
    """All of so many combinations."""
    return (1 << count) - 1


def places(column: Sequence[Value]) -> dict[Value, int]:
    """For each value where it is."""
    found: dict[Value, bytearray] = {}
    for number, value in enumerate(column):
        if value not in found:
            found[value] = bytearray(len(column) // 8 + 1)
        found[value][number >> 3] |= 1 << (number & 7)
    return {value: int.from_bytes(bits, "little") for value, bits in found.items()}


# --- one comparison, true of the same whatever is asked --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lone:
    said: Comparison
    all: int
    rank: tuple[int, int]
    about: tuple[str, ...]

    def narrowest(self, around: int) -> int:
        return self.all if around & ~self.said.there else self.said.there

    def widest(self, beside: int) -> Sequence[int]:
        return () if beside & self.said.there else (self.said.there,)

    def between(self, inside: int, outside: int) -> Comparison | None:
        return None if inside & ~self.said.there or outside & self.said.there else self.said


def _fixed(said: Comparison, all: int) -> Lone:
    return Lone(said, all, (said.terms, said.coefficients), said.options)


def equals(option: str, value: str, there: int) -> Comparison:
    return Comparison(there, f"{option} = {value}", (option,), 2, value=value)


def _equal(option: str, column: Sequence[Value], show: Callable[[Value], str], *, both: bool) -> Iterator[Lone]:
    """`mode = notrack`; and `limit != 3`, of numbers and where there is much else that it may be."""
    all, found = whole(len(column)), places(column)
    for value, there in found.items():
        yield _fixed(equals(option, show(value), there), all)
        if both:
            yield _fixed(Comparison(all & ~there, f"{option} != {show(value)}", (option,), 2, value=show(value)), all)


def _same(one: str, left: Sequence[Value], other: str, right: Sequence[Value]) -> Iterator[Lone]:
    all = whole(len(left))
    there = places([a == b for a, b in zip(left, right, strict=True)]).get(True, 0)
    yield _fixed(Comparison(there, f"{one} = {other}", (one, other), 2, 2), all)
    yield _fixed(Comparison(all & ~there, f"{one} != {other}", (one, other), 2, 2), all)


# --- one option and some of its values -------------------------------------------------------------------------------


class Among:
    """`mode in { a, b }`: any of the values of what is no number."""

    def __init__(self, option: str, column: Sequence[Value], show: Callable[[Value], str]) -> None:
        self.option, self.show, self.places = option, show, places(column)
        self.about: tuple[str, ...] = (option,)
        self.rank = (3, 0)

    def narrowest(self, around: int) -> int:
        return sum(there for there in self.places.values() if there & around)

    def widest(self, beside: int) -> Sequence[int]:
        return (sum(there for there in self.places.values() if not there & beside),)

    def between(self, inside: int, outside: int) -> Comparison | None:
        there = self.narrowest(inside)
        values = [self.show(value) for value, where in self.places.items() if where & inside]
        if there & outside or not values:
            return None
        if len(values) == 1:
            return equals(self.option, values[0], there)
        return Comparison(there, f"{self.option} in {{ {', '.join(values)} }}", self.about, 1 + len(values))


class Between:
    """`limit in 2..4`: neighbouring values of a number; a value may stand for all up to its end."""

    def __init__(self, option: str, column: Sequence[int], ends: Mapping[int, int]) -> None:
        found = {int(str(value)): there for value, there in places(column).items()}
        self.option, self.rank = option, (3, 0)
        self.about: tuple[str, ...] = (option,)
        self.values = sorted(found)
        self.ends = [ends.get(value, value) for value in self.values]
        self.places = [found[value] for value in self.values]

    def narrowest(self, around: int) -> int:
        touched = self._touched(around)
        return sum(self.places[touched[0] : touched[-1] + 1]) if touched else 0

    def widest(self, beside: int) -> Sequence[int]:
        edges = [-1, *self._touched(beside), len(self.places)]
        gaps = [sum(self.places[start + 1 : end]) for start, end in pairwise(edges)]
        return [gap for gap in gaps if gap]

    def between(self, inside: int, outside: int) -> Comparison | None:
        touched = self._touched(inside)
        there = self.narrowest(inside)
        if not touched or there & outside:
            return None
        low, high = self.values[touched[0]], self.ends[touched[-1]]
        if low == high:
            return equals(self.option, str(low), there)
        return Comparison(there, f"{self.option} in {low}..{high}", self.about, 3)

    def _touched(self, some: int) -> list[int]:
        return [number for number, there in enumerate(self.places) if there & some]


# --- sums of options ----------------------------------------------------------------------------------------------------


def _directions(options: Sequence[str], count: int) -> list[dict[str, int]]:
    """Coefficients without a common factor, the first of them above 0, as many as may be computed for so many combinations."""
    for heaviest in range(HEAVIEST, 1, -1):
        found = list(_up_to(options, heaviest))
        if len(found) * count <= MOST_SUMS:
            return found
    return [{option: 1} for option in options]


def _up_to(options: Sequence[str], heaviest: int) -> Iterator[dict[str, int]]:
    for size in range(1, min(len(options), MOST_SUMMANDS, heaviest) + 1):
        for chosen in combinations(options, size):
            most = heaviest - size + 1
            factors = [range(1, most + 1), *[[*range(1, most + 1), *range(-1, -most - 1, -1)]] * (size - 1)]
            for row in product(*factors):
                if sum(map(abs, row)) <= heaviest and gcd(*row) == 1:
                    yield dict(zip(chosen, row, strict=True))
    if heaviest == HEAVIEST:
        for one, other in combinations(options, 2):
            for factor in FACTORS:
                if factor + 1 > heaviest:
                    yield {one: 1, other: -factor}
                    yield {one: factor, other: -1}


def _linear(coefficients: Mapping[str, int], columns: Sequence[Sequence[int]]) -> Iterator[Family]:
    """What can be said of a sum: that it is not above, or not below something; and whether two options are equal."""
    factors = list(coefficients.values())
    sums = [sum(map(int.__mul__, factors, row)) for row in zip(*columns, strict=True)]
    where = {int(str(value)): there for value, there in places(sums).items()}
    bounds = _bounds(coefficients, sums, {})
    values, upto = bounds[0].values, bounds[0].upto
    yield from bounds
    if len(factors) > 1:
        for signs, below in ((("<", ">="), bisect_left(values, 0)), (("<=", ">"), bisect_left(values, 1))):
            yield _fixed(_said(coefficients, signs[0], 0, upto[below]), upto[-1])
            yield _fixed(_said(coefficients, signs[1], 0, upto[-1] & ~upto[below]), upto[-1])
    if sorted(factors) == [-1, 1]:
        for value in values:
            for sign, there in (("=", where[value]), ("!=", upto[-1] & ~where[value])):
                yield _fixed(_said(coefficients, sign, value, there), upto[-1])


def _bounds(coefficients: Mapping[str, int], sums: Sequence[int], ends: Mapping[int, int]) -> tuple[Bounded, Bounded]:
    """That a sum is not above, and that it is not below something."""
    where = {int(str(value)): there for value, there in places(sums).items()}
    values = sorted(where)
    upto = [0]
    for value in values:
        upto.append(upto[-1] | where[value])
    last = [ends.get(value, value) for value in values]
    return Bounded(coefficients, values, last, upto, above=False), Bounded(coefficients, values, last, upto, above=True)


class Bounded:
    """A sum compared with a constant: `hold < dead`, `ttl >= loop_wait + 2 * retry`.

    `upto[n]` is where the sum has one of its n smallest values; each of these may stand for all up to its end.
    """

    def __init__(
        self, coefficients: Mapping[str, int], values: Sequence[int], ends: Sequence[int], upto: Sequence[int], *, above: bool
    ) -> None:
        self.coefficients, self.values, self.ends, self.upto, self.above = coefficients, values, ends, upto, above
        self.all, self.about = upto[-1], tuple(coefficients)
        self.rank = len(coefficients) + 1, _weight(coefficients)

    def _there(self, below: int) -> int:
        """Where the comparison is true if so many of the smallest values are below its edge."""
        return self.all & ~self.upto[below] if self.above else self.upto[below]

    def _highest(self, some: int) -> int:
        """How many of the smallest values it takes to have all of these."""
        return bisect_left(range(len(self.values)), True, key=lambda count: not some & ~self.upto[count])

    def _lowest(self, some: int) -> int:
        """How many of the smallest values have none of these."""
        return bisect_left(range(len(self.values)), True, key=lambda count: bool(some & self.upto[count + 1]))

    def narrowest(self, around: int) -> int:
        return self._there(self._lowest(around) if self.above else self._highest(around))

    def widest(self, beside: int) -> Sequence[int]:
        return (self._there(self._highest(beside) if self.above else self._lowest(beside)),)

    def between(self, inside: int, outside: int) -> Comparison | None:
        first, second = (outside, inside) if self.above else (inside, outside)
        edges = range(max(1, self._highest(first)), min(len(self.values) - 1, self._lowest(second)) + 1)
        if len(self.coefficients) == 1:  # what is narrowest is a value that was looked at
            edges = edges[-1:] if self.above else edges[:1]
        said = [each for edge in edges for each in self._at(edge)]
        return min(said, key=lambda each: each.cost, default=None)

    def _at(self, edge: int) -> Iterator[Comparison]:
        """The two ways to say where the edge is: at a value on one of its sides. (A 0 has a comparison of its own.)"""
        there = self._there(edge)
        for sign, value in (
            (">=" if self.above else "<", self.values[edge]),
            (">" if self.above else "<=", self.ends[edge - 1]),
        ):
            if len(self.coefficients) > 1 or "=" in sign:
                yield _said(self.coefficients, sign, value, there)


TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def _said(coefficients: Mapping[str, int], sign: str, constant: int, there: int) -> Comparison:
    """A sum compared with a constant, without a negative coefficient: such a summand stands on the other side."""
    left = [_times(factor, option) for option, factor in coefficients.items() if factor > 0]
    right = [_times(-factor, option) for option, factor in coefficients.items() if factor < 0]
    terms = len(coefficients) + (1 if constant or not right else 0)
    if right and len(right) < len(left):
        left, right, sign, constant = right, left, TURNED[sign], -constant
    if not right:
        end = str(constant)
    else:
        end = " + ".join(right) + (f" + {constant}" if constant > 0 else f" - {-constant}" if constant else "")
    alone = len(coefficients) == 1
    text = f"{' + '.join(left)} {sign} {end}"
    return Comparison(there, text, tuple(coefficients), terms, _weight(coefficients), 0 if alone else abs(constant))


def _weight(coefficients: Mapping[str, int]) -> int:
    return sum(map(abs, coefficients.values())) if len(coefficients) > 1 else 0


def _times(factor: int, option: str) -> str:
    return option if factor == 1 else f"{factor} * {option}"
