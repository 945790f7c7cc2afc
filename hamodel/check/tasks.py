"""What there is to do: a task asks questions, contestants answer them by replies. Who runs them: `hamodel.check.race`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from hamodel.engines import Progress
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


Send: TypeAlias = Callable[[Reply[Asking] | Progress], None]


@dataclass(frozen=True, slots=True)
class Contestant(Generic[Asking]):
    """`run` answers questions by sending replies; it is called in a child process. `name`: of the engine."""

    name: str
    run: Callable[[Sequence[Asking], Send[Asking]], None]


@dataclass(frozen=True, slots=True)
class Task(Generic[Asking]):
    """Questions, and who can answer them: the first contestant at once, the others when it gives up or takes long.

    `all_answer`: every contestant runs to its end, and all must agree; the answer of the first of them is the one that is told.
    `proof`: it may go on for long without a trace to show, so that half of the workers are kept for the tasks behind it.
    `patience`: what others answer is told only when the first contestant has ended, or has seen more states than this.
    """

    name: str
    questions: tuple[Asking, ...]
    contestants: tuple[Contestant[Asking], ...]
    all_answer: bool = False
    patience: int = 0
    proof: bool = False
