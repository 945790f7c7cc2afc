"""Which mutants do the same as the original in every state that the original reaches? One search of the original tells.

The changed actions of every mutant are grounded over the cells of the original's instance, in its table of terms. A mutant
differs in a state in which, for some arguments, one of the two has a branch of taking the action that leads where no branch of
the other does, or an obligation to take it that the other has not; or in which it causes a run-time error; or in which only one
of the two could be taken, where a property asks what is `possible`: of faults that is so, too, where the bound on them lets no
more happen. If no such state is reachable in the original, both have the same runs: the mutant reaches nothing else, and no
property can tell the two apart. It is then called equivalent (at the scope, and for the options, of the search).

NOTE(idle): a mutant may differ only by steps that change nothing, for example if a guard lets a node become what it is.
Properties about states cannot see such steps, properties about transitions can. So it is no equivalent mutant, but worth knowing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from hamodel.engines import Budget, Listener
from hamodel.engines.asking import ask
from hamodel.evidence.confirm import Disagreement, confirm_exhaustive
from hamodel.ground.expressions import Errors
from hamodel.ground.instance import Goal, GroundAction, Instance, ground_actions, instantiate
from hamodel.ground.terms import Term
from hamodel.model.expr import Const, Possible, Value, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import evaluate, initial_states, outcomes
from hamodel.model.symmetry import symmetric_sorts
from hamodel.model.system import System
from hamodel.model.trace import State
from hamodel.model.transform import formulas
from hamodel.model.verdict import Answer, Exhaustive, Unreachable
from hamodel.mutation.operators import Mutant

if TYPE_CHECKING:
    from hamodel.engines.explicit.search import Search

SAMPLE = 20
"""How many states the reference semantics expands again before mutants are called equivalent."""


@dataclass(frozen=True, slots=True)
class Differs:
    """Is a state reachable in which the mutant of this number differs? `moving`: by more than steps that change nothing?"""

    number: int
    moving: bool


def symmetric(system: System, mutants: Sequence[Mutant]) -> bool:
    """Does no mutant tell members of a sort apart that the original does not? Then differences are symmetric, too."""
    actions = [mutant.system.action(name) for mutant in mutants for name in mutant.actions]
    joint = replace(system, actions=(*system.actions, *actions))
    return set(symmetric_sorts(system)) <= set(symmetric_sorts(joint))


def differences(
    original: System, scope: Scope, mutants: Sequence[Mutant], symmetry: bool, budget: Budget, listen: Listener
) -> Iterator[tuple[Differs, Answer]]:
    """Both questions about each mutant. `symmetry`: see `symmetric`. All systems have the monitors of their assumptions and
    their fault bound built in.

    The original must cause no run-time error. Raises `Disagreement` if the reference semantics sees a difference that the
    search did not.
    """
    changed = {mutant.number: mutant for mutant in mutants}
    instance = instantiate(original, scope)
    asked: dict[str, tuple[Differs, Goal]] = {}
    start = next(initial_states(original, scope), None)
    for mutant in changed.values():
        for question, term in _differs(instance, mutant):
            if term is instance.terms.false:  # not even the terms differ
                if start is not None:
                    _require_same(original, mutant, scope, start, question.moving)
                yield question, Unreachable(Exhaustive(0))
            else:
                asked[str(question)] = question, Goal(str(question), term, traced=False)
    if not asked:
        return
    def confirm(ended: Search) -> None:
        confirm_exhaustive(original, scope, (), ended, count=SAMPLE)
        for state in ended.sample(SAMPLE):
            for goal in ended.pending:
                question, _ = asked[goal.name]
                _require_same(original, changed[question.number], scope, state, question.moving)

    goals = [goal for _, goal in asked.values()]
    for goal, answer, _ in ask("explicit", instance, goals, budget, listen, symmetry, confirm):
        yield asked[goal.name][0], answer


# --- in terms --------------------------------------------------------------------------------------------------------


def _differs(instance: Instance, mutant: Mutant) -> Iterator[tuple[Differs, Term]]:
    """Where the mutant does not do the same as the original."""
    terms = instance.terms
    apart: list[tuple[GroundAction, Term]] = []  # a branch, and where only one of the two has it
    errors: Errors = []
    for name in mutant.actions:
        changed = ground_actions(instance.grounder, mutant.system.action(name), errors)
        obliged = (mutant.system.action(name).fairness, mutant.system.fair)
        if obliged != (instance.system.action(name).fairness, instance.system.fair):  # in runs without end, if it can happen
            apart += [(replace(ground, updates=()), ground.guard) for ground in instance.actions if ground.action.name == name]
        before = _by_arguments([ground for ground in instance.actions if ground.action.name == name])
        after = _by_arguments(list(changed))
        for arguments in {**before, **after}:
            old, new = before.get(arguments, []), after.get(arguments, [])
            apart += [(branch, _alone(instance, branch, new)) for branch in old]
            apart += [(branch, _alone(instance, branch, old)) for branch in new]
    made = [*(condition for condition, _ in errors), *_possible(instance, mutant)]
    yield Differs(mutant.number, False), terms.or_(*made, *(where for _, where in apart))
    moving = (terms.and_(where, terms.not_(_idle(instance, branch))) for branch, where in apart)
    yield Differs(mutant.number, True), terms.or_(*made, *moving)


def _possible(instance: Instance, mutant: Mutant) -> Iterator[Term]:
    """Where an action is possible, as a property asks, in only one of the two."""
    grounder, terms = instance.grounder, instance.terms
    for one, other in _asked(instance.system, mutant, instance.scope):
        ways = (grounder.ways(grounder, each.home, each.action, _values(each)) for each in (one, other))
        yield terms.not_(terms.iff(*ways))


def _asked(system: System, mutant: Mutant, scope: Scope) -> Iterator[tuple[Possible, Possible]]:
    """For each action of the mutant of which a property asks whether it is possible, and for any arguments: that question about
    the original, and about the mutant."""
    one, other = ({part.action: part for part in _parts(each)} for each in (system, mutant.system))
    for name in mutant.actions:
        if name in one:
            binders = system.action(name).parameters
            for values in product(*(scope.domain(binder.type) for binder in binders)):
                args = tuple(Const(value, binder.type) for value, binder in zip(values, binders, strict=True))
                yield replace(one[name], args=args, primed=False), replace(other[name], args=args, primed=False)


def _parts(system: System) -> Iterator[Possible]:
    for expr in (expr for property in system.declared for expr in formulas(property)):
        yield from (part for part in subexpressions(expr) if isinstance(part, Possible))


def _values(asked: Possible) -> tuple[Value, ...]:
    return tuple(arg.value for arg in asked.args if isinstance(arg, Const))


def _idle(instance: Instance, branch: GroundAction) -> Term:
    """Where the branch changes nothing."""
    return _same_effect(instance, branch, replace(branch, updates=()))


def _by_arguments(branches: Sequence[GroundAction]) -> dict[tuple[Value, ...], list[GroundAction]]:
    found: dict[tuple[Value, ...], list[GroundAction]] = {}
    for branch in branches:
        found.setdefault(branch.arguments, []).append(branch)
    return found


def _alone(instance: Instance, branch: GroundAction, others: Sequence[GroundAction]) -> Term:
    """Where this branch exists, and none of the others leads to the same state."""
    terms = instance.terms
    if any(other.guard is branch.guard and other.updates == branch.updates for other in others):
        return terms.false
    equal = [terms.and_(other.guard, _same_effect(instance, branch, other)) for other in others]
    return terms.and_(branch.guard, terms.not_(terms.or_(*equal)))


def _same_effect(instance: Instance, one: GroundAction, other: GroundAction) -> Term:
    terms, a, b = instance.terms, dict(one.updates), dict(other.updates)
    parts = []
    for number in {**a, **b}:
        cell = instance.cell(number)
        left, right = a.get(number, cell), b.get(number, cell)
        parts.append(terms.iff(left, right) if cell.is_bool else terms.eq(left, right))
    return terms.and_(*parts)


# --- in the reference semantics --------------------------------------------------------------------------------------


def _require_same(system: System, mutant: Mutant, scope: Scope, state: State, moving: bool) -> None:
    """Raises `Disagreement` if the two differ in this state; with `moving`, by a step that changes something."""
    for name in mutant.actions:
        action, other = system.action(name), mutant.system.action(name)
        for arguments in product(*(scope.domain(binder.type) for binder in action.parameters)):
            before = outcomes(system, scope, state, action, arguments)
            after = outcomes(mutant.system, scope, state, other, arguments)
            apart = [outcome for outcome in before if outcome not in after]
            apart += [outcome for outcome in after if outcome not in before]
            if any(not moving or outcome.state != state for outcome in apart):
                what = f"{name}({', '.join(map(str, arguments))}) of mutant {mutant.number}, {mutant.edit.operator}"
                raise Disagreement(f"the search did not notice that {what} differs in {dict(state)}")
    for question, again in _asked(system, mutant, scope):
        if evaluate(question, {}, state, scope) != evaluate(again, {}, state, scope):
            what = f"whether {question.action} is possible in mutant {mutant.number}, {mutant.edit.operator},"
            raise Disagreement(f"the search did not notice that {what} differs in {dict(state)}")
