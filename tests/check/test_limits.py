"""Time and memory are kept, and what ends for want of them says why, and how far it came."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import hamodel.engines as engines
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.cli.checking import longer, since_start
from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.limits import resident
from hamodel.engines.limits.resident import Limit, descendants, held, proportional
from hamodel.engines.question import SomeRun
from hamodel.ground.instance import Goal, Instance
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.verdict import Answer, Finding, Reached, Result, Unknown
from hamodel.report.verdicts import summary
from hamodel.source import Source

ROOT = Path(__file__).parent.parent.parent

WIDE = """
spec wide
var a : 0..499 = 0
var b : 0..499 = 0
var c : 0..49 = 0
step ra when a < 499 { a := a + 1 }
step rb when b < 499 { b := b + 1 }
step rc when c < 49 { c := c + 1 }
invariant never = a + b + c < 5000
"""
"""12,500,000 states, which take some 400 MB; n steps from the first are those whose sum is n."""


def asleep(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /) -> Iterator[tuple[Goal, Answer]]:
    """An engine that knows where a run starts, says how far it is, and then no more."""
    yield from ((goal, Reached(None)) for goal in goals if goal.name == str(SomeRun()))
    listen(Progress("bmc", 8, bound=7))
    time.sleep(60)


def test_a_bound_that_was_reached_is_said_when_time_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines.ENGINES, "bmc", asleep)
    began = time.monotonic()
    report = check(elaborate(parse(Source("made.ha", WIDE))), Request(engine="bmc", seconds=1.5))
    assert time.monotonic() - began < 50, "it waited for the engine"
    answers = {finding.name: finding.results[0].answer for finding in report.findings}
    assert answers["never"] == Unknown("out of time", 7)
    assert summary(report.findings[0]) == "no violation within 7 steps; out of time"


def test_a_search_says_how_far_it_came_when_memory_is_out() -> None:
    """The limit is what this process has already: the worker is ended at once."""
    report = check(elaborate(parse(Source("made.ha", WIDE))), Request(engine="explicit", memory=held(os.getpid())))
    for finding in report.findings:
        answer = finding.results[0].answer
        assert isinstance(answer, Unknown)
        assert answer.reason.startswith("out of memory")


@pytest.mark.parametrize(
    ("lived", "ran", "seconds", "more"),
    [(0.5, 0.5, 10.0, 0.0), (1.0, 0.5, 10.0, 0.5), (9.0, 0.5, 10.0, 1.5), (1.0, 0.5, 600.0, 1.0), (0.0, 0.5, 10.0, 0.0)],
)
def test_on_a_busy_machine_there_is_more_time_to_tell(lived: float, ran: float, seconds: float, more: float) -> None:
    """Half a second of ten; a second at most of what is longer than twenty."""
    assert longer(lived, ran, seconds) == pytest.approx(more)


def test_a_cause_is_said_once() -> None:
    """Beside it, what is known for all of the combinations that it is the cause for."""

    def said(*reasons: str) -> str:
        results = tuple(Result({"n": number}, {}, Unknown(reason)) for number, reason in enumerate(reasons))
        return summary(Finding("property", "invariant", None, results))

    known = "out of time; proved for Session = 1"
    assert said(known, "out of time", known) == "out of time"
    assert said(known, "out of memory; proved for Session = 1") == "out of time, out of memory; proved for Session = 1"
    assert said(known, known) == known


def test_what_nobody_was_asked_has_a_true_reason() -> None:
    """A violation is expected: whoever looks for proofs only does not look, however much time is left."""
    text = "spec s\nsort Session\noption loose : bool\nvar taken[Session] : bool = false\n"
    text += "step take(s: Session) when loose or all x: Session. not taken[x] { taken[s] := true }\n"
    text += "invariant one expect violated when loose = at most one s: Session. taken[s]\n"
    report = check(elaborate(parse(Source("made.ha", text))), Request(engine="any_number", options={"loose": True}))
    assert summary(report.findings[0]) == "expected to be violated: any_number looks for proofs only"


@pytest.mark.heavy
def test_the_whole_command_keeps_to_its_memory(tmp_path: Path) -> None:
    """A search that needs more ends with the levels that it has been through; the sum of n is at most 1047."""
    spec = tmp_path / "wide.ha"
    spec.write_text(WIDE)
    command = [sys.executable, "-m", "hamodel", "check", str(spec), "--engine", "explicit", "--memory", "256M"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    peak = 0
    while started.poll() is None:
        peak = max(peak, sum(map(proportional, (started.pid, *descendants(started.pid)))))
        time.sleep(0.02)
    assert started.stdout is not None
    output = " ".join(started.stdout.read().split())
    assert started.returncode == 3
    assert "steps; out of memory" in output
    assert 0 < int(output.partition("no violation within ")[2].split()[0]) < 1047
    assert 0.7 * (256 << 20) < peak < 1.1 * (256 << 20)


def test_the_largest_worker_is_asked_before_it_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of 60 MB beside one that sleeps; the limit lies just below what they have, then far below."""
    code = "import signal, sys, time\nsignal.signal(signal.SIGUSR1, lambda *_: print('asked', flush=True))\n"
    code += "held = b'x' * int(sys.argv[1])\nprint('ready', flush=True)\n"
    code += "while True: time.sleep(0.1)"
    workers = [
        subprocess.Popen([sys.executable, "-c", code, str(size)], stdout=subprocess.PIPE, text=True) for size in (1, 60 << 20)
    ]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        numbers = [worker.pid for worker in workers]
        seen = {number: proportional(number) for number in (os.getpid(), *numbers)}  # once: the system takes pages away
        monkeypatch.setattr(resident, "proportional", seen.__getitem__)
        used = sum(seen.values())
        assert Limit(2 * used).over(numbers) is None
        close = Limit(used - (1 << 20))
        assert close.over(numbers) is None
        assert workers[1].stdout is not None
        assert workers[1].stdout.readline() == "asked\n"
        assert Limit(used // 2).over(numbers) == numbers[1]
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.communicate()


def test_the_time_of_a_command_begins_with_its_process() -> None:
    line = "import time; time.sleep(0.3); from hamodel.cli.checking import longer, since_start; print(since_start())"
    said = float(subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout)
    assert 0.3 <= said < 60
    assert since_start() > 0
