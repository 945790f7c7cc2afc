"""digitised(system) -> the same system, in which time passes in steps of one unit: a system like any other.

Every bound of a duration is closed, and no two timers are compared. So a run has a bad end if and only if one has it in which
everything happens at whole numbers of units, where the unit divides every length that the spec has (Henzinger, Manna, Pnueli:
What good are digital clocks?, ICALP 1992).

* A timer counts down. `time passes` is possible where nothing is obliged to happen before: no timer has come to its end, no
  expired one can be taken, no immediate action can happen, no deadline is reached.
* Where something takes very many units, time passes also in twice as many at once, four times, and so on: a run has few steps
  then. Nobody looks at all states of such a system: see `hamodel.timing.measure.too_fine`.
* `expire t` is what a timer does between its least and its most; `expiry t`, in the text `on expiry t`, takes it then.
* How long a step with a deadline has been possible is remembered as it was when the last action was taken. That is what it is
  now if it was possible then and is; if it was not possible then it is nothing, and so is what is remembered.
* A message that is some time on its way has a cell that counts down: see `hamodel.timing.flights`.
* `A leads to B within d` is watched by a monitor that counts from the first moment with A and without B. It fires one unit after
  d: the longest time is one of whole units, if there is a longest.
* Where it is not plain that time can always pass, properties say that it does: see `hamodel.timing.going_on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from hamodel.model.expr import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Apply,
    Bound,
    Const,
    Expr,
    RangeType,
    Read,
    conjunction,
    negation,
    plain,
    reads_next,
)
from hamodel.model.substitution import substitute
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Choose,
    Either,
    Flush,
    For,
    If,
    Monitor,
    Property,
    Require,
    Send,
    Statement,
    System,
    Take,
    Variable,
)
from hamodel.model.timing import DURATION, STOPPED, TICK, StepDeadline, SystemTimer, TimeLimit, time_passes, units_passed
from hamodel.source import Source, Span
from hamodel.timing.flights import Flight, delivered, flights, may_wait
from hamodel.timing.flights import variables as flights_of
from hamodel.timing.flights import written as written_by
from hamodel.timing.going_on import going_on, of_all
from hamodel.timing.lengths import ZERO, bounds
from hamodel.timing.measure import Digital, measured
from hamodel.timing.waiting import in_steps


def digitised(written: System, given: Mapping[str, Fraction]) -> System:
    """The system, at these values of options that are durations; the others have their defaults. Raises UnfitLength."""
    timing = written.timing
    assert timing is not None, "it has timers"
    assert timing.unit is None, "it is as it is written"
    timing = replace(timing, given=given)
    digital = measured(written, timing)
    flying = flights(digital)
    actions = [_flying(_action(action, digital), flying) for action in written.actions]
    ticks = [_tick(units, digital) for units in digital.passing]
    ticks = [replace(each, guard=conjunction([each.guard, *may_wait(written.actions, flying, each.name)])) for each in ticks]
    declared = [_property(property, digital) for property in written.declared]
    declared += going_on(digital)
    variables = [each for variable in written.variables for each in _variable(variable, digital)]
    waited = [_waited(deadline, digital) for deadline in timing.deadlines if not digital.immediate(deadline)]
    return replace(
        written,
        variables=(*variables, *waited, *map(flights_of, flying)),
        actions=(*actions, *(_expire(timer, digital) for timer in timing.timers), *(_flying(each, flying) for each in ticks)),
        declared=tuple(declared),
        scenarios=tuple(in_steps(scenario, digital) for scenario in written.scenarios),
        timing=replace(timing, unit=digital.unit, written=replace(written, timing=timing)),
    )


# --- what there is -----------------------------------------------------------------------------------------------------


def _variable(variable: Variable, digital: Digital) -> Iterator[Variable]:
    name = variable.name.removesuffix(" from")
    if name not in digital.intervals:
        yield variable
        return
    least = name != variable.name
    if least and not digital.ranges(name):
        return
    type = RangeType(0 if least else STOPPED, digital.most(digital.intervals[name], low=least))
    assert variable.initial is not None
    yield replace(variable, type=type, initial=_initial(variable.initial, digital))


def _initial(expr: Expr, digital: Digital) -> Expr:
    match expr:
        case Apply(op="if", args=(condition, then, otherwise)) if expr.type != DURATION:
            return replace(expr, args=(condition, _initial(then, digital), _initial(otherwise, digital)))
        case _:
            return _number(expr, digital)


def _number(value: Expr, digital: Digital) -> Expr:
    return digital.steps(digital.lengths.of(value)) if value.type == DURATION else value


def _action(action: Action, digital: Digital) -> Action:
    """The action with numbers for lengths; it remembers for each deadline how long the step was possible before."""
    deadline = next((each for each in digital.timing.deadlines if each.action == action.name), None)
    guard = action.guard
    if deadline is not None and not digital.immediate(deadline):
        low = digital.waits[action.name].low
        if low:
            renamed = {own.name: mine for own, mine in zip(deadline.parameters, action.parameters, strict=True)}
            least = substitute(digital.steps(low), renamed)
            so_far = Read(_called(deadline), action.parameters, _waiting(deadline, digital))
            guard = conjunction([guard, Apply("<=", (least, so_far), BOOL, deadline.span)])
    return replace(action, guard=guard, body=(*_block(action.body, digital), *_remembered(action, digital)))


def _flying(action: Action, flying: Sequence[Flight]) -> Action:
    """The action, with what it does to messages that are on their way."""
    action = delivered(action, flying)
    return replace(action, body=(*action.body, *written_by(action, flying)))


def _block(block: Block, digital: Digital) -> Block:
    return tuple(each for statement in block for each in _statement(statement, digital))


def _statement(statement: Statement, digital: Digital) -> Iterator[Statement]:
    match statement:
        case Assign(variable=name, value=value):
            timer = name.removesuffix(" from")
            if timer == name or timer not in digital.intervals or digital.ranges(timer):
                yield replace(statement, value=_number(value, digital))
        case If(then=then, otherwise=otherwise):
            yield replace(statement, then=_block(then, digital), otherwise=_block(otherwise, digital))
        case For(body=body):
            yield replace(statement, body=_block(body, digital))
        case Either(branches=branches):
            yield Either(tuple(_block(branch, digital) for branch in branches))
        case Send() | Take() | Flush() | Choose() | Require():
            yield statement
        case _:
            assert_never(statement)


def _expire(timer: SystemTimer, digital: Digital) -> Action:
    """What a timer does between its least and its most."""
    mine = tuple(Bound(plain(binder.name), binder.type) for binder in timer.binders)
    left = Read(timer.name, mine, digital_type(timer, digital))
    if digital.ranges(timer.name):
        due = Apply("<=", (Read(f"{timer.name} from", mine, least_type(timer, digital)), ZERO), BOOL)
        guard = conjunction([Apply("<=", (ZERO, left), BOOL), due])
    else:
        guard = Apply("=", (left, ZERO), BOOL)
    body: list[Statement] = [Assign(timer.name, mine, Const(STOPPED, INT), None)]
    body += [Assign(f"{timer.name} from", mine, ZERO, None)] * digital.ranges(timer.name)
    body.append(Assign(f"{timer.name} expired", mine, TRUE, None))
    action = Action(f"expire {timer.name}", "step", mine, guard, tuple(body), "", timer.span, built_in=True)
    return replace(action, body=(*action.body, *_remembered(action, digital)))


def digital_type(timer: SystemTimer, digital: Digital) -> RangeType:
    return RangeType(STOPPED, digital.most(digital.intervals[timer.name]))


def least_type(timer: SystemTimer, digital: Digital) -> RangeType:
    return RangeType(0, digital.most(digital.intervals[timer.name], low=True))


# --- time --------------------------------------------------------------------------------------------------------------


def _tick(units: int, digital: Digital) -> Action:
    """So many units pass, where nothing is obliged to happen before."""
    guards: list[Expr] = []
    body: list[Statement] = []
    for timer in digital.timing.timers:
        left = Read(timer.name, timer.binders, digital_type(timer, digital))
        expired = Read(f"{timer.name} expired", timer.binders, BOOL)
        guards.append(of_all(timer.binders, negation(_ends_within(units, left))))
        if timer.taken is not None:
            guards.append(of_all(timer.binders, negation(conjunction([expired, timer.taken]))))
        cells = [left]
        if digital.ranges(timer.name):
            cells.append(Read(f"{timer.name} from", timer.binders, least_type(timer, digital)))
        for cell in cells:
            less: Expr = Apply("-", (cell, Const(units, INT)), INT)
            if units > 1:
                less = Apply("if", (Apply("<", (Const(units, INT), cell), BOOL), less, ZERO), INT)
            counts = If(Apply("<", (ZERO, cell), BOOL), (Assign(cell.variable, cell.indices, less, None),), ())
            body += _for_all(timer.binders, (counts,))
    for deadline in digital.timing.deadlines:
        late = deadline.possible
        if not digital.immediate(deadline):
            so_far = Read(_called(deadline), deadline.parameters, _waiting(deadline, digital))
            most = digital.steps(digital.waits[deadline.action].high)
            by_then = so_far if units == 1 else Apply("+", (so_far, Const(units - 1, INT)), INT)
            late = conjunction([late, Apply("<=", (most, by_then), BOOL)])
        guards.append(of_all(deadline.parameters, negation(late)))
    span = digital.system.span or Span(Source("", ""), 0, 0)
    action = Action(time_passes(units), "step", (), conjunction(guards), tuple(body), "", span, built_in=True)
    return replace(action, body=(*action.body, *_remembered(action, digital)))


def _ends_within(units: int, left: Expr) -> Expr:
    """Does a timer come to its end before so many units have passed?"""
    if units == 1:
        return Apply("=", (left, ZERO), BOOL)
    return conjunction([Apply("<=", (ZERO, left), BOOL), Apply("<", (left, Const(units, INT)), BOOL)])


def _for_all(binders: tuple[Bound, ...], body: Block) -> Block:
    for binder in reversed(binders):
        body = (For(binder, TRUE, body),)
    return body


# --- deadlines ---------------------------------------------------------------------------------------------------------


def _called(deadline: StepDeadline) -> str:
    return f"waited {deadline.action}"


def _waiting(deadline: StepDeadline, digital: Digital) -> RangeType:
    return RangeType(0, digital.most([digital.waits[deadline.action]]))


def _waited(deadline: StepDeadline, digital: Digital) -> Variable:
    type = _waiting(deadline, digital)
    return Variable(_called(deadline), deadline.parameters, type, Const(0, type), deadline.span, hidden=True)


def _remembered(action: Action, digital: Digital) -> Iterator[Statement]:
    """How long each step with a deadline was possible before this action; when it happens itself it begins anew."""
    for deadline in digital.timing.deadlines:
        if digital.immediate(deadline):
            continue
        so_far: Expr = Read(_called(deadline), deadline.parameters, _waiting(deadline, digital))
        if units := units_passed(action.name):
            so_far = Apply("+", (so_far, Const(units, INT)), INT)
        if action.name == deadline.action:
            pairs = zip(deadline.parameters, action.parameters, strict=True)
            itself = conjunction([Apply("=", pair, BOOL) for pair in pairs])
            so_far = Apply("if", (itself, ZERO, so_far), INT)
        value = Apply("if", (deadline.possible, so_far, ZERO), INT)
        yield from _for_all(deadline.parameters, (Assign(_called(deadline), deadline.parameters, value, None),))


# --- claims ------------------------------------------------------------------------------------------------------------


def _property(property: Property, digital: Digital) -> Property:
    limit = next((each for each in digital.timing.limits if each.property == property.name), None)
    if limit is not None:
        return _limited(property, limit, digital)
    if not reads_next(property.formula):
        return property
    passed = Variable(f"did {TICK}", (), BOOL, FALSE, property.span, hidden=True)
    now = Read(passed.name, (), BOOL, primed=True)
    if property.kind == "reachable":
        formula = conjunction([negation(now), property.formula])
    else:
        formula = Apply("or", (now, property.formula), BOOL)
    if digital.too_fine:
        noticed = Monitor(passed, FALSE, None, tuple((time_passes(units), TRUE) for units in digital.passing))
    else:
        noticed = Monitor(passed, None, TICK)
    return replace(property, formula=formula, monitors=(*property.monitors, noticed))


def _limited(property: Property, limit: TimeLimit, digital: Digital) -> Property:
    """What counts from the first moment on with the premise and without the goal; -1: there was none."""
    bound = int(bounds(digital.bounds[property.name])[0] / digital.unit)
    type = RangeType(-1, bound + 1)
    variable = Variable(f"since {property.name}", limit.binders, type, Const(-1, type), limit.span, hidden=True)
    so_far = Read(variable.name, limit.binders, type)
    counting = Apply("<=", (ZERO, so_far), BOOL)

    def value(again: Expr, first: Expr) -> Expr:
        begins = Apply("if", (limit.premise, first, Const(-1, INT)), INT)
        return Apply("if", (limit.goal, Const(-1, INT), Apply("if", (counting, again, begins), INT)), INT)

    def later(units: int) -> Expr:
        units = min(units, bound + 1)
        fits = Apply("<=", (so_far, Const(bound + 1 - units, INT)), BOOL)
        most = so_far if units == 1 else Const(bound + 1, INT)
        more = Apply("if", (fits, Apply("+", (so_far, Const(units, INT)), INT), most), INT)
        return value(more, Const(units, INT))

    passing = tuple((time_passes(units), later(units)) for units in digital.passing)
    monitor = Monitor(variable, value(so_far, ZERO), None, passing)
    formula = of_all(limit.binders, Apply("<=", (so_far, Const(bound, INT)), BOOL, limit.span))
    return replace(property, formula=formula, monitors=(*property.monitors, monitor))
