"""With `--engine all`: the questions that an engine has not answered yet, or why it could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic

from hamodel.check.tasks import Asking
from hamodel.model.verdict import Answer, Unknown

NOT_HEARD = "no answer before the check ended"


class Unanswered(Generic[Asking]):
    """What is still open, by task, by who was asked, and question. `asked`: the questions of each task."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[Asking, ...]] = {}
        self._open: dict[str, dict[tuple[str, Asking], str]] = {}

    def ask(self, task: str, whom: Sequence[str], questions: Sequence[Asking]) -> None:
        """Everyone is to answer each of these."""
        self.asked[task] = tuple(questions)
        self._open[task] = {(name, question): NOT_HEARD for name in whom for question in questions}

    def hear(self, task: str, who: str, question: Asking, answer: Answer) -> None:
        """An answer, or the reason why there is none."""
        there = self._open.get(task, {})
        if isinstance(answer, Unknown) and (who, question) in there:
            there[who, question] = answer.reason
        else:
            there.pop((who, question), None)

    def lose(self, task: str, who: str, why: str) -> None:
        """Whoever was asked has ended, and has said nothing of what is still open."""
        there = self._open.get(task, {})
        there.update({key: why for key, reason in there.items() if key[0] == who and reason == NOT_HEARD})

    def of(self, task: str) -> Mapping[tuple[str, Asking], str]:
        """The reasons, by who was asked, and question."""
        return self._open.get(task, {})
