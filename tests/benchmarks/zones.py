"""python tests/benchmarks/zones.py: random specs with timers, by zones and by time in steps, some by the exact semantics too."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from strategies.delayed import bounded, random_assuming, random_bag, random_delays
from strategies.timed import judged, random_pair, random_spec, timed
from strategies.zoned import differences, said

from hamodel.evidence.confirm import Disagreement

MADE = {"specs": random_spec, "pairs": random_pair, "channels": random_delays, "bags": random_bag, "assuming": random_assuming}
"""Timers; two boxes, with faults and lengths that depend on the state; messages on their way; equal messages, of which one
is lost; any of these with an `assume`."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--exact", type=int, default=0, help="also by the exact semantics, of every so many; 0: of none")
    parser.add_argument("--of", choices=MADE, default="specs")
    asked = parser.parse_args()
    started, wrong, counts = time.monotonic(), 0, Counter[str]()
    for seed in range(asked.first, asked.first + asked.count):
        system = timed(MADE[asked.of](seed))
        try:
            found = said(system, "explicit", "zones")
        except (Disagreement, AssertionError) as broken:
            wrong += 1
            print(f"{seed}: {type(broken).__name__}: {broken}", flush=True)
            continue
        if asked.exact and seed % asked.exact == 0:
            words = {"violated": "reached", "proved": "unreachable"}
            exact = judged(bounded(system) if system.faults is not None else system, finer=1 + seed % 3)
            if exact is not None:
                found["exact"] = {name: words.get(word, word) for name, word in exact.items()}
                for engine in ("explicit", "zones"):
                    found[engine] = {name: word for name, word in found[engine].items() if name in exact}
        for line in differences(found):
            wrong += 1
            print(f"{seed}: {line}", flush=True)
        counts.update(word for word in found["zones"].values())
    print(f"{asked.count} {asked.of}, {sum(counts.values())} answers by zones: {dict(counts)}")
    print(f"{wrong} contradictions; {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
