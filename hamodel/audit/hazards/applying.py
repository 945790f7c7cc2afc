"""A pair and the answers of its model -> its hazards, those that take the fewest faults first, with what removes each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from hamodel.audit.conditions import Evidence, Sides, Truth, ask
from hamodel.audit.hazards.answers import Claim, ClaimAnswer, KnownAnswers, answers
from hamodel.audit.hazards.changing import smallest_changes
from hamodel.audit.hazards.model import Choice, Excluded, HazardModel
from hamodel.audit.hazards.models.known import MODELS
from hamodel.audit.rule import LeafChange, findings
from hamodel.audit.rules.known import rules_of
from hamodel.model.expr import Value
from hamodel.report.words import when_in
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

Options = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Decided:
    """An option whose value the files decide, and the leaves that do; or what was said of the place (`by`)."""

    option: str
    value: Value
    evidence: tuple[Evidence, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Leaves to write, that take a hazard away, or after which it takes more faults, at least `faults`. `brings`: the claims that
    are violated then, and were not with so few faults. `against`: the rules that find something then, and did not; none where
    the value is in words."""

    options: tuple[tuple[str, Value], ...]
    changes: tuple[LeafChange, ...]
    brings: tuple[str, ...]
    against: tuple[str, ...]
    faults: int | None = None


@dataclass(frozen=True, slots=True)
class Hazard:
    """A claim of the spec that is violated in some of the combinations that the files leave. `row`: of the worst of them,
    `options`. `depends_on`: options that the files do not decide and that decide about it; `where`: in which combinations, in
    words; both empty: it is violated in all. `unless`: what takes it away, and is not decided either. `remedies`: the smallest
    changes that take it away whatever is not decided; where no setting does, those after which it takes more faults. `rests_on`:
    the leaves that decide about it, else those that make the pair one that the spec is about; those that are written, if any
    are."""

    claim: Claim
    row: ClaimAnswer
    options: Options
    depends_on: tuple[str, ...]
    where: str
    remedies: tuple[Remedy, ...]
    unless: str = ""
    rests_on: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a check confirmed: for so many combinations each of so many claims, and so many remedies. `undecided`: claims that it
    did not decide, each with its combination."""

    combinations: int
    claims: int
    remedies: int
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HazardReport:
    """What the model of a pair says. `explored`: the options that the files do not decide, with the values that are left; `left`:
    the combinations of them. `called`: which member is which in the runs; empty: either may be either. `excluded`: by what the
    files say, for which the spec has no option. `hazards`: those that take at most `most` faults, if so many were asked for;
    `beyond`: those that take more. `before`: so many more were told by an earlier audit. `rechecked`: what a check confirmed;
    None: nothing was asked anew."""

    model: HazardModel
    answers: KnownAnswers
    decided: tuple[Decided, ...]
    explored: Mapping[str, tuple[Value, ...]]
    left: int
    hazards: tuple[Hazard, ...]
    called: tuple[tuple[str, Device], ...] = ()
    excluded: tuple[Excluded, ...] = ()
    most: int | None = None
    beyond: tuple[Hazard, ...] = ()
    before: int = 0
    rechecked: Rechecked | None = None

    @property
    def every(self) -> tuple[Hazard, ...]:
        """However many faults they take."""
        return (*self.hazards, *self.beyond)

    def left_after(self, remedy: Remedy) -> int:
        """The combinations that a remedy leaves."""
        values = {**self.explored, **{each.option: (each.value,) for each in self.decided}}
        return self.answers.left(values | {name: (value,) for name, value in remedy.options})

    def at_most(self, faults: int) -> HazardReport:
        """The same, with the hazards that take more faults set aside. One that takes nobody knows how many is none of them."""
        near = [self.left & self.answers.violated(hazard.claim.name, faults) != 0 for hazard in self.every]
        split = [tuple(hazard for hazard, close in zip(self.every, near, strict=True) if close is want) for want in (True, False)]
        return replace(self, hazards=split[0], beyond=split[1], most=faults)

    def within(self, faults: int, sure: bool = False) -> int:
        """The combinations that the files leave in which at most so many faults violate a claim that is a hazard of the pair;
        `sure`: and nothing that is not decided takes it away."""
        claims = [hazard.claim.name for hazard in self.every if not (sure and hazard.unless)]
        return self.left & reduce(or_, (self.answers.violated(claim, faults) for claim in claims), 0)


def applied(devices: Sequence[Device], place: str | None = None) -> HazardReport | None:
    """What the model of a pair of this kind says; None if there is no model of it, or where a text is cut: what counts as a
    default may have been written. `place`: where the pair stands, if that was said: it sets the options about it."""
    if any(device.cuts for device in devices):
        return None
    pair = Sides(tuple(devices))
    for model in MODELS:
        if model.vendor == devices[0].vendor and ask(model.when, pair).truth is Truth.YES:
            return _report(model, answers(model.spec), pair, place)
    return None


def _report(model: HazardModel, known: KnownAnswers, pair: Sides, place: str | None) -> HazardReport | None:
    """None where a member has an option as the spec does not."""
    left: dict[str, tuple[Value, ...]] = {name: tuple(values) for name, values in known.options.items()}
    decided: list[Decided] = []
    for choice in model.choices:
        asked = [pair] if choice.of == "pair" else [Sides((device,)) for device in pair.devices]
        said = [_said(choice, sides) for sides in asked]
        if not all(values for values, _ in said):
            return None
        left[choice.option] = tuple(value for value in known.options[choice.option] if any(value in values for values, _ in said))
        if len(left[choice.option]) == 1:
            seen = tuple(evidence for _, found in said for evidence in found)
            decided.append(Decided(choice.option, left[choice.option][0], seen))
    for name, value in set_by(place, known).items():
        if value in left[name] and len(left[name]) > 1:
            left[name] = (value,)
            decided.append(Decided(name, value, (), f"--place {place}"))
    now = known.left(left)
    if not now:
        return None
    values = {name: tuple(value for value in left[name] if now & known.every.having(name, (value,))) for name in left}
    explored = {name: those for name, those in values.items() if len(those) > 1}
    rules = _Rules(pair.devices)
    hazards = [found for claim in known.of_hazards if (found := _hazard(model, known, claim, left, now, rules)) is not None]
    truths = {each: ask(each.when, pair).truth for each in model.excluded}
    excluded = tuple(each for each, truth in truths.items() if truth is Truth.YES)
    hazards = [
        replace(hazard, unless=_unless(hazard.claim, truths))
        for hazard in hazards
        if all(hazard.claim.name != each.claim for each in excluded)
    ]
    makes_it_one = ask(model.when, pair).evidence
    hazards = [replace(hazard, rests_on=_rests_on(hazard, known, now, decided, makes_it_one)) for hazard in hazards]
    hazards.sort(key=lambda hazard: (_many(hazard.row.faults), _many(hazard.row.steps)))
    return HazardReport(model, known, tuple(decided), explored, now, tuple(hazards), _called(model, pair), excluded)


def _called(model: HazardModel, pair: Sides) -> tuple[tuple[str, Device], ...]:
    if not model.members.path:
        return ()
    said = [device.value(model.members.path) for device in pair.devices]
    if sorted(map(str, said)) != sorted(model.members.values):
        return ()
    return tuple(
        (word, pair.devices[said.index(value)]) for word, value in zip(model.members.words, model.members.values, strict=True)
    )


def _unless(claim: Claim, truths: Mapping[Excluded, Truth]) -> str:
    """What may exclude a claim, and is not decided."""
    open_ = [each.unless for each, truth in truths.items() if truth is Truth.UNDECIDED and each.claim == claim.name]
    return " or ".join(open_)


def set_by(place: str | None, known: KnownAnswers) -> dict[str, Value]:
    """The options about places that a place sets: that of its name, and one that has it as a value. It excludes none."""
    about = {name: known.options[name] for name, kind in known.kinds.items() if kind == "place"} if place is not None else {}
    named: dict[str, Value] = {name: True for name, values in about.items() if name == place and True in values}
    return named | {name: place for name, values in about.items() if place in values}


def _rests_on(
    hazard: Hazard, known: KnownAnswers, now: int, decided: Sequence[Decided], otherwise: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """The leaves of the options that decide about a hazard: with another value of one alone it is another verdict, or it takes
    other faults."""
    deciding = [each for each in decided if _matters(hazard.claim, known, now, each.option)]
    seen = dict.fromkeys(evidence for each in deciding for evidence in each.evidence) or dict.fromkeys(otherwise)
    return tuple(each for each in seen if each.leaf is not None and each.leaf.span is not None) or tuple(seen)


def _matters(claim: Claim, known: KnownAnswers, now: int, name: str) -> bool:
    alike: dict[tuple[str, int | None], int] = {}
    for bits, row in known.rows[claim.name]:
        alike[row.verdict, row.faults] = alike.get((row.verdict, row.faults), 0) | bits
    others = (known.every.put(bits & now, name, value) & ~bits for bits in alike.values() for value in known.options[name])
    return any(bits & known.possible for bits in others)


def _said(choice: Choice, sides: Sides) -> tuple[tuple[Value, ...], tuple[Evidence, ...]]:
    """The values that an option may have by what is said there; and the leaves that say so, where there is one value."""
    open_: list[Value] = []
    for case in choice.cases:
        answer = ask(case.when, sides)
        if answer.truth is Truth.YES:
            return (*open_, case.value), answer.evidence
        if answer.truth is Truth.UNDECIDED:
            open_.append(case.value)
    return tuple(open_), ()


def _hazard(
    model: HazardModel,
    known: KnownAnswers,
    claim: Claim,
    left: Mapping[str, tuple[Value, ...]],
    now: int,
    rules: _Rules,
) -> Hazard | None:
    worst = known.worst(claim.name, now)
    if worst is None:
        return None
    violated = known.violated(claim.name) & now
    depends_on: tuple[str, ...] = ()
    where = ""
    if violated != now:
        open_ = [name for name, values in left.items() if len(values) > 1]
        depends_on = tuple(name for name in open_ if _decides(known, violated, now & ~violated, name))
        where = _where(known, violated, now & ~violated, open_, depends_on)
        if kinds := dict.fromkeys(f"{name} is {known.kinds[name]}" for name in depends_on if known.kinds[name] == "undocumented"):
            where += f" ({', '.join(kinds)})"
    remedies = tuple(_remedies(model, known, claim, left, now, rules))
    options, row = worst
    return Hazard(claim, row, options, depends_on, where, remedies)


def _decides(known: KnownAnswers, violated: int, holds: int, name: str) -> bool:
    """Whether two of the combinations that differ in this option alone differ in the verdict."""
    return any(known.every.moved(violated, name, value) & holds for value in known.options[name])


def _where(known: KnownAnswers, violated: int, holds: int, open_: Sequence[str], depends_on: Sequence[str]) -> str:
    """The combinations in which it is violated, in words; by the options that decide about it, if they are enough."""
    there, not_there = violated, holds
    for name in open_:
        if name not in depends_on:
            value = known.options[name][0]
            there, not_there = known.every.put(there, name, value), known.every.put(not_there, name, value)
    return when_in(known.every, violated, holds, open_ if there & not_there else depends_on)


def _remedies(
    model: HazardModel,
    known: KnownAnswers,
    claim: Claim,
    left: Mapping[str, tuple[Value, ...]],
    now: int,
    rules: _Rules,
) -> Iterator[Remedy]:
    """The changes of the fewest options after which the claim holds in every combination that is left; else those after which
    it takes more faults in each."""
    worst = known.worst(claim.name, now)
    few = None if worst is None else worst[1].faults
    found = list(_smallest(model, known, left, known.violated(claim.name)))
    if not found and few is not None:
        found = list(_smallest(model, known, left, known.violated(claim.name, few)))
    for chosen, writes, after in found:
        then = known.worst(claim.name, after)
        brings = tuple(_brings(known, now, after, chosen))
        yield Remedy(chosen, writes, brings, rules.against(writes), None if then is None else then[1].faults)


def _smallest(
    model: HazardModel, known: KnownAnswers, left: Mapping[str, tuple[Value, ...]], bad: int
) -> Iterator[tuple[tuple[tuple[str, Value], ...], tuple[LeafChange, ...], int]]:
    """The changes of the fewest options that leave no bad combination: the values, what is written, and what is left."""
    cases = {choice.option: choice.cases for choice in model.choices}
    changes = {name: {place: case.value for place, case in enumerate(some) if case.write} for name, some in cases.items()}
    for changed in smallest_changes(known.every, known.possible, bad, left, changes):
        written = [(name, cases[name][place]) for name, place in changed]
        chosen = tuple((name, case.value) for name, case in written)
        after = known.left({**left, **{name: (value,) for name, value in chosen}})
        yield chosen, tuple(change for _, case in written for change in case.write), after


def _brings(known: KnownAnswers, now: int, after: int, changed: Sequence[tuple[str, Value]]) -> Iterator[str]:
    """The claims that are violated after a change in a combination in which, before it, they were not, or with more faults. Where
    no combination was like it before, all count that there were."""

    def become(bits: int) -> int:
        for name, value in changed:
            bits = known.every.put(bits, name, value)
        return bits

    alike = become(now)
    for claim in known.of_hazards:
        for faults in {row.faults for bits, row in known.rows[claim.name] if row.verdict == "violated" and bits & after}:
            then = known.violated(claim.name, faults) & after
            before = known.violated(claim.name, faults) & now
            if then & alike & ~become(before) or (then & ~alike and not before):
                yield claim.name
                break


class _Rules:
    """What the rules find in two members, now and with other leaves."""

    def __init__(self, devices: tuple[Device, ...]) -> None:
        self.devices = devices
        self.rules = rules_of(devices[0].vendor)
        self.now = self._found(devices)

    def against(self, changes: Sequence[LeafChange]) -> tuple[str, ...]:
        """The rules that find something when these leaves are written, and nothing now; nothing is known of values in words."""
        if any("*" in change.path or " " in change.value for change in changes):
            return ()
        return tuple(id for id in self._found([_with(device, changes) for device in self.devices]) if id not in self.now)

    def _found(self, devices: Sequence[Device]) -> list[str]:
        return list(dict.fromkeys(finding.rule.id for finding in findings(self.rules, tuple(devices)) if finding.sure))


def _with(device: Device, changes: Sequence[LeafChange]) -> Device:
    """A member with these leaves in place of what it has there."""
    written = {change.path: change.value for change in changes}
    leaves = [leaf for leaf in device.leaves if leaf.setting.path not in written]
    near = device.near
    leaves += [Leaf(device.setting(path), device.setting(path).words, value, near(path)) for path, value in written.items()]
    return replace(device, leaves=tuple(leaves))


def _many(number: int | None) -> int:
    """A number that is not known counts as a large one."""
    return 10**6 if number is None else number
