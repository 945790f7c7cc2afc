"""Actions, `on`s and what links and channels bring -> actions of the system; statements with `proc`s put in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from hamodel.language import errors
from hamodel.language.elaboration.definitions import DEEPEST, LARGEST_INLINING, LONGEST_CHAIN
from hamodel.language.elaboration.expressions import (
    arguments,
    check,
    check_value,
    condition,
    contents,
    exactly,
    infer,
)
from hamodel.language.elaboration.links import (
    SaidOfLink,
    actions_of_channels,
    actions_of_links,
    if_up,
    is_sent,
    read_losses,
    read_paths,
)
from hamodel.language.elaboration.lookup import carrier, message_fields
from hamodel.language.elaboration.scope import Binding, Context, LexicalScope, measure
from hamodel.language.elaboration.timing.channels import arrived
from hamodel.language.elaboration.timing.timers import deadline, expiring, start, stop, taking
from hamodel.language.elaboration.types import BROKEN, UNKNOWN, RecordValue, flat, leaves, spread
from hamodel.language.text import ast
from hamodel.model import system
from hamodel.model.expr import FALSE, TRUE, Bound, Expr, Read
from hamodel.model.system import Action, Flush, Take

PROC_WEIGHT = 100
"""How much a call of a `proc` counts among what is written out: more than a typical body has."""


def actions(declarations: Sequence[ast.Declaration], context: Context) -> list[Action]:
    """All actions, in the order of the text; those without a text come last."""
    read_paths(context)
    read_losses(context)
    _reserve(declarations, context)
    result: list[Action] = []
    received: dict[tuple[str, str], ast.On] = {}
    for declaration in declarations:
        match declaration:
            case ast.Action():
                result.append(_written(declaration, context))
            case ast.On():
                result.extend(_delivery(declaration, received, context))
            case ast.Expiring():
                result.extend(_expiry(declaration, context))
            case ast.Proc(parameters=parameters, body=body, name=name):
                scope, _ = LexicalScope(context, "state").bind_all(parameters)
                context.calling.append(name.text)
                block(body, scope)
                context.calling.pop()
            case _:
                pass
    for channel in context.names.channels.values():
        places = {message.name.text: message.name for message in reversed(channel.declaration.messages)}
        for message in channel.messages:
            if (channel.name, message) not in received:
                context.report(errors.channels.nobody_receives(places[message], channel.name))
    result += actions_of_links(_switched(declarations, context), context)
    result += actions_of_channels(context)
    return result


def _reserve(declarations: Sequence[ast.Declaration], context: Context) -> None:
    """Keeps the names of parameters, which traces show, from every other binder."""
    taken: set[str] = set()
    for declaration in declarations:
        match declaration:
            case ast.Action(parameters=parameters):
                taken.update(parameter.name.text for parameter in parameters if parameter.name)
            case ast.On(fields=fields, sender=sender, receiver=receiver):
                taken.update(name.text for name in (*fields, sender, receiver))
            case ast.Switch(names=names) | ast.Expiring(names=names):
                taken.update(name.text for name in names)
            case ast.TimerDeclaration(clocks=clocks):
                taken.update(binder.name.text for clock in clocks for binder in clock.binders if binder.name)
            case ast.Link(wires=wires):
                known = (context.names.links.get(wire.name.text) for wire in wires)
                taken.update(own.name for wire in known if wire is not None for own in wire.parameters)
            case _:
                pass
    for name in sorted(taken):
        context.fresh(name)


def _written(action: ast.Action, context: Context) -> Action:
    scope, parameters = LexicalScope(context, "state").bind_all(action.parameters, keep=True)
    guard = condition(action.guard, scope)
    body = block(action.body, scope)
    if action.fairness and action.kind != "step":
        context.report(errors.channels.never_obliged(action.name.span, action.kind, action.fairness))
    made = Action(action.name.text, action.kind, tuple(parameters), guard, body, action.fairness, action.span)
    deadline(action, made, scope)
    return made


def _expiry(written: ast.Expiring, context: Context) -> Iterator[Action]:
    found = expiring(written, context)
    if found is None:
        block(written.body, LexicalScope(context, "state"))
        return
    scope, parameters, guard = found
    yield taking(written, parameters, guard, block(written.body, scope))


# --- deliveries ------------------------------------------------------------------------------------------------------


def _delivery(on: ast.On, received: dict[tuple[str, str], ast.On], context: Context) -> Iterator[Action]:
    scope = LexicalScope(context, "state")
    channel = carrier(on.channel, scope)
    types = None if channel is None else message_fields(channel, on.message, scope)
    if channel is not None and types is not None:
        first = received.setdefault((channel.name, on.message.text), on)
        if first is not on:
            context.report(errors.channels.received_twice(on.message, channel.name, first.message.span))
        if len(types) != len(on.fields):
            context.report(
                errors.names.wrong_count(on.message.span, on.message.text, "field", [str(type) for type in types], len(on.fields))
            )
            types = None
    if channel is None or types is None:  # the body is looked at all the same, with names that fit everywhere
        types = (UNKNOWN,) * len(on.fields)
    ends = (channel.sender, channel.receiver) if channel else (UNKNOWN, UNKNOWN)
    parameters: list[Bound] = []
    for name, type in zip((*on.fields, on.sender, on.receiver), (*types, *ends), strict=True):
        parameters += [Bound(leaf, inner) for leaf, inner in flat(name.text, type)]
        scope = scope.bind(name, spread(name.text, type, Bound))
    guard = condition(on.guard, scope)
    body = block(on.body, scope)
    if channel is None:
        return
    *fields, sender, receiver = parameters
    take = Take(channel.name, on.message.text, tuple(fields), sender, receiver)
    yield Action(
        f"deliver {channel.name} {on.message.text}",
        "delivery",
        tuple(parameters),
        if_up(channel, guard, sender, receiver, context),
        (take, *body, *arrived(channel, sender, receiver, context)),
        on.fairness,
        on.span,
    )


# --- what is said of links -------------------------------------------------------------------------------------------


def _switched(declarations: Sequence[ast.Declaration], context: Context) -> dict[tuple[str, str], SaidOfLink]:
    """What bodies and fairness the text gives to `cut` and `mend`."""
    found: dict[tuple[str, str], SaidOfLink] = {}
    fair: dict[str, ast.Mending] = {}
    for declaration in declarations:
        match declaration:
            case ast.Switch(verb=verb, link=link):
                switched = _switch(declaration, context)
                if (verb, link.text) in found:
                    context.report(errors.channels.received_twice(link, verb, found[verb, link.text].span))
                elif switched is not None:
                    found[verb, link.text] = switched
            case ast.Mending(links=links):
                for link in links:
                    if link.text not in context.names.links:
                        context.report(errors.names.unknown("link", link, context.names.links))
                    elif link.text in fair:
                        context.report(errors.scenarios.said_twice(link.span, f"{declaration.fairness} mend {link.text}"))
                    fair.setdefault(link.text, declaration)
            case _:
                pass
    for name, mending in fair.items():
        if (cable := context.names.links.get(name)) is not None:
            plain = SaidOfLink(cable.parameters, (), "", mending.span)
            before = found.get(("mend", name), plain)
            if before.fairness:
                context.report(errors.scenarios.said_twice(mending.span, f"{before.fairness} mend {name}"))
            found["mend", name] = replace(before, fairness=mending.fairness)
    return found


def _switch(switch: ast.Switch, context: Context) -> SaidOfLink | None:
    """The body of `on cut` or `on mend`; what it sends is sent over links as they are then."""
    scope, name = LexicalScope(context, "state"), switch.link.text
    link = context.names.links.get(name)
    if link is None:
        context.report(errors.names.unknown("link", switch.link, context.names.links))
    elif len(link.indices) != len(switch.names):
        needed = [str(type) for type in link.indices]
        context.report(errors.names.wrong_count(switch.link.span, name, "index", needed, len(switch.names)))
        link = None
    if switch.fairness and switch.verb == "cut":
        context.report(errors.channels.never_obliged(switch.link.span, "fault", switch.fairness))
    types = (UNKNOWN,) * len(switch.names) if link is None else link.indices
    own = tuple(map(Bound, (each.text for each in switch.names), types))
    for each, bound in zip(switch.names, own, strict=True):
        scope = scope.bind(each, bound)
    context.switching = (name, own, switch.verb == "mend")
    body = block(switch.body, scope)
    context.switching = None
    return None if link is None else SaidOfLink(own, body, switch.fairness, switch.span)


# --- statements ------------------------------------------------------------------------------------------------------


def block(statements: ast.Block, scope: LexicalScope) -> system.Block:
    """The statements of a block; names given by `let` and `choose` are known to the rest of it."""
    result: list[system.Statement] = []
    for statement in statements:
        more, scope = _statement(statement, scope)
        result += more
    return tuple(result)


def _statement(statement: ast.Statement, scope: LexicalScope) -> tuple[list[system.Statement], LexicalScope]:
    match statement:
        case ast.Let(name=name, value=value):
            return [], _let(name, infer(value, scope), scope)
        case ast.Choose(binders=binders, where=where, span=span):
            inner, names = scope.bind_all(binders)
            wheres = [TRUE] * (len(names) - 1) + [condition(where, inner)]
            chosen = [system.Choose(name, test, span) for name, test in zip(names, wheres, strict=True)]
            return [*chosen], inner
        case _:  # `_closed` knows all others
            return _closed(statement, scope), scope


def _let(name: ast.Name, value: Expr | RecordValue, scope: LexicalScope) -> LexicalScope:
    """The name stands for the expression: what is not used is not evaluated, wherever it is used the state is the same."""
    sizes = [measure(leaf) for leaf in leaves(value)]
    scope.context.inlined += sum(weight for weight, _ in sizes) - len(sizes)
    if scope.context.inlined > LARGEST_INLINING or max(depth for _, depth in sizes) > DEEPEST:
        scope.context.report_size(name.span, name.text)
        value = BROKEN
    return scope.bind(name, value)


def _closed(statement: ast.Statement, scope: LexicalScope) -> list[system.Statement]:
    """A statement that gives no name to the rest of its block."""
    match statement:
        case ast.Assign():
            return _assign(statement, scope)
        case ast.If(condition=test, then=then, otherwise=otherwise):
            return [system.If(condition(test, scope), block(then, scope), block(otherwise, scope))]
        case ast.For(binders=binders, where=where, body=body):
            return _for(binders, where, body, scope)
        case ast.Either(branches=branches):
            return [system.Either(tuple(block(branch, scope) for branch in branches))]
        case ast.Require(condition=test, span=span):
            return [system.Require(condition(test, scope), span)]
        case ast.Send():
            return _send(statement, scope)
        case ast.Drop(channel=name, sender=sender, receiver=receiver, span=span):
            channel = carrier(name, scope)
            if channel is None:
                return []
            ends = check_value(sender, scope, channel.sender), check_value(receiver, scope, channel.receiver)
            return [Flush(channel.name, *ends, span)]
        case ast.Invoke():
            return [*_invoke(statement, scope)]
        case ast.Start():
            return start(statement, scope)
        case ast.Stop():
            return stop(statement, scope)
        case ast.Let() | ast.Choose():
            raise AssertionError("these give names: see _statement")
        case _:
            assert_never(statement)


def _assign(assign: ast.Assign, scope: LexicalScope) -> list[system.Statement]:
    cell = _cell(assign.cell, scope)
    if cell is None:
        infer(assign.value, scope, UNKNOWN)
        return []
    value = check(assign.value, scope, cell.type)
    return [
        system.Assign(target.variable, target.indices, new, assign.span)
        for target, new in zip(leaves(cell), leaves(value), strict=False)  # of different length after an error
        if isinstance(target, Read)
    ]


def _cell(node: ast.Expr, scope: LexicalScope) -> Expr | RecordValue | None:
    """The left side of an assignment: a read of a variable, or of all fields of one; None after an error."""
    name = _head(node)
    if name.text not in scope.names.variables:
        if name.text in scope.bindings:
            scope.report(errors.names.not_assignable(node.span, "name of a value"))
        elif kind := scope.names.kind(name.text):
            scope.report(errors.names.not_assignable(node.span, kind))
        else:
            scope.report(errors.names.unknown("variable", name, scope.names.variables))
        return None
    cell = infer(node, scope)
    return None if cell.type is UNKNOWN else cell


def _head(node: ast.Expr) -> ast.Name:
    match node:
        case ast.Word(text=text, span=span):
            return ast.Name(text, span)
        case ast.Index(name=name):
            return name
        case ast.Field(record=record):
            return _head(record)
        case _:
            raise AssertionError("the grammar has nothing else before `:=`")


def _for(
    binders: tuple[ast.Binder, ...], where: ast.Expr | None, body: ast.Block, scope: LexicalScope
) -> list[system.Statement]:
    inner, names = scope.bind_all(binders)
    result = system.For(names[-1], condition(where, inner), block(body, inner))
    for name in reversed(names[:-1]):
        result = system.For(name, TRUE, (result,))
    return [result]


def _send(send: ast.Send, scope: LexicalScope) -> list[system.Statement]:
    channel = carrier(send.channel, scope)
    if channel is None:
        return []
    args = contents(channel, send.message, send.args, send.span, scope)
    ends = check_value(send.sender, scope, channel.sender), check_value(send.receiver, scope, channel.receiver)
    if args is None:
        return []
    carried, lossy = is_sent(channel, *ends, scope.context), scope.context.losses.get(channel.name, FALSE)
    lossy = FALSE if channel.declaration.delay is not None else lossy
    return [system.Send(channel.name, send.message.text, args, *ends, send.span, carried, lossy)]


def _invoke(call: ast.Invoke, scope: LexicalScope) -> system.Block:
    """The body of a `proc`, with arguments for its parameters, in the place of the call."""
    context, name = scope.context, call.name.text
    proc = context.names.procs.get(name)
    if proc is None:
        if kind := context.names.kind(name):
            context.report(errors.names.not_a_proc(call.name, kind))
        else:
            context.report(errors.names.unknown("proc", call.name, context.names.procs))
        return ()
    if name in context.calling:
        context.report_cycle("proc", call.name, context.calling)
        return ()
    values = arguments(call.span, name, "argument", context.types(proc.parameters), call.args, scope, exactly)
    if values is None:
        return ()
    inner = LexicalScope(context, "state")
    for parameter, value in zip(proc.parameters, values, strict=True):
        if parameter.name is not None:
            inner = replace(inner, bindings={**inner.bindings, parameter.name.text: Binding(value, parameter.name.span)})
    context.inlined += PROC_WEIGHT
    if context.inlined > LARGEST_INLINING or len(context.calling) > LONGEST_CHAIN:
        context.report_size(call.span, name)
        return ()
    context.calling.append(name)
    result = block(proc.body, inner)
    context.calling.pop()
    return result
