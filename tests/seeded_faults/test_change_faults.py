"""Smallest changes, broken on purpose: then they are not those of all products of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import Phase, find, settings
from strategies.changes import Asked, asked, by_products

from hamodel.audit.hazards.changing import NEVER, _ChangeSearch, smallest_changes

FEWEST, KEPT, CHANGED, PART = (getattr(_ChangeSearch, name) for name in ("fewest", "_kept", "_changed", "_part"))


def _bad_at_the_end(search: _ChangeSearch, level: int, possible: int, bad: int) -> int:
    return 0 if possible and level == len(search._options) else int(FEWEST(search, level, possible, bad))


def _nothing_possible(search: _ChangeSearch, level: int, possible: int, bad: int) -> int:
    return (NEVER if bad else 0) if level == len(search._options) or not possible else int(FEWEST(search, level, possible, bad))


def _one_value(search: _ChangeSearch, level: int, *sets: int) -> Any:
    name, values = search._options[level]
    places = [values.index(value) for value in search._left[name] if value in values]
    return tuple(PART(search, level, bits, places[0]) for bits in sets)


def _no_change_of_the_last(search: _ChangeSearch, level: int, *sets: int) -> Iterator[Any]:
    yield from CHANGED(search, level, *sets) if level < len(search._options) - 1 else ()


def _first_change(search: _ChangeSearch, level: int, *sets: int) -> Iterator[Any]:
    yield from list(CHANGED(search, level, *sets))[:1]


def _too_wide(search: _ChangeSearch, level: int, bits: int, place: int) -> int:
    return bits >> (place * search._strides[level])


FAULTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "what is bad is not looked at": ("fewest", _bad_at_the_end),
    "a change after which nothing is left counts": ("fewest", _nothing_possible),
    "of the values that an option may have now one is looked at": ("_kept", _one_value),
    "the last option is not changed": ("_changed", _no_change_of_the_last),
    "one change of each option is looked at": ("_changed", _first_change),
    "combinations of the next value are taken along": ("_part", _too_wide),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.sampled
def test_a_wrong_change_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, wrong = FAULTS[fault]
    monkeypatch.setattr(_ChangeSearch, name, wrong)

    def differs(given: Asked) -> bool:
        try:
            return smallest_changes(*given) != by_products(given)
        except (IndexError, RecursionError):
            return True

    find(asked(), differs, settings=settings(max_examples=1000, derandomize=True, database=None, phases=[Phase.generate]))
