"""Implementation: what a real thing must offer to be held against a spec: reset, do, observe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from hamodel.model.expr import Value

Shown: TypeAlias = "Value | Sequence[str]"
"""What a cell shows: a bool, an integer, the name of a member, None for `none`; a channel the messages in flight, as text."""

Observation: TypeAlias = Mapping[str, Shown]
"""What an implementation shows of itself, in the words of the spec: `mode[fw0]`, `owner[fw0, s0]`, `ha1` (true: up),
`sync[fw0, fw1]` (`["opened(s0)"]`; the head first if the channel is a fifo). What is left out is unknown."""


class Refused(Exception):
    """An action of the spec cannot be done to this implementation now: the reason. Nothing has happened."""


class Failed(Exception):
    """The implementation broke: it crashed, hung, or said something that makes no sense. What it did."""


class Implementation(Protocol):
    """A pair, a box, a simulator: something to be held against a spec.

    `do` is called with the inputs and faults of the spec, and runs until what follows from them by itself has happened. An
    implementation may also have `events`: a sequence of names of things that happen around it of which the spec does not
    speak, such as time that passes; it is asked for after each reset. They are given to `do` without arguments, and the model
    explains them by steps of its own.
    """

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        """Starts anew: a value for each option of the spec, the number of members of each sort."""

    def do(self, action: str, /, **arguments: Value) -> None:
        """Does it. Raises `Refused` if that is impossible."""

    def observe(self) -> Observation:
        """What can be seen now."""


def events(implementation: Implementation) -> tuple[str, ...]:
    """What can happen around it beside the actions of the spec."""
    return tuple(getattr(implementation, "events", ()))
