"""How a report may look on the screen, file or pipe that it goes to: colours, width, and which arrows its encoding knows.

Rich draws what moves: see `hamodel.cli.progress`. A report is a text, the same on a screen and in a file but for colours, and a
colour is ours only if it has our mark: with Rich's, markup in what a spec or a log holds would have to be found and escaped.
"""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from hamodel.host.printable import printable, printable_json

COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36", "bold": "1", "dim": "2"}
PLAIN_WIDTH = 80
GLUE = "\N{NO-BREAK SPACE}"  # holds `2 steps` and `reverts = true` together

ASCII = {"→": "->", "✓": "+", "✗": "x", "▶": ">", "◀": "<", "▷": ">", "◁": "<", "─": "-", "┄": ".", "│": "|", "↻": "@"}
"""What stands for a sign where the encoding has none. Signs that are aligned have stand-ins of the same width."""


MARK = f"\x1b{os.urandom(8).hex()}["
"""What begins a colour before the text is `finished`. No text of somebody else's can hold it: colours are ours alone."""

COLOUR = re.compile(rf"{re.escape(MARK)}([0-9;]*m)")


@dataclass(frozen=True, slots=True)
class Style:
    """`traces`: show every trace, those that the spec expects too. `explain`: show the invariants that prove what is proved."""

    width: int = PLAIN_WIDTH
    colour: bool = False
    unicode: bool = True
    traces: bool = False
    explain: bool = False

    def paint(self, text: str, *colours: str) -> str:
        """The text in these colours, once it is `finished`."""
        if not self.colour or not text.strip():
            return text
        return f"{MARK}{';'.join(COLOURS[colour] for colour in colours)}m{text}{MARK}0m"

    def say(self, text: str) -> str:
        """The text with stand-ins for the signs that the encoding does not have."""
        if self.unicode:
            return text
        for sign, stand_in in ASCII.items():
            text = text.replace(sign, stand_in)
        return text


def style_for(
    terminal: bool,
    encoding: str,
    width: int,
    environment: Mapping[str, str],
    traces: bool = False,
    explain: bool = False,
) -> Style:
    """The style for a stream. `width` counts on a terminal only; NO_COLOR and FORCE_COLOR: see no-color.org, force-color.org."""
    coloured = terminal and environment.get("TERM") != "dumb"
    if environment.get("FORCE_COLOR", "") not in ("", "0"):
        coloured = True
    if environment.get("NO_COLOR"):
        coloured = False
    unicode = encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-16", "utf-32", "gb18030")
    return Style(max(40, width) if terminal else PLAIN_WIDTH, coloured, unicode, traces, explain)


def json_text(whole: object, style: Style) -> str:
    """JSON to be read by programs, and safe on a terminal."""
    return printable_json(json.dumps(whole, indent=2, ensure_ascii=not style.unicode))


def visible(text: str) -> int:
    """How many columns a text takes."""
    return len(COLOUR.sub("", text))


def finished(text: str) -> str:
    """What goes out: our colours as a terminal understands them, and no other character that does something to it."""
    pieces = COLOUR.split(text)
    return "".join(f"\x1b[{piece}" if number % 2 else printable(piece) for number, piece in enumerate(pieces))


def pad(text: str, width: int) -> str:
    """With spaces up to the width in columns."""
    return text + " " * (width - visible(text))


def wrapped(text: str, style: Style, indent: int = 0, first: str = "") -> list[str]:
    """The text within the width, `indent` in; the first line starts with `first`, which may be coloured."""
    start = first or " " * indent
    whole = re.sub(r"(?<=\d) (?=[a-z])|(?<= =) | (?== )|(?<=<=) | (?=<= )", GLUE, text)
    lines = textwrap.wrap(whole, max(20, style.width - indent), break_long_words=False, break_on_hyphens=False) or [""]
    lines = [line.replace(GLUE, " ") for line in lines]
    return [start + lines[0], *(" " * indent + line for line in lines[1:])]
