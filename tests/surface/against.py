"""Differences between the two readings of a text: that of hamodel, engine by engine, and that of this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hamodel.diagnostics import SpecError
from hamodel.engines import ENGINES, Budget
from hamodel.engines.explicit import explore
from hamodel.language import ast
from hamodel.language.elaborate import elaborate
from hamodel.language.parse import parse
from hamodel.model import system as model
from hamodel.model.instance import Goal, Instance, instantiate
from hamodel.model.scope import Scope
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Reached, Unreachable
from hamodel.plan import allowed, combinations, sizes
from hamodel.source import Source

from . import world as surface
from .runs import Found, Runs, TooMany, speaks_of_past, speaks_of_runs
from .values import PAST, Moment
from .world import World

MOST_STATES = 400


@dataclass(frozen=True)
class Outcome:
    """`refused`: hamodel finds a mistake in the text, with this code; `large`: there are too many states to look at."""

    refused: str = ""
    large: bool = False
    states: int = 0
    runs: int = 0
    hits: int = 0
    mistakes: int = 0
    differences: tuple[str, ...] = ()


def compare(text: str, engines: Sequence[str] = (), most: int = MOST_STATES) -> Outcome:
    """Reads the text twice. `engines` beside the explicit search look at each claim too."""
    try:
        spec = parse(Source("text.ha", text))
        system = elaborate(spec)
    except SpecError as error:
        return Outcome(refused=error.diagnostics[0].code)
    try:
        return _compared(spec, system, engines, most)
    except TooMany:
        return Outcome(large=True)


def _compared(spec: ast.Spec, system: model.System, engines: Sequence[str], most: int) -> Outcome:
    plain = [dict(options) for options in surface.combinations(spec)]
    kept = _kept(system)
    differences: list[str] = []
    states = hits = mistakes = 0
    for options in plain:
        if not _chosen(spec, options):
            if _row(options) in kept:
                differences.append(f"combination {_row(options)}: is left out, not by hamodel")
            continue
        for claims in _groups(spec):
            runs = Runs(World(spec, options), claims, most, next((each.bound for each in World(spec).all(ast.Faults)), None))
            found = runs.search()
            if _row(options) not in kept:
                if found.states:
                    differences.append(f"combination {_row(options)}: hamodel leaves it out")
                continue
            states, hits, mistakes = states + found.states, hits + len(found.shortest), mistakes + len(found.mistakes)
            where = f"{_row(options)} {[claim.name.text for claim in claims]}"
            differences += [f"{where}: {each}" for each in _differences(found, claims, system, options, engines)]
    return Outcome("", False, states, len(plain), hits, mistakes, tuple(differences))


def _kept(system: model.System) -> set[str]:
    """The combinations that hamodel looks at."""
    try:
        return {_row(dict(each)) for each in allowed(system, {}, sizes(system, {}), tuple(combinations(system, {})))}
    except SpecError:
        return set()


def _chosen(spec: ast.Spec, options: dict[str, Any]) -> bool:
    """Does no `assume` about options alone leave this combination out?"""
    world = World(spec, options)
    about = [claim for claim in world.all(ast.Claim) if claim.kind == "assume" and not _reads(claim.formula, world)]
    runs = Runs(world, (), 1)
    return all(runs.worth(claim, Moment()) is not False for claim in about)


def _reads(thing: Any, world: World) -> bool:
    """Does a formula look at the state, at the past, or at the members of a sort, of which each size has others?"""
    if isinstance(thing, tuple):
        return any(_reads(each, world) for each in thing)
    if isinstance(thing, ast.Pending | ast.Did | ast.Index) or (isinstance(thing, ast.Operation) and thing.op in PAST):
        return True
    if isinstance(thing, ast.NamedType):
        sorts = {sort.name.text for sort in world.all(ast.Sort)}
        records = {record.name.text: record for record in world.all(ast.Record)}
        name = thing.name.text
        return name in sorts or (name in records and _reads(records[name].fields, world))
    name = thing.text if isinstance(thing, ast.Word) else thing.name.text if isinstance(thing, ast.Call) else ""
    if name in world.variables or name == "up":
        return True
    if name in world.definitions and _reads(world.definitions[name].body, world):
        return True
    return any(_reads(getattr(thing, f), world) for f in getattr(thing, "__dataclass_fields__", {}) if f != "span")


def _groups(spec: ast.Spec) -> list[list[ast.Claim]]:
    """The claims that remember nothing together, every other one by itself."""
    world = World(spec)
    claims = [claim for claim in world.all(ast.Claim) if claim.kind != "assume" and not speaks_of_runs(claim.formula, world)]
    past = [claim for claim in claims if speaks_of_past(claim.formula, world)]
    return [[claim for claim in claims if claim not in past], *([claim] for claim in past)]


def _row(options: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(options.items()))


def _differences(
    found: Found, claims: Sequence[ast.Claim], system: model.System, options: dict[str, Any], engines: Sequence[str]
) -> Iterator[str]:
    names = {claim.name.text for claim in claims}
    asked = [claim for claim in system.properties if claim.kind != "assume" and claim.name in names]
    scope = Scope(sizes(system, {}), options)
    whole = with_monitors(system if system.faults is None else bound_faults(system, system.faults), asked)
    instance = instantiate(whole, scope, asked)
    goals = [instance.witness(claim) if claim.kind == "reachable" else instance.violation(claim) for claim in asked]
    made = {str(number): mistake for number, mistake in enumerate(instance.mistakes)}
    possible = [number for number, mistake in made.items() if instance.mistakes[mistake] is not instance.terms.false]
    slips = [instance.making(number, made[number]) for number in possible]
    own = {action.name for action in system.actions if not action.built_in}
    taken = [_taking(instance, name) for name in sorted(own)]
    search = explore(instance, [*goals, *slips, *taken, Goal("never", instance.terms.false)], symmetry=False)
    answers = dict(search.found)
    if not found.remembers:  # what an unused argument remembers is no state of hamodel's
        yield from _of_states(found, search.states)
    for goal in goals:
        yield from _of_goal(f"claim {goal.name}", goal, answers[goal], found.shortest.get(goal.name), "explicit")
    yield from _of_mistakes(_soonest(found), _met(made, slips, answers))
    happened = {goal.name for goal in taken if isinstance(answers[goal], Reached)}
    if happened != found.happened & own:
        yield f"actions: {sorted(found.happened & own)} happen, hamodel has {sorted(happened)}"
    for engine in engines:
        for goal, answer in ENGINES[engine](instance, goals, Budget(depth=12, seconds=20), lambda _: None):
            shortest = found.shortest.get(goal.name)
            exact = engine == "bmc"
            yield from _of_goal(f"claim {goal.name}", goal, answer, shortest, engine, exact)
    yield from _of_faults(found, asked, system, scope)


def _of_states(found: Found, states: int) -> Iterator[str]:
    if found.states != states:
        yield f"states: {found.states}, hamodel has {states}"


def _of_goal(what: str, goal: Goal, answer: Any, shortest: int | None, engine: str, exact: bool = True) -> Iterator[str]:
    if isinstance(answer, Reached):
        steps = len(answer.trace.steps) if answer.trace else None
        if shortest is None:
            yield f"{what}: never, {engine} has a trace of {steps}"
        elif exact and steps != shortest:
            yield f"{what}: {shortest} steps, {engine} has {steps}"
    elif isinstance(answer, Unreachable):
        if shortest is not None:
            yield f"{what}: {shortest} steps, {engine} says that it cannot be"
    elif shortest is not None and answer.depth >= shortest:
        yield f"{what}: {shortest} steps, {engine} says not up to {answer.depth}"


def adapted(mistake: model.Mistake) -> surface.Mistake:
    """A run-time mistake as hamodel names it, in the words of this package: what kind, and where."""
    start, end = (mistake.span.start, mistake.span.end) if mistake.span else (-1, -1)
    return surface.Mistake(mistake.kind, start, end, mistake.of_transition)


def _met(made: dict[str, model.Mistake], slips: Sequence[Goal], answers: dict[Goal, Any]) -> dict[surface.Mistake, int]:
    """How soon hamodel makes each mistake."""
    soonest: dict[surface.Mistake, int] = {}
    for goal in slips:
        answer = answers[goal]
        if isinstance(answer, Reached) and answer.trace is not None:
            key = adapted(made[goal.name])
            soonest[key] = min(len(answer.trace.steps), soonest.get(key, len(answer.trace.steps)))
    return soonest


def _soonest(found: Found) -> dict[surface.Mistake, int]:
    soonest: dict[surface.Mistake, int] = {}
    for mistake, depth in found.mistakes.items():
        key = replace(mistake, kind="range" if mistake.kind == "argument" else mistake.kind)
        soonest[key] = min(depth, soonest.get(key, depth))
    return soonest


def _of_mistakes(ours: dict[surface.Mistake, int], theirs: dict[surface.Mistake, int]) -> Iterator[str]:
    for mistake in sorted({*ours, *theirs}, key=repr):
        if ours.get(mistake) != theirs.get(mistake):
            yield f"{mistake}: {ours.get(mistake, 'never')}, hamodel has {theirs.get(mistake, 'never')}"


def _taking(instance: Instance, name: str) -> Goal:
    """A state in which the action can be taken."""
    guards = [ground.guard for ground in instance.actions if ground.action.name == name]
    return Goal(name, instance.terms.or_(*guards), traced=False)


def _of_faults(found: Found, asked: Sequence[model.Property], system: model.System, scope: Scope) -> Iterator[str]:
    """Is the claim hit with so many faults, and not with one fewer?"""
    for claim in asked:
        if claim.name not in found.faults:
            continue
        fewest = found.faults[claim.name]
        for bound in (fewest, fewest - 1):
            if bound >= 0:
                bounded = with_monitors(bound_faults(system, bound), [claim])
                instance = instantiate(bounded, scope, [claim])
                goal = instance.witness(claim) if claim.kind == "reachable" else instance.violation(claim)
                (answer,) = (answer for _, answer in explore(instance, [goal], symmetry=False).found)
                if isinstance(answer, Reached) != (bound == fewest):
                    yield f"claim {claim.name}: {fewest} faults, hamodel's answer for {bound} is another"
