"""`hamodel check --hazard 22`, and the same in Python: only what is about this entry of a list of hazards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import hamodel
from hamodel import cli
from hamodel.check.request import Asked, checked, concerns, over, properties_asked
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load

SPEC = """spec tagged
var n : 0..2 = 0
step go when n < 2 { n := n + 1 }
hazard "22" invariant small expect violated = n < 2
hazard "22", "A-1" reachable two = n = 2
hazard "A-1" scenario goes { go() assert n = 1 }
invariant fits = n <= 2
"""
OTHER = """spec other
var x : bool = true
step go { x := false }
hazard "3" invariant stays expect violated = x
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tagged.ha").write_text(SPEC)
    (tmp_path / "other.ha").write_text(OTHER)
    return tmp_path


def names(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    """What is told of each spec."""
    assert cli.status(["check", "--no-run-time", "--engine", "explicit", "--format", "json", *arguments]) == 0
    said = json.loads(capsys.readouterr().out)
    return [[each["property"] for each in report["findings"]] for report in (said if isinstance(said, list) else [said])]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--hazard", "22"], ["small", "two"]),
        (["--hazard", "A-1"], ["two", "goes"]),
        (["--hazard", "A-1", "--hazard", "22"], ["small", "two", "goes"]),
        (["--hazard", "A-1", "--property", "fits"], ["two", "fits", "goes"]),
    ],
)
def test_only_what_is_about_it_is_asked(
    asked: list[str], told: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = names(capsys, "tagged.ha", *asked)
    assert [name for name in found if name.isidentifier()] == told


def test_of_several_specs_those_that_are_about_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = names(capsys, "tagged.ha", "other.ha", "--hazard", "3")
    assert "stays" in found
    assert "small" not in found


def test_in_python(folder: Path) -> None:
    spec = hamodel.load("tagged.ha")
    for said in ("A-1", ["A-1"], ("A-1",)):
        assert {"two", "goes"} == {each.name for each in spec.check(hazards=said) if each.kind != "run-time"}
    with pytest.raises(SpecError, match="no hazard is named `A1`"):
        spec.check(hazards=["A1"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--hazard", "A-2"], "error[unknown-hazard]: no hazard is named `A-2` = help: did you mean `A-1`?"),
        (["--hazard", "7", "--hazard", "22"], "error[unknown-hazard]: no hazard is named `7`"),
        (["--hazard", "22", "--own"], "error[own]: `--own` and `--hazard` both say which properties to check"),
    ],
)
def test_one_that_there_is_not(asked: list[str], message: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["check", "tagged.ha", *asked]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_where_nothing_is_tagged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plain.ha").write_text("spec plain\nvar x : bool = true\ninvariant stays = x\n")
    assert cli.status(["check", "plain.ha", "--hazard", "1"]) == 2
    assert "the spec has no hazards" in " ".join(capsys.readouterr().err.split())


def test_a_command_says_more_than_settings_do(folder: Path) -> None:
    system = elaborate(load("tagged.ha"))
    asked = over(Asked(hazards=("22",)), Asked(own=True, faults=1))
    assert properties_asked(asked, system) == (("small", "two"), ())
    assert concerns(asked, system)
    assert not concerns(checked(Asked(hazards=("3",)), [system, elaborate(load("other.ha"))]), system)
