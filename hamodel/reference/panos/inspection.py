"""The packets of a session, from its very first on -> its application, and the threats in its content.

Layer 7 inspection. A session's decoder is where the bytes of both directions were put in order and read, and everything it
says depends on all that it read: which message this is, how long it is, what was asked, where the first half of a signature
was. There is no way to make a decoder but from a first packet, whose sequence number is where the first byte is; no way to
take it out and give it to somebody else; and a packet of a session that has no decoder says nothing, since nothing tells what
its bytes are the middle of.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from hamodel.reference.panos.decoders.app_id import HELLO, server_name, spoken
from hamodel.reference.panos.decoders.dns import Dns
from hamodel.reference.panos.decoders.http import Http
from hamodel.reference.panos.decoders.streams import ROOM, Stream
from hamodel.reference.panos.decoders.threats import SIGNATURES, Signature
from hamodel.reference.panos.packets import ACK, FIN, RST, SYN, Packet


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a packet showed.

    The application is `incomplete` before the first byte of content and `insufficient-data` before it is clear, as the logs
    of firewalls have it; `None` if there is no decoder.
    """

    application: str | None
    threats: tuple[str, ...] = ()
    """Those that this packet completed."""
    complete: bool = False
    """Is everything decoded that came, from the session's first byte to this packet?"""
    server_name: str = ""
    """The host that a TLS client asked for."""


NOTHING = Inspection(None)


class Inspector:
    """The decoders of one firewall, by session."""

    def __init__(self, signatures: Sequence[Signature] = SIGNATURES) -> None:
        self._signatures = tuple(signatures)
        self._decoders: dict[Hashable, _Tcp | _Udp] = {}

    def open(self, key: Hashable, first: Packet) -> None:
        """Makes a decoder for a session that begins with this packet, which is then inspected like all that follow.

        A TCP packet that is no SYN does not say where the stream begins: nothing is made for it.
        """
        self._decoders.pop(key, None)
        if first.protocol == "udp":
            self._decoders[key] = _Udp(self._signatures)
        elif first.flags & SYN:
            self._decoders[key] = _Tcp(self._signatures)

    def inspect(self, key: Hashable, packet: Packet, from_client: bool) -> Inspection:
        """Reads a packet. The client is whoever sent the session's first packet."""
        decoder = self._decoders.get(key)
        return NOTHING if decoder is None else decoder.inspect(packet, from_client)

    def follows(self, key: Hashable) -> bool:
        """Is there a decoder that has not lost the session? A gap that the sender may still close is no loss: NOTE(lost)."""
        decoder = self._decoders.get(key)
        return decoder is not None and not decoder.lost

    def scanned(self, key: Hashable) -> bool:
        """Was all content that came decoded, from the first byte to the last? To be asked before `close`."""
        decoder = self._decoders.get(key)
        return decoder is not None and decoder.whole

    def close(self, key: Hashable) -> None:
        """Forgets the session.

        Also for whoever sees no more of its packets: over UDP nothing in what comes later would show that some were missed.
        """
        self._decoders.pop(key, None)


_ASKING = {"http", "tls"}


@dataclass(slots=True)
class _Tcp:
    """The decoder of a TCP session. `heads`: of both directions, until it is clear what they are; `said`: what each of them alone
    would be. `speaker`: the direction that showed it, since whoever opened a connection need not be the one who asks."""

    signatures: tuple[Signature, ...]
    client: Stream = field(default_factory=Stream)
    server: Stream = field(default_factory=Stream)
    heads: dict[bool, bytes] = field(default_factory=lambda: {True: b"", False: b""})
    said: dict[bool, str | None] = field(default_factory=lambda: {True: None, False: None})
    application: str | None = None
    speaker: bool = True
    http: Http | None = None
    server_name: str = ""

    @property
    def lost(self) -> bool:
        return self.client.lost or self.server.lost

    @property
    def whole(self) -> bool:
        return self.client.whole and self.server.whole and not (self.http is not None and self.http.waiting)

    def inspect(self, packet: Packet, from_client: bool) -> Inspection:
        mine, other = (self.client, self.server) if from_client else (self.server, self.client)
        flags, sequence = packet.flags, packet.sequence
        if flags & SYN:
            mine.begin(sequence)
            sequence += 1
        if flags & ACK and not flags & RST:  # a reset refuses what came, and promises nothing
            other.acknowledge(packet.acknowledgement)
        if flags & FIN:
            mine.end(sequence + len(packet.payload))
        data = mine.add(sequence, packet.payload) if packet.payload else b""
        found = self._read(from_client, data) if data and not self.lost else []
        return Inspection(self._name, tuple(found), self.whole, self.server_name)

    @property
    def _name(self) -> str:
        if self.http is not None:
            return "unknown-tcp" if self.http.broken else "http-tunnel" if self.http.tunnel else "http"
        if self.application is not None:
            return self.application
        if said := self.said[True] or self.said[False]:
            return said  # unless the other direction says something else
        return "insufficient-data" if self.heads[True] or self.heads[False] else "incomplete"

    def _read(self, from_client: bool, data: bytes) -> list[str]:
        """Takes in what came next in one direction."""
        if self.http is not None:
            return self.http.feed(from_client == self.speaker, data)
        if self.application is None:
            self.heads[from_client] += data
            return self._recognise(from_client)
        if self.application == "tls" and from_client == self.speaker and self.heads[from_client]:
            self.heads[from_client] += data
            self._hello()
        return []

    def _recognise(self, from_client: bool) -> list[str]:
        """Is it clear now what the connection is? Whoever asks in HTTP or TLS says it; else both ends have to be heard."""
        said, heard = spoken(self.heads[from_client]), self.said[not from_client]
        self.said[from_client] = said
        if said is None or (said not in _ASKING and heard is None and len(self.heads[from_client]) <= ROOM):
            return []
        application = said if said in _ASKING or heard in (None, said) else "unknown-tcp"
        self.application, self.speaker = application, from_client
        if application == "tls":
            self.heads[not from_client] = b""
            self._hello()
            return []
        heads = [(True, self.heads[from_client]), (False, self.heads[not from_client])]
        self.heads = {True: b"", False: b""}
        if application != "http":
            return []
        self.http = Http(self.signatures)
        return [threat for asks, head in heads if head for threat in self.http.feed(asks, head)]

    def _hello(self) -> None:
        name = server_name(self.heads[self.speaker][:HELLO])
        if name is not None:
            self.server_name = name
            self.heads[self.speaker] = b""


class _Udp:
    """The decoder of a UDP session."""

    __slots__ = ("_dns",)

    lost = False  # a datagram that does not come is none that was there

    def __init__(self, signatures: tuple[Signature, ...]) -> None:
        self._dns = Dns(signatures)

    @property
    def whole(self) -> bool:
        return True

    def inspect(self, packet: Packet, from_client: bool) -> Inspection:
        found = self._dns.feed(from_client, packet.payload)
        return Inspection("unknown-udp" if self._dns.broken else "dns", tuple(found), True)
