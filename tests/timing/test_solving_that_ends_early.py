"""Where a solve comes to a limit in the middle it says less, and nothing that is wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest
from strategies.timed import timed

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.engines.parameters.engine import Patience
from hamodel.host.status import Exit
from hamodel.report.json import as_object
from hamodel.timing import regions
from hamodel.timing.regions import Region, Row, Side, UnfinishedError, left, simplest, times

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
VALUES = [(period, hold) for period in (6, 10, 17, 30) for hold in (1, 6, 8, 9, 12, 13, 19, 20, 31, 32, 33, 90)]


class Steps:
    """Is called so many times, and ends it at the next one."""

    def __init__(self, most: int) -> None:
        self.left = most

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise UnfinishedError


def asked(seconds: float = 60.0) -> Report:
    return check(timed(HEARTBEAT), Request(properties=("s",), engine="zones", quality=False, run_time=False, seconds=seconds))


@pytest.mark.parametrize("telling", [0, 10_000])
def test_an_answer_that_ends_anywhere_says_nothing_wrong(telling: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Violated exactly when hold <= period + 2 s, the interval and by how much two heartbeats may differ. `telling`: how many
    steps are left to tell it."""
    exact = told = 0
    for most in (0, 3, 100, 200, 400, 10_000):
        steps = Steps(most)
        monkeypatch.setattr(Patience, "__call__", lambda _, steps=steps: steps())
        monkeypatch.setattr(Patience, "renew", lambda *_, steps=steps: setattr(steps, "left", max(steps.left, telling)))
        report = asked()
        assert not report.disagreement
        (solution,) = report.solved
        found = solution.solved
        exact += solution.exact
        told += not found.unknown and bool(found.reached or found.open != (found.domain,))
        for period, hold in VALUES if not found.unknown else ():
            point = found.rows.point({"period": Fraction(period), "hold": Fraction(hold)})
            if any(all(times(side.row, point) > (0 if side.open else -1) for side in sides) for sides in solution.reached):
                assert hold <= period + 2
            elif not any(region.holds(point) for region in found.open):
                assert hold > period + 2
        assert report.exit_status == (Exit.GOOD if solution.exact else Exit.UNDECIDED)
        assert solution.exact or "exactly" not in as_object(report)["solved"][0]["text"]
    assert 0 < exact < told < 6 if telling else exact > 0


def test_no_time_at_all() -> None:
    for seconds in (0.0, 1e-6):
        (solution,) = asked(seconds).solved
        assert "no time is left" in solution.solved.unknown


def test_a_solve_alone_is_an_answer() -> None:
    assert asked().exit_status == Exit.GOOD


# --- regions ---------------------------------------------------------------------------------------------------------


def box(options: int, look: Steps) -> Region:
    region = Region.everything(options, look)
    units = [tuple(int(place == own) for place in range(1, options + 1)) for own in range(1, options + 1)]
    return region.also(Side((9, *(-part for part in unit))) for unit in units)


def test_everything_that_is_cut_from_a_region_ends_with_it() -> None:
    """Each of these is much work where a region has many corners."""
    look = Steps(1_000_000)
    region = box(4, look)
    assert len(region.points) == 1 << 4
    middle = Side((-18, 1, 1, 1, 1))
    thirds = [(Side((-number, 3, 1, 1, 0)), Side((number + 9, -3, -1, -1, 0))) for number in range(0, 45, 9)]
    for work in (
        lambda: region.cut(middle),
        lambda: region.keeps(middle),
        lambda: left([region], thirds),
        lambda: simplest([region.also(sides) for sides in thirds], region),
    ):
        look.left = 1_000_000
        work()
        needed = 1_000_000 - look.left
        assert needed > 0
        for most in {0, needed // 2, needed - 1}:
            look.left = most
            with pytest.raises(UnfinishedError):
                work()
            assert look.left == -1, "it goes on after it was to end"


def test_regions_with_too_many_corners_and_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    region = box(5, Steps(1_000_000))
    cut = Side((-20, 1, 1, 1, 1, 1))
    corners = len(region.cut(cut).points)
    parts = [(Side((-number, 1, 0, 0, 0, 0)), Side((number, -1, 0, 0, 0, 0))) for number in range(1, 9)]
    assert len(left([region], parts)) == 9  # between 0 and 9 without 1 .. 8
    monkeypatch.setattr(regions, "MOST_CORNERS", corners - 1)
    with pytest.raises(UnfinishedError):
        region.cut(cut)
    monkeypatch.setattr(regions, "MOST_CORNERS", corners)
    assert len(region.cut(cut).points) == corners
    monkeypatch.setattr(regions, "MOST_REGIONS", 8)
    with pytest.raises(UnfinishedError):
        left([region], parts)
    monkeypatch.setattr(regions, "MOST_BITS", 4)
    with pytest.raises(UnfinishedError):
        region.cut(Side((-17, 19, 3, 0, 0, 0)))


def test_the_middle_of_corners_that_have_nothing_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between 1/p and 1/q for large primes: with and without a common denominator it is a point of the region."""
    rows: list[Row] = [(-1, 2**61 - 1, 0), (1, -(2**31 - 1), 0), (-1, 0, 2**89 - 1), (1, 0, -(2**19 - 1))]
    region = Region.everything(2).also(Side(row, open=True) for row in rows)
    monkeypatch.setattr(regions, "MOST_BITS", 10_000)
    common = region.middle()
    monkeypatch.setattr(regions, "MOST_BITS", 64)
    summed = region.middle()
    assert common != summed
    assert region.holds(common)
    assert region.holds(summed)
    assert max(map(abs, summed)).bit_length() <= 155
