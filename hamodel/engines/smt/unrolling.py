"""An instance as Z3 formulas: a run of so many transitions goes in, "is there one?" and the run itself come out.

Everything is Booleans and bit-vectors. An integer that lies in `low` to `high` is `low` plus an unsigned bit-vector which is
wide enough for `high - low`, and every result is computed in its own width: nothing overflows. One transition is built once,
over the cells before and after it; each further step is a substitution. Which action a transition takes is a variable of the
solver, so that a trace names the action that was taken, even where another one leads to the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import GroundAction, Instance
from hamodel.ground.terms import Term, topological
from hamodel.host.installed import expect, prepare_z3
from hamodel.model.trace import Step, Trace

prepare_z3()
import z3  # type: ignore[import-untyped]  # noqa: E402

expect("z3", "z3-solver")

Formula: TypeAlias = Any
"""A formula or a bit-vector of Z3, which has no types."""


def satisfiable(solver: Any, assumptions: Sequence[Formula], deadline: Deadline) -> bool:
    """Has the solver a model? The only place that asks; whoever asks gets True, False or the exception `Undecided`."""
    remaining = deadline.milliseconds
    if remaining is not None:
        if remaining <= 0:
            raise Undecided("out of time")
        solver.set("timeout", remaining)
    try:
        answer = solver.check(*assumptions)
    except z3.Z3Exception as error:  # out of memory, mostly
        raise Undecided(f"the solver failed: {error}") from None
    if answer == z3.sat:
        return True
    if answer == z3.unsat:
        return False
    raise Undecided("out of time" if deadline.passed else f"the solver said: {solver.reason_unknown()}")


def script_satisfiable(script: str, deadline: Deadline) -> bool:
    """Has this SMT-LIB script a model? Asked in a context of its own, of Z3's general solver."""
    solver = z3.Solver(ctx=z3.Context())
    solver.from_string(script)
    return satisfiable(solver, (), deadline)


# --- terms to formulas -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OffsetInt:
    """The integer `low` + `bits`, where `bits` is an unsigned bit-vector."""

    bits: Formula
    low: int

    @property
    def width(self) -> int:
        """In bits."""
        return int(self.bits.size())


def width_of(low: int, high: int) -> int:
    """How many bits the distance of two integers takes, at least one."""
    return max(1, (high - low).bit_length())


class SmtLowering:
    """Terms to formulas over given formulas for the cells; each term once."""

    def __init__(self, context: Any, before: Sequence[Formula], after: Sequence[Formula]) -> None:
        self.context, self.before, self.after = context, before, after
        self._bools: dict[Term, Formula] = {}
        self._numbers: dict[Term, OffsetInt] = {}

    def bool(self, term: Term) -> Formula:
        """The formula of a bool term."""
        self._lower(term)
        return self._bools[term]

    def number(self, term: Term) -> OffsetInt:
        """The bit-vector of an integer term, and what to add to it."""
        self._lower(term)
        return self._numbers[term]

    def _lower(self, root: Term) -> None:
        if root in self._bools or root in self._numbers:
            return
        for term in topological([root]):
            if term.is_bool:
                if term not in self._bools:
                    self._bools[term] = self._bool(term)
            elif term not in self._numbers:
                self._numbers[term] = self._number(term)

    def _bool(self, term: Term) -> Formula:
        bools = self._bools
        match term.op:
            case "const":
                return z3.BoolVal(bool(term.value), self.context)
            case "cell":
                return self.before[int(term.value or 0)]
            case "next":
                return self.after[int(term.value or 0)]
            case "not":
                return z3.Not(bools[term.args[0]])
            case "and":
                return z3.And(*(bools[arg] for arg in term.args))
            case "or":
                return z3.Or(*(bools[arg] for arg in term.args))
            case "=":
                a, b = self._aligned(*term.args)
                return a == b
            case "<":
                a, b = self._aligned(*term.args)
                return z3.ULT(a, b)
            case "<=":
                a, b = self._aligned(*term.args)
                return z3.ULE(a, b)
            case _:
                raise ValueError(f"no formula for the operator {term.op}")

    def _number(self, term: Term) -> OffsetInt:
        low, width = term.low, width_of(term.low, term.high)
        match term.op:
            case "const":
                return OffsetInt(self._value(0, 1), low)
            case "cell":
                return OffsetInt(self.before[int(term.value or 0)], low)
            case "next":
                return OffsetInt(self.after[int(term.value or 0)], low)
            case "+":
                a, b = (self._numbers[arg] for arg in term.args)
                if term.args[1].is_const:
                    return OffsetInt(a.bits, low)
                return OffsetInt(_resized(a.bits, width) + _resized(b.bits, width), low)
            case "-":
                a, b = (self._numbers[arg] for arg in term.args)
                shift = self._value(term.args[1].high - term.args[1].low, width)
                return OffsetInt(_resized(a.bits, width) - _resized(b.bits, width) + shift, low)
            case "*":  # bit-vectors are integers modulo 2^width, so it is enough that the result fits
                a, b = (
                    _resized(number.bits, width) + self._value(number.low, width)
                    for number in (self._numbers[arg] for arg in term.args)
                )
                return OffsetInt(a * b - self._value(low, width), low)
            case "div" | "mod":
                return self._division(term)
            case "if":
                condition, then, otherwise = term.args
                a, b = (self._shifted(arg, low, width) for arg in (then, otherwise))
                return OffsetInt(z3.If(self._bools[condition], a, b), low)
            case "count":
                one, zero = self._value(1, width), self._value(0, width)
                total = zero
                for arg in term.args:
                    total = total + z3.If(self._bools[arg], one, zero)
                return OffsetInt(total, low)
            case _:
                raise ValueError(f"no bit-vector for the operator {term.op}")

    def _division(self, term: Term) -> OffsetInt:
        """(low + bits) div d = low div d + (low mod d + bits) div d, and the same for `mod`."""
        dividend, divisor = term.args[0], term.args[1].low
        rest = dividend.low % divisor
        wide = max(width_of(0, rest + dividend.high - dividend.low), width_of(0, divisor))
        bits = _resized(self._numbers[dividend].bits, wide) + self._value(rest, wide)
        by = self._value(divisor, wide)
        result = z3.UDiv(bits, by) if term.op == "div" else z3.URem(bits, by)
        return OffsetInt(_resized(result, width_of(term.low, term.high)), term.low)

    def _aligned(self, a: Term, b: Term) -> tuple[Formula, Formula]:
        """Two integers as bit-vectors that can be compared."""
        low = min(a.low, b.low)
        width = width_of(low, max(a.high, b.high))
        return self._shifted(a, low, width), self._shifted(b, low, width)

    def _shifted(self, term: Term, low: int, width: int) -> Formula:
        """The term minus `low`, which is at most the least value of the term."""
        if term.is_const:
            return self._value(term.low - low, width)
        bits = _resized(self._numbers[term].bits, width)
        return bits if term.low == low else bits + self._value(term.low - low, width)

    def _value(self, value: int, width: int) -> Formula:
        return z3.BitVecVal(value, width, self.context)


def _resized(bits: Formula, width: int) -> Formula:
    """As many bits as asked: zeros in front, or without the leading bits."""
    size = bits.size()
    if size == width:
        return bits
    return z3.ZeroExt(width - size, bits) if size < width else z3.Extract(width - 1, 0, bits)


# --- runs ------------------------------------------------------------------------------------------------------------


class Unrolling:
    """A growing run: states 0 to `length`, each with `assume`, and the transitions between them, in a solver of its own."""

    def __init__(self, instance: Instance, deadline: Deadline) -> None:
        self.instance, self.deadline = instance, deadline
        self.length = 0
        self.impossible = False  # known: there is no run of this length, whatever is assumed
        self._context = z3.Context()
        self._solver = z3.SolverFor("QF_FD", ctx=self._context)
        self._states = [self._cells("at0")]
        self._choices: list[list[Formula]] = []
        before, after = self._cells("before"), self._cells("after")
        choices = [z3.Bool(f"takes_{number}", self._context) for number in range(len(instance.actions))]
        self._template = (*before, *after, *choices)
        self.lowering = SmtLowering(self._context, before, after)
        self._valid = self._all([*self._bounds(before), self.lowering.bool(instance.assume)])
        self._transition = self._all(transition(instance, self.lowering, choices))
        self._solver.add(self._at(self._valid, 0))

    def extend(self) -> None:
        """One more transition, and the state after it."""
        step = self.length
        self.length += 1
        self._states.append(self._cells(f"at{self.length}"))
        self._choices.append([z3.Bool(f"takes_{number}_{step}", self._context) for number in range(len(self.instance.actions))])
        self._solver.add(self._at(self._transition, step), self._at(self._valid, self.length))

    def start(self) -> None:
        """State 0 is an initial one."""
        for number, code in self.instance.initial.items():
            self._solver.add(self._has_code(number, self._states[0][number], code))
        self._solver.add(self._at(self.lowering.bool(self.instance.initially), 0))

    def formula(self, term: Term, state: int) -> Formula:
        """The term in a state or, if it reads cells `next`, in the transition that starts there."""
        return self._at(self.lowering.bool(term), state)

    def literal(self, name: str) -> Formula:
        """A fresh name to assume."""
        return z3.Bool(name, self._context)

    def imply(self, literal: Formula, formulas: Sequence[Formula]) -> None:
        """Where the literal is assumed, one of the formulas holds."""
        self._solver.add(z3.Or(z3.Not(literal), *formulas))

    def never(self, formula: Formula, where: Formula | None = None) -> None:
        """The formula does not hold (where the literal is assumed, if there is one)."""
        self._solver.add(z3.Not(formula) if where is None else z3.Or(z3.Not(where), z3.Not(formula)))

    def differ(self, one: int, other: int) -> None:
        """The two states are not the same."""
        pairs = zip(self._states[one], self._states[other], strict=True)
        self._solver.add(z3.Or(z3.BoolVal(False, self._context), *(a != b for a, b in pairs)))

    def satisfiable(self, *assumptions: Formula) -> bool:
        """Is there such a run? Raises `Undecided`."""
        if satisfiable(self._solver, assumptions, self.deadline):
            return True
        self.impossible = len(self._solver.unsat_core()) == 0
        return False

    def admits(self, states: Sequence[Sequence[int]]) -> bool:
        """Is the run through these states among those that are left?"""
        pairs = [
            pair for one, codes in zip(self._states, states, strict=True) for pair in enumerate(zip(one, codes, strict=True))
        ]
        return self.satisfiable(*(self._has_code(number, variable, code) for number, (variable, code) in pairs))

    def codes(self) -> list[list[int]]:
        """The states of the run that was found."""
        model = self._solver.model()
        return [[self._code(model, number, variable) for number, variable in enumerate(state)] for state in self._states]

    def taken(self, step: int) -> GroundAction:
        """The action of a transition of the run that was found."""
        model = self._solver.model()
        chosen = [number for number, literal in enumerate(self._choices[step]) if z3.is_true(model.eval(literal))]
        if len(chosen) != 1:
            raise Disagreement(f"the solver takes {len(chosen)} actions at once")
        return self.instance.actions[chosen[0]]

    def holds(self, formula: Formula) -> bool:
        """Does the run that was found satisfy this?"""
        return bool(z3.is_true(self._solver.model().eval(formula, model_completion=True)))

    def trace(self) -> Trace:
        """The run that was found, in the words of the spec."""
        states = [self.instance.decode(codes) for codes in self.codes()]
        actions = [self.taken(step) for step in range(self.length)]
        steps = (
            Step(ground.action.name, ground.named_arguments, state) for ground, state in zip(actions, states[1:], strict=True)
        )
        return Trace(states[0], tuple(steps))

    # --- how it is built ---

    def _cells(self, prefix: str) -> list[Formula]:
        variables: list[Formula] = []
        for number, cell in enumerate(self.instance.cells):
            name = f"{prefix}_{number}"
            if cell.is_bool:
                variables.append(z3.Bool(name, self._context))
            else:
                variables.append(z3.BitVec(name, width_of(cell.low, cell.high), self._context))
        return variables

    def _has_code(self, number: int, variable: Formula, code: int) -> Formula:
        cell = self.instance.cells[number]
        return variable == (z3.BoolVal(bool(code), self._context) if cell.is_bool else code - cell.low)

    def _bounds(self, state: Sequence[Formula]) -> Iterable[Formula]:
        for cell, variable in zip(self.instance.cells, state, strict=True):
            if cell.high < cell.low:
                yield z3.BoolVal(False, self._context)  # a sort without members has no value
            elif not cell.is_bool and cell.high - cell.low + 1 < 2 ** variable.size():
                yield z3.ULE(variable, cell.high - cell.low)

    def _all(self, formulas: Sequence[Formula]) -> Formula:
        return z3.And(z3.BoolVal(True, self._context), *formulas)

    def _at(self, formula: Formula, state: int) -> Formula:
        """The template's formula, moved to this state and the transition that starts there (if there is one yet)."""
        after = self._states[state + 1] if state < self.length else self._states[state]
        choices = self._choices[state] if state < self.length else self._template[2 * len(after) :]
        return _substituted(formula, self._template, (*self._states[state], *after, *choices))

    def _code(self, model: Any, number: int, variable: Formula) -> int:
        cell = self.instance.cells[number]
        value = model.eval(variable, model_completion=True)
        return int(z3.is_true(value)) if cell.is_bool else cell.low + int(value.as_long())


def transition(instance: Instance, lowering: SmtLowering, choices: Sequence[Formula]) -> list[Formula]:
    """Exactly one action is taken, its guard holds, and every cell has the value that it gets, or else its old one."""
    context = lowering.context
    formulas = [z3.Or(z3.BoolVal(False, context), *choices)]
    if len(choices) > 1:
        formulas.append(z3.AtMost(*choices, 1))
    writers: list[dict[Term, list[Formula]]] = [{} for _ in instance.cells]
    for choice, ground in zip(choices, instance.actions, strict=True):
        formulas.append(z3.Implies(choice, lowering.bool(ground.guard)))
        for number, value in ground.updates:
            writers[number].setdefault(value, []).append(choice)
    for number, updates in enumerate(writers):
        cell, after = instance.cells[number], lowering.after[number]
        for value, chosen in updates.items():
            formulas.append(z3.Implies(_or(chosen), _gets(lowering, after, value, cell.is_bool, cell.low, cell.high)))
        written = [choice for chosen in updates.values() for choice in chosen]
        formulas.append(z3.Or(*written, after == lowering.before[number]))
    return formulas


def _gets(lowering: SmtLowering, after: Formula, value: Term, is_bool: bool, low: int, high: int) -> Formula:
    """The cell after the transition has this value; a value out of the cell's bounds is nobody's."""
    if is_bool:
        return after == lowering.bool(value)
    number = lowering.number(value)
    least, most = min(low, value.low), max(high, value.high)
    width = width_of(least, most)
    sides = []
    for bits, base in ((after, low), (number.bits, number.low)):
        wide = _resized(bits, width)
        sides.append(wide if base == least else wide + z3.BitVecVal(base - least, width, lowering.context))
    return sides[0] == sides[1]


def _or(formulas: Sequence[Formula]) -> Formula:
    return formulas[0] if len(formulas) == 1 else z3.Or(*formulas)


def _substituted(formula: Formula, old: Sequence[Formula], new: Sequence[Formula]) -> Formula:
    """`formula` with each of `old` replaced: `z3.substitute` without its checks, which take longer than the work."""
    size = len(old)
    array = z3.Ast * size
    from_, to = array(*(item.ast for item in old)), array(*(item.ast for item in new))
    return type(formula)(z3.Z3_substitute(formula.ctx_ref(), formula.ast, size, from_, to), formula.ctx)
