"""Scripts of the surface tree -> scenarios of the system: actions by their full names, arguments as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.elaboration.carriers import Carrier
from hamodel.language.elaboration.expressions import arguments, check_value, condition, constant
from hamodel.language.elaboration.lookup import carrier, may_happen, message_fields
from hamodel.language.elaboration.options import option_name
from hamodel.language.elaboration.properties import hazards_of
from hamodel.language.elaboration.scope import Context, LexicalScope
from hamodel.language.elaboration.types import UNKNOWN, AnyType, RecordType, flat, leaves
from hamodel.language.elaboration.values import value_of
from hamodel.language.text import ast
from hamodel.model.expr import Bound, Const, Expr, SortType, Value, subexpressions
from hamodel.model.system import Action, AnySteps, Assert, Do, Instruction, Scenario, Set, TimeMeasure, Wait, WaitUntil
from hamodel.model.timing import DURATION
from hamodel.source import Span

_Single: TypeAlias = (
    ast.Set | ast.Happen | ast.OnLink | ast.OnChannel | ast.AnySteps | ast.Assert | ast.Wait | ast.WaitUntil
)
"""An instruction that is one of the system's."""


def scenario(
    declaration: ast.Scenario, actions: Sequence[Action], measures: Sequence[TimeMeasure], context: Context
) -> Scenario:
    """The script, and how many members of each sort it needs."""
    timed = bool(context.names.timed or context.time.limits or measures)
    script = _ScenarioReader(context, {action.name: action.parameters for action in actions}, timed)
    instructions = tuple(found for written in declaration.instructions for found in script.read(written))
    sizes = {name: script.highest.get(name, 0) + 1 for name in context.names.sorts}
    name, hazards = declaration.name, hazards_of(declaration, context)
    return Scenario(name.text, instructions, sizes, name.span, declaration.doc, hazards)


@dataclass(slots=True)
class _ScenarioReader:
    """One scenario while it is read. `highest`: the greatest number of a sort's member that it names.
    `counted`: is it known how much time has passed?"""

    context: Context
    parameters: Mapping[str, tuple[Bound, ...]]
    timed: bool
    highest: dict[str, int] = field(default_factory=dict)
    options: dict[str, Set] = field(default_factory=dict)
    counted: bool = True

    @property
    def scope(self) -> LexicalScope:
        return LexicalScope(self.context, "scenario")

    def read(self, written: ast.Instruction) -> Iterator[Instruction]:
        """`at` is two: to wait, and what happens then."""
        self.counted = self.counted and not isinstance(written, ast.AnySteps | ast.WaitUntil)
        if isinstance(written, ast.At):
            if not self.counted:
                self.context.report(errors.timing.at_what_time(written.span))
            found = [self._wait(written.length, True, written.span), self._instruction(written.happening)]
        else:
            found = [self._instruction(written)]
        yield from (each for each in found if each is not None)

    def _instruction(self, written: _Single) -> Instruction | None:
        """None after an error."""
        match written:
            case ast.Wait(length=length, span=span):
                return self._wait(length, False, span)
            case ast.WaitUntil():
                return self._wait_until(written)
            case ast.Set():
                return self._set(written)
            case ast.Happen():
                return self._happen(written)
            case ast.OnLink():
                return self._on_link(written)
            case ast.OnChannel():
                return self._on_channel(written)
            case ast.AnySteps(many=many, span=span):
                return AnySteps(many, span)
            case ast.Assert(condition=test, span=span):
                expr = condition(test, self.scope)
                self._count_members([expr])
                return Assert(expr, span)
            case _:
                assert_never(written)

    def _wait(self, length: ast.Expr, at: bool, span: Span) -> Wait | None:
        if not self.timed:
            self.context.report(errors.timing.no_time(span))
            return None
        value = check_value(length, LexicalScope(self.context, "length"), DURATION)
        return None if value.type is UNKNOWN else Wait(value, at, span)

    def _wait_until(self, written: ast.WaitUntil) -> WaitUntil | None:
        name, types = written.timer, self.context.names.timers.get(written.timer.text)
        if types is None:
            self.context.report(errors.names.unknown("timer", name, self.context.names.timers))
            return None
        clock, taken = self.context.time.timers[name.text], f"expiry {name.text}" in self.parameters
        binders = self.parameters[f"expiry {name.text}"] if taken else clock.bounds
        if not written.indices:
            return WaitUntil(f"expiry {name.text}" if taken else f"expire {name.text}", {}, written.span)
        values = self._arguments(written.span, name.text, "index", types, written.indices)
        if values is None:
            return None
        said = dict(zip((binder.name for binder in binders), values, strict=True))
        return WaitUntil(f"expiry {name.text}" if taken else f"expire {name.text}", _known(said), written.span)

    def _on_link(self, written: ast.OnLink) -> Do | None:
        verb, link, links = written.verb, written.link, self.context.names.links
        wire = links.get(link.text)
        if wire is None:
            self._unknown(verb, errors.names.unknown("link", link, links))
            return None
        said: dict[str, Value | _AnyArgument] = {}
        if written.indices:
            values = self._arguments(written.span, link.text, "index", wire.indices, written.indices)
            if values is None:
                return None
            said = dict(zip((binder.name for binder in self.parameters[f"{verb} {link.text}"]), values, strict=True))
        return Do((f"{verb} {link.text}",), _known(said), written.blocked, written.span)

    def _unknown(self, verb: str, diagnostic: Diagnostic) -> None:
        """There is nothing of this name; the verb may have been meant as an action."""
        meant = verb in self.context.names.actions
        self.context.report(errors.names.written_with_parentheses(diagnostic, verb) if meant else diagnostic)

    def _set(self, written: ast.Set) -> Set | None:
        name = self._option(written)
        if name is None:
            return None
        if name in self.options:
            self.context.report(errors.scenarios.set_twice(ast.Name(name, written.option.span)))
        (value,) = leaves(constant(written.value, self.scope, self.context.names.options[name]))
        self.options[name] = Set(name, value_of(value))
        return self.options[name]

    def _option(self, written: ast.Set) -> str | None:
        """The name of the option that is set, with its indices; None after an error."""
        names = self.context.names
        name, fields = self._root(written)
        if written.indices and name.text != written.option.text:
            self.context.report(errors.scenarios.indices_behind(written.span, name.text, written.option))
            return None
        settings = names.indexed.get(name.text)
        types = () if settings is None else settings.indices
        if settings is None and name.text not in names.options:
            self.context.report(errors.names.unknown("option", name, [*names.options, *names.indexed]))
            return None
        indices = arguments(written.span, name.text, "index", types, written.indices, self.scope, constant)
        if indices is None:
            return None
        whole = option_name(name.text, [value_of(leaf) for index in indices for leaf in leaves(index)])
        return self._field(written.span, whole, names.options[name.text] if settings is None else settings.type, fields)

    def _root(self, written: ast.Set) -> tuple[ast.Name, list[ast.Name]]:
        """The option and the fields: `setting.hold` is a field of `setting`, if that is an option of a record."""
        name, fields = written.option, list(written.fields)
        root, end = name.text, name.span.end
        while "." in root and root not in self.context.names.indexed:
            root, _, word = root.rpartition(".")
            fields.insert(0, ast.Name(word, replace(name.span, start=end - len(word), end=end)))
            end -= len(word) + 1
        if root not in self.context.names.indexed:
            return name, list(written.fields)
        return ast.Name(root, replace(name.span, end=end)), fields

    def _field(self, span: Span, whole: str, type: AnyType, fields: Sequence[ast.Name]) -> str | None:
        """The name of the option of these fields; None after an error, here or in the declaration."""
        for name in fields:
            if not isinstance(type, RecordType):
                if type is not UNKNOWN:
                    self.context.report(errors.types.not_a_record(name.span, str(type)))
                return None
            inner = dict(type.fields)
            if name.text not in inner:
                self.context.report(errors.names.unknown("field", name, inner))
                return None
            whole, type = f"{whole}.{name.text}", inner[name.text]
        if isinstance(type, RecordType):
            self.context.report(errors.scenarios.set_a_field(span, whole, type.name, flat("", type)[0][0]))
            return None
        return whole if whole in self.context.names.options else None

    def _happen(self, written: ast.Happen) -> Do | None:
        name, names = written.name, self.context.names
        action = names.actions.get(name.text)
        if action is None:
            self.context.report(errors.names.unknown("action", name, names.actions))
            return None
        types = self.context.types(action.parameters)
        values = self._arguments(written.span, name.text, "argument", types, written.args)
        if values is None:
            return None
        said = dict(zip((binder.name for binder in self.parameters[name.text]), values, strict=True))
        return Do((name.text,), _known(said), written.blocked, written.span)

    def _on_channel(self, written: ast.OnChannel) -> Do | None:
        channels = self.context.names.channels
        if written.verb in self.context.names.actions and written.channel.text not in channels:
            self._unknown(written.verb, errors.names.unknown("channel", written.channel, channels))
            return None
        channel = carrier(written.channel, self.scope)
        if channel is None or not may_happen(written, channel, self.scope):
            return None
        ends = self._ends(written, channel)
        if written.verb != "deliver" and channel.fifo:
            said = dict(zip(("sender", "receiver"), ends, strict=True))
            return Do((f"{written.verb} {channel.name}",), _known(said), written.blocked, written.span)
        messages = list(channel.messages) if written.message is None else [written.message.text]
        inside: list[Value | _AnyArgument] = []
        if written.message is not None:
            types = message_fields(channel, written.message, self.scope)
            if types is None:
                return None
            inside = [ANY for type in types for _ in flat("", type)]
            if written.args:
                given = self._arguments(written.span, written.message.text, "field", types, written.args)
                if given is None:
                    return None
                inside = given
        return self._for_each(written, channel, messages, inside, ends)

    def _for_each(
        self,
        written: ast.OnChannel,
        channel: Carrier,
        messages: Sequence[str],
        inside: Sequence[Value | _AnyArgument],
        ends: Sequence[Value | _AnyArgument],
    ) -> Do | None:
        """One of the actions for these messages. Their parameters are named by each `on`, so one name must mean one thing."""
        actions = tuple(f"{written.verb} {channel.name} {message}" for message in messages)
        said: dict[str, Value | _AnyArgument] = {}
        for action in actions:
            parameters = [binder.name for binder in self.parameters.get(action, ())]
            unsaid = len(parameters) - len(ends) - len(inside)
            for name, value in zip(parameters, [*inside, *[ANY] * unsaid, *ends], strict=False):
                if said.setdefault(name, value) != value:
                    self.context.report(errors.scenarios.name_the_message(written.span, written.verb, channel.name, name))
                    return None
        return Do(actions, _known(said), written.blocked, written.span)

    def _ends(self, written: ast.OnChannel, channel: Carrier) -> list[Value | _AnyArgument]:
        sender = self._argument(written.sender, channel.sender) if written.sender else [ANY]
        receiver = self._argument(written.receiver, channel.receiver) if written.receiver else [ANY]
        return [*sender, *receiver]

    def _arguments(
        self, span: Span, name: str, what: str, types: Sequence[AnyType], nodes: Sequence[ast.Expr]
    ) -> list[Value | _AnyArgument] | None:
        if len(types) != len(nodes):
            self.context.report(errors.names.wrong_count(span, name, what, [str(type) for type in types], len(nodes)))
            return None
        return [value for node, type in zip(nodes, types, strict=True) for value in self._argument(node, type)]

    def _argument(self, node: ast.Expr, type: AnyType) -> list[Value | _AnyArgument]:
        """The values, one for each field of a record, that an argument stands for."""
        match node:
            case ast.Word(text="any"):
                return [ANY] * len(flat("", type))
            case _:
                found = constant(node, self.scope, type)
                if found.type is UNKNOWN:
                    return [ANY] * len(flat("", type))
                self._count_members(leaves(found))
                return [value_of(leaf) for leaf in leaves(found)]

    def _count_members(self, exprs: Sequence[Expr]) -> None:
        for part in (part for expr in exprs for part in subexpressions(expr)):
            if isinstance(part, Const) and isinstance(part.type, SortType):
                number = int(str(part.value).removeprefix(part.type.prefix))
                self.highest[part.type.name] = max(number, self.highest.get(part.type.name, 0))


@dataclass(frozen=True, slots=True)
class _AnyArgument:
    """An argument that may be anything."""


ANY = _AnyArgument()


def _known(said: Mapping[str, Value | _AnyArgument]) -> dict[str, Value]:
    return {name: value for name, value in said.items() if not isinstance(value, _AnyArgument)}
