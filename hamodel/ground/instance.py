"""instantiate(system, scope) -> Instance: finite; every cell and every action is ground, every expression a term.

An action with parameters, `choose` and `either` becomes one ground action for each branch, so a ground action
is deterministic: a guard, and a value for each cell that it writes. Where it would cause a run-time error it is not
taken; that the error can be caused is a goal by itself. Channels become cells: the slots of a queue, the counts of a bag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product, takewhile
from typing import assert_never

from hamodel.ground.cells import Cell
from hamodel.ground.expressions import Env, Errors, Grounder, code_bounds
from hamodel.ground.queues import Queues
from hamodel.ground.terms import Rewriter, Term, Terms, topological
from hamodel.model.expr import Expr, Value, reads_next
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
    Property,
    Require,
    RunTimeError,
    Send,
    System,
    Take,
    statements,
)
from hamodel.model.trace import CellName, Content, State


@dataclass(frozen=True, slots=True)
class GroundAction:
    """One branch of an action. `updates`: the new value of each cell that may change; all read the state before."""

    action: Action
    arguments: tuple[Value, ...]
    guard: Term
    updates: tuple[tuple[int, Term], ...]

    @property
    def named_arguments(self) -> tuple[tuple[str, Value], ...]:
        """The arguments with the names of their parameters."""
        return self.action.named(self.arguments)


@dataclass(frozen=True, slots=True)
class Goal:
    """What an engine looks for: a state in which `term` holds; or a transition, if the term reads cells `next`.

    Not `traced`: whether it is reachable is all that is asked, and `Reached` may come without a trace. `about`: what it asks in
    the words of the spec, for who looks at no terms.
    """

    name: str
    term: Term
    traced: bool = True
    transition: bool = False
    about: object = field(default=None, compare=False, repr=False)

    @property
    def of_transition(self) -> bool:
        """Is it about transitions, even where its term was simplified until it reads no cell `next`?"""
        return self.transition or any(part.op == "next" for part in topological([self.term]))


@dataclass(frozen=True, slots=True)
class Instance:
    """A system at a scope, with the goals that were asked for.

    A state is a code for every cell. Initial states: each cell with an entry in `initial` has that code, each other any
    code of its bounds, and `initially` holds. States without `assume` do not count, as if they were not reachable.
    `errors`: for each place of a run-time error, the states in which some action (or property) makes it. `lasso`: it was
    made from another one by `hamodel.ground.reduction`, and has cells and actions that its system does not know.
    `failing`: for each action, the states in which it causes some error.
    """

    system: System
    scope: Scope
    terms: Terms
    cells: tuple[Cell, ...]
    initial: Mapping[int, int]
    initially: Term
    assume: Term
    actions: tuple[GroundAction, ...]
    errors: Mapping[RunTimeError, Term]
    grounder: Grounder = field(repr=False)
    lasso: bool = False
    failing: Mapping[str, Term] = field(default_factory=dict, repr=False)

    def ground(self, expr: Expr, env: Mapping[str, Value] | None = None) -> Term:
        """The term of an expression whose free names have these values. Its errors are left out: `errors` has them."""
        types = {} if env is None else env
        return self.grounder.ground(expr, self.grounder.environment(expr, types), self.terms.true, [])

    def cell(self, number: int, primed: bool = False) -> Term:
        """The cell of this number as a term; `primed`, after the transition."""
        cell = self.cells[number]
        return self.terms.cell(number, cell.low, cell.high, cell.is_bool, primed)

    def shows(self, property: Property) -> Goal:
        """The goal that shows a property violated, a `reachable` reached. Where the formula has no value it is neither: that is a
        run-time error."""
        errors: Errors = []
        value = self.grounder.ground(property.formula, {}, self.terms.true, errors)
        term = value if property.kind == "reachable" else self.terms.not_(value)
        has_value = (self.terms.not_(condition) for condition, _ in errors)
        return Goal(property.name, self.terms.and_(term, *has_value), transition=reads_next(property.formula), about=property)

    def undefined(self, property: Property) -> Goal:
        """The goal that shows that the formula has no value in some state, or in some transition."""
        errors: Errors = []
        self.grounder.ground(property.formula, {}, self.terms.true, errors)
        anywhere = self.terms.or_(*(condition for condition, _ in errors))
        return Goal(property.name, anywhere, transition=reads_next(property.formula))

    def making(self, name: str, error: RunTimeError) -> Goal:
        """The goal that shows that a run-time error can be caused."""
        return Goal(name, self.errors[error], transition=error.of_transition, about=error)

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


def instantiate(system: System, scope: Scope, properties: Sequence[Property] = ()) -> Instance:
    """The instance of a system at a scope. The errors of the expressions of `properties` are among its errors.

    `scope` has a size for every sort and a value for every option. Monitors must already be variables: see `transform`.
    """
    terms = Terms()
    cells = list(_variable_cells(system, scope))
    queues = Queues(system, scope, terms, len(cells))
    cells += queues.cells
    grounder = Grounder(system, scope, terms, _numbers(cells), queues, _Ways())
    noted: Errors = []
    initial = dict.fromkeys(range(queues.first, len(cells)), 0)
    at_start: Errors = []
    for number, cell in enumerate(cells[: queues.first]):
        code = _initial_code(grounder, system, cell, at_start)
        if code is not None:
            initial[number] = code
    initially = _true_or_error(grounder, system.initially, at_start)
    if at_start:
        candidate = terms.and_(*(_has_code(grounder, number, code) for number, code in initial.items()))
        noted += [(terms.and_(candidate, condition), error) for condition, error in at_start]
    assumed = [_true_or_error(grounder, property.formula, noted) for property in system.assumptions]
    actions: list[GroundAction] = []
    failing: dict[str, Term] = {}
    for action in system.actions:
        made: Errors = []
        actions += ground_actions(grounder, action, made)
        failing[action.name] = terms.or_(*(condition for condition, _ in made))
        noted += made
    for property in properties:
        errors: Errors = []
        grounder.ground(property.formula, {}, terms.true, errors)
        in_transition = reads_next(property.formula)
        noted += [(condition, replace(error, of_transition=in_transition)) for condition, error in errors]
    where: dict[RunTimeError, Term] = {}
    for condition, error in noted:
        where[error] = terms.or_(where.get(error, terms.false), condition)
    return Instance(
        system,
        scope,
        terms,
        tuple(cells),
        initial,
        initially,
        terms.and_(*assumed),
        tuple(actions),
        where,
        grounder,
        failing=failing,
    )


def _true_or_error(grounder: Grounder, expr: Expr, noted: Errors) -> Term:
    """Where a condition on states holds or causes an error, so that the error is seen. It is added to `noted`."""
    errors: Errors = []
    value = grounder.ground(expr, {}, grounder.terms.true, errors)
    noted += errors
    return grounder.terms.or_(value, *(condition for condition, _ in errors))


def _has_code(grounder: Grounder, number: int, code: int) -> Term:
    cell = grounder.cell(number)
    if cell.is_bool:
        return cell if code else grounder.terms.not_(cell)
    return grounder.terms.eq(cell, grounder.terms.number(code))


def _variable_cells(system: System, scope: Scope) -> Iterator[Cell]:
    for variable in system.variables:
        low, high = code_bounds(variable.type, scope)
        for indices in product(*(scope.domain(type) for type in variable.index_types)):
            yield Cell(variable.name, indices, (), variable.type, variable.index_types, low, high)


def _numbers(cells: Sequence[Cell]) -> dict[CellName, tuple[int, Cell]]:
    return {(cell.variable, cell.indices): (number, cell) for number, cell in enumerate(cells) if not cell.part}


def _initial_code(grounder: Grounder, system: System, cell: Cell, noted: Errors) -> int | None:
    """The code with which a cell starts; None if it may have any, or if its initial value causes an error."""
    variable = system.variable(cell.variable)
    if variable.initial is None:
        return None
    env = {
        binder.name: grounder.constant(binder.type, value)
        for binder, value in zip(variable.binders, cell.indices, strict=True)
    }
    errors: Errors = []
    term = grounder.ground(variable.initial, env, grounder.terms.true, errors)
    outside = grounder.past(grounder.outside(term, variable.type), errors)
    grounder.note(errors, outside, RunTimeError("range", variable.span))
    made = [error for condition, error in errors if condition is grounder.terms.true]
    noted += [(grounder.terms.true, error) for error in made]
    return None if made else int(term.value or 0)


class _Ways:
    """Where an action can happen with these arguments: some branch of it leads to a state that counts. Its errors are noted
    elsewhere."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, tuple[Value, ...]], Term] = {}
        self._grounded: dict[tuple[int, str], System] = {}  # it keeps the systems, so that no two have one number

    def __call__(self, grounder: Grounder, home: object, action: str, arguments: tuple[Value, ...]) -> Term:
        assert isinstance(home, System), "elaboration says whose action it is"
        terms = grounder.terms
        of = id(home), action
        if of not in self._grounded:
            self._grounded[of] = home
            assume = terms.and_(*(_true_or_error(grounder, property.formula, []) for property in home.assumptions))
            for ground in ground_actions(grounder, home.action(action), []):
                after = Rewriter(terms, {grounder.cell(number): new for number, new in ground.updates})
                there = terms.and_(ground.guard, after(assume))
                self._known[*of, ground.arguments] = terms.or_(self._known.get((*of, ground.arguments), terms.false), there)
        return self._known.get((*of, arguments), terms.false)


# --- actions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _BodyPath:
    """What has been gathered on one branch through a body: where it exists, what it does, which errors it causes there."""

    guard: tuple[Term, ...] = ()
    writes: tuple[tuple[int, Term, Term, Assign], ...] = ()  # cell, under which condition, value
    queue: tuple[tuple[Term, Send | Take | Flush, Env], ...] = ()
    errors: tuple[tuple[Term, RunTimeError], ...] = ()

    def but(self, *errors: tuple[Term, RunTimeError]) -> _BodyPath:
        return replace(self, errors=(*self.errors, *errors))

    def where(self, condition: Term) -> _BodyPath:
        return replace(self, guard=(*self.guard, condition))


def ground_actions(grounder: Grounder, action: Action, noted: Errors) -> Iterator[GroundAction]:
    """Every branch of the action, for each of its arguments. `noted` gets those that it can make, and where."""
    terms = grounder.terms
    places = {id(statement): number for number, statement in enumerate(statements(action.body))}
    head = [part for part in takewhile(lambda part: isinstance(part, Take), action.body) if isinstance(part, Take)]
    for arguments in product(*(grounder.scope.domain(binder.type) for binder in action.parameters)):
        env: Env = {
            binder.name: grounder.constant(binder.type, value)
            for binder, value in zip(action.parameters, arguments, strict=True)
        }
        needs, _ = grounder.queues.apply(grounder, [(terms.true, take, env) for take in head], [])
        present = terms.and_(*needs)
        errors: Errors = []
        guard = grounder.past(terms.and_(present, grounder.ground(action.guard, env, terms.true, errors)), errors)
        noted += [(terms.and_(present, condition), error) for condition, error in errors]
        if guard is terms.false:
            continue
        found: dict[tuple[Term, tuple[tuple[int, Term], ...]], GroundAction] = {}
        for run in _runs(grounder, action.body, env, terms.true, _BodyPath((guard,))):
            ground = _finish(grounder, action, arguments, run, places, noted)
            if ground is not None:
                found.setdefault((ground.guard, ground.updates), ground)
        yield from found.values()


def _finish(
    grounder: Grounder,
    action: Action,
    arguments: tuple[Value, ...],
    run: _BodyPath,
    places: Mapping[int, int],
    noted: Errors,
) -> GroundAction | None:
    """The ground action of one branch through the body; its errors are caused where its guard holds."""
    terms = grounder.terms
    errors = list(run.errors)
    updates: dict[int, Term] = {}
    by_cell: dict[int, list[tuple[Term, Term, Assign]]] = {}
    for number, condition, value, assign in run.writes:
        by_cell.setdefault(number, []).append((condition, value, assign))
    for number, writes in by_cell.items():
        new = grounder.cell(number)
        for i, (condition, value, assign) in enumerate(writes):
            others = [
                terms.and_(other, terms.not_(terms.same(value, given)))
                for j, (other, given, earlier) in enumerate(writes)
                if i != j and places[id(earlier)] <= places[id(assign)]
            ]
            errors.append((terms.and_(condition, terms.or_(*others)), RunTimeError("double write", assign.span)))
            new = terms.choose(condition, value, new)
        updates[number] = new
    needs, queue_updates = grounder.queues.apply(grounder, run.queue, errors)
    updates.update(queue_updates)
    guard = terms.and_(*run.guard, *needs)
    for condition, error in errors:
        grounder.note(noted, terms.and_(guard, condition), error)
    guard = grounder.past(guard, errors)
    if guard is terms.false:
        return None
    changed = tuple((number, new) for number, new in sorted(updates.items()) if new is not grounder.cell(number))
    return GroundAction(action, arguments, guard, changed)


def _runs(grounder: Grounder, block: Block, env: Env, path: Term, run: _BodyPath) -> Iterator[_BodyPath]:
    """every branch through a block. `path`: the condition under which the block is reached."""
    if not block or path is grounder.terms.false:
        yield run
        return
    terms = grounder.terms
    statement, rest = block[0], block[1:]
    errors: Errors = []
    match statement:
        case Assign():
            yield from _runs(grounder, rest, env, path, _written(grounder, statement, env, path, run))
        case Require(condition):
            needed = _needed(grounder, condition, env, path, errors)
            yield from _runs(grounder, rest, env, path, run.but(*errors).where(needed))
        case If(condition, then, otherwise):
            here = grounder.ground(condition, env, path, errors)
            decided = grounder.past(path, errors)
            for after_then in _runs(grounder, then, env, terms.and_(decided, here), run.but(*errors)):
                other = terms.and_(decided, terms.not_(here))
                for after in _runs(grounder, otherwise, env, other, after_then):
                    yield from _runs(grounder, rest, env, path, after)
        case For(binder, where, body):
            bodies = [
                (If(where, body, ()), {**env, binder.name: grounder.constant(binder.type, member)})
                for member in grounder.scope.domain(binder.type)
            ]
            for after in _each(grounder, bodies, path, run):
                yield from _runs(grounder, rest, env, path, after)
        case Choose(binder, where):
            for member in grounder.scope.domain(binder.type):
                errors = []
                inner = {**env, binder.name: grounder.constant(binder.type, member)}
                needed = _needed(grounder, where, inner, path, errors)
                if needed is not terms.false:
                    yield from _runs(grounder, rest, inner, path, run.but(*errors).where(needed))
        case Either(blocks):
            for block in blocks:
                for after in _runs(grounder, block, env, path, run):
                    yield from _runs(grounder, rest, env, path, after)
        case Send() | Take() | Flush():
            yield from _runs(grounder, rest, env, path, _moved(grounder, statement, env, path, run))
        case _:
            assert_never(statement)


def _needed(grounder: Grounder, condition: Expr, env: Env, path: Term, errors: Errors) -> Term:
    """What must hold for a branch with this condition to exist: where it is reached and has a value, that it is true."""
    value = grounder.ground(condition, env, path, errors)
    return grounder.terms.or_(grounder.terms.not_(path), value, *(condition for condition, _ in errors))


def _each(grounder: Grounder, bodies: Sequence[tuple[If, Env]], path: Term, run: _BodyPath) -> Iterator[_BodyPath]:
    """every branch through the bodies of a loop, one after the other."""
    if not bodies:
        yield run
        return
    (body, env), rest = bodies[0], bodies[1:]
    for after in _runs(grounder, (body,), env, path, run):
        yield from _each(grounder, rest, path, after)


def _moved(grounder: Grounder, statement: Send | Take | Flush, env: Env, path: Term, run: _BodyPath) -> _BodyPath:
    """The branch after what a statement says about queues, which happens when the whole branch is known."""
    errors: Errors = []
    unfit: list[tuple[Term, RunTimeError]] = []
    match statement:
        case Flush(_, sender, receiver):
            for end in (sender, receiver):
                if end is not None:
                    grounder.ground(end, env, path, errors)
        case Send(_, _, args, sender, receiver) | Take(_, _, args, sender, receiver):
            whether = (statement.carried, statement.lossy) if isinstance(statement, Send) else ()
            for expr in (sender, receiver, *whether):
                grounder.ground(expr, env, path, errors)
            values = [grounder.ground(arg, env, path, errors) for arg in args]
        case _:
            assert_never(statement)
    after = grounder.past(path, errors)
    if isinstance(statement, Send):
        fields = grounder.queues.channels[statement.channel].message(statement.message).fields
        for value, binder in zip(values, fields, strict=True):
            outside = grounder.terms.and_(after, grounder.outside(value, binder.type))
            grounder.note(unfit, outside, RunTimeError("range", statement.span))
    return replace(run.but(*errors, *unfit), queue=(*run.queue, (grounder.past(after, unfit), statement, env)))


def _written(grounder: Grounder, assign: Assign, env: Env, path: Term, run: _BodyPath) -> _BodyPath:
    """The branch after an assignment: the cells that it may write, each with the condition under which it is the one."""
    terms = grounder.terms
    errors: Errors = []
    unfit: Errors = []
    value = grounder.ground(assign.value, env, path, errors)
    targets = list(grounder.targets(assign.variable, assign.indices, env, path, errors, assign.span))
    path = grounder.past(path, errors)
    outside = terms.and_(path, grounder.outside(value, grounder.variables[assign.variable].type))
    grounder.note(unfit, outside, RunTimeError("range", assign.span))
    writes = [(number, terms.and_(path, condition), value, assign) for condition, number in targets]
    possible = [write for write in writes if write[1] is not terms.false]
    return replace(run.but(*errors, *unfit), writes=(*run.writes, *possible))
