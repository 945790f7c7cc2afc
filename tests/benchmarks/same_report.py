"""python tests/benchmarks/same_report.py: one command again and again, on a machine that is busy: is the report the same?

Two specs: one in which a smaller size has a longer trace, so that it matters which worker is faster, and one about runs without
end. Meanwhile busy processes, nicer than the commands, take what there is. Each report is compared byte for byte without its
times, and so are the exit statuses. Each report that there was is printed with how often; two differ in what is shown of them.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

SHORTER = """
spec fewer_members
sort Flow
node Box { left, right }
scope Flow = 2
var level : 0..4 = 0
fault leak when level < 4 { level := level + 1 }
input burst(a: Flow, b: Flow) when a != b and level = 0 { level := 4 }
invariant never_full = level != 4
"""
"""With one member four faults lead there; with two also one step without a fault."""

ENDS = """
spec ends
sort Flow
node Box { left, right }
scope Flow = 2
var owner[Flow] : Box? = none
var alive[Box] : bool = true
faults 2
input open(f: Flow, b: Box) when owner[f] = none and alive[b] { owner[f] := b }
fault crash(b: Box) when alive[b] { alive[b] := false }
fair step wake(b: Box) when not alive[b] { alive[b] := true }
fair step take_over(f: Flow, b: Box) when alive[b] and (some d: Box. owner[f] = d and not alive[d]) { owner[f] := b }
property owned = all f: Flow. owner[f] != none leads to some b: Box. owner[f] = b and alive[b]
property opened = all f: Flow. eventually owner[f] != none
property settles = eventually always all b: Box. alive[b]
invariant one_alive = some b: Box. alive[b]
"""

SPECS = {"a smaller size has a longer trace": SHORTER, "runs without end": ENDS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--count", type=int, default=200, help="how often each command is run")
    parser.add_argument("--busy", type=int, default=2 * len(os.sched_getaffinity(0)), help="how many processes keep it busy")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--spec", action="append", type=Path, help="another spec instead; may be repeated")
    asked = parser.parse_args()
    texts = {path.name: path.read_text() for path in asked.spec} if asked.spec else SPECS
    busy = [subprocess.Popen(["nice", "-n", "10", sys.executable, "-c", BUSY.format(seed)]) for seed in range(asked.busy)]
    try:
        differ = [name for name, text in texts.items() if not same(name, text, asked.count, asked.engine)]
    finally:
        for process in busy:
            process.kill()
            process.wait()
    return 1 if differ else 0


BUSY = """
import random, time
dice = random.Random({})
while True:
    end = time.monotonic() + dice.choice((0.01, 0.1, 0.5))
    while time.monotonic() < end:
        pass
    time.sleep(dice.choice((0.01, 0.1, 0.2)))
"""
"""Now and then it sleeps, so that a command has not always the same part of the machine."""


def same(name: str, text: str, count: int, engine: str) -> bool:
    """Whether all reports of a spec are the same. Prints how many there are."""
    started, reports = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "spec.ha")
        spec.write_text(text)
        for _ in range(count):
            reports[report([str(spec), "--engine", engine])] += 1
    seconds, load = time.monotonic() - started, os.getloadavg()[0]
    print(f"{name}: {count} commands in {seconds:,.0f} s, load {load:.1f}: {len(reports)} report(s)", flush=True)
    if len(reports) > 1:
        (first, _), (other, _) = reports.most_common(2)
        print(f"  so often each: {', '.join(str(times) for _, times in reports.most_common())}")
        print("\n".join(difflib.unified_diff(first.split("\n"), other.split("\n"), lineterm="", n=1)))
    return len(reports) == 1


def report(arguments: Sequence[str]) -> str:
    """What is printed, without the times, and the exit status."""
    command = [sys.executable, "-m", "hamodel", "check", *arguments, "--format", "json"]
    os.environ["PYTHONHASHSEED"] = str(random.randrange(1 << 32))
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    try:
        said = json.dumps(without_times(json.loads(done.stdout)), indent=1)
    except json.JSONDecodeError:
        said = done.stdout
    return f"exit {done.returncode}\n{said}\n{done.stderr}"


def without_times(row: Any) -> Any:
    if isinstance(row, dict):
        return {key: without_times(value) for key, value in row.items() if key != "seconds"}
    return [without_times(each) for each in row] if isinstance(row, list) else row


if __name__ == "__main__":
    sys.exit(main())
