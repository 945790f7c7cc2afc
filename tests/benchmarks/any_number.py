"""python tests/benchmarks/any_number.py: proofs for any number of members, what their certificates weigh and cost to check.

A row for each spec: the whole process `hamodel check SPEC --engine any_number` that finds all of its proofs, start-up
included; how many; the largest certificate; and for that one the processes of Z3 and cvc5 that accept it. `--all` adds a
row for each proof.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from hamodel.language.elaboration.elaborate import elaborate  # noqa: E402
from hamodel.language.text.parse import load  # noqa: E402
from hamodel.proofs.certificate import find, verify  # noqa: E402
from hamodel.proofs.manifest import load as certificate  # noqa: E402

CLASSICS = ("lease", "lock_server", "ring_election", "sharded_kv", "two_phase_commit", "vrrp")
SPECS = [
    "specs/benchmarks/pair.ha",
    "specs/panos/active_active.ha",
    *(f"specs/classics/{name}.ha" for name in CLASSICS),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--all", action="store_true", help="a row for each proof")
    everything = parser.parse_args().all
    print(f"{'':34} {'found in s':>10} {'proofs':>7} {'clauses':>8} {'kB':>6} {'Z3 s':>6} {'cvc5 s':>7}")
    for spec in SPECS:
        with tempfile.TemporaryDirectory() as folder:
            finding = seconds_to_find(spec, folder)
            system = elaborate(load(str(ROOT / spec)))
            rows = sorted((size(path), path) for path in find(Path(folder)))
            for weight, path in rows if everything else rows[-1:]:
                examined = verify(path, system)
                assert examined.accepted, f"{path}: {examined.problems}"
                name = f"{Path(spec).stem}: {path.name}" if everything else Path(spec).stem
                clauses = len(certificate(path, system).clauses)
                z3, cvc5 = (examined.seconds[solver] for solver in ("z3", "cvc5"))
                print(
                    f"{name[:34]:34} {finding:>10.1f} {len(rows):>7} {clauses:>8} {weight / 1000:>6.0f} {z3:>6.2f} {cvc5:>7.2f}",
                    flush=True,
                )
    return 0


def seconds_to_find(spec: str, folder: str) -> float:
    started = time.monotonic()
    command = [sys.executable, "-m", "hamodel", "check", spec, "--engine", "any_number"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    assert done.returncode in (0, 3), done.stdout + done.stderr  # 3: what is violated is not looked for
    subprocess.run([*command, "--proofs", folder], cwd=ROOT, capture_output=True, check=False)
    return seconds


def size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir())


if __name__ == "__main__":
    sys.exit(main())
