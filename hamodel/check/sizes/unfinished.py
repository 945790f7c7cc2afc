"""Searches of states that ended at a limit and left something undecided, and what to say of them: what multiplies their states.

Where such a search was is a matter of how fast the machine is; why it has so many states is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamodel.check.rows import extent, row_text
from hamodel.model.expr import Value
from hamodel.model.verdict import Cut

TOLD = 3
"""How many variables are named."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Of which combination of the options that were not set, at which scope, and what it left undecided (names of findings).

    `of_runs`: its states are those of the system with a copy, and an automaton: it looked for a loop.
    """

    options: Mapping[str, Value]
    sizes: Mapping[str, int]
    of_runs: bool
    undecided: tuple[str, ...]
    cut: Cut


def note(searches: Sequence[Unfinished]) -> str:
    """A sentence about the one with the most states; nothing if there is none."""
    if not searches:
        return ""
    largest = max(searches, key=lambda search: search.cut.states)
    cut = largest.cut
    first, *rest = largest.undecided
    where = ", ".join(filter(None, [extent(largest.sizes) if largest.sizes else "", row_text(largest.options, ", ")]))
    others = f", as {len(searches) - 1} more did" if len(searches) > 1 else ""
    values = ", ".join(f"{name} ({count:,} values)" for name, count in cut.values[:TOLD])
    sample = f", in {cut.sample:,} of them" if cut.sample < cut.states else ""
    ended = f"{cut.reason} after" if cut.reason else "it had more than"
    return (
        f"a search about {first}{f' and {len(rest)} more' if rest else ''}{f' ({where})' if where else ''} did not end{others}: "
        f"{ended} {cut.states:,} states{' up to symmetry' if cut.reduced else ''}"
        + (f", which are multiplied by: {values}{sample}" if values else "")
    )
