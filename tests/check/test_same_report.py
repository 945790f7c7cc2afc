"""Equal commands give equal reports, byte for byte without the times, whichever worker is faster.

Every worker waits for a while before each of its engines answers; how long is drawn anew for each run, from its seed, so that
answers come in another order each time. `PATIENCE` is short, so that engines do overtake each other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from strategies.sized.against import system_of

from hamodel.check import race
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.tasks import Reply, Task
from hamodel.engines import Listener
from hamodel.model.verdict import Unknown
from hamodel.report.json import as_object
from hamodel.report.style import Style
from hamodel.report.text import text

SHORTER = """
spec longer
sort Session
node Firewall { fw0, fw1 }
scope Session = 2
var n : 0..4 = 0
var open[Session] : bool = false
fault slip when n < 4 { n := n + 1 }
input both(a: Session, b: Session) when a != b and n = 0 { n := 4 }
fair step begin(s: Session) when not open[s] { open[s] := true }
invariant never = n != 4
invariant in_range = n <= 4
reachable two = (count s: Session where open[s]) = 2
property all_open = eventually all s: Session. open[s]
property calm = eventually always n = 0
"""

FEWEST = """
spec fewest
option careful : bool
sort N
var n    : 0..3 = 0
var gone[N] : bool = false
step  count_up when n < 3 and not (careful and n = 2) and (all m: N. not gone[m]) { n := n + 1 }
fault crash(m: N) when not gone[m] { gone[m] := true }
step over when (some m: N. gone[m]) and n = 2 { n := n + 2 }
invariant fine = n < 3 and (all m: N. not gone[m])
invariant quorum = (count m: N where gone[m]) <= 2
"""

RUNS = """
spec runs
option quick : bool
sort S
var state[S] : 0..4 = 0
fair step go(s: S) when state[s] < 4 { state[s] := if quick then 4 else state[s] + 1 }
fault back(s: S) when state[s] = 4 { state[s] := 0 }
property comes = all s: S. state[s] = 0 leads to state[s] = 4
property stays expect violated = all s: S. eventually always state[s] = 4
invariant small = all s: S. state[s] <= 4
"""

SPECS = {"a smaller size has a longer trace": SHORTER, "fewer faults need more steps": FEWEST, "runs without end": RUNS}


def report_with_delays(spec: str, seed: int, monkeypatch: pytest.MonkeyPatch, engine: str = "auto") -> str:
    """The report of a check whose workers are late at random: all that it says, without the times."""
    chosen = Random(seed)

    def late(task: Task, contestant: str, questions: Sequence[str], pipe: Any) -> None:
        delay = Random(f"{seed} {contestant} {questions}").choice((0.0, 0.0, 0.02, 0.1, 0.3))

        def answers(who: str, questions: Sequence[str], listen: Listener) -> Iterator[Reply]:
            time.sleep(delay)
            yield from task.answers(who, questions, listen)

        child(replace(task, answers=answers), contestant, questions, pipe)

    child: Callable[..., None] = race._child
    with monkeypatch.context() as patch:
        patch.setattr(race, "_child", late)
        patch.setattr(race, "PATIENCE", chosen.choice((0.01, 0.05, 3.0)))
        patch.setattr("hamodel.check.schedule.workers", lambda: chosen.choice((1, 2, 4)))
        report = check(system_of(spec), Request(engine=engine, seconds=900.0))
    assert not report.disagreement, report.disagreement
    every = [result.answer for finding in report.findings for result in finding.results]
    assert not [answer for answer in every if isinstance(answer, Unknown) and "worker" in answer.reason]  # none has failed
    shown = text([report], Style(traces=True)).rpartition(";")[0]
    return shown + json.dumps(_without_times(as_object(report)), indent=1)


def _without_times(row: Any) -> Any:
    if isinstance(row, dict):
        return {key: _without_times(value) for key, value in row.items() if key != "seconds"}
    return [_without_times(each) for each in row] if isinstance(row, list) else row


@pytest.mark.heavy
def test_equal_checks_give_equal_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    assert report_with_delays(FEWEST, 1, monkeypatch) == report_with_delays(FEWEST, 0, monkeypatch)


@pytest.mark.heavy
@pytest.mark.parametrize("engine", ["auto", "all"])
@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_equal_checks_give_equal_reports_each_time(spec: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = report_with_delays(spec, 0, monkeypatch, engine)
    for seed in range(1, 3):
        assert report_with_delays(spec, seed, monkeypatch, engine) == first
