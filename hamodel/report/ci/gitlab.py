"""Reports to a GitLab code quality report: a JSON list with an issue for each alert.

GitLab compares the report of a merge request with that of its target by fingerprint, and shows what is new and what is gone. It
shows a description, a severity and a place; `content` holds the trace for readers of the file. What is wrong with the command has
no place: it is put at the head of the first file that is named, or of `.`, since an issue without a path is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hamodel.check.report import Report
from hamodel.host.printable import printable
from hamodel.report.ci.alerts import Alert, Kind, alerts, path_of
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style, json_text

SEVERITIES: Mapping[Kind, str] = {
    "internal": "blocker",
    "error": "blocker",
    "violated": "critical",
    "open": "major",
    "quality": "minor",
}


def gitlab(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """See `Format`. A Code Quality report: an issue for each alert."""
    first = next((path_of(report) for report in reports), ".")
    return json_text([_issue(alert, first, outcome) for alert in alerts(reports, outcome)], style)


def _issue(alert: Alert, first: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": printable(alert.rule),
        "description": alert.headline,
        "content": {"body": "\n".join([*alert.text, *alert.steps])},
        "categories": ["Bug Risk"],
        "severity": SEVERITIES[alert.kind],
        "fingerprint": alert.fingerprint,
        "location": {"path": outcome.path(alert.file or first), "lines": {"begin": alert.line}},
    }
