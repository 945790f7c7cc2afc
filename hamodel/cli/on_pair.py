"""hamodel run --on reference: a run of the model, steered on the reference pair, and what is to be seen there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host.regular import regular

if TYPE_CHECKING:
    from hamodel.check.report import Report
    from hamodel.check.request import Asked
    from hamodel.model.scope import Scope
    from hamodel.model.system import System
    from hamodel.model.trace import Trace
    from hamodel.model.verdict import Finding
    from hamodel.reference.panos.playing.search import Steered
    from hamodel.report.results import CommandReport

LARGEST_REPORT = 100_000_000
"""Bytes of a report that is played."""

MOST_RUNS = 12
"""So many runs that a check found are tried."""


def play_run(system: System, scope: Scope, trace: Trace, title: str, doc: str = "") -> CommandReport:
    """The story of a run."""
    from hamodel.reference.panos.playing.search import steer
    from hamodel.reference.panos.playing.story import story_result

    fits(system, scope)
    return story_result(system, scope, trace, steer(system, scope, trace), title, doc)


def play_finding(system: System, name: str, asked: Asked) -> CommandReport | Report:
    """Checks the property, and tells the story of the run that decides it: of the first of those found that the pair follows to
    its end; if there is none, of the first. The report, if the check has no answer to give."""
    from hamodel.check.pipeline import check
    from hamodel.check.request import requests
    from hamodel.cli.progress import progress
    from hamodel.reference.panos.playing.search import steer
    from hamodel.reference.panos.playing.story import story_result

    fits(system)
    ((request, _),) = requests(asked, [system])
    with progress(system.name) as listen:
        report = check(system, request, listen)
    if report.disagreement or report.interrupted:
        return report
    finding = next((finding for finding in report.findings if finding.name == name), None)
    runs = [] if finding is None else list(_runs(report, finding))
    if finding is None or not runs:
        raise SpecError([_nothing(name, finding)])
    failed: list[tuple[Scope, Trace, Steered]] = []
    for scope, trace in runs:
        fits(system, scope)
        steered = steer(system, scope, trace)
        if steered.stuck is None:
            other = failed[0][1:] if failed else None
            break
        failed.append((scope, trace, steered))
    else:
        (scope, trace, steered), other = failed[0], None
    return story_result(system, scope, trace, steered, f"{finding.verdict} {name}", finding.doc, other)


def play_report(system: System, path: str, name: str | None) -> CommandReport:
    """The story of a run that an earlier check found."""
    from hamodel.reference.panos.playing.reported import UnreadableReport, reported

    fits(system)
    try:
        text = regular(path, LARGEST_REPORT).decode("utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise SpecError([Diagnostic("report", None, f"cannot read `{path}`: {reason}")]) from None
    if len(text) > LARGEST_REPORT:
        raise SpecError([Diagnostic("report", None, f"`{path}` is larger than {LARGEST_REPORT // 1_000_000} MB")])
    try:
        run = reported(system, text, name)
    except UnreadableReport as error:
        help = "`hamodel check SPEC --format json -o FILE` writes a report"
        raise SpecError([Diagnostic("report", None, f"`{path}`: {error}", help=help)]) from None
    return play_run(system, run.scope, run.trace, run.title, run.doc)


def fits(system: System, scope: Scope | None = None) -> None:
    """Raises `SpecError` where the pair is not what the spec speaks of, or cannot be set as a run has its options."""
    from hamodel.reference.panos.playing.fitting import misfit
    from hamodel.reference.panos.playing.moves import started

    found = misfit(system)
    if found is not None:
        headline = f"the reference pair does not implement `{system.name}`: {found.text}"
        help = "it implements specs/panos/active_active.ha, and specs with the same inputs, faults, options and variables"
        raise SpecError([Diagnostic("not-on-pair", found.span, headline, help=help)])
    if scope is not None:
        try:
            started(scope)
        except ValueError as error:
            raise SpecError([Diagnostic("not-on-pair", None, f"the reference pair cannot be set so: {error}")]) from None


def _runs(report: Report, finding: Finding) -> Iterator[tuple[Scope, Trace]]:
    """What the report shows first; then other runs, of other options: each sequence of actions once."""
    from hamodel.model.verdict import Reached
    from hamodel.report.because import scope_of
    from hamodel.report.verdicts import shown

    first = shown(finding)
    results = ([first[0]] if first is not None else []) + list(finding.results)
    seen: set[tuple[tuple[str, tuple[tuple[str, object], ...]], ...]] = set()
    for result in results:
        if isinstance(result.answer, Reached) and result.answer.trace is not None:
            trace = result.answer.trace
            what = tuple((step.action, step.arguments) for step in trace.steps)
            if what not in seen and len(seen) < MOST_RUNS:
                seen.add(what)
                yield scope_of(report, finding, result), trace


def _nothing(name: str, finding: Finding | None) -> Diagnostic:
    if finding is None or finding.verdict == "unknown":
        return Diagnostic("no-run", None, f"`{name}` is not decided: there is no run to play")
    help = "only what a check violates or reaches has a run: `hamodel check` says which that is"
    return Diagnostic("no-run", finding.span, f"there is no run to play: `{name}` is {finding.verdict}", help=help)
