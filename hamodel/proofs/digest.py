"""digest(system): what a spec means, as one number. Comments, layout, scenarios and default scopes do not count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from hamodel.model.expr import BOOL, FALSE, Quantified
from hamodel.model.system import Option, Property, System

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

UNIMPORTANT = {"span", "doc", "hazards", "measures", "solves"}
"""Fields of what a spec consists of that say where it stands, what people think of it, and what they ask of it beside claims."""

LATER: dict[tuple[str, str], object] = {
    ("Channel", "merging"): False,
    ("Monitor", "at"): (),
    ("Pending", "asked"): "pending",
    ("Pending", "type"): BOOL,
    ("Send", "lossy"): FALSE,
    ("SortType", "ordered"): False,
    ("System", "fair"): (),
    ("System", "timing"): None,
    ("TimeLimit", "least"): False,
    ("Timing", "delays"): (),
}
"""Fields that came later, by class and name, with the value that says nothing: a spec without these things keeps its digest."""


def digest(system: System) -> str:
    """The same for two specs whose systems are the same but for places, comments, scenarios and what to check by default."""
    bare = replace(system, scenarios=(), sizes={}, faults=None)
    return f"sha256:{sha256(canonical(_plain(bare)))}"


def digest_of(*parts: object) -> str:
    """The same for parts of a system that mean the same: their places and comments do not count, their names do."""
    return sha256(canonical([_plain(part) for part in parts]))


def canonical(value: Json) -> str:
    """JSON text in which a value has only one spelling."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def sha256(text: str | bytes) -> str:
    """Of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {"mapping": [[_plain(key), _plain(item)] for key, item in sorted(value.items())]}
    assert is_dataclass(value), f"{value!r} is no part of a system"
    left_out = UNIMPORTANT
    if isinstance(value, Quantified):
        left_out = UNIMPORTANT | {"otherwise"}  # how its error is called
    if isinstance(value, Property) and not value.pauses:
        left_out = UNIMPORTANT | {"pauses"}  # no property that is written down has it
    if isinstance(value, Option):
        left_out = UNIMPORTANT | {"kind"}  # where its value comes from
    name = type(value).__name__
    rows = [(field.name, getattr(value, field.name)) for field in fields(value) if field.name not in left_out]
    inside = [[field, _plain(content)] for field, content in rows if (name, field) not in LATER or content != LATER[name, field]]
    return [name, *inside]
