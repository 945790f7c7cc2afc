"""Imports, and files named by others: which file is meant, that it is a file, and of which no line is shown."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hamodel.check.settings import shown
from hamodel.cli import status
from hamodel.diagnostics import SpecError
from hamodel.host import library
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load

MINE = "spec mine\nvar q : bool = false\ninvariant z = not q\n"
SECRET = "pa55word of the host\n"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing here may wait for a pipe."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits"))
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


# --- `./` ------------------------------------------------------------------------------------------------------------


def test_a_folder_of_ones_own_called_like_the_library(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`./@panos/x.ha` is a file, in an import, in what is imported from there, in commands, in folders, under pytest."""
    Path("@panos").mkdir()
    Path("@panos/active_active.ha").write_text(MINE)
    Path("@panos/user.ha").write_text('spec user\nimport "active_active.ha"\ninvariant zz = not q\n')
    Path("@mine.ha").write_text(MINE)
    Path("a.ha").write_text('spec a\nimport "./@panos/active_active.ha"\n')
    Path("b.ha").write_text('spec b\nimport "./@panos/user.ha"\n')
    Path("c.ha").write_text('spec c\nimport "./@mine.ha"\n')
    for path in ("a.ha", "b.ha", "c.ha", "./@panos/active_active.ha", "./@panos/user.ha", "./@mine.ha"):
        names = [each.name.text for each in load(path).declarations if hasattr(each, "name")]
        assert "z" in names, f"{path} is not what is here: {names[:5]}"
    for arguments in (["check", "./@panos"], ["check", "."], ["check", "./@mine.ha"], ["fmt", "--check", "."]):
        assert status(arguments) == 0, capsys.readouterr()
    said = capsys.readouterr().out
    assert "mine  ./@mine.ha" in said
    assert shown(Path("@mine.ha").absolute()) == "./@mine.ha"


def test_the_library_is_there_under_its_own_name(here: Path) -> None:
    Path("@panos").mkdir()
    Path("@panos/active_active.ha").write_text(MINE)
    for written in ("@panos/active_active.ha", "panos/active_active.ha"):
        Path("a.ha").write_text(f'spec a\nimport "{written}"\n')
        assert len(load("a.ha").declarations) > 20


def test_a_relative_path_is_not_looked_for_in_the_library(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.ha").write_text('spec a\nimport "./panos/active_active.ha"\n')
    assert status(["check", "a.ha"]) == 2
    assert "there is no file `panos/active_active.ha`" in capsys.readouterr().err
    assert library.places("../x.ha", "a/b.ha") == ["a/../x.ha"]


# --- what is no file -------------------------------------------------------------------------------------------------


def link_to_pipe(path: str) -> None:
    os.mkfifo("elsewhere")
    os.symlink("elsewhere", path)


def unix_socket(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (os.mkfifo, "a pipe"),
        (link_to_pipe, "a pipe"),
        (unix_socket, "a socket"),
        (lambda path: os.symlink("/dev/zero", path), "a device"),
        (lambda path: os.symlink("/dev/tty", path), ""),
    ],
    ids=["pipe", "link to pipe", "socket", "device", "terminal"],
)
def test_an_import_is_a_regular_file(
    make: Callable[[str], None], kind: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make("odd.ha")
    Path("a.ha").write_text('spec a\nimport "odd.ha"\n')
    assert status(["check", "a.ha"]) == 2
    said = capsys.readouterr().err
    assert "error[cannot-read]: `odd.ha` cannot be read" in said
    if kind:
        assert f"it is {kind}, not a regular file" in said
    Path("folder").mkdir()
    Path("odd.ha").rename("folder/odd.ha")
    Path("folder/fine.ha").write_text(MINE)
    assert status(["check", "folder"]) == 0, "in a folder it is no spec"


# --- what is not shown -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SECRET, f"spec x\n{SECRET}", "var x = 1\n" * 50, f'spec y\ninvariant pa55word = {SECRET}'])
@pytest.mark.parametrize("through", ["name", "link", "up"])
def test_of_a_file_elsewhere_no_line_is_shown(
    text: str, through: str, here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "host").write_text(text)
    written = {"name": str(tmp_path / "host"), "link": "link.ha", "up": "../host"}[through]
    Path("link.ha").symlink_to(tmp_path / "host")
    Path("a.ha").write_text(f'spec a\nimport "{written}"\n')
    assert status(["check", "a.ha"]) == 2
    said = capsys.readouterr()
    assert "pa55word" not in said.out + said.err
    assert "var x = 1" not in said.out + said.err
    assert f"error[hidden-error]: `{written}` is not a spec, or has an error: see its line" in said.err
    assert 'import "' in said.err, "the line of the import is shown"


def test_an_error_of_meaning_elsewhere_has_its_place_and_no_line(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.ha").write_text("spec other\nvar v : bool = 7   # pa55word\n")
    Path("a.ha").write_text('spec a\nimport "../other.ha"\n')
    assert status(["check", "a.ha"]) == 2
    said = capsys.readouterr().err
    assert "../other.ha:2:" in said
    assert "pa55word" not in said


def test_specs_of_ones_own_are_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Below the folder of the spec, and specs below the current folder."""
    Path("specs").mkdir()
    Path("lib.ha").write_text("var = 1  # seen\n")
    Path("specs/near").write_text("var = 1  # seen\n")
    for written in ("../lib.ha", "near"):
        Path("specs/a.ha").write_text(f'spec a\nimport "{written}"\n')
        assert status(["check", "specs/a.ha"]) == 2
        assert "# seen" in capsys.readouterr().err


# --- sizes and faults that several files tell ------------------------------------------------------------------------

DIAMOND = {
    "base.ha": "sort S\nvar m[S] : bool = false\nscope S = 3\nfaults 1\n",
    "left.ha": 'import "base.ha"\nSAID\n',
    "right.ha": 'import "base.ha"\n',
}


@pytest.mark.parametrize("imports", [("left", "right"), ("right", "left")])
@pytest.mark.parametrize(
    ("left", "own", "expected"),
    [
        ("", "", (3, 1)),
        ("scope S = 3  faults 1", "", (3, 1)),  # both say the same
        ("scope S = 2", "scope S = 1", (1, 1)),  # the last word
        ("scope S = 2", "", None),  # `right` still says 3, whoever is imported first
        ("faults 2", "", None),
        ("faults 2", "scope S = 2  faults 0", (2, 0)),
    ],
)
def test_what_two_imports_say_has_to_be_alike(
    here: Path, imports: tuple[str, str], left: str, own: str, expected: tuple[int, int] | None
) -> None:
    for name, text in DIAMOND.items():
        Path(name).write_text(text.replace("SAID", left))
    Path("top.ha").write_text(f"spec top\n{own}\n" + "".join(f'import "{name}.ha"\n' for name in imports))
    if expected is None:
        with pytest.raises(SpecError, match="is said already"):
            elaborate(load("top.ha"))
    else:
        system = elaborate(load("top.ha"))
        assert (system.sizes["S"], system.faults) == expected


# --- constants -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "third", "size"),
    [
        ("scope S = few", "scope S = 2", "const few = 2", 2),
        ("scope S = few", "scope S = few_", "const few = few_\nconst few_ = 3", 3),
        ("const few = 1\nscope S = few", "", "scope S = 4", None),
        ("scope S = few", "scope S = 2", "const few = 3", None),
        ("scope S = few", "scope S = 2", "const few = 3\nscope S = few", None),
    ],
)
def test_sizes_are_compared_by_what_constants_stand_for(left: str, right: str, third: str, size: int | None, here: Path) -> None:
    """Wherever the constant is declared, also in the file that comes last."""
    Path("sort.ha").write_text("sort S\n")
    for name, text in {"left": left, "right": right, "third": third}.items():
        Path(f"{name}.ha").write_text(f'import "sort.ha"\n{text}\n')
    Path("main.ha").write_text('spec main\nimport "left.ha"\nimport "right.ha"\nimport "third.ha"\n')
    if size is None:
        with pytest.raises(SpecError) as caught:
            elaborate(load("main.ha"))
        assert {each.code for each in caught.value.diagnostics} == {"said-twice"}
        Path("main.ha").write_text(Path("main.ha").read_text() + "scope S = few\n")
        assert elaborate(load("main.ha")).sizes["S"] in (1, 3)
    else:
        assert elaborate(load("main.ha")).sizes == {"S": size}
