"""Source NAT pools that are bound to a device."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamodel.reference.panos.nat import Exhausted, NatRule, NoRule, Translation, allocate, translate, untranslate
from hamodel.reference.panos.packets import ACK, Flow, Packet, flow_of

FLOW = Flow("trust", "tcp", "10.0.0.5", 40000, "192.0.2.80", 80)
POOL = NatRule("first", 0, "trust", "untrust", "10.0.0.0/24", ["198.51.100.1", "198.51.100.2"], range(5000, 5002))
OTHER = NatRule("second", 0, "trust", "untrust", None, ["198.51.100.9"])
TWIN = NatRule("first-on-1", 1, "trust", "untrust", "10.0.0.0/24", ["198.51.100.1", "198.51.100.2"], range(5000, 5002))


def test_addresses_and_ports_are_given_in_order_until_there_are_none() -> None:
    used: set[tuple[str, int]] = set()
    given_out = []
    while isinstance(found := allocate([POOL, OTHER], 0, FLOW, "untrust", used), Translation):
        used.add((found.address, found.port))
        given_out.append((found.address, found.port, found.rule))
    assert given_out == [
        ("198.51.100.1", 5000, "first"),
        ("198.51.100.1", 5001, "first"),
        ("198.51.100.2", 5000, "first"),
        ("198.51.100.2", 5001, "first"),
    ]
    assert found == Exhausted("first")  # the rule decides; the next one is for others


def test_a_port_that_is_free_again_is_given_again() -> None:
    used = {("198.51.100.1", 5001), ("198.51.100.2", 5000)}
    assert allocate([POOL], 0, FLOW, "untrust", used) == Translation("198.51.100.1", 5000, "first")


@pytest.mark.parametrize(
    ("device", "flow", "to_zone"),
    [
        (1, FLOW, "untrust"),
        (0, FLOW, "dmz"),
        (0, Flow("dmz", "tcp", "10.0.0.5", 1, "192.0.2.80", 80), "untrust"),
        (0, Flow("trust", "tcp", "10.0.1.5", 1, "192.0.2.80", 80), "untrust"),
    ],
)
def test_rules_of_the_other_device_or_of_other_flows_are_not_there(device: int, flow: Flow, to_zone: str) -> None:
    assert allocate([POOL], device, flow, to_zone, set()) == NoRule()


def test_a_duplicate_rule_gives_out_what_the_other_device_has_given() -> None:
    # nothing is reserved across the pair: A.11
    here, there = (allocate([POOL, TWIN], device, FLOW, "untrust", set()) for device in (0, 1))
    assert isinstance(here, Translation)
    assert isinstance(there, Translation)
    assert (here.address, here.port) == (there.address, there.port)
    assert (here.rule, there.rule) == ("first", "first-on-1")


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=20))
def test_translation_changes_one_end_and_is_undone(sequence: int, acknowledgement: int, payload: bytes) -> None:
    packet = Packet("tcp", "10.0.0.5", 40000, "192.0.2.80", 80, ACK, sequence, acknowledgement, payload)
    out = translate(packet, Translation("198.51.100.1", 5000, "first"))
    assert out == Packet("tcp", "198.51.100.1", 5000, "192.0.2.80", 80, ACK, sequence, acknowledgement, payload)
    back = Packet("tcp", "192.0.2.80", 80, "198.51.100.1", 5000, ACK, acknowledgement, sequence, payload)
    expected = Packet("tcp", "192.0.2.80", 80, "10.0.0.5", 40000, ACK, acknowledgement, sequence, payload)
    assert untranslate(back, flow_of(packet, "trust")) == expected


@pytest.mark.parametrize(
    ("source", "pool", "ports"),
    [
        ("10.0.0.1/24", ["198.51.100.1"], range(1, 9)),
        (None, ["198.51.100"], range(1, 9)),
        (None, ["198.51.100.1"], range(65530, 65537)),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_once(source: str | None, pool: list[str], ports: range) -> None:
    with pytest.raises(ValueError, match=r"."):
        NatRule("typo", 0, "trust", "untrust", source, pool, ports)
