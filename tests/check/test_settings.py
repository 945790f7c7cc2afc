"""What a pyproject.toml asks of the specs: found, read, put below what the command says, and complained about."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from strategies import command

from hamodel import cli
from hamodel.check.request import Asked, Request
from hamodel.check.settings import KINDS, find, read, requests_with
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import System

SPEC = """\
spec sessions

sort Session

option fast : bool = false
option pace : 1..4 = 1

var open[s: Session] : bool = false

step begin(s: Session) when not open[s] { open[s] := true }
fault fail(s: Session) when open[s] { open[s] := false }

invariant some_open expect violated = some s: Session. open[s]
"""

PLAIN = "spec plain\nvar x : bool = false\nstep flip { x := not x }\nreachable one_or_not = x\n"

EVERYTHING = """\
[build-system]
requires = []

[tool.hamodel]
scope = { Session = 2 }
options = { fast = true, pace = 3 }
faults = 1
engine = "explicit"
symmetry = false
depth = 7
time = "90s"
memory = "512M"
proofs = "certificates"
own = false
run_time = false
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "specs/deep").mkdir(parents=True)
    (tmp_path / "specs/sessions.ha").write_text(SPEC)
    (tmp_path / "specs/deep/other.ha").write_text(SPEC)
    (tmp_path / "plain.ha").write_text(PLAIN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def system(path: str) -> System:
    return elaborate(load(path))


def asked(
    folder: Path, text: str, path: str = "specs/sessions.ha", given: Asked | None = None
) -> tuple[Request, tuple[str, ...]]:
    (folder / "pyproject.toml").write_text(text)
    (row,) = requests_with(given or Asked(), [system(path)], find(Path()))
    return row


def wrong(folder: Path, text: str, path: str = "specs/sessions.ha") -> str:
    with pytest.raises(SpecError) as caught:
        asked(folder, text, path)
    return str(caught.value)


# --- what is found and read ------------------------------------------------------------------------------------------


def test_every_key_is_a_part_of_the_request(folder: Path) -> None:
    request, notes = asked(folder, EVERYTHING)
    assert request == Request(
        sizes={"Session": 2},
        options={"fast": True, "pace": 3},
        faults=1,
        engine="explicit",
        symmetry=False,
        depth=7,
        seconds=90.0,
        memory=512 << 20,
        proofs="certificates",
        run_time=False,
    )
    assert notes == (
        "settings from pyproject.toml: scope Session=2, option fast=true, option pace=3, faults 1, engine explicit, "
        "symmetry false, depth 7, time 90s, memory 512M, proofs certificates, run_time false",
    )
    assert all(f"\n{key} = " in EVERYTHING for key in KINDS), "a key is not in this test"


def test_without_a_table_everything_is_as_without_a_file(folder: Path) -> None:
    assert asked(folder, "[tool.other]\nscope = 3\n") == (Request(), ())
    assert asked(folder, "tool = 3\n") == (Request(), ())
    assert asked(folder, "[tool.hamodel]\n") == (Request(), ())


def test_the_command_comes_first(folder: Path) -> None:
    given = Asked(scope={"Session": 4}, options={"pace": 2}, engine="auto", seconds=5.0)
    request, notes = asked(folder, EVERYTHING, given=given)
    assert (request.sizes, request.options) == ({"Session": 4}, {"fast": True, "pace": 2})
    assert (request.engine, request.seconds, request.faults) == ("auto", 5.0, 1)
    (note,) = notes
    assert "Session" not in note
    assert "pace" not in note
    assert "explicit" not in note
    assert "option fast=true" in note


def test_tables_for_some_specs_come_before_the_general_one_and_later_ones_first(folder: Path) -> None:
    text = """
[tool.hamodel]
faults = 1
scope = { Session = 1 }
options = { fast = true }
[tool.hamodel.specs."specs/*"]
scope = { Session = 2 }
depth = 5
[tool.hamodel.specs."*/deep/*.ha"]
scope = { Session = 3 }
options = { pace = 2 }
[tool.hamodel.specs."plain.ha"]
depth = 9
"""
    first, _ = asked(folder, text)
    assert (first.sizes, first.options, first.faults, first.depth) == ({"Session": 2}, {"fast": True}, 1, 5)
    second, _ = asked(folder, text, "specs/deep/other.ha")
    assert (second.sizes, second.options, second.faults, second.depth) == ({"Session": 3}, {"fast": True, "pace": 2}, 1, 5)
    third, notes = asked(folder, text, "plain.ha")
    assert (third.sizes, third.options, third.faults, third.depth) == ({}, {}, 1, 9)
    assert notes == ("settings from pyproject.toml: faults 1, depth 9",)


def test_it_is_the_nearest_file_that_says_something(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = '[tool.hamodel]\nfaults = 1\nproofs = "here"\n[tool.hamodel.specs."specs/d*"]\ndepth = 3\n'
    (folder / "pyproject.toml").write_text(said)
    (folder / "specs/pyproject.toml").write_text("[project]\nname = 'no settings'\n")
    monkeypatch.chdir(folder / "specs/deep")
    ((request, notes),) = requests_with(Asked(), [system("other.ha")], find(Path()))
    assert (request.faults, request.depth, request.proofs) == (1, 3, "../../here")  # paths are those of the file's folder
    assert notes == ("settings from ../../pyproject.toml: faults 1, depth 3, proofs ../../here",)
    (folder / "specs/pyproject.toml").write_text("[tool.hamodel]\nfaults = 2\n")
    ((request, _),) = requests_with(Asked(), [system("other.ha")], find(Path()))
    assert (request.faults, request.depth, request.proofs) == (2, None, None)


# --- what is complained about ----------------------------------------------------------------------------------------

WRONG = [
    ("[tool.hamodel]\nscop = {}\n", "`[tool.hamodel]` has no setting `scop`", "2:1", "did you mean `scope`?"),
    ("[tool.hamodel]\ncolour = 1\n", "`[tool.hamodel]` has no setting `colour`", "2:1", "there are: scope, options, faults"),
    ("[tool.hamodel]\nfaults = true\n", "`faults` has a value of another kind", "2:1", "`faults` is a number"),
    ("[tool.hamodel]\ntime = 3\n", "`time` has a value of another kind", "2:1", '"60s"'),
    ("[tool.hamodel]\nscope = 3\n", "`scope` has a value of another kind", "2:1", "{ Session = 2 }"),
    ('[tool.hamodel]\nscope = { Session = true }\n', "`scope.Session` has a value of another kind", "2:1", "a table of numbers"),
    ("[tool.hamodel]\n\nfaults = -1\n", "`faults = -1`: a run has 0 to 64 faults", "3:1", "leave it out"),
    ("[tool.hamodel]\nscope = { Session = 0 }\n", "`scope.Session = 0`: with no member", "2:1", "`scope.Session = 1`"),
    ('[tool.hamodel]\nengine = "bcm"\n', '`engine = "bcm"`: there is no such choice', "2:1", 'did you mean `engine = "bmc"`?'),
    ("[tool.hamodel]\noptions = { pace = 9 }\n", "`options.pace = 9`: `pace` has no such value", "2:1", "its values: 1 to 4"),
    ('[tool.hamodel.specs."specs/*"]\nscope = { Sesion = 2 }\n', "no sort is named `Sesion`", "2:1", "did you mean `Session`?"),
    ('[tool.hamodel.specs."specs/gone.ha"]\nfaults = 1\n', "there is no file `specs/gone.ha`", "1:1", "as seen from the folder"),
    ('[tool.hamodel.specs."specs/*"]\nfault = 1\n', "has no setting `fault`", "2:1", "did you mean `faults`?"),
    ('[tool.hamodel]\nspecs = "specs/*"\n', "`specs` is not a table", "2:1", "[tool.hamodel.specs."),
    ("[tool]\nhamodel = 3\n", "`tool.hamodel` is not a table", "2:1", "write `[tool.hamodel]`"),
    ("[tool.hamodel]\nfaults = \n", "this is not TOML: invalid value", "2:10", "hamodel reads its settings"),
]


@pytest.mark.parametrize(("text", "headline", "place", "help"), WRONG, ids=[row[1] for row in WRONG])
def test_each_error_is_one_message_at_its_place(text: str, headline: str, place: str, help: str, folder: Path) -> None:
    said = wrong(folder, text)
    assert said.count("error[") == 1
    assert headline in said
    assert f"--> pyproject.toml:{place}\n" in said
    assert help in said
    assert "`--" not in said, "nobody typed that"


def test_every_error_is_told_at_once(folder: Path) -> None:
    assert wrong(folder, "[tool.hamodel]\nfault = 1\ntime = 3\n[tool.hamodel.specs.x]\n").count("error[") == 3


def test_what_is_general_need_not_concern_every_spec(folder: Path) -> None:
    """But what looks like a slip is told."""
    request, notes = asked(folder, "[tool.hamodel]\nscope = { Session = 2 }\noptions = { fast = true }\n", "plain.ha")
    assert (request, notes) == (Request(), ())
    request, notes = asked(folder, "[tool.hamodel]\nscope = { Sesion = 2 }\n")
    assert request == Request()
    assert notes == ("pyproject.toml: `scope.Sesion` is not about this spec; did you mean `Session`?",)


ANYTHING = [b"\xff\xfe[", b"[tool.hamodel]\nfaults = 1\n[tool.hamodel]\n", b"\0", b"a = " + b"[" * 9999, b"=\r\n"]


@pytest.mark.parametrize("content", ANYTHING, ids=range(len(ANYTHING)))
def test_a_file_of_anything_is_a_message(content: bytes, folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes(content)
    with pytest.raises(SpecError) as caught:
        read(folder / "pyproject.toml")
    assert "pyproject.toml" in str(caught.value)


# --- the command -----------------------------------------------------------------------------------------------------


def hamodel(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command.hamodel(*arguments, cwd=folder)


def test_the_command_reads_them_and_says_so(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.hamodel]\nscope = { Session = 2 }\noptions = { fast = true }\nfaults = 1\n")
    done = hamodel(folder, "check", "specs/sessions.ha", "--set", "pace=1", "--faults", "0")
    assert done.returncode == 0, done.stderr
    assert "Session = 2; with fast = true and pace = 1; no faults" in done.stdout
    assert "note: settings from pyproject.toml: scope Session=2, option fast=true\n" in done.stdout


def test_an_error_in_them_is_exit_status_2(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.hamodel]\nfault = 1\n")
    done = hamodel(folder, "check", "specs")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("error[unknown-setting]") == 1
    assert "did you mean `faults`?" in done.stderr


IMPORTING = 'spec importing\nimport "sessions.ha"\ninvariant mine = true\n'


@pytest.mark.parametrize(
    ("said", "given", "own"),
    [
        ("own = true", Asked(), True),
        ("own = false", Asked(), False),
        ("own = true", Asked(own=False), False),
        ("", Asked(own=True), True),
        ('own = true\n[tool.hamodel.specs."specs/*.ha"]\nown = false', Asked(), False),
        ('[tool.hamodel.specs."specs/importing.ha"]\nown = true', Asked(), True),
    ],
)
def test_only_ones_own_properties(said: str, given: Asked, own: bool, folder: Path) -> None:
    (folder / "specs/importing.ha").write_text(IMPORTING)
    request, notes = asked(folder, f"[tool.hamodel]\n{said}\n", "specs/importing.ha", given)
    assert request.properties == (("mine",) if own else ())
    assert any("not checked: `--own`" in note for note in notes) == own


def test_a_property_that_is_named_is_meant_whatever_they_say(folder: Path) -> None:
    (folder / "specs/importing.ha").write_text(IMPORTING)
    named = next(property.name for property in system("specs/sessions.ha").properties)
    request, _ = asked(folder, "[tool.hamodel]\nown = true\n", "specs/importing.ha", Asked(properties=(named,)))
    assert request.properties == (named,)


def test_the_configuration_goes_for_every_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scope, options and faults; what they say of engines and limits is for a check."""
    settings = "[tool.hamodel]\nengine = 'bmc'\ntime = '1s'\nfaults = 0\noptions = { k = 2 }\n"
    (folder / "pyproject.toml").write_text(settings)
    (folder / "specs/k.ha").write_text(
        "spec k\noption k : 0..2 = 0\nvar n : 0..2 = 0\nstep go when n != k { n := k }\nfault f { n := 1 }\n"
        "invariant i = n != 1\nscenario s { go assert n = 2 }\n"
    )
    asked = (["run", "--seed", "1"], ["run", "--scenario", "s"], ["export", "--to", "aiger"], ["mutate"])
    for arguments in asked:
        assert cli.status([arguments[0], "specs/k.ha", *arguments[1:]]) in (0, 1), arguments
        told = capsys.readouterr()
        assert "k = 2" in told.out, arguments
        assert "settings from pyproject.toml: option k=2, faults 0" in told.err, arguments
        cli.status([arguments[0], "specs/k.ha", *arguments[1:], "--set", "k=0"])
        told = capsys.readouterr()
        assert "k = 2" not in told.out
        assert "option k=2" not in told.err


def test_whether_run_time_errors_are_looked_for(tmp_path: Path) -> None:
    """In the general table, in one for some specs, and on the command line, which comes first."""
    folder = tmp_path / "project"
    (folder / "specs").mkdir(parents=True)
    text = "spec s\nvar n : 0..3 = 0\nstep go when n < 3 { n := n + 2 }\ninvariant i = n != 1\n"
    for name in ("one", "two"):
        (folder / f"specs/{name}.ha").write_text(text)
    said = '[tool.hamodel]\nrun_time = false\n[tool.hamodel.specs."specs/two.ha"]\nrun_time = true\n'
    (folder / "pyproject.toml").write_text(said)
    one = hamodel(folder, "check", "specs/one.ha")
    assert one.returncode == 0
    assert "run-time errors were not looked for" in " ".join(one.stdout.split())
    assert "settings from pyproject.toml: run_time false" in one.stderr + one.stdout
    for arguments in (["specs/two.ha"], ["specs/one.ha", "--run-time"]):
        found = hamodel(folder, "check", *arguments)
        assert found.returncode == 1
        assert "error[range]" in found.stdout
    assert hamodel(folder, "check", "specs/two.ha", "--no-run-time").returncode == 0
    (folder / "pyproject.toml").write_text("[tool.hamodel]\nrun_time = 1\n")
    wrong = hamodel(folder, "check", "specs/one.ha")
    assert wrong.returncode == 2
    assert "`run_time` is true or false" in wrong.stderr
