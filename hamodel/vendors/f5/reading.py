"""F5 BIG-IP: `bigip.conf`, `bigip_base.conf`, or commands of tmsh: a module, a component, an object, and its properties.

A command may go over several lines, and has several properties on one: `modify cm device a mirror-ip any hostname b`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hamodel.diagnostics import SpecError
from hamodel.source import Source, Span
from hamodel.vendors import errors
from hamodel.vendors.forms import braces
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import MOST_WORDS, QUOTED, ConfigWord, Statement, TooManyWords, ends_open, unquoted
from hamodel.vendors.vendor import Vendor, one

SIGNS = (
    (r"^(?:cm (?:device|device-group|traffic-group|trust-domain)|ltm virtual|net self) \S+ \{", 90),
    (r"^(?:\S+# ?)?(?:tmsh )?(?:create|modify) (?:/?cm |ltm )", 80),
)
COMMAND = re.compile(r"^(?:\S+# ?)?(?:tmsh +)?(?:create|modify) +(?=/?(?:cm|ltm|net|sys) )", re.MULTILINE)
TOKEN = re.compile(rf"\\\r?\n|[ \t]+|(?P<end>\n)|(?P<sign>[{{}}])|(?P<word>(?:{QUOTED}|[^\s{{}}\"']++)++|\S)")
DEEPEST = 100
CHANGES = ("add", "modify", "replace-all-with")
TABLE = LeafTable(
    settings("hamodel.vendors.f5"),
    sections=("cm/device/*", "cm/device-group/*", "cm/traffic-group/*", "sys/ha-group", "cm/ha-group"),
)


def recognises(text: str) -> int:
    """By objects of the modules that only BIG-IP has."""
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE)), 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements, in either form; the head of a list of devices says nothing.

    Raises SpecError where commands nest deeper than any does.
    """
    if re.search(SIGNS[0][0], source.text, re.MULTILINE):
        return (statement for statement in braces.read(source) if statement.words[-1].text != "devices")
    return _commands(source)


def _commands(source: Source) -> Iterator[Statement]:
    found = [command.span() for command in COMMAND.finditer(source.text)]
    for at, (_, start) in enumerate(found):
        end = found[at + 1][0] if at + 1 < len(found) else len(source.text)
        tokens = _Tokens(source, start, end)
        path = [word for word in (tokens.word() for _ in range(3)) if word is not None]
        while (word := tokens.word()) is not None:
            yield from _property(source, (*path, word), tokens)
        if tokens.open:
            yield ends_open(source, found[at][0], start)


class _Tokens:
    """The words and braces of a command, up to the end of its line, which is none inside of braces, or to the next command."""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.kinds: list[str] = []
        self.words: list[ConfigWord] = []
        self.at = 0
        self.open = False
        depth = 0
        for found in TOKEN.finditer(source.text, start, end):
            if found["end"] is not None and depth <= 0:
                break
            if found["sign"] is not None:
                depth += 1 if found["sign"] == "{" else -1
                if depth > DEEPEST:
                    raise SpecError([errors.too_deep(Span(source, found.start(), found.end()), DEEPEST)])
            self.open = depth > 0
            if len(self.words) > MOST_WORDS:
                raise TooManyWords
            if found["sign"] is not None or found["word"] is not None:
                self.kinds.append(found["sign"] or "word")
                self.words.append(ConfigWord(unquoted(found[0]), found.start(), found.end()))

    def kind(self) -> str:
        """Of the next one; empty at the end."""
        return self.kinds[self.at] if self.at < len(self.kinds) else ""

    def word(self) -> ConfigWord | None:
        """The next one, if it is a word."""
        if self.kind() != "word":
            return None
        self.at += 1
        return self.words[self.at - 1]


def _property(source: Source, path: tuple[ConfigWord, ...], tokens: _Tokens) -> Iterator[Statement]:
    """What a property says: its value, or what stands in its braces."""
    value = tokens.word()
    if value is not None and value.text in CHANGES and tokens.kind() == "{":
        value = None
    if value is not None:
        yield Statement(source, (*path, value))
    elif tokens.kind() == "{":
        tokens.at += 1
        yield from _block(source, path, tokens, listed=tokens.at > 1 and tokens.words[tokens.at - 2].text in CHANGES)
    else:
        yield Statement(source, path)


def _block(source: Source, path: tuple[ConfigWord, ...], tokens: _Tokens, listed: bool) -> Iterator[Statement]:
    """What stands in braces: names, each with braces of its own, or properties; braces without a name are an item of a list."""
    while tokens.kind() not in ("}", ""):
        if tokens.kind() == "{":
            tokens.at += 1
            yield from _block(source, path, tokens, listed=False)
        elif (word := tokens.word()) is not None:
            if tokens.kind() == "{":
                tokens.at += 1
                yield from _block(source, (*path, word), tokens, listed=False)
            elif listed:
                yield Statement(source, (*path, word))
            else:
                yield from _property(source, (*path, word), tokens)
    tokens.at += 1


F5 = Vendor(
    "f5",
    "F5 BIG-IP",
    TABLE,
    recognises,
    read,
    one,
    host=("sys/global-settings/hostname",),
    own=("sys/global-settings/hostname",),
)
