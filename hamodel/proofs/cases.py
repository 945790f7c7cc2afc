"""Cases: an unknown value, as the list of values that it may have, each with the condition under which it has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TypeAlias, assert_never

from hamodel.model.expr import BoolType, EnumType, IntType, OptionalType, RangeType, SortType, Type, Value
from hamodel.proofs.formulas import FALSE, TRUE, Formula, conj, disj, equal, ite, neg, substitute
from hamodel.source import Span

Content: TypeAlias = Value | Formula
"""A value in the words of the spec, or a term for a member of a sort that has any number of them."""

Cases: TypeAlias = tuple[tuple[Content, Formula], ...]
"""Of the conditions one holds, and only one (but for terms that may be equal: the first one counts)."""


class OutsideFragment(Exception):
    """The system cannot be put into formulas that solvers decide, and because of which place in the spec."""

    def __init__(self, span: Span | None, reason: str) -> None:
        super().__init__(reason)
        self.span, self.reason = span, reason


WIDEST = 300
"""The largest number of values that are told apart."""


def members(type: Type, sizes: Mapping[str, int]) -> list[Content]:
    """The values of a type. For a sort of any size one `Formula` with the sort's name: it stands for every member."""
    match type:
        case BoolType():
            return [False, True]
        case RangeType(low, high):
            if high - low >= WIDEST:
                raise OutsideFragment(None, f"a range of {high - low + 1} values")
            return list(range(low, high + 1))
        case EnumType(members=names):
            return list(names)
        case SortType(name, prefix):
            return [f"{prefix}{k}" for k in range(sizes[name])] if name in sizes else [Formula(name)]
        case OptionalType(inner):
            return [None, *members(inner, sizes)]
        case IntType():
            raise ValueError("the integers have no finite domain")
        case _:
            assert_never(type)


def constant(value: Content) -> Cases:
    """One value, whatever the state."""
    return ((value, TRUE),)


def truth_cases(truth: Formula) -> Cases:
    """True where the formula holds and false elsewhere."""
    return tuple((value, part) for value, part in ((True, truth), (False, neg(truth))) if part != FALSE)


def where(cases: Cases, wanted: Value) -> Formula:
    """The condition under which it is this value: `True` is not 1."""
    return disj(*(condition for value, condition in cases if type(value) is type(wanted) and value == wanted))


def truth_of(cases: Cases) -> Formula:
    """The condition under which a bool is true."""
    return where(cases, True)


def merged(rows: Iterable[tuple[Content, Formula]]) -> Cases:
    """Each value once."""
    found: dict[tuple[object, Content], Formula] = {}
    for value, condition in rows:
        if condition != FALSE:
            key = (type(value), value)  # True is not 1
            found[key] = disj(found.get(key, FALSE), condition)
    return tuple((value, condition) for (_, value), condition in found.items())


def choose(condition: Formula, then: Cases, otherwise: Cases) -> Cases:
    """`then` where the condition holds, else `otherwise`."""
    if condition == TRUE or then == otherwise:
        return then
    if condition == FALSE:
        return otherwise
    first, second = _by_value(then), _by_value(otherwise)
    rows = []
    for key in first | second:
        both = ite(condition, first.get(key, FALSE), second.get(key, FALSE))
        if both != FALSE:
            rows.append((key[1], both))
    return tuple(rows)


def _by_value(cases: Cases) -> dict[tuple[object, Content], Formula]:
    return {(type(value), value): condition for value, condition in cases}


def replaced(cases: Cases, values: Mapping[str, Formula]) -> Cases:
    """With other members for these names."""
    return tuple(
        (substitute(content, values) if isinstance(content, Formula) else content, substitute(condition, values))
        for content, condition in cases
    )


def same(a: Cases, b: Cases) -> Formula:
    """Are two values equal?"""
    rows = []
    for value, condition in a:
        for other, other_condition in b:
            rows.append(conj(condition, other_condition, same_content(value, other)))
    return disj(*rows)


def same_content(value: Content, other: Content) -> Formula:
    """Are the two contents the same? Of members of sorts a formula, of others known."""
    if isinstance(value, Formula) and isinstance(other, Formula):
        return equal(value, other)
    return TRUE if type(value) is type(other) and value == other else FALSE


def combinations(parts: Iterable[Cases]) -> Iterator[tuple[tuple[Content, ...], Formula]]:
    """Every choice of a value for each part, with its condition."""
    for rows in product(*parts):
        condition = conj(*(row[1] for row in rows))
        if condition != FALSE:
            yield tuple(row[0] for row in rows), condition


def outside(cases: Cases, type: Type) -> Formula:
    """Is the value none of the type? Only a range can be left."""
    if not isinstance(type, RangeType):
        return FALSE
    return disj(*(row for value, row in cases if not (isinstance(value, int) and type.low <= value <= type.high)))
