"""at_lengths(system, given) -> the system in which time passes in steps, at these values of its options that are durations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.language import errors
from hamodel.language.elaboration.timing.timers import told_range
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.model.timing import DurationOption, duration_text, read_duration
from hamodel.model.transform import at_home
from hamodel.source import Span
from hamodel.timing.digitise import digitised
from hamodel.timing.measure import UnfitLength


def at_lengths(system: System, given: Mapping[str, Fraction]) -> System:
    """Of a spec with timers, as it is written or with time in steps already. Raises SpecError where a length cannot be."""
    assert system.timing is not None, "the spec speaks of time"
    try:
        return at_home(digitised(system.timing.written or system, given))
    except UnfitLength as unfit:
        raise SpecError([_told(unfit)]) from None


def settled(system: System, options: Mapping[str, Value]) -> tuple[System, dict[str, Value]]:
    """The system at those of the options that are durations, and the other options. Raises SpecError."""
    known = () if system.timing is None else system.timing.options
    given = {option.name: length for option in known if (length := length_of(options.get(option.name))) is not None}
    rest = {name: value for name, value in options.items() if name not in given}
    return (at_lengths(system, given) if given else system), rest


def without_timers(system: System, command: str) -> None:
    """Raises SpecError for a spec with timers: what the command does knows of no time."""
    if system.timing is not None:
        raise SpecError([errors.files.not_with_timers(system.span, command)])


def durations(system: System) -> tuple[DurationOption, ...]:
    """The options that are durations."""
    return () if system.timing is None else system.timing.options


def misfit(option: DurationOption, value: object, said: str, example: str, place: Span | None) -> Iterator[Diagnostic]:
    """What is wrong with a value that somebody `said` for an option."""
    length = length_of(value)
    if length is None:
        headline, help = f"`{said}`: `{option.name}` is a duration", f"for example `{example}`; the units are us, ms, s, min, h"
    elif not option.allows(length):
        headline, help = f"`{said}`: `{option.name}` has no such value", f"it is {told_range(option)}"
    else:
        return
    yield Diagnostic("unknown-value", place, headline, help=help)


def length_of(value: object) -> Fraction | None:
    """The duration that somebody wrote for an option; None: it is none."""
    return read_duration(value) if isinstance(value, str) else None


def _told(unfit: UnfitLength) -> Diagnostic:
    low, high = duration_text(unfit.low), duration_text(unfit.high)
    match unfit.what:
        case "negative":
            return errors.timing.negative_length(unfit.span, low)
        case "crossed":
            return errors.timing.crossed_ends(unfit.span)
        case "not constant":
            return errors.timing.not_one_length(unfit.span, low, high)
        case "over":
            return errors.timing.time_is_over(unfit.span, low, high)
        case _:
            assert_never(unfit.what)
