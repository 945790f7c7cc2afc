"""Clauses of literals about single cells, as numbers, to clauses in the words of the spec; and these to terms.

A predicate says one thing about the code of one cell: that a bit of it is set or, of a cell whose value is a member of a sort,
that it is one code; what is said in bits about members would not stay that when members change places. A literal is a
predicate's number, counted from 1, or minus that for the opposite, as solvers have it. A cube is a conjunction of literals: a
set of states; the clause that excludes it says the opposite of one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from math import perm, prod
from typing import TypeAlias

from hamodel.engines.circuits.circuit import Circuit, Lit, width_of
from hamodel.engines.explicit.packing import alike
from hamodel.ground.cells import Cell
from hamodel.ground.instance import Instance
from hamodel.ground.terms import Term
from hamodel.model.expr import BoolType, SortType, Type, Value
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.symmetry import sort_of, symmetric_sorts

Cube: TypeAlias = tuple[int, ...]
"""Literals in increasing order."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """Of a cell: bit number `bit` of its code, counted from its lowest, is set; or, `bit` None, its code is `code`."""

    cell: int
    bit: int | None
    code: int = 0

    def holds(self, cell: Cell, code: int) -> bool:
        """Is it true of a cell with this code?"""
        return code == self.code if self.bit is None else bool((code - cell.low) >> self.bit & 1)


class Vocabulary:
    """The predicates of an instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.predicates: list[Predicate] = []
        self.of_cell: list[range] = []
        for number, cell in enumerate(instance.cells):
            first = len(self.predicates)
            if cell.high > cell.low:
                if sort_of(cell.type) is not None:
                    self.predicates += [Predicate(number, None, code) for code in range(cell.low, cell.high + 1)]
                else:
                    self.predicates += [Predicate(number, bit) for bit in range(width_of(cell.low, cell.high))]
            self.of_cell.append(range(first + 1, len(self.predicates) + 1))

    def literals(self, number: int, code: int) -> list[int]:
        """What the vocabulary says about a cell with this code."""
        cell = self.instance.cells[number]
        return [word if self.predicates[word - 1].holds(cell, code) else -word for word in self.of_cell[number]]

    def code(self, number: int, literals: Sequence[int]) -> int:
        """The code of a cell of which these, all of its literals, are true; the inverse of `literals`."""
        cell = self.instance.cells[number]
        code = cell.low
        for literal in literals:
            predicate = self.predicates[abs(literal) - 1]
            if literal > 0:
                code = predicate.code if predicate.bit is None else code + (1 << predicate.bit)
        return code

    def lit(self, circuit: Circuit, word: int, after: bool = False) -> Lit:
        """A predicate as a literal of the circuit, in this state or the next."""
        predicate = self.predicates[word - 1]
        if predicate.bit is None:
            return circuit.has_code(predicate.cell, predicate.code, after)
        return (circuit.after if after else circuit.latches)[predicate.cell][predicate.bit]

    def codes(self, number: int, literals: Iterable[int]) -> list[int]:
        """The codes of a cell with which one of the literals, all about it, holds."""
        cell = self.instance.cells[number]
        wanted = [(self.predicates[abs(literal) - 1], literal > 0) for literal in literals]
        return [
            code
            for code in range(cell.low, cell.high + 1)
            if any(predicate.holds(cell, code) == positive for predicate, positive in wanted)
        ]

    def clause(self, cube: Sequence[int]) -> Clause:
        """That a state is not in the cube, in the words of the spec: a literal for each cell."""
        by_cell: dict[int, list[int]] = {}
        for literal in cube:
            by_cell.setdefault(self.predicates[abs(literal) - 1].cell, []).append(-literal)
        return Clause(tuple(self._literal(number, literals) for number, literals in sorted(by_cell.items())))

    def _literal(self, number: int, literals: Sequence[int]) -> Literal:
        cell = self.instance.cells[number]
        codes = self.codes(number, literals)
        among = 2 * len(codes) <= cell.high - cell.low + 1
        if not among:
            chosen = set(codes)
            codes = [code for code in range(cell.low, cell.high + 1) if code not in chosen]
        value = self.instance.grounder.value
        return Literal(CellRef(cell.variable, cell.indices, cell.part), tuple(value(cell.type, code) for code in codes), among)


MOST_RUNS = 16
"""The most stretches of codes that are compared one by one."""


def clause_term(instance: Instance, clause: Clause) -> Term:
    """A clause without binders as a term over the cells of the instance."""
    terms = instance.terms
    numbers = {CellRef(cell.variable, cell.indices, cell.part): number for number, cell in enumerate(instance.cells)}
    parts = []
    for literal in clause.literals:
        number = numbers[literal.place]
        cell = instance.cells[number]
        term = instance.cell(number)
        codes = [instance.grounder.code(cell.type, value) for value in literal.values]
        if isinstance(cell.type, BoolType):
            among = terms.or_(*(term if code else terms.not_(term) for code in codes))
        else:
            runs = _runs(sorted(codes))
            if len(runs) <= MOST_RUNS:
                among = terms.or_(*(_between(instance, term, *run) for run in runs))
            else:
                among = _by_bits(instance, term, cell, codes)
        parts.append(among if literal.among else terms.not_(among))
    return terms.or_(*parts)


def _between(instance: Instance, term: Term, low: int, high: int) -> Term:
    terms = instance.terms
    if low == high:
        return terms.eq(term, terms.number(low))
    return terms.and_(terms.le(terms.number(low), term), terms.le(term, terms.number(high)))


def _by_bits(instance: Instance, term: Term, cell: Cell, codes: Iterable[int]) -> Term:
    """Is the cell's code one of these? Decided by one bit after the other, the highest first: what bits said is short again."""
    terms, width = instance.terms, width_of(cell.low, cell.high)
    above = terms.sub(term, terms.number(cell.low))
    bits = [terms.eq(terms.mod(terms.div(above, terms.number(1 << k)), terms.number(2)), terms.number(1)) for k in range(width)]
    table = bytearray(1 << width)
    for code in codes:
        table[code - cell.low] = 1
    known: dict[bytes, Term] = {b"\0": terms.false, b"\1": terms.true}

    def decided(part: bytes) -> Term:
        found = known.get(part)
        if found is None:
            half = len(part) // 2
            low, high = part[:half], part[half:]
            found = known[part] = terms.choose(bits[half.bit_length() - 1], decided(high), decided(low))
        return found

    return decided(bytes(table))


def _runs(codes: Sequence[int]) -> list[tuple[int, int]]:
    """Increasing numbers as the stretches that they make up."""
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


# --- symmetry --------------------------------------------------------------------------------------------------------

MOST_IMAGES = 1500
"""The largest orbit that is made."""

Member: TypeAlias = tuple[int, int]
"""The number of the sort, and of the member in it."""


class CubeOrbits:
    """The images of cubes under all permutations of interchangeable members.

    A permutation moves cells (a member among the indices, or among the arguments of a message) and codes (a member as the
    value). Each predicate is therefore known by its form, in which members are blanks, and by the members that fill these: an
    image is the same forms filled with other members.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        instance = vocabulary.instance
        sizes = instance.scope.sizes
        sorts = [sort for sort in symmetric_sorts(instance.system) if sizes[sort.name] > 1 and alike(instance, sort)]
        self.sizes = [sizes[sort.name] for sort in sorts]
        self._number = {sort: number for number, sort in enumerate(sorts)}
        self._members = {
            (sort, member): (number, index)
            for sort, number in self._number.items()
            for index, member in enumerate(instance.scope.domain(sort))
        }
        forms: dict[tuple[object, ...], int] = {}
        self._forms: list[tuple[int, tuple[Member, ...]]] = [(0, ())]
        self._words: dict[tuple[int, tuple[Member, ...]], int] = {}
        for word in range(1, len(vocabulary.predicates) + 1):
            form, members = self._form(vocabulary, word)
            key = (forms.setdefault(form, len(forms)), members)
            self._forms.append(key)
            self._words[key] = word

    def _form(self, vocabulary: Vocabulary, word: int) -> tuple[tuple[object, ...], tuple[Member, ...]]:
        predicate = vocabulary.predicates[word - 1]
        instance = vocabulary.instance
        cell = instance.cells[predicate.cell]
        members: list[Member] = []

        def blank(type: Type, value: Value) -> object:
            sort = sort_of(type)
            if isinstance(sort, SortType) and (sort, value) in self._members:
                members.append(self._members[sort, value])
                return ("member", sort)
            return value

        part = cell.part[:2] if cell.part[:1] == ("count",) else cell.part
        values = tuple(blank(type, value) for type, value in zip(cell.index_types, cell.index_values, strict=True))
        said: object = predicate.bit
        if predicate.bit is None:
            said = (blank(cell.type, instance.grounder.value(cell.type, predicate.code)),)
        return (cell.variable, part, values, said), tuple(members)

    def images(self, cube: Cube) -> list[Cube] | None:
        """The cube and its images, each once; None if there are too many to list."""
        if not self.sizes:
            return [cube]
        parts = [(literal > 0, *self._forms[abs(literal)]) for literal in cube]
        mentioned: list[list[Member]] = [[] for _ in self.sizes]
        for member in dict.fromkeys(member for _, _, members in parts for member in members):
            mentioned[member[0]].append(member)
        if not any(mentioned):
            return [cube]
        if prod(perm(size, len(members)) for size, members in zip(self.sizes, mentioned, strict=True)) > MOST_IMAGES:
            return None
        found = {cube: None}
        choices = [permutations(range(size), len(members)) for size, members in zip(self.sizes, mentioned, strict=True)]
        for choice in product(*choices):
            to: dict[Member, Member] = {}
            for members, indices in zip(mentioned, choice, strict=True):
                to.update((member, (member[0], index)) for member, index in zip(members, indices, strict=True))
            found[self._image(parts, to)] = None
        return list(found)

    def _image(self, parts: Sequence[tuple[bool, int, tuple[Member, ...]]], to: dict[Member, Member]) -> Cube:
        image = []
        for positive, form, members in parts:
            word = self._words[form, tuple([to[member] for member in members])]
            image.append(word if positive else -word)
        return tuple(sorted(image))
