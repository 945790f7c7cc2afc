"""zones(instance, goals, budget, listen): a spec with timers by its discrete states, each with zones of times.

It looks at the system as it is written, not at the one in which time passes in steps: of that it has the unit, and it plays its
traces there. What it does not reach is not reachable at any times, fractions included; where a run that it finds needs fractions
it says so, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.limits.deadline import Deadline
from hamodel.engines.limits.resident import memory_is_short
from hamodel.engines.zones.discrete import Discrete, DiscreteNode, FailedMove
from hamodel.engines.zones.goals import Looking, ZoneGoals, sorted_out, written
from hamodel.engines.zones.matrices import meets
from hamodel.engines.zones.runs import moments, played, way
from hamodel.engines.zones.search import Counting, LastingWatch, PlacedMove, ZoneMet, ZoneSearch
from hamodel.engines.zones.spot_check import spot_check
from hamodel.engines.zones.stuck import corners, obliged
from hamodel.ground.instance import Goal, Instance
from hamodel.model.expr import Value
from hamodel.model.semantics import evaluate
from hamodel.model.timing import TimeLimit
from hamodel.model.trace import Trace
from hamodel.model.verdict import Answer, Exhaustive, Reached, Unknown, Unreachable
from hamodel.timing.going_on import MOST_AT_ONCE, deliveries
from hamodel.timing.measure import measured, too_far

KNOWN = {"options", "lengths", "timers", "deadlines", "limits", "measures", "solves", "delays", "given", "unit", "written"}
"""What is known here of all that a spec can say of time."""

FRACTIONS = "it happens at times that are no whole units only, or not at all: not decided by zones"

NEWS = 256
"""Zones after which it is told how far a search has come."""


def zones(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /) -> Iterator[tuple[Goal, Answer]]:
    """See `hamodel.engines.Engine`."""
    goals = list(dict.fromkeys(goals))
    why = unfit(instance, budget)
    if why or not goals:
        yield from ((goal, Unknown(why)) for goal in goals)
        return
    system, properties = written(instance)
    unit = instance.system.timing.unit if instance.system.timing is not None else None
    assert unit is not None, "time passes in steps"
    discrete = Discrete(system, instance.scope, properties, unit)
    asked = sorted_out(instance, goals, discrete)
    yield from ((goal, Unknown(why)) for goal, why in asked.unfit.items())
    yield from Zones(instance, discrete, asked, budget, listen).answers()


def unfit(instance: Instance, budget: Budget) -> str:
    """Why nothing can be said; empty: it can."""
    timing = instance.system.timing
    if timing is None:
        return "the spec has no timers"
    options = () if timing.written is None else timing.written.options
    if timing.written is None or instance.lasso or any(option.name not in instance.scope.options for option in options):
        return "zones of times are for one combination of the options"
    if budget.depth is not None:
        return "zones of times are not for runs of a length"
    if any(each.name not in KNOWN and getattr(timing, each.name) for each in fields(timing)):
        return "the spec says of time what zones do not know"
    return too_far(measured(timing.written, timing))


class OutOfBudgetError(Exception):
    """A search has come to a limit."""


class Zones:
    """The answers to what is asked, by a search for what is about states and moves, and one for each limit and each of its
    members."""

    def __init__(self, instance: Instance, discrete: Discrete, asked: ZoneGoals, budget: Budget, listen: Listener) -> None:
        self.instance, self.discrete, self.asked, self.budget, self._listen = instance, discrete, asked, budget, listen
        self._deadline = Deadline.of_look(budget.seconds)
        self._zones = self._told = self._moves = 0
        self._all: ZoneSearch | None = None

    def answers(self) -> Iterator[tuple[Goal, Answer]]:
        """Answers each goal."""
        left = {*self.asked.sought, *self.asked.limits, *self.asked.going_on, *self.asked.stuck}
        reason = ""
        try:
            for goal, answer in self._answers():
                left.discard(goal)
                yield goal, answer
        except OutOfBudgetError as limit:
            reason = str(limit)
        except MemoryError:
            reason = "out of memory"
        for goal in left:
            yield goal, Unknown(reason)

    def _answers(self) -> Iterator[tuple[Goal, Answer]]:
        yield from self._plain()
        for goal in self.asked.going_on:
            yield goal, self._goes_on()
        for goal in self.asked.stuck:
            yield goal, self._never_stuck()
        for goal, limit in self.asked.limits.items():
            yield goal, self._kept(limit, goal.traced)

    # --- states and moves ---

    def _plain(self) -> Iterator[tuple[Goal, Answer]]:
        looking = Looking(self.discrete, self.asked.sought)
        doubtful: set[Goal] = set()
        search = ZoneSearch(self.discrete)
        for found in self.each(search):
            of = found.of.move if isinstance(found.of, PlacedMove) else found.of
            for goal in looking.shown(found.place.node, of):
                if goal not in looking.open:
                    continue
                trace = self._trace(search, found) if goal.traced else None
                if goal.traced and trace is None:
                    doubtful.add(goal)
                    continue
                if not goal.traced and self._times(found) is None:
                    doubtful.add(goal)
                    continue
                del looking.open[goal]
                yield goal, Reached(trace)
        self._all = search
        spot_check(search, [sought for goal, sought in looking.open.items() if goal not in doubtful])
        for goal in looking.open:
            yield goal, Unknown(FRACTIONS) if goal in doubtful else Unreachable(self._figures())

    def _trace(self, search: ZoneSearch, found: ZoneMet) -> Trace | None:
        times = self._times(found)
        if times is None:
            return None
        stops = way(found.place, found.zone, found.of if isinstance(found.of, PlacedMove) else None)
        return played(self.instance, search, stops, times)

    def _times(self, found: ZoneMet) -> list[int] | None:
        last = found.of if isinstance(found.of, PlacedMove) else None
        return moments(way(found.place, found.zone, last), None, found.of if isinstance(found.of, FailedMove) else None)

    # --- does time go on? ---

    def _goes_on(self) -> Answer:
        """Can more moves follow each other that cannot wait than happen in one moment?"""
        timing = self.discrete.timing
        digital = measured(self.discrete.system, timing)
        obliged = [f"expiry {timer.name}" for timer in timing.timers if timer.taken is not None]
        obliged += [deadline.action for deadline in timing.deadlines if digital.at_once(deadline)]
        obliged += deliveries(digital, at_once=True)
        kept = [f"expire {timer.name}" for timer in timing.timers]
        doubtful = False
        search = ZoneSearch(self.discrete, counting=Counting(frozenset(obliged), frozenset(kept), MOST_AT_ONCE + 1))
        for found in self.each(search):
            if found.of is None and found.place.count > MOST_AT_ONCE:
                trace = self._trace(search, found)
                if trace is not None:
                    return Reached(trace)
                doubtful = True
        return Unknown(FRACTIONS) if doubtful else Unreachable(self._figures())

    def _never_stuck(self) -> Answer:
        """Is it always possible that time passes, or that what has to happen does?"""
        names = obliged(self.discrete)
        doubtful = False
        search = ZoneSearch(self.discrete)
        for found in self.each(search):
            if found.of is not None:
                continue
            for corner in corners(self.discrete.expand(found.place.node), names):
                zones = found.place.zones[:, :, found.zone : found.place.size]
                for zone in meets(zones, corner.least, corner.most).nonzero()[0].tolist():
                    stops = way(found.place, found.zone + zone)
                    times = moments(stops, corner=corner)
                    if times is not None:
                        return Reached(played(self.instance, search, stops, times))
                    doubtful = True
                doubtful = doubtful or bool(meets(zones, corner.least, corner.most, len(zones) + 1).any())
        if not doubtful:
            spot_check(search, (), obliged=names)
        return Unknown(FRACTIONS) if doubtful else Unreachable(self._figures())

    # --- what may last so long ---

    def _kept(self, limit: TimeLimit, traced: bool) -> Answer:
        bound: Any = evaluate(limit.bound, {}, {}, self.discrete.scope)
        most = Fraction(bound) / self.discrete.unit
        assert most.denominator == 1, "the unit divides every length"
        for args in self.discrete.members(limit.binders):
            answer = self._kept_by(watch_of(self.discrete, limit, args, True), most.numerator, traced)
            if answer is not None:
                return answer
        if self._all is not None:
            spot_check(self._all, (), limit)
        return Unreachable(self._figures())

    def _kept_by(self, watch: LastingWatch, most: int, traced: bool) -> Answer | None:
        """What is watched lasts longer, or it is not known; None: it does not. What lasts as long as that at most is fine."""
        doubtful = False
        search = ZoneSearch(self.discrete, watch)
        for found in self.each(search):
            if found.of is not None or not found.place.lasts:
                continue
            late = (search.lasting(found.place)[found.zone :] > most).nonzero()[0]
            for zone in (late + found.zone).tolist():
                stops = way(found.place, zone)
                times = moments(stops, most + 1)
                if times is not None:
                    return Reached(played(self.instance, search, stops, times) if traced else None)
                doubtful = True
                found.place.alive[zone] = False  # what follows is not looked at: it might be without end
        return Unknown(FRACTIONS) if doubtful else None

    # --- all of them ---

    def each(self, search: ZoneSearch) -> Iterator[ZoneMet]:
        """What a search finds, as long as there are time and memory. Raises OutOfBudgetError."""
        before, moves = self._zones, self._moves
        for found in search.run():
            self._zones, self._moves = before + search.zones, moves + search.taken
            if self._zones - self._told >= NEWS:
                self._told = self._zones
                self._listen(Progress("zones", 0, 0, self._zones))
            if self._deadline.passed:
                raise OutOfBudgetError("out of time")
            if memory_is_short():
                raise OutOfBudgetError("out of memory")
            if self.budget.states is not None and self._zones > self.budget.states:
                raise OutOfBudgetError(f"not decided in {self.budget.states:,} zones")
            yield found

    def _figures(self) -> Exhaustive:
        return Exhaustive(self._zones, self._moves)


def watch_of(discrete: Discrete, limit: TimeLimit, args: tuple[Value, ...], most: bool) -> LastingWatch:
    """What a limit watches, for one of its members."""
    known: dict[tuple[bool, DiscreteNode], bool] = {}

    def asked(goal: bool, node: DiscreteNode) -> bool:
        if (goal, node) not in known:
            formula = limit.goal if goal else limit.premise
            known[goal, node] = discrete.truth(formula, node.state, limit.binders, args) is True
        return known[goal, node]

    return LastingWatch(lambda node: asked(False, node), lambda node: asked(True, node), most)
