"""What the formulas of the obligations say of concrete states: plain enumeration, no solver, none of the engines.

A state of the reference semantics becomes an interpretation of the symbols; a branch of taking an action, with every choice of
its constants, becomes the states that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from hamodel.model.expr import SortType, Type, Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells
from hamodel.model.system import System
from hamodel.model.trace import Content, State
from hamodel.proofs.actions import Actions, Branch
from hamodel.proofs.formulas import Formula
from hamodel.proofs.obligations import Next, Now, Reading
from hamodel.proofs.symbols import CellSymbols

Interpretation = Callable[[str, tuple[object, ...]], object]


@dataclass
class Structure:
    """The reading of a system with a universe for each sort of any size: the members that the scope gives it."""

    system: System
    scope: Scope
    reading: Reading

    def __post_init__(self) -> None:
        by_name = {sort.name: sort for sort in self.system.sorts}
        self.universe = {spelled: self.scope.domain(by_name[name]) for name, spelled in self.reading.symbols.sorts.items()}

    # --- formulas ---

    def evaluate(self, formula: Formula, look: Interpretation, env: Mapping[str, object]) -> object:
        args = formula.args
        match formula.op:
            case "true" | "false":
                return formula.op == "true"
            case "not":
                return not self.evaluate(args[0], look, env)
            case "and":
                return all(self.evaluate(arg, look, env) for arg in args)
            case "or":
                return any(self.evaluate(arg, look, env) for arg in args)
            case "=>":
                return not self.evaluate(args[0], look, env) or self.evaluate(args[1], look, env)
            case "ite":
                return self.evaluate(args[1 if self.evaluate(args[0], look, env) else 2], look, env)
            case "=":
                return self.evaluate(args[0], look, env) == self.evaluate(args[1], look, env)
            case "forall" | "exists":
                names = [name for name, _ in formula.binders]
                rows = product(*(self.universe[sort] for _, sort in formula.binders))
                found = (self.evaluate(args[0], look, {**env, **dict(zip(names, row, strict=True))}) for row in rows)
                return all(found) if formula.op == "forall" else any(found)
            case name:
                if name in env:
                    return env[name]
                return look(name, tuple(self.evaluate(arg, look, env) for arg in args))

    def symbols(self, state: State) -> Interpretation:
        """What the symbols of the state before stand for."""

        def look(name: str, args: tuple[object, ...]) -> object:
            for sort, order in self.reading.symbols.orders.items():
                if name == order:
                    first, second = map(self.universe[self.reading.symbols.sorts[sort]].index, args)  # type: ignore[arg-type]
                    return first < second
            for cell in list(self.reading.symbols.cells.values()):
                if name == cell.term:
                    return self.content(state, cell, args)
                for value, spelled in cell.names:
                    if name == spelled:
                        held = self.content(state, cell, args)
                        return held is not None if isinstance(value, Formula) else (type(held), held) == (type(value), value)
            raise KeyError(name)

        return look

    def content(self, state: State, cell: CellSymbols, args: tuple[object, ...]) -> object:
        """What the state holds in a cell of the symbols."""
        variable, pattern, part = cell.key
        if variable in self.scope.options and variable not in {each.name for each in self.system.variables}:
            return self.scope.options[variable]
        left = iter(args)
        indices = tuple(next(left) if isinstance(value, Formula) else value for value in pattern)
        held = state[variable, indices]  # type: ignore[index]
        if not part:
            return held
        assert isinstance(held, tuple)
        if part[0] == "count":
            wanted = (part[1], *(next(left) if isinstance(value, Formula) else value for value in part[2:]))
            return held.count(wanted)
        place = int(str(part[1]))
        if place >= len(held):
            return None
        name, *fields = held[place]
        if part[0] == "slot":
            return name
        places = self.reading.symbols.layouts[variable].places[str(name)]
        return next((value for value, own in zip(fields, places, strict=True) if own == part[2]), None)

    # --- transitions ---

    def successors(self, state: State, now: Now, actions: Actions) -> Iterator[tuple[str, tuple[Value, ...], State | None]]:
        """What each branch of taking an action leads to; None where it causes an error."""
        look = self.symbols(state)
        for action in self.system.actions:
            for branch in actions.branches(action):
                for env in self.choices(branch):
                    arguments = tuple(
                        self.evaluate(cases[0][0], look, env) if isinstance(cases[0][0], Formula) else cases[0][0]
                        for _, cases in branch.arguments
                    )
                    if self.evaluate(actions.failing(branch), look, env):
                        yield action.name, arguments, None  # type: ignore[misc]
                    if self.evaluate(actions.guard(branch), look, env):
                        after = Next(actions, branch, now, frozenset(actions.changed(branch)))
                        assumed = [assertion.formula for assertion in self.reading.assumed(after)]
                        following = self.following(state, after, look, env)
                        if all(self.evaluate(each, self.with_next(after, look, env), env) for each in assumed):
                            yield action.name, arguments, following  # type: ignore[misc]

    def choices(self, branch: Branch) -> Iterator[dict[str, object]]:
        """Every value of the members that are chosen."""
        names = [name for name, _ in branch.constants]
        for row in product(*(self.universe[sort] for _, sort in branch.constants)):
            yield dict(zip(names, row, strict=True))

    def with_next(self, after: Next, look: Interpretation, env: Mapping[str, object]) -> Interpretation:
        """What the symbols of both states stand for."""

        def both(name: str, args: tuple[object, ...]) -> object:
            for function in after.functions():
                if function.name == name:
                    assert function.body is not None
                    formals = {formal: arg for (formal, _), arg in zip(function.parameters, args, strict=True)}
                    return self.evaluate(function.body, look, {**env, **formals})
            return look(name, args)

        return both

    def following(self, state: State, after: Next, look: Interpretation, env: Mapping[str, object]) -> State:
        both = self.with_next(after, look, env)

        def held(variable: str, indices: tuple[object, ...], part: tuple[object, ...] = ()) -> object:
            """What the next state holds, by the cases of the symbols."""

            def term(value: object, type: object) -> object:
                inner = getattr(type, "inner", type)
                unbounded = isinstance(inner, SortType) and inner.name in self.reading.symbols.sorts
                return Formula(str(value)) if unbounded and value is not None else value

            channels = self.reading.symbols.channels
            types: tuple[Type, ...] = ()
            if variable in channels:
                ends = (channels[variable].sender, channels[variable].receiver)
                indices = tuple(term(value, type) for value, type in zip(indices, ends, strict=True))
                if part[0] == "count":
                    types = tuple(field.type for field in channels[variable].message(str(part[1])).fields)
                    part = (*part[:2], *(term(value, type) for value, type in zip(part[2:], types, strict=True)))
            else:
                types = self.reading.symbols.types[variable][1]
                indices = tuple(term(value, type) for value, type in zip(indices, types, strict=True))
            members = {member: member for sort in self.universe.values() for member in sort}
            cases = after.content(variable, indices, part)  # type: ignore[arg-type]
            found = [value for value, condition in cases if self.evaluate(condition, both, {**env, **members})]
            if any(isinstance(value, Formula) for value in found):
                return self.evaluate(found[0], both, {**env, **members})  # type: ignore[arg-type]
            assert len(found) == 1, f"{variable}{indices}{part} has {len(found)} values"
            return found[0]

        result: dict[object, object] = {}
        channels = self.reading.symbols.channels
        for name, indices in cells(self.system, self.scope):
            if name not in channels:
                result[name, indices] = held(name, indices)
                continue
            channel, sent = channels[name], []
            if channel.fifo:
                for k in range(channel.capacity):
                    message = held(name, indices, ("slot", k))
                    if message is not None:
                        places = self.reading.symbols.layouts[name].places[str(message)]
                        sent.append((message, *(held(name, indices, ("field", k, place)) for place in places)))
            else:
                for each in channel.messages:
                    for args in product(*(self.scope.domain(field.type) for field in each.fields)):
                        copies = held(name, indices, ("count", each.name, *args))
                        sent += [(each.name, *args)] * int(str(copies))
                sent.sort(key=repr)
            result[name, indices] = tuple(sent)
        return result  # type: ignore[return-value]


def frozen(state: Mapping[object, Content] | State | None) -> object:
    return None if state is None else frozenset(state.items())
