"""hamodel init: what it writes, what it leaves alone, where it refuses; and that what it writes is as it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from strategies.command import hamodel

from hamodel import cli
from hamodel.cli import starting
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load

ROOT = Path(__file__).parent.parent.parent
STARTER = ROOT / "hamodel/starter"
SPECS = {"specs/pair.ha", "specs/panos.ha", "specs/requirements.txt", "pyproject.toml"}
GITHUB, GITLAB = {".github/workflows/hamodel.yml"}, {".gitlab/hamodel.yml", ".gitlab-ci.yml"}


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


# --- what it writes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], SPECS | GITHUB), (["--ci", "github"], SPECS | GITHUB), (["--ci", "gitlab"], SPECS | GITLAB), (["--ci", "none"], SPECS)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_files(arguments: list[str], expected: set[str], tmp_path: Path) -> None:
    done = hamodel("init", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    written = files(tmp_path)
    assert set(written) == expected
    assert set(re.findall(r"^written +(\S+)", done.stdout, re.M)) == expected, "it says what it wrote"
    assert done.stdout.endswith("next: hamodel check --own specs\n")
    for name, starter in [("specs/pair.ha", "pair.ha"), ("specs/panos.ha", "panos.ha"), (*GITHUB, "github.yml")]:
        assert written.get(name, (STARTER / starter).read_text()) == (STARTER / starter).read_text()


def test_a_folder_that_is_not_there_and_has_a_blank(tmp_path: Path) -> None:
    done = hamodel("init", "new/my pair", cwd=tmp_path)
    assert set(files(tmp_path / "new/my pair")) == SPECS | GITHUB
    assert done.stdout.endswith("next: hamodel check --own 'new/my pair/specs'\n")


def test_no_terminal_no_home_nothing_to_ask(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hamodel", "init", str(tmp_path)],
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_twice_is_once(tmp_path: Path) -> None:
    hamodel("init", cwd=tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = hamodel("init", cwd=tmp_path)
    assert done.returncode == 0
    assert len(re.findall(r"^there  ", done.stdout, re.M)) == 4
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


# --- what is there already -------------------------------------------------------------------------------------------


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A repository in use: the README, a spec of the same name, another workflow."""
    mine = {"README.md": "mine", "specs/pair.ha": "spec mine", "specs/other.ha": "spec other", ".github/workflows/a.yml": "a"}
    for name, text in mine.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = hamodel("init", cwd=tmp_path)
    assert done.returncode == 0
    assert re.search(r"^kept +specs/pair\.ha", done.stdout, re.M)
    assert "`--force` replaces it" in done.stdout
    found = files(tmp_path)
    assert {name: found[name] for name in mine} == mine
    assert set(found) == {*mine, *SPECS, *GITHUB}
    done = hamodel("init", "--force", cwd=tmp_path)
    assert re.search(r"^replaced +specs/pair\.ha", done.stdout, re.M)
    found = files(tmp_path)
    assert found["specs/pair.ha"] == (STARTER / "pair.ha").read_text()
    assert {name: found[name] for name in mine if name != "specs/pair.ha"} == {
        name: text for name, text in mine.items() if name != "specs/pair.ha"
    }


def test_the_jobs_of_others_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text("build: { script: make }\n")
    done = hamodel("init", "--force", cwd=tmp_path)
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "build: { script: make }\n"
    assert set(files(tmp_path)) == SPECS | GITLAB, "gitlab, since its file is there"
    assert "To run the job, add to .gitlab-ci.yml:\n\ninclude:\n  - local: .gitlab/hamodel.yml\n" in done.stdout
    with (tmp_path / ".gitlab-ci.yml").open("a") as file:
        file.write(starting.INCLUDE)
    assert "To run the job" not in hamodel("init", cwd=tmp_path).stdout


# --- where it refuses ------------------------------------------------------------------------------------------------


def refused(folder: str, cwd: Path, *arguments: str) -> str:
    """The one message; nothing is left behind."""
    before = sorted(cwd.rglob("*"))
    done = hamodel("init", folder, *arguments, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("error[") == 1
    assert "Traceback" not in done.stderr
    assert sorted(cwd.rglob("*")) == before
    return done.stderr


def test_something_else_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "error[" in refused("file", tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a/specs").write_text("a file")
    assert "`a/specs/pair.ha` cannot be a file: Not a directory" in refused("a", tmp_path)
    (tmp_path / "b/.github/workflows/hamodel.yml").mkdir(parents=True)
    assert "`b/.github/workflows/hamodel.yml` cannot be a file: a folder is there" in refused("b", tmp_path)
    (tmp_path / "c/specs").mkdir(parents=True)
    os.mkfifo(tmp_path / "c/specs/panos.ha")
    assert "`c/specs/panos.ha` cannot be a file: something else is there" in refused("c", tmp_path, "--force")
    assert "the path of the folder is empty" in refused("", tmp_path)
    assert "File name too long" in refused("x" * 300, tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    assert "error[init]" in refused("loop", tmp_path)
    assert "more than one line" in refused("d", tmp_path, "--requirement", "a\n--pre")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Root may write everywhere, so another user tries."""
    (tmp_path / "repository").mkdir(mode=0o555)
    program = (  # the first one imports what another user may not be able to read
        "import os, sys\n"
        "from hamodel.cli import status\n"
        f"assert status(['init', {str(tmp_path / 'other')!r}]) == 0\n"
        "os.geteuid() or os.setuid(65534)\n"
        "sys.stdout = sys.stderr\n"
        f"sys.exit(status(['init', {str(tmp_path / 'repository')!r}]))"
    )
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o055)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert re.fullmatch(r"error\[init\]: cannot make the folder `.*/repository/specs`: Permission denied\n.*\n", done.stderr)
    assert not list((tmp_path / "repository").iterdir())


def test_what_was_made_is_taken_away_if_the_rest_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.mkdir

    def mkdir(self: Path, *rest: object) -> None:
        if self.name == "workflows":
            raise OSError(28, "No space left on device", str(self))
        real(self)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(starting.SpecError, match="No space left on device"):
        cli.hamodel.main(["init", "."], standalone_mode=False)
    assert not list(tmp_path.iterdir())


def test_inside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    said = refused("sub", tmp_path)
    assert f"`sub` is a folder inside of the repository `{tmp_path}`: CI would not find its job there" in said
    assert hamodel("init", "sub", "--ci", "none", cwd=tmp_path).returncode == 0
    assert hamodel("init", cwd=tmp_path).returncode == 0


# --- where CI gets hamodel from --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "expected", "sure"),
    [
        (None, "hamodel==0.1.0", True),
        ({"url": "file:///home", "dir_info": {"editable": True}}, "hamodel==0.1.0", False),
        (
            {"url": "https://git.example/ha/hamodel.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}},
            "hamodel @ git+https://git.example/ha/hamodel.git@0123abc",
            True,
        ),
        (
            {"url": "https://me:secret@git.example/h.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}},
            "hamodel @ git+https://git.example/h.git@0123abc",
            True,
        ),
        ({"url": "https://files.example/hamodel-0.1.0-py3-none-any.whl", "archive_info": {}},
         "hamodel @ https://files.example/hamodel-0.1.0-py3-none-any.whl", True),
        ({"url": "ssh://git@git.example/h.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}}, "hamodel==0.1.0", False),
    ],
    ids=["index", "checkout", "git", "password", "wheel", "ssh"],
)  # fmt: skip
def test_it_is_what_is_installed_here(
    origin: dict[str, object] | None, expected: str, sure: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """What pip notes down about where a package came from: PEP 610."""

    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return None if origin is None else json.dumps(origin)

    monkeypatch.setattr(metadata, "distribution", lambda name: Installed())
    cli.hamodel.main(["init", str(tmp_path)], standalone_mode=False)
    assert (tmp_path / "specs/requirements.txt").read_text() == f"{expected}\n"
    assert ("may be somewhere else" in capsys.readouterr().out) is not sure


def test_a_requirement_that_is_given(tmp_path: Path) -> None:
    done = hamodel("init", "--requirement", "hamodel @ git+https://git.example/h.git@v1", cwd=tmp_path)
    assert (tmp_path / "specs/requirements.txt").read_text() == "hamodel @ git+https://git.example/h.git@v1\n"
    assert "somewhere else" not in done.stdout


# --- the starter specs -----------------------------------------------------------------------------------------------


def test_the_pair_is_as_it_says(tmp_path: Path) -> None:
    hamodel("init", cwd=tmp_path)
    done = hamodel("check", "specs/pair.ha", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, "and so it has no warnings either"
    pair = elaborate(load(str(tmp_path / "specs/pair.ha")))
    assert len(pair.options) == 1
    assert len(pair.scenarios) == 3
    verdicts = {row["property"]: row for row in json.loads(done.stdout)["findings"]}
    assert [name for name, row in verdicts.items() if row["verdict"] == "violated"] == ["never_two_active"]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("edit", "status"),
    [
        (("fair step take_over", "step take_over"), 1),  # nobody is obliged to take over
        (("expect violated\n    = at most one", "\n    = at most one"), 1),
        (("when mode[d] = standby and not hears(d)", "when mode[d] = standby"), 1),  # a second one without a cut
        (("step preempt when preempts and hears", "step preempt when hears"), 1),  # the option does nothing
        (("step yield when", "step yield when false and"), 1),  # the scenario's end
    ],
    ids=["fairness", "expected", "hears", "option", "yield"],
)
def test_the_pair_notices_what_is_broken(edit: tuple[str, str], status: int, tmp_path: Path) -> None:
    text = (STARTER / "pair.ha").read_text()
    assert text.count(edit[0]) == 1
    (tmp_path / "pair.ha").write_text(text.replace(*edit))
    assert hamodel("check", "pair.ha", cwd=tmp_path).returncode == status


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["pair"], {"specs/pair.ha"}),
        (["vrrp", "empty"], {"specs/vrrp.ha", "specs/empty.ha"}),
        (["panos"], {"specs/panos.ha", "pyproject.toml"}),
    ],
    ids=lambda names: " ".join(sorted(names)),
)
def test_a_template_is_chosen(arguments: list[str], expected: set[str], tmp_path: Path) -> None:
    chosen = [word for name in arguments for word in ("--template", name)]
    done = hamodel("init", "--ci", "none", *chosen, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(files(tmp_path)) == {*expected, "specs/requirements.txt"}


def test_settings_that_are_there_are_kept(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    done = hamodel("init", "--ci", "none", cwd=tmp_path)
    assert (tmp_path / "pyproject.toml").read_text() == "[project]\nname = 'x'\n"
    assert "[tool.hamodel]\nown = true" in done.stdout
    (tmp_path / "pyproject.toml").write_text("[tool.hamodel]\nown = true\n")
    assert "own = true" not in hamodel("init", "--ci", "none", cwd=tmp_path).stdout


@pytest.mark.heavy
@pytest.mark.parametrize("template", [name for name in starting.TEMPLATES if name != "panos"])
def test_what_is_written_is_as_it_says_under_every_command(template: str, tmp_path: Path) -> None:
    hamodel("init", "--ci", "none", "--template", template, cwd=tmp_path)
    spec = f"specs/{template}.ha"
    for command in (
        ["check", "specs"],
        ["fmt", "--check", "specs"],
        ["mutate", spec],
        ["export", spec, "--to", "aiger"],
        *(["run", spec, "--seed", str(seed)] for seed in range(3)),
        *(["run", spec, "--scenario", scenario.name] for scenario in elaborate(load(str(tmp_path / spec))).scenarios),
    ):
        done = hamodel(*command, cwd=tmp_path)
        assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.mark.heavy
def test_the_panos_template_passes_under_pytest(tmp_path: Path) -> None:
    """Its own three properties and scenarios are tested, and not those of the library."""
    hamodel("init", "--ci", "none", "--template", "panos", cwd=tmp_path)
    program = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "specs"]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
    assert hamodel("run", "specs/panos.ha", "--seed", "2", cwd=tmp_path).returncode == 0
    assert hamodel("export", "specs/panos.ha", "--to", "aiger", cwd=tmp_path).returncode == 0


def test_the_starter_specs_have_the_canonical_layout(tmp_path: Path) -> None:
    assert hamodel("fmt", "--check", str(STARTER), cwd=tmp_path).returncode == 0


@pytest.mark.heavy
def test_the_panos_configuration_is_as_it_says(tmp_path: Path) -> None:
    hamodel("init", cwd=tmp_path)
    done = hamodel("check", "--own", "specs/panos.ha", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    broken = (STARTER / "panos.ha").read_text().replace("crash(fw0)", "suspend(fw1)")
    (tmp_path / "specs/panos.ha").write_text(broken)
    assert hamodel("check", "--own", "specs/panos.ha", cwd=tmp_path).returncode == 1
