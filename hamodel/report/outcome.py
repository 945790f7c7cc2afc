"""What a command came to, beside its reports: specs that could not be checked and why, its exit status, whose folder it was."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from hamodel.diagnostics import Diagnostic
from hamodel.host import library
from hamodel.host.printable import printable
from hamodel.host.status import Exit

if TYPE_CHECKING:
    from hamodel.check.report import Report

MATTERS = (Exit.INTERNAL, Exit.INTERRUPTED, Exit.WRONG, Exit.DIFFERS, Exit.UNDECIDED, Exit.QUALITY, Exit.GOOD)
"""Exit statuses, the one that matters most first."""

MEANINGS = {
    Exit.GOOD: "everything is as the spec says",
    Exit.DIFFERS: "something is not as the spec says",
    Exit.WRONG: "the spec or the command is wrong",
    Exit.UNDECIDED: "not decided",
    Exit.QUALITY: "the spec says less than it seems to",
    Exit.INTERNAL: "internal error",
    Exit.INTERRUPTED: "interrupted",
}


INTERRUPTED = "interrupted"
"""The code of what is said of a spec whose turn had not come when the command was interrupted."""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A spec that could not be checked, by the name that it has on the command line, and every error; no path: the command."""

    path: str
    errors: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status`: the exit status, where it is not that of the reports. `root`: the folder of the project; what machines read
    names files as they are called from there. Empty: paths stay as they are."""

    unchecked: tuple[Unchecked, ...] = ()
    status: Exit | None = None
    root: str = ""

    def exit_status(self, reports: Iterable[Report]) -> Exit:
        """That of the command: the one that matters most of what was found."""
        if self.status is not None:
            return self.status
        return matters_most([*(report.exit_status for report in reports), *(Exit.WRONG for _ in self.unchecked)])

    def said(self) -> Iterator[str]:
        """A line for each error: what could not be checked, and why."""
        for row in self.unchecked:
            for error in row.errors:
                where = str(error.span) if error.span else row.path
                yield printable(f"{where}: {error.headline}" if where else error.headline)

    def path(self, path: str) -> str:
        """The path of a file as a machine wants it: from the root of the project, with nothing to be worked out in it."""
        return encodable(self._name(path))

    def uri(self, path: str) -> tuple[str, bool]:
        """The same as a URI reference, and whether it is relative to the root of the project."""
        name = self._name(path)
        try:
            encoded = quote(name.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:  # no file has such a name
            encoded = quote(encodable(name))
        if name.startswith("/"):
            return f"file://{encoded}", False
        return encoded, not name.startswith("../") and not library.is_ours(path)

    def _name(self, path: str) -> str:
        if not self.root or library.is_ours(path):  # the library is in no project
            return os.path.normpath(path)
        for real in (os.path.abspath, os.path.realpath):  # a project's folder may have another name where it really is
            inside = _inside(real(path), real(self.root)) if "\0" not in path else path
            if inside is not None:
                return inside
        return os.path.abspath(path)


NOTHING = Outcome()
"""Nothing but the reports."""


def _inside(path: str, root: str) -> str | None:
    """The path from the root, if it is below it."""
    inside = os.path.relpath(path, root)
    return None if inside == ".." or inside.startswith("../") else inside


def matters_most(statuses: Sequence[Exit]) -> Exit:
    """One exit status for several; 2 for none."""
    return min(statuses, key=MATTERS.index, default=Exit.WRONG)


def encodable(text: str) -> str:
    """The text with what no encoding has, parts of a broken file name, written out: `\\udcff`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
