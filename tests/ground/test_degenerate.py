"""Systems in which something has one value only: a node or an enum with one member, a sort of one, a range `2..2`; and terms
that are as large as a term may be.

The random ones are the systems of `random_systems`, with their types made as small as a type can be. What is right is what the
plainest search finds; every engine is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies.agreeing import compare_bmc, compare_explicit, compare_instance, compare_kinduction, compare_pdr, few
from strategies.random_systems import MODE, NODE, SHIFTED, SMALL, SORT, Drawn, systems

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.expr import Const, EnumType, OptionalType, RangeType, SortType, Type, Value
from hamodel.model.scope import Scope
from hamodel.source import Source

SMALLEST: dict[Type, Type] = {
    NODE: EnumType("Node", ("n0",), acts=True),
    MODE: EnumType("Mode", ("green",)),
    SMALL: RangeType(2, 2),
    SHIFTED: RangeType(-1, -1),
    SORT: SORT,
}
"""Each type, and what takes its place; the sort has one member."""


@st.composite
def degenerate(draw: st.DrawFn, wired: bool = False) -> Drawn:
    """A random system with all of its types, or all but one, made small; where there is one value anyway, often none is said."""
    drawn = draw(systems(wired=wired))
    left = draw(st.sampled_from([None, None, *SMALLEST]))
    small = {type: smallest for type, smallest in SMALLEST.items() if type != left}
    sizes = {"Session": 1} if SORT in small else drawn.scope.sizes
    options = {
        option.name: _fitting(drawn.scope.options[option.name], small.get(option.type, option.type), Scope(sizes))
        for option in drawn.system.options
    }
    scope = Scope(sizes, options)
    system = _smaller(drawn.system, small, scope)
    bare = [draw(st.sampled_from([True, True, False])) and len(scope.domain(variable.type)) == 1 for variable in system.variables]
    variables = (
        replace(variable, initial=None) if free else variable for variable, free in zip(system.variables, bare, strict=True)
    )
    return Drawn(replace(system, variables=tuple(variables)), scope)


def _smaller(part: Any, small: Mapping[Type, Type], scope: Scope) -> Any:
    """The same with the small types, and with a value of theirs for each constant that they do not have."""
    if isinstance(part, tuple):
        return tuple(_smaller(each, small, scope) for each in part)
    if isinstance(part, OptionalType):
        return OptionalType(small.get(part.inner, part.inner))  # type: ignore[arg-type]
    if isinstance(part, EnumType | RangeType | SortType):
        return small.get(part, part)
    if isinstance(part, Const):
        of = _smaller(part.type, small, scope)
        return Const(_fitting(part.value, of, scope), of)
    if is_dataclass(part):
        inside = {field.name: getattr(part, field.name) for field in fields(part) if field.name not in ("span", "sizes")}
        return replace(part, **{name: _smaller(value, small, scope) for name, value in inside.items()})
    return part


def _fitting(value: Value, type: Type, scope: Scope) -> Value:
    if isinstance(type, EnumType | SortType | RangeType) or (isinstance(type, OptionalType) and value is not None):
        domain = scope.domain(type)
        return value if value in domain else domain[-1]
    return value


@few(30)
@given(degenerate())
@pytest.mark.heavy
def test_instance(drawn: Drawn) -> None:
    compare_instance(drawn)


COMPARED: list[tuple[Callable[[Drawn], None], bool, int]] = [
    (compare_instance, False, 100),
    (compare_instance, True, 60),
    (compare_explicit, False, 40),
    (compare_explicit, True, 20),
    (compare_pdr, False, 60),
    (compare_pdr, True, 30),
    (compare_bmc, False, 30),
    (compare_kinduction, False, 30),
]


@pytest.mark.heavy
@pytest.mark.parametrize(("compare", "wired", "examples"), COMPARED, ids=lambda part: getattr(part, "__name__", ""))
def test_engines(compare: Callable[[Drawn], None], wired: bool, examples: int) -> None:
    few(examples)(given(degenerate(wired=wired))(compare))()


ONE_VALUE = """
spec one
{declared}
node Alone {{ n }}
record Flow {{ value: {type} }}
enum Side {{ left, right }}
var at       : Side = left
var c        : {type}
var d        : {type}
var by[Side] : {type}
var r        : Flow
var seen     : {type}? = none
channel wire from Alone to Alone carries m(value: {type}) fifo 1
step move    {{ at := if at = left then right else left }}
step copy    {{ c := d }}
step indexed {{ by[at] := c }}
step maybe   {{ if at = right {{ d := by[left] }} }}
step loop    {{ for x: {type} {{ seen := x }} }}
step pick    {{ choose x: {type}  by[left] := x }}
step whole when at = right {{ r := Flow(d) }}
input go(x: {type}) when not pending wire {{ send wire m(x) from n to n }}
on wire m(x) from a to b {{ c := x }}
invariant same = c = d and by[left] = by[right] and (seen != none => seen = r.value)
reachable found = seen != none
reachable sent = pending wire and at = right
"""


@pytest.mark.parametrize(
    ("type", "declared"),
    [
        ("Only", "enum Only { it }"),
        ("Alone", ""),
        ("2..2", ""),
        ("-3..-3", ""),
        pytest.param("Session", "sort Session\nscope Session = 1", marks=pytest.mark.heavy),
    ],
)
@pytest.mark.sampled
def test_one_value_in_every_place(type: str, declared: str) -> None:
    """What has one value equals itself, wherever it was written; every engine has found that out."""
    report = check(elaborate(parse(Source("one.ha", ONE_VALUE.format(type=type, declared=declared)))), Request(engine="all"))
    assert not report.disagreement
    verdicts = {finding.name: finding.verdict for finding in report.findings}
    assert verdicts == {"same": "proved", "found": "reached", "sent": "reached", "no run-time errors": "proved"}


WIDE = """
spec wide
var x : 0..4 = 0
var y : -5..-4
step inc when x < 4 { x := x + 1 }
invariant bounded = x * 999999999 * 999999999 <= 4 * 999999999 * 999999999
reachable most = x * 999999999 * 999999999 = 3 * 999999999 * 999999999 + 999999999 * 999999999
invariant below = y * 900000000 * 900000000 < x * 999999999 * 999999999 and y * 900000000 * 900000000 < -3 * 999999999 * 999999999
"""
"""4 * 999,999,999^2 < 2^62 < 5 * 999,999,999^2, and -5 * 900,000,000^2 > -2^62."""


@pytest.mark.parametrize("engine", ["all", "any_number"])
def test_the_largest_terms(engine: str) -> None:
    report = check(elaborate(parse(Source("wide.ha", WIDE))), Request(engine=engine))
    assert not report.disagreement
    verdicts = {finding.name: finding.verdict for finding in report.findings}
    assert verdicts["bounded"] == verdicts["below"] == "proved"
    assert verdicts["most"] == ("reached" if engine == "all" else "unknown")


WIDER = {
    "invariant": "invariant a = x * 999999999 * 999999999 * 2 > y",
    "negative": "invariant a = y * 999999999 * 999999999 < 0",
    "on the way to something small": "invariant a = (x * 999999999 * 999999999 + 999999999 * 999999999) mod 2 = 0",
    "a guard": "step s when x * 999999999 * 999999999 * 2 > 3 { x := 0 }",
    "a definition": "def d(n: 0..4) = n * 999999999 * 999999999 * 2\nstep s when d(x) > 3 { x := 0 }",
    "a let": "step s { let n = x * 999999999  let m = n * 999999999  require m * 2 > 3  x := 0 }",
    "a count": "sort S\nstep s { let n = count s: S where x = 0  require n * 99999999 * 999999999 > 3  x := 0 }",
    "an option's": "option o : 0..9\ninvariant a expect violated when o * 999999999 * 999999999 > 3 = x < 3",
    "memory": "property a = always (x = 3 => once (x * 999999999 * 999999999 * 2 = 0))",
    "a run": "property a = eventually x * 999999999 * 999999999 * 2 > 3",
    "a scenario": "scenario a { assert x * 999999999 * 999999999 * 2 > 3 }",
    "an index": "var v[0..2] : bool = false\nstep s { v[(x * 999999999 * 999999999 * 2) mod 3] := true }",
}


@pytest.mark.parametrize("text", WIDER.values(), ids=WIDER)
def test_terms_that_are_too_wide_are_an_error_of_the_spec(text: str) -> None:
    with pytest.raises(SpecError) as raised:
        elaborate(parse(Source("wider.ha", WIDE.partition("invariant")[0] + text)))
    (found,) = raised.value.diagnostics
    assert found.code == "too-wide"
    assert found.span is not None
    assert "999" in found.span.text or found.span.text in ("d(x)", "m * 2")
