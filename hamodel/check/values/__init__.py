"""solutions(plan, ..): for which values of the durations that are not set each claim is violated.

What is found is held against zones of times at values on both sides of it, before it counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING

from hamodel.check.jobs import searched
from hamodel.check.plan import Plan
from hamodel.diagnostics import SpecError
from hamodel.engines import Budget
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.language.elaboration.timing.setting import at_lengths
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System, TimeSolve
from hamodel.model.timing import DurationOption
from hamodel.model.verdict import Reached, Unreachable
from hamodel.timing.regions import Row, Side, UnfinishedError, left, simplest, times

if TYPE_CHECKING:
    from hamodel.engines.parameters.engine import Solved

UNASKED = (400, 0.6)
"""For a claim of which nobody asks for which values it holds: how many zones are looked at, and for how many seconds the answer
is held against another engine."""

ASKED = (6000, 2.0)
"""The same where a `solve` asks."""

ONE = 4000
"""So many zones the other engine may look at for one value."""

CORNERS = 3
"""So many are looked at of each side of the answer, and twice as many of the ranges."""

OF_ALL = 1000
"""So many zones are looked at for all of these claims together."""

MOST_ROWS, MOST_FREE = 4, 4
"""For more combinations of other options, or more options that are durations, nothing is asked but what a `solve` asks."""

TELLING = 1.0, 10.0
"""Seconds in which what was found is made simple: where no time is left, and at most."""

MOST_PARTS = 24
"""Of more parts than that no simple condition is looked for."""


@dataclass(frozen=True)
class Solution:
    """The values of the `free` options for which a claim is violated (or reached), at these values of the other options and these
    sizes. `asked`: by which `solve`; None: by none."""

    claim: Property
    scope: Scope
    faults: int | None
    solved: Solved
    asked: TimeSolve | None

    @property
    def name(self) -> str:
        return self.claim.name if self.asked is None else self.asked.name

    @property
    def free(self) -> Sequence[DurationOption]:
        return self.solved.rows.free

    @property
    def options(self) -> Mapping[str, Value]:
        return self.scope.options

    @property
    def exact(self) -> bool:
        """Is it known for all values?"""
        return not self.solved.unknown and (not self.solved.open or self.reached == [()])

    @cached_property
    def reached(self) -> list[tuple[Side, ...]]:
        """The values for which the claim is violated (reached): one of these, of each all sides."""
        return simplest(self.solved.reached, self.solved.domain)

    @cached_property
    def kept(self) -> list[tuple[Side, ...]]:
        """Those for which it is known that it is not; perhaps not all."""
        known = [region.sides for region in (*self.solved.reached, *self.solved.open)]
        return simplest(left([self.solved.domain], known)[:MOST_PARTS], self.solved.domain)

    @cached_property
    def kept_near(self) -> tuple[Side, ...] | None:
        """Those of an answer that is not exact which are next to the defaults, or else some others; None: there are none."""
        rows = self.solved.rows
        defaults = rows.point({option.name: option.default for option in rows.free})
        found = [sides for sides in self.kept if sides]
        return next((sides for sides in found if self.solved.domain.also(sides).holds(defaults)), next(iter(found), None))

    @cached_property
    def fitting(self) -> tuple[Side, ...]:
        """What the lengths of the spec ask of the options, beside their ranges."""
        return next(iter(simplest([self.solved.domain], self.solved.rows.ranges())), ())

    def find_out(self, seconds: float) -> None:
        """All of that, once and for all. Raises UnfinishedError."""
        if not self.solved.unknown:
            self.solved.patience.renew(seconds)
            for name in ("reached", "kept", "kept_near", "fitting"):
                getattr(self, name)


def solutions(plan: Plan, seconds: Callable[[], float]) -> Iterator[Solution]:
    """What each `solve` asks; of a spec without any, each claim. `seconds`: how many are left."""
    timing = plan.system.timing
    if timing is None:
        return
    free = [option for option in timing.options if option.name not in timing.given]
    names = plan.request.properties
    solves = [each for each in timing.solves if not names or each.name in names or each.property in names]
    claims = {property.name: property for property in plan.system.properties}
    for number, each in enumerate(solves):
        mine = [option for name in each.options for option in free if option.name == name]
        if mine:
            yield from _of_rows(plan, claims[each.property], mine, each, _part_of(seconds, len(solves) - number))
    left_over = OF_ALL if not timing.solves and 0 < len(free) <= MOST_FREE and len(plan.rows) <= MOST_ROWS else 0
    for property in plan.properties:
        if left_over > 0 and not property.liveness:
            for solution in _of_rows(plan, property, free, None, seconds):
                left_over -= solution.solved.zones
                yield solution


def _part_of(seconds: Callable[[], float], share: int) -> Callable[[], float]:
    """One of so many that are still to come has no more."""
    return lambda: seconds() / share


def _of_rows(
    plan: Plan, property: Property, free: Sequence[DurationOption], asked: TimeSolve | None, seconds: Callable[[], float]
) -> Iterator[Solution]:
    faults = plan.faults if asked is None or asked.faults is None else asked.faults
    for row in plan.rows:
        scope = Scope(row.sizes[-1], {**plan.request.options, **row.options})
        yield solution(plan.system, property, scope, faults, free, asked, seconds)


def solution(
    system: System,
    property: Property,
    scope: Scope,
    faults: int | None,
    free: Sequence[DurationOption],
    asked: TimeSolve | None,
    seconds: Callable[[], float],
) -> Solution:
    """For which values of the `free` options the property is violated (reached), at a scope. Raises Disagreement."""
    from hamodel.engines.parameters.engine import solved, unknown

    instance = instantiate(searched(system, [property], faults), scope, [property])
    budget = Budget(seconds=seconds(), states=(UNASKED if asked is None else ASKED)[0])
    found = Solution(property, scope, faults, solved(instance, _goal(instance, property), free, budget, lambda _: None), asked)
    try:
        found.find_out(min(max(seconds(), TELLING[0]), TELLING[1]))
    except UnfinishedError:
        return replace(found, solved=unknown(found.solved.rows, "what is found has too many cases to be told"))
    with suppress(UnfinishedError):
        _confirm(system, found, seconds)
    return found


def _goal(instance: Instance, property: Property) -> Goal:
    return Goal(property.name, instance.terms.true, traced=False, about=property)


# --- another engine ----------------------------------------------------------------------------------------------------


def _confirm(written: System, solution: Solution, seconds: Callable[[], float]) -> None:
    """Raises Disagreement where zones of times say something else at a value."""
    from hamodel.engines.zones.engine import zones

    _, longest = UNASKED if solution.asked is None else ASKED
    started = time.monotonic()
    for point in _points(solution):
        if time.monotonic() > started + longest:
            return
        reached = _said(solution, point)
        if reached is None:
            continue
        lengths = solution.solved.rows.at(point)
        given = written.timing.given if written.timing is not None else {}
        try:
            system = at_lengths(written, {**given, **lengths})
        except SpecError:  # so fine that nothing counts it
            continue
        claims = {property.name: property for property in system.properties}
        property = claims.get(solution.claim.name)
        if property is None:  # a property that only some values need
            continue
        instance = instantiate(searched(system, [property], solution.faults), solution.scope, [property])
        goal = _goal(instance, property)
        answer = dict(zones(instance, [goal], Budget(seconds=min(seconds(), 5.0), states=ONE), lambda _: None)).get(goal)
        if isinstance(answer, Reached | Unreachable) and isinstance(answer, Reached) is not reached:
            at = ", ".join(f"{name} = {length} s" for name, length in lengths.items())
            raise Disagreement(f"parameters and zones disagree about {property.name} at {at}")


def _points(solution: Solution) -> Iterator[Row]:
    """Values that tell a wrong answer from the right one: on each side that it has, and next to it; at the ends of the ranges."""
    found = solution.solved
    if found.unknown:
        return
    kept = left([found.domain], [region.sides for region in (*found.reached, *found.open)])
    for sides in solution.reached:
        region = found.domain.also(sides)
        for side in sides:
            on_it = [corner for corner in region.points if corner[0] and times(side.row, corner) == 0]
            for corner in on_it[:CORNERS]:
                yield corner
                yield _next_to(corner, region.middle())
                yield from (_next_to(corner, part.middle()) for part in kept[:1])
    corners = [corner for corner in found.domain.points if corner[0]]
    yield from corners[: 2 * CORNERS]
    yield from (part.middle() for part in kept[:CORNERS])


def _said(solution: Solution, point: Row) -> bool | None:
    """Is the claim violated (reached) there? None: that is open."""
    found = solution.solved
    if any(all(_keeps(side, point) for side in sides) for sides in solution.reached):
        return True
    return None if not found.domain.holds(point) or any(region.holds(point) for region in found.open) else False


def _keeps(side: Side, point: Row) -> bool:
    return times(side.row, point) > (0 if side.open else -1)


def _next_to(one: Row, other: Row) -> Row:
    """A point a step from the first one to the second one."""
    common = lcm(one[0], other[0])
    pairs = zip(one, other, strict=True)
    return tuple(15 * near * (common // one[0]) + far * (common // other[0]) for near, far in pairs)
