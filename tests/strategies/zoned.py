"""The same timed spec by zones and by time in steps: what each says, every trace replayed."""

from __future__ import annotations

from hamodel.check.jobs import searched
from hamodel.engines import ENGINES, Budget
from hamodel.engines.zones.lasting import HowLong, lasting
from hamodel.evidence.confirm import replay
from hamodel.ground.instance import instantiate
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.verdict import Answer, Reached, Unknown

MOST_STATES = 200_000


def said(system: System, *engines: str, seconds: float | None = None) -> dict[str, dict[str, str]]:
    """By engine, what it says of each property and each place of a run-time error: `reached`, `unreachable`, or why neither."""
    properties = [property for property in system.properties if not property.liveness]
    whole = searched(system, properties, system.faults)
    options = {option.name: option.default for option in system.options if option.default is not None}
    instance = instantiate(whole, Scope({}, options), properties)
    goals = {instance.shows(property): property for property in properties}
    goals |= {instance.making(f"{error.kind} {error.span}", error): error for error in instance.errors}
    found: dict[str, dict[str, str]] = {}
    for engine in engines:
        found[engine] = {}
        for goal, answer in ENGINES[engine](instance, list(goals), Budget(seconds=seconds, states=MOST_STATES), lambda _: None):
            if isinstance(answer, Reached):
                assert answer.trace is not None
                replay(whole, instance.scope, goals[goal], answer.trace)
            found[engine][goal.name] = _word(answer)
    return found


def _word(answer: Answer) -> str:
    match answer:
        case Reached():
            return "reached"
        case Unknown(reason=reason):
            return f"unknown: {reason}"
        case _:
            return "unreachable"


def differences(found: dict[str, dict[str, str]]) -> list[str]:
    """Where two engines say the opposite; in order of their names."""
    names = sorted({name for answers in found.values() for name in answers})
    return [
        f"{name}: {', '.join(f'{engine} {answers[name]}' for engine, answers in found.items())}"
        for name in names
        if {"reached", "unreachable"} <= {answers[name] for answers in found.values()}
    ]


def lasts(system: System, property: str) -> HowLong:
    """How long what a limit watches lasts."""
    properties = [each for each in system.properties if each.name == property]
    whole = searched(system, properties, system.faults)
    return lasting(instantiate(whole, Scope(), properties), property, Budget(), lambda _: None)
