"""ClaimFamily: a claim and an instance that it is asked of, in which the options are variables that keep their first values.

Each claim has an instance of its own, without what it does not depend on: so fewer options are read, and cubes are larger. One
about runs without end has several, that look for a lasso. A trace of the instance is one of the system for the combination that
its first state has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hamodel.check.jobs import searched
from hamodel.engines.circuits.clauses import clause_term
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.ground.reduction import Lasso, lasso_instance
from hamodel.model.combinations import OptionCube
from hamodel.model.configurations import about_options
from hamodel.model.expr import TRUE, Value
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System
from hamodel.model.trace import Step, Trace
from hamodel.model.transform import FAULTS, free_options
from hamodel.source import Source, Span


class CannotFree(Exception):
    """The options of a system cannot be variables; why."""


@dataclass(frozen=True)
class ClaimFamily:
    """`plain`: the system with its options, in which a run is replayed; what is assumed of options alone is left out there, and
    asked of combinations. `bound`: the most faults of a run; `budgets`: the numbers of faults that are asked about."""

    properties: tuple[Property, ...]
    bound: int
    budgets: tuple[int, ...]
    plain: System
    scope: Scope
    instance: Instance
    lasso: Lasso | None

    def goal(self, property: Property) -> Goal:
        """What shows the claim violated (reached), in any combination, with any number of faults."""
        return self.lasso.goal if self.lasso is not None else self.instance.shows(property)

    def narrowed(self, name: str, goal: Goal, faults: int, cubes: Iterable[OptionCube] = ()) -> Goal:
        """The goal with at most so many faults, and in no combination of the cubes."""
        instance, terms = self.instance, self.instance.terms
        parts = [goal.term, *(clause_term(instance, self._outside(cube)) for cube in cubes)]
        if faults < self.bound:
            counter = instance.cell(self.cell(FAULTS), primed=goal.of_transition)
            parts.append(terms.le(counter, terms.number(faults)))
        return Goal(name, terms.and_(*parts), transition=goal.of_transition)

    def cell(self, variable: str) -> int:
        """The number of the only cell of a variable."""
        return next(number for number, cell in enumerate(self.instance.cells) if cell.variable == variable)

    def code(self, option: str, value: Value) -> int:
        """An option's value as its cell has it."""
        return self.instance.grounder.code(self.instance.cells[self.cell(option)].type, value)

    def trace(self, found: Trace, options: Iterable[str]) -> tuple[dict[str, Value], Trace]:
        """The combination that a trace of the instance is of, and the run of the system with its options."""
        whole = found if self.lasso is None else self.lasso.lift(found)
        cells = {(name, ()) for name in options}
        values = {name: content for (name, _), content in whole.initial.items() if (name, ()) in cells}
        initial, *after = ({cell: content for cell, content in state.items() if cell not in cells} for state in whole.states)
        steps = tuple(Step(step.action, step.arguments, state) for step, state in zip(whole.steps, after, strict=True))
        return values, Trace(initial, steps, whole.loop)  # type: ignore[return-value]

    def _outside(self, cube: OptionCube) -> Clause:
        return Clause(tuple(Literal(CellRef(name, (), ()), values, False) for name, values in cube.values.items()))


SOME_RUN = Property("some run", "reachable", TRUE, Span(Source("", ""), 0, 0))
"""That a run starts: where none does everything holds, which is no reason to be glad. No property has a name with a space."""


def families(
    system: System, properties: Sequence[Property], sizes: Mapping[str, int], given: Mapping[str, Value], faults: int
) -> Iterator[ClaimFamily]:
    """`SOME_RUN`, then each claim; one about runs without end several times, with fewer faults first. Raises `CannotFree`."""
    freed = free_options(system, given)
    if freed is None:
        raise CannotFree("an initial value needs an option and may have no value")
    about = {property.name for property in about_options(system)}
    plain = replace(system, declared=tuple(each for each in system.declared if each.kind != "assume" or each.name not in about))
    scope = Scope(dict(sizes), dict(given))
    of_states = [property for property in properties if not property.liveness]
    for members in ([SOME_RUN], *([property] for property in of_states)):
        bounded = searched(freed, members, faults)
        instance = instantiate(bounded, scope, members)
        budgets, whole = tuple(range(faults + 1)), searched(plain, members, faults)
        yield ClaimFamily(tuple(members), faults, budgets, whole, scope, instance, None)
    for property in properties:
        if property.liveness:
            for bound in range(faults + 1):  # with few faults there are few states: it is a proof of its own
                lasso = lasso_instance(instantiate(searched(freed, [property], bound), scope), property)
                yield ClaimFamily((property,), bound, (bound,), searched(plain, [property], bound), scope, lasso.instance, lasso)
