"""The specs of PAN-OS pairs."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, IsWritten, Judged, Not, Some
from hamodel.audit.hazards.model import Choice, Excluded, HazardModel, MemberWords, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.panos import ACTIVE_ACTIVE
from hamodel.audit.rules.panos_leaves import AA, DYNAMIC, SETUP, nat_of, pools_apart

OWNER = "high-availability/group/mode/active-active/session-owner-selection"
BINDING = "nat/*/active-active-device-binding"

PANOS_ACTIVE_ACTIVE = HazardModel(
    "panos",
    "panos/active_active.ha",
    Every((Is("high-availability/enabled", ("yes",)), ACTIVE_ACTIVE)),
    "two firewalls in active/active",
    (
        "the loss of HA1 with all its backups is one fault; so is that of HA2, and of HA3",
        "all dynamic NAT rules of a member translate to one address and port; of pools without a common address it is only said"
        " that no port is given out by both",
    ),
    (
        Choice("owner_selection", (
            OptionCase("primary_device", Is(f"{OWNER}/primary-device", ("yes",)),
                       (LeafChange(f"{OWNER}/primary-device", "yes"),)),
            OptionCase("first_packet", Not(IsWritten(f"{OWNER}/primary-device")), (LeafChange(f"{OWNER}/first-packet", "yes"),)),
        )),
        Choice("session_setup", (
            OptionCase("first_packet", Is(f"{SETUP}/first-packet", ("yes",)), (LeafChange(f"{SETUP}/first-packet", "yes"),)),
            OptionCase("ip_modulo", Not(Some((
                IsWritten(f"{SETUP}/first-packet"), IsWritten(f"{SETUP}/primary-device"), IsWritten(f"{SETUP}/ip-hash")))),
                (LeafChange(f"{SETUP}/ip-modulo", "yes"),)),
        )),
        Choice("nat", (
            OptionCase("not_needed", nat_of("not_needed")),
            OptionCase("duplicated", nat_of("duplicated"), (LeafChange(BINDING, "0 in one rule, 1 in a second one"),)),
            OptionCase("device_bound", nat_of("device_bound"), (LeafChange(BINDING, "0 or 1 in one rule alone"),)),
        )),
    ),
    MemberWords(("fw0", "fw1"), "the one with device id 0", f"{AA}/device-id"),
    (
        Excluded("no_port_from_two_devices", Judged((BINDING, "nat/*/disabled", *DYNAMIC), pools_apart),
                 "the pools of the two members have no address in common"),
    ),
)  # fmt: skip
