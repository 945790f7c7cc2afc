"""Rules of pfSense pairs, and those that OPNsense pairs have too."""

from __future__ import annotations

import ipaddress

from hamodel.audit.conditions import (
    Answer,
    Below,
    Condition,
    Every,
    Evidence,
    Is,
    IsWritten,
    Judged,
    Matches,
    Not,
    OnBoth,
    Sides,
)
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.audit.rules.protocols.carp import ON, TOP_OF_SKEW, CarpPaths, answer, shared_rules
from hamodel.vendors.device import Device

AT = CarpPaths(
    "virtualip/vip/*", "interface", "password", ("subnet",), pfsync="hasync/pfsyncinterface", peer="hasync/pfsyncpeerip"
)
OWN = ("interfaces/*/ipaddr", "interfaces/*/ipaddrv6")
CARP = Is(AT.of("mode"), ("carp",))
COPIES = Matches("hasync/synchronizetoip", r"\S")
MAINTENANCE = "virtualip_carp_maintenancemode"
NAT = "nat/outbound/rule/*"
SOURCES = tuple(f"{NAT}/{word}" for word in ("source/network", "source/address", "source_net"))


def _stays(pair: Sides) -> Answer:
    """Filter rules whose states are not synchronised, and rules that translate to the address of an interface."""
    seen = []
    for device in pair.devices:
        seen += _without_states(device)
        if (device.value("nat/outbound/mode") or "automatic") == "automatic":
            seen.append(Evidence(device, "nat/outbound/mode", (), device.leaf("nat/outbound/mode")))
        else:
            seen += _to_interfaces(device)
    return answer(seen)


def _without_states(device: Device) -> list[Evidence]:
    found = []
    for names in device.names("filter/rule/*"):
        kind = _value(device, "filter/rule/*/type", names, "pass"), _value(device, "filter/rule/*/action", names, "pass")
        if _off(device, "filter/rule/*", names) or not {"block", "reject"}.isdisjoint(kind):
            continue
        state = device.leaf("filter/rule/*/statetype", names)
        alone = device.leaf("filter/rule/*/nopfsync", names)
        if state is not None and state.value == "none":
            found.append(Evidence(device, "filter/rule/*/statetype", names, state))
        if alone is not None and alone.value.lower() in ON.split("|"):
            found.append(Evidence(device, "filter/rule/*/nopfsync", names, alone))
    return found


def _to_interfaces(device: Device) -> list[Evidence]:
    """Of rules that are on; packets of the members themselves may well have their own address."""
    mine = {leaf.value for path in (*OWN, AT.peer, COPIES.path) for leaf in device.all(path)}
    found = []
    for names in device.names(NAT):
        target = device.leaf(f"{NAT}/target", names)
        if _off(device, NAT, names) or _value(device, f"{NAT}/nonat", names, "") in ON.split("|"):
            continue
        if target is not None and target.value in ("", "wanip"):
            sources = [_value(device, path, names, "") for path in SOURCES]
            if not any(_own(source, mine) for source in sources if source):
                found.append(Evidence(device, f"{NAT}/target", names, target))
    return found


def _own(source: str, mine: set[str]) -> bool:
    """Whether these are packets of the members themselves."""
    if source in ("(self)", "self", "lo0"):
        return True
    try:
        network = ipaddress.ip_network(source, strict=False)
    except ValueError:
        return False
    return network.is_loopback or (network.num_addresses == 1 and str(network.network_address) in mine)


def _off(device: Device, rule: str, names: tuple[str, ...]) -> bool:
    on = _value(device, f"{rule}/enabled", names, "1") in ("1", "on", "yes")
    return not on or _value(device, f"{rule}/disabled", names, "") in ON.split("|")


def _value(device: Device, path: str, names: tuple[str, ...], otherwise: str) -> str:
    """What counts; `otherwise` where it is not written. The two vendors do not have all of these leaves."""
    written = device.all(path, names)
    return written[-1].value if written else otherwise


def rules_of_the_format(sends_states: Condition, reads: tuple[str, ...], equal: tuple[str, ...] = ()) -> tuple[AuditRule, ...]:
    """The rules of everybody who has this format. `reads`: the leaves of filter and NAT rules that the vendor has; `equal`: what
    must be the same for states to be understood."""
    return (
        *shared_rules(AT, OWN, sends_states, "hasync/pfsyncdefer", equal),
        AuditRule("CARP-05", "pair", "error", OnBoth(COPIES),
             "both members copy their configuration to the other",
             "each copy starts the next one, and a change may be undone by the older of the two",
             (LeafChange("hasync/synchronizetoip", "empty on the backup"),), source="OP1"),
        AuditRule("CARP-06", "member", "warning",
             Every((COPIES, Matches(AT.of("advskew"), r"\d"), Not(Below(AT.of("advskew"), TOP_OF_SKEW)))),
             "the copy on the backup has nearly the same advskew",
             "the copy has 100 more, but never more than 254: from 155 on the members are close, or equal",
             (LeafChange(AT.of("advskew"), "below 100"),), each=AT.group, hazards=("N1",), source="OP1, PF1"),
        AuditRule("CARP-11", "member", "warning", Every((CARP, IsWritten(MAINTENANCE))),
             "the maintenance mode is on, and saved",
             "this member steps back, after a restart too: the pair has one member",
             (LeafChange(MAINTENANCE, "not there"),), source="OP1, PF1"),
        AuditRule("CARP-12", "member", "warning",
             Every((CARP, sends_states, Judged(("nat/outbound/mode", f"{NAT}/target", *reads), _stays))),
             "connections depend on this member alone",
             "what is translated to an interface's own address, or has no state on the other member, ends at a failover",
             (LeafChange(f"{NAT}/target", "an address that both members share"),), hazards=("20",), source="B3"),
    )  # fmt: skip


SENDS = Every((Matches("hasync/pfsyncenabled", ON), Matches("hasync/pfsyncinterface", r"\S")))
READS = ("filter/rule/*/statetype", "filter/rule/*/nopfsync", "filter/rule/*/type", "filter/rule/*/disabled")
READS_OF_NAT = (f"{NAT}/source/network", f"{NAT}/source/address", f"{NAT}/disabled", f"{NAT}/nonat")
RULES = rules_of_the_format(SENDS, (*READS, *READS_OF_NAT))
