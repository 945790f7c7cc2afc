"""Which lifted clauses are inductive at one scope, and which of them prove a goal there: a filter, not a proof.

Houdini (Flanagan, Leino 2001) over CaDiCaL: every clause stands for its images under all choices of members; clauses with an
image that is not initial, or not kept, are dropped until the rest is inductive. Where no counterexample to induction needs
more members than the scope has, what is left is inductive at every scope; the quantified check tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations, product

from hamodel.engines.circuits.circuit import Lit, circuit
from hamodel.engines.circuits.cnf import CnfEncoder, Questions, Solver
from hamodel.ground.instance import Goal, Instance
from hamodel.model.expr import Bound, SortType, Value
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.scope import Scope


class Induction:
    """Clauses and goals at the scope of an instance. Clauses are named by their position."""

    def __init__(self, instance: Instance, clauses: Sequence[Clause], goals: Sequence[Goal], questions: Questions) -> None:
        self.clauses = clauses
        self._instance, self._circuit = instance, circuit(instance)
        self._numbers = {CellRef(cell.variable, cell.indices, cell.part): number for number, cell in enumerate(instance.cells)}
        graph, encoder = self._circuit.graph, CnfEncoder(self._circuit.graph)
        ground = [list(images(clause, instance.scope)) for clause in clauses]
        self._before = [encoder.literal(graph.all(self._lit(image, False) for image in row)) for row in ground]
        self._after = [encoder.literal(graph.all(self._lit(image, True) for image in row)) for row in ground]
        self._goals = {goal: encoder.literal(self._circuit.goal(goal)) for goal in goals}
        self._initial = encoder.literal(self._circuit.initial)
        encoder.clauses.append([encoder.literal(self._circuit.valid)])
        self._variables = encoder.variables
        self._solver = Solver(encoder.clauses, questions)
        self._starting = [
            number for number, here in enumerate(self._before) if not self._solver.satisfiable([self._initial, -here])
        ]

    def inductive(self, candidates: Sequence[int] | None = None) -> list[int]:
        """The largest set of these clauses (None: of all) that holds initially and that every step keeps."""
        kept = [number for number in self._starting if candidates is None or number in candidates]
        while kept:
            self._variables += 1
            some = self._variables
            self._solver.add([-some, *(-self._after[number] for number in kept)])
            broken = self._solver.satisfiable([some, *(self._before[number] for number in kept)])
            true = set(self._solver.model()) if broken else set()
            self._solver.add([-some])
            if not broken:
                break
            kept = [number for number in kept if self._after[number] in true]
        return kept

    def support(self, goal: Goal, kept: Sequence[int]) -> list[int] | None:
        """Some of the inductive clauses `kept` that exclude the goal and are inductive by themselves; None if all together
        do not exclude it."""
        todo = self._core(self._goals[goal], kept)
        if todo is None:
            return None
        needed: dict[int, None] = {}
        while todo:
            number = todo.pop()
            if number not in needed:
                needed[number] = None
                todo += self._core(-self._after[number], kept) or ()
        return sorted(needed)

    def fewest(self, goal: Goal, enough: Sequence[int]) -> list[int]:
        """Clauses out of an inductive set that excludes the goal, none of which can be left out: a set that is easy to read."""
        row = self.support(goal, enough)
        assert row is not None
        for number in sorted(row, key=lambda number: -len(self.clauses[number].literals)):
            if number in row:
                without = self.inductive([other for other in row if other != number])
                smaller = self.support(goal, without)
                row = row if smaller is None else smaller
        return row

    def _core(self, question: int, kept: Sequence[int]) -> list[int] | None:
        """Clauses that exclude the question; None if all together do not."""
        if self._solver.satisfiable([question, *(self._before[number] for number in kept)]):
            return None
        core = self._solver.core()
        return [number for number in kept if self._before[number] in core]

    def _lit(self, clause: Clause, after: bool) -> Lit:
        """A ground clause before or after the step."""
        return self._circuit.graph.any(self._literal(literal, after) for literal in clause.literals)

    def _literal(self, literal: Literal, after: bool) -> Lit:
        number = self._numbers[literal.place]
        type = self._instance.cells[number].type
        codes = [self._instance.grounder.code(type, value) for value in literal.values]
        among = self._circuit.graph.any(self._circuit.has_code(number, code, after) for code in codes)
        return among if literal.among else among ^ 1


def images(clause: Clause, scope: Scope) -> Iterator[Clause]:
    """The clause for every choice of different members, which rise where the sort is ordered; none where there are too few."""
    by_sort: dict[SortType, list[Bound]] = {}
    for binder in clause.binders:
        assert isinstance(binder.type, SortType)
        by_sort.setdefault(binder.type, []).append(binder)
    for choice in product(*(_choices(sort, len(bound), scope) for sort, bound in by_sort.items())):
        names: dict[Bound, Member] = {}
        for bound, members in zip(by_sort.values(), choice, strict=True):
            names.update(zip(bound, members, strict=True))
        yield Clause(tuple(_named(literal, names) for literal in clause.literals))


def _choices(sort: SortType, count: int, scope: Scope) -> Iterator[tuple[Value, ...]]:
    """So many different members, in every order; of an ordered sort in theirs."""
    members = scope.domain(sort)
    return combinations(members, count) if sort.ordered else permutations(members, count)


def _named(literal: Literal, names: Mapping[Bound, Member]) -> Literal:
    def name(member: Member) -> Member:
        return names[member] if isinstance(member, Bound) else member

    place = literal.place
    named = replace(place, indices=tuple(map(name, place.indices)), part=tuple(map(name, place.part)))
    return Literal(named, tuple(map(name, literal.values)), literal.among)
