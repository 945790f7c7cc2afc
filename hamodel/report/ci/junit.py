"""Reports to JUnit XML: a test suite a spec, a test case a property, a scenario, a question of quality.

A case fails if it is not as the spec says, with the trace as its text. It is an error if there is no verdict: not decided
(type `undecided`), interrupted, engines that disagree (`internal`), a spec that cannot be read (its code). Skipped is nothing but
a scenario that does not apply, being about another configuration: whoever looks at the file alone sees a failure or an error
exactly if the exit status is not 0.

What is violated as expected passes, and its output says that it is a known hazard. Characters that XML 1.0 has no place for are
replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hamodel.check.report import Report
from hamodel.check.rows import size_text
from hamodel.diagnostics import render
from hamodel.host.printable import printable
from hamodel.host.status import Exit
from hamodel.host.version import VERSION
from hamodel.model.verdict import Finding
from hamodel.report import words
from hamodel.report.ci.alerts import alarming, headline, path_of
from hamodel.report.outcome import MEANINGS, NOTHING, Outcome, Unchecked
from hamodel.report.searches import largest
from hamodel.report.style import Style
from hamodel.report.text import incident
from hamodel.report.verdicts import notes, shown, standing, summary, word
from hamodel.source import Span

FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def junit(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """See `Format`. A suite for each spec, a case for each property."""
    root = Element("testsuites", name="hamodel")
    for spec in outcome.unchecked:
        _add_unchecked(root, spec, outcome)
    for report in reports:
        _add_suite(root, report, style, outcome)
    return document(root, sum(report.seconds for report in reports), style)


def document(root: Element, seconds: float, style: Style) -> str:
    """The file, with everything counted."""
    for suite in root:
        _count(suite, suite.iter("testcase"))
    _count(root, root.iter("testcase"))
    root.set("time", in_seconds(seconds))
    indent(root)
    encoding = "utf-8" if style.unicode else "us-ascii"
    body: bytes = tostring(root, encoding)
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{body.decode(encoding)}'


def _add_suite(root: Element, report: Report, style: Style, outcome: Outcome) -> None:
    path = outcome.path(path_of(report))
    suite = element(root, "testsuite", name=report.system.name, file=path, time=in_seconds(report.seconds))
    properties = SubElement(suite, "properties")
    for name, value in _properties(report).items():
        element(properties, "property", name=name, value=value)
    names = distinct([_name(finding) for finding in report.findings])
    for finding, name in zip(report.findings, names, strict=True):
        case = add_case(suite, report.system.name, name, path, finding.span or report.system.span, outcome)
        case.set("time", in_seconds(finding.seconds))
        if finding.hazards:
            tags = SubElement(case, "properties")
            for tag in finding.hazards:
                element(tags, "property", name="hazard", value=tag)
        _add_verdict(case, report, finding, style)
    quality = f"{report.system.name}.quality"
    titles = distinct([f"{diagnostic.code}: {diagnostic.headline}" for diagnostic in report.quality])
    for diagnostic, title in zip(report.quality, titles, strict=True):
        case = add_case(suite, quality, title, path, diagnostic.span or report.system.span, outcome)
        element(case, "failure", diagnostic.code, message=diagnostic.headline).text = xml_text(render(diagnostic))
    whole = {
        Exit.UNDECIDED: "" if any(alarming(report, finding) for finding in report.findings) else "nothing was checked",
        Exit.INTERNAL: f"engines disagree: {report.disagreement}",
        Exit.INTERRUPTED: "interrupted",
    }.get(report.exit_status, "")
    if whole:
        case = add_case(suite, report.system.name, "the check as a whole", path, report.system.span, outcome)
        type = {Exit.UNDECIDED: "undecided", Exit.INTERNAL: "internal", Exit.INTERRUPTED: "interrupted"}[report.exit_status]
        element(case, "error", type, message=whole).text = xml_text(f"{whole} ({MEANINGS[report.exit_status]})")
    if told := notes(report):
        SubElement(suite, "system-out").text = xml_text("\n".join(f"note: {note}" for note in told))


def _add_verdict(case: Element, report: Report, finding: Finding, style: Style) -> None:
    """Nothing for a property that is as the spec says, other than its trace if every trace was asked for."""
    match standing(report, finding):
        case "bad":
            failure = "run-time error" if finding.kind == "run-time" else finding.verdict
            text = "\n".join(incident(report, finding, plain(style))).lstrip("\n")
            element(case, "failure", failure, message=headline(report, finding)).text = xml_text(text)
        case "open":
            type = "internal" if report.disagreement else "interrupted" if report.interrupted else "undecided"
            text = f"{finding.name}: {summary(finding)}"
            element(case, "error", type, message=headline(report, finding)).text = xml_text(text)
        case "away":
            element(case, "skipped", message=f"does not apply: {summary(finding)}")
        case sound:
            text = f"{word(finding)}: {summary(finding)}" if sound == "hazard" else ""
            if style.traces and shown(finding):
                text = "\n".join(incident(report, finding, plain(style))).lstrip("\n")
            if text:
                SubElement(case, "system-out").text = xml_text(text)


def _add_unchecked(root: Element, spec: Unchecked, outcome: Outcome) -> None:
    """A suite with one case: every error of the spec in one error."""
    path = outcome.path(spec.path) if spec.path else ""
    suite = element(root, "testsuite", name=path or "hamodel", **({"file": path} if path else {}), time=in_seconds(0))
    first = spec.errors[0]
    more = f" (and {words.counted(len(spec.errors) - 1, 'more error')})" if len(spec.errors) > 1 else ""
    case = add_case(suite, path or "hamodel", "can be checked", path, first.span, outcome)
    case.set("time", in_seconds(0))
    error = element(case, "error", first.code, message=first.headline + more)
    error.text = xml_text("\n\n".join(map(render, spec.errors)))


# --- parts -----------------------------------------------------------------------------------------------------------


def _properties(report: Report) -> Mapping[str, str]:
    return {
        "hamodel.version": VERSION,
        "exit_status": str(report.exit_status),
        **{f"scope.{sort}": size_text(size) for sort, size in report.sizes.items()},
        **{f"set.{option}": words.value(value) for option, value in report.options.items()},
        "faults": "any number" if report.faults is None else str(report.faults),
        "states": str(largest(report)),
    }


def add_case(suite: Element, group: str, name: str, path: str, span: Span | None, outcome: Outcome) -> Element:
    """A test case of a suite, at a place."""
    file = outcome.path(span.source.path) if span is not None else path
    place = {"file": file, "line": str(span.line if span is not None else 1)} if file else {}
    return element(suite, "testcase", name=name, classname=group, **place)


def element(parent: Element, tag: str, type: str | None = None, **attributes: str) -> Element:
    """An element below its parent."""
    more = {} if type is None else {"type": type}
    return SubElement(parent, tag, {name: xml_text(value) for name, value in (attributes | more).items()})


def _name(finding: Finding) -> str:
    """A run-time error has the name that the absence of all has: it is the same question."""
    return "no run-time errors" if finding.kind == "run-time" else finding.name


def distinct(names: Sequence[str]) -> Iterator[str]:
    """Two cases of one name would be taken for one that was run twice."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _count(suite: Element, cases: Iterator[Element]) -> None:
    found = list(cases)
    suite.set("tests", str(len(found)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in found)))
    suite.set("errors", str(sum(case.find("error") is not None for case in found)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in found)))


def plain(style: Style) -> Style:
    """How text looks in an element."""
    return Style(width=100, unicode=style.unicode)


def in_seconds(seconds: float) -> str:
    """As a `time` has it."""
    return f"{seconds:.3f}"


def xml_text(text: str) -> str:
    """The text as XML 1.0 has a place for it."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", printable(text))
