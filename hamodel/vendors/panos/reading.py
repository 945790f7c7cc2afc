"""PAN-OS: the exported XML, `set` lines, or braces, of a firewall or of templates of a Panorama.

Paths start where the XML has `deviceconfig`, a NAT rule, a gateway: what stands around them (`config/devices/entry`) differs
between the three forms. Short forms as older releases have them are read as the new ones: `group/1/mode` as `group/mode`, and
`high-availability/group-id` as `high-availability/group/group-id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.forms import braces, set_lines, xml
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

HA = "high-availability"
SIGNS = (
    (r"<deviceconfig>|^\s*deviceconfig\s*\{|\bset (?:.*\s)?deviceconfig\s+(?:high-availability|system)\b", 90),
    (r"<config\b[^>]*\burldb=|<high-availability>\s*<(?:enabled|interface|group)>", 80),
    (r"\bset high-availability (?:group|interface|enabled)\b", 70),
)
"""What only PAN-OS writes, and how sure that is."""

TABLE = LeafTable(settings("hamodel.vendors.panos"), sections=(HA,))


def recognises(text: str) -> int:
    """By `deviceconfig`, which nobody else has; a PAN-OS file without high availability is still one."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements, in whichever of the three forms."""
    start = source.text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return xml.read(source)
    if re.search(r"^\s*set \S", source.text, re.M):
        return set_lines.read(source)
    return braces.read(source)


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One part a template of a Panorama, and one for all that stands in none."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        texts = [word.text for word in statement.words]
        template = ""
        if "template" in texts[:4] and len(texts) > texts.index("template") + 2:
            at = texts.index("template")
            template, statement = texts[at + 1], replace(statement, words=statement.words[at + 2 :])
        if (kept := _placed(statement)) is not None:
            found.setdefault(template, []).append(kept)
    return iter(found.items())


_PLACES = (
    ("deviceconfig/high-availability", "high-availability"),
    ("deviceconfig/system", "system"),
    ("rulebase/nat/rules", "nat"),
    ("ike/gateway", "ike"),
    ("network/virtual-router", "routing"),
    ("interface/aggregate-ethernet", "lacp"),
)


def _placed(statement: Statement) -> Statement | None:
    """The statement with its path as the table has it; None if it is about nothing of what is asked."""
    words, texts = statement.words, [word.text for word in statement.words]
    if texts[:1] == ["high-availability"]:
        return replace(statement, words=_grouped(words))
    if texts[:2] == ["config", "@version"]:
        return replace(statement, words=(_as("version", words[1]), *words[2:]))
    for place, name in _PLACES:
        wanted = place.split("/")
        for at in range(min(len(texts) - len(wanted) + 1, 12)):
            if texts[at : at + len(wanted)] == wanted and (at == 0 or texts[at - 1] != "webui"):
                found = (_as(name, words[at + len(wanted) - 1]), *words[at + len(wanted) :])
                return replace(statement, words=_grouped(found) if name == HA else found)
    return None


def _grouped(words: tuple[ConfigWord, ...]) -> tuple[ConfigWord, ...]:
    """`group/1/mode` and `high-availability/mode` as `group/mode`."""
    texts = [word.text for word in words]
    if texts[1:2] == ["group"] and len(texts) > 2 and texts[2].isdigit():
        return (*words[:2], *words[3:])
    short = {"group-id", "mode", "peer-ip", "peer-ip-backup", "election-option", "state-synchronization", "monitoring"}
    short |= {"configuration-synchronization"}
    if len(texts) > 1 and texts[1] in short:
        return (words[0], _as("group", words[1]), *words[1:])
    return words


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


PANOS = Vendor(
    "panos",
    "PAN-OS",
    TABLE,
    recognises,
    read,
    parts,
    host=("system/hostname",),
    on=(f"{HA}/enabled", ("yes",)),
    own=(f"{HA}/interface/ha1/ip-address", f"{HA}/interface/ha1-backup/ip-address", "system/ip-address"),
    peers=(f"{HA}/group/peer-ip", f"{HA}/group/peer-ip-backup"),
    versions=("version",),
)
