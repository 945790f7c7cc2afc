"""An audit as Markdown: a comment on a change, with what it adds and removes where there is an earlier audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.audit.formats.text import headline, of_leaves, summary, whose
from hamodel.audit.hazards.applying import Hazard
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import Finding, together
from hamodel.audit.showing import Showing
from hamodel.report.ci.markdown import literal
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style
from hamodel.report.words import value

SIGNS = {"error": "❌", "warning": "⚠️", "note": "▫️"}


def markdown(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """A section a pair: a table of findings, then what became of each leaf."""
    text = "\n\n".join("\n".join(_pair(pair, showing)) for pair in pairs)
    return text if style.unicode else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _pair(pair: PairReport, showing: Showing) -> Iterator[str]:
    yield f"### {literal(headline(pair, showing))}"
    yield ""
    if pair.since is not None:
        yield literal(pair.since) + "."
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
        yield ""
        yield "| faults | steps | what can be violated | only where | removed by |"
        yield "|---|---|---|---|---|"
        for hazard in pair.hazards.hazards:
            yield _hazard_row(hazard)
    yield ""
    for device, counts in zip(pair.devices, pair.counts, strict=True):
        yield f"* {literal(device.sources[0].path)}: {literal(of_leaves(counts))}"


def _hazard_row(hazard: Hazard) -> str:
    removed = [", ".join(f"{change.path} := {change.value}" for change in remedy.changes) for remedy in hazard.remedies]
    cells = [
        "" if hazard.row.faults is None else str(hazard.row.faults),
        str(hazard.row.steps),
        literal(f"{hazard.claim.name}: {hazard.claim.doc}"),
        literal(", ".join(f"{name} = {value(hazard.options[name])}" for name in hazard.depends_on)),
        literal("; or ".join(removed) or "no setting of the model"),
    ]
    return f"| {' | '.join(cells)} |"


def _row(group: Sequence[Finding], pair: PairReport, showing: Showing) -> str:
    rule = group[0].rule
    about = whose(group, pair, showing)
    spans = [each.span for finding in group for each in finding.evidence if each.leaf is not None and each.leaf.span is not None]
    places = dict.fromkeys(f"{span.source.path}:{span.line}" for span in spans if span is not None)
    cells = [
        SIGNS[rule.severity],
        literal(rule.id),
        literal(f"{rule.headline}{f' ({about})' if about else ''}: {rule.why}"),
        literal(", ".join(list(places)[:4])),
        literal("; ".join(f"{change.path} := {change.value}" for change in rule.fix)),
    ]
    return f"| {' | '.join(cells)} |"
