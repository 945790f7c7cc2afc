"""The command in a terminal: what it has written, and how that looks."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSCTTY, TIOCSWINSZ

ROOT = Path(__file__).parent.parent.parent

PATIENCE = 240.0
"""Seconds after which a test gives up: the machine may have much else to do."""

LONG = """
spec long
node Fw { fw1, fw2 }
var a[Fw] : 0..127 = 0
var b[Fw] : 0..127 = 0
step raise_a(f: Fw) { require a[f] < 127
  a[f] := a[f] + 1 }
step raise_b(f: Fw) { require b[f] < a[f]
  b[f] := b[f] + 1 }
invariant behind = all f: Fw. b[f] <= a[f]
"""


class Screen:
    """As much of a terminal as a progress display needs: a grid, a cursor, and what moves it. Every line that is written
    beyond the right edge goes on in the next one."""

    def __init__(self, width: int) -> None:
        self.width, self.lines, self.row, self.column = width, [""], 0, 0
        self.cursor = True
        self.codes: set[str] = set()

    def feed(self, text: str) -> None:
        for code, sign in re.findall(r"(\x1b\[[?0-9;]*[A-Za-z])|([^\x1b])", text):
            if code:
                self.codes.add(code)
                self._obey(code[2:-1], code[-1])
            elif sign == "\r":
                self.column = 0
            elif sign == "\n":
                self._down()
            else:
                self._put(sign)

    def _obey(self, number: str, letter: str) -> None:
        match letter:
            case "A":
                self.row = max(0, self.row - int(number or 1))
            case "K":
                assert number in ("", "0", "2")
                self.lines[self.row] = "" if number == "2" else self.lines[self.row][: self.column]
            case "H":
                self.row = self.column = 0
            case "J":
                self.lines, self.row, self.column = [""], 0, 0
            case "h" | "l" if number == "?25":
                self.cursor = letter == "h"
            case "m":
                pass
            case _:
                raise AssertionError(f"the screen does not know {number}{letter}")

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append("")

    def _put(self, sign: str) -> None:
        if self.column == self.width:
            self.column = 0
            self._down()
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[: self.column] + sign + line[self.column + 1 :]
        self.column += 1

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n")


class Terminal:
    """The program in a terminal, with what it has written so far."""

    def __init__(self, arguments: Sequence[str], width: int = 120, **environment: str) -> None:
        self.here, there = pty.openpty()
        ioctl(there, TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        left_out = {"CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}
        inherited = {name: value for name, value in os.environ.items() if name not in left_out}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hamodel", *arguments],
            stdin=there,
            stdout=there,
            stderr=there,
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, TIOCSCTTY, 0),  # so that a typed Ctrl-C is heard
            env={**inherited, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment},
        )
        os.close(there)
        self.written = ""
        self.screen = Screen(width)
        self.seen: list[str] = []

    def wait(self, wanted: Callable[[Terminal], object]) -> None:
        """Reads until what is wanted is there."""
        end = time.monotonic() + PATIENCE
        while not wanted(self):
            assert time.monotonic() < end, self.written
            assert self._read() or wanted(self), f"it ended: {self.written}"

    def finish(self) -> int:
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, self.written
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.here], [], [], 1.0)
        if not ready:
            return True
        try:
            text = os.read(self.here, 65536).decode("utf-8", "replace")
        except OSError:  # how Linux says that nobody has the other end any more
            return False
        self.written += text
        self.screen.feed(text)
        self.seen.append(self.screen.text)
        return bool(text)

    def press_interrupt(self) -> None:
        os.write(self.here, b"\x03")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.here)
