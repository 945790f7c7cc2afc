"""Pairs: which files are one member, and which members are a pair."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hamodel.audit import pairing
from hamodel.diagnostics import SpecError

PAIRS = Path(__file__).parent / "pairs"


def folder(tmp_path: Path, vendor: str, *pairs: str) -> str:
    """The files of pairs, each side in a folder of its own; files about both members beside the folders."""
    for pair in pairs:
        for path in sorted((PAIRS / vendor).glob(f"{pair}.*")):
            _, side, name = path.name.split(".", 2)
            place = tmp_path / pair / ("" if side == "ab" else side)
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place / name)
    return str(tmp_path)


@pytest.mark.parametrize(
    ("vendor", "pair", "names"),
    [
        ("openbsd", "edge", ("gate-a.example.net", "gate-b.example.net")),
        ("checkpoint", "edge", ("edge-a", "edge-b")),
        ("junos", "cluster", ("edge-0/node0", "edge-1/node1")),
        ("junos", "services", ("edge-a", "edge-b")),
        ("opnsense", "edge", ("gate-a", "gate-b")),
    ],
)
def test_a_folder_has_its_pair(tmp_path: Path, vendor: str, pair: str, names: tuple[str, str]) -> None:
    found = pairing.found([folder(tmp_path, vendor, pair)])
    assert [tuple(device.name for device in each) for each in found.pairs] == [names]
    assert found.alone == ()


def test_a_member_has_all_its_files(tmp_path: Path) -> None:
    ((first, second),) = pairing.found([folder(tmp_path, "checkpoint", "edge")]).pairs
    for device, address in ((first, "192.0.2.11"), (second, "192.0.2.12")):
        assert device.value("object/member/ip-address") == device.value("interface/*/ipv4-address", ("eth0",)) == address
        assert device.value("kernel/fwha_monitor_all_vlan") == "1"


def test_a_cluster_that_was_exported_twice_is_one(tmp_path: Path) -> None:
    """Once on each member."""
    path = Path(folder(tmp_path, "junos", "cluster"), "cluster", "conf")
    shutil.copy(path, path.with_name("again"))
    ((first, second),) = pairing.found([str(tmp_path)]).pairs
    assert len(first.all("interfaces/*/fabric-options/member-interfaces")) == 4
    assert first.name != second.name


def test_pairs_of_one_text_come_first(tmp_path: Path) -> None:
    found = pairing.found([folder(tmp_path, "junos", "cluster", "services")])
    assert [tuple(device.name for device in each) for each in found.pairs] == [
        ("edge-0/node0", "edge-1/node1"),
        ("edge-a", "edge-b"),
    ]


def test_a_folder_has_many_pairs(tmp_path: Path) -> None:
    """Of members that name each other, whatever lies between them; one that is named by nobody stays alone."""
    text = (PAIRS / "panos/ap.a.xml").read_text()
    for number, (own, peer) in enumerate([(2, 3), (4, 5), (3, 2), (6, 7), (5, 4)]):
        said = text.replace("192.0.2.", "198.51.100.").replace("<peer-ip>198.51.100.2", f"<peer-ip>192.0.2.{peer}")
        said = said.replace("<ip-address>198.51.100.1", f"<ip-address>192.0.2.{own}").replace("fw-a", f"fw-{own}")
        (tmp_path / f"{number}.xml").write_text(said)
    found = pairing.found([str(tmp_path)])
    assert [tuple(device.name for device in each) for each in found.pairs] == [("fw-2", "fw-3"), ("fw-4", "fw-5")]
    assert [device.name for device in found.alone] == ["fw-6"]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("os.scandir", refused)
    with pytest.raises(SpecError, match="cannot be read: Permission denied"):
        pairing.found([str(tmp_path)])


def test_old_line_ends_are_read(tmp_path: Path) -> None:
    text = (PAIRS / "fortios/fgcp.a.conf").read_bytes()
    (tmp_path / "mac.conf").write_bytes(text.replace(b"\n", b"\r"))
    (tmp_path / "windows.conf").write_bytes(text.replace(b"\n", b"\r\n"))
    ((first, second),) = pairing.found([str(tmp_path / "mac.conf"), str(tmp_path / "windows.conf")]).pairs
    assert len(first.leaves) == len(second.leaves) > 3


def test_two_that_say_nothing_of_high_availability_are_no_pair(tmp_path: Path) -> None:
    for side in "ab":
        (tmp_path / side).write_text(f"config system global\n    set hostname {side}\nend\n")
    with pytest.raises(SpecError, match="there is no configuration of a pair"):
        pairing.found([str(tmp_path / "a"), str(tmp_path / "b")])


def multicast(tmp_path: Path, name: str, address: str, vrid: int, priority: int, extra: str = "") -> None:
    """A member that names no other."""
    place = tmp_path / name
    place.mkdir()
    (place / "keepalived.conf").write_text(
        f"vrrp_instance lan {{\n    interface eth0\n    virtual_router_id {vrid}\n    priority {priority}\n{extra}"
        f"    virtual_ipaddress {{\n        {address}\n    }}\n}}\n"
    )


def names(found: pairing.FoundPairs) -> list[list[str]]:
    return [[Path(device.sources[0].path).parent.name for device in pair] for pair in found.pairs]


def test_members_that_speak_to_a_multicast_address(tmp_path: Path) -> None:
    """They have one virtual address in a group of one number; others have the number or the address alone."""
    for name, address, vrid in (("a1", "192.0.2.1/24", 7), ("b1", "198.51.100.1/24", 7), ("c1", "192.0.2.1/24", 8)):
        multicast(tmp_path, name, address, vrid, 150)
        multicast(tmp_path, name.replace("1", "2"), address, vrid, 100)
    found = pairing.found([str(tmp_path)])
    assert names(found) == [["a1", "a2"], ["b1", "b2"], ["c1", "c2"]]


def test_three_of_a_group_are_no_pair(tmp_path: Path) -> None:
    """That is said, and nothing guessed; other pairs are found."""
    for name in ("a1", "a2", "a3"):
        multicast(tmp_path, name, "192.0.2.1/24", 7, 100)
    with pytest.raises(SpecError, match="nothing says which two of them are a pair"):
        pairing.found([str(tmp_path)])
    for name in ("b1", "b2"):
        multicast(tmp_path, name, "198.51.100.1/24", 7, 100)
    found = pairing.found([str(tmp_path)])
    assert names(found) == [["b1", "b2"]]
    assert [each.code for each in found.unread] == ["several-partners"]


def test_who_names_another_member_is_not_told_by_addresses(tmp_path: Path) -> None:
    for name, own, peer in (("a1", 1, 2), ("a2", 2, 1)):
        peers = f"    unicast_src_ip 203.0.113.{own}\n    unicast_peer {{\n        203.0.113.{peer}\n    }}\n"
        multicast(tmp_path, name, "192.0.2.1/24", 7, 100, peers)
    multicast(tmp_path, "c1", "192.0.2.1/24", 7, 100)
    multicast(tmp_path, "c2", "192.0.2.1/24", 7, 90)
    assert names(pairing.found([str(tmp_path)])) == [["a1", "a2"], ["c1", "c2"]]


CARP = (
    "<{kind}><system><hostname>{name}</hostname></system><virtualip><vip><mode>carp</mode><interface>lan</interface>"
    "<vhid>{vhid}</vhid><subnet>{address}</subnet><subnet_bits>24</subnet_bits></vip></virtualip></{kind}>"
)
ROUTEROS = (
    "# by RouterOS 7.8\n/interface vrrp\nadd interface=ether2 name=inside vrid={vhid}\n/ip address\n"
    "add address={address}/24 interface={port}\n/system identity\nset name={name}\n"
)


@pytest.mark.parametrize("kind", ["opnsense", "pfsense", "mikrotik", "openbsd"])
def test_groups_that_name_no_member(tmp_path: Path, kind: str) -> None:
    """Nobody's address but the shared one is in the files; others have the number or the address alone."""
    for name, address, vhid in (("a", "192.0.2.1", 7), ("b", "198.51.100.1", 7), ("c", "192.0.2.1", 8)):
        for number in (1, 2):
            place = tmp_path / f"{name}{number}"
            place.mkdir()
            if kind == "openbsd":
                said = f"inet {address} 255.255.255.0 192.0.2.255 vhid {vhid} carpdev em0 advskew {number}\n"
                (place / "hostname.carp0").write_text(said)
            else:
                text = ROUTEROS if kind == "mikrotik" else CARP
                (place / "config").write_text(
                    text.format(kind=kind, name=place.name, address=address, vhid=vhid, port="inside")
                )
    assert names(pairing.found([str(tmp_path)])) == [["a1", "a2"], ["b1", "b2"], ["c1", "c2"]]


def test_a_group_on_a_port_without_addresses_is_told_by_its_network(tmp_path: Path) -> None:
    for name, address in (("a1", "192.0.2.1"), ("b1", "198.51.100.1"), ("a2", "192.0.2.2"), ("b2", "198.51.100.2")):
        place = tmp_path / name
        place.mkdir()
        (place / "config").write_text(ROUTEROS.format(name=name, address=address, vhid=7, port="ether2"))
    assert names(pairing.found([str(tmp_path)])) == [["a1", "a2"], ["b1", "b2"]]


ASA = (
    "ASA Version 9.16(4)\nhostname {name}\nfailover\nfailover lan unit {unit}\nfailover lan interface folink GigabitEthernet0/3\n"
    "failover interface ip folink {address} 255.255.255.252 standby 192.0.2.2\n"
)
BIG_IP = (
    "#TMSH-VERSION: 16.1.2\ncm device /Common/{own} {{\n    hostname {own}\n    self-device true\n}}\n"
    "cm device-group /Common/pair {{\n    devices {{\n        /Common/{group}1 {{ }}\n        /Common/{group}2 {{ }}\n    }}\n"
    "    type sync-failover\n}}\nsys global-settings {{\n    hostname {own}\n}}\n"
)


def test_members_that_say_of_both_the_same(tmp_path: Path) -> None:
    """An ASA has the name of its partner; a BIG-IP lists all members of its group. Others have the link, or the group's name."""
    for site, name, address in (("a", "edge", "192.0.2.1"), ("b", "core", "192.0.2.1"), ("c", "edge", "192.0.2.9")):
        for unit in ("primary", "secondary"):
            (tmp_path / f"{site}-{unit}.cfg").write_text(ASA.format(name=name, unit=unit, address=address))
    for group in ("x", "y"):
        for number in (1, 2):
            text = BIG_IP.format(own=f"{group}{number}", group=group)
            (tmp_path / f"{group}{number}.conf").write_text(text)
    found = pairing.found([str(tmp_path)])
    files = [[Path(device.sources[0].path).stem for device in pair] for pair in found.pairs]
    asa = [[f"{site}-primary", f"{site}-secondary"] for site in "abc"]
    assert sorted(files) == [*asa, ["x1", "x2"], ["y1", "y2"]]
    assert found.alone == ()
