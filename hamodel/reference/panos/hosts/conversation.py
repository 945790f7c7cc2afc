"""A client and a server at addresses and ports -> the packets of their conversation, as a harness drives it.

The harness takes each packet that comes out through the firewalls and hands what is left of it to `receive`; `tick` is when the
ends go on, or repeat what was not acknowledged. If a firewall translates addresses on the way, the server talks to the address
that it sees. Nothing here knows time or chance: the same calls give the same packets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hamodel.reference.panos.hosts import dialogue
from hamodel.reference.panos.hosts.dialogue import Dialogue, Exchange
from hamodel.reference.panos.hosts.tcp_end import Address, TcpEnd
from hamodel.reference.panos.packets import Packet, Protocol


def converse(
    protocol: Protocol,
    client: Address,
    server: Address,
    threat_every: int = 5,
    first_sequences: tuple[int, int] = (1000, 500_000),
) -> Conversation:
    """A conversation in which every so many exchanges bring the test threat, with 0 none."""
    if protocol == "tcp":
        return TcpConversation(client, server, threat_every, first_sequences)
    return UdpConversation(client, server, threat_every)


class TcpConversation:
    """HTTP/1.1 over one connection that is kept alive."""

    def __init__(
        self,
        client: Address,
        server: Address,
        threat_every: int = 5,
        first_sequences: tuple[int, int] = (1000, 500_000),
        segment: int = 160,
        segments: int = 2,
        says: Dialogue = dialogue.http,
    ) -> None:
        """A tick sends so many segments of so many bytes."""
        self.started = False
        self.garbled = 0
        self._client, self._server = TcpEnd(client, first_sequences[0]), TcpEnd(server, first_sequences[1])
        self._segment, self._segments = segment, segments
        self._says, self._every = says, threat_every
        self._number = -1
        self._exchange = Exchange(b"", b"")
        self._request, self._response = _Arriving(), _Arriving()
        self._silent = False

    @property
    def established(self) -> bool:
        """Have both ends shaken hands?"""
        return self._client.state == "established" == self._server.state

    @property
    def finished(self) -> bool:
        """Will nothing more be sent?"""
        return self._silent or (self.started and _over(self._client) and _over(self._server))

    @property
    def to_server(self) -> int:
        """Bytes that have come to the server in order."""
        return self._request.total

    @property
    def to_client(self) -> int:
        """Bytes that have come to the client in order."""
        return self._response.total

    def start(self) -> Packet:
        """The first packet, from the client."""
        self.started = True
        return self._client.open(self._server.local)

    def start_from_server(self, client: Address | None = None) -> Packet:
        """The first packet, from the server to the client, or to the address that it is seen under."""
        self.started = True
        return self._server.open(client or self._client.local)

    def receive(self, packet: Packet, at_client: bool) -> list[Packet]:
        """What an end answers to a packet."""
        if self._silent or packet.protocol != "tcp":
            return []
        end, arriving = (self._client, self._response) if at_client else (self._server, self._request)
        replies, data = end.receive(packet)
        if data:
            self.garbled += not arriving.take(data)
            if not at_client and arriving.whole:
                self._server.write(self._exchange.response)
        if end.peer_closed and not end.closing:
            replies += end.close()
        return replies

    def tick(self) -> list[Packet]:
        """What both ends send now: something new, or again what was not acknowledged."""
        if self._silent:
            return []
        if self._client.state == "established" and not self._client.closing and self._client.idle and self._response.whole:
            self._number += 1
            self._exchange = self._says(self._number, self._every)
            self._client.write(self._exchange.request)
            self._request.expect(self._exchange.request)
            self._response.expect(self._exchange.response)
        return self._client.tick(self._segment, self._segments) + self._server.tick(self._segment, self._segments)

    def finish(self) -> list[Packet]:
        """The client closes."""
        return [] if self._silent else self._client.close()

    def give_up(self) -> None:
        """Both ends fall silent."""
        self._silent = True


class UdpConversation:
    """DNS questions and answers."""

    def __init__(self, client: Address, server: Address, threat_every: int = 5, says: Dialogue = dialogue.texts) -> None:
        self.started = False
        self.established = False
        self.finished = False
        self.to_server = self.to_client = self.garbled = 0
        self._client, self._server = client, server
        self._says, self._every = says, threat_every
        self._number = 0
        self._notified: Address | None = None  # whom the server told something, without an answer yet

    def start(self) -> Packet:
        """The first packet, from the client."""
        self.started = True
        return self._ask()

    def start_from_server(self, client: Address | None = None) -> Packet:
        """The first packet, from the server to the client, or to the address that it is seen under."""
        self.started = True
        self._notified = client or self._client
        return self._notify(self._notified)

    def receive(self, packet: Packet, at_client: bool) -> list[Packet]:
        """What an end answers to a packet."""
        here = self._client if at_client else self._server
        if self.finished or packet.protocol != "udp" or (packet.destination, packet.destination_port) != here:
            return []
        sender = (packet.source, packet.source_port)
        return self._at_client(packet.payload, sender) if at_client else self._at_server(packet.payload, sender)

    def tick(self) -> list[Packet]:
        """What is sent now: a question, and a notice if the server has begun."""
        if self.finished or not self.started:
            return []
        return [self._ask()] + ([self._notify(self._notified)] if self._notified is not None else [])

    def finish(self) -> list[Packet]:
        """Nothing more is sent; in UDP nobody is told."""
        self.finished = True
        return []

    def give_up(self) -> None:
        """Both ends fall silent."""
        self.finished = True

    def _at_client(self, data: bytes, sender: Address) -> list[Packet]:
        if sender != self._server:
            return []
        if data == dialogue.notify(0):
            self.to_client += len(data)
            return [Packet("udp", *self._client, *sender, payload=dialogue.notified(0))]
        for number in self._recent():
            if data == self._says(number, self._every).response:
                if number == self._number:
                    self._number += 1
                    self.established = True
                    self.to_client += len(data)
                return []
        self.garbled += 1
        return []

    def _at_server(self, data: bytes, sender: Address) -> list[Packet]:
        if data == dialogue.notified(0):
            self._notified = None
            self.established = True
            self.to_server += len(data)
            return []
        for number in self._recent():
            exchange = self._says(number, self._every)
            if data == exchange.request:
                self.to_server += len(data)
                return [Packet("udp", *self._server, *sender, payload=exchange.response)]
        self.garbled += 1
        return []

    def _recent(self) -> range:
        """The exchanges whose datagrams may still come, the last one first."""
        return range(self._number, max(self._number - _OLD, 0) - 1, -1)

    def _ask(self) -> Packet:
        return Packet("udp", *self._client, *self._server, payload=self._says(self._number, self._every).request)

    def _notify(self, client: Address) -> Packet:
        return Packet("udp", *self._server, *client, payload=dialogue.notify(0))


Conversation: TypeAlias = TcpConversation | UdpConversation

_OLD = 8  # datagrams that come late by so many exchanges are still known


@dataclass(slots=True)
class _Arriving:
    """A piece of content on its way to an end."""

    total: int = 0
    content: bytes = b""
    reached: int = 0

    @property
    def whole(self) -> bool:
        return self.reached >= len(self.content)

    def expect(self, content: bytes) -> None:
        self.content, self.reached = content, 0

    def take(self, data: bytes) -> bool:
        """Counts what arrived. Is it what was sent?"""
        as_sent = self.content[self.reached : self.reached + len(data)] == data
        self.reached += len(data)
        self.total += len(data)
        return as_sent


def _over(end: TcpEnd) -> bool:
    """An end that never heard of the conversation has nothing to end."""
    return end.done or end.state == "listen"
