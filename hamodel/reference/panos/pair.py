"""Pair: two firewalls, the links between them and the network around them, driven from outside; nothing in it knows chance.

Everything that can be done to a pair is a method: packets, faults, repairs, and time that passes. Between two calls the pair
stands still; it never waits on anything but its own clock, and the same calls give the same logs.

>>> from hamodel.reference.panos.policy import Policy, Rule
>>> pair = Pair(PairSettings(policy=Policy((Rule("web", "allow", "trust", "untrust"),))))
>>> talk = pair.converse(("10.0.0.10", 40000), ("203.0.113.1", 80), at=0)
>>> pair.run(5_000)
>>> pair.crash(0)                       # the owner fails, and boots,
>>> pair.run(15_000)
>>> [firewall.mode for firewall in pair.firewalls]
['tentative', 'active_primary']
>>> pair.run(5_000)                     # while the network takes the way through the other one
>>> pair.finish(talk)
>>> pair.run(1_000)
>>> [(log.device, log.end_reason, log.inspected) for log in pair.logs()]
[(1, 'tcp-fin', False)]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.firewall import Firewall
from hamodel.reference.panos.hosts.conversation import converse
from hamodel.reference.panos.hosts.tcp_end import Address
from hamodel.reference.panos.links import HaLink, Links
from hamodel.reference.panos.network import Network, Talk
from hamodel.reference.panos.packets import Packet, Protocol, encode
from hamodel.reference.panos.settings import PairSettings
from hamodel.reference.panos.traffic_log import TrafficLog

TICK = 1_000
"""Milliseconds between two things that the hosts say."""


@dataclass(slots=True)
class Pair:
    """A pair that has formed: device 0 is active-primary, device 1 active-secondary, and each sees the other."""

    settings: PairSettings
    make_firewall: Callable[..., Firewall] = Firewall
    clock: Clock = field(default_factory=Clock)
    links: Links = field(init=False)
    network: Network = field(init=False)
    firewalls: tuple[Firewall, Firewall] = field(init=False)

    def __post_init__(self) -> None:
        clock, latency = self.clock, self.settings.latency
        self.links = Links(*(HaLink(name, clock, latency) for name in ("ha1", "ha2", "ha3")))
        self.network = Network(clock)
        self.firewalls = (self._firewall(0), self._firewall(1))
        self.network.firewalls += self.firewalls
        first, second = self.firewalls
        first.control.start("active_primary", True)
        second.control.start("active_secondary", True)
        first.control.hello()
        second.control.hello()
        clock.after(TICK, self._tick)
        self.run(TICK // 2)

    def run(self, milliseconds: int) -> None:
        """Time passes."""
        self.clock.run_until(self.clock.now + milliseconds)

    # --- packets ---

    def receive(self, device: int, packet: Packet, zone: str) -> None:
        """A single packet comes in at a firewall. Raises `ValueError` if it is none."""
        encode(packet)
        self.firewalls[device].receive(packet, zone)

    def converse(
        self, client: Address, server: Address, at: int, back_at: int | None = None, protocol: Protocol = "tcp"
    ) -> Talk:
        """A client in zone `trust` begins to talk to a server, which no other conversation has; see `Talk`."""
        if server[0] in self.network.talks or client in self.network.by_client:
            raise ValueError(f"{client[0]}:{client[1]} or {server[0]} has a conversation already: forget that one first")
        talk = Talk(converse(protocol, client, server), client, server, at, at if back_at is None else back_at)
        self.network.begin(talk)
        return talk

    def finish(self, talk: Talk) -> None:
        """The client ends the conversation in order."""
        talk.ending = True
        self.network.say(talk, talk.conversation.finish())

    def logs(self) -> list[TrafficLog]:
        """Of both firewalls, by time, then device."""
        return sorted((log for firewall in self.firewalls for log in firewall.dataplane.logs), key=lambda log: log.time)

    # --- faults and repairs ---

    def crash(self, device: int) -> None:
        """A firewall loses its power, and boots."""
        self.firewalls[device].crash()

    def monitor_fails(self, device: int) -> None:
        """A link or path that it monitors is down for a moment."""
        self.firewalls[device].control.monitor_fails()

    def dataplane_fails(self, device: int) -> None:
        """Its data plane is down, until `dataplane_recovers`."""
        self.firewalls[device].control.dataplane(up=False)

    def dataplane_recovers(self, device: int) -> None:
        """The data plane of a firewall works again."""
        self.firewalls[device].control.dataplane(up=True)

    def suspend(self, device: int) -> None:
        """The operator takes it out, until `make_functional`."""
        self.firewalls[device].control.suspend()

    def make_functional(self, device: int) -> None:
        """The operator ends the suspension of a firewall."""
        self.firewalls[device].control.make_functional()

    def cut(self, link: str) -> None:
        """A link is down, until `mend`."""
        self.links.named(link).cut()

    def mend(self, link: str) -> None:
        """The link carries messages again."""
        self.links.named(link).mend()

    # --- private ---

    def _firewall(self, device: int) -> Firewall:
        return self.make_firewall(device, self.clock, self.settings, self.links, self.network.emit)

    def _tick(self) -> None:
        self.network.tick()
        self.clock.after(TICK, self._tick)
