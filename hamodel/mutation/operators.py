"""mutants(system) -> the systems that one small edit of the text makes of it, each with the place and the text of the edit.

The operators are the usual ones of the field: a condition is deleted (a conjunct of a guard, of `require`, of `where`, of an
`if`) or negated (an `if`), a statement is deleted (an assignment, a `send`, a `drop`), an assigned constant is replaced by
its neighbour. Where the spec claims something about runs without end, the fairness of an action, or of a group, is deleted, too.

What a definition says is one condition where it is used, and its constants are left alone; the definition itself is not
edited, since properties use it too. A `proc` is edited once for all actions that call it, a file once for all its instances.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

from hamodel.model.expr import (
    Apply,
    BoolType,
    Const,
    EnumType,
    Expr,
    IntType,
    OptionalType,
    RangeType,
    Read,
    SortType,
    Type,
    Value,
    conjunction,
    negation,
)
from hamodel.model.scope import Scope
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Choose,
    Either,
    FairGroup,
    Flush,
    For,
    If,
    Require,
    Send,
    Statement,
    System,
    Take,
)
from hamodel.model.transform import at_home
from hamodel.source import Source, Span

Operator: TypeAlias = Literal[
    "guard conjunct deleted",
    "requirement deleted",
    "where conjunct deleted",
    "if condition deleted",
    "if condition negated",
    "assignment deleted",
    "send deleted",
    "drop deleted",
    "constant replaced",
    "fairness deleted",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done to the text at `span`. `instead`: the constant that is there now."""

    operator: Operator
    span: Span
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Mutant:
    """The system after the edit. `actions`: the names of those that it changes. Mutants are numbered from 1."""

    number: int
    edit: Edit
    actions: tuple[str, ...]
    system: System


def mutants(system: System) -> tuple[Mutant, ...]:
    """Every mutant, in the order of the text of the actions."""
    of_runs = any(property.liveness for property in system.declared)
    texts: dict[str, Source] = {}
    survey = _Pass(None, of_runs, texts)
    for action in system.actions:
        survey.action(action)
    found: list[Mutant] = []
    for edit in survey.seen:
        actions = tuple(_Pass(edit, of_runs, texts).action(action) for action in system.actions)
        changed = tuple(new.name for old, new in zip(system.actions, actions, strict=True) if new != old)
        if changed:
            found.append(Mutant(len(found) + 1, edit, changed, at_home(replace(system, actions=actions))))
    groups: dict[Span, list[FairGroup]] = {}
    for group in system.fair if of_runs else ():
        groups.setdefault(survey.written(_word_of_fairness(group)), []).append(group)
    for span, gone in groups.items():
        fair = tuple(group for group in system.fair if group not in gone)
        members = tuple(name for group in gone for name in group.actions)
        mutant = at_home(replace(system, fair=fair))
        found.append(Mutant(len(found) + 1, Edit("fairness deleted", span), members, mutant))
    return tuple(found)


class _Pass:
    """One walk over the actions: notes every edit that is possible, and makes the one that is wanted. `texts`: of each file the
    text that was met first; each instance of a file has one of its own."""

    def __init__(self, wanted: Edit | None, of_runs: bool, texts: dict[str, Source]) -> None:
        self.wanted, self.of_runs, self.texts = wanted, of_runs, texts
        self.seen: dict[Edit, None] = {}

    def here(self, operator: Operator, span: Span | None, instead: str = "") -> bool:
        """Is this the edit to make? What has no place in the text cannot be edited."""
        if span is None:
            return False
        edit = Edit(operator, self.written(span), instead)
        self.seen[edit] = None
        return edit == self.wanted

    def written(self, span: Span) -> Span:
        """The same place for each instance of a file."""
        return replace(span, source=self.texts.setdefault(span.source.path, span.source))

    def action(self, action: Action) -> Action:
        if action.fairness and self.of_runs and self.here("fairness deleted", _word_of_fairness(action)):
            action = replace(action, fairness="")
        guard = self.condition(action.guard, "guard conjunct deleted")
        return replace(action, guard=guard, body=self.block(action.body))

    def condition(self, expr: Expr, operator: Operator) -> Expr:
        """A condition without one of its conjuncts."""
        parts = list(_conjuncts(expr))
        kept = [part for part in parts if not self.here(operator, _span(part))]
        return expr if len(kept) == len(parts) else conjunction(kept)

    def block(self, block: Block) -> Block:
        return tuple(part for statement in block for part in self.statement(statement))

    def statement(self, statement: Statement) -> Block:
        """The statement as it is now; nothing, if it was deleted."""
        match statement:
            case Assign(value=value, span=span):
                if self.here("assignment deleted", span):
                    return ()
                return (replace(statement, value=self.value(value, statement)),)
            case Send(span=span):
                lossy = self.condition(statement.lossy, "guard conjunct deleted")  # that of the channel: see its `lose`
                return () if self.here("send deleted", span) else (replace(statement, lossy=lossy),)
            case Flush(span=span):
                return () if self.here("drop deleted", span) else (statement,)
            case Require(condition=condition):
                return (replace(statement, condition=self.condition(condition, "requirement deleted")),)
            case If(condition, then, otherwise):
                changed = self.condition(condition, "if condition deleted")
                if self.here("if condition negated", _span(condition)):
                    changed = negation(condition)
                return (If(changed, self.block(then), self.block(otherwise)),)
            case For(where=where, body=body):
                where = self.condition(where, "where conjunct deleted")
                return (replace(statement, where=where, body=self.block(body)),)
            case Choose(where=where):
                return (replace(statement, where=self.condition(where, "where conjunct deleted")),)
            case Either(branches):
                return (Either(tuple(self.block(branch) for branch in branches)),)
            case Take():
                return (statement,)
            case _:
                assert_never(statement)

    def value(self, expr: Expr, assign: Assign) -> Expr:
        """What is assigned, with a constant that may be the result replaced by its neighbour."""
        match expr:
            case Const(value, type):
                other = neighbour(value, type)
                if other is None or not _written(value, assign.span):
                    return expr
                replaced = self.here("constant replaced", assign.span, f"{_word(other[0])} for {_word(value)}")
                return Const(other[0], type) if replaced else expr
            case Apply(op="some", args=(inner,)):
                return replace(expr, args=(self.value(inner, assign),))
            case Apply(op="if", args=(condition, then, otherwise)):
                return replace(expr, args=(condition, self.value(then, assign), self.value(otherwise, assign)))
            case _:
                return expr


def neighbour(value: Value, type: Type) -> tuple[Value] | None:
    """The next value of the type, after the last one the first; None where there is no other, or no telling which."""
    match type:
        case IntType() if isinstance(value, int):
            return (value + 1,)
        case OptionalType(inner=BoolType() | EnumType() | RangeType()) | BoolType() | EnumType() | RangeType():
            domain = Scope().domain(type)
            return (domain[(domain.index(value) + 1) % len(domain)],) if len(domain) > 1 else None
        case IntType() | SortType() | OptionalType():
            return None
        case _:
            assert_never(type)


def _word_of_fairness(declared: Action | FairGroup) -> Span:
    """`fair`, or `strongly fair`, with which the text begins."""
    start = declared.span.start
    found = re.match(r"(strongly\s+)?fair\b", declared.span.text)
    return Span(declared.span.source, start, start + (found.end() if found else 0))


def _conjuncts(expr: Expr) -> Iterator[Expr]:
    """The parts of a condition that are written beside each other; what a definition brings is one part."""
    match expr:
        case Apply(op="and", args=args, span=span) if all(_within(_span(arg), span) for arg in args):
            for arg in args:
                yield from _conjuncts(arg)
        case Const(True):
            return
        case _:
            yield expr


def _within(inner: Span | None, outer: Span | None) -> bool:
    if inner is None or outer is None:
        return True
    return inner.source is outer.source and outer.start <= inner.start and inner.end <= outer.end


def _span(expr: Expr) -> Span | None:
    span = expr.span if isinstance(expr, Apply | Read) else getattr(expr, "span", None)
    return span if isinstance(span, Span) else None


def _written(value: Value, span: Span | None) -> bool:
    """Does the constant stand in the text? It may come from a definition, or be the argument of a `proc`."""
    return span is not None and re.search(rf"(?<!\w){re.escape(_word(value))}(?!\w)", span.text) is not None


def _word(value: Value) -> str:
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
