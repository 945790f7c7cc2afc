"""What a check says of claims with some options, to hold the answers that come with hamodel against."""

from __future__ import annotations

from collections.abc import Mapping

from hamodel.audit.hazards.answers import ClaimAnswer
from hamodel.audit.hazards.computing import KINDS
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.rows import largest
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.report.because import run_of
from hamodel.report.verdicts import extent

Told = tuple[str, str, int | None, int | None]


def told(answer: ClaimAnswer) -> Told:
    """Verdict, how far it holds, the fewest faults, the fewest steps with so many."""
    return answer.verdict, answer.extent, answer.faults, answer.steps


def agree(kept: Told, found: Told, at_scope: bool = False) -> bool:
    """Does a check say what is kept? What is kept says how far a claim holds wherever it does, which may be less than here; one
    `at_scope` does not say it."""
    return (kept[0], *kept[2:]) == (found[0], *found[2:]) and (at_scope or found[1] in (kept[1], f"{kept[1]}, and of faults"))


def checked(
    system: System, options: Mapping[str, Value], claims: tuple[str, ...] = (), at_scope: bool = False
) -> dict[str, Told]:
    """The same by a check of this combination by itself; of all claims where none is named. `at_scope`: with as many members as
    the spec says, without proofs for any number."""
    report = check(system, Request(options=options, properties=claims, sizes=largest(system, {}) if at_scope else {}))
    assert not report.disagreement
    found: dict[str, Told] = {}
    for finding in report.findings:
        if finding.kind in KINDS:
            run = run_of(report, finding)
            if finding.verdict == "violated" and run is not None:
                trace = finding.with_fewest or run[1]
                found[finding.name] = finding.verdict, extent(finding), finding.fewest_faults, len(trace.steps)
            else:
                found[finding.name] = finding.verdict, extent(finding), None, None
    return found
