"""Engines, which count units of time, against the exact semantics, which has fractions; runs are played in both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from strategies.timed import compared, judged, timed, verdicts

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.model.expr import TRUE
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.timing import TICK
from hamodel.model.verdict import Reached
from hamodel.timing.exact import replayed

HOLD = """
var down : bool = true
timer repair within [2 s, 3 s], other = 1 s
initially start repair
initially start other
on expiry repair { down := false }
on expiry other { start other }
property short = down lasts at most 2 s
invariant always_down = down
"""


def test_random_specs_are_as_the_exact_semantics_says() -> None:
    found = 0
    for seed, said, expected in compared(range(12)):
        found += 1
        assert {name: said[name] for name in expected} == expected, f"seed {seed}"
    assert found > 9


@pytest.mark.heavy
def test_many_random_specs_are_as_the_exact_semantics_says() -> None:
    for seed, said, expected in compared(range(1000, 1200)):
        assert {name: said[name] for name in expected} == expected, f"seed {seed}"


@pytest.mark.parametrize("engine", ["explicit", "bmc", "kinduction", "pdr"])
def test_every_engine_finds_the_same(engine: str) -> None:
    found = verdicts(timed(HOLD), engine)
    assert (found["short"], found["always_down"]) == ("violated", "violated")


def test_a_run_is_played_in_exact_time() -> None:
    system = timed(HOLD)
    report = check(system, Request(engine="explicit"))
    (finding,) = (each for each in report.findings if each.name == "short")
    answer = finding.results[0].answer
    assert isinstance(answer, Reached)
    trace = answer.trace
    (property,) = (each for each in system.declared if each.name == "short")
    assert replayed(system, Scope(), trace, property) == ""
    assert sum(step.action == TICK for step in trace.steps) == 3
    without = replace(trace, steps=tuple(step for step in trace.steps if step.action != TICK))
    assert replayed(system, Scope(), without, property) != ""
    first = next(number for number, step in enumerate(trace.steps) if step.action == TICK)
    early = replace(trace, steps=trace.steps[: first + 1])
    assert replayed(system, Scope(), early, property) == "what it is to show does not take so long"


def _without_urgency(system: System) -> System:
    """A digitised system in which time passes whatever is obliged to happen."""
    actions = tuple(replace(each, guard=TRUE) if each.name == TICK else each for each in system.actions)
    return replace(system, actions=actions)


def test_a_deadline_that_is_dropped_is_noticed_where_a_run_shows_it() -> None:
    wrong = _without_urgency(timed("timer t = 1 s\ninitially start t\nproperty short = running(t) lasts at most 1 s"))
    report = check(wrong, Request(engine="explicit"))
    assert "exact times" in report.disagreement


def test_a_finer_grid_says_the_same() -> None:
    system = timed(HOLD)
    assert judged(system) == judged(system, finer=2) == judged(system, finer=3)


def test_the_unit_divides_every_length_also_of_claims() -> None:
    for bound, unit in (("2 s", Fraction(1)), ("2500 ms", Fraction(1, 2)), ("7 s / 3", Fraction(1, 3))):
        timing = timed(HOLD.replace("at most 2 s", f"at most {bound}")).timing
        assert timing is not None
        assert timing.unit == unit


def test_the_unit_is_that_of_the_lengths_that_there_are() -> None:
    """`(256 - p) * 1 s / 256` with p = 0 or 128: steps of half a second."""
    text = """
    node N { a, b }
    def p(n: N) = match n { a -> 0, b -> 128 }
    timer t[n: N] = (256 - p(n)) * 1 s / 256
    initially start t[a]
    """
    timing = timed(text).timing
    assert timing is not None
    assert timing.unit == Fraction(1, 2)
