"""Rules of OPNsense pairs: those of its format, and what it can set and pfSense cannot."""

from __future__ import annotations

from hamodel.audit.conditions import Every, IsWritten, Matches, Not, Some
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.audit.rules.pfsense import AT, NAT, READS, READS_OF_NAT, rules_of_the_format
from hamodel.audit.rules.protocols.carp import ON, several

ENABLED = "hasync/pfsyncenabled"
SENDS = Every((Matches("hasync/pfsyncinterface", r"\S"), Some((Not(IsWritten(ENABLED)), Matches(ENABLED, ON)))))
"""Newer releases have no switch: an interface is enough."""

ALONE = "hasync/disablepreempt"
TUNABLE = "sysctl/net.inet.carp.preempt"
RULES = (
    *rules_of_the_format(
        SENDS,
        (*READS, *READS_OF_NAT, "filter/rule/*/action", "filter/rule/*/enabled", f"{NAT}/enabled", f"{NAT}/source_net"),
        ("hasync/pfsyncversion",),
    ),
    AuditRule("CARP-04", "member", "warning",
         Every((several(AT), Some((Matches(ALONE, ON), Matches(TUNABLE, "0$"))))),
         "each address fails over by itself",
         "one interface lost, and the two sides of a connection are on two members",
         (LeafChange(ALONE, "off"),), hazards=("N15",), source="OP1"),
)  # fmt: skip
