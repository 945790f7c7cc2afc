"""Documents: text with the places where it may be broken -> lines of at most WIDTH characters, where that is possible.

Wadler: A prettier printer, 2003, in the manner of Oppen: Prettyprinting, TOPLAS 1980: a group stays on its line if it fits with
what follows it up to the next place where a line may end. Added to that: comments, which end their line wherever they are, and
rows, which stand on lines of their own, one below the other, in columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from hamodel.language.layout.columns import Member, Written, in_columns
from hamodel.language.layout.comments import Comment

WIDTH = 130
STEP = 4


@dataclass(frozen=True, slots=True)
class Text:
    """A token, with the comments that belong to it."""

    text: str
    before: tuple[Comment, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A space, or a line end: always if `hard`, else where the group around it is broken."""

    hard: bool = False


@dataclass(frozen=True, slots=True)
class Concat:
    parts: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Nest:
    """What begins a line in it is indented by so much more."""

    by: int
    inner: Document


@dataclass(frozen=True, slots=True)
class Group:
    """`broken`: it cannot stay on one line. Made by `group`."""

    inner: Document
    broken: bool


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One of several things below each other. If it stays on one line, it is `cells`, with others of its kind in columns.
    `before`, `blank`, `fresh`: the comments before it; whether it began after a blank line, and on a new line."""

    inner: Document
    kind: str = ""
    cells: tuple[Document, ...] = ()
    before: tuple[Comment, ...] = ()
    blank: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between braces: rows, or all on one line where the group around it is not broken."""

    rows: tuple[LayoutRow, ...]
    tail: tuple[Comment, ...]
    between: str
    broken: bool


Document: TypeAlias = Text | LineBreak | Concat | Nest | Group | Body

SPACE = Text(" ")
LINE = LineBreak()
END = LineBreak(hard=True)


def concat(*parts: Document) -> Document:
    """One after the other."""
    return Concat(parts)


def group(*parts: Document) -> Document:
    """On one line where it fits."""
    inner = parts[0] if len(parts) == 1 else Concat(parts)
    return Group(inner, is_broken(inner))


def is_broken(document: Document) -> bool:
    """Whether it has a line end inside: a hard one, or that of a comment which is not at one of its ends."""
    leaves = list(_leaves(document))
    return any(
        not isinstance(leaf, Text) or bool(leaf.before and index) or bool(leaf.after and index + 1 < len(leaves))
        for index, leaf in enumerate(leaves)
    )


def bare(document: Document) -> Document:
    """Without the comments before its first token."""
    match document:
        case Text(text, _, after):
            return Text(text, (), after)
        case Concat(parts):
            return Concat((bare(parts[0]), *parts[1:]))
        case Nest(by, inner):
            return Nest(by, bare(inner))
        case Group(inner, broken):
            return Group(bare(inner), broken)
        case _:
            return document


def flat(document: Document) -> str:
    """The text on one line, without comments."""
    match document:
        case Text(text):
            return text
        case LineBreak():
            return " "
        case Concat(parts):
            return "".join(map(flat, parts))
        case Nest(_, inner) | Group(inner):
            return flat(inner)
        case Body(rows, _, between):
            return " " + (between.join(flat(row.inner) for row in rows) + " " if rows else "")
        case _:
            assert_never(document)


def lines(rows: Sequence[LayoutRow], tail: Sequence[Comment], indent: int) -> list[Written]:
    """The rows below each other, and the comments behind them."""
    found: list[Written] = []
    members: list[Member] = []
    for row in rows:
        blank = row.before[0].blank if row.before else row.blank
        written = _written(row.inner, indent)
        cells = [flat(cell) for cell in row.cells] if len(written) == 1 else []
        members.append(Member(row.kind, not row.before and not blank, written[0], cells))
        written[0].blank = row.blank
        written = [*_alone(row.before, indent), *written]
        written[0].blank = blank and bool(found)
        found += written
    in_columns(members, WIDTH - indent)
    below = _alone(tail, indent)
    if below and not found:
        below[0].blank = False
    return found + below


def _alone(comments: Sequence[Comment], indent: int) -> list[Written]:
    return [Written(indent, "", comment.text, comment.blank) for comment in comments]


def _leaves(document: Document) -> Iterator[Text | LineBreak | Body]:
    """Tokens, and what cannot be on one line."""
    match document:
        case Text():
            if document is not SPACE:
                yield document
        case LineBreak(hard):
            if hard:
                yield document
        case Concat(parts):
            for part in parts:
                yield from _leaves(part)
        case Nest(_, inner) | Group(inner):
            yield from _leaves(inner)
        case Body(rows):
            if document.broken:
                yield document
            for row in rows:
                yield from _leaves(row.inner)
        case _:
            assert_never(document)


_Pending: TypeAlias = tuple[int, bool, Document]
"""The indentation, whether all is on one line, and what is to be written."""


def _written(document: Document, indent: int) -> list[Written]:
    found = [Written(indent, "", "", False)]
    stack: list[_Pending] = [(indent, False, document)]

    def start(indent: int) -> Written:
        if found[-1].code or found[-1].comment:
            found[-1].code = found[-1].code.rstrip()
            found.append(Written(indent, "", "", False))
        found[-1].indent = indent
        return found[-1]

    while stack:
        indent, on_one_line, item = stack.pop()
        match item:
            case Text(" "):
                if found[-1].code and not found[-1].comment:
                    found[-1].code += " "
            case Text(text, before, after):
                for comment in before:
                    start(indent).comment = comment.text
                line = start(indent) if found[-1].comment or before else found[-1]
                line.code += text
                line.comment = after
            case LineBreak(hard):
                if hard or not on_one_line:
                    start(indent)
                else:
                    stack.append((indent, True, SPACE))
            case Concat(parts):
                stack += [(indent, on_one_line, part) for part in reversed(parts)]
            case Nest(by, inner):
                stack.append((indent + by, on_one_line, inner))
            case Group(inner, broken):
                room = WIDTH - found[-1].indent - len(found[-1].code)
                stack.append((indent, on_one_line or (not broken and _fits(room, inner, stack)), inner))
            case Body(rows, tail) if not on_one_line and (rows or tail):
                found += lines(rows, tail, indent + STEP)
                start(indent)
            case Body(rows, _, between):
                stack.append((indent, True, SPACE))
                for index, row in reversed(list(enumerate(rows))):
                    stack.append((indent, True, row.inner))
                    stack.append((indent, True, Text(between if index else " ")))
            case _:
                assert_never(item)
    found[-1].code = found[-1].code.rstrip()
    return found


def _fits(room: int, first: Document, rest: Sequence[_Pending]) -> bool:
    """Whether `first` on one line, and what follows it up to the next place where a line may end, is not longer than that."""
    stack: list[tuple[bool, Document]] = [(True, first)]
    following = len(rest)
    while room >= 0:
        if not stack:
            if following == 0:
                return True
            following -= 1
            stack.append(rest[following][1:])
        on_one_line, item = stack.pop()
        match item:
            case Text(text, before, after):
                if before:
                    return True
                room -= len(text)
                if after:
                    return room >= 0
            case LineBreak(hard):
                if hard or not on_one_line:
                    return True
                room -= 1
            case Concat(parts):
                stack += [(on_one_line, part) for part in reversed(parts)]
            case Nest(_, inner) | Group(inner):
                stack.append((on_one_line, inner))
            case Body():
                if not on_one_line:
                    return True
                room -= len(flat(item))
            case _:
                assert_never(item)
    return False
