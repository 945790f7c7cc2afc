"""The README says what is so: its sessions are played again, its commands are the ones that CI runs, its links lead somewhere."""

from __future__ import annotations

import re
import unittest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from strategies.transcript import commands, masked, play

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
SLOW = "check specs/panos/active_active.ha\n"


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCK.findall(README.read_text()) if name == language]


def title(block: str) -> str:
    return next(commands(block))[0]


@pytest.mark.parametrize(
    "block",
    [pytest.param(block, id=title(block), marks=pytest.mark.heavy if SLOW in block else ()) for block in blocks("console")],
)
def test_a_session_says_the_same_today(block: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = tmp_path if title(block).startswith("hamodel init") else ROOT  # it writes
    played = play([command for command, _ in commands(block)], folder)
    if request.config.getoption("--bless") and masked(played) != masked(block):
        README.write_text(README.read_text().replace(block, played))
        block = played
    assert masked(played) == masked(block)


def test_every_session_is_in_a_block_that_is_played() -> None:
    outside = BLOCK.sub("", README.read_text())
    assert not re.search(r"^\s*\$ ", outside, re.M)
    assert all(block.startswith("$ hamodel ") for block in blocks("console"))
    assert {name for name, _ in BLOCK.findall(README.read_text())} <= {"console", "sh", "python", "yaml"}


def test_python_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block is run; of a test class that it makes, one short run."""
    monkeypatch.chdir(ROOT)
    for block in blocks("python"):
        names: dict[str, Any] = {}
        exec(compile(block, "README.md", "exec"), names)
        for case in [value for value in names.values() if isinstance(value, type) and issubclass(value, unittest.TestCase)]:
            case.settings = settings(max_examples=2, stateful_step_count=5, deadline=None)
            result = unittest.TestResult()
            case("runTest").run(result)
            assert result.testsRun == 1
            assert result.wasSuccessful(), result.errors + result.failures


def test_the_ci_job_is_the_one_that_init_writes() -> None:
    assert blocks("yaml") == [(ROOT / "hamodel/starter/github.yml").read_text()]
    assert blocks("yaml")[0].count("\n") == 10, "CI in ten lines"


def test_the_commands_to_set_up_are_those_of_the_continuous_integration() -> None:
    script = [line.strip() for line in (ROOT / ".ci/run").read_text().splitlines()]
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) >= 2
    for line in lines:
        assert line in script, f".ci/run does not run `{line}`"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", README.read_text()):
        assert "://" in target or (ROOT / target).exists(), f"no {target}"


def test_every_spec_is_in_the_table() -> None:
    text = README.read_text()
    for path in (ROOT / "specs").rglob("*.ha"):
        assert path.relative_to(ROOT).as_posix() in text, f"the README does not know {path}"


def test_the_comparison_is_with_those_who_are_compared() -> None:
    table = re.search(r"^## How it compares\n.*?^## ", README.read_text(), re.S | re.M)
    assert table is not None
    rows = [row.lower() for row in re.findall(r"^\| (\w+).*x \|$", table[0], re.M)]
    compared = re.search(r"^CHECKERS\b.*?^}", (ROOT / "tests/benchmarks/compare.py").read_text(), re.S | re.M)
    assert compared is not None
    assert rows == re.findall(r'^    "(\w+)":', compared[0], re.M)


def test_short_enough_to_be_read() -> None:
    assert README.read_text().count("\n") <= 520
