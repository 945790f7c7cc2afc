"""Packets <-> the bytes of IPv4 with TCP or UDP; and the session key that a packet belongs to.

NOTE(headers): a packet keeps what the pair decides by. Time to live, window, urgent pointer, identification and options are
written with plain values and not kept when read; a fragment is refused, since it has no ports to decide by.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address
from typing import Literal, TypeAlias

from dpkt import PackError, UnpackError, in_cksum, in_cksum_add, in_cksum_done  # type: ignore[import-untyped]
from dpkt.ip import IP, IP_PROTO_TCP, IP_PROTO_UDP  # type: ignore[import-untyped]
from dpkt.tcp import TCP  # type: ignore[import-untyped]
from dpkt.udp import UDP  # type: ignore[import-untyped]

Protocol: TypeAlias = Literal["tcp", "udp"]

FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
"""The TCP flags of RFC 9293, as bits of `Packet.flags`."""

SEQUENCES = 1 << 32
"""Sequence numbers are counted modulo this."""


class Malformed(Exception):
    """Bytes that are not one whole IPv4 packet with TCP or UDP in it."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One IPv4 packet. Addresses are dotted; `flags`, `sequence` and `acknowledgement` are 0 for UDP."""

    protocol: Protocol
    source: str
    source_port: int
    destination: str
    destination_port: int
    flags: int = 0
    sequence: int = 0
    acknowledgement: int = 0
    payload: bytes = b""


@dataclass(frozen=True, slots=True)
class Flow:
    """The session key, a 6-tuple: the addresses and ports of one direction, and the zone where its packets come in."""

    zone: str
    protocol: Protocol
    source: str
    source_port: int
    destination: str
    destination_port: int

    def reverse(self, zone: str) -> Flow:
        """The other direction, whose packets come in at `zone`."""
        return Flow(zone, self.protocol, self.destination, self.destination_port, self.source, self.source_port)


def flow_of(packet: Packet, zone: str) -> Flow:
    """The key of a packet that came in at `zone`."""
    return Flow(zone, packet.protocol, packet.source, packet.source_port, packet.destination, packet.destination_port)


def encode(packet: Packet) -> bytes:
    """The packet on the wire, with its checksums. Raises `ValueError` for an address or a number that no packet can have."""
    try:
        if packet.protocol == "tcp":
            number, segment = IP_PROTO_TCP, _tcp(packet)
        else:
            number, segment = IP_PROTO_UDP, _udp(packet)
        return bytes(IP(src=packed(packet.source), dst=packed(packet.destination), p=number, data=segment))
    except _UNWRITABLE as error:
        ends = f"{packet.source}:{packet.source_port} -> {packet.destination}:{packet.destination_port}"
        raise ValueError(f"no bytes can be this {packet.protocol} packet {ends}: {error}") from error


def decode(data: bytes) -> Packet:
    """The packet that these bytes are, all of them. Raises `Malformed`, and nothing else."""
    if len(data) < _IP_HEADER:
        raise Malformed(f"{len(data)} bytes are too few for an IPv4 header")
    header = (data[0] & 0x0F) * 4
    if data[0] >> 4 != 4 or not _IP_HEADER <= header <= len(data):
        raise Malformed("no IPv4 header")
    if int.from_bytes(data[2:4], "big") != len(data):
        raise Malformed(f"the header speaks of {int.from_bytes(data[2:4], 'big')} bytes, there are {len(data)}")
    if data[9] not in (IP_PROTO_TCP, IP_PROTO_UDP):
        raise Malformed("neither TCP nor UDP")
    if in_cksum(data[:header]) != 0:
        raise Malformed("the header's checksum is wrong")
    if int.from_bytes(data[6:8], "big") & _FRAGMENT:
        raise Malformed("a fragment")
    try:
        segment = IP(data).data
    except UnpackError as error:
        raise Malformed(str(error)) from error
    source, destination = dotted(data[12:16]), dotted(data[16:20])
    match segment:
        case TCP():
            if len(segment.opts) + _TCP_HEADER != segment.off * 4:
                raise Malformed("TCP options reach beyond the end")
            _check(data, header)
            # dpkt sets these attributes by name, so that nothing is known of their types.
            ports, numbers = (int(segment.sport), int(segment.dport)), (int(segment.seq), int(segment.ack))
            flags, payload = int(segment.flags), bytes(segment.data)
            return Packet("tcp", source, ports[0], destination, ports[1], flags, *numbers, payload)
        case UDP():
            if segment.ulen != len(data) - header:
                raise Malformed(f"UDP speaks of {segment.ulen} bytes, there are {len(data) - header}")
            if segment.sum != 0:  # RFC 768: a sender may leave the checksum out
                _check(data, header)
            return Packet("udp", source, int(segment.sport), destination, int(segment.dport), payload=bytes(segment.data))
        case _:
            raise Malformed("no whole TCP or UDP header")


_IP_HEADER, _TCP_HEADER, _UDP_HEADER = 20, 20, 8
_FRAGMENT = 0x3FFF  # more fragments, and the offset of this one
_UNWRITABLE = (ValueError, OverflowError, struct.error, PackError)


def _tcp(packet: Packet) -> TCP:
    return TCP(
        sport=packet.source_port,
        dport=packet.destination_port,
        seq=packet.sequence,
        ack=packet.acknowledgement,
        flags=packet.flags,
        data=packet.payload,
    )


def _udp(packet: Packet) -> UDP:
    length = _UDP_HEADER + len(packet.payload)
    return UDP(sport=packet.source_port, dport=packet.destination_port, ulen=length, data=packet.payload)


def _check(data: bytes, header: int) -> None:
    """Is the sum right over the addresses, the protocol, the length and the segment (RFC 9293, RFC 768)? Raises `Malformed`."""
    pseudo = data[12:20] + bytes((0, data[9])) + (len(data) - header).to_bytes(2, "big")
    if in_cksum_done(in_cksum_add(in_cksum_add(0, pseudo), data[header:])) != 0:
        raise Malformed("the checksum of the segment is wrong")


@lru_cache(maxsize=4096)
def packed(address: str) -> bytes:
    """The four bytes of a dotted address. Raises `ValueError` if it is none."""
    return IPv4Address(address).packed


@lru_cache(maxsize=4096)
def dotted(address: bytes) -> str:
    """Four bytes as a dotted address."""
    return str(IPv4Address(address))
