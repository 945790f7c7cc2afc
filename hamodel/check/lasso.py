"""decide(system, scope, property, engine, ...): a property about runs without end, by any engine, over the instance that looks
for a lasso; what the engine says is confirmed here, by other means than those that found it.

A lasso is replayed by the reference semantics. That there is none rests on the instance and on the reduction: the instance is
compared with the semantics, and the semantics itself goes through as many states as there is time for, and looks for a fair
cycle in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.asking import ask
from hamodel.evidence.confirm import Disagreement
from hamodel.evidence.cycles import search
from hamodel.evidence.lasso import replay_lasso
from hamodel.evidence.spot_check import spot_check
from hamodel.ground.automaton import TooLargeError
from hamodel.ground.instance import instantiate
from hamodel.ground.reduction import lasso_instance
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System
from hamodel.model.verdict import Answer, Reached, Unknown, Unreachable

MOST_STATES = 3000
PATIENCE = 0.03
"""States, and seconds for each state of the sample, for the search by the reference semantics."""


def decide(
    system: System, scope: Scope, property: Property, engine: str, budget: Budget, listen: Listener, sample: int
) -> Iterator[tuple[Answer, int, str]]:
    """The answer, the states that the engine saw, and how the answer was confirmed.

    `system` has pauses, monitors and fault bound. The depth of the budget is that of the lasso.
    """
    seen = 0

    def count(progress: Progress) -> None:
        nonlocal seen
        seen = max(seen, progress.states)
        listen(replace(progress, bound=lasso.covered(progress.bound)))

    instance = instantiate(system, scope)
    try:
        lasso = lasso_instance(instance, property)
    except TooLargeError as too_large:
        yield Unknown(str(too_large)), 0, ""
        return
    depth = None if budget.depth is None else lasso.depth(budget.depth)
    limited = replace(budget, depth=depth)
    for _, answer, states in ask(engine, lasso.instance, [lasso.goal], limited, count, symmetry=False):
        seen = max(seen, states)
        match answer:
            case Reached(trace=trace):
                if trace is None:
                    raise Disagreement("a property was said to be decided by a trace, but there is no trace")
                shown = lasso.lift(trace)
                replay_lasso(system, scope, property, shown)
                yield Reached(shown), seen, "replayed by the reference semantics: the loop closes and is fair"
            case Unreachable():
                spot_check(instance, (), sample)
                yield answer, seen, no_cycle(system, scope, property, sample)
            case Unknown(reason, bound, asked):
                if bound >= 0:
                    spot_check(instance, (), sample)
                yield Unknown(reason, lasso.covered(bound), asked), seen, ""
            case _:
                assert_never(answer)


def no_cycle(system: System, scope: Scope, property: Property, sample: int) -> str:
    """Looks for a fair cycle by the reference semantics; raises `Disagreement` if there is one."""
    searched = search(system, scope, property, MOST_STATES, PATIENCE * sample)
    if searched.violated:
        raise Disagreement(f"{property.name} was proved, but a fair run goes for ever through {dict(searched.violated[0])}")
    return "the reference semantics finds no fair cycle either, as far as it came"  # how far depends on the machine
