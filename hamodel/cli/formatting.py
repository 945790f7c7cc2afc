"""hamodel fmt: specs rewritten in their canonical layout, or what would change in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from hamodel.cli.output import complain, show, show_bytes, style_of, written_bytes
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host import library
from hamodel.host.status import Exit

STDIN = "-"


@click.command()
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=click.Path())
@click.option("--check", is_flag=True, help="Write nothing, name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing, show what would change.")
def fmt(specs: tuple[str, ...], check: bool, diff: bool) -> int:
    """Give specs their canonical layout.

    A SPEC is a file, a folder with all `.ha` files in it and below it, or `-` for stdin, which goes to stdout. Files that change
    are named. What a spec means does not change, and no comment gets lost.

    Exit status: 0; 1 if something would change, with --check or --diff; 2 if a file is no spec. The others are formatted all the
    same.
    """
    status = Exit.GOOD
    for path in _files(specs):
        try:
            status = max(status, _format(path, check, diff))
        except SpecError as error:
            complain(error.diagnostics)
            status = Exit.WRONG
    return status


def _format(path: str, check: bool, diff: bool) -> Exit:
    text = _read(path)
    if path == STDIN and not check and not diff:
        show_bytes(text.after)
        return Exit.GOOD
    if text.before == text.after:
        return Exit.GOOD
    if diff:
        show(_difference(text))
    elif check:
        show(text.name)
    else:
        _write(path, text.after)
        show(text.name)
    return Exit.DIFFERS if check or diff else Exit.GOOD


@dataclass(frozen=True, slots=True)
class _Text:
    """What a file says, byte for byte, and what it should say."""

    name: str
    before: bytes
    after: bytes


def _read(path: str) -> _Text:
    from hamodel.language.layout.format import formatted
    from hamodel.language.text.parse import LARGEST_FILE, content, decoded

    name = "<stdin>" if path == STDIN else path
    before = sys.stdin.buffer.read(LARGEST_FILE + 1) if path == STDIN else content(path)
    return _Text(name, before, formatted(decoded(name, before)).encode())


def _write(path: str, content: bytes) -> None:
    if not os.access(path, os.W_OK):  # replacing a file asks only its folder
        raise SpecError([Diagnostic("output", None, f"cannot write `{path}`: it is read-only")])
    with written_bytes(path) as parts:
        parts.append(content)


def _difference(text: _Text) -> str:
    """As `diff -u` has it; of a file that only ends its lines in another way, these line ends."""
    style = style_of(sys.stdout)
    colours = {"+": "green", "-": "red", "@": "cyan"}
    before, after = (text.decode("utf-8").split("\n") for text in (text.before, text.after))
    lines = []
    for line in unified_diff(before, after, text.name, text.name, lineterm=""):
        shown = line.replace("\r", "\\r").replace("\ufeff", "\\ufeff")
        lines.append(style.paint(shown, colours[line[0]]) if line[0] in colours else shown)
    return "\n".join(lines)


def _files(specs: tuple[str, ...]) -> Iterator[str]:
    """Each file once, those of a folder in the order of their names. Hidden folders are left alone."""
    seen: set[str] = set()
    for spec in specs:
        for path in _inside(Path(spec)) if spec != STDIN and os.path.isdir(spec) else [spec]:
            real = STDIN if path == STDIN else os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path


def _inside(folder: Path) -> list[str]:
    found = sorted(
        path
        for path in folder.rglob("*.ha")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    if not found:
        raise SpecError([Diagnostic("no-specs", None, f"there is no `.ha` file in `{folder}` or below it")])
    return [library.file(path) for path in found]
