"""Configurations that somebody broke, cut, or filled with bombs: read or refused, in time, and no secret is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies import hostile


def test_a_leak_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the tests below: where a reader shows whatever it does not know."""
    text = f"config system ha\n    set mode a-p\n    set colour {hostile.SECRET} red\nend\n"
    assert hostile.wrong("fortios", "fw", text, tmp_path) == ""
    monkeypatch.setattr("hamodel.vendors.device.Device.told", lambda device, statement: tuple(statement.text.split()))
    assert "the secret is shown" in hostile.wrong("fortios", "fw", text, tmp_path)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_some_mutants(first: int, tmp_path: Path) -> None:
    every = hostile.seeds()
    found = {number: hostile.wrong(*hostile.mutant(number, every), tmp_path) for number in range(first, first + 20)}
    assert {number: said for number, said in found.items() if said} == {}


@pytest.mark.heavy
@pytest.mark.parametrize("first", range(100, 500, 100))
def test_more_mutants(first: int, tmp_path: Path) -> None:
    every = hostile.seeds()
    found = {number: hostile.wrong(*hostile.mutant(number, every), tmp_path) for number in range(first, first + 100)}
    assert {number: said for number, said in found.items() if said} == {}


@pytest.mark.heavy
def test_a_secret_in_each_leaf_that_is_one(tmp_path: Path) -> None:
    every = list(hostile.planted())
    assert len({vendor for vendor, _, _ in every}) > 5
    assert [said for case in every if (said := hostile.wrong(*case, tmp_path))] == []


@pytest.mark.parametrize("name", hostile.BOMBS)
@pytest.mark.sampled
def test_bombs(name: str, tmp_path: Path) -> None:
    vendor, text = hostile.bomb(name, 100_000)
    assert hostile.wrong(vendor, "fw", text, tmp_path) == ""


@pytest.mark.heavy
@pytest.mark.parametrize("name", hostile.AFTER_ANY)
def test_what_follows_any_value(name: str, tmp_path: Path) -> None:
    vendor, text = hostile.bomb(name, 20_000)
    assert hostile.wrong(vendor, "fw", text, tmp_path) == ""
