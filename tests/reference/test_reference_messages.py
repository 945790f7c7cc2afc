"""The messages of the HA links as bytes, and what firewalls do with bytes that they did not expect."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import get_args
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamodel.reference.panos import messages
from hamodel.reference.panos.messages import (
    KINDS,
    LINKS,
    MODES,
    Accepted,
    Acknowledged,
    AskSession,
    AskStatus,
    Enough,
    Heartbeat,
    Hello,
    Meet,
    Message,
    Relayed,
    SessionRecord,
    SessionStatus,
    Status,
    Sync,
    Wanted,
    decode,
    encode,
)
from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.packets import ACK, SYN, Flow, Malformed, Packet
from hamodel.reference.panos.packets import encode as packet_bytes
from hamodel.reference.panos.pair import Pair
from hamodel.reference.panos.policy import Policy, Rule
from hamodel.reference.panos.settings import PairSettings

few = settings(max_examples=40, deadline=None)

# --- every message there is ------------------------------------------------------------------------------------------

U32, U16 = st.integers(0, 2**32 - 1), st.integers(0, 2**16 - 1)
ADDRESSES = st.ip_addresses(v=4).map(str)
SHORT = st.text(max_size=12)
ZONES, PROTOCOLS = st.sampled_from(("trust", "untrust")) | SHORT, st.sampled_from(("tcp", "udp"))
FLOWS = st.builds(Flow, ZONES, PROTOCOLS, ADDRESSES, U16, ADDRESSES, U16)
RECORDS = st.builds(
    SessionRecord, FLOWS, FLOWS, st.integers(0, 1), st.none() | st.builds(Translation, ADDRESSES, U16, SHORT), st.none() | SHORT
)
FEW = st.lists(FLOWS, max_size=4).map(tuple)

MESSAGES: dict[type[Message], st.SearchStrategy[Message]] = {
    Hello: st.builds(Hello, st.sampled_from(MODES), st.booleans(), U32, U32, st.booleans()),
    Heartbeat: st.builds(Heartbeat, U32, st.booleans()),
    Meet: st.builds(Meet, U32),
    Sync: st.builds(Sync, st.sampled_from(("opened", "handed_back", "closed")), U32, U32, U32, RECORDS),
    Acknowledged: st.builds(Acknowledged, U32, U32),
    Wanted: st.builds(Wanted, FEW),
    Enough: st.just(Enough()),
    AskStatus: st.just(AskStatus()),
    Status: st.builds(Status, U32, st.booleans(), FEW),
    AskSession: st.builds(AskSession, FLOWS),
    SessionStatus: st.builds(SessionStatus, FLOWS, st.booleans(), st.booleans()),
    Relayed: st.builds(
        Relayed,
        st.sampled_from(("first", "later", "offer", "decline")),
        st.integers(0, 255),
        st.booleans(),
        ZONES,
        st.binary(max_size=30),
    ),
    Accepted: st.builds(Accepted, RECORDS),
}
ANY = st.sampled_from(KINDS).flatmap(lambda kind: MESSAGES[kind])


def test_there_is_a_strategy_for_every_message() -> None:
    assert set(get_args(Message)) == set(KINDS) == set(MESSAGES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.sampled
def test_what_was_encoded_is_decoded(kind: type[Message]) -> None:
    @few
    @given(MESSAGES[kind])
    def holds(message: Message) -> None:
        assert decode(encode(message)) == message

    holds()


def test_a_heartbeat_by_hand() -> None:
    # the link, the kind, a length of 5; number 258, no reply; the checksum
    text = b"1" + b"\x01" + b"\0\0\0\x05" + b"\0\0\x01\x02" + b"\0"
    assert encode(Heartbeat(258, False)) == text + crc32(text).to_bytes(4, "big")


def test_an_acknowledgement_by_hand() -> None:
    text = b"2" + b"\x04" + b"\0\0\0\x08" + b"\0\0\0\x07" + b"\xff\xff\xff\xff"
    assert decode(text + crc32(text).to_bytes(4, "big")) == Acknowledged(7, 2**32 - 1)


# --- bytes that are no message ---------------------------------------------------------------------------------------


def sealed(letter: bytes, kind: int, body: bytes) -> bytes:
    """A frame with the right length and the right checksum, whatever is in it."""
    head = letter + bytes((kind,)) + len(body).to_bytes(4, "big")
    return head + body + crc32(head + body).to_bytes(4, "big")


@few
@given(st.binary(max_size=60))
def test_random_bytes_are_no_message(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode(data)


@few
@given(ANY, st.data())
def test_a_frame_that_is_cut_short_or_goes_on_is_no_message(message: Message, data: st.DataObject) -> None:
    frame = encode(message)
    length = data.draw(st.integers(0, len(frame) - 1))
    for wrong in (frame[:length], frame + frame[: length + 1]):
        with pytest.raises(Malformed):
            decode(wrong)


@few
@given(ANY, st.data())
def test_a_bit_that_is_flipped_is_noticed(message: Message, data: st.DataObject) -> None:
    frame = bytearray(encode(message))
    place = data.draw(st.integers(0, 8 * len(frame) - 1))
    frame[place // 8] ^= 1 << place % 8
    with pytest.raises(Malformed):
        decode(bytes(frame))


@few
@given(st.sampled_from((b"1", b"2", b"3", b"4")), st.integers(0, 255), st.binary(max_size=60))
def test_a_frame_with_any_body_is_malformed_or_the_only_spelling_of_a_message(letter: bytes, kind: int, body: bytes) -> None:
    frame = sealed(letter, kind, body)
    try:
        message = decode(frame)
    except Malformed:
        return
    assert LINKS[type(message)] == letter
    assert encode(message) == frame


@few
@given(ANY, st.data())
def test_a_body_of_which_a_byte_is_another_is_malformed_or_the_only_spelling(message: Message, data: st.DataObject) -> None:
    frame = encode(message)
    body = bytearray(frame[6:-4])
    if body:
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    other = sealed(frame[:1], frame[1], bytes(body))
    with suppress(Malformed):
        assert encode(decode(other)) == other


@few
@given(ANY, st.binary(min_size=1, max_size=3))
def test_a_body_that_goes_on_is_malformed_or_the_only_spelling(message: Message, more: bytes) -> None:
    frame = encode(message)
    other = sealed(frame[:1], frame[1], frame[6:-4] + more)
    if isinstance(message, Relayed):
        assert decode(other) == replace(message, packet=message.packet + more)
    else:
        with pytest.raises(Malformed):
            decode(other)


@few
@given(ANY, st.sampled_from((b"1", b"2", b"3")))
def test_a_message_comes_over_its_own_link(message: Message, letter: bytes) -> None:
    frame = encode(message)
    if frame[:1] != letter:
        with pytest.raises(Malformed):
            decode(sealed(letter, frame[1], frame[6:-4]))


# --- what does not fit -----------------------------------------------------------------------------------------------

FLOW = Flow("trust", "tcp", "10.0.0.1", 1, "192.0.2.1", 2)
RECORD = SessionRecord(FLOW, FLOW.reverse("untrust"), 0, None, None)


@pytest.mark.parametrize(
    "message",
    [
        Heartbeat(2**32, False),
        Hello("initial", False, -1, 0),
        Hello("initial", False, 0, 2**32),
        Meet(-1),
        Relayed("first", 256, True, "trust", b""),
        Relayed("first", 1, True, 256 * "z", b""),
        AskSession(replace(FLOW, source_port=65536)),
        AskSession(replace(FLOW, source="10.0.0.256")),
        Accepted(replace(RECORD, home=2)),
        Accepted(replace(RECORD, translation=Translation("10.0.0.1", -1, "r"))),
        Accepted(replace(RECORD, application="\ud800")),
        Wanted((replace(FLOW, zone=128 * "ä"),)),
    ],
    ids=lambda message: type(message).__name__,
)
def test_what_does_not_fit_is_refused_and_named(message: Message) -> None:
    with pytest.raises(ValueError, match=f"no bytes can be this {type(message).__name__}: "):
        encode(message)


@pytest.mark.parametrize("message", [Hello("initial", False, 0, 65536), Wanted((replace(FLOW, zone=255 * "z"),))])
def test_what_just_fits(message: Message) -> None:
    assert decode(encode(message)) == message


# --- a firewall that receives it -------------------------------------------------------------------------------------

ALLOWING = PairSettings(policy=Policy((Rule("all", "allow"),)))
PORTS = ("ha1", "ha2", "ha3")


def deliver(pair: Pair, link: str, device: int, frame: bytes) -> None:
    """As if the other end had sent it."""
    pair.links.named(link).ports[device].receive(frame)


def malformed(pair: Pair, device: int) -> int:
    return pair.firewalls[device].malformed.total()


@few
@given(st.sampled_from(PORTS), st.integers(0, 1), st.binary(max_size=80) | ANY.map(encode).map(lambda frame: frame[:-1]))
def test_a_firewall_drops_and_counts_what_is_no_message(link: str, device: int, frame: bytes) -> None:
    pair = Pair(ALLOWING)
    deliver(pair, link, device, frame)
    assert malformed(pair, device) == 1
    assert malformed(pair, 1 - device) == 0
    pair.run(2_500)
    assert [firewall.mode for firewall in pair.firewalls] == ["active_primary", "active_secondary"]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("ha1", Enough()),
        ("ha1", Accepted(RECORD)),
        ("ha2", Heartbeat(1, False)),
        ("ha2", Accepted(RECORD)),
        ("ha3", Hello("suspended", False, 0, 0)),
        ("ha3", Sync("opened", 1, 1, 1, RECORD)),
    ],
    ids=str,
)
def test_a_message_of_another_link_is_counted_and_changes_nothing(link: str, message: Message) -> None:
    pair = Pair(ALLOWING)
    deliver(pair, link, 0, encode(message))
    assert pair.firewalls[0].malformed == {"on the wrong link": 1}
    assert len(pair.firewalls[0].dataplane.table) == 0
    pair.run(5_000)
    assert pair.firewalls[0].sees_peer


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORD, flow=replace(FLOW, zone="dmz")),
        replace(RECORD, back=replace(RECORD.back, zone="dmz")),
        replace(RECORD, back=replace(RECORD.back, zone="trust")),
        replace(RECORD, back=replace(RECORD.back, protocol="udp")),
    ],
    ids=("from nowhere", "to nowhere", "back to where it came from", "another protocol"),
)
@pytest.mark.parametrize("what", ["opened", "handed_back", "closed", "accepted"])
def test_a_session_of_zones_that_are_not_here_is_counted_and_not_learned(what: str, record: SessionRecord) -> None:
    pair = Pair(ALLOWING)
    if what == "accepted":
        deliver(pair, "ha3", 0, encode(Accepted(record)))
    else:
        deliver(pair, "ha2", 0, encode(Sync(what, 1, 1, 1, record)))  # type: ignore[arg-type]
    assert malformed(pair, 0) == 1
    assert len(pair.firewalls[0].dataplane.table) == 0


@pytest.mark.parametrize(
    ("zone", "data"),
    [("dmz", packet_bytes(Packet("tcp", "10.0.0.1", 1, "192.0.2.1", 2, SYN))), ("trust", b""), ("trust", b"\x45" + 60 * b"\0")],
)
def test_what_is_relayed_and_no_packet_of_a_zone_is_counted(zone: str, data: bytes) -> None:
    pair = Pair(ALLOWING)
    for what in ("first", "later", "offer", "decline"):
        deliver(pair, "ha3", 1, encode(Relayed(what, 1, True, zone, data)))
    assert malformed(pair, 1) == 4
    assert len(pair.firewalls[1].dataplane.table) == 0


PLACES = st.builds(lambda n: f"10.0.0.{n}", st.integers(1, 3))
PORT = st.integers(1, 3)
NEAR = st.builds(Flow, st.sampled_from(("trust", "untrust", "dmz")), st.sampled_from(("tcp", "udp")), PLACES, PORT, PLACES, PORT)
NEAR_RECORDS = st.builds(
    lambda flow, back, turned, *rest: SessionRecord(flow, flow.reverse("untrust") if turned else back, *rest),
    *(NEAR, NEAR, st.booleans(), st.integers(0, 1)),
    *(st.none() | st.builds(Translation, PLACES, PORT, SHORT), st.none() | st.sampled_from(("http", "dns", "?"))),
)
SOME = st.lists(NEAR, max_size=3).map(tuple)
FLAGS = st.sampled_from((SYN, SYN | ACK, ACK, ACK | 1, 4, 0, 255))
PACKETS = st.builds(Packet, st.just("tcp"), PLACES, PORT, PLACES, PORT, FLAGS, U32, U32, st.binary(max_size=8)) | st.builds(
    Packet, st.just("udp"), PLACES, PORT, PLACES, PORT, payload=st.binary(max_size=8)
)
SMALL = st.integers(0, 3)
HOSTILE: st.SearchStrategy[Message] = st.one_of(
    *(MESSAGES[Hello], MESSAGES[Heartbeat], st.builds(Meet, SMALL | U32), st.builds(Acknowledged, SMALL, SMALL)),
    *(st.builds(Wanted, SOME), st.just(Enough()), st.just(AskStatus()), st.builds(Status, SMALL, st.booleans(), SOME)),
    *(st.builds(AskSession, NEAR), st.builds(SessionStatus, NEAR, st.booleans(), st.booleans())),
    st.builds(Sync, st.sampled_from(messages.SYNCS), SMALL, SMALL, SMALL, NEAR_RECORDS),
    st.builds(
        Relayed,
        st.sampled_from(messages.RELAYS),
        *(st.integers(0, 3), st.booleans(), st.sampled_from(("trust", "untrust", "dmz"))),
        PACKETS.map(packet_bytes),
    ),
    st.builds(Accepted, NEAR_RECORDS),
)
EVENTS = st.sampled_from((None, "crash", "suspend", "make_functional", "monitor_fails", "dataplane_fails", "dataplane_recovers"))
HAPPENINGS = st.tuples(HOSTILE, PACKETS, EVENTS, st.integers(0, 1), st.sampled_from((0, 1, 700, 4_000, 17_000, 70_000)))


@few
@given(st.lists(HAPPENINGS, min_size=1, max_size=12))
def test_no_message_at_no_time_makes_a_firewall_fail(
    happenings: list[tuple[Message, Packet, str | None, int, int]],
) -> None:
    pair = Pair(ALLOWING)
    for message, packet, event, device, wait in happenings:
        link = {b"1": "ha1", b"2": "ha2", b"3": "ha3"}[LINKS[type(message)]]
        deliver(pair, link, device, encode(message))
        pair.receive(1 - device, packet, "trust")
        pair.receive(device, packet, "untrust")
        if event is not None:
            getattr(pair, event)(device)
        pair.run(wait)
        for firewall in pair.firewalls:
            assert all(session.owner in (0, 1) for session in firewall.dataplane.table)
            assert firewall.active or not firewall.dataplane.table.owned_by(firewall.device)
