"""What multiplies the states of a search that ended at a limit: counted against arithmetic, and said in every report."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from strategies import readers, systems

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.check.sizes.unfinished import Unfinished, note
from hamodel.engines import Budget, Progress
from hamodel.engines.explicit.search import explore
from hamodel.engines.explicit.table import distinct
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Cut
from hamodel.report.ci.markdown import markdown
from hamodel.report.json import json as as_json
from hamodel.report.outcome import Outcome
from hamodel.report.style import Style
from hamodel.report.text import text as report_text

COUNTERS = """
spec counters
enum Side { a, b }
var clock[Side] : 0..2 = 0
var flag : bool = false
var same : 0..9 = 4
step tick(s: Side) when clock[s] < 2 { clock[s] := clock[s] + 1 }
step raise_it when not flag { flag := true }
"""
"""So many states are 0, 1, ... transitions away: 1, 3, 5, 5, 3, 1; 18 in all."""


def cut_of(model_text: str, states: int, sizes: dict[str, int] | None = None, symmetry: bool = True) -> Cut | None:
    heard: list[Progress] = []
    explore(systems.instance(systems.typed(model_text), sizes or {}), (), Budget(states=states), heard.append, symmetry)
    return heard[-1].cut


def test_each_variable_counts_as_a_whole() -> None:
    """The last state, in which both clocks are at 2 and the flag is up, has not been seen: each part of it was there."""
    expected = (("clock[Side]", 9), ("flag", 2))
    assert cut_of(COUNTERS, 16) == Cut("not decided in 16 states", 17, 3, False, 17, expected)


def test_a_search_that_ends_by_itself_was_not_cut() -> None:
    assert cut_of(COUNTERS, 18) is None


def test_members_of_a_sort_that_count_once() -> None:
    """Of four flags one state each is kept for none, one, two and three that are up."""
    text = "spec s  sort Thing  var high[Thing] : bool = false  step go(t: Thing) when not high[t] { high[t] := true }"
    assert cut_of(text, 3, {"Thing": 4}) == Cut("not decided in 3 states", 4, 2, True, 4, (("high[Thing]", 4),))
    plain = cut_of(text, 10, {"Thing": 4}, symmetry=False)
    assert plain == Cut("not decided in 10 states", 11, 1, False, 11, (("high[Thing]", 11),))


def test_a_channel_a_link_and_a_record_have_their_names() -> None:
    text = """
    spec s
    enum Mode { on, off }
    node Box { l, r }
    link ha
    record Pair { one: Mode, two: 0..2 }
    var both[Box] : Pair = Pair(on, 0)
    channel wire from Box to Box carries hello unordered 3
    input turn(b: Box) { both[b].one := off }
    input say(b: Box) when not pending wire hello from b to b { send wire hello from b to b }
    on wire hello from x to y { }
    """
    found = cut_of(text, 1)  # the first state, and what one transition leads to: two turn, two say, one cuts
    assert found is not None
    assert found.states == 6
    assert found.values == (("both[Box]", 3), ("channel wire", 3), ("link ha", 2))


def test_what_the_author_does_not_know_by_name_is_said_in_words() -> None:
    text = """
    spec s
    link ha
    var x : 0..3 = 0
    step go when x < 3 { x := x + 1 }
    property p = always (x = 3 => once x = 1)
    """
    system = systems.typed(text)
    model = systems.instance(with_monitors(bound_faults(system, 5), system.declared), {})
    heard: list[Progress] = []
    explore(model, (), Budget(states=12), heard.append)
    assert heard[-1].cut is not None
    assert {name for name, _ in heard[-1].cut.values} == {"x", "link ha", "the number of faults", "`once x = 1`"}


def test_different_values_of_some_bits() -> None:
    dice = random.Random(1)
    states = [np.array([dice.getrandbits(7) for _ in range(300)], np.uint64) for _ in range(3)]
    for masks in ({0: 0b1010}, {1: 0b1111, 2: 0b10}, {0: 1, 1: 2, 2: 4}, {0: 127, 1: 127, 2: 127}, {}):
        rows = zip(*(map(int, word) for word in states), strict=True)
        expected = {tuple(row[word] & mask for word, mask in masks.items()) for row in rows}
        assert distinct(states, masks) == len(expected)


CLOCKS = """
spec clocks
node Box { l, m, r }
enum Mode { on, off }
option fast : bool
var clock[Box] : 0..59999 = 0
var mode : Mode = on
step tick(b: Box) when clock[b] < 59999 { clock[b] := clock[b] + 1 }
step turn { mode := off }
invariant far = clock[l] < 59999
"""
"""More states than anybody has seen; a clock at its end is 59,999 transitions away."""


@pytest.fixture(scope="module")
def undecided() -> Report:
    return checked_up_to(3000, CLOCKS)


def checked_up_to(states: int, text: str) -> Report:
    """A check whose searches end there."""
    with pytest.MonkeyPatch.context() as patched:
        limited = lambda depth, seconds, memory, _=None: Budget(depth, seconds, memory, states)  # noqa: E731
        patched.setattr("hamodel.check.schedule.Budget", limited)
        return check(systems.typed(text), Request(engine="explicit", options={"fast": True}))


def test_what_ends_undecided_says_why(undecided: Report) -> None:
    assert undecided.exit_status == 3
    (search,) = undecided.unfinished
    assert search.undecided == ("far", "no run-time errors")
    assert [name for name, _ in search.cut.values] == ["clock[Box]", "mode"]
    assert search.cut.values[1] == ("mode", 2)
    assert search.cut.values[0][1] > search.cut.sample // 2 - 1  # there are two states for each of their values at most
    assert search.cut.sample == search.cut.states > 3000
    text = " ".join(report_text([undecided], Style()).split())
    count = f"{search.cut.values[0][1]:,}"
    multiplied = f"multiplied by: clock[Box] ({count} values), mode (2 values)"
    said = f"not decided in 3,000 states after {search.cut.states:,} states, which are {multiplied}"
    assert said in text
    assert f"multiplied by: clock&#91;Box&#93; ({count} values)" in markdown([undecided], Style(), Outcome())


def test_for_programs(undecided: Report) -> None:
    said = as_json([undecided], Style())
    (row,) = readers.read_json(said)["unfinished"]
    cut = undecided.unfinished[0].cut
    assert row.pop("depth") == cut.depth > 0
    assert row == {
        "scope": {},
        "options": {},
        "reason": "not decided in 3,000 states",
        "states": cut.states,
        "symmetry": False,
        "of_runs": False,
        "undecided": ["far", "no run-time errors"],
        "sample": cut.sample,
        "multiplied": [{"variable": "clock[Box]", "values": cut.values[0][1]}, {"variable": "mode", "values": 2}],
    }


def test_a_search_for_a_loop_says_what_it_adds() -> None:
    """No fair run goes round before every clock is at its end, which is too far to see; where it may start is a copy of all."""
    text = CLOCKS.replace("invariant far = clock[l] < 59999", "property p = always eventually clock[l] = 7")
    text = text.replace("step tick(b", "fair step tick(b")
    (search,) = [search for search in checked_up_to(3000, text).unfinished if search.of_runs]
    assert search.undecided == ("p",)
    assert "the state in which a loop starts" in dict(search.cut.values)


def test_one_sentence_for_all_of_them() -> None:
    cut = Cut("out of memory", 4_000_000, 9, True, 65_536, (("a", 40), ("b[S]", 30), ("channel c", 20), ("d", 10)))
    small = Unfinished({"x": True}, {}, False, ("p",), replace(cut, states=5))
    large = Unfinished({"x": False, "y": 3}, {"S": 2}, False, ("p", "q", "r"), cut)
    assert note([small, large]) == (
        "a search about p and 2 more (S = 2, x = false, y = 3) did not end, as 1 more did: out of memory after 4,000,000 states "
        "up to symmetry, which are multiplied by: a (40 values), b[S] (30 values), channel c (20 values), in 65,536 of them"
    )
    assert note([]) == ""
    going_on = note([replace(large, cut=replace(cut, reason=""))])
    assert "did not end: it had more than 4,000,000 states up to symmetry, which" in going_on


def test_a_search_that_grows_tells_it_before_it_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is killed for its memory says nothing any more."""
    monkeypatch.setattr("hamodel.engines.explicit.search.LOOKED_INTO", 2)
    heard: list[Progress] = []
    explore(systems.instance(systems.typed(COUNTERS), {}), (), Budget(), heard.append, symmetry=False)
    cuts = [progress.cut for progress in heard if progress.cut is not None]
    assert [(cut.reason, cut.states) for cut in cuts] == [("", 9)]  # 1, 4, 9, 14, 17, 18: more than 4, then no more than 18


def test_a_search_goes_on_after_it_has_told_what_multiplies_its_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """90 times 90 states; it tells when there are more than 2,000 of them, and comes to its end all the same."""
    monkeypatch.setattr("hamodel.engines.explicit.search.LOOKED_INTO", 1000)
    text = "spec two\nvar a : 0..89 = 0\nvar b : 0..89 = 0\n"
    text += "step ra { a := (a + 1) mod 90 }\nstep rb { b := (b + 1) mod 90 }\ninvariant in_range = a < 90\n"
    report = check(systems.typed(text), Request(engine="explicit", seconds=120, properties=("in_range",)))
    (finding, _) = report.findings
    assert (finding.verdict, finding.results[0].states) == ("proved", 90 * 90)
    assert report.unfinished == ()


def test_a_search_that_told_and_then_came_to_its_end_is_not_called_unfinished(monkeypatch: pytest.MonkeyPatch) -> None:
    """The property is open since it has no value where a = 89, and not since the search had a limit."""
    monkeypatch.setattr("hamodel.engines.explicit.search.LOOKED_INTO", 1000)
    text = "spec two\nvar a : 0..89 = 0\nvar b : 0..89 = 0\nvar t[0..88] : bool = false\n"
    text += "step ra { a := (a + 1) mod 90 }\nstep rb { b := (b + 1) mod 90 }\ninvariant empty = not t[a]\n"
    report = check(systems.typed(text), Request(engine="explicit", seconds=120, properties=("empty",)))
    assert [finding.verdict for finding in report.findings] == ["unknown", "violated"]
    assert report.unfinished == ()
