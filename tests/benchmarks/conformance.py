"""python tests/benchmarks/conformance.py: the reference pair against its spec, and how fast defects of it are found.

First a long random run of the pair as it is: what the model cannot explain, which of the model's actions explained the rest, and
how many actions are done, abstracted and followed in a second, by the clock and by the processor's time of this one process.
Then each defect of `tests/strategies/defects.py`: how many actions the explorer needed to find it, how many are left when it is
shrunk, the seconds of both together; and how many examples Hypothesis needs, each of as many actions as a run of the explorer has
(`-`: it was given as many as it may have). Its phase of targets is left out: with so few examples it stays where it is.

It ends with 1 if a step cannot be explained, or if the explorer does not find a defect or finds no short trace.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hypothesis import HealthCheck, Phase, settings  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402
from strategies.defects import ACTIONS, DEFECTS, LONGEST, SEED, Defect  # noqa: E402

from hamodel.conformance.driving import Models  # noqa: E402
from hamodel.conformance.explore import LENGTH, explore  # noqa: E402
from hamodel.conformance.machine import machine  # noqa: E402
from hamodel.conformance.reproduction import Unexplained  # noqa: E402
from hamodel.conformance.shrinking import shrunk  # noqa: E402
from hamodel.language.elaboration.elaborate import elaborate  # noqa: E402
from hamodel.language.text.parse import load  # noqa: E402
from hamodel.reference.panos.reference_pair import ReferencePair  # noqa: E402
from hamodel.report.results.conform import found_text, table  # noqa: E402

SPEC = ROOT / "specs" / "panos" / "active_active.ha"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--actions", type=int, default=100_000, metavar="K", help="of the pair as it is (default 100,000)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the pair as it is (default {SEED})")
    parser.add_argument("--examples", type=int, default=100, metavar="K", help="for Hypothesis, 0: not at all (default 100)")
    parser.add_argument("--only", metavar="NAME", help="this defect alone")
    arguments = parser.parse_args()
    agrees = agreement(arguments.seed, arguments.actions)
    chosen = [defect for defect in DEFECTS if arguments.only in (None, defect.name)]
    print(f"\n{'defect':45} {'actions':>8} {'shrunk to':>9} {'seconds':>8} {'examples':>9}")
    models = Models(elaborate(load(str(SPEC))))
    short = [row(defect, models, arguments.examples) for defect in chosen]
    print(f"{sum(short)} of {len(short)} found within {ACTIONS:,} actions and shrunk to at most {LONGEST}")
    return 0 if agrees and all(short) else 1


def agreement(seed: int, actions: int) -> bool:
    """Is every step of the pair explained?"""
    models = Models(elaborate(load(str(SPEC))))
    explore(models.system, ReferencePair, seed, 1, models=models)
    started, spent = time.perf_counter(), time.process_time()
    explored = explore(models.system, ReferencePair, seed, actions, models=models)
    wall, processor = time.perf_counter() - started, time.process_time() - spent
    print(
        f"{explored.actions:,} actions in {explored.runs:,} runs, seed {seed}: "
        f"{explored.actions / wall:,.0f} a second by the clock, {explored.actions / processor:,.0f} by the processor's time; "
        f"{explored.refused:,} refused, {explored.lost} runs lost"
    )
    print(table(explored.coverage))
    if explored.found is None:
        print("no step is unexplained")
        return True
    print(found_text(shrunk(explored.found, ReferencePair, models)))
    return False


def row(defect: Defect, models: Models, examples: int) -> bool:
    """Is it found, and shown in few actions?"""
    started = time.perf_counter()
    explored = explore(models.system, defect.make, SEED, ACTIONS, models=models)
    length = len(shrunk(explored.found, defect.make, models).done) if explored.found is not None else None
    seconds = time.perf_counter() - started
    needed = by_hypothesis(defect, models, examples)
    actions, left = (f"{explored.actions:,}", str(length)) if length is not None else ("-", "-")
    print(f"{defect.name:45} {actions:>8} {left:>9} {seconds:>8.1f} {'-' if needed is None else needed:>9}", flush=True)
    return length is not None and length <= LONGEST


def by_hypothesis(defect: Defect, models: Models, examples: int) -> int | None:
    """How many examples it takes to find the defect, without shrinking; None if so many do not."""
    if not examples:
        return None
    chosen = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        stateful_step_count=LENGTH,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    begun = 0

    class Counted(machine(models.system, defect.make, settings=chosen)):  # type: ignore[misc]
        def __init__(self) -> None:
            nonlocal begun
            begun += 1
            super().__init__()

    Counted.models = models
    try:
        run_state_machine_as_test(Counted, settings=chosen)
    except Unexplained:
        return begun
    return None


if __name__ == "__main__":
    sys.exit(main())
