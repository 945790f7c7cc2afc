"""What there is to do: a task has questions, and who is asked replies. Who runs them: `hamodel.check.race`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from hamodel.engines import Listener
from hamodel.model.verdict import Answer

Asking = TypeVar("Asking", bound=Hashable)
"""The type of the questions of a race."""


@dataclass(frozen=True, slots=True)
class Reply(Generic[Asking]):
    """An answer to a question, who gave it, how long that took, how many states it saw, how it was confirmed.

    `enclosed`: what else whoever set the task wants to hear.
    """

    question: Asking
    answer: Answer
    engine: str = ""
    seconds: float = 0.0
    states: int = 0
    confirmed: str = ""
    enclosed: object = None


Answering: TypeAlias = Callable[[str, Sequence[Asking], Listener], Iterator[Reply[Asking]]]
"""Called in a child process, by the name of who is to answer, with the questions and somebody who hears how far it has come."""


@dataclass(frozen=True, slots=True)
class Task(Generic[Asking]):
    """Questions, and the names of those who can answer them: the first at once, the others when it gives up or takes long.

    `all_answer`: everybody goes on to the end, and all must agree; the answer of the first of them is the one that is told.
    `proof`: it may go on for long without a trace to show, so that half of the workers are kept for the tasks behind it.
    `patience`: what others answer is told only when the first contestant has ended, or has seen more states than this.
    """

    name: str
    questions: tuple[Asking, ...]
    contestants: tuple[str, ...]
    answers: Answering[Asking]
    all_answer: bool = False
    patience: int = 0
    proof: bool = False
