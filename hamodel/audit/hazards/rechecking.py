"""The answers that a report rests on, asked anew: the spec for the combinations that the files leave, and for those that remedies
leave, with the options that differ among them as variables of one question; of one combination by a check. Nothing is looked up
for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_
from time import monotonic

from hamodel.audit.hazards.answers import KnownAnswers
from hamodel.audit.hazards.applying import HazardReport, Rechecked
from hamodel.audit.hazards.computing import KINDS
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.variables.deciding import decide
from hamodel.engines import Progress
from hamodel.evidence.confirm import Disagreement
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.combinations import OptionCube, condition
from hamodel.model.expr import Value
from hamodel.model.system import Property, System
from hamodel.model.verdict import Unknown
from hamodel.proofs.digest import digest
from hamodel.report.because import run_of
from hamodel.report.words import counted, value
from hamodel.source import Source, Span

Answer = tuple[str, int | None, int | None]
"""A verdict; of one that is violated the fewest faults, and the steps of a shortest run with so many."""
Options = Mapping[str, Value]
Listen = Callable[[str], None]
Fresh = Mapping[str, list[tuple[int, Answer]]]
"""Of each claim its answers, each with the combinations that it is of; in those that none has it is not decided."""

EVERY = 5.0
"""Seconds between two words on how far it is."""


class OtherAnswer(RuntimeError):
    """A check of the spec says something else than the answers that come with hamodel."""


def rechecked(report: HazardReport, listen: Listen = lambda text: None) -> HazardReport:
    """The report, with what was confirmed; a claim that was not decided is told, and confirmed by nothing. `listen` is told what
    is asked now. Raises OtherAnswer where something else was found, and KeyboardInterrupt."""
    known = report.answers
    system = elaborate(load(SIGN + known.spec))
    if digest(system) != known.digest:
        raise OtherAnswer(f"the answers about @{known.spec} that come with hamodel are about another text of it")
    remedies = [(hazard, remedy, report.left_after(remedy)) for hazard in report.every for remedy in hazard.remedies]
    wanted = reduce(or_, (after for *_, after in remedies), report.left)
    fresh = _alone(system, known, wanted, listen) if wanted.bit_count() == 1 else _together(system, known, wanted, listen)
    undecided: list[str] = []
    for claim in known.claims:
        open_ = wanted
        for bits, found in fresh[claim.name]:
            open_ &= ~bits
            for others, row in known.rows[claim.name]:
                kept = row.verdict, row.faults, row.steps
                if bits & others and found != kept:
                    said = _words(known.every.first(bits & others))
                    raise OtherAnswer(
                        f"{claim.name} of @{known.spec} with {said}: a check says {_told(found)}, kept is {_told(kept)}"
                    )
        if open_:
            count = open_.bit_count()
            more = f" and {counted(count - 1, 'more combination')}" if count > 1 else ""
            undecided.append(f"{claim.name} with {_words(known.every.first(open_))}{more}")
    for hazard, remedy, after in remedies:
        for bits, (verdict, faults, _) in fresh[hazard.claim.name]:
            if bits & after and verdict == "violated" and (remedy.faults is None or faults is None or faults < remedy.faults):
                raise OtherAnswer(f"{hazard.claim.name} of @{known.spec} is violated with {dict(remedy.options)} as well")
    return replace(report, rechecked=Rechecked(wanted.bit_count(), len(known.claims), len(remedies), tuple(undecided)))


def _together(system: System, known: KnownAnswers, wanted: int, listen: Listen) -> Fresh:
    """What becomes of each claim in these combinations, by one question in which options are variables."""
    every = known.every
    values = {name: [each for each in some if wanted & every.having(name, (each,))] for name, some in every.options.items()}
    given = {name: some[0] for name, some in values.items() if len(some) == 1}
    only = condition(every.cubes(wanted, every.every & ~known.possible), system.options)
    asked = replace(system, declared=(*system.declared, Property("only these", "assume", only, Span(Source("", ""), 0, 0))))
    said = f"@{known.spec} with {_words(given)}: {counted(wanted.bit_count(), 'combination')} together"
    started = told = monotonic()
    listen(said)

    def hear(progress: Progress) -> None:
        nonlocal told
        if monotonic() - told >= EVERY:
            told = monotonic()
            listen(f"{said}, {told - started:.0f} s: {progress.engine}, depth {progress.depth}")

    claims = [property for property in system.properties if property.kind in KINDS]
    try:
        found = decide(asked, claims, given, listen=hear, lift=False)
    except Disagreement as disagreement:
        raise OtherAnswer(str(disagreement)) from disagreement

    def of(cubes: list[OptionCube]) -> int:
        alone = {name: (each,) for name, each in given.items()}
        return reduce(or_, (every.of(OptionCube({**alone, **cube.values})) for cube in cubes), 0)

    if of(found.every.cubes(found.asked)) != wanted:
        raise OtherAnswer(f"@{known.spec} allows other combinations of the options than is kept")
    silent = of(found.every.cubes(found.silent))
    fresh: dict[str, list[tuple[int, Answer]]] = {}
    for name, decision in found.of.items():
        left = wanted & ~silent
        unclear = of(found.every.cubes(decision.unclear))
        fresh[name] = []
        for shown in decision.shown:
            bits = left & of([shown.cube])
            left &= ~bits
            fresh[name].append((bits & ~unclear, ("violated", shown.faults, shown.steps)))
        if decision.result is not None and not isinstance(decision.result.answer, Unknown):
            fresh[name].append((left, ("proved", None, None)))
    return fresh


def _alone(system: System, known: KnownAnswers, wanted: int, listen: Listen) -> Fresh:
    """The same of one combination, by a check."""
    options = known.every.first(wanted)
    listen(f"@{known.spec} with {_words(options)}")
    found = _checked(system, options)
    return {
        claim.name: [(wanted, found[claim.name])] if found.get(claim.name, ("unknown",))[0] != "unknown" else []
        for claim in known.claims
    }


def _checked(system: System, options: Options) -> dict[str, Answer]:
    report = check(system, Request(options=options))
    if report.interrupted:
        raise KeyboardInterrupt
    if report.disagreement:
        raise OtherAnswer(report.disagreement)
    found: dict[str, Answer] = {}
    for finding in report.findings:
        if finding.kind in KINDS:
            run = run_of(report, finding) if finding.verdict == "violated" else None
            trace = finding.with_fewest or (run[1] if run is not None else None)
            violated = finding.verdict == "violated" and trace is not None
            found[finding.name] = (
                finding.verdict,
                finding.fewest_faults if violated else None,
                len(trace.steps) if violated and trace is not None else None,
            )
    return found


def _words(options: Options) -> str:
    return ", ".join(f"{name} = {value(each)}" for name, each in options.items())


def _told(answer: Answer) -> str:
    verdict, faults, steps = answer
    return verdict if steps is None else f"{verdict} ({faults} faults, {steps} steps)"
