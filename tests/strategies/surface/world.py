"""World: the declarations of a text at one choice of sizes and options; types, their values, and the cells of a state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from posixpath import normpath
from typing import Any

from hamodel.language.text import ast

Path = tuple[str, ...]
"""From a value to a part of it: the names of fields."""


@dataclass(frozen=True)
class Plain:
    """bool, an enum, a sort, or the integers (`int`): `values` in order; None for the integers."""

    name: str
    values: tuple[Any, ...] | None


@dataclass(frozen=True)
class Range:
    low: int
    high: int

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(range(self.low, self.high + 1))


@dataclass(frozen=True)
class Optional:
    inner: Plain | Range

    @property
    def values(self) -> tuple[Any, ...]:
        return (None, *(self.inner.values or ()))


@dataclass(frozen=True)
class Struct:
    name: str
    fields: tuple[tuple[str, Type], ...]


Type = Plain | Range | Optional | Struct

BOOL = Plain("bool", (False, True))
INT = Plain("int", None)


@dataclass(frozen=True)
class RunTimeError:
    """What went wrong while something was evaluated, and where: from which character of which file to which."""

    kind: str
    start: int
    end: int
    in_transition: bool = False
    file: str = ""

    @staticmethod
    def at(kind: str, span: Any) -> RunTimeError:
        return RunTimeError(kind, span.start, span.end, file=normpath(span.source.path))


class Slip(Exception):
    """There is no value."""

    def __init__(self, *errors: RunTimeError) -> None:
        super().__init__(*errors)
        self.errors = errors


def slip(kind: str, span: Any) -> Slip:
    return Slip(RunTimeError.at(kind, span))


class Record:
    """A value of a record type: a way to get at each of its fields, looked at one by one."""

    def __init__(self, type: Struct, fields: dict[str, Callable[[Any], Any]]) -> None:
        self.type, self.fields = type, fields

    @staticmethod
    def of(type: Struct, parts: dict[Path, Any], path: Path = ()) -> Record:
        """The record with known plain parts."""
        fields: dict[str, Callable[[Any], Any]] = {}
        for name, inner in type.fields:
            here = (*path, name)
            value = Record.of(inner, parts, here) if isinstance(inner, Struct) else parts[here]
            fields[name] = lambda value=value: value
        return Record(type, fields)


def parts(type: Type) -> list[tuple[Path, Any]]:
    """The plain parts that a value of the type has."""
    if not isinstance(type, Struct):
        return [((), type)]
    return [((name, *path), leaf) for name, inner in type.fields for path, leaf in parts(inner)]


def part(value: Any, path: Path) -> Any:
    """A part of a value, which may be no record."""
    for name in path:
        value = value.fields[name]()
    return value


@dataclass
class Sends:
    """A channel. `messages`: the types of the fields of each."""

    declaration: ast.Channel
    capacity: int
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    messages: dict[str, tuple[Type, ...]]

    @property
    def name(self) -> str:
        return self.declaration.name.text

    @property
    def fifo(self) -> bool:
        return self.declaration.order == "fifo"

    def has(self, trait: str) -> bool:
        return any(word.text == trait for word in self.declaration.traits)


Cell = tuple[str, Path, tuple[Any, ...]]
"""A variable, which part of it if it is a record, and its indices (plain parts); of a channel: no part, and two ends."""


@dataclass
class World:
    """`given`: how many members sorts have, whatever the text says."""

    spec: ast.Spec
    options: dict[str, Any] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)

    def all(self, kind: type) -> Iterator[Any]:
        return (each for each in self.spec.declarations if isinstance(each, kind))

    # --- names ---

    @cached_property
    def constants(self) -> dict[str, ast.Expr]:
        return {each.name.text: each.value for each in self.all(ast.Constant)}

    def counted(self, node: ast.Expr) -> int:
        """The number that an expression of numbers and constants comes to."""
        return counted(node, self.constants)

    @cached_property
    def sizes(self) -> dict[str, int]:
        return {sort.name.text: self.said.get(sort.name.text, 3) for sort in self.all(ast.Sort)}

    @cached_property
    def said(self) -> dict[str, int]:
        """The sizes that are written, or given."""
        return {each.sort.text: self.counted(each.size) for each in self.all(ast.Size)} | self.given

    @cached_property
    def enums(self) -> dict[str, Plain]:
        named = {each.name.text: Plain(each.name.text, tuple(m.text for m in each.members)) for each in self.all(ast.Enum)}
        sorts = {name: Plain(name, tuple(f"{name}#{number}" for number in range(size))) for name, size in self.sizes.items()}
        return {**named, **sorts}

    @cached_property
    def records(self) -> dict[str, ast.Record]:
        return {each.name.text: each for each in self.all(ast.Record)}

    @cached_property
    def option_types(self) -> dict[str, Type]:
        """The types of what has a value of its own: of an option that is a record, each plain part of it."""
        found: dict[str, Type] = {}
        for each in self.all(ast.Option):
            type = self.meaning(each.type, each.name.text)
            found.update((place(name, path), leaf) for name, _ in self.settings(each) for path, leaf in parts(type))
        return found

    def chosen(self, name: str, type: Type, path: Path = ()) -> Any:
        """The value of an option, or of the one of a member; of a record, of each part of it when that is looked at."""
        if not isinstance(type, Struct):
            return self.options[place(name, path)]
        fields: dict[str, Callable[[], Any]] = {}
        for field_name, inner in type.fields:
            fields[field_name] = lambda inner=inner, here=(*path, field_name): self.chosen(name, inner, here)
        return Record(type, fields)

    def settings(self, option: ast.Option) -> list[tuple[str, tuple[Any, ...]]]:
        """The names of its members, each with its indices: of one without indices, its own name."""
        if not option.binders:
            return [(option.name.text, ())]
        every = product(*(self.values(self.meaning(binder.type)) for binder in option.binders))
        return [(setting(option.name.text, indices), indices) for indices in every]

    @cached_property
    def indexed(self) -> dict[str, ast.Option]:
        return {each.name.text: each for each in self.all(ast.Option) if each.binders}

    @cached_property
    def single(self) -> dict[str, Type]:
        """The options without indices."""
        return {e.name.text: self.meaning(e.type, e.name.text) for e in self.all(ast.Option) if not e.binders}

    @cached_property
    def links(self) -> dict[str, tuple[Type, ...]]:
        """The types of the indices."""
        wires = [wire for each in self.all(ast.Link) for wire in each.wires]
        return {wire.name.text: tuple(self.meaning(binder.type) for binder in wire.binders) for wire in wires}

    @cached_property
    def variables(self) -> dict[str, tuple[tuple[Type, ...], Type, ast.Var]]:
        """The types of the indices, and the type."""
        return {
            each.name.text: (tuple(self.meaning(b.type) for b in each.binders), self.meaning(each.type), each)
            for each in self.all(ast.Var)
        }

    @cached_property
    def channels(self) -> dict[str, Sends]:
        found = {}
        for each in self.all(ast.Channel):
            messages = {m.name.text: tuple(self.meaning(f.type) for f in m.fields) for m in each.messages}
            ends = (self.enums[end.text].values or () for end in (each.sender, each.receiver))
            room = 1 if each.capacity is None else self.counted(each.capacity)
            found[each.name.text] = Sends(each, room, *ends, messages)
        return found

    @cached_property
    def definitions(self) -> dict[str, ast.Def]:
        return {each.name.text: each for each in self.all(ast.Def)}

    @cached_property
    def procs(self) -> dict[str, ast.Proc]:
        return {each.name.text: each for each in self.all(ast.Proc)}

    @cached_property
    def actions(self) -> dict[str, ast.Action]:
        return {each.name.text: each for each in self.all(ast.Action)}

    @cached_property
    def members(self) -> dict[str, str]:
        """What scripts call the members of sorts. What is declared with such a name hides the member."""
        sorts = list(self.sizes)
        letters = {sort: sort[: sort.rfind(".") + 2].lower() for sort in sorts}  # of `lan.Flow`: lan.f
        firsts = [*letters.values()]
        named: dict[str, str] = {}
        for sort in sorts:
            short = letters[sort] if firsts.count(letters[sort]) == 1 else sort.lower()
            named.update({f"{short}{number}": f"{sort}#{number}" for number in range(64)})
        hidden = {*self.variables, *self.single, *self.indexed, *self.definitions, *self.constants}
        hidden.update(str(value) for type in self.enums.values() for value in type.values or ())
        hidden.update(str(value) for type in self.option_types.values() if isinstance(type, Plain) for value in type.values or ())
        return {name: member for name, member in named.items() if name not in hidden}

    # --- types ---

    def meaning(self, written: ast.Type, option: str = "") -> Type:
        if isinstance(written, ast.RangeType):
            return Range(self.counted(written.low), self.counted(written.high))
        if isinstance(written, ast.OptionalType):
            inner = self.meaning(written.inner)
            assert isinstance(inner, Plain | Range)
            return Optional(inner)
        if isinstance(written, ast.MembersType):
            return Plain(option, tuple(member.text for member in written.members))
        name = written.name.text
        if name == "bool":
            return BOOL
        if name in self.records:
            return Struct(name, tuple((f.name.text, self.meaning(f.type)) for f in self.records[name].fields if f.name))
        return self.enums[name]

    def values(self, type: Type) -> list[Any]:
        """Every value of a type."""
        if not isinstance(type, Struct):
            assert type.values is not None
            return list(type.values)
        leaves = parts(type)
        return [
            Record.of(type, dict(zip((path for path, _ in leaves), content, strict=True)))
            for content in product(*(leaf.values for _, leaf in leaves))
        ]

    # --- cells ---

    @cached_property
    def cells(self) -> list[Cell]:
        found: list[Cell] = []
        for name, (indices, type, _) in self.variables.items():
            places = list(product(*(leaf.values for index in indices for _, leaf in parts(index))))
            found += [(name, path, place) for path, _ in parts(type) for place in places]
        for link, indices in self.links.items():
            found += [(link, (), place) for place in product(*(self.values(index) for index in indices))]
        return found + [(c.name, (), ends) for c in self.channels.values() for ends in product(c.senders, c.receivers)]

    @cached_property
    def number(self) -> dict[Cell, int]:
        return {cell: number for number, cell in enumerate(self.cells)}

    @cached_property
    def types(self) -> dict[tuple[str, Path], Any]:
        """The type of each plain part of each variable."""
        return {(name, path): leaf for name, (_, type, _) in self.variables.items() for path, leaf in parts(type)}


def place(option: str, path: Path) -> str:
    """What a part of an option is called."""
    return ".".join((option, *path))


def setting(option: str, indices: tuple[Any, ...]) -> str:
    words = [str(index).lower() if isinstance(index, bool) else str(index) for index in indices]
    return f"{option}[{', '.join(words)}]" if indices else option


def counted(node: ast.Expr, constants: Mapping[str, ast.Expr]) -> int:
    """The number that an expression of numbers and constants comes to: each name is what stands behind its `=`."""
    if isinstance(node, ast.Number):
        return node.value
    if isinstance(node, ast.Word):
        return counted(constants[node.text], constants)
    assert isinstance(node, ast.Operation), node
    first, *rest = (counted(arg, constants) for arg in node.args)
    if not rest:
        return -first
    sums = {"+": first + rest[0], "-": first - rest[0], "*": first * rest[0]}
    return sums[node.op] if node.op in sums else divmod(first, rest[0])[node.op == "mod"]


def has_members(type: Type, sorts: Collection[str]) -> bool:
    """Is a member of a sort in some value of the type?"""
    plain = (leaf.inner if isinstance(leaf, Optional) else leaf for _, leaf in parts(type))
    return any(isinstance(leaf, Plain) and leaf.name in sorts for leaf in plain)


def combinations(spec: ast.Spec) -> Iterator[dict[str, Any]]:
    """Every choice of values for the options."""
    types = World(spec).option_types
    for values in product(*(type.values for type in types.values())):  # type: ignore[union-attr]
        yield dict(zip(types, values, strict=True))
