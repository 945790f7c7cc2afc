"""Tracker(system, scope): which states the model can be in, given what was done to an implementation and what it showed.

After an action the model takes it and then any steps and deliveries of its own; the states that show what the implementation
shows are what is known from then on. An event of which the spec does not speak is explained by own steps alone.

Where every cell was seen there is one such state: it is looked for from the states that look most like it, and the way to it
is remembered. Otherwise every state that can be reached is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import ne
from typing import TypeAlias

from hamodel.follow import MOST_STATES
from hamodel.follow.belief import Arrival, Belief, Follower
from hamodel.follow.confirmation import Confirmation
from hamodel.follow.encoding import Encoded
from hamodel.follow.events import Happening, Partial, disagreements
from hamodel.follow.generated import Codes
from hamodel.follow.stepper import Path, Stepper
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import CellName, Trace

ADVICE = "show more cells, or set more options"
"""Where the model can be in too many states."""

MOST_PATHS = 200_000
"""So many ways from a state to what was seen next are remembered."""

Known: TypeAlias = Belief[Codes, int]
"""What is known of the model's state: a way is a number of `Stepper.branches`."""


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
    states: int  # in how many states the model could be before

    @property
    def differing(self) -> list[CellName]:
        """The cells in which the closest that the model can show is not what was seen; without a closest, all that were."""
        return disagreements(self.closest.states[-1], self.seen) if self.closest else list(self.seen)


class Tracker:
    """What is known of the model's state. It can be started again, and remembers what it found out before."""

    def __init__(self, system: System, scope: Scope, most_states: int = MOST_STATES) -> None:
        self.stepper = Stepper(system, scope)
        self.last: tuple[Codes, Path] = ((), ())
        """How the last thing that happened is explained in `trace`: the state before, and the way from there."""
        follower: Follower[Codes, int] = Follower(self.stepper, most_states, ADVICE)
        self._starts: Known = Belief(follower, tuple(map(Arrival, self.stepper.starts())))
        self._here: Known = Belief(follower, ())
        self._happenings = {
            call: Happening(call[0], branch.named_arguments)
            for call, branch in zip(self.stepper.calls, self.stepper.branches, strict=True)
        }
        self._order = {call: number for number, call in enumerate(self._happenings)}
        self._paths: dict[tuple[Codes, Call | None, Codes], Path] = {}
        self._confirmation = Confirmation(system, scope, self.stepper)

    @property
    def states(self) -> int:
        """In how many states the model can be."""
        return len(self._here.places)

    @property
    def here(self) -> list[Codes]:
        """The states that it can be in: `stepper.decode` has them in the words of the spec."""
        return [place.state for place in self._here.places]

    @property
    def trace(self) -> Trace:
        """A run of the model that explains what was seen so far."""
        return self._here.run(self._here.places[0])

    def start(self, seen: Partial) -> Difference | None:
        """The model starts, and may have taken steps before this was seen."""
        self._here = Belief(self._starts.follower, ())
        return self._settle(self._starts, self._starts, None, None, seen)

    def offers(self) -> Iterator[Happening]:
        """The inputs and faults that the model can take in some state in which it can be."""
        places = self._here.places
        possible: Iterable[Call] = self.stepper.outside(places[0].state)
        if len(places) > 1:
            several = {call for place in places for call in self.stepper.outside(place.state)}
            possible = sorted(several, key=self._order.__getitem__)
        for call in possible:
            yield self._happenings[call]

    def follow(self, happening: Happening, seen: Partial) -> Difference | None:
        """It happened, and then this was seen. A difference leaves what is known as it was. Raises TooManyToFollow."""
        self._trim()
        here, call = self._here, None
        if not happening.own:
            call = (happening.action, tuple([value for _, value in happening.arguments]))
        whole = self.stepper.encoder.encoded(seen).whole if len(here.places) == 1 else None
        known = None if whole is None else self._paths.get((here.places[0].state, call, whole))
        if known is not None:
            (place,) = here.places
            self.last = (place.state, known)
            for way, after in known:
                place = Arrival(after, place, way)
            self._here = Belief(here.follower, (place,))
            return None
        begun = here if call is None else Belief(here.follower, tuple(here.ends(lambda state: self.stepper.take(state, call))))
        difference = self._settle(here, begun, happening, call, seen)
        if difference is None and whole is not None:
            self._paths[here.places[0].state, call, whole] = self.last[1]
        return difference

    def confirm(self) -> None:
        """Raises `Disagreement` unless the reference semantics can do what the explanations so far are made of: a few uses
        of each branch of an action. What was confirmed once is not looked at again."""
        self._confirmation.confirm_examples()

    # --- private ---

    def _settle(
        self, before: Known, begun: Known, happening: Happening | None, call: Call | None, seen: Partial
    ) -> Difference | None:
        """What was known `before` it happened, and what follows from that at first (`begun`)."""
        found = self._fitting(begun, self.stepper.encoder.encoded(seen))
        if not found.places:
            return self._difference(before, begun, happening, call, seen)
        place, path = found.places[0].since(before)
        self._here, self.last = found, (place.state, tuple(path))
        self._confirmation.remember(*self.last)
        return None

    def _fitting(self, begun: Known, wanted: Encoded) -> Known:
        """The states that look like this."""
        if not wanted.possible:
            return Belief(begun.follower, ())
        if wanted.whole is None:
            return begun.unseen().where(wanted.fits)
        whole = wanted.whole
        return begun.toward(whole, lambda state: sum(map(ne, state, whole)))

    def _difference(
        self, before: Known, begun: Known, happening: Happening | None, call: Call | None, seen: Partial
    ) -> Difference:
        everything = begun.unseen()
        states = [place.state for place in everything.places]
        self._confirmation.confirm_nothing_missing(
            [place.state for place in before.places], call, {place.state for place in begun.places}, states
        )
        distance = self.stepper.encoder.distance(seen)
        nearest = min(everything.places, key=lambda place: distance(place.state), default=None)
        closest, place = None, before.places[0] if before.places else None
        if nearest is not None:
            place, closest = nearest.since(before)[0], self._confirmation.confirmed(everything.run(nearest))
        trace = None if happening is None or place is None else self._confirmation.confirmed(before.run(place))
        return Difference(trace, happening, seen, closest, len(before.places) if happening else 0)

    def _trim(self) -> None:
        self.stepper.trim()
        if len(self._paths) > MOST_PATHS:
            self._paths.clear()


