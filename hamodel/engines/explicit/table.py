"""Visited: the set of packed states seen so far, numbered from 1 in the order in which they came; no sorting anywhere.

The states themselves lie in one array per word. The hash table, with open addressing and linear probing, holds only their
numbers, so it is small, and growing needs no second copy of the states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = Sequence[NDArray[np.uint64]]
"""States, packed: an array for each word, all of one length."""

Numbers: TypeAlias = NDArray[np.int64]

_NOBODY = (1 << 64) - 1  # no word of a state has bit 63
_LOAD = 0.6
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
MOST_STATES = (1 << 32) - (1 << 26)  # numbers are 32 bits wide, and a batch needs some to spare


class Visited:
    def __init__(self, words: int) -> None:
        self._count = 0
        self._store = [np.full(1 << 10, _NOBODY, np.uint64) for _ in range(words)]  # entry 0 is nobody
        self._table = np.zeros(1 << 11, np.uint32)  # 0: free

    def __len__(self) -> int:
        return self._count

    @property
    def bytes(self) -> int:
        """Memory in use: what is allocated, but not yet written to, costs nothing."""
        return 8 * len(self._store) * (self._count + 1) + self._table.nbytes

    def states(self, start: int, end: int) -> list[NDArray[np.uint64]]:
        """The states with the numbers from `start` to below `end`."""
        return [word[start:end] for word in self._store]

    def spread(self, amount: int) -> Words:
        """So many of the states (all of them, if there are no more), evenly spread from the first to the last."""
        numbers = np.linspace(1, self._count, min(amount, self._count)).astype(np.int64)
        return [word.take(numbers) for word in self._store]

    def add(self, keys: Words) -> Numbers:
        """Adds states, some of which may be known or repeated; the places in `keys` of the new ones, one each.

        The new ones are numbered in that order, from the number of states known before + 1.
        """
        slot = self._slots(keys)
        known = self._table.take(slot)
        left = (~self._equal(known, keys)).nonzero()[0]
        if not left.size:
            return left
        keys, slot = [key.take(left) for key in keys], slot.take(left)
        if self._reserve(len(left)):
            slot = self._slots(keys)
        base = self._count + 1
        for word, key in zip(self._store, keys, strict=True):
            word[base : base + len(left)] = key  # for now all of them, so that they can be compared with each other
        new, slots = self._property(keys, slot, base)
        if len(new) < len(left):
            self._table[slots] = np.arange(base, base + len(new), dtype=np.uint32)
            for word, key in zip(self._store, keys, strict=True):
                word[base : base + len(new)] = key.take(new)
        self._count += len(new)
        return left.take(new)

    def find(self, keys: Words) -> Numbers:
        """The number of each state; 0 if it is not known."""
        found = np.zeros(len(keys[0]), np.int64)
        open_ = np.arange(len(found))
        slot = self._slots(keys)
        while open_.size:
            number = self._table.take(slot)
            equal = self._equal(number, [key.take(open_) for key in keys])
            found[open_[equal]] = number[equal]
            on = (~equal & (number != 0)).nonzero()[0]
            open_, slot = open_.take(on), (slot.take(on) + 1) & (len(self._table) - 1)
        return found

    def _property(self, keys: Words, slot: Numbers, base: int) -> tuple[Numbers, Numbers]:
        """Writes the numbers from `base` into free slots; which of `keys` got one, as no equal one had it, and where.

        Of several that write into one slot the last one wins; the others read back who did, and are equal or move on.
        """
        home = np.full(len(keys[0]), -1, np.int64)
        open_ = np.arange(len(home))
        while True:
            number = self._table.take(slot)
            free = (number == 0).nonzero()[0]
            if free.size:
                wanted = slot.take(free)
                mine = (open_.take(free) + base).astype(np.uint32)
                self._table[wanted] = mine
                got = self._table.take(wanted)
                number[free] = got
                won = free[got == mine]
                home[open_.take(won)] = slot.take(won)
            on = (~self._equal(number, keys)).nonzero()[0]
            if not on.size:
                new = (home >= 0).nonzero()[0]
                return new, home.take(new)
            open_, keys = open_.take(on), [key.take(on) for key in keys]
            slot = (slot.take(on) + 1) & (len(self._table) - 1)

    def _equal(self, numbers: NDArray[np.uint32], keys: Words) -> NDArray[np.bool_]:
        equal: NDArray[np.bool_] = self._store[0].take(numbers) == keys[0]
        for word, key in zip(self._store[1:], keys[1:], strict=True):
            equal &= word.take(numbers) == key
        return equal

    def _slots(self, keys: Words) -> Numbers:
        bits = len(self._table).bit_length() - 1
        mixed = keys[0] * np.uint64(_MULTIPLIERS[0])
        for index, key in enumerate(keys[1:], 1):
            mixed ^= mixed >> np.uint64(29)
            mixed += key
            mixed *= np.uint64(_MULTIPLIERS[index % len(_MULTIPLIERS)])
        mixed ^= mixed >> np.uint64(32)
        mixed *= np.uint64(_MULTIPLIERS[1])
        mixed >>= np.uint64(64 - bits)
        return mixed.view(np.int64)

    def _reserve(self, more: int) -> bool:
        """Makes room for so many more; whether slots have moved."""
        wanted = self._count + more + 1
        room = len(self._store[0])
        if wanted > room:
            room = max(wanted, room + room // 2)
            for index, old in enumerate(self._store):
                self._store[index] = np.empty(room, np.uint64)
                self._store[index][: self._count + 1] = old[: self._count + 1]
        size = len(self._table)
        if wanted <= _LOAD * size:
            return False
        while wanted > _LOAD * size:
            size *= 2
        self._table = np.zeros(size, np.uint32)
        for start in range(1, self._count + 1, 1 << 17):
            keys = self.states(start, min(start + (1 << 17), self._count + 1))
            self._property(keys, self._slots(keys), start)
        return True


def distinct(states: Words, masks: Mapping[int, int]) -> int:
    """How many different values these bits of the words have in the states."""
    codes = np.zeros(len(states[0]), np.int64)
    for word, mask in masks.items():
        values, places = np.unique(states[word] & np.uint64(mask), return_inverse=True)
        codes = np.unique(codes * len(values) + places, return_inverse=True)[1]
    return int(codes.max(initial=-1)) + 1
