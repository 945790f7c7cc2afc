"""Rules of MikroTik RouterOS."""

from __future__ import annotations

import re

from hamodel.audit.conditions import Answer, Evidence, Judged, Sides, Truth
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.vendors.device import Device

SCRIPTS = tuple(f"interface/vrrp/*/{when}" for when in ("on-master", "on-backup"))
SOURCE = "system/script/*/source"
CHANGES = re.compile(r"/ip[ /](?:firewall[ /]nat|route)\b.*?\b(?:add|set|enable|disable|remove)\b", re.DOTALL)


def _scripts_change(pair: Sides) -> Answer:
    """Whether a script that a change of the group runs writes NAT rules or routes: its own text, or that of a script it names."""
    seen: list[Evidence] = []
    for device in pair.devices:
        for path in SCRIPTS:
            for leaf in device.all(path):
                if any(map(CHANGES.search, [leaf.value, *_called(device, leaf.value)])):
                    seen.append(Evidence(device, path, (leaf.path[2],), leaf))
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


def _called(device: Device, script: str) -> list[str]:
    """The texts of the scripts that a script names."""
    words = set(re.findall(r"[\w.-]+", script))
    return [leaf.value for leaf in device.all(SOURCE) if leaf.path[2] in words]


RULES = (
    AuditRule("MT-01", "member", "warning",
         Judged((*SCRIPTS, SOURCE), _scripts_change),
         "NAT rules or routes follow a script",
         "the scripts of two changes in a short time may end in the wrong order: then a master has the rules of a backup",
         (LeafChange(SCRIPTS[0], "a script that looks at the state, and may run twice"),), hazards=("N17",), mark="I",
         source="H.9"),
)  # fmt: skip
