"""hamodel audit --write: the spec of a pair, which a check reads, and answers as the audit did."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies.command import hamodel as command

import hamodel
from hamodel.audit.auditing import audit_of
from hamodel.audit.hazards.answers import answers
from hamodel.audit.writing import pair_spec
from hamodel.check.rows import meant

PAIRS = Path(__file__).parent / "pairs"
OF_MEMBER = ("keepalived.conf", "conntrackd.conf", "primary-backup.sh")
CASES = {
    "fortios": ["fortios/fgcp.a.conf", "fortios/fgcp.b.conf"],
    "keepalived": [f"keepalived/ap.{side}.{file}" for side in "ab" for file in OF_MEMBER],
    "panos": ["panos/aa.a.xml", "panos/aa.b.xml"],
}
CLAIMS = {
    "fortios": ["ownership.single_owner", "ownership.no_zombie"],
    "keepalived": ["ownership.single_owner", "ownership.no_zombie"],
}


def files_of(case: str) -> list[str]:
    return [str(PAIRS / name) for name in CASES[case]]


def spec_of(case: str, folder: Path) -> hamodel.Spec:
    found = audit_of(files_of(case))
    path = folder / "my_pair.ha"
    path.write_text(pair_spec(found.pairs, found.showing, str(path)))
    return hamodel.load(path)


@pytest.mark.parametrize("case", CASES)
def test_it_leaves_the_combinations_that_the_files_leave(case: str, tmp_path: Path) -> None:
    """Those which the hazards of the audit are about, and no others."""
    spec = spec_of(case, tmp_path)
    (pair,) = audit_of(files_of(case)).pairs
    assert pair.hazards is not None
    decided = {each.option: each.value for each in pair.hazards.decided}
    assert decided
    left = [dict(options) for options in meant(spec.system, {}, {}, each=True).options]
    assert left
    assert sorted(map(str, left)) == sorted(map(str, answers(pair.hazards.answers.spec).combinations(decided)))
    assert spec.name == "my_pair"


def agrees(case: str, claims: list[str], folder: Path) -> None:
    """The verdict of each combination, and the fewest faults of the worst."""
    (pair,) = audit_of(files_of(case)).pairs
    assert pair.hazards is not None
    known = pair.hazards.answers
    claims = claims or [claim.name for claim in known.claims]
    checked = spec_of(case, folder).check(properties=claims)
    rows = [row for row in checked.rows() if row["kind"] in ("invariant", "property")]
    assert {row["property"] for row in rows} == set(claims)
    for row in rows:
        options = {name: row[f"option.{name}"] for name in known.options}
        assert known.at(options, row["property"]).verdict == row["verdict"], (row["property"], options)
    found = {finding.name: finding.fewest_faults for finding in checked if finding.verdict == "violated"}
    told = {hazard.claim.name: hazard.row.faults for hazard in pair.hazards.hazards}
    assert found == {name: faults for name, faults in told.items() if name in claims}


@pytest.mark.parametrize("case", ["fortios", "keepalived"])
def test_a_check_of_it_says_what_the_audit_says(case: str, tmp_path: Path) -> None:
    agrees(case, CLAIMS[case], tmp_path)


@pytest.mark.heavy
@pytest.mark.parametrize("case", ["fortios", "keepalived"])
def test_a_check_of_it_says_of_each_claim_what_the_audit_says(case: str, tmp_path: Path) -> None:
    agrees(case, [], tmp_path)


def test_values_that_are_left_are_said(tmp_path: Path) -> None:
    """Members that have an option unlike leave two of three values."""
    texts = {Path(path).name: Path(path).read_text() for path in files_of("keepalived")}
    changed = texts["ap.b.conntrackd.conf"].replace("DisableExternalCache on", "DisableExternalCache off")
    assert changed != texts["ap.b.conntrackd.conf"]
    files = []
    for name, text in {**texts, "ap.b.conntrackd.conf": changed}.items():
        (tmp_path / name).write_text(text)
        files.append(str(tmp_path / name))
    found = audit_of(files)
    text = pair_spec(found.pairs, found.showing, "my_pair.ha")
    assert "assume commits_as_left = commits = before or commits = after\n" in text
    (tmp_path / "p.ha").write_text(text)
    left = meant(hamodel.load(tmp_path / "p.ha").system, {}, {}, each=True).options
    assert {options["commits"] for options in left} == {"before", "after"}


def test_it_names_the_lines_that_decide(tmp_path: Path) -> None:
    found = command("audit", *files_of("fortios"), "--write", "my_pair.ha", cwd=tmp_path)
    assert found.returncode == 0
    assert "my_pair.ha is the spec of this pair: hamodel check my_pair.ha" in found.stderr
    lines = (tmp_path / "my_pair.ha").read_text().splitlines()
    (said,) = [line for line in lines if line.startswith("# - ") and "a.conf:" in line and "session-pickup =" in line]
    path, line, leaf = said.removeprefix("# - ").split(":", 2)
    assert leaf == " system/ha/session-pickup = enable"
    assert Path(path).read_text().splitlines()[int(line) - 1].strip() == "set session-pickup enable"


def test_a_name_of_a_file_is_no_text_of_a_spec(tmp_path: Path) -> None:
    """Whatever it holds: it stays in its comment."""
    odd = tmp_path / "a\nfaults 0\n#.conf"
    odd.write_text(Path(files_of("fortios")[0]).read_text())
    found = command("audit", odd, files_of("fortios")[1], "--write", "import.ha", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    spec = hamodel.load(tmp_path / "import.ha")
    assert spec.name == "pair_import"
    assert spec.system.faults == 2


@pytest.mark.parametrize(
    ("files", "path", "said"),
    [
        (["panos/ap.a.xml", "panos/ap.b.xml"], "x.ha", "no spec in the library is about this pair (panos)"),
        (["panos"], "x.ha", "would be the spec of one pair: these files are about 2"),
        (CASES["fortios"], "there.ha", "is there already"),
        (CASES["fortios"], "x.txt", "is no name of a spec"),
        (CASES["fortios"], "gone/x.ha", "cannot write `gone/x.ha`"),
        (CASES["fortios"], "report.ha", "or a report goes there"),
    ],
)
def test_what_is_not_written(files: list[str], path: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "there.ha").write_text("spec mine\n")
    before = sorted(tmp_path.iterdir())
    found = command("audit", *(PAIRS / name for name in files), "--write", path, "-o", "report.ha", cwd=tmp_path)
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stderr.count("error[") == 1
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "there.ha").read_text() == "spec mine\n"
