"""Channels, links, and what is owed."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic, Label
from hamodel.language.errors import words
from hamodel.language.text.ast import Name
from hamodel.source import Span


def never_obliged(span: Span, kind: str, fairness: str) -> Diagnostic:
    return Diagnostic(
        "never-obliged",
        span,
        f"{words.a(kind)} is never obliged to happen, so it is not `{fairness}`",
        help="fairness is for a `step`, for `on` and for `mend`; what the world has to do in the end is a `step` of the spec",
    )


def obliged_twice(span: Span, name: str) -> Diagnostic:
    headline = f"`{name}` is in this group already"
    return Diagnostic("obliged-twice", span, headline, help="leave it out: one of the group is obliged to happen, whichever")


def nobody_receives(message: Name, channel: str) -> Diagnostic:
    return Diagnostic(
        "nobody-receives",
        message.span,
        f"nobody receives `{message.text}`",
        help=f"say what its delivery does: `on {channel} {message.text}(...) from x to y {{ ... }}`, the body may be empty",
    )


def received_twice(message: Name, channel: str, first: Span) -> Diagnostic:
    return Diagnostic(
        "received-twice",
        message.span,
        f"there are two `on {channel} {message.text}`",
        help="use `if`, `either` or `match` in one of them",
        also=(Label(first, "the other one"),),
    )


def trait_twice(trait: Name) -> Diagnostic:
    return Diagnostic("trait-twice", trait.span, f"`{trait.text}` is said already", help="leave it out")


def trait_conflict(trait: Name, other: str) -> Diagnostic:
    headline = f"a channel is not `{other}` and `{trait.text}`"
    return Diagnostic("trait-conflict", trait.span, headline, help="leave one of them out")


def cut_without_link(trait: Name, channel: str) -> Diagnostic:
    return Diagnostic(
        "cut-without-link",
        trait.span,
        f"the channel `{channel}` is not over a link, so it is never cut",
        help=f"write `channel {channel} over LINK from ...`, or leave out `{trait.text}`",
    )


def path_without_value(span: Span) -> Diagnostic:
    return Diagnostic(
        "path-without-value",
        span,
        f"`{words.quoted(span)}` may be no link",
        "a number that may be out of range, or a `the` that may have no answer",
        "say with `if` or `match` which link it is for all ends",
    )


def loss_without_value(span: Span) -> Diagnostic:
    return Diagnostic(
        "loss-without-value",
        span,
        "whether the channel loses messages may have no value",
        "a number that may be out of range, or a `the` that may have no answer",
        "say with `if` or `match` what it is for all values of the options",
    )


def link_index(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "link-index", span, f"a link has no index of type {type}", help="use an enum, a node, a sort, a range or `bool`"
    )


def link_indices(link: Name) -> Diagnostic:
    return Diagnostic(
        "link-indices",
        link.span,
        f"`{link.text}` has more than two indices",
        help="one index tells links apart; with two, a link leads from the first to the second",
    )


def one_of_each(trait: Name, channel: str) -> Diagnostic:
    return Diagnostic(
        "one-of-each",
        trait.span,
        f"`{channel}` is `merging`, so it never holds two equal messages",
        help="leave out the number behind `unordered`",
    )


def capacity(span: Span, channel: str, capacity: int, largest: int, label: str = "") -> Diagnostic:
    return Diagnostic(
        "capacity",
        span,
        f"`{channel}` cannot hold {capacity} messages",
        label,
        f"a channel holds 1 to {largest} messages from each sender to each receiver",
    )
