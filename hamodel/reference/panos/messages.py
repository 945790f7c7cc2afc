"""The messages of the three HA links <-> their bytes; bytes that are no message raise `Malformed`, and nothing else.

A message is framed as: the link's letter, its kind, the length of the body, the body, a CRC-32 of all before. Numbers are in
network byte order, texts have one byte of length, yes and no are 1 and 0. A message has one spelling: what can be decoded is
what `encode` makes of it. The layouts are this project's own: those of a vendor are not public.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, fields
from struct import Struct
from typing import Any, Literal, TypeAlias
from zlib import crc32

from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.packets import Flow, Malformed, dotted, packed

Mode: TypeAlias = Literal["initial", "tentative", "active_primary", "active_secondary", "non_functional", "suspended"]
MODES: tuple[Mode, ...] = ("initial", "tentative", "active_primary", "active_secondary", "non_functional", "suspended")

# --- HA1: who is there -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hello:
    """Sent every few seconds and on every change. `outstanding`: sync messages that the sender has not seen acknowledged;
    `age`: milliseconds in this mode; `sees_peer`: it believes that its peer is active. `wants_answer`: say hello at once."""

    mode: Mode
    sees_peer: bool
    age: int
    outstanding: int
    wants_answer: bool = False


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """An echo request, or the reply to it."""

    number: int
    reply: bool


# --- HA2: who has which sessions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """What a firewall tells its peer of a session. Nothing in it says what a scanner has seen."""

    flow: Flow
    back: Flow
    home: int
    translation: Translation | None
    application: str | None


@dataclass(frozen=True, slots=True)
class Meet:
    """I am there, since my `epoch`-th start; what was sent to an earlier one is void."""

    epoch: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A sequenced message: `opened` (I own this session), `handed_back` (you own it again), `closed` (it ended here)."""

    what: Literal["opened", "handed_back", "closed"]
    sender_epoch: int
    receiver_epoch: int
    sequence: int
    record: SessionRecord


@dataclass(frozen=True, slots=True)
class Acknowledged:
    receiver_epoch: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tentative firewall asks for the sessions that it has not: here are those that it has."""

    known: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """It is not tentative any more."""


@dataclass(frozen=True, slots=True)
class AskStatus:
    """What do you own, and what have you sent that is not acknowledged?"""


@dataclass(frozen=True, slots=True)
class Status:
    outstanding: int
    sees_peer: bool
    owned: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class AskSession:
    """Do you own this session? My copy has seen no packet for long."""

    flow: Flow


@dataclass(frozen=True, slots=True)
class SessionStatus:
    flow: Flow
    owned: bool
    quiet: bool  # no packet of it has come here either, and nothing that was sent is outstanding


# --- HA3: packets passed to the peer ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Relayed:
    """A packet that came in at `zone`, passed to the peer: `first` of a session, or a `later` one; it has crossed HA3 `hops`
    times. The others settle who gets a session: `offer` (own it, I set it up), `decline` (I cannot: own it yourself)."""

    what: Literal["first", "later", "offer", "decline"]
    hops: int
    sees_peer: bool
    zone: str
    packet: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """I own the session that you offered me."""

    record: SessionRecord


Message: TypeAlias = (
    Hello
    | Heartbeat
    | Meet
    | Sync
    | Acknowledged
    | Wanted
    | Enough
    | AskStatus
    | Status
    | AskSession
    | SessionStatus
    | Relayed
    | Accepted
)

# --- to bytes and back -----------------------------------------------------------------------------------------------

SYNCS: tuple[Literal["opened", "handed_back", "closed"], ...] = ("opened", "handed_back", "closed")
RELAYS: tuple[Literal["first", "later", "offer", "decline"], ...] = ("first", "later", "offer", "decline")


def encode(message: Message) -> bytes:
    """The message as a frame. Raises `ValueError` for a number, a text or an address that does not fit into it."""
    kind = type(message)
    try:
        body = _LAYOUTS[kind].write(message)
    except (struct.error, ValueError) as error:
        raise ValueError(f"no bytes can be this {kind.__name__}: {error}: {message}") from error
    head = _HEAD.pack(LINKS[kind], KINDS.index(kind), len(body))
    return head + body + _TAIL.pack(crc32(body, crc32(head)))


def decode(frame: bytes) -> Message:
    """The message that these bytes are, all of them. Raises `Malformed`."""
    try:
        letter, number, length = _HEAD.unpack_from(frame)
        body, tail = frame[_HEAD.size : _HEAD.size + length], frame[_HEAD.size + length :]
        if len(body) != length or _TAIL.unpack(tail)[0] != crc32(body, crc32(frame[: _HEAD.size])):
            raise Malformed("the length or the checksum of the frame is wrong")
        if number >= len(KINDS) or LINKS[KINDS[number]] != letter:
            raise Malformed(f"no message of link {letter!r} has the number {number}")
        reader = _FrameReader(body)
        message: Message = _LAYOUTS[KINDS[number]].read(reader)
        if reader.left:
            raise Malformed(f"{reader.left} bytes too many")
        return message
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Malformed(str(error)) from error


@dataclass(slots=True)
class _FrameReader:
    data: bytes
    place: int = 0

    @property
    def left(self) -> int:
        return len(self.data) - self.place

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise Malformed("the message ends too early")
        self.place += size
        return self.data[self.place - size : self.place]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a value is written, and how it is read."""

    write: Callable[[Any], bytes]
    read: Callable[[_FrameReader], Any]


def _number(format: str) -> _Layout:
    numbers = Struct(format)
    return _Layout(numbers.pack, lambda reader: numbers.unpack(reader.take(numbers.size))[0])


def _one_of(*values: object) -> _Layout:
    """One byte: which of these it is. What is none of them is no message."""
    return _Layout(lambda value: bytes((values.index(value),)), lambda reader: values[reader.take(1)[0]])


def _optional(inner: _Layout) -> _Layout:
    return _Layout(
        lambda value: b"\0" if value is None else b"\1" + inner.write(value),
        lambda reader: inner.read(reader) if _YES.read(reader) else None,
    )


def _all_left(inner: _Layout) -> _Layout:
    """As many as there are up to the end."""

    def read(reader: _FrameReader) -> tuple[Any, ...]:
        found = []
        while reader.left:
            found.append(inner.read(reader))
        return tuple(found)

    return _Layout(lambda values: b"".join(map(inner.write, values)), read)


def _fields(kind: type[Any], *layouts: _Layout) -> _Layout:
    """An object: its fields, one behind the other."""
    names = [each.name for each in fields(kind)]

    def write(value: object) -> bytes:
        return b"".join([layout.write(getattr(value, name)) for name, layout in zip(names, layouts, strict=True)])

    return _Layout(write, lambda reader: kind(*[layout.read(reader) for layout in layouts]))


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("!B", len(data)) + data


_HEAD, _TAIL = Struct("!cBI"), Struct("!I")
_BYTE, _PORT, _NUMBER, _YES = _number("!B"), _number("!H"), _number("!I"), _one_of(False, True)
_TEXT = _Layout(_text, lambda reader: reader.take(_BYTE.read(reader)).decode())
_REST = _Layout(bytes, lambda reader: reader.take(reader.left))
_ADDRESS = _Layout(packed, lambda reader: dotted(reader.take(4)))
_FLOW = _fields(Flow, _TEXT, _one_of("tcp", "udp"), _ADDRESS, _PORT, _ADDRESS, _PORT)
_TRANSLATION = _fields(Translation, _ADDRESS, _PORT, _TEXT)
_RECORD = _fields(SessionRecord, _FLOW, _FLOW, _one_of(0, 1), _optional(_TRANSLATION), _optional(_TEXT))

_LAYOUTS: dict[type[Message], _Layout] = {
    Hello: _fields(Hello, _one_of(*MODES), _YES, _NUMBER, _NUMBER, _YES),
    Heartbeat: _fields(Heartbeat, _NUMBER, _YES),
    Meet: _fields(Meet, _NUMBER),
    Sync: _fields(Sync, _one_of(*SYNCS), _NUMBER, _NUMBER, _NUMBER, _RECORD),
    Acknowledged: _fields(Acknowledged, _NUMBER, _NUMBER),
    Wanted: _fields(Wanted, _all_left(_FLOW)),
    Enough: _fields(Enough),
    AskStatus: _fields(AskStatus),
    Status: _fields(Status, _NUMBER, _YES, _all_left(_FLOW)),
    AskSession: _fields(AskSession, _FLOW),
    SessionStatus: _fields(SessionStatus, _FLOW, _YES, _YES),
    Relayed: _fields(Relayed, _one_of(*RELAYS), _BYTE, _YES, _TEXT, _REST),
    Accepted: _fields(Accepted, _RECORD),
}
"""Each message, by the number that its frame has for it."""

KINDS: tuple[type[Message], ...] = tuple(_LAYOUTS)
LINKS = {kind: b"1" if kind in (Hello, Heartbeat) else b"3" if kind in (Relayed, Accepted) else b"2" for kind in KINDS}
