"""PAN-OS: the exported XML, `set` lines, braces, or API calls, of a firewall or of templates of a Panorama.

Paths start where the XML has `deviceconfig`, a NAT rule, a gateway: what stands around them (`config/devices/entry`) differs
between the forms. Forms of older releases are read as the new ones: `group/1/mode` as `group/mode`, and
`high-availability/group-id` as `high-availability/group/group-id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.forms import braces, set_lines, xml
from hamodel.vendors.panos import calls
from hamodel.vendors.panos.panorama import Panorama
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

HA = "high-availability"
SIGNS = (
    (r"<deviceconfig>|^[ \t]*deviceconfig[ \t]*\{|\bset (?:[^\n]{0,200}[ \t])?deviceconfig[ \t]+(?:high-av|system)", 90),
    (r"<config\b[^>]{0,500}\burldb=|<high-availability>\s{0,200}<(?:enabled|interface|group)>", 80),
    (r"\bset high-availability (?:group|interface|enabled)\b|\bxpath=/config/[^&\s]{0,200}deviceconfig/high-availability", 70),
)
"""What only PAN-OS writes, and how sure that is."""

TABLE = LeafTable(settings("hamodel.vendors.panos"), sections=(HA, f"deviceconfig/{HA}"), same={"ipv6": "ip"})
"""Panorama's own high availability, which is another one, keeps the word `deviceconfig`: none of it is known."""


def recognises(text: str) -> int:
    """By `deviceconfig`, which nobody else has; a PAN-OS file without high availability is still one."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements, in whichever of the four forms."""
    start = source.text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return xml.read(source, _about)
    if calls.CALL.search(source.text):
        return calls.read(source)
    if re.search(r"^(?:[\w.@:()~/-]+[#>] )?[ \t]*set \S", source.text, re.M):
        return set_lines.read(source)
    return braces.read(source)


OBJECTS = frozenset(
    (
        "address", "address-group", "application", "application-filter", "application-group", "application-status",
        "application-tag", "custom-url-category", "dynamic-user-group", "email-scheduler", "external-list", "log-settings",
        "profile-group", "profiles", "region", "report-group", "reports", "schedule", "service", "service-group", "tag",
        "threats",
    )
)  # fmt: skip
RULEBASES = ("rulebase", "pre-rulebase", "post-rulebase")
RULES = ("nat", "pbf")


def _about(around: Sequence[str], name: str) -> bool:
    """Whether anything is asked of an element: of rules, those about addresses and paths; of the objects that rules name,
    nothing. The predefined ones and those who may log in are no part of a pair, either."""
    if around and around[-1] in RULEBASES:
        return name in RULES
    if name in OBJECTS:
        return not (around[-1:] == ["shared"] or (len(around) > 1 and around[-2] in ("vsys", "device-group")))
    return name not in ("predefined", "mgt-config") or len(around) != 1


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One part a firewall: of a Panorama one a stack of templates, or a template that is in none."""
    panorama = Panorama()
    for statement in statements:
        place, inside = panorama.taken(statement)
        for kept in _placed(inside):
            panorama.add(place, kept)
    return iter(panorama.members())


_PLACES = (
    ("deviceconfig/system", "system"),
    ("rulebase/nat/rules", "nat"),
    ("pre-rulebase/nat/rules", "nat"),
    ("post-rulebase/nat/rules", "nat"),
    ("rulebase/pbf/rules", "pbf"),
    ("pre-rulebase/pbf/rules", "pbf"),
    ("post-rulebase/pbf/rules", "pbf"),
    ("ike/gateway", "ike"),
    ("tunnel/gre", "gre"),
    ("tunnel/ipsec", "ipsec"),
    ("tunnel/global-protect-gateway", "global-protect"),
    ("global-protect/global-protect-gateway", "global-protect"),
    ("global-protect/global-protect-portal", "global-protect"),
    ("network/virtual-router", "routing"),
    ("network/logical-router", "routing"),
    ("interface/aggregate-ethernet", "lacp"),
    ("zone", "zone"),
)
_ENDING: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _place, _name in _PLACES:
    _ENDING.setdefault(_place.rpartition("/")[2], []).append((tuple(_place.split("/")), _name))

_AROUND = ("portal-config", "manual-key")
"""Words between a name and what the table has below it."""

_BEFORE = ("deviceconfig", "result", "response", "config")
"""What may stand before the section: below an administrator's role, and in an aggregate, the word means something else."""


def _placed(statement: Statement) -> list[Statement]:
    """The statement with its path as the table has it; none if it is about nothing of what is asked."""
    words, texts = statement.words, [word.text for word in statement.words]
    for at, text in enumerate(texts[:12]):
        if text == HA and (at == 0 or texts[at - 1] in _BEFORE):
            return _grouped(statement, words[at:])
    if texts[:2] == ["config", "@version"]:
        return [replace(statement, words=(_as("version", words[1]), *words[2:]))]
    for at, text in enumerate(texts[:13]):
        for wanted, name in _ENDING.get(text, ()):
            if tuple(texts[max(at + 1 - len(wanted), 0) : at + 1]) == wanted and len(texts) > at + 1:
                first, *rest = words[at + 1 :]
                if name != "system":
                    first = _as(_virtual_system(texts[:at]) + first.text, first)
                if rest and rest[0].text in _AROUND:
                    rest = rest[1:]
                return [replace(statement, words=(_as(name, words[at]), first, *rest))]
    return []


def _virtual_system(before: list[str]) -> str:
    """In front of a name: rules of two virtual systems may have one name. The first system is not told."""
    name = before[before.index("vsys") + 1] if "vsys" in before[:-1] else "vsys1"
    return "" if name == "vsys1" else f"{name}/"


_GROUP = {setting.words[2] for setting in TABLE.settings if setting.path.startswith(f"{HA}/group/")}
_SHORT = _GROUP - {"description"}


def _grouped(statement: Statement, words: tuple[ConfigWord, ...]) -> list[Statement]:
    """`group/1/mode` and `high-availability/mode` as `group/mode`; the name of the old entry is the group's number."""
    texts = [word.text for word in words]
    if texts[1:2] == ["group"] and len(texts) > 3 and texts[2] not in _GROUP and texts[3] in _GROUP:
        number = replace(statement, words=(*words[:2], _as("group-id", words[1]), _found(statement, words[2])))
        return [number, replace(statement, words=(*words[:2], *words[3:]))]
    if len(texts) > 1 and texts[1] in _SHORT:
        words = (words[0], _as("group", words[1]), *words[1:])
    return [replace(statement, words=words)]


def _found(statement: Statement, word: ConfigWord) -> ConfigWord:
    """The name of an entry where it is written: in XML its word stands for the whole element."""
    start = statement.source.text.find(word.text, word.start, word.start + 1000)
    return word if start < 0 else ConfigWord(word.text, start, start + len(word.text))


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
    own=(f"{HA}/interface/ha1/ip-address", f"{HA}/interface/ha1-backup/ip-address", "system/ip-address", "system/hostname"),
    peers=(f"{HA}/group/peer-ip", f"{HA}/group/peer-ip-backup"),
    versions=("version",),
    xml=True,
)
