"""A check that leaves the question for run-time errors out ends when its properties are answered, and says what was not asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hamodel import cli
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.source import Source

WIDE = """
spec wide
node Box { p, q }
var a : 0..9999 = 0
var b : 0..9999 = 0
var c : 0..9999 = 0
var m[x: Box] : bool = x = p
step ra { a := if a = 9999 then 0 else a + 1 }
step rb { b := if b = 9999 then 0 else b + 1 }
step rc { c := if c = 9999 then 0 else c + 1 }
step over when a = 9000 and b = 9000 { a := a + b }
step flip when a = 2 { m[p] := false }
invariant low = a < 3
invariant one = (the x: Box where m[x]) = p
property calm = always a < 3
"""
"""10^12 states: no search ends."""

LEFT_OUT = "run-time errors were not looked for: a run ends where one is made"


def report(*names: str, text: str = WIDE, **asked: object) -> Report:
    return check(elaborate(parse(Source("wide.ha", text))), Request(properties=names, **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("property", "engine"), [("low", "explicit"), ("low", "auto"), ("low", "bmc"), ("calm", "auto"), ("calm", "bmc")]
)
def test_it_stops_at_the_counterexample(property: str, engine: str) -> None:
    """Three steps, and nothing else is looked for; 60 s would be used up by a search for errors, which ends nowhere."""
    found = report(property, engine=engine, seconds=60.0, run_time=False)
    [finding] = found.findings
    assert (finding.verdict, finding.results[0].answer.trace is None) == ("violated", False)  # type: ignore[union-attr]
    assert found.seconds < 30
    assert LEFT_OUT in found.notes


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ({"depth": 5}, "not searched beyond 5 transitions"),
        pytest.param({"seconds": 20.0}, "out of time", marks=pytest.mark.heavy),
    ],
    ids=["depth", "time"],
)
def test_it_goes_on_where_the_question_is_asked(limit: dict[str, object], reason: str) -> None:
    found = report("low", engine="explicit", **limit)
    assert [finding.name for finding in found.findings] == ["low", "no run-time errors"]
    assert [finding.verdict for finding in found.findings] == ["violated", "holds to depth"]
    assert [result.answer.reason for result in found.findings[1].results] == [reason]  # type: ignore[union-attr]
    assert LEFT_OUT not in found.notes


def test_a_property_is_still_asked_whether_it_has_a_value() -> None:
    """After two steps `ra` and a `flip` there is no box with m, and so nothing that `one` could say."""
    small = WIDE.replace("9999", "3").replace("9000", "3").replace("step over when a = 3 and b = 3 { a := a + b }", "")
    found = report("one", text=small, engine="explicit", seconds=60.0, run_time=False)
    [finding] = found.findings
    assert finding.verdict == "unknown"
    assert finding.results[0].answer.reason == "has no value in a state that is reached"  # type: ignore[union-attr]
    assert found.exit_status == 3


SORTED = """
spec sorted
sort Session
var on[Session] : bool = false
var n : 0..3 = 0
step switch(s: Session) { on[s] := not on[s] }
step add { n := n + 1 }
invariant fine = all s: Session. on[s] or not on[s]
invariant below = n < 4
"""


@pytest.mark.parametrize("engine", ["explicit", "auto", "any_number", "kinduction"])
def test_no_engine_is_asked_for_errors(engine: str) -> None:
    """`add` makes one after three steps."""
    found = report(text=SORTED, engine=engine, seconds=60.0, run_time=False)
    assert [(finding.name, finding.verdict) for finding in found.findings] == [("fine", "proved"), ("below", "proved")]
    assert found.quality == ()
    asked = report(text=SORTED, engine="explicit", seconds=60.0)
    assert [finding.kind for finding in asked.findings if finding.verdict == "violated"] == ["run-time"]


def test_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sorted.ha"
    path.write_text(SORTED)
    monkeypatch.chdir(tmp_path)
    statuses = []
    for flag in ("--run-time", "--no-run-time"):
        monkeypatch.setattr(sys, "argv", ["hamodel", "check", str(path), "--property", "below", "--engine", "explicit", flag])
        with pytest.raises(SystemExit) as exit:
            cli.main()
        statuses.append(exit.value.code)
    assert statuses == [1, 0]
    assert capsys.readouterr().out.count(LEFT_OUT) == 1


@pytest.mark.parametrize("run_time", [True, False])
def test_no_proof_is_looked_for_either(tmp_path: Path, run_time: bool) -> None:
    """A certificate is written of what is proved."""
    harmless = SORTED.replace("n + 1 }", "if n < 3 then n + 1 else 0 }")
    found = report(text=harmless, seconds=100.0, proofs=str(tmp_path), run_time=run_time)
    assert {finding.verdict for finding in found.findings} == {"proved"}
    written = [note for note in found.notes if "written to" in note]
    assert [note.split()[0] for note in written] == ["3" if run_time else "2"], found.notes
