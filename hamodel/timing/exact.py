"""Exact: what a spec with timers means, with fractions for time; plain, slow, the reference for time in steps.

A timer that runs holds how long it runs at most, and at least; both go down as time passes. Time passes as long as no timer is
beyond its end, no expired timer can be taken, no immediate step is possible, and no step has been possible for longer than it may
wait. It shares with `digitise` neither units nor counters nor guards; the written actions are those of the reference semantics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from hamodel.model.expr import TRUE, Bound, Expr, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import counts, evaluate, holds, initial_states, outcomes
from hamodel.model.system import Action, Property, RunTimeError, System
from hamodel.model.timing import STOPPED, TICK, StepDeadline, SystemTimer, TimeLimit, units_passed
from hamodel.model.trace import CellName, State, Step, Trace
from hamodel.model.transform import with_monitors
from hamodel.source import Source, Span
from hamodel.timing.ages import Delayed, Queues

Args: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Instant:
    """`waited`: how long each step with a deadline has been possible, by its name and arguments. `ages`: how long messages have
    been on their way."""

    state: State
    waited: Mapping[tuple[str, Args], Fraction]
    ages: Queues = field(default_factory=dict)

    @property
    def key(self) -> object:
        """The same for two moments from which the same can happen."""
        return tuple(tuple(sorted(each.items(), key=repr)) for each in (self.state, self.waited, self.ages))


class Exact:
    """A system as it is written, at a scope, with what `properties` remember of the past."""

    def __init__(self, written: System, scope: Scope, properties: Sequence[Property] = ()) -> None:
        assert written.timing is not None, "it speaks of time"
        self.timing = written.timing
        lengths: Any = self.timing.values  # fractions, where a value of the language is none
        self.scope = Scope(scope.sizes, {**scope.options, **lengths})
        pause = Action(TICK, "step", (), TRUE, (), "", written.span or Span(Source("", ""), 0, 0), built_in=True)
        self.system = with_monitors(replace(written, actions=(*written.actions, pause)), properties)
        self.actions = {action.name: action for action in self.system.actions}
        self.delayed = [*self._delayed()]

    # --- what can happen ---

    def starts(self) -> Iterator[Instant]:
        """Where a run starts."""
        for state in initial_states(self.system, self.scope):
            yield self._seen(state, None, ())

    def moves(self, moment: Instant) -> Iterator[tuple[str, Args, Instant | tuple[RunTimeError, ...]]]:
        """All that can happen now, with what it leads to."""
        for timer in self.timing.timers:
            for args in self._members(timer.binders):
                after = self._expired(moment, timer, args)
                if after is not None:
                    yield f"expire {timer.name}", args, after
        for action in self.system.actions:
            if action.name != TICK:
                for args in self._members(action.parameters):
                    for result in self.taken(moment, action, args):
                        yield action.name, args, result

    def taken(self, moment: Instant, action: Action, args: Args) -> Iterator[Instant | tuple[RunTimeError, ...]]:
        """What an action leads to."""
        deadline = next((each for each in self.timing.deadlines if each.action == action.name), None)
        if deadline is not None and deadline.low is not None:
            waited = moment.waited.get((action.name, args))
            if waited is None or waited < self._length(deadline.low, deadline, args, moment):
                return
        env = dict(zip((each.name for each in action.parameters), args, strict=True))
        before = moment.state, moment.ages
        for effect in outcomes(self.system, self.scope, moment.state, action, args):
            if effect.state is None:
                yield effect.errors
                continue
            ways = [[*each.after(self.scope, before, (action, env), effect.state)] for each in self.delayed]
            for way in product(*ways):
                ages = {cell: age for ages in way for cell, age in ages.items()}
                yield replace(self._seen(effect.state, moment, (action.name, args)), ages=ages)

    def later(self, moment: Instant, time: Fraction) -> Instant | None:
        """So much later, if nothing is obliged to happen before."""
        most = self.longest(moment)
        if most is not None and time > most:
            return None
        found = outcomes(self.system, self.scope, moment.state, self.actions[TICK], ())
        if not found or found[0].state is None:
            return None  # an `assume` leaves it out
        state = dict(found[0].state)
        for timer in self.timing.timers:
            for args in self._members(timer.binders):
                left = self._left(state, timer.name, args)
                if left != STOPPED:
                    least = self._left(state, f"{timer.name} from", args)
                    self._put(state, timer.name, args, left - time)
                    self._put(state, f"{timer.name} from", args, max(least - time, Fraction(0)))
        ages = {cell: age for each in self.delayed for cell, age in each.later(moment.ages, time).items()}
        return Instant(state, {step: waited + time for step, waited in moment.waited.items()}, ages)

    def longest(self, moment: Instant) -> Fraction | None:
        """How much time can pass before something has to happen; None: any."""
        ends: list[Fraction] = []
        for timer in self.timing.timers:
            for args in self._members(timer.binders):
                left = self._left(moment.state, timer.name, args)
                ends += [left] if left != STOPPED else []
                waiting = moment.state[f"{timer.name} expired", args] is True and timer.taken is not None
                if waiting and timer.taken is not None and self._holds(timer.taken, timer.binders, args, moment):
                    ends.append(Fraction(0))
        for deadline in self.timing.deadlines:
            for args in self._members(deadline.parameters):
                if (deadline.action, args) in moment.waited:
                    high = Fraction(0) if deadline.high is None else self._length(deadline.high, deadline, args, moment)
                    ends.append(high - moment.waited[deadline.action, args])
        for each in self.delayed:
            ends += each.due(moment.state, moment.ages, self.scope)
        return min(ends, default=None)

    # --- parts ---

    def _delayed(self) -> Iterator[Delayed]:
        for delay in self.timing.delays:
            head = f"deliver {delay.channel} "
            deliveries = {name.removeprefix(head): action for name, action in self.actions.items() if name.startswith(head)}
            ends: list[Any] = [evaluate(end, {}, {}, self.scope) for end in (delay.low, delay.high)]
            yield Delayed(self.system.channel(delay.channel), deliveries, *map(Fraction, ends))

    def _members(self, binders: Iterable[Bound]) -> Iterator[Args]:
        return product(*(self.scope.domain(binder.type) for binder in binders))

    def _left(self, state: State, name: str, args: Args) -> Fraction:
        left: Any = state[name, args]
        return Fraction(left)

    def _put(self, state: dict[CellName, Any], name: str, args: Args, left: Fraction) -> None:
        state[name, args] = left

    def _holds(self, expr: Expr, binders: Sequence[Bound], args: Args, moment: Instant) -> bool:
        env = dict(zip((binder.name for binder in binders), args, strict=True))
        return holds(expr, env, moment.state, self.scope)

    def _length(self, expr: Expr, deadline: StepDeadline, args: Args, moment: Instant) -> Fraction:
        env = dict(zip((binder.name for binder in deadline.parameters), args, strict=True))
        length: Any = evaluate(expr, env, moment.state, self.scope)
        return Fraction(length)

    def _expired(self, moment: Instant, timer: SystemTimer, args: Args) -> Instant | None:
        left, least = (self._left(moment.state, name, args) for name in (timer.name, f"{timer.name} from"))
        if left == STOPPED or least > 0:
            return None
        found = outcomes(self.system, self.scope, moment.state, self.actions[TICK], ())
        if not found:
            return None
        state: dict[CellName, Any] = dict(found[0].state or {})
        state |= {(timer.name, args): STOPPED, (f"{timer.name} from", args): 0, (f"{timer.name} expired", args): True}
        if not counts(self.system, self.scope, state):
            return None
        return self._seen(state, moment, (f"expire {timer.name}", args))

    def _seen(self, state: State, before: Instant | None, last: tuple[()] | tuple[str, Args]) -> Instant:
        """The moment with a state that the `last` action leads to: a step that was not possible before it, or was itself it, has
        waited for nothing."""
        waited: dict[tuple[str, Args], Fraction] = {}
        now = Instant(state, {})
        for deadline in self.timing.deadlines:
            for args in self._members(deadline.parameters):
                step = (deadline.action, args)
                if self._holds(deadline.possible, deadline.parameters, args, now):
                    goes_on = before is not None and step != last
                    waited[step] = before.waited.get(step, Fraction(0)) if before is not None and goes_on else Fraction(0)
        return Instant(state, waited, {} if before is None else before.ages)


class LimitWatch:
    """How long a limit has been open, for each of its members."""

    def __init__(self, exact: Exact, limit: TimeLimit) -> None:
        self.exact, self.limit = exact, limit
        bound: Any = evaluate(limit.bound, {}, {}, exact.scope)
        self.bound = Fraction(bound)

    def seen(self, moment: Instant, open_: Mapping[Args, Fraction]) -> dict[Args, Fraction]:
        """What is open in this moment, if so much was open before."""
        found: dict[Args, Fraction] = {}
        for args in self.exact._members(self.limit.binders):
            if self.exact._holds(self.limit.goal, self.limit.binders, args, moment):
                continue
            if args in open_ or self.exact._holds(self.limit.premise, self.limit.binders, args, moment):
                found[args] = open_.get(args, Fraction(0))
        return found

    def broken(self, open_: Mapping[Args, Fraction], before: Mapping[Args, Fraction] | None = None) -> bool:
        """Is one open for too long? Of the least: is one not open any more that was, `before`, for too short a time?"""
        if self.limit.least:
            return any(time < self.bound for args, time in (before or {}).items() if args not in open_)
        return any(time > self.bound for time in open_.values())


def replayed(system: System, scope: Scope, trace: Trace, property: Property | None = None) -> str:
    """Why a run of the system in which time passes in steps is none of the system as it is written, or does not break what the
    property says of time; empty: it is, and does."""
    timing = system.timing
    if timing is None or timing.written is None or timing.unit is None:
        return ""
    if any(option.name not in scope.options for option in timing.written.options):
        return ""  # an option is a part of the state: what is asked is asked for all its values
    asked = [each for each in timing.written.declared if property is not None and each.name == property.name]
    exact = Exact(timing.written, scope, asked)
    limit = next((each for each in timing.limits if property is not None and each.property == property.name), None)
    watch = None if limit is None else LimitWatch(exact, limit)
    now = [each for each in exact.starts() if _agree(exact, each, trace.initial, timing.unit)][:1]
    if not now:
        return "no run starts so"
    open_ = {} if watch is None else watch.seen(now[0], {})
    broken = watch is None
    for number, step in enumerate(trace.steps, 1):
        found = [after for each in now for after in _after(exact, each, step, timing.unit)]
        now = found[:1] if len(found) <= 1 else [*{each.key: each for each in found}.values()]
        if not now:
            return f"step {number} cannot happen"
        before = open_
        if units := units_passed(step.action):
            open_ = {args: time + units * timing.unit for args, time in open_.items()}
        open_ = {} if watch is None else watch.seen(now[0], open_)
        broken = broken or (watch is not None and watch.broken(open_, before))
    return "" if broken else "what it is to show does not take so long"


def _after(exact: Exact, now: Instant, step: Step, unit: Fraction) -> list[Instant]:
    """What the step may lead to: of equal messages it does not say which it takes, and so how old those are that are left."""
    args = tuple(value for _, value in step.arguments)
    found: Iterable[Instant | tuple[RunTimeError, ...] | None]
    if units := units_passed(step.action):
        found = [exact.later(now, units * unit)]
    elif step.action in exact.actions:
        found = exact.taken(now, exact.actions[step.action], args)
    else:
        found = (result for name, mine, result in exact.moves(now) if (name, mine) == (step.action, args))
    return [each for each in found if isinstance(each, Instant) and _agree(exact, each, step.state, unit)]


def _agree(exact: Exact, moment: Instant, state: State, unit: Fraction) -> bool:
    """Is it the same state? Timers count units there, and hold lengths here."""
    lengths = {name for timer in exact.timing.timers for name in (timer.name, f"{timer.name} from")}

    def same(cell: CellName, content: Any) -> bool:
        if cell not in state:
            return cell[0] in lengths  # of a timer that runs for one length only
        there: Any = state[cell]
        if cell[0] in lengths and content != STOPPED:
            return bool(content == there * unit)
        return bool(content == there)

    return all(same(cell, content) for cell, content in moment.state.items())
