"""A reduction that is broken on purpose is caught: each fault ends in a `Disagreement`, never in a wrong answer.

Unbroken, the properties of the spec are as worked out by hand in `TRUTH`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from hamodel.check import lasso
from hamodel.engines import Budget
from hamodel.engines.explicit import compiled
from hamodel.engines.explicit import search as explicit
from hamodel.engines.explicit.packing import reducible_sorts
from hamodel.evidence.confirm import Disagreement
from hamodel.ground import automaton, reduction
from hamodel.ground.instance import GroundAction, instantiate
from hamodel.ground.reduction import Lasso, lasso_instance
from hamodel.ground.terms import Rewriter, Term
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.symmetry import symmetric_sorts
from hamodel.model.system import System
from hamodel.model.transform import IDLE, with_idle, with_monitors
from hamodel.model.verdict import Answer, Reached, Unknown, Unreachable
from hamodel.source import Source

SPEC = """
spec shop
sort Customer
enum Place { away, queue, served }
var at[Customer] : Place = away
var open_ : bool = true
var told  : bool = false
input come(c: Customer) when at[c] = away { at[c] := queue }
fair step serve(c: Customer) when at[c] = queue and open_ { at[c] := served }
strongly fair step leave(c: Customer) when at[c] = served and told { at[c] := away }
step ring { told := not told }
input close when open_ { open_ := false }

property served_or_closed = all c: Customer. at[c] = queue leads to (at[c] = served or not open_)
property all_served       = all c: Customer. at[c] = queue leads to at[c] = served
property leaves_in_the_end = all c: Customer. always ((always eventually told) and at[c] = served => eventually at[c] = away)
property leaves           = all c: Customer. at[c] = served leads to at[c] = away
property busy             = always eventually some c: Customer. at[c] = queue
property nobody_for_ever  = all c: Customer. eventually always at[c] = away
property quiet_first      = all c: Customer. at[c] != served until at[c] = queue
property never_all        = not eventually always all c: Customer. at[c] = served
"""

TRUTH = {
    "served_or_closed": True,
    "all_served": False,  # it closes
    "leaves_in_the_end": True,  # strong fairness: told again and again
    "leaves": False,  # nobody need ring
    "busy": False,  # nobody need come
    "nobody_for_ever": False,  # come and go
    "quiet_first": False,  # nobody need come
    "never_all": False,  # who is not told stays
}


def system() -> System:
    return elaborate(parse(Source("shop.ha", SPEC)))


def answers() -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for property in system().declared:
        ready = with_monitors(with_idle(system()), [property])
        [(answer, _, _)] = lasso.decide(ready, Scope({"Customer": 2}), property, "explicit", Budget(), lambda _: None, 40)
        found[property.name] = answer
    return found


def right(found: dict[str, Answer]) -> bool:
    return all(
        isinstance(answer, (Unknown, Unreachable if TRUTH[name] else Reached))
        for name, answer in found.items()
    )


def caught() -> bool:
    try:
        found = answers()
    except Disagreement:
        return True
    assert right(found), f"a wrong answer was believed: {found}"
    return False


def test_unbroken_it_is_right() -> None:
    found = answers()
    assert right(found)
    assert not any(isinstance(answer, Unknown) for answer in found.values())


Fault = Callable[[Lasso], Lasso]


def goal_with(name: str, value: Callable[[Lasso], Term]) -> Fault:
    """The goal as if the cells of this name had always that value."""

    def broken(whole: Lasso) -> Lasso:
        terms = whole.instance.terms
        cells = [
            (number, cell) for number, cell in enumerate(whole.instance.cells) if cell.variable.startswith(f"lasso: {name}")
        ]
        new = {terms.cell(number, cell.low, cell.high, cell.is_bool): value(whole) for number, cell in cells}
        return replace(whole, goal=replace(whole.goal, term=Rewriter(terms, new)(whole.goal.term)))

    return broken


def actions_with(change: Callable[[Lasso, GroundAction], GroundAction | None]) -> Fault:
    def broken(whole: Lasso) -> Lasso:
        changed = [change(whole, ground) for ground in whole.instance.actions]
        return replace(
            whole, instance=replace(whole.instance, actions=tuple(ground for ground in changed if ground is not None))
        )

    return broken


def true(whole: Lasso) -> Term:
    return whole.instance.terms.true


def false(whole: Lasso) -> Term:
    return whole.instance.terms.false


def number(code: int) -> Callable[[Lasso], Term]:
    return lambda whole: whole.instance.terms.number(code)


def unsaved(whole: Lasso, ground: GroundAction) -> GroundAction:
    """One cell is not copied."""
    return replace(ground, updates=ground.updates[:-1]) if ground.action.name == reduction.SAVE else ground


FAULTS: dict[str, Fault] = {
    "weak fairness is forgotten": goal_with("just", true),
    "weak fairness is never served": goal_with("just", false),
    "strong fairness is forgotten": goal_with("compassionate", number(2)),
    "strong fairness is never served": goal_with("compassionate", number(1)),
    "promises are forgotten": goal_with("kept", true),
    "promises are never kept": goal_with("kept", false),
    "the goal is never there": lambda whole: replace(whole, goal=replace(whole.goal, term=false(whole))),
    "the goal is everywhere": lambda whole: replace(whole, goal=replace(whole.goal, term=true(whole))),
    "a saved cell is left out": actions_with(unsaved),
    "nothing is ever saved": actions_with(lambda _, ground: None if ground.action.name == reduction.SAVE else ground),
    "the automaton never moves": actions_with(lambda _, ground: None if ground.action.name == reduction.MOVE else ground),
    "nobody may pause": actions_with(lambda _, ground: None if ground.action.name == IDLE else ground),
    "an action is dropped": actions_with(lambda _, ground: None if ground.action.name == "close" else ground),
    "an update is lost": actions_with(
        lambda _, ground: replace(ground, updates=ground.updates[1:]) if ground.action.name == "come" else ground
    ),
    "a guard is dropped": actions_with(
        lambda whole, ground: replace(ground, guard=true(whole)) if ground.action.name == "leave" else ground
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.sampled
def test_a_broken_reduction_is_caught(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(lasso, "lasso_instance", lambda *args: FAULTS[fault](lasso_instance(*args)))
    assert caught()


def test_a_loop_of_no_transition_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where fairness asks for nothing."""
    monkeypatch.setattr(lasso, "lasso_instance", lambda *args: goal_with("moved", true)(lasso_instance(*args)))
    monkeypatch.setitem(globals(), "SPEC", SPEC.replace("strongly fair", "").replace("fair", ""))
    with pytest.raises(Disagreement, match="no loop"):
        answers()


def test_a_loop_that_is_not_compared_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reduction._changing
    monkeypatch.setattr(reduction, "_changing", lambda instance: whole(instance)[1:])
    assert caught()


def test_a_property_that_is_not_negated_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = automaton._Table.formula
    monkeypatch.setattr(
        automaton._Table, "formula", lambda self, formula, ground, positive: whole(self, formula, ground, not positive)
    )
    assert caught()


def test_an_until_without_its_promise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """`until` taken for its weak form: its right side need never come."""
    whole = automaton._Table._ways

    def weak(table: automaton._Table, wanted: int) -> automaton.Alternatives:
        found: automaton.Alternatives = {}
        for (left, _), condition in whole(table, wanted).items():
            table._add(found, left, frozenset(), condition)
        return found

    monkeypatch.setattr(automaton._Table, "_ways", weak)
    assert caught()


# --- symmetry --------------------------------------------------------------------------------------------------------


def ready() -> tuple[System, Lasso]:
    [property] = [property for property in system().declared if property.name == "all_served"]
    of = with_monitors(with_idle(system()), [property])
    return of, lasso_instance(instantiate(of, Scope({"Customer": 2})), property)


def test_a_lasso_has_no_symmetric_sort() -> None:
    """The customers are interchangeable; what was saved of each is not."""
    of, reduced = ready()
    assert [sort.name for sort in symmetric_sorts(of)] == ["Customer"]
    assert symmetric_sorts(reduced.instance.system) == ()
    assert reducible_sorts(reduced.base)
    assert reducible_sorts(reduced.instance) == ()


def test_symmetry_left_on_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the sort still taken for symmetric, no wrong answer would be believed."""
    of, _ = ready()
    plain = explicit.Search
    monkeypatch.setattr(compiled, "reducible_sorts", lambda instance: symmetric_sorts(of))
    monkeypatch.setattr(explicit, "Search", lambda *args, symmetry: plain(*args, symmetry=True))
    assert caught()
