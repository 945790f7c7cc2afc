"""Proofs for any number of members: what is proved is true, and nothing that is broken on purpose makes a wrong one.

The truth of each property is plain from its spec, and said beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from json import loads
from pathlib import Path
from typing import Any

import pytest

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.engines import Budget
from hamodel.engines.any_number import search as any_number
from hamodel.engines.any_number.induction import Induction, images
from hamodel.engines.any_number.lifting import lift
from hamodel.engines.any_number.search import LARGEST
from hamodel.engines.question import AnyError, OfProperty, ProofAnswer, ProofRequest
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Instance, instantiate
from hamodel.ground.weight import weight
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load, parse
from hamodel.model.expr import Bound
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states
from hamodel.model.symmetry import symmetric_sorts
from hamodel.model.system import System
from hamodel.model.verdict import AnyNumber, Unknown, Unreachable
from hamodel.proofs import judging, obligations, solvers
from hamodel.proofs.solver_process import SEPARATOR
from hamodel.report.html import html
from hamodel.report.json import json
from hamodel.report.outcome import Outcome
from hamodel.report.style import Style
from hamodel.report.text import text as report_text
from hamodel.source import Source

ROOT = Path(__file__).parent.parent.parent

LOCK = """
spec lock
sort Session
scope Session = 2
faults 1
option strict : bool
var free : bool = true
var holds[Session] : bool = false
var lost : bool = false
input take(s: Session) when free or not strict { holds[s] := true  free := false }
input give(s: Session) when holds[s] { holds[s] := false  free := true }
fault lose when not free { lost := true }
invariant one_holder expect violated when not strict = at most one s: Session. holds[s]   # strict: one lock, one holder
invariant free_is_free expect violated when not strict = free => all s: Session. not holds[s]
property  no_robbery expect violated when not strict
    = all s: Session, t: Session. always (s != t and holds[s] => not next holds[t])
invariant never_lost expect violated = not lost
reachable two expect reached when not strict = some s: Session, t: Session. s != t and holds[s] and holds[t]
"""

RUN_TIME = str(AnyError())
HELD = {"one_holder", "free_is_free", "no_robbery", "two", RUN_TIME}
"""What holds for any number of sessions, where it is expected to. One thing is violated with one session already."""

SPOILED = """
spec spoiled
sort Session
scope Session = 2
var marked[Session] : bool = false
var bad : bool = false
step mark(s: Session) { marked[s] := true }
step spoil when some SESSIONS. DIFFERENT { bad := true }
invariant good = not bad
"""


def spoiled(count: int) -> str:
    """A spec that is good with fewer than `count` sessions, and bad with so many."""
    names = [f"x{number}" for number in range(count)]
    different = [f"{a} != {b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    told = " and ".join([*different, *(f"marked[{name}]" for name in names)])
    return SPOILED.replace("SESSIONS", ", ".join(f"{name}: Session" for name in names)).replace("DIFFERENT", told)


def system(text: str) -> System:
    return elaborate(parse(Source("test.ha", text)))


def asked(spec: System, **given: Any) -> ProofRequest:
    properties = tuple(property for property in spec.declared if property.kind != "assume")
    wanted = [
        OfProperty(property.name) for property in properties if not (property.expect_violated and property.expected is None)
    ]
    return replace(ProofRequest(spec, properties, (*wanted, AnyError()), spec.sizes, {}, spec.faults), **given)


def found(spec: System, **given: Any) -> dict[str, ProofAnswer]:
    return {str(each.question): each for each in any_number.any_number(asked(spec, **given), Budget(), lambda progress: None)}


def proved(spec: System, **given: Any) -> set[str]:
    return {name for name, each in found(spec, **given).items() if isinstance(each.answer, Unreachable)}


def run(text: str, **request: Any) -> Report:
    return check(system(text), replace(Request(), **request))


def extents(report: Report) -> dict[str, list[Mapping[str, int | None]]]:
    return {finding.name: [result.sizes for result in finding.results] for finding in report.findings}


# --- what is proved --------------------------------------------------------------------------------------------------


def test_a_proof_is_for_every_option_and_any_number_of_faults() -> None:
    answers = found(system(LOCK))
    assert {name for name, each in answers.items() if isinstance(each.answer, Unreachable)} == HELD
    for name in HELD:
        each = answers[name]
        assert isinstance(each.answer, Unreachable)
        assert isinstance(each.answer.proof, AnyNumber)
        assert each.answer.proof.sorts == ("Session",)
        assert (dict(each.extent), each.faults) == ({"Session": None}, None)
        assert each.confirmed.startswith("shown for any number by Z3 and by cvc5")


def test_what_holds_for_some_number_of_faults_only() -> None:
    """Two faults would spoil it, and one is allowed."""
    text = LOCK + "var losses : 0..2 = 0\nfault lose_more when losses < 2 { losses := losses + 1 }\ninvariant few = losses < 2\n"
    answers = found(system(text))
    assert isinstance(answers["few"].answer, Unreachable)
    assert answers["few"].faults == 1
    assert answers["one_holder"].faults is None


def test_the_report_says_how_far_it_reaches() -> None:
    report = run(LOCK)
    assert not report.disagreement
    assert report.exit_status == 0
    reached = extents(report)
    for name in HELD - {RUN_TIME, "two"}:
        assert reached[name][1] == {"Session": None}, name  # strict
        assert reached[name][0] != {"Session": None}, name  # violated
    assert reached["no run-time errors"] == [{"Session": None}] * 2


@pytest.mark.parametrize("request_", [{"sizes": {"Session": 3}}, {"engine": "explicit"}, {"depth": 9}])
def test_who_asks_for_less_gets_less(request_: Mapping[str, Any]) -> None:
    assert {size for sizes in extents(run(LOCK, **request_))["free_is_free"] for size in sizes.values()} <= {1, 2, 3}


def test_one_engine_alone() -> None:
    report = run(LOCK, engine="any_number")
    verdicts = {finding.name: finding.verdict for finding in report.findings}
    assert verdicts["no run-time errors"] == "proved"
    assert extents(report)["one_holder"][1] == {"Session": None}
    assert report.exit_status == 3  # what is violated was not looked for


# --- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, *(pytest.param(n, marks=pytest.mark.heavy) for n in range(3, LARGEST + 3))])
def test_what_goes_wrong_with_more_members_is_not_proved(count: int) -> None:
    """With fewer sessions than that every invariant of an instance is right, and says nothing about more of them."""
    assert proved(system(spoiled(count))) == {RUN_TIME}
    report = run(spoiled(count))
    expected = "violated" if count <= 2 else "proved"
    assert {finding.verdict for finding in report.findings if finding.name == "good"} == {expected}
    assert {None} != {size for sizes in extents(report)["good"] for size in sizes.values()}
    if count > 2:
        assert any("no proof for any number of members, of `good`" in note for note in report.notes)


@pytest.mark.parametrize(
    ("property", "why"),
    [
        ("(count s: Session where linked[s, s]) < 9", "`count` over Session"),
        ("some s: Session. all t: Session. not linked[s, t]", "exist for each of Session"),
    ],
)
def test_outside_the_fragment_a_place_is_named(property: str, why: str) -> None:
    text = spoiled(2) + f"var linked[Session, Session] : bool = false\ninvariant outside = {property}\n"
    answer = found(system(text))["outside"].answer
    assert isinstance(answer, Unknown)
    assert why in answer.reason
    assert "test.ha:11:" in answer.reason


BROUGHT = """
spec brought
sort S
scope S = 2
node N { l, r }
option mode : { notrack, track }
link wire
channel c over wire from N to N carries m(S) unordered lossy when mode = notrack
var got[S] : bool = false
on c m(s) from a to b { got[s] := true }
input go(s: S) when not pending c m(s) from l to r { send c m(s) from l to r }
invariant heard = all s: S. did deliver c m(s) from l to r => got[s]
invariant apart = not (did cut wire and up(wire))
invariant fixed = did lose c => mode = notrack
"""


def test_what_links_and_channels_did_is_inside_of_the_fragment() -> None:
    assert proved(system(BROUGHT)) == {"heard", "apart", "fixed", RUN_TIME}


AMONG = """
spec among
sort S
node N { l, r }
link way[S, S]
var sent[S, S] : bool = false
channel c over way[from, to] from S to S carries m, k(S) unordered lossy
channel d from S to N carries m fifo 2 lossy
step all_of(a: S) { for b: S where b != a { send c m from a to b  sent[a, b] := true } }
step one(a: S, b: S) when a != b { sent[a, b] := true  send c k(b) from a to b  send d m from a to l }
step forget(a: S) { drop d from a to l  drop d from a to r }
on c m from a to b when sent[a, b] { }
on c k(x) from a to b { sent[a, x] := false  drop c from a to b }
on d m from a to x { }
invariant up_ = all a: S, b: S. pending c from a to b => up(way[a, b])
invariant known = all a: S, b: S. pending c m from a to b => sent[a, b]
invariant other = all a: S, b: S. not pending c k(a) from a to b
invariant left = all a: S. not pending d from a to r
invariant first = all a: S. not room d from a to l => first d m from a to l
"""


@pytest.mark.heavy
def test_queues_between_members_are_inside_of_the_fragment() -> None:
    assert proved(system(AMONG)) == {"up_", "known", "other", "left", "first", RUN_TIME}


@pytest.mark.heavy
def test_a_queue_between_members_that_holds_them_is_named() -> None:
    """With the line of the channel."""
    text = AMONG.replace("channel d from S to N carries m fifo", "channel d from S to N carries m, k(S) fifo")
    answer = found(system(text + "on d k(s) from a to x { }\n"))["left"].answer
    assert isinstance(answer, Unknown)
    assert "`d` is a function from S into S" in answer.reason
    assert "test.ha:8:" in answer.reason


FIFO = """
spec fifo
sort S
scope S = 2
node N { l, r }
channel c from N to N carries m(S) fifo 2
var got[S] : bool = false
on c m(s) from a to b { got[s] := true }
input go when not pending c { for s: S where not got[s] { send c m(s) from l to r } }
invariant calm = not (pending c and all s: S. got[s])
"""
"""What is sent to a session once is not sent again before all is quiet."""


def test_what_keeps_a_sort_from_any_number_is_named() -> None:
    answer = found(system(FIFO), finite=True)["calm"]
    assert isinstance(answer.answer, Unreachable)
    assert dict(answer.extent) == {"S": 2}
    assert answer.why == "a loop over S sends to the fifo `c`, one after the other, test.ha:9:59"
    assert any("`calm`" in note and "test.ha:9:59" in note for note in run(FIFO).notes)
    report = run(FIFO.replace("scope S = 2", ""), engine="any_number")
    (finding,) = (finding for finding in report.findings if finding.name == "calm")
    assert isinstance(finding.results[0].answer, Unknown)
    assert "no proof for any number of members: a loop over S sends" in finding.results[0].answer.reason


LARGER = """
spec larger
sort Node
sort Epoch
var zero : Epoch
var other : Epoch
var on[Node] : bool = false
initially other != zero
step s(n: Node) { on[n] := true }
invariant safe = zero != other
"""
"""No run starts with one epoch, and many with two."""


def test_a_run_that_starts_at_a_larger_size_only() -> None:
    report = run(LARGER, engine="any_number")
    assert {finding.name: finding.verdict for finding in report.findings} == {"safe": "proved", "no run-time errors": "proved"}
    nowhere = run(LARGER + "initially zero = other", engine="any_number")
    assert {finding.verdict for finding in nowhere.findings} == {"unknown"}


def test_a_proof_of_what_is_expected_to_be_violated_is_not_looked_for() -> None:
    lasting = "\nfair step rest { lost := lost }\nproperty ends = eventually lost\n"
    report = run(LOCK + lasting, engine="any_number", options={"strict": False})
    reasons = {
        finding.name: finding.results[0].answer.reason
        for finding in report.findings
        if isinstance(finding.results[0].answer, Unknown)
    }
    assert reasons["one_holder"] == reasons["never_lost"] == "expected to be violated: any_number looks for proofs only"
    assert reasons["two"] == "expected to be reached: any_number looks for proofs only"
    assert reasons["ends"] == "about runs without end, test.ha:21:10: any_number proves nothing of them"


RARE = """
spec rare
sort Node
var before[Node, Node] : bool
var on[Node] : bool = false
assume first = all n: Node. before[n, n]
step s(n: Node) when before[n, n] { on[n] := true }
invariant fine = all n: Node. on[n] => before[n, n]
"""
"""With four nodes there are 2 ** 16 ways to choose `before`; the plain order meets one that counts after nearly half of them."""


def test_a_sample_does_not_wait_for_a_state_in_which_a_run_starts() -> None:
    spec, scope = system(RARE), Scope({"Node": 4})
    assert list(initial_states(spec, scope, 1000)) == []
    assert next(initial_states(spec, scope, 40_000))["before", ("n0", "n0")] is True
    few = list(initial_states(spec, Scope({"Node": 2}), 10))
    every = list(initial_states(spec, Scope({"Node": 2})))
    assert len(every) == 4
    assert few == every[: len(few)]
    assert len(few) < 4
    assert proved(spec) == {"fine", RUN_TIME}


def test_an_empty_system_proves_nothing() -> None:
    """No run starts: everything would hold."""
    report = run(spoiled(2) + "initially bad and not bad\n")
    assert {finding.verdict for finding in report.findings} == {"unknown"}


# --- lifting ---------------------------------------------------------------------------------------------------------


def test_a_lifted_clause_has_the_ground_clause_among_its_images() -> None:
    instance = instantiate(system(LOCK), Scope({"Session": 3}, {"strict": True}))
    ground = Clause((Literal(CellRef("holds", ("s2",)), (False,)), Literal(CellRef("holds", ("s0",)), (False,))))
    [lifted] = lift(instance, [ground], symmetric_sorts(instance.system))
    assert len(lifted.binders) == 2
    assert all(isinstance(literal.place.indices[0], Bound) for literal in lifted.literals)
    every = [frozenset(image.literals) for image in images(lifted, instance.scope)]
    assert len(every) == 6  # three times two choices
    assert frozenset(ground.literals) in every


def test_clauses_that_differ_in_the_names_of_members_are_one() -> None:
    instance = instantiate(system(LOCK), Scope({"Session": 3}, {"strict": True}))
    clauses = [Clause((Literal(CellRef("holds", (s,)), (False,)), Literal(CellRef("free", ()), (True,)))) for s in ("s0", "s2")]
    assert len(list(lift(instance, clauses, symmetric_sorts(instance.system)))) == 1


# --- engines that are broken on purpose ------------------------------------------------------------------------------

UNSAFE = LOCK.replace("free or not strict", "free or not strict or lost")
"""After a loss a second session gets in, even where it is strict."""


def never_wrong(text: str = UNSAFE) -> None:
    """Whatever is broken: nothing that is wrong is said to be proved."""
    try:
        claimed = proved(system(text))
    except Disagreement:
        return
    assert not claimed & {"one_holder", "no_robbery", "two"}


def test_the_unbroken_engine_does_not_prove_what_is_wrong() -> None:
    assert "one_holder" in proved(system(LOCK))
    assert not proved(system(UNSAFE)) & {"one_holder", "free_is_free", "no_robbery", "two"}


def without(action: str) -> Callable[[Instance], Instance]:
    def change(instance: Instance) -> Instance:
        return replace(instance, actions=tuple(ground for ground in instance.actions if ground.action.name != action))

    return change


def forgetful(instance: Instance) -> Instance:
    """`lose` forgets to write."""
    actions = [replace(ground, updates=()) if ground.action.name == "lose" else ground for ground in instance.actions]
    return replace(instance, actions=tuple(actions))


@pytest.mark.parametrize("fault", [without("lose"), without("take"), forgetful])
def test_a_wrong_instance_makes_no_proof(fault: Callable[[Instance], Instance], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(any_number, "instantiate", lambda *arguments: fault(instantiate(*arguments)))
    never_wrong()


def test_wrong_formulas_make_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quantified formulas lose an action. The invariants are then held against an instance, which has it."""
    steps = obligations.Reading.steps

    def lossy(reading: obligations.Reading, clauses: Sequence[Clause], now: Any) -> Iterator[Any]:
        yield from (step for step in steps(reading, clauses, now) if "take" not in step.title)

    monkeypatch.setattr(obligations.Reading, "steps", lossy)
    # every lifted clause passes the filter
    monkeypatch.setattr(Induction, "inductive", lambda self, candidates=None: list(range(len(self.clauses))))
    never_wrong()


def test_a_clause_that_is_not_inductive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Clause((Literal(CellRef("lost", ()), (False,)),))
    monkeypatch.setattr(any_number, "lift", lambda *arguments: iter([wrong]))
    monkeypatch.setattr(Induction, "inductive", lambda self, candidates=None: list(range(len(self.clauses))))
    never_wrong()


@pytest.mark.heavy
def test_what_a_scope_does_not_tell_apart_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clause that is wrong with more members than were looked at does not take the right ones with it."""
    wrong = Clause((Literal(CellRef("lost", ()), (False,)),))
    monkeypatch.setattr(any_number, "lift", lambda *arguments: iter([wrong, *lift(*arguments)]))
    monkeypatch.setattr(Induction, "inductive", lambda self, candidates=None: list(range(len(self.clauses))))
    monkeypatch.setattr(Induction, "fewest", lambda self, goal, kept: list(kept))
    assert proved(system(LOCK)) >= {"one_holder", "no_robbery"}


Answers = Callable[[str, str, float, Any], list[str]]


def saying(**answers: str) -> Answers:
    """Solvers that say this of every question; one that is not named answers truly."""

    def ask(solver: str, script: str, seconds: float, stop: Any = None) -> list[str]:
        if solver not in answers:
            return solvers.ask(solver, script, seconds, stop)
        if answers[solver] == "nothing":
            raise solvers.NoAnswer(f"{solver} gave no answer in {seconds:g} s")
        return answers[solver].split() if "\n" in answers[solver] else [answers[solver]] * solvers.questions(script)

    return ask


@pytest.mark.parametrize("answer", ["unknown", "sat", "", "unsat\nunknown", "nothing"])
@pytest.mark.sampled
def test_solvers_that_do_not_say_unsat_have_not_accepted(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ask", saying(z3=answer, cvc5=answer))
    assert proved(system(LOCK)) == set()


@pytest.mark.parametrize(("one", "other"), [("z3", "cvc5"), ("cvc5", "z3")])
@pytest.mark.parametrize("answer", ["unknown", pytest.param("nothing", marks=pytest.mark.heavy)])
def test_what_one_solver_does_not_decide_is_said(one: str, other: str, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ask", saying(**{one: answer}))
    monkeypatch.setattr(judging, "AFTER_DONT_KNOW", 20.0)
    report = run(LOCK)
    assert not report.disagreement
    held = {finding.name: finding for finding in report.findings}["free_is_free"]
    answered = held.results[1].answer
    assert isinstance(answered, Unreachable)
    assert isinstance(answered.proof, AnyNumber)
    assert answered.proof.by == (other,)
    names = {"z3": "Z3", "cvc5": "cvc5"}
    assert f"{names[other]} alone ({names[one]}" in held.results[1].confirmed
    said = f"by one solver: {names[other]}; {names[one]} did not decide"
    assert said in " ".join(report_text([report], Style()).split())
    assert said in html([report], Style(), Outcome())
    rows = loads(json([report], Style()))["findings"]
    assert next(row for row in rows if row["property"] == "free_is_free")["options"][1]["solvers"] == [other]


def test_both_solvers_accept_and_the_line_says_no_more() -> None:
    report = run(LOCK)
    answers = [result.answer for finding in report.findings for result in finding.results]
    proofs = [answer.proof for answer in answers if isinstance(answer, Unreachable)]
    assert {proof.by for proof in proofs if isinstance(proof, AnyNumber)} == {("z3", "cvc5")}
    assert "solver" not in report_text([report], Style())


@pytest.mark.parametrize("liar", ["z3", "cvc5"])
def test_solvers_that_contradict_each_other_are_a_disagreement(liar: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ask", saying(**{liar: "sat"}))
    monkeypatch.setattr(judging, "AFTER_NO", 20.0)
    report = run(LOCK)
    assert report.exit_status == 70
    assert "the solvers contradict each other" in report.disagreement


def test_one_solver_is_as_late_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof that has been accepted does not wait for the other solver for long."""

    def ask(solver: str, script: str, seconds: float, stop: Any = None) -> list[str]:
        if solver == "z3":
            assert stop.wait(20), "nobody stopped it"
            raise solvers.NoAnswer("interrupted")
        return ["unsat"] * solvers.questions(script)

    monkeypatch.setattr(judging, "ask", ask)
    monkeypatch.setattr(judging, "AFTER_YES", 0.2)
    judged = judging.judge(["(check-sat)\n"] * 3, 60.0)
    assert judged.accepted == ("cvc5",)
    assert judged.why["z3"].startswith("Z3 gave no answer in 0.")


def test_the_reason_is_that_no_solver_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ask", saying(z3="nothing", cvc5="unknown"))
    monkeypatch.setattr(judging, "AFTER_DONT_KNOW", 0.0)
    answer = found(system(LOCK))["free_is_free"].answer
    assert isinstance(answer, Unknown)
    assert "an invariant of small instances was found, but " in answer.reason
    assert "cvc5 does not know" in answer.reason
    assert "Z3 gave no answer" in answer.reason


def test_scripts_in_one_process_do_not_forget_their_options() -> None:
    """cvc5 needs `enum-inst` for the second one, which `(reset)` would take away: nothing in it suggests what `x` may be."""
    script = "(set-logic UF)\n(declare-sort S 0)\n(declare-fun p (S) Bool)\n(declare-fun q (S) Bool)\n" + "".join(
        f"(assert (forall ((x S)) {body}))\n" for body in ("(p x)", "(not (p x))")
    )
    for solver in solvers.SOLVERS:
        assert solvers.ask(solver, SEPARATOR.join([script + "(check-sat)\n"] * 2), 20) == ["unsat", "unsat"]


ORDERED = """
spec ordered
sort Session
scope Session = 2
var high[Session] : bool = false
var first : bool = false
step begin when not first { first := true }
step go(s: Session) when first and s = (the t: Session where not high[t]) { high[s] := true }
invariant none_up = all s: Session. not high[s]
"""
"""With one session `the` has an answer, and it goes up; with more it has none. Members are told apart by `the`."""


def test_symmetry_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = system(ORDERED)
    assert symmetric_sorts(spec) == ()
    monkeypatch.setattr(any_number, "told_apart", lambda system: {})
    assert proved(spec) <= {RUN_TIME}
    assert RUN_TIME not in proved(spec)


ASKING = """
spec asking
node Box { a, b }
sort Session
scope Session = 2
var on[Box] : bool = false
step go { for m: Box where (the n: Box where n = m and some s: Session. true) = m { on[m] := true } }
invariant fine = on[a] => on[b]
"""


def test_whether_the_has_an_answer_may_depend_on_the_members_of_a_sort() -> None:
    """Nothing is known of them before there is a scope."""
    assert symmetric_sorts(system(ASKING)) == system(ASKING).sorts
    assert run(ASKING).exit_status in (0, 4)


# --- the real thing --------------------------------------------------------------------------------------------------


def test_the_pair_for_any_number() -> None:
    spec = elaborate(load(str(ROOT / "specs" / "benchmarks" / "pair.ha")))
    properties = {property.name for property in spec.declared}
    assert properties - proved(spec) == {"every_session_inspected", "came_home_uninspected"}  # the one violated, the one reached


# --- engines that contradict each other ------------------------------------------------------------------------------


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("wrong", [OfProperty("one_holder"), AnyError()], ids=str)
@pytest.mark.sampled
def test_a_proof_and_a_trace_are_a_disagreement(
    wrong: OfProperty | AnyError, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever comes first."""

    def liar(question: ProofRequest, *rest: Any) -> Iterator[ProofAnswer]:
        time.sleep(1.0 if late else 0.0)
        yield ProofAnswer(wrong, Unreachable(AnyNumber((), ("Session",))), {"Session": None}, None, "believe me")

    monkeypatch.setattr(any_number, "any_number", liar)
    text = LOCK.replace(" expect violated when not strict = at most", " = at most").replace("Session = 2", "Session = 3")
    slip = "\nvar x[Session] : 0..1 = 0\nstep rise when all s: Session. not holds[s] { for s: Session { x[s] := x[s] + 1 } }\n"
    report = run(text + slip, engine="all")
    assert report.exit_status == 70
    assert "believe me" not in report.disagreement
    assert report.disagreement


# --- what is too large -----------------------------------------------------------------------------------------------

WIDE = """
spec wide
sort Session
scope Session = 2
var marked[Session] : bool = false
var linked[Session, Session] : bool = false
step tie(s: Session, t: Session) { linked[s, t] := true  marked[s] := true }
invariant chain = all SESSIONS. LINKS => marked[x0]
invariant start = all s: Session, t: Session. linked[s, t] => marked[s]
"""
"""Both hold. With four members the first one has 4 to the power of 9 cases."""


def test_a_property_that_is_too_large_keeps_nothing_else_from_a_proof() -> None:
    names = [f"x{number}" for number in range(9)]
    text = WIDE.replace("SESSIONS", ", ".join(f"{name}: Session" for name in names))
    text = text.replace("LINKS", " and ".join(f"linked[{a}, {b}]" for a, b in pairwise(names)))
    answers = found(system(text))
    assert isinstance(answers["start"].answer, Unreachable)
    assert isinstance(answers["chain"].answer, Unknown)
    assert "too large to look for an invariant" in answers["chain"].answer.reason


MANY_WAYS = """
spec many_ways
sort Session
scope Session = 2
var next_one[Session] : Session? = none
var loud[Session] : bool = false
step shuffle { for s: Session { choose t: Session  next_one[s] := t  either { loud[s] := true } or { loud[s] := false } } }
invariant nobody_is_lost = all s: Session. loud[s] => next_one[s] != none
"""


def test_the_ways_of_an_action_are_counted_before_they_are_made() -> None:
    """A choice of `n` members and one of two for each of `n`: (2 n) ** n ways."""
    spec = system(MANY_WAYS)
    for count, ways in ((1, 2), (2, 16), (3, 216)):
        assert len(instantiate(spec, Scope({"Session": count})).actions) == ways
    heavy = [weight(spec, Scope({"Session": count})) for count in (1, 2, 3, 4, 5)]
    assert all(weight_ > (2 * count) ** count for count, weight_ in enumerate(heavy, 1))
    assert heavy[4] > any_number.LARGEST_INSTANCE  # 100,000 ways


ALONE = [path for path in sorted((ROOT / "specs").glob("*/*.ha")) if "\nneeds " not in path.read_text()]
"""Specs that need nothing of whoever imports them."""


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.stem)
def test_no_spec_of_ours_is_too_large(path: Path) -> None:
    spec = elaborate(load(str(path)))
    scope = Scope({sort.name: LARGEST + 1 for sort in spec.sorts}, {})
    assert weight(spec, scope, [property for property in spec.declared if not property.liveness]) <= any_number.LARGEST_INSTANCE
