"""Options that are only compared: what is said of one combination of a class is so for each of them, and none is left out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from strategies.reports import system_of

from hamodel.check import rows as rows_of_checks
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.check.rows import meant
from hamodel.diagnostics import SpecError
from hamodel.follow.script import play
from hamodel.model import alike as modelled
from hamodel.model import configurations
from hamodel.model.alike import MOST_ORDERS, Alike, alike
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds
from hamodel.model.system import System
from hamodel.model.verdict import Reached, Result
from hamodel.mutation.run import mutate
from hamodel.report.verdicts import summary
from hamodel.report.words import when_of

OPTIONS = {"a": range(5), "b": range(4), "c": range(-1, 4), "quick": (False, True)}
DECLARED = "\n".join(["option a : 0..4", "option b : 0..3", "option c : -1..3", "option quick : bool"])

Row = Mapping[str, Value]


def every(system: System, options: Row | None = None) -> list[Row]:
    """Every combination of the options, with those that have a value."""
    known = options or {}
    domains = [(known[each.name],) if each.name in known else Scope().domain(each.type) for each in system.options]
    return [dict(zip([each.name for each in system.options], values, strict=True)) for values in product(*domains)]


def classes(system: System, options: Row | None = None) -> tuple[Alike, ...]:
    unset = [each for each in system.options if each.name not in (options or {})]
    found = alike(system, options or {}, unset, 10_000)
    assert found is not None
    return found


def truths(conditions: Sequence[str], rows: Sequence[Row], declared: str = DECLARED) -> list[list[bool]]:
    """For each condition, written in the language, of which rows it is true, by the reference semantics."""
    claims = "\n".join(f"invariant told{number} = {text or 'true'}" for number, text in enumerate(conditions))
    system = system_of(f"spec x\n{declared}\nvar v : bool = true\n{claims}")
    return [[holds(each.formula, {}, {}, Scope({}, row)) for row in rows] for each in system.properties]


def members(one: Alike, rows: Sequence[Row], declared: str = DECLARED) -> list[int]:
    """The combinations that a class says it stands for."""
    alone = [name for name in one.options if name not in one.ranges.intervals]
    said = truths(one.members, rows, declared)
    here = [number for number, row in enumerate(rows) if all(row[name] == one.options[name] for name in alone)]
    assert all(sum(each[number] for each in said) <= 1 for number in here), "a combination has two orders"
    return [number for number in here if any(each[number] for each in said)]


def is_a_partition(found: Sequence[Alike], rows: Sequence[Row], declared: str = DECLARED) -> list[list[int]]:
    """The combinations of each class, of which there is each once."""
    parts = [members(one, rows, declared) for one in found]
    assert sorted(number for part in parts for number in part) == list(range(len(rows)))
    assert [len(part) for part in parts] == [one.count for one in found]
    for one, part in zip(found, parts, strict=True):
        assert any(one.options.items() <= rows[number].items() for number in part)
    return parts


# --- random conditions -----------------------------------------------------------------------------------------------

NUMBERS = st.integers(-2, 5).map(str)
NAMES = st.sampled_from(["a", "b", "c"])


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    sides = st.one_of(NAMES, NAMES, NUMBERS, st.sampled_from(["(if quick then a else b)", "(if b < 2 then c else 1)"]))
    if draw(st.integers(0, 5)) == 0:
        low = draw(st.integers(-1, 3))
        return draw(st.sampled_from([f"a in {low}..{low + 2}", "c in { 0, 2 }", "quick", f"b not in {{ {max(low, 0)}, 1 }}"]))
    sign = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
    return f"{draw(NAMES)} {sign} {draw(sides)}"


FORMULAS = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", "=>"]), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})"),
        inner.map(lambda part: f"(not ({part}))"),
    ),
    max_leaves=5,
)
ODD = st.sampled_from(["a + 1 < b", "c * 2 = a", "b mod 2 = 0", "k[b]", "m < a", "a + b + c > 4"])


def spec(conditions: Sequence[str]) -> System:
    claims = "\n".join(f"invariant told{number} = {text}" for number, text in enumerate(conditions))
    return system_of(f"spec x\n{DECLARED}\nvar k[0..3] : bool = false\nvar m : 0..1 = 0\nstep go {{ m := 1 }}\n{claims}")


@given(st.lists(FORMULAS, min_size=1, max_size=3), st.lists(ODD, max_size=1), st.sets(st.sampled_from(["a", "b", "quick"])))
@settings(deadline=None, max_examples=40)
@pytest.mark.heavy
def test_combinations_of_a_class_cannot_be_told_apart(conditions: list[str], odd: list[str], fixed: set[str]) -> None:
    system = spec([*conditions, *odd])
    given_ = {name: OPTIONS[name][-1] for name in sorted(fixed)}
    cannot_be_told_apart(classes(system, given_), system, every(system, given_))


def cannot_be_told_apart(found: Sequence[Alike], system: System, rows: Sequence[Row]) -> None:
    parts = is_a_partition(found, rows)
    for m in (0, 1):
        cells = {("m", ()): m, **{("k", (number,)): number == 1 for number in range(4)}}
        for property in system.properties:
            told = [holds(property.formula, {}, cells, Scope({}, row)) for row in rows]
            assert all(len({told[number] for number in part}) == 1 for part in parts), property.name


FAULTS: dict[str, tuple[str, str | None, list[str]]] = {
    "a constant cuts one too low": ('"<": {b}, "<=": {b + 1}', '"<": {b - 1}, "<=": {b + 1}', ["b < 2"]),
    "a constant on the left cuts one too low": ('"<": {a + 1}', '"<": {a}', ["b > 1"]),
    "equality cuts on one side": ('"=": {b, b + 1}', '"=": {b}', ["b = 1"]),
    "the condition of a choice is not looked at": ("self._expression(condition)", "pass", ["(if b < 2 then a else 1) < 1"]),
    "a sum is what is added to": ('case Apply(op="next", args=(inner,)):\n                return self._op', None, ["a + 1 < b"]),
    "what is read in other ways is not seen": ("self.otherwise.add(expr.variable)", "pass", ["k[b]"]),
    "options that are equal are forgotten": ("== len(each) - 1 for", "== len(each) - 1 == inside[where[0]] - 1 for", ["a < b"]),
    "orders of one interval are one": ("told = self._told(order)", "told: tuple[Value, ...] = ()", ["a < b"]),
    "what has a value is not looked at": ("return [_number(self.given[name])]", "return []", ["a < b"]),
}
"""What is written instead of what, and conditions of which that is wrong. None: `+` is looked through like `next`."""


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_broken_on_purpose_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong, conditions = FAULTS[fault]
    text = Path(str(modelled.__file__)).read_text()
    assert text.count(right) == 1
    if wrong is None:
        wrong = right.replace('op="next", args=(inner,)', 'op="next" | "+", args=(inner, *_)')
    broken = ModuleType("broken_alike")
    monkeypatch.setitem(sys.modules, "broken_alike", broken)
    exec(compile(text.replace(right, wrong), "broken_alike", "exec"), broken.__dict__)
    system = spec(conditions)
    given_ = {"b": 2} if "has a value" in fault else {}
    unset = [option for option in system.options if option.name not in given_]
    rows = every(system, given_)
    cannot_be_told_apart(classes(system, given_), system, rows)
    with pytest.raises(AssertionError):
        cannot_be_told_apart(broken.alike(system, given_, unset, 10_000), system, rows)


@given(st.lists(FORMULAS, min_size=1, max_size=3), st.data())
@settings(deadline=None, max_examples=40)
@pytest.mark.heavy
def test_what_is_said_of_classes_is_true_of_all_their_combinations(conditions: list[str], data: st.DataObject) -> None:
    system = spec(conditions)
    rows = every(system)
    found = classes(system)
    parts = is_a_partition(found, rows)
    results = [Result(one.options, {}, Reached(None), alike=one) for one in found]
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(found))))))
    free = sorted(data.draw(st.sets(st.sampled_from(range(len(found))), max_size=2)) - set(chosen))
    for but in ([], free):
        text = when_of(results, chosen, but)
        if not text:
            assert not chosen or len(chosen) + len(but) == len(found)
            continue
        (told,) = truths([text], rows)
        wanted = {number for one in chosen for number in parts[one]}
        tolerated = {number for one in but for number in parts[one]}
        assert {number for number, true in enumerate(told) if true} - tolerated == wanted - tolerated, text
        assert wanted <= {number for number, true in enumerate(told) if true}, text


def test_what_is_shorter_is_said() -> None:
    system = spec(["a < b", "c > 1 and quick"])
    found = classes(system)
    results = [Result(one.options, {}, Reached(None), alike=one) for one in found]

    def where(truth: str) -> str:
        (told,) = truths([truth], [one.options for one in found])
        return when_of(results, [number for number, true in enumerate(told) if true])

    assert where("a < b") == "a < b"
    assert where("a < b and c > 1") == "c >= 2 and a < b"
    assert where("quick and a >= b") == "quick = true and a >= b"


# --- whole checks ----------------------------------------------------------------------------------------------------


FEW = "\n".join(["option a : 0..2", "option b : 0..1", "option c : -1..0", "option quick : bool"])
MORE = "\n".join(["option a : 0..2", "option b : 0..2", "option c : -1..1", "option quick : bool"])


@st.composite
def specs(draw: st.DrawFn, declared: str) -> str:
    guards = [draw(FORMULAS) for _ in range(3)]
    claim, expected, assumed = (draw(FORMULAS) for _ in range(3))
    initial = f"if {draw(FORMULAS)} then 1 else 0"
    moved = draw(st.sampled_from(["n := 2", "n := if a < b then 2 else 1", f"require ({guards[2]}) n := 2", "n := n + 1"]))
    some = f"assume some_of_them = {assumed}" if draw(st.booleans()) else ""
    violated = f"expect violated when ({expected})" if draw(st.booleans()) else ""
    return f"""spec x
    {declared}
    var n : 0..3 = {initial}
    step go when n < 3 and {guards[0]} {{ {moved} }}
    step back when n = 2 and {guards[1]} {{ n := 0 }}
    invariant low {violated} = n <= 1 or {claim}
    reachable high = n = 2
    property stays = always (n = 2 => next n != 1)
    {some}"""


def look_by_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_checks, "ONE_BY_ONE", 0)
    monkeypatch.setattr(configurations, "ONE_BY_ONE", 0)


def by_combination(report: Report, rows: Sequence[Row], declared: str) -> dict[str, dict[int, tuple[str, object]]]:
    """What is said of each combination: the kind of answer, and how many steps a trace has."""
    told: dict[str, dict[int, tuple[str, object]]] = {}
    for finding in report.findings:
        here: dict[int, tuple[str, object]] = {}
        for result in finding.results:
            numbers = [rows.index(result.options)] if result.alike is None else members(result.alike, rows, declared)
            answer = result.answer
            steps = len(answer.trace.steps) if isinstance(answer, Reached) and answer.trace else None
            here |= dict.fromkeys(numbers, (type(answer).__name__, steps))
        told[f"{finding.name} at {finding.span}"] = here
    return told


@given(specs(FEW))
@settings(deadline=None, max_examples=3, phases=[Phase.explicit, Phase.generate])
@pytest.mark.heavy
def test_a_check_says_of_each_class_what_it_says_of_every_combination(text: str) -> None:
    says_the_same(text, FEW)


@pytest.mark.heavy
@given(specs(MORE))
@settings(deadline=None, max_examples=4, phases=[Phase.explicit, Phase.generate])
def test_so_it_is_of_more_combinations(text: str) -> None:
    says_the_same(text, MORE)


def says_the_same(text: str, declared: str) -> None:
    """A check that looks at classes, and one that looks at each combination."""
    try:
        system = system_of(text)
    except SpecError as refused:
        assume({each.code for each in refused.diagnostics} - {"may-leave-range", "out-of-range"})
        raise
    rows = every(system)
    request = Request(engine="explicit")
    try:
        one_by_one = check(system, request)
    except SpecError as none_is_left:
        assume([each.code for each in none_is_left.diagnostics] != ["no-combination"])
        raise
    with pytest.MonkeyPatch.context() as monkeypatch:
        look_by_class(monkeypatch)
        together = check(system, request)
    assert by_combination(together, rows, declared) == by_combination(one_by_one, rows, declared)
    assert together.exit_status == one_by_one.exit_status
    assert [finding.as_expected for finding in together.findings] == [finding.as_expected for finding in one_by_one.findings]
    for ours, theirs in zip(together.findings, one_by_one.findings, strict=True):
        said, alone = (when_of(finding.results, finding.hits) for finding in (ours, theirs))
        asked = by_combination(one_by_one, rows, declared)[f"{ours.name} at {ours.span}"]
        told = truths([said, alone], [rows[number] for number in asked], declared)
        assert told[0] == told[1], (said, alone)


PAIR = """spec pair
node Firewall { fw0, fw1 }
option priority[Firewall] : 0..255
option preempt : bool = true
var active : Firewall? = fw1
step elect(d: Firewall) when preempt and all o: Firewall where o != d. priority[d] > priority[o] { active := d }
invariant stays expect violated when preempt and priority[fw0] > priority[fw1] = active = fw1
reachable taken = active = fw0
scenario first { set preempt = false assert active = fw1 }
scenario takes_over { set priority[fw0] = 150 set priority[fw1] = 100 elect(fw0) assert active = fw0 }
"""


def test_two_priorities_are_a_handful_of_combinations() -> None:
    report = check(system_of(PAIR), Request(engine="explicit"))
    stays, taken, errors, first, takes_over = report.findings
    assert sorted(result.count for result in stays.results) == [256] * 2 + [32_640] * 4
    assert summary(stays).startswith("exactly when preempt = true and priority[fw0] > priority[fw1]; no fault needed")
    assert summary(taken).startswith("exactly when preempt = true and priority[fw0] > priority[fw1]; no fault needed")
    assert summary(errors) == "all 131,072 combinations"
    assert [each.as_expected for each in (stays, taken, first, takes_over)] == [True] * 4
    assert stays.results[0].options["preempt"] is True


def test_what_is_set_is_a_constant_like_others() -> None:
    system = system_of(PAIR.replace("0..255", "0..9").partition("scenario")[0])
    report = check(system, Request(engine="explicit", options={"priority[fw0]": 5, "preempt": True}))
    assert summary(report.findings[0]).startswith("exactly when priority[fw1] <= 4")
    assert [result.count for result in report.findings[0].results] == [1] * 10  # few enough to look at each


def test_what_is_set_cuts_a_large_range() -> None:
    system = system_of(PAIR.replace("0..255", "0..5000"))
    report = check(system, Request(engine="explicit", options={"priority[fw0]": 150}))
    assert summary(report.findings[0]).startswith("exactly when priority[fw1] <= 149 and preempt = true")
    assert sum(result.count for result in report.findings[0].results) == 2 * 5001


def test_an_assumption_leaves_out_classes() -> None:
    system = system_of(f"{PAIR}assume different = priority[fw0] != priority[fw1]")
    report = check(system, Request(engine="explicit"))
    assert report.notes[0] == "`assume` excludes 512 of 131,072 combinations of the options: not checked"
    assert summary(report.findings[2]) == "all 130,560 combinations"


def test_defaults_are_shown_first() -> None:
    system = system_of(PAIR.replace("0..255", "0..255 = 100"))
    results = check(system, Request(engine="explicit")).findings[0].results
    assert dict(results[0].options) == {"priority[fw0]": 100, "priority[fw1]": 100, "preempt": True}


@pytest.mark.parametrize(
    "more",
    [
        "invariant odd = priority[fw0] + 1 != 0",
        "var last : 0..255 = 0\nstep keep { last := priority[fw0] }",
        "var held[0..255] : bool = false\ninvariant none_held = not held[priority[fw1]]",
        "var level : 0..255 = 7\ninvariant other = level != priority[fw0]",
        "channel c from Firewall to Firewall carries says(0..255) unordered\non c says(p) from o to d { }\n"
        "step say when not pending c from fw0 to fw1 { send c says(priority[fw0]) from fw0 to fw1 }",
    ],
)
def test_what_is_read_in_any_other_way_has_each_value_by_itself(more: str) -> None:
    with pytest.raises(SpecError) as raised:
        check(system_of(f"{PAIR}{more}"), Request(engine="explicit"))
    assert raised.value.diagnostics[0].code == "too-many-combinations"


def test_only_what_nothing_compares_with_it_is_spared_by_that() -> None:
    """One option that is used as a number makes single values of itself and of what it is compared with, not of others."""
    declared = "spec x\noption a : 0..3\noption b : 0..3\noption c : 0..99"
    system = system_of(f"{declared}\nvar n : 0..3 = a\ninvariant told = a < b or c > 7")
    found = classes(system)
    assert [one.count for one in found] == [8, 92] * 16
    assert {(one.options["a"], one.options["b"]) for one in found} == set(product(range(4), repeat=2))


def test_many_orders_are_not_looked_at() -> None:
    names = [f"o{number}" for number in range(8)]
    declared = "\n".join(f"option {name} : 0..99" for name in names)
    chain = " and ".join(f"{one} < {other}" for one, other in pairwise(names))
    system = system_of(f"spec x\n{declared}\nvar v : bool = true\ninvariant told = {chain} => v")
    assert alike(system, {}, system.options, MOST_ORDERS) is None


def test_a_scenario_is_played_for_each_class() -> None:
    text = PAIR + "scenario whatever { set preempt = true assert priority[fw0] > 9 => active = fw1 }\n"
    system = system_of(text + "scenario fails { assert priority[fw0] <= 200 or priority[fw1] != 17 }\n")
    whatever, fails = (next(each for each in system.scenarios if each.name == name) for name in ("whatever", "fails"))
    assert play(system, whatever).failure is None
    failure = play(system, fails).failure
    assert failure is not None
    assert failure.options["priority[fw1]"] == 17
    assert int(str(failure.options["priority[fw0]"])) > 200


def test_a_mutant_is_asked_about_each_combination() -> None:
    """It may tell combinations apart that are alike for the spec: there are too many here."""
    assert len(meant(system_of(PAIR), {}, {}).classes) == 6
    with pytest.raises(SpecError, match="131,072 combinations"):
        mutate(system_of(PAIR), Request())
