"""Impairment: a seed -> frames that are lost or late on the links of a pair, the same for the same seed. For long runs.

Only what may be lost is: heartbeats, session synchronisation, later packets on HA3. Frames that are late by different times
overtake each other. Hellos go over TCP, and who gets no answer to a question asks again: these stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from hamodel.reference.panos.pair import Pair


@dataclass(slots=True)
class Impairment:
    """`loss`: the share of the frames that is lost; the others are late by up to `late` milliseconds."""

    seed: int
    loss: float = 0.1
    late: int = 20
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        if not 0 <= self.loss <= 1 or self.late < 0:
            raise ValueError(f"a share of {self.loss} is lost, late by {self.late} ms: that is none")
        self._chance = Random(self.seed)

    def begin(self, pair: Pair) -> None:
        """From now on, until `clear`."""
        for link in (pair.links.ha1, pair.links.ha2, pair.links.ha3):
            link.impairment = self.next

    def clear(self, pair: Pair) -> None:
        """Frames arrive again, each after the one before."""
        for link in (pair.links.ha1, pair.links.ha2, pair.links.ha3):
            link.impairment = None

    def next(self) -> int | None:
        """By how much the next frame is late; None: it is lost."""
        return None if self._chance.random() < self.loss else self._chance.randint(0, self.late)
