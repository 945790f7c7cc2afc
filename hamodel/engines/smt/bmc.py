"""Bounded model checking: the runs of 0, 1, 2, ... transitions, each as one formula, so the first trace is a shortest one.

Biere, Cimatti, Clarke, Zhu: Symbolic model checking without BDDs, TACAS 1999. It proves nothing: where a goal is not found,
the answer is `Unknown`, with the number of transitions up to which it is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.recheck import recheck_bounded
from hamodel.engines.smt.unrolling import Formula, Unrolling
from hamodel.evidence.confirm import Disagreement
from hamodel.evidence.spot_check import RealRuns
from hamodel.ground.instance import Goal, Instance
from hamodel.model.verdict import Answer, Reached, Unknown


def bmc(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /) -> Iterator[tuple[Goal, Answer]]:
    """See `hamodel.engines.Engine`. Without a depth and a time in the budget it ends when every goal is reached."""
    deadline, end = Deadline.of_search(budget.seconds)
    still_open = list(dict.fromkeys(goals))
    excluded = -1
    reason = "every run of {} transitions was looked at, and longer ones were not"
    try:
        runs, real = Unrolling(instance, deadline), RealRuns(instance)
        runs.start()
        for depth in count() if budget.depth is None else range(budget.depth + 1):
            if not still_open:
                break
            listen(Progress("bmc", depth, open=len(still_open), bound=excluded))
            if depth:
                runs.extend()
            for goal, answer in hits(runs, still_open):
                still_open.remove(goal)
                yield goal, answer
            control(runs, real)
            excluded = depth
            if runs.impossible or not runs.satisfiable():  # asked: what a core of goals happens to tell depends on the goals
                reason = f"no run has {depth} transitions, but this engine proves nothing"
                excluded = depth if budget.depth is None else budget.depth
                break
    except Undecided as undecided:
        reason = f"{undecided}, after the runs of {{}} transitions"
    if still_open and excluded >= 0:
        recheck_bounded(instance, still_open, excluded, end)
    for goal in still_open:
        yield goal, Unknown(reason.format(excluded), excluded, asked=excluded == budget.depth)


def hits(runs: Unrolling, goals: Sequence[Goal]) -> Iterator[tuple[Goal, Reached]]:
    """The goals at the end of some run of exactly this length, each with one; the others are then known not to be there.

    Once it is shown that the others are not at this length, the solver is told so, for the longer runs.
    """
    formulas = {goal: formula for goal in goals if (formula := at_end(runs, goal)) is not None}
    for attempt in count():
        if not formulas:
            return
        literal = runs.literal(f"goal_{runs.length}_{attempt}")
        runs.imply(literal, list(formulas.values()))
        if not runs.satisfiable(literal):
            break
        found = [goal for goal, formula in formulas.items() if runs.holds(formula)]
        trace = runs.trace()
        for goal in found:
            del formulas[goal]
            yield goal, Reached(trace if goal.traced else None)
    for formula in formulas.values():
        runs.never(formula)


def control(runs: Unrolling, real: RealRuns) -> None:
    """Raises `Disagreement` if the solver excludes a run that the reference semantics takes: then "there is none" means
    nothing. Asked at lengths that double, since it costs more than many a depth."""
    if runs.length & (runs.length - 1):
        return
    for states in real.of_length(runs.length):
        if len(states) == runs.length + 1 and not runs.admits([runs.instance.encode(state) for state in states]):
            raise Disagreement(f"the solver excludes a run of {runs.length} transitions that the reference semantics takes")


def at_end(runs: Unrolling, goal: Goal) -> Formula | None:
    """The goal in the last state or, if it is of transitions, in the last transition; None if there is none."""
    if not goal.of_transition:
        return runs.formula(goal.term, runs.length)
    return runs.formula(goal.term, runs.length - 1) if runs.length else None
