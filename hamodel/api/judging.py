"""What to ask about some properties of a spec; and what a report says against one of them, as the text of a failed assertion.

NOTE(alone): what a report says of a property must not depend on what else was asked: a property that is alone selected (`pytest
--lf`) must not pass what it fails among all the others. So that a premise which decides nothing is told with its property, and
run-time errors are looked for with every property that can make one. What is told of the actions needs no property.
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
    """What to check for these properties and scenarios, and (`beside`) for run-time errors and the quality of actions."""
    every = {*(property.name for property in system.properties), *(scenario.name for scenario in system.scenarios)}
    wanted = set(names)
    if beside:
        wanted |= {
            property.name for property in system.properties if may_fail(looked_at(property) if property.liveness else property)
        }
    if wanted >= every:
        return system, request
    if beside and not any(property.name in wanted for property in system.properties):
        if request.proofs is not None:  # a certificate is of the whole spec
            return system, request
        scenarios = tuple(scenario for scenario in system.scenarios if scenario.name in wanted)
        return replace(system, declared=system.assumptions, scenarios=scenarios), request
    return system, replace(request, properties=tuple(sorted(wanted)), quality=True)


def of_property(report: Report, name: str) -> tuple[Diagnostic, ...]:
    """What in this property decides nothing, also if that follows from something else."""
    named = [property for property in report.system.properties if property.name == name]
    if not named or not report.quality:
        return ()
    own = [property for property in named if not property.liveness]
    told = {_key(cover.missing) for cover in covers(report.system, own) if belongs(cover, {name}, run_time=False)}
    told.update(map(_key, tautologies(named)))
    return tuple(diagnostic for diagnostic in (*report.quality, *report.following) if _key(diagnostic) in told)


def of_actions(report: Report) -> tuple[Diagnostic, ...]:
    """What in the actions decides nothing: everything that is in no property."""
    told = {_key(diagnostic) for property in report.system.properties for diagnostic in of_property(report, property.name)}
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
    """What in the property decides nothing, if anything; with `codes`, of these kinds."""
    return "\n\n".join(render(found) for found in of_property(report, name) if not codes or found.code in codes)


def run_time_errors(report: Report) -> list[Finding]:
    """The run-time errors that can be caused, and what of this question is undecided."""
    return [finding for finding in report.findings if finding.kind == "run-time" and finding.as_expected is not True]


def against_runs(report: Report, style: Style) -> str:
    """Why what is said about all runs may not count: some may be cut short by a run-time error."""
    found = run_time_errors(report)
    if not found:
        return ""
    known = any(finding.as_expected is False for finding in found)
    headline = "a run-time error can be caused, and ends a run" if known else "undecided: can a run-time error end a run?"
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
