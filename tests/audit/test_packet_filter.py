"""pf: what its rules do to the packets of a pair."""

from __future__ import annotations

import pytest

from hamodel.audit.rules.protocols.packet_filter import blocked, rules_of
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS


@pytest.mark.parametrize(
    ("rules", "by"),
    [
        ("", None),
        ("block all", "block all"),
        ("block drop log (all) quick on em0", "block drop log (all) quick on em0"),
        ("block return", "block return"),
        ("pass on em0 proto carp\nblock all", "block all"),
        ("pass quick on em0 proto carp\nblock all", None),
        ("block all\npass on em0 proto { carp, pfsync }", None),
        ("block all\npass on em0 proto 112", None),
        ("block all\npass on em0 proto pfsync", "block all"),
        ("block all\npass on em1 proto carp", "block all"),
        ("block all\npass on { em1 em0 } proto carp", None),
        ("block all\npass on em proto carp", None),
        ("block all\npass on ! em0 proto carp", "block all"),
        ("block all\npass out on em0 proto carp", "block all"),
        ("block all\npass in on em0 proto carp", None),
        ('e = "em0"\nblock all\npass on $e proto carp', None),
        ("block all\npass on $unknown proto carp", None),
        ("block all\npass proto $unknown", None),
        ("block all\npass in on egress", None),
        ("block all\npass in from 192.0.2.0/24", None),
        ("pass in from 192.0.2.0/24\nblock all", "block all"),
        ('anchor "relayd/*"\nblock all', None),
        ("block in on em0 from 192.0.2.0/24", None),
        ("set skip on { lo em0 }\nblock all", None),
        ("set skip on em9\nblock all", "block all"),
        ("match in all scrub (no-df)\nblock all", "block all"),
        ("block inet6 all", None),
        ("block all # but see below\npass on em0 \\\n  proto carp", None),
    ],
)
def test_what_is_blocked_in_any_case(rules: str, by: str | None) -> None:
    """Of advertisements that come in on em0."""
    (device,) = reading.devices(Source("pf.conf", rules + "\n"), VENDORS["openbsd"])
    found = blocked(rules_of(device), "carp", "em0", "in")
    assert (found.value if found is not None else None) == by
