"""What rules of FortiOS ask that takes several leaves at once: heartbeat links, link monitors, virtual clusters, peers, pools."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from hamodel.audit.conditions import (
    Answer,
    Condition,
    Every,
    Evidence,
    Is,
    IsWritten,
    Judged,
    SameOnBoth,
    Sides,
    Some,
    Truth,
    ask,
    placeholder,
    reads,
)
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

CLUSTER = "system/ha"
HEARTBEATS, BACKUP, MONITOR = f"{CLUSTER}/hbdev/*", f"{CLUSTER}/backup-hbdev", f"{CLUSTER}/monitor"
VIRTUAL = f"{CLUSTER}/vcluster/*"
PING = "pingserver-monitor-interface"
PINGS = (f"{CLUSTER}/{PING}", f"{VIRTUAL}/{PING}")
WATCHING = tuple(f"{place}/{leaf}" for place in (CLUSTER, VIRTUAL) for leaf in ("monitor", "link-group-monitor", PING))
PASSWORD = f"{CLUSTER}/password"
LINK, DETECT = "system/link-monitor/*", "router/*/gwdetect/*"
INTERFACE, POLICY, SNAT, POOL = "system/interface/*", "firewall/policy/*", "firewall/central-snat-map/*", "firewall/ippool/*"
FGSP = "system/standalone-cluster"
PEER = f"{FGSP}/cluster-peer/*"
KINDS = ("av-profile", "ips-sensor", "webfilter-profile", "application-list", "dlp-profile", "dlp-sensor", "waf-profile")
PROFILES = tuple(f"{POLICY}/{kind}" for kind in (*KINDS, "file-filter-profile", "profile-group"))


def _one_heartbeat_link(pair: Sides) -> Answer:
    """Of a member. An aggregate is several links; where none is written, the default depends on the model."""
    (device,) = pair.devices
    links = device.all(HEARTBEATS)
    seen = _evidence(device, links)
    plain = [leaf for leaf in links if not placeholder(leaf.value) and (leaf.value or not placeholder(leaf.path[-1]))]
    kinds = _by_name(device, f"{INTERFACE}/type")
    several = any(leaf.value in ("aggregate", "redundant") for link in plain for leaf in kinds.get(link.path[-1], []))
    if len(plain) > 1 or several or not links or any(leaf.value for leaf in device.all(BACKUP)):
        return Answer(Truth.NO, seen)
    return Answer(Truth.YES if len(plain) == len(links) else Truth.UNDECIDED, seen)


def _traffic_on_heartbeat_link(pair: Sides) -> Answer:
    """Of a member: a heartbeat link, or a VLAN on one, that is monitored or that a policy names."""
    (device,) = pair.devices
    links = {leaf.path[-1]: leaf for leaf in device.all(HEARTBEATS)}
    under = {names[-1]: leaf.value for names, leaf in _named(device, f"{INTERFACE}/interface")}
    off = {names for names, leaf in _named(device, f"{POLICY}/status") if leaf.value == "disable"}
    users = [leaf for path in (MONITOR, f"{VIRTUAL}/monitor") for leaf in device.all(path) if leaf.value]
    for path in (f"{POLICY}/srcintf", f"{POLICY}/dstintf"):
        users += [leaf for names, leaf in _named(device, path) if names not in off]
    seen: list[Leaf] = []
    for leaf in users:
        link = links.get(leaf.value) or links.get(under.get(leaf.value, ""))
        if link is not None:
            seen += [link, leaf]
    if seen:
        return Answer(Truth.YES, _evidence(device, seen))
    monitored = [leaf for leaf in users if leaf.setting.path.endswith("monitor")]
    open_ = bool(links and monitored) and any(map(_open, [*links.values(), *monitored]))
    return Answer(Truth.UNDECIDED if open_ else Truth.NO, _evidence(device, [*links.values(), *monitored]))


def _unwatched(pair: Sides) -> Answer:
    """Of a member: no interface and no link monitor is a reason to fail over."""
    (device,) = pair.devices
    answers = [ask(IsWritten(path), pair) for path in WATCHING]
    truths = {answer.truth for answer in answers}
    if truths == {Truth.NO}:
        return Answer(Truth.YES, (Evidence(device, MONITOR, (), device.leaf(MONITOR)),))
    truth = Truth.NO if Truth.YES in truths else Truth.UNDECIDED
    return Answer(truth, tuple(each for answer in answers if answer.truth is not Truth.NO for each in answer.evidence))


def _unlike_passwords(pair: Sides) -> Answer:
    """Hashes of one password are unlike on each member, so that only clear texts can be compared."""
    leaves = [device.leaf(PASSWORD) for device in pair.devices]
    seen = tuple(Evidence(device, PASSWORD, (), leaf) for device, leaf in zip(pair.devices, leaves, strict=True))
    values = ["" if leaf is None else leaf.value for leaf in leaves]
    if any(map(placeholder, values)):
        return Answer(Truth.UNDECIDED, seen)
    hashed = [value.startswith("ENC ") for value in values]
    known = not any(hashed) or "" in values
    return Answer(Truth.YES if known and values[0] != values[-1] else Truth.NO, seen)


def _half_a_link_monitor(pair: Sides) -> Answer:
    """Of a member: an interface whose link monitors count and that has none; a link monitor with a rank whose interface does not
    count."""
    (device,) = pair.devices
    counted = [leaf for path in PINGS for leaf in device.all(path) if leaf.value]
    off = {names for names, leaf in _named(device, f"{LINK}/status") if leaf.value == "disable"}
    sources = {names: leaf for names, leaf in _named(device, f"{LINK}/srcintf") if names not in off}
    old = {names[-1] for path in ("server", "ha-priority") for names, _ in _named(device, f"{DETECT}/{path}")}
    watched = {leaf.value for leaf in sources.values()} | old
    if any(placeholder(text) for text in [*watched, *(leaf.value for leaf in counted)]):
        return Answer(Truth.UNDECIDED if counted else Truth.NO, _evidence(device, counted))
    lonely = [leaf for leaf in counted if leaf.value not in watched]
    names = {leaf.value for leaf in counted}
    other = {each for each, leaf in sources.items() if leaf.value not in names}
    ranked = [leaf for each, leaf in _named(device, f"{LINK}/ha-priority") if each in other]
    ranked += [leaf for each, leaf in _named(device, f"{DETECT}/ha-priority") if each[-1] not in names]
    return Answer(Truth.YES if lonely or ranked else Truth.NO, _evidence(device, [*lonely, *ranked] or counted))


def _one_member_preferred(pair: Sides) -> Answer:
    """Of two members: the same one has the higher priority in each virtual cluster. Older releases write that of the first beside
    the others."""
    paths: list[tuple[str, tuple[str, ...]]] = [(f"{VIRTUAL}/priority", names) for names in _clusters(pair.devices)]
    if all(names != ("1",) for _, names in paths):
        paths.append((f"{CLUSTER}/priority", ()))
    seen = tuple(Evidence(device, path, names, device.leaf(path, names)) for path, names in paths for device in pair.devices)
    if len(paths) < 2 or any(each.leaf is None for each in seen):
        return Answer(Truth.NO, seen)
    if any(each.leaf is not None and placeholder(each.leaf.value) for each in seen):
        return Answer(Truth.UNDECIDED, seen)
    ranks = [[device.value(path, names) or "" for device in pair.devices] for path, names in paths]
    if not all(rank.isdigit() for both in ranks for rank in both):
        return Answer(Truth.NO, seen)
    better = {(int(first) > int(second)) - (int(first) < int(second)) for first, second in ranks}
    return Answer(Truth.YES if better in ({1}, {-1}) else Truth.NO, seen)


def _of_some_virtual_cluster(condition: Condition) -> Judged:
    """The condition holds of one virtual cluster at least, where there are some."""

    def judge(pair: Sides) -> Answer:
        answers = [ask(Every((SHARED_OUT, condition)), Sides(pair.devices, names, VIRTUAL)) for names in _clusters(pair.devices)]
        for truth in (Truth.YES, Truth.UNDECIDED):
            if found := [each for answer in answers if answer.truth is truth for each in answer.evidence]:
                return Answer(truth, tuple(found))
        return Answer(Truth.NO, tuple(each for answer in answers for each in answer.evidence))

    return Judged(tuple(reads(condition)), judge)


def _clusters(devices: Iterable[Device]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(names for device in devices for names in device.names(VIRTUAL)))


def _one_sided(pair: Sides) -> Answer:
    """Of two members: one lists the other, which does not list it; or they name unlike virtual domains."""
    first, second = pair.devices
    seen = tuple(each for device in pair.devices for each in _evidence(device, device.all(f"{PEER}/peerip")))
    if any(_open(leaf) for device in pair.devices for leaf in device.all(f"{PEER}/peerip")):
        return Answer(Truth.UNDECIDED, seen)
    if any(placeholder(address) for device in pair.devices for address in _addresses(device)):
        return Answer(Truth.UNDECIDED if seen else Truth.NO, seen)
    lists = [_entries(first, second), _entries(second, first)]
    if bool(lists[0]) != bool(lists[1]):
        other = second if lists[0] else first
        if lists[0] or lists[1]:
            missing = Evidence(other, f"{PEER}/peerip", (), None)
            return Answer(Truth.YES, (*(each for each in seen if each.device is not other), missing))
    domains = [_domains(device, mine) for device, mine in zip(pair.devices, lists, strict=True)]
    values = [{leaf.value for leaf in each} for each in domains]
    shown = tuple(each for device, mine in zip(pair.devices, domains, strict=True) for each in _evidence(device, mine))
    if all(values) and any(placeholder(value) for each in values for value in each):
        return Answer(Truth.UNDECIDED, shown)
    return Answer(Truth.YES, shown) if all(values) and values[0] != values[1] else Answer(Truth.NO, seen)


def _addresses(device: Device) -> list[str]:
    own = (f"{INTERFACE}/ip", f"{INTERFACE}/management-ip", f"{PEER}/source-ip")
    return [leaf.value for path in own for leaf in device.all(path) if leaf.value]


def _entries(one: Device, other: Device) -> set[tuple[str, ...]]:
    """The names of the entries in which one has an address of the other."""
    own = set(_addresses(other))
    return {names for names, leaf in _named(one, f"{PEER}/peerip") if leaf.value in own}


def _domains(device: Device, entries: set[tuple[str, ...]]) -> list[Leaf]:
    return [leaf for names, leaf in _named(device, f"{PEER}/syncvd") if not entries or names in entries]


def _translates(pair: Sides) -> Answer:
    """Of a member: a policy or a rule of central NAT that is used translates, or an address is translated on its way in."""
    (device,) = pair.devices
    found = [leaf for _, leaf in _named(device, "firewall/vip/*/extip")]
    found += _used(device, POLICY, (f"{POLICY}/nat",), "enable")
    off = {names for names, leaf in _named(device, f"{SNAT}/nat") if leaf.value == "disable"}
    rules = _used(device, SNAT, (f"{SNAT}/orig-addr", f"{SNAT}/nat-ippool"))
    found += [leaf for leaf in rules if (leaf.path[2],) not in off]
    return Answer(Truth.YES if found else Truth.NO, _evidence(device, found[:1]))


def _inspects(pair: Sides) -> Answer:
    """Of a member: a policy that is used inspects."""
    (device,) = pair.devices
    found = [*_used(device, POLICY, (f"{POLICY}/utm-status",), "enable"), *_used(device, POLICY, PROFILES)]
    return Answer(Truth.YES if found else Truth.NO, _evidence(device, found[:1]))


def _used(device: Device, of: str, paths: Iterable[str], value: str | None = None) -> list[Leaf]:
    """The leaves of policies that are on, with this value if one is asked for, else with any."""
    off = {names for names, leaf in _named(device, f"{of}/status") if leaf.value == "disable"}
    found = [leaf for path in paths for names, leaf in _named(device, path) if names not in off]
    return [leaf for leaf in found if (leaf.value == value if value else leaf.value)]


def _one_pool(pair: Sides) -> Answer:
    """Of two members: pools that both translate to have an address in common."""
    seen: list[Evidence] = []
    first, second = (list(_pools(device)) for device in pair.devices)
    undecided: list[Evidence] = []
    for start, end, mine in first:
        for other_start, other_end, theirs in second:
            both = (*_evidence(pair.devices[0], [mine]), *_evidence(pair.devices[1], [theirs]))
            if start is None or end is None or other_start is None or other_end is None:
                undecided += both if mine.value == theirs.value else ()
            elif start.version == other_start.version and int(start) <= int(other_end) and int(other_start) <= int(end):
                seen += both
    if seen:
        return Answer(Truth.YES, tuple(dict.fromkeys(seen)))
    return Answer(Truth.UNDECIDED if undecided else Truth.NO, tuple(dict.fromkeys(undecided)))


_Address = ipaddress.IPv4Address | ipaddress.IPv6Address | None


def _pools(device: Device) -> Iterator[tuple[_Address, _Address, Leaf]]:
    """The pools that policies translate to: their ends, None for what is still to be filled in."""
    wanted = {leaf.value for leaf in _used(device, POLICY, (f"{POLICY}/poolname",))}
    wanted |= {leaf.value for leaf in _used(device, SNAT, (f"{SNAT}/nat-ippool",))}
    ends = {names: leaf.value for names, leaf in _named(device, f"{POOL}/endip")}
    for names, leaf in _named(device, f"{POOL}/startip"):
        if names[-1].rpartition(":")[2] in wanted:
            yield _address(leaf.value), _address(ends.get(names, leaf.value)), leaf


def _address(text: str) -> _Address:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _named(device: Device, path: str) -> list[tuple[tuple[str, ...], Leaf]]:
    """The leaves of a path with the names in it; the last of a name counts, unless it may have many."""
    return [(leaf.names, leaf) for leaf in device.all(path)]


def _by_name(device: Device, path: str) -> dict[str, list[Leaf]]:
    found: dict[str, list[Leaf]] = {}
    for names, leaf in _named(device, path):
        found.setdefault(names[-1], []).append(leaf)
    return found


def _open(leaf: Leaf) -> bool:
    """Whether a leaf, or a name in it, is still to be filled in."""
    return any(map(placeholder, (leaf.value, *leaf.path)))


def _evidence(device: Device, leaves: Iterable[Leaf]) -> tuple[Evidence, ...]:
    return tuple(Evidence(device, leaf.setting.path, leaf.names, leaf) for leaf in leaves)


SHARED_OUT = Some((Is(f"{CLUSTER}/vcluster-status", ("enable",)), Is(f"{CLUSTER}/vcluster2", ("enable",))))
"""Whether there are virtual clusters."""

VIRTUAL_OVERRIDE = Is(f"{VIRTUAL}/override", ("enable",))
TAKEN_BACK_AT_ONCE = _of_some_virtual_cluster(Every((VIRTUAL_OVERRIDE, Is(f"{VIRTUAL}/override-wait-time", ("0",)))))
RANKED_ALIKE = _of_some_virtual_cluster(Every((VIRTUAL_OVERRIDE, SameOnBoth((f"{VIRTUAL}/priority",)))))
ONE_HEARTBEAT_LINK = Judged((HEARTBEATS, BACKUP, f"{INTERFACE}/type"), _one_heartbeat_link)
USERS = (MONITOR, f"{VIRTUAL}/monitor", f"{POLICY}/status", f"{POLICY}/srcintf", f"{POLICY}/dstintf")
TRAFFIC_ON_HEARTBEAT_LINK = Judged((HEARTBEATS, f"{INTERFACE}/interface", *USERS), _traffic_on_heartbeat_link)
UNWATCHED = Judged(WATCHING, _unwatched)
UNLIKE_PASSWORDS = Judged((PASSWORD,), _unlike_passwords)
HALF_A_LINK_MONITOR = Judged(
    (*PINGS, f"{LINK}/srcintf", f"{LINK}/status", f"{LINK}/ha-priority", f"{DETECT}/server", f"{DETECT}/ha-priority"),
    _half_a_link_monitor,
)
ONE_MEMBER_PREFERRED = Judged((f"{CLUSTER}/priority", f"{VIRTUAL}/priority"), _one_member_preferred)
ONE_SIDED = Judged(
    (f"{PEER}/peerip", f"{PEER}/syncvd", f"{PEER}/source-ip", f"{INTERFACE}/ip", f"{INTERFACE}/management-ip"), _one_sided
)
RULES_OF_NAT = tuple(f"{SNAT}/{leaf}" for leaf in ("nat", "status", "orig-addr", "nat-ippool"))
TRANSLATES = Judged(("firewall/vip/*/extip", f"{POLICY}/nat", f"{POLICY}/status", *RULES_OF_NAT), _translates)
INSPECTS = Judged((f"{POLICY}/utm-status", f"{POLICY}/status", *PROFILES), _inspects)
ONE_POOL = Judged(
    (f"{POOL}/startip", f"{POOL}/endip", f"{POLICY}/poolname", f"{POLICY}/status", f"{SNAT}/nat-ippool", f"{SNAT}/status"),
    _one_pool,
)
