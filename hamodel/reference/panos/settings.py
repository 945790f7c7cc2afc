"""Settings: how a pair is configured; the names, ranges and defaults are those of a real device's high-availability settings."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from hamodel.reference.panos.nat import NatRule
from hamodel.reference.panos.policy import Policy

SECOND, MINUTE = 1_000, 60_000
YEAR = 365 * 24 * 60 * MINUTE
"""As long as never. Timers that may be so long are not a real device's settings."""


def _timer(default: Any, least: int, most: int) -> Any:
    """A field: its default, and the least and the most that it may be."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Timers:
    """Milliseconds. Raises `ValueError` for what a real device would not take: A.6."""

    hello: int = _timer(8_000, 8 * SECOND, 60 * SECOND)
    heartbeat: int = _timer(2_000, 1 * SECOND, 60 * SECOND)
    lost_heartbeats: int = _timer(3, 1, 100)  # so many in a row declare the peer failed
    promotion_hold: int = _timer(2_000, 0, 60 * SECOND)  # from the declaration until the promotion
    preemption_hold: int = _timer(1 * MINUTE, 1 * MINUTE, 60 * MINUTE)
    monitor_fail_hold_up: int = _timer(0, 0, 60 * SECOND)
    additional_master_hold_up: int = _timer(500, 0, 60 * SECOND)  # on top, on an active-primary only
    tentative_hold: int | None = _timer(60_000, 10 * SECOND, 600 * SECOND)  # None: disabled
    initial: int = _timer(15_000, 1, YEAR)  # how long a firewall that has booted looks for a peer; its length is not documented
    boot: int = _timer(3_000, 1, YEAR)
    flap_window: int = _timer(15 * MINUTE, 1, YEAR)
    retransmission: int = _timer(1_000, 1, YEAR)  # of session synchronisation
    tcp_session: int = _timer(3_600_000, 1, YEAR)
    udp_session: int = _timer(30_000, 1, YEAR)
    housekeeping: int = _timer(1_000, 100, 1 * MINUTE)  # between two looks for sessions that have aged out

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if not (each.name == "tentative_hold" and value is None):
                _within(f"timer `{each.name}`", value, each.metadata["least"], each.metadata["most"])


@dataclass(frozen=True, slots=True)
class PairSettings:
    """The same on both firewalls. Raises `ValueError` for what is out of range or has no meaning.

    `session_setup`: who sets a session up where the owner is who gets its first packet. `ip_modulo`: the parity of the source
    address; the sources also say source and destination. `synchronisation`: see `specs/panos/active_active.ha`.
    """

    owner_selection: Literal["first_packet", "primary_device"] = "first_packet"
    session_setup: Literal["ip_modulo", "first_packet"] = "ip_modulo"
    reverts: bool = True
    synchronisation: Literal["complete", "early", "one_way"] = "complete"
    preemptive: bool = False
    flap_max: int | None = 3  # None: as often as it likes
    policy: Policy = field(default_factory=lambda: Policy(()))
    nat: tuple[NatRule, ...] = ()
    timers: Timers = field(default_factory=Timers)
    latency: int = 1  # of each HA link
    hop_limit: int = 1  # a packet crosses HA3 once, then it is dropped: no firewall bounces it back

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"`{name}` is one of {', '.join(choices)}; not {getattr(self, name)!r}")
        if self.owner_selection == "primary_device" and self.session_setup != "ip_modulo":
            raise ValueError("`session_setup` is chosen only where `owner_selection` is first_packet: the primary sets all up")
        if self.flap_max is not None:
            _within("`flap_max`", self.flap_max, 1, 16)
        # Who asks its peer waits ten times as long as a frame needs, and asks again at the next housekeeping.
        _within("`latency`", self.latency, 1, (self.timers.housekeeping - 1) // 10)
        _within("`hop_limit`", self.hop_limit, 1, 255)
        for rule in self.nat:
            if len(rule.name.encode()) > 255:
                raise ValueError(f"the NAT rule `{rule.name[:20]}...` has a name of more than 255 bytes: a message has no room")


CHOICES = {
    "owner_selection": ("first_packet", "primary_device"),
    "session_setup": ("ip_modulo", "first_packet"),
    "synchronisation": ("complete", "early", "one_way"),
}


def _within(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ValueError(f"{what} is {value}: it must be at least {least} and at most {most}")
