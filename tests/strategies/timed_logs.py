"""Lines of logs of specs with timers, and what a replay says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from hamodel.follow import MOST_STATES
from hamodel.follow.events import Entry, LoggedAction, Place, Unread
from hamodel.follow.logs.replay import Replay, Replayed
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System

VRRP = elaborate(load(str(Path(__file__).parent.parent.parent / "specs" / "timed" / "vrrp.ha")))


def line(number: int, time: str | None, action: str = "", source: str = "log", **seen: Value) -> Entry:
    """`expiry down r2` is an action with its arguments; what was `seen` is of variables without an index."""
    name, *args = action.split(", ")
    logged = LoggedAction((name,), tuple(tuple(arg.split(" = ")) for arg in args)) if name else None  # type: ignore[misc]
    cells = tuple(((cell, ()), content) for cell, content in seen.items())
    return Entry(Place(source, number), source, None if time is None else Decimal(time), logged, cells)


def replayed(
    system: System,
    entries: Sequence[Entry],
    skew: str = "0",
    options: Mapping[str, Value] | None = None,
    most_states: int = MOST_STATES,
) -> Replayed:
    replay = Replay(system, Scope({}, options or {}), [{}], (), Decimal(skew), most_states)
    for entry in entries:
        replay.read(entry)
        if not replay.going:
            break
    return replay.result(Unread())


def takeover(time: str, skew: str = "0", most_states: int = MOST_STATES, date: int = 1_700_000_000) -> Replayed:
    """Of r2, so many seconds after r1 crashed."""
    after = str(date + Decimal(time))
    lines = [line(1, str(date), "crash, r = r1", "r1"), line(2, after, "expiry down, r = r2", "r2")]
    return replayed(VRRP, lines, skew, {"preempt": True}, most_states)
