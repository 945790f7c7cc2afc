"""The specs with timers, on both sides of the bounds that arithmetic gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies.timed import verdicts

from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.system import System
from hamodel.source import Source

SPECS = Path(__file__).parent.parent.parent / "specs" / "timed"


def changed(name: str, *changes: tuple[str, str]) -> System:
    """The spec with other words at some places, each of which there is."""
    text = (SPECS / name).read_text()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return elaborate(parse(Source(name, text)))


@pytest.mark.parametrize(("margin", "answer"), [("2 s", "violated"), ("2250 ms", "proved")])
def test_how_long_who_lends_has_to_wait(margin: str, answer: str) -> None:
    """More than 2/3 of the lease."""
    assert verdicts(changed("lease.ha"), options={"margin": margin})["one_primary"] == answer


@pytest.mark.heavy
@pytest.mark.parametrize(("least", "answer"), [("lasts at most 3625 ms", "proved"), ("lasts at most 3500 ms", "violated")])
def test_how_long_nobody_is_active(least: str, answer: str) -> None:
    """3 * 1 s + 0.5 s + 0.125 s: one step of 125 ms less is too short."""
    system = changed("vrrp.ha", ("lasts at most 3 * advert + skew(r2) + delay", least))
    assert verdicts(system, options={"preempt": True})["outage"] == answer


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("delay", "most", "answer"),
    [("125 ms", "125 ms", "proved"), ("125 ms", "0 s", "violated"), ("250 ms", "250 ms", "violated")],
)
def test_how_long_two_are_active(delay: str, most: str, answer: str) -> None:
    """As long as an advertisement takes. Where the skews, which differ by 250 ms, do not differ by twice that, the third router
    may be active too, and the first one returns while it is: then it is longer."""
    system = changed("vrrp.ha", ("dual lasts at most delay", f"dual lasts at most {most}"))
    assert verdicts(system, options={"delay": delay, "preempt": True})["soon_one"] == answer
