"""What is known of a real system: what was done to it (Happening), what a line of a log tells (Entry), what of logs is unread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from hamodel.model.expr import Value, plain
from hamodel.model.trace import CellName, Content, State

Partial: TypeAlias = Mapping[CellName, Content]
"""The cells that were seen, with what they hold."""

Seen: TypeAlias = tuple[tuple[CellName, Content], ...]
"""The same, of a line of a log."""


def disagreements(state: State, seen: Partial) -> list[CellName]:
    """The cells in which a state of the model is not what was seen."""
    return [cell for cell, content in seen.items() if state[cell] != content]


@dataclass(frozen=True, slots=True)
class Happening:
    """What was done: an action of the spec with its arguments by the names of its parameters, in their order; or an event of
    the implementation's own."""

    action: str
    arguments: tuple[tuple[str, Value], ...] = ()
    own: bool = False


def spoken(happening: Happening) -> Mapping[str, Value]:
    """The arguments by the names that the author of the spec gave them."""
    return {plain(name): value for name, value in happening.arguments}


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; or, with another word between, a state of a trace."""

    file: str
    line: int
    between: str = ":"

    @property
    def within(self) -> str:
        """Without the file, where only one is meant."""
        return f"line {self.line}" if self.between == ":" else f"{self.between.strip()} {self.line}"

    def __str__(self) -> str:
        return f"{self.file}{self.between}{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a line makes no sense. `gap`: what it says, or when, is lost altogether."""

    place: Place
    reason: str
    gap: bool


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One of these actions, with these arguments by the names of their parameters; what is left out may be any."""

    actions: tuple[str, ...]
    arguments: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: `action` happened, and then `seen` was so. `unclear`: it may have been any one action, or none."""

    place: Place
    source: str
    time: Decimal | None
    action: LoggedAction | None = None
    seen: Seen = ()
    unclear: bool = False


@dataclass(slots=True)
class Unread:
    """What of logs was not understood: how many lines, the first few, and whether one of them may hide anything."""

    lines: int = 0
    listed: list[Problem] = field(default_factory=list)
    gap: bool = False
