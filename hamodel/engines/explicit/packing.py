"""Where the cells of an instance lie in the 64-bit words of a packed state; codes to words and back.

A cell is stored as its code less its lowest code, in as many bits as that needs, and never across two words. Bit 63 of every
word stays free, so a word of all ones belongs to no state.

NOTE(slices): to reduce by a sort, all that belongs to one of its members lies together, the member's slice, and a state is made
canonical by sorting the slices. A cell whose *value* is a member is one bit in the slice of each member, set for that one:
so sorting carries the value along, and `none` is no bit at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias, assert_never

from hamodel.ground.cells import Cell
from hamodel.ground.instance import Instance
from hamodel.model.expr import OptionalType, SortType, Value
from hamodel.model.symmetry import sort_of, symmetric_sorts

WORD_BITS = 63


@dataclass(frozen=True, slots=True)
class Fixed:
    """A cell with one code in every reachable state: it is not stored."""

    code: int

    @property
    def low(self) -> int:
        """The lowest code: the only one."""
        return self.code

    @property
    def high(self) -> int:
        """The highest code: the only one."""
        return self.code


@dataclass(frozen=True, slots=True)
class BitField:
    word: int
    shift: int
    bits: int
    low: int
    high: int

    @property
    def mask(self) -> int:
        """The bits of the word that are the field's."""
        return ((1 << self.bits) - 1) << self.shift


@dataclass(frozen=True, slots=True)
class OneHot:
    """A bit for each code from `first`: that of member 0, so 1 where the cell may be `none`."""

    bits: tuple[tuple[int, int], ...]  # word, shift
    first: int

    @property
    def low(self) -> int:
        """The lowest code."""
        return 0

    @property
    def high(self) -> int:
        """The highest code: that of the last bit."""
        return self.first + len(self.bits) - 1

    def masks(self) -> dict[int, int]:
        """All its bits, by word."""
        masks: dict[int, int] = {}
        for word, shift in self.bits:
            masks[word] = masks.get(word, 0) | 1 << shift
        return masks


Place: TypeAlias = Fixed | BitField | OneHot


@dataclass(frozen=True, slots=True)
class SlicePart:
    """At most a word's worth of each slice: so many bits, and where they lie for each member."""

    bits: int
    places: tuple[tuple[int, int], ...]  # word, shift


@dataclass(frozen=True, slots=True)
class Layout:
    words: int
    places: tuple[Place, ...]  # by the number of the cell
    slices: tuple[tuple[SlicePart, ...], ...]  # for each sort that is reduced by; the first part counts most

    def pack(self, codes: Sequence[int]) -> tuple[int, ...] | None:
        """The words of a state; None if some code has no place, so the state is certainly not reachable."""
        words = [0] * self.words
        for number, code in enumerate(codes):
            place = self.places[number]
            if not place.low <= code <= place.high:
                return None
            word, bits = self.bits(number, code)
            words[word] |= bits
        return tuple(words)

    def bits(self, number: int, code: int) -> tuple[int, int]:
        """The word in which a cell lies, and the bits that are set there for this code."""
        match place := self.places[number]:
            case BitField(word=word, shift=shift, low=low):
                return word, (code - low) << shift
            case OneHot(bits=bits, first=first):
                if code < first:
                    return 0, 0
                word, shift = bits[code - first]
                return word, 1 << shift
            case Fixed():
                return 0, 0
            case _:
                assert_never(place)

    def masks(self, numbers: Iterable[int]) -> dict[int, int]:
        """All bits in which these cells lie, by word."""
        masks: dict[int, int] = {}
        for number in numbers:
            match place := self.places[number]:
                case BitField(word=word, mask=mask):
                    masks[word] = masks.get(word, 0) | mask
                case OneHot():
                    for word, mask in place.masks().items():
                        masks[word] = masks.get(word, 0) | mask
                case Fixed():
                    pass
                case _:
                    assert_never(place)
        return masks

    def unpack(self, words: Sequence[int]) -> list[int]:
        """The codes of a state."""
        return [_code(place, words) for place in self.places]


def _code(place: Place, words: Sequence[int]) -> int:
    match place:
        case Fixed(code=code):
            return code
        case BitField():
            return ((words[place.word] & place.mask) >> place.shift) + place.low
        case OneHot():
            return next(
                (place.first + member for member, (word, shift) in enumerate(place.bits) if words[word] >> shift & 1), 0
            )
        case _:
            assert_never(place)


# --- which sorts to reduce by ----------------------------------------------------------------------------------------


def reducible_sorts(instance: Instance) -> tuple[SortType, ...]:
    """Symmetric sorts such that no cell has to do with two of their members: the largest first, as long as they fit.

    The typed system vouches for formulas and actions; that nobody took ground actions or initial values away afterwards
    for some members only is looked at here.
    """
    sizes = instance.scope.sizes
    chosen: tuple[SortType, ...] = ()
    for sort in sorted(symmetric_sorts(instance.system), key=lambda sort: -sizes[sort.name]):
        wanted = (*chosen, sort)
        if (
            sizes[sort.name] > 1
            and all(sum(other in wanted for other in _concerned(cell)) <= 1 for cell in instance.cells)
            and alike(instance, sort)
        ):
            chosen = wanted
    return chosen


def alike(instance: Instance, sort: SortType) -> bool:
    """Have the members of a symmetric sort the same initial values and ground actions?"""
    return _initially_alike(instance, sort) and _acting_alike(instance, sort)


def _concerned(cell: Cell) -> Iterator[SortType]:
    """The sort of each member that a cell has to do with: as an index, or as its value."""
    for type, value in zip(cell.index_types, cell.index_values, strict=True):
        sort = sort_of(type)
        if sort is not None and value is not None:
            yield sort
    sort = sort_of(cell.type)
    if sort is not None:
        yield sort


Kin: TypeAlias = tuple[object, ...]


def _kin(cell: Cell, sort: SortType) -> tuple[Kin, Value]:
    """What the cells of all members at one place of their slices share, and the member; None for a cell of no member."""
    member: Value = None
    rest: list[object] = []
    for type, value in zip(cell.index_types, cell.index_values, strict=True):
        if sort_of(type) == sort and value is not None:
            member = value
            rest.append(("member",))
        else:
            rest.append(value)
    part = cell.part[:2] if cell.part[:1] == ("count",) else cell.part
    return (cell.variable, part, *rest), member


def _initially_alike(instance: Instance, sort: SortType) -> bool:
    """Have all members the same initial values, and is no cell one of them?"""
    known: dict[Kin, int | None] = {}
    for number, cell in enumerate(instance.cells):
        kin, member = _kin(cell, sort)
        code = instance.initial.get(number)
        if member is not None and known.setdefault(kin, code) != code:
            return False
        if sort_of(cell.type) == sort and code is not None and not (code == 0 and isinstance(cell.type, OptionalType)):
            return False
    return True


def _acting_alike(instance: Instance, sort: SortType) -> bool:
    """Have all members the same ground actions? Neighbours are exchanged, which generates every permutation."""
    members = instance.scope.domain(sort)
    taken: dict[tuple[str, tuple[Value, ...]], int] = {}
    for ground in instance.actions:
        key = (ground.action.name, ground.arguments)
        taken[key] = taken.get(key, 0) + 1
    types = {action.name: [parameter.type for parameter in action.parameters] for action in instance.system.actions}
    for a, b in pairwise(members):
        swap = {a: b, b: a}
        for (name, arguments), count in taken.items():
            swapped = tuple(
                swap.get(value, value) if sort_of(type) == sort else value
                for type, value in zip(types[name], arguments, strict=True)
            )
            if taken.get((name, swapped)) != count:
                return False
    return True


# --- making room -----------------------------------------------------------------------------------------------------


class _Words:
    """Words that fill up, the first with room first."""

    def __init__(self) -> None:
        self.used: list[int] = []

    def take(self, bits: int) -> tuple[int, int]:
        word = next((word for word, used in enumerate(self.used) if used + bits <= WORD_BITS), len(self.used))
        if word == len(self.used):
            self.used.append(0)
        self.used[word] += bits
        return word, self.used[word] - bits


def layout(instance: Instance, constants: Mapping[int, int], sorts: Sequence[SortType] = ()) -> Layout:
    """A place for every cell. `constants`: cells that have one code in every reachable state; `sorts`: to reduce by."""
    words = _Words()
    places: dict[int, Place] = {}
    slices = []
    for sort in sorts:
        parts = _slices(instance, constants, sort, words, places)
        if parts:
            slices.append(parts)
    for number, cell in enumerate(instance.cells):
        if number in places:
            continue
        if number in constants or cell.low == cell.high:
            places[number] = Fixed(constants.get(number, cell.low))
            continue
        bits = (cell.high - cell.low).bit_length()
        places[number] = BitField(*words.take(bits), bits, cell.low, cell.high)
    return Layout(max(1, len(words.used)), tuple(places[number] for number in range(len(instance.cells))), tuple(slices))


def _slices(
    instance: Instance, constants: Mapping[int, int], sort: SortType, words: _Words, places: dict[int, Place]
) -> tuple[SlicePart, ...]:
    """Places the slices of a sort: cells that belong to a member, then a bit of each cell whose value is a member."""
    members = instance.scope.domain(sort)
    kin: dict[Kin, dict[Value, int]] = {}
    values: list[int] = []
    for number, cell in enumerate(instance.cells):
        key, member = _kin(cell, sort)
        if member is not None:
            kin.setdefault(key, {})[member] = number
        elif sort_of(cell.type) == sort and number not in constants:
            values.append(number)
    rows = [[row[member] for member in members] for row in kin.values()]
    rows = [row for row in rows if not all(number in constants for number in row)]
    sizes = [(instance.cells[row[0]].high - instance.cells[row[0]].low).bit_length() for row in rows] + [1] * len(values)

    parts: list[SlicePart] = []
    homes: list[tuple[int, int]] = []  # part, offset in it; by row, then by value
    for bits in sizes:
        if not parts or parts[-1].bits + bits > WORD_BITS:
            parts.append(SlicePart(0, ()))
        homes.append((len(parts) - 1, parts[-1].bits))
        parts[-1] = replace(parts[-1], bits=parts[-1].bits + bits)
    parts = [SlicePart(part.bits, tuple(words.take(part.bits) for _ in members)) for part in parts if part.bits]

    for row, (part, offset), bits in zip(rows, homes, sizes, strict=False):
        for index, number in enumerate(row):
            cell = instance.cells[number]
            if bits == 0:
                places[number] = Fixed(cell.low)
                continue
            word, shift = parts[part].places[index]
            places[number] = BitField(word, shift + offset, bits, cell.low, cell.high)
    for number, (part, offset) in zip(values, homes[len(rows) :], strict=True):
        bits_of = tuple((word, shift + offset) for word, shift in parts[part].places)
        places[number] = OneHot(bits_of, 1 if isinstance(instance.cells[number].type, OptionalType) else 0)
    return tuple(parts)
