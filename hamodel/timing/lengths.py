"""Expressions of type DURATION -> sums of lengths times numbers; how fine the steps of time must be; numbers of such steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import product
from math import gcd, prod
from typing import Any, TypeAlias, assert_never

from hamodel.model.expr import (
    BOOL,
    INT,
    OPERATORS,
    Apply,
    BoolType,
    Bound,
    Const,
    EnumType,
    Expr,
    OptionalType,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    Value,
)
from hamodel.model.substitution import substitute
from hamodel.model.timing import DURATION

ONE, ZERO = Const(1, INT), Const(0, INT)

Sum: TypeAlias = dict[Expr, Fraction]
"""Numbers that a state may have, each with the length that it counts."""

MOST_VALUES = 1000
MANY = 10**12
"""Stands for no bound."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """`values`: what the names of literals and options stand for."""

    values: Mapping[str, Fraction]

    def of(self, expr: Expr) -> Sum:
        """The duration as a sum."""
        match expr:
            case Read(variable=name):
                return {ONE: self.values[name]}
            case Apply(op="+" | "-" as op, args=(left, right)):
                return total((self.of(left), Fraction(1)), (self.of(right), Fraction(1 if op == "+" else -1)))
            case Apply(op="*", args=(left, Read(variable=factor, type=type))) if type == DURATION:
                return total((self.of(left), self.values[factor]))
            case Apply(op="*", args=(left, Const(value=int(number)))):
                return total((self.of(left), Fraction(number)))
            case Apply(op="*", args=(left, number)):
                return {_times(count, number): length for count, length in self.of(left).items()}
            case Apply(op="if", args=(condition, then, otherwise)):
                first: Sum = {Apply("if", (condition, count, ZERO), INT): length for count, length in self.of(then).items()}
                last: Sum = {Apply("if", (condition, ZERO, count), INT): length for count, length in self.of(otherwise).items()}
                return total((first, Fraction(1)), (last, Fraction(1)))
            case _:
                raise AssertionError(f"{expr} is no duration")


def _times(count: Expr, number: Expr) -> Expr:
    return number if count == ONE else Apply("*", (count, number), INT)


def total(*parts: tuple[Sum, Fraction]) -> Sum:
    """The sums, each times its factor."""
    found: Sum = {}
    for terms, factor in parts:
        for count, length in terms.items():
            found[count] = found.get(count, Fraction(0)) + length * factor
    return {count: length for count, length in found.items() if length}


def unit_of(sums: Iterable[Sum]) -> Fraction:
    """The longest step of which every length that these may have is a multiple; a second, if there is none but 0."""
    found = Fraction(0)
    for terms in sums:
        for count, length in terms.items():
            values = possible(count)
            for step in {length} if values is None else {length * value for value in values}:
                found = _common(found, step)
    return found or Fraction(1)


def _common(left: Fraction, right: Fraction) -> Fraction:
    return Fraction(
        gcd(left.numerator * right.denominator, right.numerator * left.denominator), left.denominator * right.denominator
    )


def counted(terms: Sum, unit: Fraction) -> Expr:
    """How many steps it is."""
    result: Expr | None = None
    fixed = 0
    for count, length in terms.items():
        steps = length / unit
        if count == ONE:
            assert steps.denominator == 1, "a unit divides all lengths"
            fixed += steps.numerator
            continue
        term = count if steps.numerator == 1 else Apply("*", (count, Const(steps.numerator, INT)), INT)
        if steps.denominator != 1:  # the values that it has are multiples
            term = Apply("div", (term, Const(steps.denominator, INT)), INT)
        result = term if result is None else Apply("+", (result, term), INT)
    if result is None:
        return Const(fixed, INT)
    return Apply("+", (result, Const(fixed, INT)), INT) if fixed else result


def bounds(terms: Sum) -> tuple[Fraction, Fraction]:
    """The least and the most that it can be, whatever values of their types its names have; where these are too many, two lengths
    below and above which it never is."""
    return _bounds(tuple(terms.items()))


@cache
def _bounds(terms: tuple[tuple[Expr, Fraction], ...]) -> tuple[Fraction, Fraction]:
    lengths = every_length(dict(terms))
    if lengths is not None:
        return min(lengths), max(lengths)
    low = high = Fraction(0)
    for count, length in terms:
        ends = [length * end for end in _ends(_written_out(count))]
        low, high = low + min(ends), high + max(ends)
    return low, high


def every_length(terms: Mapping[Expr, Any]) -> list[Any] | None:
    """All that it can be, whatever values of their types its names have; None: these are too many."""
    known = [(_written_out(count), length) for count, length in terms.items()]
    read = dict.fromkeys(name for count, _ in known for name in _read(count))
    domains: list[Sequence[Value]] = []
    for domain in map(_values, read):
        if domain is None or len(domain) * prod(map(len, domains)) > MOST_VALUES:
            return None
        domains.append(domain)
    every = (dict(zip(read, values, strict=True)) for values in product(*domains))
    return [sum((length * _counted(count, values) for count, length in known), Fraction(0)) for values in every]


def _written_out(expr: Expr) -> Expr:
    """What counts or asks all members of an enum, as a sum or a chain of them."""
    match expr:
        case Quantified(op="count" | "all" | "some" as op, binder=Bound(name=name, type=EnumType() as of), body=body):
            parts = tuple(_written_out(substitute(body, {name: Const(member, of)})) for member in of.members)
            if op != "count":
                return Apply("and" if op == "all" else "or", parts, BOOL)
            found: Expr = ZERO
            for part in parts:
                found = Apply("+", (found, Apply("if", (part, ONE, ZERO), INT)), INT)
            return found
        case Apply(args=args):
            return replace(expr, args=tuple(map(_written_out, args)))
        case Const() | Bound() | Read() | Quantified() | Pending() | Possible():
            return expr
        case _:
            assert_never(expr)


def _read(expr: Expr) -> Iterator[Expr]:
    """The parts that have a value of their own: what is read, names, questions."""
    match expr:
        case Apply(args=args):
            for arg in args:
                yield from _read(arg)
        case Const():
            pass
        case Read() | Bound() | Quantified() | Pending() | Possible():
            yield expr
        case _:
            assert_never(expr)


def _values(expr: Expr) -> Sequence[Value] | None:
    """What a part may be; None: too much, or not known."""
    match expr.type:
        case BoolType():
            return (False, True)
        case EnumType(members=members):
            return members
        case OptionalType(inner=EnumType(members=members)):
            return (None, *members)
        case _:
            numbers = possible(expr)
            return None if numbers is None else sorted(numbers)


def _counted(expr: Expr, values: Mapping[Expr, Value]) -> int:
    found = _value(expr, values)
    assert isinstance(found, int), "it counts"
    return found


def _value(expr: Expr, values: Mapping[Expr, Value]) -> Value:
    match expr:
        case Const(value=value):
            return value
        case Apply(op="if", args=(condition, then, otherwise)):
            return _value(then if _value(condition, values) else otherwise, values)
        case Apply(op=op, args=args):
            return OPERATORS[op](*(_value(arg, values) for arg in args))
        case Bound() | Read() | Quantified() | Pending() | Possible():
            return values[expr]
        case _:
            assert_never(expr)


def _ends(count: Expr) -> tuple[int, int]:
    values = possible(count)
    return (-MANY, MANY) if values is None else (min(values), max(values))


def possible(expr: Expr) -> frozenset[int] | None:
    """The values that an integer may have, or more; None: too many, or not known."""
    match expr:
        case Const(value=int(value)) if not isinstance(value, bool):
            return frozenset([value])
        case Apply(op="if", args=(_, left, right)):
            parts = possible(left), possible(right)
            return None if parts[0] is None or parts[1] is None else _few(parts[0] | parts[1])
        case Apply(op="+" | "-" | "*" as op, args=(left, right)):
            first, second = possible(left), possible(right)
            if first is None or second is None or len(first) * len(second) > MOST_VALUES**2:
                return None
            pairs = product(first, second)
            if op == "*":
                return _few(frozenset(a * b for a, b in pairs))
            return _few(frozenset(a + b if op == "+" else a - b for a, b in pairs))
        case Apply(op="div", args=(left, Const(value=int(by)))) if by > 0:
            first = possible(left)
            return None if first is None else frozenset(value // by for value in first)
        case Apply(op="mod", args=(_, Const(value=int(by)))) if 0 < by <= MOST_VALUES:
            return frozenset(range(by))
        case Quantified(op="count", binder=binder) if isinstance(binder.type, EnumType):
            return frozenset(range(len(binder.type.members) + 1))
        case _ if isinstance(expr.type, RangeType) and expr.type.high - expr.type.low < MOST_VALUES:
            return frozenset(range(expr.type.low, expr.type.high + 1))
        case _:
            return None


def _few(values: frozenset[int]) -> frozenset[int] | None:
    return values if len(values) <= MOST_VALUES else None
