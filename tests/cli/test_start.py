"""What starting costs: help, errors and a small check import no more than they need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"z3", "numpy"}


def imported(*arguments: str, cwd: Path) -> tuple[int, set[str]]:
    """The exit status of a command, and which modules its process had imported by then."""
    probe = (
        "import sys, atexit, runpy\n"
        "atexit.register(lambda: sys.stderr.write('\\n@' + ' '.join(sys.modules)))\n"
        f"sys.argv = {['hamodel', *arguments]!r}\n"
        "runpy.run_module('hamodel', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    modules = set(done.stderr.rpartition("@")[2].split())
    assert "hamodel" in modules, done.stderr
    return done.returncode, modules


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["check", "--help"], 0),
        (["run", "--help"], 0),
        (["check", "bad.ha"], 2),
        (["check", "gone.ha"], 2),
        (["check", "--engine", "guess", "bad.ha"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
@pytest.mark.sampled
def test_neither_z3_nor_numpy(arguments: list[str], status: int, tmp_path: Path) -> None:
    (tmp_path / "bad.ha").write_text("spec bad\nvar x : Nope\n")
    returned, modules = imported(*arguments, cwd=tmp_path)
    assert returned == status
    assert not modules & HEAVY


def test_help_does_not_even_need_the_parser(tmp_path: Path) -> None:
    _, modules = imported("--help", cwd=tmp_path)
    assert not modules & {"lark", "rich", "hamodel.model", "hamodel.language"}
