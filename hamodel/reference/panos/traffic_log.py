"""What a firewall has to say about a session that began, ended or was denied -> one line of its traffic log."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Literal, TypeAlias

from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.packets import Flow

Kind: TypeAlias = Literal["start", "end", "deny"]
EndReason: TypeAlias = Literal[
    "tcp-fin", "tcp-rst", "aged-out", "policy-deny", "threat", "resources-unavailable", "unknown", "n/a"
]
"""Why a session ended; `n/a` for one that only began."""


@dataclass(frozen=True, slots=True)
class TrafficLog:
    """One entry. `time` is in milliseconds of the device's clock, `bytes` are of whole packets, in both directions."""

    time: int
    device: int
    session: int
    kind: Kind
    flow: Flow
    translation: Translation | None
    application: str | None
    threats: tuple[str, ...]
    bytes: int
    packets: int
    end_reason: EndReason
    inspected: bool
    """Was the content scanned from the session's first byte to its last?"""

    def __str__(self) -> str:
        """The entry as one line, its fields in the order of `COLUMNS`, separated by commas."""
        flow, translation = self.flow, self.translation
        fields = (
            *(self.time, self.device, self.session, self.kind),
            *(flow.zone, flow.protocol, flow.source, flow.source_port, flow.destination, flow.destination_port),
            *((translation.address, translation.port, translation.rule) if translation is not None else ("", "", "")),
            *(self.application or "", ";".join(self.threats), self.bytes, self.packets, self.end_reason),
            "inspected" if self.inspected else "not-inspected",
        )
        line = StringIO()
        csv.writer(line).writerow(fields)
        return line.getvalue().removesuffix("\r\n")


COLUMNS = (
    *("time", "device", "session", "type"),
    *("zone", "protocol", "source", "source port", "destination", "destination port"),
    *("translated source", "translated port", "NAT rule"),
    *("application", "threats", "bytes", "packets", "end reason", "inspection"),
)
"""The heads of the columns of a line."""
