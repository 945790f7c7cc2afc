"""check --proofs: certificates are used where they answer what is asked, refused where they do not, and written when new."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hamodel.check import any_number as proving
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.verdict import Unreachable
from hamodel.proofs.certificate import Examination, Flaw
from hamodel.source import Source

TEXT = """
spec lock
sort Session
scope Session = 2
faults 1
option strict : bool
var free : bool = true
var holds[Session] : bool = false
var losses : 0..2 = 0
input take(s: Session) when free or not strict { holds[s] := true  free := false }
input give(s: Session) when holds[s] { holds[s] := false  free := true }
fault lose { losses := if losses < 2 then losses + 1 else 2 }
invariant one_holder expect violated when not strict = at most one s: Session. holds[s]
invariant few = losses < 2
"""
PROVED = {"one_holder", "few", "run-time"}


def run(folder: Path, text: str = TEXT, **request: Any) -> Report:
    return check(elaborate(parse(Source("lock.ha", text))), replace(Request(proofs=str(folder)), **request))


def engines(report: Report, name: str) -> set[str]:
    """Who proved it, where it is proved."""
    finding = next(finding for finding in report.findings if finding.name == name)
    return {result.engine for result in finding.results if isinstance(result.answer, Unreachable)}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proofs")
    report = run(folder)
    assert report.exit_status == 0
    assert engines(report, "one_holder") == {"any_number"}
    assert any(note.startswith("3 certificates written") for note in report.notes)
    return folder


@pytest.fixture
def copied(written: Path, tmp_path: Path) -> Path:
    for path in written.rglob("*"):
        target = tmp_path / path.relative_to(written)
        target.mkdir() if path.is_dir() else target.write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.heavy
def test_a_certificate_for_each_property_that_is_proved(written: Path) -> None:
    assert {path.name for path in (written / "lock").iterdir()} == PROVED
    manifest = json.loads((written / "lock" / "one_holder" / "manifest.json").read_text())
    assert (manifest["faults"], manifest["sizes"], manifest["any number"]) == (None, {}, ["Session"])
    assert json.loads((written / "lock" / "few" / "manifest.json").read_text())["faults"] == 1


def test_they_are_used_instead_of_proving_again(written: Path) -> None:
    report = run(written)
    assert report.exit_status == 0
    for name in ("one_holder", "few", "no run-time errors"):
        assert engines(report, name) == {"certificate"}
    assert [note for note in report.notes if "proofs taken from" in note]
    assert not [note for note in report.notes if "written" in note]
    sizes = {size for finding in report.findings for result in finding.results for size in result.sizes.values()}
    assert None in sizes


def test_they_answer_for_any_scope_and_any_option_too(written: Path) -> None:
    report = run(written, sizes={"Session": 3}, options={"strict": True})
    assert engines(report, "one_holder") == {"certificate"}
    assert engines(report, "few") == {"certificate"}


def test_one_for_fewer_faults_is_not_used_for_more(written: Path) -> None:
    """With two faults the property is violated: a certificate for one fault must not hide that."""
    report = run(written, faults=2)
    few = next(finding for finding in report.findings if finding.name == "few")
    assert few.verdict == "violated"
    assert engines(report, "one_holder") == {"certificate"}  # which is for any number of them
    assert any("says less than is asked" in note for note in report.notes)


@pytest.mark.sampled
def test_of_another_spec_they_are_refused_and_replaced(copied: Path) -> None:
    changed = TEXT.replace("input give(s: Session) when holds[s]", "input give(s: Session)")
    assert not list(copied.rglob("*.bak"))
    report = run(copied, changed)
    assert all(note.endswith("the spec has changed since") for note in report.notes if "was not used" in note)
    assert sum("was not used" in note for note in report.notes) == 3
    again = run(copied, changed)
    assert not any("was not used" in note and "one_holder" not in note for note in again.notes)


def test_a_spec_that_became_wrong_is_not_saved_by_its_certificates(copied: Path) -> None:
    report = run(copied, TEXT.replace("free or not strict", "true"))
    holder = next(finding for finding in report.findings if finding.name == "one_holder")
    assert len(holder.hits) == 2
    assert report.exit_status == 1


@pytest.mark.parametrize(
    "file",
    [
        "consecution.smt2",
        "manifest.json",
        *(pytest.param(f"{part}.smt2", marks=pytest.mark.heavy) for part in ("initiation", "safety")),
    ],
)
def test_an_edited_file_is_refused(file: str, copied: Path) -> None:
    path = copied / "lock" / "one_holder" / file
    path.write_text(path.read_text() + "\n ")
    report = run(copied)
    edited = file != "manifest.json"  # white space at the end of it says nothing
    assert engines(report, "one_holder") == ({"any_number"} if edited else {"certificate"})
    assert any("was edited" in note for note in report.notes) == edited


def test_a_layout_that_changes_does_not_matter(written: Path) -> None:
    report = run(written, "# a comment\n" + TEXT.replace(" = ", "  =  "))
    assert engines(report, "one_holder") == {"certificate"}


@pytest.mark.heavy
def test_a_proof_in_the_folder_of_another_property_is_none_of_it(copied: Path) -> None:
    """`never_held` would be proved by whatever lies there, and is wrong."""
    text = TEXT + "invariant never_held expect violated when not strict = all s: Session. not holds[s]\n"
    (copied / "lock").rename(copied / "before")
    run(copied, text)
    target = copied / "lock" / "never_held"
    assert not target.exists()
    (copied / "lock" / "one_holder").rename(target)
    report = run(copied, text)
    held = next(finding for finding in report.findings if finding.name == "never_held")
    assert len(held.hits) == 2  # strict or not, somebody takes the lock
    assert any("is the proof of something else" in note for note in report.notes)


@pytest.mark.heavy
def test_a_proof_for_one_value_of_an_option_is_none_for_the_other(tmp_path: Path) -> None:
    text = TEXT.replace(" expect violated when not strict", "")
    run(tmp_path, text, options={"strict": True})
    fixed = tmp_path / "lock" / "one_holder,strict=True"
    assert fixed.exists()
    fixed.rename(tmp_path / "lock" / "one_holder")
    report = run(tmp_path, text)
    holder = next(finding for finding in report.findings if finding.name == "one_holder")
    assert len(holder.hits) == 1  # where it is not strict
    assert any("is the proof of something else" in note for note in report.notes)


@pytest.mark.heavy
def test_errors_in_what_is_said_of_runs_without_end(tmp_path: Path) -> None:
    """Looking at the property causes no error, since a bool has one value: that is a part of the proof."""
    text = TEXT + "property again = always eventually ((the b: bool where b = free) = free)\n"
    for engine in ("any_number", "certificate"):
        report = run(tmp_path, text)
        assert not report.disagreement
        assert engines(report, "no run-time errors") == {engine}
    manifest = json.loads((tmp_path / "lock" / "run-time" / "manifest.json").read_text())
    assert manifest["properties"] == ["again has a value"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("a file is in the way")
    report = run(tmp_path)
    assert report.exit_status == 0
    assert engines(report, "one_holder") == {"any_number"}
    assert [note for note in report.notes if note.startswith("no certificate could be written to")] == [
        f"no certificate could be written to `{tmp_path}`: Not a directory"
    ]


def test_a_spec_without_sorts_has_certificates_too(tmp_path: Path) -> None:
    text = "spec small\nvar x : 0..3 = 0\nstep rise when x < 2 { x := x + 1 }\ninvariant low = x < 3\n"
    assert run(tmp_path, text).exit_status == 0
    assert (tmp_path / "small" / "low" / "manifest.json").exists()
    assert engines(run(tmp_path, text), "low") == {"certificate"}


COUNTED = """
spec counted
sort Session
scope Session = 2
var on[Session] : bool = false
step switch(s: Session) { on[s] := not on[s] }
invariant few = (count s: Session where on[s]) <= 2
"""
"""Outside of the fragment, and violated by three sessions."""


@pytest.mark.heavy
def test_what_cannot_be_proved_for_any_number_is_proved_for_the_scope(tmp_path: Path) -> None:
    assert any("`count` over Session" in note for note in run(tmp_path, COUNTED).notes)
    again = run(tmp_path, COUNTED)
    assert engines(again, "few") == {"certificate"}
    [few] = [finding for finding in again.findings if finding.name == "few"]
    assert [dict(result.sizes) for result in few.results] == [{"Session": 2}]
    larger = run(tmp_path, COUNTED, sizes={"Session": 3})
    assert [finding.verdict for finding in larger.findings if finding.name == "few"] == ["violated"]
    assert any("says less than is asked" in note for note in larger.notes)


@pytest.mark.heavy
def test_one_for_a_size_of_several_is_not_searched_for_again(tmp_path: Path) -> None:
    text = COUNTED.replace("scope Session = 2", "").replace("<= 2", "<= 3")
    assert any(note.startswith("2 certificates written") for note in run(tmp_path, text).notes)
    notes = run(tmp_path, text).notes
    assert any(note.startswith("2 proofs taken") and note.endswith("not searched for") for note in notes)
    assert not any("written" in note for note in notes)


def test_what_the_solvers_do_not_accept_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "verify", lambda *arguments: Examination((Flaw("cvc5 does not know", True),)))
    report = run(tmp_path)
    assert report.exit_status == 0
    assert not list((tmp_path / "lock").iterdir())
    assert any(note == "no certificate of `few` was written: cvc5 does not know" for note in report.notes)
