"""The formulas of the obligations against the reference semantics, on concrete states; and wrong proofs, which are refused."""

from __future__ import annotations

import random
from itertools import islice

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamodel.model.expr import reads_next
from hamodel.model.scope import Scope
from hamodel.model.semantics import Slip, counts, evaluate, initial_states, is_initial, mistakes, successors
from hamodel.model.system import System
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.proofs.actions import Actions
from hamodel.proofs.cases import OutsideFragment
from hamodel.proofs.obligations import Next, Reading
from tests.random_sorts import sorted_systems
from tests.random_systems import Drawn, systems
from tests.structures import Structure, frozen

SEEN = 4
"""States of each system that are looked at."""


def some_states(found: System, scope: Scope, seed: int) -> list[State]:
    """A few states that a run comes to, and a few that it may not."""
    chance = random.Random(seed)
    states = list(islice(initial_states(found, scope), 2))
    for state in list(states):
        after = [outcome.state for _, _, outcome in islice(successors(found, scope, state), 30) if outcome.state is not None]
        states += chance.sample(after, min(len(after), 2))
    return states[:SEEN]


def compare(found: System, scope: Scope, sizes: dict[str, int], options: dict[str, object], seed: int) -> int:
    """Holds the formulas against the semantics in some states; how many."""
    reading = Reading(found, sizes, options)
    structure = Structure(found, scope, reading)
    now = reading.state()
    actions = Actions(reading.meaning, now)
    states = some_states(found, scope, seed)
    for state in states:
        look = structure.symbols(state)
        wanted = set()
        for action, arguments, outcome in successors(found, scope, state):
            wanted.add((action.name, arguments, frozen(outcome.state)))
        got = {(name, arguments, frozen(after)) for name, arguments, after in structure.successors(state, now, actions)}
        assert got == wanted
        assumed = all(structure.worth(assertion.formula, look, {}) for assertion in reading.assumed(now))
        assert assumed == counts(found, scope, state)
        for claim in found.properties:
            if not reads_next(claim.formula):
                assert structure.worth(reading.goal(claim, now), look, {}) == against(claim, scope, state)
        compare_initial(structure, state)
        compare_transitions(structure, state, actions)
        at_rest = any(structure.worth(each.formula, look, {}) for each in state_mistakes(reading))
        claims = [claim for claim in found.properties if not reads_next(claim.formula)]
        assert at_rest == bool(mistakes(found, scope, state, claims, following=()))
    return len(states)


def state_mistakes(reading: Reading) -> list[object]:
    """What is asked about mistakes that no action makes, each as one formula."""
    from hamodel.proofs.formulas import conj
    from hamodel.proofs.scripts import Assertion

    now = reading.state()
    claims = [claim for claim in reading.system.properties if not reads_next(claim.formula)]
    return [Assertion("", conj(*(each.formula for each in question.assertions))) for question in reading.at_rest(claims, now)]


def against(claim: object, scope: Scope, state: State, after: State | None = None) -> bool:
    try:
        value = evaluate(claim.formula, {}, state, scope, after)  # type: ignore[attr-defined]
    except Slip:
        return False
    return bool(value) == (claim.kind == "reachable")  # type: ignore[attr-defined]


def compare_initial(structure: Structure, state: State) -> None:
    reading = structure.reading
    now = reading.state()
    for cell in reading.every_cell():
        now.touched[cell.key] = cell
    starts = all(structure.worth(each.formula, structure.symbols(state), {}) for each in reading.start(now))
    assert starts == is_initial(structure.system, structure.scope, state)


def compare_transitions(structure: Structure, state: State, actions: Actions) -> None:
    """Claims about transitions: is one of them, by its way, against the claim?"""
    reading, look = structure.reading, structure.symbols(state)
    claims = [claim for claim in structure.system.properties if reads_next(claim.formula)]
    for claim in claims:
        wanted = any(
            outcome.state is not None and against(claim, structure.scope, state, outcome.state)
            for _, _, outcome in successors(structure.system, structure.scope, state)
        )
        got = False
        for action in structure.system.actions:
            for way in actions.ways(action):
                after = Next(actions, way, actions.now, frozenset(actions.changed(way)))  # type: ignore[arg-type]
                goal = reading.goal(claim, actions.now, after)  # type: ignore[arg-type]
                assumed = [assertion.formula for assertion in reading.assumed(after)]
                for env in structure.choices(way):
                    both = structure.with_next(after, look, env)
                    taken = structure.worth(actions.guard(way), look, env)
                    got = got or bool(taken and all(structure.worth(each, both, env) for each in (*assumed, goal)))
        assert got == wanted


# --- random systems --------------------------------------------------------------------------------------------------


def with_everything(drawn: Drawn) -> System:
    return with_monitors(drawn.system, drawn.system.properties)


PLENTY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@PLENTY
@given(st.booleans().flatmap(lambda wired: systems(wired=wired)), st.integers(0, 9))
def test_formulas_say_what_the_semantics_says(drawn: Drawn, seed: int) -> None:
    """All sorts written out."""
    compare(with_everything(drawn), drawn.scope, dict(drawn.scope.sizes), dict(drawn.scope.options), seed)


@PLENTY
@given(st.booleans().flatmap(lambda wired: systems(wired=wired, tame=not wired)), st.integers(0, 9), st.booleans())
def test_formulas_over_sorts_say_what_the_semantics_says(drawn: Drawn, seed: int, fixed: bool) -> None:
    """Sorts of any size, looked at where they have 1, 2 or 3 members; options fixed, or any."""
    options = dict(drawn.scope.options) if fixed else {}
    try:
        compare(with_everything(drawn), drawn.scope, {}, options, seed)
    except OutsideFragment:
        assume(False)


@PLENTY
@given(st.booleans().flatmap(lambda wired: sorted_systems(wired=wired)), st.integers(0, 9), st.booleans())
def test_formulas_about_members_say_what_the_semantics_says(drawn: Drawn, seed: int, fixed: bool) -> None:
    """The same of systems in which most members cannot be told apart, and fields of messages are called like binders."""
    options = dict(drawn.scope.options) if fixed else {}
    try:
        compare(with_everything(drawn), drawn.scope, {}, options, seed)
    except OutsideFragment:
        assume(False)
