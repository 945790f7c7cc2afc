"""ConfigWord, Statement: what a configuration says, line by line, whatever form it is written in.

A statement is a sequence of words from the outermost section to the value: `deviceconfig high-availability group mode
active-passive` is the same whether it stands in XML, in braces or in a `set` line. Which words are the name of a leaf and which
its value is for the table of a vendor to say (`schema`), since no form tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from hamodel.source import Source, Span


class ConfigWord(NamedTuple):
    """A word without its quotes, and where it stands. A large text has a million: a tuple is made in half the time."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Words from the outermost section to the value. `removes`: the statement takes away or switches off what it names
    (`no ...`, `unset ...`, `delete ...`, `inactive: ...`). `cut`: it says nothing of the configuration, but that the text lacks
    the end of what it names, or its beginning (`ends_open`)."""

    source: Source
    words: tuple[ConfigWord, ...]
    removes: bool = False
    cut: bool = False

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def span(self) -> Span:
        """Of what is written for this statement alone: its last word."""
        last = self.words[-1]
        return Span(self.source, last.start, last.end)


def ends_open(source: Source, start: int, end: int) -> Statement:
    """What a form says of a block that is never ended, or of an end without its beginning: the place alone, since nobody knows
    whether its words are a secret."""
    return Statement(source, (ConfigWord("", start, end),), cut=True)


QUOTED = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|\'[^\']*\''


WORDS = rf"(?:{QUOTED}|[^\s\"']++)+"
DOUBLE = r"\"[^\"]*\"|\S+"
"""Words, some of them in quotes; and where but `"` is one, at the start of a word."""

SPACED = re.compile(r"\S+").finditer
PLAIN = (WORDS, DOUBLE)
"""Where no quotes are, words for them are what stands between spaces."""


MOST_WORDS = 100_000
"""Of one statement: no device has so long a list in one."""


class TooManyWords(Exception):
    """A statement of more than MOST_WORDS words; who knows the file says so."""


def few(words: Iterable[object]) -> None:
    """Raises TooManyWords where there are more than MOST_WORDS."""
    if sum(1 for _ in islice(words, MOST_WORDS + 1)) > MOST_WORDS:
        raise TooManyWords


def split(text: str, start: int = 0, pattern: str = WORDS) -> list[ConfigWord]:
    """The words of a line, quotes taken away; `start` is where the line stands in its file. Raises TooManyWords."""
    if len(text) > MOST_WORDS:
        few(re.finditer(pattern, text))
    if '"' not in text and "'" not in text and pattern in PLAIN:
        make = tuple.__new__  # a large export has millions of words
        return [make(ConfigWord, (found[0], start + found.start(), start + found.end())) for found in SPACED(text)]
    return [ConfigWord(unquoted(found[0]), start + found.start(), start + found.end()) for found in re.finditer(pattern, text)]


def unquoted(text: str) -> str:
    """`"a b"` and `'a b'` without their quotes, and `\\"` inside of the first without its backslash."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1] if "\\" not in text else re.sub(r"\\(.)", r"\1", text[1:-1])
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    return text
