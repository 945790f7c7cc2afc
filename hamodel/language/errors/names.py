"""Names: what stands twice, what nothing is called, what is of another kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from hamodel.diagnostics import Diagnostic, Label, suggest
from hamodel.language.errors import words
from hamodel.language.text.ast import Name
from hamodel.source import Span

_ELSEWHERE: Final = {
    "value": {
        "False": "`false` is written small", "FALSE": "`false` is written small",
        "True": "`true` is written small", "TRUE": "`true` is written small",
        **dict.fromkeys(["None", "NONE", "null", "NULL", "nil", "undefined"], "no value is `none`, of a type `T?`"),
        "self": "an action names whom it is about: `step go(b: Box) { ... x[b] ... }`",
    },
    "type": {
        **dict.fromkeys(["int", "integer", "Int", "Integer", "nat", "Nat", "uint", "number"], "integers have bounds: `0..3`"),
        **dict.fromkeys(["boolean", "Boolean", "Bool", "BOOLEAN"], "truth values are of type `bool`"),
        **dict.fromkeys(["string", "String", "str", "text"], "texts are names of an `enum`: `enum State { idle, busy }`"),
        **dict.fromkeys(["float", "double", "real"], "there are no fractions: count in units that are small enough, `0..100`"),
    },
}  # fmt: skip
"""By kind: what other languages call something, and what is meant here."""


def duplicate(kind: str, name: Name, first_kind: str, first: Span) -> Diagnostic:
    return Diagnostic(
        "duplicate",
        name.span,
        f"`{name.text}` is declared twice",
        words.a(kind),
        "give one of them another name",
        (Label(first, f"{'another one' if kind == first_kind else words.a(first_kind)} has this name"),),
    )


def not_open(name: Name, first: Span) -> Diagnostic:
    headline = f"`{name.text}` is declared in `{words.path(first.source.path)}`, where it is not open"
    help = f"write `open def {name.text.rpartition('.')[2]}` there, with the type of its result; or give this one another name"
    return Diagnostic("not-open", name.span, headline, "declared anew", help, (Label(first, "it is this one"),))


def no_tag(tag: Name) -> Diagnostic:
    help = 'write at most 32 letters, digits and `_`, between them also `.`, `:`, `/`, `#`, `-` and spaces: `hazard "A-22"`'
    return Diagnostic("no-tag", tag.span, "this names no entry of a list of hazards", help=help)


def open_without_type(name: Name) -> Diagnostic:
    headline = f"`{name.text}` is open, and does not say what type its result has"
    help = f"write `open def {name.text}(...): bool = ...`: who declares it anew has to know"
    return Diagnostic("open-without-type", name.span, headline, help=help)


def replaces_another(name: Name, wanted: str, first: Span) -> Diagnostic:
    headline = f"`{name.text}` has other parameters, or another result, than what it replaces"
    also = (Label(first, "it replaces this one"),)
    return Diagnostic("replaces-another", name.span, headline, help=f"declare it as `def {wanted} = ...`", also=also)


def expected_of_its_own(name: Name, expect: str, first: Span) -> Diagnostic:
    headline = f"`{name.text}` is claimed in this file, and so is what is expected of it"
    help = f"write `{name.text} expect {expect} ...` where it is claimed: `expect NAME` is about claims of an imported file"
    return Diagnostic("expected-of-its-own", name.span, headline, help=help, also=(Label(first, "claimed here"),))


def expected_of_another_kind(name: Name, kind: str, first: Span) -> Diagnostic:
    also = (Label(first, f"this is {words.a(kind)}"),)
    if kind == "assume":
        help = "expect something of an `invariant`, a `property`, or a `reachable`"
        return Diagnostic("expected-of-another-kind", name.span, f"`{name.text}` is assumed, not checked", help=help, also=also)
    wanted = "reached when ..." if kind == "reachable" else "violated"
    said = "violated" if kind == "reachable" else "reached"
    headline = f"{words.a(kind)} is {'reached' if kind == 'reachable' else 'violated'}, not {said}"
    help = f"write `expect {name.text} {wanted}`"
    return Diagnostic("expected-of-another-kind", name.span, headline, help=help, also=also)


def expected_twice(name: Name, first: Span) -> Diagnostic:
    headline = f"what is expected of `{name.text}` is said twice"
    help = "say it once, in one of these files or in one that imports both"
    return Diagnostic("expected-twice", name.span, headline, help=help, also=(Label(first, "said here, too"),))


def too_few_given(span: Span, member: str, needed: str, given: Name, members: int) -> Diagnostic:
    counted = f"{members} member{'s' if members > 1 else ''}"
    headline = f"there is no `{member}`: `{given.text}`, which is given for `{needed}`, has {counted}"
    help = "give it more of them, or let the scenario name fewer; `any` stands for each of them"
    return Diagnostic("too-few-given", span, headline, help=help, also=(Label(given.span, "given here"),))


def given_without_order(name: Name, wanted: str, path: str, first: Span) -> Diagnostic:
    headline = f"`{name.text}` does not fit: no member of it comes before another"
    help = f"`{words.path(path)}` needs `{wanted}`: declare `sort {name.text} ordered`, or give it an enum or a node"
    return Diagnostic("given-without-order", name.span, headline, help=help, also=(Label(first, "declared here"),))


def built_in_name(name: Name) -> Diagnostic:
    return Diagnostic("built-in-name", name.span, f"`{name.text}` has a meaning already", help="choose another name")


def no_action_of_a_scenario(name: Name) -> Diagnostic:
    label = f"a scenario could not take it: `{name.text} (...)` is a test there"
    return Diagnostic("built-in-name", name.span, f"`{name.text}` has a meaning already", label, "choose another name")


def written_with_parentheses(found: Diagnostic, word: str) -> Diagnostic:
    """The error, with what may have been meant by a word that an instruction begins with."""
    help = f"the action `{word}` has its parentheses here: `{word}(...)`"
    return replace(found, help=f"{found.help}; {help}" if found.help else help)


def shadowed(name: Name, first: Span) -> Diagnostic:
    return Diagnostic(
        "shadowed",
        name.span,
        f"`{name.text}` is the name of something else here",
        help="choose another name, so that a reader need not ask which one is meant",
        also=(Label(first, "declared here"),),
    )


def unknown(kind: str, name: Name, known: Iterable[str]) -> Diagnostic:
    names = list(dict.fromkeys(known))
    if meant := _ELSEWHERE.get(kind, {}).get(name.text):
        help = meant
    elif close := suggest(name.text, names):
        help = close
    elif 0 < len(names) <= 8:
        help = f"there {'is' if len(names) == 1 else 'are'} {words.listed(names)}"
    else:
        help = "" if names else f"there is no {kind} here"
    return Diagnostic(f"unknown-{kind}", name.span, f"there is no {kind} `{name.text}`", help=help)


def of_another_action(name: Name, action: str) -> Diagnostic:
    return Diagnostic(
        "of-another-action",
        name.span,
        f"there is no value `{name.text}` here",
        f"a parameter of `{action}` has this name",
        f"each action has its own parameters: name it in this one too, `({name.text}: T)`, or bind it with `all`, `some`, `for`",
    )


def ends_are_nodes(name: Name, kind: str) -> Diagnostic:
    return Diagnostic(
        "ends-are-nodes",
        name.span,
        f"`{name.text}` is {words.a(kind)}, and messages travel between nodes or members of a sort",
        "the ends of a channel are of a type that is declared with `node` or `sort`",
        f"declare `{name.text}` with `node` instead of `{kind}`, or name another type",
    )


def count_over_a_sort(span: Span, channel: str, sort: str) -> Diagnostic:
    return Diagnostic(
        "count-over-a-sort",
        span,
        f"`{channel}` is between members of {sort}, and how many these are is not known here",
        "all queues of the channel cannot be added up",
        f"count one queue, `count {channel} from a to b`, or ask `pending {channel}`",
    )


def ambiguous_member(span: Span, name: str, enums: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "ambiguous-member",
        span,
        f"`{name}` is a member of {words.listed(enums, 'and')}",
        "nothing here says which one is meant",
        "compare it with something of the type that is meant, or give a `def` a type: `def f(x: T): U = ...`",
    )


def member_outside_scenario(span: Span, name: str, sort: str) -> Diagnostic:
    return Diagnostic(
        "member-outside-scenario",
        span,
        f"`{name}` is known in scenarios alone",
        f"a member of {sort}",
        f"the members of a sort are interchangeable, so that what holds for one holds for all: `all x: {sort}. ...`",
    )


def member_of_another_sort(span: Span, name: str, sort: str, wanted: str, prefix: str) -> Diagnostic:
    return Diagnostic(
        "member-of-another-sort",
        span,
        f"{words.a(wanted)} is needed here",
        f"`{name}` is a member of {sort}",
        f"the members of {wanted} are `{prefix}0`, `{prefix}1`, ...",
    )


def large_member(span: Span, name: str, largest: int) -> Diagnostic:
    return Diagnostic("large-member", span, f"`{name}` needs too many members", help=f"the highest is number {largest}")


def not_a_type(name: Name, kind: str) -> Diagnostic:
    return Diagnostic(
        "not-a-type",
        name.span,
        f"`{name.text}` is {words.a(kind)}, not a type",
        help="a type is `bool`, a range `0..3`, or the name of an enum, node, sort or record",
    )


def not_a_value(name: Name, kind: str) -> Diagnostic:
    help = {
        "link": f"whether it carries messages is `up({name.text})`",
        "channel": f"whether something is in flight is `pending {name.text}`",
        "sort": f"its members are reached by `all x: {name.text}. ...` or `some x: {name.text}. ...`",
        "enum": "write one of its members",
        "node": "write one of its members",
        "record": f"a value of it is `{name.text}(...)`",
        "action": f"whether it happened last is `did {name.text}`",
    }.get(kind, "")
    return Diagnostic("not-a-value", name.span, f"`{name.text}` is {words.a(kind)}, not a value", help=help)


def not_indexed(name: Name, kind: str) -> Diagnostic:
    help = f"write `{name.text}(...)`" if kind == "definition" else "only variables have indices"
    return Diagnostic("not-indexed", name.span, f"`{name.text}` has no indices", words.a(kind), help)


def not_called(name: Name, kind: str) -> Diagnostic:
    help = {
        "variable": f"the indices of a variable stand in brackets: `{name.text}[...]`",
        "action": f"whether it happened last is `did {name.text}(...)`",
        "proc": f"`{name.text}(...)` is a statement",
    }.get(kind, "only definitions and records take arguments")
    return Diagnostic("not-called", name.span, f"`{name.text}` takes no arguments here", words.a(kind), help)


def not_a_proc(name: Name, kind: str) -> Diagnostic:
    help = "an action cannot take another one along: put what they share into a `proc`" if kind == "action" else ""
    return Diagnostic("not-a-proc", name.span, f"`{name.text}` is no statement", words.a(kind), help)


def not_assignable(span: Span, kind: str) -> Diagnostic:
    help = {
        "constant": "a constant is one number; what changes is a `var`",
        "option": "an option has the same value for the whole run; what changes is a `var`",
        "link": "a link changes by its own actions, `cut` and `mend`",
        "definition": "assign to the variables that it is computed from",
        "name of a value": "a name stands for one value; what changes is a `var`",
    }.get(kind, "the left side of `:=` is a variable with its indices, perhaps with a field")
    return Diagnostic("not-assignable", span, f"`{words.quoted(span)}` cannot be assigned to", words.a(kind), help)


def wrong_count(span: Span, name: str, what: str, types: Sequence[str], given: int) -> Diagnostic:
    several = {"index": "indices"}.get(what, f"{what}s")
    needed = f"{len(types)} {what if len(types) == 1 else several}" if types else f"no {several}"
    brackets = ("[", "]") if what == "index" else ("(", ")")
    written = f"{name}{brackets[0]}{', '.join(types)}{brackets[1]}" if types else name
    label = f"{given or 'none'} {'is' if given < 2 else 'are'} given"
    help = f"write `{written}` with a value for each type" if types else f"write `{written}` alone"
    return Diagnostic("wrong-count", span, f"`{name}` has {needed}", label, help)


def up_of_one_link(span: Span) -> Diagnostic:
    return Diagnostic("up-of-one-link", span, "`up` is asked of one link", help="write `up(LINK)` with the name of a link")


def recursion(kind: str, name: Name, cycle: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "recursion",
        name.span,
        f"the {kind} `{cycle[0]}` contains itself",
        " -> ".join(cycle),
        f"a {kind} is written out wherever it is used, so it cannot contain itself",
    )


def too_wide(span: Span, low: int, high: int, bits: int) -> Diagnostic:
    return Diagnostic(
        "too-wide",
        span,
        f"a value that may not fit: it must lie between -2^{bits} and 2^{bits}, about {2**bits / 1e18:.1f} * 10^18",
        f"between {low:,} and {high:,}",
        "write smaller numbers, or ranges that are as small as what is meant",
    )


def definitions_too_large(span: Span, name: str) -> Diagnostic:
    return Diagnostic(
        "definitions-too-large",
        span,
        "with its definitions and procs written out, the spec is too large",
        f"`{name}` does not fit any more",
        "each use of a definition is a copy of it: let fewer of them use each other, or compute a value once in a `let`",
    )
