"""Branches: an action as the branches of taking it, each with the condition under which it exists and what the next state holds.

A branch is deterministic: what each cell holds in the next state is a function of the state before, so that no formula has to
say that the rest stays as it is. Parameters and `choose` over a sort of any size are constants, all else is written out.
See NOTE(branches) in `hamodel.model.semantics`. Nothing here is approximated: where that would be needed it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import assert_never

from hamodel.model.expr import Expr, Possible
from hamodel.model.system import Action, Assign, Block, Choose, Either, Flush, For, If, Require, Send, System, Take, statements
from hamodel.proofs.cases import Cases, Content, OutsideFragment, choose, constant, merged, outside, replaced, same, truth_of
from hamodel.proofs.expressions import Env, Loops, Meaning, State, at_arguments
from hamodel.proofs.formulas import (
    FALSE,
    TRUE,
    Binder,
    Formula,
    conj,
    disj,
    equal,
    exists,
    forall,
    free,
    implies,
    neg,
    substitute,
)
from hamodel.proofs.queues import QueueEffects, QueueOperation
from hamodel.proofs.symbols import CellSymbols, Key
from hamodel.source import Span


@dataclass(frozen=True, slots=True)
class Write:
    """For all members that `loops` stand for: where `here` holds the cell gets the value. `execution`: of which assignment."""

    key: Key
    args: tuple[Formula, ...]
    here: Formula
    value: Cases
    loops: Loops
    execution: int
    span: Span | None


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of taking an action; `constants` are members of sorts that were chosen.

    It exists where `there` holds, and causes no run-time error where `fine` does. `arguments`: those of finite types.
    """

    action: Action
    arguments: tuple[tuple[str, Cases], ...]
    constants: tuple[Binder, ...]
    there: tuple[Formula, ...] = ()
    fine: tuple[Formula, ...] = ()
    writes: tuple[Write, ...] = ()
    operations: tuple[QueueOperation, ...] = ()

    def needs(self, loops: Loops, path: Formula, condition: Formula) -> Branch:
        """It exists only where the condition holds, for all members, where `path` does."""
        return replace(self, there=(*self.there, forall(loops, implies(path, condition))))

    def errors(self, loops: Loops, path: Formula, has: Formula) -> Branch:
        """It is fine only where `has` holds, for all members, where `path` does."""
        return replace(self, fine=(*self.fine, forall(loops, implies(path, has))))


class Actions:
    """The branches of a system's actions in the state `now`."""

    def __init__(self, meaning: Meaning, now: State) -> None:
        self.meaning, self.now = meaning, now
        self.queues = QueueEffects(meaning.symbols, now, meaning)
        self.variables = {variable.name: variable for variable in meaning.symbols.system.variables}
        self._executions = count()

    def branches(self, action: Action) -> Iterator[Branch]:
        """Every branch of taking it. Where they exist and where they are failing: see `guard` and `failing`."""
        for env, constants in self.meaning.choices(action.parameters, {}):
            yield from self.branches_with(action, env, constants)

    def branches_with(self, action: Action, env: Env, constants: tuple[Binder, ...] = ()) -> Iterator[Branch]:
        """Every branch of taking it with these arguments."""
        arguments = tuple((binder.name, env[binder.name]) for binder in action.parameters)
        branch = Branch(action, arguments, constants)
        taken = tuple(takewhile(lambda part: isinstance(part, Take), action.body))
        for there in self._block(taken, env, TRUE, (), branch):  # of a message that is not there nothing is evaluated
            guard, has = self.meaning.truth(action.guard, env, self.now)
            guarded = there.needs((), TRUE, disj(guard, neg(has))).errors((), TRUE, has)
            if FALSE not in guarded.there:  # where the guard has a value it is true: it need not be said again below
                body = self._block(action.body[len(taken) :], env, has, (), guarded)
                yield from map(self._moved, body)

    def guard(self, branch: Branch) -> Formula:
        """Where the branch is taken: it exists and causes no error."""
        return conj(*branch.there, *branch.fine, *self._single_writes(branch))

    def failing(self, branch: Branch) -> Formula:
        """Where the branch exists and causes an error."""
        return conj(*branch.there, neg(conj(*branch.fine, *self._single_writes(branch))))

    # --- branches through a body ---

    def _block(self, block: Block, env: Env, path: Formula, loops: Loops, branch: Branch) -> Iterator[Branch]:
        """Every branch through a block that is reached where `path` holds."""
        if not block or path == FALSE:
            yield branch
            return
        statement, rest = block[0], block[1:]
        match statement:
            case Assign():
                yield from self._block(rest, env, path, loops, self._assigned(statement, env, path, loops, branch))
            case Require(condition):
                yield from self._block(rest, env, path, loops, self._required(condition, env, path, loops, branch))
            case If(condition, then, otherwise):
                here, has = self.meaning.truth(condition, env, self.now)
                branch = branch.errors(loops, path, has)
                for after_then in self._block(then, env, conj(path, has, here), loops, branch):
                    for after in self._block(otherwise, env, conj(path, has, neg(here)), loops, after_then):
                        yield from self._block(rest, env, path, loops, after)
            case For():
                for after in self._loop(statement, env, path, loops, branch):
                    yield from self._block(rest, env, path, loops, after)
            case Choose(binder, where):
                self._one_way(loops, statement.span)
                chosen = [name for name, _ in branch.constants]  # a loop over a finite type chooses once for each of its values
                for cases, bound in self.meaning.alternatives(binder, env, chosen):
                    inner = {**env, binder.name: cases}
                    after = self._required(where, inner, path, loops, branch)
                    after = replace(after, constants=(*after.constants, *bound))
                    if FALSE not in after.there:
                        yield from self._block(rest, inner, path, loops, after)
            case Either(blocks):
                self._one_way(loops, _place(blocks))
                for block in blocks:
                    for after in self._block(block, env, path, loops, branch):
                        yield from self._block(rest, env, path, loops, after)
            case Send() | Take() | Flush():
                yield from self._block(rest, env, path, loops, self._queued(statement, env, path, loops, branch))
            case _:
                assert_never(statement)

    def _required(self, condition: Expr, env: Env, path: Formula, loops: Loops, branch: Branch) -> Branch:
        """The branch where this holds or has no value; an error where it has none."""
        value, has = self.meaning.truth(condition, env, self.now)
        return branch.needs(loops, path, disj(value, neg(has))).errors(loops, path, has)

    def _loop(self, loop: For, env: Env, path: Formula, loops: Loops, branch: Branch) -> Iterator[Branch]:
        """A loop is its bodies one after the other, each under its condition. All members of a sort of any size are done at
        once: nothing that one does is seen by another."""
        body: Block = (If(loop.where, loop.body, ()),)
        found = [branch]
        for cases, bound in self.meaning.alternatives(loop.binder, env):
            inner = {**env, loop.binder.name: cases}
            found = [after for before in found for after in self._block(body, inner, path, (*loops, *bound), before)]
        yield from found

    def _one_way(self, loops: Loops, span: Span | None) -> None:
        if loops:
            raise OutsideFragment(span, f"a choice for each member of {loops[0][1]}, which has any number of them")

    def _assigned(self, assign: Assign, env: Env, path: Formula, loops: Loops, branch: Branch) -> Branch:
        variable = self.variables[assign.variable]
        value, value_has = self.meaning.evaluate(assign.value, env, self.now)
        places, has = self.meaning.has_all(assign.indices, env, self.now)
        for place, type in zip(places, variable.index_types, strict=True):
            has = conj(has, neg(outside(place, type)))
        has = conj(has, value_has)
        branch = branch.errors(loops, path, has).errors(loops, conj(path, has), neg(outside(value, variable.type)))
        number = next(self._executions)
        writes = []
        for indices, here in self.meaning.places(places, variable.index_types):
            cell, args = self.meaning.symbols.find(assign.variable, indices)
            condition = conj(path, has, here)
            if condition != FALSE:
                writes.append(Write(cell.key, args, condition, value, loops, number, assign.span))
        return replace(branch, writes=(*branch.writes, *writes))

    def _queued(self, statement: Send | Take | Flush, env: Env, path: Formula, loops: Loops, branch: Branch) -> Branch:
        """The branch after what a statement says about queues, which happens when the whole branch is known."""
        ends: list[Cases] = []
        has = TRUE
        for end in (statement.sender, statement.receiver):
            cases, end_has = constant(None), TRUE
            if end is not None:
                cases, end_has = self.meaning.evaluate(end, env, self.now)
            ends.append(cases)
            has = conj(has, end_has)
        args: list[Cases] = []
        if not isinstance(statement, Flush):
            args, args_have = self.meaning.has_all(statement.args, env, self.now)
            has = conj(has, args_have)
        carried, lossy = TRUE, FALSE
        if isinstance(statement, Send):
            up, up_has = self.meaning.evaluate(statement.carried, env, self.now)
            lost, lost_has = self.meaning.evaluate(statement.lossy, env, self.now)
            carried, lossy, has = truth_of(up), truth_of(lost), conj(has, up_has, lost_has)
        branch = branch.errors(loops, path, has)
        path = conj(path, has)
        if isinstance(statement, Send):
            fields = self.meaning.symbols.channels[statement.channel].message(statement.message).fields
            fits = neg(disj(*(outside(arg, field.type) for arg, field in zip(args, fields, strict=True))))
            branch = branch.errors(loops, path, fits)
            path = conj(path, fits)
        operation = QueueOperation(statement, path, ends[0], ends[1], tuple(args), loops, carried, lossy)
        return replace(branch, operations=(*branch.operations, operation))

    def _moved(self, branch: Branch) -> Branch:
        """With what the queues need for the branch to exist, and to be no error."""
        needs, fine = self.queues.conditions(branch.operations)
        return replace(branch, there=(*needs, *branch.there), fine=(*branch.fine, *fine))

    def _single_writes(self, branch: Branch) -> Iterator[Formula]:
        """No cell gets two values."""
        for number, write in enumerate(branch.writes):
            for other in branch.writes[number:]:
                if write.key == other.key and (write is not other or write.loops):
                    yield neg(self._apart(write, other))

    def _apart(self, write: Write, other: Write) -> Formula:
        """Do both write one cell, and different values? Those of one assignment do for different members only."""
        renamed = {name: next(self.meaning.symbols.spellings(f"{name}_other")) for name, _ in other.loops}
        twin = {name: Formula(new) for name, new in renamed.items()}
        here = conj(write.here, substitute(other.here, twin))
        places = (equal(a, substitute(b, twin)) for a, b in zip(write.args, other.args, strict=True))
        apart = TRUE
        if write.execution == other.execution:
            if not write.loops:
                return FALSE
            apart = neg(conj(*(equal(Formula(name), new) for name, new in twin.items())))
        bound = (*write.loops, *((renamed[name], sort) for name, sort in other.loops))
        return exists(bound, conj(*places, here, apart, neg(same(write.value, replaced(other.value, twin)))), write.span)

    # --- what the next state holds ---

    def changed(self, branch: Branch) -> list[Key]:
        """The cells that may change."""
        return list(dict.fromkeys([*(write.key for write in branch.writes), *self.queues.changed(branch.operations)]))

    def new(self, branch: Branch, cell: CellSymbols) -> Cases:
        """What a cell holds in the next state, in terms of its parameters."""
        if cell.key[2]:
            return self.queues.new(branch.operations, cell)
        content = cell.cases(cell.arguments)
        for write in branch.writes:
            if write.key == cell.key:
                content = _written(write, cell, content)
        return content


@dataclass(frozen=True, slots=True)
class _Then:
    """The state after a branch is taken, in terms of the state before."""

    actions: Actions
    branch: Branch
    changed: frozenset[Key]

    def content(self, variable: str, indices: tuple[Content, ...], part: tuple[Content, ...] = ()) -> Cases:
        """The value of a cell after the transition."""
        now = self.actions.now
        if variable in self.actions.meaning.options:
            return now.content(variable, indices, part)
        cell, args = self.actions.meaning.symbols.find(variable, indices, part)
        if cell.key not in self.changed:
            return now.content(variable, indices, part)
        values = dict(zip((name for name, _ in cell.parameters), args, strict=True))
        return replaced(self.actions.new(self.branch, cell), values)


def possible(meaning: Meaning, asked: Possible, arguments: tuple[Content, ...], now: State) -> Formula:
    """Where the action can happen in the state `now` with these arguments: there is a branch without an error, to a state that
    no `assume` excludes."""
    home = asked.home
    assert isinstance(home, System), "elaboration says whose action it is"
    actions, found = Actions(meaning, now), home.action(asked.action)
    env = {binder.name: constant(value) for binder, value in zip(found.parameters, arguments, strict=True)}
    ways = []
    for branch in actions.branches_with(found, env):
        then = _Then(actions, branch, frozenset(actions.changed(branch)))
        counts = (meaning.true_or_error(property.formula, then) for property in home.assumptions)
        ways.append(exists(branch.constants, conj(actions.guard(branch), *counts), asked.span))
    return disj(*ways)


def _written(write: Write, cell: CellSymbols, before: Cases) -> Cases:
    here, value, open_ = at_arguments(write.here, write.value, write.args, write.loops, cell.arguments)
    if not open_:
        return choose(here, value, before)
    # Two members that write different values are an error, so where some member writes a value there is only that one.
    names = {name for name, _ in open_}
    for content, _ in value:
        if isinstance(content, Formula) and names & free(content):
            raise OutsideFragment(write.span, f"a loop over any number of {open_[0][1]} writes one of them to one cell")
    some = exists(open_, here, write.span)
    rows: list[tuple[Content, Formula]] = [(content, exists(open_, conj(here, held), write.span)) for content, held in value]
    rows += [(content, conj(neg(some), held)) for content, held in before]
    return merged(rows)


def _place(blocks: tuple[Block, ...]) -> Span | None:
    """Where an `either` without a place of its own stands."""
    spans = (getattr(part, "span", None) for block in blocks for part in statements(block))
    return next((span for span in spans if span is not None), None)
