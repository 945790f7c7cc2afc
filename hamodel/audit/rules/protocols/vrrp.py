"""What rules of VRRP pairs have in common, whoever configures them: keepalived by itself, or VyOS.

An instance of one member belongs to that of the other with the same virtual router id, as long as it is the only one; else to the
one of the same name. Of instances without a partner nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hamodel.audit.conditions import Answer, Evidence, Judged, Sides, Truth, placeholder
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

ON = ("yes", "true", "on")


@dataclass(frozen=True, slots=True)
class Leaves:
    """Where a vendor has the leaves of VRRP. `sources`: this member's address. `password`: of which the first eight characters
    count. `versions`: an instance's own first, then the general one. `strict`: what switches authentication off. `off`: whether
    an instance is left out."""

    instance: str
    vrid: str
    interface: str
    priority: str
    nopreempt: str
    interval: str
    addresses: str
    peers: str
    sources: tuple[str, ...]
    auth_type: str
    password: str
    versions: tuple[str, ...]
    strict: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """What must be the same on both members, or they do not hear each other."""
        return (self.vrid, self.interval, self.auth_type, self.password, self.addresses, *self.versions, *self.strict)


@dataclass(frozen=True, slots=True)
class VrrpInstance:
    """An instance of a member."""

    device: Device
    names: tuple[str, ...]
    leaves: Leaves

    def value(self, path: str) -> str | None:
        """Of one of its leaves, or of one of the member."""
        return self.device.value(path, self.names if path.startswith(self.leaves.instance) else ())

    def evidence(self, *paths: str) -> list[Evidence]:
        """What is written at these paths, or that nothing is."""
        found = []
        for path in paths:
            names = self.names if path.startswith(self.leaves.instance) else ()
            written: list[Leaf | None] = [*self.device.all(path, names)]
            found += [Evidence(self.device, path, names, leaf) for leaf in written or [self.device.leaf(path, names)]]
        return found

    def number(self, path: str) -> float | None:
        """A value as a number; None if it is none."""
        try:
            return float(self.value(path) or "")
        except ValueError:
            return None

    @property
    def addresses(self) -> dict[str, list[Evidence]]:
        """The addresses in its adverts, without their masks."""
        found: dict[str, list[Evidence]] = {}
        for path in self.device.table.by_path:
            if path == self.leaves.addresses or path.startswith(f"{self.leaves.addresses}/"):
                for leaf in self.device.all(path, self.names):
                    address = leaf.path[self.leaves.addresses.count("/")]
                    seen = Evidence(self.device, path, (*self.names, address), leaf)
                    found.setdefault(address.partition("/")[0].lower(), []).append(seen)
        return found

    @property
    def version(self) -> str:
        """Of VRRP: IPv6 knows but one."""
        if any(":" in address for address in self.addresses):
            return "3"
        return next((value for path in self.leaves.versions if (value := self.value(path))), "2")

    @property
    def authenticates(self) -> bool:
        """Whether it may have authentication at all."""
        return self.version == "2" and not any(self.value(path) in ON for path in self.leaves.strict)


def instances(device: Device, leaves: Leaves) -> list[VrrpInstance]:
    """Those of a member that are not left out."""
    found = [VrrpInstance(device, names, leaves) for names in device.names(leaves.instance)]
    return [one for one in found if not any(one.value(path) in ON for path in leaves.off)]


def twins(pair: Sides, leaves: Leaves) -> list[tuple[VrrpInstance, VrrpInstance]]:
    """Which instances of two members belong together."""
    first, second = (instances(device, leaves) for device in pair.devices)
    counts = [Counter(map(_vrid, side)) for side in (first, second)]
    alone = {vrid for vrid in counts[0] if vrid is not None and counts[0][vrid] == counts[1][vrid] == 1}
    by_vrid = {_vrid(one): one for one in second}
    by_name = {one.names: one for one in second if _vrid(one) not in alone}
    found = [(one, by_vrid[_vrid(one)]) for one in first if _vrid(one) in alone]
    return found + [(one, by_name[one.names]) for one in first if _vrid(one) not in alone and one.names in by_name]


def _vrid(one: VrrpInstance) -> str | None:
    value = one.value(one.leaves.vrid)
    return None if value is None or placeholder(value) else value


def judged(reads: Iterable[str], judge: Callable[[Sides], Iterator[tuple[Truth, list[Evidence]]]]) -> Judged:
    """A condition of which `judge` tells each case in which it holds, or may hold."""

    def answer(pair: Sides) -> Answer:
        cases = list(judge(pair))
        for truth in (Truth.YES, Truth.UNDECIDED):
            found = [seen for said, seen in cases if said is truth]
            if found:
                return Answer(truth, tuple(dict.fromkeys(evidence for seen in found for evidence in seen)))
        return Answer(Truth.NO)

    return Judged(tuple(reads), answer)


def open_(evidence: Iterable[Evidence]) -> bool:
    """Whether a value, or a name, is still to be filled in."""
    leaves = [each.leaf for each in evidence if each.leaf is not None]
    return any(placeholder(leaf.value) or any(map(placeholder, leaf.path)) for leaf in leaves)


def same_priority(leaves: Leaves) -> Judged:
    """Two instances that belong together have one priority."""

    def judge(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
        for a, b in twins(pair, leaves):
            seen = [*a.evidence(leaves.priority), *b.evidence(leaves.priority)]
            if open_(seen):
                yield Truth.UNDECIDED, seen
            elif a.number(leaves.priority) == b.number(leaves.priority):
                yield Truth.YES, seen

    return judged([leaves.priority, leaves.vrid], judge)


def deaf(leaves: Leaves) -> Judged:
    """Two instances that belong together do not take each other's adverts: something is not the same that must be."""

    def judge(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
        for a, b in twins(pair, leaves):
            yield from _apart(a, b, leaves.vrid)
            if a.authenticates and b.authenticates:
                yield from _apart(a, b, leaves.auth_type)
                yield from _apart(a, b, leaves.password, 8)
            seen = [*_of_version(a), *_of_version(b)]
            if open_(seen):
                yield Truth.UNDECIDED, seen
            elif a.version != b.version:
                yield Truth.YES, seen
            elif a.version == "2":
                yield from _apart(a, b, leaves.interval)
            yield from _addresses_apart(a, b)

    return judged(leaves.compared, judge)


def _apart(a: VrrpInstance, b: VrrpInstance, path: str, first: int | None = None) -> Iterator[tuple[Truth, list[Evidence]]]:
    seen = [*a.evidence(path), *b.evidence(path)]
    if open_(seen):
        yield Truth.UNDECIDED, seen
        return
    values = [(one.value(path) or "")[:first] for one in (a, b)]
    numbers = [one.number(path) for one in (a, b)]
    if values[0] != values[1] and (None in numbers or numbers[0] != numbers[1]):
        yield Truth.YES, seen


def _of_version(one: VrrpInstance) -> list[Evidence]:
    return one.evidence(next((path for path in one.leaves.versions if one.value(path)), one.leaves.versions[-1]))


def _addresses_apart(a: VrrpInstance, b: VrrpInstance) -> Iterator[tuple[Truth, list[Evidence]]]:
    first, second = a.addresses, b.addresses
    apart = [evidence for address in first.keys() ^ second.keys() for evidence in first.get(address) or second[address]]
    if open_(evidence for found in (first, second) for seen in found.values() for evidence in seen):
        yield Truth.UNDECIDED, apart or [evidence for seen in first.values() for evidence in seen]
    elif apart and first and second:
        yield Truth.YES, apart


def lower_holds_back(leaves: Leaves) -> Judged:
    """Of two instances that belong together only the one with the lower priority leaves a lower master alone."""

    def judge(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
        for both in twins(pair, leaves):
            seen = [evidence for one in both for evidence in one.evidence(leaves.nopreempt, leaves.priority)]
            holding = [one for one in both if one.value(leaves.nopreempt) in ON]
            others = [one for one in both if one not in holding]
            if open_(seen):
                yield Truth.UNDECIDED, seen
            elif len(holding) == 1:
                mine, other = holding[0].number(leaves.priority), others[0].number(leaves.priority)
                if mine is not None and other is not None and mine < other:
                    yield Truth.YES, seen

    return judged([leaves.nopreempt, leaves.priority, leaves.vrid], judge)


def peers_missed(leaves: Leaves) -> Judged:
    """Of two instances that belong together one sends its adverts where the other does not hear them."""

    def judge(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
        for both in twins(pair, leaves):
            peers = [one.evidence(leaves.peers) for one in both]
            named = [{each.leaf.value.lower() for each in seen if each.leaf is not None} for seen in peers]
            own = [one.evidence(*leaves.sources) for one in both]
            if not any(named):
                continue
            if open_([*peers[0], *peers[1], *own[0], *own[1]]):
                yield Truth.UNDECIDED, [*peers[0], *peers[1]]
            elif not all(named) or (named[0] == named[1] and len(named[0]) == 1):
                yield Truth.YES, [*peers[0], *peers[1]]
            for at in (0, 1):
                sources = {each.leaf.value.lower() for each in own[1 - at] if each.leaf is not None}
                if all(named) and sources and not open_([*peers[at], *own[1 - at]]) and not sources & named[at]:
                    yield Truth.YES, [*peers[at], *(each for each in own[1 - at] if each.leaf is not None)]

    return judged([leaves.peers, *leaves.sources, leaves.vrid], judge)


def each_is_better_once(leaves: Leaves) -> Judged:
    """Each member has the higher priority in some instance: both carry traffic."""

    def judge(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
        better: dict[bool, list[Evidence]] = {}
        for a, b in twins(pair, leaves):
            mine, other = a.number(leaves.priority), b.number(leaves.priority)
            if mine is not None and other is not None and mine != other:
                better.setdefault(mine > other, []).extend([*a.evidence(leaves.priority), *b.evidence(leaves.priority)])
        if len(better) == 2:
            yield Truth.YES, [*better[True], *better[False]]

    return judged([leaves.priority, leaves.vrid], judge)


def port(interface: str) -> str:
    """`eth1` for `eth1.10`: a cable is lost with all its VLANs. A bundle is several cables: its VLANs count by themselves."""
    return interface if bundle(interface) else interface.partition(".")[0]


def bundle(interface: str) -> bool:
    """Whether an interface is more than one cable, by its name."""
    return interface.startswith(("bond", "team", "lag"))
