"""lasting(instance, property) -> HowLong: how long what a limit watches lasts, at least and at most, with a run that shows each.

`A leads to B within d` watches from the first moment with A and without B until B; the d is not asked for. The most is told also
where B never comes, the least only of what ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from hamodel.engines import Budget, Listener
from hamodel.engines.zones.discrete import Args, Discrete
from hamodel.engines.zones.engine import FRACTIONS, OutOfBudgetError, Zones, unfit, watch_of
from hamodel.engines.zones.goals import ZoneGoals, written
from hamodel.engines.zones.matrices import NO_BOUND
from hamodel.engines.zones.runs import moments, played, way
from hamodel.engines.zones.search import PlacedMove, ZonePlace, ZoneSearch, allowed
from hamodel.evidence.confirm import Disagreement, replay
from hamodel.ground.instance import Instance
from hamodel.model.expr import Read
from hamodel.model.system import Action, Timing
from hamodel.model.timing import DURATION
from hamodel.model.trace import Trace
from hamodel.timing.exact import replayed
from hamodel.timing.measure import MOST_OF_ZONES

ASKED = "the length that is asked for"


@dataclass(frozen=True, slots=True)
class HowLong:
    """`least` and `most` in seconds, each with a run. No `most`: there is none, and `waits` are the actions that may wait for
    ever, perhaps none. Neither of them: it never begins; no `least` alone: it never ends. `unknown`: why it is not known."""

    least: Fraction | None = None
    most: Fraction | None = None
    shortest: Trace | None = None
    longest: Trace | None = None
    begins: bool = True
    waits: tuple[Action, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    """So many units, by a run to this zone; and, of the least, by the move that ends it. `endless`: there is no most."""

    units: int
    place: ZonePlace
    zone: int
    link: PlacedMove | None = None
    endless: bool = False


def lasting(instance: Instance, property: str, budget: Budget, listen: Listener) -> HowLong:
    """Of a property that is a limit of time, all of its members taken together."""
    why = unfit(instance, budget)
    if why:
        return HowLong(unknown=why)
    try:
        return _Measuring(instance, property, budget, listen).answer()
    except OutOfBudgetError as limit:
        return HowLong(unknown=str(limit))


class _Measuring:
    def __init__(self, instance: Instance, property: str, budget: Budget, listen: Listener) -> None:
        system, properties = written(instance)
        timing = instance.system.timing
        assert timing is not None
        assert timing.unit is not None
        self.instance, self.timing, self.unit, self.property = instance, timing, timing.unit, property
        self.discrete = Discrete(system, instance.scope, properties, timing.unit)
        self.limit = next(each for each in timing.limits if each.property == property)
        self._zones = Zones(instance, self.discrete, ZoneGoals({}, {}, (), (), {}), budget, listen)

    def answer(self) -> HowLong:
        """The largest and the smallest of all members."""
        most = self._best(True)
        if most is None:
            return HowLong(begins=False)
        least = self._best(False)
        found = HowLong()
        if most[1].endless:
            found = replace(found, waits=self._waiting(most[1].place))
        else:
            longest = self._longest(*most)
            if longest is None:
                return HowLong(unknown=FRACTIONS)
            found = replace(found, most=most[1].units * self.unit, longest=longest)
        if least is not None:
            shortest = self._shortest(*least)
            if shortest is None:
                return HowLong(unknown=FRACTIONS)
            found = replace(found, least=least[1].units * self.unit, shortest=shortest)
        return found

    def _best(self, most: bool) -> tuple[ZoneSearch, _End] | None:
        best: tuple[ZoneSearch, _End] | None = None
        for args in self.discrete.members(self.limit.binders):
            for search, end in self._ends(args, most):
                better = best is None or (end.units > best[1].units if most else end.units < best[1].units)
                best = (search, end) if better else best
                if end.endless:
                    return search, end
        return best

    def _ends(self, args: Args, most: bool) -> Iterator[tuple[ZoneSearch, _End]]:
        search = ZoneSearch(self.discrete, watch_of(self.discrete, self.limit, args, most))
        for met in self._zones.each(search):
            if not most or met.of is not None or not met.place.lasts:
                continue
            units = search.lasting(met.place)
            for zone in range(met.zone, met.place.size):
                endless = int(units[zone]) >= NO_BOUND // 2 or _grows(met.place, zone)
                if int(units[zone]) >= MOST_OF_ZONES and not endless:
                    raise OutOfBudgetError("it lasts for more units of time than are counted")
                yield search, _End(int(units[zone]), met.place, zone, endless=endless)
        if not most:
            for place in search.places.values():
                if place.lasts and place.size:
                    yield from ((search, end) for end in _endings(place))

    # --- runs ---

    def _longest(self, search: ZoneSearch, end: _End) -> Trace | None:
        stops = way(end.place, end.zone)
        times = moments(stops, end.units)
        if times is None:
            return None
        trace = played(self.instance, search, stops, times)
        replay(self.instance.system, self.instance.scope, None, trace)
        self._lasts(trace, end.units)
        return trace

    def _shortest(self, search: ZoneSearch, end: _End) -> Trace | None:
        stops = way(end.place, end.zone, end.link)
        times = moments(stops, ends=end.units)
        if times is None:
            return None
        trace = played(self.instance, search, stops, times)
        replay(self.instance.system, self.instance.scope, None, trace)
        self._is_over(trace, end.units)
        return trace

    def _lasts(self, trace: Trace, units: int) -> None:
        """Raises `Disagreement` unless, by the exact semantics, it lasts so long at the end of the run, and at no time longer."""
        wrong = [self._broken(trace, units - 1)] if units else []
        wrong += [""] if self._broken(trace, units) else ["it lasts longer"]
        if any(wrong):
            raise Disagreement(f"zones: {self.property} does not last as long as was found: {wrong}")

    def _is_over(self, trace: Trace, units: int) -> None:
        """Raises `Disagreement` unless, by the exact semantics, it is over in this run after so long, and at no time sooner."""
        wrong = [self._broken(trace, units + 1, least=True)]
        wrong += [] if self._broken(trace, units, least=True) else ["it is over sooner"]
        if any(wrong):
            raise Disagreement(f"zones: {self.property} is not over as soon as was found: {wrong}")

    def _broken(self, trace: Trace, units: int, least: bool = False) -> str:
        """Why the run does not show that it lasts longer than that, or, of the least, that it is over sooner; empty: it does."""
        system, timing = self.instance.system, self.timing
        assert timing.written is not None
        limits = tuple(
            replace(limit, bound=Read(ASKED, (), DURATION), least=least) if limit == self.limit else limit
            for limit in timing.limits
        )
        changed: Timing = replace(timing, lengths={**timing.lengths, ASKED: units * self.unit}, limits=limits)
        whole = replace(timing.written, timing=replace(changed, unit=None, written=None))
        property = next(each for each in system.declared if each.name == self.property)
        asked = replace(system, timing=replace(changed, written=whole))
        return replayed(asked, self.instance.scope, trace, property)

    def _waiting(self, place: ZonePlace) -> tuple[Action, ...]:
        """What can happen there and need never happen: steps and deliveries without a deadline."""
        obliged = {deadline.action for deadline in self.timing.deadlines}
        obliged |= {action.name for channel in self.discrete.channels for action in channel.deliveries.values()}
        moves = self.discrete.expand(place.node).moves
        actions = [
            self.discrete.system.action(name) for name in dict.fromkeys(move.name for move in moves if " " not in move.name)
        ]
        return tuple(action for action in actions if action.kind in ("step", "delivery") and action.name not in obliged)


def _grows(place: ZonePlace, zone: int) -> bool:
    """Does the run to this zone come from one of the same place, of which only what is watched was less, by all its bounds? Then
    it may come there again and again."""
    mine = place.zones[:, :, zone]
    here: tuple[ZonePlace, int] | None = (place, zone)
    while here is not None:
        origin = here[0].origins[here[1]]
        here = None if origin is None else origin[:2]
        if here is not None and here[0] is place:
            other = place.zones[:, :, here[1]]
            if bool((mine[:-1] == other[:-1]).all() and (mine[-1, :-1] > other[-1, :-1]).all()):
                return True
    return False


def _endings(place: ZonePlace) -> Iterator[_End]:
    """The moves by which it ends, each at the earliest time."""
    alive = place.living()
    for link in place.links or ():
        if link.target.lasts:
            continue
        zones, kept = allowed(place.zones[:, :, alive], link.move.least)
        if len(kept):
            first = int((-zones[0, -1]).argmin())
            yield _End(-int(zones[0, -1, first]), place, int(alive[kept[first]]), link)
