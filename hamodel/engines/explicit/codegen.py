"""Terms to NumPy: one Python function for all actions of an instance, over a chunk of packed states at a time.

A term is computed once for a chunk, however many guards share it. The updates of an action are computed only for the states
in which it is possible. Integers are kept in the smallest type that the bounds of a term allow; a value that does not fit the
cell that it is written to raises `EscapedError`, so it can never wrap around into another state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, assert_never, cast

import numpy as np
from numpy.typing import NDArray

from hamodel.engines.explicit.moves import Move
from hamodel.engines.explicit.packing import WORD_BITS, BitField, Fixed, Layout, OneHot, SlicePart
from hamodel.engines.explicit.table import Words
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.terms import Term

Bools: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.int64]

Batch: TypeAlias = tuple[int, Rows, *tuple[NDArray[np.uint64], ...]]
"""Successors by one action: its number, the states of the chunk that it is taken in, and the words of the states after."""

Hit: TypeAlias = tuple[int, int, int]
"""A transition that is a goal: the number of the goal, of the action, and of the state in the chunk that it starts from."""

Expand: TypeAlias = Callable[[Words], tuple[list[Batch], list[Hit]]]
Holds: TypeAlias = Callable[[Words], tuple[Bools, ...]]
Canonical: TypeAlias = Callable[[Words], Words]


class EscapedError(Disagreement):
    """A value does not fit its cell: the instance is not what it should be, and no answer can be trusted."""


def expand(layout: Layout, moves: Sequence[Move]) -> Expand:
    """The function that takes every action in every state of a chunk."""
    code = _FunctionText(layout)
    code.line("    size, batches, hits = len(s0), [], []")
    chunk = _Block(code, "    ", "s")
    shared = {term: "" for move in moves for _, term in move.stays}
    chunk.count([*(move.guard for move in moves), *shared, *shared])  # twice: these get names
    for term in shared:
        shared[term] = chunk.name(f"{chunk.bools(term)}.any()")
    for number, move in enumerate(moves):
        _move(code, chunk, number, move, shared)
    code.line("    return batches, hits")
    return cast(Expand, code.function())


def holds(layout: Layout, terms: Sequence[Term]) -> Holds:
    """The function that tells for each bool term in which states of a chunk it holds."""
    code = _FunctionText(layout)
    code.line("    size = len(s0)")
    block = _Block(code, "    ", "s")
    block.count(terms)
    values = [block.bools(term) for term in terms]
    code.line(f"    return ({' '.join(value + ',' for value in values)})")
    return cast(Holds, code.function())


def canonical(layout: Layout) -> Canonical:
    """The function that exchanges each state for the one of its orbit whose slices are sorted."""
    if not layout.slices:
        return lambda states: states
    code = _FunctionText(layout)
    for parts in layout.slices:
        _sort_slices(code, parts)
    code.line(f"    return ({_names('s', layout.words)})")
    return cast(Canonical, code.function())


def rotated(layout: Layout) -> Canonical:
    """The function that gives each member the slice of the next one: other states of the same orbits."""
    if not layout.slices:
        return lambda states: states
    code = _FunctionText(layout)
    for parts in layout.slices:
        _load_slices(code, parts)
        for index in range(len(parts)):
            names = [f"m{member}_{index}" for member in range(len(parts[0].places))]
            code.line(f"    {', '.join(names)} = {', '.join([*names[1:], names[0]])}")
        _store_slices(code, parts)
    code.line(f"    return ({_names('s', layout.words)})")
    return cast(Canonical, code.function())


# --- the text of a function ------------------------------------------------------------------------------------------


class _FunctionText:
    """The lines of one function, and the constants that it uses."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.lines = ["def generated(states):", f"    {_names('s', layout.words)} = states"]
        self.space: dict[str, object] = {
            "where": np.where, "minimum": np.minimum, "maximum": np.maximum, "ones": np.ones, "zeros": np.zeros,
            "arange": np.arange, "check": _check, "u64": np.uint64, "u32": np.uint32, "u16": np.uint16, "u8": np.uint8,
            "i64": np.int64, "i32": np.int32, "i16": np.int16, "i8": np.int8,
        }  # fmt: skip
        self._fresh = 0

    def line(self, text: str) -> None:
        self.lines.append(text)

    def fresh(self) -> str:
        self._fresh += 1
        return f"t{self._fresh}"

    def word(self, value: int) -> str:
        """The name of a 64-bit constant: a plain number would be converted anew in every call."""
        name = f"K{value:x}"
        self.space[name] = np.uint64(value)
        return name

    def small(self, kind: str, value: int) -> str:
        name = f"{kind}_{'m' if value < 0 else ''}{abs(value)}"
        self.space[name] = _TYPES[kind](value)
        return name

    def function(self) -> object:
        exec(compile("\n".join(self.lines), "<generated from terms>", "exec"), self.space)
        return self.space["generated"]


def _names(prefix: str, count: int) -> str:
    return " ".join(f"{prefix}{index}," for index in range(count))


def _check(value: NDArray[np.int64], low: int, high: int, cell: int) -> None:
    if value.size and (value.min() < low or value.max() > high):
        raise EscapedError(f"cell {cell} gets a code outside {low}..{high}")


_TYPES: dict[str, type[np.signedinteger]] = {"i8": np.int8, "i16": np.int16, "i32": np.int32, "i64": np.int64}


def _kind(low: int, high: int) -> str:
    """The smallest integers for these values."""
    for kind, type in _TYPES.items():
        if np.iinfo(type).min <= low and high <= np.iinfo(type).max:
            return kind
    raise EscapedError(f"the values {low}..{high} of a term do not fit into 64 bits")


def _kind_of(*terms: Term) -> str:
    return _kind(min(term.low for term in terms), max(term.high for term in terms))


# --- terms -----------------------------------------------------------------------------------------------------------


class _Block:
    """Straight-line code over arrays of one length: the states of the chunk or, inside `outer`, those at `rows`."""

    def __init__(self, code: _FunctionText, indent: str, words: str, outer: _Block | None = None) -> None:
        self.code, self.indent, self.words, self.outer = code, indent, words, outer
        self.size = "size" if outer is None else "rows.size"
        self.named: dict[Term, str] = {}
        self._inline: dict[Term, str] = {}
        self._depth: dict[Term, int] = {}
        self._uses: dict[Term, int] = {}

    def count(self, roots: Iterator[Term] | Sequence[Term]) -> None:
        """Counts how often each term will be used, to name those that are used again."""
        stack = list(roots)
        uses = self._uses
        while stack:
            term = stack.pop()
            uses[term] = uses.get(term, 0) + 1
            if uses[term] == 1 and not self._known_outside(term):
                stack.extend(term.args)

    def bools(self, term: Term) -> str:
        """A bool array."""
        if term.is_const:
            return f"{'ones' if term.value else 'zeros'}({self.size}, bool)"
        return self._text(term)

    def integers(self, term: Term, kind: str) -> str:
        """An integer array of this type, or a constant of it."""
        if term.is_const:
            return self.code.small(kind, term.low)
        text = self._text(term)
        return text if _kind_of(term) == kind else f"{text}.astype({kind})"

    def name(self, text: str) -> str:
        name = self.code.fresh()
        self.code.line(f"{self.indent}{name} = {text}")
        return name

    def _known_outside(self, term: Term) -> bool:
        return self.outer is not None and term in self.outer.named

    def _text(self, root: Term) -> str:
        """The text of a term that is not constant; lines for what it needs are written first."""
        for term in self._missing(root):
            text, depth = self._made(term), 1 + max((self._depth.get(arg, 0) for arg in term.args), default=0)
            if self._uses.get(term, 2) > 1 or depth > 12:
                self.named[term], self._depth[term] = self.name(text), 0
            else:
                self._inline[term], self._depth[term] = text, depth
        return self.named.get(root) or f"({self._inline[root]})"

    def _missing(self, root: Term) -> list[Term]:
        """What must be written before `root`, in order; arguments have smaller serials than the terms that use them."""
        seen: set[Term] = set()
        stack = [root]
        while stack:
            term = stack.pop()
            if term in seen or term in self.named or term in self._inline or term.is_const:
                continue
            seen.add(term)
            if not self._known_outside(term) and not self._direct(term):
                stack.extend(term.args)
        return sorted(seen, key=lambda term: term.serial)

    def _direct(self, term: Term) -> bool:
        """Is it a comparison of a stored cell with a constant, worth making on the word itself?"""
        if term.op != "=" or term.args[0].op != "cell" or not term.args[1].is_const:
            return False
        place = self._place(term.args[0])
        return isinstance(place, OneHot) or (
            isinstance(place, BitField) and term.args[0] not in self.named and self._uses.get(term.args[0], 0) <= 1
        )

    def _place(self, cell: Term) -> BitField | OneHot | Fixed:
        return self.code.layout.places[int(cell.value or 0)]

    def _made(self, term: Term) -> str:
        if self.outer is not None and term in self.outer.named:
            return f"{self.outer.named[term]}.take(rows)"
        args = term.args
        match term.op:
            case "cell":
                return self._cell(term)
            case "not":
                return f"~{self._text(args[0])}"
            case "and":
                return " & ".join(self._text(arg) for arg in args)
            case "or":
                return " | ".join(self._text(arg) for arg in args)
            case "=" if self._direct(term):
                return self._equals(term)
            case "=" | "<" | "<=":
                return f"{self._side(args[0])} {'==' if term.op == '=' else term.op} {self._side(args[1])}"
            case "if":
                kind = _kind_of(term)
                return f"where({self._text(args[0])}, {self.integers(args[1], kind)}, {self.integers(args[2], kind)})"
            case "count":
                kind = _kind_of(term)
                return " + ".join(
                    f"{self._text(arg)}.view(i8)" if kind == "i8" else f"{self._text(arg)}.astype({kind})" for arg in args
                )
            case "+" | "-" | "*" | "div" | "mod":
                kind = _kind_of(term, *args)
                sides = [self.integers(arg, kind) for arg in args]
                text = f"{sides[0]} {_SIGNS[term.op]} {sides[1]}"
                return text if kind == _kind_of(term) else f"({text}).astype({_kind_of(term)})"
            case op:
                raise EscapedError(f"a term `{op}` has no place in a predicate of one state")

    def _side(self, term: Term) -> str:
        return str(term.value) if term.is_const else self._text(term)

    def _word(self, word: int) -> str:
        return f"{self.words}{word}"

    def _cell(self, cell: Term) -> str:
        place = self._place(cell)
        match place:
            case Fixed(code=code):
                if cell.is_bool:
                    return f"{'ones' if code else 'zeros'}({self.size}, bool)"
                return f"ones({self.size}, {_kind_of(cell)}) * {self.code.small(_kind_of(cell), code)}"
            case OneHot(bits=bits, first=first):
                kind = _kind_of(cell)
                return " + ".join(
                    f"({self._bit(word, shift)}).astype({kind}) * {self.code.small(kind, first + member)}"
                    for member, (word, shift) in enumerate(bits)
                    if first + member
                )
            case BitField() if cell.is_bool:
                return self._bit(place.word, place.shift)
            case BitField():
                word = self._word(place.word)
                shifted = f"({word} >> {self.code.word(place.shift)})" if place.shift else word
                kind = _kind(min(0, place.low), max(place.high, (1 << place.bits) - 1))
                text = f"({shifted} & {self.code.word((1 << place.bits) - 1)}).astype({kind})"
                if place.low:
                    text = f"({text} + {self.code.small(kind, place.low)})"
                return text if kind == _kind_of(cell) else f"{text}.astype({_kind_of(cell)})"
            case _:
                assert_never(place)

    def _bit(self, word: int, shift: int) -> str:
        return f"({self._word(word)} & {self.code.word(1 << shift)}) != 0"

    def _equals(self, term: Term) -> str:
        place, code = self._place(term.args[0]), term.args[1].low
        if isinstance(place, OneHot):
            if code >= place.first:
                return self._bit(*place.bits[code - place.first])
            return " & ".join(
                f"(({self._word(word)} & {self.code.word(mask)}) == 0)" for word, mask in place.masks().items()
            )
        assert isinstance(place, BitField)
        stored = self.code.word((code - place.low) << place.shift)
        return f"({self._word(place.word)} & {self.code.word(place.mask)}) == {stored}"


_SIGNS = {"+": "+", "-": "-", "*": "*", "div": "//", "mod": "%"}


# --- actions ---------------------------------------------------------------------------------------------------------


def _move(code: _FunctionText, chunk: _Block, number: int, move: Move, shared: Mapping[Term, str]) -> None:
    code.line(f"    rows = {chunk.bools(move.guard)}.nonzero()[0]")
    code.line("    if rows.size:")
    indent = " " * 8
    words = range(code.layout.words)
    for word in words:
        code.line(f"{indent}q{word} = s{word}.take(rows)")
    block = _Block(code, indent, "q", chunk)
    block.count([term for _, term in (*move.updates, *move.goals)])
    for goal, term in move.stays:
        code.line(f"{indent}if {shared[term]}:")
        code.line(f"{indent}    hits += [({goal}, {number}, int(row)) for row in rows[{chunk.bools(term)}.take(rows)][:1]]")
    for goal, term in move.goals:
        code.line(f"{indent}hits += [({goal}, {number}, int(row)) for row in rows[{block.bools(term)}][:1]]")
    cleared = dict.fromkeys(words, 0)
    constant = dict.fromkeys(words, 0)
    pieces: dict[int, list[str]] = {word: [] for word in words}
    for cell, term in move.updates:
        for word, mask, bits, piece in _write(block, cell, term):
            cleared[word] |= mask
            constant[word] |= bits
            if piece:
                pieces[word].append(block.name(piece))
    for word in words:
        if cleared[word]:
            code.line(f"{indent}q{word} &= {code.word(~cleared[word] & ((1 << WORD_BITS) - 1))}")
        if constant[word]:
            code.line(f"{indent}q{word} |= {code.word(constant[word])}")
        for name in pieces[word]:
            code.line(f"{indent}q{word} |= {name}")
    code.line(f"{indent}batches.append(({number}, rows, {_names('q', code.layout.words)}))")


def _write(block: _Block, cell: int, term: Term) -> Iterator[tuple[int, int, int, str]]:
    """How a cell gets a value: for each word, the bits that are cleared, those that are set, and an array to `or` in."""
    code = block.code
    place = code.layout.places[cell]
    if isinstance(place, Fixed) or term.is_const:
        low = int(term.value or 0) if term.is_const else term.low
        if not term.is_const or (isinstance(place, Fixed) and place.code != low):
            raise EscapedError(f"cell {cell} is written but was thought never to change")
        yield from _write_constant(place, low, cell)
        return
    if term.is_bool:
        assert isinstance(place, BitField)
        yield place.word, place.mask, 0, f"({block.bools(term)}).astype(u64) << {code.word(place.shift)}"
        return
    kind = _kind(min(term.low, place.low, term.low - place.low), max(term.high, place.high, term.high - place.low))
    value = block.name(block.integers(term, kind))
    if term.low < place.low or place.high < term.high:
        code.line(f"{block.indent}check({value}, {place.low}, {place.high}, {cell})")
    match place:
        case BitField(word=word, shift=shift, low=low):
            stored = f"({value} - {code.small(kind, low)})" if low else value
            yield word, place.mask, 0, f"{stored}.astype(u64) << {code.word(shift)}"
        case OneHot(bits=bits, first=first):
            for member, (word, shift) in enumerate(bits):
                equal = f"({value} == {code.small(kind, first + member)})"
                yield word, 1 << shift, 0, f"{equal}.astype(u64) << {code.word(shift)}"
        case _:
            assert_never(place)


def _write_constant(place: BitField | OneHot | Fixed, value: int, cell: int) -> Iterator[tuple[int, int, int, str]]:
    match place:
        case BitField(low=low, high=high) | OneHot(low=low, high=high) if not low <= value <= high:
            raise EscapedError(f"cell {cell} gets the code {value} outside {low}..{high}")
        case BitField():
            yield place.word, place.mask, (value - place.low) << place.shift, ""
        case OneHot():
            for word, mask in place.masks().items():
                yield word, mask, 0, ""
            if value >= place.first:
                word, shift = place.bits[value - place.first]
                yield word, 0, 1 << shift, ""
        case Fixed():
            pass
        case _:
            assert_never(place)


# --- symmetry --------------------------------------------------------------------------------------------------------


def _sort_slices(code: _FunctionText, parts: Sequence[SlicePart]) -> None:
    """Sorts the slices by a network of comparisons that does not depend on the data."""
    _load_slices(code, parts)
    for a, b in _network(len(parts[0].places)):
        if len(parts) == 1:
            code.line(f"    m{a}_0, m{b}_0 = minimum(m{a}_0, m{b}_0), maximum(m{a}_0, m{b}_0)")
            continue
        later = f"(m{a}_{len(parts) - 1} > m{b}_{len(parts) - 1})"
        for index in reversed(range(len(parts) - 1)):
            left, right = f"m{a}_{index}", f"m{b}_{index}"
            later = f"(({left} > {right}) | (({left} == {right}) & {later}))"
        code.line(f"    swap = {later}")
        for index in range(len(parts)):
            left, right = f"m{a}_{index}", f"m{b}_{index}"
            code.line(f"    {left}, {right} = where(swap, {right}, {left}), where(swap, {left}, {right})")
    _store_slices(code, parts)


def _load_slices(code: _FunctionText, parts: Sequence[SlicePart]) -> None:
    for index, part in enumerate(parts):
        kind = next(kind for kind, bits in (("u8", 8), ("u16", 16), ("u32", 32), ("u64", 64)) if part.bits <= bits)
        mask = code.word((1 << part.bits) - 1)
        for member, (word, shift) in enumerate(part.places):
            shifted = f"(s{word} >> {code.word(shift)})" if shift else f"s{word}"
            code.line(f"    m{member}_{index} = ({shifted} & {mask}).astype({kind})")


def _store_slices(code: _FunctionText, parts: Sequence[SlicePart]) -> None:
    cleared: dict[int, int] = {}
    for part in parts:
        for word, shift in part.places:
            cleared[word] = cleared.get(word, 0) | ((1 << part.bits) - 1) << shift
    for word, mask in cleared.items():
        code.line(f"    s{word} = s{word} & {code.word(~mask & ((1 << WORD_BITS) - 1))}")
    for index, part in enumerate(parts):
        for member, (word, shift) in enumerate(part.places):
            code.line(f"    s{word} |= m{member}_{index}.astype(u64) << {code.word(shift)}")


def _network(size: int) -> Iterator[tuple[int, int]]:
    """The comparisons of Batcher's odd-even merge sort (Knuth, volume 3, algorithm 5.2.2 M), for any size."""
    top = 1 << max(0, (size - 1).bit_length() - 1)
    p = top
    while p > 0:
        q, r, d = top, 0, p
        while True:
            yield from ((i, i + d) for i in range(size - d) if i & p == r)
            if q == p:
                break
            d, q, r = q - p, q // 2, p
        p //= 2
