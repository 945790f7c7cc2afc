"""lasso_instance(instance, property) -> Lasso: "is there a fair run on which the property is false?" as a goal of an instance.

Biere, Artho, Schuppan: Liveness checking as safety checking, FMICS 2002. Where there is such a run, there is one that goes
round in a loop. An instance with more cells guesses where the loop starts, keeps a copy of the state there, and notes what
the loop does; the goal is to be back at the copy when all that must happen in the loop has happened. The copy has no
symmetry: each member of a sort is told from the others by what was saved of it. So `Instance.lasso` is set, and the system
of the instance has no sorts that an engine could take for symmetric.

Beside the transitions of the system there are some that leave its state alone: `SAVE`, and one for each edge of the automaton
(`MOVE`, see NOTE(stays) in `automaton`). `Lasso.lift` leaves them out again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from hamodel.ground.automaton import Automaton, Edge, automaton
from hamodel.ground.cells import Cell
from hamodel.ground.expressions import Errors
from hamodel.ground.instance import Goal, GroundAction, Instance
from hamodel.ground.terms import Rewriter, Term, Terms
from hamodel.model.expr import BOOL, TRUE, RangeType, Value
from hamodel.model.system import Action, Property
from hamodel.model.temporal import Atom, atoms, temporal_of, unfold
from hamodel.model.trace import State, Step, Trace
from hamodel.model.transform import IDLE
from hamodel.source import Source, Span

_NOWHERE = Span(Source("", ""), 0, 0)
OWN = "lasso: "
SAVE, MOVE, COPY = f"{OWN}save", f"{OWN}move", f"{OWN}copy of "
"""The names of actions and cells of its own; nothing in a spec has a name with a colon."""


@dataclass(frozen=True, slots=True)
class Lasso:
    """`goal` of `instance` is reachable if and only if some fair run of `base` makes the property false.

    `base` is an instance of a system with `with_idle`, `bound_faults`, `with_monitors`.
    """

    base: Instance
    instance: Instance
    goal: Goal
    _longer: int
    _detour: int

    def depth(self, transitions: int) -> int:
        """How deep to search the instance for every lasso of at most so many transitions."""
        return self._longer * transitions + self._detour

    def covered(self, depth: int) -> int:
        """Every lasso of at most so many transitions was seen by a search of the instance to this depth; -1: none."""
        return max(-1, (depth - self._detour) // self._longer)

    def lift(self, trace: Trace) -> Trace:
        """The lasso that a trace of the instance stands for: of the system's own cells, with pauses only where they matter."""
        initial, loop = self._own(trace.initial), 0
        rows: list[Step] = []
        for step in trace.steps:
            if step.action == SAVE:
                loop = len(rows)
            elif step.action != MOVE:
                rows.append(replace(step, state=self._own(step.state)))
        kept: list[Step] = []
        before, start = initial, loop
        for number, step in enumerate(rows):
            pause = step.action == IDLE and step.state == before
            alone = number >= loop and all(other.action == IDLE and other.state == before for other in rows[loop:])
            if pause and not (alone and number == len(rows) - 1):
                start -= number < loop
            else:
                kept.append(step)
            before = step.state
        return Trace(initial, tuple(kept), start)

    def _own(self, state: State) -> State:
        names = {(cell.variable, cell.indices) for cell in self.instance.cells[len(self.base.cells) :]}
        return {cell: content for cell, content in state.items() if cell not in names}


def lasso_instance(instance: Instance, property: Property) -> Lasso:
    """The reduction of a property about runs of an instance. Raises `TooLargeError`."""
    builder = _Builder(instance)
    return builder.lasso(property)


@dataclass(slots=True)
class _Builder:
    base: Instance
    extra: list[Cell]
    initial: dict[int, int]

    def __init__(self, base: Instance) -> None:
        self.base, self.extra, self.initial = base, [], {}

    @property
    def terms(self) -> Terms:
        return self.base.terms

    def lasso(self, property: Property) -> Lasso:
        base, terms = self.base, self.terms
        formula = unfold(temporal_of(property), {}, base.scope)
        errors: Errors = []
        known = {atom: self._atom(atom, errors) for atom in dict.fromkeys(atoms(formula))}
        watch = automaton(formula, known.__getitem__, terms)
        saved, moved = self.bit("saved"), self.bit("moved")
        control = _Control(self, watch)
        copies = [(number, self._copy(number)) for number in _changing(base)]
        duties = [*_fairness(self), *(_Promise(self, watch, control, number) for number in range(watch.promises))]
        actions: list[GroundAction] = []
        for ground in base.actions:
            guard = terms.and_(ground.guard, control.stays())
            if guard is not terms.false:
                noted = [(moved, saved), *(duty.transition(saved, ground) for duty in duties)]
                actions.append(replace(ground, guard=guard, updates=(*ground.updates, *_changed(noted))))
        for edge in watch.edges:
            noted = [duty.move(saved, edge) for duty in duties]
            if edge.source != edge.target or _changed(noted):
                leaves = terms.true if control.stays_in_knot(edge) else terms.not_(saved)
                guard = terms.and_(control.at(edge.source), edge.condition, leaves)
                actions.append(_action(MOVE, guard, _changed([*control.move(edge), *noted])))
        actions += [_action(MOVE, control.at_first(), control.begin(node)) for node in control.choices]
        keep = [*((copy, self.base.cell(number)) for number, copy in copies), *control.keep()]
        guard = terms.and_(terms.not_(saved), control.in_knot())
        actions.append(_action(SAVE, guard, _changed([(saved, terms.true), *keep])))
        closed = [terms.iff(copy, now) if copy.is_bool else terms.eq(copy, now) for copy, now in keep]
        goal = terms.and_(saved, moved, *closed, *(duty.done() for duty in duties))
        return Lasso(
            base,
            replace(
                base,
                system=replace(base.system, sorts=()),
                cells=(*base.cells, *self.extra),
                initial={**base.initial, **self.initial},
                assume=terms.and_(base.assume, *(terms.not_(condition) for condition, _ in errors)),
                actions=tuple(action for action in actions if action.guard is not terms.false),
                errors={},
                lasso=True,
            ),
            Goal(property.name, goal if watch.starts else terms.false),
            *_lengths(watch, bool(control.choices)),
        )

    def _atom(self, atom: Atom, errors: Errors) -> Term:
        env = self.base.grounder.environment(atom.expr, dict(atom.env))
        return self.base.grounder.ground(atom.expr, env, self.terms.true, errors)

    # --- cells ---

    def _copy(self, number: int) -> Term:
        """Until it is saved it holds what the cell starts with, or else the least code."""
        cell = self.base.cells[number]
        start = self.base.initial.get(number, cell.low)
        name = f"{COPY.removeprefix(OWN)}{number}"
        return self.bit(name, start) if cell.is_bool else self.number(name, cell.low, cell.high, start)

    def bit(self, name: str, initial: int = 0) -> Term:
        """A new cell."""
        return self._cell(Cell(f"{OWN}{name}", (), (), BOOL, (), 0, 1), initial)

    def number(self, name: str, low: int, high: int, initial: int) -> Term:
        """A new cell for the integers `low` to `high`. That it is said to hold no member of a sort is on purpose."""
        return self._cell(Cell(f"{OWN}{name}", (), (), RangeType(low, high), (), low, high), initial)

    def _cell(self, cell: Cell, initial: int) -> Term:
        number = len(self.base.cells) + len(self.extra)
        self.extra.append(cell)
        self.initial[number] = initial
        return self.terms.cell(number, cell.low, cell.high, cell.is_bool)


Writes = Sequence[tuple[Term, Term]]


def _changed(writes: Writes) -> tuple[tuple[int, Term], ...]:
    """Updates, of pairs of a cell and its new value, without those that leave it as it is."""
    return tuple((int(cell.value or 0), new) for cell, new in writes if new is not cell)


def _action(name: str, guard: Term, updates: tuple[tuple[int, Term], ...]) -> GroundAction:
    return GroundAction(Action(name, "step", (), TRUE, (), "", _NOWHERE, built_in=True), (), guard, updates)


def _changing(instance: Instance) -> list[int]:
    """The cells that some action changes: what never changes needs no copy."""
    return sorted({number for action in instance.actions for number, _ in action.updates})


# --- the automaton ---------------------------------------------------------------------------------------------------


class _Control:
    """Where the automaton is. One more place, the last, is before the choice between several nodes to start at."""

    def __init__(self, builder: _Builder, watch: Automaton) -> None:
        self.terms, self.watch = builder.terms, watch
        self.choices = watch.starts if len(watch.starts) > 1 else ()
        first = watch.nodes if self.choices else watch.starts[0] if watch.starts else 0
        last = max(0, watch.nodes - 1 + bool(self.choices))
        self.first = first
        self.place = builder.number("node", 0, last, first)
        self.copy = builder.number("node copy", 0, last, first)

    def at(self, node: int) -> Term:
        return self.terms.eq(self.place, self.terms.number(node))

    def at_first(self) -> Term:
        return self.at(self.first)

    def begin(self, node: int) -> tuple[tuple[int, Term], ...]:
        return _changed([(self.place, self.terms.number(node))])

    def move(self, edge: Edge) -> Writes:
        return [] if edge.source == edge.target else [(self.place, self.terms.number(edge.target))]

    def keep(self) -> Writes:
        """The copy, and what it is of."""
        return [(self.copy, self.place)] if len([knot for knot in self.watch.knots if knot is not None]) > 1 else []

    def stays(self) -> Term:
        """Is there a loop at this node, in this state?"""
        loops = [
            self.terms.and_(self.at(node), edge.condition) for node in range(self.watch.nodes) for edge in self.watch.loops(node)
        ]
        return self.terms.or_(*loops)

    def stays_in_knot(self, edge: Edge) -> bool:
        knot = self.watch.knots[edge.source]
        return knot is not None and knot == self.watch.knots[edge.target]

    def in_knot(self) -> Term:
        return self.terms.or_(*(self.at(node) for node, knot in enumerate(self.watch.knots) if knot is not None))


def _lengths(watch: Automaton, chooses: bool) -> tuple[int, int]:
    """a and b such that for each lasso of n transitions that violates the property there is a run of the instance to the goal
    of at most a n + b.

    The automaton may have to go round a lasso more than once. Where it never comes back to a node it waits at most a round
    before each move, and then goes round once. Else it takes at most as many rounds as it has nodes to come to a knot, and
    again for each promise and to close the loop; and a move may go before each transition.
    """
    moves = [(edge.source, edge.target) for edge in watch.edges if edge.source != edge.target]
    longest = [0] * watch.nodes
    for _ in range(watch.nodes):
        for source, target in moves:
            longest[target] = max(longest[target], min(watch.nodes, longest[source] + 1))
    most = max(longest, default=0)
    if watch.promises or most >= watch.nodes:
        return 2 * (1 + watch.nodes * (watch.promises + 2)), 2
    return 1 + most, most + chooses + 1


# --- what must happen in the loop ------------------------------------------------------------------------------------


class _Promise:
    """Some edge in the loop does not postpone it."""

    def __init__(self, builder: _Builder, watch: Automaton, control: _Control, number: int) -> None:
        self.terms, self.number = builder.terms, number
        self.kept = builder.bit(f"kept {number}")
        postponing = [
            self.terms.and_(control.at(node), edge.condition)
            for node in range(watch.nodes)
            for edge in watch.loops(node)
            if number in edge.postponed
        ]
        self.stays_without = self.terms.not_(self.terms.or_(*postponing))

    def transition(self, saved: Term, ground: GroundAction) -> tuple[Term, Term]:
        return self.kept, self.terms.or_(self.kept, self.terms.and_(saved, self.stays_without))

    def move(self, saved: Term, edge: Edge) -> tuple[Term, Term]:
        return self.kept, self.kept if self.number in edge.postponed else self.terms.or_(self.kept, saved)

    def done(self) -> Term:
        return self.kept


Who: TypeAlias = tuple[str, tuple[Value, ...]]
"""An action with its arguments."""


class _Weakly:
    """It, or one of several, is taken in the loop, or none is enabled somewhere in it."""

    def __init__(self, builder: _Builder, name: str, whos: Collection[Who], enabled: Term) -> None:
        self.terms, self.whos, self.enabled = builder.terms, whos, enabled
        self.seen = builder.bit(f"just {name}")

    def transition(self, saved: Term, ground: GroundAction) -> tuple[Term, Term]:
        taken = (ground.action.name, ground.arguments) in self.whos
        now = saved if taken else self.terms.and_(saved, self.terms.not_(self.enabled))
        return self.seen, self.terms.or_(self.seen, now)

    def move(self, saved: Term, edge: Edge) -> tuple[Term, Term]:
        return self.seen, self.seen

    def done(self) -> Term:
        return self.seen


class _Strongly:
    """It, or one of several, is taken in the loop (2), or none is enabled anywhere in it (0); 1: one was enabled, none taken so
    far."""

    def __init__(self, builder: _Builder, name: str, whos: Collection[Who], enabled: Term) -> None:
        self.terms, self.whos, self.enabled = builder.terms, whos, enabled
        self.seen = builder.number(f"compassionate {name}", 0, 2, 0)

    def transition(self, saved: Term, ground: GroundAction) -> tuple[Term, Term]:
        terms, two = self.terms, self.terms.number(2)
        if (ground.action.name, ground.arguments) in self.whos:
            return self.seen, terms.choose(saved, two, self.seen)
        waits = terms.and_(saved, self.enabled, terms.eq(self.seen, terms.number(0)))
        return self.seen, terms.choose(waits, terms.number(1), self.seen)

    def move(self, saved: Term, edge: Edge) -> tuple[Term, Term]:
        return self.seen, self.seen

    def done(self) -> Term:
        return self.terms.not_(self.terms.eq(self.seen, self.terms.number(1)))


Duty = _Promise | _Weakly | _Strongly


def _fairness(builder: _Builder) -> Iterator[Duty]:
    """One for each fair action and its arguments, and one for each group, where it can be taken at all."""
    terms, base = builder.terms, builder.base
    branches: dict[tuple[str, str], list[GroundAction]] = {}
    for ground in base.actions:
        if ground.action.fairness:
            name = f"{ground.action.name}({', '.join(map(str, ground.arguments))})"
            branches.setdefault((ground.action.fairness, name), []).append(ground)
    for number, group in enumerate(base.system.fair):
        members = [ground for ground in base.actions if ground.action.name in group.actions]
        branches[group.fairness, f"group {number}"] = members
    for (fairness, name), grounds in branches.items():
        enabled = terms.or_(*(terms.and_(ground.guard, _assumed_after(builder, ground)) for ground in grounds))
        if enabled is not terms.false:
            whos = {(ground.action.name, ground.arguments) for ground in grounds}
            yield (_Weakly if fairness == "fair" else _Strongly)(builder, name, whos, enabled)


def _assumed_after(builder: _Builder, ground: GroundAction) -> Term:
    """Where the action leads to a state that counts."""
    return Rewriter(builder.terms, {builder.base.cell(number): new for number, new in ground.updates})(builder.base.assume)
