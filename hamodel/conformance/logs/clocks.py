"""Files of logs, each with clocks of its own -> their entries in one order, from which the true one differs by the skew at most.

The lines of one source, a file or what `from` names in it, come in the order of the file. Lines of different sources whose times
are further apart than the skew happened in the order of their times; of others nobody knows. Without times, the order in the
file is the order. Files are read once, from the start to the end: of the lines only those are held that another one, up to the
skew earlier, may still precede. A line that comes later than that has no place, and is a problem.
"""

from __future__ import annotations

import errno
import gzip
import heapq
import io
import os
import re
import stat
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, cast

from hamodel.conformance.logs.itf import LARGEST
from hamodel.conformance.logs.lines import Lines, Unreadable, members_named, options_of, parsed
from hamodel.conformance.logs.problems import Problems
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.follow.events import Entry, Place
from hamodel.host.printable import short
from hamodel.model.expr import Value
from hamodel.model.system import System

TRACE = (".itf.json", ".itf.json.gz")
"""How the names of traces in the Informal Trace Format end."""

LONGEST_LINE = 1_000_000
"""Bytes. A longer line is not read."""

PATIENCE = 5.0
"""Seconds in which somebody has to open a pipe to write into it."""


@dataclass(slots=True)
class LogFile:
    """An open log. `name` as the user knows it; `header`: its first line, if that is one of options."""

    name: str
    stream: BinaryIO
    problems: Problems
    line: int = 0
    _held: bytes | None = None
    options: dict[str, Value] = field(default_factory=dict)

    def header(self, system: System) -> None:
        """Reads the first line that is not blank, and keeps it unless it says the options. Raises SpecError."""
        text = self._next()
        while text is not None and not text.strip():
            text = self._next()
        try:
            said = parsed(text) if text is not None else {}
        except Unreadable:
            said = {}
        if "options" not in said:
            self._held = text
            return
        try:
            self.options = options_of(system, said)
        except Unreadable as reason:
            raise SpecError([Diagnostic("log", None, f"{Place(self.name, self.line)}: {reason}")]) from None

    def lines(self) -> Iterator[tuple[Place, bytes]]:
        """The lines from here on, without the blank ones."""
        while True:
            text, self._held = self._held if self._held is not None else self._next(), None
            if text is None:
                return
            if text.strip():
                yield Place(self.name, self.line), text

    def _next(self) -> bytes | None:
        """The next line; one that is too long is a problem, and blank."""
        try:
            text = self.stream.readline(LONGEST_LINE + 1)
            if not text:
                return None
            self.line += 1
            if len(text) > LONGEST_LINE and not text.endswith(b"\n"):
                length = len(text)
                while (rest := self.stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    length += len(rest)
                    if length > LARGEST:
                        raise OSError(errno.EFBIG, f"the next line has more than {LARGEST:,} bytes: this is no log")
                self.problems.add(Place(self.name, self.line), f"longer than {LONGEST_LINE:,} bytes", True)
                return b" "
        except (OSError, EOFError, zlib.error) as error:
            raise SpecError([_unreadable(self.name, error, self.line)]) from None
        return text.removeprefix(b"\xef\xbb\xbf") if self.line == 1 else text


def opened(paths: Sequence[str], stdin: BinaryIO, problems: Problems, stack: ExitStack) -> list[LogFile]:
    """The logs, open until the stack is closed; `-` is `stdin`, what ends in .gz is unpacked. Raises SpecError."""
    wrong: list[Diagnostic] = []
    found: list[LogFile] = []
    for path in paths:
        try:
            found.append(LogFile("stdin" if path == "-" else path, _open(path, stdin, stack), problems))
        except (OSError, ValueError) as error:
            wrong.append(_unreadable(path, error))
    doubled = sorted({path for path in paths if paths.count(path) > 1})
    wrong += [Diagnostic("log", None, f"`{short(path)}` is named twice", help="name each log once") for path in doubled]
    if wrong:
        raise SpecError(wrong)
    return found


def _open(path: str, stdin: BinaryIO, stack: ExitStack) -> BinaryIO:
    if path == "-":
        return stdin
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    raw = stack.enter_context(open(number, "rb", buffering=0))  # noqa: SIM115 - the stack closes it
    kind = os.fstat(number).st_mode
    if stat.S_ISCHR(kind) or stat.S_ISBLK(kind):
        raise OSError(errno.EINVAL, "it is a device, not a regular file")
    first = _begun(number) if stat.S_ISFIFO(kind) else b""
    os.set_blocking(number, True)
    stream = io.BufferedReader(_Begun(first, raw))
    return cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=stream))) if path.endswith(".gz") else stream


def _begun(pipe: int) -> bytes:
    """What has come out of a pipe by the time that somebody writes into it: nothing, as a rule. Raises OSError if nobody does: to
    read would be to wait for ever."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            first = os.read(pipe, 1)
        except BlockingIOError:  # there is somebody, who has not said anything yet
            return b""
        if first:
            return first
        time.sleep(0.01)
    raise OSError(errno.EPIPE, f"it is a pipe into which nobody has written for {PATIENCE:g} seconds")


class _Begun(io.RawIOBase):
    """A stream of which the first bytes have been read."""

    def __init__(self, first: bytes, rest: io.RawIOBase) -> None:
        self.first, self.rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if not self.first:
            return self.rest.readinto(buffer)
        count = len(self.first)
        buffer[:count], self.first = self.first, b""
        return count


def _unreadable(path: str, error: Exception, line: int = 0) -> Diagnostic:
    where = f" after line {line:,}" if line else ""
    reason = getattr(error, "strerror", None) or str(error) or "it cannot be unpacked"
    return Diagnostic("log", None, f"cannot read `{short(path)}`{where}: {reason}")


def sizes_named(system: System, paths: Sequence[str]) -> dict[str, int]:
    """How many members of each sort the logs name; of files that can be read twice only. Raises SpecError."""
    sizes: dict[str, int] = {}
    for path in paths:
        with ExitStack() as stack:
            try:
                if path == "-" or not stat.S_ISREG(Path(path).stat().st_mode):
                    continue
            except (OSError, ValueError):
                continue
            (log,) = opened([path], cast(BinaryIO, None), Problems(), stack)
            whole = path.endswith(TRACE)  # most are one line
            for text in [log.stream.read(LARGEST)] if whole else (text for _, text in log.lines()):
                for sort, size in members_named(system, text.decode("utf-8", "replace")).items():
                    sizes[sort] = max(size, sizes.get(sort, 0))
    return sizes


# --- one order -------------------------------------------------------------------------------------------------------


def merged(files: Sequence[LogFile], lines: Lines, skew: Decimal) -> Iterator[Entry]:
    """The entries of all files in the order of their times, and of the files where these are the same.

    Raises SpecError where several files have lines without a time.
    """
    several = len(files) > 1
    if several:
        return heapq.merge(*(_in_order(file, lines, skew, True) for file in files), key=_when)
    return _in_order(files[0], lines, skew, False)


def _when(entry: Entry) -> Decimal:
    assert entry.time is not None, "several files have times"
    return entry.time


def _in_order(file: LogFile, lines: Lines, skew: Decimal, several: bool) -> Iterator[Entry]:
    """The entries of a file, sorted by time as far as the skew reaches."""
    waiting: list[tuple[Decimal, int, Entry]] = []
    last: dict[str, Decimal] = {}  # of each source
    newest = released = Decimal("-Infinity")
    for number, entry in enumerate(_entries(file, lines, several)):
        time = entry.time
        if time is None:
            yield entry
            continue
        before = last.get(entry.source)
        if before is not None and time < before:
            reason = f"{before - time} s earlier than a line of `{short(entry.source)}` above it"
            lines.problems.add(entry.place, reason, True)
            continue
        if time < released:
            reason = f"{newest - time} s earlier than a line above it, more than the skew: sort the file by time"
            lines.problems.add(entry.place, reason, True)
            continue
        last[entry.source], newest = time, max(newest, time)
        heapq.heappush(waiting, (time, number, entry))
        while waiting and newest - waiting[0][0] > skew:
            released, _, ready = heapq.heappop(waiting)
            yield ready
    while waiting:
        yield heapq.heappop(waiting)[2]


def _entries(file: LogFile, lines: Lines, several: bool) -> Iterator[Entry]:
    timed: bool | None = None
    for place, text in file.lines():
        try:
            said: Mapping[str, object] = parsed(text)
        except Unreadable as wrong:
            lines.problems.add(place, str(wrong), True)
            continue
        if timed is None:
            timed = said.get("time") is not None
            if several and not timed:
                headline = f"{place} has no `time`: lines of several files have no order without one"
                raise SpecError([Diagnostic("log", None, headline, help="give each line a time, or put all lines in one file")])
        entry = lines.entry(place, said, timed, file.name)
        if entry is not None:
            yield entry


UNITS = {"us": Decimal("0.000001"), "ms": Decimal("0.001"), "": Decimal(1), "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600)}


def skew_of(text: str) -> Decimal | None:
    """Seconds; None if the text is no time."""
    parts = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*([a-z]*)", text.strip())
    return None if parts is None or parts[2] not in UNITS else Decimal(parts[1]) * UNITS[parts[2]]
