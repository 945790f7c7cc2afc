"""Pieces of the grammar -> rows of documents: declarations, statements, instructions of scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hamodel.language.layout.document import (
    END,
    LINE,
    SPACE,
    STEP,
    WIDTH,
    Concat,
    Document,
    LayoutRow,
    Nest,
    concat,
    flat,
    group,
    is_broken,
)
from hamodel.language.layout.expressions import Expressions, first, there
from hamodel.language.text.tokens import Piece, Token

_PROPERTIES = {"property", "expecting"}


class Declarations(Expressions):
    """How a declaration is laid out. Rules that are not named here are written on one line."""

    def declaration(self, piece: Piece) -> LayoutRow:
        """The declaration as a row of a table: what stands in columns is set under that of its neighbours."""
        *tags, claim = piece.children if piece.rule == "tagged" else [piece]
        if tags and isinstance(claim, Piece):
            return self._tagged(tags, claim)
        match piece.rule:
            case "enum" | "node" | "record":
                return self._enum(piece)
            case "option" | "var" | "size" | "const":
                return self._columns(piece)
            case "channel":
                return self.row(piece, self._channel(piece))
            case "definition" | "property" | "expecting":
                return self._defined(piece)
            case "longest" | "time_between":
                return self._measure(piece)
            case "solve":
                return self._solve(piece)
            case "initially":
                return self.row(piece, self._condition(piece))
            case "proc" | "switch":
                *head, block = piece.children
                return self.row(piece, group(self.joined(head), SPACE, self._block(block)))
            case "action" | "on" | "expiring" | "immediate":
                return self.row(piece, self._action(piece))
            case "started_for":
                start = next(at for at, part in enumerate(piece.children) if isinstance(part, Token) and part.type == "LBRACE")
                body = self._lines(piece.children[start:])
                return self.row(piece, group(self.joined(piece.children[:start]), SPACE, body))
            case "scenario":
                return self.row(piece, group(self.joined(piece.children[:2]), SPACE, self._lines(piece.children[2:])))
            case _:
                return self.row(piece, self.joined(piece.children, piece.rule))

    # --- declarations

    def _tagged(self, tags: Sequence[Piece | Token | None], claim: Piece) -> LayoutRow:
        """`hazard "22"` stands before the word on its line."""
        count = len(tags)
        whole = Piece(claim.rule, [*tags, *claim.children])
        if claim.rule == "scenario":
            body = self._lines(whole.children[count + 2 :])
            return self.row(whole, group(self.joined(whole.children[: count + 2]), SPACE, body))
        if claim.rule in ("expectation", "expected_time"):
            return self.row(whole, self.joined(whole.children))
        return self._defined(whole, count + 2)

    def _enum(self, piece: Piece) -> LayoutRow:
        word, name, opening, inside, closing = piece.children
        rows = self.members(_parts(inside))
        head, body = self.joined([word, name]), self.braces(there(opening), rows, there(closing))
        return self.row(piece, group(head, SPACE, body), piece.rule, head, body)

    def _columns(self, piece: Piece) -> LayoutRow:
        """Cells begin at `:` and `=`."""
        starts = [i for i, part in enumerate(piece.children) if isinstance(part, Token) and part.type in ("COLON", "EQ")]
        cuts = [0, *starts, len(piece.children)]
        cells = [self.joined(piece.children[start:end]) for start, end in pairwise(cuts)]
        for index, start in enumerate(starts, 1):
            left, right = [part for part in piece.children[: start + 1] if part is not None][-2:]
            cells[index] = self.behind(left, right, cells[index])
        return self.row(piece, _spaced(cells), piece.rule, *cells)

    def _channel(self, piece: Piece) -> Document:
        """What it carries and how on lines of their own."""
        *head, carries, messages, order, traits = piece.children
        listed = _parts(messages)
        one_by_one = any(self.around(message).fresh for message in listed[2::2])
        carried = [self.joined([carries, listed[0]])]
        for comma, message in zip(listed[1::2], listed[2::2], strict=True):
            carried += [self.of(comma), END if one_by_one else LINE, self.of(message)]
        rest: list[list[Piece | Token | None]] = [[order]]
        for trait in _parts(traits):
            if first(trait).type in ("WAITS", "LOST", "DELIVERS"):
                rest.append([trait])
            else:
                rest[-1].append(trait)
        below = [part for line in rest for part in (END, self.joined(line))]
        return concat(self.joined(head), Nest(STEP, concat(END, Nest(len("carries "), group(*carried)), *below)))

    def _defined(self, piece: Piece, named: int = 2) -> LayoutRow:
        """`=` begins a line if it does so in the source or if not all fits on one line. The name ends the first `named` parts."""
        *head, sign, body = piece.children
        start = self.joined(head)
        if piece.rule == "expecting":
            start = group(self.joined(head[:named]), Nest(STEP, concat(LINE, self.joined(head[named:]))))
        end = concat(self.joined([sign]), SPACE, self.formula(there(body)))
        kind = "property" if piece.rule in _PROPERTIES else piece.rule
        if self.around(there(sign)).fresh:
            return self.row(piece, concat(start, Nest(STEP, concat(END, end))), kind)
        if isinstance(body, Piece) and body.rule == "match":
            return self.row(piece, _spaced([start, end]), kind, start, end)
        return self.row(piece, group(start, Nest(STEP, concat(LINE, end))), kind, start, end)

    def _measure(self, piece: Piece) -> LayoutRow:
        word, name, sign, *rest = piece.children
        start = self.joined([word, name])
        *opening, last = rest
        end = concat(self.joined([sign, *opening]), SPACE, self.formula(there(last)))
        return self.row(piece, group(start, Nest(STEP, concat(LINE, end))), "measure", start, end)

    def _solve(self, piece: Piece) -> LayoutRow:
        word, name, *rest = piece.children
        start, end = self.joined([word, name]), self.joined(rest)
        return self.row(piece, group(start, Nest(STEP, concat(LINE, end))), "measure", start, end)

    def _action(self, piece: Piece) -> Document:
        """`when` begins a line if it does so in the source, or if it does not fit behind the head; then the block does too."""
        *head, guard, block = piece.children
        start, body = self.joined(head), self._block(block)
        if guard is None:
            return group(start, SPACE, body)
        opening = self.of(first(there(block)))
        inline = concat(start, SPACE, self._condition(guard))
        with_brace = concat(inline, SPACE, opening)
        if self.around(guard).fresh or is_broken(with_brace) or len(flat(with_brace)) > WIDTH:
            return concat(start, Nest(STEP, concat(END, self._condition(guard, len("when")))), END, group(body))
        return group(inline, SPACE, body)

    # --- statements and instructions

    def _statement(self, piece: Piece) -> LayoutRow:
        match piece:
            case Piece("assign", [cell, sign, value]):
                left, right = self.joined([cell]), self.joined([sign, value])
                return self.row(piece, _spaced([left, right]), "assign", left, right)
            case Piece("branch"):
                return self.row(piece, group(self._branch(piece)))
            case Piece("loop", [*head, block]):
                return self.row(piece, group(Nest(STEP, self.joined(head)), SPACE, self._block(block)))
            case Piece("either", parts):
                blocks = [self._block(part) if isinstance(part, Piece) else self.joined([part]) for part in parts]
                return self.row(piece, group(_spaced(blocks)))
            case Piece("require" | "assertion"):
                return self.row(piece, self._condition(piece))
            case _:
                return self.row(piece, self.joined(piece.children, piece.rule))

    def _branch(self, piece: Piece | Token | None) -> Document:
        assert isinstance(piece, Piece)
        word, condition, then, otherwise, following = piece.children
        # A condition of several lines is indented further than the block behind it.
        head = concat(self.joined([word]), SPACE, Nest(STEP, self.formula(there(condition))))
        parts = [head, self._block(then)]
        if otherwise is not None:
            chained = isinstance(following, Piece) and following.rule == "branch"
            parts += [self.joined([otherwise]), self._branch(following) if chained else self._block(following)]
        return _spaced(parts)

    def _block(self, piece: Piece | Token | None) -> Document:
        return self._lines(_parts(piece))

    def _lines(self, parts: Sequence[Piece | Token | None]) -> Document:
        opening, *inside, closing = parts
        rows = [self._statement(part) for part in inside if isinstance(part, Piece)]
        return self.braces(there(opening), rows, there(closing), "  ")

    # --- what they are made of

    def _condition(self, piece: Piece | Token, lead: int = 0) -> Document:
        """A word and a condition. The operators of a `when` at the start of a line end where the word ends."""
        word, condition = _parts(piece)
        formula = self.formula(condition, lead)
        return concat(self.joined([word]), SPACE, self.behind(word, condition, formula))


def _parts(piece: Piece | Token | None) -> list[Piece | Token]:
    assert isinstance(piece, Piece)
    return [part for part in piece.children if part is not None]


def _spaced(parts: Sequence[Document]) -> Document:
    found: list[Document] = []
    for part in parts:
        found += [SPACE, part] if found else [part]
    return Concat(tuple(found))
