"""CellEncoder(instance, fixed).encoded(seen) -> Encoded: what was seen, in codes: does a state look like it?

Observations come with the same cells in the same order again and again; where each goes is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from hamodel.follow.events import Partial
from hamodel.follow.generated import Codes
from hamodel.ground.instance import Instance
from hamodel.model.semantics import cells as all_cells
from hamodel.model.trace import CellName, Content

MOST_CONTENTS = 100_000
"""So many contents of one cell are remembered."""

MOST_ORDERS = 1_000
"""So many orders of cells are remembered."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Not `possible`: no state ever looks like this. `whole`: the one state that does, if every cell was seen. Otherwise a
    state does whose codes, picked, are these."""

    possible: bool
    whole: Codes | None
    pick: Callable[[Codes], Codes]
    picked: Codes

    def fits(self, state: Codes) -> bool:
        return self.possible and self.pick(state) == self.picked


class CellEncoder:
    """Reads what was seen of an instance. `fixed`: the codes of the cells that never change, which no state has. `places`: where
    the codes of a cell are in a state; `known`: those of contents that were met, None for what the cell can never hold."""

    def __init__(self, instance: Instance, fixed: Mapping[int, int]) -> None:
        self._instance, self._fixed = instance, fixed
        self._numbers: dict[CellName, tuple[int, ...]] = dict.fromkeys(all_cells(instance.system, instance.scope), ())
        for number, cell in enumerate(instance.cells):
            name = (cell.variable, cell.indices)
            self._numbers[name] = (*self._numbers[name], number)
        changing = [number for number in range(len(instance.cells)) if number not in fixed]
        position = {number: place for place, number in enumerate(changing)}
        self.places: dict[CellName, tuple[int, ...]] = {
            cell: tuple([position[number] for number in numbers if number in position])
            for cell, numbers in self._numbers.items()
        }
        self.count = len(changing)
        self.known: dict[CellName, dict[Content, Codes | None]] = {cell: {} for cell in self._numbers}
        self._blank = instance.decode([cell.low for cell in instance.cells])
        self._orders: dict[tuple[CellName, ...], _Order] = {}
        self._last = _Order((), self)

    def encoded(self, seen: Partial) -> Encoded:
        names = tuple(seen)
        order = self._last
        if order.names != names:
            order = self._last = self._order(names)
        try:
            parts = [known[content] for known, content in zip(order.known, seen.values(), strict=True)]
        except KeyError:
            parts = [self._codes(cell, content) for cell, content in seen.items()]
        codes: list[int] = []
        for part in parts:
            if part is None:
                return Encoded(False, None, order.pick, ())
            codes += part
        if order.arrange is not None:
            return Encoded(True, order.arrange(codes), order.pick, ())
        return Encoded(True, None, order.pick, tuple(codes))

    def distance(self, seen: Partial) -> Callable[[Codes], int]:
        """In how many cells does a state not look like this?"""
        rows = [(self.places[cell], self._codes(cell, content)) for cell, content in seen.items()]

        def distance(state: Codes) -> int:
            return sum(codes is None or any(state[p] != c for p, c in zip(places, codes, strict=True)) for places, codes in rows)

        return distance

    def _order(self, names: tuple[CellName, ...]) -> _Order:
        if len(self._orders) > MOST_ORDERS:
            self._orders.clear()
        if names not in self._orders:
            self._orders[names] = _Order(names, self)
        return self._orders[names]

    def _codes(self, cell: CellName, content: Content) -> Codes | None:
        """The codes at the places of the cell; None if it can never have this content."""
        known = self.known[cell]
        if content not in known:
            if len(known) > MOST_CONTENTS:
                known.clear()
            known[content] = self._coded(cell, content)
        return known[content]

    def _coded(self, cell: CellName, content: Content) -> Codes | None:
        try:
            codes = self._instance.encode({**self._blank, cell: content})
        except (KeyError, ValueError, IndexError):
            return None  # a value or a message that does not exist, or more messages than there is room for
        numbers = self._numbers[cell]
        bounds = [(self._instance.cells[number].low, self._instance.cells[number].high) for number in numbers]
        if not all(low <= codes[number] <= high for number, (low, high) in zip(numbers, bounds, strict=True)):
            return None
        if self._instance.decode(codes)[cell] != content:
            return None
        if any(self._fixed.get(number, codes[number]) != codes[number] for number in numbers):
            return None
        return tuple([codes[number] for number in numbers if number not in self._fixed])


class _Order:
    """Cells in some order: where their codes are in a state."""

    def __init__(self, names: tuple[CellName, ...], cells: CellEncoder) -> None:
        self.names = names
        self.known = [cells.known[name] for name in names]
        places = list(chain.from_iterable(cells.places[name] for name in names))
        self.pick = _picker(places)
        everything = len(set(names)) == len(cells.places)
        self.arrange = _picker([places.index(place) for place in range(cells.count)]) if everything else None


def _picker(places: list[int]) -> Callable[[Sequence[int]], Codes]:
    """What is at these places of a sequence, as a tuple."""
    match places:
        case []:
            return lambda codes: ()
        case [place]:
            return lambda codes: (codes[place],)
        case _:
            return itemgetter(*places)
