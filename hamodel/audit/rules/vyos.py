"""Rules of VyOS pairs: those of the configuration that it writes for keepalived and conntrackd, where they can be broken at all.

It always writes `state BACKUP`, mode FTFW, and the script for conntrackd on the sync group, and it tells neighbours again and
again: the rules about these have no counterpart here.
"""

from __future__ import annotations

from collections.abc import Iterator

from hamodel.audit.conditions import Every, Evidence, Is, IsWritten, Not, OnBoth, OnOnlyOne, Sides, Some, Truth, Unlike
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.audit.rules.protocols import vrrp
from hamodel.audit.rules.protocols.vrrp import ON, Leaves, VrrpInstance, judged, open_
from hamodel.vendors.device import Device

HA = "high-availability"
GROUP = f"{HA}/vrrp/group/*"
MEMBER = f"{HA}/vrrp/sync-group/*/member"
SYNC = "service/conntrack-sync"
FOLLOWS = f"{SYNC}/failover-mechanism/vrrp/sync-group"
DIRECT = f"{SYNC}/disable-external-cache"
OVER = tuple(f"{SYNC}/interface/*{leaf}" for leaf in ("", "/peer", "/port"))
PORT, GROUP_ADDRESS = OVER[2], f"{SYNC}/mcast-group"
CHECKS = tuple(f"{GROUP}/health-check/{kind}" for kind in ("script", "ping"))
GROUP_CHECKS = tuple(f"{HA}/vrrp/sync-group/*/health-check/{kind}" for kind in ("script", "ping"))
OFF = (f"{GROUP}/disable", f"{HA}/disable")
LEAVES = Leaves(
    instance=GROUP,
    vrid=f"{GROUP}/vrid",
    interface=f"{GROUP}/interface",
    priority=f"{GROUP}/priority",
    nopreempt=f"{GROUP}/no-preempt",
    interval=f"{GROUP}/advertise-interval",
    addresses=f"{GROUP}/address/*",
    peers=f"{GROUP}/peer-address",
    sources=(f"{GROUP}/hello-source-address",),
    auth_type=f"{GROUP}/authentication/type",
    password=f"{GROUP}/authentication/password",
    versions=(f"{HA}/vrrp/global-parameters/version",),
    off=OFF,
)


def _running(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = VrrpInstance(pair.devices[0], pair.names, LEAVES)
    if not any(here.value(path) in ON for path in (OFF if pair.names else OFF[1:])):
        yield Truth.YES, []


RUNS = judged(OFF, _running)
SYNCHRONISES = Some(tuple(map(IsWritten, OVER)))


def sync_groups(device: Device, group: str) -> list[str]:
    """The sync groups that a group is in."""
    return [leaf.path[3] for leaf in device.all(MEMBER) if leaf.value == group]


def _not_followed(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """A group that is not in the sync group that conntrack-sync follows."""
    here = VrrpInstance(pair.devices[0], pair.names, LEAVES)
    followed = here.device.leaf(FOLLOWS)
    if followed is None or followed.value in sync_groups(here.device, here.names[0]):
        return
    seen = [*here.evidence(LEAVES.interface), Evidence(here.device, FOLLOWS, (), followed)]
    members = [leaf.value for leaf in here.device.all(MEMBER)]
    yield (Truth.UNDECIDED if open_(seen) or any("{" in member for member in members) else Truth.YES), seen


def _alone(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """A group that is in no sync group, beside others on other interfaces."""
    here = VrrpInstance(pair.devices[0], pair.names, LEAVES)
    others = [one for one in vrrp.instances(here.device, LEAVES) if one.names != here.names]
    mine = here.value(LEAVES.interface)
    elsewhere = next((one for one in others if one.value(LEAVES.interface) != mine), None)
    if elsewhere is not None and not sync_groups(here.device, here.names[0]):
        seen = [*here.evidence(LEAVES.interface), *elsewhere.evidence(LEAVES.interface)]
        yield (Truth.UNDECIDED if open_(seen) else Truth.YES), seen


def _check_ignored(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = VrrpInstance(pair.devices[0], pair.names, LEAVES)
    checks = [each for each in here.evidence(*CHECKS) if each.leaf is not None]
    groups = sync_groups(here.device, here.names[0])
    if checks and groups:
        members = [leaf for leaf in here.device.all(MEMBER, groups[:1]) if leaf.value == here.names[0]]
        yield Truth.YES, [*checks, *(Evidence(here.device, MEMBER, (groups[0],), leaf) for leaf in members)]


def _untracked(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = VrrpInstance(pair.devices[0], pair.names, LEAVES)
    groups = sync_groups(here.device, here.names[0])
    own = [each for each in here.evidence(f"{GROUP}/track/interface", *([] if groups else CHECKS)) if each.leaf is not None]
    if not own and not any(here.device.all(path, [group]) for group in groups for path in GROUP_CHECKS):
        yield Truth.YES, here.evidence(LEAVES.interface)


def _password_cut(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = VrrpInstance(pair.devices[0], pair.names, LEAVES)
    written = [each for each in here.evidence(LEAVES.password) if each.leaf is not None]
    if open_(written):
        yield Truth.UNDECIDED, written
    elif written and (here.version == "3" or len(here.value(LEAVES.password) or "") > 8):
        yield Truth.YES, written


def _shared(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """States go over an interface that a group is on, or over another VLAN of its port."""
    device = pair.devices[0]
    for (name,) in device.names(OVER[0]):
        for one in vrrp.instances(device, LEAVES):
            written = next((path for path in OVER if device.all(path, [name])), OVER[0])
            seen = [Evidence(device, written, (name,), device.leaf(written, [name])), *one.evidence(LEAVES.interface)]
            if open_(seen):
                yield Truth.UNDECIDED, seen
            elif vrrp.port(name) == vrrp.port(one.value(LEAVES.interface) or ""):
                yield Truth.YES, seen


def _one_link(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    device = pair.devices[0]
    names = device.names(OVER[0])
    if len(names) == 1 and not vrrp.bundle(names[0][0]):
        written = next((path for path in OVER if device.all(path, names[0])), OVER[0])
        seen = [Evidence(device, written, names[0], device.leaf(written, names[0]))]
        yield (Truth.UNDECIDED if open_(seen) else Truth.YES), seen


def _channels_apart(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """The ports that states are sent to are not the same, or the groups, where no peer is named."""
    ports, groups = [], []
    for device in pair.devices:
        names = device.names(OVER[0])
        ports.append([Evidence(device, PORT, name, device.leaf(PORT, name)) for name in names])
        unnamed = [name for name in names if device.leaf(OVER[1], name) is None]
        groups.append([Evidence(device, GROUP_ADDRESS, (), device.leaf(GROUP_ADDRESS)) for _ in unnamed[:1]])
    for first, second in (ports, groups):
        values = [{each.leaf.value for each in seen if each.leaf is not None} for seen in (first, second)]
        if open_([*first, *second]):
            yield Truth.UNDECIDED, [*first, *second]
        elif values[0] != values[1]:
            yield Truth.YES, [*first, *second]


RULES = (
    AuditRule("VY-01", "member", "warning",
         Every((RUNS, judged([MEMBER, FOLLOWS, LEAVES.interface], _not_followed))),
         "a group is not in the sync group that conntrack-sync follows",
         "it may be master on one box while states are committed on the other",
         (LeafChange(MEMBER, "all groups that one path goes through"),), each=GROUP, hazards=("N15",), source="VY1"),
    AuditRule("VY-02", "pair", "error",
         Every((RUNS, OnBoth(IsWritten(LEAVES.vrid)), OnOnlyOne(IsWritten(MEMBER)))),
         "there is a sync group on one member only",
         "one box moves as a whole, the other in parts: halves of a path end on two boxes",
         (LeafChange(MEMBER, "the same on both"),), hazards=("N15",), source="VY1"),
    AuditRule("VY-03", "member", "error",
         Every((RUNS, judged([*CHECKS, MEMBER], _check_ignored))),
         "a health check stands on a group that is in a sync group",
         "it is not used there, or such a configuration is refused: what it asks about is not watched",
         (LeafChange(GROUP_CHECKS[0], "the check, on the sync group"),), each=GROUP, hazards=("N4",), source="VY2"),
    AuditRule("VY-04", "member", "error",
         Every((SYNCHRONISES, Not(IsWritten(FOLLOWS)), Not(IsWritten(f"{SYNC}/failover-mechanism/cluster/group")),
                Not(Is(DIRECT, ON)))),
         "conntrack-sync follows nothing",
         "nobody commits the other member's states: connections end at each failover",
         (LeafChange(FOLLOWS, "the sync group"),), hazards=("20",), source="VY1, L1"),
    AuditRule("VY-05", "pair", "warning",
         vrrp.same_priority(LEAVES),
         "both members have one priority",
         "who is master depends on addresses and on who came first; two masters at once are told apart by their addresses alone",
         (LeafChange(LEAVES.priority, "50 higher on the member that should be master"),), hazards=("N1", "54"),
         source="KA3, KA4, VY3"),
    AuditRule("VY-06", "pair", "error",
         vrrp.deaf(LEAVES),
         "the members do not accept each other's adverts",
         "both become master, with no fault at all",
         (LeafChange(LEAVES.vrid, "the same on both, and all that must be equal with it"),), hazards=("N14",), mark="I",
         source="KA3, V2"),
    AuditRule("VY-07", "pair", "error",
         vrrp.lower_holds_back(LEAVES),
         "`no-preempt` stands on the lower member only",
         "the higher member preempts when it comes back: it is there that the word counts",
         (LeafChange(LEAVES.nopreempt, "on the member with the higher priority"),), hazards=("6",), mark="K", source="KA2"),
    AuditRule("VY-08", "member", "warning",
         Every((RUNS, judged([f"{GROUP}/track/interface", *CHECKS, *GROUP_CHECKS, MEMBER, LEAVES.interface], _untracked))),
         "nothing is tracked but the group's own interface",
         "what lies behind it may be dead, with its link up, and there is no failover",
         (LeafChange(GROUP_CHECKS[0], "a script that asks what lies behind"),), each=GROUP, hazards=("N4",), source="VY3"),
    AuditRule("VY-09", "member", "note",
         Every((RUNS, judged([LEAVES.password, *LEAVES.versions], _password_cut))),
         "the password of adverts is not used as it is written",
         "only its first eight characters count, and version 3 has no authentication at all",
         (LeafChange(LEAVES.password, "eight characters, or none of it"),), each=GROUP, source="KA3, VY3"),
    AuditRule("VY-10", "pair", "error",
         vrrp.peers_missed(LEAVES),
         "the members do not name each other as peers",
         "one does not hear the other, and both become master, with no fault at all",
         (LeafChange(LEAVES.peers, "the other member's `hello-source-address`, on both"),), hazards=("N14",), source="KA1, VY3"),
    AuditRule("VY-11", "member", "error",
         Every((RUNS, Is(LEAVES.priority, ("255",)), Is(LEAVES.nopreempt, ON))),
         "`no-preempt` does not go with priority 255",
         "the owner of addresses always takes over: the word is cleared",
         (LeafChange(LEAVES.priority, "254"),), each=GROUP, hazards=("6",), source="KA1, VY3"),
    AuditRule("VY-12", "member", "warning",
         Every((RUNS, Not(IsWritten(FOLLOWS)), judged([MEMBER, LEAVES.interface], _alone))),
         "a group is in no sync group, and there are others on other interfaces",
         "one fault moves one of them: packets come in on one box and should leave by the other",
         (LeafChange(MEMBER, "all groups that one path goes through"),), each=GROUP, hazards=("N15",), source="VY3"),
    AuditRule("VY-13", "pair", "error",
         Every((OnBoth(SYNCHRONISES), Some((Unlike((DIRECT,)), judged([PORT, GROUP_ADDRESS, *OVER], _channels_apart))))),
         "conntrack-sync is not the same on both members",
         "they do not understand each other: no states are synchronised",
         (LeafChange(GROUP_ADDRESS, "the same on both"),), hazards=("20",), source="L1, VY3"),
    AuditRule("VY-14", "member", "warning",
         judged([*OVER, LEAVES.interface], _shared),
         "states are sent over an interface that carries VRRP",
         "one fault cuts both: two masters, of which neither has the other's states",
         (LeafChange(OVER[0], "a link of its own"),), hazards=("20", "26"), mark="I", source="L1"),
    AuditRule("VY-15", "member", "note",
         judged(OVER, _one_link),
         "states are sent over one link",
         "while it is lost, states of new connections are on one member only",
         (LeafChange(OVER[0], "a second interface"),), hazards=("20",), source="L2, VY3"),
    AuditRule("VY-16", "member", "warning",
         Every((SYNCHRONISES, Not(Is(DIRECT, ON)))),
         "states wait in the external cache until a script commits them",
         "the addresses move first: until then the kernel resets connections, since it does not know them",
         (LeafChange(DIRECT, "yes; or a rule that drops such packets until the commit"),), hazards=("N18",), mark="K",
         source="KA6, VY3"),
)  # fmt: skip
