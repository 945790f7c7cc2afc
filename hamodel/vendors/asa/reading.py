"""Cisco ASA: the running configuration, or commands as they are typed: cut short, without indentation, behind a prompt.

Some statements say more than their words: a route to everywhere, a routing protocol, a NAT rule with a pool. They are said again
in words of their own (`default-route`, `dynamic-routing`, `pat-pool`), since their places differ with the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from hamodel.source import Source
from hamodel.vendors.forms import indented
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

SIGNS = (
    (r"^ASA Version \S|^(?:[\w().-]+#)?[ \t]*failover (?:lan (?:unit|int)|int\w* ip \S)", 90),
    (r"^(?:[\w().-]+#)?[ \t]*(?:cluster interface-mode (?:spanned|individual)|cluster-interface \S+ ip )", 85),
    (r"^[ \t]*nameif \S+(?:.|\n)*^[ \t]*security-level \d", 50),
)
"""What only ASA writes, and how sure that is; names and levels of interfaces have other firewalls of Cisco's as well."""

TABLE = LeafTable(settings("hamodel.vendors.asa"), sections=("failover", "monitor-interface", "cluster/group"), abbreviated=True)

MODES = {
    "interface": "nameif ip ipv6 security-level shutdown management-only mac-address asr-group vlan member-interface"
    " channel-group",
    "failover group": "primary secondary preempt interface-policy polltime replication mac",
    "cluster group": "local-unit cluster-interface priority key enable console-replicate health-check conn-rebalance clacp"
    " site-id",
    "context": "join-failover-group allocate-interface config-url",
    "object network": "host range subnet nat",
}
"""What belongs to the command before it, also where it does not stand further right."""

LOOKING = re.compile(r"sh(?:o|ow)?|do|ping|wr\w*|copy|end|en|conf\w*", re.IGNORECASE)
ROUTERS = ("ospf", "eigrp", "bgp", "rip", "isis")


def recognises(text: str) -> int:
    """By commands of failover and clusters, and by interfaces with a name and a level."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterator[Statement]:
    """The statements, what belongs to a command below it; lines that only look something up say nothing."""
    mode: tuple[ConfigWord, ...] = ()
    inside: list[str] = []
    flat = True
    for nested in indented.read(source):
        statement = _command(nested)
        first = statement.words[0].text
        if mode and statement.words[0] is mode[0]:
            flat = False
            yield statement
        elif opened := _mode(statement):
            mode, inside = opened
            flat = True
            yield statement
        elif mode and flat and (any(word.startswith(first) for word in inside) or get_close_matches(first, inside, 1, 0.8)):
            yield replace(statement, words=(*mode, *statement.words))
        elif not LOOKING.fullmatch(first):
            mode = ()
            yield statement


def _command(statement: Statement) -> Statement:
    """The statement without what is written around commands in documents: `.. code-block::` is above them, and is no command."""
    words = statement.words
    while len(words) > 1 and not words[0].text[0].isalnum():
        end = statement.source.text.find("\n", words[0].start)
        below = tuple(word for word in words if end != -1 and word.start > end)
        if not below:
            break
        words = below
    return replace(statement, words=words)


def _mode(statement: Statement) -> tuple[tuple[ConfigWord, ...], list[str]] | None:
    """What a command opens: its words, and the commands that belong to it."""
    texts = [word.text for word in statement.words]
    for name, inside in MODES.items():
        words = name.split()
        begins = len(texts) > len(words) and all(word.startswith(text) for word, text in zip(words, texts, strict=False))
        if begins and len(texts[0]) > 2 and not statement.removes:
            return statement.words, inside.split()
    return None


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One member, or several where commands of several stand in one text: each begins with its name."""
    found: list[list[Statement]] = [[]]
    host = ""
    for statement in statements:
        texts = [word.text for word in statement.words]
        if texts[0] == "hostname" and len(texts) == 2:
            if host and texts[1] != host:
                found.append([])
            host = texts[1]
        found[-1].append(_whole(statement))
        found[-1] += _told(statement, texts)
    return iter([("", part) for part in found])


def _whole(statement: Statement) -> Statement:
    """A port in two words (`port-channel 1`, `BVI 1`) as one."""
    words = statement.words
    if len(words) > 2 and "interface".startswith(words[0].text) and len(words[0].text) > 2 and words[2].text[:1].isdigit():
        port = ConfigWord(words[1].text + words[2].text, words[1].start, words[2].end)
        return replace(statement, words=(words[0], port, *words[3:]))
    return statement


def _told(statement: Statement, texts: list[str]) -> Iterator[Statement]:
    """What a statement says besides."""
    if statement.removes:
        return
    everywhere = ["0.0.0.0", "0.0.0.0"], ["0", "0"]
    if texts[0] == "route" and texts[2:4] in everywhere:
        yield _said(statement, "default-route", 1)
    if texts[:2] == ["ipv6", "route"] and "::/0" in texts[3:4]:
        yield _said(statement, "default-route", 2)
    if texts[0] == "router" and len(texts) == 3 and texts[1] in ROUTERS:
        yield _said(statement, "dynamic-routing", 1)
    if "pat-pool" in texts[:-1]:
        yield _said(statement, "pat-pool", texts.index("pat-pool") + 1)


def _said(statement: Statement, name: str, at: int) -> Statement:
    word = statement.words[at]
    return replace(statement, words=(ConfigWord(name, word.start, word.end), word))


ASA = Vendor(
    "asa",
    "Cisco ASA",
    TABLE,
    recognises,
    read,
    parts,
    host=("hostname", "cluster/group/*/local-unit"),
    on=("failover", ("yes",)),
    versions=("ASA/Version",),
)
