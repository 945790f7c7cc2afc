"""Stepper(system, scope): what can happen in a state and what it leads to, over states as tuples of codes; fast.

The actions are compiled to Python (see `generated.py`), and what was found for a state is remembered. Cells that never change
are in no tuple. It shares nothing with `hamodel.model.semantics` but the states in which a run starts, and is held against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from hamodel.engines.explicit.moves import keeping, live
from hamodel.evidence.confirm import Disagreement
from hamodel.follow.encoding import CellEncoder
from hamodel.follow.generated import Codes, compiled
from hamodel.ground.instance import GroundAction, instantiate
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states
from hamodel.model.system import System
from hamodel.model.trace import State, Step

Following: TypeAlias = tuple[tuple[int, Codes], ...]
"""The numbers of branches of taking actions, and the states that they lead to."""

Path: TypeAlias = Following
"""The same, one after the other."""

MOST_REMEMBERED = 150_000
"""The successors of so many states are remembered; then everything is forgotten, so that memory stays bounded."""


class Stepper:
    """What can happen at this scope. `branches`: every branch of taking an action; `own`: by itself, `outside`: all others."""

    def __init__(self, system: System, scope: Scope) -> None:
        self.system, self.scope = system, scope
        instance = self._instance = instantiate(system, scope)
        found = live(instance)
        self.branches: tuple[GroundAction, ...] = keeping(instance, found.actions, found.rewrite(instance.assume))
        self.calls: tuple[Call, ...] = tuple((branch.action.name, branch.arguments) for branch in self.branches)
        self._fixed = found.constants
        self._places = [number for number in range(len(instance.cells)) if number not in found.constants]
        within = [number for number, branch in enumerate(self.branches) if branch.action.kind in ("step", "delivery")]
        others = [number for number, branch in enumerate(self.branches) if branch.action.kind not in ("step", "delivery")]
        self._take_own = compiled(self._places, [(number, self.branches[number]) for number in within])
        self._take_outside = compiled(self._places, [(number, self.branches[number]) for number in others])
        self._interned: dict[Codes, Codes] = {}
        self._own: dict[Codes, Following] = {}
        self._outside: dict[Codes, Mapping[Call, Following]] = {}
        self.encoder = CellEncoder(instance, found.constants)

    def starts(self) -> list[Codes]:
        """The states in which a run starts."""
        return [self._intern(self.encode(state)) for state in initial_states(self.system, self.scope)]

    def own(self, state: Codes) -> Following:
        """The steps and deliveries that are possible."""
        known = self._own.get(state)
        if known is None:
            known = self._own[self._intern(state)] = tuple(
                [(number, self._intern(after)) for number, after in self._take_own(state)]
            )
        return known

    def outside(self, state: Codes) -> Mapping[Call, Following]:
        """The inputs and faults that are possible."""
        known = self._outside.get(state)
        if known is None:
            calls: dict[Call, Following] = {}
            for number, after in sorted(self._take_outside(state)):
                call = self.calls[number]
                calls[call] = (*calls.get(call, ()), (number, self._intern(after)))
            known = self._outside[self._intern(state)] = calls
        return known

    def take(self, state: Codes, call: Call) -> Following:
        """Every branch of taking this action."""
        found = self.outside(state).get(call)
        return found or tuple((number, after) for number, after in self.own(state) if self.calls[number] == call)

    def encode(self, state: State) -> Codes:
        """The codes of a state that can be reached. Raises `Disagreement` for one that changes what never does."""
        codes = self._instance.encode(state)
        if any(codes[number] != code for number, code in self._fixed.items()):
            raise Disagreement(f"a cell that no action changes has another content: {state}")
        return tuple([codes[place] for place in self._places])

    def decode(self, state: Codes) -> State:
        """The state in the words of the spec."""
        codes = dict(self._fixed)
        codes.update(zip(self._places, state, strict=True))
        return self._instance.decode([codes[number] for number in range(len(codes))])

    def step(self, branch: int, after: State) -> Step:
        """The branch of this number as a step to a state."""
        return Step(self.branches[branch].action.name, self.branches[branch].named_arguments, after)

    def trim(self) -> None:
        """Forgets what was found, if it is too much. To be called between two actions."""
        if len(self._interned) > 2 * MOST_REMEMBERED:
            self._interned.clear()
            self._own.clear()
            self._outside.clear()

    def _intern(self, state: Codes) -> Codes:
        return self._interned.setdefault(state, state)
