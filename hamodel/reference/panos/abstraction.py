"""A pair and its conversations -> the state that `specs/panos/active_active.ha` would call theirs. To be read beside the spec.

What has no counterpart there is not shown: later packets, timers, hellos in flight, what crosses HA3 but first packets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hamodel.conformance.implementation import Observation, Shown
from hamodel.reference.panos.firewall import Firewall
from hamodel.reference.panos.messages import Relayed, decode
from hamodel.reference.panos.network import Talk
from hamodel.reference.panos.packets import Flow, flow_of
from hamodel.reference.panos.packets import decode as decode_packet
from hamodel.reference.panos.pair import Pair
from hamodel.reference.panos.sessions import Session

FIREWALLS = ("fw0", "fw1")
CHANNELS = (("fw0", "fw0"), ("fw0", "fw1"), ("fw1", "fw0"), ("fw1", "fw1"))


@dataclass(slots=True)
class Life:
    """What the two ends of a session of the spec have been through since it was idle."""

    talk: Talk
    waits_at: int | None = None  # the firewall that got the first packet, while no session is set up
    home: int | None = None
    over: bool = False
    logs_before: tuple[int, int] = (0, 0)  # how many logs each firewall had written when it was over
    not_followed: set[int] = field(default_factory=set)  # the firewalls whose scanners did not follow it when it was live


def observe(pair: Pair, lives: Mapping[str, Life | None]) -> Observation:
    """What is to be seen of the pair, and of the conversations that stand for the sessions of the spec."""
    links = pair.links
    seen: dict[str, Shown] = {"ha1": links.ha1.up, "ha2": links.ha2.up, "ha3": links.ha3.up}
    for firewall, name in zip(pair.firewalls, FIREWALLS, strict=True):
        seen[f"mode[{name}]"] = firewall.mode
        seen[f"sees[{name}]"] = firewall.sees_peer
        for session, life in lives.items():
            known = _known(firewall, life)
            seen[f"owner[{name}, {session}]"] = None if known is None else FIREWALLS[known.owner]
            seen[f"decoder[{name}, {session}]"] = follows(firewall, life)
    for session, life in lives.items():
        seen[f"phase[{session}]"] = _phase(life)
        seen[f"home[{session}]"] = None if life is None or life.home is None else FIREWALLS[life.home]
        waits = None if life is None or life.talk.through else life.waits_at
        seen[f"received_by[{session}]"] = None if waits is None else FIREWALLS[waits]
        seen[f"translation[{session}]"] = _translation(pair, life)
        seen[f"end_logs[{session}]"] = 0 if life is None or not life.over else _end_logs(pair, life)
    names = {flow: session for session, life in lives.items() if life is not None for flow in flows(life)}
    for sender, receiver in CHANNELS:
        ends = FIREWALLS.index(sender), FIREWALLS.index(receiver)
        seen[f"sync[{sender}, {receiver}]"] = sorted(_sync(pair, *ends, names))
        seen[f"relay[{sender}, {receiver}]"] = sorted(_relay(pair, *ends, names))
    return seen


def flows(life: Life) -> tuple[Flow, Flow]:
    """The conversation's first packets in either direction, before any translation."""
    forward = Flow("trust", "tcp", *life.talk.client, *life.talk.server)
    return forward, forward.reverse("untrust")


def _phase(life: Life | None) -> str:
    """As its two ends see it: it is live from its first packet that came through."""
    if life is None:
        return "idle"
    return "over" if life.over else "live" if life.talk.through else "opening"


def follows(firewall: Firewall, life: Life | None) -> bool:
    """Has its scanner followed the session from its first packet on?"""
    known = _known(firewall, life)
    return known is not None and firewall.dataplane.inspector.follows(known.flow)


def _known(firewall: Firewall, life: Life | None) -> Session | None:
    if life is None:
        return None
    for flow in flows(life):
        session = firewall.dataplane.table.find(flow)
        if session is not None:
            return session
    return None


def _translation(pair: Pair, life: Life | None) -> str:
    """By the source of the packets that came out."""
    if life is None or life.talk.wire_source is None or not pair.settings.nat:
        return "not_translated"
    return "no_rule" if life.talk.wire_source == life.talk.client else "pool_port"


def _end_logs(pair: Pair, life: Life) -> int:
    own = flows(life)
    return sum(
        log.kind == "end" and log.flow in own
        for firewall, before in zip(pair.firewalls, life.logs_before, strict=True)
        for log in firewall.dataplane.logs[before:]
    )


def _sync(pair: Pair, sender: int, receiver: int, names: Mapping[Flow, str]) -> Iterator[str]:
    """Messages that the receiver has still to act on: sent, not seen there, and not void since it started anew."""
    if sender == receiver:
        return
    here, there = pair.firewalls[sender].synchronisation, pair.firewalls[receiver].synchronisation
    if pair.firewalls[receiver].mode == "initial" or there.peer_epoch != here.epoch:
        return
    for sequence, message in here.unacknowledged.items():
        if message.receiver_epoch == there.epoch and sequence not in there.seen:
            yield f"{message.what}({names.get(message.record.flow, '?')})"


def _relay(pair: Pair, sender: int, receiver: int, names: Mapping[Flow, str]) -> Iterator[str]:
    """First packets that wait on a slow HA3."""
    for end, frame in pair.links.ha3.waiting:
        if (sender, receiver) == (1 - end, end):
            message = decode(frame)
            assert isinstance(message, Relayed)
            yield f"first({names.get(flow_of(decode_packet(message.packet), message.zone), '?')})"
