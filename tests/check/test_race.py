"""Workers finish in any order; the report must not depend on it."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import hamodel.engines as engines
from hamodel.check.pipeline import check
from hamodel.check.race import Race
from hamodel.check.request import Request
from hamodel.check.tasks import Reply, Task
from hamodel.engines import Budget, Listener
from hamodel.engines.smt.kinduction import kinduction
from hamodel.ground.instance import Goal, Instance
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.verdict import Answer, Exhaustive, Unreachable
from hamodel.source import Source

TEXT = """
spec order
sort Session
scope Session = 3
var open[Session] : bool = false
step toggle(s: Session) { open[s] := not open[s] }
invariant either_way = all s: Session. open[s] or not open[s]
"""


@pytest.mark.parametrize("last", [1, 2, 3])
def test_a_small_scope_that_answers_late(last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def delayed(
        instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /
    ) -> Iterator[tuple[Goal, Answer]]:
        if instance.scope.sizes["Session"] == last:
            time.sleep(0.7)
        yield from kinduction(instance, goals, budget, listen)

    monkeypatch.setitem(engines.ENGINES, "kinduction", delayed)
    report = check(elaborate(parse(Source("order.ha", TEXT))), Request(engine="kinduction"))
    assert {(finding.name, finding.verdict) for finding in report.findings} == {
        ("either_way", "proved"),
        ("no run-time errors", "proved"),
    }
    assert [result.sizes for finding in report.findings for result in finding.results] == [{"Session": 3}] * 2


def test_no_object_stays_frozen() -> None:
    """Of who asks for many checks in one process, the garbage of each is collected."""
    assert gc.get_freeze_count() == 0
    check(elaborate(parse(Source("order.ha", TEXT))), Request())
    assert gc.get_freeze_count() == 0


def test_a_search_does_not_wait_behind_proofs(tmp_path: Path) -> None:
    """Two workers, three proofs that wait for a search: it starts beside the first proof, and is answered first."""
    searched = tmp_path / "searched"

    def proving(who: str, questions: Sequence[str], listen: Listener) -> Iterator[Reply]:
        until = time.monotonic() + 30
        while not searched.exists() and time.monotonic() < until:
            time.sleep(0.01)
        yield Reply(questions[0], Unreachable(Exhaustive(1)), who)

    def searching(who: str, questions: Sequence[str], listen: Listener) -> Iterator[Reply]:
        yield Reply(questions[0], Unreachable(Exhaustive(1)), who)

    tasks = [Task(name, (name,), ("prover",), proving, proof=True) for name in ("p", "q", "r")]
    tasks.append(Task("s", ("s",), ("search",), searching))
    with Race(2, time.monotonic() + 60, 1 << 40, lambda _: None, lambda task: task) as race:
        for task in tasks:
            race.submit(task)
        answered = []
        for kind, task, _ in race.outcomes():
            answered += [task.name] if kind == "reply" else []
            if "s" in answered:
                searched.touch()
    assert answered[0] == "s"
    assert sorted(answered) == ["p", "q", "r", "s"]


FORKED = """
import os, signal, sys
sent = []
os.register_at_fork(before=lambda: sent or (sent.append(1), os.kill(os.getpid(), signal.SIGINT)))
from hamodel.start import main
sys.argv = ["hamodel", "check", "order.ha", "--engine", "explicit"]
main()
"""


def test_an_interrupt_is_heard_that_comes_while_a_worker_is_started(tmp_path: Path) -> None:
    """Python drops what is raised in a hook of a fork, so that the search would go on."""
    (tmp_path / "order.ha").write_text(TEXT)
    done = subprocess.run([sys.executable, "-c", FORKED], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr
