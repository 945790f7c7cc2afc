"""Systems of one number whose transitions are the edges of a graph, and what an engine says of them."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.engines import Budget, Engine
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.ground.terms import Term
from hamodel.model.expr import BOOL, TRUE, Apply, Const, Expr, RangeType, Read
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Assign, Property, System, Variable
from hamodel.model.trace import Trace
from hamodel.model.verdict import Answer, Reached
from hamodel.source import Source, Span

NOWHERE = Span(Source("none.ha", " "), 0, 1)


def ask(engine: Engine, instance: Instance, *goals: Goal, budget: Budget | None = None) -> dict[str, Answer]:
    budget = budget or Budget(depth=20)
    answers = {goal.name: answer for goal, answer in engine(instance, goals, budget, lambda progress: None)}
    assert set(answers) == {goal.name for goal in goals}
    return answers


def steps(answer: Answer) -> list[str]:
    assert isinstance(answer, Reached)
    assert isinstance(answer.trace, Trace)
    return [step.action for step in answer.trace.steps]


def number(value: int) -> Expr:
    return Const(value, RangeType(value, value))


def system(edges: Sequence[tuple[int, int]], first: int | None = 0, assume: Expr = TRUE, high: int = 7) -> System:
    """`x` in 0..high, and an action `from_to` for each edge."""
    type = RangeType(0, high)
    x = Read("x", (), type)
    actions = tuple(
        Action(f"{a}_{b}", "step", (), Apply("=", (x, number(a)), BOOL), (Assign("x", (), number(b), NOWHERE),), "", NOWHERE)
        for a, b in edges
    )
    start = None if first is None else number(first)
    properties = (Property("assumed", "assume", assume, NOWHERE),)
    return System("one", (), (), (), (Variable("x", (), type, start),), (), (), actions, properties, ())


def graph(edges: Sequence[tuple[int, int]], first: int | None = 0, assume: Expr = TRUE, high: int = 7) -> Instance:
    return instantiate(system(edges, first, assume, high), Scope())


def at(instance: Instance, value: int, primed: bool = False) -> Term:
    terms = instance.terms
    return terms.eq(instance.grounder.cell(0, primed), terms.number(value))


def state(instance: Instance, value: int) -> Goal:
    return Goal(f"x = {value}", at(instance, value))


def move(instance: Instance, a: int, b: int) -> Goal:
    return Goal(f"{a} to {b}", instance.terms.and_(at(instance, a), at(instance, b, primed=True)))
