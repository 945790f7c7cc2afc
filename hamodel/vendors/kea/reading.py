"""Kea: JSON with comments, of a DHCPv4 or DHCPv6 server; a part of it, or what `config-get` answers.

Paths start at `high-availability`. A relationship between servers is known by their names (`server1,server2`), a server by its
own: the numbers that they have in their lists may differ between the two files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from hamodel.source import Source
from hamodel.vendors.forms import json
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

HA = "high-availability"
SIGNS = (
    (r"libdhcp_ha\b|\"this-server-name\"\s*:", 95),
    (r"\"Dhcp[46]\"\s*:", 90),
)
"""What only Kea writes, and how sure that is."""

INCLUDE = re.compile(r"<\?(include)\s+\"([^\"\n]*)\"\s*\?>")
TABLE = LeafTable(settings("hamodel.vendors.kea"), sections=(HA, "include"))


def recognises(text: str) -> int:
    """By its library for high availability; a server without it is still one."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head)), 0)


def read(source: Source) -> Iterator[Statement]:
    """The statements; another file that is asked for is one as well, since what stands there is not known."""
    for found in INCLUDE.finditer(source.text):
        words = [ConfigWord(found[group], found.start(group), found.end(group)) for group in (1, 2)]
        yield Statement(source, tuple(words))
    yield from json.read(source)


@dataclass(slots=True)
class _Server:
    """What is said of one server (DHCPv4 or DHCPv6): statements from `high-availability` on, and what the items of its lists are
    called, by the words up to them."""

    statements: list[Statement] = field(default_factory=list)
    called: dict[tuple[str, ...], str] = field(default_factory=dict)


NAMING = {"peers": "name", "states": "state"}
"""Lists whose items are known by a value in them."""


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One part a server, `Dhcp4` or `Dhcp6`, that says something; a text about one alone has one without a name."""
    servers: dict[str, _Server] = {}
    everywhere: list[Statement] = []
    for statement in map(_with_sign, statements):
        texts = [word.text for word in statement.words]
        server = next((text for text in texts[:6] if text in ("Dhcp4", "Dhcp6")), "")
        if texts[0] == "include":
            everywhere.append(statement)
        elif HA in texts[:8]:
            at = texts.index(HA)
            _learn(servers.setdefault(server, _Server()), replace(statement, words=statement.words[at:]))
        elif "hooks-libraries" in texts[:6] and texts[-2:-1] == ["library"]:
            servers.setdefault(server, _Server()).statements.append(replace(statement, words=statement.words[-2:]))
    servers = servers or {"": _Server()}
    for name, found in servers.items():
        yield name if len(servers) > 1 else "", [*everywhere, *(_named(found, statement) for statement in found.statements)]


def _with_sign(statement: Statement) -> Statement:
    """With the sign of a template in one word with the value that it marks."""
    *before, value, last = (None, *statement.words)
    if value is None or value.start != last.start:
        return statement
    marked = value._replace(text=f"{value.text} {last.text}")
    return replace(statement, words=(*filter(None, before), marked))


def _learn(server: _Server, statement: Statement) -> None:
    server.statements.append(statement)
    texts = [word.text for word in statement.words]
    if len(texts) > 4 and NAMING.get(texts[-4]) == texts[-2]:
        server.called[tuple(texts[:-2])] = texts[-1]


def _named(server: _Server, statement: Statement) -> Statement:
    """With names for the numbers of relationships, servers and states."""
    texts = tuple(word.text for word in statement.words)
    if texts[0] != HA or len(texts) < 2:
        return statement
    words = list(statement.words)
    peers = sorted(name for path, name in server.called.items() if path[:3] == (*texts[:2], "peers"))
    words[1] = words[1]._replace(text=",".join(peers) or words[1].text)
    for at in range(3, len(texts)):
        words[at] = words[at]._replace(text=server.called.get(texts[: at + 1], texts[at]))
    return replace(statement, words=tuple(words))


KEA = Vendor(
    "kea",
    "Kea",
    TABLE,
    recognises,
    read,
    parts,
    host=(f"{HA}/*/this-server-name",),
    on=(f"{HA}/*/mode", ("load-balancing", "hot-standby", "passive-backup")),
    own=(f"{HA}/*/this-server-name",),
    peers=(f"{HA}/*/peers/*/name",),
)
