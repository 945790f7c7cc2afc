"""Zones of times against time in steps and the exact semantics; and matrices of differences against points."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from strategies.delayed import random_assuming, random_bag
from strategies.timed import judged, random_pair, random_spec, timed, verdicts
from strategies.zoned import differences, said

from hamodel.check.jobs import searched
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.engines.zones import matrices, remembered
from hamodel.engines.zones.discrete import Discrete
from hamodel.engines.zones.goals import written
from hamodel.ground.footprint import Contents
from hamodel.ground.instance import instantiate
from hamodel.model.scope import Scope
from hamodel.model.trace import CellName, State
from hamodel.model.verdict import Reached

POINTS = list(product(range(7), repeat=2))
"""Whole numbers tell zones with whole bounds up to 6 apart."""


def some_zone(chosen: random.Random) -> list[tuple[int, int]]:
    """The points of a zone of two clocks that is not empty, by drawing bounds."""
    while True:
        low, high = [chosen.randint(0, 5) for _ in "xy"], [chosen.randint(0, 6) for _ in "xy"]
        least, most = sorted(chosen.randint(-6, 6) for _ in "xy")
        found = [p for p in POINTS if all(low[i] <= p[i] <= high[i] for i in (0, 1)) and least <= p[0] - p[1] <= most]
        if found:
            return found


def matrix(points: list[tuple[int, int]]) -> matrices.Matrices:
    """The least zone with these points."""
    whole = [(0, *point) for point in points]
    found = [[[max(p[i] - p[j] for p in whole)] for j in range(3)] for i in range(3)]
    return np.array(found, np.int32)


def inside(zones: matrices.Matrices, number: int = 0) -> list[tuple[int, ...]]:
    return [
        p
        for p in POINTS
        if all((0, *p)[i] - (0, *p)[j] <= zones[i, j, number] for i in range(len(zones)) for j in range(len(zones)))
    ]


def test_a_zone_has_the_points_that_its_bounds_say() -> None:
    chosen = random.Random(1)
    for _ in range(60):
        points = some_zone(chosen)
        zone = matrix(points)
        assert inside(zone) == points
        clock, low = chosen.randint(1, 2), chosen.randint(0, 6)
        left, kept = matrices.at_least(zone, clock, low)
        expected = [p for p in points if p[clock - 1] >= low]
        assert len(kept) == bool(expected)
        if expected:
            assert np.array_equal(left, matrix(expected)), "it is tight"


def test_time_passes_up_to_the_most_of_each_clock() -> None:
    chosen = random.Random(2)
    ends = 0
    for _ in range(60):
        points = some_zone(chosen)
        highs = (0, chosen.randint(0, 6), chosen.randint(0, 6))
        found, kept = matrices.later(matrix(points), highs)
        expected = sorted(
            {(p[0] + d, p[1] + d) for p in points for d in range(7) if p[0] + d <= highs[1] and p[1] + d <= highs[2]}
        )
        assert len(kept) == bool(expected)
        ends += not expected
        if expected:
            assert np.array_equal(found, matrix(expected))
        fits = bool(matrices.within(matrix(points), highs)[0])
        assert fits is all(p[0] <= highs[1] and p[1] <= highs[2] for p in points)
    assert 5 < ends < 55


def test_a_clock_starts_and_another_one_is_forgotten() -> None:
    points = [(2, 3), (3, 3), (3, 4)]
    found = matrices.renamed(matrix(points), np.array([0, 2, 0]))
    assert inside(found) == [(3, 0), (4, 0)]


def test_a_part_of_a_zone_is_told_from_the_whole() -> None:
    chosen = random.Random(3)
    drawn = [some_zone(chosen) for _ in range(40)]
    zones = np.concatenate([matrix(points) for points in drawn], axis=2)
    for number, points in enumerate(drawn):
        one = zones[:, :, number : number + 1]
        rest = np.delete(zones, number, axis=2)
        expected = any(set(points) <= set(other) for place, other in enumerate(drawn) if place != number)
        assert bool(matrices.included(one, rest)[0]) is expected
    left: list[int] = matrices.largest(zones).tolist()
    assert all(any(set(points) <= set(drawn[number]) for number in left) for points in drawn)
    assert not any(set(drawn[a]) <= set(drawn[b]) for a in left for b in left if a != b)


def test_less_or_more_of_a_clock_that_nobody_asks_for() -> None:
    zone = matrix([(2, 3), (3, 3), (3, 4)])
    less, more = zone.copy(), zone.copy()
    matrices.without_least(less, 2)
    matrices.without_most(more, 2)
    assert inside(less) == [(2, 0), (2, 1), (2, 2), (2, 3), *((3, y) for y in range(5))]
    assert inside(more) == [*((2, y) for y in range(3, 7)), *((3, y) for y in range(3, 7))]


# --- specs -----------------------------------------------------------------------------------------------------------


def test_zones_and_steps_say_the_same_of_random_specs() -> None:
    answers = 0
    for seed in range(30):
        found = said(timed(random_spec(seed)), "explicit", "zones")
        assert differences(found) == [], f"seed {seed}"
        assert not any(word.startswith("unknown") for word in found["zones"].values()), f"seed {seed}"
        answers += len(found["zones"])
    assert answers > 100


def test_zones_and_steps_say_the_same_of_random_pairs() -> None:
    answers: set[str] = set()
    for seed in range(12):
        found = said(timed(random_pair(seed)), "explicit", "zones")
        assert differences(found) == [], f"seed {seed}"
        answers |= set(found["zones"].values())
    assert answers == {"reached", "unreachable"}


def test_zones_say_what_the_exact_semantics_says() -> None:
    compared = 0
    for seed in range(100, 107):
        system = timed(random_spec(seed))
        expected = judged(system, finer=1 + seed % 3)
        if expected is not None:
            compared += 1
            found = verdicts(system, "zones")
            assert {name: found[name] for name in expected} == expected, f"seed {seed}"
    assert compared > 4


@pytest.mark.heavy
def test_zones_and_steps_say_the_same_of_many_random_specs() -> None:
    for seed in range(10_000, 11_000):
        assert differences(said(timed(random_spec(seed)), "explicit", "zones")) == [], f"seed {seed}"


def test_zones_and_steps_say_the_same_of_time_that_an_assume_stops() -> None:
    words = set[str]()
    for seed in range(10):
        found = said(timed(random_assuming(seed)), "explicit", "zones")
        assert differences(found) == [], f"seed {seed}"
        words |= {word for name, word in found["zones"].items() if name == "no assume stops time"}
    assert words == {"reached", "unreachable"}


@pytest.mark.heavy
def test_zones_and_steps_say_the_same_of_time_that_many_an_assume_stops() -> None:
    for seed in range(100, 125):
        assert differences(said(timed(random_assuming(seed)), "explicit", "zones")) == [], f"seed {seed}"


BETWEEN = """
timer long within [{low} s, 9 s], short = 2 s
initially start long
initially start short
on expiry short {{ }}
on expiry long {{ stop short }}
assume left = not expired(short)
"""


@pytest.mark.parametrize(("low", "answer"), [(1, "unreachable"), (2, "unreachable"), (3, "reached")])
def test_time_stops_where_nothing_else_can_happen_yet(low: int, answer: str) -> None:
    """Time stops at 2 s, when the `assume` forbids what is due; the other timer may expire then, if it may at 2 s."""
    found = said(timed(BETWEEN.format(low=low)), "explicit", "zones")
    assert [words["no assume stops time"] for words in found.values()] == [answer, answer]


class NothingRemembered:
    """A function of states that is asked each time."""

    def __init__(self, index: dict[CellName, int], look: Callable[[State], Any]) -> None:
        self._index, self._look = index, look

    def __call__(self, state: Contents) -> Any:
        return self._look(dict(zip(self._index, state, strict=True)))


def graph(text: str) -> dict[object, object]:
    """By the contents of each node that can be reached in any time: its deadlines, its moves, its mistakes."""
    system = timed(text)
    whole = searched(system, [], system.faults)
    instance = instantiate(whole, Scope(), [])
    plain, properties = written(instance)
    assert whole.timing is not None
    assert whole.timing.unit is not None
    discrete = Discrete(plain, Scope(), properties, whole.timing.unit)
    found: dict[object, object] = {}
    todo = [*discrete.starts()]
    while todo:
        node = todo.pop()
        if node.contents in found:
            continue
        discrete.expand(node)
        moves = [(move.name, move.args, move.least, move.sources, move.target.contents) for move in node.moves]
        found[node.contents] = node.clocks, node.highs, node.urgent, node.waiting, moves, node.failures
        todo += [move.target for move in node.moves] + ([] if node.later is None else [node.later])
        assert len(found) < 3000
    return found


def compare_graphs(seed: int, monkeypatch: pytest.MonkeyPatch) -> int:
    text = (random_spec, random_pair, random_bag, random_assuming)[seed % 4](seed)
    known = graph(text)
    with monkeypatch.context() as patch:
        patch.setattr(remembered, "Footprint", NothingRemembered)
        assert known == graph(text), f"seed {seed}"
    return len(known)


def test_what_is_remembered_is_what_the_semantics_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(compare_graphs(seed, monkeypatch) for seed in range(4)) > 100


@pytest.mark.heavy
def test_what_is_remembered_is_what_the_semantics_says_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(compare_graphs(seed, monkeypatch) for seed in range(4, 28)) > 600


MINUTES = """
var down : bool = false
var well : bool = true
timer blink within [1 ms, 3 ms], repair = 1 min, late = 1 ms
initially start blink
initially start repair
on expiry blink { }
on expiry repair { well := false  start late }
on expiry late { down := true }
reachable never_down = down and well
property repaired = not well leads to down within 1 ms
"""


def test_milliseconds_beside_minutes_are_no_more_work() -> None:
    """A minute has 60,000 steps of time; the zones do not know how long a unit is."""
    found = said(timed(MINUTES), "zones")["zones"]
    assert {name: found[name] for name in ("never_down", "repaired")} == {"never_down": "unreachable", "repaired": "unreachable"}


def test_a_run_whose_step_follows_after_a_pause_is_played() -> None:
    """What `did` remembers ends as time passes."""
    text = """
    var on : bool = false
    timer t within [1 s, 2 s]
    initially start t
    input hit when not on { on := true }
    on expiry t { start t }
    reachable pausing = on and not did hit
    reachable at_once = did hit
    """
    report = check(timed(text), Request(engine="zones", quality=False))
    assert report.disagreement == ""
    assert {finding.verdict for finding in report.findings if finding.kind == "reachable"} == {"reached"}
    (answer,) = (finding.results[0].answer for finding in report.findings if finding.name == "pausing")
    assert isinstance(answer, Reached)
    trace = answer.trace
    assert trace is not None
    assert [step.action for step in trace.steps][-2:] == ["hit", "time passes"]


def test_of_a_spec_without_timers_zones_say_nothing() -> None:
    report = check(timed("var a : bool = false\ninvariant i = not a\n"), Request(engine="zones", quality=False))
    assert [finding.verdict for finding in report.findings if finding.name == "i"] == ["unknown"]


def test_an_error_of_an_initial_value_is_found() -> None:
    """Where timers run from the start on: nothing is missed because they hold other numbers here."""
    text = """
    option far : bool = true
    var near : 0..3 = if far then 3 else 0
    timer t = 2 s
    initially start t
    initially (the k: 0..3 where k > near) = 2
    on expiry t { near := near + 1 }
    invariant i = near < 3
    """
    found = said(timed(text), "explicit", "zones")
    assert differences(found) == []
    assert "reached" in found["zones"].values()
