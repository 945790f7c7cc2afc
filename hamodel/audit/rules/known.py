"""RULES: the rules of each vendor, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.audit.rule import AuditRule
from hamodel.audit.rules import checkpoint, fortios, junos, kea, keepalived, openbsd, opnsense, panos, pfsense, vyos

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
        "kea": kea.RULES,
    }
)


def rules_of(vendor: str) -> tuple[AuditRule, ...]:
    """All rules for configurations of this vendor."""
    return RULES[vendor]


def every() -> list[AuditRule]:
    """Every rule once, vendor by vendor."""
    return list({rule.id: rule for rules in RULES.values() for rule in rules}.values())
