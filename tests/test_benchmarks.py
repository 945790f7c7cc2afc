"""The comparison with other model checkers compares like with like: all of them find the states that arithmetic says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMPARE = ROOT / "tests/benchmarks/compare.py"
CHECKERS = ["hamodel", "spin", "rumur", "minicheck"]


@pytest.mark.parametrize("checker", CHECKERS)
def test_everyone_counts_the_same(checker: str) -> None:
    command = [sys.executable, str(COMPARE), "--sessions", "4", "--only", checker]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    row = next((line for line in done.stdout.splitlines() if line.startswith(checker)), "")
    if "skipped" in row:
        pytest.skip(row)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{2 * 5**4 + 2 * 4**4:,}" in row.split()


def test_the_readme_names_whom_it_compares_with() -> None:
    table = re.search(r"^## How it compares\n.*?^## ", (ROOT / "README.md").read_text(), re.S | re.M)
    assert table is not None
    rows = re.findall(r"^\| (\w+).*x \|$", table[0], re.M)
    assert [row.lower() for row in rows] == CHECKERS
