"""python tests/benchmarks/unset_durations.py: random specs whose durations are not set, held against an engine at values."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from strategies.unset import contradictions

from hamodel.evidence.confirm import Disagreement


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--points", type=int, default=3)
    asked = parser.parse_args()
    started, compared, bad = time.monotonic(), 0, 0
    for seed in range(asked.first, asked.first + asked.count):
        try:
            count, wrong = contradictions(seed, asked.points)
        except (Disagreement, AssertionError) as broken:
            count, wrong = 0, [f"{seed}: {type(broken).__name__}: {broken}"]
        compared, bad = compared + count, bad + len(wrong)
        for line in wrong:
            print(line, flush=True)
    print(f"{asked.count} specs, {compared} answers at values compared: {bad} contradictions; {time.monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
