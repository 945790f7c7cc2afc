"""Clause: what holds in every reachable state, of some cells; ground, or for all members of a sort. An invariant is many.

A proof by invariant is a conjunction of clauses that holds initially, that every transition keeps, and that no goal state
satisfies. Engines find one over the cells of an instance; where the members of a sort are interchangeable it is lifted to
all members of a sort of any size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hamodel.model.expr import Bound, Value

Member: TypeAlias = Value | Bound
"""A value in the words of the spec; in a lifted clause a member of a sort is one of the clause's binders."""


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell of an instance: `variable`, `indices` and `part` as in `hamodel.ground.instance.Cell`."""

    variable: str
    indices: tuple[Member, ...]
    part: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """The cell's content is one of `values` or, not `among`, none of them.

    A slot of a fifo holds the name of a message or None, a count of a bag an integer: see `Cell`.
    """

    place: CellRef
    values: tuple[Member, ...]
    among: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the literals holds, for all values of the binders, of which those of one sort are pairwise different, and those of
    one ordered sort rise: the first is the lowest."""

    literals: tuple[Literal, ...]
    binders: tuple[Bound, ...] = ()
