"""`$PRIORITY=150` ... `priority $PRIORITY`: keepalived's parameters -> statements in which their values stand, at the place where
the value is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from hamodel.source import Source
from hamodel.vendors.statement import ConfigWord, Statement, unquoted

DEFINITION = re.compile(r"^[ \t]*(?:@\S+[ \t]+)?(?P<name>\$\w+=)(?P<value>[^\n]*(?:(?<=\\)\n[^\n]*)*)", re.MULTILINE)
"""One that goes over several lines has a `\\` at the end of each but the last."""

USE = re.compile(r"\$(?:(\w+)(?!\w)|\{(\w+)\})")
MOST = 20_000
"""Statements that parameters stand in, of a file: parameters of parameters can ask for more than there is memory."""

DEEPEST = 8
LONGEST = 1_000
"""Words of a statement, and characters of a word."""


@dataclass(slots=True)
class _Parameters:
    """`ranges`: where definitions stand, by source. `values`: the statements of each parameter."""

    ranges: dict[int, list[tuple[int, int, int, str]]] = field(default_factory=dict)
    values: dict[str, list[Statement]] = field(default_factory=dict)
    started: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0


def filled(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements without definitions, and with the values that were defined before them. A parameter that nobody defines
    stays as it is: it is still to be filled in."""
    known = _Parameters()
    for statement in statements:
        if not _defines(statement, known):
            yield from _with_values(statement, known, 0)


def _defines(statement: Statement, known: _Parameters) -> bool:
    """Whether a statement stands in a definition, which is then remembered."""
    last = statement.words[-1]
    for start, value, end, name in _definitions(statement.source, known):
        if not start <= last.start < end:
            continue
        if (id(statement.source), start) not in known.started:
            known.started.add((id(statement.source), start))
            known.values[name] = []
        words = [word for word in statement.words if start <= word.start]
        if words and words[0].start == start:
            text = unquoted(words[0].text.partition("=")[2])
            words = [*([ConfigWord(text, value, words[0].end)] if text else []), *words[1:]]
        if words:
            known.values[name].append(replace(statement, words=tuple(words)))
        return True
    return False


def _definitions(source: Source, known: _Parameters) -> list[tuple[int, int, int, str]]:
    if id(source) not in known.ranges:
        known.ranges[id(source)] = [
            (found.start("name"), found.start("value"), found.end(), found["name"][1:-1])
            for found in DEFINITION.finditer(source.text)
        ]
    return known.ranges[id(source)]


def _with_values(statement: Statement, known: _Parameters, depth: int) -> Iterator[Statement]:
    at = next((at for at, word in enumerate(statement.words) if _used(word.text, known) is not None), None)
    if at is None or depth == DEEPEST or known.count >= MOST or len(statement.words) > LONGEST:
        yield statement
        return
    word = statement.words[at]
    name = _used(word.text, known)
    assert name is not None
    values = known.values[name]
    before, after = statement.words[:at], statement.words[at + 1 :]
    if word.text in (f"${name}", f"${{{name}}}") and (len(values) <= 1 or not after):
        for value in values or [replace(statement, words=())]:
            known.count += 1
            if words := (*before, *value.words, *after):
                source = value.source if value.words and not after else statement.source
                yield from _with_values(Statement(source, words, statement.removes), known, depth + 1)
    else:
        known.count += 1
        text = " ".join(each.text for value in values for each in value.words)
        whole = USE.sub(lambda found: text if (found[1] or found[2]) == name else found[0], word.text)
        if len(whole) > LONGEST:
            yield statement
        else:
            words = (*before, ConfigWord(whole, word.start, word.end), *after)
            yield from _with_values(replace(statement, words=words), known, depth + 1)


def _used(text: str, known: _Parameters) -> str | None:
    """The first parameter in a word that has a value."""
    return next((name for found in USE.finditer(text) if (name := found[1] or found[2]) in known.values), None)
