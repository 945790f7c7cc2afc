"""Security rules, asked in order; expected answers are worked out by hand."""

from __future__ import annotations

import pytest

from hamodel.reference.panos.packets import Flow
from hamodel.reference.panos.policy import Policy, Rule

WEB = Flow("trust", "tcp", "10.9.9.9", 40000, "192.0.2.80", 80)
NAME = Flow("trust", "udp", "10.9.9.9", 40000, "192.0.2.53", 53)

POLICY = Policy(
    [
        Rule("no-guests", "deny", source="10.1.2.0/28"),
        Rule("web", "allow", "trust", "untrust", protocol="tcp", port=range(80, 90), application="http"),
        Rule("no-shells", "deny", "trust", "untrust", application="ssh"),
        Rule("names", "allow", "trust", "untrust", destination="192.0.2.53/32", protocol="udp", port=53),
        Rule("own-port", "allow", "trust", "untrust", protocol="tcp", port=22),
    ]
)


@pytest.mark.parametrize(
    ("flow", "to_zone", "application", "name"),
    [
        (WEB, "untrust", "http", "web"),
        (WEB, "untrust", "tls", "interzone-default"),
        (WEB, "dmz", "http", "interzone-default"),
        (WEB, "trust", "tls", "intrazone-default"),
        (Flow("dmz", "tcp", "10.1.2.30", 1, "192.0.2.80", 80), "untrust", "http", "interzone-default"),
        (Flow("trust", "tcp", "10.1.2.15", 1, "192.0.2.80", 80), "untrust", "http", "no-guests"),
        (Flow("trust", "tcp", "10.1.2.16", 1, "192.0.2.80", 80), "untrust", "http", "web"),
        (Flow("trust", "tcp", "10.9.9.9", 1, "192.0.2.80", 89), "untrust", "http", "web"),
        (Flow("trust", "tcp", "10.9.9.9", 1, "192.0.2.80", 90), "untrust", "http", "interzone-default"),
        (Flow("trust", "udp", "10.9.9.9", 1, "192.0.2.80", 80), "untrust", "http", "interzone-default"),
        (Flow("trust", "tcp", "10.9.9.9", 1, "192.0.2.80", 22), "untrust", "ssh", "no-shells"),
        (Flow("trust", "tcp", "10.9.9.9", 1, "192.0.2.80", 22), "untrust", "unknown-tcp", "own-port"),
    ],
)
def test_the_first_rule_that_matches_decides(flow: Flow, to_zone: str, application: str, name: str) -> None:
    assert POLICY.match(flow, to_zone, application).name == name


@pytest.mark.parametrize("application", [None, "incomplete", "insufficient-data"])
def test_packets_pass_until_the_application_shows(application: str | None) -> None:
    flow = Flow("trust", "tcp", "10.9.9.9", 1, "192.0.2.80", 80)
    assert POLICY.match(flow, "untrust", application).name == "web"
    assert POLICY.match(flow, "untrust", "ssh").name == "no-shells"
    shell = Flow("trust", "tcp", "10.9.9.9", 1, "192.0.2.80", 22)
    assert POLICY.match(shell, "untrust", application).name == "own-port"


def test_defaults_allow_within_a_zone_and_deny_between_zones() -> None:
    nothing = Policy([])
    assert nothing.match(NAME, "trust", None).action == "allow"
    assert nothing.match(NAME, "untrust", None).action == "deny"


def test_what_was_decided_before_is_decided_again() -> None:
    flows = [Flow("trust", "udp", "10.9.9.9", port, "192.0.2.53", 53 + port % 2) for port in range(1, 25_000)]
    for _ in range(2):
        for flow in flows:
            expected = "names" if flow.destination_port == 53 else "interzone-default"
            assert POLICY.match(flow, "untrust", "dns").name == expected
            assert len(POLICY._decided) <= 10_000  # it does not grow with what passes


def test_a_network_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.1/8"):
        Rule("typo", "allow", source="10.0.0.1/8")
