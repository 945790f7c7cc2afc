"""Belief: the states that the model can be in, each once, with the way that led to it, and not more than a limit.

What is known of a model's state is a set. It grows by what may happen unseen (`unseen`), moves on with what did happen (`after`),
and shrinks by what was seen (`where`). Scripts, implementations and logs are followed like this, over the reference semantics
(`Plain`) or over actions compiled to Python (`Stepper`); each of them is a `Successors`.

NOTE(followers): what differs is what is remembered from one belief to the next. A script and a run of an implementation are
short: their beliefs keep all that led to them. A log may be long, and comes back to the same sets of states again and again:
`logs/sets.py` keeps each set of states once, with what follows from it, and nothing of its past; the last lines are
followed again when a run is to be shown. Where all that an implementation holds was seen there is one state to look for, and
`toward` finds it without looking at all others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Generic, Protocol, TypeAlias, TypeVar

from hamodel.model.trace import State, Step, Trace

S = TypeVar("S", bound=Hashable)
"""A state, as its `Successors` has it."""

W = TypeVar("W")
"""What leads from a state to the next: an event, or the number of a branch."""

DISTANCE = 2
"""How many steps a difference is worth, from the state that is looked for: more is faster, less finds shorter runs."""


class TooManyToFollow(Exception):
    """There is more to follow than is followed: what."""


class Successors(Protocol[S, W]):
    """What can happen in a state, and what it leads to."""

    def starts(self) -> Iterable[S]:
        """The states in which a run starts."""

    def own(self, state: S) -> Iterable[tuple[W, S]]:
        """What may happen unseen, and the states after it."""

    def decode(self, state: S) -> State:
        """The state in the words of the spec."""

    def step(self, way: W, after: State) -> Step:
        """The way in the words of the spec, with the state after it."""


@dataclass(slots=True, eq=False)
class Arrival(Generic[S, W]):
    """A state that the model can be in, and how it came there: from `before` by `way`, or nothing is known of before."""

    state: S
    before: Arrival[S, W] | None = None
    way: W | None = None

    def since(self, belief: Belief[S, W] | None = None) -> tuple[Arrival[S, W], list[tuple[W, S]]]:
        """The place of the belief from which it came here, or else the first one; and the ways from there, with the states after
        them."""
        begun = set() if belief is None else set(map(id, belief.places))
        passed: list[tuple[W, S]] = []
        here = self
        while here.before is not None and here.way is not None and id(here) not in begun:
            passed.append((here.way, here.state))
            here = here.before
        return here, passed[::-1]


Happened: TypeAlias = Callable[[S], Iterable[tuple[W | None, S]]]
"""What did happen, and the states after it; None: nothing."""


@dataclass(frozen=True, slots=True)
class Follower(Generic[S, W]):
    """How beliefs are followed: never more states than `most` at once; `advice` for whoever meets that limit. `key`: the same for
    states of which one stands for the others (see `orbits.py`)."""

    successors: Successors[S, W]
    most: int
    advice: str = ""
    key: Callable[[S], Hashable] | None = None

    def start(self) -> Belief[S, W]:
        """The states in which a run starts."""
        return self.belief(map(Arrival, self.successors.starts()))

    def belief(self, places: Iterable[Arrival[S, W]]) -> Belief[S, W]:
        """The first place of each state. Raises TooManyToFollow."""
        found: dict[Hashable, Arrival[S, W]] = {}
        key, most = self.key, self.most
        for place in places:
            found.setdefault(place.state if key is None else key(place.state), place)
            if len(found) > most:
                self.bound(len(found))
        return Belief(self, tuple(found.values()))

    def bound(self, states: int) -> None:
        """Raises TooManyToFollow for more states than are followed."""
        if states > self.most:
            advice = self.advice and f": {self.advice}"
            raise TooManyToFollow(f"the model can be in more than {self.most:,} state{'s' * (self.most != 1)}{advice}")


@dataclass(frozen=True, slots=True)
class Belief(Generic[S, W]):
    """The places at which the model can be. Its methods leave one for each state (with a key: for each key), that which was found
    first, and count them; what has not been counted yet may be more than are followed, and is given to `unseen` or `toward`."""

    follower: Follower[S, W]
    places: tuple[Arrival[S, W], ...]

    def unseen(self, own: Callable[[S], Iterable[tuple[W, S]]] | None = None) -> Belief[S, W]:
        """These states and all that may come unseen after them, the nearest first; `own`: if not all that may. Raises
        TooManyToFollow."""
        key, own = self.follower.key, own or self.follower.successors.own
        waiting = list(self.follower.belief(self.places).places)
        known: set[Hashable] = {place.state if key is None else key(place.state) for place in waiting}
        for place in waiting:  # it grows
            for way, after in own(place.state):
                seen = after if key is None else key(after)
                if seen not in known:
                    known.add(seen)
                    waiting.append(Arrival(after, place, way))
            self.follower.bound(len(known))
        return Belief(self.follower, tuple(waiting))

    def ends(self, happened: Happened[S, W]) -> Iterator[Arrival[S, W]]:
        """Where it leads that this happened, as often as it leads there."""
        for place in self.places:
            for way, after in happened(place.state):
                yield place if way is None else Arrival(after, place, way)

    def after(self, happened: Happened[S, W]) -> Belief[S, W]:
        """The states after this has happened. Raises TooManyToFollow."""
        return self.follower.belief(self.ends(happened))

    def where(self, shows: Callable[[S], bool]) -> Belief[S, W]:
        """Those that look like what was seen."""
        return Belief(self.follower, tuple([place for place in self.places if shows(place.state)]))

    def toward(self, target: S, differences: Callable[[S], int]) -> Belief[S, W]:
        """The one state that was seen, if it is one of `unseen`: a short way there, found from the states that are most like it.
        Raises TooManyToFollow."""
        own = self.follower.successors.own
        known: set[S] = set()
        open_: list[tuple[int, int, int, Arrival[S, W]]] = []
        fresh = count()
        following: Iterable[Arrival[S, W]] = self.places
        depth = 0
        while True:
            for place in following:
                state = place.state
                if state == target:
                    return Belief(self.follower, (place,))
                if state not in known:
                    known.add(state)
                    heappush(open_, (depth + DISTANCE * differences(state), next(fresh), depth, place))
            self.follower.bound(len(known))
            if not open_:
                return Belief(self.follower, ())
            _, _, depth, here = heappop(open_)
            depth += 1
            following = [Arrival(after, here, way) for way, after in own(here.state)]

    def run(self, place: Arrival[S, W]) -> Trace:
        """The run that led to a place."""
        start, passed = place.since()
        decode, step = self.follower.successors.decode, self.follower.successors.step
        decoded = {state: decode(state) for state in dict.fromkeys([start.state, *(after for _, after in passed)])}
        return Trace(decoded[start.state], tuple([step(way, decoded[after]) for way, after in passed]))
