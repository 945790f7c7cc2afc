"""Problems: what of a log was not understood, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hamodel.diagnostics import Diagnostic, SpecError

MOST_LISTED = 5
"""Problems that are told one by one; of the others, how many."""

MOST_IN_A_ROW = 100_000
"""So many lines that nobody understands have no end."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; or, with another word between, a state of a trace."""

    file: str
    line: int
    between: str = ":"

    @property
    def within(self) -> str:
        """Without the file, where only one is meant."""
        return f"line {self.line}" if self.between == ":" else f"{self.between.strip()} {self.line}"

    def __str__(self) -> str:
        return f"{self.file}{self.between}{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a line makes no sense. `gap`: what it says, or when, is lost altogether."""

    place: Place
    reason: str
    gap: bool


@dataclass(slots=True)
class Problems:
    """What was not understood: how many lines, the first few, and whether one of them may hide anything."""

    lines: int = 0
    listed: list[Problem] = field(default_factory=list)
    gap: bool = False
    _last: Place | None = None
    _row: int = 0

    def add(self, place: Place, reason: str, gap: bool) -> None:
        if place != self._last:
            self.lines += 1
            follows = self._last is not None and place == replace(self._last, line=self._last.line + 1)
            self._row = self._row + 1 if follows else 1
        self._last = place
        if self._row > MOST_IN_A_ROW:
            headline = f"{place}: {MOST_IN_A_ROW:,} lines in a row are not understood: this is no log of the spec"
            first = self.listed[0]
            raise SpecError([Diagnostic("log", None, headline, help=f"the first of all, {first.place}: {first.reason}")])
        self.gap = self.gap or gap
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Problem(place, shown(reason, 200), gap))


def shown(text: object, most: int = 60) -> str:
    """On one line, without signs that do something to a terminal, and not endless."""
    printable = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(text)[: 2 * most])
    return printable if len(printable) <= most else printable[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
