"""What people write who know other languages, and what this one has instead: shapes of tokens, and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.text.tokens import CLOSING, OPENING, Token, closing


@dataclass(frozen=True, slots=True)
class Shape:
    """What is said about some tokens; the parser goes on at token `resume` as if `read` had been there instead, and with
    `back` as if the token before had not been there."""

    said: Diagnostic
    read: tuple[str, ...]
    resume: int
    back: bool = False


_Reader: TypeAlias = Callable[[Sequence[Token], int, Collection[str]], Shape | None]


_NO_SPECS = (
    (r"<", "XML"),
    (r"[\[{]", "JSON"),
    (r"config |#config-version", "a configuration of FortiOS"),
    (r"set \w+ ", "a configuration in `set` lines"),
    (r"(global_defs|vrrp_instance|vrrp_sync_group)\b", "a configuration of keepalived"),
    (r"(!|hostname |interface |version )", "a configuration of a router"),
    (r"#!", "a script"),
    (r"---\s*MODULE", "TLA+"),
)


def content(text: str) -> str:
    """What a text looks like, by its start, if that is no spec; else empty."""
    if re.search(r"^\s*spec\s+\w", text, re.MULTILINE):
        return ""
    return next((what for pattern, what in _NO_SPECS if re.match(pattern, text.lstrip())), "")


def shape(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """The foreign construct that is met at token `at`, which is none of the `accepted` terminals."""
    if not at:
        return None
    found = (reader(part, at, accepted) for reader in _READERS)
    return next((each for each in found if each is not None), None)


def _dash_in_a_name(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    if part[at].type != "MINUS" or not part[at - 1].text.isidentifier():
        return None
    end = at
    while part[end].type == "MINUS" and _touch(part, end - 1) and _touch(part, end) and _is_word(part[end + 1]):
        end += 2
    if end == at:
        return None
    return Shape(errors.text.dash_in_a_name(part[at - 1].span.to(part[end - 1].span)), (), end)


def _range_with_a_dash(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    numbers = part[at - 1].type == part[at + 1].type == "NUMBER" if at + 1 < len(part) else False
    if part[at].type != "MINUS" or not numbers or "RANGE" not in accepted:
        return None
    low, high = part[at - 1], part[at + 1]
    if part[at + 2].type == "RANGE":  # `0-1..4`: a difference where a number is needed
        last = part[at + 3] if part[at + 3 :] and part[at + 3].type == "NUMBER" else part[at + 2]
        meant = f"-{high.text}..{last.text}" if low.text == "0" else f"{low.text}..{last.text}"
        return Shape(errors.text.written_range(low.span.to(last.span), meant), ("RANGE",), at + 3)
    return Shape(errors.text.written_range(low.span.to(high.span), f"{low.text}..{high.text}"), ("RANGE",), at + 1)


def _range_as_a_function(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    if part[at].type != "LPAR" or part[at - 1].text != "range":
        return None
    end = _closing(part, at)
    return Shape(errors.text.written_range(part[at - 1].span.to(part[end].span), "0..3"), (), end + 1)


def _arithmetic_for_a_number(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """`0..limit - 1`, `fifo 2 * limit`: arithmetic where only a number or a name can stand."""
    if part[at].type not in ("PLUS", "MINUS", "STAR", "DIV", "MOD") or at < 2 or at + 2 >= len(part):
        return None
    before, after = part[at - 2].type, part[at + 2].type
    amount = before in ("RANGE", "FIFO", "UNORDERED", "FAULTS") or part[0].type in ("SCOPE", "FAULTS") or after == "RANGE"
    if not amount or not _is_word(part[at - 1]) or not _is_word(part[at + 1]):
        return None
    return Shape(errors.text.number_needed(part[at - 1].span.to(part[at + 1].span)), (), at + 2)


def _else_if(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    if part[at - 1].text not in ("elif", "elsif", "elseif"):
        return None
    return Shape(errors.text.misspelled(part[at - 1].span, "else if"), ("ELSE", "IF"), at, back=True)


_SETS = ("set", "list", "array", "seq", "bag", "sequence")
_OF_SETS = ("union", "intersect", "intersection", "subset", "minus", "contains", "add", "remove")


def _set_of_values(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    if part[at].type != "LBRACE" or part[at - 1].type != "COLON" or "NAME" not in accepted:
        return None
    end = _closing(part, at)
    span = part[at].span.to(part[end].span)
    if part[0].type == "VAR" and end == at + 2 and part[at + 1].text[:1].isupper():
        return Shape(errors.text.set_of(span, _relation(part, part[at + 1].text)), ("NAME",), end + 1)
    return Shape(errors.text.set_as_a_type(span), ("NAME",), end + 1)


def _set_of(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """`set of T`, `set T`, `Set<T>`, `set[T]`, `set(T)`, `T set`, as the type of something."""
    here, previous = part[at], part[at - 1]
    if at > 1 and part[at - 2].type == "COLON" and here.text in _SETS and previous.type == "NAME":
        return Shape(errors.text.set_of(previous.span.to(here.span), _relation(part, previous.text)), (), at + 1)
    if previous.text.lower() not in _SETS or (here.text != "of" and part[at - 2].type != "COLON"):
        return None
    end = at
    if here.text == "of":
        end = min(at + 1, len(part) - 1)
    elif here.type in OPENING:
        end = _closing(part, at)
    elif here.type == "LT":
        end = next((place for place in range(at, len(part)) if part[place].type == "GT"), at)
    member = next((token.text for token in part[at : end + 1] if token.type == "NAME" and token.text != "of"), "T")
    return Shape(errors.text.set_of(previous.span.to(part[end].span), _relation(part, member)), (), end + 1)


_MAPS = ("map", "dict", "dictionary", "table", "function")


def _map_of(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """`Map<K, V>`, `map[K, V]`, `map[K] V`, `dict(K, V)`, as the type of a variable."""
    here, previous = part[at], part[at - 1]
    if at < 2 or part[0].type != "VAR" or part[at - 2].type != "COLON" or previous.text.lower() not in _MAPS:
        return None
    if here.type == "LT":
        end = next((place for place in range(at, len(part)) if part[place].type == "GT"), at)
    elif here.type in OPENING:
        end = _closing(part, at)
    else:
        return None
    if end + 1 < len(part) and part[end + 1].type == "NAME":
        end += 1
    names = [token.text for token in part[at : end + 1] if token.type == "NAME"]
    if len(names) != 2:
        return None
    return Shape(errors.text.map_of(previous.span.to(part[end].span), _relation(part, names[0]), names[1]), (), end + 1)


def _counted_as_a_call(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """`count(sync, a, b)`."""
    if part[at].type != "LPAR" or part[at - 1].type != "COUNT":
        return None
    end = _closing(part, at)
    names = [token.text for token in part[at + 1 : end]]
    if len(names) > 1 and names[1] != ",":
        return None
    span = part[at - 1].span.to(part[end].span)
    return Shape(errors.text.asked_as_a_call(span, "count", names[0] if names else "sync", names[2::2]), ("NAME",), end + 1)


def _relation(part: Sequence[Token], member: str) -> str:
    """What to declare instead of a set of such members."""
    if part[0].type != "VAR" or part[1].type != "NAME":
        return f"NAME[{member}]"
    if part[2].type != "LSQB":
        return f"{part[1].text}[{member}]"
    return f"{_text(part[1 : _closing(part, 2)])}, {member}]"


def _text(tokens: Sequence[Token]) -> str:
    return tokens[0].span.to(tokens[-1].span).text


def _in_what_is_no_set(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """`s in entry[d]`, with nothing behind it."""
    if "RANGE" not in accepted:
        return None
    first = at - 1
    if part[first].type in ("RSQB", "RPAR"):
        depth, opening = 1, first - 1
        while opening > 0 and depth:
            depth += (part[opening].type in CLOSING) - (part[opening].type in OPENING)
            opening -= 1
        first = opening
    if first < 2 or part[first].type != "NAME" or part[first - 1].type not in ("IN", "NOT_IN"):
        return None
    subject = part[first - 2].text if part[first - 2].type == "NAME" else "x"
    indices = f"{_text(part[first + 2 : at - 1])}, " if at - first > 3 else ""
    said = errors.text.in_a_relation(part[first - 1].span.to(part[at - 1].span), f"{part[first].text}[{indices}{subject}]")
    return Shape(said, ("RANGE", "NUMBER"), at)


def _set_as_a_value(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    previous = part[at - 1]
    if part[at].type != "LBRACE" or at + 1 >= len(part):
        return None
    end = _closing(part, at)
    if previous.text in _OF_SETS:
        return Shape(errors.text.set_as_a_value(previous.span.to(part[end].span)), (), end + 1, back=True)
    if previous.type not in ("PLUS", "MINUS", "ASSIGN", "EQ", "NE") or "NUMBER" not in accepted or "LPAR" not in accepted:
        return None
    return Shape(errors.text.set_as_a_value(part[at].span.to(part[end].span)), ("NUMBER",), end + 1)


def _possible_fault(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    verb = part[at - 1]
    if at < 2 or part[at - 2].type != "POSSIBLE" or verb.text not in ("cut", "mend", "lose", "duplicate"):
        return None
    return Shape(errors.text.possible_fault(verb.span.to(part[at].span), verb.text), (), at + 1)


def _guard_of_a_link(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    """`on cut ha when ...`."""
    words = [token.text for token in part[: min(at, 3)]]
    verb = words[words.index("on") + 1 :][:1] if "on" in words else []
    if part[at].type != "WHEN" or verb not in (["cut"], ["mend"]):
        return None
    block = next((place for place in range(at, len(part)) if part[place].type == "LBRACE"), len(part) - 1)
    read = () if "LBRACE" in accepted else ("FROM", "NAME", "TO", "NAME")
    return Shape(errors.text.guard_of_a_link(part[at].span, verb[0]), read, block)


def _any_in_a_property(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    if part[at].type != "ANY" or part[at - 1].type not in ("LPAR", "LSQB", "COMMA", "FROM", "TO"):
        return None
    return Shape(errors.text.any_in_a_property(part[at].span), ("NAME",), at + 1)


def _keys_without_parentheses(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    depth = 0
    for token in reversed(part[:at] if part[at].type == "COMMA" else []):
        depth += (token.type in CLOSING) - (token.type in OPENING)
        if depth < 0:
            return None
        if depth == 0 and token.type == "BY":
            return Shape(errors.text.keys_without_parentheses(part[at].span), ("AND",), at + 1)
    return None


def _blocked_any_step(part: Sequence[Token], at: int, accepted: Collection[str]) -> Shape | None:
    if part[at].type != "ANY" or part[at - 1].type != "BLOCKED":
        return None
    end = at + 1 if at + 1 < len(part) and part[at + 1].text == "step" else at
    return Shape(errors.text.blocked_any_step(part[at - 1].span.to(part[end].span)), ("NAME",), end + 1)


_READERS: tuple[_Reader, ...] = (
    _dash_in_a_name,
    _range_with_a_dash,
    _range_as_a_function,
    _possible_fault,
    _arithmetic_for_a_number,
    _else_if,
    _set_of_values,
    _set_of,
    _map_of,
    _counted_as_a_call,
    _in_what_is_no_set,
    _set_as_a_value,
    _any_in_a_property,
    _guard_of_a_link,
    _blocked_any_step,
    _keys_without_parentheses,
)


def _touch(part: Sequence[Token], at: int) -> bool:
    """Is there nothing between this token and the next?"""
    return at + 1 < len(part) and part[at].span.end == part[at + 1].span.start


def _is_word(token: Token) -> bool:
    return token.text.isidentifier() or token.type == "NUMBER"


def _closing(part: Sequence[Token], at: int) -> int:
    """The token that closes this bracket, or else the last one before the end."""
    return min(closing(part, at), max(at, len(part) - 2))
