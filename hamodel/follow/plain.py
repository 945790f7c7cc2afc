"""Plain(system, scope): what can happen in a state and what it leads to, by the reference semantics; over tuples of contents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from hamodel.follow.footprints import Footprints
from hamodel.ground.footprint import Contents
from hamodel.model.expr import Value, plain
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, initial_states, outcomes
from hamodel.model.system import Action, RunTimeError, System
from hamodel.model.trace import State, Step

Event: TypeAlias = tuple[Action, tuple[Value, ...]]
"""An action with its arguments."""


class Plain:
    """A system at a scope. `unseen`: the names of the actions that happen by themselves; not given, its steps and deliveries."""

    def __init__(self, system: System, scope: Scope, unseen: Collection[str] | None = None) -> None:
        self.system, self.scope = system, scope
        self.order = cells(system, scope)
        self.events: list[Event] = [
            (action, arguments)
            for action in system.actions
            for arguments in product(*(scope.domain(binder.type) for binder in action.parameters))
        ]
        if unseen is None:
            unseen = {action.name for action in system.actions if action.kind in ("step", "delivery")}
        self._own = [event for event in self.events if event[0].name in unseen]
        self._footprints = Footprints(system, scope, self.order)

    def starts(self) -> Iterator[Contents]:
        """The states in which a run starts."""
        for state in initial_states(self.system, self.scope):
            yield tuple(state[cell] for cell in self.order)

    def own(self, state: Contents) -> Iterator[tuple[Event, Contents]]:
        """What happens by itself, and the states after it."""
        for event in self._own:
            for after in self.take(state, event):
                yield event, after

    def meant(self, actions: Collection[str], said: Mapping[str, Value]) -> list[Event]:
        """The actions of these names, with these arguments by the names that the author of the spec gave them; what is not said
        may be anything."""
        return [
            (action, arguments)
            for action, arguments in self.events
            if action.name in actions
            and all(said.get(plain(name), value) == value for name, value in action.named(arguments))
        ]

    def take(self, state: Contents, event: Event) -> Sequence[Contents]:
        """The states after an action, each once."""
        return self._footprints(state, *event)

    def errors(self, state: Contents, event: Event) -> Iterator[RunTimeError]:
        """The run-time errors that an action makes in a state."""
        for outcome in outcomes(self.system, self.scope, self.decode(state), *event):
            yield from outcome.errors

    def decode(self, state: Contents) -> State:
        """The state in the words of the spec."""
        return dict(zip(self.order, state, strict=True))

    def step(self, way: Event, after: State) -> Step:
        """The event as a step to a state."""
        action, arguments = way
        return Step(action.name, action.named(arguments), after)
