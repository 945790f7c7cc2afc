"""python tests/benchmarks/texts.py: random texts of the language, read twice: by hamodel and by a plain interpreter.

Every text is elaborated and searched by hamodel in this process, and interpreted as it was parsed by code that shares nothing
with that. Compared are each claim's verdict and shortest run, run-time mistakes, states, fewest faults, the combinations of
options, and which actions happen; the other engines look at one text in `--engines`. A text that ends otherwise than in
a message or a verdict counts as wrong, too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import Counter
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from surface.against import compare  # noqa: E402
from writing.constructs import constructs  # noqa: E402
from writing.specs import written  # noqa: E402

from hamodel.language.parse import parse  # noqa: E402
from hamodel.source import Source  # noqa: E402

OTHERS = ("bmc", "kinduction", "pdr")
SHOWN = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--first", type=int, default=100_000, help="the number of the first text")
    parser.add_argument("--count", type=int, default=3_000, help="how many texts")
    parser.add_argument("--engines", type=int, default=50, metavar="N", help="every N-th text is asked of all engines")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    started, totals, used, wrong = time.monotonic(), Counter[str](), Counter[str](), 0
    with multiprocessing.Pool(asked.processes) as pool:
        numbers = range(asked.first, asked.first + asked.count)
        for number, counts, words, differences in pool.imap_unordered(partial(judged, asked.engines), numbers, chunksize=20):
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


PATIENCE = 10
"""Seconds for a text: some have few states and many ways to each."""


class Late(BaseException):
    """A text took too long. Nobody else catches it."""


def _late(number: int, frame: object) -> None:
    raise Late


def judged(every: int, number: int) -> tuple[int, Counter[str], Counter[str], tuple[str, ...]]:
    """The number, what there was to count, the constructs of the text, and what is wrong."""
    text = written(number)
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(PATIENCE)
    try:
        outcome = compare(text, OTHERS if number % every == 0 else ())
    except Late:
        return number, Counter({f"not compared within {PATIENCE} s": 1}), Counter(), ()
    except Exception:
        return number, Counter({"ended otherwise": 1}), Counter(), tuple(traceback.format_exc(limit=-3).split("\n"))
    finally:
        signal.alarm(0)
    if outcome.refused:
        return number, Counter({f"refused: {outcome.refused}": 1, "refused": 1}), Counter(), ()
    if outcome.large:
        return number, Counter({"too many states": 1}), Counter(), ()
    counts = Counter({"compared": 1}) + outcome.counts
    return number, counts, constructs(parse(Source("text.ha", text))), outcome.differences


if __name__ == "__main__":
    sys.exit(main())
