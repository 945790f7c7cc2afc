"""Differences between the run-time mistakes of the two readings: which, where in the text, and after how many steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hamodel.ground.instance import Goal, Instance
from hamodel.model import system as model
from hamodel.model.verdict import Reached

from .world import Mistake


def looked_for(instance: Instance) -> tuple[list[Goal], dict[str, model.Mistake]]:
    """Goals that are the mistakes that can be made, and which they are."""
    made = {str(number): mistake for number, mistake in enumerate(instance.mistakes)}
    possible = [number for number, mistake in made.items() if instance.mistakes[mistake] is not instance.terms.false]
    return [instance.making(number, made[number]) for number in possible], made


def adapted(mistake: model.Mistake) -> Mistake:
    """A run-time mistake as hamodel names it, in the words of this package: what kind, and where."""
    if mistake.span is None:
        return Mistake(mistake.kind, -1, -1, mistake.of_transition)
    return replace(Mistake.at(mistake.kind, mistake.span), in_transition=mistake.of_transition)


def met(made: Mapping[str, model.Mistake], slips: Sequence[Goal], answers: Mapping[Goal, Any]) -> dict[Mistake, int]:
    """How soon hamodel makes each mistake."""
    soonest: dict[Mistake, int] = {}
    for goal in slips:
        answer = answers[goal]
        if isinstance(answer, Reached) and answer.trace is not None:
            key = adapted(made[goal.name])
            soonest[key] = min(len(answer.trace.steps), soonest.get(key, len(answer.trace.steps)))
    return soonest


def soonest_of(found: Mapping[Mistake, int]) -> dict[Mistake, int]:
    soonest: dict[Mistake, int] = {}
    for mistake, depth in found.items():
        key = replace(mistake, kind="range" if mistake.kind == "argument" else mistake.kind)
        soonest[key] = min(depth, soonest.get(key, depth))
    return soonest


def of_mistakes(
    found: Mapping[Mistake, int], made: Mapping[str, model.Mistake], slips: Sequence[Goal], answers: Mapping[Goal, Any]
) -> Iterator[str]:
    """What one reading makes sooner than the other, or alone."""
    ours, theirs = soonest_of(found), met(made, slips, answers)
    for mistake in sorted({*ours, *theirs}, key=repr):
        if ours.get(mistake) != theirs.get(mistake):
            yield f"{mistake}: {ours.get(mistake, 'never')}, hamodel has {theirs.get(mistake, 'never')}"
