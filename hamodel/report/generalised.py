"""Clauses to fewer: those that differ in what they say of one cell become one; and those that are the same but for which members
of a node they name, for all members.

A clause that names k members of a node, with k pairwise different binders in their places, says all the clauses that other
members make of it. So it replaces them exactly if all of these are there. Firewalls are often alike: half of what a reader
would have to read is the other half with the names exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations

from hamodel.model.expr import BoolType, Bound, EnumType, OptionalType, RangeType, Type
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.scope import Scope
from hamodel.model.system import System


def generalised(system: System, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses with those merged that can be, each where its first one was."""
    result = _joined(system, list(dict.fromkeys(_plain(system, clause) for clause in clauses)))
    for node in system.nodes:
        result = _merged(system, node, result)
    return result


# --- what clauses say of one cell ------------------------------------------------------------------------------------


def _joined(system: System, clauses: Sequence[Clause]) -> list[Clause]:
    """`p or x != a` and `p or x != b` are `p or x not in { a, b }`. As long as there are such two, the first of them."""
    result = list(clauses)
    while (found := _pair(result)) is not None:
        first, second, literal = found
        kept, other = result[first], result[second]
        literals = [each for each in kept.literals if each in other.literals]
        if literal.values or not literal.among or not literals:  # else: none of no values, which is false
            literals.append(literal)
        result[first] = _plain(system, replace(kept, literals=tuple(literals)))
        del result[second]
        result = list(dict.fromkeys(result))
    return result


def _pair(clauses: Sequence[Clause]) -> tuple[int, int, Literal] | None:
    """Two clauses that differ in one literal, about the same cell; and what both say of it."""
    known: dict[tuple[frozenset[Literal], CellRef, tuple[Bound, ...]], tuple[int, Literal]] = {}
    for number, clause in enumerate(clauses):
        for literal in clause.literals:
            rest = frozenset(each for each in clause.literals if each != literal)
            key = rest, literal.place, clause.binders
            if len({each.place for each in clause.literals}) < len(clause.literals):
                continue  # two literals about one cell
            if key in known:
                earlier, other = known[key]
                return earlier, number, _both(other, literal)
            known[key] = number, literal
    return None


def _both(one: Literal, other: Literal) -> Literal:
    """What two literals about a cell say together. Different names are different values: constants, or binders of one sort."""
    if not one.among and not other.among:
        return Literal(one.place, tuple(dict.fromkeys((*one.values, *other.values))), False)
    if not one.among:
        one, other = other, one
    return Literal(one.place, tuple(value for value in one.values if (value in other.values) is other.among))


# --- members of a node -----------------------------------------------------------------------------------------------


def _merged(system: System, node: EnumType, clauses: Sequence[Clause]) -> list[Clause]:
    there = {_key(clause): clause for clause in clauses}
    gone: set[Clause] = set()
    result: list[Clause] = []
    for clause in clauses:
        if clause in gone:
            continue
        named = _named(system, node, clause)
        alike = {_key(_renamed(system, node, clause, dict(zip(named, other, strict=True)))) for other in _others(node, named)}
        if len(alike) > 1 and alike <= set(there):
            gone |= {there[key] for key in alike}
            taken = {binder.name for binder in clause.binders}
            binders = tuple(Bound(_fresh(node, place, taken), node) for place in range(len(named)))
            lifted = _renamed(system, node, clause, dict(zip(named, binders, strict=True)))
            result.append(replace(lifted, binders=(*binders, *lifted.binders)))
        else:
            result.append(clause)
    return result


def _others(node: EnumType, named: Sequence[str]) -> list[tuple[str, ...]]:
    return list(permutations(node.members, len(named)))


def _fresh(node: EnumType, place: int, taken: set[str]) -> str:
    """A name that no binder of the clause has: the node's first letter, with a number from the second one on."""
    letter = node.name[:1].lower()
    number = place + 1
    while (name := letter if number == 1 else f"{letter}_{number}") in taken:
        number += 1
    taken.add(name)
    return name


def _key(clause: Clause) -> tuple[frozenset[Literal], tuple[Bound, ...]]:
    """The same for clauses that differ in the order of their literals and values only."""
    literals = (replace(literal, values=tuple(sorted(literal.values, key=repr))) for literal in clause.literals)
    return frozenset(literals), clause.binders


def _named(system: System, node: EnumType, clause: Clause) -> list[str]:
    """The members that the clause names, in the order in which it does."""
    found: dict[str, None] = {}

    def note(member: Member) -> Member:
        found[str(member)] = None
        return member

    _through(system, node, clause, note)
    return list(found)


def _renamed(system: System, node: EnumType, clause: Clause, names: dict[str, str] | dict[str, Bound]) -> Clause:
    return _through(system, node, clause, lambda member: names[str(member)])


def _through(system: System, node: EnumType, clause: Clause, change: Callable[[Member], Member]) -> Clause:
    """The clause with each member of the node changed; names of other types stay, also where they are spelled the same."""

    def changed(member: Member, type: Type | None) -> Member:
        inner = type.inner if isinstance(type, OptionalType) else type
        return change(member) if inner == node and isinstance(member, str) else member

    literals = []
    for literal in clause.literals:
        place, type = literal.place, _type(system, literal.place)
        indices, parts = _index_types(system, place)
        new = CellRef(
            place.variable,
            tuple(changed(member, each) for member, each in zip(place.indices, indices, strict=True)),
            tuple(changed(member, each) for member, each in zip(place.part, parts, strict=True)),
        )
        literals.append(Literal(new, tuple(changed(value, type) for value in literal.values), literal.among))
    return replace(clause, literals=tuple(literals))


def _type(system: System, place: CellRef) -> Type | None:
    """The type of what the cell holds, if it is a variable of the spec: messages are named by no type."""
    found = [variable.type for variable in system.variables if variable.name == place.variable]
    return found[0] if found and not place.part else None


def _index_types(system: System, place: CellRef) -> tuple[Sequence[Type | None], Sequence[Type | None]]:
    """The types of the indices and of the parts of a place; None where it is no member that stands there."""
    for channel in system.channels:
        if channel.name == place.variable:
            match place.part:
                case ("count", message, *_):
                    fields = [field.type for field in channel.message(str(message)).fields]
                    return (channel.sender, channel.receiver), (None, None, *fields)
                case part:
                    return (channel.sender, channel.receiver), [None] * len(part)
    for variable in system.variables:
        if variable.name == place.variable:
            return variable.index_types, [None] * len(place.part)
    return [None] * len(place.indices), [None] * len(place.part)


# --- one way to say it -----------------------------------------------------------------------------------------------


def _plain(system: System, clause: Clause) -> Clause:
    """The clause with each literal said with as few values as possible: engines may say the same in two ways."""
    return replace(clause, literals=tuple(_shortest(_type(system, literal.place), literal) for literal in clause.literals))


def _shortest(type: Type | None, literal: Literal) -> Literal:
    inner = type.inner if isinstance(type, OptionalType) else type
    if type is None or not isinstance(inner, BoolType | EnumType | RangeType):
        return literal
    domain = Scope().domain(type)
    if not set(literal.values) <= set(domain):
        return literal
    others = tuple(value for value in domain if value not in literal.values)
    if len(others) < len(literal.values) or (len(others) == len(literal.values) and not literal.among):
        return Literal(literal.place, others, not literal.among)
    return literal
