"""printable(text): text of any origin, with each character that does something else than be seen written as an escape.

Comments, names of files, logs and what programs say may hold anything: sequences that move the cursor, recolour what was said
before or write to the clipboard; marks that turn the direction of a line; signs that nobody sees. They are shown as escapes.
"""

from __future__ import annotations

import json
import re
import unicodedata

HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""The categories of characters that move a cursor, turn the direction of a line, are seen by no one, or stand for nothing."""

UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\U000e0100-\U000e01ef]")
"""Others that nobody sees."""

PLAIN = re.compile(r"[\n -~]*")


def printable(text: str, kept: str = "\n\t") -> str:
    """The text, with each character that does something else than to be seen as Python would write it: \\x1b, \\u202e.

    `kept`: those that do something and are wanted.
    """
    if PLAIN.fullmatch(text) and "\n" in kept:
        return text
    return "".join(each if each in kept or not _harmful(each) else _escape(each) for each in text)


def printable_json(text: str) -> str:
    """The same for a JSON document, in the escapes of JSON: what it means stays as it is."""
    if PLAIN.fullmatch(text):
        return text
    return "".join(json.dumps(each)[1:-1] if _harmful(each) and each != "\n" else each for each in text)


def _harmful(character: str) -> bool:
    return unicodedata.category(character) in HARMFUL or UNSEEN.match(character) is not None


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def short(text: str, most: int = 60) -> str:
    """The text on one line, without signs that do something to a terminal, and not endless."""
    seen = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return seen if len(seen) <= most else seen[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
