"""hamodel.audit([...]): the audit of the command, as plain objects and rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import hamodel
from hamodel.audit.objects import audit

PAIRS = Path(__file__).parent / "pairs"
FORTIOS = [PAIRS / f"fortios/fgcp.{side}.conf" for side in "ab"]
PANOS = [PAIRS / f"panos/ap.{side}.xml" for side in "ab"]


@pytest.fixture
def flawed(tmp_path: Path) -> list[Path]:
    """A pair of which one member has preemption, and a secret that no table knows."""
    files = [tmp_path / path.name for path in PANOS]
    for path, file in zip(PANOS, files, strict=True):
        file.write_text(path.read_text())
    text = files[1].read_text().replace("<preemptive>no", "<password>Winter2026</password><preemptive>yes")
    files[1].write_text(text)
    return files


def test_it_says_what_the_command_says(flawed: list[Path]) -> None:
    """Each finding and each hazard, by its own name."""
    for files in (flawed, FORTIOS):
        audited = hamodel.audit(files)
        (said,) = json.loads(audited.json())["pairs"]
        assert [finding.key for finding in audited.findings] == [row["key"] for row in said["findings"]]
        hazards = [] if said["hazards"] is None else said["hazards"]["found"]
        assert [(each.claim, each.faults, each.run.splitlines()) for each in audited.hazards] == [
            (row["claim"], row["faults"], row["run"]) for row in hazards
        ]
        assert audited.text().startswith(f"{audited.pairs[0].members[0].name} (")


def test_a_finding_has_the_lines_that_it_rests_on(flawed: list[Path]) -> None:
    audited = audit(flawed)
    (finding,) = (finding for finding in audited.findings if finding.rule == "PAN-04")
    assert finding.severity == "error"
    assert finding.changes[0].leaf.endswith("preemptive")
    for leaf in finding.leaves:
        assert leaf.file is not None
        assert leaf.line is not None
        assert "<preemptive>" in Path(leaf.file).read_text().splitlines()[leaf.line - 1]
    assert audited.exit_status() == 1
    assert audited.exit_status("never") == 0
    assert audited.exit_status("hazard:1") == 3, "there is no spec of such a pair"
    with pytest.raises(ValueError, match="hazard:N"):
        audited.exit_status("hazrd:1")


def test_what_the_files_decide_and_what_they_leave_open() -> None:
    (pair,) = audit(FORTIOS)
    assert pair.spec == "@pairs/fgcp.ha"
    assert pair.decided == {"pickup": True}
    assert pair.explored == {"inspection": ("flow", "proxy")}
    (pair,) = audit(PANOS)
    assert (pair.spec, pair.hazards) == (None, ())


def test_rows_have_one_shape(flawed: list[Path]) -> None:
    rows = [*audit(flawed).rows(), *audit(FORTIOS).rows()]
    assert len({tuple(row) for row in rows}) == 1
    assert {row["kind"] for row in rows} == {"finding", "hazard"}
    assert all(isinstance(row["faults"], int) for row in rows if row["kind"] == "hazard")


def test_settings_are_those_of_the_command(flawed: list[Path], tmp_path: Path) -> None:
    assert {finding.rule for finding in audit(flawed, rules=["PAN-04"]).findings} == {"PAN-04"}
    assert "PAN-04" not in {finding.rule for finding in audit(flawed, rules="-PAN-04").findings}
    earlier = tmp_path / "earlier.json"
    earlier.write_text(audit(flawed).json())
    assert audit(flawed, baseline=earlier).findings == ()
    assert "fw-a" not in audit(flawed, redact=True).json()
    with pytest.raises(hamodel.SpecError, match="did you mean `panos`"):
        audit(flawed, vendor="panso")
    with pytest.raises(hamodel.SpecError, match="no rule is named"):
        audit(flawed, rules=["PAN-99"])
    with pytest.raises(TypeError, match="there is no setting `vender`"):
        audit(flawed, vender="panos")  # type: ignore[call-arg]


def test_no_secret_is_in_an_object(flawed: list[Path]) -> None:
    audited = audit(flawed)
    (line,) = audited.pairs[0].unknown
    assert line.text.endswith("election-option ...")
    assert "Winter2026" not in repr([*audited.pairs, *audited.findings, *audited.hazards, audited.rows(), audited.text(), line])
