"""What a user may not do: the superuser, as whom tests may run, may do everything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

NOBODY = 65534


@contextmanager
def as_a_user() -> Iterator[None]:
    """The superuser is nobody for a while. What is imported must be so before: the package may lie where nobody can read."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
