"""Terms: ground expressions, hash-consed and simplified as they are made: what every engine reads.

A term is a bool or an integer over the cells of an instance. Cell values are codes: a bool cell is a bool term; a range is
its integers; an enum or sort value is its position in the domain; an optional is 0 for `none`, else the position + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

TERM_OPERATORS = ("const", "cell", "next", "not", "and", "or", "=", "<", "<=", "+", "-", "*", "div", "mod", "if", "count")
"""`=`, `<`, `<=` compare integers; `if` chooses between integers (bool ones are written with `and`, `or`); `count` is how
many of its bools hold; `cell` and `next` have the number of a cell as their `value`; `next`: its value after the transition."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Made by `Terms` only, so equal terms of one table are one object: compare with `is`, use as a dictionary key.

    `serial` numbers the terms of a table; arguments have smaller ones. An integer lies in `low` to `high`; a bool has 0, 1.
    """

    op: str
    args: tuple[Term, ...]
    value: int | bool | None
    is_bool: bool
    low: int
    high: int
    serial: int

    @property
    def is_const(self) -> bool:
        """Is it a number or a truth that is known?"""
        return self.op == "const"


Key: TypeAlias = tuple[object, ...]


class Terms:
    """The table in which the terms of one instance are made."""

    def __init__(self) -> None:
        self._table: dict[Key, Term] = {}
        self.true = self._make("const", (), True, True, 1, 1)
        self.false = self._make("const", (), False, True, 0, 0)

    def __len__(self) -> int:
        return len(self._table)

    def _make(self, op: str, args: tuple[Term, ...], value: int | bool | None, is_bool: bool, low: int, high: int) -> Term:
        key = (op, is_bool, value, *(arg.serial for arg in args))
        term = self._table.get(key)
        if term is None:
            term = self._table[key] = Term(op, args, value, is_bool, low, high, len(self._table))
        return term

    # --- leaves ---

    def truth(self, value: bool) -> Term:
        """True or false."""
        return self.true if value else self.false

    def number(self, value: int) -> Term:
        """A constant."""
        return self._make("const", (), value, False, value, value)

    def cell(self, number: int, low: int, high: int, is_bool: bool, primed: bool = False) -> Term:
        """The value of the cell in the state, or `primed` in the next one; its codes are `low` to `high`."""
        return self._make("next" if primed else "cell", (), number, is_bool, low, high)

    # --- bools ---

    def not_(self, a: Term) -> Term:
        """The negation."""
        if a.is_const:
            return self.truth(not a.value)
        if a.op == "not":
            return a.args[0]
        return self._make("not", (a,), None, True, 0, 1)

    def and_(self, *args: Term) -> Term:
        """All of them; of none, true."""
        return self._junction("and", args, self.true, self.false)

    def or_(self, *args: Term) -> Term:
        """One of them; of none, false."""
        return self._junction("or", args, self.false, self.true)

    def _junction(self, op: str, args: Iterable[Term], unit: Term, zero: Term) -> Term:
        parts: dict[Term, None] = {}
        for arg in _flatten(op, args):
            if arg is zero or (arg.args[0] if arg.op == "not" else self.not_(arg)) in parts:
                return zero
            if arg is not unit:
                parts[arg] = None
        if op == "and" and _contradictory(parts):
            return zero
        if not parts:
            return unit
        if len(parts) == 1:
            return next(iter(parts))
        return self._make(op, tuple(sorted(parts, key=lambda part: part.serial)), None, True, 0, 1)

    def implies(self, a: Term, b: Term) -> Term:
        """`a` only with `b`."""
        return self.or_(self.not_(a), b)

    def iff(self, a: Term, b: Term) -> Term:
        """Both or neither."""
        return self.or_(self.and_(a, b), self.and_(self.not_(a), self.not_(b)))

    def same(self, a: Term, b: Term) -> Term:
        """Are two bools, or two integers, equal?"""
        return self.iff(a, b) if a.is_bool else self.eq(a, b)

    # --- integers ---

    def eq(self, a: Term, b: Term) -> Term:
        """Integers only; use `iff` for bools."""
        if a is b:
            return self.true
        if a.high < b.low or b.high < a.low:
            return self.false
        if a.is_const and b.is_const:
            return self.truth(a.value == b.value)
        if a.is_const:
            a, b = b, a
        if b.is_const and a.op == "if":
            condition, then, otherwise = a.args
            return self.choose_bool(condition, self.eq(then, b), self.eq(otherwise, b))
        if b.is_const and a.op == "+" and a.args[1].is_const:
            return self.eq(a.args[0], self.number(b.low - a.args[1].low))
        if a.serial > b.serial and not b.is_const:
            a, b = b, a
        return self._make("=", (a, b), None, True, 0, 1)

    def lt(self, a: Term, b: Term) -> Term:
        """`a < b`, known where the bounds tell it."""
        if a.high < b.low:
            return self.true
        if a.low >= b.high:
            return self.false
        return self._make("<", (a, b), None, True, 0, 1)

    def le(self, a: Term, b: Term) -> Term:
        """`a <= b`, known where the bounds tell it."""
        if a.high <= b.low:
            return self.true
        if a.low > b.high:
            return self.false
        return self._make("<=", (a, b), None, True, 0, 1)

    def add(self, a: Term, b: Term) -> Term:
        """The sum; a constant stands right."""
        if a.is_const:
            a, b = b, a
        if a.is_const:
            return self.number(a.low + b.low)
        if b.is_const and b.value == 0:
            return a
        return self._make("+", (a, b), None, False, a.low + b.low, a.high + b.high)

    def sub(self, a: Term, b: Term) -> Term:
        """The difference."""
        if b.is_const:
            return self.add(a, self.number(-b.low))
        return self._make("-", (a, b), None, False, a.low - b.high, a.high - b.low)

    def mul(self, a: Term, b: Term) -> Term:
        """The product."""
        ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        if a.is_const and b.is_const:
            return self.number(ends[0])
        return self._make("*", (a, b), None, False, min(ends), max(ends))

    def div(self, a: Term, b: Term) -> Term:
        """By a positive constant, rounding down."""
        if a.is_const:
            return self.number(a.low // b.low)
        return self._make("div", (a, b), None, False, a.low // b.low, a.high // b.low)

    def mod(self, a: Term, b: Term) -> Term:
        """By a positive constant, never negative."""
        if a.is_const:
            return self.number(a.low % b.low)
        if a.low >= 0 and a.high < b.low:
            return a
        return self._make("mod", (a, b), None, False, 0, b.low - 1)

    def choose(self, condition: Term, then: Term, otherwise: Term) -> Term:
        """If then else, of two bools or of two integers."""
        if then.is_bool:
            return self.choose_bool(condition, then, otherwise)
        if condition.is_const:
            return then if condition.value else otherwise
        if then is otherwise:
            return then
        if condition.op == "not":
            condition, then, otherwise = condition.args[0], otherwise, then
        low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
        return self._make("if", (condition, then, otherwise), None, False, low, high)

    def choose_bool(self, condition: Term, then: Term, otherwise: Term) -> Term:
        """`choose` of truths, by `and` and `or`."""
        if then is otherwise:
            return then
        return self.or_(self.and_(condition, then), self.and_(self.not_(condition), otherwise))

    def count(self, args: Iterable[Term]) -> Term:
        """How many of them are true."""
        parts = list(args)
        always = sum(1 for part in parts if part is self.true)
        open_ = tuple(part for part in parts if not part.is_const)
        if not open_:
            return self.number(always)
        return self.add(self._make("count", open_, None, False, 0, len(open_)), self.number(always))


class Rewriter:
    """Replaces terms by others, everywhere; the simplifications of `Terms` then apply again."""

    def __init__(self, terms: Terms, replaced: Mapping[Term, Term]) -> None:
        self.terms = terms
        self._memo = dict(replaced)

    def __call__(self, root: Term) -> Term:
        memo = self._memo
        stack = [root]
        while stack:
            term = stack[-1]
            if term in memo:
                stack.pop()
                continue
            missing = [arg for arg in term.args if arg not in memo]
            if missing:
                stack += missing
                continue
            args = tuple([memo[arg] for arg in term.args])
            same = all(a is b for a, b in zip(args, term.args, strict=True))
            memo[term] = term if same else REBUILD[term.op](self.terms, *args)
            stack.pop()
        return memo[root]


REBUILD: dict[str, Callable[..., Term]] = {
    "not": Terms.not_,
    "and": Terms.and_,
    "or": Terms.or_,
    "=": Terms.eq,
    "<": Terms.lt,
    "<=": Terms.le,
    "+": Terms.add,
    "-": Terms.sub,
    "*": Terms.mul,
    "div": Terms.div,
    "mod": Terms.mod,
    "if": Terms.choose,
    "count": lambda terms, *args: terms.count(args),
}
"""How a term is made again from its arguments."""


def cells_of(term: Term, op: str = "cell") -> frozenset[int]:
    """The numbers of the cells that the term reads (`op` "next": in the state after)."""
    return frozenset(int(part.value or 0) for part in topological([term]) if part.op == op)


def topological(roots: Iterable[Term]) -> list[Term]:
    """Every term inside `roots`, each once, arguments before the terms that use them."""
    seen: set[Term] = set()
    stack = list(roots)
    while stack:
        term = stack.pop()
        if term not in seen:
            seen.add(term)
            stack.extend(term.args)
    return sorted(seen, key=lambda term: term.serial)


def _flatten(op: str, args: Iterable[Term]) -> Iterator[Term]:
    for arg in args:
        if arg.op == op:
            yield from arg.args
        else:
            yield arg


def _contradictory(parts: Iterable[Term]) -> bool:
    """Does a conjunction demand two different constants of one term?"""
    constants: dict[Term, int] = {}
    for part in parts:
        if part.op == "=" and part.args[1].is_const:
            subject, constant = part.args
            if constants.setdefault(subject, constant.low) != constant.low:
                return True
    return False
