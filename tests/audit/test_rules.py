"""Rules: each finds what it is about in a pair that has it, and nothing in the same pair without."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from hamodel.audit.rule import Finding, findings
from hamodel.audit.rules.known import RULES, every, rules_of
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS

PAIRS = Path(__file__).parent / "pairs"
CASES: dict[str, dict[str, Any]] = {vendor: tomllib.loads((PAIRS / vendor / "fires.toml").read_text()) for vendor in RULES}
EACH = [(vendor, rule.id) for vendor, rules in RULES.items() for rule in rules]
OF_ANY = [(vendor, rule) for vendor, cases in CASES.items() for rule in cases if rule.startswith("ANY-")]


def told(name: str) -> list[tuple[str, dict[str, Any]]]:
    """The cases of a file that a vendor may have."""
    files = [(vendor, PAIRS / vendor / name) for vendor in RULES]
    return [(vendor, case) for vendor, path in files if path.exists() for case in tomllib.loads(path.read_text())["case"]]


MINDS_NOT, FURTHER = told("silent.toml"), told("further.toml")
SILENT = sorted({(vendor, case["pair"]) for vendor, cases in CASES.items() for case in cases.values()})


def parts(vendor: str, pair: str, side: str, changes: list[list[str]]) -> list[list[Device]]:
    """The members in each file of a side (`PAIR.SIDE.*`), with texts replaced: each must be there."""
    wanted = [tuple(change) for change in changes]
    found = []
    for path in sorted((PAIRS / vendor).glob(f"{pair}.{side}.*")):
        text = path.read_text()
        for change in list(wanted):
            if change[0] in text:
                text = text.replace(change[0], change[1])
                wanted.remove(change)
        found.append(reading.devices(Source(path.name, text), VENDORS[vendor]))
    assert not wanted, f"not in the files: {wanted}"
    return found


def members(vendor: str, pair: str, case: dict[str, Any]) -> tuple[Device, ...]:
    """Both members of a pair: of the files of each, and of those about both (`PAIR.ab.*`)."""
    together = parts(vendor, pair, "ab", case.get("ab", []))
    both = []
    for number, side in enumerate("ab"):
        own = [device for devices in parts(vendor, pair, side, case.get(side, [])) for device in devices]
        own += [devices[number] for devices in together]
        assert own, f"no file {pair}.{side}.* of {vendor}"
        both.append(reading.merged(own))
    return tuple(both)


def found(vendor: str, pair: str, case: dict[str, Any]) -> list[Finding]:
    """What the rules of a vendor find in a pair with the changes of a case."""
    return list(findings(rules_of(vendor), members(vendor, pair, case)))


@pytest.mark.parametrize(("vendor", "pair"), SILENT)
def test_all_are_silent(vendor: str, pair: str) -> None:
    """About a pair that follows them all; a secret may stand in clear text, so that nobody takes it for one."""
    assert [(finding.rule.id, *finding.names) for finding in found(vendor, pair, {}) if finding.rule.id != "ANY-04"] == []


@pytest.mark.parametrize(("vendor", "rule"), [*EACH, *OF_ANY])
def test_each_finds_what_it_is_about(vendor: str, rule: str) -> None:
    """At a line that is written, or near one."""
    case = CASES[vendor][rule]
    mine = [finding for finding in found(vendor, case["pair"], case) if finding.rule.id == rule]
    assert mine
    assert all(finding.sure for finding in mine)
    assert all(evidence.span is not None for finding in mine for evidence in finding.evidence)


@pytest.mark.parametrize(("vendor", "case"), FURTHER, ids=[f"{case['rule']}: {case['why']}" for _, case in FURTHER])
def test_further_ways_to_break_a_rule(vendor: str, case: dict[str, Any]) -> None:
    """`sure = false`: a placeholder leaves it open."""
    mine = [finding for finding in found(vendor, case["pair"], case) if finding.rule.id == case["rule"]]
    assert [finding.sure for finding in mine] == [case.get("sure", True)] * max(len(mine), 1)
    assert all(evidence.span is not None for finding in mine for evidence in finding.evidence)


@pytest.mark.parametrize(("vendor", "case"), MINDS_NOT, ids=[f"{case['rule']}: {case['why']}" for _, case in MINDS_NOT])
def test_what_a_rule_does_not_mind(vendor: str, case: dict[str, Any]) -> None:
    assert case["rule"] not in {finding.rule.id for finding in found(vendor, case["pair"], case) if finding.sure}


@pytest.mark.parametrize("vendor", RULES)
def test_they_read_what_the_tables_have(vendor: str) -> None:
    known = {setting.path for setting in VENDORS[vendor].table.settings}
    for rule in RULES[vendor]:
        assert rule.reads, rule.id
        assert rule.reads <= known, rule.id
        assert {change.path for change in rule.fix} <= known, rule.id


def test_names_are_given_once_by_each_vendor() -> None:
    assert len(set(EACH)) == len(EACH)


def test_rules_of_any_vendor_have_a_case() -> None:
    assert {rule.id for rule in every()} - {rule for _, rule in EACH} == {rule for _, rule in OF_ANY}
