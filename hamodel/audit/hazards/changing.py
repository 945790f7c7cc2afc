"""The changes of the fewest options after which none of the bad combinations is left.

Options are looked at one after the other, in the order of the combinations: what is left of a set once the first ones have a
value, or may have some of them, is a set of combinations of the others, and is small soon. What was found of one such set is
true of it wherever it comes from. So what is looked at grows with the options that decide, not with all that there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TypeAlias

from hamodel.model.combinations import Combinations
from hamodel.model.expr import Value

Changed: TypeAlias = tuple[tuple[str, int], ...]
"""Options, each with the number of its change."""

NEVER = 1 << 30
"""More changes than there are options."""


def smallest_changes(
    every: Combinations,
    possible: int,
    bad: int,
    left: Mapping[str, Sequence[Value]],
    changes: Mapping[str, Mapping[int, Value]],
) -> list[Changed]:
    """Every way to change the fewest options after which some possible combination is left, and no bad one; none, where none
    is left now. `left`: the values that each option may have now; `changes`: those that it may get, by number. The options that
    come first in `changes` are told first, and of one option the smaller numbers."""
    search = _ChangeSearch(every, left, changes)
    start = 0, possible, possible & bad
    if search.fewest(*start) in (0, NEVER):
        return []
    order = {name: place for place, name in enumerate(changes)}
    found = [tuple(sorted(each, key=lambda change: order[change[0]])) for each in search.ways(*start)]
    return sorted(found, key=lambda each: ([order[name] for name, _ in each], [number for _, number in each]))


class _ChangeSearch:
    def __init__(
        self, every: Combinations, left: Mapping[str, Sequence[Value]], changes: Mapping[str, Mapping[int, Value]]
    ) -> None:
        self._options = list(every.options.items())
        self._strides = [every.stride(name) for name in every.options]
        self._left, self._changes = left, changes
        self._known: dict[tuple[int, int, int], int] = {}

    def fewest(self, level: int, possible: int, bad: int) -> int:
        """How many of the options from this one on must change; both sets are of combinations of these."""
        if not possible:
            return NEVER
        if level == len(self._options):
            return NEVER if bad else 0
        key = level, possible, bad
        if key not in self._known:
            as_it_is = self.fewest(level + 1, *self._kept(level, possible, bad))
            changed = (1 + self.fewest(level + 1, *rest) for _, rest in self._changed(level, possible, bad))
            self._known[key] = min(NEVER, as_it_is, *changed)
        return self._known[key]

    def ways(self, level: int, possible: int, bad: int) -> Iterator[Changed]:
        """The ways to change so few."""
        fewest = self.fewest(level, possible, bad)
        if level == len(self._options):
            yield ()
            return
        rest = self._kept(level, possible, bad)
        if self.fewest(level + 1, *rest) == fewest:
            yield from self.ways(level + 1, *rest)
        for change, rest in self._changed(level, possible, bad):
            if 1 + self.fewest(level + 1, *rest) == fewest:
                yield from ((change, *more) for more in self.ways(level + 1, *rest))

    def _kept(self, level: int, *sets: int) -> tuple[int, ...]:
        """What is left of each set where the option may have the values that it may have now."""
        name, values = self._options[level]
        places = [values.index(value) for value in self._left[name] if value in values]
        return tuple(reduce(or_, (self._part(level, bits, place) for place in places), 0) for bits in sets)

    def _changed(self, level: int, *sets: int) -> Iterator[tuple[tuple[str, int], tuple[int, ...]]]:
        """What is left of each set after each change of the option."""
        name, values = self._options[level]
        for number, value in self._changes.get(name, {}).items():
            if value in values:
                yield (name, number), tuple(self._part(level, bits, values.index(value)) for bits in sets)

    def _part(self, level: int, bits: int, place: int) -> int:
        """The combinations of the later options that are in the set with this value."""
        stride = self._strides[level]
        return bits >> (place * stride) & ((1 << stride) - 1)
