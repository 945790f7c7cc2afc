"""Branches: what can happen in a state. An action is taken in one of several branches, each of which leads to a state or an
error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from hamodel.language.text import ast

from .kinds import Given, Names
from .values import Moment, Reading, State
from .world import Cell, Range, Record, RunTimeError, Sends, Slip, Struct, Type, World, part, parts


@dataclass(frozen=True)
class Branch:
    """How far a branch through a body has come. `order`: where in the text a write stands."""

    writes: tuple[tuple[Cell, Any, tuple[int, ...], RunTimeError], ...] = ()
    moves: tuple[tuple[str, str, tuple[Any, Any], Any, Any], ...] = ()  # verb, channel, ends, message, span
    errors: tuple[RunTimeError, ...] = ()

    def but(self, *errors: RunTimeError) -> Branch:
        return replace(self, errors=(*self.errors, *errors))


@dataclass(frozen=True)
class Event:
    """Something that happens: the action with plain arguments; the next state, or else the errors that are caused."""

    name: str
    args: tuple[Any, ...]
    fault: bool
    state: State | None
    errors: tuple[RunTimeError, ...] = ()


Order = tuple[int, ...]


class Branches:
    def __init__(self, world: World, reading: Reading) -> None:
        self.world, self.reading = world, reading
        self.known: dict[tuple[State, bool], list[Event]] = {}
        self.switches = {(each.verb, each.link.text): each for each in world.all(ast.Switch)}
        self.ons = {(on.channel.text, on.message.text): on for on in world.all(ast.On)}

    # --- everything that can happen ---

    def events(self, state: State, faults_left: bool = True) -> list[Event]:
        if (state, faults_left) not in self.known:
            self.known[state, faults_left] = list(self.all(state, faults_left))
        return self.known[state, faults_left]

    def all(self, state: State, faults_left: bool) -> Iterator[Event]:
        for action in self.world.all(ast.Action):
            if action.kind != "fault" or faults_left:
                yield from self.of_action(action, state)
        for channel in self.world.channels.values():
            yield from self.deliveries(channel, state)
        yield from self.of_links(state, faults_left)
        if faults_left:
            for channel in self.world.channels.values():
                yield from self.losses(channel, state)

    def of_action(self, action: ast.Action, state: State) -> Iterator[Event]:
        for names in self.reading.members(action.parameters, {}):
            args = tuple(
                part(names[b.name.text].value, path)
                for b in action.parameters
                if b.name
                for path, _ in parts(names[b.name.text].type)
            )
            yield from self.taken(
                action.name.text, args, action.kind == "fault", action.guard, action.body, names, state, Branch()
            )

    def deliveries(self, channel: Sends, state: State) -> Iterator[Event]:
        for ends in product(channel.senders, channel.receivers):
            if not self.is_up(channel, ends, state):
                continue
            queue = state[self.world.number[channel.name, (), ends]]
            for message in dict.fromkeys(queue[:1] if channel.fifo else queue):
                on = self.ons[channel.name, message[0]]
                names: dict[str, Given] = {}
                content = list(message[1:])
                for field, type in zip(on.fields, channel.messages[message[0]], strict=True):
                    leaves = {path: content.pop(0) for path, _ in parts(type)}
                    value = Record.of(type, leaves) if isinstance(type, Struct) else leaves[()]
                    names[field.text] = Given(type, value)
                for name, end, node in zip(
                    (on.sender, on.receiver), ends, (channel.declaration.sender, channel.declaration.receiver), strict=True
                ):
                    names[name.text] = Given(self.world.enums[node.text], end)
                taken = Branch(moves=(("take", channel.name, ends, message, None),))
                args = (channel.name, message, ends)
                yield from self.taken("deliver", args, False, on.guard, on.body, names, state, taken)

    def of_links(self, state: State, faults_left: bool) -> Iterator[Event]:
        for (link, _, place), number in self.world.number.items():
            if link not in self.world.links:
                continue
            types = self.world.links[link]
            if len(types) == 2 and types[0] == types[1] and place[0] == place[1]:
                continue
            if not state[number]:
                yield from self.switched("mend", link, place, state, {number: True})
            elif faults_left:
                after = _with(state, {number: False})
                lost = {
                    self.world.number[channel.name, (), ends]: ()
                    for channel in self.world.channels.values()
                    for ends in product(channel.senders, channel.receivers)
                    if not channel.has("waits when cut") and not self.is_up(channel, ends, after)
                }
                yield from self.switched("cut", link, place, state, {number: False, **lost})

    def switched(self, verb: str, link: str, place: tuple[Any, ...], state: State, first: dict[int, Any]) -> Iterator[Event]:
        """A cut or mend with what the text adds to it, which sends over the link as it is then."""
        switch = self.switches.get((verb, link))
        written = switch.names if switch else ()
        names = {name.text: Given(type, end) for name, type, end in zip(written, self.world.links[link], place, strict=False)}
        found: dict[Any, None] = {}
        for branch in self.block(switch.body if switch else (), names, Moment(state), Branch(), ()):
            found.setdefault(self.finished(branch, state, first))
        for after, errors in found:
            yield Event(verb, (link, *place), verb == "cut", after, errors)

    def is_up(self, channel: Sends, ends: tuple[Any, Any], state: State) -> bool:
        """Is one of its links up?"""
        declaration = channel.declaration
        nodes = (declaration.sender, declaration.receiver)
        types = [self.world.enums[node.text] for node in nodes]
        names = {word: Given(type, end) for word, type, end in zip(("from", "to"), types, ends, strict=True)}
        cells = []
        for path in declaration.over:
            link, indices = (path.text, ()) if isinstance(path, ast.Word) else (path.name.text, path.indices)
            place = self.reading.arguments(indices, self.world.links[link], names, Moment(), strict=True)
            cells.append(state[self.world.number[link, (), tuple(place)]])
        return not cells or any(cells)

    def losses(self, channel: Sends, state: State) -> Iterator[Event]:
        for ends in product(channel.senders, channel.receivers):
            number = self.world.number[channel.name, (), ends]
            queue = state[number]
            for message in dict.fromkeys(queue[:1] if channel.fifo else queue):
                at = queue.index(message)
                if self.loses(channel):
                    yield Event("lose", (channel.name, message, ends), True, _with(state, {number: queue[:at] + queue[at + 1 :]}))
                if channel.has("duplicating") and not _full(channel, queue, message):
                    yield Event(
                        "duplicate",
                        (channel.name, message, ends),
                        True,
                        _with(state, {number: (*queue[:at], message, *queue[at:])}),
                    )

    def loses(self, channel: Sends) -> bool:
        """Does it lose messages, with these options?"""
        return channel.has("lossy") and self.reading.true(channel.declaration.lossy_when, {}, Moment())

    def taken(
        self,
        name: str,
        args: tuple[Any, ...],
        fault: bool,
        guard: ast.Expr | None,
        body: ast.Block,
        names: Names,
        state: State,
        branch: Branch,
    ) -> Iterator[Event]:
        """Each branch to take an action; of several that lead to the same, one."""
        at = Moment(state)
        try:
            if not self.reading.true(guard, names, at):
                return
        except Slip as slipped:
            yield Event(name, args, fault, None, slipped.errors)
            return
        found: dict[Any, None] = {}
        for end in self.block(body, names, at, branch, ()):
            found.setdefault(self.finished(end, state))
        for after, errors in found:
            yield Event(name, args, fault, after, errors)

    # --- branches through a body ---

    def block(self, statements: ast.Block, names: Names, at: Moment, branch: Branch, order: Order) -> Iterator[Branch]:
        """Each branch through statements."""
        if not statements:
            yield branch
            return
        here = (*order, -len(statements))
        for inner, end in self.statement(statements[0], names, at, branch, here):
            yield from self.block(statements[1:], inner, at, end, order)

    def statement(
        self, node: ast.Statement, names: Names, at: Moment, branch: Branch, order: Order
    ) -> Iterator[tuple[Names, Branch]]:
        if isinstance(node, ast.Let):
            yield self.let(node, names), branch
        elif isinstance(node, ast.Choose):
            yield from self.choose(node, names, at, branch)
        elif isinstance(node, ast.Invoke):
            yield from self.invoke(node, names, at, branch, order)
        elif isinstance(node, ast.Require):
            held, after = self.decided(node.condition, names, at, branch)
            if held is not False:
                yield names, after
        elif isinstance(node, ast.If):
            held, after = self.decided(node.condition, names, at, branch)
            block = () if held is None else node.then if held else node.otherwise
            for end in self.block(block, names, at, after, (*order, 0 if held else 1)):
                yield names, end
        elif isinstance(node, ast.Either):
            for number, block in enumerate(node.branches):
                for end in self.block(block, names, at, branch, (*order, number)):
                    yield names, end
        elif isinstance(node, ast.For):
            ends = [branch]
            for inside in self.reading.members(node.binders, names):
                ends = [end for before in ends for end in self.turn(node, inside, at, before, order)]
            for end in ends:
                yield names, end
        elif isinstance(node, ast.Assign):
            yield names, self.assign(node, names, at, branch, order)
        elif isinstance(node, ast.Send):
            yield names, self.send(node, names, at, branch)
        else:
            assert isinstance(node, ast.Drop), node
            yield names, self.drop(node, names, at, branch)

    def decided(self, condition: ast.Expr | None, names: Names, at: Moment, branch: Branch) -> tuple[bool | None, Branch]:
        """Does the condition hold; None, and its errors, if it has no value."""
        try:
            return self.reading.true(condition, names, at), branch
        except Slip as slipped:
            return None, branch.but(*slipped.errors)

    def let(self, node: ast.Let, names: Names) -> Names:
        """The name stands for its expression, which is looked at where the name is used."""
        type = self.reading.type(node.value, names)
        assert type is not None
        return {**names, node.name.text: Given(type, None, node.value, names)}

    def choose(self, node: ast.Choose, names: Names, at: Moment, branch: Branch) -> Iterator[tuple[Names, Branch]]:
        for inside in self.reading.members(node.binders, names):
            held, after = self.decided(node.where, inside, at, branch)
            if held is not False:
                yield inside, after

    def turn(self, node: ast.For, inside: Names, at: Moment, branch: Branch, order: Order) -> Iterator[Branch]:
        held, after = self.decided(node.where, inside, at, branch)
        return self.block(node.body if held else (), inside, at, after, order)

    def invoke(self, node: ast.Invoke, names: Names, at: Moment, branch: Branch, order: Order) -> Iterator[tuple[Names, Branch]]:
        """The body of a proc stands in the place of its call; the names that it gives end with it."""
        proc = self.world.procs[node.name.text]
        inside = self.reading.parameters(proc.parameters, node.args, names)
        for end in self.block(proc.body, inside, at, branch, order):
            yield names, end

    # --- what a statement does ---

    def assign(self, node: ast.Assign, names: Names, at: Moment, branch: Branch, order: Order) -> Branch:
        variable, prefix, indices = self.target(node.cell)
        index_types, whole, _ = self.world.variables[variable]
        type: Type = whole
        for name in prefix:
            assert isinstance(type, Struct)
            type = dict(type.fields)[name]
        for number, (path, leaf) in enumerate(parts(type)):
            branch = self.write(
                node, (variable, (*prefix, *path)), indices, index_types, type, path, leaf, names, at, branch, (*order, number)
            )
        return branch

    def write(
        self,
        node: ast.Assign,
        what: tuple[str, tuple[str, ...]],
        indices: tuple[ast.Expr, ...],
        index_types: tuple[Type, ...],
        type: Type,
        path: tuple[str, ...],
        leaf: Any,
        names: Names,
        at: Moment,
        branch: Branch,
        order: Order,
    ) -> Branch:
        made: list[RunTimeError] = []
        value, cell = None, None
        try:
            if path:
                value = part(self.reading.value(node.value, names, at, type), path)
            else:
                value = self.reading.fitted(node.value, type, names, at, strict=False)
        except Slip as slipped:
            made += slipped.errors
        try:
            cell = (*what, tuple(self.reading.arguments(indices, index_types, names, at, strict=False)))
            if cell not in self.world.number:
                made.append(RunTimeError.at("index", node.span))
        except Slip as slipped:
            made += slipped.errors
        if made:
            return branch.but(*made)
        assert cell is not None
        if isinstance(leaf, Range) and not leaf.low <= value <= leaf.high:
            branch = branch.but(RunTimeError.at("range", node.span))
        mark = RunTimeError.at("double write", node.span)
        return replace(branch, writes=(*branch.writes, (cell, value, order, mark)))

    def target(self, cell: ast.Expr) -> tuple[str, tuple[str, ...], tuple[ast.Expr, ...]]:
        if isinstance(cell, ast.Field):
            variable, path, indices = self.target(cell.record)
            return variable, (*path, cell.name.text), indices
        if isinstance(cell, ast.Index):
            return cell.name.text, (), cell.indices
        assert isinstance(cell, ast.Word)
        return cell.text, (), ()

    def send(self, node: ast.Send, names: Names, at: Moment, branch: Branch) -> Branch:
        channel = self.world.channels[node.channel.text]
        types = channel.messages[node.message.text]
        looks: list[Callable[[], Any]] = [
            lambda: self.reading.value(node.sender, names, at),
            lambda: self.reading.value(node.receiver, names, at),
            lambda: self.reading.arguments(node.args, types, names, at, strict=True),
        ]
        try:
            sender, receiver, args = self.reading.every(looks)
        except Slip as slipped:
            return branch.but(*slipped.errors)
        move = ("send", channel.name, (sender, receiver), (node.message.text, *args), node.span)
        return replace(branch, moves=(*branch.moves, move))

    def drop(self, node: ast.Drop, names: Names, at: Moment, branch: Branch) -> Branch:
        looks = [lambda end=end: self.reading.value(end, names, at) for end in (node.sender, node.receiver)]
        try:
            sender, receiver = self.reading.every(looks)
        except Slip as slipped:
            return branch.but(*slipped.errors)
        return replace(branch, moves=(*branch.moves, ("drop", node.channel.text, (sender, receiver), None, node.span)))

    # --- where a branch leads ---

    def is_down(self, channel: Sends, ends: tuple[Any, Any], state: State) -> bool:
        """Is what is sent lost, since all links are cut?"""
        return not channel.has("waits when cut") and not self.is_up(channel, ends, state)

    def finished(
        self, branch: Branch, state: State, first: dict[int, Any] | None = None
    ) -> tuple[State | None, tuple[RunTimeError, ...]]:
        """`first`: what happens to links and queues before anything is sent."""
        changes: dict[int, Any] = dict(first or {})
        links = _with(state, changes)
        made = list(branch.errors)
        for one, (cell, value, order, mark) in enumerate(branch.writes):
            for other, (cell2, value2, order2, _) in enumerate(branch.writes):
                if one != other and cell == cell2 and value != value2 and order2 <= order:
                    made.append(mark)
            changes[self.world.number[cell]] = value
        for verb, name, ends, message, span in branch.moves:
            channel = self.world.channels[name]
            number = self.world.number[name, (), ends]
            queue = changes.get(number, state[number])
            if verb == "take":
                at = queue.index(message)
                changes[number] = queue[:at] + queue[at + 1 :]
            elif verb == "drop":
                changes[number] = ()
            elif self.is_down(channel, ends, links) or (channel.has("merging") and message in queue):
                continue
            elif not _full(channel, queue, message):
                changes[number] = (*queue, message) if channel.fifo else tuple(sorted((*queue, message), key=repr))
            elif not self.loses(channel):
                made.append(RunTimeError.at("full channel", span))
        if made:
            return None, tuple(dict.fromkeys(made))
        return _with(state, changes), ()


def _with(state: State, changes: dict[int, Any]) -> State:
    return tuple(changes.get(number, value) for number, value in enumerate(state))


def _full(channel: Sends, queue: tuple[Any, ...], message: Any) -> bool:
    return (len(queue) if channel.fifo else queue.count(message)) >= channel.capacity
