"""Options as variables: what is said of all combinations together is what is true of each by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from strategies.optioned import LIVE, compare, spec, system_of

from hamodel.check.variables import states as variables_states
from hamodel.check.variables.claims import CannotFree
from hamodel.check.variables.deciding import decide
from hamodel.model.combinations import Combinations, Noticing, OptionCube
from hamodel.model.configurations import excluding, excluding_each
from hamodel.model.scope import Scope
from hamodel.model.verdict import AnyNumber, Invariant, Unknown, Unreachable

EVERY = Combinations({"a": (True, False), "b": ("x", "y", "z"), "c": (0, 1), "d": (5,)})

PAIR = """
spec pair
node Box { l, r }
sort Session
option tells  : bool = true
option keeps  : { one, both } = one
option colour : { red, green, blue } = red
scope Session = 2
faults 2
var owner[Session] : Box? = none
var copy[Session]  : bool = false
input open(s: Session) when owner[s] = none { owner[s] := l  copy[s] := tells }
fault crash(s: Session) when owner[s] != none and (keeps = one or copy[s]) { owner[s] := none  copy[s] := keeps = both }
invariant never_without = all s: Session. copy[s] => owner[s] != none
invariant copied        = all s: Session. owner[s] != none => copy[s]
invariant one_copy      = at most one s: Session. copy[s]
"""


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.sampled
def test_together_as_each_by_itself(seed: int) -> None:
    compare(system_of(spec(seed)))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(8, 120))
def test_many_together_as_each_by_itself(seed: int) -> None:
    compare(system_of(spec(seed)))


@pytest.mark.parametrize(("seed", "states", "groups"), [(1, 1 << 20, 1), (2, 1 << 20, 4), (3, 60, 3), (1, 5, 64)])
def test_states_in_parts(seed: int, states: int, groups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few are searched at a time, and however many combinations a goal is about; or, with so few, not at all."""
    monkeypatch.setattr(variables_states, "MOST_STATES", states)
    monkeypatch.setattr(variables_states, "MOST_GROUPS", groups)
    text = spec(seed).replace("faults 2", "faults 1")
    live = f"property seventh = {LIVE[seed].partition('=')[2]}" if "property sixth" not in text else ""
    system = system_of(f"{text}\n{live}")
    compare(replace(system, declared=tuple(each for each in system.declared if each.liveness or each.kind == "assume")))


COUNTING = """
spec counting
option most : 1..4
option far  : bool
var n : 0..9 = 0
fair step go when n < most { n := n + 1 }
faults 0
property ends = eventually (n = 9)
"""


@pytest.mark.parametrize(("states", "groups"), [(10, 3), (1 << 20, 1), (1 << 20, 3), (1 << 20, 64)])
def test_each_run_is_a_shortest_one(states: int, groups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it counts to `most` and stays there for ever, which is one more step."""
    monkeypatch.setattr(variables_states, "MOST_STATES", states)
    monkeypatch.setattr(variables_states, "MOST_GROUPS", groups)
    found = decide(system_of(COUNTING), system_of(COUNTING).properties).of["ends"]
    assert [(shown.cube.values, shown.faults, shown.steps) for shown in found.shown] == [
        ({"most": (most,)}, 0, most + 1) for most in (1, 2, 3, 4)
    ]
    assert (found.rest, found.unclear) == (0, 0)


def test_options_that_are_given() -> None:
    """Of runs without end, too: of the others it is what is said where they are variables."""
    text = COUNTING.replace("n = 9)", "n = 3)").replace("n < most", "n < most and not far")
    whole = decide(system_of(text), system_of(text).properties).of["ends"]
    assert [(shown.cube.values, shown.steps) for shown in whole.shown] == [
        ({"far": (True,)}, 1), ({"most": (1,), "far": (False,)}, 2), ({"most": (2,), "far": (False,)}, 3)
    ]  # fmt: skip
    some = decide(system_of(text), system_of(text).properties, {"far": False}).of["ends"]
    assert [(shown.cube.values, shown.steps) for shown in some.shown] == [({"most": (1,)}, 2), ({"most": (2,)}, 3)]
    assert some.result is not None
    assert isinstance(some.result.answer, Unreachable)


def test_of_members_there_may_be_any_number() -> None:
    """An option that decides nothing is in no condition."""
    found = compare(system_of(PAIR), lift=True)
    assert found.every.count == 12
    told = {name: [(shown.cube.values, shown.faults, shown.steps) for shown in each.shown] for name, each in found.of.items()}
    assert told == {
        "never_without": [({"tells": (True,), "keeps": ("both",)}, 1, 2)],
        "copied": [({"tells": (False,)}, 0, 1)],
        "one_copy": [({"tells": (True,)}, 0, 2)],
    }
    for decision in found.of.values():
        assert decision.result is not None
        assert isinstance(decision.result.answer, Unreachable)
        assert isinstance(decision.result.answer.proof, AnyNumber)
        assert (decision.result.sizes, decision.result.any_faults) == ({"Session": None}, True)
    one = decide(system_of(PAIR), system_of(PAIR).properties, lift=False).of["copied"].result
    assert one is not None
    assert isinstance(one.answer, Unreachable)
    assert isinstance(one.answer.proof, Invariant)
    assert one.sizes == {"Session": 2}


def test_what_time_does_not_decide_is_unknown() -> None:
    found = decide(system_of(PAIR), system_of(PAIR).properties, seconds=0.0)
    for decision in found.of.values():
        assert decision.rest == found.asked
        assert decision.result is not None
        assert isinstance(decision.result.answer, Unknown)


def test_where_no_run_starts_nothing_is_said() -> None:
    text = "spec s\noption a : bool\nvar n : 0..2\ninitially a and n = 1\nfaults 0\ninvariant low = n < 2\n"
    found = compare(system_of(text))
    assert [found.every.at(number) for number in range(2) if found.silent >> number & 1] == [{"a": False}]


def test_what_cannot_be_asked_together_is_refused() -> None:
    system = system_of(PAIR)
    with pytest.raises(CannotFree, match="how many members"):
        decide(replace(system, sizes={}), system.properties)
    with pytest.raises(CannotFree, match="how many faults"):
        decide(replace(system, faults=None), system.properties)


def test_a_claim_without_a_value_is_not_proved() -> None:
    """Its index is out of range in a state that is reached, for some options."""
    text = """
spec s
option far : bool
var n : 0..3 = 0
var at[0..2] : bool = false
step go when n < (if far then 3 else 2) { n := n + 1 }
faults 0
invariant empty = not at[n]
"""
    found = decide(system_of(text), system_of(text).properties)
    result = found.of["empty"].result
    assert result is not None
    assert isinstance(result.answer, Unknown)


def test_all_that_is_read_is_noticed() -> None:
    options = Noticing({"a": True, "b": "x"})
    assert "b" in options
    assert options.read == set()
    assert options["a"] is True
    assert options.read == {"a"}
    assert dict(options) == {"a": True, "b": "x"}
    assert options.read == {"a", "b"}


def test_an_assumption_is_asked_once_for_what_it_does_not_read() -> None:
    """Of 32 combinations each is left out by the first assumption that is false in it, as if each was asked about."""
    system = system_of("""spec s
option a : bool
option b : 0..3
option c : { x, y }
option d : bool
assume first  = a => b < 2
assume second = c = x or b != 1 or d
invariant true_ = true
""")
    every = [dict(zip("abcd", values, strict=True)) for values in product((False, True), range(4), "xy", (False, True))]
    plain = [excluding(system, Scope({}, options)) for options in every]
    assert {each.name if each else "" for each in plain} == {"", "first", "second"}
    assert list(excluding_each(system, {}, {}, every)) == plain
    assert list(excluding_each(system, {}, {"d": True}, [{**options, "d": True} for options in every])) == [
        excluding(system, Scope({}, {**options, "d": True})) for options in every
    ]


@pytest.mark.parametrize("seed", range(20))
def test_bits_are_sets(seed: int) -> None:
    pick = Random(seed)
    rows = [dict(zip(EVERY.options, values, strict=True)) for values in product(*EVERY.options.values())]
    assert [EVERY.at(number) for number in range(EVERY.count)] == rows
    assert [EVERY.number(row) for row in rows] == list(range(EVERY.count))
    cube = OptionCube({name: tuple(pick.sample(values, 1)) for name, values in EVERY.options.items() if pick.random() < 0.6})
    assert list(EVERY.members(EVERY.of(cube))) == [row for row in rows if cube.has(row)]
    chosen, free = pick.getrandbits(EVERY.count), pick.getrandbits(EVERY.count)
    covered = 0
    for each in EVERY.cubes(chosen, free):
        covered |= EVERY.of(each)
    assert chosen & ~covered == 0
    assert covered & ~(chosen | free) == 0
    for name, values in EVERY.options.items():
        for value in values:
            moved = [row for row in rows if chosen >> EVERY.number({**row, name: value}) & 1]
            assert list(EVERY.members(EVERY.moved(chosen, name, value))) == moved
            put = {EVERY.number({**row, name: value}) for row in EVERY.members(chosen)}
            assert {EVERY.number(row) for row in EVERY.members(EVERY.put(chosen, name, value))} == put
