"""Durations in expressions -> expressions of type DURATION, which read literals and options by their names."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hamodel.language import errors
from hamodel.language.elaboration.names import Names
from hamodel.language.elaboration.scope import Context, LexicalScope
from hamodel.language.elaboration.types import BROKEN, UNKNOWN, RecordValue, Typed, is_integer
from hamodel.language.text import ast
from hamodel.model.expr import Apply, Const, Expr, Read
from hamodel.model.timing import DURATION, SECONDS
from hamodel.source import Span

OPERATORS = frozenset(["+", "-", "*", "/", "negative"])


def is_duration(node: ast.Expr, scope: LexicalScope) -> bool:
    """Does the text look like a duration? It is asked before its parts have types."""
    return _looks(node, scope, frozenset())


def _looks(node: ast.Expr, scope: LexicalScope, inside: frozenset[str]) -> bool:
    match node:
        case ast.Duration():
            return True
        case ast.Word(text=text) if text in scope.bindings:
            return scope.bindings[text].value.type == DURATION
        case ast.Word(text=text):
            return text in scope.names.durations or _is_named(text, scope.names, scope, inside)
        case ast.Call(name=name):
            return _is_named(name.text, scope.names, scope, inside)
        case ast.Operation(op=op, args=args) if op in OPERATORS:
            return any(_looks(arg, scope, inside) for arg in args)
        case ast.Operation(op="if", args=args):
            return any(_looks(arg, scope, inside) for arg in args[1:])
        case ast.Match(arms=arms):
            return any(_looks(arm.body, scope, inside) for arm in arms)
        case _:
            return False


def _is_named(name: str, names: Names, scope: LexicalScope, inside: frozenset[str]) -> bool:
    definition = names.definitions.get(name)
    return definition is not None and name not in inside and _looks(definition.body, scope, inside | {name})


def literal(node: ast.Duration, context: Context) -> Expr:
    """`8 s`."""
    name = f"{node.value} {node.unit}"
    context.time.lengths[name] = node.value * SECONDS[node.unit]
    return Read(name, (), DURATION, span=node.span)


def computed(op: str, values: Sequence[Typed], args: Sequence[ast.Expr], span: Span, scope: LexicalScope) -> Expr:
    """A sum of durations, or a duration times or divided by a number."""
    parts = [value for value in values if not isinstance(value, RecordValue)]
    if len(parts) != len(values) or any(part.type is UNKNOWN for part in parts):
        return BROKEN
    kinds = ["duration" if part.type == DURATION else "number" if is_integer(part.type) else "" for part in parts]
    match op, kinds:
        case "+" | "-", ["duration", "duration"]:
            return Apply(op, tuple(parts), DURATION, span)
        case "*", ["duration", "number"]:
            return Apply("*", tuple(parts), DURATION, span)
        case "*", ["number", "duration"]:
            return Apply("*", (parts[1], parts[0]), DURATION, span)
        case "negative", ["duration"]:
            return Apply("*", (parts[0], Const(-1, parts[0].type)), DURATION, span)
        case "/", ["duration", "number"]:
            return _divided(parts[0], parts[1], args[1].span, span, scope)
        case _:
            wrong = next((place for place, kind in enumerate(kinds) if kind != "duration"), -1)
            if op in ("+", "-") and wrong >= 0:
                scope.report(errors.types.wrong_type(args[wrong].span, str(parts[wrong].type), "duration"))
            else:
                wrong = next((place for place, kind in reversed([*enumerate(kinds)]) if kind != "number"), len(args) - 1)
                scope.report(errors.types.wrong_type(args[wrong].span, str(parts[wrong].type), "integer"))
            return BROKEN


def drifted(length: Expr, of: int, ticks: int, context: Context) -> Expr:
    """How long a clock runs that counts so many ticks in the time in which a true one counts `of`."""
    name = f"{of}/{ticks}"
    context.time.lengths[name] = Fraction(of, ticks)
    return Apply("*", (length, Read(name, (), DURATION)), DURATION, getattr(length, "span", None))


def _divided(length: Expr, number: Expr, place: Span, span: Span, scope: LexicalScope) -> Expr:
    if not (isinstance(number, Const) and isinstance(number.value, int) and number.value > 0):
        scope.report(errors.timing.divided_by(place))
        return BROKEN
    name = f"1/{number.value}"
    scope.context.time.lengths[name] = Fraction(1, number.value)
    return Apply("*", (length, Read(name, (), DURATION)), DURATION, span)
