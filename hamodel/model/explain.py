"""explain(expr, trace): why a formula is false (or true) at the end of a trace: its smallest part, for which members,
and who last wrote what that part, and the premises before it, read. error_at_end(trace, error): who causes it at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from hamodel.model.expr import Apply, Expr, Quantified, Value, reads_next, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import Env, EvaluationError, errors, evaluate, successors
from hamodel.model.system import Property, RunTimeError, System
from hamodel.model.temporal import as_written
from hamodel.model.trace import CellName, Content, State, Trace, TraceError


@dataclass(frozen=True, slots=True)
class Origin:
    """A cell that was read, what it held, and the step that last changed it: 1, 2, ...; 0: it has been so since the start.

    `after`: it was read in the state after the last transition, not in the one before it.
    """

    cell: CellName
    content: Content
    step: int
    after: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """The formula is `truth` that, since its `part` has `value`. `members`: of the quantified variables around the part.

    `holders`: if the part is `at most one`, `exactly one` or `some`, the members for which its body holds. `whole` is what
    stands directly inside those quantifiers: with its premise, if there is one.
    """

    truth: bool
    part: Expr
    value: bool
    members: tuple[tuple[str, Value], ...]
    holders: tuple[Value, ...]
    whole: Expr
    origins: tuple[Origin, ...]


# --- errors ----------------------------------------------------------------------------------------------------------


def error_at_end(
    system: System, scope: Scope, trace: Trace, error: RunTimeError, properties: Sequence[Property]
) -> TraceError | None:
    """Who causes the error after the last state of the trace, by the reference semantics: the first action, in the order of
    the text, or else a look at an `assume`, one of `properties`, `initially` or an initial value. None if nobody does.

    `system` has the monitors of the trace."""
    last = trace.states[-1]
    of_states = [property for property in system.assumptions if property not in properties]
    if error.of_transition:
        before = trace.states[-2] if trace.steps else None
        return None if before is None else _looked(properties, scope, error, before, last)
    for action, arguments, outcome in successors(system, scope, last):
        for made in outcome.errors:
            if made == error:
                remembering = _remembering(properties, scope, error, last)
                return TraceError(made, action.name, action.named(arguments), remembering)
    looked = _looked([*of_states, *properties], scope, error, last, None)
    if looked is not None:
        return looked
    made_at_start = _made("initially", system.initially, scope, error, last, None)
    if made_at_start is not None:
        return made_at_start
    found = [made for made in errors(system, scope, last) if made == error]
    return TraceError(found[0]) if found else None


def _looked(
    properties: Sequence[Property], scope: Scope, error: RunTimeError, state: State, after: State | None
) -> TraceError | None:
    """The first of the properties that causes the error."""
    for property in properties:
        if reads_next(property.formula) == (after is not None):
            made = _made(property.name, property.formula, scope, error, state, after)
            if made is not None:
                return made
    return None


def _made(name: str, expr: Expr, scope: Scope, error: RunTimeError, state: State, after: State | None) -> TraceError | None:
    try:
        evaluate(expr, {}, state, scope, after)
    except EvaluationError as found:
        for made in found.errors:
            if replace(made, of_transition=error.of_transition) == error:
                return TraceError(made, property=as_written(name))
    return None


def _remembering(properties: Sequence[Property], scope: Scope, error: RunTimeError, state: State) -> str:
    """The property that causes the error when what it remembers of the past is written; "" if none does."""
    for property in properties:
        for monitor in property.monitors:
            binders = monitor.variable.binders
            for values in product(*(scope.domain(binder.type) for binder in binders)):
                env = dict(zip((binder.name for binder in binders), values, strict=True))
                try:
                    evaluate(monitor.value, env, state, scope) if monitor.value is not None else True
                except EvaluationError as found:
                    if error in found.errors:
                        return as_written(property.name)
    return ""


# --- properties ------------------------------------------------------------------------------------------------------


def explain(expr: Expr, trace: Trace, scope: Scope, env: Env | None = None) -> Explanation:
    """Why `expr`, whose free names are in `env`, has the value that it has at the end of the trace.

    Raises `EvaluationError` if it has none.
    """
    given = {} if env is None else env
    states = trace.states
    after: _RecordingState | None = None
    if reads_next(expr):
        here, after = _RecordingState(states[-2]), _RecordingState(states[-1])
        truth = evaluate(expr, given, here, scope, after) is True
    else:
        here = _RecordingState(states[-1])
        truth = evaluate(expr, given, here, scope) is True
    part, whole, inside, value = _smallest(expr, expr, given, truth, here, scope, after)
    holders = _holders(part, inside, here, scope, after)
    for watched in (here, after):
        if watched is not None:
            watched.seen.clear()
    for premise in _premises(whole, part):
        _look_again(premise, inside, _holders(premise, inside, here, scope, after), here, scope, after)
    _look_again(part, inside, holders, here, scope, after)
    last = len(states) - 1
    origins = [*_origins(here, trace, last - 1 if after is not None else last, False)]
    if after is not None:
        origins += _origins(after, trace, last, True)
    return Explanation(truth, part, value, tuple(inside.items()), holders, whole, tuple(origins))


class _RecordingState(dict[CellName, Content]):
    """A state that remembers which of its cells were read."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.seen: dict[CellName, None] = {}

    def __getitem__(self, cell: CellName) -> Content:
        content = super().__getitem__(cell)
        self.seen[cell] = None
        return content


def _smallest(
    expr: Expr, whole: Expr, env: Mapping[str, Value], truth: bool, state: State, scope: Scope, after: State | None
) -> tuple[Expr, Expr, Env, bool]:
    """The smallest part of `expr` that decides that it has this truth value."""

    def is_(part: Expr, env: Env, wanted: bool) -> bool:
        return evaluate(part, env, state, scope, after) is wanted

    match expr:
        case Apply(op="not", args=(inner,)):
            if isinstance(inner, Apply) and inner.op in ("=", "<", "<="):
                return expr, whole, env, truth  # `a != b` is one thing to a reader
            return _smallest(inner, whole, env, not truth, state, scope, after)
        case Apply(op="and" | "or" as op, args=args) if truth is (op == "or"):
            inner = next(arg for arg in args if is_(arg, env, truth))
            return _smallest(inner, inner if whole is expr else whole, env, truth, state, scope, after)
        case Apply(op="=>", args=(premise, conclusion)):
            if not truth:
                return _smallest(conclusion, whole, env, False, state, scope, after)
            if is_(premise, env, False):
                return _smallest(premise, whole, env, False, state, scope, after)
            return _smallest(conclusion, whole, env, True, state, scope, after)
        case Apply(op="if", args=(condition, then, otherwise)):
            chosen = then if is_(condition, env, True) else otherwise
            return _smallest(chosen, whole, env, truth, state, scope, after)
        case Quantified(op="all" | "some" as op, binder=binder, body=body) if truth is (op == "some"):
            inside = [{**env, binder.name: member} for member in scope.domain(binder.type)]
            chosen_env = next(inner for inner in inside if is_(body, inner, truth))
            return _smallest(body, body, chosen_env, truth, state, scope, after)
        case _:
            return expr, whole, env, truth


def _holders(part: Expr, env: Env, state: State, scope: Scope, after: State | None) -> tuple[Value, ...]:
    if not isinstance(part, Quantified):
        return ()
    members = scope.domain(part.binder.type)
    return tuple(m for m in members if evaluate(part.body, {**env, part.binder.name: m}, state, scope, after))


def _look_again(
    part: Expr, env: Env, holders: tuple[Value, ...], state: State, scope: Scope, after: State | None
) -> None:
    """Reads what the part reads; of a quantifier, if some members hold, only what is read for these."""
    if isinstance(part, Quantified) and holders:
        for member in holders:
            evaluate(part.body, {**env, part.binder.name: member}, state, scope, after)
    else:
        evaluate(part, env, state, scope, after)


def _premises(whole: Expr, part: Expr) -> Iterator[Expr]:
    """The left sides of the implications on the way from `whole` to a part on the right: a reader asks about them first."""
    match whole:
        case Apply(op="=>", args=(premise, conclusion)) if any(inner is part for inner in subexpressions(conclusion)):
            yield premise
            yield from _premises(conclusion, part)
        case _:
            pass


def _origins(watched: _RecordingState, trace: Trace, last: int, after: bool) -> Iterator[Origin]:
    for cell in watched.seen:
        yield Origin(cell, watched[cell], last_change(trace, cell, last), after)


def last_change(trace: Trace, cell: CellName, last: int) -> int:
    """The last step, up to step `last`, that changed the cell; 0 if none did."""
    states = trace.states
    return next((i for i in range(last, 0, -1) if states[i][cell] != states[i - 1][cell]), 0)
