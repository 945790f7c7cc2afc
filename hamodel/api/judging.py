"""What to ask about some claims of a spec; and what a report says against one of them, as the text of a failed assertion.

NOTE(alone): what a report says of a claim must not depend on what else was asked: a claim that is alone selected (`pytest --lf`)
must not pass what it fails among all the others. So that a premise which decides nothing is told with its claim, and run-time
mistakes are looked for with every claim that can make one. What is told of the actions needs no claim.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from hamodel.check.plan import belongs, may_fail
from hamodel.check.quality import covers, tautologies
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.diagnostics import Diagnostic, render, suggest_or_list
from hamodel.model.system import System
from hamodel.model.temporal import looked_at
from hamodel.model.verdict import Finding
from hamodel.report.style import Style
from hamodel.report.text import text
from hamodel.report.verdicts import summary


def asking(system: System, request: Request, names: Collection[str], beside: bool) -> tuple[System, Request]:
    """What to check for these claims and scenarios, and (`beside`) for run-time mistakes and the quality of actions."""
    every = {*(claim.name for claim in system.claims), *(scenario.name for scenario in system.scenarios)}
    wanted = set(names)
    if beside:
        wanted |= {claim.name for claim in system.claims if may_fail(looked_at(claim) if claim.liveness else claim)}
    if wanted >= every:
        return system, request
    if beside and not any(claim.name in wanted for claim in system.claims):
        if request.proofs is not None:  # a certificate is of the whole spec
            return system, request
        scenarios = tuple(scenario for scenario in system.scenarios if scenario.name in wanted)
        return replace(system, properties=system.assumptions, scenarios=scenarios), request
    return system, replace(request, properties=tuple(sorted(wanted)), quality=True)


def of_claim(report: Report, name: str) -> tuple[Diagnostic, ...]:
    """What in this claim decides nothing, also if that follows from something else."""
    named = [claim for claim in report.system.claims if claim.name == name]
    if not named or not report.quality:
        return ()
    own = [claim for claim in named if not claim.liveness]
    told = {_key(cover.missing) for cover in covers(report.system, own) if belongs(cover, {name}, run_time=False)}
    told.update(map(_key, tautologies(named)))
    return tuple(diagnostic for diagnostic in (*report.quality, *report.following) if _key(diagnostic) in told)


def of_actions(report: Report) -> tuple[Diagnostic, ...]:
    """What in the actions decides nothing: everything that is in no claim."""
    told = {_key(diagnostic) for claim in report.system.claims for diagnostic in of_claim(report, claim.name)}
    return tuple(diagnostic for diagnostic in report.quality if _key(diagnostic) not in told)


def against_verdict(report: Report, finding: Finding, verdicts: Sequence[str], style: Style) -> str:
    """Why the verdict is not one of these; nothing if it is."""
    undecided = finding.verdict == "unknown" or (finding.verdict == "holds to depth" and bool(finding.open))
    if finding.verdict in verdicts and not undecided:
        return ""
    if undecided:
        return f"`{finding.name}` is undecided: {summary(finding)}\n\n{alone(report, [finding], style)}"
    if finding.elsewhere:
        return f"`{finding.name}` does not apply: {finding.elsewhere}"
    return f"`{finding.name}` is {finding.verdict}\n\n{alone(report, [finding], style)}"


def against_quality(report: Report, name: str, codes: Collection[str] = ()) -> str:
    """What in the claim decides nothing, if anything; with `codes`, of these kinds."""
    return "\n\n".join(render(found) for found in of_claim(report, name) if not codes or found.code in codes)


def mistaken(report: Report) -> list[Finding]:
    """The run-time mistakes that can be made, and what of this question is undecided."""
    return [finding for finding in report.findings if finding.kind == "run-time" and finding.as_expected is not True]


def against_runs(report: Report, style: Style) -> str:
    """Why what is said about all runs may not count: some may be cut short by a run-time mistake."""
    found = mistaken(report)
    if not found:
        return ""
    known = any(finding.as_expected is False for finding in found)
    headline = "a run-time mistake can be made, and ends a run" if known else "undecided: can a run-time mistake end a run?"
    return f"{headline}\n\n{alone(report, found, style)}"


def alone(report: Report, findings: Sequence[Finding], style: Style) -> str:
    """The report, of these findings only."""
    return text([replace(report, findings=tuple(findings), quality=(), notes=())], style)


def close_to(name: str, known: Sequence[str]) -> str:
    """That there is no such name, and which one may be meant."""
    return f"nothing is named `{name}`; {suggest_or_list(name, known)}"


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """A report that comes from another process has sources of its own: places are compared by what they say."""
    return diagnostic.code, str(diagnostic.span), diagnostic.headline
