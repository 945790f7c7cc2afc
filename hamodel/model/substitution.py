"""Expressions with values for some of their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import assert_never

from hamodel.model.expr import Apply, Bound, Const, Expr, Pending, Possible, Quantified, Read


def substitute(expr: Expr, values: Mapping[str, Expr], fresh: Callable[[str], str] | None = None) -> Expr:
    """`expr` with values for some of its names; what does not change is shared.

    `fresh` gives new names to what is bound inside. None: no value has a name that is bound inside, and what is made has the
    place of `expr`, so that no binder is there twice.
    """
    match expr:
        case Const():
            return expr
        case Bound(name=name):
            return values.get(name, expr)
        case Read(variable=variable, indices=indices, type=type, primed=primed, span=span):
            new = tuple([substitute(index, values, fresh) for index in indices])
            return expr if _same(new, indices) else Read(variable, new, type, primed, span)
        case Apply(op=op, args=args, type=type, span=span):
            new = tuple([substitute(arg, values, fresh) for arg in args])
            return expr if _same(new, args) else Apply(op, new, type, span)
        case Quantified(binder=binder, body=body):
            own = binder if fresh is None else Bound(fresh(binder.name.partition("!")[0]), binder.type)
            return replace(expr, binder=own, body=substitute(body, {**values, binder.name: own}, fresh))
        case Pending(args=args, sender=sender, receiver=receiver):
            new = tuple([substitute(arg, values, fresh) for arg in args])
            from_, to = substitute(sender, values, fresh), substitute(receiver, values, fresh)
            return replace(expr, args=new, sender=from_, receiver=to)
        case Possible(args=args):
            return replace(expr, args=tuple([substitute(arg, values, fresh) for arg in args]))
        case _:
            assert_never(expr)


def _same(new: tuple[Expr, ...], old: tuple[Expr, ...]) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))
