"""Conditions: whose leaves they look at."""

from __future__ import annotations

import pytest

from hamodel.audit.conditions import Condition, Is, IsWritten, Sides, Truth, Unlike, ask
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS

TEXT = """\
set deviceconfig high-availability enabled yes
set rulebase nat rules first source-translation dynamic-ip translated-address 192.0.2.10
set rulebase nat rules second disabled yes
set network ike gateway west local-address interface ""
"""


def member() -> Device:
    return reading.devices(Source("fw", TEXT), VENDORS["panos"])[0]


@pytest.mark.parametrize(
    ("condition", "names", "truth"),
    [
        (Is("high-availability/enabled", ("yes",)), ("first",), Truth.YES),
        (Is("nat/*/disabled", ("yes",)), ("first",), Truth.NO),
        (Is("nat/*/disabled", ("yes",)), ("second",), Truth.YES),
        (IsWritten("nat/*/source-translation/dynamic-ip/translated-address"), ("second",), Truth.NO),
        (IsWritten("ike/*/local-address/interface"), ("first",), Truth.NO),
    ],
)
def test_names_stand_in_the_paths_that_a_rule_is_asked_for(condition: Condition, names: tuple[str, ...], truth: Truth) -> None:
    """Other paths have all their leaves; a leaf without a value is none."""
    assert ask(condition, Sides((member(),), names, "nat/*")).truth is truth


@pytest.mark.parametrize(
    ("first", "second", "truth"),
    [
        ("priority 100", "", Truth.NO),
        ("priority 150", "", Truth.YES),
        ("priority ${rank}", "", Truth.UNDECIDED),
        ("interface eth0", "", Truth.YES),
        ("interface eth0", "interface eth0", Truth.NO),
    ],
)
def test_what_is_not_written_counts_as_the_default(first: str, second: str, truth: Truth) -> None:
    """Of leaves with names as well: the other member has the name without the leaf."""
    texts = [f"vrrp_instance lan {{\n    virtual_router_id 7\n    {line}\n}}\n" for line in (first, second)]
    members = tuple(reading.devices(Source("conf", text), VENDORS["keepalived"])[0] for text in texts)
    paths = ("vrrp_instance/*/priority", "vrrp_instance/*/interface")
    assert ask(Unlike(paths), Sides(members)).truth is truth
