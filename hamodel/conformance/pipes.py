"""Program: a command started as a process -> a line in, a line out; or what it did instead of answering, in words.

One thread and a selector: the question is written, the answer and stderr are read as they come, so that full pipes cannot make
the two wait for each other. Between the two stands a process that kills all that the program has started when the program
ends, when it is to end, and when we are gone: see `supervisor.py`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import IO, cast

LONGEST_LINE = 16 << 20
"""An answer that is longer than this, in bytes, is not read to its end."""

WORDS_KEPT = 8 << 10  # bytes of stderr
AT_A_TIME = 1 << 16
MOST_LEFT = 100
GLANCE = 0.05  # seconds between two looks at whether the program is still there
PATIENCE = 5.0  # seconds that it takes at most to kill it
SUPERVISOR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "supervisor.py")
FAREWELL = 1.0  # seconds that a program gets to end by itself


class NotStarted(Exception):
    """There is no such program, or it cannot be run: why."""


class Broken(Exception):
    """What the program did instead of answering."""


class Program:
    """A program that runs. Whoever starts it must `end` it."""

    def __init__(self, command: Sequence[str], longest: int = LONGEST_LINE) -> None:
        self.longest = longest
        self._started, self._control, self._group = _start(command)
        self._stdin = cast(IO[bytes], self._started.stdin)  # all three are pipes
        self._stdout = cast(IO[bytes], self._started.stdout)
        self._stderr = cast(IO[bytes], self._started.stderr)
        self._unread = bytearray()
        self._searched = 0  # no line ends before this place in `_unread`
        self._unwritten = b""
        self._words = b""
        self._deaf = self._mute = False
        self._selector = selectors.DefaultSelector()
        for pipe in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._stderr, selectors.EVENT_READ)

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Writes a line and reads one, without its end. Raises `Broken`; then nothing more can be asked."""
        while self._pump(0.0):
            if self._unread:
                break
        if self._unread:
            raise Broken(f"wrote {shown(bytes(self._unread))} before it was asked")
        self._unwritten = question + b"\n"
        if not self._deaf:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
        start = time.monotonic()
        while (answer := self._line()) is None:
            waited = time.monotonic() - start
            if waited >= 2 * seconds:
                raise Broken(self._hung(seconds))
            busy = self._pump(min(GLANCE, 2 * seconds - waited))
            if (self._mute or self._deaf or not busy) and self._is_over():
                raise Broken(self._over())
        if self._unwritten:
            raise Broken(f"answered before it had read the question: {shown(answer)}")
        waited = time.monotonic() - start
        if waited > seconds:
            raise Broken(f"is too slow: it answered after {waited:.1f} s, and has {seconds:g} s")
        return answer

    @property
    def unread(self) -> bytes:
        """What it wrote and nobody asked for."""
        return bytes(self._unread)

    @property
    def last_words(self) -> str:
        """The end of what it wrote to stderr."""
        return self._words.decode("utf-8", "backslashreplace")

    def end(self) -> None:
        """Closes its stdin, gives it a moment to end by itself, and kills what is left of it."""
        with contextlib.suppress(OSError, KeyError, ValueError):
            self._selector.unregister(self._stdin)
        with contextlib.suppress(OSError):
            self._stdin.close()
        until = time.monotonic() + FAREWELL
        try:
            while not self._gone() and time.monotonic() < until and len(self._unread) <= self.longest:
                if not self._pump(GLANCE / 10) and self._mute:
                    time.sleep(GLANCE / 10)
        finally:
            self.kill()

    def kill(self) -> None:
        """Ends it at once."""
        if self._started.returncode is None:
            os.close(self._control)
            try:
                self._started.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:  # who should have killed it does not
                for group in (self._group, self._started.pid):
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(group, signal.SIGKILL)
                self._started.wait()
            for _ in range(MOST_LEFT):  # what is left in the pipes; not for ever, someone who got away may still write
                if not self._pump(0.0):
                    break
        self._selector.close()
        for pipe in (self._stdin, self._stdout, self._stderr):
            with contextlib.suppress(OSError):
                pipe.close()

    # --- what it did instead -----------------------------------------------------------------------------------------

    def _hung(self, seconds: float) -> str:
        if self._unread:
            return f"stopped in the middle of a line: {shown(bytes(self._unread))}; nothing more came within {2 * seconds:g} s"
        return f"hangs: it has {seconds:g} s to answer, and did not within {2 * seconds:g} s"

    def _is_over(self) -> bool:
        """Will there be no answer any more? What it wrote before it ended is read first."""
        if not (self._mute or self._deaf or self._gone()):
            return False
        until = time.monotonic() + FAREWELL
        while not self._gone() and time.monotonic() < until:
            self._pump(GLANCE / 10)
            if b"\n" in self._unread:
                return False
            time.sleep(GLANCE / 50)
        while self._pump(0.0) and len(self._unread) <= self.longest:
            pass
        return b"\n" not in self._unread and len(self._unread) <= self.longest

    def _over(self) -> str:
        status = self._status()
        if self._unread:
            how = status or "closed its stdout"
            return f"{how} in the middle of a line: {shown(bytes(self._unread))}"
        return status or ("closed its stdout, and runs on" if self._mute else "closed its stdin, and runs on")

    def _status(self) -> str:
        ended = self._ended()
        if ended is None:
            return ""
        if ended.si_code == os.CLD_EXITED:
            return f"exited with status {ended.si_status}"
        try:
            return f"was killed by {signal.Signals(ended.si_status).name}"
        except ValueError:
            return f"was killed by signal {ended.si_status}"

    def _gone(self) -> bool:
        return self._ended() is not None

    def _ended(self) -> os.waitid_result | None:
        """How it ended, if it did. It is not reaped yet."""
        if self._started.returncode is not None:
            return None
        return os.waitid(os.P_PID, self._started.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)

    # --- bytes -------------------------------------------------------------------------------------------------------

    def _line(self) -> bytes | None:
        """The first whole line of what was read, taken off it."""
        end = self._unread.find(b"\n", self._searched)
        if max(end, len(self._unread) if end < 0 else 0) > self.longest:
            raise Broken(f"wrote a line of more than {self.longest:,} bytes: {shown(bytes(self._unread[:1000]))}")
        if end < 0:
            self._searched = len(self._unread)
            return None
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        self._searched = 0
        return line

    def _pump(self, seconds: float) -> bool:
        """Moves what can be moved now, or within this time. Was there anything?"""
        ready = self._selector.select(seconds) if self._selector.get_map() else []
        for key, _ in ready:
            if key.fileobj is self._stdin:
                self._write()
            elif read := _read(key.fd):
                if key.fileobj is self._stdout:
                    self._unread += read
                else:
                    self._words = (self._words + read)[-WORDS_KEPT:]
            else:
                self._selector.unregister(key.fileobj)
                self._mute = self._mute or key.fileobj is self._stdout
        return bool(ready)

    def _write(self) -> None:
        try:
            self._unwritten = self._unwritten[os.write(self._stdin.fileno(), self._unwritten) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._deaf, self._unwritten = True, b""
        if not self._unwritten:
            self._selector.unregister(self._stdin)


def shown(text: str | bytes, most: int = 60) -> str:
    """Text of whatever origin, quoted on one line: not endless, and nothing in it does something to a terminal."""
    whole = text.decode("utf-8", "backslashreplace") if isinstance(text, bytes) else text
    return f"`{escaped(whole, most)}`"


def escaped(text: str, most: int) -> str:
    """The same without quotes."""
    printable = "".join(_escaped(character) for character in text[: most + 1])
    return printable if len(printable) <= most else f"{printable[:most]}..."


def _escaped(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _read(number: int) -> bytes:
    try:
        return os.read(number, AT_A_TIME)
    except BlockingIOError:
        return b""


def _start(command: Sequence[str]) -> tuple[subprocess.Popen[bytes], int, int]:
    """The supervisor of the program, the pipe whose end is the program's, and the program's group. Raises NotStarted."""
    pipe = subprocess.PIPE
    heard, control = os.pipe()
    told, status = os.pipe()
    line = [sys.executable, "-I", "-S", SUPERVISOR, str(heard), str(status), *command]
    try:
        started = subprocess.Popen(
            line, bufsize=0, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True, pass_fds=(heard, status)
        )
    except (OSError, ValueError) as error:
        os.close(told)
        os.close(control)
        raise NotStarted(f"cannot start {shown(command[0])}: {_reason(getattr(error, 'strerror', None) or str(error))}") from None
    finally:
        os.close(heard)
        os.close(status)
    with open(told, "rb") as file:
        number = int(file.readline() or b"0")
    if number > 0:
        return started, control, number
    os.close(control)
    started.communicate()  # it ends by itself
    there = os.path.isfile(command[0]) and -number == errno.ENOENT
    why = "the program that its first line names is not there" if there else os.strerror(-number)
    raise NotStarted(f"cannot start {shown(command[0])}: {_reason(why) if number else 'it ended before it was one'}")


def _reason(text: str) -> str:
    return text[:1].lower() + text[1:]
