"""--most-states: scripts and logs that need more are given up, and nothing is claimed of them. (`conform`: test_conform.py.)"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hamodel import cli

GRID = """
spec grid
var x : 0..4 = 0
var y : 0..4 = 0
step across when x < 4 { x := x + 1 }
step upwards when y < 4 { y := y + 1 }
input home { x := 0  y := 0 }
scenario corner { any step*  assert x = 4 and y = 4 }
"""


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    path = tmp_path / "grid.ha"
    path.write_text(GRID)
    return path


@pytest.mark.parametrize(("most", "status"), [(25, 0), (24, 1)])
def test_of_a_script(grid: Path, most: int, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["run", str(grid), "--scenario", "corner", "--most-states", str(most)]) == status
    assert ("leads to more states than can be followed" in capsys.readouterr().out) == bool(status)


@pytest.mark.parametrize(("most", "status"), [(25, 0), (24, 3)])
def test_of_a_log(grid: Path, most: int, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"state": {"x": 4, "y": 4}}) + "\n")
    assert cli.status(["replay", str(grid), str(log), "--most-states", str(most)]) == status
    assert ("the model can be in more than 24 states" in capsys.readouterr().out) == bool(status)
