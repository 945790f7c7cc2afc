"""Unset: a length that depends on options of which no value is given: a number of seconds and a multiple of each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Unset:
    """`seconds`, and for each option how many times it counts. It is computed with as with a number, but not compared: it is
    equal to what is the same for all values, and to nothing else."""

    seconds: Fraction
    times: tuple[Fraction, ...]

    @classmethod
    def of(cls, length: Any, options: int) -> Unset:
        """The same as a length of so many options."""
        return length if isinstance(length, Unset) else cls(Fraction(length), (Fraction(0),) * options)

    def at(self, values: tuple[Fraction, ...]) -> Fraction:
        """How long it is where the options have these values, in seconds."""
        return self.seconds + sum((factor * value for factor, value in zip(self.times, values, strict=True)), Fraction(0))

    def __add__(self, other: Any) -> Unset:
        more = Unset.of(other, len(self.times))
        return Unset(self.seconds + more.seconds, tuple(a + b for a, b in zip(self.times, more.times, strict=True)))

    def __sub__(self, other: Any) -> Unset:
        return self + Unset.of(other, len(self.times)) * -1

    def __rsub__(self, other: Any) -> Unset:
        return Unset.of(other, len(self.times)) - self

    def __mul__(self, factor: int | Fraction) -> Unset:
        return Unset(self.seconds * factor, tuple(each * factor for each in self.times))

    __radd__, __rmul__ = __add__, __mul__

    def __ge__(self, number: int) -> bool:
        """Where a number that is more than any length marks what it is added to: is it so marked?"""
        return self.seconds >= Fraction(number, 2)

    def __bool__(self) -> bool:
        return bool(self.seconds) or any(self.times)


def unset(names: Mapping[str, Any], free: tuple[str, ...]) -> dict[str, Any]:
    """What names of lengths stand for, where the `free` options have no value."""
    symbols = {
        name: Unset(Fraction(0), tuple(Fraction(int(other == name)) for other in free)) for name in free
    }
    return {**names, **symbols}
