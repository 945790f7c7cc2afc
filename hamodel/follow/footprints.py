"""Footprints(system, scope): what an action leads to in a state; the reference semantics is asked once for each footprint.

See `hamodel.ground.footprint`. Whether an `assume` leaves the state after an action out is asked of that state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hamodel.ground.footprint import Contents, Footprint, Writes, writes, written
from hamodel.model.configurations import about_options
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import counts, outcomes
from hamodel.model.system import Action, System
from hamodel.model.trace import CellName, State


class Footprints:
    """Cells are in the order of `order`."""

    def __init__(self, system: System, scope: Scope, order: Sequence[CellName]) -> None:
        self._system, self._scope, self._order = system, scope, order
        self._index = {cell: number for number, cell in enumerate(order)}
        self._free = replace(system, declared=system.properties)
        self._assumes = len(about_options(system)) < len(system.assumptions)
        self._known: dict[tuple[str, tuple[Value, ...]], Footprint[tuple[Writes, ...]]] = {}

    def __call__(self, state: Contents, action: Action, arguments: tuple[Value, ...]) -> Sequence[Contents]:
        """The states that follow, each once."""
        footprint = self._known.get((action.name, arguments))
        if footprint is None:

            def taken(watched: State) -> tuple[Writes, ...]:
                found = outcomes(self._free, self._scope, watched, action, arguments)
                return tuple(writes(self._index, outcome.state) for outcome in found if outcome.state is not None)

            footprint = self._known[action.name, arguments] = Footprint(self._index, taken)
        changes = footprint(state)
        if not changes:
            return ()
        found = dict.fromkeys(written(state, change) for change in changes)
        return [after for after in found if self._counts(after)] if self._assumes else list(found)

    def _counts(self, state: Contents) -> bool:
        return counts(self._system, self._scope, dict(zip(self._order, state, strict=True)))
