"""MODELS: all of them; the first that a pair is an instance of counts."""

from __future__ import annotations

from hamodel.audit.hazards.model import ALWAYS
from hamodel.audit.hazards.models.fortios import FORTIOS_FGCP
from hamodel.audit.hazards.models.keepalived import KEEPALIVED_CONNTRACKD
from hamodel.audit.hazards.models.panos import PANOS_ACTIVE_ACTIVE, PANOS_ACTIVE_PASSIVE

MODELS = (PANOS_ACTIVE_ACTIVE, PANOS_ACTIVE_PASSIVE, FORTIOS_FGCP, KEEPALIVED_CONNTRACKD)


def unasked(spec: str) -> frozenset[str]:
    """The claims of a spec about which there are no answers."""
    return frozenset(each.claim for model in MODELS if model.spec == spec for each in model.excluded if each.when == ALWAYS)
