"""python tests/benchmarks/bad_input.py: mutated specs, logs, traces, certificates, settings, each for its command.

All of them end with a message and an exit status of 0 to 4. What ends otherwise is printed: a traceback, an exit status of 70,
silence, and what takes longer than it may. The same number is the same input: `--first 30017 --count 1` tries one again.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from strategies import fuzzing  # noqa: E402

HANGS = 3 * fuzzing.LONGEST
"""Seconds after which the process is ended that tries inputs: not even the alarm of an input has woken it."""

Tried = tuple[str, int, str, int]
"""Of what kind, the number, what is wrong with how it was taken, and the exit status."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--count", type=int, default=10_000, help="how many inputs")
    asked = parser.parse_args()
    started, statuses, surprises = time.monotonic(), {kind: Counter[int]() for kind in fuzzing.KINDS}, 0
    for kind, number, said, status in tried(asked.first, asked.count):
        statuses[kind][status] += 1
        if said:
            surprises += 1
            print(f"{kind} {number}: {said}", flush=True)
    for kind, found in statuses.items():
        exits = ", ".join(f"{status}: {found[status]:,}" for status in sorted(found))
        print(f"{kind:12} {sum(found.values()):>6,}; exit {exits}")
    print(f"{asked.count:,} inputs in {time.monotonic() - started:,.0f} s: {surprises} surprises")
    return 1 if surprises else 0


def tried(first: int, count: int) -> Iterator[Tried]:
    """Each input, in a process of its own kind: where that ends or hangs, another one goes on behind the input that did it."""
    number, end = first, first + count
    while number < end:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(target=_try_all, args=(number, end, theirs))
        process.start()
        theirs.close()
        why = ""
        while number < end and not why:
            if not ours.poll(HANGS):
                why = f"hangs for more than {HANGS} s"
            else:
                try:
                    yield ours.recv()
                    number += 1
                except EOFError:
                    why = "ends the process"
        if why:
            yield fuzzing.kind_of(number), number, why, -1
            number += 1
        process.kill()
        process.join()


def _try_all(first: int, end: int, pipe: Connection) -> None:
    os.setpgid(0, 0)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for number in range(first, end):
            kind = fuzzing.kind_of(number)
            pipe.send((kind, number, *fuzzing.surprise(kind, number)))


if __name__ == "__main__":
    sys.exit(main())
