"""An audit as Markdown: a comment on a change, with what it adds and removes where there is an earlier audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.audit.conditions import Evidence
from hamodel.audit.formats.text import confirmed, headline, how_sure, of_leaves, summary, what_changes, whose
from hamodel.audit.hazards.applying import Hazard
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import Finding, together
from hamodel.audit.showing import Showing
from hamodel.report.ci.markdown import literal
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style

SIGNS = {"error": "❌", "warning": "⚠️", "note": "▫️"}


def markdown(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """A section a pair: a table of findings, then what became of each leaf; since an earlier audit, only what changed."""
    text = "\n\n".join("\n".join(_pair(pair, showing)) for pair in pairs)
    return text if style.unicode else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _pair(pair: PairReport, showing: Showing) -> Iterator[str]:
    yield f"### {literal(headline(pair, showing))}"
    yield ""
    if pair.since is not None:
        yield literal(f"Since the earlier audit: {pair.since}") + "."
        yield ""
    yield literal(summary(pair)) + "."
    if pair.findings:
        yield ""
        yield "| | rule | finding | where | write |"
        yield "|---|---|---|---|---|"
        for group in together(pair.findings):
            yield _row(group, pair, showing)
    if pair.hazards is not None and pair.hazards.hazards:
        yield ""
        yield f"By the spec {literal('@' + pair.hazards.answers.spec)}, {literal(pair.hazards.model.about)}. Taken for granted:"
        yield f"{literal('; '.join(pair.hazards.model.assumes))}."
        if pair.hazards.rechecked is not None:
            yield ""
            yield f"{literal(confirmed(pair.hazards.rechecked).capitalize())}."
        yield ""
        yield "| faults | steps | what can be violated | only where | what changes it |"
        yield "|---|---|---|---|---|"
        for hazard in pair.hazards.hazards:
            yield _hazard_row(hazard)
    if pair.hazards is not None and pair.hazards.excluded:
        yield ""
        for each in pair.hazards.excluded:
            yield f"{literal(each.claim)} is left out: {literal(each.unless)}."
    if pair.differences:
        yield ""
        yield "The members differ in what no finding is about, and should not, or have in common what should differ:"
        yield ""
        for difference in pair.differences:
            said = f"{difference.setting.path}: {difference.setting.meaning} ({_places(difference.evidence)})"
            yield f"* {literal(said)}"
    if pair.since is not None:
        return
    yield ""
    for device, counts in zip(pair.devices, pair.counts, strict=True):
        yield f"* {literal(device.sources[0].path)}: {literal(of_leaves(counts))}"


def _hazard_row(hazard: Hazard) -> str:
    cells = [
        "" if hazard.row.faults is None else str(hazard.row.faults),
        str(hazard.row.steps),
        literal(f"{hazard.claim.name}: {hazard.claim.doc}"),
        literal(", ".join(filter(None, [hazard.where, hazard.unless and f"unless {hazard.unless}"]))),
        literal("; ".join(what_changes(hazard))),
    ]
    return f"| {' | '.join(cells)} |"


def _row(group: Sequence[Finding], pair: PairReport, showing: Showing) -> str:
    rule = group[0].rule
    about = whose(group, pair, showing)
    unsure = how_sure(group)
    cells = [
        SIGNS[rule.severity],
        literal(rule.id),
        literal(f"{rule.headline}{unsure}{f' ({about})' if about else ''}: {rule.why}"),
        literal(_places([each for finding in group for each in finding.evidence])),
        literal("; ".join(f"{change.path} := {change.value}" for change in rule.fix)),
    ]
    return f"| {' | '.join(cells)} |"


def _places(evidence: Sequence[Evidence]) -> str:
    """Where the first leaves that are written stand."""
    spans = [each.span for each in evidence if each.leaf is not None and each.leaf.span is not None]
    places = dict.fromkeys(f"{span.source.path}:{span.line}" for span in spans if span is not None)
    return ", ".join(list(places)[:4])
