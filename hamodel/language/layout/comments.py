"""Source and its tokens -> what stands between the tokens: comments, line ends, blank lines.

A comment on the line of a token belongs to that token; a comment on a line of its own to the token after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hamodel.language.text.tokens import Token
from hamodel.source import Source

_PART = re.compile(r"#[^\n]*|\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own; `blank`: there is a blank line before it."""

    text: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a token. `fresh`: it begins a line; `blank`: after a blank line. `after`: the comment behind it."""

    before: tuple[Comment, ...]
    fresh: bool
    blank: bool
    after: str


@dataclass(frozen=True, slots=True)
class _Gap:
    behind: str
    alone: tuple[Comment, ...]
    fresh: bool
    blank: bool


def around(source: Source, tokens: Sequence[Token]) -> tuple[list[Around], tuple[Comment, ...]]:
    """What stands around each token, and the comments after the last one."""
    gaps = list(_gaps(source, tokens))
    found = [Around(before.alone, before.fresh, before.blank, after.behind) for before, after in pairwise(gaps)]
    return found, gaps[-1].alone


def placed(source: Source, tokens: Sequence[Token]) -> list[tuple[int, bool, str]]:
    """Every comment with its place: behind how many tokens it stands, and whether on a line of its own."""
    return [
        (index, alone, text)
        for index, gap in enumerate(_gaps(source, tokens))
        for alone, texts in ((False, [gap.behind]), (True, [comment.text for comment in gap.alone]))
        for text in texts
        if text
    ]


def _gaps(source: Source, tokens: Sequence[Token]) -> Iterator[_Gap]:
    """Before each token, and after the last one."""
    start = 0
    for index, end in enumerate([*(token.span.start for token in tokens), len(source.text)]):
        yield _gap(source.text[start:end], index == 0)
        if index < len(tokens):
            start = tokens[index].span.end


def _gap(text: str, first: bool) -> _Gap:
    behind, alone = "", list[Comment]()
    ends = 1 if first else 0  # line ends since the last comment or token
    for part in _PART.findall(text):
        if part == "\n":
            ends += 1
        elif ends == 0:
            behind = part.rstrip()
        else:
            alone.append(Comment(part.rstrip(), ends > 1))
            ends = 0
    return _Gap(behind, tuple(alone), bool(alone) or "\n" in text or first, ends > 1)
