"""What a command line says, as text, and the specs that it is about -> a Request for each, or every mistake in it.

With several specs, a name must mean something in one of them: the others are checked without it, and say so.
"""

from __future__ import annotations

import math
import re
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import assert_never

from hamodel.check.plan import Request
from hamodel.check.rows import size_text
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.engines import ENGINES
from hamodel.model.expr import BoolType, EnumType, IntType, OptionalType, RangeType, SortType, Type, Value
from hamodel.model.system import MOST_FAULTS, System
from hamodel.model.verdict import Size

LARGEST_SCOPE = 64
SMALLEST_MEMORY = 256 << 20
CHOICES = ("auto", "all", "any_number", *ENGINES)

SECONDS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
BYTES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `hamodel check` as they were typed; empty: not given."""

    scope: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    faults: str = ""
    properties: tuple[str, ...] = ()
    engine: str = ""
    symmetry: str = ""
    depth: str = ""
    time: str = ""
    memory: str = ""
    proofs: str = ""
    own: bool | None = None
    run_time: bool | None = None


@dataclass(slots=True)
class _Mistakes:
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, headline: str, help: str = "") -> None:
        self.found.append(Diagnostic(code, None, headline, help=help))


def requests(asked: Asked, systems: Sequence[System]) -> list[tuple[Request, tuple[str, ...]]]:
    """A request for each system, with notes on what does not concern it. Raises SpecError with every mistake."""
    mistakes = _Mistakes()
    sizes = _sizes(asked.scope, systems, mistakes)
    settings = _pairs(asked.settings, "set", "owner_selection=first_packet", mistakes)
    _known(settings, [option.name for system in systems for option in system.options], "option", mistakes)
    _known(asked.properties, _claims(systems), "property", mistakes)
    if asked.own and asked.properties:
        mistakes.add("own", "`--own` and `--property` both say which claims to check", "leave one of them out")
    request = Request(
        faults=_faults(asked.faults, mistakes) if asked.faults else None,
        engine=_one_of(asked.engine or "auto", CHOICES, "engine", mistakes),
        symmetry=_one_of(asked.symmetry or "on", ("on", "off"), "symmetry", mistakes) == "on",
        depth=_whole_number(asked.depth, "depth", mistakes) if asked.depth else None,
        seconds=_seconds(asked.time, mistakes) if asked.time else Request().seconds,
        memory=_bytes(asked.memory, mistakes) if asked.memory else Request().memory,
        proofs=_folder(asked.proofs, mistakes) if asked.proofs else None,
        run_time=asked.run_time is not False,
    )
    options = [_options(settings, system, mistakes) for system in systems]
    if mistakes.found:
        raise SpecError(dict.fromkeys(mistakes.found))
    return [_for_system(request, system, sizes, chosen, settings, asked) for system, chosen in zip(systems, options, strict=True)]


def _for_system(
    request: Request,
    system: System,
    sizes: Mapping[str, Size],
    options: Mapping[str, Value],
    settings: Mapping[str, str],
    asked: Asked,
) -> tuple[Request, tuple[str, ...]]:
    """The request without what is not about this system."""
    sorts = {sort.name for sort in system.sorts}
    foreign = [f"--scope {sort}={size_text(size)}" for sort, size in sizes.items() if sort not in sorts]
    foreign += [f"--set {name}={text}" for name, text in settings.items() if name not in options]
    named = tuple(name for name in dict.fromkeys(asked.properties) if name in _claims([system]))
    own_sizes = {sort: size for sort, size in sizes.items() if sort in sorts}
    notes = tuple(f"`{option}` is not about this spec" for option in foreign)
    if asked.own:
        named, note = own_claims(system)
        notes += note
    return replace(request, sizes=own_sizes, options=options, properties=named), notes


def own_claims(system: System) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The claims and scenarios that stand in the spec's own file, with a note on the others. Nothing named: all are meant."""
    file = system.span.source if system.span else None
    places = {claim.name: claim.span for claim in system.properties}
    places |= {scenario.name: scenario.span for scenario in system.scenarios}
    own = [name for name in _claims([system]) if (span := places[name]) is not None and span.source is file]
    imported = len(_claims([system])) - len(own)
    if not own:
        return (), (("nothing is claimed in the file itself: the claims of what it imports are checked",) if imported else ())
    if not imported:
        return (), ()
    claims = "1 claim or scenario" if imported == 1 else f"{imported} claims and scenarios"
    return tuple(own), (f"{claims} of what it imports not checked: `--own`",)


def concerns(asked: Asked, system: System) -> bool:
    """Is any of what was asked about this system?"""
    return not asked.properties or not set(asked.properties).isdisjoint(_claims([system]))


# --- names and values ------------------------------------------------------------------------------------------------


def _sizes(texts: Sequence[str], systems: Sequence[System], mistakes: _Mistakes) -> dict[str, Size]:
    pairs = _pairs([part for text in texts for part in text.split(",")], "scope", "Session=3", mistakes)
    _known(pairs, [sort.name for system in systems for sort in system.sorts], "sort", mistakes)
    sizes: dict[str, Size] = {}
    for sort, text in pairs.items():
        ends = [_size(sort, text, end, mistakes) for end in text.split("..", 1)]
        if len(ends) == 2 and ends[0] and ends[1] and ends[0] > ends[1]:
            help = f"`--scope {sort}={ends[1]}..{ends[0]}`"
            mistakes.add("scope", f"`--scope {sort}={text}`: the first size is the larger one", help)
        if all(ends):
            sizes[sort] = ends[0] if ends[0] == ends[-1] else tuple(range(ends[0], ends[-1] + 1))
    return sizes


def _size(sort: str, text: str, end: str, mistakes: _Mistakes) -> int:
    """The number of members, or an end of a range of them; 0: it is none."""
    if not re.fullmatch(r"[0-9]{1,30}", end):
        help = f"`--scope {sort}=3`; `--scope {sort}=1..3` for each of these"
        mistakes.add("scope", f"`--scope {sort}={_short(text)}`: a scope is a number of members", help)
    elif int(end) == 0:
        mistakes.add("scope", f"`--scope {sort}={text}`: with no member there is nothing to check", f"`--scope {sort}=1` or more")
    elif int(end) > LARGEST_SCOPE:
        help = f"mistakes show with few members: start with `--scope {sort}=3` and go up"
        mistakes.add("scope", f"`--scope {sort}={text}`: {LARGEST_SCOPE} members is the most that can be asked for", help)
    else:
        return int(end)
    return 0


def _options(settings: Mapping[str, str], system: System, mistakes: _Mistakes) -> dict[str, Value]:
    chosen: dict[str, Value] = {}
    for option in system.options:
        if option.name in settings:
            text = settings[option.name]
            if not _fits(text, option.type):
                close = get_close_matches(text, _some_values(option.type), n=1)
                meant = f"did you mean `{option.name}={close[0]}`? " if close else ""
                headline = f"`--set {option.name}={_short(text)}`: `{option.name}` has no such value"
                mistakes.add("unknown-value", headline, f"{meant}its values: {_values(option.type)}")
            else:
                chosen[option.name] = _value(text, option.type)
    return chosen


def _fits(text: str, type: Type) -> bool:
    match type:
        case BoolType():
            return text in ("true", "false")
        case RangeType(low, high):
            return re.fullmatch(r"-?[0-9]{1,30}", text) is not None and low <= int(text) <= high
        case EnumType(members=members):
            return text in members
        case IntType() | SortType() | OptionalType():
            return False
        case _:
            assert_never(type)


def _value(text: str, type: Type) -> Value:
    match type:
        case BoolType():
            return text == "true"
        case RangeType():
            return int(text)
        case EnumType() | IntType() | SortType() | OptionalType():
            return text
        case _:
            assert_never(type)


def _some_values(type: Type) -> list[str]:
    match type:
        case BoolType():
            return ["true", "false"]
        case EnumType(members=members):
            return list(members)
        case RangeType() | IntType() | SortType() | OptionalType():
            return []
        case _:
            assert_never(type)


def _values(type: Type) -> str:
    return f"{type.low} to {type.high}" if isinstance(type, RangeType) else ", ".join(_some_values(type))


def values_of(type: Type) -> list[str]:
    """The values of an option's type as one would type them; none for a range that is too long to list."""
    if isinstance(type, RangeType):
        return [str(number) for number in range(type.low, type.high + 1)] if type.high - type.low < 100 else []
    return [*_some_values(type)]


def _claims(systems: Iterable[System]) -> list[str]:
    """What `--property` can name: claims and scenarios."""
    return [
        name
        for system in systems
        for name in (
            *(claim.name for claim in system.properties if claim.kind != "assume"),
            *(scenario.name for scenario in system.scenarios),
        )
    ]


def _pairs(texts: Sequence[str], flag: str, example: str, mistakes: _Mistakes) -> dict[str, str]:
    """`NAME=VALUE` each, each name once."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not name or not equals or not value:
            mistakes.add(flag, f"`--{flag} {_short(text)}` is not NAME=VALUE", f"for example `--{flag} {example}`")
        elif pairs.setdefault(name, value) != value:
            mistakes.add(flag, f"`--{flag}` says two things about `{name}`: `{pairs[name]}` and `{value}`", "say one of them")
    return pairs


def _known(names: Iterable[str], known: Sequence[str], kind: str, mistakes: _Mistakes) -> None:
    things = {"sort": "sort", "option": "option", "property": "property or scenario"}[kind]
    several = {"sort": "sorts", "option": "options", "property": "properties"}[kind]
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            listed = ", ".join(dict.fromkeys(known))
            choice = f"there are: {_short(listed, 300)}" if known else f"the spec has no {several}"
            help = f"did you mean `{close[0]}`?" if close else choice
            mistakes.add(f"unknown-{kind}", f"no {things} is named `{_short(name)}`", help)


def _folder(text: str, mistakes: _Mistakes) -> str:
    """A folder, whether or not it is there already."""
    if not _can_be_a_folder(text):
        mistakes.add("proofs", f"`--proofs {_short(text)}` is not a folder", "name one; it is made if it is not there")
    return text


def _can_be_a_folder(text: str) -> bool:
    try:
        return stat.S_ISDIR(Path(text).stat().st_mode)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # below a file, too long, or no path at all
        return False


def _one_of(text: str, known: Sequence[str], flag: str, mistakes: _Mistakes) -> str:
    if text not in known:
        close = get_close_matches(text, known, n=1)
        meant = f"did you mean `--{flag} {close[0]}`? " if close else ""
        mistakes.add(flag, f"`--{flag} {_short(text)}`: there is no such choice", f"{meant}one of: {', '.join(known)}")
    return text


# --- numbers with units ----------------------------------------------------------------------------------------------


def _whole_number(text: str, flag: str, mistakes: _Mistakes) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    mistakes.add(flag, f"`--{flag} {_short(text)}`: not a number from 0 to 999,999,999", f"for example `--{flag} 2`")
    return 0


def _faults(text: str, mistakes: _Mistakes) -> int:
    """A fault bound, with the limit that `faults K` has in a spec."""
    if re.fullmatch(r"[0-9]{1,9}", text) and int(text) <= MOST_FAULTS:
        return int(text)
    headline = f"`--faults {_short(text)}`: a run has 0 to {MOST_FAULTS} faults"
    mistakes.add("fault-bound", headline, "leave it out for any number of faults")
    return 0


def duration(text: str, flag: str) -> float:
    """The seconds that an option of another command says. Raises SpecError."""
    mistakes = _Mistakes()
    seconds = _seconds(text, mistakes, flag)
    if mistakes.found:
        raise SpecError(mistakes.found)
    return seconds


def _seconds(text: str, mistakes: _Mistakes, flag: str = "time") -> float:
    def wrong(number: float) -> str:
        return "" if 0.0 < number < math.inf else "a check takes some time" if flag == "time" else "it takes some time"

    return _with_unit(text, flag, "60s, 5m or 1h", SECONDS, wrong, mistakes)


def _bytes(text: str, mistakes: _Mistakes) -> int:
    def wrong(number: float) -> str:
        return "" if number >= SMALLEST_MEMORY else f"a worker needs {SMALLEST_MEMORY >> 20}M or more"

    return int(_with_unit(re.sub(r"(?i)i?b$", "", text.upper()), "memory", "512M or 4G", BYTES, wrong, mistakes, said=text))


def _with_unit(
    text: str,
    flag: str,
    examples: str,
    units: Mapping[str, float],
    wrong: Callable[[float], str],
    mistakes: _Mistakes,
    said: str = "",
) -> float:
    headline = f"`--{flag} {_short(said or text)}`"
    parts = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([A-Za-z]*)", text)
    if parts is None:
        mistakes.add(flag, f"{headline}: not a {'time' if units is SECONDS else 'size'}", f"for example {examples}")
        return 1.0
    if parts[2] not in units:
        problem = f"`{parts[2]}` is no unit" if parts[2] else "the unit is missing"
        mistakes.add(flag, f"{headline}: {problem}", f"for example {examples}")
        return 1.0
    number = float(parts[1]) * units[parts[2]]
    if problem := wrong(number):
        mistakes.add(flag, f"{headline}: {problem}", f"for example {examples}")
    return number


def _short(text: str, most: int = 60) -> str:
    """The text on one line, without signs that do something to a terminal, and not endless."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return printable if len(printable) <= most else printable[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
