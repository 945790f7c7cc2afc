"""Text to stdout, to a file, to stderr: as these can show it, and without surprises where they are full, closed or gone.

Whatever a command says goes through here, and no character leaves that does something to a terminal: see `finished`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from hamodel.diagnostics import Diagnostic, SpecError, render
from hamodel.host.status import Exit
from hamodel.report.style import Style, finished, style_for

MOST_ERRORS = 20


def mend_streams() -> None:
    """Gives a process that was started with closed streams ones that lead nowhere, so that no file takes their numbers."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def style_of(stream: TextIO, traces: bool = False, explain: bool = False) -> Style:
    """What this stream can show."""
    width = shutil.get_terminal_size().columns
    return style_for(stream.isatty(), stream.encoding or "ascii", width, os.environ, traces, explain)


def show(text: str) -> None:
    """Writes to stdout. A reader that went away ends the program quietly; a full disk is an error."""
    with _to_stdout():
        sys.stdout.write(finished(text) + "\n")
        sys.stdout.flush()


def show_bytes(content: bytes) -> None:
    """Writes to stdout what is not for a terminal's eyes only, as it is."""
    with _to_stdout():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _to_stdout() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _abandon(sys.stdout)
        raise SystemExit(Exit.UNREAD) from None
    except OSError as error:
        _abandon(sys.stdout)
        raise SpecError([Diagnostic("output", None, f"cannot write the report: {error.strerror}")]) from None


def say(text: str) -> None:
    """Writes to stderr, where that is possible."""
    with contextlib.suppress(OSError):
        sys.stderr.write(finished(text) + "\n")
        sys.stderr.flush()


def remark(text: str) -> None:
    """Says on stderr what is worth knowing."""
    say(style_of(sys.stderr).paint("note", "bold", "cyan") + f": {text}")


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Says on stderr what is wrong."""
    found = list(diagnostics)
    style = style_of(sys.stderr)
    texts = [render(diagnostic, style.paint) for diagnostic in found[:MOST_ERRORS]]
    if len(found) > MOST_ERRORS:
        texts.append(f"and {len(found) - MOST_ERRORS} more")
    say("\n\n".join(texts))


@contextlib.contextmanager
def written(path: str | None) -> Iterator[list[str]]:
    """Collects texts, and writes them to the file when all is well: see `written_bytes`."""
    texts: list[str] = []
    with written_bytes(path) as parts:
        yield texts
        parts.append((finished("\n".join(texts)) + "\n").encode("utf-8", "backslashreplace"))


@contextlib.contextmanager
def appended(path: str) -> Iterator[list[str]]:
    """Collects texts that are put at the end of a file when all is well. Raises SpecError at once where that cannot be."""
    texts: list[str] = []
    try:
        with open(path, "ab") as file:
            yield texts
            file.write((finished("\n".join(texts)) + "\n").encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        raise SpecError([_unwritable(path, error)]) from None


@contextlib.contextmanager
def written_bytes(path: str | None) -> Iterator[list[bytes]]:
    """Collects what is then written to the file when all is well: whole, or not at all. No path: nothing is written.

    Raises SpecError at once where the file could not be written, before anyone has waited for what belongs into it.
    """
    parts: list[bytes] = []
    if path is None:
        yield parts
        return
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a directory")
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            yield parts
            target.write_bytes(b"".join(parts))  # a device: nothing to replace
            return
        number, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    except OSError as error:
        raise SpecError([_unwritable(path, error)]) from None
    try:
        with open(number, "wb") as file:
            yield parts
            file.write(b"".join(parts))
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except OSError as error:
        raise SpecError([_unwritable(path, error)]) from None
    finally:
        Path(name).unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The permissions that the file has, or that a new one gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: str, error: OSError | ValueError) -> Diagnostic:
    return Diagnostic("output", None, f"cannot write `{path}`: {getattr(error, 'strerror', None) or error}")


def _abandon(stream: TextIO) -> None:
    """Lets what is still in the buffer go nowhere: Python would complain about it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
