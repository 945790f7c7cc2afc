"""Conditions: whose leaves they look at."""

from __future__ import annotations

import pytest

from hamodel.audit.conditions import Condition, Is, IsWritten, Sides, Truth, ask
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
