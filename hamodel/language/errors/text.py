"""What cannot be read: characters, words and signs that are no spec."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from hamodel.diagnostics import Diagnostic, Label
from hamodel.language.errors import words
from hamodel.source import Span

_LIKE_OTHERS: Final = {"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2026": "..", "\u201c": '"', "\u201d": '"', "\u00d7": "*"}
"""Characters that editors put in the place of others."""


def foreign_sign(span: Span, meant: str) -> Diagnostic:
    return Diagnostic("foreign-sign", span, f"`{span.text}` is not a sign of this language", help=f"write `{meant}`")


def foreign_comment(span: Span) -> Diagnostic:
    return Diagnostic("foreign-comment", span, f"a comment starts with `#`, not with `{span.text[:2]}`", help="write `# ...`")


def number_too_large(span: Span, digits: int) -> Diagnostic:
    found = f"{span.end - span.start} digits"
    return Diagnostic("number-too-large", span, f"a number has at most {digits} digits", found, "write a smaller one")


def name_starts_with_digit(span: Span) -> Diagnostic:
    headline = f"the name `{words.short(span.text)}` starts with a digit"
    return Diagnostic("name-starts-with-digit", span, headline, help="start it with a letter or `_`")


def unclosed_string(span: Span) -> Diagnostic:
    return Diagnostic("unclosed-string", span, "a text in quotes ends on the line where it starts", help='close it with `"`')


def unknown_letters(span: Span) -> Diagnostic:
    return Diagnostic(
        "unknown-character",
        span,
        f"{words.text(span)} has letters that names do not have",
        help="a name is made of the letters `a` to `z`, in either case, digits and `_`",
    )


def unknown_character(span: Span) -> Diagnostic:
    name = unicodedata.name(span.text, "").lower()
    shown = span.text if span.text.isprintable() and not name.endswith("space") else f"U+{ord(span.text):04X}"
    help = {
        ";": "leave it out: nothing stands between statements or declarations",
        "'": "the value after a step is `x := ...` in an action and `next x` in a property",
    }.get(shown, "leave it out")
    if span.text in _LIKE_OTHERS:
        help = f"write `{_LIKE_OTHERS[span.text]}`"
    if name.endswith("space"):
        help = "put an ordinary blank here"
    label = name if not span.text.isascii() else ""
    return Diagnostic("unknown-character", span, f"`{shown}` is not a sign of this language", label, help)


def too_deep(span: Span | None, limit: int) -> Diagnostic:
    help = "give parts of it a name: `def` for expressions, `proc` for statements"
    return Diagnostic("too-deep", span, f"this is nested more than {limit} levels deep", help=help)


def too_long(span: Span, operator: str, limit: int) -> Diagnostic:
    headline = f"this `{operator}` joins more than {limit} conditions"
    return Diagnostic("too-long", span, headline, help="give parts of it a name with `def`, or use `all` and `some`")


def not_yet(span: Span) -> Diagnostic:
    headline = f"the language does not have `{span.text}` yet"
    return Diagnostic("not-yet", span, headline, "the word is reserved for it", "state each spec by itself")


def not_a_spec(path: str, like: str) -> Diagnostic:
    headline = f"`{words.path(path)}` is no spec: it looks like {like}"
    help = "name a file that starts with a line `spec NAME`; `hamodel init` writes one"
    return Diagnostic("not-a-spec", None, headline, help=help)


def no_spec_line(span: Span) -> Diagnostic:
    return Diagnostic("no-spec-line", span, "the spec has no name", help="start the file with a line `spec NAME`")


def spec_line_not_first(span: Span) -> Diagnostic:
    return Diagnostic("spec-line-not-first", span, "the line `spec NAME` comes first", help="move it above all declarations")


def second_spec_line(span: Span, first: Span) -> Diagnostic:
    headline, also = "a file has one line `spec NAME`", (Label(first, "the first one"),)
    return Diagnostic("second-spec-line", span, headline, "a second one", "leave one of them out", also)


def misspelled(span: Span, meant: str) -> Diagnostic:
    help = f"did you mean `{meant}`?"
    return Diagnostic("misspelled", span, f"`{words.short(span.text)}` is not a word that can stand here", help=help)


def reserved_word(span: Span) -> Diagnostic:
    headline = f"`{span.text}` is a word of the language, so it cannot be a name"
    return Diagnostic("reserved-word", span, headline, "a name is expected here", f"choose another, `{span.text}_` perhaps")


def mistaken(span: Span, expected: str) -> Diagnostic:
    if expected == words.text(span) == "`.`":
        help = "leave out the spaces: `flow.session`"
        return Diagnostic("mistaken", span, "the `.` of a field has no space beside it", help=help)
    help = {
        "`:=`": "`:=` assigns, `=` compares and defines",
        "`=`": "`=` compares and defines, `:=` assigns",
        "`=>`": '`=>` is "implies", `->` belongs to `match`',
        "`->`": '`->` belongs to `match`, `=>` is "implies"',
        "`.`": "`all x: T. ...`: a dot comes before what is said of each",
    }.get(expected, f"put {expected} here")
    return Diagnostic("mistaken", span, f"{expected} is expected, not {words.text(span)}", help=help)


def missing(near: Span, what: str, side: str) -> Diagnostic:
    return Diagnostic("missing", near, f"{what} is missing {side} {words.text(near)}", help=f"put {what} {side} it")


def superfluous(span: Span) -> Diagnostic:
    return Diagnostic("superfluous", span, f"{words.text(span)} has no place here", help="leave it out")


def never_closed(span: Span, closing: str) -> Diagnostic:
    help = f"put the `{closing}` that belongs to it"
    return Diagnostic("never-closed", span, f"{words.text(span)} is never closed", "opened here", help)


def closes_nothing(span: Span) -> Diagnostic:
    help = "leave it out, or open it before"
    return Diagnostic("closes-nothing", span, f"{words.text(span)} closes nothing", "nothing is open here", help)


def unexpected(span: Span, expected: str) -> Diagnostic:
    return Diagnostic(
        "unexpected", span, f"{words.text(span)} cannot stand here", help=f"expected: {expected}" if expected else ""
    )


def starts_nothing(span: Span) -> Diagnostic:
    starts = "a declaration starts with a word such as `var`, `def`, `step`, `invariant` or `scenario`"
    help = {
        "set": "an option gets its value from the command line, `--set NAME=VALUE`, or in a scenario; its default is written "
        "`option NAME : TYPE = VALUE`",
        "type": "a type with a name is an `enum`, a `record` or a `sort`",
        "process": "each thing that can happen is an action: `step NAME(...) when GUARD { ... }`",
        "module": "one file is one spec, and `import` brings in another",
    }.get(span.text, starts)
    return Diagnostic("starts-nothing", span, f"{words.text(span)} starts no declaration", help=help)


def ends_early(last: Span, expected: str) -> Diagnostic:
    help = f"expected: {expected}" if expected else ""
    headline = f"the declaration ends too early, after {words.text(last)}"
    return Diagnostic("ends-early", last, headline, "something is missing here", help)


def tags_nothing(tags: Span) -> Diagnostic:
    help = 'put it before the word, as in `hazard "22" invariant single_owner = ...`'
    headline = "a hazard is of an `invariant`, a `property`, a `reachable`, a `scenario` or an `expect`"
    return Diagnostic("tags-nothing", tags, headline, help=help)


def chained_comparison(span: Span, middle: Span) -> Diagnostic:
    help = f"join two comparisons with `and`: `... {middle.text} and {middle.text} {span.text} ...`"
    return Diagnostic("chained-comparison", span, "comparisons do not chain", "the second one", help)


def needs_parentheses(span: Span, sign: str) -> Diagnostic:
    headline = f"`{span.text}` cannot stand directly behind `{sign}`"
    return Diagnostic("needs-parentheses", span, headline, help=f"put it in parentheses: `{sign} ({span.text} ...)`")


def no_type(name: Span, type: Span | None) -> Diagnostic:
    """`type`: that of the name after it, which people give once for both."""
    meant = words.short(type.text) if type is not None else "T"
    help = f"each name has a type of its own: write `{words.short(name.text)}: {meant}`"
    return Diagnostic("no-type", name, f"{words.text(name)} has no type", help=help)


def only_one(span: Span) -> Diagnostic:
    headline = f"{words.text(span)}: only `exactly one` and `at most one` are words of the language"
    return Diagnostic("only-one", span, headline, help="for other numbers count them: `(count x: T where P) <= 2`")


def dash_in_a_name(span: Span) -> Diagnostic:
    headline = f"a name has no `-`: {words.text(span)}"
    return Diagnostic("dash-in-a-name", span, headline, help=f"write `{words.short(span.text.replace('-', '_'))}`")


def written_range(span: Span, meant: str) -> Diagnostic:
    headline = f"{words.text(span)} is no range of this language"
    return Diagnostic("written-range", span, headline, help=f"write its first and its last value: `{meant}`")


def number_needed(span: Span) -> Diagnostic:
    headline = f"a number is needed here, and {words.text(span)} is an expression"
    return Diagnostic("number-needed", span, headline, help="give it a name, `const limit = ...`, and write the name here")


def set_as_a_type(span: Span) -> Diagnostic:
    return Diagnostic(
        "set-as-a-type",
        span,
        "a set is not a type",
        "the name of a type is needed here",
        f"declare `enum T {words.short(words.quoted(span))}` and write `T`; "
        "of a larger type take some: `x: T where x in { ... }`",
    )


def set_of(span: Span, relation: str) -> Diagnostic:
    name, _, indices = relation.partition("[")
    *others, member = indices.removesuffix("]").split(", ")
    use = f"some x: {member} where {name}[{'..., ' if others else ''}x]. ..."
    help = f"say of each whether it is in: `var {words.short(relation)} : bool = false`, and ask `{words.short(use)}`"
    return Diagnostic("set-of", span, "a variable holds one simple value; a set is a relation", help=help)


def map_of(span: Span, cells: str, value: str) -> Diagnostic:
    headline = "a variable holds one simple value; a map is a variable with an index"
    help = f"write `var {words.short(cells)} : {words.short(value)}`, with `{words.short(value)}?` if there may be none"
    return Diagnostic("map-of", span, headline, help=help)


def in_a_relation(span: Span, read: str) -> Diagnostic:
    headline = "`in` is followed by values in braces or by a range; a set is a relation"
    return Diagnostic("in-a-relation", span, headline, help=f"of a `var ... : bool`, ask for the member: `{words.short(read)}`")


def set_as_a_value(span: Span) -> Diagnostic:
    return Diagnostic(
        "set-as-a-value",
        span,
        "a set is a relation, a bool for each member, and no value",
        help="`r[x] := true` puts x in, `for y: T { r[y] := false }` takes all out, `all x: T. r[x] => q[x]` compares two",
    )


def possible_fault(span: Span, verb: str) -> Diagnostic:
    help = "ask for what it needs: `up(LINK)`, `not up(LINK)`, `pending CHANNEL`"
    headline = f"`possible` is asked of actions that the spec declares and of `deliver`, not of `{verb}`"
    return Diagnostic("possible-fault", span, headline, help=help)


def guard_of_a_link(span: Span, verb: str) -> Diagnostic:
    help = f"decide inside of it: `on {verb} LINK {{ if ... {{ }} }}`"
    headline = f"`on {verb}` has no `when`: what it does is no condition of the {verb}"
    return Diagnostic("guard-of-a-link", span, headline, help=help)


def keys_without_parentheses(span: Span) -> Diagnostic:
    help = "as in `best d: Firewall by (rank[d], d = fw0)`: the second one decides where the first is equal"
    return Diagnostic("keys-without-parentheses", span, "several things that `best` goes by stand in parentheses", help=help)


def any_in_a_property(span: Span) -> Diagnostic:
    help = "ask for one of them: `some x: T. ...` with `x` in this place"
    return Diagnostic("any-in-a-property", span, "`any` stands for what a scenario leaves open, not for a value", help=help)


def blocked_any_step(span: Span) -> Diagnostic:
    headline = "`blocked` says of one action that it cannot happen here"
    return Diagnostic("blocked-any-step", span, headline, help="name the action: `blocked NAME(...)`, a line for each")


def message_without_route(span: Span) -> Diagnostic:
    help = f"write `{words.short(span.text)}(...) from a to b`"
    return Diagnostic("message-without-route", span, f"the message `{words.short(span.text)}` needs `from` and `to`", help=help)


def question_without_route(span: Span, word: str, channel: str) -> Diagnostic:
    message, needed = (" MESSAGE", "a message, `from` and `to`") if word == "first" else ("", "`from` and `to`")
    help = f"write `{word} {words.short(channel)}{message} from a to b`"
    return Diagnostic("question-without-route", span, f"`{word}` of a channel needs {needed}", help=help)


def asked_as_a_call(span: Span, word: str, channel: str, ends: Sequence[str]) -> Diagnostic:
    message = " MESSAGE" if word == "first" else ""
    sender, receiver = ends if len(ends) == 2 else ("a", "b")
    help = f"write `{word} {words.short(channel)}{message} from {words.short(sender)} to {words.short(receiver)}`"
    return Diagnostic("asked-as-a-call", span, f"`{word}` of a channel is no call", help=help)


def more_errors(span: Span | None) -> Diagnostic:
    return Diagnostic("more-errors", span, "there are more errors than are shown", help="mend these first")
