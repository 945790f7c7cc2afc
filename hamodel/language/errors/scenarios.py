"""Scenarios, scopes and bounds of faults."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic
from hamodel.language.errors import words
from hamodel.language.text.ast import Name
from hamodel.source import Span


def set_twice(option: Name) -> Diagnostic:
    return Diagnostic("set-twice", option.span, f"`{option.text}` is set already", help="an option has one value in a run")


def set_a_field(span: Span, option: str, type: str, field: str) -> Diagnostic:
    help = f"each field is set by itself: `set {option}{field} = ...`"
    return Diagnostic("set-a-field", span, f"`{option}` is {words.a(type)}, an option for each field", help=help)


def indices_behind(span: Span, option: str, written: Name) -> Diagnostic:
    fields = written.text.removeprefix(option)
    headline = f"the indices of `{option}` do not stand behind a field"
    return Diagnostic("indices-behind", span, headline, help=f"write `{option}[...]{fields}`")


def channel_without_trait(span: Span, verb: str, channel: str, trait: str) -> Diagnostic:
    return Diagnostic(
        "channel-without-trait",
        span,
        f"`{channel}` cannot {verb} messages",
        help=f"declare the channel `{trait}`, or leave this out",
    )


def fault_of_fifo(span: Span, verb: str, channel: str) -> Diagnostic:
    return Diagnostic(
        "fault-of-fifo",
        span,
        f"`{verb} {channel}` always means the first message of the queue",
        help=f"write `{verb} {channel}`, perhaps with `from ... to ...`",
    )


def name_the_message(span: Span, verb: str, channel: str, name: str) -> Diagnostic:
    return Diagnostic(
        "name-the-message",
        span,
        f"`{name}` is not the same in every `on {channel}`",
        "this could be several messages",
        f"say which one: `{verb} {channel} MESSAGE from ... to ...`",
    )


def said_twice(span: Span, what: str) -> Diagnostic:
    return Diagnostic("said-twice", span, f"`{what}` is said already", help="leave one of the two out")


def scope_size(span: Span, sort: str, largest: int, label: str = "") -> Diagnostic:
    return Diagnostic("scope-size", span, f"{sort} has 1 to {largest} members", label, "choose a size between them")


def fault_bound(span: Span, largest: int, label: str = "") -> Diagnostic:
    return Diagnostic("fault-bound", span, f"a run has 0 to {largest} faults", label, "leave it out for any number of faults")
