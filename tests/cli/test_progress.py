"""What someone sees who waits at a terminal, on a screen of the test's own; nothing where nobody can see it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from strategies.terminal import LONG, PATIENCE, ROOT, Terminal

from hamodel.cli import progress
from hamodel.engines import Progress

pytestmark = pytest.mark.heavy


@pytest.fixture
def long_spec(tmp_path: Path) -> Path:
    """68 million states: nobody is done with it before the first word about it."""
    path = tmp_path / "long.ha"
    path.write_text(LONG)
    return path


def test_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[list[str]] = []
    now = iter([0.0, 0.2, 10.0, 10.01, 11.2, 12.0, 14.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    line = progress.StatusLine("pair")
    monkeypatch.setattr(line, "_say", lambda lines: said.append([*lines]))
    asked = {"task": "a", "question": "one_owner, Session = 2", "answered": 3, "asked": 8, "left": 500.0}
    line.hear(Progress("explicit", 1, 2, 2322, worker=7, **asked))  # type: ignore[arg-type]  # too early to be shown
    line.hear(Progress("explicit", 12, 3400, 912322, worker=7, memory=312_000_000, **asked))  # type: ignore[arg-type]
    line.hear(Progress("explicit", 13, 1, 912323, worker=7, **asked))  # type: ignore[arg-type]  # too soon after the last
    line.hear(Progress("pdr", 5, open=2, clauses=1400, worker=8, task="b"))
    line.hear(Progress("explicit", 0, 1, 1, worker=7, task="c"))  # another search
    line.hear(Progress("kinduction", 3, worker=9, task="d"))  # and nothing of 8 for too long
    assert said == [
        [  # 910,000 states in 9.8 s
            "pair  3 of 8 answered  10 s  500 s left",
            "  explicit  depth 12  frontier 3,400  912,322 states  92,857 a second  312 MB  one_owner, Session = 2",
        ],
        [
            "pair  11 s",
            "  explicit  depth 13  frontier 1  912,323 states  82,727 a second  one_owner, Session = 2",
            "  pdr  frame 5  1,400 clauses  2 open",
        ],
        ["pair  12 s", "  explicit  depth 0  frontier 1  1 state", "  pdr  frame 5  1,400 clauses  2 open"],
        ["pair  14 s", "  kinduction  k 3"],
    ]


@pytest.mark.parametrize("width", [120, 40])
def test_a_long_search_shows_how_far_it_is_and_leaves_nothing_behind(long_spec: Path, width: int) -> None:
    with Terminal(["check", str(long_spec), "--engine", "explicit", "--symmetry", "off"], width) as terminal:
        terminal.wait(lambda it: re.search(r"explicit  depth \d+  frontier [\d,]+", it.screen.text))
        if width == 120:
            terminal.wait(lambda it: re.search(r"long  \d of 2 answered  \d+ s  \d+ s left", it.screen.text))
            terminal.wait(lambda it: re.search(r"[\d,]+ states  [\d,]+ a second  [\d,]+ MB  behind", it.screen.text))
        assert terminal.screen.cursor, "a program that is killed must not leave the terminal without a cursor"
        terminal.press_interrupt()
        assert terminal.finish() == 130
    shown = [text for text in terminal.seen if "answered" in text]
    assert all(len(text.split("\n")) <= 1 + 1 + (os.cpu_count() or 1) for text in shown), "a line was wrapped"
    assert "answered  " not in terminal.screen.text
    assert "frontier" not in terminal.screen.text
    assert terminal.screen.text.startswith("long"), "the report is all that is left"
    assert terminal.screen.cursor


@pytest.mark.heavy
@pytest.mark.parametrize("environment", [{"CI": "true"}, {"TERM": "dumb"}])
def test_it_is_quiet_where_nobody_looks(long_spec: Path, environment: dict[str, str]) -> None:
    with Terminal(["check", str(long_spec), "--engine", "explicit", "--time", "3s"], **environment) as terminal:
        assert terminal.finish() == 3
    assert "frontier" not in terminal.written
    assert not {code for code in terminal.screen.codes if code[-1] != "m"}


def test_no_color_means_none(long_spec: Path) -> None:
    with Terminal(["check", str(long_spec), "--engine", "explicit", "--symmetry", "off"], NO_COLOR="1") as terminal:
        terminal.wait(lambda it: "frontier" in it.screen.text)
        terminal.press_interrupt()
        assert terminal.finish() == 130
    assert not {code for code in terminal.screen.codes if re.search(r"\[[0-9;]*3\d[;m]", code)}


def test_a_pipe_gets_nothing(long_spec: Path) -> None:
    command = [sys.executable, "-m", "hamodel", "check", str(long_spec), "--engine", "explicit", "--time", "3s"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert "\x1b" not in done.stdout


def test_a_worker_that_is_silent_is_heard_of(long_spec: Path) -> None:
    """A proof may take minutes for a step; its memory, and that it goes on, are told all the same."""
    from hamodel.check.race import Race
    from hamodel.check.tasks import Reply, Task
    from hamodel.model.verdict import Reached

    def answers(who: str, questions: Sequence[str], listen: object) -> Iterator[Reply]:
        signal.sigtimedwait([], 2.0)
        yield Reply("q", Reached(None), who)

    heard: list[Progress] = []
    task = Task("t", ("q",), ("silent",), answers)  # type: ignore[arg-type]
    with Race(1, time.monotonic() + PATIENCE, 1 << 32, heard.append, lambda task: task) as race:
        race.submit(task)
        assert [kind for kind, _, _ in race.outcomes() if kind != "beat"] == ["reply", "done"]
    assert len(heard) >= 2
    assert {(said.engine, said.task) for said in heard} == {("silent", "t")}
    assert all(said.memory > 1_000_000 and said.worker != os.getpid() for said in heard)
