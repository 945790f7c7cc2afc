"""Mutants: which edits there are, and what becomes of each. Every fate here is worked out by hand, in the comments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import hamodel.mutation.difference as difference
import hamodel.mutation.run as run
import hamodel.mutation.trial as trial
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.rows import combinations
from hamodel.cli import status
from hamodel.engines import Budget
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load, parse
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, successors
from hamodel.model.system import System
from hamodel.mutation.operators import Mutant, mutants, neighbour
from hamodel.mutation.run import Fate, Mutation, mutate
from hamodel.mutation.trial import Killed, World, spread, worlds
from hamodel.report.results.json import json as as_json
from hamodel.report.results.mutation import mutation_result
from hamodel.report.results.text import text as as_text
from hamodel.report.style import Style
from hamodel.source import Source

HERE = Path(__file__).parent.parent
Golden = Callable[[Path, str], None]

LAMP = """\
## It turns green at most twice: (red,0) (green,1) (red,1) (green,2) (red,2) is its only run.
spec lamp
enum Colour { red, green }
var colour : Colour = red
var turns  : 0..2 = 0
step go when colour = red and turns < 2 {
    colour := green
    turns  := turns + 1
}
step stop when colour = green {
    if turns >= 1 { colour := red }
}
invariant counted = colour = green => turns >= 1
reachable done = turns = 2 and colour = red
"""

LAMP_FATES = [
    # (green,1) then goes on to (green,2): another run, but `counted` holds and `done` is still reached
    ("guard conjunct deleted", "colour = red", "", "survived", None, None),
    ("guard conjunct deleted", "turns < 2", "", "killed", "error[range]", 4),  # a fifth step would count to 3
    ("assignment deleted", "colour := green", "", "survived", None, None),  # (red,0) (red,1) (red,2)
    ("constant replaced", "colour := green", "red for green", "survived", None, None),  # the same
    ("assignment deleted", "turns  := turns + 1", "", "killed", "counted", 1),  # (green,0)
    ("guard conjunct deleted", "colour = green", "", "survived", None, None),  # stop while red: nothing changes
    ("if condition deleted", "turns >= 1", "", "equivalent", None, None),  # it is green with 1 or 2 turns only
    ("if condition negated", "turns >= 1", "", "killed", "done", None),  # green for ever
    ("assignment deleted", "colour := red", "", "killed", "done", None),  # the same
    ("constant replaced", "colour := red", "green for red", "killed", "done", None),  # the same
]


def typed(text: str, name: str = "lamp.ha") -> System:
    return elaborate(parse(Source(name, text)))


def tried(text: str, **request: object) -> Mutation:
    return mutate(typed(text), Request(**request))  # type: ignore[arg-type]


def row(fate: Fate) -> tuple[str, str, str, str, str | None, int | None]:
    edit, killed = fate.mutant.edit, fate.killed
    return (
        edit.operator,
        edit.span.text,
        edit.instead,
        fate.word,
        killed.by if killed else None,
        killed.steps if killed else None,
    )


def by_text(mutation: Mutation) -> dict[tuple[str, str], Fate]:
    return {(fate.mutant.edit.operator, fate.mutant.edit.span.text): fate for fate in mutation.fates}


# --- fates -----------------------------------------------------------------------------------------------------------


def test_the_fate_of_every_mutant() -> None:
    mutation = tried(LAMP)
    assert [row(fate) for fate in mutation.fates] == LAMP_FATES
    assert mutation.exit_status == 1
    idle = [fate.idle for fate in mutation.with_fate("survived")]
    assert idle == [False, False, False, True]


def test_a_mutant_survives_when_its_property_is_gone() -> None:
    """For each property of the spec: what it killed survives without it, unless something else notices."""
    without_done = [row(fate)[3:5] for fate in tried(LAMP.replace("reachable done", "# reachable done")).fates]
    expected = [("survived", None) if killer == "done" else (word, killer) for _, _, _, word, killer, _ in LAMP_FATES]
    assert without_done == expected
    without_counted = {row(fate)[1]: row(fate)[3] for fate in tried(LAMP.replace("invariant counted", "# invariant")).fates}
    assert without_counted["turns  := turns + 1"] == "killed"  # by `done`, which then is not reached
    neither = tried(LAMP, properties=("done",))
    assert [row(fate)[3:5] for fate in neither.fates if row(fate)[1] == "turns  := turns + 1"] == [("killed", "done")]


def test_a_scenario_notices_what_no_property_does() -> None:
    scenario = "scenario twice { go  blocked go  stop  go  stop }"
    fates = by_text(tried(LAMP + scenario))
    for text in ("colour = red", "colour := green"):
        operator = "guard conjunct deleted" if "=" in text.split() else "assignment deleted"
        killed = fates[operator, text].killed
        assert killed is not None
        assert (killed.by, killed.how) == ("twice", "not playable")
    assert fates["guard conjunct deleted", "turns < 2"].killed == Killed("error[range]", "causes an error", {}, {}, 4)


LOCK = """\
spec lock
sort Session
scope Session = 2
var held[Session] : bool = false
step take(s: Session) when all t: Session. not held[t] { held[s] := true }
step free(s: Session) when held[s] { held[s] := false }
invariant exclusive = at most one s: Session. held[s]
reachable used = some s: Session. held[s]
"""


def test_a_mutant_is_killed_at_the_smallest_scope_that_can() -> None:
    """Two sessions hold it after two steps; one session never violates `exclusive`. Nobody holds it: `used` fails, at the
    whole scope only, since a `reachable` says nothing about smaller ones. To free what is free changes nothing."""
    fates = by_text(tried(LOCK))
    assert {key: fate.killed for key, fate in fates.items()} == {
        ("guard conjunct deleted", "all t: Session. not held[t]"): Killed("exclusive", "violated", {}, {"Session": 2}, 2),
        ("assignment deleted", "held[s] := true"): Killed("used", "not reached", {}, {"Session": 2}, None),
        ("constant replaced", "held[s] := true"): Killed("used", "not reached", {}, {"Session": 2}, None),
        ("guard conjunct deleted", "held[s]"): None,
        ("assignment deleted", "held[s] := false"): None,  # held for ever
        ("constant replaced", "held[s] := false"): None,  # the same
    }
    assert [fate.idle for fate in fates.values() if fate.killed is None] == [True, False, False]


def test_what_makes_a_difference_with_more_members_only_is_equivalent_with_few() -> None:
    mutation = tried(LOCK, sizes={"Session": 1})
    fate = by_text(mutation)["guard conjunct deleted", "all t: Session. not held[t]"]
    assert (fate.word, fate.idle) == ("survived", True)  # to take what one has oneself changes nothing
    assert mutation.sizes == {"Session": 1}


BOUND = """\
spec bound
var n : 0..2 = 0
fault crash(by: 0..1) when n < 1 { n := n + 1 }
faults 1
invariant fits = n <= 1
"""


def test_what_no_run_takes_may_still_be_asked() -> None:
    """After one crash no run has another. So the guard is redundant, but for those who ask what is possible whatever the bound
    says, and for a script, which the bound does not bind: a second crash is possible without it."""
    key = "guard conjunct deleted", "n < 1"
    assert by_text(tried(BOUND))[key].word == "equivalent"
    possible = "not possible crash(0)", "not possible crash", "all b: 0..1. not (possible crash(b))"
    for asked in possible:
        fate = by_text(tried(BOUND + f"invariant once_only = n = 1 => {asked}\n"))[key]
        assert fate.killed is not None, asked
        assert (fate.killed.by, fate.killed.how, fate.killed.steps) == ("once_only", "violated", 1)
    fate = by_text(tried(BOUND + "invariant first = n = 0 => possible crash(0)\n"))[key]
    assert (fate.word, fate.idle) == ("survived", False)  # it is asked, though not there
    played = by_text(tried(BOUND + "scenario twice { crash(0)  blocked crash(1) }\n"))[key].killed
    assert played is not None
    assert played.by == "twice"


ASKED = """\
spec asked
var n : 0..2 = 0
var on : bool = false
input go when not on { n := (n + 1) mod 3 }
input lock when n = 2 { on := true }
reachable full = on and not possible go
"""


def test_what_is_possible_is_what_the_mutant_can_do() -> None:
    """Without its guard `go` is possible after `lock`, too: the run to there is one of the mutant, and shows something else."""
    key = "guard conjunct deleted", "not on"
    killed = by_text(tried(ASKED))[key].killed
    assert killed is not None
    assert (killed.by, killed.how) == ("full", "not reached")
    killed = by_text(tried(ASKED + "invariant locked = on => not possible go\n"))[key].killed
    assert killed is not None
    assert (killed.by, killed.how, killed.steps) == ("locked", "violated", 3)


OPTIONS = """\
spec options
option safe : bool
option noise : 0..2
var x : bool = false
var y : bool = false
step raise when not safe { x := true }
step other when noise = 1 { if y { x := false } }
invariant off expect violated when not safe = not x
"""


def test_options_tell_where_a_mutant_is_killed() -> None:
    """Without its guard `raise` violates `off` when safe, where it must hold; without its assignment it does not violate it
    when not safe, where it must be violated. `y` is always false: its condition is never true, so deleting what it guards
    changes nothing; negating it resets x, which violates nothing."""
    fates = by_text(tried(OPTIONS))
    guard = fates["guard conjunct deleted", "not safe"].killed
    assert guard is not None
    assert (guard.by, guard.how, guard.options["safe"], guard.steps) == ("off", "violated", True, 1)
    assigned = fates["assignment deleted", "x := true"].killed
    assert assigned is not None
    assert (assigned.by, assigned.how, assigned.options["safe"], assigned.steps) == ("off", "not violated", False, None)
    assert fates["assignment deleted", "x := false"].word == "equivalent"
    assert fates["constant replaced", "x := false"].word == "equivalent"
    assert fates["if condition negated", "y"].word == "survived"


def test_for_some_means_that_one_combination_is_enough() -> None:
    """`seen` is reached for noise = 1 and for noise = 2. One of the two ways is enough; without both nothing is reached."""
    spec = """
    spec some_way
    option noise : 0..2
    var x : bool = false
    step one when noise = 1 { x := true }
    step two when noise = 2 { x := true }
    reachable seen = x
    """
    assert {fate.word for fate in tried(spec).fates if fate.mutant.edit.operator == "assignment deleted"} == {"survived"}
    one = tried(spec, options={"noise": 1})
    words = [fate.word for fate in one.fates if fate.mutant.edit.operator == "assignment deleted"]
    assert words == ["killed", "equivalent"]


LIMIT = """\
spec limit
option limit : 0..2
option steps : 1..2
var n : 0..9 = limit
step rise when n < 4 + limit { n := n + steps }
step fall when n > limit { n := n - steps }
invariant low = n <= 5 + limit
invariant even expect violated when (steps = 1) = (n mod 2 = limit mod 2)
reachable top expect reached when (limit = 2) = (n = 6)
"""


@pytest.mark.heavy
@pytest.mark.parametrize("text", [OPTIONS, LIMIT, (HERE.parent / "specs/tutorial/3_fenced.ha").read_text()])
def test_one_search_for_all_combinations_says_what_one_for_each_does(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`limit` cannot be freed, since `n` starts with it and has another type: there are six worlds."""
    together = tried(text)
    monkeypatch.setattr(run, "worlds", lambda system, given, rows: [World(n, {**given, **rows[n]}) for n in range(len(rows))])
    apart = tried(text)
    assert apart.sound
    assert [(fate.word, fate.idle) for fate in together.fates] == [(fate.word, fate.idle) for fate in apart.fates]


def test_worlds() -> None:
    for text, expected in ((OPTIONS, 1), (LIMIT, 6), (LAMP, 1)):
        system = typed(text)
        assert len(worlds(system, {}, list(combinations(system, {})))) == expected


MESSAGES = """\
spec messages
node Box { a, b }
channel hello from Box to Box
    carries hi
    fifo 2 lossy
var heard[Box] : bool = false
step say { send hello hi from a to b }
step clear { drop hello from a to b }
on hello hi from x to y { heard[y] := true }
reachable told = heard[b]
reachable nothing = not pending hello and heard[b]
"""


def test_messages() -> None:
    """Nothing is told without the message. That it can be dropped, no property asks for: it can be lost anyway."""
    fates = by_text(tried(MESSAGES))
    sent = fates["send deleted", "send hello hi from a to b"].killed
    assert sent is not None
    assert (sent.by, sent.how) == ("told", "not reached")
    assert fates["drop deleted", "drop hello from a to b"].word == "survived"


RUNS = """\
spec runs
var x : bool = false
var y : bool = false
fair step go when not x { x := true }
fair step idle_step when x and y { y := false }
step look when not y { y := true }
property ends = always eventually x
property rests expect violated = eventually always not y
"""


def test_properties_about_runs_without_end() -> None:
    """`go` is obliged to happen, so x comes. It does not if that is taken back, or if nothing is assigned. That `idle_step` is
    fair matters to nobody: y may always be raised once more, which is why `rests` is violated."""
    fates = by_text(tried(RUNS))
    fair = [fate for fate in fates_of(RUNS) if fate.mutant.edit.operator == "fairness deleted"]
    assert [(fate.mutant.actions, fate.word) for fate in fair] == [(("go",), "killed"), (("idle_step",), "survived")]
    assert fair[0].mutant.edit.span.text == "fair"
    assert fair[0].killed is not None
    assert (fair[0].killed.by, fair[0].killed.how) == ("ends", "violated")
    for operator in ("assignment deleted", "constant replaced"):
        killed = fates[operator, "x := true"].killed
        assert killed is not None
        assert (killed.by, killed.how) == ("ends", "violated")
        killed = fates[operator, "y := true"].killed
        assert killed is not None
        assert (killed.by, killed.how) == ("rests", "not violated")


def test_fairness_is_edited_only_where_something_is_claimed_about_it() -> None:
    text = RUNS.replace("property ends = always eventually x", "invariant fine = true").replace("property rests", "# ")
    assert not [m for m in mutants(typed(text)) if m.edit.operator == "fairness deleted"]


def fates_of(text: str) -> tuple[Fate, ...]:
    return tried(text).fates


# --- which edits there are -------------------------------------------------------------------------------------------


EVERYTHING = """\
spec everything
node Box { a, b }
sort Session
enum Mode { on, off, broken }
var mode[Box] : Mode = on
var owner[Session] : Box? = none
var total : 0..3 = 0
def idle(s: Session) = owner[s] = none and total < 3
def both() = mode[a] = on and mode[b] = on
proc forget(s: Session) { owner[s] := none  require total < 3 }
step first(s: Session) when idle(s) and (mode[a] = on and mode[b] != off) { forget(s) }
step second(s: Session, t: Session) when s != t { forget(s)  forget(t) }
step third {
    choose d: Box where mode[d] = on and both()
    either { mode[d] := if both() then off else broken } or { total := 0 }
    for s: Session where owner[s] = d { owner[s] := none }
}
reachable whatever = total = 0
"""


def test_every_edit_once() -> None:
    found = [(m.edit.operator, m.edit.span.text, m.edit.instead, m.actions) for m in mutants(typed(EVERYTHING))]
    third = ("third",)
    assert found == [
        ("guard conjunct deleted", "idle(s)", "", ("first",)),  # one condition, although the definition has two
        ("guard conjunct deleted", "mode[a] = on", "", ("first",)),
        ("guard conjunct deleted", "mode[b] != off", "", ("first",)),
        ("assignment deleted", "owner[s] := none", "", ("first", "second")),  # one text, edited for all who call it
        ("constant replaced", "owner[s] := none", "a for none", ("first", "second")),
        ("requirement deleted", "total < 3", "", ("first", "second")),
        ("guard conjunct deleted", "s != t", "", ("second",)),
        ("where conjunct deleted", "mode[d] = on", "", third),
        ("where conjunct deleted", "both()", "", third),
        ("assignment deleted", "mode[d] := if both() then off else broken", "", third),
        ("constant replaced", "mode[d] := if both() then off else broken", "broken for off", third),
        ("constant replaced", "mode[d] := if both() then off else broken", "on for broken", third),
        ("assignment deleted", "total := 0", "", third),
        ("constant replaced", "total := 0", "1 for 0", third),
        ("where conjunct deleted", "owner[s] = d", "", third),
        ("assignment deleted", "owner[s] := none", "", third),
        ("constant replaced", "owner[s] := none", "a for none", third),
    ]


BOUNCER = """\
spec bouncer
needs node Who
needs def may(w: Who): bool = true
var on[Who] : bool = false
fair step go(w: Who) when not on[w] and may(w) { on[w] := true }
step back(w: Who) when on[w] { on[w] := false }
fair { go, back }
"""
BOUNCERS = """\
spec bouncers
import "bouncer.ha" as one with Who = Box
import "bouncer.ha" as other with Who = Box, may = others
node Box { a, b }
def others(w: Box) = one.on[w]
step rest(w: Box) when other.on[w] and one.on[w] { one.on[w] := false  other.on[w] := false }
invariant follows expect violated = all w: Box. other.on[w] => one.on[w]
reachable both    = all w: Box. other.on[w] and one.on[w]
property  moves   = eventually always one.on[a] or all w: Box. not one.on[a] leads to one.on[a]
"""


def test_a_file_is_edited_once_for_all_its_instances(tmp_path: Path) -> None:
    """A mutant is what the edited texts would be. Its place says which file that is."""
    main, file = tmp_path / "main.ha", tmp_path / "bouncer.ha"
    main.write_text(BOUNCERS)
    file.write_text(BOUNCER)
    found = mutants(elaborate(load(str(main))))
    goes, backs = ("one.go", "other.go"), ("one.back", "other.back")
    assert [(m.edit.operator, m.edit.span.text, m.actions) for m in found if m.edit.span.source.path == str(file)] == [
        ("fairness deleted", "fair", goes),
        ("guard conjunct deleted", "not on[w]", goes),
        ("assignment deleted", "on[w] := true", goes),
        ("constant replaced", "on[w] := true", goes),
        ("guard conjunct deleted", "on[w]", backs),
        ("assignment deleted", "on[w] := false", backs),
        ("constant replaced", "on[w] := false", backs),
        ("guard conjunct deleted", "may(w)", ("other.go",)),  # `true`, the default, is no condition
        ("fairness deleted", "fair", (*goes[:1], *backs[:1], *goes[1:], *backs[1:])),
    ]
    for mutant in found:
        path, text = mutant.edit.span.source.path, {str(main): BOUNCERS, str(file): BOUNCER}
        if (edited := edited_text(text[path], mutant)) is not None:
            Path(path).write_text(edited)
            system = elaborate(load(str(main)))
            Path(path).write_text(text[path])
            assert transitions(mutant.system) == transitions(system), mutant.edit
    system = elaborate(load(str(main)))
    fates = tuple(Fate(mutant, "equivalent") for mutant in found)
    told = Mutation(system, {}, {}, None, 1, ("follows",), check(system, Request(engine="explicit", run_time=False)), fates)
    out = as_text(mutation_result(told), Style(width=400))
    assert f"  {file}:5:27  one.go, other.go: guard conjunct deleted: not on[w]\n" in out
    assert re.search(r"^  6:\d+ +rest: ", out, re.M)


def test_a_constant_is_replaced_where_it_is_written() -> None:
    """Not where it comes from: a definition that properties may use as well, or the argument of a `proc`."""
    spec = """
    spec written
    node Box { a, b }
    var owner : Box = a
    var done : bool
    def left() = a
    proc give(whom: Box) { owner := whom }
    step one { owner := left() }
    step two { give(b) }
    step three { owner := if done then b else left() }
    invariant yes = true
    """
    replaced = [m.edit for m in mutants(typed(spec)) if m.edit.operator == "constant replaced"]
    assert [(edit.span.text, edit.instead) for edit in replaced] == [
        ("owner := if done then b else left()", "a for b"),
    ]


@pytest.mark.parametrize("text", [LAMP, LOCK, OPTIONS, MESSAGES, EVERYTHING])
def test_a_mutant_is_what_its_text_would_be(text: str) -> None:
    """For edits whose text is easy to make: the mutant does in its first states what the edited text does."""
    compared = 0
    for mutant in mutants(typed(text)):
        edited = edited_text(text, mutant)
        if edited is not None:
            compared += 1
            assert transitions(mutant.system) == transitions(typed(edited)), mutant.edit
    assert compared >= 2


def edited_text(text: str, mutant: Mutant) -> str | None:
    span, operator = mutant.edit.span, mutant.edit.operator
    here = span.text
    match operator:
        case "if condition negated":
            changed = f"not ({here})"
        case "fairness deleted" if text[span.end :].lstrip().startswith("{"):
            return None  # of a group
        case "assignment deleted" | "send deleted" | "drop deleted" | "fairness deleted":
            changed = ""
        case "constant replaced":
            new, _, old = mutant.edit.instead.partition(" for ")
            head, sign, value = here.partition(":= ")
            if value != old:
                return None
            changed = f"{head}{sign}{new}"
        case _:
            changed = "true"
    return text[: span.start] + changed + text[span.end :]


def transitions(system: System) -> list[object]:
    """Every transition of the first two levels, in the reference semantics."""
    options = {option.name: Scope().domain(option.type)[1] for option in system.options}
    scope = Scope({sort.name: 2 for sort in system.sorts}, options)
    seen: list[object] = []
    level = list(initial_states(system, scope))
    for _ in range(2):
        rows = [(state, *following) for state in level for following in successors(system, scope, state)]
        seen += [(state, action.name, arguments, outcome.state) for state, action, arguments, outcome in rows]
        level = [outcome.state for _, _, _, outcome in rows if outcome.state is not None]
    return seen


def test_neighbours() -> None:
    (colour,) = typed(LAMP).enums
    assert neighbour("red", colour) == ("green",)
    assert neighbour("green", colour) == ("red",)
    assert neighbour(None, typed(EVERYTHING).variable("owner").type) == ("a",)
    assert neighbour("s0", typed(EVERYTHING).sorts[0]) is None


def test_options_are_spread() -> None:
    """The first rows have every value of every option: the third must bring a new value of `b`, the fourth the last pairs."""
    rows: list[Mapping[str, object]] = [{"a": a, "b": b} for a in (0, 1) for b in (0, 1, 2)]
    order = spread(rows)  # type: ignore[arg-type]
    assert sorted(order) == list(range(6))
    assert order[0] == 0
    first = [rows[number] for number in order[:3]]
    assert {row["a"] for row in first} == {0, 1}
    assert {row["b"] for row in first} == {0, 1, 2}


# --- what is not decided, and what is wrong --------------------------------------------------------------------------


def test_a_mutant_that_is_not_decided_is_no_survivor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial.Trial, "search", lambda *_: "out of paper")
    mutation = tried(LAMP)
    assert {(fate.word, fate.reason) for fate in mutation.fates} == {("undecided", "out of paper"), ("equivalent", "")}
    assert mutation.exit_status == 3


def test_no_time_is_no_answer() -> None:
    mutation = tried(LAMP, seconds=1e-6)
    assert (mutation.exit_status, mutation.sound, mutation.fates) == (3, False, ())


def test_a_spec_that_is_not_as_it_says_is_not_mutated() -> None:
    mutation = tried(LAMP + "invariant wrong = turns < 2")
    assert (mutation.exit_status, mutation.fates) == (3, ())
    assert "not as it says: wrong" in as_text(mutation_result(mutation), Style())


@pytest.mark.parametrize("spec", ["spec quiet\nvar x : bool = false\nstep go { x := true }", "spec still\ninvariant yes = true"])
def test_nothing_to_hold_a_mutant_against_or_to_mutate(spec: str) -> None:
    mutation = tried(spec)
    assert (mutation.exit_status, mutation.fates) == (3, ())


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the second mutant is recorded: the first keeps its fate, the others are not decided."""
    original = run._Fates.tried

    def record(self: run._Fates, mutant: Mutant, scope: object, reply: object) -> None:
        original(self, mutant, scope, reply)  # type: ignore[arg-type]
        if len(self.known) >= 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(run._Fates, "tried", record)
    mutation = tried(LAMP)
    assert mutation.exit_status == 130
    assert {"killed", "undecided"} <= {fate.word for fate in mutation.fates}
    assert not mutation.with_fate("survived")
    assert no_score(mutation)


def test_while_something_is_not_decided_there_is_no_score() -> None:
    """Out of time: what is killed is no share of all."""
    mutation = tried(LAMP)
    assert not no_score(mutation)
    first, *others = mutation.fates
    for word in ("survived", "killed"):
        rest = tuple(replace(fate, word=word) for fate in others)  # type: ignore[arg-type]
        assert no_score(replace(mutation, fates=(replace(first, word="undecided", killed=None), *rest)))


def no_score(mutation: run.Mutation) -> bool:
    said = json.loads(as_json(mutation_result(mutation), Style()))
    words = as_text(mutation_result(mutation), Style()).splitlines()
    last = " ".join(line.strip() for line in words[-3:])
    assert (said["score"] is None) == ("no score" in last) == ("%" not in last)
    return said["score"] is None


# --- seeded faults: a wrong "equivalent" is noticed ------------------------------------------------------------------


def test_a_search_that_sees_no_difference_is_held_against_the_semantics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects are taken for equal that are not: the reference semantics sees that `go` leads elsewhere."""
    monkeypatch.setattr(difference, "_same_effect", lambda instance, *_: instance.terms.true)
    mutation = tried(LAMP)
    assert mutation.exit_status == 70
    assert "did not notice that go()" in mutation.disagreement


def test_terms_that_are_taken_for_the_same_are_held_against_the_semantics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference, "_alone", lambda instance, *_: instance.terms.false)
    mutation = tried(LAMP)
    assert mutation.exit_status == 70


def test_differences_agree_with_the_semantics_in_every_state() -> None:
    """By going through all states of the original, one at a time."""
    for text, sizes in ((LAMP, {}), (LOCK, {"Session": 2}), (MESSAGES, {})):
        system = typed(text)
        scope = Scope(sizes, {})
        seen = list(reachable(system, scope))
        for mutant in mutants(system):
            differ = [
                state
                for state in seen
                if made(system, scope, state, mutant.actions) != made(mutant.system, scope, state, mutant.actions)
            ]
            answers = difference.differences(system, scope, [mutant], True, Budget(), lambda _: None)
            found = {question.moving: type(answer).__name__ for question, answer in answers}
            assert (found[False] == "Reached") is bool(differ), mutant.edit
            assert found[True] == "Unreachable" or differ


def reachable(system: System, scope: Scope) -> Iterator[Mapping[object, object]]:
    known: list[Mapping[object, object]] = []
    left = list(initial_states(system, scope))
    while left:
        state = left.pop()
        if state in known:
            continue
        known.append(state)  # type: ignore[arg-type]
        left += [outcome.state for _, _, outcome in successors(system, scope, state) if outcome.state is not None]
    yield from known


def made(system: System, scope: Scope, state: object, names: tuple[str, ...]) -> list[object]:
    rows = successors(system, scope, state)  # type: ignore[arg-type]
    found = [(action.name, arguments, outcome.state) for action, arguments, outcome in rows if action.name in names]
    return sorted(found, key=repr)


# --- reports ---------------------------------------------------------------------------------------------------------


def reported() -> Mutation:
    """The lamp's mutants, with one that is not decided, at fixed seconds."""
    mutation = tried(LAMP + "scenario twice { go  stop  go  stop }\n")
    fates = [
        replace(fate, word="undecided", killed=None, idle=None, reason="out of time") if fate.mutant.number == 10 else fate
        for fate in mutation.fates
    ]
    return replace(mutation, fates=tuple(fates), seconds=1.25)


def test_a_report_as_text(golden: Golden) -> None:
    golden(HERE / "mutation/goldens/mutants.txt", as_text(mutation_result(reported()), Style()))
    everything = mutation_result(reported(), everything=True)
    golden(HERE / "mutation/goldens/mutants.all.txt", as_text(everything, Style(width=100, unicode=False)))


def test_a_report_as_json(golden: Golden) -> None:
    text = as_json(mutation_result(reported()), Style())
    golden(HERE / "mutation/goldens/mutants.json", text)
    said = json.loads(text)
    assert said["killed"] + said["survived"] + said["equivalent"] + said["undecided"] == len(said["mutants"]) == 10
    assert (said["undecided"], said["score"]) == (1, None)


def test_a_text_report_fits_and_colours_change_no_letter() -> None:
    plain = as_text(mutation_result(reported(), everything=True), Style())
    assert all(len(line) <= 80 for line in plain.splitlines())
    assert as_text(mutation_result(reported()), Style(unicode=False)).isascii()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "lamp.ha"
    spec.write_text(LAMP, encoding="utf-8")
    assert status(["mutate", str(spec)]) == 1
    assert "4 of 9 mutants survive; score 5/9 (55 %)" in capsys.readouterr().out
    target = tmp_path / "out.json"
    assert status(["mutate", str(spec), "--format", "json", "-o", str(target)]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads(target.read_text())["kills"] == {"done": 3, "counted": 1, "run-time errors": 1}
    assert status(["mutate", str(spec), "--property", "dome"]) == 2
    assert "did you mean `done`?" in capsys.readouterr().err


def test_every_mutant_of_the_benchmark_is_typed() -> None:
    """A mutant is a system like any other: it can be instantiated, at more than one scope."""
    path = HERE.parent / "specs/benchmarks/pair.ha"
    for mutant in mutants(typed(path.read_text(encoding="utf-8"), "pair.ha")):
        for size in (1, 2):
            instance = instantiate(mutant.system, Scope({"Session": size}, {}))
            assert instance.actions
