"""Files and folders -> members -> pairs: two members belong together where each knows the other's address."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from hamodel.audit import errors
from hamodel.audit.conditions import placeholder
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.errors import cannot_read
from hamodel.vendors.known import VENDORS
from hamodel.vendors.vendor import Vendor

MOST_FILES = 10_000
"""Of a folder."""

GROUPS = {
    "keepalived": (("vrrp_instance/*", "virtual_router_id", "virtual_ipaddress/*"),),
    "vyos": (("high-availability/vrrp/group/*", "vrid", "address/*"),),
    "ios": (("interface/*/standby/*", "", "ip"), ("interface/*/vrrp/*", "", "ip")),
    "openbsd": (("carp/*", "vhid", "inet"), ("carp/*", "vhid", "inet6")),
    "opnsense": (("virtualip/vip/*", "vhid", "subnet"),),
    "pfsense": (("virtualip/vip/*", "vhid", "subnet"),),
}
"""What has virtual addresses together with the other member: of each vendor the path of a group, of its number below (empty: its
last name), of its addresses below."""


@dataclass(frozen=True, slots=True)
class FoundPairs:
    """The pairs; members without a partner; files of a folder that are no configuration; why others cannot be read."""

    pairs: tuple[tuple[Device, Device], ...]
    alone: tuple[Device, ...]
    others: tuple[str, ...]
    unread: tuple[Diagnostic, ...] = ()


def found(paths: Sequence[str], vendor: Vendor | None = None, named: bool = True) -> FoundPairs:
    """The members that the files are about, two by two. Two members handed in by themselves are a pair, whatever they say; a
    file that is handed in twice counts once. `named`: what is wrong may be told by the names of members.

    Raises SpecError where a file cannot be read or is no configuration, and where there is no pair. In a folder, files that are
    no configurations are passed over, and told.
    """
    devices: list[Device] = []
    others: list[str] = []
    unread: list[Diagnostic] = []
    wrong: list[SpecError] = []
    seen: set[str] = set()

    def first(path: str) -> bool:
        real = os.path.realpath(path) if "\0" not in path else path
        known = real in seen
        seen.add(real)
        return not known

    for path in paths:
        try:
            if os.path.isdir(path):
                for file in filter(first, _files(path)):
                    inside, why = _inside(file, vendor)
                    devices += inside
                    unread += why
                    if not inside and not why:
                        others.append(file)
            elif first(path):
                devices += reading.devices(reading.load(path), vendor)
        except SpecError as error:
            wrong.append(error)
    if wrong:
        raise SpecError(diagnostic for error in wrong for diagnostic in error.diagnostics)
    devices = [device for device in reading.joined(devices) if _about_pairs(device) or device.sources[0].path in paths]
    pairs, alone = paired(devices)
    unread += [errors.several_partners([one.sources[0].path for one in each]) for each in _unclear(alone)]
    if not any(map(_about_pairs, devices)):
        if cuts := [cut for device in devices for cut in device.cuts]:
            raise SpecError(errors.cut(cut.span) for cut in dict.fromkeys(cuts))
        pairs, devices = [], []
    if not pairs and unread:
        raise SpecError(unread)
    if not pairs:
        raise SpecError(
            [errors.no_pair(paths, [((named and device.name) or device.sources[0].path, device.vendor) for device in devices])]
        )
    return FoundPairs(tuple(pairs), tuple(alone), tuple(others), tuple(unread))


def paired(devices: Sequence[Device]) -> tuple[list[tuple[Device, Device]], list[Device]]:
    """The pairs, and who is left: first those that stand in one text, then those that name each other, then those of whom one
    names the other."""
    if len(devices) == 2 and devices[0].vendor == devices[1].vendor:
        return [(devices[0], devices[1])], []
    pairs: list[tuple[Device, Device]] = []
    left = list(devices)
    in_one = [device for device in devices if VENDORS[device.vendor].pair]
    for source in dict.fromkeys(source for device in in_one for source in device.sources):
        inside = [device for device in left if source in device.sources]
        if len(inside) == 2:
            pairs.append((inside[0], inside[1]))
            left = [device for device in left if device not in inside]
    order = {device: number for number, device in enumerate(left)}
    knows = _knows(left)
    known_by: dict[Device, set[Device]] = {device: set() for device in left}
    for device, others in knows.items():
        for other in others:
            known_by[other].add(device)
    shared = _sharing([device for device in left if not knows[device] and not known_by[device]])
    for device, others in shared.items():
        if len(others) == 1 and len(shared[next(iter(others))]) == 1:
            knows[device], known_by[device] = others, others
    for both in (True, False):
        for first in left:
            others = knows[first] & known_by[first] if both else knows[first] | known_by[first]
            second = min((other for other in others if other in order), key=order.__getitem__, default=None)
            if first in order and second is not None:
                pairs.append((first, second))
                del order[first], order[second]
    return pairs, list(order)


def _knows(devices: Sequence[Device]) -> dict[Device, set[Device]]:
    """Of each member those of its vendor of which it knows an address."""
    at: dict[tuple[str, str], set[Device]] = {}
    for device in devices:
        for address in {_host(leaf.value) for path in VENDORS[device.vendor].own for leaf in device.all(path)} - {""}:
            at.setdefault((device.vendor, address), set()).add(device)
    found = {}
    for device in devices:
        peers = {_host(leaf.value) for path in VENDORS[device.vendor].peers for leaf in device.all(path)}
        found[device] = {other for address in peers for other in at.get((device.vendor, address), ())} - {device}
    return found


def _sharing(devices: Sequence[Device]) -> dict[Device, set[Device]]:
    """Of each member those that have one of its virtual addresses in a group of the same number: so those are found that speak to
    a multicast address, and name no other member."""
    having: dict[tuple[str, str, str], set[Device]] = {}
    for device in devices:
        for number, address in chain(_groups(device), _on_ports(device), _in_the_same_words(device)):
            if number and not placeholder(number) and not placeholder(address) and address not in ("", "yes"):
                having.setdefault((device.vendor, number, address), set()).add(device)
    found: dict[Device, set[Device]] = {device: set() for device in devices}
    for together in having.values():
        for device in together:
            found[device] |= together - {device}
    return found


def _groups(device: Device) -> Iterator[tuple[str, str]]:
    """The numbers of a member's groups, each with a virtual address."""
    for group, number, addresses in GROUPS.get(device.vendor, ()):
        for names in device.names(group):
            own = device.value(f"{group}/{number}", names) if number else names[-1]
            for leaf in device.all(f"{group}/{addresses}", names):
                yield own or "", _host(leaf.path[-1] if addresses.endswith("*") else leaf.value)


def _on_ports(device: Device) -> Iterator[tuple[str, str]]:
    """Of RouterOS, where a group is a port with addresses of its own: its number and an address; of one without, the network that
    it speaks in."""
    if device.vendor != "mikrotik":
        return
    addresses: dict[str, list[str]] = {}
    for names in device.names("ip/address/*"):
        port, address = (device.value(f"ip/address/*/{leaf}", names) for leaf in ("interface", "address"))
        addresses.setdefault(port or "", []).append(address or "")
    for names in device.names("interface/vrrp/*"):
        number, name, below = (device.value(f"interface/vrrp/*/{leaf}", names) for leaf in ("vrid", "name", "interface"))
        own = [_host(address) for address in addresses.get(name or names[-1], ())]
        for address in own or [_network(address) for address in addresses.get(below or "", ())]:
            yield number or "", address


def _in_the_same_words(device: Device) -> Iterator[tuple[str, str]]:
    """Of ASA, whose members have one name, and each the addresses of both; of BIG-IP, where each lists all members of a group."""
    if device.vendor == "asa":
        for names in device.names("failover/interface/ip/*"):
            yield device.value("hostname") or names[-1], device.value("failover/interface/ip/*", names) or ""
    if device.vendor == "f5":
        for names in device.names("cm/device-group/*"):
            if device.value("cm/device-group/*/type", names) == "sync-failover":
                members = sorted(leaf.value for leaf in device.all("cm/device-group/*/devices", names))
                yield names[-1], " ".join(members)


def _network(address: str) -> str:
    """That of an address with its mask; empty if it is none."""
    try:
        return str(ipaddress.ip_interface(address).network)
    except ValueError:
        return ""


def _unclear(alone: Sequence[Device]) -> list[list[Device]]:
    """Members that were not paired since several share their addresses."""
    told: list[list[Device]] = []
    for device, others in _sharing(alone).items():
        if others and all(device not in each for each in told):
            told.append(sorted([device, *others], key=lambda one: one.sources[0].path))
    return told


def _host(address: str) -> str:
    """Without its mask, as `/24` or behind a space."""
    return re.split(r"[/\s]", address.strip(), maxsplit=1)[0]


def _files(folder: str) -> Iterator[str]:
    """The regular files below, hidden ones apart, in order."""
    count = 0
    for root, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                count += 1
                if count > MOST_FILES:
                    raise SpecError([errors.many_files(folder, MOST_FILES)])
                yield str(path)


def _refuse(error: OSError) -> None:
    """A folder that cannot be read is none without configurations."""
    raise SpecError([cannot_read(str(error.filename), error.strerror or str(error))])


def _inside(path: str, vendor: Vendor | None) -> tuple[list[Device], list[Diagnostic]]:
    """The members of a file of a folder; none where it is no configuration, or one without high availability, but where the files
    of a member say different things. And why it cannot be read, where it is a configuration."""
    try:
        inside = reading.devices(reading.load(path), vendor)
    except SpecError as error:
        return [], [each for each in error.diagnostics if each.code != "no-vendor"]
    about = [device for device in inside if VENDORS[device.vendor].joined is not None or _about_pairs(device)]
    return about, [] if about else [
        errors.cut(cut.span) for cut in dict.fromkeys(cut for device in inside for cut in device.cuts)
    ]


def _about_pairs(device: Device) -> bool:
    return any(device.table.about_pairs(leaf.path) for leaf in device.leaves)
