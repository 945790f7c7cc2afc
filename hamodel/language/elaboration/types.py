"""Types of elaboration: those of the model, and records, which end here: a record is the tuple of its fields' values.

`UNKNOWN` is the type of an expression with an error in it. It fits everywhere, so that an error is reported once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.model.expr import (
    INT,
    Apply,
    BoolType,
    Const,
    EnumType,
    Expr,
    IntType,
    OptionalType,
    Pending,
    Quantified,
    RangeType,
    SortType,
    Type,
    Value,
)


@dataclass(frozen=True, slots=True)
class RecordType:
    name: str
    fields: tuple[tuple[str, AnyType], ...]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class RecordValue:
    """A value of record type: one value a field, in the order of the fields."""

    type: RecordType
    fields: tuple[Typed, ...]


AnyType: TypeAlias = Type | RecordType
Typed: TypeAlias = Expr | RecordValue

UNKNOWN = EnumType("?", ())
BROKEN = Const(None, UNKNOWN)

Interval: TypeAlias = tuple[int, int]

MANY = 10**12
"""Stands for "no bound" in the bounds of an integer."""


def spread(name: str, type: AnyType, make: Callable[[str, Type], Expr]) -> Typed:
    """A value of `type` out of `make(name, type)`; of a record, out of `make(name.field, ...)` for each field."""
    if isinstance(type, RecordType):
        return RecordValue(type, tuple(spread(f"{name}.{field}", inner, make) for field, inner in type.fields))
    return make(name, type)


def flat(name: str, type: AnyType) -> list[tuple[str, Type]]:
    """The names and types that a name of `type` stands for once records are gone."""
    if isinstance(type, RecordType):
        return [leaf for field, inner in type.fields for leaf in flat(f"{name}.{field}", inner)]
    return [(name, type)]


def width(type: AnyType) -> int:
    """How many names a name of this type stands for once records are gone."""
    return sum(width(inner) for _, inner in type.fields) if isinstance(type, RecordType) else 1


def leaves(value: Typed) -> list[Expr]:
    """The expressions that a value consists of once records are gone, in the order of `flat`."""
    if isinstance(value, RecordValue):
        return [leaf for field in value.fields for leaf in leaves(field)]
    return [value]


def is_integer(type: AnyType) -> bool:
    """Are its values numbers?"""
    return isinstance(type, IntType | RangeType)


def is_ordered(type: AnyType) -> bool:
    """Are its values the members of an ordered sort?"""
    return isinstance(type, SortType) and type.ordered


def enum_of(type: AnyType | None) -> EnumType | None:
    """The enum whose members a value of this type may be."""
    if isinstance(type, OptionalType):
        type = type.inner
    return type if isinstance(type, EnumType) and type is not UNKNOWN else None


def join(left: AnyType, right: AnyType) -> AnyType | None:
    """The type that both fit in, if there is one."""
    if left == right or right is UNKNOWN:
        return left
    if left is UNKNOWN:
        return right
    if is_integer(left) and is_integer(right):
        return INT
    if isinstance(left, OptionalType) and (left.inner == right or _both_integer(left.inner, right)):
        return left
    if isinstance(right, OptionalType) and (right.inner == left or _both_integer(right.inner, left)):
        return right
    return None


def _both_integer(left: AnyType, right: AnyType) -> bool:
    return is_integer(left) and is_integer(right)


def bounds(expr: Expr) -> Interval:
    """Two integers that the value of an integer expression is never below and never above."""
    computed = interval(expr, bounds)
    if computed is not None:
        return computed
    if (isinstance(expr, Quantified) and expr.op == "count") or (isinstance(expr, Pending) and expr.type == INT):
        return 0, MANY
    return (expr.type.low, expr.type.high) if isinstance(expr.type, RangeType) else (-MANY, MANY)


def interval(expr: Expr, of: Callable[[Expr], Interval]) -> Interval | None:
    """Between which values a computed integer lies, if those that it is computed from lie where `of` says; None of others."""
    match expr:
        case Const(value=int(value)) if not isinstance(value, bool):
            return value, value
        case Apply(op="+" | "-" | "*" as op, args=(left, right)):
            (low, high), (low2, high2) = of(left), of(right)
            if op == "+":
                return low + low2, high + high2
            if op == "-":
                return low - high2, high - low2
            products = (low * low2, low * high2, high * low2, high * high2)
            return min(products), max(products)
        case Apply(op="div", args=(left, Const(value=int(by)))) if by > 0:
            low, high = of(left)
            return low // by, high // by
        case Apply(op="mod", args=(_, Const(value=int(by)))) if by > 0:
            return 0, by - 1
        case Apply(op="if", args=(_, left, right)) if not isinstance(expr.type, BoolType):
            (low, high), (low2, high2) = of(left), of(right)
            return min(low, low2), max(high, high2)
        case Apply(op="next", args=(inner,)):
            return of(inner)
        case _:
            return None


def values(type: AnyType, at_most: int = 1000) -> tuple[Value, ...] | None:
    """Every value of a type that has few and fixed ones, else None."""
    match type:
        case BoolType():
            return (False, True)
        case EnumType(members=members):
            return members
        case RangeType(low=low, high=high) if high - low < at_most:
            return tuple(range(low, high + 1))
        case OptionalType(inner=inner):
            inside = values(inner, at_most)
            return None if inside is None else (None, *inside)
        case _:
            return None
