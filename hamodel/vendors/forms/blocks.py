"""`config system ha` ... `set mode a-p` ... `next` ... `end`: blocks that are opened and ended by words (FortiOS).

What is not such a line (prose around an example, signs of a template) says nothing. What stands under a condition of a template
is marked (`templates`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hamodel.diagnostics import SpecError
from hamodel.source import Source, Span
from hamodel.vendors import errors
from hamodel.vendors.forms.templates import conditional
from hamodel.vendors.statement import QUOTED, ConfigWord, Statement, ends_open, split

VERBS = r"(?:conf(?:ig?)?|edit|set|unset|append|select|delete|purge|next|end)\b"
PROMPT = re.compile(rf"[ \t]*[\w.-]+(?: \([^()\n]*\))? ?[#$] +(?={VERBS})")
COMMAND = re.compile(rf"\s*{VERBS}")
SAYS = re.compile(r"\s*(?:set|append|select|unset)\s+[\"']?([\w.-]+)")
WORD = rf"(?:\$\{{[^}}\n]*\}}|\{{\{{[^\n]*?\}}\}}|{QUOTED}|[^\s\"'$\{{]++|[$\{{])+"
"""Placeholders are words, whatever stands in them."""
DEEPEST = 100
FROM_THE_TOP = ("system", "sys", "firewall", "router", "vdom", "global")
"""First words of a `config` that stands in no other block, but for those of a virtual domain or `config global`."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """The words of an open `config` or `edit`. `section`: those of all that are open, `*` for the names of entries."""

    words: tuple[ConfigWord, ...]
    entry: bool
    section: tuple[str, ...]


@dataclass(slots=True)
class _Blocks:
    """Where one is in a text: the blocks that are open, how often a path had an entry without a number, and what lists hold."""

    open: list[_Opened] = field(default_factory=list)
    new: dict[tuple[str, ...], int] = field(default_factory=dict)
    lists: dict[tuple[str, ...], tuple[ConfigWord, ...]] = field(default_factory=dict)

    @property
    def words(self) -> tuple[ConfigWord, ...]:
        return tuple(word for block in self.open for word in block.words)

    @property
    def section(self) -> tuple[str, ...]:
        return self.open[-1].section if self.open else ()

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


def read(source: Source, about: Callable[[tuple[str, ...], str], bool] = lambda path, name: True) -> Iterable[Statement]:
    """The statements; `edit NAME` puts its name among the words, `edit 0` a new one each time (`0`, `0.2`). `append` says what
    the list has then. `delete NAME` and `purge` remove a block. A text in quotes may go over several lines. Blocks that are never
    ended end with the text, or where the next one starts that can stand in none, and are told. `about`: whether what
    stands behind a name in the blocks of a path (`*` for the name of an entry) is asked for; it is passed over if not."""
    return conditional(source, _read(source, about))


def _read(source: Source, about: Callable[[tuple[str, ...], str], bool]) -> Iterator[Statement]:
    reading = _Blocks()
    asked: dict[tuple[tuple[str, ...], str], bool] = {}
    for start, line, whole in _lines(source):
        if not whole:
            yield ends_open(source, start, start + len(line))
        if says := SAYS.match(line):
            key = reading.section, says[1]
            if key not in asked:
                asked[key] = about(*key)
            if not asked[key]:
                continue
        words = _spoken(source, split(line, start, WORD))
        if not words:
            continue
        first, rest = words[0].text, tuple(words[1:])
        if len(reading.open) >= DEEPEST:
            raise SpecError([errors.too_deep(Span(source, words[0].start, words[-1].end), DEEPEST)])
        if first in ("config", "confi", "conf") and rest:
            for left in _leave(reading.open, rest[0].text)[-1:]:
                yield ends_open(source, left.words[0].start, left.words[-1].end)
            section = (*reading.section, *(word.text for word in rest))
            reading.open.append(_Opened(rest, False, section))
            yield Statement(source, reading.words)
        elif first == "edit" and rest:
            if reading.open and reading.open[-1].entry:
                reading.open.pop()  # no entry stands in another: its `next` is missing
            section = (*reading.section, *("*" for _ in rest))
            reading.open.append(_Opened((_numbered(reading, rest[0]), *rest[1:]), True, section))
            yield Statement(source, reading.words)
        elif first == "next":
            if reading.open and reading.open[-1].entry:
                reading.open.pop()
        elif first == "end":  # from within an entry as well
            while reading.open and reading.open.pop().entry:
                pass
        elif (first == "purge" and reading.open) or (first == "delete" and rest):
            yield Statement(source, (*reading.words, *rest), True)
        elif rest and first in ("set", "append", "select", "unset"):
            yield Statement(source, (*reading.words, *_said(reading, first, rest)), first == "unset")
    for left in reading.open[-1:]:
        yield ends_open(source, left.words[0].start, left.words[-1].end)


def _said(reading: _Blocks, first: str, rest: tuple[ConfigWord, ...]) -> tuple[ConfigWord, ...]:
    """The name of a setting and its values, those that `append` adds to included."""
    name, *values = rest
    key = (*reading.path, name.text)
    before = reading.lists.get(key, ()) if first == "append" else ()
    reading.lists[key] = (*before, *values)
    return (name, *reading.lists[key])


def _numbered(reading: _Blocks, word: ConfigWord) -> ConfigWord:
    """The name of an entry; `0` stands for the next number that is free."""
    if word.text != "0":
        return word
    count = reading.new[reading.path] = reading.new.get(reading.path, 0) + 1
    return word if count == 1 else ConfigWord(f"0.{count}", word.start, word.end)


def _leave(open_: list[_Opened], word: str) -> list[_Opened]:
    """Ends blocks that somebody forgot to end: in none of them can this one stand."""
    left: list[_Opened] = []
    if word in FROM_THE_TOP:
        keep = 0
        if open_ and word not in ("vdom", "global"):
            outer = open_[0].words[0].text
            keep = 1 if outer == "global" else 2 if outer == "vdom" else 0
        left = open_[keep:]
        del open_[keep:]
    return left


def _spoken(source: Source, words: list[ConfigWord]) -> list[ConfigWord]:
    """Without a comment, as documents write it behind a command; a value may start with its sign."""
    for at, word in enumerate(words):
        if source.text[word.start : word.start + 1] == "#" and (word.text == "#" or at != 2):
            return words[:at]
    return words


def _lines(source: Source) -> Iterator[tuple[int, str, bool]]:
    """Lines that are commands, without a prompt; one in which a quote stays open goes on. Whether it has its end."""
    number = 1
    while number <= len(source.starts):
        start, first = source.starts[number - 1], number
        line = source.line(number)
        if prompt := PROMPT.match(line):
            start, line = start + prompt.end(), line[prompt.end() :]
        number += 1
        if COMMAND.match(line) is None:
            continue
        whole, last = line, first
        while _open(whole) and last < len(source.starts) and last - first < 500:
            last += 1
            whole = source.text[start : source.starts[last - 1]] + source.line(last)
        closed = not _open(whole)
        if closed:  # else it is never closed: nothing but this one line is read wrongly
            line, number = whole, last + 1
        yield start, line, closed


def _open(line: str) -> bool:
    """Whether a `"` that is not written `\\"` is left without its partner."""
    return '"' in line and line.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1
