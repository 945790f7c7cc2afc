"""The specs of PAN-OS pairs."""

from __future__ import annotations

from hamodel.audit.conditions import Every, Is, IsWritten, Judged, Matches, Not, SameOnBoth, Some, Unlike
from hamodel.audit.hazards.model import ALWAYS, Choice, Excluded, HazardModel, MemberWords, OptionCase
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.panos import (
    ACTIVE_ACTIVE,
    BACKUP,
    CONFIGURATION,
    HEARTBEATS,
    IN_AP,
    KEEP_ALIVE,
    LINK_STATE,
    MANAGEMENT,
    MONITORS,
    PREEMPTIVE,
    STATES,
)
from hamodel.audit.rules.panos_leaves import (
    AA,
    BIND,
    BINDING,
    DYNAMIC,
    ELECTION,
    HA,
    LINKS,
    OWNER,
    SETUP,
    TIMERS,
    floats,
    nat_of,
    pools_apart,
)

LIMIT = f"{TIMERS}/advanced/flap-max"
REACHES_LIMIT = Is(LIMIT, ("disable", "1", "2"))
ENDLESS = Is(LIMIT, ("infinite", "0"))
PRIORITY = f"{ELECTION}/device-priority"
SYNCHRONISES = Is(f"{STATES}/enabled", ("yes",))
WATCHES_HA2 = Is(f"{KEEP_ALIVE}/enabled", ("yes",))
HOLD = f"{AA}/tentative-hold-time"
AGGREGATE = Matches(f"{HA}/interface/ha3/port", "ae")

CONTROL_PATHS = Choice("control_paths", (
    OptionCase("ha1_backup", IsWritten(BACKUP), (LeafChange(BACKUP, "a port on other hardware than HA1's"),)),
    OptionCase("heartbeat_backup", Every((Is(HEARTBEATS, ("yes",)), Not(MANAGEMENT), Not(IsWritten(BACKUP)))),
               (LeafChange(HEARTBEATS, "yes"),)),
    OptionCase("ha1", Every((Not(IsWritten(BACKUP)), Some((Is(HEARTBEATS, ("no",)), MANAGEMENT))))),
))  # fmt: skip
WATCHED = Choice("monitors", (
    OptionCase(True, MONITORS, (LeafChange(f"{LINKS}/link-group/*/interface", "the uplinks"),)),
    OptionCase(False, Not(MONITORS)),
))  # fmt: skip
PREEMPTS = Choice("preemptive", (
    OptionCase(True, Is(PREEMPTIVE, ("yes",)), (LeafChange(PREEMPTIVE, "yes"),)),
    OptionCase(False, Not(Is(PREEMPTIVE, ("yes",))), (LeafChange(PREEMPTIVE, "no"),)),
), of="pair")  # fmt: skip

PANOS_ACTIVE_ACTIVE = HazardModel(
    "panos",
    "panos/configured_pair.ha",
    Every((Is(f"{HA}/enabled", ("yes",)), ACTIVE_ACTIVE, SYNCHRONISES, Not(REACHES_LIMIT))),
    "two firewalls in active/active that synchronise their sessions",
    (
        "HA1-backup and heartbeat backup, where there are both, are lost together; the loss of HA2 with its backup is one fault;"
        " an aggregate for HA3 has two ports",
        "what is monitored notices each loss of an uplink, and nothing else",
        "nobody commits a configuration while HA1 is down",
        "a keep-alive that acts by `split-datapath` tells of a dead HA2 as one that logs; what else it does no document says",
        "all dynamic NAT rules of a member translate to one address and port; of pools without a common address it is only said"
        " that no port is given out by both",
    ),
    (
        CONTROL_PATHS,
        Choice("ha3_link", (
            OptionCase("aggregate", AGGREGATE, (LeafChange(f"{HA}/interface/ha3/port", "an aggregate (`ae1`)"),)),
            OptionCase("port", Not(AGGREGATE)),
        )),
        PREEMPTS,
        Choice("tentative_hold", (
            OptionCase("disabled", Is(HOLD, ("disabled",))),
            OptionCase("waits", Not(Is(HOLD, ("disabled",))), (LeafChange(HOLD, "60, or more with slow routing"),)),
        )),
        WATCHED,
        Choice("keep_alive", (
            OptionCase(True, WATCHES_HA2, (LeafChange(f"{KEEP_ALIVE}/enabled", "yes"),)),
            OptionCase(False, Not(WATCHES_HA2)),
        )),
        Choice("floating", (
            OptionCase("both", floats("device", "active_primary")),
            OptionCase("active_primary", floats("active_primary"), (LeafChange(BIND, "yes"),)),
            OptionCase("device", floats("device"), (LeafChange(BIND, "no, and a rank for each member"),)),
            OptionCase("nowhere", floats()),
        )),
        Choice("config_sync", (
            OptionCase(True, Is(CONFIGURATION, ("yes",)), (LeafChange(CONFIGURATION, "yes"),)),
            OptionCase(False, Not(Is(CONFIGURATION, ("yes",)))),
        )),
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
        Excluded("sessions_find_an_owner", ALWAYS,
                 "it is about runs without end, which is not decided for all settings at once; `hamodel check` decides it for"
                 " those of one pair, of which `--write` leaves the spec"),
    ),
)  # fmt: skip

PANOS_ACTIVE_PASSIVE = HazardModel(
    "panos",
    "panos/active_passive.ha",
    Every((IN_AP, Not(REACHES_LIMIT))),
    "two firewalls in active/passive",
    (
        "HA1-backup and heartbeat backup, where there are both, are lost together; the loss of HA2 with its backup is one fault",
        "what is monitored notices each loss of an uplink, and nothing else",
        "a loop of failures takes less than 15 minutes a turn; a `flap-max` above 3 counts as 3",
        "with equal priorities, too, one that preempts is the one that was active at first",
    ),
    (
        CONTROL_PATHS,
        WATCHED,
        Choice("passive_links", (
            OptionCase("shutdown", Is(LINK_STATE, ("shutdown",)), (LeafChange(LINK_STATE, "shutdown"),)),
            OptionCase("auto", Is(LINK_STATE, ("auto",)), (LeafChange(LINK_STATE, "auto"),)),
        )),
        Choice("priorities", (
            OptionCase("equal", SameOnBoth((PRIORITY,))),
            OptionCase("different", Unlike((PRIORITY,)), (LeafChange(PRIORITY, "lower on the member that should be active"),)),
        ), of="pair"),
        PREEMPTS,
        Choice("flap_max", (
            OptionCase("infinite", ENDLESS),
            OptionCase("guarded", Not(ENDLESS), (LeafChange(LIMIT, "3"),)),
        )),
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
)  # fmt: skip
