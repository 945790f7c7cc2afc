"""What a notebook shows of a cell's value: a line as text, a short table as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from hamodel.check.report import Report
from hamodel.model.system import System
from hamodel.report import words
from hamodel.report.verdicts import STANDINGS, mark, summary, word

SIGNS = {"good": "\N{CHECK MARK}", "hazard": "!", "bad": "\N{BALLOT X}", "open": "?"}


def spec_line(system: System) -> str:
    """`<Spec pair of pair.ha: 9 properties, 1 scenario>`."""
    claimed = system.properties
    place = f" of {system.span.source.path}" if system.span else ""
    scenarios = f", {words.counted(len(system.scenarios), 'scenario')}" if system.scenarios else ""
    return one_line(f"<Spec {system.name}{place}: {words.counted(len(claimed), 'property', 'properties')}{scenarios}>")


def spec_table(system: System) -> str:
    """A row for each property and each scenario: its kind, its name, what it says."""
    claimed = [(property.kind, property.name, property.doc) for property in system.properties]
    played = [("scenario", scenario.name, scenario.doc) for scenario in system.scenarios]
    return _table(spec_line(system)[1:-1], ("kind", "name", "what it says"), [*claimed, *played])


def report_line(report: Report) -> str:
    """`<Checked pair: 9 hold; 1 known hazard (always_served)>`."""
    parts = []
    for sign, said in STANDINGS.items():
        names = [finding.name for finding in report.findings if mark(finding) == sign]
        said = {"good": "holds" if len(names) == 1 else "hold"}.get(sign, said)
        listed = f" ({', '.join(names)})" if names and sign != "good" else ""
        parts += [f"{len(names)} {said}{listed}"] if names else []
    return one_line(f"<Checked {report.system.name}: {'; '.join(parts) or 'nothing was checked'}>")


def report_table(report: Report) -> str:
    """A row for each property: is it as the spec says, the verdict, its name, how far it reaches."""
    rows = [(SIGNS[mark(finding)], word(finding), finding.name, summary(finding)) for finding in report.findings]
    return _table(report_line(report)[1:-1], ("", "verdict", "name", ""), rows)


def one_line(text: str) -> str:
    """The text on one line: what is neither a letter nor a sign is shown by its number."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in " ".join(text.split()))


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f'<{tag} style="text-align: left">{escape(cell)}</{tag}>' for cell in cells) + "</tr>"

    body = "\n".join(line("td", row) for row in rows)
    return f"<table>\n<caption>{escape(caption)}</caption>\n{line('th', head)}\n{body}\n</table>"
