"""Every sentence of the language's reference that is a rule: a small spec, and what it means. Worked out by hand."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from strategies.rules import errors, meaning, messages, played, system, verdicts

from hamodel.check.pipeline import check
from hamodel.check.quality import tautologies
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import decoded, load, parse
from hamodel.model.verdict import Reached

REFERENCE = Path(__file__).parent.parent.parent / "hamodel" / "language" / "reference.md"

COUNTER = "var m : 0..3 = 0\nvar x : bool = false\nstep go when m < 3 { m := m + 1 }\n"


# --- `next` ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("property", "holds"),
    [
        ("always (next m = m)", False),
        ("always (m = next m)", False),
        ("always ((next m) = m)", False),
        ("always next (m = m)", True),
        ("always (next m = m + 1)", True),
        ("always (next m - m = 1)", True),
        ("always (next (m + 1) = m + 2)", True),
        ("always next m in 1..m + 1", True),
        ("always next m in 1..m", False),
        ("always (next m != 0)", True),
        ("always not next m = 0", True),
        ("always next not m = 0", True),
        ("always next (m = 1 or m = 2)", False),
        ("always (if next m = 3 then m = 2 else m < 2)", True),
        ("all k: 0..3. always (m = k => next (m = k + 1))", True),
        ("always (count k: 0..3 where k < next m) = 1 + count k: 0..3 where k < m", True),
    ],
)
def test_next_is_what_a_value_is_after_the_transition(property: str, holds: bool) -> None:
    assert not errors(f"{COUNTER}property p = {property}")
    assert meaning(f"{COUNTER}property p = {property}").shown == (frozenset() if holds else {"p"})


def test_next_of_members_optionals_and_records() -> None:
    text = """
    node B { l, r }
    record F { at: B, n: 0..1 }
    var w : B? = none
    var f : F = F(l, 0)
    step go when w = none { w := l  f := F(r, 0) }
    property a = always (next w = l)
    property b = always (next w != none and next f.at = r and next f = F(r, 0))
    property c = always (next f = f)
    property d = always (f = next f)
    property e = always (next f.n = f.n)
    """
    assert meaning(text).shown == {"c", "d"}


@pytest.mark.parametrize(
    "property",
    [
        "x => next false",
        "x => next x != next x",
        "x => (next x) and not (next x)",
        "x => next (m > 3)",
        "x => next (1 = 2)",
        "x => next (0 = 1) and next true",
        "if x then next false else next true",
    ],
)
def test_a_property_with_next_is_asked_of_transitions_whatever_it_reads(property: str) -> None:
    """No transition leaves the state in which x holds: each of these is true."""
    text = f"var m : 0..3 = 0\nvar x : bool = false\nstep close when not x {{ x := true }}\nproperty p = always ({property})"
    assert meaning(text).shown == frozenset()
    assert meaning(text.replace("when not x", "")).shown == {"p"}


@pytest.mark.parametrize("condition", ["0 = 0", "0 = 1 - 1", "m = m", "m < 4", "x or not x"])
def test_whether_a_property_is_about_transitions_does_not_depend_on_what_can_be_worked_out(condition: str) -> None:
    assert errors(f"{COUNTER}property p = always (if {condition} then x else next x)") == ["state-beside-transition"]
    assert not errors(f"{COUNTER}property p = always ({condition} => next x)")


# --- `always` --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("property", "of_runs"),
    [
        ("always (m < 4 and always x)", False),
        ("always all k: 0..3. always (m = k => next m != k)", False),
        ("always (x => always (not x => always not x))", True),
        ("always (x or always not x)", True),
    ],
)
def test_always_stands_inside_of_always(property: str, of_runs: bool) -> None:
    (found,) = system(f"{COUNTER}property p = {property}").properties
    assert found.liveness is of_runs


def test_an_always_that_says_nothing_new_is_left_out() -> None:
    text = "property p = always (m < 4 and always all k: 0..3. always m != 4)\nproperty q = always (m < 4 and always m < 3)"
    assert meaning(COUNTER + text).shown == {"q"}


# --- words and names -------------------------------------------------------------------------------------------------


def test_the_reserved_words_are_those_that_no_variable_is_called() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    reserved = {word for line in re.findall(r"^> ([a-z ]+)$", text, re.MULTILINE) for word in line.split()}
    everything = {*re.findall(r"[a-z]+", text + (REFERENCE.parent / "text/grammar.lark").read_text(encoding="utf-8"))}
    for word in sorted(everything | reserved):
        free = not errors(f"var {word} : bool = false\nstep go {{ {word} := not {word} }}\nreachable it = {word}")
        assert free is (word not in reserved - {"on"}), word  # `on` is a keyword only before a channel
    assert {"always", "step", "to", "any"} < reserved


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("var m : bool = false\nstep m { m := true }\ninvariant m = m or not m\nscenario go { m }", []),
        ("var m : bool = false\ndef m = 1", ["duplicate"]),
        ("step s { }\nproc s { }", ["duplicate"]),
        ("invariant i = 1 = 1\nscenario i { }", ["duplicate"]),
        ("var x : bool = false\nstep go { let x = true }", ["shadowed"]),
        ("var x : bool = false\nstep go { let u = x  if x { let u = x } }", ["shadowed"]),
        ("var x : bool = false\nstep go { if x { let u = x }  x := u }", ["unknown-value"]),
        ("var x : bool = false\nstep go { either { choose k: bool } or { }  x := k }", ["unknown-value"]),
        ("var x : bool = false\nstep go { either { let u = x  x := u } or { let u = not x  x := u } }", []),
        ("var größe : bool = false", ["unknown-character"]),
        ("var _ : bool = false", []),
        ("enum A { a, b }\nenum B { b, c }\nvar x : B = b", []),
        ("enum A { a, b }\nvar b : bool = false", ["duplicate"]),
        ("var a : 0..1 = 0\nvar b : 0..1 = a", ["reads-the-state"]),
        ("option n : 0..1\nvar k[i: 0..1] : 0..2 = i + n", []),
    ],
)
def test_names(text: str, codes: list[str]) -> None:
    assert errors(text) == codes


def test_line_ends_and_encodings() -> None:
    text = "spec a{0}var x : bool = false # a comment{0}step go {{ x := true }}{0}reachable r = x{0}"
    with_mark = b"\xef\xbb\xbf" + text.format("\n").encode()
    for written in [with_mark, *(text.format(end).encode() for end in ("\n", "\r\n", "\r"))]:
        assert len(parse(decoded("a.ha", written)).declarations) == 3
    with pytest.raises(SpecError, match="not-text"):
        decoded("a.ha", "spec größe".encode("latin-1"))


SORTS = (
    "sort {0}\nsort {1}\nvar m[{0}] : bool = false\nvar n[{1}] : bool = false\n"
    "step a(x: {0}) {{ m[x] := true }}\nstep b(x: {1}) {{ n[x] := true }}\n"
)


@pytest.mark.parametrize(
    ("sorts", "script"),
    [
        (("Flow", "Session"), "a(f0) b(s1) assert m[f0] and n[s1] and not m[f1]"),
        (("S", "Session"), "a(s0) b(session1) assert m[s0] and n[session1]"),
        (("Sort", "Session"), "a(sort0) b(session0) assert m[sort0] and n[session0]"),
        (("Ab", "AB"), "a(Ab0) b(AB1) assert m[Ab0] and n[AB1]"),
    ],
)
def test_members_of_sorts_have_names_in_scenarios(sorts: tuple[str, str], script: str) -> None:
    assert played(f"{SORTS.format(*sorts)}scenario z {{ {script} }}")


def test_a_member_of_another_sort_is_named() -> None:
    text = SORTS.format("S", "Session")
    assert "session0" in messages(f"{text}scenario z {{ b(s0) }}")
    assert errors(f"{text}step c {{ m[s0] := true }}") == ["member-outside-scenario"]
    hidden = "sort S\nvar m[S] : bool = false\nvar s0 : bool = true\nstep go(x: S) { m[x] := true }\nscenario z { assert s0 }"
    assert played(hidden)


# --- what is evaluated -----------------------------------------------------------------------------------------------

THE = "(the b: B where m[b])"
BOTH = "node B { l, r }\nvar m[B] : bool = false\nvar x : 0..3 = 2\nstep go(b: B) when not m[b] { m[b] := true }\n"
DEFS = (
    "def ignores(b: B) = true\ndef uses(b: B) = b = l\ndef narrow(n: 0..1) = true\ndef small(n: 0..1) = n < 5\n"
    "def one_of(p: bool, q: bool) = p or q\nrecord F { a: 0..1, b: 0..1 }\n"
)


@pytest.mark.parametrize(
    ("formula", "mistaken"),
    [
        (f"{THE} = l", True),
        (f"(exactly one b: B. m[b]) => {THE} = l", False),
        (f"{THE} = l => exactly one b: B. m[b]", True),
        (f"not (exactly one b: B. m[b]) or {THE} = l", False),
        (f"{THE} = l or not (exactly one b: B. m[b])", True),
        (f"if exactly one b: B. m[b] then {THE} = l else true", False),
        (f"all c: B where exactly one b: B. m[b]. {THE} = c", False),
        (f"some c: B where exactly one b: B. m[b]. {THE} = c", False),
        (f"some c: B. c = l or {THE} = c", True),  # all members are looked at, also after the one that decides
        (f"some c: B. c = c or {THE} = c", False),
        (f"all c: B. c != c and {THE} = c", False),
        (f"at most one c: B. c = l and c = r and {THE} = c", False),
        (f"l in {{ l, {THE} }}", False),
        (f"l in {{ {THE}, l }}", True),
        (f"0 in 1..(if {THE} = l then 1 else 2)", False),
        (f"2 in 1..(if {THE} = l then 1 else 2)", True),
        (f"match x {{ 0 -> true, 1 -> {THE} = l, _ -> true }}", False),
        (f"match {THE} {{ l -> true, r -> true }}", True),
        (f"ignores({THE})", False),
        (f"uses({THE})", True),
        (f"one_of(true, {THE} = l)", False),
        (f"one_of(uses({THE}), true)", True),
        ("narrow(x + 1)", False),
        ("small(x + 1)", True),
        ("F(x + 1, 1).b = 1", False),
        ("F(x + 1, 1).a = 1", True),
        ("F(0, x + 1) = F(1, 0)", False),
        ("F(x + 1, 0) = F(1, 0)", True),
    ],
)
def test_what_is_looked_at_in_a_formula(formula: str, mistaken: bool) -> None:
    assert bool(meaning(f"{BOTH}{DEFS}invariant i = ({formula}) or true").errors) is mistaken


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (f"let u = {THE}", set()),
        (f"let u = {THE}  require false", set()),
        (f"let u = {THE}  m[u] := true", {"the"}),
        (f"let u = {THE}  m[u] := true  require false", set()),
        (f"let u = {THE}  if false {{ m[u] := true }}", set()),
        (f"x := if {THE} = l then 1 else 2  require exactly one b: B. m[b]", set()),
        (f"require {THE} = l", {"the"}),
        (f"require {THE} = l  require false", set()),
        (f"choose c: B where c = {THE}  require false", set()),
        (f"choose c: B where c = {THE}  x := x + 2", {"the", "range"}),
        (f"if {THE} = l {{ x := x + 2 }} else {{ x := x + 2 }}", {"the", "range"}),
        (f"for c: B where c = {THE} {{ x := x + 2 }}", {"the", "range"}),
        ("x := 1  x := 2", {"double write"}),
        ("x := 1  x := 1", set()),
        ("for b: B { x := 1 }", set()),
        ("for b: B { x := if b = l then 1 else 2 }", {"double write"}),
        ("x := x + 2  require x < 0", set()),
        ("x := x + 1  x := 0  require x < 3", {"double write"}),
        ("either { x := x + 2 } or { x := 1 }", {"range"}),
        ("either { x := x + 2  require false } or { x := 1 }", set()),
        ("p(x + 2)", {"range"}),
        ("q(x + 2)", set()),
    ],
)
def test_which_errors_a_branch_causes(body: str, errors: set[str]) -> None:
    procs = "proc p(n: 0..3) { x := n }\nproc q(n: 0..3) { x := 1 }\n"
    found = meaning(f"{BOTH}{procs}step act {{ {body} }}").errors
    assert {each.partition(":")[0] for each in found} == errors


def test_what_follows_an_error() -> None:
    found = meaning("var x : 0..3 = 0\nstep go { choose k: 0..4 where k > 2  x := k }\nreachable three = x = 3")
    assert (found.shown, found.errors, found.states) == ({"three"}, {"range: x := k"}, 2)
    guard = meaning(f"{BOTH}step act when {THE} = l {{ x := 1  require false }}")
    assert guard.errors == {f"the: {THE}"}
    steps = "step ok { x := 2 }\nstep one { x := 1 }\nstep bad { x := x + 3 }\n"
    hidden = meaning(f"var x : 0..3 = 0\nassume low = x < 2\n{steps}reachable two = x = 2")
    assert (hidden.shown, hidden.errors) == (frozenset(), {"range: x := x + 3"})
    kept = meaning(f"{BOTH}assume left = {THE} = l\nreachable two = m[l] and m[r]")
    assert (kept.shown, kept.errors) == ({"two"}, {f"the: {THE}"})


def test_ranges() -> None:
    assert errors("var x : 0..3 = 0\nstep go { x := 7 }") == ["out-of-range"]
    assert not meaning("var x : 0..3 = 0\nstep go when x < 3 { x := x + 1 }\ninvariant i = x != 9 and x + 9 > 8").shown
    text = "var x : -4..4 = 0\nstep a { x := -3 div 2 }\nstep b { x := -3 mod 2 }\nstep c when x = 1 { x := - x }\n"
    assert meaning(f"{text}invariant i = x in {{ -2, -1, 0, 1 }}\nreachable r = x = -2\nreachable s = x = -1").shown == {"r", "s"}
    assert errors("option k : 1..2\nvar x : 0..4 = 0\nstep go { x := x div k }") == ["divisor"]
    assert errors("var x : 0..4 = 0\nstep go { x := x mod 0 }") == ["divisor"]


# --- statements ------------------------------------------------------------------------------------------------------


def test_all_reads_come_before_all_writes() -> None:
    text = "var k[0..2] : 0..3 = 1\nstep go when k[0] = 1 { for i: 0..2 { k[i] := k[0] + k[1] + k[2] } }\n"
    assert meaning(f"{text}reachable all_three = all i: 0..2. k[i] = 3").shown == {"all_three"}


def test_cells() -> None:
    text = "node N { a, b }\nrecord F { at: N, n: 0..1 }\nvar g[N] : F = F(a, 0)\n"
    assert meaning(f"{text}step go {{ g[a].n := 1  g[b].n := 1 }}\nreachable r = g[a] = F(a, 1) and g[b].n = 1").shown == {"r"}
    assert meaning(f"{text}step go {{ g[a] := F(b, 1)  g[a].n := 0 }}").errors == {"double write: g[a].n := 0"}
    assert not meaning(f"{text}step go {{ g[a] := F(b, 1)  g[a].n := 1 }}").errors


def test_choose_without_a_candidate_is_no_branch() -> None:
    text = "node B { l, r }\nvar x : bool = false\nstep go { choose b: B where false  x := true }\nreachable q = x"
    assert meaning(text) == meaning(text.replace("choose b: B where false", "require false"))
    assert not meaning(text).shown


# --- types -----------------------------------------------------------------------------------------------------------

OPTIONALS = (
    "node B { l, r }\nvar o : B? = none\nvar n : 0..3? = none\nvar p : B = l\nvar t[B] : bool = false\n"
    "step go { o := l  n := 2 }\n"
)


@pytest.mark.parametrize(
    ("formula", "codes"),
    [
        ("n < 3", ["may-be-none"]),
        ("n != none and n < 3", ["may-be-none"]),
        ("o != none and t[o]", ["may-be-none"]),
        ("n in 0..3", ["may-be-none"]),
        ("none = none", ["none-of-what"]),
        ("o in { l, none } and n in { 2, none } and (o = l) = (n = 2)", []),
        ("o = none or not t[the x: B where o = x]", []),
        ("match o { l -> true, r -> false, none -> true }", []),
        ("match o { l -> true, none -> true }", ["match-incomplete"]),
        ("match o { l -> true, l -> true, _ -> true }", ["pattern-twice"]),
        ("match o { _ -> true, l -> true }", ["arm-after-default"]),
        ("match n { none -> true, 0 | 1 -> false, _ -> true }", []),
        ("all x: 0..3?. x = n => x in { 2, none }", []),
        ("exactly one x: 0..3?, b: B. x = n and b = p", []),
        ("(count x: B, y: B where x = y) = 2", ["unexpected"]),
        ("p < l or l <= p", []),
        ("p < n", ["may-be-none"]),
        ("p < true", ["no-order"]),
    ],
)
def test_optionals_and_match(formula: str, codes: list[str]) -> None:
    assert errors(f"{OPTIONALS}invariant i = {formula}") == codes
    if not codes:
        found = meaning(f"{OPTIONALS}invariant i = {formula}")
        assert (found.shown, found.errors) == (frozenset(), frozenset())


def test_a_range_of_a_match_is_refused() -> None:
    assert errors(f"{OPTIONALS}invariant i = match n {{ 0..2 -> true, _ -> true }}")
    assert errors(f"{OPTIONALS}step take {{ p := o }}") == ["may-be-none"]


def test_records_are_equal_field_by_field() -> None:
    text = "sort S\nrecord F { a: S, b: 0..1 }\nvar g : F\nvar h : F\nstep go { h := g }\n"
    assert not meaning(f"{text}property p = always next (g = h)\ninvariant i = g = h or g.a != h.a or g.b != h.b").shown


def test_definitions_with_and_without_brackets() -> None:
    text = "var m : 0..3 = 0\nstep go { m := 2 }\ndef f(x: 0..3): 0..4 = x + 1\ndef d = m = 0\ndef e() = d()\n"
    assert not meaning(f"{text}invariant i = f(m) in 1..3 and (e != (m = 2)) and d() = e()").shown


def test_bools_are_compared_with_one_sign() -> None:
    assert "write `=`" in messages("var k : bool = true\nvar m : bool = true\nreachable p = k <=> m")
    assert meaning("var k : bool = true\nvar m : bool = true\nstep go { k := not k }\nreachable p = k = m").shown == {"p"}


# --- links, channels, faults -----------------------------------------------------------------------------------------


def wired(order: str, more: str = "") -> str:
    return (
        f"node B {{ l, r }}\nlink ha\nchannel c over ha from B to B carries hi, ho(B) {order}\nvar got : bool = false\n"
        "on c hi from a to b { got := true }\non c ho(x) from a to b { }\n"
        f"input s {{ send c hi from l to r }}\ninput t {{ send c ho(r) from l to r }}\n{more}"
    )


def with_ends(script: str) -> str:
    """A message in a script needs its ends: where none are said, from l to r."""
    return re.sub(r"\b(hi|ho)(\(\w+\))?(?! from)(?![\w(])", r"\g<0> from l to r", script)


@pytest.mark.parametrize(
    ("order", "script", "passes"),
    [
        ("fifo 2", "blocked mend ha  cut ha  blocked cut ha  mend ha  blocked mend ha", True),
        ("fifo 2", "s cut ha assert not pending c", True),
        ("fifo 2", "cut ha s mend ha assert not pending c", True),
        ("fifo 2 reliable lost when cut", "cut ha s s s assert not pending c", True),
        ("fifo 2 waits when cut", "s cut ha s blocked deliver c mend ha deliver c deliver c blocked deliver c", True),
        ("fifo 2 waits when cut", "cut ha s s s", False),
        ("fifo 2 lossy waits when cut", "cut ha s s s lose c lose c blocked lose c", True),
        ("fifo 2 lossy", "s t lose c blocked deliver c hi deliver c ho(r) from l to r", True),
        ("fifo 2 lossy", "s t lose c deliver c hi", False),
        ("fifo 3 duplicating", "s t duplicate c deliver c hi deliver c hi deliver c ho(r) from l to r blocked deliver c", True),
        ("fifo 3 duplicating", "s t duplicate c deliver c hi deliver c ho(r) from l to r", False),
        ("fifo 2 duplicating", "s t blocked duplicate c", True),
        ("unordered", "s t deliver c ho(any) from l to r deliver c hi", True),
        ("unordered", "s s", False),
        ("unordered 2", "s s deliver c deliver c blocked deliver c", True),
        ("unordered lossy", "s s deliver c blocked deliver c", True),
        ("unordered duplicating", "s blocked duplicate c", True),
        ("unordered 2 lossy duplicating", "s duplicate c hi lose c hi deliver c hi blocked lose c", True),
        ("fifo 2", "blocked deliver c hi  t assert pending c ho(r) and not pending c hi and pending c from l to r", True),
    ],
)
def test_what_becomes_of_messages(order: str, script: str, passes: bool) -> None:
    assert played(f"{wired(order)}scenario z {{ {with_ends(script)} }}") is passes


def test_a_queue_follows_the_order_of_the_text() -> None:
    text = (
        "node B { l, r }\nchannel c from B to B carries hi fifo 1\non c hi from a to b { }\n"
        "input ds { drop c from l to r  send c hi from l to r }\ninput sd { send c hi from l to r  drop c from l to r }\n"
        "input to_oneself { send c hi from l to l }\n"
    )
    assert played(f"{text}scenario z {{ ds ds assert pending c }}")
    assert played(f"{text}scenario z {{ sd sd assert not pending c }}")
    assert not played(f"{text}scenario z {{ ds sd }}")  # full when it sends
    assert played(f"{text}scenario z {{ to_oneself deliver c hi from l to l }}")


@pytest.mark.parametrize(("mode", "order"), [("calm", "fifo 3"), ("fast", "unordered 3")])
def test_an_order_that_depends_on_an_option(mode: str, order: str) -> None:
    """What comes of the messages is what comes of them over a channel of that order."""
    text = (
        "node B {{ l, r }}\nenum Mode {{ calm, fast }}\noption mode : Mode\nlink ha\nvar told : 0..3 = 0\nvar got : 0..63 = 0\n"
        "channel c over ha from B to B carries hi(1..3) {order}\n"
        "step s when told < 3 {{ told := told + 1  send c hi(told + 1) from l to r }}\n"
        "on c hi(n) from a to b {body}\n"
    )
    orders = {a * 16 + b * 4 + c for a, b, c in permutations((1, 2, 3))}
    claims = "".join(f"reachable g{n} = told = 3 and got = {n} and not pending c\n" for n in orders)
    take = "{ got := (got * 4 + n) mod 64 }"
    again = f"{{ either {take} or {{ require mode = fast  send c hi(n) from a to b }} }}"
    asked = Request(options={"mode": mode}, faults=0, run_time=False)
    reached = []
    for whole in (text.format(order="fifo 3", body=again), text.format(order=order, body=take)):
        found = check(system(f"{whole}{claims}"), asked).findings
        reached.append({each.name for each in found if each.verdict == "reached"})
    assert reached[0] == reached[1]
    assert len(reached[0]) == (1 if mode == "calm" else 6)


def test_a_guard_that_is_false_blocks_what_is_behind() -> None:
    text = (
        "node B { l, r }\nchannel c from B to B carries hi, ho fifo 2\nvar open : bool = false\ninput let_in { open := true }\n"
        "on c hi from a to b when open { }\non c ho from a to b { }\ninput s { send c hi from l to r  send c ho from l to r }\n"
    )
    script = with_ends("s blocked deliver c ho let_in deliver c hi deliver c ho")
    assert played(f"{text}scenario z {{ {script} }}")
    assert "received-twice" in errors(f"{text}on c hi from a to b {{ }}")


def test_ends_of_two_types() -> None:
    text = (
        "node B { l, r }\nnode H { h }\nchannel c from H to B carries hi fifo 1\n"
        "on c hi from a to b { }\ninput s(b: B) { send c hi from h to b }\n"
    )
    assert played(f"{text}scenario z {{ s(l) s(r) deliver c hi from h to r deliver c hi from h to l }}")


def test_faults_bind_checks_and_no_scenarios() -> None:
    text = "link ha\nfaults 1\nvar n : 0..2 = 0\nfault f when n < 2 { n := n + 1 }\n"
    text += "reachable one = n = 1\nreachable two = n = 2\n"
    found = verdicts(f"{text}scenario z {{ cut ha mend ha f cut ha }}")
    assert found == {"two": "otherwise", "one": "as expected", "z": "as expected"}


# --- properties ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("property", "codes"),
    [
        ("invariant i = not did go(l)", []),
        ("invariant i = not did go", []),
        ("invariant i = not did go(any)", ["any-in-a-property"]),
        ("link lan[B]\ninvariant i = not did cut ha", []),
        ("link lan[B]\ninvariant i = not did mend lan[l] and not did cut lan", []),
        ("link lan[B]\ninvariant i = not did cut ha[l]", ["wrong-count"]),
        ("link lan[B]\ninvariant i = not did cut lan[any]", ["any-in-a-property"]),
        ("invariant i = not did cut hb", ["unknown-link"]),
        ("invariant i = next m[l]", ["more-than-a-state"]),
        ("invariant i = always m[l]", ["more-than-a-state"]),
        ("property p = m[l]", ["property-without-always"]),
        ("property p = (always m[l]) or always m[r]", ["property-without-always"]),
        ("property p = m[l] => always m[r]", ["condition-before-always"]),
        ("property p = o => always m[r]", []),
        ("property p = all b: B. (always m[b]) and always not m[b]", []),
        ("property p = (always m[l]) and always next m[l]", ["state-beside-transition"]),
        ("property p = always (m[l] and next m[l])", ["state-beside-transition"]),
        ("property p = always next next m[l]", ["next-twice"]),
        ("property p = always once next m[l]", ["next-in-the-past"]),
        ("property p = once eventually m[l]", ["future-in-the-past"]),
        ("property p = eventually (m[l] = next m[l])", ["next-beside-liveness"]),
        ("step h when once m[l] { }", ["only-in-properties"]),
        ("step h when next m[l] { }", ["only-in-properties"]),
        ("scenario z { assert did go }", ["only-in-properties"]),
        ("fair input h { }", ["never-obliged"]),
        ("fair cut ha", ["unexpected"]),
    ],
)
def test_where_words_on_time_may_stand(property: str, codes: list[str]) -> None:
    text = "node B { l, r }\nlink ha\noption o : bool\nvar m[B] : bool = false\nstep go(b: B) { m[b] := true }\n"
    found = errors(text + property)
    assert found == codes or (codes == ["unexpected"] and found)


def test_did_is_false_at_first_and_assume_prunes() -> None:
    text = "var x : bool = false\nstep go { x := true }\nstep back { x := false }\n"
    assert meaning(f"{text}reachable a = did go\nreachable b = did go and did back\ninvariant i = x => did go").shown == {"a"}
    assert meaning(f"{text}assume a = not did back\nproperty p = always (x => next x)").shown == frozenset()
    assert meaning(f"{text}property p = always (x => next x)").shown == {"p"}


@pytest.mark.parametrize(
    ("property", "verdict"),
    [
        ("invariant p expect violated = x < 3", "as expected"),
        ("invariant p expect violated when n = 3 = x < 3", "as expected"),
        ("invariant p expect violated when n >= 2 = x < 3", "otherwise"),
        ("invariant p expect violated when true = x < 3", "otherwise"),
        ("reachable p = x = 3", "as expected"),
        ("reachable p expect reached when n = 3 = x = 3", "as expected"),
        ("reachable p expect reached when n > 1 = x = 3", "otherwise"),
        ("reachable p expect reached when n < 2 = x = 3", "otherwise"),
    ],
)
def test_what_an_expectation_says_of_options(property: str, verdict: str) -> None:
    text = f"option n : 0..3\nvar x : 0..3 = n\nstep reset {{ x := 0 }}\n{property}"
    assert verdicts(text)["p"] == verdict


@pytest.mark.parametrize(
    ("property", "codes"),
    [
        ("invariant p expect violated when n = 3 = x < 3", []),
        ("reachable p expect reached when n = 3 = x = 3", []),
        ("reachable p expect reached when o = o = (x = 3)", ["two-equal-signs"]),  # `(x = 3)`, or `o = (x = 3)`
        ("reachable p expect reached when o = (o = (x = 3))", []),
        ("invariant p expect violated when not o = (x = 3) => x = n", []),
        ("invariant p expect violated when o = c = c", []),  # `c` is no option: it cannot be in `when`
        ("invariant p expect violated when o = c = x", ["cannot-compare"]),
        ("property p expect violated when o = always next x = x", []),
        ("property p expect violated when n = 3 = always (x = 3)", []),
    ],
)
def test_the_reading_that_has_a_type_is_taken(property: str, codes: list[str]) -> None:
    text = "option n : 0..3\noption o : bool\nvar x : 0..3 = n\nvar c : bool = false\nstep go { x := 0  c := o }\n"
    assert errors(text + property) == codes


def test_initially_is_one_condition() -> None:
    text = "var a : 0..1\nvar b : 0..1\ninitially a = 1\ninitially b = a\nreachable r = true\n"
    assert (meaning(text).states, meaning(f"{text}initially a = 0").states) == (1, 0)
    assert meaning(f"{text}initially a = 0").shown == frozenset()


def test_past_operators_in_the_first_state() -> None:
    text = "var x : bool = false\nstep go { x := not x }\n"
    properties = "reachable a = historically not x\nreachable b = once x and not x\nreachable c = (not x) since x"
    assert meaning(text + properties).shown == set("abc")


# --- whole runs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "property", "holds"),
    [
        ("fair step go when not x { x := true }", "eventually x", True),
        ("step go when not x { x := true }", "eventually x", False),
        ("fair step go { either { x := true } or { } }", "eventually x", False),  # what changes nothing was taken
        ("fair step go { choose v: bool  x := v }", "eventually x", False),  # choices share the fairness
        ("fair step go(v: bool) { x := v }", "eventually x", True),  # each argument has its own
        ("fair step go when y { x := true }\nstep t { y := not y }", "eventually x", False),
        ("strongly fair step go when y { x := true }\nfair step t { y := not y }", "eventually x", True),
        ("fair step go when y { x := true }\nfair step t { y := not y }", "eventually x", False),
        ("fair step go { require y  x := true }\nstep t { y := true }", "y leads to x", True),
        ("fair step go { require y and z = 9  x := true }\nstep t { y := true }", "y leads to x", False),
        ("assume never = not x\nfair step go { x := true }", "eventually y", False),
        ("fair step go when not x { x := true }", "not x until x", True),
        ("step go when not x { x := true }", "not x until x", False),
        ("fair step go when not x { x := true }", "always (x => always x)", True),
        ("step go { x := not x }", "always (x => always x)", False),
        ("step go { x := not x }", "always (x => always (not x => always not x))", False),
    ],
)
def test_fairness(steps: str, property: str, holds: bool) -> None:
    text = f"var x : bool = false\nvar y : bool = false\nvar z : 0..9 = 0\n{steps}\nproperty p = {property}"
    assert verdicts(text)["p"] == ("as expected" if holds else "otherwise")


# --- scenarios -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("option o : bool = true\nscenario z { x set o = false assert not k }", True),  # a `set` counts from the start
        ("option o : bool = true\nscenario z { x assert k }", True),
        ("option o : bool\nscenario z { x assert k = o }", True),
        ("option o : bool\nscenario z { assert o }", False),  # it must play for every value of the option
        ("option o : bool\nscenario z { assert not o }", False),
        ("option o : bool\nvar h : 0..1\nscenario z { assert h = 0 }", True),  # some value will do for a variable
        ("option o : bool\nvar h : 0..1\nscenario z { assert h = 1 }", True),
        ("option o : bool\nscenario z { }", True),
        ("option o : bool = true\nstep j when o { k := true }\nscenario z { any step assert k }", True),
        ("option o : bool = true\nscenario z { any step* assert k }", False),  # `x` is an input
        ("option o : bool = true\nfault j { k := true }\nscenario z { any step* assert k }", False),
    ],
)
def test_what_a_scenario_needs(text: str, passes: bool) -> None:
    assert played(f"var k : bool = false\ninput x {{ k := o }}\n{text}") is passes


# --- imports ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "imports", "size"),
    [("", ["a"], 1), ("scope S = 3\n", ["a"], 3), ("", ["a", "b"], None), ("scope S = 3\n", ["a", "b"], 3), ("", ["c"], None)],
)
def test_the_importing_file_says_the_scope(tmp_path: Path, own: str, imports: list[str], size: int | None) -> None:
    (tmp_path / "base.ha").write_text("sort S\nvar k[S] : bool = false\nstep go(s: S) { k[s] := true }\n")
    (tmp_path / "a.ha").write_text('import "base.ha"\nscope S = 1\n')
    (tmp_path / "b.ha").write_text('import "base.ha"\nscope S = 2\n')
    (tmp_path / "c.ha").write_text('import "base.ha"\n')
    lines = "".join(f'import "{name}.ha"\n' for name in imports)
    (tmp_path / "top.ha").write_text(f"spec top\n{lines}{own}reachable r = some s: S. k[s]\n")
    if size is None and len(imports) > 1:
        with pytest.raises(SpecError, match="said-twice"):
            elaborate(load(str(tmp_path / "top.ha")))
    else:
        assert elaborate(load(str(tmp_path / "top.ha"))).sizes.get("S") == size


# --- what says nothing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("property", "vacuous"),
    [
        ("invariant p = m = m", True),
        ("invariant p = all s: S. k[s] or not k[s]", True),
        ("invariant p = some s: S. x => x or k[s]", True),
        ("invariant p = m <= m and (x = x)", True),
        ("invariant p = (x => k0) or (k0 => x)", True),
        ("reachable p = m = m", True),
        ("property p = always next (m = m)", True),
        ("property p = always (m = next m => next m = m or x or not x)", True),
        ("property p = always eventually (m = m)", True),
        ("property p = x leads to m = m", True),
        ("property p = x and not x leads to k0", True),
        ("property p = x until m = m", True),
        ("invariant p = true", False),  # it says itself that it says nothing
        ("invariant p = m >= 0 or x", False),
        ("invariant p = x or not k0", False),
        ("invariant p = all s: S. k[s] => not x or some t: S. k[t]", False),
        ("property p = always (next x = x or not x)", False),
        ("property p = always eventually (x or not k0)", False),
        ("property p = not x until x", False),
    ],
)
def test_a_tautology_is_vacuous(property: str, vacuous: bool) -> None:
    text = "sort S\nvar m : 0..3 = 0\nvar x : bool = false\nvar k0 : bool = false\nvar k[S] : bool = false\nstep go { }\n"
    assert [each.code for each in tautologies(system(text + property).properties)] == ["vacuous"] * vacuous


def test_a_tautology_is_reported() -> None:
    report = check(system("var m : 0..3 = 0\nstep go { m := 3 - m }\ninvariant p = m = m"), Request(engine="explicit"))
    assert ([each.code for each in report.quality], report.exit_status) == (["vacuous"], 4)


def test_the_shortest_run_against_an_always_inside_of_an_always() -> None:
    """x becomes true, false, true; then whatever comes, for ever."""
    text = "var x : bool = false\nstep set_x { either { x := true } or { x := false } }\n"
    report = check(system(f"{text}property p = always (x => always (not x => always not x))"), Request(engine="explicit"))
    (answer,) = (result.answer for each in report.findings if each.name == "p" for result in each.results)
    assert isinstance(answer, Reached)
    assert answer.trace is not None
    assert [step.state["x", ()] for step in answer.trace.steps][:3] == [True, False, True]
    assert len(answer.trace.steps) == 4
