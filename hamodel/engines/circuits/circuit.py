"""An instance as an and-inverter graph: terms go in, literals over latches and inputs come out; one step is one function.

A literal is 2 * node + sign, as in AIGER: 0 is false, 1 is true. A cell is `low` plus an unsigned number in the fewest latches
that hold `high - low`, none if it has one value only; a bool is one latch. Every number is computed in its own width: nothing
overflows. The inputs are the number of the action that is taken. If it has an action, whose guard holds and which leads to a
state that counts, then the step is `fired` and the cells are updated; else nothing changes. So every state has exactly one
successor for each input, which is what lifting by unsat cores rests on, and a goal, over states or transitions, is a literal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.ground.cells import Cell
from hamodel.ground.instance import Goal, Instance
from hamodel.ground.terms import Term

Lit: TypeAlias = int
FALSE: Lit = 0
TRUE: Lit = 1

# --- the graph -------------------------------------------------------------------------------------------------------


class Graph:
    """And-gates, each made once, over leaves. `fanins[node]`: the two literals of a gate; None for a leaf and for node 0."""

    def __init__(self) -> None:
        self.fanins: list[tuple[Lit, Lit] | None] = [None]
        self._gates: dict[tuple[Lit, Lit], Lit] = {}

    def leaf(self) -> Lit:
        """A new latch or input."""
        self.fanins.append(None)
        return 2 * (len(self.fanins) - 1)

    def and_(self, a: Lit, b: Lit) -> Lit:
        """Both. Simplified by looking one gate deep (Brummayer, Biere: Local two-level and-inverter graph minimization, 2006)."""
        if a > b:
            a, b = b, a
        if a == FALSE or a == b ^ 1:
            return FALSE
        if a in (TRUE, b):
            return b
        for one, other in ((a, b), (b, a)):
            inside = self.fanins[other >> 1]
            if inside is None:
                continue
            if not other & 1:
                if one in inside:
                    return other
                if one ^ 1 in inside:
                    return FALSE
            elif one in inside:
                return self.and_(one, inside[inside[0] == one] ^ 1)
            elif one ^ 1 in inside:
                return one
        key = (a, b)
        gate = self._gates.get(key)
        if gate is None:
            self.fanins.append(key)
            gate = self._gates[key] = 2 * (len(self.fanins) - 1)
        return gate

    def or_(self, a: Lit, b: Lit) -> Lit:
        return self.and_(a ^ 1, b ^ 1) ^ 1

    def all(self, lits: Iterable[Lit]) -> Lit:
        """A balanced tree of gates."""
        row = sorted(set(lits)) or [TRUE]
        while len(row) > 1:
            row = [self.and_(*row[i : i + 2]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
        return row[0]

    def any(self, lits: Iterable[Lit]) -> Lit:
        """One of them; of none at all, false."""
        return self.all(lit ^ 1 for lit in lits) ^ 1

    def mux(self, condition: Lit, then: Lit, otherwise: Lit) -> Lit:
        """`then` where the condition holds, else `otherwise`."""
        if then == otherwise:
            return then
        return self.and_(self.and_(condition, then) ^ 1, self.and_(condition ^ 1, otherwise) ^ 1) ^ 1

    def xor(self, a: Lit, b: Lit) -> Lit:
        return self.mux(a, b ^ 1, b)

    def iff(self, a: Lit, b: Lit) -> Lit:
        return self.mux(a, b, b ^ 1)

    def cone(self, lits: Iterable[Lit]) -> list[int]:
        """The gates that the literals depend on, fanins first."""
        seen: set[int] = set()
        stack = [lit >> 1 for lit in lits]
        while stack:
            node = stack.pop()
            fanins = self.fanins[node]
            if fanins is not None and node not in seen:
                seen.add(node)
                stack += (fanins[0] >> 1, fanins[1] >> 1)
        return sorted(seen)

    def evaluate(self, lits: Sequence[Lit], leaves: Mapping[int, bool]) -> list[bool]:
        """The value of the literals; `leaves` by node."""
        value: dict[int, bool] = {0: False, **leaves}
        for node in self.cone(lits):
            a, b = self.fanins[node] or (0, 0)
            value[node] = (value[a >> 1] ^ bool(a & 1)) and (value[b >> 1] ^ bool(b & 1))
        return [value[lit >> 1] ^ bool(lit & 1) for lit in lits]


# --- numbers ---------------------------------------------------------------------------------------------------------

Bits: TypeAlias = tuple[Lit, ...]
"""An unsigned number, the least bit first."""


def width_of(low: int, high: int) -> int:
    """How many bits the distance of two integers takes."""
    return max(0, high - low).bit_length()


class Arithmetic:
    """Gates for unsigned numbers."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def constant(self, value: int, width: int) -> Bits:
        """The value modulo 2^width."""
        return tuple(TRUE if value >> i & 1 else FALSE for i in range(width))

    def add(self, a: Bits, b: Bits, width: int) -> Bits:
        """Modulo 2^width."""
        graph, carry, result = self.graph, FALSE, []
        for x, y in zip(resized(a, width), resized(b, width), strict=True):
            half = graph.xor(x, y)
            result.append(graph.xor(half, carry))
            carry = graph.or_(graph.and_(x, y), graph.and_(half, carry))
        return tuple(result)

    def plus(self, a: Bits, value: int, width: int) -> Bits:
        return resized(a, width) if value == 0 else self.add(a, self.constant(value, width), width)

    def minus(self, a: Bits, b: Bits, width: int) -> Bits:
        """Modulo 2^width."""
        inverted = tuple(lit ^ 1 for lit in resized(b, width))
        return self.plus(self.add(a, inverted, width), 1, width)

    def times(self, a: Bits, b: Bits, width: int) -> Bits:
        """Modulo 2^width."""
        total = self.constant(0, width)
        for i, bit in enumerate(resized(b, width)):
            row = (FALSE,) * i + tuple(self.graph.and_(bit, lit) for lit in resized(a, width - i))
            total = self.add(total, row, width)
        return total

    def divided(self, a: Bits, divisor: int) -> tuple[Bits, Bits]:
        """Quotient and remainder, by a positive constant, as on paper."""
        width = divisor.bit_length() + 1
        rest, quotient = self.constant(0, width), []
        for bit in reversed(a):
            rest = (bit, *rest[:-1])
            fits = self.less(rest, self.constant(divisor, width)) ^ 1
            reduced = self.minus(rest, self.constant(divisor, width), width)
            rest = self.choose(fits, reduced, rest)
            quotient.append(fits)
        return tuple(reversed(quotient)), rest

    def choose(self, condition: Lit, then: Bits, otherwise: Bits) -> Bits:
        """Bit by bit `then` where the condition holds, else `otherwise`; both of one width."""
        return tuple(self.graph.mux(condition, a, b) for a, b in zip(then, otherwise, strict=True))

    def total(self, lits: Sequence[Lit], width: int) -> Bits:
        """How many of the literals hold."""
        rows: list[Bits] = [(lit,) for lit in lits] or [()]
        while len(rows) > 1:
            pairs = list(zip(rows[::2], rows[1::2], strict=False))
            rows = [*(self.add(a, b, max(len(a), len(b)) + 1) for a, b in pairs), *rows[2 * len(pairs) :]]
        return resized(rows[0], width)

    def equal(self, a: Bits, b: Bits) -> Lit:
        width = max(len(a), len(b))
        return self.graph.all(self.graph.iff(x, y) for x, y in zip(resized(a, width), resized(b, width), strict=True))

    def less(self, a: Bits, b: Bits) -> Lit:
        """Is `a` below `b`? From the lowest bit up, the highest that differs decides."""
        width, graph, result = max(len(a), len(b)), self.graph, FALSE
        for x, y in zip(resized(a, width), resized(b, width), strict=True):
            result = graph.mux(graph.xor(x, y), y, result)
        return result

    def at_most(self, a: Bits, value: int) -> Lit:
        if value < 0:
            return FALSE
        return TRUE if value >= 2 ** len(a) - 1 else self.less(a, self.constant(value + 1, len(a)))


def resized(bits: Bits, width: int) -> Bits:
    """As many bits as asked: zeros in front, or without the leading bits."""
    return bits[:width] + (FALSE,) * (width - len(bits))


# --- terms to literals -----------------------------------------------------------------------------------------------


class CircuitLowering:
    """Terms to literals over given bits for the cells; each term once."""

    def __init__(self, graph: Graph, before: Sequence[Bits], after: Sequence[Bits] = ()) -> None:
        self.graph, self.before, self.after = graph, before, after
        self.arithmetic = Arithmetic(graph)
        self._bits: dict[Term, Bits] = {}

    def bool(self, term: Term) -> Lit:
        """The literal of a bool term."""
        return self.bits(term)[0]

    def bits(self, root: Term) -> Bits:
        """An integer term minus its `low`, in as few bits as its bounds allow; a bool as one bit."""
        if root not in self._bits:
            todo, seen = [root], set()
            while todo:
                term = todo.pop()
                if term not in seen and term not in self._bits:
                    seen.add(term)
                    todo += term.args
            for term in sorted(seen, key=lambda term: term.serial):
                self._bits[term] = (self._bool(term),) if term.is_bool else self._number(term)
        return self._bits[root]

    def fits(self, value: Term, cell: Cell) -> Lit:
        """Is the value a code of the cell?"""
        if value.is_bool or (cell.low <= value.low and value.high <= cell.high):
            return TRUE
        bits, arithmetic = self.bits(value), self.arithmetic
        below = arithmetic.at_most(bits, cell.low - value.low - 1)
        return self.graph.and_(below ^ 1, arithmetic.at_most(bits, cell.high - value.low))

    def code(self, value: Term, cell: Cell) -> Bits:
        """The value as the cell has it, where it fits."""
        return self.arithmetic.plus(self.bits(value), 0 if value.is_bool else value.low - cell.low, width_of(cell.low, cell.high))

    def _bool(self, term: Term) -> Lit:
        args = term.args
        match term.op:
            case "const":
                return TRUE if term.value else FALSE
            case "cell":
                return self.before[int(term.value or 0)][0]
            case "next":
                return self.after[int(term.value or 0)][0]
            case "not":
                return self._bits[args[0]][0] ^ 1
            case "and":
                return self.graph.all(self._bits[arg][0] for arg in args)
            case "or":
                return self.graph.any(self._bits[arg][0] for arg in args)
            case "=":
                return self.arithmetic.equal(*self._aligned(*args))
            case "<":
                return self.arithmetic.less(*self._aligned(*args))
            case "<=":
                a, b = self._aligned(*args)
                return self.arithmetic.less(b, a) ^ 1
            case _:
                raise ValueError(f"no gates for the operator {term.op}")

    def _number(self, term: Term) -> Bits:
        width, arithmetic, args = width_of(term.low, term.high), self.arithmetic, term.args
        match term.op:
            case "const":
                return ()
            case "cell":
                return self.before[int(term.value or 0)]
            case "next":
                return self.after[int(term.value or 0)]
            case "+":
                return arithmetic.add(self._bits[args[0]], self._bits[args[1]], width)
            case "-":
                difference = arithmetic.minus(self._bits[args[0]], self._bits[args[1]], width)
                return arithmetic.plus(difference, args[1].high - args[1].low, width)
            case "*":  # numbers modulo 2^width, so it is enough that the result fits
                a, b = (arithmetic.plus(self._bits[arg], arg.low, width) for arg in args)
                return arithmetic.plus(arithmetic.times(a, b, width), -term.low, width)
            case "div" | "mod":
                return self._division(term)
            case "if":
                then, otherwise = (self._shifted(arg, term.low, width) for arg in args[1:])
                return arithmetic.choose(self._bits[args[0]][0], then, otherwise)
            case "count":
                return arithmetic.total([self._bits[arg][0] for arg in args], width)
            case _:
                raise ValueError(f"no gates for the operator {term.op}")

    def _division(self, term: Term) -> Bits:
        """(low + bits) div d = low div d + (low mod d + bits) div d, and the same for `mod`."""
        dividend, divisor = term.args[0], term.args[1].low
        rest = dividend.low % divisor
        wide = width_of(0, rest + dividend.high - dividend.low)
        quotient, remainder = self.arithmetic.divided(self.arithmetic.plus(self._bits[dividend], rest, wide), divisor)
        return resized(quotient if term.op == "div" else remainder, width_of(term.low, term.high))

    def _aligned(self, a: Term, b: Term) -> tuple[Bits, Bits]:
        """Two integers as numbers that can be compared."""
        low = min(a.low, b.low)
        width = width_of(low, max(a.high, b.high))
        return self._shifted(a, low, width), self._shifted(b, low, width)

    def _shifted(self, term: Term, low: int, width: int) -> Bits:
        """The term minus `low`, which is at most the least value of the term."""
        return self.arithmetic.plus(self._bits[term], term.low - low, width)


# --- instances -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Circuit:
    """`latches` and `after`: each cell's bits in this state and the next. `selector`: the inputs.

    `valid`: the state counts; its successors do. `initial`: a run starts here. `fired`: something happens.
    """

    instance: Instance
    graph: Graph
    latches: tuple[Bits, ...]
    selector: Bits
    after: tuple[Bits, ...]
    valid: Lit
    initial: Lit
    fired: Lit
    lowering: CircuitLowering

    def goal(self, goal: Goal) -> Lit:
        """Where the goal is: in this state; or, if it is of transitions, in this state with these inputs."""
        lit = self.lowering.bool(goal.term)
        return self.graph.and_(lit, self.fired) if goal.of_transition else lit

    def has_code(self, number: int, code: int, after: bool = False) -> Lit:
        """Has the cell this code (in the next state)?"""
        cell, bits = self.instance.cells[number], (self.after if after else self.latches)[number]
        if not cell.low <= code <= cell.high:
            return FALSE
        arithmetic = self.lowering.arithmetic
        return arithmetic.equal(bits, arithmetic.constant(code - cell.low, len(bits)))


def circuit(instance: Instance) -> Circuit:
    """The circuit of an instance."""
    graph = Graph()
    latches = tuple(tuple(graph.leaf() for _ in range(width_of(cell.low, cell.high))) for cell in instance.cells)
    selector = tuple(graph.leaf() for _ in range(width_of(0, len(instance.actions) - 1)))
    before = CircuitLowering(graph, latches)
    numbers = [before.arithmetic.constant(number, len(selector)) for number in range(len(instance.actions))]
    taken = [
        graph.and_(before.arithmetic.equal(selector, bits), _possible(before, instance, number))
        for number, bits in enumerate(numbers)
    ]
    updated = _updated(before, instance, taken)
    counts = CircuitLowering(graph, updated).bool(instance.assume)
    fired = graph.and_(graph.any(taken), counts)
    after = tuple(before.arithmetic.choose(counts, new, old) for new, old in zip(updated, latches, strict=True))
    lowering = CircuitLowering(graph, latches, after)
    valid = graph.and_(graph.all(_bounds(lowering, instance, latches)), lowering.bool(instance.assume))
    found = Circuit(instance, graph, latches, selector, after, valid, FALSE, fired, lowering)
    starts = [found.has_code(number, code) for number, code in instance.initial.items()]
    initial = graph.all([*starts, lowering.bool(instance.initially), valid])
    return Circuit(instance, graph, latches, selector, after, valid, initial, fired, lowering)


def _possible(lowering: CircuitLowering, instance: Instance, number: int) -> Lit:
    """Where an action can be taken: its guard holds, and every cell gets one of its codes."""
    action = instance.actions[number]
    fits = [lowering.fits(value, instance.cells[written]) for written, value in action.updates]
    return lowering.graph.all([lowering.bool(action.guard), *fits])


def _updated(lowering: CircuitLowering, instance: Instance, taken: Sequence[Lit]) -> tuple[Bits, ...]:
    """Each cell after the step. Of `taken` at most one holds, so what is written is a disjunction."""
    graph = lowering.graph
    writers: list[dict[Term, list[Lit]]] = [{} for _ in instance.cells]
    for lit, action in zip(taken, instance.actions, strict=True):
        for number, value in action.updates:
            writers[number].setdefault(value, []).append(lit)
    result = []
    for cell, old, updates in zip(instance.cells, lowering.before, writers, strict=True):
        written = [(graph.any(lits), lowering.code(value, cell)) for value, lits in updates.items()]
        kept = graph.any(condition for condition, _ in written) ^ 1
        rows = [*written, (kept, old)]
        result.append(tuple(graph.any(graph.and_(condition, bits[i]) for condition, bits in rows) for i in range(len(old))))
    return tuple(result)


def _bounds(lowering: CircuitLowering, instance: Instance, latches: Sequence[Bits]) -> Iterable[Lit]:
    for cell, bits in zip(instance.cells, latches, strict=True):
        yield lowering.arithmetic.at_most(bits, cell.high - cell.low)  # false for a type without values
