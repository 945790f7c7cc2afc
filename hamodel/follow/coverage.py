"""Coverage: which of the model's actions explained what an implementation did, how often and in which branches; and as a table.

An action with parameters, `choose` and `either` can be taken in several branches: each is counted by itself. A branch is known by
the action, its arguments and its number among those that these options leave possible.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.follow.events import Happening
from hamodel.follow.stepper import Stepper
from hamodel.follow.tracking import Tracker
from hamodel.model.scenario import Call
from hamodel.model.system import Kind, System

Branch: TypeAlias = tuple[Call, int]

@dataclass(frozen=True, slots=True)
class Use:
    """How an action was used. `branches`: how many different branches were taken, of `possible` ones. `refused`: how often the
    implementation could not do it, for which reasons."""

    action: str
    kind: Kind
    times: int
    branches: int
    possible: int
    refused: tuple[tuple[str, int], ...]


class Coverage:
    """What was used so far, by any number of trackers of one system. States and transitions are remembered by their hashes, which
    tell them apart but for one in many millions."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.events: Counter[str] = Counter()
        self._refused: dict[str, Counter[str]] = {action.name: Counter() for action in system.actions}
        self._trackers: dict[int, tuple[Tracker, list[Branch]]] = {}  # kept, so that nothing else gets the id of one
        self._times: dict[Branch, int] = {}
        self._states: set[int] = set()
        self._transitions: set[int] = set()
        self._walked: set[int] = set()

    def explained(self, tracker: Tracker) -> None:
        """The model has explained the last thing that happened, or the start. Of several explanations one is counted."""
        if id(tracker) not in self._trackers:
            self._trackers[id(tracker)] = (tracker, _branches(tracker.stepper))
            for branch in self._trackers[id(tracker)][1]:
                self._times.setdefault(branch, 0)
        _, branches = self._trackers[id(tracker)]
        state, path = tracker.last
        for number, _ in path:
            self._times[branches[number]] += 1
        key = hash((id(tracker), state, *[number for number, _ in path]))
        if key in self._walked:
            return
        self._walked.add(key)
        self._states.add(hash((id(tracker), state)))
        for number, after in path:
            self._transitions.add(hash((id(tracker), state, number)))
            state = after
            self._states.add(hash((id(tracker), state)))

    def happened(self, event: str) -> None:
        """Something happened of which the spec does not speak."""
        self.events[event] += 1

    def refused(self, happening: Happening, reason: str) -> None:
        """The model can take this action, the implementation said that it cannot do it."""
        self._refused[happening.action][reason] += 1

    @property
    def states(self) -> int:
        """How many different states the model was in."""
        return len(self._states)

    @property
    def transitions(self) -> int:
        """How many different transitions of the model were used: a state, and a branch of taking an action."""
        return len(self._transitions)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each action of the spec, in the order of the text."""
        used: dict[str, list[int]] = {action.name: [] for action in self.system.actions}
        for ((name, _), _), times in self._times.items():
            used[name].append(times)
        return tuple(
            Use(
                action.name,
                action.kind,
                sum(used[action.name]),
                sum(1 for times in used[action.name] if times),
                len(used[action.name]),
                tuple(self._refused[action.name].most_common()),
            )
            for action in self.system.actions
        )

    @property
    def unused(self) -> tuple[str, ...]:
        """The actions that explained nothing so far."""
        return tuple(use.action for use in self.uses if not use.times)


def _branches(stepper: Stepper) -> list[Branch]:
    before: Counter[Call] = Counter()
    branches: list[Branch] = []
    for call in stepper.calls:
        branches.append((call, before[call]))
        before[call] += 1
    return branches
