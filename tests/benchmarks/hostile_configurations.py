"""python tests/benchmarks/hostile_configurations.py: mutated configurations, secrets in each secret leaf, bombs, files of 50 MB.

What is not read or refused in time, without a traceback and without a secret in any format, is printed. The same number is the
same mutant: `--first 317 --count 1` tries one again.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from strategies import hostile  # noqa: E402

LONGEST = 60
"""Seconds of the processor for one file."""

GIVEN_UP = 240
"""Seconds of the processor for both, after which it is ended."""

EVERY = 0.05
"""Seconds between two looks at a process."""

MOST = 4_096
"""MB that may be in memory for one file."""


def large(kind: str, size: int, folder: Path) -> int:
    """Hands a large file in as both members of a pair, as somebody does at the command line: 1 if it ends in another way than
    with an audit or a message, takes too long or has too much in memory. Prints what it took."""
    vendor, text = hostile.bomb(kind, size)
    path, beside = folder / "fw", folder / "beside"
    path.write_bytes(text.encode())
    shutil.copy(path, beside)
    del text
    command = [
        sys.executable,
        "-m",
        "hamodel",
        "audit",
        str(path),
        str(beside),
        "--vendor",
        vendor,
        "--output",
        str(folder / "report"),
    ]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stderr=errors, cwd=ROOT)
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (GIVEN_UP, GIVEN_UP))
        peak = 0.0
        ended, how, used = os.wait4(process.pid, os.WNOHANG)
        while not ended:
            peak = max(peak, highest(process.pid))
            time.sleep(EVERY)
            ended, how, used = os.wait4(process.pid, os.WNOHANG)
        took = (used.ru_utime + used.ru_stime) / 2
        status = process.returncode = os.waitstatus_to_exitcode(how)
        errors.seek(0)
        told = errors.read().decode()
    wrong = []
    if "Traceback" in told or status not in (0, 1, 2, 3):
        wrong.append(f"exit {status}: {told[-300:]}")
    if status == 2 and told.count("error[") > 2:
        wrong.append(f"several messages: {told[:300]}")
    if took > LONGEST:
        wrong.append("too long")
    if peak > MOST:
        wrong.append("too much memory")
    first = told.partition("\n")[0][:100]
    print(
        f"{kind} (twice {path.stat().st_size / 2**20:.1f} MB): {took:.1f} s each, {peak:.0f} MB, exit {status} {first}",
        *wrong,
        flush=True,
    )
    return bool(wrong)


def highest(process: int) -> float:
    """MB that it has had in memory at most."""
    try:
        rows = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM:")), 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description="mutated configurations, secrets, bombs")
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--count", type=int, default=10_000, help="how many mutants")
    parser.add_argument("--size", type=int, default=50 * 2**20, help="bytes of the large files; 0: none")
    parser.add_argument("--only", default="", help="a word of the large files that are tried")
    asked = parser.parse_args()
    surprises = 0
    every = hostile.seeds()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.monotonic()
        for number in range(asked.first, asked.first + asked.count):
            if said := hostile.wrong(*hostile.mutant(number, every), folder):
                surprises += 1
                print(f"mutant {number}: {said}", flush=True)
        took = time.monotonic() - started
        print(f"{asked.count} mutants of {len(every)} files: {surprises} surprises, {took:.0f} s", flush=True)
        cases = list(hostile.planted()) if asked.count else []
        leaks = [said for case in cases if (said := hostile.wrong(*case, folder))]
        print(f"{len(cases)} secrets in secret leaves: {len(leaks)} surprises", *leaks, sep="\n", flush=True)
        for kind in (*hostile.BOMBS, *hostile.AFTER_ANY) if asked.size else ():
            if asked.only in kind:
                surprises += large(kind, asked.size, folder)
    return 1 if surprises or leaks else 0


if __name__ == "__main__":
    sys.exit(main())
