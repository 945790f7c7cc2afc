"""hamodel check --watch: checks, waits until a file that was read has changed, and checks again, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hamodel.cli.output import complain, say
from hamodel.diagnostics import SpecError
from hamodel.host.status import Exit

if TYPE_CHECKING:
    from hamodel.check.memory import Memory
    from hamodel.check.report import Report
    from hamodel.check.request import Asked, Request
    from hamodel.check.watching import Watch
    from hamodel.engines import Progress
    from hamodel.model.system import System


class WatchRound:
    """One round: what it has read, and what it need not ask since an earlier round knows it."""

    def __init__(self, memory: Memory, list_specs: Callable[[], Sequence[str]]) -> None:
        self.looked_at: dict[str, str] = {}
        self.watch: Watch | None = None
        self.reused = self.answers = 0
        self._memory, self._list_specs = memory, list_specs

    def has_read(self, specs: Sequence[str]) -> None:
        """From now on, what is in `looked_at` is watched, and which specs there are."""
        from hamodel.check.watching import Watch

        self.watch = Watch(self.looked_at, specs, self._list_specs)

    def check(self, system: System, request: Request, listen: Callable[[Progress], None]) -> Report:
        """As `hamodel.check.pipeline`; raises `Changed` when a file changes meanwhile."""
        from hamodel.check.pipeline import check

        def hear(progress: Progress) -> None:
            listen(progress)
            self._look()

        self._look()
        report = check(system, request, hear, self._memory)
        self.reused += self._memory.reused
        self.answers += sum(len(finding.results) for finding in report.findings)
        return report

    def _look(self) -> None:
        if self.watch is not None:
            self.watch.interrupt()


def keep_checking(once: Callable[[WatchRound | None], int], asked: Asked, list_specs: Callable[[], Sequence[str]]) -> int:
    """Calls `once` for every state of the files; what is wrong with them is shown, and may be mended."""
    from hamodel.check.memory import Memory
    from hamodel.check.request import requests
    from hamodel.check.watching import Changed

    requests(replace(asked, scope={}, options={}, properties=(), hazards=()), [])  # a wrong command is no better tomorrow
    memory = Memory()

    def listed() -> Sequence[str]:
        try:
            return list_specs()
        except SpecError:
            return ()

    while True:
        session = WatchRound(memory, listed)
        _clear()
        try:
            status = once(session)
        except Changed:
            watch = _watch(session)
            watch.settle()
            say(f"watch: {_names(watch.news)} changed during the check: it starts again")
            continue
        except SpecError as error:
            complain(error.diagnostics)
            status = Exit.WRONG
        if status == Exit.INTERRUPTED:
            return status
        watch = _watch(session)
        reused = f"{session.reused} of {session.answers} answers re-used; " if session.reused else ""
        files = f"{watch.files} file" + ("" if watch.files == 1 else "s")
        say(f"watch: exit status {status}; {reused}waiting for a change of {files}; Ctrl-C ends it")
        watch.wait()
        say(f"watch: {_names(watch.news)} changed: checking again")


def _watch(session: WatchRound) -> Watch:
    if session.watch is None:  # there was no spec to read
        session.has_read(())
    assert session.watch is not None
    return session.watch


def _names(paths: Sequence[str]) -> str:
    return "".join(paths[:1] or ["something"]) + (f" and {len(paths) - 1} more have" if len(paths) > 1 else " has")


def _clear() -> None:
    """An empty screen, if there is one."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write("\x1b[H\x1b[2J")
        sys.stdout.flush()
