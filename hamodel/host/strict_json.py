"""strict(text) -> what a JSON text says, if it is plain JSON: an object has each key once, and there is no NaN or Infinity."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


class SaidTwice(ValueError):
    """A key that an object has twice."""


class NoNumber(ValueError):
    """What Python would read as a number, and is none."""


def strict(text: bytes, parse_float: Callable[[str], Any] | None = None) -> Any:
    """Raises ValueError (SaidTwice, NoNumber, UnicodeDecodeError or JSONDecodeError where one of them says more), and
    RecursionError for what is nested too deeply."""
    return json.loads(text.decode("utf-8"), object_pairs_hook=_once, parse_constant=no_number, parse_float=parse_float)


def no_number(text: str) -> Any:
    """Raises NoNumber."""
    raise NoNumber(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise SaidTwice(next(name for name in names if names.count(name) > 1))
    return found
