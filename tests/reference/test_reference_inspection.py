"""Layer 7 inspection: what a decoder finds from the first packet on, however it is cut, and what nobody finds without it.

Expected applications and threats are put into the streams by hand; framing is RFC 9112's, DNS is spelled out once, client hellos
are written by Python's TLS.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import dpkt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hamodel.reference.panos import inspection
from hamodel.reference.panos.decoders import dns
from hamodel.reference.panos.decoders.app_id import spoken
from hamodel.reference.panos.decoders.streams import ROOM, Stream
from hamodel.reference.panos.decoders.threats import TEST_FILE, TEST_MAIL, Scanner, Signature
from hamodel.reference.panos.inspection import NOTHING, Inspector
from hamodel.reference.panos.packets import ACK, FIN, PSH, RST, SYN, Packet

CLIENT, SERVER = ("10.0.0.1", 40000), ("192.0.2.80", 80)
C0, S0 = 2**32 - 20, 77  # the client's sequence numbers wrap soon


def tcp(from_client: bool, flags: int, sequence: int, acknowledgement: int = 0, payload: bytes = b"") -> Packet:
    ends = (*CLIENT, *SERVER) if from_client else (*SERVER, *CLIENT)
    return Packet("tcp", *ends, flags, sequence % 2**32, acknowledgement % 2**32, payload)


def udp(from_client: bool, payload: bytes) -> Packet:
    ends = (*CLIENT, *SERVER) if from_client else (*SERVER, *CLIENT)
    return Packet("udp", *ends, payload=payload)


def handshake() -> list[tuple[Packet, bool]]:
    return [
        (tcp(True, SYN, C0), True),
        (tcp(False, SYN | ACK, S0, C0 + 1), False),
        (tcp(True, ACK, C0 + 1, S0 + 1), True),
    ]


def segments(from_client: bool, stream: bytes, cuts: Iterable[int] = ()) -> list[tuple[Packet, bool]]:
    """The stream in segments that begin at the cuts. They acknowledge the handshake and nothing else."""
    first, there = (C0 + 1, S0 + 1) if from_client else (S0 + 1, C0 + 1)
    bounds = [0, *sorted({cut for cut in cuts if 0 < cut < len(stream)}), len(stream)]
    pieces = [(a, stream[a:b]) for a, b in pairwise(bounds) if a < b]
    return [(tcp(from_client, ACK | PSH, first + at, there, piece), from_client) for at, piece in pieces]


def read(packets: Sequence[tuple[Packet, bool]], inspector: Inspector | None = None) -> tuple[str | None, list[str], Inspector]:
    """Opens at the first packet and inspects all: the last application, all threats in some order, and who read them."""
    if inspector is None:
        inspector = Inspector()
        inspector.open("session", packets[0][0])
    application, threats = None, []
    for packet, from_client in packets:
        inspection = inspector.inspect("session", packet, from_client)
        application = inspection.application
        threats += inspection.threats
    return application, sorted(threats), inspector


# --- streams ---------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(
    st.sampled_from([0, 5, 2**31 - 3, 2**32 - 7, 2**32 - 1]),
    st.lists(st.tuples(st.integers(0, 30), st.binary(min_size=1, max_size=12)), max_size=30),
)
def test_a_stream_is_put_together_like_bytes_in_a_table(first: int, pieces: list[tuple[int, bytes]]) -> None:
    stream, table, out = Stream(), {}, b""
    stream.begin(first)
    for place, data in pieces:
        out += stream.add((first + 1 + place) % 2**32, data)
        for offset, byte in enumerate(data):
            table.setdefault(place + offset, byte)  # the first one stays
        expected = bytearray()
        while len(expected) in table:
            expected.append(table[len(expected)])
        assert out == bytes(expected)
        assert stream.whole == (len(table) == len(expected))
    assert not stream.lost


def test_a_stream_goes_round_the_sequence_numbers_more_than_once() -> None:
    stream, piece, sequence = Stream(), bytes(2**20), 2**32 - 1
    stream.begin(sequence)
    for _ in range(2 * 2**12 + 3):
        assert len(stream.add((sequence + 1) % 2**32, piece)) == 2**20
        sequence += 2**20
    assert stream.position == (2 * 2**12 + 3) * 2**20


def test_a_gap_is_no_loss_until_the_receiver_has_what_is_missing() -> None:
    stream = Stream()
    stream.begin(99)
    assert stream.add(104, b"later") == b""
    stream.acknowledge(100)
    assert not stream.lost
    assert not stream.whole
    assert stream.add(100, b"soon") == b"soonlater"
    stream.acknowledge(109)
    assert stream.whole
    stream.add(112, b"later")
    stream.acknowledge(110)  # one byte that never passed here
    assert stream.lost
    assert stream.add(109, b"...") == b""


def test_what_is_held_behind_a_gap_has_a_limit() -> None:
    stream = Stream()
    stream.begin(0)
    stream.add(2, bytes(ROOM))
    assert not stream.lost
    stream.add(2 + ROOM, b"x")
    assert stream.lost


CONTRADICTIONS: list[Callable[[Stream], object]] = [
    lambda stream: stream.begin(100),  # another beginning
    lambda stream: stream.end(103),  # an end before what came
    lambda stream: (stream.end(104), stream.end(105)),  # two ends
    lambda stream: (stream.end(104), stream.add(104, b"x")),  # more behind the end
    lambda stream: (stream.add(106, b"x"), stream.end(105)),
]


@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_a_stream_that_contradicts_itself_is_lost(contradiction: Callable[[Stream], object]) -> None:
    stream = Stream()
    stream.begin(99)
    stream.add(100, b"1234")
    contradiction(stream)
    assert stream.lost
    assert not stream.whole


def test_bytes_before_any_syn_are_the_middle_of_something() -> None:
    stream = Stream()
    assert stream.add(100, b"middle") == b""
    assert stream.lost
    stream.begin(99)
    assert stream.add(100, b"middle") == b""


def test_a_stream_is_not_whole_while_it_ends_later() -> None:
    stream = Stream()
    stream.begin(99)
    stream.add(100, b"1234")
    stream.end(106)
    assert not stream.whole
    assert stream.add(104, b"56") == b"56"
    assert stream.whole


def test_a_fin_counts_as_a_byte_that_is_acknowledged() -> None:
    stream = Stream()
    stream.begin(99)
    stream.add(100, b"1234")
    stream.end(104)
    stream.acknowledge(105)
    assert stream.whole
    missed = Stream()
    missed.begin(99)
    missed.add(100, b"1234")
    missed.acknowledge(105)  # somebody saw a FIN that never passed here
    assert missed.lost


@given(st.lists(st.sampled_from([b"a", b"ab", b"aba", b"b", b"xaby"]), max_size=20), st.data())
def test_a_scanner_finds_the_same_wherever_content_is_cut(parts: list[bytes], data: st.DataObject) -> None:
    signatures = [Signature("aba", b"aba"), Signature("xab", b"xab"), Signature("b", b"b")]
    content = b"".join(parts)
    scanner = Scanner(signatures)
    found: list[str] = []
    at = 0
    while at < len(content):
        size = data.draw(st.integers(1, 5))
        found += scanner.feed(content[at : at + size])
        at += size
    for signature in signatures:
        assert found.count(signature.name) == content.count(signature.pattern)  # which does not overlap either


# --- HTTP ------------------------------------------------------------------------------------------------------------

MISLEADING = [b"GET / HTTP/1.1\r\n\r\n", b"5\r\nHTTP/1.1 200 OK\r\n0\r\n\r\n"]
BODIES = st.sampled_from([b"", b"plain", *MISLEADING, TEST_FILE, b"x" + TEST_MAIL + b"\r\n"])


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%X;note=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nTrailer: yes\r\n\r\n"


def message(start: bytes, body: bytes, size: int) -> bytes:
    """With a length, or for a size of chunks with these."""
    if size:
        return start + b"\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n" + chunked(body, size)
    return start + b"\r\nHost: a\r\ncontent-length: %d\r\n\r\n" % len(body) + body


Bodies = list[tuple[bytes, bytes, int, int]]  # of a request and its response, and the sizes of their chunks
exchanges = st.lists(st.tuples(BODIES, BODIES, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)


def connection(bodies: Bodies) -> tuple[bytes, bytes, list[str]]:
    """Both streams of a connection that is kept alive, and the threats that are in it."""
    requests = b"".join(message(b"POST /a HTTP/1.1", request, size) for request, _, size, _ in bodies)
    responses = b"".join(message(b"HTTP/1.1 200 OK", response, size) for _, response, _, size in bodies)
    names = {TEST_FILE: "eicar-test-file", TEST_MAIL: "gtube-test-mail"}
    said = [body for exchange in bodies for body in exchange[:2]]
    return requests, responses, sorted(name for body in said for threat, name in names.items() if threat in body)


@settings(max_examples=150)
@given(exchanges, st.data())
def test_segments_in_any_order_and_number_show_what_the_whole_shows(bodies: Bodies, data: st.DataObject) -> None:
    requests, responses, threats = connection(bodies)
    cuts = st.lists(st.integers(1, 2000), max_size=12)
    once = segments(True, requests, data.draw(cuts)) + segments(False, responses, data.draw(cuts))
    again = segments(True, requests, data.draw(cuts)) + segments(False, responses, data.draw(cuts))
    some = data.draw(st.lists(st.sampled_from(again), max_size=6))
    application, found, inspector = read(handshake() + data.draw(st.permutations(once + some)))
    assert (application, found) == ("http", threats)
    assert inspector.follows("session")
    assert inspector.scanned("session")


@settings(max_examples=150)
@given(exchanges, st.data())
def test_also_what_is_no_http_any_more_shows_the_same_however_it_is_cut(bodies: Bodies, data: st.DataObject) -> None:
    streams = []
    for stream in connection(bodies)[:2]:
        changed = stream
        changes = st.lists(st.tuples(st.integers(0, len(stream)), st.integers(0, 3), st.sampled_from(SPOILERS)), max_size=2)
        for at, dropped, put in data.draw(changes):
            changed = changed[:at] + put + changed[at + dropped :]
        streams.append(changed)
    assume(spoken(streams[1]) not in {"http", "tls"})  # where both ends ask, who came first does count
    cuts = st.lists(st.integers(1, 600), max_size=8)
    pieces = segments(True, streams[0], data.draw(cuts)) + segments(False, streams[1], data.draw(cuts))
    whole = read(handshake() + segments(True, streams[0]) + segments(False, streams[1]))[:2]
    assert read(handshake() + data.draw(st.permutations(pieces)))[:2] == whole


SPOILERS = [
    *(b"", b"\r\n", b"\n", b"0\r\n\r\n", b"HEAD / HTTP/1.1\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n\r\n"),
    *(b"HTTP/1.1 304 No\r\n\r\n", b"HTTP/1.1 101 So be it\r\n\r\n", b"Upgrade: chat\r\n", b"SSH-", b"\x16\x03\x01"),
]


@given(st.integers(1, len(TEST_FILE) - 1), st.integers(1, 20))
def test_a_threat_is_found_across_segments_and_chunks(cut: int, size: int) -> None:
    _, responses, _ = connection([(b"", TEST_FILE, 0, size)])
    at = responses.index(TEST_FILE[:1]) + cut
    packets = handshake() + segments(True, message(b"GET / HTTP/1.1", b"", 0)) + segments(False, responses, [at])
    assert read(packets)[:2] == ("http", ["eicar-test-file"])


GET, OK = b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n"
OF_68, OF_34 = OK + b"Content-Length: 68\r\n\r\n", OK + b"Content-Length: 34\r\n\r\n"


@pytest.mark.parametrize(
    ("asked", "responses", "threats"),
    [
        # RFC 9112, 6.3: the answer to HEAD has no body whatever its length says; the next message begins at once
        (b"HEAD / HTTP/1.1\r\n\r\n" + GET, OF_68 + OF_68 + TEST_FILE, 1),
        (GET + GET, b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n" + OK + b"\r\n" + TEST_FILE, 1),
        (GET, b"HTTP/1.1 100 Continue\r\n\r\n" + message(OK[:-2], TEST_FILE, 9), 1),
        (b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n" + TEST_FILE + b"..." + TEST_FILE, 2),
        # a signature in a header, or across two bodies, is not in a body
        (GET, OK + b"Note: " + TEST_FILE + b"\r\nContent-Length: 0\r\n\r\n", 0),
        (GET + GET, OF_34 + TEST_FILE[:34] + OF_34 + TEST_FILE[34:], 0),
        # both: the chunks count
        (GET, OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(TEST_FILE, 7), 1),
    ],
)
def test_where_a_message_ends(asked: bytes, responses: bytes, threats: int) -> None:
    assert len(TEST_FILE) == 68
    there, back = segments(True, asked), segments(False, responses)
    for packets in (there + back, back + there):
        application, found, inspector = read(handshake() + packets)
        assert (application, found) == ("http", ["eicar-test-file"] * threats)
        assert inspector.scanned("session")


def test_a_tunnel_is_no_http_from_the_answer_on() -> None:
    request = segments(True, b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n\x16\x03\x01 POST / HTTP/1.1\r\n\r\n")
    answer = segments(False, b"HTTP/1.1 200 OK\r\n\r\n" + TEST_FILE)
    application, found, inspector = read(handshake() + request)
    assert (application, found) == ("http", [])  # what follows the request waits for its answer
    assert not inspector.scanned("session")
    assert read(handshake() + request + answer)[:2] == ("http-tunnel", [])
    refusal = segments(False, b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
    plain = segments(True, b"CONNECT a:443 HTTP/1.1\r\n\r\n" + message(b"POST / HTTP/1.1", TEST_FILE, 0))
    for packets in (plain + refusal, refusal + plain):
        assert read(handshake() + packets)[:2] == ("http", ["eicar-test-file"])


@pytest.mark.parametrize(
    "stream",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\nnonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nLong: " + b"x" * 9000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_http_changes_the_application(stream: bytes) -> None:
    tail = message(b"POST / HTTP/1.1", TEST_FILE, 0)
    for cuts in ([], range(1, len(stream), 700)):
        assert read(handshake() + segments(True, stream, cuts))[:2] == ("unknown-tcp", [])
        assert read(handshake() + segments(True, stream + tail, cuts))[:2] == ("unknown-tcp", [])


@pytest.mark.parametrize(
    "stream", [b"HTTP/1.1 101 So be it\r\n\r\n", b"HTTP/1.1 2000 OK\r\n", OK + b"Content-Length: x\r\n\r\n", b"220 mail\r\n"]
)
def test_what_is_no_answer_changes_the_application(stream: bytes) -> None:
    assert read(handshake() + segments(True, GET) + segments(False, stream + OF_68 + TEST_FILE))[:2] == ("unknown-tcp", [])


def test_an_upgrade_is_no_http_from_the_answer_on() -> None:
    asked = b"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n"
    request = segments(True, asked + message(b"POST / HTTP/1.1", TEST_FILE, 0))
    accepted = segments(False, b"HTTP/1.1 101 So be it\r\nUpgrade: chat\r\n\r\n" + TEST_FILE)
    refused = segments(False, OF_68 + TEST_FILE)
    for packets, shown in [(request + accepted, ("http-tunnel", [])), (request + refused, ("http", ["eicar-test-file"] * 2))]:
        assert read(handshake() + packets)[:2] == shown
        assert read(handshake() + packets[::-1])[:2] == shown


# --- other applications ----------------------------------------------------------------------------------------------


def client_hello(name: str | None) -> bytes:
    context, incoming, outgoing = ssl.create_default_context(), ssl.MemoryBIO(), ssl.MemoryBIO()
    context.check_hostname = False
    end = context.wrap_bio(incoming, outgoing, server_hostname=name)
    with pytest.raises(ssl.SSLWantReadError):
        end.do_handshake()
    return outgoing.read()


@pytest.mark.parametrize("name", ["files.example", None])
def test_a_tls_client_hello_tells_the_server_name(name: str | None) -> None:
    hello = client_hello(name)
    split = hello[:3] + (20).to_bytes(2, "big") + hello[5:25] + hello[:3] + (len(hello) - 25).to_bytes(2, "big") + hello[25:]
    for stream in (hello, split):  # in one record, or in two
        for step in (1, 7, 5000):
            inspector = Inspector()
            packets = handshake() + segments(True, stream, range(step, len(stream), step))
            inspector.open("session", packets[0][0])
            seen = [inspector.inspect("session", *packet) for packet in packets]
            assert (seen[-1].application, seen[-1].server_name) == ("tls", name or "")


@pytest.mark.parametrize(
    ("client", "server", "application"),
    [
        (b"", b"", "incomplete"),
        (b"G", b"", "insufficient-data"),
        (b"GET / HTTP/1.1", b"", "insufficient-data"),
        (b"GET / HTTP/1.1\r\n", b"", "http"),
        (b"GET / HTTP/2.0\r\n", b"", "unknown-tcp"),
        (b"\r\nGET / HTTP/1.1\r\n", b"", "http"),
        (b"\r\n" * 5000, b"", "unknown-tcp"),
        (b"A" * 17, b"", "unknown-tcp"),
        (b"", b"SSH-2.0-OpenSSH_9.2\r\n", "ssh"),
        (b"SSH-2.0-x\r\n", b"", "ssh"),
        (b"SSH-2.0-x\r\n", b"SSH-2.0-OpenSSH_9.2\r\n\x00\x01", "ssh"),
        (b"EHLO a\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", "unknown-tcp"),
        (b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", "unknown-tcp"),
        (b"", b"SS", "insufficient-data"),
        (b"\x16\x03\x01\x00\x05\x02", b"", "unknown-tcp"),
        (b"\x16\x03\x01\x00\x05\x01", b"", "tls"),
        (b"", b"220 mail.example ESMTP\r\n", "unknown-tcp"),
        (b"EHLO a\r\n", b"220 mail.example ESMTP\r\n", "unknown-tcp"),
        (b"\x00\x01\x02", b"", "unknown-tcp"),
        # the one who asks need not be the one who opened the connection
        (b"HTTP/1.1 200 OK\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", "http"),
    ],
)
def test_the_first_bytes_tell_the_application(client: bytes, server: bytes, application: str) -> None:
    for cuts in ([], range(1, 50)):
        there, back = segments(True, client, cuts), segments(False, server, cuts)
        assert read(handshake() + there + back)[0] == application
        assert read(handshake() + back + there)[0] == application


def test_dns_messages_are_those_of_the_rfc() -> None:
    """RFC 1035, section 4.1: a header of six numbers, the question, and a record whose name points to it."""
    question = b"\x05files\x07example\0" + b"\0\x10\0\x01"
    assert dns.query(7, "files.example") == b"\0\x07\0\0\0\x01\0\0\0\0\0\0" + question
    assert dns.query(7, "files.example", dns.NOTIFY)[2:4] == b"\x20\0"
    head, record = b"\0\x07\x80\0\0\x01\0\x01\0\0\0\0", b"\xc0\x0c\0\x10\0\x01\0\0\0\x3c"
    assert dns.answer(7, "files.example", b"\xff text") == head + question + record + b"\0\x07\x06\xff text"
    assert dns.answer(7, "files.example", b"") == head + question + record + b"\0\x01\0"
    long = dns.answer(7, "files.example", b"x" * 256)
    assert long == head + question + record + b"\x01\x02" + b"\xff" + b"x" * 255 + b"\x01x"
    assert dns.answer(7, "files.example", None, dns.NOTIFY) == b"\0\x07\xa0\0\0\x01\0\0\0\0\0\0" + question


def test_records_that_dpkt_does_not_read_are_passed_over() -> None:
    """An answer of another type, and a text that is no UTF-8."""
    other = dns.answer(1, "p.a", b"x").replace(b"\xc0\x0c\0\x10", b"\xc0\x0c\0\x41")
    with pytest.raises(dpkt.UnpackError):
        dpkt.dns.DNS(other)
    packets = [(udp(True, dns.query(1, "p.a")), True), (udp(False, other), False), *dns_session([b"\xff" + TEST_FILE])]
    assert read(packets)[:2] == ("dns", ["eicar-test-file"])


@given(st.integers(0, 65535), st.text("abc $%,", max_size=600).map(str.encode))
def test_dns_messages_are_those_that_another_reader_reads(number: int, text: bytes) -> None:
    asked = dpkt.dns.DNS(dns.query(number, "part1.files.example"))
    assert (asked.id, asked.qr, asked.opcode, len(asked.an)) == (number, 0, 0, 0)
    assert [(question.name, question.type, question.cls) for question in asked.qd] == [("part1.files.example", 16, 1)]
    answered = dpkt.dns.DNS(dns.answer(number, "part1.files.example", text))
    assert (answered.id, answered.qr) == (number, 1)
    assert [(record.name, record.type) for record in answered.an] == [("part1.files.example", 16)]
    assert "".join(answered.an[0].text).encode() == text


def dns_session(parts: Sequence[bytes]) -> list[tuple[Packet, bool]]:
    packets = []
    for number, part in enumerate(parts):
        packets.append((udp(True, dns.query(number, f"p{number}.a")), True))
        packets.append((udp(False, dns.answer(number, f"p{number}.a", part)), False))
    return packets


def test_a_threat_in_dns_is_put_together_over_datagrams() -> None:
    packets = dns_session([b"one", TEST_FILE[:20], TEST_FILE[20:50], TEST_FILE[50:] + b"...", b"two"])
    assert read(packets)[:2] == ("dns", ["eicar-test-file"])
    for times in (1, 2):  # each packet twice, each question and answer twice
        pieces = [packets[at : at + times] for at in range(0, len(packets), times)]
        repeated = [packet for piece in pieces for packet in piece + piece]
        assert read(repeated)[:2] == ("dns", ["eicar-test-file"])
    shouted = [*packets[:3], (udp(False, dns.answer(1, "P1.A", TEST_FILE[:20])), False), *packets[4:]]
    assert read(shouted)[:2] == ("dns", ["eicar-test-file"])  # RFC 4343: names are the same in capitals
    unasked = [*packets[:4], (udp(False, dns.answer(999, "p9.a", b"noise")), False), *packets[4:]]
    assert read(unasked)[:2] == ("dns", ["eicar-test-file"])
    assert read(packets[4:])[:2] == ("dns", [])  # the first piece is missing
    assert read(packets[3:])[:2] == ("unknown-udp", [])  # begins with an answer to nothing


@given(st.binary(max_size=80), st.booleans())
def test_any_datagram_is_decoded_or_unknown(data: bytes, behind_a_query: bool) -> None:
    packets = dns_session([b"one"]) if behind_a_query else []
    assert read([*packets, (udp(True, data), True), (udp(False, data), False)])[0] in {"dns", "unknown-udp"}


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from([b"", b"GET / HTTP/1.1\r\n", b"\x16\x03\x01\0\x64\x01"]))
def test_any_stream_is_decoded_or_unknown(client: bytes, server: bytes, start: bytes) -> None:
    packets = handshake() + segments(True, start + client, [3, 30]) + segments(False, server, [5])
    known = {"incomplete", "insufficient-data", "unknown-tcp", "ssh", "tls", "http"}
    assert read(packets)[0] in known


# --- from the first packet on: S9 ------------------------------------------------------------------------------------

KEPT_ALIVE = [
    (b"first order", b"x" * 90, 7, 40),
    (b"second", b"y" * 30 + TEST_FILE + b"z" * 30, 4, 50),
    (b"third", b"done", 0, 9),
]


def test_without_a_decoder_a_packet_says_nothing() -> None:
    inspector = Inspector()
    for packet, from_client in handshake() + segments(True, b"GET / HTTP/1.1\r\n\r\n"):
        assert inspector.inspect("session", packet, from_client) == NOTHING
    assert not inspector.follows("session")
    assert not inspector.scanned("session")


def test_the_tail_of_a_stream_does_not_tell_what_the_whole_tells() -> None:
    requests, responses, threats = connection(KEPT_ALIVE)
    assert threats == ["eicar-test-file"]
    assert read(handshake() + segments(True, requests) + segments(False, responses))[1] == threats
    for skipped in range(1, responses.index(TEST_FILE[:10])):  # the whole threat is in each of these tails, in its chunks
        tail = segments(True, requests[skipped % len(requests) :]) + segments(False, responses[skipped:])
        # without a decoder
        assert read(tail)[:2] == (None, [])
        # a decoder that takes the tail for a beginning: it reads the middle of a message as its start
        application, found, inspector = read(handshake() + tail)
        assert inspector.follows("session")
        assert found == []
        assert application in {"unknown-tcp", "insufficient-data"}


@pytest.mark.parametrize("flags", [ACK, ACK | PSH, FIN | ACK, RST, 0])
def test_a_packet_in_the_middle_does_not_make_a_decoder(flags: int) -> None:
    inspector = Inspector()
    inspector.open("session", tcp(True, flags, C0 + 1, S0 + 1, b"GET / HTTP/1.1\r\n\r\n"))
    assert not inspector.follows("session")
    assert inspector.inspect("session", tcp(True, flags, C0 + 1, S0 + 1, b"GET / HTTP/1.1\r\n\r\n"), True) == NOTHING


def test_a_decoder_that_missed_what_was_acknowledged_has_lost_the_session() -> None:
    requests, responses, _ = connection(KEPT_ALIVE)
    packets = handshake() + segments(True, requests) + segments(False, responses, [100, 200])
    missing = packets[:4] + packets[5:]  # the first 100 bytes of the responses went another way
    application, found, inspector = read(missing)
    assert (application, found) == ("http", [])
    assert inspector.follows("session")  # they may still be sent again
    assert not inspector.scanned("session")
    read([(tcp(True, ACK, C0 + 1 + len(requests), S0 + 1 + len(responses)), True)], inspector)
    assert not inspector.follows("session")
    assert read(packets[4:5], inspector)[1] == []


def test_a_decoder_that_missed_the_answer_to_the_syn_has_lost_the_session() -> None:
    first, _, third = handshake()
    inspector = read([first, third])[2]
    assert not inspector.follows("session")
    crossed = [first, (tcp(False, SYN, S0), False), third]  # RFC 9293, 3.5: both may open at once
    requests, responses, threats = connection(KEPT_ALIVE)
    application, found, inspector = read(crossed + segments(True, requests) + segments(False, responses))
    assert (application, found) == ("http", threats)


def test_who_lost_the_session_finds_no_more() -> None:
    stream = message(b"POST / HTTP/1.1", TEST_FILE, 0)
    (packet, from_client), rest = segments(True, stream)[0], GET
    assert read([*handshake(), (packet, from_client)])[1] == ["eicar-test-file"]
    # the same packet, but it acknowledges an answer that never passed here
    late = tcp(from_client, ACK | PSH, C0 + 1, S0 + 11, stream)
    after = tcp(from_client, ACK | PSH, C0 + 1 + len(stream), S0 + 11, rest + stream)
    assert read([*handshake(), (late, True), (after, True)])[1] == []


def test_no_decoder_knows_why_it_is_not_there() -> None:
    """S9 follows from what a decoder is: nothing that it is made of has ever heard of a pair of firewalls."""
    folder = Path(inspection.__file__).parent
    files = [folder / "inspection.py", folder / "packets.py", *folder.glob("decoders/*.py")]
    assert len(files) == 8
    for path in files:
        text = path.read_text()
        assert not re.search(r"fail|resum|recover|revert|\bowner|\bpeer|device|takeover|survivor|\bHA\b", text), path.name
        modules = set(re.findall(r"^(?:from|import) (hamodel[\w.]*)", text, re.M))
        assert all((folder.parents[2] / module.replace(".", "/")).with_suffix(".py") in files for module in modules), path.name


def test_data_on_a_syn_begins_the_stream() -> None:
    stream = message(b"POST / HTTP/1.1", TEST_FILE, 0)
    first = tcp(True, SYN, C0, 0, stream[:30])
    packets = [(first, True), handshake()[1], (tcp(True, ACK | PSH, C0 + 31, S0 + 1, stream[30:]), True)]
    assert read(packets)[:2] == ("http", ["eicar-test-file"])


def test_sessions_do_not_share_and_are_forgotten() -> None:
    requests, responses, threats = connection(KEPT_ALIVE)
    packets = handshake() + segments(True, requests, [30]) + segments(False, responses, [90, 300])
    inspector = Inspector()
    found: dict[int, list[str]] = {1: [], 2: []}
    for key in found:
        inspector.open(key, packets[0][0])
    for packet, from_client in packets:
        for key in found:
            found[key] += inspector.inspect(key, packet, from_client).threats
    assert found == {1: threats, 2: threats}
    inspector.close(1)
    assert (inspector.follows(1), inspector.follows(2)) == (False, True)
    inspector.close(1)


def test_a_session_that_is_closed_in_order_was_scanned_to_its_end() -> None:
    requests, responses, _ = connection(KEPT_ALIVE)
    c, s = C0 + 1 + len(requests), S0 + 1 + len(responses)
    end = [(tcp(True, FIN | ACK, c, s), True), (tcp(False, FIN | ACK, s, c + 1), False), (tcp(True, ACK, c + 1, s + 1), True)]
    packets = handshake() + segments(True, requests) + segments(False, responses) + end
    assert read(packets)[2].scanned("session")
    for missing in range(3, len(packets) - 1):
        assert not read(packets[:missing] + packets[missing + 1 :])[2].scanned("session")
