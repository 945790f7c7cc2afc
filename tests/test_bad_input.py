"""Bad input of any kind ends with a message and an exit status: see `fuzzing.py`, which tries as much of it as one likes."""

from __future__ import annotations

import json
from pathlib import Path

import fuzzing
import pytest

FEW, MORE = 12, 150


def surprises(kind: str, numbers: range) -> list[str]:
    found = ((number, fuzzing.surprise(kind, number)[0]) for number in numbers)
    return [f"{kind} {number}: {said}" for number, said in found if said]


@pytest.mark.parametrize("kind", fuzzing.KINDS)
def test_no_input_surprises(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert surprises(kind, range(FEW)) == []


@pytest.mark.heavy
@pytest.mark.parametrize("kind", fuzzing.KINDS)
def test_more_input_does_not_surprise(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert surprises(kind, range(FEW, FEW + MORE)) == []


def test_a_surprise_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fuzzing.cli, "status", lambda _: 70)
    assert surprises("log", range(1)) == ["log 0: exit status 70"]
    monkeypatch.setattr(fuzzing.cli, "status", lambda _: json.loads("["))
    assert "JSONDecodeError" in surprises("log", range(1))[0]


def test_the_inputs_are_good_before_they_are_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing but the first message would be tried."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fuzzing, "mutated", lambda text, *_: text)
    monkeypatch.setattr(fuzzing, "resealed", lambda text, *_: text.encode())
    for kind in fuzzing.KINDS:
        said, status = fuzzing.surprise(kind, 0)
        assert not said, kind
        assert status != 2, kind
