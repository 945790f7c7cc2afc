"""Observations, in text -> Partial states, in cells; and what is wrong with those that make no sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hamodel.conformance.implementation import Observation
from hamodel.diagnostics import suggest
from hamodel.follow.events import Partial
from hamodel.model.expr import OptionalType, RangeType, Type, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells
from hamodel.model.system import System
from hamodel.model.trace import CellName, Content, Sent
from hamodel.report import words

MOST_KNOWN = 100_000
"""So many contents of cells are remembered as they were read."""


class Nonsense(Exception):
    """An observation that does not speak of the spec's cells, or of values that they cannot have."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads observations of a system at a scope."""

    system: System
    scope: Scope
    _cells: dict[str, CellName] = field(init=False, default_factory=dict)
    _types: dict[str, Type] = field(init=False, default_factory=dict)
    _sent: dict[str, dict[str, Sent]] = field(init=False, default_factory=dict)
    _known: dict[tuple[str, object, type], tuple[CellName, Content]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for cell in cells(self.system, self.scope):
            self._cells[_bare(words.cell(cell))] = cell
        self._types.update((variable.name, variable.type) for variable in self.system.variables)
        for channel in self.system.channels:
            self._sent[channel.name] = {
                _bare(words.message(sent)): sent
                for message in channel.messages
                for sent in _messages(self.scope, message.name, [binder.type for binder in message.fields])
            }

    def read(self, observation: Observation) -> Partial:
        """The cells that were seen. Raises `Nonsense`."""
        if not isinstance(observation, Mapping):
            raise Nonsense(f"an observation maps cells to values, this is {observation!r}")
        known, seen = self._known, []
        for name, shown in observation.items():
            # the type is part of the key, since 1 == True; so a list of messages is one of texts, of which this is not true
            key = (name, tuple(shown), list) if type(shown) is list else (name, shown, type(shown))
            try:
                found = known.get(key)
            except TypeError:
                found = None  # what cannot be a key
            seen.append(found or self._read(name, shown, key))
        partial = dict(seen)
        if len(partial) != len(seen):
            names = [cell for cell, _ in seen]
            twice = next(name for name, cell in zip(observation, names, strict=True) if names.count(cell) > 1)
            raise Nonsense(f"the cell of `{twice}` is shown twice")
        return partial

    def _read(self, name: str, shown: object, key: tuple[str, object, type]) -> tuple[CellName, Content]:
        read = (self.cell(name), self.content(name, shown))
        parts: tuple[object, ...] = tuple(shown) if type(shown) in (list, tuple) else (shown,)  # type: ignore[arg-type]
        if all(type(part) in (str, bool, int, type(None)) for part in parts) and len(self._known) < MOST_KNOWN:
            self._known[key] = read
        return read

    def cell(self, name: str) -> CellName:
        cell = self._cells.get(name) or self._cells.get(_bare(str(name)))
        if cell is None:
            meant = suggest(str(name), self._cells)
            hint = f"; {meant}" if meant else ""
            raise Nonsense(f"the spec has no cell `{name}`{hint}")
        return cell

    def content(self, name: str, shown: object) -> Content:
        variable, _ = self.cell(name)
        if variable in self._sent:
            return self._messages(name, variable, shown)
        if variable in self.system.links and shown in ("up", "down"):
            return shown == "up"
        type = self._types[variable]
        if not belongs(shown, type, self.scope):
            raise Nonsense(f"`{name}` cannot be {shown!r}: it is of type {type}")
        return shown  # type: ignore[return-value]

    def _messages(self, name: str, channel: str, shown: object) -> Content:
        if not isinstance(shown, list | tuple):
            raise Nonsense(f"`{name}` holds a list of messages, not {shown!r}")
        known = self._sent[channel]
        sent: list[Sent] = []
        for text in shown:
            found = known.get(_bare(str(text)))
            if found is None:
                raise Nonsense(f"`{name}` carries no message {text!r}")
            sent.append(found)
        return tuple(sent) if self.system.channel(channel).fifo else tuple(sorted(sent, key=repr))


def _bare(text: str) -> str:
    return "".join(text.split())


def belongs(shown: object, type: Type, scope: Scope) -> bool:
    """Is it a value of the type? `True` is no integer and 1 no bool."""
    match type:
        case OptionalType(inner):
            return shown is None or belongs(shown, inner, scope)
        case RangeType(low, high):
            return isinstance(shown, int) and not isinstance(shown, bool) and low <= shown <= high
        case _:
            return any(value == shown and isinstance(shown, bool) == isinstance(value, bool) for value in scope.domain(type))


def _messages(scope: Scope, name: str, types: list[Type]) -> list[Sent]:
    found: list[tuple[Value, ...]] = [(name,)]
    for type in types:
        found = [(*begun, value) for begun in found for value in scope.domain(type)]
    return found
