"""Differences between a check of a text that says of no sort how many members it has, and what a plain reading says at sizes.

The whole pipeline answers: searches at several sizes, proofs for any number of members. What is proved must be so wherever it
is looked at here, what is violated must be so at the size that is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text import ast
from hamodel.language.text.parse import parse
from hamodel.model.verdict import Finding, Reached, Result, Unreachable
from hamodel.source import Source

from .against import Outcome, fault_bound, groups, row_of
from .branches import Branches
from .forever import Forever
from .lasting import of_whole_runs
from .run_time_errors import adapted, soonest_of
from .runs import Runs, TooMany
from .values import Reading
from .world import RunTimeError, World

SIZES = (1, 2, 3)
MOST_STATES = 1_500


@dataclass
class Plain:
    """What a plain reading says at one choice of sizes and options. `shortest`: -1 for a property about whole runs."""

    shortest: dict[str, int] = field(default_factory=dict)
    without_value: set[str] = field(default_factory=set)
    errors: dict[RunTimeError, int] = field(default_factory=dict)


def any_number(text: str, engine: str, seconds: float) -> Outcome:
    """Asks the check with this engine for so long."""
    try:
        spec = parse(Source("text.ha", text))
        system = elaborate(spec)
        report = check(system, Request(engine=engine, seconds=seconds))
    except SpecError as error:
        return Outcome(refused=error.diagnostics[0].code)
    sizes = _Sizes(spec)
    if report.disagreement:
        return Outcome(differences=(f"{engine}: {report.disagreement}",))
    for finding in report.findings:
        if finding.kind != "scenario":
            for result in finding.results:
                sizes.differences += [f"{engine}: {finding.name}: {each}" for each in sizes.of(finding, result)]
    return Outcome("", False, sizes.counts, tuple(sizes.differences))


class _Sizes:
    def __init__(self, spec: ast.Spec) -> None:
        self.spec = spec
        self.counts: Counter[str] = Counter()
        self.differences: list[str] = []
        self._known: dict[tuple[Any, ...], Plain | None] = {}

    def plain(self, options: Mapping[str, Any], sizes: Mapping[str, int], bounded: bool) -> Plain | None:
        """None: there are too many states."""
        key = (row_of(dict(options)), tuple(sizes.items()), bounded)
        if key not in self._known:
            try:
                self._known[key] = judged(World(self.spec, dict(options), dict(sizes)), bounded)
            except TooMany:
                self._known[key] = None
        return self._known[key]

    def of(self, finding: Finding, result: Result) -> Iterator[str]:
        if isinstance(result.answer, Unreachable):
            some = any(size is None for size in result.sizes.values())
            self.counts["any number: proved" if some else "any number: proved for sizes"] += 1
            yield from self.holds(finding, result, result.sizes)
        elif isinstance(result.answer, Reached):
            self.counts["any number: with a run"] += 1
            yield from self.is_so(finding, result)
            if result.held:
                yield from self.holds(finding, result, result.held)
        else:
            self.counts["any number: not decided"] += 1

    def holds(self, finding: Finding, result: Result, extent: Mapping[str, Any]) -> Iterator[str]:
        choices = [SIZES if size is None else size if isinstance(size, tuple) else (size,) for size in extent.values()]
        for numbers in product(*choices):
            sizes = dict(zip(extent, numbers, strict=True))
            plain = self.plain(result.options, sizes, not result.any_faults)
            if plain is None:
                self.counts["any number: too many states to look"] += 1
                continue
            self.counts["any number: looked at a size"] += 1
            where = f"said to hold for {dict(extent)}, at {sizes} {dict(result.options)}"
            if finding.kind == "run-time":  # one of a place, or without one any
                place = finding.span and (finding.span.start, finding.span.end)
                made = [each for each in soonest_of(plain.errors) if place in (None, (each.start, each.end))]
                made = [each for each in made if place is None or finding.name == name_of(each)]
                yield from (f"{where} there is {each}" for each in made[:1])
            elif finding.name in plain.shortest:
                yield f"{where} it is hit after {plain.shortest[finding.name]} steps"
            elif finding.name in plain.without_value:
                yield f"{where} it has no value somewhere"

    def is_so(self, finding: Finding, result: Result) -> Iterator[str]:
        sizes = {sort: size for sort, size in result.sizes.items() if isinstance(size, int)}
        plain = self.plain(result.options, sizes, True)
        trace = result.answer.trace if isinstance(result.answer, Reached) else None
        if plain is None or trace is None:
            self.counts["any number: too many states to look"] += 1
            return
        self.counts["any number: looked at a run's size"] += 1
        where = f"hit at {result.sizes} {dict(result.options)} after {len(trace.steps)} steps"
        if finding.kind == "run-time":
            assert trace.error is not None
            made = adapted(trace.error.what)
            soonest = soonest_of(plain.errors).get(made)
        else:
            soonest = plain.shortest.get(finding.name)
        if soonest is None:
            yield f"{where}, which it never is"
        elif soonest > len(trace.steps) or (result.shortest and soonest not in (-1, len(trace.steps))):
            yield f"{where}, soonest is {soonest}"


def name_of(error: RunTimeError) -> str:
    return f"error[{error.kind.replace(' ', '-')}]"


def judged(world: World, bounded: bool) -> Plain:
    """All properties and errors. Raises TooMany."""
    branches = Branches(world, Reading(world))
    faults = fault_bound(world) if bounded else None
    plain = Plain()
    for properties in groups(world, branches.reading):
        found = Runs(world, properties, MOST_STATES, faults, branches).search()
        plain.shortest.update(found.shortest)
        plain.without_value |= found.without_value
        plain.errors.update({each: min(depth, plain.errors.get(each, depth)) for each, depth in found.errors.items()})
    for property in world.all(ast.Property):
        if of_whole_runs(property, branches.reading):
            runs = Runs(world, [property], MOST_STATES, faults, branches, pausing=True)
            runs.search()
            forever = Forever(runs, property)
            if forever.violation() is not None:
                plain.shortest[property.name.text] = -1
            if forever.errors:
                plain.without_value.add(property.name.text)
            for each, depth in (*runs.found.errors.items(), *forever.errors.items()):
                plain.errors[each] = min(depth, plain.errors.get(each, depth))
    return plain
