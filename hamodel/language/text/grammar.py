"""grammar.lark -> the parser, whose tables are kept in `tables.json.gz`: to make them takes longer than a small check.

The kept ones count only for the grammar and the Lark that they were made from; else they are made anew, which is slower and
the same. They are JSON, not what Lark keeps by itself: nothing in them can run. `pytest --bless tests/language/test_grammar.py`
writes them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from hamodel.language.text.tokens import Terminals, terminals

TABLES = "tables.json.gz"


class _NoLexer(lark.lexer.Lexer):
    """The parser is fed by hand."""

    def __init__(self, configuration: object) -> None:
        pass

    def lex(self, *_: object) -> Any:
        return iter(())


def parser(**built: Any) -> tuple[lark.Lark, Terminals]:
    """The parser, and the words that it knows. `built`: Lark's `transformer` or `tree_class`: what it makes of a text."""
    kept = _kept()
    grammar = made(**built) if kept is None else _loaded(kept, built)
    patterns = (
        (terminal.name, terminal.pattern.value, isinstance(terminal.pattern, lark.lexer.PatternStr))
        for terminal in grammar.terminals
    )
    return grammar, terminals(patterns)


def made(**built: Any) -> lark.Lark:
    """The parser from the grammar itself."""
    return lark.Lark(_text(), parser="lalr", lexer=_NoLexer, start="declaration", maybe_placeholders=True, **built)


def tables() -> bytes:
    """What is to be kept: the tables, and what they were made from."""
    data, memo = made().memo_serialize([TerminalDef, Rule])
    for owner in (data["options"], data["parser"]["lexer_conf"]):
        owner.update({name: None for name, value in owner.items() if value is _NoLexer})
    data["parser"]["parser"] = _in_order(data["parser"]["parser"])
    whole = {"of": _of(), "data": data, "memo": memo}
    return gzip.compress(json.dumps(whole, separators=(",", ":"), sort_keys=True).encode(), mtime=0)


def _in_order(table: dict[str, Any]) -> dict[str, Any]:
    """The same table with its states and tokens in the order in which they are met: Lark numbers them as sets come."""
    names = table["tokens"]
    tokens = sorted(names.values())
    number = dict.fromkeys(table["start_states"].values(), 0)  # there is one
    states: list[dict[int, tuple[int, Any]]] = []
    for state in (found := list(number)):
        row = sorted((names[token], what) for token, what in table["states"][state].items())
        for _, (reduces, to) in row:
            if not reduces and to not in number:
                number[to] = len(number)
                found.append(to)
        states.append({tokens.index(name): (reduces, to if reduces else number[to]) for name, (reduces, to) in row})
    ends = {each: {name: number[state] for name, state in table[each].items()} for each in ("start_states", "end_states")}
    return {**table, **ends, "tokens": dict(enumerate(tokens)), "states": dict(enumerate(states))}


def _loaded(kept: dict[str, Any], built: dict[str, Any]) -> lark.Lark:
    data = {**kept["data"], "options": {**kept["data"]["options"], "lexer": _NoLexer}}
    data["parser"] = {**data["parser"], "lexer_conf": {**data["parser"]["lexer_conf"], "lexer_type": _NoLexer}}
    loaded: lark.Lark = lark.Lark._load_from_dict(data, kept["memo"], **built)  # type: ignore[no-untyped-call]
    return loaded


@cache
def _kept() -> dict[str, Any] | None:
    try:
        packed = resources.files("hamodel.language.text").joinpath(TABLES).read_bytes()
    except OSError:
        return None
    whole: dict[str, Any] = json.loads(gzip.decompress(packed))
    table = whole["data"]["parser"]["parser"]
    for owner, name in ((whole, "memo"), (table, "tokens"), (table, "states")):
        owner[name] = {int(number): each for number, each in owner[name].items()}  # JSON has texts for keys
    table["states"] = {state: {int(token): what for token, what in row.items()} for state, row in table["states"].items()}
    return whole if whole["of"] == _of() else None


def _of() -> str:
    return f"{hashlib.sha256(_text().encode()).hexdigest()} by Lark {lark.__version__}"


def _text() -> str:
    return resources.files("hamodel.language.text").joinpath("grammar.lark").read_text(encoding="utf-8")
