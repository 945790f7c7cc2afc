"""Cisco IOS and NX-OS: groups of HSRP and VRRP on interfaces, and the objects that they track.

Both are read as IOS has them: `hsrp 1` of NX-OS as `standby 1`, `vrrpv3 1 address-family ipv4` as `vrrp 1`, and a group that has
no number as group 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.forms import typed
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

PROMPT = r"^(?:[\w().-]+#)?[ \t]*"
SIGNS = (
    (rf"{PROMPT}feature (?:hsrp|vrrp)|{PROMPT}hsrp \d+", 80),
    (rf"{PROMPT}standby (?:\d+ )?(?:ip\b|prio|preempt|track|timers)", 70),
    (rf"{PROMPT}vrrp(?:v3)? \d+ (?:ip\b|priority|preempt|track|address-family)|^!RANCID-CONTENT-TYPE: cisco(?:-nx)?$", 60),
)
"""What IOS and NX-OS write, and how sure that is; others have copied VRRP's commands."""

TABLE = LeafTable(settings("hamodel.vendors.ios"), sections=("interface/*/standby", "interface/*/vrrp"), abbreviated=True)
MODES = {"interface": "ip ipv6 standby hsrp vrrp vrrpv3 shutdown description"}
GROUP = ("ip", "ipv6", "priority", "preempt", "track", "timers", "authentication", "name", "mac-address", "follow")
"""What a group has; a word of these right behind `standby` is one of group 0."""


def recognises(text: str) -> int:
    """By commands of HSRP, which nobody else has, or of VRRP on an interface."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


BEGINS = re.compile(r"^(?:Current configuration : \d+ bytes|Using \d+ out of \d+ bytes)[^\n]*$", re.MULTILINE)
ENDS = re.compile(r"^end[ \t\r]*$", re.MULTILINE)
"""How IOS begins and ends the configuration that it shows; NX-OS writes no end."""


def read(source: Source) -> Iterator[Statement]:
    """The statements, what belongs to an interface below it; the end of what a device shows may be missing, which is told."""
    yield from typed.read(source, MODES)
    yield from typed.unended(source, BEGINS, ENDS)


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One router, or several where commands of several stand in one text."""
    for part in typed.by_host(statements):
        yield "", [_as_ios(typed.port_of(statement)) for statement in part if statement.words[-1].text != "exit-vrrp"]


def _as_ios(statement: Statement) -> Statement:
    """A statement about a group as IOS has it."""
    words = list(statement.words)
    if len(words) < 3 or not "interface".startswith(words[0].text):
        return statement
    typed_as = words[2].text
    kind = {"hsrp": "standby", "vrrpv3": "vrrp"}.get(typed_as, typed_as)
    if kind not in ("standby", "vrrp"):
        return statement
    words[2] = _as(kind, words[2])
    if len(words) > 3 and kind == "standby" and len(words[3].text) > 1 and _of_group(words[3].text):
        words.insert(3, _as("0", words[2]))
    if len(words) > 4 and typed_as == "hsrp" and words[4].text in ("ipv4", "ipv6"):
        del words[4]
    if len(words) > 5 and words[4].text == "address-family":
        del words[4:6]
    if len(words) > 4 and words[4].text == "address":
        words[4] = _as("ip", words[4])
    if len(words) == 7 and words[4].text == "ip" and words[6].text in ("secondary", "primary"):
        words[4:] = [_as("secondary-ip", words[4]) if words[6].text == "secondary" else words[4], words[5]]
    return replace(statement, words=tuple(words))


def _of_group(word: str) -> bool:
    return any(each.startswith(word) for each in GROUP)


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


IOS = Vendor(
    "ios",
    "Cisco IOS and NX-OS",
    TABLE,
    recognises,
    read,
    parts,
    host=("hostname",),
    own=("hostname",),
    versions=("version",),
)
