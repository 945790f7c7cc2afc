"""Settings: how a pair is configured; the names, ranges and defaults are those of a real device's high-availability settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hamodel.reference.panos.nat import NatRule
from hamodel.reference.panos.policy import Policy

SECOND, MINUTE = 1_000, 60_000


@dataclass(frozen=True, slots=True)
class Timers:
    """Milliseconds. Raises `ValueError` for what a real device would not take: A.6."""

    hello: int = 8_000
    heartbeat: int = 2_000
    lost_heartbeats: int = 3  # so many in a row declare the peer failed
    promotion_hold: int = 2_000  # from the declaration until the promotion
    preemption_hold: int = 1 * MINUTE
    monitor_fail_hold_up: int = 0
    additional_master_hold_up: int = 500  # on top, on an active-primary only
    tentative_hold: int | None = 60_000  # None: disabled
    initial: int = 15_000  # how long a firewall that has booted looks for a peer; its length is not documented
    boot: int = 3_000
    flap_window: int = 15 * MINUTE
    retransmission: int = 1_000  # of session synchronisation
    tcp_session: int = 3_600_000
    udp_session: int = 30_000
    housekeeping: int = 1_000  # between two looks for sessions that have aged out

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            value = getattr(self, name)
            if not (name == "tentative_hold" and value is None):
                _within(f"timer `{name}`", value, least, most)


RANGES = {
    "hello": (8 * SECOND, 60 * SECOND),
    "heartbeat": (1 * SECOND, 60 * SECOND),
    "lost_heartbeats": (1, 100),
    "promotion_hold": (0, 60 * SECOND),
    "preemption_hold": (1 * MINUTE, 60 * MINUTE),
    "monitor_fail_hold_up": (0, 60 * SECOND),
    "additional_master_hold_up": (0, 60 * SECOND),
    "tentative_hold": (10 * SECOND, 600 * SECOND),
    **dict.fromkeys(("initial", "boot", "flap_window", "retransmission"), (1, 365 * 24 * 60 * MINUTE)),
    **dict.fromkeys(("tcp_session", "udp_session"), (1, 365 * 24 * 60 * MINUTE)),
    "housekeeping": (100, 1 * MINUTE),
}
"""The least and the most that a timer may be; those of the last lines are not a device's: never is a year."""


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
