"""Answer: what an engine says about a goal, with its evidence inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hamodel.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Exhaustive:
    """Every reachable state was looked at. `states`: how many distinct ones (modulo symmetry, if that was used)."""

    states: int


@dataclass(frozen=True, slots=True)
class Inductive:
    """No run of `k` transitions from an initial state reaches the goal, and `k` goal-free states in a row are followed by
    no goal state."""

    k: int


Proof: TypeAlias = Exhaustive | Inductive


@dataclass(frozen=True, slots=True)
class Reached:
    """The last state of the trace (for a goal over transitions: its last transition) is the goal."""

    trace: Trace


@dataclass(frozen=True, slots=True)
class Unreachable:
    proof: Proof


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer, and why. `depth`: no run of so many transitions reaches the goal; -1 if not even that is known."""

    reason: str
    depth: int = -1


Answer: TypeAlias = Reached | Unreachable | Unknown
