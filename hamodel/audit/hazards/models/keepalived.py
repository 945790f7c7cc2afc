"""The specs of pairs with keepalived."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, Not, OnBoth, Some
from hamodel.audit.hazards.model import Choice, HazardModel, MemberWords, OptionCase, not_written
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.keepalived import LEAVES, NOPREEMPT, ONE_HAS_ALL, STAYS, TAKES_BACK
from hamodel.audit.rules.protocols import conntrackd
from hamodel.audit.rules.protocols.vrrp import ON

SHARED, NO_INTERFACE = conntrackd.shared(LEAVES), not_written(*conntrackd.INTERFACES)

KEEPALIVED_CONNTRACKD = HazardModel(
    "keepalived",
    "pairs/conntrackd.ha",
    Every((OnBoth(conntrackd.SYNCHRONISES), ONE_HAS_ALL)),
    "two firewalls with conntrackd, of which one has all virtual addresses",
    (
        "one network carries adverts and traffic: its loss is one fault",
        "what one conntrackd tells the other arrives, while the link is up; several links of its own are lost together",
        "with preemption the better member takes the addresses back whether or not it has the flows, however long it waits",
    ),
    (
        Choice("commits", (
            OptionCase("before", Is(conntrackd.DIRECT, ON), (LeafChange(conntrackd.DIRECT, "on"),)),
            OptionCase("after", Every((Not(Is(conntrackd.DIRECT, ON)), conntrackd.COMMITS)),
                 (LeafChange(conntrackd.CALLS, "-c on becoming primary"),)),
            OptionCase("never", Every((Not(Is(conntrackd.DIRECT, ON)), Not(conntrackd.COMMITS)))),
        )),
        Choice("preempt", (
            OptionCase(True, TAKES_BACK),
            OptionCase(False, STAYS, (LeafChange(NOPREEMPT, "on the member with the higher priority"),)),
        ), of="pair"),
        Choice("sync_link", (
            OptionCase("shared", Some((SHARED, NO_INTERFACE))),
            OptionCase("own", Not(Some((SHARED, NO_INTERFACE))), (LeafChange(conntrackd.INTERFACES[0], "a link of its own"),)),
        )),
    ),
    MemberWords(("a", "b"), "the one with the higher priority"),
)  # fmt: skip
