"""A violated (or reached) property and its trace to why: which part of it decides, for which session, who wrote what it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.check.report import Report
from hamodel.evidence.blame import Blame
from hamodel.model.explain import Explanation, Origin, explain
from hamodel.model.expr import Apply, Expr, Quantified, Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.model.verdict import Finding, Result
from hamodel.report import words
from hamodel.report.style import Style, pad, wrapped
from hamodel.report.verdicts import shown
from hamodel.source import Span


def explanation(report: Report, finding: Finding, scope: Scope, trace: Trace) -> Explanation | None:
    """Why the trace violates (reaches) the property; None for what is no formula: a run-time error, a scenario."""
    property = next((property for property in report.system.declared if property.name == finding.name), None)
    if property is None or finding.kind in ("run-time", "scenario"):
        return None
    return explain(property.formula, trace, scope)


def scope_of(report: Report, finding: Finding, result: Result) -> Scope:
    """The scope at which a result's trace is a run. A scenario has the members that it names, and sets its own options."""
    if finding.name in report.played:
        return report.played[finding.name].scope
    sizes = {sort: size for sort, size in {**report.sizes, **result.sizes}.items() if isinstance(size, int)}
    return Scope(sizes, {**report.options, **result.options})


def run_of(report: Report, finding: Finding) -> tuple[Scope, Trace] | None:
    """The run that is shown with a finding, and its scope; of a scenario that fails, the run up to there."""
    found = shown(finding)
    if found is not None:
        return scope_of(report, finding, found[0]), found[1]
    played = report.played.get(finding.name)
    return None if played is None or played.trace is None else (played.scope, played.trace)


def because(report: Report, finding: Finding, scope: Scope, trace: Trace, style: Style) -> Iterator[str]:
    """`broken`, the part of the property, for whom; then a line for each value that it reads."""
    found = explanation(report, finding, scope, trace)
    if found is None:
        return
    whole, part = shown_text(found.whole), shown_text(found.part)
    yield from broken_part(found, style, reached=finding.kind == "reachable")
    reasons = []
    if part != whole:
        reasons.append(f"{part} is {words.value(found.value)}")
    if members := _members(found):
        reasons.append(members)
    if reasons:
        yield from wrapped("; ".join(reasons), style, indent=11)
    place = span_of(found.whole)
    if place is not None and not inside(place, finding):
        yield " " * 11 + style.paint(str(place), "dim")
    yield from _origins(report.system, found, trace, style)


def broken_part(found: Explanation | Blame, style: Style, reached: bool = False) -> list[str]:
    """`broken`, and the part of the property, for whom."""
    where = " and ".join(f"{name} = {words.value(member)}" for name, member in bindings(found).items())
    line = shown_text(found.whole) + (f"  for {where}" if where else "")
    head = style.paint("reached  " if reached else "broken   ", "bold", "green" if reached else "red")
    return wrapped(line, style, indent=11, first=f"  {head}")


def bindings(found: Explanation | Blame) -> dict[str, Value]:
    """The members for which the part was looked at, by the names of the spec."""
    return {words.plain(name): member for name, member in found.members}


def reads(system: System, found: Explanation) -> list[Origin]:
    """What the part reads, each once; without hidden variables, which the author does not know."""
    own = {variable.name for variable in system.variables if not variable.hidden}
    own |= set(system.links) | {channel.name for channel in system.channels}
    seen = {(origin.cell, origin.content, origin.step): origin for origin in reversed(found.origins) if origin.cell[0] in own}
    return list(reversed(seen.values()))


def span_of(expr: Expr) -> Span | None:
    """The place of an expression; of one that elaboration put together, from its first part to its last."""
    span = getattr(expr, "span", None)
    if isinstance(span, Span):
        return span
    match expr:
        case Apply(args=args):
            spans = [found for found in map(span_of, args) if found is not None]
            return spans[0].to(spans[-1]) if spans and spans[0].source is spans[-1].source else None
        case Quantified(body=body):
            return span_of(body)
        case _:
            return None


def shown_text(expr: Expr) -> str:
    """The text of an expression on one line, comments left out."""
    span = span_of(expr)
    text = "" if span is None else " ".join(re.sub(r"#[^\n]*", "", span.text).split())
    while text.startswith("(") and _closes_at_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    """Is the bracket that opens the text closed by its last sign?"""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def inside(place: Span, finding: Finding) -> bool:
    """Does it stand in the text of the property itself, or in a definition that the property uses?"""
    if finding.span is None or finding.span.source is not place.source:
        return False
    between = place.source.text[finding.span.end : max(place.start, finding.span.end)]
    return place.start > finding.span.end and not re.search(r"^(def|proc|invariant|property|reachable|assume)\b", between, re.M)


# --- lines -----------------------------------------------------------------------------------------------------------


def _members(found: Explanation) -> str:
    """Who makes `at most one` false: `true for d = fw0 and for d = fw1`."""
    if not isinstance(found.part, Quantified):
        return ""
    name = words.plain(found.part.binder.name)
    if not found.holders:
        return f"true for no {name}"
    return "true for " + " and for ".join(f"{name} = {words.value(member)}" for member in found.holders)


def _origins(system: System, found: Explanation, trace: Trace, style: Style) -> Iterator[str]:
    last = len(trace.steps)
    of_transition = any(origin.after for origin in found.origins)
    rows = []
    for origin in reads(system, found):
        value = f"{words.place(system, origin.cell)} = {words.cell_value(system, origin.cell, origin.content)}"
        when = f"{'after' if origin.after else 'before'} step {last}: " if of_transition else ""
        rows.append((when + value, _since(system, origin, trace)))
    width = min(max((len(value) for value, _ in rows), default=0), style.width - 26)
    for number, (value, since) in enumerate(rows):
        head = style.paint("because", "bold") if number == 0 else " " * 7
        room = style.width - 13 - max(width, len(value))
        short = since if len(since) <= room else since.partition(",")[0]
        yield f"  {head}  {pad(value, width)}  {style.paint(short, 'dim')}"


def _since(system: System, origin: Origin, trace: Trace) -> str:
    if origin.step == 0:
        return "since the start"
    return f"since step {origin.step}, {words.action(system, trace.steps[origin.step - 1])}"
