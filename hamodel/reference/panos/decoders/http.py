"""The bytes of an HTTP/1.1 connection, both ways, piece by piece -> the threats in the bodies of its messages.

Where a message begins depends on all that came before: the length or the chunks of every body since the connection began,
and for a response also on what was asked. So the two directions wait for each other where one decides about the other:
a response for its request, and what follows `CONNECT` or an upgrade for the answer.
The framing is RFC 9112's. Content codings are not undone.

h11 is not for this: it is one end of a connection, and this looks on. It does not read a request before the one in front of it
is answered, refuses a request without `Host`, an empty line before one, and the coding `gzip, chunked`; and it would have to be
told as its own what the other end says. What it does not read would go through uninspected.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hamodel.reference.panos.decoders.threats import Scanner, Signature

LINE = 8192
"""A longer line is no HTTP; nor is a head of many times that."""

REQUEST_LINE = re.compile(rb"([A-Z]{1,16}) [!-~]+ HTTP/1\.[01]")

_Step: TypeAlias = Literal[
    "start", "head", "body", "to-close", "chunk-size", "chunk", "chunk-end", "trailer", "switching", "opaque"
]


class Http:
    """The decoder of one connection."""

    __slots__ = ("_client", "_requests", "_server", "_signatures")

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self._signatures = signatures
        self._client, self._server = _Side(), _Side()
        self._requests: deque[_Request] = deque()

    @property
    def broken(self) -> bool:
        """Was something seen that is no HTTP? That direction is not decoded from there on."""
        return self._client.broken or self._server.broken

    @property
    def tunnel(self) -> bool:
        """Did the two ends agree to speak something else?"""
        return self._server.step == "opaque"

    @property
    def waiting(self) -> bool:
        """Is there something that waits for the other direction?"""
        client, server = self._client, self._server
        return bool((client.held and client.step == "switching") or (server.held and self._unasked))

    def feed(self, from_client: bool, data: bytes) -> list[str]:
        """Takes the next bytes of one direction in; gives the threats that they complete."""
        found = self._read(from_client, data)
        held = -1
        while (self._client.held or self._server.held) and held != (held := len(self._client.held) + len(self._server.held)):
            found += self._read(not from_client, b"") + self._read(from_client, b"")
        return found

    @property
    def _unasked(self) -> bool:
        return self._server.step == "start" and not self._requests

    def _read(self, from_client: bool, data: bytes) -> list[str]:
        side = self._client if from_client else self._server
        if side.held:
            data = side.held + data
            side.held = b""
        if not data or side.broken:
            return []
        found: list[str] = []
        try:
            at = self._decode(side, data, found)
        except _NotHttp:
            side.broken = True
        else:
            side.held = data[at:]
        return found

    def _decode(self, side: _Side, data: bytes, found: list[str]) -> int:
        """Reads as far as there is something to decide; the result is how far."""
        at = 0
        while at < len(data):
            match side.step:
                case "body" | "chunk":
                    part = data[at : at + side.left]
                    at += len(part)
                    side.left -= len(part)
                    found += side.scanner.feed(part)
                    if side.left == 0 and side.step == "chunk":
                        side.step = "chunk-end"
                    elif side.left == 0:
                        side.over()
                case "to-close":
                    found += side.scanner.feed(data[at:] if at else data)
                    return len(data)
                case "opaque":
                    return len(data)
                case "switching":
                    return _patience(data, at)
                case "start" if side is self._server and not self._requests:
                    return _patience(data, at)
                case _:
                    end = data.find(b"\n", at)
                    if (end if end >= 0 else len(data)) - at > LINE:
                        raise _NotHttp
                    if end < 0:
                        return at
                    self._line(side, data[at:end].removesuffix(b"\r"))
                    at = end + 1
        return at

    def _line(self, side: _Side, line: bytes) -> None:
        match side.step:
            case "start":
                if line:  # RFC 9112, 2.2: an empty line before a message is passed over
                    start = (REQUEST_LINE if side is self._client else _STATUS_LINE).fullmatch(line)
                    if start is None:
                        raise _NotHttp
                    side.head = _Head(start[1])
                    side.step = "head"
            case "head":
                if line:
                    side.head.add(line)
                elif side is self._client:
                    self._request(side, side.head)
                else:
                    self._response(side, side.head)
            case "chunk-size":
                size = _CHUNK.fullmatch(line)
                if size is None:
                    raise _NotHttp
                side.left = int(size[1], 16)
                side.step = "chunk" if side.left else "trailer"
            case "chunk-end":
                if line:
                    raise _NotHttp
                side.step = "chunk-size"
            case _:  # the trailer
                if not line:
                    side.over()

    def _request(self, side: _Side, head: _Head) -> None:
        self._requests.append(_Request(head.start, head.start == b"CONNECT" or bool(head.get(b"upgrade"))))
        if len(self._requests) > _PIPELINED:
            raise _NotHttp
        side.then = "switching" if self._requests[-1].switches else "start"
        coding = head.get(b"transfer-encoding")
        if coding and not coding.endswith(b"chunked"):
            raise _NotHttp  # RFC 9112, 6.3: nobody can tell how long it is
        self._body(side, "chunked" if coding else head.length() or 0)

    def _response(self, side: _Side, head: _Head) -> None:
        status, request = int(head.start), self._requests[0]
        if 100 <= status < 200 and status != 101:
            side.step = "start"  # the final response is still to come
            return
        self._requests.popleft()
        if request.switches:
            agreed = status == 101 or (request.method == b"CONNECT" and status < 300)
            self._client.then = "opaque" if agreed else "start"
            if self._client.step == "switching":
                self._client.step = self._client.then
            if agreed:
                side.step = "opaque"
                return
        elif status == 101:
            raise _NotHttp
        coding = head.get(b"transfer-encoding")
        if request.method == b"HEAD" or status in (204, 304):
            self._body(side, 0)
        elif coding:
            self._body(side, "chunked" if coding.endswith(b"chunked") else None)
        else:
            self._body(side, head.length())

    def _body(self, side: _Side, length: int | Literal["chunked"] | None) -> None:
        """A body of this length begins; `None` is until the connection closes."""
        side.scanner = Scanner(self._signatures)
        match length:
            case None:
                side.step = "to-close"
            case "chunked":
                side.step = "chunk-size"
            case 0:
                side.over()
            case _:
                side.step, side.left = "body", length


class _NotHttp(Exception):
    """The bytes are no HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class _Request:
    """A request that is not answered yet. `switches`: it asks to speak something else from the answer on."""

    method: bytes
    switches: bool


@dataclass(slots=True)
class _Head:
    """The method or status of a message and its header fields, as far as framing asks for them."""

    start: bytes = b""
    fields: dict[bytes, bytes] = field(default_factory=dict)
    size: int = 0

    def add(self, line: bytes) -> None:
        self.size += len(line)
        name, colon, value = line.partition(b":")
        if not colon or not _NAME.fullmatch(name) or self.size > 8 * LINE:
            raise _NotHttp
        name = name.lower()
        if name in _FRAMING:
            value = value.strip(b" \t").lower()
            before = self.fields.get(name)
            self.fields[name] = value if before is None else before + b"," + value

    def get(self, name: bytes) -> bytes:
        return self.fields.get(name, b"")

    def length(self) -> int | None:
        """What `Content-Length` says. RFC 9112, 6.3: one number, or the same several times."""
        if b"content-length" not in self.fields:
            return None
        lengths = {length.strip(b" \t") for length in self.fields[b"content-length"].split(b",")}
        length = lengths.pop()
        if lengths or not _LENGTH.fullmatch(length):
            raise _NotHttp
        return int(length)


@dataclass(slots=True)
class _Side:
    """How far one direction is decoded."""

    step: _Step = "start"
    held: bytes = b""
    left: int = 0
    broken: bool = False
    then: _Step = "start"  # after this message; what follows may be no HTTP
    head: _Head = field(default_factory=_Head)
    scanner: Scanner = field(default_factory=lambda: Scanner(()))

    def over(self) -> None:
        """A message ends, and the next may begin."""
        self.step = self.then


_PIPELINED = 1000  # as many requests wait for their answers
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-9][0-9][0-9])(?: [^\r]*)?")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTH = re.compile(rb"[0-9]{1,18}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")
_FRAMING = {b"content-length", b"transfer-encoding", b"upgrade"}


def _patience(data: bytes, at: int) -> int:
    """Bytes wait for the other direction, but not without end."""
    if len(data) - at > 8 * LINE:
        raise _NotHttp
    return at
