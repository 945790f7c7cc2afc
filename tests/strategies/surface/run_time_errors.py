"""Differences between the run-time errors of the two readings: which, where in the text, and after how many steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hamodel.ground.instance import Goal, Instance
from hamodel.model import system as model
from hamodel.model.verdict import Reached

from .world import RunTimeError


def looked_for(instance: Instance) -> tuple[list[Goal], dict[str, model.RunTimeError]]:
    """Goals that are the errors that can be caused, and which they are."""
    made = {str(number): error for number, error in enumerate(instance.errors)}
    possible = [number for number, error in made.items() if instance.errors[error] is not instance.terms.false]
    return [instance.making(number, made[number]) for number in possible], made


def adapted(error: model.RunTimeError) -> RunTimeError:
    """A run-time error as hamodel names it, in the words of this package: what kind, and where."""
    if error.span is None:
        return RunTimeError(error.kind, -1, -1, error.of_transition)
    return replace(RunTimeError.at(error.kind, error.span), in_transition=error.of_transition)


def met(made: Mapping[str, model.RunTimeError], slips: Sequence[Goal], answers: Mapping[Goal, Any]) -> dict[RunTimeError, int]:
    """How soon hamodel causes each error."""
    soonest: dict[RunTimeError, int] = {}
    for goal in slips:
        answer = answers[goal]
        if isinstance(answer, Reached) and answer.trace is not None:
            key = adapted(made[goal.name])
            soonest[key] = min(len(answer.trace.steps), soonest.get(key, len(answer.trace.steps)))
    return soonest


def soonest_of(found: Mapping[RunTimeError, int]) -> dict[RunTimeError, int]:
    soonest: dict[RunTimeError, int] = {}
    for error, depth in found.items():
        key = replace(error, kind="range" if error.kind == "argument" else error.kind)
        soonest[key] = min(depth, soonest.get(key, depth))
    return soonest


def of_errors(
    found: Mapping[RunTimeError, int], made: Mapping[str, model.RunTimeError], slips: Sequence[Goal], answers: Mapping[Goal, Any]
) -> Iterator[str]:
    """What one reading makes sooner than the other, or alone."""
    ours, theirs = soonest_of(found), met(made, slips, answers)
    for error in sorted({*ours, *theirs}, key=repr):
        if ours.get(error) != theirs.get(error):
            yield f"{error}: {ours.get(error, 'never')}, hamodel has {theirs.get(error, 'never')}"
