"""FailOn: with what an audit fails, as `--fail-on` says it -> the exit status of what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamodel.host.status import Exit

if TYPE_CHECKING:
    from hamodel.audit.pairs import PairReport

SEVERITIES = {"error": ("error",), "warning": ("error", "warning"), "note": ("error", "warning", "note"), "never": ()}
HAZARD = "hazard:"


@dataclass(frozen=True, slots=True)
class FailOn:
    """`severities`: of findings; or `hazards`: the number of faults of a hazard; else None."""

    severities: tuple[str, ...]
    hazards: int | None = None


def fail_on_of(text: str) -> FailOn | None:
    """`error`, `warning`, `note`, `never` or `hazard:N`; None where it is none of these."""
    if text in SEVERITIES:
        return FailOn(SEVERITIES[text])
    number = re.fullmatch(rf"{HAZARD}([0-9]{{1,2}})", text)
    return FailOn((), int(number[1])) if number is not None else None


def status(pairs: Sequence[PairReport], failing: FailOn) -> Exit:
    """1: something fails for sure. 3: something may, since a value is still to be filled in, or there is no spec of such a
    pair, or its answers are about fewer faults than were asked for."""
    if failing.hazards is not None:
        return _of_hazards(pairs, failing.hazards)
    found = [finding for pair in pairs for finding in pair.findings if finding.rule.severity in failing.severities]
    if any(finding.sure for finding in found):
        return Exit.DIFFERS
    return Exit.UNDECIDED if found else Exit.GOOD


def _of_hazards(pairs: Sequence[PairReport], most: int) -> Exit:
    reports = [pair.hazards for pair in pairs]
    asked = [report for report in reports if report is not None]
    if any(report.within(most, sure=True) == report.left for report in asked):
        return Exit.DIFFERS
    known = all(report is not None and (report.answers.faults is None or most <= report.answers.faults) for report in reports)
    return Exit.UNDECIDED if any(report.within(most) for report in asked) or not known else Exit.GOOD
