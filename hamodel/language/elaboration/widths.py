"""too_wide(system): the terms whose value might not fit into a machine word, which some engines compute with.

No number in a text and no bound of a range comes near that limit; only products of several of them do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import assert_never

from hamodel.language.elaboration.types import Interval, interval
from hamodel.model.expr import (
    BoolType,
    EnumType,
    Expr,
    IntType,
    OptionalType,
    Pending,
    Quantified,
    RangeType,
    SortType,
    Type,
    children,
)
from hamodel.model.system import (
    Assert,
    Assign,
    Channel,
    Choose,
    Either,
    Flush,
    For,
    If,
    Property,
    Require,
    Send,
    Statement,
    System,
    Take,
    statements,
)

BITS = 62
"""A value lies between -2^62 and 2^62, neither included: so the distance of two, and one more, fits into 64 bits."""


def too_wide(system: System, members: int) -> Iterator[tuple[Expr, int, int]]:
    """The terms that may be too large or too small, and between which values they may lie; of those inside each other the
    innermost. `members`: how many a sort has at most."""
    for exprs in (_of_state(system), *(_of_property(property) for property in system.declared)):
        yield from _Bounds(members, system.channels).search(exprs)
    for action in system.actions:
        bounds = _Bounds(members, system.channels)
        yield from bounds.search([action.guard])
        for statement in statements(action.body):
            yield from bounds.search(_of_statement(statement))


def _of_state(system: System) -> Iterator[Expr]:
    yield system.initially
    yield from (variable.initial for variable in system.variables if variable.initial is not None)
    for scenario in system.scenarios:
        yield from (each.condition for each in scenario.instructions if isinstance(each, Assert))


def _of_property(property: Property) -> Iterator[Expr]:
    values = [monitor.value for monitor in property.monitors]
    yield from (expr for expr in (property.formula, property.temporal, property.expected, *values) if expr is not None)


def _of_statement(statement: Statement) -> Iterable[Expr]:
    """The expressions of a statement, without those of the statements inside it."""
    match statement:
        case Assign(indices=indices, value=value):
            return (*indices, value)
        case Send(args=args, sender=sender, receiver=receiver, carried=carried, lossy=lossy):
            return (*args, sender, receiver, carried, lossy)
        case Take(args=args, sender=sender, receiver=receiver):
            return (*args, sender, receiver)
        case Flush(sender=sender, receiver=receiver):
            return [end for end in (sender, receiver) if end is not None]
        case If(condition=expr) | Require(condition=expr) | For(where=expr) | Choose(where=expr):
            return (expr,)
        case Either():
            return ()
        case _:
            assert_never(statement)


class _Bounds:
    """Between which values integers lie."""

    def __init__(self, members: int, channels: Sequence[Channel]) -> None:
        self.members, self.channels = members, {channel.name: channel for channel in channels}
        self._known: dict[int, tuple[Expr, Interval]] = {}  # an expression is kept, so that its id stays taken
        self._found: dict[int, tuple[Expr, int, int]] = {}

    def search(self, exprs: Iterable[Expr]) -> Iterator[tuple[Expr, int, int]]:
        """The terms inside these that are too wide and were not found before."""
        told = len(self._found)
        for expr in exprs:
            self.of(expr)
        yield from list(self._found.values())[told:]

    def of(self, expr: Expr) -> Interval:
        known = self._known.get(id(expr))
        if known is None:
            for child in children(expr):
                self.of(child)
            low, high = self._bounds(expr)
            if max(-low, high) >= 1 << BITS:
                self._found[id(expr)] = expr, low, high
                low, high = 0, 0  # said once, not again for all that it is a part of
            known = self._known[id(expr)] = expr, (low, high)
        return known[1]

    def _bounds(self, expr: Expr) -> Interval:
        computed = interval(expr, self.of)
        if computed is not None:
            return computed
        if isinstance(expr, Quantified) and expr.op == "count":
            return 0, self._members(expr.binder.type)
        if isinstance(expr, Pending) and isinstance(expr.type, IntType):  # `count` of all messages of an unordered channel
            return 0, self._messages(self.channels[expr.channel])
        return (expr.type.low, expr.type.high) if isinstance(expr.type, RangeType) else (0, 1)

    def _messages(self, channel: Channel) -> int:
        """How many messages a queue of the channel holds at most: so many copies of each different one."""
        different = sum(prod(self._members(field.type) for field in message.fields) for message in channel.messages)
        return channel.capacity * different

    def _members(self, type: Type) -> int:
        """How many values a type has at most."""
        match type:
            case RangeType(low, high):
                return high - low + 1
            case EnumType(members=members):
                return len(members)
            case OptionalType(inner):
                return 1 + self._members(inner)
            case SortType():
                return self.members
            case BoolType() | IntType():
                return 2
            case _:
                assert_never(type)
