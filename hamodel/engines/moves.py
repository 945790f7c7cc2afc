"""What the ground actions of an instance do to the states that count: nothing that could be known beforehand is left in.

The cells that never change are found by assuming that none does, and giving up the assumption for those that some action
changes. What is left is an inductive invariant: it holds initially, and every action keeps it where it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hamodel.engines.rewriting import Rewriter, assuming, conjuncts
from hamodel.model.instance import GroundAction, Instance
from hamodel.model.terms import Term, cells_of


@dataclass(frozen=True, slots=True)
class Live:
    """The actions that are possible when the cells in `constants` never change; `rewrite` puts these into other terms."""

    constants: Mapping[int, int]
    actions: tuple[GroundAction, ...]
    rewrite: Rewriter


@dataclass(frozen=True, slots=True)
class Move:
    """Where an action is possible, what it writes, and the transition goals that it can be.

    `goals`: the number of a goal, and the term over the state before that says when the transition is that goal.
    """

    guard: Term
    updates: tuple[tuple[int, Term], ...]
    goals: tuple[tuple[int, Term], ...]


def live(instance: Instance) -> Live:
    """The cells that never change, and what is left of the actions."""
    terms = instance.terms
    constants = dict(instance.initial)
    while True:
        known = {
            cell_term(instance, number, primed): code_term(instance, number, code)
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
                    if value is not sharper(cell_term(instance, number)):
                        updates.append((number, value))
                elif value is not code_term(instance, number, constants[number]):
                    changed.add(number)
            kept.append(replace(ground, guard=guard, updates=tuple(updates)))
        if not changed:
            return Live(constants, tuple(kept), rewrite)
        for number in changed:
            del constants[number]


def cell_term(instance: Instance, number: int, primed: bool = False) -> Term:
    cell = instance.cells[number]
    return instance.terms.cell(number, cell.low, cell.high, cell.is_bool, primed)


def code_term(instance: Instance, number: int, code: int) -> Term:
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
            after = Rewriter(terms, {cell_term(instance, number): new for number, new in ground.updates})(assume)
        after = assuming(terms, (*conjuncts(ground.guard), *conjuncts(assume)))(after)
        guard = terms.and_(ground.guard, after)
        if guard is not terms.false:
            kept.append(replace(ground, guard=guard))
    return tuple(kept)


def moves(instance: Instance, actions: Sequence[GroundAction], goals: Mapping[int, Term]) -> list[Move]:
    """What to take in each state, looking for these goals over transitions."""
    looked_at = {number: cells_of(goal, "next") for number, goal in goals.items()}
    now = {
        cell_term(instance, number, primed=True): cell_term(instance, number)
        for number in frozenset().union(*looked_at.values())
    }
    stays = Rewriter(instance.terms, now)
    rows = []
    for ground in actions:
        written = dict(ground.updates)
        sharper = assuming(instance.terms, conjuncts(ground.guard))
        after: Rewriter | None = None
        found = []
        for number, goal in goals.items():
            term = stays(goal)
            if not looked_at[number].isdisjoint(written):
                after = after or Rewriter(
                    instance.terms, now | {cell_term(instance, cell, primed=True): new for cell, new in written.items()}
                )
                term = after(goal)
            term = sharper(term)
            if term is not instance.terms.false:
                found.append((number, term))
        rows.append(Move(ground.guard, ground.updates, tuple(found)))
    return rows
