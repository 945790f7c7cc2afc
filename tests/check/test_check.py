"""The pipeline from a text to findings: verdicts, options, faults, quality, limits. Expected values are worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

import hamodel.engines as engines
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.engines import Budget, Listener
from hamodel.ground.instance import Goal, Instance
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.system import System
from hamodel.model.verdict import Answer, Exhaustive, Finding, Reached, Unreachable
from hamodel.report.style import Style
from hamodel.report.text import text as report_text
from hamodel.source import Source

PAIR = """
spec pair
enum Mode { active, standby, failed }
node Firewall { fw0, fw1 }
option fenced : bool
var mode[d: Firewall] : Mode = if d = fw0 then active else standby
link ha1
def peer(d: Firewall) = the p: Firewall where p != d
fault crash(d: Firewall) when mode[d] = active { mode[d] := failed }
step promote(d: Firewall)
    when mode[d] = standby and (mode[peer(d)] = failed or (not fenced and not up(ha1)))
{ mode[d] := active }
step repair(d: Firewall) when mode[d] = failed { mode[d] := standby }
invariant one_active = at most one d: Firewall. mode[d] = active
reachable taken_over = mode[fw1] = active
"""


def system(text: str) -> System:
    return elaborate(parse(Source("test.ha", text)))


def run(text: str, **asked: object) -> Report:
    return check(system(text), replace(Request(), **asked))  # type: ignore[arg-type]


def finding(report: Report, name: str) -> Finding:
    return next(finding for finding in report.findings if finding.name == name)


def trace_of(found: Finding, number: int) -> list[str]:
    answer = found.results[number].answer
    assert isinstance(answer, Reached)
    assert answer.trace is not None
    return [step.action for step in answer.trace.steps]


def test_a_verdict_for_each_combination_of_options() -> None:
    report = run(PAIR)
    found = finding(report, "one_active")
    assert [dict(result.options) for result in found.results] == [{"fenced": False}, {"fenced": True}]
    assert found.hits == (0,)
    assert trace_of(found, 0) == ["cut ha1", "promote"]
    assert isinstance(found.results[1].answer, Unreachable)
    assert report.exit_status == 1


def test_an_expectation_names_the_options() -> None:
    expected = PAIR.replace("one_active =", "one_active expect violated when not fenced =")
    assert run(expected).exit_status == 0
    assert run(PAIR.replace("one_active =", "one_active expect violated when fenced =")).exit_status == 1
    assert run(PAIR.replace("one_active =", "one_active expect violated =")).exit_status == 0


def test_an_expected_violation_that_vanishes_is_a_failure() -> None:
    assert run(PAIR.replace("one_active =", "one_active expect violated ="), options={"fenced": True}).exit_status == 1


def test_the_smallest_number_of_faults() -> None:
    report = run(PAIR)
    assert finding(report, "one_active").fewest_faults == 1
    assert finding(run(PAIR, faults=0), "one_active").verdict == "proved"
    longer = PAIR + "input sabotage when mode[fw0] = active { mode[fw1] := active }"
    assert finding(run(longer), "one_active").fewest_faults == 0


FEWER = """
spec fewer
var steps : 0..3 = 0
var bad : bool = false
fault shortcut { bad := true }
step walk when steps < 3 { steps := steps + 1 }
step fall when steps = 3 { bad := true }
invariant good = not bad
"""


def test_fewer_faults_may_take_more_steps() -> None:
    found = finding(run(FEWER), "good")
    assert trace_of(found, 0) == ["shortcut"]
    assert found.results[0].faults == 1
    assert found.fewest_faults == 0


def test_exhaustive_state_counts() -> None:
    """3 modes each: fw0 active/failed/standby, fw1 alike, 2 link states; counted by hand for the fenced pair."""
    found = finding(run(PAIR, options={"fenced": True}), "one_active")
    answer = found.results[0].answer
    assert isinstance(answer, Unreachable)
    # (active, standby) (failed, standby) (standby, standby) (failed, active) (standby, active) and the mirror images of
    # those, (failed, failed): all pairs but (active, active), each with the link up and down
    assert isinstance(answer.proof, Exhaustive)
    assert answer.proof.states == 2 * (3 * 3 - 1)


@pytest.mark.parametrize("engine", ["explicit", "kinduction", "bmc", "all"])
def test_every_engine_finds_it(engine: str) -> None:
    report = run(PAIR, engine=engine, options={"fenced": False}, depth=6)
    assert trace_of(finding(report, "one_active"), 0) == ["cut ha1", "promote"]
    assert not report.disagreement


def test_a_depth_that_was_asked_for_is_not_a_proof() -> None:
    report = run(PAIR, depth=1, options={"fenced": False})
    assert finding(report, "one_active").verdict == "holds to depth"
    assert finding(report, "taken_over").verdict == "unknown"
    assert report.exit_status == 3


def test_what_a_search_of_some_depth_has_not_found_may_still_be_there() -> None:
    text = "spec deep\nvar x : 0..3 = 0\nstep rise when x < 3 { x := x + 1 }\ninvariant low expect violated = x != 2"
    assert finding(run(text, depth=1), "low").as_expected is None
    assert run(text, depth=1).exit_status == 3
    assert run(text, depth=2).exit_status == 0
    shallow = run(text.replace("expect violated = x != 2", "= x != 2"), depth=1)
    assert shallow.exit_status == 0
    assert "as the spec says, up to the depth that was asked for" in report_text([shallow], Style())
    assert run(text.replace("x != 2", "x <= 3")).exit_status == 1


def test_an_expectation_without_a_value_is_an_error_of_the_spec() -> None:
    text = "spec vague\nnode N { a, b }\noption k : bool\nvar x : 0..3 = 0\n"
    with pytest.raises(SpecError, match="expects has no value when k = false"):
        run(text + "invariant low expect violated when ((the n: N where k) = a) = x != 0", options={"k": False})


RUN_TIME = """
spec slips
var x : 0..2 = 0
step rise when not (x = 3) { x := x + 1 }
"""


def test_a_run_time_error_is_a_finding_of_its_own() -> None:
    report = run(RUN_TIME)
    [found] = [found for found in report.findings if found.kind == "run-time"]
    assert found.verdict == "violated"
    assert found.span is not None
    assert found.span.text.startswith("x := x + 1")
    assert trace_of(found, 0) == ["rise", "rise"]
    assert report.exit_status == 1


@pytest.mark.parametrize("engine", ["explicit", "kinduction", "all"])
def test_an_action_that_always_makes_an_error_is_found_out(engine: str) -> None:
    """At x = 2 it would write 4, always: an error of the spec, not of an engine. `leap` would write 8."""
    text = "spec doubled\nvar x : 0..3 = 0\nvar b : bool = false\nstep rise when x < 3 { x := x + 1  b := true }\n"
    text += "step double when x = 2 { x := x + 2 }\nstep leap when b { x := (if b then 2 else 0) * 4 }\ninvariant low = x <= 3"
    report = run(text, engine=engine, depth=8)
    assert not report.disagreement
    slips = [found for found in report.findings if found.kind == "run-time" and found.span]
    found = {slip.span.text.strip(): trace_of(slip, 0) for slip in slips if slip.span}
    assert found == {"x := x + 2": ["rise", "rise"], "x := (if b then 2 else 0) * 4": ["rise"]}
    assert report.exit_status == 1


def test_a_property_about_the_past_can_make_a_run_time_error() -> None:
    text = """
spec slippery
node Box { left, right }
var a : 0..3 = 0
var b : bool = false
step rise when a < 3 { a := a + 1 }
step flip { b := not b }
invariant past = once b => (the x: Box where a < 3 or x = left) = left or a < 4
invariant plain = a <= 3
"""
    report = run(text)
    assert [found.name for found in report.findings if found.kind == "run-time"] == ["error[the]"]
    assert report.exit_status == 1
    harmless = run(text.replace("a < 3 or x = left", "x = left"))
    assert harmless.exit_status == 0


def test_nothing_checked_is_not_green() -> None:
    assert run("spec nothing\nvar x : bool = true").exit_status == 3


def test_a_spec_in_which_nothing_happens_says_so() -> None:
    [note] = run("spec still\nvar x : bool = true\ninvariant on = x").notes
    assert note.startswith("nothing ever happens")


def test_liveness_is_not_silently_skipped() -> None:
    """Nothing obliges a crashed firewall to be repaired."""
    report = run(PAIR + "property again = always eventually mode[fw0] = active")
    assert finding(report, "again").verdict == "violated"
    assert run(PAIR + "property again = always eventually mode[fw0] = active", properties=("again",)).exit_status == 1


WAITING = """
node Firewall { fw0, fw1 }
sort Session
var waits[Session] : bool = false
var up_[Firewall]  : bool = true
input ask(s: Session) when not waits[s] { waits[s] := true }
HOW step answer(s: Session, d: Firewall) when waits[s] and up_[d] { waits[s] := false }
fault crash(d: Firewall) when up_[d] { up_[d] := false }
scope Session = 2
property answered = all s: Session. waits[s] leads to not waits[s]
property asked expect violated = always eventually some s: Session. waits[s]
"""


@pytest.mark.parametrize("engine", ["auto", "explicit", pytest.param("all", marks=pytest.mark.heavy)])
@pytest.mark.sampled
def test_properties_about_runs_are_decided(engine: str) -> None:
    """With one fault the other firewall answers; the second leaves nobody. Nothing is answered if nobody must."""
    fair = WAITING.replace("HOW", "fair")
    report = run(f"spec waiting{fair}faults 1", engine=engine, seconds=100.0)
    assert {found.name: found.verdict for found in report.findings if found.kind == "property"} == {
        "answered": "proved",
        "asked": "violated",
    }
    assert report.exit_status == 0
    [result] = finding(report, "answered").results
    assert "no fair cycle" in result.confirmed
    if engine != "all":
        found = finding(run(f"spec waiting{fair}", engine=engine), "answered")
        assert (found.verdict, found.fewest_faults) == ("violated", 2)
        found = finding(run(f"spec waiting{WAITING.replace('HOW', '')}", engine=engine), "answered")
        assert (found.verdict, found.fewest_faults) == ("violated", 0)
        [result] = found.results
        assert isinstance(result.answer, Reached)
        assert result.answer.trace is not None
        assert (len(result.answer.trace.steps), result.answer.trace.loop) == (2, 1)


@pytest.mark.parametrize("engine", ["auto", pytest.param("all", marks=pytest.mark.heavy)])
def test_what_holds_with_two_members_may_be_violated_with_one(engine: str) -> None:
    """One cannot be two, but two were asked for. Without a scope one is enough."""
    text = "spec small\nsort Session\nscope Session = 2\noption late : bool\nvar on[Session] : bool = false\n"
    text += "fair step switch(s: Session) when not on[s] { on[s] := true }\n"
    text += "property two = eventually some s: Session, t: Session. s != t and on[s] and on[t]"
    report = run(text, engine=engine, seconds=100.0)
    assert not report.disagreement
    assert [dict(result.sizes) for result in finding(report, "two").results] == [{"Session": 2}] * 2
    assert finding(report, "two").verdict == "proved"
    report = run(text.replace("scope Session = 2\n", ""), engine=engine, seconds=100.0)
    assert not report.disagreement
    assert [dict(result.sizes) for result in finding(report, "two").results] == [{"Session": 1}] * 2
    assert report.exit_status == 1


def test_a_predicate_without_a_value_is_an_error() -> None:
    """In a property about runs every predicate is looked at in every state."""
    text = "spec two\nvar x : 0..2 = 0\nvar y[0..1] : bool = true\nfair step go when x < 2 { x := x + 1 }\n"
    report = run(text + "property p = always eventually y[x]")
    assert {found.name: found.verdict for found in report.findings} == {"p": "unknown", "error[index]": "violated"}
    assert report.exit_status == 1


@pytest.mark.parametrize("nothing", ["initially x = 1 and x = 2", "assume no_state = x > 3"])
@pytest.mark.parametrize("engine", ["explicit", "kinduction", "bmc", "all"])
@pytest.mark.sampled
def test_where_no_run_starts_nothing_is_proved(nothing: str, engine: str) -> None:
    """Every invariant holds in all of no states."""
    text = f"spec silent\nvar x : 0..3\n{nothing}\ninvariant odd = x = 1\ninvariant even expect violated = x = 2"
    for report in (run(text, engine=engine), run(text, engine=engine, depth=3, properties=("odd",))):
        assert {found.verdict for found in report.findings} == {"unknown"}
        assert report.exit_status == 3
        assert not report.quality


SOME_START = """
spec some_start
option wrong : bool
option odd : bool
var x : 0..3
initially wrong => x > 3
invariant small = x <= 3
"""


def test_a_combination_in_which_no_run_starts_is_not_proved() -> None:
    report = run(SOME_START)
    assert [isinstance(result.answer, Unreachable) for result in finding(report, "small").results] == [True, True, False, False]
    assert report.exit_status == 3
    assert run(SOME_START, options={"wrong": False}).exit_status == 0
    assert run(SOME_START, options={"wrong": True}).exit_status == 3


def test_an_assumption_about_options_says_which_combinations_there_are() -> None:
    text = SOME_START + "assume sane = not (wrong and odd) and not wrong"
    report = run(text)
    assert [dict(result.options) for result in finding(report, "small").results] == [
        {"wrong": False, "odd": False},
        {"wrong": False, "odd": True},
    ]
    assert report.exit_status == 0
    assert report.notes[0] == "`assume` excludes 2 of 4 combinations of the options: not checked"
    with pytest.raises(SpecError, match="excludes the options that are set"):
        run(text, options={"wrong": True})


QUALITY = """
spec quality
var x : 0..3 = 0
step rise when x < 2 { x := x + 1 }
step never when x = 3 { x := 0 }
step loose when x <= 3 and x = 2 { x := 0 }
invariant vacuous = x = 3 => x = 0
invariant fine = x = 2 => x != 1
reachable top = x = 2
"""


def test_dead_and_vacuous_parts_are_reported_with_their_place() -> None:
    report = run(QUALITY)
    found = {(diagnostic.code, diagnostic.span.text if diagnostic.span else "") for diagnostic in report.quality}
    assert {(code, text.split(" {")[0]) for code, text in found} == {
        ("dead-action", "step never when x = 3"),
        ("guard-always-true", "x <= 3"),
    }
    assert [(each.code, each.span.text) for each in report.following if each.span] == [("vacuous", "x = 3")]
    assert report.exit_status == 4


def test_an_option_that_nothing_reads_is_reported() -> None:
    text = "spec t\noption used : bool\noption idle : bool\nvar x : bool = false\nstep go { x := true }\n"
    report = run(text + "invariant i expect violated when not used = used or not x\n")
    assert [(each.code, each.span.text) for each in report.quality if each.span] == [("unread-option", "idle")]
    assert not run(text + "invariant i expect violated when not used = used or not x\nassume a = idle\n").quality


def test_a_definition_is_vacuous_where_no_use_of_it_is_not() -> None:
    """`full` says something of y, which gets to 3, and so is no warning; of x alone it would be one."""
    text = "spec uses\nvar x : 0..3 = 0\nvar y : 0..3 = 0\ndef full(v: 0..3) = v = 3 => v > 2\n"
    text += "step rise when x < 2 { x := x + 1 }\nstep fill when y < 3 { y := y + 1 }\ninvariant both = full(x) and full(y)"
    assert run(text).exit_status == 0
    assert [diagnostic.code for diagnostic in run(text.replace(" and full(y)", "")).quality] == ["vacuous"]


def test_less_than_the_whole_spec_says_nothing_about_quality() -> None:
    report = run(QUALITY, properties=("fine",))
    assert report.quality == ()
    assert report.exit_status == 0


def test_an_unreachable_reachable_is_a_matter_of_quality() -> None:
    assert run("spec r\nvar x : 0..2 = 0\nstep rise when x < 1 { x := x + 1 }\nreachable two = x = 2").exit_status == 4


COUNTED = """
spec counted
sort Thing
scope Thing = 3
var on[Thing] : bool = false
step switch(t: Thing) { on[t] := not on[t] }
invariant not_two = not (exactly one t: Thing. not on[t]) or (count t: Thing where on[t]) < 2
"""


def test_the_smallest_scope_that_shows_it() -> None:
    """With one thing off and two on: needs three things."""
    found = finding(run(COUNTED), "not_two")
    assert dict(found.results[0].sizes) == {"Thing": 3}
    assert finding(run(COUNTED, sizes={"Thing": 2}), "not_two").verdict == "proved"


def test_symmetry_changes_counts_and_nothing_else() -> None:
    with_, without = (
        finding(run(COUNTED, sizes={"Thing": 2}, symmetry=symmetry), "not_two").results[0].states for symmetry in (True, False)
    )
    assert (with_, without) == (3, 4)


def test_too_many_combinations_of_options() -> None:
    with pytest.raises(SpecError, match="2,000 combinations"):
        run("spec many\noption a : 0..1999\nvar x : bool = true\ninvariant i = x or a * 2 = 7")


def test_out_of_time_is_unknown() -> None:
    text = "spec big\nsort T\nvar x[T] : 0..9 = 0\nstep rise(t: T) when x[t] < 9 { x[t] := x[t] + 1 }\n"
    report = run(text + "invariant i = all t: T. x[t] <= 9", sizes={"T": 24}, symmetry=False, seconds=1.0, engine="explicit")
    assert finding(report, "i").verdict in ("unknown", "holds to depth")
    assert report.exit_status == 3


def test_engines_that_disagree_end_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def liar(
        instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /
    ) -> Iterator[tuple[Goal, Answer]]:
        for goal in goals:
            yield goal, Unreachable(Exhaustive(1))

    monkeypatch.setitem(engines.ENGINES, "bmc", liar)
    report = run(PAIR, engine="all", options={"fenced": False}, depth=4)
    assert "one_active" in report.disagreement
    assert report.exit_status == 70


def test_a_scenario_leaves_out_what_an_assumption_about_options_leaves_out() -> None:
    text = "spec s\noption a : bool\nassume it = a\nvar x : bool = false\nstep go { x := a }\n"
    assert run(text + "scenario goes { go() assert x }\nreachable there = x").exit_status == 0
