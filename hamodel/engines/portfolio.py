"""A job (a system at a scope, and what is asked of it) as a task for the race: which engines run, and how each answer is
confirmed before it is believed.

`auto` lets the explicit search go first: on pairs of firewalls it nearly always ends. Where it takes long and a worker is
free, k-induction starts beside it, and bounded model checking last: it proves nothing but reaches deep.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hamodel.engines import ENGINES, Budget, Engine, Progress
from hamodel.engines.race import Contestant, Reply, Send, Task
from hamodel.model.confirm import confirm_exhaustive, replay
from hamodel.model.expr import Expr
from hamodel.model.ground import Mistake
from hamodel.model.instance import Goal, Instance, instantiate
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Property, System
from hamodel.model.trace import Trace
from hamodel.model.verdict import Answer, Exhaustive, Inductive, Reached, Unknown, Unreachable
from hamodel.source import Source, Span

AUTO = ("explicit", "kinduction", "bmc")


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a system at a scope. `system` has its monitors and its fault bound built in.

    Questions are the names of `claims` and of `covers`, and, with `run_time`, one for each place of a run-time mistake,
    named by `mistake_name`. A `cover` is reached by an action that can be taken or a state with a closed formula.
    """

    name: str
    system: System
    scope: Scope
    claims: tuple[Property, ...]
    covers: tuple[tuple[str, Action | Expr], ...]
    run_time: bool
    budget: Budget
    engine: str = "auto"
    symmetry: bool = True


RUN_TIME = "run-time"
"""The question that stands for every run-time mistake at once: unreachable if none can be made."""


def mistake_name(mistake: Mistake) -> str:
    """`run-time KIND START END PATH`: names a mistake across processes."""
    if mistake.span is None:
        return f"{RUN_TIME} {mistake.kind}"
    return f"{RUN_TIME} {mistake.kind} at {mistake.span.start} {mistake.span.end} {mistake.span.source.path}"


def task(job: Job, seconds: Callable[[], float]) -> Task:
    """The job as a task. `seconds` tells, when a contestant starts, how long it may take."""
    names = AUTO if job.engine == "auto" else tuple(ENGINES) if job.engine == "all" else (job.engine,)
    questions = (
        *(claim.name for claim in job.claims),
        *((RUN_TIME,) if job.run_time else ()),
        *(name for name, _ in job.covers),
    )
    contestants = tuple(Contestant(name, _runner(job, name, seconds)) for name in names)
    return Task(job.name, questions, contestants, all_answer=job.engine == "all")


def _runner(job: Job, engine: str, seconds: Callable[[], float]) -> Callable[[Sequence[str], Send], None]:
    def run(questions: Sequence[str], send: Send) -> None:
        _answer(job, engine, questions, replace(job.budget, seconds=seconds()), send)

    return run


def _answer(job: Job, engine: str, questions: Sequence[str], budget: Budget, send: Send) -> None:
    """What a child does: instantiates, asks one engine everything in one pass, and sends what it can confirm."""
    started = time.monotonic()
    seen = 0
    instance = instantiate(job.system, job.scope, job.claims)
    claims = {claim.name: claim for claim in job.claims}
    goals, mistakes = _goals(job, instance, set(questions))

    def listen(progress: Progress) -> None:
        nonlocal seen
        seen = progress.states
        send(progress)

    def reply(question: str, answer: Answer, confirmed: str) -> None:
        states = answer.proof.states if isinstance(answer, Unreachable) and isinstance(answer.proof, Exhaustive) else seen
        send(Reply(question, answer, engine, time.monotonic() - started, states, confirmed))

    open_mistakes = set(mistakes)
    worst: Answer = Unreachable(Exhaustive(0))
    for goal, answer in _engine(engine, job)(instance, goals, budget, listen):
        if goal.name in mistakes:
            open_mistakes.discard(goal.name)
            if isinstance(answer, Reached):
                confirmed = _confirmed(job, mistakes[goal.name], answer)
                reply(goal.name, answer, confirmed)
            elif isinstance(answer, Unknown) or not isinstance(worst, Unknown):
                worst = answer if not (isinstance(answer, Unknown) and _shallower(worst, answer)) else worst
        elif goal.name in claims:
            reply(goal.name, answer, _confirmed(job, claims[goal.name], answer))
        else:
            reply(goal.name, answer, "")
    if RUN_TIME in questions:
        reply(RUN_TIME, worst, "")


def _shallower(known: Answer, other: Unknown) -> bool:
    return isinstance(known, Unknown) and known.depth <= other.depth


def _goals(job: Job, instance: Instance, questions: set[str]) -> tuple[list[Goal], dict[str, Mistake]]:
    """The goals for these questions, and the mistakes among them by name."""
    goals: list[Goal] = []
    for claim in job.claims:
        if claim.name in questions:
            goals.append(instance.witness(claim) if claim.kind == "reachable" else instance.violation(claim))
    mistakes: dict[str, Mistake] = {}
    if RUN_TIME in questions:
        for mistake, term in instance.mistakes.items():
            if term is not instance.terms.false:
                name = mistake_name(mistake)
                mistakes[name] = mistake
                goals.append(Goal(name, term))
    for name, wanted in job.covers:
        if name in questions:
            if isinstance(wanted, Action):
                guards = [ground.guard for ground in instance.actions if ground.action.name == wanted.name]
                goals.append(Goal(name, instance.terms.or_(*guards), traced=False))
            else:
                goals.append(Goal(name, instance.ground(wanted), traced=False))
    return goals, mistakes


def _engine(name: str, job: Job) -> Engine:
    engine = ENGINES[name]
    if name != "explicit":
        return engine
    from hamodel.engines.explicit import Search, explicit

    def confirm(search: Search) -> None:
        confirm_exhaustive(job.system, job.scope, job.claims, search)

    def search(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Callable[[Progress], None], /):  # type: ignore[no-untyped-def]
        return explicit(instance, goals, budget, listen, symmetry=job.symmetry, confirm=confirm)

    return search


def _confirmed(job: Job, shown: Property | Mistake, answer: Answer) -> str:
    """Replays a trace; says how an answer was confirmed. A trace that does not replay is a `Disagreement`."""
    match answer:
        case Reached(trace=Trace() as trace):
            replay(job.system, job.scope, shown, trace)
            return "replayed by the reference semantics"
        case Unreachable(Exhaustive()):
            return "a sample of the states was expanded again by the reference semantics"
        case Unreachable(Inductive()):
            return "checked again by a second solver with another encoding"
        case _:
            return ""




def parse_mistake(name: str, sources: Mapping[str, Source]) -> Mistake:
    """The inverse of `mistake_name`, in a process that has the sources."""
    kind, _, place = name.removeprefix(f"{RUN_TIME} ").partition(" at ")
    if not place:
        return Mistake(kind, None)
    start, end, path = place.split(" ", 2)
    return Mistake(kind, Span(sources[path], int(start), int(end)))
