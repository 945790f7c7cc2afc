"""What is true of a system at one size, by looking at every state; of properties about runs, by looking for loops that are
fair."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from .pieces import At, State
from .systems import Action, Made, Property, Variable, made

Node = tuple[State, tuple[bool, ...], tuple[Any, ...] | None, int]
"""A state, what is remembered, the action that led to it if a property asks for that, the faults so far if they are bounded."""

Taken = tuple[str, tuple[int, ...]]
"""An action with its arguments."""


class TooMany(Exception):
    """More states than are looked at."""


@dataclass(frozen=True)
class Truth:
    """For each property the fewest steps to what violates (reaches) it, None: nothing does; infinitely many if that takes a run
    without end. `faults`: the fewest of any such run. `starts`: is there a first state?"""

    shortest: dict[str, float | None]
    faults: dict[str, int]
    starts: bool
    states: int


TRIES = 20


def lively(number: int) -> Made:
    """The system of this number: the first of several of which two or three members do something; else the last one."""
    for attempt in range(TRIES):
        system = made(f"{number}.{attempt}")
        for size in (2, 3):
            search = _Search(system, size, False, 4)
            try:
                search.explore()
            except TooMany:
                return system
    return system


def truth(system: Made, size: int, option: bool, most: int) -> Truth:
    """Raises `TooMany`."""
    search = _Search(system, size, option, most)
    search.explore()
    shortest: dict[str, float | None] = {}
    faults: dict[str, int] = {}
    fewest = search.fewest_faults()
    for property in system.properties:
        if property.shape in ("state", "transition"):
            shortest[property.name] = search.soonest(property, search.depth, lambda action: 1)
            if shortest[property.name] is not None:
                least = search.soonest(property, fewest, lambda action: action.kind == "fault")
                assert least is not None
                faults[property.name] = least
        else:
            places = [{property.binder: member} for member in range(size)] if property.binder else [{}]
            shortest[property.name] = math.inf if any(search.violates_run(property, place) for place in places) else None
    return Truth(shortest, faults, bool(search.depth), len(search.depth))


class _Search:
    def __init__(self, system: Made, size: int, option: bool, most: int) -> None:
        self.made, self.size, self.option, self.most = system, size, option, most
        pieces = [piece for property in system.properties for piece in property.pieces]
        self.past = [past for piece in pieces for past in piece.past]
        self.keys = [(past.number, place) for past in self.past for place in past.places(size)]
        self.named = any(piece.acts for piece in pieces)
        self.depth: dict[Node, int] = {}
        self.edges: dict[Node, list[tuple[Action, tuple[int, ...], Node]]] = {}

    # --- every state ---

    def starts(self) -> Iterator[Node]:
        contents = [self.first(variable) for variable in self.made.variables]
        first = {past.number: past.at_first for past in self.past}
        for state in product(*contents):
            node = (state, tuple(first[number] for number, _ in self.keys), None, 0)
            if all(piece.evaluate(self.at(node)) for piece in self.made.initially) and self.allowed(state):
                yield node

    def first(self, variable: Variable) -> list[Any]:
        values = [variable.initial] if variable.written else list(variable.values(self.size))
        return list(product(values, repeat=self.size**variable.indices)) if variable.indices else values

    def allowed(self, state: State) -> bool:
        at = At(self.size, state, self.option)
        return all(piece.evaluate(at) for piece in self.made.assumed)

    def at(self, node: Node) -> At:
        state, memory, did, _ = node
        return At(self.size, state, self.option, {}, dict(zip(self.keys, memory, strict=True)), did)

    def explore(self) -> None:
        waiting = deque(self.starts())
        self.depth = dict.fromkeys(waiting, 0)
        while waiting:
            if len(self.depth) > self.most:
                raise TooMany
            node = waiting.popleft()
            self.edges[node] = list(self.follow(node))
            for _, _, after in self.edges[node]:
                if after not in self.depth:
                    self.depth[after] = self.depth[node] + 1
                    waiting.append(after)

    def follow(self, node: Node) -> Iterator[tuple[Action, tuple[int, ...], Node]]:
        at = self.at(node)
        memory = tuple(self.remembered(at))
        for action in self.made.actions:
            fault = action.kind == "fault" and self.made.faults is not None
            if fault and node[3] == self.made.faults:
                continue
            for args in product(range(self.size), repeat=len(action.parameters)):
                inside = at.within(dict(zip(action.parameters, args, strict=True)))
                if not action.guard.evaluate(inside):
                    continue
                for _, writes in action.body.branches(inside, {}):
                    state = self.after(node[0], writes)
                    if self.allowed(state):
                        did = (action.name, *args) if self.named else None
                        yield action, args, (state, memory, did, node[3] + fault)

    def remembered(self, at: At) -> Iterator[bool]:
        for past in self.past:
            for place in past.places(self.size):
                yield past.evaluate(at.within(dict(zip(past.binders, place, strict=True))))

    def after(self, state: State, writes: dict[tuple[int, tuple[int, ...]], Any]) -> State:
        changed = list(state)
        for (number, places), value in writes.items():
            if not places:
                changed[number] = value
                continue
            place = 0
            for member in places:
                place = place * self.size + member
            changed[number] = (*changed[number][:place], value, *changed[number][place + 1 :])
        return tuple(changed)

    # --- properties about states and transitions ---

    def soonest(self, property: Property, far: dict[Node, int], more: Callable[[Action], int]) -> int | None:
        """How far the nearest state (transition) is that violates the property (reaches what it asks for)."""
        wanted = property.kind == "reachable"
        places = [{property.binder: member} for member in range(self.size)] if property.binder else [{}]

        @cache
        def holds(number: int, place: int, node: Node) -> bool:
            return bool(property.pieces[number].evaluate(self.at(node).within(places[place])))

        best: int | None = None
        for node in sorted(far, key=far.__getitem__):
            if best is not None and far[node] >= best:
                break
            every = range(len(places))
            if property.shape == "state":
                if all(holds(0, place, node) for place in every) is wanted:
                    best = far[node]
                continue
            asked = [place for place in every if holds(0, place, node)]
            for action, _, after in self.edges[node]:
                distance = far[node] + more(action)
                if (best is None or distance < best) and not all(holds(1, place, after) for place in asked):
                    best = distance
        return best

    def fewest_faults(self) -> dict[Node, int]:
        fewest = {node: 0 for node, depth in self.depth.items() if depth == 0}
        queue = deque(fewest)
        while queue:
            node = queue.popleft()
            for action, _, after in self.edges[node]:
                fault = action.kind == "fault"
                if fewest[node] + fault < fewest.get(after, 1 << 30):
                    fewest[after] = fewest[node] + fault
                    (queue.append if fault else queue.appendleft)(after)
        return fewest

    # --- properties about runs without end ---

    def violates_run(self, property: Property, place: dict[str, int]) -> bool:
        """Is there a fair run that violates the property? It may pause: then it stays where it is."""

        @cache
        def holds(number: int, node: Node) -> bool:
            return bool(property.pieces[number].evaluate(self.at(node).within(place)))

        every = set(self.depth)
        never = {node for node in every if not holds(len(property.pieces) - 1, node)}
        if property.shape == "eventually":
            return self.fair_loop(self.reach([node for node in never if self.depth[node] == 0], never), never)
        if property.shape == "leads to":
            return self.fair_loop(self.reach([node for node in never if holds(0, node)], never), never)
        if property.shape == "always eventually":
            return self.fair_loop(never, never)
        assert property.shape == "eventually always"
        return self.fair_loop(every, never)

    def reach(self, first: list[Node], allowed: set[Node]) -> set[Node]:
        found, waiting = set(first), list(first)
        while waiting:
            for _, _, after in self.edges[waiting.pop()]:
                if after in allowed and after not in found:
                    found.add(after)
                    waiting.append(after)
        return found

    def fair_loop(self, nodes: set[Node], wanted: set[Node]) -> bool:
        """Can a fair run stay in these states for ever, and be in one of the wanted ones again and again?"""
        return any(self.fair(part, wanted) for part in self.components(nodes))

    def fair(self, part: set[Node], wanted: set[Node]) -> bool:
        if not part & wanted:
            return False
        possible: dict[tuple[str, Taken], set[Node]] = {}
        happens: set[Taken] = set()
        for node in part:
            for action, args, after in self.edges[node]:
                possible.setdefault((action.fairness, (action.name, args)), set()).add(node)
                if after in part:
                    happens.add((action.name, args))
        for (fairness, taken), where in possible.items():
            if fairness == "" or taken in happens:
                continue
            if where == part:
                return False
            if fairness == "strongly fair":
                return self.fair_loop(part - where, wanted)
        return True

    def components(self, nodes: set[Node]) -> Iterator[set[Node]]:
        """The strongly connected ones; each single state is one at least, since a run may pause there."""
        order: list[Node] = []
        seen: set[Node] = set()
        before: dict[Node, list[Node]] = {node: [] for node in nodes}
        for node in nodes:
            for _, _, after in self.edges[node]:
                if after in nodes:
                    before[after].append(node)
        for root in nodes:
            stack = [(root, iter([after for _, _, after in self.edges[root] if after in nodes]))] if root not in seen else []
            seen.add(root)
            while stack:
                node, following = stack[-1]
                after = next((each for each in following if each not in seen), None)
                if after is None:
                    order.append(node)
                    stack.pop()
                else:
                    seen.add(after)
                    stack.append((after, iter([each for _, _, each in self.edges[after] if each in nodes])))
        gone: set[Node] = set()
        for root in reversed(order):
            if root in gone:
                continue
            part, waiting = {root}, [root]
            gone.add(root)
            while waiting:
                for node in before[waiting.pop()]:
                    if node not in gone:
                        gone.add(node)
                        part.add(node)
                        waiting.append(node)
            yield part
