"""Path or Source -> surface tree, or every error in the text in one run.

The tokens are cut at the words that start a declaration, and each declaration is parsed by itself: an error stays in its
own. The tree is built during the parse; a declaration that does not parse is read once more by `recovery`.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import groupby
from types import SimpleNamespace
from typing import Any, cast

import lark

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host import library
from hamodel.host.regular import regular
from hamodel.language import errors
from hamodel.language.text import ast, nesting
from hamodel.language.text.build import RULES, Header
from hamodel.language.text.grammar import parser
from hamodel.language.text.imports import FileReader, Imports
from hamodel.language.text.instances import wanted
from hamodel.language.text.recovery import foreign
from hamodel.language.text.recovery.recover import diagnose, perhaps_an_action
from hamodel.language.text.recovery.walk import ParseTable
from hamodel.language.text.tokens import (
    END,
    MOST_ERRORS,
    SOFT,
    Piece,
    Terminals,
    Token,
    declarations,
    definers,
    scan,
    scripted_actions,
    settle,
)
from hamodel.source import Source, Span

LARGEST_FILE = 2_000_000


def load(path: str, looked_at: dict[str, str] | None = None) -> ast.Spec:
    """The tree of a spec with its imports put in place. A file imported twice counts once.

    `looked_at` gets every file that the outcome depends on, also where the spec is wrong, with its `fingerprint`.
    """
    source = read(path, looked_at=looked_at)
    spec = parse(source)
    if needs := [each for each in spec.declarations if isinstance(each, ast.Needs)]:
        asked = [wanted(each) for each in needs if each.default is None] or [wanted(needs[0])]
        raise SpecError([errors.instances.needs_an_importer(path, needs[0].span, asked)])
    imports = Imports(_reader(looked_at))
    found = imports.together(spec.declarations, source.path)
    if imports.diagnostics:
        raise SpecError(_few(imports.diagnostics))
    return ast.Spec(spec.name, found, spec.source_span)


def parse(source: Source) -> ast.Spec:
    """The tree of one file, its imports not followed. Raises SpecError with all errors found."""
    header, found = _parse(source)
    if header is None:
        start = _first_word(source)
        raise SpecError([errors.text.no_spec_line(start)])
    return ast.Spec(header.name, found, header.span)


def declared(source: Source) -> tuple[ast.Declaration, ...]:
    """The declarations of one file, which need not begin with a `spec` line: an imported one may do without."""
    return _parse(source)[1]


def pieces(source: Source) -> list[Piece]:
    """Each declaration as it is written: every token, in the shape of the grammar. The text must have no error."""
    tokens, _ = scan(source, _grammar()[1])
    found: list[Piece] = []
    for part in declarations(tokens):
        settle(part, part[0].type)
        part.append(Token(END, "", Span(source, part[-1].span.end, part[-1].span.end)))
        found += _readings(_grammar(Piece)[0], part)[:1]
    return found


def is_part(path: str) -> bool:
    """Does the file need something of whoever imports it? Then it is no spec by itself. No, where it cannot be read or parsed."""
    try:
        text = content(path)
        return b"needs" in text and any(isinstance(each, ast.Needs) for each in declared(decoded(path, text)))
    except SpecError:
        return False


def fingerprint(path: str) -> str:
    """The same while the file has the same content; empty if there is nothing to read."""
    try:
        return _fingerprint(_content(path))
    except (OSError, ValueError):
        return ""


def read(
    path: str, importing: Span | None = None, also: Sequence[str] = (), looked_at: dict[str, str] | None = None
) -> Source:
    """The text of a file, or of a spec of the library. Raises SpecError if it is no text.

    `importing` is the place of the import that asks for it, `also` where it was looked for in vain.
    """
    return decoded(path, content(path, importing, also, looked_at), importing)


def content(
    path: str, importing: Span | None = None, also: Sequence[str] = (), looked_at: dict[str, str] | None = None
) -> bytes:
    """What is in a file, or a little more than the most that may be in it."""
    looked_at = {} if looked_at is None else looked_at
    looked_at[path] = ""
    try:
        found = _content(path, only_regular=importing is not None)  # what a command names may be a pipe
        looked_at[path] = _fingerprint(found)
        return found
    except FileNotFoundError:
        raise SpecError([errors.files.no_such_file(path, importing, also, library.close_to(path))]) from None
    except IsADirectoryError:
        raise SpecError([errors.files.not_a_file(path, importing)]) from None
    except OSError as error:
        raise SpecError([errors.files.cannot_read(path, error.strerror or str(error), importing)]) from None
    except ValueError:  # a character that no path has
        raise SpecError([errors.files.not_a_path(path, importing)]) from None


def decoded(path: str, content: bytes, importing: Span | None = None) -> Source:
    """The text that the bytes of a file stand for. Raises SpecError if they stand for none."""
    if len(content) > LARGEST_FILE:
        raise SpecError([errors.files.file_too_large(path, LARGEST_FILE, importing)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError([errors.files.not_text(path, content.count(b"\n", 0, error.start) + 1, importing)]) from None
    if "\0" in text:
        raise SpecError([errors.files.not_text(path, text.count("\n", 0, text.index("\0")) + 1, importing)])
    if not text.strip():
        raise SpecError([errors.files.empty_file(path, importing)])
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _reader(looked_at: dict[str, str] | None) -> FileReader:
    """How an import is read; what is read, or was not there, is noted."""

    def passed(places: list[str]) -> None:
        if looked_at is not None:
            looked_at.update({place: fingerprint(place) for place in places})

    return FileReader(lambda path, importing, also: read(path, importing, also, looked_at), declared, passed)


def _content(path: str, only_regular: bool = True) -> bytes:
    if only_regular:
        return regular(library.on_disk(path), LARGEST_FILE)
    with open(library.on_disk(path), "rb") as file:
        return file.read(LARGEST_FILE + 1)  # and no more: not all files have an end


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- one file --------------------------------------------------------------------------------------------------------


def _parse(source: Source) -> tuple[Header | None, tuple[ast.Declaration, ...]]:
    collecting = gc.isenabled()
    gc.disable()  # a third of the time went into looking for cycles that a tree does not have
    try:
        return _declarations(source)
    finally:
        if collecting:
            gc.enable()


def _declarations(source: Source) -> tuple[Header | None, tuple[ast.Declaration, ...]]:
    if like := foreign.content(source.text):
        raise SpecError([errors.text.not_a_spec(source.path, like)])
    grammar, known = _grammar()
    tokens, wrong = scan(source, known)
    header: Header | None = None
    found: list[ast.Declaration] = []
    named = scripted_actions(tokens)
    for part in declarations(tokens):
        if len(wrong) > 10 * MOST_ERRORS:
            break
        settle(part, part[0].type)
        part.append(Token(END, "", Span(source, part[-1].span.end, part[-1].span.end)))
        deep, measure = nesting.before(part)
        if deep is not None:
            wrong.append(deep)
            continue
        readings = _readings(grammar, part)
        if not readings:
            wrong += [perhaps_an_action(diagnostic, part, named) for diagnostic in diagnose(_table(), part)]
            continue
        piece = readings[0]
        if len(readings) > 1:
            piece = replace(piece, others=tuple(readings[1:]))
        if measure and (deep := nesting.after(piece)) is not None:
            wrong.append(deep)
        if not isinstance(piece, Header):
            found.append(piece)
        elif header is not None:
            wrong.append(errors.text.second_spec_line(piece.span, header.span))
        else:
            header = piece
            if found:
                wrong.append(errors.text.spec_line_not_first(piece.span))
    if wrong:
        raise SpecError(_few(wrong))
    return header, tuple(found)


def _readings(grammar: lark.Lark, part: list[Token]) -> list[Any]:
    """What a declaration may be: nothing, one thing or, where several `=` may end a `when`, more."""
    places = definers(part)
    ways = [part]
    if len(places) > 1:
        ways = [[replace(token) for token in part] for _ in places]
        for place, tokens in zip(places, ways, strict=True):
            for other in places:
                tokens[other].type = "DEFINES" if other == place else "EQ"
    found: list[Any] = []
    for tokens in ways:
        with suppress(lark.UnexpectedToken):
            found.append(_declaration(grammar, tokens))
    return found


def _declaration(grammar: lark.Lark, part: list[Token]) -> Any:
    parser = grammar.parse_interactive(start="declaration")
    feed, state = parser.feed_token, parser.parser_state
    states = state.parse_conf.states
    result = None
    for token in part:
        if token.type in SOFT and token.type not in states[state.position]:
            token.type = "NAME"
        result = feed(cast(lark.Token, token))
    return result


def _few(wrong: list[Diagnostic]) -> list[Diagnostic]:
    """In the order of the text, one a line, and not more than someone would read."""

    def place(diagnostic: Diagnostic) -> tuple[str, int]:
        return (diagnostic.span.source.path, diagnostic.span.line) if diagnostic.span else ("", 0)

    lines = [next(group) for _, group in groupby(sorted(wrong, key=place), key=place)]
    rest = [errors.text.more_errors(lines[MOST_ERRORS].span)] if len(lines) > MOST_ERRORS else []
    return lines[:MOST_ERRORS] + rest


def _first_word(source: Source) -> Span:
    tokens, _ = scan(source, _grammar()[1])
    return tokens[0].span if tokens else Span(source, 0, 0)


# --- the grammar -----------------------------------------------------------------------------------------------------


def known_terminals() -> Terminals:
    """The words and signs of the language."""
    return _grammar()[1]


@cache
def _grammar(shape: type[Piece] | None = None) -> tuple[lark.Lark, Terminals]:
    """The parser that builds surface trees, or trees of that shape."""
    return parser(transformer=SimpleNamespace(**RULES)) if shape is None else parser(tree_class=shape)


@cache
def _table() -> ParseTable:
    """The parser's table in plain data."""
    grammar, known = _grammar()
    conf = grammar.parse_interactive(start="declaration").parser_state.parse_conf
    moves: dict[int, dict[str, int | tuple[int, str]]] = {}
    for state, row in conf.states.items():
        moves[state] = {
            name: arg if isinstance(arg, int) else (len(arg.expansion), arg.origin.name) for name, (_, arg) in row.items()
        }
    return ParseTable(conf.start_state, conf.end_state, moves, known.display)
