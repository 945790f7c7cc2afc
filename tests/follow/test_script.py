"""Scripts that a run follows, scripts that none does and what is said then; random runs; explanations."""

from __future__ import annotations

from typing import Any

import pytest
from strategies.systems import typed

from hamodel.diagnostics import SpecError
from hamodel.evidence.confirm import replay
from hamodel.follow import MOST_STATES
from hamodel.follow.script import play, walk
from hamodel.language.text.tokens import SCRIPTED
from hamodel.model.explain import Explanation, explain
from hamodel.model.scenario import Played
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError
from hamodel.model.system import System
from hamodel.model.trace import Step, Trace
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.report.words import action as action_text

PAIR = """
spec scripted
enum Mode { standby, active, crashed }
node Box { left, right }
sort Session
option reverts : bool
option eager : bool = true
link wire
var mode[b: Box] : Mode = if b = left then active else standby
var owner[Session] : Box? = none
channel sync over wire from Box to Box carries opened(Session), closed fifo 2 lossy duplicating

input open(s: Session, b: Box) when mode[b] = active and owner[s] = none {
    owner[s] := b
    send sync opened(s) from b to (the p: Box where p != b)
}
on sync opened(s) from a to b when mode[b] != crashed { }
on sync closed from a to b { }
fault crash(b: Box) when mode[b] = active { mode[b] := crashed }
step promote(b: Box) when mode[b] = standby and (all x: Box. mode[x] != active) { mode[b] := active }
step recover(b: Box) when mode[b] = crashed { mode[b] := standby }
input slip { require (the b: Box where false) = left }
faults 0
invariant one = at most one b: Box. mode[b] = active
invariant kept = all s: Session, b: Box. owner[s] = b => mode[b] = active
property steady = all b: Box. always (mode[b] = crashed => next mode[b] != active)
"""


def played(script: str, system: str = PAIR, options: Any = None, most_states: int = MOST_STATES) -> Played:
    found = with_monitors(typed(system + f"\nscenario s {{ {script} }}"), ())
    result = play(found, found.scenarios[0], options, most_states=most_states)
    if result.trace is not None:
        replay(found, result.scope, None, result.trace)
    return result


@pytest.mark.parametrize(
    "script",
    [
        "",
        "open(s0, left) deliver sync",
        "open(s0, left) open(s1, left) deliver sync opened(s0) from left to right deliver sync opened(any) from any to any",
        "open(any, left) assert owner[s0] = left",
        "open(any, left) open(any, left) assert owner[s1] = left blocked open(any, any)",
        "crash(left) promote(right) open(s0, right) assert mode[left] = crashed and owner[s0] = right",
        "crash(left) any step any step assert mode[left] = standby and mode[right] = active",
        "crash(left) any step* assert mode[left] = active",  # recovers and is promoted
        "crash(left) any step* assert mode[left] = crashed and mode[right] = standby",  # none at all
        "open(s0, left) cut wire mend wire blocked deliver sync",
        "open(s0, left) cut wire blocked lose sync",
        "open(s0, left) duplicate sync deliver sync deliver sync blocked deliver sync",
        "open(s0, left) lose sync from left to right blocked deliver sync",
        "set reverts = true assert reverts and eager",
        "set eager = false assert not eager",
        "assert eager",  # the default
        "assert reverts or not reverts",  # no default: tried at both
        "crash(left) promote(right) recover(left) blocked promote(left)",
    ],
)
def test_scripts_that_can_be_followed(script: str) -> None:
    assert played(script).failure is None


@pytest.mark.parametrize(
    ("script", "reason", "said", "steps"),
    [
        ("open(s0, right)", "blocked", "open(s0, right)", 0),
        ("open(s0, left) open(s0, left)", "blocked", "open(s0, left)", 1),
        ("open(s0, left) deliver sync closed from left to right", "blocked", "deliver sync closed", 1),
        ("open(s0, left) open(s1, left) deliver sync opened(s1) from any to any", "blocked", "deliver sync opened(s1)", 2),
        ("blocked open(any, left)", "not blocked", "blocked open(any, left)", 0),
        ("crash(left) assert mode[left] = active", "false", "assert mode[left] = active", 1),
        ("crash(left) any step assert mode[left] = crashed and mode[right] = standby", "false", "assert ", 2),
        ("slip", "error", "slip", 0),
        ("blocked slip", "not blocked", "blocked slip", 0),
        ("assert mode[the b: Box where true] = active", "error", "assert ", 0),
        ("assert reverts", "false", "assert reverts", 0),
        ("set eager = false assert eager", "false", "assert eager", 0),
    ],
)
def test_scripts_that_cannot_be_followed(script: str, reason: str, said: str, steps: int) -> None:
    result = played(script)
    assert result.failure is not None
    assert result.failure.reason == reason
    assert result.failure.instruction is not None
    assert result.failure.instruction.span.text.startswith(said)  # type: ignore[union-attr]
    assert result.trace is not None
    assert len(result.trace.steps) == steps


def test_a_script_is_played_for_every_value_of_an_option_without_default() -> None:
    result = played("assert not reverts")
    assert result.failure is not None
    assert result.scope.options == {"reverts": True, "eager": True}
    assert played("assert not reverts", options={"reverts": False}).failure is None
    assert played("assert not eager", options={"eager": False}).failure is None


def test_sorts_have_the_members_that_the_script_names() -> None:
    assert played("open(s2, left)").scope.sizes == {"Session": 3}
    assert played("", PAIR + "scope Session = 2").scope.sizes == {"Session": 2}
    assert played("", PAIR + "scope Session = 7").scope.sizes == {"Session": 7}


def test_faults_of_a_script_are_not_counted() -> None:
    assert played("crash(left) promote(right) crash(right)").failure is None  # though the spec says `faults 0`


def test_a_failure_says_what_could_happen_instead_and_why_not_this() -> None:
    failure = played("crash(left) open(s0, left)").failure
    assert failure is not None
    assert {name for name, _ in failure.enabled} == {"promote", "recover", "cut wire"}
    assert failure.why is not None
    assert failure.why.part.span.text == "mode[b] = active"  # type: ignore[union-attr]
    assert failure.why.members == (("s", "s0"), ("b", "left"))
    (origin,) = failure.why.origins
    assert (origin.cell, origin.content, origin.step) == (("mode", ("left",)), "crashed", 1)


def test_an_error_says_where() -> None:
    failure = played("slip").failure
    assert failure is not None
    assert [(error.kind, error.span and error.span.text) for error in failure.errors] == [
        ("the", "(the b: Box where false)")
    ]


def test_a_spec_that_cannot_start_fails() -> None:
    failure = played("", PAIR + "initially false").failure
    assert failure is not None
    assert failure.reason == "no start"


def test_too_many_states_to_follow_is_a_failure_and_no_success() -> None:
    system = "spec many\nvar x : 0..9 = 0\nstep go when x < 9 { x := x + 1 }"
    assert played("any step* assert x = 9", system, most_states=10).failure is None
    failure = played("any step* assert x = 9", system, most_states=9).failure
    assert failure is not None
    assert failure.reason == "too many"


def test_assumptions_hold_in_scripts_with_their_memory() -> None:
    assumed = PAIR + "assume calm = not (once mode[left] = crashed and mode[right] = active)\n"
    assert played("crash(left) blocked promote(right)", assumed).failure is None


# --- random runs -----------------------------------------------------------------------------------------------------

SCOPE = Scope({"Session": 2}, {"reverts": False, "eager": True})


def test_a_walk_is_a_run_and_the_same_for_the_same_seed() -> None:
    system = typed(PAIR.replace("input slip { require (the b: Box where false) = left }", ""))
    walks = [walk(system, SCOPE, seed, 25) for seed in range(5)]
    for found in walks:
        assert not found.errors
        assert len(found.trace.steps) == 25
        replay(system, SCOPE, None, found.trace)
    assert walks[3] == walk(system, SCOPE, 3, 25)
    assert len({tuple(step.action for step in found.trace.steps) for found in walks}) > 1
    assert {step.action for found in walks for step in found.trace.steps} > {"crash", "recover", "open", "cut wire"}


def test_a_walk_stops_where_nothing_can_happen_or_an_error_is_made() -> None:
    stuck = typed("spec stuck\nvar a : 0..3 = 0\nstep rise when a < 2 { a := a + 1 }")
    assert len(walk(stuck, Scope(), 0, 50).trace.steps) == 2
    slips = typed("spec slips\nvar a : 0..3 = 0\nstep rise { a := a + 1 }")
    found = walk(slips, Scope(), 0, 50)
    assert (len(found.trace.steps), [error.kind for error in found.errors]) == (3, ["range"])
    bounded = bound_faults(typed("spec b\nvar a : 0..9 = 0\nfault rise when a < 9 { a := a + 1 }"), 4)
    assert len(walk(bounded, Scope(), 0, 50).trace.steps) == 4


# --- explanations ----------------------------------------------------------------------------------------------------


def explained(property: str, script: str) -> tuple[Explanation, System, Trace]:
    system = typed(PAIR + f"{property}\nscenario s {{ {script} }}")
    result = play(system, system.scenarios[0], {"reverts": False})
    assert result.trace is not None
    return explain(system.declared[-1].formula, result.trace, result.scope), system, result.trace


def told(explanation: Explanation) -> tuple[str, bool, dict[str, object], set[tuple[object, int]]]:
    part = explanation.part.span.text if explanation.part.span else ""  # type: ignore[union-attr]
    members = {name.split("!")[0]: value for name, value in explanation.members}
    return part, explanation.value, members, {(origin.cell, origin.step) for origin in explanation.origins}


def test_the_smallest_part_that_is_false_for_which_members_and_who_wrote_it() -> None:
    found, _, _ = explained(
        "invariant i = all s: Session, b: Box. owner[s] = b => mode[b] = active and mode[b] != standby",
        "open(s1, left) crash(left)",
    )
    assert not found.truth
    part, value, members, origins = told(found)
    assert (part, value, members) == ("mode[b] = active", False, {"s": "s1", "b": "left"})
    assert origins == {(("owner", ("s1",)), 1), (("mode", ("left",)), 2)}


def test_a_disjunct_is_false_as_a_whole_and_a_negation_turns_it_around() -> None:
    found, _, _ = explained("invariant i = not (some b: Box. mode[b] = crashed and up(wire))", "crash(left)")
    assert told(found)[:3] == ("mode[b] = crashed and up(wire)", True, {"b": "left"})
    found, _, _ = explained("invariant i = mode[left] = active or mode[right] = crashed", "crash(left)")
    assert told(found)[0] == "mode[left] = active or mode[right] = crashed"
    assert told(found)[3] == {(("mode", ("left",)), 1), (("mode", ("right",)), 0)}


def test_at_most_one_tells_who() -> None:
    found, _, _ = explained("invariant i = at most one b: Box. mode[b] != crashed", "crash(left) recover(left)")
    assert found.holders == ("left", "right")
    assert told(found)[3] == {(("mode", ("left",)), 2), (("mode", ("right",)), 0)}


def test_a_transition_has_two_sides() -> None:
    found, _, _ = explained(
        "property p = all b: Box. always (mode[b] = active => next mode[b] = active)", "open(s0, left) crash(left)"
    )
    assert told(found)[:3] == ("next mode[b] = active", False, {"b": "left"})
    assert {(origin.cell, origin.content, origin.step, origin.after) for origin in found.origins} == {
        (("mode", ("left",)), "active", 0, False),
        (("mode", ("left",)), "crashed", 2, True),
    }


def test_what_is_reached_is_explained_too() -> None:
    property = "reachable r = some s: Session. owner[s] = left and mode[left] = crashed"
    found, _, _ = explained(property, "open(s0, left) crash(left)")
    assert found.truth
    assert told(found)[:3] == ("owner[s] = left and mode[left] = crashed", True, {"s": "s0"})


def test_a_message_in_flight_is_a_cell_that_was_written() -> None:
    found, _, _ = explained("invariant i = all a: Box, b: Box. not pending sync from a to b", "open(s0, left)")
    assert told(found)[3] == {(("sync", ("left", "right")), 1)}


def test_a_formula_without_a_value_is_not_explained() -> None:
    system = typed(PAIR + "invariant i = mode[the b: Box where true] = active")
    initial = play(typed(PAIR + "scenario s { }"), typed(PAIR + "scenario s { }").scenarios[0]).trace
    assert initial is not None
    with pytest.raises(EvaluationError):
        explain(system.declared[-1].formula, Trace(initial.initial), SCOPE)
    assert Step("crash", (("b", "left"),), initial.initial).action == "crash"


# --- names that are also words of scenarios --------------------------------------------------------------------------

OTHER_WORDS = ["expect", "violated", "reached", "over", "carries", "fifo", "lossy", "waits", "lost", "strongly", "at", "most"]


@pytest.mark.parametrize("word", sorted({*SCRIPTED, "on", *OTHER_WORDS}))
def test_an_action_may_be_called_as_an_instruction_begins(word: str) -> None:
    text = f"""
    spec s
    node Box {{ l, r }}
    link ha
    var n : 0..3 = 0
    channel wire from Box to Box carries hello fifo 1 lossy duplicating
    on wire hello from p to q {{ n := 3 }}
    step {word} when n < 2 {{ n := n + 1 }}
    step back(b: Box) {{ n := 0 }}
    step greet {{ send wire hello from l to r }}
    """
    scripts = {
        f"{word}() assert n = 1 {word}() assert n = 2 blocked {word}() back(l) {word}()": "",
        f"{word}() blocked {word}()": "not blocked",
        f"greet {word}() duplicate wire deliver wire lose wire {word} ( ) cut ha mend ha": "blocked",
        f"any step* {word}() any step": "",
    }
    for script, expected in scripts.items():
        system = typed(f"{text}scenario z {{ {script} }}")
        found = play(system, system.scenarios[0])
        assert (found.failure.reason if found.failure else "") == expected
    told = action_text(typed(text), Step(word, (), {}))
    system = typed(f"{text}scenario z {{ {told} assert n = 1 }}")
    assert play(system, system.scenarios[0]).failure is None, "a report writes it as a scenario would"


@pytest.mark.parametrize("word", sorted({*SCRIPTED, "assert", *OTHER_WORDS}))
def test_a_channel_and_a_message_may_be_called_so_too(word: str) -> None:
    text = f"""
    spec s
    node Box {{ l, r }}
    var n : 0..9 = 0
    channel {word} from Box to Box carries {word}(0..3) fifo 1 lossy
    on {word} {word}(k) from p to q {{ n := k }}
    step go {{ send {word} {word}(2) from l to r }}
    invariant i = pending {word} {word}(2) from l to r or n < 3
    scenario z {{ go assert pending {word} {word}(2) from l to r deliver {word} {word}(2) from l to r assert n = 2 }}
    scenario y {{ go deliver {word} {word}(any) from any to any go lose {word} go deliver {word} }}
    """
    system = typed(text)
    for script in system.scenarios:
        assert play(system, script).failure is None


def test_what_is_called_on_is_no_declaration_within_a_line() -> None:
    text = "spec s  enum M { on, off }  link l1  var on : M = off  step go { on := on }  step other { on := off }\n"
    script = "scenario z { assert on = off go assert on = on other assert on = off blocked other }"
    with pytest.raises(SpecError, match="`on`"):  # a member and a variable of one name
        typed(text + script)
    text = text.replace("on := on", "lit := on").replace("on := off", "lit := off").replace("var on", "var lit")
    system = typed(text + script.replace("assert on", "assert lit").replace("blocked other", "go assert lit = on other"))
    assert play(system, system.scenarios[0]).failure is None
