"""Two readings of the same texts: hamodel's, and a plain interpreter of the tree that shares nothing with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from strategies.surface.against import compare
from strategies.surface.runs import Runs
from strategies.surface.world import World
from strategies.writing.constructs import constructs
from strategies.writing.specs import both_ways, written, written_in_files

from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text import ast
from hamodel.language.text.parse import declared, parse
from hamodel.model.configurations import excluding
from hamodel.model.scope import Scope
from hamodel.source import Source

FEW = range(48)
SOME = range(1_000, 1_150)
"""The numbers of the texts. `tests/benchmarks/texts.py` looks at thousands."""

SPEC = """
spec by_hand
node Node { a, b }
record Pair { who: Node, level: 0..2? }
link wire
option strict : bool = false
var at[Node] : Pair
var room     : -1..1 = -1
initially all n: Node. at[n].who = n and at[n].level = none
channel ch over wire from Node to Node carries up_to(0..1), stop fifo 1 lossy
step climb(n: Node) when room < 1 {
    room := room + 1
    at[n].level := match room { -1 -> 0, _ -> 1 }
    send ch up_to((room + 1) mod 2) from n to (the m: Node where m != n)
}
on ch up_to(level) from s to d { if strict { require level = 0 } at[d].level := level + 1 }
on ch stop from s to d { room := room + 2 }
fault spoil when room = 1 { send ch stop from a to a }
"""


def run(text: str, most: int = 3_000, **options: Any) -> Runs:
    spec = parse(Source("text.ha", text.replace(" -1 ->", " -1 ->")))
    runs = Runs(World(spec, options), [each for each in spec.declarations if isinstance(each, ast.Property)], most)
    runs.search()
    return runs


def plain(thing: Any) -> Any:
    """A tree without its places."""
    if isinstance(thing, tuple):
        return tuple(plain(each) for each in thing)
    if isinstance(thing, Counter | str | int) or thing is None:
        return thing
    assert is_dataclass(thing), thing
    return (
        type(thing).__name__,
        *(plain(getattr(thing, f.name)) for f in fields(thing) if f.name not in ("span", "source_span", "doc")),
    )


# --- the interpreter, where the answer is plain ----------------------------------------------------------------------


def counted(declarations: str, property: str = "true") -> tuple[int, dict[str, int], list[str]]:
    """The states, how soon the property is violated, and the kinds of errors."""
    found = run(f"spec s\n{declarations}\ninvariant i = {property}\n").found
    return found.states, found.shortest, sorted(error.kind for error in found.errors)


@pytest.mark.parametrize(
    ("declarations", "property", "expected"),
    [
        ("var n : 0..3 = 0 step go when n < 3 { n := n + 1 }", "n != 2", (4, {"i": 2}, [])),
        ("var n : 0..3 = 0 step go { n := n + 1 }", "true", (4, {}, ["range"])),
        ("var n : -1..1 step go { n := -n }", "n != 1", (3, {"i": 0}, [])),
        ("var n : 0..1 = 0 step go { either { n := 0 } or { n := 1 } }", "n = 0", (2, {"i": 1}, [])),
        ("var n : 0..1 = 0 step go { n := 1 n := 0 }", "true", (1, {}, ["double write"])),
        ("var n : 0..1 = 0 step go { n := 1 n := 1 }", "true", (2, {}, [])),
        ("var n : 0..1 = 0 step go { choose x: 0..1 where x > n n := x }", "true", (2, {}, [])),
        ("var n[0..1] : 0..1 = 0 step go { n[0] := 1 - n[1] n[1] := n[0] }", "n[0] = 0 or n[1] = 0", (4, {"i": 2}, [])),
        ("var n[0..1] : 0..1 = 0 step go(x: 0..1) { n[x + 1] := 1 }", "true", (2, {}, ["index"])),
        ("enum E { a, b } var e : E = a step go { e := the x: E where x != e }", "once (e = a)", (3, {}, [])),
        ("enum E { a, b } var e : E = a step go { e := the x: E where x = x }", "true", (1, {}, ["the"])),
        ("var o : 0..1? = none step go { o := if o = none then 0 else none }", "o != 0", (2, {"i": 1}, [])),
        ("link l var n : bool step go when up(l) { n := true }", "up(l) or not n", (4, {"i": 1}, [])),
    ],
)
def test_what_can_be_counted_by_hand(declarations: str, property: str, expected: Any) -> None:
    states, shortest, errors = counted(declarations, property)
    assert (states, shortest, errors) == expected


def test_messages_by_hand() -> None:
    """A full reliable channel is an error, a lossy one loses; a cut empties it, unless it waits."""
    node = "node N { a, b } link l"
    hello = "on ch hello from s to d { } step go { send ch hello from a to b }"

    def states(traits: str) -> tuple[int, list[str]]:
        found = counted(f"{node} channel ch over l from N to N carries hello {traits} {hello}")
        return found[0], found[2]

    assert states("fifo 2") == (4, ["full channel"])  # 0 to 2 messages, and the link down
    assert states("fifo 2 waits when cut") == (6, ["full channel"])
    assert states("fifo 2 lossy waits when cut") == (6, [])
    assert states("unordered lossy duplicating") == (3, [])


# --- both readings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", FEW)
@pytest.mark.sampled
def test_both_readings_agree(seed: int) -> None:
    assert compare(written(seed)).differences == ()


NO_VALUE = """
spec t
var k : 0..2 = 0
var o[0..1] : 0..1? = none
step go when k < 2 { k := k + 1 }
"""


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        (f"{NO_VALUE} invariant i = o[k + 1] != k + 5", ["index"]),  # also where the other side is in no such range
        (f"{NO_VALUE} invariant i = k + 5 != o[k + 1]", ["index"]),
        (f"{NO_VALUE} invariant i = o[k] = (the x: 0..1 where k = 3) + k + k", ["the", "index"]),
        ("spec t var n : 1..2 = 1 var v[1..2, 1..2] : bool = true step go when v[n - 1, n + 1] { n := 2 }", ["index"]),
        ("spec t var n : 0..3 = 0 var k : 1..3 = 1 def level(x: 1..3) = x step go { k := level(n mod 3) n := 2 }", ["range"]),
    ],
)
def test_no_error_is_lost(text: str, errors: list[str]) -> None:
    """Both sides of a comparison are looked at; what a number can be at least and at most is not guessed."""
    outcome = compare(text)
    assert (outcome.differences, outcome.refused) == ((), "")
    assert {error.kind for error in run(text + " ").found.errors} >= set(errors) - {"range"}
    assert outcome.counts["run-time errors"] == len(errors)


ABOUT_OPTIONS = "spec t option a : bool var n : bool step go { n := not n } assume c = the x: bool where"


@pytest.mark.parametrize(("where", "left"), [("x = a", 1), ("not x", 0), ("x or a", 2)])
def test_an_assume_about_options_may_have_no_value(where: str, left: int) -> None:
    """Where it has none, nothing is left out; where it is false, the combination is."""
    system = elaborate(parse(Source("text.ha", f"{ABOUT_OPTIONS} {where}")))
    excluded = [excluding(system, Scope({}, {"a": value})) is not None for value in (False, True)]
    assert excluded.count(False) == left
    outcome = compare(f"{ABOUT_OPTIONS} {where}")
    assert outcome.differences == ()
    assert outcome.counts["combinations"] == 2


@pytest.mark.heavy
def test_every_construct_is_in_some_text() -> None:
    """Both readings agree about some hundred texts, all engines about some of these; nothing of the language is left out."""
    used: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for seed in SOME:
        outcome = compare(written(seed), engines=("bmc", "kinduction", "pdr") if seed % 10 == 0 else ())
        assert outcome.differences == (), seed
        outcomes["refused" if outcome.refused else "large" if outcome.large else "compared"] += 1
        if not outcome.refused:
            used += constructs(parse(Source("text.ha", written(seed))).declarations)
    assert outcomes["compared"] > 0.85 * len(SOME), outcomes
    for seed in SOME[:60]:
        files, _ = written_in_files(seed)
        for path, text in files.items():
            used += constructs(declared(Source(path, text)))
    classes = {name for name in dir(ast) if isinstance(getattr(ast, name), type) and hasattr(getattr(ast, name), "__slots__")}
    unused = {"Name", "Spec", "Operation", "Quantified", "Action", "Property", "Span", "Source"}
    unused |= {"Fit", "Imported"}  # what becomes of an import
    unused |= {"DidBuiltIn"}  # counted by its verb
    unused |= {"Duration", "Within", "TimerCell", "TimerDeclaration", "Started", "Start", "Stop", "Expiring"}  # in tests/timing
    unused |= {"Measure", "ExpectTime", "Solve", "Wait", "WaitUntil", "At"}  # there too, as texts of their own
    assert classes - unused - set(used) == set()
    for word in OPERATORS:
        assert used[word] > 0, word


OPERATORS = [
    *("and", "or", "not", "=>", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "negative", "in", "not in", "if"),
    *("next", "always", "once", "historically", "since", "all", "some", "exactly one", "at most one", "the", "count", "where"),
    *("input", "step", "fault", "fair", "invariant", "property", "reachable", "assume", "default", "node", "enum", "none"),
    *("fifo", "unordered", "reliable", "lossy", "duplicating", "waits when cut", "lost when cut", "over a link"),
    *("over several links", "over a link between the ends", "a link with an index", "a link with two indices", "which link"),
    *("on cut", "on mend", "fair mend", "strongly fair mend"),
    *("eventually", "leads to", "until", "strongly fair", "deliver", "lose", "duplicate", "cut", "mend", "blocked"),
    *("any step", "any step*"),
    *("one value", "one member", "negative range", "expect violated", "expect violated when", "expect reached when"),
    *("range to a constant", "size by a constant", "faults by a constant", "capacity by a constant"),
    *("option of each member", "set of a member"),
]


# --- the text itself -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(0, 120, 10))
def test_parentheses_and_layout_change_nothing(seed: int) -> None:
    """The fewest parentheses that are needed, and all that change nothing, are one tree; so is every layout."""
    differ = 0
    for number in range(seed, seed + 4):
        few, all_ = both_ways(number)
        differ += few != all_
        trees = [plain(parse(Source("text.ha", text))) for text in (few, all_, written(number))]
        assert trees[0] == trees[1] == trees[2]
    assert differ >= 3


def test_a_comment_may_not_stand_inside_of_a_word() -> None:
    """White space may."""
    text = "spec t var n : bool = false\ninvariant i = at\n  most\tone x: bool. x = n"
    assert plain(parse(Source("text.ha", text))) == plain(parse(Source("text.ha", " ".join(text.split()))))
    with pytest.raises(SpecError):
        parse(Source("text.ha", text.replace("at\n", "at # a comment\n")))
