"""ask(engine, instance, goals, ...): the answers of any engine, with what only a search of states can be told and tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from hamodel.engines import ENGINES, Budget, Listener
from hamodel.ground.instance import Goal, Instance
from hamodel.model.verdict import Answer, Unknown
from hamodel.timing.measure import too_fine

if TYPE_CHECKING:
    from hamodel.engines.explicit.search import Search


OF_TIMERS = "zones"
"""The engine that only a spec with timers has a use for, and to which it makes no difference how fine its steps of time are."""


def ask(
    engine: str,
    instance: Instance,
    goals: Sequence[Goal],
    budget: Budget,
    listen: Listener,
    symmetry: bool = True,
    confirm: Callable[[Search], None] | None = None,
) -> Iterator[tuple[Goal, Answer, int]]:
    """The answers of an engine, each with the number of states seen so far (0: it does not count any).

    Only a search of states has a use for `symmetry`, and for `confirm` (see `hamodel.engines.explicit.search.Search.answers`).
    """
    why = too_fine(instance.system) if engine != OF_TIMERS and goals else ""
    if why:
        yield from ((goal, Unknown(why), 0) for goal in goals)
        return
    if engine != "explicit" or not goals:
        for goal, answer in ENGINES[engine](instance, goals, budget, listen):
            yield goal, answer, 0
        return
    from hamodel.engines.explicit.search import Search

    search = Search(instance, goals, budget, listen, symmetry=symmetry)
    for goal, answer in search.answers(confirm):
        yield goal, answer, search.states
