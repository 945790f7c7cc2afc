"""One end of a TCP connection: segments that come in -> segments that go out, and the bytes that arrived in order.

RFC 9293, sections 3.5 and 3.10, without windows, options and timers: the caller says when to send something again. What comes
out of order is dropped, since the sender will repeat it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hamodel.reference.panos.packets import ACK, FIN, PSH, RST, SEQUENCES, SYN, Packet

Address: TypeAlias = tuple[str, int]
State: TypeAlias = Literal["listen", "syn-sent", "syn-received", "established", "closed"]
"""Of RFC 9293's states; those between the first FIN and the end are `established` with `closing` or `peer_closed`."""


@dataclass(slots=True)
class TcpEnd:
    """An end at an address and port; the other end's is learned from its first packet, or told to `open`."""

    local: Address
    first: int
    """The sequence number of its SYN."""
    peer: Address | None = None
    state: State = "listen"
    reset: bool = False
    """Did a RST end it?"""
    closing: bool = False
    """Was the FIN of this end sent?"""
    peer_closed: bool = False
    """Did the other end's FIN arrive?"""
    _passive: bool = True
    _next: int = field(init=False)  # of what is sent next
    _expected: int = 0  # from the other end
    _queue: bytes = b""  # to be sent
    _sent: list[tuple[int, int, bytes]] = field(default_factory=list)  # and not acknowledged: sequence, flags, payload

    def __post_init__(self) -> None:
        self.first = self._next = self.first % SEQUENCES

    @property
    def done(self) -> bool:
        """Has everything been sent, acknowledged and closed in both directions, or was it broken off?"""
        return self.state == "closed" or (self.closing and not self._sent and self.peer_closed)

    @property
    def idle(self) -> bool:
        """Is there nothing left to send, or to be acknowledged?"""
        return not self._queue and not self._sent

    def open(self, peer: Address) -> Packet:
        """The SYN, also if it was sent before; once there was an answer it is a late copy, which changes nothing."""
        if self.state == "listen":
            self.peer, self.state, self._passive = peer, "syn-sent", False
            self._put(SYN)
        return Packet("tcp", *self.local, *(self.peer or peer), SYN, self.first)

    def write(self, data: bytes) -> None:
        """Takes data that `tick` will send."""
        self._queue += data

    def tick(self, size: int, count: int) -> list[Packet]:
        """What was not acknowledged, again; or else the next segments, `count` of at most `size` bytes."""
        if self._sent:
            return self.again()
        if self.state == "established" and not self.closing:
            for _ in range(count):
                if self._queue:
                    self._put(ACK | PSH, self._queue[:size])
                    self._queue = self._queue[size:]
        return self.again()

    def again(self) -> list[Packet]:
        """What was sent and not acknowledged."""
        return [self._packet(*segment) for segment in self._sent]

    def close(self) -> list[Packet]:
        """Says that nothing more will be sent. What waits to be sent for the first time is dropped."""
        self._queue = b""
        match self.state:
            case "established" if not self.closing:
                self.closing = True
                self._put(FIN | ACK)
                return self.again()[-1:]
            case "syn-received":
                self._stop()
                return [self._packet(self._next, RST | ACK, b"")]
            case "established":
                return []
            case _:
                self._stop()
                return []

    def receive(self, packet: Packet) -> tuple[list[Packet], bytes]:
        """The segments that answer, and the bytes that are new and in order."""
        if (packet.destination, packet.destination_port) != self.local:
            return [], b""
        sender = (packet.source, packet.source_port)
        if self.state == "listen" or (self.state == "syn-received" and self._passive and self._starts_over(packet, sender)):
            return self._listen(packet, sender), b""
        if self.state == "closed" or sender != self.peer:
            return _refused(packet), b""
        if packet.flags & RST:
            expected = packet.acknowledgement == self._next if self.state == "syn-sent" else packet.sequence == self._expected
            if expected:
                self.reset = True
                self._stop()
            return [], b""
        if self.state == "syn-sent":
            return self._answered(packet), b""
        return self._connected(packet)

    def _starts_over(self, packet: Packet, sender: Address) -> bool:
        """Is it a new attempt, from another address or with another first sequence number?"""
        start = (packet.sequence + 1) % SEQUENCES
        return packet.flags & (SYN | ACK | RST) == SYN and (sender != self.peer or start != self._expected)

    def _listen(self, packet: Packet, sender: Address) -> list[Packet]:
        if packet.flags & (SYN | ACK | RST) != SYN:
            return _refused(packet)
        self.peer, self._expected = sender, (packet.sequence + 1) % SEQUENCES
        if self.state == "listen":
            self.state = "syn-received"
            self._put(SYN | ACK)
        return self.again()

    def _answered(self, packet: Packet) -> list[Packet]:
        """In `syn-sent`: the answer to the SYN, or a SYN that crossed it."""
        if packet.flags & ACK and packet.acknowledgement != self._next:
            return _refused(packet)
        if not packet.flags & SYN:
            return []
        self._expected = (packet.sequence + 1) % SEQUENCES
        if packet.flags & ACK:
            self._sent.clear()
            self.state = "established"
            return [self._acknowledgement()]
        self.state = "syn-received"
        self._sent = [(self._sent[0][0], SYN | ACK, b"")]
        return self.again()

    def _connected(self, packet: Packet) -> tuple[list[Packet], bytes]:
        if packet.flags & ACK and not self._accept(packet.acknowledgement):
            return [self._acknowledgement()], b""
        if packet.flags & SYN:
            if self.state == "syn-received":
                return self.again(), b""
            return [self._acknowledgement()], b""
        if self.state == "syn-received" or not packet.flags & ACK:
            return [], b""
        data, offset = packet.payload, (self._expected - packet.sequence) % SEQUENCES
        if not data and not packet.flags & FIN:
            return [], b""
        if offset > len(data):  # a gap, or old
            return [self._acknowledgement()], b""
        data = data[offset:]
        if self.peer_closed:
            return [self._acknowledgement()], b""
        self._expected = (self._expected + len(data)) % SEQUENCES
        if packet.flags & FIN:
            self.peer_closed = True
            self._expected = (self._expected + 1) % SEQUENCES
        return [self._acknowledgement()], data

    def _accept(self, number: int) -> bool:
        """Takes an acknowledgement; False for one of something that was never sent."""
        if (self._next - number) % SEQUENCES >= SEQUENCES // 2:
            return False
        while self._sent and (number - _end(self._sent[0])) % SEQUENCES < SEQUENCES // 2:
            self._sent.pop(0)
        if self.state == "syn-received" and not self._sent:
            self.state = "established"
        return True

    def _put(self, flags: int, payload: bytes = b"") -> None:
        self._sent.append((self._next, flags, payload))
        self._next = _end(self._sent[-1])

    def _packet(self, sequence: int, flags: int, payload: bytes) -> Packet:
        assert self.peer is not None
        acknowledgement = self._expected if flags & ACK else 0
        return Packet("tcp", *self.local, *self.peer, flags, sequence, acknowledgement, payload)

    def _acknowledgement(self) -> Packet:
        return self._packet(self._next, ACK, b"")

    def _stop(self) -> None:
        self.state = "closed"
        self._sent.clear()
        self._queue = b""


def _end(segment: tuple[int, int, bytes]) -> int:
    """The sequence number after a segment; SYN and FIN have one too."""
    sequence, flags, payload = segment
    return (sequence + len(payload) + bool(flags & (SYN | FIN))) % SEQUENCES


def _refused(packet: Packet) -> list[Packet]:
    """RFC 9293, 3.10.7.1: the RST that answers a packet of a connection that does not exist."""
    if packet.flags & RST:
        return []
    here, there = (packet.destination, packet.destination_port), (packet.source, packet.source_port)
    if packet.flags & ACK:
        return [Packet("tcp", *here, *there, RST, packet.acknowledgement, 0)]
    length = len(packet.payload) + bool(packet.flags & SYN) + bool(packet.flags & FIN)
    return [Packet("tcp", *here, *there, RST | ACK, 0, (packet.sequence + length) % SEQUENCES)]
