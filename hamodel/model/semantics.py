"""evaluate, initial_states, outcomes, errors: what a System means at a Scope; plain, slow, the reference for all engines.

It works on the first-order system and on `State`s in the words of the spec, and shares nothing with `instance.py`, so that
one can be held against the other.

NOTE(branches): `choose` and `either` split an action into branches of taking it. A branch exists where the messages it takes are
there, the guard holds, and so does each `require` and `where` of a `choose` on it. All run-time errors of a branch that exists
are made; it leads nowhere then. An expression has no value where `the` has not one answer, or an index or a `some` is out of
range. What would need the value is then left out: both branches of an `if`, a write, a send. A `require`, the `where` of a
`choose`, an `assume` or `initially` without a value counts as true, so that the error is seen.
Operators but `and`, `or`, `=>`, `if` look at all their arguments, quantifiers at all members: each may cause its errors. So
no error depends on the order of a sort's members. Leading `Take`s come before the guard, which comes before the rest: of a
message that is not there nothing is evaluated. Where a cell gets two values, the write later in the text is the error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product, repeat
from typing import Literal, TypeAlias, assert_never

from hamodel.model.expr import (
    BOOL,
    OPERATORS,
    Apply,
    Bound,
    Const,
    Expr,
    OptionalType,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    Type,
    Value,
    is_partial,
    reads_next,
    subexpressions,
)
from hamodel.model.scope import Scope
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Cause,
    Channel,
    Choose,
    Either,
    Flush,
    For,
    If,
    Property,
    Require,
    RunTimeError,
    Send,
    Statement,
    System,
    Take,
    Variable,
    statements,
)
from hamodel.model.trace import CellName, Content, Sent, State
from hamodel.source import Span

Env: TypeAlias = Mapping[str, Value]


class EvaluationError(Exception):
    """An expression has no value: the errors say why."""

    def __init__(self, *errors: RunTimeError) -> None:
        super().__init__(*errors)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Effect:
    """What one branch of taking an action leads to: the next state, or else (None) the errors that it makes."""

    state: State | None
    errors: tuple[RunTimeError, ...] = ()


# --- expressions -----------------------------------------------------------------------------------------------------


def evaluate(expr: Expr, env: Env, state: State, scope: Scope, after: State | None = None) -> Value:
    """The value of `expr` in `state`, its primed reads in `after`. This is the meaning of the language.

    Raises `EvaluationError` where it has no value. What is looked at: see NOTE(strictness) in `expr.py`.
    """
    match expr:
        case Const(value):
            return value
        case Bound(name):
            return env[name]
        case Read(variable, indices, _, primed, span):
            if variable in scope.options:
                return scope.options[variable]
            values = tuple(_values(indices, env, state, scope, after))
            content = _cell(variable, values, _side(state, after, primed), span)
            assert not isinstance(content, tuple), "a variable's cell holds a value"
            return content
        case Apply():
            return _apply(expr, env, state, scope, after)
        case Quantified():
            return _quantified(expr, env, state, scope, after)
        case Pending(channel, message, args, sender, receiver, primed, asked=asked):
            from_, to, *sent = _values((sender, receiver, *args), env, state, scope, after)
            queue = _side(state, after, primed)[channel, (from_, to)]
            assert isinstance(queue, tuple), "a channel's cell holds messages"
            content = queue[:1] if asked == "first" else queue
            copies = len(content) if message is None else content.count((message, *sent))
            return copies if asked == "count" else copies > 0
        case Possible(action, args, primed, home=home):
            assert isinstance(home, System), "elaboration says whose action it is"
            values = tuple(_values(args, env, state, scope, after))
            return possible(home, scope, _side(state, after, primed), home.action(action), values)
        case _:
            assert_never(expr)


def holds(expr: Expr, env: Env, state: State, scope: Scope, after: State | None = None) -> bool:
    """`evaluate` for a bool."""
    return evaluate(expr, env, state, scope, after) is True


def _values(exprs: Iterable[Expr], env: Env, state: State, scope: Scope, after: State | None = None) -> list[Value]:
    return _all(partial(evaluate, expr, env, state, scope, after) for expr in exprs)


def _all(looks: Iterable[Callable[[], Value]]) -> list[Value]:
    """All these values, or the errors of all that have none."""
    values: list[Value] = []
    made: list[RunTimeError] = []
    for look in looks:
        try:
            values.append(look())
        except EvaluationError as error:
            made += error.errors
    if made:
        raise EvaluationError(*dict.fromkeys(made))
    return values


def _side(state: State, after: State | None, primed: bool) -> State:
    if not primed:
        return state
    assert after is not None, "a predicate of a transition was asked of a state"
    return after


def _cell(variable: str, indices: tuple[Value, ...], state: State, span: Span | None) -> Content:
    try:
        return state[variable, indices]
    except KeyError:
        if any(name == variable for name, _ in state):
            raise EvaluationError(RunTimeError("index", span, cause=Cause((variable, indices)))) from None
        raise  # no such variable: the system lacks a monitor, say


def _apply(expr: Apply, env: Env, state: State, scope: Scope, after: State | None) -> Value:
    def look(position: int) -> Value:
        return evaluate(expr.args[position], env, state, scope, after)

    match expr.op:
        case "and":
            return all(look(i) for i in range(len(expr.args)))
        case "or":
            return any(look(i) for i in range(len(expr.args)))
        case "=>":
            return look(1) if look(0) else True
        case "if":
            return look(1) if look(0) else look(2)
        case "some":
            value = look(0)
            assert isinstance(expr.type, OptionalType)
            if not _fits(value, expr.type.inner):
                cause = Cause(values=((value, None),), type=expr.type.inner)
                raise EvaluationError(RunTimeError("range", expr.span or getattr(expr.args[0], "span", None), cause=cause))
            return value
        case op:
            return OPERATORS[op](*_values(expr.args, env, state, scope, after))


def _quantified(expr: Quantified, env: Env, state: State, scope: Scope, after: State | None) -> Value:
    name = expr.binder.name
    members = scope.domain(expr.binder.type)
    truths = _all(partial(evaluate, expr.body, {**env, name: member}, state, scope, after) for member in members)
    having = [member for member, truth in zip(members, truths, strict=True) if truth]
    match expr.op:
        case "all":
            return len(having) == len(members)
        case "some":
            return len(having) > 0
        case "exactly one":
            return len(having) == 1
        case "at most one":
            return len(having) <= 1
        case "count":
            return len(having)
        case _:
            if len(having) != 1:
                raise EvaluationError(_no_answer(expr, having, env, state, scope, after))
            return having[0]


def _no_answer(
    expr: Quantified, having: Sequence[Value], env: Env, state: State, scope: Scope, after: State | None
) -> RunTimeError:
    """`the` has found nothing, or too much; or a value is not in its range: then it is looked for among all that are."""
    found = having
    if expr.otherwise == "range" and isinstance(expr.body, Apply):
        found = [evaluate(expr.body.args[1], env, state, scope, after)]
    return RunTimeError(
        expr.otherwise, expr.span, cause=Cause(values=tuple((value, None) for value in found), type=expr.binder.type)
    )


def _fits(value: Value, type: Type) -> bool:
    """Is the value one of the type? Only a range can be left."""
    return not isinstance(type, RangeType) or (isinstance(value, int) and type.low <= value <= type.high)


# --- the states in which a run starts --------------------------------------------------------------------------------


def initial_states(system: System, scope: Scope, effort: int | None = None) -> Iterator[State]:
    """The states in which a run starts, in a fixed order.

    A cell without an initial value has any of its type; it is chosen when `initially` looks at it, so that what is
    excluded early costs little. `effort`: how many conditions and states are looked at, at most; then no more are found.
    """
    fixed, free, _ = _start(system, scope)
    yield from _completions(system, scope, fixed, free, effort)


def starts_like(system: System, scope: Scope, wanted: State) -> Iterator[State]:
    """Those of the initial states in which each cell that `wanted` has holds what it holds there, unless its initial value
    says otherwise."""
    fixed, free, _ = _start(system, scope)
    narrowed = {cell: _only(wanted[cell], values) if cell in wanted else values for cell, values in free.items()}
    yield from _completions(system, scope, fixed, narrowed)


def _only(content: Content, values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(value for value in values if value == content)


def _completions(
    system: System,
    scope: Scope,
    fixed: Mapping[CellName, Content],
    free: Mapping[CellName, tuple[Value, ...]],
    effort: int | None = None,
) -> Iterator[State]:
    if sure(system.initially):
        parts = list(_conjuncts(system.initially, {}, scope))
    else:
        parts = [(system.initially, {})]
    turns = repeat(True) if effort is None else repeat(True, effort)
    for state in _complete(parts, scope, fixed, free, turns):
        if counts(system, scope, state):
            yield {cell: state[cell] for cell in cells(system, scope)}


def is_initial(system: System, scope: Scope, state: State) -> bool:
    """Can a run start in this state?"""
    return (
        _is_candidate(system, scope, state)
        and _true_or_error(system.initially, state, scope)
        and counts(system, scope, state)
    )


def counts(system: System, scope: Scope, state: State) -> bool:
    """Does every `assume` hold? Other states are left out of runs."""
    return all(_true_or_error(property.formula, state, scope) for property in system.assumptions)


def cells(system: System, scope: Scope) -> list[CellName]:
    """All cells, in the order of the text: those of variables, then those of channels."""
    variables = [
        (variable.name, indices)
        for variable in system.variables
        for indices in product(*(scope.domain(type) for type in variable.index_types))
    ]
    return variables + [(channel.name, pair) for channel in system.channels for pair in _pairs(channel, scope)]


Start: TypeAlias = tuple[dict[CellName, Content], dict[CellName, tuple[Value, ...]], list[RunTimeError]]


def _start(system: System, scope: Scope) -> Start:
    """The cells with an initial value; the values that each other cell may have; the errors of initial values."""
    fixed: dict[CellName, Content] = {}
    free: dict[CellName, tuple[Value, ...]] = {}
    errors: list[RunTimeError] = []
    for variable in system.variables:
        for indices in product(*(scope.domain(type) for type in variable.index_types)):
            cell = (variable.name, indices)
            if variable.initial is None:
                free[cell] = scope.domain(variable.type)
                continue
            env = dict(zip((binder.name for binder in variable.binders), indices, strict=True))
            try:
                fixed[cell] = _within(evaluate(variable.initial, env, {}, scope), variable, cell)
            except EvaluationError as error:
                errors += error.errors
                free[cell] = scope.domain(variable.type)
    fixed.update({(channel.name, pair): () for channel in system.channels for pair in _pairs(channel, scope)})
    return fixed, free, errors


def _within(value: Value, variable: Variable, cell: CellName) -> Value:
    if not _fits(value, variable.type):
        raise EvaluationError(RunTimeError("range", variable.span, cause=Cause(cell, ((value, None),), variable.type)))
    return value


def _is_candidate(system: System, scope: Scope, state: State) -> bool:
    """Is the state what initial values allow, whatever `initially` says?"""
    fixed, _, _ = _start(system, scope)
    return all(state[cell] == content for cell, content in fixed.items())


def _true_or_error(expr: Expr, state: State, scope: Scope) -> bool:
    try:
        return holds(expr, {}, state, scope)
    except EvaluationError:
        return True


class _Wanted(Exception):
    """A cell was looked at that has no value yet."""

    def __init__(self, cell: CellName) -> None:
        super().__init__(cell)
        self.cell = cell


class _Partial(dict[CellName, Content]):
    """A state with cells still open."""

    def __init__(self, known: Mapping[CellName, Content], open_: Collection[CellName]) -> None:
        super().__init__(known)
        self.open = open_

    def __missing__(self, cell: CellName) -> Content:
        if cell in self.open:
            raise _Wanted(cell)
        raise KeyError(cell)


def _complete(
    parts: Sequence[tuple[Expr, Env]],
    scope: Scope,
    known: Mapping[CellName, Content],
    open_: Mapping[CellName, tuple[Value, ...]],
    turns: Iterator[bool],
) -> Iterator[State]:
    """Every branch to give the open cells values such that all parts hold, as long as there are turns left."""
    waiting = _looked_at(range(len(parts)), parts, scope, _Partial(known, open_), turns)
    if waiting is not None:
        yield from _chosen(waiting, parts, scope, known, open_, turns)


def _chosen(
    waiting: Mapping[int, CellName],
    parts: Sequence[tuple[Expr, Env]],
    scope: Scope,
    known: Mapping[CellName, Content],
    open_: Mapping[CellName, tuple[Value, ...]],
    turns: Iterator[bool],
) -> Iterator[State]:
    """The same for the parts that have no value yet, each waiting for a cell: a value for what the first of them waits for. The
    parts that wait for the same cell are looked at again at once, so that a value that excludes itself costs little."""
    if not waiting:
        for values in product(*open_.values()):
            if not next(turns, False):
                return
            yield {**known, **dict(zip(open_, values, strict=True))}
        return
    chosen = waiting[min(waiting)]
    ready = [number for number, cell in waiting.items() if cell == chosen]
    left = {number: cell for number, cell in waiting.items() if cell != chosen}
    rest = {cell: values for cell, values in open_.items() if cell != chosen}
    for value in open_[chosen]:
        now = {**known, chosen: value}
        still = _looked_at(ready, parts, scope, _Partial(now, rest), turns)
        if still is not None:
            yield from _chosen({**left, **still}, parts, scope, now, rest, turns)


def _looked_at(
    numbers: Iterable[int], parts: Sequence[tuple[Expr, Env]], scope: Scope, state: _Partial, turns: Iterator[bool]
) -> dict[int, CellName] | None:
    """Those of the parts that have no value yet, each with a cell that it waits for; None: one is false, or no turn is left."""
    waiting: dict[int, CellName] = {}
    for number in numbers:
        if not next(turns, False):
            return None
        expr, env = parts[number]
        try:
            if not holds(expr, env, state, scope):
                return None
        except EvaluationError:
            pass  # counts as true: it is an error of this state
        except _Wanted as wanted:
            waiting[number] = wanted.cell
    return waiting


def _conjuncts(expr: Expr, env: Env, scope: Scope) -> Iterator[tuple[Expr, Env]]:
    """Expressions that all hold exactly where `expr` does."""
    match expr:
        case Apply(op="and", args=args):
            for arg in args:
                yield from _conjuncts(arg, env, scope)
        case Quantified(op="all", binder=binder, body=body):
            for member in scope.domain(binder.type):
                yield from _conjuncts(body, {**env, binder.name: member}, scope)
        case _:
            yield expr, env


def sure(expr: Expr) -> bool:
    """Does the expression have a value in every state?"""
    return not any(map(is_partial, subexpressions(expr)))


# --- what can happen -------------------------------------------------------------------------------------------------


def successors(system: System, scope: Scope, state: State) -> Iterator[tuple[Action, tuple[Value, ...], Effect]]:
    """Everything that can happen in a state: actions with their arguments, and each outcome of these."""
    for action in system.actions:
        for arguments in product(*(scope.domain(binder.type) for binder in action.parameters)):
            for outcome in outcomes(system, scope, state, action, arguments):
                yield action, arguments, outcome


def outcomes(
    system: System, scope: Scope, state: State, action: Action, arguments: tuple[Value, ...]
) -> list[Effect]:
    """What each branch of taking the action leads to, each outcome once; empty where it cannot happen."""
    env = dict(action.named(arguments))
    run = _Execution(system, scope, state)
    takes = []
    for statement in action.body:
        if not isinstance(statement, Take):
            break
        takes.append(run.operation(statement, env))
    if run.move(tuple(takes)) is None:
        return []
    try:
        if not holds(action.guard, env, state, scope):
            return []
    except EvaluationError as error:
        return [Effect(None, error.errors)]
    found: list[Effect] = []
    for branch in run.block(action.body, env, _Way()):
        outcome = run.finish(branch, action.body)
        if outcome is not None and outcome not in found and (outcome.state is None or counts(system, scope, outcome.state)):
            found.append(outcome)
    return found


def possible(system: System, scope: Scope, state: State, action: Action, arguments: tuple[Value, ...]) -> bool:
    """Does some branch of the action lead somewhere?"""
    return any(outcome.state is not None for outcome in outcomes(system, scope, state, action, arguments))


Fate: TypeAlias = Literal["taken", "copied", "flushed", "sent", "lost", "merged"]
"""What an action does to a message: it takes it, copies it, or empties the channel that it is in; it sends it, or sends it and
the message is nowhere: the link is down, a lossy channel is full, or the action itself empties the channel; or an equal one is
there already, and the channel merges them."""


def fates(
    system: System, scope: Scope, state: State, action: Action, env: Env, after: State
) -> tuple[tuple[Fate, CellName, Sent], ...]:
    """What the action, taken in `state` so that `after` comes next, does to messages, one after the other."""
    run = _Execution(system, scope, state)
    own = {variable.name for variable in system.variables} | {channel.name for channel in system.channels}
    for branch in run.block(action.body, env, _Way()):
        outcome = run.finish(branch, action.body)
        moved = run.move(branch.operations)
        if outcome is None or outcome.state is None or moved is None:
            continue
        if all(content == after[cell] for cell, content in outcome.state.items() if cell[0] in own):
            return tuple(moved.fates)
    return ()


@dataclass(frozen=True, slots=True)
class _Operation:
    """What happens to queues, with its expressions evaluated. `message`: a name and arguments; (): whatever is there."""

    statement: Send | Take | Flush
    ends: tuple[Value, Value]
    message: Sent = ()
    carried: bool = True
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """What has been gathered on one branch through a body."""

    writes: tuple[tuple[CellName, Value, Assign], ...] = ()
    operations: tuple[_Operation, ...] = ()
    errors: tuple[RunTimeError, ...] = ()

    def but(self, *errors: RunTimeError) -> _Way:
        return replace(self, errors=(*self.errors, *errors))


After: TypeAlias = tuple[Env, _Way]
"""A branch so far, and the names that the rest of its block knows."""


@dataclass(frozen=True, slots=True)
class _Execution:
    """Takes an action in a state. All expressions are evaluated in this state."""

    system: System
    scope: Scope
    state: State

    def value(self, expr: Expr, env: Env) -> Value:
        return evaluate(expr, env, self.state, self.scope)

    def values(self, exprs: Sequence[Expr], env: Env) -> list[Value]:
        return _values(exprs, env, self.state, self.scope)

    # --- branches through a body ---

    def block(self, block: Block, env: Env, branch: _Way) -> Iterator[_Way]:
        """Every branch through a block."""
        if not block:
            yield branch
            return
        for inner, after in self.statement(block[0], env, branch):
            yield from self.block(block[1:], inner, after)

    def statement(self, statement: Statement, env: Env, branch: _Way) -> Iterator[After]:
        """Every branch through a statement."""
        try:
            yield from self.branches(statement, env, branch)
        except EvaluationError as error:
            yield env, branch.but(*error.errors)

    def branches(self, statement: Statement, env: Env, branch: _Way) -> Iterator[After]:
        match statement:
            case Assign():
                yield env, self.assign(statement, env, branch)
            case Send() | Take() | Flush():
                operation = self.operation(statement, env)
                unfit = self.unfit(statement, operation) if isinstance(statement, Send) else None
                if unfit is not None:
                    yield env, branch.but(unfit)
                else:
                    yield env, replace(branch, operations=(*branch.operations, operation))
            case Require(condition):
                if self.value(condition, env):
                    yield env, branch
            case If(condition, then, otherwise):
                taken = then if self.value(condition, env) else otherwise
                for after in self.block(taken, env, branch):
                    yield env, after
            case Either(blocks):
                for block in blocks:
                    for after in self.block(block, env, branch):
                        yield env, after
            case Choose(binder):
                for member in self.scope.domain(binder.type):
                    yield from self.chosen(statement, {**env, binder.name: member}, branch)
            case For(binder, where, body):
                branches = [branch]
                for member in self.scope.domain(binder.type):
                    inner = {**env, binder.name: member}
                    # a loop is its bodies one after the other, each under its condition
                    branches = [after for before in branches for after in self.block((If(where, body, ()),), inner, before)]
                for after in branches:
                    yield env, after
            case _:
                assert_never(statement)

    def chosen(self, choose: Choose, env: Env, branch: _Way) -> Iterator[After]:
        """The branch on which this member was chosen, if it may be."""
        try:
            if self.value(choose.where, env):
                yield env, branch
        except EvaluationError as error:
            yield env, branch.but(*error.errors)

    def assign(self, assign: Assign, env: Env, branch: _Way) -> _Way:
        cell, (value,) = self.target(assign, env)
        type = self.system.variable(assign.variable).type
        outside = RunTimeError("range", assign.span, cause=Cause(cell, ((value, None),), type))
        after = branch if _fits(value, type) else branch.but(outside)
        return replace(after, writes=(*branch.writes, (cell, value, assign)))

    def target(self, assign: Assign, env: Env) -> tuple[CellName, list[Value]]:
        """The cell that is written, and the value; each causes its own errors."""
        made: list[RunTimeError] = []
        values: list[Value] = []
        try:
            values = [self.value(assign.value, env)]
        except EvaluationError as error:
            made += error.errors
        try:
            cell = (assign.variable, tuple(self.values(assign.indices, env)))
            _cell(*cell, self.state, assign.span)
        except EvaluationError as error:
            made += error.errors
        if made:
            raise EvaluationError(*made)
        return cell, values

    def unfit(self, send: Send, operation: _Operation) -> RunTimeError | None:
        """An argument of the message is out of range: the first one."""
        fields = self.system.channel(send.channel).message(send.message).fields
        for value, binder in zip(operation.message[1:], fields, strict=True):
            if not _fits(value, binder.type):
                cell = (send.channel, operation.ends)
                cause = Cause(cell, ((value, None),), binder.type, operation.message, binder.name)
                return RunTimeError("range", send.span, cause=cause)
        return None

    def operation(self, statement: Send | Take | Flush, env: Env) -> _Operation:
        match statement:
            case Flush(_, sender, receiver):
                anyone = Const(None, BOOL)
                from_, to = self.values([sender or anyone, receiver or anyone], env)
                return _Operation(statement, (from_, to))
            case Send(_, message, args, sender, receiver, carried=carried, lossy=lossy):
                from_, to, up, lost, *values = self.values((sender, receiver, carried, lossy, *args), env)
                return _Operation(statement, (from_, to), (message, *values), up is True, lost is True)
            case Take(_, message, args, sender, receiver):
                from_, to, *values = self.values((sender, receiver, *args), env)
                return _Operation(statement, (from_, to), () if message is None else (message, *values))
            case _:
                assert_never(statement)

    # --- what a branch leads to ---

    def finish(self, branch: _Way, body: Block) -> Effect | None:
        """The outcome; None if the branch does not exist, since a message that it takes is not there."""
        moved = self.move(branch.operations)
        if moved is None:
            return None
        errors = tuple(dict.fromkeys((*branch.errors, *_double_writes(branch, body), *moved.overflows)))
        if errors:
            return Effect(None, errors)
        return Effect({**self.state, **{cell: value for cell, value, _ in branch.writes}, **moved.queues})

    def move(self, operations: Sequence[_Operation]) -> _Moved | None:
        """What these operations, in their order, do to the queues; None if a message that is taken is not there."""
        moved = _Moved()
        queues = moved.queues

        def now(channel: Channel, pair: tuple[Value, ...]) -> tuple[Sent, ...]:
            before = self.state[channel.name, pair]
            assert isinstance(before, tuple), "a channel's cell holds messages"
            return queues.get((channel.name, pair), before)

        for operation in operations:
            channel = self.system.channel(operation.statement.channel)
            cell = (channel.name, operation.ends)
            match operation.statement:
                case Flush():
                    for pair in _pairs(channel, self.scope):
                        if all(end in (None, member) for end, member in zip(operation.ends, pair, strict=True)):
                            moved.flush((channel.name, pair), now(channel, pair))
                case Take(copy=copy):
                    queue = now(channel, operation.ends)
                    left = _taken(channel, queue, operation.message, copy)
                    if left is None:
                        return None
                    queues[cell] = left
                    moved.fates.append(("copied" if copy else "taken", cell, operation.message or queue[0]))
                case Send(span=span):
                    queue = now(channel, operation.ends)
                    down = not operation.carried
                    merged = not down and channel.merging and operation.message in queue
                    full = not down and not merged and _full(channel, queue, operation.message)
                    fate: Fate = "merged" if merged else "lost" if down or full else "sent"
                    moved.fates.append((fate, cell, operation.message))
                    if full and not channel.lossy and not operation.lossy:
                        cause = Cause(cell, message=operation.message)
                        moved.overflows.append(RunTimeError("full channel", span, cause=cause))
                    elif fate == "sent":
                        queues[cell] = _ordered(channel, (*queue, operation.message))
                case _:
                    assert_never(operation.statement)
        return moved


@dataclass(slots=True)
class _Moved:
    """What operations did: the queues that they changed, what became of each message, the channels that were full."""

    queues: dict[CellName, tuple[Sent, ...]] = field(default_factory=dict)
    fates: list[tuple[Fate, CellName, Sent]] = field(default_factory=list)
    overflows: list[RunTimeError] = field(default_factory=list)

    def flush(self, cell: CellName, queue: tuple[Sent, ...]) -> None:
        """Empties a queue. What was sent by the same action never was on its way."""
        for message in queue:
            if ("sent", cell, message) in self.fates:
                self.fates[self.fates.index(("sent", cell, message))] = ("lost", cell, message)
            else:
                self.fates.append(("flushed", cell, message))
        self.queues[cell] = ()


def _double_writes(branch: _Way, body: Block) -> Iterator[RunTimeError]:
    """The writes to a cell that an earlier one, or another of the same statement, has given another value."""
    place = {id(statement): number for number, statement in enumerate(statements(body))}
    for cell, value, assign in branch.writes:
        for other_cell, other_value, other_assign in branch.writes:
            if cell == other_cell and value != other_value and place[id(other_assign)] <= place[id(assign)]:
                writes = ((other_value, other_assign.span), (value, assign.span))
                yield RunTimeError("double write", assign.span, cause=Cause(cell, writes))


def _taken(channel: Channel, queue: tuple[Sent, ...], message: Sent, copy: bool) -> tuple[Sent, ...] | None:
    """The queue without the message, or with a copy beside it; None if it is not there or there is no room."""
    if not queue:
        return None
    wanted = message or queue[0]
    position = 0 if channel.fifo else queue.index(wanted) if wanted in queue else -1
    if position < 0 or queue[position] != wanted or (copy and _full(channel, queue, wanted)):
        return None
    return (*queue[:position], *((wanted, wanted) if copy else ()), *queue[position + 1 :])


def _full(channel: Channel, queue: tuple[Sent, ...], message: Sent) -> bool:
    return (len(queue) if channel.fifo else queue.count(message)) >= channel.capacity


def _ordered(channel: Channel, queue: tuple[Sent, ...]) -> tuple[Sent, ...]:
    return queue if channel.fifo else tuple(sorted(queue, key=repr))


def _pairs(channel: Channel, scope: Scope) -> Iterator[tuple[Value, Value]]:
    return product(scope.domain(channel.sender), scope.domain(channel.receiver))


# --- what can go wrong -----------------------------------------------------------------------------------------------


def errors(
    system: System,
    scope: Scope,
    state: State,
    properties: Sequence[Property] = (),
    following: Iterable[tuple[Action, tuple[Value, ...], Effect]] | None = None,
) -> frozenset[RunTimeError]:
    """The run-time errors that an action, an `assume` or one of `properties` makes in this state; in one in which a run can
    start also those of initial values and of `initially`. `following`: the successors, if they are known."""
    found: set[RunTimeError] = set()
    for _, _, outcome in successors(system, scope, state) if following is None else following:
        found.update(outcome.errors)
    for property in (*system.declared, *properties):
        if not reads_next(property.formula) and (property.kind == "assume" or property in properties):
            found.update(_fails(property.formula, state, scope))
    if _is_candidate(system, scope, state):
        found.update(_start(system, scope)[2])
        found.update(_fails(system.initially, state, scope))
    return frozenset(found)


def transition_errors(
    system: System, scope: Scope, before: State, after: State, properties: Sequence[Property]
) -> frozenset[RunTimeError]:
    """The run-time errors that those of `properties` which speak of transitions make in this one."""
    found: set[RunTimeError] = set()
    for property in properties:
        if reads_next(property.formula):
            found.update(replace(error, of_transition=True) for error in _fails(property.formula, before, scope, after))
    return frozenset(found)


def _fails(expr: Expr, state: State, scope: Scope, after: State | None = None) -> Iterator[RunTimeError]:
    try:
        evaluate(expr, {}, state, scope, after)
    except EvaluationError as error:
        yield from error.errors
