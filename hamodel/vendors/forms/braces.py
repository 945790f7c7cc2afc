"""`a b { c d; }`: nested blocks in braces, with `;` or the end of the line after a statement.

Junos and PAN-OS end a statement with `;`, keepalived, conntrackd and VyOS with the line. Both are read in one way: either ends
one, but inside of `[ ... ]`, where Junos and PAN-OS list values. A `{` may stand on a line of its own. What a template writes
under a condition is marked (`templates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hamodel.diagnostics import SpecError
from hamodel.source import Source, Span
from hamodel.vendors import errors
from hamodel.vendors.forms.templates import CONTROL, conditional
from hamodel.vendors.statement import MOST_WORDS, QUOTED, ConfigWord, Statement, TooManyWords, ends_open, unquoted

DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Signs:
    """What starts a comment up to the end of the line, and whether `/* ... */` is one; whether a line ends a statement, also
    behind a `\\`."""

    comments: tuple[str, ...] = ("#",)
    long_comments: bool = True
    lines_end: bool = True
    backslash_joins: bool = True


def read(source: Source, signs: Signs = Signs()) -> Iterable[Statement]:
    """The statements; a block is one as well, without a value. `inactive:` in front of a statement makes it and all in it such as
    remove. A `}` too many, or one that is missing, ends nothing and what is there, and is told.

    Raises SpecError where blocks stand in blocks, and so on, more often than any device has them.
    """
    return conditional(source, _read(source, signs))


def _read(source: Source, signs: Signs) -> Iterator[Statement]:
    open_: list[tuple[tuple[ConfigWord, ...], bool]] = []
    begun: list[ConfigWord] = []
    words: list[ConfigWord] = []
    listed = ended = False
    for kind, word in _tokens(source, signs):
        if kind == "line":
            ended = bool(words) and not listed  # it may be a block: then what follows is its `{`
        elif kind in "[]":
            listed = kind == "["
        elif kind == "{":
            if len(open_) >= DEEPEST:
                raise SpecError([errors.too_deep(Span(source, word.start, word.end), DEEPEST)])
            block, off = _active(tuple(words))
            off = off or bool(open_ and open_[-1][1])
            open_.append((block, off))
            begun.append(word)
            words, ended = [], False
            if block:
                yield _statement(source, open_, (), off)
        else:
            if words and (ended or kind != "word"):
                own, off = _active(tuple(words))
                yield _statement(source, open_, own, off or bool(open_ and open_[-1][1]))
                words, ended = [], False
            if kind == "word":
                if listed and word.text.endswith("]"):
                    word, listed = ConfigWord(word.text[:-1], word.start, word.end - 1), False
                words.append(word)
                if len(words) > MOST_WORDS:
                    raise TooManyWords
            elif kind == "}" and open_:
                open_.pop()
                begun.pop()
            elif kind == "}":
                yield ends_open(source, word.start, word.end)
    if words:
        yield _statement(source, open_, tuple(words), False)
    if begun:
        yield ends_open(source, begun[-1].start, begun[-1].end)


def _statement(
    source: Source, blocks: list[tuple[tuple[ConfigWord, ...], bool]], own: tuple[ConfigWord, ...], off: bool
) -> Statement:
    return Statement(source, (*(word for block, _ in blocks for word in block), *own), off)


def _active(words: tuple[ConfigWord, ...]) -> tuple[tuple[ConfigWord, ...], bool]:
    """The words without Junos's marks, and whether they are switched off."""
    off = any(word.text == "inactive:" for word in words[:1])
    return tuple(word for word in words if word.text not in ("inactive:", "protect:", "replace:")) if off or words else words, off


def _tokens(source: Source, signs: Signs) -> Iterator[tuple[str, ConfigWord]]:
    comments = "|".join(re.escape(sign) + r"[^\n]*" for sign in signs.comments) or r"(?!)"
    long = r"/\*.*?(?:\*/|\Z)" if signs.long_comments else r"(?!)"
    joins = r"\\\n" if signs.backslash_joins else r"\\(?=\r?\n)"
    ends = rf"\n|{CONTROL}" if signs.lines_end else r"(?!)"
    pattern = re.compile(
        rf"(?P<skip>{long}|(?:(?<=\s)|(?<=[;{{}}])|\A)(?:{comments})|{joins})|(?P<line>{ends})|(?:{CONTROL})"
        rf"|(?P<sign>(?!{{{{[^\n]{{0,500}}?}}}})[{{}};]|[\[\]](?=\s))|(?P<word>(?:\$\{{[^}}\n]{{0,500}}\}}|{{{{[^\n]{{0,500}}?}}}}|{QUOTED}|[^\s{{}};\"'$]++|\$)++|\S)|\s",
        re.DOTALL,
    )
    for found in pattern.finditer(source.text):
        if found["word"] is not None:
            yield "word", ConfigWord(unquoted(found[0]), found.start(), found.end())
        elif found["sign"] is not None or found["line"] is not None:
            yield found["sign"] or "line", ConfigWord(found[0], found.start(), found.end())
