"""Control: the states of one firewall, and what it believes of its peer, from hellos and heartbeats on HA1 and from its timers.

It decides when the firewall joins, leaves, takes over and yields; what that means for sessions is the data plane's.

What is not documented is decided here: of two active-primaries that hear each other the one that became it later yields, and
if they became it together, device 1; after a failure of its peer, a firewall believes in it again only when its hello says
that it is active and no session message is outstanding either way. Departures count as flapping as long as each comes within
the window after the one before: a longer pause clears the count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from hamodel.reference.panos.clock import Clock, Timer
from hamodel.reference.panos.messages import Heartbeat, Hello, Mode
from hamodel.reference.panos.settings import PairSettings

STAGGER = 37
"""Milliseconds that device 1 waits longer."""

NUMBERS = 1 << 32
"""Heartbeats are counted modulo this; an age is at most one less."""

ACTIVE: frozenset[Mode] = frozenset({"active_primary", "active_secondary"})


class Owner(Protocol):
    """What control asks of the rest of the firewall."""

    @property
    def outstanding(self) -> int:
        """Sync messages that are not acknowledged."""

    @property
    def has_orphans(self) -> bool:
        """Does it know sessions of the peer?"""

    def left(self) -> None:
        """It is no longer active."""

    def took_over(self) -> None:
        """What was the peer's is its own."""

    def entered(self) -> None:
        """It has changed its mode."""

    def may_leave_tentative(self, peer_is_active: bool, then: Callable[[], None]) -> None:
        """Calls `then` once every session that the peer owns is known, and nothing is outstanding; or never."""


@dataclass(slots=True)
class Control:
    """`sees_peer`: it believes that its peer is active. `peer`: its last hello, None if it is not in contact."""

    device: int
    clock: Clock
    settings: PairSettings
    firewall: Owner
    send: Callable[[Hello | Heartbeat], None]
    mode: Mode = "initial"
    sees_peer: bool = False
    peer: Hello | None = None
    ha3_up: bool = True
    dataplane_up: bool = True
    powered: bool = True
    waits_for_ha3: bool = False  # it is non-functional for want of HA3
    since: int = 0  # when it entered the mode
    heard: int = 0  # when the peer was heard last
    number: int = 0
    departures: list[int] = field(default_factory=list)  # when it left the active states
    _timers: dict[str, Timer] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Does the firewall handle packets?"""
        return self.mode in ACTIVE

    @property
    def hears_active_peer(self) -> bool:
        """Did the peer's last hello say that it handles packets?"""
        return self.peer is not None and self.peer.mode in ACTIVE

    # --- power ---

    def start(self, mode: Mode, sees_peer: bool) -> None:
        """It is running, in a pair that has formed."""
        self.powered, self.sees_peer, self.heard = True, sees_peer, self.clock.now
        self.mode, self.since = mode, self.clock.now
        self._set("heartbeat", self.settings.timers.heartbeat, self.beat)
        self._set("hello", self.settings.timers.hello, self.greet)

    def power_off(self) -> None:
        """Nothing is known any more, and no timer runs."""
        for timer in self._timers.values():
            timer.cancel()
        self.powered, self.mode, self.sees_peer, self.peer = False, "initial", False, None
        self.departures.clear()

    def boot(self) -> None:
        """T1: it looks for its peer."""
        self.start("initial", False)
        self._set("initial", self.settings.timers.initial, self.found_nobody)
        self.hello(wants_answer=True)

    # --- HA1 ---

    def beat(self) -> None:
        """Every heartbeat interval: is the peer still heard? Then the next echo request."""
        timers = self.settings.timers
        if self.peer is not None and self.clock.now - self.heard >= timers.lost_heartbeats * timers.heartbeat:
            self.lost()
        self.number = (self.number + 1) % NUMBERS
        self.send(Heartbeat(self.number, reply=False))
        self._set("heartbeat", timers.heartbeat, self.beat)

    def greet(self) -> None:
        """Says hello, now and from then on."""
        self.hello()
        self._set("hello", self.settings.timers.hello, self.greet)

    def hello(self, wants_answer: bool = False) -> None:
        """Says to the peer how this firewall is."""
        age = min(self.clock.now - self.since, NUMBERS - 1)
        self.send(Hello(self.mode, self.sees_peer, age, self.firewall.outstanding, wants_answer))

    def receive(self, message: Hello | Heartbeat) -> None:
        """What the peer has said over HA1."""
        self.heard = self.clock.now
        match message:
            case Heartbeat(number, reply):
                if not reply:
                    self.send(Heartbeat(number, reply=True))
            case Hello():
                self.peer = message
                if message.wants_answer:
                    self.hello()
                self.consider()
            case _:
                assert_never(message)

    def line(self, up: bool) -> None:
        """HA1 is connected again: both say hello."""
        if up and self.powered:
            self.hello()

    def lost(self) -> None:
        """So many heartbeats were missed."""
        self.peer = None
        self.consider()

    # --- what follows from what it knows ---

    def look(self) -> None:
        """From time to time. What the last hello said may be old: it asks for another one."""
        if self.active and not self.hears_active_peer:
            self.consider()
        elif self.active and not self.sees_peer:
            self.hello(wants_answer=True)

    def consider(self) -> None:
        """After each hello, and when contact is lost."""
        if self.mode == "initial":
            if self.hears_active_peer:
                self.enter("tentative")
        elif self.active:
            if self.peer is not None and self.mode == self.peer.mode == "active_primary":
                self.settle(self.peer)
            elif self.hears_active_peer:
                self._cancel("promotion")
                self.see_again()
            elif self.sees_peer or self.firewall.has_orphans:
                self._set_once("promotion", self.settings.timers.promotion_hold, self.promote)

    def settle(self, peer: Hello) -> None:
        """T16: two primaries hear each other. T10: if they were in contact, the better device has just preempted the other."""
        self._cancel("promotion")
        began = self.clock.now - self.settings.latency - peer.age
        if self.settings.preemptive and self.sees_peer and peer.sees_peer:
            if self.device == 1:
                self.enter("active_secondary")
        elif self.since > began or (self.since == began and self.device == 1):
            self.leave("tentative")

    def see_again(self) -> None:
        """Sees the peer again, once nothing is outstanding on either side."""
        if not self.sees_peer and self.peer is not None and self.peer.outstanding == 0 and self.firewall.outstanding == 0:
            self.sees_peer = True
            self.hello()

    def promote(self) -> None:
        """T8."""
        if self.active and not self.hears_active_peer:
            self.sees_peer = False
            self.enter("active_primary")
            self.firewall.took_over()

    # --- joining ---

    def found_nobody(self) -> None:
        """T2, T4: of two that look for each other, device 0 goes first."""
        waits = self.peer is not None and self.peer.mode == "initial" and self.device == 1
        if self.mode == "initial" and not self.hears_active_peer and not waits:
            self.enter("active_primary")
        elif self.mode == "initial":
            self._set("initial", self.settings.timers.housekeeping, self.found_nobody)

    def hold_time_ends(self) -> None:
        """T7: asks its peer once more, and the rest of the firewall, whether it may become active; else it tries again."""
        if self.mode != "tentative":
            return
        self._set("tentative", self.settings.timers.housekeeping, self.hold_time_ends)
        if self.peer is None:
            self.firewall.may_leave_tentative(False, self.join_alone)
        else:
            asked = self.clock.now
            self.hello(wants_answer=True)
            self._set("answer", 10 * self.settings.latency, lambda: self.answered(asked))

    def answered(self, asked: int) -> None:
        """The peer had time to answer what was asked at that moment: is tentative to be left, and how?"""
        if self.mode != "tentative" or self.peer is None or self.heard <= asked:
            return
        if not self.hears_active_peer:
            self.firewall.may_leave_tentative(False, self.join_alone)
        elif not self.peer.sees_peer:
            self.firewall.may_leave_tentative(True, self.join)

    def join(self) -> None:
        """From tentative to active-secondary, beside an active peer."""
        if self.mode == "tentative" and self.hears_active_peer:
            self.sees_peer = True
            self.enter("active_secondary")

    def join_alone(self) -> None:
        """From tentative to active-primary, without an active peer."""
        if self.mode == "tentative" and not self.hears_active_peer:
            self.sees_peer = False
            self.enter("active_primary")
            self.firewall.took_over()

    # --- leaving ---

    def leave(self, into: Mode) -> None:
        """T5, T6, T11, T13: out of an active state. Too often, and it is suspended."""
        window, often = self.settings.timers.flap_window, self.settings.flap_max
        if self.departures and self.clock.now - self.departures[-1] >= window:
            self.departures.clear()
        self.departures.append(self.clock.now)
        self.sees_peer = False
        self._cancel("promotion")
        if often is not None and len(self.departures) > often:
            into = "suspended"
        self.firewall.left()
        self.enter(into)

    def monitor_fails(self) -> None:
        """T5, T6: a monitored link or path is down."""
        if not self.powered:
            return
        timers = self.settings.timers
        hold = timers.monitor_fail_hold_up
        if self.mode == "active_primary":
            hold += timers.additional_master_hold_up
        self._set("monitor", hold, lambda: self.leave("tentative") if self.active else None)

    def suspend(self) -> None:
        """T11, by the operator; nobody listens where the power is off."""
        if self.active:
            self.leave("suspended")
        elif self.powered and self.mode != "suspended":
            self.enter("suspended")

    def make_functional(self) -> None:
        """T12."""
        if self.mode == "suspended":
            self.departures.clear()
            self.enter("tentative")

    def dataplane(self, up: bool) -> None:
        """T13, T14: it can pass no packets, or again."""
        self.dataplane_up = up
        self.check_health()

    def ha3_line(self, up: bool) -> None:
        """HA3 goes down, or comes up."""
        self.ha3_up = up
        self.check_health()

    def check_health(self) -> None:
        """T13, T14: an active-secondary without HA3, and anybody without a data plane, is non-functional."""
        if not self.powered or self.mode in ("initial", "suspended"):
            return
        if not self.dataplane_up or (not self.ha3_up and self.mode == "active_secondary"):
            self.waits_for_ha3 = self.dataplane_up or (self.mode == "non_functional" and self.waits_for_ha3)
            if self.active:
                self.leave("non_functional")
            elif self.mode != "non_functional":
                self.enter("non_functional")
        elif self.mode == "non_functional" and (self.ha3_up or not self.waits_for_ha3):
            self.enter("tentative")

    def preempt(self) -> None:
        """T9: the better device takes the primary's role, from a peer that it sees; the other one hears so and yields: T10."""
        if self.mode == "active_secondary" and self.sees_peer:
            self.enter("active_primary")

    # --- private ---

    def enter(self, mode: Mode) -> None:
        """Changes the mode and tells everyone; with the data plane down, to non-functional instead."""
        if not self.dataplane_up and mode != "suspended":
            mode = "non_functional"
        if mode == self.mode:
            self.firewall.entered()
            self.hello()
            return
        self.mode, self.since = mode, self.clock.now
        for name in ("initial", "tentative", "preemption"):
            self._cancel(name)
        timers = self.settings.timers
        if mode == "tentative":
            # The devices do not act at one instant: each hears what the other one did.
            self._set("tentative", (timers.tentative_hold or 0) + self.device * STAGGER, self.hold_time_ends)
        elif mode == "active_secondary":
            self._set("health", self.settings.latency, self.check_health)
            if self.settings.preemptive and self.device == 0:
                self._set("preemption", timers.preemption_hold, self.preempt)
        self.firewall.entered()
        self.hello()

    def _set(self, name: str, delay: int, call: Callable[[], None]) -> None:
        self._cancel(name)
        self._timers[name] = self.clock.after(delay, call)

    def _set_once(self, name: str, delay: int, call: Callable[[], None]) -> None:
        timer = self._timers.get(name)
        if timer is None or not timer.runs:
            self._set(name, delay, call)

    def _cancel(self, name: str) -> None:
        if name in self._timers:
            self._timers[name].cancel()
