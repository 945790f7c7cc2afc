"""VyOS: `set` lines, or the braces of `config.boot`.

`virtual-address` of older releases is read as `address`. A text may be about several members, one below the other: each begins
where a host name is set, or stands below its name in bold, as in documents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.forms import braces, set_lines
from hamodel.vendors.forms.templates import conditional
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import Statement
from hamodel.vendors.vendor import Vendor

SIGNS = (
    (r"\bset (?:high-availability (?:vrrp|virtual-server)|service conntrack-sync)\s", 90),
    (r"^[ \t]*high-availability[ \t]*\{\s*(?:disable\s+)?(?:vrrp|virtual-server)\b|^[ \t]*conntrack-sync[ \t]*\{", 90),
    (r"(?:vyos|vyatta)-config-version", 90),
    (r"\bset interfaces (?:ethernet eth|bonding bond|bridge br|dummy dum|wireguard wg)\d+ ", 60),
    (r"^[ \t]*interfaces[ \t]*\{\s*(?:bonding bond|bridge br|dummy dum|ethernet eth)\d+\s*\{", 60),
)
CONFIG_BOOT = braces.Signs(comments=("//", "#"))
HEADING = re.compile(r"^\*\*(?P<name>[\w.-]+)\*\*:?\s*$|^(?P<ends>[-=~^]{4,}|#{1,6} .*)$", re.MULTILINE)

TABLE = LeafTable(
    settings("hamodel.vendors.vyos"),
    sections=("high-availability", "service/conntrack-sync", "cluster", "interfaces/*/*/vrrp", "interfaces/*/*/vif/*/vrrp"),
    same={"virtual-address": "address"},
)


def recognises(text: str) -> int:
    """By commands and blocks that nobody else has."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements, in either form."""
    if re.search(r"^(?:[^\s{]*[#$>])?[ \t]*set \S", source.text, re.MULTILINE):
        return conditional(source, map(_without_comment, set_lines.read(source)))
    return braces.read(source, CONFIG_BOOT)


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One member, or as many as there are host names or headings with a name; what stands below no such heading is of all."""
    said = list(statements)
    headed = _by_heading(said)
    for name, own in headed.items() if headed else [("", member) for member in _by_host(said)]:
        yield name, _left(own)


def _by_host(statements: list[Statement]) -> list[list[Statement]]:
    members: list[list[Statement]] = [[]]
    names: set[str] = set()
    for statement in statements:
        texts = [word.text for word in statement.words]
        if texts[:2] == ["system", "host-name"] and len(texts) == 3 and not statement.removes:
            if names and texts[2] not in names:
                members.append([])
            names.add(texts[2])
        members[-1].append(statement)
    return members


def _by_heading(statements: list[Statement]) -> dict[str, list[Statement]]:
    """Nothing, unless there are two names at least."""
    if not statements:
        return {}
    changes = [(0, "")]
    for found in HEADING.finditer(statements[0].source.text):
        changes.append((found.start(), found["name"] or ""))
    starts = [start for start, _ in changes]
    below = [(changes[bisect_right(starts, each.words[0].start) - 1][1], each) for each in statements]
    names = list(dict.fromkeys(name for name, each in below if name and each.words[0].text == "high-availability"))
    if len(names) < 2:
        return {}
    shared = ("high-availability", "service")  # whose the addresses of interfaces are is not said
    return {
        name: [each for place, each in below if place == name or (not place and each.words[0].text in shared)] for name in names
    }


def _left(statements: Iterable[Statement]) -> list[Statement]:
    """What is left where `delete` takes away what was set before."""
    left: list[Statement] = []
    for statement in statements:
        texts = [word.text for word in statement.words]
        if statement.removes:
            left = [each for each in left if [word.text for word in each.words[: len(texts)]] != texts]
        elif not (texts[0] == "interfaces" and texts[-1] in ("dhcp", "dhcpv6")):  # that is no address
            left.append(statement)
    return left


def _without_comment(statement: Statement) -> Statement:
    """`set ... vrid 10 # as on the other one`: up to the sign."""
    words = statement.words
    signs = (at for at, word in enumerate(words) if at and statement.source.text.startswith("#", word.start))
    return replace(statement, words=words[: next(signs, len(words))])


VYOS = Vendor(
    "vyos",
    "VyOS",
    TABLE,
    recognises,
    read,
    parts,
    host=("system/host-name",),
    own=(
        "high-availability/vrrp/group/*/hello-source-address",
        "service/conntrack-sync/listen-address",
        "interfaces/*/*/address",
        "interfaces/*/*/vif/*/address",
    ),
    peers=("high-availability/vrrp/group/*/peer-address", "service/conntrack-sync/interface/*/peer"),
)
