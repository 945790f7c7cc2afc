"""Clauses of an invariant as formulas, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from hamodel.model.expr import SortType
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.proofs.cases import Content, constant, same
from hamodel.proofs.expressions import State
from hamodel.proofs.formulas import TRUE, Binder, Formula, conj, disj, equal, forall, implies, neg
from hamodel.proofs.symbols import Symbols, word


def formula_of(clause: Clause, state: State, symbols: Symbols) -> Formula:
    """One of the literals holds, for all values of the binders: see `hamodel.model.invariant.Clause`."""
    return _for_all(clause, 0, {}, (), state, symbols)


def _for_all(
    clause: Clause, place: int, env: Mapping[str, Content], bound: tuple[Binder, ...], state: State, symbols: Symbols
) -> Formula:
    if place == len(clause.binders):
        body = disj(*(_literal(literal, env, state) for literal in clause.literals))
        return forall(bound, implies(_apart(clause, env, symbols), body))
    binder = clause.binders[place]
    parts = []
    for value in symbols.members(binder.type):
        content, more = value, bound
        if isinstance(value, Formula):
            taken = {name for name, _ in bound}
            name = next(name for name in symbols.spellings(binder.name.upper()) if name not in taken)
            content, more = Formula(name), (*bound, (name, value.op))
        parts.append(_for_all(clause, place + 1, {**env, binder.name: content}, more, state, symbols))
    return conj(*parts)


def _apart(clause: Clause, env: Mapping[str, Content], symbols: Symbols) -> Formula:
    """Are the members of one sort different, and do those of an ordered one rise?"""
    rows = []
    for place, one in enumerate(clause.binders):
        for other in clause.binders[place + 1 :]:
            if one.type == other.type:
                a, b = env[one.name], env[other.name]
                if isinstance(one.type, SortType) and one.type.ordered:
                    rows.append(symbols.before(one.type, a, b))
                elif isinstance(a, Formula) and isinstance(b, Formula):
                    rows.append(neg(equal(a, b)))
                elif a == b:
                    rows.append(neg(TRUE))
    return conj(*rows)


def _literal(literal: Literal, env: Mapping[str, Content], state: State) -> Formula:
    place = literal.place
    indices = tuple(_content(member, env) for member in place.indices)
    part = tuple(_content(member, env) for member in place.part)
    held = state.content(place.variable, indices, part)
    among = disj(*(same(held, constant(_content(value, env))) for value in literal.values))
    return among if literal.among else neg(among)


def _content(member: Member, env: Mapping[str, Content]) -> Content:
    return env[member.name] if not isinstance(member, bool | int | str | None) else member


def in_words(clause: Clause) -> str:
    """The clause for a comment: `all s: owner[s] is fw0 or l7[s] is not lost`."""
    said = " or ".join(map(_literal_in_words, clause.literals)) or "false"
    if not clause.binders:
        return said
    alike = [(a, b) for a, b in combinations(clause.binders, 2) if a.type == b.type]
    rising = " and ".join(f"{a.name} < {b.name}" for a, b in alike if isinstance(a.type, SortType) and a.type.ordered)
    return f"all {', '.join(binder.name for binder in clause.binders)}{f' where {rising}' if rising else ''}: {said}"


def _literal_in_words(literal: Literal) -> str:
    values = ", ".join(map(_word, literal.values))
    if len(literal.values) == 1:
        return f"{_place_in_words(literal.place)} is {'' if literal.among else 'not '}{values}"
    return f"{_place_in_words(literal.place)} is {'one' if literal.among else 'none'} of {values}"


def _place_in_words(place: CellRef) -> str:
    part = f"({', '.join(map(_word, place.part))})" if place.part else ""
    indices = f"[{', '.join(map(_word, place.indices))}]" if place.indices else ""
    return f"{place.variable}{part}{indices}"


def _word(member: Member) -> str:
    return word(member) if isinstance(member, bool | int | str | None) else member.name
