"""How long something lasts, at least and at most: the numbers are from arithmetic, and so is each run."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from strategies.timed import timed
from strategies.timed_pairs import HEARTBEAT, PROBES, VRRP

from hamodel.api.measuring import Measured
from hamodel.api.spec import Spec

TWO = {"routers": "r1, r2", "skews": "r1 -> 56, r2 -> 106", "advert": 256, "early": 1, "losses": 0, "crashes": 1}
TWO |= {"boots": "false", "most": 2000, "overlap": 3, "listens": "(s = r or not better(r, s))"}


def measure(text: str, name: str, **asked: Any) -> Measured:
    return Spec(timed(text)).measure(name, **asked)


def passed(trace: Any, unit: Fraction, since: str) -> Fraction:
    """How much time passes in a run after the last action of this name."""
    names = [step.action for step in trace.steps]
    first = len(names) - names[::-1].index(since)
    return names[first:].count("time passes") * unit


def test_how_soon_a_crash_is_noticed() -> None:
    """hold - period + the least delay, and hold + the most."""
    found = measure(HEARTBEAT.format(losses=0, crashes=1, soon="1 s", early="3 s"), "soon")
    assert (found.least, found.most) == (13 - 10 + 1, 13 + 3)
    assert found.shortest is not None
    assert found.longest is not None
    assert passed(found.shortest, Fraction(1), "crash") == 4
    assert passed(found.longest, Fraction(1), "crash") == 16
    assert found.shortest.steps[-1].action == "expiry silence"


def test_at_another_value_of_an_option() -> None:
    found = measure(HEARTBEAT.format(losses=0, crashes=1, soon="1 s", early="3 s"), "soon", options={"hold": "20 s"})
    assert (found.least, found.most) == (20 - 10 + 1, 20 + 3)


def test_the_outage_of_two_routers() -> None:
    """2 * advert + skew + the least delay, 3 * advert + skew + the most."""
    found = measure(VRRP.format(**TWO), "outage")
    assert (found.least, found.most) == (Fraction(2 * 256 + 106 + 1, 1000), Fraction(3 * 256 + 106 + 3, 1000))
    assert str(found) == "outage: at least 0.619 s, at most 0.877 s"


def test_how_long_two_are_active() -> None:
    found = measure(VRRP.format(**{**TWO, "skews": "r1 -> 2, r2 -> 5", "advert": 16, "boots": "true"}), "dual")
    assert (found.least, found.most) == (0, Fraction(3, 1000))


@pytest.mark.heavy
def test_the_outage_of_a_pair_with_three_probes() -> None:
    """3 * heartbeat + promotion - the most delay, 4 * heartbeat + promotion - the least."""
    found = measure(PROBES.format(most="1 s", early="1 s", losses=0, crashes=1), "outage")
    assert (found.least, found.most) == (Fraction(7995, 1000), Fraction(9999, 1000))


PROMOTED = """
var failed : bool = false
var told : bool = false
var active : bool = false
timer hold = 3 s
fault crash when not failed {{ failed := true  start hold }}
faults 1
on expiry hold {{ told := true }}
step promote {within}when told and not active {{ active := true }}
property outage = failed leads to active within 1 s
property idle = active and not failed lasts at most 1 s
"""


def test_a_step_that_may_wait_for_ever_is_no_bound() -> None:
    found = measure(PROMOTED.format(within=""), "outage")
    assert (found.least, found.most, dict(found.waits)) == (3, None, {"promote": "line 10"})
    assert str(found) == "outage: at least 3.000 s, no bound: `promote` (line 10) may wait for ever"
    bounded = measure(PROMOTED.format(within="within [1 s, 2 s] "), "outage")
    assert (bounded.least, bounded.most) == (4, 5)


def test_what_never_begins_is_told() -> None:
    found = measure(PROMOTED.format(within=""), "idle")
    assert (found.never, str(found)) == (True, "idle: it never begins")


def test_what_goes_on_in_a_loop_has_no_bound() -> None:
    """Nothing waits for ever: a timer is started again and again, and the zones would go on for ever."""
    text = """
    var down : bool = false
    timer beat within [2 s, 3 s]
    initially start beat
    on expiry beat { down := true  start beat }
    property short = down lasts at most 1 s
    """
    found = measure(text, "short")
    assert (found.least, found.most, dict(found.waits)) == (None, None, {})
    assert str(found) == "short: it never ends, no bound"


def test_what_may_begin_again_and_again_has_one() -> None:
    """Each time anew: 2 s to 3 s."""
    text = """
    var down : bool = false
    timer beat within [2 s, 3 s]
    initially start beat
    on expiry beat { down := not down  start beat }
    property short = down lasts at most 1 s
    """
    found = measure(text, "short")
    assert (found.least, found.most) == (2, 3)


def test_only_claims_about_time_are_measured() -> None:
    with pytest.raises(ValueError, match=r"`never_taken` does not say how long something lasts; .* soon"):
        measure(HEARTBEAT.format(losses=0, crashes=1, soon="1 s", early="3 s"), "never_taken")
