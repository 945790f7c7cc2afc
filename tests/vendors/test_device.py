"""Devices: what a member's statements come to."""

from __future__ import annotations

from hamodel.source import Source
from hamodel.vendors.device import by_member, device
from hamodel.vendors.forms import braces
from hamodel.vendors.schema import LeafTable, Setting

TABLE = LeafTable((Setting("pair/link", "a link", many=True), Setting("pair/rank", "a rank")), sections=("pair",))


def member(text: str, name: str = "") -> list[str]:
    source = Source("fw", text)
    return [f"{leaf.name} {leaf.value}" for leaf in device("v", name, TABLE, braces.read(source), (source,)).leaves]


def test_a_block_says_what_stands_in_it() -> None:
    """`link { a; b; }` is two links, not three."""
    assert member("pair { link { a; b; } rank 1; }") == ["pair/link a", "pair/link b", "pair/rank 1"]


def test_what_two_files_say_alike_is_said_once() -> None:
    sources = [Source(name, text) for name, text in (("one", "pair { rank 1; }"), ("two", "pair { rank 1; link a; }"))]
    devices = [device("v", "fw", TABLE, braces.read(source), (source,)) for source in sources]
    (found,) = by_member(devices, lambda each: each.name)
    assert [leaf.name for leaf in found.leaves] == ["pair/rank", "pair/link"]
    assert found.sources == tuple(sources)
