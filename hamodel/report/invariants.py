"""The clauses of a proof to lines in the language of the spec: what holds in every state, for people.

A clause says that one of its literals holds. A reader wants to know what follows from what, so the literals that say what a
cell does not hold become the premises of an implication. What the language cannot say, the place of a message in a queue or
what `once` remembers, is said in words. NOTE(wording): every line that has no such words can be written into the spec as
`invariant NAME = LINE`, and means the clause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from hamodel.check.report import Report
from hamodel.ground.queues import layout_of
from hamodel.model.expr import INT, BoolType, Bound, EnumType, OptionalType, RangeType, SortType, Type
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.records import record_of
from hamodel.model.scope import Scope
from hamodel.model.system import Channel, System, Variable
from hamodel.model.verdict import AnyNumber, Finding, Invariant, Result, Unreachable
from hamodel.report import words
from hamodel.report.generalised import generalised

ORDINALS = {0: "first", 1: "second", 2: "third"}


def wording(system: System, clauses: Sequence[Clause]) -> list[str]:
    """A line for each clause, in their order. Lines that say the same are one, and so are those that only differ in which members
    of a node they name, where all of them are there."""
    return list(dict.fromkeys(_line(system, clause) for clause in generalised(system, clauses)))


def _line(system: System, clause: Clause) -> str:
    names = _names(system, clause.binders)
    facts = [_fact(system, literal, names) for literal in clause.literals]
    premises = [fact.denied for fact in facts if fact.negative]
    conclusions = [fact.said for fact in facts if not fact.negative]
    if not conclusions:  # what cannot be together
        body = facts[0].said if len(facts) == 1 else f"not ({' and '.join(premises)})" if facts else "false"
    elif premises:
        body = f"{' and '.join(premises)} => {' or '.join(conclusions)}"
    else:
        body = " or ".join(conclusions)
    return _quantified(clause.binders, names) + body


# --- which findings rest on which clauses ----------------------------------------------------------------------------


def grounds(finding: Finding) -> dict[tuple[Clause, ...], tuple[int, ...]]:
    """The invariants that prove a finding, each with the combinations (positions in `results`) for which it does."""
    found: dict[tuple[Clause, ...], tuple[int, ...]] = {}
    for number, result in enumerate(finding.results):
        for part in result.shown_by:
            clauses = _clauses(part)
            if clauses is not None and number not in found.get(clauses, ()):
                found[clauses] = (*found.get(clauses, ()), number)
    return found


def _clauses(result: Result) -> tuple[Clause, ...] | None:
    proof = result.answer.proof if isinstance(result.answer, Unreachable) else None
    return proof.clauses if isinstance(proof, Invariant | AnyNumber) else None


def holds_when(finding: Finding, clauses: tuple[Clause, ...], numbers: Sequence[int]) -> str:
    """For which combinations, and which of several sizes that were decided each by itself, the clauses are."""
    options = words.when_of(finding.results, numbers)
    result = finding.results[numbers[0]]
    parts = [part for part in result.shown_by if _clauses(part) == clauses]
    several = [sort for sort, size in result.sizes.items() if isinstance(size, tuple)] if len(result.shown_by) > 1 else []
    sizes = " or ".join(words.extent({sort: part.sizes[sort] for sort in several}) for part in parts) if several else ""
    if not sizes or not options:
        return sizes or options
    return f"{_inside(sizes)} and {_inside(options)}"


def _inside(condition: str) -> str:
    return f"({condition})" if " or " in condition else condition


@dataclass(frozen=True, slots=True)
class InvariantText:
    """The findings that are `proved` since the `lines` hold in every state, `when` (a condition on options and sizes; empty:
    always)."""

    proved: tuple[str, ...]
    when: str
    lines: tuple[str, ...]


def explanations(report: Report) -> list[InvariantText]:
    """Why what is proved by an invariant holds; what rests on the same clauses for the same options is told once."""
    shared: dict[tuple[tuple[Clause, ...], str], list[str]] = {}
    for finding in report.findings:
        for clauses, numbers in grounds(finding).items():
            shared.setdefault((clauses, holds_when(finding, clauses, numbers)), []).append(finding.name)
    return [
        InvariantText(tuple(names), when, tuple(wording(report.system, clauses)))
        for (clauses, when), names in shared.items()
    ]


# --- binders ---------------------------------------------------------------------------------------------------------


def _quantified(binders: Sequence[Bound], names: Mapping[str, str]) -> str:
    """`all s: Session, t: Session where s != t. `, of an ordered sort `where s < t`."""
    if not binders:
        return ""
    listed = ", ".join(f"{names[binder.name]}: {binder.type}" for binder in binders)
    pairs = [(a, b) for a, b in combinations(binders, 2) if a.type == b.type]
    rising = {b: a for a, b in pairs if isinstance(a.type, SortType) and a.type.ordered}  # the next lower one of each
    different = " and ".join(
        f"{names[a.name]} {'<' if b in rising else '!='} {names[b.name]}" for a, b in pairs if rising.get(b, a) == a
    )
    return f"all {listed}{f' where {different}' if pairs else ''}. "


def _names(system: System, binders: Sequence[Bound]) -> dict[str, str]:
    """A name for each binder: the one that it has, if that is a name that the spec does not use for something else."""
    taken = _declared(system)
    names: dict[str, str] = {}
    for binder in binders:
        plain = words.plain(binder.name)
        wanted = plain if plain.isidentifier() else str(binder.type)[:1].lower()
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name)
        names[binder.name] = name
    return names


def _declared(system: System) -> set[str]:
    """The names that the system knows. Definitions are gone by now: a binder may have the name of one."""
    enums = {member for enum in system.enums for member in (enum.name, *enum.members)}
    options = {option.name for option in system.options}
    options |= {value for option in system.options if isinstance(option.type, EnumType) for value in option.type.members}
    cells = {record_of(variable) for variable in system.variables} | set(system.links)
    properties = {property.name for property in system.declared} | {action.name for action in system.actions}
    return enums | options | cells | properties | {channel.name for channel in system.channels} | {s.name for s in system.sorts}


# --- literals --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a literal says, and what its opposite does; both bind at least as tightly as `and`. `negative`: it says what
    is not so, and reads better as a premise, the other way round."""

    said: str
    denied: str
    negative: bool

    @property
    def opposite(self) -> _Fact:
        return _Fact(self.denied, self.said, not self.negative)


def _fact(system: System, literal: Literal, names: Mapping[str, str]) -> _Fact:
    place = literal.place
    channel = next((channel for channel in system.channels if channel.name == place.variable), None)
    if channel is not None and place.part:
        fact = _of_channel(channel, replace(literal, among=True), names)
    else:
        fact = _of_cell(system, replace(literal, among=True), names)
    return fact if literal.among else fact.opposite


def _of_cell(system: System, literal: Literal, names: Mapping[str, str]) -> _Fact:
    variable = _variable(system, literal.place.variable)
    cell = _cell(system, variable, literal.place, names)
    if isinstance(variable.type, BoolType):
        yes, no = True in literal.values, False in literal.values
        if yes and no:
            return _Fact("true", "false", False)
        if not yes and not no:
            return _Fact("false", "true", True)
        return _Fact(f"not {cell}", cell, True) if no else _Fact(cell, f"not {cell}", False)
    return _membership(cell, literal.values, variable.type, names)


def _variable(system: System, name: str) -> Variable:
    """Of the spec; or what a proof adds to it: an option that may have any value, the memory of a property, the faults so far."""
    known = next((variable for variable in system.variables if variable.name == name), None)
    if known is not None:
        return known
    for option in system.options:
        if option.name == name:
            return Variable(name, (), option.type, None, option.span)
    for property in system.declared:
        for monitor in property.monitors:
            if monitor.variable.name == name:
                return monitor.variable
    return Variable(name, (), INT, None)


def _membership(cell: str, values: Sequence[Member], type: Type, names: Mapping[str, str]) -> _Fact:
    """That the cell holds one of the values; of a type with few values, that it holds none of the others."""
    domain = _finite(type)
    given = set(values)
    others = [value for value in domain if value not in given]
    if domain and not others:
        return _Fact("true", "false", False)
    if domain and len(others) < len(given) and given <= set(domain):
        return _membership(cell, others, type, names).opposite
    if not values:
        return _Fact("false", "true", True)
    texts = [_member(value, names) for value in values]
    if len(texts) == 1:
        return _Fact(f"{cell} = {texts[0]}", f"{cell} != {texts[0]}", False)
    listed = f"{{ {', '.join(texts)} }}"
    return _Fact(f"{cell} in {listed}", f"{cell} not in {listed}", False)


def _finite(type: Type) -> tuple[Member, ...]:
    """All values of a type that is not one of a sort."""
    inner = type.inner if isinstance(type, OptionalType) else type
    return Scope().domain(type) if isinstance(inner, BoolType | EnumType | RangeType) else ()


def _cell(system: System, variable: Variable, place: CellRef, names: Mapping[str, str]) -> str:
    """The cell as the spec writes it: `up(ha1)`, `owner[fw0, s]`, `last.session`; what `once P` remembers as that."""
    indices = ", ".join(_member(index, names) for index in place.indices)
    if variable.name in system.links:
        return f"up({variable.name}[{indices}])" if indices else f"up({variable.name})"
    if variable.hidden and variable.span is not None and not variable.name.startswith("did "):
        return f"`{variable.span.text}`" + (f" of {indices}" if indices else "")
    if variable.name.startswith("did "):
        return _did(variable.name.partition("/")[0], place, names)
    return f"{record_of(variable)}[{indices}]{variable.name.removeprefix(record_of(variable))}" if indices else variable.name


def _did(name: str, place: CellRef, names: Mapping[str, str]) -> str:
    """`did crash(d)`, `did cut lan[n0]`, `did cut ha1 from fw0 to fw1`, `did deliver sync opened(s) from fw0 to fw1`."""
    said = [_member(index, names) for index in place.indices]
    built_in = name.count(" ") > 1
    ends = f" from {said.pop(-2)} to {said.pop()}" if built_in and len(said) > 1 else ""
    inside = ", ".join(said)
    link = built_in and name.startswith(("did cut ", "did mend "))
    return name + (f"[{inside}]" if inside and link else f"({inside})" if inside else "") + ends


def _member(value: Member, names: Mapping[str, str]) -> str:
    return names.get(value.name, words.plain(value.name)) if isinstance(value, Bound) else words.value(value)


# --- messages --------------------------------------------------------------------------------------------------------


def _of_channel(channel: Channel, literal: Literal, names: Mapping[str, str]) -> _Fact:
    sender, receiver = (_member(end, names) for end in literal.place.indices)
    ends = f"from {sender} to {receiver}"
    match literal.place.part:
        case ("count", message, *arguments):
            inside = f"({', '.join(_member(argument, names) for argument in arguments)})" if arguments else ""
            return _count(channel, f"pending {channel.name} {message}{inside} {ends}", literal.values)
        case ("slot", int(slot)):
            return _slot(channel, slot, ends, literal.values)
        case ("field", int(slot), int(field)):
            return _field(channel, slot, field, ends, literal.values, names)
        case part:
            raise ValueError(f"no part of a channel: {part}")


def _count(channel: Channel, pending: str, values: Sequence[Member]) -> _Fact:
    """How many copies of a message are in flight."""
    copies = sorted(value for value in values if isinstance(value, int))
    if not copies or len(copies) > channel.capacity:
        return _Fact("true", "false", False) if copies else _Fact("false", "true", True)
    if copies == [0]:
        return _Fact(f"not {pending}", pending, True)
    if copies == list(range(1, channel.capacity + 1)):
        return _Fact(pending, f"not {pending}", False)
    most = copies[-1]
    if copies == list(range(most + 1)):
        return _Fact(f"{pending} at most {most} times", f"{pending} more than {most} times", True)
    least = copies[0]
    if copies == list(range(least, channel.capacity + 1)):
        return _Fact(f"{pending} at least {least} times", f"{pending} fewer than {least} times", False)
    times = " or ".join(map(str, copies))
    return _Fact(f"{pending} exactly {times} times", f"{pending} not {times} times", False)


def _slot(channel: Channel, slot: int, ends: str, values: Sequence[Member]) -> _Fact:
    """Which message a place of a queue holds. That the first place is empty says that the queue is."""
    queue = f"{channel.name} {ends}"
    messages = [str(value) for value in values if value is not None]
    if None in values:
        others = [message.name for message in channel.messages if message.name not in messages]
        if not others:
            return _Fact("true", "false", False)
        return _slot(channel, slot, ends, others).opposite
    if not messages:
        return _Fact("false", "true", True)
    if len(messages) == len(channel.messages):
        if slot == 0:
            return _Fact(f"pending {queue}", f"not pending {queue}", False)
        return _Fact(f"{queue} holds more than {slot}", f"{queue} holds at most {slot}", False)
    (one,) = messages if len(messages) == 1 else ("",)
    if channel.capacity == 1 and one and not channel.message(one).fields:
        pending = f"pending {channel.name} {one} {ends}"
        return _Fact(pending, f"not {pending}", False)
    listed = " or ".join(messages)
    place = f"the {_ordinal(slot)} message of {queue}"
    return _Fact(f"{place} is {listed}", f"{place} is not {listed}", False)


def _field(channel: Channel, slot: int, field: int, ends: str, values: Sequence[Member], names: Mapping[str, str]) -> _Fact:
    """What a field of the message at a place of a queue is. A message without the field, and no message, has `none` there."""
    titles = [
        words.plain(message.fields[places.index(field)].name)
        for message in channel.messages
        if field in (places := layout_of(channel).places[message.name])
    ]
    place = f"the {'/'.join(dict.fromkeys(titles))} of the {_ordinal(slot)} message of {channel.name} {ends}"
    texts = [_member(value, names) for value in values]
    if not texts:
        return _Fact("false", "true", True)
    listed = " or ".join(texts)
    return _Fact(f"{place} is {listed}", f"{place} is not {listed}", False)


def _ordinal(slot: int) -> str:
    return ORDINALS.get(slot, f"{slot + 1}th")
