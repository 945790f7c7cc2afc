"""spot_check, RealRuns: an instance and an engine, held against the reference semantics in a sample of states and runs.

All engines read the same instance. If it has lost an action, a guard or a frame condition, every engine is wrong in the same
way, and so is a proof that is re-checked over it. So instance and semantics, which share nothing but the system, are asked
the same about the same states: some on random runs, which prefer what has not happened yet, some with a cell or two of these
changed, since a proof by induction speaks of states that no run reaches.

An engine that looks at all runs of some length, and at nothing less, knows every real run. `RealRuns` are a few of these.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import islice
from random import Random
from typing import TypeAlias

from hamodel.evidence.confirm import Disagreement, shows
from hamodel.ground.instance import GroundAction, Instance
from hamodel.ground.terms import Term, topological
from hamodel.model.expr import OPERATORS, Value, reads_next
from hamodel.model.semantics import (
    cells,
    counts,
    errors,
    initial_states,
    is_initial,
    successors,
    sure,
    transition_errors,
)
from hamodel.model.system import Channel, Property
from hamodel.model.trace import CellName, Content, Sent, State

EFFORT = 20_000
"""How much is looked at to find states in which a run starts: where nearly every state is excluded there may be no end of it."""

STARTS = 5
RESTART = 12
"""A random run through the sample starts again after so many steps."""

PROPERTIES = 2
"""For each state of the sample, so many more in which only properties are looked at."""


Successor: TypeAlias = tuple[str, tuple[Value, ...], Hashable]
"""The name of an action, its arguments, and the state after it, frozen."""


def spot_check(
    instance: Instance, properties: Sequence[Property], count: int, seconds: float | None = None
) -> int:
    """Raises `Disagreement` unless instance and semantics agree in a sample of states; returns how many were looked at.

    It ends after `count` states or, if that is earlier, after `seconds`.
    """
    if any(cell.high < cell.low for cell in instance.cells):
        return 0  # a cell whose type has no value: there are no states
    check = _Check(instance, properties)
    until = None if seconds is None else time.monotonic() + seconds
    looked_at = 0
    for state in _states(check):
        check.state(state)
        check.anything(Random(f"0 {looked_at}"))
        looked_at += 1
        if looked_at >= count or (until is not None and time.monotonic() >= until):
            break
    return looked_at


def values_of(roots: Sequence[Term], before: Sequence[int], after: Sequence[int] = ()) -> dict[Term, int]:
    """The value of each term inside `roots` where cells have these codes; the plain meaning of terms."""
    known: dict[Term, int] = {}
    for term in topological(roots):
        args = [known[arg] for arg in term.args]
        match term.op:
            case "const":
                known[term] = term.low
            case "cell":
                known[term] = before[int(term.value or 0)]
            case "next":
                known[term] = after[int(term.value or 0)]
            case "count":
                known[term] = sum(args)
            case op:
                known[term] = int(OPERATORS[op](*args) or 0)
    return known


def after_action(action: GroundAction, codes: Sequence[int]) -> list[int]:
    """The codes of the cells after an action that can be taken."""
    values = values_of([value for _, value in action.updates], codes)
    after = list(codes)
    for number, value in action.updates:
        after[number] = values[value]
    return after


class _Check:
    def __init__(self, instance: Instance, properties: Sequence[Property]) -> None:
        self.instance, self.system, self.scope = instance, instance.system, instance.scope
        goals = [(property, instance.shows(property)) for property in properties if not property.liveness]
        self.of_states = [(property, goal.term) for property, goal in goals if not reads_next(property.formula)]
        self.of_transitions = [(property, goal.term) for property, goal in goals if reads_next(property.formula)]
        self.properties = properties
        self.errors = {m: term for m, term in instance.errors.items() if not m.of_transition}
        self.errors_of_transitions = {m: term for m, term in instance.errors.items() if m.of_transition}
        self.fallible = [property for property, _ in self.of_transitions if not sure(property.formula)]
        self._of_properties = [term for _, term in self.of_states]
        self._roots = [instance.assume, instance.initially, *self.errors.values(), *self._of_properties]
        self._roots += [action.guard for action in instance.actions]

    def state(self, state: State) -> None:
        """Raises `Disagreement` if instance and semantics see something different in this state."""
        instance, system, scope = self.instance, self.system, self.scope
        codes = instance.encode(state)
        if instance.decode(codes) != state:
            self._differ("the state itself", state, instance.decode(codes), state)
        known = values_of(self._roots, codes)
        counted = counts(system, scope, state)
        self._same("whether the state counts", state, bool(known[instance.assume]), counted)
        if not counted:
            return
        fits = all(codes[number] == code for number, code in instance.initial.items())
        starts = fits and bool(known[instance.initially])
        self._same("whether a run starts here", state, starts, is_initial(system, scope, state))
        self._properties(state, known)
        following = list(successors(system, scope, state))
        made = {error for error, term in self.errors.items() if known[term]}
        self._same("the run-time errors", state, made, set(errors(system, scope, state, self.properties, following)))
        by_semantics = {
            (action.name, arguments, _frozen(outcome.state))
            for action, arguments, outcome in following
            if outcome.state is not None
        }
        self._same("what can happen", state, self._by_instance(codes, known), by_semantics)

    def anything(self, random: Random) -> None:
        """The same for the properties alone, in states and pairs of states that come from nowhere: some properties are shown only
        where many things come together, which random runs seldom see."""
        for _ in range(PROPERTIES):
            state = dict(_anything(self, random))
            after = _changed(self, state, random)
            codes = self.instance.encode(state)
            self._properties(state, values_of(self._of_properties, codes))
            self._transition(codes, self.instance.encode(after), after)

    def _properties(self, state: State, known: Mapping[Term, int]) -> None:
        for property, term in self.of_states:
            self._same(property.name, state, bool(known[term]), shows(self.system, self.scope, property, None, state))

    def _by_instance(self, codes: list[int], known: dict[Term, int]) -> set[Successor]:
        found: set[Successor] = set()
        for action in self.instance.actions:
            if known[action.guard]:
                after = self._taken(action, codes)
                if values_of([self.instance.assume], after)[self.instance.assume]:
                    state = self.instance.decode(after)
                    found.add((action.action.name, action.arguments, _frozen(state)))
                    self._transition(codes, after, state)
        return found

    def _taken(self, action: GroundAction, codes: list[int]) -> list[int]:
        after = after_action(action, codes)
        for number, _ in action.updates:
            cell = self.instance.cells[number]
            if not cell.low <= after[number] <= cell.high:
                raise Disagreement(f"{action.action.name} gives {cell.variable} a code outside {cell.low}..{cell.high}")
        return after

    def _transition(self, before: list[int], after: list[int], state: State) -> None:
        """Are the properties about transitions, and their errors, the same in this one?"""
        if not self.of_transitions:
            return
        known = values_of([*(term for _, term in self.of_transitions), *self.errors_of_transitions.values()], before, after)
        earlier = self.instance.decode(before)
        what = f"in the transition to {_text(state)}"
        for property, term in self.of_transitions:
            shown = shows(self.system, self.scope, property, earlier, state)
            self._same(f"{property.name}, {what}", earlier, bool(known[term]), shown)
        if self.errors_of_transitions or self.fallible:
            made = {error for error, term in self.errors_of_transitions.items() if known[term]}
            by_semantics = transition_errors(self.system, self.scope, earlier, state, self.fallible)
            self._same(f"the run-time errors, {what}", earlier, made, set(by_semantics))

    def _same(self, what: str, state: State, by_instance: object, by_semantics: object) -> None:
        if by_instance != by_semantics:
            self._differ(what, state, by_instance, by_semantics)

    def _differ(self, what: str, state: State, by_instance: object, by_semantics: object) -> None:
        if isinstance(by_instance, set) and isinstance(by_semantics, set):
            by_instance, by_semantics = by_instance - by_semantics, by_semantics - by_instance
        raise Disagreement(f"{what}: the instance says {by_instance}, the reference semantics {by_semantics}; in {_text(state)}")


# --- the sample ------------------------------------------------------------------------------------------------------


class RealRuns:
    """Random runs as the reference semantics takes them, which prefer the actions that were taken least so far."""

    def __init__(self, instance: Instance, count: int = 2, seed: int = 0) -> None:
        self.instance, self.random = instance, Random(seed)
        self.system, self.scope = instance.system, instance.scope
        self._taken: Counter[str] = Counter()
        added = dict(_added(instance))
        starts: list[State] = [{**state, **added} for state in islice(initial_states(self.system, self.scope, EFFORT), STARTS)]
        self._starts = [state for state in starts if not instance.lasso or _counts(instance, instance.encode(state))]
        self._runs = [[self.random.choice(self._starts)] for _ in range(count if self._starts else 0)]

    def of_length(self, transitions: int) -> list[list[State]]:
        """The states of runs of so many transitions, or of fewer where a run has ended."""
        for run in self._runs:
            while len(run) <= transitions:
                after = self.onward(run[-1])
                if after is None:
                    break
                run.append(after)
        return [run[: transitions + 1] for run in self._runs]

    def start(self) -> State | None:
        """One of the initial states that are known, by chance; None if there is none."""
        return self.random.choice(self._starts) if self._starts else None

    def onward(self, state: State) -> State | None:
        """A state after this one; None where runs end."""
        ways = [(self._taken[name], self.random.random(), name, after) for name, after in self._following(state)]
        if not ways:
            return None
        _, _, name, after = min(ways, key=lambda way: way[:2])
        self._taken[name] += 1
        return after

    def _following(self, state: State) -> Iterator[tuple[str, State]]:
        """What can happen. The actions of a lasso are not those of its system: there the plain meaning of terms is asked."""
        if not self.instance.lasso:
            for action, _, outcome in successors(self.system, self.scope, state):
                if outcome.state is not None:
                    yield action.name, outcome.state
            return
        codes = self.instance.encode(state)
        known = values_of([action.guard for action in self.instance.actions], codes)
        for ground in self.instance.actions:
            if known[ground.guard]:
                after = after_action(ground, codes)
                if _counts(self.instance, after):
                    yield ground.action.name, self.instance.decode(after)


def _added(instance: Instance) -> Iterator[tuple[CellName, Content]]:
    """The cells that a lasso has beside those of its system, with what they start with."""
    if instance.lasso:
        known = set(cells(instance.system, instance.scope))
        for number, cell in enumerate(instance.cells):
            if not cell.part and (cell.variable, cell.indices) not in known:
                yield (cell.variable, cell.indices), instance.grounder.value(cell.type, instance.initial[number])


def _counts(instance: Instance, codes: Sequence[int]) -> bool:
    return bool(values_of([instance.assume], codes)[instance.assume])


def _states(check: _Check) -> Iterator[State]:
    """States on random runs, each followed by one that differs a little; without end."""
    runs = RealRuns(check.instance, 0)
    while True:
        state = runs.start() or _changed(check, dict(_anything(check, runs.random)), runs.random)
        for _ in range(RESTART):
            yield state
            yield _changed(check, state, runs.random)
            after = runs.onward(state)
            if after is None:
                break
            state = after


def _changed(check: _Check, state: State, random: Random) -> State:
    """The state with up to three cells changed."""
    names = list(state)
    changed = random.sample(names, min(len(names), random.randint(1, 3)))
    return {cell: _content(check, cell, random) if cell in changed else content for cell, content in state.items()}


def _anything(check: _Check, random: Random) -> Iterator[tuple[CellName, Content]]:
    for cell in cells(check.system, check.scope):
        yield cell, _content(check, cell, random)


def _content(check: _Check, cell: CellName, random: Random) -> Content:
    """Something that the cell can hold."""
    channel = next((channel for channel in check.system.channels if channel.name == cell[0]), None)
    if channel is None:
        return random.choice(check.scope.domain(check.system.variable(cell[0]).type))
    messages = [sent for _ in range(random.randint(0, channel.capacity)) for sent in _message(check, channel, random)]
    return tuple(messages if channel.fifo else sorted(messages, key=repr))


def _message(check: _Check, channel: Channel, random: Random) -> list[Sent]:
    """A message, if one that was drawn has a value for each field."""
    message = random.choice(channel.messages)
    domains = [check.scope.domain(field.type) for field in message.fields]
    return [(message.name, *(random.choice(domain) for domain in domains))] if all(domains) else []


def _frozen(state: State) -> Hashable:
    return frozenset(state.items())


def _text(state: State) -> str:
    return ", ".join(f"{name}{list(indices) if indices else ''} = {content}" for (name, indices), content in state.items())
