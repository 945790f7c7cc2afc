"""printable(text): text of any origin as a terminal, or whatever reads it in its place, may see it."""

from __future__ import annotations

import re
import unicodedata

HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""The categories of characters that move a cursor, turn the direction of a line, are seen by no one, or stand for nothing."""

PLAIN = re.compile(r"[ -~]*")


def printable(text: str, kept: str = "\n") -> str:
    """The text with each character that does something else than to be seen as it is written in Python: \\x1b, \\u202e.

    `kept`: those that do something and are wanted.
    """
    if PLAIN.fullmatch(text):
        return text
    return "".join(character if character in kept else _printable(character) for character in text)


def _printable(character: str) -> str:
    if unicodedata.category(character) not in HARMFUL:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
