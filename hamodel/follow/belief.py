"""Arrivals -> the states that the model can be in: each once, with the way that led to it, and not more than a limit.

What is known of a model's state is a set that grows by what may happen unseen (`reached`), moves on with what did happen, and
shrinks by what was seen. Scripts, implementations and logs are followed like this, over the reference semantics (`Plain`) or over
actions compiled to Python (`Stepper`); each of them is a `Successors`.

NOTE(followers): these three keep different things between two observations, so each has its own loop. A script keeps a place
with its past for each state, since it is short. Beside an implementation there may be a million actions and mostly one state, so
the way to what was seen next is searched for from what is most like it, and remembered (`conformance.tracking`). A log comes
back to the same sets of states again and again: it keeps sets, and finds a way through them when one is asked for
(`conformance.logs.following`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from hamodel.model.trace import State, Step, Trace

S = TypeVar("S", bound=Hashable)
"""A state, as its `Successors` has it."""

W = TypeVar("W")
"""A way of taking an action."""

Alike: TypeAlias = Callable[[S], Hashable]
"""The same for states of which one stands for the others: see `orbits.py`."""


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
    """A state that the model can be in, and how it came there: from `before` by `way`, or it starts there."""

    state: S
    before: Arrival[S, W] | None = None
    way: W | None = None

    def path(self) -> tuple[Arrival[S, W], list[Arrival[S, W]]]:
        """Where it began, and the places from there on up to this one."""
        passed: list[Arrival[S, W]] = []
        here = self
        while here.before is not None:
            passed.append(here)
            here = here.before
        return here, passed[::-1]


def distinct(
    places: Iterable[Arrival[S, W]], most: int, advice: str = "", key: Alike[S] | None = None
) -> dict[Hashable, Arrival[S, W]]:
    """The first place of each state; with a key, of each key. Raises TooManyToFollow, with the advice, if there are more than
    `most`."""
    found: dict[Hashable, Arrival[S, W]] = {}
    for place in places:
        found.setdefault(place.state if key is None else key(place.state), place)
        bounded(len(found), most, advice)
    return found


def reached(
    begun: Iterable[Arrival[S, W]],
    own: Callable[[S], Iterable[tuple[W, S]]],
    most: int,
    advice: str = "",
    key: Alike[S] | None = None,
) -> Iterator[Arrival[S, W]]:
    """These places and all to which `own` leads from there: each state, or key, once, the nearest first. Raises
    TooManyToFollow."""
    first = distinct(begun, most, advice, key)
    known = set(first)
    waiting = list(first.values())
    for place in waiting:  # it grows
        yield place
        for way, after in own(place.state):
            seen = after if key is None else key(after)
            if seen not in known:
                known.add(seen)
                waiting.append(Arrival(after, place, way))
        bounded(len(known), most, advice)


def bounded(states: int, most: int, advice: str = "") -> None:
    """Raises TooManyToFollow for more states than `most`."""
    if states > most:
        raise TooManyToFollow(f"the model can be in more than {most:,} state{'s' * (most != 1)}{advice and f': {advice}'}")


def trace_to(place: Arrival[S, W], successors: Successors[S, W]) -> Trace:
    """The run that led to a place."""
    start, passed = place.path()
    steps = (successors.step(after.way, successors.decode(after.state)) for after in passed if after.way is not None)
    return Trace(successors.decode(start.state), tuple(steps))
