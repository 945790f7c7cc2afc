"""The Python face: what it says is what `hamodel check` says, as plain objects; and its assertions pass for one reason only."""

from __future__ import annotations

import doctest
import gc
import importlib
import json
import math
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import hamodel
from hamodel.api import spec as api_spec
from hamodel.api.judging import against_verdict
from hamodel.api.sharing import once
from hamodel.api.spec import Spec, request
from hamodel.model.verdict import Finding, Unknown
from hamodel.report.style import Style

ROOT = Path(__file__).parent.parent.parent
TUTORIAL = ROOT / "specs/tutorial"

COUNTER = """\
spec counter

option pace : 1..2 = 1

var x : 0..4 = 0

step rise when x < 3 { x := x + pace }
fault reset when x > 0 { x := 0 }

invariant low = x <= 4
invariant below_two = x < 2
invariant never_one expect violated when (pace = 1) = x != 1
invariant far_away = x < 0 => x < 3
reachable four = x = 4
scenario there_and_back {
    set pace = 2
    rise
    reset
    assert x = 0
}
"""
"""Steps of two go 0, 2, 4; steps of one end at 3."""


@pytest.fixture
def spec(tmp_path: Path) -> Callable[[str], Spec]:
    def made(text: str) -> Spec:
        path = tmp_path / "made.ha"
        path.write_text(text)
        return hamodel.load(path)

    return made


# --- findings --------------------------------------------------------------------------------------------------------


def test_findings_are_those_of_the_json_report(spec: Callable[[str], Spec]) -> None:
    checked = spec(COUNTER).check()
    reported = json.loads(checked.json())
    assert checked.exit_status == reported["exit_status"] == 1
    assert not checked.ok
    for finding, row in zip(checked, reported["findings"], strict=True):
        same = {"verdict", "as_expected", "extent", "depth", "when", "kind", "doc", "line"}
        assert {name: getattr(finding, name) for name in same} == {name: row[name] for name in same}
        assert (finding.name, finding.fewest_faults) == (row["property"], row["faults"])
        if "trace" in row:
            assert finding.trace is not None
            assert [step.text for step in finding.trace.steps] == [step["text"] for step in row["trace"]]
            assert finding.trace.initial == row["initial"]


def test_what_is_known_of_each_property(spec: Callable[[str], Spec]) -> None:
    checked = spec(COUNTER).check()
    said = {finding.name: (finding.verdict, finding.as_expected, finding.when, finding.ok) for finding in checked}
    assert said == {
        "low": ("proved", True, "", True),
        "below_two": ("violated", False, "", False),
        "never_one": ("violated", True, "pace = 1", True),
        "far_away": ("proved", True, "", False),  # vacuous
        "four": ("reached", True, "pace = 2", True),
        "there_and_back": ("reached", True, "", True),
        "no run-time errors": ("proved", True, "", True),
    }
    assert checked["far_away"].vacuous
    assert "`far_away` says nothing where `x < 0`" in checked["far_away"].quality[0]
    assert [text for text in checked.quality if "far_away" in text] == list(checked["far_away"].quality)
    assert checked["never_one"].expect_violated
    assert not checked["below_two"].expect_violated


def test_a_trace_is_steps_and_states(spec: Callable[[str], Spec]) -> None:
    trace = spec(COUNTER).check(options={"pace": 2}, properties=["four"])["four"].trace
    assert trace is not None
    assert trace.states == ({"x": 0}, {"x": 2}, {"x": 4})
    assert [step.changes for step in trace.steps] == [{"x": (0, 2)}, {"x": (2, 4)}]
    assert (trace.options, trace.scope, trace.faults, trace.loop) == ({"pace": 2}, {}, 0, None)
    assert {step.kind for step in trace.steps} == {"step"}


def test_messages_are_in_steps_and_channels_in_states() -> None:
    trace = hamodel.load(TUTORIAL / "3_fenced.ha").play("split_brain_heals").trace
    assert trace is not None
    cut, take_over, mend, beat, deliver = trace.steps
    assert (cut.kind, take_over.arguments) == ("fault", {"b": "right"})
    assert beat.messages == ({"fate": "sent", "channel": "hello", "from": "left", "to": "right", "message": "i_am_active"},)
    assert (beat.state["hello[left, right]"], deliver.state["hello[left, right]"]) == (["i_am_active"], [])
    assert [mend.state["heartbeat"], cut.state["heartbeat"]] == [True, False]


def test_a_run_without_end_has_its_loop() -> None:
    trace = hamodel.load(TUTORIAL / "4_failover.ha").check(properties=["calms_down"])["calms_down"].trace
    assert trace is not None
    assert trace.loop is not None
    assert trace.states[trace.loop] == trace.states[-1]


def test_rows_are_plain(spec: Callable[[str], Spec]) -> None:
    rows = spec(COUNTER).check().rows()
    assert json.loads(json.dumps(rows)) == rows
    assert len({tuple(row) for row in rows}) == 1, "every row has the same columns"
    by_name = {(row["property"], row["option.pace"]): (row["verdict"], row["steps"]) for row in rows}
    assert by_name["below_two", 1] == ("violated", 2)
    assert by_name["below_two", 2] == ("violated", 1)
    assert by_name["never_one", 2] == ("proved", None)
    assert by_name["four", 2] == ("reached", 2)


def test_text_is_that_of_the_command(spec: Callable[[str], Spec]) -> None:
    checked = spec(COUNTER).check()
    assert "✗ violated      below_two" in checked.text()
    assert "never_one" not in checked.text("below_two")
    assert "known hazard never_one" in checked.text(traces=True)
    for ask in (checked.text, checked.__getitem__):
        with pytest.raises(KeyError, match="did you mean `below_two`"):
            ask("below_to")


# --- assertions ------------------------------------------------------------------------------------------------------


def test_assertions_that_pass(spec: Callable[[str], Spec]) -> None:
    made = spec(COUNTER)
    made.assert_holds("low")
    made.assert_holds("never_one", options={"pace": 2})
    made.assert_holds("below_two", depth=0)
    made.assert_violated("below_two")
    made.assert_violated("never_one", options={"pace": 1})
    made.assert_reached("four", faults=0)
    made.assert_reached("there_and_back")


@pytest.mark.parametrize(
    ("ask", "name", "settings", "texts"),
    [
        ("assert_holds", "below_two", {}, ["`below_two` is violated", "  1  rise\n", "broken   x < 2"]),
        ("assert_holds", "never_one", {}, ["`never_one` is violated", "exactly when pace = 1"]),
        ("assert_holds", "far_away", {}, ["warning[vacuous]: `far_away` says nothing where `x < 0`"]),
        ("assert_holds", "low", {"seconds": 0.001}, ["`low` is undecided"]),
        ("assert_holds", "lwo", {}, ["nothing is named `lwo`; did you mean `low`?"]),
        ("assert_holds", "four", {}, ["`four` is of the kind reachable, for which there is: assert_reached"]),
        ("assert_violated", "low", {}, ["`low` is proved"]),
        ("assert_violated", "low", {"seconds": 0.001}, ["`low` is undecided"]),
        ("assert_violated", "below_two", {"depth": 0}, ["`below_two` is holds to depth"]),
        ("assert_violated", "there_and_back", {}, ["of the kind scenario"]),
        ("assert_reached", "four", {"options": {"pace": 1}}, ["`four` is unreachable"]),
        ("assert_reached", "four", {"seconds": 0.001}, ["`four` is undecided"]),
        ("assert_reached", "low", {}, ["`low` is of the kind invariant, for which there is: assert_holds, assert_violated"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_assertions_that_fail(
    ask: str, name: str, settings: dict[str, Any], texts: list[str], spec: Callable[[str], Spec]
) -> None:
    with pytest.raises(AssertionError) as caught:
        getattr(spec(COUNTER), ask)(name, **settings)
    for text in texts:
        assert text in str(caught.value)


def test_a_depth_that_nobody_asked_for_is_undecided(spec: Callable[[str], Spec]) -> None:
    """The bounded engine ran out of time after five steps; or it was to look at five steps, and has."""
    report = spec(COUNTER).check().report
    low = report.findings[0]

    def known(asked: bool) -> Finding:
        return replace(low, results=tuple(replace(each, answer=Unknown("out of time", 5, asked)) for each in low.results))

    assert known(True).verdict == known(False).verdict == "holds to depth"
    assert against_verdict(report, known(True), ("proved", "holds to depth"), Style()) == ""
    assert against_verdict(report, known(False), ("proved", "holds to depth"), Style()).startswith("`low` is undecided: ")


def test_a_property_does_not_hold_where_runs_end_in_an_error(spec: Callable[[str], Spec]) -> None:
    made = spec("spec slips\nvar x : 0..3 = 0\nstep rise { x := x + 1 }\ninvariant low = x >= 0\nreachable top = x = 3\n")
    with pytest.raises(AssertionError, match="a run-time error can be caused, and ends a run"):
        made.assert_holds("low")
    made.assert_reached("top")  # the run that gets there makes none


def test_a_scenario_that_fails_says_where(spec: Callable[[str], Spec]) -> None:
    made = spec(COUNTER.replace("assert x = 0", "assert x = 1"))
    played = made.play("there_and_back")
    assert not played.ok
    assert "`assert x = 1` is false" in played.failure
    assert played.trace is not None
    assert [step.text for step in played.trace.steps] == ["rise", "reset"]
    assert "cannot be played to its end" in str(played)
    with pytest.raises(AssertionError, match="`there_and_back` is unreachable"):
        made.assert_reached("there_and_back")


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"scope": {"Session": 2}}, "no sort is named `Session`"),
        ({"options": {"pcae": 2}}, "did you mean `pace`?"),
        ({"options": {"pace": 3}}, "`options={'pace': 3}`: `pace` has no such value"),
        ({"options": {"pace": True}}, "`options={'pace': True}`: `pace` has no such value"),
        ({"faults": -1}, "`faults=-1`: a run has 0 to 64 faults"),
        ({"engine": "bcm"}, "did you mean `engine='bmc'`?"),
        ({"faults": 65}, "`faults=65`: a run has 0 to 64 faults"),
        ({"faults": True}, "`faults=True`: a run has 0 to 64 faults"),
        ({"faults": 1.5}, "`faults=1.5`: a run has 0 to 64 faults"),
        ({"depth": "20"}, "`depth='20'`: not a whole number of steps"),
        ({"seconds": -1}, "`seconds=-1`: not a number of seconds above 0"),
        ({"seconds": math.inf}, "`seconds=inf`: not a number of seconds above 0"),
        ({"seconds": math.nan}, "`seconds=nan`: not a number of seconds above 0"),
        ({"seconds": 1e13}, "`seconds=10000000000000.0`: not a number of seconds above 0 and up to 1,000,000,000"),
        ({"seconds": "60s"}, "`seconds='60s'`: not a number of seconds above 0"),
        ({"memory": 1000000}, "`memory=1000000`: a worker needs 256M or more"),
        ({"memory": 1e9}, "`memory=1000000000.0`: not a number of bytes"),
        ({"symmetry": "off"}, "`symmetry='off'`: neither True nor False"),
        ({"engine": 3}, "`engine=3`: not the name of an engine"),
        ({"proofs": 3}, "`proofs=3`: not the path of a folder"),
        ({"scope": 3}, "`scope=3`: not a dictionary of names"),
        ({"options": {"pace": None}}, "`options={'pace': None}`: `pace` has no such value"),
        ({"options": ["pace"]}, "not a dictionary of names"),
        ({"memory": "4 G B"}, "`memory='4 G B'`: not a size"),
        ({"properties": ["low", "lo"]}, "no property or scenario is named `lo`"),
        ({"properties": "lo"}, "no property or scenario is named `lo`"),
    ],
)
def test_settings_without_a_meaning(settings: dict[str, Any], text: str, spec: Callable[[str], Spec]) -> None:
    with pytest.raises(hamodel.SpecError) as caught:
        spec(COUNTER).check(**settings)
    assert text in str(caught.value)
    assert "--" not in str(caught.value)


def test_numbers_are_taken_as_they_are(spec: Callable[[str], Spec]) -> None:
    """Not by way of their texts; and those of other libraries too."""
    import numpy

    asked = request(spec(COUNTER).system, seconds=1e-7, memory=1 << 40, faults=numpy.int64(3), depth=numpy.int32(7))
    assert (asked.seconds, asked.memory, asked.faults, asked.depth) == (1e-7, 1 << 40, 3, 7)
    assert type(asked.faults) is int
    assert request(spec(COUNTER).system, memory="1G").memory == 1 << 30


def test_every_wrong_setting_has_its_message(spec: Callable[[str], Spec]) -> None:
    with pytest.raises(hamodel.SpecError) as caught:
        spec(COUNTER).check(seconds=math.inf, memory=7, faults=-1)
    assert len(caught.value.diagnostics) == 3


def test_a_setting_that_there_is_not_is_an_error_of_the_program(spec: Callable[[str], Spec]) -> None:
    with pytest.raises(TypeError, match="there is no setting `fault`; there are: scope, options, faults"):
        spec(COUNTER).assert_holds("low", fault=1)  # type: ignore[call-arg]


def test_a_spec_that_cannot_be_read_says_all_its_errors(spec: Callable[[str], Spec]) -> None:
    with pytest.raises(hamodel.SpecError) as caught:
        spec(COUNTER.replace("x <= 4", "y <= 4").replace("x = 4", "z = 4"))
    assert str(caught.value).count("error[unknown-value]") == 2
    assert "made.ha:10:17" in str(caught.value)
    with pytest.raises(hamodel.SpecError, match=r"did you mean `there_and_back`"):
        spec(COUNTER).play("there_and_bak")


# --- a guest in somebody's process -----------------------------------------------------------------------------------


def test_the_process_is_left_as_it_was(spec: Callable[[str], Spec]) -> None:
    frozen = gc.get_freeze_count()
    resting = threading.Event()
    thread = threading.Thread(target=resting.wait)
    thread.start()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            spec(COUNTER).check()
    finally:
        resting.set()
        thread.join()
    assert gc.get_freeze_count() == frozen


def test_an_interrupted_check_is_no_report(spec: Callable[[str], Spec], monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, interrupted=True)
    with pytest.raises(KeyboardInterrupt):
        spec(COUNTER).check()


def test_no_verdict_counts_where_engines_disagree(spec: Callable[[str], Spec], monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, disagreement="bmc says no")
    made = spec(COUNTER)
    assert made.check().exit_status == 70
    for ask, name in ((made.assert_holds, "low"), (made.assert_violated, "below_two"), (made.assert_reached, "four")):
        with pytest.raises(AssertionError, match="internal error, no verdict above counts: bmc says no"):
            ask(name)


def changed(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    """Reports come with these fields."""
    checking = api_spec.check_system
    monkeypatch.setattr(api_spec, "check_system", lambda *asked: replace(checking(*asked), **fields))


@pytest.mark.heavy
def test_what_is_imported_when() -> None:
    program = (
        "import sys\n"
        "import hamodel\n"
        "light = {'hamodel', 'hamodel.host', 'hamodel.host.version'}\n"
        "assert {name for name in sys.modules if name.startswith('hamodel')} == light, sys.modules\n"
        "spec = hamodel.load('specs/tutorial/2_split_brain.ha')\n"
        "spec.play\n"
        "heavy = {'z3', 'numpy', 'pytest', 'click'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert hamodel.SpecError is hamodel.diagnostics.SpecError\n"
        "assert all(hasattr(hamodel, name) for name in hamodel.__all__)\n"
        "import hamodel.audit.pairs\n"
        "assert hamodel.audit('docs/howto/pair').findings\n"
        "assert not {'z3', 'numpy', 'pytest', 'click'} & set(sys.modules)\n"
        "assert not hasattr(hamodel, 'laod')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["hamodel.api", "hamodel.api.findings", "hamodel.api.spec", "hamodel.audit.objects"])
def test_examples_say_what_is_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 1
    assert result.failed == 0


# --- what several processes want to know -----------------------------------------------------------------------------


def test_it_is_found_out_once(tmp_path: Path) -> None:
    asked = []

    def find_out() -> int:
        asked.append(1)
        return len(asked)

    assert [once(tmp_path, ("a", "b"), find_out) for _ in range(3)] == [1, 1, 1]
    assert once(tmp_path, ("a b",), find_out) == 2
    assert [once(tmp_path / "gone", ("a", "b"), find_out) for _ in range(2)] == [3, 4]
    assert once(tmp_path, ("c",), lambda: find_out) is find_out, "what cannot be handed on is kept"


# --- in a notebook ---------------------------------------------------------------------------------------------------


def test_what_a_notebook_shows_is_short(spec: Callable[[str], Spec]) -> None:
    """A line as text, however large the value is; a table as HTML, in which nothing of a spec is markup."""
    made = spec(COUNTER.replace("invariant low", "## <b>low\ninvariant low"))
    checked = made.check()
    trace = checked["below_two"].trace
    assert trace is not None
    values = [made, checked, checked["below_two"], trace, trace.steps[0], made.play("there_and_back")]
    for value in values:
        assert len(repr(value)) < 300
        assert repr(value).isprintable()
    assert repr(made).startswith("<Spec counter of ")
    assert repr(made).endswith("made.ha: 5 properties, 1 scenario>")
    assert "not as the spec says (below_two)" in repr(checked)
    assert (repr(trace), repr(trace.steps[0])) == ("<Trace of 1 step, 0 faults>", "<Step rise>")
    for page in (made._repr_html_(), checked._repr_html_()):
        assert "<td" in page
        assert "below_two" in page
        assert "<b>" not in page
    assert "&lt;b&gt;low" in made._repr_html_()


def test_run_time_errors_need_not_be_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "s.ha"
    path.write_text("spec s\nvar n : 0..3 = 0\nstep go when n < 3 { n := n + 2 }\ninvariant i = n != 1\n")
    spec = hamodel.load(path)
    assert not spec.check().ok
    assert spec.check(run_time=False).ok
    assert any("run-time errors were not looked for" in note for note in spec.check(run_time=False).notes)
    assert not spec.check(run_time=True).ok
    with pytest.raises(api_spec.SpecError, match="`run_time=1`: neither True nor False"):
        spec.check(run_time=1)  # type: ignore[typeddict-item]
