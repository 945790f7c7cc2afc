"""What rules of PAN-OS pairs ask that takes more than one leaf: the mode, who owns a session, timers, twins of NAT rules."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Sequence

from hamodel.audit.conditions import Answer, Evidence, Judged, Sides, Truth, placeholder
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

HA = "high-availability"
GROUP = f"{HA}/group"
ELECTION = f"{GROUP}/election-option"
TIMERS = f"{ELECTION}/timers"
AA = f"{GROUP}/mode/active-active"
OWNER = f"{AA}/session-owner-selection"
SETUP = f"{OWNER}/first-packet/session-setup"
ADDRESS = f"{AA}/virtual-address/*/ip/*"
FLOATING = f"{ADDRESS}/floating"
RANKS = (f"{FLOATING}/device-priority/device-0", f"{FLOATING}/device-priority/device-1")
BIND = f"{FLOATING}/bind-to-active-primary"
PATHS = f"{GROUP}/monitoring/path-monitoring/path-group"
LINKS = f"{GROUP}/monitoring/link-monitoring"
POOLS = tuple(f"nat/*/source-translation/{kind}/translated-address" for kind in ("dynamic-ip-and-port", "dynamic-ip"))
INTERFACE = "nat/*/source-translation/dynamic-ip-and-port/interface-address"
ADDRESSES = (*POOLS, f"{INTERFACE}/ip", f"{INTERFACE}/floating-ip")
DYNAMIC = (*ADDRESSES, f"{INTERFACE}/interface")
FIXED = (
    "nat/*/source-translation/static-ip/translated-address",
    "nat/*/destination-translation/translated-address",
    "nat/*/dynamic-destination-translation/translated-address",
)
"""Where a rule translates to that gives out no ports."""

BINDING = "nat/*/active-active-device-binding"
MATCHED = ("nat/*/from", "nat/*/to", "nat/*/source", "nat/*/destination", "nat/*/service")
MONITORED = tuple(
    f"{PATHS}/{kind}/*/{leaf}"
    for kind in ("virtual-router", "logical-router", "virtual-wire", "vlan")
    for leaf in ("destination-ip", "destination-ip-group/*/destination-ip")
)
AGGRESSIVE = {"promotion-hold-time": "500", "heartbeat-interval": "1000"}
"""Where the shorter profile is unlike the defaults, in ms."""

ADVANCED = tuple(
    f"{TIMERS}/advanced/{leaf}"
    for leaf in (
        "promotion-hold-time",
        "hello-interval",
        "heartbeat-interval",
        "flap-max",
        "preemption-hold-time",
        "monitor-fail-hold-up-time",
        "additional-master-hold-up-time",
    )
)
TUNNELS = tuple(f"{kind}/*/local-address" for kind in ("ike", "gre", "ipsec"))
PORTALS = "global-protect/*/local-address"
STAYING = (
    *(f"{tunnel}/{leaf}" for tunnel in TUNNELS for leaf in ("interface", "ip")),
    f"{PORTALS}/interface",
    *(f"{PORTALS}/ip/{family}" for family in ("ipv4", "ipv6")),
)
MOVING = (*(f"{tunnel}/floating-ip" for tunnel in TUNNELS), *(f"{PORTALS}/floating-ip/{family}" for family in ("ipv4", "ipv6")))


def active_active(device: Device) -> bool:
    """Whether anything of the mode active/active is written; the mode is active/passive where nothing is."""
    return device.has_below(AA)


def in_active_active(pair: Sides) -> Answer:
    """Whether each member is in this mode."""
    return Answer(_truth(all(map(active_active, pair.devices))), _seen(pair.devices, f"{AA}/device-id"))


def modes_unlike(pair: Sides) -> Answer:
    """Whether the members are in two modes."""
    return Answer(_truth(len(set(map(active_active, pair.devices))) > 1), _seen(pair.devices, f"{AA}/device-id"))


def owners_unlike(pair: Sides) -> Answer:
    """Whether the members choose owners of sessions, or who sets them up, in two ways; what is left out counts as the default."""
    chosen = [_chosen(device) for device in pair.devices]
    unlike = len({(owner, setup) for owner, setup, _ in chosen}) > 1
    return Answer(_truth(unlike), tuple(evidence for *_, seen in chosen for evidence in seen))


def _chosen(device: Device) -> tuple[str, str, tuple[Evidence, ...]]:
    """Who owns a session, who sets it up, and the leaves that say so."""
    owner = OWNER if device.all(f"{OWNER}/primary-device") else SETUP
    kinds = ("primary-device",) if owner is OWNER else ("primary-device", "first-packet", "ip-modulo", "ip-hash")
    for kind in kinds:
        paths = [f"{owner}/{kind}", *([f"{owner}/{kind}/hash-key"] if kind == "ip-hash" else [])]
        if any(device.all(path) for path in paths):
            key = device.value(f"{SETUP}/ip-hash/hash-key") if kind == "ip-hash" else ""
            return owner, f"{kind} {key}", _seen([device], *paths)
    return owner, "ip-modulo ", _seen([device], f"{SETUP}/ip-modulo")


def timers_unlike(pair: Sides) -> Answer:
    """Whether a timer is not the same on both, whichever profile it comes from."""
    seen: list[Evidence] = []
    open_ = False
    for path in ADVANCED:
        found = [_timer(device, path) for device in pair.devices]
        values = [each.leaf.value for each in found if each.leaf is not None]
        if any(map(placeholder, values)):
            open_ = True
        elif len(set(values)) > 1:
            seen += found
    return Answer(Truth.YES if seen else Truth.UNDECIDED if open_ else Truth.NO, tuple(seen))


def _timer(device: Device, path: str) -> Evidence:
    short = device.all(f"{TIMERS}/aggressive")
    name = path.rpartition("/")[2]
    if short and not device.all(path) and name in AGGRESSIVE:
        return Evidence(device, path, (), Leaf(device.setting(path), tuple(path.split("/")), AGGRESSIVE[name], short[-1].span))
    return Evidence(device, path, (), device.leaf(path))


def monitors_unlike(pair: Sides) -> Answer:
    """Whether the members watch unlike links or destinations, whatever the groups are called."""
    for paths in ((f"{LINKS}/link-group/*/interface",), MONITORED):
        found = [
            {leaf.value: Evidence(device, path, (), leaf) for path in paths for leaf in device.all(path)}
            for device in pair.devices
        ]
        if any(placeholder(value) for each in found for value in each):
            return Answer(Truth.UNDECIDED, tuple(seen for each in found for seen in each.values()))
        apart = set(found[0]).symmetric_difference(found[-1])
        if apart:
            seen = tuple(each[value] for each in found for value in each if value in apart)
            missing = tuple(
                Evidence(device, paths[0], (), None) for device, each in zip(pair.devices, found, strict=True) if not each
            )
            return Answer(Truth.YES, (*seen, *missing))
    return Answer(Truth.NO)


def zones_unlike(pair: Sides) -> Answer:
    """Whether both files have zones, and they are not the same."""
    paths = tuple(f"zone/*/network/{kind}" for kind in ("layer3", "layer2", "virtual-wire", "tap"))
    found = [{(leaf.path, leaf.value): leaf for path in paths for leaf in device.all(path)} for device in pair.devices]
    apart = set(found[0]).symmetric_difference(found[-1])
    if not all(found) or not apart:
        return Answer(Truth.NO)
    seen = [
        Evidence(device, leaf.setting.path, (), leaf)
        for device, each in zip(pair.devices, found, strict=True)
        for key, leaf in each.items()
        if key in apart
    ]
    open_ = any(placeholder(value) for _, value in apart)
    return Answer(Truth.UNDECIDED if open_ else Truth.YES, tuple(seen))


def floating_unowned(pair: Sides) -> Answer:
    """Whether a floating address stands on one member only, or has one rank for both."""
    seen: list[Evidence] = []
    open_: list[Evidence] = []
    having = [device for device in pair.devices if any(device.all(path, pair.names) for path in (FLOATING, *RANKS, BIND))]
    if len(having) == 1:
        seen += [Evidence(device, FLOATING, pair.names, None) for device in pair.devices if device not in having]
        seen += [each for path in (FLOATING, *RANKS, BIND) for each in _seen_named(having[0], path, pair.names)]
    for device in having:
        ranks = [each for path in RANKS for each in _seen_named(device, path, pair.names)]
        values = [each.leaf.value for each in ranks if each.leaf is not None]
        if any(map(placeholder, values)):
            open_ += ranks
        elif len(values) == len(RANKS) and len(set(values)) == 1:
            seen += ranks
    return Answer(Truth.YES if seen else Truth.UNDECIDED if open_ else Truth.NO, tuple(seen or open_))


def floats(*wanted: str) -> Judged:
    """Whether the floating addresses of each member are bound to a `device`, to the `active_primary`, or some to each."""

    def judge(pair: Sides) -> Answer:
        seen: list[Evidence] = []
        found: list[set[str]] = []
        for device in pair.devices:
            addresses = dict.fromkeys(names for path in (FLOATING, *RANKS, BIND) for names in device.names(path))
            bound = [Evidence(device, BIND, names, device.leaf(BIND, names)) for names in addresses]
            seen += bound or [Evidence(device, FLOATING, (), None)]
            found.append({each.leaf.value if each.leaf else "no" for each in bound})
        if any(placeholder(value) for values in found for value in values):
            return Answer(Truth.UNDECIDED, tuple(seen))
        kinds = [{"active_primary" if value == "yes" else "device" for value in values} for values in found]
        return Answer(_truth(all(each == set(wanted) for each in kinds)), tuple(seen))

    return Judged((FLOATING, *RANKS, BIND), judge)


def tunnels_stay(pair: Sides) -> Answer:
    """Whether a tunnel or a portal ends on an address that is no floating one."""
    seen: list[Evidence] = []
    for device in pair.devices:
        floating = {names[1].partition("/")[0] for path in (FLOATING, *RANKS, BIND) for names in device.names(path)}
        staying = [leaf for path in STAYING for leaf in device.all(path) if leaf.value]
        moving = {leaf.path[:2] for path in MOVING for leaf in device.all(path)}
        moving |= {leaf.path[:2] for leaf in staying if leaf.value.partition("/")[0] in floating}
        seen += [Evidence(device, leaf.setting.path, (leaf.path[1],), leaf) for leaf in staying if leaf.path[:2] not in moving]
    return Answer(_truth(bool(seen)), tuple(seen))


def _rules(devices: Sequence[Device], binding: str) -> list[tuple[Device, tuple[str, ...]]]:
    """The dynamic source NAT rules that are bound to one device id and are on."""
    return [
        (device, names)
        for device in devices
        for names in device.names("nat/*")
        if device.value(BINDING, names) == binding
        and device.value("nat/*/disabled", names) != "yes"
        and any(device.all(path, names) for path in DYNAMIC)
    ]


def no_twin(pair: Sides) -> Answer:
    """Whether a dynamic NAT rule is bound to one device id, and no rule for the same packets to the other."""
    seen: list[Evidence] = []
    open_: list[Evidence] = []
    for binding, other in (("0", "1"), ("1", "0")):
        for device, names in _rules(pair.devices, binding):
            own = _seen_named(device, BINDING, names)
            covers = [_covers(*twin, device, names) for twin in _rules(pair.devices, other)]
            if not any(covers):
                seen += own
            elif True not in covers:
                open_ += own
    return Answer(Truth.YES if seen else Truth.UNDECIDED if open_ else Truth.NO, tuple(seen or open_))


def _covers(twin: Device, others: tuple[str, ...], device: Device, names: tuple[str, ...]) -> bool | None:
    """Whether one rule is for all packets of the other; None if that depends on a placeholder."""
    for path in MATCHED:
        wanted, given = _values(device, path, names), _values(twin, path, others)
        if not (given >= wanted or "any" in given):
            return None if any(map(placeholder, wanted | given)) else False
    return True


def _values(device: Device, path: str, names: tuple[str, ...]) -> set[str]:
    return {leaf.value for leaf in device.all(path, names)} or {"any"}


def nat_of(kind: str) -> Judged:
    """Whether the NAT rules of each member are `not_needed`, `device_bound` (each is for one device id alone) or `duplicated`
    (each has a twin for the other). Where some have a twin, it is either; dynamic ones that are bound to no device id are none. A
    rule that translates to one address shares no ports, and is missed as the others are: alone it may be `not_needed` as well."""

    def judge(pair: Sides) -> Answer:
        rules = [rule for device in pair.devices for rule in _translating(device)]
        seen = tuple(Evidence(device, BINDING, names, device.leaf(BINDING, names)) for device, names, _ in rules)
        ports, fixed = ({_binding(rule) for rule in rules if rule[2] is dynamic} for dynamic in (True, False))
        alone = {not any(_covers(*twin, *rule[:2]) for twin in _twins(*rule)) for rule in rules if _binding(rule) != "both"}
        if kind == "not_needed" and (ports or not alone):
            return Answer(_truth(not ports), seen)
        if any(map(placeholder, ports | fixed)):
            return Answer(Truth.UNDECIDED, seen)
        if not ports <= {"0", "1"} or not fixed <= {"0", "1", "both"}:
            return Answer(Truth.NO, seen)
        if not ports:
            possible = kind == "not_needed" or (kind == "device_bound" and True in alone)
            return Answer(Truth.UNDECIDED if possible and True in alone else _truth(possible), seen)
        if len(alone) > 1:
            return Answer(Truth.UNDECIDED, seen)
        return Answer(_truth(alone == {kind == "device_bound"}), seen)

    return Judged((BINDING, "nat/*/disabled", *MATCHED, *DYNAMIC, *FIXED), judge)


def _translating(device: Device) -> Iterator[tuple[Device, tuple[str, ...], bool]]:
    """The NAT rules that are on and translate something, and whether to addresses and ports that are given out."""
    for names in device.names("nat/*"):
        if device.value("nat/*/disabled", names) != "yes":
            dynamic = any(device.all(path, names) for path in DYNAMIC)
            if dynamic or any(device.all(path, names) for path in FIXED):
                yield device, names, dynamic


def _binding(rule: tuple[Device, tuple[str, ...], bool]) -> str:
    return rule[0].value(BINDING, rule[1]) or ""


def _twins(device: Device, names: tuple[str, ...], dynamic: bool) -> list[tuple[Device, tuple[str, ...]]]:
    """The rules of the same kind that are bound to the other device id."""
    other = "1" if device.value(BINDING, names) == "0" else "0"
    return [(each, its) for each, its, kind in _translating(device) if kind is dynamic and _binding((each, its, kind)) == other]


def pools_apart(pair: Sides) -> Answer:
    """Whether no address is in the pools of rules of both device ids. What an address object with a name of its own stands for is
    not decided; an interface's address is the member's own, and may lie in the other's pool."""
    truths = {_apart(*one, *other) for one in _rules(pair.devices, "0") for other in _rules(pair.devices, "1")}
    for truth in (Truth.NO, Truth.UNDECIDED):
        if truth in truths:
            return Answer(truth)
    return Answer(Truth.YES)


def _apart(one: Device, names: tuple[str, ...], other: Device, others: tuple[str, ...]) -> Truth:
    first, second = (
        [leaf.value for path in ADDRESSES for leaf in device.all(path, its)] for device, its in ((one, names), (other, others))
    )
    if not first and not second:
        return Truth.YES  # interfaces alone
    if not first or not second or any(map(placeholder, (*first, *second))):
        return Truth.UNDECIDED
    if any(_overlap(a, b) for a in first for b in second):
        return Truth.NO
    return Truth.YES if all(_range(value) is not None for value in (*first, *second)) else Truth.UNDECIDED


def one_pool(pair: Sides) -> Answer:
    """Whether rules of both device ids translate to one address. The address of an interface is each member's own."""
    seen: list[Evidence] = []
    for device in pair.devices:
        first, second = (
            [each for _, names in _rules([device], binding) for path in ADDRESSES for each in _seen_named(device, path, names)]
            for binding in ("0", "1")
        )
        for one in first:
            for other in second:
                if one.leaf is not None and other.leaf is not None and _overlap(one.leaf.value, other.leaf.value):
                    seen += [one, other]
    undecided = any(each.leaf is not None and placeholder(each.leaf.value) for each in seen)
    return Answer(Truth.NO if not seen else Truth.UNDECIDED if undecided else Truth.YES, tuple(dict.fromkeys(seen)))


def _overlap(one: str, other: str) -> bool:
    """Whether two pools have an address in common: the same name, or networks and ranges that meet."""
    if one == other:
        return True
    first, second = _range(one), _range(other)
    return first is not None and second is not None and max(first[0], second[0]) <= min(first[1], second[1])


def _range(pool: str) -> tuple[int, int] | None:
    try:
        if "-" in pool:
            first, last = (int(ipaddress.ip_address(end.strip())) for end in pool.split("-", 1))
            return first, last
        network = ipaddress.ip_network(pool, strict=False)
        return int(network[0]), int(network[-1])
    except ValueError:
        return None


def _seen_named(device: Device, path: str, names: tuple[str, ...]) -> list[Evidence]:
    return [Evidence(device, path, names, leaf) for leaf in device.all(path, names)]


def _seen(devices: Iterable[Device], *paths: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(device, path, (), device.leaf(path)) for device in devices for path in paths)


def _truth(holds: bool) -> Truth:
    return Truth.YES if holds else Truth.NO
