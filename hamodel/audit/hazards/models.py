"""MODELS: which spec a pair is an instance of, and what its leaves say of the spec's options.

An option whose value the files do not decide is explored: every value that is left counts, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.audit.conditions import Condition, Every, Is, IsWritten, Not, OnBoth, OnOne, Some
from hamodel.audit.rule import LeafChange
from hamodel.audit.rules.fortios_judges import SHARED_OUT, VIRTUAL
from hamodel.audit.rules.keepalived import STAYS
from hamodel.audit.rules.panos import ACTIVE_ACTIVE
from hamodel.audit.rules.panos_leaves import SETUP, nat_of
from hamodel.audit.rules.protocols import conntrackd
from hamodel.audit.rules.protocols.vrrp import ON
from hamodel.model.expr import Value


@dataclass(frozen=True, slots=True)
class OptionCase:
    """A value of an option: what the files must say for it, and what to write for it."""

    value: Value
    when: Condition
    write: tuple[LeafChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of the spec, by its cases, asked of each member by itself: the first that holds; if none does for sure, what is
    not excluded is explored. Where a member has it as no case does, the pair is none that the spec is about."""

    option: str
    cases: tuple[OptionCase, ...]


@dataclass(frozen=True, slots=True)
class HazardModel:
    """`spec`: a path in the library. `when`: which pairs of the vendor it is about. `about`: what it takes such a pair to be.
    `assumes`: what it takes for granted, whatever the files say."""

    vendor: str
    spec: str
    when: Condition
    about: str
    assumes: tuple[str, ...]
    choices: tuple[Choice, ...]


OWNER = "high-availability/group/mode/active-active/session-owner-selection"
BINDING = "nat/*/active-active-device-binding"

PANOS = HazardModel(
    "panos",
    "panos/active_active.ha",
    Every((Is("high-availability/enabled", ("yes",)), ACTIVE_ACTIVE)),
    "two firewalls in active/active",
    (
        "the loss of HA1 with all its backups is one fault; so is that of HA2, and of HA3",
        "all dynamic NAT rules translate to one address and port, those for both members alike",
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
)  # fmt: skip

FORTIOS = HazardModel(
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
)  # fmt: skip

KEEPALIVED = HazardModel(
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
)  # fmt: skip

MODELS = (PANOS, FORTIOS, KEEPALIVED)
