"""Words and lists as messages have them."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.source import Span


def quoted(span: Span) -> str:
    """The text of a span on one line, not too long."""
    return short(" ".join(span.text.split()))


def a(kind: str) -> str:
    """`a variable`, `an option`, `an Entry`, `one of 0..3`."""
    if not kind[0].isalpha():
        return f"one of {kind}"
    return f"{'an' if kind[0] in 'aeioAEIO' else 'a'} {kind}"


def listed(names: Sequence[str], last: str = "") -> str:
    """`a`, `b` and `c`."""
    words = [f"`{name}`" for name in names]
    if last and len(words) > 1:
        return f"{', '.join(words[:-1])} {last} {words[-1]}"
    return ", ".join(words)


def short(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def text(span: Span) -> str:
    """The text of a place, in backticks."""
    return f"`{short(printable(' '.join(span.text.split())))}`"


def path(path: str) -> str:
    return short(printable(path), 200)


def printable(text: str) -> str:
    """Without what would confuse a terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
