"""Scope: how many members each sort has, and a value for each option; with it every type has finitely many values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from hamodel.model.expr import BoolType, EnumType, IntType, OptionalType, RangeType, SortType, Type, Value


@dataclass(frozen=True, slots=True)
class Scope:
    """`sizes` by the name of the sort, `options` by the name of the option: every one of the system has an entry."""

    sizes: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[str, Value] = field(default_factory=dict)

    def domain(self, type: Type) -> tuple[Value, ...]:
        """The values of a type, in the order of their codes: 0, 1, 2, ..."""
        match type:
            case BoolType():
                return (False, True)
            case RangeType(low, high):
                return tuple(range(low, high + 1))
            case EnumType(members=members):
                return members
            case SortType(name, prefix):
                return tuple(f"{prefix}{index}" for index in range(self.sizes[name]))
            case OptionalType(inner):
                return (None, *self.domain(inner))
            case IntType():
                raise ValueError("the integers have no finite domain")
            case _:
                assert_never(type)
