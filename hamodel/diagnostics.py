"""Diagnostic, SpecError, render: what went wrong is data; how it is worded is `language/errors/`; how it looks is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeAlias

from hamodel.host.printable import printable, short
from hamodel.source import Span

Severity: TypeAlias = Literal["error", "warning", "failed"]
"""Nothing can be checked; this part decides nothing; a run causes this run-time error; this scenario cannot be played."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a place in the text is."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error: a kebab-case `code`, its place, a headline, what this place is (`label`), and what to do (`help`). `also`:
    other places that it is about, shown below the first."""

    code: str
    span: Span | None
    headline: str
    label: str = ""
    help: str = ""
    also: tuple[Label, ...] = ()
    severity: Severity = "error"

    @property
    def labels(self) -> str:
        """What each place is, in one line, for readers who are shown no lines of the text."""
        return "; ".join([*filter(None, [self.label]), *(f"{other.text}: {other.span}" for other in self.also)])


class SpecError(Exception):
    """The spec or the command is wrong; carries every error found, and their texts as its own."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(map(render, self.diagnostics)))


def suggest(name: str, known: Iterable[str], otherwise: str = "", write: Callable[[str], str] = str) -> str:
    """The question whether a known name was meant that is close to this one, as `write` has it; `otherwise` if none is."""
    close = get_close_matches(name, list(known), n=1)
    return f"did you mean `{write(close[0])}`?" if close else otherwise


def suggest_or_list(name: str, known: Iterable[str], nothing: str = "there are none") -> str:
    """The same; if none is close, all that there are. `nothing`: what to say if there is none."""
    every = list(known)
    return suggest(name, every, f"there are: {short(', '.join(every), 300)}" if every else nothing)


def suggest_of(name: str, choices: Iterable[str], write: Callable[[str], str] = str) -> str:
    """The same of a few choices, which are listed in any case."""
    every = list(choices)
    return " ".join(filter(None, [suggest(name, every, write=write), f"one of: {', '.join(every)}"]))


def _plain(text: str, *colours: str) -> str:
    return text


def render(diagnostic: Diagnostic, paint: Callable[..., str] = _plain) -> str:
    """The message as text: headline, place, the line with carets, other places, help. Long lines are cut around the caret.
    `paint`: gives a text the colours that are named."""
    kind = paint(f"{diagnostic.severity}[{diagnostic.code}]", "bold", "red" if diagnostic.severity == "error" else "yellow")
    first = f"{kind}: {paint(printable(diagnostic.headline), 'bold')}"
    labels = [] if diagnostic.span is None else [Label(diagnostic.span, diagnostic.label), *diagnostic.also]
    width = max((len(str(label.span.line)) for label in labels), default=0)
    margin = " " * width
    lines: list[str] = []
    source, shown = None, ""
    for label in labels:
        if label.span.source is not source:
            lines.append(f"{margin}{':::' if lines else '-->'} {label.span}")
            source, shown = label.span.source, ""
        if not source.hidden:
            line, below = excerpt(label, width, "^" if label is labels[0] else "-")
            lines += [below] if line == shown else [f"{margin} |", line, below]
            shown = line
    if diagnostic.help:
        lines.append(f"{margin} = help: {diagnostic.help}")
    return "\n".join([first, *(printable(line) for line in lines)])


def excerpt(label: Label, width: int = 0, sign: str = "^") -> tuple[str, str]:
    """The line, its number in so many columns, and below it what of it is meant."""
    span = label.span
    text, start = _window(span.source.line(span.line).replace("\t", " "), span.column - 1)
    length = max(1, min(span.end - span.start, len(text) - start, len(span.text.split("\n")[0])))
    number = f"{span.line:>{width}}"
    return f"{number} | {text}".rstrip(), f"{' ' * len(number)} | {' ' * start}{sign * length} {label.text}".rstrip()


def _window(text: str, column: int, width: int = 120) -> tuple[str, int]:
    """At most `width` characters of the line around the column, without control characters, and the column in them."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    if len(printable) <= width:
        return printable, column
    start = max(0, min(column - width // 2, len(printable) - width))
    return printable[start : start + width], column - start
