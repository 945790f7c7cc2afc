"""--recheck: what comes with hamodel is confirmed by a check now, and anything else is told aloud."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from strategies.command import hamodel

from hamodel.audit.auditing import audit_of
from hamodel.audit.hazards import rechecking
from hamodel.audit.hazards.answers import KnownAnswers
from hamodel.audit.hazards.applying import HazardReport
from hamodel.audit.hazards.rechecking import OtherAnswer, rechecked

PAIRS = Path(__file__).parent / "pairs"
FILES = [str(PAIRS / f"fortios/fgcp.{side}.conf") for side in "ab"]


@pytest.fixture
def report() -> HazardReport:
    """Of a pair with two combinations left, and hazards that a setting removes."""
    (pair,) = audit_of(FILES).pairs
    assert pair.hazards is not None
    return pair.hazards


def told_otherwise(report: HazardReport, claim: str, **fields: object) -> HazardReport:
    """With other answers about a claim."""
    rows = dict(report.answers.rows)
    rows[claim] = tuple((bits, replace(row, **fields)) for bits, row in rows[claim])  # type: ignore[arg-type]
    return replace(report, answers=replace(report.answers, rows=rows))


@pytest.mark.heavy
def test_a_check_confirms_what_is_said(report: HazardReport, tmp_path: Path) -> None:
    """Of the combinations that the files leave, and of those that remedies leave."""
    told: list[str] = []
    confirmed = rechecked(report, told.append).rechecked
    assert confirmed is not None
    assert told[0].endswith(f": {confirmed.combinations} combinations together")
    assert (confirmed.claims, confirmed.undecided) == (len(report.answers.claims), ())
    assert confirmed.remedies == sum(len(hazard.remedies) for hazard in report.hazards) > 0
    assert confirmed.combinations > report.left.bit_count() > 1
    found = hamodel("audit", *FILES, "--recheck", cwd=tmp_path)
    said = f"confirmed by a check of the spec now: {confirmed.claims} claims for {confirmed.combinations} combinations"
    assert said in " ".join(found.stdout.split())


def test_another_answer_is_told_aloud(report: HazardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rechecking, "_together", kept(report))
    wrong = told_otherwise(report, "roles.one_active", verdict="proved", faults=None, steps=None)
    with pytest.raises(OtherAnswer, match=r"roles.one_active of @pairs/fgcp.ha with .*: a check says violated .*, kept is "):
        rechecked(wrong)


def test_answers_about_another_text(report: HazardReport) -> None:
    with pytest.raises(OtherAnswer, match="are about another text of it"):
        rechecked(replace(report, answers=replace(report.answers, digest="0" * 64)))


def kept(report: HazardReport, **changes: rechecking.Answer | None) -> object:
    """What is found is what is kept, but of these claims; None: they are not decided."""

    def together(system: object, known: KnownAnswers, wanted: int, listen: object) -> rechecking.Fresh:
        fresh: dict[str, list[tuple[int, rechecking.Answer]]] = {}
        for claim in report.answers.claims:
            name = claim.name.replace(".", "_")
            fresh[claim.name] = [
                (bits & wanted, found)
                for bits, row in report.answers.rows[claim.name]
                if (found := changes.get(name, (row.verdict, row.faults, row.steps))) is not None
            ]
        return fresh

    return together


def test_what_a_check_does_not_decide_is_not_confirmed(report: HazardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rechecking, "_together", kept(report, roles_one_active=None))
    confirmed = rechecked(report).rechecked
    assert confirmed is not None
    (said,) = confirmed.undecided
    assert said.startswith("roles.one_active with ")
    assert said.endswith(f" and {confirmed.combinations - 1} more combinations")


def test_numbers_count_too(report: HazardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in (("violated", 2, 2), ("violated", 1, 3)):
        monkeypatch.setattr(rechecking, "_together", kept(report, roles_one_active=other))
        with pytest.raises(OtherAnswer, match="kept is violated"):
            rechecked(report)


def test_a_remedy_that_is_none(report: HazardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is right, but a remedy does not do what is said of it."""
    hazard = next(each for each in report.hazards if each.remedies)
    useless = replace(hazard, remedies=(replace(hazard.remedies[0], options=()),))
    monkeypatch.setattr(rechecking, "_together", kept(report))
    with pytest.raises(OtherAnswer, match="as well"):
        rechecked(replace(report, hazards=(useless,)))


def test_one_combination_is_checked_by_itself(report: HazardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a check that says something else there is told as well."""
    known = report.answers
    bit = 1 << known.every.number(known.every.first(report.left))
    one = replace(report, left=bit, hazards=(), beyond=())
    asked: list[dict[str, object]] = []

    def checked(system: object, options: dict[str, object]) -> dict[str, rechecking.Answer]:
        asked.append(options)
        rows = {claim.name: known.at(options, claim.name) for claim in known.claims}  # type: ignore[arg-type]
        return {name: (row.verdict, row.faults, row.steps) for name, row in rows.items()}

    monkeypatch.setattr(rechecking, "_checked", checked)
    confirmed = rechecked(one).rechecked
    assert asked == [known.every.first(bit)]
    assert confirmed is not None
    assert (confirmed.combinations, confirmed.undecided) == (1, ())
    with pytest.raises(OtherAnswer, match="kept is proved"):
        rechecked(told_otherwise(one, "roles.one_active", verdict="proved", faults=None, steps=None))


def test_where_there_is_nothing_to_confirm(tmp_path: Path) -> None:
    found = hamodel("audit", *(PAIRS / f"panos/ap.{side}.xml" for side in "ab"), "--recheck", cwd=tmp_path)
    assert "there is nothing to confirm" in found.stderr


@pytest.mark.heavy
def test_it_can_be_interrupted(tmp_path: Path) -> None:
    """While it checks: status 130, no report, no traceback."""
    command = [sys.executable, "-m", "hamodel", "audit", *FILES, "--recheck"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert "combinations together" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said, more = running.communicate()
    assert running.returncode == 130
    assert said == ""
    assert "Traceback" not in more
