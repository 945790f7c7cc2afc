"""Rules of Check Point pairs. What the management's object says holds for the pair, and is said once."""

from __future__ import annotations

from hamodel.audit.conditions import Answer, Evidence, Is, IsWritten, Judged, Not, OnOne, Sides, Truth, Unlike, placeholder
from hamodel.audit.rule import AuditRule, LeafChange

MODE = "object/cluster-mode"
KIND = "object/interfaces/*/interface-type"
PORTS = "bonding/group/*/interface"
RECOVERY = "object/cluster-settings/member-recovery-mode"
VLANS, ALL_VLANS = "interface/*/vlan", "kernel/fwha_monitor_all_vlan"


def _middle_vlans(pair: Sides) -> Answer:
    """Trunks of more than two VLANs while the lowest and the highest are watched; undecided without the kernel's parameters."""
    seen: list[Evidence] = []
    known = True
    for device in pair.devices:
        watched = device.leaf(ALL_VLANS)
        if watched is not None and watched.value != "0":
            continue
        trunks = [names for names in device.names("interface/*") if len(device.all(VLANS, names)) > 2]
        seen += [Evidence(device, VLANS, names, leaf) for names in trunks for leaf in device.all(VLANS, names)]
        given = any(source.path.endswith("fwkern.conf") for source in device.sources) or bool(device.all(ALL_VLANS))
        known = known and (given or not trunks)
    return Answer(Truth.NO if not seen else Truth.YES if known else Truth.UNDECIDED, tuple(seen))


def _one_cable(pair: Sides) -> Answer:
    """One interface carries states, and it is no bond of two ports."""
    device = pair.devices[0]
    carriers = [leaf for leaf in device.all(KIND) if "sync" in leaf.value.lower()]
    if len(carriers) != 1 or placeholder(carriers[0].value):
        return Answer(Truth.NO)
    name = carriers[0].path[-2].partition(".")[0]
    seen = [Evidence(device, KIND, (carriers[0].path[-2],), carriers[0])]
    if name.startswith("bond"):
        ports = [Evidence(one, PORTS, (name[4:],), leaf) for one in pair.devices for leaf in one.all(PORTS, (name[4:],))]
        if len({each.leaf.value for each in ports if each.leaf is not None}) != 1:
            return Answer(Truth.NO)
        seen += ports
    return Answer(Truth.YES, tuple(seen))


RULES = (
    AuditRule("CP-01", "pair", "note", Not(OnOne(IsWritten(MODE))),
         "the cluster's object is not there",
         "mode, shared addresses and recovery stand in the management only: add what `show simple-cluster` says, as JSON",
         source="H.8"),
    AuditRule("CP-02", "member", "warning", Judged((VLANS, ALL_VLANS), _middle_vlans),
         "of a trunk only the lowest and the highest VLAN are watched",
         "any other one may be lost, and nothing fails over",
         (LeafChange(ALL_VLANS, "1"),), hazards=("N4",), source="CP2"),
    AuditRule("CP-03", "pair", "warning", Judged((KIND, PORTS), _one_cable),
         "one port carries states",
         "its loss takes one member out of the pair",
         (LeafChange(KIND, "`sync` for a bond of two ports"),), hazards=("N12",), source="CP1"),
    AuditRule("CP-04", "pair", "error",
         Unlike(("cluster/member/mvc", "cluster/member/ccp", "cluster/member/ccpenc", "object/version")),
         "the members do not speak alike",
         "they do not see each other, or do not synchronise",
         (LeafChange("cluster/member/mvc", "the same on both"),), hazards=("4", "N14"), mark="M", source="H.8"),
    AuditRule("CP-05", "pair", "note", Is(RECOVERY, ("according-to-priority",)),
         "the better member takes over again as soon as it is back",
         "a second failover without need, perhaps before it has all states",
         (LeafChange(RECOVERY, "maintain-current-active"),), hazards=("6", "43"), source="CP1"),
)  # fmt: skip
