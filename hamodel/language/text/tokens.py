"""Source -> tokens: one pass with one regular expression, then the few tokens that depend on their neighbours.

The patterns are those of `grammar.lark`. A keyword in `SOFT` is a keyword only in the kind of declaration
that uses it, and there only where the parser can go on with it (`lost when cut`); elsewhere it is a name (`var lost`).
`first` and `room` are keywords where a channel and `from` follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.language import errors
from hamodel.language.text.paths import join_paths
from hamodel.source import Source, Span


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DECLARATIONS = _set(
    "SPEC IMPORT CONST ENUM NODE SORT RECORD OPTION LINK VAR INITIALLY CHANNEL DEF PROC SCOPE FAULTS INPUT STEP FAULT ON FAIR "
    "STRONGLY_FAIR INVARIANT PROPERTY REACHABLE ASSUME SCENARIO TIMER MEASURE "
    "SOLVE"
)
"""The words that start a declaration. They are reserved, so the text can be cut at them before it is parsed."""

_CHANNEL_WORDS = _set("OVER CARRIES FIFO UNORDERED RELIABLE LOSSY DUPLICATING MERGING WAITS LOST CUT DELIVERS WITHIN")
_OPTION_WORDS = _set("CONFIGURATION UNDOCUMENTED PLACE")
_SORT_WORDS = _set("ORDERED")
_PROPERTY_WORDS = _set("EXPECT VIOLATED REACHED")
_SCENARIO_WORDS = _set("SET BLOCKED CUT MEND DELIVER LOSE DUPLICATE ASSERT WAIT AT")
SCRIPTED = frozenset(word.lower() for word in _SCENARIO_WORDS - {"ASSERT"})
"""What an instruction of a scenario may begin with. An action that has such a name is written with parentheses there: `lose()`.
(`assert (...)` is a test, so that no action is called so.)"""
_ASKED = {"POSSIBLE": _set("deliver"), "DID": _set("cut mend deliver lose duplicate")}
"""Words where a link or a channel follows, else names of actions: `did cut ha1`, but `did cut`."""
_TAGGED = _set("INVARIANT PROPERTY REACHABLE SCENARIO EXPECT")  # behind `hazard "22"`
_ASKING_WORDS = _set("FIRST ROOM")
_MEASURE_WORDS = _set("LONGEST")
_SOLVE_WORDS = _set("GIVEN")
_TIMING_WORDS = _set("START STOP WITHIN EXPIRY DRIFT")
_HEADS = _set("OPEN EXPECT NEEDS HAZARD IMMEDIATE")
"""Words that start a declaration where it goes on as one, see `_heads`, and are names elsewhere."""
SOFT = (
    _CHANNEL_WORDS | _OPTION_WORDS | _SORT_WORDS | _PROPERTY_WORDS | _SCENARIO_WORDS | _ASKING_WORDS | _TIMING_WORDS | _HEADS
    | _MEASURE_WORDS
    | _SOLVE_WORDS
    | {"AS", "WITH", "APART"}
)  # fmt: skip
_SOFT_IN = {
    "CHANNEL": _CHANNEL_WORDS,
    "OPTION": _OPTION_WORDS,
    "SORT": _SORT_WORDS,
    "SCENARIO": _SCENARIO_WORDS | {"EXPIRY"},
    "MEASURE": _MEASURE_WORDS,
    "SOLVE": _SOLVE_WORDS,
    **dict.fromkeys(("INVARIANT", "PROPERTY", "REACHABLE", "ASSUME", "EXPECT"), _PROPERTY_WORDS | {"WITHIN"}),
    **dict.fromkeys(("INPUT", "STEP", "FAULT", "FAIR", "STRONGLY_FAIR", "ON", "PROC", "INITIALLY", "TIMER"), _TIMING_WORDS),
    "IMMEDIATE": _TIMING_WORDS | {"IMMEDIATE"},
    "FAULTS": _set("APART"),
    "OPEN": _set("OPEN"),
    "NEEDS": _set("NEEDS ORDERED"),
    "IMPORT": _set("AS WITH"),
    "HAZARD": _set("HAZARD"),
}
LATER = {"refines": "REFINES"}  # reserved: the language will have it
_TIMED = re.compile(r"\b(?:timer|duration|delivers)\b")
_DRIFTING = re.compile(r"\bdrift\b")
UNITS = frozenset(["us", "ms", "s", "min", "h"])
OPENING = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
CLOSING = frozenset(OPENING.values())
END = "$END"
MOST_DIGITS = 9
MOST_ERRORS = 20

_CAN_END_A_DECLARATION = SOFT | CLOSING | _set("NAME NUMBER UNIT STRING QUESTION TRUE FALSE NONE ANY STEP PATH PERCENT IN_A_ROW")
_FOLLOWS_A_NAME = _set("COMMA RBRACE RPAR RSQB LSQB EQ COLON ASSIGN DOT FIELD_DOT ARROW BAR STAR")
_PREFIXES = _set("ALL SOME EXACTLY_ONE AT_MOST_ONE NOT ALWAYS EVENTUALLY ONCE HISTORICALLY")
_FOREIGN = {  # what someone writes who knows another language
    "==": "EQ", "===": "EQ", "&&": "AND", "&": "AND", "/\\": "AND", "||": "OR", "\\/": "OR", "!": "NOT", "~": "NOT",
    "<>": "NE", "/=": "NE", "!==": "NE", "=<": "LE", "==>": "IMPLIES", "~>": "LEADS_TO", "%": "MOD", "/": "DIV", "≠": "NE",
    "≤": "LE", "≥": "GE", "¬": "NOT", "∧": "AND", "\N{LOGICAL OR}": "OR", "⇒": "IMPLIES", "→": "ARROW", "∀": "ALL",
    "<=>": "EQ", "<->": "EQ", "<==>": "EQ", "∃": "SOME", "∈": "IN", "∉": "NOT_IN",
}  # fmt: skip


@dataclass(slots=True)
class Token:
    """One word, number or sign; `type` is a terminal of the grammar."""

    type: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text with the name of its rule in the grammar: every token in order, None for what was left out."""

    rule: str
    children: list[Piece | Token | None]


@dataclass(frozen=True, slots=True)
class Terminals:
    """What the grammar calls a terminal, ready to cut text with."""

    pattern: re.Pattern[str]
    words: Mapping[str, str]  # keyword -> terminal
    signs: Mapping[str, str]  # sign -> terminal
    display: Mapping[str, str]  # terminal -> how a message names it


def terminals(patterns: Iterable[tuple[str, str, bool]]) -> Terminals:
    """From each terminal's name, its pattern, and whether that is a plain string."""
    words, signs, special = dict(LATER), dict[str, str](), dict[str, str]()
    display = {"DEFINES": "=", "MESSAGE": "a message", "UNIT": "a unit of time", END: "the end"}
    for name, pattern, plain in patterns:
        if not plain:
            special[name] = pattern
        elif re.fullmatch(r"\w+", pattern):
            words |= {} if name in ("BEST", "BY") else {pattern: name}  # names, until `_mark_keys` says otherwise
        else:
            signs[pattern] = name
        display[name] = pattern if plain else name.lower().replace("_", " ")
    display |= {"NAME": "a name", "NUMBER": "a number", "STRING": "a text in quotes", "FIELD_DOT": ".", "PATH": "a name"}
    tail = {name: special.pop(name) for name in ("STRING", "NUMBER", "NAME")}  # several words before the one they begin with
    every_sign = "|".join(re.escape(sign) for sign in sorted({*signs, *_FOREIGN}, key=len, reverse=True))
    groups = {
        **special,
        "COMMENT": r"//[^\n]*|/\*[\s\S]*?\*/",
        "SIGN": every_sign,
        "BAD_NAME": r"[0-9]+[A-Za-z_][A-Za-z0-9_]*",
        "ODD_NAME": r"(?=[A-Za-z0-9_]*[^\W\x00-\x7f])\w+",
        **tail,
        "OTHER": r'"[^"\n]*|[^\W\x00-\x7f]\w*|[\s\S]',
    }
    skipped = r"(?:[ \t\r\n]+|#[^\n]*)+"
    pattern = "|".join([skipped, *(f"(?P<{name}>{pattern})" for name, pattern in groups.items())])
    return Terminals(re.compile(pattern), words, signs, display)


def scan(source: Source, known: Terminals) -> tuple[list[Token], list[Diagnostic]]:
    """All tokens, and a message for each piece of text that is none; it is read as what was probably meant, or left out."""
    tokens: list[Token] = []
    found: list[Diagnostic] = []
    words, signs = known.words, known.signs
    if _TIMED.search(source.text) is None:  # nothing is divided
        signs = {sign: terminal for sign, terminal in signs.items() if sign != "/"}
    if _DRIFTING.search(source.text) is None:
        signs = {sign: terminal for sign, terminal in signs.items() if sign != "%"}
    for match in known.pattern.finditer(source.text):
        group = match.lastgroup
        if group is None:
            continue
        text = match[0]
        span = Span(source, match.start(), match.end())
        if group == "NAME":
            group = words.get(text, "NAME")
        elif group == "SIGN" and text in signs:
            group = signs[text]
        elif group == "SIGN":
            group = _FOREIGN[text]
            found.append(errors.text.foreign_sign(span, known.display[group]))
        elif group == "NUMBER" and len(text) > MOST_DIGITS:
            found.append(errors.text.number_too_large(span, MOST_DIGITS))
            text = text[:MOST_DIGITS]
        elif group == "BAD_NAME":
            group = "NAME"
            found.append(errors.text.name_starts_with_digit(span))
        elif group == "COMMENT":
            found.append(errors.text.foreign_comment(span))
            continue
        elif group == "OTHER" and text[0] == '"':
            group = "STRING"
            found.append(errors.text.unclosed_string(span))
        elif group == "ODD_NAME" or (group == "OTHER" and len(text) > 1):
            group = "NAME"
            found.append(errors.text.unknown_letters(span))
        elif group == "OTHER":
            found.append(errors.text.unknown_character(span))
            if len(found) > 2 * MOST_ERRORS:
                raise SpecError(found)
            continue
        tokens.append(Token(group, text, span))
    return tokens, found


def declarations(tokens: list[Token]) -> list[list[Token]]:
    """The tokens, cut before each word that starts a declaration. Only the first part may start with another word."""
    cuts: list[int] = []
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.type in OPENING) - (token.type in CLOSING)
        if token.type in DECLARATIONS:
            if index and _starts(tokens, index, depth):
                cuts.append(index)
                depth = 0
            elif token.type == "ON" and not _is_keyword(tokens, index, depth):
                token.type = "NAME"
        elif index and token.type in _HEADS and _heads(tokens, index) and not _is_tagged(tokens, index):
            cuts.append(index)
            depth = 0
    return [tokens[start:end] for start, end in pairwise([0, *cuts, len(tokens)]) if start < end]


def scripted_actions(tokens: list[Token]) -> set[str]:
    """The actions whose name an instruction of a scenario may begin with."""
    return {named.text for head, named in pairwise(tokens) if head.type in ("INPUT", "STEP", "FAULT") and named.text in SCRIPTED}


def settle(part: list[Token], head: str) -> None:
    """Gives the tokens of one declaration that depend on their neighbours their final types; `head` is its keyword."""
    soft = _SOFT_IN.get(head, frozenset())
    if head == "HAZARD":
        head = part[tagged(part)].type
        soft |= _SOFT_IN.get(head, frozenset())
    for token, following in zip(part, [*part[1:], part[-1]], strict=True):
        called = head == "SCENARIO" and token.text in SCRIPTED and following.type == "LPAR"
        if called or (token.type in SOFT and token.type not in soft) or (token.text == "_" and following.type != "ARROW"):
            token.type = "NAME"
        elif token.type == "NAME" and token.text.upper() in soft:  # it was taken for a part of another declaration
            token.type = token.text.upper()
    join_paths(part, SOFT)
    if head != "SCENARIO":
        _mark_units(part)
    else:
        _mark_waits(part)
    _mark_timing(part)
    _mark_keys(part)
    _mark_verbs(part, head in ("FAIR", "STRONGLY_FAIR") and len(part) > 1 and part[1].type == "LBRACE")
    _mark_questions(part)
    _mark_links(part, head)
    _mark_messages(part)
    if head == "CHANNEL":
        _mark_ends(part)
    for index in definers(part)[:1]:
        part[index].type = "DEFINES"


def _starts(tokens: list[Token], index: int, depth: int) -> bool:
    """Whether this keyword starts a declaration, and is no `step` of `fair step` or `any step`, nor used as a name."""
    token, previous = tokens[index], tokens[index - 1]
    if previous.type in ("FAIR", "STRONGLY_FAIR"):
        return False
    if previous.type == "ANY" and token.type == "STEP":
        return index > 1 and tokens[index - 2].type == "POSSIBLE" and _names_an_action(tokens, index + 1)
    if previous.type in _HEADS and _heads(tokens, index - 1):
        return False
    if _is_tagged(tokens, index):
        return False
    if token.type == "ON":
        return _is_keyword(tokens, index, depth)
    if token.type == "FAULTS" and previous.text == "given" and not on_new_line(previous, token):
        return False
    used_as_a_name = index + 1 < len(tokens) and tokens[index + 1].type in _FOLLOWS_A_NAME
    if used_as_a_name and (depth or not on_new_line(previous, token)):
        return False
    return _may_start(previous, token)


def _names_an_action(tokens: list[Token], index: int) -> bool:
    """Is this the name of a `step`, which then is a declaration and no part of `possible any`?"""
    if index >= len(tokens) or tokens[index].type not in SOFT | {"NAME", "ON"}:
        return False
    return tokens[index].type != "ON" or index + 1 >= len(tokens) or tokens[index + 1].type not in SOFT | {"NAME"}


def _is_keyword(tokens: list[Token], index: int, depth: int) -> bool:
    """`on` is too good a name to be reserved: it is a keyword where a channel follows and a declaration may start. Within
    brackets, of which one may have been forgotten, that is at the start of a line."""
    previous = tokens[index - 1] if index else None
    if previous is not None and previous.type in ("FAIR", "STRONGLY_FAIR"):
        return True
    followed = index + 1 < len(tokens) and tokens[index + 1].type in SOFT | {"NAME"}
    may_start = on_new_line if depth > 0 else _may_start
    return followed and (previous is None or may_start(previous, tokens[index]))


def _heads(tokens: list[Token], index: int) -> bool:
    """Does this word, a name elsewhere, start a declaration here, as in `open def`, `needs node`, `hazard "22"`?"""
    token, following = tokens[index], tokens[index + 1 : index + 40]
    if not following or (index and tokens[index - 1].type not in _CAN_END_A_DECLARATION):
        return False
    if token.type == "OPEN":
        return following[0].type == "DEF"
    if token.type == "NEEDS":
        return following[0].type in ("NODE", "SORT", "DEF")
    if token.type == "HAZARD":
        return following[0].type in ("STRING", "NUMBER")
    if token.type == "IMMEDIATE":
        return following[0].type in ("INPUT", "STEP", "FAULT")
    end = 1
    while [each.type for each in following[end : end + 1]] == ["FIELD_DOT"]:
        end += 2
    return following[0].type in SOFT | {"NAME"} and len(following) > end and following[end].type in ("VIOLATED", "REACHED", "LE")


def _is_tagged(tokens: Sequence[Token], index: int) -> bool:
    """Does this word stand behind the tags of its declaration, `hazard "22", "1"`?"""
    if tokens[index].type not in _TAGGED or tokens[index - 1].type != "STRING":
        return False
    index -= 1
    while index > 1 and tokens[index - 1].type == "COMMA" and tokens[index - 2].type == "STRING":
        index -= 2
    return index > 0 and tokens[index - 1].text == "hazard"


def tagged(part: Sequence[Token]) -> int:
    """Where the declaration begins behind its tags; the first token if it has none."""
    if part[0].type != "HAZARD":
        return 0
    found = 1
    while found < len(part) - 1 and part[found].type in ("STRING", "COMMA"):
        found += 1
    return found


def _may_start(previous: Token, token: Token) -> bool:
    return previous.type in _CAN_END_A_DECLARATION or on_new_line(previous, token)


def on_new_line(previous: Token, token: Token) -> bool:
    """Does the line end between these two?"""
    return "\n" in token.span.source.text[previous.span.end : token.span.start]


def _mark_keys(part: list[Token]) -> None:
    """`best d: T by rank[d]`: `best` is a name but before a binder, `by` but where a `best` waits for it, behind something that
    is complete."""
    waiting = 0
    for place, token in enumerate(part):
        following = [each.type for each in part[place + 1 : place + 3]]
        if token.type == "NAME" and token.text == "best" and following == ["NAME", "COLON"]:
            token.type = "BEST"
            waiting += 1
        elif token.type == "NAME" and token.text == "by" and waiting and part[place - 1].type in _CAN_END_A_DECLARATION:
            token.type = "BY"
            waiting -= 1


_BEHIND_A_STATEMENT = _set("ASSIGN LSQB LPAR FIELD_DOT ARROW BAR COLON")
"""What follows a name that does not belong to the number before it: `x := 3 s := 4`, `0 -> 3 s -> 4`."""


def _mark_units(part: list[Token]) -> None:
    """`8 s`, `200 ms`: the unit of a duration, on the line of its number."""
    for number, unit, after in zip(part, part[1:], [*part[2:], None], strict=False):
        belongs = number.type == "NUMBER" and unit.type == "NAME" and unit.text in UNITS and not on_new_line(number, unit)
        if belongs and (after is None or after.type not in _BEHIND_A_STATEMENT):
            unit.type = "UNIT"


_IN_A_LENGTH = _set("NUMBER NAME PATH UNIT PLUS MINUS STAR SLASH LPAR RPAR")


def _mark_waits(part: list[Token]) -> None:
    """`wait 3 s`, `at 4 s crash(r1)`: the only durations of a scenario."""
    for index, token in enumerate(part):
        if token.type in ("WAIT", "AT"):
            end = index + 1
            while end < len(part) and part[end].type in _IN_A_LENGTH:
                end += 1
            _mark_units(part[index + 1 : end + 1])


def _mark_timing(part: list[Token]) -> None:
    """`start t[r]`, `stop t`, `on expiry t {`: words of time where a timer follows, else names."""
    for index, token in enumerate(part):
        if token.type not in ("START", "STOP", "EXPIRY"):
            continue
        after = [each.type for each in part[index + 1 : index + 3]]
        named = bool(after) and after[0] in SOFT | {"NAME", "PATH"}
        if token.type == "EXPIRY":
            waited = [each.type for each in part[max(0, index - 2) : index]] == ["WAIT", "UNTIL"]
            taken = index == 1 and part[0].type == "ON" and after[1:] in (["LSQB"], ["WHEN"], ["LBRACE"])
            named = named and (waited or taken)
        elif named and after[1:] in (["ASSIGN"], ["FIELD_DOT"]):  # `x := start y := 1`
            named = False
        if not named:
            token.type = "NAME"


_BEFORE_A_CHANNEL = _set("PENDING COUNT FIRST ROOM SEND DROP ON DELIVER LOSE DUPLICATE")


def _mark_verbs(part: list[Token], group: bool) -> None:
    """`did cut ha1`, `possible deliver sync`, `fair { deliver sync }`: where a link or channel follows; else names of actions."""
    for before, verb, named in zip(part, part[1:], part[2:], strict=False):
        asked = verb.text in _ASKED.get(before.type, ()) or (group and verb.text == "deliver")
        if asked and named.type in SOFT | {"NAME", "PATH"}:
            verb.type = verb.text.upper()


def _mark_questions(part: list[Token]) -> None:
    """`first sync opened(s) from a to b`, `room sync from a to b`: a channel, perhaps a message, and `from` follow."""
    for index, token in enumerate(part[:-1]):
        if token.type != "NAME" or token.text.upper() not in _ASKING_WORDS or part[index + 1].type not in ("NAME", "PATH"):
            continue
        if index and part[index - 1].type in _BEFORE_A_CHANNEL:  # it is the channel
            continue
        if _route_after(part, index + 2, needed=token.text == "first") is not None:
            token.type = token.text.upper()


def _route_after(part: list[Token], at: int, needed: bool) -> int | None:
    """Where `from` is, behind a message if there is one (it is `needed`); None if neither is there."""
    after = at
    if after < len(part) and part[after].type in SOFT | {"NAME", "MESSAGE"}:
        after += 1
        if after < len(part) and part[after].type == "LPAR":
            after = closing(part, after) + 1
    return after if after < len(part) and part[after].type == "FROM" and after >= at + needed else None


def _mark_messages(part: list[Token]) -> None:
    """`pending sync opened(s) from a to b`: `opened` is a message only if `from` follows, else it may start what is next."""
    for index in range(2, len(part)):
        verb, channel = part[index - 2].type, part[index - 1].type
        if verb not in _BEFORE_A_CHANNEL - {"SEND", "DROP", "ON"} or channel not in SOFT | {"NAME", "PATH"}:
            continue
        if part[index].type in SOFT | {"NAME"} and _route_after(part, index, needed=True) is not None:
            part[index - 1].type = "PATH" if channel == "PATH" else "NAME"
            part[index].type = "MESSAGE"


def _mark_links(part: list[Token], head: str) -> None:
    """`on cut ha1 {` and `fair mend ha1`: `cut` and `mend` are words only where no message and no `from` follows the link."""
    for index, token in enumerate(part[:3] if head in ("ON", "FAIR", "STRONGLY_FAIR") else []):
        types = [each.type for each in part[index + 1 : index + 3]]
        named = bool(types) and types[0] in SOFT | {"NAME", "PATH"}
        after_on = index > 0 and part[index - 1].type == "ON" and types[1:] in (["LBRACE"], ["LSQB"])
        fair = index == 1 and head != "ON" and token.text == "mend"
        if token.text in ("cut", "mend") and named and (after_on or fair):
            token.type = token.text.upper()


def _mark_ends(part: list[Token]) -> None:
    """`over ha1[from, to]`: in the indices of a link the ends of the channel are names."""
    depth = 0
    for token in part:
        if token.type == "CARRIES":
            break
        depth += (token.type in OPENING) - (token.type in CLOSING)
        if depth > 0 and token.type in ("FROM", "TO"):
            token.type = "NAME"


def closing(part: Sequence[Token], index: int) -> int:
    """The place of the bracket that closes the one here; that of the last token if none does."""
    depth = 0
    for place in range(index, len(part)):
        depth += (part[place].type in OPENING) - (part[place].type in CLOSING)
        if depth == 0:
            return place
    return len(part) - 1


def definers(part: list[Token]) -> list[int]:
    """`invariant p expect violated when a = b = all s: T. ...`: the `=` that may end the `when`, by their places.

    The only one; or else the first before a word that no right side of a comparison starts with; or else any of them.
    """
    start = tagged(part)
    if [token.type for token in part[start + 2 : start + 5 : 2]] != ["EXPECT", "WHEN"]:
        return []
    depth, found = 0, list[int]()
    for index, token in enumerate(part):
        depth += (token.type in OPENING) - (token.type in CLOSING)
        if token.type in ("EQ", "DEFINES") and depth == 0:
            found.append(index)
    sure = [index for index in found if index + 1 < len(part) and part[index + 1].type in _PREFIXES]
    return sure[:1] or found
