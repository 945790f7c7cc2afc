"""The library: its specs are found by path from anywhere, hidden by what is nearer, and can be built on."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from strategies.command import ROOT, hamodel

from hamodel.check.request import Asked, requests
from hamodel.diagnostics import SpecError, render
from hamodel.host import library
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text import ast
from hamodel.language.text.parse import load, parse, read
from hamodel.model.system import System

PANOS = ROOT / "specs/panos/active_active.ha"
OF_PANOS = ("active_active", "active_passive", "configured_pair", "link_timers", "tentative_timers", "timers")


def system(folder: Path, text: str) -> System:
    (folder / "mine.ha").write_text(text)
    return elaborate(load(str(folder / "mine.ha")))


def refusal(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        load(str(path))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


# --- where a path leads ----------------------------------------------------------------------------------------------


def test_it_is_the_specs_of_the_checkout() -> None:
    found = {library.on_disk(spec) for spec in library.specs()}
    assert found == {str(path) for path in (ROOT / "specs").rglob("*.ha")}
    assert "@panos/active_active.ha" in library.specs()
    assert library.specs("@panos") == [f"@panos/{name}.ha" for name in OF_PANOS]


@pytest.mark.parametrize("written", ["panos/active_active.ha", "@panos/active_active.ha", "panos/../panos/active_active.ha"])
def test_an_import_finds_the_library(written: str, tmp_path: Path) -> None:
    found = system(tmp_path, f'spec mine\nimport "{written}"\n')
    expected = elaborate(load(str(PANOS)))
    assert [action.name for action in found.actions] == [action.name for action in expected.actions]
    places = {property.span.source.path for property in found.declared if property.span}
    assert places == {"@panos/active_active.ha", "@ha/ownership.ha", "@ha/sync.ha"}, "a report would name this machine"


def is_whole(spec: str) -> bool:
    """It needs nothing of who imports it: such a part is checked there."""
    return not any(isinstance(each, ast.Needs) for each in parse(read(spec)).declarations)


@pytest.mark.parametrize("spec", [spec for spec in library.specs() if is_whole(spec)])
@pytest.mark.sampled
def test_what_a_spec_of_the_library_imports_is_there_under_its_own_name(spec: str) -> None:
    """Beside it, or in the library: a pack is found from each folder."""
    assert elaborate(load(spec)).declared


def test_what_a_spec_of_the_library_imports_is_beside_it_first() -> None:
    assert library.places("ha/sync.ha", "@panos/active_active.ha") == ["@panos/ha/sync.ha", "@ha/sync.ha"]
    assert library.places("./ha/sync.ha", "@panos/active_active.ha") == ["@panos/ha/sync.ha"]


def test_what_is_nearer_hides_the_library(tmp_path: Path) -> None:
    (tmp_path / "panos").mkdir()
    (tmp_path / "panos/active_active.ha").write_text("spec other\nvar here : bool = true\n")
    found = system(tmp_path, 'spec mine\nimport "panos/active_active.ha"\n')
    assert [variable.name for variable in found.variables] == ["here"]
    found = system(tmp_path, 'spec mine\nimport "@panos/active_active.ha"\n')
    assert "here" not in [variable.name for variable in found.variables]


def test_what_is_nearer_and_broken_is_not_passed_over(tmp_path: Path) -> None:
    """Someone whose own file cannot be read must not get the library's instead."""
    (tmp_path / "panos").mkdir()
    (tmp_path / "mine.ha").write_text('spec mine\nimport "panos/active_active.ha"\n')
    (tmp_path / "panos/active_active.ha").symlink_to("gone.ha")
    assert "error[no-such-file]" in refusal(tmp_path / "mine.ha")
    (tmp_path / "panos/active_active.ha").unlink()
    (tmp_path / "panos/active_active.ha").mkdir()
    assert "error[not-a-file]" in refusal(tmp_path / "mine.ha")


def test_a_closed_folder_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.ha").write_text('spec mine\nimport "panos/active_active.ha"\n')
    beside, real = str(tmp_path / "panos/active_active.ha"), os.lstat

    def lstat(path: str, **more: int) -> os.stat_result:
        if str(path) == beside:
            raise PermissionError(13, "Permission denied")
        return real(path, **more)

    monkeypatch.setattr(os, "lstat", lstat)
    assert f"there is no file `{beside}`" in refusal(tmp_path / "mine.ha")


def test_a_file_where_a_folder_could_be_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "panos").write_text("notes")
    assert system(tmp_path, 'spec mine\nimport "panos/active_active.ha"\n').actions


def test_imports_inside_of_the_library_stay_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lib = tmp_path / "lib"
    (lib / "a").mkdir(parents=True)
    (lib / "b").mkdir()
    (lib / "a/one.ha").write_text('spec one\nimport "../b/two.ha"\nimport "three.ha"\n')
    (lib / "b/two.ha").write_text("spec two\nvar two : bool\n")
    (lib / "a/three.ha").write_text("spec three\nvar three : bool\n")
    monkeypatch.setattr(library, "folder", lambda: lib)
    found = system(tmp_path, 'spec mine\nimport "a/one.ha"\nimport "@b/two.ha"\n')
    assert [(variable.name, variable.span.source.path) for variable in found.variables if variable.span] == [
        ("two", "@b/two.ha"),
        ("three", "@a/three.ha"),
    ]


def test_nothing_leads_out_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "mine.ha").write_text('spec mine\nimport "@../pyproject.toml"\nimport "@/../../../../etc/hostname"\n')
    assert refusal(tmp_path / "mine.ha").count("the library has no `@") == 2
    assert hamodel("check", "@../tests", cwd=tmp_path).returncode == 2


def test_a_missing_import_names_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    Path("sub/mine.ha").write_text('spec mine\nimport "panos/gone.ha"\n')
    said = refusal(Path("sub/mine.ha"))
    assert "there is no file `sub/panos/gone.ha`, nor `@panos/gone.ha` in the library" in said
    assert "from the folder of the file that has it, then in the library" in said
    Path("sub/mine.ha").write_text('spec mine\nimport "active_active.ha"\n')
    assert "did you mean `@panos/active_active.ha`, of the library?" in refusal(Path("sub/mine.ha"))
    Path("sub/mine.ha").write_text('spec mine\nimport "@panels/gone.ha"\n')
    names = ("benchmarks", "classics", "ha", "incidents", "pairs", "panos", "patterns", "timed", "tutorial", "words")
    folders = ", ".join(f"`@{name}`" for name in names)
    assert f"it has {folders}" in refusal(Path("sub/mine.ha"))


def test_from_the_command_line(tmp_path: Path) -> None:
    done = hamodel("check", "@tutorial/3_fenced.ha", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("fenced  @tutorial/3_fenced.ha\n")
    done = hamodel("run", "@tutorial/3_fenced.ha", "--scenario", "the_fence_holds", cwd=tmp_path)
    assert done.returncode == 0
    done = hamodel("check", "tutorial/3_fenced.ha", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean `@tutorial/3_fenced.ha`, of the library?" in done.stderr


def test_a_folder_of_the_library_is_its_specs(tmp_path: Path) -> None:
    done = hamodel("check", "@tutorial", "--property", "always_served", cwd=tmp_path)
    assert done.returncode == 0
    assert "1_first_steps  @" not in done.stdout
    assert "first_steps  @tutorial/1_first_steps.ha" in done.stdout


def test_a_machine_is_told_of_the_library_as_it_is_written(tmp_path: Path) -> None:
    """Not as of a file in the project: an annotation would be put beside something else."""
    (tmp_path / "sub").mkdir()
    arguments = ["check", "@tutorial/2_split_brain.ha", "--format", "gitlab", "--report", "sarif=report.sarif"]
    done = hamodel(*arguments, cwd=tmp_path / "sub", GITHUB_WORKSPACE=str(tmp_path), CI_PROJECT_DIR=str(tmp_path))
    assert {issue["location"]["path"] for issue in json.loads(done.stdout)} == {"@tutorial/2_split_brain.ha"}
    report = (tmp_path / "sub/report.sarif").read_text()
    assert set(re.findall(r'"uri": "([^"]*\.ha)"', report)) == {"%40tutorial/2_split_brain.ha"}
    assert "%SRCROOT%" not in re.findall(r'"uri": "%40.*?}', report, re.S)[0]


@pytest.mark.heavy
def test_certificates_of_the_library(tmp_path: Path) -> None:
    assert hamodel("check", "@tutorial/1_first_steps.ha", "--proofs", "proofs", cwd=tmp_path).returncode == 0
    done = hamodel("proofs", "check", "proofs", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "first_steps/never_two_active" in done.stdout


def test_a_file_with_the_sign_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "@mine.ha").write_text((ROOT / "specs/tutorial/1_first_steps.ha").read_text())
    assert hamodel("check", "./@mine.ha", cwd=tmp_path).returncode == 0
    assert "the library has no `@mine.ha`" in hamodel("check", "@mine.ha", cwd=tmp_path).stderr


def test_a_shell_completes_the_library(tmp_path: Path) -> None:
    words = {"_HAMODEL_COMPLETE": "bash_complete", "COMP_CWORD": "2", "COMP_WORDS": "hamodel check @pan"}
    assert hamodel("check", cwd=tmp_path, **words).stdout == "".join(f"plain,@panos/{name}.ha\n" for name in OF_PANOS)
    assert hamodel("check", cwd=tmp_path, **{**words, "COMP_WORDS": "hamodel check x"}).stdout == "file,x\n"


# --- building on it --------------------------------------------------------------------------------------------------

SMALL = """
spec part
node Box { a, b }
sort Job
option fast : bool = false
var on[Box] : bool = true
scope Job = 2
faults 1
fault stop(x: Box) when on[x] { on[x] := false }
invariant all_on expect violated = all x: Box. on[x]
scenario stops { stop(a) assert not on[a] }
"""


def test_what_the_importer_says_of_bounds_goes(tmp_path: Path) -> None:
    (tmp_path / "part.ha").write_text(SMALL)
    found = system(tmp_path, 'spec mine\nimport "part.ha"\n')
    assert (found.sizes, found.faults) == ({"Job": 2}, 1)
    found = system(tmp_path, 'spec mine\nfaults 2\nimport "part.ha"\nscope Job = 3\n')
    assert (found.sizes, found.faults) == ({"Job": 3}, 2)
    (tmp_path / "other.ha").write_text('import "part.ha"\nfaults 0\n')
    found = system(tmp_path, 'spec mine\nimport "other.ha"\nscope Job = 4\n')
    assert (found.sizes, found.faults) == ({"Job": 4}, 0)


def test_two_imports_that_disagree_about_bounds(tmp_path: Path) -> None:
    (tmp_path / "part.ha").write_text(SMALL)
    (tmp_path / "other.ha").write_text("faults 0\n")
    with pytest.raises(SpecError) as caught:
        system(tmp_path, 'spec mine\nimport "part.ha"\nimport "other.ha"\n')
    assert [each.code for each in caught.value.diagnostics] == ["said-twice"]
    assert system(tmp_path, 'spec mine\nimport "part.ha"\nimport "other.ha"\nfaults 7\n').faults == 7


def test_own_properties(tmp_path: Path) -> None:
    (tmp_path / "part.ha").write_text(SMALL)
    mine = system(tmp_path, 'spec mine\nimport "part.ha"\nreachable off = not on[b]\nscenario mine { stop(b) }\n')
    ((request, notes),) = requests(Asked(own=True), [mine])
    assert request.properties == ("off", "mine")
    assert notes == ("2 properties and scenarios of what it imports not checked: `--own`",)
    ((request, notes),) = requests(Asked(), [mine])
    assert (request.properties, notes) == ((), ())


def test_own_properties_where_all_are_or_none_is(tmp_path: Path) -> None:
    """All: nothing is left out, and so the quality of the spec is looked at. None: nobody is told that nothing was found."""
    (tmp_path / "part.ha").write_text(SMALL)
    ((request, notes),) = requests(Asked(own=True), [elaborate(load(str(tmp_path / "part.ha")))])
    assert (request.properties, notes) == ((), ())
    ((request, notes),) = requests(Asked(own=True), [system(tmp_path, 'spec mine\nimport "part.ha"\n')])
    assert request.properties == ()
    assert notes == ("nothing is claimed in the file itself: the properties of what it imports are checked",)


def test_own_and_property(tmp_path: Path) -> None:
    done = hamodel("check", "@tutorial", "--own", "--property", "always_served", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error[own]: `--own` and `--property` both say which properties to check")


def test_the_reference_builds_on_it(tmp_path: Path) -> None:
    text = (ROOT / "hamodel/language/reference.md").read_text()
    (block,) = re.findall(r"```\n(import \"@.*?)```", text, re.S)
    found = system(tmp_path, f"spec ours\n{block}")
    assert (found.sizes, found.faults) == ({"Session": 1}, 1)
    ((request, _),) = requests(Asked(own=True), [found])
    assert request.properties == ("one_inspector",)


@pytest.mark.heavy
def test_five_lines_on_the_panos_spec(tmp_path: Path) -> None:
    """Hazard 37 as the user's own property: it takes the two faults that the library's spec allows."""
    lines = [
        "spec mine",
        'import "panos/active_active.ha"',
        "assume ours = nat = not_needed and reverts and owner_selection = primary_device and synchronisation = complete",
        "scope Session = 1",
        "invariant somebody_is_up = some d: Firewall. active(d)",
    ]
    (tmp_path / "mine.ha").write_text("\n".join(lines))
    done = hamodel("check", "--own", "mine.ha", cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"violated +somebody_is_up +NOT as the spec says; 2 faults", done.stdout)
    assert "mine.ha:5:11" in done.stdout


# --- folders ---------------------------------------------------------------------------------------------------------


def test_installed_specs_are_not_those_of_a_folder(tmp_path: Path) -> None:
    """A virtual environment in a repository has the library in it, broken specs included."""
    good = (ROOT / "specs/tutorial/1_first_steps.ha").read_text()
    for name in (".venv/lib/bad.ha", ".cache/bad.ha", "env/lib/bad.ha"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("bad")
    (tmp_path / "env/pyvenv.cfg").write_text("")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/good.ha").write_text(good)
    done = hamodel("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  specs/good.ha\n" in done.stdout
    done = hamodel("check", ".cache", cwd=tmp_path)
    assert done.returncode == 2, "a folder that is named is meant"
    assert ".cache/bad.ha" in done.stderr


def test_the_specs_that_are_wrong_are_no_part_of_the_library() -> None:
    assert Path(library.on_disk(f"{library.MESSAGES}/elaborate/capacity.ha")).is_file()
    assert not any(library.MESSAGES in path for path in library.specs())
    assert f"{library.MESSAGES}/files/not_given/main.ha" in library.specs(f"{library.MESSAGES}/files")
