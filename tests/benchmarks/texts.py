"""python tests/benchmarks/texts.py: random texts of the language, read twice: by hamodel and by a plain interpreter.

Every text is elaborated and searched by hamodel in this process, and interpreted as it was parsed by code that shares nothing
with that. Compared are each property's verdict and shortest run, run-time errors, states with what is remembered in them, fewest
faults, the combinations of options, which actions happen; properties about whole runs; scenarios, to which instruction they can
be followed and in how many states then. The other engines look at one text in `--engines`; one in `--files` is cut into several
files that import each other; of one in `--any-number` the sizes are left out, and the whole check is asked. A text that ends
otherwise than in a message or a verdict counts as wrong, too.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from strategies.surface.against import Outcome, compare, compare_files  # noqa: E402
from strategies.surface.against_any_number import any_number  # noqa: E402
from strategies.writing.constructs import constructs  # noqa: E402
from strategies.writing.specs import written, written_in_files, written_without_sizes  # noqa: E402

from hamodel.language.text.parse import declared  # noqa: E402
from hamodel.source import Source  # noqa: E402

OTHERS = ("bmc", "kinduction", "pdr")
SHOWN = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--first", type=int, default=100_000, help="the number of the first text")
    parser.add_argument("--count", type=int, default=3_000, help="how many texts")
    parser.add_argument("--engines", type=int, default=50, metavar="N", help="every N-th text is asked of all engines")
    parser.add_argument("--files", type=int, default=4, metavar="N", help="every N-th text comes in several files")
    parser.add_argument("--any-number", type=int, default=200, metavar="N", help="every N-th text is asked of any number")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    started, totals, used, wrong = time.monotonic(), Counter[str](), Counter[str](), 0
    every = Every(asked.engines, asked.files, asked.any_number)
    with ProcessPoolExecutor(asked.processes) as pool:  # whose processes may have children, as a check has
        numbers = range(asked.first, asked.first + asked.count)
        for number, counts, words, differences in pool.map(partial(judged, every), numbers, chunksize=20):
            totals += counts
            used += words
            if differences:
                wrong += 1
                if wrong <= SHOWN:
                    print(f"text {number}:", *differences, sep="\n  ", flush=True)
    for name, count in sorted(totals.items()):
        print(f"{name:40} {count:>12,}")
    print("constructs: " + ", ".join(f"{name} {count:,}" for name, count in used.most_common()))
    print(f"{asked.count:,} texts in {time.monotonic() - started:,.0f} s: {wrong} disagree")
    return 1 if wrong else 0


PATIENCE, LONGER = 10, 40
"""Seconds of computing for a text: some have few states and many ways to each. And of a clock for one that the whole check is
asked about, with processes of its own."""

SECONDS = 15.0
"""For a check."""


@dataclass(frozen=True)
class Every:
    """Of how many texts one is asked of the other engines, comes in several files, is asked of any number of members."""

    engines: int
    files: int
    any_number: int


class Late(BaseException):
    """A text took too long. Nobody else catches it."""


def _late(number: int, frame: object) -> None:
    raise Late


def judged(every: Every, number: int) -> tuple[int, Counter[str], Counter[str], tuple[str, ...]]:
    """The number, what there was to count, the constructs of the text, and what is wrong."""
    counts, used, differences = Counter[str](), Counter[str](), list[str]()
    engines = OTHERS if number % every.engines == 0 else ()
    signal.signal(signal.SIGALRM, _late)
    signal.signal(signal.SIGPROF, _late)
    for name, files, patience, comparing in texts(every, number):
        timer = signal.ITIMER_PROF if patience == PATIENCE else signal.ITIMER_REAL
        signal.setitimer(timer, patience)
        try:
            outcome = comparing(engines)
        except Late:
            counts[f"{name}not compared within {patience} s"] += 1
            continue
        except Exception:
            counts["ended otherwise"] += 1
            differences += traceback.format_exc(limit=-3).split("\n")
            continue
        finally:
            signal.setitimer(timer, 0)
        differences += outcome.differences
        if outcome.refused:
            counts += Counter({f"{name}refused: {outcome.refused}": 1, f"{name}refused": 1})
        elif outcome.large:
            counts[f"{name}too many states"] += 1
        else:
            counts += Counter({f"{name}compared": 1}) + outcome.counts
            for path, text in files.items():
                used += constructs(declared(Source(path, text)))
    return number, counts, used, tuple(differences)


def texts(every: Every, number: int) -> Iterator[tuple[str, dict[str, str], int, Callable[[tuple[str, ...]], Outcome]]]:
    """What is compared of this number: a word for it, the files, how long it may take, and how."""
    if number % every.files == 0:
        files, main = written_in_files(number)
        yield "in files: ", files, PATIENCE, lambda engines: compare_files(files, main, engines)
    else:
        text = written(number)
        yield "", {"text.ha": text}, PATIENCE, lambda engines: compare(text, engines)
    if number % every.any_number == 1 and (open_ := written_without_sizes(number)):
        for engine in ("any_number", "auto"):
            yield f"any number, {engine}: ", {}, LONGER, partial(_asked, open_, engine)


def _asked(text: str, engine: str, _: tuple[str, ...]) -> Outcome:
    return any_number(text, engine, SECONDS)


if __name__ == "__main__":
    sys.exit(main())
