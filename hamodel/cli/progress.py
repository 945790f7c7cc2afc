"""How far a check or a replay has come, on stderr, for someone who waits at a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from hamodel.engines import Progress
from hamodel.report.style import style_for

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 0.5
"""Seconds before anything is shown: what is quicker needs no progress."""


@contextlib.contextmanager
def progress(name: str) -> Iterator[Callable[[Progress], None]]:
    """A listener for `check`; what it shows is gone afterwards. Without a terminal it shows nothing."""
    with _line(name) as line:
        yield line.hear if line is not None else lambda progress: None


@contextlib.contextmanager
def progress_of_lines(name: str) -> Iterator[Callable[[int], None]]:
    """The same for what is read line by line: told the number of a line, it shows it."""
    with _line(name) as line:
        yield line.count if line is not None else lambda number: None


@contextlib.contextmanager
def _line(name: str) -> Iterator[Line | None]:
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb" or os.environ.get("CI"):
        yield None
        return
    line = Line(name)
    try:
        yield line
    finally:
        line.end()


class Line:
    """One line that is written over. Rich is imported when there is something to show."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.started = self.shown = self.since = time.monotonic()
        self.states = 0
        self.status: Status | None = None

    def hear(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.states < self.states:  # another search has begun
            self.since = now
        self.states = progress.states
        if self._due(now):
            self._say(_words(self.name, progress, now - self.started, now - self.since))

    def count(self, number: int) -> None:
        now = time.monotonic()
        if self._due(now):
            self._say(f"{self.name}  line {number:,}  {now - self.started:.0f} s")

    def _due(self, now: float) -> bool:
        if now - self.started < PATIENCE or now - self.shown < 0.1:
            return False
        self.shown = now
        return True

    def _say(self, text: str) -> None:
        if self.status is None:
            self.status = self._start(text)
        self.status.update(text)

    def _start(self, text: str) -> Status:
        from rich.console import Console
        from rich.status import Status

        plain = not style_for(True, "utf-8", 80, os.environ).colour
        console = Console(stderr=True, no_color=plain, highlight=False)
        status = Status(text, console=console, spinner="dots" if console.encoding.startswith("utf") else "line")
        status.start()
        return status

    def end(self) -> None:
        if self.status is not None:
            self.status.stop()


def _words(name: str, progress: Progress, seconds: float, searching: float) -> str:
    parts = [name, progress.engine, f"depth {progress.depth:,}"]
    if progress.frontier:
        parts.append(f"frontier {progress.frontier:,}")
    if progress.states:
        rate = f", {progress.states / searching:,.0f} a second" if searching > 0.1 else ""
        parts.append(f"{progress.states:,} states{rate}")
    return "  ".join([*parts, f"{seconds:.0f} s"])
