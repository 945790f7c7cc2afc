"""Links and channels over them -> what carries a message, and the actions that cut, mend, lose and duplicate.

A link is a variable of bools: true is up. One with indices has a cell for each member; with two it leads from the first to the
second, never from a member to itself. A channel over several is up where one of them is, so that a cut of the last one that was
up empties it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hamodel.language import errors
from hamodel.language.elaboration.carriers import Cable, Carrier
from hamodel.language.elaboration.definitions import substitute
from hamodel.language.elaboration.expressions import arguments, condition
from hamodel.language.elaboration.scope import Binding, Context, LexicalScope
from hamodel.language.elaboration.timing.channels import lost
from hamodel.language.elaboration.types import UNKNOWN, bounds, flat, leaves
from hamodel.language.text import ast
from hamodel.model import system
from hamodel.model.expr import BOOL, FALSE, TRUE, Apply, Bound, Expr, RangeType, Read, Type, conjunction, negation
from hamodel.model.semantics import sure
from hamodel.model.system import Action, Fairness, Flush, For, If, Take, Variable
from hamodel.source import Span

FROM, TO = "from", "to"
"""The ends of a channel, where its links are named; words of the language, so nothing else has such a name."""


def variables(context: Context) -> list[Variable]:
    """The links, all of them up."""
    return [
        Variable(wire.name, wire.parameters, BOOL, TRUE, wire.declaration.name.span) for wire in context.names.links.values()
    ]


# --- what a channel goes over ----------------------------------------------------------------------------------------


def read_paths(context: Context) -> None:
    """Finds out which links each channel goes over, and whether each index of a link has a name of its own. What is left out of
    `context.paths` has errors."""
    for wire in context.names.links.values():
        LexicalScope(context, "path").bind_all(wire.declaration.binders, keep=True)  # of two with one name only one would be cut
    for channel in context.names.channels.values():
        context.paths[channel.name] = [
            path for written in channel.declaration.over if (path := _path(written, channel, context)) is not None
        ]


def _path(written: ast.Word | ast.Index, channel: Carrier, context: Context) -> Read | None:
    name = written.name if isinstance(written, ast.Index) else ast.Name(written.text, written.span)
    wire = context.names.links.get(name.text)
    if wire is None:
        return None  # `names` has reported it
    ends = channel.declaration.sender, channel.declaration.receiver
    bindings = {
        end: Binding(Bound(end, type), place.span)
        for end, type, place in zip((FROM, TO), (channel.sender, channel.receiver), ends, strict=True)
    }
    scope = LexicalScope(context, "path", bindings)
    nodes = written.indices if isinstance(written, ast.Index) else ()
    indices = arguments(written.span, name.text, "index", wire.indices, nodes, scope)
    if indices is None:
        return None
    flat = tuple(leaf for index in indices for leaf in leaves(index))
    if not all(map(_is_one_of, flat, wire.indices)):
        context.report(errors.channels.path_without_value(written.span))
        return None
    return Read(wire.name, flat, BOOL)


def _is_one_of(index: Expr, type: Type) -> bool:
    """Does the index always have a value, and one of the type?"""
    if not sure(index):
        return False
    low, high = bounds(index) if isinstance(type, RangeType) else (0, 0)
    return not isinstance(type, RangeType) or (type.low <= low and high <= type.high)


def carried(channel: Carrier, sender: Expr, receiver: Expr, context: Context) -> Expr:
    """Is a link up over which the channel leads from `sender` to `receiver`?"""
    values = {FROM: sender, TO: receiver}
    parts = [_after(substitute(path, values, context), context) for path in context.paths.get(channel.name, ())]
    return TRUE if not parts or TRUE in parts else _any([part for part in parts if part != FALSE] or [FALSE])


def _after(path: Expr, context: Context) -> Expr:
    """Is the link up; in the body of a `cut` or `mend`, after that?"""
    assert isinstance(path, Read), "a read with other names inside"
    if context.switching is None or context.switching[0] != path.variable:
        return path
    _, own, up = context.switching
    this = conjunction([Apply("=", pair, BOOL) for pair in zip(path.indices, own, strict=True)])
    if not own:
        return TRUE if up else FALSE
    return Apply("or", (this, path), BOOL) if up else conjunction([negation(this), path])


def read_losses(context: Context) -> None:
    """Finds out when each channel loses messages: those that do so always are not among `context.losses`."""
    for channel in context.names.channels.values():
        written = channel.declaration.lossy_when
        found = FALSE if written is None else condition(written, LexicalScope(context, "loss"))
        if written is not None and found.type is not UNKNOWN and not sure(found):
            context.report(errors.channels.loss_without_value(written.span))
        if written is not None or not channel.has("lossy"):
            context.losses[channel.name] = found


def is_sent(channel: Carrier, sender: Expr, receiver: Expr, context: Context) -> Expr:
    """Is what is sent not lost at once?"""
    return TRUE if channel.has("waits when cut") else carried(channel, sender, receiver, context)


def if_up(channel: Carrier, guard: Expr, sender: Expr, receiver: Expr, context: Context) -> Expr:
    """A delivery's guard: also one of its links carries messages, which has no place in the text."""
    up = carried(channel, sender, receiver, context)
    if up == TRUE:
        return guard
    match guard:
        case Apply(op="and", args=args):
            return Apply("and", (up, *args), BOOL, guard.span)
        case _:
            return up if guard == TRUE else conjunction([up, guard])


def _any(parts: Sequence[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Apply("or", tuple(parts), BOOL)


# --- what links bring ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaidOfLink:
    """What the text says of a `cut` or `mend`: the names of its parameters, what else it does, whether it must happen."""

    parameters: tuple[Bound, ...]
    body: system.Block
    fairness: Fairness
    span: Span


def actions_of_links(said: Mapping[tuple[str, str], SaidOfLink], context: Context) -> Iterator[Action]:
    """`cut` and `mend` of each link, with what is `said` of each."""
    for wire in context.names.links.values():
        for verb in ("cut", "mend"):
            plain = SaidOfLink(wire.parameters, (), "", wire.declaration.name.span)
            yield _switch(wire, verb, said.get((verb, wire.name), plain), context)


def _switch(wire: Cable, verb: str, said: SaidOfLink, context: Context) -> Action:
    own = said.parameters
    up = Read(wire.name, own, BOOL)
    changed = system.Assign(wire.name, own, FALSE if verb == "cut" else TRUE, None)
    if verb == "mend":
        body = (changed, *said.body)
        return Action(f"mend {wire.name}", "input", own, negation(up), body, said.fairness, said.span, built_in=True)
    possible: Expr = up
    if len(own) == 2 and own[0].type == own[1].type:
        possible = conjunction([negation(Apply("=", own, BOOL)), up])
    body = (changed, *_emptied(wire, own, context), *said.body)
    return Action(f"cut {wire.name}", "fault", own, possible, body, "", said.span, built_in=True)


def _emptied(wire: Cable, own: tuple[Bound, ...], context: Context) -> Iterator[system.Statement]:
    """The channels of which this was the last link that was up lose what is in them."""
    for channel in context.names.channels.values():
        paths = context.paths.get(channel.name, ())
        if channel.has("waits when cut") or not any(path.variable == wire.name for path in paths):
            continue
        if not any(path.indices for path in paths):
            others = [path for path in paths if path.variable != wire.name]
            flush = Flush(channel.name, None, None)
            yield If(negation(_any(others)), (flush,), ()) if others else flush
            continue
        ends = [Bound(context.fresh(name), type) for name, type in (("sender", channel.sender), ("receiver", channel.receiver))]
        if paths == [Read(wire.name, (Bound(FROM, channel.sender), Bound(TO, channel.receiver)), BOOL)]:
            yield Flush(channel.name, own[0], own[1])  # a loop over these would say the same
            continue
        inner = (Flush(channel.name, ends[0], ends[1]),)
        yield For(ends[0], TRUE, (For(ends[1], _last(wire, own, paths, ends, context), inner),))


def _last(wire: Cable, own: Sequence[Bound], paths: Sequence[Read], ends: Sequence[Bound], context: Context) -> Expr:
    """Is this link one of those between the ends, and no other of them up?"""
    cut: list[Expr] = []
    others: list[Expr] = []
    for path in paths:
        here = substitute(path, dict(zip((FROM, TO), ends, strict=True)), context)
        assert isinstance(here, Read), "a read with other names inside"
        if path.variable != wire.name:
            others.append(negation(here))
            continue
        this = conjunction([Apply("=", pair, BOOL) for pair in zip(here.indices, own, strict=True)])
        cut.append(this)
        if own:
            others.append(negation(conjunction([negation(this), here])))
    if len(paths) == 1:
        return cut[0]
    return conjunction([*([_any(cut)] if own else []), *others])


# --- what channels bring --------------------------------------------------------------------------------------------


def actions_of_channels(context: Context) -> Iterator[Action]:
    """`lose` and `duplicate` of each channel that has them."""
    for channel in context.names.channels.values():
        for verb, trait in (("lose", "lossy"), ("duplicate", "duplicating")):
            if channel.has(trait):
                guard = context.losses.get(channel.name, TRUE) if verb == "lose" else TRUE
                yield from _channel_fault(channel, verb, guard, context)


def _channel_fault(channel: Carrier, verb: str, guard: Expr, context: Context) -> Iterator[Action]:
    sender, receiver = Bound("sender", channel.sender), Bound("receiver", channel.receiver)
    copy, span = verb == "duplicate", channel.declaration.span
    allowed, gone = (TRUE, ()) if copy else lost(channel, sender, receiver, context)
    guard = conjunction([each for each in (guard, allowed) if each != TRUE])
    if channel.fifo:
        take = Take(channel.name, None, (), sender, receiver, copy)
        yield Action(f"{verb} {channel.name}", "fault", (sender, receiver), guard, (take, *gone), "", span, built_in=True)
        return
    for message, fields in channel.messages.items():
        bounds = _apart([leaf for name, type in fields for leaf in flat(name, type)], sender, receiver)
        take = Take(channel.name, message, bounds, sender, receiver, copy)
        name = f"{verb} {channel.name} {message}"
        yield Action(name, "fault", (*bounds, sender, receiver), guard, (take, *gone), "", span, built_in=True)


def _apart(leaves: Sequence[tuple[str, Type]], *ends: Bound) -> tuple[Bound, ...]:
    """Names for the fields of a message, which are called as they are declared where the ends are not."""
    taken = {end.name for end in ends}
    found: list[Bound] = []
    for leaf, type in leaves:
        name = leaf
        while name in taken:
            name += "_"
        taken.add(name)
        found.append(Bound(name, type))
    return tuple(found)
