"""measured(system) -> Digital: how long everything in a spec takes, and the unit that divides all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from hamodel.model.expr import Apply, Expr
from hamodel.model.system import Assign, Block, System, Timing, Wait, statements
from hamodel.model.timing import DURATION, StepDeadline, SystemTimer, duration_text, time_passes
from hamodel.source import Span
from hamodel.timing.lengths import ONE, ZERO, Lengths, Sum, bounds, counted, total, unit_of

MOST_UNITS = 65_535
"""Where something takes more units, it is not looked at in steps of time: there would be a state for each."""

MOST_OF_ZONES = 1 << 27
"""Where something takes more units, zones cannot count them either."""

Wrong: TypeAlias = Literal["negative", "crossed", "not constant", "over"]


@dataclass(frozen=True)
class UnfitLength(Exception):
    """A length that cannot be: it may be negative, the least above the most, of a claim not constant; or a scenario waits
    for what is over.
    `low`, `high`: between which lengths it lies."""

    what: Wrong
    span: Span
    low: Fraction
    high: Fraction
    unit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something takes: from `low` to `high`."""

    low: Sum
    high: Sum
    span: Span

    @property
    def fixed(self) -> bool:
        return self.low == self.high


@dataclass(slots=True)
class Digital:
    """A system and its unit of time. `intervals`: by timer, how long each of its starts lets it run; `waits`: by action, how long
    it may wait once it is possible; `bounds`: by property, what it allows; `flights`: by channel, how long its messages are on
    their way; `longest`: of all of these."""

    system: System
    timing: Timing
    lengths: Lengths
    unit: Fraction = Fraction(1)
    intervals: dict[str, list[Lasting]] = field(default_factory=dict)
    waits: dict[str, Lasting] = field(default_factory=dict)
    bounds: dict[str, Sum] = field(default_factory=dict)
    flights: dict[str, Lasting] = field(default_factory=dict)
    longest: Fraction = Fraction(0)

    def steps(self, length: Sum) -> Expr:
        return counted(length, self.unit)

    def most(self, intervals: Iterable[Lasting], low: bool = False) -> int:
        ends = (bounds(each.low if low else each.high)[1] / self.unit for each in intervals)
        return max((int(end) for end in ends), default=0)

    @property
    def too_fine(self) -> bool:
        """Are there too many units for a state for each?"""
        return self.longest / self.unit >= MOST_UNITS

    @property
    def passing(self) -> tuple[int, ...]:
        """In so many units at a time time may pass. Where there are very many of them, in twice as many, and so on: every run has
        few steps then."""
        if not self.too_fine:
            return (1,)
        return tuple(1 << power for power in range(int(self.longest / self.unit).bit_length()))

    def ranges(self, timer: str) -> bool:
        """Does it ever run for one of several lengths?"""
        return not all(each.fixed for each in self.intervals[timer])

    def immediate(self, deadline: StepDeadline) -> bool:
        return deadline.high is None or self.most([self.waits[deadline.action]]) == 0

    def at_once(self, deadline: StepDeadline) -> bool:
        """May it be obliged to happen in the moment in which it becomes possible?"""
        return self.immediate(deadline) or bounds(self.waits[deadline.action].high)[0] == 0


# --- how long everything takes -----------------------------------------------------------------------------------------


def measured(written: System, timing: Timing) -> Digital:
    """Every length that there is, and the unit. Raises UnfitLength."""
    digital = _of(written, timing, Lengths(timing.values))
    lengths = digital.lengths
    for delay in timing.delays:
        low, high = (_one_length(lengths.of(end), delay.span) for end in (delay.low, delay.high))
        digital.flights[delay.channel] = Lasting(low, high, delay.span)
    for limit in timing.limits:
        digital.bounds[limit.property] = _one_length(lengths.of(limit.bound), limit.span)
    every = [each for intervals in digital.intervals.values() for each in intervals] + [*digital.waits.values()]
    every += digital.flights.values()
    for each in every:
        _fits(each)
    ends = [end for each in every for end in (each.low, each.high)]
    waits = [each for scenario in written.scenarios for each in scenario.instructions if isinstance(each, Wait)]
    pauses = [_one_length(lengths.of(wait.length), wait.span) for wait in waits]
    digital.unit = unit_of([*ends, *digital.bounds.values(), *pauses])
    lasting = [*(each.high for each in every), *digital.bounds.values(), *pauses]
    digital.longest = max((bounds(each)[1] for each in lasting), default=Fraction(0))
    return digital


def too_fine(system: System) -> str:
    """Why nobody looks at a system in which time passes in steps, one after the other; empty: its steps are not too many."""
    timing = system.timing
    if timing is None or timing.written is None or all(action.name != time_passes(2) for action in system.actions):
        return ""
    digital = measured(timing.written, timing)
    return too_far(digital) or f"{_too_many(digital)}: only zones look at so many"


def too_far(digital: Digital) -> str:
    """Why zones cannot count the units; empty: they can."""
    return f"{_too_many(digital)}, also for zones" if digital.longest / digital.unit >= MOST_OF_ZONES else ""


def _too_many(digital: Digital) -> str:
    longest, unit = duration_text(digital.longest), duration_text(digital.unit)
    return f"{longest} takes too many steps of {unit}, which divides every duration"


def _of(written: System, timing: Timing, lengths: Lengths) -> Digital:
    """How long timers run and steps wait."""
    digital = Digital(written, timing, lengths)
    for timer in timing.timers:
        digital.intervals[timer.name] = [*_started(timer, digital)]
    for deadline in timing.deadlines:
        if deadline.low is not None and deadline.high is not None:
            digital.waits[deadline.action] = Lasting(lengths.of(deadline.low), lengths.of(deadline.high), deadline.span)
    return digital


def lastings(written: System, timing: Timing, lengths: Lengths) -> Iterator[Lasting]:
    """How long everything lasts that is said to: timers, steps that wait, messages on their way, and what a claim allows."""
    digital = _of(written, timing, lengths)
    yield from (each for intervals in digital.intervals.values() for each in intervals)
    yield from digital.waits.values()
    yield from (Lasting(lengths.of(delay.low), lengths.of(delay.high), delay.span) for delay in timing.delays)
    yield from (Lasting({}, lengths.of(limit.bound), limit.span) for limit in timing.limits)


def _one_length(terms: Sum, span: Span) -> Sum:
    """The same, as a length that nothing chooses."""
    low, high = bounds(terms)
    if low < 0:
        raise UnfitLength("negative", span, low, high)
    if low != high:
        raise UnfitLength("not constant", span, low, high)
    return {ONE: low} if low else {}


def _fits(interval: Lasting) -> None:
    low, high = bounds(interval.low)
    if low < 0:
        raise UnfitLength("negative", interval.span, low, high)
    apart = bounds(total((interval.high, Fraction(1)), (interval.low, Fraction(-1))))
    if apart[0] < 0:
        raise UnfitLength("crossed", interval.span, *apart)


def _started(timer: SystemTimer, digital: Digital) -> Iterator[Lasting]:
    """How long it runs, by each of its starts."""
    for action in digital.system.actions:
        yield from starts_of(timer.name, action.body, digital, timer.span)
    variable, least = digital.system.variable(timer.name), digital.system.variable(f"{timer.name} from")
    assert variable.initial is not None, "elaboration says how it starts"
    assert least.initial is not None, "and so it does of the least"
    for low, high in zip(_lengths_in(least.initial), _lengths_in(variable.initial), strict=True):
        yield Lasting(digital.lengths.of(low), digital.lengths.of(high), getattr(high, "span", None) or timer.span)


def starts_of(timer: str, body: Block, digital: Digital, place: Span) -> Iterator[Lasting]:
    """Elaboration writes what a start says of the most before what it says of the least."""
    most: Expr = ZERO
    for statement in statements(body):
        match statement:
            case Assign(variable=name, value=value) if value.type == DURATION:
                if name == timer:
                    most = value
                elif name == f"{timer} from":
                    yield Lasting(digital.lengths.of(value), digital.lengths.of(most), statement.span or place)
            case _:
                pass


def _lengths_in(initial: Expr) -> Iterator[Expr]:
    match initial:
        case Apply(op="if", args=(_, then, otherwise)) if initial.type != DURATION:
            yield from _lengths_in(then)
            yield from _lengths_in(otherwise)
        case _ if initial.type == DURATION:
            yield initial
        case _:
            pass
