"""The search for all values of durations is broken on purpose: no wrong answer passes, since zones are asked at some values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from strategies.timed import timed

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.engines.parameters import bounds, engine, lengths, runs, search
from hamodel.report.solutions import values_text
from hamodel.timing.regions import Region, Row, Side

HEARTBEAT = """
option period : duration = 10 s in 6 s..30 s
option hold : duration = 13 s in 1 s..90 s
var took : bool = false
timer beat = period, silence = hold, flight within [1 s, 3 s]
initially start beat = 0 s
initially start silence
on expiry beat { start beat  start flight }
on expiry flight { start silence }
on expiry silence when not took { took := true }
invariant safe = not took
solve s = safe
"""

REPAIR = """
option crew : duration = 2 s in 1 s..20 s
option claimed : duration = 5 s in 0 s..60 s
var down : bool = false
timer fails = 10 s, repair within [crew, 2 * crew]
initially start fails
on expiry fails { down := true  start repair }
on expiry repair { down := false  start fails }
property safe = down lasts at most claimed
solve s = safe
"""

RACE = """
option one : duration = 2 s in 1 s..9 s
option other : duration = 4 s in 1 s..9 s
var first : bool = false
var second : bool = false
timer a = one, b within [other, other + 1 s], c = 3 s
initially start a
initially start b
on expiry a { first := true  start c }
on expiry b { second := first and running(c) }
invariant safe = not second
solve s = safe
"""

TWO_WAYS = """
option x : duration = 3 s in 1 s..9 s
option y : duration = 2 s in 1 s..9 s
var going : bool = false
var late : bool = false
timer a within [0 s, x], b within [0 s, y], limit = 5 s, rest = 1 s
input go when not going { going := true  start limit  either { start a } or { start b } }
on expiry a { start rest }
on expiry b { start rest }
on expiry rest { stop limit }
on expiry limit { late := true }
invariant safe = not late
solve s = safe
"""

RIGHT = {
    TWO_WAYS: "safe is violated, exactly when x >= 4 s or y >= 4 s",
    HEARTBEAT: "safe is violated, exactly when hold <= period + 2 s",
    REPAIR: "safe is violated, exactly when claimed < 2 * crew",
    RACE: "safe is violated, exactly when other <= one + 3 s and one <= other + 1 s",
}
"""By arithmetic."""


def asked(spec: str) -> Report:
    return check(timed(spec), Request(properties=("s",), quality=False, run_time=False))


@pytest.mark.parametrize(("spec", "answer"), RIGHT.items())
def test_without_a_fault_it_is_right(spec: str, answer: str) -> None:
    report = asked(spec)
    assert not report.disagreement
    (solution,) = report.solved
    assert values_text(solution).removeprefix(": ") == answer


def _without_cut(tile: bounds.Tile, row: Row) -> bool:
    return bounds.times(row, tile.point) < 0


def _nothing_cut(tile: bounds.Tile, row: Row) -> bool:
    return bounds.times(row, tile.point) >= 0


def _known_at_once(zone: search.RowZone, tile: bounds.Tile) -> bool:
    fresh = not zone.place.zones
    zone.place.zones.append(zone.bounds)
    return not fresh


def _larger(matrix: Any, others: Any, tile: bounds.Tile) -> Any:
    more = tile.at_point(others - matrix) > 0
    return np.where(more[..., None], others, matrix)


def _closed(met: search.RowsMet, values: Region, lasting: Row | None = None) -> Region:
    found = RIGHT_PROJECTED(met, values, lasting)
    return Region(tuple(Side(side.row) for side in found.sides), found.points, found.on)


def _anywhere(met: search.RowsMet, values: Region, lasting: Row | None = None) -> Region:
    return values


def _no_least(matrix: Any, clock: int, low: Row, tile: bounds.Tile) -> Any:
    return matrix


def _fixed(names: dict[str, Fraction], free: Sequence[str]) -> dict[str, Any]:
    found = RIGHT_UNSET(names, tuple(free))
    return {**found, free[-1]: names[free[-1]]}


def _no_deadline(matrix: Any, highs: Sequence[Row | None], tile: bounds.Tile) -> Any:
    return RIGHT_LATER(matrix, [None] * len(highs), tile)


def _scaled(rows: lengths.Rows, length: Any) -> Row:
    return tuple(part + (place == 0) for place, part in enumerate(RIGHT_OF(rows, length)))


RIGHT_PROJECTED, RIGHT_UNSET, RIGHT_LATER, RIGHT_OF = runs.projected, lengths.unset, bounds.later, lengths.Rows.of

FAULTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "what is not possible at the point is cut out nowhere": (bounds.Tile, "below", _without_cut),
    "what is kept at the point is kept everywhere": (bounds.Tile, "none_below", _nothing_cut),
    "a part of a zone is one everywhere": (bounds.Tile, "agree", lambda tile, rows: None),
    "every zone but the first of a place is known": (search, "_known", _known_at_once),
    "the larger bound is taken": (bounds, "lesser", _larger),
    "an open bound is closed": (engine, "projected", _closed),
    "a run is one for all values": (engine, "projected", _anywhere),
    "a timer expires at any time": (search, "at_least", _no_least),
    "an option has its default": (lengths, "unset", _fixed),
    "no timer has to expire": (search, "later", _no_deadline),
    "all lengths are a little longer": (lengths.Rows, "of", _scaled),
    "nothing is left open": (engine, "left", lambda regions, others: []),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.sampled
def test_no_wrong_answer_passes(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, broken = FAULTS[fault]
    monkeypatch.setattr(place, name, broken)
    noticed = False
    for spec, answer in RIGHT.items():
        report = asked(spec)
        solution = next(iter(report.solved), None)
        said = "" if solution is None else values_text(solution).removeprefix(": ")
        noticed = noticed or bool(report.disagreement) or said != answer
        if solution is not None and solution.exact and not report.disagreement:
            assert said == answer
    assert noticed


def test_a_value_that_is_said_to_be_open_is_not_called_exact() -> None:
    (solution,) = asked(HEARTBEAT).solved
    everything = replace(solution, solved=replace(solution.solved, reached=(), open=(solution.solved.domain,)))
    assert not everything.exact
    assert values_text(everything).endswith("is open for every value of period and hold")
