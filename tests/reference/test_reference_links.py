"""Frames on a link: in order, late, lost, cut off, backwards."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.impairment import Impairment

from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.links import HaLink, Port
from hamodel.reference.panos.pair import Pair
from hamodel.reference.panos.settings import PairSettings


class Ends:
    """A link with a latency of 5 ms, and what arrives at its ends: when, and what."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.link = HaLink("ha2", self.clock, 5)
        self.arrived: tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]] = ([], [])
        self.lines: list[tuple[int, bool]] = []
        self.takes = True
        for end in (0, 1):
            self.link.ports.append(
                Port(
                    lambda frame, end=end: self.arrived[end].append((self.clock.now, frame)),  # type: ignore[misc]
                    lambda up, end=end: self.lines.append((end, up)),  # type: ignore[misc]
                    lambda: self.takes,
                )
            )

    def frames(self, end: int) -> list[bytes]:
        return [frame for _, frame in self.arrived[end]]


def test_frames_arrive_at_the_other_end_in_order_after_the_latency() -> None:
    ends = Ends()
    ends.link.send(0, b"a")
    ends.link.send(0, b"b")
    ends.clock.run_until(3)
    ends.link.send(1, b"c")
    ends.link.send(0, b"d")
    ends.clock.run_until(100)
    assert ends.arrived == ([(8, b"c")], [(5, b"a"), (5, b"b"), (8, b"d")])
    assert ends.link.lost == 0


def test_a_cut_loses_what_is_on_its_way_and_what_is_sent_later() -> None:
    ends = Ends()
    ends.link.send(0, b"a")
    ends.clock.run_until(4)
    ends.link.cut()
    ends.link.send(0, b"b")
    ends.clock.run_until(20)
    ends.link.mend()
    ends.link.send(0, b"c")
    ends.clock.run_until(100)
    assert ends.arrived[1] == [(25, b"c")]
    assert ends.lines == [(0, False), (1, False), (0, True), (1, True)]
    assert ends.link.lost == 1 + 1  # the one under way, and the one that was sent


def test_a_link_that_is_cut_twice_is_cut_once() -> None:
    ends = Ends()
    ends.link.mend()
    ends.link.cut()
    ends.link.cut()
    ends.link.mend()
    ends.link.mend()
    assert ends.lines == [(0, False), (1, False), (0, True), (1, True)]


def test_on_a_slow_link_waits_what_may_wait() -> None:
    ends = Ends()
    ends.link.slow = True
    ends.link.send(0, b"a", may_wait=True)
    ends.link.send(0, b"b")
    ends.link.send(0, b"c", may_wait=True)
    ends.link.send(1, b"d", may_wait=True)
    ends.clock.run_until(50)
    assert ends.frames(1) == [b"b"]
    ends.link.hurry()
    ends.link.send(0, b"e", may_wait=True)
    ends.clock.run_until(100)
    assert ends.arrived == ([(55, b"d")], [(5, b"b"), (55, b"a"), (55, b"c"), (55, b"e")])


def test_what_waited_can_come_backwards() -> None:
    ends = Ends()
    ends.link.slow = True
    for frame in (b"a", b"b", b"c"):
        ends.link.send(0, frame, may_wait=True)
    ends.link.hurry(backwards=True)
    ends.clock.run_until(100)
    assert ends.frames(1) == [b"c", b"b", b"a"]


def test_what_waits_is_lost_with_the_link() -> None:
    ends = Ends()
    ends.link.slow = True
    ends.link.send(0, b"a", may_wait=True)
    ends.link.cut()
    ends.link.mend()
    ends.link.hurry()
    ends.clock.run_until(100)
    assert ends.arrived == ([], [])
    assert ends.link.lost == 1


def test_a_port_that_takes_nothing_loses_what_may_wait() -> None:
    ends = Ends()
    ends.takes = False
    ends.link.send(0, b"a", may_wait=True)
    ends.link.send(0, b"b")
    ends.clock.run_until(100)
    assert ends.frames(1) == [b"b"]
    assert ends.link.lost == 1


def test_so_many_frames_are_lost_of_those_that_may_be() -> None:
    ends = Ends()
    ends.link.lose = 2
    for number in range(6):
        ends.link.send(0, bytes((number,)), may_be_lost=number % 2 == 0)
    ends.clock.run_until(100)
    assert ends.frames(1) == [b"\1", b"\3", b"\4", b"\5"]
    assert (ends.link.lost, ends.link.lose) == (2, 0)


# --- impairment ------------------------------------------------------------------------------------------------------


def test_impairment_falls_on_what_may_be_lost_only() -> None:
    ends = Ends()
    late = iter((None, 30, 0, None, 7))
    ends.link.impairment = lambda: next(late)
    for number in range(5):
        ends.link.send(0, bytes((number,)), may_be_lost=True)
        ends.link.send(1, bytes((number,)))
    ends.clock.run_until(100)
    assert ends.arrived[1] == [(5, b"\2"), (12, b"\4"), (35, b"\1")]
    assert ends.frames(0) == [b"\0", b"\1", b"\2", b"\3", b"\4"]
    assert ends.link.lost == 2


@settings(deadline=None)
@given(st.integers(), st.floats(0, 1), st.integers(0, 50))
def test_impairment_comes_from_its_seed(seed: int, loss: float, late: int) -> None:
    first, second = ([each.next() for _ in range(50)] for each in (Impairment(seed, loss, late), Impairment(seed, loss, late)))
    assert first == second
    assert all(delay is None or 0 <= delay <= late for delay in first)
    assert loss > 0 or None not in first
    assert loss < 1 or set(first) == {None}


def test_impairment_falls_on_all_links_until_it_is_clear() -> None:
    pair = Pair(PairSettings())
    impairment = Impairment(1, loss=1.0)
    impairment.begin(pair)
    lost = pair.links.ha1.lost
    pair.run(10_000)
    assert pair.links.ha1.lost > lost
    impairment.clear(pair)
    lost = pair.links.ha1.lost
    pair.run(10_000)
    assert pair.links.ha1.lost == lost
