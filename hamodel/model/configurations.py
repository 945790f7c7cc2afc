"""What configuration is meant: which combinations of options count, and which are taken where only some can be.

A configuration is a value for each option. What was asked for is what the command (or the settings of a project, or a caller)
sets, and what no `assume` about options alone leaves out. A property is asked of all of it. What plays one run (a scenario, a
random walk, a circuit) takes defaults: see `nearest`. A scenario whose own `set` is outside of it does not apply.

A size that was asked for is a part of it: a scenario that names a member which is not there at this size does not apply either.
To play it at a larger size would show what nobody asked about; to let it fail would blame the system for what the script needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import prod

from hamodel.model.alike import alike
from hamodel.model.combinations import Noticing
from hamodel.model.expr import Expr, Pending, Possible, Quantified, Read, Value, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, holds
from hamodel.model.symmetry import sort_of
from hamodel.model.system import Option, Property, Scenario, Set, System

MOST_TRIED = 20_000
"""So many combinations are looked at where `assume` excludes the defaults."""

ONE_BY_ONE = 1024
"""So many combinations are looked at one by one; of more, one of each class that nothing in the spec tells apart."""


class TooManyConfigurations(Exception):
    """More than can be tried; `widest`: the option that has the most values."""

    def __init__(self, widest: Option) -> None:
        super().__init__(f"more than {MOST_TRIED:,} combinations of the options that are not set come into question")
        self.widest = widest


def about_options(system: System) -> tuple[Property, ...]:
    """The assumptions that read nothing but options: one that speaks of the members of a sort depends on the size too."""
    names = {option.name for option in system.options}
    return tuple(property for property in system.assumptions if _reads_only(property.formula, names))


def excluding(system: System, scope: Scope) -> Property | None:
    """The assumption that leaves out the combination of options of this scope, if one does. One without a value does not."""
    return next((property for property in about_options(system) if _is_false(property.formula, scope)), None)


def excluding_each(
    system: System, sizes: Mapping[str, int], given: Mapping[str, Value], every: Iterable[Mapping[str, Value]]
) -> Iterator[Property | None]:
    """The same of each of these combinations. What an assumption does not read does not matter to it: so each is asked once for
    all that have the same values of what it reads."""
    asked: dict[tuple[str, ...], dict[tuple[Value, ...], Property | None]] = {}
    for combination in every:
        whole = {**given, **combination}
        for names, known in asked.items():
            values = tuple(whole[name] for name in names)
            if values in known:
                yield known[values]
                break
        else:
            noticing = Noticing(whole)
            found = excluding(system, Scope(dict(sizes), noticing))
            names = tuple(sorted(noticing.read))
            asked.setdefault(names, {})[tuple(whole[name] for name in names)] = found
            yield found


def _is_false(formula: Expr, scope: Scope) -> bool:
    try:
        return not holds(formula, {}, {}, scope)
    except EvaluationError:
        return False


def nearest(system: System, fixed: Mapping[str, Value], *, each: bool = False) -> tuple[Mapping[str, Value], ...]:
    """The configurations that are meant where no more than `fixed` is said: an option has its default, or else each of its
    values. Where `assume` excludes all of these, those that it allows in which the fewest options do not have their default.

    None: it allows none. Of many one of each class that nothing in the spec tells apart, unless `each` is asked for. Raises
    TooManyConfigurations.
    """
    free = [option for option in system.options if option.name not in fixed]
    read = {
        part.variable for property in about_options(system) for part in subexpressions(property.formula) if isinstance(part, Read)
    }
    movable = [option for option in free if option.default is not None and option.name in read]
    tried = 0
    for count in range(len(movable) + 1):
        found: list[Mapping[str, Value]] = []
        for moved in combinations(movable, count):
            rows = _rows(system, fixed, free, {option.name for option in moved}, each)
            for row in islice(rows, MOST_TRIED - tried + 1):
                tried += 1
                if tried > MOST_TRIED:
                    raise TooManyConfigurations(max(free, key=lambda option: len(Scope().domain(option.type))))
                chosen = {**fixed, **row}
                whole = {option.name: chosen[option.name] for option in system.options}
                if excluding(system, Scope({}, whole)) is None:
                    found.append(whole)
        if found:
            return tuple(found)
    return ()


def fitting(system: System, scenario: Scenario, sizes: Sequence[Mapping[str, int]]) -> list[Mapping[str, int]]:
    """Those of the sizes that are asked for (none: that of the spec) at which every member is there that the script names."""
    asked = [{**system.sizes, **some} for some in sizes or ({},)]
    return [some for some in asked if all(size >= scenario.sizes.get(sort, 1) for sort, size in some.items())]


def elsewhere(
    system: System, scenario: Scenario, given: Mapping[str, Value], sizes: Sequence[Mapping[str, int]] = ()
) -> str:
    """Why a scenario does not apply to what was asked for: it is about another configuration. Empty: it does apply.

    Raises TooManyConfigurations.
    """
    if not fitting(system, scenario, sizes):
        return _not_there(system, scenario, sizes)
    said = settings(scenario)
    for name, value in said.items():
        if name in given and given[name] != value:
            return f"it is about {name} = {_word(value)}, not {_word(given[name])}"
    if nearest(system, {**given, **said}):
        return ""
    about = " and ".join(f"{name} = {_word(value)}" for name, value in {**given, **said}.items())
    return f"it is about {about}, which `assume` excludes"


def _not_there(system: System, scenario: Scenario, sizes: Sequence[Mapping[str, int]]) -> str:
    """A member that none of the sizes has."""
    asked = [{**system.sizes, **some} for some in sizes or ({},)]
    for sort in system.sorts:
        needed = scenario.sizes.get(sort.name, 1)
        most = max(some.get(sort.name, needed) for some in asked)
        if most < needed:
            return f"it names `{sort.prefix}{needed - 1}`, and {sort.name} = {most} has no such member"
    return "it names members that are not there together"


def settings(scenario: Scenario) -> dict[str, Value]:
    """What the script sets, wherever in it that stands."""
    return {part.option: part.value for part in scenario.instructions if isinstance(part, Set)}


def _rows(
    system: System, fixed: Mapping[str, Value], options: list[Option], moved: set[str], each: bool
) -> Iterator[Mapping[str, Value]]:
    """Each combination in which just the moved options do not have their default; or one for all that are alike."""
    domains = []
    for option in options:
        domain = Scope().domain(option.type)
        if option.name in moved:
            domain = tuple(value for value in domain if value != option.default)
        elif option.default is not None:
            domain = (option.default,)
        domains.append(domain)
    if prod(map(len, domains)) > ONE_BY_ONE and not each:
        kept = {option.name: option.default for option in options if option.default is not None and option.name not in moved}
        unset = [option for option in options if option.name not in kept]
        usual = {option.name: option.default for option in options if option.name in moved}
        classes = alike(system, {**fixed, **kept}, unset, ONE_BY_ONE, usual)
        if classes is not None:
            rows = (one.options for one in classes)
            return ({**kept, **row} for row in rows if all(row[name] != value for name, value in usual.items()))
    names = [option.name for option in options]
    return (dict(zip(names, values, strict=True)) for values in product(*domains))


def _word(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reads_only(formula: Expr, options: set[str]) -> bool:
    return not any(
        isinstance(part, Pending | Possible)
        or (isinstance(part, Read) and part.variable not in options)
        or (isinstance(part, Quantified) and sort_of(part.binder.type) is not None)
        for part in subexpressions(formula)
    )
