"""Simulated: an implementation made of a spec: it does what the reference semantics says, and settles what is open by lot."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from hamodel.conformance.implementation import Refused, Shown
from hamodel.follow.stepper import Stepper
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, outcomes
from hamodel.model.system import Action, System
from hamodel.model.trace import CellName, Content, State
from hamodel.report import words

Shows = Callable[[CellName], bool]


class Simulated:
    """`eager`: after each action it takes own steps until none is possible, or `most`; otherwise as many as the lot says.
    `shows`: which cells can be seen. `system` may be another one than the spec that it is held against."""

    events = ("time passes",)

    def __init__(
        self, system: System, seed: int = 0, eager: bool = False, shows: Shows = lambda cell: True, most: int = 12
    ) -> None:
        self.system, self.eager, self.shows, self.most = system, eager, shows, most
        self._seed = seed
        self._following: dict[object, list[State]] = {}

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        self._dice = random.Random(self._seed)
        self.scope = Scope(sizes, options)
        self.state = self._one(list(initial_states(self.system, self.scope)))

    def do(self, action: str, /, **arguments: Value) -> None:
        if action != "time passes":
            known = self.system.action(action)
            values = tuple(arguments[words.plain(binder.name)] for binder in known.parameters)
            found = list(self._outcomes(known, values))
            if not found:
                raise Refused("it is impossible")
            self.state = self._one(found)
        for _ in range(self.most if self.eager else self._dice.randrange(4)):
            following = self._own_steps()
            if not following:
                break
            self.state = self._one(following)

    def observe(self) -> Mapping[str, Shown]:
        return shown(self.state, self.shows)

    def _own_steps(self) -> list[State]:
        key = (id(self.scope.options), tuple(self.state.values()))
        if key not in self._following:
            self._following[key] = [
                state
                for action in self.system.actions
                if action.kind in ("step", "delivery")
                for arguments in product(*(self.scope.domain(binder.type) for binder in action.parameters))
                for state in self._outcomes(action, arguments)
            ]
        return self._following[key]

    def _outcomes(self, action: Action, arguments: tuple[Value, ...]) -> Iterator[State]:
        for outcome in outcomes(self.system, self.scope, self.state, action, arguments):
            if outcome.state is not None:
                yield outcome.state

    def _one(self, states: Sequence[State]) -> State:
        return states[0] if self.eager else self._dice.choice(states)


def shown(state: State, shows: Shows = lambda cell: True) -> dict[str, Shown]:
    """A state as an implementation shows it."""
    return {words.cell(cell): _shown(content) for cell, content in state.items() if shows(cell)}


def _shown(content: Content) -> Shown:
    return [words.message(sent) for sent in content] if isinstance(content, tuple) else content


class Quick:
    """The same on compiled actions, which is hundreds of times as fast: for long runs. `steady`: what is open is settled by the
    state alone, so that a run is the same without what does not matter to it; otherwise runs differ."""

    def __init__(self, system: System, seed: int = 0, steady: bool = False) -> None:
        self.system, self._seed, self._steady = system, seed, steady
        self._dice = random.Random(seed)
        self._steppers: dict[object, Stepper] = {}
        self._shown: dict[object, Mapping[str, Shown]] = {}

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        key = (tuple(options.items()), tuple(sizes.items()))
        if key not in self._steppers:
            self._steppers[key] = Stepper(self.system, Scope(sizes, options))
        self._stepper = self._steppers[key]
        self._state = self._stepper.starts()[0]

    def do(self, action: str, /, **arguments: Value) -> None:
        values = tuple(arguments[words.plain(binder.name)] for binder in self.system.action(action).parameters)
        following = self._stepper.take(self._state, (action, values))
        if not following:
            raise Refused("it is impossible")
        self._state = following[self._lot(len(following))][1]
        for _ in range((0, 1, 2, 3, 20)[self._lot(5)]):
            following = self._stepper.own(self._state)
            if not following:
                break
            self._state = following[self._lot(len(following))][1]

    def observe(self) -> Mapping[str, Shown]:
        key = (id(self._stepper), self._state)
        if key not in self._shown:
            self._shown[key] = shown(self._stepper.decode(self._state))
        return self._shown[key]

    def _lot(self, most: int) -> int:
        return hash((self._seed, self._state)) // 7 % most if self._steady else self._dice.randrange(most)
