"""Circuits: gates compute what they should, terms what arithmetic says, a step what the semantics say; as clauses too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.agreeing import few, fires, frozen, goals_of, prepared, value_of
from strategies.arithmetic import Pair, booleans, integers, settled, values_of
from strategies.random_systems import Drawn, systems
from strategies.systems import RUNS, combinations, instance, pair, system, typed

from hamodel.engines.circuits.circuit import FALSE, TRUE, Arithmetic, Bits, Circuit, Graph, Lit, circuit, width_of
from hamodel.engines.circuits.clauses import Vocabulary
from hamodel.engines.circuits.cnf import CnfEncoder, Questions, Relation, Solver
from hamodel.engines.limits.deadline import Deadline
from hamodel.ground.instance import Instance, instantiate
from hamodel.model.semantics import initial_states, is_initial, successors

# --- gates -----------------------------------------------------------------------------------------------------------

Gate = tuple[str, tuple[int, ...]]
"""An operation on literals that were made before it, by position; negative: inverted."""

MEANING: dict[str, Callable[..., bool]] = {
    "and_": lambda a, b: a and b,
    "or_": lambda a, b: a or b,
    "xor": lambda a, b: a != b,
    "iff": lambda a, b: a == b,
    "mux": lambda a, b, c: b if a else c,
}
LEAVES = 4


def gates() -> st.SearchStrategy[list[tuple[str, list[tuple[int, bool]]]]]:
    pick = st.tuples(st.integers(0, 60), st.booleans())
    return st.lists(st.tuples(st.sampled_from(sorted(MEANING)), st.lists(pick, min_size=3, max_size=3)), max_size=40)


def built(rows: list[tuple[str, list[tuple[int, bool]]]]) -> tuple[Graph, list[Lit], list[Callable[[list[bool]], bool]]]:
    """The literals of the operations, and what each means for the leaves."""
    graph = Graph()
    lits = [FALSE, TRUE, *(graph.leaf() for _ in range(LEAVES))]
    tables: list[list[bool]] = [[False] * 2**LEAVES, [True] * 2**LEAVES]
    tables += [[bool(row >> leaf & 1) for row in range(2**LEAVES)] for leaf in range(LEAVES)]
    for name, picked in rows:
        operands = picked if name == "mux" else picked[:2]
        places = [place % len(lits) for place, _ in operands]
        signs = [sign for _, sign in operands]
        lits.append(getattr(graph, name)(*(lits[place] ^ sign for place, sign in zip(places, signs, strict=True))))
        inputs = [[value != sign for value in tables[place]] for place, sign in zip(places, signs, strict=True)]
        tables.append([MEANING[name](*values) for values in zip(*inputs, strict=True)])
    return graph, lits, tables  # type: ignore[return-value]


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(gates())
def test_gates_compute_what_their_operations_mean(rows: list[tuple[str, list[tuple[int, bool]]]]) -> None:
    graph, lits, tables = built(rows)
    leaves = [lit >> 1 for lit in lits[2 : 2 + LEAVES]]
    for row in range(2**LEAVES):
        values = graph.evaluate(lits, {leaf: bool(row >> i & 1) for i, leaf in enumerate(leaves)})
        assert values == [table[row] for table in tables]  # type: ignore[index]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(gates())
def test_clauses_say_what_the_gates_compute(rows: list[tuple[str, list[tuple[int, bool]]]]) -> None:
    graph, lits, tables = built(rows)
    encoder = CnfEncoder(graph)
    names = [encoder.variable() for _ in range(LEAVES)]
    for name, lit in zip(names, lits[2 : 2 + LEAVES], strict=True):
        encoder.name(lit, name)
    last = encoder.variable()
    encoder.name(lits[-1], last)
    every = [encoder.literal(lit) for lit in lits]
    solver = Solver(encoder.clauses, Questions(Deadline(None)))
    for row in range(2**LEAVES):
        fixed = [name if row >> i & 1 else -name for i, name in enumerate(names)]
        for literal, table in zip([*every, last], [*tables, tables[-1]], strict=True):
            value = table[row]  # type: ignore[index]
            assert solver.satisfiable([*fixed, literal]) == value
            assert solver.satisfiable([*fixed, -literal]) != value


def test_equal_gates_are_one() -> None:
    graph = Graph()
    a, b, c = graph.leaf(), graph.leaf(), graph.leaf()
    assert graph.and_(a, b) == graph.and_(b, a)
    assert graph.all([a, b, c]) == graph.all([c, a, b, a])
    assert graph.and_(a, a ^ 1) == FALSE
    assert graph.and_(graph.and_(a, b), a ^ 1) == FALSE
    assert graph.and_(graph.and_(a, b) ^ 1, a) == graph.and_(a, b ^ 1)
    assert graph.mux(c, a, a) == a
    assert graph.any([]) == FALSE
    assert graph.all([]) == TRUE


# --- arithmetic ------------------------------------------------------------------------------------------------------


class Numbers:
    """Two unsigned numbers of some bits each, and what is computed of them."""

    def __init__(self, a: int, b: int) -> None:
        self.graph = Graph()
        self.arithmetic = Arithmetic(self.graph)
        self.a: Bits = tuple(self.graph.leaf() for _ in range(a))
        self.b: Bits = tuple(self.graph.leaf() for _ in range(b))

    def all(self, bits: Bits) -> list[tuple[int, int, int]]:
        rows = []
        for x, y in product(range(2 ** len(self.a)), range(2 ** len(self.b))):
            leaves = {lit >> 1: bool(x >> i & 1) for i, lit in enumerate(self.a)}
            leaves |= {lit >> 1: bool(y >> i & 1) for i, lit in enumerate(self.b)}
            rows.append((x, y, sum(bit << i for i, bit in enumerate(self.graph.evaluate(bits, leaves)))))
        return rows


@pytest.mark.parametrize(("a", "b"), [(3, 3), (4, 2), (0, 3), (2, 0), (1, 4)])
@pytest.mark.parametrize("width", [1, 3, 6])
def test_sums_differences_and_products(a: int, b: int, width: int) -> None:
    numbers = Numbers(a, b)
    arithmetic = numbers.arithmetic
    assert all(z == (x + y) % 2**width for x, y, z in numbers.all(arithmetic.add(numbers.a, numbers.b, width)))
    assert all(z == (x - y) % 2**width for x, y, z in numbers.all(arithmetic.minus(numbers.a, numbers.b, width)))
    assert all(z == x * y % 2**width for x, y, z in numbers.all(arithmetic.times(numbers.a, numbers.b, width)))
    assert all(z == (x - 5) % 2**width for x, _, z in numbers.all(arithmetic.plus(numbers.a, -5, width)))


@pytest.mark.parametrize("divisor", [1, 2, 3, 5, 7, 8, 20])
def test_quotients_and_remainders(divisor: int) -> None:
    numbers = Numbers(5, 0)
    quotient, remainder = numbers.arithmetic.divided(numbers.a, divisor)
    assert all(z == x // divisor for x, _, z in numbers.all(quotient))
    assert all(z == x % divisor for x, _, z in numbers.all(remainder))


@pytest.mark.parametrize(("a", "b"), [(3, 3), (4, 2), (0, 2), (0, 0)])
def test_comparisons(a: int, b: int) -> None:
    numbers = Numbers(a, b)
    assert all(z == (x < y) for x, y, z in numbers.all((numbers.arithmetic.less(numbers.a, numbers.b),)))
    assert all(z == (x == y) for x, y, z in numbers.all((numbers.arithmetic.equal(numbers.a, numbers.b),)))
    for value in range(-2, 20):
        assert all(z == (x <= value) for x, _, z in numbers.all((numbers.arithmetic.at_most(numbers.a, value),)))


@pytest.mark.parametrize("many", range(8))
def test_counting(many: int) -> None:
    numbers = Numbers(many, 0)
    total = numbers.arithmetic.total(numbers.a, width_of(0, many))
    assert all(z == x.bit_count() for x, _, z in numbers.all(total))


# --- terms -----------------------------------------------------------------------------------------------------------


def leaves(found: Circuit, codes: Sequence[int], number: int = 0) -> dict[int, bool]:
    """The latches of a state and the inputs that choose an action."""
    values = {lit >> 1: bool(number >> i & 1) for i, lit in enumerate(found.selector)}
    for cell, bits, code in zip(found.instance.cells, found.latches, codes, strict=True):
        values |= {lit >> 1: bool((code - cell.low) >> i & 1) for i, lit in enumerate(bits)}
    return values


@settings(max_examples=200, deadline=None)
@given(st.one_of(booleans(4), integers(4)), values_of())
def test_a_term_is_worth_what_arithmetic_says(pair: Pair, values: dict[str, int]) -> None:
    make, mean = pair
    found = circuit(settled(values, values))
    instance = found.instance
    cells = {cell.variable: instance.grounder.cell(number) for number, cell in enumerate(instance.cells)}
    term = make(instance.terms, cells)
    codes = [values[cell.variable] for cell in instance.cells]
    bits = found.graph.evaluate(found.lowering.bits(term), leaves(found, codes))
    assert len(bits) == (1 if term.is_bool else width_of(term.low, term.high))
    low = 0 if term.is_bool else term.low
    assert low + sum(bit << i for i, bit in enumerate(bits)) == mean(values)


# --- steps -----------------------------------------------------------------------------------------------------------


def step(found: Circuit, codes: Sequence[int], number: int) -> tuple[bool, list[int]]:
    """Does something happen, and what is the state then?"""
    flat = [lit for bits in found.after for lit in bits]
    fired, *bits = found.graph.evaluate([found.fired, *flat], leaves(found, codes, number))
    after, start = [], 0
    for cell, cell_bits in zip(found.instance.cells, found.after, strict=True):
        here = bits[start : start + len(cell_bits)]
        after.append(cell.low + sum(bit << i for i, bit in enumerate(here)))
        start += len(cell_bits)
    return fired, after


def any_codes(instance: Instance, random: Random) -> list[int]:
    return [random.randint(cell.low, cell.high) for cell in instance.cells]


def compare(instance: Instance, states: Sequence[Sequence[int]], properties: Sequence[object] = ()) -> None:
    """Circuit and instance, in these states and all their successors, for every input."""
    found = circuit(instance)
    goals = list(goals_of(instance, list(properties)))  # type: ignore[arg-type]
    targets = [found.goal(goal) for goal in goals]
    for codes in states:
        here = leaves(found, codes)
        valid, initial = found.graph.evaluate([found.valid, found.initial], here)
        assert valid == bool(value_of(instance.assume, codes))
        starts = all(codes[number] == code for number, code in instance.initial.items())
        assert initial == (valid and starts and bool(value_of(instance.initially, codes)))
        possible = {(name, arguments, tuple(after)) for name, arguments, after in fires(instance, list(codes))}
        happened = set()
        for number in range(2 ** len(found.selector)):
            fired, after = step(found, codes, number)
            if fired:
                action = instance.actions[number]
                happened.add((action.action.name, action.arguments, tuple(after)))
            else:
                assert after == list(codes)
            values = found.graph.evaluate(targets, leaves(found, codes, number))
            for goal, value in zip(goals, values, strict=True):
                if goal.of_transition:
                    assert value == (fired and bool(value_of(goal.term, codes, after)))
                else:
                    assert value == bool(value_of(goal.term, codes))
        assert happened == possible


@few(30)
@given(systems(), st.integers(0, 10**6))
def test_a_step_is_the_instances(drawn: Drawn, seed: int) -> None:
    of, scope, properties = prepared(drawn, 2)
    made = instantiate(of, scope, properties)
    random = Random(seed)
    compare(made, [any_codes(made, random) for _ in range(6)], properties)


@few(20)
@given(systems(wired=True))
def test_a_step_is_the_semantics(drawn: Drawn) -> None:
    """In states of real runs."""
    of, scope, properties = prepared(drawn)
    found = circuit(instantiate(of, scope, properties))
    frontier = list(islice(initial_states(of, scope), 5))
    for state in [*frontier, *(o.state for s in frontier for _, _, o in successors(of, scope, s) if o.state is not None)][:15]:
        codes = found.instance.encode(state)
        assert found.graph.evaluate([found.initial], leaves(found, codes)) == [is_initial(of, scope, state)]
        steps = [step(found, codes, number) for number in range(2 ** len(found.selector))]
        by_circuit = {frozen(found.instance.decode(after)) for fired, after in steps if fired}
        outcomes = [outcome.state for _, _, outcome in successors(of, scope, state)]
        assert by_circuit == {frozen(after) for after in outcomes if after is not None}


@pytest.mark.parametrize(("name", "sizes"), RUNS, ids=str)
def test_a_step_of_a_known_system(name: str, sizes: dict[str, int]) -> None:
    random = Random(name)
    for options in combinations(system(name)):
        made = instance(system(name), sizes, options)
        compare(made, [any_codes(made, random) for _ in range(5)], [p for p in made.system.declared if p.kind != "assume"])


def test_a_sort_without_members_leaves_no_state() -> None:
    made = instance(typed("spec nobody sort Session var current : Session invariant fine = true"), {"Session": 0})
    found = circuit(made)
    assert found.valid == FALSE
    assert found.initial == FALSE


def test_a_value_that_no_cell_has_is_not_written() -> None:
    """Guards leave out what would be an error; where one does not, nothing happens."""
    made = instance(system("counter"), {})
    (rise, leap, back) = made.actions
    broken = replace(made, actions=(replace(rise, guard=made.terms.true), leap, back))
    found = circuit(broken)
    assert step(found, [8, 0], 0) == (True, [9, 0])
    assert step(found, [9, 0], 0) == (False, [9, 0])


def test_deep_terms_need_no_stack() -> None:
    made = instance(pair(), {"Session": 1})
    terms, cell = made.terms, made.grounder.cell(0)
    term = cell
    for k in range(20_000):
        term = terms.choose(terms.eq(term, terms.number(k % 2)), terms.number(k % 3), term)
    found = circuit(made)
    assert len(found.lowering.bits(term)) == width_of(term.low, term.high)
    encoder = CnfEncoder(found.graph)
    assert encoder.literal(found.lowering.bits(term)[0])


@few(25)
@given(systems(tame=True), st.integers(0, 10**6))
@pytest.mark.heavy
def test_a_step_as_clauses(drawn: Drawn, seed: int) -> None:
    """A state and an input have one successor, and it is the circuit's."""
    of, scope, properties = prepared(drawn)
    made = instantiate(of, scope, properties)
    found, vocabulary, random = circuit(made), Vocabulary(made), Random(seed)
    goals = list(goals_of(made, properties))
    relation = Relation(found, vocabulary, goals)
    solver = Solver(relation.encoder.clauses, Questions(Deadline(None)))
    for codes in (any_codes(made, random) for _ in range(4)):
        state = [literal for number, code in enumerate(codes) for literal in vocabulary.literals(number, code)]
        if not value_of(made.assume, codes):
            assert not solver.satisfiable(state)
            continue
        for number in range(2 ** len(found.selector)):
            inputs = [1 if number >> i & 1 else -1 for i in range(len(found.selector))]
            chosen = [sign * (relation.first_input + i + 1) for i, sign in enumerate(inputs)]
            _, after = step(found, codes, number)
            then = [literal for cell, code in enumerate(after) for literal in vocabulary.literals(cell, code)]
            assert solver.satisfiable([*state, *chosen])
            assert solver.satisfiable([*state, *chosen, *relation.after(then)])
            for literal in relation.after(then):
                assert not solver.satisfiable([*state, *chosen, -literal])
            values = found.graph.evaluate([found.goal(goal) for goal in goals], leaves(found, codes, number))
            for goal, value in zip(goals, values, strict=True):
                literal = relation.goals[goal]
                assert solver.satisfiable([*state, *chosen, literal if value else -literal])
                assert not solver.satisfiable([*state, *chosen, -literal if value else literal])
