"""Pair: two firewalls, the links between them and the network around them, driven from outside; nothing in it knows chance.

Everything that can be done to a pair is a method: packets, faults, repairs, and time that passes. Between two calls the pair
stands still; it never waits on anything but its own clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hamodel.reference.clock import Clock
from hamodel.reference.firewall import Firewall, Links
from hamodel.reference.links import Link
from hamodel.reference.network import Network
from hamodel.reference.packets import Packet, flow_of
from hamodel.reference.settings import Settings

TICK = 1_000
"""Milliseconds between two things that the hosts say."""


@dataclass(slots=True)
class _Box:
    """A firewall's ports on the network."""

    firewall: Firewall

    def takes_packets(self) -> bool:
        return self.firewall.active or self.firewall.mode == "tentative"

    def receive(self, packet: Packet, zone: str) -> None:
        if self.firewall.control.powered:
            self.firewall.dataplane.receive(packet, zone)

    def owns(self, packet: Packet, zone: str) -> bool:
        session = self.firewall.dataplane.table.find(flow_of(packet, zone))
        return session is not None and session.owner == self.firewall.device


@dataclass(slots=True)
class Pair:
    """A pair that has formed: device 0 is active-primary, device 1 active-secondary, and each sees the other."""

    settings: Settings
    make_firewall: Callable[..., Firewall] = Firewall
    clock: Clock = field(default_factory=Clock)
    links: Links = field(init=False)
    network: Network = field(init=False)
    firewalls: tuple[Firewall, Firewall] = field(init=False)

    def __post_init__(self) -> None:
        clock, latency = self.clock, self.settings.latency
        self.links = Links(*(Link(name, clock, latency) for name in ("ha1", "ha2", "ha3")))
        self.network = Network(clock)
        self.firewalls = (self._firewall(0), self._firewall(1))
        self.network.boxes += [_Box(firewall) for firewall in self.firewalls]
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

    def _firewall(self, device: int) -> Firewall:
        return self.make_firewall(device, self.clock, self.settings, self.links, self.network.emit)

    def _tick(self) -> None:
        self.network.tick()
        self.clock.after(TICK, self._tick)
