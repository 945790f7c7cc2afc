"""Rules of F5 BIG-IP."""

from __future__ import annotations

from hamodel.audit.conditions import Answer, Every, Evidence, Is, Judged, Sides, Truth, placeholder
from hamodel.audit.rule import AuditRule, LeafChange

UNICAST, MULTICAST = "cm/device/*/unicast-address/ip", "cm/device/*/multicast-ip"
TYPE, NETWORK = "cm/device-group/*/type", "cm/device-group/*/network-failover"
MIRROR, DESTINATION = "ltm/virtual/*/mirror", "ltm/virtual/*/destination"

TAKES_OVER = Is(TYPE, ("sync-failover",))


def _one_address(pair: Sides) -> Answer:
    """Whether hellos to a member go to one address, and to no group."""
    seen: list[Evidence] = []
    open_: list[Evidence] = []
    for device in pair.devices:
        for names in device.names("cm/device/*"):
            leaves = device.all(UNICAST, names)
            if len({leaf.value for leaf in leaves}) == 1 and not any(leaf.value for leaf in device.all(MULTICAST, names)):
                found = [Evidence(device, UNICAST, names, leaf) for leaf in leaves]
                (open_ if placeholder(leaves[0].value) else seen).extend(found)
    return Answer(Truth.YES if seen else Truth.UNDECIDED if open_ else Truth.NO, tuple(seen or open_))


def _not_mirrored(pair: Sides) -> Answer:
    """Whether connections of a virtual server are not mirrored."""
    seen: list[Evidence] = []
    for device in pair.devices:
        for names in device.names("ltm/virtual/*"):
            mirror = device.leaf(MIRROR, names)
            if mirror is not None and mirror.value != "enabled" and not placeholder(mirror.value):
                where = [Evidence(device, DESTINATION, names, leaf) for leaf in device.all(DESTINATION, names)]
                seen += [Evidence(device, MIRROR, names, mirror), *where]
    return Answer(Truth.YES if seen else Truth.NO, tuple(seen))


RULES = (
    AuditRule("F5-01", "member", "warning",
         Every((TAKES_OVER, Is(NETWORK, ("enabled",)), Judged((UNICAST, MULTICAST), _one_address))),
         "hellos to a member go to one address",
         "one path lost, and both members are active",
         (LeafChange(UNICAST, "an address of another network, and the management address"),), hazards=("N6",), mark="M",
         source="H.9"),
    AuditRule("F5-02", "member", "note",
         Every((TAKES_OVER, Judged((MIRROR, DESTINATION), _not_mirrored))),
         "connections of virtual servers are not mirrored",
         "they end when the other member takes over", (LeafChange(MIRROR, "enabled, where connections live long"),),
         hazards=("20",), mark="M", source="H.9"),
)  # fmt: skip
