"""The pieces of one rule of the grammar -> a node of the surface tree. One method a rule, named like it; called bottom-up.

`c` holds the pieces of the rule in the order of the text, punctuation included, None for what was left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from hamodel.language.text import ast
from hamodel.language.text.tokens import Token
from hamodel.source import Span

Pieces: TypeAlias = list[Any]


@dataclass(frozen=True, slots=True)
class Header:
    """`spec NAME`."""

    name: ast.Name
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """Several nodes, or what is left of a part of a rule once it is read, with the text that it covers."""

    value: Any
    span: Span


class Builder:
    """A method for each rule. Each is a function of its pieces alone."""

    # --- declarations

    def header(self, c: Pieces) -> Header:
        return Header(_name(c[1]), _span(c))

    def importing(self, c: Pieces) -> ast.Import:
        return ast.Import(c[1].text.strip('"'), _span(c))

    def enum(self, c: Pieces) -> ast.Enum:
        return ast.Enum(_name(c[1]), c[3], c[0].type == "NODE", _span(c))

    node = enum

    def sort(self, c: Pieces) -> ast.Sort:
        return ast.Sort(_name(c[1]), _span(c))

    def record(self, c: Pieces) -> ast.Record:
        return ast.Record(_name(c[1]), c[3], _span(c))

    def option(self, c: Pieces) -> ast.Option:
        return ast.Option(_name(c[1]), c[3], c[5], _span(c))

    def link(self, c: Pieces) -> ast.Link:
        return ast.Link(_names(c[1::2]), _span(c))

    def var(self, c: Pieces) -> ast.Var:
        return ast.Var(_name(c[1]), _value(c[2]), c[4], c[6], _span(c))

    def initially(self, c: Pieces) -> ast.Initially:
        return ast.Initially(c[1], _span(c))

    def channel(self, c: Pieces) -> ast.Channel:
        _, name, link, _, sender, _, receiver, _, messages, order, traits = c
        kind, capacity = order.value
        span = _span([c[0], order, *traits])
        return ast.Channel(
            _name(name), link, _name(sender), _name(receiver), messages, kind, capacity, traits, span
        )  # fmt: skip

    def definition(self, c: Pieces) -> ast.Def:
        return ast.Def(_name(c[1]), _value(c[2]), c[3], c[5], _span(c))

    def proc(self, c: Pieces) -> ast.Proc:
        return ast.Proc(_name(c[1]), _value(c[2]), c[3].value, _span(c))

    def action(self, c: Pieces) -> ast.Action:
        fairness, kind, name, parameters, guard, body = c
        return ast.Action(
            kind.text, _fairness(fairness), _name(name), _value(parameters), _value(guard, None), body.value, _span(c[:-1])
        )  # fmt: skip

    def on(self, c: Pieces) -> ast.On:
        fairness, _, channel, message, fields, _, sender, _, receiver, guard, body = c
        return ast.On(
            _fairness(fairness), _name(channel), _name(message), _value(fields), _name(sender), _name(receiver),
            _value(guard, None), body.value, _span(c[:-1]),
        )  # fmt: skip

    def size(self, c: Pieces) -> ast.Size:
        return ast.Size(_name(c[1]), int(c[3].text), _span(c))

    def faults(self, c: Pieces) -> ast.Faults:
        return ast.Faults(int(c[1].text), _span(c))

    def scenario(self, c: Pieces) -> ast.Scenario:
        return ast.Scenario(_name(c[1]), tuple(c[3:-1]), _doc(c[0]), _span(c))

    def claim(self, c: Pieces) -> ast.Claim:
        return ast.Claim(c[0].text, _name(c[1]), "", None, c[3], _doc(c[0]), _span(c))

    def expecting(self, c: Pieces) -> ast.Claim:
        when = c[5] if len(c) > 6 else None
        return ast.Claim(c[0].text, _name(c[1]), c[3].text, when, c[-1], _doc(c[0]), _span(c))

    def names(self, c: Pieces) -> tuple[ast.Name, ...]:
        return _names(c[::2])

    def record_fields(self, c: Pieces) -> tuple[ast.Binder, ...]:
        return tuple(c[::2])

    def indices(self, c: Pieces) -> Part:
        return Part(_listed(c), _span(c))

    parameters = message_fields = indices

    def bindings(self, c: Pieces) -> Part:
        return Part(_names(_listed(c)), _span(c))

    def over(self, c: Pieces) -> ast.Name:
        return _name(c[1])

    def result(self, c: Pieces) -> Any:
        return c[1]

    def guard(self, c: Pieces) -> Part:
        return Part(c[1], _span(c))

    where = guard

    def messages(self, c: Pieces) -> tuple[ast.Message, ...]:
        return tuple(c[::2])

    def message(self, c: Pieces) -> ast.Message:
        return ast.Message(_name(c[0]), _value(c[1]), _span(c))

    def order(self, c: Pieces) -> Part:
        return Part((c[0].text, int(c[1].text) if len(c) > 1 else None), _span(c))

    def traits(self, c: Pieces) -> tuple[ast.Name, ...]:
        return tuple(c)

    def trait(self, c: Pieces) -> ast.Name:
        return ast.Name(" ".join(word.text for word in c), _span(c))

    # --- types

    def binder(self, c: Pieces) -> ast.Binder:
        return ast.Binder(_name(c[0]), c[2], _span(c))

    def unnamed(self, c: Pieces) -> ast.Binder:
        return ast.Binder(None, c[0], c[0].span)

    def binders(self, c: Pieces) -> tuple[ast.Binder, ...]:
        return tuple(c[::2])

    def optional_type(self, c: Pieces) -> ast.OptionalType:
        return ast.OptionalType(c[0], _span(c))

    def named_type(self, c: Pieces) -> ast.NamedType:
        return ast.NamedType(_name(c[0]), c[0].span)

    def range_type(self, c: Pieces) -> ast.RangeType:
        return ast.RangeType(c[0].value, c[2].value, _span(c))

    def bound(self, c: Pieces) -> Part:
        return Part(int(c[-1].text) * (-1 if len(c) > 1 else 1), _span(c))

    def members_type(self, c: Pieces) -> ast.MembersType:
        return ast.MembersType(c[1], _span(c))

    # --- statements

    def block(self, c: Pieces) -> Part:
        return Part(tuple(c[1:-1]), _span(c))

    def let(self, c: Pieces) -> ast.Let:
        return ast.Let(_name(c[1]), c[3], _span(c))

    def assign(self, c: Pieces) -> ast.Assign:
        return ast.Assign(c[0], c[2], _span(c))

    def branch(self, c: Pieces) -> ast.If:
        _, condition, then, _, otherwise = c
        return ast.If(condition, then.value, (otherwise,) if isinstance(otherwise, ast.If) else _value(otherwise), _span(c))

    def loop(self, c: Pieces) -> ast.For:
        return ast.For(c[1], _value(c[2], None), c[3].value, _span(c))

    def choose(self, c: Pieces) -> ast.Choose:
        return ast.Choose(c[1], _value(c[2], None), _span([c[0], c[2] or c[1][-1]]))

    def either(self, c: Pieces) -> ast.Either:
        return ast.Either(tuple(block.value for block in c[1::2]), _span(c))

    def require(self, c: Pieces) -> ast.Require:
        return ast.Require(c[1], _span(c))

    def send(self, c: Pieces) -> ast.Send:
        _, channel, message, arguments, _, sender, _, receiver = c
        return ast.Send(_name(channel), _name(message), _value(arguments), sender, receiver, _span(c))

    def drop(self, c: Pieces) -> ast.Drop:
        return ast.Drop(_name(c[1]), c[3], c[5], _span(c))

    def invoke(self, c: Pieces) -> ast.Invoke:
        return ast.Invoke(_name(c[0]), c[1].value, _span(c))

    # --- scenarios

    def set(self, c: Pieces) -> ast.Set:
        return ast.Set(_name(c[1]), c[3], _span(c))

    def happen(self, c: Pieces) -> ast.Happen:
        return ast.Happen(_name(c[1]), _value(c[2]), c[0] is not None, _span(c))

    def on_link(self, c: Pieces) -> ast.OnLink:
        return ast.OnLink(c[1].text, _name(c[2]), c[0] is not None, _span(c))

    def on_channel(self, c: Pieces) -> ast.OnChannel:
        blocked, verb, channel, carried, route = c
        message, args = _value(carried, (None, ()))
        sender, receiver = _value(route, (None, None))
        return ast.OnChannel(verb.text, _name(channel), message, args, sender, receiver, blocked is not None, _span(c))

    def any_step(self, c: Pieces) -> ast.AnySteps:
        return ast.AnySteps(len(c) > 2, _span(c))

    def assertion(self, c: Pieces) -> ast.Assert:
        return ast.Assert(c[1], _span(c))

    def carried(self, c: Pieces) -> Part:
        return Part((_name(c[0]), _value(c[1])), _span(c))

    scenario_message = carried

    def route(self, c: Pieces) -> Part:
        return Part((c[1], c[3]), _span(c))

    scenario_route = route

    # --- expressions

    def word(self, c: Pieces) -> ast.Word:
        return ast.Word(c[0].text, c[0].span)

    def number(self, c: Pieces) -> ast.Number:
        return ast.Number(int(c[0].text), c[0].span)

    def index(self, c: Pieces) -> ast.Index:
        return ast.Index(_name(c[0]), c[2], _span(c))

    def call(self, c: Pieces) -> ast.Call:
        return ast.Call(_name(c[0]), c[1].value, _span(c))

    def field_of(self, c: Pieces) -> ast.Field:
        return ast.Field(c[0], _name(c[2]), _span(c))

    def parenthesized(self, c: Pieces) -> Any:
        return replace(c[1], span=_span(c))

    def exprs(self, c: Pieces) -> tuple[ast.Expr, ...]:
        return tuple(c[::2])

    def arguments(self, c: Pieces) -> Part:
        return Part(_listed(c), _span(c))

    scenario_arguments = arguments

    def binary(self, c: Pieces) -> ast.Operation:
        return ast.Operation(_operator(c[1]), (c[0], c[2]), _span(c))

    def chain(self, c: Pieces) -> ast.Operation:
        return ast.Operation(c[1].text, tuple(c[::2]), _span(c))

    def prefix(self, c: Pieces) -> ast.Operation:
        return ast.Operation(c[0].text, (c[1],), _span(c))

    def minus(self, c: Pieces) -> ast.Operation:
        operand = c[1] if not isinstance(c[1], Token) else ast.Number(int(c[1].text), c[1].span)
        return ast.Operation("negative", (operand,), _span(c))

    def conditional(self, c: Pieces) -> ast.Operation:
        return ast.Operation("if", (c[1], c[3], c[5]), _span(c))

    def members(self, c: Pieces) -> ast.Members:
        return ast.Members(tuple(c[1:-1:2]), _span(c))

    def interval(self, c: Pieces) -> ast.Interval:
        return ast.Interval(c[0], c[2], _span(c))

    def quantified(self, c: Pieces) -> ast.Quantified:
        return ast.Quantified(_operator(c[0]), c[1], None, c[3], _span(c))

    def quantified_where(self, c: Pieces) -> ast.Quantified:
        return ast.Quantified(_operator(c[0]), c[1], c[2].value, c[4], _span(c))

    def selected(self, c: Pieces) -> ast.Quantified:
        return ast.Quantified(c[0].text, (c[1],), _value(c[2], None), None, _span(c))

    def match(self, c: Pieces) -> ast.Match:
        return ast.Match(c[1], tuple(arm for arm in c[3:] if isinstance(arm, ast.Arm)), _span(c))

    def arm(self, c: Pieces) -> ast.Arm:
        return ast.Arm(c[0].value, c[2], _span(c))

    def patterns(self, c: Pieces) -> Part:
        return Part(() if _is_underscore(c[0]) else tuple(c[::2]), _span(c))

    def pending(self, c: Pieces) -> ast.Pending:
        _, channel, carried, route = c
        message, args = _value(carried, (None, ()))
        sender, receiver = _value(route, (None, None))
        return ast.Pending(_name(channel), message, args, sender, receiver, _span(c))

    def did(self, c: Pieces) -> ast.Did:
        return ast.Did(_name(c[1]), _value(c[2], None), _span(c))


def _span(c: Pieces) -> Span:
    """From the first piece that is there to the last one."""
    first = c[0] if c[0] is not None else next(piece for piece in c if piece is not None)
    last = c[-1] if c[-1] is not None else next(piece for piece in reversed(c) if piece is not None)
    start: Span = first.span
    return Span(start.source, start.start, last.span.end)


def _name(token: Token) -> ast.Name:
    return ast.Name(token.text, token.span)


def _names(tokens: Iterable[Token]) -> tuple[ast.Name, ...]:
    return tuple(ast.Name(token.text, token.span) for token in tokens)


def _value(part: Part | None, absent: Any = ()) -> Any:
    return absent if part is None else part.value


def _listed(c: Pieces) -> tuple[Any, ...]:
    """What stands between the brackets, without the commas."""
    return tuple(c[1:-1:2])


def _operator(token: Token) -> str:
    """`at  most one` is written with any white space."""
    return " ".join(token.text.split())


def _fairness(token: Token | None) -> str:
    return "" if token is None else _operator(token)


def _is_underscore(piece: Any) -> bool:
    return isinstance(piece, Token) and piece.type == "UNDERSCORE"


def _doc(keyword: Token) -> str:
    """The `##` lines directly above, joined. What does not begin its line has nothing directly above it."""
    source, number = keyword.span.source, keyword.span.line - 1
    lines: list[str] = []
    if source.line(number + 1)[: keyword.span.column - 1].strip():
        return ""
    while number > 0 and (line := source.line(number).strip()).startswith("##"):
        lines.insert(0, line.lstrip("#").strip())
        number -= 1
    return " ".join(line for line in lines if line)
