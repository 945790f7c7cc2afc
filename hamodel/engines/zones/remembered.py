"""What is asked of the reference semantics about nodes: of each action, guard and length once for each of its footprints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from hamodel.engines.zones.messages import TimedChannel
from hamodel.ground.footprint import Contents, Footprint, Writes, writes, written
from hamodel.model.configurations import about_options
from hamodel.model.expr import Bound, Expr, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, cells, counts, evaluate, outcomes
from hamodel.model.system import Action, RunTimeError, System
from hamodel.model.timing import StepDeadline, SystemTimer
from hamodel.model.trace import CellName, State

Args: TypeAlias = tuple[Value, ...]

Clock: TypeAlias = tuple[str, str, Args]
"""How long a timer runs, a step with a deadline has been possible, or a message is on its way: `timer`, `step` or `message`, its
name, and its arguments; of a message its ends, and its place in the queue."""

Effects: TypeAlias = Sequence[tuple[Contents | None, tuple[RunTimeError, ...]]]
"""What each branch of an action leads to: a state, or None and the errors that it causes."""

T = TypeVar("T")


class RememberedSemantics:
    """`index`: the place of each cell, in the order of cells. `lengths`: for which timers were started, in units. Of channels
    whose messages take time: whether one `carries`, and which messages are `due`, by cell."""

    def __init__(self, system: System, scope: Scope, channels: Sequence[TimedChannel]) -> None:
        self.system, self.scope = system, scope
        self.index = {cell: number for number, cell in enumerate(cells(system, scope))}
        self._free = replace(system, declared=system.properties)  # without what is assumed
        self._assumes = len(about_options(system)) < len(system.assumptions)
        self._effects: dict[tuple[str, Args], Footprint[tuple[tuple[Writes | None, tuple[RunTimeError, ...]], ...]]] = {}
        self.lengths: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self.counts = self.of(lambda state: counts(system, scope, state))
        self.carries: dict[CellName, Callable[[Contents], bool]] = {}
        self.due: dict[CellName, Callable[[Contents], tuple[bool, ...]]] = {}
        for channel in channels:
            for cell in channel.cells():
                self._of_channel(channel, cell)

    def _of_channel(self, channel: TimedChannel, cell: CellName) -> None:
        self.carries[cell] = self.of(lambda state: channel.carries(state, cell[1], self.scope))
        self.due[cell] = self.of(lambda state: channel.due(state, cell, self.scope))

    def of(self, look: Callable[[State], T]) -> Callable[[Contents], T]:
        """A function of states, for their contents."""
        return Footprint(self.index, look)

    def expr(self, expr: Expr, binders: Sequence[Bound], args: Args) -> Callable[[Contents], Any]:
        """The value of an expression; None: it has none."""
        return self.of(lambda state: value_of(expr, state, binders, args, self.scope))

    def number(self, length: Any) -> int:
        """The place of a length in `lengths`."""
        if length not in self._numbers:
            self._numbers[length] = len(self.lengths)
            self.lengths.append(length)
        return self._numbers[length]

    def effects(self, state: Contents, action: Action, args: Args) -> Effects:
        """What an action leads to in a state, each once; empty where it cannot happen."""
        footprint = self._effects.get((action.name, args))
        if footprint is None:

            def taken(watched: State) -> tuple[tuple[Writes | None, tuple[RunTimeError, ...]], ...]:
                found = outcomes(self._free, self.scope, watched, action, args)
                return tuple((None if each.state is None else writes(self.index, each.state), each.errors) for each in found)

            footprint = self._effects[action.name, args] = Footprint(self.index, taken)
        known = footprint(state)
        if not known:
            return ()
        found = dict.fromkeys((None if change is None else written(state, change), wrong) for change, wrong in known)
        if not self._assumes:
            return [*found]
        return [each for each in found if each[0] is None or self.counts(each[0])]


def value_of(expr: Expr, state: State, binders: Sequence[Bound], args: Args, scope: Scope) -> Value:
    """The value of an expression of a state; None: it has none."""
    try:
        return evaluate(expr, {binder.name: arg for binder, arg in zip(binders, args, strict=True)}, state, scope)
    except EvaluationError:
        return None


class DiscreteTimer:
    """A timer at its indices: its clock, the places of its cells, and whether what takes it is possible."""

    def __init__(self, known: RememberedSemantics, timer: SystemTimer, args: Args) -> None:
        self.clock: Clock = ("timer", timer.name, args)
        self.length = known.index[timer.name, args]
        self.least = known.index[f"{timer.name} from", args]
        self.expired = known.index[f"{timer.name} expired", args]
        self._taken = None if timer.taken is None else known.expr(timer.taken, timer.binders, args)

    def taken(self, state: Contents) -> bool:
        return self._taken is not None and self._taken(state) is True


class DiscreteStep:
    """A step with a deadline at its arguments: its clock, whether it is possible, and between which ends it may wait. No ends: it
    is immediate."""

    def __init__(self, known: RememberedSemantics, deadline: StepDeadline, args: Args) -> None:
        self.clock: Clock = ("step", deadline.action, args)
        self.possible = known.expr(deadline.possible, deadline.parameters, args)
        self.low = None if deadline.low is None else known.expr(deadline.low, deadline.parameters, args)
        self.high = None if deadline.high is None else known.expr(deadline.high, deadline.parameters, args)
