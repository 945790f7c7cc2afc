"""One function for each message that the author of a spec can meet: what happened in, a Diagnostic out."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic
from hamodel.source import Span

# --- reading the text ------------------------------------------------------------------------------------------------


def foreign_sign(span: Span, meant: str) -> Diagnostic:
    return Diagnostic("foreign-sign", span, f"`{span.text}` is not a sign of this language", help=f"write `{meant}`")


def foreign_comment(span: Span) -> Diagnostic:
    return Diagnostic("foreign-comment", span, f"a comment starts with `#`, not with `{span.text[:2]}`", help="write `# ...`")


def number_too_large(span: Span, digits: int) -> Diagnostic:
    found = f"{span.end - span.start} digits"
    return Diagnostic("number-too-large", span, f"a number has at most {digits} digits", found, "write a smaller one")


def name_starts_with_digit(span: Span) -> Diagnostic:
    headline = f"the name `{_short(span.text)}` starts with a digit"
    return Diagnostic("name-starts-with-digit", span, headline, help="start it with a letter or `_`")


def unclosed_string(span: Span) -> Diagnostic:
    return Diagnostic("unclosed-string", span, "a path ends on the line where it starts", help='close it with `"`')


def unknown_letters(span: Span) -> Diagnostic:
    return Diagnostic(
        "unknown-character",
        span,
        f"`{_short(span.text)}` has letters that names do not have",
        help="a name is made of the letters `a` to `z`, in either case, digits and `_`",
    )


def unknown_character(span: Span) -> Diagnostic:
    shown = span.text if span.text.isprintable() else f"U+{ord(span.text):04X}"
    help = "leave it out: nothing stands between statements or declarations" if shown == ";" else "leave it out"
    return Diagnostic("unknown-character", span, f"`{shown}` is not a sign of this language", help=help)


def two_equal_signs(span: Span) -> Diagnostic:
    return Diagnostic(
        "two-equal-signs",
        span,
        "this `when` could end at more than one `=`",
        "does this one compare or define?",
        "put the comparisons in parentheses: `when (a = b) = (c = d)`",
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
