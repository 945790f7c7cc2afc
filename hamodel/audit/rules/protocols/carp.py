"""Rules of pairs that share addresses by CARP and states by pfsync: OPNsense, pfSense, OpenBSD. What the three call alike has one
rule, with each one's own paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hamodel.audit.conditions import (
    Answer,
    Condition,
    Every,
    Evidence,
    Judged,
    Sides,
    Some,
    StandsAt,
    Truth,
    Unlike,
    placeholder,
)
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device

ON = "on|yes|1|enabled|true"
TOP_OF_SKEW = 155
"""An advskew from which on the one of the copy, 100 more, ends at 254 or next to it."""


@dataclass(frozen=True, slots=True)
class CarpPaths:
    """Where a vendor has what CARP needs. `group`: a virtual address; `interface`, `password` and `addresses` stand below it.
    `pfsync`: what carries the states; `peer`: where they are sent."""

    group: str
    interface: str
    password: str
    addresses: tuple[str, ...]
    pfsync: str
    peer: str

    def of(self, word: str) -> str:
        """The path of a leaf of a group."""
        return f"{self.group}/{word}"


@dataclass(frozen=True, slots=True)
class CarpGroup:
    """A virtual address, or several in one group, as one member has it."""

    device: Device
    names: tuple[str, ...]
    vhid: str
    interface: str

    def value(self, path: str) -> str:
        """What a leaf counts as."""
        return self.device.value(path, self.names) or ""

    def seen(self, *paths: str) -> tuple[Evidence, ...]:
        """Leaves that were looked at."""
        return tuple(Evidence(self.device, path, self.names, self.device.leaf(path, self.names)) for path in paths)


def groups(device: Device, at: CarpPaths) -> list[CarpGroup]:
    """The groups of a member that have a number."""
    found = []
    for names in device.names(at.group):
        vhid = device.value(at.of("vhid"), names)
        if vhid:
            found.append(CarpGroup(device, names, vhid, device.value(at.of(at.interface), names) or ""))
    return found


def partners(pair: Sides, at: CarpPaths) -> tuple[list[tuple[CarpGroup, CarpGroup]], list[CarpGroup]]:
    """Groups of the same number and interface on both members, else of the same number where only one has it; and those left."""
    if len(pair.devices) != 2:
        return [], []
    first, second = (groups(device, at) for device in pair.devices)
    found: list[tuple[CarpGroup, CarpGroup]] = []
    for same in (lambda a, b: (a.vhid, a.interface) == (b.vhid, b.interface), lambda a, b: a.vhid == b.vhid):
        for one in list(first):
            others = [other for other in second if same(one, other)]
            if len(others) == 1 and sum(same(each, others[0]) for each in first) == 1:
                found.append((one, others[0]))
                first.remove(one)
                second.remove(others[0])
    return found, [*first, *second]


def interval(group: CarpGroup, at: CarpPaths) -> float | None:
    """Seconds between the advertisements of a group; None where they are still to be filled in."""
    try:
        return int(group.value(at.of("advbase"))) + int(group.value(at.of("advskew"))) / 256
    except ValueError:
        return None


def answer(seen: Sequence[Evidence], dollars: bool = True) -> Answer:
    """Yes where there is something to show, but undecided where it is still to be filled in. `dollars`: `$x` stands for a value
    that nobody knows (a macro of pf has one)."""
    if not seen:
        return Answer(Truth.NO)
    values = [each.leaf.value if dollars else re.sub(r"\$\w+", "", each.leaf.value) for each in seen if each.leaf is not None]
    open_ = any(map(placeholder, values))
    return Answer(Truth.UNDECIDED if open_ else Truth.YES, tuple(seen))


def _same_rank(at: CarpPaths) -> Callable[[Sides], Answer]:
    def judge(pair: Sides) -> Answer:
        paths = (at.of("advbase"), at.of("advskew"))
        seen: list[Evidence] = []
        for one, other in partners(pair, at)[0]:
            ranks = interval(one, at), interval(other, at)
            if ranks[0] == ranks[1] or None in ranks:
                seen += [*one.seen(*paths), *other.seen(*paths)]
        return answer(seen)

    return judge


def _not_accepted(at: CarpPaths) -> Callable[[Sides], Answer]:
    def judge(pair: Sides) -> Answer:
        both, alone = partners(pair, at)
        seen: list[Evidence] = []
        for one, other in both:
            if one.value(at.of(at.password)) != other.value(at.of(at.password)):
                seen += [*one.seen(at.of(at.password)), *other.seen(at.of(at.password))]
            if _addresses(one, at) != _addresses(other, at):
                paths = [path for path in map(at.of, at.addresses) if one.value(path) or other.value(path)]
                seen += [*one.seen(*paths), *other.seen(*paths)]
        if both or all(any(group.device is device for group in alone) for device in pair.devices):
            seen += [evidence for group in alone for evidence in group.seen(at.of("vhid"))]
        return answer(seen)

    return judge


def _addresses(group: CarpGroup, at: CarpPaths) -> set[str]:
    leaves = [leaf for path in map(at.of, at.addresses) for leaf in group.device.all(path, group.names)]
    return {leaf.value.partition("/")[0].lower() for leaf in leaves}


def _other_base(at: CarpPaths) -> Callable[[Sides], Answer]:
    def judge(pair: Sides) -> Answer:
        path = at.of("advbase")
        unlike = [both for both in partners(pair, at)[0] if both[0].value(path) != both[1].value(path)]
        return answer([evidence for both in unlike for group in both for evidence in group.seen(path)])

    return judge


def _several(at: CarpPaths) -> Callable[[Sides], Answer]:
    def judge(pair: Sides) -> Answer:
        seen: list[Evidence] = []
        for device in pair.devices:
            found = groups(device, at)
            if len({(group.interface, group.vhid) for group in found}) > 1:
                seen += [evidence for group in found for evidence in group.seen(at.of("vhid"))]
        return answer(seen)

    return judge


def several(at: CarpPaths) -> Condition:
    """A member has more groups than one."""
    return Judged((at.of("vhid"), at.of(at.interface)), _several(at))


def _carried_with_traffic(at: CarpPaths) -> Callable[[Sides], Answer]:
    def judge(pair: Sides) -> Answer:
        seen: list[Evidence] = []
        for device in pair.devices:
            carrier = device.leaf(at.pfsync)
            for group in groups(device, at):
                if carrier is not None and carrier.value and carrier.value == group.interface:
                    seen += [Evidence(device, at.pfsync, (), carrier), *group.seen(at.of(at.interface))]
        return answer(seen)

    return judge


def _peers_apart(at: CarpPaths, own: Sequence[str]) -> Callable[[Sides], Answer]:
    """`own`: paths of a member's addresses on its interfaces, by their names."""

    def judge(pair: Sides) -> Answer:
        seen: list[Evidence] = []
        peers = [device.leaf(at.peer) for device in pair.devices]
        shown = [Evidence(device, at.peer, (), leaf) for device, leaf in zip(pair.devices, peers, strict=True)]
        values = [leaf.value if leaf is not None else "" for leaf in peers]
        if len(values) == 2 and bool(values[0]) != bool(values[1]):
            seen += shown
        elif len(values) == 2 and all(values):
            for number in (0, 1):
                other = pair.devices[1 - number]
                carrier = other.value(at.pfsync) or ""
                addresses = {leaf.value.partition("/")[0] for path in own for leaf in other.all(path, (carrier,))}
                if addresses and not any(map(placeholder, addresses)) and values[number] not in addresses:
                    seen += [shown[number], *_of_interface(other, own, carrier)]
        return answer(seen)

    return judge


def _of_interface(device: Device, own: Iterable[str], carrier: str) -> list[Evidence]:
    return [Evidence(device, path, (carrier,), leaf) for path in own for leaf in device.all(path, (carrier,))]


def _both_forward(at: CarpPaths) -> Callable[[Sides], Answer]:
    """Each member is the better one of some group."""

    def judge(pair: Sides) -> Answer:
        better: dict[bool, list[Evidence]] = {True: [], False: []}
        for one, other in partners(pair, at)[0]:
            ranks = interval(one, at), interval(other, at)
            if ranks[0] is not None and ranks[1] is not None and ranks[0] != ranks[1]:
                better[ranks[0] < ranks[1]] += [*one.seen(at.of("advskew")), *other.seen(at.of("advskew"))]
        return answer([*better[True], *better[False]] if better[True] and better[False] else [])

    return judge


def rank_leaves(at: CarpPaths) -> tuple[str, ...]:
    """What decides who is master."""
    return at.of("vhid"), at.of(at.interface), at.of("advbase"), at.of("advskew")


def both_forward(at: CarpPaths) -> Condition:
    """Each member is master of some group while both are well."""
    return Judged(rank_leaves(at), _both_forward(at))


def shared_rules(
    at: CarpPaths, own: Sequence[str], sends_states: Condition, waits: str, equal: tuple[str, ...] = ()
) -> tuple[AuditRule, ...]:
    """The rules that all three have. `sends_states`: states are synchronised; `waits`: the leaf by which a first packet waits;
    `equal`: what must be the same for states to be understood."""
    ranks = rank_leaves(at)
    return (
        AuditRule("CARP-01", "pair", "error", Judged(ranks, _same_rank(at)),
             "both members advertise equally often",
             "nobody is the better one: who is master changes with timing and addresses",
             (LeafChange(at.of("advskew"), "0 on one member, 100 on the other"),), hazards=("N1",), source="OP1, PF1"),
        AuditRule("CARP-02", "pair", "error",
             Judged((at.of("vhid"), at.of(at.interface), at.of(at.password), *map(at.of, at.addresses)), _not_accepted(at)),
             "the members do not have the same group",
             "advertisements with another number, password or address are not taken: both members are master, without any fault",
             (LeafChange(at.of("vhid"), "the same on both, with one password and the same addresses"),), hazards=("N14", "12"),
             source="H.6"),
        AuditRule("CARP-03", "pair", "warning", Judged((at.of("vhid"), at.of(at.interface), at.of("advbase")), _other_base(at)),
             "the members do not have the same advbase",
             "it decides who is master before advskew does",
             (LeafChange(at.of("advbase"), "the same on both"),), hazards=("N1",), source="H.6"),
        AuditRule("CARP-07", "pair", "warning",
             Every((sends_states, _does_not_wait(waits), Some((both_forward(at), StandsAt("ecmp"))))),
             "both members take traffic, and no first packet waits for the other's state",
             "an answer that comes back through the other member is dropped where it is faster than the state",
             (LeafChange(waits, "on, where there is such a setting; else one member as master of all groups"),),
             hazards=("20", "26"), source="B3, PF1"),
        AuditRule("CARP-08", "member", "warning",
             Every((sends_states, Judged((at.pfsync, at.of("vhid"), at.of(at.interface)), _carried_with_traffic(at)))),
             "states go over an interface that has traffic as well",
             "one fault takes traffic and states; and whoever is on that segment can read states and send them",
             (LeafChange(at.pfsync, "an interface of its own"),), hazards=("20",), source="B3"),
        AuditRule("CARP-09", "pair", "error",
             Every((sends_states, Some((Judged((at.peer, at.pfsync, *own), _peers_apart(at, own)), Unlike(equal))))),
             "the members do not send their states to each other, or in two versions",
             "states go one way only, or are not understood",
             (LeafChange(at.peer, "the other member's address on the interface of the states, or nothing on both"),),
             hazards=("20",), source="OP1"),
    )  # fmt: skip


def _does_not_wait(waits: str) -> Condition:
    """At least one member does not let first packets wait."""
    return Judged((waits,), lambda pair: answer([_off(device, waits) for device in pair.devices if not _on(device, waits)]))


def _on(device: Device, path: str) -> bool:
    return (device.value(path) or "").lower() in ON.split("|")


def _off(device: Device, path: str) -> Evidence:
    return Evidence(device, path, (), device.leaf(path))
