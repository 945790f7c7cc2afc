"""Reports to JSON: an object, or a list of objects if several specs were checked. Keys and their order do not change. What each
holds is said in `json.schema.json`, which `hamodel schema` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from hamodel.check.measures import Taken
from hamodel.check.report import Report
from hamodel.check.values import Solution
from hamodel.diagnostics import Diagnostic
from hamodel.evidence.blame import Blame, blame
from hamodel.host.status import Exit
from hamodel.host.version import VERSION
from hamodel.model.explain import Explanation
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Content, State, Step, Trace
from hamodel.model.verdict import AnyNumber, Exhaustive, Finding, Inductive, Invariant, Reached, Result, Unknown, Unreachable
from hamodel.report import run_time_errors, words
from hamodel.report.because import bindings, explanation, reads, run_of, scope_of, shown_text, span_of
from hamodel.report.changes import changes, movements, visible_cells, with_states_before
from hamodel.report.invariants import grounds, holds_when, wording
from hamodel.report.loops import fair_rows, property_of_runs, said
from hamodel.report.measures import formula_text
from hamodel.report.outcome import INTERRUPTED, NOTHING, Outcome, Unchecked
from hamodel.report.searches import largest, searches
from hamodel.report.solutions import values_text
from hamodel.report.style import Style, json_text
from hamodel.report.verdicts import STANDINGS, answer_word, as_said, depth, extent, notes, shown, standing
from hamodel.report.when.lengths import side_text
from hamodel.timing import telling


def json(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """One object for one spec, a list for several."""
    objects = [*map(as_object, reports), *map(unchecked, outcome.unchecked)]
    return json_text(objects[0] if len(objects) == 1 else objects, style)


def unchecked(row: Unchecked) -> dict[str, Any]:
    """The object of a spec that could not be checked."""
    interrupted = any(diagnostic.code == INTERRUPTED for diagnostic in row.errors)
    return {
        "path": row.path or None,
        "version": VERSION,
        "exit_status": Exit.INTERRUPTED if interrupted else Exit.WRONG,
        "errors": [diagnostic_row(diagnostic) for diagnostic in row.errors],
    }


def as_object(report: Report) -> dict[str, Any]:
    """The object of one spec: what other formats of programs are made of too."""
    system = report.system
    return {
        "spec": system.name,
        "path": system.span.source.path if system.span else None,
        "version": VERSION,
        "exit_status": report.exit_status,
        "interrupted": report.interrupted,
        "disagreement": report.disagreement,
        "scope": {sort: size if isinstance(size, int) else list(size) for sort, size in report.sizes.items()},
        "any_number_of": list(report.any_size),
        "options": dict(report.options),
        "option_kinds": {option.name: option.kind for option in system.options if option.kind},
        "faults": report.faults,
        "seconds": round(report.seconds, 3),
        "states": largest(report),
        "searches": [
            {
                "scope": dict(searched.sizes),
                "options": dict(searched.options),
                "states": searched.figures.states,
                "transitions": searched.figures.transitions,
                "depth": searched.figures.depth,
                "symmetry": searched.figures.reduced,
                "of_runs": searched.of_runs,
                "decides": list(searched.decides),
            }
            for searched in searches(report)
        ],
        "unfinished": [
            {
                "scope": dict(search.sizes),
                "options": dict(search.options),
                "reason": search.cut.reason,
                "states": search.cut.states,
                "depth": search.cut.depth,
                "symmetry": search.cut.reduced,
                "of_runs": search.of_runs,
                "undecided": list(search.undecided),
                "sample": search.cut.sample,
                "multiplied": [{"variable": name, "values": count} for name, count in search.cut.values],
            }
            for search in report.unfinished
        ],
        "findings": [_finding(report, finding) for finding in report.findings],
        "measured": [_measured(taken) for taken in report.measured],
        "solved": [_solution(solution) for solution in report.solved if solution.asked is not None or solution.exact],
        "quality": [diagnostic_row(diagnostic) for diagnostic in report.quality],
        "notes": notes(report),
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    results, found = finding.results, shown(finding)
    failure = report.failures.get(finding.name)
    row = {
        "property": finding.name,
        "kind": finding.kind,
        "doc": finding.doc,
        "hazards": list(finding.hazards),
        **run_time_errors.place_row(finding.span),
        "verdict": finding.verdict,
        "as_expected": finding.as_expected,
        "standing": STANDINGS[standing(report, finding)],
        "reason": finding.elsewhere,
        "extent": extent(finding),
        "depth": depth(finding),
        "engine": _distinct(part.engine for result in results for part in result.shown_by),
        "seconds": round(finding.seconds, 3),
        "states": finding.states,
        "faults": finding.fewest_faults,
        "steps_with_fewest": _with_fewest(finding),
        "when": words.when_of(results, finding.hits),
        "options": [_result(finding, number) for number in range(len(results))],
        "invariant": [
            {
                "when": holds_when(finding, clauses, numbers),
                "lines": wording(report.system, clauses),
            }
            for clauses, numbers in grounds(finding).items()
        ],
    }
    run = run_of(report, finding)
    if run is not None:
        scope, trace = run
        row["trace"] = step_rows(report.system, scope, trace)
        row["initial"] = state_row(report.system, trace.initial)
        row["with"] = dict(scope.options)
        if trace.error is not None:
            row["error"] = run_time_errors.as_row(report.system, trace.error)
            row["trace"] += run_time_errors.last_rows(report.system, trace.error)
    if found is not None:
        result, trace = found
        scope = scope_of(report, finding, result)
        property = property_of_runs(report, finding, trace)
        if property is None:
            row["broken"] = _broken(report, finding, scope, trace)
        else:
            unfulfilled = blame(property, trace, scope)
            row["broken"] = {**_part(unfulfilled), "members": [], "reads": [], "text": said(unfulfilled)}
            row["loop"], row["fairness"] = trace.loop, fair_rows(report, property, scope, trace)
    if failure is not None:
        row["failure"] = diagnostic_row(failure)
    return row


def _measured(taken: Taken) -> dict[str, Any]:
    found = taken.found
    lengths = {"least": found.least, "most": found.most}
    runs = {"shortest": found.shortest, "longest": found.longest}
    return {
        "measure": taken.name,
        "scope": dict(taken.scope.sizes),
        "options": dict(taken.options),
        **{name: None if length is None else telling.decimal(length) for name, length in lengths.items()},
        "formulas": {"least": formula_text(taken, False), "most": formula_text(taken, True)},
        "begins": found.begins,
        "unknown": found.unknown,
        "waits": [action.name for action in found.waits],
        **{name: None if run is None else step_rows(taken.system, taken.scope, run) for name, run in runs.items()},
    }


def _solution(solution: Solution) -> dict[str, Any]:
    found = solution.solved
    return {
        "name": solution.name,
        "property": solution.claim.name,
        "options": dict(solution.options),
        "for": [option.name for option in solution.free],
        "faults": solution.faults,
        "exact": solution.exact,
        "unknown": found.unknown,
        "text": values_text(solution).removeprefix(": "),
        "violated": [[side_text(solution, side) for side in sides] for sides in solution.reached] if not found.unknown else [],
    }


def _with_fewest(finding: Finding) -> int | None:
    """The steps of a shortest run with the fewest faults."""
    if finding.with_fewest is not None:
        return len(finding.with_fewest.steps)
    found = shown(finding)
    fewest = found is not None and found[0].shortest and found[0].faults == finding.fewest_faults
    return len(found[1].steps) if found is not None and fewest else None


def _result(finding: Finding, number: int) -> dict[str, Any]:
    result = finding.results[number]
    row: dict[str, Any] = {
        "options": dict(result.options),
        "verdict": answer_word(finding, result),
        "as_expected": as_said(finding, number),
        "extent": words.extent(result.sizes),
        "held": words.extent(result.held),
        "any_faults": result.any_faults,
        "depth": None,
        "reason": "",
        "engine": _distinct(part.engine for part in result.shown_by),
        "seconds": round(result.seconds, 3),
        "states": result.states,
        "faults": None,
        "steps": None,
        "shortest": None,
        "proof": None,
        "solvers": [],
        "confirmed": _distinct((part.confirmed for part in result.shown_by), "; "),
    }
    if result.alike is not None:
        row["stands_for"], row["combinations"] = list(result.alike.members), result.count
    match result.answer:
        case Unknown(reason=reason, depth=bound):
            row["reason"], row["depth"] = reason, bound if bound >= 0 else None
        case Reached(trace=trace):
            if trace is not None:
                row["faults"], row["steps"], row["shortest"] = result.faults, len(trace.steps), result.shortest
        case Unreachable(proof=proof):
            ways: dict[str, list[str]] = {}
            for part in result.shown_by:
                ways.setdefault(_way(part), []).append(words.extent(part.sizes))
            row["proof"] = "; ".join(f"{way} ({', '.join(where)})" if len(ways) > 1 else way for way, where in ways.items())
            row["solvers"] = list(proof.by) if isinstance(proof, AnyNumber) else []
        case _:
            assert_never(result.answer)
    return row


def _way(result: Result) -> str:
    """What shows that it is not reached."""
    assert isinstance(result.answer, Unreachable), "only such a result rests on several"
    match result.answer.proof:
        case Inductive(k):
            return f"by induction, k = {k}"
        case Invariant(clauses) | AnyNumber(clauses):
            return f"by an inductive invariant of {words.counted(len(clauses), 'clause')}"
        case Exhaustive():
            return "every reachable state"
        case _:
            assert_never(result.answer.proof)


def _distinct(said: Iterable[str], between: str = ", ") -> str:
    return between.join(dict.fromkeys(filter(None, said)))


# --- traces ----------------------------------------------------------------------------------------------------------


def step_rows(system: System, scope: Scope, trace: Trace) -> list[dict[str, Any]]:
    """Its steps; of a spec with timers each with the time that it is then."""
    rows = [step_row(system, scope, before, step) for before, step in with_states_before(trace)]
    clock = [*telling.times(system, trace)]
    return [{**row, "time": time} for row, time in zip(rows, clock, strict=True)] if clock else rows


def step_row(system: System, scope: Scope, before: State, step: Step) -> dict[str, Any]:
    """A step with its action, its arguments and the cells that it changes."""
    return {
        "action": step.action,
        "kind": words.kind(system, step),
        "arguments": {words.plain(name): argument for name, argument in step.arguments},
        "text": words.action(system, step),
        "changes": [
            {"cell": words.cell(change.cell), "before": change.before, "after": change.after}
            for change in changes(system, before, step)
        ],
        "messages": [
            {
                "fate": movement.fate,
                "channel": movement.channel,
                "from": movement.sender,
                "to": movement.receiver,
                "message": words.message(movement.message),
            }
            for rows in movements(system, scope, before, step)
            for movement in rows
        ],
    }


def state_row(system: System, state: State) -> dict[str, Any]:
    """The spec's own cells, channels last: theirs are lists of messages."""
    channels = {channel.name for channel in system.channels}
    shown = [*visible_cells(system, state), *(cell for cell in state if cell[0] in channels)]
    return {words.cell(cell): content(state[cell]) for cell in shown}


def content(held: Content) -> Any:
    """What a cell holds; of a channel the texts of its messages."""
    return [words.message(sent) for sent in held] if isinstance(held, tuple) else held


def _broken(report: Report, finding: Finding, scope: Scope, trace: Trace) -> dict[str, Any] | None:
    found = explanation(report, finding, scope, trace)
    if found is None:
        return None
    return {
        **_part(found),
        "members": list(found.holders),
        "reads": [
            {
                "cell": words.place(report.system, origin.cell),
                "value": content(origin.content),
                "step": origin.step,
                "action": words.action(report.system, trace.steps[origin.step - 1]) if origin.step else "",
                "after": origin.after,
            }
            for origin in reads(report.system, found)
        ],
    }


def _part(found: Explanation | Blame) -> dict[str, Any]:
    """What of the property decides, and for whom."""
    return {
        "conjunct": shown_text(found.whole),
        **run_time_errors.place_row(span_of(found.whole)),
        "bindings": bindings(found),
        "part": shown_text(found.part),
        "value": found.value,
    }


def diagnostic_row(diagnostic: Diagnostic) -> dict[str, Any]:
    """A message as an entry of `quality`."""
    return {
        "code": diagnostic.code,
        "message": diagnostic.headline,
        "label": diagnostic.labels,
        "help": diagnostic.help,
        **run_time_errors.place_row(diagnostic.span),
    }
