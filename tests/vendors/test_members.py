"""FortiOS: which members a text is about, and whose addresses are whose."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.fortios.reading import FORTIOS

HEADER = "#config-version=FGVM64-7.6.1-FW-build3457-241127:opmode=0:vdom=0:user=admin\n"


def read(text: str) -> list[Device]:
    return reading.devices(Source("x", text), FORTIOS)


def block(*lines: str, of: str = "system ha") -> str:
    return "\n".join([f"config {of}", *lines, "end", ""])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (HEADER + block("set mode a-p") + HEADER + block("set mode a-p"), ["1", "2"]),
        (block("set hostname a", of="system global") + block("set hostname b", of="system global"), ["a", "b"]),
        (block("set priority 1") + block("set priority 1"), [""]),
        (block("set priority 1", "set priority 2"), [""]),
        (block("set priority 1") + block("set priority 2"), ["1", "2"]),
        (block("set priority ${x}") + block("set priority ${y}"), [""]),
        (block("set group-name x") + block("set group-name y", "set group-id 2"), ["x", "y"]),
        ("", [""]),
    ],
)
def test_members(text: str, names: list[str]) -> None:
    assert [device.name for device in read(text)] == names


@pytest.mark.parametrize(
    ("cluster", "addresses"),
    [
        ("", ["192.0.2.1"]),
        ("set mode standalone", ["192.0.2.1"]),
        ("set mode a-p", []),
        ("set mode ${mode}", []),
        ("set mode a-p\nset unicast-hb enable", ["192.0.2.1"]),
    ],
)
def test_addresses_of_one_member(cluster: str, addresses: list[str]) -> None:
    """A cluster has one set of them, and a loopback may be anybody's."""
    one = ["edit port1", "set ip 192.0.2.1/24", "next"]
    loop = ["edit lo", "set ip 198.51.100.1 255.255.255.255", "set type loopback", "next"]
    (device,) = read(block(*one, *loop, of="sys int") + block(cluster))
    assert [leaf.value for leaf in device.all("system/interface/*/ip")] == addresses
