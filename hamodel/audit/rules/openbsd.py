"""Rules of OpenBSD pairs."""

from __future__ import annotations

import re

from hamodel.audit.conditions import Answer, Condition, Every, Evidence, Is, IsWritten, Judged, Sides, Some, Truth
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.audit.rules.protocols.carp import CarpGroup, CarpPaths, answer, groups, rank_leaves, several, shared_rules
from hamodel.audit.rules.protocols.packet_filter import MACRO, MOST, RULE, blocked, rules_of
from hamodel.vendors.device import Device

AT = CarpPaths("carp/*", "carpdev", "pass", ("inet", "inet6"), pfsync="pfsync/*/syncdev", peer="pfsync/*/syncpeer")
OWN = ("interface/*/inet", "interface/*/inet6")
SENDS = IsWritten(AT.pfsync)
DEFER = "pfsync/*/defer"
PREEMPT = "sysctl/net.inet.carp.preempt"


def _alone(pair: Sides) -> Answer:
    """Undecided where the file that would switch it on was not handed in."""
    for device in pair.devices:
        leaf = device.leaf(PREEMPT)
        seen = (Evidence(device, PREEMPT, (), leaf),)
        if leaf is None or leaf.span is None:
            named = any(source.path.endswith("sysctl.conf") for source in device.sources)
            return Answer(Truth.YES if named else Truth.UNDECIDED, seen)
        if leaf.value == "0":
            return Answer(Truth.YES, seen)
    return Answer(Truth.NO)


def _blocked(pair: Sides) -> Answer:
    seen: list[Evidence] = []
    for device in pair.devices:
        carriers = [("carp", group.interface, _of(group)) for group in groups(device, AT) if group.interface]
        carriers += [
            ("pfsync", leaf.value, Evidence(device, AT.pfsync, (), leaf))
            for leaf in device.all(AT.pfsync)
            if not leaf.value.startswith("$")
        ]
        rules = rules_of(device)
        if len(rules) * len(carriers) > MOST:
            continue
        for protocol, interface, carrier in carriers:
            for direction in ("in", "out"):
                if rules and (by := blocked(rules, protocol, interface, direction)) is not None:
                    seen += [Evidence(device, RULE, (), by), carrier]
    unique = {(id(each.device), each.leaf): each for each in seen}
    return answer(list(unique.values()), dollars=False)


def _of(group: CarpGroup) -> Evidence:
    path = AT.of("carpdev")
    return Evidence(group.device, path, group.names, group.device.leaf(path, group.names))


STAYS = re.compile(r"\b(?:no\s+state|no-sync)\b")
TRANSLATES = re.compile(r"(?:\bnat-to|->)\s*\(?\s*(\w+)(?::0)?\s*\)?")


def _stays(pair: Sides) -> Answer:
    seen = []
    for device in pair.devices:
        for rule in rules_of(device):
            to = TRANSLATES.search(rule.text) if re.match(r"(?:pass|match|nat)\b", rule.text) else None
            stays = STAYS.search(rule.text) if rule.text.startswith("pass") and not rule.of_the_pair else None
            if stays or (to and _is_interface(device, to[1])):
                seen.append(Evidence(device, RULE, (), rule.leaf))
    return answer(seen, dollars=False)


def _is_interface(device: Device, word: str) -> bool:
    """Whether it is an interface that has a group of the pair on it."""
    return any(group.interface == word for group in groups(device, AT))


def _both(pair: Sides) -> Answer:
    seen = [
        Evidence(device, path, names, device.leaf(path, names))
        for device in pair.devices
        for names in device.names("carp/*")
        for path in ("carp/*/balancing", "carp/*/carpnodes")
        if device.all(path, names)
    ]
    return answer(seen)


BALANCES: Condition = Judged(("carp/*/balancing", "carp/*/carpnodes", *rank_leaves(AT)), _both)

RULES = (
    *(rule for rule in shared_rules(AT, OWN, SENDS, DEFER) if rule.id != "CARP-07"),
    AuditRule("CARP-04", "member", "warning", Every((several(AT), Judged((PREEMPT,), _alone))),
         "each carp interface fails over by itself",
         "one interface lost, and the two sides of a connection are on two members",
         (LeafChange(PREEMPT, "1"),), hazards=("N15",), source="PF1"),
    *(
        AuditRule(rule.id, rule.about, rule.severity, Every((SENDS, Some((BALANCES, rule.condition)), Is(DEFER, ("no",)))),
             rule.headline, rule.why, (LeafChange(DEFER, "on"),), hazards=rule.hazards, source=rule.source)
        for rule in shared_rules(AT, OWN, SENDS, DEFER) if rule.id == "CARP-07"
    ),
    AuditRule("CARP-10", "member", "error",
         Judged((RULE, MACRO, AT.of("vhid"), AT.of("carpdev"), AT.pfsync), _blocked),
         "pf blocks what the members say to each other",
         "carp is not heard: both members are master, without any fault; pfsync is not heard: the other member has no states",
         (LeafChange(RULE, "`pass quick proto carp` and `pass quick proto pfsync` on these interfaces, in front"),),
         hazards=("N14",), source="H.6"),
    AuditRule("CARP-12", "member", "warning",
         Every((SENDS, Judged((RULE, MACRO, AT.of("vhid"), AT.of("carpdev")), _stays))),
         "connections depend on this member alone",
         "what is translated to an interface's own address, or has no state on the other member, ends at a failover",
         (LeafChange(RULE, "`nat-to` an address of a carp interface; states that are synchronised"),),
         hazards=("20",), source="B3"),
)  # fmt: skip
