"""python tests/benchmarks/hostile_configurations.py: mutated configurations, secrets in each secret leaf, bombs, files of 50 MB.

What is not read or refused in time, without a traceback and without a secret in any format, is printed. The same number is the
same mutant: `--first 317 --count 1` tries one again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from strategies import hostile  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="mutated configurations, secrets, bombs")
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--count", type=int, default=10_000, help="how many mutants")
    parser.add_argument("--size", type=int, default=50 * 2**20, help="bytes of the large files; 0: none")
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
        cases = list(hostile.planted())
        leaks = [said for case in cases if (said := hostile.wrong(*case, folder))]
        print(f"{len(cases)} secrets in secret leaves: {len(leaks)} surprises", *leaks, sep="\n", flush=True)
        for kind, (vendor, text) in hostile.bombs(asked.size).items() if asked.size else ():
            started = time.process_time()
            said = hostile.wrong(vendor, "fw", text, folder)
            surprises += bool(said) and not said.endswith(" s")
            took = time.process_time() - started
            print(f"{kind} ({len(text) / 2**20:.1f} MB): {took:.1f} s {said}", flush=True)
    return 1 if surprises or leaks else 0


if __name__ == "__main__":
    sys.exit(main())
