"""Tables: words that were cut."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors.forms import indented
from hamodel.vendors.schema import LeafTable, Setting

TABLE = LeafTable(
    (
        Setting("failover", "whether it is on", switch=True),
        Setting("failover/interface/ip/*", "an address"),
        Setting("failover/interface-policy", "how many"),
        Setting("failover/lan/unit", "which one", values=("primary", "secondary")),
        Setting("failover/link", "a link", switch=True),
    ),
    sections=("failover",),
    abbreviated=True,
)


@pytest.mark.parametrize(
    ("line", "path", "value"),
    [
        ("failover int ip FO 192.0.2.1", "failover/interface/ip/FO", "192.0.2.1"),
        ("failover interface-p 2", "failover/interface-policy", "2"),
        ("fail lan u sec", "failover/lan/unit", "secondary"),
        ("failover li", "failover/link", "yes"),
    ],
)
def test_words_may_be_cut(line: str, path: str, value: str) -> None:
    (statement,) = indented.read(Source("fw", line))
    assert [("/".join(leaf.path), leaf.value) for leaf in TABLE.leaves(statement)] == [(path, value)]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("failover colour red and blue", "failover"),
        ("colour red and blue", ""),
        ("failover lan key plain words", "failover lan"),
        ("failover interface ip inside red blue", "failover interface ip inside"),
        ("failover interface ip Winter2026 red blue", "failover interface ip *"),
        ("failover link2", "failover"),
    ],
)
def test_what_may_be_a_secret_is_not_shown(line: str, shown: str) -> None:
    """Of a statement that nobody knows."""
    (statement,) = indented.read(Source("fw", line))
    assert " ".join(TABLE.beginning(statement, {"inside"})) == shown


def test_what_may_mean_two_things_is_not_known() -> None:
    (statement,) = indented.read(Source("fw", "failover l unit primary"))
    assert not TABLE.leaves(statement)


@pytest.mark.parametrize(("line", "known"), [("failover", True), ("failover colour red", False), ("failover link STATE", True)])
def test_behind_a_switch_stands_a_leaf_or_what_nobody_knows(line: str, known: bool) -> None:
    (statement,) = indented.read(Source("fw", line))
    assert bool(TABLE.leaves(statement)) is known
