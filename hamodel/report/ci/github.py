"""Reports to the commands of a GitHub workflow: an annotation for each alert at its line.

GitHub shows ten annotations of a kind a step and drops the rest without a word: the first ten of each kind are written, and how
many more there are. The summary of the step, which `hamodel check` writes beside this, has all of them (see `markdown.py`). What
is wrong is an `error`; what is not decided, and what says less than it seems to, a `warning`.

A command ends at the end of its line, so that `%`, CR and LF are escaped in what it says, `:` and `,` too in its properties: no
text of a spec starts a command of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hamodel.check.report import Report
from hamodel.report import words
from hamodel.report.ci.alerts import Alert, Kind, alerts, end_of
from hamodel.report.outcome import MEANINGS, NOTHING, Outcome
from hamodel.report.style import Style

MOST = 10
"""Annotations of a kind that GitHub shows."""

LONGEST_MESSAGE = 4_000
COMMANDS: Mapping[Kind, str] = {
    "violated": "error",
    "error": "error",
    "internal": "error",
    "open": "warning",
    "quality": "warning",
}


def github(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """The lines for stdout."""
    found = alerts(reports, outcome)
    lines = []
    for command in ("error", "warning"):
        of_kind = [alert for alert in found if COMMANDS[alert.kind] == command]
        lines += [_annotation(command, alert, outcome) for alert in of_kind[:MOST]]
        if len(of_kind) > MOST:
            rest = words.counted(len(of_kind) - MOST, f"more {command}")
            lines.append(f"hamodel: and {rest}, in the summary of this step")
    status = outcome.exit_status(reports)
    lines.append(f"hamodel: {MEANINGS[status]} (exit status {status})")
    return "\n".join(lines)


def _annotation(command: str, alert: Alert, outcome: Outcome) -> str:
    properties = {}
    if alert.file:
        properties["file"] = outcome.path(alert.file)
        properties["line"] = str(alert.line)
        if alert.span is not None:
            line, column = end_of(alert.span)
            properties["endLine"] = str(line)
            if line == alert.line:  # GitHub has columns for what is on one line only
                properties |= {"col": str(alert.span.column), "endColumn": str(max(alert.span.column, column - 1))}
    properties["title"] = _cut(alert.headline, 200)
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = _cut("\n".join([*alert.text, *alert.steps]) or alert.headline, LONGEST_MESSAGE)
    return f"::{command} {said}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cut(text: str, most: int) -> str:
    """The text with an ellipsis where it is too long; of several lines whole ones, if one fits."""
    if len(text) <= most:
        return text
    start = text[: most - 1]
    whole = start.rpartition("\n")[0]
    return f"{whole}\n…" if whole else f"{start}…"
