"""Rules of pairs of Kea servers."""

from __future__ import annotations

from hamodel.audit.conditions import (
    Answer,
    Every,
    Evidence,
    Is,
    IsWritten,
    Judged,
    Not,
    SameOnBoth,
    Sides,
    Some,
    Truth,
    Unlike,
    placeholder,
)
from hamodel.audit.rule import AuditRule, LeafChange

PAIR = "high-availability/*"
NAME, MODE, UNACKED = f"{PAIR}/this-server-name", f"{PAIR}/mode", f"{PAIR}/max-unacked-clients"
TIMERS = ("heartbeat-delay", "max-response-delay", "max-ack-delay", "sync-timeout")
LIMITS = ("max-unacked-clients", "max-rejected-lease-updates", "delayed-updates-limit")
SWITCHES = ("send-lease-updates", "sync-leases", "wait-backup-ack")
OF_PEERS = ("url", "role", "auto-failover")
EQUAL = (
    *(f"{PAIR}/{leaf}" for leaf in ("mode", *TIMERS, *LIMITS, *SWITCHES)),
    *(f"{PAIR}/peers/*/{leaf}" for leaf in OF_PEERS),
)


def _strangers(pair: Sides) -> Answer:
    """Of two servers: they have no relationship in common, since the names of their peers are not the same. Told once."""
    first, second = (device.names(PAIR) for device in pair.devices)
    paths = [(device, names) for device, found in zip(pair.devices, (first, second), strict=True) for names in found]
    seen = tuple(Evidence(device, NAME, names, device.leaf(NAME, names)) for device, names in paths)
    if not first or not second or set(first) & set(second) or pair.names != first[0]:
        return Answer(Truth.NO, seen)
    return Answer(Truth.UNDECIDED if any(placeholder(names[0]) for _, names in paths) else Truth.YES, seen)


STRANGERS = Judged((NAME, f"{PAIR}/peers/*/name"), _strangers)

RULES = (
    AuditRule("KEA-01", "pair", "error",
         Some((STRANGERS, Every((IsWritten(MODE), Some((Unlike(EQUAL), SameOnBoth((NAME,)))))))),
         "the servers are not set up as one pair",
         "all but `this-server-name` must be the same on both: else both can answer for one pool, or neither does",
         (LeafChange(NAME, "the server's own name, another on each"), LeafChange(MODE, "the same on both"),
          LeafChange(f"{PAIR}/peers/*/url", "the same on both")), each=PAIR, source="Kea manual"),
    AuditRule("KEA-02", "member", "warning",
         Every((IsWritten(MODE), Is(UNACKED, ("0",)), Not(Is(MODE, ("passive-backup",))))),
         "a lost connection is taken for a dead partner",
         "both servers then answer for one pool, and give one address to two clients",
         (LeafChange(UNACKED, "5 or more"),), each=PAIR, source="Kea manual"),
)  # fmt: skip
