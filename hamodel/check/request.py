"""What somebody asks, as Python values, and the specs that it is about -> a Request for each, or every error in it.

Who asks is a command line (see `texts.py`), a file (see `settings.py`) or a program; `Words` says how they would write a setting.
With several specs, a name must mean something in one of them: the others are checked without it, and say so.
"""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from numbers import Real
from operator import index
from pathlib import Path
from typing import Any, TypeAlias, assert_never

from hamodel.diagnostics import Diagnostic, SpecError, suggest, suggest_of, suggest_or_list
from hamodel.engines import ENGINES, PROVERS
from hamodel.host.printable import short
from hamodel.language.elaboration.timing.setting import durations, misfit
from hamodel.model.expr import BoolType, EnumType, IntType, OptionalType, RangeType, SortType, Type, Value
from hamodel.model.system import MOST_FAULTS, System
from hamodel.model.timing import duration_text
from hamodel.model.verdict import Size
from hamodel.source import Span

LARGEST_SCOPE = 64
SMALLEST_MEMORY = 256 << 20
LONGEST = 10**9  # seconds: thirty years
MOST_STEPS = 10**9 - 1
CHOICES = ("auto", "all", *PROVERS, *ENGINES)

Write: TypeAlias = Callable[[str, object, str], str]
"""A setting as somebody would write it: its name in `Asked`, a value, and (scope, options) the name of the sort or option."""


def in_python(name: str, value: object, key: str = "") -> str:
    return f"{name}={short(repr({key: value} if key else value))}"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: what the command line (or a caller) says beside the spec.

    `sizes`: exactly so many members; several numbers: each of them is asked for.
    `engine`: `auto`, `all` (every engine answers and they must agree) or a name in `ENGINES`. `seconds` and `memory`
    (bytes that all processes have in memory together) are hard limits; `depth` bounds the transitions of a run; `faults` its
    faults. `proofs`: a folder of certificates, which are used where they answer a question; new ones are written. `quality`:
    dead actions, and what is vacuous in the properties that are asked, are looked for even if only some properties are asked.
    `run_time`: run-time errors of the actions are looked for too; whether a property has a value wherever it is looked at is
    always asked.
    """

    sizes: Mapping[str, Size] = field(default_factory=dict)
    options: Mapping[str, Value] = field(default_factory=dict)
    faults: int | None = None
    properties: tuple[str, ...] = ()
    engine: str = "auto"
    symmetry: bool = True
    depth: int | None = None
    seconds: float = 600.0
    memory: int = 4 << 30
    proofs: str | None = None
    quality: bool = False
    run_time: bool = True

    def faults_of(self, system: System) -> int | None:
        """How many a run may have: as was asked, else as the spec says; None: any number."""
        return system.faults if self.faults is None else self.faults


@dataclass(frozen=True, slots=True)
class Words:
    """How somebody writes what they ask (`literal`: a value by itself), and what they wrote: values as they stand there, their
    places, and what is wrong with those that are no value."""

    write: Write = in_python
    literal: Callable[[object], str] = repr
    said: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    wrong: tuple[Diagnostic, ...] = ()

    def about(self, name: str, value: object, key: str = "") -> str:
        """The setting as it was written; where that is not known, as it would be."""
        said = self.said.get(name, {key: value} if key else value)
        return self.write(name, said.get(key, value) if key else said, key)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; None, or nothing: that is not said. `scope`: how many members a sort has, or a range of such numbers, each
    of which is asked for. `own`: only what the file itself claims. `hazards`: what is about these, beside the `properties`. The
    others are as in `Request`."""

    scope: Mapping[str, int | range] = field(default_factory=dict)
    options: Mapping[str, Value] = field(default_factory=dict)
    faults: int | None = None
    properties: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    engine: str | None = None
    symmetry: bool | None = None
    depth: int | None = None
    seconds: float | None = None
    memory: int | None = None
    proofs: str | os.PathLike[str] | None = None
    own: bool | None = None
    run_time: bool | None = None
    words: Words = field(default_factory=Words, compare=False)


SINGLE = ("faults", "engine", "symmetry", "depth", "seconds", "memory", "proofs", "run_time")
"""What is one value, and the same in a Request."""
SETTINGS = ("scope", "options", *SINGLE)

NAMED = (
    ("scope", "sort", "sorts"),
    ("options", "option", "options"),
    ("properties", "property or scenario", "properties"),
    ("hazards", "hazard", "hazards"),
)
"""The settings that name parts of a spec, and what these are, one and several."""

CODES = {"faults": "fault-bound", "seconds": "time", "options": "set"}
"""The codes of messages about a setting, where they are not its name."""

Row: TypeAlias = tuple[Request, tuple[str, ...]]


def requests(asked: Asked, systems: Sequence[System]) -> list[Row]:
    """A request for each system, with notes on what does not concern it. Raises SpecError with every error."""
    asked = checked(asked, systems)
    rows = []
    for system in systems:
        own, notes = restricted(asked, system)
        properties, more = properties_asked(own, system)
        rows.append((request_of(own, properties), (*notes, *more)))
    return rows


def checked(asked: Asked, systems: Sequence[System]) -> Asked:
    """The same, with whole numbers of whatever library as numbers of Python. Raises SpecError with every error."""
    errors = [*asked.words.wrong, *_errors(asked, systems)]
    if errors:
        raise SpecError(dict.fromkeys(errors))
    singles = {name: _plain(getattr(asked, name)) for name in SINGLE if getattr(asked, name) is not None}
    scope = {sort: _plain(size) for sort, size in asked.scope.items()}
    return replace(asked, scope=scope, options={name: _plain(value) for name, value in asked.options.items()}, **singles)


def restricted(asked: Asked, system: System) -> tuple[Asked, tuple[str, ...]]:
    """What is asked without the sorts and options that this system does not have, with a note on each of those."""
    sorts, options = ({*_names(system, what)} for what in ("scope", "options"))
    own = replace(
        asked,
        scope={name: size for name, size in asked.scope.items() if name in sorts},
        options={name: value for name, value in asked.options.items() if name in options},
    )
    foreign = [asked.words.about("scope", size, name) for name, size in asked.scope.items() if name not in sorts]
    foreign += [asked.words.about("options", value, name) for name, value in asked.options.items() if name not in options]
    return own, tuple(f"`{setting}` is not about this spec" for setting in foreign)


def properties_asked(asked: Asked, system: System) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The properties and scenarios that are meant, with notes on the others; nothing: all are."""
    if asked.own and not asked.properties and not asked.hazards:
        return own_properties(system)
    return tuple(name for name in dict.fromkeys(_chosen(asked, system)) if name in tagged(system)), ()


def _chosen(asked: Asked, system: System) -> list[str]:
    """The names that are asked for, and those of what is about a hazard that is asked for."""
    return [*asked.properties, *(name for name, tags in tagged(system).items() if {*tags} & {*asked.hazards})]


def tagged(system: System) -> dict[str, tuple[str, ...]]:
    """All that can be asked, properties, scenarios and measures; and which entries of a list of hazards each is about."""
    claims = {claim.name: claim.hazards for claims in (system.properties, system.scenarios) for claim in claims}
    beside = [*(measure.property.name for measure in system.measures), *(solve.name for solve in system.solves)]
    return {**dict.fromkeys(beside, ()), **claims}


def own_properties(system: System) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The properties and scenarios that stand in the spec's own file, with a note on the others. Nothing named: all are meant."""
    file = system.span.source if system.span else None
    places = {property.name: property.span for property in system.declared}
    places |= {scenario.name: scenario.span for scenario in system.scenarios}
    places |= {measure.property.name: measure.property.span for measure in system.measures}
    places |= {solve.name: solve.span for solve in system.solves}
    own = [name for name in tagged(system) if (span := places[name]) is not None and span.source is file]
    imported = len(tagged(system)) - len(own)
    if not own:
        return (), (("nothing is claimed in the file itself: the properties of what it imports are checked",) if imported else ())
    if not imported:
        return (), ()
    counted = "1 property or scenario" if imported == 1 else f"{imported} properties and scenarios"
    return tuple(own), (f"{counted} of what it imports not checked: `--own`",)


def over(above: Asked, below: Asked) -> Asked:
    """What `above` says, and where it says nothing, what `below` does, for properties too."""
    said = {part.name: _over(getattr(above, part.name), getattr(below, part.name)) for part in fields(Asked)}
    places = {**below.words.places, **above.words.places}
    words = replace(above.words, said=_over(above.words.said, below.words.said), places=places)
    named = {"properties": above.properties or below.properties, "hazards": above.hazards or below.hazards}
    return Asked(**{**said, "words": words, **named})


def _over(above: Any, below: Any) -> Any:
    if isinstance(above, Mapping):
        return {key: _over(above.get(key), below.get(key)) for key in {**below, **above}} if below else above
    return below if above is None else above


def request_of(asked: Asked, properties: tuple[str, ...]) -> Request:
    """A request for what was checked already."""
    sizes = {sort: size if isinstance(size, int) else _size(size) for sort, size in asked.scope.items()}
    singles = {name: getattr(asked, name) for name in SINGLE if getattr(asked, name) is not None}
    return Request(sizes=sizes, options=asked.options, properties=properties, **singles)


def _size(sizes: range) -> Size:
    return sizes[0] if len(sizes) == 1 else tuple(sizes)


def concerns(asked: Asked, system: System) -> bool:
    """Is any of what was asked about this system?"""
    everything = not (asked.properties or asked.hazards)
    return everything or not tagged(system).keys().isdisjoint(_chosen(asked, system))


# --- what is wrong ---------------------------------------------------------------------------------------------------


def _errors(asked: Asked, systems: Sequence[System]) -> Iterator[Diagnostic]:
    words = asked.words
    problems = {name: _problem(name, value, words) for name in SETTINGS if (value := getattr(asked, name)) is not None}
    for name, (headline, help) in ((name, problem) for name, problem in problems.items() if problem is not None):
        setting = words.about(name, getattr(asked, name))
        yield Diagnostic(CODES.get(name, name), words.places.get(name), f"`{setting}`: {headline}", help=help)
    if problems["scope"] or problems["options"]:
        return
    for setting, thing, things in NAMED:
        known = list(dict.fromkeys(name for system in systems for name in _names(system, setting)))
        for name in getattr(asked, setting):
            if name not in known:
                members = [each for each in known if each.startswith(f"{name}[")]
                help = f"it has a value for each member: {short(', '.join(members), 300)}" if members else ""
                help = help or suggest_or_list(name, known, f"the spec has no {things}")
                headline = f"no {thing} is named `{short(name)}`"
                yield Diagnostic(f"unknown-{thing.split()[0]}", words.places.get(setting), headline, help=help)
    for sort, size in asked.scope.items():
        yield from _of_size(sort, size, words)
    for system in systems:
        for option in system.options:
            if option.name in asked.options and not _fits(asked.options[option.name], option.type):
                yield _no_such_value(option.name, asked.options[option.name], option.type, words)
        for duration in durations(system):
            if duration.name in asked.options:
                value, name = asked.options[duration.name], duration.name
                example = words.write("options", duration_text(duration.default), name)
                yield from misfit(duration, value, words.about("options", value, name), example, words.places.get("options"))


def _problem(name: str, value: Any, words: Words) -> tuple[str, str] | None:
    """What is wrong with a value, and what to do."""
    match name:
        case "scope" | "options" if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            example = words.write(name, 2, "Session") if name == "scope" else words.write(name, True, "fencing")
            return "not a dictionary of names", f"for example `{example}`"
        case "faults" if not _is_whole(value) or not 0 <= value <= MOST_FAULTS:
            return f"a run has 0 to {MOST_FAULTS} faults", "leave it out for any number of faults"
        case "depth" if not _is_whole(value) or not 0 <= value <= MOST_STEPS:
            return f"not a whole number of steps, up to {MOST_STEPS:,}", f"for example `{words.write('depth', 20, '')}`"
        case "seconds" if _is_real(value) and value == 0:
            return "a check takes some time", f"for example `{words.write('seconds', 60, '')}`"
        case "seconds" if not _is_real(value) or not 0 < value <= LONGEST:
            headline = f"not a number of seconds above 0 and up to {LONGEST:,}"
            return headline, f"for example `{words.write('seconds', 60, '')}`"
        case "memory" if not _is_whole(value):
            return "not a number of bytes", f"for example `{words.write('memory', '512M', '')}`"
        case "memory" if value < SMALLEST_MEMORY:
            headline = f"a worker needs {SMALLEST_MEMORY >> 20}M or more"
            return headline, f"for example `{words.write('memory', '512M', '')}`"
        case "symmetry" | "run_time" if not isinstance(value, bool):
            return "neither True nor False", "it is on unless you turn it off"
        case "engine" if not isinstance(value, str):
            return "not the name of an engine", f"for example `{words.write('engine', 'explicit', '')}`"
        case "engine" if value not in CHOICES:
            return no_choice("engine", value, CHOICES, words.write)
        case "proofs" if not isinstance(value, (str, os.PathLike)):
            return "not the path of a folder", f"for example `{words.write('proofs', 'proofs', '')}`"
        case "proofs" if not _can_be_a_folder(value):
            return "it is not a folder", "name one; it is made if it is not there"
        case _:
            return None


def no_choice(name: str, value: str, choices: Sequence[str], write: Write) -> tuple[str, str]:
    """That there is no such choice, and which there are."""
    return "there is no such choice", suggest_of(value, choices, lambda close: write(name, close, ""))


def _names(system: System, setting: str) -> list[str]:
    """What can be named in a setting."""
    if setting == "properties":
        return list(tagged(system))
    if setting == "hazards":
        return [tag for tags in tagged(system).values() for tag in tags]
    options = [option.name for option in durations(system)] + [option.name for option in system.options]
    return [sort.name for sort in system.sorts] if setting == "scope" else options


def _of_size(sort: str, size: object, words: Words) -> Iterator[Diagnostic]:
    if _is_whole(size):
        ends = [index(size), index(size)]  # type: ignore[arg-type]
    else:
        ends = [size.start, size.stop - 1] if isinstance(size, range) else []
    wrong = [_of_end(sort, end, words) for end in dict.fromkeys(ends)]
    if not ends:
        help = f"`{words.write('scope', 3, sort)}`; `{words.write('scope', '1..3', sort)}` for each of these"
        wrong = [("a scope is a number of members", help)]
    elif not any(wrong) and ends[0] > ends[1]:
        wrong = [("the first size is the larger one", f"`{words.write('scope', f'{ends[1]}..{ends[0]}', sort)}`")]
    for headline, help in filter(None, wrong):
        yield Diagnostic("scope", words.places.get("scope"), f"`{words.about('scope', size, sort)}`: {headline}", help=help)


def _of_end(sort: str, end: int, words: Words) -> tuple[str, str] | None:
    """What is wrong with a number of members, or with one end of a range of such numbers."""
    if end < 0:
        return "a scope is a number of members", f"`{words.write('scope', 3, sort)}`"
    if end == 0:
        return "with no member there is nothing to check", f"`{words.write('scope', 1, sort)}` or more"
    if end > LARGEST_SCOPE:
        help = f"errors show with few members: start with `{words.write('scope', 3, sort)}` and go up"
        return f"{LARGEST_SCOPE} members is the most that can be asked for", help
    return None


def _no_such_value(option: str, value: Value, type: Type, words: Words) -> Diagnostic:
    by_text = {value_text(each): each for each in _some_values(type)}
    meant = suggest(value_text(value), by_text, write=lambda close: words.write("options", by_text[close], option))
    values = f"{type.low} to {type.high}" if isinstance(type, RangeType) else ", ".join(map(words.literal, by_text.values()))
    headline = f"`{words.about('options', value, option)}`: `{option}` has no such value"
    help = " ".join(filter(None, [meant, f"its values: {values}"]))
    return Diagnostic("unknown-value", words.places.get("options"), headline, help=help)


# --- values ----------------------------------------------------------------------------------------------------------


def _fits(value: object, type: Type) -> bool:
    match type:
        case BoolType():
            return isinstance(value, bool)
        case RangeType(low, high):
            return _is_whole(value) and low <= index(value) <= high  # type: ignore[arg-type]
        case EnumType(members=members):
            return isinstance(value, str) and value in members
        case IntType() | SortType() | OptionalType():
            return False
        case _:
            assert_never(type)


def _some_values(type: Type) -> list[bool] | list[str]:
    match type:
        case BoolType():
            return [True, False]
        case EnumType(members=members):
            return list(members)
        case RangeType() | IntType() | SortType() | OptionalType():
            return []
        case _:
            assert_never(type)


def values_of(type: Type) -> list[str]:
    """The values of an option's type as one would type them; none for a range that is too long to list."""
    if isinstance(type, RangeType):
        return [str(number) for number in range(type.low, type.high + 1)] if type.high - type.low < 100 else []
    return [*map(value_text, _some_values(type))]


def value_text(value: object) -> str:
    """A value as one would type it."""
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _plain(value: Any) -> Any:
    return index(value) if _is_whole(value) else os.fspath(value) if isinstance(value, os.PathLike) else value


def _is_whole(value: object) -> bool:
    """A whole number, of whatever library; True and False are none."""
    return hasattr(type(value), "__index__") and not isinstance(value, bool)


def _is_real(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _can_be_a_folder(path: str | os.PathLike[str]) -> bool:
    """Is it a folder, or can one be made there?"""
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # below a file, too long, or no path at all
        return False
