"""Rules of HSRP and VRRP on Cisco IOS and NX-OS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.audit.conditions import Answer, Evidence, Judged, Sides, Truth, placeholder
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

GROUPS = tuple(f"interface/*/{kind}/*" for kind in ("standby", "vrrp"))
TRACKS = tuple(f"{group}/track/*" for group in GROUPS)
PREEMPTS = tuple(f"{group}/preempt" for group in GROUPS)
PRIORITIES = tuple(f"{group}/priority" for group in GROUPS)
ADDRESSES = tuple(f"{group}/ip" for group in GROUPS)
OBJECT = "track/*"
DECREMENT = 10
"""What an object that is down takes from the priority, where nothing is said."""


def _never_moves(pair: Sides) -> Answer:
    """Whether the router that is active tracks something, and the other still does not take over when that is down."""
    seen: list[Evidence] = []
    open_: list[Evidence] = []
    first, second = pair.devices
    for group in GROUPS:
        for one, other in ((first, second), (second, first)):
            for names, others in _pairs(group, one, other):
                tracks = [leaf for leaf in one.all(f"{group}/track/*", names) if leaf.value not in ("shutdown", "no")]
                path = f"{group}/priority"
                ranks = [_evidence(one, path, names), _evidence(other, path, others)]
                takes = _evidence(other, f"{group}/preempt", others)
                wanted = [Evidence(one, f"{group}/track/*", names, leaf) for leaf in tracks]
                high, low = (_number(each.leaf) for each in ranks)
                if not tracks or (high is not None and low is not None and high < low):
                    continue
                lost = [_decrement(leaf.value) for leaf in tracks]
                if takes.leaf is not None and takes.leaf.value == "no":
                    (seen if high is not None and low is not None else open_).extend([*wanted, takes])
                elif high is None or low is None or None in lost:
                    open_ += [*wanted, *ranks]
                elif sum(each for each in lost if each is not None) <= high - low:
                    seen += [*wanted, *ranks]
    return Answer(Truth.YES if seen else Truth.UNDECIDED if open_ else Truth.NO, tuple(seen or open_))


def _pairs(group: str, one: Device, other: Device) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The names of a group on both: of one number, on one interface or with one address."""
    for names in one.names(group):
        for others in other.names(group):
            own, its = ({leaf.value for leaf in who.all(f"{group}/ip", which)} for who, which in ((one, names), (other, others)))
            if names[1] == others[1] and (names[0] == others[0] or (own & its) - {"yes"}):
                yield names, others
                break


def _evidence(device: Device, path: str, names: tuple[str, ...]) -> Evidence:
    return Evidence(device, path, names, device.leaf(path, names))


def _number(leaf: Leaf | None) -> int | None:
    value = leaf.value.split() if leaf is not None else []
    return int(value[0]) if value and value[0].isdigit() else None


def _decrement(value: str) -> int | None:
    """What an object takes: `decrement 20`, `20`, or nothing said."""
    found = re.search(r"\d+", value)
    if placeholder(value):
        return None
    return int(found[0]) if found else DECREMENT


def _not_defined(pair: Sides) -> Answer:
    """Whether an object is tracked that is defined nowhere. One that has a name is an interface, and needs no definition."""
    seen: list[Evidence] = []
    for device in pair.devices:
        defined = {leaf.path[1] for leaf in device.all(OBJECT) if leaf.value != "no"}
        for path in TRACKS:
            for leaf in device.all(path):
                if leaf.path[-1].isdigit() and leaf.path[-1] not in defined and leaf.value != "no":
                    seen.append(Evidence(device, path, (leaf.path[1], leaf.path[3], leaf.path[-1]), leaf))
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


RULES = (
    AuditRule("HSRP-01", "pair", "error",
         Judged((*TRACKS, *PREEMPTS, *PRIORITIES, *ADDRESSES), _never_moves),
         "what the active router tracks never moves the group",
         "the other takes over only if it preempts, and if its priority is then the higher one",
         (LeafChange(PREEMPTS[0], "yes, on the other router"), LeafChange(TRACKS[0], "a decrement above the gap of priorities")),
         source="H.9"),
    AuditRule("HSRP-02", "member", "error",
         Judged((*TRACKS, OBJECT), _not_defined),
         "an object is tracked that is not defined",
         "nothing is watched", (LeafChange(OBJECT, "what is to be watched"),), source="H.9"),
)  # fmt: skip
