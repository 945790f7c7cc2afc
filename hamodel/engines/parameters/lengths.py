"""UnsetDiscrete: the nodes of a spec with timers where some options have no value, with rows for numbers; and the values for
which every length of the spec can be one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from math import gcd, lcm
from typing import Any

from hamodel.engines.zones.discrete import Discrete
from hamodel.model.expr import Expr
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System, Timing
from hamodel.model.timing import DurationOption, read_duration
from hamodel.timing.lengths import Lengths, every_length
from hamodel.timing.measure import Digital, Lasting, lastings, starts_of
from hamodel.timing.regions import Region, Row, Side, unlimited
from hamodel.timing.unset import Unset, unset

LARGEST = 1 << 36
"""No number of a row is larger."""


class UnfitOptionsError(Exception):
    """Nothing can be said for all values, and why."""


class FinerError(Exception):
    """A row is no row of whole numbers: it must be multiplied by more."""


class Rows:
    """Lengths as rows. An option is counted in `unit`s, its point in a region too; a row is `scale` times what it means, by which
    factors become whole that are multiplied up to `factors` times. `look`: that of their regions."""

    def __init__(
        self, timing: Timing, free: Sequence[DurationOption], factors: int = 1, look: Callable[[], None] = unlimited
    ) -> None:
        self.free, self.look = tuple(free), look
        names = {option.name for option in free}
        known = {name: length for name, length in timing.values.items() if length and name not in names}
        parts = [each for name, each in known.items() if name in timing.lengths and read_duration(name) is None]
        lengths = [each for name, each in known.items() if name not in timing.lengths or read_duration(name) is not None]
        lengths += [end for option in free for end in (option.low, option.high, option.default) if end]
        denominator = lcm(*(length.denominator for length in lengths), 1)
        self.unit = Fraction(gcd(*(int(length * denominator) for length in lengths)) or 1, denominator)
        self.scale = lcm(*(part.denominator for part in parts), 1) ** factors

    def of(self, length: Any) -> Row:
        """The row of a length. Raises UnfitOptionsError."""
        mine = Unset.of(length, len(self.free))
        parts = [part * self.scale for part in (mine.seconds / self.unit, *mine.times)]
        if any(part.denominator != 1 for part in parts):
            raise FinerError
        if any(abs(part.numerator) > LARGEST for part in parts):
            raise UnfitOptionsError("its lengths are too far apart to be compared for all values")
        return tuple(part.numerator for part in parts)

    def ranges(self) -> Region:
        """The values that the options may have. Raises UnfinishedError."""
        region = Region.everything(len(self.free), self.look)
        for option in self.free:
            region = region.cut(self.at_least(option.name, option.low))
            region = region if option.high is None else region.cut(self.at_most(option.name, option.high))
        return region

    def at_least(self, option: str, length: Fraction) -> Side:
        """The option is not shorter than that."""
        return self._side(self._symbol(option) - length)

    def at_most(self, option: str, length: Fraction) -> Side:
        """The option is not longer than that."""
        return self._side(length - self._symbol(option))

    def _side(self, length: Unset) -> Side:
        parts = (length.seconds / self.unit, *length.times)
        common = lcm(*(part.denominator for part in parts))
        return Side(tuple(int(part * common) for part in parts))

    def _symbol(self, option: str) -> Unset:
        return Unset(Fraction(0), tuple(Fraction(int(each.name == option)) for each in self.free))

    def at(self, point: Row) -> dict[str, Fraction]:
        """The values of the options at a point of a region."""
        return {option.name: Fraction(part, point[0]) * self.unit for option, part in zip(self.free, point[1:], strict=True)}

    def point(self, values: Mapping[str, Fraction]) -> Row:
        """The point of these values."""
        counted = [values[option.name] / self.unit for option in self.free]
        common = lcm(*(value.denominator for value in counted))
        return (common, *(int(value * common) for value in counted))


class UnsetDiscrete(Discrete):
    """The nodes of a system in which the `free` options have no value."""

    def __init__(self, written: System, scope: Scope, properties: Sequence[Property], rows: Rows) -> None:
        self.rows = rows
        super().__init__(written, scope, properties, rows.unit)

    def _lengths(self) -> Mapping[str, Any]:
        return unset(self.timing.values, tuple(option.name for option in self.rows.free))

    def _units(self, length: Any) -> Any:
        return self.rows.of(length)


def domain(written: System, rows: Rows) -> Region:
    """The values in the ranges of the options for which no length may be less than 0, and no least one more than its most."""
    timing = written.timing
    assert timing is not None
    names: Mapping[str, Any] = unset(timing.values, tuple(option.name for option in rows.free))
    region = rows.ranges()
    for each in lastings(written, timing, Lengths(names)):
        for terms in (each.low, _apart(each)):
            lengths = every_length(terms)
            if lengths is None:
                raise UnfitOptionsError("a length may have too many values")
            for length in lengths:
                region = region.cut(Side(rows.of(length)))
    return region


def may_stop_somewhere(written: System, rows: Rows, values: Region) -> bool:
    """Might time stop at values of which it is not asked? That is where a length is 0 at some values only: of a step or of a
    message, or of a timer that, when it has expired, starts itself again, perhaps by others."""
    timing = written.timing
    assert timing is not None
    lengths = Lengths(unset(timing.values, tuple(option.name for option in rows.free)))

    def vanishes(terms: Mapping[Expr, Any]) -> bool:
        for length in every_length(terms) or ():
            row = rows.of(length)
            if any(row[1:]) and not values.cut(Side(tuple(-part for part in row))).empty:
                return True
        return False

    ends = [deadline.high for deadline in timing.deadlines if deadline.high is not None]
    if any(vanishes(lengths.of(end)) for end in (*ends, *(delay.high for delay in timing.delays))):
        return True
    digital, graph = Digital(written, timing, lengths), TopologicalSorter[str]()
    for timer in timing.timers:
        body = next((action.body for action in written.actions if action.name == f"expiry {timer.name}"), ())
        for other in timing.timers:
            if any(vanishes(each.high) for each in starts_of(other.name, body, digital, timer.span)):
                graph.add(timer.name, other.name)
    try:
        graph.prepare()
    except CycleError:
        return True
    return False


def _apart(each: Lasting) -> dict[Expr, Any]:
    """The most without the least."""
    apart: dict[Expr, Any] = dict(each.high)
    for count, length in each.low.items():
        apart[count] = apart.get(count, Fraction(0)) - length
    return apart


def may_stop(discrete: UnsetDiscrete, values: Region) -> frozenset[str]:
    """The moves that cannot wait, if they might follow each other for ever without any time; none: they do not.

    Raises UnfitOptionsError where what cannot wait is not the same for all values.
    """
    timing, rows = discrete.timing, discrete.rows
    lengths = Lengths(unset(timing.values, tuple(option.name for option in rows.free)))
    obliged = {f"expiry {timer.name}" for timer in timing.timers if timer.taken is not None}
    for deadline in timing.deadlines:
        if deadline.high is None or _is_zero(lengths.of(deadline.high), rows, values):
            obliged.add(deadline.action)
    for delay in timing.delays:
        if _is_zero(lengths.of(delay.high), rows, values):
            head = f"deliver {delay.channel} "
            obliged.update(action.name for action in discrete.system.actions if action.name.startswith(head))
    return frozenset(obliged)


def _is_zero(terms: Mapping[Expr, Any], rows: Rows, values: Region) -> bool:
    """Is it nothing for all values? Raises UnfitOptionsError if it may be, and may be more."""
    every = every_length(terms)
    if every is None:
        raise UnfitOptionsError("a length may have too many values")
    found = [rows.of(length) for length in every]
    if all(values.keeps(Side(row, open=True)) for row in found):
        return False
    if not any(any(row) for row in found):
        return True
    raise UnfitOptionsError("what cannot wait at some values can wait at others")
