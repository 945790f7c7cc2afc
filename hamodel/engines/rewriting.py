"""Terms with parts of them replaced, and simplified again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hamodel.model.terms import Term, Terms


class Rewriter:
    """Replaces terms by others, everywhere; the simplifications of `Terms` then apply again."""

    def __init__(self, terms: Terms, replaced: Mapping[Term, Term]) -> None:
        self.terms = terms
        self._memo = dict(replaced)

    def __call__(self, root: Term) -> Term:
        memo = self._memo
        stack = [root]
        while stack:
            term = stack[-1]
            if term in memo:
                stack.pop()
                continue
            missing = [arg for arg in term.args if arg not in memo]
            if missing:
                stack += missing
                continue
            args = tuple([memo[arg] for arg in term.args])
            same = all(a is b for a, b in zip(args, term.args, strict=True))
            memo[term] = term if same else REBUILD[term.op](self.terms, *args)
            stack.pop()
        return memo[root]


REBUILD: dict[str, Callable[..., Term]] = {
    "not": Terms.not_,
    "and": Terms.and_,
    "or": Terms.or_,
    "=": Terms.eq,
    "<": Terms.lt,
    "<=": Terms.le,
    "+": Terms.add,
    "-": Terms.sub,
    "*": Terms.mul,
    "div": Terms.div,
    "mod": Terms.mod,
    "if": Terms.choose,
    "count": lambda terms, *args: terms.count(args),
}
"""How a term is made again from its arguments."""


def assuming(terms: Terms, facts: Iterable[Term], also: Mapping[Term, Term] | None = None) -> Rewriter:
    """A rewriter for where `facts` hold: they become true, and a cell that they fix becomes its value."""
    replaced: dict[Term, Term] = dict(also or {})
    for fact in facts:
        if fact.op == "not":
            replaced[fact.args[0]] = terms.false
        elif not fact.is_const:
            replaced[fact] = terms.true
            if fact.op == "=" and fact.args[0].op == "cell" and fact.args[1].is_const:
                replaced[fact.args[0]] = fact.args[1]
    return Rewriter(terms, replaced)


def conjuncts(term: Term) -> tuple[Term, ...]:
    return term.args if term.op == "and" else (term,)
