"""What came of doing things to an implementation: Found, what is wrong with it; Exploration and Hunted, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hamodel.follow import MOST_STATES
from hamodel.follow.coverage import Coverage
from hamodel.follow.events import Happening
from hamodel.follow.tracking import Difference
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import CellName


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, or that was refused, with the reason."""

    happening: Happening
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong with an implementation: what the model cannot explain, or else how it failed. `done`: everything since it
    started, the last of which shows it; nothing, if the start does."""

    system: System
    scope: Scope
    done: tuple[Done, ...]
    difference: Difference | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Exploration:
    """`actions` were done (those that were `refused` among them), in so many `runs`. `lost`: runs that were given up, since
    too little was seen to follow the states that the model can be in; of these nothing is known from then on. `interrupted`: by
    whoever sits at the keyboard."""

    actions: int
    refused: int
    runs: int
    lost: int
    found: Found | None
    coverage: Coverage
    seconds: float
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Hunted:
    """`found`: what is wrong, made short. `again`: was it seen again in a new process; None: that was not tried. `seen` and
    `unseen`: the cells that were ever shown, and the others. `why`: why it ended before everything was done. `most_states`: a run
    was given up where the model could be in more. `lines`: those which make a program do again what shows what is wrong."""

    exploration: Exploration
    found: Found | None
    again: bool | None
    seen: Sequence[CellName]
    unseen: Sequence[CellName]
    why: str
    interrupted: bool
    lines: Sequence[str]
    most_states: int = MOST_STATES

    @property
    def vacuous(self) -> str:
        """Why this says nothing about the implementation; or nothing."""
        if self.exploration.actions == self.exploration.refused:
            return "nothing was done"
        return "" if self.seen else "nothing was shown"

    @property
    def agrees(self) -> bool:
        """Was everything done that was asked for, seen, and explained?"""
        return not (self.found or self.why or self.exploration.lost or self.vacuous)
