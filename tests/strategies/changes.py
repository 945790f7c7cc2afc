"""Smallest changes of options: what may be asked, and the answer by looking at all products of changes."""

from __future__ import annotations

from itertools import combinations as choose
from itertools import product
from typing import TypeAlias

from hypothesis import strategies as st

from hamodel.audit.hazards.changing import Changed
from hamodel.model.combinations import Combinations, OptionCube
from hamodel.model.expr import Value

Left: TypeAlias = dict[str, tuple[Value, ...]]
Changes: TypeAlias = dict[str, dict[int, Value]]
Asked: TypeAlias = tuple[Combinations, int, int, Left, Changes]
"""All combinations, the possible ones, the bad ones, the values that each option may have now, and those that it may get."""


def by_products(given: Asked) -> list[Changed]:
    """What `smallest_changes` should say."""
    every, possible, bad, left, changes = given
    now = possible & every.of(OptionCube(left))
    return [] if now and not now & bad else [tuple(each) for each in plain(every, possible, bad, left, changes)]


def plain(every: Combinations, possible: int, bad: int, left: Left, changes: Changes) -> list[Changed]:
    """All products of changes, of a growing number of options, each looked at by itself."""
    for count in range(1, len(changes) + 1):
        found = []
        for names in choose(changes, count):
            for numbers in product(*(changes[name] for name in names)):
                values = {name: (changes[name][number],) for name, number in zip(names, numbers, strict=True)}
                if any(left[name] == value for name, value in values.items()):
                    continue
                after = possible & every.of(OptionCube({**left, **values}))
                if after and not after & bad:
                    found.append(tuple(zip(names, numbers, strict=True)))
        if found:
            return found
    return []


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    widths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    every = Combinations({f"o{number}": tuple(range(width)) for number, width in enumerate(widths)})
    bits = st.integers(0, every.every)
    left = {name: tuple(draw(st.sets(st.sampled_from(values), min_size=1))) for name, values in every.options.items()}
    names = draw(st.permutations(sorted(every.options)))
    new = {name: st.dictionaries(st.integers(0, 2), st.sampled_from((*every.options[name], 9)), max_size=3) for name in names}
    changes = {name: dict(sorted(draw(new[name]).items())) for name in draw(st.sets(st.sampled_from(names))) or names}
    return every, draw(bits), draw(bits), left, changes
