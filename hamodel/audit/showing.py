"""What of a configuration may be shown: no secret ever, and with `redact` no address and no name."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field

from hamodel.audit.conditions import Evidence
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS
from hamodel.vendors.schema import Leaf
from hamodel.vendors.statement import Statement

SECRET = "(not shown)"
ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?:/\d{1,3})?(?![\w:])")


HOSTS = frozenset(path for vendor in VENDORS.values() for path in vendor.host)
"""The leaves that name members."""


@dataclass(slots=True)
class Showing:
    """`redact`: addresses and names of hosts are replaced, each by the same word wherever it stands, so that one still sees which
    are equal."""

    redact: bool = False
    replaced: dict[str, str] = field(default_factory=dict)

    def value(self, leaf: Leaf | None) -> str:
        """Of a leaf; what a default leaves in place is said to be one."""
        if leaf is None:
            return "not set"
        shown = SECRET if leaf.setting.secret else self.host(leaf.value) if leaf.setting.path in HOSTS else self.text(leaf.value)
        return shown if leaf.span is not None else f"{shown} (default)"

    def name(self, evidence: Evidence) -> str:
        """The path of a leaf, names in brackets."""
        if evidence.leaf is not None:
            return self.text(evidence.leaf.name)
        names = iter(evidence.names)
        return self.text("/".join(f"[{next(names, '*')}]" if word == "*" else word for word in evidence.path.split("/")))

    def statement(self, device: Device, statement: Statement) -> str:
        """One of a member that is not known, without what stands behind the words that are: nobody knows whether that is a
        secret."""
        words = device.table.beginning(statement)
        return self.text(" ".join([*words, "..."]) if len(words) < len(statement.words) else " ".join(words))

    def host(self, name: str) -> str:
        """Of a member."""
        return self._instead("host", name) if self.redact and name else name

    def text(self, text: str) -> str:
        """A text with its addresses replaced, if so asked."""
        return ADDRESS.sub(lambda found: self._address(found[0]), text) if self.redact else text

    def _address(self, text: str) -> str:
        try:
            ipaddress.ip_interface(text)
        except ValueError:
            return text
        return self._instead("address", text)

    def _instead(self, kind: str, text: str) -> str:
        return self.replaced.setdefault(text, f"{kind}-{sum(word.startswith(kind) for word in self.replaced.values()) + 1}")
