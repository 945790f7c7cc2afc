"""Network: the hosts around a pair and the paths to it: whose packets come in at which firewall, and what becomes of them.

Each conversation is between a client in zone `trust` and a server in zone `untrust`. Its packets come in at one firewall; if they
do not get through, they are tried at the other one, as a router with two next hops would. While both firewalls own a
conversation (they have lost each other), both get every packet, as on a segment where both answer for one address: a spec in
which a scanner's state does not depend on single packets has no word for a stream of which each firewall sees a part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.firewall import Firewall
from hamodel.reference.panos.hosts.conversation import Conversation
from hamodel.reference.panos.packets import Packet

LATENCY = 1
"""Milliseconds between a firewall and a host."""

SECOND_TRY = 10
"""Milliseconds after which a packet that did not get through is tried at the other firewall."""

Way: TypeAlias = Literal["in", "out"]


@dataclass(slots=True)
class Talk:
    """A conversation on the network. `at` and `back_at`: the firewalls where packets of the client and the server come in.

    `through`: a packet of it has left the pair, so that a session was set up. `ending`: no more content comes.
    `quiet`: for now its ends have nothing to say.
    `wire_source`: the client's address and port behind the pair, as the server saw it last.
    """

    conversation: Conversation
    client: tuple[str, int]
    server: tuple[str, int]
    at: int
    back_at: int
    quiet: bool = False
    through: bool = False
    ending: bool = False
    wire_source: tuple[str, int] | None = None
    got_out: set[tuple[bool, int, int, bytes]] = field(default_factory=set)


@dataclass(slots=True)
class Network:
    """The conversations, by the server's address, which each has for itself."""

    clock: Clock
    firewalls: list[Firewall] = field(default_factory=list)
    talks: dict[str, Talk] = field(default_factory=dict)
    by_client: dict[tuple[str, int], Talk] = field(default_factory=dict)
    on_through: Callable[[Talk, int, Packet], None] = lambda talk, device, packet: None
    watch: Callable[[int, Packet, str, Way], None] | None = None  # told of each packet: the firewall, the zone, which way

    def begin(self, talk: Talk) -> None:
        """The client's first packet comes in at `talk.at`, and nowhere else."""
        self.talks[talk.server[0]] = self.by_client[talk.client] = talk
        self._into(talk.at, talk.conversation.start(), "trust")

    def forget(self, talk: Talk) -> None:
        """A conversation that is over."""
        self.talks.pop(talk.server[0], None)
        self.by_client.pop(talk.client, None)

    def tick(self) -> None:
        """Every host says what it has to say next."""
        for talk in list(self.talks.values()):
            if talk.through and not talk.quiet:
                talk.got_out.clear()
                self.say(talk, [packet for packet in talk.conversation.tick() if not (talk.ending and packet.payload)])

    def say(self, talk: Talk, packets: list[Packet]) -> None:
        """Packets of either end, on their way."""
        for packet in packets:
            self.carry(talk, packet, (packet.source, packet.source_port) == talk.client)

    def carry(self, talk: Talk, packet: Packet, from_client: bool) -> None:
        """Brings a packet to the firewall that the routes choose; where both own the address, to both."""
        zone = "trust" if from_client else "untrust"
        at = talk.at if from_client else talk.back_at
        if self.firewalls[at].owns(packet, zone) and self.firewalls[1 - at].owns(packet, zone):
            self._into(at, packet, zone)
            self._into(1 - at, packet, zone)
        elif self.firewalls[at].takes_packets():
            self._into(at, packet, zone)
            self.clock.after(SECOND_TRY, lambda: self.try_again(talk, packet, from_client, zone, 1 - at))
        else:
            self._into(1 - at, packet, zone)

    def try_again(self, talk: Talk, packet: Packet, from_client: bool, zone: str, device: int) -> None:
        """Brings the packet to the other firewall, if it has not come out yet."""
        if mark(packet, from_client) not in talk.got_out:
            self._into(device, packet, zone)

    def emit(self, device: int, packet: Packet, zone: str) -> None:
        """A firewall sends a packet out of a zone."""
        if self.watch is not None:
            self.watch(device, packet, zone, "out")
        to_server = zone == "untrust"
        client = packet.destination, packet.destination_port
        talk = self.talks.get(packet.destination) if to_server else self.by_client.get(client)
        if talk is None:
            return
        talk.got_out.add(mark(packet, to_server))
        if to_server:
            talk.wire_source = packet.source, packet.source_port
        if not talk.through:
            talk.through = True
            self.on_through(talk, device, packet)
        self.clock.after(LATENCY, lambda: self.say(talk, talk.conversation.receive(packet, not to_server)))

    def _into(self, device: int, packet: Packet, zone: str) -> None:
        if self.watch is not None:
            self.watch(device, packet, zone, "in")
        self.firewalls[device].receive(packet, zone)


def mark(packet: Packet, from_client: bool) -> tuple[bool, int, int, bytes]:
    """What is left of a packet when its addresses are translated."""
    return from_client, packet.sequence, packet.flags, packet.payload
