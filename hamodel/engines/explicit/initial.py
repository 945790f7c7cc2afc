"""initial_states(instance, layout): every initial state, packed; values that no formula allows are left out early."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hamodel.engines.explicit.codegen import EscapedError, holds
from hamodel.engines.explicit.moves import code_term
from hamodel.engines.explicit.packing import Layout
from hamodel.ground.instance import Instance
from hamodel.ground.rewriting import conjuncts
from hamodel.ground.terms import Rewriter, cells_of

MOST_STATES = 1 << 22


class TooManyError(Exception):
    """There are too many initial states to look at each."""


def initial_states(instance: Instance, layout: Layout) -> list[NDArray[np.uint64]]:
    """The states that `initial`, `initially` and `assume` allow: an array for each word. Raises `TooManyError`."""
    terms = instance.terms
    fixed = {instance.cell(number): code_term(instance, number, code) for number, code in instance.initial.items()}
    wanted = Rewriter(terms, fixed)(terms.and_(instance.initially, instance.assume))
    words = [np.zeros(1, np.uint64) for _ in range(layout.words)]
    if wanted is terms.false:
        return [word[:0] for word in words]
    for number, code in instance.initial.items():
        place = layout.places[number]
        if not place.low <= code <= place.high:
            raise EscapedError(f"the initial code {code} of cell {number} is not one of its {place.low}..{place.high}")
        word, bits = layout.bits(number, code)
        words[word] |= np.uint64(bits)
    free = [number for number in range(len(instance.cells)) if number not in instance.initial]
    open_ = {part: cells_of(part) & set(free) for part in conjuncts(wanted) if part is not terms.true}
    while open_ or free:
        part = min(open_, key=lambda part: len(open_[part] & set(free)), default=None)
        for number in sorted(open_[part] & set(free)) if part is not None else list(free):
            words = _each_value(layout, words, number)
            free.remove(number)
        for ready in [part for part in open_ if not open_[part] & set(free)]:
            del open_[ready]
            (kept,) = holds(layout, [ready])(words)
            words = [word[kept] for word in words]
    return words


def _each_value(layout: Layout, words: list[NDArray[np.uint64]], number: int) -> list[NDArray[np.uint64]]:
    """Each state with each value of a cell that has none so far."""
    place = layout.places[number]
    codes = range(place.low, place.high + 1)
    if len(words[0]) * len(codes) > MOST_STATES:
        raise TooManyError(f"more than {MOST_STATES:,} initial states")
    values = [np.zeros(len(codes), np.uint64) for _ in words]
    for index, code in enumerate(codes):
        word, bits = layout.bits(number, code)
        values[word][index] = bits
    return [
        np.repeat(word, len(codes)) | np.tile(value, len(word)) for word, value in zip(words, values, strict=True)
    ]
