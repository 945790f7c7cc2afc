"""VENDORS: whose configurations are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.vendors.panos.reading import PANOS
from hamodel.vendors.vendor import Vendor

VENDORS: Mapping[str, Vendor] = MappingProxyType({vendor.name: vendor for vendor in (PANOS,)})
"""By the name that `--vendor` takes."""
