"""A trace in the Informal Trace Format of Apalache and Quint -> entries of a log: one for each state, with its action if it says.

A variable is named as in the spec. One with indices is a map or a record from members to values, with tuples of members as keys
or maps in it; a channel is one from (sender, receiver) to a list or set of messages, `opened(s0)` as a text or a variant. `none`
is null, the text `none` or a variant `None`. An action is in `mbt::actionTaken`, with its arguments in `mbt::nondetPicks`, or in
a variable `action` that the spec does not have. A variable named as an option of the spec tells its value; any other that the
spec does not have is told as not understood, once.

What leads back from the last state to the first one of a `loop` has no name in the format: where actions are told, any one may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from hamodel.conformance.logs.lines import Lines, Unreadable, options_of, parsed
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.follow.events import Entry, Place
from hamodel.host.printable import short
from hamodel.model.expr import OptionalType, Value
from hamodel.model.system import System

LARGEST = 100_000_000
"""Bytes. A larger trace is not read."""

ACTIONS = ("mbt::actionTaken", "action_taken", "actionTaken", "action")
PICKS = ("mbt::nondetPicks", "nondet_picks", "nondetPicks")
STARTS = ("init", "q::init", "q::initAndInvariant", "")
"""What the action before the first state is called."""


@dataclass(frozen=True, slots=True)
class Itf:
    """A trace: its states as objects of JSON, and the number of the one to which the last one goes back."""

    name: str
    variables: tuple[str, ...]
    states: tuple[Mapping[str, Any], ...]
    loop: int | None


def read_itf(name: str, stream: BinaryIO) -> Itf:
    """Raises SpecError if it is no trace."""

    def wrong(reason: str) -> SpecError:
        return SpecError([Diagnostic("log", None, f"`{name}` is no ITF trace: {reason}")])

    try:
        text = stream.read(LARGEST + 1)
    except OSError as error:
        raise SpecError([Diagnostic("log", None, f"cannot read `{name}`: {error.strerror}")]) from None
    if len(text) > LARGEST:
        raise wrong(f"it is longer than {LARGEST:,} bytes")
    try:
        said = parsed(text.removeprefix(b"\xef\xbb\xbf"))
    except Unreadable as reason:
        raise wrong(str(reason)) from None
    states, loop, variables = said.get("states"), said.get("loop"), said.get("vars", ())
    if not isinstance(states, list) or not all(isinstance(state, dict) for state in states):
        raise wrong("`states` is not a list of objects")
    if not isinstance(variables, list | tuple) or not all(isinstance(variable, str) for variable in variables):
        raise wrong("`vars` is not a list of names")
    if loop is not None and (isinstance(loop, bool) or not isinstance(loop, int) or not 0 <= loop < len(states)):
        raise wrong(f"`loop` is not the number of one of its {len(states)} states")
    return Itf(name, tuple(variables), tuple(states), loop)


def options_in(itf: Itf, system: System) -> dict[str, Value]:
    """The values of the options that the trace has among its variables. Raises SpecError."""
    names = {option.name for option in system.options}
    found = {name: _plain(value, f"`{name}`") for state in itf.states[:1] for name, value in state.items() if name in names}
    try:
        return options_of(system, {"options": found})
    except Unreadable as reason:
        raise SpecError([Diagnostic("log", None, f"{itf.name}: {reason}")]) from None


def entries(itf: Itf, lines: Lines) -> tuple[list[Entry], list[Entry]]:
    """The entries of the trace, and those of its loop after the last one. Raises SpecError where a value is of no known form."""
    names = {variable.name for variable in lines.system.variables} | {channel.name for channel in lines.system.channels}
    reader = _States(lines, itf, names)
    found = [entry for number in range(len(itf.states)) if (entry := reader.entry(number, number > 0)) is not None]
    if itf.loop is None:
        return found, []
    back = reader.entry(itf.loop, False)
    again = [entry for number in range(itf.loop + 1, len(itf.states)) if (entry := reader.entry(number, True)) is not None]
    if back is not None and reader.action is not None:
        back = Entry(back.place, back.source, None, None, back.seen, unclear=True)
    return found, [*([back] if back is not None else []), *again]


@dataclass(slots=True)
class _States:
    lines: Lines
    itf: Itf
    names: set[str]

    @property
    def action(self) -> str | None:
        """The variable that tells the action."""
        known = {*self.itf.variables, *(key for state in self.itf.states[-1:] for key in state)}
        return next((name for name in ACTIONS if name in known and name not in self.names), None)

    def entry(self, number: int, acts: bool) -> Entry | None:
        """The entry of a state. `acts`: an action led to it."""
        state = self.itf.states[number]
        place = Place(self.itf.name, number, " state ")
        options = self.lines.scope.options
        said: dict[str, Any] = {}
        cells: dict[str, Any] = {}
        for name, value in state.items():
            if name in self.names:
                cells.update(self._cells(name, value))
            elif name in options:
                if _plain(value, f"`{name}`") != options[name]:
                    self.lines.problems.add(place, f"the option `{name}` does not change in a run", True)
            elif name not in ("#meta", self.action, *PICKS) and number == 0:
                self.lines.problems.add(place, f"the spec has no variable `{short(name)}`", False)
        if cells:
            said["state"] = cells
        action = state.get(self.action) if self.action is not None else None
        if acts and action is not None and action not in STARTS:
            said["action"] = action
            arguments = self._arguments(action, state)
            if arguments:
                said["arguments"] = arguments
        return self.lines.entry(place, said, False, self.itf.name)

    def _arguments(self, action: object, state: Mapping[str, Any]) -> dict[str, Any]:
        """What was picked for the parameters of the action; what else was picked is no business of the spec."""
        picks = next((state[name] for name in PICKS if name in state), None)
        if not isinstance(picks, Mapping):
            return {}
        parameters = {
            binder.name.partition("!")[0]
            for known in self.lines.system.actions
            if known.name == action
            for binder in known.parameters
        }
        return {
            name: _plain(pick.get("value") if isinstance(pick, Mapping) and pick.get("tag") == "Some" else pick, f"`{name}`")
            for name, pick in picks.items()
            if name in parameters and not (isinstance(pick, Mapping) and pick.get("tag") == "None")
        }

    def _cells(self, name: str, value: object) -> Iterator[tuple[str, object]]:
        """The cells of a variable, as an observation names them."""
        channel = next((channel for channel in self.lines.system.channels if channel.name == name), None)
        if channel is not None:
            for indices, content in _leaves(value, 2):
                yield _cell(name, indices), [_message(sent) for sent in _listed(content)]
            return
        variable = self.lines.system.variable(name)
        for indices, content in _leaves(value, len(variable.binders)):
            plain = _plain(content, f"`{name}`")
            yield _cell(name, indices), None if plain == "none" and isinstance(variable.type, OptionalType) else plain


def _cell(name: str, indices: Sequence[object]) -> str:
    return f"{name}[{', '.join(_written(index) for index in indices)}]" if indices else name


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "none" if value is None else str(value)


def _leaves(value: object, depth: int) -> Iterator[tuple[tuple[object, ...], object]]:
    """What is in a map of this depth, with its keys; a tuple as a key is several."""
    if depth <= 0:
        yield (), value
        return
    for key, inner in _pairs(value):
        keys = tuple(_plain(part, "an index") for part in (key["#tup"] if isinstance(key, Mapping) and "#tup" in key else [key]))
        for rest, leaf in _leaves(inner, depth - len(keys)):
            yield (*keys, *rest), leaf


def _pairs(value: object) -> Iterator[tuple[Any, Any]]:
    """The pairs of a map or of a record."""
    match value:
        case {"#map": list(pairs)} if all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            yield from ((key, inner) for key, inner in pairs)
        case Mapping() if not any(key.startswith("#") for key in value):
            yield from value.items()
        case _:
            raise _odd("an indexed variable", value)


def _listed(value: object) -> list[Any]:
    match value:
        case list():
            return value
        case {"#set": list(members)} | {"#tup": list(members)}:
            return members
        case _:
            raise _odd("a channel", value)


def _message(sent: object) -> str:
    """A message as an observation has it: `opened(s0)`."""
    match sent:
        case str():
            return sent
        case {"tag": str(name), "value": inner}:
            inner = list(inner.values()) if isinstance(inner, Mapping) and not any("#" in key for key in inner) else inner
            values = _listed(inner) if isinstance(inner, list | Mapping) and "#bigint" not in inner else [inner]
            arguments = [_written(_plain(value, "a message")) for value in values if value != "U_OF_UNIT"]
            return f"{name}({', '.join(arguments)})" if arguments else name
        case _:
            raise _odd("a message", sent)


def _plain(value: object, what: str) -> Value:
    """A bool, a number, the name of a member, or none."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return re.sub(r"_OF_[A-Z0-9_]+$", "", value)
        case {"#bigint": str(digits)} if re.fullmatch(r"-?[0-9]{1,400}", digits):
            return int(digits)
        case {"tag": "None"}:
            return None
        case {"tag": "Some", "value": inner}:
            return _plain(inner, what)
        case {"tag": str(name), **rest} if set(rest) <= {"value"}:
            return name
        case _:
            raise _odd(what, value)


def _odd(what: str, value: object) -> SpecError:
    kind = "a list" if isinstance(value, list) else "an object" if isinstance(value, Mapping) else repr(value)[:40]
    return SpecError([Diagnostic("log", None, f"the ITF trace holds {kind} where {what} has a value")])
