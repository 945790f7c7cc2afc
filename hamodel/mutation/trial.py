"""One mutant held against the properties and scenarios of its spec: the first that is not as the spec says kills it.

NOTE(worlds): options that can be freed (see `hamodel.model.transform`) are cells that keep their values, so one search covers
all their combinations, at a fraction of what a search for each would cost. That a property holds where the spec says so is asked
in that one world; a property about runs without end is asked for each combination, since the search for a lasso multiplies the
states. That a property is violated (reached) where the spec says so is mostly known without a search: the original's
run still is one of the mutant, unless it takes a step that the mutant does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hamodel.check.jobs import SMALL_SAMPLE, Job, searched, task
from hamodel.check.plan import by_memory, may_fail
from hamodel.check.request import Request
from hamodel.check.rows import scripted
from hamodel.check.tasks import Reply
from hamodel.engines import Budget, Progress
from hamodel.engines.question import AnyError, OfError, OfProperty, Question
from hamodel.follow.script import play
from hamodel.model.expr import Possible, Value, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import outcomes
from hamodel.model.system import Property, RunTimeError, Scenario, System
from hamodel.model.temporal import looked_at
from hamodel.model.trace import Trace
from hamodel.model.transform import bound_faults, formulas, free_options, unexpected
from hamodel.model.verdict import Reached, Unknown
from hamodel.mutation.operators import Mutant

FEWEST_SAMPLE = 2
"""How many states are expanded again where the whole scope is still to be searched."""

How = Literal["violated", "reached", "not violated", "not reached", "not playable", "causes an error"]


@dataclass(frozen=True, slots=True)
class Killed:
    """`by` a property or scenario, or by a run-time error (`by` is then its name, for example `error[range]`).

    `steps`: the length of the run that shows it; None where it is that there is no run. `options` and `sizes`: for which.
    """

    by: str
    how: How
    options: Mapping[str, Value]
    sizes: Mapping[str, int]
    steps: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A run of the original that violates (reaches) a property, for the combination of options of this number."""

    number: int
    sizes: Mapping[str, int]
    trace: Trace


@dataclass(frozen=True, slots=True)
class Standard:
    """What every mutant is held against: a request and what came of it for the original.

    `expected`: for each of `properties`, the combinations (of `rows`) for which it is violated (reached); None: for some. `hits`:
    a run for each of these combinations (for some: for those where the original has one). `sizes` are asked for; of the sorts of
    `any_size` any other counts as well.
    """

    request: Request
    faults: int | None
    rows: Sequence[Mapping[str, Value]]
    sizes: Mapping[str, int]
    any_size: Sequence[str]
    properties: tuple[Property, ...]
    expected: Mapping[str, frozenset[int] | None]
    hits: Mapping[str, tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class World:
    """One search: for the combination of this number, or (None) for all at once."""

    number: int | None
    options: Mapping[str, Value]  # those that have one value in it

    def system(self, system: System, faults: int | None) -> System:
        """What is searched, without monitors."""
        bounded = system if faults is None else bound_faults(system, faults)
        freed = free_options(bounded, self.options) if self.number is None else bounded
        assert freed is not None, "`worlds` asked whether the options can be freed"
        return freed


def worlds(system: System, given: Mapping[str, Value], rows: Sequence[Mapping[str, Value]]) -> list[World]:
    """One for all combinations where that is possible, else one for each: see NOTE(worlds)."""
    if len(rows) > 1 and free_options(system, given) is not None:
        return [World(None, given)]
    return [World(number, {**given, **rows[number]}) for number in spread(rows)]


def played(mutant: Mutant, scenarios: Sequence[Scenario], request: Request) -> Killed | str:
    """Killed by a scenario that cannot be played any more; else why that is not known, or an empty text."""
    open_ = ""
    for scenario in scenarios:
        found = play(mutant.system, scenario, request.options, scripted(mutant.system, request.sizes))
        if found.failure is not None:
            if not found.failure.unknown:
                return Killed(scenario.name, "not playable", found.scope.options, found.scope.sizes, None)
            open_ = f"{scenario.name}: {found.failure.unknown}"
    return open_


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant at a scope, in the `worlds` in which it differs from the original. Only at the `whole` scope it is killed because
    something is not there."""

    standard: Standard
    mutant: Mutant
    worlds: Sequence[World]
    sizes: Mapping[str, int]
    whole: bool
    seconds: Callable[[], float]
    listen: Callable[[Progress], None]

    @property
    def _properties(self) -> Iterator[Property]:
        """Those of the standard, as the mutant has them: what is `possible` is what it can do."""
        own = {property.name: property for property in self.mutant.system.declared}
        yield from (own[property.name] for property in self.standard.properties)

    def search(self) -> Killed | str:
        """Killed at this scope; else why that is not known, or an empty text."""
        try:
            for world in self.worlds:
                for job in self._holding(world):
                    self._require_none(job, world)
            for number in spread(self.standard.rows) if self.worlds else ():
                for property in self._of_runs(number):
                    self._require_none(self._job(self._single(number), [property]), self._single(number))
            if self.whole:
                self._require_hits()
        except _Verdict as verdict:
            return verdict.found
        return ""

    # --- what must not be there ---

    def _holding(self, world: World) -> Iterator[Job]:
        """The properties where they must hold (must not be reached), those that remember the same past together."""
        held: list[Property] = []
        for property in self._properties:
            expected = self.standard.expected[property.name]
            if property.liveness:
                property, expected = looked_at(property), frozenset()
                if not may_fail(property):
                    continue
            everywhere = world.number is None and expected is not None and len(expected) == len(self.standard.rows)
            if expected is None or everywhere or world.number in expected:
                continue
            held.append(unexpected(property) if world.number is None else property)
        for past, members in {(): [], **by_memory(held)}.items():
            yield self._job(world, members, AnyError(past) if not past or any(map(may_fail, members)) else None)

    def _of_runs(self, number: int) -> Iterator[Property]:
        """The properties about runs without end that must hold for a combination."""
        for property in self._properties:
            expected = self.standard.expected[property.name]
            if property.liveness and expected is not None and number not in expected:
                yield property

    def _require_none(self, job: Job, world: World) -> None:
        for reply in self._answers(job):
            trace = reply.answer.trace if isinstance(reply.answer, Reached) else None
            if isinstance(reply.answer, Unknown):
                raise _Verdict(reply.answer.reason)
            if trace is None or (job.larger is not None and not isinstance(reply.enclosed, Trace)):
                continue  # also a trace of this size only, which is not what was asked for
            options = self._options(world, trace)
            steps, sizes = len(trace.steps), (job.larger or job.scope).sizes
            if isinstance(reply.question, OfError):
                name = RunTimeError(reply.question.kind, None).name
                raise _Verdict(Killed(name, "causes an error", options, sizes, steps))
            property = next(property for property in job.properties if OfProperty(property.name) == reply.question)
            raise _Verdict(Killed(property.name, _present(property), options, sizes, steps))

    def _options(self, world: World, trace: Trace) -> Mapping[str, Value]:
        """The combination of a run: in the world of all combinations its first state tells."""
        if world.number is not None:
            return self.standard.rows[world.number]
        found: dict[str, Value] = {}
        for name in self.standard.rows[0]:
            value = trace.initial[name, ()]
            assert not isinstance(value, tuple), "an option holds a value"
            found[name] = value
        return found

    # --- what must be there ---

    def _require_hits(self) -> None:
        """Every property is still violated (reached) where the spec says so."""
        missing: dict[int, list[Property]] = {}  # by combination
        order = spread(self.standard.rows)
        for property in self._properties:
            expected = self.standard.expected[property.name]
            kept = {hit.number for hit in self.standard.hits[property.name] if self._still_runs(property, hit)}
            if expected is not None:
                for number in sorted(expected - kept):
                    missing.setdefault(number, []).append(property)
            elif not kept and all(self._absent(number, [property]) for number in order):
                raise _Verdict(Killed(property.name, _not_there(property), {}, self.sizes, None))
        for number in order:
            absent = self._absent(number, missing.get(number, []))
            if absent:
                raise _Verdict(Killed(absent[0].name, _not_there(absent[0]), self.standard.rows[number], self.sizes, None))

    def _still_runs(self, property: Property, hit: Hit) -> bool:
        """Is the original's run one of the mutant, that shows the same? Only steps of changed actions can make it none. A run
        without end is looked for again: whether it is fair depends on more than its steps. So is one that shows what is possible.
        """
        if property.liveness or any(isinstance(part, Possible) for expr in formulas(property) for part in subexpressions(expr)):
            return False
        before = hit.trace.initial
        system, scope = None, Scope(dict(hit.sizes), dict(self._single(hit.number).options))
        for step in hit.trace.steps:
            if step.action in self.mutant.actions:
                if system is None:
                    system = searched(self.mutant.system, [property], self.standard.faults)
                values = tuple(value for _, value in step.arguments)
                found = outcomes(system, scope, before, system.action(step.action), values)
                if not any(outcome.state == step.state for outcome in found):
                    return False
            before = step.state
        return True

    def _absent(self, number: int, properties: Sequence[Property]) -> list[Property]:
        """Of these properties those that are not violated (reached) for a combination, in the order of the text."""
        together = by_memory(property for property in properties if not property.liveness).values()
        reached: set[Question] = set()
        for members in (*([property] for property in properties if property.liveness), *together):
            for reply in self._answers(self._job(self._single(number), members)):
                if isinstance(reply.answer, Unknown):
                    raise _Verdict(reply.answer.reason)
                if isinstance(reply.answer, Reached):
                    reached.add(reply.question)
        return [property for property in properties if OfProperty(property.name) not in reached]

    # --- asking ---

    def _single(self, number: int) -> World:
        """The world of one combination."""
        return World(number, {**self.standard.request.options, **self.standard.rows[number]})

    def _job(self, world: World, properties: Sequence[Property], run_time: AnyError | None = None) -> Job:
        request, sizes = self.standard.request, dict(self.sizes)
        asked = {sort: sizes[sort] if sort in self.standard.any_size else size for sort, size in self.standard.sizes.items()}
        return Job(
            f"mutant {self.mutant.number}",
            searched(world.system(self.mutant.system, self.standard.faults), properties, None),
            Scope(sizes, dict(world.options)),
            tuple(properties),
            (),
            run_time,
            Budget(None, None, request.memory),
            "explicit",
            request.symmetry,
            SMALL_SAMPLE if self.whole else FEWEST_SAMPLE,
            larger=None if sizes == asked else Scope(asked, dict(world.options)),
        )

    def _answers(self, job: Job) -> Iterator[Reply[Question]]:
        """What the explicit search says, confirmed as it is in a check."""
        asked = task(job, self.seconds)
        if asked.questions:
            yield from asked.answers(job.engine, asked.questions, self.listen)


class _Verdict(Exception):
    """Ends a search: the mutant is killed, or it is not known whether it is."""

    def __init__(self, found: Killed | str) -> None:
        super().__init__(found)
        self.found = found


def _present(property: Property) -> How:
    return "reached" if property.kind == "reachable" else "violated"


def _not_there(property: Property) -> How:
    return "not reached" if property.kind == "reachable" else "not violated"


def spread(rows: Sequence[Mapping[str, Value]]) -> list[int]:
    """The combinations in an order in which every pair of values of two options comes soon: an edit that matters for some
    values of the options only is then noticed soon."""
    left = dict.fromkeys(range(len(rows)))
    seen: set[tuple[tuple[str, Value], ...]] = set()
    order: list[int] = []
    while left:
        best = max(left, key=lambda number: len(_pairs(rows[number]) - seen))
        seen |= _pairs(rows[best])
        del left[best]
        order.append(best)
    return order


def _pairs(row: Mapping[str, Value]) -> set[tuple[tuple[str, Value], ...]]:
    items = sorted(row.items(), key=lambda item: item[0])
    return {(a, b) for i, a in enumerate(items) for b in items[i:]}
