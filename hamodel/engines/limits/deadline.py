"""Deadline: until when something is looked for. Undecided: it was not found out."""

from __future__ import annotations

import time
from dataclasses import dataclass

SEARCH = 0.85
"""The part of the time in which something is looked for."""

LOOK = 3.0
"""Seconds in which a complete search, which has nothing to prove again, is looked at again."""


class Undecided(Exception):
    """The solver gave no answer: out of time, or it said `unknown`."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock after which nothing more is asked; None: never."""

    moment: float | None

    @staticmethod
    def after(seconds: float | None) -> Deadline:
        """So many seconds from now; None: never."""
        return Deadline(None if seconds is None else time.monotonic() + seconds)

    @staticmethod
    def of_search(seconds: float | None) -> tuple[Deadline, Deadline]:
        """When a search ends and, a little later, when everything does: what was found is looked at again in between."""
        return Deadline.after(None if seconds is None else SEARCH * seconds), Deadline.after(seconds)

    @staticmethod
    def of_look(seconds: float | None) -> Deadline:
        """When a search of states ends: some of these are looked at again then, which takes no longer than this leaves."""
        return Deadline.after(None if seconds is None else max(SEARCH * seconds, seconds - LOOK))

    def or_after(self, seconds: float) -> Deadline:
        """This one, or so many seconds from now, whichever is earlier."""
        moment = time.monotonic() + seconds
        return Deadline(moment if self.moment is None else min(self.moment, moment))

    @property
    def passed(self) -> bool:
        """Is it over?"""
        return self.moment is not None and time.monotonic() >= self.moment

    @property
    def seconds(self) -> float | None:
        """What is left, below 0 where it is over; None: without limit."""
        return None if self.moment is None else self.moment - time.monotonic()

    @property
    def milliseconds(self) -> int | None:
        """`seconds` as Z3 takes them."""
        return None if self.moment is None else int(1000 * (self.moment - time.monotonic()))
