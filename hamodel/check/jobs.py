"""A job (a system at a scope, and what is asked of it) as a task for the race: which engines run, and how each answer is
confirmed before it is believed.

`auto` lets the explicit search go first: on pairs of firewalls it nearly always ends. Where it takes long and a worker is
free, property-directed reachability starts beside it, then k-induction, and bounded model checking last: it proves nothing
but reaches deep. Proofs for any number of members are a task of their own: see `hamodel.engines.any_number.search`.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never, cast

from hamodel.check.tasks import Contestant, Reply, Send, Task
from hamodel.engines import ENGINES, Budget, Listener, Progress
from hamodel.engines.question import RUN_TIME, Asked
from hamodel.evidence.confirm import Disagreement, Noticed, NoValue, confirm_exhaustive, replay
from hamodel.evidence.embedding import Embedded, embed
from hamodel.evidence.spot_check import spot_check
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.model.expr import Expr, reads_next
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Mistake, MistakeKind, Mistaking, Property, System
from hamodel.model.trace import State, Trace
from hamodel.model.verdict import Answer, Exhaustive, Inductive, Invariant, Reached, Unknown, Unreachable
from hamodel.source import Source, Span

if TYPE_CHECKING:
    from hamodel.engines.explicit.search import Search

SAMPLE = 40
"""How many states the reference semantics expands again before an engine is believed: half a second on a real spec."""

COMPARED = 12
"""The depth to which bounded model checking is held against the others, if no depth was asked for: it has no end of its own."""

FIRST_STATES = 1 << 19
"""Up to so many states the explicit search is waited for, although another engine has answered already: whoever is faster on
a busy machine, the report is the same."""

AUTO = ("explicit", "pdr", "kinduction", "bmc")

SYMBOLIC = "symbolic"
"""Names those who answer for every value of the options at once: there are as many initial states as there are values."""

CONTESTANTS: dict[str, tuple[str, ...]] = {"auto": AUTO, "all": tuple(ENGINES), SYMBOLIC: ("pdr", "explicit")}
"""Who answers, for names that are not those of an engine."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a system at a scope. `system` has its monitors and its fault bound built in.

    Questions are the names of `claims` and of `covers`, and, with `run_time`, one for each place of a run-time mistake,
    named by `mistake_name`. `sample`: how many states the reference semantics expands again before an engine is believed.
    A `cover` is reached by an action that can be taken or a state with a closed formula. `mistakes`: names of such; then
    nothing else is asked. `larger`: the scope that was asked for, where this one is smaller: traces are tried there too.
    `looks` (see `hamodel.model.transform`) are questions too: is there a state, or a transition, in which they have no value?
    """

    name: str
    system: System
    scope: Scope
    claims: tuple[Property, ...]
    covers: tuple[tuple[str, Action | Mistaking | Expr], ...]
    run_time: bool
    budget: Budget
    engine: str = "auto"
    symmetry: bool = True
    sample: int = SAMPLE
    mistakes: tuple[str, ...] = ()
    larger: Scope | None = None
    looks: tuple[Property, ...] = ()

    @property
    def of_runs(self) -> Property | None:
        """The claim, if it is about runs without end: it has a job of its own."""
        return next((claim for claim in self.claims if claim.liveness), None)


def mistake_name(mistake: Mistake) -> str:
    """Names a mistake across processes; `parse_mistake` is the inverse."""
    kind = f"{RUN_TIME} {mistake.kind}{' in a transition' if mistake.of_transition else ''}"
    span = mistake.span
    return kind if span is None else f"{kind} at {span.start} {span.end} {span.source.path}"


def task(job: Job, seconds: Callable[[], float]) -> Task:
    """The job as a task. `seconds` tells, when a contestant starts, how long it may take."""
    names = CONTESTANTS.get(job.engine, (job.engine,))
    questions = job.mistakes or (
        *(claim.name for claim in job.claims),
        *((RUN_TIME,) if job.run_time else ()),
        *(look.name for look in job.looks),
        *(name for name, _ in job.covers),
    )
    contestants = tuple(Contestant(name, _runner(job, name, seconds)) for name in names)
    return Task(job.name, questions, contestants, job.engine == "all", FIRST_STATES if job.engine == "auto" else 0)


def proof_task(name: str, asked: Asked, budget: Budget, seconds: Callable[[], float]) -> Task:
    """The search for proofs as a task. `seconds` tells, when it starts, how long it may take."""

    def run(questions: Sequence[str], send: Send) -> None:
        from hamodel.engines.any_number.search import any_number

        started = time.monotonic()
        for found in any_number(asked, replace(budget, seconds=seconds()), send):
            elapsed = time.monotonic() - started
            send(Reply(found.question, found.answer, "any_number", elapsed, 0, found.confirmed, found))

    questions = (*asked.wanted, *((RUN_TIME,) if asked.mistakes else ()))
    return Task(name, questions, (Contestant("any_number", run),), proof=True)


def preload(engine: str) -> None:
    """Imports what every search needs, so that the child processes share it instead of importing it each.

    NumPy only: Z3 is needed rarely, and its library does not take well to a fork.
    """
    if engine in ("auto", "all", "explicit"):
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices, and threads do not fork
        import hamodel.engines.explicit.search  # noqa: F401


def _runner(job: Job, engine: str, seconds: Callable[[], float]) -> Callable[[Sequence[str], Send], None]:
    def run(questions: Sequence[str], send: Send) -> None:
        depth = job.budget.depth
        if depth is None and engine == "bmc" and job.engine == "all":
            depth = COMPARED
        _answer(job, engine, questions, replace(job.budget, seconds=seconds(), depth=depth), send)

    return run


def _answer(job: Job, engine: str, questions: Sequence[str], budget: Budget, send: Send) -> None:
    """What a child does: instantiates, asks one engine everything in one pass, and sends what it can confirm."""
    started = time.monotonic()
    if job.of_runs is not None:
        from hamodel.check.lasso import decide

        for answer, states, confirmed in decide(job.system, job.scope, job.of_runs, engine, budget, send, job.sample):
            larger = _embedded(job, job.of_runs, answer)
            send(Reply(job.of_runs.name, answer, engine, time.monotonic() - started, states, confirmed, larger))
        return
    seen = 0
    instance = instantiate(job.system, job.scope, job.claims)
    claims = {claim.name: claim for claim in job.claims}
    mistakes = {mistake_name(mistake): mistake for mistake in instance.mistakes}
    looks = {look.name: NoValue(look) for look in job.looks}
    shown: dict[str, Property | Mistake | NoValue] = {**claims, **mistakes, **looks}
    goals = _goals(job, instance, mistakes, set(questions))

    def listen(progress: Progress) -> None:
        nonlocal seen
        seen = progress.states
        send(progress)

    def reply(question: str, answer: Answer, confirmed: str = "") -> None:
        larger = _embedded(job, shown.get(question), answer)
        send(Reply(question, answer, engine, time.monotonic() - started, seen, confirmed, larger))

    believed = False
    none_made: Answer | None = None
    complete = Exhaustive(0)  # what is known of all states where no action and no claim has a place for a mistake
    for goal, answer, states in _answers(engine, job, instance, goals, budget, listen, shown, RUN_TIME in questions):
        seen = max(seen, states)
        complete = answer.proof if isinstance(answer, Unreachable) and isinstance(answer.proof, Exhaustive) else complete
        if not believed and _rests_on_the_instance(answer):
            spot_check(instance, job.claims, job.sample)
            believed = True
        if goal.name in mistakes:
            if isinstance(answer, Reached):
                reply(goal.name, answer, _confirmed(job, mistakes[goal.name], answer))
            else:
                none_made = answer if none_made is None else _weaker(none_made, answer)
        elif goal.name in claims:
            reply(goal.name, answer, _confirmed(job, claims[goal.name], answer))
        elif goal.name in looks:
            reply(goal.name, answer, _confirmed(job, looks[goal.name], answer))
        else:
            reply(goal.name, answer)
    if RUN_TIME in questions:
        answer = none_made or Unreachable(complete)
        reply(RUN_TIME, answer, _confirmed(job, None, answer) if none_made else "nothing in the spec can make one")


def _embedded(job: Job, shown: Property | Mistake | NoValue | None, answer: Answer) -> Embedded | None:
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


def _goals(job: Job, instance: Instance, mistakes: Mapping[str, Mistake], questions: set[str]) -> list[Goal]:
    goals = [
        instance.witness(claim) if claim.kind == "reachable" else instance.violation(claim)
        for claim in job.claims
        if claim.name in questions
    ]
    goals += [instance.undefined(look) for look in job.looks if look.name in questions]
    goals += [
        instance.making(name, mistake)
        for name, mistake in mistakes.items()
        if (RUN_TIME in questions or name in questions) and instance.mistakes[mistake] is not instance.terms.false
    ]
    for name, wanted in job.covers:
        if name in questions and isinstance(wanted, Action):
            guards = [ground.guard for ground in instance.actions if ground.action.name == wanted.name]
            goals.append(Goal(name, instance.terms.or_(*guards), traced=False))
        elif name in questions and isinstance(wanted, Mistaking):
            goals.append(Goal(name, instance.mistaken[wanted.action.name], traced=False))
        elif name in questions and not isinstance(wanted, Action | Mistaking):
            goals.append(Goal(name, instance.ground(wanted), traced=False, transition=reads_next(wanted)))
    return goals


def _answers(
    engine: str,
    job: Job,
    instance: Instance,
    goals: Sequence[Goal],
    budget: Budget,
    listen: Listener,
    shown: Mapping[str, Property | Mistake | NoValue],
    run_time: bool,
) -> Iterator[tuple[Goal, Answer, int]]:
    """The answers of an engine, each with the number of states seen so far (0: it does not count any).

    What the explicit search says is not there, the reference semantics looks for in a sample of its states: `shown` is
    what goals show; `run_time`: every run-time mistake is asked for.
    """
    if engine != "explicit":
        for goal, answer in ENGINES[engine](instance, goals, budget, listen):
            yield goal, answer, 0
        return
    from hamodel.engines.explicit.search import Search

    def confirm(search: Search) -> None:
        left = [shown[goal.name] for goal in search.pending if goal.name in shown]
        claims = [claim for claim in left if isinstance(claim, Property)]
        open_ = {goal.name for goal in search.pending}
        possible = [shown[goal.name] for goal in goals if goal.name in shown and goal.name not in open_]
        noticed = Noticed([what for what in possible if isinstance(what, Mistake)], job.claims) if run_time else None
        valued = [look.of for look in left if isinstance(look, NoValue)]
        confirm_exhaustive(job.system, job.scope, claims, Explored(search), noticed, job.sample, valued)

    search = Search(instance, goals, budget, listen, job.symmetry)
    for goal, answer in search.answers(confirm) if goals else ():
        yield goal, answer, search.states


@dataclass(frozen=True, slots=True)
class Explored:
    """A search as the reference semantics sees it: a set of states in the words of the spec."""

    search: Search

    def sample(self, count: int) -> Iterator[State]:
        return map(self.search.instance.decode, self.search.sample_of_orbits(count))

    def __contains__(self, state: State) -> bool:
        return self.search.contains(self.search.instance.encode(state))


def _confirmed(job: Job, shown: Property | Mistake | NoValue | None, answer: Answer) -> str:
    """Replays a trace; says how an answer was confirmed. A trace that does not replay is a `Disagreement`."""
    match answer:
        case Reached(trace=Trace() as trace):
            replay(job.system, job.scope, shown, trace)
            return "replayed by the reference semantics"
        case Reached():
            raise Disagreement("a claim was said to be decided by a trace, but there is no trace")
        case Unreachable(Exhaustive(states)):
            return f"{min(states, job.sample)} of its states expanded again by the reference semantics"
        case Unreachable(Inductive() | Invariant()):
            return f"shown again by another encoding; {job.sample} states expanded again by the reference semantics"
        case Unreachable() | Unknown():
            return ""
        case _:
            assert_never(answer)


def parse_mistake(name: str, sources: Mapping[str, Source]) -> Mistake:
    """The inverse of `mistake_name`, in a process that has the sources."""
    kind, _, place = name.removeprefix(f"{RUN_TIME} ").partition(" at ")
    of_transition = kind.endswith(" in a transition")
    start, end, path = place.split(" ", 2) if place else ("", "", "")
    span = Span(sources[path], int(start), int(end)) if place else None
    return Mistake(cast(MistakeKind, kind.removesuffix(" in a transition")), span, of_transition)
