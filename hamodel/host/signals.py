"""undisturbed(): while it is entered, Ctrl-C and what is like it wait."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a command."""


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """What ends a command is heard when this is left: for what must not be done by halves, and where Python drops what a
    handler raises, as in the hooks of a fork."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
