"""Session messages over a bad HA2: each is acted on once, in spite of loss, and none of an earlier start."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamodel.reference.panos import messages
from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.messages import Acknowledged, Meet, SessionRecord, Status, Sync
from hamodel.reference.panos.packets import Flow
from hamodel.reference.panos.settings import PairSettings
from hamodel.reference.panos.synchronisation import Synchronisation

Delivery = tuple[int, ...]
"""The delays of a frame's copies; none: it is lost."""


def record(number: int) -> SessionRecord:
    flow = Flow("trust", "tcp", "10.0.0.1", number, "192.0.2.1", 80)
    return SessionRecord(flow, flow.reverse("untrust"), 0, None, None)


class Two:
    """Two ends, and a network between them that does with each frame as it is told; after that it is a good one."""

    def __init__(self, deliveries: list[Delivery] | None = None) -> None:
        self.clock = Clock()
        self.deliveries = iter(deliveries or [])
        self.acted: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
        self.sent: list[messages.Message] = []
        self.ends = self.end(0), self.end(1)
        self.cut = False

    def end(self, number: int) -> Synchronisation:
        def act(message: Sync) -> None:
            self.acted[number].append((message.what, message.record.flow.source_port))

        return Synchronisation(self.clock, PairSettings(), lambda frame, *_: self.transmit(number, frame), act)

    def transmit(self, sender: int, frame: bytes) -> None:
        self.sent.append(messages.decode(frame))
        for delay in next(self.deliveries, (1,)):
            self.clock.after(delay, lambda: None if self.cut else self.arrive(1 - sender, frame))

    def arrive(self, at: int, frame: bytes) -> None:
        end = self.ends[at]
        match messages.decode(frame):
            case Sync() as message:
                end.receive(message)
            case Acknowledged() as message:
                end.acknowledged(message)
            case Meet() as message:
                end.meet(message)
            case Status() as message:
                end.answer(message)

    def run(self, milliseconds: int) -> None:
        self.clock.run_until(self.clock.now + milliseconds)


def test_a_message_is_acted_on_and_acknowledged() -> None:
    two = Two()
    two.ends[0].tell("opened", record(7))
    assert two.ends[0].outstanding == 1
    two.run(2)
    assert two.acted == ([], [("opened", 7)])
    assert [end.outstanding for end in two.ends] == [0, 0]
    two.run(60_000)
    assert len(two.sent) == 2  # nothing is sent again


def test_what_is_not_acknowledged_is_sent_again_every_second() -> None:
    two = Two([(), (), ()])
    two.ends[0].tell("opened", record(7))
    two.run(2_999)
    assert (len(two.sent), two.acted[1]) == (3, [])
    two.run(10)
    assert (len(two.sent), two.acted[1]) == (5, [("opened", 7)])
    assert two.ends[0].outstanding == 0


def test_a_lost_acknowledgement_costs_a_copy_that_is_not_acted_on() -> None:
    two = Two([(1,), (), (1,), (1,)])
    two.ends[0].tell("closed", record(7))
    two.run(10_000)
    assert two.acted[1] == [("closed", 7)]
    assert [type(message) for message in two.sent] == [Sync, Acknowledged, Sync, Acknowledged]
    assert two.ends[0].outstanding == 0


DELIVERIES: st.SearchStrategy[list[Delivery]] = st.lists(st.lists(st.integers(1, 2_500), max_size=3).map(tuple), max_size=40)
WHAT: st.SearchStrategy[Literal["opened", "handed_back", "closed"]] = st.sampled_from(messages.SYNCS)
TOLD = st.lists(st.tuples(st.integers(0, 1), WHAT, st.integers(0, 1_500)), max_size=12)


@settings(deadline=None)
@given(DELIVERIES, TOLD)
def test_each_message_is_acted_on_exactly_once_over_any_network(
    deliveries: list[Delivery], told: list[tuple[int, Literal["opened", "handed_back", "closed"], int]]
) -> None:
    two = Two(deliveries)
    for number, (sender, what, wait) in enumerate(told):
        two.ends[sender].tell(what, record(number))
        two.run(wait)
    two.run(60_000)
    for receiver in (0, 1):
        expected = sorted((what, number) for number, (sender, what, _) in enumerate(told) if sender != receiver)
        assert sorted(two.acted[receiver]) == expected
    assert [end.outstanding for end in two.ends] == [0, 0]


@settings(deadline=None)
@given(DELIVERIES, TOLD, st.integers(0, 12), st.integers(0, 1))
def test_nothing_of_an_earlier_start_is_acted_on(
    deliveries: list[Delivery], told: list[tuple[int, Literal["opened", "handed_back", "closed"], int]], when: int, who: int
) -> None:
    two = Two(deliveries)
    before = told[:when]
    for number, (sender, what, wait) in enumerate(before):
        two.ends[sender].tell(what, record(number))
        two.run(wait)
    two.ends[who].restart()
    two.deliveries = iter([(1,), (1,)])  # they meet; what is under way from before is still to come
    two.ends[who].say(Meet(two.ends[who].epoch))
    two.run(2)
    already = tuple(list(acted) for acted in two.acted)
    assert [end.outstanding for end in two.ends] == [0, 0]
    two.deliveries = iter(deliveries)
    for number, (sender, what, wait) in enumerate(told[when:], len(before)):
        two.ends[sender].tell(what, record(number))
        two.run(wait)
    two.run(60_000)
    for receiver in (0, 1):
        new = two.acted[receiver][len(already[receiver]) :]
        after = enumerate(told[when:], len(before))
        assert sorted(new) == sorted((what, number) for number, (sender, what, _) in after if sender != receiver)


def test_an_old_greeting_that_comes_late_does_not_bring_an_old_start_back() -> None:
    two = Two([(50,), (1,), (1,)])
    two.ends[0].say(Meet(1))
    two.ends[0].restart()
    two.ends[0].say(Meet(2))
    two.run(100)
    assert two.ends[1].peer_epoch == 2
    two.ends[0].tell("opened", record(7))
    two.run(2)
    assert two.acted[1] == [("opened", 7)]


def test_what_is_told_while_the_link_is_down_or_was_under_way_is_void() -> None:
    two = Two()
    two.ends[0].tell("opened", record(1))
    two.cut = True
    for end in two.ends:
        end.line(False)
    two.ends[0].tell("opened", record(2))
    two.run(5_000)
    assert two.ends[0].outstanding == 0
    two.cut = False
    for end in two.ends:
        end.line(True)
    two.ends[0].tell("opened", record(3))
    two.run(5_000)
    assert two.acted[1] == [("opened", 3)]


@pytest.mark.parametrize("epoch", [0, 2])
def test_a_message_for_or_from_another_start_is_neither_acted_on_nor_acknowledged(epoch: int) -> None:
    two = Two()
    two.ends[0].receive(Sync("opened", epoch, 1, 1, record(1)))
    two.ends[0].receive(Sync("opened", 1, epoch, 1, record(1)))
    two.ends[0].acknowledged(Acknowledged(epoch, 1))
    assert two.acted[0] == []
    assert two.sent == []


# --- questions -------------------------------------------------------------------------------------------------------


def test_a_question_without_an_answer_ends_with_none() -> None:
    two = Two([()])
    answers: list[Status | None] = []
    two.ends[0].ask_status(answers.append)
    two.run(9)
    assert answers == []
    two.run(1)
    assert answers == [None]
    two.ends[0].answer(Status(0, False, ()))  # too late
    assert answers == [None]


def test_the_end_of_one_question_is_not_the_answer_to_the_next() -> None:
    two = Two()
    answers: list[tuple[str, Status | None]] = []
    status = Status(0, True, ())
    two.ends[0].ask_status(lambda answer: answers.append(("first", answer)))
    two.run(5)
    two.ends[0].answer(status)
    two.ends[0].ask_status(lambda answer: answers.append(("second", answer)))
    two.run(8)  # ten milliseconds after the first one
    two.ends[0].answer(status)
    assert answers == [("first", status), ("second", status)]


def test_a_peer_that_is_silent_for_long_does_not_drown_its_survivor() -> None:
    two = Two()
    two.cut = True
    for number in range(1_000):
        two.ends[0].tell("opened", record(number))
    two.sent.clear()
    two.run(10_000)
    assert len(two.sent) == 10 * 100  # of a thousand, a hundred every second
    two.cut = False
    two.run(12_000)
    assert sorted(two.acted[1]) == [("opened", number) for number in range(1_000)]
    assert two.ends[0].outstanding == 0
