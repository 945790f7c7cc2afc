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
FOUR = r"\d{1,3}(?:\.\d{1,3}){3}"
MAC = r"[0-9a-fA-F]{1,2}(?:([:-])[0-9a-fA-F]{1,2})(?:\1[0-9a-fA-F]{1,2}){4}|[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}"
SIX = rf"[0-9a-fA-F]{{0,4}}(?::[0-9a-fA-F]{{0,4}}){{2,7}}(?<=:)(?:{FOUR})|[0-9a-fA-F]{{0,4}}(?::[0-9a-fA-F]{{0,4}}){{2,7}}"
ADDRESS = re.compile(
    rf"(?<![\da-fA-F.])(?:{MAC})(?![\w:-])|(?<![\d.]){FOUR}(?:/\d{{1,3}})?(?!\.?\d)|(?<![\da-zA-Z.])(?:{SIX})(?:/\d{{1,3}})?(?![\da-zA-Z:])"
)
"""Of devices and of interfaces; a port may follow, or a word stand in front with `:`, `_` or `-`."""
CREDENTIALS = re.compile(
    r"(?i)(?<=://)[^/\s@]+(?=@)|(?<=[?&])[^\s\"']+|(?<=-u )\S+"
    r"|\b(?:password|passwd|passphrase|pwd|secret|token|psk|api[-_]?key)[=: ]+\S+"
)
"""In a URL, and in what a command is called with."""

HOSTS = frozenset(path for vendor in VENDORS.values() for path in vendor.host)
"""The leaves that name members."""


@dataclass(slots=True)
class Showing:
    """`redact`: addresses and names of hosts are replaced, each by the same word wherever it stands, so that one still sees which
    are equal. `hosts`: the names of the members, which may stand anywhere."""

    redact: bool = False
    hosts: frozenset[str] = frozenset()
    replaced: dict[str, str] = field(default_factory=dict)

    def value(self, leaf: Leaf | None) -> str:
        """Of a leaf; what a default leaves in place is said to be one."""
        if leaf is None:
            return "not set"
        if leaf.setting.secret:
            shown = SECRET
        elif leaf.setting.path in HOSTS:
            shown = self.host(leaf.value)
        else:
            shown = self.text(CREDENTIALS.sub(SECRET, leaf.value))
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
        words = device.told(statement)
        return self.text(" ".join([*words, "..."]) if len(words) < len(statement.words) else " ".join(words))

    def host(self, name: str) -> str:
        """Of a member."""
        return "/".join(self._instead("host", word) if word else "" for word in name.split("/")) if self.redact else name

    def text(self, text: str) -> str:
        """A text with its addresses and the names of the members replaced, if so asked."""
        if not self.redact:
            return text
        for host in sorted(self.hosts, key=len, reverse=True):
            name = rf"(?i)(?<![^\W_]){re.escape(host)}(?![^\W_])(?:\.[A-Za-z][\w-]*)*"
            text = re.sub(name, self.host(host).replace("\\", ""), text)
        return ADDRESS.sub(lambda found: self._address(found[0]), text)

    def _address(self, text: str) -> str:
        """A time (`10:20:30`) is none."""
        bare = text.strip(":") if text.strip(":").count(":") != text.count(":") and "::" not in text else text
        for address in (text, bare):
            if not address.count(":") or re.fullmatch(MAC, address) or _is_address(address):
                return text.replace(address, self._instead("address", address))
        return text

    def _instead(self, kind: str, text: str) -> str:
        return self.replaced.setdefault(text, f"{kind}-{sum(word.startswith(kind) for word in self.replaced.values()) + 1}")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        return False
    return True
