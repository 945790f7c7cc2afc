"""Coverage: which of the model's actions explained what an implementation did, how often and in which ways; and as a table.

An action with parameters, `choose` and `either` can be taken in several ways: each is counted by itself. A way is known by the
action, its arguments and its number among those that these options leave possible.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.follow.events import Happening
from hamodel.follow.generated import Codes
from hamodel.follow.stepper import Path, Stepper
from hamodel.follow.tracking import Tracker
from hamodel.model.scenario import Call
from hamodel.model.system import Kind, System

Way: TypeAlias = tuple[Call, int]

@dataclass(frozen=True, slots=True)
class Use:
    """How an action was used. `ways`: how many different ways were taken, of `possible` ones. `refused`: how often the
    implementation could not do it, for which reasons."""

    action: str
    kind: Kind
    times: int
    ways: int
    possible: int
    refused: tuple[tuple[str, int], ...]


class Coverage:
    """What was used so far, by any number of trackers of one system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.events: Counter[str] = Counter()
        self._refused: dict[str, Counter[str]] = {action.name: Counter() for action in system.actions}
        self._records: dict[int, _Record] = {}

    def explained(self, tracker: Tracker) -> None:
        """The model has explained the last thing that happened, or the start. Of several explanations one is counted."""
        record = self._records.get(id(tracker))
        if record is None:
            record = self._records[id(tracker)] = _Record(tracker)
        record.add(*tracker.last)

    def happened(self, event: str) -> None:
        """Something happened of which the spec does not speak."""
        self.events[event] += 1

    def refused(self, happening: Happening, reason: str) -> None:
        """The model can take this action, the implementation said that it cannot do it."""
        self._refused[happening.action][reason] += 1

    @property
    def states(self) -> int:
        """How many different states the model was in."""
        return sum(len(record.states) for record in self._records.values())

    @property
    def transitions(self) -> int:
        """How many different transitions of the model were used: a state, and a way of taking an action."""
        return sum(len(record.transitions) for record in self._records.values())

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each action of the spec, in the order of the text."""
        times: Counter[str] = Counter()
        taken: dict[str, set[Way]] = {action.name: set() for action in self.system.actions}
        possible: dict[str, set[Way]] = {action.name: set() for action in self.system.actions}
        for record in self._records.values():
            for (call, number), used in zip(record.ways, record.times, strict=True):
                possible[call[0]].add((call, number))
                times[call[0]] += used
                if used:
                    taken[call[0]].add((call, number))
        return tuple(
            Use(
                action.name,
                action.kind,
                times[action.name],
                len(taken[action.name]),
                len(possible[action.name]),
                tuple(self._refused[action.name].most_common()),
            )
            for action in self.system.actions
        )

    @property
    def unused(self) -> tuple[str, ...]:
        """The actions that explained nothing so far."""
        return tuple(use.action for use in self.uses if not use.times)


class _Record:
    """What one tracker used. States and transitions are remembered by their hashes, which tell them apart but for one in
    many millions."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker  # kept, so that nothing else gets its id
        self.times = [0] * len(tracker.stepper.ways)
        self.ways = _ways(tracker.stepper)
        self.states: set[int] = set()
        self.transitions: set[int] = set()
        self._walked: set[int] = set()

    def add(self, state: Codes, path: Path) -> None:
        for number, _ in path:
            self.times[number] += 1
        key = hash((state, *[number for number, _ in path]))
        if key in self._walked:
            return
        self._walked.add(key)
        self.states.add(hash(state))
        for number, after in path:
            self.transitions.add(hash((state, number)))
            state = after
            self.states.add(hash(state))


def _ways(stepper: Stepper) -> list[Way]:
    before: Counter[Call] = Counter()
    ways: list[Way] = []
    for call in stepper.calls:
        ways.append((call, before[call]))
        before[call] += 1
    return ways


