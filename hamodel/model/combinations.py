"""OptionCube, Combinations: sets of combinations of the options, as conditions, and as the bits of one number; Noticing: which
options something depends on.

Combination number i is bit i, and the last option changes fastest. Of tens of thousands of combinations a set is a few
kilobytes, and what two sets have in common is one operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from hamodel.model.expr import BOOL, FALSE, TRUE, Apply, Const, Expr, Read, Value, conjunction
from hamodel.model.system import Option


@dataclass(frozen=True, slots=True)
class OptionCube:
    """The combinations in which each of these options has one of these values; the others have any."""

    values: Mapping[str, tuple[Value, ...]]

    def has(self, options: Mapping[str, Value]) -> bool:
        """Is this combination one of them?"""
        return all(options[name] in values for name, values in self.values.items())


def condition(cubes: Iterable[OptionCube], options: Iterable[Option]) -> Expr:
    """That a combination is in one of the cubes; false if there are none."""
    types = {option.name: option.type for option in options}
    found: list[Expr] = []
    for cube in cubes:
        parts: list[Expr] = []
        for name, values in cube.values.items():
            type = types[name]
            equal = [Apply("=", (Read(name, (), type), Const(value, type)), BOOL) for value in values]
            parts.append(equal[0] if len(equal) == 1 else Apply("or", tuple(equal), BOOL))
        if not parts:
            return TRUE
        found.append(conjunction(parts))
    if not found:
        return FALSE
    return found[0] if len(found) == 1 else Apply("or", tuple(found), BOOL)


class Combinations:
    """All combinations of values of some options. `every`: the set of all."""

    def __init__(self, options: Mapping[str, Sequence[Value]]) -> None:
        self.options: dict[str, tuple[Value, ...]] = {name: tuple(values) for name, values in options.items()}
        self.count = prod(map(len, self.options.values()))
        self.every = (1 << self.count) - 1
        self._strides: dict[str, int] = {}
        self._having: dict[tuple[str, int], int] = {}
        stride = 1
        for name, values in reversed(self.options.items()):
            self._strides[name] = stride
            period = stride * len(values)
            repeated = self.every // ((1 << period) - 1)  # a bit at the start of each period
            for place in range(len(values)):
                self._having[name, place] = (((1 << stride) - 1) << (place * stride)) * repeated
            stride = period

    def of(self, cube: OptionCube) -> int:
        """The set of a cube. Values that an option does not have are nowhere."""
        bits = self.every
        for name, values in cube.values.items():
            bits &= self.having(name, values)
        return bits

    def having(self, name: str, values: Iterable[Value]) -> int:
        """The combinations in which an option has one of these values."""
        bits = 0
        for value in values:
            if value in self.options[name]:
                bits |= self._having[name, self.options[name].index(value)]
        return bits

    def number(self, options: Mapping[str, Value]) -> int:
        """Which combination this is. Raises KeyError, ValueError where it is none."""
        return sum(values.index(options[name]) * self._strides[name] for name, values in self.options.items())

    def at(self, number: int) -> dict[str, Value]:
        """The combination of this number."""
        return {
            name: values[number // self._strides[name] % len(values)] for name, values in self.options.items()
        }

    def stride(self, name: str) -> int:
        """How far apart two combinations are that differ in this option alone, by one value."""
        return self._strides[name]

    def first(self, bits: int) -> dict[str, Value]:
        """The first combination of a set that has some."""
        return self.at((bits & -bits).bit_length() - 1)

    def lowest(self, bits: int, count: int) -> int:
        """The first so many of a set; all, if there are no more."""
        low, high = 0, bits.bit_length()
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if (bits & ((1 << middle) - 1)).bit_count() >= count else (middle + 1, high)
        return bits & ((1 << low) - 1)

    def members(self, bits: int) -> Iterator[dict[str, Value]]:
        """The combinations of a set, in their order."""
        while bits:
            lowest = bits & -bits
            yield self.at(lowest.bit_length() - 1)
            bits ^= lowest

    def moved(self, bits: int, name: str, value: Value) -> int:
        """The combinations that are in the set once this option has this value."""
        values, stride = self.options[name], self._strides[name]
        there = bits & self.having(name, (value,))
        place = values.index(value)
        found = 0
        for other in range(len(values)):
            distance = (other - place) * stride
            found |= there << distance if distance >= 0 else there >> -distance
        return found

    def put(self, bits: int, name: str, value: Value) -> int:
        """The combinations that come of those of the set when this option gets this value."""
        values, stride = self.options[name], self._strides[name]
        place = values.index(value)
        found = 0
        for other in range(len(values)):
            distance = (place - other) * stride
            here = bits & self._having[name, other]
            found |= here << distance if distance >= 0 else here >> -distance
        return found

    def cubes(self, bits: int, free: int = 0) -> list[OptionCube]:
        """Few cubes that have just the combinations of the set, and perhaps some of the `free` ones."""
        found: list[OptionCube] = []
        left, possible = bits, bits | free
        while left:
            start = self.first(left)
            chosen: dict[str, tuple[Value, ...]] = {name: (value,) for name, value in start.items()}
            for name, values in self.options.items():
                kept = [
                    value
                    for value in values
                    if value in chosen[name] or not self.of(OptionCube({**chosen, name: (value,)})) & ~possible
                ]
                chosen[name] = tuple(kept)
            cube = OptionCube({name: values for name, values in chosen.items() if len(values) < len(self.options[name])})
            found.append(cube)
            left &= ~self.of(cube)
        return found


class Noticing(Mapping[str, Value]):
    """Options that notice which of them are read. Whoever asks for all of them has read all."""

    def __init__(self, options: Mapping[str, Value]) -> None:
        self._options = options
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        self.read.add(name)
        return self._options[name]

    def __contains__(self, name: object) -> bool:
        return name in self._options  # which options there are is the same in every combination

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)
