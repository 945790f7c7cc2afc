"""Regions: corners, cuts and unions, held against points that are looked at one by one."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from hamodel.timing.regions import Region, Side, covered, fewest_sides, left, simplest, times

SIZE = 5
POINTS = [(1, *point) for point in product(range(SIZE + 1), repeat=2)]
BOX = Region.everything(2).also(Side(row) for row in ((SIZE, -1, 0), (SIZE, 0, -1)))

sides = st.builds(lambda *row: Side(row[:3], row[3]), *[st.integers(-4, 4)] * 3, st.booleans())


def on(side: Side, point: tuple[int, ...]) -> bool:
    return times(side.row, point) > 0 if side.open else times(side.row, point) >= 0


def inside(region: Region) -> set[tuple[int, ...]]:
    return {point for point in POINTS if all(on(side, point) for side in region.sides)}


@given(st.lists(sides, max_size=4), sides)
@settings(max_examples=300, deadline=None)
def test_a_cut_has_what_is_on_its_side(several: list[Side], one: Side) -> None:
    region = BOX.also(several)
    assert all(on(Side(side.row), corner) for corner in region.points for side in several if any(side.row))
    assert not (region.empty and inside(region))
    assert inside(region.cut(one)) == {point for point in inside(region) if on(one, point)}
    if not region.empty:
        middle = region.middle()
        assert region.holds(middle)
        assert all(on(side, middle) for side in several)
        assert region.keeps(one) == region.cut(one.other).empty
        assert not region.keeps(one) or all(on(one, point) for point in inside(region))


@given(st.lists(st.lists(sides, min_size=1, max_size=2), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_what_is_left_and_what_is_covered(several: list[list[Side]]) -> None:
    rest = left([BOX], several)
    found = [point for part in rest for point in inside(part)]
    outside = {point for point in POINTS if not any(all(on(side, point) for side in each) for each in several)}
    assert sorted(found) == sorted(outside)  # each in one part
    assert covered(BOX, several) == (rest == [])


@given(st.lists(sides, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_the_fewest_sides_say_the_same(several: list[Side]) -> None:
    region = BOX.also(several)
    if region.empty:
        return
    found = fewest_sides(region, BOX)
    assert not left([region], [found.sides])
    assert not left([found], [region.sides])
    needed = [side for side in found.sides if side not in BOX.sides]
    for side in needed:
        assert not covered(BOX.also(each for each in needed if each is not side), [region.sides]), "each is needed"


def test_sides_that_others_say_are_left_out() -> None:
    """x <= 4, then 3, then 2: only the last is kept, and of two that are the same bound the open one."""
    region = BOX.also([Side((4, -1, 0)), Side((3, -1, 0)), Side((2, -1, 0)), Side((5, -1, -1)), Side((5, -1, -1), open=True)])
    assert fewest_sides(region, BOX).sides == (*BOX.sides, Side((2, -1, 0)), Side((5, -1, -1), open=True))


@given(st.lists(st.lists(sides, min_size=1, max_size=3), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_the_simplest_says_the_same(several: list[list[Side]]) -> None:
    regions = [BOX.also(each) for each in several]
    found = simplest(regions, BOX)
    union = {point for region in regions for point in inside(region)}
    assert union == {point for point in POINTS if any(all(on(side, point) for side in each) for each in found)}
    assert not left(regions, found)
    assert not left([BOX.also(each) for each in found], [region.sides for region in regions])


def test_two_parts_become_one() -> None:
    """h <= 3 p + 2 for small and for large p is h <= 3 p + 2."""
    bound, small, large = Side((2, 3, -1)), Side((2, -1, 0)), Side((-2, 1, 0))
    assert simplest([BOX.also([bound, small]), BOX.also([bound, large])], BOX) == [(bound,)]


def test_without_end() -> None:
    region = Region.everything(1).cut(Side((-3, 1)))
    assert region.middle()[1] >= 3 * region.middle()[0] > 0
    assert not region.keeps(Side((100, -1)))
    assert region.cut(Side((2, -1))).empty
