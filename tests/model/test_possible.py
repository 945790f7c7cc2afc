"""`possible go`: whether some branch of an action leads to a next state. What it is in each state is worked out by hand."""

from __future__ import annotations

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds, initial_states
from hamodel.model.symmetry import told_apart
from hamodel.model.system import System
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import AnyNumber, Unreachable
from hamodel.mutation.operators import mutants
from hamodel.source import Source


def typed(text: str) -> System:
    return elaborate(parse(Source("ahead.ha", f"spec ahead\n{text}\n")))


def at_start(system: System, name: str) -> bool:
    """The value of an invariant in the first state."""
    (property,) = (each for each in system.properties if each.name == name)
    whole = with_monitors(system, system.properties)
    scope = Scope({sort.name: 2 for sort in system.sorts}, {})
    return holds(property.formula, {}, next(iter(initial_states(whole, scope))), scope)


WAYS = """
var n : 0..2 = 1
step guarded when n = 2 { n := 0 }
step required { require n = 2 }
step either_way { either { require n = 2 } or { n := 0 } }
step chosen { choose k: 0..2 where k > 2 }
step chosen_last { choose k: 0..2 where k = 2 n := k }
step too_large(k: 0..2) { n := n + k }
step twice { n := 0 n := 2 }
step no_answer when n = the k: 0..2 where k > 0 { n := 0 }
step excluded { n := 2 }
step stays { }
assume never_two = n != 2
"""


def test_some_branch_leads_to_a_state_that_counts() -> None:
    found = {}
    for name in ("guarded", "required", "either_way", "chosen", "chosen_last", "twice", "no_answer", "excluded", "stays"):
        found[name] = at_start(typed(f"{WAYS} invariant it = possible {name}"), "it")
    assert [name for name, can in found.items() if can] == ["either_way", "stays"]


def test_arguments_may_be_left_open() -> None:
    for asked, expected in {
        "too_large(0)": True, "too_large(1)": False, "too_large(2)": False,
        "too_large": True, "too_large(any)": True, "any": True, "any step": True,
    }.items():
        assert at_start(typed(f"{WAYS} invariant it = possible {asked}"), "it") is expected, asked


KINDS = """
node Box { a, b }
link ha
var on_ : bool = false
channel c over ha from Box to Box carries tell fifo 1
on c tell from x to y { on_ := true }
fault crash { on_ := false }
"""


def test_a_fault_a_cut_and_a_repair_are_nothing_that_can_happen() -> None:
    """Only they can happen here; and an input, which is no step."""
    assert not at_start(typed(f"{KINDS} invariant it = possible any"), "it")
    assert at_start(typed(f"{KINDS} invariant it = possible crash"), "it")
    more = f"{KINDS} input press {{ send c tell from a to b }} "
    assert at_start(typed(f"{more} invariant it = possible any"), "it")
    assert not at_start(typed(f"{more} invariant it = possible any step"), "it")


def test_a_declaration_behind_it_is_not_taken_for_a_part_of_it() -> None:
    """Wherever a line ends: a `step` that has a name is declared."""
    for text in ("step go { n := 1 }", "\nstep go { n := 1 }", "step\nstep go { n := 1 }", "\nstep step\ngo { n := 1 }"):
        system = typed(f"var n : 0..1 = 0\ninvariant it = possible any {text} input press {{ n := 0 }}")
        assert [action.name for action in system.actions] == ["go", "press"]
    typed("link l var n : 0..1 = 0 step on { n := 1 } invariant it = possible any step invariant more = (possible any\nstep)")
    typed("node B { a } channel c from B to B carries m fifo 1 invariant it = possible any step on c m from x to y { }")
    assert [action.name for action in typed("invariant it = possible any step on { }").actions] == ["on"]


def test_a_delivery_is_asked_by_its_channel_its_message_and_its_ends() -> None:
    """In the first state nothing is there; then a message that b takes only while it is off, and that waits for the link."""
    text = f"{KINDS} input press when not pending c {{ send c tell from a to b }}"
    for asked, reached in {
        "possible deliver c": True, "possible deliver c tell from a to b": True, "possible deliver c from a to b": True,
        "possible deliver c from b to a": False, "possible deliver c tell() from b to a": False,
        "pending c and not possible deliver c": False, "possible deliver c and not pending c": False,
    }.items():
        assert hits(typed(f"{text} reachable it = {asked}"), "it") is reached, asked


def test_the_bound_on_faults_does_not_count() -> None:
    system = bound_faults(typed(f"{KINDS} invariant it = possible crash"), 0)
    assert at_start(system, "it")


def hits(system: System, name: str) -> bool:
    """Is it violated (reached)?"""
    (finding,) = (each for each in check(system, Request(quality=False)).findings if each.name == name)
    return bool(finding.hits)


def test_what_an_assume_remembers_is_known_of_the_next_state() -> None:
    """From n = 1 `go` would lead back to 0, which the assume excludes there; from 0 it leads to 1."""
    text = "var n : 0..2 = 0\nstep go { n := 1 - n }\nassume no_return = not (n = 0 and once n = 1)\n"
    system = typed(f"{text} invariant zero = n = 0 => possible go  reachable ends = n = 1 and not possible go")
    assert (hits(system, "zero"), hits(system, "ends")) == (False, True)


def test_a_mutant_asks_what_its_own_actions_do() -> None:
    """Without its guard the action is always possible, and only `stops` says that it is not."""
    system = typed("var n : 0..1 = 0\nstep go when n = 0 { n := 1 }\nreachable stops = not possible go")
    (deleted,) = (each for each in mutants(system) if each.edit.operator == "guard conjunct deleted")
    assert (hits(system, "stops"), hits(deleted.system, "stops")) == (True, False)


EXACT = """
node Box { a, b }
sort Session
link ha
var master[Box] : bool = false
var entry[Box, Session] : bool = false
var tries[Box] : 0..2 = 0
channel sync over ha from Box to Box carries opened(Session) unordered
def other(d: Box) = the p: Box where p != d
input open(s: Session, d: Box) when master[d] and not entry[d, s] {
    require tries[d] < 2
    entry[d, s] := true
    send sync opened(s) from d to other(d)
}
on sync opened(s) from sender to d when not master[d] { entry[d, s] := true }
step take_over(d: Box) when not master[d] {
    either { require tries[d] < 2  tries[d] := tries[d] + 1 } or { master[d] := true }
}
step count_up(k: 0..2, d: Box) { tries[d] := tries[d] + k }
step forget(d: Box) {
    choose s: Session where entry[d, s]
    for t: Session where t != s { entry[d, t] := false }
    master[d] := false
}
assume one = at most one d: Box. master[d]
def room(s: Session, d: Box) = not up(ha) or not pending sync opened(s) from d to other(d)
def opens(s: Session, d: Box) = master[d] and not entry[d, s] and tries[d] < 2 and room(s, d)
invariant exact_open   = all d: Box, s: Session. possible open(s, d) = opens(s, d)
invariant exact_take   = all d: Box. possible take_over(d) = (not master[d] and (tries[d] < 2 or not master[other(d)]))
invariant exact_count  = all d: Box, k: 0..2. possible count_up(k, d) = (tries[d] + k <= 2)
invariant exact_forget = all d: Box. possible forget(d) = (some s: Session. entry[d, s])
property  ahead        = all d: Box. always (master[d] => next (possible take_over(d) or master[d]))
"""


def test_two_solvers_prove_for_any_number_what_it_comes_to() -> None:
    """What is said right of the `=` is worked out by hand: another reading of `possible` would be no proof of it."""
    report = check(typed(EXACT), Request(run_time=False, seconds=300))
    answers = {finding.name: [result.answer for result in finding.results] for finding in report.findings}
    assert set(answers) == {"exact_open", "exact_take", "exact_count", "exact_forget", "ahead"}
    for (answer,) in answers.values():
        assert isinstance(answer, Unreachable)
        assert isinstance(answer.proof, AnyNumber)


def test_an_answer_that_hangs_on_what_can_happen_is_not_known_beforehand() -> None:
    """Symmetry asks whether `the` has one answer in every state; `possible` cannot be asked before there is one."""
    one = "the d: Box where possible go(d)"
    system = typed(f"""
node Box {{ a, b }}
sort Session
var on[Box] : bool = false
step go(d: Box) when not on[d] {{ on[d] := true }}
property stays = all s: Session. always (next ({one}) = a => next ({one}) = a)
""")
    (sort,) = system.sorts
    assert told_apart(system)[sort][0] == "what has no value in more than one place, of each of Session"
