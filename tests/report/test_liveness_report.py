"""What a report says about a run without end: the loop, what never comes, and why it is fair."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.verdict import Reached
from hamodel.report import FORMATS
from hamodel.report.style import Style
from hamodel.source import Source

HERE = Path(__file__).parent.parent
Golden = Callable[[Path, str], None]

FAILOVER = (HERE.parent / "specs" / "tutorial" / "4_failover.ha").read_text()


@cache
def report(fair: bool, faults: int | None) -> Report:
    """The tutorial's failover; not `fair`: nobody is obliged to take over."""
    spec = FAILOVER if fair else FAILOVER.replace("fair step take_over", "step take_over")
    system = elaborate(parse(Source("failover.ha", spec)))
    return check(system, Request(faults=faults, seconds=100, engine="explicit"))


def text(of: Report, style: Style) -> str:
    said = FORMATS["text"]([of], style)
    return re.sub(r"[\d,]+ states?( in the largest search)?; [\d.]+ s$", r"_ states\1; _ s", said, flags=re.M)


@pytest.mark.parametrize(
    ("name", "fair", "faults", "style"),
    [
        ("loop.unfair", False, 1, Style(100)),
        ("loop.fair", True, None, Style(80, traces=True)),
        ("loop.ascii", True, None, Style(80, unicode=False, traces=True)),
    ],
)
def test_a_loop_is_shown(golden: Golden, name: str, fair: bool, faults: int | None, style: Style) -> None:
    golden(HERE / "report" / "goldens" / f"{name}.txt", text(report(fair, faults), style))


def test_a_session_finds_an_owner_again_under_fairness_when_failures_stop() -> None:
    rows = {finding.name: finding for finding in report(True, 1).findings}
    assert rows["sessions_find_an_owner"].verdict == "proved"
    assert rows["calms_down"].verdict == "proved"
    rows = {finding.name: finding for finding in report(False, 1).findings}
    [result] = rows["sessions_find_an_owner"].results
    assert isinstance(result.answer, Reached)
    assert result.answer.trace is not None
    steps = [step.action for step in result.answer.trace.steps]
    assert steps == ["begin", "deliver sync opened", "crash", "nothing happens"]
    assert result.answer.trace.loop == 3


def test_json_has_the_loop(golden: Golden) -> None:
    said = json.loads(FORMATS["json"]([report(True, None)], Style()))
    rows = {found["property"]: found for found in said["findings"]}
    shown = {
        name: {key: row[key] for key in ("verdict", "loop", "fairness", "broken") if key in row}
        | {"steps": [step["text"] for step in row.get("trace", [])]}
        for name, row in rows.items()
    }
    golden(HERE / "report" / "goldens" / "loop.json", json.dumps(shown, indent=2))
