"""Leaves of a PAN-OS pair in active/active: each sets its option, and has the hazards that documents tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.audit.hazards.applying import HazardReport, applied
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS

PAIRS = Path(__file__).parent / "pairs" / "panos"
ONE_PATH = (
    ("<ha1-backup>\n              <port>management</port>", "<ha1-backup>"),
    ("<heartbeat-backup>yes", "<heartbeat-backup>no"),
)
ONE_PORT = ("<port>ae1</port>", "<port>ethernet1/5</port>")
PREEMPTS = ("<preemptive>no", "<preemptive>yes")
NO_HOLD = ("<tentative-hold-time>60", "<tentative-hold-time>disabled")
BLIND = (
    ("link-group>", "link-group-of-old>"),
    ("path-group>", "path-group-of-old>"),
)
SILENT = ("<ha2-keep-alive>\n                <enabled>yes", "<ha2-keep-alive>\n                <enabled>no")
TO_DEVICES = ("<bind-to-active-primary>yes", "<bind-to-active-primary>no")
SYNCHRONISES = "<configuration-synchronization>\n              <enabled>"
UNLIKE = (f"{SYNCHRONISES}yes", f"{SYNCHRONISES}no")


def report(*changes: tuple[str, str], other: tuple[tuple[str, str], ...] | None = None) -> HazardReport | None:
    """Of the pair, with texts replaced: the same on both sides, unless the other one has its own."""
    members = []
    for side, own in (("a", changes), ("b", changes if other is None else other)):
        text = (PAIRS / f"aa.{side}.xml").read_text()
        for old, new in own:
            assert old in text, old
            text = text.replace(old, new)
        members.append(reading.devices(Source(f"{side}.xml", text), VENDORS["panos"])[0])
    return applied(members)


def options(*changes: tuple[str, str], other: tuple[tuple[str, str], ...] | None = None) -> dict[str, object]:
    """What the files decide."""
    found = report(*changes, other=other)
    assert found is not None
    return {each.option: each.value for each in found.decided}


def hazards(*changes: tuple[str, str]) -> dict[str, tuple[int | None, list[tuple[tuple[str, object], ...]]]]:
    """With the fewest faults of each, and what is the smallest change."""
    found = report(*changes)
    assert found is not None
    assert found.model.spec == "panos/configured_pair.ha"
    return {each.claim.name: (each.row.faults, [remedy.options for remedy in each.remedies]) for each in found.hazards}


def test_what_the_leaves_set() -> None:
    assert {name: options()[name] for name in WELL} == WELL


WELL: dict[str, object] = {
    "control_paths": "ha1_backup",
    "ha3_link": "aggregate",
    "preemptive": False,
    "tentative_hold": "waits",
    "monitors": True,
    "keep_alive": True,
    "floating": "both",
    "config_sync": True,
}


@pytest.mark.parametrize(
    ("changes", "option", "value"),
    [
        (ONE_PATH, "control_paths", "ha1"),
        (ONE_PATH[:1], "control_paths", "heartbeat_backup"),
        ((ONE_PORT,), "ha3_link", "port"),
        ((PREEMPTS,), "preemptive", True),
        ((NO_HOLD,), "tentative_hold", "disabled"),
        (BLIND, "monitors", False),
        ((SILENT,), "keep_alive", False),
        ((TO_DEVICES,), "floating", "device"),
        ((UNLIKE,), "config_sync", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_leaf_sets_its_option(changes: tuple[tuple[str, str], ...], option: str, value: object) -> None:
    found = options(*changes)
    assert found[option] == value
    assert {name: found[name] for name in WELL if name != option} == {name: WELL[name] for name in WELL if name != option}


def test_members_that_differ() -> None:
    """Preemption takes both; of the rest either counts."""
    assert options(PREEMPTS, other=())["preemptive"] is False
    found = report(NO_HOLD, other=())
    assert found is not None
    assert found.explored["tentative_hold"] == ("waits", "disabled")


def test_pairs_that_the_spec_is_not_about() -> None:
    assert report(("<flap-max>3", "<flap-max>disable")) is None
    synchronises = "<state-synchronization>\n              <enabled>"
    assert report((f"{synchronises}yes", f"{synchronises}no")) is None


def test_one_control_path_makes_two_primaries_by_one_fault() -> None:
    assert hazards()["one_primary"] == (2, [])
    remedies = [(("control_paths", "ha1_backup"),), (("control_paths", "heartbeat_backup"),)]
    assert hazards(*ONE_PATH)["one_primary"] == (1, remedies)
    assert hazards(*ONE_PATH[:1])["one_primary_while_a_path_works"] == (2, [remedies[0]])


def test_ha3_on_one_port() -> None:
    aggregate = [(("ha3_link", "aggregate"),)]
    assert "every_packet_has_an_exit" not in hazards()
    assert hazards()["ha3_costs_no_firewall"] == (2, [])
    assert hazards(ONE_PORT)["every_packet_has_an_exit"] == (2, aggregate)
    assert hazards(ONE_PORT)["ha3_costs_no_firewall"] == (1, aggregate)


def test_addresses_that_move() -> None:
    """Hazard 44 takes preemption, and an address of the active-primary; 43 a tentative firewall that does not wait, too."""
    assert "the_address_stays" not in hazards()
    moves = hazards(PREEMPTS)
    assert moves["the_address_stays"][0] == 1
    assert (("preemptive", False),) in moves["the_address_stays"][1]
    assert "the_address_stays" not in hazards(PREEMPTS, TO_DEVICES)
    early = report()
    assert early is not None
    (hazard,) = [each for each in early.hazards if "43" in each.claim.hazards]
    assert hazard.claim.name == "an_address_comes_home_to_its_sessions"
    assert hazard.where == "synchronisation = early (synchronisation is undocumented)"
    assert hazards(NO_HOLD, TO_DEVICES)["an_address_comes_home_to_routes"][0] == 1


def test_a_hold_time_that_is_disabled() -> None:
    assert "no_traffic_without_routes" not in hazards()
    assert hazards(NO_HOLD)["no_traffic_without_routes"] == (1, [(("tentative_hold", "waits"),)])


def test_what_nobody_watches() -> None:
    assert not {"a_dead_uplink_is_noticed", "a_dead_path_is_noticed"} & hazards().keys()
    assert hazards(*BLIND)["a_dead_uplink_is_noticed"] == (1, [(("monitors", True),)])
    assert hazards(SILENT)["a_dead_path_is_noticed"] == (1, [(("keep_alive", True),)])


def test_zones_that_may_differ() -> None:
    assert "single_inspector" not in hazards()
    remedies = [(("config_sync", True),), (("owner_selection", "primary_device"),)]
    assert hazards(UNLIKE)["single_inspector"] == (0, remedies)
