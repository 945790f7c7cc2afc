"""k-induction: no run of k transitions reaches the goal, and no k goal-free states in a row are followed by a goal state.

Sheeran, Singh, Stalmarck: Checking safety properties using induction and a SAT-solver, FMCAD 2000. The states in a row are
different ones, which is enough: the shortest run to a goal has no loop. For a goal over transitions, read "transition" for
"state". Every depth of the base is looked at, and no proof is given out before `recheck` has found it again in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.bmc import at_end, hits
from hamodel.engines.recheck import recheck
from hamodel.engines.smt import Deadline, Formula, Undecided, Unrolling
from hamodel.model.instance import Goal, Instance
from hamodel.model.verdict import Answer, Inductive, Unknown, Unreachable

LONGEST = 30
"""The largest k that is tried if the budget has no depth."""


def kinduction(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /) -> Iterator[tuple[Goal, Answer]]:
    """See `hamodel.engines.Engine`."""
    deadline = Deadline.after(budget.seconds)
    longest = LONGEST if budget.depth is None else budget.depth
    still_open = list(dict.fromkeys(goals))
    excluded = -1
    reason = f"not inductive up to k = {longest}"
    try:
        base, step = Unrolling(instance, deadline), Unrolling(instance, deadline)
        base.start()
        free = {goal: step.literal(f"free_of_{number}") for number, goal in enumerate(goals)}
        for k in range(longest + 1):
            if not still_open:
                break
            listen(Progress("kinduction", k, len(still_open), 0))
            if k:
                base.extend()
            for goal, answer in hits(base, still_open):
                still_open.remove(goal)
                yield goal, answer
            excluded = k
            if k == longest:
                break
            for goal in still_open:
                formula = at_end(step, goal)
                if formula is not None:
                    step.never(formula, where=free[goal])
            step.extend()
            for goal in list(still_open):
                if not _follows(step, goal, free[goal]):
                    recheck(instance, goal, k + 1, deadline)
                    still_open.remove(goal)
                    yield goal, Unreachable(Inductive(k + 1))
    except Undecided as undecided:
        reason = f"{undecided}, before k = {excluded + 1} was decided"
    for goal in still_open:
        yield goal, Unknown(reason, excluded)


def _follows(step: Unrolling, goal: Goal, free: Formula) -> bool:
    """Is the goal at the end of some row of different states (transitions) that are free of it?

    That the states differ is only asked for where a row has two equal ones: most rows are too short to repeat.
    """
    literal = step.literal(f"{free}_{step.length}")
    formula = at_end(step, goal)
    assert formula is not None, "the row has at least one transition"
    step.imply(literal, [formula])
    while step.satisfiable(literal, free):
        equal = _repetition(step.codes()[:-1])
        if equal is None:
            return True
        step.differ(*equal)
    return False


def _repetition(states: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """Two places with the same state."""
    seen: dict[tuple[int, ...], int] = {}
    for place, state in enumerate(states):
        earlier = seen.setdefault(tuple(state), place)
        if earlier != place:
            return earlier, place
    return None
