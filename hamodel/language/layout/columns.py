"""Lines -> the same lines in columns: the cells of neighbours of one kind, and the comments of neighbouring lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 48
"""No comment stands further to the left behind a line ..."""

TAB = 4
"""... each in a column that this divides ..."""

FARTHEST = 48
"""... and not further behind it than this because of its neighbours."""

NEAR, FAR = 5, 30
"""By how much the widths of cells may differ and still be filled up. `FAR` is for a name before `:`, `=` or `:=`: one that is
longer than others by more has its own width."""


@dataclass(slots=True)
class Written:
    """One line. `blank`: there is a blank line before it. Without `code` the comment has the line to itself."""

    indent: int
    code: str
    comment: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A row: its kind, whether it follows the one before directly, its first line, and its cells if it is only one line."""

    kind: str
    follows: bool
    line: Written
    cells: list[str]


NAMED = {"assign", "var", "option", "size", "const", "definition", "property"}
"""Kinds whose first cell is a name before one of these signs."""


def in_columns(members: Sequence[Member], width: int) -> None:
    """Fills up the cells of neighbours of one kind with nothing between them."""
    run: list[Member] = []
    previous = ""
    for member in members:
        if not member.follows or member.kind != previous:
            _fill(run, width)
            run = []
        previous = member.kind
        if member.cells:
            run.append(member)
    _fill(run, width)


def _fill(run: list[Member], width: int) -> None:
    """What would be too long does not take part."""
    shortest = min((len(member.cells[0]) for member in run), default=0)
    if run and run[0].kind in NAMED:
        run = [member for member in run if len(member.cells[0]) <= shortest + FAR]
    while run:
        widths = _widths(run)
        texts = [" ".join(map(str.ljust, member.cells, widths)).rstrip() for member in run]
        fitting = [member for member, text in zip(run, texts, strict=True) if len(text) <= width]
        if len(fitting) == len(run):
            for member, text in zip(run, texts, strict=True):
                member.line.code = text
            return
        run = fitting


def _widths(run: list[Member]) -> list[int]:
    """The width of each column; 0 for one that is not filled up. The last cell of a row needs no filling up."""
    found: list[int] = []
    for column in range(max(len(member.cells) for member in run)):
        here = [len(member.cells[column]) for member in run if column + 1 < len(member.cells)]
        most, least = max(here, default=0), min(here, default=0)
        found.append(most if most - least <= NEAR or (column == 0 and run[0].kind in NAMED) else 0)
    return found


def with_comments(lines: Sequence[Written]) -> str:
    """The text; comments behind neighbouring lines stand below each other."""
    texts: list[str] = []
    for run in _runs(lines):
        column = _column(run)
        for line in run:
            code = " " * line.indent + line.code
            behind = code.ljust(column) if line.code and line.comment else code
            texts += [""] * line.blank + [behind + line.comment]
    return "".join(text + "\n" for text in texts)


def _runs(lines: Sequence[Written]) -> list[list[Written]]:
    """Neighbours that all have a comment behind them, none too far away, or that all have none."""
    found: list[list[Written]] = []
    shortest = longest = 0
    for line in lines:
        behind = bool(line.code and line.comment)
        length = _length(line)
        if found and not line.blank and behind == bool(found[-1][-1].code and found[-1][-1].comment):
            least, most = min(shortest, length), max(longest, length)
            if not behind or _tab(most) - least <= FARTHEST:
                found[-1].append(line)
                shortest, longest = least, most
                continue
        found.append([line])
        shortest = longest = length
    return found


def _column(lines: Sequence[Written]) -> int:
    """Where the comments behind these lines begin."""
    return _tab(max(map(_length, lines)))


def _tab(length: int) -> int:
    return max(LEAST, -(-(length + 2) // TAB) * TAB)


def _length(line: Written) -> int:
    return line.indent + len(line.code)
