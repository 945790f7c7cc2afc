"""An audit as JSON: everything there is, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from hamodel.audit.conditions import Evidence
from hamodel.audit.hazards.applying import Hazard, HazardReport
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import Finding, key
from hamodel.audit.showing import Showing
from hamodel.host.version import VERSION
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style, json_text

Json = dict[str, Any]


def json(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """`{"hamodel": ..., "redacted": ..., "pairs": [...]}`; lines and columns are counted from 1."""
    return json_text(
        {"hamodel": VERSION, "redacted": showing.redact, "pairs": [pair_row(pair, showing) for pair in pairs]}, style
    )


def pair_row(pair: PairReport, showing: Showing) -> Json:
    """Members, findings, differences, and what no table knows."""
    return {
        "vendor": pair.devices[0].vendor,
        "members": [
            {
                "name": showing.host(device.name),
                "files": [source.path for source in device.sources],
                "leaves": asdict(counts),
            }
            for device, counts in zip(pair.devices, pair.counts, strict=True)
        ],
        "since": None if pair.since is None else showing.text(pair.since),
        "findings": [finding_row(finding, showing) for finding in pair.findings],
        "differences": [
            {
                "leaf": difference.setting.path,
                "meaning": difference.setting.meaning,
                "should": difference.setting.both,
                "sure": difference.sure,
                "leaves": _leaves(difference.evidence, showing),
            }
            for difference in pair.differences
        ],
        "hazards": None if pair.hazards is None else _hazards(pair.hazards, showing),
        "unknown": [
            {"file": statement.source.path, "line": statement.span.line, "text": showing.statement(device, statement)}
            for device, statement in pair.unknown
        ],
    }


def finding_row(finding: Finding, showing: Showing) -> Json:
    """A rule that the pair breaks. `sure` false: it depends on a value that is still to be filled in."""
    rule = finding.rule
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "key": key(finding, named=not showing.redact),
        "member": showing.host(finding.devices[0].name) if rule.about == "member" else None,
        "names": [showing.text(name) for name in finding.names],
        "sure": finding.sure,
        "headline": rule.headline,
        "why": rule.why,
        "changes": [{"leaf": change.path, "value": change.value} for change in rule.fix],
        "hazards": list(rule.hazards),
        "mark": rule.mark,
        "source": rule.source,
        "leaves": _leaves(finding.evidence, showing),
    }


def _hazards(report: HazardReport, showing: Showing) -> Json:
    """What the model of such a pair says. `explored`: options that the files do not decide, with the values that are left.
    `beyond`: hazards that take more faults than were asked for."""
    return {
        "spec": f"@{report.answers.spec}",
        "about": report.model.about,
        "assumes": list(report.model.assumes),
        "faults": report.answers.faults,
        "excluded": [{"claim": each.claim, "since": each.unless} for each in report.excluded],
        "called": {word: showing.host(device.name) or device.sources[0].path for word, device in report.called},
        "decided": [
            {"option": each.option, "value": each.value, "by": each.by, "leaves": _leaves(each.evidence, showing)}
            for each in report.decided
        ],
        "explored": [
            {"option": name, "kind": report.answers.kinds[name], "values": list(values)}
            for name, values in report.explored.items()
        ],
        "at_most": report.most,
        "rechecked": None if report.rechecked is None else asdict(report.rechecked),
        "found": [_hazard(hazard, showing) for hazard in report.hazards],
        "beyond": [
            {"claim": hazard.claim.name, "hazards": list(hazard.claim.hazards), "faults": hazard.row.faults}
            for hazard in report.beyond
        ],
    }


def _hazard(hazard: Hazard, showing: Showing) -> Json:
    """A claim that is violated, with the leaves that it rests on and what removes it."""
    return {
        "claim": hazard.claim.name,
        "hazards": list(hazard.claim.hazards),
        "doc": hazard.claim.doc,
        "path": hazard.claim.path,
        "line": hazard.claim.line,
        "faults": hazard.row.faults,
        "steps": hazard.row.steps,
        "options": dict(hazard.options),
        "depends_on": list(hazard.depends_on),
        "where": hazard.where,
        "unless": hazard.unless,
        "leaves": _leaves(hazard.rests_on, showing),
        "run": hazard.row.run.splitlines(),
        "remedies": [
            {
                "changes": [{"leaf": change.path, "value": change.value} for change in remedy.changes],
                "options": dict(remedy.options),
                "brings": list(remedy.brings),
                "against": list(remedy.against),
                "faults": remedy.faults,
            }
            for remedy in hazard.remedies
        ],
    }


def _leaves(evidence: Sequence[Evidence], showing: Showing) -> list[Json]:
    rows = []
    for each in evidence:
        span, leaf = each.span, each.leaf
        rows.append(
            {
                "leaf": showing.name(each),
                "value": None if leaf is None else showing.value(leaf).removesuffix(" (default)"),
                "written": leaf is not None and leaf.span is not None,
                "file": span.source.path if span is not None else None,
                "line": span.line if span is not None else None,
                "column": span.column if span is not None else None,
            }
        )
    return rows
