"""Rules of Cisco ASA: failover pairs, and clusters."""

from __future__ import annotations

import ipaddress
import re

from hamodel.audit.conditions import (
    Answer,
    Every,
    Evidence,
    Is,
    IsWritten,
    Judged,
    Matches,
    Not,
    SameOnBoth,
    Sides,
    Some,
    Truth,
    Unlike,
    placeholder,
)
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device

UNIT, LAN, LINK = "failover/lan/unit", "failover/lan/interface/*", "failover/link/*"
KEYS = ("failover/key", "failover/ipsec/pre-shared-key")
TIMES = ("failover/polltime", "failover/polltime/unit", "failover/polltime/interface")
NAME, ADDRESS = "interface/*/nameif", "interface/*/ip/address"
WATCHED = "monitor-interface/*"
PREEMPT = "failover/group/*/preempt"
CLUSTER = "cluster/group/*"
POOL, OBJECTS = "pat-pool", tuple(f"object/network/*/{kind}" for kind in ("host", "range", "subnet"))
MACS = ("failover/mac/address/*", "failover/group/*/mac/address/*", "interface/*/mac-address")
HTTP = ("failover/replication/http", "failover/group/*/replication/http")

ON = Is("failover", ("yes",))
PHYSICAL = r"(?i)(?:gi|g\d|te|tw|fa|f\d|et|e\d|hu|fo|ma|m\d)"
"""How the names of single ports begin; those of redundant interfaces and port-channels begin otherwise."""


def _one_port(pair: Sides) -> Answer:
    """Whether sessions go over the failover link."""
    seen: list[Evidence] = []
    for device in pair.devices:
        for link in device.all(LINK):
            for lan in device.all(LAN):
                if link.path[-1] == lan.path[-1] or link.value.lower() == lan.value.lower():
                    seen += [Evidence(device, LINK, (link.path[-1],), link), Evidence(device, LAN, (lan.path[-1],), lan)]
    return Answer(_truth(seen), tuple(seen))


def _unwatched(pair: Sides) -> Answer:
    """Whether a subinterface with a name is not monitored."""
    seen: list[Evidence] = []
    for device in pair.devices:
        watched = {leaf.path[-1] for leaf in device.all(WATCHED) if leaf.value == "yes"}
        for leaf in device.all(NAME):
            if "." in leaf.path[1] and leaf.value and leaf.value not in watched and not placeholder(leaf.value):
                seen.append(Evidence(device, NAME, (leaf.path[1],), leaf))
    return Answer(_truth(seen), tuple(seen))


def _returns_dropped(pair: Sides) -> Answer:
    """Whether there are groups, and ways out by two interfaces that take none of each other's packets."""
    seen: list[Evidence] = []
    for device in pair.devices:
        groups = device.names("failover/group/*") or device.names("context/*/join-failover-group")
        routes = {leaf.value: leaf for leaf in device.all("default-route")}
        if groups and len(routes) > 1 and not device.all("interface/*/asr-group"):
            seen += [Evidence(device, "default-route", (), leaf) for leaf in routes.values()]
    return Answer(_truth(seen), tuple(seen))


def _takes_back_early(pair: Sides) -> Answer:
    """Whether a group is taken back at once, and routes are learned."""
    seen = [
        Evidence(device, PREEMPT, (leaf.path[2],), leaf)
        for device in pair.devices
        for leaf in device.all(PREEMPT)
        if leaf.value in ("yes", "0") and device.all("dynamic-routing")
    ]
    return Answer(_truth(seen), tuple(seen))


def _keys_unlike(pair: Sides) -> Answer:
    """Whether one member has a key and the other has none, or both have one in clear text, and not the same."""
    seen: list[Evidence] = []
    for path in KEYS:
        each = [Evidence(device, path, (), device.leaf(path)) for device in pair.devices]
        values = [evidence.leaf.value if evidence.leaf is not None else "" for evidence in each]
        clear = not any(placeholder(value) or re.match(r"\*|[68] ", value) for value in values)
        if bool(values[0]) != bool(values[-1]) or (clear and values[0] != values[-1]):
            seen += each
    return Answer(_truth(seen), tuple(seen))


def _times_unlike(pair: Sides) -> Answer:
    """Whether hellos are sent, or are missed, in unlike times."""
    seen: list[Evidence] = []
    for paths in (TIMES[:2], TIMES[2:]):
        each = [_written(device, paths) for device in pair.devices]
        polls, holds = zip(*(_times(evidence.leaf.value if evidence.leaf is not None else "") for evidence in each), strict=True)
        if _apart(polls) or _apart(holds):
            seen += each
    return Answer(_truth(seen), tuple(seen))


def _written(device: Device, paths: tuple[str, ...]) -> Evidence:
    """The path of several that is written, else the last one with its default."""
    path = next((path for path in paths if device.all(path)), paths[-1])
    return Evidence(device, path, (), device.leaf(path))


def _times(value: str) -> tuple[float | None, float | None]:
    """Seconds between hellos, and until they are missed: `msec 500 holdtime 3`."""
    poll, _, hold = value.partition("holdtime")
    return _seconds(poll), _seconds(hold)


def _seconds(text: str) -> float | None:
    found = re.fullmatch(r"\s*(msec\s+)?(\d+)\s*", text)
    return None if found is None else float(found[2]) / (1000 if found[1] else 1)


def _apart(values: tuple[float | None, ...]) -> bool:
    return None not in values and len(set(values)) > 1


def _small_pool(pair: Sides) -> Answer:
    """Whether members of a cluster share a pool that has fewer addresses than there are members."""
    seen: list[Evidence] = []
    for device in pair.devices:
        for leaf in device.all(POOL):
            sizes = [size for path in OBJECTS for each in device.all(path, (leaf.value,)) if (size := _size(each.value))]
            if sizes and sum(sizes) < len(pair.devices):
                seen.append(Evidence(device, POOL, (), leaf))
    return Answer(_truth(seen), tuple(seen))


def _size(addresses: str) -> int | None:
    """How many addresses `A`, `A B` or `A MASK` stands for; None if that cannot be told."""
    try:
        words = addresses.split()
        if len(words) == 1 and "/" not in words[0]:
            return 1 if ipaddress.ip_address(words[0]) else None
        if len(words) == 2 and words[1].startswith("255."):
            return ipaddress.ip_network("/".join(words), strict=False).num_addresses
        if len(words) == 2:
            return int(ipaddress.ip_address(words[1])) - int(ipaddress.ip_address(words[0])) + 1
        return ipaddress.ip_network(words[0], strict=False).num_addresses
    except (ValueError, IndexError):
        return None


def _truth(found: list[Evidence]) -> Truth:
    return Truth.YES if found else Truth.NO


RULES = (
    AuditRule("ASA-01", "pair", "error",
         Every((ON, SameOnBoth((UNIT,)))),
         "both members are the primary, or both the secondary",
         "both use the same addresses, of networks and of hardware",
         (LeafChange(UNIT, "primary on one, secondary on the other"),), source="AS1"),
    AuditRule("ASA-02", "member", "warning",
         Every((ON, Not(IsWritten(LINK)))),
         "sessions are not replicated",
         "all of them end when the other member takes over", (LeafChange(LINK, "a port of its own"),), hazards=("20",),
         source="AS1"),
    AuditRule("ASA-03", "member", "note",
         Every((ON, Judged((LINK, LAN), _one_port))),
         "sessions are replicated over the failover link",
         "many sessions delay the hellos on it", (LeafChange(LINK, "a port of its own"),), mark="I", source="H.4"),
    AuditRule("ASA-04", "member", "warning",
         Every((
             ON, Matches(NAME, "."), Matches(ADDRESS, r"\d"), Not(Matches(ADDRESS, r".*\bst")),
             Not(Is("interface/*/shutdown", ("yes",))), Not(Is("interface/*/management-only", ("yes",))))),
         "an interface has no standby address",
         "it cannot be tested against the other member: that its path is dead is no reason to fail over",
         (LeafChange(ADDRESS, "with `standby` and an address of the same network"),), each="interface/*", hazards=("N4",),
         mark="K", source="AS2"),
    AuditRule("ASA-05", "member", "warning",
         Every((ON, Judged((NAME, WATCHED), _unwatched))),
         "a subinterface is not monitored",
         "that its VLAN is lost is no reason to fail over: only physical interfaces are monitored by themselves",
         (LeafChange(WATCHED, "yes, for each subinterface"),), hazards=("N4",), source="AS3"),
    AuditRule("ASA-06", "member", "note",
         Every((ON, IsWritten(LINK), *(Not(Is(path, ("yes",))) for path in HTTP))),
         "HTTP sessions are not replicated",
         "they end when the other member takes over", (LeafChange(HTTP[0], "yes"),), hazards=("20",), source="AS3"),
    AuditRule("ASA-07", "member", "warning",
         Every((ON, *(Not(IsWritten(path)) for path in KEYS))),
         "the failover link is not encrypted",
         "all of the configuration crosses it, with its secrets in clear text", (LeafChange(KEYS[1], "a long secret"),), mark="M",
         source="H.4"),
    AuditRule("ASA-08", "member", "warning",
         Every((ON, Matches(LAN, PHYSICAL))),
         "the failover link is one port",
         "when it is lost no failover is possible until it is back: the next failure has no survivor",
         (LeafChange(LAN, "a redundant interface, or a port-channel"),), hazards=("N12", "49"), source="AS1"),
    AuditRule("ASA-09", "member", "warning",
         Every((ON, Judged(
             ("default-route", "failover/group/*/primary", "failover/group/*/secondary", "context/*/join-failover-group",
              "interface/*/asr-group"),
             _returns_dropped))),
         "there are two ways out, and groups that are active on both members",
         "an answer that comes back by the other way is dropped, without any fault",
         (LeafChange("interface/*/asr-group", "the same number on both interfaces"),), hazards=("26",), source="C4"),
    AuditRule("ASA-10", "member", "warning",
         Every((ON, Judged((PREEMPT, "dynamic-routing"), _takes_back_early))),
         "a member takes its group back at once, and learns its routes",
         "it is active before it has them", (LeafChange(PREEMPT, "seconds that routing takes to settle"),), hazards=("43",),
         mark="I", source="C4, C5"),
    AuditRule("ASA-11", "pair", "error",
         Every((ON, Some((
             Unlike((LAN, LINK, "failover/interface/ip/*")), Judged(KEYS, _keys_unlike), Judged(TIMES, _times_unlike))))),
         "the members have unlike links, keys or times",
         "the link does not come up, or one gives the other up while that one is content",
         (LeafChange("failover/interface/ip/*", "the same on both"),), hazards=("N2", "N14"), source="AS1"),
    AuditRule("ASA-12", "member", "note",
         Every((ON, *(Not(IsWritten(path)) for path in MACS), Not(Is("mac-address/auto", ("yes",))))),
         "MAC addresses are those of the primary's hardware",
         "a secondary that starts alone has its own: they change under all neighbours when the primary comes",
         (LeafChange(MACS[0], "an active and a standby address for each interface"),), hazards=("N13",), source="AS1"),
    AuditRule("ASA-13", "pair", "error",
         Every((Is(f"{CLUSTER}/enable", ("yes",)), Judged((POOL, *OBJECTS), _small_pool))),
         "a pool has fewer addresses than the cluster has members",
         "a member without an address drops new sessions, also where others have free ports",
         (LeafChange(OBJECTS[1], "an address for each member at least"),), hazards=("48",), source="C1, C3"),
    AuditRule("ASA-14", "member", "warning",
         Every((Is(f"{CLUSTER}/enable", ("yes",)), Is(f"{CLUSTER}/health-check", ("no",)))),
         "members of the cluster are not watched",
         "one that is dead stays a member, and sessions go on being sent to it", (LeafChange(f"{CLUSTER}/health-check", "yes"),),
         source="AS4"),
)  # fmt: skip
