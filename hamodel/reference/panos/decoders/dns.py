"""DNS messages <-> their bytes; and the datagrams of a session in order of arrival -> the threats in what was answered.

Data that leaves in pieces, one TXT record after the other, makes sense only when it is put together from the first piece on;
and only an answer to a question that was seen counts, as it does for the one who asked.
The bytes are those of RFC 1035, section 4. dpkt writes them, and does not read them: of the records it knows a dozen types only,
it wants texts to be UTF-8, and it takes a record that is cut off for a whole one.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from dpkt.dns import DNS  # type: ignore[import-untyped]

from hamodel.reference.panos.decoders.threats import Scanner, Signature

TXT = 16
NOTIFY = 4
"""The operation by which a server speaks first: RFC 1996."""


class Dns:
    """The decoder of one session."""

    __slots__ = ("_answered", "_asked", "_scanners", "broken", "seen")

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self.broken = False
        """Was there a datagram that is no DNS message? Nothing is decoded from there on."""
        self.seen = False
        self._asked: set[tuple[bool, bytes]] = set()  # who asked, and the question with its number
        self._answered: dict[tuple[bool, bytes], None] = {}  # the last ones: a question that comes again was not lost here
        self._scanners = {True: Scanner(signatures), False: Scanner(signatures)}

    def feed(self, from_client: bool, data: bytes) -> list[str]:
        """Takes the next datagram in; gives the threats that it completes."""
        if self.broken:
            return []
        try:
            return self._message(from_client, data)
        except (_NotDns, struct.error):
            self.broken = True
            return []
        finally:
            self.seen = True

    def _message(self, from_client: bool, data: bytes) -> list[str]:
        _, bits, questions, answers, *_ = struct.unpack_from(">6H", data)
        at = 12
        for _ in range(questions):
            at = _name_end(data, at) + 4
        if at > len(data) or questions != 1:
            raise _NotDns
        asked = data[:2] + data[12 : at - 4].lower() + data[at - 4 : at]
        if not bits & _RESPONSE:
            if (from_client, asked) not in self._answered:
                self._asked.add((from_client, asked))
            if len(self._asked) > _REMEMBERED:
                raise _NotDns
            return []
        if not self.seen:
            raise _NotDns  # an answer to nothing is not how a session begins
        if (not from_client, asked) not in self._asked:
            return []
        self._asked.remove((not from_client, asked))
        self._answered[not from_client, asked] = None
        if len(self._answered) > _REMEMBERED:
            del self._answered[next(iter(self._answered))]
        found: list[str] = []
        for _ in range(answers):
            at = _name_end(data, at)
            type, _, _, length = struct.unpack_from(">HHIH", data, at)
            at += 10 + length
            if at > len(data):
                raise _NotDns
            if type == TXT:
                found += self._scanners[from_client].feed(_texts(data[at - length : at]))
        return found


class _NotDns(Exception):
    """The bytes are no DNS message."""


_REMEMBERED = 1024
_RESPONSE = 0x8000
_POINTER = 0xC0


def query(number: int, name: str, operation: int = 0) -> bytes:
    """The question for the texts of a name."""
    return bytes(DNS(id=number, op=operation << 11, qd=[DNS.Q(name=name, type=TXT)]))


def answer(number: int, name: str, text: bytes | None, operation: int = 0) -> bytes:
    """The answer to that question: one record with the text, or none."""
    records = [] if text is None else [DNS.RR(name=name, type=TXT, ttl=60, rdata=_strings(text))]
    return bytes(DNS(id=number, op=_RESPONSE | operation << 11, qd=[DNS.Q(name=name, type=TXT)], an=records))


def _strings(text: bytes) -> bytes:
    """A text as the data of a TXT record: at most 255 bytes to a string, and at least one string."""
    return b"".join(bytes((len(text[at : at + 255]),)) + text[at : at + 255] for at in range(0, len(text) or 1, 255))


def _name_end(data: bytes, at: int) -> int:
    """Where a name ends: at an empty label, or after a pointer to the rest of it."""
    while at < len(data):
        length = data[at]
        if length == 0:
            return at + 1
        if length & _POINTER:
            if length & _POINTER != _POINTER:
                raise _NotDns
            return at + 2
        at += 1 + length
    raise _NotDns


def _texts(record: bytes) -> bytes:
    """The character strings of a TXT record, put together."""
    at, texts = 0, []
    while at < len(record):
        text = record[at + 1 : at + 1 + record[at]]
        if len(text) != record[at]:
            raise _NotDns
        texts.append(text)
        at += 1 + len(text)
    return b"".join(texts)
