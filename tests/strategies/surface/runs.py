"""Runs: every state of a text, breadth first, and what its properties come to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from hamodel.language.text import ast

from .branches import Branches, Event
from .kinds import Key, Names, key_of
from .lasting import of_whole_runs
from .values import PAST, Moment, Reading, Seen, State
from .world import RunTimeError, Slip, World, part, parts

Node = tuple[State, tuple[bool, ...], frozenset[Seen], int]
"""A state, what is remembered, what is known of the action that led to it, and the faults so far where they are bounded."""


PAUSE = "nothing happens"
"""The name of a pause; no action has a space in its name."""


class TooMany(Exception):
    """More states than are looked at."""


@dataclass
class Found:
    """What all runs come to. `shortest`: transitions of the shortest run that violates a property (reaches it, if it is a
    `reachable`); `faults`: the fewest of any such run; `errors`: how soon each is made; `without_value`: properties,
    somewhere."""

    states: int = 0
    shortest: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    errors: dict[RunTimeError, int] = field(default_factory=dict)
    happened: set[str] = field(default_factory=set)
    of_transitions: set[str] = field(default_factory=set)
    without_value: set[str] = field(default_factory=set)


class Runs:
    """The runs of a world, with what `properties` remember; those about whole runs are judged elsewhere. `pausing`: a run may
    also stay where it is, which is a transition."""

    def __init__(
        self,
        world: World,
        properties: Sequence[ast.Property],
        most: int,
        faults: int | None = None,
        branches: Branches | None = None,
        pausing: bool = False,
    ) -> None:
        self.world, self.properties, self.most, self.bound, self.pausing = world, properties, most, faults, pausing
        self.branches = branches or Branches(world, Reading(world))
        self.reading = self.branches.reading
        self.assumed = [property for property in world.all(ast.Property) if property.kind == "assume"]
        self.remembered: dict[Key, tuple[ast.Operation, Names]] = {}
        self.named: set[tuple[str, ...]] = set()  # what some `did` asks for: an action, and how much of its arguments
        for property in self.assumed:
            self.look_for_past(property.formula, {})
        self.of_assumptions = dict(self.remembered)
        for property in properties:
            self.look_for_past(property.formula, {})
        self.reading.ahead = self.ahead  # type: ignore[method-assign]
        self.judged = [property for property in properties if not of_whole_runs(property, self.reading)]
        about_next = {property.name.text for property in self.judged if speaks_of_next(property.formula, world)}
        self.found = Found(of_transitions=about_next)
        self.depth: dict[Node, int] = {}
        self.edges: dict[Node, list[tuple[Event, Node]]] = {}

    # --- the past ---

    def look_for_past(self, thing: Any, names: Names) -> None:
        """Notes the operators on the past, with the names that they may know."""
        if isinstance(thing, tuple):
            for each in thing:
                self.look_for_past(each, names)
            return
        if isinstance(thing, ast.Quantified):
            for inside in self.reading.members(thing.binders, names):
                self.look_for_past((thing.where, thing.body), inside)
            return
        if isinstance(thing, ast.Best):
            for inside in self.reading.members((thing.binder,), names):
                self.look_for_past((thing.where, thing.keys), inside)
            return
        if isinstance(thing, ast.Operation) and thing.op in PAST:
            self.remembered[id(thing), key_of(names)] = thing, names
        if isinstance(thing, ast.Did):
            self.named.add(("action", thing.action.text))
        if isinstance(thing, ast.DidBuiltIn):
            self.named.add(_asked(thing.event))
        if isinstance(thing, ast.Word | ast.Call):
            self.look_into_use(thing, names)
            if isinstance(thing, ast.Call) and thing.name.text in self.world.definitions:
                return  # what stands for a parameter is remembered where that is used
        fields = getattr(thing, "__dataclass_fields__", {})
        self.look_for_past(tuple(getattr(thing, field) for field in fields if field != "span"), names)

    def look_into_use(self, thing: ast.Word | ast.Call, names: Names) -> None:
        name, args = (thing.text, ()) if isinstance(thing, ast.Word) else (thing.name.text, thing.args)
        if name in names:
            given = names[name]
            if given.node is not None:
                self.look_for_past(given.node, given.names or {})
        elif name in self.world.definitions:
            definition = self.world.definitions[name]
            self.look_for_past(definition.body, self.reading.parameters(definition.parameters, args, names))

    def moment(self, node: Node, after: Node | None = None) -> Moment:
        state, memory, did, _ = node
        known = dict(zip(self.remembered, memory, strict=True))
        return Moment(state, known, did, None if after is None else self.moment(after))

    def remember(self, node: Node) -> tuple[bool, ...]:
        """What is known of the past in the states that follow. Raises Slip where that cannot be told."""
        at = self.moment(node)
        looks = [lambda op=op, names=names: self.reading.in_time(op, names, at) for op, names in self.remembered.values()]
        return tuple(self.reading.every(looks))

    def ahead(self, at: Moment, fits: Callable[[str, tuple[Any, ...]], bool]) -> bool:
        """Does some event that fits lead on from here, however many faults there were?"""
        return any(fits(event.name, event.args) and self.leads_on(at, event) for event in self.branches.events(at.state))

    def leads_on(self, at: Moment, event: Event) -> bool:
        """Does the event lead to a state that no `assume` leaves out?"""
        if event.state is None or event.errors:
            return False
        try:
            memory = {key: self.reading.in_time(op, names, at) for key, (op, names) in self.of_assumptions.items()}
        except Slip:
            return False
        after = Moment(event.state, memory, self.seen(event))
        return all(self.value(property, after) is not False for property in self.assumed)

    def seen(self, event: Event) -> frozenset[Seen]:
        """What is known of it, where somebody asks. A channel tells which message it is also where none is named, but where the
        head of a queue is lost or doubled."""
        if event.name in self.world.actions:
            return frozenset({("action", event.name, *event.args)} if ("action", event.name) in self.named else ())
        found: list[Seen] = []
        if event.name in ("cut", "mend"):
            link, *place = event.args
            found += [(event.name, link)] * ((event.name, link, "any") in self.named)
            found += [(event.name, link, *place)] * ((event.name, link, "place") in self.named)
        elif event.name in ("deliver", "lose", "duplicate"):
            channel, message, ends = event.args
            head = event.name != "deliver" and self.world.channels[channel].fifo
            which = () if head else (message[0],)
            asked = {each[-1] for each in self.named if each[:2] == (event.name, channel)}
            found += [(event.name, channel, "any", *which)] * ("any" in asked)
            found += [(event.name, channel, "ends", *which, ends)] * ("ends" in asked)
            found += [(event.name, channel, "content", message, ends)] * (message[0] in asked and not head)
        return frozenset(found)

    # --- the states ---

    def starts(self) -> Iterator[Node]:
        fixed: dict[Any, Any] = {}
        free: dict[Any, tuple[Any, ...]] = {}
        made: list[RunTimeError] = []
        for variable, (_, type, declared) in self.world.variables.items():
            for names in self.reading.members(_named(declared.binders), {}):
                place = tuple(part(given.value, path) for given in names.values() for path, _ in parts(given.type))
                for path, leaf in parts(type):
                    cell = self.world.number[variable, path, place]
                    try:
                        if declared.initial is None:
                            free[cell] = leaf.values
                        elif path:
                            fixed[cell] = part(self.reading.value(declared.initial, names, Moment(), type), path)
                        else:
                            fixed[cell] = self.reading.fitted(declared.initial, type, names, Moment(), strict=False)
                    except Slip as slipped:
                        made += slipped.errors
                        free[cell] = leaf.values
        fixed.update({number: True for (name, _, _), number in self.world.number.items() if name in self.world.links})
        fixed.update({number: () for (name, _, _), number in self.world.number.items() if name in self.world.channels})
        memory = tuple(operator.op == "historically" for operator, _ in self.remembered.values())
        for values in product(*free.values()):
            content = {**fixed, **dict(zip(free, values, strict=True))}
            node = (tuple(content[number] for number in range(len(content))), memory, frozenset[Seen](), 0)
            if self.begins(node, made) and self.allowed(node):
                yield node

    def begins(self, node: Node, made: list[RunTimeError]) -> bool:
        """May a run begin here? Notes the errors of doing so."""
        try:
            held = all(self.reading.true(each.condition, {}, self.moment(node)) for each in self.world.all(ast.Initially))
            slips: tuple[RunTimeError, ...] = ()
        except Slip as slipped:
            held, slips = True, slipped.errors
        if held and self.allowed(node):
            for error in (*made, *slips):
                self.found.errors.setdefault(error, 0)
        return held

    def allowed(self, node: Node) -> bool:
        """Does no `assume` leave the state out?"""
        return all(self.value(property, self.moment(node)) is not False for property in self.assumed)

    def value(self, property: ast.Property, at: Moment) -> bool | tuple[RunTimeError, ...]:
        try:
            return self.reading.true(property.formula, {}, at)
        except Slip as slipped:
            return slipped.errors

    def search(self) -> Found:
        frontier: deque[Node] = deque()
        for node in self.starts():
            self.meet(node, 0, frontier)
        while frontier:
            node = frontier.popleft()
            self.edges[node] = []
            for event in self.branches.events(node[0], self.bound is None or node[3] < self.bound):
                self.follow(node, event, frontier)
            if self.pausing:
                self.follow(node, Event(PAUSE, (), False, node[0]), frontier)
        self.found.states = len(self.depth)
        self.count_faults()
        return self.found

    def then(self, node: Node, event: Event) -> tuple[Node | None, tuple[RunTimeError, ...]]:
        """Where an event leads, if not to an error, or to what an `assume` leaves out; and the errors."""
        made = event.errors
        memory: tuple[bool, ...] = ()
        try:
            memory = self.remember(node)
        except Slip as slipped:
            made = (*made, *slipped.errors)
        if made or event.state is None:
            return None, made
        after: Node = (event.state, memory, self.seen(event), node[3] + (event.fault and self.bound is not None))
        return (after if self.allowed(after) else None), ()

    def follow(self, node: Node, event: Event, frontier: deque[Node]) -> None:
        depth = self.depth[node]
        after, made = self.then(node, event)
        for error in made:
            self.found.errors.setdefault(error, depth)
        if not made:
            self.found.happened.add(event.name if event.name != "deliver" else f"deliver {event.args[0]} {event.args[1][0]}")
        if after is None:
            return
        self.edges[node].append((event, after))
        self.meet(after, depth + 1, frontier)
        for property in self.judged:
            if property.name.text in self.found.of_transitions:
                value = self.value(property, self.moment(node, after))
                self.note(property, value, depth + 1, True)

    def meet(self, node: Node, depth: int, frontier: deque[Node]) -> None:
        if node in self.depth:
            return
        if len(self.depth) == self.most:
            raise TooMany
        self.depth[node] = depth
        frontier.append(node)
        for property in (*self.assumed, *self.judged):
            if property.name.text not in self.found.of_transitions:
                self.note(property, self.value(property, self.moment(node)), depth, False)

    def note(self, property: ast.Property, value: bool | tuple[RunTimeError, ...], depth: int, in_transition: bool) -> None:
        if isinstance(value, tuple):
            self.found.without_value.add(property.name.text)
            for error in value:
                self.found.errors.setdefault(replace(error, in_transition=in_transition), depth)
        elif value == (property.kind == "reachable") and property.kind != "assume":
            self.found.shortest.setdefault(property.name.text, depth)

    # --- faults ---

    def count_faults(self) -> None:
        """The fewest faults of a run that hits each property."""
        fewest = {node: 0 for node, depth in self.depth.items() if depth == 0}
        queue = deque(fewest)
        while queue:
            node = queue.popleft()
            for event, after in self.edges[node]:
                now = fewest[node] + event.fault
                if after not in fewest or now < fewest[after]:
                    fewest[after] = now
                    (queue.append if event.fault else queue.appendleft)(after)
        for property in self.judged:
            if property.name.text in self.found.shortest:
                self.found.faults[property.name.text] = min(self.hits(property, fewest))

    def hits(self, property: ast.Property, fewest: dict[Node, int]) -> Iterator[int]:
        wanted = property.kind == "reachable"
        for node, number in fewest.items():
            if property.name.text not in self.found.of_transitions:
                if self.value(property, self.moment(node)) is wanted:
                    yield number
                continue
            for event, after in self.edges[node]:
                if self.value(property, self.moment(node, after)) is wanted:
                    yield number + event.fault


def _asked(event: ast.OnLink | ast.OnChannel) -> tuple[str, ...]:
    """What a `did` asks of a link or a channel: which of several, or any; a message, the ends, or nothing of these."""
    if isinstance(event, ast.OnLink):
        return event.verb, event.link.text, "place" if event.indices else "any"
    if event.message is not None:
        return event.verb, event.channel.text, "content", event.message.text
    return event.verb, event.channel.text, "any" if event.sender is None else "ends"


def _named(binders: tuple[ast.Binder, ...]) -> tuple[ast.Binder, ...]:
    """The binders of a variable, each with a name."""
    return tuple(
        binder if binder.name else replace(binder, name=ast.Name(f" {number}", binder.span))
        for number, binder in enumerate(binders)
    )


def speaks_of_next(thing: Any, world: World) -> bool:
    """Is `next` in a formula, or in a definition that it uses?"""
    return _has(thing, world, ("next",))


def speaks_of_past(thing: Any, world: World) -> bool:
    """The same of `once`, `historically`, `since` and `did`."""
    return _has(thing, world, (*PAST, "did"))


def _has(thing: Any, world: World, operators: tuple[str, ...]) -> bool:
    if isinstance(thing, tuple):
        return any(_has(each, world, operators) for each in thing)
    if isinstance(thing, ast.Operation) and thing.op in operators:
        return True
    if isinstance(thing, ast.Did | ast.DidBuiltIn) and "did" in operators:
        return True
    name = thing.text if isinstance(thing, ast.Word) else thing.name.text if isinstance(thing, ast.Call) else ""
    if name in world.definitions and _has(world.definitions[name].body, world, operators):
        return True
    fields = getattr(thing, "__dataclass_fields__", {})
    return any(_has(getattr(thing, field), world, operators) for field in fields if field != "span")
