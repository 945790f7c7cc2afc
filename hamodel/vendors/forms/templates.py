"""`{% if primary %} ... {% endif %}`: what a template writes under a condition of its own (Jinja, Terraform, Go).

Whether it is written at all is not decided by the text. So its value is one that is still to be filled in: the sign that opens
the condition stands behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise

from hamodel.source import Source
from hamodel.vendors.statement import ConfigWord, Statement

CONTROL = r"\{#[^\n]{0,500}?#\}|\{%[^\n]{0,500}?%\}|%\{[^}\n]{0,500}\}|\{\{-?[ \t]*(?:if|else|end|range|with)\b[^\n]{0,500}?\}\}"
"""A sign of a template that is no value."""

_OPENS = re.compile(r"[{%\-~\s]*(?:if|for|range|with)\b")
_TURNS = re.compile(r"[{%\-~\s]*(?:else|elif|elseif)\b")
_CLOSES = re.compile(r"[{%\-~\s]*end(?:if|for)?\b")


def is_sign(word: str) -> bool:
    """Whether a word is a sign of a template, and says nothing of the configuration."""
    return re.fullmatch(CONTROL, word) is not None


def before_value(statement: Statement) -> tuple[str, ...]:
    """The words of a statement before the last that no template wrote: that may be a secret. All of them if it has but one."""
    words = [word.text for word in statement.words]
    while len(words) > 1 and is_sign(words[-1]):
        words.pop()
    return tuple(words[:-1] or words)


def conditional(source: Source, statements: Iterable[Statement]) -> Iterable[Statement]:
    """The statements; those under a condition of a template have its sign as their last word, blocks apart."""
    changes = _changes(source)
    return _marked(statements, changes) if len(changes) > 1 else statements


def _changes(source: Source) -> list[tuple[int, str]]:
    """From where on which condition holds, `` for none."""
    open_: list[str] = []
    found = [(0, "")]
    for sign in re.finditer(CONTROL, source.text):
        if _OPENS.match(sign[0]):
            open_.append(sign[0])
        elif _TURNS.match(sign[0]) and open_:
            open_[-1] = sign[0]
        elif _CLOSES.match(sign[0]) and open_:
            open_.pop()
        else:
            continue
        found.append((sign.end(), open_[-1] if open_ else ""))
    return found


def _marked(statements: Iterable[Statement], changes: list[tuple[int, str]]) -> Iterator[Statement]:
    starts = [start for start, _ in changes]
    for statement, following in pairwise(chain(statements, [None])):
        assert statement is not None
        last = statement.words[-1]
        sign = changes[bisect_right(starts, last.start) - 1][1]
        block = following is not None and following.words[: len(statement.words)] == statement.words
        if sign and not block:
            statement = replace(statement, words=(*statement.words, ConfigWord(sign, last.start, last.end)))
        yield statement
