"""Tracker(system, scope): which states the model can be in, given what was done to an implementation and what it showed.

After an action the model takes it and then any steps and deliveries of its own; the states that show what the implementation
shows are what is known from then on. An event of which the spec does not speak is explained by own steps alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from hamodel.conformance.observation import Partial, disagreements
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, initial_states, outcomes
from hamodel.model.system import Action, System
from hamodel.model.trace import Content, State, Step, Trace

MOST_STATES = 100_000
"""More states than this are not followed at once."""


class TooMany(Exception):
    """The model can be in more states than are followed."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What was done: an action of the spec with its arguments by the names of its parameters, in their order; or an event of
    the implementation's own."""

    action: str
    arguments: tuple[tuple[str, Value], ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What the model cannot explain.

    `trace`: a run of the model that explains everything before. `happening`: what was done then (None: a start). `closest`: a
    run of the model that goes on from there and ends as near as the model can come to what was `seen`; None where it cannot
    even do what happened. `differing`: the cells in which its last state is not what was seen.
    """

    trace: Trace | None
    happening: Happening | None
    seen: Partial
    closest: Trace | None
    ways: int  # in how many states the model could be before


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


class Tracker:
    """What is known of the model's state."""

    def __init__(self, system: System, scope: Scope, most_states: int = MOST_STATES) -> None:
        self.system, self.scope, self.most_states = system, scope, most_states
        self._order = cells(system, scope)
        self._here: list[_Place] = []

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
        """It happened, and then this was seen. A difference leaves what is known as it was. Raises `TooMany`."""
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
                    raise TooMany
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


def spoken(happening: Happening) -> Mapping[str, Value]:
    """The arguments by the names that the author of the spec gave them."""
    return {name.partition("!")[0]: value for name, value in happening.arguments}
