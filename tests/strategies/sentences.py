"""Hypothesis strategy: texts that the grammar derives, each rule as likely as the others, in any layout, with comments."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import strategies as st

from hamodel.language.text.parse import _grammar

NAMES = ["a", "b", "x1", "on", "lost", "cut", "set", "Session", "a_rather_long_name_that_fills_a_line", "any_", "_x", "owner"]
WORDS = {
    "STRONGLY_FAIR": "strongly fair", "EXACTLY_ONE": "exactly  one", "AT_MOST_ONE": "at most one", "LEADS_TO": "leads\tto",
    "NOT_IN": "not in", "FIELD_DOT": ".", "DEFINES": "=", "DOT": ".", "STRING": '"a  #b.ha"',
}  # fmt: skip
TAME, WILD = [" ", " ", "  "], [" ", "\n", "\t", "\n\n", " # c\n", "\n# d\n", "\n\n## e\n\n", " #f\n  # g\n"]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    dice = draw(st.randoms(use_true_random=False))
    declarations = [_joined(_derived(dice), dice) for _ in range(dice.choice([1, 2, 3, 6]))]
    return "\n".join(declarations)


def _derived(dice: Random) -> list[str]:
    """The terminals of a derivation, which takes its shortest way once it is long."""
    found: list[str] = []
    stack = ["declaration"]
    most = dice.choice([10, 40, 160])
    while stack:
        symbol = stack.pop()
        if symbol not in _rules():
            found.append(symbol)
            continue
        choices = _rules()[symbol]
        expansion = dice.choice(choices) if len(found) + len(stack) < most else min(choices, key=_height)
        stack += reversed(expansion)
    return found


def _joined(terminals: list[str], dice: Random) -> str:
    gaps = dice.choice([TAME, [*TAME * 8, *WILD], WILD])
    text = ""
    for previous, terminal in zip(["", *terminals], terminals, strict=False):
        text += "" if "FIELD_DOT" in (previous, terminal) else dice.choice(gaps) if previous else ""
        text += _spelled(terminal, dice)
    return text


def _spelled(terminal: str, dice: Random) -> str:
    match terminal:
        case "NAME" | "MESSAGE":
            return dice.choice(NAMES)
        case "NUMBER":
            return str(dice.randrange(12))
        case _:
            return WORDS.get(terminal) or _grammar()[1].display[terminal]


@cache
def _rules() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in _grammar()[0].rules:
        found.setdefault(rule.origin.name, []).append(tuple(symbol.name for symbol in rule.expansion))
    return found


def _height(expansion: tuple[str, ...]) -> int:
    return max((_heights().get(symbol, 0) for symbol in expansion), default=0)


@cache
def _heights() -> dict[str, int]:
    """How deep the flattest derivation of each rule is."""
    heights: dict[str, int] = {}
    while len(heights) < len(_rules()):
        for name, expansions in _rules().items():
            known = [
                1 + max((heights[symbol] if symbol in _rules() else 0 for symbol in expansion), default=0)
                for expansion in expansions
                if all(symbol in heights or symbol not in _rules() for symbol in expansion)
            ]
            if known and name not in heights:
                heights[name] = min(known)
    return heights
