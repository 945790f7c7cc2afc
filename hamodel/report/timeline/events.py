"""What happens in a row: actions with what they change, and messages that are no arrow between two rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.model.timing import units_passed
from hamodel.model.trace import State, Step
from hamodel.report import words
from hamodel.report.changes import changes, with_states_before
from hamodel.report.lanes import in_lane
from hamodel.report.timeline.messages import MessageWay, is_arrow
from hamodel.report.timeline.timed_run import TimedRun

Kind: TypeAlias = Literal["fault", "input", "step", "error"]


@dataclass(frozen=True, slots=True)
class Event:
    row: int
    at: int
    text: str
    kind: Kind


def events(run: TimedRun, ways: Iterable[MessageWay]) -> Iterator[Event]:
    """What actions do to the cells of each row, with the actions that are named in the text; then what messages do that are
    no arrows."""
    for number, (before, step) in enumerate(with_states_before(run.trace), 1):
        if not units_passed(step.action):
            yield from _events_of(run, number, before, step)
    if run.trace.error is not None:
        yield Event(len(run.members), run.last, "run-time error", "error")
    for way in ways:
        if not is_arrow(run, way) and way.fate != "is on its way":
            yield Event(way.receiver, way.last, f"{way.text} {way.fate}", "step")


def _events_of(run: TimedRun, number: int, before: State, step: Step) -> Iterator[Event]:
    said: dict[int, list[str]] = {}
    for change in changes(run.system, before, step):
        row, name = in_lane(run.system, run.members, change.cell)
        said.setdefault(row, []).append(f"{name} = {words.cell_value(run.system, change.cell, change.after)}")
    found = words.kind(run.system, step)
    kind: Kind = "fault" if found == "fault" else "input" if found == "input" else "step"
    told = not step.action.startswith(("expire ", "expiry ", "deliver "))
    acts = run.first_row(value for _, value in step.arguments)
    row = acts if acts is not None else next(iter(said)) if len(said) == 1 else len(run.members)
    if told:
        alone = len(step.arguments) == 1 and row < len(run.members)
        name = step.action if alone and " " not in step.action else words.action(run.system, step)
        yield Event(row, number, ": ".join(filter(None, [name, ", ".join(said.pop(row, []))])), kind)
    yield from (Event(row, number, ", ".join(texts), "step") for row, texts in said.items())
