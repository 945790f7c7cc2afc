"""Waiting for something that happens in another process: as long as a busy machine may need, and no longer than it takes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which it will not happen any more: what is waited for takes less than a few on a machine that has time."""

LONG = 1800.0
"""Seconds after which a whole command will not end any more: the longest, the whole of the PAN-OS spec, takes two minutes on two
cores that have nothing else to do, and several where other tests run and the cores are slower."""

GLANCE = 0.02


def until(happened: Callable[[], object], patience: float = PATIENCE) -> None:
    """Returns as soon as it has happened. Raises `AssertionError` if it does not."""
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, f"it did not happen within {patience:g} s"
        time.sleep(GLANCE)


def spent() -> float:
    """Seconds of processor time of this process, and of those that it has waited for: what a test costs, whoever else is busy."""
    return sum(os.times()[:4])
