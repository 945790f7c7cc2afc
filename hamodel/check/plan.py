"""Plan: what follows from a request for a system, before anything is searched."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hamodel.check.quality import Cover, covers
from hamodel.check.request import Request
from hamodel.check.rows import Row, away, largest, meant, row_text, rows
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.engines import PROVERS
from hamodel.engines.question import AnyError, OfProperty
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate, sure
from hamodel.model.system import Property, Scenario, System
from hamodel.model.temporal import looked_at
from hamodel.model.timing import ABOUT_TIME
from hamodel.model.trace import Trace
from hamodel.model.transform import looks, remembers


@dataclass(frozen=True)
class Plan:
    """What a check asks: every question of every row, which is a combination of the options that are not set, at its sizes.

    `sizes`: the largest of each sort; `faults`: how many a run may have; None: any number. `combined` combinations there are,
    of which `assume` leaves some out. `expected`: the rows for which a property says that it is violated (reached); None: for
    some. `elsewhere`: why a scenario does not apply; empty: it does.
    """

    system: System
    request: Request
    sizes: Mapping[str, int]
    faults: int | None
    combined: int
    left_out: int
    rows: tuple[Row, ...]
    properties: tuple[Property, ...]
    expected: Mapping[str, tuple[int, ...] | None]
    elsewhere: Mapping[str, str]

    @cached_property
    def of_runs(self) -> list[Property]:
        """The properties about runs without end."""
        return [property for property in self.properties if property.liveness]

    @cached_property
    def groups(self) -> dict[tuple[str, ...], list[Property]]:
        """The properties about states and transitions by what they remember: each group can be asked of one system."""
        of_states = [property for property in self.properties if not property.liveness]
        return {(): [], **by_memory((*of_states, *filter(may_fail, map(looked_at, self.of_runs))))}

    @cached_property
    def any_error(self) -> list[AnyError]:
        """What is asked about run-time errors: properties may remember different things."""
        return [AnyError(past) for past, members in self.groups.items() if not past or any(map(may_fail, members))]

    @cached_property
    def looks(self) -> dict[OfProperty, tuple[Property, ...]]:
        """What must have a value wherever it is looked at, for each property."""
        return {OfProperty(property.name): looks(property) for property in self.properties}

    @cached_property
    def narrowed(self) -> bool:
        """Was less asked than the whole spec? Then what is never reached says nothing about the spec."""
        request, rows = self.request, self.rows
        smaller = any(size < self.system.sizes.get(sort, 1) for sort, size in self.sizes.items()) or rows[0].asked
        fewer = request.properties and not request.quality
        less = request.options or fewer or smaller or not request.run_time
        return bool(less) or (request.faults, request.depth) != (None, None)

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """What a healthy spec reaches."""
        return () if self.narrowed else covers(self.system, [property for property in self.properties if not property.liveness])

    @property
    def scenarios(self) -> Iterator[Scenario]:
        """Those that are asked about."""
        for scenario in self.system.scenarios:
            if not self.request.properties or scenario.name in self.request.properties:
                yield scenario

    def for_errors(self, past: tuple[str, ...], members: Sequence[Property]) -> AnyError | None:
        """What a search for these properties asks about run-time errors."""
        here = not any(property.liveness for property in members)
        asked = here and self.request.run_time and (not past or any(map(may_fail, members)))
        return AnyError(past) if asked else None

    def example(self, members: Sequence[Property]) -> int:
        """The first row for which no property about runs is expected to be violated: it takes the longest."""
        expected = {number for property in members if property.liveness for number in self.expected[property.name] or ()}
        return next((number for number in range(len(self.rows)) if number not in expected), 0)

    @property
    def only_proofs(self) -> bool:
        """Is nothing looked for but proofs?"""
        return self.request.engine in PROVERS

    @property
    def lifts(self) -> bool:
        """Is a proof for any number of members looked for? Not where the command asks for a scope, a depth or another engine."""
        request = self.request
        if self.only_proofs:
            return True
        useful = bool(self.system.sorts) or request.proofs is not None
        return request.engine in ("auto", "all") and useful and not request.sizes and request.depth is None

    def provable(self, property: Property) -> bool:
        """Can there be a combination of options for which the property is not expected to be violated (reached), so that a proof
        is worth looking for?"""
        expected = self.expected.get(property.name)
        return expected is not None and len(expected) < len(self.rows)


def plan(system: System, request: Request, *, each: bool = False) -> Plan:
    """`each`: every combination is asked about by itself. Raises `SpecError` if there are more combinations than can be listed,
    or none that `assume` allows."""
    sizes = largest(system, request.sizes)
    about = meant(system, request.options, sizes, each=each)
    asked = rows(system, request.sizes, about)
    properties = [property for property in system.declared if property.kind != "assume"]
    if request.properties:
        named = request.properties if _scenarios_alone(system, request.properties) else (*request.properties, *ABOUT_TIME)
        properties = [property for property in properties if property.name in named]
    elsewhere = {scenario.name: away(system, scenario, request.options, request.sizes) for scenario in system.scenarios}
    return Plan(
        system,
        request,
        sizes,
        request.faults_of(system),
        about.combined,
        about.left_out,
        asked,
        tuple(properties),
        {property.name: _expected(property, request, asked) for property in properties},
        elsewhere,
    )


def _scenarios_alone(system: System, names: Collection[str]) -> bool:
    """Is no property among them?"""
    return not any(property.name in names for property in system.declared)


def _expected(property: Property, request: Request, asked: Sequence[Row]) -> tuple[int, ...] | None:
    """The rows for which the property says that it is violated (reached)."""
    if property.expected is None:
        return None if property.expect_violated or property.kind == "reachable" else ()
    found = []
    for number, row in enumerate(asked):
        scope = Scope(dict(row.sizes[-1]), {**request.options, **row.options})
        try:
            value = evaluate(property.expected, {}, {}, scope)
        except EvaluationError as error:
            span = next((error.span for error in error.errors), None) or property.span
            headline = f"what `{property.name}` expects has no value when {row_text(scope.options)}"
            raise SpecError([Diagnostic("no-value", span, headline)]) from error
        if value:
            found.append(number)
    return tuple(found)


def by_memory(properties: Iterable[Property]) -> dict[tuple[str, ...], list[Property]]:
    """Properties by what they remember of the past: each group can be asked of one system."""
    groups: dict[tuple[str, ...], list[Property]] = {}
    for property in properties:
        groups.setdefault(remembers(property), []).append(property)
    return groups


def belongs(cover: Cover, properties: set[str], run_time: bool) -> bool:
    """Premises are asked where their property is, everything else once, beside the run-time errors."""
    return cover.question.owner in properties if cover.question.kind == "premise" else run_time


def may_fail(property: Property) -> bool:
    """Can looking at the property, or at what it remembers, cause a run-time error?"""
    remembered = (monitor.value for monitor in property.monitors if monitor.value is not None)
    return not all(map(sure, (property.formula, *remembered)))


def workers() -> int:
    """How many processes may search at once: one for each processor that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def faults_in(system: System, trace: Trace) -> int:
    """How many steps of the trace are faults."""
    kinds = {action.name: action.kind for action in system.actions}
    return sum(kinds.get(step.action) == "fault" for step in trace.steps)
