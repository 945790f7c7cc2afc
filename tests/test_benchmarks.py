"""The models of the benchmark mean the same to every model checker that is installed. How fast they are is not asserted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

COMPARE = Path(__file__).parent / "benchmarks" / "compare.py"


@pytest.mark.heavy
@pytest.mark.parametrize("sessions", [1, 3])
def test_all_model_checkers_count_the_same(sessions: int) -> None:
    done = subprocess.run([sys.executable, str(COMPARE), "--sessions", str(sessions)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = re.findall(r"^(?:hamodel|spin|rumur|minicheck) +\S+ +\S+x +\S+ +\S+ +(\S+)", done.stdout, re.MULTILINE)
    assert set(counts) == {str(2 * 5**sessions + 2 * 4**sessions)}


def test_a_count_that_differs_is_said() -> None:
    pytest.importorskip("minicheck")
    script = f"import sys; sys.path.insert(0, {str(COMPARE.parent)!r}); import compare; compare.states = lambda n: 83; "
    script += "sys.argv = ['compare', '--sessions', '2', '--only', 'minicheck']; sys.exit(compare.main())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "not 83 states: minicheck" in done.stdout
