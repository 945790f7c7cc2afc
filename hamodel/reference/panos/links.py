"""Link: carries bytes between the two firewalls, late or not at all; it can be cut, made slow, and told to lose frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hamodel.reference.panos.clock import Clock

Fate: TypeAlias = Literal["waits", "lost", "arrives"]


@dataclass(slots=True)
class Port:
    """One end of a link. `receive` gets the bytes; `line` is told when the link goes up or down; `takes`: does it take frames
    that may have to wait?"""

    receive: Callable[[bytes], None]
    line: Callable[[bool], None]
    takes: Callable[[], bool]


@dataclass(slots=True)
class HaLink:
    """Two ports. A frame takes `latency` milliseconds; while the link is `slow`, those that may wait do so until `hurry`.

    What is on its way when the link is cut, or when one end loses its power, is lost. Whether a port takes a frame that may
    wait is asked when it is sent: the wait is before the receiver's door, not on the way to it. `impairment` is asked of each
    frame that may be lost: how much later does it come? None: it is lost.
    """

    name: str
    clock: Clock
    latency: int
    ports: list[Port] = field(default_factory=list)
    up: bool = True
    slow: bool = False
    lose: int = 0  # so many of the next frames that may be lost are lost
    waiting: list[tuple[int, bytes]] = field(default_factory=list)  # the receiving end, the frame
    unnoticed: bool = False  # its ends do not notice that it goes down or up, until `notice`
    deaf: int | None = None  # frames to this end that may be lost are lost
    watch: Callable[[str, int, bytes, Fate], None] | None = None  # told of each frame: the link, the receiving end, its fate
    lost: int = 0
    impairment: Callable[[], int | None] | None = None
    _era: int = 0

    def send(self, end: int, frame: bytes, may_wait: bool = False, may_be_lost: bool = False) -> None:
        """From this end to the other."""
        if not self.up or (may_wait and not self.ports[1 - end].takes()):
            self._lose(1 - end, frame)
        elif may_be_lost and (self.lose > 0 or self.deaf == 1 - end):
            self.lose = max(self.lose - 1, 0)
            self._lose(1 - end, frame)
        elif self.slow and may_wait:
            self.waiting.append((1 - end, frame))
            self._tell_watch(1 - end, frame, "waits")
        else:
            late = self.impairment() if may_be_lost and self.impairment is not None else 0
            if late is None:
                self._lose(1 - end, frame)
            else:
                self._carry(1 - end, frame, late)

    def cut(self) -> None:
        """Loses what is under way; nothing goes through until it is mended."""
        if self.up:
            self.clear()
            self.up = False
            self._tell()

    def mend(self) -> None:
        """It carries messages again."""
        if not self.up:
            self.up = True
            self._tell()

    def clear(self) -> None:
        """What is on its way is lost."""
        for end, frame in self.waiting:
            self._lose(end, frame)
        self.waiting.clear()
        self._era += 1

    def hurry(self, backwards: bool = False) -> None:
        """The link is fast again; what waited arrives in the order in which it was sent, or backwards."""
        self.slow = False
        frames = self.waiting[::-1] if backwards else self.waiting[:]
        self.waiting.clear()
        for end, frame in frames:
            self._carry(end, frame)

    def release(self, number: int) -> None:
        """The frame that is so many places from the front of those that wait goes on its way; the others wait on."""
        end, frame = self.waiting.pop(number)
        self._carry(end, frame)

    def _carry(self, end: int, frame: bytes, late: int = 0) -> None:
        era = self._era

        def arrive() -> None:
            if era == self._era:
                self._tell_watch(end, frame, "arrives")
                self.ports[end].receive(frame)
            else:
                self._lose(end, frame)

        self.clock.after(self.latency + late, arrive)

    def _lose(self, end: int, frame: bytes) -> None:
        self.lost += 1
        self._tell_watch(end, frame, "lost")

    def _tell_watch(self, end: int, frame: bytes, fate: Fate) -> None:
        if self.watch is not None:
            self.watch(self.name, end, frame, fate)

    def notice(self) -> None:
        """Its ends notice whether it is up."""
        self.unnoticed = False
        self._tell()

    def _tell(self) -> None:
        if self.unnoticed:
            return
        for port in self.ports:
            port.line(self.up)


@dataclass(slots=True)
class Links:
    """`ha1` stands for itself and all its backups."""

    ha1: HaLink
    ha2: HaLink
    ha3: HaLink

    def named(self, name: str) -> HaLink:
        """The link of this name."""
        return {"ha1": self.ha1, "ha2": self.ha2, "ha3": self.ha3}[name]
