"""Defects that pairs of firewalls have had, or could have: each a small patch of the reference pair, for tests only.

Each is a subclass of one part of a firewall in which one decision is made wrongly. `make` gives a pair of such firewalls, which
is searched like any other: nothing tells the search where to look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hamodel.reference.panos.control import Control
from hamodel.reference.panos.dataplane import DataPlane, begins, record_of
from hamodel.reference.panos.firewall import Firewall
from hamodel.reference.panos.messages import Heartbeat, Hello, Mode, Relayed, SessionRecord, Sync
from hamodel.reference.panos.packets import SYN, Flow, Packet, flow_of
from hamodel.reference.panos.reference_pair import ReferencePair
from hamodel.reference.panos.relaying import Relaying
from hamodel.reference.panos.sessions import Session
from hamodel.reference.panos.synchronisation import Synchronisation
from hamodel.reference.panos.traffic_log import EndReason, Kind

SEED = 1
ACTIONS = 6_000
"""Within so many a defect is found; the pair as it is shows nothing in as many."""

LONGEST = 10
"""So many actions are enough to show any of them."""


@dataclass(frozen=True, slots=True)
class Defect:
    """`about`: what is wrong, and where it comes from. `firewall`: both of the pair are such."""

    name: str
    about: str
    firewall: Callable[..., Firewall]

    def make(self) -> ReferencePair:
        return ReferencePair(self.firewall)


# --- sessions and their owners ---------------------------------------------------------------------------------------


class ClosesEarly(DataPlane):
    """PAN-168921: a firewall that does not own a session ages its copy out by itself, though the owner still has traffic."""

    def age(self) -> None:
        for session in self.table:
            if self.clock.now - session.last_seen >= self.settings.timers.tcp_session:
                self.end(session, "aged-out")


class ActsOnCopies(Synchronisation):
    """Hazard 25: each copy of a message is acted on, and none is acknowledged, so that one comes when the session has ended."""

    def receive(self, message: Sync) -> None:
        self.seen.add(message.sequence)
        self.act(message)


class SetUpOwns(Relaying):
    """Hazard 22: the firewall that sets a session up for its peer takes it for its own: both own it."""

    def accepted(self, record: SessionRecord) -> None:
        if self.plane.table.find(record.flow) is None:
            self.plane.learn(record, self.plane.device)


class TentativeOwns(DataPlane):
    """A.3, hazard 34: a tentative firewall sets up what it receives, instead of passing it to its peer."""

    def receive(self, packet: Packet, zone: str) -> None:
        flow = flow_of(packet, zone)
        if self.control.mode == "tentative" and begins(packet) and self.table.find(flow) is None:
            self.open(packet, flow)
        else:
            super().receive(packet, zone)


class SecondarySetsUp(DataPlane):
    """S2, S10: where the primary is to own every session, the secondary sets up what it receives itself."""

    def sets_up(self, packet: Packet) -> bool:
        return True


class Bounces(Relaying):
    """Hazard 32: what is not its own it passes on, in whatever state it is and however often the packet has crossed HA3."""

    def later_from_peer(self, message: Relayed, packet: Packet, flow: Flow) -> None:
        session = self.plane.table.find(flow)
        if session is not None and session.owner != self.plane.device:
            self.plane.over_ha3(message)
        else:
            super().later_from_peer(message, packet, flow)


class ForgetsAtPromotion(DataPlane):
    """S5: a survivor takes no session over: it clears the peer's from its table."""

    def take_over(self) -> None:
        for session in self.table.owned_by(1 - self.device):
            self.table.remove(session)


class NonFunctionalKeeps(Control):
    """A.1: a firewall that becomes non-functional keeps the sessions that it owns."""

    def leave(self, into: Mode) -> None:
        if into == "non_functional":
            self.enter(into)
        else:
            super().leave(into)


class PrimaryLeavesToo(Control):
    """F16, hazard 11: HA3 is down, and the primary leaves as well as the secondary."""

    def check_health(self) -> None:
        if self.active and not self.ha3_up:
            self.leave("non_functional")
        else:
            super().check_health()


# --- going home ------------------------------------------------------------------------------------------------------


class RevertsTooSoon(DataPlane):
    """S7, hazard 43: sessions go home before their firewall is there again and has the table."""

    def returns(self, session: Session) -> bool:
        return self.settings.reverts and session.home != self.device == session.owner and self.links.ha2.up


class KeepsWhatItReturns(DataPlane):
    """S7, hazard 32: it hands sessions back, and goes on as their owner."""

    def hand_back(self) -> None:
        self.handing_back = False
        for session in self.table.owned_by(self.device):
            if self.returns(session):
                self.synchronisation.tell("handed_back", record_of(session))


class RevertsAlways(DataPlane):
    """S7: sessions go home although it is configured that they do not."""

    def returns(self, session: Session) -> bool:
        kept, self.settings = self.settings, replace(self.settings, reverts=True)
        try:
            return super().returns(session)
        finally:
            self.settings = kept


class DoesNotWait(Firewall):
    """F19: it leaves the tentative state when the hold time is over, with whatever sessions it has got by then."""

    def may_leave_tentative(self, peer_is_active: bool, then: Callable[[], None]) -> None:
        then()


# --- inspection and logs ---------------------------------------------------------------------------------------------


class ResumesAtHome(DataPlane):
    """S8, hazard 16: a session that has come home gets a new decoder, as if both directions began in mid-stream."""

    def handle(self, session: Session, packet: Packet, flow: Flow) -> None:
        if self.resumes(session) and not self.inspector.follows(session.flow) and packet.payload:
            first = replace(packet, flags=SYN, sequence=packet.sequence - 1, payload=b"")
            self.inspector.open(session.flow, first)
            self.inspector.inspect(session.flow, first, flow == session.flow)
            self.inspector.inspect(session.flow, replace(first, sequence=packet.acknowledgement - 1), flow != session.flow)
        super().handle(session, packet, flow)

    def resumes(self, session: Session) -> bool:
        return session.home == self.device


class ResumesAtOnce(ResumesAtHome):
    """S6, S9: so does a session that the survivor takes over."""

    def resumes(self, session: Session) -> bool:
        return session.home != self.device


class ScannerOutlivesCrash(Firewall):
    """S9: a crash leaves what the scanner knew, of sessions whose packets it will not see."""

    def crash(self) -> None:
        kept = self.dataplane.inspector
        super().crash()
        self.dataplane.inspector = kept


class SurvivorDoesNotInspect(DataPlane):
    """S11: a survivor does not inspect, not even what is new."""

    def open(self, packet: Packet, flow: Flow, tell: bool = True) -> Session | None:
        session = super().open(packet, flow, tell)
        if session is not None and not self.control.sees_peer:
            self.inspector.close(session.flow)
        return session


class PropertiesInspection(DataPlane):
    """S6, S4: the log of a session says that it was inspected, whatever the scanner saw of it."""

    def log(self, kind: Kind, session: Session, reason: EndReason) -> None:
        super().log(kind, session, reason)
        self.logs[-1] = replace(self.logs[-1], inspected=True)


class BothLog(DataPlane):
    """S4, hazard 38: both write the log of an end."""

    def closed(self, record: SessionRecord) -> None:
        session = self.table.find(record.flow)
        if session is not None:
            self.log("end", session, "tcp-fin")
        super().closed(record)


class NobodyLogs(DataPlane):
    """S4, hazard 38: a survivor leaves the logs of what it took over to the firewall that is gone."""

    def log(self, kind: Kind, session: Session, reason: EndReason) -> None:
        if session.home == self.device:
            super().log(kind, session, reason)


# --- address translation ---------------------------------------------------------------------------------------------


class UsesTheDeadOnesPool(DataPlane):
    """S12, A.11: a survivor allocates from the rules that are bound to the device that is gone."""

    def open(self, packet: Packet, flow: Flow, tell: bool = True) -> Session | None:
        kept = self.settings
        if not self.control.sees_peer:
            self.settings = replace(kept, nat=tuple(replace(rule, device=self.device) for rule in kept.nat))  # type: ignore[arg-type]
        try:
            return super().open(packet, flow, tell)
        finally:
            self.settings = kept


class TranslationIsNotTold(DataPlane):
    """A.11: an existing session keeps its translation, but here the peer is not told which it is."""

    def learn(self, record: SessionRecord, owner: int) -> Session:
        return super().learn(replace(record, translation=None), owner)


# --- roles and contact -----------------------------------------------------------------------------------------------


class PromotesInContact(Control):
    """Hazard 1: HA1 is down for a moment, and the timer that this starts is not stopped when HA1 is back: two primaries."""

    def line(self, up: bool) -> None:
        super().line(up)
        if not up:
            self.clock.after(self.settings.timers.promotion_hold, self.gone)

    def gone(self) -> None:
        self.peer = None
        self.promote()


class SecondPrimary(Control):
    """Hazard 1, T7: a firewall that comes back becomes a second primary, and neither of them gives way."""

    def join(self) -> None:
        self.enter("active_primary")

    def settle(self, peer: Hello) -> None:
        pass


class BothYield(Control):
    """Hazard 7: of two primaries that hear each other both give way."""

    def settle(self, peer: Hello) -> None:
        self.leave("tentative")


class BootsAsPrimary(Control):
    """Hazard 3, PAN-230656: a firewall that boots does not look for its peer."""

    def boot(self) -> None:
        super().boot()
        self.enter("active_primary")


class OneHeartbeat(Control):
    """A.6: one echo request without a reply in time, and the peer is taken for dead."""

    replied = 0

    def receive(self, message: Hello | Heartbeat) -> None:
        if isinstance(message, Heartbeat) and message.reply:
            self.replied = message.number
        super().receive(message)

    def beat(self) -> None:
        if self.peer is not None and self.replied != self.number:
            self.lost()
        super().beat()


class OldEpoch(Synchronisation):
    """Hazard 29: a firewall that has started anew counts as the old one, and its first messages as copies of old ones."""

    def restart(self) -> None:
        super().restart()
        self.epoch -= 1


class TellsOneWay(DataPlane):
    """F2: only the primary tells its peer of its sessions, though both are to."""

    @property
    def tells(self) -> bool:
        return self.control.mode == "active_primary"


def _with(**parts: Any) -> Callable[..., Firewall]:
    """A firewall with other parts."""
    kinds = {f"{name}_type": kind for name, kind in parts.items()}
    return type("Patched", (Firewall,), kinds)


def _defect(name: str, broken: type[Any]) -> Defect:
    about = " ".join((broken.__doc__ or "").split())
    if issubclass(broken, Firewall):
        return Defect(name, about, broken)
    part = next(part for part in (Control, Synchronisation, DataPlane, Relaying) if issubclass(broken, part))
    return Defect(name, about, _with(**{part.__name__.lower(): broken}))


DEFECTS = (
    _defect("a non-owner closes early", ClosesEarly),
    _defect("delete overtakes create", ActsOnCopies),
    _defect("both own what one sets up", SetUpOwns),
    _defect("a tentative firewall takes ownership", TentativeOwns),
    _defect("the secondary sets sessions up", SecondarySetsUp),
    _defect("a packet bounces on HA3", Bounces),
    _defect("sessions are lost at promotion", ForgetsAtPromotion),
    _defect("a non-functional firewall keeps sessions", NonFunctionalKeeps),
    _defect("the primary leaves as well", PrimaryLeavesToo),
    _defect("sessions revert before they are in sync", RevertsTooSoon),
    _defect("handed back, and kept", KeepsWhatItReturns),
    _defect("sessions revert against the configuration", RevertsAlways),
    _defect("the table is not waited for", DoesNotWait),
    _defect("inspection resumes after failback", ResumesAtHome),
    _defect("inspection resumes at the survivor", ResumesAtOnce),
    _defect("a scanner outlives a crash", ScannerOutlivesCrash),
    _defect("the survivor does not inspect", SurvivorDoesNotInspect),
    _defect("uninspected, logged as inspected", PropertiesInspection),
    _defect("both log the end", BothLog),
    _defect("nobody logs the end", NobodyLogs),
    _defect("the survivor uses the dead one's pool", UsesTheDeadOnesPool),
    _defect("a translation changes at failover", TranslationIsNotTold),
    _defect("two primaries after a moment without HA1", PromotesInContact),
    _defect("two primaries after a return", SecondPrimary),
    _defect("both primaries yield", BothYield),
    _defect("it boots as primary", BootsAsPrimary),
    _defect("one late heartbeat", OneHeartbeat),
    _defect("a new start counts as the old one", OldEpoch),
    _defect("only the primary tells", TellsOneWay),
)
