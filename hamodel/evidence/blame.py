"""blame(property, trace, scope): which part of a property a lasso leaves unfulfilled, for which members, and from which state
on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hamodel.evidence.lasso import along
from hamodel.model.expr import Apply, Expr, Quantified, Value
from hamodel.model.scope import Scope
from hamodel.model.system import Property
from hamodel.model.temporal import is_temporal, temporal_of
from hamodel.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Blame:
    """`part` is worth `value` at `position` (0: the first state; else after so many steps), which decides. It is a predicate
    of a state; or an obligation: `eventually` or `leads to` that is not fulfilled, `until` that is not kept, or one that
    should not be.

    `members`: of the quantified variables around it. `where`: positions that a reader wants to see: of a `leads to` that of
    the premise, of an `until` that at which its left side ends too early (none: its right side never comes), of an
    `eventually always` those in the loop where it fails. `whole`: what stands directly inside the quantifiers.
    """

    part: Expr
    value: bool
    position: int
    members: tuple[tuple[str, Value], ...]
    where: tuple[int, ...]
    whole: Expr


def blame(property: Property, trace: Trace, scope: Scope) -> Blame:
    """Why the property is false of the lasso."""
    loop = trace.loop or 0
    return _BlameSearch(trace, loop, scope).smallest(temporal_of(property), temporal_of(property), {}, 0, False)


@dataclass(frozen=True, slots=True)
class _BlameSearch:
    trace: Trace
    loop: int
    scope: Scope

    def along(self, expr: Expr, env: Mapping[str, Value]) -> list[bool]:
        return along(expr, env, self.trace.states[:-1], self.loop, self.scope)

    def smallest(self, expr: Expr, whole: Expr, env: Mapping[str, Value], position: int, truth: bool) -> Blame:
        """The smallest part that decides that `expr` is worth that at this position."""
        match expr:
            case _ if not is_temporal(expr):
                return Blame(expr, truth, position, tuple(env.items()), (), whole)
            case Apply(op="not", args=(inner,)):
                return self.smallest(inner, whole, env, position, not truth)
            case Apply(op="and" | "or" as op, args=args) if truth is (op == "or"):
                inner = next(arg for arg in args if self.along(arg, env)[position] is truth)
                return self.smallest(inner, inner if whole is expr else whole, env, position, truth)
            case Apply(op="=>", args=(_, conclusion)) if not truth:
                return self.smallest(conclusion, whole, env, position, False)
            case Apply(op="if", args=(condition, then, otherwise)):
                chosen = then if self.along(condition, env)[position] else otherwise
                return self.smallest(chosen, whole, env, position, truth)
            case Quantified(op="all" | "some" as op, binder=binder, body=body) if truth is (op == "some"):
                for member in self.scope.domain(binder.type):
                    inside = {**env, binder.name: member}
                    if self.along(body, inside)[position] is truth:
                        return self.smallest(body, body, inside, position, truth)
                raise AssertionError("some member decides")
            case Apply(op="always", args=(inner,)) if not truth:
                row = self.along(inner, env)
                there = next(place for place in self.onward(position) if not row[place])
                return self.smallest(inner, whole, env, there, False)
            case Apply(op="leads to", args=(premise, conclusion)) if not truth:
                asked, given = self.along(premise, env), self.along(conclusion, env)
                there = next(
                    place for place in self.onward(position) if asked[place] and not any(given[p] for p in self.onward(place))
                )
                return Blame(expr, False, position, tuple(env.items()), (there,), whole)
            case Apply(op="eventually", args=(Apply(op="always", args=(inner,)),)) if not truth:
                row = self.along(inner, env)
                failing = tuple(place for place in range(self.loop, len(row)) if not row[place])
                return Blame(expr, False, position, tuple(env.items()), failing, whole)
            case Apply(op="until", args=(left, _)) if not truth:
                row = self.along(left, env)
                ends = [place for place in self.onward(position) if not row[place]]
                return Blame(expr, False, position, tuple(env.items()), tuple(ends[:1]), whole)
            case _:
                return Blame(expr, truth, position, tuple(env.items()), (), whole)

    def onward(self, position: int) -> list[int]:
        """This position and those that come after it, each once, in their order."""
        end = len(self.trace.steps)
        return [*range(position, end), *range(self.loop, min(position, end))]
