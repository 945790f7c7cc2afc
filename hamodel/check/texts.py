"""What somebody types after the options of a command -> Asked: names with values, numbers, times and sizes with their units."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hamodel.check.request import CODES, SINGLE, Asked, Words, no_choice, value_text
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host.printable import short

SECONDS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
BYTES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}

FLAGS = {"options": "set", "seconds": "time", "properties": "property", "hazards": "hazard"}
"""The options of a command whose names are others than in `Asked`."""


class NotAValue(ValueError):
    """A text that is no value: why, and what to do."""


def asked(texts: Mapping[str, Any], prefix: str = "--") -> Asked:
    """What the options say, by their names; empty: not given. What is wrong with them is in the words of what is asked."""

    def write(name: str, value: object, key: str = "") -> str:
        text = value_text(value) if name != "symmetry" or not isinstance(value, bool) else "on" if value else "off"
        return f"{prefix}{FLAGS.get(name, name)} {f'{short(key)}=' if key else ''}{short(text)}"

    wrong: list[Diagnostic] = []
    scope = [part for text in texts.get("scope", ()) for part in text.split(",")]
    said: dict[str, Any] = {name: text for name in SINGLE if (text := texts.get(FLAGS.get(name, name))) not in (None, "")}
    said["scope"] = _pairs(scope, f"{prefix}scope", "Session=3", wrong)
    said["options"] = _pairs(texts.get("set", ()), f"{prefix}set", "owner_selection=first_packet", wrong)
    properties, hazards, own = tuple(texts.get("property", ())), tuple(texts.get("hazard", ())), texts.get("own")
    if own and (properties or hazards):
        headline = f"`{prefix}own` and `{prefix}{'property' if properties else 'hazard'}` both say which properties to check"
        wrong.append(Diagnostic("own", None, headline, help="leave one of them out"))
    return read(Words(write, value_text, said, wrong=tuple(wrong)), READERS, properties=properties, hazards=hazards, own=own)


def read(words: Words, readers: Mapping[str, Callable[[Any], Any]], **others: Any) -> Asked:
    """What was said as what is asked, each value as the reader of its name reads it; what a reader refuses is wrong."""
    values: dict[str, Any] = {}
    wrong = list(words.wrong)
    for name, said in words.said.items():
        try:
            values[name] = readers[name](said) if name in readers else said
        except NotAValue as error:
            headline, help = error.args
            code, place = CODES.get(name, name), words.places.get(name)
            wrong.append(Diagnostic(code, place, f"`{words.about(name, said)}`: {headline}", help=help))
    return Asked(**values, **others, words=replace(words, wrong=tuple(wrong)))


def _pairs(texts: Sequence[str], flag: str, example: str, wrong: list[Diagnostic]) -> dict[str, str]:
    """`NAME=VALUE` each, each name once."""
    pairs: dict[str, str] = {}
    code = flag.rpartition("-")[2]
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        name = re.sub(r"\s*([\[\]])\s*", r"\1", re.sub(r"\s*,\s*", ", ", name))  # as `w[fw0, fw1]` is called
        if not name or not equals or not value:
            headline = f"`{flag} {short(text)}` is not NAME=VALUE"
            wrong.append(Diagnostic(code, None, headline, help=f"for example `{flag} {example}`"))
        elif pairs.setdefault(name, value) != value:
            headline = f"`{flag}` says two things about `{short(name)}`: `{short(pairs[name])}` and `{short(value)}`"
            wrong.append(Diagnostic(code, None, headline, help="say one of them"))
    return pairs


# --- one value: what is no number stays text, which whoever checks it refuses ----------------------------------------


def number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?[0-9]{1,30}", text) else text


def value(text: str) -> bool | int | str:
    """A value of an option."""
    return text == "true" if text in ("true", "false") else number(text)


def size(text: str) -> int | range | str:
    """`3`; `1..4`, for each of these sizes."""
    first, dots, last = text.partition("..")
    start, end = number(first), number(last)
    if dots and isinstance(start, int) and isinstance(end, int):
        return range(start, end + 1)
    return text if dots else start


def sizes(table: Any) -> Any:
    """A scope, some of whose sizes may be texts."""
    if not isinstance(table, Mapping):
        return table
    return {sort: size(said) if isinstance(said, str) else said for sort, said in table.items()}


def values(table: Mapping[str, str]) -> dict[str, bool | int | str]:
    """Values of options."""
    return {name: value(text) for name, text in table.items()}


def seconds(text: str) -> float:
    """`90`, `60s`, `5m`, `1h`. Raises NotAValue."""
    return _with_unit(text, SECONDS, "time", "60s, 5m or 1h")


def bytes_of(text: str) -> int:
    """`512M`, `4G`, `1.5GiB`. Raises NotAValue."""
    return int(_with_unit(re.sub(r"(?i)i?b$", "", text.upper()), BYTES, "size", "512M or 4G"))


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise NotAValue(*no_choice("symmetry", text, ("on", "off"), lambda name, value, key: str(value)))
    return text == "on"


def _with_unit(text: str, units: Mapping[str, float], what: str, examples: str) -> float:
    help = f"for example {examples}"
    parts = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([A-Za-z]*)", text)
    if parts is None:
        raise NotAValue(f"not a {what}", help)
    if parts[2] not in units:
        raise NotAValue(f"`{parts[2]}` is no unit" if parts[2] else "the unit is missing", help)
    return float(parts[1]) * units[parts[2]]


def duration(text: str, flag: str) -> float:
    """The seconds that an option of another command says. Raises SpecError."""
    problem, help = "it takes some time", "for example 60s, 5m or 1h"
    try:
        if found := seconds(text):
            return found
    except NotAValue as error:
        problem, help = error.args
    raise SpecError([Diagnostic(flag, None, f"`--{flag} {short(text)}`: {problem}", help=help)])


READERS: dict[str, Callable[[Any], object]] = {
    "scope": sizes,
    "options": values,
    "faults": number,
    "engine": str,
    "symmetry": _switch,
    "depth": number,
    "seconds": seconds,
    "memory": bytes_of,
    "proofs": str,
}
"""What each option is read by."""
