"""Tokens -> the same, with names that have dots, `lan.state`, as one token each. A field of a variable is one, too."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

_QUANTIFIERS = frozenset(["ALL", "SOME", "EXACTLY_ONE", "AT_MOST_ONE"])
_IN_BINDERS = frozenset(["NAME", "COLON", "COMMA", "QUESTION", "RANGE", "NUMBER", "MINUS", "FIELD_DOT"])


def join_paths(part: list[Any], soft: Set[str]) -> None:
    """`lan.state` becomes one token, but not what stands around the dot of a quantifier that has no space behind it. `soft`:
    words that are names in most places."""
    joined: list[Any] = []
    index = 0
    while index < len(part):
        end = index + 1
        of_a_value = joined and joined[-1].type == "FIELD_DOT"
        while part[index].type == "NAME" and not of_a_value and _is_field(part, end, soft):
            end += 2
        if end == index + 1 or _ends_binders(part, index, end):
            end = index + 1
            joined.append(part[index])
        else:
            span = part[index].span.to(part[end - 1].span)
            joined.append(replace(part[index], type="PATH", text=span.text, span=span))
        index = end
    part[:] = joined


def _is_field(part: list[Any], index: int, soft: Set[str]) -> bool:
    dot, name = (each.type for each in part[index : index + 2]) if index + 1 < len(part) else ("", "")
    return dot == "FIELD_DOT" and name in soft | {"NAME"}


def _ends_binders(part: list[Any], index: int, end: int) -> bool:
    """In `all x: T.p or q`: is this name the type, and the dot that of the quantifier?"""
    if index == 0 or part[index - 1].type != "COLON":
        return False
    start = index - 1
    while start >= 0 and part[start].type in _IN_BINDERS:
        start -= 1
    after = [each.type for each in part[end : end + 3]]
    a_type = after == ["COMMA", "NAME", "COLON"] or after[:1] in (["DOT"], ["WHERE"], ["QUESTION"], ["RANGE"])
    return start >= 0 and part[start].type in _QUANTIFIERS and not a_type
