"""symmetric_sorts(system): the sorts whose members no formula and no action can tell apart.

Read off the typed tree, never guessed from samples: a wrong "symmetric" makes a wrong "proved" that no test reveals. What can
tell members apart: naming one; an option of the sort; the order in which a loop over the sort sends into a queue; and `the`
in a claim, whose value, where there are two answers, is the last of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from hamodel.model.expr import Const, Expr, OptionalType, Quantified, SortType, Type, subexpressions
from hamodel.model.system import (
    Assign,
    Block,
    Choose,
    Flush,
    For,
    If,
    Let,
    Require,
    Send,
    Statement,
    System,
    Take,
    statements,
)


def symmetric_sorts(system: System) -> tuple[SortType, ...]:
    """The sorts for which every permutation of the members maps runs to runs, and claims to themselves."""
    named = {sort for expr in _expressions(system) for part in subexpressions(expr) for sort in _tells_apart(part)}
    named |= {sort for option in system.options for sort in _sort(option.type)}
    named |= {sort for expr in _claims(system) for part in subexpressions(expr) for sort in _picks(part)}
    named |= {sort for action in system.actions for sort in _ordered_loops(system, action.body)}
    return tuple(sort for sort in system.sorts if sort not in named)


def sort_of(type: Type) -> SortType | None:
    """The sort that the values of a type (other than `none`) are members of."""
    return next(iter(_sort(type)), None)


def _tells_apart(expr: Expr) -> Iterator[SortType]:
    """The members that an expression names."""
    if isinstance(expr, Const) and expr.value is not None:
        yield from _sort(expr.type)


def _picks(expr: Expr) -> Iterator[SortType]:
    if isinstance(expr, Quantified) and expr.op == "the":
        yield from _sort(expr.binder.type)


def _ordered_loops(system: System, block: Block) -> Iterator[SortType]:
    """The sorts over which a loop changes channels in an order that can matter: only sends into bags commute."""
    fifos = {channel.name for channel in system.channels if channel.fifo}
    for statement in statements(block):
        if isinstance(statement, For) and any(_keeps_order(inner, fifos) for inner in statements(statement.body)):
            yield from _sort(statement.binder.type)


def _keeps_order(statement: Statement, fifos: set[str]) -> bool:
    return isinstance(statement, Take | Flush) or (isinstance(statement, Send) and statement.channel in fifos)


def _sort(type: Type) -> Iterator[SortType]:
    inner = type.inner if isinstance(type, OptionalType) else type
    if isinstance(inner, SortType):
        yield inner


def _claims(system: System) -> Iterator[Expr]:
    """What is looked at in states where a run-time mistake may have been made."""
    yield system.initially
    for claim in system.properties:
        yield claim.formula
        yield from (monitor.value for monitor in claim.monitors if monitor.value is not None)


def _expressions(system: System) -> Iterator[Expr]:
    yield from _claims(system)
    yield from (variable.initial for variable in system.variables if variable.initial is not None)
    for action in system.actions:
        yield action.guard
        for statement in statements(action.body):
            yield from _of_statement(statement)


def _of_statement(statement: Statement) -> Iterator[Expr]:
    match statement:
        case Assign(indices=indices, value=value):
            yield from (*indices, value)
        case Send(args=args, sender=sender, receiver=receiver) | Take(args=args, sender=sender, receiver=receiver):
            yield from (*args, sender, receiver)
        case Flush(sender=sender, receiver=receiver):
            yield from (end for end in (sender, receiver) if end is not None)
        case If(condition=condition) | Require(condition=condition):
            yield condition
        case For(where=where) | Choose(where=where):
            yield where
        case Let(value=value):
            yield value
        case _:
            pass
