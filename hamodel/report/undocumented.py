"""A report to notes: which verdicts depend on an option of which no document says what its value is on a real device."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.check.report import Report
from hamodel.report import words
from hamodel.report.verdicts import unknowns


def notes(report: Report) -> Iterator[str]:
    """One for each option of the kind `undocumented`, with the members that it has, that is in a condition of the report."""
    asked = [option for option in report.system.options if option.name not in report.options]
    open_ = [option.name for option in asked if option.kind == "undocumented"]
    names: dict[str, list[str]] = {}
    for finding in report.findings if open_ else ():
        if 0 < len(finding.hits) < len(finding.results):
            condition = words.when_of(finding.results, finding.hits, unknowns(finding))
            for declared in dict.fromkeys(option.partition("[")[0] for option in open_ if _is_in(condition, option)):
                names.setdefault(declared, []).append(finding.name)
    for declared, found in names.items():
        about = words.some(found, 3)
        yield f"`{declared}` is undocumented: no vendor says which of its values is real, and it decides {about}"


def _is_in(condition: str, option: str) -> bool:
    """Does the condition compare the option with something? (It may be the name of a value, too.)"""
    return re.search(rf"(?<![\w.]){re.escape(option)}(?![\w.\[])", condition) is not None
