"""Pieces of the grammar -> documents: expressions, types, and whatever else is written without lines of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamodel.language.layout.comments import Around
from hamodel.language.layout.document import (
    END,
    LINE,
    SPACE,
    STEP,
    Body,
    Concat,
    Document,
    LayoutRow,
    Nest,
    Text,
    bare,
    concat,
    group,
)
from hamodel.language.text.tokens import Piece, Token

_TIGHT_BEFORE = {"COMMA", "COLON", "RPAR", "RSQB", "FIELD_DOT", "DOT", "QUESTION", "RANGE"}
_TIGHT_AFTER = {"LPAR", "LSQB", "FIELD_DOT", "RANGE"}
_TIGHT_IN = {("minus", "MINUS")}
_BREAK_BEFORE = {"FROM", "WHERE"}


@dataclass(frozen=True, slots=True)
class Expressions:
    """What stands around each token, by the offset where it starts."""

    known: Mapping[int, Around]

    def of(self, part: Piece | Token) -> Document:
        """On one line if it fits; else broken at its loosest operators first."""
        match part:
            case Token():
                known = self.around(part)
                return Text(spelled(part), known.before, known.after)
            case Piece("binary" | "chain"):
                return self._operators(part, 0, kept=False)
            case Piece("conditional"):
                return self._conditional(part)
            case Piece("match"):
                return self._match(part)
            case _:
                return self.joined(part.children, part.rule)

    def around(self, part: Piece | Token) -> Around:
        """What stands before a part and behind its first token."""
        return self.known[first(part).span.start]

    def formula(self, part: Piece | Token, lead: int = 0) -> Document:
        """A whole condition: a line end before one of its outermost operators is kept. `lead`: the length of the word before
        it, at whose end these operators end."""
        if isinstance(part, Piece) and part.rule in ("binary", "chain"):
            return self._operators(part, lead, kept=True)
        return self.of(part)

    def joined(self, parts: Sequence[Piece | Token | None], rule: str = "") -> Document:
        """One behind the other. Where it is too long a line may end after a comma, and before `where` and `from`."""
        found: list[Document] = []
        previous: Piece | Token | None = None
        for part in parts:
            if part is None:
                continue
            if previous is None:
                found.append(self.of(part))
            else:
                left, right = last(previous), first(part)
                space = _space(left, right, rule)
                if space and (left.type == "COMMA" or right.type in _BREAK_BEFORE):
                    found.append(Nest(STEP, group(LINE, self.of(part))))
                else:
                    found += [SPACE] * space + [self.behind(previous, part, self.of(part))]
            previous = part
        return Concat(tuple(found))

    def behind(self, left: Piece | Token, right: Piece | Token, document: Document) -> Document:
        """What a comment separates from what it belongs to is indented."""
        commented = self.known[last(left).span.start].after or self.around(right).before
        return Nest(STEP, document) if commented else document

    def braces(self, opening: Piece | Token, rows: Sequence[LayoutRow], closing: Piece | Token, between: str = " ") -> Document:
        """Rows between braces, each on a line of its own if the first is so in the source, or if there is a comment."""
        tail = self.around(closing).before
        broken = bool(tail or (rows and rows[0].fresh) or any(row.before for row in rows))
        body = Body(tuple(rows), tail, between, broken)
        return concat(self.of(opening), body, bare(self.of(closing)))

    def row(self, part: Piece | Token, document: Document, kind: str = "", *cells: Document) -> LayoutRow:
        """A part as a row."""
        known = self.around(part)
        return LayoutRow(bare(document), kind, cells, known.before, known.blank, known.fresh)

    def members(self, parts: Sequence[Piece | Token]) -> list[LayoutRow]:
        """A row for each of some things with commas between them, the comma included."""
        found: list[LayoutRow] = []
        for index, part in enumerate(parts):
            if isinstance(part, Token) and part.type == "COMMA":
                continue
            comma = parts[index + 1 : index + 2]
            document = self.joined([part, *comma] if comma and first(comma[0]).type == "COMMA" else [part])
            found.append(self.row(part, document))
        return found

    def _operators(self, piece: Piece, lead: int, kept: bool) -> Document:
        """`and` and `or` fill their lines; other operators begin a line if not all fits on one."""
        found: list[Document] = [self.of(first_part(piece))]
        widest = 0
        for sign, right in zip(piece.children[1::2], piece.children[2::2], strict=True):
            operator = first(there(sign))
            operand = concat(self.of(operator), SPACE, self.of(there(right)))
            widest = max(widest, len(spelled(operator)))
            if kept and self.around(operator).fresh:
                found += [END, operand]
            elif piece.rule == "chain":
                found.append(group(LINE, operand))
            else:
                found += [LINE, operand]
        return group(Nest(max(lead - widest, 0) or STEP, Concat(tuple(found))))

    def _conditional(self, piece: Piece | Token) -> Document:
        """`if` and each `else` begin a line if not all fits on one."""
        found: list[Document] = []
        while isinstance(piece, Piece) and piece.rule == "conditional":
            *start, otherwise, following = piece.children
            found += [self.joined(start), LINE, self.of(there(otherwise)), SPACE]
            piece = there(following)
        return group(Nest(STEP, Concat((*found, self.of(piece)))))

    def _match(self, piece: Piece) -> Document:
        word, subject, opening, *arms, closing = piece.children
        rows = self.members([there(arm) for arm in arms])
        return group(self.joined([word, subject]), SPACE, self.braces(there(opening), rows, there(closing)))


def there(part: Piece | Token | None) -> Piece | Token:
    """A part that the grammar does not let anyone leave out."""
    assert part is not None
    return part


def spelled(token: Token) -> str:
    """A token in its own layout: `at  most one` may be written with any white space."""
    return token.text if token.type == "STRING" else " ".join(token.text.split())


def first(part: Piece | Token) -> Token:
    """The token that it begins with."""
    while isinstance(part, Piece):
        part = first_part(part)
    return part


def first_part(piece: Piece) -> Piece | Token:
    """The first part that has text."""
    return next(part for part in piece.children if part is not None and not _is_empty(part))


def last(part: Piece | Token) -> Token:
    """The token that it ends with."""
    while isinstance(part, Piece):
        part = next(inner for inner in reversed(part.children) if inner is not None and not _is_empty(inner))
    return part


def _is_empty(part: Piece | Token) -> bool:
    return isinstance(part, Piece) and all(inner is None or _is_empty(inner) for inner in part.children)


def _space(left: Token, right: Token, rule: str) -> bool:
    """Whether there is a space between two tokens, which stand next to each other by this rule."""
    if right.type in ("LPAR", "LSQB"):
        return left.type not in ("NAME", "PATH", "MESSAGE") and left.type not in _TIGHT_AFTER
    if (right.type == "COLON" and rule in ("var", "option")) or (left.type == "FIELD_DOT" and rule == "quantified"):
        return True
    tight = right.type in _TIGHT_BEFORE or left.type in _TIGHT_AFTER or (rule, left.type) in _TIGHT_IN
    return not tight and (rule, right.type) != ("any_step", "STAR")
