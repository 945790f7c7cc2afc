"""Check Point: a member's `show configuration` (clish), its `fwkern.conf`, and the management's `show simple-cluster` as JSON.

The cluster itself stands in the management's object only. One object is about all members: what it says of the cluster holds
for each. A member's files belong to what the object says of the member of that name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.device import Device, together
from hamodel.vendors.forms import json, set_lines
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

SIGNS = (
    (r"\"type\"\s*:\s*\"(?:simple-cluster|CpmiGatewayCluster)\"|\"cluster-mode\"\s*:\s*\"(?:cluster-|opsec-)", 95),
    (r"^[ \t]*(?:\S{1,80}>[ \t]*)?set cluster member (?:mvc|ccp|ccpenc|admin|idmode|forwarding)\b", 90),
    (r"^[ \t]*(?:\S{1,80}>[ \t]*)?add bonding group \d|^[ \t]*set interface \S+ ipv4-address \S+ mask-length", 90),
    (r"^# Language version: \d+\.\d+v\d", 90),
    (r"^fwha_\w+\s*=", 85),
)
"""What only Check Point writes, and how sure that is."""

TABLE = LeafTable(
    settings("hamodel.vendors.checkpoint"),
    sections=("cluster", "object/cluster-settings", "object/cluster-mode", "object/member", "kernel"),
)
KERNEL = re.compile(r"\s*(fwha_\w+)\s*=\s*(\S+)")
MEMBERS = ("cluster-members", "members")


def recognises(text: str) -> int:
    """By the object's words, or those of clish."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterator[Statement]:
    """The statements of an object, of clish lines, or of kernel parameters."""
    if source.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        yield from json.read(source)
        return
    yield from set_lines.read(source, (*set_lines.SAYING, "add"))
    for number, start in enumerate(source.starts, 1):
        if found := KERNEL.match(source.line(number)):
            name, value = (ConfigWord(found[at], start + found.start(at), start + found.end(at)) for at in (1, 2))
            yield Statement(source, (_as("kernel", name), name, value))


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """The members of an object, each with all that holds for it; a member's own files are about it alone."""
    found = list(statements)
    objects = _objects(found)
    if not objects:
        yield "", found
    inside: dict[tuple[str, ...], list[Statement]] = {prefix: [] for prefix in objects}
    depths = {len(prefix) for prefix in objects}
    for statement in found:
        for depth in depths:
            if (own := inside.get(_texts(statement)[:depth])) is not None:
                own.append(statement)
    for prefix, own in inside.items():
        yield from _members(own, len(prefix))


def _objects(statements: Iterable[Statement]) -> list[tuple[str, ...]]:
    """Where in the JSON a cluster's object begins."""
    found: dict[tuple[str, ...], None] = {}
    for statement in statements:
        texts = _texts(statement)
        key, value = texts[-2:-1], texts[-1]
        if key == ("cluster-mode",) or (key == ("type",) and value in ("simple-cluster", "CpmiGatewayCluster")):
            found.setdefault(texts[:-2])
    return list(found)


def _members(statements: Sequence[Statement], depth: int) -> Iterator[tuple[str, list[Statement]]]:
    said = [_texts(statement) for statement in statements]
    names = {texts[:-2]: texts[-1] for texts in said if texts[-2:-1] == ("name",)}
    shared: list[Statement] = []
    members: dict[str, list[Statement]] = {}
    for statement in statements:
        texts = _texts(statement)
        if len(texts) <= depth:
            continue
        kind = texts[depth]
        if kind in MEMBERS and len(texts) > depth + 2:
            name = names.get(texts[: depth + 2], texts[depth + 1])
            if texts[-2] not in ("name", "uid", "comments", "color"):
                words = _named(statement, depth + 2, names)
                members.setdefault(name, []).append(_placed(statement, ("object", "member"), words))
        elif kind == "cluster-member-names" and len(texts) == depth + 2:
            members.setdefault(texts[-1], [])
        else:
            shared.append(_placed(statement, ("object",), _named(statement, depth, names)))
    for name, own in members.items():
        yield name, [*shared, *own]
    if not members:
        yield "", shared


def _named(statement: Statement, at: int, names: dict[tuple[str, ...], str]) -> tuple[ConfigWord, ...]:
    """The words from there on; the number of an interface is its name."""
    texts, words = _texts(statement), []
    for number in range(at, len(texts)):
        word = statement.words[number]
        if texts[number] == "objects" and texts[number - 1] == "interfaces":
            continue
        listed = number > at and (texts[number - 1] == "interfaces" or texts[number - 2 : number] == ("interfaces", "objects"))
        words.append(word._replace(text=names.get(texts[: number + 1], word.text)) if listed else word)
    return tuple(words)


def _placed(statement: Statement, place: tuple[str, ...], words: tuple[ConfigWord, ...]) -> Statement:
    return replace(statement, words=(*(_as(word, words[0]) for word in place), *words))


def _texts(statement: Statement) -> tuple[str, ...]:
    return tuple(word.text for word in statement.words)


def joined(devices: Sequence[Device]) -> list[Device]:
    """Each member's own configuration, its kernel parameters from the same folder, and what an object says of its name."""
    own = [device for device in devices if device.value("hostname") is not None]
    left = [device for device in devices if device not in own]
    found = []
    for device in own:
        more = [each for each in left if each.name == device.name or (not each.name and _folder(each) == _folder(device))]
        left = [each for each in left if each not in more or not each.name]
        found.append(together([device, *more]))
    used = {id(source) for device in found for source in device.sources}
    return [*found, *(each for each in left if id(each.sources[0]) not in used or each.name)]


def _folder(device: Device) -> str:
    return os.path.dirname(device.sources[0].path)


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


CHECKPOINT = Vendor(
    "checkpoint",
    "Check Point",
    TABLE,
    recognises,
    read,
    parts,
    host=("hostname",),
    own=("interface/*/ipv4-address", "object/member/ip-address"),
    versions=("object/version",),
    joined=joined,
    pair=True,
)
