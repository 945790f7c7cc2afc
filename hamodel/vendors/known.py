"""VENDORS: whose configurations are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.diagnostics import SpecError
from hamodel.vendors import errors
from hamodel.vendors.asa.reading import ASA
from hamodel.vendors.f5.reading import F5
from hamodel.vendors.ios.reading import IOS
from hamodel.vendors.mikrotik.reading import MIKROTIK
from hamodel.vendors.panos.reading import PANOS
from hamodel.vendors.vendor import Vendor

VENDORS: Mapping[str, Vendor] = MappingProxyType({vendor.name: vendor for vendor in (ASA, F5, IOS, MIKROTIK, PANOS)})
"""By the name that `--vendor` takes."""


def vendor_named(name: str) -> Vendor:
    """The vendor of this name. Raises SpecError where there is none."""
    if name not in VENDORS:
        raise SpecError([errors.unknown_vendor(name, list(VENDORS))])
    return VENDORS[name]
