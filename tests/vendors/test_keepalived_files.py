"""Members of several files: what belongs together, and what is said by a file that another includes."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.keepalived import parameters

MAIN = "vrrp_instance lan {{\n    priority {0}\n}}\n"
DAEMON = "Sync {\n    Mode FTFW {\n    }\n}\n"
SCRIPT = "#!/bin/sh\nconntrackd -c\n"


def members(files: dict[str, str]) -> list[Device]:
    """What the files are about, put together."""
    return reading.joined([device for path, text in files.items() for device in reading.devices(Source(path, text))])


def paths(device: Device) -> list[str]:
    return [source.path for source in device.sources]


@pytest.mark.parametrize(
    ("files", "together"),
    [
        (["a/keepalived.conf", "a/conntrackd.conf", "b/keepalived.conf", "b/conntrackd.conf"], [[0, 1], [2, 3]]),
        (
            ["a/etc/keepalived/keepalived.conf", "a/etc/conntrackd/conntrackd.conf", "b/etc/keepalived/keepalived.conf"],
            [[0, 1], [2]],
        ),
        (["fw1.keepalived.conf", "fw2.keepalived.conf", "fw2.conntrackd.conf", "fw1-conntrackd.conf"], [[0, 3], [1, 2]]),
        (["keepalived.conf.one", "keepalived.conf.two", "conntrackd.conf.two"], [[0], [1, 2]]),
        (["one.conf", "two.conf", "conntrackd.conf"], [[0], [1], [2]]),
        (["keepalived.conf", "conntrackd.conf", "primary-backup.sh"], [[0, 1, 2]]),
        (["a/conntrackd.conf", "b/conntrackd.conf"], [[0], [1]]),
    ],
)
def test_files_lie_beside_each_other(files: list[str], together: list[list[int]]) -> None:
    """By folders, then by words in their names; what could belong to either member belongs to none."""
    texts = {path: DAEMON if "conntrackd" in path else SCRIPT if path.endswith(".sh") else MAIN.format(100) for path in files}
    found = [paths(device) for device in members(texts)]
    assert sorted(map(sorted, found)) == sorted(sorted(files[at] for at in group) for group in together)


def test_what_is_included_stands_where_it_is_included() -> None:
    """Inside of a block as well; of two files of one name the nearest, and one file for both where there is but one."""
    instance = "vrrp_instance lan {\n    include /etc/keepalived/rank.conf\n    include track.conf\n}\n"
    files = {
        "a/keepalived.conf": f"{instance}include conf.d/*.conf\n",
        "b/keepalived.conf": f"{instance}include absent.conf\n",
        "a/rank.conf": "virtual_router_id 7\npriority 150\n",
        "b/rank.conf": "virtual_router_id 7\npriority 100\n",
        "track.conf": "track_interface {\n    eth7\n}\n",
        "a/conf.d/more.conf": "vrrp_instance wan {\n    virtual_router_id 8\n}\n",
        "a/elsewhere/other.conf": "vrrp_instance never {\n    virtual_router_id 9\n}\n",
    }
    first, second, *_ = members(files)
    assert [device.value("vrrp_instance/*/priority", ["lan"]) for device in (first, second)] == ["150", "100"]
    assert all(device.all("vrrp_instance/*/track_interface/*", ["lan", "eth7"]) for device in (first, second))
    assert first.value("vrrp_instance/*/virtual_router_id", ["wan"]) == "8"
    assert not first.all("include")
    assert [leaf.value for leaf in second.all("include")] == ["absent.conf"]
    assert first.names("vrrp_instance/*") == [("lan",), ("wan",)]


def test_a_file_for_both_members_goes_with_the_files_that_name_one() -> None:
    both = "vrrp_instance lan {\n@north priority 150\n@south priority 100\n}\n"
    found = members({"keepalived.conf": both, "conntrackd.north.conf": DAEMON, "conntrackd.conf": DAEMON})
    assert [(device.name, paths(device)) for device in found] == [
        ("north", ["keepalived.conf", "conntrackd.north.conf"]),
        ("south", ["keepalived.conf"]),
        ("", ["conntrackd.conf"]),
    ]


def test_files_that_include_each_other_end() -> None:
    (one,) = members({"one.conf": MAIN.format(1) + "include two.conf\n", "two.conf": "global_defs {\n}\ninclude one.conf\n"})
    assert one.value("vrrp_instance/*/priority", ["lan"]) == "1"
    itself = "vrrp_script x {\n    include two.conf\n}\n"
    (one,) = members({"one.conf": MAIN.format(1) + "include two.conf\n", "two.conf": itself})
    assert one.value("vrrp_instance/*/priority", ["lan"]) == "1"


def test_no_file_is_lost() -> None:
    """Of two files of one name the nearest is included: the other stays by itself."""
    files = {"a/main.conf": MAIN.format(1) + "include rank.conf\n", "a/rank.conf": MAIN.format(2), "b/rank.conf": MAIN.format(3)}
    assert [paths(device) for device in members(files)] == [["a/main.conf", "a/rank.conf"], ["b/rank.conf"]]


def test_parameters_of_parameters_end() -> None:
    """Ten times ten lines, ten times: more than there is memory for."""
    text = "$A0=x\n" + "".join(
        f"$A{at + 1}= \\\n" + "".join(f"    $A{at} \\\n" for _ in range(10)) + f"    $A{at}\n" for at in range(12)
    )
    text += "vrrp_instance lan {\n    $A12\n    $SELF\n}\n"
    statements = list(parameters.filled(reading.recognised(Source("x", text)).read(Source("x", text))))
    assert len(statements) <= 2 * parameters.MOST


def test_a_parameter_of_itself_ends() -> None:
    text = "$LOOP=a$LOOP$LOOP\nvrrp_instance lan {\n    priority $LOOP\n}\n"
    (device,) = members({"keepalived.conf": text})
    assert len(device.value("vrrp_instance/*/priority", ["lan"]) or "") <= 2 * parameters.LONGEST


def test_words_of_an_instance_among_those_for_all_have_no_effect() -> None:
    """keepalived has `vrrp_garp_master_delay` there, and passes over what an instance has."""
    (device,) = members({"a": "global_defs {\n    garp_master_delay 3\n}\nvrrp_instance lan {\n    garp_master_delay 3\n}\n"})
    assert device.unknown == ()
    assert [(leaf.setting.path, leaf.setting.effect) for leaf in device.leaves] == [
        ("global_defs/garp_master_delay", False),
        ("vrrp_instance/*/garp_master_delay", True),
    ]
    assert device.value("global_defs/vrrp_garp_master_delay") == "5"
