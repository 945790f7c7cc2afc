"""Settings: how a pair is configured; the names, ranges and defaults are those of a real device's high-availability settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hamodel.reference.nat import NatRule
from hamodel.reference.policy import Policy


@dataclass(frozen=True, slots=True)
class Timers:
    """Milliseconds."""

    hello: int = 8_000
    heartbeat: int = 2_000
    lost_heartbeats: int = 3  # so many in a row declare the peer failed
    promotion_hold: int = 2_000  # from the declaration until the promotion
    preemption_hold: int = 60_000
    monitor_fail_hold_up: int = 0
    additional_master_hold_up: int = 500  # on top, on an active-primary only
    tentative_hold: int = 60_000
    initial: int = 15_000  # how long a firewall that has booted looks for a peer; its length is not documented
    boot: int = 3_000
    flap_window: int = 15 * 60_000
    retransmission: int = 1_000  # of session synchronisation
    tcp_session: int = 3_600_000
    udp_session: int = 30_000
    housekeeping: int = 1_000  # between two looks for sessions that have aged out


@dataclass(frozen=True, slots=True)
class Settings:
    """The same on both firewalls.

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
