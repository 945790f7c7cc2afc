"""Packets and their bytes, against the layouts and sums of RFC 791, 768, 9293 and 1071, written out by hand."""

from __future__ import annotations

import struct
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamodel.reference.panos.packets import ACK, FIN, PSH, RST, SYN, Flow, Malformed, Packet, decode, encode, flow_of

ADDRESSES = st.ip_addresses(v=4).map(str)
NUMBERS = st.integers(0, 2**32 - 1)
PORTS = st.integers(0, 65535)
PAYLOADS = st.binary(max_size=200)

tcp_packets = st.builds(
    Packet, st.just("tcp"), ADDRESSES, PORTS, ADDRESSES, PORTS, st.integers(0, 0x1FF), NUMBERS, NUMBERS, PAYLOADS
)
udp_packets = st.builds(lambda *parts: Packet("udp", *parts[:4], payload=parts[4]), ADDRESSES, PORTS, ADDRESSES, PORTS, PAYLOADS)
packets = tcp_packets | udp_packets


def rfc1071(data: bytes) -> int:
    """Big-endian words in one's complement arithmetic, an odd byte padded with zero."""
    total = 0
    for at in range(0, len(data), 2):
        total += int.from_bytes(data[at : at + 2].ljust(2, b"\0"), "big")
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def by_hand(packet: Packet) -> bytes:
    """The bytes by the RFCs' figures; time to live 64 and window 65535 are ours to choose."""
    source, destination = IPv4Address(packet.source).packed, IPv4Address(packet.destination).packed
    ports = struct.pack(">HH", packet.source_port, packet.destination_port)
    if packet.protocol == "tcp":
        number = 6
        middle = struct.pack(">IIHH", packet.sequence, packet.acknowledgement, 5 << 12 | packet.flags, 65535)
        before, after = ports + middle, b"\0\0" + packet.payload
    else:
        number = 17
        before, after = ports + struct.pack(">H", 8 + len(packet.payload)), packet.payload
    length = len(before) + 2 + len(after)
    total = rfc1071(source + destination + struct.pack(">BBH", 0, number, length) + before + b"\0\0" + after)
    if packet.protocol == "udp":
        total = total or 0xFFFF
    header = struct.pack(">BBHHHBB", 0x45, 0, 20 + length, 0, 0, 64, number)
    checked = header + struct.pack(">H", rfc1071(header + b"\0\0" + source + destination)) + source + destination
    return checked + before + struct.pack(">H", total) + after


def test_the_oracle_computes_the_example_of_rfc_1071() -> None:
    # section 3: the words 0001 f203 f4f5 f6f7 have the sum ddf2
    assert rfc1071(bytes.fromhex("0001f203f4f5f6f7")) == 0xDDF2 ^ 0xFFFF


@given(packets)
def test_the_bytes_are_those_of_the_rfcs(packet: Packet) -> None:
    assert encode(packet) == by_hand(packet)


@given(packets)
def test_what_is_written_is_read(packet: Packet) -> None:
    assert decode(encode(packet)) == packet


def test_a_udp_sum_of_zero_is_written_as_all_ones() -> None:
    # the words of this datagram add up to ffff, so that its sum would be 0, which means that there is none: RFC 768
    filler = 0xFFFF - (17 + 10 + 10)  # protocol, length in the pseudo header, length in the header
    packet = Packet("udp", "0.0.0.0", 0, "0.0.0.0", 0, payload=filler.to_bytes(2, "big"))
    assert encode(packet)[26:28] == b"\xff\xff"
    assert decode(encode(packet)) == packet


def test_a_udp_datagram_without_a_sum_is_read() -> None:
    packet = Packet("udp", "10.0.0.1", 4000, "192.0.2.1", 53, payload=b"question")
    data = encode(packet)
    assert decode(data[:26] + b"\0\0" + data[28:]) == packet


@given(st.binary(max_size=120))
def test_any_bytes_are_a_packet_or_malformed(data: bytes) -> None:
    try:
        packet = decode(data)
    except Malformed:
        return
    assert decode(encode(packet)) == packet


def with_sums(header: bytes, rest: bytes) -> bytes:
    """Makes the sum of an IPv4 header right, so that what is in it is looked at."""
    header = header[:10] + b"\0\0" + header[12:]
    return header[:10] + struct.pack(">H", rfc1071(header)) + header[12:] + rest


@given(st.binary(min_size=20, max_size=60), st.binary(max_size=60), st.sampled_from([6, 17]) | st.integers(0, 255), st.booleans())
def test_any_bytes_behind_a_right_sum_are_a_packet_or_malformed(header: bytes, rest: bytes, number: int, whole: bool) -> None:
    header = header[: len(header) // 4 * 4]
    header = bytes((0x40 | len(header) // 4,)) + header[1:9] + bytes((number,)) + header[10:]
    if whole:
        header = header[:2] + struct.pack(">H", len(header) + len(rest)) + header[4:6] + b"\0\0" + header[8:]
    try:
        packet = decode(with_sums(header, rest))
    except Malformed:
        return
    assert (packet.protocol, whole) == ({6: "tcp", 17: "udp"}[number], True)


@given(packets, st.data())
def test_a_flipped_bit_does_not_go_unseen(packet: Packet, data: st.DataObject) -> None:
    whole = bytearray(encode(packet))
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    try:
        read = decode(bytes(whole))
    except Malformed:
        return
    # only where the flip turned the sum of a UDP datagram into "no sum" is the rest as it was
    assert packet.protocol == "udp"
    assert whole[26:28] == b"\0\0"
    assert read == packet


@given(packets, st.data())
def test_a_packet_that_is_cut_or_followed_by_more_is_malformed(packet: Packet, data: st.DataObject) -> None:
    whole = encode(packet)
    with pytest.raises(Malformed):
        decode(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(Malformed):
        decode(whole + b"\0")


@pytest.mark.parametrize(
    ("offset", "content", "says"), [(6, b"\x20\x00", "fragment"), (6, b"\x00\x01", "fragment"), (9, b"\x01", "neither")]
)
def test_fragments_and_other_protocols_are_refused(offset: int, content: bytes, says: str) -> None:
    whole = encode(Packet("udp", "10.0.0.1", 1, "10.0.0.2", 2, payload=b"12345678"))
    header = whole[:offset] + content + whole[offset + len(content) : 20]
    with pytest.raises(Malformed, match=says):
        decode(with_sums(header, whole[20:]))


def test_options_are_passed_over() -> None:
    packet = Packet("tcp", "10.0.0.1", 1, "10.0.0.2", 2, SYN, 7)
    tcp = struct.pack(">HHIIHHHH", 1, 2, 7, 0, 6 << 12 | SYN, 100, 0, 0) + bytes.fromhex("020405b4")
    addresses = bytes((10, 0, 0, 1, 10, 0, 0, 2))
    total = rfc1071(addresses + struct.pack(">BBH", 0, 6, len(tcp)) + tcp)
    tcp = tcp[:16] + struct.pack(">H", total) + tcp[18:]
    header = struct.pack(">BBHHHBBH", 0x46, 0, 24 + len(tcp), 1, 0x4000, 3, 6, 0) + addresses + b"\x01\x01\x01\x00"
    assert decode(with_sums(header, tcp)) == packet


@pytest.mark.parametrize("length", [0, 7, 9, 11, 500])
def test_a_udp_header_that_speaks_of_another_length_is_malformed(length: int) -> None:
    header = struct.pack(">BBHHHBBH", 0x45, 0, 30, 1, 0, 3, 17, 0) + bytes((10, 0, 0, 1, 10, 0, 0, 2))
    with pytest.raises(Malformed, match="UDP"):
        decode(with_sums(header, struct.pack(">HHHH", 1, 2, length, 0) + b"ab"))


@pytest.mark.parametrize("offset", [0, 4, 7, 15])
def test_a_tcp_header_of_another_length_is_malformed(offset: int) -> None:
    tcp = struct.pack(">HHIIHHHH", 1, 2, 7, 0, offset << 12 | SYN, 100, 0, 0)
    addresses = bytes((10, 0, 0, 1, 10, 0, 0, 2))
    total = rfc1071(addresses + struct.pack(">BBH", 0, 6, len(tcp)) + tcp)
    header = struct.pack(">BBHHHBBH", 0x45, 0, 40, 1, 0x4000, 3, 6, 0) + addresses
    with pytest.raises(Malformed, match="TCP"):
        decode(with_sums(header, tcp[:16] + struct.pack(">H", total) + tcp[18:]))


@pytest.mark.parametrize(
    "packet",
    [
        Packet("tcp", "10.0.0", 1, "10.0.0.2", 2),
        Packet("tcp", "10.0.0.1", 65536, "10.0.0.2", 2),
        Packet("tcp", "10.0.0.1", 1, "10.0.0.2", 2, sequence=-1),
        Packet("tcp", "10.0.0.1", 1, "10.0.0.2", 2, flags=0x200),
        Packet("udp", "10.0.0.1", 1, "10.0.0.2", 2, payload=b"x" * 65530),
    ],
)
def test_what_no_bytes_can_say_is_a_value_error(packet: Packet) -> None:
    with pytest.raises(ValueError, match="no bytes"):
        encode(packet)


def test_the_flags_are_the_bits_of_rfc_9293() -> None:
    # section 3.1: CWR ECE URG ACK PSH RST SYN FIN, from the left
    assert [ACK, PSH, RST, SYN, FIN] == [0b10000, 0b1000, 0b100, 0b10, 0b1]


@given(packets)
def test_a_flow_and_its_reverse(packet: Packet) -> None:
    flow = flow_of(packet, "trust")
    back = Packet(packet.protocol, packet.destination, packet.destination_port, packet.source, packet.source_port)
    assert flow.reverse("untrust") == flow_of(back, "untrust")
    assert flow.reverse("untrust").reverse("trust") == flow
    assert flow != flow_of(packet, "dmz")
    assert isinstance(flow, Flow)
