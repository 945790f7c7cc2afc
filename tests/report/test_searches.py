"""The figures of a search, as experts compare them: at its own size, never added up. Expected values are worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, successors
from hamodel.model.system import System
from hamodel.model.trace import State
from hamodel.report.json import json as as_json
from hamodel.report.searches import searches
from hamodel.report.style import Style
from hamodel.report.text import text as report_text
from hamodel.source import Source

LIFT = """
spec lift
var x : 0..9 = 0
step rise when x < 9 { x := x + 1 }
step sink when x > 0 { x := x - 1 }
step wait when x = 4 { x := 4 }
invariant low = x <= 9
"""
"""10 states, 9 that rise, 9 that sink, one step that changes nothing; the tenth floor is 9 steps away."""

FLAGS = """
spec flags
sort Thing
option two : bool
var f[Thing] : bool = false
var seen : bool = false
step raise_one(t: Thing) when not f[t] { f[t] := true }
step see when two and not seen { seen := true }
invariant right = seen => two
"""
"""Without symmetry 2^n states, n * 2^(n-1) transitions, n deep. `two`: two of each state, and a transition
for each of the first."""


def system(text: str) -> System:
    return elaborate(parse(Source("made.ha", text)))


def run(text: str, **asked: object) -> Report:
    return check(system(text), replace(Request(engine="explicit"), **asked))  # type: ignore[arg-type]


def figures(report: Report) -> list[tuple[int, int, int, bool]]:
    found = [searched.figures for searched in searches(report)]
    return [(each.states, each.transitions, each.depth, each.reduced) for each in found]


def test_states_transitions_and_depth() -> None:
    assert figures(run(LIFT)) == [(10, 19, 9, False)]


@pytest.mark.parametrize("size", [1, 3, 5])
def test_each_size_and_each_combination_is_a_search_of_its_own(size: int) -> None:
    """Smaller sizes are searched before; nothing of them is in the figures."""
    n, way = 2**size, size * 2 ** (size - 1)
    report = run(FLAGS, sizes={"Thing": size}, symmetry=False)
    assert figures(report) == [(n, way, size, False), (2 * n, 2 * way + n, size + 1, False)]
    assert [dict(searched.options) for searched in searches(report)] == [{"two": False}, {"two": True}]
    last = report_text([report], Style()).splitlines()[-1]
    assert f"; {2 * n} states in the largest search; " in last


def test_with_symmetry_it_is_said() -> None:
    """A state is how many flags are up; each of those that are down can be raised."""
    report = run(FLAGS, sizes={"Thing": 3}, options={"two": False})
    assert figures(report) == [(4, 6, 3, True)]
    explained = " ".join(report_text([report], Style(explain=True)).split())
    assert "searched Thing = 3: 4 states up to symmetry, 6 transitions, depth 3 (right, no run-time errors)" in explained
    assert "; 4 states; " in explained


def test_they_are_those_of_the_reference_semantics() -> None:
    """With messages, faults and a bound on these, whose counter is a part of the state: a plain search counts the same."""
    text = """
    spec chat
    node End { a, b }
    var got[End] : 0..2 = 0
    channel wire from End to End carries hello unordered 2 lossy
    step greet(e: End) when got[e] < 2 and not pending wire hello from e to e {
        for o: End where o != e { send wire hello from e to o }
    }
    on wire hello from x to y { if got[y] < 2 { got[y] := got[y] + 1 } }
    fault forget(e: End) when got[e] > 0 { got[e] := 0 }
    invariant fine = got[a] <= 2
    """
    checked = system(text)
    scope = Scope({}, {})
    level: dict[tuple[object, ...], State] = {_key(state): state for state in initial_states(checked, scope)}
    seen, transitions, depth = dict(level), 0, 0
    while True:
        new: dict[tuple[object, ...], State] = {}
        for state in level.values():
            for _, _, outcome in successors(checked, scope, state):
                if outcome.state is not None:
                    transitions += 1
                    key = _key(outcome.state)
                    if key not in seen:
                        seen[key] = new[key] = outcome.state
        if not new:
            break
        level, depth = new, depth + 1
    found = run(text)
    assert figures(found) == [(len(seen), transitions, depth, False)]


def _key(state: State) -> tuple[object, ...]:
    return tuple(sorted(((cell, content) for cell, content in state.items()), key=repr))


def test_a_property_about_runs_has_a_search_of_its_own() -> None:
    text = "spec on\nvar x : 0..2 = 0\nfair step go when x < 2 { x := x + 1 }\n"
    report = run(text + "property there = eventually x = 2\ninvariant i = x < 3")
    of_runs = {searched.decides: searched for searched in searches(report) if searched.of_runs}
    assert list(of_runs) == [("there",)]
    assert of_runs["there",].figures.states >= 3
    assert [searched.figures.states for searched in searches(report) if not searched.of_runs] == [3]


def test_what_did_not_see_every_state_has_no_figures() -> None:
    """A property that is violated ends the search, a depth does, and where nothing can be mistaken nothing is searched."""
    assert figures(run(FLAGS.replace("=> two", "=> not two"), options={"two": True}, properties=("right",))) == []
    assert figures(run(LIFT, depth=4)) == []
    said = json.loads(as_json([run(LIFT, depth=4)], Style()))
    assert (said["states"], said["searches"]) == (0, [])


def test_for_programs() -> None:
    (row,) = json.loads(as_json([run(LIFT)], Style()))["searches"]
    assert row == {
        "scope": {},
        "options": {},
        "states": 10,
        "transitions": 19,
        "depth": 9,
        "symmetry": False,
        "of_runs": False,
        "decides": ["low", "no run-time errors"],
    }
