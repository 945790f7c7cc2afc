"""A pair and the answers of its model -> its hazards, those that take the fewest faults first, with what removes each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from hamodel.audit.conditions import Evidence, Sides, Truth, ask
from hamodel.audit.hazards.answers import Claim, ClaimAnswer, KnownAnswers, answers
from hamodel.audit.hazards.models import MODELS, HazardModel, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.model.expr import Value
from hamodel.vendors.device import Device

Options = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Decided:
    """An option whose value the files decide, and the leaves that do."""

    option: str
    value: Value
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Leaves to write, that take a hazard away; `brings`: the hazards that come, or come with fewer faults, in its place."""

    options: tuple[tuple[str, Value], ...]
    changes: tuple[LeafChange, ...]
    brings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """A claim of the spec that is violated in some of the combinations that the files leave. `row`: of the worst of them,
    `options`. `depends_on`: options that the files do not decide and that decide about it; empty: it is violated in
    all combinations. `remedies`: the smallest changes that take it away whatever is not decided; none: no setting does."""

    claim: Claim
    row: ClaimAnswer
    options: Options
    depends_on: tuple[str, ...]
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class HazardReport:
    """What the model of a pair says. `explored`: the options that the files do not decide, with the values that are left."""

    model: HazardModel
    answers: KnownAnswers
    decided: tuple[Decided, ...]
    explored: Mapping[str, tuple[Value, ...]]
    hazards: tuple[Hazard, ...]


def applied(devices: Sequence[Device]) -> HazardReport | None:
    """What the model of a pair of this kind says; None if there is no model of it."""
    pair = Sides(tuple(devices))
    for model in MODELS:
        if model.vendor == devices[0].vendor and ask(model.when, pair).truth is Truth.YES:
            return _report(model, answers(model.spec), pair)
    return None


def _report(model: HazardModel, known: KnownAnswers, pair: Sides) -> HazardReport:
    left = {name: tuple(values) for name, values in known.options.items()}
    decided: list[Decided] = []
    for choice in model.choices:
        said = {case.value: ask(case.when, pair) for case in choice.cases}
        sure = [value for value, answer in said.items() if answer.truth is Truth.YES]
        open_ = [value for value, answer in said.items() if answer.truth is Truth.UNDECIDED]
        if sure and not _open_before(choice.cases, sure[0], open_):
            left[choice.option] = (sure[0],)
            decided.append(Decided(choice.option, sure[0], said[sure[0]].evidence))
        else:
            excluded = {value for value, answer in said.items() if answer.truth is Truth.NO}
            left[choice.option] = tuple(value for value in left[choice.option] if value not in excluded) or left[choice.option]
    explored = {name: values for name, values in left.items() if len(values) > 1}
    now = list(_possible(known, left))
    hazards = [hazard for claim in known.of_hazards if (hazard := _hazard(model, known, claim, left, now)) is not None]
    hazards.sort(key=lambda hazard: (_many(hazard.row.faults), _many(hazard.row.steps)))
    return HazardReport(model, known, tuple(decided), explored, tuple(hazards))


def _open_before(cases: Sequence[OptionCase], value: Value, undecided: Sequence[Value]) -> bool:
    """Whether a case before the one of this value may hold."""
    before = [case.value for case in cases[: [case.value for case in cases].index(value)]]
    return any(each in undecided for each in before)


def _possible(known: KnownAnswers, left: Mapping[str, Sequence[Value]]) -> Iterator[Options]:
    return (options for options in known.combinations({}) if all(options[name] in values for name, values in left.items()))


def _hazard(
    model: HazardModel, known: KnownAnswers, claim: Claim, left: Mapping[str, tuple[Value, ...]], now: Sequence[Options]
) -> Hazard | None:
    violated = [options for options in now if known.at(options, claim.name).verdict == "violated"]
    if not violated:
        return None
    worst = min(violated, key=lambda options: _weight(known.at(options, claim.name)))
    open_ = [name for name, values in left.items() if len(values) > 1]
    depends_on = tuple(name for name in open_ if len(violated) < len(now) and _decides(known, claim, now, name))
    return Hazard(claim, known.at(worst, claim.name), worst, depends_on, tuple(_remedies(model, known, claim, left, now)))


def _decides(known: KnownAnswers, claim: Claim, now: Sequence[Options], name: str) -> bool:
    """Whether two of the combinations that differ in this option alone differ in the verdict."""
    seen: dict[tuple[Value, ...], set[bool]] = {}
    for options in now:
        others = tuple(value for each, value in options.items() if each != name)
        seen.setdefault(others, set()).add(known.at(options, claim.name).verdict == "violated")
    return any(len(verdicts) > 1 for verdicts in seen.values())


def _remedies(
    model: HazardModel, known: KnownAnswers, claim: Claim, left: Mapping[str, tuple[Value, ...]], now: Sequence[Options]
) -> Iterator[Remedy]:
    """The changes of the fewest options after which the claim holds in every combination that is left."""
    for number in range(1, len(model.choices) + 1):
        found = False
        for choices in combinations(model.choices, number):
            for cases in product(*(choice.cases for choice in choices)):
                chosen = [(choice.option, case.value) for choice, case in zip(choices, cases, strict=True)]
                if any(not case.write or left[name] == (case.value,) for (name, _), case in zip(chosen, cases, strict=True)):
                    continue
                after = list(_possible(known, {**left, **{name: (value,) for name, value in chosen}}))
                if after and all(known.at(options, claim.name).verdict != "violated" for options in after):
                    found = True
                    writes = tuple(change for case in cases for change in case.write)
                    yield Remedy(tuple(chosen), writes, tuple(_brings(known, now, after)))
        if found:
            return


def _brings(known: KnownAnswers, now: Sequence[Options], after: Sequence[Options]) -> Iterator[str]:
    """The claims that are violated after a change and were not, or with fewer faults than before."""
    for claim in known.of_hazards:
        before, then = (_fewest(known, claim, combinations) for combinations in (now, after))
        if then is not None and (before is None or then < before):
            yield claim.name


def _fewest(known: KnownAnswers, claim: Claim, combinations: Sequence[Options]) -> int | None:
    rows = [known.at(options, claim.name) for options in combinations]
    return min((_many(row.faults) for row in rows if row.verdict == "violated"), default=None)


def _weight(row: ClaimAnswer) -> tuple[int, int]:
    return _many(row.faults), _many(row.steps)


def _many(number: int | None) -> int:
    """A number that is not known counts as a large one."""
    return 10**6 if number is None else number
