"""Typed values, put together: `coerce` fits a value to a type, `equal` compares, `choose` decides, whatever the types."""

from __future__ import annotations

from dataclasses import replace

from hamodel.language import errors
from hamodel.language.elaboration.scope import LexicalScope
from hamodel.language.elaboration.types import (
    BROKEN,
    UNKNOWN,
    AnyType,
    RecordType,
    RecordValue,
    Typed,
    bounds,
    is_integer,
    join,
    leaves,
)
from hamodel.model.expr import (
    BOOL,
    Apply,
    Bound,
    Const,
    Expr,
    OptionalType,
    Quantified,
    RangeType,
    Type,
    Value,
    conjunction,
    is_partial,
)
from hamodel.model.semantics import sure
from hamodel.source import Span


def apply(op: str, args: list[Expr], type: Type, span: Span) -> Expr:
    """An operator, or BROKEN if an argument is: an error below is reported already."""
    return BROKEN if any(arg.type is UNKNOWN for arg in args) else Apply(op, tuple(args), type, span)


def coerce(value: Typed, wanted: AnyType, span: Span, scope: LexicalScope) -> Typed:
    """`value` as one of type `wanted`. That an integer is in its range is left to run time where it is not plain."""
    have = value.type
    if have is wanted or have is UNKNOWN or have == wanted:
        return value
    if wanted is UNKNOWN:
        return BROKEN
    if isinstance(wanted, OptionalType) and not isinstance(have, OptionalType | RecordType):
        inner = coerce(value, wanted.inner, span, scope)
        if inner.type is UNKNOWN or isinstance(inner, RecordValue):
            return BROKEN
        return Apply("some", (inner,), wanted, span)
    if is_integer(have) and is_integer(wanted) and not isinstance(value, RecordValue):
        return _in_range(value, wanted, span, scope) if isinstance(wanted, RangeType) else value
    if isinstance(have, OptionalType) and (have.inner == wanted or (is_integer(have.inner) and is_integer(wanted))):
        scope.report(errors.types.may_be_none(span, str(have.inner)))
    else:
        scope.report(errors.types.wrong_type(span, str(have), str(wanted)))
    return BROKEN


def equal(left: Typed, right: Typed, span: Span, scope: LexicalScope) -> Expr:
    """`left = right`; records are equal when all their fields are."""
    type = join(left.type, right.type)
    if left.type is UNKNOWN or right.type is UNKNOWN:
        return BROKEN
    if type is None:
        scope.report(errors.types.cannot_compare(span, str(left.type), str(right.type)))
        return BROKEN
    if isinstance(left, RecordValue) or isinstance(right, RecordValue):
        pairs = zip(leaves(left), leaves(right), strict=True)
        return spanned(conjunction([Apply("=", pair, BOOL, span) for pair in pairs]), span)
    if isinstance(type, OptionalType):
        if left.type != type:
            left, right = right, left
        if right.type != type:
            if isinstance(type.inner, RangeType) and not _within(right, type.inner):
                member = Bound(scope.context.fresh("value"), type.inner)
                same = Apply("=", (left, Apply("some", (member,), type, span)), BOOL, span)
                body = Apply("and", (Apply("=", (member, right), BOOL, span), same), BOOL, span)
                found = Quantified("some", member, body, BOOL, span)
                # also where `right` is out of the range, `left` is looked at: it may have no value
                return found if sure(left) else Apply("=", (found, Apply("=", (left, left), BOOL, span)), BOOL, span)
            right = Apply("some", (right,), type, span)
    return Apply("=", (left, right), BOOL, span)


def choose(test: Expr, then: Typed, otherwise: Typed, span: Span, scope: LexicalScope) -> Typed:
    """`if test then then else otherwise`, field by field for records."""
    if UNKNOWN in (test.type, then.type, otherwise.type):
        return BROKEN
    type = join(then.type, otherwise.type)
    if type is None:
        scope.report(errors.types.branches_differ(span, str(then.type), str(otherwise.type)))
        return BROKEN
    if isinstance(then, RecordValue) and isinstance(otherwise, RecordValue):
        pairs = zip(then.fields, otherwise.fields, strict=True)
        return RecordValue(then.type, tuple(choose(test, a, b, span, scope) for a, b in pairs))
    then, otherwise = coerce(then, type, span, scope), coerce(otherwise, type, span, scope)
    if isinstance(then, RecordValue) or isinstance(otherwise, RecordValue) or isinstance(type, RecordType):
        return BROKEN
    return apply("if", [test, then, otherwise], type, span)


def value_of(expr: Expr) -> Value:
    """The value of what `constant` returned."""
    value = constant_value(expr)
    return None if value is NOT_CONSTANT else value


NOT_CONSTANT = "not a constant"


def constant_value(expr: Expr) -> Value:
    """The value of a constant; NOT_CONSTANT of all others."""
    match expr:
        case Const(value=value) | Apply(op="some", args=(Const(value=value),)):
            return value
        case _:
            return NOT_CONSTANT


def word(value: Value) -> str:
    """A value as it is written."""
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _within(value: Expr, range: RangeType) -> bool:
    low, high = bounds(value)
    return range.low <= low and high <= range.high


def _in_range(value: Expr, wanted: RangeType, span: Span, scope: LexicalScope) -> Expr:
    low, high = bounds(value)
    if high < wanted.low or wanted.high < low:
        scope.report(errors.types.out_of_range(span, str(low) if low == high else f"{low}..{high}", str(wanted)))
        return BROKEN
    if scope.place == "initial" and not _within(value, wanted):
        scope.report(errors.types.may_leave_range(span, str(wanted)))
        return BROKEN
    return Const(value.value, wanted) if isinstance(value, Const) else value


def spanned(expr: Expr, span: Span) -> Expr:
    """The expression as if it were written at `span`, so that a report points at its use. What may have no value keeps its
    place, where the error is."""
    return expr if isinstance(expr, Const | Bound) or is_partial(expr) else replace(expr, span=span)


def nest(op: str, binders: list[Bound], body: Expr, span: Span) -> Expr:
    """Quantifiers over the body, the first of the binders outermost."""
    for binder in reversed(binders):
        body = Quantified(op, binder, body, BOOL, span)
    return body


def number_of(op: str, binders: list[Bound], body: Expr, span: Span) -> Expr:
    """`exactly one` or `at most one`. A pair (x, y) is the only one if x is the only x with some y, and each x has one y."""
    first, rest = binders[0], binders[1:]
    if not rest:
        return Quantified(op, first, body, BOOL, span)
    outer = Quantified(op, first, nest("some", rest, body, span), BOOL, span)
    inner = Quantified("all", first, number_of("at most one", rest, body, span), BOOL, span)
    return Apply("and", (outer, inner), BOOL, span)
