"""Footprint: a function of states, asked once for each footprint: for the contents of the cells that it reads.

What a function of states is worth depends on the cells that it reads, and on nothing else. So its values are kept in a tree: at
each branch the cell that is read next, with a way for each content that was met; at each leaf a value. The function is one: after
the same contents it reads the same cell next. Thousands of states, which differ in what it does not look at, then cost one
evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from hamodel.model.trace import CellName, Content, State

Contents: TypeAlias = tuple[Content, ...]
"""A state: what each cell holds, in some order of the cells."""

Writes: TypeAlias = tuple[tuple[int, Content], ...]
"""Cells by their places, and what they hold then."""

MOST_LEAVES = 50_000
"""Of one function more are not remembered."""

T = TypeVar("T")


@dataclass(slots=True)
class _Branch:
    cell: int
    ways: dict[Content, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Leaf(Generic[T]):
    value: T


class Footprint(Generic[T]):
    """`index`: the place of each cell. `look`: the function; a state that it copies has `UNTOUCHED` in each cell, so that what it
    writes is told from what it does not."""

    def __init__(self, index: Mapping[CellName, int], look: Callable[[State], T]) -> None:
        self._index, self._look = index, look
        self._blank: dict[CellName, Content] = dict.fromkeys(index, UNTOUCHED)
        self._root: _Branch | _Leaf[T] | None = None
        self._leaves = 0

    def __call__(self, state: Contents) -> T:
        here = self._root
        while type(here) is _Branch:
            here = here.ways.get(state[here.cell])
        if here is None:
            here = self._learn(state)
        value: T = here.value  # type: ignore[union-attr]
        return value

    def _learn(self, state: Contents) -> _Leaf[T]:
        """Asks the function, and remembers what it said below what it looked at."""
        watched = _Watched(self._blank, self._index, state)
        leaf = _Leaf(self._look(watched))
        if self._leaves >= MOST_LEAVES:
            self._root, self._leaves = None, 0
        self._leaves += 1
        ways: dict[Content, Any] | None = None
        last: Content = None
        for cell in watched.read:
            here = self._root if ways is None else ways.get(last)
            if here is None:
                here = _Branch(cell)
                if ways is None:
                    self._root = here
                else:
                    ways[last] = here
            assert isinstance(here, _Branch), "what is read next depends on what was read"
            assert here.cell == cell, "what is read next depends on what was read"
            ways, last = here.ways, state[cell]
        if ways is None:
            self._root = leaf
        else:
            ways[last] = leaf
        return leaf


class _Untouched:
    """Stands for what a cell held before."""


UNTOUCHED: Content = _Untouched()  # type: ignore[assignment]


def writes(index: Mapping[CellName, int], after: State) -> Writes:
    """What was written of a state that was copied."""
    return tuple([(index[cell], content) for cell, content in after.items() if content is not UNTOUCHED])


def written(state: Contents, changed: Writes) -> Contents:
    """The state after it."""
    after = list(state)
    for cell, content in changed:
        after[cell] = content
    return tuple(after)


class _Watched(dict[CellName, Content]):
    """A state that remembers the cells that were read, in the order in which they were first."""

    def __init__(self, blank: Mapping[CellName, Content], index: Mapping[CellName, int], state: Contents) -> None:
        super().__init__(blank)
        self._index, self._state = index, state
        self.read: dict[int, None] = {}

    def __getitem__(self, cell: CellName) -> Content:
        number = self._index[cell]
        self.read[number] = None
        return self._state[number]
