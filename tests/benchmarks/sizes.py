"""python tests/benchmarks/sizes.py: random systems with quorums, counts and "at least k", asked at N = 1, 2, 3, 4.

What is true at each size is found by brute force, of a second form of the system that is a Python program: it shares nothing
with hamodel. Compared are the answers of each engine at exactly k members, and the verdicts of `--scope N=k` and without a size,
where a run of any size refutes a property and a proof says for which sizes it is one. Every N-th system is asked of each engine
by a check, too, with `--scope N=1..4` among the sizes. What was not decided is counted, and wrong if a few states would have
told.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from strategies.sized.against import SIZES, Command, of_command, of_engines, system_of  # noqa: E402
from strategies.sized.truth import TooMany, lively, truth  # noqa: E402

from hamodel.diagnostics import SpecError  # noqa: E402

MOST = 600
"""States at one size. There are more where a system is left out."""

EACH = (*((size,) for size in SIZES), ())
"""What every system is asked: so many members, and no size."""

TURNS = (*EACH, SIZES)
"""What it is asked with another engine, one of these in turn."""

OTHERS = ("explicit", "bmc", "kinduction", "pdr", "all")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--first", type=int, default=0, help="the number of the first system")
    parser.add_argument("--count", type=int, default=1_000, help="how many systems are compared")
    parser.add_argument("--every", type=int, default=5, metavar="N", help="every N-th system is asked of all engines by a check")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each question")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    started, counts, wrong, compared = time.monotonic(), Counter[str](), 0, 0
    for number, found, differences in judged(asked.first, asked.count, asked.every, asked.seconds, asked.processes):
        counts += found
        compared += found["systems compared"]
        if differences:
            wrong += 1
            print(f"system {number}:", *differences, sep="\n  ", flush=True)
        if compared and compared % 50 == 0 and found["systems compared"]:
            print(f"{compared:,} compared, {wrong} disagree, {time.monotonic() - started:,.0f} s", file=sys.stderr, flush=True)
    for name, count in sorted(counts.items()):
        print(f"{name:50} {count:>10,}")
    print(f"{compared:,} systems in {time.monotonic() - started:,.0f} s: {wrong} disagree")
    return 1 if wrong else 0


Judged = tuple[int, Counter[str], tuple[str, ...]]


def judged(first: int, count: int, every: int, seconds: float, processes: int) -> Iterator[Judged]:
    """Systems one after the other, until so many were compared."""
    left, number = count, first
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        while left > 0:
            numbers = range(number, number + min(left, 4 * processes))
            number = numbers.stop
            for one in pool.map(partial(judge, every, seconds), numbers):
                left -= one[1]["systems compared"]
                yield one


def judge(every: int, seconds: float, number: int) -> Judged:
    """The number, what there was to count, and what is wrong."""
    made, counts = lively(number), Counter[str]()
    options = (False, True) if made.has_option else (False,)
    try:
        system = system_of(made.text)
        truths = {(size, option): truth(made, size, option, MOST) for size in SIZES for option in options}
    except SpecError as error:
        return number, Counter({f"left out: refused, {error.diagnostics[0].code}": 1}), ()
    except TooMany:
        return number, Counter({f"left out: more than {MOST} states": 1}), ()
    counts["systems compared"] = 1
    counts["systems x sizes"] = len(SIZES)
    counts["states by brute force"] = sum(true.states for true in truths.values())
    of_sizes = [
        {size: truths[size, options[0]].shortest[property.name] is None for size in SIZES} for property in made.properties
    ]
    counts["properties"] = len(made.properties)
    counts["properties that differ between sizes"] = sum(len(set(held.values())) > 1 for held in of_sizes)
    commands = [Command("auto", sizes) for sizes in EACH]
    if number % every == 0:
        commands += [Command(engine, TURNS[(number // every + place) % len(TURNS)]) for place, engine in enumerate(OTHERS)]
        in_spec = Command("auto", (1 + number // every % len(SIZES),), in_spec=True)
        commands += [Command("auto", SIZES), in_spec, Command("any_number", ())]
    differences: list[str] = []
    try:
        differences += of_engines(system, truths, seconds, counts)
        for command in commands:
            differences += of_command(system, truths, command, seconds, counts)
    except Exception:
        differences += traceback.format_exc(limit=-4).split("\n")
    return number, counts, (*differences, made.text) if differences else ()


if __name__ == "__main__":
    sys.exit(main())
