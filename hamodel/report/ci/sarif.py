"""Reports to SARIF 2.1.0: a rule for each property, a result for each alert, its counterexample as a code flow, other places that
it is about as related locations.

A result is what somebody has to look at. What is as the spec says has a rule and no result: GitHub makes an alert of every
result, those of kind `pass` too. What is not decided is of kind `open`, with the rule and the fingerprint that it has when it is
violated, so that an alert is not closed by a check that ran out of time. GitHub refuses a file with a result that has no place:
a property without one is placed at the head of its spec, and what is wrong with the command is a notification only.

A spec that cannot be read is both: a result at the place of the error, and a notification that makes the invocation fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hamodel.check.report import Report
from hamodel.host.printable import printable
from hamodel.host.status import Exit
from hamodel.host.version import VERSION
from hamodel.model.scope import Scope
from hamodel.model.trace import Trace
from hamodel.model.verdict import Finding
from hamodel.report import words
from hamodel.report.because import explanation, run_of, span_of
from hamodel.report.changes import changes, visible_cells, with_states_before
from hamodel.report.ci.alerts import Alert, Kind, alerts, end_of, path_of, rule_of
from hamodel.report.outcome import MEANINGS, NOTHING, Outcome
from hamodel.report.run_time_errors import places
from hamodel.report.style import Style, json_text
from hamodel.report.verdicts import notes
from hamodel.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
LEVELS: Mapping[Kind, str] = {"violated": "error", "open": "none", "quality": "warning", "error": "error", "internal": "error"}
LONGEST_FLOW = 10_000
"""Steps. GitHub refuses a file with a longer one."""

Json = dict[str, Any]


def sarif(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """See `Format`. SARIF 2.1.0: a result for each alert that has a place."""
    found = alerts(reports, outcome)
    placed = [alert for alert in found if alert.file]
    rules = _rules(reports, placed)
    files = list(dict.fromkeys([*map(path_of, reports), *(alert.file for alert in placed)]))
    run = {
        "tool": {
            "driver": {
                "name": "hamodel",
                "semanticVersion": VERSION,
                "version": VERSION,
                "rules": list(rules.values()),
            }
        },
        "invocations": [_invocation(reports, found, outcome)],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the project."}}},
        "artifacts": [{"location": _artifact(file, outcome), "roles": ["analysisTarget"]} for file in files],
        "columnKind": "unicodeCodePoints",
        "results": [_result(alert, list(rules), files, outcome) for alert in placed],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, style)


# --- rules -----------------------------------------------------------------------------------------------------------


def _rules(reports: Sequence[Report], found: Sequence[Alert]) -> dict[str, Json]:
    """By their names: every property, and what else there is an alert of."""
    rules: dict[str, Json] = {}
    for report in reports:
        for finding in report.findings:
            name = rule_of(report, finding)
            if finding.kind == "run-time":
                rules.setdefault(name, _rule(name, "no run-time errors", "No action causes a run-time error.", "error"))
            else:
                said = finding.doc or f"The {finding.kind} `{finding.name}` of {report.system.name}."
                rules.setdefault(name, _rule(name, finding.name, said, "error", finding.hazards))
    for alert in found:
        if alert.rule not in rules:
            level = LEVELS[alert.kind] if alert.kind != "open" else "warning"
            rules[alert.rule] = _rule(alert.rule, alert.rule, alert.rule.replace("-", " ").capitalize() + ".", level)
    return rules


def _rule(id: str, name: str, said: str, level: str, hazards: Sequence[str] = ()) -> Json:
    whole = printable(" ".join(said.split()))
    first, stop, _ = whole.partition(". ")
    tags = ["model checking", *(f"hazard {tag}" for tag in hazards)]
    return {
        "id": printable(id),
        "name": printable(name),
        "shortDescription": {"text": first + stop.strip()},
        "fullDescription": {"text": whole},
        "help": {"text": f"{whole} `hamodel check` shows it, with the run that leads there."},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": tags, "precision": "very-high", "problem.severity": level},
    }


# --- results ---------------------------------------------------------------------------------------------------------


def _result(alert: Alert, rules: Sequence[str], files: Sequence[str], outcome: Outcome) -> Json:
    row: Json = {
        "ruleId": printable(alert.rule),
        "ruleIndex": rules.index(alert.rule),
        "kind": "open" if alert.kind == "open" else "fail",
        "level": LEVELS[alert.kind],
        "message": {"text": "\n".join([alert.headline, *alert.text])},
        "locations": [_location(alert.file, alert.span, files, outcome)],
        # GitHub knows this key alone; it is not the hash of a line here, so that the alert outlives an edit of its line.
        "partialFingerprints": {"primaryLocationLineHash": f"{alert.fingerprint}:1", "hamodel/v1": alert.fingerprint},
    }
    if alert.also:
        row["relatedLocations"] = [
            _location(alert.file, label.span, files, outcome) | {"id": number, "message": {"text": printable(label.text)}}
            for number, label in enumerate(alert.also, 1)
        ]
    flow = _flow(alert, files, outcome)
    if flow:
        row["codeFlows"] = [{"message": {"text": _length(alert)}, "threadFlows": [{"locations": flow}]}]
    return row


def _length(alert: Alert) -> str:
    found = run_of(alert.report, alert.finding) if alert.report is not None and alert.finding is not None else None
    if found is None or found[1].error is None:
        return words.counted(len(alert.steps), "step")
    return f"{words.length(found[1]) if found[1].steps else 'the first state'}, then the error"


def _flow(alert: Alert, files: Sequence[str], outcome: Outcome) -> list[Json]:
    """The first state, a location for each step, and the property that is broken then."""
    report, finding = alert.report, alert.finding
    if report is None or finding is None or not alert.steps:
        return []
    found = run_of(report, finding)
    if found is None:
        return []
    scope, trace = found
    heads = {action.name: action for action in report.system.actions}
    path, start = path_of(report), report.system.span
    moments = [(1, start, f"The first state of {report.system.name}.", _whole(report, trace), "unimportant")]
    for number, (before, step) in enumerate(with_states_before(trace)):
        action = heads.get(step.action)
        state = {
            words.cell(change.cell): words.cell_value(report.system, change.cell, change.after)
            for change in changes(report.system, before, step)
        }
        weight = "essential" if action is not None and action.kind == "fault" else "important"
        moments.append((number + 2, action.span if action else start, alert.steps[number], state, weight))
    if len(moments) > LONGEST_FLOW - 3:
        moments = [*moments[: LONGEST_FLOW // 2], *moments[-LONGEST_FLOW // 2 + 4 :]]
    moments += _last(report, trace, alert)
    end = _broken(report, finding, scope, trace) or alert.span
    moments.append((len(trace.steps) + 2, end, alert.headline, {}, "essential"))
    return [
        {
            "location": _location(path, span, files, outcome) | {"message": {"text": printable(text)}},
            "executionOrder": order,
            "importance": importance,
            "state": {printable(cell): {"text": printable(value)} for cell, value in state.items()},
        }
        for order, span, text, state, importance in moments
    ]


def _last(report: Report, trace: Trace, alert: Alert) -> Iterator[tuple[int, Span | None, str, dict[str, str], str]]:
    """The step that causes a run-time error, and the places that it is about but the last, which is the alert's own."""
    if trace.error is None:
        return
    order = len(trace.steps) + 2
    if trace.error.action:
        yield order, report.system.action(trace.error.action).span, alert.steps[-1], {}, "essential"
    for span in places(trace.error)[:-1]:
        yield order, span, "the first write", {}, "essential"


def _whole(report: Report, trace: Trace) -> dict[str, str]:
    system, first = report.system, trace.initial
    return {words.cell(cell): words.cell_value(system, cell, first[cell]) for cell in visible_cells(system, first)}


def _broken(report: Report, finding: Finding, scope: Scope, trace: Trace) -> Span | None:
    """The place of the part of the property that breaks."""
    if trace.loop is not None:
        return None
    found = explanation(report, finding, scope, trace)
    return None if found is None else span_of(found.whole)


# --- places ----------------------------------------------------------------------------------------------------------


def _location(path: str, span: Span | None, files: Sequence[str], outcome: Outcome) -> Json:
    file = path if span is None else span.source.path
    artifact = _artifact(file, outcome)
    if file in files:
        artifact["index"] = files.index(file)
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(span)}}


def _artifact(path: str, outcome: Outcome) -> Json:
    uri, relative = outcome.uri(path)
    return {"uri": uri, "uriBaseId": ROOT} if relative else {"uri": uri}


def _region(span: Span | None) -> Json:
    if span is None:
        return {"startLine": 1}
    line, column = end_of(span)
    return {"startLine": span.line, "startColumn": span.column, "endLine": line, "endColumn": column}


# --- the run of the tool ---------------------------------------------------------------------------------------------


def _invocation(reports: Sequence[Report], found: Sequence[Alert], outcome: Outcome) -> Json:
    status = outcome.exit_status(reports)
    row: Json = {
        "executionSuccessful": status in (Exit.GOOD, Exit.DIFFERS, Exit.UNDECIDED, Exit.QUALITY),
        "exitCode": status,
        "exitCodeDescription": MEANINGS.get(status, ""),
    }
    told = [_notification(alert, outcome) for alert in found if alert.kind in ("error", "internal") and alert.path]
    told += [{"level": "warning", "message": {"text": "interrupted"}} for report in reports if report.interrupted]
    told += [{"level": "note", "message": {"text": printable(note)}} for report in reports for note in notes(report)]
    asked = [_notification(alert, outcome) for alert in found if not alert.path]
    if told:
        row["toolExecutionNotifications"] = told
    if asked:
        row["toolConfigurationNotifications"] = asked
    return row


def _notification(alert: Alert, outcome: Outcome) -> Json:
    row: Json = {
        "descriptor": {"id": printable(alert.rule)},
        "level": "error",
        "message": {"text": "\n".join([alert.headline, *alert.text])},
    }
    if alert.file:
        row["locations"] = [_location(alert.file, alert.span, (), outcome)]
    return row
