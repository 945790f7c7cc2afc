"""When timers run: of each one from which state to which, for how long it may, and how that ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.model.timing import units_passed
from hamodel.model.trace import CellName, State
from hamodel.report import words
from hamodel.report.lanes import lane_of
from hamodel.report.timeline.timed_run import TimedRun, seconds
from hamodel.timing import telling

End: TypeAlias = Literal["expires", "is stopped", "starts anew", "runs on"]


@dataclass(frozen=True, slots=True)
class TimerRun:
    """A timer runs from one state to another. `length`: how long it may run, in seconds."""

    row: int
    name: str
    first: int
    last: int
    end: End
    length: str


def timer_runs(run: TimedRun) -> Iterator[TimerRun]:
    """Of each timer of the text, each time that it runs."""
    timing = run.system.timing
    assert timing is not None, "it has timers"
    for timer in timing.timers:
        if " " not in timer.name:  # of which the text says nothing: what runs between faults
            for cell in (cell for cell in run.trace.initial if cell[0] == timer.name):
                yield from _runs(run, cell)


def _runs(run: TimedRun, cell: CellName) -> Iterator[TimerRun]:
    lane = lane_of(run.system, run.members, cell)
    row = len(run.members) if lane is None else lane
    name = words.cell(cell, None if lane is None else run.members[lane])
    states = run.trace.states
    first: int | None = None
    for at, state in enumerate(states):
        end = None if first is None else _ends(run, cell, at)
        if first is not None and end is not None:
            yield TimerRun(row, name, first, at, end, _length(run, states[first], cell))
            first = None
        if first is None and _runs_in(state, cell):
            first = at
    if first is not None:
        yield TimerRun(row, name, first, len(states) - 1, "runs on", _length(run, states[first], cell))


def _runs_in(state: State, cell: CellName) -> bool:
    left = state[cell]
    return isinstance(left, int) and left >= 0


def _ends(run: TimedRun, cell: CellName, at: int) -> End | None:
    """How it ends in a step in which it ran before; None: it runs on."""
    step, before = run.trace.steps[at - 1], run.trace.states[at - 1]
    if units_passed(step.action):
        return None
    if not _runs_in(step.state, cell):
        mine = tuple(value for _, value in step.arguments) == cell[1]
        return "expires" if step.action == f"expire {cell[0]}" and mine else "is stopped"
    least = (f"{cell[0]} from", cell[1])
    same = step.state[cell] == before[cell] and step.state.get(least) == before.get(least)
    return None if same else "starts anew"


def _length(run: TimedRun, state: State, cell: CellName) -> str:
    most, least = state[cell], state.get((f"{cell[0]} from", cell[1]), state[cell])
    assert isinstance(most, int), "it counts"
    assert isinstance(least, int), "it counts"
    longest = seconds(most * run.unit)
    return longest if least == most else f"{telling.decimal(least * run.unit)} to {telling.decimal(most * run.unit)} s"
