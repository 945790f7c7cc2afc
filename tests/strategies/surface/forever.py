"""Forever: is a property about whole runs true of every fair run? The graph of all states is gone through.

A run never ends, and may pause in every state. Clarke, Grumberg, Hamaguchi: Another look at LTL model checking, 1994: beside
the state goes a guess, for each `until`, whether it is true from the next state on; a guess has to come true, and an `until`
that is true for ever has to end. What can be gone round for ever while all that is fair happens is found in the strongly
connected components. A run that violates the property is made of what was found, and judged once more by itself: what a formula
is worth on a sequence of states that ends in a loop can be told from its definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hamodel.language.text import ast

from .branches import Event
from .lasting import Formula, Unfolding, conjuncts, untils
from .runs import Node, Runs, TooMany
from .world import RunTimeError, Slip

MOST_PLACES = 20_000
MOST_UNTILS = 6

Who = tuple[str, tuple[Any, ...]]
Place = tuple[Node, int]
"""A state, and the guesses: a bit for each `until`."""


@dataclass(frozen=True)
class Lasso:
    """Nodes, the last of which leads to the one at `start`; `taken`: who takes each transition."""

    nodes: tuple[Node, ...]
    taken: tuple[Who, ...]
    start: int


class Forever:
    """The endless runs of `runs`, which has paused, and one of its properties."""

    def __init__(self, runs: Runs, property: ast.Property) -> None:
        self.runs, self.unfolding = runs, Unfolding(property, runs.reading)
        self.errors: dict[RunTimeError, int] = {}
        self.values: dict[Node, tuple[bool, ...]] = {}  # of what is looked at; nothing where that has no value
        for node, depth in runs.depth.items():
            self.look(node, depth)
        self.after = {
            node: [(_who(event), other) for event, other in runs.edges[node] if other in self.values] for node in self.values
        }
        self.possible = {node: {_who(event) for event, _ in runs.edges[node]} for node in self.values}
        self.unfair = False
        self.groups = [(each.fairness, frozenset(map(_member, each.members))) for each in runs.world.all(ast.Together)]
        self.fairness = {action.name.text: action.fairness for action in runs.world.all(ast.Action)}
        self.mends = {each.link.text: each.fairness for each in runs.world.all(ast.Switch) if each.verb == "mend"}
        self.mends |= {link.text: each.fairness for each in runs.world.all(ast.Mending) for link in each.links}

    def look(self, node: Node, depth: int) -> None:
        at = self.runs.moment(node)
        looks = [lambda expr=expr, names=names: self.runs.reading.true(expr, names, at) for expr, names in self.unfolding.atoms]
        try:
            self.values[node] = tuple(self.runs.reading.every(looks))
        except Slip as slipped:
            for error in slipped.errors:
                self.errors.setdefault(error, depth)

    def fair(self, who: Who) -> str:
        """Is it `fair`, `strongly fair` or neither?"""
        if self.unfair:
            return ""
        if who[0] == "deliver":
            channel, message, _ = who[1]
            return self.runs.branches.ons[channel, message[0]].fairness
        if who[0] == "mend":
            return self.mends.get(who[1][0], "")
        return self.fairness.get(who[0], "")

    def obliged(self, fairness: str, taken: set[Who]) -> list[frozenset[tuple[str, ...]]]:
        """The groups with this fairness of which nobody is among these."""
        groups = () if self.unfair else self.groups
        return [members for own, members in groups if own == fairness and not any(_is_of(who, members) for who in taken)]

    def violation(self) -> Lasso | None:
        """A fair run on which the property is false. Raises TooMany."""
        for part in dict.fromkeys(conjuncts(self.unfolding.formula)):
            found = _Product(self, part).violation()
            if found is not None:
                return found
        return None

    def violation_without_fairness(self) -> Lasso | None:
        """The same, if nothing at all is obliged to happen."""
        self.unfair = True
        try:
            return self.violation()
        finally:
            self.unfair = False

    # --- one run ---

    def is_fair(self, lasso: Lasso) -> bool:
        loop = lasso.nodes[lasso.start :]
        taken = set(lasso.taken[lasso.start :])
        enabled = [self.possible[node] for node in loop]
        for who in set().union(*enabled) - taken:
            if self.fair(who) == "strongly fair" or (self.fair(who) == "fair" and all(who in each for each in enabled)):
                return False
        able = [[any(_is_of(who, group) for who in each) for each in enabled] for group in self.obliged("fair", taken)]
        strongly = [_is_of(who, group) for group in self.obliged("strongly fair", taken) for each in enabled for who in each]
        return not any(map(all, able)) and not any(strongly)

    def is_run(self, lasso: Lasso) -> bool:
        nodes = lasso.nodes
        following = (*nodes[1:], nodes[lasso.start])
        steps = zip(nodes, lasso.taken, following, strict=True)
        return self.runs.depth[nodes[0]] == 0 and all((who, then) in self.after[node] for node, who, then in steps)

    def true_of(self, lasso: Lasso) -> bool:
        """Is the property true of this run? From what each operator means."""
        return self.course(self.unfolding.formula, lasso)[0]

    def course(self, formula: Formula, lasso: Lasso) -> list[bool]:
        """The value of a formula from each state of the run on."""
        here = lasso.nodes
        if formula.op == "true":
            return [True] * len(here)
        if formula.op == "atom":
            return [self.values[node][formula.number] for node in here]
        parts = [self.course(part, lasso) for part in formula.parts]
        if formula.op == "not":
            return [not value for value in parts[0]]
        if formula.op != "until":
            join = {"and": all, "or": any}[formula.op]
            return [join(values) for values in zip(*parts, strict=True)] if parts else [formula.op == "and"] * len(here)
        left, right = parts
        found = []
        for begin in range(len(here)):
            ahead = [*range(begin, len(here)), *range(lasso.start, begin)]  # all that comes, each place once
            end = next((number for number, place in enumerate(ahead) if right[place]), None)
            found.append(end is not None and all(left[place] for place in ahead[:end]))
        return found

    def some(self, dice: Random, most: int = 25) -> Iterator[Lasso]:
        """Fair runs along a random branch, as they come."""
        starts = [node for node in self.values if self.runs.depth[node] == 0]
        if not starts:
            return
        nodes, taken = [dice.choice(starts)], list[Who]()
        while len(nodes) < most and self.after[nodes[-1]]:
            who, then = dice.choice(self.after[nodes[-1]])
            taken.append(who)
            if then in nodes:
                lasso = Lasso(tuple(nodes), tuple(taken), dice.choice([n for n, node in enumerate(nodes) if node == then]))
                if self.is_fair(lasso):
                    yield lasso
            nodes.append(then)


def _who(event: Event) -> Who:
    return event.name, event.args


def _member(written: ast.Name | ast.Delivered) -> tuple[str, ...]:
    """What a group says of a step, of a message, or of a channel."""
    if isinstance(written, ast.Name):
        return (written.text,)
    return ("deliver", written.channel.text, *([written.message.text] if written.message else []))


def _is_of(who: Who, members: frozenset[tuple[str, ...]]) -> bool:
    if who[0] == "deliver" and len(who[1]) == 3 and isinstance(who[1][1], tuple):
        channel, message, _ = who[1]
        return ("deliver", channel) in members or ("deliver", channel, message[0]) in members
    return (who[0],) in members


class _Product:
    """States and guesses, of a part of the property."""

    def __init__(self, forever: Forever, formula: Formula) -> None:
        self.forever, self.formula = forever, formula
        self.untils = untils(formula)
        if len(self.untils) > MOST_UNTILS:
            raise TooMany
        self._rows: dict[tuple[bool, ...], dict[int, tuple[int, bool, int]]] = {}
        self._by_truth: dict[tuple[bool, ...], dict[int, list[int]]] = {}

    def rows(self, value: tuple[bool, ...]) -> dict[int, tuple[int, bool, int]]:
        """For each guess: which `until` are then true, whether the formula is, and which `until` wait for their end."""
        if value not in self._rows:
            self._rows[value] = {guess: self.row(value, guess) for guess in range(1 << len(self.untils))}
            by_truth: dict[int, list[int]] = {}
            for guess, (truth, _, _) in self._rows[value].items():
                by_truth.setdefault(truth, []).append(guess)
            self._by_truth[value] = by_truth
        return self._rows[value]

    def row(self, value: tuple[bool, ...], guess: int) -> tuple[int, bool, int]:
        known: dict[Formula, bool] = {}

        def true(formula: Formula) -> bool:
            match formula.op:
                case "true":
                    return True
                case "atom":
                    return value[formula.number]
                case "not":
                    return not true(formula.parts[0])
                case "and":
                    return all(true(part) for part in formula.parts)
                case "or":
                    return any(true(part) for part in formula.parts)
                case _:
                    return known[formula]

        truth = waiting = 0
        for number, part in enumerate(self.untils):
            left, right = part.parts
            now = true(right)
            known[part] = now or (true(left) and bool(guess >> number & 1))
            truth |= known[part] << number
            waiting |= (known[part] and not now) << number
        return truth, true(self.formula), waiting

    def after(self, place: Place) -> Iterator[tuple[Who, Place]]:
        node, guess = place
        for who, then in self.forever.after[node]:
            self.rows(self.forever.values[then])
            for other in self._by_truth[self.forever.values[then]].get(guess, ()):
                yield who, (then, other)

    def waiting(self, place: Place) -> int:
        return self.rows(self.forever.values[place[0]])[place[1]][2]

    def violation(self) -> Lasso | None:
        came: dict[Place, tuple[Place, Who] | None] = {}
        for node, value in self.forever.values.items():
            if self.forever.runs.depth[node] == 0:
                came.update({(node, guess): None for guess, (_, held, _) in self.rows(value).items() if not held})
        queue = list(came)
        rows: dict[Place, list[tuple[Who, Place]]] = {}
        for place in queue:
            rows[place] = list(self.after(place))
            for who, then in rows[place]:
                if then not in came:
                    came[then] = place, who
                    queue.append(then)
            if len(queue) > MOST_PLACES:
                raise TooMany
        component = next(self.endless(rows), None)
        return None if component is None else self.lasso(component, rows, came)

    def endless(self, rows: Mapping[Place, Sequence[tuple[Who, Place]]]) -> Iterator[set[Place]]:
        """Components that can be gone round for ever in a fair branch, while no `until` waits for ever."""
        for component in components({place: [then for _, then in row] for place, row in rows.items()}):
            inner = {place: [(who, then) for who, then in rows[place] if then in component] for place in component}
            taken = {who for row in inner.values() for who, _ in row}
            wait = (1 << len(self.untils)) - 1
            for place in component:
                wait &= self.waiting(place)
            if not taken or wait:
                continue
            enabled = [self.forever.possible[node] for node, _ in component]
            if any(self.forever.fair(who) == "fair" for who in set.intersection(*map(set, enabled)) - taken):
                continue
            able = [{p for p in component if self.able(p, group)} for group in self.forever.obliged("fair", taken)]
            if component in able:
                continue
            starved = {who for who in set().union(*enabled) - taken if self.forever.fair(who) == "strongly fair"}
            waiting = {p for p in component for group in self.forever.obliged("strongly fair", taken) if self.able(p, group)}
            if not starved and not waiting:
                yield component
                continue
            kept = {place for place in component - waiting if not self.forever.possible[place[0]] & starved}
            yield from self.endless({place: [row for row in inner[place] if row[1] in kept] for place in kept})

    def able(self, place: Place, group: frozenset[tuple[str, ...]]) -> bool:
        return any(_is_of(who, group) for who in self.forever.possible[place[0]])

    def lasso(
        self,
        component: set[Place],
        rows: Mapping[Place, Sequence[tuple[Who, Place]]],
        came: Mapping[Place, tuple[Place, Who] | None],
    ) -> Lasso:
        """A run into the component, and round through each of its places and everything that is taken there."""
        first = min(component, key=lambda place: (self.forever.runs.depth[place[0]], repr(place)))
        nodes, taken, place = [first], list[Who](), first
        while (back := came[place]) is not None:
            place, who = back
            nodes.insert(0, place)
            taken.insert(0, who)
        start = len(nodes) - 1
        left_places = set(component)
        left_taken = {who for place in component for who, then in rows[place] if then in component}
        here = first
        while left_places or left_taken or here != first or len(taken) == start:
            left_places.discard(here)
            wanted = left_places or left_taken
            for who, then in _way(rows, component, here, left_places, left_taken, first if not wanted else None):
                taken.append(who)
                nodes.append(then)
                left_places.discard(then)
                left_taken.discard(who)
                here = then
        return Lasso(tuple(node for node, _ in nodes[:-1]), tuple(taken), start)


def _way(
    rows: Mapping[Place, Sequence[tuple[Who, Place]]],
    component: set[Place],
    here: Place,
    places: set[Place],
    taken: set[Who],
    home: Place | None,
) -> list[tuple[Who, Place]]:
    """A shortest branch to something that is wanted: one of the places, a transition of one of these, or home."""
    came: dict[Place, list[tuple[Who, Place]]] = {here: []}
    queue = [here]
    for place in queue:
        for who, then in rows[place]:
            if then not in component:
                continue
            branch = [*came[place], (who, then)]
            if then in places or who in taken or then == home:
                return branch
            if then not in came:
                came[then] = branch
                queue.append(then)
    raise AssertionError("a component is connected")


def components(after: Mapping[Any, Iterable[Any]]) -> Iterator[set[Any]]:
    """Strongly connected components (Sharir, A strong-connectivity algorithm, 1981): twice through the graph, once backwards."""
    order: list[Any] = []
    seen: set[Any] = set()
    before: dict[Any, list[Any]] = {place: [] for place in after}
    for root in after:
        stack = [] if root in seen else [(root, iter(after[root]))]
        seen.add(root)
        while stack:
            place, rest = stack[-1]
            then = next((other for other in rest if other in after), None)
            if then is None:
                order.append(place)
                stack.pop()
                continue
            before[then].append(place)
            if then not in seen:
                seen.add(then)
                stack.append((then, iter(after[then])))
    done: set[Any] = set()
    for root in reversed(order):
        if root in done:
            continue
        component, queue = {root}, [root]
        for place in queue:
            for other in before[place]:
                if other not in done and other not in component:
                    component.add(other)
                    queue.append(other)
        done |= component
        yield component
