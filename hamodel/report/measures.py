"""What was measured, in words: `outage lasts from 0.400 s to 3.600 s`, once for all combinations of options of one answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hamodel.check.measures import Taken
from hamodel.check.report import Report
from hamodel.model.timing import seconds_text
from hamodel.report import words


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
    if found.most is None:
        least = "never ends" if found.least is None else f"lasts {seconds_text(found.least)} at least"
        return f"{least}, and has no bound{_waits(taken)}"
    most = seconds_text(found.most)
    if found.least is None:
        return f"lasts {most} at most, and no run sees its end"
    return f"lasts {most}" if found.least == found.most else f"lasts from {seconds_text(found.least)} to {most}"


def _waits(taken: Taken) -> str:
    actions: Sequence[str] = [f"`{action.name}` ({action.span}) may wait for ever" for action in taken.found.waits]
    return f": {', '.join(actions)}" if actions else ""
