"""An audit as SARIF 2.1.0: a result for each finding and each hazard, at the line of the configuration that it
rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from hamodel.audit.conditions import Evidence
from hamodel.audit.formats.text import what_changes, whose
from hamodel.audit.hazards.applying import Hazard, HazardReport
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import AuditRule, Finding, key
from hamodel.audit.showing import Showing
from hamodel.host.printable import printable
from hamodel.host.version import VERSION
from hamodel.report.ci.sarif import ROOT, SCHEMA, location
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style, json_text
from hamodel.report.words import counted

Json = dict[str, Any]
LEVELS = {"error": "error", "warning": "warning", "note": "note"}


def sarif(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """A rule is listed once; a finding about a placeholder is of kind `open`."""
    rules: dict[str, Json] = {}
    results = []
    for pair in pairs:
        for finding in pair.findings:
            rules.setdefault(finding.rule.id, _rule(finding.rule))
            results.append(_result(finding, pair, showing, list(rules), outcome))
        if pair.hazards is not None:
            for hazard in pair.hazards.hazards:
                rule = _hazard_rule(hazard, pair.hazards)
                rules.setdefault(rule["id"], rule)
                results.append(_hazard(hazard, pair, pair.hazards, showing, list(rules), outcome))
    driver = {"name": "hamodel", "version": VERSION, "semanticVersion": VERSION, "rules": list(rules.values())}
    root = {ROOT: {"description": {"text": "The folder of the project."}}}
    run = {"tool": {"driver": driver}, "originalUriBaseIds": root, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, style)


def _rule(rule: AuditRule) -> Json:
    changes = [f"Write {change.path} := {change.value}." for change in rule.fix]
    return {
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": _sentence(rule.headline)},
        "fullDescription": {"text": _sentence(rule.why)},
        "help": {"text": " ".join([_sentence(rule.why), *changes])},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["high availability", *(f"hazard {hazard}" for hazard in rule.hazards)],
            "problem.severity": "recommendation" if rule.severity == "note" else rule.severity,
        },
    }


def _result(finding: Finding, pair: PairReport, showing: Showing, rules: Sequence[str], outcome: Outcome) -> Json:
    about = whose([finding], pair, showing)
    message = _sentence(finding.rule.headline + (f" ({about})" if about else ""))
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": rules.index(finding.rule.id),
        "kind": "fail" if finding.sure else "open",
        "level": LEVELS[finding.rule.severity] if finding.sure else "none",
        "message": {"text": printable(f"{message} {_sentence(finding.rule.why)}")},
    } | _placed(finding.evidence, pair, key(finding), showing, outcome)


def _hazard_rule(hazard: Hazard, report: HazardReport) -> Json:
    claim = hazard.claim
    by = f"By the spec @{report.answers.spec}, {report.model.about}. Taken for granted: {'; '.join(report.model.assumes)}."
    return {
        "id": f"{report.answers.spec.removesuffix('.ha')}/{claim.name}",
        "name": claim.name,
        "shortDescription": {"text": printable(claim.doc or f"{claim.name} can be violated.")},
        "fullDescription": {"text": printable(by)},
        "help": {"text": printable(f"{claim.doc} {by}".strip())},
        "defaultConfiguration": {"level": "warning"},
        "properties": {
            "tags": ["high availability", *(f"hazard {tag}" for tag in claim.hazards)],
            "problem.severity": "warning",
        },
    }


def _hazard(
    hazard: Hazard, pair: PairReport, report: HazardReport, showing: Showing, rules: Sequence[str], outcome: Outcome
) -> Json:
    """At the leaf that decides about it. One that depends on what the files do not decide is of kind `open`."""
    id = f"{report.answers.spec.removesuffix('.ha')}/{hazard.claim.name}"
    faults = "Faults violate it" if hazard.row.faults is None else f"{counted(hazard.row.faults, 'fault')} can violate it"
    said = [f"{faults}: {hazard.claim.doc or hazard.claim.name}", f"Only where {hazard.where}." if hazard.where else ""]
    said += [f"Unless {hazard.unless}: not decided by the files."] if hazard.unless else []
    said += [f"{each[:1].upper()}{each[1:]}." for each in what_changes(hazard)]
    return {
        "ruleId": id,
        "ruleIndex": rules.index(id),
        "kind": "open" if hazard.where or hazard.unless else "fail",
        "level": "none" if hazard.where or hazard.unless else "warning",
        "message": {"text": printable("\n".join([" ".join(filter(None, said)), "", hazard.row.run]).rstrip())},
    } | _placed(hazard.rests_on, pair, id, showing, outcome)


def _placed(evidence: Sequence[Evidence], pair: PairReport, known_by: str, showing: Showing, outcome: Outcome) -> Json:
    """The places of a result, each with its leaf, and what the result is known by when lines move."""
    places = [
        _place(each, outcome) | {"message": {"text": printable(f"{showing.name(each)} = {showing.value(each.leaf)}")}}
        for each in evidence
        if each.span is not None
    ]
    files = (source.path for source in pair.devices[0].sources)
    mark = hashlib.sha256("\0".join([*files, known_by]).encode(errors="surrogateescape")).hexdigest()[:16]
    row: Json = {"locations": places[:1], "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1", "hamodel/v1": mark}}
    if places[1:]:
        row["relatedLocations"] = [place | {"id": number} for number, place in enumerate(places[1:], 1)]
    return row


def _place(evidence: Evidence, outcome: Outcome) -> Json:
    assert evidence.span is not None
    return location(evidence.span.source.path, evidence.span, (), outcome)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
