"""Timers, deadlines and claims about time of a spec, and durations as text: `8 s` is eight seconds, exactly.

Every duration is a `Fraction` of seconds. In a spec with timers an expression of type `DURATION` is a sum of lengths times
numbers, made of `+`, `-`, `*` and `if`; what it reads are literals and options, by their names: `8 s`, `hello`, `1/256`.

A timer `t` is three variables: `t` says how long it runs at most, `STOPPED` if it does not run; `t from`, how long it runs at
least; `t expired`, whether it has expired and nobody has taken that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from hamodel.model.expr import Bound, EnumType, Expr
from hamodel.source import Span

DURATION = EnumType("duration", ())
"""The type of durations: of expressions, never of a variable."""

SECONDS = {
    "us": Fraction(1, 1_000_000),
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "min": Fraction(60),
    "h": Fraction(3600),
}
"""The units of time."""

STOPPED = -1
"""The value of a timer that does not run."""

TICK = "time passes"
"""The action of a digitised system in which every timer comes one unit nearer to its end; no name of a spec has a space."""


def time_passes(units: int) -> str:
    """The name of the action in which so many units pass: where a spec has very many, there are some of more than one."""
    return TICK if units == 1 else f"{TICK} {units}"


def units_passed(action: str) -> int:
    """So many units pass in the action; 0: it is no such action."""
    if action == TICK:
        return 1
    return int(action.removeprefix(f"{TICK} ")) if action.startswith(f"{TICK} ") else 0


NOT_AT_ONCE = "time goes on"
"""The property that never more than some moves follow each other that could not wait."""

NOT_FORBIDDEN = "no assume stops time"
"""The property that what has to happen is possible."""

ABOUT_TIME = frozenset([NOT_AT_ONCE, NOT_FORBIDDEN])
"""The properties without which others say little: they are asked with every other one."""


@dataclass(frozen=True, slots=True)
class DurationOption:
    name: str
    default: Fraction
    low: Fraction
    high: Fraction | None
    span: Span

    def allows(self, length: Fraction) -> bool:
        """Is it in the range?"""
        return self.low <= length and (self.high is None or length <= self.high)


@dataclass(frozen=True, slots=True)
class SystemTimer:
    """`taken`: the guard of its `on expiry`, over `binders`; None: it has none, and an expired timer stays so."""

    name: str
    binders: tuple[Bound, ...]
    taken: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class StepDeadline:
    """The action may happen when it has been possible for `low`, and it must not be possible for longer than `high`. `possible`:
    its guard. None twice: it is immediate."""

    action: str
    parameters: tuple[Bound, ...]
    possible: Expr
    low: Expr | None
    high: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class ChannelDelay:
    """Each message of the channel is on its way for at least `low`, and for at most `high` where it could be delivered. A channel
    that carries nothing begins anew with all of them when it carries again."""

    channel: str
    low: Expr
    high: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """From the first moment with `premise` and without `goal`, `goal` comes at most `bound` later, for each of `binders`.

    `P lasts at most d` is `P leads to not P within d`. `least`: it does not come sooner than `bound`; it need not come.
    """

    property: str
    binders: tuple[Bound, ...]
    premise: Expr
    goal: Expr
    bound: Expr
    span: Span
    least: bool = False


def read_duration(text: str) -> Fraction | None:
    """`8 s`, `200ms`, `1.5 min`, `1/3 s`; None: it is no duration."""
    parts = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?|[0-9]{1,40}/0*[1-9][0-9]{0,40})\s*([a-z]+)", text)
    return Fraction(parts[1]) * SECONDS[parts[2]] if parts is not None and parts[2] in SECONDS else None


def duration_text(length: Fraction) -> str:
    """In the largest unit of which it is a whole number: `8 s`, `200 ms`; of what is finer than that, a fraction: `1/3 s`."""
    for unit in ("h", "min", "s", "ms", "us"):
        number = length / SECONDS[unit]
        if number.denominator == 1 and (length or unit == "s"):
            return f"{number.numerator} {unit}"
    return f"{length} s"


def seconds_text(length: Fraction) -> str:
    """With milliseconds, as a time on a clock: `8.000 s`; of what is finer, all that there is: `0.0625 s`, `1/3 s`."""
    for digits in (3, 6, 9):
        if (length * 10**digits).denominator == 1:
            return f"{length.numerator / length.denominator:.{digits}f} s" if length < 10**6 else duration_text(length)
    return f"{length} s"
