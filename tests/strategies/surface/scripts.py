"""Scripts: is there a run that follows a scenario to its end? All runs that follow it are followed at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from hamodel.language.text import ast

from .branches import Event
from .kinds import Given, Names
from .runs import Node, Runs, TooMany
from .values import Moment
from .world import Slip, World, part, parts, place, setting

ANY = object()


@dataclass(frozen=True)
class Followed:
    """`stopped`: the number of the instruction that no run follows, -1 where none starts, None: all were followed; `states`: in
    how many states a run can be before it, or at the end."""

    stopped: int | None
    states: int


def meant(world: World, script: ast.Scenario, given: dict[str, Any], excluded: Any) -> list[dict[str, Any]]:
    """The values of the options that a script is about: what it sets and what is given, defaults, else every value. Where
    these are `excluded`, as few options as possible have something else than their default. Nothing: it does not apply."""
    said = settings(world, script)
    if any(given.get(name, value) != value for name, value in said.items()):
        return []
    needed = sizes(world, script)
    said_sizes = {each.sort.text: world.counted(each.size) for each in world.all(ast.Size)}
    if any(needed[sort] > size for sort, size in said_sizes.items()):  # it names a member that is not there
        return []
    fixed = {**given, **said}
    reading = Runs(world, (), 1).reading
    defaults = {
        place(name, path): part(reading.value(each.default, known(world, each, indices), Moment(), type), path)
        for each in world.all(ast.Option)
        for type in (world.meaning(each.type, each.name.text),)
        for name, indices in world.settings(each)
        if each.default is not None
        for path, _ in parts(type)
    }
    rows: dict[int, list[dict[str, Any]]] = {}
    values = [[fixed[name]] if name in fixed else list(type.values or ()) for name, type in world.option_types.items()]  # type: ignore[union-attr]
    for row in product(*values):
        chosen = dict(zip(world.option_types, row, strict=True))
        if not excluded(chosen):
            moved = sum(chosen[name] != value for name, value in defaults.items() if name not in fixed)
            rows.setdefault(moved, []).append(chosen)
    return rows[min(rows)] if rows else []


def settings(world: World, script: ast.Scenario) -> dict[str, Any]:
    reading = Runs(world, (), 1).reading
    return {
        name: reading.value(each.value, {}, Moment(), world.option_types[name])
        for each in script.instructions
        if isinstance(each, ast.Set)
        for member in (setting(each.option.text, tuple(reading.value(index, {}, Moment()) for index in each.indices)),)
        for name in (place(member, tuple(field.text for field in each.fields)),)
    }


def known(world: World, option: ast.Option, indices: tuple[Any, ...]) -> Names:
    """The indices of an option by the names that they have in its default."""
    pairs = zip(option.binders, indices, strict=True)
    return {binder.name.text: Given(world.meaning(binder.type), index) for binder, index in pairs if binder.name}


def sizes(world: World, script: ast.Scenario) -> dict[str, int]:
    """At least as many members as the script names; of a sort without a size just so many, or one."""
    named = [world.members[word].split("#") for word in words(script.instructions, world) if word in world.members]
    return {
        sort: max([world.said.get(sort, 1), *(int(number) + 1 for own, number in named if own == sort)]) for sort in world.sizes
    }


def words(thing: Any, world: World) -> Iterator[str]:
    """The words in it. What a definition makes no use of is not there."""
    if isinstance(thing, tuple):
        for each in thing:
            yield from words(each, world)
    elif isinstance(thing, ast.Word):
        yield thing.text
    elif isinstance(thing, ast.Call) and (definition := world.definitions.get(thing.name.text)):
        used = set(words(definition.body, world))
        pairs = zip(definition.parameters, thing.args, strict=True)
        yield from words(tuple(arg for each, arg in pairs if each.name and each.name.text in used), world)
        return
    for field in getattr(thing, "__dataclass_fields__", {}):
        if field != "span":
            yield from words(getattr(thing, field), world)


class Scripts:
    """The scripts of a world. A script says itself which faults happen."""

    def __init__(self, world: World, most: int) -> None:
        self.world, self.most = world, most
        self.runs = Runs(world, (), most)

    def follow(self, script: ast.Scenario) -> Followed:
        here = dict.fromkeys(self.runs.starts())
        if not here:
            return Followed(-1, 0)
        for number, instruction in enumerate(script.instructions):
            then = dict.fromkeys(self.after(instruction, list(here)))
            if not then:
                return Followed(number, len(here))
            if len(then) > self.most:
                raise TooMany
            here = then
        return Followed(None, len(here))

    def after(self, instruction: ast.Instruction, here: Sequence[Node]) -> Iterator[Node]:
        if isinstance(instruction, ast.Set):
            yield from here
        elif isinstance(instruction, ast.Assert):
            yield from (node for node in here if self.holds(instruction.condition, node))
        elif isinstance(instruction, ast.AnySteps):
            yield from self.closed(here) if instruction.many else self.steps(here)
        elif isinstance(instruction, ast.Wait | ast.WaitUntil | ast.At):
            raise AssertionError("specs with timers are read twice by `timed_scripts`")
        elif instruction.blocked:
            yield from (node for node in here if not self.possible(instruction, node))
        else:
            for node in here:
                for event in self.runs.branches.events(node[0]):
                    if self.is_meant(instruction, event) and (then := self.runs.then(node, event)[0]) is not None:
                        yield then

    def holds(self, condition: ast.Expr, node: Node) -> bool:
        try:
            return self.runs.reading.true(condition, {}, self.runs.moment(node))
        except Slip:
            return False

    def possible(self, instruction: ast.Happen | ast.OnLink | ast.OnChannel, node: Node) -> bool:
        """Is there a branch, if only one that causes an error?"""
        for event in self.runs.branches.events(node[0]):
            if self.is_meant(instruction, event):
                then, made = self.runs.then(node, event)
                if then is not None or made:
                    return True
        return False

    def steps(self, here: Sequence[Node]) -> Iterator[Node]:
        """Where one step or delivery leads."""
        for node in here:
            for event in self.runs.branches.events(node[0]):
                own = self.world.actions.get(event.name)
                if event.name == "deliver" or (own is not None and own.kind == "step"):
                    then, _ = self.runs.then(node, event)
                    if then is not None:
                        yield then

    def closed(self, here: Sequence[Node]) -> list[Node]:
        found = dict.fromkeys(here)
        queue = list(found)
        for node in queue:
            for then in self.steps([node]):
                if then not in found:
                    found[then] = None
                    queue.append(then)
            if len(queue) > self.most:
                raise TooMany
        return queue

    # --- what an instruction means ---

    def is_meant(self, instruction: ast.Happen | ast.OnLink | ast.OnChannel, event: Event) -> bool:
        if isinstance(instruction, ast.Happen):
            if event.name != instruction.name.text:
                return False
            types = [self.world.meaning(parameter.type) for parameter in self.world.actions[event.name].parameters]
            return _fits(self.said(instruction.args, types), event.args)
        if event.name != instruction.verb:
            return False
        if isinstance(instruction, ast.OnLink):
            link, *place = event.args
            if link != instruction.link.text:
                return False
            said = self.said(instruction.indices, self.world.links[link]) if instruction.indices else [ANY for _ in place]
            return _fits(said, place)
        channel, message, ends = event.args
        if channel != instruction.channel.text:
            return False
        said = [self.world.enums[node.text] for node in self.ends(channel)]
        for end, node, type in zip(ends, (instruction.sender, instruction.receiver), said, strict=True):
            if node is not None and not _fits(self.said([node], [type]), [end]):
                return False
        if instruction.message is None:
            return True
        types = list(self.world.channels[channel].messages[message[0]])
        same = message[0] == instruction.message.text
        return same and (not instruction.args or _fits(self.said(instruction.args, types), message[1:]))

    def ends(self, channel: str) -> tuple[ast.Name, ast.Name]:
        declaration = self.world.channels[channel].declaration
        return declaration.sender, declaration.receiver

    def said(self, nodes: Sequence[ast.Expr], types: Sequence[Any]) -> list[Any]:
        """The plain parts of arguments; `any` stands for every value."""
        found: list[Any] = []
        for node, type in zip(nodes, types, strict=True):
            if isinstance(node, ast.Word) and node.text == "any":
                found += [ANY for _ in parts(type)]
            else:
                found += self.runs.reading.arguments([node], [type], {}, Moment(), strict=False)
        return found


def _fits(said: Sequence[Any], happened: Sequence[Any]) -> bool:
    return all(one is ANY or one == other for one, other in zip(said, happened, strict=True))
