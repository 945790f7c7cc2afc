"""The spec of PAN-OS's failover timers, with delays of some milliseconds, on both sides of the bounds that arithmetic gives.

H is the heartbeat interval (2 s), P the promotion hold (2 s); a message over HA1 takes 20 ms to 100 ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from hamodel.api.spec import load
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text import parse
from hamodel.model.expr import Value

pytestmark = pytest.mark.heavy

SPEC = Path(__file__).parent.parent.parent / "specs" / "panos" / "timers.ha"
QUICK: dict[str, Value] = {"soonest": "20 ms", "latest": "100 ms", "losses": 0}


def lengths(name: str, options: Mapping[str, Value]) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most, in milliseconds."""
    found = load(SPEC).measure(name, options={**QUICK, **options})
    assert found.unknown == ""
    least, most = (None if end is None else 1000 * end for end in (found.least, found.most))
    return least, most


@pytest.mark.parametrize(
    ("name", "options", "least", "most"),
    [
        # 3 H + P - 100 ms: it fails right before a heartbeat comes; 4 H + P - 20 ms: right after one
        ("outage", {"counted": "unanswered"}, 7900, 9980),
        # the timers that the vendor calls aggressive: H = 1 s, P = 500 ms
        ("outage", {"counted": "unanswered", "heartbeat": "1 s", "promotion": "500 ms"}, 3400, 4480),
        # 2 H + P + 2 * 20 ms - 100 ms: the answer to the last but one came soon; 3 H + P + 100 ms: an answer is on its way
        ("outage", {"counted": "silence"}, 5940, 8100),
        # 2 hellos + P + 20 ms, where the next one would be sent; 3 hellos + P + 100 ms, right after one
        ("outage", {"counted": "hellos"}, 18020, 26100),
        # the monitor hold + P
        ("split", {"counted": "unanswered"}, 5000, 5000),
        # heartbeats are sooner where they are frequent: 3 H + P, without the 2 * 100 ms that an answer takes at most
        ("split", {"counted": "unanswered", "heartbeat": "1 s"}, 4800, 5000),
    ],
)
def test_how_long_it_takes(name: str, options: Mapping[str, Value], least: int, most: int) -> None:
    assert lengths(name, options) == (least, most)


@pytest.mark.parametrize(
    ("counted", "losses", "answer"),
    [
        *(("unanswered", losses, "proved") for losses in (0, 1, 2)),
        ("unanswered", 3, "violated"),
        *(("silence", losses, "proved") for losses in (0, 1)),
        ("silence", 2, "violated"),
    ],
)
def test_lost_heartbeats_fail_nothing_over(counted: str, losses: int, answer: str) -> None:
    """Two that are not answered leave 3 H between two answers: where time counts that is a race."""
    assert of("no_false_failover", {"counted": counted, "losses": losses}) == answer


@pytest.mark.parametrize(("latest", "answer"), [("980 ms", "proved"), ("1 s", "violated")])
def test_an_answer_after_the_next_heartbeat_comes_too_late(latest: str, answer: str) -> None:
    """Safe if and only if H is longer than both ways together."""
    assert of("no_false_failover", {"latest": latest, "counted": "unanswered"}) == answer


@pytest.mark.parametrize(
    ("counted", "heartbeat", "flap", "answer"),
    [
        ("unanswered", "2 s", "2980 ms", "proved"),
        ("unanswered", "2 s", "3 s", "violated"),
        ("unanswered", "1 s", "1780 ms", "proved"),
        ("unanswered", "1 s", "1800 ms", "violated"),
        ("silence", "2 s", "1780 ms", "proved"),
        ("silence", "2 s", "1800 ms", "violated"),
    ],
)
def test_how_long_ha1_may_be_interrupted(counted: str, heartbeat: str, flap: str, answer: str) -> None:
    """Less than the monitor hold of 3 s, and than 2 H - 2 * 100 ms: three heartbeats are lost then; by silence H - 2 * 100 ms."""
    options = {"counted": counted, "heartbeat": heartbeat, "flap": flap}
    assert of("an_interruption_is_no_split", options) == answer


def of(name: str, options: Mapping[str, Value]) -> str:
    """What the zones say of one property, of which the spec says `expect violated` for some options."""
    asked = Request(options={**QUICK, **options}, properties=(name,), engine="zones", quality=False, run_time=False, seconds=60)
    report = check(elaborate(parse.load(str(SPEC))), asked)
    assert not report.disagreement
    return {finding.name: finding.verdict for finding in report.findings}[name]
