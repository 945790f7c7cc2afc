"""A flow and a device -> the source address and port that it gets from a pool that is bound to this device.

Dynamic-IP-and-port source translation. A rule is bound to one device of the pair, and only the rules that are bound to the
device that owns the session are asked: the others are as if they were not there, also when their device is dead. Nothing
reserves an address and port across the pair: what is in use is what the caller knows to be.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network
from typing import Literal, TypeAlias

from hamodel.reference.panos.packets import Flow, Packet
from hamodel.reference.panos.policy import belongs

Device: TypeAlias = Literal[0, 1]


@dataclass(frozen=True, slots=True)
class NatRule:
    """Translates what goes from a zone to a zone, from a network (`None` is any), to a pool of addresses and ports."""

    name: str
    device: Device
    from_zone: str
    to_zone: str
    source: str | None
    pool: Sequence[str]
    ports: range = range(1024, 65536)

    def __post_init__(self) -> None:
        """Raises `ValueError` for a network, an address or a port that is none."""
        if self.source is not None:
            IPv4Network(self.source)
        for address in self.pool:
            IPv4Address(address)
        if self.ports and not 0 < min(self.ports[0], self.ports[-1]) <= max(self.ports[0], self.ports[-1]) < 65536:
            raise ValueError(f"NAT rule `{self.name}`: ports are 1 to 65535, not {self.ports}")


@dataclass(frozen=True, slots=True)
class Translation:
    """The source address and port on the wire, and the name of the rule that gave them."""

    address: str
    port: int
    rule: str


@dataclass(frozen=True, slots=True)
class NoRule:
    """None of the rules that are bound to the device speaks of the flow."""


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The first rule that matches has no address and port left. Later rules are not asked."""

    rule: str


Allocation: TypeAlias = Translation | NoRule | Exhausted


def allocate(
    rules: Sequence[NatRule], device: int, flow: Flow, to_zone: str, in_use: Collection[tuple[str, int]]
) -> Allocation:
    """The first address and port of the pool that is not in use. Give `in_use` as a set or a mapping if it is large."""
    for rule in rules:
        if rule.device == device and _matches(rule, flow, to_zone):
            for address in rule.pool:
                for port in rule.ports:
                    if (address, port) not in in_use:
                        return Translation(address, port, rule.name)
            return Exhausted(rule.name)
    return NoRule()


def translate(packet: Packet, translation: Translation) -> Packet:
    """A packet of the client, as it leaves."""
    return replace(packet, source=translation.address, source_port=translation.port)


def untranslate(packet: Packet, original: Flow) -> Packet:
    """A packet of the server, as the client gets it: `original` is the client's flow before translation."""
    return replace(packet, destination=original.source, destination_port=original.source_port)


def _matches(rule: NatRule, flow: Flow, to_zone: str) -> bool:
    return (
        rule.from_zone == flow.zone and rule.to_zone == to_zone and (rule.source is None or belongs(flow.source, rule.source))
    )
