"""The exchanges of two members of an enum or a node that a system does not notice -> fewer combinations of options.

LEMMA. Let an exchange of two members, and of the options that are named after them, map each initial value, action, assumption
and property of a system to itself. Then it maps the runs with one combination of options to the runs with the exchanged one, and
each property says the same of both. So the verdict for one of them is that of the other.

"To itself" is decided on the typed tree: both trees are brought to one form, in which `if d = fw0 then x else y` is a table of
the members, and the arguments of `and`, `or`, `=`, `+`, `*` have no order where each has a value (see NOTE(strictness) in
`expr.py`). Anything else that differs, if only in how it is written, counts as noticed. What the trees do not show is in which
order the members take their turns: that is asked of the members as it is asked of those of a sort.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from itertools import combinations
from typing import Any, TypeAlias

from hamodel.model.alike import Alike
from hamodel.model.expr import Apply, Const, EnumType, Expr, OptionalType, Quantified, Read, Type, Value, subexpressions
from hamodel.model.semantics import sure
from hamodel.model.symmetry import always_one, expressions, takes_turns, without_value
from hamodel.model.system import For, System, statements
from hamodel.source import Span

MOST_MEMBERS = 16
"""Of an enum with more members none are exchanged."""

COMMUTATIVE = frozenset({"and", "or", "=", "+", "*"})
INDICES = re.compile(r"\[(.*?)\]")

Form: TypeAlias = Any
"""What an expression, a statement or a system is, but for its places in the text: tuples, names and values."""

Row: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Transposition:
    """Two members of an enum, and the options that are exchanged with them."""

    type: EnumType
    one: str
    other: str
    options: Mapping[str, str]

    def value(self, value: Value, type: Type) -> Value:
        """What becomes of a value of this type."""
        if (type.inner if isinstance(type, OptionalType) else type) != self.type:
            return value
        return self.other if value == self.one else self.one if value == self.other else value

    def row(self, options: Row, types: Mapping[str, Type]) -> Row:
        """What becomes of a combination of options."""
        moved = {self.options.get(name, name): self.value(value, types[name]) for name, value in options.items()}
        return {name: moved[name] for name in options}


def exchanges(system: System, given: Row) -> tuple[Transposition, ...]:
    """Exchanges that neither the system nor the options that are given notice. Scenarios are not looked at: they name members."""
    types = {option.name: option.type for option in system.options}
    found = []
    plain: Form = None
    for enum in system.enums:
        if len(enum.members) > MOST_MEMBERS or not _has_options(enum, types) or _takes_turns(system, enum):
            continue
        for one, other in combinations(enum.members, 2):
            exchange = _exchange(enum, one, other, types)
            if exchange is None or any(given.get(name) != value for name, value in _moved(exchange, given, types)):
                continue
            plain = plain or _Former(None).form(_of(system))
            if _Former(exchange).form(_of(system)) == plain:
                found.append(exchange)
    return tuple(found)


def exchanged(classes: Sequence[Alike], found: Sequence[Transposition], system: System) -> tuple[Alike, ...]:
    """Classes of combinations, those together that exchanges map to each other; each is shown by its first."""
    types = {option.name: option.type for option in system.options}
    at = {_key(one, order): number for number, one in enumerate(classes) for order in one.orders}
    root = list(range(len(classes)))

    def find(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    for number, one in enumerate(classes):
        for exchange in found:
            for order in one.orders:
                a, b = sorted((find(number), find(at[_key(one, exchange.row(order, types))])))
                root[b] = a
    together: dict[int, list[Alike]] = {}
    for number, one in enumerate(classes):
        together.setdefault(find(number), []).append(one)
    return tuple(
        replace(first, count=sum(each.count for each in group), orders=tuple(order for each in group for order in each.orders))
        for group in together.values()
        for first in group[:1]
    )


def _key(one: Alike, order: Row) -> tuple[Value, ...]:
    """What tells the orders of options apart."""
    return one.ranges.words(order), *(value for name, value in order.items() if name not in one.ranges.intervals)


def _has_options(enum: EnumType, types: Mapping[str, Type]) -> bool:
    """Is there an option that an exchange of members would move?"""
    members = set(enum.members)
    return enum in types.values() or any(members & set(_words(name)) for name in types)


def _words(option: str) -> list[str]:
    found = INDICES.search(option)
    return found[1].split(", ") if found else []


def _exchange(enum: EnumType, one: str, other: str, types: Mapping[str, Type]) -> Transposition | None:
    """None: an option has no counterpart. Whatever the options are called, what decides is whether the system notices."""
    swap = {one: other, other: one}
    options = {}
    for name, type in types.items():
        moved = INDICES.sub(lambda found: f"[{', '.join(swap.get(word, word) for word in found[1].split(', '))}]", name, count=1)
        if types.get(moved) != type:
            return None
        options[name] = moved
    return Transposition(enum, one, other, options)


def _moved(exchange: Transposition, given: Row, types: Mapping[str, Type]) -> Iterator[tuple[str, Value]]:
    return ((exchange.options[name], exchange.value(value, types[name])) for name, value in given.items())


def _takes_turns(system: System, enum: EnumType) -> bool:
    """May it matter in which order the members are looked at, or take their turns?"""
    parts = (part for expr in expressions(system) for part in subexpressions(expr))
    over = [part for part in parts if isinstance(part, Quantified) and part.binder.type == enum]
    if any(len(set(without_value(part.body))) > 1 or (part.op == "the" and not always_one(part)) for part in over):
        return True
    loops = (each for action in system.actions for each in statements(action.body) if isinstance(each, For))
    return any(loop.binder.type == enum and takes_turns(system, loop, enum) is not None for loop in loops)


# --- the form of a tree ------------------------------------------------------------------------------------------------


def _of(system: System) -> System:
    """What is compared: options are by what reads them, and scenarios are not."""
    return replace(system, options=(), scenarios=())


@dataclass
class _Former:
    """Brings trees to a form, after an exchange or as they are."""

    exchange: Transposition | None
    _known: dict[int, tuple[object, Form]] = field(default_factory=dict)

    def form(self, thing: object) -> Form:
        """Of whatever a system consists of; places in a text are left out. Raises TypeError where it is something else."""
        if thing is None or isinstance(thing, str | int | Span):
            return None if isinstance(thing, Span) else (type(thing).__name__, thing)
        if id(thing) in self._known:
            return self._known[id(thing)][1]
        self._known[id(thing)] = thing, "itself"
        found = self._form(thing)
        self._known[id(thing)] = thing, found
        return found

    def _form(self, thing: object) -> Form:
        match thing:
            case Const(value, of):
                return "value", repr(self.exchange.value(value, of) if self.exchange else value), str(of)
            case Read(variable=name) if self.exchange is not None and name in self.exchange.options:
                return self._fields(replace(thing, variable=self.exchange.options[name]))
            case Apply(op="if") if (table := self._table(thing)) is not None:
                return table
            case Apply(op, args, of) if op in COMMUTATIVE and all(map(sure, args)):
                return op, str(of), tuple(sorted((self.form(arg) for arg in args), key=repr))
            case Mapping():
                return tuple(sorted(((self.form(key), self.form(value)) for key, value in thing.items()), key=repr))
            case tuple() | list():
                return tuple(self.form(part) for part in thing)
            case set() | frozenset():
                return tuple(sorted((self.form(part) for part in thing), key=repr))
            case _ if is_dataclass(thing) and not isinstance(thing, type):
                return self._fields(thing)
            case _:
                raise TypeError(f"a system has a {type(thing).__name__}, and nobody looked for members in it")

    def _fields(self, thing: Any) -> Form:
        return type(thing).__name__, *(self.form(getattr(thing, each.name)) for each in fields(thing))

    def _table(self, expr: Apply) -> Form | None:
        """`if d = fw0 then x else if d = fw1 then y else z`, by the members of an enum; None: it is something else."""
        subject = _asked(expr.args[0])
        if subject is None:
            return None
        enum, of = subject[0].type, self.form(subject[0])
        assert isinstance(enum, EnumType)
        branches: dict[str, Expr] = {}
        rest: Expr = expr
        while isinstance(rest, Apply) and rest.op == "if":
            asked = _asked(rest.args[0])
            if asked is None or asked[0].type != enum or self.form(asked[0]) != of:
                break
            branches.setdefault(asked[1], rest.args[1])
            rest = rest.args[2]
        table = {member: self.form(branches.get(member, rest)) for member in enum.members}
        if self.exchange is not None:
            table = {str(self.exchange.value(member, enum)): branch for member, branch in table.items()}
        return "by member", str(enum), of, tuple(sorted(table.items(), key=lambda row: row[0]))


def _asked(condition: Expr) -> tuple[Expr, str] | None:
    """What is compared with which member of an enum; None: it is something else."""
    if isinstance(condition, Apply) and condition.op == "=":
        for member, subject in (condition.args, condition.args[::-1]):
            if isinstance(member, Const) and isinstance(subject.type, EnumType) and not isinstance(subject, Const):
                return subject, str(member.value)
    return None
