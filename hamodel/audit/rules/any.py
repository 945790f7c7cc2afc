"""Rules that hold of any vendor, on what its reader tells: what switches high availability on, whose addresses are whose."""

from __future__ import annotations

import ipaddress
import re

from hamodel.audit.conditions import (
    Answer,
    Every,
    Evidence,
    Is,
    IsWritten,
    Judged,
    OnOnlyOne,
    Sides,
    Some,
    Truth,
    Unlike,
    placeholder,
)
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf, Setting
from hamodel.vendors.statement import Statement
from hamodel.vendors.vendor import Vendor

ENCRYPTED = re.compile(r"ENC |SH2 |AK1|\$\d|-AQ==|\*+$|<?(?:removed|hidden|secret)|[678] |encrypted|\{\w+\}", re.IGNORECASE)
"""How values begin that are no clear text: encrypted, hashed, or struck out."""


def rules(vendor: Vendor) -> tuple[AuditRule, ...]:
    """Those that can be asked of the configurations of a vendor."""
    return (*_of_leaves(vendor), *_of_files(vendor))


def _of_leaves(vendor: Vendor) -> list[AuditRule]:
    """What the leaves that have a meaning for all vendors say of a pair."""
    found = []
    if vendor.on is not None:
        path, values = vendor.on
        found.append(
            AuditRule(
                "ANY-01",
                "pair",
                "error",
                OnOnlyOne(Is(path, values)),
                "high availability is on at one member only",
                "there is no pair: the other member knows nothing of this one",
                (LeafChange(path, "the same on both"),),
            )
        )
    if vendor.own and vendor.peers:
        found.append(
            AuditRule(
                "ANY-02",
                "pair",
                "error",
                Judged((*vendor.peers, *vendor.own), lambda pair: _strangers(vendor, pair)),
                "the address of the other member is none of its addresses",
                "the members do not meet: each believes that it is alone, with no fault at all",
                (LeafChange(vendor.peers[0], "an address that the other member has"),),
                hazards=("N14",),
                mark="I",
            )
        )
    if vendor.own:
        found.append(
            AuditRule(
                "ANY-03",
                "pair",
                "error",
                Judged(vendor.own, lambda pair: _one_member(vendor, pair)),
                "both files say that they are the same member",
                "one of them is the wrong file, or a copy that was never changed",
                (LeafChange(vendor.own[0], "this member's own"),),
                mark="I",
            )
        )
    if vendor.versions:
        each = tuple(Every((IsWritten(path), Unlike((path,)))) for path in vendor.versions)
        found.append(
            AuditRule(
                "ANY-07",
                "pair",
                "warning",
                Some(each),
                "the members run unlike versions",
                "what one sends the other may not understand: sessions and settings are lost between them",
                (LeafChange(vendor.versions[0], "the same on both, by an upgrade"),),
                hazards=("4",),
            )
        )
    return found


def _of_files(vendor: Vendor) -> list[AuditRule]:
    """What there is to say of the files themselves."""
    secrets = tuple(setting.path for setting in vendor.table.settings if setting.secret)
    found = [
        AuditRule(
            "ANY-05",
            "member",
            "note",
            Judged((), _unknown),
            "statements about high availability are not known to hamodel",
            "they were not looked at: nothing here says whether they are right",
            mark="I",
        ),
        AuditRule(
            "ANY-06",
            "member",
            "note",
            Judged((), _open),
            "values are still to be filled in",
            "what depends on them is not decided: render the template, and ask again",
            mark="I",
        ),
        AuditRule(
            "ANY-08",
            "member",
            "error",
            Judged((), _cut),
            "the text is cut: it lacks the end of what begins here, or its beginning",
            "what was there counts as not written: nothing is sure about this member, and no hazards are told",
            mark="I",
        ),
    ]
    if secrets:
        found.append(
            AuditRule(
                "ANY-04",
                "member",
                "note",
                Judged(secrets, lambda pair: _clear(secrets, pair)),
                "a secret stands in clear text",
                "who has the file can speak as a member",
                (LeafChange(secrets[0], "encrypted, or from a vault"),),
                mark="I",
            )
        )
    return sorted(found, key=lambda rule: rule.id)


ELSEWHERE = frozenset(["dhcp", "dhcp6", "dhcpv6", "track6", "slaac", "autoconf", "ppp", "pppoe", "pptp", "l2tp", "6rd", "6to4"])
"""What stands for an address that a member is given."""


def _open_value(value: str) -> bool:
    """Whether nobody can tell an address from what is written."""
    return placeholder(value) or value.lower() in ELSEWHERE


def _strangers(vendor: Vendor, pair: Sides) -> Answer:
    """Whether a member names an address that the other does not have; not asked where the other's are not all written."""
    wrong: list[Evidence] = []
    open_: list[Evidence] = []
    for one, other in (pair.devices, pair.devices[::-1]):
        named = [Evidence(one, path, (), leaf) for path in vendor.peers for leaf in one.all(path)]
        own = [leaf.value for path in vendor.own for leaf in other.all(path)]
        addresses = {_address(value) for value in own} - {None}
        for each in named:
            value = each.leaf.value if each.leaf is not None else ""
            address = _address(value)
            if placeholder(value) or (address is not None and address not in addresses and any(map(_open_value, own))):
                open_.append(each)
            elif address is not None and address not in addresses and len(addresses) >= len(named):
                wrong.append(each)
    return Answer(Truth.YES if wrong else Truth.UNDECIDED if open_ else Truth.NO, tuple(wrong or open_))


def _address(value: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_interface(value.split()[0]).ip
    except (ValueError, IndexError):
        return None


def _one_member(vendor: Vendor, pair: Sides) -> Answer:
    """Whether a name or an address that is a member's own is the same on both; of several all of them: one may stand on both on
    purpose."""
    seen: list[Evidence] = []
    for path in vendor.own:
        leaves = [device.all(path) for device in pair.devices]
        values = [{leaf.value for leaf in each if leaf.value and not _open_value(leaf.value)} for each in leaves]
        both = values[0] if values[0] == values[-1] else set()
        seen += [
            Evidence(device, path, (), leaf)
            for device, each in zip(pair.devices, leaves, strict=True)
            for leaf in each
            if leaf.value in both
        ]
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


def _clear(secrets: tuple[str, ...], pair: Sides) -> Answer:
    """Whether a secret is written as it is."""
    seen = [
        Evidence(device, path, (), leaf)
        for device in pair.devices
        for path in secrets
        for leaf in device.all(path)
        if leaf.value and not placeholder(leaf.value) and ENCRYPTED.match(leaf.value) is None
    ]
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


def _unknown(pair: Sides) -> Answer:
    """Whether there are statements in sections about high availability that the table does not have."""
    seen = [_shown(device, statement) for device in pair.devices for statement in device.unknown]
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


def _shown(device: Device, statement: Statement) -> Evidence:
    """An unknown statement, without what may be a secret."""
    setting = Setting("/".join([*(word.replace("/", " ") for word in device.told(statement)), "..."]), "not known")
    return Evidence(device, setting.path, (), Leaf(setting, setting.words, "", statement.span))


CUT = Setting("the text", "what is written")


def _cut(pair: Sides) -> Answer:
    """Whether a text ends inside of something; undecided where a template writes that."""
    seen = [
        (Evidence(device, CUT.path, (), Leaf(CUT, CUT.words, "", cut.span)), len(cut.words) == 1)
        for device in pair.devices
        for cut in device.cuts
    ]
    sure = tuple(evidence for evidence, certain in seen if certain)
    return Answer(Truth.YES if sure else Truth.UNDECIDED if seen else Truth.NO, sure or tuple(evidence for evidence, _ in seen))


def _open(pair: Sides) -> Answer:
    """Whether values that something depends on are placeholders; a name that the text itself defines is none."""
    seen = [
        Evidence(device, leaf.setting.path, (), leaf)
        for device in pair.devices
        for leaf in device.leaves
        if leaf.setting.effect and not leaf.setting.secret and not leaf.setting.code and placeholder(leaf.value)
    ]
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))
