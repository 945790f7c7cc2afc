"""The answers that a report rests on, asked anew: a check of the spec for each combination that the files leave, and for each
that a remedy leaves. Nothing is looked up for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from hamodel.audit.hazards.applying import HazardReport, Rechecked
from hamodel.audit.hazards.computing import KINDS
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.proofs.digest import digest
from hamodel.report.because import run_of
from hamodel.report.words import value

Answer = tuple[str, int | None, int | None]
"""A verdict; of one that is violated the fewest faults, and the steps of a shortest run with so many."""
Options = Mapping[str, Value]


class OtherAnswer(RuntimeError):
    """A check of the spec says something else than the answers that come with hamodel."""


def rechecked(report: HazardReport, listen: Callable[[str], None] = lambda text: None) -> HazardReport:
    """The report, with what a check confirmed; a claim that it did not decide is told, and confirmed by nothing. `listen` is told
    what is checked now. Raises OtherAnswer where it says something else, and KeyboardInterrupt."""
    known = report.answers
    system = elaborate(load(SIGN + known.spec))
    if digest(system) != known.digest:
        raise OtherAnswer(f"the answers about @{known.spec} that come with hamodel are about another text of it")
    remedies = [(hazard, remedy, report.combinations(remedy)) for hazard in report.every for remedy in hazard.remedies]
    every = {
        _words(options): options for options in (*report.combinations(), *(each for *_, after in remedies for each in after))
    }
    fresh: dict[str, dict[str, Answer]] = {}
    undecided: list[str] = []
    for number, (said, options) in enumerate(every.items(), 1):
        listen(f"@{known.spec} with {said} ({number} of {len(every)})")
        fresh[said] = _checked(system, options)
        for claim in known.claims:
            row, found = known.at(options, claim.name), fresh[said].get(claim.name)
            if found is None or found[0] == "unknown":
                undecided.append(f"{claim.name} with {said}")
            elif found != (row.verdict, row.faults, row.steps):
                kept = (row.verdict, row.faults, row.steps)
                raise OtherAnswer(
                    f"{claim.name} of @{known.spec} with {said}: a check says {_told(found)}, kept is {_told(kept)}"
                )
    for hazard, remedy, after in remedies:
        for options in after:
            verdict, faults, _ = fresh[_words(options)].get(hazard.claim.name, ("", None, None))
            if verdict == "violated" and (remedy.faults is None or faults is None or faults < remedy.faults):
                raise OtherAnswer(f"{hazard.claim.name} of @{known.spec} is violated with {dict(remedy.options)} as well")
    return replace(report, rechecked=Rechecked(len(every), len(known.claims), len(remedies), tuple(undecided)))


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
