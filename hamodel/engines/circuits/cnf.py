"""Literals of a circuit as clauses (Tseitin), and the solver that they are given to: CaDiCaL, asked in one place.

Only the cones that are asked for are written. A gate whose fanins are gates of its own is written as one with many fanins; an
if-then-else as such: fewer variables are fewer propagations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pysat.solvers import Cadical195  # type: ignore[import-untyped]

from hamodel.engines.circuits.circuit import FALSE, TRUE, Circuit, Graph, Lit
from hamodel.engines.circuits.clauses import Cube, Vocabulary
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal


class CnfEncoder:
    """The clauses of a graph. `clauses` grows with each literal that is asked for; `variables` are numbered from 1."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.variables = 0
        self.clauses: list[list[int]] = []
        self._known: dict[int, int] = {}  # the solver's literal of a node
        self._true = 0

    def variable(self) -> int:
        """A new one."""
        self.variables += 1
        return self.variables

    def name(self, lit: Lit, variable: int) -> None:
        """Gives a literal this variable, before or after it was encoded."""
        node = lit >> 1
        if node and node not in self._known and self.graph.fanins[node] is None:
            self._known[node] = -variable if lit & 1 else variable
            return
        other = self.literal(lit)
        self.clauses += [[-variable, other], [variable, -other]]

    def literal(self, lit: Lit) -> int:
        """The solver's literal."""
        if lit in (TRUE, FALSE):
            if not self._true:
                self._true = self.variable()
                self.clauses.append([self._true])
            return self._true if lit == TRUE else -self._true
        if lit >> 1 not in self._known:
            self._encode(lit >> 1)
        found = self._known[lit >> 1]
        return -found if lit & 1 else found

    def _encode(self, root: int) -> None:
        stack = [root]
        while stack:
            node = stack[-1]
            if node in self._known:
                stack.pop()
                continue
            fanins = self.graph.fanins[node]
            if fanins is None:
                self._known[node] = self.variable()
                stack.pop()
                continue
            branches = self._branches(fanins)
            needed = branches or fanins
            missing = [lit >> 1 for lit in needed if lit >> 1 not in self._known]
            if missing:
                stack += missing
                continue
            stack.pop()
            gate = self._known[node] = self.variable()
            if branches:
                condition, then, otherwise = map(self._solver_literal, branches)
                self.clauses += [
                    [-gate, -condition, then],
                    [gate, -condition, -then],
                    [-gate, condition, otherwise],
                    [gate, condition, -otherwise],
                ]
            else:
                parts = [self._solver_literal(lit) for lit in fanins]
                self.clauses += [*([-gate, part] for part in parts), [gate, *(-part for part in parts)]]

    def _solver_literal(self, lit: Lit) -> int:
        found = self._known[lit >> 1]
        return -found if lit & 1 else found

    def _branches(self, fanins: tuple[Lit, Lit]) -> tuple[Lit, Lit, Lit] | None:
        """Is the gate an if-then-else? `not (s and a) and not (not s and b)` is `if s then not a else not b`."""
        if not (fanins[0] & 1 and fanins[1] & 1):
            return None
        one, other = (self.graph.fanins[lit >> 1] for lit in fanins)
        if one is None or other is None:
            return None
        for i in (0, 1):
            for j in (0, 1):
                if one[i] == other[j] ^ 1:
                    return one[i], one[1 - i] ^ 1, other[1 - j] ^ 1
        return None


class Relation:
    """One step as clauses: predicates before it are variables 1 to P, those after it P + 1 to 2 P, then come the inputs."""

    def __init__(self, circuit: Circuit, vocabulary: Vocabulary, goals: Sequence[Goal]) -> None:
        self.size = len(vocabulary.predicates)
        self.encoder = encoder = CnfEncoder(circuit.graph)
        words = range(1, self.size + 1)
        variables = [encoder.variable() for _ in range(2 * self.size + len(circuit.selector))]
        self.first_input = 2 * self.size
        self.end_input = len(variables)
        for bit, variable in zip(circuit.selector, variables[self.first_input :], strict=True):
            encoder.name(bit, variable)
        for word in words:
            if vocabulary.predicates[word - 1].bit is not None:
                encoder.name(vocabulary.lit(circuit, word), word)
        for word in words:
            if vocabulary.predicates[word - 1].bit is None:
                encoder.name(vocabulary.lit(circuit, word), word)
        for word in words:
            encoder.name(vocabulary.lit(circuit, word, after=True), self.size + word)
        encoder.clauses.append([encoder.literal(circuit.valid)])
        self.initial = encoder.literal(circuit.initial)
        self.goals = {goal: encoder.literal(circuit.goal(goal)) for goal in goals}

    def after(self, cube: Iterable[int]) -> list[int]:
        """The literals of a cube, about the next state."""
        size = self.size
        return [literal + size if literal > 0 else literal - size for literal in cube]


# --- the solver ------------------------------------------------------------------------------------------------------


SMALL_QUESTIONS = {"inprocessing": 0, "lucky": 0, "walk": 0}
"""Many questions, each answered in no time: what CaDiCaL does before and between long searches does not pay."""


class Solver:
    """A solver over clauses; everything that is asked goes through `satisfiable`."""

    def __init__(self, clauses: Iterable[Sequence[int]], count: Questions) -> None:
        self._solver = Cadical195()
        self._solver.configure(SMALL_QUESTIONS)
        for clause in clauses:
            self._solver.add_clause(clause)
        self._count = count

    def add(self, clause: Sequence[int]) -> None:
        """One more clause, for all later questions."""
        self._solver.add_clause(clause)

    def satisfiable(self, assumptions: Sequence[int]) -> bool:
        """Is there a model? True, False, or the exception `Undecided`."""
        self._count.one_more()
        answer = self._solver.solve(list(assumptions))  # a core is told of a list only
        if answer is True or answer is False:
            return answer
        raise Undecided("the solver said: unknown")

    def model(self) -> list[int]:
        """The literals that hold in the model that was found: that of variable v at v - 1."""
        found: list[int] = self._solver.get_model()
        return found

    def core(self) -> frozenset[int]:
        """Those of the assumptions that were refuted together."""
        return frozenset(self._solver.get_core() or ())


class Questions:
    """How many were asked, of all solvers together; too many, or too late, raises `Undecided`."""

    def __init__(self, deadline: Deadline, most: int | None = None) -> None:
        self.deadline, self.most = deadline, most
        self.asked = 0

    def one_more(self) -> None:
        """Counts a question. Raises `Undecided` where the effort or the time is spent."""
        if self.most is not None and self.asked >= self.most:
            raise Undecided(f"the effort of {self.most:,} questions is spent")
        self.asked += 1
        if self.deadline.passed:
            raise Undecided("out of time")


# --- sets of clauses -------------------------------------------------------------------------------------------------


class Switched:
    """Clauses about states, by number, each of which can be switched on: which of them keep each other, which are needed?

    They are given as the cubes that they exclude, none of which has an initial state.
    """

    def __init__(self, relation: Relation, cubes: Sequence[Cube], questions: Questions) -> None:
        self._relation, self._cubes = relation, cubes
        self._first = relation.encoder.variables + 1
        self._switches = range(self._first, self._first + len(cubes))
        clauses = [[-switch, *(-literal for literal in cube)] for switch, cube in zip(self._switches, cubes, strict=True)]
        self._solver = Solver([*relation.encoder.clauses, *clauses], questions)

    def inductive(self) -> list[int]:
        """The most clauses that are kept by every step from a state with all of them."""
        after = {switch: self._relation.after(cube) for switch, cube in zip(self._switches, self._cubes, strict=True)}
        kept = list(self._switches)
        checked = 0  # so many in a row are kept
        place = 0
        while checked < len(kept):
            place %= len(kept)
            if self._refuted(kept, after[kept[place]]) is not None:
                checked, place = checked + 1, place + 1
                continue
            state = set(self._solver.model()[self._relation.size : 2 * self._relation.size])
            kept = [switch for switch in kept if not state.issuperset(after[switch])]
            checked = 0
        return [switch - self._first for switch in kept]

    def exclude(self, goal: Goal) -> bool:
        """Is the goal nowhere where all of the clauses hold?"""
        return self._refuted(self._switches, [self._relation.goals[goal]]) is not None

    def enough(self, goal: Goal) -> list[int]:
        """Clauses that exclude the goal, and, again and again, those that keep what was chosen."""
        chosen = self._needed([], [self._relation.goals[goal]])
        todo = list(chosen)
        while todo:
            kept = self._relation.after(self._cubes[todo.pop() - self._first])
            if self._refuted(chosen, kept) is None:
                more = self._needed(chosen, kept)
                chosen += more
                todo += more
        return sorted(switch - self._first for switch in chosen)

    def _needed(self, chosen: Sequence[int], question: Sequence[int]) -> list[int]:
        """The clauses that refute a question together with the chosen ones: none of them can be left out."""
        known = set(chosen)
        others = [switch for switch in self._switches if switch not in known]
        needed = self._refuted([*chosen, *others], question)
        if needed is None:
            raise Disagreement("what was said to be an invariant is none")
        needed = [switch for switch in needed if switch not in known]
        for switch in list(needed):
            if switch in needed:
                without = self._refuted([*chosen, *(other for other in needed if other != switch)], question)
                if without is not None:
                    needed = [other for other in without if other not in known]
        return needed

    def _refuted(self, switches: Sequence[int], question: Sequence[int]) -> list[int] | None:
        """Those of the clauses that refute the question; None if they do not."""
        if self._solver.satisfiable([*switches, *question]):
            return None
        core = self._solver.core()
        return [switch for switch in switches if switch in core]
