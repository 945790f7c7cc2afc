"""Synchronisation: which sessions the peer knows, over HA2: sequenced messages, sent again until they are acknowledged.

A message is void once the receiver has started anew (its epoch is another one) and once the link was cut. It is acted on once,
however often it comes. Epochs only grow: an older one is a message that comes late. Questions and their answers are not
sequenced: who gets no answer asks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from hamodel.reference.panos.clock import Clock, Timer
from hamodel.reference.panos.messages import (
    Acknowledged,
    AskSession,
    AskStatus,
    Enough,
    Meet,
    SessionRecord,
    SessionStatus,
    Status,
    Sync,
    Wanted,
    encode,
)
from hamodel.reference.panos.packets import Flow
from hamodel.reference.panos.settings import PairSettings

Sent = Meet | Sync | Acknowledged | Wanted | Enough | AskStatus | Status | AskSession | SessionStatus

AT_ONCE = 100
"""So many messages are sent again at one time, the oldest first: a peer that is off for long does not drown its survivor."""

PATIENCE = 10
"""An answer is waited for so many times as long as the link needs for a frame."""


@dataclass(slots=True)
class Synchronisation:
    """One end. `act` is told of each message once. `unacknowledged`: by sequence number, what the peer may not have."""

    clock: Clock
    settings: PairSettings
    transmit: Callable[[bytes, bool, bool], None]  # the frame; may it wait on a slow link? may it be lost on a bad one?
    act: Callable[[Sync], None]
    epoch: int = 1
    peer_epoch: int = 1
    sequence: int = 0
    unacknowledged: dict[int, Sync] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    up: bool = True
    _timer: Timer | None = None
    _asked: Callable[[Status | None], None] | None = None

    @property
    def outstanding(self) -> int:
        """How many messages the peer has not acknowledged."""
        return len(self.unacknowledged)

    def tell(self, what: Literal["opened", "handed_back", "closed"], record: SessionRecord) -> None:
        """Sends it until it is acknowledged. Over a link that is down nothing is sent, nor later."""
        if not self.up:
            return
        self.sequence += 1
        message = Sync(what, self.epoch, self.peer_epoch, self.sequence, record)
        self.unacknowledged[self.sequence] = message
        self.transmit(encode(message), True, True)
        self._again_later()

    def say(self, message: Sent) -> None:
        """A question, an answer: not sequenced."""
        self.transmit(encode(message), False, isinstance(message, Acknowledged))

    def ask_status(self, then: Callable[[Status | None], None]) -> None:
        """What the peer owns; None if there is no answer."""
        self._asked = then
        self.say(AskStatus())
        self.clock.after(PATIENCE * self.settings.latency, lambda: self.answer(None) if self._asked is then else None)

    def answer(self, status: Status | None) -> None:
        """The peer's answer to `ask_status`; None: it gave none."""
        then, self._asked = self._asked, None
        if then is not None:
            then(status)

    def receive(self, message: Sync) -> None:
        """Takes a message of the peer's just once, and acknowledges it; one of an earlier epoch is not heard."""
        if message.receiver_epoch != self.epoch or message.sender_epoch != self.peer_epoch:
            return
        if message.sequence not in self.seen:
            self.seen.add(message.sequence)
            self.act(message)
        self.say(Acknowledged(message.sender_epoch, message.sequence))

    def acknowledged(self, message: Acknowledged) -> None:
        """The peer has got a message."""
        if message.receiver_epoch == self.epoch:
            self.unacknowledged.pop(message.sequence, None)

    def meet(self, message: Meet) -> None:
        """The peer has started anew, or says again that it is there."""
        if message.epoch > self.peer_epoch:
            self.peer_epoch = message.epoch
            self.forget()
            self.say(Meet(self.epoch))

    def forget(self) -> None:
        """What was sent and what has come, as at a start."""
        self.unacknowledged.clear()
        self.seen.clear()

    def opening(self) -> set[Flow]:
        """The sessions of which the peer is being told."""
        return {message.record.flow for message in self.unacknowledged.values() if message.what == "opened"}

    def line(self, up: bool) -> None:
        """The link was cut: what was under way is lost. It is mended: both say who they are."""
        self.up = up
        self.unacknowledged.clear()
        if up:
            self.say(Meet(self.epoch))

    def restart(self) -> None:
        """It starts anew."""
        self.epoch += 1
        self.sequence = 0
        self.forget()
        self._asked = None

    def _again_later(self) -> None:
        if self._timer is None or not self._timer.runs:
            self._timer = self.clock.after(self.settings.timers.retransmission, self._again)

    def _again(self) -> None:
        for message in list(islice(self.unacknowledged.values(), AT_ONCE)):
            self.transmit(encode(message), True, True)
        if self.unacknowledged:
            self._again_later()
