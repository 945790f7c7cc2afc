"""A pair of which every packet that comes out is kept, for tests that give it single packets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.firewall import Firewall, Links
from hamodel.reference.panos.messages import Accepted, Relayed, decode
from hamodel.reference.panos.packets import ACK, FIN, PSH, RST, SYN, Flow, Packet, flow_of
from hamodel.reference.panos.pair import Pair
from hamodel.reference.panos.sessions import Session
from hamodel.reference.panos.settings import PairSettings

Out = tuple[int, str, Packet]
"""The device that sent it, the zone that it left by, the packet."""


@dataclass
class Bench:
    """`out`: what came out; `ha3`: what crossed HA3, each as its sender and what it was."""

    settings: PairSettings
    out: list[Out] = field(default_factory=list)
    ha3: list[tuple[int, str]] = field(default_factory=list)
    pair: Pair = field(init=False)

    def __post_init__(self) -> None:
        self.pair = Pair(self.settings, self._firewall)
        for device, port in enumerate(self.pair.links.ha3.ports):
            port.receive = self._noting(1 - device, port.receive)

    def give(self, device: int, packet: Packet, zone: str | None = None, wait: int = 5) -> list[Out]:
        """A packet comes in: at `trust` if it is from 10.0.0.0/8, else at `untrust`. What came out within some milliseconds?"""
        before = len(self.out)
        self.pair.receive(device, packet, zone or ("trust" if packet.source.startswith("10.") else "untrust"))
        if wait:
            self.pair.run(wait)
        return self.out[before:]

    def session(self, device: int, packet: Packet, zone: str = "trust") -> Session | None:
        """What a firewall has in its table for this packet."""
        return self.pair.firewalls[device].dataplane.table.find(flow_of(packet, zone))

    def owners(self, packet: Packet, zone: str = "trust") -> tuple[int | None, int | None]:
        """Whose the session of this packet is, as each of the two has it."""
        first, second = (self.session(device, packet, zone) for device in (0, 1))
        return first.owner if first else None, second.owner if second else None

    def inspects(self, packet: Packet) -> tuple[bool, bool]:
        """Does each of the two follow the session of this packet?"""
        flow = flow_of(packet, "trust")
        first, second = (firewall.dataplane.inspector.follows(flow) for firewall in self.pair.firewalls)
        return first, second

    def dropped(self, device: int) -> dict[str, int]:
        return dict(self.pair.firewalls[device].dataplane.dropped)

    def _firewall(self, device: int, clock: Clock, settings: PairSettings, links: Links, _: object) -> Firewall:
        return Firewall(device, clock, settings, links, lambda device, packet, zone: self.out.append((device, zone, packet)))

    def _noting(self, sender: int, receive: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def noted(frame: bytes) -> None:
            message = decode(frame)
            assert isinstance(message, Relayed | Accepted)
            self.ha3.append((sender, message.what if isinstance(message, Relayed) else "accepted"))
            receive(frame)

        return noted


@dataclass
class Tcp:
    """The packets of a TCP connection, as the client and the server would send them if nothing were translated or lost."""

    client: tuple[str, int] = ("10.0.0.10", 40_000)
    server: tuple[str, int] = ("203.0.113.1", 80)
    sent: int = 1_000  # the client's next sequence number, and the server's
    answered: int = 5_000

    @property
    def flow(self) -> Flow:
        return Flow("trust", "tcp", *self.client, *self.server)

    def syn(self) -> Packet:
        self.sent += 1
        return Packet("tcp", *self.client, *self.server, SYN, self.sent - 1)

    def syn_ack(self) -> Packet:
        self.answered += 1
        return Packet("tcp", *self.server, *self.client, SYN | ACK, self.answered - 1, self.sent)

    def says(self, text: bytes = b"", flags: int = ACK | PSH) -> Packet:
        """From the client."""
        packet = Packet("tcp", *self.client, *self.server, _flags(text, flags), self.sent, self.answered, text)
        self.sent += len(text) + bool(flags & FIN)
        return packet

    def answers(self, text: bytes = b"", flags: int = ACK | PSH) -> Packet:
        """From the server."""
        packet = Packet("tcp", *self.server, *self.client, _flags(text, flags), self.answered, self.sent, text)
        self.answered += len(text) + bool(flags & FIN)
        return packet


def _flags(text: bytes, flags: int) -> int:
    """Without content and without an end it is a mere acknowledgement."""
    return flags if text or flags & (FIN | RST) else ACK


def datagram(client: tuple[str, int], server: tuple[str, int], payload: bytes = b"?") -> Packet:
    return Packet("udp", *client, *server, payload=payload)


def answer(packet: Packet, payload: bytes = b"!") -> Packet:
    """The datagram the other way."""
    ends = packet.destination, packet.destination_port, packet.source, packet.source_port
    return Packet("udp", *ends, payload=payload)
