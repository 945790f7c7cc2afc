"""The size that was asked for decides: verdicts at exactly k members against brute force at exactly k members."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from strategies.sized.against import SIZES, Command, of_command, system_of
from strategies.sized.truth import TooMany, lively, truth

from hamodel.check import texts
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Asked, Request, requests
from hamodel.check.rows import Row, sizes
from hamodel.check.sizes.answers import Answers
from hamodel.diagnostics import SpecError
from hamodel.engines import ENGINES
from hamodel.engines.question import OfProperty
from hamodel.model.verdict import Exhaustive, Finding, Inductive, Invariant, Result, Unknown, Unreachable
from hamodel.report.verdicts import summary

MOST_STATES = 100


def differences(number: int, *commands: Command) -> list[str]:
    """What checks of a random system say wrongly; nothing of one that is too large. `tests/benchmarks/sizes.py` asks more."""
    made = lively(number)
    options = (False, True) if made.has_option else (False,)
    try:
        truths = {(size, option): truth(made, size, option, MOST_STATES) for size in SIZES for option in options}
    except TooMany:
        return []
    system = system_of(made.text)
    return [wrong for command in commands for wrong in of_command(system, truths, command, 60.0, Counter())]


@pytest.mark.parametrize("number", range(5000, 5008))
@pytest.mark.sampled
def test_the_size_that_is_asked_for_decides(number: int) -> None:
    size = (1 + number % 4,)
    assert differences(number, Command("auto", size, in_spec=number % 3 == 0)) == []


REFUSED = (5014, 5016)
"""Compare two members below a `next`: a part that is about no transition, as a message says."""


@pytest.mark.heavy
@pytest.mark.parametrize("number", [number for number in range(5008, 5020) if number not in REFUSED])
def test_every_size_and_none(number: int) -> None:
    assert differences(number, Command("auto", SIZES), Command("auto", ()), Command("any_number", ())) == []


@pytest.mark.heavy
@pytest.mark.parametrize("engine", [*ENGINES, "all"])
def test_every_engine_at_exactly_this_size(engine: str) -> None:
    for number in range(5020, 5024):
        assert differences(number, Command(engine, (1 + number % 4,))) == []


# --- small specs, with what is right by hand -------------------------------------------------------------------------


def run(text: str, **asked: Any) -> Report:
    return check(system_of(text), Request(**asked))


def said(report: Report) -> dict[str, str]:
    return {found.name: summary(found) for found in report.findings}


def verdicts(report: Report) -> dict[str, str]:
    return {found.name: found.verdict for found in report.findings}


QUORUM = """
spec quorum
sort Node
var alive[Node] : bool = true
faults 2
fault crash(n: Node) when alive[n] { alive[n] := false }
invariant one_is_left = some n: Node. alive[n]
invariant there_are_three = (count n: Node where true) = 3
reachable alone = (count n: Node where true) = 1
scenario three { assert (count n: Node where alive[n]) = 3 }
"""


@pytest.mark.parametrize("engine", ["auto", "kinduction", "pdr"])
def test_two_crashes_leave_one_of_three(engine: str) -> None:
    report = run(QUORUM, sizes={"Node": 3}, engine=engine)
    assert verdicts(report) == {
        "one_is_left": "proved",
        "there_are_three": "proved",
        "alone": "unreachable",
        "no run-time errors": "proved",
        "three": "reached",
    }
    assert {tuple(result.sizes.values()) for found in report.findings[:3] for result in found.results} == {(3,)}


def test_each_size_is_asked_for() -> None:
    report = run(QUORUM, sizes={"Node": (1, 2, 3, 4)})
    lines = said(report)
    assert lines["one_is_left"] == (
        "NOT as the spec says, exactly when Node in { 1, 2 }; 1 fault; 1 step; otherwise proved for Node = 3..4"
    )
    three, alone = lines["there_are_three"], lines["alone"]
    assert three.endswith("exactly when Node in { 1, 2, 4 }; no fault needed; 0 steps; otherwise proved for Node = 3")
    assert alone.endswith("exactly when Node = 1; no fault needed; 0 steps; otherwise not reached for Node = 2..4")
    assert lines["no run-time errors"] == "Node = 1..4"
    assert verdicts(report)["three"] == "unreachable", "no run of one member has three that are alive"
    assert report.sizes == {"Node": (1, 2, 3, 4)}


def test_without_a_size_any_size_refutes() -> None:
    report = run(QUORUM)
    lines = said(report)
    assert lines["one_is_left"] == "NOT as the spec says; 1 fault; 1 step; Node = 1"
    assert lines["alone"] == "no fault needed; 0 steps; Node = 1"
    assert report.any_size == ("Node",)
    assert verdicts(report)["three"] == "unreachable", "the script names no member, so there is one"


def test_what_is_refuted_by_two_says_that_it_is_proved_for_one() -> None:
    text = "spec s\nsort N\nvar a[N] : bool = false\nstep go(n: N) { a[n] := true }\n"
    line = said(run(f"{text}invariant at_most = (count n: N where a[n]) < 2"))["at_most"]
    assert line == "NOT as the spec says; no fault needed; 2 steps; N = 2; proved for N = 1"


BUT_THREE = """
spec but_three
sort N
option o : bool
var m : 0..1 = 0
assume sane = o or (count n: N where true) != 3
step go when m < 1 { m := m + 1 }
invariant c = o or m < 1
invariant ok = m < 2
"""


def test_an_assume_about_members_leaves_out_no_options() -> None:
    """It excludes `o = false` for three members only: with one and with two, `c` is violated there."""
    ranged = next(found for found in run(BUT_THREE, sizes={"N": (1, 2, 3)}).findings if found.name == "c")
    assert [ranged.results[number].row for number in ranged.hits] == [{"N": 1, "o": False}, {"N": 2, "o": False}]
    assert verdicts(run(BUT_THREE))["c"] == "violated"
    only_three = run(BUT_THREE, sizes={"N": 3})
    assert verdicts(only_three)["ok"] == "unknown"
    assert only_three.exit_status == 3
    three = "spec s\nsort N\nvar m : 0..1 = 0\nassume a = (count n: N where true) != 3\nstep go { m := 1 }\ninvariant c = m = 0"
    assert verdicts(run(three))["c"] == "violated"
    assert verdicts(run(three, sizes={"N": 3}))["c"] == "unknown"


def test_proved_for_no_size_at_which_nothing_runs() -> None:
    text = "spec s\nsort N\nvar m : 0..1 = 0\ninitially (count n: N where true) != 1\nstep go when m < 1 { m := m + 1 }\n"
    lines = said(run(f"{text}invariant ok = m < 2\ninvariant c = m < 1"))
    assert lines["ok"] == lines["no run-time errors"] == "N = 2..3"
    assert lines["c"] == "NOT as the spec says; no fault needed; 1 step; N = 2"


def test_proved_for_no_size_at_which_it_has_no_value() -> None:
    text = "spec s\nsort N\nvar m : 0..1 = 0\nstep go when m < 1 { m := m + 1 }\n"
    one = "(count n: N where true) = 1 and (the n: N where false) = (the n: N where true)"
    line = said(run(f"{text}invariant c = m < 1 or ({one})"))["c"]
    assert line == "NOT as the spec says; no fault needed; 1 step; N = 2"


def test_what_holds_with_any_number_of_faults_at_one_size_may_not_at_another() -> None:
    answers = Answers((Row({}, ({"N": 1}, {"N": 2}), {}, ("N",)),), (), {})
    answers.searched((OfProperty("c"), 0), {"N": 1}, Result({}, {"N": 1}, Unreachable(Exhaustive(1))), 0)
    answers.proved((OfProperty("c"), 0), Result({}, {"N": 2}, Unreachable(Invariant(())), any_faults=True))
    result = answers.result((OfProperty("c"), 0))
    assert result is not None
    assert result.sizes == {"N": (1, 2)}
    assert not result.any_faults


def test_looked_at_to_a_depth_is_every_size_or_it_is_not_known() -> None:
    text = "spec s\nsort N\nvar m : 0..9 = 0\nstep go when m < 9 { m := m + 1 }\ninvariant c = m < 10"
    report = run(text, engine="bmc", depth=4)
    assert said(report)["c"] == "no violation within 4 steps, N = 1..3"
    assert report.exit_status == 0
    answers = Answers((Row({}, ({"N": 1}, {"N": 2}, {"N": 3}), {}, ("N",)),), (), {})
    key = (OfProperty("c"), 0)
    answers.searched(key, {"N": 1}, Result({}, {"N": 1}, Unknown("no deeper", 4, asked=True)), 0)
    answers.searched(key, {"N": 3}, Result({}, {"N": 3}, Unreachable(Exhaustive(1))), 2)
    assert answers.result(key) == Result({}, {"N": 2}, Unknown("not decided before the check ended; proved for N = 3"))
    answers.searched(key, {"N": 2}, Result({}, {"N": 2}, Unknown("out of time", 2)), 1)
    assert answers.result(key) == Result({}, {"N": 2}, Unknown("out of time; proved for N = 3", 2))


def test_proved_for_no_sizes_that_were_not_looked_at() -> None:
    """Violated by (1, 3), (2, 2) and more. Of one and two members of each, (2, 2) is none for which it is proved."""
    text = "spec s\nsort A\nsort B\nvar m : 0..1 = 0\nstep go { m := 1 }\n"
    text += "invariant c = m = 0 or (count a: A where true) + (count b: B where true) < 4"
    line = said(run(text))["c"]
    assert line == "NOT as the spec says; no fault needed; 1 step; A = 1, B = 3; proved for A = 1, B = 1..2"
    some = "initially (count a: A where true) + (count b: B where true) != 4\ninvariant ok = m < 2"
    assert said(run(text.replace("invariant", f"{some}\ninvariant")))["ok"] == "A = 1, B = 1..2"


def test_a_scenario_that_names_more_members_than_are_asked_for_does_not_apply() -> None:
    text = "spec s\nsort N\nscope N = 2\nvar a[N] : bool = false\nstep go(n: N) { a[n] := true }\n"
    text += "scenario second { go(n1) assert a[n1] and not a[n0] }"
    assert said(run(text))["second"] == "played to its end"
    assert said(run(text, sizes={"N": 3}))["second"] == "played to its end"
    assert said(run(text, sizes={"N": (1, 2, 3)}))["second"] == "played to its end; for N = 2..3 only, since it names so many"
    assert said(run(text, sizes={"N": (1, 2)}))["second"] == "played to its end; for N = 2 only, since it names so many"
    why = "it names `n1`, and N = 1 has no such member"
    for other in (text, text.replace("scope N = 2", "scope N = 1")):
        report = run(other, sizes={"N": 1} if other is text else {})
        (finding,) = (finding for finding in report.findings if finding.name == "second")
        assert (finding.verdict, finding.as_expected, finding.results) == ("does not apply", None, ())
        assert said(report)["second"] == why
        assert report.played == {}
        assert report.exit_status == 3  # there is no property: nothing was checked


def test_where_no_size_is_asked_for_a_scenario_has_the_members_that_it_names() -> None:
    text = "spec s\nsort N\nsort M\nvar a[N, M] : bool = false\nstep go(n: N, m: M) { a[n, m] := true }\n"
    text += "scenario far { go(n1, m2) assert a[n1, m2] and (count n: N where true) = 2 and (count m: M where true) = 3 }"
    report = run(text)
    assert said(report)["far"] == "played to its end"
    assert report.played["far"].scope.sizes == {"N": 2, "M": 3}
    assert said(run(text, sizes={"N": 2}))["far"] == "played to its end"
    assert said(run(text, sizes={"N": 2, "M": (1, 2)}))["far"] == "it names `m2`, and M = 2 has no such member"


def test_what_is_proved_for_some_sizes_says_for_which() -> None:
    text = "spec s\nsort N\nvar m : 0..3 = 0\nstep go when m < 3 and (count n: N where true) <= 3 { m := m + 1 }\n"
    assert said(run(f"{text}invariant i = m < 4 and (count n: N where true) < 4"))["i"].startswith("N = 1..3")


def test_how_each_of_several_sizes_was_decided_is_said() -> None:
    """Three searches of which one gave up: its size was proved by other means, and a verdict about all of them says which."""
    rows = [Row({}, tuple({"S": size} for size in (1, 2, 3)), {}, ("S",))]
    answers = Answers(rows, set(), {})
    for size in (1, 2):
        answers.searched(("p", 0), {"S": size}, Result({}, {"S": size}, Unreachable(Exhaustive(4)), "explicit"), size)
    answers.searched(("p", 0), {"S": 3}, Result({}, {"S": 3}, Unreachable(Invariant(())), "pdr", confirmed="again"), 3)
    result = answers.result(("p", 0))
    assert result is not None
    finding = Finding("p", "invariant", None, (result,))
    assert summary(finding) == "S = 1..3; by an inductive invariant for S = 3"
    assert [part.engine for part in result.shown_by] == ["explicit", "explicit", "pdr"]
    every = Answers(rows, set(), {})
    for size in (1, 2, 3):
        every.searched(("p", 0), {"S": size}, Result({}, {"S": size}, Unreachable(Inductive(size)), "kinduction"), size)
    same = every.result(("p", 0))
    assert same is not None
    assert summary(Finding("p", "invariant", None, (same,))) == "S = 1..3; by induction, k = 3"


def test_that_no_run_starts_is_known_of_every_size_or_not_at_all() -> None:
    """None of one or two members; of three there are more first states than are looked at."""
    text = "spec many\nsort N\nvar x[N] : 0..60000\nvar m : 0..1 = 0\ninitially (count n: N where true) > 2\n"
    text += "step go { m := 1 }\ninvariant fine = m <= 1\n"
    lines = said(run(text, engine="explicit"))
    assert lines["no run-time errors"] == "not known whether a run starts"
    assert lines["fine"] == "more than 4,194,304 initial states"
    lines = said(run(text.replace("> 2", "> 3"), engine="explicit"))
    assert lines["fine"] == "no run starts: no state satisfies `initially` and `assume`"


LEFT_OVER = """
spec left
sort N
scope N = 3
var a[N] : bool
var m : 0..1 = 0
initially (count n: N where a[n]) = 1
fair step go(n: N) when not a[n] { a[n] := true }
step stay when m = 0 { m := 1 }
reachable moved = m = 1
property all_go = eventually all n: N. a[n]
property none_go = always m = 0
"""


def test_members_that_are_left_over_have_initial_values_and_are_fair() -> None:
    """With one member all have gone from the start. With three the two that are left over must go, for the loop to be fair."""
    report = run(LEFT_OVER)
    assert verdicts(report) == {
        "moved": "reached",
        "all_go": "proved",
        "none_go": "violated",
        "no run-time errors": "proved",
    }
    assert [len(found.results[0].answer.trace.initial) for found in report.findings if found.hits] == [4, 4]


def test_a_shorter_trace_of_the_size_that_was_asked_for() -> None:
    text = "spec longer\nsort S\nscope S = 2\nvar n : 0..4 = 0\nfault slip when n < 4 { n := n + 1 }\n"
    text += "input both(a: S, b: S) when a != b and n = 0 { n := 4 }\ninvariant never = n != 4"
    assert said(run(text))["never"] == "NOT as the spec says; no fault needed; 1 step"
    assert said(run(text, sizes={"S": 1}))["never"] == "NOT as the spec says; 4 faults; 4 steps"


FEWEST = """
spec fewest
var n    : 0..3 = 0
var gone : bool = false
step  count_up when n < 3 and not gone { n := n + 1 }
fault crash    when not gone { gone := true }
invariant fine = n < 3 and not gone
"""


@pytest.mark.parametrize("engine", ["auto", "explicit", "bmc"])
def test_one_line_speaks_of_one_run(engine: str) -> None:
    report = run(FEWEST, engine=engine, depth=6 if engine == "bmc" else None)
    assert said(report)["fine"] == "NOT as the spec says; 1 fault; 1 step; without a fault 3 steps"
    found = next(found for found in report.findings if found.name == "fine")
    assert found.with_fewest is not None
    assert [step.action for step in found.with_fewest.steps] == ["count_up"] * 3


def test_an_error_of_a_smaller_size_is_none_of_this_one() -> None:
    text = "spec m\nsort N\nscope N = 2\nvar k : 0..1 = 1\nstep go(n: N) when (all x: N. x = n) { k := k + 1 }\n"
    text += "invariant i = k < 2"
    assert verdicts(run(text)) == {"i": "proved", "no run-time errors": "proved"}
    assert verdicts(run(text, sizes={"N": 1})) == {"i": "proved", "error[range]": "violated"}


@pytest.mark.parametrize(
    ("scope", "message"),
    [("4..1", "the first size is the larger"), ("1..x", "a scope is a number"), ("0..2", "no member"), ("1..65", "64 members")],
)
def test_a_range_that_is_none(scope: str, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        requests(Asked(scope=texts.sizes({"Node": scope})), [system_of(QUORUM)])


def test_a_system_that_is_run_has_one_size() -> None:
    ((request, _),) = requests(Asked(scope={"Node": range(1, 5)}), [system_of(QUORUM)])
    assert request.sizes == {"Node": (1, 2, 3, 4)}
    with pytest.raises(SpecError, match="one system has one size"):
        sizes(system_of(QUORUM), request.sizes)
