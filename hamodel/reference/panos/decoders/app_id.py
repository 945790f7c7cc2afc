"""The first bytes of one direction of a TCP connection -> the application that speaks, as soon as they can mean nothing else.

What was said once is not taken back by more bytes, so that it does not matter how they were cut.
"""

from __future__ import annotations

import re
import struct

from dpkt import UnpackError  # type: ignore[import-untyped]
from dpkt.ssl import TLSClientHello  # type: ignore[import-untyped]

from hamodel.reference.panos.decoders.http import LINE, REQUEST_LINE

HELLO = 1 << 16
"""As many bytes are read of a TLS client hello."""


def spoken(head: bytes) -> str | None:
    """`http` or `tls` for what a client says first, `ssh` for what either end does, `unknown-tcp`; `None` while it is unclear."""
    if _begins(head, b"SSH-"):
        return "ssh" if len(head) >= 4 else None
    if head[0] == _HANDSHAKE:
        if all(_in(head, at, allowed) for at, allowed in _HELLO_START):
            return "tls" if len(head) >= 6 else None
        return "unknown-tcp"
    line = head.lstrip(b"\r\n")
    if len(head) - len(line) > LINE:
        return "unknown-tcp"
    end = line.find(b"\n")
    if end < 0:
        return None if len(line) <= LINE and _METHOD_START.match(line) else "unknown-tcp"
    return "http" if end <= LINE and REQUEST_LINE.fullmatch(line[:end].removesuffix(b"\r")) else "unknown-tcp"


def server_name(stream: bytes) -> str | None:
    """The name that a TLS client hello asks for (RFC 6066, section 3), `""` if for none, `None` while the hello is not whole."""
    hello, at = b"", 0
    while at + 5 <= len(stream):
        length = int.from_bytes(stream[at + 3 : at + 5], "big")
        if stream[at] != _HANDSHAKE:
            return ""
        hello += stream[at + 5 : at + 5 + length]
        if len(hello) >= 4 and len(hello) >= (size := 4 + int.from_bytes(hello[1:4], "big")):
            return _asked_name(hello[4:size])
        at += 5 + length
    return None if len(stream) < HELLO else ""


_HANDSHAKE = 0x16
_SERVER_NAME, _HOST = 0, b"\0"
_HELLO_START = ((1, range(3, 4)), (2, range(5)), (5, range(1, 2)))
_METHOD_START = re.compile(rb"[A-Z]{0,16}\Z|[A-Z]{1,16} ")


def _begins(head: bytes, start: bytes) -> bool:
    """Does the head begin like this, as far as it goes?"""
    return head[: len(start)] == start[: len(head)]


def _in(head: bytes, at: int, allowed: range) -> bool:
    return at >= len(head) or head[at] in allowed


def _asked_name(hello: bytes) -> str:
    """What follows the type and length of a client hello that is whole: RFC 8446, section 4.1.2."""
    try:
        extensions = getattr(TLSClientHello(hello), "extensions", ())
    except (UnpackError, struct.error):
        return ""
    names = next((data for type, data in extensions if type == _SERVER_NAME), b"")
    kind, size, name = names[2:3], int.from_bytes(names[3:5], "big"), names[5:]  # of the first in a list of names
    return name[:size].decode("ascii", "replace") if kind == _HOST and size <= len(name) else ""
