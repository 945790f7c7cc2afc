"""What a random system can do, by the plainest search there is, and that everyone who computes it says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, permutations, product

from hypothesis import HealthCheck, assume, settings
from strategies.random_systems import SORT, Drawn

from hamodel.engines import Budget, Engine
from hamodel.engines.circuits.clauses import clause_term
from hamodel.engines.circuits.pdr import pdr
from hamodel.engines.explicit.search import Search, explicit, explore
from hamodel.engines.smt.bmc import bmc
from hamodel.engines.smt.kinduction import kinduction
from hamodel.evidence.confirm import replay, shows
from hamodel.evidence.spot_check import spot_check
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.ground.terms import Term, topological
from hamodel.model.expr import OPERATORS, reads_next
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, counts, errors, initial_states, is_initial, successors, transition_errors
from hamodel.model.symmetry import symmetric_sorts
from hamodel.model.system import Property, RunTimeError, System
from hamodel.model.trace import CellName, Content, State
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Invariant, Reached, Unknown, Unreachable

MOST_STATES = 400
"""A random system with more states than this is left alone by the tests that need all of them."""

NO_LIMIT = Budget()
Key = tuple[Content, ...]


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


@dataclass
class Reference:
    """All that a system can do. `depth`: the fewest transitions to each state; `after`: what follows it."""

    system: System
    scope: Scope
    properties: list[Property]
    order: list[CellName] = field(default_factory=list)
    states: dict[Key, State] = field(default_factory=dict)
    depth: dict[Key, int] = field(default_factory=dict)
    after: dict[Key, list[Key]] = field(default_factory=dict)

    def key(self, state: State) -> Key:
        return tuple(state[cell] for cell in self.order)

    def search(self) -> bool:
        """False if there are too many states."""
        self.order = cells(self.system, self.scope)
        frontier: list[State] = []
        for state in initial_states(self.system, self.scope):
            if not self.meet(state, 0, frontier):
                return False
        while frontier:
            before = frontier.pop(0)
            here = self.key(before)
            self.after[here] = []
            for _, _, outcome in successors(self.system, self.scope, before):
                if outcome.state is not None:
                    self.after[here].append(self.key(outcome.state))
                    if not self.meet(outcome.state, self.depth[here] + 1, frontier):
                        return False
        return True

    def meet(self, state: State, depth: int, frontier: list[State]) -> bool:
        key = self.key(state)
        if key not in self.states:
            self.states[key], self.depth[key] = state, depth
            frontier.append(state)
        return len(self.states) <= MOST_STATES

    def shortest(self, shown: Property | RunTimeError) -> int | None:
        """The fewest transitions of a trace that shows it; None if there is none."""
        of_transition = shown.of_transition if isinstance(shown, RunTimeError) else reads_next(shown.formula)
        found = [
            self.depth[key] + of_transition
            for key, state in self.states.items()
            for after in (self.after[key] if of_transition else [key])
            if self.shown(shown, state, self.states[after], of_transition)
        ]
        return min(found, default=None)

    def shown(self, shown: Property | RunTimeError, state: State, after: State, of_transition: bool) -> bool:
        if isinstance(shown, Property):
            return shows(self.system, self.scope, shown, state if of_transition else None, after)
        if of_transition:
            return shown in transition_errors(self.system, self.scope, state, after, self.properties)
        return shown in errors(self.system, self.scope, state, self.properties)

    def orbits(self) -> int:
        """How many states there are if those that differ by a permutation of a symmetric sort count as one."""
        if SORT not in symmetric_sorts(self.system):
            return len(self.states)
        members = self.scope.domain(SORT)
        renamings = [dict(zip(members, image, strict=True)) for image in permutations(members)]
        return len({min(map(repr, self.images(state, renamings))) for state in self.states.values()})

    def images(self, state: State, renamings: Iterable[dict[object, object]]) -> Iterator[list[object]]:
        for renaming in renamings:
            yield sorted((repr(_renamed(cell, renaming)), _renamed(content, renaming)) for cell, content in state.items())


def _renamed(thing: object, renaming: dict[object, object]) -> str:
    """A cell's name or content with other members. A bag's messages have no order."""
    if isinstance(thing, tuple):
        parts = [_renamed(part, renaming) for part in thing]
        is_bag = parts and all(isinstance(part, tuple) for part in thing)
        return f"({', '.join(sorted(parts) if is_bag else parts)})"
    return repr(renaming.get(thing, thing) if isinstance(thing, str) else thing)


def prepared(drawn: Drawn, faults: int | None = None) -> tuple[System, Scope, list[Property]]:
    system, scope = drawn.system, drawn.scope
    properties = [property for property in system.declared if property.kind != "assume"]
    system = with_monitors(system, properties)
    return (system if faults is None else bound_faults(system, faults)), scope, properties


def searched(drawn: Drawn) -> Reference:
    system, scope, properties = prepared(drawn, 2)
    reference = Reference(system, scope, properties)
    assume(reference.search())
    return reference


def value_of(term: Term, before: Sequence[int], after: Sequence[int] = ()) -> int:
    known: dict[Term, int] = {}
    for part in topological([term]):
        args = [known[arg] for arg in part.args]
        match part.op:
            case "const":
                known[part] = int(part.value or 0)
            case "cell":
                known[part] = before[int(part.value or 0)]
            case "next":
                known[part] = after[int(part.value or 0)]
            case "count":
                known[part] = sum(args)
            case op:
                known[part] = int(OPERATORS[op](*args) or 0)
        assert part.low <= known[part] <= part.high, f"{part.op} is worth {known[part]}, outside its bounds"
    return known[term]


def fires(instance: Instance, codes: list[int]) -> Iterator[tuple[str, tuple[object, ...], list[int]]]:
    for action in instance.actions:
        if value_of(action.guard, codes):
            after = list(codes)
            for number, value in action.updates:
                after[number] = value_of(value, codes)
                assert instance.cells[number].low <= after[number] <= instance.cells[number].high
            if value_of(instance.assume, after):
                yield action.action.name, action.arguments, after


def frozen(state: State) -> frozenset[tuple[CellName, Content]]:
    return frozenset(state.items())


def compare_instance(drawn: Drawn) -> None:
    system, scope, properties = prepared(drawn)
    instance = instantiate(system, scope, properties)
    starts = list(islice(initial_states(system, scope), 20))
    frontier, seen = list(starts), {frozen(state) for state in starts}
    looked_at = 0
    while frontier and looked_at < 25:
        state = frontier.pop(0)
        looked_at += 1
        codes = instance.encode(state)
        assert frozen(instance.decode(codes)) == frozen(state)
        fits = all(codes[number] == code for number, code in instance.initial.items())
        assert (fits and bool(value_of(instance.initially, codes))) == is_initial(system, scope, state)
        by_instance = {(name, arguments, frozen(instance.decode(after))) for name, arguments, after in fires(instance, codes)}
        outcomes = list(successors(system, scope, state))
        by_semantics = {(a.name, args, frozen(o.state)) for a, args, o in outcomes if o.state is not None}
        assert by_instance == by_semantics
        made = {m for m, term in instance.errors.items() if not m.of_transition and value_of(term, codes)}
        assert made == errors(system, scope, state, properties)
        for property in properties:
            goal = instance.shows(property)
            assert goal.transition == reads_next(property.formula)
            if not goal.of_transition:
                assert bool(value_of(goal.term, codes)) == shows(system, scope, property, None, state)
        for _, _, after in fires(instance, codes):
            compare_transition(instance, properties, state, codes, after)
        for _, _, outcome in outcomes:
            if outcome.state is not None and frozen(outcome.state) not in seen:
                seen.add(frozen(outcome.state))
                frontier.append(outcome.state)


def compare_transition(instance: Instance, properties: list[Property], state: State, codes: list[int], after: list[int]) -> None:
    system, scope, then = instance.system, instance.scope, instance.decode(after)
    for property in properties:
        goal = instance.shows(property)
        if goal.of_transition:
            assert bool(value_of(goal.term, codes, after)) == shows(system, scope, property, state, then)
    made = {m for m, term in instance.errors.items() if m.of_transition and value_of(term, codes, after)}
    assert made == transition_errors(system, scope, state, then, properties)


def compare_initial(drawn: Drawn) -> None:
    """Every state of the cells' types, if there are few: which are initial?"""
    system, scope, properties = prepared(drawn)
    instance = instantiate(system, scope, properties)
    free = [
        range(cell.low, cell.high + 1) if n not in instance.initial else (instance.initial[n],)
        for n, cell in enumerate(instance.cells)
    ]
    candidates = list(islice(product(*free), 3000))
    assume(len(candidates) < 3000)
    by_instance = {
        frozen(instance.decode(codes))
        for codes in candidates
        if value_of(instance.initially, codes) and value_of(instance.assume, codes)
    }
    by_semantics = [frozen(state) for state in initial_states(system, scope)]
    assert len(by_semantics) == len(set(by_semantics))
    assert by_instance == set(by_semantics)
    assert all(counts(system, scope, dict(state)) for state in by_semantics)


def compare_anywhere(drawn: Drawn) -> None:
    """In states that no run reaches, too."""
    system, scope, properties = prepared(drawn)
    assert spot_check(instantiate(system, scope, properties), properties, count=20) == 20


def goals_of(instance: Instance, properties: list[Property]) -> dict[Goal, Property | RunTimeError]:
    goals: dict[Goal, Property | RunTimeError] = {}
    for property in properties:
        goals[instance.shows(property)] = property
    for number, error in enumerate(instance.errors):
        goals[instance.making(f"error {number}", error)] = error
    return goals


def compare_engine(reference: Reference, engine: Engine, budget: Budget, proves: bool, shortest: bool) -> None:
    instance = instantiate(reference.system, reference.scope, reference.properties)
    goals = goals_of(instance, reference.properties)
    answers = list(engine(instance, list(goals), budget, lambda _: None))
    assert sorted(goal.name for goal, _ in answers) == sorted(goal.name for goal in goals)
    for goal, answer in answers:
        expected = reference.shortest(goals[goal])
        match answer:
            case Reached(trace):
                assert expected is not None, f"{goal.name} is not reachable"
                assert trace is not None
                replay(reference.system, reference.scope, goals[goal], trace)
                if shortest:
                    assert len(trace.steps) == expected
            case Unreachable():
                assert expected is None, f"{goal.name} is reachable in {expected}"
            case Unknown(_, depth):
                assert not proves
                assert expected is None or expected > depth


def compare_search(reference: Reference, symmetry: bool) -> None:
    instance = instantiate(reference.system, reference.scope, reference.properties)
    search = Search(instance, (), NO_LIMIT, lambda _: None, symmetry)
    assert list(search.answers()) == []
    assert search.exhausted
    if not symmetry:
        assert search.states == len(reference.states)
        known = set(map(frozen, search.sample(MOST_STATES + 1)))
        assert known == {frozen(state) for state in reference.states.values()}
    elif search.reduced:
        assert search.states >= reference.orbits()
    assert all(search.contains_all([instance.encode(state) for state in reference.states.values()]))


def compare_explicit(drawn: Drawn) -> None:
    reference = searched(drawn)
    for symmetry in (False, True):

        def engine(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Callable[..., None], /):  # type: ignore[no-untyped-def]
            return iter(explore(instance, goals, budget, listen, symmetry=symmetry).found)  # noqa: B023

        compare_engine(reference, engine, NO_LIMIT, proves=True, shortest=True)
        compare_search(reference, symmetry)


def compare_formula(drawn: Drawn) -> None:
    """In each state a formula is true, or false, or has no value, in the same way for everyone."""
    compare_instance(drawn)
    reference = searched(drawn)
    assert len(reference.states) == 4 * 3 * 2
    compare_engine(reference, explicit, NO_LIMIT, proves=True, shortest=True)
    compare_engine(reference, bmc, Budget(depth=0), proves=False, shortest=True)


def compare_bmc(drawn: Drawn) -> None:
    reference = searched(drawn)
    compare_engine(reference, bmc, Budget(depth=4), proves=False, shortest=True)


def compare_kinduction(drawn: Drawn) -> None:
    reference = searched(drawn)
    compare_engine(reference, kinduction, Budget(depth=4), proves=False, shortest=False)


def compare_pdr(drawn: Drawn) -> None:
    """It decides everything, and its invariants hold in every state that there is."""
    reference = searched(drawn)

    def engine(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Callable[..., None], /):  # type: ignore[no-untyped-def]
        states = [instance.encode(state) for state in reference.states.values()]
        for goal, answer in pdr(instance, goals, budget, listen):
            if isinstance(answer, Unreachable):
                assert isinstance(answer.proof, Invariant)
                for clause in answer.proof.clauses:
                    term = clause_term(instance, clause)
                    assert all(value_of(term, codes) for codes in states)
            yield goal, answer

    compare_engine(reference, engine, NO_LIMIT, proves=True, shortest=False)


Codes = tuple[int, ...]


def starts(made: Instance) -> list[Codes]:
    ranges = [
        (made.initial[number],) if number in made.initial else range(cell.low, cell.high + 1)
        for number, cell in enumerate(made.cells)
    ]
    return [codes for codes in product(*ranges) if value_of(made.assume, codes) and value_of(made.initially, codes)]


def reachable(made: Instance) -> dict[Codes, list[Codes]]:
    """Every state that a run reaches, with its successors."""
    after: dict[Codes, list[Codes]] = {}
    todo = starts(made)
    while todo:
        here = todo.pop()
        if here not in after:
            after[here] = [tuple(then) for _, _, then in fires(made, list(here))]
            todo += after[here]
    return after


def shown(goal: Goal, states: Mapping[Codes, Sequence[Codes]]) -> bool:
    """Is the goal in one of the states, or in a transition from one of them?"""
    if goal.of_transition:
        return any(value_of(goal.term, here, then) for here, after in states.items() for then in after)
    return any(value_of(goal.term, here) for here in states)
