"""Source, Span: where a piece of text came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One spec file: the path as the user named it, and its text. Compared by identity. `hidden`: no line of it is shown where
    it is wrong, since it was named by somebody who may not be meant to read it."""

    path: str
    text: str
    hidden: bool = False
    starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = (found.end() for found in re.finditer("\n", self.text))
        object.__setattr__(self, "starts", (0, *starts))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        start = self.starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `start` to `end` (exclusive) of a source."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is written there."""
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        """Of its start; the first is 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """Of its start; the first is 1."""
        return self.source.position(self.start)[1]

    def to(self, other: Span) -> Span:
        """From where this span starts to where `other` ends."""
        return Span(self.source, self.start, other.end)

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"
