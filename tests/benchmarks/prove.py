"""python tests/benchmarks/prove.py: properties proved by hamodel's PDR and by ABC's, of the same circuits, as one table.

Start-up is not counted on either side. hamodel: processor seconds inside the engine's call, from the instance to the re-checked
proofs of all properties that hold, together; `search` is that without the re-check by Z3. ABC: processor seconds of reading the
AIGER file of the same goals, an output each, and of `pdr`, which proves all outputs together or their disjunction, whichever is
faster, minus those of a file with nothing in it. Its proofs are not re-checked by another solver. Each runs on one core, in
turns, and the best of some rounds counts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from hamodel.engines import Budget, recheck  # noqa: E402
from hamodel.engines.circuits import pdr  # noqa: E402
from hamodel.engines.circuits.aiger import aiger, binary  # noqa: E402
from hamodel.ground.instance import Goal, Instance, instantiate  # noqa: E402
from hamodel.language.elaboration.elaborate import elaborate  # noqa: E402
from hamodel.language.text.parse import load  # noqa: E402
from hamodel.model.scope import Scope  # noqa: E402
from hamodel.model.transform import with_monitors  # noqa: E402
from hamodel.model.verdict import Unreachable  # noqa: E402

ABC = shutil.which("berkeley-abc") or shutil.which("abc")
EMPTY = b"aig 0 0 0 1 0\n0\n"
"""A circuit whose output is never 1."""

ROWS = [
    *(("specs/benchmarks/pair.ha", size) for size in (1, 2, 4, 8)),
    *(("specs/panos/active_active.ha", size) for size in (1, 2)),
]


@dataclass(frozen=True, slots=True)
class Seconds:
    whole: float
    search: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--rounds", type=int, default=5, metavar="K", help="how often each is run (default 5)")
    rounds = parser.parse_args().rounds
    if ABC is None:
        print("skipped: berkeley-abc is not installed")
        return 0
    print(f"{'':16} {'sessions':>8} {'properties':>10} {'hamodel s':>10} {'search s':>9} {'ABC s':>7} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for spec, size in ROWS:
            instance, goals = holding(ROOT / spec, size)
            files = [Path(folder) / "empty.aig", Path(folder) / "goals.aig"]
            files[0].write_bytes(EMPTY)
            files[1].write_bytes(binary(aiger(instance, goals)))
            ours, theirs, nothing = [], [], []
            for _ in range(rounds):
                ours.append(by_hamodel(instance, goals))
                nothing.append(by_abc(files[0]))
                theirs += [by_abc(files[1]), by_abc(files[1], "orpos; ")]
            best = min(ours, key=lambda seconds: seconds.whole)
            other = max(0.001, min(theirs) - min(nothing))
            print(
                f"{Path(spec).stem:16} {size:>8} {len(goals):>10} {best.whole:>10.3f} {best.search:>9.3f} {other:>7.3f} "
                f"{best.whole / other:>6.2f}x",
                flush=True,
            )
    return 0


def holding(path: Path, size: int) -> tuple[Instance, list[Goal]]:
    """The instance, with options at their defaults, and the properties that PDR proves of it: the rest is not compared."""
    system = elaborate(load(str(path)))
    properties = [
        property for property in system.declared if property.kind in ("invariant", "property") and not property.liveness
    ]
    scope = Scope({sort.name: size for sort in system.sorts}, {option.name: option.default for option in system.options})
    instance = instantiate(with_monitors(system, properties), scope, properties)
    goals = [instance.shows(property) for property in properties]
    return instance, [goal for goal, answer in answers(instance, goals) if isinstance(answer, Unreachable)]


def answers(instance: Instance, goals: Sequence[Goal]) -> list[tuple[Goal, object]]:
    return list(pdr.pdr(instance, goals, Budget(), lambda progress: None))


def by_hamodel(instance: Instance, goals: Sequence[Goal]) -> Seconds:
    """Raises if it does not prove all of them."""
    rechecking = 0.0
    whole = recheck.recheck_invariants

    def timed(*arguments: object) -> None:
        nonlocal rechecking
        before = time.process_time()
        whole(*arguments)  # type: ignore[arg-type]
        rechecking += time.process_time() - before

    pdr.recheck_invariants = timed
    try:
        started = time.process_time()
        found = answers(instance, goals)
        spent = time.process_time() - started
    finally:
        pdr.recheck_invariants = whole
    if not all(isinstance(answer, Unreachable) for _, answer in found):
        raise ValueError("hamodel does not prove what it proved before")
    return Seconds(spent, spent - rechecking)


def by_abc(file: Path, first: str = "") -> float:
    """Raises if it does not prove all of them."""
    with tempfile.TemporaryFile("w+") as output:
        child = subprocess.Popen([str(ABC), "-q", f"read_aiger {file}; {first}pdr"], stdout=output, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if child.returncode or not any(word in said for word in ("Property proved", "All properties are proved")):
        raise ValueError(f"ABC does not prove what hamodel proves:\n{said}")
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
