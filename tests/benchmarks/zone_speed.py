"""python tests/benchmarks/zone_speed.py: zones beside time in steps, on VRRP; how many matrices follow in a second."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from strategies.timed import timed  # noqa: E402
from strategies.timed_pairs import VRRP  # noqa: E402

from hamodel.check.jobs import searched  # noqa: E402
from hamodel.engines.explicit.search import explore  # noqa: E402
from hamodel.engines.zones.discrete import Discrete  # noqa: E402
from hamodel.engines.zones.goals import written  # noqa: E402
from hamodel.engines.zones.matrices import at_least, later, renamed  # noqa: E402
from hamodel.engines.zones.search import ZoneSearch  # noqa: E402
from hamodel.ground.instance import instantiate  # noqa: E402
from hamodel.model.scope import Scope  # noqa: E402

TWO = {"routers": "r1, r2", "skews": "r1 -> 56, r2 -> 106", "advert": 256, "early": 1, "losses": 0, "crashes": 1}
TWO |= {"boots": "true", "most": 2000, "overlap": 3, "listens": "(s = r or not better(r, s))"}
THREE = {**TWO, "routers": "r1, r2, r3", "skews": "r1 -> 56, r2 -> 106, r3 -> 156", "crashes": 2}


def main() -> None:
    matrices(8)
    for name, numbers, steps in (("two routers, a crash and returns", TWO, True), ("three routers, two crashes", THREE, False)):
        instance, discrete = read(numbers)
        search = ZoneSearch(discrete)
        whole = clock(lambda search=search: [None for _ in search.run()])
        again = ZoneSearch(discrete)  # what can happen in each node is known now
        alone = clock(lambda again=again: [None for _ in again.run()])
        print(f"{name}: {search.zones:,} zones of {discrete.size:,} nodes in {whole:.2f} s, of which {alone:.2f} s for zones")
        if steps:
            states = 0

            def explicit(instance: Any = instance) -> None:
                nonlocal states
                states = explore(instance, symmetry=False).states

            taken = clock(explicit)
            longer = f"{taken / whole:.1f} and {taken / alone:.1f} times as long"
            print(f"    in steps of time: {states:,} states in {taken:.2f} s: {longer}")


def read(numbers: dict[str, Any]) -> tuple[Any, Discrete]:
    system = timed(VRRP.format(**numbers))
    whole = searched(system, [], system.faults)
    instance = instantiate(whole, Scope(), [])
    plain, properties = written(instance)
    assert whole.timing is not None
    assert whole.timing.unit is not None
    return instance, Discrete(plain, Scope(), properties, whole.timing.unit)


def matrices(clocks: int, many: int = 1024, rounds: int = 40) -> None:
    """A guard, a start, and time up to deadlines of four clocks."""
    starts = np.random.default_rng(1).integers(0, 50, (clocks + 1, many)).astype(np.int32)
    starts[0] = 0
    zones = starts[:, None] - starts[None]
    highs = (0, *([100] * 4), *([1 << 29] * (clocks - 4)))
    sources = np.arange(clocks + 1)
    sources[2] = 0

    def follow() -> None:
        for _ in range(rounds):
            left, _ = at_least(zones, 1, 10)
            later(renamed(left, sources), highs)

    kept = len(at_least(zones, 1, 10)[1])
    print(f"{rounds * kept / clock(follow):,.0f} matrices of {clocks} clocks a second: guard, start, time, four deadlines")


def clock(work: Any) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
