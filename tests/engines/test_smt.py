"""The Z3 engines: terms mean what arithmetic says, traces are shortest and name the right actions, proofs have the right k."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.arithmetic import Pair, booleans, integers, settled, values_of
from strategies.graphs import NOWHERE, ask, graph, move, number, state, steps, system

from hamodel.engines import Budget
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.recheck import base_script, recheck, step_script
from hamodel.engines.smt.bmc import bmc
from hamodel.engines.smt.kinduction import kinduction
from hamodel.engines.smt.unrolling import Unrolling, script_satisfiable
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal, instantiate
from hamodel.model.expr import BOOL, INT, Apply, RangeType, Read
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Assign, System, Variable
from hamodel.model.verdict import Inductive, Reached, Unknown, Unreachable

NEVER = Deadline(None)


# --- systems of one number -------------------------------------------------------------------------------------------


LINE = [(n, n + 1) for n in range(7)]


@pytest.mark.parametrize("depth", range(8))
def test_a_trace_is_as_long_as_the_way(depth: int) -> None:
    instance = graph(LINE)
    answers = ask(bmc, instance, state(instance, depth))
    assert steps(answers[f"x = {depth}"]) == [f"{n}_{n + 1}" for n in range(depth)]


def test_the_shorter_of_two_ways_is_found() -> None:
    instance = graph([(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 4)])
    assert steps(ask(bmc, instance, state(instance, 4))["x = 4"]) == ["0_5", "5_4"]


def test_all_goals_are_answered_in_one_pass_each_with_its_own_shortest_trace() -> None:
    instance = graph(LINE)
    goals = [state(instance, 3), move(instance, 2, 3), state(instance, 0), move(instance, 3, 5), state(instance, 6)]
    answers = ask(bmc, instance, *goals, budget=Budget(depth=5))
    lengths = {name: len(steps(answer)) for name, answer in answers.items() if isinstance(answer, Reached)}
    assert lengths == {"x = 3": 3, "2 to 3": 3, "x = 0": 0}
    depths = {name: answer.depth for name, answer in answers.items() if isinstance(answer, Unknown)}
    assert depths == {"3 to 5": 5, "x = 6": 5}


def test_a_goal_where_runs_end_is_reached_and_one_behind_the_end_is_not() -> None:
    instance = graph([(0, 1), (1, 2)])
    answers = ask(bmc, instance, state(instance, 2), state(instance, 3), budget=Budget())
    assert len(steps(answers["x = 2"])) == 2
    assert isinstance(answers["x = 3"], Unknown), "bounded model checking proves nothing"


def test_the_budget_ends_the_search() -> None:
    instance = graph([*LINE, (7, 0)])
    for engine in (bmc, kinduction):
        answer = ask(engine, instance, state(instance, 7), budget=Budget(depth=4))["x = 7"]
        assert isinstance(answer, Unknown)
        assert answer.depth == 4
        answer = ask(engine, instance, state(instance, 7), budget=Budget(seconds=0))["x = 7"]
        assert isinstance(answer, Unknown)
        assert answer.depth == -1
        assert answer.reason.startswith("out of time")


def test_a_state_without_the_assumption_is_not_passed() -> None:
    x = Read("x", (), RangeType(0, 7))
    not_1 = Apply("not", (Apply("=", (x, number(1)), BOOL),), BOOL)
    instance = graph([(0, 1), (1, 2), (0, 4), (4, 5), (5, 2), (2, 1)], assume=not_1)
    goals = [state(instance, 2), state(instance, 1), move(instance, 2, 1)]
    answers = ask(kinduction, instance, *goals)
    assert steps(answers["x = 2"]) == ["0_4", "4_5", "5_2"]
    assert answers["x = 1"] == Unreachable(Inductive(1))
    assert answers["2 to 1"] == Unreachable(Inductive(1))


def test_a_cell_without_an_initial_value_has_any() -> None:
    instance = graph([(5, 6)], first=None, high=6)
    answers = ask(bmc, instance, *(state(instance, n) for n in range(7)))
    assert all(steps(answer) == [] for answer in answers.values())
    x = Read("x", (), RangeType(0, 6))
    narrowed = replace(system([(5, 6)], first=None, high=6), initially=Apply("<=", (number(5), x), BOOL))
    instance = instantiate(narrowed, Scope())
    answers = ask(kinduction, instance, state(instance, 4), state(instance, 5), state(instance, 6), move(instance, 5, 6))
    assert isinstance(answers["x = 4"], Unreachable)
    assert [steps(answers[name]) for name in ("x = 5", "x = 6", "5 to 6")] == [[], [], ["5_6"]]


def test_the_action_that_was_taken_is_named() -> None:
    """Two actions lead from 1 to 2 by name; only one of them can be taken where the run is."""
    instance = graph([(0, 1), (3, 2), (1, 2)])
    assert steps(ask(bmc, instance, state(instance, 2))["x = 2"]) == ["0_1", "1_2"]


def test_an_action_that_changes_nothing_is_a_transition() -> None:
    instance = graph([(0, 0)])
    answers = ask(kinduction, instance, move(instance, 0, 0), state(instance, 1))
    assert steps(answers["0 to 0"]) == ["0_0"]
    assert isinstance(answers["x = 1"], Unreachable)


# --- proofs ----------------------------------------------------------------------------------------------------------

RING = [(0, 1), (1, 2), (2, 0)]


@pytest.mark.parametrize(
    ("edges", "goal", "k"),
    [
        (RING, 7, 1),  # nothing leads to 7
        ([*RING, (6, 7)], 7, 2),  # 6 is goal-free and leads to 7, but nothing leads to 6
        ([*RING, (4, 5), (5, 6), (6, 7)], 7, 4),
        ([*RING, (4, 4), (4, 5), (5, 6), (6, 7)], 7, 4),  # any number of states in a row, but only three different ones
        ([*RING, (4, 5), (5, 4), (5, 6), (6, 7)], 7, 4),
    ],
)
def test_k_is_one_more_than_the_longest_row_that_leads_to_the_goal(edges: list[tuple[int, int]], goal: int, k: int) -> None:
    instance = graph(edges)
    assert ask(kinduction, instance, state(instance, goal)) == {f"x = {goal}": Unreachable(Inductive(k))}
    recheck(instance, [state(instance, goal)], k, NEVER)
    if k > 1:
        with pytest.raises(Disagreement, match="step"):
            recheck(instance, [state(instance, goal)], k - 1, NEVER)


def test_transitions_are_proved_impossible() -> None:
    instance = graph([*RING, (4, 5), (5, 6)])
    answers = ask(kinduction, instance, move(instance, 0, 2), move(instance, 5, 6), move(instance, 2, 0))
    assert answers["0 to 2"] == Unreachable(Inductive(1)), "no action does this"
    assert answers["5 to 6"] == Unreachable(Inductive(3)), "4 to 5 comes before it, nothing before that"
    assert steps(answers["2 to 0"]) == ["0_1", "1_2", "2_0"]


@pytest.mark.parametrize("depth", range(4))
def test_a_reachable_goal_is_never_proved_whatever_k(depth: int) -> None:
    """The line ends at 3, so no row of five states exists and the step holds for k = 5: only the base tells."""
    instance = graph([(0, 1), (1, 2), (2, 3)])
    goal = state(instance, depth)
    assert len(steps(ask(kinduction, instance, goal)[goal.name])) == depth
    for k in range(1, 8):
        reaches = script_satisfiable(base_script(instance, [goal], k), NEVER)
        assert reaches == (k > depth), "a run of fewer than k transitions"
        follows = script_satisfiable(step_script(instance, [goal], k), NEVER)
        assert follows == (k <= depth)
        with pytest.raises(Disagreement):
            recheck(instance, [goal], k, NEVER)


def test_a_reachable_transition_is_never_proved_whatever_k() -> None:
    instance = graph([(0, 1), (1, 2), (2, 3)])
    goal = move(instance, 1, 2)
    for k in range(1, 6):
        assert script_satisfiable(base_script(instance, [goal], k), NEVER) == (k > 2)
        with pytest.raises(Disagreement):
            recheck(instance, [goal], k, NEVER)


def test_a_loop_proves_nothing_about_the_way_out() -> None:
    instance = graph([*RING, (2, 3), (3, 4)])
    answers = ask(kinduction, instance, state(instance, 4), state(instance, 5))
    assert steps(answers["x = 4"]) == ["0_1", "1_2", "2_3", "3_4"]
    assert isinstance(answers["x = 5"], Unreachable)


def test_properties_that_stand_on_each_other_are_proved_together() -> None:
    """x becomes 7 where y is 6, y becomes 6 where x is 7, and z counts, so that rows of seven different states are free of
    x = 7 and followed by it."""
    type = RangeType(0, 7)
    x, y, z = (Read(name, (), type) for name in "xyz")
    one_more = Apply("+", (z, number(1)), INT)
    rules = [("a", y, 6, "x", number(7)), ("b", x, 7, "y", number(6)), ("c", x, 0, "z", one_more)]
    actions = tuple(
        Action(
            name,
            "step",
            (),
            Apply("=", (cell, number(value)), BOOL),
            (Assign(target, (), new, NOWHERE),),
            "",
            NOWHERE,
        )
        for name, cell, value, target, new in rules
    )
    cells = tuple(Variable(name, (), type, number(0)) for name in "xyz")
    instance = instantiate(System("two", (), (), (), cells, (), (), actions, (), ()), Scope())
    terms, grounder = instance.terms, instance.grounder
    first, second, reached = (
        Goal(name, terms.eq(grounder.cell(cell), terms.number(value)))
        for name, cell, value in (("x = 7", 0, 7), ("y = 6", 1, 6), ("z = 2", 2, 2))
    )
    assert ask(kinduction, instance, first, budget=Budget(depth=3))["x = 7"] == Unknown(
        "not inductive up to k = 3", 3, asked=True
    )
    answers = ask(kinduction, instance, first, second, reached, budget=Budget(depth=3))
    assert steps(answers.pop("z = 2")) == ["c", "c"]
    assert answers == {
        "x = 7": Unreachable(Inductive(1, ("y = 6",))),
        "y = 6": Unreachable(Inductive(1, ("x = 7",))),
    }
    with pytest.raises(Disagreement, match="step"):
        recheck(instance, [first], 1, NEVER)


def test_without_time_there_is_no_answer() -> None:
    instance = graph(LINE)
    with pytest.raises(Undecided):
        recheck(instance, [state(instance, 7)], 1, Deadline.after(0))


# --- terms -----------------------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(booleans(3), values_of(), values_of(), st.booleans())
def test_a_term_is_worth_what_arithmetic_says(pair: Pair, before: dict[str, int], after: dict[str, int], primed: bool) -> None:
    is_worth_it(pair, before, after, primed)


@pytest.mark.heavy
@settings(max_examples=400, deadline=None)
@given(booleans(3), values_of(), values_of(), st.booleans())
def test_so_is_each_of_many_terms(pair: Pair, before: dict[str, int], after: dict[str, int], primed: bool) -> None:
    is_worth_it(pair, before, after, primed)


def is_worth_it(pair: Pair, before: dict[str, int], after: dict[str, int], primed: bool) -> None:
    """In both encodings: the engines' and the re-check's."""
    make, mean = pair
    instance = settled(before, after)
    cells = {cell.variable: instance.grounder.cell(number, primed) for number, cell in enumerate(instance.cells)}
    goal = Goal("goal", make(instance.terms, cells))
    expected = bool(mean(after if primed else before))
    answer = ask(bmc, instance, goal, budget=Budget(depth=int(goal.of_transition)))["goal"]
    assert isinstance(answer, Reached) == expected
    assert script_satisfiable(base_script(instance, [goal], 1 + goal.of_transition), NEVER) == expected


@settings(max_examples=60, deadline=None)
@given(integers(3), values_of())
def test_an_update_gets_the_value_that_arithmetic_says(pair: Pair, before: dict[str, int]) -> None:
    """A value that the cell cannot hold is not taken: see the guard."""
    make, mean = pair
    instance = settled(before, before)
    terms = instance.terms
    cells = {cell.variable: instance.grounder.cell(number) for number, cell in enumerate(instance.cells)}
    value = make(terms, cells)
    inside = terms.and_(terms.le(terms.number(-3), value), terms.le(value, terms.number(4)))
    (go,) = instance.actions
    instance = replace(instance, actions=(replace(go, guard=inside, updates=((0, value),)),))
    worth = mean(before)
    runs = Unrolling(instance, NEVER)
    runs.start()
    runs.extend()
    goals = {
        code: Goal(f"a = {code}", terms.eq(instance.grounder.cell(0, primed=True), terms.number(code))) for code in range(-3, 5)
    }
    for code, goal in goals.items():
        runs.imply(runs.literal(goal.name), [runs.formula(goal.term, 0)])
        assert runs.satisfiable(runs.literal(goal.name)) == (code == worth)
    some = max(-3, min(4, worth))
    assert script_satisfiable(base_script(instance, [goals[some]], 2), NEVER) == (some == worth)
