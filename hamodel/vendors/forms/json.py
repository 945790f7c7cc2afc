"""JSON, also with `//`, `#` and `/* */` comments and commas at the end (Kea): `{"a": {"b": 1}}` says `a b 1`.

Read here and not by the `json` module, which tells no places and reads no comments. Placeholders of templates are values
(`{{ x }}`, `${x}`); what stands under a condition of one is marked (`templates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hamodel.diagnostics import SpecError
from hamodel.source import Source, Span
from hamodel.vendors import errors
from hamodel.vendors.forms.templates import CONTROL, conditional
from hamodel.vendors.statement import ConfigWord, Statement

DEEPEST = 200
TOKEN = re.compile(
    rf"(?P<skip>\s+|//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)|<\?.*?\?>|{CONTROL})"
    r'|(?P<text>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")|(?P<bare>(?:\$\{[^}\n]*\}|\{\{[^\n]*?\}\}|[^\s{}\[\],:"])++)'
    r"|(?P<sign>[{}\[\],:])|(?P<other>.)",
    re.DOTALL,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def read(source: Source) -> Iterable[Statement]:
    """The statements; an item of a list that is an object has its number among the words, one that is a value stands for itself.

    Raises SpecError where the text is no JSON.
    """
    return conditional(source, _read(source))


def _read(source: Source) -> Iterator[Statement]:
    open_: list[tuple[str, tuple[ConfigWord, ...]]] = []  # what ends it, and the words that it adds
    items: list[int] = []
    key: tuple[ConfigWord, ...] = ()
    named = False

    def said(own: tuple[ConfigWord, ...]) -> Statement:
        return Statement(source, (*(word for _, added in open_ for word in added), *own))

    for found in TOKEN.finditer(source.text):
        if found["skip"] is not None:
            continue
        here = Span(source, found.start(), found.end())
        sign = found["sign"]
        if found["other"] is not None:
            raise SpecError([errors.not_json(here)])
        if sign is not None and sign in "{[":
            if len(open_) >= DEEPEST:
                raise SpecError([errors.too_deep(here, DEEPEST)])
            if open_ and open_[-1][0] == "]":
                items[-1] += 1
                key = (ConfigWord(str(items[-1]), found.start(), found.end()),)
            open_.append(("}" if sign == "{" else "]", key))
            items.append(-1)
            key, named = (), False
        elif sign is not None and sign in "}]":
            if not open_ or open_[-1][0] != sign:
                raise SpecError([errors.not_json(here)])
            open_.pop()
            items.pop()
            key, named = (), False
        elif sign == ":":
            named = True
        elif sign == ",":
            key, named = (), False
        else:
            text = found["text"]
            word = ConfigWord(_text(text) if text is not None else found[0], found.start(), found.end())
            if open_ and open_[-1][0] == "}" and not named:
                key = (word,)
            else:
                yield said((*key, word))
    if open_:
        raise SpecError([errors.ends_open(Span(source, max(len(source.text) - 1, 0), len(source.text)), open_[-1][0])])


def _text(quoted: str) -> str:
    def plain(found: re.Match[str]) -> str:
        if len(found[1]) == 1:
            return ESCAPES.get(found[1], found[1])
        code = int(found[1][1:], 16)
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)  # halves of a sign are none

    return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", plain, quoted[1:-1])
