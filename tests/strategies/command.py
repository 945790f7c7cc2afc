"""The command as its users call it, in a process of its own: `hamodel` and `running` fork the process of the tests.

Everything is imported there and the grammar is read, while another Python would take most of a second for that. What depends on
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
from typing import IO, NoReturn

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
    given = [*map(str, arguments)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        process = fork(given, cwd, out, err, {"NO_COLOR": "1", **environment}, memory)
        status = ended(process)
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(["hamodel", *given], status, out.read(), err.read())


def fork(
    arguments: list[str], cwd: str | Path, out: IO[str], err: IO[str], environment: Mapping[str, str], memory: int | None = None
) -> int:
    """The number of a process that runs the command; it has nothing to read."""
    ready()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # else the child has it too
    process = os.fork()
    if process == 0:
        _run(arguments, str(cwd), out.fileno(), err.fileno(), environment, memory)
    return process


@cache
def ready() -> None:
    """The grammar is read once for all processes that are forked later."""
    parse(Source("ready.ha", "spec ready"))


def ended(process: int, patience: float = LONG) -> int:
    """The exit status of a process, which is killed if it has none in time."""
    handle = os.pidfd_open(process)
    try:
        if not select.select([handle], [], [], patience)[0]:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            raise AssertionError(f"it did not end within {patience:g} s")
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    finally:
        os.close(handle)


def _run(
    arguments: list[str], cwd: str, out: int, err: int, environment: Mapping[str, str], memory: int | None
) -> NoReturn:
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
