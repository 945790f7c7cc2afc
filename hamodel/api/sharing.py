"""once(folder, key, find_out): what several processes want to know; the first finds it out, the others wait and read it."""

from __future__ import annotations

import fcntl
import hashlib
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

Known = TypeVar("Known")


def once(folder: Path, key: Sequence[str], find_out: Callable[[], Known]) -> Known:
    """What `find_out` says in the process that is first to ask, under this key, in this folder.

    The folder must be one that nobody else can write to: what is in it is believed. Without the folder, which may be on another
    machine, or where the answer cannot be handed on, everybody finds out for himself.
    """
    if not folder.is_dir():
        return find_out()
    place = folder / hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
    with open(place.with_suffix(".lock"), "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            known: Known = pickle.loads(place.read_bytes())
            return known
        known = find_out()
        try:
            content = pickle.dumps(known)
        except (pickle.PicklingError, RecursionError, TypeError, AttributeError):
            return known
        written = place.with_suffix(".part")
        written.write_bytes(content)
        written.rename(place)
        return known
