"""A typed definition and arguments -> its body with the arguments in place and binders of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hamodel.language.elaboration.scope import Context, Template, measure
from hamodel.language.elaboration.types import RecordValue, Typed, leaves
from hamodel.model import substitution
from hamodel.model.expr import Bound, Const, Expr

LARGEST_INLINING = 200_000
"""How many nodes all uses of definitions may bring: they can double with each definition that uses another twice."""

DEEPEST = 200
"""How deep an expression may be once definitions are in place: whoever reads it goes down into it."""

LONGEST_CHAIN = 50
"""How many definitions, or procs, may lead from one into the next."""


def instantiate(template: Template, arguments: Sequence[Typed], context: Context) -> Typed | None:
    """The value of a use of a definition; None if the uses of a spec together are too large to write out."""
    values: dict[str, Expr] = {}
    depth = template.depth
    context.inlined += template.weight
    parts = [leaf for argument in arguments for leaf in leaves(argument)]
    for bound, leaf in zip(template.bounds, parts, strict=True):
        values[bound.name] = leaf
        if not isinstance(leaf, Const | Bound):
            weight, below = measure(leaf)
            context.inlined += weight * template.uses.get(bound.name, 0)
            depth = max(depth, template.depth + below)
    if context.inlined > LARGEST_INLINING or depth > DEEPEST:
        return None
    return _whole(template.body, values, context)


def _whole(body: Typed, values: Mapping[str, Expr], context: Context) -> Typed:
    if isinstance(body, RecordValue):
        return RecordValue(body.type, tuple(_whole(field, values, context) for field in body.fields))
    return substitute(body, values, context)


def substitute(expr: Expr, values: Mapping[str, Expr], context: Context) -> Expr:
    """`expr` with values for some of its names; what is bound inside gets new names, what does not change is shared."""
    return substitution.substitute(expr, values, context.fresh)
