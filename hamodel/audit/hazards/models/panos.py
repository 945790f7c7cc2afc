"""The specs of PAN-OS pairs."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, IsWritten, Judged, Not, Some
from hamodel.audit.hazards.model import Choice, Excluded, HazardModel, MemberWords, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.panos import (
    ACTIVE_ACTIVE,
    BACKUP,
    HEARTBEATS,
    IN_AP,
    KEEP_ALIVE,
    LINK_STATE,
    MANAGEMENT,
    MONITORS,
    PREEMPTIVE,
    STATES,
)
from hamodel.audit.rules.panos_leaves import AA, DYNAMIC, LINKS, SETUP, TIMERS, nat_of, pools_apart

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

LIMIT = f"{TIMERS}/advanced/flap-max"
SYNCHRONISES = Is(f"{STATES}/enabled", ("yes",))
WATCHES_HA2 = Is(f"{KEEP_ALIVE}/enabled", ("yes",))

PANOS_ACTIVE_PASSIVE = HazardModel(
    "panos",
    "panos/active_passive.ha",
    Every((IN_AP, Not(Is(LIMIT, ("disable", "1", "2"))))),
    "two firewalls in active/passive",
    (
        "HA1-backup and heartbeat backup, where there are both, are lost together; the loss of HA2 with its backup is one fault",
        "what is monitored notices each loss of an uplink, and nothing else",
        "a loop of failures takes less than 15 minutes a turn; who leaves the active state a fourth time is suspended, if at all",
        "no load balancer of a cloud is in front: behind one, connections were seen to break at a failover, with HA2 and without",
    ),
    (
        Choice("control_paths", (
            OptionCase("ha1_backup", IsWritten(BACKUP), (LeafChange(BACKUP, "a port on other hardware than HA1's"),)),
            OptionCase("heartbeat_backup", Every((Is(HEARTBEATS, ("yes",)), Not(MANAGEMENT), Not(IsWritten(BACKUP)))),
                       (LeafChange(HEARTBEATS, "yes"),)),
            OptionCase("ha1", Every((Not(IsWritten(BACKUP)), Some((Is(HEARTBEATS, ("no",)), MANAGEMENT))))),
        )),
        Choice("monitors", (
            OptionCase(True, MONITORS, (LeafChange(f"{LINKS}/link-group/*/interface", "the uplinks"),)),
            OptionCase(False, Not(MONITORS)),
        )),
        Choice("passive_links", (
            OptionCase("shutdown", Is(LINK_STATE, ("shutdown",)), (LeafChange(LINK_STATE, "shutdown"),)),
            OptionCase("auto", Is(LINK_STATE, ("auto",)), (LeafChange(LINK_STATE, "auto"),)),
        )),
        Choice("preemptive", (
            OptionCase(True, Is(PREEMPTIVE, ("yes",)), (LeafChange(PREEMPTIVE, "yes"),)),
            OptionCase(False, Not(Is(PREEMPTIVE, ("yes",))), (LeafChange(PREEMPTIVE, "no"),)),
        ), of="pair"),
        Choice("state_sync", (
            OptionCase(True, SYNCHRONISES, (LeafChange(f"{STATES}/enabled", "yes"),)),
            OptionCase(False, Not(SYNCHRONISES)),
        )),
        Choice("keep_alive", (
            OptionCase(True, Every((SYNCHRONISES, WATCHES_HA2, Is(f"{KEEP_ALIVE}/action", ("log-only",)))),
                       (LeafChange(f"{KEEP_ALIVE}/enabled", "yes"),)),
            OptionCase(False, Not(Every((SYNCHRONISES, WATCHES_HA2))), (LeafChange(f"{KEEP_ALIVE}/enabled", "no"),)),
        )),
    ),
    MemberWords(("fw0", "fw1"), "the one that is active at first, and has the better priority where they differ"),
    (Excluded("loop_protection_leaves_one", Is(LIMIT, ("infinite", "0")), "`flap-max` is infinite"),),
)  # fmt: skip
