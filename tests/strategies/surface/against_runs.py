"""Differences between the two readings of properties about whole runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from hamodel.check.lasso import decide
from hamodel.engines import Budget
from hamodel.engines.explicit.search import explore
from hamodel.evidence.lasso import replay_lasso
from hamodel.ground.automaton import TooLargeError
from hamodel.ground.instance import Goal, instantiate
from hamodel.ground.reduction import lasso_instance
from hamodel.language.text import ast
from hamodel.model import system as model
from hamodel.model.scope import Scope
from hamodel.model.temporal import looked_at
from hamodel.model.transform import bound_faults, with_idle, with_monitors
from hamodel.model.verdict import Answer, Reached, Unreachable

from .branches import Branches
from .forever import Forever
from .run_time_errors import looked_for, met, soonest_of
from .runs import Runs, TooMany, speaks_of_past
from .world import World

MOST_SEARCHED = 300_000
"""States of the search for a lasso by hamodel."""

SAMPLED = 20
"""Fair runs, made at random, of which none may violate what is true of all."""


def whole_runs(
    world: World,
    properties: Sequence[ast.Property],
    system: model.System,
    scope: Scope,
    faults: int | None,
    branches: Branches,
    most: int,
    engines: Sequence[str],
    counts: Counter[str],
) -> Iterator[str]:
    """What is different about each of these properties; `counts` gets what was compared."""
    plain = [property for property in properties if not speaks_of_past(property.formula, world)]
    for group in [plain, *([property] for property in properties if property not in plain)]:
        if not group:
            continue
        runs = Runs(world, group, most, faults, branches, pausing=True)
        try:
            runs.search()
        except TooMany:
            counts["whole runs: too many states"] += len(group)
            continue
        for property in group:
            (asked,) = (each for each in system.declared if each.name == property.name.text)
            try:
                yield from _differences(runs, property, asked, system, scope, engines, counts)
            except (TooMany, TooLargeError):
                counts["whole runs: too large"] += 1


def _differences(
    runs: Runs,
    property: ast.Property,
    asked: model.Property,
    system: model.System,
    scope: Scope,
    engines: Sequence[str],
    counts: Counter[str],
) -> Iterator[str]:
    what = f"property {asked.name} {dict(scope.options)}"
    if asked.temporal is None:
        yield f"{what}: is about whole runs, not for hamodel"
        return
    forever = Forever(runs, property)
    lasso = forever.violation()
    if lasso is not None:
        assert (forever.is_run(lasso), forever.is_fair(lasso), forever.true_of(lasso)) == (True, True, False), (what, lasso)
    else:
        for made, _ in zip(forever.some(Random(f"{property.span.start}"), 40), range(SAMPLED), strict=False):
            counts["whole runs: fair runs looked at"] += 1
            assert (forever.is_run(made), forever.true_of(made)) == (True, True), (what, made)
    counts["whole runs: properties"] += 1
    counts["whole runs: violated"] += lasso is not None
    counts["whole runs: violated where something happens"] += lasso is not None and len(set(lasso.taken)) > 1
    counts["whole runs: true since something is fair"] += lasso is None and forever.violation_without_fairness() is not None
    counts["whole runs: without a value somewhere"] += bool(forever.errors)
    bounded = system if system.faults is None else bound_faults(system, system.faults)
    whole = with_monitors(with_idle(bounded), [asked])
    instance = instantiate(whole, scope)
    reduced = lasso_instance(instance, asked)
    search = explore(reduced.instance, [reduced.goal], Budget(states=MOST_SEARCHED), symmetry=False)
    ((_, answer),) = search.found
    yield from _of_answer(what, answer, lasso is not None, "explicit")
    if isinstance(answer, Reached) and answer.trace is not None:
        replay_lasso(whole, scope, asked, reduced.lift(answer.trace))
    elif not isinstance(answer, Unreachable):
        counts["whole runs: not decided by hamodel"] += 1
    yield from (f"{what}: {each}" for each in _of_looking(runs, forever, asked, bounded, scope))
    for engine in engines:
        for said, _, _ in decide(whole, scope, asked, engine, Budget(depth=6, seconds=10), lambda _: None, 10):
            yield from _of_answer(what, said, lasso is not None, engine)


def _of_looking(runs: Runs, forever: Forever, asked: model.Property, system: model.System, scope: Scope) -> Iterator[str]:
    """Errors where the property is looked at in each state of a run, also after a pause. Of several predicates that have no
    value in the same state hamodel may name one."""
    property = looked_at(asked)
    instance = instantiate(with_monitors(system, [property]), scope, [property])
    slips, made = looked_for(instance)
    search = explore(instance, [*slips, Goal("never", instance.terms.false)], symmetry=False)
    acting, looking = soonest_of(runs.found.errors), soonest_of(forever.errors)
    theirs = met(made, slips, dict(search.found))
    for error, depth in theirs.items():
        ours = min((each[error] for each in (acting, looking) if error in each), default=None)
        if ours is None or ours > depth or (error in acting and error not in looking and ours != depth):
            yield f"{error}: {ours}, hamodel has it at {depth}"
    yield from (f"{error}: {depth}, not for hamodel" for error, depth in acting.items() if error not in theirs)
    first = min((depth for error, depth in theirs.items() if error in looking), default=None)
    if looking and first != min(looking.values()):
        yield f"no value after {min(looking.values())} steps, hamodel has {first}"


def _of_answer(what: str, answer: Answer, violated: bool, engine: Any) -> Iterator[str]:
    if isinstance(answer, Reached) and not violated:
        yield f"{what}: is true of every fair run, {engine} has one that violates it"
    if isinstance(answer, Unreachable) and violated:
        yield f"{what}: some fair run violates it, {engine} says that none does"
