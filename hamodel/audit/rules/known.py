"""RULES: the rules of each vendor, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.audit.rule import AuditRule
from hamodel.audit.rules import any as any_vendor
from hamodel.audit.rules import (
    asa,
    checkpoint,
    f5,
    fortios,
    ios,
    junos,
    kea,
    keepalived,
    mikrotik,
    openbsd,
    opnsense,
    panos,
    pfsense,
    vyos,
)
from hamodel.vendors.known import VENDORS

RULES: Mapping[str, tuple[AuditRule, ...]] = MappingProxyType(
    {
        "panos": panos.RULES,
        "fortios": fortios.RULES,
        "keepalived": keepalived.RULES,
        "vyos": vyos.RULES,
        "opnsense": opnsense.RULES,
        "pfsense": pfsense.RULES,
        "openbsd": openbsd.RULES,
        "junos": junos.RULES,
        "checkpoint": checkpoint.RULES,
        "asa": asa.RULES,
        "ios": ios.RULES,
        "f5": f5.RULES,
        "mikrotik": mikrotik.RULES,
        "kea": kea.RULES,
    }
)


def rules_of(vendor: str) -> tuple[AuditRule, ...]:
    """All rules for configurations of this vendor: those that hold of any, and its own."""
    return (*any_vendor.rules(VENDORS[vendor]), *RULES[vendor])


def every() -> list[AuditRule]:
    """Every rule once, vendor by vendor."""
    return list({rule.id: rule for vendor in RULES for rule in rules_of(vendor)}.values())
