"""An audit as text for a person: a pair, what is wrong with it, the worst first, and what became of each leaf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.audit.conditions import Evidence
from hamodel.audit.hazards.applying import Hazard, HazardReport, Rechecked, Remedy
from hamodel.audit.pairs import Counts, LeafDifference, PairReport
from hamodel.audit.rule import Finding, together
from hamodel.audit.showing import Showing
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style, wrapped
from hamodel.report.words import counted, value

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
MARKS = {
    "D": "the vendor documents it",
    "K": "people report it",
    "I": "it follows from what is documented",
    "M": "as remembered; look it up",
    "X": "sources differ",
}
UNSURE = " (it may be: a value is still to be filled in)"
IN_CUT_TEXT = " (it may be: a text is cut)"
MOST_PLACES = 4
MOST_UNKNOWN = 20


def text(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """Every pair, with an empty line between two."""
    return "\n\n".join("\n".join(line.rstrip() for line in _pair(pair, showing, style)) for pair in pairs)


def headline(pair: PairReport, showing: Showing) -> str:
    """The members with their files: `fw-a (a.xml) and fw-b (b.xml)`."""
    members = []
    for device in pair.devices:
        files = ", ".join(source.path for source in device.sources)
        name = showing.host(device.name)
        members.append(f"{name} ({files})" if name else files)
    return " and ".join(members)


def summary(pair: PairReport) -> str:
    """`1 error, 2 warnings, 1 note`."""
    found = [finding.rule.severity for finding in pair.findings]
    parts = [counted(found.count(severity), severity) for severity in COLOURS if severity in found]
    if pair.differences:
        parts.append(counted(len(pair.differences), "more difference"))
    if pair.hazards is not None and pair.hazards.hazards:
        parts.append(f"{counted(len(pair.hazards.hazards), 'hazard')} by the model of such a pair")
    if pair.hazards is not None and pair.hazards.beyond:
        parts.append(f"{len(pair.hazards.beyond)} more beyond {counted(pair.hazards.most or 0, 'fault')}")
    return ", ".join(parts) or ("nothing found" if pair.since is None else "nothing new")


def whose(group: Sequence[Finding], pair: PairReport, showing: Showing) -> str:
    """Whom findings are about, if not the two together, and which of the names."""
    members = []
    for finding in group:
        if len(finding.devices) == 1:
            device = finding.devices[0]
            members.append(showing.host(device.name) or f"member {pair.devices.index(device) + 1}")
    return ", ".join(filter(None, [" and ".join(members), *map(showing.text, group[0].names)]))


def how_sure(group: Sequence[Finding]) -> str:
    """Nothing where one of the findings is sure; else what they depend on, in words behind a headline."""
    if any(finding.sure for finding in group):
        return ""
    return IN_CUT_TEXT if any(device.cuts for finding in group for device in finding.devices) else UNSURE


def _pair(pair: PairReport, showing: Showing, style: Style) -> Iterator[str]:
    yield style.paint(headline(pair, showing), "bold")
    yield f"{pair.devices[0].vendor}: {summary(pair)}"
    if pair.since is not None:
        yield f"since the earlier audit: {pair.since}"
    for group in together(pair.findings):
        yield ""
        yield from _group(group, pair, showing, style)
    if pair.hazards is not None:
        yield from _hazards(pair.hazards, showing, style)
    if pair.differences:
        yield ""
        yield "The members differ in what no finding is about, and should not, or have in common what should differ:"
        for difference in pair.differences:
            yield from _difference(difference, showing, style)
    yield ""
    yield from _leaves(pair, showing, style)


def _group(group: Sequence[Finding], pair: PairReport, showing: Showing, style: Style) -> Iterator[str]:
    rule = group[0].rule
    sign = style.paint(f"{rule.severity}[{rule.id}]", "bold", COLOURS[rule.severity])
    about = whose(group, pair, showing)
    unsure = how_sure(group)
    yield f"{sign}: {rule.headline}{unsure}" + (f" ({about})" if about else "")
    for finding in group:
        yield from _places(finding.evidence, showing)
    yield from wrapped(f"{rule.why[:1].upper()}{rule.why[1:]}.", style, 2)
    for change in rule.fix:
        yield from wrapped(f"write: {change.path} := {change.value}", style, 2)
    hazards = f"hazard {', '.join(rule.hazards)}; " if rule.hazards else ""
    yield style.paint(f"  {hazards}{MARKS[rule.mark]}" + (f" ({rule.source})" if rule.source else ""), "dim")


def _hazards(report: HazardReport, showing: Showing, style: Style) -> Iterator[str]:
    yield ""
    yield from wrapped(f"What can happen to {report.model.about}, by the spec @{report.answers.spec}:", style)
    for decided in report.decided:
        spans = [each.span for each in decided.evidence if each.leaf is not None and each.leaf.span is not None]
        places = [f"{span.source.path}:{span.line}" for span in spans if span is not None]
        by = decided.by or "since the files say nothing else"
        if places:
            by = f"by the files ({', '.join(places[:2])})"
        yield from wrapped(f"{decided.option} = {value(decided.value)} {by}", style, 2)
    for name, values in report.explored.items():
        kind = f"{kind}; " if (kind := report.answers.kinds[name]) else ""
        yield from wrapped(f"{name}: {kind}not decided by the files: {' and '.join(map(value, values))} are explored", style, 2)
    yield from wrapped(f"in the runs, {who_is_who(report, showing)}", style, 2)
    for taken in report.model.assumes:
        yield from wrapped(f"taken for granted: {taken}", style, 2)
    if report.answers.faults is not None:
        yield from wrapped(f"runs of at most {counted(report.answers.faults, 'fault')} were looked at", style, 2)
    if report.rechecked is not None:
        yield from wrapped(confirmed(report.rechecked), style, 2)
    for each in report.excluded:
        yield from wrapped(f"{each.claim} is left out: {each.unless}", style, 2)
    for hazard in report.hazards:
        yield ""
        yield from _hazard(hazard, report, showing, style)
    if not report.hazards:
        more = "more " if report.before else ""
        few = f" by at most {counted(report.most or 0, 'fault')}" if report.beyond else ""
        yield from wrapped(f"no {more}claim is violated{few}", style, 2)


def who_is_who(report: HazardReport, showing: Showing) -> str:
    """What the runs call the members: `fw0 = edge-a, fw1 = edge-b`."""
    if report.called:
        return ", ".join(f"{word} = {showing.host(device.name) or device.sources[0].path}" for word, device in report.called)
    first, second = report.model.members.words
    return f"{first} is {report.model.members.role}, {second} the other: the files do not say which that is"


def _hazard(hazard: Hazard, report: HazardReport, showing: Showing, style: Style) -> Iterator[str]:
    """With the leaves that decide about it; what makes the pair one that the spec is about is the same for all."""
    row, claim = hazard.row, hazard.claim
    faults = counted(row.faults, "fault") if row.faults is not None else "faults"
    tags = f" (hazard {', '.join(claim.hazards)})" if claim.hazards else ""
    yield f"{style.paint(f'hazard[{claim.name}]', 'bold', 'yellow')}: {faults}, {counted(row.steps or 0, 'step')}{tags}"
    if claim.doc:
        yield from wrapped(f"the spec says of it: {claim.doc}", style, 2)
    if hazard.where:
        yield from wrapped(f"only where {hazard.where}", style, 2)
    if hazard.unless:
        yield from wrapped(f"unless {hazard.unless}: not decided by the files", style, 2)
    deciding = [each for decided in report.decided for each in decided.evidence]
    yield from _places([each for each in hazard.rests_on if each in deciding], showing)
    yield from (f"  {line}" for line in row.run.splitlines())
    yield from (line for change in what_changes(hazard) for line in wrapped(change, style, 2))


def confirmed(rechecked: Rechecked) -> str:
    """What a check of the spec said, in a line."""
    what = f"{counted(rechecked.claims, 'claim')} for {counted(rechecked.combinations, 'combination')} of the options"
    remedies = f" and {counted(rechecked.remedies, 'remedy', 'remedies')}" if rechecked.remedies else ""
    if not rechecked.undecided:
        return f"confirmed by a check of the spec now: {what}{remedies}"
    return f"checked now: {what}{remedies}; not decided, and so not confirmed: {'; '.join(rechecked.undecided)}"


def what_changes(hazard: Hazard) -> list[str]:
    """What takes a hazard away, each in a sentence; where nothing does, what makes it take more faults."""
    told = [
        f"removed by {_written(each)}" if each.faults is None else f"takes {counted(each.faults, 'fault')} with {_written(each)}"
        for each in hazard.remedies
    ]
    return told if any(each.faults is None for each in hazard.remedies) else ["no setting of the model removes it", *told]


def _written(remedy: Remedy) -> str:
    """What to write, and what comes of it: `a := b; brings FGT-03`. By the model, and by the rules where they can be asked."""
    writes = ", ".join(f"{change.path} := {change.value}" for change in remedy.changes)
    brings = [*remedy.brings, *remedy.against]
    return f"{writes}; {'brings ' + ', '.join(brings) if brings else 'no other claim of the spec is violated by it'}"


def _difference(difference: LeafDifference, showing: Showing, style: Style) -> Iterator[str]:
    yield from wrapped(f"{difference.setting.path}: {difference.setting.meaning}", style, 2)
    yield from _places(difference.evidence, showing, 4)


def _places(evidence: Sequence[Evidence], showing: Showing, indent: int = 2) -> Iterator[str]:
    """The leaves that something rests on, those that are written first; what is not has the line where one would look for it."""
    for each in evidence[:MOST_PLACES]:
        span = each.span
        place = f"{span.source.path}:{span.line}" if span is not None else ""
        yield f"{' ' * indent}{place}  {showing.name(each)} = {showing.value(each.leaf)}"
    if len(evidence) > MOST_PLACES:
        yield f"{' ' * indent}and {len(evidence) - MOST_PLACES} more"


def _leaves(pair: PairReport, showing: Showing, style: Style) -> Iterator[str]:
    for device, counts in zip(pair.devices, pair.counts, strict=True):
        yield from wrapped(f"{device.sources[0].path}: {of_leaves(counts)}", style)
    for device, statement in pair.unknown[:MOST_UNKNOWN]:
        yield f"  {statement.source.path}:{statement.span.line}  {showing.statement(device, statement)}"
    if len(pair.unknown) > MOST_UNKNOWN:
        yield f"  and {len(pair.unknown) - MOST_UNKNOWN} more: `--format json` lists them all"


def of_leaves(counts: Counts) -> str:
    """The four numbers in words."""
    whole = counts.by_rules + counts.compared + counts.without_effect + counts.unknown
    return (
        f"{counted(whole, 'leaf', 'leaves')} about high availability: {counts.by_rules} read by rules, "
        f"{counts.compared} compared between the members, {counts.without_effect} without effect, {counts.unknown} not known"
    )
