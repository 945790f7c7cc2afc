"""What cannot be found or read: files, and what they import."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.diagnostics import Diagnostic
from hamodel.host import library
from hamodel.language.errors import words
from hamodel.source import Span


def no_such_file(path: str, importing: Span | None, also: Sequence[str] = (), close: str = "") -> Diagnostic:
    """`also`: where else it was looked for. `close`: a spec of the library that could be meant."""
    missing = "the library has no" if library.is_ours(path) else "there is no file"
    headline = "".join([f"{missing} `{words.path(path)}`", *(f", nor `{words.path(place)}` in the library" for place in also)])
    order = "an import is looked for from the folder of the file that has it, then in the library"
    folders = f"it has {', '.join(f'`{name}`' for name in library.folders())}" if library.is_ours(path) else ""
    help = f"did you mean `{close}`, of the library?" if close else folders or (order if importing else "check the path")
    return Diagnostic("no-such-file", importing, headline, help=help)


def not_a_file(path: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("not-a-file", importing, f"`{words.path(path)}` is a folder", help="name a file in it that ends in `.ha`")


def cannot_read(path: str, reason: str, importing: Span | None) -> Diagnostic:
    return Diagnostic(
        "cannot-read", importing, f"`{words.path(path)}` cannot be read: {reason}", help="name a file that can be read"
    )


def not_a_path(path: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("not-a-path", importing, f"`{words.path(path)}` is not the path of a file", help="check the path")


def not_text(path: str, line: int, importing: Span | None) -> Diagnostic:
    headline = f"`{words.path(path)}` is not UTF-8 text, see line {line}"
    return Diagnostic("not-text", importing, headline, help="name a spec, or save the file as UTF-8")


def empty_file(path: str, importing: Span | None) -> Diagnostic:
    return Diagnostic("empty-file", importing, f"`{words.path(path)}` is empty", help="a spec starts with a line `spec NAME`")


def file_too_large(path: str, limit: int, importing: Span | None) -> Diagnostic:
    headline = f"`{words.path(path)}` is larger than {limit // 1_000_000} MB"
    return Diagnostic("file-too-large", importing, headline, help="no spec is that large: is it the right file?")


def hidden_error(path: str, line: int, importing: Span) -> Diagnostic:
    headline = f"`{words.path(path)}` is not a spec, or has an error: see its line {line}"
    help = "it lies outside of the folder of the spec, so that no line of it is shown; `hamodel check` it by itself"
    return Diagnostic("hidden-error", importing, headline, help=help)


def import_cycle(files: Sequence[str], importing: Span) -> Diagnostic:
    headline = f"these files import each other: {' -> '.join(f'`{words.path(file)}`' for file in files)}"
    help = "move what both need to a third file"
    return Diagnostic("import-cycle", importing, headline, "this closes the circle", help)


def imports_too_deep(importing: Span, limit: int) -> Diagnostic:
    headline = f"imports are nested more than {limit} files deep"
    return Diagnostic("imports-too-deep", importing, headline, help="import from fewer files")


def not_with_timers(span: Span | None, command: str) -> Diagnostic:
    help = "`hamodel check`, `run`, `replay` and `export` do"
    return Diagnostic("not-with-timers", span, f"`hamodel {command}` does not know of time yet", help=help)
