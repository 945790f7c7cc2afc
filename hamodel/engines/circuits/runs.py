"""Runs of a growing length as clauses: what is at their ends, asked again and again with more and more excluded.

Biere, Cimatti, Clarke, Zhu: Symbolic model checking without BDDs, TACAS 1999, over the clauses of one step (`Relation`). In a
run that is not as long as it seems nothing happens in some steps; a trace is made without them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.engines.circuits.circuit import circuit
from hamodel.engines.circuits.clauses import Vocabulary
from hamodel.engines.circuits.cnf import Questions, Relation, Solver
from hamodel.engines.circuits.pdr import taken
from hamodel.ground.instance import Goal, Instance
from hamodel.model.trace import Step, Trace


class GrowingRuns:
    """The runs of `length` transitions, which grow as they are asked about. `cells`: whose codes are asked of the first state."""

    def __init__(self, instance: Instance, goals: Sequence[Goal], cells: Sequence[int], questions: Questions) -> None:
        self.instance, self.length = instance, 0
        self.vocabulary = Vocabulary(instance)
        of_step = circuit(instance)
        self._relation = relation = Relation(of_step, self.vocabulary, goals)
        self._has_code = {
            (cell, code): relation.encoder.literal(of_step.has_code(cell, code))
            for cell in cells
            for code in range(instance.cells[cell].low, instance.cells[cell].high + 1)
        }
        self._solver = Solver([], questions)
        self._variables = 0
        self._names: list[list[int]] = []  # the variables of each step
        self._add_step()
        self._solver.add([self._named(0, relation.initial)])

    def after(self, goal: Goal, length: int) -> int | None:
        """The literal that says that the goal is there after so many transitions; None: it is about one, and there is none."""
        while self.length < length:
            self._add_step()
            self.length += 1
        if goal.of_transition and not length:
            return None
        return self._named(length - goal.of_transition, self._relation.goals[goal])

    def at_start(self, cell: int, code: int) -> int:
        """The literal that says that a cell has this code in the first state."""
        return self._named(0, self._has_code[cell, code])

    def new(self) -> int:
        """A literal of its own."""
        self._variables += 1
        return self._variables

    def add(self, *clause: int) -> None:
        """One more clause, for all later questions."""
        self._solver.add(clause)

    def true(self, assumed: Sequence[int]) -> frozenset[int] | None:
        """The literals that hold where these do; None if they cannot."""
        return frozenset(self._solver.model()) if self._solver.satisfiable(assumed) else None

    def trace(self, true: frozenset[int], length: int) -> Trace:
        """The first so many transitions of the run in which these literals hold."""
        instance, relation = self.instance, self._relation
        words = range(1, relation.size + 1)
        here = [word if self._named(0, word) in true else -word for word in words]
        codes = [
            self.vocabulary.code(number, [here[word - 1] for word in self.vocabulary.of_cell[number]])
            for number in range(len(instance.cells))
        ]
        initial, steps = instance.decode(codes), []
        for place in range(length):
            inputs = range(relation.first_input + 1, relation.end_input + 1)
            number = sum(1 << bit for bit, word in enumerate(inputs) if self._named(place, word) in true)
            after = taken(instance, number, codes)
            if after is not None:
                codes = after
                action = instance.actions[number]
                steps.append(Step(action.action.name, action.named_arguments, instance.decode(codes)))
        return Trace(initial, tuple(steps))

    def _named(self, place: int, literal: int) -> int:
        name = self._names[place][abs(literal)]
        return name if literal > 0 else -name

    def _add_step(self) -> None:
        """The clauses of a step, from the state that the last one leads to."""
        relation = self._relation
        size = relation.size
        before = self._names[-1][size + 1 : 2 * size + 1] if self._names else [self.new() for _ in range(size)]
        others = [self.new() for _ in range(relation.encoder.variables - size)]
        names = [0, *before, *others]
        self._names.append(names)
        for clause in relation.encoder.clauses:
            self._solver.add([names[literal] if literal > 0 else -names[-literal] for literal in clause])
