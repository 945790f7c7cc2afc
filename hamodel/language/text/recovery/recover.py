"""The tokens of a declaration that does not parse -> what is wrong with them, one message for each error.

The LALR table is walked without building anything. Where it cannot go on, each small repair is tried (another token here,
one more, one less) and the one that gets furthest is kept: it names the error, and it is where the walk goes on. Where no
repair helps, the walk goes on at the first later place from which the text makes sense again.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeAlias

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.text.nesting import DEEPEST
from hamodel.language.text.recovery import foreign
from hamodel.language.text.recovery.walk import ParseTable, Stack, accepted_by, after_token, reach, shift, shift_all, starts_line
from hamodel.language.text.tokens import CLOSING, DECLARATIONS, END, MOST_ERRORS, OPENING, Token, settle, tagged
from hamodel.source import Span


@dataclass(frozen=True, slots=True)
class Repair:
    """`how`: respell, rename, change, insert, drop. The walk goes on with `stack` at token `at`, and gets as far as `reached`."""

    how: str
    terminal: str
    stack: Stack
    at: int
    reached: int
    place: int  # the token that the message is about


_LOOK_AHEAD = 8
_SKIP_AT_MOST = 400
_ENOUGH = {"repeated": 3, "respell": 3, "rename": 2, "pair": 2, "insert": 3, "change": 4, "drop": 4}
"""How many tokens from the error on must be understood for a repair to be believed. The first ones are tried first."""

_LIKELY = [
    "RPAR", "RSQB", "RBRACE", "COMMA", "COLON", "DOT", "EQ", "DEFINES", "ASSIGN", "LBRACE", "ARROW", "THEN", "ELSE", "FROM", "TO",
    "NAME", "NUMBER",
]  # fmt: skip
"""What is forgotten most: of two things that could be missing, the one that stands first here is."""

_COMPARISONS = frozenset(["EQ", "NE", "LT", "LE", "GT", "GE", "IN", "NOT_IN"])
_OPERANDS = frozenset(["NAME", "PATH", "NUMBER", "UNIT", "PLUS", "MINUS", "STAR", "DIV", "MOD", "SLASH", "FIELD_DOT", "NONE"])
_PREFIXES = frozenset(
    ["ALL", "SOME", "EXACTLY_ONE", "AT_MOST_ONE", "NOT", "NEXT", "ALWAYS", "EVENTUALLY", "ONCE", "HISTORICALLY"]
)
_PAIRS = {  # signs that are taken for each other
    "EQ": ["ASSIGN", "DEFINES", "ARROW"], "ASSIGN": ["EQ"], "COLON": ["DOT", "EQ", "ARROW"], "DOT": ["FIELD_DOT", "RANGE"],
    "COMMA": ["DOT", "COLON"], "ARROW": ["IMPLIES"], "IMPLIES": ["ARROW"], "IN": ["COLON"], "OR": ["BAR"], "BAR": ["OR"],
    "FIELD_DOT": ["DOT", "COLON"], "DEFINES": ["ASSIGN"],
}  # fmt: skip
_NO_WORDS = {"NAME", "PATH", "NUMBER", "STRING", "MESSAGE", END}
_STARTING = {
    "LET", "IF", "FOR", "CHOOSE", "EITHER", "REQUIRE", "SEND", "DROP", "START", "STOP",
    "SET", "BLOCKED", "CUT", "MEND", "DELIVER", "LOSE", "DUPLICATE", "ANY", "ASSERT",
}  # fmt: skip
_SYNONYMS = {  # words of other languages
    "forall": "ALL", "exists": "SOME", "implies": "IMPLIES", "iff": "EQ", "fn": "DEF", "fun": "DEF", "function": "DEF",
    "variable": "VAR", "constant": "CONST", "action": "STEP", "event": "INPUT", "rule": "STEP",
    "transition": "STEP", "theorem": "INVARIANT", "assertion": "INVARIANT", "struct": "RECORD", "include": "IMPORT",
    "init": "INITIALLY", "returns": "COLON",
}  # fmt: skip


def diagnose(table: ParseTable, part: list[Token]) -> Iterator[Diagnostic]:
    """What is wrong with these tokens, in the order of the text. `part` ends with the token `END`."""
    stack, before, at, count = [table.start], [table.start], 0, 0
    while at < len(part) and count < 2 * MOST_ERRORS:
        if len(stack) > 10 * DEEPEST:
            yield errors.text.too_deep(part[at].span, DEEPEST)
            return
        after = after_token(table, stack, part[at])
        if after is not None:
            stack, before, at = after, stack, at + 1
            continue
        found, resumed = _diagnose(table, part, stack, before, at)
        yield from found
        count += 1
        if resumed is None:
            return
        stack, at = resumed
        before = stack


# --- what went wrong -------------------------------------------------------------------------------------------------

Resumed: TypeAlias = tuple[Stack, int]


def _diagnose(
    table: ParseTable, part: list[Token], stack: Stack, before: Stack, at: int
) -> tuple[list[Diagnostic], Resumed | None]:
    """What is wrong at this token, and where to go on: with which stack, at which token."""
    special = _special(table, part, stack, before, at)
    if special is not None:
        return special
    repair = _repair(table, part, stack, before, at)
    if repair is not None:
        return [_explain(table, part, stack, repair, at)], (repair.stack, repair.at)
    return [_unexpected(table, part, stack, at)], _resume(table, part, stack, at)


def _special(
    table: ParseTable, part: list[Token], stack: Stack, before: Stack, at: int
) -> tuple[list[Diagnostic], Resumed | None] | None:
    """Errors that deserve their own words."""
    token = part[at]
    previous = part[at - 1] if at else token
    if token.type == "REFINES":
        return [errors.text.not_yet(token.span)], None
    if part[0].type == "HAZARD" and at == tagged(part):
        return [errors.text.tags_nothing(part[0].span.to(previous.span))], None
    met = foreign.shape(part, at, accepted_by(table, stack))
    if met is not None and (read := shift_all(table, before if met.back else stack, met.read)) is not None:
        return [met.said], (read, met.resume)
    if token.type in _COMPARISONS and _compared_before(part, at) and (joined := shift(table, stack, "AND")):
        return [errors.text.chained_comparison(token.span, previous.span)], (joined, at + 1)
    if token.type in _PREFIXES and previous.type in _COMPARISONS and (joined := shift(table, before, "AND")):
        return [errors.text.needs_parentheses(token.span, previous.span.text)], (joined, at)
    if token.type in _PREFIXES and previous.type == "NEXT":  # behind a sign it takes no formula
        return [errors.text.needs_parentheses(token.span, previous.span.text)], _resume(table, part, stack, at)
    if (previous.text, token.type) == ("exactly", "NUMBER") or (previous.text, token.text) == ("at", "most"):
        return [errors.text.only_one(previous.span.to(token.span))], _resume(table, part, stack, at)
    if token.type == "NAME" and previous.text in ("first", "room") and previous is not token and not starts_line(part, at):
        said = errors.text.question_without_route(previous.span.to(token.span), previous.text, token.text)
        return [said], _resume(table, part, stack, at)
    if token.type == "NAME" and at > 1 and previous.type == "NAME" and part[at - 2].type in ("PENDING", "COUNT"):
        return [errors.text.message_without_route(token.span)], _resume(table, part, stack, at)
    if token.type in ("RPAR", "COMMA") and previous.type == "NAME" and accepted_by(table, stack) == ["COLON"]:
        typed = shift(table, stack, "COLON")
        named = shift(table, typed, "NAME") if typed else None
        return [errors.text.no_type(previous.span, _type_ahead(part, at))], (named, at) if named else None
    complete = at == 0 or (shift(table, stack, END) is not None and starts_line(part, at))
    if token.type == "NAME" and (complete or starts_line(part, at) or shift(table, stack, END) is not None):
        renewed = _new_declaration(table, part, at)
        if renewed is not None:
            return renewed
    if complete and token.type != END and len(part) > at + 2:
        repair = _repair(table, part, stack, before, at)
        if repair is None or repair.how not in ("respell", "pair", "repeated"):
            return [errors.text.starts_nothing(token.span)], None
    return None


def _type_ahead(part: list[Token], at: int) -> Span | None:
    """In `x, y, z: T`, from a comma on: T."""
    types = [token.type for token in part[at : at + 4]]
    while types[:3] == ["COMMA", "NAME", "COMMA"]:
        at += 2
        types = [token.type for token in part[at : at + 4]]
    return part[at + 3].span if types == ["COMMA", "NAME", "COLON", "NAME"] else None


def _new_declaration(table: ParseTable, part: list[Token], at: int) -> tuple[list[Diagnostic], Resumed | None] | None:
    """A misspelled keyword, if a declaration could start here: what comes before may lack its last bracket."""
    token = part[at]
    accepted = [terminal for terminal in accepted_by(table, [table.start]) if terminal in DECLARATIONS]
    for meant in _close(table, token.text, accepted):
        start = shift(table, [table.start], meant)
        rest = [replace(token) for token in part[at:]]
        settle(rest, meant)
        if start is not None and reach(table, rest, start, 1, 4) >= 4:
            part[at:] = rest
            opener = _opener(part, at)
            unclosed = [errors.text.never_closed(opener.span, table.display[OPENING[opener.type]])] if opener is not None else []
            return [*unclosed, errors.text.misspelled(token.span, table.display[meant])], (start, at + 1)
    return None


def _compared_before(part: list[Token], at: int) -> bool:
    """Whether the operand before `at` is already the right side of a comparison."""
    depth = 0
    for token in reversed(part[:at]):
        if token.type in CLOSING:
            depth += 1
        elif token.type in OPENING:
            if depth == 0:
                return False
            depth -= 1
        elif depth == 0 and token.type in _COMPARISONS:
            return True
        elif depth == 0 and token.type not in _OPERANDS:
            return False
    return False


def _repair(table: ParseTable, part: list[Token], stack: Stack, before: Stack, at: int) -> Repair | None:
    """The repair that gets furthest; of those, the one that says most."""
    token = part[at]
    accepted = accepted_by(table, stack)
    found: list[Repair] = []

    def consider(how: str, terminal: str, after: Stack | None, resume: int, place: int) -> None:
        if after is not None:
            reached = reach(table, part, after, resume, at + _LOOK_AHEAD)
            if reached >= min(at + _ENOUGH[how], len(part)):
                found.append(Repair(how, terminal, after, resume, reached, place))

    if token.type != END:
        for meant in _close(table, token.text, accepted):
            consider("respell", meant, shift(table, stack, meant), at + 1, at)
        if "NAME" in accepted and token.text.isidentifier():
            consider("rename", "NAME", shift(table, stack, "NAME"), at + 1, at)
        for terminal in accepted:
            paired = terminal in _PAIRS.get(token.type, ())
            if paired or not (token.type in CLOSING or token.type in OPENING):
                consider("pair" if paired else "change", terminal, shift(table, stack, terminal), at + 1, at)
        repeated = at > 0 and part[at - 1].text == token.text
        consider("repeated" if repeated else "drop", token.type, stack, at + 1, at)
    if at and part[at - 1].text.isidentifier():
        for meant in _close(table, part[at - 1].text, accepted_by(table, before)):
            consider("respell", meant, shift(table, before, meant), at, at - 1)
    for terminal in accepted if token.type not in CLOSING else [each for each in accepted if each not in OPENING]:
        consider("insert", terminal, shift(table, stack, terminal), at, at)
    ways, likely = list(_ENOUGH), {terminal: len(_LIKELY) - index for index, terminal in enumerate(_LIKELY)}
    return max(
        found, key=lambda repair: (repair.reached, -ways.index(repair.how), likely.get(repair.terminal, 0)), default=None
    )


def _close(table: ParseTable, text: str, accepted: list[str]) -> list[str]:
    """The accepted keywords that this word is perhaps meant to be, the most likely first."""
    synonym = _SYNONYMS.get(text.lower())
    if synonym in accepted:
        return [synonym]
    scores: dict[str, float] = {}
    for terminal in accepted:
        word = table.display[terminal]
        if word.replace(" ", "").isalpha() and word != text and terminal not in _NO_WORDS:
            swapped = 0.2 if sorted(word) == sorted(text.lower()) else 0.0
            scores[terminal] = SequenceMatcher(None, text.lower(), word).ratio() + swapped
    return sorted((terminal for terminal in scores if scores[terminal] >= 0.65), key=lambda terminal: -scores[terminal])


def _resume(table: ParseTable, part: list[Token], stack: Stack, at: int) -> Resumed | None:
    """The first place from which the text makes sense again, once some open rules are given up."""
    for later in range(at, min(len(part) - 1, at + _SKIP_AT_MOST)):
        if not later or not (starts_line(part, later) or part[later - 1].type in ("RBRACE", "LBRACE")):
            continue
        needed = 2 if part[later].type in _STARTING else 5
        for size in range(len(stack) - (later == at), 0, -1):
            if reach(table, part, stack[:size], later, later + needed) == later + needed:
                return stack[:size], later
    return None


# --- how it is said --------------------------------------------------------------------------------------------------


def _explain(table: ParseTable, part: list[Token], stack: Stack, repair: Repair, at: int) -> Diagnostic:
    token, word = part[repair.place], table.display[repair.terminal]
    match repair.how:
        case "respell":
            return errors.text.misspelled(token.span, word)
        case "rename":
            return errors.text.reserved_word(token.span)
        case "drop" | "repeated" if token.type in CLOSING and _opener(part, at) is None:
            return errors.text.closes_nothing(token.span)
        case "drop" | "repeated":
            return errors.text.superfluous(token.span)
        case "insert" if repair.terminal in CLOSING and (opener := _opener(part, at)) is not None:
            return errors.text.never_closed(opener.span, word)
        case "insert":
            near, side = _neighbour(part, at)
            return errors.text.missing(near, _kind(repair.terminal, accepted_by(table, stack)) or _quoted(word), side)
        case _:
            return errors.text.mistaken(token.span, _quoted(word))


def _unexpected(table: ParseTable, part: list[Token], stack: Stack, at: int) -> Diagnostic:
    """No repair is likely: say what could come here."""
    if part[at].type == END and (opener := _opener(part, at)) is not None:
        return errors.text.never_closed(opener.span, table.display[OPENING[opener.type]])
    expected = _expected(table, accepted_by(table, stack))
    if part[at].type == END:
        return errors.text.ends_early(part[at - 1].span, expected)
    return errors.text.unexpected(part[at].span, expected)


def _expected(table: ParseTable, accepted: list[str]) -> str:
    """What can come, in a few words, or empty if that would be a long list."""
    rest = set(accepted)
    shown: list[str] = []
    for group, needed, members in (
        ("a statement", {"LET", "REQUIRE"}, {"LET", "IF", "FOR", "CHOOSE", "EITHER", "REQUIRE", "SEND", "DROP", "START", "STOP"}
         | {"NAME", "PATH"}),
        ("an instruction", {"ANY", "DELIVER"}, set(accepted) - {"RBRACE"}),
        ("a declaration", {"VAR", "DEF"}, set(accepted)),
        ("an expression", {"LPAR", "TRUE"}, {terminal for terminal in accepted if terminal not in CLOSING and terminal != "ANY"}),
        ("an operator", {"PLUS"}, {"PLUS", "MINUS", "STAR", "DIV", "MOD", "SLASH", "AND", "OR", "IMPLIES", "UNTIL", "SINCE"}
         | {"LEADS_TO", "LASTS", "WITHIN"}
         | _COMPARISONS | {"FIELD_DOT", "LPAR", "LSQB"}),
        ("a type", {"NUMBER", "MINUS", "NAME"}, {"NUMBER", "MINUS", "NAME", "PATH"}),
    ):  # fmt: skip
        if needed <= rest:
            shown.append(group)
            rest -= members
    shown = [*(_quoted(table.display[terminal]) for terminal in sorted(rest - {END})), *shown]
    shown = list(dict.fromkeys(shown))
    if END in rest and len(shown) < 4:
        shown.append("the end of the declaration")
    if not 0 < len(shown) <= 4:
        return ""
    return " or ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _kind(terminal: str, accepted: list[str]) -> str:
    """A missing name or sign stands for more than itself."""
    if terminal in _COMPARISONS | {"PLUS", "MINUS", "STAR", "DIV", "MOD", "AND", "OR", "IMPLIES"} and "PLUS" in accepted:
        return "an operator"
    return "an expression" if "TRUE" in accepted and terminal in ("NAME", "NUMBER", "TRUE", "FALSE", "NONE") else ""


def _quoted(word: str) -> str:
    return word if word in ("a name", "a number", "a path", "a message", "the end") else f"`{word}`"


def _opener(part: list[Token], at: int) -> Token | None:
    """The innermost bracket that is open at this token. A closing one closes what was left open inside its own."""
    open: list[Token] = []
    for token in part[:at]:
        if token.type in OPENING:
            open.append(token)
        elif token.type in CLOSING and any(OPENING[opener.type] == token.type for opener in open):
            while OPENING[open.pop().type] != token.type:
                pass
    return open[-1] if open else None


def _neighbour(part: list[Token], at: int) -> tuple[Span, str]:
    """The token that a missing one is shown at: the next, or the previous one if that stands on an earlier line."""
    if at and (part[at].type == END or starts_line(part, at)):
        return part[at - 1].span, "after"
    return part[at].span, "before"


def perhaps_an_action(diagnostic: Diagnostic, part: list[Token], named: Set[str]) -> Diagnostic:
    """A scenario may have meant an action by the word after which it went wrong."""
    if part[0].type != "SCENARIO" or diagnostic.span is None:
        return diagnostic
    before = [
        token for token in part if token.text in named and token.type != "NAME" and token.span.start <= diagnostic.span.start
    ]
    return errors.names.written_with_parentheses(diagnostic, before[-1].text) if before else diagnostic
