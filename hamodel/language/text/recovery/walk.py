"""An LALR table as plain data, and how many of some tokens it accepts; no tree is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hamodel.language.text.tokens import END, SOFT, Token, on_new_line

Stack: TypeAlias = list[int]


@dataclass(frozen=True, slots=True)
class ParseTable:
    """An LALR table: the state after shifting a terminal or a rule's name, or how much to reduce to which rule."""

    start: int
    end: int
    moves: Mapping[int, Mapping[str, int | tuple[int, str]]]
    display: Mapping[str, str]  # terminal -> how a message names it


def shift(table: ParseTable, stack: Stack, terminal: str) -> Stack | None:
    """The stack after this terminal, or None if it cannot come here."""
    stack = stack.copy()
    while True:
        move = table.moves[stack[-1]].get(terminal)
        if move is None:
            return None
        if isinstance(move, int):
            stack.append(move)
            return stack
        size, rule = move
        if size:
            del stack[-size:]
        goto = table.moves[stack[-1]][rule]
        assert isinstance(goto, int)
        stack.append(goto)
        if terminal == END and goto == table.end:
            return stack


def shift_all(table: ParseTable, stack: Stack, terminals: Iterable[str]) -> Stack | None:
    """The same for several, one after the other."""
    after: Stack | None = stack
    for terminal in terminals:
        after = shift(table, after, terminal) if after is not None else None
    return after


def after_token(table: ParseTable, stack: Stack, token: Token) -> Stack | None:
    """The same for a token; a soft keyword may also be a name."""
    after = shift(table, stack, token.type)
    return shift(table, stack, "NAME") if after is None and token.type in SOFT else after


def reach(table: ParseTable, part: list[Token], stack: Stack, at: int, horizon: int) -> int:
    """The first token from `at` on that is not understood; `horizon` if there is none before it, or the declaration ends well."""
    while at < min(horizon, len(part)):
        after = after_token(table, stack, part[at])
        if after is None:
            perhaps = at > 0 and part[at].type == "NAME" and starts_line(part, at)  # a misspelled keyword
            complete = perhaps and shift(table, stack, END) is not None
            return horizon if complete else at
        stack, at = after, at + 1
    return horizon


def accepted_by(table: ParseTable, stack: Stack) -> list[str]:
    """The terminals that can come here; a number may always have a unit, which is no news."""
    row = table.moves[stack[-1]]
    known = [terminal for terminal in row if terminal.isupper() and terminal != "UNIT"]
    return [terminal for terminal in known if shift(table, stack, terminal) is not None]


def starts_line(part: list[Token], at: int) -> bool:
    """Is the token the first of its line?"""
    return on_new_line(part[at - 1], part[at])
