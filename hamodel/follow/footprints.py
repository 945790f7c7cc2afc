"""Footprints(system, scope): what an action leads to in a state; the reference semantics is asked once for each footprint.

What an action does depends on the cells that it reads, and on nothing else. So its outcomes are kept in a tree: at each branch
the cell that is read next, with a way for each content that was met; at each leaf what is written. The semantics is a function:
after the same contents it reads the same cell next. Thousands of states, which differ in what an action does not look at, then
cost one evaluation. Whether an `assume` leaves the state after it out is asked of that state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from hamodel.model.configurations import about_options
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import counts, outcomes
from hamodel.model.system import Action, System
from hamodel.model.trace import CellName, Content

Contents: TypeAlias = tuple[Content, ...]
"""A state: what each cell holds, in the order of the cells."""

Writes: TypeAlias = tuple[tuple[int, Content], ...]

MOST_LEAVES = 200_000
"""More are not remembered."""


@dataclass(slots=True)
class _Branch:
    cell: int
    ways: dict[Content, _Branch | _Leaf] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Leaf:
    writes: tuple[Writes, ...]


class Footprints:
    """Cells are in the order of `order`."""

    def __init__(self, system: System, scope: Scope, order: Sequence[CellName]) -> None:
        self._system, self._scope, self._order = system, scope, order
        self._index = {cell: number for number, cell in enumerate(order)}
        properties = system.properties
        self._free = replace(system, declared=properties)
        self._assumes = len(about_options(system)) < len(system.assumptions)
        self._trees: dict[tuple[str, tuple[Value, ...]], _Branch | _Leaf] = {}
        self._leaves = 0

    def __call__(self, state: Contents, action: Action, arguments: tuple[Value, ...]) -> Sequence[Contents]:
        """The states that follow, each once."""
        here = self._trees.get((action.name, arguments))
        while isinstance(here, _Branch):
            here = here.ways.get(state[here.cell])
        if here is None:
            here = self._learn(state, action, arguments)
        if not here.writes:
            return ()
        found = dict.fromkeys(_written(state, writes) for writes in here.writes)
        return [after for after in found if self._counts(after)] if self._assumes else list(found)

    def _counts(self, state: Contents) -> bool:
        return counts(self._system, self._scope, dict(zip(self._order, state, strict=True)))

    def _learn(self, state: Contents, action: Action, arguments: tuple[Value, ...]) -> _Leaf:
        """Asks the semantics, and remembers what it said below what it looked at."""
        watched = _Watched(self._index, state)
        found = outcomes(self._free, self._scope, watched, action, arguments)
        leaf = _Leaf(tuple(self._writes(outcome.state) for outcome in found if outcome.state is not None))
        if self._leaves >= MOST_LEAVES:
            self._trees.clear()
            self._leaves = 0
        self._leaves += 1
        ways: dict[Content, _Branch | _Leaf] | None = None
        last: Content = None
        for cell in watched.read:
            here = self._trees.get((action.name, arguments)) if ways is None else ways.get(last)
            if here is None:
                here = _Branch(cell)
                if ways is None:
                    self._trees[action.name, arguments] = here
                else:
                    ways[last] = here
            assert isinstance(here, _Branch), "what is read next depends on what was read"
            assert here.cell == cell, "what is read next depends on what was read"
            ways, last = here.ways, state[cell]
        if ways is None:
            self._trees[action.name, arguments] = leaf
        else:
            ways[last] = leaf
        return leaf

    def _writes(self, after: Mapping[CellName, Content]) -> Writes:
        return tuple((self._index[cell], content) for cell, content in after.items() if content is not _UNTOUCHED)


class _Untouched:
    """Stands for what a cell held before."""


_UNTOUCHED: Content = _Untouched()  # type: ignore[assignment]


class _Watched(dict[CellName, Content]):
    """A state that remembers the cells that were read, in the order in which they were first. Copied, it is untouched."""

    def __init__(self, index: Mapping[CellName, int], state: Contents) -> None:
        super().__init__(dict.fromkeys(index, _UNTOUCHED))
        self._index, self._state = index, state
        self.read: dict[int, None] = {}

    def __getitem__(self, cell: CellName) -> Content:
        number = self._index[cell]
        self.read[number] = None
        return self._state[number]


def _written(state: Contents, writes: Writes) -> Contents:
    after = list(state)
    for cell, content in writes:
        after[cell] = content
    return tuple(after)
