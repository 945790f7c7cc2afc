"""Kea: parts of a configuration, also those that nobody would write."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ('"hooks-libraries"', []),
        ('{ "hooks-libraries": [ "x" ] }', []),
        ('{ "high-availability": [ { "mode": "hot-standby" } ] }', ["high-availability/[0]/mode"]),
        ('{ "high-availability": { "mode": "hot-standby" } }', []),
        ('{ "Dhcp4": { "high-availability": [ ] } }', []),
    ],
)
def test_parts_of_a_configuration(text: str, leaves: list[str]) -> None:
    (device,) = reading.devices(Source("x", text), VENDORS["kea"])
    assert [leaf.name for leaf in device.leaves] == leaves
