"""Symbols: the functions that a state consists of. A cell's finite indices are in its name, members of sorts its arguments.

A cell of type bool is a predicate; one of a sort is a function into that sort; any other has a predicate for each of its
values but the first, `phase_is_live`, of which at most one holds. The first value, `phase_is_idle`, is defined: none of the
others. So there are but truths and members of sorts, and a formula is in the fragment that solvers decide if its quantifiers are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations as pairs
from itertools import count
from typing import TypeAlias

from hamodel.model.expr import OPERATORS, BoolType, EnumType, OptionalType, RangeType, SortType, Type
from hamodel.model.system import Channel, System
from hamodel.proofs.cases import Cases, Content, members, where
from hamodel.proofs.formulas import FALSE, TRUE, Binder, Formula, conj, disj, equal, forall, implies, neg, pick

Pattern: TypeAlias = tuple[Content, ...]
"""Index values; a member of a sort of any size is `Formula(SORT)` here, and an argument of the cell's functions."""

Key: TypeAlias = tuple[str, Pattern, Pattern]
"""Variable (or option, link, channel), indices, and the part of a channel: see `hamodel.ground.instance.Cell`."""


@dataclass(frozen=True, slots=True)
class Function:
    """An SMT-LIB function; with `body` (over `parameters`) a defined one. A `property` is a formula without parameters."""

    name: str
    parameters: tuple[Binder, ...]
    sort: str
    body: Formula | None = None
    property: bool = False


@dataclass(frozen=True, slots=True)
class CellSymbols:
    """What holds a value for each choice of members of its sorts. `names`: of the predicate of each value.

    `first`: the value that is left if no predicate holds. A cell with a value of a sort has a function, `term`, besides.
    """

    key: Key
    type: Type
    sorts: tuple[str, ...]
    names: tuple[tuple[Content, str], ...]
    first: Content = None
    term: str = ""

    @property
    def parameters(self) -> tuple[Binder, ...]:
        """A name for each index that is a member of a sort."""
        return tuple((f"x{place}", sort) for place, sort in enumerate(self.sorts, 1))

    @property
    def arguments(self) -> tuple[Formula, ...]:
        """The parameters as formulas."""
        return tuple(Formula(name) for name, _ in self.parameters)

    def cases(self, args: tuple[Formula, ...], suffix: str = "") -> Cases:
        """The value at these members; with `suffix` that of another state."""
        rows = []
        for value, name in self.names:
            held = Formula(name + suffix, args) if name else TRUE
            rows.append((Formula(self.term + suffix, args) if isinstance(value, Formula) else value, held))
        if len(rows) == 1 and not isinstance(self.first, Formula) and rows[0][1] != TRUE:
            rows.append((self.first, neg(rows[0][1])))
        return tuple(rows)


class SmtNames:
    """Gives everything an SMT-LIB name that it has not given to anything else."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)

    def new(self, wanted: str, *endings: str) -> str:
        """A name like this one, which is free with each of the endings behind it, too."""
        plain = re.sub(r"\W", "_", wanted, flags=re.ASCII).strip("_") or "it"
        plain = plain if not plain[0].isdigit() else f"n{plain}"
        spellings = (plain if number == 1 else f"{plain}_{number}" for number in count(1))
        name = next(one for one in spellings if not self._taken.intersection(one + ending for ending in ("", *endings)))
        self._taken.update(name + ending for ending in ("", *endings))
        return name


class Symbols:
    """The cells of a system, made when they are first asked for."""

    def __init__(self, system: System, sizes: Mapping[str, int]) -> None:
        self.system, self.sizes = system, sizes
        self.names = SmtNames()
        self.sorts = {sort.name: self.names.new(sort.name) for sort in system.sorts if sort.name not in sizes}
        ordered = (sort.name for sort in system.sorts if sort.ordered and sort.name in self.sorts)
        self.orders = {name: self.names.new(f"before_{name}") for name in ordered}  # which of two members is the lower one
        self.channels = {channel.name: channel for channel in system.channels}
        self.types: dict[str, tuple[Type, tuple[Type, ...]]] = {
            **{option.name: (option.type, ()) for option in system.options},
            **{variable.name: (variable.type, variable.index_types) for variable in system.variables},
        }
        self.cells: dict[Key, CellSymbols] = {}
        self.layouts = {channel.name: layout(channel) for channel in system.channels if channel.fifo}
        self._spellings: dict[str, list[str]] = {}

    def members(self, type: Type) -> list[Content]:
        """See `hamodel.proofs.cases.members`; sorts have the names that they have in SMT-LIB."""
        return [Formula(self.sorts[value.op]) if isinstance(value, Formula) else value for value in members(type, self.sizes)]

    def before(self, sort: SortType, one: Content, other: Content) -> Formula:
        """Is one member of an ordered sort lower than the other?"""
        if isinstance(one, Formula) and isinstance(other, Formula):
            return FALSE if one == other else Formula(self.orders[sort.name], (one, other))
        assert isinstance(one, str), "a sort of some size has names for its members"
        assert isinstance(other, str), "a sort of some size has names for its members"
        return TRUE if OPERATORS["<"](one, other) else FALSE

    def order_axioms(self, name: str) -> tuple[Formula, ...]:
        """That the order of this sort is a strict total order: nothing is before itself, what is before something is before all
        that come after that, and of any two one is before the other."""
        before, sort = self.orders[name], self.sorts[name]
        a, b, c = (Formula(f"x{number}") for number in (1, 2, 3))
        ab, bc, ac = (Formula(before, pair) for pair in ((a, b), (b, c), (a, c)))
        binders = tuple((each.op, sort) for each in (a, b, c))
        return (
            forall(binders[:1], neg(Formula(before, (a, a)))),
            forall(binders, implies(conj(ab, bc), ac)),
            forall(binders[:2], disj(ab, equal(a, b), Formula(before, (b, a)))),
        )

    def spellings(self, wanted: str) -> Iterator[str]:
        """Names for variables that are spelled like this in the spec: the first if that is free, then more."""
        known = self._spellings.setdefault(wanted, [])
        for number in count():
            if number == len(known):
                known.append(self.names.new(wanted))
            yield known[number]

    def cell(self, key: Key) -> CellSymbols:
        """The symbols of a cell, made when it is first asked for."""
        if key not in self.cells:
            self.cells[key] = self._made(key)
        return self.cells[key]

    def find(
        self, variable: str, indices: tuple[Content, ...], part: tuple[Content, ...] = ()
    ) -> tuple[CellSymbols, tuple[Formula, ...]]:
        """The cell with these indices, and the terms among them."""
        if variable in self.channels:
            channel = self.channels[variable]
            types: tuple[Type, ...] = (channel.sender, channel.receiver)
            fields = channel.message(str(part[1])).fields if part[:1] == ("count",) else ()
            rest = self.pattern(part[2:], tuple(field.type for field in fields)) if fields else part[2:]
            key: Key = (variable, self.pattern(indices, types), (*part[:2], *rest))
        else:
            key = (variable, self.pattern(indices, self.types[variable][1]), part)
        args = tuple(value for value in (*indices, *part) if isinstance(value, Formula))
        return self.cell(key), args

    def pattern(self, values: tuple[Content, ...], types: tuple[Type, ...]) -> Pattern:
        """The values, with one and the same member in place of each member of a sort."""
        return tuple(
            next(one for one in self.members(type) if isinstance(one, Formula)) if isinstance(value, Formula) else value
            for value, type in zip(values, types, strict=True)
        )

    def type_of(self, key: Key) -> Type:
        """The type of what the cell holds."""
        variable, _, part = key
        if variable not in self.channels:
            return self.types[variable][0]
        channel = self.channels[variable]
        if part[:1] == ("count",):
            return RangeType(0, channel.capacity)
        if part[:1] == ("slot",):
            return OptionalType(EnumType(channel.name, tuple(message.name for message in channel.messages)))
        number = part[2]
        assert isinstance(number, int), "a field has a number"
        return self.layouts[variable].types[number]

    def _check(self, key: Key) -> None:
        """Raises ValueError for a cell that no state has."""
        variable, indices, part = key
        types: tuple[Type, ...] = self.types[variable][1] if variable in self.types else ()
        values: tuple[Content, ...] = indices
        if variable in self.channels:
            channel = self.channels[variable]
            types = (channel.sender, channel.receiver)
            if part[:1] == ("count",) and not channel.fifo:
                types = (*types, *(field.type for field in channel.message(str(part[1])).fields))
                values = (*values, *part[2:])
            elif part[:1] not in (("slot",), ("field",)) or not channel.fifo or not self._in_fifo(variable, part):
                raise ValueError(f"`{variable}` has no {part}")
        elif part or variable not in self.types:
            raise ValueError(f"there is no `{variable}` {part}")
        if len(values) != len(types) or not all(map(self._is_one, values, types)):
            raise ValueError(f"`{variable}` has no {values}")

    def _in_fifo(self, channel: str, part: Pattern) -> bool:
        """Is there such a slot, or such a field?"""
        limits = [self.channels[channel].capacity, len(self.layouts[channel].types)][: 1 if part[0] == "slot" else 2]
        numbers = part[1:]
        fits = (type(number) is int and number in range(limit) for number, limit in zip(numbers, limits, strict=False))
        return len(numbers) == len(limits) and all(fits)

    def _is_one(self, value: Content, of: Type) -> bool:
        """Is the value one of the type?"""
        return any(type(value) is type(member) and value == member for member in self.members(of))

    def _made(self, key: Key) -> CellSymbols:
        self._check(key)
        type = self.type_of(key)
        sorts = tuple(value.op for value in (*key[1], *key[2]) if isinstance(value, Formula))
        values = self.members(type)
        stem = self._stem(key)
        of_sort = next((value for value in values if isinstance(value, Formula)), None)
        if of_sort is not None:
            term = self._new(stem)
            if len(values) == 1:
                return CellSymbols(key, type, sorts, ((of_sort, ""),), of_sort, term)
            return CellSymbols(key, type, sorts, ((of_sort, self._new(f"{stem}_is_some")),), None, term)
        if isinstance(type, BoolType) or (key[2][:1] == ("count",) and len(values) == 2):
            return CellSymbols(key, type, sorts, ((values[1], self._new(stem)),), values[0])
        if len(values) == 1:
            return CellSymbols(key, type, sorts, ((values[0], ""),), values[0])
        if len(values) == 2:
            return CellSymbols(key, type, sorts, ((values[1], self._new(f"{stem}_is_{word(values[1])}")),), values[0])
        return CellSymbols(key, type, sorts, tuple((value, self._new(f"{stem}_is_{word(value)}")) for value in values), values[0])

    def _new(self, wanted: str) -> str:
        """A name for the state before, and with `_next` behind it for the one after."""
        return self.names.new(wanted, "_next")

    def _stem(self, key: Key) -> str:
        variable, indices, part = key
        words = [word(value) for value in (*indices, *part[2:]) if not isinstance(value, Formula)]
        if part[:1] == ("count",):
            words.insert(0, str(part[1]))
        elif part:
            words = [*words[:2], f"{part[0]}{part[1]}", *words[2:]]
        return "_".join([variable, *words])

    # --- what is true of every state ---

    def functions(self, cell: CellSymbols) -> Iterator[Function]:
        """What a state has for a cell, the defined one last."""
        if cell.term:
            value = next(value for value, _ in cell.names if isinstance(value, Formula))
            yield Function(cell.term, cell.parameters, value.op)
        names = [name for _, name in cell.names if name]
        derived = len(names) > 1
        for name in names[1:] if derived else names:
            yield Function(name, cell.parameters, "Bool")
        if derived:
            others = [Formula(name, cell.arguments) for name in names[1:]]
            yield Function(names[0], cell.parameters, "Bool", neg(disj(*others)))

    def one_value(self, cell: CellSymbols, used: set[str]) -> Formula:
        """At most one of the predicates that are used holds."""
        held = [Formula(name, cell.arguments) for _, name in cell.names[1:] if name in used]
        return forall(cell.parameters, conj(*(neg(conj(a, b)) for a, b in pairs(held, 2))))

    def shape(self, cell: CellSymbols) -> Formula:
        """Of a fifo's slot: it is empty if the one before is. Of a field: it is `none` unless a message has it."""
        (variable, ends, part), args = cell.key, cell.arguments
        if part[:1] == ("slot",) and isinstance(part[1], int) and part[1] > 0:
            before = self.cell((variable, ends, ("slot", part[1] - 1)))
            empty = implies(where(before.cases(args), None), where(cell.cases(args), None))
            return forall(cell.parameters, empty)
        if part[:1] == ("field",):
            slot, places = self.cell((variable, ends, ("slot", part[1]))), self.layouts[variable].places
            names = [(name, held) for name, held in slot.cases(args) if name is not None]
            has = [held for name, held in names if part[2] in places[str(name)]]
            needs = [held for name, held in names if part[2] in self._filled(variable, str(name))]
            unused = where(cell.cases(args), None)
            return forall(cell.parameters, conj(implies(neg(disj(*has)), unused), implies(disj(*needs), neg(unused))))
        return TRUE

    def _filled(self, variable: str, message: str) -> list[int]:
        """The fields that are never `none` in this message."""
        fields = self.channels[variable].message(message).fields
        places = self.layouts[variable].places[message]
        return [place for field, place in zip(fields, places, strict=True) if not isinstance(field.type, OptionalType)]


def next_functions(cell: CellSymbols, new: Cases) -> Iterator[Function]:
    """The functions `..._next` of a cell whose value in the next state is `new`, which speaks of the cell's parameters."""
    of = {(type(value), value): condition for value, condition in new if not isinstance(value, Formula)}
    for value, name in cell.names:
        if isinstance(value, Formula):
            terms = [(term, condition) for term, condition in new if isinstance(term, Formula)]
            result = Formula(cell.term, cell.arguments)
            for term, condition in reversed(terms):
                result = pick(condition, term, result)
            yield Function(f"{cell.term}_next", cell.parameters, value.op, result)
            if name:
                has = disj(*(condition for _, condition in terms))
                yield Function(f"{name}_next", cell.parameters, "Bool", has)
        elif name:
            yield Function(f"{name}_next", cell.parameters, "Bool", of.get((type(value), value), FALSE))


def word(value: object) -> str:
    """A value as a part of a name."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value >= 0 else f"minus_{-value}"
    return "none" if value is None else str(value)


# --- fifos -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotFields:
    """The types of the fields of a slot, and which of them hold the fields of each message: one of the same type each."""

    types: tuple[OptionalType, ...]
    places: dict[str, tuple[int, ...]]


def layout(channel: Channel) -> SlotFields:
    """The shared places of the channel's fields, found again: fields of one type share a place where no message has both."""
    types: list[OptionalType] = []
    places: dict[str, tuple[int, ...]] = {}
    for message in channel.messages:
        taken: list[int] = []
        for binder in message.fields:
            wanted = binder.type if isinstance(binder.type, OptionalType) else OptionalType(binder.type)  # type: ignore[arg-type]
            spare = [place for place, own in enumerate(types) if own == wanted and place not in taken]
            taken.append(spare[0] if spare else len(types))
            if not spare:
                types.append(wanted)
        places[message.name] = tuple(taken)
    return SlotFields(tuple(types), places)


WORDS = """
true false not and or xor ite distinct let forall exists match par as is lambda choice witness Bool Int Real String Array BitVec
FloatingPoint RoundingMode RegLan Set Bag Seq Tuple UnitTuple List Option abs div mod divisible to_int to_real is_int select store
const concat extract repeat zero_extend sign_extend rotate_left rotate_right iff implies if union intersection subset member card
singleton complement tuple project update table rel set seq bag str char re pow exp sin cos tan cot sec csc arcsin arccos arctan
arccot pi sqrt exponential fp real iand pow2 int2bv bv2nat nat2bv RNE RNA RTP RTN RTZ NaN assert check_sat declare push pop exit
reset echo set_logic sep nil emp wand pto some none nth head tail cons insert first second mk_pair map fold filter partition apply
ff fold_left default as_array sum bvnot bvneg bvand bvor bvxor bvadd bvsub bvmul bvudiv bvurem bvsdiv bvsrem bvsmod bvshl bvlshr
bvashr bvcomp
"""

RESERVED = frozenset(WORDS.split()) | {f"x{place}" for place in range(1, 100)}
"""Words of the solvers, and the parameters of what is defined."""
