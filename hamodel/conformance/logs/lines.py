"""A line of a log, in JSON -> an Entry: what happened, and what was seen then; and what of the line makes no sense.

`format.md` beside this file is the format as its authors read it. Decisions:

* What cannot be read is never taken for nothing. Of a line whose place in the log is known, what makes sense is used; an action
  that makes none may have been any one action, or none. A line that is no JSON object, or has no place in time, may hide
  anything (`Problem.gap`): after it nothing can be said to be impossible.
* An entry without an action, a state or a problem does not exist: a line that says nothing is a problem.
* Times are compared exactly, so that a skew of 50 ms is one: as decimals, not as binary fractions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hamodel.conformance.logs.keys import KEYS, instead
from hamodel.conformance.logs.problems import Problems
from hamodel.conformance.observation import Nonsense, Reader, belongs
from hamodel.diagnostics import suggest
from hamodel.follow.events import Entry, LoggedAction, Place, Seen
from hamodel.host.printable import short
from hamodel.host.strict_json import NoNumber, SaidTwice, strict
from hamodel.language.elaboration.timing.setting import durations, length_of
from hamodel.language.elaboration.timing.timers import told_range
from hamodel.model.expr import OptionalType, RangeType, Type, Value
from hamodel.model.scope import Scope
from hamodel.model.system import Action, System
from hamodel.model.trace import CellName, Content
from hamodel.report import words

LATEST = 10**12
"""Seconds. A time is at most so far from zero."""

TEXT = re.compile(r"\s*([\w. ]+?)\s*(?:\(([^()]*)\)|\[([^][]*)\])?\s*(?:from\s+(\w+)\s*)?(?:(?<=\s)to\s+(\w+)\s*)?")
"""An action as a scenario would write it."""


class Unreadable(Exception):
    """A line, or a part of it, that makes no sense: why."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Reads the lines of logs about a system at a scope. `strict` false: what is not understood counts as not written."""

    system: System
    scope: Scope
    problems: Problems
    strict: bool = True
    _reader: Reader = field(init=False)
    _logged: dict[tuple[object, ...], LoggedAction] = field(init=False, default_factory=dict)
    _seen: dict[str, Seen] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reader", Reader(self.system, self.scope))

    def entry(self, place: Place, said: Mapping[str, Any], timed: bool, named: str) -> Entry | None:
        """The entry, where the line has one. `timed`: the log has times; `named`: whose line it is if it does not say."""
        try:
            time = time_of(said)
            if (time is not None) != timed:
                raise Unreadable("it has no `time`, and lines above it have one" if timed else "lines above it have no `time`")
            source = said.get("from", named)
            if not isinstance(source, str):
                raise Unreadable(f"`from` is a name, not {_short(source)}")
        except Unreadable as lost:
            self.problems.add(place, str(lost), True)
            return None
        unknown = [key for key in said if key not in KEYS]
        wrong: list[str] = [f"`{short(str(key))}` means nothing here{instead(key, said)}" for key in unknown]
        if "options" in said:
            wrong.append("`options` stands in the first line only")
        try:
            logged, unclear = self._happened(said, wrong)
            seen = self._state(said, wrong)
        except RecursionError:
            logged, seen, unclear = None, (), True
            wrong.append("nested too deep")
        if not wrong and logged is None and not seen:
            wrong.append("it says nothing: neither an `action` nor a `state`")
        for reason in wrong:
            self.problems.add(place, reason, False)
        unclear = self.strict and logged is None and (unclear or bool(unknown) or (bool(wrong) and not seen))
        return Entry(place, source, time, logged, seen, unclear) if logged or seen or unclear else None

    # --- private ---

    def _happened(self, said: Mapping[str, Any], wrong: list[str]) -> tuple[LoggedAction | None, bool]:
        """The action; or that there may have been one."""
        if said.get("action") is None:
            if said.get("arguments") is None:
                return None, False
            wrong.append("there are `arguments`, and no `action`")
            return None, True
        try:
            return self.logged(said["action"], said.get("arguments")), False
        except Unreadable as reason:
            wrong.append(str(reason))
            return None, True

    def logged(self, action: object, arguments: object) -> LoggedAction:
        """What `action`, as a scenario would write it, and `arguments`, by name, say. Raises `Unreadable`."""
        if not isinstance(action, str):
            raise Unreadable(f"`action` is a text, not {_short(action)}")
        if arguments is not None and not isinstance(arguments, Mapping):
            raise Unreadable(f"`arguments` map parameters to values, this is {_short(arguments)}")
        try:
            key = (action, *((name, value, type(value)) for name, value in (arguments or {}).items()))
            known = self._logged.get(key)
        except TypeError:
            raise Unreadable(f"an argument is a value, not {_short(list((arguments or {}).values()))}") from None
        if known is None:
            known = self._meant(action, arguments or {})
            if len(self._logged) < 10_000:
                self._logged[key] = known
        return known

    def _state(self, said: Mapping[str, Any], wrong: list[str]) -> Seen:
        state = said.get("state")
        if state is None:
            return ()
        if not isinstance(state, Mapping):
            wrong.append(f"`state` maps cells to values, this is {_short(state)}")
            return ()
        key = json.dumps(state)
        known = self._seen.get(key)
        if known is None:
            before = len(wrong)
            found: dict[CellName, Content] = {}
            for name, content in state.items():
                try:
                    for cell, value in self._reader.read({name: content}).items():
                        if cell in found:
                            raise Nonsense(f"`{name}` is said twice")
                        found[cell] = value
                except Nonsense as nonsense:
                    wrong.append(str(nonsense) + _beyond(self.system, self.scope, name, content))
            known = tuple(found.items())
            if len(wrong) == before and len(self._seen) < 10_000:
                self._seen[key] = known
        return known

    # --- the words of an action ---

    def _meant(self, text: str, given: Mapping[str, object]) -> LoggedAction:
        parts = TEXT.fullmatch(text) if len(text) < 500 else None
        name = " ".join((parts[1] if parts else text).split())
        actions = [action for action in self.system.actions if action.name == name or action.name.startswith(f"{name} ")]
        if not parts or not actions or (len(actions) > 1 and name in ("cut", "mend", "deliver", "lose", "duplicate")):
            known = [action.name for action in self.system.actions]
            raise Unreadable("; ".join(filter(None, [f"the spec has no action `{short(name)}`", suggest(name, known)])))
        found = [self._arguments(action, parts, given) for action in actions]
        if len(found) > 1 and any(arguments != found[0] for arguments in found):
            raise Unreadable(f"`{short(text)}` may be {len(found)} actions: name the message")
        return LoggedAction(tuple(action.name for action in actions), tuple(sorted(found[0].items())))

    def _arguments(self, action: Action, parts: re.Match[str], given: Mapping[str, object]) -> dict[str, Value]:
        """The arguments that are said, by the names of the parameters."""
        names = [words.plain(binder.name) for binder in action.parameters]
        types = dict(zip(names, (binder.type for binder in action.parameters), strict=True))
        ended = len(names) >= 2 and (action.kind == "delivery" or action.built_in)
        inside = parts[2] if parts[3] is None else parts[3]
        fields = names[:-2] if ended and parts[3] is None else names
        said: dict[str, object] = {}
        if inside is not None and inside.strip():
            texts = [text.strip() for text in inside.split(",")]
            if len(texts) != len(fields):
                raise Unreadable(f"`{action.name}` has {words.counted(len(fields), 'argument')}, not {len(texts)}")
            said.update((name, _value(text, types[name])) for name, text in zip(fields, texts, strict=True))
        for name, text in zip(names[-2:] if ended else (), (parts[4], parts[5]), strict=False):
            if text is not None:
                said[name] = text
        if not ended and (parts[4] or parts[5]):
            raise Unreadable(f"`{action.name}` is not from one to another")
        for name, value in given.items():
            if name not in types:
                hint = suggest(name, names, f"it has {', '.join(names) or 'none'}")
                raise Unreadable(f"`{action.name}` has no parameter `{short(name)}`; {hint}")
            if name in said:
                raise Unreadable(f"`{name}` is said twice")
            said[name] = value
        return {name: self._checked(action, name, value, types[name]) for name, value in said.items()}

    def _checked(self, action: Action, name: str, value: object, type: Type) -> Value:
        if not belongs(value, type, self.scope):
            beyond = _beyond(self.system, self.scope, value)
            raise Unreadable(f"`{name}` of `{action.name}` cannot be {_short(value)}: it is of type {type}{beyond}")
        return value  # type: ignore[return-value]


def parsed(text: bytes) -> Mapping[str, Any]:
    """The JSON object that a line is. Raises `Unreadable`."""
    try:
        said = strict(text)
    except SaidTwice as key:
        raise Unreadable(f"`{short(str(key))}` is said twice") from None
    except NoNumber as name:
        raise Unreadable(f"{name} is no JSON number") from None
    except UnicodeDecodeError:
        raise Unreadable("not text in UTF-8") from None
    except RecursionError:
        raise Unreadable("nested too deep") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}") from None
    except ValueError:  # an integer with more digits than Python reads
        raise Unreadable("a number that is too long") from None
    if not isinstance(said, dict):
        raise Unreadable(f"a line is a JSON object, this is {_short(said)}")
    return said


def time_of(said: Mapping[str, Any]) -> Decimal | None:
    """Seconds. Raises `Unreadable`."""
    time = said.get("time")
    match time:
        case None:
            return None
        case bool():
            pass
        case int() | float() if abs(time) <= LATEST:
            return Decimal(str(time))
        case str() if len(time) < 50:
            try:
                moment = datetime.fromisoformat(time)
            except ValueError:
                pass
            else:
                if moment.tzinfo is None:
                    raise Unreadable(f"`time` {short(time)!r} has no time zone: end it with `Z`, say")
                past = moment - datetime(1970, 1, 1, tzinfo=UTC)
                return Decimal(past.days * 86_400 + past.seconds) + Decimal(past.microseconds) / 1_000_000
        case _:
            pass
    raise Unreadable(f"`time` is a number of seconds or a date as in 2030-01-31T12:00:00.5Z, not {_short(time)}")



def _short(value: object) -> str:
    """A JSON value in a message."""
    match value:
        case str() | bool() | int() | float() | None:
            return short(json.dumps(value, ensure_ascii=False), 40)
        case Mapping():
            return "an object"
        case _:
            return "a list"


def _value(text: str, type: Type) -> object:
    """A value as the language writes it, of this type; what is none of it stays a text."""
    match type:
        case OptionalType(inner):
            return None if text == "none" else _value(text, inner)
        case RangeType():
            return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text
        case _:
            return {"true": True, "false": False}.get(text, text)


# --- members that the scope does not have ----------------------------------------------------------------------------


def members_named(system: System, text: str) -> dict[str, int]:
    """For each sort how many members it must have for every name in the text that looks like one of them."""
    sizes: dict[str, int] = {}
    for sort in system.sorts:
        numbers = re.findall(rf"(?<!\w){re.escape(sort.prefix)}([0-9]{{1,3}})(?!\w)", text)
        if numbers:
            sizes[sort.name] = max(map(int, numbers)) + 1
    return sizes


def _beyond(system: System, scope: Scope, *said: object) -> str:
    """What to do about a member that the scope does not have."""
    for part in said:
        for sort, size in members_named(system, str(part)).items():
            if size > scope.sizes[sort]:
                return f" ({sort} = {scope.sizes[sort]} here: give `--scope {sort}={size}`)"
    return ""


def options_of(system: System, said: Mapping[str, Any]) -> dict[str, Value]:
    """The values that a first line gives to options, durations as they are written. Raises `Unreadable`."""
    given = said["options"]
    if not isinstance(given, Mapping):
        raise Unreadable(f"`options` map options to values, this is {_short(given)}")
    others = [key for key in said if key not in ("options", "note")]
    if others:
        raise Unreadable(f"a line with `options` says nothing else, this one says `{short(others[0])}`")
    types = {option.name: option.type for option in system.options}
    lengths = {option.name: option for option in durations(system)}
    for name, value in given.items():
        if name in lengths:
            length = length_of(value)
            if length is None or not lengths[name].allows(length):
                raise Unreadable(f"option `{name}` cannot be {_short(value)}: it is a duration, {told_range(lengths[name])}")
            continue
        if name not in types:
            close = suggest(name, [*types, *lengths])
            raise Unreadable("; ".join(filter(None, [f"the spec has no option `{short(name)}`", close])))
        if not belongs(value, types[name], Scope()):
            raise Unreadable(f"option `{name}` cannot be {_short(value)}: it is of type {types[name]}")
    return dict(given)
