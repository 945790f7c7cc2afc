"""k-induction: no run of k transitions reaches a goal, and no k goal-free states in a row are followed by a goal state.

Sheeran, Singh, Stalmarck: Checking safety properties using induction and a SAT-solver, FMCAD 2000. The states in a row are
different ones, which is enough: the shortest run to a goal has no loop. For a goal over transitions, read "transition" for
"state". Goals that none of them proves alone are tried together, each free of all: the largest set that stands on itself.
Every depth of the base is looked at, and no proof is given out before `recheck` has found it again in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.recheck import recheck, recheck_bounded
from hamodel.engines.smt.bmc import at_end, control, hits
from hamodel.engines.smt.unrolling import Formula, Unrolling
from hamodel.evidence.spot_check import RealRuns
from hamodel.ground.instance import Goal, Instance
from hamodel.model.verdict import Answer, Inductive, Unknown, Unreachable

LONGEST = 30
"""The largest k that is tried if the budget has no depth."""


def kinduction(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /) -> Iterator[tuple[Goal, Answer]]:
    """See `hamodel.engines.Engine`."""
    deadline, end = Deadline.of_search(budget.seconds)
    longest = LONGEST if budget.depth is None else budget.depth
    still_open = list(dict.fromkeys(goals))
    excluded = -1
    reason, asked = f"not inductive up to k = {longest}", budget.depth is not None
    try:
        base, rows = Unrolling(instance, deadline), _Rows(instance, still_open, deadline)
        base.start()
        real = RealRuns(instance)
        for k in range(longest + 1):
            if not still_open:
                break
            listen(Progress("kinduction", k, open=len(still_open), bound=excluded))
            if k:
                base.extend()
            for goal, answer in hits(base, still_open):
                still_open.remove(goal)
                yield goal, answer
            control(base, real)
            excluded = k
            if k == longest:
                break
            rows.extend()
            together = rows.standing(still_open)
            for goal in together:
                proof = _proof(instance, rows, goal, together, end)
                still_open.remove(goal)
                yield goal, Unreachable(proof)
            rows.proved += together
    except Undecided as undecided:
        reason, asked = f"{undecided}, before k = {excluded + 1} was decided", False
    if still_open and excluded >= 0:
        recheck_bounded(instance, still_open, excluded, end)
    for goal in still_open:
        yield goal, Unknown(reason, excluded, asked)


def _proof(instance: Instance, rows: _Rows, goal: Goal, together: Sequence[Goal], deadline: Deadline) -> Inductive:
    """That the goal is unreachable, alone if that is enough."""
    if not rows.followed_by([goal], [goal]):
        recheck(instance, [goal], rows.k, deadline)
        return Inductive(rows.k)
    others = [other for other in (*rows.proved, *together) if other != goal]
    recheck(instance, [goal, *others], rows.k, deadline)
    return Inductive(rows.k, tuple(other.name for other in others))


class _Rows:
    """The rows of `k` states, wherever they start, and what follows them. `proved`: goals known to be unreachable."""

    def __init__(self, instance: Instance, goals: Sequence[Goal], deadline: Deadline) -> None:
        self.proved: list[Goal] = []
        self._runs = Unrolling(instance, deadline)
        self._free = {goal: self._runs.literal(f"free_of_{number}") for number, goal in enumerate(goals)}
        self._questions = count()

    @property
    def k(self) -> int:
        return self._runs.length

    def extend(self) -> None:
        """Rows that are one state longer."""
        for goal, free in self._free.items():
            formula = at_end(self._runs, goal)
            if formula is not None:
                self._runs.never(formula, where=free)
        self._runs.extend()

    def standing(self, goals: Sequence[Goal]) -> list[Goal]:
        """The largest set of these such that no row free of all of them, and of what is proved, is followed by one."""
        candidates = list(goals)
        while candidates and (hit := self.followed_by(candidates, [*candidates, *self.proved])):
            candidates = [goal for goal in candidates if goal not in hit]
        return candidates

    def followed_by(self, goals: Sequence[Goal], free_of: Sequence[Goal]) -> list[Goal]:
        """Those of `goals` which follow one and the same row that is free of `free_of`; empty if none of them can.

        That the states of a row differ is only asked for where a row has two equal ones: most are too short to repeat.
        """
        formulas = {goal: self._at_end(goal) for goal in goals}
        literal = self._runs.literal(f"question_{next(self._questions)}")
        self._runs.imply(literal, list(formulas.values()))
        while self._runs.satisfiable(literal, *(self._free[goal] for goal in free_of)):
            equal = _repetition(self._runs.codes()[:-1])
            if equal is None:
                return [goal for goal, formula in formulas.items() if self._runs.holds(formula)]
            self._runs.differ(*equal)
        return []

    def _at_end(self, goal: Goal) -> Formula:
        formula = at_end(self._runs, goal)
        assert formula is not None, "a row has at least one transition"
        return formula


def _repetition(states: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """Two places with the same state."""
    seen: dict[tuple[int, ...], int] = {}
    for place, state in enumerate(states):
        earlier = seen.setdefault(tuple(state), place)
        if earlier != place:
            return earlier, place
    return None
