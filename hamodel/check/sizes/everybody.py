"""With `--engine all`: which engines did not answer which questions, and why, for the sizes that verdicts are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hamodel.engines.question import Question


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A search in which everybody was asked these questions. `row`: of what; `asked`: at a size that was asked for. `unanswered`:
    reasons, by engine and question."""

    row: int
    asked: bool
    questions: Sequence[Question]
    unanswered: Mapping[tuple[str, Question], str]


def open_questions(searches: Sequence[Inquiry], named: Mapping[Question, str]) -> Iterator[str]:
    """A text for each engine and reason, in the order of the text of the spec. `named`: each question, and what it is called.

    Smaller sizes are searched first: what was not asked of a larger one is told of the last one.
    """
    last: dict[tuple[Question, int], list[Inquiry]] = {}
    for search in searches:
        for question in search.questions:
            before = last.setdefault((question, search.row), [])
            last[question, search.row] = [*(each for each in before if each.asked and search.asked), search]
    found: dict[str, dict[str, set[str]]] = {}
    for (question, _), where in last.items():
        for search in where:
            for (engine, about), why in search.unanswered.items():
                if about == question and question in named:
                    found.setdefault(engine, {}).setdefault(why, set()).add(named[question])
    order = list(dict.fromkeys(named.values()))
    for engine, reasons in sorted(found.items()):
        told = {why: sorted(names, key=order.index) for why, names in reasons.items()}
        for why, names in sorted(told.items(), key=lambda row: (order.index(row[1][0]), row[0])):
            yield f"{engine} does not answer {', '.join(names)}: {why}"
