"""Timers -> variables, and statements that write them: see `hamodel.model.timing`. What takes an expired timer -> actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product

from hamodel.language import errors
from hamodel.language.elaboration.definitions import substitute
from hamodel.language.elaboration.expressions import arguments, check_value, condition, timer_cell
from hamodel.language.elaboration.scope import Context, LexicalScope, TimerLength
from hamodel.language.elaboration.timing.durations import drifted
from hamodel.language.elaboration.types import UNKNOWN, leaves, spread
from hamodel.language.text import ast
from hamodel.model.expr import BOOL, FALSE, INT, TRUE, Apply, Bound, Const, Expr, Read, Type, Value, conjunction
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate
from hamodel.model.system import Action, Assign, Block, Choose, Require, Statement, Variable, statements
from hamodel.model.timing import DURATION, STOPPED, DurationOption, StepDeadline, SystemTimer, duration_text
from hamodel.source import Span
from hamodel.timing.lengths import ONE, Lengths

OFF = Const(STOPPED, INT)
NOTHING = Const(0, INT)


def lengths_of(declarations: Iterable[ast.Declaration], context: Context) -> list[DurationOption]:
    """Enters the timers, with their lengths; the options that are durations."""
    for timer in declarations:
        for clock in timer.clocks if isinstance(timer, ast.TimerDeclaration) else ():
            scope, bounds = LexicalScope(context, "length").bind_all(clock.binders)
            length = None if clock.length is None else between(clock.length, scope)
            if not 0 <= clock.drift < 100:
                context.report(errors.timing.drifts_so_far(clock.span))
            drift = clock.drift if 0 <= clock.drift < 100 else 0
            context.time.timers.setdefault(clock.name.text, TimerLength(tuple(bounds), length, clock.name.span, drift))
    return _options(context)


def between(written: ast.Within, scope: LexicalScope) -> tuple[Expr, Expr]:
    """The least and the most."""
    low = check_value(written.low, scope, DURATION)
    return low, low if written.high is written.low else check_value(written.high, scope, DURATION)


# --- statements ------------------------------------------------------------------------------------------------------


def start(written: ast.Start, scope: LexicalScope) -> list[Statement]:
    """It runs from now on, for a length that is as long in every state as it is here."""
    indices = timer_cell(written.timer, written.indices, written.span, scope)
    length = _length(written, indices, scope)
    if indices is None or length is None:
        return []
    name, (low, high) = written.timer.text, length
    return [
        Assign(name, indices, high, written.span),
        Assign(f"{name} from", indices, low, written.span),
        Assign(f"{name} expired", indices, FALSE, written.span),
    ]


def stop(written: ast.Stop, scope: LexicalScope) -> list[Statement]:
    """It does not run, and has not expired."""
    indices = timer_cell(written.timer, written.indices, written.span, scope)
    return [] if indices is None else stopped(written.timer.text, indices, written.span)


def stopped(name: str, indices: tuple[Expr, ...], span: Span) -> list[Statement]:
    """What writes the cells of a timer that does not run."""
    return [
        Assign(name, indices, OFF, span),
        Assign(f"{name} from", indices, NOTHING, span),
        Assign(f"{name} expired", indices, FALSE, span),
    ]


def _length(written: ast.Start, indices: tuple[Expr, ...] | None, scope: LexicalScope) -> tuple[Expr, Expr] | None:
    found, clock = _by_its_clock(written, indices, scope), scope.context.time.timers.get(written.timer.text)
    if found is None or clock is None or not clock.drift:
        return found
    return drifted(found[0], 100, 100 + clock.drift, scope.context), drifted(found[1], 100, 100 - clock.drift, scope.context)


def _by_its_clock(written: ast.Start, indices: tuple[Expr, ...] | None, scope: LexicalScope) -> tuple[Expr, Expr] | None:
    if written.length is not None:
        length = between(written.length, scope)
        return None if any(end.type is UNKNOWN for end in length) else length
    clock = scope.context.time.timers.get(written.timer.text)
    if clock is None or indices is None:
        return None
    if clock.length is None:
        scope.report(errors.timing.no_length(written.span, written.timer.text))
        return None
    if any(end.type is UNKNOWN for end in clock.length):
        return None
    values = dict(zip((bound.name for bound in clock.bounds), indices, strict=True))
    low, high = clock.length
    first = substitute(low, values, scope.context)
    return first, first if low is high else substitute(high, values, scope.context)


# --- how they start ----------------------------------------------------------------------------------------------------


def variables(declarations: Sequence[ast.Declaration], context: Context) -> list[Variable]:
    """Three for each timer, with what `initially start` says of them."""
    started: dict[str, list[tuple[Expr, Expr, Expr, Span]]] = {name: [] for name in context.time.timers}
    for declaration in declarations:
        if not isinstance(declaration, ast.Started):
            continue
        for one in declaration.starts:
            found = _started(one, declaration, context)
            if found is not None:
                started[one.timer.text].append((*found, one.span))
    result: list[Variable] = []
    for name, clock in context.time.timers.items():
        _each_once(name, clock, started[name], context)
        most: Expr = OFF
        least: Expr = NOTHING
        for when, low, high, span in reversed(started[name]):
            most = high if when == TRUE else Apply("if", (when, high, most), INT, span)
            least = low if when == TRUE else Apply("if", (when, low, least), INT, span)
        result += [
            Variable(name, clock.bounds, INT, most, clock.span, hidden=True),
            Variable(f"{name} from", clock.bounds, INT, least, clock.span, hidden=True),
            Variable(f"{name} expired", clock.bounds, BOOL, FALSE, clock.span, hidden=True),
        ]
    return result


def _started(one: ast.Start, whole: ast.Started, context: Context) -> tuple[Expr, Expr, Expr] | None:
    """For which indices it starts, and how long it runs then. A binder that is an index stands for that of the cell."""
    clock = context.time.timers.get(one.timer.text)
    scope = LexicalScope(context, "initial")
    if clock is None:
        context.report(errors.names.unknown("timer", one.timer, context.time.timers))
        return None
    types = context.names.timers[one.timer.text]
    if len(one.indices) != len(types):
        needed = [str(type) for type in types]
        context.report(errors.names.wrong_count(one.span, one.timer.text, "index", needed, len(one.indices)))
        return None
    binders = {binder.name.text: binder.name for binder in whole.binders if binder.name is not None}
    cells = iter(clock.bounds)
    tests: list[Expr] = []
    bound: set[str] = set()
    for node, type in zip(one.indices, types, strict=True):
        value = spread("", type, lambda _, inner: next(cells))
        if isinstance(node, ast.Word) and node.text in binders and node.text not in bound:
            bound.add(node.text)
            name = binders[node.text]
            scope = scope.bind(name, value) if name.text not in scope.bindings else scope
            continue
        given = arguments(node.span, one.timer.text, "index", (type,), (node,), scope)
        if given is None:
            return None
        tests += [Apply("=", pair, BOOL, node.span) for pair in zip(leaves(value), leaves(given[0]), strict=True)]
    for text, binder in binders.items():
        if text not in bound:
            context.report(errors.timing.not_an_index(binder.span, text, one.timer.text))
            return None
    if whole.where is not None:
        tests.append(condition(whole.where, scope))
    if any(test.type is UNKNOWN for test in tests):
        return None
    length = _length(one, clock.bounds, scope)
    return None if length is None else (conjunction(tests), *length)


def _each_once(name: str, clock: TimerLength, started: Sequence[tuple[Expr, Expr, Expr, Span]], context: Context) -> None:
    """No cell may be started twice, whatever the options."""
    domains = [_some_members(bound.type) for bound in clock.bounds]
    seen: set[tuple[Value, ...]] = set()
    for when, _, _, span in started:
        here: set[tuple[Value, ...]] = set()
        for values in product(*domains):
            env = dict(zip((bound.name for bound in clock.bounds), values, strict=True))
            try:
                if evaluate(when, env, {}, Scope()):
                    here.add(values)
            except (EvaluationError, KeyError):  # it reads an option
                here.add(values)
        if here & seen:
            context.report(errors.timing.started_twice(span, name))
        seen |= here


def _some_members(type: Type) -> Sequence[Value]:
    return Scope({str(type): 3}).domain(type)


# --- what takes them ---------------------------------------------------------------------------------------------------


def expiring(written: ast.Expiring, context: Context) -> tuple[LexicalScope, list[Bound], Expr] | None:
    """The names of an `on expiry`, and its guard; None after an error."""
    name, scope = written.timer.text, LexicalScope(context, "state")
    types = context.names.timers.get(name)
    if types is None:
        context.report(errors.names.unknown("timer", written.timer, context.names.timers))
    elif len(types) != len(written.names):
        needed = [str(type) for type in types]
        context.report(errors.names.wrong_count(written.timer.span, name, "index", needed, len(written.names)))
        types = None
    mine: list[Bound] = []
    for each, type in zip(written.names, types or (UNKNOWN,) * len(written.names), strict=True):
        value = spread(each.text, type, Bound)
        mine += [leaf for leaf in leaves(value) if isinstance(leaf, Bound)]
        scope = scope.bind(each, value)
    guard = condition(written.guard, scope)
    if types is None:
        return None
    if name in context.time.taken:
        context.report(errors.timing.taken_twice(written.timer, context.time.taken[name].span))
    clock = context.time.timers[name]
    taken = substitute(guard, dict(zip((bound.name for bound in mine), clock.bounds, strict=True)), context)
    context.time.taken.setdefault(name, SystemTimer(name, clock.bounds, taken, written.timer.span))
    return scope, mine, guard


def taking(written: ast.Expiring, mine: Sequence[Bound], guard: Expr, body: Block) -> Action:
    """The timer is stopped before the body."""
    name, cell = written.timer.text, tuple(mine)
    expired = Read(f"{name} expired", cell, BOOL)
    taken = Assign(expired.variable, cell, FALSE, None)
    whole = conjunction([expired] if guard == TRUE else [expired, guard])
    return Action(f"expiry {name}", "step", cell, whole, (taken, *body), "", written.span)


def deadline(written: ast.Action, action: Action, scope: LexicalScope) -> None:
    """Notes how long the action may wait. `scope`: that of its parameters."""
    context, span = scope.context, written.name.span
    if written.deadline is None and not written.immediate:
        return
    if written.kind != "step":
        context.report(errors.timing.not_obliged(span, written.kind))
        return
    low = high = None
    if written.deadline is not None:
        low, high = between(written.deadline, LexicalScope(context, "length", scope.bindings))
        if UNKNOWN in (low.type, high.type):
            return
        span = written.deadline.span
    own = tuple(Bound(context.fresh(bound.name), bound.type) for bound in action.parameters)
    names = dict(zip((bound.name for bound in action.parameters), own, strict=True))
    possible, *ends = (None if each is None else substitute(each, names, context) for each in (action.guard, low, high))
    assert possible is not None
    context.time.deadlines.append(StepDeadline(action.name, own, possible, ends[0], ends[1], span))


def must_be_possible(actions: Iterable[Action], context: Context) -> None:
    """What is obliged to happen where its guard holds must be able to: no part of its body may exclude it."""
    obliged = {f"expiry {name}" for name in context.time.taken} | {each.action for each in context.time.deadlines}
    for action in actions:
        for statement in statements(action.body) if action.name in obliged else ():
            if isinstance(statement, Require):
                context.report(errors.timing.may_not_be(statement.span or action.span, "require"))
            elif isinstance(statement, Choose) and statement.where != TRUE:
                context.report(errors.timing.may_not_be(statement.span or action.span, "choose"))


# --- options -----------------------------------------------------------------------------------------------------------


def _options(context: Context) -> list[DurationOption]:
    """Those that are durations: `= 8 s in 1 s..60 s` is read as one expression."""
    found: list[DurationOption] = []
    for name, option in context.names.durations.items():
        match option.default:
            case ast.Operation(op="in", args=(default, ast.Interval(low=low, high=high))):
                values = [_value(each, context) for each in (default, low, high)]
            case None:
                context.report(errors.timing.option_of_durations(option.name.span, name))
                continue
            case default:
                values = [_value(default, context)]
        if any(value is None for value in values):
            continue
        first, *ends = [value for value in values if value is not None]
        least, most = ends or (0 * first, None)
        found.append(DurationOption(name, first, least, most, option.name.span))
        if first < least or (most is not None and first > most):
            values_text = told_range(found[-1])
            context.report(errors.timing.outside_its_range(option.default.span, name, duration_text(first), values_text))
    return found


def told_range(option: DurationOption) -> str:
    """`8 s..60 s`, in words."""
    least = duration_text(option.low)
    return f"{least} or more" if option.high is None else f"from {least} to {duration_text(option.high)}"


def _value(node: ast.Expr, context: Context) -> Fraction | None:
    value = check_value(node, LexicalScope(context, "length"), DURATION)
    if value.type is UNKNOWN:
        return None
    try:
        terms = Lengths(context.time.lengths).of(value)
    except KeyError:  # it reads another option
        terms = {value: Fraction(1)}
    if not set(terms) <= {ONE}:
        context.report(errors.types.not_constant(node.span))
        return None
    return terms.get(ONE, Fraction(0))

