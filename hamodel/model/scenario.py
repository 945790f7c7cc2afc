"""Played, Failure, Walk: what came out where a scenario was played, or a random run; scopes: where a scenario is played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from hamodel.model.configurations import nearest, settings
from hamodel.model.explain import Explanation
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import Instruction, RunTimeError, Scenario, System
from hamodel.model.trace import Trace

Call: TypeAlias = tuple[str, tuple[Value, ...]]
"""An action's name and its arguments."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a script could not be followed. In the last state of the trace (one of `states`) something else was `enabled`.

    `reason`: `blocked` (it cannot happen), `not blocked` (it can), `false` (the assertion), `error` (it makes run-time
    errors), `too many` (states to follow), `between steps` (of time something may follow it), `too fine` (steps of time),
    `no start` (no state is initial).
    `why`: the part of the guard, or of the assertion, that decides, if there is only one candidate. `options`: for which values
    of those that the script is tried at several values of.
    """

    instruction: Instruction | None
    reason: str
    states: int
    enabled: tuple[Call, ...] = ()
    errors: tuple[RunTimeError, ...] = ()
    why: Explanation | None = None
    options: Mapping[str, Value] = field(default_factory=dict)

    @property
    def unknown(self) -> str:
        """Why it is not known whether a run follows the script; empty: none does."""
        match self.reason:
            case "too many":
                return "more states than can be followed"
            case "too fine":
                return "too many steps of time are in what it waits for"
            case "between steps":
                return "no run follows it in steps of time, and what is `blocked` by time may be so between them"
            case _:
                return ""


@dataclass(frozen=True, slots=True)
class Played:
    """One run that follows the script to its end or, with a `failure`, up to there; `trace` is empty if none starts.

    The script is played for every combination of the options that have no value; the first that fails is what is told.
    """

    scope: Scope
    trace: Trace | None
    states: int
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """A random run. It ends early where nothing can happen (`spent`: but for faults, of which there were enough) or, with
    `errors`, where an action made these."""

    trace: Trace
    errors: tuple[RunTimeError, ...] = ()
    made_by: Call | None = None
    spent: bool = False


def scopes(
    system: System, scenario: Scenario, options: Mapping[str, Value], asked: Mapping[str, int]
) -> Sequence[Scope]:
    """The scopes at which a script is played: one for each configuration that is meant; it has to apply."""
    known = {**scenario.sizes, **system.sizes, **asked}
    sizes = {sort.name: known.get(sort.name, 1) for sort in system.sorts}
    return [Scope(sizes, chosen) for chosen in nearest(system, {**options, **settings(scenario)})]
