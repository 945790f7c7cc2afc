"""How far a check or a replay has come, on stderr, for someone who waits at a terminal.

A line says how much is answered, and one for each worker what it works on. They are written when there is news, by nobody else:
a thread that draws would have to be kept away from the workers' fork.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamodel.engines import Progress
from hamodel.host.printable import printable
from hamodel.host.signals import undisturbed
from hamodel.report.style import style_for

if TYPE_CHECKING:
    from rich.live import Live

PATIENCE = 0.5
"""Seconds before anything is shown: what is quicker needs no progress."""

SILENT = 2.0
"""Seconds after which a worker that nobody hears of has ended."""

MOST_WORKERS = 6
"""How many workers are shown."""


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
def _line(name: str) -> Iterator[StatusLine | None]:
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb" or os.environ.get("CI"):
        yield None
        return
    line = StatusLine(name)
    try:
        yield line
    finally:
        line.end()


@dataclass(slots=True)
class _Worker:
    """What was heard of a worker last, and when; `since`, and with how many `states`, its search began."""

    progress: Progress
    heard: float
    since: float
    states: int


class StatusLine:
    """Lines that are written over. Rich is imported when there is something to show."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.started = self.shown = time.monotonic()
        self.workers: dict[int, _Worker] = {}
        self.live: Live | None = None

    def hear(self, progress: Progress) -> None:
        now = time.monotonic()
        worker = self.workers.get(progress.worker)
        if worker is None or progress.states < worker.progress.states or progress.task != worker.progress.task:
            worker = self.workers[progress.worker] = _Worker(progress, now, now, progress.states)
        worker.progress, worker.heard = progress, now
        if self._due(now):
            self.workers = {number: worker for number, worker in self.workers.items() if now - worker.heard < SILENT}
            shown = list(self.workers.values())[:MOST_WORKERS]
            self._say([_head(self.name, progress, now - self.started), *(_words(worker, now) for worker in shown)])

    def count(self, number: int) -> None:
        now = time.monotonic()
        if self._due(now):
            self._say([f"{self.name}  line {number:,}  {now - self.started:.0f} s"])

    def _due(self, now: float) -> bool:
        if now - self.started < PATIENCE or now - self.shown < 0.1:
            return False
        self.shown = now
        return True

    def _say(self, lines: Sequence[str]) -> None:
        from rich.text import Text

        with undisturbed():  # what is half drawn would be drawn twice, and wiped once
            if self.live is None:
                self.live = self._start()
            # the cursor rests on an empty line: a `^C` at the end of a full one would begin another, which nobody would wipe
            text = Text("\n".join([*map(printable, lines), ""]), no_wrap=True)
            text.overflow = "ellipsis" if self.live.console.encoding.startswith("utf") else "crop"
            self.live.update(text, refresh=True)

    def _start(self) -> Live:
        from rich.console import Console
        from rich.live import Live

        plain = not style_for(True, "utf-8", 80, os.environ).colour
        console = Console(stderr=True, no_color=plain, highlight=False)
        live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False)
        live.start()
        console.show_cursor(True)  # a process that is killed could not bring it back
        return live

    def end(self) -> None:
        with undisturbed():  # what is half drawn would be drawn twice, and wiped once
            if self.live is not None:
                self.live.stop()
                self.live = None


def _head(name: str, progress: Progress, seconds: float) -> str:
    answered = [f"{progress.answered:,} of {progress.asked:,} answered"] if progress.asked else []
    left = [f"{progress.left:.0f} s left"] if progress.left is not None else []
    return "  ".join([name, *answered, f"{seconds:.0f} s", *left])


def _words(worker: _Worker, now: float) -> str:
    """What matters most stands first: what does not fit on a line is left out."""
    progress, searching = worker.progress, now - worker.since
    parts = [progress.engine, *_depth(progress)]
    if progress.frontier:
        parts.append(f"frontier {progress.frontier:,}")
    if progress.states:
        parts.append(f"{progress.states:,} state{'' if progress.states == 1 else 's'}")
        if searching > 0.1 and progress.states > worker.states:
            parts.append(f"{(progress.states - worker.states) / searching:,.0f} a second")
    if progress.clauses:
        parts.append(f"{progress.clauses:,} clauses")
    if progress.memory:
        parts.append(f"{progress.memory / 1e6:,.0f} MB")
    if progress.open:
        parts.append(f"{progress.open:,} open")
    if progress.question:
        parts.append(progress.question)
    return "  " + "  ".join(parts)


def _depth(progress: Progress) -> list[str]:
    match progress.engine:
        case "scenario" | "certificate":
            return []
        case "kinduction":
            return [f"k {progress.depth:,}"]
        case "pdr":
            return [f"frame {progress.depth:,}"]
        case "any_number":
            return [f"{progress.depth:,} member{'' if progress.depth == 1 else 's'}"]
        case _:
            return [f"depth {progress.depth:,}"]
