"""How long a scenario waits -> steps of the unit of time; what follows `at` counts from the start of the run."""

from __future__ import annotations

from dataclasses import replace

from hamodel.model.system import Instruction, Scenario, System, Wait
from hamodel.timing.lengths import Lengths, bounds
from hamodel.timing.measure import Digital, UnfitLength


def in_steps(scenario: Scenario, digital: Digital) -> Scenario:
    """The scenario with a number for each length, all of which the unit divides. Raises UnfitLength where an `at` is over."""
    found: list[Instruction] = []
    passed = 0
    for instruction in scenario.instructions:
        if isinstance(instruction, Wait):
            length = bounds(digital.lengths.of(instruction.length))[0]
            steps = int(length / digital.unit) - (passed if instruction.at else 0)
            if steps < 0:
                raise UnfitLength("over", instruction.span, length, passed * digital.unit, digital.unit)
            passed += steps
            found.append(replace(instruction, steps=steps))
        else:
            found.append(instruction)
    return replace(scenario, instructions=tuple(found))


def not_at_once(system: System) -> frozenset[str]:
    """The actions of which it takes time until they can happen: steps with a least, and deliveries of messages with one."""
    timing = system.timing
    if timing is None:
        return frozenset()
    lengths = Lengths(timing.values)
    late = [each.action for each in timing.deadlines if each.low is not None and bounds(lengths.of(each.low))[1] > 0]
    slow = [f"deliver {each.channel} " for each in timing.delays if bounds(lengths.of(each.low))[1] > 0]
    deliveries = [action.name for action in system.actions if action.kind == "delivery" and action.name.startswith(tuple(slow))]
    return frozenset([*late, *deliveries])
