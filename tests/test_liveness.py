"""Claims about runs without end: what holds of small systems is worked out by hand; random ones are decided twice.

The engines look for a lasso in the reduced instance. The reference is `search`: a graph of states by the reference semantics, and
fair components of it; it shares nothing with the reduction but `unfold`. And it is held against lassos made by walking around.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from random_systems import Drawn, lively

from hamodel.engines import Budget, Engine
from hamodel.engines.bmc import bmc
from hamodel.engines.explicit import explicit
from hamodel.engines.kinduction import kinduction
from hamodel.model.confirm import Disagreement
from hamodel.model.instance import instantiate
from hamodel.model.liveness.automaton import TooLargeError
from hamodel.model.liveness.cycles import search
from hamodel.model.liveness.reduction import Lasso, lasso_instance
from hamodel.model.liveness.replay import replay_lasso
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, successors
from hamodel.model.system import Property, System
from hamodel.model.trace import State, Step, Trace
from hamodel.model.transform import bound_faults, with_idle, with_monitors
from hamodel.model.verdict import Answer, Reached, Unknown, Unreachable

MOST_STATES = 60
"""A random system with more states than this is left alone: the reduction squares them."""


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def prepared(system: System, claim: Property, faults: int | None = None) -> System:
    """The system whose runs the claim is about."""
    bounded = system if faults is None else bound_faults(system, faults)
    return with_monitors(with_idle(bounded), [claim])


# --- random systems --------------------------------------------------------------------------------------------------


def looked_for(engine: Engine, lasso: Lasso, budget: Budget) -> Answer:
    if engine is explicit:
        [(_, answer)] = explicit(lasso.instance, [lasso.goal], budget, lambda _: None, symmetry=False)
    else:
        [(_, answer)] = engine(lasso.instance, [lasso.goal], budget, lambda _: None)
    return answer


def compare(drawn: Drawn, engine: Engine, budget: Budget, most: int = MOST_STATES) -> None:
    """The engine's answer for the claim of a random system, against that of the reference."""
    [claim] = (claim for claim in drawn.system.properties if claim.liveness)
    system, scope = prepared(drawn.system, claim, 1), drawn.scope
    reference = search(system, scope, claim, most, 60)
    assume(reference.complete)
    try:
        lasso = lasso_instance(instantiate(system, scope), claim)
    except TooLargeError:
        assume(False)
    match looked_for(engine, lasso, budget):
        case Reached(trace):
            assert reference.violated, "there is no fair run on which the claim is false"
            assert trace is not None
            shown = lasso.lift(trace)
            replay_lasso(system, scope, claim, shown)
            if engine is explicit:
                assert len(trace.steps) <= lasso.depth(len(shown.steps))
        case Unreachable():
            assert not reference.violated, f"a fair run goes through {reference.violated}"
        case Unknown():
            assert engine is not explicit
    walk(system, scope, claim, bool(reference.violated))


def walk(system: System, scope: Scope, claim: Property, violated: bool) -> None:
    """Lassos from random runs: one that is fair and on which the claim is false must be known."""
    random = Random(0)
    starts = list(initial_states(system, scope))
    for _ in range(4 if starts else 0):
        initial = state = random.choice(starts)
        seen: list[State] = [state]
        steps: list[Step] = []
        for _ in range(8):
            ways = [way for way in successors(system, scope, state) if way[2].state is not None]
            if not ways:
                break
            action, arguments, outcome = random.choice(ways)
            names = (binder.name for binder in action.parameters)
            assert outcome.state is not None
            state = outcome.state
            steps.append(Step(action.name, tuple(zip(names, arguments, strict=True)), state))
            for loop in [place for place, earlier in enumerate(seen) if earlier == state][-1:]:
                if shows(system, scope, claim, Trace(initial, tuple(steps), loop)):
                    assert violated, "a lasso violates the claim, and the reference does not know"
                    return
            seen.append(state)


def shows(system: System, scope: Scope, claim: Property, trace: Trace) -> bool:
    try:
        replay_lasso(system, scope, claim, trace)
    except Disagreement:
        return False
    return True


@few(150)
@given(lively())
def test_explicit(drawn: Drawn) -> None:
    compare(drawn, explicit, Budget())


@few(40)
@given(lively(wired=True))
def test_explicit_with_channels(drawn: Drawn) -> None:
    compare(drawn, explicit, Budget())


@few(25)
@given(lively())
def test_bmc(drawn: Drawn) -> None:
    compare(drawn, bmc, Budget(depth=8), 20)


@few(15)
@given(lively())
def test_kinduction(drawn: Drawn) -> None:
    compare(drawn, kinduction, Budget(depth=8), 20)


@pytest.mark.heavy
@pytest.mark.parametrize("wired", [False, True])
def test_explicit_at_length(wired: bool) -> None:
    few(3000 if not wired else 1000)(given(lively(wired))(lambda drawn: compare(drawn, explicit, Budget())))()


@pytest.mark.heavy
@pytest.mark.parametrize("engine", [bmc, kinduction])
def test_solvers_at_length(engine: Engine) -> None:
    few(300)(given(lively())(lambda drawn: compare(drawn, engine, Budget(depth=10), 30)))()
