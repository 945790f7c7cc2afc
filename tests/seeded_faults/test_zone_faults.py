"""Zones of times that are broken on purpose: nothing is said to be unreachable that is not, and each fault is noticed.

What is right is known without zones: the numbers are those of the cases of pairs, from arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from strategies.timed import timed
from strategies.timed_pairs import HEARTBEAT
from strategies.zoned import said

from hamodel.engines.zones import discrete, engine, matrices, messages, search, stuck
from hamodel.evidence.confirm import Disagreement
from hamodel.ground import footprint

WINDOW = """
var open : bool = false
var met : bool = false
timer opens = 3 s, closes = 4 s, late within [0 s, 10 s]
initially start opens
initially start closes
initially start late
on expiry opens { open := true }
on expiry closes { open := false }
on expiry late { met := open }
invariant claim = not met
"""

RACE = """
var first : bool = false
var second : bool = false
timer one = 2 s, two within [2 s, 4 s]
initially start one
initially start two
on expiry one { if not second { first := true } }
on expiry two { second := true }
invariant claim = not (second and not first)
"""

REPAIR = """
var down : bool = false
timer fails = 1 s, repair within [1 s, 4 s]
initially start fails
on expiry fails { down := true  start repair }
on expiry repair { down := false  start fails }
property claim = down lasts at most 3 s
"""

WORK = """
var done : bool = false
timer start_up = 1 s
initially start start_up
var ready : bool = false
on expiry start_up { ready := true }
step work within [1 s, 3 s] when ready and not done { done := true }
property claim = ready leads to done within 2 s
"""

EARLY = """
var done : bool = false
timer over = 3 s
initially start over
on expiry over { }
step work within [1 s, 3 s] when not done { done := true }
reachable claim = done and running(over)
"""

WIDER = """
var near : 0..2 = 0
var there : bool = false
var marked : bool = false
var bad : bool = false
timer narrow = 2 s, whole = 5 s, mark = 4 s
initially start narrow
initially start whole
on expiry narrow { if near = 0 { there := true } }
input go when not there and near < 2 { near := near + 1 }
input arrive when near = 2 { near := 0  there := true  stop narrow }
input begin when there and not marked { marked := true  start mark }
on expiry whole { }
on expiry mark { if running(whole) { bad := true } }
invariant claim = not bad
"""
"""The fewest moves come to a node at few times, more moves at more."""

MENDED = """
node N { x, y }
link l
channel c over l from N to N carries m fifo 2 waits when cut delivers within [2 s, 3 s]
timer t = 1 s, mended = 4 s
var broken : bool = false
initially start t
on expiry t { send c m from x to y }
on cut l { broken := true }
on mend l { start mended }
on expiry mended { }
on c m from s to r { }
property claim = up(l) and broken and pending c m from x to y lasts at most 2 s
faults 1
"""
"""It lasts for 3 s where the message was sent 1 s before its link was cut."""

QUEUE = """
node N { x, y }
channel c from N to N carries m, n fifo 3 delivers within [1 s, 5 s]
timer t = 0 s, u = 2 s, v = 5 s
var two : bool = false
var got : bool = false
initially start t
initially start u
initially start v
on expiry t { send c m from x to y }
on expiry u { send c n from x to y  two := true }
on expiry v { }
on c m from s to r { }
on c n from s to r { got := true }
reachable claim = two and got and running(v)
property soon = two and not got lasts at most 4 s
faults 0
"""

WAITING = """
node N { x, y }
channel c from N to N carries m unordered delivers within [1 s, 2 s]
var open : bool = false
var got : bool = false
timer t = 0 s, opens = 5 s, end = 9 s
initially start t
initially start opens
initially start end
on expiry t { send c m from x to y }
on expiry opens { open := true }
on expiry end { }
on c m from s to r when open { got := true }
reachable claim = got and running(end)
faults 0
"""

STUCK = """
var a : bool = false
timer long within [3 s, 4 s], short within [1 s, 2 s]
initially start long
initially start short
on expiry short { a := true }
on expiry long { stop short }
assume left = not expired(short)
"""
"""At 2 s nothing can happen that has to, and nothing else."""

LATE = HEARTBEAT.format(losses=0, crashes=0, soon="16 s", early="3 s").replace("hold : duration = 13 s", "hold : duration = 12 s")

SPECS = {
    "window": (WINDOW, "claim"),
    "race": (RACE, "claim"),
    "repair": (REPAIR, "claim"),
    "work": (WORK, "claim"),
    "early": (EARLY, "claim"),
    "wider": (WIDER, "claim"),
    "late": (LATE, "never_taken"),
    "mended": (MENDED, "claim"),
    "queue": (QUEUE, "claim"),
    "queue, soon": (QUEUE, "soon"),
    "waiting": (WAITING, "claim"),
    "stuck": (STUCK, "no assume stops time"),
}
"""In each of them what is named is reached: violated, or met."""

Patch = Callable[[pytest.MonkeyPatch], None]


def included_in_turn(patch: pytest.MonkeyPatch) -> None:
    def reversed_(zones: matrices.Matrices, others: matrices.Matrices) -> Any:
        return np.array([matrices.included(others, zones[:, :, [n]]).any() for n in range(zones.shape[2])])

    patch.setattr(search, "included", reversed_)


def one_zone_for_each_node(patch: pytest.MonkeyPatch) -> None:
    """As if what is reached once were reached at all times."""
    patch.setattr(search, "included", lambda zones, others: np.full(zones.shape[2], others.shape[2] > 0))


def open_bounds(patch: pytest.MonkeyPatch) -> None:
    """A timer expires after its least, not at it."""
    patch.setattr(search, "at_least", lambda zones, clock, low: matrices.at_least(zones, clock, low + 1))


def jumping_calendar(patch: pytest.MonkeyPatch) -> None:
    """Time passes to the next end of a timer at once."""

    def to_an_end(zones: matrices.Matrices, highs: Any) -> Any:
        found, kept = matrices.later(zones, highs)
        for number in range(found.shape[2]):
            for clock in matrices.bounded(highs):
                if found[clock, 0, number] >= highs[clock]:
                    one, _ = matrices.at_least(found[:, :, [number]], clock, highs[clock])
                    found[:, :, number] = one[:, :, 0]
                    break
        return found, kept

    patch.setattr(search, "later", to_an_end)


def no_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(search, "later", lambda zones, highs: (zones.copy(), np.arange(zones.shape[2])))


def too_little_time(patch: pytest.MonkeyPatch) -> None:
    """Whoever has a deadline keeps it one unit earlier."""
    patch.setattr(search, "later", lambda zones, highs: matrices.later(zones, tuple(max(0, high - 1) for high in highs)))


def clocks_that_go_on(patch: pytest.MonkeyPatch) -> None:
    """A start does not set its clock to 0 where the timer ran before: the place of a clock is what it was."""

    def kept(zones: matrices.Matrices, sources: Any) -> matrices.Matrices:
        same = np.arange(len(sources)) if len(sources) <= len(zones) else sources
        return matrices.renamed(zones, same)

    patch.setattr(search, "renamed", kept)


def extrapolated_watch(patch: pytest.MonkeyPatch) -> None:
    """Of what is watched nothing beyond some number of units is told apart."""
    whole = search.ZoneSearch.lasting
    patch.setattr(search.ZoneSearch, "lasting", lambda self, place: np.minimum(whole(self, place), 2))


def fires_at_the_bound(patch: pytest.MonkeyPatch) -> None:
    whole = engine.Zones._kept_by
    patch.setattr(engine.Zones, "_kept_by", lambda self, watch, most, traced: whole(self, watch, most - 1, traced))


def dropped_deadlines(patch: pytest.MonkeyPatch) -> None:
    """A step with a deadline is as obliged as any other: not at all, and at once."""
    whole = discrete.Discrete.__init__

    def without(self: discrete.Discrete, written: Any, *rest: Any) -> None:
        whole(self, replace(written, timing=replace(written.timing, deadlines=())), *rest)

    patch.setattr(discrete.Discrete, "__init__", without)


def lost_moves(patch: pytest.MonkeyPatch) -> None:
    whole = discrete.Discrete.expand

    def fewer(self: discrete.Discrete, node: discrete.DiscreteNode) -> discrete.DiscreteNode:
        known = node.expanded
        found = whole(self, node)
        if not known and found.moves:
            found.moves.pop()
        return found

    patch.setattr(discrete.Discrete, "expand", fewer)


def ages_of_a_cut_link(patch: pytest.MonkeyPatch) -> None:
    """A message does not begin anew when its link is mended."""
    patch.setattr(messages.TimedChannel, "carries", lambda self, state, pair, scope: True)


def ages_of_others(patch: pytest.MonkeyPatch) -> None:
    """The message that is left when the first is taken is as old as that."""
    whole = messages.TimedChannel.kept

    def shifted(self: messages.TimedChannel, *rest: Any) -> list[int | None]:
        return [None if place is None else 0 for place in whole(self, *rest)]

    patch.setattr(messages.TimedChannel, "kept", shifted)


def messages_without_deadline(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(messages.TimedChannel, "due", lambda self, state, cell, scope: [False] * len(messages.queue_of(state, cell)))


def messages_that_all_are_due(patch: pytest.MonkeyPatch) -> None:
    """As if whatever waits could be delivered."""
    patch.setattr(messages.TimedChannel, "due", lambda self, state, cell, scope: [True] * len(messages.queue_of(state, cell)))


def nothing_beyond_a_deadline(patch: pytest.MonkeyPatch) -> None:
    def below(zones: matrices.Matrices, clock: int, most: int) -> Any:
        kept = np.flatnonzero(zones[0, clock] >= -most)
        left = zones[:, :, kept]
        np.minimum(left, left[:, clock, None] + (left[0] + np.int32(most))[None], out=left)
        return left, kept

    patch.setattr(search, "beyond", below)


def a_cell_is_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    """What an action does is remembered without the cell that it reads last."""

    class Blind(footprint._Watched):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.read = _Fewer()

    class _Fewer(dict[int, None]):
        def __iter__(self) -> Any:
            return iter([*self.keys()][:-1] if len(self) > 1 else [*self.keys()])

    patch.setattr(footprint, "_Watched", Blind)


def nothing_is_stuck(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "corners", lambda node, names: iter(()))


def whatever_can_happen_is_in_time(patch: pytest.MonkeyPatch) -> None:
    """As if each move could happen at once."""
    whole = stuck.corners

    def fewer(node: discrete.DiscreteNode, names: Any) -> Any:
        return iter(()) if any(move.name in names for move in node.moves) else whole(node, names)

    patch.setattr(engine, "corners", fewer)


FAULTS: list[Patch] = [
    *(included_in_turn, one_zone_for_each_node, open_bounds, jumping_calendar, no_time, too_little_time),
    *(clocks_that_go_on, extrapolated_watch, fires_at_the_bound, dropped_deadlines, lost_moves),
    *(ages_of_a_cut_link, ages_of_others, messages_without_deadline, messages_that_all_are_due, nothing_beyond_a_deadline),
    *(a_cell_is_not_looked_at, nothing_is_stuck, whatever_can_happen_is_in_time),
]


def answers(name: str) -> str:
    text, claim = SPECS[name]
    try:
        return said(timed(text), "zones")["zones"][claim]
    except (Disagreement, AssertionError, KeyError, IndexError) as noticed:
        return f"noticed: {type(noticed).__name__}"


def test_without_a_fault_all_of_it_is_reached() -> None:
    assert {name: answers(name) for name in SPECS} == dict.fromkeys(SPECS, "reached")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_no_fault_says_that_something_is_not_there(fault: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    found = {name: answers(name) for name in SPECS}
    assert "unreachable" not in found.values(), found
    assert set(found.values()) != {"reached"}, "the fault changes nothing, so nothing was shown"
