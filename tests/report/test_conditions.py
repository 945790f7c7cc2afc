"""The condition that a verdict shows is true of exactly what it speaks of, as the language means it, and as short as can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from strategies.reports import rows_of, system_of

from hamodel.api.spec import load
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load as parse
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds
from hamodel.report import FORMATS
from hamodel.report.outcome import Outcome
from hamodel.report.style import Style
from hamodel.report.words import when

Row = Mapping[str, Value]

PATRONI = {"ttl": range(1, 11), "loop_wait": range(1, 11), "retry": range(1, 11)}
SMALL = {"ttl": range(3, 7), "loop_wait": range(1, 4), "retry": range(1, 3)}
TIMERS = {"mode": ("notrack", "track", "off"), "hold": range(1, 7), "dead": range(1, 7), "preempt": (False, True)}


def true_of(condition: str, rows: Sequence[Row]) -> list[int]:
    """The rows that have it: read by the parser, and evaluated by the reference semantics."""
    options = {name: list(dict.fromkeys(row[name] for row in rows)) for name in rows[0]}
    lines = []
    for name, values in options.items():
        numbers = [value for value in values if type(value) is int]
        type_ = "bool" if isinstance(values[0], bool) else f"{{ {', '.join(map(str, values))} }}"
        lines.append(f"option {name} : {f'{min(numbers)}..{max(numbers)}' if numbers else type_}")
    system = system_of("\n".join(["spec x", *lines, "var v : bool = true", f"invariant told = {condition}"]))
    return [number for number, row in enumerate(rows) if holds(system.properties[0].formula, {}, {}, Scope({}, row))]


def length(condition: str) -> tuple[int, int, int]:
    """Comparisons, terms and coefficients, counted in the text: a set of numbers has as many comparisons as numbers."""
    comparisons = terms = coefficients = 0
    for part in re.split(r" and | or ", condition.replace("(", "").replace(")", "")):
        left, sign, right = re.fullmatch(r"(.*?) (=|!=|<=?|>=?|in|not in) (.*)", part).groups()  # type: ignore[union-attr]
        if sign.endswith("in") and "{" in right:
            values = right.strip("{} ").split(", ")
            comparisons += len(values) if values[0].isdigit() else 1
            terms += 1 + len(values)
            continue
        comparisons += 1
        summands = [each for side in (left, right) for each in re.split(r" [+-] |\.\.", side)]
        names = [each for each in summands if not each.isdigit()]
        terms += len(summands)
        if len(names) > 1:
            coefficients += sum(int(each.split(" * ")[0]) if " * " in each else 1 for each in names)
    return comparisons, terms, coefficients


@pytest.mark.parametrize(
    ("options", "condition"),
    [
        (PATRONI, "ttl <= loop_wait + 2 * retry"),
        (SMALL, "ttl <= loop_wait + 2 * retry"),
        (PATRONI, "ttl >= 4 and ttl <= loop_wait + 2 * retry"),
        (PATRONI, "ttl <= loop_wait + 2 * retry and (retry <= 2 or ttl > loop_wait)"),
        (PATRONI, "(retry <= 2 and ttl < loop_wait) or (retry >= 7 and ttl > loop_wait + 3)"),
        (PATRONI, "ttl in { 1, 4, 7 }"),
        (PATRONI, "ttl in 4..6"),
        (PATRONI, "ttl < 5 * retry"),
        (TIMERS, "hold < dead"),
        (TIMERS, "hold < dead - 1"),
        (TIMERS, "mode = notrack and hold < dead"),
        (TIMERS, "mode = notrack or hold = dead"),
        (TIMERS, "mode in { notrack, off } and 2 * hold <= dead"),
        (TIMERS, "hold <= 3 and dead != 5 and preempt = true"),
        (TIMERS, "(mode = notrack and hold < dead) or (mode = off and hold <= 4)"),
        (TIMERS, "preempt = true and (mode = track or hold > 2 * dead)"),
        ({"pace": range(1, 4)}, "pace = 1"),
        ({"pace": range(1, 4)}, "pace <= 2"),
        ({"one": (100, 200), "two": (100, 200)}, "one > two"),
        ({"one": (False, True), "two": (False, True)}, "one != two"),
        ({"one": ("old", "new"), "two": ("old", "new")}, "one = two"),
        ({"a": range(4), "b": range(4), "c": range(4), "d": range(4)}, "a + b < c + d"),
    ],
)
@pytest.mark.sampled
def test_the_condition_is_what_an_engineer_would_write(options: Mapping[str, Iterable[Value]], condition: str) -> None:
    rows = rows_of(**options)
    assert when(rows, true_of(condition, rows) if "one" not in options else _of_two(condition, rows)) == condition


def _of_two(condition: str, rows: Sequence[Row]) -> list[int]:
    told = {"one > two": lambda a, b: a > b, "one != two": lambda a, b: a != b, "one = two": lambda a, b: a == b}[condition]
    return [number for number, row in enumerate(rows) if told(row["one"], row["two"])]


def test_options_of_one_node_each_are_options_like_others() -> None:
    rows = rows_of(**{"priority[fw0]": range(20), "priority[fw1]": range(20)})
    chosen = [number for number, row in enumerate(rows) if int(str(row["priority[fw0]"])) > int(str(row["priority[fw1]"]))]
    assert when(rows, chosen) == "priority[fw0] > priority[fw1]"


def test_values_that_are_not_there_make_no_constant_odd() -> None:
    rows = [{"a": a, "b": b} for a, b in product((100, 150, 200), repeat=2)]
    assert when(rows, [n for n, row in enumerate(rows) if row["a"] < row["b"]]) == "a < b"
    assert when(rows, [n for n, row in enumerate(rows) if row["a"] <= 150]) == "a <= 150"


def test_of_a_size_only_those_are_told_that_were_looked_at() -> None:
    rows = rows_of(Node=range(1, 5), reverts=[False, True])
    assert when(rows, [n for n, row in enumerate(rows) if int(str(row["Node"])) > 2], sizes=["Node"]) == "Node in { 3, 4 }"


def test_sets_are_shown_where_nothing_is_shorter() -> None:
    rows = rows_of(a=range(10), b=range(10), c=range(10))
    chosen = [number for number, row in enumerate(rows) if (7 * row["a"] + row["b"] * row["c"]) % 5 == 0]
    said = when(rows, chosen)
    assert "a in { 0, 5 } and b in { 0, 5 }" in said
    assert true_of(said, rows) == chosen


# --- hidden conditions -----------------------------------------------------------------------------------------------

NUMBERS = {"a": range(6), "b": range(6), "c": range(5)}
OPTIONS = {**NUMBERS, "mode": ("x", "y", "z")}


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["mode", "one", "two", "two", "three"]))
    sign = draw(st.sampled_from(["<", "<=", ">", ">="]))
    if kind == "mode":
        return draw(st.sampled_from(["mode = x", "mode = z", "mode in { x, y }"]))
    if kind == "one":
        return f"{draw(st.sampled_from('abc'))} {draw(st.sampled_from([sign, '=', '!=']))} {draw(st.integers(0, 4))}"
    names = draw(st.permutations("abc"))
    factor = draw(st.sampled_from(["", "", "2 * ", "3 * "]))
    end = draw(st.sampled_from(["", "", " + 1", " - 2"]))
    if kind == "two":
        return f"{names[0]} {sign} {factor}{names[1]}{end}"
    return f"{names[0]} {sign} {names[1]} + {factor}{names[2]}{end}"


@st.composite
def conditions(draw: st.DrawFn) -> str:
    one, two, three = draw(comparisons()), draw(comparisons()), draw(comparisons())
    shapes = ["{0}", "{0} and {1}", "{0} or {1}", "{0} and {1} and {2}", "{0} and ({1} or {2})", "{0} or ({1} and {2})"]
    return draw(st.sampled_from(shapes)).format(one, two, three)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(conditions())
@pytest.mark.heavy
def test_a_hidden_condition_is_found_or_one_that_is_no_longer(hidden: str) -> None:
    is_found(hidden)


@pytest.mark.heavy
@settings(max_examples=100, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(conditions())
def test_so_it_is_with_many(hidden: str) -> None:
    is_found(hidden)


def is_found(hidden: str) -> None:
    """The condition, or one that is no longer, by the combinations that it is true of."""
    rows = rows_of(**OPTIONS)
    chosen = true_of(hidden, rows)
    said = when(rows, chosen)
    if chosen and len(chosen) < len(rows):
        assert true_of(said, rows) == chosen
        assert length(said) <= length(hidden), said
        assert when(rows, chosen) == said
    else:
        assert said == ""


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(st.sampled_from(["in", "out", "free"]), min_size=36, max_size=36))
def test_any_set_of_combinations_is_told_exactly(marks: list[str]) -> None:
    """Whatever is violated: also what no engineer would ever write."""
    rows = rows_of(a=range(4), b=range(3), mode=["x", "y", "z"])
    chosen, free = ([number for number, mark in enumerate(marks) if mark == which] for which in ("in", "free"))
    said = when(rows, chosen, free)
    if said:
        found = set(true_of(said, rows))
        assert set(chosen) <= found <= {*chosen, *free}
    else:
        assert not chosen or len(chosen) + len(free) == len(rows)


# --- in a report -----------------------------------------------------------------------------------------------------

LEADER = """
spec leader
option ttl : 3..6
option loop_wait : 1..3
option retry : 1..2
var age : 0..7 = 0
step wait when age < loop_wait + 2 * retry and age < 7 { age := age + 1 }
## The lease runs out before the leader had all its tries to renew it.
invariant renewed_in_time = age < ttl
"""


@pytest.mark.heavy
def test_every_format_has_the_condition(tmp_path: Path) -> None:
    path = tmp_path / "leader.ha"
    path.write_text(LEADER)
    assert load(path).check()["renewed_in_time"].when == "ttl <= loop_wait + 2 * retry"
    system = elaborate(parse(str(path)))
    reports = [check(system, Request())]
    for name, format in FORMATS.items():
        if name in ("text", "json", "html", "junit", "sarif", "markdown"):
            text = unescape(format(reports, Style(), Outcome()))
            assert "ttl <= loop_wait + 2 * retry" in " ".join(text.replace("\\u003c", "<").split()), name
