"""Firewall: one box: its control, its session synchronisation and its data plane, wired to three HA links and to a network.

Bytes that come over a link and are no message of it are dropped and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, assert_never

from hamodel.reference.panos import messages
from hamodel.reference.panos.clock import Clock, Timer
from hamodel.reference.panos.control import Control
from hamodel.reference.panos.dataplane import DataPlane, check
from hamodel.reference.panos.inspection import Inspector
from hamodel.reference.panos.links import Links, Port
from hamodel.reference.panos.messages import (
    Accepted,
    Acknowledged,
    AskSession,
    AskStatus,
    Enough,
    Heartbeat,
    Hello,
    Meet,
    Mode,
    Relayed,
    SessionStatus,
    Status,
    Sync,
    Wanted,
)
from hamodel.reference.panos.packets import Malformed, Packet, flow_of
from hamodel.reference.panos.relaying import Relaying
from hamodel.reference.panos.sessions import SessionTable
from hamodel.reference.panos.settings import PairSettings
from hamodel.reference.panos.synchronisation import Synchronisation


@dataclass(slots=True)
class Firewall:
    """Device 0 or 1 of a pair. `network(device, packet, zone)` gets what it sends out of a zone."""

    control_type: ClassVar[type[Control]] = Control
    synchronisation_type: ClassVar[type[Synchronisation]] = Synchronisation
    dataplane_type: ClassVar[type[DataPlane]] = DataPlane
    relaying_type: ClassVar[type[Relaying]] = Relaying

    device: int
    clock: Clock
    settings: PairSettings
    links: Links
    network: Callable[[int, Packet, str], None]
    malformed: Counter[str] = field(default_factory=Counter)
    control: Control = field(init=False)
    synchronisation: Synchronisation = field(init=False)
    dataplane: DataPlane = field(init=False)
    relaying: Relaying = field(init=False)
    _boots: Timer | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.control = self.control_type(self.device, self.clock, self.settings, self, self._send_ha1)
        self.synchronisation = self.synchronisation_type(self.clock, self.settings, self._send_ha2, self._act)
        parts = self.control, self.synchronisation, self.links
        self.dataplane = self.dataplane_type(self.device, self.clock, self.settings, *parts, self.network)
        self.relaying = self.relaying_type(self.dataplane)
        self.links.ha1.ports.append(Port(self._receive_ha1, self.control.line, self._is_up))
        self.links.ha2.ports.append(Port(self._receive_ha2, self._ha2_line, self._is_up))
        self.links.ha3.ports.append(Port(self._receive_ha3, self.control.ha3_line, lambda: self.active))
        self.clock.after(self.settings.timers.housekeeping, self._housekeeping)

    # --- its ports on the network ---

    def takes_packets(self) -> bool:
        """Is there carrier on its ports?"""
        return self.active or self.mode == "tentative"

    def receive(self, packet: Packet, zone: str) -> None:
        """A packet comes in at a zone."""
        if self.control.powered:
            self.dataplane.receive(packet, zone)

    def owns(self, packet: Packet, zone: str) -> bool:
        """Is the packet's session its own?"""
        session = self.dataplane.table.find(flow_of(packet, zone))
        return session is not None and session.owner == self.device

    # --- what an operator, a power cut, a cable does to it ---

    def crash(self) -> None:
        """Its power is gone, with everything that it knew and all that was under way to it and from it. Then it boots."""
        self.control.power_off()
        for link in (self.links.ha2, self.links.ha3):
            link.clear()
        self.synchronisation.restart()
        plane = self.dataplane
        plane.table, plane.inspector, plane.wanted, plane.handing_back = SessionTable(), Inspector(), None, False
        if self._boots is not None:
            self._boots.cancel()
        self._boots = self.clock.after(self.settings.timers.boot, self.boot)

    def boot(self) -> None:
        """Its power is back."""
        if not self.control.powered:
            self.control.boot()

    # --- what its parts ask of it ---

    @property
    def mode(self) -> Mode:
        """The state of high availability."""
        return self.control.mode

    @property
    def active(self) -> bool:
        """Does it handle packets?"""
        return self.control.active

    @property
    def sees_peer(self) -> bool:
        """Does it take the peer for alive?"""
        return self.control.sees_peer

    @property
    def outstanding(self) -> int:
        """How many messages the peer has not acknowledged."""
        return self.synchronisation.outstanding

    @property
    def has_orphans(self) -> bool:
        """Has it sessions of another owner?"""
        return any(session.owner != self.device for session in self.dataplane.table)

    def entered(self) -> None:
        """The mode has changed: says so to the peer, and in tentative asks for its sessions."""
        if self.mode == "tentative":
            self.dataplane.rejuvenate()
        if self.mode != "initial":
            self.synchronisation.say(Meet(self.synchronisation.epoch))
        if self.mode == "tentative":
            self._ask_for_sessions()
        else:
            self.synchronisation.say(Enough())

    def left(self) -> None:
        """It is not active any more."""
        self.dataplane.leave()

    def took_over(self) -> None:
        """It is active without its peer: all sessions are its own."""
        self.dataplane.take_over()

    def may_leave_tentative(self, peer_is_active: bool, then: Callable[[], None]) -> None:
        """Calls `then` if nothing is outstanding and the sessions of an active peer have come; asks for these again if not."""

        def decide(status: Status | None) -> None:
            if self.outstanding or (status is not None and (status.outstanding or status.sees_peer)):
                return
            waits = peer_is_active and self.settings.synchronisation != "early"
            if waits and (status is None or any(self.dataplane.table.find(flow) is None for flow in status.owned)):
                self._ask_for_sessions()
            else:
                then()

        self.synchronisation.ask_status(decide)

    # --- private ---

    def _ask_for_sessions(self) -> None:
        self.synchronisation.say(Wanted(tuple(session.flow for session in self.dataplane.table)))

    def _housekeeping(self) -> None:
        if self.active or self.mode == "tentative":
            self.dataplane.age()
            self.control.look()
        self.clock.after(self.settings.timers.housekeeping, self._housekeeping)

    def _is_up(self) -> bool:
        return self.mode != "initial"

    def _ha2_line(self, up: bool) -> None:
        self.dataplane.wanted = None
        if self.mode == "initial":
            self.synchronisation.up = up
        else:
            self.synchronisation.line(up)
            if up and self.mode == "tentative":
                self._ask_for_sessions()

    def _send_ha1(self, message: Hello | Heartbeat) -> None:
        """Hellos are sent over TCP: they are not lost."""
        self.links.ha1.send(self.device, messages.encode(message), may_be_lost=isinstance(message, Heartbeat))

    def _send_ha2(self, frame: bytes, may_wait: bool, may_be_lost: bool) -> None:
        self.links.ha2.send(self.device, frame, may_wait, may_be_lost)

    def _receive_ha1(self, frame: bytes) -> None:
        if not self.control.powered:
            return
        match self._read(frame):
            case None:
                pass
            case Hello() | Heartbeat() as message:
                self.control.receive(message)
            case _:
                self.malformed["on the wrong link"] += 1

    def _receive_ha2(self, frame: bytes) -> None:
        if self.mode == "initial":  # off, or looking for its peer
            return
        match self._read(frame):
            case None:
                pass
            case Sync() as message:
                self.synchronisation.receive(message)
            case Acknowledged() as message:
                self.synchronisation.acknowledged(message)
            case Meet() as message:
                self.synchronisation.meet(message)
            case Wanted(known):
                self.dataplane.wanted = {*known, *self.synchronisation.opening()}
            case Enough():
                self.dataplane.wanted = None
            case AskStatus():
                owned = tuple(session.flow for session in self.dataplane.table.owned_by(self.device))
                self.synchronisation.say(Status(self.outstanding, self.sees_peer, owned))
            case Status() as message:
                self.synchronisation.answer(message)
            case AskSession(flow):
                self.synchronisation.say(self.dataplane.status_of(flow))
            case SessionStatus() as message:
                self.dataplane.peer_says(message)
            case _:
                self.malformed["on the wrong link"] += 1

    def _receive_ha3(self, frame: bytes) -> None:
        if self.mode == "initial":
            return
        try:
            match self._read(frame):
                case None:
                    pass
                case Relayed() as message:
                    self.relaying.receive(message)
                case Accepted(record):
                    self.relaying.accepted(record)
                case _:
                    self.malformed["on the wrong link"] += 1
        except Malformed as error:
            self.malformed[str(error)] += 1

    def _act(self, message: Sync) -> None:
        match message.what:
            case "opened":
                self.dataplane.opened(message.record)
            case "handed_back":
                self.dataplane.handed_back(message.record)
            case "closed":
                self.dataplane.closed(message.record)
            case _:
                assert_never(message.what)

    def _read(self, frame: bytes) -> messages.Message | None:
        try:
            message = messages.decode(frame)
            if isinstance(message, Sync | Accepted):
                check(message.record)
            return message
        except Malformed as error:
            self.malformed[str(error)] += 1
            return None
