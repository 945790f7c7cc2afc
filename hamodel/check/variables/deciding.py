"""decide(system, ...) -> Decisions: what becomes of each claim in every combination of the options. The cubes in which it is
violated (reached), with the fewest faults and steps; what is proved of the rest, for any number of members where that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from hamodel.check.jobs import searched
from hamodel.check.lasso import no_cycle
from hamodel.check.plan import by_memory
from hamodel.check.rows import MOST_TRIED, default_first, extents, largest
from hamodel.check.variables.claims import SOME_RUN, CannotFree, families
from hamodel.check.variables.search import FamilyAnswers, Shown, search
from hamodel.engines import PROVERS, Budget, Progress
from hamodel.engines.question import OfProperty, ProofRequest
from hamodel.model.combinations import Combinations, Noticing, OptionCube, condition
from hamodel.model.configurations import excluding
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import Property, System
from hamodel.model.transform import unexpected
from hamodel.model.verdict import Exhaustive, Result, Unknown, Unreachable

PROVER = "any_number"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a claim. `shown`: the first cube that has a combination tells of it. `rest`: the combinations that no cube
    has; `result`: what is known of all of them, None where there are none. `unclear`: combinations in which it is violated
    (reached), and perhaps with fewer faults than it is said."""

    property: Property
    shown: tuple[Shown, ...]
    rest: int
    result: Result | None
    unclear: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """`asked`: the combinations that `assume` allows; `silent`: those of them in which no run starts. `of`: by claim."""

    every: Combinations
    asked: int
    silent: int
    sizes: Mapping[str, int]
    of: Mapping[str, Decision] = field(default_factory=dict)


def decide(
    system: System,
    properties: Sequence[Property],
    given: Mapping[str, Value] | None = None,
    seconds: float | None = None,
    listen: Callable[[Progress], None] = lambda progress: None,
    lift: bool = True,
) -> Decisions:
    """`lift`: proofs for any number of members are looked for. What is not decided in time is unknown.

    Raises `CannotFree` where options cannot be variables, or the spec does not say how many faults a run may have, or one size
    for each sort."""
    end = None if seconds is None else monotonic() + seconds

    def left() -> float | None:
        return None if end is None else max(0.0, end - monotonic())

    fixed = dict(given or {})
    several = [sort for sort, numbers in extents(system, {}).items() if len(numbers) > 1]
    if several:
        raise CannotFree(f"the spec does not say how many members `{several[0]}` has (`scope {several[0]} = 2`)")
    if system.faults is None:
        raise CannotFree("the spec does not say how many faults a run may have (`faults 2`)")
    sizes = largest(system, {})
    every, asked = meant(system, fixed, sizes)
    answers = FamilyAnswers()
    for family in families(system, properties, sizes, fixed, system.faults):
        search(family, every, asked, answers, left(), listen)
    silent = asked & ~_covered(answers, SOME_RUN)
    found = {property.name: _decision(system, property, answers, every, asked, Scope(sizes, fixed)) for property in properties}
    for name, proof in _for_any_number(system, list(found.values()), sizes, fixed, left, listen) if lift else ():
        found[name] = replace(found[name], result=proof)
    return Decisions(every, asked, silent, sizes, found)


def meant(system: System, given: Mapping[str, Value], sizes: Mapping[str, int]) -> tuple[Combinations, int]:
    """All combinations of the options that are not given, and those that `assume` allows. Raises `CannotFree` if there are too
    many."""
    domains = {option.name: default_first(option) for option in system.options if option.name not in given}
    every = Combinations(domains)
    if every.count > MOST_TRIED:
        raise CannotFree(f"the options have {every.count:,} combinations: at most {MOST_TRIED:,} are looked at together")
    allowed, left = 0, every.every
    while left:  # what an `assume` does not read does not matter to it
        noticing = Noticing({**given, **every.first(left)})
        excluded = excluding(system, Scope(dict(sizes), noticing))
        alike = every.of(OptionCube({name: (noticing[name],) for name in noticing.read & domains.keys()}))
        allowed, left = allowed if excluded else allowed | alike, left & ~alike
    return every, allowed


def _covered(answers: FamilyAnswers, property: Property) -> int:
    bits = 0
    for shown in answers.shown[property.name]:
        bits |= shown.bits
    return bits


def _decision(
    system: System, property: Property, answers: FamilyAnswers, every: Combinations, asked: int, given: Scope
) -> Decision:
    name = property.name
    shown = tuple(answers.shown[name])
    rest = asked & ~_covered(answers, property)
    unclear = 0
    for faults in range(system.faults or 0):
        if (name, faults) in answers.undecided:
            for each in shown:
                unclear |= each.bits & asked if each.faults > faults else 0
    result = None
    if rest:
        bound = (name, system.faults or 0)
        proof = answers.closed.get(bound)
        why = answers.valueless.get(name, "") or answers.undecided.get(bound, "not decided")
        known = proof is not None and name not in answers.valueless
        answer = Unreachable(proof) if known and proof is not None else Unknown(why)
        confirmed = ""
        if known and property.liveness:
            told = unexpected(_elsewhere(property, [each.cube for each in shown], system))
            for options in _some(every, rest):
                scope = Scope(dict(given.sizes), {**given.options, **options})
                no_cycle(searched(system, [told], system.faults), scope, told, LOOKED_AT)
        states = proof.states if isinstance(proof, Exhaustive) else 0
        result = Result({}, given.sizes, answer, "explicit" if states else "pdr", states=states, confirmed=confirmed)
    return Decision(property, shown, rest, result, unclear)


def _elsewhere(property: Property, cubes: Sequence[OptionCube], system: System) -> Property:
    """The property, expected to be violated (reached) in the cubes."""
    return replace(property, expected=condition(cubes, system.options) if cubes else None, expect_violated=bool(cubes))


LOOKED_AT = 10
"""How long the reference semantics looks for a cycle of its own (see `no_cycle`), in one combination ..."""


def _some(every: Combinations, bits: int) -> Iterator[dict[str, Value]]:
    """... of the first and the last."""
    yield every.first(bits)
    if bits & (bits - 1):
        yield every.at(bits.bit_length() - 1)


def _for_any_number(
    system: System,
    decisions: Sequence[Decision],
    sizes: Mapping[str, int],
    given: Mapping[str, Value],
    left: Callable[[], float | None],
    listen: Callable[[Progress], None],
) -> Iterator[tuple[str, Result]]:
    """Proofs that outdo those of one size, or of what is not decided."""
    if not system.sorts:
        return
    cubes = {decision.property.name: [shown.cube for shown in decision.shown] for decision in decisions}
    members = [
        _elsewhere(decision.property, cubes[decision.property.name], system)
        for decision in decisions
        if not decision.property.liveness
    ]
    open_ = {decision.property.name for decision in decisions if decision.rest}
    for group in by_memory(members).values():
        wanted = tuple(OfProperty(property.name) for property in group if property.name in open_)
        if not wanted:
            continue
        request = ProofRequest(system, tuple(group), wanted, sizes, given, system.faults)
        for found in PROVERS[PROVER](request, Budget(None, left()), listen):
            if isinstance(found.answer, Unreachable) and isinstance(found.question, OfProperty):
                more = found.faults is None
                result = Result({}, found.extent, found.answer, PROVER, confirmed=found.confirmed, any_faults=more)
                yield found.question.name, result

