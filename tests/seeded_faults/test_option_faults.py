"""Options as variables, broken on purpose: what is said of all combinations together is then not what is true of each."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from strategies.optioned import compare, spec, system_of

from hamodel.check.variables import search as searching
from hamodel.check.variables import states, widening
from hamodel.check.variables.claims import ClaimFamily
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal
from hamodel.ground.terms import Term
from hamodel.model.combinations import Combinations, OptionCube
from hamodel.model.expr import Value
from hamodel.model.system import Property
from hamodel.model.trace import Trace

SEEDS = range(12)


def caught() -> bool:
    """Does one of the random specs tell?"""
    for seed in SEEDS:
        try:
            compare(system_of(spec(seed)))
        except (AssertionError, Disagreement):
            return True
    return False


def test_a_cube_that_is_widened_without_a_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    def everywhere(
        family: ClaimFamily, property: Property, trace: Trace, options: dict[str, Value], every: Combinations, asked: int
    ) -> OptionCube:
        return OptionCube({})

    monkeypatch.setattr(searching, "widened", everywhere)
    assert caught()


def test_a_value_that_is_added_without_a_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first replay counts for the value that it is about and for the next one."""
    replayed = widening.replayed

    def forgiving(
        family: ClaimFamily, property: Property, trace: Trace, options: dict[str, Value]
    ) -> tuple[frozenset[str], Disagreement | None]:
        read, _ = replayed(family, property, trace, options)
        return read, None

    monkeypatch.setattr(widening, "replayed", forgiving)
    assert caught()


def test_an_option_that_is_read_and_not_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Blind(widening.Noticing):
        def __getitem__(self, name: str) -> Value:
            return self._options[name] if name == "b" else super().__getitem__(name)

    monkeypatch.setattr(widening, "Noticing", Blind)
    assert caught()


@pytest.mark.parametrize("off", [1, -1])
def test_a_bound_on_faults_that_is_off_by_one(off: int, monkeypatch: pytest.MonkeyPatch) -> None:
    narrowed = ClaimFamily.narrowed

    def other(self: ClaimFamily, name: str, goal: Goal, faults: int, cubes: Iterable[OptionCube] = ()) -> Goal:
        return narrowed(self, name, goal, faults + off, cubes)

    monkeypatch.setattr(ClaimFamily, "narrowed", other)
    assert caught()


LIVE = """
spec counting
option most : 1..4
var n : 0..9 = 0
fair step go when n < most { n := n + 1 }
faults 0
property ends = eventually (n = 4)
"""


def test_a_search_that_was_cut_and_counts_as_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference semantics has a look of its own, and finds a cycle."""
    monkeypatch.setattr(states, "MOST_STATES", 8)
    compare(system_of(LIVE))
    monkeypatch.setattr(states, "Unknown", ())
    with pytest.raises(Disagreement, match="a fair run goes for ever"):
        compare(system_of(LIVE))


def test_states_of_other_combinations_that_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One search of all, which looks at those alone that have the first value of the first option."""
    whole = states.StatesSearch._in
    first = OptionCube({"most": (1,)})

    def fewer(search: states.StatesSearch, term: Term, bits: int) -> Term:
        return whole(search, term, bits if term is not search.family.instance.initially else search.every.of(first))

    monkeypatch.setattr(states.StatesSearch, "_in", fewer)
    with pytest.raises(Disagreement, match="a fair run goes for ever"):
        compare(system_of(LIVE))
