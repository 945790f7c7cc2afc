"""Reports and outcome to alerts: what somebody has to look at, each once, with its place and a name that stays the same.

What is as the spec says is no alert, `violated` as expected included. What is not decided is one: a spec that was right must
not look as if it still were. Where engines disagree no verdict counts, so that every property is open.

A fingerprint is made of names and of the text that an alert is about, never of lines: it survives edits elsewhere in the
file, and in other properties. A file that is renamed has new alerts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from hamodel.check.report import Report
from hamodel.diagnostics import Diagnostic, Label
from hamodel.host.printable import printable
from hamodel.host.status import Exit
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.model.verdict import Finding
from hamodel.report import run_time_errors, words
from hamodel.report.because import run_of
from hamodel.report.changes import changes, movements, with_states_before
from hamodel.report.loops import reasons
from hamodel.report.outcome import INTERRUPTED, Outcome, Unchecked
from hamodel.report.style import Style
from hamodel.report.text import nothing_to_show
from hamodel.report.verdicts import standing, summary
from hamodel.source import Span

Kind: TypeAlias = Literal["violated", "open", "quality", "error", "internal"]
"""Not as the spec says; not decided; says less than it seems to; the spec (or the command) is wrong; hamodel is."""

WIDE = Style(width=10_000)
"""For text that somebody else breaks into lines."""


@dataclass(frozen=True, slots=True)
class Alert:
    """`rule`: what it is an instance of. `headline`: one line. `text`: more of it, lines without a trace. `steps`: the trace, a
    line each. `path`: the file on whose account it is told, "" for the command; `span` may be in one that it imports. `also`:
    other places that it is about."""

    kind: Kind
    rule: str
    headline: str
    text: tuple[str, ...]
    path: str
    span: Span | None = None
    steps: tuple[str, ...] = ()
    report: Report | None = None
    finding: Finding | None = None
    also: tuple[Label, ...] = ()
    fingerprint: str = ""

    @property
    def file(self) -> str:
        """Where it stands; "" where there is no file."""
        return self.path if self.span is None else self.span.source.path

    @property
    def line(self) -> int:
        """Where it stands; the first is 1."""
        return 1 if self.span is None else self.span.line


def alerts(reports: Sequence[Report], outcome: Outcome) -> list[Alert]:
    """Every alert: what could not be checked first, then spec by spec. No two have the same fingerprint."""
    found = [(alert, key) for spec in outcome.unchecked for alert, key in _unchecked(spec)]
    for report in reports:
        found += _of_report(report)
    seen: Counter[tuple[str, ...]] = Counter()
    named = []
    for alert, key in found:
        whole = (outcome.path(alert.path), outcome.path(alert.file), *key)
        named.append(replace(alert, fingerprint=_hashed(*whole, str(seen[whole]))))
        seen[whole] += 1
    return named


def path_of(report: Report) -> str:
    """The file of a spec as the user named it."""
    return report.system.span.source.path if report.system.span else report.system.name


def alarming(report: Report, finding: Finding) -> bool:
    """Is it not as the spec says, or not known?"""
    return standing(report, finding) in ("bad", "open")


def headline(report: Report, finding: Finding) -> str:
    """`violated never_two_active: NOT as the spec says; 1 fault; 2 steps`."""
    if report.disagreement:
        return f"{finding.name}: not known, since engines disagree"
    return f"{finding.verdict} {finding.name}: {summary(finding)}".rstrip(": ")


def rule_of(report: Report, finding: Finding) -> str:
    """What tells this kind of alert from others: spec and property."""
    return f"{report.system.name}/{'run-time' if finding.kind == 'run-time' else finding.name}"


def end_of(span: Span) -> tuple[int, int]:
    """The line and the column behind the last character."""
    return span.source.position(span.end)


def step_lines(system: System, scope: Scope, trace: Trace) -> list[str]:
    """A line for each step: `2. take_over(right): mode[right]: standby -> active`."""
    lines = []
    for number, (before, step) in enumerate(with_states_before(trace), 1):
        parts = [
            f"{words.cell(change.cell)}: {words.cell_value(system, change.cell, change.before)} -> "
            f"{words.cell_value(system, change.cell, change.after)}"
            for change in changes(system, before, step)
        ]
        for movement in (movement for rows in movements(system, scope, before, step) for movement in rows):
            ends = f"from {words.value(movement.sender)} to {words.value(movement.receiver)}"
            parts.append(f"{movement.fate}: {movement.channel} {words.message(movement.message)} {ends}")
        fault = " (fault)" if words.kind(system, step) == "fault" else ""
        told = f": {'; '.join(parts)}" if parts else ""
        lines.append(printable(f"{number}. {words.action(system, step)}{fault}{told}"))
    if trace.error is not None:
        lines += map(printable, run_time_errors.lines(system, trace.error, len(trace.steps) + 1))
    if trace.loop is not None and not words.pauses(trace):
        lines.append(f"back to the {f'state after step {trace.loop}' if trace.loop else 'first state'}, and so on for ever")
    return lines


# --- of one spec -----------------------------------------------------------------------------------------------------

Keyed: TypeAlias = tuple[Alert, tuple[str, ...]]


def _unchecked(spec: Unchecked) -> Iterator[Keyed]:
    for error in spec.errors:
        kind: Kind = "open" if error.code == INTERRUPTED else "error"
        said, also = _line(error.headline), error.also
        alert = Alert(kind, error.code, said, _told(error), spec.path, error.span, also=also)
        yield alert, ("error", error.code, error.headline)


def _of_report(report: Report) -> Iterator[Keyed]:
    path, name = path_of(report), report.system.name
    if report.disagreement:
        said = _line(f"engines disagree, no verdict counts: {report.disagreement}")
        help = ("please report it with the spec",)
        yield Alert("internal", "internal", said, help, path, report.system.span, (), report), (name, "disagreement")
    for finding in report.findings:
        if alarming(report, finding):
            yield _of_finding(report, finding), (name, rule_of(report, finding), finding.name, _about(finding))
    for diagnostic in report.quality:
        code, said, span = diagnostic.code, _line(diagnostic.headline), diagnostic.span
        alert = Alert("quality", code, said, _told(diagnostic), path, span, (), report, also=diagnostic.also)
        yield alert, (name, code, said, _around(report, span))
    alarmed = any(alarming(report, finding) for finding in report.findings)
    if report.exit_status in (Exit.UNDECIDED, Exit.INTERRUPTED) and not alarmed:
        said = "nothing was checked" if report.exit_status == Exit.UNDECIDED else "interrupted"
        yield Alert("open", said.replace(" ", "-"), said, (), path, report.system.span, (), report), (name, said)


def _of_finding(report: Report, finding: Finding) -> Alert:
    kind: Kind = "open" if standing(report, finding) == "open" else "violated"
    run = run_of(report, finding)
    failure = report.failures.get(finding.name)
    text = [_line(finding.doc)] if finding.doc else []
    steps = step_lines(report.system, *run) if run is not None and kind != "open" else []
    span, also = finding.span or report.system.span, tuple[Label, ...]()
    if kind == "open":
        pass
    elif failure is not None:
        text += _told(failure, headline=True)
        span, also = failure.span or span, failure.also
    elif run is None:
        text.append(nothing_to_show(finding))
    else:
        text += _why(report, finding, *run)
        error = run[1].error
        also = () if error is None else run_time_errors.diagnostic(report.system, error).also
    rule, said = rule_of(report, finding), _line(headline(report, finding))
    lines = tuple(map(printable, text))
    return Alert(kind, rule, said, lines, path_of(report), span, tuple(steps), report, finding, also)


def _why(report: Report, finding: Finding, scope: Scope, trace: Trace) -> Iterator[str]:
    """For which scope and options, and what broke."""
    options = ", ".join(f"{option} = {words.value(chosen)}" for option, chosen in scope.options.items())
    where = "; ".join(part for part in (words.extent(scope.sizes), options) if part)
    if where:
        yield f"with {where}"
    if trace.error is not None:
        yield f"{run_time_errors.said(report.system, trace.error.what)}; {run_time_errors.when(report.system, trace.error)}"
    yield from (" ".join(line.split()) for line in reasons(report, finding, scope, trace, WIDE))


def _told(diagnostic: Diagnostic, headline: bool = False) -> tuple[str, ...]:
    """What a message says below its headline: what this place is, and what to do."""
    parts = [diagnostic.headline if headline else "", diagnostic.labels, f"help: {diagnostic.help}" if diagnostic.help else ""]
    return tuple(_line(part) for part in parts if part)


def _about(finding: Finding) -> str:
    """The text that causes a run-time error."""
    return " ".join(finding.span.text.split()) if finding.kind == "run-time" and finding.span else ""


def _around(report: Report, span: Span | None) -> str:
    """The action in whose head a place is."""
    if span is None:
        return ""
    heads = ((action.name, action.span) for action in report.system.actions)
    return next((name for name, head in heads if head.source is span.source and head.start <= span.start < head.end), "")


def _line(text: str) -> str:
    """On one line."""
    return printable(" ".join(text.split()))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(map(printable, parts)).encode()).hexdigest()[:32]
