"""Certificates that somebody made to do harm: each is refused by itself, with its reason, and the others are judged."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from strategies.patience import spent
from strategies.proofs import MOVED, SPEC
from strategies.systems import pair

from hamodel.cli import status
from hamodel.proofs import certificate as certificates
from hamodel.proofs import manifest as manifests
from hamodel.proofs.certificate import CannotWrite, find, verify, write
from hamodel.proofs.digest import canonical, sha256

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("made"), pair(), MOVED)


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A folder with a certificate in `pair/good`, and the same in `pair/bad`."""
    for name in ("good", "bad"):
        shutil.copytree(made, tmp_path / "proofs/pair" / name)
    return tmp_path / "proofs"


def resealed(path: Path, changes: Mapping[str, object]) -> None:
    said = {**json.loads((path / "manifest.json").read_text()), **changes}
    del said["seal"]
    (path / "manifest.json").write_text(json.dumps({**said, "seal": sha256(canonical(said))}))


def manifest(text: str) -> Callable[[Path], None]:
    return lambda bad: (bad / "manifest.json").write_text(text) and None


def said(**changes: object) -> Callable[[Path], None]:
    return lambda bad: resealed(bad, {name.replace("_", " "): value for name, value in changes.items()})


def edited(old: str, new: str) -> Callable[[Path], None]:
    def edit(bad: Path) -> None:
        text = (bad / "manifest.json").read_text()
        assert old in text
        (bad / "manifest.json").write_text(text.replace(old, new, 1))

    return edit


def linked_file(bad: Path) -> None:
    (bad / "safety.smt2").unlink()
    (bad / "safety.smt2").symlink_to(bad.parent / "good/safety.smt2")


def linked_manifest(bad: Path) -> None:
    (bad / "manifest.json").unlink()
    (bad / "manifest.json").symlink_to(bad.parent / "good/manifest.json")


def linked_folder(bad: Path) -> None:
    shutil.rmtree(bad)
    bad.symlink_to(bad.parent / "good")


def pipe(bad: Path) -> None:
    (bad / "manifest.json").unlink()
    os.mkfifo(bad / "manifest.json")


def pipe_of_formulas(bad: Path) -> None:
    (bad / "safety.smt2").unlink()
    os.mkfifo(bad / "safety.smt2")


def device(bad: Path) -> None:
    (bad / "manifest.json").unlink()
    (bad / "manifest.json").symlink_to("/dev/zero")


def folder(bad: Path) -> None:
    (bad / "manifest.json").unlink()
    (bad / "manifest.json").mkdir()


def huge(bad: Path) -> None:
    with open(bad / "manifest.json", "wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room


def huge_formulas(bad: Path) -> None:
    with open(bad / "consecution.smt2", "wb") as file:
        file.truncate(1 << 40)


ODD = "lacks something, or has it in another form"
BAD: list[tuple[Callable[[Path], None], str]] = [
    (linked_file, "`safety.smt2` cannot be read: it is a symbolic link, not a regular file"),
    (linked_manifest, "`manifest.json` cannot be read: it is a symbolic link, not a regular file"),
    (linked_folder, "`bad` is a symbolic link"),
    (device, "`manifest.json` cannot be read: it is a symbolic link, not a regular file"),
    (pipe, "`manifest.json` cannot be read: it is a pipe, not a regular file"),
    (pipe_of_formulas, "`safety.smt2` cannot be read: it is a pipe, not a regular file"),
    (folder, "`manifest.json` cannot be read: it is a folder"),
    (huge, "`manifest.json` is larger than 4 MB"),
    (huge_formulas, "`consecution.smt2` is larger than 32 MB"),
    (manifest("[" * 100_000), "`manifest.json` is nested too deeply"),
    (manifest('{"a":' * 100_000), "`manifest.json` is nested too deeply"),
    (manifest("[" * 900 + "]" * 900), "`manifest.json` is none of format 1"),
    (manifest('{"format": ' + "9" * 5000 + "}"), "`manifest.json` is not JSON"),
    (manifest('{"format": true}'), "`manifest.json` is none of format 1"),
    (edited('"faults": null', '"faults": Infinity'), "`manifest.json` has a number that no manifest has: Infinity"),
    (edited('"faults": null', '"faults": NaN'), "`manifest.json` has a number that no manifest has: NaN"),
    (edited('"faults": null', '"faults": 1e999'), "`manifest.json` has a number that no manifest has: 1e999"),
    (edited('"faults": null', '"faults": null, "faults": 0'), "`manifest.json` has `faults` twice"),
    (said(faults=10**30), f"`manifest.json` {ODD}: `faults`"),
    (said(faults=True), f"`manifest.json` {ODD}: `faults`"),
    (said(faults="1"), f"`manifest.json` {ODD}: `faults`"),
    (said(sizes={"Session": 10**9}), f"`manifest.json` {ODD}: `sizes`"),
    (said(sizes={"Session": True}), f"`manifest.json` {ODD}: `sizes`"),
    (said(sizes=[]), f"`manifest.json` {ODD}: `sizes`"),
    (said(system=["pair"]), f"`manifest.json` {ODD}: `system`"),
    (said(system={"a": 1}), f"`manifest.json` {ODD}: `system`"),
    (said(spec=7), f"`manifest.json` {ODD}: `spec`"),
    (said(spec="a" * 9_000), "is not here"),
    (said(spec="\ud800"), "is not here"),
    (said(spec="a\0b"), "is not here"),
    (said(spec="/etc/passwd"), "its spec `/etc/passwd` cannot be read"),
    (said(spec="/dev/zero"), "its spec `/dev/zero` is not here"),
    (said(property=["a"]), f"`manifest.json` {ODD}: `property`"),
    (said(properties=["a", "a"]), f"`manifest.json` {ODD}: `properties`"),
    (said(options={"x": [1]}), f"`manifest.json` {ODD}: `options`"),
    (said(files=[["safety.smt2", "0"]]), f"`manifest.json` {ODD}: `files`"),
    (said(versions={"hamodel": {}}), f"`manifest.json` {ODD}: `versions`"),
    (said(invariant={}), f"`manifest.json` {ODD}: `invariant`"),
    (said(invariant=[{"for all": [], "one of": []}] * 3000), f"`manifest.json` {ODD}: `invariant`"),
    (said(invariant=[{"for all": [["s", []]], "one of": []}]), f"`manifest.json` {ODD}: `invariant`"),
    (said(invariant=[{"for all": [["s", "Session"]], "one of": [{"variable": {}}]}]), f"`manifest.json` {ODD}: `invariant`"),
    (said(more=1), f"`manifest.json` {ODD}: `more`"),
]


@pytest.mark.parametrize(("harm", "why"), BAD, ids=[f"{number} {why[:60]}" for number, (_, why) in enumerate(BAD)])
@pytest.mark.sampled
def test_a_hostile_certificate_is_refused_and_the_others_are_judged(
    harm: Callable[[Path], None], why: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Solvers are replaced here by one that accepts everything: what is refused is refused before one is asked."""
    harm(root / "pair/bad")
    monkeypatch.setattr(certificates, "_asked", lambda *_: certificates.Examination((), {"z3": 0.0}))
    monkeypatch.chdir(ROOT)
    started = spent()
    assert status(["proofs", "check", str(root)]) == 1
    assert spent() - started < 30
    shown = capsys.readouterr()
    bad, good = sorted(shown.out.splitlines())[::-1]
    assert bad.startswith("✗ pair/bad  refused: ")
    assert why in bad
    assert good == "✓ pair/good  accepted by z3 (0.0 s)"
    assert "root:" not in shown.out + shown.err, "a line of /etc/passwd"


OF_MANIFESTS = [(harm, why) for harm, why in BAD if ".smt2`" not in why]


@pytest.mark.parametrize(("harm", "why"), OF_MANIFESTS, ids=range(len(OF_MANIFESTS)))
@pytest.mark.sampled
def test_of_a_hostile_manifest_no_formula_is_written(
    harm: Callable[[Path], None], why: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where manifests are all that there is, `check` refuses it for the same reason, and `write` leaves it as it is."""
    before = {path.name: path.read_bytes() for path in (root / "pair/good").iterdir()}
    for path in root.rglob("*.smt2"):
        path.unlink()
    harm(root / "pair/bad")
    there = sorted((root / "pair/bad").iterdir())
    monkeypatch.setattr(certificates, "_asked", lambda *_: certificates.Examination((), {"z3": 0.0}))
    monkeypatch.chdir(ROOT)
    for command, fine in (("check", "accepted by z3 (0.0 s)"), ("write", "written")):
        assert status(["proofs", command, str(root)]) == 1
        shown = capsys.readouterr()
        bad, good = sorted(shown.out.splitlines())[::-1]
        assert bad.startswith("✗ pair/bad  refused: ")
        assert why in bad
        assert good == f"✓ pair/good  {fine}"
        assert "root:" not in shown.out + shown.err, "a line of /etc/passwd"
    assert {path.name: path.read_bytes() for path in (root / "pair/good").iterdir()} == before
    assert (root / "pair/bad").is_symlink() or sorted((root / "pair/bad").iterdir()) == there


def test_formulas_are_not_written_through_a_link(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link is replaced, not what it leads to; a folder in the way stays."""
    (tmp_path / "elsewhere").write_text("mine")
    (root / "pair/good/safety.smt2").unlink()
    (root / "pair/good/safety.smt2").symlink_to(tmp_path / "elsewhere")
    (root / "pair/bad/initiation.smt2").unlink()
    (root / "pair/bad/initiation.smt2").mkdir()
    monkeypatch.chdir(ROOT)
    assert status(["proofs", "write", str(root)]) == 1
    assert (tmp_path / "elsewhere").read_text() == "mine"
    assert not (root / "pair/good/safety.smt2").is_symlink()
    assert verify(root / "pair/good", pair()).accepted
    assert (root / "pair/bad/initiation.smt2").is_dir()


@pytest.mark.parametrize(("harm", "why"), [BAD[0], BAD[2], BAD[4], BAD[9], BAD[14]], ids=range(5))
def test_a_check_does_not_use_a_hostile_certificate(
    harm: Callable[[Path], None], why: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(root / "pair/bad")
    (root / "pair/bad").rename(root / "pair/moved_is_uninspected")
    monkeypatch.chdir(ROOT)
    asked = ["check", SPEC, "--property", "moved_is_uninspected", "--scope", "Session=1", "--proofs", str(root)]
    assert status([*asked, "--time", "20s"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "was not used" in said
    assert why.replace("`bad`", "`moved_is_uninspected`") in said


def test_a_certificate_that_is_replaced_while_it_is_judged(made: Path, tmp_path: Path) -> None:
    """What counts is what was read when it was judged."""
    path = shutil.copytree(made, tmp_path / "proof")
    examined = verify(path, pair())
    assert examined.accepted
    (path / "manifest.json").unlink()
    assert examined.certificate == MOVED


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """A folder of proofs that somebody prepared does not lead out of itself."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs/pair").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite, match="`pair` is a symbolic link"):
        write(tmp_path / "proofs", pair(), MOVED)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_links_are_found_and_not_followed(root: Path) -> None:
    (root / "circle").symlink_to(root)
    (root / "elsewhere").symlink_to(root / "pair/good")
    assert find(root) == [root / "elsewhere", root / "pair/bad", root / "pair/good"]


def test_the_form_of_a_manifest_is_complete(made: Path) -> None:
    said = json.loads((made / "manifest.json").read_text())
    assert set(said) == {*manifests.FORM, "seal"}


@pytest.mark.parametrize("where", ["/somewhere", "../beside", "link", "a/../../b", "a\\u0000b"])
def test_a_configuration_has_no_proofs_written_elsewhere(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command may; a file that came with the specs may not."""
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    Path("link").symlink_to(tmp_path)
    Path("pyproject.toml").write_text(f'[tool.hamodel]\nproofs = "{where}"\n')
    Path("one.ha").write_text("spec one\nvar x : bool = false\ninvariant i = not x\n")
    assert status(["check", "--own", "one.ha"]) == 2
    assert "`proofs` leads out of the folder of this file" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project"]


def test_a_configuration_has_proofs_written_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text('[tool.hamodel]\nproofs = "proofs"\n')
    Path("one.ha").write_text("spec one\nvar x : bool = false\ninvariant i = not x\n")
    assert status(["check", "--own", "one.ha"]) == 0
    assert Path("proofs/one").is_dir()
