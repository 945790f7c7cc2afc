"""Decoded content, piece by piece -> the threats whose signatures are in it, wherever the pieces were cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """The name of a threat, and the bytes that show it."""

    name: str
    pattern: bytes


TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for a virus by agreement. In pieces here, or scanners take this file for one."""

TEST_MAIL = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*" + b"GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL" + b"*C.34X"
"""The same for unsolicited mail."""

SIGNATURES = (Signature("eicar-test-file", TEST_FILE), Signature("gtube-test-mail", TEST_MAIL))


class Scanner:
    """Looks for signatures in one piece of content that arrives in parts."""

    __slots__ = ("_keep", "_past", "_seen", "_signatures", "_tail")

    def __init__(self, signatures: Sequence[Signature] = SIGNATURES) -> None:
        self._signatures = signatures
        self._keep = max((len(signature.pattern) for signature in signatures), default=1) - 1
        self._tail = b""  # the last bytes of what came before: the start of a signature may be there
        self._seen = 0
        self._past = [0] * len(signatures)  # how far each was looked for: none is found twice in one place

    def feed(self, data: bytes) -> list[str]:
        """The threats that this part completes, in the order of their ends."""
        window = self._tail + data
        start = self._seen - len(self._tail)
        found: list[tuple[int, str]] = []
        for index, signature in enumerate(self._signatures):
            at = max(self._past[index] - start, 0)
            while (at := window.find(signature.pattern, at)) >= 0:
                at += len(signature.pattern)
                self._past[index] = start + at
                found.append((start + at, signature.name))
        self._seen += len(data)
        self._tail = window[len(window) - self._keep :] if len(window) > self._keep else window
        return [name for _, name in sorted(found)]
