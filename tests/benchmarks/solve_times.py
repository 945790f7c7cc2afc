"""python tests/benchmarks/solve_times.py: how long `hamodel check` takes to say for which durations the claims of pairs hold."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from strategies.unset_pairs import QUESTIONS


def main() -> int:
    """Seconds of processor of the whole process, its start included; and whether it answers as arithmetic does."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (spec, solve, answer) in QUESTIONS.items():
            path = Path(folder) / "spec.ha"
            path.write_text(f"spec timed\n{spec}\n{solve}\n")
            before = os.times()
            command = [sys.executable, "-m", "hamodel", "check", str(path), "--property", "s", "--format", "json"]
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            after = os.times()
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            right = answer in found.stdout
            wrong += not right
            print(f"{name:24} {spent:6.2f} s  {'' if right else f'WRONG: not {answer}'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
