"""What processes have in memory, and a limit for all of them together: the largest is asked to stop before it is stopped.

Resident memory counts, as the system that would run out of it counts: a page that several processes share is there once.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

GRACE = 1.5
"""Seconds in which a search that is asked to stop may say how far it came."""

SLACK = 1.05
"""How far above the limit nobody is waited for."""

NEAR = 0.9
"""The part of the limit above which it is looked at exactly, which takes the system some time."""

PAGE = resource.getpagesize()

_short = False


def memory_is_short() -> bool:
    """Was this process asked to stop, since there is no memory left for it?"""
    return _short


def heed() -> None:
    """Lets this process be asked."""
    signal.signal(signal.SIGUSR1, _asked)


def _asked(number: int, frame: FrameType | None) -> None:
    global _short
    _short = True


class Limit:
    """So many bytes for this process and the workers that it watches."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self._asked: dict[int, float] = {}  # workers, and when they were asked to stop

    def over(self, workers: Sequence[int]) -> int | None:
        """The worker that is to be killed now, if any; one that would be soon is asked to stop."""
        if not workers or sum(map(private, workers)) + held(os.getpid()) < NEAR * self.memory:
            return None
        shares = {worker: sum(map(proportional, (worker, *descendants(worker)))) for worker in workers}
        used = sum(shares.values()) + proportional(os.getpid())
        if used <= self.memory:
            return None
        now, largest = time.monotonic(), max(shares, key=lambda worker: shares[worker])
        asked = self._asked.setdefault(largest, now)
        if used > SLACK * self.memory or now - asked > GRACE:
            return largest
        if asked == now:
            os.kill(largest, signal.SIGUSR1)
        return None


def held(process: int) -> int:
    """The bytes that a process has in memory, those that it shares too; 0 where the system does not tell."""
    return _statm(process)[0]


def private(process: int) -> int:
    """The same of the process and those that it started, without what is in files; too much rather than too little."""
    return sum(there - in_files for there, in_files in map(_statm, (process, *descendants(process))))


def proportional(process: int) -> int:
    """Its pages, those that it shares with others in parts."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except (OSError, IndexError, ValueError):
        pass
    return private(process)


def descendants(process: int) -> Iterator[int]:
    """Those that it has started, and theirs."""
    try:
        children = [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (OSError, ValueError):
        return
    for child in children:
        yield child
        yield from descendants(child)


def _statm(process: int) -> tuple[int, int]:
    """What is in memory, and what of it is in files too."""
    try:
        words = Path(f"/proc/{process}/statm").read_text().split()
        return int(words[1]) * PAGE, int(words[2]) * PAGE
    except (OSError, IndexError, ValueError):
        return 0, 0
