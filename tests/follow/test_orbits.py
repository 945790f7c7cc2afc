"""One state stands for those that differ in names alone: of a script the same is told as when every state is followed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies.random_systems import Drawn, systems
from strategies.systems import typed

from hamodel.follow import script
from hamodel.follow.orbits import SymmetricStates
from hamodel.follow.script import play
from hamodel.model.configurations import elsewhere
from hamodel.model.expr import reads_next
from hamodel.model.scenario import Played
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells
from hamodel.model.system import AnySteps, Assert, Do, Instruction, Scenario, System
from hamodel.source import Source, Span

NOWHERE = Span(Source("script.ha", ""), 0, 0)


class Apart(SymmetricStates):
    """Every state by itself."""

    def __init__(self, system: System, scope: Scope, named: object) -> None:
        super().__init__(system, scope, {(sort, member) for sort in system.sorts for member in scope.domain(sort)})


def both(system: System, scenario: Scenario, size: int, most_states: int = 500) -> tuple[Played, Played]:
    """Played with one state for an orbit, and with every state."""
    sizes = [{sort.name: size for sort in system.sorts}]
    merged = play(system, scenario, None, sizes, most_states)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script, "SymmetricStates", Apart)
        return merged, play(system, scenario, None, sizes, most_states)


def told(played: Played) -> object:
    """All but the errors' own places, of which one member's stands for those of others."""
    failure = played.failure
    kinds = failure and (failure.instruction, failure.reason, failure.states, failure.enabled, failure.why, failure.options)
    return played.scope, played.trace, played.states, kinds, bool(failure and failure.errors)


def instructions(system: System, size: int, dice: random.Random) -> Iterator[Instruction]:
    """Any script, of which few members are named."""
    scope = Scope({sort.name: size for sort in system.sorts})
    properties = [
        property.formula
        for property in system.declared
        if not (property.monitors or property.liveness or reads_next(property.formula))
    ]
    for _ in range(dice.randrange(1, 5)):
        match dice.randrange(4):
            case 0:
                yield AnySteps(dice.random() < 0.7, NOWHERE)
            case 1 if properties:
                yield Assert(dice.choice(properties), NOWHERE)
            case _:
                action = dice.choice(system.actions)
                named = {
                    binder.name: dice.choice(scope.domain(binder.type))
                    for binder in action.parameters
                    if dice.random() < 0.3
                }
                yield Do((action.name,), named, dice.random() < 0.1, NOWHERE)


def agrees(drawn: Drawn, seed: int) -> None:
    system, dice = drawn.system, random.Random(seed)
    if not system.actions:
        return
    size = dice.choice([2, 3])
    for _ in range(4):
        scenario = Scenario("s", tuple(instructions(system, size, dice)), {}, NOWHERE)
        if elsewhere(system, scenario, {}, [{sort.name: size for sort in system.sorts}]):
            return  # an `assume` excludes every configuration
        merged, apart = both(system, scenario, size)
        if apart.failure is None or apart.failure.reason != "too many":
            assert told(merged) == told(apart)


def examples(count: int) -> settings:
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


@given(systems(tame=True), st.integers(0, 1000))
@examples(40)
@pytest.mark.heavy
def test_random_systems(drawn: Drawn, seed: int) -> None:
    agrees(drawn, seed)


@pytest.mark.heavy
@given(systems(), systems(wired=True), systems(tame=True), st.integers(0, 1000))
@examples(20)
def test_many_random_systems(drawn: Drawn, wired: Drawn, tame: Drawn, seed: int) -> None:
    for each in (drawn, wired, tame):
        agrees(each, seed)


TABLE = """
    spec table
    node Box { left, right }
    sort Session
    var known[Session] : bool = false
    var last : Session? = none
    channel wire from Box to Box
        carries open(Session)
        unordered
    step learn(s: Session) when not known[s] {
        known[s] := true
        last := s
        send wire open(s) from left to right
    }
    on wire open(s) from sender to b { last := none }
    """


def test_an_orbit_is_what_exchanges_of_members_make_of_a_state() -> None:
    """Held against exchanges written by hand, of indices, of contents and of messages in a bag."""
    system = typed(TABLE)
    scope = Scope({"Session": 3})
    (sort,) = system.sorts
    order, members = cells(system, scope), scope.domain(sort)
    orbits = SymmetricStates(system, scope, {(sort, members[0])})
    everything = SymmetricStates(system, scope, ())
    bag = ("wire", ("left", "right"))
    states = []
    for known in product([False, True], repeat=3):
        sent = tuple(("open", member) for member, there in zip(members, known, strict=True) if there)
        table = {("known", (member,)): there for member, there in zip(members, known, strict=True)}
        states += [{**dict.fromkeys(order, ()), **table, ("last", ()): last, bag: sent} for last in (None, *members)]

    def exchanged(state: dict, order_of: tuple) -> tuple:  # type: ignore[type-arg]
        new = dict(zip(members, order_of, strict=True))
        moved = {(name, tuple(new.get(i, i) for i in indices)): content for (name, indices), content in state.items()}
        for cell, content in moved.items():
            if isinstance(content, tuple):
                moved[cell] = tuple(sorted(((name, new[s]) for name, s in content), key=repr))
            elif cell[0] == "last":
                moved[cell] = new.get(content, content)
        return tuple(moved[cell] for cell in order)

    for one in states:
        plain = tuple(one[cell] for cell in order)
        free = {exchanged(one, (members[0], *rest)) for rest in permutations(members[1:])}
        all_of_them = {exchanged(one, ordered) for ordered in permutations(members)}
        assert orbits.size(plain) == len(free)
        assert everything.size(plain) == len(all_of_them)
        for other in states:
            contents = tuple(other[cell] for cell in order)
            assert (orbits.key(contents) == orbits.key(plain)) == (contents in free)
            assert (everything.key(contents) == everything.key(plain)) == (contents in all_of_them)


def test_what_a_script_names_is_told_apart_and_the_limit_counts_what_is_followed() -> None:
    unnamed = typed(TABLE + "scenario s { any step* }")
    merged, apart = both(unnamed, unnamed.scenarios[0], 4)
    assert merged == apart
    assert merged.failure is None
    few = play(unnamed, unnamed.scenarios[0], None, [{"Session": 4}], merged.states // 3)
    assert few.failure is None
    assert few.states == merged.states
    named = typed(TABLE + "scenario s { any step*  assert known[s0]  blocked learn(s0)  assert not known[s1] }")
    scenario = named.scenarios[0]
    merged, apart = both(named, scenario, 4)
    assert told(merged) == told(apart)
    assert merged.failure is None
