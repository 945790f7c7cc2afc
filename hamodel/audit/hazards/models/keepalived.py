"""The specs of pairs with keepalived."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, Not, OnBoth
from hamodel.audit.hazards.model import Choice, HazardModel, MemberWords, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.keepalived import STAYS
from hamodel.audit.rules.protocols import conntrackd
from hamodel.audit.rules.protocols.vrrp import ON

KEEPALIVED_CONNTRACKD = HazardModel(
    "keepalived",
    "pairs/conntrackd.ha",
    Every((OnBoth(conntrackd.SYNCHRONISES), STAYS)),
    "two firewalls with conntrackd, of which one has all virtual addresses, and keeps them when the other comes back",
    (
        "one network carries adverts and traffic: its loss is one fault",
        "what one conntrackd tells the other arrives",
    ),
    (
        Choice("commits", (
            OptionCase("before", Is(conntrackd.DIRECT, ON), (LeafChange(conntrackd.DIRECT, "on"),)),
            OptionCase("after", Every((Not(Is(conntrackd.DIRECT, ON)), conntrackd.COMMITS)),
                 (LeafChange(conntrackd.CALLS, "-c on becoming primary"),)),
            OptionCase("never", conntrackd.NOBODY_COMMITS),
        )),
    ),
    MemberWords(("a", "b"), "the one that has the addresses at first"),
)  # fmt: skip
