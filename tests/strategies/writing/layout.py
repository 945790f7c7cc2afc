"""White space and comments, where they may be."""

from __future__ import annotations

import re
from random import Random

GAPS = ["\n", "\t", "   ", "\n\n", " # x := 1 }\n", "\n# step go {\n", "\n## why (\n", " #\n    "]
TIGHT = re.compile(r" ?(:=|[(){}\[\],:]) ?(?!\.)")


LONG_WORDS = re.compile(r"(at most one|exactly one|not in|leads to|strongly fair)")
"""Words with white space inside, in which no comment may stand."""


def laid_out(text: str, dice: Random) -> str:
    """The text in another layout: as it is, with strange gaps, or with as few gaps as can be."""
    pick = dice.random()
    if pick < 0.4:
        return text
    if pick < 0.6:
        return "\n".join(TIGHT.sub(r"\1", line) for line in text.split("\n"))
    often = dice.choice([0.05, 0.3, 0.9])
    parts = LONG_WORDS.split(text)
    return "".join(_spread(part, GAPS[:4] if number % 2 else GAPS, often, dice) for number, part in enumerate(parts))


def _spread(text: str, gaps: list[str], often: float, dice: Random) -> str:
    return "".join(dice.choice(gaps) if letter == " " and dice.random() < often else letter for letter in text)
