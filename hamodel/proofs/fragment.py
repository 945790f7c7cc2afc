"""Is a set of formulas one that solvers decide (effectively propositional)? And closed subformulas, named to make it one.

A `some` below an `all` is a function from the one's sort into the other's. Where such functions, with those of the spec, make
no cycle, there are finitely many terms and the formulas are decided. A subformula that depends on no variable around it is
named by a constant first, `(= some_1 (exists ...))`, so that it does not count.
Nothing here bears on whether a proof is right: formulas outside would only leave a solver without an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hamodel.proofs.cases import OutsideFragment
from hamodel.proofs.formulas import Binder, Formula, free, rebuild, substitute
from hamodel.proofs.symbols import Function, SmtNames
from hamodel.source import Span


@dataclass(slots=True)
class Closed:
    """Names for closed subformulas. `outer`: those that are named already."""

    names: SmtNames
    outer: Closed | None = None
    found: dict[Formula, str] = field(default_factory=dict)

    def named(self, formula: Formula, bound: frozenset[str] = frozenset(), below: bool = False) -> Formula:
        """The formula with names for those of its quantified parts that speak of none of `bound` and stand `below` another
        quantifier, or where they count both as true and as false."""
        if not formula.args:
            return formula
        if formula.binders:
            names = frozenset(name for name, _ in formula.binders)
            inside = self.named(formula.args[0], bound | names, True)
            whole = rebuild(formula, (inside,))
            if below and whole.binders and not free(whole) & bound:
                return Formula(self._name(whole))
            return whole
        both = formula.op in ("ite", "=")
        return rebuild(formula, tuple(self.named(arg, bound, below or both) for arg in formula.args))

    def _name(self, formula: Formula) -> str:
        if self.outer is not None and formula in self.outer.found:
            return self.outer.found[formula]
        if formula not in self.found:
            self.found[formula] = self.names.new("some" if formula.op == "exists" else "all")
        return self.found[formula]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A function from one sort into another, and the place in the spec that makes it."""

    start: str
    end: str
    span: Span | None
    reason: str


def arrows(roots: Iterable[Formula], functions: Mapping[str, Function]) -> dict[Arrow, None]:
    """The functions that the quantifiers of formulas make, which must all hold. One that has no place of its own in the spec
    has that of the nearest one around it."""
    found: dict[Arrow, None] = {}
    seen: set[tuple[Formula, bool, tuple[Binder, ...]]] = set()

    def look(formula: Formula, holds: bool, around: tuple[Binder, ...], place: Span | None = None) -> None:
        key = (formula, holds, around)
        if key in seen:
            return
        seen.add(key)
        place = formula.span or place
        if formula.binders and (formula.op == "forall") == holds:
            look(formula.args[0], holds, (*around, *formula.binders), place)
        elif formula.binders:
            known = free(formula)
            for name, sort in around:
                if name in known:
                    for _, end in formula.binders:
                        reason = f"one of {end} is said to exist for each of {sort}"
                        found[Arrow(sort, end, place, reason)] = None
            look(formula.args[0], holds, around, place)
        elif formula.op == "not":
            look(formula.args[0], not holds, around, place)
        elif formula.op == "=>":
            look(formula.args[0], not holds, around, place)
            look(formula.args[1], holds, around, place)
        elif formula.op in functions:
            function = functions[formula.op]
            if function.body is not None:
                values = {name: arg for (name, _), arg in zip(function.parameters, formula.args, strict=True)}
                look(substitute(function.body, values), holds, around, place)
        else:
            for number, arg in enumerate(formula.args):
                look(arg, holds, around, place)
                if formula.op == "=" or (formula.op == "ite" and not number):
                    look(arg, not holds, around, place)

    for root in roots:
        look(root, True, ())
    return found


def refuse_cycles(found: Iterable[Arrow]) -> None:
    """Raises OutsideFragment if functions lead from a sort back into it."""
    every = list(found)
    reach: dict[str, set[str]] = {}
    for arrow in every:
        reach.setdefault(arrow.start, set()).add(arrow.end)
    changed = True
    while changed:
        changed = False
        for ends in reach.values():
            more = set().union(*(reach.get(end, set()) for end in ends)) - ends
            ends |= more
            changed = changed or bool(more)
    for arrow in every:
        if arrow.start == arrow.end or arrow.start in reach.get(arrow.end, set()):
            raise OutsideFragment(arrow.span, arrow.reason)
