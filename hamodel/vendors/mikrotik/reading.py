"""MikroTik RouterOS: an export: `/interface vrrp`, and below it `add name=inside priority=200`.

What is added is known by its `name`, or by its number where it has none; a line may go on behind a `\\`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.source import Source
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import MOST_WORDS, ConfigWord, Statement, ends_open, few
from hamodel.vendors.vendor import Vendor, one

SIGNS = ((r"^# .* by RouterOS \d", 90), (r"^/interface[ /]vrrp\b", 80), (r"^/system[ /]identity\b|^/ip[ /]firewall[ /]nat\b", 60))
TABLE = LeafTable(settings("hamodel.vendors.mikrotik"), sections=("interface/vrrp",))
LINE = re.compile(r"(?:[^\n\\]++|\\\r?\n|\\.)*+")
WORD = re.compile(
    r"(?P<key>[\w.-]+)=(?P<value>\"(?:[^\"\\]++|\\.)*+\"|\{[^}]{0,9999}\}|\[[^\]]{0,9999}\]|[^\s;]*)|(?P<find>\[[^\]]{0,9999}\])|(?P<word>[^\s;\\]+)|(?P<ends>;)",
    re.DOTALL,
)


def recognises(text: str) -> int:
    """By the line that each export begins with, and by its sections."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterator[Statement]:
    """The statements: the section, the name of what is added or set, and a value with its key."""
    section: tuple[ConfigWord, ...] = ()
    count: dict[str, int] = {}
    at = 0
    while at < len(source.text):
        line = LINE.match(source.text, at)
        end = line.end() if line is not None else at
        if not re.match(r"\s*(?:#|:|$)", source.text[at:end]):
            words, pairs = _words(source, at, end)
            if words and words[0].text.startswith("/"):
                section, words = _section(words)
            if words and words[0].text in ("add", "set"):
                yield from _said(source, section, words, pairs, count)
        if end == len(source.text) and re.search(r"\\\s*$", source.text[at:end]):
            yield ends_open(source, at, end)
        at = end + 1


def _words(source: Source, start: int, end: int) -> tuple[list[ConfigWord], list[tuple[ConfigWord, ConfigWord]]]:
    """The bare words of a line, and its keys with their values. Raises TooManyWords."""
    words: list[ConfigWord] = []
    pairs: list[tuple[ConfigWord, ConfigWord]] = []
    if end - start > MOST_WORDS:
        few(WORD.finditer(source.text, start, end))
    for found in WORD.finditer(source.text, start, end):
        if found["ends"] is not None:
            break
        if found["key"] is not None:
            value = ConfigWord(_plain(found["value"]), found.start("value"), found.end("value"))
            pairs.append((ConfigWord(found["key"], found.start("key"), found.end("key")), value))
        elif found["word"] is not None:
            words.append(ConfigWord(found["word"], found.start(), found.end()))
    return words, pairs


ESCAPES = {"_": " ", "n": "\n", "r": "", "t": "\t"}


def _plain(value: str) -> str:
    """Without quotes, escapes, and the ends of lines that it goes over."""
    value = re.sub(r"\\\r?\n\s*", "", value)
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), value[1:-1])
    return value


def _section(words: list[ConfigWord]) -> tuple[tuple[ConfigWord, ...], list[ConfigWord]]:
    """`/interface vrrp add` as the section and the command behind it; `/interface/vrrp` is the same section."""
    ends = next((at for at, word in enumerate(words) if word.text in ("add", "set", "remove", "disable", "enable")), len(words))
    section: list[ConfigWord] = []
    for word in words[:ends]:
        section += [ConfigWord(part, word.start, word.end) for part in word.text.split("/") if part]
    return tuple(section), words[ends:]


def _said(
    source: Source,
    section: tuple[ConfigWord, ...],
    words: list[ConfigWord],
    pairs: list[tuple[ConfigWord, ConfigWord]],
    count: dict[str, int],
) -> Iterator[Statement]:
    """A statement for each key. What is set without a name is the section itself."""
    path = "/".join(word.text for word in section)
    named = next((value for key, value in pairs if key.text == "name"), None)
    owner: tuple[ConfigWord, ...] = ()
    if words[0].text == "add" or len(words) > 1:
        count[path] = count.get(path, 0) + 1
        number = ConfigWord(f"{section[-1].text if section else ''}{count[path]}", words[0].start, words[0].end)
        owner = (words[1] if len(words) > 1 else named or number,)
    for key, value in pairs:
        yield Statement(source, (*section, *owner, key, value))


MIKROTIK = Vendor(
    "mikrotik",
    "MikroTik RouterOS",
    TABLE,
    recognises,
    read,
    one,
    host=("system/identity/name",),
    own=("system/identity/name",),
)
