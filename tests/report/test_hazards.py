"""`hazard "22" invariant ...`: whatever a report is written in, it says which entry of a list of hazards a property is about."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from strategies.reports import system_of

from hamodel.api.spec import load
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load as parsed
from hamodel.proofs.digest import digest
from hamodel.report import FORMATS
from hamodel.report.outcome import Outcome
from hamodel.report.style import Style

TWINS = Path(__file__).parent.parent / "agreement/twins"
TAGGED = TWINS / "hazard.ha"


@pytest.fixture(scope="module")
def report() -> Report:
    return check(elaborate(parsed(str(TAGGED))), Request())


def written(report: Report, format: str) -> str:
    return FORMATS[format]([report], Style(traces=True), Outcome())


SAID = {
    "json": r'"hazards": \[\s*"1",\s*"A.2"\s*\]',
    "junit": r'name="hazard" value="1" />\s*<property name="hazard" value="A.2"',
    "sarif": r'"hazard 1",\s*"hazard A.2"',
    "mermaid": r"hazard 22",
}


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"github", "gitlab", "itf"}))
def test_every_format_has_the_tag(report: Report, format: str) -> None:
    assert re.search(SAID.get(format, r"hazards 1 and A\.2"), written(report, format))


def test_those_that_tell_only_what_is_wrong_have_it_there() -> None:
    system = system_of('spec s\nvar x : bool = true\nstep go { x := false }\nhazard "22" invariant stays = x')
    wrong = check(system, Request())
    for format in ("github", "gitlab", "sarif"):
        assert "hazard 22" in written(wrong, format), format


def test_programs_read_it(report: Report) -> None:
    findings = json.loads(written(report, "json"))["findings"]
    tags = {finding["property"]: finding["hazards"] for finding in findings}
    assert tags["single_owner"] == ["22"]
    assert tags["bounded"] == ["1", "A.2"]
    assert tags["both"] == ["4"]
    assert tags["no run-time errors"] == []
    rules = json.loads(written(report, "sarif"))["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["name"]: rule["properties"]["tags"][1:] for rule in rules}["bounded"] == ["hazard 1", "hazard A.2"]
    cases = ElementTree.fromstring(written(report, "junit")).iter("testcase")
    values = {case.get("name"): [each.get("value") for each in case.iter("property")] for case in cases}
    assert values["bounded"] == ["1", "A.2"]


def test_python_has_it() -> None:
    checked = load(TAGGED).check()
    assert checked["single_owner"].hazards == ("22",)
    assert checked["both"].hazards == ("4",)
    assert checked["single_owner"].summary.startswith("hazard 22; exactly when reverts = true")


def test_it_does_not_change_what_a_spec_means() -> None:
    tagged, plain = (elaborate(parsed(str(TWINS / name))) for name in ("hazard.ha", "hazard_without.ha"))
    assert digest(tagged) == digest(plain)
    assert digest(tagged) != digest(elaborate(parsed(str(TWINS / "possible.ha"))))
