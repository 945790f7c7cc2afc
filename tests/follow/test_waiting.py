"""Scenarios in which time passes: what has happened after so much of it, by arithmetic."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from strategies.timed import random_spec, timed
from strategies.timed_scripts import ExactScript, TooMany, random_script, written

from hamodel.api.spec import load
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.evidence.confirm import Disagreement
from hamodel.follow import script as following
from hamodel.follow.script import play
from hamodel.language.layout.format import formatted
from hamodel.model.scenario import Played
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.source import Source
from hamodel.timing.exact import Exact
from hamodel.timing.telling import passed

CLOCK = """
node Box { a, b }
option length : duration = 2 s in 1 s..9 s
var n : 0..9 = 0
var alone[Box] : bool = false
timer t = length, alarm[Box] = 5 s
initially start t
initially for x: Box { start alarm[x] }
on expiry t { start t  n := n + 1 }
on expiry alarm[x] { alone[x] := true }
fault crash when running(t) { stop t }
"""


def passes(script: str) -> bool:
    return played(timed(f"{CLOCK}scenario s {{ {script} }}")).failure is None


def played(system: System) -> Played:
    (scenario,) = system.scenarios
    return play(system, scenario)


@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ("wait 1 s assert n = 0", True),
        ("wait 3 s assert n = 1", True),
        ("wait 3 s assert n = 0", False),
        ("wait 3 s assert n = 2", False),
        # at the end of 4 s the second one may have expired, or be about to
        ("wait 4 s assert n = 1", True),
        ("wait 4 s assert n = 2", True),
        ("wait 4 s assert n = 3", False),
        ("wait length wait length / 2 assert n = 1", True),
        ("wait 500 ms wait 1500 ms wait 1 s assert n = 1", True),
        ("wait until expiry t assert n = 1", True),
        ("wait until expiry t assert n = 2", False),
        ("wait until expiry t wait until expiry t wait 1 s assert n = 2", True),
        ("wait until expiry alarm[a] assert n = 2 and alone[a]", True),
        ("wait until expiry alarm[a] assert n = 3", False),
        ("wait until expiry alarm assert alone[a] and not alone[b]", True),
        ("at 3 s crash() wait 5 s assert n = 1", True),
        ("at 3 s crash() wait 5 s assert n = 2", False),
        ("wait 1 s at 3 s crash() assert n = 1", True),
        ("at 3 s crash() at 9 s blocked crash()", True),
        ("at 3 s blocked crash()", False),
    ],
)
def test_what_happened_after_so_much_time(script: str, answer: bool) -> None:
    assert passes(script) is answer


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("wait 3 s at 2 s crash()", "time-is-over"),
        ("any step* at 2 s crash()", "at-what-time"),
        ("wait until expiry t at 9 s crash()", "at-what-time"),
        ("wait until expiry x", "unknown-timer"),
        ("wait until expiry t[a]", "wrong-count"),
        ("wait 3", "wrong-type"),
    ],
)
def test_what_cannot_be_waited_for(script: str, code: str) -> None:
    with pytest.raises(SpecError) as error:
        passes(script)
    assert [diagnostic.code for diagnostic in error.value.diagnostics] == [code]


def test_nothing_waits_where_nothing_takes_time() -> None:
    with pytest.raises(SpecError, match="nothing in this spec takes time"):
        timed("var a : bool = false\nscenario s { wait 3 s }")


def test_their_layout_is_theirs() -> None:
    text = "spec s\n\nscenario s {\n    wait 3 s\n    wait until expiry t[a]\n    at 10 s crash(a)\n}\n"
    assert formatted(Source("s.ha", text)) == text


def test_actions_with_these_names_have_parentheses() -> None:
    system = timed("input wait { }\ninput at { }\nscenario s { wait() at() }")
    assert play(system, system.scenarios[0]).failure is None


def test_a_wait_makes_the_steps_of_time_finer() -> None:
    """Of 2 s and 5 s the unit is 1 s; with 7/3 s it is 1/3 s, and the run is as long as it says, to the last digit."""
    system = timed(f"{CLOCK}scenario s {{ wait 7 s / 3 assert n = 1 at 3 s crash() wait 25 ms }}")
    assert system.timing is not None
    assert system.timing.unit == Fraction(1, 120)  # the greatest number that divides 7/3, 3, 1/40, 2 and 5
    trace = played(system).trace
    assert trace is not None
    assert passed(system, trace) == "3.025 s"
    plain = timed(CLOCK).timing
    assert plain is not None
    assert plain.unit == 1


def test_a_scenario_of_a_part_waits_for_its_timer(tmp_path: Path) -> None:
    (tmp_path / "part.ha").write_text(f"spec part\n{CLOCK}scenario s {{ wait until expiry alarm[a] assert n = 2 }}")
    whole = tmp_path / "whole.ha"
    whole.write_text('spec whole\nimport "part.ha" as one\nscenario w { wait until expiry one.t assert one.n = 1 }')
    system = load(str(whole)).system
    assert [play(system, scenario).failure for scenario in system.scenarios] == [None, None]


def test_only_a_measure_makes_time() -> None:
    system = timed("var a : bool = false\nmeasure m = longest a\ninput go { a := true }\nscenario s { at 3 s go() assert a }")
    assert played(system).failure is None


HALVES = """
var p : bool = false
var q : bool = false
var r : bool = false
step one within [1 s, 9 s] when not p { p := true }
input begin when not q { q := true }
step two within [1 s, 9 s] when q and not r { r := true }
"""


def test_what_only_a_run_between_the_steps_does_is_not_decided() -> None:
    """Less than 1 s after the start and after it, and then 1 s after the start, less than 1 s later: at 0.5 s and at 1.2 s."""
    script = "any step* begin() any step blocked one() {} any step* one() blocked two()"
    found = played(timed(f"{HALVES}scenario s {{ {script.format('')} }}"))
    assert found.failure is not None
    assert found.failure.reason == "between steps"
    report = check(timed(f"{HALVES}scenario s {{ {script.format('')} }}"), Request())
    assert {finding.name: finding.verdict for finding in report.findings}["s"] == "unknown"
    assert played(timed(f"{HALVES}scenario s {{ {script.format('wait 500 ms')} }}")).failure is None


def test_what_is_played_is_played_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of time more than there may be is seen, whoever followed the script."""
    system = timed(f"{CLOCK}scenario s {{ wait 3 s }}")
    ended = following._Script.ended

    def longer(self: object, here: object, failure: object = None) -> Played:
        found = ended(self, here, failure)  # type: ignore[arg-type]
        assert found.trace is not None
        steps = found.trace.steps
        return replace(found, trace=replace(found.trace, steps=(*steps[:1], *steps)))

    monkeypatch.setattr(following._Script, "ended", longer)
    with pytest.raises(Disagreement):
        played(system)


@pytest.mark.sampled
@pytest.mark.parametrize("first", range(0, 240, 20))
def test_scripts_are_followed_as_exact_time_follows_them(first: int) -> None:
    """Random specs and scripts; time passes in the unit there, and in a half or a third of it here."""
    answers = set()
    for seed in range(first, first + 20):
        spec = random_spec(seed)
        script = random_script(spec, seed)
        system = timed(spec + written(script))
        timing = system.timing
        assert timing is not None
        assert timing.written is not None
        assert timing.unit is not None
        try:
            expected = ExactScript(Exact(timing.written, Scope()), timing.unit / (2 + seed % 2)).followed(script)
        except TooMany:
            continue
        found = played(system)
        assert found.failure is None or not found.failure.unknown or ("blocked", "work") in script
        if found.failure is None or not found.failure.unknown:
            assert (found.failure is None) is expected, (seed, script)
            answers.add(expected)
    assert answers == {True, False}
