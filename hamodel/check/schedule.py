"""Schedule: what is searched, in which order, by the processes of a race; what they answer goes into the knowledge of the check.

Scenarios and certificates come first, then a search at the smallest size, which finds short traces in no time; then proofs for
any number of members, worth more than a larger size and less than a trace; then the sizes that were asked for. What is asked
of the answers comes last: see `hamodel.check.afterwards`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, product

from hamodel.check.any_number import CERTIFICATE, Proofs
from hamodel.check.jobs import CONTESTANTS, SAMPLE, SMALL_SAMPLE, SYMBOLIC, Job, Wanted, preload, searched, task
from hamodel.check.knowledge import Knowledge
from hamodel.check.measures import Taken
from hamodel.check.plan import belongs, may_fail, workers
from hamodel.check.race import Race
from hamodel.check.rows import extent, growing, row_text, scripted, stages
from hamodel.check.scenarios import rehearsal
from hamodel.check.sizes.everybody import Inquiry, open_questions
from hamodel.check.sizes.shortening import shortest
from hamodel.check.tasks import Reply, Task
from hamodel.check.values import Solution
from hamodel.engines import PROVERS, Budget, Progress
from hamodel.engines.question import AnyError, OfCover, OfError, OfProperty, OfScenario, ProofAnswer, Question, SomeRun
from hamodel.model.expr import TRUE
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System
from hamodel.model.temporal import as_written
from hamodel.model.transform import looks
from hamodel.model.verdict import Cut, Exhaustive, Reached, Unknown, Unreachable

EVERY = -1
"""Stands for every combination of the options, where they are variables."""

TELLING = 0.05
"""The part of the time, of which it is a second at most, in which nothing is searched any more: what is known is told."""

AHEAD = 1 << 16
"""States that are searched before proofs are looked for: a second or two."""

MANY = 1 << 18
"""States of all combinations of the options together above which a proof for all of them at once is faster."""

Stage = Sequence[tuple[int, Mapping[str, int]]]
"""Rows, each with a size at which it is searched."""


@dataclass(slots=True)
class Submitted:
    """A job that was submitted: for which row (or `EVERY`), and which it was of all. `ahead`: it ends at `AHEAD` states; and has
    it come to its end before? `cut`: its search of states ended at a limit, or may have to."""

    job: Job
    number: int
    order: int
    ahead: bool | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """What happens, for a while, to what is submitted: `hear` takes each answer to a job, `shorten` is asked right before it
    starts, and leaves out what is known by then. `about`: how its searches are told from others."""

    hear: Callable[[Submitted, Reply[Question]], None]
    shorten: Callable[[Submitted], Job | None] = lambda submitted: submitted.job
    about: str = ""


@dataclass(slots=True)
class OfTime:
    """What is measured, and for which durations claims hold, when all else is answered."""

    measured: list[Taken] = field(default_factory=list)
    solved: list[Solution] = field(default_factory=list)


class Schedule:
    """The searches of one check. `unproved`: were proofs left out, since there are run-time errors? `open_questions`: of
    engines, where all are to answer. `of_time`: what is asked when all else is answered."""

    def __init__(self, knowledge: Knowledge, listen: Callable[[Progress], None], started: float) -> None:
        request = knowledge.plan.request
        self.plan, self.knowledge, self._waiting = knowledge.plan, knowledge, _Waiting(knowledge, listen)
        deadline = started + request.seconds - min(TELLING * request.seconds, 1.0)
        self.seconds: Callable[[], float] = lambda: max(0.0, deadline - time.monotonic())
        self.race: Race[Question] = Race(workers(), deadline, request.memory, self._tell, self._prepare)
        self.proofs = Proofs(self.plan)
        self.submitted: dict[str, Submitted] = {}
        self._first = Phase(self._hear, self._open)
        self.phase = self._first
        self.unproved = False
        self.of_time = OfTime()
        self.open_questions: tuple[str, ...] = ()
        self._starts, self._barren = frozenset(knowledge.starts), frozenset(knowledge.exhausted)  # known before this check

    def first(self) -> None:
        """Everything that is asked of the spec, until it is answered or time is over."""
        plan, request = self.plan, self.plan.request
        for scenario in plan.scenarios:
            if not plan.elsewhere[scenario.name] and not self.knowledge.known_before(OfScenario(scenario.name)):
                self.race.submit(rehearsal(plan.system, scenario, request.options, scripted(plan.system, request.sizes)))
        if not plan.properties and request.properties:  # only scenarios were asked for
            self.hear()
            return
        preload(request.engine)
        for certificate in self.proofs.certificates():
            self.race.submit(certificate)
        self.hear()
        first, *rest = stages(plan.rows)
        if plan.only_proofs:
            for number, sizes in chain(first, *rest):  # a proof of a system that does not run says nothing
                self.submit(number, sizes, (), None, plan.faults)
        else:
            self._search(first)
        if request.engine == "auto" and request.depth is None and (plan.lifts or plan.of_runs):
            self._look_ahead(rest)
        if plan.lifts and not self._broken():
            for proof in self.proofs.searches(self.knowledge.settled, self.seconds):
                self.race.submit(proof)
        if request.engine in CONTESTANTS:
            unknown = [property for property in plan.of_runs if not self._known(property) and self._many_states(property)]
            for proof in self.proofs.of_runs(unknown, self.seconds):
                self.race.submit(proof)
        if not plan.only_proofs:
            for stage in rest:
                self._search(stage)
        self.hear()
        self.open_questions = tuple(self._open_questions())

    def write_proofs(self) -> None:
        """Writes down what was proved, where a folder for it was named."""
        for writing in self.proofs.writings():
            self.race.submit(writing)
        self.hear()

    def hear(self, until: Callable[[], bool] = lambda: False) -> None:
        """Takes answers until nothing is left to do (or `until` says so)."""
        for kind, of, reply in self.race.outcomes():
            if of is not None and reply is not None:
                if of.name in self.submitted:
                    self.phase.hear(self.submitted[of.name], reply)
                elif isinstance(reply.question, OfScenario):
                    self.knowledge.rehearsed(reply.question, reply)
                else:
                    self._hear_proof(of, reply)
            elif kind == "beat" and until():
                return

    # --- searches ---

    def _search(self, stage: Stage) -> None:
        """A search for each group of properties that share their monitors; a property about runs has one of its own."""
        for number, sizes in stage:
            for past, members in self.plan.groups.items():
                self.submit(number, sizes, members, self.plan.for_errors(past, members), self.plan.faults)
        for (number, sizes), property in product(stage, self.plan.of_runs):
            self.submit(number, sizes, [property], None, self.plan.faults)

    def _look_ahead(self, rest: Sequence[Stage]) -> None:
        """What is fast comes before proofs, which may take long and be of no use: what has been submitted, and then the larger
        sizes of one combination, each up to `AHEAD` states. What is found here depends on states, not on time."""
        self.hear(until=lambda: all(states > AHEAD for states in self.race.under_way().values()))
        going = [*self.plan.groups.items(), *(((), [property]) for property in self.plan.of_runs)]
        for stage in rest:
            asked: list[tuple[str, tuple[tuple[str, ...], list[Property]]]] = []
            for past, members in going:
                row = self.plan.example(members)
                for sizes in (sizes for number, sizes in stage if number == row):
                    run_time = self.plan.for_errors(past, members)
                    name = self.submit(row, sizes, members, run_time, self.plan.faults, ahead=True)
                    asked.append((name, (past, members)))
            self.hear(until=partial(self._ended, [name for name, _ in asked]))
            going = [group for name, group in asked if self.submitted[name].ahead]

    def _ended(self, names: Collection[str]) -> bool:
        return self.race.under_way().keys().isdisjoint(names)

    def _broken(self) -> bool:
        """Is a run-time error known, so that no proof is worth looking for if nobody asks for one?"""
        request, answers = self.plan.request, self.knowledge.answers
        if request.engine != "auto" or request.proofs is not None:
            return False
        made = (answers.result(key) for key in product(self.knowledge.errors, range(len(self.plan.rows))))
        self.unproved = any(found is not None and isinstance(found.answer, Reached) and found.states <= AHEAD for found in made)
        return self.unproved

    def _known(self, property: Property) -> bool:
        return self.knowledge.known_before(OfProperty(property.name))

    def _many_states(self, property: Property) -> bool:
        """Do the searches for a property about runs together take longer than a proof for all combinations may?"""
        found = self.knowledge.answers.result((OfProperty(property.name), self.plan.example([property])))
        if self.plan.request.engine != "auto" or found is None or isinstance(found.answer, Unknown):
            return True
        return isinstance(found.answer, Unreachable) and found.states * len(self.plan.rows) > MANY

    def submit(
        self,
        number: int,
        sizes: Mapping[str, int],
        properties: Sequence[Property],
        run_time: AnyError | None,
        faults: int | None,
        freed: System | None = None,
        trace_of: Sequence[OfError] | None = None,
        ahead: bool = False,
    ) -> str:
        """A search for one row; or (`freed`: the options are variables) for every combination at once. `trace_of`: where it is
        known that there is a trace, and a shortest one is looked for; errors, or nothing for the properties. `ahead`: only as far
        as `AHEAD` states go. Returns the name of the task; a search that has ended is not made again."""
        row = None if freed else self.plan.rows[number]
        names = sorted(property.name for property in properties)
        told = None if trace_of is None else [str(error) for error in trace_of]
        name = f"{','.join(names) or 'run-time'} / {number} / {dict(sizes)} / {faults} / {told}"
        before = self.submitted.get(f"{name} / ahead")
        if before is not None and before.ahead:
            return name
        if ahead:
            name = f"{name} / ahead"
        request = self.plan.request
        targets = row.sizes if row else ()
        smallest = row is not None and sizes == next(iter(growing(row.sizes[0])))
        early = self.phase is self._first
        options = {**request.options, **(row.options if row else {})}
        job = Job(
            name,
            searched(freed or self.plan.system, properties, faults),
            Scope(dict(sizes), options),
            tuple(properties),
            tuple(self._wanted(number, sizes, properties, run_time, smallest)) if early else (),
            run_time,
            Budget(request.depth, None, request.memory, AHEAD if ahead else None),
            self._engine(row is None, smallest, ahead),
            request.symmetry,
            SAMPLE if early and sizes in targets else SMALL_SAMPLE,
            tuple(trace_of or ()),
            None if not targets or sizes in targets else Scope(dict(targets[0]), options),
            tuple(look for property in properties if not property.liveness for look in looks(property)) if early else (),
        )
        if trace_of is not None:
            job = shortest(job, request.engine)
        order = self.submitted[name].order if name in self.submitted else len(self.submitted)
        self.add(Submitted(job, number, order, True if ahead else None))
        return name

    def add(self, submitted: Submitted) -> None:
        """Submits a job."""
        self.submitted[submitted.job.name] = submitted
        self.race.submit(task(submitted.job, self.seconds))

    def _engine(self, freed: bool, smallest: bool, ahead: bool) -> str:
        only_proofs = self.plan.only_proofs
        if freed or (only_proofs and not smallest):
            return SYMBOLIC
        return "explicit" if only_proofs or ahead else self.plan.request.engine

    def _wanted(
        self, number: int, sizes: Mapping[str, int], properties: Sequence[Property], run_time: AnyError | None, smallest: bool
    ) -> list[tuple[OfCover | SomeRun, Wanted]]:
        """What else a search for these properties is asked: what should be reached, and whether a run starts."""
        names = {property.name for property in properties}
        wanted: list[tuple[OfCover | SomeRun, Wanted]] = [
            (cover.question, cover.wanted) for cover in self.plan.covers if belongs(cover, names, run_time is not None)
        ]
        whole = not any(property.liveness or property.monitors for property in properties)
        asks = smallest or self.plan.only_proofs or sizes in self.plan.rows[number].sizes
        if asks and whole and number not in self._starts:
            wanted.append((SomeRun(), TRUE))
        return wanted

    # --- what is known when a job starts ---

    def _prepare(self, waiting: Task[Question]) -> Task[Question] | None:
        """Leaves out what has been answered since the task was submitted, and before."""
        submitted = self.submitted.get(waiting.name)
        if self.knowledge.complete and not isinstance(waiting.questions[0], OfScenario):
            return None
        if submitted is None:
            return waiting
        job = self.phase.shorten(submitted)
        if job is None:
            return None
        submitted.job = job
        return task(job, self.seconds)

    def _open(self, submitted: Submitted) -> Job | None:
        """Of the first search: what is not yet answered."""
        job, number = submitted.job, submitted.number
        sizes, knowledge = job.scope.sizes, self.knowledge
        run_time = job.run_time if job.run_time and self._worth_a_search(job.run_time, number, sizes) else None
        properties = tuple(
            property
            for property in job.properties
            if self._worth_a_search(OfProperty(property.name), number, sizes) or (run_time and may_fail(property))
        )
        last = sizes in self.plan.rows[number].sizes
        barren: set[Question] = {cover for cover, where in self._barren if where == number}
        if number in knowledge.starts_somewhere and not last:
            barren.add(SomeRun())
        wanted = tuple(cover for cover in job.covers if cover[0] not in knowledge.reached | barren)
        valued = tuple(look for look in job.looks if self._worth_a_search(OfProperty(look.name), number, sizes))
        if not properties and not wanted and not valued and not (run_time and last):
            return None
        return replace(job, properties=properties, covers=wanted, run_time=run_time, looks=valued)

    def _worth_a_search(self, question: Question, number: int, sizes: Mapping[str, int]) -> bool:
        """Where everybody is to answer, what is proved is searched for all the same."""
        result = self.knowledge.answers.result((question, number))
        heard = result is None or result.engine not in (*PROVERS, CERTIFICATE)
        settled = self.knowledge.answers.settled((question, number), sizes)
        return not settled or (self.plan.request.engine == "all" and not heard)

    # --- answers ---

    def _hear(self, submitted: Submitted, reply: Reply[Question]) -> None:
        if isinstance(reply.answer, Unknown) and submitted.ahead is not None:
            submitted.ahead = False
            return
        if isinstance(reply.answer, Unreachable) and isinstance(reply.answer.proof, Exhaustive):
            submitted.cut = None  # it has ended after all
        self.knowledge.searched(submitted.job, submitted.number, submitted.order, reply)

    def _hear_proof(self, of: Task[Question], reply: Reply[Question]) -> None:
        if isinstance(reply.enclosed, ProofAnswer):
            why = reply.answer.reason if isinstance(reply.answer, Unknown) else reply.enclosed.why
            self.knowledge.unlifted.setdefault(why, []).append(reply.question)
        for number, result in self.proofs.results(of, reply):
            self.knowledge.proved(reply, number, replace(result, asked=self.plan.rows[number].asked))

    def _open_questions(self) -> list[str]:
        """What each engine did not answer, where all are to answer."""
        named: dict[Question, str] = {OfProperty(property.name): property.name for property in self.plan.properties}
        named |= {AnyError(): "run-time errors"}
        named |= {OfProperty(look.name): of.name for of, found in self.plan.looks.items() for look in found}
        unanswered, searches = self.race.unanswered, []
        for name in sorted(unanswered.asked, key=lambda name: self.submitted[name].order):
            submitted = self.submitted[name]
            asked = submitted.job.scope.sizes in self.plan.rows[submitted.number].sizes
            searches.append(Inquiry(submitted.number, asked, unanswered.asked[name], unanswered.of(name)))
        return list(open_questions(searches, named))

    def _tell(self, progress: Progress) -> None:
        submitted = self.submitted.get(progress.task)
        if submitted is not None and progress.cut is not None and self.phase is self._first and submitted.ahead is None:
            submitted.cut = progress.cut
        question = progress.task if submitted is None else self._title(submitted)
        self._waiting.hear(replace(progress, question=question, left=self.seconds()))

    def _title(self, submitted: Submitted) -> str:
        """What a job is about, in a few words."""
        job, number = submitted.job, submitted.number
        properties = [as_written(property.name) for property in job.properties] or ["run-time errors"]
        more = f" and {len(properties) - 1} more" if len(properties) > 1 else ""
        where = [extent(job.scope.sizes)] if job.scope.sizes else []
        if number != EVERY and self.plan.rows[number].options:
            where.append(row_text(self.plan.rows[number].options))
        return ", ".join([properties[0] + more, *where, *([self.phase.about] if self.phase.about else [])])


class _Waiting:
    """For people who wait: passes on how far a worker is, with how much there is to do."""

    def __init__(self, knowledge: Knowledge, listen: Callable[[Progress], None]) -> None:
        self._answers, self._listen = knowledge.answers, listen
        request, self._rows = knowledge.plan.request, range(len(knowledge.plan.rows))
        self._asked: list[Question] = [OfProperty(property.name) for property in knowledge.plan.properties]
        self._asked += [AnyError()] if request.run_time else []
        self._scenarios = [OfScenario(scenario.name) for scenario in knowledge.plan.system.scenarios]
        self._answered, self._counted = 0, -math.inf

    def hear(self, progress: Progress) -> None:
        """Counts what is answered, now and then."""
        now = time.monotonic()
        if now - self._counted > 0.5:
            self._counted = now
            self._answered = sum(map(self._answers.settled, product(self._asked, self._rows)))
            self._answered += sum((scenario, 0) in self._answers for scenario in self._scenarios)
        asked = len(self._asked) * len(self._rows) + len(self._scenarios)
        self._listen(replace(progress, answered=self._answered, asked=asked))
