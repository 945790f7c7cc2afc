"""The specs of FortiOS clusters."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, IsWritten, Not, OnOne, Some
from hamodel.audit.hazards.model import Choice, HazardModel, MemberWords, OptionCase, not_written
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.fortios import OVERRIDE, PICKUP
from hamodel.audit.rules.fortios_judges import HEARTBEATS, MONITOR, ONE_HEARTBEAT_LINK, SHARED_OUT, UNWATCHED, VIRTUAL

NOT_WRITTEN = not_written(HEARTBEATS)
"""The links that the device's model has by itself count then."""

FORTIOS_FGCP = HazardModel(
    "fortios",
    "pairs/fgcp.ha",
    Every((Is("system/ha/mode", ("a-p",)), Not(OnOne(Some((SHARED_OUT, IsWritten(f"{VIRTUAL}/vdom"))))))),
    "an FGCP cluster of two, active/passive",
    (
        "of the heartbeat links no two are lost by one fault, and the third and later ones do not count",
        "the ages of the members are further apart than ha-uptime-diff-margin, unless both have lost each other",
        "what is monitored, if anything is, are the links that the traffic needs",
        "with override the better member takes back whether or not it has the sessions, however long override-wait-time is",
        "all sessions are treated alike, whatever is said of their protocols and of a delay",
    ),
    (
        Choice("pickup", (
            OptionCase(True, Is(PICKUP, ("enable",)), (LeafChange(PICKUP, "enable"),)),
            OptionCase(False, Is(PICKUP, ("disable",)), (LeafChange(PICKUP, "disable"),)),
        )),
        Choice("heartbeats", (
            OptionCase(1, Some((ONE_HEARTBEAT_LINK, NOT_WRITTEN)), (LeafChange(HEARTBEATS, "one interface"),)),
            OptionCase(2, Not(Some((ONE_HEARTBEAT_LINK, NOT_WRITTEN))),
                       (LeafChange(HEARTBEATS, "a second interface, on other hardware"),)),
        )),
        Choice("override", (
            OptionCase(True, Is(OVERRIDE, ("enable",)), (LeafChange(OVERRIDE, "enable"),)),
            OptionCase(False, Is(OVERRIDE, ("disable",)), (LeafChange(OVERRIDE, "disable"),)),
        )),
        Choice("monitors", (
            OptionCase("nothing", UNWATCHED),
            OptionCase("links", Not(UNWATCHED), (LeafChange(MONITOR, "the interfaces that the traffic needs"),)),
        )),
    ),
    MemberWords(("u0", "u1"), "the one that is primary at first, with override the better one"),
)  # fmt: skip
