"""Request: what was asked. From it: which combinations of options, which scopes (smallest first), by how many workers."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.model.configurations import TooManyConfigurations, about_options, elsewhere, excluding, nearest
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import sure
from hamodel.model.system import Option, Property, Scenario, System
from hamodel.model.trace import Trace
from hamodel.model.verdict import Extent
from hamodel.quality import Cover

DEFAULT_SIZE = 3
"""How many members a sort has if neither the command nor the spec says."""

MOST_COMBINATIONS = 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: what the command line (or a caller) says beside the spec.

    `engine`: `auto`, `all` (every engine answers and they must agree) or a name in `ENGINES`. `seconds` and `memory`
    (bytes, a worker process) are hard limits; `depth` bounds the transitions of a run; `faults` its faults. `proofs`: a folder
    of certificates, which are used where they answer a question; new ones are written. `quality`: dead actions, and what is
    vacuous in the claims that are asked, are looked for even if only some claims are asked.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[str, Value] = field(default_factory=dict)
    faults: int | None = None
    properties: tuple[str, ...] = ()
    engine: str = "auto"
    symmetry: bool = True
    depth: int | None = None
    seconds: float = 600.0
    memory: int = 4 << 30
    proofs: str | None = None
    quality: bool = False


def combinations(system: System, given: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """Every combination of values of the options that are not given. Defaults come first, so that they are shown first."""
    unset = [option for option in system.options if option.name not in given]
    domains = [_default_first(option) for option in unset]
    total = math.prod(len(domain) for domain in domains)
    if total > MOST_COMBINATIONS:
        widest = max(unset, key=lambda option: len(Scope().domain(option.type)))
        raise SpecError(
            [
                Diagnostic(
                    "too-many-combinations",
                    widest.span,
                    f"the options that are not set have {total:,} combinations",
                    f"`{widest.name}` alone has {len(Scope().domain(widest.type)):,} values",
                    f"set some of them, for example `--set {widest.name}=...`: at most {MOST_COMBINATIONS:,} are explored",
                )
            ]
        )
    for values in product(*domains):
        yield {option.name: value for option, value in zip(unset, values, strict=True)}


def _default_first(option: Option) -> tuple[Value, ...]:
    domain = Scope().domain(option.type)
    return domain if option.default is None else tuple(sorted(domain, key=lambda value: value != option.default))


def allowed(
    system: System, given: Mapping[str, Value], sizes: Mapping[str, int], every: Sequence[Mapping[str, Value]]
) -> tuple[Mapping[str, Value], ...]:
    """The combinations without those that an `assume` which reads nothing but options excludes. Raises SpecError if none is
    left."""
    excluded = [excluding(system, Scope(dict(sizes), {**given, **combination})) for combination in every]
    left = tuple(combination for combination, claim in zip(every, excluded, strict=True) if claim is None)
    if not left:
        claim = next(claim for claim in excluded if claim is not None)
        headline = f"`assume` excludes {'the options that are set' if given else 'every combination of the options'}"
        raise SpecError([Diagnostic("no-combination", claim.span, headline, "it is about options alone")])
    return left


def configurations(system: System, given: Mapping[str, Value]) -> tuple[Mapping[str, Value], ...]:
    """Those that are meant where one run is played: what is given, defaults, and where `assume` excludes these, the nearest to
    them. Raises SpecError if there are none, or too many."""
    try:
        found = nearest(system, given)
    except TooManyConfigurations as error:
        raise _too_many(error) from None
    if not found:
        claim = about_options(system)[0]
        headline = f"`assume` excludes {'the options that are set' if given else 'every combination of the options'}"
        raise SpecError([Diagnostic("no-combination", claim.span, headline, "it is about options alone")])
    return found


def away(system: System, scenario: Scenario, given: Mapping[str, Value]) -> str:
    """Why a scenario does not apply to what was asked for; empty: it does. Raises SpecError if there is too much to be tried."""
    try:
        return elsewhere(system, scenario, given)
    except TooManyConfigurations as error:
        raise _too_many(error) from None


def applicable(system: System, scenario: Scenario, given: Mapping[str, Value]) -> None:
    """Raises SpecError if the scenario does not apply to these options."""
    configurations(system, given)
    reason = away(system, scenario, given)
    if reason:
        headline = f"scenario `{scenario.name}` does not apply: {reason}"
        raise SpecError([Diagnostic("does-not-apply", scenario.span, headline)])


def _too_many(error: TooManyConfigurations) -> SpecError:
    help = f"set some of them, for example `--set {error.widest.name}=...`"
    return SpecError([Diagnostic("too-many-combinations", error.widest.span, str(error), help=help)])


def sizes(system: System, given: Mapping[str, int]) -> dict[str, int]:
    """How many members each sort has: as the command says, else as the spec says."""
    return {sort.name: given.get(sort.name, system.sizes.get(sort.name, DEFAULT_SIZE)) for sort in system.sorts}


def growing(most: Mapping[str, int]) -> Iterator[Mapping[str, int]]:
    """The scopes up to `most`, smallest first; the last one is `most`. Above 4 members only powers of two: it is there to
    find short counterexamples fast, and what needs many members is found in the end anyway."""
    for size in range(1, max(most.values(), default=1)):
        if size > 4 and size & (size - 1):
            continue
        yield {sort: min(size, limit) for sort, limit in most.items()}
    yield dict(most)


def belongs(cover: Cover, claims: set[str], run_time: bool) -> bool:
    """Premises are asked where their claim is, everything else once, beside the run-time mistakes."""
    kind, _, rest = cover.name.partition(" ")
    return rest.split(" ")[0] in claims if kind == "premise" else run_time


def may_slip(claim: Property) -> bool:
    """Can looking at the claim, or at what it remembers, make a run-time mistake?"""
    remembered = (monitor.value for monitor in claim.monitors if monitor.value is not None)
    return not all(map(sure, (claim.formula, *remembered)))


def workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def faults_in(system: System, trace: Trace) -> int:
    kinds = {action.name: action.kind for action in system.actions}
    return sum(kinds.get(step.action) == "fault" for step in trace.steps)


def lifts(system: System, request: Request) -> bool:
    """Is a proof for any number of members looked for? Not where the command asks for a scope, a depth or another engine."""
    if request.engine == "any_number":
        return True
    useful = bool(system.sorts) or request.proofs is not None
    return request.engine in ("auto", "all") and useful and not request.sizes and request.depth is None


def provable(claim: Property, expected: Collection[int] | None, combinations: int) -> bool:
    """Can there be a combination of options for which the claim is not expected to be violated (reached), so that a proof
    is worth looking for?"""
    return expected is not None and len(expected) < combinations


def extent(sizes: Extent) -> str:
    """A scope as a reader wants it: `Session = 2`."""
    parts = (f"any number of {sort}" if size is None else f"{sort} = {size}" for sort, size in sizes.items())
    return ", ".join(parts) or "every state"
