"""TimedRun: a run of a spec with timers, with the time of each state and the members that have a row; lengths in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.timing import telling


@dataclass(frozen=True, slots=True)
class TimedRun:
    """`moments`: the time of each state; `members`: those that act. What belongs to none is in a last row of its own."""

    system: System
    scope: Scope
    trace: Trace
    moments: tuple[Fraction, ...]
    members: tuple[str, ...]

    @property
    def unit(self) -> Fraction:
        timing = self.system.timing
        assert timing is not None, "it has timers"
        assert timing.unit is not None, "time passes in steps"
        return timing.unit

    def row(self, member: Value) -> int | None:
        """None: it has none."""
        return self.members.index(str(member)) if str(member) in self.members else None

    def first_row(self, values: Iterable[Value]) -> int | None:
        """That of the first one that has a row."""
        return next((row for row in map(self.row, values) if row is not None), None)

    @property
    def last(self) -> int:
        """The number of the last state."""
        return len(self.trace.steps)


def seconds(length: Fraction) -> str:
    """`0.4 s`; of less than a tenth of it, `3 ms`, `250 us`."""
    for most, factor, unit in ((Fraction(1, 1000), 1_000_000, "us"), (Fraction(1, 10), 1000, "ms")):
        if 0 < length < most:
            return f"{telling.decimal(length * factor)} {unit}"
    return f"{telling.decimal(length)} s"
