"""The command as its users call it, in a process of its own: `hamodel` and `Running` fork that of the tests.

Everything is imported there and the grammar is read, for which another Python would take most of a second. What depends on
how Python starts (its flags, how it finds modules, the encoding of its streams) needs `subprocess` and `python -m hamodel`.
"""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

from strategies.patience import LONG

from hamodel.check import pipeline
from hamodel.cli import checking
from hamodel.engines.explicit import search
from hamodel.language.elaboration import elaborate
from hamodel.language.text.parse import parse
from hamodel.source import Source
from hamodel.start import main

ROOT = Path(__file__).parent.parent.parent
NEEDED = (pipeline, checking, search, elaborate)
"""What nearly every command imports: it is here before anything forks."""


def hamodel(
    *arguments: str | Path, cwd: str | Path, memory: int | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What the command says, and its exit status. `memory`: the most bytes of address space that it may take."""
    with Running(*arguments, cwd=cwd, memory=memory, **environment) as process:
        return process.finish()


class Running:
    """The command while it runs, with nothing to read. Leaving it kills what has not ended."""

    def __init__(self, *arguments: str | Path, cwd: str | Path, memory: int | None = None, **environment: str) -> None:
        ready()
        self._arguments = [*map(str, arguments)]
        self._out, self._err = (tempfile.TemporaryFile("w+", encoding="utf-8") for _ in range(2))  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # else the child has it too
        self.number = os.fork()
        if self.number == 0:
            _run(self._arguments, str(cwd), self._out.fileno(), self._err.fileno(), {"NO_COLOR": "1", **environment}, memory)
        self._handle = os.pidfd_open(self.number)
        self._status: int | None = None

    def signal(self, number: int) -> None:
        os.kill(self.number, number)

    def finish(self) -> subprocess.CompletedProcess[str]:
        """What it has said when it has ended. Raises `AssertionError` if it does not end."""
        assert select.select([self._handle], [], [], LONG)[0], f"it did not end within {LONG:g} s"
        self._status = os.waitstatus_to_exitcode(os.waitpid(self.number, 0)[1])
        for file in (self._out, self._err):
            file.seek(0)
        return subprocess.CompletedProcess(["hamodel", *self._arguments], self._status, self._out.read(), self._err.read())

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is None:
            self.signal(signal.SIGKILL)
            os.waitpid(self.number, 0)
        os.close(self._handle)
        self._out.close()
        self._err.close()


@cache
def ready() -> None:
    """The grammar is read once for all processes that are forked later."""
    parse(Source("ready.ha", "spec ready"))


def _run(arguments: list[str], cwd: str, out: int, err: int, environment: Mapping[str, str], memory: int | None) -> NoReturn:
    """What the child does; it never returns to the test."""
    status = 1
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        for given, number in ((nothing, 0), (out, 1), (err, 2)):
            os.dup2(given, number)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        os.chdir(cwd)
        os.environ.update(environment)
        random.seed()
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        sys.argv = ["hamodel", *arguments]
        try:
            main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        with suppress(BaseException):
            sys.stderr.flush()
        os._exit(status)
