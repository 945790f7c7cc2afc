"""The two ends of a conversation, over networks that lose, repeat, reorder and translate; and what an inspector sees of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamodel.reference.panos.hosts.conversation import Conversation, TcpConversation, UdpConversation, converse
from hamodel.reference.panos.hosts.dialogue import http, texts
from hamodel.reference.panos.hosts.tcp_end import TcpEnd
from hamodel.reference.panos.inspection import Inspector
from hamodel.reference.panos.nat import Translation, translate, untranslate
from hamodel.reference.panos.packets import ACK, FIN, RST, SYN, Packet, decode, encode, flow_of

CLIENT, SERVER = ("10.0.0.1", 40000), ("192.0.2.80", 80)


def to_client(packet: Packet) -> bool:
    return (packet.source, packet.source_port) == SERVER


def settle(conversation: Conversation, packets: list[Packet], seen: list[Packet] | None = None) -> None:
    """A network that carries everything, in order, as bytes."""
    waiting = list(packets)
    while waiting:
        packet = waiting.pop(0)
        if seen is not None:
            seen.append(packet)
        waiting += conversation.receive(decode(encode(packet)), to_client(packet))


def talk(conversation: Conversation, ticks: int) -> list[Packet]:
    """Starts, goes on for some ticks and ends; the packets in the order in which they were carried."""
    seen: list[Packet] = []
    settle(conversation, [conversation.start()], seen)
    for _ in range(ticks):
        settle(conversation, conversation.tick(), seen)
    settle(conversation, conversation.finish(), seen)
    return seen


# --- the handshake and the end, by the figures of RFC 9293 -----------------------------------------------------------


def line(packet: Packet) -> tuple[int, int, int]:
    return packet.sequence, packet.acknowledgement, packet.flags


def test_a_connection_opens_as_in_figure_6() -> None:
    conversation = converse("tcp", CLIENT, SERVER, first_sequences=(100, 300))
    syn = conversation.start()
    assert line(syn) == (100, 0, SYN)
    assert not conversation.established
    (answer,) = conversation.receive(syn, at_client=False)
    assert line(answer) == (300, 101, SYN | ACK)
    (last,) = conversation.receive(answer, at_client=True)
    assert line(last) == (101, 301, ACK)
    assert conversation.receive(last, at_client=False) == []
    assert conversation.established


def test_both_ends_open_at_once_as_in_figure_7() -> None:
    conversation = converse("tcp", CLIENT, SERVER, first_sequences=(100, 300))
    there, back = conversation.start(), conversation.start_from_server()
    assert (line(there), line(back)) == ((100, 0, SYN), (300, 0, SYN))
    (from_client,) = conversation.receive(back, at_client=True)
    (from_server,) = conversation.receive(there, at_client=False)
    assert (line(from_client), line(from_server)) == ((100, 301, SYN | ACK), (300, 101, SYN | ACK))
    settle(conversation, [from_client, from_server])
    assert conversation.established
    settle(conversation, conversation.tick())
    assert conversation.to_server > 0


def test_the_server_can_open() -> None:
    conversation = converse("tcp", CLIENT, SERVER)
    settle(conversation, [conversation.start_from_server()])
    assert conversation.established
    for _ in range(20):
        settle(conversation, conversation.tick())
    assert conversation.to_client > 500
    assert conversation.garbled == 0


def test_a_connection_closes_as_in_figure_12() -> None:
    conversation = converse("tcp", CLIENT, SERVER, first_sequences=(99, 299))
    settle(conversation, [conversation.start()])
    (fin,) = conversation.finish()
    assert line(fin) == (100, 300, FIN | ACK)
    answer, back = conversation.receive(fin, at_client=False)
    assert (line(answer), line(back)) == ((300, 101, ACK), (300, 101, FIN | ACK))
    assert not conversation.finished
    assert conversation.receive(answer, at_client=True) == []
    (last,) = conversation.receive(back, at_client=True)
    assert line(last) == (101, 301, ACK)
    assert conversation.receive(last, at_client=False) == []
    assert conversation.finished
    assert conversation.tick() == []
    assert [line(packet) for packet in conversation.receive(back, at_client=True)] == [(101, 301, ACK)]  # it came again


def test_a_packet_of_no_connection_is_refused_as_in_section_3_10_7_1() -> None:
    end = TcpEnd(SERVER, 300)
    stray = Packet("tcp", *CLIENT, *SERVER, ACK, 500, 900, b"data")
    assert end.receive(stray) == ([Packet("tcp", *SERVER, *CLIENT, RST, 900)], b"")
    end.close()
    syn = Packet("tcp", *CLIENT, *SERVER, SYN, 500)
    assert end.receive(syn) == ([Packet("tcp", *SERVER, *CLIENT, RST | ACK, 0, 501)], b"")
    assert end.receive(Packet("tcp", *CLIENT, *SERVER, RST, 500)) == ([], b"")


def test_a_reset_ends_it_and_a_blind_one_does_not() -> None:
    conversation = converse("tcp", CLIENT, SERVER, first_sequences=(100, 300))
    settle(conversation, [conversation.start()])
    conversation.receive(Packet("tcp", *SERVER, *CLIENT, RST, 777), at_client=True)
    assert conversation.established
    conversation.receive(Packet("tcp", *SERVER, *CLIENT, RST, 301), at_client=True)
    conversation.receive(Packet("tcp", *CLIENT, *SERVER, RST, 101), at_client=False)
    assert conversation.finished


def connected() -> TcpEnd:
    """A server that expects 501 and sends 301 next."""
    end = TcpEnd(SERVER, 300)
    end.receive(Packet("tcp", *CLIENT, *SERVER, SYN, 500))
    end.receive(Packet("tcp", *CLIENT, *SERVER, ACK, 501, 301))
    assert end.state == "established"
    return end


def test_the_last_packet_of_a_handshake_is_sent_again_if_it_was_lost() -> None:
    end = TcpEnd(CLIENT, 100)
    end.open(SERVER)
    answer = Packet("tcp", *SERVER, *CLIENT, SYN | ACK, 300, 101)
    first, again = end.receive(answer), end.receive(answer)
    assert first == again == ([Packet("tcp", *CLIENT, *SERVER, ACK, 101, 301)], b"")


def test_only_an_answer_to_the_syn_counts_before_the_connection() -> None:
    end = TcpEnd(CLIENT, 100)
    syn = end.open(SERVER)
    # RFC 9293, 3.10.7.3: an acknowledgement of something else is refused, a reset without the right one is dropped
    stale = Packet("tcp", *SERVER, *CLIENT, SYN | ACK, 300, 777)
    assert end.receive(stale) == ([Packet("tcp", *CLIENT, *SERVER, RST, 777)], b"")
    end.receive(Packet("tcp", *SERVER, *CLIENT, RST | ACK, 0, 777))
    assert (end.state, end.tick(100, 1)) == ("syn-sent", [syn])
    end.receive(Packet("tcp", *SERVER, *CLIENT, RST | ACK, 0, 101))
    assert (end.state, end.reset) == ("closed", True)


def test_nothing_is_taken_behind_a_fin() -> None:
    end = connected()
    (answer,), data = end.receive(Packet("tcp", *CLIENT, *SERVER, FIN | ACK, 501, 301, b"last"))
    assert (answer.acknowledgement, data) == (506, b"last")
    for sequence in (506, 501):
        (answer,), data = end.receive(Packet("tcp", *CLIENT, *SERVER, ACK, sequence, 301, b"more, and more"))
        assert (answer.acknowledgement, data) == (506, b"")


def test_an_acknowledgement_of_what_was_never_sent_is_not_taken() -> None:
    end = connected()
    end.write(b"hello")
    (sent,) = end.tick(100, 1)
    (answer,), data = end.receive(Packet("tcp", *CLIENT, *SERVER, ACK, 501, 307, b"data"))
    assert (answer.acknowledgement, data) == (501, b"")
    assert end.tick(100, 1) == [sent]
    end.receive(Packet("tcp", *CLIENT, *SERVER, ACK, 501, 306))
    assert end.tick(100, 1) == []


def test_segments_that_overlap_are_taken_once() -> None:
    end = connected()
    arrived = b""
    for sequence, text in [(501, b"abc"), (505, b"efg"), (502, b"bcd"), (501, b"abcdef"), (507, b"g")]:
        arrived += end.receive(Packet("tcp", *CLIENT, *SERVER, ACK, sequence, 301, text))[1]
    assert arrived == b"abcdefg"


# --- over bad networks -----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["tcp", "udp"]),
    st.sampled_from([(1000, 500_000), (2**32 - 40, 2**32 - 400), (0, 2**31)]),
    st.lists(st.tuples(st.sampled_from(["carry", "carry", "carry", "lose", "repeat", "tick"]), st.integers(0, 20)), max_size=150),
)
def test_everything_arrives_whatever_the_network_does(protocol, firsts, events) -> None:  # type: ignore[no-untyped-def]
    conversation = converse(protocol, CLIENT, SERVER, first_sequences=firsts)
    network = [conversation.start()]
    for event, which in events:
        if event == "tick" or not network:
            network += conversation.tick()
            continue
        packet = network[which % len(network)]
        if event != "repeat":
            network.remove(packet)
        if event != "lose":
            network += conversation.receive(packet, to_client(packet))
    before = conversation.to_client
    settle(conversation, network)
    for _ in range(12):
        settle(conversation, conversation.tick())
    assert conversation.established
    assert conversation.garbled == 0
    assert conversation.to_client > before
    settle(conversation, conversation.finish())
    for _ in range(3):
        settle(conversation, conversation.tick())
    assert conversation.finished


def test_the_dialogue_that_arrives_is_the_one_that_was_written() -> None:
    conversation = TcpConversation(CLIENT, SERVER, segment=50, segments=3)
    streams = {True: b"", False: b""}
    for packet in talk(conversation, 60):
        streams[to_client(packet)] += packet.payload  # nothing is lost, so nothing comes twice
    exchanges = [http(number, 5) for number in range(60)]
    requests, responses = (b"".join(parts) for parts in zip(*((e.request, e.response) for e in exchanges), strict=True))
    assert len(streams[True]) > 3000
    assert requests.startswith(streams[False])
    assert responses.startswith(streams[True])
    assert (conversation.to_server, conversation.to_client) == (len(streams[False]), len(streams[True]))


def test_what_is_changed_on_the_way_is_noticed() -> None:
    for conversation in (converse("tcp", CLIENT, SERVER), converse("udp", CLIENT, SERVER)):
        settle(conversation, [conversation.start()])
        for packet in conversation.tick():
            ends = (packet.source, packet.source_port, packet.destination, packet.destination_port)
            changed = Packet(packet.protocol, *ends, packet.flags, packet.sequence, packet.acknowledgement, packet.payload[::-1])
            conversation.receive(changed, to_client(packet))
        assert conversation.garbled > 0


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_the_server_talks_to_the_address_that_it_sees(protocol) -> None:  # type: ignore[no-untyped-def]
    outside = Translation("198.51.100.1", 5000, "pool")
    conversation = converse(protocol, CLIENT, SERVER)
    original = flow_of(conversation.start(), "trust")

    def carry(packets: list[Packet]) -> None:
        while packets:
            packet = packets.pop(0)
            if to_client(packet):
                assert (packet.destination, packet.destination_port) == ("198.51.100.1", 5000)
                packets += conversation.receive(untranslate(packet, original), at_client=True)
            else:
                packets += conversation.receive(translate(packet, outside), at_client=False)

    carry([conversation.start()])
    for _ in range(30):
        carry(conversation.tick())
    assert conversation.established
    assert conversation.to_client > 500
    assert conversation.garbled == 0
    # another translation in the middle: a TCP server does not know this connection
    reply = conversation.receive(translate(conversation.tick()[0], Translation("198.51.100.2", 6000, "pool")), at_client=False)
    assert (reply[0].destination, reply[0].destination_port) == ("198.51.100.2", 6000)
    assert (reply[0].flags == RST) == (protocol == "tcp")


def test_an_answer_counts_once_and_from_the_server_only() -> None:
    conversation = converse("udp", CLIENT, SERVER)
    asked = conversation.start()
    (answer,) = conversation.receive(asked, at_client=False)
    other = Packet("udp", "192.0.2.81", 80, *CLIENT, payload=answer.payload)
    assert conversation.receive(other, at_client=True) == []
    assert (conversation.established, conversation.to_client) == (False, 0)
    for _ in range(3):
        conversation.receive(answer, at_client=True)
    assert (conversation.established, conversation.to_client, conversation.garbled) == (True, len(answer.payload), 0)
    assert conversation.tick()[0].payload == texts(1, 5).request
    assert conversation.receive(asked, at_client=False) == [answer]  # the question comes late once more
    noise = Packet("udp", *SERVER, *CLIENT, payload=b"noise")
    conversation.receive(noise, at_client=True)
    assert (conversation.to_client, conversation.garbled) == (len(answer.payload), 1)


def test_a_server_can_speak_first_over_udp() -> None:
    conversation = converse("udp", CLIENT, SERVER)
    unasked = conversation.start_from_server(("198.51.100.1", 5000))
    assert (unasked.source, unasked.destination) == ("192.0.2.80", "198.51.100.1")
    assert unasked in conversation.tick()  # no answer yet
    translated = Packet("udp", *SERVER, *CLIENT, payload=unasked.payload)
    (answer,) = conversation.receive(translated, at_client=True)
    assert conversation.receive(answer, at_client=False) == []
    assert conversation.established
    assert unasked not in conversation.tick()


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_who_gave_up_is_silent(protocol) -> None:  # type: ignore[no-untyped-def]
    conversation = converse(protocol, CLIENT, SERVER)
    assert not conversation.started
    assert not conversation.finished
    settle(conversation, [conversation.start()])
    packets = conversation.tick()
    conversation.give_up()
    assert conversation.finished
    assert conversation.tick() == conversation.finish() == []
    assert [conversation.receive(packet, to_client(packet)) for packet in packets] == [[]] * len(packets)


def test_a_first_packet_that_nobody_took_is_sent_again() -> None:
    for protocol in ("tcp", "udp"):
        conversation = converse(protocol, CLIENT, SERVER)
        assert conversation.start() == conversation.start()
        assert conversation.start() in conversation.tick()
        settle(conversation, [conversation.start()])
        settle(conversation, conversation.tick())
        settle(conversation, [conversation.start()])  # a copy that comes late changes nothing
        settle(conversation, conversation.tick())
        assert conversation.established
        assert conversation.garbled == 0


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_a_conversation_that_never_began_can_be_ended(protocol) -> None:  # type: ignore[no-untyped-def]
    conversation = converse(protocol, CLIENT, SERVER)
    assert conversation.tick() == conversation.finish() == []
    first = conversation.start()
    assert conversation.receive(first, at_client=True) == []  # not for the client
    half_open = converse(protocol, CLIENT, SERVER)
    half_open.start()
    assert half_open.finish() == []
    assert half_open.finished


def test_another_attempt_takes_the_place_of_a_half_open_one() -> None:
    conversation = converse("tcp", CLIENT, SERVER)
    syn = conversation.start()
    conversation.receive(translate(syn, Translation("198.51.100.1", 5000, "pool")), at_client=False)
    (answer,) = conversation.receive(translate(syn, Translation("198.51.100.2", 6000, "pool")), at_client=False)
    assert (answer.destination, answer.destination_port, answer.flags) == ("198.51.100.2", 6000, SYN | ACK)


def test_the_threat_comes_as_often_as_was_asked() -> None:
    for every in (0, 1, 2, 5):
        for conversation in (TcpConversation(CLIENT, SERVER, every), UdpConversation(CLIENT, SERVER, every)):
            threats = inspect(talk(conversation, 41))
            exchanges = max(number for number in range(100) if arrived(conversation, number))
            expected = exchanges // every if every else 0
            if isinstance(conversation, UdpConversation) and every == 1:
                expected -= 1  # the first half is in the exchange before
            assert threats == ["eicar-test-file"] * expected


def arrived(conversation: TcpConversation | UdpConversation, exchanges: int) -> bool:
    says = http if isinstance(conversation, TcpConversation) else texts
    return sum(len(says(number, conversation._every).response) for number in range(exchanges)) <= conversation.to_client


# --- from end to end -------------------------------------------------------------------------------------------------


def inspect(packets: list[Packet], forget_at: int | None = None) -> list[str]:
    """The threats that a firewall on the way finds; it may lose its decoder before one of the packets, and nothing else."""
    inspector, threats = Inspector(), []
    inspector.open("session", packets[0])
    for index, packet in enumerate(packets):
        if index == forget_at:
            inspector.close("session")
        threats += inspector.inspect("session", packet, not to_client(packet)).threats
    return threats


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_who_lost_the_decoder_does_not_find_what_comes_later(protocol) -> None:  # type: ignore[no-untyped-def]
    packets = talk(converse(protocol, CLIENT, SERVER, threat_every=5), 100)
    complete = inspect(packets)
    assert len(complete) >= 5
    for forget_at in range(0, len(packets), 7):
        assert inspect(packets, forget_at) == inspect(packets[:forget_at] or packets[:1])
    assert inspect(packets, len(packets) // 2) == complete[: len(inspect(packets[: len(packets) // 2]))]
    assert len(inspect(packets, len(packets) // 2)) < len(complete)


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_who_begins_in_the_middle_finds_nothing(protocol) -> None:  # type: ignore[no-untyped-def]
    packets = talk(converse(protocol, CLIENT, SERVER, threat_every=5), 100)
    # over UDP a question could be the first, so that only a decoder that begins with an answer knows that it knows nothing
    for begin in range(1, 60) if protocol == "tcp" else range(1, 60, 2):
        assert inspect(packets[begin:]) == []


def test_a_whole_session_was_scanned_and_shows_its_application() -> None:
    packets = talk(converse("tcp", CLIENT, SERVER), 30)
    inspector = Inspector()
    inspector.open("session", packets[0])
    names = [inspector.inspect("session", packet, not to_client(packet)).application for packet in packets]
    assert list(dict.fromkeys(names)) == ["incomplete", "http"]
    assert inspector.scanned("session")
    assert packets[-1].flags == ACK
    assert packets[-2].flags & FIN
