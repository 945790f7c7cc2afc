"""The messages of the three HA links <-> their bytes; bytes that are no message raise `Malformed`, and nothing else.

A message is framed as: the link's letter, its kind, the length of the body, the body, a CRC-32 of all before. Numbers are in
network byte order, texts have one byte of length, yes and no are 1 and 0. A message has one spelling: what can be decoded is
what `encode` makes of it. The layouts are this project's own: those of a vendor are not public.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from struct import Struct
from typing import Literal, TypeAlias, assert_never
from zlib import crc32

from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.packets import Flow, Malformed

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

KINDS: tuple[type[Message], ...] = (
    *(Hello, Heartbeat, Meet, Sync, Acknowledged, Wanted, Enough, AskStatus, Status, AskSession, SessionStatus),
    *(Relayed, Accepted),
)
LINKS = {kind: b"1" if kind in (Hello, Heartbeat) else b"3" if kind in (Relayed, Accepted) else b"2" for kind in KINDS}
SYNCS: tuple[Literal["opened", "handed_back", "closed"], ...] = ("opened", "handed_back", "closed")
RELAYS: tuple[Literal["first", "later", "offer", "decline"], ...] = ("first", "later", "offer", "decline")

_HEAD, _TAIL = Struct("!cBI"), Struct("!I")
_HELLO, _HEARTBEAT, _SYNC, _TWO, _RELAYED = Struct("!BBIIB"), Struct("!IB"), Struct("!BIII"), Struct("!II"), Struct("!BBB")


def encode(message: Message) -> bytes:
    """The message as a frame. Raises `ValueError` for a number, a text or an address that does not fit into it."""
    try:
        body = _body(message)
    except (struct.error, ValueError, Malformed) as error:
        raise ValueError(f"no bytes can be this {type(message).__name__}: {error}: {message}") from error
    kind = type(message)
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
        message = _message(KINDS[number], reader)
        if reader.left:
            raise Malformed(f"{reader.left} bytes too many")
        return message
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Malformed(str(error)) from error


def _body(message: Message) -> bytes:
    match message:
        case Heartbeat(number, reply):
            return _HEARTBEAT.pack(number, reply)
        case Hello(mode, sees, age, outstanding, wants):
            return _HELLO.pack(MODES.index(mode), sees, age, outstanding, wants)
        case Sync(what, sender_epoch, receiver_epoch, sequence, record):
            return _SYNC.pack(SYNCS.index(what), sender_epoch, receiver_epoch, sequence) + _record(record)
        case Acknowledged(receiver_epoch, sequence):
            return _TWO.pack(receiver_epoch, sequence)
        case Relayed(what, hops, sees, zone, packet):
            return _RELAYED.pack(RELAYS.index(what), hops, sees) + _text(zone) + packet
        case Accepted(record):
            return _record(record)
        case Meet(epoch):
            return _TAIL.pack(epoch)
        case Wanted(known):
            return b"".join(map(_flow, known))
        case Enough() | AskStatus():
            return b""
        case Status(outstanding, sees, owned):
            return _HEARTBEAT.pack(outstanding, sees) + b"".join(map(_flow, owned))
        case AskSession(flow):
            return _flow(flow)
        case SessionStatus(flow, owned_, quiet):
            return bytes((owned_, quiet)) + _flow(flow)
        case _:
            assert_never(message)


def _message(kind: type[Message], reader: _FrameReader) -> Message:
    if kind is Heartbeat:
        number, reply = reader.take(_HEARTBEAT)
        return Heartbeat(number, _yes(reply))
    if kind is Hello:
        mode, sees, age, outstanding, wants = reader.take(_HELLO)
        return Hello(MODES[mode], _yes(sees), age, outstanding, _yes(wants))
    if kind is Sync:
        what, sender_epoch, receiver_epoch, sequence = reader.take(_SYNC)
        return Sync(SYNCS[what], sender_epoch, receiver_epoch, sequence, reader.record())
    if kind is Acknowledged:
        return Acknowledged(*reader.take(_TWO))
    if kind is Relayed:
        what, hops, sees = reader.take(_RELAYED)
        return Relayed(RELAYS[what], hops, _yes(sees), reader.text(), reader.rest())
    if kind is Accepted:
        return Accepted(reader.record())
    if kind is Meet:
        return Meet(*reader.take(_TAIL))
    if kind is Wanted:
        return Wanted(reader.flows())
    if kind is Status:
        outstanding, sees = reader.take(_HEARTBEAT)
        return Status(outstanding, _yes(sees), reader.flows())
    if kind is AskSession:
        return AskSession(reader.flow())
    if kind is SessionStatus:
        owned, quiet = reader.byte(), reader.byte()
        return SessionStatus(reader.flow(), _yes(owned), _yes(quiet))
    return Enough() if kind is Enough else AskStatus()


_FLOW = Struct("!B4sH4sH")


def _flow(flow: Flow) -> bytes:
    ends = IPv4Address(flow.source).packed, flow.source_port, IPv4Address(flow.destination).packed, flow.destination_port
    return _FLOW.pack(flow.protocol == "udp", *ends) + _text(flow.zone)


_PORT = Struct("!4sH")


def _record(record: SessionRecord) -> bytes:
    told = record.translation
    translation = b"\0" if told is None else b"\1" + _PORT.pack(IPv4Address(told.address).packed, told.port) + _text(told.rule)
    application = b"\0" if record.application is None else b"\1" + _text(record.application)
    return bytes((_yes(record.home),)) + _flow(record.flow) + _flow(record.back) + translation + application


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("!B", len(data)) + data


def _yes(number: int) -> bool:
    """Of a byte: 1 is yes, 0 is no (a device's ID is one of these too), and nothing else is a message."""
    if number not in (0, 1):
        raise Malformed(f"{number} is neither 0 nor 1")
    return number == 1


@dataclass(slots=True)
class _FrameReader:
    data: bytes
    place: int = field(default=0)

    @property
    def left(self) -> int:
        return len(self.data) - self.place

    def take(self, layout: Struct) -> tuple[int, ...]:
        values: tuple[int, ...] = layout.unpack_from(self.data, self.place)
        self.place += layout.size
        return values

    def byte(self) -> int:
        self.place += 1
        return self.data[self.place - 1]

    def text(self) -> str:
        length = self.byte()
        if length > self.left:
            raise Malformed("a text is longer than the message")
        self.place += length
        return self.data[self.place - length : self.place].decode()

    def rest(self) -> bytes:
        place, self.place = self.place, len(self.data)
        return self.data[place:]

    def flow(self) -> Flow:
        udp, source, source_port, destination, destination_port = _FLOW.unpack_from(self.data, self.place)
        self.place += _FLOW.size
        ends = str(IPv4Address(source)), source_port, str(IPv4Address(destination)), destination_port
        return Flow(self.text(), "udp" if _yes(udp) else "tcp", *ends)

    def flows(self) -> tuple[Flow, ...]:
        flows = []
        while self.left:
            flows.append(self.flow())
        return tuple(flows)

    def record(self) -> SessionRecord:
        home = int(_yes(self.byte()))
        flow, back = self.flow(), self.flow()
        translation = None
        if _yes(self.byte()):
            address, port = _PORT.unpack_from(self.data, self.place)
            self.place += _PORT.size
            translation = Translation(str(IPv4Address(address)), port, self.text())
        return SessionRecord(flow, back, home, translation, self.text() if _yes(self.byte()) else None)
