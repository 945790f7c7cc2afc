"""When hamodel ends, in whatever way, nothing lives on that it has started, or that its programs have."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hamodel.conformance.pipes import Program

ROOT = Path(__file__).parent.parent.parent
SPEC = "spec one\nvar x : bool = false\ninput set { x := not x }\nreachable r = x\n"
WITHIN = 30.0

HANGS = "signal.pause()"
SESSION = "os.fork() or (os.setsid(), note(), signal.pause())\nsignal.pause()"
TWICE = "os.fork() or (os.setsid(), os.fork() and os._exit(0), note(), signal.pause())\nsignal.pause()"
DEAF = "[signal.signal(n, signal.SIG_IGN) for n in (1, 2, 13, 15)]\nwhile True: signal.pause()"
CODES = [(HANGS, 1), (DEAF, 1), (SESSION, 2), (TWICE, 2)]

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc"),
]


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone_within(numbers: list[int], seconds: float = WITHIN) -> list[int]:
    """Those that are left."""
    until = time.monotonic() + seconds
    while (left := [number for number in numbers if alive(number)]) and time.monotonic() < until:
        time.sleep(0.02)
    return left


@pytest.fixture
def noted(tmp_path: Path) -> Iterator[Path]:
    """A file with a line for each process; what is left of them is ended."""
    yield tmp_path / "noted"
    for number in numbers_in(tmp_path / "noted"):
        if alive(number):
            os.kill(number, signal.SIGKILL)


def numbers_in(noted: Path) -> list[int]:
    return [int(line) for line in noted.read_text().split()] if noted.exists() else []


def program(folder: Path, noted: Path, code: str) -> list[str]:
    start = f"import os, signal, sys, time\ndef note(): open({str(noted)!r}, 'a').write(f'{{os.getpid()}}\\n')\nnote()\n"
    (folder / "program.py").write_text(start + code)
    return [sys.executable, "-I", "-S", str(folder / "program.py")]


def wait_for(noted: Path, count: int) -> list[int]:
    until = time.monotonic() + 30
    while len(numbers_in(noted)) < count:
        assert time.monotonic() < until, "it did not start"
        time.sleep(0.02)
    return numbers_in(noted)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize(("code", "count"), CODES, ids=["hangs", "deaf", "session", "twice"])
def test_a_program_ends_with_hamodel(number: int, code: str, count: int, tmp_path: Path, noted: Path) -> None:
    if number in (signal.SIGTERM, signal.SIGINT) and code not in (HANGS, SESSION):
        pytest.skip("as with SIGHUP")
    (tmp_path / "one.ha").write_text(SPEC)
    command = " ".join(program(tmp_path, noted, code))
    asked = [sys.executable, "-P", "-m", "hamodel", "conform", "one.ha", "--exec", command, "--answer-time", "60s"]
    started = subprocess.Popen(asked, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        numbers = wait_for(noted, count)
        started.send_signal(number)
        assert not gone_within(numbers)
        started.wait(timeout=60)
    finally:
        started.kill()
        started.wait()


@pytest.mark.parametrize(("code", "count"), [(SESSION, 2), (TWICE, 2)], ids=["session", "twice"])
def test_what_a_program_started_ends_with_it(code: str, count: int, tmp_path: Path, noted: Path) -> None:
    """Whether it is ended or ends by itself."""
    ended = Program(program(tmp_path, noted, code))
    numbers = wait_for(noted, count)
    ended.kill()
    assert not gone_within(numbers)
    noted.unlink()
    by_itself = Program(program(tmp_path, noted, code.rpartition("\n")[0] + "\ntime.sleep(0.5)"))
    numbers = wait_for(noted, count)
    assert not gone_within(numbers)
    by_itself.kill()


def test_a_supervisor_that_is_stopped_is_no_reason_to_wait(tmp_path: Path, noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamodel.conformance.pipes.PATIENCE", 0.5)
    started = Program(program(tmp_path, noted, HANGS))
    numbers = wait_for(noted, 1)
    os.kill(started._started.pid, signal.SIGSTOP)
    began = time.monotonic()
    started.kill()
    assert time.monotonic() - began < 50
    assert not gone_within(numbers)


def test_no_pipe_is_left_open(tmp_path: Path, noted: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        Program(program(tmp_path, noted, "")).end()
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP], ids=lambda number: number.name)
def test_workers_end_with_a_check(number: int) -> None:
    asked = [sys.executable, "-m", "hamodel", "check", "specs/panos/active_active.ha", "--engine", "explicit", "--time", "60s"]
    started = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while not (below := children(started.pid)):
            assert time.monotonic() < until
            time.sleep(0.05)
        started.send_signal(number)
        assert not gone_within([*below])
    finally:
        started.kill()
        started.wait()


def children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found


