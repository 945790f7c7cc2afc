"""A report to the searches behind it: those that saw every state and so decided something, each at its own size.

Nothing is added up: what two sizes, or two values of an option, have in states is no number of anything. A search that was cut
short, or that another engine was ahead of, is left out: where it was is a matter of how fast the machine is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hamodel.check.report import Report
from hamodel.model.expr import Value
from hamodel.model.verdict import Exhaustive, Extent, Result, Unreachable
from hamodel.report import words


@dataclass(frozen=True, slots=True)
class CompleteSearch:
    """A complete search: of which combination of the options that were not set, at which scope, and what it decided.

    `of_runs`: its states are pairs of a state and how far an automaton has come that accepts the runs which violate the property.
    """

    options: Mapping[str, Value]
    sizes: Extent
    figures: Exhaustive
    of_runs: bool
    decides: tuple[str, ...]


def searches(report: Report) -> tuple[CompleteSearch, ...]:
    """Every search, in the order of what it decides."""
    liveness = {property.name for property in report.system.declared if property.liveness}
    found: dict[tuple[object, ...], tuple[CompleteSearch, dict[str, None]]] = {}
    for finding in report.findings:
        for result in finding.results:
            last = _last_search(result)
            if last is not None and last[1].states and finding.kind != "scenario":
                part, figures = last
                searched = CompleteSearch(result.options, part.sizes, figures, finding.name in liveness, ())
                key = (*result.options.items(), None, *part.sizes.items(), figures, searched.of_runs)
                found.setdefault(key, (searched, {}))[1][finding.name] = None
    return tuple(
        CompleteSearch(searched.options, searched.sizes, searched.figures, searched.of_runs, tuple(names))
        for searched, names in found.values()
    )


def _last_search(result: Result) -> tuple[Result, Exhaustive] | None:
    """Where several sizes were searched, the figures are those of the last one."""
    for part in reversed(result.shown_by):
        if isinstance(part.answer, Unreachable) and isinstance(part.answer.proof, Exhaustive):
            return part, part.answer.proof
    return None


def largest(report: Report) -> int:
    """How many states the largest search has; 0 if nothing was decided by one."""
    return max((searched.figures.states for searched in searches(report)), default=0)


def in_words(searched: CompleteSearch) -> str:
    """`312 states up to symmetry, 1,024 transitions, depth 14`."""
    figures = searched.figures
    of_runs = " of state and automaton" if searched.of_runs else ""
    symmetry = " up to symmetry" if figures.reduced else ""
    states = words.counted(figures.states, "pair" if searched.of_runs else "state") + of_runs + symmetry
    return f"{states}, {words.counted(figures.transitions, 'transition')}, depth {figures.depth:,}"
