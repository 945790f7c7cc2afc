"""Types, and what values may be."""

from __future__ import annotations

from collections.abc import Iterable

from hamodel.diagnostics import Diagnostic, suggest
from hamodel.language.errors import words
from hamodel.language.text.ast import Name
from hamodel.source import Span


def wrong_type(span: Span, have: str, wanted: str) -> Diagnostic:
    help = {
        "bool": "a condition is needed: compare it with something",
        "integer": "only integers can be computed with",
    }.get(wanted, "")
    return Diagnostic("wrong-type", span, f"{words.a(wanted)} is needed here", f"this is {words.a(have)}", help)


def cannot_compare(span: Span, left: str, right: str) -> Diagnostic:
    return Diagnostic(
        "cannot-compare",
        span,
        f"{words.a(left)} is never equal to {words.a(right)}",
        f"compares {left} with {right}",
        "both sides of a comparison have one type; a member belongs to the enum that lists it",
    )


def branches_differ(span: Span, then: str, otherwise: str) -> Diagnostic:
    return Diagnostic(
        "branches-differ",
        span,
        f"this is {words.a(then)} or {words.a(otherwise)}, as the case may be",
        help="all cases need one type",
    )


def may_be_none(span: Span, inner: str) -> Diagnostic:
    text = words.quoted(span)
    return Diagnostic(
        "may-be-none",
        span,
        f"`{text}` may be `none`",
        f"{inner}?, where {words.a(inner)} is needed",
        f"name the value that it has: `the x: {inner} where {text} = x`",
    )


def never_none(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "never-none", span, f"{words.a(type)} is never `none`", help=f"the type of what may be `none` is written `{type}?`"
    )


def none_of_what(span: Span) -> Diagnostic:
    return Diagnostic(
        "none-of-what",
        span,
        "nothing here says of which type this `none` is",
        help="compare it with something, or give a `def` a type: `def f(x: T): U? = ...`",
    )


def no_order(span: Span, type: str, of_a_sort: bool) -> Diagnostic:
    headline = "integers have an order, the members of an enum and those of an ordered sort, no other values"
    help = f"if one member comes before the other, say so: `sort {type} ordered`" if of_a_sort else ""
    return Diagnostic("no-order", span, headline, f"this is {words.a(type)}", help)


def no_common_order(span: Span, left: str, right: str) -> Diagnostic:
    headline = f"{words.a(left)} and {words.a(right)} have no order in common"
    help = "only integers, or members of one enum or ordered sort, come before each other"
    return Diagnostic("no-common-order", span, headline, help=help)


def needs_two(span: Span, name: str) -> Diagnostic:
    return Diagnostic("needs-two", span, f"`{name}` is of two values or more", help=f"write `{name}(a, b)`")


def out_of_range(span: Span, value: str, type: str) -> Diagnostic:
    return Diagnostic("out-of-range", span, f"{value} is not in {type}", help="widen the range, or change the value")


def may_leave_range(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "may-leave-range",
        span,
        f"`{words.quoted(span)}` may be outside of {type}",
        help=f"say what it is elsewhere: `if ... in {type} then ... else ...`",
    )


def empty_range(span: Span, low: int, high: int, label: str = "") -> Diagnostic:
    return Diagnostic("empty-range", span, f"the range {low}..{high} has no values", label, "the smaller number comes first")


def large_range(span: Span, largest: int, label: str = "") -> Diagnostic:
    return Diagnostic("large-range", span, f"a range has at most {largest} values", label, "write a smaller one")


def no_constant(name: Name, kind: str, known: Iterable[str]) -> Diagnostic:
    """A name where only a number can stand; `kind`: what it is instead, if anything."""
    if not kind:
        help = suggest(name.text, [*known]) or f"write the number itself, or declare `const {name.text} = 3`"
        return Diagnostic("unknown-constant", name.span, f"there is no constant `{name.text}`", help=help)
    help = "write the number itself, or the name of a constant: `const limit = 3`"
    if kind == "option":
        help = "an option has its value in a check, sizes are known before it: write the number, or name a constant"
    return Diagnostic("number-needed", name.span, f"a number is needed here, and `{name.text}` is {words.a(kind)}", help=help)


def not_arithmetic(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-arithmetic",
        span,
        f"`{words.quoted(span)}` is not made of numbers alone",
        "a constant is made of numbers, other constants, and `+ - * div mod`",
        "a value of another type, or one that depends on the state, gets its name with `def`",
    )


def large_constant(name: Name, value: int, largest: int) -> Diagnostic:
    headline = f"`{name.text}` lies outside of -{largest}..{largest}"
    label = f"it is {value}" if abs(value) < 10**18 else "a number of more than 18 digits"
    return Diagnostic("large-constant", name.span, headline, label, "a constant is no larger than a number that is written")


def optional_record(span: Span, record: str) -> Diagnostic:
    return Diagnostic(
        "optional-record", span, f"a record is never `none`, so there is no `{record}?`", help="make its fields optional: `T?`"
    )


def large_record(name: Name, largest: int) -> Diagnostic:
    return Diagnostic(
        "large-record",
        name.span,
        f"`{name.text}` has more than {largest} fields",
        "counting the fields of the records inside",
        "split it",
    )


def option_type(span: Span, type: str, field: str = "", of: str = "") -> Diagnostic:
    """`field`: the first of a record that no option is, and its type."""
    return Diagnostic(
        "option-type",
        span,
        f"an option is not {words.a(type)}",
        f"its field `{field}` is {words.a(of)}" if field else "",
        "an option is a `bool`, a range, an enum, one of `{ a, b }`, or a record of such fields: its values are tried one by one",
    )


def option_index(span: Span, type: str, sort: bool) -> Diagnostic:
    help = "index it by a node, an enum or a range"
    if sort:
        help += f"; what may differ between members of a sort is a `var x[{type}]` that nothing writes, without an initial value"
    label = "there may be any number of them, and an option has a name for each" if sort else ""
    return Diagnostic("option-index", span, f"an option has no index that is {words.a(type)}", label, help)


def many_options(name: Name, most: int, fields: int = 1) -> Diagnostic:
    each = f"one for each choice of its indices{f' and each of {fields} fields' if fields > 1 else ''}"
    return Diagnostic("many-options", name.span, f"`{name.text}` is more than {most} options, {each}", help="index it by less")


def index_type(span: Span, type: str) -> Diagnostic:
    return Diagnostic("index-type", span, f"an index is never `none`, so it is not {words.a(type)}", help="leave out the `?`")


def not_a_record(span: Span, type: str) -> Diagnostic:
    return Diagnostic("not-a-record", span, "only a record has fields", f"a field of {words.a(type)}")


def no_key(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "no-key",
        span,
        "`best` goes by a number, a member of an enum or of an ordered sort, or a bool",
        f"this is {words.a(type)}",
        "of these the highest is the best, of a bool true: `best d: Firewall by rank[d]`, `... by (rank[d], d = fw0)`",
    )


def record_selected(span: Span, op: str) -> Diagnostic:
    return Diagnostic(
        "record-selected",
        span,
        f"`{op}` goes through the values of a simple type, not of a record",
        help="go through the values of one field after the other",
    )


def divisor(span: Span, op: str) -> Diagnostic:
    return Diagnostic("divisor", span, f"`{op}` is by a number that is written out and above 0", help=f"as in `x {op} 2`")


def not_constant(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-constant", span, f"`{words.quoted(span)}` is not a value by itself", "a value is needed here, not an expression"
    )


def reads_the_state(span: Span, name: str, place: str) -> Diagnostic:
    if place == "initial":
        headline = "an initial value is computed before there is a state"
        help = "say what holds of several variables with `initially`"
    elif place == "path":
        headline = "over which links a channel goes is the same in every state"
        help = "the indices of a link speak of `from`, `to` and options"
    elif place == "length":
        headline = "how long a timer runs by itself is the same in every state"
        help = "`start` says another length, which may depend on the state"
    elif place == "loss":
        headline = "whether a channel loses messages depends on options alone"
        help = "what is lost depending on the state is a `fault` that drops it"
    else:
        headline = "what is expected depends on options alone"
        help = "put what depends on the state into the property"
    return Diagnostic("reads-the-state", span, headline, f"`{name}` belongs to the state", help)


def depends_on_a_size(span: Span, sort: str) -> Diagnostic:
    headline = "what is expected depends on options alone"
    help = "put what depends on the members of a sort into the property"
    return Diagnostic("depends-on-a-size", span, headline, f"how many members {sort} has is no option", help)
