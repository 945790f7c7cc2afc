"""How long a scenario waits -> steps of the unit of time; what follows `at` counts from the start of the run."""

from __future__ import annotations

from dataclasses import replace

from hamodel.model.system import Instruction, Scenario, Wait
from hamodel.timing.lengths import bounds
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
