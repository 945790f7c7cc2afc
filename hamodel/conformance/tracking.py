"""Tracker(system, scope): which states the model can be in, given what was done to an implementation and what it showed.

After an action the model takes it and then any steps and deliveries of its own; the states that show what the implementation
shows are what is known from then on. An event of which the spec does not speak is explained by own steps alone.

Where every cell was seen there is one such state: it is looked for from the states that look most like it, and the way to it
is remembered. Otherwise every state that can be reached is looked at. What explains a state is kept as numbers of ways of
taking actions, and becomes a trace when one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, count
from operator import ne
from typing import TypeAlias

from hamodel.conformance.confirmation import Confirmation
from hamodel.conformance.observation import disagreements
from hamodel.follow import MOST_STATES
from hamodel.follow.belief import Arrival, bounded, reached
from hamodel.follow.encoding import CellEncoder, Encoded, Partial
from hamodel.follow.generated import Codes
from hamodel.follow.stepper import Path, Stepper
from hamodel.model.expr import Value
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import CellName, State, Trace
from hamodel.report import words

ADVICE = "show more cells, or set more options"
"""Where the model can be in too many states."""

MOST_PATHS = 200_000
"""So many ways from a state to what was seen next are remembered."""

DISTANCE = 2
"""How many steps a cell is worth, that is not yet what was seen: more is faster, less finds shorter runs."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What was done: an action of the spec with its arguments by the names of its parameters, in their order; or an event of
    the implementation's own."""

    action: str
    arguments: tuple[tuple[str, Value], ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What the model cannot explain.

    `trace`: a run of the model that explains everything before. `happening`: what was done then (None: a start). `closest`: a
    run of the model that goes on from there and ends as near as the model can come to what was `seen`; None where it cannot
    even do what happened.
    """

    trace: Trace | None
    happening: Happening | None
    seen: Partial
    closest: Trace | None
    ways: int  # in how many states the model could be before

    @property
    def differing(self) -> list[CellName]:
        """The cells in which the closest that the model can show is not what was seen; without a closest, all that were."""
        return disagreements(self.closest.states[-1], self.seen) if self.closest else list(self.seen)


Explained: TypeAlias = Arrival[Codes, Path]
"""A state that was seen, and the steps that explain it after the one before."""

Searched: TypeAlias = Arrival[Codes, int]
"""A state that a search came to. Where it began, the way is the number of the place in which it did."""


class Tracker:
    """What is known of the model's state. It can be started again, and remembers what it found out before."""

    def __init__(self, system: System, scope: Scope, most_states: int = MOST_STATES) -> None:
        self.system, self.scope, self.most_states = system, scope, most_states
        self.stepper = Stepper(system, scope)
        self.last: tuple[Codes, Path] = ((), ())
        """How the last thing that happened is explained in `trace`: the state before, and numbers of `stepper.ways`."""
        self._starts = [Explained(state) for state in self.stepper.starts()]
        self._happenings = {
            call: Happening(call[0], way.named_arguments)
            for call, way in zip(self.stepper.calls, self.stepper.ways, strict=True)
        }
        self._order = {call: number for number, call in enumerate(self._happenings)}
        self._encoder = CellEncoder(self.stepper.cells)
        self._here: list[Explained] = []
        self._paths: dict[tuple[Codes, Call | None, Codes], Path] = {}
        self._confirmation = Confirmation(system, scope, self.stepper)

    @property
    def states(self) -> int:
        """In how many states the model can be."""
        return len(self._here)

    @property
    def here(self) -> list[Codes]:
        """The states that it can be in: `stepper.decode` has them in the words of the spec."""
        return [place.state for place in self._here]

    @property
    def trace(self) -> Trace:
        """A run of the model that explains what was seen so far."""
        return self._run(self._here[0])

    def start(self, seen: Partial) -> Difference | None:
        """The model starts, and may have taken steps before this was seen."""
        self._here = []
        return self._settle(self._starts, _begun(self._starts), None, None, seen)

    def offers(self) -> Iterator[Happening]:
        """The inputs and faults that the model can take in some state in which it can be."""
        possible: Iterable[Call] = self.stepper.outside(self._here[0].state)
        if len(self._here) > 1:
            several = {call for place in self._here for call in self.stepper.outside(place.state)}
            possible = sorted(several, key=self._order.__getitem__)
        for call in possible:
            yield self._happenings[call]

    def follow(self, happening: Happening, seen: Partial) -> Difference | None:
        """It happened, and then this was seen. A difference leaves what is known as it was. Raises TooManyToFollow."""
        self._trim()
        begun, call = _begun(self._here), None
        if not happening.own:
            call = (happening.action, tuple([value for _, value in happening.arguments]))
            begun = [
                Searched(after, before, number) for before in begun for number, after in self.stepper.take(before.state, call)
            ]
        return self._settle(self._here, begun, happening, call, seen)

    def confirm(self) -> None:
        """Raises `Disagreement` unless the reference semantics can do what the explanations so far are made of: a few uses
        of each way of taking an action. What was confirmed once is not looked at again."""
        self._confirmation.confirm_examples()

    # --- private ---

    def _settle(
        self,
        places: Sequence[Explained],
        begun: Sequence[Searched],
        happening: Happening | None,
        call: Call | None,
        seen: Partial,
    ) -> Difference | None:
        wanted = self._encoder.encoded(seen)
        alone = len(places) == 1 and happening is not None
        if alone and wanted.whole is not None:
            path = self._paths.get((places[0].state, call, wanted.whole))
            if path is not None:
                self.last = (places[0].state, path)
                self._here = [Explained(wanted.whole, places[0], path)]
                return None
        found = self._fitting(begun, wanted)
        if not found:
            return self._difference(places, begun, happening, call, seen)
        self._here = [self._explained(places, end) for end in found]
        before, path = self._here[0].before, self._here[0].way
        assert before is not None, "it comes from one of the places"
        assert path is not None, "by some steps"
        self.last = (before.state, path)
        self._confirmation.remember(*self.last)
        if alone and wanted.whole is not None:
            self._paths[places[0].state, call, wanted.whole] = path
        return None

    def _explained(self, places: Sequence[Explained], end: Searched) -> Explained:
        """What a search came to, behind the place in which it began."""
        start, passed = end.path()
        assert start.way is not None, "a search begins in a place"
        return Explained(end.state, places[start.way], tuple([here.way for here in passed if here.way is not None]))

    def _fitting(self, begun: Sequence[Searched], wanted: Encoded) -> list[Searched]:
        """The states that look like this."""
        if not wanted.possible:
            return []
        if wanted.whole is not None:
            found = self._search(begun, wanted.whole)
            return [] if found is None else [found]
        return [end for end in self._closure(begun) if wanted.fits(end.state)]

    def _search(self, begun: Sequence[Searched], target: Codes) -> Searched | None:
        """A short way to the target, found from the states that are most like it."""
        known: set[Codes] = set()
        open_: list[tuple[int, int, int, Searched]] = []
        fresh = count()
        following, depth = begun, 0
        while True:
            for place in following:
                state = place.state
                if state == target:
                    return place
                if state not in known:
                    known.add(state)
                    priority = depth + DISTANCE * sum(map(ne, state, target))
                    heappush(open_, (priority, next(fresh), depth, place))
            bounded(len(known), self.most_states, ADVICE)
            if not open_:
                return None
            _, _, depth, here = heappop(open_)
            depth += 1
            following = [Searched(after, here, number) for number, after in self.stepper.own(here.state)]

    def _closure(self, begun: Sequence[Searched]) -> list[Searched]:
        """Every state that steps and deliveries lead to, the nearest first."""
        return list(reached(begun, self.stepper.own, self.most_states, ADVICE))

    def _difference(
        self,
        places: Sequence[Explained],
        begun: Sequence[Searched],
        happening: Happening | None,
        call: Call | None,
        seen: Partial,
    ) -> Difference:
        everything = self._closure(begun)
        self._confirmation.confirm_nothing_missing(
            [place.state for place in places], call, {end.state for end in begun}, (end.state for end in everything)
        )
        distance = self._encoder.distance(seen)
        nearest = min(everything, key=lambda end: distance(end.state), default=None)
        closest, before = None, places[0] if places else None
        if nearest is not None:
            end = self._explained(places, nearest)
            before, closest = end.before, self._confirmation.confirmed(self._run(end))
        trace = None if happening is None or before is None else self._confirmation.confirmed(self._run(before))
        return Difference(trace, happening, seen, closest, len(places) if happening else 0)

    def _run(self, place: Explained) -> Trace:
        start, passed = place.path()
        state = start.state
        decoded: dict[Codes, State] = {state: self.stepper.decode(state)}
        initial, steps = decoded[state], []
        for number in chain.from_iterable(here.way or () for here in passed):
            state = self.stepper.after(state, number)
            if state not in decoded:
                decoded[state] = self.stepper.decode(state)
            steps.append(self.stepper.step(number, decoded[state]))
        return Trace(initial, tuple(steps))

    def _trim(self) -> None:
        self.stepper.trim()
        if len(self._paths) > MOST_PATHS:
            self._paths.clear()


def _begun(places: Sequence[Explained]) -> list[Searched]:
    """Where a search begins that goes on from these places."""
    return [Searched(place.state, None, number) for number, place in enumerate(places)]


def spoken(happening: Happening) -> Mapping[str, Value]:
    """The arguments by the names that the author of the spec gave them."""
    return {words.plain(name): value for name, value in happening.arguments}
