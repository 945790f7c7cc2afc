"""The parser's tables are kept: they must be those of the grammar, and count for no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hamodel.language.text import grammar
from hamodel.language.text.tokens import Piece

KEPT = Path(grammar.__file__).with_name(grammar.TABLES)


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    grammar._kept.cache_clear()
    yield
    grammar._kept.cache_clear()


def test_the_kept_tables_are_those_of_the_grammar(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--bless"):
        KEPT.write_bytes(grammar.tables())
    assert KEPT.read_bytes() == grammar.tables(), "pytest --bless tests/language/test_grammar.py writes them"


def test_what_is_loaded_moves_as_what_is_made() -> None:
    """By their own names: a state is what leads to it."""
    loaded, made = grammar.parser(tree_class=Piece)[0], grammar.made(tree_class=Piece)
    tables = [each.parse_interactive(start="declaration").parser_state.parse_conf for each in (loaded, made)]
    pairs = [tuple(table.start_state for table in tables)]
    met = set(pairs)
    for pair in pairs:
        rows = [table.states[state] for table, state in zip(tables, pair, strict=True)]
        assert rows[0].keys() == rows[1].keys()
        for name in rows[0]:
            (doing, to), (doing_too, to_too) = rows[0][name], rows[1][name]
            assert doing is doing_too
            if isinstance(to, int):
                if (to, to_too) not in met:
                    met.add((to, to_too))
                    pairs.append((to, to_too))
            else:
                assert (to.origin, to.expansion, to.alias) == (to_too.origin, to_too.expansion, to_too.alias)
    assert len(pairs) == len(tables[0].states) == len(tables[1].states)
    assert len({first for first, _ in pairs}) == len({second for _, second in pairs}) == len(pairs)
    assert [tuple(table.end_state for table in tables)] == [pair for pair in pairs if pair[0] == tables[0].end_state]


def test_tables_of_another_grammar_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    text = grammar._text()
    assert grammar._kept() is not None
    grammar._kept.cache_clear()
    monkeypatch.setattr(grammar, "_text", lambda: text.replace("SPEC: \"spec\"", "SPEC: \"specification\""))
    assert grammar._kept() is None
    assert "specification" in grammar.parser(tree_class=Piece)[1].words


def test_without_tables_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "TABLES", "no_such_file.json.gz")
    assert grammar._kept() is None
    assert grammar.parser(tree_class=Piece)[0].parse_interactive(start="declaration")
