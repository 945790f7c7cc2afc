"""The combinations of options that nothing in a spec tells apart -> one of each such class, with what it stands for.

LEMMA. Let a spec read some options only where it compares them with each other and with constants. Then two combinations of which
all these comparisons say the same have the same runs, and each property and assumption says the same of them: the value of an
expression comes from the values of its parts, and by induction no part but an operand of such a comparison differs. So what is
found of one combination of a class is true of every one.

How that is computed. The constants that such an option is compared with, and the ends of the ranges, cut its values into
intervals. An order of options says in which interval each lies, and how those in one interval stand to each other: no comparison
tells combinations of one order apart, so a class is one or more orders. How many combinations an order has is a product of
binomials. An option that is read in any other way, or compared with anything else, has each of its values by itself; so has every
option that it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import chain, pairwise, product
from math import comb, prod
from typing import TypeAlias

from hamodel.model.expr import (
    OPERATORS,
    Apply,
    Bound,
    Const,
    Expr,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    Value,
    children,
)
from hamodel.model.scope import Scope
from hamodel.model.system import Option, System
from hamodel.source import Span

MOST_ORDERS = 4096
"""So many orders are told apart, and combinations of them with the values of other options."""

MOST_TRIED = 100_000

Interval: TypeAlias = tuple[int, int]
Row: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Ranges:
    """Options that are only compared: the intervals of the values of each, between which constants decide; and which of them are
    compared with each other."""

    intervals: Mapping[str, tuple[Interval, ...]]
    compared: tuple[tuple[str, ...], ...]

    def interval(self, option: str, value: int) -> Interval:
        """Where the value lies."""
        return next(each for each in self.intervals[option] if each[0] <= value <= each[1])

    def words(self, order: Row) -> str:
        """The condition that is true of the combinations of this order, of options that are only compared."""
        where = {option: self.interval(option, _number(order[option])) for option in self.intervals}
        parts = [_within(option, where[option]) for option, every in self.intervals.items() if len(every) > 1]
        for group in self.compared:
            for interval in dict.fromkeys(where[option] for option in group):
                here = [option for option in group if where[option] == interval and interval[0] < interval[1]]
                here.sort(key=lambda option: _number(order[option]))
                for one, other in pairwise(here):
                    parts.append(f"{one} {'=' if order[one] == order[other] else '<'} {other}")
        return " and ".join(parts) or "true"


def _within(option: str, interval: Interval) -> str:
    low, high = interval
    return f"{option} = {low}" if low == high else f"{option} in {low}..{high}"


@dataclass(frozen=True, slots=True)
class Alike:
    """A class of combinations that nothing in the spec tells apart, and one of them, `options`.

    `count`: how many they are; `orders`: one of each order of the options. Together the classes have every combination, once.
    """

    options: Row
    count: int
    orders: tuple[Row, ...]
    ranges: Ranges

    @property
    def members(self) -> tuple[str, ...]:
        """What its combinations are, one condition for each order; of an option that they do not name it has the one value."""
        alone = [name for name in self.options if name not in self.ranges.intervals]
        several = [name for name in alone if len({order[name] for order in self.orders}) > 1]
        return tuple(self._words(order, several) for order in self.orders)

    def _words(self, order: Row, several: Sequence[str]) -> str:
        values = [f"{name} = {str(order[name]).lower() if isinstance(order[name], bool) else order[name]}" for name in several]
        ranges = self.ranges.words(order)
        return " and ".join([*values, *([ranges] if ranges != "true" or not values else [])])


def alike(
    system: System, given: Mapping[str, Value], unset: Sequence[Option], most: int, apart: Mapping[str, Value] | None = None
) -> tuple[Alike, ...] | None:
    """The classes of all combinations of the options `unset`, those with defaults first. The others have the values `given`.

    `apart`: a value of an option that is told from its others. None: there are more than `most`, or more orders than can be
    looked at.
    """
    numeric = {option.name: option.type for option in unset if isinstance(option.type, RangeType)}
    reading = _Reading(numeric, given)
    reading.look(system)
    reading.comparisons |= {("=", name, _number(value)) for name, value in (apart or {}).items() if name in numeric}
    parts = _parts(reading, numeric)
    if parts is None:
        return None
    intervals = {name: part.intervals[name] for part in parts for name in part.names}
    ranges = Ranges(intervals, tuple(part.names for part in parts if len(part.names) > 1))
    alone = [option for option in unset if option.name not in ranges.intervals]
    sets: list[tuple[_Class, ...]] = [_values(option) for option in alone]
    sets += [part.classes({option.name: option.default for option in unset}) for part in parts]
    if prod(map(len, sets)) > most or prod(sum(len(each.orders) for each in part) for part in sets) > MOST_ORDERS:
        return None
    place = {option.name: number for number, option in enumerate(unset)}
    sets.sort(key=lambda classes: min(place[name] for name in classes[0].orders[0]))
    return tuple(_together(chosen, [option.name for option in unset], ranges) for chosen in product(*sets))


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of the combinations of some of the options; `orders`: the first of it is shown."""

    orders: tuple[Row, ...]
    count: int


def _values(option: Option) -> tuple[_Class, ...]:
    """Each value of an option, its default first."""
    domain = Scope().domain(option.type)
    if option.default is not None:
        domain = tuple(sorted(domain, key=lambda value: value != option.default))
    return tuple(_Class(({option.name: value},), 1) for value in domain)


def _together(chosen: Sequence[_Class], names: Sequence[str], ranges: Ranges) -> Alike:
    orders = []
    for rows in product(*(each.orders for each in chosen)):
        whole = {name: value for row in rows for name, value in row.items()}
        orders.append({name: whole[name] for name in names})
    return Alike(orders[0], prod(each.count for each in chosen), tuple(orders), ranges)


# --- how a spec reads options ----------------------------------------------------------------------------------------

Operand: TypeAlias = "str | int"
"""The name of an option, or a constant."""


@dataclass
class _Reading:
    """How a system reads the options `numeric`; the `given` ones are constants.

    `comparisons`: operator and operands, one of them at least an option. `otherwise`: the options that are read in other ways.
    """

    numeric: Mapping[str, RangeType]
    given: Mapping[str, Value]
    comparisons: set[tuple[str, Operand, Operand]] = field(default_factory=set)
    otherwise: set[str] = field(default_factory=set)
    _seen: dict[int, object] = field(default_factory=dict)

    def look(self, thing: object) -> None:
        """At every expression in whatever it is: nothing that a system has is left out."""
        if id(thing) in self._seen or isinstance(thing, str | int | Span) or thing is None:
            return
        self._seen[id(thing)] = thing
        if isinstance(thing, Const | Read | Bound | Apply | Quantified | Pending | Possible):
            self._expression(thing)
        elif isinstance(thing, Mapping):
            for part in chain(thing.keys(), thing.values()):
                self.look(part)
        elif isinstance(thing, tuple | list | set | frozenset):
            for part in thing:
                self.look(part)
        elif is_dataclass(thing):
            for each in fields(thing):
                self.look(getattr(thing, each.name))
        else:
            raise TypeError(f"a system has a {type(thing).__name__}, and nobody looked for options in it")

    def _expression(self, expr: Expr) -> None:
        if isinstance(expr, Read) and expr.variable in self.numeric:
            self.otherwise.add(expr.variable)
        if isinstance(expr, Possible):
            self.look(expr.home)
        if isinstance(expr, Apply) and expr.op in ("=", "<", "<="):
            left, right = (self._operands(side) for side in expr.args)
            if left is not None and right is not None:
                pairs = product(left, right)
                self.comparisons.update((expr.op, a, b) for a, b in pairs if isinstance(a, str) or isinstance(b, str))
                for side in expr.args:
                    self._conditions(side)
                return
        for part in children(expr):
            self._expression(part)

    def _operands(self, side: Expr) -> list[Operand] | None:
        """What the side of a comparison may be: options and constants, or None: something else."""
        match side:
            case Const(value=int() as value) if not isinstance(value, bool):
                return [value]
            case Read(variable=name) if name in self.numeric:
                return [name]
            case Read(variable=name) if name in self.given and isinstance(side.type, RangeType):
                return [_number(self.given[name])]
            case Apply(op="if", args=(_, then, otherwise)):
                one, other = self._operands(then), self._operands(otherwise)
                return None if one is None or other is None else [*one, *other]
            case Apply(op="next", args=(inner,)):
                return self._operands(inner)
            case _:
                return None

    def _conditions(self, side: Expr) -> None:
        """At the conditions of a side that consists of options and constants."""
        match side:
            case Apply(op="if", args=(condition, then, otherwise)):
                self._expression(condition)
                self._conditions(then)
                self._conditions(otherwise)
            case Apply(op="next", args=(inner,)):
                self._conditions(inner)
            case _:
                pass


# --- orders ----------------------------------------------------------------------------------------------------------


def _parts(reading: _Reading, numeric: Mapping[str, RangeType]) -> list[_Part] | None:
    """The options that are only compared, together with those that they are compared with."""
    group = {name: frozenset({name}) for name in numeric}
    for _, a, b in reading.comparisons:
        if isinstance(a, str) and isinstance(b, str):
            joined = group[a] | group[b]
            group |= dict.fromkeys(joined, joined)
    parts = []
    for members in dict.fromkeys(group.values()):
        names = tuple(name for name in numeric if name in members)
        if not members & reading.otherwise:
            part = _Part(names, {name: numeric[name] for name in names}, _of(reading, members))
            if part.too_many:
                return None
            parts.append(part)
    return parts


def _of(reading: _Reading, names: frozenset[str]) -> tuple[tuple[str, Operand, Operand], ...]:
    found = [each for each in reading.comparisons if each[1] in names or each[2] in names]
    return tuple(sorted(found, key=str))


class _Part:
    """Options that are compared with constants and with each other, and with nothing else."""

    def __init__(
        self, names: tuple[str, ...], types: Mapping[str, RangeType], comparisons: Sequence[tuple[str, Operand, Operand]]
    ) -> None:
        self.names, self.types, self.comparisons = names, types, comparisons
        starts = {edge for type in types.values() for edge in (type.low, type.high + 1)}
        for op, a, b in comparisons:
            if isinstance(a, int):  # `a < x` is whether x is at least a + 1
                starts |= {"=": {a, a + 1}, "<": {a + 1}, "<=": {a}}[op]
            if isinstance(b, int):
                starts |= {"=": {b, b + 1}, "<": {b}, "<=": {b + 1}}[op]
        edges = sorted(starts)
        every = [(low, after - 1) for low, after in pairwise(edges)]
        self.intervals: dict[str, tuple[Interval, ...]] = {
            name: tuple(each for each in every if type.low <= each[0] and each[1] <= type.high) for name, type in types.items()
        }
        self.too_many = self._tries() > MOST_TRIED

    def _tries(self) -> int:
        """At most so many ranks are tried: no option has more of them than there are options."""
        return prod(sum(min(len(self.names), high - low + 1) for low, high in each) for each in self.intervals.values())

    def classes(self, defaults: Mapping[str, Value]) -> tuple[_Class, ...]:
        """Orders of which all comparisons say the same, together; that of the defaults first, shown by them."""
        found: dict[tuple[Value, ...], list[Row]] = {}
        counts: dict[tuple[Value, ...], int] = {}
        for order, count in self._orders():
            told = self._told(order)
            found.setdefault(told, []).append(order)
            counts[told] = counts.get(told, 0) + count
        total = prod(type.high - type.low + 1 for type in self.types.values())
        assert sum(counts.values()) == total, "a combination belongs to no class, or to two"
        first = {name: defaults[name] for name in self.names}
        if None not in first.values():
            told, lowest = self._told(first), self._lowest(first)
            rest = [order for order in found[told] if order != lowest]
            assert len(rest) == len(found[told]) - 1, "the defaults have an order"
            found = {told: [first, *rest], **{key: orders for key, orders in found.items() if key != told}}
        return tuple(_Class(tuple(orders), counts[told]) for told, orders in found.items())

    def _told(self, order: Row) -> tuple[Value, ...]:
        """What each comparison says."""
        return tuple(
            OPERATORS[op](order[a] if isinstance(a, str) else a, order[b] if isinstance(b, str) else b)
            for op, a, b in self.comparisons
        )

    def _orders(self) -> Iterator[tuple[Row, int]]:
        """Each order by its lowest combination, with the number of its combinations: `comb` of the values of an interval, for as
        many different ones as the options in it have."""
        for where in product(*self.intervals.values()):
            inside = {interval: where.count(interval) for interval in where}
            ranks = [range(min(inside[interval], interval[1] - interval[0] + 1)) for interval in where]
            for chosen in product(*ranks):
                used: dict[Interval, set[int]] = {}
                for interval, rank in zip(where, chosen, strict=True):
                    used.setdefault(interval, set()).add(rank)
                if all(max(each) == len(each) - 1 for each in used.values()):
                    count = prod(comb(high - low + 1, len(used[low, high])) for low, high in used)
                    values = (low + rank for (low, _), rank in zip(where, chosen, strict=True))
                    yield dict(zip(self.names, values, strict=True)), count

    def _lowest(self, order: Row) -> Row:
        """The lowest combination of the same order."""
        values = {name: _number(value) for name, value in order.items()}
        where = {
            name: next(each for each in self.intervals[name] if each[0] <= value <= each[1]) for name, value in values.items()
        }
        return {
            name: where[name][0] + len({values[o] for o in self.names if where[o] == where[name] and values[o] < value})
            for name, value in values.items()
        }


def _number(value: Value) -> int:
    assert isinstance(value, int), "a range has numbers"
    return value
