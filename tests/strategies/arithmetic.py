"""Random terms, each with the function of Python that says the value of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st
from strategies.graphs import NOWHERE

from hamodel.ground.instance import Instance, instantiate
from hamodel.ground.terms import Term, Terms
from hamodel.model.expr import BOOL, TRUE, Const, Expr, RangeType, Type, Value
from hamodel.model.scope import Scope
from hamodel.model.system import Action, Assign, System, Variable


def variables(**types: Type) -> tuple[Variable, ...]:
    return tuple(Variable(name, (), type, None) for name, type in types.items())


TYPES: dict[str, Type] = {"a": RangeType(-3, 4), "b": RangeType(0, 5), "c": RangeType(7, 9), "p": BOOL, "q": BOOL}
Meaning = Callable[[dict[str, int]], int]
Pair = tuple[Callable[[Terms, dict[str, Term]], Term], Meaning]
"""How to make a term, and the value of it: the second by Python alone."""


def _binary(make: Callable[[Terms, Term, Term], Term], mean: Callable[[int, int], int]) -> Callable[[Pair, Pair], Pair]:
    def both(left: Pair, right: Pair) -> Pair:
        return (
            lambda terms, cells: make(terms, left[0](terms, cells), right[0](terms, cells)),
            lambda values: int(mean(left[1](values), right[1](values))),
        )

    return both


def leaf(name: str) -> Pair:
    return lambda terms, cells: cells[name], lambda values: values[name]


def constant(value: int) -> Pair:
    return lambda terms, cells: terms.number(value), lambda values: value


def _divided(make: Callable[[Terms, Term, Term], Term], mean: Callable[[int, int], int], a: Pair, by: int) -> Pair:
    return lambda terms, cells: make(terms, a[0](terms, cells), terms.number(by)), lambda values: mean(a[1](values), by)


def _chosen(condition: Pair, a: Pair, b: Pair) -> Pair:
    return (
        lambda terms, cells: terms.choose(condition[0](terms, cells), a[0](terms, cells), b[0](terms, cells)),
        lambda values: a[1](values) if condition[1](values) else b[1](values),
    )


def _counted(parts: list[Pair]) -> Pair:
    return (
        lambda terms, cells: terms.count([part[0](terms, cells) for part in parts]),
        lambda values: sum(part[1](values) for part in parts),
    )


def _negated(a: Pair) -> Pair:
    return lambda terms, cells: terms.not_(a[0](terms, cells)), lambda values: int(not a[1](values))


def integers(depth: int) -> st.SearchStrategy[Pair]:
    plain = st.one_of(st.sampled_from(["a", "b", "c"]).map(leaf), st.integers(-9, 9).map(constant))
    if depth == 0:
        return plain
    inner, bools = integers(depth - 1), booleans(depth - 1)
    return st.one_of(
        plain,
        st.builds(_binary(Terms.add, lambda x, y: x + y), inner, inner),
        st.builds(_binary(Terms.sub, lambda x, y: x - y), inner, inner),
        st.builds(_binary(Terms.mul, lambda x, y: x * y), inner, inner),
        st.builds(lambda a, by: _divided(Terms.div, lambda x, y: x // y, a, by), inner, st.integers(1, 7)),
        st.builds(lambda a, by: _divided(Terms.mod, lambda x, y: x % y, a, by), inner, st.integers(1, 7)),
        st.builds(_chosen, bools, inner, inner),
        st.builds(_counted, st.lists(bools, min_size=1, max_size=5)),
    )


def booleans(depth: int) -> st.SearchStrategy[Pair]:
    plain = st.sampled_from(["p", "q"]).map(leaf)
    if depth == 0:
        return plain
    inner, numbers = booleans(depth - 1), integers(depth - 1)
    return st.one_of(
        plain,
        inner.map(_negated),
        st.builds(_binary(Terms.and_, lambda x, y: x and y), inner, inner),
        st.builds(_binary(Terms.or_, lambda x, y: x or y), inner, inner),
        st.builds(_binary(Terms.implies, lambda x, y: not x or y), inner, inner),
        st.builds(_binary(Terms.iff, lambda x, y: x == y), inner, inner),
        st.builds(_chosen, inner, inner, inner),
        st.builds(_binary(Terms.eq, lambda x, y: x == y), numbers, numbers),
        st.builds(_binary(Terms.lt, lambda x, y: x < y), numbers, numbers),
        st.builds(_binary(Terms.le, lambda x, y: x <= y), numbers, numbers),
    )


def values_of() -> st.SearchStrategy[dict[str, int]]:
    ranges = {name: st.integers(type.low, type.high) for name, type in TYPES.items() if isinstance(type, RangeType)}
    return st.fixed_dictionaries({**ranges, "p": st.integers(0, 1), "q": st.integers(0, 1)})


def settled(before: dict[str, int], after: dict[str, int]) -> Instance:
    """The cells start with `before`, and one action, `go`, gives them the values `after`."""
    assigns = tuple(Assign(name, (), _constant(name, value), NOWHERE) for name, value in after.items())
    cells = tuple(replace(v, initial=_constant(v.name, before[v.name])) for v in variables(**TYPES))
    go = Action("go", "step", (), TRUE, assigns, "", NOWHERE)
    return instantiate(System("settled", (), (), (), cells, (), (), (go,), (), ()), Scope())


def _constant(name: str, value: int) -> Expr:
    typed: Value = bool(value) if TYPES[name] == BOOL else value
    return Const(typed, TYPES[name])
