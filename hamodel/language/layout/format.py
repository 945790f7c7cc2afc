"""Source -> its text in canonical layout. What is said is what was said before: read again, it has the same tree, tokens and
comments, or else nothing is returned.
"""

from __future__ import annotations

from typing import Any

from hamodel.language.layout.columns import with_comments
from hamodel.language.layout.comments import Around, around, placed
from hamodel.language.layout.declarations import Declarations
from hamodel.language.layout.document import lines
from hamodel.language.layout.expressions import spelled
from hamodel.language.text.parse import declared, pieces
from hamodel.language.text.tokens import Piece, Token
from hamodel.source import Source, Span


class Unfaithful(Exception):
    """The formatter made another text of a text: an error of ours."""


def formatted(source: Source) -> str:
    """The canonical text. Raises SpecError if the text has errors of syntax; elaboration is not asked."""
    meant = declared(source)
    found = pieces(source)
    text = _laid_out(source, found)
    again = Source(source.path, text)
    if _without_spans(meant) != _without_spans(declared(again)):
        raise Unfaithful("the formatted text has another tree")
    if _said(source, found) != _said(again, pieces(again)):
        raise Unfaithful("the formatted text has other words or comments")
    return text


def _laid_out(source: Source, found: list[Piece]) -> str:
    written = _tokens(found)
    surroundings, tail = around(source, written)
    known: dict[int, Around] = {
        token.span.start: beside for token, beside in zip(written, surroundings, strict=True)
    }
    declarations = Declarations(known)
    return with_comments(lines([declarations.declaration(piece) for piece in found], tail, 0))


def _said(source: Source, found: list[Piece]) -> tuple[list[str], list[tuple[int, bool, str]]]:
    """The words, and the comments with their places between these."""
    written = _tokens(found)
    return [spelled(token) for token in written], placed(source, written)


def _tokens(found: list[Piece]) -> list[Token]:
    """In the order of the text."""
    tokens: list[Token] = []
    stack: list[Piece | Token | None] = [*reversed(found)]
    while stack:
        part = stack.pop()
        if isinstance(part, Piece):
            stack += reversed(part.children)
        elif part is not None:
            tokens.append(part)
    return tokens


def _without_spans(tree: Any) -> Any:
    """The tree as tuples, for comparison."""
    if isinstance(tree, tuple):
        return tuple(map(_without_spans, tree))
    fields = getattr(tree, "__dataclass_fields__", None)
    if fields is None:
        return tree
    return type(tree).__name__, *(
        _without_spans(value) for name in fields if not isinstance(value := getattr(tree, name), Span)
    )
