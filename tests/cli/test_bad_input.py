"""Bad input of any kind ends with a message and an exit status: see `strategies/fuzzing.py`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from strategies import fuzzing

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


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (f"depth = {'9' * 5000}", "a number has too many digits"),
        (f"depth = 0x{'f' * 5000}", "`depth` has a value of another kind"),
        (f"faults = {10**30}", "`faults` has a value of another kind"),
        (f"scope = {{ Session = {10**30} }}", "`scope.Session` has a value of another kind"),
        (f"options = {{ a = 0x{'f' * 5000} }}", "`options.a` has a value of another kind"),
        (f"proofs = \"{'p' * 300}\"", "is not a folder"),
        (f"[tool.hamodel.specs.\"{'p' * 5000}\"]", "there is no file"),
        ('[tool.hamodel.specs."a\\u0000b"]', "there is no file"),
        ("a" + ".a" * 5_000 + " = 1", "`[tool.hamodel]` has no setting `a`"),
        ("depth = " + "[" * 20_000, "nested too deeply"),
    ],
    ids=range(10),
)
def test_settings_that_surprised(
    toml: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.ha").write_text("spec one\nvar x : bool = false\ninvariant i = not x\n")
    Path("pyproject.toml").write_text(f"[tool.hamodel]\n{toml}\n")
    assert fuzzing.cli.status(["check", "one.ha", "--time", "1s"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("what", ["pipe", "endless"])
def test_a_report_to_play_is_a_file(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("r.json") if what == "pipe" else os.symlink("/dev/zero", "r.json")
    spec = str(fuzzing.ROOT / "specs/panos/active_active.ha")
    with fuzzing.limited():
        assert fuzzing.cli.status(["run", spec, "--on", "reference", "--trace", "r.json"]) == 2
    assert "not a regular file" in capsys.readouterr().err


@pytest.mark.parametrize("time", ["nan", "inf", "-1", "0", "1e30"])
def test_a_time_for_solvers_is_one(time: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzzing.cli.status(["proofs", "check", str(tmp_path), "--time", time]) == 2
    assert "seconds above 0" in capsys.readouterr().err


@pytest.mark.parametrize("ci", ["gitlab", "github"])
def test_a_pipe_where_init_writes(ci: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(".gitlab-ci.yml")
    with fuzzing.limited():
        assert fuzzing.cli.status(["init", "--ci", ci]) in (0, 2)


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
    monkeypatch.setattr(fuzzing, "reworded", lambda text, *_: text)
    monkeypatch.setattr(fuzzing, "reset", lambda text, *_: text.encode())
    monkeypatch.setattr(fuzzing, "replace_somewhere", lambda *_: None)
    for kind in fuzzing.KINDS:
        for number in range(3):  # each way to change it
            said, status = fuzzing.surprise(kind, number)
            assert not said, kind
            assert status == 0 or (kind != "certificate" and status != 2), kind
