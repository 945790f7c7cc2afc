"""Files -> devices: what a file is (its vendor, by what stands in it), and the members that it is about."""

from __future__ import annotations

import email
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hamodel.diagnostics import SpecError
from hamodel.host.regular import regular
from hamodel.source import Source
from hamodel.vendors import errors
from hamodel.vendors.device import Device, device, together
from hamodel.vendors.known import VENDORS
from hamodel.vendors.schema import Leaf
from hamodel.vendors.statement import MOST_WORDS, Statement, TooManyWords
from hamodel.vendors.vendor import Vendor

LARGEST = 64 * 2**20
"""Bytes. A large firewall's whole configuration has a third of it."""

MOST_LINES = 3_000_000
"""A large firewall's whole configuration has a third of it, too."""

MOST_STATEMENTS = 500_000
"""Of one text, but for what a reader passes over. A large firewall with 100,000 rules has a third of it."""


def load(path: str) -> Source:
    """The text of a file. Raises SpecError where it cannot be read, or is larger than a configuration is."""
    try:
        content = regular(path, LARGEST)
        if len(content) > LARGEST:
            raise SpecError([errors.too_large(path, LARGEST)])
        text = _text(content)
        if text.count("\n") > MOST_LINES:
            raise SpecError([errors.too_many(path, MOST_LINES, "lines")])
        return Source(path, text, hidden=True)
    except (OSError, ValueError) as error:
        raise SpecError([errors.cannot_read(path, getattr(error, "strerror", None) or str(error))]) from None


def devices(source: Source, vendor: Vendor | None = None) -> list[Device]:
    """The members that a text is about; most texts are about one. `vendor`: whose it is, where that is known.

    Raises SpecError where no vendor is recognised, or the text cannot be read.
    """
    source = _unwrapped(source)
    vendor = vendor or recognised(source)
    try:
        return _devices(source, vendor)
    except TooManyWords:
        raise SpecError([errors.too_many(source.path, MOST_WORDS, "words in one statement")]) from None


def _devices(source: Source, vendor: Vendor) -> list[Device]:
    found = []
    cuts: list[Statement] = []
    known: dict[int, tuple[Statement, list[Leaf]]] | None = {} if vendor.pair else None
    for name, statements in vendor.parts(_uncut(vendor.read(source), cuts)):
        one = device(vendor.name, name, vendor.table, statements, (source,), known)
        host = next((value for path in vendor.host if (value := one.value(path))), "")
        found.append(replace(one, name="/".join(filter(None, [host, name]))))
    return [replace(one, cuts=tuple(cuts)) for one in found] if cuts else found


def _uncut(statements: Iterable[Statement], cuts: list[Statement]) -> Iterator[Statement]:
    """The statements that say something; the others are added to `cuts`. Raises SpecError where there are too many."""
    for count, statement in enumerate(statements):
        if count == MOST_STATEMENTS:
            raise SpecError([errors.too_many(statement.source.path, MOST_STATEMENTS, "settings")])
        if statement.cut:
            cuts.append(statement)
        else:
            yield statement


def joined(devices: Sequence[Device]) -> list[Device]:
    """The members, of what was read from each file by itself: those of a vendor whose members have several files each (keepalived
    and conntrackd) are put together."""
    found = []
    for vendor in dict.fromkeys(one.vendor for one in devices):
        own = [one for one in devices if one.vendor == vendor]
        put_together = VENDORS[vendor].joined
        found += own if put_together is None or len(own) == 1 else put_together(own)
    return found


def recognised(source: Source) -> Vendor:
    """The vendor that is surest of a text. Raises SpecError where none is, or two are as sure."""
    text = "\n".join(line for line in source.text.split("\n") if line.strip())  # none of them asks for empty lines
    sure = _ordered((vendor for vendor in VENDORS.values() if vendor.xml), source.path, text) if _is_document(text) else []
    sure = sure or _ordered(VENDORS.values(), source.path, text)
    if not sure:
        raise SpecError([errors.no_vendor(source.path, list(VENDORS))])
    best = [name for score, name in sure if score == sure[0][0]]
    if len(best) > 1:
        raise SpecError([errors.several_vendors(source.path, best)])
    return VENDORS[best[0]]


def _is_document(text: str) -> bool:
    """Whether a text may be XML, as a whole: then the others are asked only if none whose texts are XML knows it."""
    return text[:100].lstrip().startswith("<") and text[-100:].rstrip().endswith(">")


def _ordered(vendors: Iterable[Vendor], path: str, text: str) -> list[tuple[int, str]]:
    """How sure each is that knows the text at all, the surest first."""
    return sorted(((sure, vendor.name) for vendor in vendors if (sure := _sure(vendor, path, text))), reverse=True)


def _sure(vendor: Vendor, path: str, text: str) -> int:
    """A file that only one vendor calls so is that vendor's, whatever it says."""
    return 100 if vendor.files and re.search(vendor.files, path) else vendor.recognises(text)


def merged(parts: Sequence[Device]) -> Device:
    """One member whose configuration stands in several files (keepalived's and conntrackd's)."""
    return together(parts)


def _text(content: bytes) -> str:
    """UTF-8; UTF-16 or UTF-32 where it says so at its start, or every other byte is 0; else Latin-1, in which every byte is a
    character. Lines may end as they did on old Macs: each ends as it does elsewhere. Marks of the order of bytes, which stay
    where files were put together, are blank, so that columns keep their numbers.

    Raises ValueError where it is no text.
    """
    text = _decoded(content)
    if "\0" in text:
        raise ValueError("it is no text: a byte of it is 0")
    text = text.removeprefix("\ufeff").replace("\ufeff", " ")
    return text if "\n" in text else text.replace("\r", "\n")


MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""What a text of such an encoding starts with; the first that fits counts."""


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if not marked and len(content) > 1 and len(content) % 2 == 0:
        zeros = [content[at:4_000:2].count(0) / len(content[at:4_000:2]) for at in (0, 1)]
        if max(zeros) > 0.7 and min(zeros) < 0.1:
            marked = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if marked:
        try:
            return content.decode(marked)
        except UnicodeDecodeError:
            raise ValueError(f"it begins as {marked.upper()}, and goes on as something else") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _unwrapped(source: Source) -> Source:
    """Without the MIME wrapper in which clouds hand a configuration to a machine: what is not the configuration is blank, so that
    lines keep their numbers."""
    if not re.match(r"\s*(?:Content-Type|MIME-Version):", source.text):
        return source
    boundary = email.message_from_string(source.text.lstrip()[:10_000]).get_boundary()
    if boundary is None:
        return source
    kept: list[str] = []
    inside, headers = False, True
    for line in source.text.split("\n"):
        if line.rstrip("\r").startswith(f"--{boundary}"):
            inside, headers = not line.rstrip("\r").endswith("--"), True
            kept.append("")
        elif inside and not headers:
            kept.append(line)
        else:
            headers = headers and bool(line.strip())
            kept.append("")
    return Source(source.path, "\n".join(kept), source.hidden)
