"""VENDORS: whose configurations are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.diagnostics import SpecError
from hamodel.vendors import errors
from hamodel.vendors.asa.reading import ASA
from hamodel.vendors.checkpoint.reading import CHECKPOINT
from hamodel.vendors.f5.reading import F5
from hamodel.vendors.fortios.reading import FORTIOS
from hamodel.vendors.ios.reading import IOS
from hamodel.vendors.junos.reading import JUNOS
from hamodel.vendors.kea.reading import KEA
from hamodel.vendors.keepalived.reading import KEEPALIVED
from hamodel.vendors.mikrotik.reading import MIKROTIK
from hamodel.vendors.openbsd.reading import OPENBSD
from hamodel.vendors.opnsense.reading import OPNSENSE
from hamodel.vendors.panos.reading import PANOS
from hamodel.vendors.pfsense.reading import PFSENSE
from hamodel.vendors.vendor import Vendor
from hamodel.vendors.vyos.reading import VYOS

_EACH = (
    PANOS,
    FORTIOS,
    KEEPALIVED,
    VYOS,
    OPNSENSE,
    PFSENSE,
    OPENBSD,
    JUNOS,
    CHECKPOINT,
    ASA,
    IOS,
    F5,
    MIKROTIK,
    KEA,
)

VENDORS: Mapping[str, Vendor] = MappingProxyType({vendor.name: vendor for vendor in _EACH})
"""By the name that `--vendor` takes."""


def vendor_named(name: str) -> Vendor:
    """The vendor of this name. Raises SpecError where there is none."""
    if name not in VENDORS:
        raise SpecError([errors.unknown_vendor(name, list(VENDORS))])
    return VENDORS[name]
