"""One function for each message that the author of a spec can meet: what happened in, a Diagnostic out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from hamodel.diagnostics import Diagnostic, Label, suggest
from hamodel.host import library
from hamodel.language.text.ast import Name
from hamodel.source import Span

_LIKE_OTHERS: Final = {"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2026": "..", "\u201c": '"', "\u201d": '"', "\u00d7": "*"}
"""Characters that editors put in the place of others."""

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
    return Diagnostic("unclosed-string", span, "a text in quotes ends on the line where it starts", help='close it with `"`')


def unknown_letters(span: Span) -> Diagnostic:
    return Diagnostic(
        "unknown-character",
        span,
        f"{_text(span)} has letters that names do not have",
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
    word = span.text
    help = "model the expiry as a `step` with a guard" if word == "timer" else "state each spec by itself"
    return Diagnostic("not-yet", span, f"the language does not have `{word}` yet", "the word is reserved for it", help)


def not_a_spec(path: str, like: str) -> Diagnostic:
    headline = f"`{_path(path)}` is no spec: it looks like {like}"
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
    return Diagnostic("misspelled", span, f"`{_short(span.text)}` is not a word that can stand here", help=help)


def reserved_word(span: Span) -> Diagnostic:
    headline = f"`{span.text}` is a word of the language, so it cannot be a name"
    return Diagnostic("reserved-word", span, headline, "a name is expected here", f"choose another, `{span.text}_` perhaps")


def mistaken(span: Span, expected: str) -> Diagnostic:
    help = {
        "`:=`": "`:=` assigns, `=` compares and defines",
        "`=`": "`=` compares and defines, `:=` assigns",
        "`=>`": "`=>` is \"implies\", `->` belongs to `match`",
        "`->`": "`->` belongs to `match`, `=>` is \"implies\"",
        "`.`": "`all x: T. ...`: a dot comes before what is said of each",
    }.get(expected, f"put {expected} here")
    return Diagnostic("mistaken", span, f"{expected} is expected, not {_text(span)}", help=help)


def missing(near: Span, what: str, side: str) -> Diagnostic:
    return Diagnostic("missing", near, f"{what} is missing {side} {_text(near)}", help=f"put {what} {side} it")


def superfluous(span: Span) -> Diagnostic:
    return Diagnostic("superfluous", span, f"{_text(span)} has no place here", help="leave it out")


def never_closed(span: Span, closing: str) -> Diagnostic:
    help = f"put the `{closing}` that belongs to it"
    return Diagnostic("never-closed", span, f"{_text(span)} is never closed", "opened here", help)


def closes_nothing(span: Span) -> Diagnostic:
    help = "leave it out, or open it before"
    return Diagnostic("closes-nothing", span, f"{_text(span)} closes nothing", "nothing is open here", help)


def unexpected(span: Span, expected: str) -> Diagnostic:
    return Diagnostic("unexpected", span, f"{_text(span)} cannot stand here", help=f"expected: {expected}" if expected else "")


def starts_nothing(span: Span) -> Diagnostic:
    words = "a declaration starts with a word such as `var`, `def`, `step`, `invariant` or `scenario`"
    help = {
        "set": "an option gets its value from the command line, `--set NAME=VALUE`, or in a scenario; its default is written "
        "`option NAME : TYPE = VALUE`",
        "type": "a type with a name is an `enum`, a `record` or a `sort`",
        "process": "each thing that can happen is an action: `step NAME(...) when GUARD { ... }`",
        "module": "one file is one spec, and `import` brings in another",
    }.get(span.text, words)
    return Diagnostic("starts-nothing", span, f"{_text(span)} starts no declaration", help=help)


def ends_early(last: Span, expected: str) -> Diagnostic:
    help = f"expected: {expected}" if expected else ""
    headline = f"the declaration ends too early, after {_text(last)}"
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
    meant = _short(type.text) if type is not None else "T"
    help = f"each name has a type of its own: write `{_short(name.text)}: {meant}`"
    return Diagnostic("no-type", name, f"{_text(name)} has no type", help=help)


def only_one(span: Span) -> Diagnostic:
    headline = f"{_text(span)}: only `exactly one` and `at most one` are words of the language"
    return Diagnostic("only-one", span, headline, help="for other numbers count them: `(count x: T where P) <= 2`")


def dash_in_a_name(span: Span) -> Diagnostic:
    headline = f"a name has no `-`: {_text(span)}"
    return Diagnostic("dash-in-a-name", span, headline, help=f"write `{_short(span.text.replace('-', '_'))}`")


def written_range(span: Span, meant: str) -> Diagnostic:
    headline = f"{_text(span)} is no range of this language"
    return Diagnostic("written-range", span, headline, help=f"write its first and its last value: `{meant}`")


def number_needed(span: Span) -> Diagnostic:
    headline = f"a number is needed here, and {_text(span)} is an expression"
    return Diagnostic("number-needed", span, headline, help="give it a name, `const limit = ...`, and write the name here")


def set_as_a_type(span: Span) -> Diagnostic:
    return Diagnostic(
        "set-as-a-type",
        span,
        "a set is not a type",
        "the name of a type is needed here",
        f"declare `enum T {_short(quoted(span))}` and write `T`; of a larger type take some: `x: T where x in {{ ... }}`",
    )


def set_of(span: Span, relation: str) -> Diagnostic:
    name, _, indices = relation.partition("[")
    *others, member = indices.removesuffix("]").split(", ")
    use = f"some x: {member} where {name}[{'..., ' if others else ''}x]. ..."
    help = f"say of each whether it is in: `var {_short(relation)} : bool = false`, and ask `{_short(use)}`"
    return Diagnostic("set-of", span, "a variable holds one simple value; a set is a relation", help=help)


def map_of(span: Span, cells: str, value: str) -> Diagnostic:
    headline = "a variable holds one simple value; a map is a variable with an index"
    help = f"write `var {_short(cells)} : {_short(value)}`, with `{_short(value)}?` if there may be none"
    return Diagnostic("map-of", span, headline, help=help)


def in_a_relation(span: Span, read: str) -> Diagnostic:
    headline = "`in` is followed by values in braces or by a range; a set is a relation"
    return Diagnostic("in-a-relation", span, headline, help=f"of a `var ... : bool`, ask for the member: `{_short(read)}`")


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
    help = f"write `{_short(span.text)}(...) from a to b`"
    return Diagnostic("message-without-route", span, f"the message `{_short(span.text)}` needs `from` and `to`", help=help)


def question_without_route(span: Span, word: str, channel: str) -> Diagnostic:
    message, needed = (" MESSAGE", "a message, `from` and `to`") if word == "first" else ("", "`from` and `to`")
    help = f"write `{word} {_short(channel)}{message} from a to b`"
    return Diagnostic("question-without-route", span, f"`{word}` of a channel needs {needed}", help=help)


def asked_as_a_call(span: Span, word: str, channel: str, ends: Sequence[str]) -> Diagnostic:
    message = " MESSAGE" if word == "first" else ""
    sender, receiver = ends if len(ends) == 2 else ("a", "b")
    help = f"write `{word} {_short(channel)}{message} from {_short(sender)} to {_short(receiver)}`"
    return Diagnostic("asked-as-a-call", span, f"`{word}` of a channel is no call", help=help)


def more_errors(span: Span | None) -> Diagnostic:
    return Diagnostic("more-errors", span, "there are more errors than are shown", help="mend these first")


# --- finding the text ------------------------------------------------------------------------------------------------


def no_such_file(path: str, importing: Span | None, also: Sequence[str] = (), close: str = "") -> Diagnostic:
    """`also`: where else it was looked for. `close`: a spec of the library that could be meant."""
    missing = "the library has no" if library.is_ours(path) else "there is no file"
    headline = "".join([f"{missing} `{_path(path)}`", *(f", nor `{_path(place)}` in the library" for place in also)])
    order = "an import is looked for from the folder of the file that has it, then in the library"
    folders = f"it has {', '.join(f'`{name}`' for name in library.folders())}" if library.is_ours(path) else ""
    help = f"did you mean `{close}`, of the library?" if close else folders or (order if importing else "check the path")
    return Diagnostic("no-such-file", importing, headline, help=help)


def not_a_file(path: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("not-a-file", importing, f"`{_path(path)}` is a folder", help="name a file in it that ends in `.ha`")


def cannot_read(path: str, reason: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("cannot-read", importing, f"`{_path(path)}` cannot be read: {reason}", help="name a file that can be read")


def not_a_path(path: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("not-a-path", importing, f"`{_path(path)}` is not the path of a file", help="check the path")


def not_text(path: str, line: int, importing: Span | None) -> Diagnostic:
    headline = f"`{_path(path)}` is not UTF-8 text, see line {line}"
    return Diagnostic("not-text", importing, headline, help="name a spec, or save the file as UTF-8")


def empty_file(path: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("empty-file", importing, f"`{_path(path)}` is empty", help="a spec starts with a line `spec NAME`")


def file_too_large(path: str, limit: int, importing: Span | None) -> Diagnostic:
    headline = f"`{_path(path)}` is larger than {limit // 1_000_000} MB"
    return Diagnostic("file-too-large", importing, headline, help="no spec is that large: is it the right file?")


def hidden_error(path: str, line: int, importing: Span) -> Diagnostic:
    headline = f"`{_path(path)}` is not a spec, or has an error: see its line {line}"
    help = "it lies outside of the folder of the spec, so that no line of it is shown; `hamodel check` it by itself"
    return Diagnostic("hidden-error", importing, headline, help=help)


def import_cycle(files: Sequence[str], importing: Span) -> Diagnostic:
    headline = f"these files import each other: {' -> '.join(f'`{_path(file)}`' for file in files)}"
    help = "move what both need to a third file"
    return Diagnostic("import-cycle", importing, headline, "this closes the circle", help)


def imports_too_deep(importing: Span, limit: int) -> Diagnostic:
    headline = f"imports are nested more than {limit} files deep"
    return Diagnostic("imports-too-deep", importing, headline, help="import from fewer files")


# --- names -----------------------------------------------------------------------------------------------------------


def duplicate(kind: str, name: Name, first_kind: str, first: Span) -> Diagnostic:
    return Diagnostic(
        "duplicate",
        name.span,
        f"`{name.text}` is declared twice",
        _a(kind),
        "give one of them another name",
        (Label(first, f"{'another one' if kind == first_kind else _a(first_kind)} has this name"),),
    )


def not_open(name: Name, first: Span) -> Diagnostic:
    headline = f"`{name.text}` is declared in `{_path(first.source.path)}`, where it is not open"
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
    also = (Label(first, f"this is {_a(kind)}"),)
    if kind == "assume":
        help = "expect something of an `invariant`, a `property`, or a `reachable`"
        return Diagnostic("expected-of-another-kind", name.span, f"`{name.text}` is assumed, not checked", help=help, also=also)
    wanted = "reached when ..." if kind == "reachable" else "violated"
    said = "violated" if kind == "reachable" else "reached"
    headline = f"{_a(kind)} is {'reached' if kind == 'reachable' else 'violated'}, not {said}"
    help = f"write `expect {name.text} {wanted}`"
    return Diagnostic("expected-of-another-kind", name.span, headline, help=help, also=also)


def expected_twice(name: Name, first: Span) -> Diagnostic:
    headline = f"what is expected of `{name.text}` is said twice"
    help = "say it once, in one of these files or in one that imports both"
    return Diagnostic("expected-twice", name.span, headline, help=help, also=(Label(first, "said here, too"),))


def not_given(importing: Span, path: str, missing: Sequence[str], some: bool) -> Diagnostic:
    """`missing`: in the words of the file that needs them. `some`: others were given."""
    headline = f"`{_path(path)}` needs {_listed_code(missing)}"
    with_ = f"{', ' if some else ' with '}{', '.join(f'{_needed(each)} = ...' for each in missing)}"
    help = f"give it {'them' if len(missing) > 1 else 'that'}: {'add' if some else 'write'} `{with_.strip()}`"
    return Diagnostic("not-given", importing, headline, help=help)


def needs_an_importer(path: str, first: Span, needs: Sequence[str]) -> Diagnostic:
    headline = f"`{_path(path)}` needs {_listed_code(needs)} from whoever imports it, and is checked there"
    names = ", ".join(f"{_needed(each)} = ..." for each in needs)
    return Diagnostic("needs-an-importer", first, headline, help=f"write a spec with `import \"{_path(path)}\" with {names}`")


def not_needed(name: Name, path: str, needs: Sequence[str], known: Iterable[str]) -> Diagnostic:
    headline = f"`{_path(path)}` needs no `{name.text}`"
    listed = f"it needs {_listed_code(needs)}" if needs else "it needs nothing: leave out the `with`"
    return Diagnostic("not-needed", name.span, headline, help=suggest(name.text, known, listed))


def given_twice(name: Name, first: Span) -> Diagnostic:
    also = (Label(first, "given here, too"),)
    return Diagnostic("given-twice", name.span, f"`{name.text}` is given twice", help="leave one of them out", also=also)


def given_with_other_parameters(name: Name, wanted: str, needed: Span) -> Diagnostic:
    headline = f"`{name.text}` is needed as `{wanted}`"
    help = "give it as many names as it has parameters, or the name of a definition that takes them"
    return Diagnostic("given-with-other-parameters", name.span, headline, help=help, also=(Label(needed, "needed here"),))


def given_no_name(span: Span, wanted: str, needed: Span, parameters: bool) -> Diagnostic:
    name = _needed(wanted)
    names = ", ".join(each.split(":")[0].strip() for each in wanted.partition("(")[2].partition(")")[0].split(","))
    help = f"write `{name}({names}) = ...` with an expression of these" if parameters else f"write `{name} = NAME`"
    kind = "a definition or a variable" if parameters else "a type"
    headline = f"`{wanted}` is given by the name of {kind}"
    return Diagnostic("given-no-name", span, headline, help=help, also=(Label(needed, "needed here"),))


def two_instances(name: Name, first: Span) -> Diagnostic:
    headline = f"two imports make an instance `{name.text}`"
    help = "call one of them otherwise: `import \"...\" as NAME with ...`"
    return Diagnostic("two-instances", name.span, headline, help=help, also=(Label(first, "this one, too"),))


def instance_without_name(importing: Span, name: str) -> Diagnostic:
    headline = f"`{_path(name)}` is no name for an instance"
    return Diagnostic("instance-without-name", importing, headline, help="say one: `import \"...\" as NAME with ...`")


def does_not_fit(name: Name, wanted: str, path: str, kind: str, takes: str = "") -> Diagnostic:
    headline = f"`{name.text}` does not fit: it {takes or f'is {_a(kind)}'}"
    return Diagnostic("does-not-fit", name.span, headline, help=f"`{_path(path)}` needs `{wanted}`")


def too_few_given(span: Span, member: str, needed: str, given: Name, members: int) -> Diagnostic:
    counted = f"{members} member{'s' if members > 1 else ''}"
    headline = f"there is no `{member}`: `{given.text}`, which is given for `{needed}`, has {counted}"
    help = "give it more of them, or let the scenario name fewer; `any` stands for each of them"
    return Diagnostic("too-few-given", span, headline, help=help, also=(Label(given.span, "given here"),))


def given_without_order(name: Name, wanted: str, path: str, first: Span) -> Diagnostic:
    headline = f"`{name.text}` does not fit: no member of it comes before another"
    help = f"`{_path(path)}` needs `{wanted}`: declare `sort {name.text} ordered`, or give it an enum or a node"
    return Diagnostic("given-without-order", name.span, headline, help=help, also=(Label(first, "declared here"),))


def _needed(wanted: str) -> str:
    """`def owns(d: Node): bool`, `sort Epoch ordered`: the name."""
    return wanted.split(" ", 1)[1].removesuffix(" ordered").partition("(")[0].partition(":")[0]


def _listed_code(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)


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
        help = f"there {'is' if len(names) == 1 else 'are'} {_listed(names)}"
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
        f"`{name.text}` is {_a(kind)}, and messages travel between nodes or members of a sort",
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
        f"`{name}` is a member of {_listed(enums, 'and')}",
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
        f"{_a(wanted)} is needed here",
        f"`{name}` is a member of {sort}",
        f"the members of {wanted} are `{prefix}0`, `{prefix}1`, ...",
    )


def large_member(span: Span, name: str, largest: int) -> Diagnostic:
    return Diagnostic("large-member", span, f"`{name}` needs too many members", help=f"the highest is number {largest}")


def not_a_type(name: Name, kind: str) -> Diagnostic:
    return Diagnostic(
        "not-a-type",
        name.span,
        f"`{name.text}` is {_a(kind)}, not a type",
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
    return Diagnostic("not-a-value", name.span, f"`{name.text}` is {_a(kind)}, not a value", help=help)


def not_indexed(name: Name, kind: str) -> Diagnostic:
    help = f"write `{name.text}(...)`" if kind == "definition" else "only variables have indices"
    return Diagnostic("not-indexed", name.span, f"`{name.text}` has no indices", _a(kind), help)


def not_called(name: Name, kind: str) -> Diagnostic:
    help = {
        "variable": f"the indices of a variable stand in brackets: `{name.text}[...]`",
        "action": f"whether it happened last is `did {name.text}(...)`",
        "proc": f"`{name.text}(...)` is a statement",
    }.get(kind, "only definitions and records take arguments")
    return Diagnostic("not-called", name.span, f"`{name.text}` takes no arguments here", _a(kind), help)


def not_a_proc(name: Name, kind: str) -> Diagnostic:
    help = "an action cannot take another one along: put what they share into a `proc`" if kind == "action" else ""
    return Diagnostic("not-a-proc", name.span, f"`{name.text}` is no statement", _a(kind), help)


def not_assignable(span: Span, kind: str) -> Diagnostic:
    help = {
        "constant": "a constant is one number; what changes is a `var`",
        "option": "an option has the same value for the whole run; what changes is a `var`",
        "link": "a link changes by its own actions, `cut` and `mend`",
        "definition": "assign to the variables that it is computed from",
        "name of a value": "a name stands for one value; what changes is a `var`",
    }.get(kind, "the left side of `:=` is a variable with its indices, perhaps with a field")
    return Diagnostic("not-assignable", span, f"`{quoted(span)}` cannot be assigned to", _a(kind), help)


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


# --- types -----------------------------------------------------------------------------------------------------------


def wrong_type(span: Span, have: str, wanted: str) -> Diagnostic:
    help = {
        "bool": "a condition is needed: compare it with something",
        "integer": "only integers can be computed with",
    }.get(wanted, "")
    return Diagnostic("wrong-type", span, f"{_a(wanted)} is needed here", f"this is {_a(have)}", help)


def cannot_compare(span: Span, left: str, right: str) -> Diagnostic:
    return Diagnostic(
        "cannot-compare",
        span,
        f"{_a(left)} is never equal to {_a(right)}",
        f"compares {left} with {right}",
        "both sides of a comparison have one type; a member belongs to the enum that lists it",
    )


def branches_differ(span: Span, then: str, otherwise: str) -> Diagnostic:
    return Diagnostic(
        "branches-differ",
        span,
        f"this is {_a(then)} or {_a(otherwise)}, as the case may be",
        help="all cases need one type",
    )


def may_be_none(span: Span, inner: str) -> Diagnostic:
    text = quoted(span)
    return Diagnostic(
        "may-be-none",
        span,
        f"`{text}` may be `none`",
        f"{inner}?, where {_a(inner)} is needed",
        f"name the value that it has: `the x: {inner} where {text} = x`",
    )


def never_none(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "never-none", span, f"{_a(type)} is never `none`", help=f"the type of what may be `none` is written `{type}?`"
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
    return Diagnostic("no-order", span, headline, f"this is {_a(type)}", help)


def no_common_order(span: Span, left: str, right: str) -> Diagnostic:
    headline = f"{_a(left)} and {_a(right)} have no order in common"
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
        f"`{quoted(span)}` may be outside of {type}",
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
    return Diagnostic("number-needed", name.span, f"a number is needed here, and `{name.text}` is {_a(kind)}", help=help)


def not_arithmetic(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-arithmetic",
        span,
        f"`{quoted(span)}` is not made of numbers alone",
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


def option_type(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "option-type",
        span,
        f"an option is not {_a(type)}",
        help="an option is a `bool`, a range, an enum, or one of `{ a, b }`: its values are tried one by one",
    )


def option_index(span: Span, type: str, sort: bool) -> Diagnostic:
    help = "index it by a node, an enum or a range"
    if sort:
        help += f"; what may differ between members of a sort is a `var x[{type}]` that nothing writes, without an initial value"
    label = "there may be any number of them, and an option has a name for each" if sort else ""
    return Diagnostic("option-index", span, f"an option has no index that is {_a(type)}", label, help)


def many_options(name: Name, most: int) -> Diagnostic:
    headline = f"`{name.text}` is more than {most} options, one for each choice of its indices"
    return Diagnostic("many-options", name.span, headline, help="index it by less")


def index_type(span: Span, type: str) -> Diagnostic:
    return Diagnostic("index-type", span, f"an index is never `none`, so it is not {_a(type)}", help="leave out the `?`")


def not_a_record(span: Span, type: str) -> Diagnostic:
    return Diagnostic("not-a-record", span, "only a record has fields", f"a field of {_a(type)}")


def no_key(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "no-key",
        span,
        "`best` goes by a number, a member of an enum or of an ordered sort, or a bool",
        f"this is {_a(type)}",
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
        "not-constant", span, f"`{quoted(span)}` is not a value by itself", "a value is needed here, not an expression"
    )


def reads_the_state(span: Span, name: str, place: str) -> Diagnostic:
    if place == "initial":
        headline = "an initial value is computed before there is a state"
        help = "say what holds of several variables with `initially`"
    elif place == "path":
        headline = "over which links a channel goes is the same in every state"
        help = "the indices of a link speak of `from`, `to` and options"
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


# --- match -----------------------------------------------------------------------------------------------------------


def match_incomplete(span: Span, missing: Sequence[str]) -> Diagnostic:
    shown = _listed(missing[:5], "and") if len(missing) <= 5 else f"{_listed(missing[:5])} and {len(missing) - 5} more"
    return Diagnostic("match-incomplete", span, f"no arm for {shown}", help="add an arm for each, or `_ -> ...` for the rest")


def match_needs_default(span: Span, type: str) -> Diagnostic:
    return Diagnostic(
        "match-needs-default", span, f"the values of {_a(type)} cannot all be listed", help="end with an arm `_ -> ...`"
    )


def match_on_record(span: Span, type: str) -> Diagnostic:
    return Diagnostic("match-on-record", span, "`match` looks at simple values", f"{_a(type)}", "match on one of its fields")


def pattern_twice(span: Span, first: Span) -> Diagnostic:
    headline, also = f"`{span.text}` has an arm already", (Label(first, "the first one"),)
    return Diagnostic("pattern-twice", span, headline, help="leave one of the two out", also=also)


def arm_after_default(span: Span) -> Diagnostic:
    return Diagnostic("arm-after-default", span, "`_` takes whatever is left", "arms below are never used", "move it to the end")


# --- channels --------------------------------------------------------------------------------------------------------


def never_obliged(span: Span, kind: str, fairness: str) -> Diagnostic:
    return Diagnostic(
        "never-obliged",
        span,
        f"{_a(kind)} is never obliged to happen, so it is not `{fairness}`",
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
        f"`{quoted(span)}` may be no link",
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


# --- properties ------------------------------------------------------------------------------------------------------


def possible_in_an_assume(span: Span) -> Diagnostic:
    return Diagnostic(
        "possible-in-an-assume",
        span,
        "an `assume` says what is possible, so it cannot ask for it",
        help="write the guard as a `def`, and use it here and in the action",
    )


def only_in_properties(span: Span, word: str) -> Diagnostic:
    if word == "possible":
        help = "write the guard of the other action as a `def`, and use it here, too; in a scenario, say `blocked`"
        return Diagnostic("only-in-properties", span, "what is `possible` only a property can ask", help=help)
    return Diagnostic(
        "only-in-properties",
        span,
        f"`{word}` looks at other states, which only a property can do",
        help="an action that depends on the past needs a variable that remembers it",
    )


def more_than_a_state(span: Span | None, op: str, kind: str) -> Diagnostic:
    help = {
        "next": "make it a `property`: `property NAME = always (... => next ...)`",
        "always": "leave it out: an `invariant` holds in every state anyway"
        if kind == "invariant"
        else "what holds of every state is an `invariant`, what holds of runs a `property`",
    }.get(op, "what holds of runs is a `property`")
    return Diagnostic("more-than-a-state", span, f"`{kind}` speaks of one state, `{op}` of more", help=help)


def property_without_always(span: Span, buried: bool) -> Diagnostic:
    return Diagnostic(
        "property-without-always",
        span,
        "a `property` says what is `always` so",
        "`always` is inside of something else" if buried else "this speaks of the first state alone",
        "write `always (...)` around it; `all` and `and` may stand outside",
    )


def condition_before_always(span: Span) -> Diagnostic:
    return Diagnostic(
        "condition-before-always",
        span,
        "outside of `always` this condition is looked at in the first state alone",
        help="move it inside: `always (condition => ...)`, or `always (once condition => ...)` for ever after",
    )


def next_beside_liveness(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "next-beside-liveness",
        span,
        "`next` does not go with `eventually`, `leads to`, `until` or an `always` inside",
        "a run may pause at any time, so the next state may be this one",
        "let it stand alone: `property NAME = always (... => next ...)`",
    )


def two_equal_signs(span: Span) -> Diagnostic:
    return Diagnostic(
        "two-equal-signs",
        span,
        "this `when` could end at more than one `=`",
        "does this one compare or define?",
        "put the comparisons in parentheses: `when (a = b) = (c = d)`",
    )


def future_in_the_past(span: Span | None, op: str) -> Diagnostic:
    return Diagnostic(
        "future-in-the-past",
        span,
        f"`{op}` remembers what was, and this is about what will be",
        help=f"turn it around: `{op}` inside of `always`, `eventually`, `leads to` or `until`",
    )


def future_as_a_value(span: Span | None, word: str, op: str) -> Diagnostic:
    return Diagnostic(
        "future-as-a-value",
        span,
        f"`{op}` does not stand inside of `{word}`",
        "only `not`, `and`, `or`, `=>`, `if`, `all` and `some` may stand around what will be",
        "say it with these",
    )


def next_twice(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "next-twice",
        span,
        "`next` inside of `next` would look two transitions ahead",
        help="look back instead: `once` and `since` remember the past",
    )


def state_beside_transition(span: Span, kind: str) -> Diagnostic:
    alone = {
        "property": "let it stand alone: in an `invariant`, or a `property` without `next`",
        "reachable": "let it stand alone, in another `reachable`; or ask for both, with `and`",
    }
    return Diagnostic(
        "state-beside-transition",
        span,
        f"a `{kind}` with `next` is asked of transitions, and this part of it is about a state",
        "would not be looked at where nothing can happen next",
        alone[kind],
    )


def next_in_the_past(span: Span | None, op: str) -> Diagnostic:
    return Diagnostic(
        "next-in-the-past",
        span,
        f"`{op}` looks back at states, `next` at a transition",
        help="`did` says which action the last transition was",
    )


# --- scenarios and scopes --------------------------------------------------------------------------------------------


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


# --- words -----------------------------------------------------------------------------------------------------------


def quoted(span: Span) -> str:
    """The text of a span on one line, not too long."""
    return _short(" ".join(span.text.split()))


def _a(kind: str) -> str:
    """`a variable`, `an option`, `an Entry`, `one of 0..3`."""
    if not kind[0].isalpha():
        return f"one of {kind}"
    return f"{'an' if kind[0] in 'aeioAEIO' else 'a'} {kind}"


def _listed(names: Sequence[str], last: str = "") -> str:
    """`a`, `b` and `c`."""
    words = [f"`{name}`" for name in names]
    if last and len(words) > 1:
        return f"{', '.join(words[:-1])} {last} {words[-1]}"
    return ", ".join(words)


def _short(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _text(span: Span) -> str:
    """The text of a place, in backticks."""
    return f"`{_short(_printable(' '.join(span.text.split())))}`"


def _path(path: str) -> str:
    return _short(_printable(path), 200)


def _printable(text: str) -> str:
    """Without what would confuse a terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
