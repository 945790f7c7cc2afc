"""The spec of PAN-OS's tentative hold time, on both sides of its bound."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies.timed import verdicts

from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load

SPEC = Path(__file__).parent.parent.parent / "specs" / "panos" / "tentative_timers.ha"


@pytest.mark.parametrize("engine", ["explicit", "zones"])
@pytest.mark.parametrize(("hold", "answer"), [("40 s", "violated"), ("50 s", "proved")])
def test_a_hold_has_to_be_longer_than_the_routes_take(hold: str, answer: str, engine: str) -> None:
    """They take up to 40 s."""
    found = verdicts(elaborate(load(str(SPEC))), engine, {"tentative_hold": hold, "held": True})
    assert found["no_traffic_without_routes"] == answer
    assert found["nobody_owns"] == "proved"
