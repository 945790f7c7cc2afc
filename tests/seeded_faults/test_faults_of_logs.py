"""What follows logs in time, broken on purpose: a takeover that is too soon, in time or too late tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from strategies.timed_logs import takeover

from hamodel.engines.zones.discrete import TimedMove
from hamodel.evidence.confirm import Disagreement
from hamodel.follow.logs import zone as zones
from hamodel.follow.logs.places import TimedKnown, Window
from hamodel.follow.logs.timed import TimedModel
from hamodel.follow.logs.zone import Apart, Bound, Zone

pytestmark = pytest.mark.heavy

RIGHT = {"0.015": "inconsistent", "2.5": "consistent", "3.625": "consistent", "3.626": "inconsistent"}

moved, within, later, begun, narrowed = TimedModel._moved, Window.within, zones.later, zones.begun, zones.narrowed


def followed(time: str) -> str:
    return takeover(time, most_states=300).answer


def without_least(self: TimedModel, move: TimedMove, zone: Zone) -> TimedKnown | None:
    return moved(self, TimedMove(move.name, move.args, None, move.target, move.sources), zone)


def whenever(self: Window, zone: Zone) -> Zone | None:
    return within(Window(), zone)


def without_end(zone: Zone, highs: Sequence[Bound]) -> Zone | None:
    return later(zone, [10**18 for _ in highs])


def dated_at_zero(clocks: int) -> Zone:
    return tuple(tuple(0 for _ in range(clocks + 1)) for _ in range(clocks + 1))


def open_ends(zone: Zone, asked: Iterable[Apart]) -> Zone | None:
    return narrowed(zone, [(above, below, most - 1) for above, below, most in asked])


@pytest.mark.parametrize(
    ("home", "name", "fault"),
    [
        (TimedModel, "_moved", without_least),
        (Window, "within", whenever),
        (zones, "later", without_end),
        (zones, "begun", dated_at_zero),
        (zones, "narrowed", open_ends),
    ],
)
def test_a_fault_is_noticed(home: Any, name: str, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, name, fault)
    try:
        wrong = {time: found for time, right in RIGHT.items() if (found := followed(time)) != right}
    except Disagreement:
        return
    assert wrong


def test_without_a_fault_all_is_right() -> None:
    assert {time: followed(time) for time in RIGHT} == RIGHT
