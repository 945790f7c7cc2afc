"""`config system ha` ... `set mode a-p` ... `next` ... `end`: blocks that are opened and ended by words (FortiOS)."""

from __future__ import annotations

from collections.abc import Iterator

from hamodel.source import Source
from hamodel.vendors.statement import ConfigWord, Statement, split


def read(source: Source) -> Iterator[Statement]:
    """The statements; `edit NAME` puts its name among the words. A text in quotes may go over several lines. Blocks that are
    never ended end with the text."""
    open_: list[tuple[ConfigWord, ...]] = []
    for start, line in _lines(source):
        words = split(line, start)
        if not words or words[0].text.startswith("#"):
            continue
        first, rest = words[0].text, tuple(words[1:])
        if first in ("config", "edit") and rest:
            open_.append(rest)
            yield Statement(source, tuple(word for block in open_ for word in block))
        elif first in ("end", "next"):
            if open_:
                open_.pop()
        elif first in ("set", "unset", "append", "select") and rest:
            yield Statement(source, (*(word for block in open_ for word in block), *rest), first == "unset")


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """Lines; one in which a quote stays open goes on."""
    number = 1
    while number <= len(source.starts):
        start, first = source.starts[number - 1], number
        line = source.line(number)
        while _open(line) and number < len(source.starts) and number - first < 500:
            number += 1
            line = source.text[start : source.starts[number - 1]] + source.line(number)
        if _open(line):  # it is never closed: nothing but this one line is read wrongly
            number, line = first, source.line(first)
        yield start, line
        number += 1


def _open(line: str) -> bool:
    """Whether a `"` that is not written `\\"` is left without its partner."""
    return line.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1
