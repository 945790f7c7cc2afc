"""unfold(expr, env, scope): a property about runs at a scope; quantifiers become conjunctions, what is left are atoms.

An atom is a predicate of a state with values for its free names. Every atom is looked at in every state of a run.

NOTE(runs): a run is infinite. In every state it may pause, which is a transition that changes nothing (see `with_idle`); only
fair actions are obliged to happen, so a run that has come to its end pauses for ever. Fairness is per action and arguments,
all branches of its body together. It is enabled where some branch of it leads somewhere: not to a run-time error, not
to a state that `assume` leaves out. `fair`: not enabled for ever from some point on without being taken. `strongly fair`: not
enabled again and again without being taken again and again. A property holds if it is true of every fair run; a run on which
one of its predicates has no value somewhere does not count against it: that is a run-time error.

Two ways lead from a property to a verdict, and share only `unfold`. `ground.reduction` and `ground.automaton` make an instance
for the engines; `evidence.lasso` and `evidence.cycles` hold what these say against the reference semantics.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

from hamodel.model.expr import BOOL, Apply, Bound, Expr, Quantified, Value, children, conjunction, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.system import Property

FUTURE = ("always", "eventually", "leads to", "until")


@dataclass(frozen=True, slots=True)
class Atom:
    expr: Expr
    env: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """`until`, `always`, `eventually`, `not`, `and`, `or` over formulas; `and` and `or` of any number."""

    op: Literal["until", "always", "eventually", "not", "and", "or"]
    args: tuple[Formula, ...]


Formula: TypeAlias = Atom | Node


def temporal_of(property: Property) -> Expr:
    """What a property about runs says."""
    assert property.temporal is not None, f"`{property.name}` is no property about runs"
    return property.temporal


def is_temporal(expr: Expr) -> bool:
    """Does it speak of more than one state of a run?"""
    return any(isinstance(part, Apply) and part.op in FUTURE for part in subexpressions(expr))


def unfold(expr: Expr, env: Mapping[str, Value], scope: Scope) -> Formula:
    """The formula of `expr`, whose free names have the values in `env`."""

    def each(*args: Expr) -> tuple[Formula, ...]:
        return tuple(unfold(arg, env, scope) for arg in args)

    if not is_temporal(expr):
        free = _free(expr)
        return Atom(expr, tuple((name, value) for name, value in env.items() if name in free))
    match expr:
        case Apply(op="always" | "eventually" | "until" | "not" | "and" | "or" as op, args=args):
            return Node(op, each(*args))
        case Apply(op="=>", args=(premise, conclusion)):
            return Node("or", (Node("not", each(premise)), *each(conclusion)))
        case Apply(op="leads to", args=(premise, conclusion)):
            return Node("always", (Node("or", (Node("not", each(premise)), Node("eventually", each(conclusion)))),))
        case Apply(op="if", args=(condition, then, otherwise)):
            test = unfold(condition, env, scope)
            yes, no = Node("or", (Node("not", (test,)), *each(then))), Node("or", (test, *each(otherwise)))
            return Node("and", (yes, no))
        case Quantified(op="all" | "some" as op, binder=binder, body=body):
            members = scope.domain(binder.type)
            parts = tuple(unfold(body, {**env, binder.name: member}, scope) for member in members)
            return Node("and" if op == "all" else "or", parts)
        case _:
            raise ValueError(f"elaboration leaves no such property about runs: {expr}")


def atoms(formula: Formula) -> Iterator[Atom]:
    """Every atom, as often as it occurs."""
    match formula:
        case Atom():
            yield formula
        case Node(args=args):
            for arg in args:
                yield from atoms(arg)
        case _:
            assert_never(formula)


_HAS_A_VALUE = " has a value"


def looked_at(property: Property) -> Property:
    """An invariant that is true wherever it has a value, and has one exactly where all predicates of the property have one. What
    it is called is a name of ours: `as_written` is the author's.

    A run may pause, and after a pause nothing was just done: what remembers anything is looked at there, too."""
    return replace(
        property,
        name=f"{property.name}{_HAS_A_VALUE}",
        kind="invariant",
        formula=same_as_itself(temporal_of(property)),
        liveness=False,
        temporal=None,
        expect_violated=False,
        expected=None,
        pauses=bool(property.monitors),
    )


def as_written(name: str) -> str:
    """The name of the property that is looked at."""
    return name.removesuffix(_HAS_A_VALUE)


def same_as_itself(expr: Expr) -> Expr:
    """A formula that looks at every predicate in `expr`, and is true whatever they are."""
    if not is_temporal(expr):
        return Apply("=", (expr, expr), BOOL)
    if isinstance(expr, Quantified):
        return replace(expr, op="all", body=same_as_itself(expr.body))
    return conjunction([same_as_itself(child) for child in children(expr)])


def _free(expr: Expr) -> set[str]:
    match expr:
        case Bound(name=name):
            return {name}
        case Quantified(binder=binder, body=body):
            return _free(body) - {binder.name}
        case _:
            return {name for child in children(expr) for name in _free(child)}
