"""Differences between the two readings of scenarios: does it apply, how far can it be followed, in how many states then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hamodel.follow.script import play
from hamodel.language.text import ast
from hamodel.model import system as model
from hamodel.model.configurations import elsewhere
from hamodel.model.scenario import Played

from .runs import TooMany
from .scripts import Scripts, meant, sizes
from .world import World


def scenarios(
    spec: ast.Spec,
    system: model.System,
    every: Sequence[dict[str, Any]],
    chosen: Callable[[dict[str, Any]], bool],
    most: int,
    counts: Counter[str],
) -> Iterator[str]:
    """What is different about the scenarios, without a word on the options and for each of `every` combination of them."""
    for script in World(spec).all(ast.Scenario):
        (asked,) = (each for each in system.scenarios if each.name == script.name.text)
        for given in ({}, *every) if every != [{}] else every:
            try:
                yield from _differences(spec, script, asked, system, given, chosen, most, counts)
            except TooMany:
                counts["scenarios: too many states"] += 1


def _differences(
    spec: ast.Spec,
    script: ast.Scenario,
    asked: model.Scenario,
    system: model.System,
    given: dict[str, Any],
    chosen: Callable[[dict[str, Any]], bool],
    most: int,
    counts: Counter[str],
) -> Iterator[str]:
    what = f"scenario {asked.name} {given}"
    rows = meant(World(spec, given), script, given, lambda options: not chosen(options))
    applies = not elsewhere(system, asked, given)
    counts["scenarios"] += 1
    if applies != bool(rows):
        yield f"{what}: {'applies' if rows else 'does not apply'}, hamodel says the opposite"
    if not rows or not applies:
        counts["scenarios: do not apply"] += 1
        return
    followed = []
    for options in rows:
        world = World(spec, options)
        followed.append(Scripts(World(spec, options, sizes(world, script)), most).follow(script))
    played = play(system, asked, given)
    stopped = {(each.stopped, each.states) for each in followed if each.stopped is not None}
    counts["scenarios: followed to the end"] += not stopped
    counts["scenarios: instructions"] += len(script.instructions)
    said = _told(played, script)
    if said is None and stopped:
        yield f"{what}: stops at {stopped}, hamodel plays it to its end"
    if said is not None and said not in stopped:
        yield f"{what}: {'stops at ' + str(stopped) if stopped else 'is followed'}, hamodel stops at {said}"


def _told(played: Played, script: ast.Scenario) -> tuple[int, int] | None:
    """Where hamodel stops: at which instruction, and in how many states a run can be there."""
    if played.failure is None:
        return None
    if played.failure.reason == "too many":
        raise TooMany
    where = played.failure.instruction
    if where is None:
        return -1, 0
    places = [each.span.start for each in script.instructions]
    return places.index(where.span.start), played.failure.states
