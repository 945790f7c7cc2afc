"""symmetric_sorts(system): the sorts whose members no order, no formula and no action can tell apart.

Read off the typed tree, never guessed from samples: a wrong "symmetric" makes a wrong "proved" that no test reveals. What can
tell members apart: naming one; an option of the sort; `the` over the sort, which takes the last member where it should have
found one; and the order in which members take their turns, where a loop sends into a queue, or where the first of several
errors hides the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import TypeAlias, assert_never

from hamodel.model.expr import (
    Apply,
    BoolType,
    Bound,
    Const,
    EnumType,
    Expr,
    IntType,
    OptionalType,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    SortType,
    Type,
    subexpressions,
)
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds
from hamodel.model.system import (
    Assign,
    Choose,
    Either,
    Flush,
    For,
    If,
    Require,
    Send,
    Statement,
    System,
    Take,
    statements,
)
from hamodel.source import Span


def symmetric_sorts(system: System) -> tuple[SortType, ...]:
    """The sorts for which every permutation of the members maps runs to runs, and properties to themselves."""
    apart = told_apart(system)
    return tuple(sort for sort in system.sorts if not sort.ordered and sort not in apart)


Why: TypeAlias = tuple[str, Span | None]
"""In words, and where."""


def told_apart(system: System) -> dict[SortType, Why]:
    """The sorts whose members a system may tell apart, each with the first thing that does; by their order all members of an
    ordered sort are, which is not told here."""
    apart: dict[SortType, Why] = {}
    for option in system.options:
        for sort in _sort(option.type):
            apart.setdefault(sort, (f"the option `{option.name}` is one of {sort}", option.span))
    for expr in expressions(system):
        for part in subexpressions(expr):
            for sort, reason in tells_apart(part):
                apart.setdefault(sort, (reason, getattr(part, "span", None)))
    for action in system.actions:
        for statement in statements(action.body):
            if isinstance(statement, For):
                for sort in _sort(statement.binder.type):
                    found = takes_turns(system, statement, sort)
                    if found is not None:
                        apart.setdefault(sort, (found[0], found[1] or action.span))
    return apart


def sort_of(type: Type) -> SortType | None:
    """The sort that the values of a type (other than `none`) are members of."""
    return next(iter(_sort(type)), None)


def tells_apart(expr: Expr) -> Iterator[tuple[SortType, str]]:
    """The sorts whose members this expression may tell apart, its parts aside, each with the reason."""
    match expr:
        case Const(value, type) if value is not None:
            yield from ((sort, f"`{value}` is one member of {sort}") for sort in _sort(type))
        case Quantified(op="the", binder=binder):
            yield from ((sort, f"`{_word(expr)}` over {sort}") for sort in _sort(binder.type))
        case Quantified(binder=binder, body=body) if len(set(without_value(body))) > 1:
            reason = "what has no value in more than one place, of each of"
            yield from ((sort, f"{reason} {sort}") for sort in _sort(binder.type))
        case _:
            pass


def _word(expr: Quantified) -> str:
    """The word by which the spec asks for the one member."""
    return "best" if expr.span and expr.span.text.startswith("best") else expr.op


def takes_turns(system: System, loop: For, sort: SortType | EnumType) -> Why | None:
    """Why it can matter in which order a loop goes through the members; None if it cannot."""
    body = list(statements(loop.body))
    sends = [statement for statement in body if isinstance(statement, Send)]
    written = [statement for statement in body if isinstance(statement, Assign)]
    for statement in body:
        if isinstance(statement, Take | Flush):
            return f"a loop over {sort} empties a channel", getattr(statement, "span", None)
    for send in sends:
        if system.channel(send.channel).fifo:
            return f"a loop over {sort} sends to the fifo `{send.channel}`, one after the other", send.span
        if [other.channel for other in sends].count(send.channel) > 1:
            return f"a loop over {sort} sends more than once to `{send.channel}`", send.span
    shared = [statement for statement in written if loop.binder not in statement.indices]
    for assign in shared:
        if [other.variable for other in written].count(assign.variable) > 1:
            return f"a loop over {sort} writes `{assign.variable}` more than once", assign.span
    places = {place for expr in (loop.where, *_of_block(body)) for place in without_value(expr)}
    if len(places) > 1:
        spans = [span for _, span in sorted(places, key=lambda place: place[1].start if place[1] else -1)]
        return f"a loop over {sort} has no value in more than one place", spans[0]
    return None


def without_value(expr: Expr) -> Iterator[tuple[str, Span | None]]:
    """The places in an expression where it may turn out to have no value."""
    for part in subexpressions(expr):
        match part:
            case Quantified(op="the", span=span) if not always_one(part):
                yield "the", span
            case Read(indices=indices, span=span) if any(isinstance(index.type, IntType | RangeType) for index in indices):
                yield "index", span
            case Apply(op="some", args=(Const(int(value)),), type=OptionalType(RangeType(low, high))) if low <= value <= high:
                pass
            case Apply(op="some", args=(inner,), span=span) if isinstance(inner.type, IntType | RangeType):
                yield "range", span
            case _:
                pass


def always_one(the: Quantified) -> bool:
    """Does `the` have exactly one answer whatever its free names are: `the p: Firewall where p != d`, of two firewalls?"""
    free: dict[str, Type] = {}
    for part in subexpressions(the.body):
        if isinstance(part, Read | Pending | Possible) or (isinstance(part, Quantified) and part.op == "the"):
            return False
        if isinstance(part, Quantified) and sort_of(part.binder.type) is not None:
            return False  # it may depend on how many members there are
        if isinstance(part, Bound) and part.name != the.binder.name:
            free[part.name] = part.type
    if not all(isinstance(type, BoolType | EnumType) for type in (*free.values(), the.binder.type)):
        return False
    scope = Scope()
    members = scope.domain(the.binder.type)
    for values in product(*(scope.domain(type) for type in free.values())):
        env = dict(zip(free, values, strict=True))
        if sum(holds(the.body, {**env, the.binder.name: member}, {}, scope) for member in members) != 1:
            return False
    return True


def _sort(type: Type) -> Iterator[SortType]:
    inner = type.inner if isinstance(type, OptionalType) else type
    if isinstance(inner, SortType):
        yield inner


def expressions(system: System) -> Iterator[Expr]:
    """Every expression of the initial values, actions and properties; `subexpressions` has what is inside of each."""
    yield system.initially
    yield from (variable.initial for variable in system.variables if variable.initial is not None)
    for property in system.declared:
        yield property.formula
        for monitor in property.monitors:
            yield from (expr for expr in (monitor.value, monitor.variable.initial) if expr is not None)
    for action in system.actions:
        yield action.guard
        yield from _of_block(statements(action.body))


def _of_block(block: Iterable[Statement]) -> Iterator[Expr]:
    for statement in block:
        yield from _of_statement(statement)


def _of_statement(statement: Statement) -> Iterator[Expr]:
    match statement:
        case Assign(indices=indices, value=value):
            yield from (*indices, value)
        case Send(args=args, sender=sender, receiver=receiver, carried=carried, lossy=lossy):
            yield from (*args, sender, receiver, carried, lossy)
        case Take(args=args, sender=sender, receiver=receiver):
            yield from (*args, sender, receiver)
        case Flush(sender=sender, receiver=receiver):
            yield from (end for end in (sender, receiver) if end is not None)
        case If(condition=condition) | Require(condition=condition):
            yield condition
        case For(where=where) | Choose(where=where):
            yield where
        case Either():
            pass  # nothing of its own: its branches are statements too
        case _:
            assert_never(statement)
