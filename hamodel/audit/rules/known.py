"""RULES: the rules of each vendor, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.audit.rule import AuditRule
from hamodel.audit.rules import panos

RULES: Mapping[str, tuple[AuditRule, ...]] = MappingProxyType({"panos": panos.RULES})
