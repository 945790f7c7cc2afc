"""Ground actions -> moves: where an action is possible and what it writes, without what is known before the search.

The cells that never change are found by assuming that none does, and giving up the assumption for those that some action
changes. What is left is an inductive invariant: it holds initially, and every action keeps it where it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hamodel.ground.instance import GroundAction, Instance
from hamodel.ground.rewriting import Simplifier, assuming, conjuncts, disjuncts
from hamodel.ground.terms import Rewriter, Term, Terms, cells_of


@dataclass(frozen=True, slots=True)
class LiveActions:
    """The actions that are possible when the cells in `constants` never change; `rewrite` puts these into other terms."""

    constants: Mapping[int, int]
    actions: tuple[GroundAction, ...]
    rewrite: Rewriter


@dataclass(frozen=True, slots=True)
class Move:
    """Where an action is possible, what it writes, and the transition goals that it can be.

    `goals`: the number of a goal, and a term over the state before that says when the transition is that goal. `stays`: the
    same, but the action changes nothing that the term speaks of, so it is shared with others.
    """

    guard: Term
    updates: tuple[tuple[int, Term], ...]
    goals: tuple[tuple[int, Term], ...]
    stays: tuple[tuple[int, Term], ...]


def live(instance: Instance) -> LiveActions:
    """The cells that never change, and what is left of the actions."""
    terms = instance.terms
    single = {number: cell.low for number, cell in enumerate(instance.cells) if cell.low == cell.high}
    constants = {**single, **instance.initial}
    while True:
        known = {
            instance.cell(number, primed): code_term(instance, number, code)
            for number, code in constants.items()
            for primed in (False, True)
        }
        rewrite = Rewriter(terms, known)
        kept: list[GroundAction] = []
        changed: set[int] = set()
        for ground in instance.actions:
            guard = rewrite(ground.guard)
            if guard is terms.false:
                continue
            sharper = assuming(terms, conjuncts(guard))
            updates = []
            for number, new in ground.updates:
                value = sharper(rewrite(new))
                if number not in constants:
                    if value is not sharper(instance.cell(number)):
                        updates.append((number, value))
                elif value is not code_term(instance, number, constants[number]):
                    changed.add(number)
            if any(_outside(instance, number, value) for number, value in updates) and _impossible(terms, guard):
                continue
            kept.append(replace(ground, guard=guard, updates=tuple(updates)))
        changed -= single.keys()  # the guard leaves out what does not fit, so what is written is the only value that there is
        if not changed:
            return LiveActions(constants, tuple(kept), rewrite)
        for number in changed:
            del constants[number]


def _outside(instance: Instance, number: int, value: Term) -> bool:
    """Is this a number that the cell cannot have? Then the guard, which leaves errors out, is never true."""
    return value.is_const and not instance.cells[number].low <= value.low <= instance.cells[number].high


def _impossible(terms: Terms, guard: Term) -> bool:
    """Is a part of the guard false where the others are true?"""
    parts = conjuncts(guard)
    others = [(*parts[:index], *parts[index + 1 :]) for index in range(len(parts))]
    return any(assuming(terms, facts)(part) is terms.false for part, facts in zip(parts, others, strict=True))


def code_term(instance: Instance, number: int, code: int) -> Term:
    """A constant that can take the place of the cell."""
    return instance.terms.truth(bool(code)) if instance.cells[number].is_bool else instance.terms.number(code)


def keeping(instance: Instance, actions: Sequence[GroundAction], assume: Term) -> tuple[GroundAction, ...]:
    """The actions where they lead from states with `assume` to states with `assume`."""
    terms = instance.terms
    if assume is terms.true:
        return tuple(actions)
    looked_at = cells_of(assume)
    kept = []
    for ground in actions:
        after = assume
        if any(number in looked_at for number, _ in ground.updates):
            after = Rewriter(terms, {instance.cell(number): new for number, new in ground.updates})(assume)
        after = assuming(terms, (*conjuncts(ground.guard), *conjuncts(assume)))(after)
        guard = terms.and_(ground.guard, after)
        if guard is not terms.false:
            kept.append(replace(ground, guard=guard))
    return tuple(kept)


def moves(instance: Instance, actions: Sequence[GroundAction], goals: Mapping[int, Term]) -> list[Move]:
    """What to take in each state, looking for these goals over transitions."""
    terms = instance.terms
    simplify = Simplifier(terms)
    parts = {number: [_GoalPart(instance, simplify, part) for part in disjuncts(terms, goal)] for number, goal in goals.items()}
    rows = []
    for ground in actions:
        written = {number for number, _ in ground.updates}
        goal_terms = []
        stays = []
        for number, row in parts.items():
            stays += [(number, part.stays) for part in row if part.after.isdisjoint(written) and part.stays is not terms.false]
            term = terms.or_(*(part.taken_by(ground) for part in row if not part.after.isdisjoint(written)))
            if term is not terms.false:
                goal_terms.append((number, term))
        rows.append(Move(ground.guard, ground.updates, tuple(goal_terms), tuple(stays)))
    return rows


class _GoalPart:
    """One disjunct of a goal over transitions. `after`: the cells whose next values it reads; most actions write none of
    them, and then it is worth `stays`."""

    def __init__(self, instance: Instance, simplify: Simplifier, term: Term) -> None:
        self._instance, self._simplify, self._term = instance, simplify, term
        self.after = cells_of(term, "next")
        self.stays = simplify(self._rewritten({}))

    def taken_by(self, ground: GroundAction) -> Term:
        """When a transition by this action is the goal, as a predicate of the state before."""
        facts = conjuncts(ground.guard)
        sharper = assuming(self._instance.terms, facts)
        return self._simplify(sharper(self._rewritten(dict(ground.updates))), facts)

    def _rewritten(self, written: Mapping[int, Term]) -> Term:
        now = {
            self._instance.cell(number, primed=True): written.get(number, self._instance.cell(number))
            for number in self.after
        }
        return Rewriter(self._instance.terms, now)(self._term)
