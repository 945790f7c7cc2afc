"""Tens of thousands of combinations: sets of bits say the same as combinations one by one, in a small part of a second."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from strategies.changes import Asked, asked, by_products, plain
from strategies.reports import system_of

from hamodel.audit.conditions import Answer, Is, Judged, Truth
from hamodel.audit.hazards import applying
from hamodel.audit.hazards.answers import VERSION, KnownAnswers, of_json
from hamodel.audit.hazards.applying import HazardReport, applied
from hamodel.audit.hazards.changing import _ChangeSearch, smallest_changes
from hamodel.audit.hazards.model import Choice, HazardModel, MemberWords, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.model.combinations import Combinations, OptionCube
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds
from hamodel.report.words import when_in
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS

TWELVE: dict[str, tuple[Value, ...]] = {
    f"o{number}": tuple(f"{value}{number}" for value in "xyz"[: 3 if number < 5 else 2]) for number in range(12)
}


@given(asked())
def test_the_smallest_changes_are_those_of_all_products(given: Asked) -> None:
    assert smallest_changes(*given) == by_products(given)


def some_cubes(pick: Random, every: Combinations, names: list[str], count: int, wide: int) -> list[OptionCube]:
    return [OptionCube({name: (pick.choice(every.options[name]),) for name in pick.sample(names, wide)}) for _ in range(count)]


@pytest.mark.parametrize("seed", range(6))
def test_a_condition_is_true_of_just_what_it_is_about(seed: int) -> None:
    """Of many combinations as of few: read by the parser, and asked of combinations by the reference semantics."""
    pick = Random(seed)
    every = Combinations({**TWELVE, "n": (3, 1, 2, 4)})
    told = sorted(pick.sample(list(every.options), 4 if seed < 3 else 8)) + ["n"] * (seed % 2)
    told = list(dict.fromkeys(told))
    there, apart = (sum_of(every, some_cubes(pick, every, told, 4, 2)) for _ in range(2))
    beside = every.every & ~there & ~(apart if seed % 3 else 0)
    text = when_in(every, there, beside, told)
    lines = [f"option {name} : {'1..4' if name == 'n' else '{ ' + ', '.join(map(str, values)) + ' }'}"
             for name, values in every.options.items()]  # fmt: skip
    system = system_of("\n".join(["spec s", *lines, "var v : bool = true", f"invariant told = {text}"]))
    for number in pick.sample(range(every.count), 400):
        is_ = holds(system.properties[0].formula, {}, {}, Scope({}, every.at(number)))
        assert is_ if there >> number & 1 else not is_ or not beside >> number & 1
    assert when_in(every, there, 0, told) == ""


def sum_of(every: Combinations, cubes: list[OptionCube]) -> int:
    bits = 0
    for cube in cubes:
        bits |= every.of(cube)
    return bits


# --- a pair whose spec has many options ------------------------------------------------------------------------------

def answers_of(seed: int) -> KnownAnswers:
    """Claims that depend on some of twelve options, as a file of answers has them."""
    pick = Random(seed)
    every = Combinations(TWELVE)
    claims = []
    for number in range(30):
        names = pick.sample(list(TWELVE), 12 if number == 0 else 5)
        cubes = some_cubes(pick, every, names, 6, pick.choice((2, 3)))
        violated = [
            {"where": {name: list(values) for name, values in cube.values.items()}, "faults": place // 3, "steps": 3, "run": 0}
            for place, cube in enumerate(cubes)
        ]
        claims.append({"name": f"c{number}", "doc": "", "hazards": ["1"], "path": "s.ha", "line": 1, "violated": violated,
                       "proved": ""})  # fmt: skip
    left_out = [{"o0": ["x0"], "o5": ["y5"]}]
    return of_json({"version": VERSION, "spec": "s.ha", "digest": "", "faults": 2, "extent": "", "options": TWELVE,
                    "kinds": dict.fromkeys(TWELVE, "configuration"), "left_out": left_out, "claims": claims,
                    "runs": [["nothing"]]})  # fmt: skip


def choice(name: str, said: Value) -> Choice:
    """What the files say of an option; `said` None: they do not decide it."""

    def case(value: Value) -> OptionCase:
        truth = Truth.UNDECIDED if said is None else Truth.YES if value == said else Truth.NO
        return OptionCase(value, Judged((), lambda pair: Answer(truth)), (LeafChange("system/ha/mode", f"{name} is {value}"),))

    return Choice(name, tuple(map(case, TWELVE[name])))


def report_of(seed: int, monkeypatch: pytest.MonkeyPatch) -> HazardReport:
    """Of a pair in which three of nine settings are open, and three options have no setting."""
    known = answers_of(seed)
    pick = Random(seed)
    names = [name for place, name in enumerate(TWELVE) if place % 4]
    choices = tuple(choice(name, None if place % 3 == 0 else pick.choice(TWELVE[name])) for place, name in enumerate(names))
    model = HazardModel("fortios", "s.ha", Is("system/ha/mode", ("a-p",)), "two", (), choices, MemberWords(("a", "b"), "one"))
    monkeypatch.setattr(applying, "MODELS", (model,))
    monkeypatch.setattr(applying, "answers", lambda spec: known)
    text = "config system ha\n    set mode a-p\nend\n"
    found = applied([reading.devices(Source(f"{side}.conf", text), VENDORS["fortios"])[0] for side in "ab"])
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(3))
def test_an_audit_of_many_combinations_looks_at_few_changes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    plainly = _ChangeSearch.fewest

    def counted(search: _ChangeSearch, level: int, possible: int, bad: int) -> int:
        looked.append(level)
        return plainly(search, level, possible, bad)

    monkeypatch.setattr(_ChangeSearch, "fewest", counted)
    found = report_of(seed, monkeypatch)
    assert len(looked) < 10_000  # there are 46,656 products of changes for each of 30 claims
    assert found.answers.every.count == 3**5 * 2**7
    assert len(found.hazards) > 20
    assert any(hazard.remedies for hazard in found.hazards)


def test_its_changes_are_the_smallest(monkeypatch: pytest.MonkeyPatch) -> None:
    found = report_of(0, monkeypatch)
    known = found.answers
    left = {name: tuple(values) for name, values in known.options.items()}
    left |= {each.option: (each.value,) for each in found.decided}
    changes = {choice.option: {number: case.value for number, case in enumerate(choice.cases)} for choice in found.model.choices}
    compared = 0
    for hazard in found.hazards:
        said = [remedy.options for remedy in hazard.remedies if remedy.faults is None]
        if said and len(said[0]) < 3:
            ways = plain(known.every, known.possible, known.violated(hazard.claim.name), left, changes)
            assert said == [tuple((name, changes[name][number]) for name, number in way) for way in ways]
            compared += 1
    assert compared > 3
