"""play(system, scenario) -> Played: follows a script by the reference semantics; walk: a random run.

The script is followed in every way at once: what is known is the set of states that a run can be in, each with the step
that led to it, so that one run which follows the script to its end can be shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from random import Random
from typing import TypeAlias, assert_never

from hamodel.model.configurations import elsewhere, fitting, nearest, settings
from hamodel.model.explain import Explanation, explain
from hamodel.model.expr import Expr, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import Outcome, Slip, cells, holds, initial_states, outcomes, successors
from hamodel.model.system import Action, AnySteps, Assert, Do, Instruction, Kind, Mistake, Scenario, Set, System
from hamodel.model.trace import CellName, Content, State, Step, Trace
from hamodel.model.transform import with_monitors

MOST_STATES = 100_000
"""More states than this are not followed at once."""

Happening: TypeAlias = tuple[str, tuple[Value, ...]]
"""An action's name and its arguments."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a script could not be followed. In the last state of the trace (one of `ways`) something else was `enabled`.

    `reason`: `blocked` (it cannot happen), `not blocked` (it can), `false` (the assertion), `mistake` (it makes run-time
    mistakes), `too many` (states to follow), `no start` (no state is initial). `why`: the part of the guard, or of the
    assertion, that decides, if there is only one candidate. `options`: for which values of those that the script is tried at
    several values of.
    """

    instruction: Instruction | None
    reason: str
    ways: int
    enabled: tuple[Happening, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    why: Explanation | None = None
    options: Mapping[str, Value] = field(default_factory=dict)


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
    `mistakes`, where an action made these."""

    trace: Trace
    mistakes: tuple[Mistake, ...] = ()
    made_by: Happening | None = None
    spent: bool = False


def play(
    system: System,
    scenario: Scenario,
    options: Mapping[str, Value] | None = None,
    sizes: Sequence[Mapping[str, int]] = (),
) -> Played:
    """Follows the script, in each configuration that is meant: it has to be playable in all of them.

    What it does not `set` has its value in `options`, else its default, else every value in turn. `sizes`: of the system, each
    of which is to play it, but for those without a member that it names; else the one of the spec. A sort without a size has as
    many members as the script names. Raises ValueError if it does not apply to these options and sizes (`elsewhere` tells), and
    TooManyConfigurations.
    """
    reason = elsewhere(system, scenario, options or {}, sizes)
    if reason:
        raise ValueError(f"scenario `{scenario.name}` does not apply: {reason}")
    every = [scope for said in fitting(system, scenario, sizes) for scope in scopes(system, scenario, options or {}, said)]
    several = [option.name for option in system.options if len({scope.options[option.name] for scope in every}) > 1]
    system = with_monitors(system, ())
    for scope in every:
        played = _Script(system, scope).play(scenario)
        if played.failure is not None:
            return replace(played, failure=replace(played.failure, options={name: scope.options[name] for name in several}))
    return played


def scopes(
    system: System, scenario: Scenario, options: Mapping[str, Value], asked: Mapping[str, int]
) -> Sequence[Scope]:
    """The scopes at which a script is played: one for each configuration that is meant; it has to apply."""
    known = {**scenario.sizes, **system.sizes, **asked}
    sizes = {sort.name: known.get(sort.name, 1) for sort in system.sorts}
    return [Scope(sizes, chosen) for chosen in nearest(system, {**options, **settings(scenario)})]


WEIGHTS: Mapping[Kind, int] = {"step": 3, "delivery": 3, "input": 2, "fault": 1}
"""How likely a random run takes an action of a kind, of those kinds of which one is possible: so that it shows the protocol."""


def walk(system: System, scope: Scope, seed: int, steps: int, faults: int | None = None) -> Walk:
    """A random run of at most `steps` steps, and of at most `faults` faults; the same for the same seed. See `WEIGHTS`; of the
    same kind every action that is possible is as likely as another."""
    random = Random(seed)
    starts = list(islice(initial_states(system, scope), 1000))
    if not starts:
        raise ValueError("no state is initial")
    trace = Trace(random.choice(starts))
    left = math.inf if faults is None else faults
    for _ in range(steps):
        ways: dict[Kind, dict[str, list[tuple[Action, tuple[Value, ...], Outcome]]]] = {}
        spent = False
        for way in successors(system, scope, trace.states[-1]):
            if way[0].kind == "fault" and not left:
                spent = True
            else:
                ways.setdefault(way[0].kind, {}).setdefault(way[0].name, []).append(way)
        if not ways:
            return Walk(trace, spent=spent)
        (kind,) = random.choices(list(ways), [WEIGHTS[kind] for kind in ways])
        action, arguments, outcome = random.choice(ways[kind][random.choice(list(ways[kind]))])
        left -= kind == "fault"
        if outcome.state is None:
            return Walk(trace, outcome.mistakes, (action.name, arguments))
        trace = Trace(trace.initial, (*trace.steps, _step(action, arguments, outcome.state)))
    return Walk(trace)


def _step(action: Action, arguments: tuple[Value, ...], state: State) -> Step:
    return Step(action.name, tuple(zip((binder.name for binder in action.parameters), arguments, strict=True)), state)


# --- following a script ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A state that a run can be in, and how it came there."""

    state: State
    before: _Place | None = None
    step: Step | None = None

    @property
    def trace(self) -> Trace:
        steps: list[Step] = []
        here = self
        while here.before is not None and here.step is not None:
            steps.append(here.step)
            here = here.before
        return Trace(here.state, tuple(reversed(steps)))


class _TooMany(Exception):
    """More states than can be followed."""


Places: TypeAlias = dict[tuple[Content, ...], _Place]
"""The states that a run can be in, by their content in the order of the cells."""


@dataclass(slots=True)
class _Script:
    """A script being played."""

    system: System
    scope: Scope
    states: int = 0
    order: list[CellName] = field(init=False)

    def __post_init__(self) -> None:
        self.order = cells(self.system, self.scope)

    def play(self, scenario: Scenario) -> Played:
        try:
            here = self.places(_Place(state) for state in initial_states(self.system, self.scope))
        except _TooMany:
            return Played(self.scope, None, self.states, Failure(None, "too many", MOST_STATES))
        if not here:
            return Played(self.scope, None, 0, Failure(None, "no start", 0))
        for instruction in scenario.instructions:
            try:
                after = self.follow(instruction, here)
            except _TooMany:
                return self.failed(here, Failure(instruction, "too many", len(here)))
            if not after:
                return self.failed(here, self.failure(instruction, here))
            here = after
        return Played(self.scope, next(iter(here.values())).trace, self.states)

    def failed(self, here: Places, failure: Failure) -> Played:
        return Played(self.scope, next(iter(here.values())).trace, self.states, failure)

    def places(self, found: Iterable[_Place], known: Places | None = None) -> Places:
        """Those of the places that are not known, one for each state."""
        places: Places = {}
        for place in found:
            key = tuple(place.state[cell] for cell in self.order)
            if key in places or (known is not None and key in known):
                continue
            places[key] = place
            self.states += 1
            if len(places) + len(known or ()) > MOST_STATES:
                raise _TooMany
        return places

    def follow(self, instruction: Instruction, here: Places) -> Places:
        """The states that a run can be in after the instruction."""
        match instruction:
            case Set():
                return here
            case Do(blocked=True):
                return {key: place for key, place in here.items() if not self.can_happen(instruction, place)}
            case Do():
                return self.places(self.after(here, self.happenings(instruction)))
            case Assert(condition):
                return {key: place for key, place in here.items() if self.is_true(condition, place)}
            case AnySteps(many):
                goes_on = list(self.all_happenings(lambda action: action.kind in ("step", "delivery")))
                if not many:
                    return self.places(self.after(here, goes_on))
                known, frontier = dict(here), here
                while frontier:
                    frontier = self.places(self.after(frontier, goes_on), known)
                    known.update(frontier)
                return known
            case _:
                assert_never(instruction)

    def is_true(self, condition: Expr, place: _Place) -> bool:
        try:
            return holds(condition, {}, place.state, self.scope)
        except Slip:
            return False

    def can_happen(self, instruction: Do, place: _Place) -> bool:
        """Can one of the actions be taken, if only to make a mistake?"""
        return any(
            outcomes(self.system, self.scope, place.state, action, arguments)
            for action, arguments in self.happenings(instruction)
        )

    def happenings(self, instruction: Do) -> Iterator[tuple[Action, tuple[Value, ...]]]:
        """What the instruction may mean: actions and arguments."""
        for action, arguments in self.all_happenings(lambda action: action.name in instruction.actions):
            said = [instruction.arguments.get(binder.name, ANY) for binder in action.parameters]
            if all(value is ANY or value == argument for value, argument in zip(said, arguments, strict=True)):
                yield action, arguments

    def all_happenings(self, wanted: Callable[[Action], bool]) -> Iterator[tuple[Action, tuple[Value, ...]]]:
        for action in self.system.actions:
            if wanted(action):
                for arguments in product(*(self.scope.domain(binder.type) for binder in action.parameters)):
                    yield action, arguments

    def after(self, here: Places, happenings: Iterable[tuple[Action, tuple[Value, ...]]]) -> Iterator[_Place]:
        """Where these actions lead."""
        choices = list(happenings)
        for place in here.values():
            for action, arguments in choices:
                for outcome in outcomes(self.system, self.scope, place.state, action, arguments):
                    if outcome.state is not None:
                        yield _Place(outcome.state, place, _step(action, arguments, outcome.state))

    # --- where it stops ---

    def failure(self, instruction: Instruction, here: Places) -> Failure:
        """Why no run follows the instruction. What is told is about the first state that a run can be in."""
        place = next(iter(here.values()))
        enabled: dict[Happening, None] = {}
        for action, arguments, outcome in successors(self.system, self.scope, place.state):
            if outcome.state is not None:
                enabled[action.name, arguments] = None
        match instruction:
            case Do(blocked=True):
                return Failure(instruction, "not blocked", len(here), tuple(enabled))
            case Do():
                mistakes = tuple(dict.fromkeys(self.mistakes(instruction, here)))
                why = None if mistakes else self.why_blocked(instruction, place)
                return Failure(instruction, "mistake" if mistakes else "blocked", len(here), tuple(enabled), mistakes, why)
            case Assert(condition):
                try:
                    why = explain(condition, place.trace, self.scope)
                except Slip as slip:
                    return Failure(instruction, "mistake", len(here), tuple(enabled), slip.mistakes)
                return Failure(instruction, "false", len(here), tuple(enabled), (), why)
            case _:
                return Failure(instruction, "blocked", len(here), tuple(enabled))

    def mistakes(self, instruction: Do, here: Places) -> Iterator[Mistake]:
        for place in here.values():
            for action, arguments in self.happenings(instruction):
                for outcome in outcomes(self.system, self.scope, place.state, action, arguments):
                    yield from outcome.mistakes

    def why_blocked(self, instruction: Do, place: _Place) -> Explanation | None:
        """The part of the guard that is false, if the instruction can mean one thing only."""
        match list(self.happenings(instruction)):
            case [(action, arguments)]:
                env = dict(zip((binder.name for binder in action.parameters), arguments, strict=True))
                try:
                    why = explain(action.guard, place.trace, self.scope, env)
                except Slip:
                    return None
                return None if why.worth else why
            case _:
                return None


class _Any:
    """An argument that may be anything."""


ANY = _Any()
