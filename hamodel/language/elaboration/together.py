"""`fair { a, b, deliver sync }` -> the actions of which one is obliged to happen."""

from __future__ import annotations

from hamodel.language import errors
from hamodel.language.elaboration.lookup import carrier, message_fields
from hamodel.language.elaboration.scope import Context, LexicalScope
from hamodel.language.text import ast
from hamodel.model.system import FairGroup


def together(group: ast.Together, context: Context) -> FairGroup | None:
    """The group; None after an error."""
    found: list[str] = []
    for member in group.members:
        for name in _actions(member, group, context):
            if name in found:
                context.report(errors.channels.obliged_twice(member.span, name))
            found.append(name)
    return FairGroup(tuple(found), group.fairness, group.span) if found else None


def _actions(member: ast.Name | ast.Delivered, group: ast.Together, context: Context) -> list[str]:
    """The names of the actions that a member stands for."""
    if isinstance(member, ast.Name):
        action = context.names.actions.get(member.text)
        if action is None:
            steps = [name for name, known in context.names.actions.items() if known.kind == "step"]
            context.report(errors.names.unknown("step", member, steps))
            return []
        if action.kind != "step":
            context.report(errors.channels.never_obliged(member.span, action.kind, group.fairness))
            return []
        return [member.text]
    scope = LexicalScope(context, "state")
    channel = carrier(member.channel, scope)
    if channel is None or (member.message is not None and message_fields(channel, member.message, scope) is None):
        return []
    messages = channel.messages if member.message is None else [member.message.text]
    return [f"deliver {channel.name} {message}" for message in messages]
