"""weight(system, scope, properties): about how large an instance would be, told before it is made.

Counted are the nodes of its expressions, written out: a quantifier once for each member, an action once for each branch of
it. A loop with a choice inside has as many branches as choices to the power of members: an instance of three members may be
small, and one of four as large as the memory. What is shared, or simplified away, is counted all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import assert_never

from hamodel.model.expr import Expr, Quantified, Type, children
from hamodel.model.scope import Scope
from hamodel.model.system import (
    Assign,
    Block,
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
)


def weight(system: System, scope: Scope, properties: Sequence[Property] = ()) -> int:
    """About as many nodes as the expressions of the instance have, written out, with these properties."""
    cells = sum(_tuples(variable.index_types, scope) for variable in system.variables)
    starts = sum(
        _tuples(variable.index_types, scope) * of_expression(variable.initial, scope)
        for variable in system.variables
        if variable.initial is not None
    )
    asked = [property.formula for property in (*properties, *system.assumptions)]
    actions = sum(
        _tuples([binder.type for binder in action.parameters], scope)
        * (of_expression(action.guard, scope) + _block(action.body, scope)[1])
        for action in system.actions
    )
    return cells + starts + actions + sum(of_expression(formula, scope) for formula in (system.initially, *asked))


def of_expression(expr: Expr, scope: Scope) -> int:
    """As many nodes as an expression has when its quantifiers are written out."""
    inside = sum(of_expression(child, scope) for child in children(expr))
    return 1 + (len(scope.domain(expr.binder.type)) * inside if isinstance(expr, Quantified) else inside)


def _tuples(types: Sequence[Type], scope: Scope) -> int:
    return prod(len(scope.domain(type)) for type in types)


def _block(block: Block, scope: Scope) -> tuple[int, int]:
    """How many branches through a block there are, and how much is looked at on all of them together."""
    branches, looked_at = 1, 0
    for statement in block:
        more, here = _statement(statement, scope)
        looked_at += branches * here
        branches *= more
    return branches, looked_at


def _statement(statement: Statement, scope: Scope) -> tuple[int, int]:
    match statement:
        case Require(condition=expr):
            return 1, of_expression(expr, scope)
        case Assign(indices=indices, value=value):
            return 1, sum(of_expression(expr, scope) for expr in (*indices, value))
        case Send(args=args, sender=sender, receiver=receiver, carried=carried, lossy=lossy):
            return 1, sum(of_expression(expr, scope) for expr in (*args, sender, receiver, carried, lossy))
        case Take(args=args, sender=sender, receiver=receiver):
            return 1, sum(of_expression(expr, scope) for expr in (*args, sender, receiver))
        case Flush():
            return 1, 1
        case If(condition, then, otherwise):
            (branches, looked_at), (more, also) = _block(then, scope), _block(otherwise, scope)
            return branches * more, of_expression(condition, scope) + looked_at + branches * also
        case Choose(binder, where):
            count = len(scope.domain(binder.type))
            return count, count * of_expression(where, scope)
        case Either(branches):
            found = [_block(branch, scope) for branch in branches]
            return sum(branches for branches, _ in found), sum(looked_at for _, looked_at in found)
        case For(binder, where, body):
            branches, looked_at = _block(body, scope)
            count = len(scope.domain(binder.type))
            once = of_expression(where, scope) + looked_at
            return branches**count, once * sum(branches**turn for turn in range(count))
        case _:
            assert_never(statement)
