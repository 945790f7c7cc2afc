"""Rules of SRX pairs. Both members of a chassis cluster have one configuration, so its rules are about the pair, and say a thing
once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hamodel.audit.conditions import (
    Answer,
    Condition,
    Every,
    Evidence,
    IsWritten,
    Judged,
    Not,
    OnOne,
    Sides,
    Some,
    Truth,
    Unlike,
    placeholder,
)
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

CLUSTER = "chassis/cluster"
GROUP = f"{CLUSTER}/redundancy-group/*"
PRIORITY = f"{GROUP}/node/*/priority"
WEIGHT, OF_ADDRESSES = f"{GROUP}/interface-monitor/*/weight", f"{GROUP}/ip-monitoring/global-weight"
ADDRESS = f"{GROUP}/ip-monitoring/family/inet/*/weight"
FABRIC = "interfaces/*/fabric-options/member-interfaces"
PARENT = "interfaces/*/gigether-options/redundant-parent"
RANGE = "interfaces/interface-range/*"
MOVED_BY = "interfaces/*/redundant-ether-options/redundancy-group"
RETHS = f"{CLUSTER}/reth-count"
APPLIED_NOWHERE = "groups/*"
INTERVAL, THRESHOLD = f"{CLUSTER}/heartbeat-interval", f"{CLUSTER}/heartbeat-threshold"
UNITS = ("interfaces/*/unit/*/family/inet/address", "interfaces/*/unit/*/vlan-id")
PEERS = "chassis/high-availability"
SERVICES = f"{PEERS}/services-redundancy-group/*"
NODES = ("node0", "node1")
ENOUGH = 255
MANY_UNITS, LONG_ENOUGH = 1_000, 5_000
"""Logical interfaces, and ms, from which on and below which heartbeats are lost to load."""


def _written(device: Device, path: str, names: tuple[str, ...] = ()) -> list[Evidence]:
    return [Evidence(device, path, names, leaf) for leaf in device.all(path, names)]


def _yes(seen: Iterable[Evidence]) -> Answer:
    """Yes where there is something to show, but undecided where it is still to be filled in."""
    found = tuple({(each.path, each.leaf and (each.leaf.path, each.leaf.value)): each for each in seen}.values())
    open_ = any(each.leaf is not None and placeholder(each.leaf.value) for each in found)
    return Answer(Truth.NO if not found else Truth.UNDECIDED if open_ else Truth.YES, found)


def _cluster(pair: Sides) -> Answer:
    """Whether the two are a chassis cluster."""
    of = [any(leaf.path[:2] == ("chassis", "cluster") for leaf in device.leaves) for device in pair.devices]
    return Answer(Truth.YES if all(of) else Truth.NO)


IN_CLUSTER: Condition = Judged((PRIORITY,), _cluster)


def _one_fabric(pair: Sides) -> Answer:
    device = pair.devices[0]
    seen = []
    for name in ("fab0", "fab1"):
        links = _written(device, FABRIC, (name,))
        if len(links) < 2:
            seen += links or [Evidence(device, FABRIC, (name,), None)]
    return _yes(seen)


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isdigit() else None


def _never_enough(pair: Sides) -> Answer:
    """All that a group watches does not weigh enough together; or a leg that is alone in its member does not."""
    device, names = pair.devices[0], pair.names
    if names == ("0",) or not any(leaf.value == names[0] for leaf in device.all(MOVED_BY)):
        return Answer(Truth.NO)
    weights = {leaf.path[-2]: leaf for leaf in device.all(WEIGHT, names)}
    addresses = _number(device.value(OF_ADDRESSES, names)) if device.all(ADDRESS, names) else 0
    numbers = {name: _number(leaf.value) for name, leaf in weights.items()}
    if addresses is None or None in numbers.values():
        return Answer(Truth.UNDECIDED, tuple(_written(device, WEIGHT, names)))
    if sum(number or 0 for number in numbers.values()) + addresses < ENOUGH:
        return _yes(_written(device, WEIGHT, names) or [Evidence(device, WEIGHT, names, None)])
    alone = {legs[0] for reth, legs in _legs(pair).items() if len(legs) == 2 for legs in (legs, legs[::-1])}
    light = [leg for leg, number in numbers.items() if leg in alone and (number or 0) < ENOUGH]
    return _yes(Evidence(device, WEIGHT, (*names, leg), weights[leg]) for leg in light)


def _legs(pair: Sides) -> dict[str, list[str]]:
    """The ports of each redundant interface, of both members."""
    found: dict[str, dict[str, None]] = {}
    for device in pair.devices:
        for leaf in device.all(PARENT):
            found.setdefault(leaf.value, {})[leaf.path[1]] = None
        for leaf in device.all(f"{RANGE}/gigether-options/redundant-parent"):
            for member in device.all(f"{RANGE}/member", (leaf.path[2],)):
                found.setdefault(leaf.value, {})[member.value] = None
    return {reth: list(legs) for reth, legs in found.items()}


def _loops(pair: Sides) -> Answer:
    device, names = pair.devices[0], pair.names
    hold = f"{GROUP}/hold-down-interval"
    guards = [f"{GROUP}/preempt/{word}" for word in ("delay", "limit")]
    if names == ("0",) or device.value(f"{GROUP}/preempt", names) != "yes" or any(device.all(path, names) for path in guards):
        return Answer(Truth.NO)
    waits = device.value(hold, names) or "1"
    if placeholder(waits):
        return Answer(Truth.UNDECIDED, tuple(_written(device, hold, names)))
    return _yes([*_written(device, f"{GROUP}/preempt", names), *_written(device, hold, names)] if waits in ("0", "1") else [])


def _priorities(device: Device, names: tuple[str, ...]) -> list[tuple[str, Evidence]]:
    """Of both nodes, written or 1."""
    found = []
    for node in ("0", "1"):
        leaf = device.leaf(PRIORITY, (*names, node))
        found.append((leaf.value if leaf is not None else "", Evidence(device, PRIORITY, (*names, node), leaf)))
    return found


def _no_better(pair: Sides) -> Answer:
    first, second = _priorities(pair.devices[0], pair.names)
    unfit = [evidence for value, evidence in (first, second) if value == "0"]
    return _yes([first[1], second[1]] if first[0] == second[0] or placeholder(first[0] + second[0]) else unfit)


def _z_mode(pair: Sides) -> Answer:
    device = pair.devices[0]
    better: dict[str, tuple[bool, list[Evidence]]] = {}
    for names in device.names(GROUP):
        first, second = _priorities(device, names)
        numbers = _number(first[0]), _number(second[0])
        if numbers[0] is not None and numbers[1] is not None and numbers[0] != numbers[1]:
            better[names[0]] = numbers[0] > numbers[1], [first[1], second[1]]
    if "0" not in better:
        return Answer(Truth.NO)
    others = [group for group, (first_is, _) in better.items() if first_is != better["0"][0]]
    return _yes(evidence for group in (["0", *others] if others else []) for evidence in better[group][1])


def _one_sided(pair: Sides) -> Answer:
    """Redundant interfaces that are used and have fewer than two legs, or all of them in one slot; what a range of ports or a
    placeholder hides is not decided."""
    devices = pair.devices
    if any(device.all(f"{RANGE}/member-range") for device in devices):
        return Answer(Truth.NO)
    legs, seen = _legs(pair), []
    most = _number(devices[0].value(RETHS))
    for reth in dict.fromkeys(leaf.path[1] for device in devices for leaf in device.all(MOVED_BY)):
        ports = legs.get(reth, [])
        number = _number(reth.removeprefix("reth"))
        if most is not None and number is not None and number >= most:
            seen += [*_written(devices[0], RETHS), *_written(devices[0], MOVED_BY, (reth,))]
        if any(placeholder(port) or set(port) & set("*[") for port in ports) or any(map(placeholder, legs)):
            continue
        if len({port.partition("/")[0].rpartition("-")[2] for port in ports}) < 2:
            written = [each for each in _written(devices[0], PARENT) if each.leaf is not None and each.leaf.value == reth]
            seen += written or _written(devices[0], MOVED_BY, (reth,))
    return _yes(seen)


def _short_for_many(pair: Sides) -> Answer:
    device = pair.devices[0]
    numbers = [_number(device.value(path)) for path in (INTERVAL, THRESHOLD)]
    units = {names for names in device.names("interfaces/*/unit/*") if len(names) == 2}
    if len(units) <= MANY_UNITS:
        return Answer(Truth.NO)
    seen = [Evidence(device, path, (), device.leaf(path)) for path in (INTERVAL, THRESHOLD)]
    if numbers[0] is None or numbers[1] is None:
        return Answer(Truth.UNDECIDED, tuple(seen))
    return _yes(seen if numbers[0] * numbers[1] < LONG_ENOUGH else [])


def _no_names(pair: Sides) -> Answer:
    return _yes(each for device in pair.devices for node in NODES for each in _written(device, APPLIED_NOWHERE, (node,)))


def _values(device: Device, path: str) -> list[Leaf]:
    return [leaf for leaf in device.all(path) if leaf.value]


def _not_crossed(named: str, own: str, name_is_value: bool) -> Callable[[Sides], Answer]:
    """What one says of the other is not what that one says of itself."""

    def judge(pair: Sides) -> Answer:
        seen: list[Evidence] = []
        if len(pair.devices) != 2:
            return Answer(Truth.NO)
        for one, other in (pair.devices, pair.devices[::-1]):
            theirs, mine = _values(one, named), _values(other, own)
            said = {leaf.path[-2] if name_is_value else leaf.value for leaf in theirs}
            if theirs and mine and not said & {leaf.value for leaf in mine}:
                seen += [*(Evidence(one, named, (), leaf) for leaf in theirs), *(Evidence(other, own, (), leaf) for leaf in mine)]
        return _yes(seen)

    return judge


PEER = f"{PEERS}/peer-id/*/peer-ip"
CROSSED = Some(
    (
        Judged((PEER, f"{PEERS}/local-ip"), _not_crossed(PEER, f"{PEERS}/local-ip", False)),
        Judged((PEER, f"{PEERS}/local-id"), _not_crossed(PEER, f"{PEERS}/local-id", True)),
    )
)
TOGETHER = tuple(
    f"{SERVICES}/{leaf}"
    for leaf in (
        "deployment-type", "preemption", "virtual-ip/*/ip", "virtual-ip/*/use-virtual-mac", "active-signal-route",
        "backup-signal-route", "managed-services", "monitor/srg-threshold", "monitor/monitor-object/*/object-threshold",
    )
)  # fmt: skip

RULES = (
    AuditRule("SRX-01", "pair", "warning", Every((IN_CLUSTER, Judged((FABRIC,), _one_fabric))),
         "a member has fewer than two fabric links",
         "one link lost, and a member is disabled; lost shortly after the control link, both members are primary",
         (LeafChange(FABRIC, "two ports each for fab0 and fab1"),), hazards=("50",), source="J1, J2"),
    AuditRule("SRX-02", "pair", "note",
         Every((IN_CLUSTER, Not(OnOne(IsWritten(f"{CLUSTER}/control-link-recovery"))))),
         "a member that was disabled does not come back by itself",
         "after the loss of the control link it stays away until somebody restarts it",
         (LeafChange(f"{CLUSTER}/control-link-recovery", "set"),), source="JU2"),
    AuditRule("SRX-03", "pair", "warning",
         Every((IN_CLUSTER, Judged((WEIGHT, OF_ADDRESSES, ADDRESS, MOVED_BY, PARENT, f"{RANGE}/member",
                                    f"{RANGE}/gigether-options/redundant-parent"), _never_enough))),
         "the loss of what is watched is too light for a failover",
         "a group fails over when weights of 255 are lost: here that never happens, or not for the only leg of an interface",
         (LeafChange(WEIGHT, "255"),), each=GROUP, hazards=("N16", "N4"), source="J1"),
    AuditRule("SRX-04", "pair", "warning",
         Every((IN_CLUSTER, Judged((f"{GROUP}/preempt", f"{GROUP}/preempt/delay", f"{GROUP}/preempt/limit",
                                    f"{GROUP}/hold-down-interval"), _loops))),
         "the better member takes over again at once, without limit",
         "a link that comes and goes takes the group with it each time",
         (LeafChange(f"{GROUP}/preempt/limit", "3, with a period; or a delay"),), each=GROUP, hazards=("6",), source="JU4, JU5"),
    AuditRule("SRX-05", "pair", "warning", Every((IN_CLUSTER, Judged((PRIORITY,), _no_better))),
         "the members have one priority, or one has 0",
         "with one priority nobody is the better member; with 0 a member never takes over",
         (LeafChange(PRIORITY, "200 on one node, 100 on the other"),), each=GROUP, hazards=("N1",), source="JU4"),
    AuditRule("SRX-06", "pair", "error",
         Every((IN_CLUSTER, Judged((MOVED_BY, PARENT, RETHS, f"{RANGE}/member", f"{RANGE}/member-range",
                                    f"{RANGE}/gigether-options/redundant-parent"), _one_sided))),
         "a redundant interface has no leg on one of the members, or is beyond their number",
         "after a failover the interface is down; beyond `reth-count` there is none at all",
         (LeafChange(PARENT, "a port of each member"),), hazards=("N4",), source="H.7"),
    AuditRule("SRX-07", "pair", "note", Every((IN_CLUSTER, Judged((PRIORITY,), _z_mode))),
         "group 0 prefers another member than a group of interfaces",
         "routing is on one member and traffic on the other: what the first must see crosses the fabric",
         (LeafChange(PRIORITY, "the same node first in all groups"),), source="H.7"),
    AuditRule("SRX-08", "pair", "note", Every((IN_CLUSTER, Judged((INTERVAL, THRESHOLD, *UNITS), _short_for_many))),
         "heartbeats may be lost to load: there are more than 1,000 logical interfaces",
         "a member that is only busy counts as dead",
         (LeafChange(THRESHOLD, "8"),), source="JU1"),
    AuditRule("SRX-09", "pair", "error",
         Every((Not(IN_CLUSTER), Some((CROSSED, Unlike(TOGETHER))))),
         "the members do not name each other, or do not have the same services",
         "there is no pair, or an address has no second member",
         (LeafChange(f"{PEERS}/peer-id/*/peer-ip", "the other member's local-ip, by its local-id; services alike"),),
         mark="M", source="J3"),
    AuditRule("SRX-10", "pair", "error", Every((IN_CLUSTER, Judged((APPLIED_NOWHERE,), _no_names))),
         "the groups node0 and node1 are not applied",
         "the members have one name and one management address, or none",
         (LeafChange("apply-groups", "`${node}`"),), source="H.7"),
)  # fmt: skip
