"""What `did` remembers, by the name of the variable that holds it: `did crash`, `did cut ha1`, `did deliver sync opened`.

Of what a link or a channel brings the question may leave arguments out: `did cut lan` of any of several links, `did deliver sync`
of any message between any two. The variable then has the last arguments only, and their number in its name: `did cut lan/0`. So
what a message carries multiplies no states where nobody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.language.elaboration.carriers import Carrier
from hamodel.language.elaboration.scope import Context
from hamodel.language.elaboration.types import flat
from hamodel.model.expr import BOOL, Bound, Expr, Read, Type
from hamodel.source import Span


def of_link(verb: str, link: str, indices: Sequence[Type], said: Sequence[Expr], span: Span) -> Expr:
    """Was the link cut (mended): the one of these indices, or, where nothing is said of them, any?"""
    return _read(f"{verb} {link}", len(indices), said, span)


def of_channel(verb: str, channel: Carrier, message: str | None, said: Sequence[Expr], span: Span) -> list[Expr]:
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
