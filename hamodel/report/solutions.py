"""For which durations a claim holds, in words: `no_split is violated, exactly when hold <= 3 * period + 200 ms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hamodel.check.report import Report
from hamodel.check.values import MOST_PARTS, Solution
from hamodel.report import words
from hamodel.report.when.lengths import conditions

LONG = 4
"""Of more parts a condition is hard to read: the opposite is said, if that has fewer."""


@dataclass(frozen=True, slots=True)
class SolutionLine:
    """What is said of a claim, when. `example`: one of those of which it is said."""

    name: str
    said: str
    when: str
    example: Solution

    def __str__(self) -> str:
        return f"{self.name}{'' if self.said.startswith(':') else ' '}{self.said}{f' when {self.when}' if self.when else ''}"


def solution_lines(report: Report) -> Iterator[SolutionLine]:
    """Of each claim its answers, each once. Of a claim for which nobody asks, only what is exact."""
    asked = dict.fromkeys((solution.name, words.extent(solution.scope.sizes)) for solution in report.solved)
    for name, sizes in asked:
        rows = [each for each in report.solved if (each.name, words.extent(each.scope.sizes)) == (name, sizes)]
        answers: dict[str, list[int]] = {}
        for number, solution in enumerate(rows):
            if solution.asked is not None or solution.exact:
                answers.setdefault(values_text(solution), []).append(number)
        unset = [{option: value for option, value in each.options.items() if option not in report.options} for each in rows]
        for said, numbers in answers.items():
            at = f" at {sizes}" if sizes else ""
            when = words.when(unset, numbers) if len(numbers) < len(rows) else ""  # of the others it may not be so
            yield SolutionLine(name, f"{said}{at}", when, rows[numbers[0]])


def values_text(solution: Solution) -> str:
    """`holds for every value of hold and period`."""
    bad, good = ("is reached", "is out of reach") if solution.claim.kind == "reachable" else ("is violated", "holds")
    about = f": {solution.claim.name} " if solution.name != solution.claim.name else ""
    found = solution.solved
    if found.unknown:
        return f"is not known: {found.unknown}"
    every = f"for every value of {_listed([option.name for option in solution.free])}"
    fitting = solution.fitting
    every += f" with {conditions(solution, [fitting])}" if fitting else ""
    if solution.exact:
        return about + _exactly(solution, bad, good, every) + _asides(solution)
    parts = [f"{bad} at least when {conditions(solution, solution.reached)}"] if solution.reached else []
    near = solution.kept_near
    parts += [f"{good} at least when {conditions(solution, [near])}"] if near else []
    said = "; ".join([*parts, "open for other values"]) if parts else f"is open {every}"
    return about + said + _asides(solution)


def _asides(solution: Solution) -> str:
    """What was not asked: a claim may hold where time stops."""
    return "; it was not asked whether time goes on where a length is 0 s" if solution.solved.may_stop else ""


def _exactly(solution: Solution, bad: str, good: str, every: str) -> str:
    if not solution.reached:
        return f"{good} {every}"
    if solution.reached == [()]:
        return f"{bad} {every}"
    if len(solution.reached) > LONG and len(solution.kept) < min(len(solution.reached), MOST_PARTS):
        return f"{good}, exactly when {conditions(solution, solution.kept)}"
    return f"{bad}, exactly when {conditions(solution, solution.reached)}"


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
