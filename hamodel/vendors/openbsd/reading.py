"""OpenBSD: `hostname.if`, `pf.conf`, `sysctl.conf`, `myname`: a member is several files, and one text may have them all.

Whose a text is stands in the name of its file, or in front of it in a text of several: `cat > /etc/hostname.carp0 <<EOF`,
`# /etc/hostname.carp0`, `==> /etc/hostname.carp0 <==`. A name in brackets behind it (`# /etc/hostname.carp0 (gate-a)`) is that of
the member; files without one are all members'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hamodel.source import Source
from hamodel.vendors.device import Device, by_member
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import ConfigWord, Statement, ends_open, split, unquoted
from hamodel.vendors.vendor import Vendor

TABLE = LeafTable(settings("hamodel.vendors.openbsd"), sections=("carp", "pfsync", "sysctl"))
FILES = r"hostname\.[a-z]+\d+|pf\.conf|sysctl\.conf|myname"
NAMED = re.compile(rf"(?:^|[./_-])({FILES})$")
HERE = re.compile(rf"\bcat[ \t]*>+[ \t]*\S*?({FILES})[ \t]*<<-?[ \t]*(['\"]?)(\w+)\2")
TITLE = re.compile(rf"[ \t]*(?:#+|==>|--+|//)[ \t]*(?:/mnt|/private)?(?:/?etc/)?({FILES})\b(?:[ \t]+\(([\w.-]+)\))?")
SYSCTL = re.compile(r"(?:[^\n]*\bsysctl\s+(?:-w\s+)?)?(net\.inet\.carp\.\w+|net\.pfsync\.\w+)\s*=\s*(\S+)")
SIGNS = (
    (r"\bcarpdev\s+\S+", 85),
    (r"^[ \t]*(?:up\s+)?syncdev\s+\S+", 80),
    (r"^[ \t]*(?:inet6? .*)?\bvhid\s+\d+", 75),
    (r"/etc/hostname\.(?:carp|pfsync)\d", 75),
    (r"^net\.inet\.carp\.preempt=", 60),
    (r"^[ \t]*(?:pass|block)\s+(?:in|out|quick|on|all|log|proto|inet6?|return|drop)\b", 50),
)
"""What a file of OpenBSD says, and how sure that is."""

OPTIONS = {
    "carp": "vhid advbase advskew pass carpdev carppeer balancing carpnodes state group description rdomain mtu lladdr",
    "pfsync": "syncdev syncpeer maxupd group description mtu",
    "interface": "group description rdomain mtu lladdr vlandev vlan vnetid parent trunkport trunkproto",
}
"""Words of `ifconfig` that are followed by a value; others are switches, or addresses."""

ALONE = {"carp": "up down", "pfsync": "up down defer", "interface": "up down autoconf"}


@dataclass(frozen=True, slots=True)
class _Line:
    """Of which file it is (empty: of none), where it stands, and whose it is (empty: everybody's)."""

    file: str
    text: str
    start: int
    member: str = ""


def recognises(text: str) -> int:
    """By what is said of carp and pfsync, or by rules of pf."""
    head = text[:500_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterator[Statement]:
    """The statements of each file in the text; a member's own begin with its name and an `@`."""
    rules: dict[str, list[_Line]] = {}
    for line in _lines(source):
        if line.file == "pf.conf":
            rules.setdefault(line.member, []).append(line)
        for statement in _of_line(source, line):
            yield _of_member(statement, line.member)
    for member, lines in rules.items():
        for statement in _pf(source, lines):
            yield _of_member(statement, member)


def _of_line(source: Source, line: _Line) -> Iterator[Statement]:
    if line.file == "myname" and line.text.strip():
        word = split(line.text, line.start)[0]
        yield Statement(source, (_as("myname", word), word))
    elif line.file.startswith("hostname."):
        yield from _interface(source, line)
    if line.file != "pf.conf" and (found := SYSCTL.match(line.text)):
        name, value = (ConfigWord(found[at], line.start + found.start(at), line.start + found.end(at)) for at in (1, 2))
        yield Statement(source, (_as("sysctl", name), name, value))


def _of_member(statement: Statement, member: str) -> Statement:
    return replace(statement, words=(_as(f"@{member}", statement.words[0]), *statement.words)) if member else statement


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """The members, each with what is everybody's."""
    found: dict[str, list[Statement]] = {"": []}
    for statement in statements:
        first = statement.words[0].text
        own = replace(statement, words=statement.words[1:]) if first.startswith("@") else statement
        found.setdefault(first[1:] if first.startswith("@") else "", []).append(own)
    shared = found.pop("")
    if not found:
        yield "", shared
    for member, own_ones in found.items():
        yield member, [*shared, *own_ones]


def _lines(source: Source) -> Iterator[_Line]:
    """The lines that say something, each with the file that it is of."""
    named = NAMED.search(source.path)
    file, ends, member = named[1] if named else "", "", ""
    if not file and not re.search(rf"(?m){HERE.pattern}|^{TITLE.pattern}", source.text):
        file = "hostname.carp0" if re.search(r"\bvhid\s+\d", source.text) else "pf.conf"
        file = "hostname.pfsync0" if re.search(r"(?m)^[ \t]*(?:up\s+)?syncdev\s", source.text) else file
    for number, start in enumerate(source.starts, 1):
        text = source.line(number)
        if ends and text.strip() == ends:
            file, ends, member = "", "", ""
        elif not ends and (here := HERE.search(text)):
            file, ends, member = here[1], here[3], ""
        elif not ends and (title := TITLE.match(text)):
            file, member = title[1], title[2] or ""
        elif not ends and text.startswith("```"):
            file = ""
        else:
            yield _Line(file, text, start, member)


def _interface(source: Source, line: _Line) -> Iterator[Statement]:
    """`inet 192.0.2.1 255.255.255.0 vhid 1 carpdev em0` says three things of an interface."""
    words = split(line.text.partition("#")[0] if "pass" not in line.text else line.text, line.start)
    if not words or words[0].text[0] in "#!":
        return
    name = line.file.partition(".")[2]
    kind = next((kind for kind in ("carp", "pfsync") if name.startswith(kind)), "interface")
    front = (_as(kind, words[0]), _as(name, words[0]))
    at = 0
    while at < len(words):
        word = words[at]
        bare = word.text.removeprefix("-")
        if word.text in ("inet", "inet6"):
            at += 2 if words[at + 1 : at + 2] and words[at + 1].text == "alias" else 1
            if words[at : at + 1] and _option(kind, words[at].text) is None:
                yield Statement(source, (*front, _as(word.text, words[at]), words[at]))
                at += 1
            while at < len(words) and re.match(r"[\d.]+$|0x|NONE$|prefixlen$|broadcast$|netmask$", words[at].text):
                at += 1  # what belongs to the address
            continue
        values = _option(kind, bare)
        if values is None or len(words) < at + 1 + values:
            yield Statement(source, (*front, *words[at:]))
            return
        if bare == word.text:
            yield Statement(source, (*front, *words[at : at + 1 + values]))
        at += 1 + values


def _option(kind: str, word: str) -> int | None:
    """How many values follow a word of `ifconfig`; None: it is not known."""
    return 1 if word in OPTIONS[kind].split() else 0 if word in ALONE[kind].split() else None


RULE = re.compile(r"\s*(pass|block|match|antispoof|anchor|load|include|set|nat|rdr|binat|no\s+(?:nat|rdr|binat))\b")
MACRO = re.compile(r"\s*(\w+)\s*=\s*(.*)", re.DOTALL)


LONGEST = 20_000
"""Characters of a rule: what goes on for longer has lost its end."""


def _pf(source: Source, lines: Iterable[_Line]) -> Iterator[Statement]:
    """Macros and rules, each whole: a backslash at the end of a line goes on in the next, and so does an open brace."""
    start, text = 0, ""
    for line in lines:
        own = re.sub(r"#[^\"']*$", lambda found: " " * len(found[0]), line.text)
        text, start = (text + "\n" + own, start) if text else (own, line.start)
        if len(text) < LONGEST and (own.rstrip().endswith("\\") or text.count("{") > text.count("}")):
            continue
        whole = text.rstrip()
        at = start + len(whole) - len(whole.lstrip())
        if macro := MACRO.fullmatch(whole):
            name = ConfigWord(macro[1], start + macro.start(1), start + macro.end(1))
            value = ConfigWord(unquoted(macro[2]), start + macro.start(2), start + macro.end(2))
            yield Statement(source, (_as("pf", name), _as("macro", name), name, value))
        elif RULE.match(whole):
            rule = ConfigWord(whole.lstrip(), at, start + len(whole))
            yield Statement(source, (_as("pf", rule), _as("rule", rule), rule))
        text = ""
    if text.strip():
        yield ends_open(source, start, start + len(text.rstrip()))


def joined(devices: Sequence[Device]) -> list[Device]:
    """The members: the files of one stand in one folder, or have the same beginning of their names. Members of one text are so
    many."""
    texts = Counter(device.sources[0].path for device in devices)
    several = {path for path, count in texts.items() if count > 1}

    def key(device: Device) -> str:
        path = device.sources[0].path
        return f"{path}\n{device.name}" if path in several else NAMED.sub("", path)

    return by_member(devices, key)


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


OPENBSD = Vendor(
    "openbsd",
    "OpenBSD",
    TABLE,
    recognises,
    read,
    parts,
    host=("myname",),
    own=("interface/*/inet", "interface/*/inet6"),
    peers=("pfsync/*/syncpeer", "carp/*/carppeer"),
    joined=joined,
    files=r"(?:^|[./_-])(?:hostname\.[a-z]+\d+|pf\.conf|myname)$",
    pair=True,
)
