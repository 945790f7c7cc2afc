"""Messages that are on their way in random specs: time in steps, zones of times and the exact semantics say the same; which of
several equal messages is lost; and what waits beyond its deadline."""

from __future__ import annotations

import random

import numpy as np
import pytest
from strategies.delayed import compared_delays, random_bag, random_delays
from strategies.timed import timed
from strategies.zoned import differences, said

from hamodel.engines.zones import matrices


def test_random_specs_are_as_the_exact_semantics_says() -> None:
    for seed, found, expected in compared_delays(range(1, 3), engine="zones"):
        assert {name: found[name] for name in expected} == expected, f"seed {seed}"


@pytest.mark.heavy
@pytest.mark.parametrize("engine", ["explicit", "zones"])
def test_many_random_specs_are_as_the_exact_semantics_says(engine: str) -> None:
    first = 1000 if engine == "explicit" else 2000
    for seed, found, expected in compared_delays(range(first, first + 30), engine=engine):
        assert {name: found[name] for name in expected} == expected, f"seed {seed}"


@pytest.mark.heavy
@pytest.mark.parametrize("engine", ["explicit", "zones"])
def test_which_of_equal_messages_is_lost_is_as_the_exact_semantics_says(engine: str) -> None:
    """Seed 12 tells who takes the oldest always."""
    for seed, found, expected in compared_delays(range(10, 13), random_bag, engine):
        assert {name: found[name] for name in expected} == expected, f"seed {seed}"


def test_zones_and_steps_say_the_same_of_random_channels() -> None:
    words = set[str]()
    for seed in range(4):
        found = said(timed(random_delays(seed)), "explicit", "zones")
        assert differences(found) == [], f"seed {seed}"
        words |= set(found["zones"].values())
    assert words == {"reached", "unreachable"}


@pytest.mark.heavy
def test_zones_and_steps_say_the_same_of_many_random_channels() -> None:
    for seed in range(100, 104):
        assert differences(said(timed(random_delays(seed)), "explicit", "zones")) == [], f"seed {seed}"
        assert differences(said(timed(random_bag(seed)), "explicit", "zones")) == [], f"seed {seed}"


YOUNGER = """
node N { x, y }
channel c from N to N carries m unordered 2 lossy delivers within [4 s, 5 s]
timer t = 1 s, third = 3 s, soon = 4500 ms
var sent : 0..2 = 0
var got : 0..2 = 0
var crashed : bool = false
initially start t = 0 s
initially start third
initially start soon
on expiry t when sent < 2 { sent := sent + 1  send c m from x to y  start t }
on c m from s to r { got := got + 1 }
fault crash when expired(third) and not crashed { crashed := true }
reachable the_younger_is_lost = running(soon) and crashed and sent = 2 and got = 1 and not pending c from x to y
faults 2, at least 2 s apart
"""


@pytest.mark.parametrize(("soon", "answer"), [("4500 ms", "reached"), ("3500 ms", "unreachable")])
def test_any_of_equal_messages_may_be_lost(soon: str, answer: str) -> None:
    """Sent at 0 s and at 1 s, the older comes from 4 s to 5 s. The crash is at 3 s or later; so what is lost is lost at 1 s, or
    at 5 s or later. At 4.5 s the older is there and the younger is no more: it was lost at 1 s."""
    found = said(timed(YOUNGER.replace("soon = 4500 ms", f"soon = {soon}")), "explicit", "zones")
    assert [words["the_younger_is_lost"] for words in found.values()] == [answer, answer]


WAITING = """
node N { x, y }
channel c from N to N carries m unordered delivers within [1 s, 3 s]
var open : bool = false
var got : bool = false
timer t = 1 s, turns = 2 s, after = 1 s
initially start t
initially start turns
on expiry t { send c m from x to y }
on expiry turns { start turns }
input allow when not open { open := true  start after }
on c m from s to r when open { got := true }
property at_once = open and not running(t) leads to got within 0 s
property in_time = open and not running(t) leads to got within 3 s
reachable late = open and not got and expired(after)
faults 0
"""


def test_zones_do_not_count_for_how_long_a_message_waits() -> None:
    """Beside a timer that starts again and again it would be without end. Sent at 1 s, the message is due from 4 s on, and comes
    at once when it may; it may at 1 s, and come at 4 s."""
    found = said(timed(WAITING), "zones", seconds=20)["zones"]
    names = "at_once", "in_time", "late"
    assert {name: found[name] for name in names} == {"at_once": "reached", "in_time": "unreachable", "late": "reached"}


POINTS = [(x, y) for x in range(9) for y in range(9)]


def test_times_beyond_a_deadline_are_not_told_apart() -> None:
    """Each zone of two clocks, of which the first has a deadline, by its points: those up to it, and those from it on."""
    chosen = random.Random(5)
    both = 0
    for _ in range(120):
        low, high = sorted(chosen.randint(0, 6) for _ in "xy"), sorted(chosen.randint(0, 6) for _ in "xy")
        least, most = sorted(chosen.randint(-6, 6) for _ in "xy")
        points = [p for p in POINTS if low[0] <= p[0] <= low[1] and high[0] <= p[1] <= high[1] and least <= p[0] - p[1] <= most]
        if not points:
            continue
        deadline = chosen.randint(0, 6)
        whole = [(0, *point) for point in points]
        zone = np.array([[[max(p[i] - p[j] for p in whole)] for j in range(3)] for i in range(3)], np.int32)
        found, numbers = matrices.beyond(zone, 1, deadline)
        matrices.unbounded_again(found)
        over = {p[1] for p in points if p[0] >= deadline} if any(p[0] > deadline for p in points) else set[int]()
        expected = {p for p in points if p[0] <= deadline} | {(x, y) for x in range(deadline, 9) for y in over}
        assert {p for n in range(found.shape[2]) for p in POINTS if _inside((0, *p), found[:, :, n])} == expected
        assert not numbers.any()
        both += len(numbers) == 2
    assert both > 5


def _inside(point: tuple[int, ...], bounds: matrices.Matrices) -> bool:
    return all(point[i] - point[j] <= bounds[i, j] for i in range(3) for j in range(3))
