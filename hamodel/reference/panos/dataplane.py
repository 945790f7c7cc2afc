"""DataPlane: packets in, packets out: sessions, who owns them, and what passes to the peer over HA3.

Nothing here asks whether a session came from the peer when it inspects: every packet of an own session is given to the
inspector, which knows the session or does not. A decoder is made where a session is set up, from its first packet, and goes
when the session leaves: that is all.

Decided here, since it is not documented. Sessions that go back to a recovered owner do so together, a moment after a packet of
one of them has shown that it is alive; those of which no packet came in that moment stay. A tentative peer is told of each
session when its next packet comes. A copy of the peer's session is dropped when neither has seen a packet of it for long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from hamodel.reference.panos import messages
from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.control import Control
from hamodel.reference.panos.inspection import Inspector
from hamodel.reference.panos.links import Links
from hamodel.reference.panos.messages import Accepted, AskSession, Relayed, SessionRecord, SessionStatus
from hamodel.reference.panos.nat import Exhausted, Translation, allocate, translate, untranslate
from hamodel.reference.panos.packets import ACK, FIN, RST, SEQUENCES, SYN, Flow, Malformed, Packet, encode, flow_of
from hamodel.reference.panos.sessions import Session, SessionTable
from hamodel.reference.panos.settings import PairSettings
from hamodel.reference.panos.synchronisation import Synchronisation
from hamodel.reference.panos.traffic_log import EndReason, Kind, TrafficLog

BATCH = 50
"""Milliseconds in which the sessions that go back together show that they are alive."""

OTHER_SIDE = {"trust": "untrust", "untrust": "trust"}
"""Where packets of a zone go."""

HEADERS = {"tcp": 40, "udp": 28}
"""Bytes of a packet before its payload: a log counts whole packets."""


@dataclass(slots=True)
class DataPlane:
    """The packets of one firewall. `network` gets what goes out of a zone; what is dropped is counted by its reason."""

    device: int
    clock: Clock
    settings: PairSettings
    control: Control
    synchronisation: Synchronisation
    links: Links
    network: Callable[[int, Packet, str], None]
    table: SessionTable = field(default_factory=SessionTable)
    inspector: Inspector = field(default_factory=Inspector)
    dropped: Counter[str] = field(default_factory=Counter)
    logs: list[TrafficLog] = field(default_factory=list)
    opened_sessions: int = 0
    wanted: set[Flow] | None = None  # what a tentative peer has already; None: it asks for nothing
    handing_back: bool = False  # a batch is gathering

    @property
    def tells(self) -> bool:
        """Does it tell the peer of sessions? One-way, only the active-primary one does."""
        return self.settings.synchronisation != "one_way" or self.control.mode == "active_primary"

    # --- packets from the network ---

    def receive(self, packet: Packet, zone: str) -> None:
        """A packet came in at a zone."""
        mode = self.control.mode
        if mode != "tentative" and not self.control.active:
            self.drop(f"the firewall is {mode}")
            return
        if zone not in OTHER_SIDE:
            self.drop("no zone has this name")
            return
        flow = flow_of(packet, zone)
        session = self.table.find(flow)
        if mode == "tentative":
            if session is not None:
                session.last_seen = self.clock.now
            self.relay("first" if session is None and begins(packet) else "later", packet, zone)
        elif session is None:
            self.first(packet, flow)
        elif session.owner == self.device:
            self.handle(session, packet, flow)
        else:
            session.last_seen = self.clock.now
            self.relay("later", packet, zone)

    def first(self, packet: Packet, flow: Flow) -> None:
        """A packet of no session that is known here."""
        if not begins(packet):
            self.drop("in mid-stream, of no session")
        elif self.settings.policy.match(flow, OTHER_SIDE[flow.zone], None).action == "deny":
            self.deny(packet, flow)
        elif self.sets_up(packet):
            self.open(packet, flow)
        else:
            self.relay("first", packet, flow.zone)

    def sets_up(self, packet: Packet) -> bool:
        """Does this firewall set up the session of this first packet?"""
        if self.settings.owner_selection == "primary_device":
            return self.control.mode == "active_primary"
        if self.settings.session_setup == "first_packet" or not self.control.sees_peer:
            return True
        return int(packet.source.rpartition(".")[2]) % 2 == self.device

    # --- sessions ---

    def open(self, packet: Packet, flow: Flow, tell: bool = True) -> Session | None:
        """Sets up a session that is this firewall's own; None if no address and port is left."""
        to_zone = OTHER_SIDE[flow.zone]
        in_use = {
            (session.translation.address, session.translation.port)
            for session in self.table.owned_by(self.device)
            if session.translation is not None
        }
        allocated = allocate(self.settings.nat, self.device, flow, to_zone, in_use)
        if isinstance(allocated, Exhausted):
            self.drop("no address and port is left")
            return None
        translation = allocated if isinstance(allocated, Translation) else None
        leaving = packet if translation is None else translate(packet, translation)
        back = flow_of(leaving, flow.zone).reverse(to_zone)
        self.opened_sessions += 1
        session = Session(self.opened_sessions, flow, back, self.device, self.device, translation, self.clock.now)
        self.table.add(session)
        self.inspector.open(session.flow, packet)
        if tell and self.tells:
            self.synchronisation.tell("opened", record_of(session))
            if self.wanted is not None:
                self.wanted.add(flow)
        self.handle(session, packet, flow)
        return session

    def handle(self, session: Session, packet: Packet, flow: Flow) -> None:
        """A packet of an own session: inspected, counted, sent on."""
        from_client = flow == session.flow
        session.last_seen = self.clock.now
        session.packets += 1
        session.octets += size(packet)
        seen = self.inspector.inspect(session.flow, packet, from_client)
        if seen.application is not None:
            session.application = seen.application
        if seen.threats:
            session.threats += seen.threats
        if self.settings.policy.match(session.flow, OTHER_SIDE[session.flow.zone], session.application).action == "deny":
            self.dropped["denied by policy"] += 1
            self.end(session, "policy-deny")
            return
        self.send_on(session, packet, from_client)
        if packet.payload and not packet.flags & (FIN | RST):
            self.gather(session)
        if packet.flags & RST:
            self.end(session, "tcp-rst")
        elif is_over(session, packet, from_client):
            self.end(session, "tcp-fin")

    def send_on(self, session: Session, packet: Packet, from_client: bool) -> None:
        """A packet of the session, translated, to the other side."""
        if session.translation is not None:
            packet = translate(packet, session.translation) if from_client else untranslate(packet, session.flow)
        zone = OTHER_SIDE[session.flow.zone] if from_client else session.flow.zone
        self.network(self.device, packet, zone)

    def end(self, session: Session, reason: EndReason) -> None:
        """An own session ends: its log is written, the peer is told."""
        self.log("end", session, reason)
        self.table.remove(session)
        self.inspector.close(session.flow)
        if self.tells:
            self.synchronisation.tell("closed", record_of(session))

    def age(self) -> None:
        """From time to time: sessions of which no packet came for long."""
        for session in self.table:
            if self.is_idle(session):
                if session.owner == self.device:
                    self.end(session, "aged-out")
                else:
                    self.synchronisation.say(AskSession(session.flow))

    def is_idle(self, session: Session) -> bool:
        """Was there no packet for as long as its protocol allows?"""
        timers = self.settings.timers
        limit = timers.tcp_session if session.flow.protocol == "tcp" else timers.udp_session
        return self.clock.now - session.last_seen >= limit

    def rejuvenate(self) -> None:
        """It takes packets again: that none came says nothing of the time before."""
        for session in self.table:
            session.last_seen = self.clock.now

    def status_of(self, flow: Flow) -> SessionStatus:
        """What the peer is told that asks about its copy of a session."""
        session = self.table.find(flow)
        owned = session is not None and session.owner == self.device
        quiet = self.synchronisation.outstanding == 0 and (session is None or self.is_idle(session))
        return SessionStatus(flow, owned, quiet)

    def peer_says(self, status: SessionStatus) -> None:
        """How the peer sees a session that it owns: it lives on, or is over."""
        session = self.table.find(status.flow)
        if session is None or session.owner == self.device:
            return
        if status.owned:
            session.last_seen = self.clock.now
        elif status.quiet:
            self.table.remove(session)

    # --- the peer's sessions ---

    def opened(self, record: SessionRecord) -> None:
        """The peer owns a session. A firewall that is alone takes it at once. A copy of an earlier session of this key goes."""
        known = self.table.find(record.flow)
        if known is None:
            alone = self.control.active and not self.control.sees_peer
            self.learn(record, self.device if alone else 1 - self.device)
        elif known.owner != self.device and (known.flow, known.translation) != (record.flow, record.translation):
            self.table.remove(known)
            self.learn(record, 1 - self.device)

    def handed_back(self, record: SessionRecord) -> None:
        """A session comes home."""
        if self.control.active:
            session = self.table.find(record.flow) or self.learn(record, self.device)
            session.owner, session.last_seen = self.device, self.clock.now

    def closed(self, record: SessionRecord) -> None:
        """The peer's session has ended."""
        session = self.table.find(record.flow)
        if session is not None and session.owner != self.device:
            self.table.remove(session)

    def learn(self, record: SessionRecord, owner: int) -> Session:
        """Adds a session of this owner."""
        self.opened_sessions += 1
        known = record.flow, record.back, owner, record.home, record.translation
        session = Session(self.opened_sessions, *known, self.clock.now, application=record.application)
        self.table.add(session)
        return session

    # --- owners change ---

    def leave(self) -> None:
        """The firewall is no longer active: its sessions are the peer's, and no packet of them will come by here."""
        for session in self.table.owned_by(self.device):
            self.inspector.close(session.flow)
            session.owner = 1 - self.device

    def take_over(self) -> None:
        """The peer is gone: what it owned is this firewall's now."""
        for session in self.table.owned_by(1 - self.device):
            session.owner, session.last_seen = self.device, self.clock.now

    def gather(self, session: Session) -> None:
        """A packet with content has shown that an own session is alive."""
        session.last_content = self.clock.now
        if self.wanted is not None and session.flow not in self.wanted and self.tells:
            self.wanted.add(session.flow)
            self.synchronisation.tell("opened", record_of(session))
        if self.returns(session) and not self.handing_back:
            self.handing_back = True
            self.clock.after(BATCH, self.hand_back)

    def returns(self, session: Session) -> bool:
        """Is the session to be handed back to the firewall that it was set up on?"""
        return (
            self.settings.reverts
            and session.owner == self.device
            and session.home != self.device
            and self.control.sees_peer
            and self.links.ha2.up
        )

    def hand_back(self) -> None:
        """The sessions whose home is the peer, and that are alive, go back to it."""
        self.handing_back = False
        for session in self.table.owned_by(self.device):
            if self.returns(session) and self.clock.now - session.last_content <= BATCH:
                session.owner = 1 - self.device
                self.inspector.close(session.flow)
                self.synchronisation.tell("handed_back", record_of(session))

    # --- HA3 ---

    def relay(self, what: Literal["first", "later"], packet: Packet, zone: str, hops: int = 0) -> None:
        """Passes a packet to the peer, unless it has crossed HA3 too often."""
        if hops >= self.settings.hop_limit:
            self.drop("crossed HA3 before")
            return
        self.over_ha3(Relayed(what, hops + 1, self.control.sees_peer, zone, encode(packet)))

    def over_ha3(self, message: Relayed | Accepted) -> None:
        """A first packet waits on a slow link; the peer takes none while it is not active. Later packets may be lost."""
        what = message.what if isinstance(message, Relayed) else "accepted"
        self.links.ha3.send(self.device, messages.encode(message), what == "first", what == "later")

    # --- what it keeps ---

    def drop(self, reason: str) -> None:
        """Counts a packet that is dropped."""
        self.dropped[reason] += 1

    def deny(self, packet: Packet, flow: Flow) -> None:
        """Drops a packet by policy, with a log entry."""
        self.dropped["denied by policy"] += 1
        log = TrafficLog(self.clock.now, self.device, 0, "deny", flow, None, None, (), size(packet), 1, "policy-deny", False)
        self.logs.append(log)

    def log(self, kind: Kind, session: Session, reason: EndReason) -> None:
        """Writes an entry of the traffic log."""
        self.logs.append(
            TrafficLog(
                self.clock.now,
                self.device,
                session.number,
                kind,
                session.flow,
                session.translation,
                session.application,
                session.threats,
                session.octets,
                session.packets,
                reason,
                self.inspector.scanned(session.flow),
            )
        )


def begins(packet: Packet) -> bool:
    """Can a session begin with this packet? With TCP only a SYN can be the first."""
    return packet.protocol == "udp" or packet.flags & (SYN | ACK) == SYN


def is_over(session: Session, packet: Packet, from_client: bool) -> bool:
    """Notes what this packet says of the end. Has each side sent its FIN, and has the other side acknowledged it?"""
    if packet.flags & FIN:
        session.fins[from_client] = (packet.sequence + len(packet.payload) + 1) % SEQUENCES
    awaited = session.fins.get(not from_client)
    if awaited is not None and packet.flags & ACK and (packet.acknowledgement - awaited) % SEQUENCES < SEQUENCES // 2:
        session.acknowledged.add(not from_client)
    return len(session.acknowledged) == 2


def size(packet: Packet) -> int:
    """In bytes, on the wire."""
    return HEADERS[packet.protocol] + len(packet.payload)


def check(record: SessionRecord) -> None:
    """Could this be a session here? Raises `Malformed`."""
    there = OTHER_SIDE.get(record.flow.zone)
    if there is None or record.back.zone != there or record.back.protocol != record.flow.protocol:
        raise Malformed("a session between zones that are not here")


def record_of(session: Session) -> SessionRecord:
    """What the peer is told of a session."""
    return SessionRecord(session.flow, session.back, session.home, session.translation, session.application)
