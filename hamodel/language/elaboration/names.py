"""Declarations -> Names: what every name of a spec stands for, each declared once; `resolve` finds what a type means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from hamodel.language import errors
from hamodel.language.elaboration.carriers import Cable, Carrier, Report, check_traits, type_word
from hamodel.language.elaboration.options import MOST_MEMBERS, members, option_name
from hamodel.language.elaboration.types import UNKNOWN, AnyType, RecordType, flat, width
from hamodel.language.text import ast
from hamodel.language.text.constants import Constants, constants
from hamodel.model.expr import BOOL, BoolType, EnumType, IntType, OptionalType, RangeType, SortType, Type
from hamodel.source import Span

LARGEST_RANGE = 65_536
LARGEST_CAPACITY = 64
LARGEST_RECORD = 64


@dataclass(frozen=True, slots=True)
class Cells:
    """A variable: its index types and its type, which may be a record."""

    name: str
    indices: tuple[AnyType, ...]
    type: AnyType


@dataclass(frozen=True, slots=True)
class IndexedOption:
    """An option with indices, or of a record: their types (none, without indices) and its type."""

    name: str
    indices: tuple[Type, ...]
    type: AnyType


@dataclass(slots=True)
class Names:
    """`places` has every name that an expression may mean, members apart: its kind and where it is declared."""

    places: dict[str, tuple[str, Span]] = field(default_factory=dict)
    members: dict[str, list[EnumType]] = field(default_factory=dict)
    member_places: dict[str, Span] = field(default_factory=dict)
    enums: dict[str, EnumType] = field(default_factory=dict)
    sorts: dict[str, SortType] = field(default_factory=dict)
    records: dict[str, RecordType] = field(default_factory=dict)
    constants: Constants = field(default_factory=lambda: Constants({}, lambda _: ""))
    options: dict[str, Type] = field(default_factory=dict)  # those of members too: `priority[fw0]`
    indexed: dict[str, IndexedOption] = field(default_factory=dict)
    links: dict[str, Cable] = field(default_factory=dict)
    variables: dict[str, Cells] = field(default_factory=dict)
    channels: dict[str, Carrier] = field(default_factory=dict)
    definitions: dict[str, ast.Def] = field(default_factory=dict)
    actions: dict[str, ast.Action] = field(default_factory=dict)
    procs: dict[str, ast.Proc] = field(default_factory=dict)
    durations: dict[str, ast.Option] = field(default_factory=dict)
    timers: dict[str, tuple[AnyType, ...]] = field(default_factory=dict)  # the types of their indices
    timed: bool = False  # does the text speak of time?
    disputed: set[str] = field(default_factory=set)  # declared as two things: no use of them is an error of its own

    def declared(self, name: str) -> Span | None:
        """Where `name` is declared, as anything that an expression may mean."""
        return self.places[name][1] if name in self.places else self.member_places.get(name)

    def kind(self, name: str) -> str:
        """What `name` is, in one word; empty if it is nothing."""
        if name in self.places:
            return self.places[name][0]
        if name in self.members:
            return "member"
        return "action" if name in self.actions else "proc" if name in self.procs else ""


def collect(declarations: Iterable[ast.Declaration], report: Report) -> tuple[Names, list[ast.Declaration]]:
    """Every name with its meaning, and the declarations without those that give a name a second time."""
    names = Names()
    kept = _first_of_each(declarations, names, report)
    names.constants = Constants(constants(kept, report, names.kind), names.kind)
    _types(kept, names, report)
    for declaration in kept:
        match declaration:
            case ast.Option() if is_of_durations(declaration, names):
                names.durations[declaration.name.text] = declaration
                if declaration.binders:
                    report(errors.timing.indexed_duration(declaration.name.span, declaration.name.text))
            case ast.Option():
                _option(declaration, names, report)
            case ast.TimerDeclaration(clocks=clocks):
                for clock in clocks:
                    indices = tuple(_index_type(binder.type, names, report) for binder in clock.binders)
                    names.timers.setdefault(clock.name.text, indices)
            case ast.Var(name=name, binders=binders, type=written):
                indices = tuple(_index_type(binder.type, names, report) for binder in binders)
                names.variables[name.text] = Cells(name.text, indices, resolve(written, names, report))
            case ast.Channel(name=name):
                names.channels[name.text] = _carrier(declaration, names, report)
            case ast.Def(name=name):
                names.definitions[name.text] = declaration
            case ast.Action(name=name):
                names.actions[name.text] = declaration
            case ast.Proc(name=name):
                names.procs[name.text] = declaration
            case ast.Link(wires=wires):
                own = [wire for wire in wires if names.places[wire.name.text][1] is wire.name.span]
                names.links.update((wire.name.text, _wire(wire, names, report)) for wire in own)
            case _:
                pass
    _members_apart(kept, names, report)
    waits = any(isinstance(each, ast.Action) and (each.deadline is not None or each.immediate) for each in kept)
    waits = waits or any(isinstance(each, ast.Channel) and each.delay is not None for each in kept)
    waits = waits or any(isinstance(each, ast.Faults) and each.apart is not None for each in kept)
    names.timed = bool(names.timers or names.durations) or waits
    return names, kept


def is_of_durations(option: ast.Option, names: Names) -> bool:
    """Is it a duration, in a spec in which that word is no type of its own?"""
    return isinstance(option.type, ast.NamedType) and option.type.name.text == "duration" and not _declares_durations(names)


def _declares_durations(names: Names) -> bool:
    return any("duration" in types for types in (names.enums, names.sorts, names.records))


def resolve(written: ast.Type, names: Names, report: Report) -> AnyType:
    """What a written type means; UNKNOWN after an error."""
    match written:
        case ast.NamedType(name=name):
            if name.text == "bool":
                return BOOL
            found = names.enums.get(name.text) or names.sorts.get(name.text) or names.records.get(name.text)
            if found is not None:
                return found
            kind = names.kind(name.text)
            if kind not in ("", "record"):  # a record without a meaning is an error already reported
                report(errors.names.not_a_type(name, kind))
            elif name.text == "duration":
                report(errors.timing.not_a_length(name.span))
            elif not kind:
                report(errors.names.unknown("type", name, ["bool", *names.enums, *names.sorts, *names.records]))
            return UNKNOWN
        case ast.RangeType():
            return _range(written, names, report)
        case ast.OptionalType(inner=inner, span=span):
            result = resolve(inner, names, report)
            if isinstance(result, RecordType):
                report(errors.types.optional_record(span, result.name))
                return UNKNOWN
            assert not isinstance(result, OptionalType | IntType), "the grammar has no such type"
            return UNKNOWN if result is UNKNOWN else OptionalType(result)
        case ast.MembersType():
            raise AssertionError("the grammar has these in options alone")
        case _:
            assert_never(written)


def _range(written: ast.RangeType, names: Names, report: Report) -> AnyType:
    low, high = names.constants.number(written.low, report), names.constants.number(written.high, report)
    if low is None or high is None:
        return UNKNOWN
    label = names.constants.told(written.low, written.high)
    if low > high:
        report(errors.types.empty_range(written.span, low, high, label))
        return UNKNOWN
    if high - low >= LARGEST_RANGE:
        report(errors.types.large_range(written.span, LARGEST_RANGE, label))
        return UNKNOWN
    return RangeType(low, high)


# --- one name, one meaning -------------------------------------------------------------------------------------------


def _first_of_each(declarations: Iterable[ast.Declaration], names: Names, report: Report) -> list[ast.Declaration]:
    def declare(name: ast.Name, kind: str, places: dict[str, tuple[str, Span]]) -> bool:
        new = _declare(name, kind, places, report)
        if not new:
            names.disputed.add(name.text)
        return new

    def define(definition: ast.Def) -> bool:
        name = definition.name
        if "." in name.span.text and not definition.replaces and name.text not in definitions:
            report(errors.names.unknown("definition", name, definitions))
            return False
        first = definitions.setdefault(name.text, definition)
        if first.open or first.name.span.source is name.span.source:
            return declare(name, "definition", names.places)
        report(errors.names.not_open(name, first.name.span))
        names.disputed.add(name.text)
        return False

    kept: list[ast.Declaration] = []
    definitions: dict[str, ast.Def] = {}
    doers: dict[str, tuple[str, Span]] = {}
    properties: dict[str, tuple[str, Span]] = {}
    for declaration in declarations:
        match declaration:
            case ast.Link(wires=wires):
                fresh = [declare(wire.name, "link", names.places) for wire in wires]
                new = any(fresh)
            case ast.TimerDeclaration(clocks=clocks):
                fresh = [declare(clock.name, "timer", names.places) for clock in clocks]
                new = any(fresh)
            case ast.Imported(name=name):
                new = declare(name, "instance", names.places)
            case ast.Constant() | ast.Enum() | ast.Sort() | ast.Record() | ast.Option() | ast.Var() | ast.Channel():
                new = declare(declaration.name, _kind(declaration), names.places)
            case ast.Def():
                new = define(declaration)
            case ast.Action() | ast.Proc():
                new = declare(declaration.name, _kind(declaration), doers)
            case ast.Property() | ast.Scenario() | ast.Measure() | ast.Solve():
                new = declare(declaration.name, _kind(declaration), properties)
            case _:
                new = True
        if new:
            kept.append(declaration)
    return kept


def _declare(name: ast.Name, kind: str, places: dict[str, tuple[str, Span]], report: Report) -> bool:
    called = kind in ("definition", "record") and name.text in ast.BUILT_IN_CALLS
    if called or name.text in ("up", "bool"):
        report(errors.names.built_in_name(name))
        return False
    if name.text == "assert" and kind == "action":
        report(errors.names.no_action_of_a_scenario(name))
        return False
    if name.text in places:
        report(errors.names.duplicate(kind, name, *places[name.text]))
        return False
    places[name.text] = kind, name.span
    return True


def _once(kind: str, name: ast.Name, places: dict[str, Span], report: Report) -> bool:
    """Is this the first of its kind with this name? Reports that it is not."""
    new = name.text not in places
    if not new:
        report(errors.names.duplicate(kind, name, kind, places[name.text]))
    places.setdefault(name.text, name.span)
    return new


def _kind(declaration: ast.Declaration) -> str:
    match declaration:
        case ast.Enum(acts=acts):
            return "node" if acts else "enum"
        case ast.Var():
            return "variable"
        case ast.Def():
            return "definition"
        case ast.Property(kind=kind):
            return kind
        case _:
            return type(declaration).__name__.lower()


def _members_apart(declarations: Sequence[ast.Declaration], names: Names, report: Report) -> None:
    """A word alone that could be a member or a value would be read by luck."""
    for declaration in declarations:
        match declaration:
            case (
                ast.Constant(name=name)
                | ast.Var(name=name, binders=())
                | ast.Option(name=name)
                | ast.Def(name=name, parameters=())
            ):
                instance, _, alone = name.text.rpartition(".")
                own = instance and any(enum.name.rpartition(".")[0] == instance for enum in names.members.get(alone, ()))
                if place := names.member_places.get(alone if own else name.text):
                    report(errors.names.duplicate(_kind(declaration), name, "member", place))
                    names.disputed.add(name.text)
            case _:
                pass


# --- types -----------------------------------------------------------------------------------------------------------


def _types(declarations: Sequence[ast.Declaration], names: Names, report: Report) -> None:
    sorts = [declaration.name.text for declaration in declarations if isinstance(declaration, ast.Sort)]
    initials = [_initial(name) for name in sorts]
    whole = [name.lower() for name in sorts]
    for declaration in declarations:
        match declaration:
            case ast.Enum(name=name, members=members, acts=acts):
                names.enums[name.text] = _enum(name.text, members, acts, names, report)
            case ast.Sort(name=name, ordered=ordered):
                initial, lowered = _initial(name.text), name.text.lower()
                unique = initials.count(initial) == 1
                prefix = initial if unique else lowered if whole.count(lowered) == 1 else name.text
                names.sorts[name.text] = SortType(name.text, prefix, ordered)
            case _:
                pass
    records = {declaration.name.text: declaration for declaration in declarations if isinstance(declaration, ast.Record)}
    for record in records:
        _record(record, records, [], names, report)


def _initial(name: str) -> str:
    """The first letter in lower case, behind the name of the instance that the sort is of."""
    return name[: name.rfind(".") + 1] + name[name.rfind(".") + 1].lower()


def _enum(name: str, members: tuple[ast.Name, ...], acts: bool, names: Names, report: Report) -> EnumType:
    first: dict[str, Span] = {}
    for member in members:
        _once("member", member, first, report)
    enum = EnumType(name, tuple(first), acts)
    for text, span in first.items():
        names.members.setdefault(text, []).append(enum)
        names.member_places.setdefault(text, span)
    return enum


def _record(name: str, records: dict[str, ast.Record], inside: list[str], names: Names, report: Report) -> None:
    """Enters a record, and before it the records it is made of."""
    if name in names.records:
        return
    if name in inside:
        report(errors.names.recursion("record", records[inside[-1]].name, [*inside[inside.index(name) :], name]))
        return
    fields: dict[str, AnyType] = {}
    places: dict[str, Span] = {}
    for binder in records[name].fields:
        if isinstance(binder.type, ast.NamedType) and binder.type.name.text in records:
            _record(binder.type.name.text, records, [*inside, name], names, report)
        assert binder.name is not None, "the grammar names the fields of a record"
        _once("field", binder.name, places, report)
        fields[binder.name.text] = resolve(binder.type, names, report)
    record = RecordType(name, tuple(fields.items()))
    if sum(width(type) for type in fields.values()) <= LARGEST_RECORD:
        names.records[name] = record
    else:
        report(errors.types.large_record(records[name].name, LARGEST_RECORD))


def _option(option: ast.Option, names: Names, report: Report) -> None:
    """Enters an option; one with indices also under the name of each member."""
    name, type = option.name.text, _option_type(option.name, option.type, names, report)
    indices = tuple(_option_index(binder.type, names, report) for binder in option.binders)
    if not indices and not isinstance(type, RecordType):
        names.options[name] = type
        return
    every = [] if UNKNOWN in indices else members(indices)
    if every is None or len(every) * width(type) > MOST_MEMBERS:
        report(errors.types.many_options(option.name, MOST_MEMBERS, width(type)))
        every = None
    known = UNKNOWN not in indices and every is not None
    names.indexed[name] = IndexedOption(name, indices, type if known else UNKNOWN)
    names.options.update(leaf for member in every or () for leaf in flat(option_name(name, member), type))


def _option_index(written: ast.Type, names: Names, report: Report) -> Type:
    result = resolve(written, names, report)
    if isinstance(result, BoolType | RangeType | EnumType):
        return result
    report(errors.types.option_index(written.span, str(result), isinstance(result, SortType)))
    return UNKNOWN


def _option_type(name: ast.Name, written: ast.Type, names: Names, report: Report) -> AnyType:
    if isinstance(written, ast.MembersType):
        return _enum(name.text, written.members, False, names, report)
    result = resolve(written, names, report)
    for path, type in flat("", result):
        if not isinstance(type, BoolType | RangeType | EnumType):
            report(errors.types.option_type(written.span, str(result), path.removeprefix("."), str(type)))
            return UNKNOWN
    return result


def _index_type(written: ast.Type, names: Names, report: Report) -> AnyType:
    result = resolve(written, names, report)
    if isinstance(result, OptionalType):
        report(errors.types.index_type(written.span, str(result)))
        return UNKNOWN
    return result


# --- links and channels --------------------------------------------------------------------------------------------------------


def _wire(wire: ast.Wire, names: Names, report: Report) -> Cable:
    indices: list[Type] = []
    for binder in wire.binders:
        type = resolve(binder.type, names, report)
        if isinstance(type, OptionalType | RecordType):
            report(errors.channels.link_index(binder.type.span, str(type)))
            type = UNKNOWN
        indices.append(type)
    if len(indices) > 2:
        report(errors.channels.link_indices(wire.name))
    return Cable(tuple(indices), wire)


def _carrier(channel: ast.Channel, names: Names, report: Report) -> Carrier:
    messages: dict[str, tuple[tuple[str, AnyType], ...]] = {}
    places: dict[str, Span] = {}
    for message in channel.messages:
        if _once("message", message.name, places, report):
            messages[message.name.text] = _fields(message, names, report)
    for path in channel.over:
        link = path.name if isinstance(path, ast.Index) else ast.Name(path.text, path.span)
        if names.kind(link.text) != "link":
            report(errors.names.unknown("link", link, [name for name, (kind, _) in names.places.items() if kind == "link"]))
    room = _capacity(channel, names, report)
    check_traits(channel, room, report)
    ends = _end(channel.sender, names, report), _end(channel.receiver, names, report)
    return Carrier(channel.name.text, *ends, messages, room, channel)


def _capacity(channel: ast.Channel, names: Names, report: Report) -> int:
    if channel.capacity is None:
        return 1
    found = names.constants.number(channel.capacity, report)
    if found is not None and not 1 <= found <= LARGEST_CAPACITY:
        label = names.constants.told(channel.capacity)
        report(errors.channels.capacity(channel.capacity.span, channel.name.text, found, LARGEST_CAPACITY, label))
    return found or 1


def _fields(message: ast.Message, names: Names, report: Report) -> tuple[tuple[str, AnyType], ...]:
    fields: dict[str, AnyType] = {}
    places: dict[str, Span] = {}
    for binder in message.fields:
        result = resolve(binder.type, names, report)
        word = binder.name.text if binder.name else type_word(result)
        if binder.name and word in fields:
            report(errors.names.duplicate("field", binder.name, "field", places[word]))
        name, number = word, 1
        while name in fields:
            number += 1
            name = f"{word}_{number}"
        fields[name] = result
        places[name] = binder.name.span if binder.name else binder.span
    return tuple(fields.items())


def _end(name: ast.Name, names: Names, report: Report) -> EnumType | SortType:
    nodes = [enum.name for enum in names.enums.values() if enum.acts]
    if name.text in nodes:
        return names.enums[name.text]
    if name.text in names.sorts:
        return names.sorts[name.text]
    kind = names.kind(name.text)
    report(errors.names.ends_are_nodes(name, kind) if kind else errors.names.unknown("node", name, [*nodes, *names.sorts]))
    return UNKNOWN
