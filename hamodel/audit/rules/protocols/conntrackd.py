"""Rules of conntrackd, as it runs beside keepalived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from hamodel.audit.conditions import Every, Evidence, Is, IsWritten, Judged, Not, OnBoth, Sides, Truth, Unlike
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.audit.rules.protocols import vrrp
from hamodel.audit.rules.protocols.vrrp import ON, Leaves, judged, open_
from hamodel.vendors.device import Device

MODE = "Sync/Mode"
DIRECT, RESYNC = f"{MODE}/*/DisableExternalCache", f"{MODE}/*/StartupResync"
CHANNELS = ("UDP", "TCP", "Multicast")
PORTS = ("Sync/UDP/*/Port", "Sync/TCP/*/Port", "Sync/Multicast/*/Group", "Sync/Multicast/*/IPv4_address")
INTERFACES = tuple(f"Sync/{kind}/*/Interface" for kind in CHANNELS)
ADDRESSES = tuple(f"Sync/{kind}/*/{leaf}" for kind in CHANNELS for leaf in ("IPv4_address", "IPv6_address"))
ACCEPTED = "General/Filter/State/Accept"
CALLS = "script/*/calls"
NOTIFY = ("notify", "notify_master", "notify_backup", "notify_fault")
GROUP_SCRIPTS = tuple(f"vrrp_sync_group/*/{name}" for name in NOTIFY)
FIFOS = tuple(f"global_defs/{general}notify_fifo{script}" for general in ("", "vrrp_") for script in ("", "_script"))
OWN_WORDS = ("conntrack", "primary-backup")
"""In the name of a script: it is about conntrackd."""

SYNCHRONISES = IsWritten(MODE)


def scripts_of(instance: str) -> tuple[str, ...]:
    """The scripts that an instance runs when its state changes."""
    return tuple(f"{instance}/{name}" for name in NOTIFY)


def calls(device: Device, paths: Sequence[str], names: Sequence[str] = ()) -> list[Evidence]:
    """The scripts at these paths that are about conntrackd, by their names."""
    leaves = [(path, leaf) for path in paths for leaf in device.all(path, names)]
    return [Evidence(device, path, tuple(names), leaf) for path, leaf in leaves if any(word in leaf.value for word in OWN_WORDS)]


def asked(device: Device, state: str) -> list[Evidence]:
    """What the notify script asks of conntrackd in a state; in any, where it does not tell states apart."""
    found = device.all(CALLS, [state]) or device.all(CALLS, ["any"])
    return [Evidence(device, CALLS, leaf.path[1:2], leaf) for leaf in found]


def _nobody_commits(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    device = pair.devices[0]
    seen = [Evidence(device, MODE, (), device.leaf(MODE))]
    every = (*GROUP_SCRIPTS, *scripts_of("vrrp_instance/*"))
    others = [Evidence(device, path, (), leaf) for path in (*every, *FIFOS) for leaf in device.all(path)]
    if not device.all(MODE) or device.value(DIRECT) in ON or calls(device, every) or device.names(CALLS):
        return
    yield (Truth.UNDECIDED if others else Truth.YES), others or seen  # whatever else is run may call conntrackd


NOBODY_COMMITS = judged([MODE, DIRECT, CALLS, *GROUP_SCRIPTS, *scripts_of("vrrp_instance/*"), *FIFOS], _nobody_commits)


def _commits(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """keepalived runs the notify script on becoming master, and that commits. It may, where a script is run whose text is not
    there, where functions call conntrackd of which nobody knows who calls them, and where nothing that is read runs it."""
    device = pair.devices[0]
    run = [Evidence(device, path, (), leaf) for path in STARTING for leaf in device.all(path)]
    given = [Evidence(device, CALLS, leaf.path[1:2], leaf) for leaf in device.all(CALLS)]
    commits = [each for each in given if each.leaf is not None and each.leaf.value == "-c"]
    if given and not commits:
        if unread := [each for each in run if not any(_runs(each, call) for call in given)]:
            yield Truth.UNDECIDED, unread
    elif commits and any(_becomes_primary(each, call) for each in run for call in commits):
        yield Truth.YES, [*commits, *run]
    elif commits or run:
        yield Truth.UNDECIDED, [*commits, *run]


def _runs(start: Evidence, call: Evidence) -> bool:
    """Whether a notify statement names the script in which a call stands."""
    if start.leaf is None or call.span is None or not start.leaf.value.split():
        return False
    return PurePath(call.span.source.path).name.endswith(PurePath(start.leaf.value.split()[0]).name)


def _becomes_primary(start: Evidence, call: Evidence) -> bool:
    """Whether the script is run on becoming master, with the word for it where it tells states apart."""
    kind, value = start.path.rpartition("/")[2], "" if start.leaf is None else start.leaf.value
    told = call.names == ("primary",) and any(word in ("primary", "master") for word in value.lower().split()[1:])
    return _runs(start, call) and ((kind == "notify_master" and told) or (kind in NOTIFY[:2] and call.names == ("any",)))


STARTING = (*GROUP_SCRIPTS, *scripts_of("vrrp_instance/*"), *FIFOS)
"""The leaves whose scripts are run when a state changes."""

COMMITS = judged([CALLS, *STARTING], _commits)


def shared(leaves: Leaves) -> Judged:
    """States go over an interface that an instance is on, or over another VLAN of its port."""

    def judge(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
        device = pair.devices[0]
        for path in INTERFACES:
            for leaf in device.all(path):
                for one in vrrp.instances(device, leaves):
                    seen = [Evidence(device, path, leaf.path[2:3], leaf), *one.evidence(leaves.interface)]
                    if open_(seen):
                        yield Truth.UNDECIDED, seen
                    elif vrrp.port(leaf.value) == vrrp.port(one.value(leaves.interface) or ""):
                        yield Truth.YES, seen

    return judged([*INTERFACES, leaves.interface], judge)


def _one_channel(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    device = pair.devices[0]
    channels = [(kind, number) for kind in CHANNELS for (number,) in device.names(f"Sync/{kind}/*")]
    if len(channels) != 1:
        return
    kind, number = channels[0]
    path = f"Sync/{kind}/*/Interface"
    leaf = device.leaf(path, [number])
    if leaf is None or not vrrp.bundle(leaf.value):
        seen = [Evidence(device, path, (number,), leaf)]
        yield (Truth.UNDECIDED if open_(seen) else Truth.YES), seen


def _half_open_left_out(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    device = pair.devices[0]
    seen = [Evidence(device, ACCEPTED, (), leaf) for leaf in device.all(ACCEPTED)]
    states = {each.leaf.value.upper() for each in seen if each.leaf is not None}
    if seen and not {"SYN_SENT", "SYN_RECV"} <= states:
        yield (Truth.UNDECIDED if open_(seen) else Truth.YES), seen


def _empty_after_reboot(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """A script that becomes backup at boot may ask for the states: where its text is not known, nothing is sure."""
    device = pair.devices[0]
    resync = device.leaf(RESYNC)
    seen = [Evidence(device, RESYNC, (), resync)]
    if open_(seen):
        yield Truth.UNDECIDED, seen
    elif (resync is None or resync.value.lower() not in ON) and (device.value(MODE) or "").upper() != "ALARM":
        backup = asked(device, "backup")
        if any(each.leaf is not None and each.leaf.value == "-n" for each in backup):
            return
        scripts = (*GROUP_SCRIPTS, *scripts_of("vrrp_instance/*"), *FIFOS)
        run = [Evidence(device, path, (), leaf) for path in scripts for leaf in device.all(path)]
        unread = [] if device.names(CALLS) else run
        yield (Truth.UNDECIDED if unread else Truth.YES), [*seen, *unread]


def _wrong_order(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    device = pair.devices[0]
    seen = asked(device, "primary")
    order = [each.leaf.value for each in seen if each.leaf is not None]
    if not device.names(CALLS) or (device.value(DIRECT) or "off").lower() in ON:
        return
    every = [Evidence(device, CALLS, leaf.path[1:2], leaf) for leaf in device.all(CALLS)]
    late = "-c" in order and "-f" in order and order.index("-f") < order.index("-c")
    if "-c" not in order or late:
        nowhere = all(each.leaf is None or each.leaf.value != "-c" for each in every)
        told = bool(device.all(CALLS, ["primary"])) if late else nowhere
        yield (Truth.YES if told else Truth.UNDECIDED), seen or every  # in functions, the order is that of their calls


def rules(leaves: Leaves) -> tuple[AuditRule, ...]:
    """CT-01 to CT-08, beside instances that have their leaves there."""
    return (
        AuditRule("CT-01", "pair", "error",
             Every((OnBoth(SYNCHRONISES), Unlike((MODE, DIRECT, *PORTS)))),
             "conntrackd is not the same on both members",
             "they do not understand each other: no states are synchronised",
             (LeafChange(MODE, "the same on both, ports and groups with it"),), hazards=("20",), source="L1"),
        AuditRule("CT-02", "member", "warning",
             Every((SYNCHRONISES, shared(leaves))),
             "states are sent over an interface that carries VRRP",
             "one fault cuts both: two masters, of which neither has the other's states",
             (LeafChange(INTERFACES[0], "a link of its own"),), hazards=("20", "26"), mark="I", source="L1"),
        AuditRule("CT-03", "member", "note",
             Every((SYNCHRONISES, judged([*INTERFACES, *ADDRESSES, *PORTS], _one_channel))),
             "states are sent over one link",
             "while it is lost, states of new connections are on one member only",
             (LeafChange(INTERFACES[0], "a second block with another interface, the first one `Default`"),), hazards=("20",),
             source="L2"),
        AuditRule("CT-04", "member", "note",
             Every((SYNCHRONISES, judged([ACCEPTED], _half_open_left_out))),
             "connections that are being opened are not synchronised",
             "a failover in this moment ends them",
             (LeafChange(ACCEPTED, "SYN_SENT and SYN_RECV as well"),), hazards=("21",), mark="I", source="L1"),
        AuditRule("CT-05", "member", "note",
             Every((SYNCHRONISES, judged([RESYNC, MODE, CALLS, *GROUP_SCRIPTS, *FIFOS], _empty_after_reboot))),
             "conntrackd does not ask for states when it starts",
             "after a reboot the member knows none of the connections that were there before",
             (LeafChange(RESYNC, "on"),), hazards=("20",), source="L1"),
        AuditRule("CT-06", "member", "warning",
             Every((SYNCHRONISES, Not(Is(DIRECT, ON)))),
             "states wait in the external cache until a script commits them",
             "the addresses move first: until then the kernel resets connections, since it does not know them",
             (LeafChange(DIRECT, "on; or a rule that drops such packets until the commit"),), hazards=("N18",), mark="K",
             source="KA6"),
        AuditRule("CT-07", "member", "error",
             judged([CALLS, DIRECT], _wrong_order),
             "the notify script does not commit the other member's states before all else",
             "they are lost: connections end at failover",
             (LeafChange(CALLS, "`-c`, then `-f`, `-R`, `-B` on becoming primary"),), hazards=("20",), source="L1"),
        AuditRule("CT-08", "pair", "warning",
             Every((OnBoth(Is(MODE, ("NOTRACK", "ALARM"))), vrrp.each_is_better_once(leaves))),
             "both members carry traffic, and states are sent without confirmation",
             "a lost message is a lost state: packets that come back by the other member find none",
             (LeafChange(MODE, "FTFW"), LeafChange(DIRECT, "on")), hazards=("26",), source="L1"),
    )  # fmt: skip
