"""Source -> surface tree, or every mistake in the text in one run.

The tokens are cut at the words that start a declaration, and each declaration is parsed by itself: a mistake stays in its
own. The tree is built during the parse; a declaration that does not parse is read once more by `recover.py`.
"""

from __future__ import annotations

import gc
from functools import cache
from importlib import resources
from typing import Any, cast

import lark

from hamodel.diagnostics import SpecError
from hamodel.language import ast
from hamodel.language.build import Builder, Header
from hamodel.language.tokens import END, SOFT, Terminals, Token, declarations, scan, settle, terminals
from hamodel.source import Source, Span


def parse(source: Source) -> ast.Spec:
    """The tree of one file, its imports not followed. Raises SpecError with all mistakes found."""
    collecting = gc.isenabled()
    gc.disable()  # a third of the time went into looking for cycles that a tree does not have
    try:
        return _parse(source)
    finally:
        if collecting:
            gc.enable()


def _parse(source: Source) -> ast.Spec:
    grammar, known = _grammar()
    tokens, mistakes = scan(source, known)
    header: Header | None = None
    found: list[ast.Declaration] = []
    for part in declarations(tokens):
        mistakes += settle(part)
        part.append(Token(END, "", Span(source, part[-1].span.end, part[-1].span.end)))
        piece = _declaration(grammar, part)
        if isinstance(piece, Header):
            header = piece
        else:
            found.append(piece)
    if mistakes:
        raise SpecError(mistakes)
    assert header is not None
    return ast.Spec(header.name, tuple(found), header.span)


def _declaration(grammar: lark.Lark, part: list[Token]) -> Any:
    parser = grammar.parse_interactive(start="declaration")
    feed = parser.feed_token
    result = None
    for token in part:
        if token.type in SOFT and token.type not in parser.parser_state.parse_conf.states[parser.parser_state.position]:
            token.type = "NAME"
        result = feed(cast(lark.Token, token))
    return result


class _NoLexer(lark.lexer.Lexer):
    """The parser is fed by hand."""

    def __init__(self, configuration: object) -> None:
        pass

    def lex(self, *_: object) -> Any:
        return iter(())


@cache
def _grammar() -> tuple[lark.Lark, Terminals]:
    text = resources.files("hamodel.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    grammar = lark.Lark(
        text, parser="lalr", lexer=_NoLexer, start="declaration", maybe_placeholders=True, transformer=cast(Any, Builder())
    )
    patterns = (
        (terminal.name, terminal.pattern.value, isinstance(terminal.pattern, lark.lexer.PatternStr))
        for terminal in grammar.terminals
    )
    return grammar, terminals(patterns)
