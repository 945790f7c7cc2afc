"""How long messages are on their way, how many in a row may be lost, how far faults are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hamodel.language import errors
from hamodel.language.elaboration.carriers import Carrier
from hamodel.language.elaboration.expressions import check_value
from hamodel.language.elaboration.scope import Context, LexicalScope
from hamodel.language.elaboration.timing.timers import between
from hamodel.language.elaboration.types import UNKNOWN
from hamodel.language.text import ast
from hamodel.model.expr import BOOL, FALSE, INT, TRUE, Apply, Bound, Const, Expr, RangeType, Read, conjunction
from hamodel.model.system import Action, Assign, Choose, Flush, Require, Send, Statement, Variable, statements
from hamodel.model.timing import DURATION, STOPPED, ChannelDelay, SystemTimer

BETWEEN_FAULTS = "between faults"
"""The timer that runs from a fault on, until there may be another one; no name of a spec has a space."""

MOST_IN_A_ROW = 64


# --- messages that are on their way ----------------------------------------------------------------------------------


def delays_of(actions: Sequence[Action], context: Context) -> tuple[ChannelDelay, ...]:
    """Of each channel that says so how long its messages take."""
    found: list[ChannelDelay] = []
    for channel in context.names.channels.values():
        written = channel.declaration.delay
        if written is None:
            continue
        low, high = between(written, LexicalScope(context, "length"))
        if UNKNOWN not in (low.type, high.type):
            found.append(ChannelDelay(channel.name, low, high, written.span))
        _can_be_delivered(channel, actions, context)
    return tuple(found)


def _can_be_delivered(channel: Carrier, actions: Sequence[Action], context: Context) -> None:
    """What is due has to be possible where the guard of its `on` holds; no action both empties the channel and sends over it."""
    for action in actions:
        inside = [*statements(action.body)]
        for statement in inside if action.name.startswith(f"deliver {channel.name} ") else ():
            if isinstance(statement, Require):
                context.report(errors.timing.may_not_be(statement.span or action.span, "require"))
            elif isinstance(statement, Choose) and statement.where != TRUE:
                context.report(errors.timing.may_not_be(statement.span or action.span, "choose"))
        emptied = any(isinstance(each, Flush) and each.channel == channel.name for each in inside)
        sent = [each for each in inside if isinstance(each, Send) and each.channel == channel.name]
        if emptied and sent:
            context.report(errors.timing.emptied_and_sent(sent[0].span or action.span, channel.name))


# --- so many in a row that are lost ----------------------------------------------------------------------------------


def counters(context: Context) -> Iterator[Variable]:
    """Of each channel that loses at most so many messages in a row, how many it has lost between two ends."""
    for channel in context.names.channels.values():
        most = _most(channel, context)
        if most is not None:
            type = RangeType(0, most)
            ends = Bound(context.fresh("sender"), channel.sender), Bound(context.fresh("receiver"), channel.receiver)
            yield Variable(_lost(channel), ends, type, Const(0, type), channel.declaration.span, hidden=True)


def lost(channel: Carrier, sender: Expr, receiver: Expr, context: Context) -> tuple[Expr, tuple[Statement, ...]]:
    """Whether another message may be lost, and what is remembered if it is."""
    most = _most(channel, context)
    if most is None:
        return TRUE, ()
    so_far = Read(_lost(channel), (sender, receiver), RangeType(0, most))
    more = Apply("+", (so_far, Const(1, INT)), INT)
    return Apply("<", (so_far, Const(most, INT)), BOOL), (Assign(so_far.variable, so_far.indices, more, None),)


def arrived(channel: Carrier, sender: Expr, receiver: Expr, context: Context) -> tuple[Statement, ...]:
    """What is forgotten when a message arrives."""
    most = _most(channel, context)
    return () if most is None else (Assign(_lost(channel), (sender, receiver), Const(0, RangeType(0, most)), None),)


def _lost(channel: Carrier) -> str:
    return f"lost {channel.name}"


def _most(channel: Carrier, context: Context) -> int | None:
    written = channel.declaration.in_a_row
    most = None if written is None else context.names.constants.number(written, context.report)
    if written is not None and most is not None and not 1 <= most <= MOST_IN_A_ROW:
        context.report(errors.timing.in_a_row(written.span, MOST_IN_A_ROW))
        return None
    return most


# --- faults that are apart -------------------------------------------------------------------------------------------


def faults_apart(
    actions: list[Action], declarations: Sequence[ast.Declaration], context: Context
) -> tuple[list[Action], tuple[Variable, ...]]:
    """The actions, of which none that is a fault happens while a timer runs that each of them starts; and its variables."""
    written = next((each for each in declarations if isinstance(each, ast.Faults) and each.apart is not None), None)
    if written is None or written.apart is None:
        return actions, ()
    length = check_value(written.apart, LexicalScope(context, "length"), DURATION)
    if length.type is UNKNOWN:
        return actions, ()
    context.time.between_faults.append(SystemTimer(BETWEEN_FAULTS, (), None, written.span))
    names = [f"{BETWEEN_FAULTS}{part}" for part in ("", " from", " expired")]
    stopped: list[Expr] = [Const(STOPPED, INT), Const(0, INT), FALSE]
    started = [Assign(name, (), value, written.span) for name, value in zip(names, (length, length, FALSE), strict=True)]
    free = Apply("<", (Read(BETWEEN_FAULTS, (), INT), Const(0, INT)), BOOL)
    faulty = [action for action in actions if action.kind == "fault"]
    changed = {
        action.name: replace(action, guard=conjunction([free, action.guard]), body=(*action.body, *started)) for action in faulty
    }
    spaced = [changed.get(action.name, action) for action in actions]
    variables = (
        Variable(name, (), BOOL if first == FALSE else INT, first, written.span, hidden=True)
        for name, first in zip(names, stopped, strict=True)
    )
    return spaced, tuple(variables)
