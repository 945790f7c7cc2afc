"""Expressions to terms: quantifiers become conjunctions over the members, reads become cells, errors become conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol, TypeAlias, assert_never

from hamodel.ground.cells import Cell
from hamodel.ground.terms import Rewriter, Term, Terms, cells_of
from hamodel.model.expr import (
    Apply,
    BoolType,
    Bound,
    Const,
    Expr,
    IntType,
    OptionalType,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    Type,
    Value,
    children,
    is_partial,
)
from hamodel.model.scope import Scope
from hamodel.model.system import Channel, Flush, RunTimeError, Send, System, Take
from hamodel.model.trace import CellName, Content, State
from hamodel.source import Span

Env: TypeAlias = Mapping[str, Term]


Errors: TypeAlias = list[tuple[Term, RunTimeError]]
"""Under which condition which error is caused by an expression, which then has no value. See NOTE(branches) in
`hamodel.model.semantics`."""

Operation: TypeAlias = tuple[Term, Send | Take | Flush, Env]
"""What an action does to a channel, under which condition."""


def code_bounds(type: Type, scope: Scope) -> tuple[int, int]:
    """The smallest and the largest code of a type's values."""
    if isinstance(type, RangeType):
        return type.low, type.high
    return 0, len(scope.domain(type)) - 1


class InFlight(Protocol):
    """The cells of what is in flight in channels, numbered from `first`: see `hamodel.ground.queues`."""

    first: int
    channels: dict[str, Channel]

    def cell(self, number: int, primed: bool = False) -> Term: ...
    def asked(self, grounder: Grounder, expr: Pending, env: Env, path: Term, errors: Errors, /) -> Term: ...
    def apply(
        self, grounder: Grounder, operations: Sequence[Operation], errors: Errors, /
    ) -> tuple[list[Term], dict[int, Term]]: ...
    def decode(self, codes: Sequence[int], /) -> dict[CellName, Content]: ...
    def encode(self, state: State, codes: list[int], /) -> None: ...


class Ways(Protocol):
    """Where an action, of the system that says what it does, can happen with these arguments: see `hamodel.ground.possible`."""

    def __call__(self, grounder: Grounder, home: object, action: str, arguments: tuple[Value, ...], /) -> Term: ...


class Grounder:
    """Grounds the expressions of one system at one scope. A term is made once for each expression and environment."""

    def __init__(
        self,
        system: System,
        scope: Scope,
        terms: Terms,
        cells: Mapping[tuple[str, tuple[Value, ...]], tuple[int, Cell]],
        queues: InFlight,
        ways: Ways,
    ) -> None:
        self.ways = ways
        self.system, self.scope, self.terms, self.queues = system, scope, terms, queues
        self.variables = {variable.name: variable for variable in system.variables}
        self._cells = cells
        self._bounds = {number: (cell.low, cell.high, cell.is_bool) for number, cell in cells.values()}
        self._known: dict[int, tuple[Expr, tuple[str, ...], bool]] = {}
        self._memo: dict[tuple[object, ...], Term] = {}

    # --- values and codes ---

    def code(self, type: Type, value: object) -> int:
        """The code of a value: see `hamodel.ground.terms`."""
        if isinstance(type, RangeType | IntType) and isinstance(value, int):
            return value
        domain: tuple[object, ...] = self.scope.domain(type)
        return domain.index(value)

    def value(self, type: Type, code: int) -> Value:
        """The value that has this code in the type."""
        if isinstance(type, RangeType | IntType):
            return code
        return self.scope.domain(type)[code]

    def constant(self, type: Type, value: Value) -> Term:
        """A value of the type as a term."""
        if isinstance(type, BoolType):
            return self.terms.truth(bool(value))
        return self.terms.number(self.code(type, value))

    def environment(self, expr: Expr, values: Mapping[str, Value]) -> Env:
        """Terms for values, by the types that the names have in `expr`."""
        types = {part.name: part.type for part in _bounds_of(expr)}
        return {name: self.constant(types[name], value) for name, value in values.items() if name in types}

    def cell(self, number: int, primed: bool = False) -> Term:
        """The cell of this number as a term, of a variable or of a channel; `primed`, after the transition."""
        if number >= self.queues.first:
            return self.queues.cell(number, primed)
        low, high, is_bool = self._bounds[number]
        return self.terms.cell(number, low, high, is_bool, primed)

    # --- expressions ---

    def ground(self, expr: Expr, env: Env, path: Term, errors: Errors) -> Term:
        """The term of `expr`. Where it causes an error while `path` holds, `errors` gets the condition."""
        _, free, may_fail = self._facts(expr)
        if may_fail:
            return self._ground(expr, env, path, errors)
        key = (id(expr), *(env[name].serial for name in free))
        term = self._memo.get(key)
        if term is None:
            term = self._memo[key] = self._ground(expr, env, self.terms.true, errors)
        return term

    def _facts(self, expr: Expr) -> tuple[Expr, tuple[str, ...], bool]:
        """The expression itself (which keeps its id taken), its free names, and whether it can cause an error."""
        known = self._known.get(id(expr))
        if known is None:
            free: dict[str, None] = {expr.name: None} if isinstance(expr, Bound) else {}
            may_fail = is_partial(expr)
            for child in children(expr):
                _, names, fallible = self._facts(child)
                free.update(dict.fromkeys(names))
                may_fail = may_fail or fallible
            if isinstance(expr, Quantified):
                free.pop(expr.binder.name, None)
            known = self._known[id(expr)] = (expr, tuple(free), may_fail)
        return known

    def _ground(self, expr: Expr, env: Env, path: Term, errors: Errors) -> Term:
        match expr:
            case Const(value, type):
                return self.constant(type, value)
            case Bound(name):
                return env[name]
            case Read():
                return self._read(expr, env, path, errors)
            case Apply():
                return self._apply(expr, env, path, errors)
            case Quantified():
                return self._quantified(expr, env, path, errors)
            case Pending():
                return self.queues.asked(self, expr, env, path, errors)
            case Possible():
                return self._possible(expr, env, path, errors)
            case _:
                assert_never(expr)

    def _possible(self, expr: Possible, env: Env, path: Term, errors: Errors) -> Term:
        assert isinstance(expr.home, System), "elaboration says whose action it is"
        types = [binder.type for binder in expr.home.action(expr.action).parameters]
        places = [(self.ground(arg, env, path, errors), type) for arg, type in zip(expr.args, types, strict=True)]
        rows = []
        for combination in product(*(self.cases(place, type) for place, type in places)):
            values = tuple(value for _, value in combination)
            rows.append(self.terms.and_(*(equal for equal, _ in combination), self.ways(self, expr.home, expr.action, values)))
        here = self.terms.or_(*rows)
        return self.after(here) if expr.primed else here

    def after(self, term: Term) -> Term:
        """What a term about this state says of the next one."""
        cells = {number: self.cell(number) for number in cells_of(term)}
        return Rewriter(self.terms, {cell: self.cell(number, primed=True) for number, cell in cells.items()})(term)

    def _read(self, read: Read, env: Env, path: Term, errors: Errors) -> Term:
        if read.variable not in self.variables:
            return self.constant(read.type, self.scope.options[read.variable])
        rows = list(self.targets(read.variable, read.indices, env, path, errors, read.span))
        if not rows:  # indices that are never in their ranges together: any cell will do
            first = tuple(self.scope.domain(type)[0] for type in self.variables[read.variable].index_types)
            rows = [(self.terms.true, self._cells[read.variable, first][0])]
        term = self.cell(rows[-1][1], read.primed)
        for condition, number in reversed(rows[:-1]):
            term = self.terms.choose(condition, self.cell(number, read.primed), term)
        return term

    def targets(
        self,
        variable: str,
        indices: tuple[Expr, ...],
        env: Env,
        path: Term,
        errors: Errors,
        span: Span | None = None,
    ) -> Iterator[tuple[Term, int]]:
        """The cells that `variable[indices]` can be, each with its condition."""
        types = self.variables[variable].index_types
        start = len(errors)
        places = [self.ground(index, env, path, errors) for index in indices]
        choices = []
        outside = self.terms.false
        for type, place in zip(types, places, strict=True):
            outside = self.terms.or_(outside, self.outside(place, type))
            choices.append(self.cases(place, type))
        self.note(errors, self.terms.and_(self.past(path, errors, start), outside), RunTimeError("index", span))
        for combination in product(*choices):
            condition = self.terms.and_(*(equal for equal, _ in combination))
            if condition is not self.terms.false:
                yield condition, self._cells[variable, tuple(value for _, value in combination)][0]

    def outside(self, value: Term, type: Type) -> Term:
        """Is the value none of the type? Only a range can be left."""
        if not isinstance(type, RangeType):
            return self.terms.false
        low, high = self.terms.number(type.low), self.terms.number(type.high)
        return self.terms.or_(self.terms.lt(value, low), self.terms.lt(high, value))

    def note(self, errors: Errors, condition: Term, error: RunTimeError) -> None:
        """Notes that `error` is made under the condition."""
        if condition is not self.terms.false:
            errors.append((condition, error))

    def past(self, path: Term, errors: Errors, start: int = 0) -> Term:
        """`path`, where none of the errors noted since `start` is made."""
        return self.terms.and_(path, *(self.terms.not_(condition) for condition, _ in errors[start:]))

    def cases(self, place: Term, type: Type) -> list[tuple[Term, Value]]:
        """The values that a term can have, each with its condition; all values of the type if it can have none."""
        rows = []
        for value in self.scope.domain(type):
            code = self.constant(type, value)
            equal = self.terms.iff(place, code) if place.is_bool else self.terms.eq(place, code)
            if equal is not self.terms.false:
                rows.append((equal, value))
        return rows or [(self.terms.true, value) for value in self.scope.domain(type)[:1]]

    def _apply(self, expr: Apply, env: Env, path: Term, errors: Errors) -> Term:
        terms = self.terms
        match expr.op, expr.args:
            case "and" | "or" | "=>", args:
                parts: list[Term] = []
                for arg in args:
                    start = len(errors)
                    part = self.ground(arg, env, path, errors)
                    path = self.past(path, errors, start)
                    path = terms.and_(path, terms.not_(part) if expr.op == "or" else part)
                    parts.append(part)
                if expr.op == "=>":
                    return terms.implies(*parts)
                return terms.and_(*parts) if expr.op == "and" else terms.or_(*parts)
            case "if", (condition, then, otherwise):
                start = len(errors)
                here = self.ground(condition, env, path, errors)
                path = self.past(path, errors, start)
                a = self.ground(then, env, terms.and_(path, here), errors)
                b = self.ground(otherwise, env, terms.and_(path, terms.not_(here)), errors)
                return terms.choose(here, a, b)
            case "some", (inner,):
                start = len(errors)
                value = self.ground(inner, env, path, errors)
                return self._some(expr, inner, value, self.past(path, errors, start), errors)
            case op, args:
                return TERM_ROWS[op](terms, *(self.ground(arg, env, path, errors) for arg in args))

    def _some(self, expr: Apply, inner: Expr, value: Term, path: Term, errors: Errors) -> Term:
        terms = self.terms
        if value.is_bool:
            return terms.choose(value, terms.number(2), terms.number(1))
        assert isinstance(expr.type, OptionalType)
        if not isinstance(expr.type.inner, RangeType):
            return terms.add(value, terms.number(1))
        outside = terms.and_(path, self.outside(value, expr.type.inner))
        self.note(errors, outside, RunTimeError("range", expr.span or getattr(inner, "span", None)))
        return terms.add(value, terms.number(1 - expr.type.inner.low))

    def _quantified(self, expr: Quantified, env: Env, path: Term, errors: Errors) -> Term:
        terms = self.terms
        domain = self.scope.domain(expr.binder.type)
        members = [self.constant(expr.binder.type, value) for value in domain]
        start = len(errors)
        parts = [self.ground(expr.body, {**env, expr.binder.name: member}, path, errors) for member in members]
        match expr.op:
            case "all":
                return terms.and_(*parts)
            case "some":
                return terms.or_(*parts)
            case "count":
                return terms.count(parts)
            case "exactly one":
                return terms.eq(terms.count(parts), terms.number(1)) if len(parts) > 3 else self._exactly_one(parts)
            case "at most one":
                return terms.le(terms.count(parts), terms.number(1)) if len(parts) > 3 else self._at_most_one(parts)
            case _:
                other = terms.and_(self.past(path, errors, start), terms.not_(self._exactly_one(parts)))
                self.note(errors, other, RunTimeError(expr.otherwise, expr.span))
                value = members[-1]
                for part, member in zip(reversed(parts[:-1]), reversed(members[:-1]), strict=True):
                    value = terms.choose(part, member, value)
                return value

    def _at_most_one(self, parts: list[Term]) -> Term:
        terms = self.terms
        pairs = [terms.and_(a, b) for i, a in enumerate(parts) for b in parts[i + 1 :]]
        return terms.not_(terms.or_(*pairs))

    def _exactly_one(self, parts: list[Term]) -> Term:
        return self.terms.and_(self.terms.or_(*parts), self._at_most_one(parts))


def _equal(terms: Terms, a: Term, b: Term) -> Term:
    return terms.iff(a, b) if a.is_bool else terms.eq(a, b)


TERM_ROWS: dict[str, Callable[..., Term]] = {
    "not": Terms.not_,
    "next": lambda _, value: value,
    "=": _equal,
    "<": Terms.lt,
    "<=": Terms.le,
    "+": Terms.add,
    "-": Terms.sub,
    "*": Terms.mul,
    "div": Terms.div,
    "mod": Terms.mod,
}
"""The operators of `hamodel.model.expr.OPERATORS` as terms; `and`, `or`, `=>`, `if`, `some` are above: they watch the path."""


def _bounds_of(expr: Expr) -> Iterator[Bound]:
    if isinstance(expr, Bound):
        yield expr
    for child in children(expr):
        yield from _bounds_of(child)

