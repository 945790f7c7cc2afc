"""Does time go on? Properties that say so, where it is not plain: a run in which time stops says nothing of what comes later.

* That never more than `MOST_AT_ONCE` moves follow each other that could not wait. Where time stops for ever there are more than
  any number.
* That no `assume` forbids what has to happen: where time cannot pass something can happen that lets it, and leads to a state
  that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from hamodel.model.expr import (
    BOOL,
    INT,
    Apply,
    Bound,
    Const,
    Expr,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    subexpressions,
)
from hamodel.model.system import Assign, Monitor, Property, Variable, statements
from hamodel.model.timing import NOT_AT_ONCE, NOT_FORBIDDEN, TICK
from hamodel.model.transform import formulas
from hamodel.source import Source, Span
from hamodel.timing.lengths import ONE, ZERO, bounds
from hamodel.timing.measure import Digital, starts_of

MOST_AT_ONCE = 50
"""More moves than these that cannot wait do not happen in one moment."""


def going_on(digital: Digital) -> Iterator[Property]:
    """The properties that a system needs."""
    if _may_stop(digital):
        at_once = [deadline.action for deadline in digital.timing.deadlines if digital.at_once(deadline)]
        yield _goes_on([*_taken(digital), *at_once, *deliveries(digital, at_once=True)], digital)
    if _may_be_forbidden(digital):
        yield _not_forbidden(digital)


def _taken(digital: Digital) -> Iterator[str]:
    return (f"expiry {timer.name}" for timer in digital.timing.timers if timer.taken is not None)


def _may_stop(digital: Digital) -> bool:
    """Can more and more happen without any time? Not where nothing is immediate, and no timer, when it is taken, starts itself
    again for no time, perhaps by others."""
    if any(digital.at_once(deadline) for deadline in digital.timing.deadlines) or any(deliveries(digital, at_once=True)):
        return True
    graph = TopologicalSorter[str]()
    for timer in digital.timing.timers:
        action = next((each for each in digital.system.actions if each.name == f"expiry {timer.name}"), None)
        for other in digital.timing.timers if action is not None else ():
            assert action is not None
            if any(bounds(each.high)[0] == 0 for each in starts_of(other.name, action.body, digital, timer.span)):
                graph.add(timer.name, other.name)
    try:
        graph.prepare()
    except CycleError:
        return True
    return False


def _goes_on(obliged: Iterable[str], digital: Digital) -> Property:
    type = RangeType(0, MOST_AT_ONCE + 1)
    span = digital.system.span or Span(Source("", ""), 0, 0)
    variable = Variable("moves at once", (), type, Const(0, type), span, hidden=True)
    so_far = Read(variable.name, (), type)
    below = Apply("<=", (so_far, Const(MOST_AT_ONCE, INT)), BOOL)
    more = Apply("if", (below, Apply("+", (so_far, ONE), INT), so_far), INT)
    # that a timer expires is no news: it was to be, whatever happens before
    kept = [(f"expire {timer.name}", so_far) for timer in digital.timing.timers]
    monitor = Monitor(variable, ZERO, None, (*((name, more) for name in obliged), *kept))
    doc = f"Never do more than {MOST_AT_ONCE} moves that cannot wait follow each other without any time between them."
    return Property(NOT_AT_ONCE, "invariant", below, span, (monitor,), doc=doc)


def deliveries(digital: Digital, *, at_once: bool) -> Iterator[str]:
    """The deliveries that have to happen in time; `at_once`: those that have to happen in the moment of the sending."""
    channels = [name for name, lasting in digital.flights.items() if not at_once or bounds(lasting.high)[1] == 0]
    heads = [f"deliver {channel} " for channel in channels]
    return (action.name for action in digital.system.actions if action.name.startswith(tuple(heads)))


# --- what has to happen and is excluded --------------------------------------------------------------------------------


def _may_be_forbidden(digital: Digital) -> bool:
    """Does an assumption read what is written by something that has to happen? Others cannot forbid it."""
    obliged = {*_taken(digital), *(deadline.action for deadline in digital.timing.deadlines)}
    obliged.update(deliveries(digital, at_once=False))
    bodies = [action.body for action in digital.system.actions if action.name in obliged]
    written = {each.variable for body in bodies for each in statements(body) if isinstance(each, Assign)}
    written |= {f"{timer.name}{part}" for timer in digital.timing.timers for part in ("", " from", " expired")}
    for assumption in digital.system.assumptions:
        for part in (part for formula in formulas(assumption) for part in subexpressions(formula)):
            if isinstance(part, Pending) or (isinstance(part, Read) and part.variable in written):
                return True
    return False


def _not_forbidden(digital: Digital) -> Property:
    able: list[Expr] = [Possible(TICK, ())]
    for timer in digital.timing.timers:
        names = [f"expire {timer.name}", *([f"expiry {timer.name}"] if timer.taken is not None else [])]
        able += [_of_some(timer.binders, Possible(name, timer.binders)) for name in names]
    for deadline in digital.timing.deadlines:
        able.append(_of_some(deadline.parameters, Possible(deadline.action, deadline.parameters)))
    for name in deliveries(digital, at_once=False):
        parameters = digital.system.action(name).parameters
        able.append(_of_some(parameters, Possible(name, parameters)))
    span = digital.system.span or Span(Source("", ""), 0, 0)
    doc = "Where no time can pass, something can happen that has to: it leads to no state that an `assume` leaves out."
    return Property(NOT_FORBIDDEN, "invariant", Apply("or", tuple(able), BOOL), span, doc=doc)


def of_all(binders: tuple[Bound, ...], condition: Expr) -> Expr:
    """It holds for all of them."""
    for binder in reversed(binders):
        condition = Quantified("all", binder, condition, BOOL)
    return condition


def _of_some(binders: tuple[Bound, ...], condition: Expr) -> Expr:
    for binder in reversed(binders):
        condition = Quantified("some", binder, condition, BOOL)
    return condition
