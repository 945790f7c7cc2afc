"""The files that a check has looked at -> whether one of them has changed since.

Files are looked at again and again: that works on every file system, and does not care how an editor writes. A file whose size
and times are as they were is not read, unless it is so new that a second write may have kept them. Only its content tells
whether it has changed; a file that is not there has none.

Not by watchfiles: the system tells it of changes, but not on disks that are shared over a network or with a container, where it
has to be told to poll, too; what was written would have to be waited for and read here all the same; and every installation
would get three more packages, one of them compiled.
"""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from hamodel.language.text.parse import fingerprint

PAUSE = 0.15
"""Seconds between two looks, and for which files must stay as they are before they are taken to be written."""

FRESH_NS = 2_000_000_000
"""A time of a file says nothing about what happens within so many nanoseconds: some file systems count in two seconds."""

Look: TypeAlias = tuple[int, ...]


class Changed(Exception):
    """A file has changed while a check was under way."""


class Watch:
    """Compares files with what was `read` of them: fingerprints by path. `specs`: the paths of the specs that there were;
    `list_specs` says which there are now, as a folder may get new ones."""

    def __init__(self, read: Mapping[str, str], specs: Sequence[str], list_specs: Callable[[], Sequence[str]]) -> None:
        self._read, self._now = dict(read), dict(read)
        self._looks: dict[str, Look | None] = {}
        self._specs, self._specs_now, self._list_specs = list(specs), list(specs), list_specs
        self._due = 0.0

    @property
    def files(self) -> int:
        return len(self._read)

    @property
    def news(self) -> list[str]:
        """What was not as it was read, when it was last looked at."""
        other = [path for path, now in self._now.items() if now != self._read[path]]
        return [*dict.fromkeys([*other, *sorted({*self._specs} ^ {*self._specs_now})])]

    def changed(self) -> bool:
        """Is anything not as it was read?"""
        for path in self._now:
            look = _look(path)
            if look is None or look != self._looks.get(path):
                self._now[path] = self._read[path] if _endless(path) else fingerprint(path)
            self._looks[path] = look
        self._specs_now = list(self._list_specs())
        return bool(self.news)

    def interrupt(self) -> None:
        """Raises `Changed` if something has changed; to be called often."""
        now = time.monotonic()
        if now >= self._due:
            self._due = now + PAUSE
            if self.changed():
                raise Changed

    def wait(self) -> None:
        """Returns when something has changed and is written: files are as they were a moment before."""
        while not self.changed():
            time.sleep(PAUSE)
        self.settle()

    def settle(self) -> None:
        """Returns when nothing changes any more. An editor may empty a file, or remove it, right before it writes it."""
        while True:
            seen = (dict(self._now), self._specs_now)
            time.sleep(PAUSE)
            self.changed()
            if (self._now, self._specs_now) == seen:
                return


def _look(path: str) -> Look | None:
    """What the file system says of a file; None: its content must be read to know."""
    try:
        about = Path(path).stat()
    except (OSError, ValueError):
        return None
    newest = max(about.st_mtime_ns, about.st_ctime_ns)
    if abs(time.time_ns() - newest) < FRESH_NS:
        return None
    return (about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def _endless(path: str) -> bool:
    """Is it a pipe or a device? These can be read once, and whoever opens a pipe waits for someone to write to it."""
    try:
        return not stat.S_ISREG(Path(path).stat().st_mode) and not Path(path).is_dir()
    except (OSError, ValueError):
        return False
