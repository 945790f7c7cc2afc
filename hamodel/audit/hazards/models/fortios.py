"""The specs of FortiOS clusters."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, IsWritten, Not, OnOne, Some
from hamodel.audit.hazards.model import Choice, HazardModel, MemberWords, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.fortios_judges import SHARED_OUT, VIRTUAL

FORTIOS_FGCP = HazardModel(
    "fortios",
    "pairs/fgcp.ha",
    Every((Is("system/ha/mode", ("a-p",)), Not(OnOne(Some((SHARED_OUT, IsWritten(f"{VIRTUAL}/vdom"))))))),
    "an FGCP cluster of two, active/passive",
    (
        "the loss of all heartbeat interfaces together is one fault",
        "all sessions are treated alike, whatever is said of their protocols and of a delay",
    ),
    (
        Choice("pickup", (
            OptionCase(True, Is("system/ha/session-pickup", ("enable",)), (LeafChange("system/ha/session-pickup", "enable"),)),
            OptionCase(False, Is("system/ha/session-pickup", ("disable",)), (LeafChange("system/ha/session-pickup", "disable"),)),
        )),
    ),
    MemberWords(("u0", "u1"), "the one that is primary at first"),
)  # fmt: skip
