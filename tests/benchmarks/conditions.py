"""python tests/benchmarks/conditions.py: how long the condition is that a verdict shows, and what it takes to find it.

For hidden conditions over 24 and over 1,000 combinations of options, and for combinations that no condition describes. Each is
checked against every combination, by Python. The status is 1 where one is not exact, or has more than 60 characters though the
hidden one has fewer.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from hamodel.model.expr import Value  # noqa: E402
from hamodel.report.words import when  # noqa: E402

Row = Mapping[str, int]

HIDDEN: dict[str, Callable[[Row], bool]] = {
    "ttl <= loop_wait + 2 * retry": lambda o: o["ttl"] <= o["loop_wait"] + 2 * o["retry"],
    "ttl < loop_wait + retry": lambda o: o["ttl"] < o["loop_wait"] + o["retry"],
    "ttl >= 4 and ttl <= loop_wait + 2 * retry": lambda o: 4 <= o["ttl"] <= o["loop_wait"] + 2 * o["retry"],
    "ttl <= retry or loop_wait < 2 * retry": lambda o: o["ttl"] <= o["retry"] or o["loop_wait"] < 2 * o["retry"],
    "ttl < 4 * retry and (retry <= 1 or ttl > loop_wait)": lambda o: (
        o["ttl"] < 4 * o["retry"] and (o["retry"] <= 1 or o["ttl"] > o["loop_wait"])
    ),
}
SIZES = {
    24: {"ttl": range(3, 7), "loop_wait": range(1, 4), "retry": range(1, 3)},
    1_000: {"ttl": range(1, 11), "loop_wait": range(1, 11), "retry": range(1, 11)},
}


def main() -> int:
    wrong = 0
    print(f"{'combinations':>12} {'CPU s':>6} {'hidden':>6} {'shown':>6}  condition")
    for size, options in SIZES.items():
        rows = [dict(zip(options, values, strict=True)) for values in product(*options.values())]
        for hidden, told in HIDDEN.items():
            wrong += _measured(rows, [number for number, row in enumerate(rows) if told(row)], hidden)
        chance = random.Random(size)
        _measured(rows, [number for number in range(size) if chance.random() < 0.5], "")
    return 1 if wrong else 0


def _measured(rows: Sequence[Row], chosen: list[int], hidden: str) -> bool:
    started = time.process_time()
    shown = when([dict[str, Value](row) for row in rows], chosen)
    seconds = time.process_time() - started
    text = shown if len(shown) < 70 else shown[:64] + " ..."
    print(f"{len(rows):12,} {seconds:6.3f} {len(hidden) or '-':>6} {len(shown):6,}  {text}")
    exact = [number for number, row in enumerate(rows) if eval(_python(shown), {}, dict(row))] == chosen
    if not exact:
        print(f"not exact: {shown}")
    return not exact or (hidden != "" and len(shown) > 60 > len(hidden))


def _python(condition: str) -> str:
    return re.sub(r"(\d+)\.\.(\d+)", r"range(\1, \2 + 1)", condition.replace(" = ", " == ")) or "False"


if __name__ == "__main__":
    sys.exit(main())
