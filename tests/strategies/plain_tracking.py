"""A tracker in the plainest way, by the reference semantics alone: what `hamodel.follow.tracking` is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from hamodel.follow import MOST_STATES
from hamodel.follow.belief import TooManyToFollow
from hamodel.follow.events import Happening, Partial, disagreements
from hamodel.follow.tracking import Difference
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, initial_states, outcomes
from hamodel.model.system import Action, System
from hamodel.model.trace import Content, State, Step, Trace


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    state: State
    before: _Place | None = None
    step: Step | None = None

    @property
    def trace(self) -> Trace:
        steps: list[Step] = []
        here = self
        while here.before is not None and here.step is not None:
            steps.append(here.step)
            here = here.before
        return Trace(here.state, tuple(reversed(steps)))


class PlainTracker:
    """What is known of the model's state."""

    def __init__(self, system: System, scope: Scope, most_states: int = MOST_STATES) -> None:
        self.system, self.scope, self.most_states = system, scope, most_states
        self._order = cells(system, scope)
        self._here: list[_Place] = []

    @property
    def here(self) -> list[State]:
        return [place.state for place in self._here]

    @property
    def states(self) -> int:
        """In how many states the model can be."""
        return len(self._here)

    @property
    def trace(self) -> Trace:
        """A run of the model that explains what was seen so far."""
        return self._here[0].trace

    def start(self, seen: Partial) -> Difference | None:
        """The model starts, and may have taken steps before this was seen."""
        starts = [_Place(state) for state in initial_states(self.system, self.scope)]
        return self._settle(starts, None, seen)

    def offers(self) -> Iterator[Happening]:
        """The inputs and faults that the model can take in some state in which it can be."""
        for action in self.system.actions:
            if action.kind in ("input", "fault"):
                for arguments in self._arguments(action):
                    if any(self._outcomes(place, action, arguments) for place in self._here):
                        yield Happening(action.name, self._named(action, arguments))

    def follow(self, happening: Happening, seen: Partial) -> Difference | None:
        """It happened, and then this was seen. A difference leaves what is known as it was. Raises TooManyToFollow."""
        if happening.own:
            return self._settle(self._here, happening, seen)
        action = self.system.action(happening.action)
        arguments = tuple(value for _, value in happening.arguments)
        begun = [after for place in self._here for after in self._outcomes(place, action, arguments)]
        return self._settle(begun, happening, seen)

    # --- private ---

    def _settle(self, begun: list[_Place], happening: Happening | None, seen: Partial) -> Difference | None:
        everything = list(self._closure(begun))
        fitting = [place for place in everything if not disagreements(place.state, seen)]
        if fitting:
            self._here = fitting
            return None
        closest = min(everything, key=lambda place: len(disagreements(place.state, seen)), default=None)
        before = self._here[0].trace if self._here else None
        return Difference(before, happening, seen, closest.trace if closest else None, len(self._here))

    def _closure(self, begun: Iterable[_Place]) -> Iterator[_Place]:
        own = [action for action in self.system.actions if action.kind in ("step", "delivery")]
        known: set[tuple[Content, ...]] = set()
        frontier = list(begun)
        while frontier:
            following: list[_Place] = []
            for place in frontier:
                key = tuple(place.state[cell] for cell in self._order)
                if key in known:
                    continue
                known.add(key)
                if len(known) > self.most_states:
                    raise TooManyToFollow
                yield place
                for action in own:
                    for arguments in self._arguments(action):
                        following += self._outcomes(place, action, arguments)
            frontier = following

    def _outcomes(self, place: _Place, action: Action, arguments: tuple[Value, ...]) -> list[_Place]:
        return [
            _Place(outcome.state, place, Step(action.name, self._named(action, arguments), outcome.state))
            for outcome in outcomes(self.system, self.scope, place.state, action, arguments)
            if outcome.state is not None
        ]

    def _arguments(self, action: Action) -> Iterator[tuple[Value, ...]]:
        return product(*(self.scope.domain(binder.type) for binder in action.parameters))

    def _named(self, action: Action, arguments: tuple[Value, ...]) -> tuple[tuple[str, Value], ...]:
        return tuple(zip((binder.name for binder in action.parameters), arguments, strict=True))
