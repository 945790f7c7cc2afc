"""Run-time errors as incidents: who makes it, what it is about, where. The expected words are worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from strategies import readers
from strategies.systems import typed

from hamodel.api.findings import Checked
from hamodel.check.memory import Memory
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.model.trace import TraceError
from hamodel.model.transform import IDLE
from hamodel.model.verdict import Finding, Reached, Unknown
from hamodel.report import FORMATS
from hamodel.report.run_time_errors import said, when
from hamodel.report.style import Style
from hamodel.report.text import text
from hamodel.report.verdicts import shown

BOXES = "spec careless\nnode Box { l, r }\nvar m[Box] : bool = false\nvar n : 0..3 = 0\n"


def checked(text: str, **asked: Any) -> Report:
    return check(typed(text), Request(seconds=60, **{"engine": "explicit", **asked}))


def error_of(report: Report) -> tuple[Finding, TraceError]:
    """The only one."""
    (finding,) = (finding for finding in report.findings if finding.kind == "run-time")
    found = shown(finding)
    assert found is not None
    assert found[1].error is not None
    return finding, found[1].error


@pytest.mark.parametrize(
    ("body", "name", "about", "occasion"),
    [
        (
            "var x[Box] : 0..3 = 0\nstep go(a: Box, b: Box) when a = b and a = r {\n x[a] := 1\n x[b] := 2 }",
            "error[double-write]",
            "x[r] is written twice: 1 at 7:2, 2 at 8:2",
            "when `go(r, r)` is taken",
        ),
        ("step go when n < 3 { n := n + 2 }", "error[range]", "n would be 4: its range is 0..3", "when `go` is taken"),
        (
            "record Pair { a: 0..2, b: 0..2 }\nvar p : Pair = Pair(0, 0)\nstep go { p := Pair(3 - n, 0) }",
            "error[range]",
            "the value is 3: the range is 0..2",
            "when `go` is taken",
        ),
        (
            "def double(k: 0..3) = k + k\nstep go(k: 2..3) when double(k + 1) > 7 { n := 0 }",
            "error[range]",
            "the value is 4: the range is 0..3",
            "when `go(3)` is taken",
        ),
        ("var o : 1..2? = none\nstep go { o := n }", "error[range]", "the value is 0: the range is 1..2", "when `go` is taken"),
        (
            "var t[0..1, Box] : bool = false\nstep go(b: Box) when b = r { t[2 - n, b] := n = 0 }",
            "error[index]",
            "there is no t[2, r]: 2 is not in 0..1",
            "when `go(r)` is taken",
        ),
        ("step go { m[the b: Box where m[b]] := true }", "error[the]", "`the` has no answer", "when `go` is taken"),
        ("step go { m[the b: Box where n < 1] := true }", "error[the]", "`the` has 2 answers: l, r", "when `go` is taken"),
        (
            "channel c from Box to Box carries hi(0..5) fifo 1\nstep go { send c hi(n) from l to r  send c hi(n) from l to r }\n"
            "on c hi(k) from a to b { }",
            "error[full-channel]",
            "c from l to r is full: it holds 1 message, and hi(0) is sent",
            "when `go` is taken",
        ),
        (
            "channel c from Box to Box carries hi(0..5) unordered 1\n"
            "step go { send c hi(1) from l to r  send c hi(1) from l to r }\non c hi(k) from a to b { }",
            "error[full-channel]",
            "c from l to r is full: hi(1) is sent, and is in it 1 time",
            "when `go` is taken",
        ),
        ("input go { }\ninvariant i = m[the b: Box where m[b]]", "error[the]", "`the` has no answer", "when `i` is looked at"),
        ("input go { }\nassume i = m[the b: Box where m[b]]", "error[the]", "`the` has no answer", "when `i` is looked at"),
        (
            "input go { }\ninitially m[the b: Box where m[b]]",
            "error[the]",
            "`the` has no answer",
            "when `initially` is looked at",
        ),
        (
            "input go { }\noption both : bool\nvar q : Box = the b: Box where both\nassume so = both",
            "error[the]",
            "`the` has 2 answers: l, r",
            "in an initial value",
        ),
        (
            "step go { n := n }\nproperty i = always (once m[the b: Box where m[b]])",
            "error[the]",
            "`the` has no answer",
            "in what `i` remembers when `go` is taken",
        ),
    ],
)
def test_an_error_says_who_causes_it_and_what_it_is_about(body: str, name: str, about: str, occasion: str) -> None:
    report = checked(BOXES + body)
    finding, made = error_of(report)
    assert (finding.name, said(report.system, made.what), when(report.system, made)) == (name, about, occasion)


@pytest.mark.parametrize("engine", ["explicit", "bmc", "pdr", "auto", pytest.param("all", marks=pytest.mark.heavy)])
def test_every_engine_shows_the_last_step(engine: str) -> None:
    spec = "step rise when n < 2 { n := n + 1 }\nstep go(b: Box) when n = 2 and b = r { n := n + 2 }"
    report = checked(BOXES + spec, engine=engine)
    finding, made = error_of(report)
    found = shown(finding)
    assert found is not None
    assert [step.action for step in found[1].steps] == ["rise", "rise"]
    assert (made.action, made.arguments) == ("go", (("b", "r"),))
    assert said(report.system, made.what) == "n would be 4: its range is 0..3"


def test_the_text_has_it_as_the_last_step() -> None:
    report = checked(BOXES + "step go(a: Box, b: Box) when a = b and a = r { n := 1  n := 2 }\ninvariant range = n < 4")
    lines = text([report], Style()).splitlines()
    assert any(line.split() == ["1", "go(r,", "r)", "error"] for line in lines)
    assert "     ✗ n is written twice: 1 at 5:48, 2 at 5:56" in lines
    assert "✗ not as the spec says: error[double-write] at 5:56" in lines
    assert any(line.split()[:3] == ["✓", "proved", "range"] for line in lines)
    assert "what happens next" not in "\n".join(lines)


def test_json_has_it_as_the_last_step() -> None:
    report = checked(BOXES + "step go(a: Box, b: Box) when a = b and a = r { n := 1  n := 2 }")
    found = readers.read_json(FORMATS["json"]([report], Style()))["findings"][0]
    (last,) = found["trace"]
    assert (last["action"], last["kind"], last["arguments"], last["changes"]) == ("go", "step", {"a": "r", "b": "r"}, [])
    assert last["error"] == "n is written twice: 1 at 5:48, 2 at 5:56"
    assert found["property"] == "error[double-write]"
    assert (found["error"]["code"], found["error"]["cell"]) == ("double-write", "n")
    assert [(row["value"], row["line"], row["column"]) for row in found["error"]["values"]] == [(1, 5, 48), (2, 5, 56)]


def test_a_program_has_it_with_the_run() -> None:
    found = Checked(checked(BOXES + "step go(a: Box) when a = r { n := 1  n := 2 }"))
    trace = found["error[double-write]"].trace
    assert trace is not None
    assert trace.error is not None
    assert (trace.steps, trace.error["step"], trace.error["cell"]) == ((), "go(r)", "n")


def test_json_of_what_no_step_makes() -> None:
    report = checked(BOXES + "step go when n < 3 { n := n + 1 }\nvar t[0..3] : bool = false\ninvariant i = not t[n + 1]")
    found = next(row for row in json.loads(FORMATS["json"]([report], Style()))["findings"] if row["kind"] == "run-time")
    assert [row["action"] for row in found["trace"]] == ["go", "go", "go"]
    assert found["error"]["property"] == "i"
    assert found["error"]["text"] == "there is no t[4]: 4 is not in 0..3"


# --- properties without a value --------------------------------------------------------------------------------------

VALUES = """
spec valued
node Box { l, r }
var n : 0..3 = 0
var t[0..2] : bool = false
fair step rise when n < 3 { n := n + 1 }
step stay { n := n }

invariant never  = (the b: Box where n > 3) = l
invariant later  = not t[n]
invariant wrong  = t[n] or n > 0
invariant fine   = n < 3 => not t[n]
reachable got    = n < 3 and not t[n]
reachable missed = t[n]
property after   = always (next (not t[n]))
property past    = always (not once t[n])
property memory  = always (n < 3 => not once t[n])
property arrives = always eventually n = 3
property gone    = always eventually (n = 3 or t[n])
property empty   = always eventually (not t[n] or n = 3)
"""

SAID = {
    "never": ("unknown", "has no value in a state that is reached"),
    "later": ("unknown", "has no value in a state that is reached"),
    "wrong": ("violated", ""),
    "fine": ("proved", ""),
    "got": ("reached", ""),
    "missed": ("unknown", "has no value in a state that is reached"),
    "after": ("unknown", "has no value in a transition that is taken"),
    "past": ("unknown", "has no value in a state that is reached"),
    "memory": ("unknown", "has no value in a state that is reached"),
    "arrives": ("proved", ""),
    "gone": ("proved", ""),
    "empty": ("unknown", "has no value in a state that is reached"),
}
"""At n = 3 there is no t[n]. Where it is looked at is told by the operators that stop when the value is known."""


def answers(report: Report) -> dict[str, tuple[str, str]]:
    found = {}
    for finding in report.findings:
        reasons = [result.answer.reason for result in finding.results if isinstance(result.answer, Unknown)]
        found[finding.name] = finding.verdict, "; ".join(dict.fromkeys(reasons))
    return {name: answer for name, answer in found.items() if name in SAID}


@pytest.mark.parametrize("engine", ["explicit", "pdr", "auto"])
def test_what_has_no_value_somewhere_is_not_proved(engine: str) -> None:
    assert answers(checked(VALUES, engine=engine)) == SAID


@pytest.mark.parametrize("engine", ["bmc", "kinduction", "any_number"])
def test_no_engine_proves_what_has_no_value(engine: str) -> None:
    """Those that cannot answer all of it; what they know is the same."""
    found = answers(checked(VALUES, engine=engine, depth=5 if engine == "bmc" else None))
    for name, (verdict, reason) in found.items():
        expected = {SAID[name][0], "unknown", "holds to depth"} if not SAID[name][1] else {"unknown"}
        assert verdict in expected, (name, verdict, reason)


@pytest.mark.parametrize("name", ["never", "after", "memory", "empty"])
def test_it_is_not_proved_alone_either(name: str) -> None:
    report = checked(VALUES, properties=(name,))
    assert answers(report) == {name: SAID[name]}
    assert report.exit_status == 1  # it is a run-time error, too


AFTER_A_PAUSE = """
spec paused
var n : 0..1 = 0
var t[0..1] : bool = false
step go when n = 0 { n := 1 }
invariant at_once = n = 0 or did go
property recent = always eventually (n = 0 or did go or t[n + 1])
property earlier = (n = 0 or once did go or t[n + 1]) leads to (n = 0 or n = 1)
"""


@pytest.mark.parametrize("engine", ["explicit", "pdr", "kinduction", "auto", "any_number"])
@pytest.mark.sampled
def test_a_property_about_runs_is_looked_at_after_a_pause_too(engine: str) -> None:
    """Once `go` has happened nothing can but a pause, after which nothing was just done: then there is no t[2] for `recent`. A
    property about states does not know of pauses."""
    report = checked(AFTER_A_PAUSE, engine=engine)
    said = {finding.name: finding.verdict for finding in report.findings}
    proves_runs = engine != "any_number"
    assert said["at_once"] == "proved"
    assert said["recent"] == "unknown"
    assert said["earlier"] == ("proved" if proves_runs else "unknown")
    assert said.get("no run-time errors") != "proved"
    if engine != "any_number":
        finding, _ = error_of(report)
        (result,) = finding.results
        assert isinstance(result.answer, Reached)
        assert result.answer.trace is not None
        assert [step.action for step in result.answer.trace.steps] == ["go", IDLE]


def test_no_engine_calls_two_questions_by_one_name() -> None:
    """Two properties remember different things, and each has no value somewhere: whether there are errors is asked twice."""
    text = "spec two\nvar n : 0..1 = 0\nvar t[0..1] : bool = false\nstep go when n = 0 { n := 1 }\n"
    text += "property one expect violated = always (once t[n + 1])\nproperty two expect violated = always (historically t[n + 1])"
    said = {finding.name: finding.verdict for finding in checked(text, engine="any_number").findings}
    assert said["no run-time errors"] == "unknown"


@pytest.mark.heavy
def test_no_certificate_leaves_out_what_comes_after_a_pause(tmp_path: Path) -> None:
    """That there are no errors has no proof where one is made after a pause; where none is, it has."""
    proved = []
    for number, read in enumerate(("t[n + 1]", "not t[n]")):
        folder = tmp_path / str(number)
        text = AFTER_A_PAUSE.replace("did go or t[n + 1])\nproperty", f"did go or {read})\nproperty")
        report = checked(text, engine="auto", proofs=str(folder))
        proved.append({finding.name for finding in report.findings if finding.verdict == "proved"})
        written = list(folder.rglob("*.json"))
    assert not {"recent", "no run-time errors"} & proved[0]
    assert {"recent", "no run-time errors"} <= proved[1]
    assert written


def test_what_a_certificate_would_have_to_show() -> None:
    """A property about any number of members that has no value somewhere has no proof; the one beside it has."""
    spec = """
    spec many
    sort S
    var m[S] : bool = false
    step set(s: S) when all x: S. not m[x] { m[s] := true }
    step unset(s: S) { m[s] := false }
    invariant at_most  = at most one s: S. m[s]
    invariant chosen   = m[the s: S where m[s]]
    invariant guarded  = (some s: S. m[s]) => m[the s: S where m[s]]
    """
    found = {name.name: name for name in checked(spec, engine="auto").findings}
    assert found["chosen"].verdict == "unknown"
    assert found["at_most"].verdict == "proved"
    assert found["guarded"].verdict == "proved"


def test_formats_say_that_it_is_not_known() -> None:
    report = checked(VALUES, properties=("never", "fine"))
    found = {row["property"]: row for row in readers.read_json(FORMATS["json"]([report], Style()))["findings"]}
    assert (found["never"]["verdict"], found["never"]["as_expected"]) == ("unknown", None)
    assert found["never"]["options"][0]["reason"] == "has no value in a state that is reached"
    suite = "".join(FORMATS["junit"]([report], Style()).split("\n"))
    assert '<error message="unknown never: has no value in a state that is reached" type="undecided">' in suite


# --- what decides nothing, and why -----------------------------------------------------------------------------------


def warned(text: str, **asked: Any) -> list[tuple[str, str]]:
    """The code of each warning, and the text at its place."""
    found = checked(text, **asked).quality
    return [(warning.code, warning.span.text) for warning in found if warning.span is not None]


@pytest.mark.parametrize("engine", ["explicit", "pdr", "auto", pytest.param("all", marks=pytest.mark.heavy)])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("step go { n := 1  n := 2 }", [("always-failing", "step go")]),
        ("step go { m[the b: Box where m[b] and n > 5] := true }", [("always-failing", "step go")]),
        ("step go when m[the b: Box where n > 5] { n := 1 }", [("always-failing", "step go when m[the b: Box where n > 5]")]),
        ("step go when n > 2 { n := 1  n := 2 }", [("dead-action", "step go when n > 2")]),
        ("step go { if n = 0 { n := 1  n := 2 } else { n := 0 } }\nstep on { n := 1 }", []),
    ],
)
@pytest.mark.sampled
def test_an_action_that_always_fails_is_not_dead(body: str, expected: list[tuple[str, str]], engine: str) -> None:
    assert warned(BOXES.replace("0..3", "0..2") + "step loop { n := n }\n" + body, engine=engine) == expected


FAILING = """
spec failing
var a : bool = false
var b : bool = false
faults BOUND
fault first when not a { a := true }
fault second when a and not b { b := true }
fault never when b and not a { b := false }
step heal when a and b { a := false  b := false }
invariant told = b => a
invariant vain = not a and b => a
"""


@pytest.mark.parametrize("engine", ["explicit", "auto"])
@pytest.mark.parametrize("bound", ["0", "1", "2"])
def test_what_the_bound_on_faults_excludes_is_no_fault_of_the_spec(bound: str, engine: str) -> None:
    """With two faults everything happens but `never`, and `vain` says nothing, with any number of them. What `never` waits for is
    what `vain` is about."""
    found = checked(FAILING.replace("BOUND", bound), engine=engine)
    told, follows = ([(each.code, each.span.text) for each in told if each.span] for told in (found.quality, found.following))
    assert told == [("dead-action", "fault never when b and not a")]
    assert follows == [("vacuous", "not a and b")]


def test_a_warning_says_within_which_faults() -> None:
    found = checked(FAILING.replace("BOUND", "0"))
    labels = [warning.label for warning in (*found.quality, *found.following)]
    assert labels == ["no reachable state lets it, without faults", "the left side of an implication, without faults"]


def test_a_memory_keeps_why_something_is_not_reached() -> None:
    memory = Memory()
    steps = "fault f when n = 0 { n := 1 }\nstep go { n := 1  n := 2 }\nstep loop { n := n }"
    system = typed(f"{BOXES}faults 0\n{steps}\ninvariant i = n < 9")
    reports = [check(system, Request(engine="explicit"), memory=memory) for _ in range(2)]
    assert [[warning.code for warning in report.quality] for report in reports] == [["always-failing"]] * 2
    assert [report.notes for report in reports] == [()] * 2


@pytest.mark.parametrize("type", [": Box", ": Box?", ""])
@pytest.mark.parametrize("value", ["the b: Box where n < 1", "w[n - 1]"])
def test_a_definition_has_its_errors_where_they_are_written(type: str, value: str) -> None:
    """Whatever type it says that it has, and not where it is used, which has no such error in it."""
    text = f"{BOXES}var w[0..2] : Box = l\ndef master {type} = {value}\nstep go when n < 3 {{ n := n + 1 }}\n"
    finding, _ = error_of(checked(text + "invariant safe = master = l\n"))
    assert finding.span is not None
    assert finding.span.text == value


@pytest.mark.parametrize(
    ("property", "occasion"),
    [
        ("property p = always eventually (the b: Box where m[b]) = l", "when `p` is looked at"),
        ("property p = n = 0 leads to (the b: Box where m[b]) = l", "when `p` is looked at"),
        ("property p = eventually once (the b: Box where m[b]) = l", "in what `p` remembers when `go(l)` is taken"),
    ],
)
def test_a_property_about_runs_is_named_as_it_is_written(property: str, occasion: str) -> None:
    """Its predicates are looked at by an invariant of ours, whose name nobody has written."""
    report = checked(f"{BOXES}step go(a: Box) {{ m[a] := false }}\n{property}\n")
    _, error = error_of(report)
    assert when(report.system, error) == occasion
    assert error.property == "p"
    for name in FORMATS:
        if name != "itf":  # one trace alone
            assert "p has a value" not in FORMATS[name]([report], Style(traces=True, explain=True))
