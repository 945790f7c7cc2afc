"""Scenarios, scopes and bounds of faults."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic
from hamodel.language.text.ast import Name
from hamodel.source import Span


def set_twice(option: Name) -> Diagnostic:
    return Diagnostic("set-twice", option.span, f"`{option.text}` is set already", help="an option has one value in a run")


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
