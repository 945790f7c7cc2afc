"""play(system, scenario) -> Played: follows a script by the reference semantics; walk: a random run.

The script is followed in every way at once: what is known is the set of states that a run can be in, each with the step
that led to it, so that one run which follows the script to its end can be shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from random import Random
from typing import TypeAlias, assert_never

from hamodel.evidence.confirm import replay
from hamodel.follow import MOST_STATES
from hamodel.follow.belief import Belief, Follower, TooManyToFollow
from hamodel.follow.orbits import SymmetricStates, named_in
from hamodel.follow.plain import Event, Plain
from hamodel.ground.footprint import Contents
from hamodel.model.configurations import elsewhere, fitting
from hamodel.model.explain import Explanation, explain
from hamodel.model.expr import Expr, Value, plain
from hamodel.model.scenario import Call, Failure, Played, Walk, scopes
from hamodel.model.scope import Scope
from hamodel.model.semantics import Effect, EvaluationError, holds, initial_states, outcomes, successors
from hamodel.model.system import Action, AnySteps, Assert, Do, Instruction, Kind, Scenario, Set, System, Wait, WaitUntil
from hamodel.model.timing import TICK
from hamodel.model.trace import Step, Trace
from hamodel.model.transform import with_monitors
from hamodel.timing.measure import too_fine
from hamodel.timing.waiting import not_at_once


def play(
    system: System,
    scenario: Scenario,
    options: Mapping[str, Value] | None = None,
    sizes: Sequence[Mapping[str, int]] = (),
    most_states: int = MOST_STATES,
) -> Played:
    """Follows the script, in each configuration that is meant: it has to be playable in all of them.

    What it does not `set` has its value in `options`, else its default, else every value in turn. `sizes`: of the system, each
    of which is to play it, but for those without a member that it names; else the one of the spec. A sort without a size has as
    many members as the script names. In a spec with timers the run is played once more with exact times. Raises ValueError if it
    does not apply to these options and sizes (`elsewhere` tells), TooManyConfigurations, and Disagreement.
    """
    reason = elsewhere(system, scenario, options or {}, sizes)
    if reason:
        raise ValueError(f"scenario `{scenario.name}` does not apply: {reason}")
    every = [scope for said in fitting(system, scenario, sizes) for scope in scopes(system, scenario, options or {}, said)]
    several = [option.name for option in system.options if len({scope.options[option.name] for scope in every}) > 1]
    waits = next((each for each in scenario.instructions if isinstance(each, Wait)), None)
    if waits is not None and too_fine(system):
        return Played(every[0], None, 0, Failure(waits, "too fine", 0))
    system = with_monitors(system, ())
    for scope in every:
        played = _Script(system, scope, scenario, most_states).play()
        if played.failure is not None:
            reason = "between steps" if undecided(system, scenario, played.failure) else played.failure.reason
            chosen = {name: scope.options[name] for name in several}
            return replace(played, failure=replace(played.failure, reason=reason, options=chosen))
        if system.timing is not None and played.trace is not None:
            replay(system, scope, None, played.trace)
    return played


WEIGHTS: Mapping[Kind, int] = {"step": 3, "delivery": 3, "input": 2, "fault": 1}
"""How likely a random run takes an action of a kind, of those kinds of which one is possible: so that it shows the protocol."""


def undecided(system: System, scenario: Scenario, failure: Failure) -> bool:
    """May a run follow the script further in which things happen between steps of time? Where something is `blocked` since it
    has not been possible for long enough, its time is less than a bound, which whole units do not decide."""
    if system.timing is None or failure.instruction is None or failure.reason == "too many":
        return False
    said = scenario.instructions[: 1 + next(n for n, each in enumerate(scenario.instructions) if each is failure.instruction)]
    late = not_at_once(system)
    return any(isinstance(each, Do) and each.blocked and late.intersection(each.actions) for each in said)


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
        ways: dict[Kind, dict[str, list[tuple[Action, tuple[Value, ...], Effect]]]] = {}
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
            return Walk(trace, outcome.errors, (action.name, arguments))
        trace = Trace(trace.initial, (*trace.steps, Step(action.name, action.named(arguments), outcome.state)))
    return Walk(trace)


# --- following a script ----------------------------------------------------------------------------------------------


Here: TypeAlias = Belief[Contents, Event]
"""The states that a run can be in; of those that differ in the names of members only, one."""


class _Script:
    """A script being played. `states`: how many were met, each time that something happened."""

    def __init__(self, system: System, scope: Scope, scenario: Scenario, most_states: int) -> None:
        self.system, self.scope, self.scenario, self.most_states = system, scope, scenario, most_states
        self.plain = Plain(system, scope)
        self.orbits = SymmetricStates(system, scope, named_in(scenario, system, scope))
        self.follower = Follower(self.plain, most_states, key=None if self.orbits.trivial else self.orbits.key)
        self.states = 0

    def play(self) -> Played:
        try:
            here = self.met(self.follower.start)
        except TooManyToFollow:
            return Played(self.scope, None, self.states, Failure(None, "too many", self.most_states))
        if not here.places:
            return Played(self.scope, None, 0, Failure(None, "no start", 0))
        for instruction in self.scenario.instructions:
            try:
                after = self.follow(instruction, here)
            except TooManyToFollow:
                return self.ended(here, Failure(instruction, "too many", self.count(here)))
            if not after.places:
                return self.ended(here, self.failure(instruction, here))
            here = after
        return self.ended(here)

    def ended(self, here: Here, failure: Failure | None = None) -> Played:
        return Played(self.scope, here.run(here.places[0]), self.states, failure)

    def count(self, here: Here) -> int:
        """In how many states a run can be."""
        return sum(self.orbits.size(place.state) for place in here.places)

    def met(self, follow: Callable[[], Here], known: int = 0) -> Here:
        """The states to which it leads. So many of them were `known`: they are not counted again."""
        try:
            found = follow()
        except TooManyToFollow:
            self.states += self.most_states + 1 - known
            raise
        self.states += self.count(found) - known
        return found

    def follow(self, instruction: Instruction, here: Here) -> Here:
        """The states that a run can be in after the instruction."""
        match instruction:
            case Set():
                return here
            case Do(blocked=True):
                return here.where(lambda state: not self.can_happen(instruction, state))
            case Do():
                events = self.events(instruction)
                return self.met(lambda: here.after(lambda state: self.taken(state, events)))
            case Assert(condition):
                return here.where(lambda state: self.is_true(condition, state))
            case AnySteps(many=False):
                return self.met(lambda: here.after(self.plain.own))
            case AnySteps():
                return self.met(here.unseen, self.count(here))
            case Wait(steps=steps):
                for _ in range(steps):
                    here = self.until(here, self.plain.meant([TICK], {}))
                return self.met(partial(here.unseen, partial(self.own_but, self.plain.meant([TICK], {}))), self.count(here))
            case WaitUntil(action=action, arguments=arguments):
                return self.until(here, self.plain.meant([action], {plain(name): value for name, value in arguments.items()}))
            case _:
                assert_never(instruction)

    def until(self, here: Here, events: Sequence[Event]) -> Here:
        """The states after one of these has happened for the first time; before it steps and deliveries may."""
        before = self.met(partial(here.unseen, partial(self.own_but, events)), self.count(here))
        return self.met(lambda: before.after(lambda state: self.taken(state, events)))

    def own_but(self, events: Sequence[Event], state: Contents) -> Iterator[tuple[Event, Contents]]:
        """What happens by itself, without these."""
        return (way for way in self.plain.own(state) if way[0] not in events)

    def is_true(self, condition: Expr, state: Contents) -> bool:
        try:
            return holds(condition, {}, self.plain.decode(state), self.scope)
        except EvaluationError:
            return False

    def can_happen(self, instruction: Do, contents: Contents) -> bool:
        """Can one of the actions be taken, if only to cause an error?"""
        state = self.plain.decode(contents)
        return any(outcomes(self.system, self.scope, state, *event) for event in self.events(instruction))

    def events(self, instruction: Do) -> list[Event]:
        """What the instruction may mean."""
        return self.plain.meant(instruction.actions, {plain(name): value for name, value in instruction.arguments.items()})

    def taken(self, state: Contents, events: Sequence[Event]) -> Iterator[tuple[Event, Contents]]:
        return ((event, after) for event in events for after in self.plain.take(state, event))

    # --- where it stops ---

    def failure(self, instruction: Instruction, here: Here) -> Failure:
        """Why no run follows the instruction. What is told is about the first state that a run can be in."""
        count, trace = self.count(here), here.run(here.places[0])
        enabled: dict[Call, None] = {}
        for action, arguments, outcome in successors(self.system, self.scope, trace.states[-1]):
            if outcome.state is not None:
                enabled[action.name, arguments] = None
        match instruction:
            case Do(blocked=True):
                return Failure(instruction, "not blocked", count, tuple(enabled))
            case Do():
                events = self.events(instruction)
                found = (self.plain.errors(place.state, event) for place in here.places for event in events)
                errors = tuple(dict.fromkeys(chain.from_iterable(found)))
                why = None if errors else self.why_blocked(events, trace)
                return Failure(instruction, "error" if errors else "blocked", count, tuple(enabled), errors, why)
            case Assert(condition):
                try:
                    why = explain(condition, trace, self.scope)
                except EvaluationError as error:
                    return Failure(instruction, "error", count, tuple(enabled), error.errors)
                return Failure(instruction, "false", count, tuple(enabled), (), why)
            case _:
                return Failure(instruction, "blocked", count, tuple(enabled))

    def why_blocked(self, events: Sequence[Event], trace: Trace) -> Explanation | None:
        """The part of the guard that is false, if the instruction can mean one thing only."""
        match events:
            case [(action, arguments)]:
                env = dict(action.named(arguments))
                try:
                    why = explain(action.guard, trace, self.scope, env)
                except EvaluationError:
                    return None
                return None if why.truth else why
            case _:
                return None
