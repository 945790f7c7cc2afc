"""What lies in the current folder, or beside a spec, is never executed: traps with the names of all that Python could load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from hamodel import cli
from hamodel.doctor import WITHOUT
from hamodel.host import installed
from hamodel.proofs import solvers
from hamodel.proofs.solvers import SOLVERS, NoAnswer, ask

ROOT = Path(__file__).parent.parent.parent

SPEC = """spec lock

sort Client

var free          : bool = true
var holds[Client] : bool = false

input take(c: Client) when free {
    free     := false
    holds[c] := true
}

step give(c: Client) when holds[c] {
    holds[c] := false
    free     := true
}

invariant one   = at most one c: Client. holds[c]
invariant taken = all c: Client. holds[c] => not free

scenario taken_once {
    take(c0)
}
"""

LOG = '{"action": "take", "arguments": {"c": "c0"}}\n'

PAIR = r"""
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"state": {}} if "observe" in asked else {"ok": True}), flush=True)
"""

MEMBER = """<config version="10.2.0" urldb="x"><devices><entry name="localhost.localdomain"><deviceconfig><high-availability>
<enabled>yes</enabled><group><group-id>7</group-id></group></high-availability></deviceconfig></entry></devices></config>
"""

ARGUMENTS: Mapping[tuple[str, ...], list[str]] = {
    ("audit",): ["FIRST", "SECOND"],
    ("check",): ["SPEC", "--scope", "Client=2", "--proofs", "written"],
    ("completion",): ["bash"],
    ("conform",): ["SPEC", "--exec", f"{sys.executable} -I PAIR", "--actions", "3", "--seed", "1"],
    ("doctor",): [],
    ("explain",): ["fifo"],
    ("export",): ["SPEC", "--to", "aiger", "--scope", "Client=2"],
    ("fmt",): ["--check", "SPEC"],
    ("init",): ["new"],
    ("mutate",): ["SPEC", "--scope", "Client=2", "--property", "one"],
    ("proofs", "check"): ["PROOFS"],
    ("proofs", "write"): ["PROOFS"],
    ("replay",): ["SPEC", "LOG"],
    ("run",): ["SPEC", "--scenario", "taken_once"],
    ("schema",): [],
}
"""What each command is given here."""

ALLOWED = {("audit",): {0, 1}, ("conform",): {3}, ("mutate",): {0, 1}}
"""Exit statuses; 0 where nothing is said."""

LIBRARIES = {module for module, _ in WITHOUT.values()} | {"_pytest", "hamodel"}
LOADED_BEFORE = {"runpy", "__main__", "site", "sitecustomize", "usercustomize"}


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name)


def traps(folder: Path, names: set[str]) -> None:
    """Modules and packages of these names that leave a mark when somebody loads them, and libraries that are none."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.py").write_text(f"open({str(folder / 'sprung')!r}, 'a').write({name + chr(10)!r})\n")
    for name in ("libz3.so", "libz3.so.5.4", "libcvc5.so", "libcvc5.so.1"):
        (folder / name).write_bytes(b"no library")


def sprung(*folders: Path) -> list[str]:
    marks = [folder / "sprung" for folder in folders]
    return sorted({line for mark in marks if mark.exists() for line in mark.read_text().splitlines()})


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a spec and a certificate of it."""
    folder = tmp_path_factory.mktemp("proved")
    (folder / "lock.ha").write_text(SPEC)
    done = subprocess.run(
        [sys.executable, "-m", "hamodel", "check", "lock.ha", "--proofs", "proofs", "--property", "one", "--property", "taken"],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert list((folder / "proofs").rglob("manifest.json")), done.stdout + done.stderr
    return folder / "proofs"


def run(arguments: list[str], here: Path, there: Path, proofs: Path, launch: list[str], **more: str) -> tuple[int, str]:
    (there / "lock.ha").write_text(SPEC)
    (there / "log.jsonl").write_text(LOG)
    (there / "pair.py").write_text(PAIR)
    for side in ("first.xml", "second.xml"):
        (there / side).write_text(MEMBER)
    files = {"FIRST": there / "first.xml", "SECOND": there / "second.xml"}
    files |= {"SPEC": there / "lock.ha", "LOG": there / "log.jsonl", "PAIR": there / "pair.py", "PROOFS": proofs}
    for name, path in files.items():
        arguments = [argument.replace(name, str(path)) for argument in arguments]
    done = subprocess.run(
        [*launch, *arguments],
        cwd=here, env={**os.environ, **more}, capture_output=True, text=True, timeout=120, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def program(folder: Path) -> list[str]:
    """The script that an installation writes."""
    assert 'hamodel = "hamodel.start:main"' in (ROOT / "pyproject.toml").read_text()
    script = folder / "bin/hamodel"
    script.parent.mkdir()
    script.write_text("import sys\nfrom hamodel.start import main\nsys.exit(main())\n")
    return [sys.executable, str(script)]


@pytest.mark.heavy
@pytest.mark.parametrize("command", sorted(commands(cli.hamodel)), ids=" ".join)
def test_no_command_loads_what_lies_around(command: tuple[str, ...], tmp_path: Path, proofs: Path) -> None:
    """As a program, with an empty entry in the lists of folders, which stands for the current one."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        traps(folder, LIBRARIES | (set(sys.stdlib_module_names) - LOADED_BEFORE - set(sys.builtin_module_names)))
    lists = {"PATH": f".:{os.environ['PATH']}:", "LD_LIBRARY_PATH": ":/nowhere", "Z3_LIBRARY_PATH": "."}
    status, said = run([*command, *ARGUMENTS[command]], here, there, proofs, program(tmp_path), **lists)
    assert status in ALLOWED.get(command, {0}), said
    assert not sprung(here, there), said


MORE_WAYS = (("-m", ":."), ("script", "."), ("-P", ":"))


@pytest.mark.parametrize(
    ("launch", "path"),
    [("-m", ""), ("script", ":"), *(pytest.param(*way, marks=pytest.mark.heavy) for way in MORE_WAYS)],
)
@pytest.mark.sampled
def test_the_ways_to_start_it(launch: str, path: str, tmp_path: Path, proofs: Path) -> None:
    """What Python itself loads before it runs anybody's program is its own affair: it is not laid out here."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        traps(folder, {"z3", "cvc5", "json", "ctypes", "resource", "numpy", "lark", "click", "pysat", "typing", "dataclasses"})
    start = {"-m": [sys.executable, "-m", "hamodel"], "-P": [sys.executable, "-P", "-m", "hamodel"], "script": program(tmp_path)}
    asked = ["check", "SPEC", "--engine", "all", "--scope", "Client=1", "--property", "one"]
    status, said = run(asked, here, there, proofs, start[launch], PYTHONPATH=path)
    assert status == 0, said
    assert not sprung(here, there), said


@pytest.mark.heavy
def test_what_is_named_by_an_absolute_path_is_loaded(tmp_path: Path, proofs: Path) -> None:
    """PYTHONPATH is for those who mean it."""
    traps(tmp_path / "meant", {"cvc5"})
    status, said = run(
        ["proofs", "check", "PROOFS"], tmp_path, tmp_path, proofs, program(tmp_path), PYTHONPATH=str(tmp_path / "meant")
    )
    assert status == 3, said
    assert sprung(tmp_path / "meant") == ["cvc5"]
    assert "undecided" in said
    assert f"cvc5 is not the package `cvc5`: `{tmp_path / 'meant/cvc5.py'}` was found instead" in said


def test_z3_finds_its_library_where_it_is_installed(tmp_path: Path) -> None:
    traps(tmp_path, set())
    code = """
import ctypes
real, tried = ctypes.CDLL, []
ctypes.CDLL = lambda name, *rest, **more: tried.append(name) or real(name, *rest, **more)
import hamodel.engines.smt.unrolling
print([name for name in tried if name and "z3" in str(name)])
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, env={**os.environ, "Z3_LIBRARY_PATH": ":."}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    (library,) = ast.literal_eval(done.stdout)
    assert Path(library).is_absolute()
    assert not Path(library).is_relative_to(tmp_path)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_solver_is_missing(solver: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without packages: the reason says what is missing."""
    monkeypatch.setattr(solvers, "_command", lambda *words: [sys.executable, "-S", *solvers_command(*words)[1:]])
    with pytest.raises(NoAnswer, match=rf"^{solver} is not installed \(there is no `{solver}`\)$") as raised:
        ask(solver, "(check-sat)\n", 60)
    assert raised.value.broken


solvers_command = solvers._command


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os; os.kill(os.getpid(), 9)", r"ended with signal 9 \(SIGKILL\): out of memory\?"),
        ("import os; os.kill(os.getpid(), 11)", r"ended with signal 11 \(SIGSEGV\)"),
        ("raise SystemExit(7)", r"failed: exit status 7"),
        ("raise ValueError('odd \\x1b[31m')", r"failed: ValueError: odd \\x1b\[31m"),
    ],
)
def test_a_solver_that_dies(code: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "_command", lambda *words: [sys.executable, "-c", code])
    with pytest.raises(NoAnswer, match=f"^z3 {why}$") as raised:
        ask("z3", "(check-sat)\n", 60)
    assert raised.value.broken


def test_a_solver_that_is_late_is_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "_command", lambda *words: [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(NoAnswer, match="gave no answer in 0") as raised:
        ask("z3", "(check-sat)\n", 0.3)
    assert not raised.value.broken


@pytest.mark.heavy
def test_a_check_says_what_became_of_a_solver(tmp_path: Path, proofs: Path) -> None:
    """A property that both solvers accept for any number of clients, and a cvc5 that dies: Z3 accepts it alone, and that is
    said."""
    traps(tmp_path / "meant", set())
    (tmp_path / "meant/cvc5.py").write_text("import os; os.kill(os.getpid(), 9)\n")
    asked = ["check", "SPEC", "--engine", "any_number", "--property", "one"]
    status, said = run(asked, tmp_path, tmp_path, proofs, program(tmp_path), PYTHONPATH=str(tmp_path / "meant"))
    assert status == 0, said
    assert "any number of Client; by one solver: Z3; cvc5 ended with signal 9 (SIGKILL)" in " ".join(said.split())


# --- pytest ----------------------------------------------------------------------------------------------------------

THIRD = {"z3", "cvc5", "lark", "numpy", "pysat"}


def pytest_in(folder: Path, *more: str) -> tuple[int, str]:
    """pytest as `python -m pytest`, which puts the current folder first."""
    installed = [] if any(each.name == "hamodel" for each in entry_points(group="pytest11")) else ["-p", "hamodel.pytest_plugin"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *installed, "-p", "no:cacheprovider", *more],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHONPATH"))},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.heavy
def test_pytest_loads_nothing_from_where_the_tests_are(tmp_path: Path) -> None:
    """`python -m pytest` looks in the current folder first, and a test module puts its own folder before that."""
    for folder in (tmp_path, tmp_path / "specs"):
        traps(folder, THIRD)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "specs/test_beside.py").write_text("def test_beside(): pass\n")
    (tmp_path / "specs/lock.ha").write_text(SPEC)
    status, said = pytest_in(tmp_path, "--hamodel-engine", "all", "--hamodel-scope", "Client=1", "-k", "one or beside")
    assert status == 0, said
    assert not sprung(tmp_path, tmp_path / "specs"), said


@pytest.mark.heavy
def test_a_solver_that_a_test_brought_along_is_named(tmp_path: Path) -> None:
    """What is in the process already cannot be sent away: no verdict rests on it."""
    traps(tmp_path, {"z3"})
    (tmp_path / "conftest.py").write_text("import z3\n")
    (tmp_path / "lock.ha").write_text(SPEC)
    status, said = pytest_in(tmp_path, "--hamodel-engine", "kinduction", "--hamodel-scope", "Client=1", "-k", "one", "lock.ha")
    assert status == 1, said
    assert f"`z3` is not the package `z3-solver`: `{tmp_path / 'z3.py'}` was found instead" in " ".join(said.split())


def test_only_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside = [str(tmp_path / "tests"), str(tmp_path), "", "lib", str(tmp_path / "named")]
    before = [*inside, *sys.path]
    monkeypatch.setattr(sys, "path", list(before))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'named'}:")
    with installed.InstalledOnly(tmp_path):
        assert sys.path[0] == str(tmp_path / "named")
        assert set(inside[:-1]).isdisjoint(sys.path)
        assert {entry for entry in before if "site-packages" in entry} <= set(sys.path)
    assert sys.path == before


# --- the parts -------------------------------------------------------------------------------------------------------


def test_lists_of_folders_without_what_is_relative() -> None:
    assert installed.absolute_entries(":/a::.:b:./c:/d") == "/a:/d"
    assert installed.absolute_entries("") == ""


def test_a_module_of_another_origin_is_told() -> None:
    import lark  # noqa: F401

    assert installed.stranger("lark", "lark") == ""
    assert installed.stranger("json", "lark").endswith("json/__init__.py")
    with pytest.raises(ModuleNotFoundError):
        installed.stranger("json", "no such package")
