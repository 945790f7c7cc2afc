"""Junos on SRX: braces or `set` lines, of a chassis cluster (one text for both members) or of one member of a Multinode HA pair.

What is inactive or deleted says nothing. What stands in a group is read where the group is applied, the statement itself before
the group; `${node}` is the group named as the member, so one text says two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from hamodel.source import Source
from hamodel.vendors.device import Device, by_member
from hamodel.vendors.forms import braces, set_lines
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

SIGNS = (
    (r"\bchassis\s+cluster\s+(?:redundancy-group|reth-count)|\bchassis\s+high-availability\s+(?:services-|local-|peer-)", 95),
    (r"\bapply-groups\s+\"?\$\{node\}|\bredundant-parent\s+reth\d|\bredundancy-group\s+\d+\s*\{", 95),
    (r"^[ \t]*(?:set\s+)?(?:groups\s+\S+\s+)?interfaces\s+(?:ge|xe|et|fab|reth|fxp|st|ae)-?\d", 85),
    (r"^[ \t]*interfaces\s*\{\s*(?:#[^\n]*\n\s*)*(?:ge|xe|et|fab|reth|fxp|lo)[-\d]", 85),
    (r"^version\s+\"?\d\d\.\d[RXI]", 80),
    (r"^[ \t]*(?:set\s+)?security\s+(?:zones|policies)\b", 60),
)
"""What only Junos writes, and how sure that is."""

TABLE = LeafTable(
    settings("hamodel.vendors.junos"),
    sections=("chassis/cluster", "chassis/high-availability"),
    same={"ether-options": "gigether-options", "fastether-options": "gigether-options"},
)
NODES = ("node0", "node1")
ASKED = frozenset(["chassis", "interfaces", "system", "version", "apply-groups", "apply-groups-except"])
"""The sections that say something of pairs."""

MOST = 20_000
"""Statements that patterns of groups may make."""


def recognises(text: str) -> int:
    """By clusters and by names of interfaces."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements, in either form."""
    if re.search(r"^[ \t]*(?:[\w.@:({})~/-]+[#>$%]\s+)?set \S+ \S", source.text, re.MULTILINE):
        return set_lines.read(source)
    return braces.read(source)


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """Both members of a cluster; else the one."""
    active = _active(statements)
    texts = {tuple(word.text for word in statement.words) for statement in active}
    cluster = any(words[at : at + 2] == ("chassis", "cluster") for words in texts for at in (0, 2))
    own = any("${node}" in words for words in texts if "apply-groups" in words)
    if cluster or (own and all(any(words[:2] == ("groups", node) for words in texts) for node in NODES)):
        for node in NODES:
            yield node, _with_groups(active, node)
    else:
        yield "", _with_groups(active, "")


def _active(statements: Iterable[Statement]) -> list[Statement]:
    """Without what is inactive, deactivated, or deleted later."""
    kept: list[tuple[int, Statement]] = []
    removed: dict[tuple[str, ...], int] = {}
    for at, statement in enumerate(statements):
        section = statement.words[2 if statement.words[0].text == "groups" and len(statement.words) > 2 else 0].text
        if (section not in ASKED and not section.startswith("<") and section != "groups") or _typed(statement):
            continue
        if statement.removes:
            removed[tuple(word.text for word in statement.words)] = at
        else:
            kept.append((at, statement))
    if not removed:
        return [statement for _, statement in kept]
    longest = max(map(len, removed))
    found = []
    for at, statement in kept:
        texts = tuple(word.text for word in statement.words)
        if all(removed.get(texts[:length], -1) < at for length in range(1, min(len(texts), longest) + 1)):
            found.append(statement)
    return found


def _typed(statement: Statement) -> bool:
    """Whether it is a command that makes a device a member (`set chassis cluster cluster-id 1 node 0`): no part of it."""
    texts = [word.text for word in statement.words]
    return texts[:3] == ["chassis", "cluster", "cluster-id"] and texts[4:5] == ["node"]


def _with_groups(statements: Sequence[Statement], node: str) -> list[Statement]:
    """What holds for a member: what its groups say first, so that its own statements, which come later, count."""
    groups: dict[str, list[Statement]] = {}
    applied: list[tuple[tuple[str, ...], str]] = []
    excepted: list[tuple[tuple[str, ...], str]] = []
    own: list[Statement] = []
    for statement in statements:
        texts = tuple(word.text for word in statement.words)
        if texts[0] == "groups":
            if len(texts) > 2:
                groups.setdefault(texts[1], []).append(statement)
            continue
        word = next((word for word in ("apply-groups", "apply-groups-except") if word in texts), "")
        at = texts.index(word) if word else 0
        if at == 0:
            own.append(statement)
        if word:
            kind = applied if word == "apply-groups" else excepted
            kind += [(texts[:at], node if name == "${node}" else name) for name in texts[at + 1 :]]
    own += _not_applied(groups, {name for _, name in applied})
    if not applied:
        return own
    tree = _tree(own)
    found: list[Statement] = []
    asked = 0
    for place, name in reversed(applied):  # of two groups the one that is named first counts
        for statement in groups.get(name, ()):
            asked += 1
            inside = replace(statement, words=statement.words[2:])
            for said in _expanded(inside, tree, MOST - max(asked, len(found))):
                texts = tuple(word.text for word in said.words)
                without = any(name == other and texts[: len(where)] == where for where, other in excepted)
                if texts[: len(place)] == place and not without:
                    found.append(said)
    return [*found, *own]


def _not_applied(groups: dict[str, list[Statement]], applied: set[str]) -> Iterator[Statement]:
    """The names of groups that are applied nowhere; of the members' own ones only where neither is."""
    for name, said in groups.items():
        if name not in applied and not (name in NODES and applied & set(NODES)):
            yield replace(said[0], words=said[0].words[:2])


_Tree = dict[str, "_Tree"]


def _tree(statements: Iterable[Statement]) -> _Tree:
    tree: _Tree = {}
    for statement in statements:
        node = tree
        for word in statement.words:
            node = node.setdefault(word.text, {})
    return tree


def _expanded(statement: Statement, tree: _Tree, most: int) -> Iterator[Statement]:
    """A statement of a group, once for each name that there is and that its patterns (`<ge-*>`) match."""
    made: list[tuple[tuple[ConfigWord, ...], _Tree]] = [((), tree)]
    for word in statement.words:
        if len(made) > most or not made:
            return
        pattern = word.text[1:-1] if re.fullmatch(r"<[^<>]*[*?\[][^<>]*>", word.text) else None
        if pattern is None:
            made = [((*words, word), node.get(word.text, {})) for words, node in made]
        else:
            made = [
                ((*words, ConfigWord(name, word.start, word.end)), below)
                for words, node in made
                for name, below in node.items()
                if fnmatchcase(name, pattern)
            ]
    for words, _ in made:
        yield replace(statement, words=words)


def joined(devices: Sequence[Device]) -> list[Device]:
    """The members: a cluster that was exported on either of them is one."""
    return by_member(devices, lambda device: device.name if "/" in device.name else f"{device.sources[0].path}\n{device.name}")


JUNOS = Vendor(
    "junos",
    "Junos",
    TABLE,
    recognises,
    read,
    parts,
    host=("system/host-name",),
    own=("chassis/high-availability/local-ip",),
    peers=("chassis/high-availability/peer-id/*/peer-ip",),
    versions=("version",),
    joined=joined,
    pair=True,
)
