"""shrunk(found, make) -> Found: as few actions as show that something is wrong, in the smallest scope that does.

Zeller, Hildebrandt: Simplifying and isolating failure-inducing input, TSE 2002: what was done is cut in ever more pieces, and
each piece is left out if the rest still shows something. What the model cannot do without it is left out, too. Where things
take time, what is left out is missed as time that passed: then one event of the implementation's own may stand for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import inf
from time import perf_counter

from hamodel.conformance.driving import Driver, Make, Models
from hamodel.follow.belief import TooManyToFollow
from hamodel.follow.events import Happening
from hamodel.follow.findings import Found
from hamodel.model.expr import SortType, Type, Value
from hamodel.model.scope import Scope

MOST_TRIALS = 2_000
"""So many shorter runs are tried."""


def shrunk(
    found: Found, make: Make, models: Models | None = None, trials: int = MOST_TRIALS, until: float = inf
) -> Found:
    """A run that shows something, not necessarily the same thing, and from which nothing more can be left out. What an
    implementation does not show again is returned as it is. At the time `until` (of `perf_counter`) it is short enough."""
    return _Shrinking(found, make, models or Models(found.system), trials, until).run()


class _Shrinking:
    def __init__(self, found: Found, make: Make, models: Models, trials: int, until: float) -> None:
        self.best, self.left, self.until = found, trials, until
        self._driver = Driver(models, make)

    def run(self) -> Found:
        try:
            if not self._shows(self.best.scope, self._happenings, same=True):
                return self.best
            before: Found | None = None
            while before is not self.best and self.left > 0:
                before = self.best
                self._leave_out()
                self._events_for_pieces()
                self._smaller_scope()
                self._simpler_arguments()
            return self.best
        finally:
            self._driver.close()

    @property
    def _happenings(self) -> list[Happening]:
        return [done.happening for done in self.best.done]

    def _shows(self, scope: Scope, happenings: Sequence[Happening], same: bool = False) -> bool:
        """Do these show something? It is kept if it is better: `same`: also if it is not."""
        self.left = self.left - 1 if perf_counter() < self.until else -1
        if self.left < 0:
            return False
        try:
            found = self._driver.play(scope, happenings)
        except TooManyToFollow:
            return False
        if found is None or not (same or self._rank(found) < self._rank(self.best)):
            return False
        self.best = found
        return True

    def _rank(self, found: Found) -> tuple[object, ...]:
        """Less is better: fewer actions, smaller sorts, then what stands first."""
        sizes = tuple(sorted(found.scope.sizes.items()))
        members = [
            [found.scope.domain(type).index(value) for type, _, value in self._arguments(done.happening)] for done in found.done
        ]
        return (len(found.done), sum(size for _, size in sizes), members)

    def _leave_out(self) -> None:
        piece = max(1, len(self.best.done) // 2)
        while piece and self.left > 0:
            at = 0
            while at < len(self.best.done) and self.left > 0:
                happenings = self._happenings
                if not self._shows(self.best.scope, happenings[:at] + happenings[at + piece :]):
                    at += piece
            piece //= 2

    def _events_for_pieces(self) -> None:
        """An event in the place of a piece, or at the end: what was left to wait for may come there as well."""
        piece = len(self.best.done) // 2
        while piece > 1 and self.left > 0:
            at = 0
            while at < len(self.best.done) - 1 and self.left > 0:
                before, after = self._happenings[:at], self._happenings[at + piece :]
                others = [run for event in self._events for run in ([*before, event, *after], [*before, *after, event])]
                if not any(self._shows(self.best.scope, run) for run in others):
                    at += 1
            piece //= 2

    @property
    def _events(self) -> Iterable[Happening]:
        return dict.fromkeys(self._driver.events)

    def _smaller_scope(self) -> None:
        for sort in self.best.system.sorts:
            while self.best.scope.sizes[sort.name] > 1:
                sizes = {**self.best.scope.sizes, sort.name: self.best.scope.sizes[sort.name] - 1}
                if not any(
                    self._shows(replace(self.best.scope, sizes=sizes), renamed) for renamed in self._without_a_member(sort)
                ):
                    break

    def _without_a_member(self, sort: SortType) -> Iterator[list[Happening]]:
        """The run without what is done with one of the members, whose name goes to the last one."""
        members = self.best.scope.domain(sort)
        for gone in members:
            names: Mapping[Value, Value] = {members[-1]: gone}
            yield [
                self._renamed(happening, sort, names)
                for happening in self._happenings
                if gone not in self._members(happening, sort)
            ]

    def _simpler_arguments(self) -> None:
        """The first members of sorts and enums instead of others, everywhere at once."""
        kinds: tuple[Type, ...] = (*self.best.system.sorts, *self.best.system.nodes)
        for kind in kinds:
            members = self.best.scope.domain(kind)
            for one, other in combinations(members, 2):
                exchanged = {one: other, other: one}
                self._shows(self.best.scope, [self._renamed(happening, kind, exchanged) for happening in self._happenings])

    def _members(self, happening: Happening, type: Type) -> list[Value]:
        return [value for of, _, value in self._arguments(happening) if of == type]

    def _renamed(self, happening: Happening, type: Type, names: Mapping[Value, Value]) -> Happening:
        renamed = [(name, names.get(value, value) if of == type else value) for of, name, value in self._arguments(happening)]
        return replace(happening, arguments=tuple(renamed))

    def _arguments(self, happening: Happening) -> list[tuple[Type, str, Value]]:
        """Each with the type and the name of its parameter."""
        binders = () if happening.own else self.best.system.action(happening.action).parameters
        return [(binder.type, name, value) for binder, (name, value) in zip(binders, happening.arguments, strict=True)]
