"""Types, values and first-order expressions; `OPERATORS` is the meaning of each operator as a table.

Expressions are typed and closed under the sorts: a sort has no members here, it gets them from a scope. Definitions are
already inlined, `match` is nested `if`, and every binder has a name that is unique in its system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from hamodel.source import Span

# --- types -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoolType:
    def __str__(self) -> str:
        return "bool"


@dataclass(frozen=True, slots=True)
class IntType:
    """Unbounded integers: the type of arithmetic and `count`, never of a variable."""

    def __str__(self) -> str:
        return "integer"


@dataclass(frozen=True, slots=True)
class RangeType:
    """The integers `low` to `high`, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}..{self.high}"


@dataclass(frozen=True, slots=True)
class EnumType:
    """A fixed set of names. `acts` marks a `node`, whose members are the lifelines of a trace."""

    name: str
    members: tuple[str, ...]
    acts: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class SortType:
    """An unbounded set of members; a scope says how many: `prefix` with 0, 1, 2, ... behind it.

    They are interchangeable or, `ordered`, one before the other: at a scope in the order of their numbers.
    """

    name: str
    prefix: str
    ordered: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class OptionalType:
    """`none`, or a value of `inner` (which is not optional itself)."""

    inner: BoolType | RangeType | EnumType | SortType

    def __str__(self) -> str:
        return f"{self.inner}?"


Type: TypeAlias = BoolType | IntType | RangeType | EnumType | SortType | OptionalType

BOOL = BoolType()
INT = IntType()

Value: TypeAlias = bool | int | str | None
"""A bool, an integer, the name of an enum or sort member, or None for `none`. The type tells which."""

# --- expressions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Const:
    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class Read:
    """A variable (or link: up; or option) at its indices, in this state or, `primed`, in the next one."""

    variable: str
    indices: tuple[Expr, ...]
    type: Type
    primed: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """A parameter, a quantified variable, or a name given by `let` or `choose`; `s!2` is the second that is written `s`."""

    name: str
    type: Type


def plain(name: str) -> str:
    """A bound name as its author wrote it: elaboration numbers those that are used twice."""
    return name.partition("!")[0]


@dataclass(frozen=True, slots=True)
class Apply:
    op: str
    args: tuple[Expr, ...]
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """`op` binder. body: `all`, `some`, `exactly one`, `at most one` (bool), `count` (integer), `the` (of `binder.type`).

    The body is a bool. `all x: T where P. Q` is already `all x: T. P => Q`, `some x: T where P. Q` is `P and Q`.
    `the` without exactly one answer is the run-time error `otherwise`: `range` for one that stands for the look whether a
    value is in its range, with `name = value` as its body.
    """

    op: str
    binder: Bound
    body: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)
    otherwise: Literal["the", "range"] = field(default="the", compare=False)


Asked: TypeAlias = Literal["pending", "first", "count"]
"""`pending`: is it in the queue; `first`: is it at the head of the fifo; `count`: how often is it there."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A question about a message in a queue. `message` None asks about any message, and then `args` is empty."""

    channel: str
    message: str | None
    args: tuple[Expr, ...]
    sender: Expr
    receiver: Expr
    primed: bool = False
    span: Span | None = field(default=None, compare=False)
    asked: Asked = "pending"
    type: Type = field(default=BOOL, compare=False)


@dataclass(frozen=True, slots=True)
class Possible:
    """Can this action happen now: does some branch of it lead to a next state, by no error, to none that `assume` excludes?

    `home`: the system that says what the action does, with its assumptions: see `hamodel.model.transform.at_home`. The bound on
    faults is none of it.
    """

    action: str
    args: tuple[Expr, ...]
    primed: bool = False
    span: Span | None = field(default=None, compare=False)
    home: object = field(default=None, compare=False, repr=False)

    @property
    def type(self) -> Type:
        """A truth."""
        return BOOL


Expr: TypeAlias = Const | Read | Bound | Apply | Quantified | Pending | Possible  # a closed set, no base class, no visitors

TRUE = Const(True, BOOL)
FALSE = Const(False, BOOL)

# --- operators -------------------------------------------------------------------------------------------------------


def rank(value: Value) -> tuple[int, str]:
    """What tells which of two integers, or of two members of an ordered sort, is the lower one: `e9` comes before `e10`."""
    if isinstance(value, str):
        return len(value), value
    assert value is not None, "`none` has no place in an order"
    return value, ""


OPERATORS: dict[str, Callable[..., Value]] = {
    "not": lambda a: not a,
    "and": lambda *args: all(args),  # two or more; the left decides whether the right is looked at: see NOTE(strictness)
    "or": lambda *args: any(args),
    "=>": lambda a, b: b if a else True,
    "=": lambda a, b: a == b,  # both sides of one type: an optional is compared with `some`
    "if": lambda c, a, b: a if c else b,
    "some": lambda a: a,  # T as T?
    "next": lambda a: a,  # stands around what reads no state, so that a property with it is still asked of transitions
    "<": lambda a, b: rank(a) < rank(b),  # integers, or members of one ordered sort
    "<=": lambda a, b: rank(a) <= rank(b),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": lambda a, b: a // b,  # by a positive constant: rounds down
    "mod": lambda a, b: a % b,  # by a positive constant: never negative
}
"""The meaning of each operator. Every back end has a row for each; `!=`, `>`, `>=`, `in` are written with these.

NOTE(strictness): `the` may have no answer. `and`, `or`, `=>` and `if` look at their arguments from left to right and
stop when the value is known, so `p != none and mode[the ...]` is safe. Quantifiers look at every member, other operators
at every argument.
"""


def conjunction(parts: list[Expr]) -> Expr:
    """All of `parts`; true if there are none."""
    return parts[0] if len(parts) == 1 else Apply("and", tuple(parts), BOOL) if parts else TRUE


def negation(expr: Expr) -> Expr:
    """`not` of the expression, in its place."""
    return Apply("not", (expr,), BOOL, getattr(expr, "span", None))


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct subexpressions."""
    match expr:
        case Read(indices=parts) | Apply(args=parts) | Possible(args=parts):
            return parts
        case Quantified(body=body):
            return (body,)
        case Pending(args=args, sender=sender, receiver=receiver):
            return (*args, sender, receiver)
        case Const() | Bound():
            return ()
        case _:
            assert_never(expr)


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """`expr` and everything inside it, outermost first."""
    stack = [expr]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))


def reads_next(expr: Expr) -> bool:
    """Does the expression speak of the state after a transition?"""
    return any(
        part.primed if isinstance(part, Read | Pending | Possible) else isinstance(part, Apply) and part.op == "next"
        for part in subexpressions(expr)
    )


def at_rest(expr: Expr, benefit: bool = True) -> Expr:
    """What a bool asks of a state that no transition may follow: what is said of the next state counts as true where that
    makes it true (with `benefit` false: false). `TRUE` if nothing is asked."""
    match expr:
        case _ if not reads_next(expr):
            return expr
        case Apply(op="not", args=(inner,)):
            return _not(at_rest(inner, not benefit))
        case Apply(op="and", args=args):
            return _and([at_rest(arg, benefit) for arg in args])
        case Apply(op="or", args=args):
            return _not(_and([_not(at_rest(arg, benefit)) for arg in args]))
        case Apply(op="=>", args=(premise, conclusion)):
            return _not(_and([at_rest(premise, not benefit), _not(at_rest(conclusion, benefit))]))
        case Apply(op="if", args=(condition, then, otherwise)) if not reads_next(condition):
            branches = [at_rest(then, benefit), at_rest(otherwise, benefit)]
            return branches[0] if branches[0] == branches[1] else Apply("if", (condition, *branches), BOOL, expr.span)
        case Quantified(op="all" | "some", body=body):
            inside = at_rest(body, benefit)
            return inside if isinstance(inside, Const) else replace(expr, body=inside)
        case _:
            return Const(benefit, BOOL)


def _not(expr: Expr) -> Expr:
    match expr:
        case Const(value):
            return Const(not value, BOOL)
        case Apply(op="not", args=(inner,)):
            return inner
        case _:
            return negation(expr)


def _and(parts: list[Expr]) -> Expr:
    return FALSE if FALSE in parts else conjunction([part for part in parts if part != TRUE])


def is_partial(expr: Expr) -> bool:
    """Is it a partial operation: may it have no value although its parts have one?"""
    match expr:
        case Quantified(op=op):
            return op == "the"
        case Apply(op="some", args=(inner,)):
            return isinstance(inner.type, IntType | RangeType)
        case Read(indices=indices):
            return any(isinstance(index.type, IntType | RangeType) for index in indices)
        case _:
            return False
