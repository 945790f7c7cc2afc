"""Model(system, scope, unseen): the states that the model can be in, followed line by line with the reference semantics.

Most lines of a long log lead from a set of states to one that was there before. So states and sets of states are each kept
once, with what follows from them: a line that comes again in the same circumstances costs a look into a table. The tables are
emptied when they are full, and hold nothing that could not be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import TypeAlias

from hamodel.follow import MOST_STATES
from hamodel.follow.belief import Arrival, Belief, Follower
from hamodel.follow.events import Entry, LoggedAction, Place, Seen
from hamodel.follow.plain import Event, Plain
from hamodel.ground.footprint import Contents
from hamodel.model.scope import Scope
from hamodel.model.system import RunTimeError, System
from hamodel.model.trace import CellName, State, Step, Trace

MOST_KNOWN = 300_000
"""More states than this are not remembered, of all combinations of the options together."""

MOST_HELD = 10
"""So many times that number of members are remembered of sets of states."""

WEIGHT = 4
"""So many members take the room of one with the way to it."""

Told: TypeAlias = tuple[Event, Place | None]
"""What happened, and the line that tells it; None: it happened unseen."""


@dataclass(slots=True, eq=False)
class Known:
    """A state, and what follows from it by steps that may happen unseen, once that was asked."""

    contents: Contents
    own: tuple[tuple[Told, Known], ...] | None = None


@dataclass(slots=True, eq=False)
class States:
    """A set of states that the model can be in, and what follows from it, once that was asked."""

    each: tuple[Known, ...]
    unseen: Belief[Known, Told] | None = None
    after: dict[tuple[LoggedAction | None, Seen, bool], States] = field(default_factory=dict)


class Model:
    """A system at a scope. `unseen`: the actions that may happen without a line that says so."""

    rough = False
    """Was there something that was not followed step by step?"""

    room = 1
    """A state takes the room of so many."""

    def __init__(
        self, system: System, scope: Scope, unseen: frozenset[str], most_states: int = MOST_STATES, most_known: int = MOST_KNOWN
    ) -> None:
        self.scope, self.most_known = scope, most_known
        self.plain = Plain(system, scope, unseen)
        self._follower: Follower[Known, Told] = Follower(self, most_states)
        self._index = {cell: number for number, cell in enumerate(self.plain.order)}
        self._events: dict[LoggedAction, list[Event]] = {}
        self._known: dict[object, Known] = {}
        self._sets: dict[frozenset[Known], States] = {}
        self._held = 0

    # --- sets of states ---

    def start(self) -> States:
        """The states in which a run starts."""
        return self._set(self._follower.start())

    def after(self, states: States, entry: Entry) -> States:
        """The states in which the model can be after the line: unseen steps, then what it says. Raises TooManyToFollow."""
        key = (entry.action, entry.seen, entry.unclear)
        known = states.after.get(key)
        if known is None:
            known = states.after[key] = self._set(self.line(states, entry))
            self._held += 1
        return known

    def line(self, states: States, entry: Entry) -> Belief[Known, Told]:
        """The same, with the ways that lead there."""
        return self.unseen(states, entry).after(
            lambda state: ((told, after) for told, after in self.by(state, entry) if self.shows(after, entry.seen))
        )

    def union(self, several: Sequence[States]) -> States:
        """The states of all of them."""
        if len(several) == 1:
            return several[0]
        return self._set(self._follower.belief(Arrival(state) for states in several for state in states.each))

    def unseen(self, states: States, entry: Entry | None = None) -> Belief[Known, Told]:
        """Those states, and all to which unseen steps lead from there before the entry. Raises TooManyToFollow."""
        if states.unseen is None:
            states.unseen = Belief(self._follower, tuple(map(Arrival, states.each))).unseen()
            self._held += WEIGHT * len(states.unseen.places)
        return states.unseen

    def forget(self, living: Iterable[States]) -> None:
        """Empties the tables if they are full; `living` sets stay what they are."""
        if len(self._known) < self.most_known and self._held < MOST_HELD * self.most_known:
            return
        self._known.clear()
        self._sets.clear()
        self._held = 0
        for states in living:
            states.unseen = None
            states.after.clear()
            for state in states.each:
                state.own = None
                self._known.setdefault(self._key(state), state)
        self.most_known = max(self.most_known, 2 * len(self._known))  # what lives on must not fill the tables again

    # --- a state ---

    def starts(self) -> Iterator[Known]:
        """The states in which a run starts."""
        return map(self._state, self.plain.starts())

    def own(self, state: Known) -> tuple[tuple[Told, Known], ...]:
        """What may happen unseen in a state, and what then follows."""
        if state.own is None:
            state.own = tuple([((event, None), self._state(after)) for event, after in self.plain.own(state.contents)])
        return state.own

    def by(self, state: Known, entry: Entry) -> Iterator[tuple[Told | None, Known]]:
        """What the line says to have happened, and the states after it."""
        if entry.action is None:
            yield None, state
        if entry.action is not None or entry.unclear:
            for event in self.plain.events if entry.action is None else self.events_of(entry.action):
                for after in self.plain.take(state.contents, event):
                    yield (event, entry.place), self._state(after)

    def shows(self, state: Known, seen: Seen) -> bool:
        return all(state.contents[self._index[cell]] == content for cell, content in seen)

    def differing(self, state: Known, seen: Seen) -> list[CellName]:
        """The cells in which the state is not what was seen."""
        return [cell for cell, content in seen if state.contents[self._index[cell]] != content]

    def events_of(self, logged: LoggedAction) -> list[Event]:
        """The actions that the line may mean, with their arguments."""
        known = self._events.get(logged)
        if known is None:
            known = self._events[logged] = self.plain.meant(logged.actions, dict(logged.arguments))
        return known

    def errors(self, state: Known, logged: LoggedAction) -> tuple[RunTimeError, ...]:
        """The run-time errors that the action makes in the state."""
        found = (self.plain.errors(state.contents, event) for event in self.events_of(logged))
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def decode(self, state: Known) -> State:
        """The state in the words of the spec."""
        return self.plain.decode(state.contents)

    def step(self, way: Told, after: State) -> Step:
        """What happened as a step to a state."""
        return self.plain.step(way[0], after)

    def telling(self, start: Known, run: Sequence[tuple[Told, Known]]) -> tuple[Sequence[int], Sequence[Fraction]]:
        """Which steps of a run are told, and when it starts and they happen, where that is known."""
        return range(len(run)), ()

    def confirmed(self, trace: Trace, times: Sequence[Fraction]) -> None:
        """Raises `Disagreement` for what is no run from a start on."""

    def possible(self, states: States, entry: Entry) -> tuple[Fraction | None, Fraction | None] | None:
        """When the entry could have happened at the earliest and at the latest, were its time not known; None: nobody asks."""
        return None

    # --- private ---

    def _key(self, state: Known) -> object:
        return state.contents

    def _state(self, contents: Contents) -> Known:
        known = self._known.get(contents)
        if known is None:
            known = self._known[contents] = Known(contents)
        return known

    def _set(self, belief: Belief[Known, Told]) -> States:
        listed = tuple([place.state for place in belief.places])
        key = frozenset(listed)
        known = self._sets.get(key)
        if known is None:
            known = self._sets[key] = States(listed)
            self._held += 3 * len(listed)  # a set takes more room than a tuple
        return known
