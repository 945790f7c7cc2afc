"""A spec with a construct, and its twin, which says the same without it: as many states, the same answers of every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from strategies.systems import combinations

from hamodel.check.lasso import decide
from hamodel.engines import ENGINES, Budget
from hamodel.engines.explicit.search import explore
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import bound_faults, with_idle, with_monitors
from hamodel.model.verdict import Answer, Reached, Unreachable

TWINS = Path(__file__).parent / "twins"
NAMES = sorted(path.stem for path in TWINS.glob("*.ha") if not path.stem.endswith("_without"))
SHORT = Budget(depth=8, seconds=60)


@pytest.mark.parametrize("name", NAMES)
def test_a_twin_has_the_same_states_and_answers(name: str) -> None:
    one, other = (_bounded(TWINS / f"{each}.ha") for each in (name, f"{name}_without"))
    assert [each.name for each in one.declared] == [each.name for each in other.declared]
    assert len(one.properties) > 1
    rows = [dict(options) for options in combinations(one)]
    assert rows == [dict(options) for options in combinations(other)]
    for options in rows:
        answers = dict(_answers(one, options))
        assert answers == dict(_answers(other, options))
        for (_, shown), said in answers.items():  # no engine says another thing
            assert shown == "states" or said in ("", answers["explicit", shown])


def _bounded(path: Path) -> System:
    system = elaborate(load(str(path)))
    return system if system.faults is None else bound_faults(system, system.faults)


def _answers(system: System, options: dict[str, Any]) -> Iterator[tuple[tuple[str, str], str | int]]:
    """By engine and property; and how many states there are, with what is remembered in them."""
    scope = Scope(system.sizes, options)
    asked = [each for each in system.properties if not each.liveness]
    instance = instantiate(with_monitors(system, asked), scope, asked)
    goals = [instance.shows(each) for each in asked]
    yield ("explicit", "states"), explore(instance, goals, symmetry=False).states
    for engine, ask in ENGINES.items():
        budget = Budget() if engine == "explicit" else SHORT
        for goal, answer in ask(instance, goals, budget, lambda _: None):
            yield (engine, goal.name), _said(answer)
        for property in (each for each in system.properties if each.liveness):
            whole = with_monitors(with_idle(system), [property])
            for answer, _, _ in decide(whole, scope, property, engine, budget, lambda _: None, 60):
                yield (engine, property.name), _said(answer)


def _said(answer: Answer) -> str:
    return "reached" if isinstance(answer, Reached) else "unreachable" if isinstance(answer, Unreachable) else ""
