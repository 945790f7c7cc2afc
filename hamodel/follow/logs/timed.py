"""TimedModel(system, scope, unseen): a spec with timers, followed line by line: its states, each with zones of times.

The last clock of each zone is the time of the log. A line says when it happened, to within half the skew; nothing before it
happened later. What is not possible at the times of the log is not possible by any run, fractions of all units included, and
what is possible is by one: zones are exact. Only what is finer than a billionth of a second is rounded, away from each line.

NOTE(long silence): where much time passes between two lines it is not followed step by step, in one of two ways. Where timers
stand as they stood before, in the same state, it may be so at any later time (`rough`): what is not possible then is not, so that
a log may be found inconsistent. Or what led there happens again and again, each time so much later (`leaps`): all that is
found is possible, so that a log may be found consistent. Until then there is one run of a replay, from then on both.

NOTE(time passes): what a state comes to as time passes is a state, too, with a step of its own that leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, inf, lcm
from typing import Self

from hamodel.engines.zones.discrete import Discrete, DiscreteNode, TimedMove
from hamodel.evidence.confirm import Disagreement
from hamodel.follow import MOST_STATES
from hamodel.follow.belief import Arrival, Belief, TooManyToFollow
from hamodel.follow.events import Entry
from hamodel.follow.logs import zone as zones
from hamodel.follow.logs.exactly import impossible
from hamodel.follow.logs.moments import STAYS, moments
from hamodel.follow.logs.places import TimedKnown, Widest, Window, highs_of, longer, node_of, sources_of, zone_of
from hamodel.follow.logs.sets import MOST_KNOWN, Known, Model, States, Told
from hamodel.follow.logs.zone import Bound, Zone
from hamodel.follow.plain import Event
from hamodel.ground.footprint import Contents
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.system import System, Timing
from hamodel.model.timing import TICK
from hamodel.model.trace import State, Trace

FINEST = 10**9
"""Into so many parts a second is divided; into more, where lengths need it."""

FOLLOWED = 1_000
"""Between two lines so many states and times are followed step by step."""

AHEAD = 4
"""So many times the longest length are looked ahead, for when something would be possible."""

KNOWN = {"options", "lengths", "timers", "deadlines", "limits", "delays", "measures", "solves", "given", "unit", "written"}
"""What is known here of all that a spec can say of time; what else it says, a log cannot be held against."""


def fits(timing: Timing) -> bool:
    """Does the spec say of time only what is known here?"""
    return not any(each.name not in KNOWN and getattr(timing, each.name) for each in fields(timing))


def logged(system: System) -> System:
    """The system as lines speak of it: they name neither timers nor steps of time."""
    written = system if system.timing is None or system.timing.written is None else system.timing.written
    timers = () if system.timing is None else system.timing.timers
    hidden = {f"{timer.name}{part}" for timer in timers for part in ("", " from", " expired")}
    return replace(written, variables=tuple(each for each in written.variables if each.name not in hidden))


class TimedModel(Model):
    """A spec with timers, of which `system` is the one in which time passes in steps. `skew`: so much the times of two lines
    may be wrong, taken together."""

    room = 10

    def __init__(
        self,
        system: System,
        scope: Scope,
        unseen: frozenset[str],
        most_states: int = MOST_STATES,
        most_known: int = MOST_KNOWN,
        skew: Decimal = Decimal(0),
    ) -> None:
        timing = system.timing
        assert timing is not None, "it speaks of time"
        assert timing.written is not None, "time passes in steps"
        assert timing.unit is not None, "of a length"
        self._scope = scope
        self.parts = lcm(FINEST, timing.unit.denominator)
        self.discrete = Discrete(timing.written, scope, (), Fraction(1, self.parts))
        super().__init__(self.discrete.system, self.discrete.scope, unseen, most_states, most_known)
        self.skew = Fraction(skew)
        expiries = [replace(system.action(f"expire {timer.name}"), body=()) for timer in timing.timers]
        self.told = replace(self.discrete.system, actions=(*self.discrete.system.actions, *expiries))
        self._happen = unseen | {action.name for action in expiries}
        self._ways: dict[Call, Event] = {(action.name, args): (action, args) for action, args in self.plain.events}
        for action in expiries:
            members = self.discrete.members(action.parameters)
            self._ways.update({(action.name, args): (action, args) for args in members})
        pause = self.discrete.system.action(TICK)
        self._pass: Told = ((pause, ()), None)
        self._stay: Told = ((replace(pause, name=STAYS), ()), None)
        self.rough = self.leaps = False
        self._contents: dict[DiscreteNode, Contents] = {}

    def leaping(self) -> Self:
        """The same, which from now on leaps where it cannot follow step by step."""
        other = copy(self)
        other._known, other._sets = dict(self._known), dict(self._sets)
        other.rough, other.leaps = False, True
        return other

    # --- lines ---

    def after(self, states: States, entry: Entry) -> States:
        """The states in which the model can be after the line. Raises TooManyToFollow."""
        return self._set(self.line(states, entry))

    def line(self, states: States, entry: Entry) -> Belief[Known, Told]:
        """The same, with the ways that lead there; without what is a part of others."""
        belief = super().line(states, entry)
        left = Widest()
        for place in belief.places:
            left.add(place)
        return Belief(self._follower, tuple(left.places))

    def unseen(self, states: States, entry: Entry | None = None) -> Belief[Known, Told]:
        """What may come until the entry happens at the latest. Raises TooManyToFollow."""
        return self._until(states, self.window(entry).last)

    def by(self, state: Known, entry: Entry) -> Iterator[tuple[Told | None, Known]]:
        """What the line says to have happened, when it says so, and the states after it."""
        yield from self._by(state, entry, self.window(entry))

    def window(self, entry: Entry | None) -> Window:
        """When it may have happened."""
        if entry is None or entry.time is None:
            return Window()
        time, wrong = Fraction(entry.time), self.skew / 2
        return Window(floor((time - wrong) * self.parts), ceil((time + wrong) * self.parts))

    def possible(self, states: States, entry: Entry) -> tuple[Fraction | None, Fraction | None] | None:
        """When the entry could have happened at the earliest and at the latest (None: there is no end), were its time not known;
        None: never, in so much time as is looked at, or it is too much to look at."""
        last = self.window(entry).last
        if last == inf:
            return None
        longest = max((high for node in self._contents for high in highs_of(node) if high != inf), default=0)
        whole, left = Window(-inf, last + AHEAD * longest), Widest()
        try:
            if not self._followed(map(Arrival, states.each), whole, left, FOLLOWED):
                return None
        except TooManyToFollow:
            return None
        places = [*left.places]
        found = [after for place in places for _, after in self._by(place.state, entry, whole) if self.shows(after, entry.seen)]
        if not found:
            return None
        ends = [(-zone_of(each)[0][-1], zone_of(each)[-1][0]) for each in found]
        first, latest = min(first for first, _ in ends), max(latest for _, latest in ends)
        return self._seconds(first), self._seconds(latest) if latest < whole.last else None

    # --- states ---

    def starts(self) -> Iterator[Known]:
        """The states in which a run starts, whenever that is."""
        for node in self.discrete.starts():
            yield self._at(node, zones.begun(len(node.highs)))

    def decode(self, state: Known) -> State:
        """The state in the words of the spec."""
        return node_of(state).state

    def confirmed(self, trace: Trace, times: Sequence[Fraction]) -> None:
        """Raises `Disagreement` for what is no run from a start on."""
        why = impossible(self.discrete.written, self._scope, trace, times)
        if why:
            raise Disagreement(f"zones of a log: {why}: {trace}")

    def telling(self, start: Known, run: Sequence[tuple[Told, Known]]) -> tuple[Sequence[int], Sequence[Fraction]]:
        """Which steps of a run are told, and when they happen: time that passes is not, nor that a timer expires whose expiry
        follows at once."""
        units = moments(lambda node: self.discrete.expand(node).moves, start, run, not (self.rough or self.leaps))
        times = [Fraction(each, self.parts) for each in units]
        kept: list[int] = []
        following: Event | None = None
        for number in range(len(run) - 1, -1, -1):
            event = run[number][0][0]
            if event[0].name in (TICK, STAYS):
                continue
            taken = following is not None and event[0].name.replace("expire ", "expiry ", 1) == following[0].name
            if not (taken and following is not None and event[0].name.startswith("expire ") and event[1] == following[1]):
                kept.append(number)
            following = event
        kept.reverse()
        return kept, [times[0], *(times[number + 1] for number in kept)] if times else ()

    def _seconds(self, units: Bound) -> Fraction | None:
        return None if abs(units) == inf else Fraction(int(units), self.parts)

    # --- private ---

    def _at(self, node: DiscreteNode, zone: Zone) -> TimedKnown:
        zone = zones.beyond(zone, node.waiting)
        key = (node, zone)
        known = self._known.get(key)
        if known is None:
            if node not in self._contents:
                self._contents[node] = tuple([node.state[cell] for cell in self.plain.order])
            known = self._known[key] = TimedKnown(self._contents[node], None, node, zone)
        assert isinstance(known, TimedKnown), "this model has no others"
        return known

    def _key(self, state: Known) -> object:
        return node_of(state), zone_of(state)

    def _until(self, states: States, last: Bound) -> Belief[Known, Told]:
        """These states, and all to which unseen steps lead from there and time, up to the `last` moment; the nearest first."""
        window = Window(-inf, last)
        left = Widest()
        if self._followed(map(Arrival, states.each), window, left, FOLLOWED if last != inf else inf):
            return Belief(self._follower, tuple(left.places))
        if self.leaps:
            self._followed(self._again(left, window), window, left, 2 * FOLLOWED)
            return Belief(self._follower, tuple(left.places))
        self.rough = True
        left = Widest(self._whenever)
        if not self._followed(map(Arrival, states.each), window, left, 2 * FOLLOWED):
            raise TooManyToFollow(f"between two lines the model can be in more than {2 * FOLLOWED:,} states and times")
        return Belief(self._follower, tuple(left.places))

    def _followed(self, begun: Iterable[Arrival[Known, Told]], window: Window, left: Widest, most: Bound) -> bool:
        """Adds these, and all to which they lead in the window; not all of it, if it is more than so many."""
        left.waiting.clear()
        handled = 0
        for each in begun:
            for place in self._passing(each, window):
                left.add(place)
        while left.waiting:
            place = left.waiting.popleft()
            if id(place) not in left.alive:
                continue
            for move in self.discrete.expand(node_of(place.state)).moves:
                if move.name in self._happen:
                    after = self._moved(move, zone_of(place.state))
                    if after is not None:
                        for each in self._passing(Arrival(after, place, (self._ways[move.name, move.args], None)), window):
                            left.add(each)
            self._follower.bound(len(left.alive))
            handled += 1
            if handled > most:
                return False
        return True

    def _again(self, left: Widest, window: Window) -> Iterator[Arrival[Known, Told]]:
        """Of what led to the same state with the same times, but later: what comes of it when it has happened so often that the
        end of the window is near."""
        for place in [*left.places]:
            node, zone = node_of(place.state), zone_of(place.state)
            here = place.before
            while here is not None:
                other = zone_of(here.state)
                time = longer(other, zone) if node_of(here.state) is node else 0
                if time:
                    often = int((window.last - other[-1][0]) // time) - 2 if other[-1][0] != inf else 0
                    if often > 1:
                        yield Arrival(self._at(node, zones.postponed(other, often * time)), place, self._pass)
                    break
                here = here.before

    def _whenever(self, place: Arrival[Known, Told]) -> Arrival[Known, Told]:
        """The place; where timers stand as they did on the way to it, in the same state, it may be so at any time since then."""
        node, zone = node_of(place.state), zone_of(place.state)
        stand = zones.undated(zone)
        here, moved = place.before, place.way not in (self._pass, self._stay)
        while here is not None:
            other = zone_of(here.state)
            if moved and node_of(here.state) is node and zones.undated(other) == stand and other != zone:
                return Arrival(self._at(node, zones.at_any_time_since(zone, other)), place, self._pass)
            moved = moved or here.way not in (self._pass, self._stay)
            here = here.before
        return place

    def _passing(self, place: Arrival[Known, Told], window: Window) -> Iterator[Arrival[Known, Told]]:
        """What it comes to as time passes; itself, where that has no part in it."""
        node, zone = node_of(place.state), window.within(zone_of(place.state))
        if zone is None:
            return
        here = place if zone == zone_of(place.state) else Arrival(self._at(node, zone), place, self._stay)
        highs = highs_of(node)
        passed = None if node.later is None else zones.later(zone, highs)
        passed = None if passed is None else window.within(passed)
        if passed is None or node.later is not node or any(zone[clock][0] > high for clock, high in enumerate(highs)):
            yield here
        if passed is None or node.later is None:
            return
        if node.later is node:
            yield here if passed == zone else Arrival(self._at(node, passed), place, self._pass)
        else:
            yield from self._passing(Arrival(self._at(node.later, passed), place, self._pass), window)

    def _moved(self, move: TimedMove, zone: Zone) -> TimedKnown | None:
        """The state after a move; None: it is not possible at these times."""
        left = zone if move.least is None else zones.narrowed(zone, [(0, move.least.clock, -move.least.low)])
        return None if left is None else self._at(move.target, zones.renamed(left, sources_of(move, zone)))

    def _by(self, state: Known, entry: Entry, window: Window) -> Iterator[tuple[Told, Known]]:
        zone = window.within(zone_of(state))
        if zone is None:
            return
        node = node_of(state)
        if entry.action is None:
            yield self._stay, self._at(node, zone)
        if entry.action is None and not entry.unclear:
            return
        wanted = None if entry.action is None else {(action.name, args) for action, args in self.events_of(entry.action)}
        for move in self.discrete.expand(node).moves:
            if wanted is None or (move.name, move.args) in wanted:
                after = self._moved(move, zone)
                if after is not None:
                    yield (self._ways[move.name, move.args], entry.place), after
