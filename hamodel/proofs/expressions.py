"""The value of an expression of the spec in a state that symbols stand for, and where it has a value at all.

This is the meaning that `hamodel.model.semantics.evaluate` gives, see NOTE(strictness) and NOTE(branches) there, read once more
for formulas: an expression becomes its cases, and the condition under which it has a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from hamodel.model.expr import (
    BOOL,
    OPERATORS,
    Apply,
    BoolType,
    Bound,
    Const,
    Expr,
    OptionalType,
    Pending,
    Possible,
    Quantified,
    Read,
    SortType,
    Type,
    Value,
)
from hamodel.proofs.cases import (
    Cases,
    Content,
    OutsideFragment,
    choose,
    combinations,
    constant,
    merged,
    outside,
    replaced,
    same,
    same_content,
    truth_cases,
    truth_of,
    where,
)
from hamodel.proofs.formulas import TRUE, Binder, Formula, conj, disj, equal, exists, forall, free, iff, implies, neg, substitute
from hamodel.proofs.symbols import Symbols
from hamodel.source import Span

Env: TypeAlias = Mapping[str, Cases]
CasesWithDomain: TypeAlias = tuple[Cases, Formula]
"""What it can be, and the condition under which it has a value."""

Truth: TypeAlias = tuple[Formula, Formula]
"""The same for a bool: the condition under which it is true instead of cases."""


Loops: TypeAlias = tuple[Binder, ...]
"""The names that stand for every member of a sort: those of the loops around a statement."""


class State(Protocol):
    """A state: what each of its cells holds."""

    def content(self, variable: str, indices: tuple[Content, ...], part: tuple[Content, ...] = ()) -> Cases: ...


class CanHappen(Protocol):
    """Where an action, of the system that says what it does, can happen with these arguments: see `hamodel.proofs.actions`."""

    def __call__(self, meaning: Meaning, asked: Possible, arguments: tuple[Content, ...], now: State, /) -> Formula: ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """Reads the expressions of one system. `options` have these values; others are cells that nothing writes."""

    symbols: Symbols
    options: Mapping[str, Value]
    can_happen: CanHappen

    def truth(self, expr: Expr, env: Env, now: State, after: State | None = None) -> Truth:
        """When the expression is true, and when it has a value at all. `after`: the state that `next` reads."""
        match expr:
            case Apply(op="not", args=(inner,)):
                value, has = self.truth(inner, env, now, after)
                return neg(value), has
            case Apply(op="and" | "or" as op, args=args):
                return self._junction(op, [self.truth(arg, env, now, after) for arg in args])
            case Apply(op="=>", args=(premise, conclusion)):
                (a, a_has), (b, b_has) = (self.truth(arg, env, now, after) for arg in (premise, conclusion))
                return implies(a, b), conj(a_has, implies(a, b_has))
            case Apply(op="=", args=(one, other)) if isinstance(one.type, BoolType) and isinstance(other.type, BoolType):
                (a, a_has), (b, b_has) = (self.truth(arg, env, now, after) for arg in (one, other))
                return iff(a, b), conj(a_has, b_has)
            case Apply(op="=", args=args):
                (left, left_has), (right, right_has) = (self.evaluate(arg, env, now, after) for arg in args)
                return same(left, right), conj(left_has, right_has)
            case Apply(op="<" | "<=" as op, args=(one, other)) if _of_a_sort(one):
                assert isinstance(one.type, SortType)
                (left, left_has), (right, right_has) = (self.evaluate(arg, env, now, after) for arg in (one, other))
                return self._in_order(op, one.type, left, right), conj(left_has, right_has)
            case Quantified(op="all" | "some" | "exactly one" | "at most one"):
                return self._quantified(expr, env, now, after)
            case Pending(asked="pending" | "first"):
                return self._pending(expr, env, now, after)
            case Possible(args=args):
                parts, has = self.has_all(args, env, now, after)
                state = self._side(now, after, expr.primed)
                rows = (
                    conj(here, self.can_happen(self, expr, arguments, state))
                    for arguments, here in combinations(parts)
                )
                return disj(*rows), has
            case _:
                cases, has = self.evaluate(expr, env, now, after)
                return truth_of(cases), has

    def evaluate(self, expr: Expr, env: Env, now: State, after: State | None = None) -> CasesWithDomain:
        """The value of the expression by cases, and when it has a value at all. `after`: the state that `next` reads."""
        match expr:
            case Const(value, type):
                return constant(self._named(value, type)), TRUE
            case Bound(name):
                return env[name], TRUE
            case Read():
                return self._read(expr, env, now, after)
            case Apply(op="if", args=(condition, then, otherwise)):
                here, here_has = self.truth(condition, env, now, after)
                a, a_has = self.evaluate(then, env, now, after)
                b, b_has = self.evaluate(otherwise, env, now, after)
                return choose(here, a, b), conj(here_has, implies(here, a_has), disj(here, b_has))
            case Apply(op="next", args=(inner,)):
                return self.evaluate(inner, env, now, after)
            case Apply(op="some", args=(inner,), type=OptionalType(inner=type)):
                cases, has = self.evaluate(inner, env, now, after)
                return cases, conj(has, neg(outside(cases, type)))
            case Apply(op="+" | "-" | "*" | "div" | "mod" | "<" | "<=" as op, args=args) if not _of_a_sort(args[0]):
                found = [self.evaluate(arg, env, now, after) for arg in args]
                rows = [(OPERATORS[op](*values), here) for values, here in combinations(cases for cases, _ in found)]
                return merged(rows), conj(*(has for _, has in found))
            case Quantified(op="count" | "the"):
                return self._counted(expr, env, now, after)
            case Pending(asked="count"):
                return self._copies(expr, env, now, after)
            case _:
                assert expr.type == BOOL, expr
                truth, has = self.truth(expr, env, now, after)
                return truth_cases(truth), has

    def has_all(self, exprs: tuple[Expr, ...], env: Env, now: State, after: State | None = None) -> tuple[list[Cases], Formula]:
        """Several values, and where all of them are there."""
        found = [self.evaluate(expr, env, now, after) for expr in exprs]
        return [cases for cases, _ in found], conj(*(has for _, has in found))

    def true_or_error(self, expr: Expr, now: State) -> Formula:
        """Where a condition on states holds, or has no value."""
        value, has = self.truth(expr, {}, now)
        return disj(value, neg(has))

    def alternatives(
        self, binder: Bound, env: Env, taken: Collection[str] = ()
    ) -> Iterator[tuple[Cases, tuple[Binder, ...]]]:
        """The values of a binder; a member of a sort of any size is a name, none of `taken`, which has to be bound."""
        for value in self.symbols.members(binder.type):
            if isinstance(value, Formula):
                name = self.variable(binder, env, taken)
                yield constant(Formula(name)), ((name, value.op),)
            else:
                yield constant(value), ()

    def variable(self, binder: Bound, env: Env, others: Collection[str]) -> str:
        """A name for a bound variable: the one in the spec, where nothing else in sight has it."""
        terms = (value for cases in env.values() for value, _ in cases if isinstance(value, Formula))
        taken = {name for term in terms for name in free(term)}.union(others)
        return next(name for name in self.symbols.spellings(binder.name) if name not in taken)

    # --- parts ---

    def _in_order(self, op: str, sort: SortType, left: Cases, right: Cases) -> Formula:
        """Is the left member before the right one or, for `<=`, that one?"""
        rows = []
        for (one, other), here in combinations([left, right]):
            lower = self.symbols.before(sort, one, other)
            rows.append(conj(here, lower if op == "<" else disj(lower, same_content(one, other))))
        return disj(*rows)

    def _named(self, value: Value, type: Type) -> Value:
        inner = type.inner if isinstance(type, OptionalType) else type
        if isinstance(inner, SortType) and value is not None and inner.name not in self.symbols.sizes:
            raise OutsideFragment(None, f"`{value}` names a member of {inner.name}, which has any number of them")
        return value

    def _junction(self, op: str, parts: list[Truth]) -> Truth:
        """From left to right, until the value is known."""
        has = TRUE
        looked = TRUE
        for value, value_has in parts:
            has = conj(has, implies(looked, value_has))
            looked = conj(looked, value if op == "and" else neg(value))
        values = [value for value, _ in parts]
        return (conj(*values) if op == "and" else disj(*values)), has

    def _read(self, read: Read, env: Env, now: State, after: State | None) -> CasesWithDomain:
        if read.variable in self.options:
            return constant(self.options[read.variable]), TRUE
        state = self._side(now, after, read.primed)
        places, has = self.has_all(read.indices, env, now, after)
        types = self.symbols.types[read.variable][1]
        rows: list[tuple[Content, Formula]] = []
        for place, type in zip(places, types, strict=True):
            has = conj(has, neg(outside(place, type)))
        for indices, here in self.places(places, types):
            cases = state.content(read.variable, indices)
            rows += [(value, conj(here, held)) for value, held in cases]
        return merged(rows), has

    def places(self, parts: list[Cases], types: tuple[Type, ...]) -> Iterator[tuple[tuple[Content, ...], Formula]]:
        """The tuples of indices that are inside the types, each with its condition."""
        inside: list[Cases] = []
        for cases, type in zip(parts, types, strict=True):
            domain = self.symbols.members(type)
            inside.append(tuple(row for row in cases if isinstance(row[0], Formula) or row[0] in domain))
        yield from combinations(inside)

    def _side(self, now: State, after: State | None, primed: bool) -> State:
        if not primed:
            return now
        assert after is not None, "a predicate of a transition was asked of a state"
        return after

    def _quantified(self, expr: Quantified, env: Env, now: State, after: State | None) -> Truth:
        rows = list(self.alternatives(expr.binder, env))
        parts: list[tuple[Formula, tuple[Binder, ...], Cases]] = []
        has = TRUE
        for member, bound in rows:
            value, value_has = self.truth(expr.body, {**env, expr.binder.name: member}, now, after)
            parts.append((value, bound, member))
            has = conj(has, forall(bound, value_has, expr.span))
        if expr.op == "all":
            return conj(*(forall(bound, value, expr.span) for value, bound, _ in parts)), has
        some = disj(*(exists(bound, value, expr.span) for value, bound, _ in parts))
        if expr.op == "some":
            return some, has
        apart: list[Formula] = []
        for number, (value, bound, _) in enumerate(parts):
            one = exists(bound, value, expr.span)
            apart += [neg(conj(one, exists(other, also, expr.span))) for also, other, _ in parts[number + 1 :]]
            if bound:
                first = rows[number][0][0][0]
                twins = self.alternatives(expr.binder, {**env, expr.binder.name: rows[number][0]})
                twin, twin_bound = next(row for row in twins if row[1])
                also, _ = self.truth(expr.body, {**env, expr.binder.name: twin}, now, after)
                equals = same_content(first, twin[0][0])
                apart.append(forall((*bound, *twin_bound), implies(conj(value, also), equals), expr.span))
        return (conj(some, *apart) if expr.op == "exactly one" else conj(*apart)), has

    def _counted(self, expr: Quantified, env: Env, now: State, after: State | None) -> CasesWithDomain:
        """`count` and `the`, over a type with so many values."""
        counts: Cases = constant(0)
        the: list[tuple[Content, Formula]] = []
        has = TRUE
        for member, bound in self.alternatives(expr.binder, env):
            if bound:
                raise OutsideFragment(expr.span, f"`{expr.op}` over {expr.binder.type}, which has any number of members")
            value, value_has = self.truth(expr.body, {**env, expr.binder.name: member}, now, after)
            has = conj(has, value_has)
            the.append((member[0][0], value))
            rows = combinations([counts, truth_cases(value)])
            counts = merged((_plus(total, more), here) for (total, more), here in rows)
        if expr.op == "count":
            return counts, has
        only = disj(*(here for total, here in counts if total == 1))
        return merged((value, conj(here, only)) for value, here in the), conj(has, only)

    def _pending(self, expr: Pending, env: Env, now: State, after: State | None) -> Truth:
        state = self._side(now, after, expr.primed)
        parts, has = self.has_all((expr.sender, expr.receiver, *expr.args), env, now, after)
        channel = self.symbols.channels[expr.channel]
        rows = []
        for ends, here in self.places(parts[:2], (channel.sender, channel.receiver)):
            if expr.message is None:
                there = self.anything(expr.channel, ends, state, expr.span)
            elif expr.asked == "first":
                there = self.slot_holds(expr.channel, ends, 0, expr.message, parts[2:], state)
            else:
                there = self.in_flight(expr.channel, ends, expr.message, parts[2:], state)
            rows.append(conj(here, there))
        return disj(*rows), has

    def _copies(self, expr: Pending, env: Env, now: State, after: State | None) -> CasesWithDomain:
        """How many messages there are in a queue, or how often this one."""
        state = self._side(now, after, expr.primed)
        parts, has = self.has_all((expr.sender, expr.receiver, *expr.args), env, now, after)
        channel = self.symbols.channels[expr.channel]
        rows: list[tuple[Content, Formula]] = []
        for ends, here in self.places(parts[:2], (channel.sender, channel.receiver)):
            total: Cases = constant(0)
            for copies in self._numbers(expr, ends, parts[2:], state):
                pairs = combinations([total, copies])
                total = merged((_sum(some, more), both) for (some, more), both in pairs)
            rows += [(value, conj(here, held)) for value, held in total]
        return merged(rows), has

    def _numbers(self, expr: Pending, ends: tuple[Content, ...], args: list[Cases], state: State) -> Iterator[Cases]:
        """What has to be added up to know how many messages there are between these ends."""
        name, channel = expr.channel, self.symbols.channels[expr.channel]
        if channel.fifo:
            for k in range(channel.capacity):
                if expr.message is None:
                    there = neg(where(state.content(name, ends, ("slot", k)), None))
                else:
                    there = self.slot_holds(name, ends, k, expr.message, args, state)
                yield ((1, there), (0, neg(there)))
        elif expr.message is not None:
            types = tuple(field.type for field in channel.message(expr.message).fields)
            rows: list[tuple[Content, Formula]] = []
            for values, here in self.places(args, types):
                copies = state.content(name, ends, ("count", expr.message, *values))
                rows += [(number, conj(here, held)) for number, held in copies]
            yield merged(rows)
        else:
            for message in channel.messages:
                for env, bound in self.choices(message.fields, {}):
                    if bound:
                        reason = f"`count {name}`, whose messages speak of any number of {bound[0][1]}"
                        raise OutsideFragment(expr.span, reason)
                    contents = (env[field.name][0][0] for field in message.fields)
                    yield state.content(name, ends, ("count", message.name, *contents))

    def anything(self, name: str, ends: tuple[Content, ...], state: State, span: Span | None) -> Formula:
        """Is any message in this queue?"""
        channel = self.symbols.channels[name]
        if channel.fifo:
            return neg(where(state.content(name, ends, ("slot", 0)), None))
        rows: list[Formula] = []
        for message in channel.messages:
            for env, bound in self.choices(message.fields, {}):
                args = (env[field.name][0][0] for field in message.fields)
                copies = state.content(name, ends, ("count", message.name, *args))
                rows.append(exists(bound, neg(where(copies, 0)), span))
        return disj(*rows)

    def choices(self, binders: tuple[Bound, ...], env: Env) -> Iterator[tuple[Env, tuple[Binder, ...]]]:
        """Every choice of values for the binders, with the names that stand for members of sorts."""
        if not binders:
            yield env, ()
            return
        for cases, bound in self.alternatives(binders[0], env):
            for inner, more in self.choices(binders[1:], {**env, binders[0].name: cases}):
                yield inner, (*bound, *more)

    def in_flight(self, name: str, ends: tuple[Content, ...], message: str, args: list[Cases], state: State) -> Formula:
        """Is this message in this queue?"""
        channel = self.symbols.channels[name]
        types = tuple(field.type for field in channel.message(message).fields)
        if channel.fifo:
            slots = [self.slot_holds(name, ends, k, message, args, state) for k in range(channel.capacity)]
            return disj(*slots)
        rows = []
        for values, here in self.places(args, types):
            rows.append(conj(here, neg(where(state.content(name, ends, ("count", message, *values)), 0))))
        return disj(*rows)

    def slot_holds(
        self, name: str, ends: tuple[Content, ...], slot: int, message: str, args: list[Cases], state: State
    ) -> Formula:
        """Does this slot of a fifo hold this message?"""
        tag = state.content(name, ends, ("slot", slot))
        places = self.symbols.layouts[name].places[message]
        fields = [same(state.content(name, ends, ("field", slot, place)), arg) for place, arg in zip(places, args, strict=True)]
        return conj(same(tag, constant(message)), *fields)


def _of_a_sort(expr: Expr) -> bool:
    return isinstance(expr.type, SortType)


def _sum(total: Content, more: Content) -> Content:
    assert isinstance(total, int), "a count is a number"
    assert isinstance(more, int), "a count is a number"
    return total + more


def _plus(total: Content, one: Content) -> Content:
    assert isinstance(total, int), "a count is a number"
    return total + (1 if one is True else 0)


def at_arguments(
    here: Formula, value: Cases, args: tuple[Formula, ...], loops: Loops, wanted: tuple[Formula, ...]
) -> tuple[Formula, Cases, Loops]:
    """Where a statement is about the cell at `wanted`, with which value, and the loops that this does not pin down."""
    pinned: dict[str, Formula] = {}
    for arg, want in zip(args, wanted, strict=True):
        if any(arg == Formula(name) for name, _ in loops):
            pinned.setdefault(arg.op, want)
    places = (equal(want, substitute(arg, pinned)) for arg, want in zip(args, wanted, strict=True))
    condition = conj(*places, substitute(here, pinned))
    return condition, replaced(value, pinned), tuple(loop for loop in loops if loop[0] not in pinned)
