"""Rules of keepalived pairs. Where a file is included that was not handed in, what is absent may stand there: nothing is sure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from hamodel.audit.conditions import Below, Every, Evidence, Is, IsWritten, Not, Sides, Some, Truth, ask
from hamodel.audit.rule import AuditRule, LeafChange
from hamodel.audit.rules.protocols import conntrackd, vrrp
from hamodel.audit.rules.protocols.vrrp import ON, Leaves, VrrpInstance, judged, open_
from hamodel.vendors.device import Device

VRRP = "vrrp_instance/*"
STATE, PRIORITY = f"{VRRP}/state", f"{VRRP}/priority"
NOPREEMPT, DELAY = f"{VRRP}/nopreempt", f"{VRRP}/preempt_delay"
STRICT, STRICT_HERE = "global_defs/vrrp_strict", f"{VRRP}/strict_mode"
PASSWORD, AUTH = f"{VRRP}/authentication/auth_pass", f"{VRRP}/authentication/auth_type"
GROUP = "vrrp_sync_group/*/group/*"
WEIGHTS_COUNT = "vrrp_sync_group/*/sync_group_tracking_weight"
KINDS = ("interface", "script", "file", "process", "bfd")
TRACKED = tuple(f"{VRRP}/track_{kind}/*{weight}" for kind in KINDS for weight in ("", "/weight"))
TRACKED_BY_GROUP = tuple(f"vrrp_sync_group/*/track_{kind}/*{weight}" for kind in KINDS for weight in ("", "/weight"))
REFRESH = tuple(
    path for name in ("garp_master_refresh", "garp_lower_prio_repeat") for path in (f"{VRRP}/{name}", f"global_defs/vrrp_{name}")
)
LEAVES = Leaves(
    instance=VRRP,
    vrid=f"{VRRP}/virtual_router_id",
    interface=f"{VRRP}/interface",
    priority=PRIORITY,
    nopreempt=NOPREEMPT,
    interval=f"{VRRP}/advert_int",
    addresses=f"{VRRP}/virtual_ipaddress/*",
    peers=f"{VRRP}/unicast_peer",
    sources=(f"{VRRP}/unicast_src_ip",),
    auth_type=AUTH,
    password=PASSWORD,
    versions=(f"{VRRP}/version", "global_defs/vrrp_version"),
    strict=(STRICT, STRICT_HERE),
)
INCLUDES = ("include", f"{VRRP}/include", "vrrp_sync_group/*/include")


def whole(device: Device) -> bool:
    """Whether all of a member was handed in, and read."""
    repeated = any(word.text.startswith(("~SEQ", "~LST")) for each in device.unknown for word in each.words)
    return not repeated and not any(device.all(path) for path in INCLUDES)


def _not_whole(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    for device in pair.devices:
        if not whole(device):
            yield Truth.UNDECIDED, [Evidence(device, path, (), leaf) for path in INCLUDES for leaf in device.all(path)]


def _has_twins(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    for both in vrrp.twins(pair, LEAVES):
        yield Truth.YES, [evidence for one in both for evidence in one.evidence(PRIORITY)]


def _takes_back(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """What `nopreempt` says counts on the better member alone, and not where it begins as MASTER."""
    for both in vrrp.twins(pair, LEAVES):
        most = max(one.number(PRIORITY) or 0 for one in both)
        of_both = [evidence for one in both for evidence in one.evidence(PRIORITY, NOPREEMPT, STATE)]
        for one in both:
            holds = one.value(NOPREEMPT) in ON and (one.value(STATE) or "").upper() != "MASTER"
            if open_(of_both) or (one.number(PRIORITY) in (most, None) and not holds):
                yield (Truth.UNDECIDED if open_(of_both) else Truth.YES), of_both


def _stays(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """In no instance the better member takes its addresses back."""
    answer = ask(TAKES_BACK, pair)
    if answer.truth is not Truth.YES:
        of_all = [each for both in vrrp.twins(pair, LEAVES) for one in both for each in one.evidence(PRIORITY, NOPREEMPT, STATE)]
        yield (Truth.YES if answer.truth is Truth.NO else Truth.UNDECIDED), of_all


READ = (PRIORITY, NOPREEMPT, STATE, LEAVES.vrid)
ONE_HAS_ALL = Every((judged([PRIORITY, LEAVES.vrid], _has_twins), Not(vrrp.each_is_better_once(LEAVES))))
"""One member has all addresses, unless it fails."""

TAKES_BACK, STAYS = judged(READ, _takes_back), judged(READ, _stays)
"""Whether a better member that comes back takes an address over again from the other one."""

WHOLE = Not(judged(INCLUDES, _not_whole))
LATER = Not(Below(DELAY, 0.000001))


def _here(pair: Sides) -> VrrpInstance:
    return VrrpInstance(pair.devices[0], pair.names, LEAVES)


def group_of(device: Device, instance: str) -> str | None:
    """The sync group that an instance is in."""
    return next((group for group, member in device.names(GROUP) if member == instance), None)


def _alone(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """An instance that is in no sync group, beside others on other interfaces."""
    here = _here(pair)
    others = [one for one in vrrp.instances(pair.devices[0], LEAVES) if one.names != here.names]
    mine = here.value(LEAVES.interface)
    elsewhere = next((one for one in others if one.value(LEAVES.interface) != mine), None)
    if elsewhere is not None and group_of(here.device, here.names[0]) is None:
        seen = [*here.evidence(LEAVES.interface), *elsewhere.evidence(LEAVES.interface)]
        yield (Truth.UNDECIDED if open_(seen) else Truth.YES), seen


def _untracked(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = _here(pair)
    group = group_of(here.device, here.names[0])
    tracked = [path for path in TRACKED if here.device.all(path, here.names)]
    tracked += [path for path in TRACKED_BY_GROUP if group is not None and here.device.all(path, [group])]
    if not tracked:
        yield Truth.YES, here.evidence(LEAVES.interface)


def _weights(one: VrrpInstance) -> Iterator[tuple[float | None, Evidence]]:
    """What an instance tracks with a weight other than 0; None where the weight cannot be told."""
    for kind in KINDS:
        path = f"{VRRP}/track_{kind}/*"
        for names in one.device.names(path):
            if names[:1] != one.names:
                continue
            leaf = one.device.leaf(f"{path}/weight", names)
            if leaf is None and kind in ("script", "process", "file"):
                declared = {"script": "vrrp_script/*", "process": "vrrp_track_process/*", "file": "vrrp_track_file/*"}[kind]
                leaf = one.device.leaf(f"{declared}/weight", names[1:])
            if leaf is None or leaf.value in ("0", "+0"):
                continue
            try:
                weight = float(leaf.value) if kind != "file" else None
            except ValueError:
                weight = None  # reversed, or a placeholder
            yield weight, Evidence(one.device, leaf.setting.path, names, leaf)


def _never_enough(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """All that the better instance tracks with a weight fails, nothing of the other's does, and the better is still not lower."""
    for both in vrrp.twins(pair, LEAVES):
        ranks = [one.number(PRIORITY) for one in both]
        if None in ranks or ranks[0] == ranks[1] or any(group_of(one.device, one.names[0]) for one in both):
            continue
        (low, other), (high, better) = sorted(zip([rank or 0 for rank in ranks], both, strict=True), key=lambda pair: pair[0])
        lost, kept = list(_weights(better)), list(_weights(other))
        weights = [[weight for weight, _ in found if weight is not None] for found in (lost, kept)]
        seen = [evidence for _, evidence in lost] + better.evidence(PRIORITY) + other.evidence(PRIORITY)
        if not lost or len(weights[0]) < len(lost) or len(weights[1]) < len(kept) or not whole(better.device):
            continue
        left = max(high + sum(weight for weight in weights[0] if weight < 0), 1)
        most = min(low + sum(weight for weight in weights[1] if weight > 0), 254)
        if left >= most:
            yield Truth.YES, seen


def _weights_ignored(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = _here(pair)
    group = group_of(here.device, here.names[0])
    seen = [evidence for _, evidence in _weights(here)]
    if group is None or not seen or here.device.value(WEIGHTS_COUNT, [group]) in ON:
        return
    seen += [Evidence(here.device, GROUP, (group,), leaf) for leaf in here.device.all(GROUP, [group, *here.names])]
    yield (Truth.UNDECIDED if open_(seen) else Truth.YES), seen


def _dropped_when_strict(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = _here(pair)
    strict = here.value(STRICT_HERE) or here.value(STRICT)
    dropped = [each for each in here.evidence(LEAVES.peers, AUTH, DELAY) if each.leaf is not None and each.leaf.span is not None]
    dropped = [each for each in dropped if each.leaf is not None and each.leaf.value != "0"]
    if strict in ON and dropped:
        yield Truth.YES, [*dropped, *here.evidence(STRICT)]


def _password_cut(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    here = _here(pair)
    written = [each for each in here.evidence(PASSWORD, AUTH) if each.leaf is not None]
    password = here.value(PASSWORD)
    if open_(written):
        yield Truth.UNDECIDED, written
    elif written and (here.version == "3" or (password is not None and len(password) > 8)):
        yield Truth.YES, written


def _told_once(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    for one in vrrp.instances(pair.devices[0], LEAVES):
        if not any(each.leaf is not None and each.leaf.span is not None for each in one.evidence(*REFRESH)):
            yield Truth.YES, one.evidence(LEAVES.interface)


WEIGHT_PATHS = (*TRACKED, "vrrp_script/*/weight", "vrrp_track_process/*/weight", "vrrp_track_file/*/weight", PRIORITY, GROUP)
SCRIPT = conntrackd.scripts_of(VRRP)


def _many_scripts(pair: Sides) -> Iterator[tuple[Truth, list[Evidence]]]:
    """An instance that runs a script of conntrackd, in a sync group of which another instance does as well."""
    here = _here(pair)
    group = group_of(here.device, here.names[0])
    members = [member for name, member in here.device.names(GROUP) if name == group]
    running = {member: conntrackd.calls(here.device, SCRIPT, [member]) for member in members}
    if group is not None and running.get(here.names[0]) and sum(map(bool, running.values())) > 1:
        belongs = [Evidence(here.device, GROUP, (group,), leaf) for leaf in here.device.all(GROUP, [group, *here.names])]
        yield (Truth.UNDECIDED if open_(belongs) else Truth.YES), [*running[here.names[0]], *belongs]


RULES = tuple(chain((
    AuditRule("KA-01", "member", "error",
         Every((Is(STATE, ("MASTER",)), Some((Is(NOPREEMPT, ON), LATER)))),
         "`state MASTER` takes back what is said about preemption",
         "`nopreempt` and `preempt_delay` are cleared with a warning in the log: the instance preempts, and flaps back at once",
         (LeafChange(STATE, "BACKUP on both members"),), each=VRRP, hazards=("6",), source="KA1"),
    AuditRule("KA-02", "member", "note",
         Every((Is(STATE, ("MASTER",)), Below(PRIORITY, 255))),
         "`state MASTER` is but a wish",
         "below priority 255 the instance starts as backup all the same; the word only clears `nopreempt` and `preempt_delay`",
         (LeafChange(STATE, "BACKUP on both members"),), each=VRRP, source="KA1"),
    AuditRule("KA-03", "pair", "warning",
         vrrp.same_priority(LEAVES),
         "both members have one priority",
         "who is master depends on addresses and on who came first; two masters at once are told apart by their addresses alone",
         (LeafChange(PRIORITY, "50 higher on the member that should be master"),), hazards=("N1", "54"), source="KA3, KA4"),
    AuditRule("KA-04", "pair", "error",
         Every((WHOLE, vrrp.deaf(LEAVES))),
         "the members do not accept each other's adverts",
         "both become master, with no fault at all",
         (LeafChange(LEAVES.vrid, "the same on both, and all that must be equal with it"),), hazards=("N14",), mark="I",
         source="KA3, V2"),
    AuditRule("KA-05", "member", "warning",
         Every((WHOLE, judged([GROUP, LEAVES.interface], _alone))),
         "an instance is in no sync group, and there are others on other interfaces",
         "one fault moves one of them: packets come in on one box and should leave by the other",
         (LeafChange(GROUP, "all instances that one path goes through"),), each=VRRP, hazards=("N15",), source="KA3"),
    AuditRule("KA-06", "pair", "error",
         vrrp.lower_holds_back(LEAVES),
         "`nopreempt` stands on the lower member only",
         "the higher member preempts when it comes back: it is there that the word counts",
         (LeafChange(NOPREEMPT, "on the member with the higher priority"),), hazards=("6",), mark="K", source="KA2"),
    AuditRule("KA-07", "member", "warning",
         judged([*SCRIPT, GROUP], _many_scripts),
         "the script for conntrackd runs once for each instance of a sync group",
         "scripts of two changes in short time run in no defined order: a flush may overtake a commit",
         (LeafChange("vrrp_sync_group/*/notify_master", "the script, and none on the instances; or a FIFO"),), each=VRRP,
         hazards=("N17",), mark="K", source="KA5"),
    AuditRule("KA-08", "member", "error",
         Every((WHOLE, IsWritten(LEAVES.vrid), conntrackd.NOBODY_COMMITS)),
         "nothing tells conntrackd about changes of state",
         "states of the other member are never committed: connections end at each failover",
         (LeafChange("vrrp_sync_group/*/notify_master", "a script that calls `conntrackd -c`"),), source="L1"),
    AuditRule("KA-09", "member", "warning",
         Every((WHOLE, judged([*TRACKED, *TRACKED_BY_GROUP, GROUP, LEAVES.interface], _untracked))),
         "nothing is tracked but the instance's own interface",
         "what lies behind it may be dead, with its link up, and there is no failover",
         (LeafChange(f"{VRRP}/track_script/*", "a script that asks what lies behind, or `track_interface` of other ports"),),
         each=VRRP, hazards=("N4",), source="KA3"),
    AuditRule("KA-10", "pair", "error",
         judged(WEIGHT_PATHS, _never_enough),
         "the weights of what is tracked do not reach the gap between the priorities",
         "even if all that has a weight fails, the better member stays master: it never fails over because of it",
         (LeafChange(f"{VRRP}/track_script/*/weight", "more than the gap, or 0 for a failure of the instance"),),
         hazards=("N16",), source="KA3"),
    AuditRule("KA-16", "member", "error",
         judged([*WEIGHT_PATHS, WEIGHTS_COUNT], _weights_ignored),
         "a weight is tracked by an instance of a sync group",
         "weights in a sync group are ignored unless it has `sync_group_tracking_weight`: what is tracked changes nothing",
         (LeafChange(WEIGHTS_COUNT, "yes, or no weights"),), each=VRRP, hazards=("N4",), source="KA1"),
    AuditRule("KA-11", "member", "error",
         judged([STRICT, STRICT_HERE, LEAVES.peers, AUTH, DELAY], _dropped_when_strict),
         "strict mode does not have all that is asked for",
         "unicast peers, authentication and `preempt_delay` are dropped with a warning in the log",
         (LeafChange(STRICT, "no"),), each=VRRP, hazards=("N14",), source="KA1, KA3"),
    AuditRule("KA-12", "member", "note",
         judged([PASSWORD, AUTH, *LEAVES.versions], _password_cut),
         "the password of adverts is not used as it is written",
         "only its first eight characters count, and version 3 has no authentication at all",
         (LeafChange(PASSWORD, "eight characters, or none of it"),), each=VRRP, source="KA3"),
    AuditRule("KA-13", "pair", "error",
         Every((WHOLE, vrrp.peers_missed(LEAVES))),
         "the members do not name each other as unicast peers",
         "one does not hear the other, and both become master, with no fault at all",
         (LeafChange(LEAVES.peers, "the other member's `unicast_src_ip`, on both"),), hazards=("N14",), source="KA1"),
    AuditRule("KA-14", "member", "note",
         Every((WHOLE, judged([*REFRESH, LEAVES.interface], _told_once))),
         "neighbours are told once where the addresses are",
         "after two masters at once a neighbour that missed it goes on sending to the wrong one",
         (LeafChange("global_defs/vrrp_garp_master_refresh", "60"), LeafChange("global_defs/vrrp_garp_lower_prio_repeat", "1")),
         hazards=("54",), mark="K", source="V2"),
    AuditRule("KA-15", "member", "error",
         Every((Is(PRIORITY, ("255",)), Is(NOPREEMPT, ON))),
         "`nopreempt` does not go with priority 255",
         "the owner of addresses always takes over: the word is cleared",
         (LeafChange(PRIORITY, "254"),), each=VRRP, hazards=("6",), source="KA1"),
), conntrackd.rules(LEAVES)))  # fmt: skip
