"""What searches of states say of a claim about runs without end, in many combinations of the options together.

What looks for a lasso has a copy of each cell, which few clauses tell anything about: there a search of all states ends sooner
than a search for an invariant. The options are variables that no step changes. So a part of the combinations can be searched
without the others: as many as have few enough states together.

A goal is to come to a lasso in some combinations, a group. The first run that is found for a group is a shortest one of all of
them: so what it is widened to counts as far as it is known that there is no shorter one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hamodel.check.variables.claims import ClaimFamily
from hamodel.engines import Budget, Listener
from hamodel.engines.circuits.clauses import clause_term
from hamodel.engines.explicit.search import Search
from hamodel.engines.limits.deadline import Deadline
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal
from hamodel.ground.terms import Term
from hamodel.model.combinations import Combinations, OptionCube
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.trace import Trace
from hamodel.model.verdict import Reached, Unknown

MOST_STATES = 1 << 23
"""So many are searched at a time ..."""

MOST_TOGETHER = 1 << 26
"""... and about so many one time after the other: where there are more of them, nothing is said."""

MOST_GROUPS = 64

Show = Callable[[Trace], int]
"""Takes a run of the instance, with its first state; returns the combinations of which it is one."""


@dataclass(slots=True)
class StatesSearch:
    """`asked`: the combinations that the spec allows; `left`: those of them that are not decided. `states`: so many were looked
    at; `why`: what it is that leaves some undecided."""

    family: ClaimFamily
    goal: Goal
    every: Combinations
    asked: int
    left: int
    show: Show
    deadline: Deadline
    listen: Listener
    states: int = 0
    why: str = ""
    _each: int = 0  # the most states of a combination, on average of those that were searched together
    _shown: list[tuple[int, int]] = field(default_factory=list)  # the length of a run, and the combinations that it is one of

    def search(self) -> None:
        """Decides all that is left, or says why not. Of many combinations one is searched first, to know how many may be."""
        size = self.left.bit_count() if self.left.bit_count() <= MOST_GROUPS else 1
        while self.left and not self.why:
            part = self.every.lowest(self.left, size)
            cut = self._searched(part)
            if cut and size == 1:
                self.why = cut
            elif self.states + self._each * self.left.bit_count() > MOST_TOGETHER:
                self.why = f"not decided in {MOST_TOGETHER:,} states"
            elif cut:
                size = max(1, part.bit_count() // 4)
            else:
                size = max(1, MOST_STATES // (2 * self._each)) if self._each else 2 * size

    def _searched(self, part: int) -> str:
        """Searches a part of the combinations. Returns why it did not come to an end; empty: it did."""
        groups = {Goal(str(number), self._in(self.goal.term, bits)): bits for number, bits in enumerate(self._groups(part))}
        initially = self._in(self.family.instance.initially, part)
        budget = Budget(None, self.deadline.seconds, None, MOST_STATES)
        search = Search(replace(self.family.instance, initially=initially), list(groups), budget, self.listen, symmetry=False)
        runs: list[tuple[int, int, Trace]] = []
        reached, open_, why = 0, 0, ""
        for goal, answer in search.answers():
            if isinstance(answer, Reached):
                assert answer.trace is not None, "a goal is traced"
                runs.append((len(answer.trace.steps), groups[goal], answer.trace))
                reached |= groups[goal]
            elif isinstance(answer, Unknown):
                open_ |= groups[goal]
                why = answer.reason
        self.states += search.states
        if search.exhausted or open_:
            self._each = max(self._each, search.states // part.bit_count() + 1)
        self.left &= ~(part & ~reached & ~open_)
        self._take(sorted(runs, key=lambda run: run[0]), part & ~reached & ~open_)
        return why

    def _take(self, runs: list[tuple[int, int, Trace]], without: int) -> None:
        """Takes the runs of the groups, the shortest first. `without`: there is none in these combinations."""
        for length, group, trace in runs:
            options, _ = self.family.trace(trace, self.every.options)
            own = 1 << self.every.number(options)
            if not own & group:
                raise Disagreement("a run that was found in some combinations is one of another one")
            if not own & self._within(length):
                found = self.show(trace)
                if found & without:
                    raise Disagreement("a run was found in a combination that was said to have none")
                self._shown.append((length, found))
        for length, group, _ in runs:  # of no combination of the group there is a shorter one
            self.left &= ~(group & self._within(length))

    def _within(self, length: int) -> int:
        """The combinations in which a run of at most so many steps was found."""
        bits = 0
        for steps, found in self._shown:
            bits |= found if steps <= length else 0
        return bits

    def _groups(self, part: int) -> list[int]:
        """The part, by the values of as many options as make few groups."""
        every = self.every
        groups = [part]
        for name, values in every.options.items():
            finer = [some for group in groups for value in values if (some := group & every.having(name, (value,)))]
            if len(finer) > MOST_GROUPS:
                break
            groups = finer
        return groups

    def _in(self, term: Term, bits: int) -> Term:
        """The term, in these combinations; of those that are not asked about it may be any."""
        instance = self.family.instance
        cubes = [self._cube(cube) for cube in self.every.cubes(bits, self.every.every & ~self.asked)]
        return instance.terms.and_(term, instance.terms.or_(*cubes))

    def _cube(self, cube: OptionCube) -> Term:
        instance = self.family.instance
        parts = (Clause((Literal(CellRef(name, (), ()), values),)) for name, values in cube.values.items())
        return instance.terms.and_(*(clause_term(instance, part) for part in parts))
