"""Problems: what of logs is not understood is counted, and the first of it listed; too much of it is an error."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.follow.events import Place, Problem, Unread
from hamodel.host.printable import short

MOST_LISTED = 5
"""Problems that are told one by one; of the others, how many."""

MOST_IN_A_ROW = 100_000
"""So many lines that nobody understands have no end."""


@dataclass(slots=True)
class Problems(Unread):
    """What is not understood, line by line."""

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
            self.listed.append(Problem(place, short(reason, 200), gap))
