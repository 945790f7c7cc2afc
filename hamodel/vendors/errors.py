"""One function for each message about a configuration that cannot be read: what happened in, a Diagnostic out."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic, suggest_of
from hamodel.source import Span


def not_xml(span: Span, reason: str) -> Diagnostic:
    return Diagnostic("not-xml", span, "this is no XML", reason, "export the configuration again, whole and unchanged")


def xml_with_definitions(span: Span) -> Diagnostic:
    headline = "XML with a document type or entities of its own is not read"
    return Diagnostic("xml-with-definitions", span, headline, help="no device writes them: export the configuration again")


def not_json(span: Span) -> Diagnostic:
    return Diagnostic("not-json", span, "this is no JSON", help="export the configuration again, whole and unchanged")


def ends_open(span: Span, sign: str) -> Diagnostic:
    return Diagnostic("ends-open", span, f"the text ends where a `{sign}` is missing", help="hand in the whole file")


def ends_inside(span: Span) -> Diagnostic:
    return Diagnostic("ends-open", span, "the text ends inside of the element that begins here", help="hand in the whole file")


def too_deep(span: Span, most: int) -> Diagnostic:
    return Diagnostic("nested-too-deep", span, f"more than {most} levels inside of each other", help="no device writes them")


def cannot_read(path: str, reason: str) -> Diagnostic:
    return Diagnostic("cannot-read", None, f"`{path}` cannot be read: {reason}", help="name a file that can be read")


def too_large(path: str, largest: int) -> Diagnostic:
    headline = f"`{path}` is larger than {largest // 2**20} MB"
    return Diagnostic("file-too-large", None, headline, help="hand in the configuration alone")


def too_many(path: str, most: int, what: str) -> Diagnostic:
    headline = f"`{path}` has more than {most:,} {what}"
    return Diagnostic("file-too-large", None, headline, help="hand in the configuration alone")


def no_vendor(path: str, known: list[str]) -> Diagnostic:
    headline = f"`{path}` is no configuration that hamodel knows"
    return Diagnostic("no-vendor", None, headline, help=f"name its vendor with `--vendor`: {', '.join(known)}")


def several_vendors(path: str, found: list[str]) -> Diagnostic:
    headline = f"`{path}` could be a configuration of {' or '.join(found)}"
    return Diagnostic("several-vendors", None, headline, help=f"name its vendor with `--vendor {found[0]}`")


def unknown_vendor(name: str, known: list[str]) -> Diagnostic:
    return Diagnostic("no-vendor", None, f"there is no vendor `{name}`", help=suggest_of(name, known))
