"""Relaying: packets that the peer passed on over HA3, and who then sets up and owns the session of a first one.

Decided here, since it is not documented. A first packet that the peer is to set up comes back as an offer: whoever then owns the
session picks the address and port, from its own rules and its own sessions, and says that it has accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from hamodel.reference.panos.dataplane import OTHER_SIDE, DataPlane, begins, record_of
from hamodel.reference.panos.messages import Accepted, Relayed, SessionRecord
from hamodel.reference.panos.packets import Flow, Malformed, Packet, decode, flow_of


@dataclass(slots=True)
class Relaying:
    """HA3 of one firewall, on top of its data plane."""

    plane: DataPlane

    def receive(self, message: Relayed) -> None:
        """The peer passed a packet on. Raises `Malformed`."""
        packet = decode(message.packet)
        if message.zone not in OTHER_SIDE:
            raise Malformed(f"no zone is named {message.zone!r}")
        flow = flow_of(packet, message.zone)
        match message.what:
            case "first":
                self.first_from_peer(message, packet, flow)
            case "offer":
                self.offered(message, packet, flow)
            case "decline":
                if self.plane.table.find(flow) is None:
                    self.own_for_peer(packet, flow)
            case "later":
                self.later_from_peer(message, packet, flow)
            case _:
                assert_never(message.what)

    def first_from_peer(self, message: Relayed, packet: Packet, flow: Flow) -> None:
        """A first packet that came over HA3: the peer asks this firewall to set its session up."""
        if not self.plane.control.active:
            self.plane.drop(f"the firewall is {self.plane.control.mode}")
        elif (session := self.plane.table.find(flow)) is not None:
            if session.owner == self.plane.device:
                self.plane.handle(session, packet, flow)
            else:
                self.plane.drop("crossed HA3 before")
        elif self.plane.settings.policy.match(flow, OTHER_SIDE[flow.zone], None).action == "deny":
            self.plane.deny(packet, flow)
        elif self.plane.settings.owner_selection == "first_packet":
            offer = Relayed("offer", message.hops, self.plane.control.sees_peer, message.zone, message.packet)
            self.plane.over_ha3(offer)
        else:
            self.own_for_peer(packet, flow)

    def own_for_peer(self, packet: Packet, flow: Flow) -> None:
        """The peer cannot own the session."""
        primary = self.plane.settings.owner_selection == "first_packet" or self.plane.control.mode == "active_primary"
        if self.plane.control.active and primary:
            self.plane.open(packet, flow)
        else:
            self.plane.drop("no firewall can own the session")

    def offered(self, message: Relayed, packet: Packet, flow: Flow) -> None:
        """The peer has a first packet from here, and sets it up for this firewall: if it is active, if each sees the other."""
        if not self.plane.control.active:
            decline = Relayed("decline", message.hops, False, message.zone, message.packet)
            self.plane.over_ha3(decline)
        elif not message.sees_peer or ((known := self.plane.table.find(flow)) is not None and known.owner == self.plane.device):
            self.plane.drop("the firewalls do not agree on who sets up")
        else:
            if known is not None:  # a copy of what the peer has no more
                self.plane.table.remove(known)
            session = self.plane.open(packet, flow, tell=False)
            if session is not None and self.plane.table.find(flow) is session:  # the first packet can end it too
                self.plane.over_ha3(Accepted(record_of(session)))

    def later_from_peer(self, message: Relayed, packet: Packet, flow: Flow) -> None:
        """A packet in mid-stream that came over HA3: its session is handled here, if it is this firewall's."""
        session = self.plane.table.find(flow)
        if not self.plane.control.active:
            self.plane.drop(f"the firewall is {self.plane.control.mode}")
        elif session is None and begins(packet):  # the peer's copy is of a session that has ended here
            self.first_from_peer(message, packet, flow)
        elif session is None:
            self.plane.drop("in mid-stream, of no session")
        elif session.owner == self.plane.device:
            self.plane.handle(session, packet, flow)
        else:
            session.last_seen = self.plane.clock.now
            self.plane.relay("later", packet, message.zone, message.hops)

    def accepted(self, record: SessionRecord) -> None:
        """The peer owns the session that it was offered."""
        if self.plane.table.find(record.flow) is None:
            self.plane.learn(record, 1 - self.plane.device)
