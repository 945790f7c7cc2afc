"""What was measured, in words: `outage lasts from 0.400 s to 3.600 s`, once for all combinations of options of one answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hamodel.check.measures import Taken
from hamodel.check.report import Report
from hamodel.model.timing import seconds_text
from hamodel.report import words
from hamodel.report.when.lengths import sum_text


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """What is said of a measure, when. `example`: one of those of which it is said."""

    name: str
    said: str
    when: str
    example: Taken

    def __str__(self) -> str:
        return f"{self.name} {self.said}{f' when {self.when}' if self.when else ''}"


def measure_lines(report: Report) -> Iterator[MeasureLine]:
    """Of each measure its answers, each once."""
    asked = dict.fromkeys((taken.name, words.extent(taken.scope.sizes)) for taken in report.measured)
    for name, sizes in asked:
        rows = [taken for taken in report.measured if (taken.name, words.extent(taken.scope.sizes)) == (name, sizes)]
        answers: dict[str, list[int]] = {}
        for number, taken in enumerate(rows):
            answers.setdefault(how_long(taken), []).append(number)
        unset = [{option: value for option, value in taken.options.items() if option not in report.options} for taken in rows]
        for said, numbers in answers.items():
            at = f" at {sizes}" if sizes else ""  # what is measured is so at this size, and of no other it is said
            yield MeasureLine(name, f"{said}{at}", words.when(unset, numbers) if len(answers) > 1 else "", rows[numbers[0]])


def how_long(taken: Taken) -> str:
    """`lasts from 0.400 s to 3.600 s`."""
    found = taken.found
    if found.unknown:
        return f"is not known: {found.unknown}"
    if not found.begins:
        return "never begins"
    low, high = (length_text(taken, most) for most in (False, True))
    if found.most is None:
        least = "never ends" if found.least is None else f"lasts {low} at least"
        return f"{least}, and has no bound{_waits(taken)}"
    if found.least is None:
        return f"lasts {high} at most, and no run sees its end"
    return f"lasts {high}" if found.least == found.most and low == high else f"lasts from {low} to {high}"


def length_text(taken: Taken, most: bool) -> str:
    """`9.999 s (4 * heartbeat + promotion - 1 ms)`; without what is in parentheses where no option counts."""
    length, formula = (taken.found.most if most else taken.found.least), formula_text(taken, most)
    return "" if length is None else f"{seconds_text(length)}{f' ({formula})' if formula else ''}"


def formula_text(taken: Taken, most: bool) -> str:
    """How the length of the run that decides is a sum of options; empty: none counts, or it is not known."""
    known = taken.formulas
    row = None if known is None else known.most if most else known.least
    if known is None or row is None or not any(row[1:]):
        return ""
    names = [option.name for option in known.rows.free]
    factors = {name: Fraction(part, known.rows.scale) for name, part in zip(names, row[1:], strict=True) if part}
    return sum_text(factors, row[0] * known.rows.unit / known.rows.scale)


def _waits(taken: Taken) -> str:
    actions: Sequence[str] = [f"`{action.name}` ({action.span}) may wait for ever" for action in taken.found.waits]
    return f": {', '.join(actions)}" if actions else ""
