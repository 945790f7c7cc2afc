"""FortiOS: backups, scripts and templates of scripts in `config` ... `end` blocks; FGCP (`system ha`) and FGSP
(`system standalone-cluster`).

Sections of a virtual domain are read as if there were none, but for the names in them: rule 3 of domain `dmz` is `dmz:3`. What
older releases write elsewhere is put where newer ones have it: `system cluster-sync` and `system session-sync` are peers of
`system standalone-cluster`, `secondary-vcluster` is virtual cluster 2. `hbdev "port3" 50 "port4" 40` are two leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from hamodel.source import Source
from hamodel.vendors.forms import blocks
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

CONFIG = rf"^{blocks.PROMPT.pattern.partition('(?=')[0]}conf(?:ig?)? +|^[ \t]*conf(?:ig?)? +"
SIGNS = (
    (r"^#config-version=F", 100),
    (rf"(?:{CONFIG})sys(?:tem)? +(?:ha|standalone-cluster|cluster-sync)\b", 95),
    (rf"(?:{CONFIG})(?:sys(?:tem)? +(?:glo|int)|firewall +(?:policy|address)|router +static|vdom)", 85),
)
"""What FortiOS writes, and how sure that is: other devices of its vendor write in the same way."""

HEADER = re.compile(r"^#config-version=([\w-]*?)-(\d+(?:\.\d+)+)", re.MULTILINE)
TABLE = LeafTable(
    settings("hamodel.vendors.fortios"), ("system/ha", "system/ha-monitor", "system/standalone-cluster"), abbreviated=True
)
ONE_MEMBER = frozenset(
    {"version", "system/global/hostname", "system/ha/group-id", "system/ha/group-name", "system/ha/priority"}
    | {"system/ha/unicast-hb-peerip", "system/standalone-cluster/group-member-id"}
)
"""Leaves that one member says once: where another block says something else, or a file starts anew, another member begins."""

OLDER_PEERS = ("cluster-sync", "session-sync")
ASKED = {first: tuple(node.children) or ("*",) for first, node in TABLE.root.children.items()} | {
    "system": (*TABLE.root.children["system"].children, *OLDER_PEERS)
}
"""Sections that the table has something of: their second words by the first."""


def recognises(text: str) -> int:
    """By the header of a backup, or by blocks that nobody else has."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements, and those that the header of a backup makes, in the order of the text."""
    headers = []
    for found in HEADER.finditer(source.text):
        for name, group in (("version", 2), ("model", 1)):
            word = ConfigWord(found[group], found.start(group), found.end(group))
            headers.append(Statement(source, (ConfigWord(name, found.start(), found.start()), word)))
    said = [*headers, *blocks.read(source, _about)]
    return sorted(said, key=lambda statement: max(word.start for word in statement.words)) if len(headers) > 2 else said


@dataclass(slots=True)
class _Member:
    """What is known of one member so far: its statements in order, where those of lists stand among them (a later one takes their
    place), and the leaves of `ONE_MEMBER`."""

    statements: dict[int, Statement] = field(default_factory=dict)
    lists: dict[tuple[str, ...], int] = field(default_factory=dict)
    leaves: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def is_another(self, identity: Iterable[tuple[str, str]]) -> bool:
        """Whether a block with these leaves is about another member than this one; each backup has a header of its own."""
        return any(
            self.leaves.get(path, value) != value or (path == "version" and path in self.leaves) for path, value in identity
        )

    def add(self, statement: Statement) -> None:
        found = TABLE.leaves(statement)
        if not found and statement.removes and TABLE.is_block(statement):
            self._take_away(tuple(word.text for word in statement.words))
            return
        self.count += 1
        if found and found[0].setting.many:
            statement = replace(statement, words=_marked(statement.words, len(found[0].path), 1))
        self.statements[self.count] = statement
        if found and found[0].setting.many:
            self.statements.pop(self.lists.get(found[0].path, 0), None)
            self.lists[found[0].path] = self.count

    def _take_away(self, block: tuple[str, ...]) -> None:
        for number, statement in list(self.statements.items()):
            if tuple(word.text for word in statement.words[: len(block)]) == block:
                del self.statements[number]


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One part a member. Names tell them apart where hosts do not."""
    members = [_Member()]
    placed = (each for statement in statements for each in _placed(statement))
    for _, group in groupby(placed, key=lambda statement: statement.words[0].start):
        block = list(group)
        identity = list(_identity(block))
        if members[-1].is_another(identity):
            members.append(_Member())
        members[-1].leaves.update(identity)
        for statement in block:
            members[-1].add(statement)
    return zip(_labels(members), map(_of_one, members), strict=True)


def _of_one(member: _Member) -> list[Statement]:
    """The statements of a member. Addresses of interfaces are its own where heartbeats go to addresses, or where there is no
    cluster: other clusters have one set of addresses, and anybody may have those of a loopback."""
    said = list(member.statements.values())
    asked = (statement for statement in said if _full(statement.words, 0) == "system")
    last = {leaf.path: leaf.value for statement in asked for leaf in TABLE.leaves(statement)}
    shared = last.get(("system", "ha", "mode"), "standalone") != "standalone"
    shared = shared and "enable" not in (last.get(("system", "ha", leaf)) for leaf in ("unicast-hb", "unicast-status"))
    loops = {
        path[2]
        for path, value in last.items()
        if path[:2] == ("system", "interface") and (path[3], value) == ("type", "loopback")
    }
    return [each for each in said if not _is_address(each) or not (shared or each.words[2].text in loops)]


def _is_address(statement: Statement) -> bool:
    words = statement.words
    return len(words) > 3 and (_full(words, 0), _full(words, 1), words[3].text) == ("system", "interface", "ip")


def _identity(block: Iterable[Statement]) -> Iterator[tuple[str, str]]:
    """The leaves of a block that one member says once; those that are still to be filled in tell nothing."""
    firsts = {path[0] for path in ONE_MEMBER}
    for statement in block:
        asked = not statement.removes and statement.words[0].text[:1] in firsts
        for leaf in TABLE.leaves(statement) if asked else ():
            if leaf.setting.path in ONE_MEMBER and not re.search(r"[${<%]", leaf.value):
                yield leaf.setting.path, leaf.value


def _labels(members: list[_Member]) -> list[str]:
    if len(members) == 1:
        return [""]
    for path, shown in (("system/global/hostname", False), ("system/ha/group-name", True)):
        names = [member.leaves.get(path, "") for member in members]
        if all(names) and len(set(names)) == len(names):
            return names if shown else ["" for _ in names]
    return [str(number) for number, _ in enumerate(members, 1)]


def _placed(statement: Statement) -> list[Statement]:
    """The statement with its path as the table has it; two of them for two heartbeat interfaces."""
    if not _asked(tuple(word.text for word in statement.words[: 2 if statement.words[0].text in ASKED else 4])):
        return []
    words, domain = _without_domain(statement.words)
    first, second = (_full(words, at) for at in (0, 1))
    if first == "router" and len(words) > 1:
        words = (words[0], _as(domain or "root", words[0]), *words[1:])
    elif len(words) > 2 and domain not in ("", "root") and (first == "firewall" or second == "link-monitor"):
        words = (*words[:2], _as(f"{domain}:{words[2].text}", words[2]), *words[3:])
    elif first == "system" and second in OLDER_PEERS:
        peers = (_as("standalone-cluster", words[1]), _as("cluster-peer", words[1]))
        form = (words[0], peers[0], _as("form", words[1]), _as(second, words[1]))
        said = replace(statement, words=(words[0], *peers, *words[2:]))
        return [said, replace(statement, words=form)] if len(words) == 2 and not statement.removes else [said]
    elif first == "system" and second == "ha":
        return _of_ha(replace(statement, words=words))
    elif first == "system" and second == "interface":
        words = _without_mask(replace(statement, words=words))
    return [replace(statement, words=words)] if words else []


def _without_domain(words: tuple[ConfigWord, ...]) -> tuple[tuple[ConfigWord, ...], str]:
    """Without `vdom NAME` or `global` in front, and the name."""
    first = words[0].text
    if len(words) > 2 and first == "vdom":
        return words[2:], words[1].text
    return (words[1:], "") if len(words) > 1 and first in ("global", "glob") else (words, "")


@lru_cache(10_000)
def _asked(path: tuple[str, ...]) -> bool:
    """Whether what stands in a section may be in the table; its words may be cut."""
    path = path[2:] if path[:1] == ("vdom",) else path[1:] if path[:1] in (("global",), ("glob",)) else path
    if not path:
        return True
    seconds = [second for first, found in ASKED.items() if first.startswith(path[0]) for second in found]
    return any(len(path) == 1 or second == "*" or second.startswith(path[1]) for second in seconds)


def _about(section: tuple[str, ...], name: str) -> bool:
    """Whether a setting of a section may be in the table. What is not known is told in sections about high availability alone."""
    if not _asked(section):
        return False
    bare = section[2:] if section[:1] == ("vdom",) else section[1:] if section[:1] in (("global",), ("glob",)) else section
    if not bare or "system".startswith(bare[0]):
        return True
    return any(word.startswith(name) for first, words in WORDS_BELOW.items() if first.startswith(bare[0]) for word in words)


WORDS_BELOW = {
    first: {word for setting in TABLE.settings if setting.words[0] == first for word in setting.words}
    for first in TABLE.root.children
}
"""All words of the paths that begin with one."""

_SHORTEST = {"system": 3, "router": 4, "firewall": 4, "interface": 3, "link-monitor": 4, "cluster-sync": 9, "session-sync": 9}


def _full(words: tuple[ConfigWord, ...], at: int) -> str:
    """A word of a section, not cut."""
    return _whole(words[at].text) if at < len(words) else ""


@lru_cache(10_000)
def _whole(text: str) -> str:
    return next((full for full, least in _SHORTEST.items() if len(text) >= least and full.startswith(text)), text)


def _of_ha(statement: Statement) -> list[Statement]:
    words = statement.words
    third = words[2].text if len(words) > 2 else ""
    if third == "secondary-vcluster":
        return [replace(statement, words=(*words[:2], _as("vcluster", words[2]), _as("2", words[2]), *words[3:]))]
    if third in ("hbdev", "hbde", "hbd") and len(words) > 3:
        words = _marked(words, 3, 2)
        pairs = [replace(statement, words=(*words[:3], *words[at : at + 2])) for at in range(3, len(words), 2)]
        return [replace(statement, words=words[:3], removes=True), *pairs]  # they take the place of those before
    return [statement]


def _marked(words: tuple[ConfigWord, ...], first: int, step: int) -> tuple[ConfigWord, ...]:
    """Values from the first on; a template's sign behind the last one stands in each `step`th then."""
    if words[-1].start != words[-2].start:
        return words
    values = [
        word._replace(text=f"{word.text} {words[-1].text}") if number % step == 0 else word
        for number, word in enumerate(words[first:-1], 1)
    ]
    return (*words[:first], *values)


def _without_mask(statement: Statement) -> tuple[ConfigWord, ...]:
    """`... ip 192.0.2.1 255.255.255.0` and `... ip 192.0.2.1/24` with the address alone."""
    words = statement.words
    if len(words) < 5 or words[3].text not in ("ip", "management-ip"):
        return words
    address, slash, _ = words[4].text.rpartition("/")
    if not slash:
        return (*words[:5], *words[6:])
    end = statement.source.text.rfind("/", words[4].start, words[4].end)
    place = ConfigWord(address, words[4].start, max(end, words[4].start))
    return (*words[:4], place, *(_as(word.text, place) for word in words[5:]))


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


FORTIOS = Vendor(
    "fortios",
    "FortiOS",
    TABLE,
    recognises,
    read,
    parts,
    host=("system/global/hostname",),
    on=("system/ha/mode", ("a-p", "a-a")),
    own=("system/interface/*/ip", "system/interface/*/management-ip", "system/standalone-cluster/cluster-peer/*/source-ip"),
    peers=(
        "system/ha/unicast-hb-peerip",
        "system/ha/unicast-peers/*/peer-ip",
        "system/standalone-cluster/cluster-peer/*/peerip",
    ),
    versions=("version",),
)
