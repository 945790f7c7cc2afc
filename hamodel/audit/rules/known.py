"""RULES: the rules of each vendor, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.audit.rule import AuditRule
from hamodel.audit.rules import any as any_vendor
from hamodel.audit.rules import asa, f5, ios, mikrotik, panos
from hamodel.vendors.known import VENDORS

RULES: Mapping[str, tuple[AuditRule, ...]] = MappingProxyType(
    {
        "asa": asa.RULES,
        "f5": f5.RULES,
        "ios": ios.RULES,
        "mikrotik": mikrotik.RULES,
        "panos": panos.RULES,
    }
)


def rules_of(vendor: str) -> tuple[AuditRule, ...]:
    """All rules for configurations of this vendor: those that hold of any, and its own."""
    return (*any_vendor.rules(VENDORS[vendor]), *RULES[vendor])


def every() -> list[AuditRule]:
    """Every rule once, vendor by vendor."""
    return list({rule.id: rule for vendor in RULES for rule in rules_of(vendor)}.values())
