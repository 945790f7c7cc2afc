"""Reading: the value of an expression, looked at from left to right as the reference says.

Where an argument stands in the place of a parameter it is looked at wherever the parameter is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from hamodel.language.text import ast

from .kinds import Given, Key, Kinds, Names, key_of
from .world import Optional, Path, Plain, Range, Record, RunTimeError, Sends, Slip, Struct, Type, part, parts, setting, slip

State = tuple[Any, ...]
Seen = tuple[Any, ...]
"""What may be said of something that happened: which action, and some of its arguments."""


@dataclass(frozen=True)
class Moment:
    """Where a formula is looked at: a state, what was remembered when it began, what is known of what led to it, what comes
    next."""

    state: State = ()
    memory: Mapping[Key, bool] = field(default_factory=dict)
    did: frozenset[Seen] = frozenset()
    after: Moment | None = None


PAST = ("once", "historically", "since")


class Reading(Kinds):
    """Expressions of one world."""

    # --- values ---

    def value(self, node: ast.Expr, names: Names, at: Moment, hint: Type | None = None) -> Any:
        """The value of a node. `hint`: the type that is asked for, if one is. Raises Slip."""
        span = node.span
        if isinstance(node, ast.Number):
            return node.value
        if isinstance(node, ast.Word):
            return self.word(node, names, at, span)
        if isinstance(node, ast.Index):
            return self.indexed(node, names, at, span)
        if isinstance(node, ast.Call):
            return self.call(node, names, at)
        if isinstance(node, ast.Field):
            return self.value(node.record, names, at).fields[node.name.text]()
        if isinstance(node, ast.Operation):
            return self.operation(node, names, at, hint, span)
        if isinstance(node, ast.Quantified):
            return self.quantified(node, names, at, span)
        if isinstance(node, ast.Best):
            return self.best(node, names, at, span)
        if isinstance(node, ast.Match):
            return self.match(node, names, at, hint)
        if isinstance(node, ast.Pending):
            return self.pending(node, names, at)
        if isinstance(node, ast.PossibleDelivery):
            return self.delivered(node, names, at)
        if isinstance(node, ast.Possible | ast.PossibleAny):
            return self.possible(node, names, at)
        if isinstance(node, ast.DidBuiltIn):
            return self.did_built_in(node.event, names, at, span)
        assert isinstance(node, ast.Did), node
        return self.did(node, names, at, span)

    def true(self, node: ast.Expr | None, names: Names, at: Moment) -> bool:
        """A condition; one that is not written is true."""
        return node is None or self.value(node, names, at) is True

    def every(self, looks: Iterable[Callable[[], Any]]) -> list[Any]:
        """All these values, or the errors of all that have none."""
        found, made = [], []
        for look in looks:
            try:
                found.append(look())
            except Slip as slipped:
                made += slipped.errors
        if made:
            raise Slip(*dict.fromkeys(made))
        return found

    def fitted(self, node: ast.Expr, type: Type, names: Names, at: Moment, strict: bool) -> Any:
        """The value of a node as a value of this type. `strict`: also as one of its range."""
        value = self.value(node, names, at, type)
        if isinstance(value, Record):
            return value
        span = node.span
        if isinstance(type, Range) and strict and not type.low <= value <= type.high:
            raise slip("argument", span)
        if isinstance(type, Optional) and not isinstance(self.type(node, names, type), Optional):
            return self.wrapped(value, type, span)
        return value

    def wrapped(self, value: Any, type: Optional, span: Any) -> Any:
        """A value as an optional one."""
        if isinstance(type.inner, Range) and value is not None and not type.inner.low <= value <= type.inner.high:
            raise slip("range", span)
        return value

    def laid_out(self, value: Any) -> list[Any]:
        """The plain parts of a value, all looked at."""
        if not isinstance(value, Record):
            return [value]
        return self.every((lambda path=path: part(value, path)) for path, _ in parts(value.type))

    def arguments(self, nodes: Iterable[ast.Expr], types: Iterable[Type], names: Names, at: Moment, strict: bool) -> list[Any]:
        """The plain parts of several values, all looked at."""
        looks: list[Callable[[], Any]] = []
        for node, type in zip(nodes, types, strict=True):
            if isinstance(type, Struct):
                looks += [
                    lambda node=node, own=type, path=path: part(self.value(node, names, at, own), path) for path, _ in parts(type)
                ]
            else:
                looks.append(lambda node=node, own=type: self.fitted(node, own, names, at, strict))
        return self.every(looks)

    # --- names ---

    def word(self, node: ast.Word, names: Names, at: Moment, span: Any) -> Any:
        text = node.text
        if text in ("true", "false", "none"):
            return {"true": True, "false": False, "none": None}[text]
        if text in names:
            given = names[text]
            if given.node is None:
                return given.value
            if not given.strict:
                return self.value(given.node, given.names or {}, at)
            return self.fitted(given.node, given.type, given.names or {}, at, True)
        if text in self.world.constants:
            return self.world.counted(node)
        if text in self.world.variables:
            return self.read(text, lambda: (), at, span)
        if text in self.world.single:
            return self.world.chosen(text, self.world.single[text])
        if text in self.world.definitions:
            return self.use(self.world.definitions[text], (), names, at)
        return self.world.members.get(text, text)

    def read(self, variable: str, indices: Callable[[], tuple[Any, ...]], at: Moment, span: Any) -> Any:
        """The content of a variable; of a record, of each part of it when that is looked at."""
        type = self.world.variables[variable][1]

        def leaf(path: Path) -> Any:
            cell = (variable, path, indices())
            if cell not in self.world.number:
                raise slip("index", span)
            return at.state[self.world.number[cell]]

        def record(struct: Struct, path: Path) -> Record:
            fields: dict[str, Callable[[], Any]] = {}
            for name, inner in struct.fields:
                here = (*path, name)
                if isinstance(inner, Struct):
                    fields[name] = lambda inner=inner, here=here: record(inner, here)
                else:
                    fields[name] = lambda here=here: leaf(here)
            return Record(struct, fields)

        return record(type, ()) if isinstance(type, Struct) else leaf(())

    def indexed(self, node: ast.Index, names: Names, at: Moment, span: Any) -> Any:
        if node.name.text in self.world.indexed:
            option = self.world.indexed[node.name.text]
            inner = [self.world.meaning(binder.type) for binder in option.binders]
            member = setting(option.name.text, tuple(self.arguments(node.indices, inner, names, at, strict=True)))
            return self.world.chosen(member, self.world.meaning(option.type, option.name.text))
        types = self.world.variables[node.name.text][0]
        return self.read(node.name.text, lambda: tuple(self.arguments(node.indices, types, names, at, strict=False)), at, span)

    def call(self, node: ast.Call, names: Names, at: Moment) -> Any:
        text = node.name.text
        if text == "up":
            (link,) = node.args
            assert isinstance(link, ast.Word | ast.Index)
            if isinstance(link, ast.Word):
                return at.state[self.world.number[link.text, (), ()]]
            wire = link.name.text
            cell = (wire, (), tuple(self.arguments(link.indices, self.world.links[wire], names, at, strict=False)))
            if cell not in self.world.number:
                raise slip("index", node.span)
            return at.state[self.world.number[cell]]
        if text in self.world.definitions:
            return self.use(self.world.definitions[text], node.args, names, at)
        if text in ("min", "max"):
            return self.outermost(node, names, at)
        struct = self.world.meaning(ast.NamedType(node.name, node.span))
        assert isinstance(struct, Struct)
        fields = {
            name: (lambda arg=arg, inner=inner: self.fitted(arg, inner, names, at, True))
            for (name, inner), arg in zip(struct.fields, node.args, strict=True)
        }
        return Record(struct, fields)

    def use(self, definition: ast.Def, args: tuple[ast.Expr, ...], names: Names, at: Moment) -> Any:
        inside = self.parameters(definition.parameters, args, names)
        if definition.type is None:
            return self.value(definition.body, inside, at)
        return self.fitted(definition.body, self.world.meaning(definition.type), inside, at, False)

    # --- operators ---

    def operation(self, node: ast.Operation, names: Names, at: Moment, hint: Type | None, span: Any) -> Any:
        op, args = node.op, node.args

        def look(number: int) -> Any:
            return self.value(args[number], names, at)

        if op == "and":
            return all(look(number) for number in range(len(args)))
        if op == "or":
            return any(look(number) for number in range(len(args)))
        if op == "=>":
            return look(1) if look(0) else True
        if op == "not":
            return not look(0)
        if op in ("=", "!="):
            return self.same(args[0], args[1], names, at) == (op == "=")
        if op in ("in", "not in"):
            return self.among(args[0], args[1], names, at) == (op == "in")
        if op == "if":
            return self.choice(node, names, at, hint)
        if op == "negative":
            return -look(0)
        if op in ("next", "always", "eventually", *PAST):
            return self.in_time(node, names, at, hint)
        if op in ("<", "<=", ">", ">="):
            left, right = self.places(args, names, at)
        else:
            left, right = self.every((lambda: look(0), lambda: look(1)))
        table: dict[str, Callable[[int, int], Any]] = {
            "<": lambda a, b: a < b,
            "<=": lambda a, b: a <= b,
            ">": lambda a, b: a > b,
            ">=": lambda a, b: a >= b,
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "div": lambda a, b: a // b,
            "mod": lambda a, b: a % b,
        }
        return table[op](left, right)

    def places(self, args: Sequence[ast.Expr], names: Names, at: Moment) -> list[int]:
        """Numbers to compare: of a member of an enum, which one it is."""
        enum = self.enum(args, names)
        found = self.every((lambda arg=arg: self.value(arg, names, at, enum)) for arg in args)
        return [enum.values.index(value) for value in found] if enum and enum.values else found

    def enum(self, args: Sequence[ast.Expr], names: Names) -> Plain | None:
        """That which these are members of; None: they are integers."""
        types = (self.type(arg, names) for arg in args)
        return next((type for type in types if isinstance(type, Plain) and type.values), None)

    def outermost(self, node: ast.Call, names: Names, at: Moment) -> Any:
        """The least or the greatest."""
        found, enum = (min if node.name.text == "min" else max)(self.places(node.args, names, at)), self.enum(node.args, names)
        return enum.values[found] if enum and enum.values else found

    def same(self, left: ast.Expr, right: ast.Expr, names: Names, at: Moment) -> bool:
        """Equality; of records, field by field until one differs."""
        hint = self.type(left, names) or self.type(right, names)
        type = self.type(right, names, hint) if self.type(left, names) is None else hint

        def look(node: ast.Expr, path: Path) -> Callable[[], Any]:
            return lambda: part(self.value(node, names, at, hint), path)

        for path, _ in parts(type) if isinstance(type, Struct) else [((), None)]:
            a, b = self.every((look(left, path), look(right, path)))
            if a != b:
                return False
        return True

    def among(self, subject: ast.Expr, members: ast.Expr, names: Names, at: Moment) -> bool:
        if isinstance(members, ast.Members):
            return any(self.same(subject, member, names, at) for member in members.members)
        assert isinstance(members, ast.Interval)
        for pair in ((members.low, subject), (subject, members.high)):
            low, high = self.every((lambda node=node: self.value(node, names, at)) for node in pair)
            if low > high:
                return False
        return True

    def choice(self, node: ast.Operation, names: Names, at: Moment, hint: Type | None) -> Any:
        test, *branches = node.args
        type = self.type(node, names, hint)

        def chosen() -> Any:
            branch = branches[0] if self.true(test, names, at) else branches[1]
            if hint is not None:
                return self.fitted(branch, hint, names, at, strict=False)
            value = self.value(branch, names, at, type)
            if isinstance(type, Optional) and not isinstance(self.type(branch, names, type), Optional):
                return self.wrapped(value, type, node.span)
            return value

        return self.delayed(type, chosen)

    def delayed(self, type: Type | None, look: Callable[[], Any]) -> Any:
        """A value that is looked at now, or, of a record, when a field is."""
        if not isinstance(type, Struct):
            return look()
        return Record(type, {name: (lambda name=name: look().fields[name]()) for name, _ in type.fields})

    # --- quantifiers, match ---

    def members(self, binders: tuple[ast.Binder, ...], names: Names) -> list[Names]:
        """The names with each choice of members for the binders."""
        types = [self.world.meaning(binder.type) for binder in binders]
        return [
            {**names, **{b.name.text: Given(t, v) for b, t, v in zip(binders, types, values, strict=True) if b.name}}
            for values in product(*map(self.world.values, types))
        ]

    def quantified(self, node: ast.Quantified, names: Names, at: Moment, span: Any) -> Any:
        def holds(inside: Names) -> bool:
            if not self.true(node.where, inside, at):
                return node.op == "all"
            return self.true(node.body, inside, at)

        choices = self.members(node.binders, names)
        truths = self.every((lambda inside=inside: holds(inside)) for inside in choices)
        number = sum(truths)
        if node.op == "the":
            if number != 1:
                raise slip("the", span)
            (binder,) = node.binders
            assert binder.name
            return choices[truths.index(True)][binder.name.text].value
        return {
            "all": number == len(choices),
            "some": number > 0,
            "exactly one": number == 1,
            "at most one": number <= 1,
            "count": number,
        }[node.op]

    def best(self, node: ast.Best, names: Names, at: Moment, span: Any) -> Any:
        """The one member that has the condition and whose keys, in their order, nobody else's come up to."""
        choices = self.members((node.binder,), names)
        rows: list[tuple[Any, tuple[int, ...]]] = []
        made: list[RunTimeError] = []
        for inside in choices:
            try:
                if self.true(node.where, inside, at):
                    assert node.binder.name
                    keys = tuple(self.height(key, inside, at) for key in node.keys)
                    rows.append((inside[node.binder.name.text].value, keys))
            except Slip as slipped:
                made += slipped.errors
        if made:
            raise Slip(*dict.fromkeys(made))
        first = [member for member, keys in rows if keys == max(keys for _, keys in rows)]
        if len(first) != 1:
            raise slip("the", span)
        return first[0]

    def height(self, key: ast.Expr, names: Names, at: Moment) -> int:
        """A number, a truth, or which member of an ordered sort it is."""
        value, type = self.value(key, names, at), self.type(key, names)
        return type.values.index(value) if isinstance(value, str) and isinstance(type, Plain) and type.values else int(value)

    def match(self, node: ast.Match, names: Names, at: Moment, hint: Type | None) -> Any:
        type = self.type(node, names, hint)

        def arm() -> ast.Arm:
            if len(node.arms) > 1:
                subject = self.value(node.subject, names, at)
                for each in node.arms[:-1]:
                    if any(self.pattern(pattern) == subject for pattern in each.patterns):
                        return each
            return node.arms[-1]

        def chosen() -> Any:
            body = arm().body
            if hint is not None:
                return self.fitted(body, hint, names, at, False)
            value = self.value(body, names, at, type)
            if isinstance(type, Optional) and not isinstance(self.type(body, names, type), Optional):
                return self.wrapped(value, type, node.span)
            return value

        return self.delayed(type, chosen)

    def pattern(self, node: ast.Expr) -> Any:
        if isinstance(node, ast.Operation):
            return -self.pattern(node.args[0])
        if isinstance(node, ast.Number):
            return node.value
        if isinstance(node, ast.Word) and node.text in self.world.constants:
            return self.world.counted(node)
        assert isinstance(node, ast.Word)
        return {"true": True, "false": False, "none": None}.get(node.text, node.text)

    # --- messages, the past, the next state ---

    def pending(self, node: ast.Pending, names: Names, at: Moment) -> Any:
        channel = self.world.channels[node.channel.text]
        message = node.message.text if node.message else None

        def ends(end: ast.Expr | None, all_: tuple[str, ...]) -> Callable[[], list[Any]]:
            return lambda: list(all_) if end is None else [self.value(end, names, at)]

        if node.asked == "room" and channel.has("merging") and not channel.fifo:
            return True  # each is there at most once
        if node.asked == "room" and channel.fifo and not channel.has("merging"):
            message = None  # it does not matter which
        looks: list[Callable[[], Any]] = [ends(node.sender, channel.senders), ends(node.receiver, channel.receivers)]
        if message is not None:
            looks.append(lambda: self.arguments(node.args, channel.messages[message], names, at, strict=True))
        senders, receivers, *sent = self.every(looks)
        queues = [at.state[self.world.number[channel.name, (), pair]] for pair in product(senders, receivers)]
        wanted = None if message is None else (message, *sent[0])
        if node.asked == "count":
            return sum(1 for queue in queues for each in queue if wanted in (None, each))
        if node.asked == "room":
            return all(self.room(channel, queue, wanted) for queue in queues)
        if node.asked == "first" and channel.fifo:
            queues = [queue[:1] for queue in queues]
        return any(queues) if wanted is None else any(wanted in queue for queue in queues)

    def room(self, channel: Sends, queue: tuple[Any, ...], wanted: Any) -> bool:
        """Would a message still fit; of none in particular, of each that there may be?"""
        if not channel.fifo:
            return all(queue.count(each) < channel.capacity for each in (set(queue) if wanted is None else [wanted]))
        return len(queue) < channel.capacity or (channel.has("merging") and wanted in queue)

    def did(self, node: ast.Did, names: Names, at: Moment, span: Any) -> bool:
        name = node.action.text
        if node.args is None:
            return any(seen[:2] == ("action", name) for seen in at.did)
        types = [self.world.meaning(parameter.type) for parameter in self.world.actions[name].parameters]
        args = self.arguments(node.args, types, names, at, strict=False)
        leaves = [leaf for type in types for _, leaf in parts(type)]
        if any(value not in leaf.values for value, leaf in zip(args, leaves, strict=True)):
            raise slip("index", span)
        return ("action", name, *args) in at.did

    def did_built_in(self, event: ast.OnLink | ast.OnChannel, names: Names, at: Moment, span: Any) -> bool:
        """The same of what a link or a channel brings."""
        if isinstance(event, ast.OnLink):
            types = list(self.world.links[event.link.text])
            place = self.arguments(event.indices, types, names, at, strict=False) if event.indices else []
            if any(value not in self.world.values(type) for value, type in zip(place, types, strict=False)):
                raise slip("index", span)
            return (event.verb, event.link.text, *place) in at.did
        channel = self.world.channels[event.channel.text]
        ends = [end for end in (event.sender, event.receiver) if end is not None]
        looks: list[Callable[[], Any]] = [lambda end=end: self.value(end, names, at) for end in ends]
        if event.message is not None:
            types = list(channel.messages[event.message.text])
            looks.append(lambda: self.arguments(event.args, types, names, at, strict=True))
        found = self.every(looks)
        if event.message is not None:
            between, content = tuple(found[:2]), (event.message.text, *found[2])
            return (event.verb, channel.name, "content", content, between) in at.did
        if ends:
            return any(seen[:3] == (event.verb, channel.name, "ends") and seen[-1] == tuple(found) for seen in at.did)
        return any(seen[:3] == (event.verb, channel.name, "any") for seen in at.did)

    def possible(self, node: ast.Possible | ast.PossibleAny, names: Names, at: Moment) -> bool:
        """Does some event lead on from here: of this action, or of any step, delivery, and perhaps input?"""
        if isinstance(node, ast.PossibleAny):
            kinds = ("step",) if node.steps else ("step", "input")
            own = {action.name.text for action in self.world.actions.values() if action.kind in kinds}
            return self.ahead(at, lambda name, _: name in own or (name == "deliver" and name not in self.world.actions))
        name = node.action.text
        wanted: list[Any] = []
        if node.args is not None:
            for arg, binder in zip(node.args, self.world.actions[name].parameters, strict=True):
                type = self.world.meaning(binder.type)
                left = isinstance(arg, ast.Word) and arg.text == "any"
                wanted += [None] * len(list(parts(type))) if left else [(arg, type)]
        looks = [lambda pair=pair: self.arguments([pair[0]], [pair[1]], names, at, strict=True) for pair in wanted if pair]
        found = iter(self.every(looks))
        plain = [part for each in wanted for part in ([None] if each is None else [(value,) for value in next(found)])]

        def fits(event: str, args: tuple[Any, ...]) -> bool:
            return event == name and all(part is None or part[0] == arg for part, arg in zip(plain, args, strict=False))

        return self.ahead(at, fits)

    def delivered(self, node: ast.PossibleDelivery, names: Names, at: Moment) -> bool:
        """Can a message be delivered: this one, between these ends, where they are said?"""
        name, wanted = node.channel.text, None if node.message is None else node.message.text
        looks: list[Callable[[], Any]] = [
            lambda end=end: [] if end is None else [self.value(end, names, at)] for end in (node.sender, node.receiver)
        ]
        if wanted is not None:
            types = self.world.channels[name].messages[wanted]
            looks.append(lambda: self.arguments(node.args, types, names, at, strict=True))
        sender, receiver, *sent = self.every(looks)

        def fits(event: str, args: tuple[Any, ...]) -> bool:
            if event != "deliver" or event in self.world.actions or args[0] != name:
                return False
            between = all(not said or said == [end] for said, end in zip((sender, receiver), args[2], strict=True))
            return between and (wanted is None or args[1] == (wanted, *sent[0]))

        return self.ahead(at, fits)

    def ahead(self, at: Moment, fits: Callable[[str, tuple[Any, ...]], bool]) -> bool:
        """Does some event that fits lead on from here? Whoever knows what can happen says so."""
        raise AssertionError("nobody looks at what can happen")

    def in_time(self, node: ast.Operation, names: Names, at: Moment, hint: Type | None = None) -> Any:
        if node.op == "next":
            assert at.after is not None
            return self.value(node.args[0], names, at.after, hint)
        if node.op == "always":
            return self.value(node.args[0], names, at)
        before = at.memory[id(node), key_of(names)]
        if node.op == "once":
            return self.true(node.args[0], names, at) or before
        if node.op == "historically":
            return self.true(node.args[0], names, at) and before
        left, right = node.args
        return self.true(right, names, at) or (self.true(left, names, at) and before)
