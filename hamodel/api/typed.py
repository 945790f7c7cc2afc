"""The settings of a caller -> each with the type and the range that it has to have, or one message for each that has not."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from numbers import Real
from operator import index
from typing import Any

from hamodel.check.request import SMALLEST_MEMORY
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.model.system import MOST_FAULTS

LONGEST = 10**9
"""Seconds: thirty years."""

SHORT = 60


def typed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without those that are None. Raises SpecError with a message for each that means nothing."""
    given = {name: value for name, value in settings.items() if value is not None}
    found: list[Diagnostic] = []
    for name, value in given.items():
        problem = _problem(name, value)
        if problem:
            headline, help = problem
            found.append(Diagnostic(name, None, f"`{name}={_short(value)}`: {headline}", help=help))
    if found:
        raise SpecError(found)
    return {name: index(value) if _whole(value) else value for name, value in given.items()}


def _problem(name: str, value: Any) -> tuple[str, str] | None:
    """What is wrong, and what to do."""
    match name:
        case "scope" | "options":
            return _of_pairs(name, value)
        case "faults" if not _whole(value) or not 0 <= value <= MOST_FAULTS:
            return f"a run has 0 to {MOST_FAULTS} faults", "leave it out for any number of faults"
        case "depth" if not _whole(value) or value < 0:
            return "not a whole number of steps", "for example `depth=20`"
        case "seconds" if not _real(value) or not 0 < value <= LONGEST:
            return f"not a number of seconds above 0 and up to {LONGEST:,}", "for example `seconds=60`"
        case "memory" if not isinstance(value, str) and not (_whole(value) and value >= SMALLEST_MEMORY):
            return f"not a number of bytes from {SMALLEST_MEMORY:,}, which a worker needs", 'for example `memory="512M"`'
        case "symmetry" | "run_time" if not isinstance(value, bool):
            return "neither True nor False", "it is on unless you turn it off"
        case "engine" if not isinstance(value, str):
            return "not the name of an engine", 'for example `engine="explicit"`'
        case "proofs" if not isinstance(value, (str, os.PathLike)):
            return "not the path of a folder", 'for example `proofs="proofs"`'
        case _:
            return None


def _of_pairs(name: str, value: Any) -> tuple[str, str] | None:
    example = '`scope={"Session": 2}`' if name == "scope" else '`options={"fencing": True}`'
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        return "not a dictionary of names", f"for example {example}"
    for key, each in value.items():
        if not (_whole(each) or isinstance(each, str) or (name == "options" and isinstance(each, bool))):
            kinds = 'a number of members, or "1..4"' if name == "scope" else "True, False, a whole number or a name"
            return f"`{key}` is not {kinds}", f"for example {example}"
    return None


def _whole(value: Any) -> bool:
    """A whole number, of whatever library; True and False are none."""
    return hasattr(type(value), "__index__") and not isinstance(value, bool)


def _real(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: Any) -> str:
    text = "".join(sign if sign.isprintable() else "?" for sign in repr(value))
    return text if len(text) <= SHORT else text[: SHORT - 1] + "\N{HORIZONTAL ELLIPSIS}"
