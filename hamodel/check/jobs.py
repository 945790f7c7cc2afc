"""A job (a system at a scope, and what is asked of it) as a task for the race: which engines run, and how each answer is
confirmed before it is believed.

`auto` lets the explicit search go first: on pairs of firewalls it nearly always ends. Where it takes long and a worker is
free, others start beside it: zones, if the spec has timers, property-directed reachability, then k-induction, and bounded model
checking last: it proves nothing but reaches deep. Proofs for any number of members are a task of their own: see
`hamodel.engines.any_number.search`.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, assert_never

from hamodel.check.tasks import Reply, Task
from hamodel.engines import ENGINES, PROVERS, Budget, Listener, Progress
from hamodel.engines.asking import OF_TIMERS, ask
from hamodel.engines.question import AnyError, OfCover, OfError, OfProperty, ProofRequest, Question, SomeRun
from hamodel.evidence.confirm import Disagreement, Noticed, NoValue, confirm_exhaustive, replay
from hamodel.evidence.embedding import embed
from hamodel.evidence.spot_check import spot_check
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.model.expr import Expr, reads_next
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Failing, Property, RunTimeError, System
from hamodel.model.trace import Trace
from hamodel.model.transform import bound_faults, with_idle, with_monitors
from hamodel.model.verdict import Answer, Exhaustive, Inductive, Invariant, Reached, Unknown, Unreachable

if TYPE_CHECKING:
    from hamodel.engines.explicit.search import Search

SAMPLE = 40
"""How many states the reference semantics expands again before an engine is believed: half a second on a real spec."""

SMALL_SAMPLE = 8
"""How many states are expanded again where no verdict rests on a proof: at smaller scopes, and where faults are counted."""

COMPARED = 12
"""The depth to which bounded model checking is held against the others, if no depth was asked for: it has no end of its own."""

FIRST_STATES = 1 << 19
"""Up to so many states the explicit search is waited for, although another engine has answered already: whoever is faster on
a busy machine, the report is the same."""

AUTO = ("explicit", "zones", "pdr", "kinduction", "bmc")

SYMBOLIC = "symbolic"
"""Names those who answer for every value of the options at once: there are as many initial states as there are values."""

CONTESTANTS: dict[str, tuple[str, ...]] = {"auto": AUTO, "all": tuple(ENGINES), SYMBOLIC: ("pdr", "explicit")}
"""Who answers, for names that are not those of an engine."""


Shown: TypeAlias = Property | RunTimeError | NoValue
"""What the goal of a trace shows."""


Wanted: TypeAlias = Action | Failing | Expr
"""What a cover asks for: that an action can be taken, that it causes an error, or that a condition is true."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a system at a scope. `system` has its monitors and its fault bound built in.

    Questions are those about `properties` and `covers`, and, with `run_time`, one for each place of a run-time error too.
    `sample`: how many states the reference semantics expands again before an engine is believed. A `cover` is reached by an
    action that can be taken or a state with a closed formula. `errors`: then nothing else is asked. `larger`: the scope that
    was asked for, where this one is smaller: traces are tried there too. `looks` (see `hamodel.model.transform`) are questions
    too: is there a state, or a transition, in which they have no value?
    """

    name: str
    system: System
    scope: Scope
    properties: tuple[Property, ...]
    covers: tuple[tuple[OfCover | SomeRun, Wanted], ...]
    run_time: AnyError | None
    budget: Budget
    engine: str = "auto"
    symmetry: bool = True
    sample: int = SAMPLE
    errors: tuple[OfError, ...] = ()
    larger: Scope | None = None
    looks: tuple[Property, ...] = ()

    @property
    def of_runs(self) -> Property | None:
        """The property, if it is about runs without end: it has a job of its own."""
        return next((property for property in self.properties if property.liveness), None)


def searched(system: System, properties: Sequence[Property], faults: int | None) -> System:
    """The system that a search for these properties looks at: with so many faults, the properties, what they remember, and pauses
    in runs without end."""
    bounded = system if faults is None else bound_faults(system, faults)
    known = {property.name for property in bounded.declared}
    added = tuple(property for property in properties if property.name not in known)
    whole = replace(bounded, declared=(*bounded.declared, *added))
    return with_monitors(with_idle(whole) if any(property.liveness for property in properties) else whole, properties)


def task(job: Job, seconds: Callable[[], float]) -> Task[Question]:
    """The job as a task. `seconds` tells, when a contestant starts, how long it may take."""
    names = CONTESTANTS.get(job.engine, (job.engine,))
    if job.system.timing is None and job.engine in CONTESTANTS:
        names = tuple(name for name in names if name != OF_TIMERS)
    questions: tuple[Question, ...] = job.errors or (
        *(OfProperty(property.name) for property in job.properties),
        *((job.run_time,) if job.run_time else ()),
        *(OfProperty(look.name) for look in job.looks),
        *(question for question, _ in job.covers),
    )
    patience = FIRST_STATES if job.engine == "auto" else 0
    return Task(job.name, questions, names, partial(answers, job, seconds), job.engine == "all", patience)


def proof_task(
    name: str, prover: str, asked: ProofRequest, budget: Budget, seconds: Callable[[], float]
) -> Task[Question]:
    """The search for proofs as a task. `seconds` tells, when it starts, how long it may take."""

    def proofs(who: str, questions: Sequence[Question], listen: Listener) -> Iterator[Reply[Question]]:
        started = time.monotonic()
        for found in PROVERS[who](asked, replace(budget, seconds=seconds()), listen):
            yield Reply(found.question, found.answer, who, time.monotonic() - started, 0, found.confirmed, found)

    return Task(name, asked.wanted, (prover,), proofs, proof=True)


def preload(engine: str) -> None:
    """Imports what every search needs, so that the child processes share it instead of importing it each.

    NumPy only: Z3 is needed rarely, and its library does not take well to a fork.
    """
    if engine in ("auto", "all", "explicit"):
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices, and threads do not fork
        import hamodel.engines.explicit.search  # noqa: F401


def answers(
    job: Job, seconds: Callable[[], float], engine: str, questions: Sequence[Question], listen: Listener
) -> Iterator[Reply[Question]]:
    """What a child does: instantiates, asks one engine everything in one pass, and replies what it can confirm."""
    started = time.monotonic()
    depth = COMPARED if job.budget.depth is None and engine == "bmc" and job.engine == "all" else job.budget.depth
    budget = replace(job.budget, seconds=seconds(), depth=depth)
    of_runs = job.of_runs
    if of_runs is None:
        found = _of_instance(job, engine, questions, budget, listen)
    else:
        found = _of_lasso(job, of_runs, engine, budget, listen)
    for shown, reply in found:
        larger = _embedded(job, shown, reply.answer)
        yield replace(reply, engine=engine, seconds=time.monotonic() - started, enclosed=larger)


def _of_lasso(
    job: Job, property: Property, engine: str, budget: Budget, listen: Listener
) -> Iterator[tuple[Shown | None, Reply[Question]]]:
    """Replies about a property about runs without end, with what is shown."""
    from hamodel.check.lasso import decide

    for answer, states, confirmed in decide(job.system, job.scope, property, engine, budget, listen, job.sample):
        yield property, Reply(OfProperty(property.name), answer, states=states, confirmed=confirmed)


def _of_instance(
    job: Job, engine: str, questions: Sequence[Question], budget: Budget, listen: Listener
) -> Iterator[tuple[Shown | None, Reply[Question]]]:
    """Replies about states and transitions, with what is shown."""
    seen = 0
    instance = instantiate(job.system, job.scope, job.properties)
    shown: dict[Question, Shown] = {OfProperty(property.name): property for property in job.properties}
    shown |= {OfError.of(error): error for error in instance.errors}
    shown |= {OfProperty(look.name): NoValue(look) for look in job.looks}
    goals = _goals(job, instance, questions)

    def hear(progress: Progress) -> None:
        nonlocal seen
        seen = progress.states
        listen(progress)

    believed = False
    none_made: Answer | None = None
    complete = Exhaustive(0)  # what is known of all states where no action and no property has a place for an error
    run_time = job.run_time if job.run_time in questions else None
    of_goals = {goal: shown[question] for goal, question in goals.items() if question in shown}

    def confirm(search: Search) -> None:
        _confirm(job, search, of_goals, run_time is not None)

    for goal, answer, states in ask(engine, instance, list(goals), budget, hear, job.symmetry, confirm):
        seen = max(seen, states)
        complete = answer.proof if isinstance(answer, Unreachable) and isinstance(answer.proof, Exhaustive) else complete
        if not believed and _rests_on_the_instance(answer):
            spot_check(instance, job.properties, job.sample)
            believed = True
        question = goals[goal]
        if isinstance(question, OfError) and not isinstance(answer, Reached):
            none_made = answer if none_made is None else _weaker(none_made, answer)
        else:
            what = shown.get(question)
            confirmed = _confirmed(job, what, answer, engine) if what is not None else ""
            yield what, Reply(question, answer, states=seen, confirmed=confirmed)
    if run_time:
        answer = none_made or Unreachable(complete)
        confirmed = _confirmed(job, None, answer, engine) if none_made else "nothing in the spec can make one"
        yield None, Reply(run_time, answer, states=seen, confirmed=confirmed)


def _embedded(job: Job, shown: Shown | None, answer: Answer) -> Trace | None:
    """The trace of an answer, as one of the scope that was asked for."""
    if job.larger is None or shown is None or not isinstance(answer, Reached) or answer.trace is None:
        return None
    return embed(job.system, job.larger, shown, answer.trace)


def _rests_on_the_instance(answer: Answer) -> bool:
    """Would nothing else tell if the instance were not what the system means? Traces and complete searches are held
    against the semantics themselves."""
    match answer:
        case Unreachable(Inductive() | Invariant()):
            return True
        case Unknown(depth=depth):
            return depth >= 0
        case Reached() | Unreachable():
            return False
        case _:
            assert_never(answer)


def _weaker(a: Answer, b: Answer) -> Answer:
    """Of two answers that are not `Reached`, the one that says less."""
    return min(a, b, key=lambda answer: answer.depth if isinstance(answer, Unknown) else math.inf)


def _goals(job: Job, instance: Instance, questions: Collection[Question]) -> dict[Goal, Question]:
    """What an engine is to look for, and which of the questions that answers."""
    found: dict[Goal, Question] = {instance.shows(property): OfProperty(property.name) for property in job.properties}
    found |= {replace(instance.undefined(look), about=NoValue(look)): OfProperty(look.name) for look in job.looks}
    found = {goal: question for goal, question in found.items() if question in questions}
    for error, term in instance.errors.items():
        of = OfError.of(error)
        if (job.run_time in questions or of in questions) and term is not instance.terms.false:
            found[instance.making(str(of), error)] = of
    for asked, wanted in job.covers:
        if asked in questions:
            found[_cover(instance, str(asked), wanted)] = asked
    return found


def _cover(instance: Instance, name: str, wanted: Wanted) -> Goal:
    if isinstance(wanted, Action):
        guards = [ground.guard for ground in instance.actions if ground.action.name == wanted.name]
        return Goal(name, instance.terms.or_(*guards), traced=False, about=wanted)
    if isinstance(wanted, Failing):
        return Goal(name, instance.failing[wanted.action.name], traced=False, about=wanted)
    return Goal(name, instance.ground(wanted), traced=False, transition=reads_next(wanted), about=wanted)


def _confirm(job: Job, search: Search, shown: Mapping[Goal, Shown], run_time: bool) -> None:
    """What the explicit search says is not there, the reference semantics looks for in a sample of its states. `shown` is what
    goals show; `run_time`: every run-time error is asked for."""
    open_ = set(search.pending)
    left = [what for goal in search.pending if isinstance(what := shown.get(goal), Property | NoValue)]
    possible = [shown[goal] for goal in search.goals if goal in shown and goal not in open_]
    noticed = Noticed([what for what in possible if isinstance(what, RunTimeError)], job.properties) if run_time else None
    confirm_exhaustive(job.system, job.scope, left, search, noticed, job.sample)


def _confirmed(job: Job, shown: Shown | None, answer: Answer, engine: str) -> str:
    """Replays a trace; says how an answer was confirmed. A trace that does not replay is a `Disagreement`."""
    match answer:
        case Reached(trace=Trace() as trace):
            replay(job.system, job.scope, shown, trace)
            return "replayed by the reference semantics"
        case Reached():
            raise Disagreement("a property was said to be decided by a trace, but there is no trace")
        case Unreachable(Exhaustive()) if engine == OF_TIMERS:
            return "random runs, at times that are fractions, are in its zones"
        case Unreachable(Exhaustive(states)):
            return f"{min(states, job.sample)} of its states expanded again by the reference semantics"
        case Unreachable(Inductive() | Invariant()):
            return f"shown again by another encoding; {job.sample} states expanded again by the reference semantics"
        case Unreachable() | Unknown():
            return ""
        case _:
            assert_never(answer)
