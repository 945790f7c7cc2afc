"""Measures that are broken on purpose: each fault is seen by numbers that come from arithmetic, or nothing is said.

What is right is known without an engine: hold times, windows of steps, and which timer is started again by which fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from strategies.timed import timed

from hamodel.check import measures
from hamodel.check.plan import plan
from hamodel.check.request import Request
from hamodel.engines.zones import lasting, search
from hamodel.evidence.confirm import Disagreement
from hamodel.language.elaboration.timing.setting import at_lengths, settled
from hamodel.model.system import System

PAIR = """
option spare : bool
option hold : duration = 3 s in 1 s..10 s
var failed : bool = false
var told : bool = false
var active : bool = false
timer silence within [hold, hold + 1 s]
fault crash when not failed { failed := true  start silence }
faults 1
on expiry silence { told := true }
step promote within [1 s, if spare then 2 s else 4 s] when told and not active { active := true }
measure outage  = time from failed until active
measure waiting = longest told and not active
measure quiet   = longest not active
measure never   = longest active and not told
"""
"""outage: hold + 1 s to hold + 1 s + 2 s or 4 s. quiet: at least hold + 1 s, and any time before the crash."""

BOXES = """
node Box { x, y }
var down[Box] : bool = false
timer repair[b: Box], fails[Box]
initially start fails[x] = 1 s
initially start fails[y] = 2 s
on expiry fails[b] { down[b] := true  start repair[b] within [if b = x then 1 s else 3 s, if b = x then 2 s else 5 s] }
on expiry repair[b] { down[b] := false }
measure outage = longest b_is_down
"""

AGAIN = """
var down : bool = false
timer repair = 3 s, ready = 1 s
initially start ready
on expiry ready { }
fault crash when expired(ready) or not running(ready) { down := true  start repair }
on expiry repair { down := false }
faults 2
measure outage = longest down
"""
"""Another crash while it is repaired: at the latest right before the end."""

LOOP = """
var down : bool = false
timer beat within [2 s, 3 s]
initially start beat
on expiry beat { down := true  start beat }
measure down_time = longest down
"""

ENDS = """
var down : bool = false
timer fails = 1 s
initially start fails
on expiry fails { down := true }
step repair within [2 s, 3 s] when down { down := false }
input replug when down { down := false }
measure outage = longest down
"""
"""It is replugged at once, or repaired after 2 to 3 s."""

SPECS = {
    "pair": (PAIR, {}),
    "longer": (PAIR, {"hold": "5 s"}),
    "boxes": (BOXES.replace("longest b_is_down", "longest some b: Box. down[b]"), {}),
    "again": (AGAIN, {}),
    "loop": (LOOP, {}),
    "ends": (ENDS, {}),
}

Answer = tuple[str, str, Fraction | int | None, Fraction | int | None, bool]
"""The measure, the options, the least, the most, and whether it begins."""

RIGHT: dict[str, set[Answer]] = {
    "pair": {
        *{("outage", "True", 4, 6, True), ("outage", "False", 4, 8, True)},
        *{("waiting", "True", 1, 2, True), ("waiting", "False", 1, 4, True)},
        *{("quiet", "True", 4, None, True), ("quiet", "False", 4, None, True)},
        *{("never", "True", None, None, False), ("never", "False", None, None, False)},
    },
    "longer": {
        *{("outage", "True", 6, 8, True), ("outage", "False", 6, 10, True)},
        *{("waiting", "True", 1, 2, True), ("waiting", "False", 1, 4, True)},
        *{("quiet", "True", 6, None, True), ("quiet", "False", 6, None, True)},
        *{("never", "True", None, None, False), ("never", "False", None, None, False)},
    },
    # x is down from 1 s to 2 or 3 s, y from 2 s to 5 or 7 s: x alone where it is back before y fails, at 2 s; both as one
    "boxes": {("outage", "", 1, 6, True)},
    "again": {("outage", "", 3, 6, True)},
    "ends": {("outage", "", 0, 3, True)},
    "loop": {("down_time", "", None, None, True)},
}


@cache
def system_of(text: str) -> System:
    return timed(text)


def answers(name: str) -> set[Answer]:
    text, options = SPECS[name]
    request = Request(options=options, quality=False, seconds=20)
    system, rest = settled(system_of(text), request.options)
    asked = plan(system, replace(request, options=rest))
    return {
        (each.name, str(each.options.get("spare", "")), each.found.least, each.found.most, each.found.begins)
        for each in measures.measured(asked, lambda: 20.0)
        if not each.found.unknown
    }


Patch = Callable[[pytest.MonkeyPatch], None]
Measuring = lasting._Measuring


def shortest_for_longest(patch: pytest.MonkeyPatch) -> None:
    best = Measuring._best
    patch.setattr(Measuring, "_best", lambda self, most: best(self, not most))


def first_that_is_found(patch: pytest.MonkeyPatch) -> None:
    def best(self: Any, most: bool) -> Any:
        ends = (found for args in self.discrete.members(self.limit.binders) for found in self._ends(args, most))
        return next(ends, None)

    patch.setattr(Measuring, "_best", best)


def one_unit_more(patch: pytest.MonkeyPatch) -> None:
    ends = Measuring._ends

    def longer(self: Any, args: Any, most: bool) -> Iterator[Any]:
        yield from ((of, replace(end, units=end.units + 1)) for of, end in ends(self, args, most))

    patch.setattr(Measuring, "_ends", longer)


def one_unit_less(patch: pytest.MonkeyPatch) -> None:
    ends = Measuring._ends

    def shorter(self: Any, args: Any, most: bool) -> Iterator[Any]:
        yield from ((of, replace(end, units=max(0, end.units - 1))) for of, end in ends(self, args, most))

    patch.setattr(Measuring, "_ends", shorter)


def always_without_bound(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lasting, "_grows", lambda place, zone: True)


def what_goes_on_has_ended(patch: pytest.MonkeyPatch) -> None:
    """Each move ends what is watched."""

    def endings(place: Any) -> Iterator[Any]:
        for link in place.links or ():
            zones, kept = search.allowed(place.zones[:, :, place.living()], link.move.least)
            if len(kept):
                first = int((-zones[0, -1]).argmin())
                yield lasting._End(-int(zones[0, -1, first]), place, int(place.living()[kept[first]]), link)

    patch.setattr(lasting, "_endings", endings)


def the_latest_end_is_the_least(patch: pytest.MonkeyPatch) -> None:
    found = lasting._endings

    def endings(place: Any) -> Iterator[Any]:
        all_of_it = [*found(place)]
        most = max((end.units for end in all_of_it), default=0)
        yield from (replace(end, units=most) for end in all_of_it)

    patch.setattr(lasting, "_endings", endings)


def nothing_ever_ends(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lasting, "_endings", lambda place: iter(()))


def at_the_default(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(measures, "at_lengths", lambda system, given: timed_at_default(system))


def timed_at_default(system: System) -> System:
    assert system.timing is not None
    return at_lengths(replace(system, timing=replace(system.timing, given={})), {})


def without_bound_on_faults(patch: pytest.MonkeyPatch) -> None:
    taken = measures.taken
    patch.setattr(
        measures, "taken", lambda system, measure, scope, faults, *rest: taken(system, measure, scope, (faults or 0) + 1, *rest)
    )


def without_faults(patch: pytest.MonkeyPatch) -> None:
    taken = measures.taken
    patch.setattr(measures, "taken", lambda system, measure, scope, faults, *rest: taken(system, measure, scope, 0, *rest))


def the_first_combination_alone(patch: pytest.MonkeyPatch) -> None:
    measured = measures.measured
    patch.setattr(measures, "measured", lambda asked, seconds: measured(replace(asked, rows=asked.rows[:1]), seconds))


def another_combination(patch: pytest.MonkeyPatch) -> None:
    """The runs are those of the first one, whatever is said."""
    taken, first = measures.taken, []

    def same(system: Any, measure: Any, scope: Any, *rest: Any) -> Any:
        first.append(scope)
        return replace(taken(system, measure, replace(scope, options=first[0].options), *rest), scope=scope)

    patch.setattr(measures, "taken", same)


def what_is_claimed_is_measured(patch: pytest.MonkeyPatch) -> None:
    """The wrong way round: until it begins."""
    claiming = measures.claiming

    def turned(system: System, measure: Any) -> System:
        limit = replace(measure.limit, premise=measure.limit.goal, goal=measure.limit.premise)
        return claiming(system, replace(measure, limit=limit))

    patch.setattr(measures, "claiming", turned)


def the_last_measure_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(measures, "asked", lambda plan: plan.system.measures[-1:])


FAULTS: dict[str, tuple[Patch, tuple[str, ...]]] = {
    "shortest for longest": (shortest_for_longest, ("boxes",)),
    "first that is found": (first_that_is_found, ("boxes", "pair")),
    "one unit more": (one_unit_more, ("again",)),
    "one unit less": (one_unit_less, ("again",)),
    "always without bound": (always_without_bound, ("again",)),
    "what goes on has ended": (what_goes_on_has_ended, ("again", "boxes")),
    "the latest end is the least": (the_latest_end_is_the_least, ("ends",)),
    "nothing ever ends": (nothing_ever_ends, ("again",)),
    "at the default": (at_the_default, ("longer",)),
    "one fault more": (without_bound_on_faults, ("again",)),
    "without faults": (without_faults, ("again",)),
    "the first combination alone": (the_first_combination_alone, ("pair",)),
    "another combination": (another_combination, ("pair",)),
    "the wrong way round": (what_is_claimed_is_measured, ("again", "boxes")),
    "the last measure alone": (the_last_measure_alone, ("pair",)),
}
"""With the specs of which at least one shows it."""


@pytest.mark.parametrize("name", SPECS)
def test_without_a_fault_it_is_as_arithmetic_says(name: str) -> None:
    assert answers(name) == RIGHT[name]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault, specs = FAULTS[name]
    fault(monkeypatch)
    assert any(_differs(spec) for spec in specs)


def _differs(spec: str) -> bool:
    try:
        return answers(spec) != RIGHT[spec]
    except (Disagreement, AssertionError):
        return True
