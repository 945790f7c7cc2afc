"""MODELS: all of them; the first that a pair is an instance of counts."""

from __future__ import annotations

from hamodel.audit.hazards.models.fortios import FORTIOS_FGCP
from hamodel.audit.hazards.models.keepalived import KEEPALIVED_CONNTRACKD
from hamodel.audit.hazards.models.panos import PANOS_ACTIVE_ACTIVE

MODELS = (PANOS_ACTIVE_ACTIVE, FORTIOS_FGCP, KEEPALIVED_CONNTRACKD)
