"""python tests/benchmarks/compare.py [--sessions 8]: the benchmark pair in several model checkers, as one table.

Each is timed as a user meets it: from the text of the model to the end of the search, compilers included, symmetry off. CPU is
that of all its processes; memory is the peak of the largest one. All must find 2*5^N + 2*4^N states, or the table is no answer.
hamodel does more than is asked of the others: nine properties, run-time errors, a scenario, and every smaller N before.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """What some commands, one after the other, cost; `output` is that of the last one."""

    cpu: float
    wall: float
    peak: int  # bytes
    output: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].strip())
    parser.add_argument("--sessions", type=int, default=8, metavar="N", help="how many sessions: 1 to 10 (default 8)")
    parser.add_argument("--only", nargs="*", choices=sorted(CHECKERS), default=list(CHECKERS), help="which model checkers to run")
    asked = parser.parse_args()
    expected = states(asked.sessions)
    print(f"the pair at N = {asked.sessions}, symmetry off: {expected:,} states\n")
    print(f"{'':10} {'CPU s':>8} {'ratio':>7} {'wall s':>8} {'peak MB':>8} {'states':>12} {'states/CPU s':>13} {'B/state':>8}")
    wrong, first = [], None
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            found = CHECKERS[name](asked.sessions, Path(folder))
        if isinstance(found, str):
            print(f"{name:<10} skipped: {found}")
            continue
        run, count = found
        first = first or run.cpu
        if count != expected:
            wrong.append(name)
        print(
            f"{name:<10} {run.cpu:>8.2f} {run.cpu / first:>6.1f}x {run.wall:>8.2f} {run.peak / 1e6:>8.0f} "
            f"{count:>12,} {count / run.cpu:>13,.0f} {run.peak / count:>8.0f}",
            flush=True,
        )
    if wrong:
        print(f"\nnot {expected:,} states: {', '.join(wrong)}")
    return bool(wrong)


def hamodel(sessions: int, folder: Path) -> tuple[Run, int] | str:
    spec = ROOT / "specs" / "benchmarks" / "pair.ha"
    options = ["--scope", f"Session={sessions}", "--symmetry", "off", "--engine", "explicit", "--format", "json"]
    run = measured(folder, [[sys.executable, "-m", "hamodel", "check", str(spec), *options]])
    proved = [finding for finding in json.loads(run.output)["findings"] if finding["verdict"] == "proved"]
    return run, max(finding["states"] for finding in proved)


def spin(sessions: int, folder: Path) -> tuple[Run, int] | str:
    missing = not_installed("spin", "gcc")
    if missing:
        return missing
    run = measured(
        folder,
        [
            ["spin", "-a", f"-DN={sessions}", str(HERE / "pair.pml")],
            ["gcc", "-O2", "-DSAFETY", "-o", "pan", "pan.c"],
            ["./pan", f"-m{states(sessions)}"],  # its stack: no run is longer than there are states
        ],
    )
    return run, number(r"(\d+) states, stored", run.output)


def rumur(sessions: int, folder: Path) -> tuple[Run, int] | str:
    missing = not_installed("rumur", "gcc")
    if missing:
        return missing
    text = (HERE / "pair.m").read_text(encoding="utf-8").replace("const N: 8;", f"const N: {sessions};")
    (folder / "pair.m").write_text(text, encoding="utf-8")
    run = measured(
        folder,
        [
            ["rumur", "--symmetry-reduction", "off", "--threads", "1", "--output", "pair.c", "pair.m"],
            ["gcc", "-std=c11", "-O3", "-mcx16", "-o", "pair", "pair.c", "-lpthread"],
            ["./pair"],
        ],
    )
    return run, number(r"(\d+) states, \d+ rules fired", run.output)


def minicheck(sessions: int, folder: Path) -> tuple[Run, int] | str:
    if find_spec("minicheck") is None:
        return "not installed for this Python"
    run = measured(folder, [[sys.executable, str(HERE / "pair_minicheck.py"), str(sessions)]])
    return run, int(run.output)


CHECKERS: dict[str, Callable[[int, Path], tuple[Run, int] | str]] = {
    "hamodel": hamodel,
    "spin": spin,
    "rumur": rumur,
    "minicheck": minicheck,
}
"""The first is what the others are compared with."""


def states(sessions: int) -> int:
    return 2 * 5**sessions + 2 * 4**sessions


def measured(folder: Path, commands: Sequence[Sequence[str]]) -> Run:
    """Runs commands in a folder. Raises `CalledProcessError` when one fails."""
    cpu = wall = 0.0
    peak = 0
    output = folder / "output"
    for command in commands:
        started = time.perf_counter()
        with output.open("w") as file:
            child = subprocess.Popen(command, cwd=folder, stdout=file, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command, output.read_text(encoding="utf-8"))
        cpu += used.ru_utime + used.ru_stime
        wall += time.perf_counter() - started
        peak = max(peak, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
    return Run(cpu, wall, peak, output.read_text(encoding="utf-8"))


def not_installed(*programs: str) -> str:
    missing = [program for program in programs if shutil.which(program) is None]
    return f"{' and '.join(missing)} not installed" if missing else ""


def number(pattern: str, text: str) -> int:
    found = re.findall(pattern, text)
    if not found:
        raise ValueError(f"no `{pattern}` in:\n{text}")
    return int(found[-1])


if __name__ == "__main__":
    sys.exit(main())
