"""Rules of PAN-OS pairs. Defaults count as if they were written: the loader leaves them out."""

from __future__ import annotations

from hamodel.audit.conditions import (
    Alike,
    Answer,
    Every,
    Evidence,
    Is,
    IsWritten,
    Judged,
    Matches,
    Not,
    OnBoth,
    Sides,
    Some,
    Truth,
    Unlike,
    placeholder,
)
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device

HA = "high-availability"
GROUP = f"{HA}/group"
ELECTION = f"{GROUP}/election-option"
AA = f"{GROUP}/mode/active-active"
OWNER = f"{AA}/session-owner-selection"
SETUP = f"{OWNER}/first-packet/session-setup"
PATHS = f"{GROUP}/monitoring/path-monitoring/path-group"
PATH_MONITORING = f"{GROUP}/monitoring/path-monitoring/enabled"
LINKS = f"{GROUP}/monitoring/link-monitoring"
FLOATING = f"{AA}/virtual-address/*/ip/*/floating"
HA1, BACKUP = f"{HA}/interface/ha1/port", f"{HA}/interface/ha1-backup/port"
HEARTBEATS = f"{ELECTION}/heartbeat-backup"
STATES, KEEP_ALIVE = f"{GROUP}/state-synchronization", f"{GROUP}/state-synchronization/ha2-keep-alive"
POOLS = tuple(f"nat/*/source-translation/{kind}/translated-address" for kind in ("dynamic-ip-and-port", "dynamic-ip"))
INTERFACE = "nat/*/source-translation/dynamic-ip-and-port/interface-address"
DYNAMIC = (*POOLS, f"{INTERFACE}/interface", f"{INTERFACE}/ip", f"{INTERFACE}/floating-ip")
BINDING = "nat/*/active-active-device-binding"
ROUTING = "routing/*/protocol/*/enable"

ON = Is(f"{HA}/enabled", ("yes",))


def _active_active(pair: Sides) -> Answer:
    seen = tuple(Evidence(device, f"{AA}/device-id", (), device.leaf(f"{AA}/device-id")) for device in pair.devices)
    return Answer(Truth.YES if all(map(active_active, pair.devices)) else Truth.NO, seen)


def active_active(device: Device) -> bool:
    """Whether anything of the mode active/active is written; the mode is active/passive where nothing is."""
    return any(leaf.setting.path.startswith(f"{AA}/") for leaf in device.leaves)


ACTIVE_ACTIVE = Judged((f"{AA}/device-id",), _active_active)
IN_AA, IN_AP = Every((ON, ACTIVE_ACTIVE)), Every((ON, Not(ACTIVE_ACTIVE)))
IN_BAND = "ethernet|ae"
MONITORS_LINKS = Every((Is(f"{LINKS}/enabled", ("yes",)), IsWritten(f"{LINKS}/link-group/*/interface")))
MONITORED_PATHS = tuple(
    f"{PATHS}/{kind}/*/{leaf}"
    for kind in ("virtual-router", "logical-router", "virtual-wire", "vlan")
    for leaf in ("destination-ip", "destination-ip-group/*/destination-ip")
)
MONITORS_PATHS = Every(
    (Is(f"{GROUP}/monitoring/path-monitoring/enabled", ("yes",)), Some(tuple(map(IsWritten, MONITORED_PATHS))))
)
MANAGEMENT = Some((Not(IsWritten(HA1)), Is(HA1, ("management",))))


def _pools(device: Device, binding: str) -> dict[str, list[Evidence]]:
    """The addresses that dynamic rules of one member translate to, and where they are written."""
    found: dict[str, list[Evidence]] = {}
    for names in device.names("nat/*"):
        if device.value(BINDING, names) == binding and device.value("nat/*/disabled", names) != "yes":
            for path in DYNAMIC:
                for leaf in device.all(path, names):
                    found.setdefault(leaf.value, []).append(Evidence(device, path, names, leaf))
    return found


def _no_twin(pair: Sides) -> Answer:
    seen = []
    for device in pair.devices:
        pools = [_pools(device, binding) for binding in ("0", "1")]
        if bool(pools[0]) != bool(pools[1]):
            seen += [each for pool in pools for found in pool.values() for each in found]
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


def _one_pool(pair: Sides) -> Answer:
    seen = []
    for device in pair.devices:
        first, second = _pools(device, "0"), _pools(device, "1")
        for address in first.keys() & second.keys():
            seen += [*first[address], *second[address]]
    undecided = any(each.leaf is not None and placeholder(each.leaf.value) for each in seen)
    return Answer(Truth.NO if not seen else Truth.UNDECIDED if undecided else Truth.YES, tuple(seen))


RULES = (
    AuditRule("PAN-01", "member", "warning",
         Every((ON, Not(IsWritten(BACKUP)), Some((Is(HEARTBEATS, ("no",)), MANAGEMENT)))),
         "there is one control path",
         "its loss alone makes two primaries: neither member hears the other, and each believes that it is alone",
         (LeafChange(BACKUP, "a port on other hardware than HA1's"),), hazards=("1",), source="H1, H2"),
    AuditRule("PAN-02", "member", "warning",
         Every((ON, Is(HEARTBEATS, ("no",)), Some((Matches(HA1, IN_BAND), Matches(BACKUP, IN_BAND))))),
         "HA1 is on a data port, without heartbeat backup",
         "a data plane that restarts takes HA1 with it; heartbeats over the management ports tell that from a dead member",
         (LeafChange(HEARTBEATS, "yes"),), hazards=("1",), source="H2"),
    AuditRule("PAN-03", "member", "note",
         Every((ON, Is(HEARTBEATS, ("yes",)), Not(IsWritten(BACKUP)), Not(MANAGEMENT))),
         "the heartbeat backup is the only second control path",
         "the members learn each other's management addresses over HA1: after a restart while HA1 is down there is none",
         (LeafChange(BACKUP, "a port on other hardware than HA1's"),), hazards=("2",), mark="K", source="K12"),
    AuditRule("PAN-04", "pair", "error",
         Every((ON, Unlike((f"{ELECTION}/preemptive",)))),
         "preemption is on at one member only",
         "it works only where both members have it: here it never happens, and nothing says so",
         (LeafChange(f"{ELECTION}/preemptive", "the same on both"),), source="S9, H1"),
    AuditRule("PAN-05", "pair", "error",
         Every((IN_AP, Is(f"{ELECTION}/preemptive", ("yes",)), Alike((f"{ELECTION}/device-priority",)))),
         "preemption is on, and both members have one priority",
         "no member is the better one: the lower HA1 MAC address decides when both start",
         (LeafChange(f"{ELECTION}/device-priority", "lower on the member that should be active"),), hazards=("N1",), source="H1"),
    AuditRule("PAN-06", "pair", "note",
         Every((IN_AP, OnBoth(Not(IsWritten(f"{ELECTION}/device-priority"))))),
         "no member has a priority",
         "both have 100: the lower HA1 MAC address decides which one is active",
         (LeafChange(f"{ELECTION}/device-priority", "lower on the member that should be active"),), hazards=("N1",), source="H1"),
    AuditRule("PAN-07", "pair", "error",
         Every((IN_AA, Alike((f"{AA}/device-id",)))),
         "both members have one device id",
         "both become non-functional", (LeafChange(f"{AA}/device-id", "0 on one member, 1 on the other"),), hazards=("10",),
         mark="K", source="K2"),
    AuditRule("PAN-08", "pair", "error",
         Every((ON, Unlike((
             f"{GROUP}/group-id", f"{STATES}/enabled", f"{STATES}/transport", f"{OWNER}/primary-device", f"{OWNER}/first-packet",
             f"{SETUP}/primary-device", f"{SETUP}/first-packet", f"{SETUP}/ip-modulo", f"{SETUP}/ip-hash",
             f"{SETUP}/ip-hash/hash-key")))),
         "the members are not the same in what must be equal",
         "a member that finds such a difference becomes non-functional", (LeafChange(f"{GROUP}/group-id", "the same on both"),),
         source="A.4"),
    AuditRule("PAN-09", "member", "warning",
         Every((ON, Not(MONITORS_LINKS), Not(MONITORS_PATHS))),
         "nothing watches the data path",
         "an uplink that dies is no reason to fail over: heartbeats go on",
         (LeafChange(f"{LINKS}/link-group/*/interface", "the uplinks"),), hazards=("N4",), source="H3"),
    AuditRule("PAN-10", "member", "note",
         Every((ON, Is(f"{STATES}/enabled", ("yes",)), Not(IsWritten(f"{HA}/interface/ha2-backup/port")))),
         "HA2 has no backup",
         "one link lost, and the other member has no new sessions",
         (LeafChange(f"{HA}/interface/ha2-backup/port", "a port on other hardware than HA2's"),), hazards=("20", "27")),
    AuditRule("PAN-11", "member", "warning",
         Every((ON, Is(f"{STATES}/enabled", ("yes",)), Is(f"{KEEP_ALIVE}/enabled", ("no",)))),
         "nobody notices a dead HA2 path whose link is up",
         "sessions are not synchronised, and no log says so",
         (LeafChange(f"{KEEP_ALIVE}/enabled", "yes"),), hazards=("27",), source="S16, K14"),
    AuditRule("PAN-12", "member", "warning",
         Every((IN_AA, Matches(f"{HA}/interface/ha3/port", "ethernet"))),
         "HA3 is one port",
         "HA3 has no backup link: its loss costs the active-secondary, and packets of sessions that the other owns",
         (LeafChange(f"{HA}/interface/ha3/port", "an aggregate (`ae1`)"),), hazards=("11", "33"), source="S7"),
)  # fmt: skip
