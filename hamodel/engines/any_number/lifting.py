"""Ground clauses of a small instance to clauses for all members of a sort, however many there are.

Each member that a clause names becomes a variable; members that are different stay different, and those of an ordered sort in
their order. What the lifted clause says is a guess: only a check of the quantified formulas shows that it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from hamodel.ground.instance import Instance
from hamodel.model.expr import Bound, OptionalType, SortType, Type, Value, rank
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.symmetry import sort_of
from hamodel.model.system import System

MOST_MEMBERS = 4
"""A clause that names more members of one sort is not lifted: it says something about this instance."""


def lift(instance: Instance, clauses: Iterable[Clause], sorts: Sequence[SortType]) -> Iterator[Clause]:
    """The clauses with the members of `sorts` as variables, each once whichever members it named."""
    names = _names(instance.system)
    types = {CellRef(cell.variable, cell.indices, cell.part): (cell.type, cell.index_types) for cell in instance.cells}
    seen: set[Clause] = set()
    for clause in clauses:
        for variant in _variants(instance, clause, types, sorts):
            members = list(dict.fromkeys(_members(variant, types, sorts)))
            if all(sum(sort == other for _, other in members) <= MOST_MEMBERS for _, sort in members):
                lifted = _canonical(variant, members, types, names)
                if lifted not in seen:
                    seen.add(lifted)
                    yield lifted


Types = Mapping[CellRef, tuple[Type, tuple[Type, ...]]]


def _variants(instance: Instance, clause: Clause, types: Types, sorts: Sequence[SortType]) -> Iterator[Clause]:
    """The clause; and, where it allows a cell most members of a sort, the one that forbids it the others."""
    yield clause
    flipped = []
    for literal in clause.literals:
        type = types[literal.place][0]
        if sort_of(type) in sorts and (isinstance(type, SortType | OptionalType)):
            others = tuple(value for value in instance.scope.domain(type) if value not in literal.values)
            literal = replace(literal, values=others, among=not literal.among)
        flipped.append(literal)
    if tuple(flipped) != clause.literals and all(literal.values for literal in flipped):
        yield replace(clause, literals=tuple(flipped))


def _members(clause: Clause, types: Types, sorts: Sequence[SortType]) -> Iterator[tuple[Value, SortType]]:
    """The members of `sorts` that the clause names, with their sorts, in the order in which it names them."""
    for literal in clause.literals:
        type, index_types = types[literal.place]
        for value, of in (*_indexed(literal.place, index_types), *((value, type) for value in literal.values)):
            sort = sort_of(of)
            if sort in sorts and value is not None and not isinstance(value, Bound):
                assert sort is not None
                yield value, sort


def _indexed(place: CellRef, index_types: Sequence[Type]) -> Iterator[tuple[Member, Type]]:
    values = place.indices + (place.part[2:] if place.part[:1] == ("count",) else ())
    yield from zip(values, index_types, strict=True)


def _canonical(
    clause: Clause, members: Sequence[tuple[Value, SortType]], types: Types, names: Mapping[str, Sequence[str]]
) -> Clause:
    """The clause over variables, chosen so that clauses which differ in the names of members become one."""
    best: tuple[str, Clause] | None = None
    for order in permutations(members):
        if any(one == other and one.ordered and rank(high) < rank(low) for (low, one), (high, other) in combinations(order, 2)):
            continue
        taken: dict[str, int] = {}
        naming: dict[tuple[Value, SortType], Bound] = {}
        for value, sort in order:
            number = taken.get(sort.name, 0)
            taken[sort.name] = number + 1
            naming[value, sort] = Bound(names[sort.name][number], sort)
        literals = sorted((_renamed(literal, naming, types) for literal in clause.literals), key=repr)
        candidate = Clause(tuple(literals), tuple(naming.values()))
        if best is None or repr(candidate) < best[0]:
            best = repr(candidate), candidate
    assert best is not None
    return best[1]


def _renamed(literal: Literal, naming: Mapping[tuple[Value, SortType], Bound], types: Types) -> Literal:
    type, index_types = types[literal.place]

    def named(value: Member, of: Type) -> Member:
        sort = sort_of(of)
        if sort is None or isinstance(value, Bound):
            return value
        return naming.get((value, sort), value)

    count = len(literal.place.indices)
    indices = tuple(named(value, of) for value, of in zip(literal.place.indices, index_types[:count], strict=True))
    part: tuple[Member, ...] = literal.place.part
    if part[:1] == ("count",):
        part = (*part[:2], *(named(value, of) for value, of in zip(part[2:], index_types[count:], strict=True)))
    values = tuple(sorted((named(value, type) for value in literal.values), key=repr))
    return Literal(CellRef(literal.place.variable, indices, part), values, literal.among)


def _names(system: System) -> dict[str, list[str]]:
    """For each sort names for variables of it, which nothing else in the spec has: `s`, `t`, `u`, ... for Session."""
    known = {
        *(option.name for option in system.options),
        *(variable.name for variable in system.variables),
        *(channel.name for channel in system.channels),
        *(action.name for action in system.actions),
        *(member for enum in system.enums for member in enum.members),
        *(sort.name for sort in system.sorts),
    }
    names: dict[str, list[str]] = {}
    for sort in system.sorts:
        first = sort.prefix[:1]
        letters = [chr(code) for code in range(ord(first), ord("z") + 1)] if first.isalpha() and first.islower() else []
        candidates = [*letters, *(f"{sort.prefix}_{number}" for number in range(1, 100))]
        chosen = [name for name in candidates if name not in known][:MOST_MEMBERS]
        names[sort.name] = chosen
        known.update(chosen)
    return names
