"""A run of a spec with timers -> what a reader wants of its clock: steps of time that follow each other are told as one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hamodel.model.system import System
from hamodel.model.timing import seconds_text, units_passed
from hamodel.model.trace import Trace


def told(system: System, trace: Trace, since: bool = True) -> dict[int, str]:
    """By their numbers, the steps that are not told as others are: the last of several in which time passes tells of all, and
    that a timer expires is not told where the next step takes it. Empty: the step is not told. `since`: also how long ago the
    start is."""
    unit = system.timing.unit if system.timing is not None else None
    if unit is None:
        return {}
    found: dict[int, str] = {}
    passing = total = 0
    for number, step in enumerate(trace.steps, 1):
        following = trace.steps[number] if number < len(trace.steps) else None
        if units := units_passed(step.action):
            passing, total = passing + units, total + units
            last = following is None or not units_passed(following.action) or trace.loop == number
            verb = "pass" if passing * unit != 1 else "passes"
            start = f", {seconds_text(total * unit)} since the start" if since and total > passing else ""
            found[number] = f"{seconds_text(passing * unit)} {verb}{start}" if last else ""
            passing = 0 if last else passing
        elif following is not None and trace.loop != number and step.action.startswith("expire "):
            taken = following.action == f"expiry {step.action.removeprefix('expire ')}"
            if taken and [value for _, value in step.arguments] == [value for _, value in following.arguments]:
                found[number] = ""
    return found


def moments(system: System, trace: Trace) -> Iterator[Fraction]:
    """After each step, how many seconds have passed since the start. Nothing of a spec without timers."""
    unit = system.timing.unit if system.timing is not None else None
    if unit is None:
        return
    ticks = 0
    for step in trace.steps:
        ticks += units_passed(step.action)
        yield ticks * unit


def times(system: System, trace: Trace) -> Iterator[str]:
    """The same as text: `3.5`, and what no decimal number is as a fraction, `1/3`."""
    return map(decimal, moments(system, trace))


def decimal(seconds: Fraction) -> str:
    """`3.5`, and what no decimal number is as a fraction, `1/3`."""
    for digits in range(10):
        whole = seconds * 10**digits
        if whole.denominator == 1:
            text = f"{whole.numerator:0{digits + 1}d}"
            return f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return str(seconds)


def passed(system: System, trace: Trace) -> str:
    """How long the run takes; empty: no time is told of."""
    unit = system.timing.unit if system.timing is not None else None
    ticks = sum(units_passed(step.action) for step in trace.steps)
    return seconds_text(ticks * unit) if unit is not None and ticks else ""
