"""The number of an exchange -> what the two ends of a conversation say in it, the same each time.

Exchanges go on without end, and every so many of them bring the test threat: cut into two chunks of one HTTP body, or into the
answers of two DNS questions, so that only who has read everything from the start can find it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from hamodel.reference.panos.decoders import dns
from hamodel.reference.panos.decoders.threats import TEST_FILE


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the client says and what the server answers."""

    request: bytes
    response: bytes


@lru_cache(maxsize=256)
def http(number: int, every: int) -> Exchange:
    """A request with a chunked body on a connection that is kept alive; the response has one too. The threat comes in each
    exchange whose number, counted from 1, is a multiple of `every`; with 0 in none.
    """
    order = b'{"exchange": %d, "note": "%s"}' % (number, b"n" * (number % 17))
    request = b"POST /orders/%d HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n" % number
    text = b"Answer %d: %s" % (number, _PROSE[number % len(_PROSE)])
    if _comes(number, every):
        parts = [text + _FIRST_HALF, _SECOND_HALF + text]
    else:
        parts = [text, text[::-1]]
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    return Exchange(request + _chunked([order[:11], order[11:]]), response + _chunked(parts))


@lru_cache(maxsize=256)
def texts(number: int, every: int) -> Exchange:
    """A DNS question and its answer, with a piece of a file. The threat is in two pieces, of which the second comes in each
    exchange whose number, counted from 1, is a multiple of `every`.
    """
    name = f"part{number}.files.example"
    piece = _PROSE[number % len(_PROSE)]
    if _comes(number, every):
        piece = _SECOND_HALF + piece
    if _comes(number + 1, every):
        piece += _FIRST_HALF
    return Exchange(dns.query(number % 0x10000, name), dns.answer(number % 0x10000, name, piece))


def notify(number: int) -> bytes:
    """What a DNS server says unasked: the zone has changed (RFC 1996)."""
    return dns.query(number % 0x10000, "files.example", dns.NOTIFY)


def notified(number: int) -> bytes:
    """The answer to that."""
    return dns.answer(number % 0x10000, "files.example", None, dns.NOTIFY)


Dialogue: TypeAlias = Callable[[int, int], Exchange]

_PROSE = (b"the quick brown fox jumps over the lazy dog. ", b"lorem ipsum dolor sit amet, consectetur. ", b"0123456789abcdef" * 4)


_FIRST_HALF, _SECOND_HALF = TEST_FILE[: len(TEST_FILE) // 2], TEST_FILE[len(TEST_FILE) // 2 :]


def _comes(number: int, every: int) -> bool:
    return every > 0 and (number + 1) % every == 0


def _chunked(parts: list[bytes]) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
