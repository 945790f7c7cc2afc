"""Belief, after an Entry -> Belief: the states that the model can be in, followed line by line with the reference semantics.

Most lines of a long log lead from a set of states to one that was there before. So states and sets of states are each kept
once, with what follows from them: a line that comes again in the same circumstances costs a look into a table. The tables are
emptied when they are full, and hold nothing that could not be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from hamodel.conformance.logs.lines import Entry, LoggedAction, Seen
from hamodel.follow import MOST_STATES
from hamodel.follow.belief import Arrival, bounded, distinct, reached
from hamodel.follow.footprints import Contents
from hamodel.follow.plain import Event, Plain
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Mistake, System
from hamodel.model.trace import CellName, State, Step
from hamodel.report import words

MOST_KNOWN = 300_000
"""More states than this are not remembered, of all combinations of the options together."""

MOST_HELD = 10
"""So many times that number of members are remembered of sets of states."""

@dataclass(slots=True, eq=False)
class Known:
    """A state, and what follows from it by steps that may happen unseen, once that was asked."""

    contents: Contents
    own: tuple[tuple[Event, Known], ...] | None = None


@dataclass(slots=True, eq=False)
class Belief:
    """A set of states that the model can be in, and what follows from it, once that was asked."""

    states: tuple[Known, ...]
    closed: tuple[Known, ...] | None = None
    after: dict[tuple[LoggedAction | None, Seen, bool], Belief] = field(default_factory=dict)


class Model:
    """A system at a scope. `unseen`: the actions that may happen without a line that says so."""

    def __init__(
        self, system: System, scope: Scope, unseen: frozenset[str], most_states: int = MOST_STATES, most_known: int = MOST_KNOWN
    ) -> None:
        self.scope, self.most_states, self.most_known = scope, most_states, most_known
        self.plain = Plain(system, scope, unseen)
        self._index = {cell: number for number, cell in enumerate(self.plain.order)}
        self._ways: dict[LoggedAction, list[Event]] = {}
        self._known: dict[Contents, Known] = {}
        self._beliefs: dict[frozenset[Known], Belief] = {}
        self._held = 0

    # --- sets of states ---

    def start(self) -> Belief:
        """The states in which a run starts."""
        begun: Iterable[Arrival[Contents, Event]] = map(Arrival, self.plain.starts())
        starts = distinct(begun, self.most_states)
        return self._belief(self._state(place.state) for place in starts.values())

    def after(self, belief: Belief, entry: Entry) -> Belief:
        """The states in which the model can be after the line: unseen steps, then what it says. Raises `TooMany`."""
        key = (entry.deed, entry.seen, entry.unclear)
        known = belief.after.get(key)
        if known is None:
            found: dict[Known, None] = {}
            for state in self.closure(belief):
                for after, _ in self.by(state, entry):
                    if self.shows(after, entry.seen):
                        found[after] = None
                bounded(len(found), self.most_states)
            known = belief.after[key] = self._belief(found)
            self._held += 1
        return known

    def union(self, beliefs: Sequence[Belief]) -> Belief:
        if len(beliefs) == 1:
            return beliefs[0]
        states = dict.fromkeys(state for belief in beliefs for state in belief.states)
        bounded(len(states), self.most_states)
        return self._belief(states)

    def closure(self, belief: Belief) -> tuple[Known, ...]:
        """Those states, and all to which unseen steps lead from there. Raises `TooMany`."""
        if belief.closed is None:
            belief.closed = tuple([place.state for place in self._reached(belief)])
            self._held += len(belief.closed)
        return belief.closed

    def forget(self, living: Iterable[Belief]) -> None:
        """Empties the tables if they are full; `living` beliefs stay what they are."""
        if len(self._known) < self.most_known and self._held < MOST_HELD * self.most_known:
            return
        self._known.clear()
        self._beliefs.clear()
        self._held = 0
        for belief in living:
            belief.closed = None
            belief.after.clear()
            for state in belief.states:
                state.own = None
                self._known.setdefault(state.contents, state)
        self.most_known = max(self.most_known, 2 * len(self._known))  # what lives on must not fill the tables again

    # --- a state ---

    def own(self, state: Known) -> tuple[tuple[Event, Known], ...]:
        """What may happen unseen in a state, and what then follows."""
        if state.own is None:
            state.own = tuple([(event, self._state(after)) for event, after in self.plain.own(state.contents)])
        return state.own

    def by(self, state: Known, entry: Entry) -> Iterator[tuple[Known, Event | None]]:
        """The states after what the line says to have happened, and what that was."""
        if entry.deed is None:
            yield state, None
        if entry.deed is not None or entry.unclear:
            for event in self.plain.events if entry.deed is None else self.ways(entry.deed):
                for after in self.plain.take(state.contents, event):
                    yield self._state(after), event

    def shows(self, state: Known, seen: Seen) -> bool:
        return all(state.contents[self._index[cell]] == content for cell, content in seen)

    def differing(self, state: Known, seen: Seen) -> list[CellName]:
        """The cells in which the state is not what was seen."""
        return [cell for cell, content in seen if state.contents[self._index[cell]] != content]

    def ways(self, deed: LoggedAction) -> list[Event]:
        """The actions that the line may mean, with their arguments."""
        known = self._ways.get(deed)
        if known is None:
            said = dict(deed.arguments)
            known = self._ways[deed] = [
                (action, arguments)
                for action, arguments in self.plain.events
                if action.name in deed.actions and _fits(action, arguments, said)
            ]
        return known

    def mistakes(self, state: Known, deed: LoggedAction) -> tuple[Mistake, ...]:
        """The run-time mistakes that the action makes in the state."""
        found = (self.plain.mistakes(state.contents, event) for event in self.ways(deed))
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def content(self, state: Known) -> State:
        return self.plain.decode(state.contents)

    def step(self, event: Event, after: Known) -> Step:
        return self.plain.step(event, self.content(after))

    def path(self, belief: Belief, wanted: set[Known]) -> tuple[Known, list[tuple[Event, Known]]]:
        """The fewest unseen steps from a state of the belief to a wanted one, which there must be: the start and the steps."""
        start, passed = next(place for place in self._reached(belief) if place.state in wanted).path()
        return start.state, [(place.way, place.state) for place in passed if place.way is not None]

    # --- private ---

    def _reached(self, belief: Belief) -> Iterator[Arrival[Known, Event]]:
        return reached((Arrival(state) for state in belief.states), self.own, self.most_states)

    def _state(self, contents: Contents) -> Known:
        known = self._known.get(contents)
        if known is None:
            known = self._known[contents] = Known(contents)
        return known

    def _belief(self, states: Iterable[Known]) -> Belief:
        listed = tuple(states)
        key = frozenset(listed)
        known = self._beliefs.get(key)
        if known is None:
            known = self._beliefs[key] = Belief(listed)
            self._held += 3 * len(listed)  # a set takes more room than a tuple
        return known


def _fits(action: Action, arguments: tuple[Value, ...], said: dict[str, Value]) -> bool:
    """Are the arguments those that were said?"""
    names = [words.plain(binder.name) for binder in action.parameters]
    return all(name not in said or said[name] == value for name, value in zip(names, arguments, strict=True))
