"""Questions about queues (`pending`, `first`, `count`, `room`), about what happened (`did`) and about what can (`possible`).

`first` of an unordered channel is `pending`, `room` is a count that is below what the channel holds, `count` of a whole channel
is the sum of its queues.

What `did` remembers has the name of the variable that holds it: `did crash`, `did cut ha1`, `did deliver sync opened`. Of what a
link or a channel brings the question may leave arguments out: `did cut lan` of any of several links, `did deliver sync` of any
message between any two. The variable then has the last arguments only, and their number in its name: `did cut lan/0`. So what a
message carries multiplies no states where nobody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Literal, assert_never

from hamodel.language import errors
from hamodel.language.elaboration.carriers import Carrier
from hamodel.language.elaboration.scope import Context, LexicalScope
from hamodel.language.elaboration.types import BROKEN, flat
from hamodel.language.elaboration.values import apply, nest
from hamodel.model.expr import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Apply,
    Bound,
    Const,
    EnumType,
    Expr,
    Pending,
    Possible,
    RangeType,
    Read,
    SortType,
    Type,
)
from hamodel.source import Span

# --- of queues -------------------------------------------------------------------------------------------------------


def answer(
    asked: Literal["pending", "first", "count", "room"],
    question: Pending,
    between: Sequence[Bound],
    channel: Carrier,
    scope: LexicalScope,
    span: Span,
) -> Expr:
    """The answer, from the `question` whether the message is there. `between`: the ends that are left out, among those of the
    question."""
    match asked:
        case "pending":
            return nest("some", list(between), question, span)
        case "first":
            return replace(question, asked="first") if channel.fifo else question
        case "count":
            sort = next((end.type for end in between if isinstance(end.type, SortType)), None)
            if sort is not None:
                scope.report(errors.names.count_over_a_sort(span, channel.name, sort.name))
                return BROKEN
            ends = (_ends(question.sender, between), _ends(question.receiver, between))
            counts = [_count(replace(question, sender=from_, receiver=to), channel) for from_, to in product(*ends)]
            return _sum(counts)
        case "room":
            return _room(question, channel, scope.context, span)
        case _:
            assert_never(asked)


def _ends(end: Expr, between: Sequence[Bound]) -> list[Expr]:
    if end not in between:
        return [end]
    assert isinstance(end.type, EnumType), "others are refused"
    return [Const(member, end.type) for member in end.type.members]


def _count(question: Pending, channel: Carrier) -> Expr:
    """How many there are. How many messages an unordered channel holds depends on how many different ones there are."""
    known = channel.fifo or question.message is not None
    return replace(question, asked="count", type=RangeType(0, channel.capacity) if known else INT)


def _sum(parts: Sequence[Expr]) -> Expr:
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return Apply("+", (_sum(parts[:half]), _sum(parts[half:])), INT, getattr(parts[0], "span", None))


def _room(question: Pending, channel: Carrier, context: Context, span: Span) -> Expr:
    """Would a `send` of the message fit; of no message in particular, of each."""
    merging = channel.has("merging")
    if channel.fifo:
        fits = _fits(replace(question, message=None, args=()), channel)
        return Apply("or", (question, fits), BOOL, span) if merging and question.message is not None else fits
    if merging:
        return TRUE
    if question.message is not None:
        return _fits(question, channel)
    rows: list[Expr] = []
    for message, fields in channel.messages.items():
        leaves = [leaf for name, type in fields for leaf in flat(name, type)]
        contents = tuple(Bound(context.fresh(name), type) for name, type in leaves)
        fits = _fits(replace(question, message=message, args=contents), channel)
        rows.append(nest("all", list(contents), fits, span))
    return rows[0] if len(rows) == 1 else Apply("and", tuple(rows), BOOL, span)


def _fits(question: Pending, channel: Carrier) -> Expr:
    return Apply("<", (_count(question, channel), Const(channel.capacity, INT)), BOOL, question.span)


# --- of what happened ------------------------------------------------------------------------------------------------


def link_did(verb: str, link: str, indices: Sequence[Type], said: Sequence[Expr], span: Span) -> Expr:
    """Was the link cut (mended): the one of these indices, or, where nothing is said of them, any?"""
    return _read(f"{verb} {link}", len(indices), said, span)


def channel_did(verb: str, channel: Carrier, message: str | None, said: Sequence[Expr], span: Span) -> list[Expr]:
    """For each message that is meant: was it delivered, lost, duplicated? `said`: what it carries and its ends, or its ends, or
    nothing."""
    if verb != "deliver" and channel.fifo:
        return [_read(f"{verb} {channel.name}", 2, said, span)]
    meant = channel.messages if message is None else [message]
    return [_read(f"{verb} {channel.name} {each}", len(_contents(channel, each)) + 2, said, span) for each in meant]


def _read(action: str, parameters: int, said: Sequence[Expr], span: Span) -> Expr:
    left_out = "" if len(said) == parameters else f"/{len(said)}"
    return Read(f"did {action}{left_out}", tuple(said), BOOL, span=span)


def remembered(variable: str, context: Context) -> tuple[str, tuple[Bound, ...]]:
    """The action, and those of its parameters that the variable has as indices, with new names."""
    action, _, number = variable.removeprefix("did ").partition("/")
    declared = context.names.actions.get(action)
    parameters = _parameters(action, context) if declared is None else context.bounds(declared.parameters)
    return action, parameters[len(parameters) - int(number) :] if number else parameters


def _parameters(action: str, context: Context) -> tuple[Bound, ...]:
    """Those of what a link or a channel brings."""
    verb, name, *message = action.split(" ")
    if verb in ("cut", "mend"):
        own = context.names.links[name].parameters
    else:
        channel = context.names.channels[name]
        ends = Bound("sender", channel.sender), Bound("receiver", channel.receiver)
        own = (*(_contents(channel, message[0]) if message else ()), *ends)
    return tuple(Bound(context.fresh(each.name), each.type) for each in own)


def _contents(channel: Carrier, message: str) -> tuple[Bound, ...]:
    return tuple(Bound(leaf, own) for name, type in channel.messages[message] for leaf, own in flat(name, type))


# --- of what can happen ----------------------------------------------------------------------------------------------


def anything(steps: bool, span: Span, scope: LexicalScope) -> Expr:
    """Any declared step or delivery; or, without `steps`, any input. No fault, and nothing that a link brings."""
    names, context = scope.names, scope.context
    kinds = ("step",) if steps else ("step", "input")
    ways = [
        happens(action.name.text, context.bounds(action.parameters), span)
        for action in names.actions.values()
        if action.kind in kinds
    ]
    for channel in names.channels.values():
        ways += [delivered(channel, message, None, (None, None), span, scope) for message in channel.messages]
    return one_of(ways, span)


def delivered(
    channel: Carrier,
    message: str,
    args: tuple[Expr, ...] | None,
    ends: tuple[Expr | None, Expr | None],
    span: Span,
    scope: LexicalScope,
) -> Expr:
    """Whether this message can be delivered; what is None may be any."""
    open_: list[Bound] = []

    def any_of(name: str, type: Type) -> Bound:
        open_.append(Bound(scope.context.fresh(name), type))
        return open_[-1]

    if args is None:
        args = tuple(any_of(leaf, own) for name, type in channel.messages[message] for leaf, own in flat(name, type))
    sender = any_of("sender", channel.sender) if ends[0] is None else ends[0]
    receiver = any_of("receiver", channel.receiver) if ends[1] is None else ends[1]
    asked = Possible(f"deliver {channel.name} {message}", (*args, sender, receiver), span=span)
    return nest("some", open_, asked, span)


def happens(action: str, binders: Sequence[Bound], span: Span) -> Expr:
    """Whether an action can happen with some arguments."""
    return nest("some", list(binders), Possible(action, tuple(binders), span=span), span)


def one_of(ways: Sequence[Expr], span: Span) -> Expr:
    """At least one of these; of none, never."""
    return FALSE if not ways else ways[0] if len(ways) == 1 else apply("or", list(ways), BOOL, span)
