"""Reports to Markdown, as a summary of a step on GitHub or a comment on a merge request: a table of verdicts a spec, every alert
with its trace. Text of a spec reads as text, whatever it looks like to Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hamodel.check.report import Report
from hamodel.host.printable import printable
from hamodel.host.status import Exit
from hamodel.model.verdict import Finding
from hamodel.report import words
from hamodel.report.ci.alerts import Alert, alerts, path_of
from hamodel.report.outcome import MEANINGS, NOTHING, Outcome
from hamodel.report.style import Style
from hamodel.report.text import incident
from hamodel.report.verdicts import notes, standing, summary, word

LARGEST = 900_000
"""Bytes. GitHub takes no summary above 1 MiB."""

LONGEST_TRACE = 200
"""Lines of a trace."""

SIGNS = {"good": "✅", "hazard": "⚠️", "bad": "❌", "open": "❔", "away": "▫️"}


def markdown(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """See `Format`. A summary with a table for each spec, cut where the page has no room for more."""
    status = outcome.exit_status(reports)
    sign = SIGNS["good" if status == Exit.GOOD else "open" if status in (Exit.UNDECIDED, Exit.INTERRUPTED) else "bad"]
    blocks = [f"## {sign} hamodel: {MEANINGS[status]}"]
    blocks += [_unread(alert, style, outcome) for alert in alerts((), outcome)]
    for report in reports:
        blocks += _of_spec(report, style, outcome)
    text = _within(blocks)
    return text if style.unicode else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _of_spec(report: Report, style: Style, outcome: Outcome) -> Iterator[str]:
    sizes = words.asked(report.sizes, report.any_size)
    options = words.combination(report.options)
    about = "; ".join(part for part in (sizes, f"with {options}" if options else "") if part)
    place = _code(outcome.path(path_of(report)))
    yield f"### {literal(report.system.name)}\n\n{place}" + (f" ({literal(about)})" if about else "")
    if report.findings:
        rows = ["| | verdict | property | |", "|---|---|---|---|", *(_row(report, finding) for finding in report.findings)]
        yield "\n".join(rows)
    for alert in alerts([report], Outcome(root=outcome.root)):
        yield _alert(alert, style, outcome)
    if told := notes(report):
        yield "\n".join(f"* note: {literal(note)}" for note in told)


def _row(report: Report, finding: Finding) -> str:
    verdict = "not known" if report.disagreement else word(finding)
    return f"| {SIGNS[standing(report, finding)]} | {verdict} | {_code(finding.name)} | {literal(summary(finding))} |"


def _alert(alert: Alert, style: Style, outcome: Outcome) -> str:
    title = f"**{literal(alert.headline)}** at {_code(f'{outcome.path(alert.file)}:{alert.line}')}"
    if alert.kind == "violated" and alert.report is not None and alert.finding is not None:
        lines = "\n".join(incident(alert.report, alert.finding, Style(width=110, unicode=style.unicode))).strip("\n").split("\n")
        if len(lines) > LONGEST_TRACE:
            left_out = len(lines) - LONGEST_TRACE
            half = LONGEST_TRACE // 2
            lines = [*lines[:half], "", f"... {words.counted(left_out, 'line')} left out ...", "", *lines[-half:]]
        return f"<details><summary>{title.replace('**', '')}</summary>\n\n{_fenced(lines)}\n\n</details>"
    return "\n".join([title, *(f"\n{literal(line)}" for line in alert.text)])


def _unread(alert: Alert, style: Style, outcome: Outcome) -> str:
    if alert.file:
        return f"❌ {_alert(alert, style, outcome)}"
    return "\n\n".join([f"❌ **{literal(alert.headline)}**", *map(literal, alert.text)])


def _within(blocks: Sequence[str]) -> str:
    """The blocks that fit."""
    kept: list[str] = []
    room = LARGEST
    for number, block in enumerate(blocks):
        room -= len(block.encode()) + 2
        if room < 0:
            kept.append(f"{words.counted(len(blocks) - number, 'more part')} left out: they do not fit into a summary.")
            break
        kept.append(block)
    return "\n\n".join(kept)


def literal(text: str) -> str:
    """One line of Markdown that reads as the text: a reference to a character has no meaning of its own there.

    Left as they are: what means nothing within a line, and the `_` of a name.
    """
    line = " ".join(printable(text).split())
    line = re.sub(r"^[-+=]|(?i:(?<=www)\.)|:(?! )|(?<![^\W_])_|_(?![^\W_])|[!-%*<>@\[-^`{-~]|&", _reference, line)
    return re.sub(r"^(\d+)([.)])", lambda start: f"{start[1]}&#{ord(start[2])};", line)


def _reference(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _code(text: str) -> str:
    return f"<code>{literal(text)}</code>"


def _fenced(lines: Sequence[str]) -> str:
    """A block of code, behind a fence that is longer than any in it."""
    text = printable("\n".join(lines))
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"
