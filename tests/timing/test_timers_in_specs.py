"""Timers and the rest of the language: imports, sorts, layout, settings, and words that were names before."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from strategies.readers import read_json
from strategies.simulated import Simulated
from strategies.timed import timed, verdicts

from hamodel.api.spec import Spec, load
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.conformance.explore import explore
from hamodel.diagnostics import SpecError
from hamodel.language.layout.format import formatted
from hamodel.mutation.run import mutate
from hamodel.report import FORMATS
from hamodel.report.json import as_object
from hamodel.report.json import json as json_report
from hamodel.report.style import Style
from hamodel.source import Source

PART = """
needs node Node
option hold : duration = 3 s in 1 s..5 s
timer t[n: Node] = hold
initially for n: Node { start t[n] }
var off[Node] : bool = false
on expiry t[n] when not off[n] { off[n] := true }
step again(n: Node) within [hold, 2 * hold] when off[n] { start t[n]  off[n] := false }
property soon = all n: Node. not off[n] lasts at most hold
property sooner = all n: Node. not off[n] lasts at most 2 s
"""

WHOLE = """spec whole
node Box { a, b }
import "part.ha" as lan with Node = Box
property stays = always (all n: Box. lan.off[n] => next (lan.off[n] or running(lan.t[n])))
"""


def whole(folder: Path, **options: str) -> dict[str, str]:
    (folder / "part.ha").write_text(PART)
    (folder / "whole.ha").write_text(WHOLE)
    given = {name.replace("_", "."): value for name, value in options.items()}
    report = load(folder / "whole.ha").check(options=given, engine="explicit").report
    return {finding.name: finding.verdict for finding in report.findings}


def test_timers_of_an_instance(tmp_path: Path) -> None:
    found = whole(tmp_path)
    assert (found["lan.soon"], found["lan.sooner"], found["stays"]) == ("proved", "violated", "proved")
    assert whole(tmp_path, lan_hold="2 s")["lan.sooner"] == "proved"


@pytest.mark.parametrize(("value", "said"), [("9 s", "it is from 1 s to 5 s"), ("soon", "is a duration"), ("3", "is a duration")])
def test_a_duration_that_cannot_be_set(tmp_path: Path, value: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        whole(tmp_path, lan_hold=value)


def test_the_members_of_a_sort_have_timers() -> None:
    text = """
    sort Client
    timer lease[c: Client] = 3 s
    var has[Client] : bool = false
    def none_has = all c: Client. not has[c]
    input take(c: Client) when none_has { has[c] := true  start lease[c] }
    on expiry lease[c] { has[c] := false }
    property short = all c: Client. has[c] lasts at most 3 s
    property shorter = all c: Client. has[c] lasts at most 2 s
    scope Client = 2
    """
    found = verdicts(timed(text))
    assert (found["short"], found["shorter"]) == ("proved", "violated")


def test_words_of_time_are_names_where_there_is_no_timer() -> None:
    text = """
    var s : 0..3 = 0
    var start : bool = false
    var stop : bool = false
    var expiry : bool = false
    var within : bool = false
    def running(x: bool) = x
    enum Entry { expired, immediate, duration }
    input go { s := 3 s := 3 start := stop  stop := start  within := running(expiry) }
    step immediate_step when start { start := false }
    invariant same = start = stop or within
    """
    assert timed(text).timing is None


def test_the_layout_of_timers() -> None:
    written = "\n".join(
        [
            "spec x",
            "option hello : duration = 8 s in 8 s..60 s",
            "timer t[r: bool] = 3 * hello / 2, u within [1 ms, 2 ms]",
            "initially start u",
            "initially for r: bool where r { start t[r] }",
            "on expiry t[r] when r { start u = hello  stop t[r] }",
            "immediate step go when expired(u) { stop u }",
            "step wait within [0 s, 10 ms] when running(u) { start u }",
            "property p = running(u) lasts at most 3 s",
            "property q = all r: bool. running(t[r]) leads to expired(u) within 10 * hello",
            "",
        ]
    )
    assert formatted(Source("x.ha", written)) == written
    squeezed = written.replace(" = ", "=").replace("3 * hello / 2", "3*hello/2").replace("8 s..60", "8 s .. 60")
    assert formatted(Source("x.ha", squeezed)) == written


def test_what_knows_no_time_says_so_in_python_too() -> None:
    system = timed("timer t = 1 s\ninitially start t\ninvariant runs = running(t)")
    with pytest.raises(SpecError, match="not-with-timers"):
        mutate(system, Request())
    with pytest.raises(SpecError, match="not-with-timers"):
        explore(system, lambda: Simulated(system), seed=1, actions=1)


def test_a_length_that_is_chosen_by_several_names_is_as_long_as_it_can_be() -> None:
    """Both `if` ask the same: 3 - 1 or 8 - 5 is never below 2; a look at each alone said that it may be 3 - 5."""
    text = """
    var far : bool = false
    timer t
    def first = if far then 8 s else 3 s
    def second = if far then 5 s else 1 s
    input go when not running(t) { start t = first - second }
    input move { far := not far }
    property short = running(t) lasts at most 3 s
    property shorter = running(t) lasts at most 2 s
    """
    found = verdicts(timed(text))
    assert (found["short"], found["shorter"]) == ("proved", "violated")


def test_the_ends_of_an_interval_that_cross_for_no_state() -> None:
    text = """
    var far : bool = false
    timer t
    input go when not running(t) { start t within [if far then 5 s else 1 s, if far then 6 s else 2 s] }
    input move { far := not far }
    property short = running(t) lasts at most 6 s
    """
    assert verdicts(timed(text))["short"] == "proved"


@pytest.mark.heavy
def test_a_deadline_whose_length_counts_members() -> None:
    """`within` of a step reads its parameters in whatever is computed: b has one before it, c two."""
    text = """
    node N { a, b, c }
    def rank(n: N) = match n { a -> 0, b -> 1, c -> 2 }
    def before(n: N) = count m: N where rank(m) < rank(n)
    var done[N] : bool = false
    step work(n: N) within [before(n) * 1 s, before(n) * 2 s] when not done[n] { done[n] := true }
    property a_soon = not done[a] lasts at most 0 s
    property b_soon = not done[b] lasts at most 2 s
    property b_sooner = not done[b] lasts at most 1 s
    property c_soon = not done[c] lasts at most 4 s
    property c_sooner = not done[c] lasts at most 3 s
    timer early = 1500 ms
    initially start early
    invariant c_waits = done[c] => not running(early)
    """
    found = verdicts(timed(text))
    assert [found[f"{name}_soon"] for name in "abc"] == ["proved"] * 3
    assert [found["b_sooner"], found["c_sooner"], found["c_waits"]] == ["violated", "violated", "proved"]


FORBIDDEN = """
timer t = 3 s, u = 5 s
var a : bool = false
var b : bool = false
initially start t
initially start u
on expiry t { a := true }
on expiry u { b := true }
invariant late = not b
"""


def test_an_assume_that_stops_time_is_told() -> None:
    """`late` is proved, since nothing comes after 3 s; without the `assume` it is violated."""
    found = verdicts(timed(f"{FORBIDDEN}assume never = not a"))
    assert (found["late"], found["no assume stops time"]) == ("proved", "violated")
    assert verdicts(timed(FORBIDDEN))["late"] == "violated"


def test_what_is_asked_alone_is_asked_with_whether_time_stops() -> None:
    system = timed(f"{FORBIDDEN}assume never = not a")
    report = check(system, Request(properties=("late",), engine="explicit"))
    assert {finding.name: finding.verdict for finding in report.findings}["no assume stops time"] == "violated"


@pytest.mark.parametrize("allowed", ["not (a and b)", "not expired(u)", "b => a"])
def test_an_assume_that_forbids_an_obliged_move_in_any_way_is_told(allowed: str) -> None:
    """Both happen; the timer expires; and the first is `a`: only the last one is so in every run."""
    answer = "proved" if allowed == "b => a" else "violated"
    assert verdicts(timed(f"{FORBIDDEN}assume it = {allowed}"))["no assume stops time"] == answer


def test_an_assume_about_what_nothing_obliged_changes_needs_no_proof() -> None:
    text = f"{FORBIDDEN}var free : bool = false\ninput flip {{ free := not free }}\nassume it = not free"
    assert "no assume stops time" not in verdicts(timed(text))


def test_lengths_that_were_set_are_options_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "part.ha").write_text(PART)
    (tmp_path / "whole.ha").write_text(WHOLE)
    report = load(tmp_path / "whole.ha").check(options={"lan.hold": "2000 ms"}, engine="explicit").report
    assert as_object(report)["options"] == {"lan.hold": "2 s"}


CLOCK = """
var n : 0..2 = 0
timer t = {length}
initially start t
on expiry t {{ start t  n := n + 1 }}
invariant below = n < 2
"""


@pytest.mark.parametrize(
    ("length", "times"), [("1500 ms", ["1.5", "3"]), ("1 s / 3", ["1/3", "2/3"]), ("25 us", ["0.000025", "0.00005"])]
)
def test_each_step_of_a_report_has_its_time(length: str, times: list[str]) -> None:
    report = check(timed(CLOCK.format(length=length)), Request(engine="explicit"))
    said = read_json(json_report([report], Style()))
    (trace,) = (finding["trace"] for finding in said["findings"] if finding["property"] == "below")
    assert [step["time"] for step in trace if step["action"] == "expiry t"] == times


def test_other_formats_and_python_have_the_times() -> None:
    report = check(timed(CLOCK.format(length="1500 ms")), Request(engine="explicit"))
    states = json.loads(FORMATS["itf"]([report], Style()))["states"]
    assert states[0]["#meta"]["time"] == "0"
    assert [state["#meta"]["time"] for state in states if state["mbt::actionTaken"] == "expiry t"] == ["1.5", "3"]
    diagram = FORMATS["mermaid"]([report], Style())
    assert "1. 1.500 s pass" in diagram
    assert "1.500 s pass, 3.000 s since the start" in diagram
    assert "time passes" not in diagram
    checked = Spec(timed(CLOCK.format(length="1 s / 3"))).check(engine="explicit")
    (finding,) = (finding for finding in checked.findings if finding.name == "below")
    assert finding.trace is not None
    times = [step.time for step in finding.trace.steps if step.action == "expiry t"]
    assert times == [Fraction(1, 3), Fraction(2, 3)]


def test_a_run_without_timers_has_no_times() -> None:
    system = timed("var n : 0..2 = 0\nstep more when n < 2 { n := n + 1 }\ninvariant below = n < 2")
    said = read_json(json_report([check(system, Request(engine="explicit"))], Style()))
    assert any("trace" in finding for finding in said["findings"])
    assert all("time" not in step for finding in said["findings"] for step in finding.get("trace", ()))
    traces = [finding.trace for finding in Spec(system).check(engine="explicit").findings if finding.trace is not None]
    assert traces
    assert all(step.time is None for trace in traces for step in trace.steps)
