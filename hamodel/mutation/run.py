"""mutate(system, request) -> Mutation: what becomes of each mutant of a spec, and which property notices it.

First the original is checked: what its properties say is what a mutant is held against. Then one search of the original (see
NOTE(worlds) in `trial.py`) tells which mutants do anything else at all. These are searched themselves: at the smaller scopes
first, then by the scenarios, at the whole scope last; the first property that is not as the spec says ends it.

`hamodel.check.schedule` orders the questions about one system, until each is answered. Here there are hundreds of systems, and
one answer ends a mutant: so all mutants are tried at one scope before the next, each in one process that asks in its own order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from hamodel.check.jobs import preload
from hamodel.check.pipeline import check
from hamodel.check.plan import workers
from hamodel.check.race import Race
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.check.rows import extent, growing, sizes
from hamodel.check.tasks import Reply, Task
from hamodel.engines import Budget, Listener, Progress
from hamodel.evidence.confirm import Disagreement
from hamodel.host.status import Exit
from hamodel.language.elaboration.timing.setting import without_timers
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Answer, Exhaustive, Finding, Reached, Unknown, Unreachable
from hamodel.mutation.difference import Differs, differences, symmetric
from hamodel.mutation.operators import Mutant, mutants
from hamodel.mutation.trial import Hit, Killed, Standard, Trial, played, worlds

Word: TypeAlias = Literal["killed", "equivalent", "survived", "undecided"]


@dataclass(frozen=True, slots=True)
class IsKilled:
    """Is the mutant of this number killed?"""

    number: int


Asked: TypeAlias = Differs | IsKilled


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant. `killed`: by whom, if it was; `reason`: why it is undecided, if it is. `idle`: if it survived,
    does it differ by nothing but steps that change nothing? None: not known. See NOTE(idle) in `difference.py`.
    """

    mutant: Mutant
    word: Word
    killed: Killed | None = None
    reason: str = ""
    idle: bool | None = None


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is known at the end. `original`: the check of the spec as it is; if that is not as the spec says, nothing was tried.

    `asked`: the properties and scenarios that a mutant was held against.
    """

    system: System
    sizes: Mapping[str, int]
    options: Mapping[str, Value]
    faults: int | None
    combinations: int
    asked: tuple[str, ...]
    original: Report
    fates: tuple[Fate, ...]
    interrupted: bool = False
    disagreement: str = ""
    seconds: float = 0.0

    def with_fate(self, word: Word) -> tuple[Fate, ...]:
        return tuple(fate for fate in self.fates if fate.word == word)

    @property
    def sound(self) -> bool:
        """Is the original as its spec says? Only then a mutant can be told from it by what the spec says."""
        return bool(self.asked) and as_it_says(self.original)

    @property
    def exit_status(self) -> Exit:
        """0 every mutant is killed or equivalent, 1 some survive, 3 undecided, or nothing to mutate, 70, 130 as for a check."""
        if self.disagreement or self.original.disagreement:
            return Exit.INTERNAL
        if self.interrupted:
            return Exit.INTERRUPTED
        if not self.sound or not self.fates:
            return Exit.UNDECIDED
        if self.with_fate("survived"):
            return Exit.DIFFERS
        return Exit.UNDECIDED if self.with_fate("undecided") else Exit.GOOD


def mutate(system: System, request: Request, listen: Callable[[Progress], None] = lambda progress: None) -> Mutation:
    """Tries every mutant of the spec. Ctrl-C ends it with what is known so far; `request.seconds` is for all of it.

    Raises `SpecError` as `check` does.
    """
    without_timers(system, "mutate")
    started = time.monotonic()
    deadline = started + request.seconds
    plain = replace(request, engine="explicit")  # no proof of more is needed: mutants are searched, too
    original = check(system, plain, listen, each=True)  # a mutant may tell combinations apart that are alike here
    run = _Mutating(system, plain, original, deadline, listen)
    interrupted, disagreement = original.interrupted, original.disagreement
    sound = bool(run.asked) and as_it_says(original)
    if sound and not interrupted and not disagreement:
        try:
            with run.race:
                run.all()
        except KeyboardInterrupt:
            interrupted = True
        except Disagreement as found:
            disagreement = str(found)
    fates = run.standing.fates() if sound else ()
    return Mutation(
        system,
        run.sizes,
        request.options,
        original.faults,
        len(run.rows),
        run.asked,
        original,
        fates,
        interrupted,
        disagreement,
        time.monotonic() - started,
    )


class _Fates:
    """What is known of each mutant, by its number."""

    def __init__(self, mutants: Sequence[Mutant], worlds: int) -> None:
        self._mutants, self._worlds = mutants, worlds
        self.equal: dict[int, set[int]] = {mutant.number: set() for mutant in mutants}  # the worlds without a difference
        self.idle: dict[int, set[int]] = {mutant.number: set() for mutant in mutants}  # those with idle differences at most
        self.moving: set[int] = set()  # the mutants with more than that
        self.known: dict[int, Fate] = {}
        self.open: dict[int, str] = {}  # mutants for which something is not decided, and why
        self.so_far: dict[int, str] = {}  # the largest scope at which a mutant was not killed

    def compared(self, place: int, question: Differs, answer: Answer) -> None:
        """Whether a mutant differs from the original in a world."""
        if isinstance(answer, Unreachable):
            (self.idle if question.moving else self.equal)[question.number].add(place)
        elif isinstance(answer, Reached) and question.moving:
            self.moving.add(question.number)

    def same(self, number: int) -> bool:
        """Does the mutant do what the original does, in all worlds?"""
        return self._worlds > 0 and len(self.equal[number]) == self._worlds

    def tell_equivalent(self) -> None:
        """All worlds were compared, and the scenarios of those that do the same were played."""
        for mutant in self._mutants:
            if self.same(mutant.number) and mutant.number not in self.open:
                self.known.setdefault(mutant.number, Fate(mutant, "equivalent"))

    def tried(self, mutant: Mutant, scope: Mapping[str, int] | None, reply: Reply[Asked]) -> None:
        """What became of it at a scope, or (None) by the scenarios."""
        if isinstance(reply.enclosed, Killed):
            self.known[mutant.number] = Fate(mutant, "killed", reply.enclosed)
        elif isinstance(reply.answer, Unknown):
            self.open.setdefault(mutant.number, reply.answer.reason)
        elif scope:
            self.so_far[mutant.number] = extent(scope)

    def tell_survivors(self) -> None:
        """Every scope was tried."""
        for mutant in self._mutants:
            if mutant.number not in self.open:
                self.known.setdefault(mutant.number, Fate(mutant, "survived", idle=self._idle(mutant.number)))

    def _idle(self, number: int) -> bool | None:
        """Does the mutant differ by nothing but steps that change nothing?"""
        if number in self.moving:
            return False
        return True if self._worlds and len(self.idle[number]) == self._worlds else None

    def fates(self) -> tuple[Fate, ...]:
        """Of every mutant, as far as it is known."""
        return tuple(map(self._fate, self._mutants))

    def _fate(self, mutant: Mutant) -> Fate:
        known = self.known.get(mutant.number)
        reason = self.open.get(mutant.number, "not tried before the end")
        survives = f"not killed for {self.so_far[mutant.number]}; " if mutant.number in self.so_far else ""
        return known or Fate(mutant, "undecided", reason=survives + reason)


class _Mutating:
    """The mutants of one system under way."""

    def __init__(
        self, system: System, request: Request, original: Report, deadline: float, listen: Callable[[Progress], None]
    ) -> None:
        self.system, self.request = system, request
        self.mutants = mutants(system)
        self.symmetry = request.symmetry and symmetric(system, self.mutants)
        self.sizes = sizes(system, request.sizes)
        claimed = [finding for finding in original.findings if finding.kind not in ("run-time", "scenario")]
        runs = claimed or [finding for finding in original.findings if finding.kind == "run-time"]
        self.rows = [result.options for result in runs[0].results] if runs else []
        self.asked = tuple(each.name for each in original.findings if each.kind != "run-time" and not each.elsewhere)
        by_name = {finding.name: finding for finding in claimed}
        self.standard = Standard(
            request,
            original.faults,
            self.rows,
            self.sizes,
            original.any_size,
            tuple(property for property in system.properties if property.name in by_name),
            {name: None if found.expected is None else frozenset(found.expected) for name, found in by_name.items()},
            {name: tuple(self._hits(found)) for name, found in by_name.items()},
        )
        self.worlds = worlds(system, request.options, self.rows) if self.rows else []
        self.standing = _Fates(self.mutants, len(self.worlds))
        self.deadline = deadline
        self.race: Race[Asked] = Race(workers(), deadline, request.memory, listen, self._prepare)

    def _hits(self, finding: Finding) -> Iterator[Hit]:
        """The runs of the original that violate (reach) a property where the spec says so; for some options: all that there
        are."""
        for number, result in enumerate(finding.results):
            wanted = finding.expected is None or number in finding.expected
            match result.answer:
                case Reached(trace=Trace() as trace) if wanted:
                    yield Hit(number, {sort: size for sort, size in result.sizes.items() if isinstance(size, int)}, trace)
                case _:
                    pass

    def all(self) -> None:
        preload("explicit")
        for place in range(len(self.worlds) if self.mutants else 0):
            self.race.submit(self._difference(place))
        for _, task, reply in self.race.outcomes():
            if task is not None and reply is not None and isinstance(reply.question, Differs):
                self.standing.compared(int(task.name), reply.question, reply.answer)
        self._play_equal()
        self.standing.tell_equivalent()
        for scope, whole in self._stages():
            for mutant in self.mutants:
                self.race.submit(self._trial(mutant, scope, whole))
            for _, _, reply in self.race.outcomes():
                if reply is not None:
                    self.standing.tried(self.mutants[reply.question.number - 1], scope, reply)
        self.standing.tell_survivors()

    def _play_equal(self) -> None:
        """The scenarios of the mutants that do the same in every world: a script may have more faults or members than these."""
        if any(scenario.name in self.asked for scenario in self.system.scenarios):
            equal = [mutant for mutant in self.mutants if self.standing.same(mutant.number)]
            for mutant in equal:
                self.race.submit(self._trial(mutant, None, False))
            for _, _, reply in self.race.outcomes() if equal else ():
                if reply is not None:
                    self.standing.tried(self.mutants[reply.question.number - 1], None, reply)

    def seconds(self) -> float:
        """How much time is left."""
        return max(0.0, self.deadline - time.monotonic())

    def _stages(self) -> list[tuple[Mapping[str, int] | None, bool]]:
        """The scopes at which mutants are searched, and whether each is the whole one; None: the scenarios are played. They are
        quicker than a large search, but it says more which property notices a mutant than which scenario does."""
        scopes: list[Mapping[str, int] | None] = list(growing(self.sizes)) if self.rows else []
        stages = [(scope, number == len(scopes)) for number, scope in enumerate(scopes, 1)]
        if any(scenario.name in self.asked for scenario in self.system.scenarios):
            stages.insert(max(1, len(stages) - 1), (None, False))
        return stages

    def _difference(self, place: int) -> Task[Asked]:
        """The original in one world, with the questions whether each mutant differs there."""
        world = self.worlds[place]
        scope = Scope(self.sizes, dict(world.options))

        def complete(system: System) -> System:
            return with_monitors(world.system(system, self.standard.faults), ())

        def answers(who: str, questions: Sequence[Asked], listen: Listener) -> Iterator[Reply[Asked]]:
            budget = Budget(None, self.seconds(), self.request.memory)
            numbers = {question.number for question in questions}
            asked = [replace(each, system=complete(each.system)) for each in self.mutants if each.number in numbers]
            for question, answer in differences(complete(self.system), scope, asked, self.symmetry, budget, listen):
                yield Reply(question, answer, who)

        asked = tuple(Differs(mutant.number, moving) for mutant in self.mutants for moving in (False, True))
        return Task(str(place), asked, ("explicit",), answers)

    def _trial(self, mutant: Mutant, scope: Mapping[str, int] | None, whole: bool) -> Task[Asked]:
        """The mutant as a task: searched at a scope, or (None) played by the scenarios."""
        different = [world for place, world in enumerate(self.worlds) if place not in self.standing.equal[mutant.number]]
        scenarios = [scenario for scenario in mutant.system.scenarios if scenario.name in self.asked]

        def answers(who: str, questions: Sequence[Asked], listen: Listener) -> Iterator[Reply[Asked]]:
            def pass_on(progress: Progress) -> None:
                listen(replace(progress, engine=f"mutant {mutant.number} of {len(self.mutants)}"))

            if scope is None:
                found = played(mutant, scenarios, self.request)
            else:
                found = Trial(self.standard, mutant, different, scope, whole, self.seconds, pass_on).search()
            answer = Reached(None) if isinstance(found, Killed) else Unknown(found) if found else Unreachable(Exhaustive(0))
            yield Reply(questions[0], answer, who, enclosed=found if isinstance(found, Killed) else None)

        name = f"mutant {mutant.number} / {'scenarios' if scope is None else dict(scope)}"
        return Task(name, (IsKilled(mutant.number),), ("explicit",), answers)

    def _prepare(self, waiting: Task[Asked]) -> Task[Asked] | None:
        """Leaves out the mutants whose fate is known."""
        question = waiting.questions[0]
        return None if isinstance(question, IsKilled) and question.number in self.standing.known else waiting


def as_it_says(report: Report) -> bool:
    """Is everything that applies as the spec says?"""
    return all(finding.as_expected for finding in report.findings if not finding.elsewhere)
