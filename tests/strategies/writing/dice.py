"""Types, and what a writer knows where it writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

OPEN, CLOSE = "\ue000", "\ue001"
"""Parentheses that change nothing: left out of a text, or written everywhere."""


@dataclass(frozen=True)
class Kind:
    """A type. `word`: as it is written; `members`: of an enum or node; `inner`: of an optional; `fields`: of a record."""

    word: str
    family: str  # bool, int, range, enum, node, sort, optional, record
    members: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    inner: Kind | None = None
    fields: tuple[tuple[str, Kind], ...] = ()
    size: int = 1  # how many values it has
    prefix: str = ""  # of the names of a sort's members
    ordered: bool = False  # a sort

    def __str__(self) -> str:
        return self.word


BOOL = Kind("bool", "bool", size=2)
INT = Kind("int", "int")


def range_kind(low: int, high: int) -> Kind:
    return Kind(f"{low}..{high}", "range", low=low, high=high, size=high - low + 1)


def optional_kind(inner: Kind) -> Kind:
    return Kind(f"{inner.word}?", "optional", inner=inner, size=inner.size + 1)


@dataclass(frozen=True)
class Indexed:
    name: str
    indices: tuple[Kind, ...]
    kind: Kind


@dataclass(frozen=True)
class Made:
    """A definition, an action or a proc, with its parameters. `level`: definitions use those of lower ones."""

    name: str
    parameters: tuple[tuple[str, Kind], ...]
    kind: Kind = BOOL
    past: bool = False


@dataclass(frozen=True)
class Line:
    """A channel: its ends, and its messages with the types of their fields. `traits`: as they are written."""

    name: str
    sender: Kind
    receiver: Kind
    messages: tuple[tuple[str, tuple[Kind, ...]], ...]
    fifo: bool = False
    traits: str = ""


@dataclass
class Known:
    """What has been declared."""

    kinds: list[Kind] = field(default_factory=lambda: [BOOL])
    variables: list[Indexed] = field(default_factory=list)
    constants: list[tuple[str, int]] = field(default_factory=list)
    settings: list[Indexed] = field(default_factory=list)
    options: list[tuple[str, Kind]] = field(default_factory=list)
    definitions: list[Made] = field(default_factory=list)
    lasting: list[Made] = field(default_factory=list)
    procs: list[Made] = field(default_factory=list)
    actions: list[Made] = field(default_factory=list)
    channels: list[Line] = field(default_factory=list)
    links: list[tuple[str, tuple[Kind, ...]]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Place:
    """Where something is written: the names that are known, and what may be looked at."""

    known: Known
    names: tuple[tuple[str, Kind], ...] = ()
    state: bool = True  # variables may be read
    property: bool = False  # `did` may be asked
    ahead: bool = False  # `possible` may be asked
    safe: bool = False  # nothing that may have no value
    script: bool = False  # members of sorts have names
    depth: int = 3

    def deeper(self) -> Place:
        return replace(self, depth=self.depth - 1)

    def with_names(self, *names: tuple[str, Kind]) -> Place:
        return replace(self, names=(*self.names, *names))


POOL = ["x", "y", "z", "i", "j", "k1", "who", "_u", "lost", "Set"]


def fresh(dice: Random, place: Place) -> str:
    """A name for a binder, that nothing else has here."""
    used = {name for name, _ in place.names} | place.known.taken
    free = [name for name in POOL if name not in used]
    return dice.choice(free[:4]) if free else f"n{len(place.names)}"
