"""`measure m = longest P` -> how long that lasts, at least and at most, for each combination of the options, with a run of each.

The engine of zones answers, and no other: the runs are played once more with exact fractions before they count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hamodel.check.jobs import searched
from hamodel.check.plan import Plan
from hamodel.engines import Budget, Listener
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.timing.setting import at_lengths
from hamodel.model.expr import Read, Value, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.system import System, TimeMeasure

if TYPE_CHECKING:
    from hamodel.engines.parameters.formulas import Formulas
    from hamodel.engines.zones.lasting import HowLong

ZONES, LONGEST = 2000, 10.0
"""So many zones, and so many seconds, are spent on how a length is a sum of options."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How long what `measure` asks for lasts, at these values of the options and these sizes. `system`: that of the runs.
    `formulas`: how that is a sum of options that are durations, where that is known."""

    measure: TimeMeasure
    system: System
    scope: Scope
    found: HowLong
    formulas: Formulas | None = None

    @property
    def name(self) -> str:
        return self.measure.property.name

    @property
    def options(self) -> Mapping[str, Value]:
        return self.scope.options


def measured(plan: Plan, seconds: Callable[[], float]) -> Iterator[Taken]:
    """Every measure that is asked for, for every row of the plan. `seconds`: how many are left."""
    for measure in asked(plan):
        for row in plan.rows:
            scope = Scope(row.sizes[-1], {**plan.request.options, **row.options})
            yield taken(plan.system, measure, scope, plan.faults, Budget(seconds=seconds()), lambda _: None)


def asked(plan: Plan) -> Sequence[TimeMeasure]:
    """Those of the spec, or those that the command names."""
    names = plan.request.properties
    return [measure for measure in plan.system.measures if not names or measure.property.name in names]


def taken(system: System, measure: TimeMeasure, scope: Scope, faults: int | None, budget: Budget, listen: Listener) -> Taken:
    """How long it lasts at a scope, whatever is expected."""
    from hamodel.engines.parameters.formulas import formulas
    from hamodel.engines.zones.lasting import lasting

    name, claimed = measure.property.name, claiming(system, measure)
    properties = [property for property in claimed.properties if property.name == name]
    whole = searched(claimed, properties, faults)
    instance = instantiate(whole, scope, properties)
    found = lasting(instance, name, budget, listen)
    seconds = None if budget.seconds is None else min(budget.seconds, LONGEST)
    return Taken(measure, whole, scope, found, formulas(instance, name, found, replace(budget, seconds=seconds, states=ZONES)))


def claiming(system: System, measure: TimeMeasure) -> System:
    """The system, in which what is measured is claimed to take no time, where nothing is expected of it."""
    timing = system.timing
    assert timing is not None, "it measures time"
    if any(limit.property == measure.property.name for limit in timing.limits):
        return system
    written = timing.written or system
    assert written.timing is not None
    nothing = {part.variable: Fraction(0) for part in subexpressions(measure.limit.bound) if isinstance(part, Read)}
    lengths, limits = {**nothing, **written.timing.lengths}, (*written.timing.limits, measure.limit)
    claims = (*written.declared, measure.property)
    whole = replace(written, declared=claims, timing=replace(written.timing, lengths=lengths, limits=limits))
    return at_lengths(whole, timing.given)


def measurable(system: System) -> dict[str, TimeMeasure]:
    """What can be measured, by its name: the measures, and what properties about time watch."""
    claims = {property.name: property for property in system.declared}
    limits = () if system.timing is None else system.timing.limits
    watched = {limit.property: TimeMeasure(claims[limit.property], limit, True) for limit in limits}
    return {**watched, **{measure.property.name: measure for measure in system.measures}}
