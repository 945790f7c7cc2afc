"""Rules of FortiOS: further ways to break them than `pairs/fortios/fires.toml` has, and what placeholders leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.audit.rule import findings
from hamodel.audit.rules.fortios import RULES
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.fortios.reading import FORTIOS

PAIRS = Path(__file__).parent / "pairs" / "fortios"


def member(pair: str, side: str, changes: list[list[str]]) -> Device:
    """One member of a pair, with texts replaced: each must be there."""
    text = (PAIRS / f"{pair}.{side}.conf").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (device,) = reading.devices(Source(side, text), FORTIOS)
    return device


def sure(rule: str, pair: str, case: dict[str, list[list[str]]]) -> list[bool]:
    """Whether each finding of a rule is sure."""
    members = tuple(member(pair, side, case.get(side, [])) for side in "ab")
    return [finding.sure for finding in findings(RULES, members) if finding.rule.id == rule]


WAYS = [
    ("FGT-02", "fgcp", {"a": [['set monitor "port1"', 'set monitor "ha2"']]}),
    ("FGT-05", "fgcp", {"a": [['set monitor "port1" "port2"', ""], ['set pingserver-monitor-interface "port1"', ""]]}),
    (
        "FGT-06",
        "vclusters",
        {
            "a": [["override disable", "override enable"]],
            "b": [["override disable", "override enable"], ["priority 100", "priority 200"]],
        },
    ),
    ("FGT-07", "vclusters", {"a": [["override disable", "override enable"]]}),
    ("FGT-08", "fgcp", {"a": [['"ha2" 50', '"ha3" 50']]}),
    ("FGT-08", "fgcp", {"a": [["set mode a-p", "set mode standalone"]]}),
    ("FGT-08", "fgcp", {"a": [["set password ENC Zmlyc3Q=", ""]]}),
    ("FGT-11", "fgcp", {"a": [['set server "198.51.100.9"', "set ha-priority 5"]]}),
    ("FGT-11", "fgcp", {"a": [['set server "203.0.113.1"', "set status disable"]]}),
    (
        "FGT-13",
        "fgcp",
        {"a": [["config router bgp", "config router ospf\nconfig network\nedit 1\nset prefix 192.0.2.0/24\nend\nend"]]},
    ),
    ("FGT-15", "fgcp", {"a": [["set mode a-p", "set mode a-p\nset uninterruptible-upgrade disable"]]}),
    ("FGT-16", "vclusters", {"b": [["priority 200", "priority 90"]]}),
    ("FGS-02", "fgsp", {"a": [['syncvd "root" "dmz"', 'syncvd "root"']]}),
    ("FGS-03", "fgsp", {"a": [["session-pickup enable", "session-pickup disable"]]}),
    ("FGS-03", "fgsp", {"a": [["set standalone-group-id 3", "set session-sync disable"]]}),
]


@pytest.mark.parametrize(("rule", "pair", "case"), WAYS)
def test_further_ways(rule: str, pair: str, case: dict[str, list[list[str]]]) -> None:
    assert sure(rule, pair, case) == [True]


OPEN = [
    ("FGT-01", "fgcp", {"a": [['"ha1" 100 "ha2" 50', "${links}"]]}),
    ("FGT-01", "fgcp", {"a": [['"ha2" 50', '"ha2" ${rank}'], ['"ha1" 100', ""]]}),
    ("FGT-02", "fgcp", {"a": [['set monitor "port1"', "set monitor ${uplink}"]]}),
    (
        "FGT-05",
        "vclusters",
        {"a": [['set monitor "port1"', "%{ if x }\nset monitor port1\n%{ endif }"], ['set monitor "port2"', ""]]},
    ),
    ("FGT-06", "fgcp", {"a": [["priority 200", "priority ${rank}"]]}),
    ("FGT-08", "fgcp", {"a": [["ENC Zmlyc3Q=", "{{ secret }}"]]}),
    ("FGT-11", "fgcp", {"a": [['set srcintf "port1"', "set srcintf ${uplink}"]]}),
    ("FGT-16", "vclusters", {"a": [["priority 200", "priority ${rank}"]]}),
    ("FGS-02", "fgsp", {"a": [["peerip 192.0.2.2", "peerip ${peer}"]]}),
    ("FGS-02", "fgsp", {"a": [['syncvd "root" "dmz"', "syncvd <domain>"]]}),
    ("FGS-07", "fgsp", {"a": [["startip 203.0.113.10", "startip ${pool}"]], "b": [["startip 203.0.113.20", "startip ${pool}"]]}),
]


@pytest.mark.parametrize(("rule", "pair", "case"), OPEN)
def test_what_placeholders_leave_open(rule: str, pair: str, case: dict[str, list[list[str]]]) -> None:
    assert sure(rule, pair, case) == [False]
