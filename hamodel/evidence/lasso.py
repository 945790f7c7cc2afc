"""replay_lasso(system, scope, property, trace): is this a fair run without end on which the property is false?

Nothing here knows how the lasso was found: its steps are taken by the reference semantics, and the property is evaluated along
the states of the loop, each operator as a fixpoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from hamodel.evidence.confirm import Disagreement, replay
from hamodel.model.expr import Apply, Expr, Quantified, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate, possible
from hamodel.model.system import Action, FairGroup, Property, System
from hamodel.model.temporal import is_temporal, temporal_of
from hamodel.model.trace import State, Trace


@dataclass(frozen=True, slots=True)
class Duty:
    """A fair action with its arguments on a lasso, or a group of which one is to happen, with no arguments: the steps of the loop
    (1, 2, ... of the trace) that take it, and the positions of the loop (0: the first state of the trace) at which it is not
    enabled."""

    action: Action | FairGroup
    arguments: tuple[Value, ...]
    taken: tuple[int, ...]
    disabled: tuple[int, ...]
    positions: int

    @property
    def fulfilled(self) -> bool:
        """Is the loop fair to the action? Weakly: taken, or disabled once; strongly: taken, or disabled in each state."""
        if self.action.fairness == "fair":
            return bool(self.taken or self.disabled)
        return bool(self.taken) or len(self.disabled) == self.positions

    @property
    def named_arguments(self) -> tuple[tuple[str, Value], ...]:
        """The arguments with the names of their parameters."""
        return self.action.named(self.arguments) if isinstance(self.action, Action) else ()

    @property
    def name(self) -> str:
        """What is obliged to happen: an action, or one of a group."""
        return self.action.name if isinstance(self.action, Action) else str(self.action)


def replay_lasso(system: System, scope: Scope, property: Property, trace: Trace) -> None:
    """Raises `Disagreement` unless it is. `system` has the pauses, monitors and fault bound of the trace."""
    replay(system, scope, None, trace)
    loop = trace.loop
    if loop is None or not 0 <= loop < len(trace.steps):
        raise Disagreement("the trace has no loop, and only a run without end can violate a property about runs")
    if trace.states[loop] != trace.states[-1]:
        raise Disagreement(f"the loop does not come back to the state after step {loop}")
    for duty in duties(system, scope, trace):
        if not duty.fulfilled:
            how = "enabled again and again" if duty.action.fairness == "strongly fair" else "always enabled"
            arguments = ", ".join(map(str, duty.arguments))
            raise Disagreement(f"the loop is not fair: {duty.name}({arguments}) is {how} and never taken")
    try:
        truth = along(temporal_of(property), {}, trace.states[:-1], loop, scope)
    except EvaluationError:
        raise Disagreement(f"{property.name} has no value in some state of the lasso") from None
    if truth[0]:
        raise Disagreement(f"{property.name} is true of the lasso that was to violate it")


def duties(system: System, scope: Scope, trace: Trace) -> Iterator[Duty]:
    """What fairness asks of the loop of a lasso, for each fair action and its arguments, and for each group."""
    for action in system.actions:
        if action.fairness:
            for arguments in _arguments(action, scope):
                yield _duty(system, scope, trace, action, arguments, [(action, arguments)])
    for group in system.fair:
        actions = [action for action in system.actions if action.name in group.actions]
        whos = [(action, arguments) for action in actions for arguments in _arguments(action, scope)]
        yield _duty(system, scope, trace, group, (), whos)


def _arguments(action: Action, scope: Scope) -> Iterator[tuple[Value, ...]]:
    return product(*(scope.domain(binder.type) for binder in action.parameters))


def _duty(
    system: System,
    scope: Scope,
    trace: Trace,
    what: Action | FairGroup,
    arguments: tuple[Value, ...],
    whos: Sequence[tuple[Action, tuple[Value, ...]]],
) -> Duty:
    """Of one of these actions, each with its arguments."""
    places = range(trace.loop or 0, len(trace.steps))
    names = {(action.name, values) for action, values in whos}
    taken, disabled = [], []
    for place in places:
        step, state = trace.steps[place], trace.states[place]
        if (step.action, tuple(value for _, value in step.arguments)) in names:
            taken.append(place + 1)
        if not any(possible(system, scope, state, action, values) for action, values in whos):
            disabled.append(place)
    return Duty(what, arguments, tuple(taken), tuple(disabled), len(places))


def along(expr: Expr, env: Mapping[str, Value], states: Sequence[State], loop: int, scope: Scope) -> list[bool]:
    """The value of `expr` at each position of a run that goes through `states` and then again from position `loop` on.

    Raises `EvaluationError` where a predicate of a state has no value.
    """

    def inside(arg: Expr) -> list[bool]:
        return along(arg, env, states, loop, scope)

    if not is_temporal(expr):
        return [evaluate(expr, env, state, scope) is True for state in states]
    everywhere = range(len(states))
    match expr:
        case Apply(op="not", args=(arg,)):
            return [not here for here in inside(arg)]
        case Apply(op="and", args=args):
            return [all(row) for row in zip(*map(inside, args), strict=True)]
        case Apply(op="or", args=args):
            return [any(row) for row in zip(*map(inside, args), strict=True)]
        case Apply(op="=>", args=(premise, conclusion)):
            return [b or not a for a, b in zip(inside(premise), inside(conclusion), strict=True)]
        case Apply(op="if", args=(condition, then, otherwise)):
            return [b if a else c for a, b, c in zip(inside(condition), inside(then), inside(otherwise), strict=True)]
        case Apply(op="eventually", args=(arg,)):
            return _until([True for _ in everywhere], inside(arg), loop)
        case Apply(op="always", args=(arg,)):
            return _always(inside(arg), loop)
        case Apply(op="until", args=(left, right)):
            return _until(inside(left), inside(right), loop)
        case Apply(op="leads to", args=(premise, conclusion)):
            reached = _until([True for _ in everywhere], inside(conclusion), loop)
            return _always([b or not a for a, b in zip(inside(premise), reached, strict=True)], loop)
        case Quantified(op="all" | "some" as op, binder=binder, body=body):
            rows = [along(body, {**env, binder.name: member}, states, loop, scope) for member in scope.domain(binder.type)]
            decide = all if op == "all" else any
            return [decide(row[place] for row in rows) for place in everywhere]
        case _:
            raise ValueError(f"elaboration leaves no such property about runs: {expr}")


def _until(left: Sequence[bool], right: Sequence[bool], loop: int) -> list[bool]:
    """The least fixpoint of `right, or left and next`."""
    truth = [False for _ in right]
    while True:
        after = [*truth[1:], truth[loop]]
        new = [b or (a and later) for a, b, later in zip(left, right, after, strict=True)]
        if new == truth:
            return truth
        truth = new


def _always(arg: Sequence[bool], loop: int) -> list[bool]:
    """True where it is true from there on, and all around the loop."""
    return [all(arg[place:]) and all(arg[loop:]) for place in range(len(arg))]
