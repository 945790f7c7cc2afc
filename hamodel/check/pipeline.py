"""check(system, request) -> Report: the pipeline as one function, in the order it runs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, product
from typing import assert_never

from hamodel.check.any_number import Proofs
from hamodel.check.jobs import CONTESTANTS, SAMPLE, SYMBOLIC, Job, parse_mistake, preload, task
from hamodel.check.memory import Learned, Memory
from hamodel.check.plan import (
    Request,
    allowed,
    asked_sizes,
    away,
    belongs,
    combinations,
    every_size,
    extent,
    faults_in,
    growing,
    largest,
    left_for,
    lifts,
    may_slip,
    open_sorts,
    row_text,
    rows,
    scripted,
    stages,
    workers,
)
from hamodel.check.quality import covers, missing, second, tautologies, unread
from hamodel.check.race import Race
from hamodel.check.script import message
from hamodel.check.sizes.answers import Answers
from hamodel.check.sizes.everybody import Inquiry, open_questions
from hamodel.check.sizes.shortening import SHORTEST, shortest, together
from hamodel.check.sizes.unfinished import Unfinished, note
from hamodel.check.tasks import Contestant, Reply, Send, Task
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.engines import Budget, Progress
from hamodel.engines.question import RUN_TIME, Found
from hamodel.evidence.confirm import Disagreement
from hamodel.evidence.embedding import Embedded
from hamodel.follow.script import play
from hamodel.host.status import Exit
from hamodel.model.explain import mistaken
from hamodel.model.expr import TRUE, Expr, Value, reads_next
from hamodel.model.scenario import Played
from hamodel.model.scope import Scope
from hamodel.model.semantics import Slip, evaluate
from hamodel.model.system import Action, Mistake, Mistaking, Property, Scenario, System
from hamodel.model.temporal import as_written, looked_at
from hamodel.model.trace import Trace
from hamodel.model.transform import bound_faults, free_options, looks, remembers, with_idle, with_monitors
from hamodel.model.verdict import Answer, Cut, Exhaustive, Finding, Reached, Result, Size, Unknown, Unreachable


@dataclass(frozen=True, slots=True)
class Report:
    """What is known at the end. `sizes`, `faults`, `options` (those set) are what the check ran with; `any_size`: the sorts of
    which no size was said, so that claims are about any number of members, and the sizes are those that were looked at.

    `failures`: for each scenario that fails, where and why; `played`: one run of each. `quality`: dead actions, conjuncts
    and premises that decide nothing, each with its place; `following`: what follows from one of them, which names it.
    `notes`: what could not be told, for example that quality was not looked at because a search did not end; `untold`: those
    of the notes that are about quality. `unfinished`: searches that ended at a limit, and left something undecided.
    """

    system: System
    sizes: Mapping[str, Size]
    options: Mapping[str, Value]
    faults: int | None
    findings: tuple[Finding, ...]
    failures: Mapping[str, Diagnostic] = field(default_factory=dict)
    played: Mapping[str, Played] = field(default_factory=dict)
    quality: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()
    interrupted: bool = False
    disagreement: str = ""
    seconds: float = 0.0
    untold: tuple[str, ...] = ()
    any_size: tuple[str, ...] = ()
    following: tuple[Diagnostic, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()

    @property
    def exit_status(self) -> Exit:
        """0 as the spec says, 1 violated, 3 inconclusive, 4 quality, 70 engines disagree, 130 interrupted."""
        if self.disagreement:
            return Exit.INTERNAL
        if self.interrupted:
            return Exit.INTERRUPTED
        asked = [finding for finding in self.findings if not finding.elsewhere]
        agreed = [finding.as_expected for finding in asked]
        if any(known is False for known in agreed):
            unreached = [
                finding.kind == "reachable" and not finding.hits
                for finding in asked
                if finding.as_expected is False
            ]
            return Exit.QUALITY if all(unreached) else Exit.DIFFERS
        claimed = any(finding.kind != "run-time" for finding in asked)
        if not claimed or None in agreed:
            return Exit.UNDECIDED
        return Exit.QUALITY if self.quality else Exit.GOOD


def check(
    system: System,
    request: Request,
    listen: Callable[[Progress], None] = lambda progress: None,
    memory: Memory | None = None,
) -> Report:
    """Asks every claim of the spec for every combination of the options that are not set, smallest scope first.

    Raises `SpecError` if there are more combinations than can be listed, or none that `assume` allows. Ctrl-C ends it with
    what is known so far; what `listen` raises ends it too. What `memory` has of an earlier check is not asked again.
    """
    checking = _Checking(system, request, listen)
    if memory is not None:
        checking.recall(memory.recall(system, request, checking.rows, checking.covers))
    try:
        with checking.race:
            checking.run()
    except KeyboardInterrupt:
        return checking.report(interrupted=True)
    except Disagreement as disagreement:
        return checking.report(disagreement=str(disagreement))
    if memory is not None:
        memory.keep(system, request, checking.covers, checking.learned())
    return checking.report()


SOME_RUN = "some run"
"""The question whether there is any state in which a run starts. If there is none, every claim holds, and says nothing."""


NO_MISTAKES = "no run-time mistakes"
"""What the finding is called where nothing goes wrong."""

PROVERS = ("any_number", "certificate")
"""Whose proofs speak of every run-time mistake; other engines' of those that they did not find."""

EVERY = -1
"""Stands for every combination of the options, where they are variables."""

TELLING = 0.05
"""The part of the time, of which it is a second at most, in which nothing is searched any more: what is known is told."""

AHEAD = 1 << 16
"""States that are searched before proofs are looked for: a second or two."""

MANY = 1 << 18
"""States of all combinations of the options together above which a proof for all of them at once is faster."""

SMALL_SAMPLE = 8
"""How many states are expanded again where no verdict rests on a proof: at smaller scopes, and where faults are counted."""


class _Checking:
    """One check under way: what was asked, and what is known so far."""

    def __init__(self, system: System, request: Request, listen: Callable[[Progress], None]) -> None:
        self.system, self.request = system, request
        self.started = time.monotonic()
        self.sizes = largest(system, request.sizes)
        self.faults = system.faults if request.faults is None else request.faults
        every = tuple(combinations(system, request.options))
        left = allowed(system, request.options, self.sizes, every)
        self.rows = rows(system, request.sizes, left)
        self.combinations = tuple(row.options for row in self.rows)
        self.left_out, self.combined = len(every) - len(left), len(every)
        claims = [claim for claim in system.properties if claim.kind != "assume"]
        if request.properties:
            claims = [claim for claim in claims if claim.name in request.properties]
        self.claims = tuple(claims)
        self.looks = {claim.name: looks(claim) for claim in claims}
        self.elsewhere = {scenario.name: away(system, scenario, request.options, request.sizes) for scenario in system.scenarios}
        self.expected = {claim.name: self._expected(claim) for claim in claims}
        self.proofs = Proofs(system, request, self.sizes, self.faults, self.combinations, self.expected)
        self.covers = () if self._narrowed() else covers(system, [claim for claim in self.claims if not claim.liveness])
        self.answers = Answers(self.rows, {claim.name for claim in claims if claim.kind == "reachable"}, self.looks)
        self.interrupted = False
        self.mistakes: dict[str, Mistake] = {}
        self.reached: set[str] = set()
        self.starts: dict[int, bool] = {}  # combinations, and whether a run starts there; what is missing is not known
        self.starts_somewhere: set[int] = set()  # combinations in which a run starts, at some scope
        self.exhausted: set[tuple[str, int]] = set()  # covers that a complete search did not reach, by combination
        self.fewest: dict[str, int] = {}
        self.with_fewest: dict[str, Trace] = {}  # for claims that are shown with more faults than they need
        self.unclear: set[str] = set()  # claims whose smallest number of faults could not be told
        self.bound: int | None = None  # the fault bound that is being tried, once the claims are decided
        self.late: Callable[[Job, int, Reply], None] | None = None  # hears what is asked once the claims are decided
        self.makers: dict[str, tuple[int, Job]] = {}  # mistakes, and the first of the jobs that have found them
        self.failures: dict[str, Diagnostic] = {}
        self.played: dict[str, Played] = {}
        self.rehearsals: set[str] = set()  # tasks
        self.open_questions: tuple[str, ...] = ()  # of engines, where all are to answer
        self.unlifted: dict[str, list[str]] = {}  # why there is no proof for any number, and of which questions
        self.known = Learned()  # before this check
        self.jobs: dict[str, tuple[Job, int]] = {}
        self.ahead: dict[str, bool] = {}  # jobs that end at `AHEAD` states, and whether each has come to its end before
        self.unproved = False  # were proofs left out, since there are run-time mistakes?
        self.order: dict[str, int] = {}  # jobs, in the order in which they were submitted
        self.cuts: dict[str, Cut] = {}  # jobs whose search of states ended at a limit, or may have to
        self.run_time: dict[str, str] = {}  # jobs that look for run-time mistakes, and how each calls that there are none
        self.of_run_time = [RUN_TIME]  # all that there is to say so of: claims may remember different things
        deadline = self.started + request.seconds - min(TELLING * request.seconds, 1.0)
        self.listen = listen
        self.answered, self.counted = 0, -math.inf
        self.race = Race(workers(), deadline, request.memory, self._tell, self._prepare)
        self._seconds: Callable[[], float] = lambda: max(0.0, deadline - time.monotonic())

    def _narrowed(self) -> bool:
        """Was less asked than the whole spec? Then what is never reached says nothing about the spec."""
        request = self.request
        smaller = any(size < self.system.sizes.get(sort, 1) for sort, size in self.sizes.items()) or self.rows[0].asked
        fewer = request.properties and not request.quality
        less = request.options or fewer or smaller or not request.run_time
        return bool(less) or (request.faults, request.depth) != (None, None)

    def run(self) -> None:
        self._scenarios()
        if not self.claims and self.request.properties:  # only scenarios were asked for
            self._listen_to_race()
            return
        groups: dict[tuple[str, ...], list[Property]] = {(): []}
        of_runs = [claim for claim in self.claims if claim.liveness]
        for claim in (*(claim for claim in self.claims if not claim.liveness), *filter(may_slip, map(looked_at, of_runs))):
            groups.setdefault(remembers(claim), []).append(claim)
        slippery = [past for past, members in groups.items() if not past or any(map(may_slip, members))]
        self.of_run_time = [" ".join([RUN_TIME, *past]) for past in slippery]
        preload(self.request.engine)
        for certificate in self.proofs.certificates(groups):
            self.race.submit(certificate)
        self._listen_to_race()
        first, *rest = stages(self.rows)
        if self.request.engine == "any_number":
            for number, sizes in chain(first, *rest):  # a proof of a system that does not run says nothing
                self._submit(number, sizes, (), run_time=False, faults=self.faults)
        else:
            self._search(first, groups, of_runs)
        if self.request.engine == "auto" and self.request.depth is None and (lifts(self.system, self.request) or of_runs):
            self._look_ahead(rest, groups, of_runs)
        if lifts(self.system, self.request) and not self._broken():  # worth more than a larger scope, and less than a trace
            for proof in self.proofs.searches(groups, self._proved, self._seconds):
                self.race.submit(proof)
        if self.request.engine in CONTESTANTS:
            unknown = [claim for claim in of_runs if not self._known(claim.name) and self._many_states(claim)]
            for proof in self.proofs.of_runs(unknown, self._seconds):
                self.race.submit(proof)
        if self.request.engine != "any_number":
            for stage in rest:
                self._search(stage, groups, of_runs)
        self._listen_to_race()
        self.open_questions = tuple(self._open_questions())
        self._shorten()
        self._fewest_faults()
        self._second_look()
        for writing in self.proofs.writings():
            self.race.submit(writing)
        self._listen_to_race()

    # --- what is known already, and how far it is ---

    def recall(self, known: Learned) -> None:
        """Begins with what an earlier check has found out."""
        self.known = known
        for key, result in known.results.items():
            self.answers.conclude(key, result)
        self.fewest.update(known.fewest)
        self.with_fewest.update(known.with_fewest)
        self.unclear.update(known.unclear)
        self.reached.update(known.reached)
        self.exhausted.update(known.exhausted)
        self.starts.update(known.starts)
        self.starts_somewhere.update(known.starts_somewhere)
        self.answers.silent.update(known.silent)
        self.played.update(known.played)
        self.unlifted.update({why: list(names) for why, names in known.unlifted.items()})

    def learned(self) -> Learned:
        """What a later check may begin with."""
        return Learned(
            {key: result for key in self.answers if (result := self.answers.result(key)) is not None},
            dict(self.fewest),
            dict(self.with_fewest),
            frozenset(self.unclear),
            frozenset(self.reached),
            frozenset(self.exhausted),
            dict(self.starts),
            frozenset(self.starts_somewhere),
            frozenset(self.answers.silent),
            dict(self.played),
            {why: tuple(names) for why, names in self.unlifted.items()},
            bool(self.mistakes),
        )

    def _known(self, question: str) -> bool:
        scenario = question in {scenario.name for scenario in self.system.scenarios}
        return all((question, number) in self.known.results for number in range(1 if scenario else len(self.rows)))

    def _tell(self, progress: Progress) -> None:
        """Passes on how far a worker is, with what it works on and how much there is to do."""
        now = time.monotonic()
        if progress.cut is not None and self.late is None and progress.task not in self.ahead:
            self.cuts[progress.task] = progress.cut
        names = [*(claim.name for claim in self.claims), *([RUN_TIME] if self.request.run_time else [])]
        if now - self.counted > 0.5:
            self.counted = now
            settled = sum(self.answers.settled((name, number)) for name in names for number in range(len(self.rows)))
            self.answered = settled + sum((scenario.name, 0) in self.answers for scenario in self.system.scenarios)
        asked = len(names) * len(self.rows) + len(self.system.scenarios)
        self.listen(
            replace(
                progress,
                question=self._question(progress.task),
                answered=self.answered,
                asked=asked,
                left=self._seconds(),
            )
        )

    def _question(self, of: str) -> str:
        """What a task is about, in a few words."""
        if of not in self.jobs:
            return of
        job, number = self.jobs[of]
        claims = [as_written(claim.name) for claim in job.claims] or ["run-time mistakes"]
        more = f" and {len(claims) - 1} more" if len(claims) > 1 else ""
        where = [extent(job.scope.sizes)] if job.scope.sizes else []
        if number != EVERY and self.combinations[number]:
            where.append(row_text(self.combinations[number]))
        if self.bound is not None:
            where.append(f"at most {self.bound} faults")
        return ", ".join([claims[0] + more, *where])

    # --- searches ---

    def _search(
        self,
        stage: Sequence[tuple[int, Mapping[str, int]]],
        groups: Mapping[tuple[str, ...], Sequence[Property]],
        of_runs: Sequence[Property],
    ) -> None:
        """A search for each group of claims that share their monitors; a claim about runs has one of its own."""
        for number, sizes in stage:
            for monitors, members in groups.items():
                self._submit(number, sizes, members, self._slips(monitors, members), faults=self.faults)
        for (number, sizes), claim in product(stage, of_runs):
            self._submit(number, sizes, [claim], run_time=False, faults=self.faults)

    def _look_ahead(
        self,
        stages: Sequence[Sequence[tuple[int, Mapping[str, int]]]],
        groups: Mapping[tuple[str, ...], Sequence[Property]],
        of_runs: Sequence[Property],
    ) -> None:
        """What is fast comes before proofs, which may take long and be of no use: what has been submitted, and then the larger
        sizes of one combination, each up to `AHEAD` states. What is found here depends on states, not on time."""
        self._listen_to_race(until=lambda: all(states > AHEAD for states in self.race.under_way().values()))
        going = [*groups.items(), *(((), [claim]) for claim in of_runs)]
        for stage in stages:
            asked: list[tuple[str, tuple[tuple[str, ...], Sequence[Property]]]] = []
            for monitors, members in going:
                number = self._example(members)
                for sizes in (sizes for row, sizes in stage if row == number):
                    name = self._submit(number, sizes, members, self._slips(monitors, members), self.faults, ahead=True)
                    asked.append((name, (monitors, members)))
            self._listen_to_race(until=partial(self._ended, [name for name, _ in asked]))
            going = [group for name, group in asked if self.ahead[name]]

    def _ended(self, names: Collection[str]) -> bool:
        return self.race.under_way().keys().isdisjoint(names)

    def _example(self, members: Sequence[Property]) -> int:
        """The first combination for which no claim about runs is expected to be violated: it takes the longest."""
        expected = {number for claim in members if claim.liveness for number in self.expected[claim.name] or ()}
        return next((number for number in range(len(self.rows)) if number not in expected), 0)

    def _broken(self) -> bool:
        """Is a run-time mistake known, so that no proof is worth looking for if nobody asks for one?"""
        if self.request.engine != "auto" or self.request.proofs is not None:
            return False
        made = (self.answers.result((name, number)) for name in self.mistakes for number in range(len(self.rows)))
        self.unproved = any(found is not None and isinstance(found.answer, Reached) and found.states <= AHEAD for found in made)
        return self.unproved

    def _many_states(self, claim: Property) -> bool:
        """Do the searches for a claim about runs together take longer than a proof for all combinations may?"""
        number = self._example([claim])
        found = self.answers.result((claim.name, number))
        if self.request.engine != "auto" or found is None or isinstance(found.answer, Unknown):
            return True
        return isinstance(found.answer, Unreachable) and found.states * len(self.rows) > MANY

    def _slips(self, monitors: tuple[str, ...], members: Sequence[Property]) -> bool:
        """Does a search for these claims look for run-time mistakes, too?"""
        here = not any(claim.liveness for claim in members)
        return here and self.request.run_time and (not monitors or any(map(may_slip, members)))

    def _listen_to_race(self, until: Callable[[], bool] = lambda: False) -> None:
        for kind, of, reply in self.race.outcomes():
            if of is not None and reply is not None:
                if of in self.proofs:
                    self._record_proof(of, reply)
                else:
                    self._record(of, reply)
            elif kind == "beat" and until():
                return

    def _record_proof(self, of: Task, reply: Reply) -> None:
        """A proof outdoes what a search has found of a size that it is about; it contradicts a trace of such a size."""
        if isinstance(reply.enclosed, Found):
            why = reply.answer.reason if isinstance(reply.answer, Unknown) else reply.enclosed.why
            self.unlifted.setdefault(why, []).append(reply.question)
        for question, number, result in self.proofs.results(of, reply):
            result = replace(result, asked=self.rows[number].asked)
            if isinstance(reply.answer, Unreachable):
                self.answers.proved((question, number), result)
                if isinstance(reply.enclosed, Found):
                    for look in self.looks.get(question, ()):  # that it has a value is a part of such a proof
                        self.answers.proved((look.name, number), result)
                    if self.request.engine == "any_number" and reply.enclosed.why:
                        why = f"proved for {extent(result.sizes)}; no proof for any number of members: {reply.enclosed.why}"
                        self.answers.unproved((question, number), replace(result, answer=Unknown(why), confirmed=""))
            elif self.request.engine == "any_number":
                self.answers.unproved((question, number), result)

    def _submit(
        self,
        number: int,
        sizes: Mapping[str, int],
        claims: Sequence[Property],
        run_time: bool,
        faults: int | None,
        freed: System | None = None,
        trace_of: Sequence[str] | None = None,
        ahead: bool = False,
    ) -> str:
        """A search for one combination of the options; or (`freed`: they are variables) for every one at once. `trace_of`: where
        it is known that there is a trace, and a shortest one is looked for; names of mistakes, or nothing for the claims.
        `ahead`: only as far as `AHEAD` states go. Returns the name of the task; a search that has ended is not made again."""
        system = freed or self.system
        system = system if faults is None else bound_faults(system, faults)
        of_runs = any(claim.liveness for claim in claims)
        known = {claim.name for claim in system.properties}
        system = replace(system, properties=(*system.properties, *(claim for claim in claims if claim.name not in known)))
        system = with_monitors(with_idle(system) if of_runs else system, claims)
        names = {claim.name for claim in claims}
        early = self.late is None
        wanted = [(cover.name, cover.wanted) for cover in self.covers if early and belongs(cover, names, run_time)]
        whole = not of_runs and not any(claim.monitors for claim in claims)
        targets = () if freed else self.rows[number].sizes
        smallest = not freed and sizes == next(iter(growing(targets[0])))
        proofs_only = self.request.engine == "any_number"
        asks = not freed and (smallest or proofs_only or sizes in targets)
        if early and asks and whole and number not in self.known.starts:
            wanted.append((SOME_RUN, TRUE))
        name = f"{','.join(sorted(names)) or 'run-time'} / {number} / {dict(sizes)} / {faults} / {trace_of}"
        if self.ahead.get(f"{name} / ahead"):
            return name
        if ahead:
            name = f"{name} / ahead"
            self.ahead[name] = True
        chosen = {} if freed else self.combinations[number]
        options = {**self.request.options, **chosen}
        scope = Scope(dict(sizes), options)
        job = Job(
            name,
            system,
            scope,
            tuple(claims),
            tuple(wanted),
            run_time,
            Budget(self.request.depth, None, self.request.memory, AHEAD if ahead else None),
            SYMBOLIC if freed or (proofs_only and not smallest) else "explicit" if proofs_only or ahead else self.request.engine,
            self.request.symmetry,
            SAMPLE if early and sizes in targets else SMALL_SAMPLE,
            tuple(trace_of or ()),
            None if not targets or sizes in targets else Scope(dict(targets[0]), options),
            () if of_runs or not early else tuple(look for claim in claims for look in looks(claim)),
        )
        if trace_of is not None:
            job = shortest(job, self.request.engine)
        self.jobs[name] = (job, number)
        self.order.setdefault(name, len(self.order))
        if run_time:
            self.run_time[name] = " ".join([RUN_TIME, *(remembers(claims[0]) if claims else ())])
        self.race.submit(task(job, self._seconds))
        return name

    def _prepare(self, waiting: Task) -> Task | None:
        """Leaves out what has been answered since the task was submitted, and before."""
        if self.known.complete and waiting.name not in self.rehearsals:
            return None
        if waiting.name not in self.jobs:
            return waiting
        job, number = self.jobs[waiting.name]
        if self.late == self._record_bound:
            claims = tuple(claim for claim in job.claims if claim.name not in self.fewest)
            return task(replace(job, claims=claims), self._seconds) if claims else None
        if self.late is not None:
            return waiting
        sizes = job.scope.sizes
        run_time = job.run_time and self._worth_a_search(self.run_time[waiting.name], number, sizes)
        claims = tuple(
            claim for claim in job.claims if self._worth_a_search(claim.name, number, sizes) or (run_time and may_slip(claim))
        )
        last = sizes in self.rows[number].sizes
        barren = {name for name, where in self.known.exhausted if where == number}
        if number in self.starts_somewhere and not last:
            barren.add(SOME_RUN)
        wanted = tuple(cover for cover in job.covers if cover[0] not in self.reached | barren)
        valued = tuple(look for look in job.looks if self._worth_a_search(look.name, number, sizes))
        if not claims and not wanted and not valued and not (run_time and last):
            return None
        job = replace(job, claims=claims, covers=wanted, run_time=run_time, looks=valued)
        self.jobs[waiting.name] = (job, number)
        return task(job, self._seconds)

    def _worth_a_search(self, question: str, number: int, sizes: Mapping[str, int]) -> bool:
        """Where everybody is to answer, what is proved is searched for all the same."""
        result = self.answers.result((question, number))
        heard = result is None or result.engine not in PROVERS
        return not self.answers.settled((question, number), sizes) or (self.request.engine == "all" and not heard)

    def _proved(self, question: str) -> bool:
        """Is it proved for every combination for which it is not expected to be violated?"""
        expected = self.expected.get(question) or ()
        return all(number in expected or self.answers.settled((question, number)) for number in range(len(self.rows)))

    def _record(self, of: Task, reply: Reply) -> None:
        if of.name not in self.jobs:
            self._record_scenario(reply)
            return
        job, number = self.jobs[of.name]
        if self.late is not None:
            self.late(job, number, reply)
            return
        question, answer, sizes = reply.question, reply.answer, job.scope.sizes
        if isinstance(answer, Unknown) and of.name in self.ahead:
            self.ahead[of.name] = False
            return
        if isinstance(answer, Unreachable) and isinstance(answer.proof, Exhaustive):
            self.cuts.pop(of.name, None)  # it has ended after all
        asked = sizes in self.rows[number].sizes
        if question == SOME_RUN:
            self._record_start(number, answer, sizes, asked)
            return
        cover_names = {name for name, _ in job.covers}
        if question in cover_names:
            if isinstance(answer, Reached):
                self.reached.add(question)
            elif isinstance(answer, Unreachable) and sizes == self.rows[number].sizes[-1]:
                self.exhausted.add((question, number))
            return
        if question == RUN_TIME:
            question = self.run_time[of.name]
        elif question.startswith(RUN_TIME):
            self._remember_mistake(job, question)
            if isinstance(answer, Reached):
                if question not in self.makers or self.order[of.name] < self.makers[question][0]:
                    self.makers[question] = self.order[of.name], job
                self.answers.show((self.run_time[of.name], number), sizes, reply.engine)
        key, order = (question, number), self.order[of.name]
        if asked or not isinstance(answer, Unknown):
            self.answers.searched(key, sizes, self._result_of(number, job, reply), order)
        if isinstance(reply.enclosed, Embedded) and job.larger is not None:
            larger = replace(reply, answer=Reached(reply.enclosed.trace))
            result = replace(self._result_of(number, replace(job, scope=job.larger), larger), shortest=False)
            self.answers.embedded(key, sizes, result, order)

    def _record_start(self, number: int, answer: Answer, sizes: Mapping[str, int], asked: bool) -> None:
        """Does a run start? One size of those that are asked for is enough; that none does is known once each has been seen."""
        if isinstance(answer, Reached):
            self.starts_somewhere.add(number)
            if asked:
                self.starts[number] = True
        elif isinstance(answer, Unreachable):
            silent = self.answers.silent
            silent.add((number, tuple(sizes.items())))
            if all((number, tuple(target.items())) in silent for target in self.rows[number].sizes):
                self.starts[number] = False

    def _result_of(self, number: int, job: Job, reply: Reply) -> Result:
        answer, sizes = reply.answer, job.scope.sizes
        if isinstance(answer, Reached) and reply.question in self.mistakes:
            answer = self._with_its_end(job, reply.question, answer)
        if isinstance(answer, Unknown):
            asked = self.request.depth is not None and answer.depth >= self.request.depth
            answer = Unknown(answer.reason, answer.depth, asked)
        return Result(
            self.combinations[number],
            sizes,
            answer,
            reply.engine,
            reply.seconds,
            reply.states,
            faults_in(self.system, answer.trace) if isinstance(answer, Reached) and answer.trace else 0,
            reply.confirmed,
            shortest=isinstance(answer, Reached) and reply.engine in SHORTEST,
            asked=self.rows[number].asked,
            open=self.rows[number].open,
        )

    def _remember_mistake(self, job: Job, question: str) -> None:
        sources = {action.span.source.path: action.span.source for action in job.system.actions}
        sources |= {claim.span.source.path: claim.span.source for claim in job.system.properties}
        self.mistakes[question] = parse_mistake(question, sources)

    def _with_its_end(self, job: Job, question: str, answer: Reached) -> Reached:
        """With who makes the mistake, and what it is about: the reference semantics makes it again."""
        assert answer.trace is not None, "a mistake is shown by a trace"
        made = mistaken(job.system, job.scope, answer.trace, self.mistakes[question], job.claims)
        return replace(answer, trace=replace(answer.trace, mistaken=made))

    # --- shortest traces ---

    def _shorten(self) -> None:
        """A trace of a smaller size, or of an engine that takes what comes, may not be the shortest of the size that was asked
        for: a shortest one is looked for where a trace is shown."""
        tried: set[tuple[str, int]] = set()
        self.late = self._record_shorter
        while wanted := [key for key in self._longer() if key not in tried]:
            tried.update(wanted)
            claims = {claim.name: claim for claim in self.claims}
            for number, sizes, members, mistakes in together(wanted, claims, self.makers, self.answers):
                self._submit(number, sizes, members, False, self.faults, trace_of=mistakes)
            self._listen_to_race()

    def _longer(self) -> Iterator[tuple[str, int]]:
        """Questions whose trace is shown, with its combination, where a shorter trace is not excluded."""
        if self.request.engine not in (*CONTESTANTS, *SHORTEST):
            return
        named = [(claim.name, self._finding(claim)) for claim in self.claims]
        named += [(name, self._of_mistake(name, mistake)) for name, mistake in self.mistakes.items()]
        for name, finding in named:
            if finding.shown is not None and not finding.results[finding.shown].shortest:
                yield name, finding.shown

    def _record_shorter(self, job: Job, number: int, reply: Reply) -> None:
        if isinstance(reply.answer, Reached):
            self.answers.shorter((reply.question, number), self._result_of(number, job, reply))
        elif isinstance(reply.answer, Unreachable):
            raise Disagreement(f"{reply.question}: {reply.engine} does not find what a trace shows")

    # --- the smallest number of faults ---

    def _fewest_faults(self) -> None:
        """Is a claim that was reached with some faults reached with fewer, whatever the options? Bounds 0, 1, ... in turn."""
        used: dict[str, int] = {}
        for name, number in list(self.answers):
            result = self.answers.result((name, number))
            if result is not None and isinstance(result.answer, Reached):
                used[name] = min(used.get(name, result.faults), result.faults)
        claims = {claim.name: claim for claim in self.claims}
        self.fewest |= {name: faults for name, faults in used.items() if not faults}
        for bound in range(max((used[name] for name in used if name in claims), default=0)):
            told = self.unclear.union(self.fewest)
            self._try_bound(bound, [claims[name] for name in used if name in claims and used[name] > bound and name not in told])
        for name in used:
            if name in claims and name not in self.unclear:
                self.fewest.setdefault(name, used[name])
        self._runs_with_fewest()

    def _runs_with_fewest(self) -> None:
        """A shortest run with the fewest faults, where the one that is shown has more."""
        wanted: dict[int, list[Property]] = {}
        for claim in self.claims:
            finding, fewest = self._finding(claim), self.fewest.get(claim.name)
            if fewest is not None and finding.shown is not None and fewest < finding.results[finding.shown].faults:
                wanted.setdefault(fewest, []).append(claim)
        found: dict[str, list[Trace | None]] = {}

        def record(job: Job, number: int, reply: Reply) -> None:
            if not isinstance(reply.answer, Unreachable):
                trace = reply.answer.trace if isinstance(reply.answer, Reached) else None
                found.setdefault(reply.question, []).append(trace)

        for bound, claims in wanted.items():
            self._ask_bound(bound, claims, record, trace_of=())
        for name, traces in found.items():
            known = [trace for trace in traces if trace is not None]
            if len(known) == len(traces):
                self.with_fewest[name] = min(known, key=lambda trace: len(trace.steps))

    def _try_bound(self, bound: int, claims: Sequence[Property]) -> None:
        """Asked for every value of the options at once, if they can be freed and no engine was asked for by name."""
        self._ask_bound(bound, claims, self._record_bound)

    def _ask_bound(
        self,
        bound: int,
        claims: Sequence[Property],
        hear: Callable[[Job, int, Reply], None],
        trace_of: Sequence[str] | None = None,
    ) -> None:
        self.bound, self.late = bound, hear
        groups: dict[tuple[str, ...], list[Property]] = {}
        for claim in claims:
            alone = (claim.name,) if claim.liveness else ()
            groups.setdefault((*alone, *(monitor.variable.name for monitor in claim.monitors)), []).append(claim)
        together = self.request.engine in CONTESTANTS and len(self.rows) > 1
        freed = free_options(self.system, self.request.options) if together else None
        for number, members in product([EVERY] if freed else range(len(self.rows)), groups.values()):
            # what more faults do not reach, fewer do not
            open_ = [claim for claim in members if not freed and not self._excluded(claim.name, number)]
            if freed or open_:
                for sizes in every_size(self.rows) if freed else self.rows[number].sizes:
                    self._submit(number, sizes, open_ or members, False, bound, freed, trace_of)
        self._listen_to_race()

    def _excluded(self, claim: str, number: int) -> bool:
        return isinstance(self._result(claim, number).answer, Unreachable)

    def _record_bound(self, job: Job, number: int, reply: Reply) -> None:
        if isinstance(reply.answer, Reached):
            self.fewest[reply.question] = self.bound or 0
            self.unclear.discard(reply.question)
        elif isinstance(reply.answer, Unknown) and reply.question not in self.fewest:
            self.unclear.add(reply.question)

    # --- what decides nothing ---

    def _second_look(self) -> None:
        """Why was something not reached? See `check.quality`. What more faults would reach is asked of the smallest size."""
        missed = [cover for cover in self.covers if self._barren(cover.name) and cover.name not in self.reached]
        groups: dict[tuple[bool, tuple[str, ...]], list[tuple[str, Action | Mistaking | Expr]]] = {}
        of: dict[tuple[str, ...], list[Property]] = {}
        for cover, name, wanted in second(missed, self.system.faults is not None):
            claims = [claim for claim in self.claims if belongs(cover, {claim.name}, run_time=False)]
            monitors = tuple(monitor.variable.name for claim in claims for monitor in claim.monitors)
            of[monitors] = claims
            groups.setdefault((isinstance(wanted, Mistaking), monitors), []).append((name, wanted))
        self.late = self._record_second
        for (number, row), ((mistaking, monitors), asked) in product(enumerate(self.rows), groups.items()):
            sizes = row.sizes[-1] if mistaking else next(iter(growing(row.sizes[-1])))
            self._look_again(number, sizes, of[monitors], asked, self.faults if mistaking else None)
        self._listen_to_race()

    def _look_again(
        self,
        number: int,
        sizes: Mapping[str, int],
        claims: Sequence[Property],
        asked: Sequence[tuple[str, Action | Mistaking | Expr]],
        faults: int | None,
    ) -> None:
        wanted = tuple(row for row in asked if row[0] not in self.reached and (row[0], number) not in self.exhausted)
        if wanted:
            system = with_monitors(self.system if faults is None else bound_faults(self.system, faults), claims)
            scope = Scope(dict(sizes), {**self.request.options, **self.combinations[number]})
            budget = Budget(None, None, self.request.memory * 3 // 4)
            name = f"{wanted[0][0]} / {number}"
            engine = "explicit" if self.request.engine == "any_number" else self.request.engine
            job = Job(name, system, scope, (), wanted, False, budget, engine, self.request.symmetry)
            self.jobs[name] = (job, number)
            self.race.submit(task(job, self._seconds))

    def _record_second(self, job: Job, number: int, reply: Reply) -> None:
        if isinstance(reply.answer, Reached):
            self.reached.add(reply.question)
        elif isinstance(reply.answer, Unreachable):
            self.exhausted.add((reply.question, number))

    def _barren(self, cover: str) -> bool:
        """Is it known of every combination that it is not reached there?"""
        return all((cover, number) in self.exhausted for number in range(len(self.rows)))

    # --- scenarios ---

    def _scenarios(self) -> None:
        for scenario in self.system.scenarios:
            wanted = not self.request.properties or scenario.name in self.request.properties
            if wanted and not self.elsewhere[scenario.name] and not self._known(scenario.name):
                sizes = scripted(self.system, self.request.sizes)
                rehearsal = _rehearsal(self.system, scenario, self.request.options, sizes)
                self.rehearsals.add(rehearsal.name)
                self.race.submit(rehearsal)

    def _record_scenario(self, reply: Reply) -> None:
        played = reply.enclosed
        sizes = left_for(self.system, self.request.sizes, reply.question)
        result = Result({}, sizes, reply.answer, reply.engine, reply.seconds, reply.states, confirmed=reply.confirmed)
        self.answers.conclude((reply.question, 0), result)
        if isinstance(played, Played):
            scenario = next(scenario for scenario in self.system.scenarios if scenario.name == reply.question)
            self.played[reply.question] = played
            if played.failure is not None:
                self.failures[reply.question] = message(scenario, played.failure)

    # --- the report ---

    def report(self, interrupted: bool = False, disagreement: str = "") -> Report:
        """What is known now."""
        self.interrupted = interrupted
        findings = [self._finding(claim) for claim in self.claims]
        findings += self._run_time_findings()
        findings += [
            self._scenario_finding(scenario)
            for scenario in self.system.scenarios
            if not self.request.properties or scenario.name in self.request.properties
        ]
        quality, following, untold = self._quality()
        notes = untold
        if not self.system.actions:
            notes = ("nothing ever happens: the spec has no action; only the first states were looked at", *notes)
        unfinished = tuple(self._unfinished(findings))
        cut_short = (note(unfinished),) if unfinished else ()
        if self.unproved and self.system.sorts:
            notes = ("no proof for any number of members was looked for: first, there are run-time mistakes", *notes)
        notes = (*cut_short, *self.proofs.notes(), *self._unlifted(findings), *self.open_questions, *notes)
        if not self.request.run_time:
            notes = ("run-time mistakes were not looked for: a run ends where one is made", *notes)
        if self.left_out:
            notes = (f"`assume` excludes {self.left_out} of {self.combined} combinations of the options: not checked", *notes)
        return Report(
            self.system,
            asked_sizes(self.system, self.request.sizes),
            self.request.options,
            self.faults,
            tuple(findings),
            self.failures,
            self.played,
            quality,
            notes,
            interrupted,
            disagreement,
            time.monotonic() - self.started,
            untold,
            open_sorts(self.system, self.request.sizes),
            following,
            unfinished,
        )

    def _unfinished(self, findings: Sequence[Finding]) -> Iterator[Unfinished]:
        """The searches that ended at a limit, of those questions that are still open."""
        for name, cut in self.cuts.items():
            job, number = self.jobs[name]
            asked = [*(claim.name for claim in job.claims), *([NO_MISTAKES] if job.run_time else [])]
            left = tuple(finding.name for finding in findings if finding.name in asked and number in finding.open)
            if left:
                yield Unfinished(self.combinations[number], job.scope.sizes, job.of_runs is not None, left, cut)

    def _unlifted(self, findings: Sequence[Finding]) -> Iterator[str]:
        """What is proved for the scope, but not for any number."""
        held = [RUN_TIME if finding.kind == "run-time" else finding.name for finding in findings if finding.verdict == "proved"]
        told: list[tuple[list[int], str, list[str]]] = []  # by the places of what it is about: they may come in any order
        for reason, questions in self.unlifted.items():
            bounded = sorted((question for question in questions if question in held), key=held.index)
            if reason and bounded and self.system.sorts:
                told.append(([held.index(question) for question in bounded], reason, bounded))
        for _, reason, bounded in sorted(told):
            names = [f"`{question}`" if question != RUN_TIME else "run-time mistakes" for question in bounded]
            yield f"no proof for any number of members, of {', '.join(names)}: {reason}"

    def _open_questions(self) -> Iterator[str]:
        """What each engine did not answer, where all are to answer."""
        named = {claim.name: claim.name for claim in self.claims} | {RUN_TIME: "run-time mistakes"}
        named |= {look.name: name for name, looks_at in self.looks.items() for look in looks_at}
        unanswered, searches = self.race.unanswered, []
        for name in sorted(unanswered.asked, key=self.order.__getitem__):
            job, number = self.jobs[name]
            asked = job.scope.sizes in self.rows[number].sizes
            searches.append(Inquiry(number, asked, unanswered.asked[name], unanswered.of(name)))
        return open_questions(searches, named)

    def _scenario_finding(self, scenario: Scenario) -> Finding:
        why = self.elsewhere[scenario.name]
        results, expected = ((), ()) if why else ((self._result(scenario.name, 0),), (0,))
        return Finding(scenario.name, "scenario", scenario.span, results, expected, doc=scenario.doc, elsewhere=why)

    def _finding(self, claim: Property) -> Finding:
        assert claim.kind != "assume"
        results = tuple(self._result(claim.name, number) for number in range(len(self.rows)))
        return Finding(
            claim.name,
            claim.kind,
            claim.span,
            results,
            self.expected[claim.name],
            self.fewest.get(claim.name),
            claim.doc,
            self.with_fewest.get(claim.name),
        )

    def _no_mistakes(self, number: int) -> Result:
        """That there are no run-time mistakes; of all that were asked, the one that says least."""
        results = [self._result(name, number) for name in self.of_run_time]
        return next((result for result in results if isinstance(result.answer, Unknown)), results[0])

    def _result(self, question: str, number: int) -> Result:
        row, result = self.rows[number], self.answers.result((question, number))
        if result is None:
            return Result(row.options, row.sizes[0], Unknown(self._unanswered(question, number)), asked=row.asked)
        scenario = any(scenario.name == question for scenario in self.system.scenarios)
        return result if scenario else self._with_value(question, number, self._of_runs(result, number))

    def _with_value(self, question: str, number: int, result: Result) -> Result:
        """The result, if the claim has a value wherever it was looked at: where it has none it says nothing."""
        for look in self.looks.get(question, ()):
            if isinstance(result.answer, Reached):
                break
            found = self._result(look.name, number)
            match found.answer:
                case Reached():
                    why = Unknown(f"has no value {_where(look)}")
                    return replace(result, sizes=found.sizes, answer=why, confirmed="")
                case Unknown(reason, depth, asked):
                    known = result.answer if isinstance(result.answer, Unknown) else None
                    if known is None or depth < known.depth:
                        more = "" if asked else "not known whether it has a value everywhere: "
                        result = replace(result, answer=Unknown(more + reason, depth, asked), confirmed="")
                case Unreachable():
                    pass
                case _:
                    assert_never(found.answer)
        return result

    def _unanswered(self, question: str, number: int) -> str:
        """Why there is no answer."""
        if self.interrupted:
            return "interrupted"
        claim = next((claim for claim in self.claims if claim.name == question), None)
        if claim is not None and self.request.engine == "any_number":
            expected = self.expected[question]
            if claim.liveness:
                return "about runs without end: any_number proves nothing of them"
            if expected is None or number in expected:
                verb = "reached" if claim.kind == "reachable" else "violated"
                return f"expected to be {verb}: any_number looks for proofs only"
        return "not decided before the check ended"

    def _of_runs(self, result: Result, number: int) -> Result:
        """The result if it is one of a system that runs: where no run starts everything holds, which is no reason to be glad."""
        starts = self.starts.get(number)
        if starts is None and _at_every_scope(result) and number in self.starts_somewhere:
            starts = True
        nothing_said = isinstance(result.answer, Unknown) and result.answer.depth < 0
        if starts or isinstance(result.answer, Reached) or (starts is None and nothing_said):
            return result
        why = "no run starts: no state satisfies `initially` and `assume`"
        if starts is None:
            first = f"{result.answer.reason}; " if isinstance(result.answer, Unknown) else ""
            why = f"{first}not known whether a run starts"
        return replace(result, answer=Unknown(why), confirmed="")

    def _expected(self, claim: Property) -> tuple[int, ...] | None:
        """The combinations for which the claim says that it is violated (reached)."""
        if claim.expected is None:
            return None if claim.expect_violated or claim.kind == "reachable" else ()
        rows = []
        for number, combination in enumerate(self.combinations):
            scope = Scope(dict(self.rows[number].sizes[-1]), {**self.request.options, **combination})
            try:
                value = evaluate(claim.expected, {}, {}, scope)
            except Slip as slip:
                span = next((mistake.span for mistake in slip.mistakes), None) or claim.span
                headline = f"what `{claim.name}` expects has no value when {row_text(scope.options)}"
                raise SpecError([Diagnostic("no-value", span, headline)]) from slip
            if value:
                rows.append(number)
        return tuple(rows)

    def _run_time_findings(self) -> Iterator[Finding]:
        if not self.request.run_time or (self.request.properties and not self.mistakes and not self.claims):
            return
        made = [self._of_mistake(name, mistake) for name, mistake in sorted(self.mistakes.items(), key=_in_text)]
        made = [finding for finding in made if finding.hits]  # others are made at a smaller size only
        yield from made
        numbers = range(len(self.rows))
        if not made:
            yield Finding(NO_MISTAKES, "run-time", None, tuple(map(self._no_mistakes, numbers)))

    def _of_mistake(self, name: str, mistake: Mistake) -> Finding:
        known = [self.answers.result((name, number)) for number in range(len(self.rows))]
        results = tuple(
            result if result is not None and isinstance(result.answer, Reached) else self._no_mistakes(number)
            for number, result in enumerate(known)
        )
        return Finding(mistake.name, "run-time", mistake.span, results)

    def _quality(self) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...], tuple[str, ...]]:
        """What decides nothing, what follows from that, and what could not be told."""
        if self._narrowed():
            return (), (), ("dead actions and vacuous claims were not looked for: less than the whole spec was asked",)
        if self.starts and not any(self.starts.values()):
            return (), (), ("dead actions and vacuous claims were not looked for: no run starts",)
        missed = [cover for cover in self.covers if cover.name not in self.reached]
        asked = second(missed, self.system.faults is not None)
        unclear = {cover.name for cover, name, _ in asked if name not in self.reached and not self._barren(name)}
        undecided = [cover for cover in missed if not self._barren(cover.name) or cover.name in unclear]
        count = "1 question" if len(undecided) == 1 else f"{len(undecided)} questions"
        notes = (f"{count} about dead code and vacuity not decided",) if undecided else ()
        decided = [cover for cover in self.covers if cover not in undecided]
        told, following = missing(self.system, decided, self.reached, self.faults)
        return (*tautologies(self.claims), *told, *unread(self.system)), following, notes


def _where(look: Property) -> str:
    """Where there is no value; how soon is told by the trace of the mistake."""
    return "in a transition that is taken" if reads_next(look.formula) else "in a state that is reached"


def _in_text(mistake: tuple[str, Mistake]) -> tuple[str, int, int, str]:
    """The order of mistakes in a report."""
    name, span = mistake[0], mistake[1].span
    return (span.source.path, span.start, span.end, name) if span else ("", 0, 0, name)


def _at_every_scope(result: Result) -> bool:
    """Is it proved for any number of members of some sort?"""
    return isinstance(result.answer, Unreachable) and None in result.sizes.values()


def _rehearsal(
    system: System, scenario: Scenario, options: Mapping[str, Value], sizes: Sequence[Mapping[str, int]]
) -> Task:
    """A scenario as a task: played by the reference semantics."""

    def run(questions: Sequence[str], send: Send) -> None:
        started = time.monotonic()
        played = play(system, scenario, options, sizes)
        answer: Answer = Unreachable(Exhaustive(played.states))
        if played.failure is None:
            answer = Reached(played.trace)
        elif played.failure.reason == "too many":
            answer = Unknown("more states than can be followed")
        seconds = time.monotonic() - started
        send(Reply(scenario.name, answer, "scenario", seconds, played.states, "played by the reference semantics", played))

    return Task(f"scenario {scenario.name}", (scenario.name,), (Contestant("scenario", run),))
