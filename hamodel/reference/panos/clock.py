"""Clock: virtual time in milliseconds. What is scheduled happens in the order of time, and of scheduling at one instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush


@dataclass(slots=True)
class Timer:
    """Something that will happen, unless it is cancelled."""

    due: int
    call: Callable[[], None] | None

    def cancel(self) -> None:
        """It does not ring any more."""
        self.call = None

    @property
    def runs(self) -> bool:
        """Will it ring?"""
        return self.call is not None


@dataclass(slots=True)
class Clock:
    """Time passes only in `run_until`."""

    now: int = 0
    _queue: list[tuple[int, int, Timer]] = field(default_factory=list)
    _serial: int = 0

    def after(self, delay: int, call: Callable[[], None]) -> Timer:
        """Schedules a call in `delay` milliseconds."""
        timer = Timer(self.now + delay, call)
        self._serial += 1
        heappush(self._queue, (timer.due, self._serial, timer))
        return timer

    def is_quiet(self, milliseconds: int) -> bool:
        """Will nothing happen for so long?"""
        due = self.next_due()
        return due is None or due > self.now + milliseconds

    def next_due(self) -> int | None:
        """When something happens next."""
        queue = self._queue
        while queue and queue[0][2].call is None:
            heappop(queue)
        return queue[0][0] if queue else None

    def run_next(self) -> None:
        """Lets time pass up to the next thing that happens, and nothing else after it."""
        if self.next_due() is not None:
            self.now, _, timer = heappop(self._queue)
            call, timer.call = timer.call, None
            assert call is not None, "what is cancelled is not due"
            call()

    def run_until(self, time: int) -> None:
        """Lets time pass up to `time`, included."""
        while (due := self.next_due()) is not None and due <= time:
            self.run_next()
        self.now = time
