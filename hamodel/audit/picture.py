"""Two members -> what a picture of the pair shows: of each what it is by its files, and the links between, what is single.

Which links a vendor's pair has is a table of leaves. Whether one is single is not said here a second time: the rules say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from hamodel.audit.conditions import Condition, Is, Sides, Truth, ask
from hamodel.audit.rules import checkpoint
from hamodel.audit.rules.known import rules_of
from hamodel.audit.rules.protocols import conntrackd
from hamodel.audit.showing import Showing
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

MOST_FACTS = 3


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A link that a vendor's members have, with what goes over it.

    `paths`: the leaves that say where, by what each `shows`: its value, the name that stands in its path, or both. `over`: where,
    if no leaf says so. `single`: the rules that find that it is. `when`: of a member, whether it is in use. `named`: where the
    files of both members say all, what the names of each begin with. `having`: only leaves with this word in their values count.
    """

    name: str
    carries: str
    paths: tuple[str, ...]
    single: tuple[str, ...] = ()
    shows: Literal["value", "name", "both"] = "value"
    over: str = ""
    when: Condition | None = None
    named: tuple[str, ...] = ("", "")
    having: str = ""


@dataclass(frozen=True, slots=True)
class PairLink:
    """A link of a pair. `ports`: of each member, where it goes. `rules`: those that find that it is single, for sure or (`sure`
    False) if a value that is still to be filled in is such, or nothing stands in what is cut."""

    kind: LinkKind
    ports: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...]
    sure: bool


HA, SYNC = "high-availability", "system/standalone-cluster"
STATES = f"{HA}/group/state-synchronization/enabled"

LINKS: Mapping[str, tuple[LinkKind, ...]] = MappingProxyType(
    {
        "panos": (
            LinkKind("HA1", "control", (f"{HA}/interface/ha1/port", f"{HA}/interface/ha1-backup/port"), ("PAN-01",)),
            LinkKind("heartbeats", "backup", (f"{HA}/group/election-option/heartbeat-backup",), over="management",
                     when=Is(f"{HA}/group/election-option/heartbeat-backup", ("yes",))),
            LinkKind("HA2", "sessions", (f"{HA}/interface/ha2/port", f"{HA}/interface/ha2-backup/port"), ("PAN-10",),
                     when=Is(STATES, ("yes",))),
            LinkKind("HA3", "packets", (f"{HA}/interface/ha3/port",), ("PAN-12",)),
        ),
        "fortios": (
            LinkKind("hbdev", "heartbeats, synchronisation", ("system/ha/hbdev/*", "system/ha/backup-hbdev"), ("FGT-01",),
                     shows="name"),
            LinkKind("session sync", "", ("system/ha/session-sync-dev", f"{SYNC}/session-sync-dev")),
        ),
        "keepalived": (
            LinkKind("VRRP", "adverts", ("vrrp_instance/*/interface",)),
            LinkKind("conntrackd", "states", conntrackd.INTERFACES, ("CT-03",)),
        ),
        "vyos": (
            LinkKind("VRRP", "adverts", (f"{HA}/vrrp/group/*/interface",)),
            LinkKind("conntrack-sync", "states", ("service/conntrack-sync/interface/*",), ("VY-15",), shows="name"),
        ),
        "junos": (
            LinkKind("control", "", ("chassis/cluster/control-ports/fpc/*/port",), shows="both"),
            LinkKind("fabric", "sessions, packets", ("interfaces/*/fabric-options/member-interfaces",), ("SRX-01",), shows="both",
                     named=("fab0", "fab1")),
            LinkKind("peer", "control and sessions", ("chassis/high-availability/peer-id/*/interface",)),
        ),
        "asa": (
            LinkKind("failover", "hellos, configuration", ("failover/lan/interface/*",), ("ASA-08",)),
            LinkKind("state", "sessions", ("failover/link/*",)),
        ),
        "openbsd": (
            LinkKind("carp", "adverts", ("carp/*/carpdev",)),
            LinkKind("pfsync", "states", ("pfsync/*/syncdev",)),
        ),
        "pfsense": (
            LinkKind("CARP", "adverts", ("virtualip/vip/*/interface",)),
            LinkKind("pfsync", "states", ("hasync/pfsyncinterface",)),
        ),
        "opnsense": (
            LinkKind("CARP", "adverts", ("virtualip/vip/*/interface",)),
            LinkKind("pfsync", "states", ("hasync/pfsyncinterface",)),
        ),
        "f5": (
            LinkKind("network failover", "hellos", ("cm/device/*/unicast-address/ip",), ("F5-01",)),
            LinkKind("mirroring", "connections", ("cm/device/*/mirror-ip", "cm/device/*/mirror-secondary-ip")),
        ),
        "mikrotik": (LinkKind("VRRP", "adverts", ("interface/vrrp/*/interface",)),),
        "ios": (LinkKind("hellos", "HSRP, VRRP", ("interface/*/standby/*/ip", "interface/*/vrrp/*/ip"), shows="name"),),
        "checkpoint": (
            LinkKind("CCP", "health", (checkpoint.KIND,), shows="name", having="cluster"),
            LinkKind("sync", "states", (checkpoint.KIND,), ("CP-03",), shows="name", having="sync"),
        ),
        "kea": (LinkKind("HTTP", "heartbeats, leases", (f"{HA}/*/mode",), over="the network"),),
    }
)  # fmt: skip

FACTS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "panos": (
            ("device id", f"{HA}/group/mode/active-active/device-id"),
            ("priority", f"{HA}/group/election-option/device-priority"),
            ("preemptive", f"{HA}/group/election-option/preemptive"),
        ),
        "fortios": (("mode", "system/ha/mode"), ("priority", "system/ha/priority"), ("override", "system/ha/override")),
        "keepalived": (("starts as", "vrrp_instance/*/state"), ("priority", "vrrp_instance/*/priority")),
        "vyos": (("priority", f"{HA}/vrrp/group/*/priority"),),
        "junos": (("local id", "chassis/high-availability/local-id"),),
        "asa": (("unit", "failover/lan/unit"),),
        "openbsd": (("advskew", "carp/*/advskew"), ("preempt", "sysctl/net.inet.carp.preempt")),
        "pfsense": (("advskew", "virtualip/vip/*/advskew"),),
        "opnsense": (("advskew", "virtualip/vip/*/advskew"), ("disablepreempt", "hasync/disablepreempt")),
        "f5": (("network failover", "cm/device-group/*/network-failover"),),
        "mikrotik": (("priority", "interface/vrrp/*/priority"), ("preemption", "interface/vrrp/*/preemption-mode")),
        "ios": (("HSRP priority", "interface/*/standby/*/priority"), ("VRRP priority", "interface/*/vrrp/*/priority")),
        "checkpoint": (("priority", "object/member/priority"), ("mode", "object/cluster-mode")),
        "kea": (("mode", f"{HA}/*/mode"),),
    }
)
"""What a member is by its files: a word, and the leaf."""


def facts(device: Device, showing: Showing) -> list[str]:
    """What a member is, in short: `priority 200`. What its files leave to a default, they leave to it."""
    found = []
    for word, path in FACTS.get(device.vendor, ()):
        leaf = device.leaf(path) if "*" not in path else None
        leaves: Sequence[Leaf] = device.all(path) if leaf is None else [leaf]
        values = list(dict.fromkeys(showing.value(each) for each in leaves))
        if values:
            more = f" and {len(values) - MOST_FACTS} more" if len(values) > MOST_FACTS else ""
            found.append(f"{word} {', '.join(values[:MOST_FACTS])}{more}")
    return found


def links(devices: Sequence[Device], showing: Showing) -> Iterator[PairLink]:
    """The links that the files of a pair name."""
    vendor = devices[0].vendor
    rules = {rule.id: rule for rule in rules_of(vendor)}
    for kind in LINKS.get(vendor, ()):
        ports = tuple(_ports(kind, device, name, showing) for device, name in zip(devices, kind.named, strict=True))
        if not any(ports):
            continue
        found = []
        for id in kind.single:
            groups = [devices] if rules[id].about == "pair" else [[device] for device in devices]
            found += [(id, ask(rules[id].condition, Sides(tuple(group))).truth) for group in groups]
        whole = not any(device.cuts for device in devices)
        sure = dict.fromkeys(id for id, truth in found if truth is Truth.YES and whole)
        maybe = dict.fromkeys(id for id, truth in found if truth is not Truth.NO)
        yield PairLink(kind, ports, tuple(sure or maybe), bool(sure))


def _ports(kind: LinkKind, device: Device, named: str, showing: Showing) -> tuple[str, ...]:
    if kind.when is not None and ask(kind.when, Sides((device,))).truth is Truth.NO:
        return ()
    if kind.over:
        return (kind.over,) if any(device.leaf(path) is not None for path in kind.paths) else ()
    found: dict[str, None] = {}
    for path in kind.paths:
        usual = device.leaf(path) if "*" not in path else None
        for leaf in device.all(path) or ([usual] if usual is not None else []):
            names = [word for word, wanted in zip(leaf.path, path.split("/"), strict=True) if wanted == "*"]
            if kind.having in leaf.value.lower() and (not named or (names and names[0].startswith(named))):
                found[_shown(kind, [showing.text(name) for name in names], showing.value(leaf))] = None
    return tuple(port for port in found if port.strip())


def _shown(kind: LinkKind, names: Sequence[str], value: str) -> str:
    if kind.shows == "name" and names:
        return names[0]
    return " ".join([*names, value]) if kind.shows == "both" else value
