"""State, Step, Trace: an execution in the words of the spec, whichever engine found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.model.expr import Value
from hamodel.model.system import RunTimeError

CellName: TypeAlias = tuple[str, tuple[Value, ...]]
"""A variable with its index values; a link with (); a channel with (sender, receiver)."""

Sent: TypeAlias = tuple[Value, ...]
"""A message in flight: its name, then its arguments."""

Content: TypeAlias = Value | tuple[Sent, ...]
"""What a cell holds. A channel's cell holds its messages: the head first; a bag's sorted by `repr`, repeats repeated."""

State: TypeAlias = Mapping[CellName, Content]
"""A value for every cell, hidden variables included."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its arguments (by parameter name, in order), and the state after it."""

    action: str
    arguments: tuple[tuple[str, Value], ...]
    state: State


@dataclass(frozen=True, slots=True)
class TraceError:
    """What causes a run-time error after the last state of a trace, and leads nowhere.

    `action` with its arguments, or with `property` what is looked at: a property (after the last step, if the error is one of
    transitions), an `assume`, or `initially`; with both what the property remembers of the past when the action is taken.
    Neither: an initial value.
    """

    what: RunTimeError
    action: str = ""
    arguments: tuple[tuple[str, Value], ...] = ()
    property: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A run. With `loop`, one without end: its last state is `states[loop]`, and what was between goes on forever.

    `error`: what is done at its end, if it is shown for that: see `hamodel.model.explain`.
    """

    initial: State
    steps: tuple[Step, ...] = ()
    loop: int | None = None
    error: TraceError | None = None

    @property
    def states(self) -> tuple[State, ...]:
        """From the initial to the last."""
        return (self.initial, *(step.state for step in self.steps))
