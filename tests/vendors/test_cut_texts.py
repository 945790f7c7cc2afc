"""Texts that were cut: each form tells where what has no end begins; what is said of such a member is not sure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hamodel.audit.hazards.applying import applied
from hamodel.audit.pairing import found
from hamodel.audit.rule import findings
from hamodel.audit.rules.known import rules_of
from hamodel.diagnostics import SpecError
from hamodel.source import Source
from hamodel.vendors import reading

FOLDER = Path(__file__).parent / "configurations"
PAIRS = Path(__file__).parent.parent / "audit/pairs"


def cuts(text: str, path: str = "fw") -> list[int]:
    """The lines at which something begins that has no end."""
    return list(dict.fromkeys(cut.span.line for device in reading.devices(Source(path, text)) for cut in device.cuts))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("config system ha\nset mode a-p\nend\n", []),
        ("config system ha\nset mode a-p\n", [1]),
        ("config system ha\nset mode a-p\nend\nconfig firewall policy\nedit 1\nset action acc", [5]),
        ("config system ha\nset mode a-p\nconfig system global\nset hostname x\nend\n", [1]),
        ('config system ha\nset group-name "edge\nset mode a-p\nend\n', [2]),
        ("vrrp_instance a {\n    priority 1\n}\n", []),
        ("vrrp_instance a {\n    virtual_ipaddress {\n        192.0.2.1\n", [2]),
        ("vrrp_instance a {\n    priority 1\n}\n}\n", [4]),
        ("version 21.2R1;\nchassis {\n    cluster {\n        reth-count 2;\n", [3]),
        ("set chassis cluster reth-count 2\n", []),
        ('set chassis cluster reth-count 2\nset system host-name "fw', [2]),
        ("cm device a {\n    mirror-ip 192.0.2.1\n}\n", []),
        ("cm device a {\n    mirror-ip 192.0.2.1\n", [1]),
        ("tmsh modify cm device a unicast-address { { ip 192.0.2.1 }\n", [1]),
        ("/interface vrrp\nadd name=a \\\n", [2]),
        ("pass out on em0 proto carp\npass in on { em0, em1\n", [2]),
        ("asa# show run\n: Saved\n: \nASA Version 9.16(4)\nfailover\nfailover lan unit primary\n: end\n", []),
        ("asa# show run\n: Saved\n: \nASA Version 9.16(4)\nfailover\nfailover lan unit primary\n", [2]),
        (": Saved\nfailover lan unit primary\n: end\n: Saved\nfailover lan unit secondary\n", [4]),
        ("ASA Version 9.16(4)\nfailover\nfailover lan unit primary\n", []),
        ("Current configuration : 90 bytes\ninterface Vlan1\n standby 1 ip 192.0.2.1\n!\nend\n", []),
        ("Current configuration : 90 bytes\ninterface Vlan1\n standby 1 ip 192.0.2.1\n!\n", [1]),
        ("Using 90 out of 262144 bytes\ninterface Vlan1\n standby 1 ip 192.0.2.1\n!\n", [1]),
        ("interface Vlan1\n standby 1 ip 192.0.2.1\n", []),
    ],
)
def test_where_a_text_is_cut(text: str, lines: list[int]) -> None:
    assert cuts(text, "pf.conf" if text.startswith("pass") else "fw") == lines


@pytest.mark.parametrize("text", ["<config>\n<deviceconfig>\n<system>\n<hostname>x", '{"Dhcp4": {"hooks-libraries": ['])
def test_xml_and_json_are_refused(text: str) -> None:
    with pytest.raises(SpecError) as refused:
        reading.devices(Source("fw", text))
    assert [each.code for each in refused.value.diagnostics] == ["ends-open"]


@pytest.mark.parametrize("vendor", ["fortios", "keepalived", "f5", "junos", "vyos"])
def test_whole_texts_are_not_cut_and_halves_are(vendor: str) -> None:
    """Of each configuration in braces or blocks, at every tenth line."""
    for path in sorted(FOLDER.glob(f"{vendor}/*")):
        text = path.read_text()
        if path.suffix == ".leaves" or not re.search(r"^\s*(?:config |\S[^\n]*\{$)", text, re.M) or "{%" in text or "%{" in text:
            continue
        source = Source(path.name, text)
        kind = reading.recognised(source)
        whole = cuts(text, path.name)
        lines = text.splitlines(keepends=True)
        depth = 0
        for number, line in enumerate(lines[:-1], 1):
            depth += line.count("{") - line.count("}")
            if depth > 0 and number % 10 == 0 and not whole:
                half = Source(path.name, "".join(lines[:number]))
                assert any(each.cut for each in kind.read(half)), (path.name, number)


def test_what_is_said_of_a_cut_member_is_not_sure(tmp_path: Path) -> None:
    a, b = (tmp_path / name for name in ("a.conf", "b.conf"))
    whole = (PAIRS / "fortios/fgcp.a.conf").read_text()
    a.write_text(whole[: whole.index("config system ha")] + "config system ha\n    set mode a-p\n    set hbdev port3 50\n")
    b.write_text((PAIRS / "fortios/fgcp.b.conf").read_text())
    ((first, second),) = found([str(a), str(b)]).pairs
    told = list(findings(rules_of("fortios"), (first, second)))
    assert [each.rule.id for each in told if each.sure and first in each.devices] == ["ANY-08"]
    assert len([each for each in told if first in each.devices]) > 2
    assert applied((first, second)) is None
    assert applied((second, second)) is not None


def test_a_text_that_is_cut_before_it_comes_to_the_point(tmp_path: Path) -> None:
    """No word of high availability is in it, since it ends too early: that is said, not that it has none."""
    for name in ("a.conf", "b.conf"):
        (tmp_path / name).write_text("config system global\n    set hostname x\n")
    for paths in ([str(tmp_path / "a.conf"), str(tmp_path / "b.conf")], [str(tmp_path)]):
        with pytest.raises(SpecError, match="the text is cut"):
            found(paths)


def test_files_of_a_folder_that_are_cut_are_told(tmp_path: Path) -> None:
    for side in "ab":
        (tmp_path / f"ap.{side}.xml").write_text((PAIRS / f"panos/ap.{side}.xml").read_text())
    (tmp_path / "third.xml").write_text((PAIRS / "panos/ap.a.xml").read_text()[:900])
    members = found([str(tmp_path)])
    assert len(members.pairs) == 1
    assert [each.code for each in members.unread] == ["ends-open"]
    assert members.others == ()
