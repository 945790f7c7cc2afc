"""Report -> Checked: findings and traces as plain objects, made of strings, numbers and dictionaries, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hamodel.api.judging import close_to, of_property
from hamodel.api.notebook import one_line, report_line, report_table
from hamodel.check.plan import faults_in
from hamodel.check.report import Report
from hamodel.diagnostics import render
from hamodel.model import verdict as model
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import State
from hamodel.model.trace import Step as ModelStep
from hamodel.model.trace import Trace as ModelTrace
from hamodel.report import run_time_errors, words
from hamodel.report.because import scope_of
from hamodel.report.changes import with_states_before
from hamodel.report.json import json, state_row, step_row
from hamodel.report.style import Style, finished
from hamodel.report.text import text
from hamodel.report.verdicts import STANDINGS, answer_word, depth, extent, shown, standing, summary
from hamodel.timing import telling


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """What happened, `text` as a scenario would write it, and the state after it: a value for each cell.

    `changes`: for each cell that changed, the value before and after; a channel's are in `messages`, for each what became of it
    (`fate`: sent, delivered, lost, dropped, duplicated, merged), `channel`, `from`, `to`, `message`. `time`: how many seconds
    have passed since the start, exactly; None: the spec has no timers.
    """

    text: str
    action: str
    kind: str
    arguments: dict[str, Value]
    changes: dict[str, tuple[Any, Any]]
    messages: tuple[dict[str, Any], ...]
    state: dict[str, Any]
    time: Fraction | None = None

    def __repr__(self) -> str:
        return one_line(f"<Step {self.text}>")


@dataclass(frozen=True, slots=True, repr=False)
class Trace:
    """A run, with the options and the scope that it is one of. With `loop` it goes on for ever: after its last step as after so
    many steps. `error`: the run-time error that is caused after its last step, as the JSON report has it, with the step that
    makes it as `step`; None for other runs."""

    options: dict[str, Value]
    scope: dict[str, int]
    initial: dict[str, Any]
    steps: tuple[Step, ...]
    faults: int
    loop: int | None = None
    error: dict[str, Any] | None = None

    def __repr__(self) -> str:
        loop = "" if self.loop is None else f", then for ever as after step {self.loop}"
        return f"<Trace of {words.counted(len(self.steps), 'step')}, {words.counted(self.faults, 'fault')}{loop}>"

    @property
    def states(self) -> tuple[dict[str, Any], ...]:
        return (self.initial, *(step.state for step in self.steps))


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """What is known of one property; `kind`: invariant, property, reachable, scenario or run-time.

    `verdict`: proved, holds to depth, violated, unknown; reached, unreachable; does not apply. `as_expected`: is it as the spec
    says? None: not known. `standing`: what that comes to, in words: holds, known hazard (violated, as the spec expects), not as
    the spec says, not decided, does not apply (a scenario about another configuration). `expect_violated`: the spec says that it
    is violated, at least for some options. `extent`: the scope for which it is known; `depth`: for so many steps, where that is
    all; `when`: the options for which it is violated (reached), as text;
    `fewest_faults`: that it takes, None: not known, or nothing does. `summary`: how the report says it. `hazards`: the entries of
    a list of hazards that it is about. `trace`: the counterexample or witness, None: there is none. `quality`: what in
    the property decides nothing, each as a text; `vacuous`: is that a premise that is never true?
    """

    name: str
    kind: str
    verdict: str
    as_expected: bool | None
    standing: str
    expect_violated: bool
    extent: str
    depth: int | None
    when: str
    fewest_faults: int | None
    summary: str
    doc: str
    hazards: tuple[str, ...]
    path: str | None
    line: int | None
    engine: str
    seconds: float
    states: int
    trace: Trace | None
    quality: tuple[str, ...]
    vacuous: bool

    def __repr__(self) -> str:
        return one_line(f"<Finding {self.name}: {self.verdict}; {self.summary}>")

    @property
    def ok(self) -> bool:
        """As the spec says, and every part of it decides something. What is not known is not ok."""
        return self.as_expected is True and not self.quality


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """A check that was made; `checked["single_owner"]` is the finding of a property, and a loop goes over all of them."""

    report: Report

    def __repr__(self) -> str:
        return report_line(self.report)

    def _repr_html_(self) -> str:
        return report_table(self.report)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(_plain(self.report, finding) for finding in self.report.findings)

    @property
    def exit_status(self) -> int:
        """As `hamodel check` has it: 0 as the spec says, 1 it is not, 3 not decided, 4 quality, 70 internal error."""
        return int(self.report.exit_status)

    @property
    def ok(self) -> bool:
        """Is everything as the spec says? What is not known is not ok."""
        return self.exit_status == 0

    @property
    def quality(self) -> tuple[str, ...]:
        """What in the spec decides nothing: dead actions, vacuous properties; each as a text with its place."""
        return tuple(map(render, self.report.quality))

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be told."""
        return self.report.notes

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __getitem__(self, name: str) -> Finding:
        """The finding of a property or of a scenario. Raises KeyError."""
        return _plain(self.report, self._named(name)[0])

    def rows(self) -> list[dict[str, Any]]:
        """A row for each property and each combination of the options that were not set, ready for a table or a data frame.

        >>> import hamodel
        >>> for row in hamodel.load("specs/tutorial/3_fenced.ha").check(properties=["never_two_active"]).rows():
        ...     print(row["property"], row["option.fencing"], row["verdict"], row["steps"])
        never_two_active False violated 2
        never_two_active True proved None
        no run-time errors False proved None
        no run-time errors True proved None
        """
        return [_row(self.report, finding, result) for finding in self.report.findings for result in finding.results]

    def text(self, name: str = "", traces: bool = False, style: Style | None = None) -> str:
        """The report as `hamodel check` prints it; of one property if it is named. `traces`: those too that the spec expects."""
        report = replace(self.report, findings=self._named(name), quality=(), notes=()) if name else self.report
        return finished(text([report], style or Style(traces=traces)))

    def json(self) -> str:
        """The report as `hamodel check --format json` prints it."""
        return json([self.report], Style())

    def _named(self, name: str) -> tuple[model.Finding, ...]:
        found = tuple(finding for finding in self.report.findings if finding.name == name)
        if not found:
            raise KeyError(close_to(name, [finding.name for finding in self.report.findings]))
        return found


def plain_trace(system: System, scope: Scope, trace: ModelTrace) -> Trace:
    """A trace of a system at a scope as plain objects."""
    clock: Sequence[Fraction | None] = [Fraction(time) for time in telling.times(system, trace)] or [None] * len(trace.steps)
    moments = zip(with_states_before(trace), clock, strict=True)
    steps = tuple(_step(system, scope, before, step, time) for (before, step), time in moments)
    initial = state_row(system, trace.initial)
    error = None
    if trace.error is not None:
        step = run_time_errors.who(system, trace.error) if trace.error.action else ""
        error = {**run_time_errors.as_row(system, trace.error), "step": step}
    return Trace(dict(scope.options), dict(scope.sizes), initial, steps, faults_in(system, trace), trace.loop, error)


# --- parts -----------------------------------------------------------------------------------------------------------


def _plain(report: Report, finding: model.Finding) -> Finding:
    results, found, span = finding.results, shown(finding), finding.span
    decides_nothing = of_property(report, finding.name)
    return Finding(
        name=finding.name,
        kind=finding.kind,
        verdict=finding.verdict,
        as_expected=finding.as_expected,
        standing=STANDINGS[standing(report, finding)],
        expect_violated=finding.kind in ("invariant", "property") and finding.expected != (),
        extent=extent(finding),
        depth=depth(finding),
        when=words.when_of(results, finding.hits),
        fewest_faults=finding.fewest_faults,
        summary=summary(finding),
        doc=finding.doc,
        hazards=finding.hazards,
        path=span.source.path if span else None,
        line=span.line if span else None,
        engine=_engines(results),
        seconds=finding.seconds,
        states=finding.states,
        trace=None if found is None else plain_trace(report.system, scope_of(report, finding, found[0]), found[1]),
        quality=tuple(map(render, decides_nothing)),
        vacuous=any(diagnostic.code == "vacuous" for diagnostic in decides_nothing),
    )


def _row(report: Report, finding: model.Finding, result: model.Result) -> dict[str, Any]:
    trace = result.answer.trace if isinstance(result.answer, model.Reached) else None
    chosen = {**report.options, **result.options}
    return {
        "spec": report.system.name,
        "property": finding.name,
        "kind": finding.kind,
        "verdict": answer_word(finding, result),
        "as_expected": finding.as_expected,
        "standing": STANDINGS[standing(report, finding)],
        "extent": words.extent(result.sizes),
        "steps": None if trace is None else len(trace.steps),
        "faults": None if trace is None else result.faults,
        "reason": result.answer.reason if isinstance(result.answer, model.Unknown) else "",
        "engine": _engines([result]),
        "seconds": result.seconds,
        "states": result.states,
        "combinations": result.count,
        "stands_for": " or ".join(result.alike.members) if result.alike else "",
        **{f"option.{option.name}": chosen.get(option.name) for option in report.system.options},
    }


def _engines(results: Sequence[model.Result]) -> str:
    return ", ".join(dict.fromkeys(part.engine for result in results for part in result.shown_by if part.engine))


def _step(system: System, scope: Scope, before: State, step: ModelStep, time: Fraction | None) -> Step:
    row = step_row(system, scope, before, step)
    changes = {change["cell"]: (change["before"], change["after"]) for change in row["changes"]}
    told = {name: row[name] for name in ("text", "action", "kind", "arguments")}
    return Step(**told, changes=changes, messages=tuple(row["messages"]), state=state_row(system, step.state), time=time)
