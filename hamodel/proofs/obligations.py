"""obligations(system, shown, clauses, sizes): what has to be shown of a proof by invariant, as SMT-LIB text.

The clauses are an invariant that shows the property if they hold in every initial state (initiation), every transition from a
state with them leads to one with them (consecution), and no state or transition with them violates the property (safety). Each
becomes questions that must all be answered `unsat`. See NOTE(branches) in `hamodel.model.semantics` for what a transition is;
this is a reading of the language by itself, which shares no code with the engines that find invariants.
States without the `assume`s do not count: they are assumed of the state before and of the one after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from hamodel.model.expr import TRUE as EVERYWHERE
from hamodel.model.expr import Value, reads_next
from hamodel.model.invariant import Clause
from hamodel.model.system import Property, System
from hamodel.model.transform import looks
from hamodel.proofs.actions import Actions, Branch, possible
from hamodel.proofs.cases import Cases, Content, OutsideFragment, constant, outside, same
from hamodel.proofs.clauses import formula_of, in_words
from hamodel.proofs.expressions import Env, Meaning
from hamodel.proofs.formulas import FALSE, TRUE, Binder, Formula, conj, disj, exists, forall, implies, neg
from hamodel.proofs.scripts import Assertion, Query, Script, printed
from hamodel.proofs.symbols import CellSymbols, Function, Key, Symbols, next_functions

__all__ = ["Obligations", "OutsideFragment", "obligations"]


@dataclass(frozen=True, slots=True)
class Obligations:
    """Three SMT-LIB texts. Every `check-sat` in them must be answered `unsat`."""

    initiation: str
    consecution: str
    safety: str


def obligations(
    system: System,
    shown: Property | None,
    clauses: Sequence[Clause],
    sizes: Mapping[str, int],
    options: Mapping[str, Value] | None = None,
    properties: Sequence[Property] = (),
) -> Obligations:
    """What shows that `shown` holds (a `reachable`: is not reached), or with None that no run-time error can happen: by
    actions, initial values, assumes and `properties`.

    Sorts in `sizes` have so many members, others any number, at least one. Options in `options` have these values, others
    any. Fault bounds and monitors must be variables already: see `hamodel.model.transform`.
    Raises OutsideFragment, with the place in the spec, for what solvers do not decide.
    """
    reading = Reading(system, sizes, options or {})
    return Obligations(
        printed(reading.initiation(clauses), reading.symbols),
        printed(reading.consecution(clauses), reading.symbols),
        printed(reading.safety(shown, clauses, properties), reading.symbols),
    )


@dataclass(slots=True)
class Now:
    """The state before. `touched`: the cells that were looked at."""

    symbols: Symbols
    options: Mapping[str, Value]
    touched: dict[Key, CellSymbols] = field(default_factory=dict)

    def content(self, variable: str, indices: tuple[Content, ...], part: tuple[Content, ...] = ()) -> Cases:
        """The value of a cell in the state; noted as `touched`."""
        if variable in self.options:
            return constant(self.options[variable])
        cell, args = self.symbols.find(variable, indices, part)
        self.touched[cell.key] = cell
        return cell.cases(args)


@dataclass(slots=True)
class Next:
    """The state after a branch is taken. `changed`: those of its cells that were looked at and may have changed."""

    actions: Actions
    branch: Branch
    now: Now
    may_change: frozenset[Key]
    changed: dict[Key, CellSymbols] = field(default_factory=dict)

    def content(self, variable: str, indices: tuple[Content, ...], part: tuple[Content, ...] = ()) -> Cases:
        """The value of a cell after the transition: a function of its own for what may change, else as before."""
        if variable in self.now.options:
            return constant(self.now.options[variable])
        cell, args = self.now.symbols.find(variable, indices, part)
        if cell.key not in self.may_change:
            return self.now.content(variable, indices, part)
        self.changed[cell.key] = cell
        return cell.cases(args, "_next")

    def functions(self) -> Iterator[Function]:
        """What the next state holds in the cells that were looked at."""
        for cell in self.changed.values():
            yield from next_functions(cell, self.actions.new(self.branch, cell))


@dataclass(frozen=True, slots=True)
class SymbolicStep:
    """A branch of taking an action, when it is `taken`, and the numbers of the `clauses` that it may break.

    `functions`: the next state, and each of these clauses in it.
    """

    title: str
    constants: tuple[Binder, ...]
    clauses: tuple[int, ...]
    taken: tuple[Assertion, ...]
    functions: tuple[Function, ...]


class Reading:
    """A system read as formulas: the scripts of a proof, and the parts that they consist of."""

    def __init__(self, system: System, sizes: Mapping[str, int], options: Mapping[str, Value]) -> None:
        self.system, self.options = system, options
        self.symbols = Symbols(system, sizes)
        self.meaning = Meaning(self.symbols, options, possible)

    def state(self) -> Now:
        """Any state."""
        return Now(self.symbols, self.options)

    # --- the scripts ---

    def initiation(self, clauses: Sequence[Clause]) -> Script:
        """Has every initial state the clauses?"""
        now = self.state()
        invariant, kept = self.invariant(clauses, now)
        start = self.start(now)
        broken = Assertion("one of the clauses does not hold", neg(conj(*kept)))
        question = Query("", (), (broken,))
        return Script(f"{self.system.name}: every initial state has the clauses", invariant, tuple(start), (question,))

    def consecution(self, clauses: Sequence[Clause]) -> Script:
        """Does every transition from a state with the clauses lead to one with them?"""
        now = self.state()
        invariant, kept = self.invariant(clauses, now)
        questions = []
        for step in self.steps(clauses, now):
            calls = [Formula(self.clause_name(number + 1, "_next")) for number in step.clauses]
            broken = Assertion("one of the clauses does not hold any more", neg(conj(*calls)))
            questions.append(Query(step.title, step.constants, (*step.taken, broken), step.functions))
        if not questions:
            questions = [Query("no action writes what a clause is about", (), (Assertion("", FALSE),))]
        title = f"{self.system.name}: every transition from a state with the clauses leads to one with them"
        return Script(title, invariant, (*self.assumed(now), *self._known(clauses, kept)), tuple(questions))

    def safety(self, shown: Property | None, clauses: Sequence[Clause], properties: Sequence[Property]) -> Script:
        """Is no state with the clauses, or no transition from one, against the property? `shown` None: none allows an error."""
        now = self.state()
        invariant, kept = self.invariant(clauses, now)
        if shown is None:
            questions = list(self._errors(properties, now))
            title = f"{self.system.name}: no state with the clauses allows a run-time error"
        elif reads_next(shown.formula):
            questions = list(self._hits(shown, now))
            title = f"{self.system.name}: no transition from a state with the clauses is against `{shown.name}`"
        else:
            questions = [Query("", (), (Assertion(self._against(shown), self.goal(shown, now)),))]
            title = f"{self.system.name}: no state with the clauses is against `{shown.name}`"
        questions += [] if shown is None else self._forgotten(shown, now)
        if not questions:
            questions = [Query("nothing here can cause an error", (), (Assertion("", FALSE),))]
        return Script(title, invariant, (*self.assumed(now), *self._known(clauses, kept)), tuple(questions))

    # --- their parts ---

    def invariant(self, clauses: Sequence[Clause], now: Now) -> tuple[tuple[Function, ...], list[Formula]]:
        """A function for each clause, and calls of them."""
        functions = tuple(
            Function(self.clause_name(number), (), "Bool", formula_of(clause, now, self.symbols), property=True)
            for number, clause in enumerate(clauses, 1)
        )
        return functions, [Formula(function.name) for function in functions]

    def clause_name(self, number: int, suffix: str = "") -> str:
        """The function of a clause; the suffix tells the state after from the state."""
        return next(self.symbols.spellings(f"clause_{number}{suffix}"))

    def _known(self, clauses: Sequence[Clause], kept: Sequence[Formula]) -> Iterator[Assertion]:
        for number, (clause, call) in enumerate(zip(clauses, kept, strict=True), 1):
            yield Assertion(f"clause {number}: {in_words(clause)}", call)

    def assumed(self, now: Now | Next) -> Iterator[Assertion]:
        """What the assumes say of a state."""
        for property in self.system.declared:
            if property.kind == "assume":
                formula = self.meaning.true_or_error(property.formula, now)
                if formula != TRUE:
                    yield Assertion(f"assume {property.name}", formula)

    def start(self, now: Now) -> Iterator[Assertion]:
        """What an initial state is like, in the cells that were looked at."""
        first = self.meaning.true_or_error(self.system.initially, now)
        assumed = list(self.assumed(now))
        for cell in list(now.touched.values()):
            formula = self._starts(cell)[0]
            if formula != TRUE:
                yield Assertion("", formula)
        if first != TRUE:
            yield Assertion("initially", first)
        yield from assumed

    def _starts(self, cell: CellSymbols) -> tuple[Formula, Formula]:
        """Where a cell has its initial value; where that value causes an error: then it may have any."""
        variable, indices, part = cell.key
        if part:
            empty = constant(0 if part[0] == "count" else None)
            return forall(cell.parameters, same(cell.cases(cell.arguments), empty)), FALSE
        declared = next((each for each in self.system.variables if each.name == variable), None)
        if declared is None or declared.initial is None:
            return TRUE, FALSE
        parameters = iter(cell.arguments)
        env: Env = {
            binder.name: constant(next(parameters) if isinstance(value, Formula) else value)
            for binder, value in zip(declared.binders, indices, strict=True)
        }
        value, has = self.meaning.evaluate(declared.initial, env, Now(self.symbols, self.options))
        has = conj(has, neg(outside(value, declared.type)))
        starts = forall(cell.parameters, implies(has, same(cell.cases(cell.arguments), value)))
        return starts, exists(cell.parameters, neg(has))

    def steps(self, clauses: Sequence[Clause], now: Now) -> Iterator[SymbolicStep]:
        """The branches of taking actions that can break a clause."""
        actions, branches = self._everything
        about = [self._cells_of(clause) for clause in clauses]
        for title, branch in branches:
            after = Next(actions, branch, now, frozenset(actions.changed(branch)))
            broken = tuple(number for number, keys in enumerate(about) if keys & after.may_change)
            if broken:
                functions = [
                    Function(
                        self.clause_name(number + 1, "_next"),
                        (),
                        "Bool",
                        formula_of(clauses[number], after, self.symbols),
                        property=True,
                    )
                    for number in broken
                ]
                taken = tuple(self._taken(actions, branch, after))
                yield SymbolicStep(title, branch.constants, broken, taken, (*after.functions(), *functions))

    def _cells_of(self, clause: Clause) -> frozenset[Key]:
        now = self.state()
        formula_of(clause, now, self.symbols)
        return frozenset(now.touched)

    def _taken(self, actions: Actions, branch: Branch, after: Next) -> Iterator[Assertion]:
        yield Assertion("it can happen", actions.guard(branch))
        known = set(self.assumed(after.now))
        for assertion in self.assumed(after):
            if assertion not in known:
                yield Assertion(f"{assertion.says}, of the next state", assertion.formula)

    @cached_property
    def _everything(self) -> tuple[Actions, list[tuple[str, Branch]]]:
        """Every branch of taking an action, each with its title. All of the scripts speak of the same ones."""
        actions = Actions(self.meaning, self.state())
        return actions, list(self._branches(actions))

    def _branches(self, actions: Actions) -> Iterator[tuple[str, Branch]]:
        for action in self.system.actions:
            found = list(actions.branches(action))
            by_arguments: dict[str, int] = {}
            for branch in found:
                said = ", ".join(_said(cases) for _, cases in branch.arguments)
                title = f"{action.kind} {action.name}({said})" if said else f"{action.kind} {action.name}"
                number = by_arguments[title] = by_arguments.get(title, 0) + 1
                yield title if number == 1 else f"{title}, another way", branch

    # --- goals ---

    def goal(self, shown: Property, now: Now, after: Next | None = None) -> Formula:
        """The states (transitions) that would show the property wrong, or in which its formula has no value."""
        value, has = self.meaning.truth(shown.formula, {}, now, after)
        return disj(neg(has), value if shown.kind == "reachable" else neg(value))

    def _forgotten(self, shown: Property, now: Now) -> list[Query]:
        """The states in which what the property remembers of the past has no value."""
        found = []
        for look in looks(replace(shown, formula=EVERYWHERE)):
            has = self.meaning.truth(look.formula, {}, now)[1]
            if has != TRUE:
                found.append(Query("what is remembered", (), (Assertion("it has no value", neg(has)),)))
        return found

    def _against(self, shown: Property) -> str:
        return f"`{shown.name}` is reached" if shown.kind == "reachable" else f"`{shown.name}` is violated"

    def _hits(self, shown: Property, now: Now) -> Iterator[Query]:
        """For each branch of taking an action: can the transition be the goal?"""
        actions, branches = self._everything
        for title, branch in branches:
            after = Next(actions, branch, now, frozenset(actions.changed(branch)))
            goal = self.goal(shown, now, after)
            assertions = [*self._taken(actions, branch, after), Assertion(self._against(shown), goal)]
            yield Query(title, branch.constants, tuple(assertions), tuple(after.functions()))

    def _errors(self, properties: Sequence[Property], now: Now) -> Iterator[Query]:
        """For each branch of taking an action, and for what is asked of states: can it cause an error?"""
        actions, branches = self._everything
        of_transitions = [property for property in properties if reads_next(property.formula)]
        for title, branch in branches:
            failing = actions.failing(branch)
            if failing != FALSE:
                yield Query(title, branch.constants, (Assertion("it causes an error", failing),))
            after = Next(actions, branch, now, frozenset(actions.changed(branch)))
            errors = disj(*(neg(self.meaning.truth(property.formula, {}, now, after)[1]) for property in of_transitions))
            if errors != FALSE:
                assertions = (*self._taken(actions, branch, after), Assertion("a property causes an error", errors))
                yield Query(title, branch.constants, assertions, tuple(after.functions()))
        yield from self.at_rest(properties, now)

    def at_rest(self, properties: Sequence[Property], now: Now) -> Iterator[Query]:
        """Errors that no action makes: of assumes, of properties about states, of initial values."""
        asked = [property for property in (*self.system.declared, *properties) if not reads_next(property.formula)]
        for property in dict.fromkeys(property.name for property in asked):
            formula = next(each for each in asked if each.name == property)
            if formula.kind == "assume" or formula in properties:
                has = self.meaning.truth(formula.formula, {}, now)[1]
                if has != TRUE:
                    yield Query(f"`{property}` causes an error", (), (Assertion("", neg(has)),))
        yield from self._errors_at_start(now)

    def _errors_at_start(self, now: Now) -> Iterator[Query]:
        """In a state where every cell that can has its initial value: do initial values or `initially` cause an error?"""
        starts, errors = [], [neg(self.meaning.truth(self.system.initially, {}, now)[1])]
        for cell in self.every_cell():
            start, error = self._starts(cell)
            starts.append(start)
            errors.append(error)
        if disj(*errors) != FALSE:
            yield Query("initial values", (), (Assertion("", conj(*starts)), Assertion("an error", disj(*errors))))

    def every_cell(self) -> Iterator[CellSymbols]:
        """The cells of all variables and channels."""
        for variable in self.system.variables:
            for indices in product(*(self.symbols.members(type) for type in variable.index_types)):
                yield self.symbols.cell((variable.name, indices, ()))
        for channel in self.system.channels:
            for ends in product(self.symbols.members(channel.sender), self.symbols.members(channel.receiver)):
                yield from map(self.symbols.cell, Actions(self.meaning, self.state()).queues.cells(channel, ends))


def _said(cases: Cases) -> str:
    value = cases[0][0]
    if isinstance(value, Formula):
        return value.op
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
