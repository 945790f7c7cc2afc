"""The process between hamodel and a program: `python -I -S supervisor.py CONTROL STATUS PROGRAM ARGUMENT...`.

It starts the program, whose stdin, stdout and stderr are its own, and ends as the program does. When the program ends, or the
pipe CONTROL is closed because hamodel says so or is gone, by whatever signal, it kills all that the program has started: also
what made a session of its own (orphans are its children, where the system knows such a thing). To the pipe STATUS it writes the
number of the process, or the negative number of the error.

It imports nothing of hamodel.
"""

import contextlib
import ctypes
import os
import resource
import select
import signal
import subprocess
import sys
import time

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
UNTIL_KILLED = 2.0
"""Seconds in which all must be gone that can be killed."""


def main(control: int, status: int, command: list[str]) -> int:
    """Runs the program to its end, or to that of hamodel."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        program = subprocess.Popen(command, start_new_session=True)
    except OSError as error:
        os.write(status, b"-%d\n" % (error.errno or 0))
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for end in range(3):  # the program's ends of the pipes are the program's alone
        os.dup2(nothing, end)
    with contextlib.suppress(OSError):
        os.write(status, b"%d\n" % program.pid)
        os.close(status)
    ended = _watched(control, woken, program.pid)
    _kill_all(program.pid)
    return _as_it_did(ended)


def _watched(control: int, woken: int, program: int) -> int | None:
    """How the program ended; None: nobody wants to know any more."""
    while True:
        ended = _reaped(program)
        if ended is not None:
            return ended
        ready, _, _ = select.select([control, woken], [], [])
        if control in ready:
            return None
        os.read(woken, 1024)


def _reaped(program: int) -> int | None:
    """Takes leave of all children that ended; of the program it is told how."""
    found = None
    with contextlib.suppress(ChildProcessError):
        while True:
            number, ended = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                break
            found = ended if number == program else found
    return found


def _kill_all(program: int) -> None:
    until = time.monotonic() + UNTIL_KILLED
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program, signal.SIGKILL)
    while (left := _descendants()) and time.monotonic() < until:
        for number in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        _reaped(program)
        time.sleep(0.002)
    _reaped(program)


def _descendants() -> set[int]:
    """The processes below this one that have not ended, as far as the system tells."""
    parents: dict[int, int] = {}
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat", "rb") as file:
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
                    if state != b"Z":
                        parents[int(name)] = int(parent)
    found = {os.getpid()}
    while more := {number for number, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def _as_it_did(ended: int | None) -> int:
    """Ends in the same way."""
    if ended is not None and os.WIFSIGNALED(ended):
        number = os.WTERMSIG(ended)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        time.sleep(1)
    return 0 if ended is None else os.WEXITSTATUS(ended)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
