"""multiplied(instance, layout, states) -> what multiplies the states of a search that did not end, named as the spec does.

A variable counts as a whole: three clocks that run independently are one array with very many values. What every state has in
common multiplies nothing.
"""

from __future__ import annotations

from hamodel.engines.explicit.packing import Layout
from hamodel.engines.explicit.table import Words, distinct
from hamodel.ground.cells import Cell
from hamodel.ground.instance import Instance
from hamodel.ground.reduction import COPY, OWN
from hamodel.model.records import record_of
from hamodel.model.transform import FAULTS

ENOUGH = 1 << 16
"""States that are looked at: a second is all that a search may have left."""

WORK = 1 << 21
"""What may be looked at, of all variables together."""


def sample_size(instance: Instance) -> int:
    """How many states are to be looked at."""
    return max(1 << 12, min(ENOUGH, WORK // max(1, len({cell.variable for cell in instance.cells}))))


def multiplied(instance: Instance, layout: Layout, states: Words) -> tuple[tuple[str, int], ...]:
    """Each variable that has several values in these states, with the number of its values: the most first."""
    groups: dict[str, list[int]] = {}
    for number, cell in enumerate(instance.cells):
        groups.setdefault(_name(instance, cell), []).append(number)
    counted = [(name, distinct(states, layout.masks(numbers))) for name, numbers in groups.items()]
    return tuple(sorted((row for row in counted if row[1] > 1), key=lambda row: -row[1]))


def _name(instance: Instance, cell: Cell) -> str:
    """`clock[Router]`, `channel adv`; what the author does not know by name is said in words."""
    system, name = instance.system, cell.variable
    if name.startswith(OWN):
        return "the state in which a loop starts" if name.startswith(COPY) else "how far a run is on its way to a loop"
    if name in system.links:
        return f"link {name}"
    if name in {channel.name for channel in system.channels}:
        return f"channel {name}"
    variable = next((variable for variable in system.variables if variable.name == name), None)
    if variable is not None and variable.hidden:
        if name == FAULTS:
            return "the number of faults"
        return f"`{variable.span.text if variable.span and not name.startswith('did ') else name.partition('/')[0]}`"
    types = ", ".join(map(str, cell.index_types))
    record = name if variable is None else record_of(variable)
    return f"{record}[{types}]" if types else record
