"""Diagnostic, SpecError, render: what went wrong is data; how it is worded is `language/errors.py`; how it looks is here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hamodel.host.printable import printable
from hamodel.source import Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: a kebab-case `code`, its place, a headline, what this place is (`label`), and what to do (`help`)."""

    code: str
    span: Span | None
    headline: str
    label: str = ""
    help: str = ""


class SpecError(Exception):
    """The spec or the command is wrong; carries every mistake found, and their texts as its own."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(map(render, self.diagnostics)))


def render(diagnostic: Diagnostic) -> str:
    """The message as text: headline, place, the line with carets, help. Long lines are cut around the caret."""
    lines = [f"error[{diagnostic.code}]: {diagnostic.headline}"]
    span = diagnostic.span
    margin = ""
    if span is not None:
        number = str(span.line)
        margin = " " * len(number)
        lines.append(f"{margin}--> {span}")
        lines += [] if span.source.hidden else _excerpt(span, diagnostic.label, number)
    if diagnostic.help:
        lines.append(f"{margin} = help: {diagnostic.help}")
    return printable("\n".join(lines))


def _excerpt(span: Span, label: str, number: str) -> list[str]:
    """The line, and below it what of it is meant."""
    text, start = _window(span.source.line(span.line).replace("\t", " "), span.column - 1)
    width = max(1, min(span.end - span.start, len(text) - start, len(span.text.split("\n")[0])))
    below = f"{' ' * len(number)} | {' ' * start}{'^' * width} {label}".rstrip()
    return [f"{' ' * len(number)} |", f"{number} | {text}".rstrip(), below]


def _window(text: str, column: int, width: int = 120) -> tuple[str, int]:
    """At most `width` characters of the line around the column, without control characters, and the column in them."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    if len(printable) <= width:
        return printable, column
    start = max(0, min(column - width // 2, len(printable) - width))
    return printable[start : start + width], column - start
