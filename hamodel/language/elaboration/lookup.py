"""A name and a scope -> what it may stand for there, or the message that says why it may not."""

from __future__ import annotations

from hamodel.language import errors
from hamodel.language.elaboration.carriers import Carrier
from hamodel.language.elaboration.scope import LexicalScope
from hamodel.language.elaboration.types import BROKEN, UNKNOWN, AnyType
from hamodel.language.text import ast
from hamodel.model.expr import Const, EnumType, Expr, OptionalType, SortType
from hamodel.source import Span

LARGEST_MEMBER = 63


def may_read(scope: LexicalScope, span: Span, name: str) -> bool:
    """May the state be read here? Reports that it may not."""
    if scope.place in ("initial", "options", "loss", "path", "length"):
        scope.report(errors.types.reads_the_state(span, name, scope.place))
        return False
    return True


def may_look_elsewhere(scope: LexicalScope, span: Span, word: str) -> bool:
    """May other states be spoken of here, as properties do? Reports that they may not."""
    if scope.place in ("property", "definition"):
        return True
    scope.report(errors.properties.only_in_properties(span, word))
    return False


def none_of(node: ast.Word, scope: LexicalScope, hint: AnyType | None) -> Expr:
    """`none`, of the type that is wanted here; reports that none is known, or one that is never none."""
    if isinstance(hint, OptionalType):
        return Const(None, hint)
    if hint is None:
        scope.report(errors.types.none_of_what(node.span))
    elif hint is not UNKNOWN:
        scope.report(errors.types.never_none(node.span, str(hint)))
    return BROKEN


def member_of_sort(node: ast.Word, scope: LexicalScope, hint: AnyType | None) -> Expr | None:
    """The member that a scenario names (`s0` of Session); None if the word is no member's name."""
    for sort in scope.names.sorts.values():
        number = node.text.removeprefix(sort.prefix)
        if number != node.text and number.isdecimal() and number == str(int(number)):
            if scope.place != "scenario":
                scope.report(errors.names.member_outside_scenario(node.span, node.text, sort.name))
                return BROKEN
            if int(number) > LARGEST_MEMBER:
                scope.report(errors.names.large_member(node.span, node.text, LARGEST_MEMBER))
                return BROKEN
            if isinstance(hint, SortType) and hint != sort:
                scope.report(errors.names.member_of_another_sort(node.span, node.text, sort.name, hint.name, hint.prefix))
                return BROKEN
            return Const(node.text, sort)
    return None


def member_of_given(node: ast.Word, scope: LexicalScope) -> Expr | None:
    """The member that a scenario of an instance names of what was given for a node or a sort, `n0` of Node, or None."""
    word = node.text.rstrip("0123456789")
    number = node.text[len(word) :]
    fit = scope.context.called.get(word)
    if fit is None or scope.place != "scenario" or number != str(int(number or "0")):
        return None
    if (sort := scope.names.sorts.get(fit.given.text)) is not None:
        if int(number) > LARGEST_MEMBER:
            scope.report(errors.names.large_member(node.span, node.span.text, LARGEST_MEMBER))
            return BROKEN
        return Const(sort.prefix + number, sort)
    if (enum := scope.names.enums.get(fit.given.text)) is None:
        return BROKEN  # after an error where it was given
    if int(number) >= len(enum.members):
        scope.report(errors.names.too_few_given(node.span, node.span.text, fit.needed.text, fit.given, len(enum.members)))
        return BROKEN
    return Const(enum.members[int(number)], enum)


def unknown_word(node: ast.Word, scope: LexicalScope, enum: EnumType | None) -> Expr:
    """Reports a word that means nothing here, with what may have been meant."""
    names, name = scope.names, ast.Name(node.text, node.span)
    if (kind := names.kind(node.text)) and scope.context.may_see(name):
        if kind != "constant":  # one without a value is an error already reported
            scope.report(errors.names.not_a_value(name, kind))
    else:
        owner = next((action for action in names.actions.values() if node.text in _parameters(action)), None)
        if owner is not None:
            scope.report(errors.names.of_another_action(name, owner.name.text))
            return BROKEN
        known = [*scope.bindings, *names.variables, *names.options, *names.durations, *names.indexed, *names.constants.values]
        known += names.definitions
        known += enum.members if enum else names.members
        scope.report(errors.names.unknown("value", name, known))
    return BROKEN


def _parameters(action: ast.Action) -> set[str]:
    return {parameter.name.text for parameter in action.parameters if parameter.name is not None}


def carrier(name: ast.Name, scope: LexicalScope) -> Carrier | None:
    """The channel of this name; reports that there is none."""
    found = scope.names.channels.get(name.text)
    if found is None:
        scope.report(errors.names.unknown("channel", name, scope.names.channels))
    return found


def may_happen(event: ast.OnChannel, channel: Carrier, scope: LexicalScope) -> bool:
    """Is there such an action of the channel? Reports that there is none: it has no such fault, or of a fifo only one."""
    trait = {"lose": "lossy", "duplicate": "duplicating"}.get(event.verb)
    if trait is not None and not channel.has(trait):
        scope.report(errors.scenarios.channel_without_trait(event.span, event.verb, channel.name, trait))
        return False
    if trait is not None and channel.fifo and event.message is not None:
        scope.report(errors.scenarios.fault_of_fifo(event.message.span, event.verb, channel.name))
        return False
    return True


def message_fields(channel: Carrier, message: ast.Name, scope: LexicalScope) -> tuple[AnyType, ...] | None:
    """The types of a message's fields."""
    fields = channel.messages.get(message.text)
    if fields is None:
        scope.report(errors.names.unknown("message", message, channel.messages))
        return None
    return tuple(type for _, type in fields)
