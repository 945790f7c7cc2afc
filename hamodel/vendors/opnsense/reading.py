"""OPNsense: its config.xml, or a part of it, of old releases and new ones. It is laid out as pfSense's, from which it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hamodel.vendors.pfsense import reading as pfsense
from hamodel.vendors.schema import LeafTable, settings
from hamodel.vendors.statement import Statement
from hamodel.vendors.vendor import Vendor

TABLE = LeafTable(settings("hamodel.vendors.opnsense"), sections=pfsense.TABLE.sections)


def recognises(text: str) -> int:
    """By the outermost element."""
    return 95 if re.search(r"<opnsense[\s>]", text[:20_000]) else 0


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One member, as pfSense's."""
    return pfsense.parts(statements, TABLE)


OPNSENSE = Vendor(
    "opnsense",
    "OPNsense",
    TABLE,
    recognises,
    pfsense.read,
    parts,
    host=("system/hostname",),
    on=("virtualip/vip/*/mode", ("carp",)),
    own=("interfaces/*/ipaddr", "interfaces/*/ipaddrv6"),
    peers=("hasync/pfsyncpeerip", "hasync/synchronizetoip", "virtualip/vip/*/peer"),
    versions=("version",),
    xml=True,
)
