"""What is asked of the answers, once the properties are decided: for a shortest trace where one is shown, for the fewest faults,
and why something was not reached. Each is a phase of the schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from hamodel.check.jobs import CONTESTANTS, Job, Wanted, searched
from hamodel.check.knowledge import Knowledge
from hamodel.check.quality import second
from hamodel.check.rows import every_size, growing
from hamodel.check.schedule import EVERY, Phase, Schedule, Submitted
from hamodel.check.sizes.shortening import SHORTEST
from hamodel.check.tasks import Reply
from hamodel.engines import Budget
from hamodel.engines.question import OfCover, OfError, OfProperty, Question
from hamodel.evidence.confirm import Disagreement
from hamodel.model.scope import Scope
from hamodel.model.system import Failing, Property
from hamodel.model.trace import Trace
from hamodel.model.transform import free_options, remembers
from hamodel.model.verdict import Finding, Reached, Unknown, Unreachable


def afterwards(schedule: Schedule) -> None:
    """The three, in the order in which they need each other."""
    _shorten(schedule)
    _fewest_faults(schedule)
    _second_look(schedule)


# --- shortest traces -------------------------------------------------------------------------------------------------


def _shorten(schedule: Schedule) -> None:
    """A trace of a smaller size, or of an engine that takes what comes, may not be the shortest of the size that was asked
    for: a shortest one is looked for where a trace is shown."""
    knowledge = schedule.knowledge

    def hear(submitted: Submitted, reply: Reply[Question]) -> None:
        if isinstance(reply.answer, Reached):
            result = knowledge.result_of(submitted.number, submitted.job, reply)
            knowledge.answers.conclude((reply.question, submitted.number), result)
        elif isinstance(reply.answer, Unreachable):
            raise Disagreement(f"{reply.question}: {reply.engine} does not find what a trace shows")

    tried: set[tuple[OfProperty | OfError, int]] = set()
    schedule.phase = Phase(hear)
    while wanted := [key for key in _longer(knowledge) if key not in tried]:
        tried.update(wanted)
        for number, sizes, members, errors in _together(wanted, knowledge):
            schedule.submit(number, sizes, members, None, schedule.plan.faults, trace_of=errors)
        schedule.hear()


def _longer(knowledge: Knowledge) -> Iterator[tuple[OfProperty | OfError, int]]:
    """Questions whose trace is shown, with its row, where a shorter trace is not excluded."""
    if knowledge.plan.request.engine not in (*CONTESTANTS, *SHORTEST):
        return
    shown: list[tuple[OfProperty | OfError, Finding]] = []
    shown += [(OfProperty(property.name), knowledge.finding(property)) for property in knowledge.plan.properties]
    shown += [(error, knowledge.of_error(error)) for error in knowledge.errors]
    for question, finding in shown:
        if finding.shown is not None and not finding.results[finding.shown].shortest:
            yield question, finding.shown


def _together(
    keys: Sequence[tuple[OfProperty | OfError, int]], knowledge: Knowledge
) -> Iterator[tuple[int, Mapping[str, int], Sequence[Property], Sequence[OfError]]]:
    """What is asked together, of a row at a size: properties with the same monitors, a property about runs alone, an error alone
    with the properties that were looked at when it was made."""
    properties = {OfProperty(property.name): property for property in knowledge.plan.properties}
    groups: dict[tuple[object, ...], list[Property]] = {}
    places: dict[tuple[object, ...], tuple[int, Mapping[str, int]]] = {}
    for question, number in keys:
        result = knowledge.answers.result((question, number))
        assert result is not None
        assert isinstance(result.answer, Reached)
        sizes = {sort: size for sort, size in result.sizes.items() if isinstance(size, int)}
        if isinstance(question, OfError):
            yield number, sizes, knowledge.makers[question][1], (question,)
            continue
        property = properties[question]
        group = (number, tuple(sizes.items()), *_apart(property))
        places[group] = number, sizes
        groups.setdefault(group, []).append(property)
    for group, members in groups.items():
        yield *places[group], members, ()


def _apart(property: Property) -> tuple[str, ...]:
    """Properties with the same can be asked of one system; one about runs has a system of its own."""
    alone = property.name if property.liveness else ""
    return (alone, *(monitor.variable.name for monitor in property.monitors))


# --- the smallest number of faults -----------------------------------------------------------------------------------


def _fewest_faults(schedule: Schedule) -> None:
    """Is a property that was reached with some faults reached with fewer, whatever the options? Bounds 0, 1, ... in turn."""
    knowledge, fewest = schedule.knowledge, schedule.knowledge.fewest
    used: dict[Question, int] = {}
    for question, number in list(knowledge.answers):
        result = knowledge.answers.result((question, number))
        if result is not None and isinstance(result.answer, Reached):
            used[question] = min(used.get(question, result.faults), result.faults)
    fewest.faults |= {question: faults for question, faults in used.items() if not faults}
    properties = {OfProperty(property.name): property for property in schedule.plan.properties}
    claimed = {question: (used[question], property) for question, property in properties.items() if question in used}
    for bound in range(max((most for most, _ in claimed.values()), default=0)):
        told = fewest.unclear.union(fewest.faults)
        _try_bound(
            schedule, bound, [property for question, (most, property) in claimed.items() if most > bound and question not in told]
        )
    for question, (most, _) in claimed.items():
        if question not in fewest.unclear:
            fewest.faults.setdefault(question, most)
    _runs_with_fewest(schedule)


def _try_bound(schedule: Schedule, bound: int, properties: Sequence[Property]) -> None:
    fewest = schedule.knowledge.fewest

    def hear(_: Submitted, reply: Reply[Question]) -> None:
        if isinstance(reply.answer, Reached):
            fewest.faults[reply.question] = bound
            fewest.unclear.discard(reply.question)
        elif isinstance(reply.answer, Unknown) and reply.question not in fewest.faults:
            fewest.unclear.add(reply.question)

    def shorten(submitted: Submitted) -> Job | None:
        left = tuple(property for property in submitted.job.properties if OfProperty(property.name) not in fewest.faults)
        return replace(submitted.job, properties=left) if left else None

    _ask_bound(schedule, bound, properties, hear, shorten)


def _runs_with_fewest(schedule: Schedule) -> None:
    """A shortest run with the fewest faults, where the one that is shown has more."""
    knowledge = schedule.knowledge
    wanted: dict[int, list[Property]] = {}
    for property in schedule.plan.properties:
        finding, fewest = knowledge.finding(property), knowledge.fewest.faults.get(OfProperty(property.name))
        if fewest is not None and finding.shown is not None and fewest < finding.results[finding.shown].faults:
            wanted.setdefault(fewest, []).append(property)
    found: dict[Question, list[Trace | None]] = {}

    def hear(_: Submitted, reply: Reply[Question]) -> None:
        if not isinstance(reply.answer, Unreachable):
            trace = reply.answer.trace if isinstance(reply.answer, Reached) else None
            found.setdefault(reply.question, []).append(trace)

    for bound, properties in wanted.items():
        _ask_bound(schedule, bound, properties, hear, trace_of=())
    for question, traces in found.items():
        known = [trace for trace in traces if trace is not None]
        if len(known) == len(traces):
            knowledge.fewest.traces[question] = min(known, key=lambda trace: len(trace.steps))


def _ask_bound(
    schedule: Schedule,
    bound: int,
    properties: Sequence[Property],
    hear: Callable[[Submitted, Reply[Question]], None],
    shorten: Callable[[Submitted], Job | None] = lambda submitted: submitted.job,
    trace_of: Sequence[OfError] | None = None,
) -> None:
    """Asked for every value of the options at once, if they can be freed and no engine was asked for by name."""
    plan, knowledge = schedule.plan, schedule.knowledge
    schedule.phase = Phase(hear, shorten, f"at most {bound} faults")
    groups: dict[tuple[str, ...], list[Property]] = {}
    for property in properties:
        groups.setdefault(_apart(property), []).append(property)
    together = plan.request.engine in CONTESTANTS and len(plan.rows) > 1
    together = together and plan.rows[0].alike is None  # else there are too many values
    freed = free_options(plan.system, plan.request.options) if together else None
    for number, members in product([EVERY] if freed else range(len(plan.rows)), groups.values()):
        # what more faults do not reach, fewer do not
        possible = [property for property in members if not freed and not _excluded(knowledge, property, number)]
        if freed or possible:
            for sizes in every_size(plan.rows) if freed else plan.rows[number].sizes:
                schedule.submit(number, sizes, possible or members, None, bound, freed, trace_of)
    schedule.hear()


def _excluded(knowledge: Knowledge, property: Property, number: int) -> bool:
    return isinstance(knowledge.result(OfProperty(property.name), number).answer, Unreachable)


# --- what decides nothing --------------------------------------------------------------------------------------------


def _second_look(schedule: Schedule) -> None:
    """Why was something not reached? See `hamodel.check.quality`. What more faults would reach is asked of the smallest size."""
    plan, knowledge = schedule.plan, schedule.knowledge
    properties = {property.name: property for property in plan.properties}
    missed = [cover for cover in plan.covers if knowledge.barren(cover.question) and cover.question not in knowledge.reached]
    groups: dict[tuple[bool, tuple[str, ...]], list[tuple[OfCover, Wanted]]] = {}
    of: dict[tuple[str, ...], list[Property]] = {}
    for cover, question, wanted in second(missed, plan.system.faults is not None):
        about = [properties[cover.question.owner]] if cover.question.kind == "premise" else []
        past = remembers(about[0]) if about else ()
        of[past] = about
        groups.setdefault((isinstance(wanted, Failing), past), []).append((question, wanted))

    def hear(submitted: Submitted, reply: Reply[Question]) -> None:
        assert isinstance(reply.question, OfCover)
        if isinstance(reply.answer, Reached):
            knowledge.reached.add(reply.question)
        elif isinstance(reply.answer, Unreachable):
            knowledge.exhausted.add((reply.question, submitted.number))

    schedule.phase = Phase(hear)
    for (number, row), ((mistaking, past), asked) in product(enumerate(plan.rows), groups.items()):
        sizes = row.sizes[-1] if mistaking else next(iter(growing(row.sizes[-1])))
        left = tuple(each for each in asked if each[0] not in knowledge.reached and (each[0], number) not in knowledge.exhausted)
        if left:
            job = _looking_again(knowledge, number, sizes, left, of[past], plan.faults if mistaking else None)
            schedule.add(Submitted(job, number, len(schedule.submitted)))
    schedule.hear()


def _looking_again(
    knowledge: Knowledge,
    number: int,
    sizes: Mapping[str, int],
    wanted: tuple[tuple[OfCover, Wanted], ...],
    properties: Sequence[Property],
    faults: int | None,
) -> Job:
    request = knowledge.plan.request
    return Job(
        f"{wanted[0][0]} / {number}",
        searched(knowledge.plan.system, properties, faults),
        Scope(dict(sizes), {**request.options, **knowledge.plan.rows[number].options}),
        (),
        wanted,
        None,
        Budget(None, None, request.memory * 3 // 4),
        "explicit" if knowledge.plan.only_proofs else request.engine,
        request.symmetry,
    )
