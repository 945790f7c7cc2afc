"""The packets of a session, from its very first on -> its application, and the threats in its content.

Layer 7 inspection. A session's decoder is where the bytes of both directions were put in order and read, and everything it
says depends on all that it read: which message this is, how long it is, what was asked, where the first half of a signature
was. There is no way to make a decoder but from a first packet, whose sequence number is where the first byte is; no way to
take it out and give it to somebody else; and a packet of a session that has no decoder says nothing, since nothing tells what
its bytes are the middle of.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

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


class _Tcp:
    """The decoder of a TCP session."""

    __slots__ = (
        *("_application", "_client", "_heads", "_http", "_server"),
        *("_said", "_server_name", "_signatures", "_speaker"),
    )

    def __init__(self, signatures: tuple[Signature, ...]) -> None:
        self._signatures = signatures
        self._client, self._server = Stream(), Stream()
        self._heads = {True: b"", False: b""}  # of both directions, until it is clear what they are
        self._said: dict[bool, str | None] = {True: None, False: None}  # what each of them alone would be
        self._application: str | None = None
        self._speaker = True  # the direction that showed it: whoever opened a connection need not be the one who asks
        self._http: Http | None = None
        self._server_name = ""

    @property
    def lost(self) -> bool:
        return self._client.lost or self._server.lost

    @property
    def whole(self) -> bool:
        return self._client.whole and self._server.whole and not (self._http is not None and self._http.waiting)

    def inspect(self, packet: Packet, from_client: bool) -> Inspection:
        mine, other = (self._client, self._server) if from_client else (self._server, self._client)
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
        return Inspection(self._name, tuple(found), self.whole, self._server_name)

    @property
    def _name(self) -> str:
        if self._http is not None:
            return "unknown-tcp" if self._http.broken else "http-tunnel" if self._http.tunnel else "http"
        if self._application is not None:
            return self._application
        if said := self._said[True] or self._said[False]:
            return said  # unless the other direction says something else
        return "insufficient-data" if self._heads[True] or self._heads[False] else "incomplete"

    def _read(self, from_client: bool, data: bytes) -> list[str]:
        """Takes in what came next in one direction."""
        if self._http is not None:
            return self._http.feed(from_client == self._speaker, data)
        if self._application is None:
            self._heads[from_client] += data
            return self._recognise(from_client)
        if self._application == "tls" and from_client == self._speaker and self._heads[from_client]:
            self._heads[from_client] += data
            self._hello()
        return []

    def _recognise(self, from_client: bool) -> list[str]:
        """Is it clear now what the connection is? Whoever asks in HTTP or TLS says it; else both ends have to be heard."""
        said, heard = spoken(self._heads[from_client]), self._said[not from_client]
        self._said[from_client] = said
        if said is None or (said not in _ASKING and heard is None and len(self._heads[from_client]) <= ROOM):
            return []
        application = said if said in _ASKING or heard in (None, said) else "unknown-tcp"
        self._application, self._speaker = application, from_client
        if application == "tls":
            self._heads[not from_client] = b""
            self._hello()
            return []
        heads = [(True, self._heads[from_client]), (False, self._heads[not from_client])]
        self._heads = {True: b"", False: b""}
        if application != "http":
            return []
        self._http = Http(self._signatures)
        return [threat for asks, head in heads if head for threat in self._http.feed(asks, head)]

    def _hello(self) -> None:
        name = server_name(self._heads[self._speaker][:HELLO])
        if name is not None:
            self._server_name = name
            self._heads[self._speaker] = b""


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
