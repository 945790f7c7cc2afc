"""The pieces of one rule of the grammar -> a node of the surface tree. `RULES` has a line for each rule; called bottom-up.

`c` holds the pieces of the rule in the order of the text, punctuation included, None for what was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


@dataclass(frozen=True, slots=True)
class _Trait:
    value: ast.Name
    when: ast.Expr | None
    span: Span
    in_a_row: ast.Amount | None = None
    delay: ast.Within | None = None


# --- rules of which more than one piece has to be looked into --------------------------------------------------------


def _channel(c: Pieces) -> ast.Channel:
    _, name, over, _, sender, _, receiver, _, messages, order, traits = c
    kind, capacity = order.value
    words, conditions = tuple(trait.value for trait in traits), [trait.when for trait in traits if trait.when is not None]
    return ast.Channel(
        _name(name), _value(over), _name(sender), _name(receiver), messages, kind, capacity, words,
        conditions[0] if conditions else None, _span([c[0], order, *traits]),
        next((trait.in_a_row for trait in traits if trait.in_a_row is not None), None),
        next((trait.delay for trait in traits if trait.delay is not None), None),
    )  # fmt: skip


def _trait(c: Pieces) -> _Trait:
    if len(c) > 1 and not isinstance(c[2], Token):  # `lossy when mode = notrack`
        return _Trait(_name(c[0]), c[2], _span(c))
    return _Trait(ast.Name(" ".join(word.text for word in c), _span(c)), None, _span(c))


def _bounded_loss(c: Pieces) -> _Trait:
    return _Trait(_name(c[0]), None, _span(c), in_a_row=c[3])


def _delivering(c: Pieces) -> _Trait:
    delay = ast.Within(c[3], c[5], _span(c))
    return _Trait(ast.Name("delivers within", _span(c)), None, _span(c), delay=delay)


def _action(c: Pieces) -> ast.Action:
    fairness, kind, name, parameters, deadline, guard, body = c
    return ast.Action(
        kind.text, _fairness(fairness), _name(name), _value(parameters), _value(guard, None), body.value, _span(c[:-1]), deadline
    )  # fmt: skip


def _immediate(c: Pieces) -> ast.Action:
    _, kind, name, parameters, guard, body = c
    return ast.Action(
        kind.text, "", _name(name), _value(parameters), _value(guard, None), body.value, _span(c[:-1]), immediate=True
    )  # fmt: skip


def _in_time(c: Pieces) -> ast.Operation:
    return ast.Operation(_operator(c[1]), tuple(c[::2]), _span(c))


def _on(c: Pieces) -> ast.On:
    fairness, _, channel, message, fields, _, sender, _, receiver, guard, body = c
    return ast.On(
        _fairness(fairness), _name(channel), _name(message), _value(fields), _name(sender), _name(receiver),
        _value(guard, None), body.value, _span(c[:-1]),
    )  # fmt: skip


def _expecting(c: Pieces) -> ast.Property:
    when = c[5] if len(c) > 6 else None
    return ast.Property(c[0].text, _name(c[1]), c[3].text, when, c[-1], _doc(c[0]), _span(c))


def _tagged(c: Pieces) -> ast.Property | ast.Scenario | ast.Expect | ast.ExpectTime:
    """What is declared, with its tags and the comment above these."""
    claim: ast.Property | ast.Scenario | ast.Expect | ast.ExpectTime = c[-1]
    tags = tuple(ast.Name(token.text[1:-1], token.span) for token in c[1:-1:2])
    return replace(claim, hazards=tags, doc=_doc(c[0]), span=_span(c))


def _branch(c: Pieces) -> ast.If:
    _, condition, then, _, otherwise = c
    return ast.If(condition, then.value, (otherwise,) if isinstance(otherwise, ast.If) else _value(otherwise), _span(c))


def _send(c: Pieces) -> ast.Send:
    _, channel, message, arguments, _, sender, _, receiver = c
    return ast.Send(_name(channel), _name(message), _value(arguments), sender, receiver, _span(c))


def _on_channel(c: Pieces) -> ast.OnChannel:
    blocked, verb, channel, carried, route = c
    message, args = _value(carried, (None, ()))
    sender, receiver = _value(route, (None, None))
    return ast.OnChannel(verb.text, _name(channel), message, args, sender, receiver, blocked is not None, _span(c))


def _word(token: Token) -> ast.Expr:
    """A name. One with dots is read as fields: elaboration knows the names of instances."""
    head, *fields = token.text.split(".")
    source, end = token.span.source, token.span.start + len(head)
    found: ast.Expr = ast.Word(head, Span(source, token.span.start, end))
    for field in fields:
        name = ast.Name(field, Span(source, end + 1, end + 1 + len(field)))
        end = name.span.end
        found = ast.Field(found, name, Span(source, token.span.start, end))
    return found


def _on_link(c: Pieces) -> ast.OnLink:
    blocked, verb, link, indices, route = c
    return ast.OnLink(verb.text, _name(link), (*_value(indices), *_value(route)), blocked is not None, _span(c))


def _minus(c: Pieces) -> ast.Operation:
    return ast.Operation("negative", (c[1],), _span(c))


def _pending(c: Pieces) -> ast.Pending:
    asked, channel, carried, route = c
    message, args = _value(carried, (None, ()))
    sender, receiver = _value(route, (None, None))
    return ast.Pending(asked.text, _name(channel), message, args, sender, receiver, _span(c))


def _possible_delivery(c: Pieces) -> ast.PossibleDelivery:
    _, _, channel, carried, route = c
    message, args = _value(carried, (None, ()))
    sender, receiver = _value(route, (None, None))
    return ast.PossibleDelivery(_name(channel), message, args, sender, receiver, _span(c))


# --- pieces ----------------------------------------------------------------------------------------------------------


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


def _fairness(token: Token | None) -> Any:
    return "" if token is None else _operator(token)


def _obliged(piece: Any) -> Any:
    """A member of a group that is fair together; None for a comma."""
    if not isinstance(piece, Token):
        return piece
    return _name(piece) if piece.type in ("NAME", "PATH") else None


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


# --- the rules -------------------------------------------------------------------------------------------------------

RULES: dict[str, Callable[[Pieces], Any]] = {
    # declarations
    "header": lambda c: Header(_name(c[1]), _span(c)),
    "importing": lambda c: ast.Import(c[1].text.strip('"'), _span(c[:2]), c[2], () if c[3] is None else c[3]),
    "renamed": lambda c: _name(c[1]),
    "givens": lambda c: tuple(each for each in c if isinstance(each, ast.Given)),
    "given": lambda c: ast.Given(_name(c[0]), _value(c[1], None), c[3], _span(c)),
    "needing": lambda c: ast.Needs(c[1].text, _name(c[2]), len(c) > 3 and c[3] is not None, (), None, None, _span(c)),
    "needing_def": lambda c: ast.Needs(c[1].text, _name(c[2]), False, _value(c[3]), c[4], c[6], _span(c)),
    "const": lambda c: ast.Constant(_name(c[1]), c[3], _span(c)),
    "enum": lambda c: ast.Enum(_name(c[1]), c[3], c[0].type == "NODE", _span(c)),
    "node": lambda c: ast.Enum(_name(c[1]), c[3], c[0].type == "NODE", _span(c)),
    "sort": lambda c: ast.Sort(_name(c[1]), c[2] is not None, _span(c)),
    "record": lambda c: ast.Record(_name(c[1]), c[3], _span(c)),
    "option": lambda c: ast.Option(_name(c[1]), _value(c[2]), c[4], c[6], c[7].text if c[7] else "", _span(c)),
    "link": lambda c: ast.Link(tuple(c[1::2]), _span(c)),
    "wire": lambda c: ast.Wire(_name(c[0]), _value(c[1]), _span(c)),
    "var": lambda c: ast.Var(_name(c[1]), _value(c[2]), c[4], c[6], _span(c)),
    "timer": lambda c: ast.TimerDeclaration(tuple(c[1::2]), _span(c)),
    "clock": lambda c: ast.TimerCell(_name(c[0]), _value(c[1]), c[2], _span(c), _value(c[3], 0)),
    "fixed": lambda c: ast.Within(c[1], c[1], _span(c)),
    "between": lambda c: ast.Within(c[2], c[4], _span(c)),
    "deadline": lambda c: ast.Within(c[2], c[4], _span(c)),
    "initially": lambda c: ast.Initially(c[1], _span(c)),
    "started": lambda c: ast.Started((), None, (c[1],), _span(c)),
    "started_for": lambda c: ast.Started(c[2], _value(c[3], None), tuple(c[5:-1]), _span(c)),
    "channel": _channel,
    "definition": lambda c: ast.Def(_name(c[2]), _value(c[3]), c[4], c[6], _span(c), c[0] is not None),
    "proc": lambda c: ast.Proc(_name(c[1]), _value(c[2]), c[3].value, _span(c)),
    "action": _action,
    "immediate": _immediate,
    "expiring": lambda c: ast.Expiring(_name(c[2]), _value(c[3]), _value(c[4], None), c[5].value, _span(c[:-1])),
    "on": _on,
    "switch": lambda c: ast.Switch(
        _fairness(c[0]), c[2].text, _name(c[3]), _value(c[4]), c[5].value, _span(c[:-1])
    ),
    "mending": lambda c: ast.Mending(_fairness(c[0]), _names(c[2::2]), _span(c)),
    "which": lambda c: Part(_names(_listed(c)), _span(c)),
    "together": lambda c: ast.Together(_fairness(c[0]), tuple(each for each in map(_obliged, c[2:-1]) if each), _span(c)),
    "delivered": lambda c: ast.Delivered(_name(c[1]), None if c[2] is None else _name(c[2]), _span(c)),
    "size": lambda c: ast.Size(_name(c[1]), c[3], _span(c)),
    "faults": lambda c: ast.Faults(c[1], _span(c), _value(c[2], None)),
    "scenario": lambda c: ast.Scenario(_name(c[1]), tuple(c[3:-1]), _doc(c[0]), _span(c)),
    "property": lambda c: ast.Property(c[0].text, _name(c[1]), "", None, c[3], _doc(c[0]), _span(c)),
    "expecting": _expecting,
    "tagged": _tagged,
    "expectation": lambda c: ast.Expect(_name(c[1]), c[2].text, _value(c[3], None), _span(c), _doc(c[0])),
    "expected_time": lambda c: ast.ExpectTime(_name(c[1]), c[3], _span(c), _doc(c[0])),
    "longest": lambda c: ast.Measure(_name(c[1]), c[4], None, _doc(c[0]), _span(c)),
    "time_between": lambda c: ast.Measure(_name(c[1]), c[4], c[6], _doc(c[0]), _span(c)),
    "solve": lambda c: ast.Solve(_name(c[1]), _name(c[3]), _value(c[4], ()), c[7], _doc(c[0]), _span(c)),
    "sought": lambda c: Part(_names(c[1::2]), _span(c)),
    "names": lambda c: _names(c[::2]),
    "record_fields": lambda c: tuple(c[::2]),
    "indices": lambda c: Part(_listed(c), _span(c)),
    "parameters": lambda c: Part(_listed(c), _span(c)),
    "message_fields": lambda c: Part(_listed(c), _span(c)),
    "bindings": lambda c: Part(_names(_listed(c)), _span(c)),
    "over": lambda c: Part(tuple(c[1::2]), _span(c)),
    "result": lambda c: c[1],
    "guard": lambda c: Part(c[1], _span(c)),
    "where": lambda c: Part(c[1], _span(c)),
    "messages": lambda c: tuple(c[::2]),
    "message": lambda c: ast.Message(_name(c[0]), _value(c[1]), _span(c)),
    "order": lambda c: Part((c[0].text, c[1] if len(c) > 1 else None), _span(c)),
    "traits": tuple,
    "trait": _trait,
    "bounded_loss": _bounded_loss,
    "delivering": _delivering,
    "drift": lambda c: Part(int(c[1].text), _span(c)),
    "apart": lambda c: Part(c[2], _span(c)),
    # types
    "binder": lambda c: ast.Binder(_name(c[0]), c[2], _span(c)),
    "unnamed": lambda c: ast.Binder(None, c[0], c[0].span),
    "binders": lambda c: tuple(c[::2]),
    "optional_type": lambda c: ast.OptionalType(c[0], _span(c)),
    "named_type": lambda c: ast.NamedType(_name(c[0]), c[0].span),
    "range_type": lambda c: ast.RangeType(c[0], c[2], _span(c)),
    "members_type": lambda c: ast.MembersType(c[1], _span(c)),
    # statements
    "block": lambda c: Part(tuple(c[1:-1]), _span(c)),
    "let": lambda c: ast.Let(_name(c[1]), c[3], _span(c)),
    "assign": lambda c: ast.Assign(c[0], c[2], _span(c)),
    "branch": _branch,
    "loop": lambda c: ast.For(c[1], _value(c[2], None), c[3].value, _span(c)),
    "choose": lambda c: ast.Choose(c[1], _value(c[2], None), _span([c[0], c[2] or c[1][-1]])),
    "either": lambda c: ast.Either(tuple(block.value for block in c[1::2]), _span(c)),
    "require": lambda c: ast.Require(c[1], _span(c)),
    "send": _send,
    "drop": lambda c: ast.Drop(_name(c[1]), c[3], c[5], _span(c)),
    "invoke": lambda c: ast.Invoke(_name(c[0]), c[1].value, _span(c)),
    "starting": lambda c: ast.Start(_name(c[1]), _value(c[2]), c[3], _span(c)),
    "stopping": lambda c: ast.Stop(_name(c[1]), _value(c[2]), _span(c)),
    "at": lambda c: Part(c[1], _span(c)),
    # scenarios
    "set": lambda c: ast.Set(_name(c[1]), _value(c[2]), tuple(map(_name, c[4:-2:2])), c[-1], _span(c)),
    "members_of": lambda c: Part(c[1], _span(c)),
    "happen": lambda c: ast.Happen(_name(c[1]), _value(c[2]), c[0] is not None, _span(c)),
    "on_link": _on_link,
    "on_channel": _on_channel,
    "any_step": lambda c: ast.AnySteps(len(c) > 2, _span(c)),
    "assertion": lambda c: ast.Assert(c[1], _span(c)),
    "wait": lambda c: ast.Wait(c[1], _span(c)),
    "wait_until": lambda c: ast.WaitUntil(_name(c[3]), _value(c[4]), _span(c)),
    "at_time": lambda c: ast.At(c[1], c[2], _span(c)),
    "carried": lambda c: Part((_name(c[0]), _value(c[1])), _span(c)),
    "scenario_message": lambda c: Part((_name(c[0]), _value(c[1])), _span(c)),
    "route": lambda c: Part((c[1], c[3]), _span(c)),
    "scenario_route": lambda c: Part((c[1], c[3]), _span(c)),
    # expressions
    "word": lambda c: _word(c[0]),
    "name_of_instance": lambda c: ast.Word(c[0].text, c[0].span),
    "number": lambda c: ast.Number(int(c[0].text), c[0].span),
    "duration": lambda c: ast.Duration(int(c[0].text), c[1].text, _span(c)),
    "in_time": _in_time,
    "index": lambda c: ast.Index(_name(c[0]), c[2], _span(c)),
    "call": lambda c: ast.Call(_name(c[0]), c[1].value, _span(c)),
    "field_of": lambda c: ast.Field(c[0], _name(c[2]), _span(c)),
    "parenthesized": lambda c: replace(c[1], span=_span(c)),
    "exprs": lambda c: tuple(c[::2]),
    "arguments": lambda c: Part(_listed(c), _span(c)),
    "scenario_indices": lambda c: Part(_listed(c), _span(c)),
    "scenario_arguments": lambda c: Part(_listed(c), _span(c)),
    "binary": lambda c: ast.Operation(_operator(c[1]), (c[0], c[2]), _span(c)),
    "chain": lambda c: ast.Operation(c[1].text, tuple(c[::2]), _span(c)),
    "prefix": lambda c: ast.Operation(c[0].text, (c[1],), _span(c)),
    "minus": _minus,
    "conditional": lambda c: ast.Operation("if", (c[1], c[3], c[5]), _span(c)),
    "members": lambda c: ast.Members(tuple(c[1:-1:2]), _span(c)),
    "interval": lambda c: ast.Interval(c[0], c[2], _span(c)),
    "quantified": lambda c: ast.Quantified(_operator(c[0]), c[1], None, c[3], _span(c)),
    "quantified_where": lambda c: ast.Quantified(_operator(c[0]), c[1], c[2].value, c[4], _span(c)),
    "selected": lambda c: ast.Quantified(c[0].text, (c[1],), _value(c[2], None), None, _span(c)),
    "best": lambda c: ast.Best(c[1], _value(c[2], None), c[4].value, _span(c)),
    "keys": lambda c: Part((c[0],) if len(c) == 1 else tuple(c[1:-1:2]), _span(c)),
    "match": lambda c: ast.Match(c[1], tuple(arm for arm in c[3:] if isinstance(arm, ast.Arm)), _span(c)),
    "arm": lambda c: ast.Arm(c[0].value, c[2], _span(c)),
    "patterns": lambda c: Part(() if _is_underscore(c[0]) else tuple(c[::2]), _span(c)),
    "pending": _pending,
    "possible": lambda c: ast.Possible(_name(c[1]), _value(c[2], None), _span(c)),
    "possible_delivery": _possible_delivery,
    "possible_any": lambda c: ast.PossibleAny(c[2] is not None, _span(c)),
    "did": lambda c: ast.Did(_name(c[1]), _value(c[2], None), _span(c)),
    "did_to_a_link": lambda c: ast.DidBuiltIn(_on_link([None, *c[1:]]), _span(c)),
    "did_on_a_channel": lambda c: ast.DidBuiltIn(_on_channel([None, *c[1:]]), _span(c)),
}
"""By its name in the grammar, what a rule makes of its pieces."""
