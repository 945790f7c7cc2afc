"""automaton(formula, ground): a Büchi automaton that accepts the runs on which a formula is false, its labels terms.

Gerth, Peled, Vardi, Wolper: Simple on-the-fly automatic verification of linear temporal logic, PSTV 1995; promises on edges as
in Couvreur: On-the-fly verification of linear temporal logic, FM 1999. A node is a set of formulas that the rest of a run must
satisfy. An edge reads the state, and postpones some promises (that the right side of an `until` comes true in the end). A run
is accepted if it takes, for each promise, infinitely many edges that do not postpone it.

NOTE(stays): formulas without `next` do not tell how often a state is repeated. So a run and the automaton take turns: an edge
to another node is taken while the run stands still, and each transition of the run goes with a loop at a node. Nothing is
lost. If an edge from N to M can be taken in a state, so can the loop at M: each formula in M was carried along by an
alternative whose condition holds in that state and whose formulas are all in M. And what is read twice may be read twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TypeAlias, assert_never

from hamodel.ground.terms import Term, Terms
from hamodel.model.temporal import Atom, Formula, Node

MOST_NODES = 100
MOST_WAYS = 2000
"""Nodes; and ways to satisfy a node that are looked at to find the edges from it."""


class TooLargeError(Exception):
    """The automaton of a property has more nodes or edges than can be looked at."""


@dataclass(frozen=True, slots=True)
class Edge:
    source: int
    target: int
    condition: Term
    postponed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Automaton:
    """Nodes are numbered from 0. `knots`: for each node the number of its strongly connected component if an accepted run
    can stay there for ever, else None. Promises that no edge in a knot postpones are left out."""

    starts: tuple[int, ...]
    nodes: int
    edges: tuple[Edge, ...]
    promises: int
    knots: tuple[int | None, ...]

    def loops(self, node: int) -> Iterator[Edge]:
        """The edges from the node to itself."""
        return (edge for edge in self.edges if edge.source == edge.target == node)


def automaton(formula: Formula, ground: Callable[[Atom], Term], terms: Terms) -> Automaton:
    """For the runs on which `formula` is false. Raises `TooLargeError`."""
    table = _Table(terms)
    root = table.formula(formula, ground, positive=False)
    rows = table.rows[root]
    return _explored(table, list(rows[1]) if rows[0] == "or" else [root])


# --- negation normal form, and what it asks of a state and of the rest of the run ------------------------------------


Row: TypeAlias = tuple[str, tuple[int, ...], Term | None]
Set: TypeAlias = frozenset[int]
Alternatives: TypeAlias = dict[tuple[Set, Set], Term]
"""Ways to satisfy a formula: what is left for the rest of the run, and the promises postponed; each where a term holds."""


@dataclass(slots=True)
class _Table:
    """Formulas by number, equal ones once: a literal, or `and`, `or`, `until`, `release` of others."""

    terms: Terms
    rows: list[Row] = field(default_factory=list)
    _numbers: dict[Row, int] = field(default_factory=dict)
    _expanded: dict[int, Alternatives] = field(default_factory=dict)

    def formula(self, formula: Formula, ground: Callable[[Atom], Term], positive: bool) -> int:
        """The number of a formula, or of its negation."""
        match formula:
            case Atom():
                term = ground(formula)
                return self.literal(term if positive else self.terms.not_(term))
            case Node(op="not", args=(inner,)):
                return self.formula(inner, ground, not positive)
            case Node(op=op, args=args):
                parts = [self.formula(arg, ground, positive) for arg in args]
                match op, positive:
                    case ("and", True) | ("or", False):
                        return self.junction("and", parts)
                    case ("and", False) | ("or", True):
                        return self.junction("or", parts)
                    case ("eventually", True) | ("always", False):
                        return self.until("until", self.literal(self.terms.true), parts[0])
                    case ("eventually", False) | ("always", True):
                        return self.until("release", self.literal(self.terms.false), parts[0])
                    case ("until", True):
                        return self.until("until", *parts)
                    case _:
                        return self.until("release", *parts)
            case _:
                assert_never(formula)

    def literal(self, term: Term) -> int:
        return self._number("literal", (), term)

    def junction(self, op: str, args: Sequence[int]) -> int:
        """`and`, `or`: literals become one."""
        flat: dict[int, None] = {}
        for arg in args:
            flat.update(dict.fromkeys(self.rows[arg][1] if self.rows[arg][0] == op else (arg,)))
        literals = [term for number in flat if (term := self.rows[number][2]) is not None]
        term = self.terms.and_(*literals) if op == "and" else self.terms.or_(*literals)
        zero, unit = (self.terms.false, self.terms.true) if op == "and" else (self.terms.true, self.terms.false)
        others = [number for number in flat if self.rows[number][2] is None]
        if term is zero or not others:
            return self.literal(term)
        parts = sorted(others if term is unit else [*others, self.literal(term)])
        return parts[0] if len(parts) == 1 else self._number(op, tuple(parts), None)

    def until(self, op: str, left: int, right: int) -> int:
        end = self.rows[right][2]
        if end is not None and end.is_const:
            return right
        if self.rows[right][:2] == (op, (left, self.rows[right][1][-1] if self.rows[right][1] else -1)):
            return right  # eventually eventually p, always always p
        return self._number(op, (left, right), None)

    def _number(self, op: str, args: tuple[int, ...], term: Term | None) -> int:
        row = (op, args, term)
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            self.rows.append(row)
        return self._numbers[row]

    def expand(self, number: int) -> Alternatives:
        """The ways to satisfy a formula in a run, by what they ask of its first state."""
        if number not in self._expanded:
            self._expanded[number] = self._ways(number)
        return self._expanded[number]

    def _ways(self, number: int) -> Alternatives:
        none: Set = frozenset()
        op, args, term = self.rows[number]
        found: Alternatives = {}
        match op:
            case "literal":
                assert term is not None
                self._add(found, none, none, term)
            case "and":
                return self.all_of(args)
            case "or":
                literal = self._literal(args)
                for arg in args:
                    other = self.terms.true if self.rows[arg][2] is not None else self.terms.not_(literal)
                    for (left, postponed), condition in self.expand(arg).items():
                        self._add(found, left, postponed, self.terms.and_(condition, other))
            case "until":
                found.update(self.expand(args[1]))
                not_yet = self.terms.not_(self._literal(args[1:]))
                for (left, postponed), condition in self.expand(args[0]).items():
                    self._add(found, left | {number}, postponed | {number}, self.terms.and_(condition, not_yet))
            case "release":
                found.update(self.all_of(args))
                not_yet = self.terms.not_(self._literal(args[:1]))
                for (left, postponed), condition in self.expand(args[1]).items():
                    self._add(found, left | {number}, postponed, self.terms.and_(condition, not_yet))
            case _:
                raise ValueError(f"no ways for the operator {op}")
        return found

    def all_of(self, numbers: Iterable[int]) -> Alternatives:
        """The ways to satisfy all of these formulas."""
        found: Alternatives = {}
        rows = [self.expand(number) for number in numbers]
        if math.prod(map(len, rows)) > MOST_WAYS:
            raise TooLargeError(f"a node of its automaton has more than {MOST_WAYS:,} ways on")
        for choice in product(*(row.items() for row in rows)):
            condition = self.terms.and_(*(condition for _, condition in choice))
            left = frozenset(number for (rest, _), _ in choice for number in rest)
            postponed = frozenset(number for (_, promises), _ in choice for number in promises)
            self._add(found, left, postponed, condition)
        return found

    def _literal(self, numbers: Iterable[int]) -> Term:
        """Where one of the literals among these holds."""
        return self.terms.or_(*(term for number in numbers if (term := self.rows[number][2]) is not None))

    def _add(self, found: Alternatives, left: Set, postponed: Set, condition: Term) -> None:
        if condition is not self.terms.false:
            found[left, postponed] = self.terms.or_(found.get((left, postponed), self.terms.false), condition)


# --- the graph -------------------------------------------------------------------------------------------------------


def _explored(table: _Table, roots: Sequence[int]) -> Automaton:
    """The nodes from which an accepted run is possible, and the edges between them."""
    nodes: dict[Set, int] = {}
    for root in roots:
        if table.rows[root][2] is not table.terms.false:
            nodes.setdefault(frozenset([root]), len(nodes))
    starts = range(len(nodes))
    edges: list[Edge] = []
    waiting = list(nodes)
    for here in waiting:
        for (left, postponed), condition in table.all_of(sorted(here)).items():
            if left not in nodes:
                nodes[left] = len(nodes)
                waiting.append(left)
                if len(nodes) > MOST_NODES:
                    raise TooLargeError(f"its automaton has more than {MOST_NODES} nodes")
            edges.append(Edge(nodes[here], nodes[left], condition, postponed))
    component = _components(len(nodes), [(edge.source, edge.target) for edge in edges])
    inside = [edge for edge in edges if component[edge.source] == component[edge.target]]
    promises = sorted({promise for edge in inside for promise in edge.postponed})
    knots = {
        knot
        for knot in {component[edge.source] for edge in inside}
        if all(any(component[e.source] == knot and promise not in e.postponed for e in inside) for promise in promises)
    }
    kept = {promise for edge in inside if component[edge.source] in knots for promise in edge.postponed}
    numbers = {promise: number for number, promise in enumerate(sorted(kept))}
    useful = _leading_to({node for node in range(len(nodes)) if component[node] in knots}, edges)
    order = {node: number for number, node in enumerate(sorted(useful))}
    kept_edges = tuple(
        replace(
            edge,
            source=order[edge.source],
            target=order[edge.target],
            postponed=frozenset(numbers[promise] for promise in edge.postponed if promise in numbers),
        )
        for edge in edges
        if edge.source in order and edge.target in order
    )
    return Automaton(
        tuple(order[node] for node in starts if node in order),
        len(order),
        kept_edges,
        len(numbers),
        tuple(component[node] if component[node] in knots else None for node in order),
    )


def _leading_to(wanted: set[int], edges: Sequence[Edge]) -> set[int]:
    found = set(wanted)
    while more := {edge.source for edge in edges if edge.target in found} - found:
        found |= more
    return found


def _components(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """For each node a number that it shares with the nodes that it reaches and that reach it."""
    reached = []
    for start in range(count):
        seen = {start}
        while more := {target for source, target in edges if source in seen} - seen:
            seen |= more
        reached.append(seen)
    return [min(other for other in reached[node] if node in reached[other]) for node in range(count)]
