"""What is fast comes before proofs: which tasks a check starts, in which order, and what that leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from strategies.systems import typed

from hamodel.check.pipeline import check
from hamodel.check.race import Race
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.check.tasks import Task

FULL_WITH_TWO = """
spec tight
node Box { l, r }
sort Session
var sent[Session] : bool = false
channel wire from Box to Box carries hello(Session) fifo 1
step go(s: Session) when not sent[s] { sent[s] := true  send wire hello(s) from l to r }
fair on wire hello(s) from x to u { sent[s] := false }
invariant from_left = not pending wire from r to l
"""

BOTH = """
spec both
option quick : bool
sort Session
scope Session = 2
var state[Session] : 0..3 = 0
fair step go(s: Session) when state[s] < 3 { state[s] := if quick then 3 else state[s] + 1 }
property ends = all s: Session. eventually state[s] = 3
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks that a check submits, in this order."""
    names: list[str] = []
    submit = Race.submit

    def noted(self: Race, task: Task) -> None:
        names.append(task.name)
        submit(self, task)

    monkeypatch.setattr(Race, "submit", noted)
    return names


def checked(text: str, **asked: Any) -> Report:
    return check(typed(text), Request(seconds=120, **asked))


def proofs(started: list[str]) -> list[str]:
    return [name for name in started if name.startswith("proof of")]


def test_an_error_at_a_larger_size_comes_before_proofs(started: list[str]) -> None:
    report = checked(FULL_WITH_TWO)
    (made,) = (finding for finding in report.findings if finding.kind == "run-time")
    assert made.results[0].sizes == {"Session": 2}
    assert proofs(started) == []
    assert report.notes[0].startswith("no proof for any number of members was looked for")
    (property,) = (finding for finding in report.findings if finding.name == "from_left")
    assert (property.verdict, property.results[0].sizes) == ("proved", {"Session": (1, 2, 3)})


def test_whoever_asks_for_proofs_gets_them_all_the_same(started: list[str], tmp_path: Path) -> None:
    report = checked(FULL_WITH_TWO, proofs=str(tmp_path))
    assert proofs(started)
    assert not any(note.startswith("no proof for any number of members was looked for") for note in report.notes)


def test_without_an_error_proofs_are_looked_for(started: list[str]) -> None:
    report = checked(FULL_WITH_TWO.replace("fifo 1", "fifo 8").replace("not sent[s] {", "not pending wire {"))
    assert proofs(started)
    assert not [finding for finding in report.findings if finding.kind == "run-time" and finding.hits]


def test_a_search_that_came_to_its_end_is_not_made_again(started: list[str]) -> None:
    """One of the two combinations is searched ahead, the other after it; two of three sizes would be searched otherwise."""
    report = checked(BOTH.replace("scope Session = 2", ""), engine="auto")
    assert [finding.verdict for finding in report.findings if finding.name == "ends"] == ["proved"]
    assert len(started) == len(set(started))
    ahead = [name.removesuffix(" / ahead") for name in started if name.endswith(" / ahead")]
    assert ahead
    assert not set(ahead) & set(started)


def test_few_states_need_no_proof_for_all_combinations(started: list[str]) -> None:
    assert checked(BOTH).exit_status in (0, 4)
    assert "proof of ends" not in started


def test_many_states_do(started: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamodel.check.schedule.MANY", 10)
    assert checked(BOTH).exit_status in (0, 4)
    assert "proof of ends" in started


def test_a_search_ahead_that_is_cut_off_is_made_again(started: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not decided in so few states is decided in the end, and the report says nothing of it."""
    whole = checked(BOTH)
    del started[:]
    monkeypatch.setattr("hamodel.check.schedule.AHEAD", 1)
    cut = checked(BOTH)
    ahead = {name.removesuffix(" / ahead") for name in started if name.endswith(" / ahead")}
    assert ahead
    assert ahead <= set(started)
    assert "proof of ends" in started  # how many states there are is not known
    assert [(finding.name, finding.verdict) for finding in cut.findings] == [
        (finding.name, finding.verdict) for finding in whole.findings
    ]
    assert not any("states" in note for note in cut.notes)


def test_whoever_stops_listening_to_a_race_loses_nothing() -> None:
    """Every reply comes once, however often one begins to listen again."""
    from hamodel.check.tasks import Reply
    from hamodel.model.verdict import Exhaustive, Unreachable

    def answers(who: str, questions: Any, listen: Any) -> Any:
        for question in questions:
            yield Reply(question, Unreachable(Exhaustive(1)), who)

    questions = tuple(f"q{number}" for number in range(5))
    tasks = [Task(f"t{number}", questions, ("nobody",), answers) for number in range(4)]
    heard = []
    with Race(2, float("inf"), 1 << 40, lambda progress: None, lambda task: task) as race:
        for task in tasks:
            race.submit(task)
        while race.under_way():
            for kind, of, reply in race.outcomes():
                if of is not None and reply is not None:
                    heard.append((of.name, reply.question))
                if kind == "beat":
                    break
    assert sorted(heard) == sorted((task.name, question) for task in tasks for question in questions)
