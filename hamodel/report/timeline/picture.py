"""A run of a spec with timers -> its picture as data: shapes of SVG with their attributes and texts. Whoever shows it makes
elements of them, and never markup of a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hamodel.check.report import Report
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.timing import TimeLimit
from hamodel.model.trace import Trace
from hamodel.model.verdict import Finding
from hamodel.report.timeline.drawing import drawing
from hamodel.report.timeline.happenings import happenings

NAMESPACE = "http://www.w3.org/2000/svg"


def picture(
    system: System, scope: Scope, trace: Trace, limits: Sequence[TimeLimit] = (), end: str = ""
) -> dict[str, Any] | None:
    """`at`: the place of each state from left to right. None: the spec has no timers, or the run is too long."""
    found = happenings(system, scope, trace, limits, end)
    drawn = None if found is None else drawing(found)
    if drawn is None:
        return None
    shapes = [[tag, attributes, text] for tag, attributes, text in drawn.shapes]
    return {"namespace": NAMESPACE, "width": drawn.width, "height": drawn.height, "at": list(drawn.at), "shapes": shapes}


def limits_of(system: System) -> tuple[TimeLimit, ...]:
    """All that the spec watches, each once."""
    timing = system.timing
    if timing is None:
        return ()
    every = (*timing.limits, *(measure.limit for measure in timing.measures))
    return tuple({limit.property: limit for limit in every}.values())


def about(report: Report, finding: Finding) -> tuple[tuple[TimeLimit, ...], str]:
    """What a finding's run is to show: what its claim watches, of a scenario what all do; and what the last state is."""
    if finding.kind == "scenario":
        return limits_of(report.system), ""
    limits = tuple(limit for limit in limits_of(report.system) if limit.property == finding.name)
    said = "is reached" if finding.kind == "reachable" else "is violated"
    return limits, "" if limits or finding.kind == "run-time" else f"{finding.name} {said}"
