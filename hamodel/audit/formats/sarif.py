"""An audit as SARIF 2.1.0: a result for each finding, at the line of the configuration that it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from hamodel.audit.conditions import Evidence
from hamodel.audit.formats.text import whose
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import AuditRule, Finding, key
from hamodel.audit.showing import Showing
from hamodel.host.printable import printable
from hamodel.host.version import VERSION
from hamodel.report.ci.sarif import ROOT, SCHEMA, location
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style, json_text

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
    places = [each for each in finding.evidence if each.span is not None]
    about = whose([finding], pair, showing)
    message = _sentence(finding.rule.headline + (f" ({about})" if about else ""))
    mark = hashlib.sha256(
        "\0".join([*(source.path for source in pair.devices[0].sources), key(finding)]).encode(errors="surrogateescape")
    ).hexdigest()[:16]
    row: Json = {
        "ruleId": finding.rule.id,
        "ruleIndex": rules.index(finding.rule.id),
        "kind": "fail" if finding.sure else "open",
        "level": LEVELS[finding.rule.severity] if finding.sure else "none",
        "message": {"text": printable(f"{message} {_sentence(finding.rule.why)}")},
        "locations": [_place(places[0], outcome)] if places else [],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1", "hamodel/v1": mark},
    }
    if places[1:]:
        row["relatedLocations"] = [
            _place(each, outcome) | {"id": number, "message": {"text": printable(_said(each, showing))}}
            for number, each in enumerate(places[1:], 1)
        ]
    return row


def _place(evidence: Evidence, outcome: Outcome) -> Json:
    assert evidence.span is not None
    return location(evidence.span.source.path, evidence.span, (), outcome)


def _said(evidence: Evidence, showing: Showing) -> str:
    return f"{showing.name(evidence)} = {showing.value(evidence.leaf)}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
