"""pfSense: its config.xml, or a part of it.

The XML has lists whose items all have one name (`<vip>`, `<vip>`): each gets a name here, of what makes it the same one on both
members. A virtual address is named by its interface and its group's number: `wan vhid 1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.forms import xml
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

TABLE = LeafTable(settings("hamodel.vendors.pfsense"), sections=("virtualip", "hasync", "virtualip_carp_maintenancemode"))

PLACES = (
    ("OPNsense/Firewall/Filter/rules/rule", "filter/rule"),
    ("OPNsense/Firewall/Filter/snatrules/rule", "nat/outbound/rule"),
    ("filter/rule", "filter/rule"),
    ("nat/outbound/rule", "nat/outbound/rule"),
    ("virtualip/vip", "virtualip/vip"),
    ("sysctl/item", "sysctl"),
)
"""Lists of items that have one name, and where the tables have them."""


def recognises(text: str) -> int:
    """By the outermost element."""
    return 95 if re.search(r"<pfsense[\s>]", text[:20_000]) else 0


def read(source: Source) -> Iterable[Statement]:
    """The statements of the XML."""
    return xml.read(source)


def parts(statements: Iterable[Statement], table: LeafTable = TABLE) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One member, without its outermost element, and the items of lists with names."""
    yield "", _named(statements, table)


def _named(statements: Iterable[Statement], table: LeafTable) -> Iterator[Statement]:
    """Items are given on when they are over: only then is it known what names them."""
    item: list[Statement] = []
    begun: tuple[int, str] | None = None
    count: dict[str, int] = {}
    defaults = {setting.words for setting in table.settings if setting.default is not None}
    for statement in statements:
        if statement.words[0].text in ("pfsense", "opnsense"):
            statement = replace(statement, words=statement.words[1:])
        texts = [word.text for word in statement.words]
        found = next((place for place in PLACES if texts[: len(wanted := place[0].split("/"))] == wanted), None)
        start = (statement.words[found[0].count("/")].start, found[1]) if found else None
        if begun is not None and start != begun:
            yield from _item(item, begun[1], count)
            item = []
        begun = start
        if found is not None:
            item.append(replace(statement, words=statement.words[found[0].count("/") + 1 :]))
        elif texts and tuple(texts) not in defaults:  # an element without text leaves its default in place
            yield statement
    if begun is not None:
        yield from _item(item, begun[1], count)


def _item(item: Sequence[Statement], place: str, count: dict[str, int]) -> Iterator[Statement]:
    """The statements of one item, its place and its name in front."""
    says = {statement.words[0].text: statement for statement in item if statement.words}
    value = {name: said.words[1].text for name, said in says.items() if len(said.words) == 2}
    count[place] = count.get(place, 0) + 1
    if place == "sysctl":
        if "tunable" in value and "value" in value:
            tunable, said = says["tunable"].words[1], says["value"]
            yield replace(said, words=(_as("sysctl", tunable), tunable, said.words[1]))
        return
    kept = [statement for statement in item if len(statement.words) > 1 or (statement.words and _may_be_empty(statement))]
    name = str(count[place])
    if place == "virtualip/vip":
        if value.get("mode") != "carp" and "vhid" not in value:
            return  # an address that never moves
        name = f"{value.get('interface', '')} vhid {value.get('vhid', '')}".strip()
        if value.get("mode") != "carp":
            kept = [statement for statement in kept if statement.words[0].text in ("subnet", "subnet_bits")]
    for statement in kept:
        first = statement.words[0]
        yield replace(statement, words=(*(_as(word, first) for word in (*place.split("/"), name)), *statement.words))


def _may_be_empty(statement: Statement) -> bool:
    return statement.words[-1].text in ("nopfsync", "disabled", "nonat", "target")


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


PFSENSE = Vendor(
    "pfsense",
    "pfSense",
    TABLE,
    recognises,
    read,
    parts,
    host=("system/hostname",),
    on=("virtualip/vip/*/mode", ("carp",)),
    own=("interfaces/*/ipaddr", "interfaces/*/ipaddrv6"),
    peers=("hasync/pfsyncpeerip", "hasync/synchronizetoip", "virtualip/vip/*/carp_peer"),
    versions=("version",),
    xml=True,
)
