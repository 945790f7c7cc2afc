"""What is still to be filled in decides nothing: values, names, and leaves under a condition of a template."""

from __future__ import annotations

import pytest

from hamodel.audit.conditions import Condition, Is, IsWritten, Not, Sides, Truth, Unlike, ask, placeholder
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS

TEXT = """\
config system ha
set mode ${mode}
%{ if watched }
set monitor "port1"
%{ endif }
set hbdev "port3" 50 LINK 40
end
"""


def member(link: str) -> Device:
    return reading.devices(Source("fw", TEXT.replace("LINK", link)), VENDORS["fortios"])[0]


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (Is("system/ha/mode", ("a-p",)), Truth.UNDECIDED),
        (IsWritten("system/ha/monitor"), Truth.UNDECIDED),
        (Not(IsWritten("system/ha/monitor")), Truth.UNDECIDED),
        (IsWritten("system/ha/mode"), Truth.YES),
        (Unlike(("system/ha/hbdev/*",)), Truth.UNDECIDED),
        (Unlike(("system/ha/group-id",)), Truth.NO),
    ],
)
def test_they_decide_nothing(condition: Condition, truth: Truth) -> None:
    assert ask(condition, Sides((member('"port4"'), member("${link}")))).truth is truth


@pytest.mark.parametrize("value", ["${x}", "{{ x }}", "<peer ip>", "%{ if x } a", "$x", "{integer}", "[enable|disable]", "%x%"])
def test_ways_to_write_them(value: str) -> None:
    assert placeholder(value)


@pytest.mark.parametrize("value", ["enable", "192.0.2.1/24", "[1]", "{}", "a|b", "100%"])
def test_plain_values(value: str) -> None:
    assert not placeholder(value)
