"""System -> System: a bound on faults, runs that may pause, the memory of monitors, options that may have any value.

Each adds at most hidden variables, so a trace of the result is a trace of the system with more cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
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
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    conjunction,
    negation,
    subexpressions,
)
from hamodel.model.semantics import sure
from hamodel.model.system import Action, Assign, Block, For, Monitor, Property, Statement, System, Variable
from hamodel.model.temporal import looked_at, same_as_itself
from hamodel.source import Source, Span

FAULTS = "faults"
"""The hidden variable that counts faults; a word of the language, so no spec has a variable of this name."""


def bound_faults(system: System, bound: int) -> System:
    """Runs with at most `bound` faults."""
    type = RangeType(0, bound)
    counter = Variable(FAULTS, (), type, Const(0, type), hidden=True)
    so_far = Read(FAULTS, (), type)
    below = Apply("<", (so_far, Const(bound, INT)), BOOL)
    counted = Assign(FAULTS, (), Apply("+", (so_far, Const(1, INT)), INT), None)
    actions = tuple(
        # the bound comes first: where no more faults are allowed the guard is not looked at, and causes no errors
        replace(action, guard=conjunction([below, action.guard]), body=(*action.body, counted))
        if action.kind == "fault"
        else action
        for action in system.actions
    )
    return replace(system, variables=(*system.variables, counter), actions=actions)


def for_all_options(
    system: System, properties: Sequence[Property], faults: int | None, given: Collection[str] = ()
) -> tuple[System, tuple[Property, ...]] | None:
    """The system in which a proof covers every value of the options that are not `given`, with the properties' monitors and the
    bound on faults; and what it must show: each property where it is not expected to be violated (reached).

    None where options cannot be freed."""
    freed = free_options(system if faults is None else bound_faults(system, faults), given)
    return None if freed is None else (with_monitors(freed, properties), tuple(map(unexpected, properties)))


def unexpected(property: Property) -> Property:
    """The property, made for the options only for which it does not expect the opposite."""
    if property.expected is None:
        return property
    if property.kind == "reachable":
        return replace(property, formula=conjunction([negation(property.expected), property.formula]), expected=None)
    if property.temporal is not None:
        return replace(
            property, temporal=Apply("or", (property.expected, property.temporal), BOOL), expected=None, expect_violated=False
        )
    wherever = Apply("or", (property.expected, property.formula), BOOL)
    return replace(property, formula=wherever, expected=None, expect_violated=False)


def free_options(system: System, given: Collection[str] = ()) -> System | None:
    """The system with a variable for each option that is not `given`, which starts with any value and keeps it: what holds
    of it holds for every combination of the options. None where an initial value needs an option and may have no value."""
    freed = [option for option in system.options if option.name not in given]
    names = {option.name for option in freed}
    start: list[Expr] = [] if system.initially == TRUE else [system.initially]
    variables: list[Variable] = [Variable(option.name, (), option.type, None, option.span) for option in freed]
    for variable in system.variables:
        initial = variable.initial
        if initial is not None and any(isinstance(part, Read) and part.variable in names for part in subexpressions(initial)):
            if not sure(initial) or initial.type != variable.type:
                return None
            start.append(_starts_with(variable, initial))
            variable = replace(variable, initial=None)
        variables.append(variable)
    fixed = tuple(option for option in system.options if option.name in given)
    return replace(system, options=fixed, variables=tuple(variables), initially=conjunction(start))


def _starts_with(variable: Variable, initial: Expr) -> Expr:
    """Every cell of the variable has its initial value."""
    equal: Expr = Apply("=", (Read(variable.name, variable.binders, variable.type), initial), BOOL, variable.span)
    for binder in reversed(variable.binders):
        equal = Quantified("all", binder, equal, BOOL)
    return equal


def at_home(system: System) -> System:
    """The system whose properties know what its actions do, as `possible` asks: without a bound on faults, and with what the
    assumptions remember.

    To be made again where an action is changed."""
    asked = [part for each in system.declared for expr in formulas(each) for part in subexpressions(expr)]
    if not any(isinstance(part, Possible) for part in asked):
        return system
    home = with_monitors(replace(system, declared=system.assumptions, scenarios=(), sizes={}, faults=None), ())
    return replace(system, declared=tuple(_property_at_home(each, home) for each in system.declared))


def formulas(property: Property) -> Iterator[Expr]:
    """All that a property asks, also of the past and of whole runs."""
    yield property.formula
    if property.temporal is not None:
        yield property.temporal
    yield from (monitor.value for monitor in property.monitors if monitor.value is not None)


def _property_at_home(property: Property, home: System) -> Property:
    monitors = tuple(
        replace(monitor, value=None if monitor.value is None else _expr_at_home(monitor.value, home))
        for monitor in property.monitors
    )
    temporal = None if property.temporal is None else _expr_at_home(property.temporal, home)
    return replace(property, formula=_expr_at_home(property.formula, home), temporal=temporal, monitors=monitors)


def _expr_at_home(expr: Expr, home: System) -> Expr:
    """`expr` where each `possible` has the home; what has none inside is shared."""

    def all_of(exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
        return tuple(_expr_at_home(each, home) for each in exprs)

    if not any(isinstance(part, Possible) for part in subexpressions(expr)):
        return expr
    match expr:
        case Possible(args=args):
            return replace(expr, args=all_of(args), home=home)
        case Read(indices=indices):
            return replace(expr, indices=all_of(indices))
        case Apply(args=args):
            return replace(expr, args=all_of(args))
        case Quantified(body=body):
            return replace(expr, body=_expr_at_home(body, home))
        case Pending(args=args, sender=sender, receiver=receiver):
            ends = all_of((sender, receiver))
            return replace(expr, args=all_of(args), sender=ends[0], receiver=ends[1])
        case Const() | Bound():
            return expr
        case _:
            assert_never(expr)


IDLE = "nothing happens"
"""The action of `with_idle`; no action of a spec has a name with a space that is not one of its own words."""


def with_idle(system: System) -> System:
    """Runs without end, which may pause at any time: an action that changes nothing, to be added before monitors are.

    Only `fair` actions are obliged to happen; a run in which nothing is left to happen pauses for ever.
    """
    span = system.span or next((action.span for action in system.actions), Span(Source("", ""), 0, 0))
    return replace(system, actions=(*system.actions, Action(IDLE, "step", (), TRUE, (), "", span, built_in=True)))


def with_monitors(system: System, properties: Sequence[Property]) -> System:
    """The system with the hidden variables that the properties and its assumptions read, written in every transition; and with
    pauses where a property is looked at after them."""
    paused = any(action.name == IDLE for action in system.actions)
    if not paused and any(property.pauses for property in properties):
        system = with_idle(system)
    known = {variable.name for variable in system.variables}
    asked = (*system.assumptions, *properties)
    monitors = {monitor.variable.name: monitor for property in asked for monitor in property.monitors}
    added = [monitor for name, monitor in monitors.items() if name not in known]
    actions = tuple(
        replace(action, body=(*action.body, *(_remember(monitor, action) for monitor in added)))
        for action in system.actions
    )
    variables = (*system.variables, *(monitor.variable for monitor in added))
    return replace(system, variables=variables, actions=actions)


def remembers(property: Property) -> tuple[str, ...]:
    """What a property remembers, by name. Properties with the same memory can be asked of one system."""
    return (*((IDLE,) if property.pauses else ()), *(monitor.variable.name for monitor in property.monitors))


def looks(property: Property) -> tuple[Property, ...]:
    """What must have a value wherever it is looked at, or the property says nothing there: its formula, and what it remembers of
    the past; of a property about runs all its predicates. Nothing, where there always is a value. No property has such names."""
    if property.liveness:
        property = looked_at(property)
    found = []
    if not sure(property.formula):
        found.append(replace(property, name=f"value of {property.name}", kind="invariant"))
    remembered: list[Expr] = []
    for monitor in property.monitors:
        if monitor.value is not None and not sure(monitor.value):
            value = same_as_itself(monitor.value)
            for binder in reversed(monitor.variable.binders):
                value = Quantified("all", binder, value, BOOL)
            remembered.append(value)
    if remembered:
        found.append(replace(property, name=f"memory of {property.name}", kind="invariant", formula=conjunction(remembered)))
    return tuple(found)


def _remember(monitor: Monitor, action: Action) -> Statement:
    """What writes the monitor's cells when the action is taken."""
    variable = monitor.variable
    value = _was_this(monitor, action) if monitor.value is None else dict(monitor.at).get(action.name, monitor.value)
    body: Block = (Assign(variable.name, variable.binders, value, None),)
    for binder in reversed(variable.binders):
        body = (For(binder, TRUE, body),)
    return body[0]


def _was_this(monitor: Monitor, action: Action) -> Expr:
    """Are the binders the last arguments of this action, and is it the one? Other arguments may be any."""
    if monitor.action != action.name:
        return FALSE
    binders = monitor.variable.binders
    last = action.parameters[len(action.parameters) - len(binders) :]
    return conjunction([Apply("=", pair, BOOL) for pair in zip(binders, last, strict=True)])
