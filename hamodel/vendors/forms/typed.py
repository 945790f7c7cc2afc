"""Commands of Cisco's kind as they are typed: what belongs to a command stands behind it, also where it stands no further right.

A running configuration is indented, and is read so; what people type, or put in a document, often is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from hamodel.source import Source
from hamodel.vendors.forms import indented
from hamodel.vendors.statement import ConfigWord, Statement, ends_open

LOOKING = re.compile(r"sh(?:o|ow)?|do|ping|wr\w*|copy|end|en|conf\w*", re.IGNORECASE)
"""First words of commands that say nothing."""

SHOWING = re.compile(r"sh(?:o|ow)? .+", re.IGNORECASE | re.DOTALL)
"""A command that shows something, wherever it is typed; `sh` alone is `shutdown`."""


def read(source: Source, modes: Mapping[str, str]) -> Iterator[Statement]:
    """The statements, what belongs to a command below it. `modes`: the first words of a command that others belong to -> the
    first words of those, with spaces between them. A word that is nearly one of them belongs there as well: it is told."""
    mode: tuple[ConfigWord, ...] = ()
    inside: list[str] = []
    flat = True
    for nested in indented.read(source):
        statement = _command(nested)
        first = statement.words[0].text
        if SHOWING.fullmatch(_own(statement, mode)):
            continue
        if mode and statement.words[0] is mode[0]:
            flat = False
            yield statement
        elif opened := _mode(statement, modes):
            mode, inside = opened
            flat = True
            yield statement
        elif mode and flat and (any(word.startswith(first) for word in inside) or get_close_matches(first, inside, 1, 0.8)):
            yield replace(statement, words=(*mode, *statement.words))
        elif not LOOKING.fullmatch(first):
            mode = ()
            yield statement


def _own(statement: Statement, mode: tuple[ConfigWord, ...]) -> str:
    """What a statement says itself, without the command that it belongs to."""
    inside = len(mode) if mode and statement.words[0] is mode[0] else 0
    return " ".join(word.text for word in statement.words[inside:])


def unended(source: Source, begins: re.Pattern[str], ends: re.Pattern[str]) -> Iterator[Statement]:
    """Of each configuration that begins with a line that only the device writes, and lacks the one that it writes last, the place
    where it begins. Both are patterns of whole lines."""
    heads = [found.span() for found in begins.finditer(source.text)]
    for at, (start, end) in enumerate(heads):
        after = heads[at + 1][0] if at + 1 < len(heads) else len(source.text)
        if ends.search(source.text, end, after) is None:
            yield ends_open(source, start, end)


def by_host(statements: Iterable[Statement]) -> list[list[Statement]]:
    """The statements of each member, where commands of several stand in one text: each begins with its name."""
    found: list[list[Statement]] = [[]]
    host = ""
    for statement in statements:
        texts = [word.text for word in statement.words]
        if texts[0] == "hostname" and len(texts) == 2:
            if host and texts[1] != host:
                found.append([])
            host = texts[1]
        found[-1].append(statement)
    return found


def port_of(statement: Statement) -> Statement:
    """A port in two words (`interface port-channel 1`) as one."""
    words = statement.words
    if len(words) > 2 and "interface".startswith(words[0].text) and len(words[0].text) > 2 and words[2].text[:1].isdigit():
        port = ConfigWord(words[1].text + words[2].text, words[1].start, words[2].end)
        return replace(statement, words=(words[0], port, *words[3:]))
    return statement


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


def _mode(statement: Statement, modes: Mapping[str, str]) -> tuple[tuple[ConfigWord, ...], list[str]] | None:
    """What a command opens: its words, and the commands that belong to it."""
    texts = [word.text for word in statement.words]
    for name, inside in modes.items():
        words = name.split()
        begins = len(texts) > len(words) and all(word.startswith(text) for word, text in zip(words, texts, strict=False))
        if begins and len(texts[0]) > 2 and not statement.removes:
            return statement.words, inside.split()
    return None
