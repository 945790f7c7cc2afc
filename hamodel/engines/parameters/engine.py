"""solved(instance, property, free, ..) -> Solved: the values of options that are durations for which a property is violated.

A search at one point is one of all values around it that are as it is there; so point after point is asked until nothing is open.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.limits.deadline import Deadline
from hamodel.engines.limits.resident import memory_is_short
from hamodel.engines.parameters.bounds import Tile
from hamodel.engines.parameters.lengths import (
    FinerError,
    Rows,
    UnfitOptionsError,
    UnsetDiscrete,
    domain,
    may_stop,
    may_stop_somewhere,
)
from hamodel.engines.parameters.question import TileQuestion
from hamodel.engines.parameters.runs import HazyRunError, projected
from hamodel.engines.parameters.search import RowsMet, TileSearch
from hamodel.engines.zones.engine import unfit, watch_of
from hamodel.engines.zones.goals import Looking, ZoneGoals, sorted_out, written
from hamodel.engines.zones.search import Counting
from hamodel.ground.instance import Goal, Instance
from hamodel.model.semantics import evaluate
from hamodel.model.timing import NOT_FORBIDDEN, DurationOption
from hamodel.timing.going_on import MOST_AT_ONCE
from hamodel.timing.regions import Region, Row, UnfinishedError, fewest_sides, left

NEAR = (2, 8)
"""Values up to so many times as large as the defaults, or as small, are looked at before all others."""

MOST_FACTORS = 3
"""A length is multiplied by so many fractions."""

MOST_POINTS = 60
"""So many are asked."""

NEWS = 16
"""Zones after which it is told how far a search has come."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Of a goal: the values of `rows.free` in `domain` for which it is reached, and those for which that is `open`; for the
    others of the domain it is not. `unknown`: why nothing is known at all; the domain is any then. `may_stop`: there might be
    values at which time stops, and of that it was not asked. `patience`: of its regions."""

    rows: Rows
    domain: Region
    reached: tuple[Region, ...] = ()
    open: tuple[Region, ...] = ()
    unknown: str = ""
    zones: int = 0
    may_stop: bool = False
    patience: Patience = field(default_factory=lambda: Patience(None))


class Patience:
    """Is called again and again: raises UnfinishedError when so many seconds have passed, or there is no memory left."""

    def __init__(self, seconds: float | None) -> None:
        self._deadline = Deadline.of_look(seconds)

    def __call__(self) -> None:
        if self._deadline.passed or memory_is_short():
            raise UnfinishedError

    def renew(self, seconds: float) -> None:
        """So many from now: what was found is to be told."""
        self._deadline = Deadline.after(seconds)


def solved(instance: Instance, goal: Goal, free: Sequence[DurationOption], budget: Budget, listen: Listener) -> Solved:
    """For which values of the free options the goal can be reached."""
    timing = instance.system.timing
    assert timing is not None, "the spec has timers"
    patience = Patience(budget.seconds)
    for factors in range(1, MOST_FACTORS + 1):
        with suppress(FinerError):
            return _solved(instance, goal, Rows(timing, free, factors, patience), budget, listen, patience)
    return unknown(Rows(timing, free), "its lengths are too fine to be compared for all values")


def unknown(rows: Rows, why: str) -> Solved:
    """Nothing is known."""
    return Solved(rows, Region.everything(len(rows.free)), unknown=why)


def _solved(instance: Instance, goal: Goal, rows: Rows, budget: Budget, listen: Listener, patience: Patience) -> Solved:
    system, properties = written(instance)
    try:
        values = domain(system, rows)
        if values.empty:
            return unknown(rows, "no value of the options fits the lengths of the spec")
        why = unfit(instance, budget)
        if not why and any(property.name == NOT_FORBIDDEN for property in instance.system.declared):
            why = "an `assume` may stop time"
        if why:
            raise UnfitOptionsError(why)
        discrete = UnsetDiscrete(system, instance.scope, properties, rows)
        found = _Solving(instance, discrete, values, budget, listen, patience).answer(goal)
        try:
            return replace(found, may_stop=may_stop_somewhere(system, rows, values))
        except UnfinishedError:
            return replace(found, may_stop=True)
    except UnfitOptionsError as unfit_:
        return unknown(rows, str(unfit_))
    except UnfinishedError:
        return unknown(rows, "no time is left to find out which values fit the lengths of the spec, or these have too many cases")


class _Solving:
    """The points that are open are asked one by one, each with all around it that is as it is there."""

    def __init__(
        self, instance: Instance, discrete: UnsetDiscrete, values: Region, budget: Budget, listen: Listener, patience: Patience
    ) -> None:
        self.instance, self.discrete, self.values, self.budget, self._listen = instance, discrete, values, budget, listen
        self._patience = patience
        self._zones = self._told = 0
        self.known: list[Region] = []
        self.reached: list[Region] = []
        self.kept: list[Region] = []

    def answer(self, goal: Goal) -> Solved:
        rows = self.discrete.rows
        asked = sorted_out(self.instance, [goal], self.discrete)
        if goal in asked.unfit:
            return unknown(rows, asked.unfit[goal])
        searches = [*self._searches(goal, asked)]
        started = time.monotonic()
        try:
            for point in self._points():
                self._ask(point, searches)
        except UnfinishedError:
            pass
        if self.budget.seconds is not None:
            self._patience.renew(self.budget.seconds - (time.monotonic() - started))
        return Solved(rows, self.values, tuple(self.reached), self._open(), zones=self._zones, patience=self._patience)

    def _open(self) -> tuple[Region, ...]:
        """What is not known, or more."""
        try:
            return tuple(left([self.values], [region.sides for region in (*self.reached, *self.kept)]))
        except UnfinishedError:
            return (self.values,)

    def _points(self) -> Iterator[Row]:
        """One that is open, as long as there is any; that of the defaults first, then others near to it."""
        rows = self.discrete.rows
        defaults = {option.name: option.default for option in rows.free}
        if self.values.holds(rows.point(defaults)):
            yield rows.point(defaults)
        for times in (*NEAR, 0):
            near = self.values
            for name, length in defaults.items() if times else ():
                near = near.also([rows.at_least(name, length / times), rows.at_most(name, length * times)])
            rest = left([near], [region.sides for region in self.known])
            while rest:
                count = len(self.known)
                yield rest[0].middle()
                rest = left(rest, [region.sides for region in self.known[count:]])
                if len(self.known) > MOST_POINTS:
                    return

    def _ask(self, point: Row, searches: Sequence[TileQuestion]) -> None:
        around = Tile(self.values, point)
        hazy = False
        for each in searches:
            for met in self._each(each, around):
                lasting = each.bound
                if not each.shows(met, around):
                    continue
                try:
                    found = projected(met, self.values, lasting)
                except HazyRunError:
                    found = None
                if found is not None and found.holds(around.point):
                    found = fewest_sides(found, self.values)
                    self.reached.append(found)
                    self.known.append(found)
                    return
                hazy = True
        region = fewest_sides(around.region, self.values)
        self.known.append(region)
        if not hazy:
            self.kept.append(region)

    def _searches(self, goal: Goal, asked: ZoneGoals) -> Iterator[TileQuestion]:
        """Each with what it looks for."""
        size = self.values.size
        if goal in asked.limits:
            limit = asked.limits[goal]
            bound = self.discrete.rows.of(evaluate(limit.bound, {}, {}, self.discrete.scope))
            for args in self.discrete.members(limit.binders):
                yield TileQuestion(TileSearch(self.discrete, size, watch_of(self.discrete, limit, args, True)), bound=bound)
        elif goal in asked.going_on:
            obliged = may_stop(self.discrete, self.values)
            if obliged:
                kept = frozenset(f"expire {timer.name}" for timer in self.discrete.timing.timers)
                yield TileQuestion(TileSearch(self.discrete, size, counting=Counting(obliged, kept, MOST_AT_ONCE + 1)))
        else:
            yield TileQuestion(TileSearch(self.discrete, size), Looking(self.discrete, asked.sought))

    def _each(self, asked: TileQuestion, around: Tile) -> Iterator[RowsMet]:
        """What a search finds, as long as there are time and memory. Raises UnfinishedError."""
        for met in asked.search.run(around):
            self._zones += met.of is None
            if self._zones - self._told >= NEWS:
                self._told = self._zones
                self._listen(Progress("parameters", 0, 0, self._zones))
            self._patience()
            if self.budget.states is not None and self._zones > self.budget.states:
                raise UnfinishedError
            yield met
