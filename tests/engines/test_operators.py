"""Every operator has a row in every back end, and the row means the same: a new one that somebody lacks fails here, by name.

Expected values are worked out by the lambdas beside the examples.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import z3
from strategies import systems

from hamodel.engines import recheck
from hamodel.engines.circuits.circuit import FALSE, TRUE, Graph
from hamodel.engines.circuits.circuit import CircuitLowering as Circuit
from hamodel.engines.explicit.codegen import holds
from hamodel.engines.explicit.packing import layout
from hamodel.engines.limits.deadline import Deadline
from hamodel.engines.smt.unrolling import SmtLowering as Smt
from hamodel.engines.smt.unrolling import script_satisfiable, width_of
from hamodel.evidence import spot_check
from hamodel.follow.generated import compiled
from hamodel.ground import terms
from hamodel.ground.expressions import TERM_ROWS
from hamodel.ground.instance import Goal, Instance
from hamodel.ground.terms import REBUILD, TERM_OPERATORS, Rewriter, Term, Terms
from hamodel.language.elaboration import types as types_of
from hamodel.language.elaboration import widths
from hamodel.model.expr import BOOL, INT, OPERATORS, Apply, Bound, Const, Expr, OptionalType, RangeType, Type
from hamodel.model.scope import Scope
from hamodel.model.semantics import evaluate
from hamodel.proofs.actions import possible
from hamodel.proofs.expressions import Meaning
from hamodel.proofs.obligations import Now
from hamodel.proofs.symbols import Symbols

TEXT = """
spec operators
var a : -3..4
var b : 1..5
var r : -20..20
var p : bool
var q : bool
var e : -20..20
step copy { b := r }
"""


@dataclass(frozen=True)
class Cells:
    """The cells of `TEXT` as terms, and `then`: `b` after the transition."""

    terms: Terms
    a: Term
    b: Term
    r: Term
    p: Term
    q: Term
    then: Term


Codes = tuple[int, ...]

EXAMPLES: dict[str, tuple[Callable[[Cells], Term], Callable[..., int]]] = {
    "const": (lambda c: c.terms.number(-2), lambda a, b, p, q, then: -2),
    "cell": (lambda c: c.a, lambda a, b, p, q, then: a),
    "next": (lambda c: c.then, lambda a, b, p, q, then: then),
    "not": (lambda c: c.terms.not_(c.p), lambda a, b, p, q, then: 1 - p),
    "and": (lambda c: c.terms.and_(c.p, c.q), lambda a, b, p, q, then: p * q),
    "or": (lambda c: c.terms.or_(c.p, c.q), lambda a, b, p, q, then: p + q - p * q),
    "=": (lambda c: c.terms.eq(c.a, c.b), lambda a, b, p, q, then: 1 if a == b else 0),
    "<": (lambda c: c.terms.lt(c.a, c.b), lambda a, b, p, q, then: 1 if a < b else 0),
    "<=": (lambda c: c.terms.le(c.a, c.b), lambda a, b, p, q, then: 1 if a <= b else 0),
    "+": (lambda c: c.terms.add(c.a, c.b), lambda a, b, p, q, then: a + b),
    "-": (lambda c: c.terms.sub(c.a, c.b), lambda a, b, p, q, then: a - b),
    "*": (lambda c: c.terms.mul(c.a, c.b), lambda a, b, p, q, then: a * b),
    "div": (lambda c: c.terms.div(c.a, c.terms.number(2)), lambda a, b, p, q, then: {-3: -2, -1: -1}.get(a, int(a / 2))),
    "mod": (lambda c: c.terms.mod(c.a, c.terms.number(2)), lambda a, b, p, q, then: abs(a) % 2),
    "if": (lambda c: c.terms.choose(c.p, c.a, c.b), lambda a, b, p, q, then: a if p else b),
    "count": (lambda c: c.terms.count([c.p, c.q, c.p]), lambda a, b, p, q, then: 2 * p + q),
}
"""For each operator of terms one with it, and the value of it."""

BITS = ((0, 1), (1, 0), (1, 1))
STATES: list[Codes] = [(a, b, r, p, q) for a, b, r, (p, q) in product((-3, -1, 0, 3, 4), (1, 4), (1, 5), BITS)]


@pytest.fixture(scope="module")
def model() -> Instance:
    return systems.instance(systems.typed(TEXT), {})


def example(model: Instance, op: str) -> tuple[Term, Callable[..., int]]:
    assert op in EXAMPLES, f"the operator {op} is new: it wants an example here"
    make, meaning = EXAMPLES[op]
    term = make(Cells(model.terms, *(model.grounder.cell(number) for number in range(5)), model.grounder.cell(1, True)))
    assert term.op == op, f"this makes no {op}"
    return term, meaning


def property_of(model: Instance, term: Term) -> Term:
    """A predicate that says that the term has the value of `e`."""
    e = model.grounder.cell(5)
    if term.is_bool:
        return model.terms.iff(term, model.terms.eq(e, model.terms.number(1)))
    return model.terms.eq(term, e)


# --- the back ends: does this predicate hold in a state, with this state after it? -----------------------------------


def by_codegen(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    places = layout(model, {}, ())
    words = [np.array([word], np.uint64) for word in places.pack(codes) or ()]
    return bool(holds(places, [term])(words)[0][0])


CONTEXT = z3.Context()


def by_smt(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    context = CONTEXT

    def formulas(state: Codes) -> list[object]:
        return [
            z3.BoolVal(bool(code), context)
            if cell.is_bool
            else z3.BitVecVal(code - cell.low, width_of(cell.low, cell.high), context)
            for cell, code in zip(model.cells, state, strict=True)
        ]

    return z3.is_true(z3.simplify(Smt(context, formulas(codes), formulas(after)).bool(term)))


def by_circuit(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    def bits(state: Codes) -> list[tuple[int, ...]]:
        return [
            tuple(TRUE if code - cell.low >> bit & 1 else FALSE for bit in range((cell.high - cell.low).bit_length()))
            for cell, code in zip(model.cells, state, strict=True)
        ]

    literal = Circuit(Graph(), bits(codes), bits(after)).bool(term)
    assert literal in (TRUE, FALSE)
    return literal == TRUE


def by_recheck(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    goal = Goal("it", term)
    fixed = replace(model, initial=dict(enumerate(codes)))
    return script_satisfiable(recheck.base_script(fixed, [goal], 2 if goal.of_transition else 1), Deadline(None))


def by_generated(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    return bool(compiled(range(len(codes)), [(0, replace(model.actions[0], guard=term, updates=()))])(codes))


def by_spot_check(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    return bool(spot_check.values_of([term], codes, after)[term])


def rebuilt(model: Instance, term: Term, codes: Codes, after: Codes) -> bool:
    """By the simplifications, where constants take the places of the cells."""
    known = {
        model.grounder.cell(number, primed): code_term(model, number, code)
        for primed, state in ((False, codes), (True, after))
        for number, code in enumerate(state)
    }
    return Rewriter(model.terms, known)(term) is model.terms.true


def code_term(model: Instance, number: int, code: int) -> Term:
    return model.terms.truth(bool(code)) if model.cells[number].is_bool else model.terms.number(code)


BACK_ENDS: Mapping[str, Callable[[Instance, Term, Codes, Codes], bool]] = {
    "explicit (codegen)": by_codegen,
    "bmc, kinduction (smt)": by_smt,
    "pdr (circuit)": by_circuit,
    "recheck": by_recheck,
    "conformance (generated)": by_generated,
    "spot_check": by_spot_check,
    "simplifying (terms)": rebuilt,
}

OF_ONE_STATE = {"explicit (codegen)", "conformance (generated)"}
"""Who is given no term that reads the next state: what is known of it is put in its place before."""


@pytest.mark.parametrize("name", BACK_ENDS)
@pytest.mark.parametrize("op", TERM_OPERATORS)
@pytest.mark.sampled
def test_every_back_end_has_a_row_for_every_operator_of_terms(op: str, name: str, model: Instance) -> None:
    term, meaning = example(model, op)
    if op == "next" and name in OF_ONE_STATE:
        with pytest.raises(Exception, match="next"):
            BACK_ENDS[name](model, property_of(model, term), (*STATES[0], 0), (*STATES[0], 0))
        return
    for a, b, r, p, q in STATES[:: 7 if name == "recheck" else 1]:
        value = meaning(a, b, p, q, r)
        for said in (value, 1 - value if term.is_bool else value + 1):
            found = BACK_ENDS[name](model, property_of(model, term), (a, b, r, p, q, said), (a, r, r, p, q, said))
            assert found == (said == value), (name, op, (a, b, r, p, q))


def test_the_list_of_operators_is_the_one_that_terms_are_made_with() -> None:
    tree = ast.parse(Path(terms.__file__).read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = {
        word.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("_make", "_junction")
        for word in ast.walk(call.args[0])
        if isinstance(word, ast.Constant)
    }
    assert made == set(TERM_OPERATORS)
    assert set(REBUILD) == set(TERM_OPERATORS) - {"const", "cell", "next"}


# --- the operators of the language -----------------------------------------------------------------------------------

MAYBE = OptionalType(RangeType(0, 3))
ARGUMENTS: dict[str, tuple[Type, tuple[Type, ...], list[tuple[object, ...]]]] = {
    "not": (BOOL, (BOOL,), [(True,), (False,)]),
    "next": (BOOL, (BOOL,), [(True,), (False,)]),
    **{op: (BOOL, (BOOL, BOOL), list(product((True, False), repeat=2))) for op in ("and", "or", "=>")},
    **{op: (BOOL, (INT, INT), [(2, 2), (-1, 2), (3, 2)]) for op in ("=", "<", "<=")},
    **{op: (INT, (INT, INT), [(7, 2), (-7, 2), (6, 3)]) for op in ("+", "-", "*", "div", "mod")},
    "if": (INT, (BOOL, INT, INT), [(True, 4, 5), (False, 4, 5)]),
    "some": (MAYBE, (RangeType(0, 3),), [(0,), (3,)]),
}
"""For each operator the type of its value, those of its arguments, and some arguments."""

BY_A_CONSTANT = ("div", "mod")


@pytest.mark.parametrize("op", OPERATORS)
def test_every_reading_has_a_row_for_every_operator_of_the_language(op: str, model: Instance) -> None:
    assert op in ARGUMENTS, f"the operator {op} is new: it wants arguments here"
    assert op in TERM_ROWS or op in ("and", "or", "=>", "if", "some"), f"no row for {op} in ground.py"
    of, types, rows = ARGUMENTS[op]
    system = model.system
    meaning = Meaning(Symbols(system, {}), {}, possible)
    for row in rows:
        expr = Apply(op, tuple(Const(value, type) for value, type in zip(row, types, strict=True)), of)  # type: ignore[arg-type]
        expected = OPERATORS[op](*row)
        assert evaluate(expr, {}, {}, Scope()) == expected
        term = model.ground(expr)
        assert term.is_const
        assert model.grounder.value(of, int(term.value or 0)) == expected
        [(value, where)], has = meaning.evaluate(expr, {}, Now(meaning.symbols, {}))
        assert (value, str(where.op), str(has.op)) == (expected, "true", "true")


@pytest.mark.parametrize("op", [op for op, (of, _, _) in ARGUMENTS.items() if of is INT])
def test_the_elaborator_knows_between_what_every_integer_lies(op: str) -> None:
    """In both of its readings: whether a range can be left, and whether a machine word is wide enough."""
    _, types, _ = ARGUMENTS[op]
    ranges = [BOOL if type is BOOL else RangeType(*ends) for type, ends in zip(types, ((-5, 3), (-2, 4), (1, 6)), strict=False)]
    args: list[Expr] = [Bound(f"x{place}", type) for place, type in enumerate(ranges)]
    domains: list[Sequence[object]] = [(False, True) if type is BOOL else range(type.low, type.high + 1) for type in ranges]
    if op in BY_A_CONSTANT:
        args[1], domains[1] = Const(3, INT), (3,)
    expr = Apply(op, tuple(args), INT)
    value = [OPERATORS[op](*row) for row in product(*domains)]
    for low, high in (types_of.bounds(expr), widths._Bounds(members=2, channels=()).of(expr)):
        assert (low, high) == (min(value), max(value))
