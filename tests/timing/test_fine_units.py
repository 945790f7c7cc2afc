"""Units that are very fine beside what takes long: zones decide, with runs that are played by the exact semantics; who looks at
each unit says that these are too many. And that time passes in many units at once is the same as in one after the other."""

from __future__ import annotations

import pytest
from strategies.delayed import random_bag, random_delays
from strategies.timed import random_pair, random_spec, timed, verdicts
from strategies.zoned import differences, lasts, said

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.model.timing import time_passes, units_passed
from hamodel.model.verdict import Reached
from hamodel.timing import measure

LEASE = """
enum Role { backup, asking, offered, primary }
node Server { s1, s2 }
option margin : duration = 203 ms in 0 s..10 s
var role[Server] : Role = backup
var lent : bool = false
timer left[Server] = 10 s drift 1 %, wait = 10 s + margin drift 1 %
channel asks from Server to Server carries ask unordered delivers within [0 s, 5 ms]
channel grants from Server to Server carries grant unordered delivers within [0 s, 5 ms]
input try(s: Server) when role[s] = backup and not pending asks ask from s to s and not pending grants grant from s to s {
    role[s] := asking  start left[s]  send asks ask from s to s
}
on asks ask from s to r { if not lent { lent := true  start wait  send grants grant from s to s } }
on grants grant from s to r { if role[s] = asking { role[s] := primary } }
on expiry left[s] { role[s] := backup }
on expiry wait { lent := false }
invariant one_primary = at most one s: Server. role[s] = primary
"""


@pytest.mark.parametrize(("margin", "answer"), [("202 ms", "violated"), ("203 ms", "proved")])
def test_a_lease_and_clocks_that_are_one_percent_off(margin: str, answer: str) -> None:
    """One primary if and only if (lease + margin) / 1.01 > lease / 0.99, that is margin > 2/99 * lease: 202.02 ms."""
    assert verdicts(timed(LEASE), "zones", {"margin": margin})["one_primary"] == answer


def test_a_run_of_very_many_units_has_few_steps() -> None:
    report = check(timed(LEASE), Request(options={"margin": "202 ms"}, properties=("one_primary",), quality=False))
    assert not report.disagreement
    (answer,) = (finding.results[0].answer for finding in report.findings if finding.name == "one_primary")
    assert isinstance(answer, Reached)
    assert answer.trace is not None
    assert len(answer.trace.steps) < 80
    unit = timed(LEASE.replace("203 ms", "202 ms")).timing.unit  # type: ignore[union-attr]
    assert unit is not None
    units = sum(units_passed(step.action) for step in answer.trace.steps)
    assert float(units * unit) == pytest.approx(10.1, abs=0.02), "it is found about the end of a lease"


SLOW = """
var down : bool = false
var well : bool = true
timer blink within [1 {unit}, 3 {unit}], repair = 65 {long}, late = 1 {unit}, other within [2 {unit}, 66 {long}]
initially start blink
initially start repair
initially start other
on expiry blink {{ }}
on expiry other {{ start blink }}
on expiry repair {{ well := false  start late }}
on expiry late {{ down := true }}
reachable never_down = down and well
property repaired = not well leads to down within 1 {unit}
property too_soon = not well leads to down within 0 s
"""


def test_milliseconds_beside_minutes_are_no_more_work_than_seconds() -> None:
    """So many zones are there also where a second is the unit of all: a minute has 60,000 milliseconds."""
    counted = []
    for unit, long in (("s", "s"), ("ms", "min")):
        report = check(timed(SLOW.format(unit=unit, long=long)), Request(engine="zones", quality=False))
        assert not report.disagreement
        found = {finding.name: finding.verdict for finding in report.findings}
        assert (found["never_down"], found["repaired"], found["too_soon"]) == ("unreachable", "proved", "violated")
        counted.append([finding.results[0].states for finding in report.findings])
    assert counted[0] == counted[1]


def test_who_looks_at_each_unit_says_that_they_are_too_many() -> None:
    system = timed(SLOW.format(unit="ms", long="min"))
    report = check(system, Request(engine="explicit", quality=False))
    assert {finding.verdict for finding in report.findings} == {"unknown"}
    (reason,) = {finding.results[0].answer.reason for finding in report.findings}  # type: ignore[union-attr]
    assert reason == "66 min takes too many steps of 1 ms, which divides every duration: only zones look at so many"
    assert measure.too_fine(timed(SLOW.format(unit="s", long="s"))) == ""


def test_what_zones_cannot_count_either_is_unknown() -> None:
    report = check(timed(SLOW.format(unit="us", long="h")), Request(engine="zones", quality=False))
    assert {finding.verdict for finding in report.findings} == {"unknown"}
    reasons = {finding.results[0].answer.reason for finding in report.findings}  # type: ignore[union-attr]
    assert reasons == {"66 h takes too many steps of 1 us, which divides every duration, also for zones"}
    assert "also for zones" in lasts(timed(SLOW.format(unit="us", long="h")), "repaired").unknown


def test_a_scenario_that_waits_for_too_many_units_is_unknown() -> None:
    text = SLOW.format(unit="ms", long="min") + "scenario waits { wait 2 min }\n"
    few = SLOW.format(unit="s", long="s") + "scenario waits { wait 2 s }\n"
    for spec, answer in ((text, "unknown"), (few, "reached")):
        findings = check(timed(spec), Request(engine="zones", quality=False)).findings
        assert [finding.verdict for finding in findings if finding.name == "waits"] == [answer]


def compare_at_once(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if one unit were too many: time passes in one, two, four at a time, and every state is looked at all the same."""
    text = (random_spec, random_delays, random_pair, random_bag)[seed % 4](seed)
    one = said(timed(text), "explicit")["explicit"]
    with monkeypatch.context() as patch:
        patch.setattr(measure, "MOST_UNITS", 1)
        system = timed(text)
        found = said(system, "explicit", "zones")
        found["one after the other"] = one
    assert any(action.name == time_passes(2) for action in system.actions), "it is asked in more than one at a time"
    assert set(found["explicit"]) == set(one)
    assert differences(found) == [], f"seed {seed}"


def test_that_many_units_pass_at_once_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in (1, 2):
        compare_at_once(seed, monkeypatch)


@pytest.mark.heavy
def test_that_many_units_pass_at_once_is_the_same_in_many_specs(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(4, 14):
        compare_at_once(seed, monkeypatch)
