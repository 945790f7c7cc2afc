"""Engines that are broken on purpose are caught: each fault ends in a `Disagreement`, never in a wrong answer.

Every test runs a whole job as a worker process does, first unbroken, where all answers must be the ones worked out here by
hand, then with the fault.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import pytest

from hamodel.engines import ENGINES, Budget, Progress, bmc, explicit, kinduction, portfolio, recheck, smt, table
from hamodel.engines.portfolio import RUN_TIME, Job
from hamodel.engines.race import Reply
from hamodel.language.elaborate import elaborate
from hamodel.language.parse import parse
from hamodel.model import instance as instances
from hamodel.model.confirm import Disagreement
from hamodel.model.expr import Value
from hamodel.model.instance import Goal, GroundAction, Instance
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System
from hamodel.model.terms import Term, Terms
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Answer, Reached, Unknown, Unreachable
from hamodel.source import Source

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
    RUN_TIME: None,
}
"""The fewest transitions that show it; None: there are none."""


@cache
def system() -> System:
    return elaborate(parse(Source("seeded.ha", SPEC)))


def job(of: System | None = None, engine: str = "explicit", symmetry: bool = True, depth: int | None = None) -> Job:
    of = of or system()
    claims = tuple(claim for claim in of.properties if claim.kind != "assume")
    scope = Scope({sort.name: 2 for sort in of.sorts})
    budget = Budget(depth=depth)
    return Job("job", with_monitors(of, claims), scope, claims, (), True, budget, engine, symmetry)


def answers(of: Job) -> dict[str, Answer]:
    """What a worker replies. Raises what makes it end with a message instead."""
    (contestant,) = portfolio.task(of, lambda: 100.0).contestants
    replies: dict[str, Answer] = {}

    def send(said: Reply | Progress) -> None:
        if isinstance(said, Reply):
            replies[said.question] = said.answer

    contestant.run([*(claim.name for claim in of.claims), RUN_TIME], send)
    return replies


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


def caught(of: Job) -> bool:
    """Does the worker end with a disagreement?"""
    try:
        replies = answers(of)
    except Disagreement:
        return True
    assert right(replies, TRUTH), f"a wrong answer was believed: {replies}"
    return False


EVERY = ("explicit", "bmc", "kinduction")
DEPTH = {"explicit": None, "bmc": 6, "kinduction": 6}


def of_engine(engine: str) -> Job:
    return job(engine=engine, depth=DEPTH[engine])


# --- nothing is broken -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", EVERY)
def test_unbroken_engines_are_right(engine: str) -> None:
    replies = answers(of_engine(engine))
    assert set(replies) == set(TRUTH)
    assert right(replies, TRUTH)
    for question, steps in TRUTH.items():
        answer = replies[question]
        if steps is not None:
            assert isinstance(answer, Reached)
            assert answer.trace is not None
            assert len(answer.trace.steps) == steps
        elif engine == "explicit":
            assert isinstance(answer, Unreachable)
        elif engine == "bmc":
            assert answer == Unknown(answer.reason, 6, asked=True)  # type: ignore[union-attr]
    if engine == "kinduction":
        proved = {question for question, answer in replies.items() if isinstance(answer, Unreachable)}
        assert proved >= {"one_active", "no_shortcut", "owners_stay", "both_active", RUN_TIME}


# --- a broken instance: all engines read it ------------------------------------------------------------------------------


def actions_of(name: str, change: Callable[[Instance, GroundAction], GroundAction | None]) -> Callable[[Instance], Instance]:
    """Every ground action of this name is changed, or with None lost."""

    def broken(instance: Instance) -> Instance:
        changed = [
            change(instance, ground) if ground.action.name == name else ground for ground in instance.actions
        ]
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


@pytest.mark.parametrize("engine", EVERY)
@pytest.mark.parametrize("fault", INSTANCES)
def test_a_broken_instance_is_caught(monkeypatch: pytest.MonkeyPatch, engine: str, fault: str) -> None:
    whole = portfolio.instantiate
    monkeypatch.setattr(portfolio, "instantiate", lambda *args: INSTANCES[fault](whole(*args)))
    assert caught(of_engine(engine))
