"""`<` and `min` of integers, and of members of an enum, in the order of their declaration -> integers are compared; of members
of an ordered sort: these are."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.language import errors
from hamodel.language.elaboration.definitions import LARGEST_INLINING
from hamodel.language.elaboration.scope import LexicalScope, measure
from hamodel.language.elaboration.types import BROKEN, UNKNOWN, AnyType, RecordValue, Typed, is_integer, is_ordered
from hamodel.language.elaboration.values import choose
from hamodel.language.text import ast
from hamodel.model.expr import BOOL, INT, Apply, Const, EnumType, Expr, OptionalType, SortType
from hamodel.source import Span


def in_order(op: str, parts: Sequence[Typed], args: Sequence[ast.Expr], span: Span, scope: LexicalScope) -> Expr:
    """`a op b`, for one of `<`, `<=`, `>`, `>=`."""
    found = comparable(parts, args, span, scope)
    if found is None or not affordable(found, span, op, scope):
        return BROKEN
    low, high = (place(part, span) for part in (reversed(found) if op in (">", ">=") else found))
    return Apply("<" if op in ("<", ">") else "<=", (low, high), BOOL, span)


def extreme(name: str, parts: Sequence[Typed], args: Sequence[ast.Expr], span: Span, scope: LexicalScope) -> Typed:
    """`min(a, b, ...)` or `max(a, b, ...)`."""
    found = comparable(parts, args, span, scope)
    if found is None:
        return BROKEN
    result: Typed = found[0]
    for other in found[1:]:
        if isinstance(result, RecordValue) or not affordable([result, other], span, name, scope):
            return BROKEN
        pair = (place(result, span), place(other, span))
        test = Apply("<=", pair if name == "min" else pair[::-1], BOOL, span)
        result = choose(test, result, other, span, scope)
    return result


def comparable(parts: Sequence[Typed], args: Sequence[ast.Expr], span: Span, scope: LexicalScope) -> list[Expr] | None:
    """The values, if they have an order: integers, or members of one enum or ordered sort. Reports that they have none."""
    found: list[Expr] = []
    for part, arg in zip(parts, args, strict=True):
        if part.type is UNKNOWN:
            return None
        if isinstance(part, RecordValue) or not has_order(part.type):
            if isinstance(part.type, OptionalType) and has_order(part.type.inner):
                scope.report(errors.types.may_be_none(arg.span, str(part.type.inner)))
            else:
                scope.report(errors.types.no_order(arg.span, str(part.type), isinstance(part.type, SortType)))
            return None
        found.append(part)
    for other in found[1:]:
        if other.type != found[0].type and not (is_integer(other.type) and is_integer(found[0].type)):
            scope.report(errors.types.no_common_order(span, str(found[0].type), str(other.type)))
            return None
    return found


def has_order(type: AnyType) -> bool:
    return is_integer(type) or is_ordered(type) or (isinstance(type, EnumType) and type is not UNKNOWN)


def affordable(parts: Sequence[Expr], span: Span, name: str, scope: LexicalScope) -> bool:
    """Can all be written out as often as it takes to know their places? Reports that they cannot."""
    for part in parts:
        copies = len(part.type.members) if isinstance(part.type, EnumType) else 1
        scope.context.inlined += (measure(part)[0] - 1) * (copies + 1)
    if scope.context.inlined <= LARGEST_INLINING:
        return True
    scope.context.report_size(span, name)
    return False


def place(value: Expr, span: Span) -> Expr:
    """The integer, the member of a sort itself; of a member of an enum, how many are declared before it."""
    if not isinstance(value.type, EnumType):
        return value
    *before, last = value.type.members
    if isinstance(value, Const):
        return Const(value.type.members.index(str(value.value)), INT)
    result: Expr = Const(len(before), INT)
    for number, member in reversed(list(enumerate(before))):
        same = Apply("=", (value, Const(member, value.type)), BOOL, span)
        result = Apply("if", (same, Const(number, INT), result), INT, span)
    if before:
        return result
    alone = Apply("=", (value, Const(last, value.type)), BOOL, span)  # it is looked at all the same: it may have no value
    return Apply("if", (alone, result, result), INT, span)
