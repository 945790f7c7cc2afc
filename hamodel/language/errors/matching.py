"""The arms of a `match`."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.diagnostics import Diagnostic, Label
from hamodel.language.errors import words
from hamodel.source import Span


def match_incomplete(span: Span, missing: Sequence[str]) -> Diagnostic:
    shown = words.listed(missing[:5], "and") if len(missing) <= 5 else f"{words.listed(missing[:5])} and {len(missing) - 5} more"
    return Diagnostic("match-incomplete", span, f"no arm for {shown}", help="add an arm for each, or `_ -> ...` for the rest")


def match_needs_default(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "match-needs-default", span, f"the values of {words.a(type)} cannot all be listed", help="end with an arm `_ -> ...`"
    )


def match_on_record(span: Span, type: str) -> Diagnostic:
    return Diagnostic("match-on-record", span, "`match` looks at simple values", f"{words.a(type)}", "match on one of its fields")


def pattern_twice(span: Span, first: Span) -> Diagnostic:
    headline, also = f"`{span.text}` has an arm already", (Label(first, "the first one"),)
    return Diagnostic("pattern-twice", span, headline, help="leave one of the two out", also=also)


def arm_after_default(span: Span) -> Diagnostic:
    return Diagnostic("arm-after-default", span, "`_` takes whatever is left", "arms below are never used", "move it to the end")
