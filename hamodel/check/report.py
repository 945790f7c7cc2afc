"""Report: what is known at the end of a check, in the words of the spec. `report` makes it of the knowledge of the check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hamodel.check.knowledge import NO_ERRORS, Knowledge
from hamodel.check.measures import Taken
from hamodel.check.quality import missing, second, tautologies, unread
from hamodel.check.rows import asked_sizes, open_sorts
from hamodel.check.scenarios import message
from hamodel.check.schedule import Schedule
from hamodel.check.sizes.unfinished import Unfinished, note
from hamodel.check.values import Solution
from hamodel.diagnostics import Diagnostic
from hamodel.engines.question import AnyError, OfError, OfProperty, OfScenario, Question
from hamodel.host.status import Exit
from hamodel.model.expr import Value
from hamodel.model.scenario import Played
from hamodel.model.system import RunTimeError, Scenario, System
from hamodel.model.timing import duration_text
from hamodel.model.verdict import Finding, Size


@dataclass(frozen=True, slots=True)
class Quality:
    """What decides nothing: dead actions, conjuncts and premises, each with its place. `following`: what follows from one of
    `found`, which names it. `untold`: what could not be told."""

    found: tuple[Diagnostic, ...] = ()
    following: tuple[Diagnostic, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is known at the end. `sizes`, `faults`, `options` (those set) are what the check ran with; `any_size`: the sorts of
    which no size was said, so that properties are about any number of members, and the sizes are those that were looked at.

    `failures`: for each scenario that fails, where and why; `played`: one run of each. `quality`: dead actions, conjuncts
    and premises that decide nothing, each with its place; `following`: what follows from one of them, which names it.
    `notes`: what could not be told, for example that quality was not looked at because a search did not end; `untold`: those
    of the notes that are about quality. `unfinished`: searches that ended at a limit, and left something undecided.
    `measured`: how long what is measured lasts, for each combination of the options. `solved`: for which durations claims hold.
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
    measured: tuple[Taken, ...] = ()
    solved: tuple[Solution, ...] = ()

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
        unsolved = any(each.asked is not None and not each.exact for each in self.solved)
        claimed = bool(self.measured or self.solved) or any(finding.kind != "run-time" for finding in asked)
        if not claimed or unsolved or None in agreed or any(each.found.unknown for each in self.measured):
            return Exit.UNDECIDED
        return Exit.QUALITY if self.quality else Exit.GOOD


def report(knowledge: Knowledge, schedule: Schedule, seconds: float, disagreement: str = "") -> Report:
    """What is known now."""
    plan = knowledge.plan
    findings = [knowledge.finding(property) for property in plan.properties]
    findings += _of_run_time(knowledge)
    findings += [_of_scenario(knowledge, scenario) for scenario in plan.scenarios]
    quality = _quality(knowledge)
    unfinished = tuple(_unfinished(schedule, findings))
    failed = {scenario.name: (scenario, knowledge.played.get(scenario.name)) for scenario in plan.system.scenarios}
    return Report(
        plan.system,
        asked_sizes(plan.system, plan.request.sizes),
        {**plan.request.options, **(plan.system.timing.said if plan.system.timing is not None else {})},
        plan.faults,
        tuple(findings),
        {name: message(scenario, played.failure) for name, (scenario, played) in failed.items() if played and played.failure},
        knowledge.played,
        quality.found,
        tuple(_notes(knowledge, schedule, findings, unfinished, quality)),
        knowledge.interrupted,
        disagreement,
        seconds,
        quality.untold,
        open_sorts(plan.system, plan.request.sizes),
        quality.following,
        unfinished,
        tuple(schedule.of_time.measured),
        tuple(schedule.of_time.solved),
    )


def _of_scenario(knowledge: Knowledge, scenario: Scenario) -> Finding:
    why = knowledge.plan.elsewhere[scenario.name]
    results, expected = ((), ()) if why else ((knowledge.result(OfScenario(scenario.name), 0),), (0,))
    found = Finding(scenario.name, "scenario", scenario.span, results, expected, doc=scenario.doc, elsewhere=why)
    return replace(found, hazards=scenario.hazards)


def _of_run_time(knowledge: Knowledge) -> Iterator[Finding]:
    """Each run-time error that is caused, or that there is none."""
    plan = knowledge.plan
    if not plan.request.run_time or (plan.request.properties and not knowledge.errors and not plan.properties):
        return
    made = [knowledge.of_error(question) for question, _ in sorted(knowledge.errors.items(), key=_in_text)]
    made = [finding for finding in made if finding.hits]  # others are made at a smaller size only
    yield from made
    if not made:
        yield Finding(NO_ERRORS, "run-time", None, tuple(map(knowledge.no_errors, range(len(plan.rows)))))


def _in_text(error: tuple[OfError, RunTimeError]) -> tuple[str, int, int, str]:
    """The order of errors in a report."""
    name, span = str(error[0]), error[1].span
    return (span.source.path, span.start, span.end, name) if span else ("", 0, 0, name)


# --- notes -----------------------------------------------------------------------------------------------------------


def _notes(
    knowledge: Knowledge,
    schedule: Schedule,
    findings: Sequence[Finding],
    unfinished: Sequence[Unfinished],
    quality: Quality,
) -> Iterator[str]:
    plan = knowledge.plan
    if plan.left_out:
        yield f"`assume` excludes {plan.left_out:,} of {plan.combined:,} combinations of the options: not checked"
    if not plan.request.run_time:
        yield "run-time errors were not looked for: a run ends where one is made"
    if unfinished:
        yield note(unfinished)
    yield from _of_time(plan.system)
    yield from schedule.proofs.notes()
    yield from _unlifted(knowledge, findings)
    yield from _without_end(knowledge, findings)
    yield from schedule.open_questions
    if schedule.unproved and plan.system.sorts:
        yield "no proof for any number of members was looked for: first, there are run-time errors"
    if not plan.system.actions:
        yield "nothing ever happens: the spec has no action; only the first states were looked at"
    yield from quality.untold


def _of_time(system: System) -> Iterator[str]:
    """At which durations the verdicts are, and how fine time is."""
    timing = system.timing
    if timing is None or timing.unit is None:
        return
    told = [f"{name} = {length}" for name, length in timing.said.items()]
    left = [f"{each.name} = {duration_text(each.default)}" for each in timing.options if each.name not in timing.given]
    said = [*([", ".join(told)] if told else []), *([f"{', '.join(left)} by default, which was not set"] if left else [])]
    at = f"the verdicts are at {' and '.join(said)}, and at no other duration; " if said else ""
    yield f"{at}time passes in steps of {duration_text(timing.unit)}, which decide as real time does"


def _unfinished(schedule: Schedule, findings: Sequence[Finding]) -> Iterator[Unfinished]:
    """The searches that ended at a limit, of those questions that are still open."""
    for each in schedule.submitted.values():
        if each.cut is not None:
            asked = [*(property.name for property in each.job.properties), *([NO_ERRORS] if each.job.run_time else [])]
            left = tuple(finding.name for finding in findings if finding.name in asked and each.number in finding.open)
            if left:
                options = schedule.plan.rows[each.number].options
                yield Unfinished(options, each.job.scope.sizes, each.job.of_runs is not None, left, each.cut)


def _unlifted(knowledge: Knowledge, findings: Sequence[Finding]) -> Iterator[str]:
    """What is proved for the scope, but not for any number."""
    proved = [finding for finding in findings if finding.verdict == "proved"]
    held: list[Question] = [AnyError() if each.kind == "run-time" else OfProperty(each.name) for each in proved]
    told: list[tuple[list[int], str, list[Question]]] = []  # by the places of what it is about: they may come in any order
    for reason, questions in knowledge.unlifted.items():
        asked = [AnyError() if isinstance(question, AnyError) else question for question in questions]
        bounded = sorted((question for question in asked if question in held), key=held.index)
        if reason and bounded and knowledge.plan.system.sorts:
            told.append(([held.index(question) for question in bounded], reason, bounded))
    for _, reason, bounded in sorted(told, key=lambda each: each[:2]):
        names = ["run-time errors" if isinstance(question, AnyError) else f"`{question}`" for question in bounded]
        yield f"no proof for any number of members, of {', '.join(names)}: {reason}"


def _without_end(knowledge: Knowledge, findings: Sequence[Finding]) -> Iterator[str]:
    """What is about any number of members and about whole runs: of these there is no such proof."""
    of_runs = {property.name: property for property in knowledge.plan.system.declared if property.liveness}
    proved = [finding for finding in findings if finding.kind == "property" and finding.verdict == "proved"]
    open_ = [of_runs[each.name] for each in proved if each.name in of_runs and any(result.open for result in each.results)]
    if open_:
        names = ", ".join(f"`{property.name}`" for property in open_)
        places = ", ".join(str(property.span) for property in open_)
        yield f"no proof for any number of members, of {names}: about runs without end, {places}"


# --- what decides nothing --------------------------------------------------------------------------------------------


def _quality(knowledge: Knowledge) -> Quality:
    plan = knowledge.plan
    if plan.narrowed:
        return Quality(untold=("dead actions and vacuous properties were not looked for: less than the whole spec was asked",))
    if knowledge.starts and not any(knowledge.starts.values()):
        return Quality(untold=("dead actions and vacuous properties were not looked for: no run starts",))
    reached = knowledge.reached
    missed = [cover for cover in plan.covers if cover.question not in reached]
    asked = second(missed, plan.system.faults is not None)
    unclear = {cover.question for cover, again, _ in asked if again not in reached and not knowledge.barren(again)}
    undecided = [cover for cover in missed if not knowledge.barren(cover.question) or cover.question in unclear]
    count = "1 question" if len(undecided) == 1 else f"{len(undecided)} questions"
    untold = (f"{count} about dead code and vacuity not decided",) if undecided else ()
    told, following = missing(plan.system, [cover for cover in plan.covers if cover not in undecided], reached, plan.faults)
    return Quality((*tautologies(plan.properties), *told, *unread(plan.system)), following, untold)
