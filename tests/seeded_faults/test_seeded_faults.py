"""Engines that are broken on purpose are caught: each fault ends in a `Disagreement`, never in a wrong answer.

Every test runs a whole job as a worker process does, first unbroken, where all answers must be the ones worked out here by
hand, then with the fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
from strategies.systems import pair

from hamodel.check import (
    jobs as portfolio,
)
from hamodel.check.jobs import Job
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.engines import (
    Budget,
    recheck,
)
from hamodel.engines.circuits import (
    circuit,
    clauses,
    cnf,
    frames,
    pdr,
)
from hamodel.engines.explicit import (
    compiled,
    packing,
    table,
)
from hamodel.engines.explicit import (
    search as explicit,
)
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.question import AnyError, OfProperty, Question
from hamodel.engines.smt import (
    bmc,
    kinduction,
)
from hamodel.engines.smt import (
    unrolling as smt,
)
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal, GroundAction, Instance
from hamodel.ground.terms import Rewriter, Term, Terms, topological
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.expr import EnumType, SortType
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Answer, Reached, Unknown, Unreachable
from hamodel.source import Source, Span

RUN_TIME = str(AnyError())

SPEC = """
spec seeded
node Firewall { fw0, fw1 }
enum Mode { active, passive, failed }
sort Session
scope Session = 2
link ha

var mode[d: Firewall] : Mode = if d = fw0 then active else passive
var owner[Session]    : Firewall? = none
var synced[Session]   : bool = false
var failures          : 0..2 = 0

channel sync over ha from Firewall to Firewall
    carries opened(Session)
    fifo 1 lossy

def peer(d: Firewall) = the p: Firewall where p != d
assume fenced = not (mode[fw0] = active and mode[fw1] = active)

input open(s: Session, at: Firewall) when mode[at] = active and owner[s] = none {
    owner[s] := at
    send sync opened(s) from at to peer(at)
}
input close(s: Session) when owner[s] != none { owner[s] := none  synced[s] := false }
on sync opened(s) from a to d when mode[d] != failed { synced[s] := true }
fault crash(d: Firewall) when mode[d] = active and failures < 2 { mode[d] := failed  failures := failures + 1 }
step promote(d: Firewall) when mode[d] = passive { mode[d] := active }
step recover(d: Firewall) when mode[d] = failed { mode[d] := passive }

invariant closed_is_unsynced = all s: Session. owner[s] = none => not synced[s]
invariant one_active         = at most one d: Firewall. mode[d] = active
property  no_shortcut        = all d: Firewall. always (mode[d] = failed => next mode[d] != active)
property  owners_stay        = all s: Session. always (owner[s] != none => next owner[s] = owner[s] or next owner[s] = none)
property  never_recovers     = all d: Firewall. always (mode[d] = failed => next mode[d] = failed)
reachable both_synced        = all s: Session. synced[s]
reachable failed_twice       = failures = 2 and mode[fw0] = failed and mode[fw1] = failed
reachable both_active        = mode[fw0] = active and mode[fw1] = active
reachable both_open          = (count s: Session where owner[s] != none) = 2
"""

TRUTH = {
    "closed_is_unsynced": 3,  # open, close, deliver
    "one_active": None,  # assumed
    "no_shortcut": None,  # recover comes first
    "owners_stay": None,
    "never_recovers": 2,  # crash, recover
    "both_synced": 4,  # open, deliver, open, deliver
    "failed_twice": 3,  # crash, promote, crash
    "both_active": None,
    "both_open": 2,
    RUN_TIME: None,
}
"""The fewest transitions that show it; None: there are none."""


@cache
def system() -> System:
    return elaborate(parse(Source("seeded.ha", SPEC)))


def job(of: System | None = None, engine: str = "explicit", symmetry: bool = True, depth: int | None = None) -> Job:
    of = of or system()
    properties = tuple(property for property in of.declared if property.kind != "assume")
    scope = Scope({sort.name: 2 for sort in of.sorts})
    budget = Budget(depth=depth)
    return Job("job", with_monitors(of, properties), scope, properties, (), AnyError(), budget, engine, symmetry)


def answers(of: Job) -> dict[str, Answer]:
    """What a worker replies. Raises what makes it end with a message instead."""
    asked: list[Question] = [*(OfProperty(property.name) for property in of.properties), AnyError()]
    replies = portfolio.answers(of, lambda: 100.0, of.engine, asked, lambda _: None)
    return {str(reply.question): reply.answer for reply in replies}


def right(replies: dict[str, Answer], truth: dict[str, int | None]) -> bool:
    """Is every answer true, as far as it goes?"""
    for question, steps in truth.items():
        match replies[question]:
            case Reached(trace=trace):
                if steps is None or trace is None:
                    return False
            case Unreachable():
                if steps is not None:
                    return False
            case Unknown(depth=depth):
                if steps is not None and steps <= depth:
                    return False
    return True


def caught(of: Job, truth: dict[str, int | None] = TRUTH) -> bool:
    """Does the worker end with a disagreement?"""
    try:
        replies = answers(of)
    except Disagreement:
        return True
    assert right(replies, truth), f"a wrong answer was believed: {replies}"
    return False


EVERY = ("explicit", "bmc", "kinduction", "pdr")
DEPTH = {"explicit": None, "bmc": 6, "kinduction": 6, "pdr": None}


def of_engine(engine: str) -> Job:
    return job(engine=engine, depth=DEPTH[engine])


# --- nothing is broken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.sampled
def test_unbroken_engines_are_right(engine: str) -> None:
    replies = answers(of_engine(engine))
    assert set(replies) == set(TRUTH)
    assert right(replies, TRUTH)
    for question, steps in TRUTH.items():
        answer = replies[question]
        if steps is not None:
            assert isinstance(answer, Reached)
            assert answer.trace is not None
            assert len(answer.trace.steps) == steps or (engine == "pdr" and len(answer.trace.steps) > steps)
        elif engine in ("explicit", "pdr"):
            assert isinstance(answer, Unreachable)
        elif engine == "bmc":
            assert answer == Unknown(answer.reason, 6, asked=True)  # type: ignore[union-attr]
    if engine == "kinduction":
        proved = {question for question, answer in replies.items() if isinstance(answer, Unreachable)}
        assert proved >= {"one_active", "no_shortcut", "owners_stay", "both_active", RUN_TIME}


# --- a broken instance: all engines read it --------------------------------------------------------------------------


def actions_of(name: str, change: Callable[[Instance, GroundAction], GroundAction | None]) -> Callable[[Instance], Instance]:
    """Every ground action of this name is changed, or with None lost."""

    def broken(instance: Instance) -> Instance:
        changed = [change(instance, ground) if ground.action.name == name else ground for ground in instance.actions]
        return replace(instance, actions=tuple(ground for ground in changed if ground is not None))

    return broken


def cell(instance: Instance, variable: str) -> int:
    return next(number for number, cell in enumerate(instance.cells) if cell.variable == variable)


def also(instance: Instance, ground: GroundAction, variable: str, code: int) -> GroundAction:
    """The action writes a cell that it should leave as it is."""
    value = instance.terms.truth(bool(code)) if instance.cells[cell(instance, variable)].is_bool else instance.terms.number(code)
    return replace(ground, updates=(*ground.updates, (cell(instance, variable), value)))


INSTANCES: dict[str, Callable[[Instance], Instance]] = {
    "an action is dropped": actions_of("promote", lambda instance, ground: None),
    "one way of taking an action is dropped": lambda instance: replace(instance, actions=instance.actions[1:]),
    "a delivery is dropped": actions_of("deliver sync opened", lambda instance, ground: None),
    "a frame condition is forgotten": actions_of("recover", lambda i, ground: also(i, ground, "owner", 1)),
    "a guard is dropped": actions_of("crash", lambda i, ground: replace(ground, guard=i.terms.true)),
    "a guard is never true": actions_of("close", lambda i, ground: replace(ground, guard=i.terms.false)),
    "an update is lost": actions_of("crash", lambda i, ground: replace(ground, updates=ground.updates[:1])),
    "an update has a wrong value": actions_of(
        "recover", lambda i, g: replace(g, updates=tuple((cell, i.terms.number(0)) for cell, _ in g.updates))
    ),
    "an action has the arguments of another": actions_of(
        "promote", lambda i, g: replace(g, arguments=("fw1" if g.arguments == ("fw0",) else "fw0",))
    ),
    "a cell starts with another value": lambda i: replace(i, initial={**i.initial, cell(i, "mode"): 1}),
    "a cell starts with any value": lambda i: replace(
        i, initial={number: code for number, code in i.initial.items() if number != cell(i, "failures")}
    ),
    "no run starts": lambda i: replace(i, initially=i.terms.false),
    "the assumption is ignored": lambda i: replace(i, assume=i.terms.true),
    "the assumption leaves out too much": lambda i: replace(
        i, assume=i.terms.and_(i.assume, i.terms.lt(i.grounder.cell(cell(i, "failures")), i.terms.number(1)))
    ),
}


HARMLESS = {
    ("a cell starts with any value", "explicit"),  # the search holds all real states and more: what it proves is true
}


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.parametrize("fault", INSTANCES)
@pytest.mark.sampled
def test_a_broken_instance_is_caught(monkeypatch: pytest.MonkeyPatch, engine: str, fault: str) -> None:
    whole = portfolio.instantiate
    monkeypatch.setattr(portfolio, "instantiate", lambda *args: INSTANCES[fault](whole(*args)))
    assert caught(of_engine(engine)) or (fault, engine) in HARMLESS


def next_is_now(instance: Instance, goal: Goal) -> Goal:
    """A goal that reads the state before where it should read the state after."""
    now = {part: instance.grounder.cell(int(part.value or 0)) for part in topological([goal.term]) if part.op == "next"}
    return replace(goal, term=Rewriter(instance.terms, now)(goal.term))


GOALS: dict[str, Callable[[Instance, Goal], Goal]] = {
    "a transition goal reads the state before only": next_is_now,
    "a goal is not negated": lambda instance, goal: replace(goal, term=instance.terms.not_(goal.term)),
    "a goal is never there": lambda instance, goal: replace(goal, term=instance.terms.false),
    "a goal is everywhere": lambda instance, goal: replace(goal, term=instance.terms.true),
}


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.parametrize("fault", GOALS)
def test_a_wrong_goal_is_caught(monkeypatch: pytest.MonkeyPatch, engine: str, fault: str) -> None:
    whole = Instance.shows
    monkeypatch.setattr(Instance, "shows", lambda instance, asked: GOALS[fault](instance, whole(instance, asked)))
    assert caught(of_engine(engine))


OPERATORS: dict[str, tuple[str, Callable[..., Term]]] = {
    "`=>` taken for `and`": ("implies", lambda terms, a, b: terms.and_(a, b)),
    "`=>` taken for its inverse": ("implies", lambda terms, a, b: terms.or_(a, terms.not_(b))),
    "`<` taken for `<=`": ("lt", lambda terms, a, b: Terms.le(terms, a, b)),
    "the branches of `if` exchanged": ("choose", lambda terms, c, a, b: WHOLE_CHOOSE(terms, c, b, a)),
    "`=` always true": ("eq", lambda terms, a, b: terms.true),
    "`count` counts one less": ("count", lambda terms, args: terms.number(0)),
}
WHOLE_CHOOSE = Terms.choose


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.parametrize("fault", OPERATORS)
def test_a_wrong_operator_is_caught(monkeypatch: pytest.MonkeyPatch, engine: str, fault: str) -> None:
    name, operator = OPERATORS[fault]
    monkeypatch.setattr(Terms, name, operator)
    assert caught(of_engine(engine))


FAILING = SPEC.replace("and failures < 2 {", "{")
"""The third crash gives `failures` a value out of range."""


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.sampled
def test_a_lost_error_is_caught(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    broken = elaborate(parse(Source("mistaken.ha", FAILING)))
    of = job(broken, engine, depth=DEPTH[engine] and 8)
    found = [answer for question, answer in answers(of).items() if question.startswith(f"{RUN_TIME} range")]
    assert len(found) == 1
    assert isinstance(found[0], Reached)
    assert found[0].trace is not None
    length = len(found[0].trace.steps)
    assert length == 5 or engine == "pdr", "crash, promote, crash, recover, promote: now another crash is possible"
    whole = portfolio.instantiate
    monkeypatch.setattr(portfolio, "instantiate", lambda *args: replace(whole(*args), errors={}))
    with pytest.raises(Disagreement, match="error"):
        answers(of)


# --- the solvers -----------------------------------------------------------------------------------------------------


Formulas = list[smt.Formula]
Fault = Callable[[pytest.MonkeyPatch], None]


def transitions(patch: pytest.MonkeyPatch, change: Callable[[Formulas, Formulas], Formulas]) -> None:
    """Changes the engines' formulas of a transition, given those and the choices; see `smt.transition` for their order."""
    whole = smt.transition
    patch.setattr(smt, "transition", lambda i, lowering, choices: change(whole(i, lowering, choices), list(choices)))


def an_action_is_never_taken(patch: pytest.MonkeyPatch) -> None:
    whole = smt.transition

    def without(instance: Instance, lowering: smt.SmtLowering, choices: Formulas) -> Formulas:
        never = [c for c, ground in zip(choices, instance.actions, strict=True) if ground.action.name == "recover"]
        return [*whole(instance, lowering, choices), *map(smt.z3.Not, never)]

    patch.setattr(smt, "transition", without)


def no_action_is_taken(patch: pytest.MonkeyPatch) -> None:
    transitions(patch, lambda formulas, choices: [*formulas, *map(smt.z3.Not, choices)])


def two_actions_are_taken_at_once(patch: pytest.MonkeyPatch) -> None:
    transitions(patch, lambda formulas, choices: [formulas[0], *formulas[2:]])


def guards_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    transitions(
        patch, lambda formulas, choices: [f for f in formulas if f.num_args() == 0 or f.arg(0).get_id() not in ids(choices)]
    )


def ids(formulas: Formulas) -> set[int]:
    return {formula.get_id() for formula in formulas}


def frame_conditions_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    transitions(patch, lambda formulas, choices: [formulas[0], *(f for f in formulas if f.decl().name() != "or")])


def updates_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(smt, "_gets", lambda lowering, after, *_: smt.z3.BoolVal(True, lowering.context))


def cells_keep_their_value(patch: pytest.MonkeyPatch) -> None:
    def kept(lowering: smt.SmtLowering, after: smt.Formula, *_: object) -> smt.Formula:
        return next(b == a for b, a in zip(lowering.before, lowering.after, strict=True) if a.eq(after))

    patch.setattr(smt, "_gets", kept)


def the_largest_value_is_left_out(patch: pytest.MonkeyPatch) -> None:
    def bounds(self: smt.Unrolling, state: Formulas) -> Formulas:
        pairs = zip(self.instance.cells, state, strict=True)
        return [smt.z3.ULT(variable, cell.high - cell.low) for cell, variable in pairs if not cell.is_bool]

    patch.setattr(smt.Unrolling, "_bounds", bounds)


def the_start_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(smt.Unrolling, "start", lambda self: None)


def or_is_taken_for_and(patch: pytest.MonkeyPatch) -> None:
    whole = smt.SmtLowering._bool

    def broken(self: smt.SmtLowering, term: Term) -> smt.Formula:
        return smt.z3.And(*(self._bools[arg] for arg in term.args)) if term.op == "or" else whole(self, term)

    patch.setattr(smt.SmtLowering, "_bool", broken)


def less_is_taken_for_at_most(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(smt.z3, "ULT", smt.z3.ULE)


def the_wrong_action_is_named(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(smt.Unrolling, "taken", lambda self, step: self.instance.actions[0])


def the_solver_always_says_no(patch: pytest.MonkeyPatch) -> None:
    def no(self: smt.Unrolling, *assumptions: smt.Formula) -> bool:
        self.impossible = False
        return False

    patch.setattr(smt.Unrolling, "satisfiable", no)


def the_goal_is_looked_for_too_early(patch: pytest.MonkeyPatch) -> None:
    def early(runs: smt.Unrolling, goal: Goal) -> smt.Formula | None:
        return None if goal.of_transition else runs.formula(goal.term, max(0, runs.length - 1))

    patch.setattr(bmc, "at_end", early)


def transition_goals_read_the_wrong_state(patch: pytest.MonkeyPatch) -> None:
    whole = smt.Unrolling.formula

    def formula(self: smt.Unrolling, term: Term, state: int) -> smt.Formula:
        reads_next = any(part.op == "next" for part in topological([term]))
        return whole(self, term, max(0, state - 1) if reads_next else state)

    patch.setattr(smt.Unrolling, "formula", formula)


ENCODINGS = [
    an_action_is_never_taken,
    no_action_is_taken,
    two_actions_are_taken_at_once,
    guards_are_forgotten,
    frame_conditions_are_forgotten,
    updates_are_forgotten,
    cells_keep_their_value,
    the_largest_value_is_left_out,
    the_start_is_forgotten,
    or_is_taken_for_and,
    less_is_taken_for_at_most,
    the_wrong_action_is_named,
    the_solver_always_says_no,
    the_goal_is_looked_for_too_early,
    transition_goals_read_the_wrong_state,
]


@pytest.mark.parametrize("engine", ["bmc", "kinduction"])
@pytest.mark.parametrize("fault", ENCODINGS, ids=lambda fault: fault.__name__)
@pytest.mark.sampled
def test_a_wrong_encoding_is_caught(monkeypatch: pytest.MonkeyPatch, engine: str, fault: Fault) -> None:
    fault(monkeypatch)
    assert caught(of_engine(engine))


# --- k-induction -----------------------------------------------------------------------------------------------------

LINE = """
spec line
var x : 0..3 = 0
step rise when x < 3 { x := x + 1 }
invariant low = x < 3
"""
"""The run ends in the goal, so that rows of five states do not exist: nothing but the base says that it is reached."""


def line(engine: str = "kinduction") -> Job:
    return job(elaborate(parse(Source("line.ha", LINE))), engine, depth=6)


def test_a_depth_of_the_base_that_is_left_out_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answers(line())["low"]
    assert isinstance(answer, Reached)
    whole = bmc.hits

    def hits(runs: smt.Unrolling, goals: Sequence[Goal]) -> Iterator[tuple[Goal, Reached]]:
        return whole(runs, goals) if runs.length != 3 else iter(())

    monkeypatch.setattr(kinduction, "hits", hits)
    with pytest.raises(Disagreement, match="the base of the proof fails"):
        answers(line())


def test_a_step_that_always_holds_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinduction._Rows, "followed_by", lambda self, goals, free_of: [])
    with pytest.raises(Disagreement, match="proved by induction"):
        answers(line())
    with pytest.raises(Disagreement, match="proved by induction"):
        answers(of_engine("kinduction"))


def test_a_proof_that_nobody_checks_is_caught_by_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both the step and its re-check are broken: now only agreement is left."""
    monkeypatch.setattr(kinduction._Rows, "followed_by", lambda self, goals, free_of: [])
    monkeypatch.setattr(kinduction, "recheck", lambda *args: None)
    assert isinstance(answers(line())["low"], Unreachable), "a wrong answer"
    asked = Request(engine="all", seconds=60.0)
    assert "low" in check(elaborate(parse(Source("line.ha", LINE))), asked).disagreement
    monkeypatch.undo()
    report = check(elaborate(parse(Source("line.ha", LINE))), asked)
    assert not report.disagreement
    assert report.exit_status == 1


@pytest.mark.parametrize("engine", ["bmc", "kinduction"])
def test_a_solver_that_does_not_know_is_no_proof(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setattr(smt.z3.Solver, "check", lambda self, *assumptions: smt.z3.unknown)
    for answer in answers(of_engine(engine)).values():
        assert isinstance(answer, Unknown)
        assert answer.depth == -1


def test_a_recheck_that_does_not_know_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(script: str, deadline: Deadline) -> bool:
        raise Undecided("the solver said: incomplete")

    monkeypatch.setattr(recheck, "script_satisfiable", undecided)
    for engine in ("kinduction", "pdr"):
        proved = [answer for answer in answers(of_engine(engine)).values() if isinstance(answer, Unreachable)]
        assert not proved


# --- property-directed reachability ----------------------------------------------------------------------------------


def an_action_is_never_fired(patch: pytest.MonkeyPatch) -> None:
    whole = circuit._possible

    def never(lowering: circuit.CircuitLowering, instance: Instance, number: int) -> int:
        lost = instance.actions[number].action.name == "recover"
        return circuit.FALSE if lost else whole(lowering, instance, number)

    patch.setattr(circuit, "_possible", never)


def nothing_is_fired(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(circuit, "_possible", lambda *_: circuit.FALSE)


def guards_are_not_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(circuit, "_possible", lambda *_: circuit.TRUE)


def cells_that_are_not_written_get_their_first_code(patch: pytest.MonkeyPatch) -> None:
    whole = circuit._updated

    def forgetful(lowering: circuit.CircuitLowering, instance: Instance, fired: Sequence[int]) -> object:
        before, lowering.before = lowering.before, [(circuit.FALSE,) * len(bits) for bits in lowering.before]
        try:
            return whole(lowering, instance, fired)
        finally:
            lowering.before = before

    patch.setattr(circuit, "_updated", forgetful)


def one_cell_keeps_its_value(patch: pytest.MonkeyPatch) -> None:
    whole = circuit._updated
    patch.setattr(circuit, "_updated", lambda lowering, *rest: (lowering.before[0], *whole(lowering, *rest)[1:]))


def the_largest_code_is_left_out(patch: pytest.MonkeyPatch) -> None:
    def bounds(lowering: circuit.CircuitLowering, instance: Instance, latches: Sequence[circuit.Bits]) -> Iterator[int]:
        for cell, bits in zip(instance.cells, latches, strict=True):
            yield lowering.arithmetic.at_most(bits, cell.high - cell.low - 1)

    patch.setattr(circuit, "_bounds", bounds)


def the_circuit_ignores_the_assumption(patch: pytest.MonkeyPatch) -> None:
    whole = circuit.circuit
    patch.setattr(pdr, "circuit", lambda instance: whole(replace(instance, assume=instance.terms.true)))


def a_run_starts_nowhere(patch: pytest.MonkeyPatch) -> None:
    whole = circuit.circuit
    patch.setattr(pdr, "circuit", lambda instance: replace(whole(instance), initial=circuit.FALSE))


def gates_of_or_are_those_of_and(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(circuit.Graph, "any", circuit.Graph.all)


def a_choice_is_the_wrong_way_round(patch: pytest.MonkeyPatch) -> None:
    whole = circuit.Graph.mux
    patch.setattr(circuit.Graph, "mux", lambda self, condition, then, otherwise: whole(self, condition, otherwise, then))


def transition_goals_do_not_need_a_transition(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(circuit.Circuit, "goal", lambda self, goal: self.lowering.bool(goal.term))


def goals_are_never_there(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(circuit.Circuit, "goal", lambda self, goal: circuit.FALSE)


def gates_are_half_encoded(patch: pytest.MonkeyPatch) -> None:
    whole = cnf.CnfEncoder._branches

    def wrong(self: cnf.CnfEncoder, fanins: tuple[int, int]) -> tuple[int, int, int] | None:
        found = whole(self, fanins)
        return found and (found[0], found[1], found[1])

    patch.setattr(cnf.CnfEncoder, "_branches", wrong)


def the_sat_solver_always_says_no(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cnf.Solver, "satisfiable", lambda self, assumptions: False)
    patch.setattr(cnf.Solver, "core", lambda self: frozenset())


def cores_are_too_small(patch: pytest.MonkeyPatch) -> None:
    whole = cnf.Solver.core
    patch.setattr(cnf.Solver, "core", lambda self: frozenset(sorted(whole(self))[1:]))


def a_clause_is_not_inductive(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pdr.PdrSearch, "_generalised", lambda self, cube, level: cube[:1])


def a_fixpoint_is_claimed_too_early(patch: pytest.MonkeyPatch) -> None:
    whole = frames.Frames.extend

    def early(self: frames.Frames) -> list[clauses.Cube]:
        whole(self)
        return list(self.images())

    patch.setattr(frames.Frames, "extend", early)


def what_is_pushed_is_not_asked(patch: pytest.MonkeyPatch) -> None:
    def extend(self: frames.Frames) -> list[clauses.Cube] | None:
        if len(self.excluded) == 3:
            return list(self.images())
        self.excluded.append(self.excluded[-1])
        self._switches.append(self._switches[-1])
        return None

    patch.setattr(frames.Frames, "extend", extend)


def an_initial_state_is_not_noticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pdr.PdrSearch, "_start_in", lambda self, cube: None)
    patch.setattr(pdr.PdrSearch, "_without_start", lambda self, cube, kept: tuple(kept) or cube)


def too_little_of_a_state_is_kept(patch: pytest.MonkeyPatch) -> None:
    whole = frames.Lifter.lifted
    patch.setattr(frames.Lifter, "lifted", lambda self, *rest: whole(self, *rest)[1:])


def images_have_the_wrong_signs(patch: pytest.MonkeyPatch) -> None:
    whole = clauses.CubeOrbits.images
    patch.setattr(
        clauses.CubeOrbits,
        "images",
        lambda self, cube: [cube, *(tuple(-literal for literal in image) for image in whole(self, cube) or () if image != cube)],
    )


def too_few_clauses_are_handed_out(patch: pytest.MonkeyPatch) -> None:
    whole = cnf.Switched.enough
    patch.setattr(cnf.Switched, "enough", lambda self, goal: whole(self, goal)[1:])


def clauses_are_told_without_their_last_cell(patch: pytest.MonkeyPatch) -> None:
    whole = clauses.Vocabulary.clause

    def shorter(self: clauses.Vocabulary, cube: clauses.Cube) -> object:
        told = whole(self, cube)
        return replace(told, literals=told.literals[:-1])

    patch.setattr(clauses.Vocabulary, "clause", shorter)


def the_wrong_inputs_are_read(patch: pytest.MonkeyPatch) -> None:
    whole = frames.Frames.model

    def found(self: frames.Frames) -> tuple[list[int], list[int]]:
        state, inputs = whole(self)
        return state, [-literal for literal in inputs]

    patch.setattr(frames.Frames, "model", found)


FRAMES = [
    an_action_is_never_fired,
    nothing_is_fired,
    guards_are_not_asked,
    cells_that_are_not_written_get_their_first_code,
    one_cell_keeps_its_value,
    the_largest_code_is_left_out,
    the_circuit_ignores_the_assumption,
    a_run_starts_nowhere,
    gates_of_or_are_those_of_and,
    a_choice_is_the_wrong_way_round,
    transition_goals_do_not_need_a_transition,
    goals_are_never_there,
    gates_are_half_encoded,
    the_sat_solver_always_says_no,
    cores_are_too_small,
    a_clause_is_not_inductive,
    a_fixpoint_is_claimed_too_early,
    what_is_pushed_is_not_asked,
    an_initial_state_is_not_noticed,
    too_little_of_a_state_is_kept,
    images_have_the_wrong_signs,
    too_few_clauses_are_handed_out,
    clauses_are_told_without_their_last_cell,
    the_wrong_inputs_are_read,
]


MOVER = """
spec mover
var on : bool = false
var left : 0..3 = 3
step flip when left > 0 { on := not on  left := left - 1 }
property moves = always (on => next not on)
"""
"""Only where nothing happens is the property violated."""


def more_jobs() -> list[tuple[Job, dict[str, int | None]]]:
    """Jobs whose invariants need many clauses, or whose goals are where nothing happens; and what is true of them."""
    violated = {"every_session_inspected": 2, "came_home_uninspected": 3}
    of_pair = job(pair(), "pdr")
    return [
        (of_pair, {**dict.fromkeys((property.name for property in of_pair.properties), None), RUN_TIME: None, **violated}),
        (job(elaborate(parse(Source("mover.ha", MOVER))), "pdr"), {"moves": None, RUN_TIME: None}),
        (line("pdr"), {"low": 3, RUN_TIME: None}),
    ]


def test_unbroken_frames_are_right() -> None:
    for of, truth in more_jobs():
        replies = answers(of)
        assert right(replies, truth)
        assert not any(isinstance(answer, Unknown) for answer in replies.values())


@pytest.mark.parametrize("fault", FRAMES, ids=lambda fault: fault.__name__)
@pytest.mark.sampled
def test_broken_frames_are_caught(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    fault(monkeypatch)
    assert any([caught(of_engine("pdr")), *(caught(of, truth) for of, truth in more_jobs())])


def test_an_invariant_that_nobody_checks_is_caught_by_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    goals_are_never_there(monkeypatch)
    monkeypatch.setattr(pdr, "recheck_invariants", lambda *args: None)
    assert isinstance(answers(line("pdr"))["low"], Unreachable), "a wrong answer"
    assert "low" in check(elaborate(parse(Source("line.ha", LINE))), Request(engine="all", seconds=60.0)).disagreement


def test_a_sat_solver_that_does_not_know_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cnf.Cadical195, "solve", lambda self, assumptions=(): None)
    for answer in answers(of_engine("pdr")).values():
        assert isinstance(answer, Unknown)
        assert answer.depth == -1


# --- the explicit search ---------------------------------------------------------------------------------------------


def states_are_lost(patch: pytest.MonkeyPatch) -> None:
    whole = table.Visited.add
    patch.setattr(
        table.Visited,
        "add",
        lambda self, keys: whole(self, keys if len(self) < 60 else [key[: len(key) * 9 // 10] for key in keys]),
    )


def states_are_taken_for_others(patch: pytest.MonkeyPatch) -> None:
    """Some of the bits decide: what hash compaction does."""
    whole_slots, whole_equal = table.Visited._slots, table.Visited._equal

    def kept(keys: table.Words) -> table.Words:
        return [keys[0] & table.np.uint64(0xFFF), *keys[1:]]

    def equal(self: table.Visited, numbers: table.Numbers, keys: table.Words) -> object:
        stored, self._store = self._store, kept(self._store)
        try:
            return whole_equal(self, numbers, kept(keys))
        finally:
            self._store = stored

    patch.setattr(table.Visited, "_slots", lambda self, keys: whole_slots(self, kept(keys)))
    patch.setattr(table.Visited, "_equal", equal)


def a_move_is_lost(patch: pytest.MonkeyPatch) -> None:
    whole = compiled.expand
    patch.setattr(compiled, "expand", lambda layout, moves: whole(layout, moves[:-4]))


def a_move_is_taken_for_another(patch: pytest.MonkeyPatch) -> None:
    whole = compiled.expand
    patch.setattr(compiled, "expand", lambda layout, moves: whole(layout, [*moves[1:], moves[0]]))


def an_update_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    whole = compiled.moves
    patch.setattr(
        compiled,
        "moves",
        lambda *args: [replace(move, updates=move.updates[1:]) for move in whole(*args)],
    )


def goals_are_not_seen(patch: pytest.MonkeyPatch) -> None:
    whole = compiled.holds

    def blind(layout: object, terms: Sequence[Term]) -> Callable[..., object]:
        hold = whole(layout, terms)
        return lambda states: tuple(found & False for found in hold(states))

    patch.setattr(compiled, "holds", blind)


def transitions_are_not_seen(patch: pytest.MonkeyPatch) -> None:
    whole = compiled.moves
    patch.setattr(compiled, "moves", lambda *args: [replace(move, goals=()) for move in whole(*args)])


def initial_states_are_lost(patch: pytest.MonkeyPatch) -> None:
    whole = explicit.initial_states
    patch.setattr(explicit, "initial_states", lambda *args: [words[:0] for words in whole(*args)])


def another_action_is_named(patch: pytest.MonkeyPatch) -> None:
    whole = explicit.Search._step
    patch.setattr(explicit.Search, "_step", lambda self, action, words: whole(self, 0, words))


SEARCHES = [
    states_are_lost,
    states_are_taken_for_others,
    a_move_is_lost,
    a_move_is_taken_for_another,
    an_update_is_forgotten,
    goals_are_not_seen,
    transitions_are_not_seen,
    initial_states_are_lost,
    another_action_is_named,
]


@pytest.mark.parametrize("depth", [None, 6])
@pytest.mark.parametrize("fault", SEARCHES, ids=lambda fault: fault.__name__)
def test_a_broken_search_is_caught(monkeypatch: pytest.MonkeyPatch, fault: Fault, depth: int | None) -> None:
    fault(monkeypatch)
    assert caught(job(depth=depth))


# --- symmetry --------------------------------------------------------------------------------------------------------

RANKED = """
spec ranked
enum Session { s0, s1 }
var marked[Session] : bool = false
step mark(s: Session)
    when not marked[s] and (if s = FIRST then not marked[SECOND] else marked[FIRST])
    { marked[s] := true }
reachable both = all s: Session. marked[s]
reachable only = marked[FIRST] and not marked[SECOND]
"""


def ranked(first: str) -> System:
    """One member comes first; where only the other one is marked nothing goes on. The language has no names for the members
    of a sort, so they are an enum's until the system is made."""
    second = "s1" if first == "s0" else "s0"
    text = RANKED.replace("FIRST", first).replace("SECOND", second)
    sort = SortType("Session", "s")

    def with_sort(part: Any) -> Any:
        if isinstance(part, EnumType) and part.name == "Session":
            return sort
        if isinstance(part, tuple):
            return tuple(map(with_sort, part))
        if is_dataclass(part) and not isinstance(part, type | Span):
            return replace(part, **{f.name: with_sort(getattr(part, f.name)) for f in fields(part) if f.init})
        return part

    made: System = with_sort(elaborate(parse(Source("ranked.ha", text))))
    return replace(made, sorts=(sort,), enums=())


@pytest.mark.parametrize("first", ["s0", "s1"])
@pytest.mark.parametrize("property", ["both", "only"])
def test_symmetry_of_what_is_not_symmetric_is_caught(monkeypatch: pytest.MonkeyPatch, first: str, property: str) -> None:
    broken = ranked(first)
    broken = replace(broken, declared=tuple(p for p in broken.declared if p.name == property))
    truth: dict[str, int | None] = {"both": 2} if property == "both" else {"only": 1}
    assert right(answers(job(broken)), truth), "the asymmetry is seen"
    monkeypatch.setattr(packing, "symmetric_sorts", lambda system: system.sorts)
    try:
        replies = answers(job(broken))
    except Disagreement:
        return
    assert right(replies, truth)
    assert first == "s1", "the state that stands for both is a real one: nothing was wrong"


@pytest.mark.parametrize("first", ["s0", "s1"])
@pytest.mark.parametrize("property", ["both", "only"])
def test_orbits_of_what_is_not_symmetric_are_caught(monkeypatch: pytest.MonkeyPatch, first: str, property: str) -> None:
    broken = ranked(first)
    broken = replace(broken, declared=tuple(p for p in broken.declared if p.name == property))
    truth: dict[str, int | None] = {"both": 2} if property == "both" else {"only": 1}
    assert right(answers(job(broken, "pdr")), truth), "the asymmetry is seen"
    monkeypatch.setattr(clauses, "symmetric_sorts", lambda system: system.sorts)
    try:
        replies = answers(job(broken, "pdr"))
    except Disagreement:
        return
    assert right(replies, truth)
