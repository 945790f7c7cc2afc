"""Cell: what a state of an instance consists of, with the codes that it may have."""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.model.expr import BoolType, Type, Value


@dataclass(frozen=True, slots=True)
class Cell:
    """One indexed entry of a variable, or a part of a channel.

    `part` is () for a variable's cell. In a fifo: ("slot", k), whose value is the number of the message's name in the
    slot (0: empty), and ("field", k, i), the i-th field of the slot's layout, an optional that is `none` when unused. In
    a bag: ("count", message, *arguments), how many copies are in flight; its `sorts` speak of the arguments too.
    """

    variable: str
    indices: tuple[Value, ...]
    part: tuple[Value, ...]
    type: Type
    index_types: tuple[Type, ...]
    low: int
    high: int

    @property
    def is_bool(self) -> bool:
        """Is its code a truth?"""
        return isinstance(self.type, BoolType)

    @property
    def index_values(self) -> tuple[Value, ...]:
        """A value for each of `index_types`: the indices and, for a bag's count, the message's arguments."""
        return self.indices + (self.part[2:] if self.part[:1] == ("count",) else ())
