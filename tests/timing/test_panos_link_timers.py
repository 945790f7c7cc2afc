"""The spec of PAN-OS's timers about monitored links, on both sides of the bounds that arithmetic gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from strategies.timed import verdicts

from hamodel.api.spec import load
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text import parse
from hamodel.model.expr import Value

SPEC = Path(__file__).parent.parent.parent / "specs" / "panos" / "link_timers.ha"
LOOP: dict[str, Value] = {"preemptive": True, "passive_links": "shutdown", "stays": True}
BOTH_LOOK: dict[str, Value] = {"preemptive": False, "passive_links": "auto"}


def verdict(name: str, options: Mapping[str, Value]) -> str:
    return verdicts(elaborate(parse.load(str(SPEC))), "zones", options)[name]


def test_how_long_a_loop_of_preemptions_takes() -> None:
    """It leaves four times, 10 s after it saw the failure, which takes up to 4 s; between two it is out for 1 min, and
    passive for 1 min."""
    found = load(SPEC).measure("the_loop_ends", options={**LOOP, "additional": "10 s", "jitter": "4 s"})
    assert (found.least, found.most) == (4 * 10 + 3 * 120, 4 * 14 + 3 * 120)


@pytest.mark.parametrize(("hold", "answer"), [("13 min", "proved"), ("14 min", "violated")])
@pytest.mark.sampled
def test_a_turn_as_long_as_the_window_is_no_flap(hold: str, answer: str) -> None:
    """1 min out, and the preemption hold: 15 min are a race."""
    options = {**LOOP, "preemption_hold": hold, "additional": "0 s", "promotion": "30 s"}
    assert verdict("the_loop_ends", options) == answer


@pytest.mark.parametrize(
    ("stays", "additional", "fail_hold", "answer"),
    [
        (True, "21 s", "0 s", "violated"),
        (True, "22 s", "0 s", "proved"),
        (False, "21 s", "21 s", "violated"),
        (False, "22 s", "20 s", "violated"),
        (False, "22 s", "21 s", "proved"),
    ],
)
@pytest.mark.sampled
def test_one_stays_where_both_see_a_failure(stays: bool, additional: str, fail_hold: str, answer: str) -> None:
    """The jitter is 20 s, a message takes up to 1 s."""
    holds: dict[str, Value] = {"additional": additional, "fail_hold": fail_hold, "jitter": "20 s", "delay": "1 s"}
    assert verdict("one_stays", {**BOTH_LOOK, **holds, "stays": stays}) == answer
