"""instantiate(system, scope) -> Instance: finite; every cell and every action is ground, every expression a term.

An action with parameters, `choose` and `either` becomes one ground action for each way of taking it, so a ground action
is deterministic: a guard, and a value for each cell that it writes. Where it would make a run-time mistake it is not
taken; that the mistake can be made is a goal by itself. Channels become cells: the slots of a queue, the counts of a bag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from hamodel.model.expr import BoolType, Expr, RangeType, Type, Value
from hamodel.model.ground import Env, Grounder, Mistake, code_bounds
from hamodel.model.queues import Queues
from hamodel.model.scope import Scope
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Choose,
    Either,
    Flush,
    For,
    If,
    Let,
    Property,
    Require,
    Send,
    System,
    Take,
)
from hamodel.model.terms import Term, Terms, topological
from hamodel.model.trace import CellName, Content, State


@dataclass(frozen=True, slots=True)
class Cell:
    """One indexed entry of a variable, or a part of a channel.

    `part` is () for a variable's cell. In a fifo: ("slot", k), whose value is the number of the message's name in the
    slot (0: empty), and ("field", k, i), the i-th field of the slot's layout, an optional that is `none` when unused. In
    a bag: ("count", message, *arguments), how many copies are in flight; its `sorts` speak of the arguments too.
    """

    variable: str
    indices: tuple[Value, ...]
    part: tuple[Value, ...]
    type: Type
    index_types: tuple[Type, ...]
    low: int
    high: int

    @property
    def is_bool(self) -> bool:
        return isinstance(self.type, BoolType)

    @property
    def index_values(self) -> tuple[Value, ...]:
        """A value for each of `index_types`: the indices and, for a bag's count, the message's arguments."""
        return self.indices + (self.part[2:] if self.part[:1] == ("count",) else ())


@dataclass(frozen=True, slots=True)
class GroundAction:
    """One way of taking an action. `updates`: the new value of each cell that may change; all read the state before."""

    action: Action
    arguments: tuple[Value, ...]
    guard: Term
    updates: tuple[tuple[int, Term], ...]

    @property
    def named_arguments(self) -> tuple[tuple[str, Value], ...]:
        return tuple(zip((binder.name for binder in self.action.parameters), self.arguments, strict=True))


@dataclass(frozen=True, slots=True)
class Goal:
    """What an engine looks for: a state in which `term` holds; or a transition, if the term reads cells `next`.

    Not `traced`: whether it is reachable is all that is asked, and `Reached` may come without a trace.
    """

    name: str
    term: Term
    traced: bool = True

    @property
    def of_transition(self) -> bool:
        return any(part.op == "next" for part in topological([self.term]))


@dataclass(frozen=True, slots=True)
class Instance:
    """A system at a scope, with the goals that were asked for.

    A state is a code for every cell. Initial states: each cell with an entry in `initial` has that code, each other any
    code of its bounds, and `initially` holds. States without `assume` do not count, as if they were not reachable.
    `mistakes`: for each place of a run-time mistake, the states in which some action (or claim) makes it.
    """

    system: System
    scope: Scope
    terms: Terms
    cells: tuple[Cell, ...]
    initial: Mapping[int, int]
    initially: Term
    assume: Term
    actions: tuple[GroundAction, ...]
    mistakes: Mapping[Mistake, Term]
    grounder: Grounder = field(repr=False)

    def ground(self, expr: Expr, env: Mapping[str, Value] | None = None) -> Term:
        """The term of an expression whose free names have these values. Its mistakes are left out: `mistakes` has them."""
        types = {} if env is None else env
        return self.grounder.ground(expr, self.grounder.environment(expr, types), self.terms.true, [])

    def violation(self, claim: Property) -> Goal:
        """The goal that shows an invariant or a property violated."""
        return Goal(claim.name, self.terms.not_(self.ground(claim.formula)))

    def witness(self, claim: Property) -> Goal:
        """The goal that shows a `reachable` reached."""
        return Goal(claim.name, self.ground(claim.formula))

    def decode(self, codes: Sequence[int]) -> State:
        """The state in the words of the spec."""
        state: dict[CellName, Content] = {}
        for cell, code in zip(self.cells, codes, strict=True):
            if not cell.part:
                state[cell.variable, cell.indices] = self.grounder.value(cell.type, int(code))
        state.update(self.grounder.queues.decode(codes))
        return state

    def encode(self, state: State) -> list[int]:
        """The codes of a state; the inverse of `decode` on reachable states."""
        codes = [0] * len(self.cells)
        for number, cell in enumerate(self.cells):
            if not cell.part:
                codes[number] = self.grounder.code(cell.type, state[cell.variable, cell.indices])
        self.grounder.queues.encode(state, codes)
        return codes


def instantiate(system: System, scope: Scope, claims: Sequence[Property] = ()) -> Instance:
    """The instance of a system at a scope. The mistakes of the expressions of `claims` are among its mistakes.

    `scope` has a size for every sort and a value for every option. Monitors must already be variables: see `transform`.
    """
    terms = Terms()
    cells = list(_variable_cells(system, scope))
    queues = Queues(system, scope, terms, len(cells))
    cells += [Cell(*row) for row in queues.cells()]
    grounder = Grounder(system, scope, terms, _numbers(cells), queues)
    mistakes: list[tuple[Term, Mistake]] = []
    initial = dict.fromkeys(range(queues.first, len(cells)), 0)
    for number, cell in enumerate(cells[: queues.first]):
        code = _initial_code(grounder, system, cell)
        if code is not None:
            initial[number] = code
    initially = grounder.ground(system.initially, {}, terms.true, mistakes)
    assumed = [
        grounder.ground(claim.formula, {}, terms.true, mistakes)
        for claim in system.properties
        if claim.kind == "assume"
    ]
    actions = tuple(ground for action in system.actions for ground in _ground_actions(grounder, action, mistakes))
    for claim in claims:
        grounder.ground(claim.formula, {}, terms.true, mistakes)
    where: dict[Mistake, Term] = {}
    for condition, mistake in mistakes:
        where[mistake] = terms.or_(where.get(mistake, terms.false), condition)
    return Instance(
        system, scope, terms, tuple(cells), initial, initially, terms.and_(*assumed), actions, where, grounder
    )


def _variable_cells(system: System, scope: Scope) -> Iterator[Cell]:
    for variable in system.variables:
        low, high = code_bounds(variable.type, scope)
        for indices in product(*(scope.domain(type) for type in variable.index_types)):
            yield Cell(variable.name, indices, (), variable.type, variable.index_types, low, high)


def _numbers(cells: Sequence[Cell]) -> dict[CellName, tuple[int, Cell]]:
    return {(cell.variable, cell.indices): (number, cell) for number, cell in enumerate(cells) if not cell.part}


def _initial_code(grounder: Grounder, system: System, cell: Cell) -> int | None:
    variable = system.variable(cell.variable)
    if variable.initial is None:
        return None
    env = {
        binder.name: grounder.constant(binder.type, value)
        for binder, value in zip(variable.binders, cell.indices, strict=True)
    }
    term = grounder.ground(variable.initial, env, grounder.terms.true, [])
    return int(term.value or 0)


# --- actions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """What has been gathered on one way through a body."""

    guard: tuple[Term, ...]
    writes: tuple[tuple[int, Term, Term, Assign], ...] = ()  # cell, under which condition, value
    queue: tuple[tuple[Term, Send | Take | Flush, Env], ...] = ()
    mistakes: tuple[tuple[Term, Mistake], ...] = ()


def _ground_actions(grounder: Grounder, action: Action, mistakes: list[tuple[Term, Mistake]]) -> Iterator[GroundAction]:
    terms = grounder.terms
    for arguments in product(*(grounder.scope.domain(binder.type) for binder in action.parameters)):
        env: Env = {
            binder.name: grounder.constant(binder.type, value)
            for binder, value in zip(action.parameters, arguments, strict=True)
        }
        slips: list[tuple[Term, Mistake]] = []
        guard = grounder.ground(action.guard, env, terms.true, slips)
        mistakes += slips
        if guard is terms.false:
            continue
        start = _Run((guard, *(terms.not_(condition) for condition, _ in slips)))
        for run in _runs(grounder, action.body, env, terms.true, start):
            ground = _finish(grounder, action, arguments, run, mistakes)
            if ground is not None:
                yield ground


def _finish(
    grounder: Grounder,
    action: Action,
    arguments: tuple[Value, ...],
    run: _Run,
    mistakes: list[tuple[Term, Mistake]],
) -> GroundAction | None:
    """The ground action of one way through the body; its mistakes are made where its guard holds."""
    terms = grounder.terms
    slips = list(run.mistakes)
    updates: dict[int, Term] = {}
    by_cell: dict[int, list[tuple[Term, Term, Assign]]] = {}
    for number, condition, value, assign in run.writes:
        by_cell.setdefault(number, []).append((condition, value, assign))
    for number, writes in by_cell.items():
        new = grounder.cell(number)
        earlier = terms.false
        for condition, value, assign in writes:
            slips.append((terms.and_(earlier, condition), Mistake("double write", assign.span)))
            earlier = terms.or_(earlier, condition)
            new = terms.choose(condition, value, new)
        updates[number] = new
    needs, queue_updates = grounder.queues.apply(grounder, run.queue, slips)
    updates.update(queue_updates)
    guard = terms.and_(*run.guard, *needs)
    for condition, mistake in slips:
        mistakes.append((terms.and_(guard, condition), mistake))
    guard = terms.and_(guard, *(terms.not_(condition) for condition, _ in slips))
    if guard is terms.false:
        return None
    changed = tuple((number, new) for number, new in sorted(updates.items()) if new is not grounder.cell(number))
    return GroundAction(action, arguments, guard, changed)


def _runs(grounder: Grounder, block: Block, env: Env, path: Term, run: _Run) -> Iterator[_Run]:
    """Every way through a block. `path`: the condition under which the block is reached."""
    if not block or path is grounder.terms.false:
        yield run
        return
    terms = grounder.terms
    statement, rest = block[0], block[1:]
    slips: list[tuple[Term, Mistake]] = []

    def gathered(guard: tuple[Term, ...] = (), writes: tuple[tuple[int, Term, Term, Assign], ...] = ()) -> _Run:
        return _Run(run.guard + guard, run.writes + writes, run.queue, run.mistakes + tuple(slips))

    match statement:
        case Let(binder, value):
            inner = {**env, binder.name: grounder.ground(value, env, path, slips)}
            yield from _runs(grounder, rest, inner, path, gathered())
        case Assign():
            writes = tuple(_writes(grounder, statement, env, path, slips))
            yield from _runs(grounder, rest, env, path, gathered(writes=writes))
        case Require(condition):
            needed = terms.implies(path, grounder.ground(condition, env, path, slips))
            yield from _runs(grounder, rest, env, path, gathered((needed,)))
        case If(condition, then, otherwise):
            here = grounder.ground(condition, env, path, slips)
            for after_then in _runs(grounder, then, env, terms.and_(path, here), gathered()):
                other = terms.and_(path, terms.not_(here))
                for after in _runs(grounder, otherwise, env, other, after_then):
                    yield from _runs(grounder, rest, env, path, after)
        case For(binder):
            yield from _each(grounder, statement, list(grounder.scope.domain(binder.type)), rest, env, path, run)
        case Choose(binder, where):
            for member in grounder.scope.domain(binder.type):
                slips.clear()
                inner = {**env, binder.name: grounder.constant(binder.type, member)}
                needed = terms.implies(path, grounder.ground(where, inner, path, slips))
                if needed is not terms.false:
                    yield from _runs(grounder, rest, inner, path, gathered((needed,)))
        case Either(branches):
            for branch in branches:
                for after in _runs(grounder, branch, env, path, run):
                    yield from _runs(grounder, rest, env, path, after)
        case Send() | Take() | Flush():
            after = _Run(run.guard, run.writes, (*run.queue, (path, statement, env)), run.mistakes)
            yield from _runs(grounder, rest, env, path, after)


def _each(
    grounder: Grounder, loop: For, values: list[Value], rest: Block, env: Env, path: Term, run: _Run
) -> Iterator[_Run]:
    """The body of a loop for each of `values`, then the rest of the block."""
    if not values:
        yield from _runs(grounder, rest, env, path, run)
        return
    slips: list[tuple[Term, Mistake]] = []
    inner = {**env, loop.binder.name: grounder.constant(loop.binder.type, values[0])}
    here = grounder.terms.and_(path, grounder.ground(loop.where, inner, path, slips))
    start = _Run(run.guard, run.writes, run.queue, run.mistakes + tuple(slips))
    for after in _runs(grounder, loop.body, inner, here, start):
        yield from _each(grounder, loop, values[1:], rest, env, path, after)


def _writes(
    grounder: Grounder, assign: Assign, env: Env, path: Term, slips: list[tuple[Term, Mistake]]
) -> Iterator[tuple[int, Term, Term, Assign]]:
    """The cells that an assignment may write, each with the condition under which it is the one."""
    terms = grounder.terms
    value = grounder.ground(assign.value, env, path, slips)
    type = grounder.variables[assign.variable].type
    if isinstance(type, RangeType):
        outside = terms.or_(terms.lt(value, terms.number(type.low)), terms.lt(terms.number(type.high), value))
        slips.append((terms.and_(path, outside), Mistake("range", assign.span)))
    for condition, number in grounder.targets(assign.variable, assign.indices, env, path, slips):
        here = terms.and_(path, condition)
        if here is not terms.false:
            yield number, here, value, assign

