"""Cisco ASA: the running configuration, or commands as they are typed: cut short, without indentation, behind a prompt.

Some statements say more than their words: a route to everywhere, a routing protocol, a NAT rule with a pool. They are said again
in words of their own (`default-route`, `dynamic-routing`, `pat-pool`), since their places differ with the command.
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

SIGNS = (
    (r"^ASA Version \S|^(?:[\w().-]+#)?[ \t]*failover (?:lan (?:unit|int)|int\w* ip \S)", 90),
    (r"^(?:[\w().-]+#)?[ \t]*(?:cluster interface-mode (?:spanned|individual)|cluster-interface \S+ ip )", 85),
    (r"^[ \t]*nameif \S+[ \t\r]*\n[ \t]*security-level \d", 50),
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

ROUTERS = ("ospf", "eigrp", "bgp", "rip", "isis")


def recognises(text: str) -> int:
    """By commands of failover and clusters, and by interfaces with a name and a level."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


BEGINS = re.compile(r"^: Saved\b[^\n]*$", re.MULTILINE)
ENDS = re.compile(r"^: end\b", re.MULTILINE)
"""How a device begins and ends the configuration that it shows."""

DOING = ("active", "exec", "reload-standby", "reset")
"""Words behind `failover` that do something now, and set nothing."""


def read(source: Source) -> Iterator[Statement]:
    """The statements, what belongs to a command below it; the end of what a device shows may be missing, which is told."""
    for statement in typed.read(source, MODES):
        if not (statement.words[0].text == "failover" and len(statement.words) > 1 and statement.words[1].text in DOING):
            yield statement
    yield from typed.unended(source, BEGINS, ENDS)


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One member, or several where commands of several stand in one text."""
    for part in typed.by_host(statements):
        found: list[Statement] = []
        for statement in part:
            found.append(typed.port_of(statement))
            found += _told(statement, [word.text for word in statement.words])
        yield "", found


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
