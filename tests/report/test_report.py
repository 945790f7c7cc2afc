"""Reports: the words that a finding gets, a trace in lanes, what the JSON says. Findings are made by hand, runs are scenarios."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import pytest
from strategies.reports import HIT, PROVED, SYSTEM, TRACE, TWO, Golden, finding, report, rows_of, run_of, system_of

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.trace import Trace
from hamodel.model.verdict import Finding, Inductive, Reached, Unknown, Unreachable
from hamodel.report import FORMATS
from hamodel.report.json import as_object
from hamodel.report.lanes import trace_lines
from hamodel.report.outcome import Outcome
from hamodel.report.style import Style, finished, style_for, visible, wrapped
from hamodel.report.verdicts import mark, shown, summary
from hamodel.report.when.combinations import condition
from hamodel.report.words import when

HERE = Path(__file__).parent.parent


# --- conditions on options -------------------------------------------------------------------------------------------


THREE = rows_of(nat=["none", "bound", "shared"], reverts=[False, True])


@pytest.mark.parametrize(
    ("rows", "chosen", "said"),
    [
        (TWO, [1, 3], "reverts = true"),
        (TWO, [2, 3], "owner = primary"),
        (TWO, [1], "owner = first and reverts = true"),
        (TWO, [0, 1, 2], "owner = first or reverts = false"),
        (TWO, [1, 2], "(owner = first and reverts = true) or (owner = primary and reverts = false)"),
        (TWO, [0, 1, 2, 3], ""),
        (THREE, [0, 1, 4, 5], "nat in { none, shared }"),
        (THREE, [0, 1, 5], "nat = none or (nat = shared and reverts = true)"),
    ],
)
def test_a_condition_is_as_short_as_it_can_be(rows: list[dict[str, Value]], chosen: list[int], said: str) -> None:
    options = said.replace("(nat = shared and reverts = true)", "(nat in { none, shared } and reverts = true)")
    assert when(rows, chosen) in (said, options)


@pytest.mark.parametrize("rows", [TWO, THREE, rows_of(a=[0, 1], b=[0, 1], c=[0, 1])], ids=["2x2", "3x2", "2x2x2"])
def test_a_condition_is_true_of_exactly_what_is_meant(rows: list[dict[str, Value]]) -> None:
    """For every set of combinations, by trying the condition on each of them."""
    everything = range(len(rows))
    for chosen in chain.from_iterable(combinations(everything, size) for size in range(len(rows) + 1)):
        boxes = condition(rows, chosen)
        true_of = [i for i in everything if any(all(rows[i][name] in box[name] for name in box) for box in boxes)]
        assert true_of == list(chosen)


def test_what_is_not_known_makes_a_condition_shorter() -> None:
    assert when(TWO, [3]) == "owner = primary and reverts = true"
    assert when(TWO, [3], free=[1]) == "reverts = true"
    assert when(TWO, [3], free=[0, 1, 2]) == ""


def test_many_options_do_not_take_long() -> None:
    rows = rows_of(**{f"o{i}": [0, 1] for i in range(10)})
    odd = [i for i, row in enumerate(rows) if sum(map(int, row.values())) == 1]  # no two of them are neighbours
    assert len(condition(rows, odd)) == 10


# --- the one line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "verdict", "is_marked", "said"),
    [
        (finding(PROVED), "proved", "good", "Session = 2"),
        (finding(PROVED, PROVED), "proved", "good", "Session = 2, every value of reverts"),
        (finding(*[PROVED] * 4), "proved", "good", "Session = 2, all 4 combinations"),
        (finding(Unreachable(Inductive(3))), "proved", "good", "Session = 2; by induction, k = 3"),
        (finding(HIT, fewest=1), "violated", "bad", "NOT as the spec says; 1 fault; 5 steps"),
        (finding(HIT, fewest=0, faults=0), "violated", "bad", "NOT as the spec says; no fault needed; 5 steps"),
        (finding(HIT, faults=2), "violated", "bad", "NOT as the spec says; 2 faults or fewer; 5 steps"),
        (
            finding(PROVED, HIT, fewest=1),
            "violated",
            "bad",
            "NOT as the spec says, exactly when reverts = true; 1 fault; 5 steps; otherwise proved for Session = 2",
        ),
        (
            finding(PROVED, HIT, expected=(1,), fewest=1),
            "violated",
            "hazard",
            "exactly when reverts = true; 1 fault; 5 steps; otherwise proved for Session = 2",
        ),
        (
            finding(PROVED, HIT, expected=(0, 1), fewest=1),
            "violated",
            "bad",
            "NOT as the spec says when reverts = false (not violated); violated exactly when reverts = true; "
            "otherwise proved for Session = 2",
        ),
        (
            finding(HIT, HIT, expected=(1,), fewest=1),
            "violated",
            "bad",
            "NOT as the spec says when reverts = false (violated); violated for every value of reverts; 1 fault; 5 steps",
        ),
        (
            finding(PROVED, PROVED, HIT, HIT, expected=(1, 3), fewest=1),
            "violated",
            "bad",
            "NOT as the spec says when owner = primary and reverts = false (violated) or when owner = first and reverts = true "
            "(not violated); violated exactly when owner = primary; 1 fault; 5 steps; otherwise proved for Session = 2",
        ),
        (finding(HIT, expected=(0,), fewest=1), "violated", "hazard", "1 fault; 5 steps"),
        (finding(PROVED, expected=None), "proved", "bad", "NOT as the spec says (violated); Session = 2"),
        (finding(HIT, kind="reachable", expected=None, fewest=1), "reached", "good", "1 fault; 5 steps"),
        (finding(PROVED, kind="reachable", expected=None), "unreachable", "bad", "NOT as the spec says (reached); Session = 2"),
        (finding(Unknown("20 steps", 20, True)), "holds to depth", "good", "no violation within 20 steps, Session = 2"),
        (
            finding(Unknown("out of time", 12)),
            "holds to depth",
            "open",
            "no violation within 12 steps, Session = 2; out of time",
        ),
        (finding(Unknown("out of memory")), "unknown", "open", "out of memory"),
        (
            finding(Unknown("out of time", 7), kind="reachable", expected=None),
            "unknown",
            "open",
            "out of time; not reached within 7 steps",
        ),
        (
            finding(PROVED, PROVED, PROVED, Unknown("out of time")),
            "unknown",
            "open",
            "1 of 4 combinations not decided: out of time",
        ),
        (
            finding(PROVED, HIT, PROVED, Unknown("out of time"), expected=(1, 3), fewest=1),
            "violated",
            "open",
            "as expected so far, when reverts = true; 1 fault; 5 steps; 1 of 4 combinations not decided: out of time; "
            "otherwise proved for Session = 2",
        ),
        (
            finding(Unknown("out of time"), PROVED, expected=(1,)),
            "unknown",
            "bad",
            "NOT as the spec says (violated exactly when reverts = true); 1 of 2 combinations not decided: out of time",
        ),
        (finding(HIT, kind="scenario", expected=(0,)), "reached", "good", "played to its end"),
    ],
)
def test_the_line_of_a_finding(found: Finding, verdict: str, is_marked: str, said: str) -> None:
    assert (found.verdict, mark(found), summary(found)) == (verdict, is_marked, said)


def test_three_words_in_three_colours() -> None:
    """What the spec expects to be violated is a hazard all the same: it is not shown in the colour of what holds."""
    hazard = finding(HIT, expected=(0,), name="hazard", fewest=1)
    rows = (finding(PROVED, name="sound"), hazard, finding(HIT, name="wrong"), finding(Unknown("out of time"), name="open"))
    shown_ = replace(report(), findings=rows, quality=(), notes=())
    lines = finished(FORMATS["text"]([shown_], Style(colour=True))).splitlines()
    green, yellow, red, magenta = (f"\x1b[{code}m" for code in (32, 33, 31, 35))
    assert [line[: len(green) + 1] for line in lines[3:7]] == [f"{green}\u2713", f"{yellow}!", f"{red}\u2717", f"{magenta}?"]
    assert [row["standing"] for row in as_object(shown_)["findings"]] == [
        "holds",
        "known hazard",
        "not as the spec says",
        "not decided",
    ]
    assert {row["standing"] for row in as_object(replace(shown_, disagreement="x"))["findings"]} == {"not decided"}
    page = FORMATS["markdown"]([shown_], Style(), Outcome())
    assert re.findall(r"^\| (\S+) \| ([a-z ]+) \|", page, re.M)[:3] == [
        ("\u2705", "proved"),
        ("\u26a0\ufe0f", "known hazard"),
        ("\u274c", "violated"),
    ]
    sound = replace(shown_, findings=(rows[0], hazard))
    assert sound.exit_status == 0
    suite = FORMATS["junit"]([sound], Style(), Outcome())
    assert "known hazard: 1 fault; 5 steps" in suite
    assert "<failure" not in suite


def test_what_differs_from_the_expectation_is_named(tmp_path: Path) -> None:
    """Expected for two of four combinations, violated for another two, of which one is as expected."""
    path = tmp_path / "differs.ha"
    path.write_text(
        "spec differs\noption a : bool\noption b : bool\nvar down : bool = false\nstep fall when b { down := true }\n"
        "invariant serves expect violated when not a = not down\n"
    )
    found = as_object(check(elaborate(load(str(path))), Request(properties=("serves",))))["findings"][0]
    assert found["with"] == {"a": True, "b": True}, "it is violated there, and should not be"
    wrong = [row["options"] for row in found["options"] if not row["as_expected"]]
    assert wrong == [{"a": False, "b": False}, {"a": True, "b": True}]


def test_the_trace_that_is_shown_is_of_a_combination_that_is_not_as_the_spec_says() -> None:
    """With the fewest faults, then the fewest steps, of those."""
    short = Trace(TRACE.initial, TRACE.steps[:2])
    found = finding(Reached(short), HIT, HIT, Reached(short), expected=(0,), faults=1)
    picked = shown(found)
    assert picked is not None
    assert picked[0].options == TWO[3]
    assert shown(finding(PROVED, HIT, expected=(0, 1))) is None, "the one that is missing has no trace, the other is as expected"
    assert shown(finding(PROVED)) is None
    assert shown(finding(Reached(None))) is None


# --- traces ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["takes_over", "messages"])
@pytest.mark.parametrize(("name", "style"), [("wide", Style(110)), ("80", Style()), ("ascii", Style(56, unicode=False))])
def test_a_trace_in_lanes(scenario: str, name: str, style: Style, golden: Golden) -> None:
    trace, scope = run_of(SYSTEM, scenario, {"reverts": False})
    golden(HERE / f"report/goldens/{scenario}.{name}.txt", "\n".join(trace_lines(SYSTEM, scope, trace, style)))


THREE_NODES = """
spec ring
node Box { a, b, c }
channel token from Box to Box carries pass fifo 1
step hand(from: Box, to: Box) { send token pass from from to to }
on token pass from x to y { }
scenario around { hand(a, c) hand(c, b) deliver token pass from a to c  hand(b, a) }
"""


def test_arrows_pass_the_lanes_between(golden: Golden) -> None:
    system = system_of(THREE_NODES.replace("from: Box, to: Box", "f: Box, t: Box").replace("from from to to", "from f to t"))
    trace, scope = run_of(system, "around", {})
    golden(HERE / "report/goldens/ring.txt", "\n".join(trace_lines(system, scope, trace, Style())))


MEMBERS = """
spec members
sort Router
scope Router = 3
link wire[Router, Router]
var heard[Router, Router] : bool = false
channel hello over wire[from, to] from Router to Router carries hi unordered lossy
step greet(a: Router, b: Router) when a != b { send hello hi from a to b }
on hello hi from a to b { heard[b, a] := true }
scenario one {
    greet(r0, r2)  deliver hello hi from r0 to r2
    greet(r2, r1)  lose hello hi from r2 to r1
    cut wire from r0 to r1  greet(r0, r1)
}
"""


def test_members_of_a_sort_between_which_messages_travel_have_lanes(golden: Golden) -> None:
    system = system_of(MEMBERS)
    trace, scope = run_of(system, "one", {})
    golden(HERE / "report/goldens/members.txt", "\n".join(trace_lines(system, scope, trace, Style())))


@pytest.mark.parametrize("width", [50, 60, 80, 100, 140])
def test_no_line_is_too_long(width: int) -> None:
    for scenario in ("takes_over", "messages"):
        trace, scope = run_of(SYSTEM, scenario, {"reverts": False})
        for line in trace_lines(SYSTEM, scope, trace, Style(width)):
            assert len(line) <= width, line
    for line in FORMATS["text"]([report()], Style(width, traces=True)).splitlines():
        source = re.match(r"(failed|warning)\[| *-->| *\d* \|", line)  # what messages look like is for `diagnostics`
        assert len(line) <= width or source, line


def test_colours_change_no_letter() -> None:
    plain, coloured = (finished(FORMATS["text"]([report()], Style(colour=colour, traces=True))) for colour in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_an_encoding_that_knows_no_arrows() -> None:
    assert FORMATS["text"]([report()], Style(unicode=False, traces=True)).isascii()


# --- whole reports ---------------------------------------------------------------------------------------------------


def test_everything_as_text(golden: Golden) -> None:
    golden(HERE / "report/goldens/everything.txt", FORMATS["text"]([report()], Style()))


def test_everything_with_all_traces(golden: Golden) -> None:
    golden(HERE / "report/goldens/everything.traces.txt", FORMATS["text"]([report()], Style(100, traces=True)))


def test_everything_as_json(golden: Golden) -> None:
    golden(HERE / "report/goldens/everything.json", FORMATS["json"]([report()], Style()))


def test_json_is_one_object_or_a_list() -> None:
    one = json.loads(FORMATS["json"]([report()], Style()))
    several = json.loads(FORMATS["json"]([report(), report()], Style()))
    assert several == [one, one]


def test_json_says_who_broke_what() -> None:
    """The first packet was synchronized; the crash made fw1 active; the second delivery put fw0 into its table, by hand."""
    said = json.loads(FORMATS["json"]([report()], Style()))
    (broken,) = [found for found in said["findings"] if found["property"] == "own_sessions_only"]
    assert broken["as_expected"] is False
    assert [step["text"] for step in broken["trace"]] == [
        "first_packet(s0, fw0)",
        "deliver sync opened(s0, fw0) from fw0 to fw1",
        "first_packet(s1, fw0)",
        "crash(fw0)",
        "deliver sync opened(s1, fw0) from fw0 to fw1",
    ]
    assert broken["trace"][4]["changes"] == [{"cell": "owner[fw1, s1]", "before": None, "after": "fw0"}]
    assert broken["broken"]["bindings"] == {"s": "s1", "d": "fw1"}
    reads = {read["cell"]: (read["value"], read["step"]) for read in broken["broken"]["reads"]}
    assert reads == {"mode[fw1]": ("active", 4), "owner[fw1, s1]": ("fw0", 5)}


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"interrupted": True}, 130, "interrupted; not decided: no_return"),
        ({"disagreement": "bmc says reached"}, 70, "no verdict above counts: bmc says reached"),
        ({"findings": ()}, 3, "nothing was checked"),
    ],
)
def test_the_last_words_are_those_of_the_exit_status(change: dict[str, object], status: int, said: str) -> None:
    changed = replace(report(), **change)  # type: ignore[arg-type]
    assert changed.exit_status == status
    last = " ".join(FORMATS["text"]([changed], Style()).splitlines()[-6:])
    assert said in re.sub(r" +", " ", last)


# --- looks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terminal", "encoding", "environment", "expected"),
    [
        (True, "utf-8", {}, Style(120, True, True)),
        (False, "utf-8", {}, Style(80, False, True)),
        (True, "utf-8", {"NO_COLOR": "1"}, Style(120, False, True)),
        (True, "utf-8", {"TERM": "dumb"}, Style(120, False, True)),
        (False, "utf-8", {"FORCE_COLOR": "1"}, Style(80, True, True)),
        (True, "utf-8", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, Style(120, False, True)),
        (False, "ascii", {}, Style(80, False, False)),
        (False, "ISO-8859-1", {}, Style(80, False, False)),
    ],
)
def test_a_style_suits_its_stream(terminal: bool, encoding: str, environment: dict[str, str], expected: Style) -> None:
    assert style_for(terminal, encoding, 120, environment) == expected


def test_numbers_stay_with_their_words() -> None:
    assert wrapped("violated with 1 fault when a = b", Style(40, colour=True), 20) == [
        " " * 20 + "violated with",  # not: violated with 1
        " " * 20 + "1 fault when a = b",
    ]
    assert visible(Style(colour=True).paint("four", "red", "bold")) == 4
