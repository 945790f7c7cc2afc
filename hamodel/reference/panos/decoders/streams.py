"""TCP segments in any order -> the bytes that the sender wrote, in order, as far as they are contiguous.

NOTE(lost): a gap can be closed as long as the sender may send the missing bytes again, that is until the receiver has
acknowledged them. Bytes that are acknowledged and were never seen here will not come: the stream is lost for good, and so it
is when more is held behind a gap than there is room for, or when it begins or ends a second time elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hamodel.reference.panos.packets import SEQUENCES

ROOM = 1 << 16
"""How many bytes are held behind a gap."""


@dataclass(slots=True)
class Stream:
    """One direction of a connection, anchored at the sequence number of its SYN. Positions count from its first byte."""

    position: int = 0
    """How many bytes came out so far."""
    lost: bool = False
    _first: int | None = None
    _end: int | None = None
    _held: list[tuple[int, bytes]] = field(default_factory=list)  # behind a gap: sorted, no two overlap

    @property
    def whole(self) -> bool:
        """Has everything come out that was put in, and up to the FIN if that was seen?"""
        return not self.lost and not self._held and (self._end is None or self._end <= self.position)

    def begin(self, sequence: int) -> None:
        """A SYN was seen: the first byte has the next sequence number."""
        first = (sequence + 1) % SEQUENCES
        if self._first is None:
            self._first = first
        elif self._first != first:
            self._lose()

    def end(self, sequence: int) -> None:
        """A FIN was seen, with this sequence number: the last byte has the one before."""
        if self.lost:
            return
        if self._first is None:
            self._lose()
            return
        end = self._place(sequence)
        reached = self._held[-1][0] + len(self._held[-1][1]) if self._held else self.position
        if end < reached or self._end not in (None, end):
            self._lose()
        self._end = end

    def add(self, sequence: int, data: bytes) -> bytes:
        """Takes a segment in; gives out the bytes that are contiguous now. Of bytes that came twice the first are taken."""
        if self.lost:
            return b""
        if self._first is None:
            self._lose()  # nothing tells how far this is from the first byte
            return b""
        start = self._place(sequence)
        if start < self.position:
            data, start = data[self.position - start :], self.position
        if not data:
            return b""
        if self._end is not None and start + len(data) > self._end:
            self._lose()
            return b""
        if not self._held and start == self.position:
            self.position += len(data)
            return data
        self._hold(start, data)
        return self._release()

    def acknowledge(self, number: int) -> None:
        """The receiver says that it has everything before this sequence number: NOTE(lost)."""
        if self._first is None:
            self._lose()
        elif not self.lost:
            ended = self._end is not None and self._end <= self.position
            if self._place(number) > self.position + ended:
                self._lose()

    def _place(self, sequence: int) -> int:
        """The position of a sequence number: of all that it can mean, the one that is nearest to where the stream is."""
        assert self._first is not None
        ahead = (sequence - self._first - self.position) % SEQUENCES
        return self.position + (ahead - SEQUENCES if ahead >= SEQUENCES // 2 else ahead)

    def _hold(self, start: int, data: bytes) -> None:
        """Keeps of the data what falls between the pieces that are held already."""
        stop = start + len(data)
        at, kept = start, []
        for begun, piece in self._held:
            if at < begun and at < stop:
                kept.append((at, data[at - start : min(begun, stop) - start]))
            at = max(at, begun + len(piece))
        if at < stop:
            kept.append((at, data[at - start :]))
        self._held = sorted(self._held + kept)

    def _release(self) -> bytes:
        out = []
        while self._held and self._held[0][0] == self.position:
            _, piece = self._held.pop(0)
            out.append(piece)
            self.position += len(piece)
        if sum(len(piece) for _, piece in self._held) > ROOM:
            self._lose()
        return b"".join(out)

    def _lose(self) -> None:
        self.lost = True
        self._held.clear()
