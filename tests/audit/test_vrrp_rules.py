"""Rules of keepalived: what is still to be filled in, or stands in a file that was not handed in, makes no finding sure."""

from __future__ import annotations

import pytest

from hamodel.audit.rule import findings
from hamodel.audit.rules.known import RULES
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS

ONE = """\
vrrp_instance {name} {{
    interface eth0
    virtual_router_id 51
    priority {priority}
    advert_int 1
    authentication {{
        auth_type PASS
        auth_pass {password}
    }}
    virtual_ipaddress {{
        {address}
    }}
    {more}
}}
{beside}
"""
PLAIN = {"name": "lan", "priority": "150", "password": "no-real1", "address": "192.0.2.10/24", "more": "", "beside": ""}
SYNC = "Sync { Mode FTFW {\n } }"


def sure(first: dict[str, str], second: dict[str, str]) -> dict[str, bool]:
    """Which rules find something in two members, and whether for sure."""
    texts = [ONE.format_map(PLAIN | member) for member in (first, {"priority": "100"} | second)]
    members = [reading.devices(Source("keepalived.conf", text), VENDORS["keepalived"])[0] for text in texts]
    found: dict[str, bool] = {}
    for finding in findings(RULES["keepalived"], tuple(members)):
        found[finding.rule.id] = found.get(finding.rule.id, False) or finding.sure
    return found


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ("KA-03", {"priority": "${rank}"}, {}),
        ("KA-03", {"priority": "{{ rank }}"}, {"priority": "{{ rank }}"}),
        ("KA-04", {"password": "{{ vault }}"}, {}),
        ("KA-04", {"address": "{{ address }}"}, {}),
        ("KA-04", {"address": "192.0.2.77", "more": "include more.conf"}, {}),
        ("KA-09", {"more": "include more.conf"}, {"more": "include more.conf"}),
        ("KA-09", {"beside": "~SEQ(X, 1, 2) $BLOCK"}, {"more": "include more.conf"}),
        ("KA-14", {"beside": "include global.conf"}, {"beside": "include global.conf"}),
        ("KA-08", {"beside": SYNC, "more": "notify /etc/keepalived/changed.sh"}, {}),
        ("KA-13", {"more": "unicast_peer {\n {{ other }}\n }"}, {}),
        ("KA-01", {"more": "state MASTER\n{% if stays %}\n nopreempt\n{% endif %}"}, {}),
        ("CT-05", {"beside": SYNC, "more": "notify /etc/keepalived/changed.sh"}, {}),
    ],
)
def test_what_is_not_known_makes_no_finding_sure(rule: str, first: dict[str, str], second: dict[str, str]) -> None:
    assert sure(first, second)[rule] is False


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ("KA-04", {"address": "192.0.2.77"}, {}),
        ("KA-04", {"name": "other", "beside": "", "more": "version 3"}, {}),
        ("KA-09", {}, {}),
        ("KA-08", {"beside": SYNC}, {}),
        ("KA-13", {"more": "unicast_peer {\n 192.0.2.9\n }"}, {"more": "unicast_peer {\n 192.0.2.9\n }"}),
        ("KA-13", {"more": "unicast_peer {\n 192.0.2.9\n }"}, {}),
    ],
)
def test_the_same_with_all_that_it_rests_on_is_sure(rule: str, first: dict[str, str], second: dict[str, str]) -> None:
    assert sure(first, second)[rule] is True


def test_a_password_is_in_no_name_of_a_finding() -> None:
    """It is a value of a leaf that is marked, which nothing shows."""
    table = VENDORS["keepalived"].table
    assert {setting.path for setting in table.settings if setting.secret} == {
        "vrrp_instance/*/authentication/auth_pass",
        "vrrp_instance/*/auth_hmac/key",
    }
