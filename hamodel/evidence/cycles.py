"""search(system, scope, property, ...) -> Searched: is there a fair run on which the property is false? By the reference
semantics.

Slow and plain, to hold the engines against: every state is one of the reference semantics, the runs go through its graph, and
what is to be true of the rest of a run is a set of subformulas (Lichtenstein, Pnueli: Checking that finite state concurrent
programs satisfy their linear specification, POPL 1985). What can be gone through for ever lies in a strongly connected
component of this product in which all that must happen can happen; strong fairness takes states out and looks again (Emerson,
Lei: Modalities for model checking: branching time logic strikes back, 1987).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate, initial_states, successors
from hamodel.model.system import FairGroup, Property, System
from hamodel.model.temporal import Atom, Formula, Node, temporal_of, unfold
from hamodel.model.trace import CellName, Content, State

MOST_BELIEFS = 8
"""Of a property with more operators on the future than this, what is believed has too many combinations."""

Who: TypeAlias = tuple[str, tuple[object, ...]]
Believed: TypeAlias = frozenset[Formula]
"""The subformulas with `until`, `always` or `eventually` in front that are to be true from here on."""
Place: TypeAlias = tuple[int, Believed]


@dataclass(frozen=True, slots=True)
class CycleSearch:
    """What a search saw: so many states, all of them if `complete`; `violated`: through these goes a fair run without end on
    which the property is false."""

    states: int
    complete: bool
    violated: tuple[State, ...] = ()


@dataclass(slots=True)
class _Graph:
    """States by number; for each the transitions that were expanded, with who takes them, and who is enabled."""

    states: list[State] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    after: dict[int, list[tuple[Who, int]]] = field(default_factory=dict)
    enabled: dict[int, frozenset[Who]] = field(default_factory=dict)
    numbers: dict[frozenset[tuple[CellName, Content]], int] = field(default_factory=dict)

    def number(self, state: State) -> int:
        key = frozenset(state.items())
        if key not in self.numbers:
            self.numbers[key] = len(self.states)
            self.states.append(state)
        return self.numbers[key]


def search(system: System, scope: Scope, property: Property, most: int = 3000, seconds: float = 5.0) -> CycleSearch:
    """Looks at the first `most` states, as far as it comes in so many seconds (and about as many again).

    `system` has pauses, monitors, fault bound.
    What is `violated` is so even if the search is not complete: whether an action is enabled is known in every state that
    was expanded, and no run is made up.
    """
    until = time.monotonic() + seconds
    graph = _explored(system, scope, most, until)
    fair = {action.name: action.fairness for action in system.actions if action.fairness}
    formula = unfold(temporal_of(property), {}, scope)
    looked_at = tuple(dict.fromkeys(_atoms(formula)))
    complete = len(graph.after) == len(graph.states)
    for part in dict.fromkeys(_conjuncts(formula)):  # it is false where one of them is: a smaller product for each
        product = _Product(graph, part, looked_at, scope, fair, system.fair)
        places = product.places(until + seconds) if len(product.future) <= MOST_BELIEFS else None
        if places is None:
            complete = False
            continue
        for component in product.fair_components(places):
            violated = tuple(graph.states[number] for number in dict.fromkeys(number for number, _ in component))
            return CycleSearch(len(graph.after), complete, violated)
    return CycleSearch(len(graph.after), complete)


def _explored(system: System, scope: Scope, most: int, until: float) -> _Graph:
    graph = _Graph()
    for state in initial_states(system, scope):
        graph.starts.append(graph.number(state))
        if len(graph.starts) >= most or time.monotonic() > until:
            break
    number = 0
    while number < len(graph.states) and number < most and (time.monotonic() <= until or not number):
        rows: list[tuple[Who, int]] = []
        enabled: set[Who] = set()
        for action, arguments, outcome in successors(system, scope, graph.states[number]):
            if outcome.state is not None:
                rows.append(((action.name, arguments), graph.number(outcome.state)))
                enabled.add((action.name, arguments))
        graph.after[number], graph.enabled[number] = rows, frozenset(enabled)
        number += 1
    return graph


# --- the product with what is believed of the rest of the run --------------------------------------------------------


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    match formula:
        case Node(op="and", args=args):
            for arg in args:
                yield from _conjuncts(arg)
        case _:
            yield formula


class _Product:
    """Of a part of the property, `looked_at` are the predicates of all of it: a run on which one has no value does not count."""

    def __init__(
        self,
        graph: _Graph,
        formula: Formula,
        looked_at: Sequence[Atom],
        scope: Scope,
        fair: Mapping[str, str],
        groups: Sequence[FairGroup],
    ) -> None:
        self.graph, self.formula, self.looked_at, self.scope, self.fair = graph, formula, looked_at, scope, fair
        self.groups = groups
        self.future = list(dict.fromkeys(_future(formula)))
        self._values: dict[tuple[int, Atom], bool] = {}
        self._believable: dict[int, list[Believed]] = {}

    def places(self, until: float) -> list[Place] | None:
        """All that runs which start with the formula false come through; None if time is short."""
        places = [
            (number, believed)
            for number in self.graph.starts
            for believed in self.believable(number)
            if not self.true(self.formula, number, believed)
        ]
        known = set(places)
        for place in places:
            for _, other in self.after(place):
                if other not in known:
                    known.add(other)
                    places.append(other)
            if time.monotonic() > until:
                return None
        return places

    def believable(self, number: int) -> list[Believed]:
        """Every set of beliefs that the state does not contradict; none where an atom has no value."""
        if number not in self._believable:
            rows: list[Believed] = [frozenset()] if number in self.graph.after and self._has_values(number) else []
            for part in self.future:  # what stands inside of it is decided before
                both = (choice for believed in rows for choice in (believed, believed | {part}))
                rows = [believed for believed in both if self._consistent(part, number, believed)]
            self._believable[number] = rows
        return self._believable[number]

    def _consistent(self, part: Formula, number: int, believed: Believed) -> bool:
        """Does what is said of this state alone fit?"""
        assert isinstance(part, Node)
        now = self.true(part.args[-1], number, believed)
        match part.op:
            case "always":
                return now or part not in believed
            case "eventually":
                return not now or part in believed
            case _:
                if now:
                    return part in believed
                return part not in believed or self.true(part.args[0], number, believed)

    def after(self, place: Place) -> Iterator[tuple[Who, Place]]:
        number, believed = place
        for who, other in self.graph.after.get(number, ()):
            for then in self.believable(other):
                if all(self._carried(part, number, believed, then) for part in self.future):
                    yield who, (other, then)

    def _carried(self, part: Formula, number: int, believed: Believed, then: Believed) -> bool:
        """Does what is believed here fit to what is believed in the next state?"""
        assert isinstance(part, Node)
        now = self.true(part.args[-1], number, believed)
        match part.op:
            case "always":
                return (part in believed) == (now and part in then)
            case "eventually":
                return (part in believed) == (now or part in then)
            case _:
                left = self.true(part.args[0], number, believed)
                return (part in believed) == (now or (left and part in then))

    def true(self, formula: Formula, number: int, believed: Believed) -> bool:
        match formula:
            case Atom():
                key = number, formula
                if key not in self._values:
                    self._values[key] = evaluate(formula.expr, dict(formula.env), self.graph.states[number], self.scope) is True
                return self._values[key]
            case Node(op="not", args=(arg,)):
                return not self.true(arg, number, believed)
            case Node(op="and", args=args):
                return all(self.true(arg, number, believed) for arg in args)
            case Node(op="or", args=args):
                return any(self.true(arg, number, believed) for arg in args)
            case _:
                return formula in believed

    def _has_values(self, number: int) -> bool:
        try:
            for atom in self.looked_at:
                self.true(atom, number, frozenset())
        except EvaluationError:
            return False
        return True

    # --- what can be gone through for ever ---

    def fair_components(self, places: Sequence[Place]) -> Iterator[list[Place]]:
        """The components, of these places alone, in which all that must happen can happen."""
        inside = set(places)
        rows = {place: [(who, other) for who, other in self.after(place) if other in inside] for place in places}
        for component in _components({place: [other for _, other in row] for place, row in rows.items()}):
            here = set(component)
            taken = {who for place in component for who, other in rows[place] if other in here}
            if not taken or not self._kept(component):
                continue
            everywhere = frozenset.intersection(*(self.graph.enabled[number] for number, _ in component))
            if any(self.fair.get(name) == "fair" and (name, args) not in taken for name, args in everywhere):
                continue
            unserved = {
                who
                for number, _ in component
                for who in self.graph.enabled[number]
                if self.fair.get(who[0]) == "strongly fair" and who not in taken
            }
            idle = [group for group in self.groups if not any(name in group.actions for name, _ in taken)]
            waits = {group: {place for place in component if self._has_enabled(place, group)} for group in idle}
            if any(group.fairness == "fair" and len(where) == len(component) for group, where in waits.items()):
                continue
            left_out = {place for group, where in waits.items() if group.fairness == "strongly fair" for place in where}
            left_out.update(place for place in component if self.graph.enabled[place[0]] & unserved)
            if not left_out:
                yield component
            else:
                yield from self.fair_components([place for place in component if place not in left_out])

    def _has_enabled(self, place: Place, group: FairGroup) -> bool:
        return any(name in group.actions for name, _ in self.graph.enabled[place[0]])

    def _kept(self, component: Iterable[Place]) -> bool:
        """Comes true somewhere what was believed to come true; is false somewhere what was believed not always to hold?"""
        rows = list(component)
        for part in self.future:
            assert isinstance(part, Node)
            wanted = part.op != "always"
            if not any((part in believed) != wanted or self.true(part.args[-1], n, believed) == wanted for n, believed in rows):
                return False
        return True


def _future(formula: Formula) -> Iterator[Formula]:
    """The subformulas about the future, each after what stands inside of it."""
    match formula:
        case Node(op=op, args=args):
            for arg in args:
                yield from _future(arg)
            if op in ("until", "always", "eventually"):
                yield formula
        case _:
            pass


def _atoms(formula: Formula) -> Iterator[Atom]:
    match formula:
        case Atom():
            yield formula
        case Node(args=args):
            for arg in args:
                yield from _atoms(arg)
        case _:
            assert_never(formula)


def _components(after: Mapping[Place, Sequence[Place]]) -> Iterator[list[Place]]:
    """Strongly connected components (Tarjan, Depth-first search and linear graph algorithms, 1972), without recursion."""
    index: dict[Place, int] = {}
    low: dict[Place, int] = {}
    open_: dict[Place, None] = {}
    for root in after:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_[root] = None
        path: list[tuple[Place, Iterator[Place]]] = [(root, iter(after[root]))]
        while path:
            place, rest = path[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    open_[other] = None
                    path.append((other, iter(after[other])))
                    break
                if other in open_:
                    low[place] = min(low[place], index[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[place])
                if low[place] == index[place]:
                    component = []
                    while True:
                        member, _ = open_.popitem()
                        component.append(member)
                        if member == place:
                            break
                    yield component
