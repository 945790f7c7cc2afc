"""The wording of clauses: what can be written into a spec means there what the clause says, state by state."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from strategies.reports import Golden, report

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.expr import BoolType, Bound, EnumType, OptionalType, RangeType, Type, Value
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, holds
from hamodel.model.system import System
from hamodel.model.trace import Content, State
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import AnyNumber, Invariant, Unreachable
from hamodel.report import FORMATS
from hamodel.report.invariants import explanations, wording
from hamodel.report.style import Style
from hamodel.source import Source

HERE = Path(__file__).parent.parent

SPEC = """\
spec worded
enum Mode { passive, active, failed }
node Firewall { fw0, fw1 }
sort Session
record Flow { session: Session, port: 0..3 }
option reverts : bool
link ha
var mode[Firewall]            : Mode = passive
var owner[Firewall, Session]  : Firewall? = none
var last[Firewall]            : Session?
var decoder[Firewall, Session] : bool = false
var log                       : 0..3 = 0
var flow[Firewall]            : Flow
channel sync over ha from Firewall to Firewall
    carries opened(Session), bye
    unordered 1
channel hello from Firewall to Firewall
    carries alive
    fifo 1 lossy
channel news from Firewall to Firewall
    carries told(session: Session, by: Firewall), gone(Session)
    fifo 2 lossy
channel twice from Firewall to Firewall
    carries note
    unordered 3
input stay { }
on sync opened(s) from a to b { }
on sync bye from a to b { }
on hello alive from a to b { }
on news told(s, by) from a to b { }
on news gone(s) from a to b { }
on twice note from a to b { }
invariant past = once log = 2
invariant stayed = log = 2 => did stay
"""


def typed(text: str) -> System:
    return elaborate(parse(Source("worded.ha", text)))


SYSTEM = typed(SPEC)
SESSION = SYSTEM.sorts[0]
S, T = Bound("s!4", SESSION), Bound("t", SESSION)
SCOPE = Scope({"Session": 3}, {"reverts": False})


def at(variable: str, *indices: Member, part: tuple[Member, ...] = ()) -> CellRef:
    return CellRef(variable, indices, part)


def is_(place: CellRef, *values: Member) -> Literal:
    return Literal(place, values)


def is_not(place: CellRef, *values: Member) -> Literal:
    return Literal(place, values, among=False)


OPENED = at("sync", "fw0", "fw1", part=("count", "opened", S))
NOTE = at("twice", "fw0", "fw1", part=("count", "note"))
HELLO = at("hello", "fw0", "fw1", part=("slot", 0))
SECOND = at("news", "fw0", "fw1", part=("slot", 1))
FIRST = at("news", "fw0", "fw1", part=("slot", 0))
BY = at("news", "fw0", "fw1", part=("field", 0, 1))

WORDED = [
    (
        Clause((is_(at("decoder", "fw0", S), False), is_(at("owner", "fw0", S), "fw0")), (S,)),
        "all s: Session. decoder[fw0, s] => owner[fw0, s] = fw0",
    ),
    (
        Clause((is_not(at("mode", "fw0"), "active"), is_not(at("mode", "fw1"), "active"))),
        "not (mode[fw0] = active and mode[fw1] = active)",
    ),
    (Clause((is_(at("mode", "fw0"), "active", "passive"),)), "mode[fw0] != failed"),
    (Clause((is_(at("mode", "fw0"), "active"), is_(at("ha"), True))), "mode[fw0] = active or up(ha)"),
    (Clause((is_(at("ha"), False), is_(at("mode", "fw1"), "failed"))), "up(ha) => mode[fw1] = failed"),
    (
        Clause((is_not(at("last", "fw0"), S), is_not(at("last", "fw1"), T)), (S, T)),
        "all s: Session, t: Session where s != t. not (last[fw0] = s and last[fw1] = t)",
    ),
    (
        Clause((is_(at("last", "fw0"), None, S), is_not(OPENED, 0)), (S,)),
        "all s: Session. last[fw0] in { none, s } or pending sync opened(s) from fw0 to fw1",
    ),
    (
        Clause((is_(OPENED, 0), is_(at("log"), 1, 2)), (S,)),
        "all s: Session. pending sync opened(s) from fw0 to fw1 => log in { 1, 2 }",
    ),
    (Clause((is_(at("flow.port", "fw0"), 2), is_not(at("flow.session", "fw1"), S)), (S,)), None),
    (Clause((is_(HELLO, None), is_(at("log"), 0))), "pending hello from fw0 to fw1 => log = 0"),
    (Clause((is_(FIRST, None), is_(at("log"), 0))), "pending news from fw0 to fw1 => log = 0"),
    (Clause((is_(NOTE, 0, 1),)), "pending twice note from fw0 to fw1 at most 1 times"),
    (Clause((is_(SECOND, "told", "gone"),)), "news from fw0 to fw1 holds more than 1"),
    (
        Clause((is_not(FIRST, "told"), is_(BY, "fw0"))),
        "the first message of news from fw0 to fw1 is told => the by of the first message of news from fw0 to fw1 is fw0",
    ),
    (Clause(()), "false"),
    (Clause((is_(at("log"), 0), is_(at("log"), 1, 2, 3))), "log = 0 => log = 0"),
]


def test_a_clause_in_words() -> None:
    for clause, expected in WORDED:
        if expected is not None:
            assert wording(SYSTEM, [clause]) == [expected]


def test_what_a_property_remembers_is_named_by_its_text() -> None:
    """In a report the system is that of the spec: what proofs add to it is known from its properties, options and faults."""
    system = with_monitors(SYSTEM, SYSTEM.declared)
    (once,) = (variable.name for variable in system.variables if variable.hidden and not variable.name.startswith("did"))
    clauses = [
        Clause((is_(at(once), False), is_(at("did stay"), True))),
        Clause((is_not(at("reverts"), True), is_(at("faults"), 0, 1))),
    ]
    for known in (system, SYSTEM):
        assert wording(known, clauses) == ["`once log = 2` => did stay", "reverts => faults in { 0, 1 }"]


def test_a_binder_does_not_take_a_name_of_the_spec() -> None:
    binder = Bound("log", SESSION)
    assert wording(SYSTEM, [Clause((is_(at("last", "fw0"), binder),), (binder,))]) == ["all log_2: Session. last[fw0] = log_2"]


def test_lines_that_say_the_same_are_one() -> None:
    twice = Clause((is_(at("log"), 1),)), Clause((is_not(at("log"), 0, 2, 3),))
    assert wording(SYSTEM, twice) == ["log = 1"]


def test_clauses_that_differ_in_the_members_of_a_node_are_one() -> None:
    def owned(d: str) -> Clause:
        return Clause((is_(at("decoder", d, S), False), is_(at("owner", d, S), d)), (S,))

    def passed(d: str, e: str) -> Clause:
        pending = at("sync", d, e, part=("count", "opened", S))
        return Clause((is_(pending, 0), is_not(at("owner", e, S), d)), (S,))

    both = [owned("fw0"), passed("fw0", "fw1"), passed("fw1", "fw0"), owned("fw1")]
    assert wording(SYSTEM, both) == [
        "all f: Firewall, s: Session. decoder[f, s] => owner[f, s] = f",
        "all f: Firewall, f_2: Firewall, s: Session where f != f_2. "
        "not (pending sync opened(s) from f to f_2 and owner[f_2, s] = f)",
    ]
    assert wording(SYSTEM, both[:2]) == [
        "all s: Session. decoder[fw0, s] => owner[fw0, s] = fw0",
        "all s: Session. not (pending sync opened(s) from fw0 to fw1 and owner[fw1, s] = fw0)",
    ]


def test_what_clauses_say_of_one_cell_is_one_line() -> None:
    def without(mode: str, *values: Member, among: bool = False) -> Clause:
        return Clause((is_not(at("mode", "fw0"), mode), Literal(at("log"), values, among)))

    assert wording(SYSTEM, [without("failed", 1), without("failed", 2, 3)]) == ["mode[fw0] = failed => log = 0"]
    assert wording(SYSTEM, [without("failed", 0, 1, among=True), without("failed", 1)]) == ["mode[fw0] = failed => log = 0"]
    assert wording(SYSTEM, [without("failed", 1), without("active", 2)]) == [
        "not (mode[fw0] = failed and log = 1)",
        "not (mode[fw0] = active and log = 2)",
    ]
    nothing = [without("failed", 0, 1, among=True), without("failed", 2, 3, among=True)]  # so it never fails
    assert wording(SYSTEM, nothing) == ["mode[fw0] != failed"]


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.sampled
def test_merged_lines_mean_all_their_clauses(seed: int) -> None:
    """Clauses and their mirror images, with some of these missing."""
    dice = random.Random(seed)
    clauses = [random_clause(dice) for _ in range(5)]
    clauses += [mirrored(clause) for clause in clauses if dice.random() < 0.7]
    lines = wording(SYSTEM, clauses)
    text = SPEC + "\n".join(f"invariant line_{number} = {line}" for number, line in enumerate(lines))
    formulas = [property.formula for property in typed(text).declared if property.name.startswith("line_")]
    assert len(formulas) == len(lines) < len(clauses)
    for _ in range(40):
        state = random_state(dice)
        said = all(holds(formula, {}, state, SCOPE) for formula in formulas)
        assert said is all(value_of(clause, state, SCOPE) for clause in clauses)


def mirrored(clause: Clause) -> Clause:
    """With the two firewalls exchanged; no other type has members of these names."""
    other = {"fw0": "fw1", "fw1": "fw0"}

    def swap(members: tuple[Member, ...]) -> tuple[Member, ...]:
        return tuple(other.get(member, member) if isinstance(member, str) else member for member in members)

    return replace(
        clause,
        literals=tuple(
            Literal(
                CellRef(literal.place.variable, swap(literal.place.indices), swap(literal.place.part)),
                swap(literal.values),
                literal.among,
            )
            for literal in clause.literals
        ),
    )


# --- the line means the clause ---------------------------------------------------------------------------------------


def value_of(clause: Clause, state: State, scope: Scope) -> bool:
    """What a clause says of a state, by its definition: each literal looked up, for all different members."""
    members = scope.domain(SESSION)
    for chosen in permutations(members, len(clause.binders)):
        env = dict(zip((binder.name for binder in clause.binders), chosen, strict=True))

        def value(member: Member, env: dict[str, Value] = env) -> Value:
            return env[member.name] if isinstance(member, Bound) else member

        if not any(
            (content(literal.place, state, value) in [value(each) for each in literal.values]) is literal.among
            for literal in clause.literals
        ):
            return False
    return True


def content(place: CellRef, state: State, value: object) -> Content:
    held = state[place.variable, tuple(map(value, place.indices))]  # type: ignore[arg-type]
    if not place.part:
        return held
    assert isinstance(held, tuple)
    if place.part[0] == "count":
        return held.count(tuple(map(value, place.part[1:])))  # type: ignore[arg-type]
    (_, slot) = place.part
    assert isinstance(slot, int)
    return held[slot][0] if slot < len(held) else None


def random_state(dice: random.Random) -> State:
    types = {variable.name: variable.type for variable in SYSTEM.variables}
    state: dict[tuple[str, tuple[Value, ...]], Content] = {}
    for name, indices in cells(SYSTEM, SCOPE):
        if name in types:
            state[name, indices] = dice.choice(SCOPE.domain(types[name]))
        elif name in ("hello", "twice"):
            most, what = (1, ("alive",)) if name == "hello" else (3, ("note",))
            state[name, indices] = (what,) * dice.randint(0, most)
        elif name == "news":
            told = [("told", s, "fw0") for s in SCOPE.domain(SESSION)] + [("gone", "s1")]
            state[name, indices] = tuple(dice.choice(told) for _ in range(dice.randint(0, 2)))
        else:
            kinds = [("opened", s) for s in SCOPE.domain(SESSION)] + [("bye",)]
            state[name, indices] = tuple(sorted(kind for kind in kinds if dice.random() < 0.5))
    return state


def random_clause(dice: random.Random) -> Clause:
    binders = (S, T)[: dice.randint(0, 2)]
    return Clause(tuple(random_literal(dice, binders) for _ in range(dice.randint(1, 4))), binders)


def random_literal(dice: random.Random, binders: tuple[Bound, ...]) -> Literal:
    """About a cell whose contents the language can name; what speaks of a session has a binder for it."""
    ends = (dice.choice(["fw0", "fw1"]), dice.choice(["fw0", "fw1"]))
    places = [
        (at("sync", *ends, part=("count", "bye")), (0, 1)),
        (at("hello", *ends, part=("slot", 0)), (None, "alive")),
        (at("twice", *ends, part=("count", "note")), (0,)),
        (at("news", *ends, part=("slot", 0)), (None,)),
    ]
    places += [(at("sync", *ends, part=("count", "opened", binder)), (0, 1)) for binder in binders]
    for variable in SYSTEM.variables:
        indices = [
            dice.choice(binders) if binders and type == SESSION else dice.choice(SCOPE.domain(type))
            for type in variable.index_types
        ]
        if SESSION not in variable.index_types or binders:
            places.append((at(variable.name, *indices), values_of(variable.type, binders)))
    place, values = dice.choice([row for row in places if row[1]])
    chosen = tuple(value for value in values if dice.random() < 0.5) or (dice.choice(values),)
    return Literal(place, chosen, dice.random() < 0.5)


def values_of(type: Type, binders: tuple[Bound, ...]) -> tuple[Member, ...]:
    match type:
        case BoolType() | EnumType() | RangeType():
            return SCOPE.domain(type)
        case OptionalType(inner=inner):
            return (None, *values_of(inner, binders))
        case _:
            return binders


@pytest.mark.parametrize("seed", range(150))
@pytest.mark.sampled
def test_a_line_means_its_clause(seed: int) -> None:
    dice = random.Random(seed)
    clauses = [random_clause(dice) for _ in range(8)]
    assert_same(clauses, dice)


def test_the_examples_mean_their_clauses() -> None:
    in_words = ("holds more", " message of ", " times")
    clauses = [clause for clause, said in WORDED if not any(sign in (said or "") for sign in in_words)]
    assert len(clauses) == len(WORDED) - 3
    assert_same(clauses, random.Random(7))


def assert_same(clauses: list[Clause], dice: random.Random) -> None:
    lines = [line for clause in clauses for line in wording(SYSTEM, [clause])]
    text = SPEC + "\n".join(f"invariant line_{number} = {line}" for number, line in enumerate(lines))
    formulas = {property.name: property.formula for property in typed(text).declared}
    for _ in range(30):
        state = random_state(dice)
        for number, clause in enumerate(clauses):
            said = holds(formulas[f"line_{number}"], {}, state, SCOPE)
            assert said is value_of(clause, state, SCOPE), (lines[number], clause, state)


# --- reports ---------------------------------------------------------------------------------------------------------


def proved() -> Report:
    """`strategies.reports.report`, with `alive` proved by an invariant for one option, `no_return` for any number by another."""
    mode = [CellRef("mode", ("fw0",)), CellRef("mode", ("fw1",))]
    one = (Clause((Literal(mode[0], ("failed",), False), Literal(mode[1], ("active",)))),)
    s = Bound("s", SESSION)
    two = (Clause((Literal(CellRef("owner", ("fw1", s)), (None, "fw0")), Literal(mode[1], ("active",))), (s,)), *one)
    before = report()
    changed = []
    for finding in before.findings:
        first, *rest = finding.results
        if finding.name == "alive":
            first = replace(first, answer=Unreachable(Invariant(one)))
        if finding.name in ("no_return", "no run-time errors"):
            first, *rest = [replace(result, answer=Unreachable(AnyNumber(two, ("Session",)))) for result in finding.results]
        changed.append(replace(finding, results=(first, *rest)))
    return replace(before, findings=tuple(changed))


def test_what_rests_on_the_same_clauses_is_told_once() -> None:
    told = [(explanation.proved, explanation.when, len(explanation.lines)) for explanation in explanations(proved())]
    assert told == [(("alive",), "reverts = false", 1), (("no_return", "no run-time errors"), "", 2)]


def test_clauses_that_name_members_say_of_which_size_they_are() -> None:
    """A proof for each of the sizes 1, 2 and 3, each by clauses of its own, which name as many members."""
    text = "spec s\nsort N\noption o : bool\nvar a[N] : bool = false\n"
    text += "step go(n: N) when not o and all x: N. not a[x] { a[n] := true }\ninvariant one = at most one n: N. a[n]"
    checked = check(elaborate(parse(Source("s.ha", text))), Request(engine="pdr"))
    assert {explanation.when.split(" and ")[0] for explanation in explanations(checked)} == {"N = 1", "N = 2", "N = 3"}
    assert {explanation.when for explanation in explanations(checked) if "one" in explanation.proved} > {"N = 3 and o = false"}


def test_explained(golden: Golden) -> None:
    golden(HERE / "report/goldens/explained.txt", FORMATS["text"]([proved()], Style(explain=True)))
    assert "in every state" not in FORMATS["text"]([proved()], Style())


def test_nothing_to_explain_is_said() -> None:
    assert "there is none to show" in FORMATS["text"]([report()], Style(explain=True))


def test_the_invariant_in_json() -> None:
    said = json.loads(FORMATS["json"]([proved()], Style()))
    by_name = {finding["property"]: finding["invariant"] for finding in said["findings"]}
    assert by_name["alive"] == [{"when": "reverts = false", "lines": ["mode[fw0] = failed => mode[fw1] = active"]}]
    lines = ["all s: Session. owner[fw1, s] = fw1 => mode[fw1] = active", "mode[fw0] = failed => mode[fw1] = active"]
    assert by_name["no_return"] == [{"when": "", "lines": lines}]
    assert by_name["known_gap"] == []


def test_every_pair_of_ends_has_a_place() -> None:
    """The random clauses above look at every channel and every variable: none is left out by accident."""
    dice = random.Random(1)
    seen = {random_literal(dice, (S, T)).place.variable for _ in range(2000)}
    assert seen == {name for name, _ in cells(SYSTEM, SCOPE)}
