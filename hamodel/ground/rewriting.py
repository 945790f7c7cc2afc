"""assuming(terms, facts): terms, simplified where some facts hold: a fact is true, a cell that it fixes is its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hamodel.ground.terms import Rewriter, Term, Terms


def assuming(terms: Terms, facts: Iterable[Term]) -> Rewriter:
    """A rewriter for where `facts` hold: they become true, and a cell that they fix becomes its value."""
    replaced: dict[Term, Term] = {}
    for fact in facts:
        if fact.op == "not":
            replaced[fact.args[0]] = terms.false
        elif not fact.is_const:
            replaced[fact] = terms.true
            if fact.op == "=" and fact.args[0].op == "cell" and fact.args[1].is_const:
                replaced[fact.args[0]] = fact.args[1]
    return Rewriter(terms, replaced)


def conjuncts(term: Term) -> tuple[Term, ...]:
    """The parts of an `and`; of another term, the term."""
    return term.args if term.op == "and" else (term,)


def disjuncts(terms: Terms, term: Term) -> tuple[Term, ...]:
    """The parts of an `or`, or of a negated `and`; of another term, the term."""
    if term.op == "not" and term.args[0].op == "and":
        return tuple(terms.not_(part) for part in term.args[0].args)
    return term.args if term.op == "or" else (term,)


class Simplifier:
    """Simplifies a bool where some facts are known, and each part of it where its neighbours do not decide already.

    In `p or q` the value of `p` matters only where `q` is false; in `p and q`, where `q` is true. Slow: it is for terms that
    are likely to vanish, such as what a property says of an action that changes nothing it speaks of.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def __call__(self, term: Term, facts: Iterable[Term] = ()) -> Term:
        known: dict[Term, Term] = {}
        for fact in facts:
            self._learn(known, fact, True)
        return self._simplify(term, known)

    def _simplify(self, term: Term, known: Mapping[Term, Term]) -> Term:
        found = known.get(term)
        if found is not None:
            return found
        match term.op:
            case "not":
                return self.terms.not_(self._simplify(term.args[0], known))
            case "and":
                return self.terms.and_(*self._parts(term.args, known, True))
            case "or":
                return self.terms.or_(*self._parts(term.args, known, False))
            case _:
                return term

    def _parts(self, args: Iterable[Term], known: Mapping[Term, Term], neutral: bool) -> list[Term]:
        """The parts, one after the other, each where all the others are `neutral`: those before it simplified already."""
        parts = sorted(args, key=lambda part: part.op in ("and", "or", "not"))
        if len(parts) > MOST_NEIGHBOURS:
            return [self._simplify(part, known) for part in parts]
        for index, part in enumerate(parts):
            here = dict(known)
            for other in (*parts[:index], *parts[index + 1 :]):
                self._learn(here, other, neutral)
            parts[index] = self._simplify(part, here)
        return parts

    def _learn(self, known: dict[Term, Term], term: Term, value: bool) -> None:
        """Notes that a term is worth `value`, and what follows for its parts. What was known before stays."""
        if term.is_const:
            return
        known.setdefault(term, self.terms.truth(value))
        if term.op == "not":
            self._learn(known, term.args[0], not value)
        elif term.op == ("and" if value else "or"):
            for part in term.args:
                self._learn(known, part, value)


MOST_NEIGHBOURS = 40
