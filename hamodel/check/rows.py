"""Which combinations of the options, at which sizes of the sorts, a question is asked of; and these in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.model.alike import Alike, alike
from hamodel.model.configurations import ONE_BY_ONE, TooManyConfigurations, about_options, elsewhere, excluding_each, nearest
from hamodel.model.exchange import exchanged, exchanges
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import Option, Scenario, System
from hamodel.model.verdict import Extent, Size

SMALL_SIZES = (1, 2, 3)
"""A sort of which neither the command nor the spec says how many members it has may have any number; these are looked at."""


MOST_COMBINATIONS = ONE_BY_ONE
"""So many are explored ..."""

MOST_TRIED = 65_536
"""... of so many, of which `assume` leaves out the others."""


def combinations(system: System, given: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """Every combination of values of the options that are not given. Defaults come first, so that they are shown first."""
    unset = [option for option in system.options if option.name not in given]
    domains = [default_first(option) for option in unset]
    total = math.prod(len(domain) for domain in domains)
    if total > (MOST_TRIED if about_options(system) else MOST_COMBINATIONS):
        raise SpecError([_too_wide(unset, f"the options that are not set have {total:,} combinations")])
    for values in product(*domains):
        yield {option.name: value for option, value in zip(unset, values, strict=True)}


@dataclass(frozen=True, slots=True)
class Meant:
    """The combinations that a check is about: some that are looked at, each for itself or for a class that is alike.

    `combined` combinations there are; `assume` leaves out `left_out`.
    """

    options: tuple[Mapping[str, Value], ...]
    classes: tuple[Alike | None, ...]
    combined: int
    left_out: int


def meant(system: System, given: Mapping[str, Value], sizes: Mapping[str, int], *, each: bool = False) -> Meant:
    """Each combination that `assume` allows; of more than can be looked at, one of each class that nothing in the spec tells
    apart, unless `each` is asked for. Raises SpecError if there are none, or too many."""
    classes = None if each else _classes(system, given)
    if classes is None:
        every = tuple(combinations(system, given))
        left = allowed(system, given, sizes, every)
        return Meant(left, (None,) * len(left), len(every), len(every) - len(left))
    combined = sum(each.count for each in classes)
    kept = {id(options) for options in allowed(system, given, sizes, [each.options for each in classes])}
    found = tuple(each for each in classes if id(each.options) in kept)
    return Meant(tuple(each.options for each in found), found, combined, combined - sum(each.count for each in found))


def _classes(system: System, given: Mapping[str, Value]) -> tuple[Alike, ...] | None:
    """The classes of combinations that nothing in the spec tells apart, where there are many combinations, and few classes."""
    unset = [option for option in system.options if option.name not in given]
    if math.prod(len(Scope().domain(option.type)) for option in unset) <= ONE_BY_ONE:
        return None
    spec = replace(system, scenarios=())
    found = alike(spec, given, unset, MOST_TRIED)
    if found is not None and len(found) > MOST_COMBINATIONS:
        found = exchanged(found, exchanges(spec, given), spec)
    most = MOST_TRIED if about_options(system) else MOST_COMBINATIONS
    return None if found is None or len(found) > most else found


def _too_wide(unset: Sequence[Option], headline: str) -> Diagnostic:
    """Which options have how many values, and what makes them fewer."""
    widths = {option: len(Scope().domain(option.type)) for option in unset}
    by_width: dict[int, list[str]] = {}
    for option in sorted(unset, key=lambda option: -widths[option]):
        by_width.setdefault(widths[option], []).append(f"`{option.name}`")
    counts = [f"{', '.join(names)}: {width:,} values{' each' * (len(names) > 1)}" for width, names in by_width.items()]
    widest = max(unset, key=lambda option: widths[option])
    example = f"--set '{widest.name}={str(Scope().domain(widest.type)[0]).lower()}'"
    help = f"set some (`{example}`), or say with `assume` which are meant: at most {MOST_COMBINATIONS:,} are explored"
    return Diagnostic("too-many-combinations", widest.span, headline, "; ".join(counts), help)


def default_first(option: Option) -> tuple[Value, ...]:
    """The values of an option, its default before the others."""
    domain = Scope().domain(option.type)
    return domain if option.default is None else tuple(sorted(domain, key=lambda value: value != option.default))


def allowed(
    system: System, given: Mapping[str, Value], sizes: Mapping[str, int], every: Sequence[Mapping[str, Value]]
) -> tuple[Mapping[str, Value], ...]:
    """The combinations without those that an `assume` which reads nothing but options excludes. Raises SpecError if none is
    left."""
    excluded = list(excluding_each(system, sizes, given, every))
    left = tuple(combination for combination, property in zip(every, excluded, strict=True) if property is None)
    if not left:
        property = next(property for property in excluded if property is not None)
        headline = f"`assume` excludes {'the options that are set' if given else 'every combination of the options'}"
        raise SpecError([Diagnostic("no-combination", property.span, headline, "it is about options alone")])
    if len(left) > MOST_COMBINATIONS:
        unset = [option for option in system.options if option.name not in given]
        raise SpecError([_too_wide(unset, f"`assume` leaves {len(left):,} of {len(every):,} combinations of the options")])
    return left


def configurations(system: System, given: Mapping[str, Value], *, each: bool = True) -> tuple[Mapping[str, Value], ...]:
    """Those that are meant where one run is played: what is given, defaults, and where `assume` excludes these, the nearest to
    them. Raises SpecError if there are none, or too many."""
    try:
        found = nearest(system, given, each=each)
    except TooManyConfigurations as error:
        raise _too_many(error) from None
    if not found:
        property = about_options(system)[0]
        headline = f"`assume` excludes {'the options that are set' if given else 'every combination of the options'}"
        raise SpecError([Diagnostic("no-combination", property.span, headline, "it is about options alone")])
    return found


def away(system: System, scenario: Scenario, given: Mapping[str, Value], sizes: Mapping[str, Size]) -> str:
    """Why a scenario does not apply to what was asked for; empty: it does. Raises SpecError if there is too much to be tried."""
    try:
        return elsewhere(system, scenario, given, scripted(system, sizes))
    except TooManyConfigurations as error:
        raise _too_many(error) from None


def applicable(system: System, scenario: Scenario, given: Mapping[str, Value], sizes: Mapping[str, Size]) -> None:
    """Raises SpecError if the scenario does not apply to these options and sizes."""
    configurations(system, given, each=False)
    reason = away(system, scenario, given, sizes)
    if reason:
        headline = f"scenario `{scenario.name}` does not apply: {reason}"
        raise SpecError([Diagnostic("does-not-apply", scenario.span, headline)])


def _too_many(error: TooManyConfigurations) -> SpecError:
    help = f"set some of them, for example `{error.widest.name}`"
    return SpecError([Diagnostic("too-many-combinations", error.widest.span, str(error), help=help)])


@dataclass(frozen=True, slots=True)
class Row:
    """What every question is asked of: a combination of the options that are not set, and the sizes of the sorts.

    There are several `sizes` where a sort has none: then a property is about any number of members, and is looked at for each of
    these, the smallest first. `asked`: the sorts for which the command asks several sizes, with the one of this row. `alike`: the
    combinations that this one stands for; None: it is about no other.
    """

    options: Mapping[str, Value]
    sizes: tuple[Mapping[str, int], ...]
    asked: Mapping[str, int] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    alike: Alike | None = None


def rows(system: System, given: Mapping[str, Size], asked_of: Meant) -> tuple[Row, ...]:
    """Every size that is asked for with every combination, the smallest size first. Raises SpecError if that is too much."""
    every = extents(system, given)
    ranged = [sort for sort, size in given.items() if isinstance(size, tuple) and sort in every]
    open_ = open_sorts(system, given)
    found = []
    for asked in _products({sort: every[sort] for sort in ranged}):
        fixed = {sort: asked.get(sort, numbers[0]) for sort, numbers in every.items()}
        looked_at = tuple({**fixed, **some} for some in _products({sort: every[sort] for sort in open_}))
        found += [
            Row(options, looked_at, asked, open_, one)
            for options, one in zip(asked_of.options, asked_of.classes, strict=True)
        ]
    if len(found) > MOST_COMBINATIONS:
        headline = f"{len(found):,} sizes and combinations of the options are asked for"
        help = f"at most {MOST_COMBINATIONS:,} are explored: ask for fewer sizes"
        raise SpecError([Diagnostic("too-many-combinations", None, headline, help=help)])
    return tuple(found)


def _products(choices: Mapping[str, Sequence[int]]) -> list[dict[str, int]]:
    """Every choice, the smallest first."""
    every = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    return sorted(every, key=lambda sizes: (sum(sizes.values()), list(sizes.values())))


def extents(system: System, given: Mapping[str, Size]) -> dict[str, tuple[int, ...]]:
    """How many members each sort has: as the command says, else as the spec says, else each of some small numbers."""
    said = {sort.name: given.get(sort.name, system.sizes.get(sort.name, SMALL_SIZES)) for sort in system.sorts}
    return {sort: size if isinstance(size, tuple) else (size,) for sort, size in said.items()}


def sizes(system: System, given: Mapping[str, Size]) -> dict[str, int]:
    """The one size of each sort, the largest where none is said. Raises SpecError if the command asks for several."""
    for sort, size in given.items():
        if isinstance(size, tuple) and len(size) > 1:
            headline = f"{sort} = {size_text(size)} is asked for: one system has one size"
            raise SpecError([Diagnostic("scope", None, headline, help="ask for one of these sizes")])
    return largest(system, given)


def largest(system: System, given: Mapping[str, Size]) -> dict[str, int]:
    """The largest size of each sort that is asked for."""
    return {sort: numbers[-1] for sort, numbers in extents(system, given).items()}


def asked_sizes(system: System, given: Mapping[str, Size]) -> dict[str, Size]:
    """How many members each sort has in a check."""
    every = extents(system, given)
    return {sort: numbers[0] if len(numbers) == 1 else numbers for sort, numbers in every.items()}


def scripted(system: System, given: Mapping[str, Size]) -> list[dict[str, int]]:
    """The sizes that are asked for, of which a scenario is played at those that have the members that it names. A sort without a
    size has just these."""
    every = extents(system, given)
    return _products({sort: numbers for sort, numbers in every.items() if sort not in open_sorts(system, given)})


def left_for(system: System, given: Mapping[str, Size], scenario: str) -> dict[str, Size]:
    """The sorts of which a scenario names more members than some of the sizes have that are asked for, with the others."""
    (script,) = (each for each in system.scenarios if each.name == scenario)
    open_ = open_sorts(system, given)
    left = {
        sort: tuple(size for size in asked if size >= script.sizes.get(sort, 1))
        for sort, asked in extents(system, given).items()
        if sort not in open_ and min(asked) < script.sizes.get(sort, 1)
    }
    return {sort: played[0] if len(played) == 1 else played for sort, played in left.items()}


def open_sorts(system: System, given: Mapping[str, Size]) -> tuple[str, ...]:
    """The sorts of which nobody says how many members they have: properties are about any number."""
    return tuple(sort.name for sort in system.sorts if sort.name not in given and sort.name not in system.sizes)


def every_size(rows: Sequence[Row]) -> list[Mapping[str, int]]:
    """Each size that some row is about, once."""
    return list({tuple(sizes.items()): sizes for row in rows for sizes in row.sizes}.values())


def stages(rows: Sequence[Row]) -> list[list[tuple[int, Mapping[str, int]]]]:
    """What is searched, step by step, each step for all rows: sizes that are smaller than the first that is asked for, since a
    short trace is found there in no time; then those that are asked for."""
    found: list[list[tuple[int, Mapping[str, int]]]] = []
    for number, row in enumerate(rows):
        smaller = list(growing(row.sizes[0]))[:-1] if not row.asked else []
        for place, sizes in enumerate([*smaller, *row.sizes]):
            if place == len(found):
                found.append([])
            found[place].append((number, sizes))
    return found


def growing(most: Mapping[str, int]) -> Iterator[Mapping[str, int]]:
    """The scopes up to `most`, smallest first; the last one is `most`. Above 4 members only powers of two: it is there to
    find short counterexamples fast, and what needs many members is found in the end anyway."""
    for size in range(1, max(most.values(), default=1)):
        if size > 4 and size & (size - 1):
            continue
        yield {sort: min(size, limit) for sort, limit in most.items()}
    yield dict(most)


def extent(sizes: Extent) -> str:
    """A scope as a reader wants it: `Session = 2`."""
    parts = (f"any number of {sort}" if size is None else f"{sort} = {size_text(size)}" for sort, size in sizes.items())
    return ", ".join(parts) or "every state"


def row_text(options: Mapping[str, Value], between: str = " and ") -> str:
    """Options as a reader wants them: `reverts = true and nat = device_bound`."""
    words = ((name, str(value).lower() if isinstance(value, bool) else value) for name, value in options.items())
    return between.join(f"{name} = {value}" for name, value in words)


def size_text(size: Size) -> str:
    """`3`; `1..4`, `1, 2, 4`."""
    if isinstance(size, int):
        return str(size)
    row = list(range(size[0], size[-1] + 1))
    return f"{size[0]}..{size[-1]}" if row == list(size) else ", ".join(map(str, size))
