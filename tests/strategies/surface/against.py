"""Differences between the two readings of a text: that of hamodel, engine by engine, and that of this package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hamodel.check.rows import allowed, combinations, sizes
from hamodel.diagnostics import SpecError
from hamodel.engines import ENGINES, Budget
from hamodel.engines.explicit.search import explore
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text import ast
from hamodel.language.text.parse import load, parse
from hamodel.model import semantics
from hamodel.model import system as model
from hamodel.model.scope import Scope
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Reached, Unreachable
from hamodel.source import Source

from . import world as surface
from .against_runs import whole_runs
from .against_scripts import scenarios
from .branches import Branches
from .files import Contradiction, read
from .lasting import of_whole_runs
from .run_time_errors import looked_for, of_errors
from .runs import Found, Runs, TooMany, speaks_of_past
from .values import PAST, Moment, Reading
from .world import World, has_members

MOST_STATES = 400


@dataclass(frozen=True)
class Outcome:
    """`refused`: hamodel finds an error in the text, with this code; `large`: there are too many states to look at; `counts`:
    what was compared."""

    refused: str = ""
    large: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    differences: tuple[str, ...] = ()


def compare(text: str, engines: Sequence[str] = (), most: int = MOST_STATES) -> Outcome:
    """Reads the text twice. `engines` beside the explicit search look at each property too."""
    try:
        spec = parse(Source("text.ha", text))
        system = elaborate(spec)
    except SpecError as error:
        return Outcome(refused=error.diagnostics[0].code)
    return _outcome(spec, system, engines, most)


def compare_files(files: Mapping[str, str], path: str, engines: Sequence[str] = (), most: int = MOST_STATES) -> Outcome:
    """The same of a file that imports others. What is imported is put in its place by each reading in its own way."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_text(text)
        try:
            system = elaborate(load(f"{folder}/{path}"))
        except SpecError as error:
            return Outcome(refused=error.diagnostics[0].code, differences=tuple(_of_bounds(files, path, error)))
        whole = {f"{folder}/{name}": text for name, text in files.items()}
        try:
            spec = read(whole, f"{folder}/{path}")
        except Contradiction as said:
            return Outcome(differences=(f"imports say different things about {said}, and hamodel takes one of them",))
        return _outcome(spec, system, engines, most)


def _of_bounds(files: Mapping[str, str], path: str, error: SpecError) -> Iterator[str]:
    if error.diagnostics[0].code == "said-twice":
        try:
            read(files, path)
            yield f"hamodel finds a contradiction: {error.diagnostics[0].headline}"
        except Contradiction:
            pass


def _outcome(spec: ast.Spec, system: model.System, engines: Sequence[str], most: int) -> Outcome:
    try:
        return _compared(spec, system, engines, most)
    except TooMany:
        return Outcome(large=True)


def _compared(spec: ast.Spec, system: model.System, engines: Sequence[str], most: int) -> Outcome:
    plain = [dict(options) for options in surface.combinations(spec)]
    kept = _kept(system)
    differences: list[str] = []
    counts = Counter({"combinations": len(plain)})
    for options in plain:
        if not is_chosen(spec, options):
            if row_of(options) in kept:
                differences.append(f"combination {row_of(options)}: is left out, not by hamodel")
            continue
        world = World(spec, options)
        branches = Branches(world, Reading(world))
        differences += _of_expectations(world, branches.reading, system, options)
        counts["expectations"] += sum(bool(each.expect) for each in world.all(ast.Property))
        for properties in groups(world, branches.reading):
            runs = Runs(world, properties, most, fault_bound(world), branches)
            found = runs.search()
            if row_of(options) not in kept:
                if found.states:
                    differences.append(f"combination {row_of(options)}: hamodel leaves it out")
                continue
            counts += Counter({"states": found.states, "properties hit": len(found.shortest)})
            counts["run-time errors"] += len(found.errors)
            where = f"{row_of(options)} {[property.name.text for property in properties]}"
            differences += [f"{where}: {each}" for each in _differences(found, properties, system, options, engines)]
        if row_of(options) in kept:
            lasting = [property for property in world.all(ast.Property) if of_whole_runs(property, branches.reading)]
            scope = Scope(sizes(system, {}), options)
            differences += whole_runs(world, lasting, system, scope, fault_bound(world), branches, most, engines, counts)
    every = [options for options in plain if row_of(options) in kept]
    differences += scenarios(spec, system, every, lambda options: is_chosen(spec, options), most, counts)
    return Outcome("", False, counts, tuple(differences))


def _of_expectations(world: World, reading: Reading, system: model.System, options: dict[str, Any]) -> Iterator[str]:
    """Is every property expected to be violated (to be reached) at these options by both?"""
    declared = {property.name: property for property in system.declared}
    for property in world.all(ast.Property):
        when, typed = property.when, declared[property.name.text]
        said = bool(property.expect) if when is None else property.expect != "" and reading.value(when, {}, Moment())
        plain = typed.expect_violated or typed.expected is not None
        made = plain if typed.expected is None else semantics.evaluate(typed.expected, {}, {}, Scope(sizes(system, {}), options))
        if property.kind != "assume" and property.others == () and said != made:
            yield f"property {property.name.text}: expected {said} at {row_of(options)}, hamodel says {made}"


def fault_bound(world: World) -> int | None:
    return next((world.counted(each.bound) for each in world.all(ast.Faults)), None)


def _kept(system: model.System) -> set[str]:
    """The combinations that hamodel looks at."""
    try:
        return {row_of(dict(each)) for each in allowed(system, {}, sizes(system, {}), tuple(combinations(system, {})))}
    except SpecError:
        return set()


def is_chosen(spec: ast.Spec, options: dict[str, Any]) -> bool:
    """Does no `assume` about options alone leave this combination out?"""
    world = World(spec, options)
    about = [
        property for property in world.all(ast.Property) if property.kind == "assume" and not _reads(property.formula, world)
    ]
    runs = Runs(world, (), 1)
    return all(runs.value(property, Moment()) is not False for property in about)


def _reads(thing: Any, world: World, given: frozenset[str] = frozenset()) -> bool:
    """Does a formula look at the state, at the past, or at the members of a sort, of which each size has others? `given`: the
    parameters whose arguments do. What a definition does not use is not looked at, nor is what a match of one arm asks, nor are
    the other fields of a record in brackets."""
    if isinstance(thing, tuple):
        return any(_reads(each, world, given) for each in thing)
    if isinstance(thing, ast.Index) and thing.name.text in world.indexed:
        return _reads(thing.indices, world, given)
    if isinstance(thing, ast.Match) and len(thing.arms) == 1:
        return _reads(thing.arms[0].body, world, given)
    if isinstance(thing, ast.Field) and isinstance(thing.record, ast.Call) and thing.record.name.text in world.records:
        fields = [each.name.text for each in world.records[thing.record.name.text].fields if each.name]
        return _reads(thing.record.args[fields.index(thing.name.text)], world, given)
    if isinstance(thing, ast.Pending | ast.Did | ast.DidBuiltIn | ast.Index):
        return True
    if isinstance(thing, ast.Possible | ast.PossibleDelivery | ast.PossibleAny):
        return True
    if isinstance(thing, ast.Operation) and thing.op in PAST:
        return True
    if isinstance(thing, ast.Binder) and has_members(world.meaning(thing.type), world.sizes):
        return True
    name = thing.text if isinstance(thing, ast.Word) else thing.name.text if isinstance(thing, ast.Call) else ""
    if name in given or name in world.variables or name == "up":
        return True
    if name in world.definitions:
        definition = world.definitions[name]
        pairs = zip(definition.parameters, thing.args if isinstance(thing, ast.Call) else (), strict=True)
        read = frozenset(each.name.text for each, arg in pairs if each.name and _reads(arg, world, given))
        return _reads(definition.body, world, read)
    return any(_reads(getattr(thing, f), world, given) for f in getattr(thing, "__dataclass_fields__", {}) if f != "span")


def groups(world: World, reading: Reading) -> list[list[ast.Property]]:
    """The properties about states and transitions: those that remember nothing together, every other one by itself."""
    properties = [
        property for property in world.all(ast.Property) if property.kind != "assume" and not of_whole_runs(property, reading)
    ]
    past = [property for property in properties if speaks_of_past(property.formula, world)]
    return [[property for property in properties if property not in past], *([property] for property in past)]


def row_of(options: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(options.items()))


def _differences(
    found: Found, properties: Sequence[ast.Property], system: model.System, options: dict[str, Any], engines: Sequence[str]
) -> Iterator[str]:
    names = {property.name.text for property in properties}
    asked = [property for property in system.declared if property.kind != "assume" and property.name in names]
    scope = Scope(sizes(system, {}), options)
    whole = with_monitors(system if system.faults is None else bound_faults(system, system.faults), asked)
    instance = instantiate(whole, scope, asked)
    goals = [instance.shows(property) for property in asked]
    slips, made = looked_for(instance)
    own = {action.name for action in system.actions if not action.built_in}
    taken = [_taking(instance, name) for name in sorted(own)]
    search = explore(instance, [*goals, *slips, *taken, Goal("never", instance.terms.false)], symmetry=False)
    answers = dict(search.found)
    yield from _of_states(found, search.states)
    for goal in goals:
        yield from _of_goal(f"property {goal.name}", goal, answers[goal], found.shortest.get(goal.name), "explicit")
    yield from of_errors(found.errors, made, slips, answers)
    happened = {goal.name for goal in taken if isinstance(answers[goal], Reached)}
    if happened != found.happened & own:
        yield f"actions: {sorted(found.happened & own)} happen, hamodel has {sorted(happened)}"
    for engine in engines:
        for goal, answer in ENGINES[engine](instance, goals, Budget(depth=12, seconds=20), lambda _: None):
            shortest = found.shortest.get(goal.name)
            exact = engine == "bmc"
            yield from _of_goal(f"property {goal.name}", goal, answer, shortest, engine, exact)
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


def _taking(instance: Instance, name: str) -> Goal:
    """A state in which the action can be taken."""
    guards = [ground.guard for ground in instance.actions if ground.action.name == name]
    return Goal(name, instance.terms.or_(*guards), traced=False)


def _of_faults(found: Found, asked: Sequence[model.Property], system: model.System, scope: Scope) -> Iterator[str]:
    """Is the property hit with so many faults, and not with one fewer?"""
    for property in asked:
        if property.name not in found.faults:
            continue
        fewest = found.faults[property.name]
        for bound in (fewest, fewest - 1):
            if bound >= 0:
                bounded = with_monitors(bound_faults(system, bound), [property])
                instance = instantiate(bounded, scope, [property])
                goal = instance.shows(property)
                (answer,) = (answer for _, answer in explore(instance, [goal], symmetry=False).found)
                if isinstance(answer, Reached) != (bound == fewest):
                    yield f"property {property.name}: {fewest} faults, hamodel's answer for {bound} is another"
