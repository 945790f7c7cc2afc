"""A flow, where it goes and its application -> the security rule that decides: the first that matches, in order.

NOTE(application): a rule may ask for an application, but what the application is shows only after some packets. Until then
a rule that allows counts as matching, so that these packets can pass, and a rule that denies does not. Whoever learns the
application (or learns that it is another one) asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network
from typing import Literal, TypeAlias

from hamodel.reference.panos.packets import Flow, Protocol

Action: TypeAlias = Literal["allow", "deny"]

UNDECIDED = frozenset({None, "incomplete", "insufficient-data"})
"""What an application is called while it is not known."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Matches what it names; `None` is any. Networks are written as `10.0.0.0/8`, ports are of the destination."""

    name: str
    action: Action
    from_zone: str | None = None
    to_zone: str | None = None
    source: str | None = None
    destination: str | None = None
    protocol: Protocol | None = None
    port: int | range | None = None
    application: str | None = None

    def __post_init__(self) -> None:
        """Raises `ValueError` for a network that is none, here and not at the first packet."""
        for network in (self.source, self.destination):
            if network is not None:
                IPv4Network(network)


WITHIN_A_ZONE = Rule("intrazone-default", "allow")
BETWEEN_ZONES = Rule("interzone-default", "deny")


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules in the order in which they are asked."""

    rules: Sequence[Rule]
    _decided: dict[tuple[Flow, str, str | None], Rule] = field(init=False, repr=False, compare=False, default_factory=dict)

    def match(self, flow: Flow, to_zone: str, application: str | None) -> Rule:
        """The rule that decides; one of the two defaults if none of the rules does."""
        asked = (flow, to_zone, application)
        rule = self._decided.get(asked)
        if rule is None:
            if len(self._decided) >= _REMEMBERED:
                self._decided.clear()
            rule = self._decided[asked] = self._first(flow, to_zone, application)
        return rule

    def _first(self, flow: Flow, to_zone: str, application: str | None) -> Rule:
        for rule in self.rules:
            if _matches(rule, flow, to_zone) and _fits(rule, application):
                return rule
        return WITHIN_A_ZONE if flow.zone == to_zone else BETWEEN_ZONES


_REMEMBERED = 10_000


def _matches(rule: Rule, flow: Flow, to_zone: str) -> bool:
    return (
        rule.from_zone in (None, flow.zone)
        and rule.to_zone in (None, to_zone)
        and rule.protocol in (None, flow.protocol)
        and (rule.port is None or flow.destination_port in (rule.port if isinstance(rule.port, range) else (rule.port,)))
        and (rule.source is None or belongs(flow.source, rule.source))
        and (rule.destination is None or belongs(flow.destination, rule.destination))
    )


def _fits(rule: Rule, application: str | None) -> bool:
    """NOTE(application)"""
    if rule.application is None:
        return True
    if application in UNDECIDED:
        return rule.action == "allow"
    return rule.application == application


@lru_cache(maxsize=16384)
def belongs(address: str, network: str) -> bool:
    """Is the address one of the network's?"""
    return IPv4Address(address) in IPv4Network(network)
